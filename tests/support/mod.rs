//! A temporary workspace, the program, and a build of the bundled corpus that all tests share.

use std::{
    ffi::OsStr,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::LazyLock,
};

use kell::{
    ontology::{self, Ontology, PackSource},
    store::Store,
    vocabulary::Prefixes,
};
use tempfile::TempDir;

pub mod graph;
pub mod server;

/// The built-in packs, loaded once.
pub static PACKS: LazyLock<Ontology> =
    LazyLock::new(|| ontology::load(&PackSource::Embedded).unwrap().value);

/// `kell build corpus --builtin-layout`, run once in the repository's folder.
pub static CORPUS: LazyLock<Build> =
    LazyLock::new(|| Build::new(&["corpus"], &["--builtin-layout"]));

/// The repository's folder.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A real transcript that is not ours to publish, where somebody has put it beside the repository.
pub fn transcript() -> Option<PathBuf> {
    let folder = repository().join("../shared/seeds");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).ok()?.filter_map(|it| Some(it.ok()?.path())).collect();
    files.retain(|it| it.extension() == Some(OsStr::new("txt")));
    files.sort();
    files.into_iter().next()
}

/// The program, to be run in `folder`, without colour and without the user's terminal.
pub fn kell(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kell"));
    command.current_dir(folder).env("NO_COLOR", "1").env_remove("COLUMNS").stdin(Stdio::null());
    command
}

/// What a command did.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let code = output.status.code().unwrap_or(-1);
        Self { code, out: text(&output.stdout), err: text(&output.stderr) }
    }
}

impl Run {
    /// Fails unless the command ended with this code and nothing panicked.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\nstdout:\n{}\nstderr:\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// Fails unless standard error holds all of this.
    #[track_caller]
    pub fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "`{part}` is not in\n{}", self.err);
        }
        self
    }

    /// Fails unless standard output holds all of this.
    #[track_caller]
    pub fn shows(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.out.contains(part), "`{part}` is not in\n{}", self.out);
        }
        self
    }
}

/// A folder that goes away with the test.
pub struct Workspace {
    folder: TempDir,
}

impl Workspace {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// Runs the program here.
    pub fn kell(&self, arguments: &[&str]) -> Run {
        kell(self.path()).args(arguments).output().unwrap().into()
    }

    /// Runs the program here with something on its standard input.
    pub fn kell_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut child = kell(self.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap().into()
    }

    /// Copies one of the repository's folders here.
    pub fn copy(&self, from: &str, to: &str) -> PathBuf {
        copy(&repository().join(from), &self.path().join(to));
        self.path().join(to)
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}

/// The output of `kell build`.
pub struct Build {
    folder: TempDir,
    #[expect(dead_code, reason = "shown by a debugger when a build fails")]
    pub run: Run,
}

impl Build {
    /// Builds these documents, named from the repository's folder.
    pub fn new(documents: &[&str], flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let run: Run = kell(repository())
            .arg("build")
            .args(documents)
            .args(flags)
            .arg("--out")
            .arg(folder.path())
            .output()
            .unwrap()
            .into();
        assert!(run.code == 0 || run.code == 1, "{}{}", run.out, run.err);
        Self { folder, run }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub fn store(&self) -> Store {
        Store::load(&self.path().join("graph.nq")).unwrap()
    }

    /// Names and bytes of all its files, in order.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        files(self.path())
    }
}

/// Names and bytes of all files below a folder, in order, but for what the program keeps for itself.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(at) = todo.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().is_some_and(|it| it.to_string_lossy().starts_with('.')) {
                continue;
            }
            if path.is_dir() {
                todo.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The prefixes of the built-in packs.
pub fn prefixes() -> Prefixes {
    Prefixes::new(&PACKS.base)
}

/// The rows of a SELECT over a graph: each term as its plain value.
pub fn ask(store: &Store, text: &str) -> Vec<Vec<String>> {
    use kell::query::{Content, Options, run};
    use oxigraph::model::Term;

    let answer = run(store, &prefixes(), text, &Options::default())
        .unwrap_or_else(|it| panic!("{it}\n{text}"));
    let Content::Solutions { rows, .. } = answer.content else { panic!("a SELECT: {text}") };
    let plain = |term: Option<Term>| match term {
        Some(Term::NamedNode(it)) => it.into_string(),
        Some(Term::Literal(it)) => it.value().to_owned(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    rows.into_iter().map(|row| row.into_iter().map(plain).collect()).collect()
}

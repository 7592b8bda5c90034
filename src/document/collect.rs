//! Paths → inputs: which files are to be read.
//!
//! Files as named, folders with all that is below them, `-` for standard input; sorted by path, each once.
//! What is passed over is reported.  No file is opened here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::{Format, ReadOptions, metadata};
use crate::diagnostic::{Diagnostic, Warned};

/// A document to be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// The path as shown to people: with `/` between its parts.
    pub name: String,
}

impl Input {
    /// The input at this path.
    pub fn new(path: &Path) -> Self {
        let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        Self { path: path.to_owned(), name }
    }

    /// Whether it is standard input.
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }
}

/// The documents that `paths` name, in the order of their paths.
pub fn collect(paths: &[PathBuf], options: &ReadOptions) -> Warned<Vec<Input>> {
    let mut collector = Collector {
        max_bytes: options.max_bytes,
        found: Vec::new(),
        files: BTreeSet::new(),
        folders: BTreeSet::new(),
        diagnostics: Vec::new(),
    };
    for path in paths {
        collector.named(path);
    }
    collector.found.sort();
    collector.diagnostics.sort_by(|a, b| (&a.file, &a.code, a).cmp(&(&b.file, &b.code, b)));
    Warned { value: collector.found, diagnostics: collector.diagnostics }
}

struct Collector {
    max_bytes: u64,
    found: Vec<Input>,
    /// Real paths of the files found.
    files: BTreeSet<PathBuf>,
    /// Real paths of the folders read, so that a loop of links ends.
    folders: BTreeSet<PathBuf>,
    diagnostics: Vec<Diagnostic>,
}

impl Collector {
    /// A path the user named.
    fn named(&mut self, path: &Path) {
        let name = Input::new(path).name;
        if Input::new(path).is_stdin() {
            self.add(path, PathBuf::from("-"));
            return;
        }
        match fs::metadata(path) {
            Err(error) => self.diagnostics.push(unreadable(&name, &error)),
            Ok(it) if it.is_dir() => self.named_folder(path, &name),
            Ok(_) if metadata::is_sidecar(path) => (),
            Ok(it) => self.file(path, it.len()),
        }
    }

    fn named_folder(&mut self, path: &Path, name: &str) {
        let before = self.files.len();
        let seen = self.folders.len();
        self.folder(path);
        if self.files.len() == before && self.folders.len() > seen {
            self.diagnostics.push(
                Diagnostic::error("document/empty-folder", "the folder holds no document")
                    .at(name, 0)
                    .hint(format!(
                        "documents are files ending in {}; others are read when named",
                        extensions()
                    )),
            );
        }
    }

    /// Everything below a folder.
    fn folder(&mut self, folder: &Path) {
        let name = Input::new(folder).name;
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        if !self.folders.insert(real) {
            return;
        }
        let listed = fs::read_dir(folder).and_then(|entries| {
            entries.map(|it| it.map(|it| it.path())).collect::<io::Result<Vec<_>>>()
        });
        let mut entries = match listed {
            Ok(entries) => entries,
            Err(error) => return self.diagnostics.push(unreadable(&name, &error)),
        };
        entries.sort();
        for path in entries {
            let hidden = path.file_name().is_some_and(|it| it.to_string_lossy().starts_with('.'));
            if !hidden {
                self.entry(&path);
            }
        }
    }

    /// Something found in a folder.
    fn entry(&mut self, path: &Path) {
        let name = Input::new(path).name;
        match fs::metadata(path) {
            Err(error) => self.diagnostics.push(unreadable(&name, &error)),
            Ok(it) if it.is_dir() => self.folder(path),
            Ok(_) if metadata::is_sidecar(path) => (),
            Ok(it) if it.is_file() && Format::of(path).is_some() => self.file(path, it.len()),
            Ok(_) => self.diagnostics.push(skipped(&name)),
        }
    }

    fn file(&mut self, path: &Path, bytes: u64) {
        let whole =
            !matches!(Format::of(path), Some(Format::Table | Format::JsonLines | Format::Archive));
        if whole && bytes > self.max_bytes {
            self.diagnostics.push(too_large(&Input::new(path).name, self.max_bytes));
            return;
        }
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        self.add(path, real);
    }

    fn add(&mut self, path: &Path, real: PathBuf) {
        let input = Input::new(path);
        if self.files.insert(real) {
            self.found.push(input);
        } else {
            self.diagnostics.push(
                Diagnostic::note("document/twice", "the same file is named twice, read once")
                    .at(input.name, 0),
            );
        }
    }
}

/// The file or folder cannot be read.
pub(super) fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let (message, hint) = match error.kind() {
        io::ErrorKind::NotFound => {
            ("there is no such file or folder".to_owned(), "check the spelling of the path")
        }
        io::ErrorKind::PermissionDenied => (
            "permission to read it is denied".to_owned(),
            "change its permissions or run as its owner",
        ),
        _ => (format!("it cannot be read: {error}"), "check the path and the disk"),
    };
    Diagnostic::error("document/unreadable", message).at(name, 0).hint(hint)
}

/// The file is of no known kind.
pub(super) fn skipped(name: &str) -> Diagnostic {
    Diagnostic::note("document/skipped", "not a kind of document that is known, left out")
        .at(name, 0)
        .hint("name the file itself to have it read as plain text")
}

/// The known extensions in one line.
fn extensions() -> String {
    let all: Vec<String> = Format::EXTENSIONS.iter().map(|it| format!(".{}", it.0)).collect();
    all.join(", ")
}

/// The file has more bytes than are allowed.
pub(super) fn too_large(name: &str, max_bytes: u64) -> Diagnostic {
    Diagnostic::error("document/too-large", format!("the file has more than {max_bytes} bytes"))
        .at(name, 0)
        .hint("split it into documents, or raise --max-size")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, name: &str, text: &str) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn names(folder: &Path, found: &Warned<Vec<Input>>) -> Vec<String> {
        let root = Input::new(folder).name;
        found
            .value
            .iter()
            .map(|it| it.name.replace(&root, "").trim_start_matches('/').to_owned())
            .collect()
    }

    fn codes(found: &Warned<Vec<Input>>) -> Vec<&str> {
        found.diagnostics.iter().map(|it| it.code.as_str()).collect()
    }

    #[test]
    fn folders_are_read_whole_and_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in
            ["b.txt", "b.toml", "a/z.MD", "a/README.md", ".hidden.txt", "c.xyz", "a/.git/x.txt"]
        {
            write(root, name, "Some text.");
        }
        let found = collect(&[root.to_owned(), root.join("b.txt")], &ReadOptions::default());
        assert_eq!(names(root, &found), ["a/README.md", "a/z.MD", "b.txt"]);
        assert_eq!(codes(&found), ["document/twice", "document/skipped"]);
        let named =
            [root.join("c.xyz"), root.join("b.toml"), root.join("b.txt"), PathBuf::from("-")];
        assert_eq!(names(root, &collect(&named, &ReadOptions::default())), ["b.txt", "c.xyz", "-"]);
    }

    #[test]
    fn missing_empty_and_too_large() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("empty")).unwrap();
        write(root, "long.txt", "Some text.");
        let options = ReadOptions { max_bytes: 5, ..ReadOptions::default() };
        let paths = [root.join("no.txt"), root.join("empty"), root.join("long.txt")];
        let found = collect(&paths, &options);
        assert!(found.value.is_empty());
        assert_eq!(
            codes(&found),
            ["document/empty-folder", "document/too-large", "document/unreadable"]
        );
        assert!(found.diagnostics.iter().all(|it| !it.hint.is_empty()));
    }

    #[cfg(unix)]
    #[test]
    fn loops_of_links_end() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, "a/x.txt", "Some text.");
        std::os::unix::fs::symlink(root, root.join("a/up")).unwrap();
        std::os::unix::fs::symlink(root.join("none"), root.join("a/broken")).unwrap();
        let found = collect(&[root.to_owned()], &ReadOptions::default());
        assert_eq!(names(root, &found), ["a/x.txt"]);
        assert_eq!(codes(&found), ["document/unreadable"]);
    }
}

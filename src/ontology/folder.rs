//! A pack's files, from the program itself or from disk, sorted into their kinds.
//!
//! Files the program has no use for are named in a warning, so that a misspelt folder is noticed.  Nothing
//! is parsed here.

use std::{borrow::Cow, collections::BTreeMap, fs, path::Path};

use include_dir::Dir;

use crate::diagnostic::{Diagnostic, did_you_mean};

/// Folders of a pack and the ending of their files.
const FOLDERS: [(&str, &str); 6] = [
    ("entities", "ttl"),
    ("rules", "toml"),
    ("queries", "rq"),
    ("checks", "rq"),
    ("diagrams", "toml"),
    ("tests", "md"),
];

/// Files directly in a pack; those of the second list are for people and other tools.
const FILES: [&str; 3] = ["pack.toml", "classes.ttl", "shapes.ttl"];
const OTHER_FILES: [&str; 5] = ["README.md", "LICENSE", "LICENCE", "CHANGELOG.md", "CITATION.cff"];

/// A pack's files by their path inside the pack, such as `entities/people.ttl`.
#[derive(Debug, Clone, Default)]
pub(super) struct Folder {
    /// What stands before a file's path in messages, ending in `/`.
    shown: String,
    files: BTreeMap<String, Cow<'static, str>>,
}

impl Folder {
    /// The folder `name` of the packs built into the program.
    pub(super) fn embedded(
        packs: &'static Dir<'static>,
        name: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut folder = Self { shown: format!("{name}/"), files: BTreeMap::new() };
        let mut waiting: Vec<&Dir<'static>> = packs.get_dir(name).into_iter().collect();
        while let Some(dir) = waiting.pop() {
            waiting.extend(dir.dirs());
            for file in dir.files() {
                let path = file.path().strip_prefix(name).unwrap_or(file.path());
                let path = path.to_string_lossy().replace('\\', "/");
                folder.add(&path, Cow::Borrowed(file.contents()), found);
            }
        }
        folder
    }

    /// The pack in a folder on disk.
    pub(super) fn on_disk(path: &Path, found: &mut Vec<Diagnostic>) -> Self {
        let shown = path.display().to_string().replace('\\', "/");
        let shown = format!("{}/", shown.trim_end_matches('/'));
        let mut folder = Self { shown, files: BTreeMap::new() };
        folder.read_disk(path, "", found);
        folder
    }

    fn read_disk(&mut self, dir: &Path, inside: &str, found: &mut Vec<Diagnostic>) {
        let entries = fs::read_dir(dir).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return found.push(self.unreadable(inside, &error)),
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let inner = if inside.is_empty() { name.clone() } else { format!("{inside}/{name}") };
            if name.starts_with('.') {
                continue;
            }
            if entry.path().is_dir() {
                if inside.is_empty() && is_pack_folder(&name) {
                    self.read_disk(&entry.path(), &inner, found);
                } else {
                    found.push(self.unknown(&inner));
                }
                continue;
            }
            match fs::read(entry.path()) {
                Ok(bytes) => self.add(&inner, Cow::Owned(bytes), found),
                Err(error) => found.push(self.unreadable(&inner, &error)),
            }
        }
    }

    fn add(&mut self, path: &str, bytes: Cow<'static, [u8]>, found: &mut Vec<Diagnostic>) {
        let known = match path.split_once('/') {
            None if OTHER_FILES.contains(&path) => return,
            None => FILES.contains(&path),
            Some((_, "README.md")) => return,
            Some((folder, file)) => {
                let ending = FOLDERS.iter().find(|it| it.0 == folder).map(|it| it.1);
                let ending = ending.or(is_language(folder).then_some("toml"));
                let stem = ending.and_then(|it| file.strip_suffix(it)?.strip_suffix('.'));
                stem.is_some_and(|it| !it.is_empty() && !it.contains('/'))
            }
        };
        if !known {
            return found.push(self.unknown(path));
        }
        let text = match bytes {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).ok(),
            Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).ok(),
        };
        match text {
            Some(text) => drop(self.files.insert(path.to_owned(), text)),
            None => found.push(
                Diagnostic::error("ontology/encoding", "the file is not UTF-8")
                    .at(self.shown(path), 0)
                    .hint("save it as UTF-8"),
            ),
        }
    }

    fn unknown(&self, path: &str) -> Diagnostic {
        let (folder, _) = path.split_once('/').unwrap_or((path, ""));
        let names = FOLDERS.iter().map(|it| it.0).chain(FILES);
        let hint = match did_you_mean(folder, names).filter(|it| *it != folder) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "see ontology/README.md for the files of a pack".to_owned(),
        };
        Diagnostic::warning(
            "ontology/unknown-file",
            "the program has no use for this and left it out",
        )
        .at(self.shown(path), 0)
        .hint(hint)
    }

    fn unreadable(&self, path: &str, error: &std::io::Error) -> Diagnostic {
        Diagnostic::error("ontology/unreadable", format!("cannot be read: {error}"))
            .at(self.shown(path).trim_end_matches('/'), 0)
            .hint("check the path and its permissions")
    }

    /// A file of this pack as messages name it.
    pub(super) fn shown(&self, path: &str) -> String {
        format!("{}{path}", self.shown)
    }

    /// The text of one file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// Path and text of the files in one folder of the pack, sorted.
    pub(super) fn within<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let start = format!("{folder}/");
        let here = self.files.range(start.clone()..).take_while(move |it| it.0.starts_with(&start));
        here.map(|(path, text)| (path.as_str(), text.as_ref()))
    }

    /// Language tags that have a folder of word lists, sorted.
    pub(super) fn languages(&self) -> Vec<&str> {
        let folders = self.files.keys().filter_map(|it| it.split_once('/')).map(|it| it.0);
        let mut languages: Vec<&str> = folders.filter(|it| is_language(it)).collect();
        languages.dedup();
        languages
    }

    /// Path and text of every file, sorted.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_ref()))
    }

    /// Replaces one base IRI by another in all Turtle and SPARQL.
    pub(super) fn rebase(&mut self, from: &str, to: &str) {
        for (path, text) in &mut self.files {
            let settings = Path::new(path).extension().is_some_and(|it| it == "toml");
            if !settings || path.starts_with("diagrams/") {
                *text = Cow::Owned(text.replace(from, to));
            }
        }
    }
}

fn is_pack_folder(name: &str) -> bool {
    FOLDERS.iter().any(|it| it.0 == name) || is_language(name)
}

/// Two or three lower-case letters: `en`, `de`, `gsw`.
fn is_language(name: &str) -> bool {
    (2..=3).contains(&name.len()) && name.bytes().all(|it| it.is_ascii_lowercase())
}

/// Name of a file without folder and ending.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |it| it.0)
}

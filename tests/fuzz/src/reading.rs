//! A file in a folder → its documents, read as a build reads them, and checked.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use kell::diagnostic::Diagnostic;
use kell::document::{Document, Input, ReadOptions, items, read};
use kell::ontology::{Ontology, PackSource, load};

use crate::input::REPEAT;
use crate::invariants;

/// More documents are not looked at: each row of a table is one.
const MANY: usize = 2_000;

/// The pack inside the program.
pub static ONTOLOGY: LazyLock<Ontology> =
    LazyLock::new(|| load(&PackSource::Embedded).expect("the pack is in order").value);

/// Small bounds, so that libFuzzer's limits of time and memory say that they are kept.
pub static OPTIONS: LazyLock<ReadOptions> = LazyLock::new(|| ReadOptions {
    languages: vec!["en".to_owned(), "de".to_owned()],
    head: kell::pipeline::head_words(&ONTOLOGY).expect("the pack is in order"),
    max_bytes: 1 << 20,
    max_unpacked: 4 << 20,
    ..ReadOptions::default()
});

/// A folder for the files of this target: after a crash that says nothing, such as a full stack, what caused it is there.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let target = std::env::current_exe().ok();
    let target = target.as_deref().and_then(Path::file_name).unwrap_or_default();
    let folder = std::env::temp_dir().join("kell-fuzz").join(target);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
});

/// What a file became.
type Found = Vec<Result<(Document, Vec<Diagnostic>), Diagnostic>>;

/// Where a file of this name is.
pub fn place(name: &str) -> PathBuf {
    FOLDER.join(name)
}

/// Writes a file; its place.
pub fn write(name: &str, content: &[u8]) -> PathBuf {
    let path = place(name);
    fs::write(&path, content).expect("there is room for a file");
    path
}

/// Everything in the file of this name.
pub fn documents(name: &str, options: &ReadOptions) -> Found {
    let inputs = [Input::new(&place(name))];
    let read = |it| read(it, options).map(|it| (it.value, it.diagnostics));
    items(&inputs, options).take(MANY).map(|it| it.and_then(read)).collect()
}

/// Reads a file of this name and content twice; both times it must be the same, and make sense.
pub fn check(name: &str, content: &[u8]) -> Found {
    check_with(name, content, &OPTIONS)
}

/// The same with other options.
pub fn check_with(name: &str, content: &[u8], options: &ReadOptions) -> Found {
    write(name, content);
    let found = documents(name, options);
    for it in &found {
        match it {
            Ok(it) => invariants::document(&it.0, options),
            Err(it) => invariants::error(it),
        }
        for it in it.iter().flat_map(|it| &it.1) {
            invariants::told(it);
        }
    }
    // Long files are there for the time they take.
    if content.len() < 1 << 16 && !content.contains(&REPEAT) {
        assert_eq!(found, documents(name, options), "reading twice gives the same");
    }
    found
}

//! What is found in tables and archives.

use std::fs;
use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::words::core;
use super::super::{load, parse};
use super::*;

const NOTE: &str = "The harbour council opposes the quay.";

fn options() -> ReadOptions {
    ReadOptions { head: core(), ..ReadOptions::default() }
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Name and text, or code and place, of everything in a file.
fn found(name: &str, bytes: &[u8], options: &ReadOptions) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let root = Input::new(folder.path()).name + "/";
    let inputs = [Input::new(&path)];
    let shown = |it: Result<Item, Diagnostic>| match it.and_then(|it| load(it, options)) {
        Ok(loaded) => {
            let name = loaded.item.name.replace(&root, "");
            let document = parse(loaded, options).unwrap().value;
            let metadata = &document.metadata;
            let known = [&metadata.title, &metadata.date, &metadata.author];
            let known: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
            format!("{name} ({}): {} {known:?}", document.name, document.text)
        }
        Err(it) => format!("{} {}:{}", it.code, it.file.replace(&root, ""), it.line),
    };
    items(&inputs, options).map(shown).collect()
}

#[test]
fn rows_of_a_table_are_documents() {
    let table = "id,Date,speaker,text\n7,14 July 2021,Jane Miller,\"The quay, old.\nIt leaks.\"\n8,,,\n,2020,,Gr\u{fc}n.\n";
    assert_eq!(
        found("talks.csv", table.as_bytes(), &options()),
        [
            "talks.csv#1 (talks-7.txt): The quay, old.\nIt leaks. [\"2021-07-14\", \"Jane Miller\"]",
            "talks.csv#3 (talks.txt): Grün. [\"2020\"]",
            "document/row talks.csv:0",
        ]
    );
    let other = "name;what\nx;Text; more\n";
    let named = ReadOptions { text_column: Some("What".to_owned()), ..options() };
    assert_eq!(found("a.csv", other.as_bytes(), &named), ["a.csv#1 (a-x.txt): Text [\"Text\"]"]);
    assert_eq!(found("a.csv", other.as_bytes(), &options()), ["document/row a.csv:0"]);
    let wrong = ReadOptions { text_column: Some("words".to_owned()), ..options() };
    assert_eq!(found("a.csv", other.as_bytes(), &wrong), ["document/row a.csv:1"]);
    assert_eq!(found("a.csv", b"", &options()), ["document/row a.csv:1"]);
    assert_eq!(
        found("w.tsv", b"text\ttitle\nGr\xFCn\tSo\n", &options()),
        ["w.tsv#1 (w.txt): Grün [\"So\"]"],
        "Windows-1252"
    );
}

#[test]
fn lines_of_json_are_documents() {
    let lines = "{\"text\": \"One.\", \"title\": \"T\", \"n\": 3}\n\n[1]\n{\"text\": \"Two.\"\n{\"text\": \"Three.\"}";
    assert_eq!(
        found("x.jsonl", lines.as_bytes(), &options()),
        [
            "x.jsonl#1 (x.txt): One. [\"T\"]",
            "document/row x.jsonl:2",
            "document/row x.jsonl:3",
            "x.jsonl#4 (x.txt): Three. []",
        ]
    );
}

#[test]
fn the_same_text_in_two_rows_is_two_documents() {
    let table = "text,speaker\nYes.,Jane Miller\nYes.,Jo Weaver\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    fs::write(&path, table).unwrap();
    let hashes: Vec<String> = items(&[Input::new(&path)], &options())
        .map(|it| load(it.unwrap(), &options()).unwrap().sha256)
        .collect();
    assert_ne!(hashes[0], hashes[1]);
}

#[test]
fn members_of_archives_are_documents() {
    let inner = archive(&[("deep.csv", b"text\nDeep.\n")]);
    let bytes = archive(&[
        ("b/note.txt", NOTE.as_bytes()),
        ("b/note.toml", b"title = \"A note\"\n"),
        ("a.zip", &inner),
        ("picture.xyz", b"x"),
        (".hidden.txt", b"x"),
        ("__MACOSX/note.txt", b"x"),
    ]);
    assert_eq!(
        found("all.zip", &bytes, &options()),
        [
            "all.zip/a.zip/deep.csv#1 (deep.txt): Deep. []".to_owned(),
            format!("all.zip/b/note.txt (note.txt): {NOTE} [\"A note\"]"),
            "document/skipped all.zip/picture.xyz:0".to_owned(),
        ]
    );
}

#[test]
fn hostile_archives_are_bounded() {
    let zeros = vec![b'a'; 3 << 20];
    let bomb = archive(&[("a.txt", &zeros), ("b.txt", &zeros), ("c.txt", NOTE.as_bytes())]);
    assert!(bomb.len() < 20_000, "it packs well");
    let small = ReadOptions { max_unpacked: 4 << 20, ..options() };
    let all = found("bomb.zip", &bomb, &small);
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!(all[1], "document/archive bomb.zip:0");
    let short = ReadOptions { max_bytes: 1 << 20, ..options() };
    let all = found("bomb.zip", &bomb, &short);
    let codes: Vec<&str> = all.iter().filter_map(|it| it.split(' ').next()).collect();
    assert_eq!(codes, ["document/too-large", "document/too-large", "bomb.zip/c.txt"]);
    // Bombs in a bomb have together what one may have.
    let bombs: Vec<(String, &[u8])> = (0..9).map(|it| (format!("{it}.zip"), &bomb[..])).collect();
    let bombs: Vec<(&str, &[u8])> = bombs.iter().map(|it| (it.0.as_str(), it.1)).collect();
    let all =
        found("bombs.zip", &archive(&bombs), &ReadOptions { max_unpacked: 20 << 20, ..options() });
    assert_eq!(all.iter().filter(|it| it.contains("a.txt")).count(), 3, "{all:?}");
    assert_eq!(all.last().unwrap(), "document/archive bombs.zip:0");
    let mut nested = archive(&[("x.txt", NOTE.as_bytes())]);
    for _ in 0..5 {
        nested = archive(&[("x.zip", &nested)]);
    }
    assert_eq!(found("n.zip", &nested, &options())[0].split(' ').next(), Some("document/archive"));
    assert_eq!(
        found("no.zip", b"PK\x03\x04 and no more", &options()),
        ["document/archive no.zip:0"]
    );
}

proptest! {
    /// Whatever the bytes, there is an end and no panic.
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in prop::sample::select(vec!["x.csv", "x.jsonl", "x.zip"])) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        prop_assert!(items(&[Input::new(&path)], &options()).count() < 1000);
    }

    /// The same for archives that were whole once.
    #[test]
    fn damaged_archives(at in 0usize..600, to in any::<u8>()) {
        let mut bytes = archive(&[("a.txt", NOTE.as_bytes()), ("b.csv", b"text\nSo.\n")]);
        if let Some(byte) = bytes.get_mut(at) {
            *byte = to;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.zip");
        fs::write(&path, bytes).unwrap();
        prop_assert!(items(&[Input::new(&path)], &options()).count() < 10);
    }
}

//! Whole documents, and properties that hold of any text.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::lines::is_blank;
use super::*;
use crate::diagnostic::{Severity, Warned};

/// Three paragraphs.
pub(super) const ENGLISH: &str = "The harbour council met on Monday, and it agreed to build a new quay for the boats.\n\n\
    Nobody objected to the plan, which had been published in the spring and discussed at length.\n\n\
    The work will begin next year and take two years, unless the weather is worse than usual.";

/// Two paragraphs.
pub(super) const GERMAN: &str = "Der Rat des Hafens trat am Montag zusammen und beschloss, einen neuen Kai für die Boote zu bauen.\n\n\
    Niemand hatte etwas gegen den Plan, der schon im Frühjahr veröffentlicht und lange beraten worden war.";

fn options() -> ReadOptions {
    ReadOptions {
        languages: vec!["en".to_owned(), "de".to_owned()],
        head: words::core(),
        ..ReadOptions::default()
    }
}

fn read_file(path: &Path) -> Warned<Document> {
    read(Item::from(path), &options()).unwrap()
}

#[test]
fn flags_then_sidecar_then_front_matter_then_head() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quay.txt");
    let text = format!(
        "---\ntitle: Front\ndate: 2001\nauthor: Front Author\n---\nHead Title\n\n{ENGLISH}\n"
    );
    fs::write(&path, &text).unwrap();
    fs::write(folder.path().join("quay.toml"), "title = \"Side\"\ndate = 2002-03-04\n").unwrap();
    let mut options = options();
    options.metadata.title = Some("Flag".to_owned());
    let document = read(Item::from(path.as_path()), &options).unwrap().value;
    let it = &document.metadata;
    assert_eq!(it.title.as_deref(), Some("Flag"));
    assert_eq!(it.date.as_deref(), Some("2002-03-04"));
    assert_eq!(it.author.as_deref(), Some("Front Author"));
    assert_eq!(it.language.as_deref(), Some("en"));
    assert_eq!(document.text, text);
    assert_eq!(document.blocks[0].joined(&document.text), "Head Title");
    assert_eq!(document.name, "quay.txt");
}

#[test]
fn a_sidecar_is_read_in_its_time_and_not_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quay.txt");
    fs::write(&path, ENGLISH).unwrap();
    let keys: Vec<String> = (0..50_000).map(|it| format!("k{it} = 1\n")).collect();
    let keys = keys.concat();
    fs::write(folder.path().join("quay.toml"), keys + "[more]\ndate = \"never\"\n").unwrap();
    let started = std::time::Instant::now();
    let found = read_file(&path);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    assert_eq!(found.value.metadata.other.len(), 50_000);
    assert_eq!(
        (found.diagnostics[0].code.as_str(), found.diagnostics[0].line),
        ("document/date", 50_001)
    );
    let small = ReadOptions { max_bytes: 1000, ..options() };
    let found = read(Item::from(path.as_path()), &small).unwrap();
    assert_eq!(found.diagnostics[0].code, "document/too-large");
    assert!(found.value.metadata.other.is_empty());
}

#[test]
fn what_is_read_in_part_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let codes = |found: &Warned<Document>| -> Vec<String> {
        found.diagnostics.iter().map(|it| it.code.clone()).collect()
    };
    let found = read_file(&write("a.txt", b"The harbour\x92s plan is good."));
    assert_eq!(
        (codes(&found), found.diagnostics[0].severity),
        (vec!["document/encoding".to_owned()], Severity::Warning)
    );
    let found = read_file(&write("b.md", b"# Title\n\n```\ncode\n```\n"));
    assert_eq!(
        (codes(&found), found.diagnostics[0].line),
        (vec!["document/left-out".to_owned()], 3)
    );
    let found = read_file(&write("c.txt", b"<!DOCTYPE html><p>So."));
    assert_eq!(
        (found.value.text.as_str(), codes(&found).len()),
        ("So.\n", 0),
        "a page by another name"
    );
    for (name, bytes, code) in [
        ("d.txt", &b""[..], "document/empty"),
        ("e.txt", b"a\0", "document/not-text"),
        ("f.txt", b"\xFF\xFEa", "document/encoding"),
    ] {
        let error = read(Item::from(write(name, bytes).as_path()), &options()).unwrap_err();
        assert_eq!((error.code.as_str(), error.hint.is_empty()), (code, false));
    }
    let error = read(Item::from(folder.path().join("none.txt").as_path()), &options()).unwrap_err();
    assert_eq!(error.code, "document/unreadable");
    let small = ReadOptions { max_bytes: 3, ..options() };
    assert_eq!(
        read(Item::from(folder.path().join("b.md").as_path()), &small).unwrap_err().code,
        "document/too-large"
    );
}

#[test]
fn plain_options_take_the_text_as_it_is() {
    let mut options = ReadOptions { plain: true, ..options() };
    options.metadata.language = Some("en".to_owned());
    let document = from_text("example", "Jane Miller, Director, met the council.", &options);
    assert_eq!(
        document.sections,
        [Section { language: "en".to_owned(), preface: false, author: None }]
    );
    assert_eq!(document.metadata.author, None);
    assert_eq!(document.blocks.len(), 1);
}

#[test]
fn a_foreign_document_is_reported() {
    let french = "Le conseil du port s’est réuni lundi matin dans la grande salle, et il a décidé de construire un \
                  nouveau quai pour les bateaux de pêche qui arrivent chaque jour de la mer. Les travaux \
                  commenceront au printemps et dureront deux ans, si le temps le permet et si les pêcheurs \
                  veulent bien attendre encore un peu, comme ils l’ont promis au maire de la ville.";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), french).unwrap();
    let found = read_file(&folder.path().join("a.txt"));
    assert_eq!(found.value.metadata.language.as_deref(), Some("fr"));
    assert_eq!(found.diagnostics[0].code, "document/unknown-language");
}

#[test]
fn list_markers_are_pieces_of_their_own() {
    let document = from_text("a.txt", "• one two\n• three", &options());
    let block = &document.blocks[0];
    assert_eq!(block.joined(&document.text), "• one two");
    assert_eq!(block.body(&document.text), [Span::new(4, 11)]);
}

#[test]
fn long_lines_and_many_lines_take_linear_time() {
    let started = std::time::Instant::now();
    for text in [
        "word ".repeat(2_000_000),
        "x".repeat(10_000_000),
        "a line of words\n".repeat(500_000),
        "a line of words\n\n".repeat(300_000),
        "- ".repeat(200_000),
        "*a [b](".repeat(50_000),
        "]".repeat(1_000_000),
    ] {
        for name in ["a.txt", "a.md"] {
            from_text(name, &text, &options());
        }
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

/// Pieces are in order, apart, in bounds, on character boundaries and neither blank nor padded.
fn check_pieces(document: &Document) {
    let mut end = 0;
    for block in &document.blocks {
        assert!(!block.pieces.is_empty());
        assert!(block.section < document.sections.len());
        for piece in &block.pieces {
            assert!(
                end <= piece.start && piece.start < piece.end && piece.end <= document.text.len()
            );
            let text = document.text.get(piece.start..piece.end).unwrap();
            assert!(!text.starts_with(is_blank) && !text.ends_with(is_blank), "{text:?}");
            end = piece.end;
        }
    }
    assert!(!document.sections.is_empty());
}

/// What no piece covers.
fn uncovered(document: &Document, from: usize) -> String {
    let (mut at, mut rest) = (from, String::new());
    for piece in document.blocks.iter().flat_map(|it| &it.pieces) {
        rest.push_str(&document.text[at..piece.start]);
        at = piece.end;
    }
    rest.push_str(&document.text[at..]);
    rest.retain(|it| !is_blank(it));
    rest
}

/// Text made of what trips readers up.
fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("\r\n"),
        Just("\n"),
        Just("\r"),
        Just("\n\n"),
        Just("\n\n\n"),
        Just("\u{C}"),
        Just("\u{2028}"),
        Just("\u{FEFF}"),
        Just("\u{200B}"),
        Just("\u{A0}"),
        Just("\t"),
        Just(" "),
        Just("---"),
        Just("+++"),
        Just("---\n"),
        Just("key: value"),
        Just("a = 1"),
        Just("• "),
        Just("– "),
        Just("1. "),
        Just("(a) "),
        Just("# "),
        Just("> "),
        Just("```"),
        Just("`"),
        Just("**"),
        Just("["),
        Just("]("),
        Just(")"),
        Just("<b>"),
        Just("<br>"),
        Just("&amp;"),
        Just("\\"),
        Just("| a | b |\n|---|---|\n"),
        Just("[^1]"),
        Just("[^1]: "),
        Just("![x](y)"),
        Just("\u{1F600}"),
        Just("e\u{301}"),
        Just("ß İ ﬁ"),
        Just("Jane Miller, Director of Ports"),
        Just("Speech by "),
        Just("By"),
        Just(":"),
        Just("14 July 2021"),
        Just("31. Juni 2021"),
        Just("vom 1. Mai 2020"),
        Just("Date: "),
        Just("The council met and agreed to"),
        Just("Der Rat trat zusammen."),
        Just("word"),
        Just("."),
        Just("”"),
        Just("Published by "),
        Just("Dr. "),
        Just("the "),
        Just("-"),
        Just("Anmerkung der Redaktion"),
    ];
    prop_oneof![
        proptest::collection::vec(part, 0..40).prop_map(|it| it.concat()),
        any::<String>(),
        "(\\PC|\\s){0,200}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_plain_text_is_covered_exactly(text in texts()) {
        let options = options();
        let document = from_text("a.txt", &text, &options);
        check_pieces(&document);
        let from = front_matter::front_matter("a.txt", &text, &options.head).end;
        prop_assert!(uncovered(&document, from).is_empty());
        let plain = from_text("a.txt", &text, &ReadOptions { plain: true, ..options });
        check_pieces(&plain);
        prop_assert!(uncovered(&plain, 0).is_empty());
    }

    #[test]
    fn any_markdown_gives_pieces_in_order(text in texts()) {
        let document = from_text("a.md", &text, &options());
        check_pieces(&document);
        for block in &document.blocks {
            block.joined(&document.text);
            block.body(&document.text);
        }
    }

    #[test]
    fn any_bytes_decode_or_fail(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
        if let Ok((text, None)) = decode::decode(bytes.clone()) && !wide {
            prop_assert_eq!(text.into_bytes(), bytes);
        }
    }
}

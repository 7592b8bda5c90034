//! Small packs with one mistake each, and the finding it must give; then the packs built into the program.

mod offers;
mod things;

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::diagnostic::{Diagnostic, Warned};

const MANIFEST: &str = r#"
name = "test"
version = "0.1.0"
title = "Test"
languages = ["en"]
base = "https://w3id.org/kell/"
licence = "CC0-1.0"
"#;

const PREFIXES: &str = "@prefix o: <https://w3id.org/kell/ns#> .\n\
    @prefix e: <https://w3id.org/kell/id/> .\n\
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
    @prefix owl: <http://www.w3.org/2002/07/owl#> .\n\
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";

type Loaded = Result<Warned<Ontology>, Vec<Diagnostic>>;

fn write(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in [("pack.toml", MANIFEST)].iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // Turtle begins with the prefixes, on one line.
        let turtle = path.extension().is_some_and(|it| it == "ttl");
        let head = if turtle { PREFIXES.replace('\n', " ") + "\n" } else { String::new() };
        fs::write(path, head + text).unwrap();
    }
    folder
}

fn load_files(files: &[(&str, &str)]) -> (TempDir, Loaded) {
    let folder = write(files);
    let loaded = load(&PackSource::Folder(folder.path()));
    (folder, loaded)
}

fn ontology(files: &[(&str, &str)]) -> Ontology {
    match load_files(files).1 {
        Ok(loaded) if loaded.diagnostics.is_empty() => loaded.value,
        Ok(loaded) => panic!("{:#?}", loaded.diagnostics),
        Err(found) => panic!("{found:#?}"),
    }
}

/// What is found, one line each, files relative to the pack.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let (folder, loaded) = load_files(files);
    let found = loaded.map_or_else(|it| it, |it| it.diagnostics);
    let shown = format!("{}/", folder.path().display());
    found.iter().map(|it| it.to_string().replace(&shown, "")).collect()
}

/// Asserts that one file makes exactly these findings.
fn check(path: &str, text: &str, expected: &[&str]) {
    assert_eq!(findings(&[(path, text)]), expected, "{path}:\n{text}");
}

#[test]
fn a_manifest_is_needed() {
    let folder = TempDir::new().unwrap();
    let found = load(&PackSource::Folder(folder.path())).unwrap_err();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, "ontology/no-manifest");
    let found = load(&PackSource::Folder(&folder.path().join("missing"))).unwrap_err();
    assert_eq!(
        found.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        ["ontology/unreadable", "ontology/no-manifest"]
    );
}

#[test]
fn other_files_are_checked_without_a_manifest() {
    let found = findings(&[
        ("pack.toml", ""),
        ("entities/a.ttl", "e:Ada a o:Persn ; skos:prefLabel \"Ada\"@en ."),
    ]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found[0].starts_with("error[ontology/unknown-class]: entities/a.ttl:2: "),
        "{}",
        found[0]
    );
    assert!(
        found[1].starts_with("error[ontology/manifest]: pack.toml:1: missing field `name`"),
        "{}",
        found[1]
    );
}

#[test]
fn mistakes_in_the_manifest() {
    check(
        "pack.toml",
        "name = \"x\"\n=",
        &[
            "error[ontology/manifest]: pack.toml:2: unquoted keys cannot be empty, expected letters, numbers, `-`, `_` \
         (hint: pack.toml has name, version, title, languages, base and licence)",
        ],
    );
    check(
        "pack.toml",
        &MANIFEST.replace("licence", "license"),
        &[
            "error[ontology/manifest]: pack.toml:7: unknown field `license`, expected one of `name`, `version`, `title`, \
         `languages`, `base`, `home`, `licence`, `thresholds` (hint: did you mean `licence`?)",
        ],
    );
    let wrong = MANIFEST.replace("0.1.0", "one").replace("[\"en\"]", "[]").replace("kell/", "kell");
    check(
        "pack.toml",
        &(wrong + "[thresholds]\nassert = 5.0\n"),
        &[
            "error[ontology/manifest]: pack.toml:3: `one` is not a version (hint: write MAJOR.MINOR.PATCH, such as 0.1.0)",
            "error[ontology/manifest]: pack.toml:5: the pack names no language (hint: write the main one first: languages = [\"en\"])",
            "error[ontology/manifest]: pack.toml:6: `https://w3id.org/kell` is not a base IRI (hint: write an absolute IRI that ends in a slash)",
            "error[ontology/manifest]: pack.toml:9: 5 is not between 0 and 1 (hint: write 0.5, the usual value)",
        ],
    );
}

#[test]
fn mistakes_in_files() {
    check(
        "entites/people.ttl",
        "",
        &[
            "warning[ontology/unknown-file]: entites: the program has no use for this and left it out (hint: did you mean `entities`?)",
        ],
    );
    check(
        "queries/a.sparql",
        "",
        &[
            "warning[ontology/unknown-file]: queries/a.sparql: the program has no use for this and left it out (hint: see ontology/README.md for the files of a pack)",
        ],
    );
    let folder = write(&[]);
    fs::write(folder.path().join("classes.ttl"), [0xff, 0xfe]).unwrap();
    let found = load(&PackSource::Folder(folder.path())).unwrap_err();
    assert_eq!(found[0].code, "ontology/encoding");
}

#[test]
fn a_syntax_error_spares_the_other_files() {
    let found = findings(&[
        ("entities/a.ttl", "e:Ada a o:Person\n    skos:prefLabel \"Ada\"@en ."),
        ("entities/b.ttl", "e:Bob a o:Person ; skos:prefLabel \"Bob\" ; o:memberOf e:Ada ."),
    ]);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(
        found[0].starts_with("error[ontology/turtle-syntax]: entities/a.ttl:3: "),
        "{}",
        found[0]
    );
    assert!(
        found[1].starts_with("error[ontology/label-language]: entities/b.ttl:2: "),
        "{}",
        found[1]
    );
    assert!(found[2].starts_with("error[ontology/no-label]: entities/b.ttl:2: "), "{}", found[2]);
}

#[test]
fn blank_nodes_are_refused() {
    check(
        "entities/a.ttl",
        "\ne:Ada a o:Person ; skos:prefLabel \"Ada\"@en ; skos:note [ skos:note \"x\" ] .",
        &[
            "error[ontology/blank-node]: entities/a.ttl:3: a blank node stands here (hint: give the thing an IRI of its own)",
        ],
    );
}

#[test]
fn the_home_of_the_documents_is_described() {
    let manifest = MANIFEST.to_owned() + "home = \"Lnd\"\n";
    let land = "e:Land a o:State ; skos:prefLabel \"Land\"@en .";
    assert_eq!(
        findings(&[("pack.toml", &manifest), ("entities/a.ttl", land)]),
        [
            "error[ontology/unknown-entity]: pack.toml:8: there is no entity `Lnd` (hint: did you mean `Land`?)",
        ]
    );
}

#[test]
fn another_base_goes_for_the_core_too() {
    let manifest = MANIFEST.replace("https://w3id.org/kell/", "https://example.org/x/");
    let loaded = ontology(&[("pack.toml", &manifest)]);
    assert!(loaded.schema.class_id("Person").is_some());
    assert!(loaded.reference.iter().all(|it| !it.contains("w3id.org/kell")));
    assert!(loaded.prologue().starts_with(
        "PREFIX o: <https://example.org/x/ns#> PREFIX e: <https://example.org/x/id/> "
    ));
}

#[test]
fn word_lists_are_gathered_core_first() {
    let words = "[words]\npreposition = [\"zu\"]";
    let loaded = ontology(&[("en/a.toml", words), ("en/head.toml", "x = 1"), ("xx/a.toml", words)]);
    let english = loaded.languages["en"].list("words.preposition");
    assert!(english.len() > 1 && english.last().unwrap() == "zu");
    assert_eq!(loaded.languages["xx"].list("words.preposition"), ["zu"]);
    let last = loaded.language_files["en"].last().unwrap();
    assert!(last.0.ends_with("en/head.toml") && last.1 == "x = 1");
}

#[test]
fn the_digest_knows_contents_and_not_places() {
    let digest = |files| ontology(files).digest;
    let plain = digest(&[("tests/a.md", "a")]);
    assert_eq!(plain, digest(&[("tests/a.md", "a")]));
    assert_ne!(plain, digest(&[("tests/a.md", "b")]));
    assert_ne!(plain, digest(&[("tests/b.md", "a")]));
}

#[test]
fn the_packs_of_the_program_are_without_mistakes() {
    let loaded = load(&PackSource::Embedded).unwrap_or_else(|found| panic!("{found:#?}"));
    assert_eq!(loaded.diagnostics, []);
    let schema = &loaded.value.schema;
    assert_eq!(schema.classes.iter().filter(|it| it.top).count(), 16);
    assert_eq!(schema.groups["Agent"].len(), 5);
    assert_eq!(schema.forces.len(), 8);
    for class in &schema.classes {
        assert!(
            schema.class(*class.chain.last().unwrap()).top,
            "{} ends in a top class",
            class.name
        );
        assert!(
            class.labels.contains_key("de") && !class.definition.is_empty(),
            "{} is explained",
            class.name
        );
        assert!(class.colour.is_some() && class.shape.is_some(), "{} can be drawn", class.name);
    }
    for property in &schema.properties {
        assert!(property.labels.contains_key("de"), "{} has a German label", property.name);
    }
}

#[test]
fn the_core_stands_alone() {
    let core = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/core");
    let loaded = load(&PackSource::Folder(&core)).unwrap_or_else(|found| panic!("{found:#?}"));
    assert_eq!(loaded.value.manifest.name, "core");
    assert_eq!(loaded.value.schema.classes.iter().filter(|it| it.top).count(), 16);
}

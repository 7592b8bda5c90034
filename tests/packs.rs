//! The packs load, keep what their examples promise, and say where their identifiers are from.

use std::collections::{BTreeMap, BTreeSet};

use kell::{
    extraction::Extractor,
    ontology::{self, LabelKind, PackSource},
    pipeline,
    vocabulary::{skos, wd},
};

use crate::support::{PACKS, Workspace, repository};

fn list(found: &[kell::diagnostic::Diagnostic]) -> String {
    found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_packs_load_without_a_word() {
    let sources = [
        PackSource::Embedded,
        PackSource::Folder(&repository().join("ontology/uk-security")),
        PackSource::Folder(&repository().join("ontology/core")),
    ];
    for source in sources {
        let loaded =
            ontology::load(&source).unwrap_or_else(|it| panic!("{source:?}\n{}", list(&it)));
        assert!(loaded.diagnostics.is_empty(), "{source:?}\n{}", list(&loaded.diagnostics));
    }
}

#[test]
fn a_pack_is_the_same_built_in_and_in_a_folder() {
    let folder = repository().join("ontology/uk-security");
    let there = ontology::load(&PackSource::Folder(&folder)).unwrap().value;
    assert_eq!(there.digest, PACKS.digest);
    assert_eq!(there.reference, PACKS.reference);
}

#[test]
fn every_yes_and_no_holds() {
    let found = pipeline::check_rules(&Extractor::new(&PACKS).unwrap(), |_| true);
    assert!(found.is_empty(), "\n{}\n", list(&found));
}

#[test]
fn every_literate_test_holds() {
    assert!(PACKS.tests.len() >= 10, "there are {} tests", PACKS.tests.len());
    let found = pipeline::check_tests(&Extractor::new(&PACKS).unwrap());
    assert!(found.is_empty(), "\n{}\n", list(&found));
}

#[test]
fn a_test_that_does_not_hold_is_found() {
    let mut packs = PACKS.clone();
    packs.tests.truncate(1);
    packs.tests[0].claims = vec!["nobody | supports | nothing".to_owned()];
    let found = pipeline::check_tests(&Extractor::new(&packs).unwrap());
    assert_eq!(found.len(), 1, "{}", list(&found));
    assert!(found[0].message.contains("does not find"), "{}", found[0]);
}

#[test]
fn there_is_enough_to_know() {
    assert!(PACKS.entities.len() >= 350, "{} entities", PACKS.entities.len());
    assert!(PACKS.queries.len() >= 20, "{} queries", PACKS.queries.len());
    for entity in &PACKS.entities {
        for language in ["en", "de"] {
            let preferred = entity
                .labels
                .iter()
                .filter(|it| it.kind == LabelKind::Preferred && it.language == language)
                .count();
            assert_eq!(preferred, 1, "{} has {preferred} labels in {language}", entity.iri);
        }
    }
}

#[test]
fn every_external_identifier_says_who_checked_it() {
    let source = format!("<{}>", PACKS.base.term("identifierSource"));
    let (exact, same) =
        (format!("<{}>", skos::EXACT_MATCH), format!("<{}>", kell::vocabulary::schema::SAME_AS));
    let mut identified: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut sourced = BTreeSet::new();
    for line in &PACKS.reference {
        let mut parts = line.splitn(3, ' ');
        let (Some(subject), Some(predicate), Some(object)) =
            (parts.next(), parts.next(), parts.next())
        else {
            panic!("{line}")
        };
        if predicate == exact || predicate == same {
            identified.entry(subject).or_default().push(object);
        }
        if predicate == source {
            sourced.insert(subject);
        }
    }
    let things = format!("<{}", PACKS.base.thing(""));
    identified.retain(|subject, _| subject.starts_with(&things));
    assert!(identified.len() >= 50, "{} things have identifiers", identified.len());
    let bare: Vec<_> = identified.keys().filter(|it| !sourced.contains(*it)).collect();
    assert!(bare.is_empty(), "without a source: {bare:#?}");
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (subject, objects) in &identified {
        for object in objects.iter().filter(|it| it.contains(wd::NAMESPACE)) {
            let before = seen.insert(object, subject);
            assert_eq!(before, None, "{object} is given to {subject} too");
        }
    }
}

/// Each kind of mistake, what it is made of, and what is said about it.
#[test]
fn mistakes_in_a_pack_are_all_reported_at_once() {
    let workspace = Workspace::new();
    workspace.write(
        "pack/pack.toml",
        "name = \"broken\"\nversion = \"0.1\"\ntitle = \"Broken\"\nlanguages = [\"en\"]\nbase = \"https://example.org/\"\nlicence = \"CC0-1.0\"\n",
    );
    let head = "@prefix o: <https://example.org/ns#> .\n@prefix e: <https://example.org/id/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n";
    workspace.write("pack/classes.ttl", head);
    workspace.write(
        "pack/entities/a.ttl",
        format!("{head}e:A a o:Persn ; skos:prefLabel \"Ada\"@en .\n"),
    );
    workspace.write(
        "pack/entities/b.ttl",
        format!("{head}e:B a o:Person ; skos:prefLabel \"Bob\"@en\n"),
    );
    workspace.write(
        "pack/rules/a.toml",
        "[[rule]]\nname = \"a/one\"\nproperty = \"suports\"\nverbs = [\"back\"]\nyes = [\"Ada backs Bob.\"]\nno = []\n\n[[rule]]\nname = \"a/two\"\nproperty = \"supports\"\nno = []\n",
    );
    workspace.write("pack/queries/a.rq", "# # What?\n#\n# Everything.\nSELECT ?x WHERE { ?x }\n");
    workspace.write("pack/checks/a.rq", "# # What?\nSELECT ?x WHERE { ?x ?y ?z }\n");
    workspace.write("pack/diagrams/a.toml", "title = \"A\"\n");
    workspace.write("pack/tests/a.md", "# A\n\n```text\nAda backs Bob.\n```\n");
    let run = workspace.kell(&["check", "pack"]).ends(2);
    run.says(&[
        "pack/pack.toml:2",
        "`0.1` is not a version",
        "pack/entities/a.ttl",
        "did you mean `Person`?",
        "pack/entities/b.ttl",
        "pack/rules/a.toml:1",
        "did you mean `supports`?",
        "pack/rules/a.toml:8",
        "pack/queries/a.rq",
        "pack/checks/a.rq",
        "pack/diagrams/a.toml",
        "pack/tests/a.md:3",
        "the text has no claims",
        "hint:",
    ]);
}

/// What a rule says must be something that can be found.
#[test]
fn wording_that_can_never_be_found_is_a_mistake() {
    let workspace = Workspace::new();
    workspace.write(
        "pack/pack.toml",
        "name = \"worded\"\nversion = \"0.1.0\"\ntitle = \"Worded\"\nlanguages = [\"en\"]\nbase = \"https://example.org/\"\nlicence = \"CC0-1.0\"\n",
    );
    let rule = |name: &str, wording: &str| {
        format!(
            "[[rule]]\nname = \"a/{name}\"\nproperty = \"supports\"\n{wording}\nyes = [\"Ada backs Bob. => Ada | Bob\"]\nno = [\"Ada met Bob.\"]\n\n"
        )
    };
    let rules = [
        rule("verb", "verbs = [\"back\", \" \"]"),
        rule("noun", "nouns = [\"backing\"]"),
        rule("pattern", "patterns = [\"{subject:Persn} backs {object:Person}\"]"),
    ];
    workspace.write("pack/rules/a.toml", rules.concat());
    let run = workspace.kell(&["check", "pack"]).ends(2);
    run.says(&[
        "ontology/rule-pattern",
        "a.toml:1:",
        "a.toml:8:",
        "a.toml:15:",
        "Persn",
        "backing",
    ]);
}

#[test]
fn a_rule_that_contradicts_its_sentences_stops_a_build() {
    let workspace = Workspace::new();
    workspace.write(
        "pack/pack.toml",
        "name = \"odd\"\nversion = \"0.1.0\"\ntitle = \"Odd\"\nlanguages = [\"en\"]\nbase = \"https://example.org/\"\nlicence = \"CC0-1.0\"\n",
    );
    workspace.write(
        "pack/rules/a.toml",
        "[[rule]]\nname = \"a/hate\"\nproperty = \"supports\"\nverbs = [\"hate\"]\n\
         yes = [\"Ada Lovelace backs Bob Hope.\"]\nno = [\"Ada Lovelace hates Bob Hope.\"]\n",
    );
    workspace.write("note.txt", "Ada Lovelace met Bob Hope.\n");
    let run = workspace.kell(&["build", "note.txt", "--ontology", "pack", "--out", "out"]).ends(2);
    run.says(&["ontology/example", "a.toml:1", "does not find", "must not read", "2 mistakes"]);
    assert!(!workspace.path().join("out").exists(), "nothing is written");
}

#[test]
fn a_core_beside_a_pack_is_its_core() {
    let workspace = Workspace::new();
    workspace.copy("ontology/core", "packs/core");
    workspace.write(
        "packs/small/pack.toml",
        "name = \"small\"\nversion = \"0.1.0\"\ntitle = \"Small\"\nlanguages = [\"en\"]\nbase = \"https://example.org/\"\nlicence = \"CC0-1.0\"\n",
    );
    let list = |expected: bool| {
        let run = workspace.kell(&["query", "--ontology", "packs/small", "--list"]).ends(0);
        assert_eq!(run.out.contains("What is new?"), expected, "{}", run.out);
    };
    list(false);
    workspace.write(
        "packs/core/queries/novelty.rq",
        "# # What is new?\n#\n# All.\nSELECT ?x WHERE { ?x ?y ?z }\n",
    );
    list(true);
}

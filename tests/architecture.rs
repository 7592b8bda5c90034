//! Invariants of the source tree that the compiler cannot state.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use kell::ontology::LabelKind;

use crate::support::{PACKS, repository};

/// What every stage may use.
const COMMON: &[&str] = &["diagnostic", "digest", "markup", "settings", "source", "vocabulary"];

/// Each stage, and the stages it may use.  Reading down is the direction of the data.
///
/// `cli` and `pipeline` are absent: they may use anything, and nothing may use them.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &[]),
    ("digest", &[]),
    ("vocabulary", &[]),
    ("markup", &[]),
    ("settings", &[]),
    ("ontology", &[]),
    ("document", &[]),
    ("language", &["ontology", "document"]),
    ("extraction", &["ontology", "document", "language"]),
    ("resolution", &["ontology", "document", "language", "extraction"]),
    ("graph", &["ontology", "document", "resolution"]),
    ("cache", &["document", "graph"]),
    ("correction", &["ontology", "document", "resolution", "graph"]),
    ("store", &["ontology", "graph"]),
    ("query", &["ontology", "store"]),
    ("record", &["ontology", "store"]),
    ("network", &["ontology", "store", "record"]),
    ("diagram", &["ontology", "query", "network"]),
    ("dataset", &["ontology", "graph", "query", "record"]),
    ("report", &["ontology", "resolution", "graph", "query"]),
    (
        "serve",
        &[
            "ontology", "document", "language", "store", "query", "diagram", "network", "record",
            "dataset",
        ],
    ),
];

#[test]
fn stages_only_look_upstream() {
    let mut broken = Vec::new();
    for (stage, allowed) in MAY_USE {
        for (path, text) in sources(&[&format!("{stage}.rs"), stage]) {
            for used in crate_modules(&text) {
                let fine = used == *stage
                    || COMMON.contains(&used.as_str())
                    || allowed.contains(&used.as_str());
                if !fine {
                    broken.push(format!("{}: `{stage}` must not use `{used}`", path.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_stage_is_in_the_table() {
    let listed: BTreeSet<String> = MAY_USE.iter().map(|it| it.0.to_owned()).collect();
    let mut stages: BTreeSet<String> = fs::read_dir(repository().join("src"))
        .unwrap()
        .map(|it| it.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    for outside in ["cli", "pipeline", "lib", "main"] {
        assert!(stages.remove(outside), "src/{outside} is gone");
    }
    assert_eq!(stages, listed);
}

#[test]
fn only_the_command_line_knows_anyhow_and_the_terminal() {
    let mut broken = Vec::new();
    for (path, text) in sources(&[""]) {
        let outside = !path.components().any(|it| it.as_os_str() == "cli");
        for crate_name in ["anyhow::", "anstream::", "indicatif::", "clap::"] {
            if outside && code(&text).contains(crate_name) {
                broken.push(format!("{} uses {crate_name}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn only_the_store_names_the_store() {
    for (path, text) in sources(&[""]) {
        let home = path.components().any(|it| it.as_os_str() == "store");
        assert!(home || !code(&text).contains("oxigraph::store"), "{}", path.display());
    }
}

#[test]
fn every_file_says_what_it_is() {
    for (path, text) in sources(&[""]) {
        assert!(text.starts_with("//!"), "{} has no module documentation", path.display());
    }
}

#[test]
fn iris_live_in_the_vocabulary() {
    let mut broken = Vec::new();
    for (path, text) in sources(&[""]) {
        let home = path.ends_with("src/vocabulary.rs");
        for literal in literals(program(&path, &text)) {
            let example = literal.contains("example.org") || literal.contains("://example");
            if !home && !example && ["http://", "https://"].iter().any(|it| literal.contains(it)) {
                broken.push(format!("{} spells out an IRI in {literal:?}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn no_path_of_a_machine_and_nothing_unfinished() {
    let mut broken = Vec::new();
    for (path, text) in sources(&[""]) {
        for word in ["\"/tmp", "\"/home", "/root/", "TODO", "FIXME", "XXX"] {
            if text.contains(word) {
                broken.push(format!("{} has {word}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// The pack is the domain: no name that the domain pack knows stands in the program.
#[test]
fn no_name_of_the_domain_stands_in_the_program() {
    let mut names: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let labels = PACKS.entities.iter().filter(|it| !it.ambiguous).flat_map(|it| &it.labels);
    for label in labels {
        let name = label.text.as_str();
        let word = name.split(' ').next().unwrap_or_default();
        let proper = name.starts_with(char::is_uppercase) && name.chars().count() >= 4;
        if proper && matches!(label.kind, LabelKind::Preferred | LabelKind::Alternative) {
            names.entry(word.to_owned()).or_default().insert(name);
        }
    }
    let mut broken = BTreeSet::new();
    for (path, text) in sources(&[""]) {
        for literal in literals(program(&path, &text)) {
            for (at, word) in words(&literal) {
                for name in names.get(word).into_iter().flatten() {
                    let rest = &literal[at..];
                    let whole = rest.strip_prefix(name).is_some_and(|it| {
                        !it.starts_with(|it: char| it.is_alphanumeric() || it == '_')
                    });
                    if whole {
                        broken.insert(format!("{}: “{name}”", path.display()));
                    }
                }
            }
        }
    }
    let list: Vec<String> = broken.into_iter().collect();
    assert!(list.is_empty(), "\n{}\n", list.join("\n"));
}

#[test]
fn every_dependency_has_a_reason_and_a_use() {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let texts: Vec<String> =
        sources(&["", "../tests", "../build.rs"]).into_iter().map(|it| it.1).collect();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]");
        } else if inside && !line.is_empty() {
            let (name, rest) = line.split_once(" = ").unwrap();
            assert!(rest.contains(" # "), "{name} has no reason");
            let import = name.replace('-', "_");
            let used = texts.iter().any(|it| it.contains(&format!("{import}::")));
            assert!(used, "{name} is not used");
        }
    }
}

#[test]
fn the_lexer_of_these_tests_finds_literals() {
    let text = "let a = \"one\\\" two\"; // \"no\"\nlet b = r#\"three \"x\" four\"#; let c = '\"'; /* \"no\" */ let d: &'a str = \"five\";";
    assert_eq!(literals(text), ["one\\\" two", "three \"x\" four", "five"]);
}

/// The Rust files under the given places of `src`, with their texts, in a stable order.
fn sources(places: &[&str]) -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut todo: Vec<PathBuf> = places.iter().map(|it| src.join(it)).collect();
    let mut files = Vec::new();
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            todo.extend(fs::read_dir(path).unwrap().map(|it| it.unwrap().path()));
        } else if path.extension().is_some_and(|it| it == "rs") && path.exists() {
            files.push((path.clone(), fs::read_to_string(path).unwrap()));
        }
    }
    files.sort();
    files
}

/// The text above its unit tests; nothing of a file that is all tests.
fn program<'a>(path: &Path, text: &'a str) -> &'a str {
    let all_tests = |it: &str| matches!(it, "tests" | "tests.rs" | "fixture.rs");
    if path.iter().any(|it| it.to_str().is_some_and(all_tests)) && !path.ends_with("src") {
        return "";
    }
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

/// The text without its comments.
///
/// A line is cut at a `//` that begins it or follows a space, so that `https://` survives.
fn code(text: &str) -> String {
    let uncommented = |line: &str| {
        let prose = line.trim_start().starts_with("//");
        let kept = if prose { "" } else { line.split(" //").next().unwrap_or_default() };
        kept.to_owned()
    };
    text.lines().map(uncommented).collect::<Vec<_>>().join("\n")
}

/// What stands between quotation marks outside comments, escapes as they are written.
fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let cut = |rest: &str, end: &str| rest.find(end).map_or(rest.len(), |it| it + end.len());
        let raw = rest.strip_prefix('r').and_then(|it| {
            let hashes = it.len() - it.trim_start_matches('#').len();
            it[hashes..].strip_prefix('"').map(|it| (hashes, it))
        });
        rest = if rest.starts_with("//") {
            &rest[cut(rest, "\n")..]
        } else if rest.starts_with("/*") {
            &rest[cut(rest, "*/")..]
        } else if let Some((hashes, inner)) = raw {
            let end = format!("\"{}", "#".repeat(hashes));
            let (literal, rest) = inner.split_once(&end).unwrap_or((inner, ""));
            found.push(literal.to_owned());
            rest
        } else if c == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|it| {
                let ends = it == '"' && !escaped;
                escaped = it == '\\' && !escaped;
                ends
            });
            let end = end.map_or(rest.len(), |it| it + 1);
            found.push(rest[1..end].to_owned());
            rest.get(end + 1..).unwrap_or_default()
        } else if c == '\'' {
            // A character, or the name of a lifetime.
            let inner = &rest[1..];
            let escape = inner.starts_with('\\');
            let size = inner.chars().next().map_or(0, char::len_utf8);
            let end = if escape { inner[1..].find('\'').map(|it| it + 1) } else { Some(size) };
            match end.filter(|it| inner[*it..].starts_with('\'')) {
                Some(end) => &inner[end + 1..],
                None => inner,
            }
        } else if c.is_alphanumeric() || c == '_' {
            // A word, so that the `r` at the end of one begins no raw string.
            let word = |it: char| it.is_alphanumeric() || it == '_';
            rest.trim_start_matches(word)
        } else {
            &rest[c.len_utf8()..]
        };
    }
    found
}

/// Words of a text with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let boundary = |it: char| it == ' ' || it == '"' || it == '\n' || it == '(' || it == '“';
    text.split(boundary).map(|word| {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        (at, word.trim_end_matches(|it: char| !it.is_alphanumeric()))
    })
}

/// The module named by each `crate::module` or `crate::{module::…, module}`.
fn crate_modules(text: &str) -> Vec<String> {
    let code = code(text);
    let mut modules = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            modules.push(word(rest));
            continue;
        };
        let (mut depth, mut at_start) = (1, true);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => at_start = true,
                c if at_start && depth == 1 && c.is_alphabetic() => {
                    modules.push(word(&group[at..]));
                    at_start = false;
                }
                _ => (),
            }
            if depth == 0 {
                break;
            }
        }
    }
    modules
}

fn word(text: &str) -> String {
    text.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect()
}

/// `kell explain CODE` knows every code there is, and none that is not.
#[test]
fn every_code_is_explained() {
    let codes = |text: &str| -> BTreeSet<String> {
        let stages = ["build/", "document/", "ontology/", "resolution/", "store/"];
        let literals =
            text.split('"').filter(|it| stages.iter().any(|stage| it.starts_with(stage)));
        let plain = |it: &&str| it.bytes().all(|it| it.is_ascii_lowercase() || b"/-".contains(&it));
        literals.filter(plain).map(str::to_owned).collect()
    };
    let (mut used, mut explained) = (BTreeSet::new(), BTreeSet::new());
    for (path, text) in sources(&[""]) {
        let found = codes(program(&path, &text));
        if path.ends_with("cli/codes.rs") {
            explained = found;
        } else {
            used.extend(found);
        }
    }
    assert_eq!(used, explained);
}

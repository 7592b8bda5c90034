//! Questions, checks and drawings of a pack with their headers, its tests, and values for the parameters of a question.

#![no_main]

use std::collections::BTreeMap;

use kell::ontology::{ParameterKind, Query};
use kell_fuzz::input::DIVIDER;
use kell_fuzz::packs::{CLASSES, loaded};
use libfuzzer_sys::fuzz_target;

const FILES: [&str; 4] = ["queries/q.rq", "checks/c.rq", "diagrams/d.toml", "tests/t.md"];

fuzz_target!(|data: &[u8]| {
    let Ok(ontology) = loaded(&[("classes.ttl", CLASSES)], &FILES, data) else { return };
    let values: Vec<String> = data
        .split(|it| *it == DIVIDER)
        .skip(FILES.len())
        .map(|it| String::from_utf8_lossy(it).into_owned())
        .collect();
    for query in &ontology.queries {
        let names = query.parameters.iter().map(|it| it.name.clone());
        let values: BTreeMap<String, String> = names.zip(values.iter().cloned()).collect();
        only_values(query, &query.with(&values));
        only_values(query, &query.with(&BTreeMap::new()));
    }
});

/// Where the question has a parameter, the text has one string, number or IRI, and elsewhere it is the same.
fn only_values(query: &Query, text: &str) {
    let (mut template, mut rest) = (query.text.as_str(), text);
    while let Some((before, parameter, after)) = next(query, template) {
        rest = rest.strip_prefix(before).expect("what is no parameter stays as it is");
        let literal = string(rest);
        let long = match parameter {
            ParameterKind::Thing if literal == 0 => rest.find('>').map_or(0, |it| it + 1),
            ParameterKind::Number if literal == 0 => {
                rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_digit()).len()
            }
            _ => literal,
        };
        let value = &rest[..long];
        assert!(long > 0, "a parameter has a value");
        assert!(
            literal > 0 || !value.contains(char::is_whitespace),
            "a value is one term: {value}"
        );
        (template, rest) = (after, &rest[long..]);
    }
    assert_eq!(template, rest, "a value adds nothing behind it");
}

/// What is before the first parameter, the kind of that, and what is after it.
fn next<'a>(query: &Query, template: &'a str) -> Option<(&'a str, ParameterKind, &'a str)> {
    let found = query.parameters.iter().filter_map(|it| {
        let mark = ["{{", &it.name, "}}"].concat();
        Some((template.find(&mark)?, mark.len(), it.kind()))
    });
    let (at, long, kind) = found.min_by_key(|it| it.0)?;
    Some((&template[..at], kind, &template[at + long..]))
}

/// Length of the string that a text begins with.
fn string(text: &str) -> usize {
    let Some(inner) = text.strip_prefix('"') else { return 0 };
    let mut escaped = false;
    let end = inner.find(|it| {
        let ends = it == '"' && !escaped;
        escaped = it == '\\' && !escaped;
        ends
    });
    end.map_or(0, |it| it + 2)
}

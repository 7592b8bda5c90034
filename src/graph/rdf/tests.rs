//! The shape of the quads.

use std::collections::BTreeSet;

use super::*;
use crate::{
    graph::{
        assemble,
        fixture::{Say, base, ontology, reading},
    },
    resolution::Force,
};

fn lines(says: &[Say]) -> Vec<String> {
    let ontology = ontology();
    let graph = assemble(&[reading("one", says)], &ontology);
    let mut out = Vec::new();
    write_nquads(&quads(&graph, &ontology), &mut out).unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

fn has(lines: &[String], parts: &[&str]) -> bool {
    lines.iter().any(|line| parts.iter().all(|it| line.contains(it)))
}

#[test]
fn lines_are_sorted_unique_and_in_five_graphs() {
    let lines = lines(&[
        Say::new("Ada", "supports", "Looms"),
        Say::new("Ada", "supports", "Looms").not().force(Force::Denied).holder("Mill"),
    ]);
    assert!(lines.is_sorted());
    assert_eq!(lines.iter().collect::<BTreeSet<_>>().len(), lines.len());
    let graphs: BTreeSet<&str> =
        lines.iter().map(|it| it.trim_end_matches(" .").rsplit(' ').next().unwrap()).collect();
    let expected = ["asserted", "claims", "conflicts", "reference", "sources"];
    let expected: BTreeSet<String> =
        expected.iter().map(|it| format!("<{}>", base().graph(it))).collect();
    assert_eq!(graphs, expected.iter().map(String::as_str).collect());
    assert!(!lines.iter().any(|it| it.contains("_:")), "no blank nodes");
}

#[test]
fn only_asserted_claims_become_plain_triples() {
    let lines = lines(&[
        Say::new("Ada", "supports", "Looms"),
        Say::new("Ada", "opposes", "Looms").force(Force::Hypothetical),
        Say::new("Ada", "opposes", "Mill").not(),
    ]);
    let asserted: Vec<_> = lines.iter().filter(|it| it.contains("graph/asserted")).collect();
    assert_eq!(
        asserted,
        ["<https://example.org/id/Ada> <https://example.org/ns#supports> \
          <https://example.org/id/Looms> <https://example.org/graph/asserted> ."]
    );
}

#[test]
fn a_claim_carries_commitment_time_and_evidence() {
    let lines = lines(&[Say::new("Ada", "opposes", "Looms")
        .not()
        .certainty("HighlyUnlikely", "most unlikely")
        .time("2017-07/2021-07")
        .at(7, 42)]);
    for parts in [
        ["rdf-syntax-ns#predicate>", "ns#opposes>"],
        ["schema#label>", "\"Ada Lovelace not: opposes Looms\""],
        ["ns#polarity>", "ns#Negated>"],
        ["ns#force>", "ns#Asserted>"],
        ["ns#certainty>", "ns#HighlyUnlikely>"],
        ["ns#certaintyWord>", "\"most unlikely\""],
        ["ns#validDuring>", "time/2017-07..2021-07>"],
        ["time/2017-07..2021-07> <https://example.org/ns#startsOn>", "\"2017-07\"^^"],
        ["time/2017-07..2021-07> <https://example.org/ns#endsOn>", "gYearMonth>"],
        ["ns#isAsserted>", "\"false\"^^"],
        ["ns#confidence>", "\"0.80\"^^"],
        ["ns#sources>", "\"1\"^^"],
        ["ns#statedOn>", "\"1853-05-02\"^^<http://www.w3.org/2001/XMLSchema#date>"],
        ["ns#extractedBy>", "rule/test/opposes>"],
        ["ns#evidence>", "doc/one#char=7,42>"],
        ["doc/one#char=7,42> <https://example.org/ns#displayQuote>", "\"Ada opposes Looms\""],
        ["doc/one#char=7,42&quote> <http://www.w3.org/ns/oa#exact>", "\"Ada\\nopposes Looms\""],
        ["doc/one#char=7,42&position> <http://www.w3.org/ns/oa#end>", "\"42\"^^"],
    ] {
        assert!(has(&lines, &parts), "{parts:?} in\n{}", lines.join("\n"));
    }
}

#[test]
fn things_are_described_once_where_they_are_known() {
    let lines = lines(&[Say::new("Ada", "supports", "Looms")]);
    assert!(has(&lines, &["id/Looms>", "ns#discovered>", "graph/sources>"]));
    assert!(!has(&lines, &["id/Ada>", "ns#discovered>"]));
    assert!(has(
        &lines,
        &["id/Ada> <https://example.org/ns#displayLabel> \"Ada Lovelace\" ", "graph/reference>"]
    ));
    assert!(has(&lines, &["id/Ada>", "#type>", "ns#Person>", "graph/reference>"]));
    assert!(has(&lines, &["doc/one#mentions=Looms>", "ns#count>", "\"1\"^^"]));
    let labels = lines.iter().filter(|it| it.contains("ns#displayLabel>"));
    let subjects: Vec<_> = labels.map(|it| it.split(' ').next().unwrap()).collect();
    assert_eq!(subjects.iter().collect::<BTreeSet<_>>().len(), subjects.len(), "one each");
}

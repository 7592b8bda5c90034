//! What is written conforms to what others read.

use std::fs;

use oxigraph::io::{RdfFormat, RdfParser};
use serde_json::Value;

use crate::support::{CORPUS, Run, kell, prefixes, repository};

#[test]
fn the_graph_is_nquads_sorted_without_blank_nodes_or_a_default_graph() {
    let text = CORPUS.read("graph.nq");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.is_sorted() && lines.windows(2).all(|it| it[0] != it[1]));
    let graphs = ["asserted", "claims", "sources", "reference", "conflicts"]
        .map(|it| format!("<{}>", crate::support::PACKS.base.graph(it)));
    let mut count = 0;
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(&text) {
        let quad = quad.unwrap();
        assert!(graphs.contains(&quad.graph_name.to_string()), "{quad}");
        assert!(!quad.subject.is_blank_node() && !quad.object.is_blank_node(), "{quad}");
        count += 1;
    }
    assert_eq!(count, lines.len());
}

#[test]
fn the_readable_turtle_says_what_the_graph_asserts() {
    let turtle = CORPUS.read("asserted.ttl");
    let written: Vec<String> = RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(&turtle)
        .map(|it| it.unwrap())
        .map(|it| format!("{} {} {}", it.subject, it.predicate, it.object))
        .collect();
    let asserted = format!(" <{}> .", crate::support::PACKS.base.graph("asserted"));
    let graph = CORPUS.read("graph.nq");
    let triples = graph.lines().filter_map(|it| it.strip_suffix(&asserted));
    let missing: Vec<&str> =
        triples.filter(|triple| !written.iter().any(|it| it == triple)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn diagrams_are_dot_and_svg_without_outside_references() {
    let diagrams = CORPUS.path().join("diagrams");
    let mut drawn = 0;
    for entry in fs::read_dir(diagrams).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        match path.extension().and_then(|it| it.to_str()) {
            Some("dot") => {
                graphviz_rust::parse(&text).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
                drawn += 1;
            }
            Some("svg") => {
                assert!(text.contains("<svg") && text.trim_end().ends_with("</svg>"));
                let inside = text.replace("http://www.w3.org/", "");
                assert!(
                    !inside.contains("http") && !text.contains("<script"),
                    "{}",
                    path.display()
                );
            }
            _ => panic!("{} is neither", path.display()),
        }
    }
    assert!(drawn >= 3, "{drawn} diagrams");
}

#[test]
fn the_report_is_one_page_that_asks_nobody() {
    let page = CORPUS.read("report.html");
    assert!(
        page.to_lowercase().starts_with("<!doctype html>") && page.contains("<html lang=\"en\"")
    );
    for outside in ["<script src", "<link ", "src=\"http", "url(http", "@import"] {
        assert!(!page.contains(outside), "the page has {outside}");
    }
    for claim in ["MI5", "Official Secrets Act 1911"] {
        assert!(page.contains(claim), "the page does not show {claim}");
    }
}

#[test]
fn the_tables_have_a_header_and_as_many_cells_in_every_row() {
    for (name, first) in [("claims.csv", "claim_id"), ("entities.csv", "id")] {
        let text = CORPUS.read(name);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(&reader.headers().unwrap()[0], first);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert!(rows.len() > 50, "{name}: {} rows", rows.len());
        assert!(!text.contains('\r') && !text.starts_with('\u{feff}'));
    }
}

#[test]
fn the_manifest_names_its_inputs_and_counts() {
    let manifest: Value = serde_json::from_str(&CORPUS.read("manifest.json")).unwrap();
    assert_eq!(manifest["kell"], env!("CARGO_PKG_VERSION"));
    for input in manifest["inputs"].as_array().unwrap() {
        assert_eq!(input["sha256"].as_str().unwrap().len(), 64);
    }
    let rows = CORPUS.read("graph.nq");
    let base = &crate::support::PACKS.base;
    let claims = rows
        .lines()
        .filter(|it| it.contains(&format!("<{}> <{}", base.term("Claim"), base.graph("claims"))))
        .count();
    assert_eq!(manifest["counts"]["claims"], claims);
}

/// The shape of `annotate` is a promise to other programs: names and kinds of every field.
#[test]
fn annotations_have_the_promised_shape() {
    let run: Run = kell(repository()).args(["annotate", "corpus"]).output().unwrap().into();
    let run = run.ends(0);
    let mut documents = 0;
    for line in run.out.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        documents += 1;
        fields(&row, &["document", "entities", "claims"]);
        let document = &row["document"];
        for name in ["iri", "title", "language", "sha256"] {
            assert!(document[name].is_string(), "{document}");
        }
        assert!(document["date"].is_string() || document["date"].is_null());
        let text = source(document["sha256"].as_str().unwrap());
        for entity in row["entities"].as_array().unwrap() {
            fields(entity, &["start", "end", "text", "kind", "class", "types", "iri", "label"]);
            at(&text, entity, "text");
            assert!(["name", "nominal", "pronoun"].contains(&entity["kind"].as_str().unwrap()));
            assert_eq!(entity["types"][0], entity["class"]);
        }
        for claim in row["claims"].as_array().unwrap() {
            check(&text, claim);
        }
    }
    assert_eq!(documents, fs::read_dir(repository().join("corpus")).unwrap().count());
    assert!(prefixes().iter().count() > 5);
}

fn check(text: &[char], claim: &Value) {
    let names = [
        "iri",
        "subject",
        "predicate",
        "object",
        "polarity",
        "force",
        "certainty",
        "holder",
        "utterer",
        "time",
        "qualifiers",
        "evidence",
        "rule",
        "confidence",
        "asserted",
    ];
    fields(claim, &names);
    assert!(["affirmed", "negated"].contains(&claim["polarity"].as_str().unwrap()), "{claim}");
    let forces = [
        "asserted",
        "assessed",
        "alleged",
        "possible",
        "planned",
        "recommended",
        "hypothetical",
        "denied",
    ];
    assert!(forces.contains(&claim["force"].as_str().unwrap()), "{claim}");
    for end in ["subject", "object"] {
        if claim[end]["value"].is_string() {
            fields(&claim[end], &["value", "datatype", "start", "end"]);
        } else {
            fields(&claim[end], &["iri", "label", "start", "end", "text"]);
            at(text, &claim[end], "text");
        }
    }
    for name in ["holder", "utterer", "predicate"] {
        fields(&claim[name], &["iri", "label"]);
    }
    for evidence in claim["evidence"].as_array().unwrap() {
        fields(evidence, &["start", "end", "quote"]);
        at(text, evidence, "quote");
    }
    let confidence = claim["confidence"].as_f64().unwrap();
    assert!((0.0..=1.0).contains(&confidence) && claim["asserted"].is_boolean());
}

#[track_caller]
fn fields(value: &Value, names: &[&str]) {
    let mut found: Vec<&str> =
        value.as_object().unwrap_or_else(|| panic!("{value}")).keys().map(String::as_str).collect();
    let mut names = names.to_vec();
    found.sort_unstable();
    names.sort_unstable();
    assert_eq!(found, names);
}

/// Fails unless the text at the value's offsets is the one it gives.
#[track_caller]
fn at(text: &[char], value: &Value, name: &str) {
    let place = |it: &str| usize::try_from(value[it].as_u64().unwrap()).unwrap();
    let slice: String = text[place("start")..place("end")].iter().collect();
    assert_eq!(slice, value[name].as_str().unwrap());
}

fn source(sha256: &str) -> Vec<char> {
    for entry in fs::read_dir(repository().join("corpus")).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        if kell::digest::sha256(&bytes) == sha256 {
            return String::from_utf8(bytes).unwrap().chars().collect();
        }
    }
    panic!("no source has this sum: {sha256}")
}

//! Questions and answers over a small graph.

use oxigraph::{
    io::{RdfFormat, RdfParser},
    sparql::results::{QueryResultsFormat, QueryResultsParser},
};

use super::*;
use crate::vocabulary::Base;

fn base() -> Base {
    Base::new("https://example.org/")
}

fn store() -> Store {
    let lines = ["Ada", "Bob", "Cy"]
        .map(|it| {
            let (thing, term) = (base().thing(it), base().term("likes"));
            format!("<{thing}> <{term}> \"looms, {it}\" <{}> .\n", base().graph("claims"))
        })
        .concat();
    let quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(&lines).map(Result::unwrap);
    Store::from_quads(quads.collect::<Vec<_>>()).unwrap()
}

fn ask_with(text: &str, options: &Options) -> Result<Answer, QueryError> {
    run(&store(), &Prefixes::new(&base()), text, options)
}

fn ask(text: &str) -> Result<Answer, QueryError> {
    ask_with(text, &Options::default())
}

fn written(text: &str, format: Format) -> Result<String, String> {
    let mut out = Vec::new();
    write(&ask(text).unwrap(), format, &Prefixes::new(&base()), 80, &mut out)
        .map_err(|it| it.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

fn error(text: &str) -> String {
    ask(text).unwrap_err().to_string()
}

#[test]
fn answers_in_every_form() {
    let rows = ask("SELECT ?who { ?who o:likes ?what }").unwrap();
    let Content::Solutions { variables, rows } = rows.content else { panic!("rows") };
    assert_eq!(variables, ["who"]);
    assert_eq!(rows[0][0].as_ref().unwrap().to_string(), format!("<{}>", base().thing("Ada")));
    assert_eq!(rows.len(), 3);
    assert_eq!(ask("ASK { e:Ada o:likes ?x }").unwrap().content, Content::Boolean(true));
    let graph = ask("CONSTRUCT { ?a o:is ?a } WHERE { ?a o:likes ?b }").unwrap();
    assert!(matches!(graph.content, Content::Graph(it) if it.len() == 3));
    let graph = ask("DESCRIBE e:Ada").unwrap();
    assert!(matches!(graph.content, Content::Graph(it) if it.len() == 1));
}

#[test]
fn limits_are_said() {
    let one = Options { limit: Some(2), timeout: None };
    let answer = ask_with("SELECT * { ?s ?p ?o }", &one).unwrap();
    assert!(answer.truncated);
    let three = Options { limit: Some(3), timeout: None };
    assert!(!ask_with("SELECT * { ?s ?p ?o }", &three).unwrap().truncated);
}

#[test]
fn time_is_limited() {
    let short = Options { limit: None, timeout: Some(Duration::from_millis(20)) };
    let cross = (0..15).map(|it| format!("?a{it} ?b{it} ?c{it} .")).collect::<Vec<_>>().concat();
    let result = ask_with(&format!("SELECT (COUNT(*) AS ?n) {{ {cross} }}"), &short);
    let message = result.unwrap_err().to_string();
    assert_eq!(message, "no answer within 0.02 seconds; narrow the query or allow more time");
}

#[test]
fn errors_point_into_the_users_text() {
    assert_eq!(
        error("SELECT ?who\nWHERE { ?who likes ?what }"),
        "line 2, column 14: unexpected `likes`\n2 | WHERE { ?who likes ?what }\n  |              ^"
    );
    let unknown = error("SELECT ?who { ?who foo:likes ?what }");
    assert!(
        unknown.starts_with(
            "line 1, column 20: there is no prefix `foo:`; known without declaration are o, e, c"
        ),
        "{unknown}"
    );
    assert!(
        error("SELECT ?who {").contains("the query breaks off here"),
        "{}",
        error("SELECT ?who {")
    );
    assert!(error("").starts_with("line 1, column 1: the query is empty"));
}

#[test]
fn the_network_and_changes_are_refused() {
    let service = error("SELECT * {\n  SERVICE SILENT <https://example.org/> { ?s ?p ?o } }");
    assert!(service.starts_with("line 2, column 3: SERVICE would ask another server"), "{service}");
    assert!(error("DELETE WHERE { ?s ?p ?o }").contains("the graph is read only"));
    let deep = format!("SELECT * {{ FILTER({}1{}) }}", "(".repeat(5000), ")".repeat(5000));
    assert!(error(&deep).contains("nests too deeply"));
}

#[test]
fn results_are_written_as_their_standards_say() {
    let select = "SELECT ?who ?what { ?who o:likes ?what } ORDER BY ?who";
    let csv = written(select, Format::Csv).unwrap();
    assert_eq!(csv.lines().nth(1).unwrap(), "https://example.org/id/Ada,\"looms, Ada\"");
    for format in [QueryResultsFormat::Json, QueryResultsFormat::Xml, QueryResultsFormat::Tsv] {
        let name: Format =
            format.file_extension().replace("sr", "").parse().unwrap_or(match format {
                QueryResultsFormat::Json => Format::Json,
                _ => Format::Xml,
            });
        let text = written(select, name).unwrap();
        assert!(text.ends_with('\n'));
        let parser = QueryResultsParser::from_format(format);
        assert!(parser.for_slice(text.as_bytes()).is_ok(), "{text}");
    }
    assert_eq!(written("ASK {}", Format::Csv).unwrap(), "true\n");
    assert_eq!(written("ASK {}", Format::Table).unwrap(), "true\n");
}

#[test]
fn graphs_are_written_as_their_standards_say() {
    let construct = "CONSTRUCT WHERE { ?s o:likes ?o }";
    for (format, rdf) in [
        (Format::Turtle, RdfFormat::Turtle),
        (Format::NTriples, RdfFormat::NTriples),
        (Format::NQuads, RdfFormat::NQuads),
        (Format::TriG, RdfFormat::TriG),
        (Format::Xml, RdfFormat::RdfXml),
        (Format::JsonLd, RdfFormat::from_extension("jsonld").unwrap()),
    ] {
        let text = written(construct, format).unwrap();
        assert_eq!(RdfParser::from_format(rdf).for_slice(&text).flatten().count(), 3, "{text}");
    }
    let turtle = written(construct, Format::Turtle).unwrap();
    assert!(turtle.contains("e:Ada o:likes"), "{turtle}");
    assert!(!turtle.contains("skos"), "only prefixes that are used");
    assert!(written(construct, Format::Table).unwrap().ends_with("\n3 triples\n"));
}

#[test]
fn a_format_that_does_not_fit_names_those_that_do() {
    assert_eq!(
        written("SELECT * {}", Format::Turtle).unwrap_err(),
        "the rows of a SELECT cannot be written as ttl; use one of table, md, csv, tsv, json, xml"
    );
    assert_eq!(
        written("DESCRIBE e:Ada", Format::Csv).unwrap_err(),
        "the triples of a CONSTRUCT or DESCRIBE cannot be written as csv; \
         use one of table, md, xml, ttl, nt, nq, jsonld, trig"
    );
}

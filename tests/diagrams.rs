//! The packs' diagrams, drawn from a small graph.

use std::{collections::BTreeMap, fs, path::Path};

use kell::{
    diagram::{Diagram, Edge, Engine, Format, build, render},
    ontology::{DiagramSpec, Schema},
    query::{Content, Options, run},
    store::Store,
    vocabulary::Prefixes,
};
use oxigraph::model::Term;

use crate::support::{PACKS, graph::example};

fn specs() -> Vec<DiagramSpec> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/core/diagrams");
    let mut specs: Vec<DiagramSpec> = fs::read_dir(folder)
        .unwrap()
        .map(|it| {
            let path = it.unwrap().path();
            let spec = toml::from_str(&fs::read_to_string(&path).unwrap());
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            DiagramSpec { name, ..spec.unwrap_or_else(|it| panic!("{}: {it}", path.display())) }
        })
        .collect();
    specs.sort_by(|a, b| a.name.cmp(&b.name));
    specs
}

fn draw(store: &Store, spec: &DiagramSpec, focus: &str) -> Diagram {
    let text = spec.query.replace("{{focus}}", &format!("<{focus}>"));
    let answer = run(store, &Prefixes::new(&PACKS.base), &text, &Options::default());
    let answer = answer.unwrap_or_else(|it| panic!("{}: {it}", spec.name));
    let Content::Solutions { variables, rows } = answer.content else { panic!("a SELECT") };
    let text = |term: Option<Term>| match term {
        Some(Term::NamedNode(it)) => it.into_string(),
        Some(Term::Literal(it)) => it.value().to_owned(),
        _ => String::new(),
    };
    let edge = |row: Vec<Option<Term>>| {
        let values = variables.iter().map(String::as_str).zip(row.into_iter().map(text));
        let mut values: BTreeMap<&str, String> = values.collect();
        let mut take = |name: &str| values.remove(name).unwrap_or_default();
        Edge {
            from: take("from"),
            from_label: take("fromLabel"),
            from_class: take("fromClass"),
            to: take("to"),
            to_label: take("toLabel"),
            to_class: take("toClass"),
            label: take("label"),
            force: Some(take("force")),
            count: take("count").parse().unwrap_or(1),
            date: Some(take("date")).filter(|it| !it.is_empty()),
        }
    };
    build(spec, rows.into_iter().map(edge).collect(), &Schema::default(), "")
}

/// Each edge as a line: `from – what it says – to`.
fn lines(diagram: &Diagram) -> Vec<String> {
    let name = |at: usize| diagram.nodes[at].label.as_str();
    let line = |it: &kell::diagram::Bundle| {
        let said: Vec<String> = it.said.iter().map(ToString::to_string).collect();
        format!("{} – {} – {}", name(it.from), said.join(", "), name(it.to))
    };
    diagram.edges.iter().map(line).collect()
}

/// What each diagram must show: an edge, or the beginning of one.
const EXPECTED: &[(&str, &str)] = &[
    ("actors", "MI5 – cooperates with"),
    ("claims", "MI5 – supports"),
    ("events", "Salisbury attack – victim – Dawn Sturgess"),
    ("legislation", "State Threats Bill – replaces (planned) – Official Secrets Act 1911"),
    ("neighbourhood", "MI5 – cooperates with"),
    ("positions", "MI5 – supports"),
    ("threats", "Russia – threatens – United Kingdom"),
];

#[test]
fn every_diagram_shows_what_it_is_for() {
    let store = Store::from_quads(example(&PACKS)).unwrap();
    let specs = specs();
    let names: Vec<&str> = specs.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, EXPECTED.iter().map(|it| it.0).collect::<Vec<_>>());
    for (spec, (_, expected)) in specs.iter().zip(EXPECTED) {
        let diagram = draw(&store, spec, &PACKS.base.thing("MI5"));
        let found = lines(&diagram);
        assert!(found.iter().any(|it| it.starts_with(expected)), "{}: {found:#?}", spec.name);
        for format in [Format::Dot, Format::Svg] {
            let drawn = render(&diagram, format, Engine::BuiltIn).unwrap();
            assert!(String::from_utf8(drawn).unwrap().contains(&spec.title), "{}", spec.name);
        }
    }
}

#[test]
fn what_is_not_asserted_is_never_drawn_as_if_it_were() {
    let store = Store::from_quads(example(&PACKS)).unwrap();
    for spec in specs() {
        let diagram = draw(&store, &spec, &PACKS.base.thing("MI5"));
        for edge in &diagram.edges {
            assert_eq!(
                edge.asserted,
                edge.said.iter().all(|it| it.force.is_none()),
                "{}",
                spec.name
            );
        }
    }
    let claims = specs().into_iter().find(|it| it.name == "claims").unwrap();
    let lines = lines(&draw(&store, &claims, ""));
    assert!(lines.iter().any(|it| it.contains("(denied)")), "{lines:#?}");
    assert!(lines.iter().any(|it| it.contains("(planned)")), "{lines:#?}");
}

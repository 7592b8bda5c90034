//! The packs' diagrams, drawn from a small graph.

use std::collections::BTreeMap;

use kell::{
    diagram::{Bundle, Diagram, Edge, Engine, Format, build, render},
    ontology::{DiagramSpec, Ontology},
    query::{Content, Options, run},
    store::Store,
    vocabulary::Prefixes,
};
use oxigraph::model::Term;

use crate::support::graph::{example, ontology};

/// Draws what `spec` finds in the example.
fn draw(ontology: &Ontology, spec: &DiagramSpec) -> Diagram {
    let store = Store::from_quads(example(ontology)).unwrap();
    let focus = ontology.base.thing("MI5");
    let text = spec.query.replace("{{focus}}", &format!("<{focus}>"));
    let answer = run(&store, &Prefixes::new(&ontology.base), &text, &Options::default());
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
    build(spec, rows.into_iter().map(edge).collect(), &ontology.schema, "")
}

/// Each edge as a line: `from – what it says – to`.
fn lines(diagram: &Diagram) -> Vec<String> {
    let name = |at: usize| diagram.nodes[at].label.as_str();
    let line = |it: &Bundle| {
        let said: Vec<String> = it.said.iter().map(ToString::to_string).collect();
        format!("{} – {} – {}", name(it.from), said.join(", "), name(it.to))
    };
    diagram.edges.iter().map(line).collect()
}

/// What each diagram must show: an edge, or the beginning of one.
const EXPECTED: &[(&str, &str)] = &[
    ("actors", "MI5 – cooperates with"),
    ("claims", "MI5 – supports"),
    ("events", "Salisbury poisoning – perpetrated by (assessed) – Russia"),
    ("legislation", "State Threats Bill – replaces (planned) – Official Secrets Act 1911"),
    ("neighbourhood", "MI5 – cooperates with"),
    ("positions", "MI5 – supports"),
    ("series", "Threat update 2022 – gives – 31 late-stage attack plots"),
    ("threats", "Russia – threatens – United Kingdom"),
];

#[test]
fn every_diagram_shows_what_it_is_for() {
    let ontology = ontology();
    for (name, expected) in EXPECTED {
        let spec = ontology.diagrams.iter().find(|it| it.name == *name).unwrap();
        let diagram = draw(&ontology, spec);
        let found = lines(&diagram);
        assert!(found.iter().any(|it| it.starts_with(expected)), "{name}: {found:#?}");
        for format in [Format::Dot, Format::Svg] {
            let drawn = render(&diagram, format, Engine::BuiltIn).unwrap();
            assert!(String::from_utf8(drawn).unwrap().contains(&spec.title), "{name}");
        }
    }
}

#[test]
fn what_is_not_asserted_is_never_drawn_as_if_it_were() {
    let ontology = ontology();
    let mut forces = Vec::new();
    for spec in &ontology.diagrams {
        for edge in draw(&ontology, spec).edges {
            assert_eq!(
                edge.asserted,
                edge.said.iter().all(|it| it.force.is_none()),
                "{}",
                spec.name
            );
            forces.extend(edge.said.into_iter().filter_map(|it| it.force));
        }
    }
    for force in ["denied", "planned", "recommended"] {
        assert!(forces.iter().any(|it| it == force), "{force}: {forces:?}");
    }
}

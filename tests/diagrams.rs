//! The packs' diagrams, drawn from a small graph.

use kell::{
    diagram::{Bundle, Diagram, Engine, Format, build, render},
    ontology::{DiagramSpec, Ontology, PageOf},
    pipeline,
    store::Store,
};
use oxigraph::model::Term;

use crate::support::graph::{example, ontology};

/// What a diagram is of, where it is of one thing: a claim where it is of the evidence of one.
fn focus(ontology: &Ontology, spec: &DiagramSpec) -> String {
    if spec.page != Some(PageOf::Claim) {
        return ontology.base.thing("MI5");
    }
    let label = "MI5 supports end-to-end encryption";
    let found = example(ontology).into_iter().find(|it| match &it.object {
        Term::Literal(it) => it.value() == label,
        _ => false,
    });
    let subject = found.unwrap_or_else(|| panic!("no claim is called “{label}”")).subject;
    subject.to_string().trim_matches(['<', '>']).to_owned()
}

/// Draws what `spec` finds in the example.
fn draw(ontology: &Ontology, spec: &DiagramSpec) -> Diagram {
    let store = Store::from_quads(example(ontology)).unwrap();
    let rows = pipeline::edges(&store, ontology, &spec.about(Some(&focus(ontology, spec))));
    build(spec, rows.unwrap_or_else(|it| panic!("{}: {it}", spec.name)), &ontology.schema, "")
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
    ("evidence", "“"),
    ("events", "Salisbury poisoning – perpetrated by (assessed) – Russia"),
    ("legislation", "State Threats Bill – replaces (planned) – Official Secrets Act 1911"),
    ("lineage", "State Threats Bill – replaces (planned) – Official Secrets Act 1911"),
    ("neighbourhood", "MI5 – cooperates with"),
    ("organisation", "Intelligence and Security Committee of Parliament – oversees – MI5"),
    ("positions", "MI5 – supports"),
    ("series", "Threat update 2022 – gives – 31 late-stage attack plots"),
    ("voices", "MI5 – supports – end-to-end encryption"),
    ("threats", "Russia – threatens – United Kingdom"),
];

#[test]
fn every_diagram_shows_what_it_is_for() {
    let ontology = ontology();
    assert_eq!(EXPECTED.len(), ontology.diagrams.len(), "nothing is expected of a diagram");
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

/// Lightness and two axes of colour (CIE 1976) of `#rrggbb`, seen through a matrix of linear red, green and blue.
fn seen(colour: &str, matrix: &[[f64; 3]; 3]) -> [f64; 3] {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let light = [channel(1), channel(3), channel(5)];
    let times =
        |row: &[f64; 3], of: &[f64; 3]| row.iter().zip(of).map(|it| it.0 * it.1).sum::<f64>();
    let light = [0, 1, 2].map(|it| times(&matrix[it], &light).clamp(0.0, 1.0));
    let white = [[0.4339, 0.3763, 0.1899], [0.2126, 0.7152, 0.0722], [0.0177, 0.1095, 0.8730]];
    let [x, y, z] = white.map(|row| {
        let value = times(&row, &light);
        if value > 0.008_856 { value.cbrt() } else { 7.787 * value + 16.0 / 116.0 }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009:
/// no red, no green, no blue cones; and usual sight.
const SIGHTS: [[[f64; 3]; 3]; 4] = [
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
];

#[test]
fn classes_are_told_apart_by_shape_or_by_colours_that_all_can_tell() {
    let ontology = ontology();
    let top: Vec<_> = ontology.schema.classes.iter().filter(|it| it.top && it.connects).collect();
    for (at, a) in top.iter().enumerate() {
        for b in top[at + 1..].iter().filter(|it| it.shape == a.shape) {
            for sight in &SIGHTS {
                let colours = [a, b].map(|it| seen(it.colour.as_deref().unwrap(), sight));
                let apart: f64 = (0..3).map(|it| (colours[0][it] - colours[1][it]).powi(2)).sum();
                assert!(apart.sqrt() > 10.0, "{} and {}: {:.1}", a.name, b.name, apart.sqrt());
            }
        }
    }
}

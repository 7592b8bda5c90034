//! A small made-up schema and rows, for the tests of this stage.

use std::collections::BTreeMap;

use super::{Diagram, Edge, build};
use crate::ontology::{Class, ClassId, DiagramSpec, Property, Schema, Scope};

/// Name, superclasses from the nearest, colour, shape.
const CLASSES: [(&str, &str, &[&str], &str, &str); 12] = [
    ("Agency", "agency", &["PublicBody", "Organisation"], "#cfe6f5", "box"),
    ("Asset", "asset", &[], "#d5efe6", "cylinder"),
    ("Company", "company", &["Organisation"], "#dff0fa", "component"),
    ("Court", "court", &["PublicBody", "Organisation"], "#cfe6f5", "box"),
    ("Document", "document", &[], "#f1dbe7", "note"),
    ("Event", "event", &[], "#f4bd96", "hexagon"),
    ("Legislation", "legislation", &[], "#e3b8d0", "folder"),
    ("Organisation", "organisation", &[], "#b3dcf5", "box"),
    ("Person", "person", &[], "#f7d58c", "ellipse"),
    ("Post", "post", &[], "#e3e3e3", "tab"),
    ("PublicBody", "public body", &["Organisation"], "#cfe6f5", "box"),
    ("State", "state", &[], "#9fc9e2", "octagon"),
];

/// Twelve classes and a symmetric property.
pub(super) fn schema() -> Schema {
    let id = |name: &str| {
        let at = CLASSES.iter().position(|it| it.0 == name).unwrap();
        ClassId(u16::try_from(at).unwrap())
    };
    let class = |(name, label, above, colour, shape): &(&str, &str, &[&str], &str, &str)| Class {
        name: (*name).to_owned(),
        labels: [("en".to_owned(), (*label).to_owned())].into(),
        definition: String::new(),
        chain: [*name].iter().chain(*above).map(|it| id(it)).collect(),
        top: above.is_empty(),
        head_nouns: BTreeMap::new(),
        prefix_nouns: BTreeMap::new(),
        nominal_heads: BTreeMap::new(),
        colour: Some((*colour).to_owned()),
        shape: Some((*shape).to_owned()),
        connects: true,
    };
    let works_with = Property {
        name: "worksWith".to_owned(),
        labels: [("en".to_owned(), "works with".to_owned())].into(),
        definition: String::new(),
        domain: Vec::new(),
        range: Vec::new(),
        literal: false,
        symmetric: true,
        of_claims: false,
        single_valued: false,
        after_object: false,
        years_in: Vec::new(),
        inverse: None,
        claimable: true,
        connects: true,
    };
    Schema {
        classes: CLASSES.iter().map(class).collect(),
        properties: vec![works_with],
        ..Schema::default()
    }
}

/// A specification with this layout and direction.
pub(super) fn spec(layout: &str, direction: &str) -> DiagramSpec {
    DiagramSpec {
        scope: Scope::Graph,
        name: "actors".to_owned(),
        title: "Who does what to whom".to_owned(),
        description: "People and bodies of the valley, and what the papers say they do.".to_owned(),
        layout: layout.to_owned(),
        direction: direction.to_owned(),
        nodes: 60,
        page: None,
        clusters: vec!["PublicBody".to_owned(), "State".to_owned()],
        query: String::new(),
    }
}

/// A row between two people.
pub(super) fn edge(from: &str, label: &str, to: &str) -> Edge {
    Edge {
        from: from.to_owned(),
        from_label: from.to_owned(),
        from_class: "Person".to_owned(),
        to: to.to_owned(),
        to_label: to.to_owned(),
        to_class: "Person".to_owned(),
        label: label.to_owned(),
        force: None,
        count: 1,
        date: None,
    }
}

/// Rows about `count` things: a few hubs, some chains, some pairs apart.
pub(super) fn rows(count: usize) -> Vec<Edge> {
    let names = [
        "Harbour Authority",
        "Ada Lindqvist",
        "Ministry of Weather and Tides",
        "North Quay Flood",
        "River Compact",
        "Bakers' \"Union\"",
        "The Long Enquiry",
        "Lamp Act",
        "Velo & Sons <Ltd>",
        "Republic of Orsena",
        "Master of the Locks",
        "Annual survey of weirs, sluices and fords",
    ];
    let classes = [
        "Agency",
        "Person",
        "PublicBody",
        "Event",
        "Document",
        "Organisation",
        "Court",
        "Legislation",
        "Company",
        "State",
        "Post",
        "Document",
    ];
    let verbs = [
        "works with",
        "supports",
        "opposes",
        "is part of",
        "warns of",
        "is responsible for",
        "leads",
        "is the source of",
        "investigates",
    ];
    let forces = [None, None, None, Some("Alleged"), None, Some("Planned")];
    let name = |at: usize| match at / names.len() {
        0 => names[at].to_owned(),
        round => format!("{} {}", names[at % names.len()], 1900 + 7 * round),
    };
    let mut state: u32 = 12345;
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(state >> 8).unwrap() % below
    };
    let mut rows = Vec::new();
    for at in 0..count * 5 / 4 {
        let from = at % count;
        let to = match random(5) {
            0 | 1 => random(count.min(4)),
            2 | 3 => (from + 1 + random(6)) % count,
            _ => random(count),
        };
        let class = |at: usize| classes[at % classes.len()].to_owned();
        rows.push(Edge {
            from: format!("thing/{from:03}"),
            from_label: name(from),
            from_class: class(from),
            to: format!("thing/{to:03}"),
            to_label: name(to),
            to_class: class(to),
            label: verbs[random(verbs.len())].to_owned(),
            force: forces[random(forces.len())].map(str::to_owned),
            count: 1 + random(8) / 6,
            date: (from % 5 != 4).then(|| format!("19{:02}-{:02}", 10 + from % 70, 1 + from % 12)),
        });
    }
    rows
}

/// A diagram of `count` things.
pub(super) fn diagram(count: usize, layout: &str, direction: &str) -> Diagram {
    build(&spec(layout, direction), rows(count), &schema(), "kell 0.1.0, 3 documents, 1911 to 1987")
}

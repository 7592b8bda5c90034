//! Networks for tests.

use std::collections::BTreeMap;

use petgraph::graph::UnGraph;
use proptest::prelude::*;

use super::{Claim, Network, Thing};

/// An asserted claim of one source.
pub(super) fn claim(subject: &str, label: &str, object: &str) -> Claim {
    Claim {
        subject: subject.to_owned(),
        property: label.to_owned(),
        label: label.to_owned(),
        standing: "asserted".to_owned(),
        object: object.to_owned(),
        iri: format!("{subject} {label} {object}"),
        independent: 1,
        ..Claim::default()
    }
}

/// The network of ties written as `a-b`, or `a-b*3` for one with three sources.
pub(super) fn network(ties: &[&str]) -> Network {
    let mut claims = Vec::new();
    for tie in ties {
        let (ends, sources) = tie.split_once('*').unwrap_or((tie, "1"));
        let (a, b) = ends.split_once('-').unwrap();
        claims.push(Claim { independent: sources.parse().unwrap(), ..claim(a, "meets", b) });
    }
    let thing = |it: &String| Thing { iri: it.clone(), label: it.clone(), ..Thing::default() };
    let things = claims.iter().flat_map(|it| [thing(&it.subject), thing(&it.object)]).collect();
    Network::new(things, claims, BTreeMap::new())
}

/// Any small graph without parallel edges or loops, with weights from 1 to 5.
pub(super) fn graphs() -> impl Strategy<Value = UnGraph<(), f64>> {
    (1_usize..9).prop_flat_map(|nodes| {
        let pairs: Vec<(usize, usize)> =
            (0..nodes).flat_map(|b| (0..b).map(move |a| (a, b))).collect();
        prop::collection::vec(0_u8..8, pairs.len()).prop_map(move |weights| {
            let mut graph = UnGraph::new_undirected();
            let places: Vec<_> = (0..nodes).map(|_| graph.add_node(())).collect();
            for ((a, b), weight) in pairs.iter().zip(weights).filter(|it| it.1 > 2) {
                graph.add_edge(places[*a], places[*b], f64::from(weight - 2));
            }
            graph
        })
    })
}

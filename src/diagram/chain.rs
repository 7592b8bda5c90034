//! Chains of claims between two things, as a diagram.

use super::{Diagram, Edge, build};
use crate::{
    network::{By, Chain, Network, Step},
    ontology::{DiagramSpec, Schema, Scope},
};

/// A drawing of the chains between two things of these names; every claim of their steps is in it.
pub fn of_chains(
    network: &Network,
    chains: &[Chain],
    ends: (&str, &str),
    by: By,
    schema: &Schema,
    source_line: &str,
) -> Diagram {
    let kind = match by {
        By::Length => "shortest",
        By::Evidence => "best founded",
    };
    let plural = if chains.len() == 1 { ("chain", "leads") } else { ("chains", "lead") };
    let spec = DiagramSpec {
        name: "path".to_owned(),
        title: format!("From {} to {}", ends.0, ends.1),
        description: format!("The {kind} {} of claims that {} there.", plural.0, plural.1),
        layout: "layered".to_owned(),
        direction: "LR".to_owned(),
        nodes: usize::MAX,
        clusters: Vec::new(),
        page: None,
        scope: Scope::Graph,
        query: String::new(),
    };
    let mut steps: Vec<&Step> = chains.iter().flat_map(|it| &it.steps).collect();
    steps.sort_by_key(|it| it.tie);
    steps.dedup_by_key(|it| it.tie);
    let edges = steps.iter().flat_map(|step| {
        network.tie(step.tie).claims.iter().map(|claim| {
            let thing = |iri: &str| network.node(iri).map(|it| network.thing(it).clone());
            let from = thing(&claim.subject).unwrap_or_default();
            let to = thing(&claim.object).unwrap_or_default();
            Edge {
                from: from.iri,
                from_label: from.label,
                from_class: from.class,
                to: to.iri,
                to_label: to.label,
                to_class: to.class,
                label: claim.label.clone(),
                force: Some(claim.standing.clone()),
                count: claim.evidence.len(),
                date: None,
            }
        })
    });
    build(&spec, edges.collect(), schema, source_line)
}

//! The graph as nodes and edges, for the view that draws it: a thing and what is next to it, or the most connected.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use oxigraph::model::Term;
use serde::Serialize;

use super::{Site, catalogue::Claim};

/// Nodes at most.
pub(super) const NODES: usize = 60;
/// Sentences of an edge at most.
const SENTENCES: usize = 12;

/// Nodes and edges.
#[derive(Debug, Serialize)]
pub(super) struct Network {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    /// Things that were left out.
    pub(super) left_out: usize,
}

/// A thing.
#[derive(Debug, Serialize)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) label: String,
    /// Local name and name of its class, and that of its top class.
    pub(super) class: String,
    pub(super) class_label: String,
    pub(super) kind: String,
    /// Its importance in the whole graph, as a share of that of the most important.
    pub(super) rank: f64,
    pub(super) url: String,
}

/// All that is claimed from one thing to another in the same words.
#[derive(Debug, Serialize)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) property: String,
    pub(super) label: String,
    /// How far it is committed to.
    pub(super) standing: String,
    pub(super) negated: bool,
    pub(super) claims: Vec<Said>,
}

/// A claim of an edge.
#[derive(Debug, Serialize)]
pub(super) struct Said {
    pub(super) url: String,
    pub(super) quote: String,
    pub(super) sentence: String,
    pub(super) document: String,
    pub(super) document_label: String,
    pub(super) date: String,
}

/// The thing at the other end of a claim, if there is one that can be a node.
fn object<'a>(site: &Site, claim: &'a Claim) -> Option<&'a str> {
    let Some(Term::NamedNode(node)) = &claim.object else { return None };
    let thing = site.catalogue.things.get(node.as_str())?;
    let value = thing.classes.iter().any(|it| it == "Date" || it == "Quantity");
    (!value && node.as_str() != claim.subject).then_some(node.as_str())
}

/// The network around these things, or of those that are connected most.
pub(super) fn network(site: &Site, focus: &[&str]) -> Network {
    let catalogue = &site.catalogue;
    let pairs: Vec<(&Claim, &str)> =
        catalogue.claims.iter().filter_map(|it| Some((it, object(site, it)?))).collect();
    let mut degrees: BTreeMap<&str, usize> = BTreeMap::new();
    for (claim, object) in &pairs {
        for iri in [claim.subject.as_str(), object] {
            *degrees.entry(iri).or_default() += 1;
        }
    }
    let mut wanted: BTreeSet<&str> = BTreeSet::new();
    for (claim, object) in &pairs {
        let ends = [claim.subject.as_str(), *object];
        if focus.is_empty() || ends.iter().any(|it| focus.contains(it)) {
            wanted.extend(ends);
        }
    }
    wanted.extend(focus.iter().filter(|it| catalogue.things.contains_key(**it)));
    let mut ranked: Vec<&str> = wanted.into_iter().collect();
    let degree = |it: &str| degrees.get(it).copied().unwrap_or_default();
    ranked.sort_by_key(|it| (!focus.contains(it), Reverse(degree(it)), *it));
    let left_out = ranked.len().saturating_sub(NODES);
    ranked.truncate(NODES);
    let places: BTreeMap<&str, usize> =
        ranked.iter().enumerate().map(|(at, it)| (*it, at)).collect();
    let ranks = site.measures.things.iter().map(|it| it.page_rank);
    let greatest = ranks.fold(f64::MIN_POSITIVE, f64::max);
    let node = |iri: &&str| {
        let thing = catalogue.things.get(*iri);
        let class = thing.map(|it| it.class.clone()).unwrap_or_default();
        Node {
            id: (*iri).to_owned(),
            label: catalogue.name(iri).to_owned(),
            class_label: site.class_name(&class).to_owned(),
            kind: thing.and_then(|it| it.classes.last()).cloned().unwrap_or_default(),
            class,
            rank: site.measured(iri).map_or(0.0, |it| it.page_rank / greatest),
            url: site.href(iri),
        }
    };
    let nodes = ranked.iter().map(node).collect();
    let mut edges: BTreeMap<(usize, usize, &str, &str, bool), Vec<&Claim>> = BTreeMap::new();
    for (claim, object) in &pairs {
        if let (Some(from), Some(to)) = (places.get(claim.subject.as_str()), places.get(object)) {
            let key = (*from, *to, site.verb(claim), claim.standing(), claim.negated);
            edges.entry(key).or_default().push(claim);
        }
    }
    let edges = edges.into_iter().map(|((from, to, label, standing, negated), claims)| Edge {
        from,
        to,
        property: claims
            .first()
            .map(|it| catalogue.name(&it.property).to_owned())
            .unwrap_or_default(),
        label: label.to_owned(),
        standing: standing.to_owned(),
        negated,
        claims: claims.iter().flat_map(|it| said(site, it)).take(SENTENCES).collect(),
    });
    Network { edges: edges.collect(), nodes, left_out }
}

fn said<'a>(site: &'a Site, claim: &'a Claim) -> impl Iterator<Item = Said> + 'a {
    claim.evidence.iter().map(|it| {
        let document = site.catalogue.documents.get(&it.document);
        Said {
            url: site.href(&claim.iri),
            quote: it.quote.clone(),
            sentence: site.href(&it.iri),
            document: it.document.clone(),
            document_label: site.catalogue.name(&it.document).to_owned(),
            date: document.and_then(|it| it.date.clone()).unwrap_or_default(),
        }
    })
}

//! The graph in parts that can be written, asked and kept one by one.
//!
//! A shard has some documents, the claims whose first evidence stands in one of them, and whatever these refer to.
//! Every document and claim is in one shard; what several refer to is in each of theirs.  Which shard a document is in,
//! its IRI says, so that a change of one document changes few shards.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::{Claim, Graph, Object};

/// The most shards: as many files are merged at a time.
const MOST: usize = 256;

/// How a graph falls into shards.
#[derive(Debug)]
pub struct Shards<'a> {
    graph: &'a Graph,
    shards: Vec<Shard<'a>>,
}

#[derive(Debug, Default)]
struct Shard<'a> {
    documents: Vec<&'a str>,
    claims: Vec<(&'a str, &'a Claim)>,
}

impl<'a> Shards<'a> {
    /// The shards of a graph with so many documents in each, about; none is empty.
    pub fn new(graph: &'a Graph, documents: usize) -> Self {
        let count = graph.documents.len().div_ceil(documents.max(1)).next_power_of_two().min(MOST);
        let mut shards: Vec<Shard<'_>> = Vec::new();
        shards.resize_with(count, Shard::default);
        let numbers: BTreeMap<&str, usize> =
            graph.documents.keys().map(|it| (it.as_str(), number(it, count))).collect();
        for (iri, number) in &numbers {
            shards[*number].documents.push(iri);
        }
        for (iri, claim) in &graph.claims {
            let first = claim.evidence.first().and_then(|it| numbers.get(it.document.as_str()));
            shards[first.copied().unwrap_or_default()].claims.push((iri, claim));
        }
        shards.retain(|it| !it.documents.is_empty() || !it.claims.is_empty());
        Self { graph, shards }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.shards.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.shards.is_empty()
    }

    /// One shard as a graph of its own, without what is said of documents together.
    pub fn graph(&self, at: usize) -> Graph {
        let Shard { documents, claims } = &self.shards[at];
        let mut part = Graph::default();
        let mut wanted: BTreeSet<&str> = documents.iter().copied().collect();
        for document in documents {
            let own = ((*document).to_owned(), String::new())..;
            let own = self.graph.mentions.range(own).take_while(|it| it.0.0 == **document);
            for (pair, count) in own {
                wanted.insert(&pair.1);
                part.mentions.insert(pair.clone(), *count);
            }
        }
        for (iri, claim) in claims {
            wanted.extend(referred(claim));
            part.claims.insert((*iri).to_owned(), (*claim).clone());
        }
        let named: Vec<&str> = wanted.iter().copied().collect();
        for document in named.into_iter().filter_map(|it| self.graph.documents.get(it)) {
            wanted.extend(document.speaker.iter().chain(&document.publisher).map(String::as_str));
            part.documents.insert(document.iri.clone(), document.clone());
            if let Some(copy) = self.graph.copies.get(&document.iri) {
                part.copies.insert(document.iri.clone(), copy.clone());
            }
        }
        for iri in wanted {
            if let Some(thing) = self.graph.things.get(iri) {
                part.things.insert(iri.to_owned(), thing.clone());
            }
        }
        part
    }
}

/// The shard of a document, of so many.
fn number(iri: &str, count: usize) -> usize {
    usize::from(Sha256::digest(iri)[0]) % count
}

/// Every IRI in a claim.
fn referred(claim: &Claim) -> impl Iterator<Item = &str> {
    let values = claim.qualifiers.iter().map(|it| &it.1).chain([&claim.object]);
    let values = values.filter_map(|it| match it {
        Object::Iri(iri) => Some(iri.as_str()),
        Object::Literal(..) => None,
    });
    let voices = claim.holders.iter().map(String::as_str);
    let places = claim.evidence.iter().flat_map(|it| [it.document.as_str(), it.utterer.as_str()]);
    values.chain([claim.subject.as_str()]).chain(voices).chain(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{
        Reference, assemble,
        fixture::{Say, ontology, reading},
        joint_quads, own_quads, quads,
    };

    /// Many documents that share things and claims, one of which a document is committed to.
    fn graph() -> Graph {
        let people = ["Ada", "Mill", "Town"];
        let readings: Vec<_> = (0..40)
            .map(|number| {
                let (one, other) = (people[number % 3], people[(number + 1) % 3]);
                let says = [
                    Say::new(one, "supports", other).holder(other),
                    Say::new("Fire", "occurredOn", "").date(&format!("18{:02}", number % 7)),
                    Say::new("one/hidden-fire", "occurredAt", other),
                ];
                reading(&format!("note {number}"), &says)
            })
            .collect();
        assemble(&readings, &ontology())
    }

    #[test]
    fn every_document_and_claim_is_in_one_shard() {
        let graph = graph();
        let shards = Shards::new(&graph, 4);
        assert_eq!(shards.shards.iter().map(|it| it.documents.len()).sum::<usize>(), 40);
        let claims: usize = shards.shards.iter().map(|it| it.claims.len()).sum();
        assert_eq!(claims, graph.claims.len());
        assert!(shards.len() > 5, "{}", shards.len());
    }

    #[test]
    fn the_shards_together_are_the_graph() {
        let (graph, ontology) = (graph(), ontology());
        let shards = Shards::new(&graph, 4);
        let reference = Reference::new(&ontology);
        let mut parts: Vec<_> = (0..shards.len())
            .flat_map(|at| own_quads(&shards.graph(at), &ontology, &reference))
            .chain(joint_quads(&graph, &ontology))
            .chain(reference.quads.iter().cloned())
            .collect();
        parts.sort_by_cached_key(ToString::to_string);
        parts.dedup();
        assert_eq!(parts, quads(&graph, &ontology));
    }
}

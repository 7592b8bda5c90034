//! The graph of claims as a network: things, and what ties one to another.
//!
//! What comes in is a store; what goes out is a [`Network`], whose nodes are things and whose ties are all claims
//! between two of them, and what can be worked out from it: how central a thing is ([`Measures`]), which things
//! belong together, and the chains of claims that lead from one thing to another ([`chains`]).  Which classes
//! are nodes and which properties are ties is said by the pack (`o:connects`).  A tie has no direction: which end of a
//! claim is its subject is a matter of wording.  Its claims keep theirs.
//!
//! Everything is in a fixed order and worked out in a fixed order, so that the same graph gives the same numbers on any
//! machine.  How results are shown is not known here.

mod betweenness;
mod chains;
mod communities;
mod cuts;
mod load;
mod measures;
mod rank;

#[cfg(test)]
mod fixture;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};

pub use betweenness::{PIVOTS, betweenness};
pub use chains::{By, Chain, Search, Step, chains};
pub use communities::{communities, modularity};
pub use cuts::{bridges, cut_points};
pub use measures::{MEASURES, Measured, Measures, add_measures, asks_for_measures};
pub use rank::page_rank;

/// Things and what ties them.
#[derive(Debug, Default)]
pub struct Network {
    /// Nodes by IRI, ties by their ends; at most one tie between two things, and none from a thing to itself.
    pub graph: UnGraph<Thing, Tie>,
    /// Documents of the evidence, by IRI.
    pub documents: BTreeMap<String, Document>,
    places: BTreeMap<String, NodeIndex>,
}

/// Which claims are ties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Also claims that are not asserted: planned, possible, denied, only reported.
    pub unasserted: bool,
}

/// A node: something that claims are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thing {
    /// Its IRI.
    pub iri: String,
    /// What to call it.
    pub label: String,
    /// Local name of its most specific class.
    pub class: String,
}

/// All claims between two things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tie {
    /// The claims, by subject, property, standing and IRI.
    pub claims: Vec<Arc<Claim>>,
}

/// A claim that ties two things.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// IRI of its subject.
    pub subject: String,
    /// Local name of its property.
    pub property: String,
    /// What it says of the two: the name of the property.
    pub label: String,
    /// Its force in lower case, or how else it falls short of being asserted: `asserted`, `planned`, `negated`,
    /// `planned, negated`, `reported`, `unsure`.
    pub standing: String,
    /// IRI of its object.
    pub object: String,
    /// Its IRI.
    pub iri: String,
    /// IRI of what it claims, where other claims claim the same.
    pub proposition: Option<String>,
    /// How many sources that do not merely repeat each other make it.
    pub independent: usize,
    /// The passages that make it, by document and place.
    pub evidence: Vec<Passage>,
}

/// A passage of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    /// IRI of the document.
    pub document: String,
    /// Where it begins, in code points of the text of the document.
    pub start: usize,
    /// Its IRI.
    pub iri: String,
    /// Its words on one line.
    pub quote: String,
}

/// A document, as far as a passage names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// What to call it.
    pub title: String,
    /// When it was published, in ISO 8601.
    pub date: Option<String>,
}

impl Claim {
    /// Whether it is a plain triple.
    pub fn is_asserted(&self) -> bool {
        self.standing == "asserted"
    }
}

impl Tie {
    /// Whether any of its claims is a plain triple.
    pub fn is_asserted(&self) -> bool {
        self.claims.iter().any(|it| it.is_asserted())
    }

    /// How many passages make its claims, each counted once.
    pub fn passages(&self) -> usize {
        let passages = self.claims.iter().flat_map(|it| &it.evidence);
        passages.map(|it| it.iri.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// The independent sources of what its claims claim, added up; at least 1.  Claims of the same by several holders
    /// count once.
    pub fn weight(&self) -> usize {
        let mut of: BTreeMap<&str, usize> = BTreeMap::new();
        for claim in &self.claims {
            let known = of.entry(claim.proposition.as_ref().unwrap_or(&claim.iri)).or_default();
            *known = claim.independent.max(*known);
        }
        of.values().sum::<usize>().max(1)
    }

    /// The claims, the best founded first: asserted ones, then by sources, then by passages.
    pub fn best_first(&self) -> Vec<&Claim> {
        let mut claims: Vec<&Claim> = self.claims.iter().map(Arc::as_ref).collect();
        claims.sort_by_key(|it| {
            (!it.is_asserted(), std::cmp::Reverse((it.independent, it.evidence.len())))
        });
        claims
    }
}

impl Network {
    /// A network of these things and the claims between them; claims that end elsewhere, or where they begin, are left
    /// out.
    pub fn new(
        mut things: Vec<Thing>,
        claims: Vec<Claim>,
        documents: BTreeMap<String, Document>,
    ) -> Self {
        let mut between: BTreeMap<(&str, &str), Vec<Arc<Claim>>> = BTreeMap::new();
        let known: BTreeSet<String> = things.iter().map(|it| it.iri.clone()).collect();
        let end = |iri: &str| known.get(iri).map(String::as_str);
        for claim in claims {
            if let (Some(a), Some(b)) = (end(&claim.subject), end(&claim.object))
                && a != b
            {
                between.entry((a.min(b), a.max(b))).or_default().push(Arc::new(claim));
            }
        }
        let tied: BTreeSet<&str> = between.keys().flat_map(|it| [it.0, it.1]).collect();
        things.retain(|it| tied.contains(it.iri.as_str()));
        things.sort_by(|a, b| a.iri.cmp(&b.iri));
        things.dedup_by(|a, b| a.iri == b.iri);
        let mut network = Self { documents, ..Self::default() };
        for thing in things {
            network.places.insert(thing.iri.clone(), network.graph.add_node(thing));
        }
        for ((a, b), mut claims) in between {
            claims.sort();
            network.graph.add_edge(network.places[a], network.places[b], Tie { claims });
        }
        network
    }

    /// The same without what is not asserted, and without what only that ties to anything.
    #[must_use]
    pub fn asserted(&self) -> Self {
        let tied = |it: NodeIndex| self.graph.edges(it).any(|it| it.weight().is_asserted());
        let graph = self.graph.filter_map(
            |node, thing| tied(node).then(|| thing.clone()),
            |_, tie| {
                let asserted = tie.claims.iter().filter(|it| it.is_asserted());
                let claims: Vec<Arc<Claim>> = asserted.cloned().collect();
                (!claims.is_empty()).then_some(Tie { claims })
            },
        );
        let places = graph.node_indices().map(|it| (graph[it].iri.clone(), it)).collect();
        Self { graph, documents: self.documents.clone(), places }
    }

    /// The node of a thing, if claims tie it to anything.
    pub fn node(&self, iri: &str) -> Option<NodeIndex> {
        self.places.get(iri).copied()
    }

    /// A thing.
    pub fn thing(&self, node: NodeIndex) -> &Thing {
        &self.graph[node]
    }

    /// A tie.
    pub fn tie(&self, edge: EdgeIndex) -> &Tie {
        &self.graph[edge]
    }
}

#[cfg(test)]
mod tests {
    use super::{fixture::claim, *};

    fn things(names: &[&str]) -> Vec<Thing> {
        let thing = |it: &&str| Thing { iri: (*it).to_owned(), ..Thing::default() };
        names.iter().map(thing).collect()
    }

    #[test]
    fn parallel_claims_are_one_tie_and_all_kept() {
        let claims = vec![
            claim("b", "leads", "a"),
            claim("a", "owns", "b"),
            claim("a", "owns", "a"),
            claim("a", "owns", "elsewhere"),
        ];
        let network = Network::new(things(&["c", "b", "a"]), claims, BTreeMap::new());
        assert_eq!(network.graph.node_count(), 2, "c is tied to nothing");
        let said: Vec<&str> =
            network.graph.edge_weights().flat_map(|it| &it.claims).map(|it| &*it.label).collect();
        assert_eq!(said, ["owns", "leads"]);
        assert_eq!(network.thing(network.node("b").unwrap()).iri, "b");
        assert_eq!(network.node("c"), None);
    }

    #[test]
    fn what_is_not_asserted_can_be_taken_away() {
        let claims = vec![
            claim("a", "owns", "b"),
            Claim { standing: "planned".to_owned(), ..claim("a", "leads", "b") },
            Claim { standing: "planned".to_owned(), ..claim("b", "leads", "c") },
        ];
        let network = Network::new(things(&["a", "b", "c"]), claims, BTreeMap::new());
        let asserted = network.asserted();
        assert_eq!((network.graph.node_count(), asserted.graph.node_count()), (3, 2));
        let said = asserted.graph.edge_weights().flat_map(|it| &it.claims).map(|it| &*it.label);
        assert_eq!(said.collect::<Vec<_>>(), ["owns"]);
        assert_eq!(asserted.thing(asserted.node("b").unwrap()).iri, "b");
        assert_eq!(asserted.node("c"), None);
    }

    #[test]
    fn what_several_hold_weighs_once() {
        let held = |name: &str, proposition: Option<&str>| Claim {
            iri: name.to_owned(),
            proposition: proposition.map(str::to_owned),
            independent: 2,
            ..claim("a", "owns", "b")
        };
        let claims = vec![held("1", Some("p")), held("2", Some("p")), held("3", None)];
        let claims = claims.into_iter().map(Arc::new).collect();
        assert_eq!(Tie { claims }.weight(), 4);
        assert_eq!(Tie::default().weight(), 1);
    }

    #[test]
    fn the_best_founded_claim_comes_first() {
        let claims = vec![
            Claim { standing: "planned".to_owned(), independent: 9, ..claim("a", "owns", "b") },
            claim("a", "leads", "b"),
            Claim { independent: 2, ..claim("b", "fears", "a") },
        ];
        let tie = Tie { claims: claims.into_iter().map(Arc::new).collect() };
        let order: Vec<&str> = tie.best_first().iter().map(|it| it.label.as_str()).collect();
        assert_eq!(order, ["fears", "leads", "owns"]);
    }
}

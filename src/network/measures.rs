//! How central each thing of a network is, as rows of a table and as statements that can be asked.

use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
use petgraph::{graph::NodeIndex, visit::EdgeRef};

use super::{
    Network, Options, PIVOTS, Tie, betweenness, bridges, communities, cut_points, page_rank,
    rank::as_float,
};
use crate::{
    ontology::Schema,
    store::{Store, StoreError},
    vocabulary::{Base, xsd},
};

/// Local names of the properties that hold the measures of a thing; see the ontology for what they say.
pub const MEASURES: [&str; 7] =
    ["degree", "tieWeight", "pageRank", "betweenness", "community", "cutPoint", "bridges"];

/// All that is worked out for the things of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// A row for each thing, in the order of the network.
    pub things: Vec<Measured>,
    /// How many communities there are.
    pub communities: usize,
    /// From how many starts betweenness was estimated, if it is not exact.
    pub sampled: Option<usize>,
}

/// How central a thing is.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// How many things it is tied to.
    pub degree: usize,
    /// How many independent sources are behind its ties.
    pub weight: usize,
    /// Its share of all importance; all shares add up to 1.
    pub page_rank: f64,
    /// The share of pairs of other things whose shortest ways lead through it, from 0 to 1.
    pub betweenness: f64,
    /// Number of its community; 0 is the largest.
    pub community: usize,
    /// Whether without it others are no longer connected.
    pub cut_point: bool,
    /// How many of its ties are the only connection of what is on both sides.
    pub bridges: usize,
}

impl Network {
    /// Measures every thing.
    pub fn measures(&self) -> Measures {
        let weight = |it: &Tie| as_float(it.weight());
        let ranks = page_rank(&self.graph, weight);
        let between = betweenness(&self.graph, PIVOTS);
        let communities = communities(&self.graph, weight);
        let (bridges, cuts) = (bridges(&self.graph), cut_points(&self.graph));
        let measured = |node: NodeIndex| {
            let ties = || self.graph.edges(node);
            Measured {
                degree: ties().count(),
                weight: ties().map(|it| it.weight().weight()).sum(),
                page_rank: ranks[node.index()],
                betweenness: between[node.index()],
                community: communities[node.index()],
                cut_point: cuts.contains(&node),
                bridges: ties().filter(|it| bridges.contains(&it.id())).count(),
            }
        };
        Measures {
            things: self.graph.node_indices().map(measured).collect(),
            communities: communities.iter().max().map_or(0, |it| it + 1),
            sampled: (self.graph.node_count() > PIVOTS).then_some(PIVOTS),
        }
    }

    /// Measures as statements in the graph `network`, so that they can be asked beside all others.
    pub fn quads(&self, measures: &Measures, base: &Base) -> Vec<Quad> {
        let graph = GraphName::NamedNode(NamedNode::new_unchecked(base.graph("network")));
        let mut quads = Vec::new();
        for (thing, it) in self.graph.node_weights().zip(&measures.things) {
            let values = [
                (it.degree.to_string(), xsd::INTEGER),
                (it.weight.to_string(), xsd::INTEGER),
                (decimal(it.page_rank), xsd::DECIMAL),
                (decimal(it.betweenness), xsd::DECIMAL),
                (it.community.to_string(), xsd::INTEGER),
                (it.cut_point.to_string(), xsd::BOOLEAN),
                (it.bridges.to_string(), xsd::INTEGER),
            ];
            for (name, (value, datatype)) in MEASURES.iter().zip(values) {
                quads.push(Quad::new(
                    NamedNode::new_unchecked(&thing.iri),
                    NamedNode::new_unchecked(base.term(name)),
                    Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)),
                    graph.clone(),
                ));
            }
        }
        quads
    }
}

/// Measures the things of a store and adds that to it, in the graph `network`.
pub fn add_measures(store: &Store, base: &Base, classes: &Schema) -> Result<(), StoreError> {
    let network = Network::load(store, base, classes, Options::default())?;
    store.extend(network.quads(&network.measures(), base))
}

/// Eight decimals: more than anybody reads, fewer than the last rounds of a sum may change.
fn decimal(value: f64) -> String {
    format!("{value:.8}")
}

/// Whether a question names one of the measures, and so can only be answered where they have been worked out.
///
/// ```
/// use kell::{network::asks_for_measures, vocabulary::Base};
///
/// let base = Base::new("https://example.org/");
/// assert!(asks_for_measures("SELECT * { ?thing o:pageRank ?rank }", &base));
/// assert!(!asks_for_measures("SELECT * { ?thing o:supports ?what }", &base));
/// ```
pub fn asks_for_measures(text: &str, base: &Base) -> bool {
    let named = |name: &str| {
        let ends = |rest: &str| !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_');
        let found = |before: &str| text.split(before).skip(1).any(ends);
        found(&format!(":{name}")) || found(&base.term(name))
    };
    MEASURES.iter().any(|it| named(it))
}

#[cfg(test)]
mod tests {
    use super::{super::fixture::network, *};

    #[test]
    fn the_middle_is_central() {
        // Two triangles joined by b-e-x.
        let network = network(&["a-b", "b-c", "a-c", "b-e", "e-x", "x-y", "y-z", "x-z"]);
        let measures = network.measures();
        let of = |name: &str| &measures.things[network.node(name).unwrap().index()];
        assert_eq!((of("e").degree, of("e").bridges, of("e").cut_point), (2, 2, true));
        assert_eq!((of("a").degree, of("a").bridges, of("a").cut_point), (2, 0, false));
        assert!((of("e").betweenness - 9.0 / 15.0).abs() < 1e-9);
        assert!(of("b").page_rank > of("a").page_rank);
        assert_ne!(of("a").community, of("z").community);
        assert_eq!(measures.sampled, None);
    }

    #[test]
    fn every_measure_is_a_statement() {
        let base = Base::new("https://example.org/");
        let network = network(&["a-b*3"]);
        let quads = network.quads(&network.measures(), &base);
        assert_eq!(quads.len(), 2 * MEASURES.len());
        for name in MEASURES {
            assert!(quads.iter().any(|it| it.predicate.as_str() == base.term(name)), "{name}");
        }
        assert!(asks_for_measures(&format!("?s <{}> ?o", base.term("degree")), &base));
        assert!(!asks_for_measures("?s o:degreeOf ?o", &base));
    }
}

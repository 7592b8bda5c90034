//! `PageRank`: how important things are by the things they are tied to.
//!
//! Page, Brin, Motwani and Winograd, "The `PageRank` Citation Ranking", 1999, on a graph without direction and with weights.
//! The function of the graph library visits all pairs of nodes and knows no weights, so that it takes hours where this
//! takes seconds.

use petgraph::{
    graph::{NodeIndex, UnGraph},
    visit::{EdgeRef, IntoNodeIdentifiers},
};

/// The share of rank that is passed on; the rest is given to all nodes alike.
const DAMPING: f64 = 0.85;
/// Rounds at most.
const ROUNDS: usize = 200;
/// Rounds end when ranks change by less than this, all together.
const PRECISION: f64 = 1e-12;

/// The rank of each node, in the order of the nodes; they add up to 1.
///
/// Each node passes its rank on in proportion to the weights of its edges, which must be positive; a node without edges
/// passes it on to all.
pub fn page_rank<N, E>(graph: &UnGraph<N, E>, weight: impl Fn(&E) -> f64) -> Vec<f64> {
    let count = graph.node_count();
    if count == 0 {
        return Vec::new();
    }
    let edges: Vec<(usize, usize, f64)> = graph
        .edge_references()
        .map(|it| (it.source().index(), it.target().index(), weight(it.weight())))
        .collect();
    let mut total = vec![0.0; count];
    for (a, b, weight) in &edges {
        total[*a] += weight;
        if a != b {
            total[*b] += weight;
        }
    }
    let all = as_float(count);
    let mut ranks = vec![1.0 / all; count];
    for _ in 0..ROUNDS {
        let lone = graph.node_identifiers().map(NodeIndex::index).filter(|it| total[*it] <= 0.0);
        let unsent: f64 = lone.map(|it| ranks[it]).sum();
        let mut next = vec![(1.0 - DAMPING + DAMPING * unsent) / all; count];
        for (a, b, weight) in &edges {
            next[*b] += DAMPING * ranks[*a] * weight / total[*a];
            if a != b {
                next[*a] += DAMPING * ranks[*b] * weight / total[*b];
            }
        }
        let change: f64 = next.iter().zip(&ranks).map(|(a, b)| (a - b).abs()).sum();
        ranks = next;
        if change < PRECISION {
            break;
        }
    }
    ranks
}

/// A count as a number to reckon with.
pub(super) fn as_float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::fixture::graphs, *};

    /// The same by a dense matrix, as the definition has it.
    fn naive(graph: &UnGraph<(), f64>) -> Vec<f64> {
        let count = graph.node_count();
        let mut matrix = vec![vec![0.0; count]; count];
        for edge in graph.edge_references() {
            let (a, b) = (edge.source().index(), edge.target().index());
            matrix[a][b] += *edge.weight();
            matrix[b][a] += *edge.weight();
        }
        for row in &mut matrix {
            let sum: f64 = row.iter().sum();
            let all = as_float(count);
            for share in row {
                *share = if sum > 0.0 { *share / sum } else { 1.0 / all };
            }
        }
        let mut ranks = vec![1.0 / as_float(count); count];
        for _ in 0..500 {
            let next = |to: usize| -> f64 {
                let given: f64 = (0..count).map(|from| ranks[from] * matrix[from][to]).sum();
                (1.0 - DAMPING) / as_float(count) + DAMPING * given
            };
            ranks = (0..count).map(next).collect();
        }
        ranks
    }

    proptest! {
        #[test]
        fn ranks_are_those_of_the_definition(graph in graphs()) {
            let ranks = page_rank(&graph, |it| *it);
            prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            for (found, expected) in ranks.iter().zip(naive(&graph)) {
                prop_assert!((found - expected).abs() < 1e-9, "{found} {expected}");
            }
        }
    }

    #[test]
    fn nothing_has_no_ranks() {
        assert!(page_rank(&UnGraph::<(), f64>::default(), |it| *it).is_empty());
    }
}

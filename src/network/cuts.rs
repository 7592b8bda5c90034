//! Where a network falls apart: ties and things without which some others are no longer connected.
//!
//! Tarjan, "A Note on Finding the Bridges of a Graph", 1974; Hopcroft and Tarjan, "Algorithm 447", 1973.

use std::collections::BTreeSet;

use petgraph::{
    algo,
    graph::{EdgeIndex, NodeIndex, UnGraph},
    visit::EdgeRef,
};

/// The edges that alone connect what is on both sides; the graph must have no parallel edges.
pub fn bridges<N, E>(graph: &UnGraph<N, E>) -> BTreeSet<EdgeIndex> {
    algo::bridges::bridges(graph).map(|it| it.id()).collect()
}

/// The nodes that alone connect what is around them.
pub fn cut_points<N, E>(graph: &UnGraph<N, E>) -> BTreeSet<NodeIndex> {
    let bare = graph.map(|_, _| (), |_, _| ());
    algo::articulation_points::articulation_points(&bare).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use petgraph::algo::connected_components;
    use proptest::prelude::*;

    use super::{super::fixture::graphs, *};

    proptest! {
        #[test]
        fn what_is_cut_falls_apart(graph in graphs()) {
            let parts = connected_components(&graph);
            let found = bridges(&graph);
            for edge in graph.edge_indices() {
                let mut less = graph.clone();
                less.remove_edge(edge);
                prop_assert_eq!(connected_components(&less) > parts, found.contains(&edge));
            }
            let found = cut_points(&graph);
            for node in graph.node_indices() {
                let mut less = graph.clone();
                less.remove_node(node);
                prop_assert_eq!(connected_components(&less) > parts, found.contains(&node));
            }
        }
    }
}

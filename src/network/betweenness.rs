//! Betweenness: on how many of the shortest ways between other things a thing lies.
//!
//! Brandes, "A Faster Algorithm for Betweenness Centrality", 2001.  In large graphs the sum over all starts is estimated
//! from a sample of them (Brandes and Pich, "Centrality Estimation in Large Networks", 2007), spread evenly over the
//! nodes in their order.  Starts are visited in parallel; their sums are added up in a fixed order.

use std::collections::VecDeque;

use petgraph::graph::{NodeIndex, UnGraph};
use rayon::prelude::*;

use super::rank::as_float;

/// Starts at most; in graphs with more nodes betweenness is estimated from so many.
pub const PIVOTS: usize = 1024;
/// Starts whose sums are added up together.
const CHUNK: usize = 32;

/// The betweenness of each node, in the order of the nodes: the share of all pairs of other nodes, from 0 to 1.
///
/// Where several ways are shortest, each counts in part.  Exact unless the graph has more than `pivots` nodes.
pub fn betweenness<N: Sync, E: Sync>(graph: &UnGraph<N, E>, pivots: usize) -> Vec<f64> {
    let count = graph.node_count();
    let near: Vec<Vec<usize>> = graph
        .node_indices()
        .map(|it| {
            let mut near: Vec<usize> = graph.neighbors(it).map(NodeIndex::index).collect();
            near.sort_unstable();
            near
        })
        .collect();
    let pivots = pivots.clamp(1, count.max(1));
    let starts: Vec<usize> = if pivots < count {
        (0..pivots).map(|it| it * count / pivots).collect()
    } else {
        (0..count).collect()
    };
    let part = |starts: &[usize]| {
        let mut sums = vec![0.0; count];
        for start in starts {
            add_from(*start, &near, &mut sums);
        }
        sums
    };
    let parts: Vec<Vec<f64>> = starts.par_chunks(CHUNK).map(part).collect();
    let mut sums = vec![0.0; count];
    for part in parts {
        sums.iter_mut().zip(part).for_each(|(sum, it)| *sum += it);
    }
    // Every pair is met from both ends.
    let pairs = as_float(count.saturating_sub(1)) * as_float(count.saturating_sub(2));
    let scale = if pairs > 0.0 { as_float(count) / as_float(starts.len()) / pairs } else { 0.0 };
    sums.iter().map(|it| it * scale).collect()
}

/// Adds what each node contributes to the shortest ways from `start`.
fn add_from(start: usize, near: &[Vec<usize>], sums: &mut [f64]) {
    let count = near.len();
    let (mut ways, mut distance) = (vec![0.0; count], vec![usize::MAX; count]);
    let mut order = Vec::new();
    let mut queue = VecDeque::from([start]);
    (ways[start], distance[start]) = (1.0, 0);
    while let Some(here) = queue.pop_front() {
        order.push(here);
        for next in &near[here] {
            if distance[*next] == usize::MAX {
                distance[*next] = distance[here] + 1;
                queue.push_back(*next);
            }
            if distance[*next] == distance[here] + 1 {
                ways[*next] += ways[here];
            }
        }
    }
    let mut share = vec![0.0; count];
    for here in order.iter().rev().filter(|it| **it != start) {
        sums[*here] += share[*here];
        for before in near[*here].iter().filter(|it| distance[**it] + 1 == distance[*here]) {
            share[*before] += ways[*before] / ways[*here] * (1.0 + share[*here]);
        }
    }
}

#[cfg(test)]
mod tests {
    use petgraph::algo::all_simple_paths;
    use proptest::prelude::*;

    use super::{super::fixture::graphs, *};

    /// The same by listing all shortest ways between all pairs.
    fn naive(graph: &UnGraph<(), f64>) -> Vec<f64> {
        let count = graph.node_count();
        let mut sums = vec![0.0; count];
        for (a, b) in (0..count).flat_map(|b| (0..b).map(move |a| (a, b))) {
            let ends = (NodeIndex::new(a), NodeIndex::new(b));
            let ways: Vec<Vec<NodeIndex>> = all_simple_paths::<Vec<_>, _, std::hash::RandomState>(
                graph, ends.0, ends.1, 0, None,
            )
            .collect();
            let Some(least) = ways.iter().map(Vec::len).min() else { continue };
            let best: Vec<_> = ways.iter().filter(|it| it.len() == least).collect();
            for way in &best {
                for node in &way[1..way.len() - 1] {
                    sums[node.index()] += 1.0 / as_float(best.len());
                }
            }
        }
        let pairs = as_float(count.saturating_sub(1)) * as_float(count.saturating_sub(2)) / 2.0;
        sums.iter().map(|it| if pairs > 0.0 { it / pairs } else { 0.0 }).collect()
    }

    proptest! {
        #[test]
        fn shares_are_those_of_the_definition(graph in graphs()) {
            for (found, expected) in betweenness(&graph, PIVOTS).iter().zip(naive(&graph)) {
                prop_assert!((found - expected).abs() < 1e-9, "{found} {expected}");
            }
        }
    }

    #[test]
    fn a_sample_is_near_the_whole() {
        // Two rings that share one node, through which half of all ways lead.
        let mut graph = UnGraph::<(), ()>::new_undirected();
        let places: Vec<_> = (0..400).map(|_| graph.add_node(())).collect();
        for at in 0..200 {
            graph.add_edge(places[at], places[(at + 1) % 200], ());
            let other =
                |it: usize| if it.is_multiple_of(200) { places[0] } else { places[200 + it % 200] };
            graph.add_edge(other(at), other(at + 1), ());
        }
        let (whole, sample) = (betweenness(&graph, 400), betweenness(&graph, 100));
        assert!((whole[0] - sample[0]).abs() < 0.1 * whole[0], "{} {}", whole[0], sample[0]);
        assert!(sample.iter().all(|it| *it <= sample[0]));
        assert_eq!(sample, betweenness(&graph, 100));
    }
}

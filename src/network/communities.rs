//! Communities: things that have more to do with each other than with others.
//!
//! Blondel, Guillaume, Lambiotte and Lefebvre, "Fast Unfolding of Communities in Large Networks", 2008, which raises
//! the modularity of Newman, "Modularity and Community Structure in Networks", 2006.  Nodes are visited in their
//! order, and of equal gains the first counts, so that nothing is left to chance.  A community that is not connected,
//! as that method may leave behind, falls into its parts, which only raises the modularity, and all begins anew with
//! those.

use std::collections::BTreeMap;

use petgraph::{graph::UnGraph, unionfind::UnionFind, visit::EdgeRef};

/// A gain smaller than this is none.
const LEAST_GAIN: f64 = 1e-12;
/// Passes over all nodes at most, at each level.
const PASSES: usize = 100;

/// The number of the community of each node, in the order of the nodes: 0 is the largest, and of equally large ones that
/// with the first node.
pub fn communities<N, E>(graph: &UnGraph<N, E>, weight: impl Fn(&E) -> f64) -> Vec<usize> {
    let count = graph.node_count();
    let mut whole = Level { near: vec![BTreeMap::new(); count], inner: vec![0.0; count] };
    for edge in graph.edge_references() {
        whole.tie(edge.source().index(), edge.target().index(), weight(edge.weight()));
    }
    let mut of: Vec<usize> = (0..count).collect();
    loop {
        let risen = numbered(&connected(graph, &whole.risen(of.clone())));
        if risen == of {
            return of;
        }
        of = risen;
    }
}

/// How much more weight is within communities than chance would put there, from -1/2 to 1.
pub fn modularity<N, E>(
    graph: &UnGraph<N, E>,
    weight: impl Fn(&E) -> f64,
    communities: &[usize],
) -> f64 {
    let groups = communities.iter().max().map_or(0, |it| it + 1);
    let (mut inner, mut total) = (vec![0.0; groups], vec![0.0; groups]);
    let mut all = 0.0;
    for edge in graph.edge_references() {
        let weight = weight(edge.weight());
        let (a, b) = (communities[edge.source().index()], communities[edge.target().index()]);
        total[a] += weight;
        total[b] += weight;
        all += 2.0 * weight;
        if a == b {
            inner[a] += 2.0 * weight;
        }
    }
    let share = |it: (&f64, &f64)| it.0 / all - (it.1 / all).powi(2);
    if all > 0.0 { inner.iter().zip(&total).map(share).sum() } else { 0.0 }
}

/// A graph of nodes, or of communities of an earlier level.
struct Level {
    /// Weights of the edges from each node to others.
    near: Vec<BTreeMap<usize, f64>>,
    /// Twice the weight of the edges within each node.
    inner: Vec<f64>,
}

impl Level {
    fn tie(&mut self, a: usize, b: usize, weight: f64) {
        if a == b {
            self.inner[a] += 2.0 * weight;
        } else {
            *self.near[a].entry(b).or_default() += weight;
            *self.near[b].entry(a).or_default() += weight;
        }
    }

    /// Communities, joined with each other as long as that gains anything.
    fn risen(&self, mut of: Vec<usize>) -> Vec<usize> {
        loop {
            let groups = of.iter().max().map_or(0, |it| it + 1);
            let moved = self.joined(&of, groups).moved();
            for group in &mut of {
                *group = moved[*group];
            }
            if of.iter().max().map_or(0, |it| it + 1) == groups {
                return of;
            }
        }
    }

    /// The community of each node when no node gains by going to another; numbered from 0 without gaps.
    fn moved(&self) -> Vec<usize> {
        let count = self.inner.len();
        let degree: Vec<f64> =
            (0..count).map(|it| self.inner[it] + self.near[it].values().sum::<f64>()).collect();
        let all: f64 = degree.iter().sum();
        let mut of: Vec<usize> = (0..count).collect();
        let mut total = degree.clone();
        for _ in 0..PASSES {
            let mut changed = false;
            for node in 0..count {
                let own = of[node];
                total[own] -= degree[node];
                let mut links: BTreeMap<usize, f64> = BTreeMap::from([(own, 0.0)]);
                for (near, weight) in &self.near[node] {
                    *links.entry(of[*near]).or_default() += weight;
                }
                let gain =
                    |(group, link): (&usize, &f64)| link - total[*group] * degree[node] / all;
                let (mut best, mut most) = (own, gain((&own, &links[&own])));
                for link in &links {
                    if gain(link) > most + LEAST_GAIN * all {
                        (best, most) = (*link.0, gain(link));
                    }
                }
                total[best] += degree[node];
                changed |= best != own;
                of[node] = best;
            }
            if !changed {
                break;
            }
        }
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        for group in &of {
            let next = numbers.len();
            numbers.entry(*group).or_insert(next);
        }
        of.iter().map(|it| numbers[it]).collect()
    }

    /// The graph of the communities.
    fn joined(&self, of: &[usize], groups: usize) -> Self {
        let mut next = Self { near: vec![BTreeMap::new(); groups], inner: vec![0.0; groups] };
        for (node, near) in self.near.iter().enumerate() {
            next.inner[of[node]] += self.inner[node];
            for (other, weight) in near.range(node + 1..) {
                next.tie(of[node], of[*other], *weight);
            }
        }
        next
    }
}

/// The parts of communities that are connected within them, each named by one of its nodes.
fn connected<N, E>(graph: &UnGraph<N, E>, of: &[usize]) -> Vec<usize> {
    let mut sets = UnionFind::new(of.len());
    for edge in graph.edge_references() {
        let (a, b) = (edge.source().index(), edge.target().index());
        if of[a] == of[b] {
            sets.union(a, b);
        }
    }
    sets.into_labeling()
}

/// Communities numbered by size, then by their first node.
fn numbered(of: &[usize]) -> Vec<usize> {
    let mut sizes: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (node, group) in of.iter().enumerate() {
        sizes.entry(*group).or_insert((0, node)).0 += 1;
    }
    let mut order: Vec<(usize, (usize, usize))> = sizes.into_iter().collect();
    order.sort_by_key(|it| (std::cmp::Reverse(it.1.0), it.1.1));
    let numbers: BTreeMap<usize, usize> =
        order.iter().enumerate().map(|(number, it)| (it.0, number)).collect();
    of.iter().map(|it| numbers[it]).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::fixture::graphs, *};

    /// Modularity by all pairs of nodes, as the definition has it.
    fn naive(graph: &UnGraph<(), f64>, of: &[usize]) -> f64 {
        let count = graph.node_count();
        let mut matrix = vec![vec![0.0; count]; count];
        for edge in graph.edge_references() {
            let (a, b) = (edge.source().index(), edge.target().index());
            matrix[a][b] += *edge.weight();
            matrix[b][a] += *edge.weight();
        }
        let degree: Vec<f64> = matrix.iter().map(|it| it.iter().sum()).collect();
        let all: f64 = degree.iter().sum();
        let mut sum = 0.0;
        for a in 0..count {
            for b in (0..count).filter(|b| of[a] == of[*b]) {
                sum += (matrix[a][b] - degree[a] * degree[b] / all) / all;
            }
        }
        if all > 0.0 { sum } else { 0.0 }
    }

    proptest! {
        #[test]
        fn modularity_is_that_of_the_definition(graph in graphs(), groups in prop::collection::vec(0_usize..3, 9)) {
            let of = &groups[..graph.node_count()];
            prop_assert!((modularity(&graph, |it| *it, of) - naive(&graph, of)).abs() < 1e-9);
        }

        #[test]
        fn communities_are_connected_and_none_gains_by_joining_another(graph in graphs()) {
            let of = communities(&graph, |it| *it);
            prop_assert_eq!(numbered(&connected(&graph, &of)), of.clone());
            let found = modularity(&graph, |it| *it, &of);
            let singles: Vec<usize> = (0..of.len()).collect();
            prop_assert!(found >= modularity(&graph, |it| *it, &singles) - 1e-9);
            let groups = of.iter().max().map_or(0, |it| it + 1);
            for (a, b) in (0..groups).flat_map(|b| (0..b).map(move |a| (a, b))) {
                let joined: Vec<usize> = of.iter().map(|it| if *it == b { a } else { *it }).collect();
                prop_assert!(modularity(&graph, |it| *it, &joined) <= found + 1e-9, "{a} {b}");
            }
        }
    }

    #[test]
    fn what_is_joined_by_one_tie_is_two() {
        let mut graph = UnGraph::<(), f64>::new_undirected();
        let places: Vec<_> = (0..9).map(|_| graph.add_node(())).collect();
        for (from, until) in [(0, 4), (4, 9)] {
            for (a, b) in (from..until).flat_map(|b| (from..b).map(move |a| (a, b))) {
                graph.add_edge(places[a], places[b], 1.0);
            }
        }
        graph.add_edge(places[3], places[4], 1.0);
        assert_eq!(communities(&graph, |it| *it), [1, 1, 1, 1, 0, 0, 0, 0, 0]);
    }
}

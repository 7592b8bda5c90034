//! Which layer a node stands in, and in what order the nodes of a layer stand.
//!
//! Edges that would close a circle are turned round; an edge that crosses layers gets a waypoint in each, one of
//! which carries its label; then neighbours are brought near each other so that few edges cross.  Sizes and
//! coordinates are not known here.  Nodes stand in even layers, labels in odd ones.

use petgraph::{
    algo::{greedy_feedback_arc_set, toposort},
    graph::{DiGraph, NodeIndex},
};

/// How often the order is improved from both ends.
const SWEEPS: usize = 12;

/// A graph in layers.  Vertices are the nodes, then the waypoints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layers {
    /// Vertices of each layer, in order.
    pub(super) ranks: Vec<Vec<usize>>,
    /// For each edge the vertices it runs through, from the lower layer to the higher.
    pub(super) chains: Vec<Vec<usize>>,
    /// For each edge whether it was turned round.
    pub(super) turned: Vec<bool>,
    /// For each edge the place in its chain of the vertex that carries its label.
    pub(super) labels: Vec<usize>,
    /// Number of vertices.
    pub(super) vertices: usize,
}

/// Layers for nodes `0..count` and these edges, none of which is a loop.
pub(super) fn layers(count: usize, edges: &[(usize, usize)]) -> Layers {
    let turned = turned(count, edges);
    let forward: Vec<(usize, usize)> = edges
        .iter()
        .zip(&turned)
        .map(|((from, to), turned)| if *turned { (*to, *from) } else { (*from, *to) })
        .collect();
    let rank = ranks(count, &forward);
    let depth = rank.iter().max().map_or(0, |it| 2 * it + 1);
    let mut layers = Layers {
        ranks: vec![Vec::new(); depth],
        chains: Vec::with_capacity(edges.len()),
        turned,
        labels: Vec::with_capacity(edges.len()),
        vertices: count,
    };
    for (node, rank) in rank.iter().enumerate() {
        layers.ranks[2 * rank].push(node);
    }
    for (from, to) in &forward {
        let mut chain = vec![*from];
        for level in 2 * rank[*from] + 1..2 * rank[*to] {
            layers.ranks[level].push(layers.vertices);
            chain.push(layers.vertices);
            layers.vertices += 1;
        }
        chain.push(*to);
        // The label stands beside the end that has fewer edges, where it is easiest to follow.
        let degree = |node: usize| forward.iter().filter(|it| it.0 == node || it.1 == node).count();
        layers.labels.push(if degree(*from) <= degree(*to) { 1 } else { chain.len() - 2 });
        layers.chains.push(chain);
    }
    untangle(&mut layers);
    layers
}

/// Which edges to turn round so that no circle remains.
fn turned(count: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    let mut graph: DiGraph<(), usize> = DiGraph::new();
    for _ in 0..count {
        graph.add_node(());
    }
    for (at, (from, to)) in edges.iter().enumerate() {
        graph.add_edge(NodeIndex::new(*from), NodeIndex::new(*to), at);
    }
    let mut turned = vec![false; edges.len()];
    if toposort(&graph, None).is_err() {
        for edge in greedy_feedback_arc_set(&graph) {
            turned[*edge.weight()] = true;
        }
    }
    turned
}

/// The layer of each node: below all that point at it, and as near to its neighbours as that allows.
fn ranks(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    for _ in 0..count {
        graph.add_node(());
    }
    for (from, to) in edges {
        graph.add_edge(NodeIndex::new(*from), NodeIndex::new(*to), ());
    }
    let order: Vec<usize> =
        toposort(&graph, None).unwrap_or_default().into_iter().map(NodeIndex::index).collect();
    let above = |node: usize| edges.iter().filter(move |it| it.1 == node).map(|it| it.0);
    let below = |node: usize| edges.iter().filter(move |it| it.0 == node).map(|it| it.1);
    let mut rank = vec![0; count];
    for node in &order {
        rank[*node] = above(*node).map(|it| rank[it] + 1).max().unwrap_or(0);
    }
    for _ in 0..4 {
        for node in order.iter().rev() {
            let (up, down) = (above(*node).count(), below(*node).count());
            if down > up {
                let limit = below(*node).map(|it| rank[it]).min();
                rank[*node] = limit.map_or(rank[*node], |it| it - 1);
            }
        }
        for node in &order {
            let (up, down) = (above(*node).count(), below(*node).count());
            if up > down {
                rank[*node] = above(*node).map(|it| rank[it] + 1).max().unwrap_or(0);
            }
        }
    }
    let first = rank.iter().min().copied().unwrap_or(0);
    rank.iter().map(|it| it - first).collect()
}

/// Brings the vertices of each layer into an order with few crossings.
fn untangle(layers: &mut Layers) {
    let mut up = vec![Vec::new(); layers.vertices];
    let mut down = vec![Vec::new(); layers.vertices];
    for chain in &layers.chains {
        for pair in chain.windows(2) {
            down[pair[0]].push(pair[1]);
            up[pair[1]].push(pair[0]);
        }
    }
    let mut ranks = follow(layers, &down);
    let mut best = (crossings(&ranks, &down), ranks.clone());
    for sweep in 0..SWEEPS {
        let depth = ranks.len();
        for level in 1..depth {
            sort_by_neighbours(&mut ranks, level, level - 1, &up, sweep % 2 == 0);
        }
        for level in (0..depth.saturating_sub(1)).rev() {
            sort_by_neighbours(&mut ranks, level, level + 1, &down, sweep % 2 == 0);
        }
        for _ in 0..4 {
            if !swap_neighbours(&mut ranks, &up, &down) {
                break;
            }
        }
        let found = crossings(&ranks, &down);
        if found < best.0 {
            best = (found, ranks.clone());
        }
    }
    layers.ranks = best.1;
}

/// A first order: vertices as they are met when edges are followed from the first layer on.
fn follow(layers: &Layers, down: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; layers.vertices];
    let mut ranks = vec![Vec::new(); layers.ranks.len()];
    let mut level = vec![0; layers.vertices];
    for (at, rank) in layers.ranks.iter().enumerate() {
        for vertex in rank {
            level[*vertex] = at;
        }
    }
    for start in layers.ranks.iter().flatten() {
        let mut todo = vec![*start];
        while let Some(vertex) = todo.pop() {
            if !std::mem::replace(&mut seen[vertex], true) {
                ranks[level[vertex]].push(vertex);
                todo.extend(down[vertex].iter().rev());
            }
        }
    }
    ranks
}

/// The place of each vertex in its layer.
fn places(ranks: &[Vec<usize>], vertices: usize) -> Vec<usize> {
    let mut place = vec![0; vertices];
    for rank in ranks {
        for (at, vertex) in rank.iter().enumerate() {
            place[*vertex] = at;
        }
    }
    place
}

/// Sorts a layer by the median (or mean) place of each vertex's neighbours in another.
fn sort_by_neighbours(
    ranks: &mut [Vec<usize>],
    level: usize,
    other: usize,
    near: &[Vec<usize>],
    median: bool,
) {
    let place = places(std::slice::from_ref(&ranks[other]), near.len());
    let mut keyed: Vec<(usize, usize, usize)> = Vec::with_capacity(ranks[level].len());
    for (at, vertex) in ranks[level].iter().enumerate() {
        let mut around: Vec<usize> = near[*vertex].iter().map(|it| place[*it]).collect();
        around.sort_unstable();
        // Doubled or scaled, so that whole numbers suffice; without neighbours a vertex stays about where it is.
        let key = match around.len() {
            0 => at * 1000,
            len if median => (around[(len - 1) / 2] + around[len / 2]) * 500,
            len => around.iter().sum::<usize>() * 1000 / len,
        };
        keyed.push((key, at, *vertex));
    }
    keyed.sort_unstable();
    ranks[level] = keyed.into_iter().map(|it| it.2).collect();
}

/// Swaps neighbours in a layer wherever that removes crossings.
fn swap_neighbours(ranks: &mut [Vec<usize>], up: &[Vec<usize>], down: &[Vec<usize>]) -> bool {
    let mut changed = false;
    for level in 0..ranks.len() {
        let place = places(ranks, up.len());
        let crossed = |a: usize, b: usize| {
            let pairs = |near: &[Vec<usize>]| {
                let after = |it: &usize| near[b].iter().filter(|b| place[**b] < place[*it]).count();
                near[a].iter().map(after).sum::<usize>()
            };
            pairs(up) + pairs(down)
        };
        for at in 1..ranks[level].len() {
            let (a, b) = (ranks[level][at - 1], ranks[level][at]);
            if crossed(b, a) < crossed(a, b) {
                ranks[level].swap(at - 1, at);
                changed = true;
            }
        }
    }
    changed
}

/// How many pairs of edges cross.
fn crossings(ranks: &[Vec<usize>], down: &[Vec<usize>]) -> usize {
    let place = places(ranks, down.len());
    let mut total = 0;
    for (at, rank) in ranks.iter().enumerate() {
        // Ends in the next layer in the order of starts; each inversion is a crossing, counted in a Fenwick tree.
        let width = ranks.get(at + 1).map_or(0, Vec::len);
        let mut tree = vec![0; width + 1];
        let mut seen = 0;
        for vertex in rank {
            let mut ends: Vec<usize> = down[*vertex].iter().map(|it| place[*it]).collect();
            ends.sort_unstable();
            for end in &ends {
                let (mut at, mut before) = (end + 1, 0);
                while at > 0 {
                    before += tree[at];
                    at &= at - 1;
                }
                total += seen - before;
            }
            for end in &ends {
                let mut at = end + 1;
                while at <= width {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
                seen += 1;
            }
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(layers: &Layers, vertex: usize) -> usize {
        layers.ranks.iter().position(|it| it.contains(&vertex)).unwrap()
    }

    #[test]
    fn edges_run_down_one_layer_at_a_time() {
        let edges = [(0, 1), (1, 2), (0, 2), (2, 0), (3, 2)];
        let layers = layers(4, &edges);
        for (chain, (edge, turned)) in layers.chains.iter().zip(edges.iter().zip(&layers.turned)) {
            let ends = if *turned { (edge.1, edge.0) } else { *edge };
            assert_eq!((chain[0], *chain.last().unwrap()), ends);
            for pair in chain.windows(2) {
                assert_eq!(level(&layers, pair[0]) + 1, level(&layers, pair[1]));
            }
        }
        assert_eq!(layers.turned.iter().filter(|it| **it).count(), 1);
        assert_eq!(layers.ranks.iter().flatten().count(), layers.vertices);
    }

    #[test]
    fn crossings_are_counted_and_removed() {
        let down = vec![vec![3], vec![2], vec![], vec![]];
        assert_eq!(crossings(&[vec![0, 1], vec![2, 3]], &down), 1);
        assert_eq!(crossings(&[vec![1, 0], vec![2, 3]], &down), 0);
        let layers = layers(6, &[(0, 5), (1, 4), (2, 3)]);
        let mut down = vec![Vec::new(); layers.vertices];
        for chain in &layers.chains {
            for pair in chain.windows(2) {
                down[pair[0]].push(pair[1]);
            }
        }
        assert_eq!(crossings(&layers.ranks, &down), 0);
    }

    #[test]
    fn sources_move_next_to_what_they_point_at() {
        let layers = layers(4, &[(0, 1), (1, 2), (3, 2)]);
        assert_eq!(level(&layers, 3), level(&layers, 1));
    }

    #[test]
    fn nothing_is_fine() {
        assert_eq!(layers(0, &[]).ranks.len(), 0);
        assert_eq!(layers(1, &[]).ranks, [[0]]);
    }
}

//! Where the vertices of ordered layers stand, across the layers.
//!
//! Each vertex wants to be level with its neighbours, and edges through waypoints want to be straight; nothing may
//! come nearer to its neighbour in the layer than both their sizes ask for.  For one layer the best compromise
//! has an exact answer, which is found again and again, down and up.

use super::order::Layers;

/// How often positions are improved, down and up.
const ROUNDS: usize = 24;

/// Space a vertex takes across its layer, before and after its middle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Extent {
    /// Before the middle.
    pub(super) before: f64,
    /// After the middle.
    pub(super) after: f64,
}

/// A neighbour, and how much it matters to be level with it.
type Near = (usize, f64);

/// The middle of each vertex across its layer, the least edge of all being 0.
///
/// `gap` is what stays free between two vertices; `nodes` is how many vertices are no waypoints.
pub(super) fn across(layers: &Layers, extents: &[Extent], nodes: usize, gap: f64) -> Vec<f64> {
    let mut up: Vec<Vec<Near>> = vec![Vec::new(); layers.vertices];
    let mut down: Vec<Vec<Near>> = vec![Vec::new(); layers.vertices];
    for chain in &layers.chains {
        for pair in chain.windows(2) {
            let weight = match (pair[0] < nodes, pair[1] < nodes) {
                (true, true) => 1.0,
                (false, false) => 8.0,
                _ => 2.0,
            };
            down[pair[0]].push((pair[1], weight));
            up[pair[1]].push((pair[0], weight));
        }
    }
    let mut at = vec![0.0; layers.vertices];
    for rank in &layers.ranks {
        let wanted: Vec<(f64, f64)> = vec![(0.0, 1.0); rank.len()];
        settle(rank, &wanted, extents, gap, &mut at);
    }
    for round in 0..ROUNDS {
        let both = round >= ROUNDS / 3;
        let depth = layers.ranks.len();
        for level in 0..depth {
            pull(&layers.ranks[level], &up, &down, both, extents, gap, &mut at);
        }
        for level in (0..depth).rev() {
            pull(&layers.ranks[level], &down, &up, both, extents, gap, &mut at);
        }
    }
    straighten(layers, extents, nodes, gap, &mut at);
    let start = |it: usize| at[it] - extents[it].before;
    let least = (0..at.len()).map(start).fold(f64::INFINITY, f64::min);
    at.iter().map(|it| it - least).collect()
}

/// Puts waypoints of an edge that follow one another on one line wherever their neighbours leave room for it.
fn straighten(layers: &Layers, extents: &[Extent], nodes: usize, gap: f64, at: &mut [f64]) {
    let mut beside = vec![(None, None); layers.vertices];
    for rank in &layers.ranks {
        for pair in rank.windows(2) {
            beside[pair[0]].1 = Some(pair[1]);
            beside[pair[1]].0 = Some(pair[0]);
        }
    }
    for chain in &layers.chains {
        let way: Vec<usize> = chain.iter().copied().filter(|it| *it >= nodes).collect();
        let mut start = 0;
        while start < way.len() {
            let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
            let mut end = start;
            while let Some(vertex) = way.get(end) {
                let (before, after) = beside[*vertex];
                let own = extents[*vertex];
                let low =
                    before.map_or(least, |it: usize| at[it] + extents[it].after + gap + own.before);
                let high =
                    after.map_or(most, |it: usize| at[it] - extents[it].before - gap - own.after);
                if least.max(low) > most.min(high) && end > start {
                    break;
                }
                (least, most, end) = (least.max(low), most.min(high), end + 1);
            }
            if least <= most {
                let count = f64::from(u32::try_from(end - start).unwrap_or(u32::MAX));
                let mean = way[start..end].iter().map(|it| at[*it]).sum::<f64>() / count;
                let line = mean.clamp(least, most);
                way[start..end].iter().for_each(|it| at[*it] = line);
            }
            start = end;
        }
    }
}

/// Moves a layer towards its neighbours in `first`, and in `second` too if `both`.
fn pull(
    rank: &[usize],
    first: &[Vec<Near>],
    second: &[Vec<Near>],
    both: bool,
    extents: &[Extent],
    gap: f64,
    at: &mut [f64],
) {
    let wanted: Vec<(f64, f64)> = rank
        .iter()
        .map(|vertex| {
            let others = second[*vertex].iter().filter(|_| both || first[*vertex].is_empty());
            let (mut sum, mut weight) = (0.0, 0.0);
            for (near, pull) in first[*vertex].iter().chain(others) {
                sum += at[*near] * pull;
                weight += pull;
            }
            if weight > 0.0 { (sum / weight, weight) } else { (at[*vertex], 0.01) }
        })
        .collect();
    settle(rank, &wanted, extents, gap, at);
}

/// Puts the vertices of a layer as near as can be to where they want to be, (place, weight), without overlap.
///
/// With the distances taken off, this is isotonic regression, solved by pooling adjacent violators.
fn settle(rank: &[usize], wanted: &[(f64, f64)], extents: &[Extent], gap: f64, at: &mut [f64]) {
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(rank.len());
    for (place, vertex) in rank.iter().enumerate() {
        if place > 0 {
            offset += extents[rank[place - 1]].after + gap + extents[*vertex].before;
        }
        offsets.push(offset);
    }
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for ((want, weight), offset) in wanted.iter().zip(&offsets) {
        let mut block = (want - offset, *weight, 1);
        while let Some(last) = blocks.last().copied().filter(|it| it.0 > block.0) {
            let weight = last.1 + block.1;
            block = ((last.0 * last.1 + block.0 * block.1) / weight, weight, last.2 + block.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    let values = blocks.iter().flat_map(|it| std::iter::repeat_n(it.0, it.2));
    for ((vertex, offset), value) in rank.iter().zip(&offsets).zip(values) {
        at[*vertex] = value + offset;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::order::layers;

    #[test]
    fn nothing_overlaps() {
        let edges = [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 5), (0, 5), (5, 0)];
        let layers = layers(6, &edges);
        let extents: Vec<Extent> = (0..layers.vertices)
            .map(|it| if it < 6 { Extent { before: 20.0, after: 15.0 } } else { Extent::default() })
            .collect();
        let at = across(&layers, &extents, 6, 5.0);
        for rank in &layers.ranks {
            for pair in rank.windows(2) {
                let free =
                    at[pair[1]] - extents[pair[1]].before - at[pair[0]] - extents[pair[0]].after;
                assert!(free >= 5.0 - 1e-6, "{free}");
            }
        }
        assert!(at.iter().zip(&extents).all(|(at, it)| at - it.before >= -1e-6));
    }

    #[test]
    fn a_chain_is_straight() {
        let layers = layers(3, &[(0, 1), (1, 2)]);
        let at =
            across(&layers, &vec![Extent { before: 3.0, after: 3.0 }; layers.vertices], 3, 1.0);
        assert!(at.iter().all(|it| (it - 3.0).abs() < 1e-6), "{at:?}");
    }
}

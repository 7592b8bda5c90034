//! Chains of ties from one thing to another: the shortest, or the best founded.
//!
//! Yen, "Finding the K Shortest Loopless Paths in a Network", 1971, over the searches of the graph library.  A chain
//! has a greatest length; so the search runs over pairs of a thing and the number of steps to it, of which only those
//! are kept from which the end can be reached in time.
//!
//! What is best founded: each tie resists by one over its weight, the number of independent sources behind it, and of
//! two chains that with the lesser sum is better founded (Newman, "Scientific Collaboration Networks II", 2001).

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{
    algo::{astar, dijkstra},
    graph::{DiGraph, EdgeIndex, NodeIndex},
    visit::{EdgeFiltered, EdgeRef},
};

use super::Network;

/// The resistance of a tie of one source; most small numbers divide it.
const RESISTANCE: u64 = 720_720;
/// Much more than the resistance of any chain.
const STEP: u64 = 1 << 40;
/// Steps of a chain at most, whatever is asked for.
const LONGEST: usize = 64;

/// What makes a chain good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    /// Few steps; of equally many the best founded.
    #[default]
    Length,
    /// Little resistance; of equally much few steps.
    Evidence,
}

/// Which chains are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    /// What comes first.
    pub by: By,
    /// Steps of a chain at most; more than 64 are never looked for.
    pub hops: usize,
    /// Chains at most.
    pub count: usize,
}

/// A way from one thing to another that meets nothing twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Its steps, at least one.
    pub steps: Vec<Step>,
}

impl Chain {
    /// The things it leads through, from the first to the last.
    pub fn things(&self) -> impl Iterator<Item = NodeIndex> {
        let first = self.steps.first().map(|it| it.from);
        first.into_iter().chain(self.steps.iter().map(|it| it.to))
    }
}

/// A step of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Where it begins.
    pub from: NodeIndex,
    /// What it goes along.
    pub tie: EdgeIndex,
    /// Where it ends.
    pub to: NodeIndex,
}

/// The best chains between two things, the best first; none from a thing to itself.
///
/// Chains differ in the things they lead through.  Of equally good chains that whose things have the lesser IRIs comes
/// first.
pub fn chains(network: &Network, from: NodeIndex, to: NodeIndex, search: &Search) -> Vec<Chain> {
    if from == to {
        return Vec::new();
    }
    let ways = Ways::new(network, from, to, search);
    let mut found: Vec<(u64, Vec<NodeIndex>)> = Vec::new();
    let mut open: BTreeSet<(u64, Vec<NodeIndex>)> =
        ways.best(&[from], &BTreeSet::new()).into_iter().collect();
    while found.len() < search.count
        && let Some(best) = open.pop_first()
    {
        for at in 0..best.1.len() - 1 {
            let root = &best.1[..=at];
            let taken = found.iter().chain([&best]).filter(|it| it.1.starts_with(root));
            let banned: BTreeSet<NodeIndex> = taken.map(|it| it.1[at + 1]).collect();
            open.extend(ways.best(root, &banned));
        }
        found.push(best);
        open.retain(|it| !found.contains(it));
    }
    let step = |pair: &[NodeIndex]| {
        let tie = network.graph.find_edge(pair[0], pair[1])?;
        Some(Step { from: pair[0], tie, to: pair[1] })
    };
    let chain =
        |nodes: Vec<NodeIndex>| Chain { steps: nodes.windows(2).filter_map(step).collect() };
    found.into_iter().map(|it| chain(it.1)).collect()
}

/// What a step along a tie of this weight costs.
fn cost(by: By, weight: usize) -> u64 {
    let resistance = (RESISTANCE / u64::try_from(weight.max(1)).unwrap_or(u64::MAX)).max(1);
    match by {
        By::Length => STEP + resistance,
        By::Evidence => resistance * 256 + 1,
    }
}

/// Things that lie on chains of the greatest length or less, with the number of steps to them.
struct Ways {
    /// Nodes of the network, each as often as it can be reached in different numbers of steps; edges with their cost.
    graph: DiGraph<NodeIndex, u64>,
    places: BTreeMap<(NodeIndex, usize), NodeIndex>,
    goal: NodeIndex,
}

impl Ways {
    fn new(network: &Network, from: NodeIndex, to: NodeIndex, search: &Search) -> Self {
        let hops = search.hops.min(LONGEST);
        let steps = |start: NodeIndex| -> BTreeMap<NodeIndex, usize> {
            dijkstra(&network.graph, start, None, |_| 1_usize).into_iter().collect()
        };
        let (before, after) = (steps(from), steps(to));
        let on_time = |node: NodeIndex, taken: usize| {
            after.get(&node).is_some_and(|left| taken + left <= hops) && before.contains_key(&node)
        };
        let mut ways = Self { graph: DiGraph::new(), places: BTreeMap::new(), goal: to };
        let mut level = BTreeSet::new();
        if on_time(from, 0) {
            ways.place(from, 0);
            level.insert(from);
        }
        for taken in 0..hops {
            let mut next = BTreeSet::new();
            for node in level.iter().filter(|it| **it != to) {
                let mut edges: Vec<(NodeIndex, u64)> = network
                    .graph
                    .edges(*node)
                    .filter(|it| on_time(it.target(), taken + 1))
                    .map(|it| (it.target(), cost(search.by, it.weight().weight())))
                    .collect();
                edges.sort_unstable();
                for (target, cost) in edges {
                    let (a, b) = (ways.place(*node, taken), ways.place(target, taken + 1));
                    ways.graph.add_edge(a, b, cost);
                    next.insert(target);
                }
            }
            level = next;
        }
        ways
    }

    fn place(&mut self, node: NodeIndex, taken: usize) -> NodeIndex {
        let graph = &mut self.graph;
        *self.places.entry((node, taken)).or_insert_with(|| graph.add_node(node))
    }

    /// The best way on from the end of `root` that meets nothing of it again and does not go on with a banned node,
    /// with all of `root` before it, and what all of it costs.
    fn best(
        &self,
        root: &[NodeIndex],
        banned: &BTreeSet<NodeIndex>,
    ) -> Option<(u64, Vec<NodeIndex>)> {
        let (end, taken) = (*root.last()?, root.len() - 1);
        let start = *self.places.get(&(end, taken))?;
        let open = EdgeFiltered::from_fn(&self.graph, |it| {
            let next = self.graph[it.target()];
            !(root.contains(&next) || it.source() == start && banned.contains(&next))
        });
        let goal = |it: NodeIndex| self.graph[it] == self.goal;
        let (spur, way) = astar(&open, start, goal, |it| *it.weight(), |_| 0)?;
        let walked = root.windows(2).enumerate().filter_map(|(at, pair)| {
            let place = |node: NodeIndex, taken: usize| self.places.get(&(node, taken)).copied();
            let edge = self.graph.find_edge(place(pair[0], at)?, place(pair[1], at + 1)?)?;
            Some(self.graph[edge])
        });
        let sum = spur + walked.sum::<u64>();
        let nodes = root[..taken].iter().copied().chain(way.iter().map(|it| self.graph[*it]));
        Some((sum, nodes.collect()))
    }
}

#[cfg(test)]
mod tests {
    use petgraph::algo::all_simple_paths;
    use proptest::prelude::*;

    use super::{super::fixture::network, *};

    fn check(ties: &[&str], by: By, hops: usize, expected: &[&str]) {
        let network = network(ties);
        let (a, z) = (network.node("a").unwrap(), network.node("z").unwrap());
        let found = chains(&network, a, z, &Search { by, hops, count: 10 });
        let words = |it: &Chain| {
            let ends = it.steps.iter().map(|it| network.thing(it.to).label.clone());
            ["a".to_owned()].into_iter().chain(ends).collect::<Vec<_>>().join("-")
        };
        assert_eq!(found.iter().map(words).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn short_chains_and_well_founded_ones() {
        let ties = ["a-z", "a-b*9", "b-z*9", "a-c*9", "c-d*9", "d-z*9"];
        check(&ties, By::Length, 6, &["a-z", "a-b-z", "a-c-d-z"]);
        check(&ties, By::Evidence, 6, &["a-b-z", "a-c-d-z", "a-z"]);
        check(&ties, By::Evidence, 2, &["a-b-z", "a-z"]);
        check(&ties, By::Length, 0, &[]);
    }

    #[test]
    fn there_may_be_none() {
        check(&["a-b", "z-y"], By::Length, 6, &[]);
        let network = network(&["a-b"]);
        let a = network.node("a").unwrap();
        assert_eq!(chains(&network, a, a, &Search { by: By::Length, hops: 3, count: 3 }), []);
    }

    proptest! {
        #[test]
        fn chains_are_the_best_of_all(
            weights in prop::collection::vec(0_usize..7, 21),
            hops in 1_usize..7,
            count in 1_usize..6,
            evidence in any::<bool>(),
        ) {
            let by = if evidence { By::Evidence } else { By::Length };
            let pairs = (0..7_u8).flat_map(|b| (0..b).map(move |a| (a, b)));
            let name = |it: u8| char::from(b'a' + it);
            let ties: Vec<String> = pairs.zip(&weights).filter(|it| *it.1 > 3)
                .map(|((a, b), weight)| format!("{}-{}*{}", name(a), name(b), weight - 3)).collect();
            let network = network(&ties.iter().map(String::as_str).collect::<Vec<_>>());
            let (Some(a), Some(g)) = (network.node("a"), network.node("g")) else { return Ok(()) };
            let price = |nodes: &[NodeIndex]| -> u64 {
                let edge = |it: &[NodeIndex]| network.graph.find_edge(it[0], it[1]).unwrap();
                nodes.windows(2).map(|it| cost(by, network.tie(edge(it)).weight())).sum()
            };
            let all = all_simple_paths::<Vec<_>, _, std::hash::RandomState>(&network.graph, a, g, 0, Some(hops - 1));
            let mut expected: Vec<u64> = all.map(|it| price(&it)).collect();
            expected.sort_unstable();
            expected.truncate(count);
            let found = chains(&network, a, g, &Search { by, hops, count });
            let nodes = |it: &Chain| -> Vec<NodeIndex> {
                [a].into_iter().chain(it.steps.iter().map(|it| it.to)).collect()
            };
            let all: BTreeSet<Vec<NodeIndex>> = found.iter().map(nodes).collect();
            prop_assert_eq!(all.len(), found.len(), "no chain twice");
            for chain in &all {
                prop_assert_eq!(chain.iter().collect::<BTreeSet<_>>().len(), chain.len(), "nothing twice");
            }
            prop_assert_eq!(found.iter().map(|it| price(&nodes(it))).collect::<Vec<_>>(), expected);
        }
    }
}

//! Rows of a diagram's query → [`Diagram`].
//!
//! Parallel edges become one, the least connected things are left out when there are too many, members of a class
//! are boxed together.  The order of rows does not matter.  Where things stand on the page is not known here.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use petgraph::unionfind::UnionFind;

use super::{Bundle, Cluster, Diagram, Direction, Edge, Layout, Node, Said, legend, style};
use crate::ontology::{DiagramSpec, Schema};

/// How many things an edge says before it says *and more*.
const MOST_SAID: usize = 4;
/// With more nodes, or in all but small diagrams with many more edges than nodes, layers cannot be followed.
const MOST_LAYERED: usize = 70;
const LEAST_DENSE: usize = 12;
/// Beyond so many nodes a network has one more edge for each further node, and not two.
const MANY: usize = 60;
/// Connections of the most connected thing at least for it to be drawn largest, and of any to be drawn larger.
const FEW: usize = 6;
const LEAST: usize = 3;

/// Makes a diagram of the rows its query found.
pub fn build(spec: &DiagramSpec, rows: Vec<Edge>, schema: &Schema, source_line: &str) -> Diagram {
    let layout = match spec.layout.as_str() {
        "timeline" => Layout::Timeline,
        "hierarchy" => Layout::Hierarchy,
        "network" => Layout::Network,
        _ => Layout::Layered,
    };
    let rows: Vec<Edge> = rows.into_iter().filter(|it| !it.from.is_empty()).collect();
    let things = things(&rows, schema, layout);
    let bundles = bundles(&rows, schema, layout);
    let (shown, (some, all)) = chosen(&things, &bundles, spec.nodes, layout);

    let ids: Vec<&str> = things.keys().copied().filter(|it| shown.contains(it)).collect();
    let mut nodes: Vec<Node> = ids.iter().map(|id| things[id].clone()).collect();
    if matches!(layout, Layout::Layered | Layout::Network) {
        weigh(&mut nodes, &bundles);
    }
    nodes.sort_by(|a, b| place(a, layout).cmp(&place(b, layout)));
    let index: BTreeMap<String, usize> =
        nodes.iter().enumerate().map(|(at, it)| (it.id.clone(), at)).collect();
    let mut edges: Vec<Bundle> = bundles
        .into_iter()
        .filter_map(|(ends, said)| {
            let (from, to) = (*index.get(ends.from)?, *index.get(ends.to)?);
            let (asserted, directed) = (ends.asserted, ends.directed);
            let (said, more) = most_said(said);
            Some(Bundle { from, to, said, more, asserted, directed, both: false })
        })
        .collect();
    edges.sort_by_key(|it| (it.from, it.to, !it.asserted));

    let counted = if layout == Layout::Timeline { "events" } else { "things" };
    let note = (some < all).then(|| format!("{some} of {all} {counted} shown, the most connected"));
    let dense = layout == Layout::Layered && is_dense(nodes.len(), &edges);
    let layout = if dense { Layout::Network } else { layout };
    if layout == Layout::Network {
        edges = joined(edges);
    }
    let lines = edges.len();
    if layout == Layout::Network {
        edges = strongest(edges, nodes.len());
    }
    let thinned = (edges.len() < lines)
        .then(|| format!("{} of {lines} connections shown, the most often said", edges.len()));
    let remarks: Vec<String> = note.into_iter().chain(thinned).collect();
    Diagram {
        name: spec.name.clone(),
        title: spec.title.clone(),
        description: spec.description.clone(),
        source_line: source_line.to_owned(),
        layout,
        direction: match spec.direction.as_str() {
            "TB" => Direction::TopToBottom,
            _ => Direction::LeftToRight,
        },
        clusters: clusters(&nodes, &spec.clusters, schema),
        legend: legend::of(&drawn(&nodes, &edges, layout), schema),
        nodes,
        edges,
        note: (!remarks.is_empty()).then(|| remarks.join("; ")),
    }
}

/// The nodes that have a shape of their own: in a timeline those that something is said of, or that have a date.
fn drawn<'a>(nodes: &'a [Node], edges: &[Bundle], layout: Layout) -> Vec<&'a Node> {
    let told: BTreeSet<usize> = edges.iter().map(|it| it.from).collect();
    let all = nodes.iter().enumerate();
    let shown = all
        .filter(|(at, it)| layout != Layout::Timeline || told.contains(at) || !it.dates.is_empty());
    shown.map(|it| it.1).collect()
}

/// Whether the largest connected part has too much for layers.
fn is_dense(nodes: usize, edges: &[Bundle]) -> bool {
    let mut sets = UnionFind::new(nodes);
    for edge in edges {
        sets.union(edge.from, edge.to);
    }
    let mut parts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for node in 0..nodes {
        parts.entry(sets.find(node)).or_default().0 += 1;
    }
    for edge in edges {
        parts.entry(sets.find(edge.from)).or_default().1 += 1;
    }
    parts.values().any(|(nodes, edges)| {
        *nodes > MOST_LAYERED || *nodes > LEAST_DENSE && 5 * edges > 8 * nodes
    })
}

/// Edges both ways between two things as one.
fn joined(edges: Vec<Bundle>) -> Vec<Bundle> {
    let mut joined: BTreeMap<(usize, usize, bool), Bundle> = BTreeMap::new();
    for mut edge in edges {
        let key = (edge.from.min(edge.to), edge.from.max(edge.to), !edge.asserted);
        let Some(known) = joined.get_mut(&key) else {
            joined.insert(key, edge);
            continue;
        };
        // Where one has no direction, the other gives it to both.
        match (known.directed, edge.directed) {
            (true, true) => {
                known.both = true;
                for it in &mut edge.said {
                    it.label = format!("←{}", it.label);
                }
            }
            (false, true) => std::mem::swap(known, &mut edge),
            _ => (),
        }
        known.said.append(&mut edge.said);
        known.said.sort_by_key(|it| Reverse(it.count));
        known.more += edge.more + known.said.len().saturating_sub(MOST_SAID);
        known.said.truncate(MOST_SAID);
    }
    joined.into_values().collect()
}

/// Says how much each node is connected, beside the one that is connected most.
fn weigh(nodes: &mut [Node], bundles: &BTreeMap<Ends<'_>, Counts>) {
    let mut near: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for ends in bundles.keys().filter(|it| it.from != it.to) {
        near.entry(ends.from).or_default().insert(ends.to);
        near.entry(ends.to).or_default().insert(ends.from);
    }
    let degree = |it: &Node| near.get(it.id.as_str()).map_or(0, BTreeSet::len);
    // Where all are connected little, none stands out.
    let most = nodes.iter().map(degree).max().unwrap_or(0).max(FEW);
    for node in nodes {
        // The area grows with the connections: a step is a quarter of the root.
        let share = 16 * degree(node) / most;
        node.importance = [1, 4, 9, 16].iter().fold(0, |step, it| step + u8::from(share >= *it));
        if degree(node) < LEAST {
            node.importance = 0;
        }
    }
}

/// The edges that are said most often, and of the others those without which something would stand apart.
fn strongest(edges: Vec<Bundle>, nodes: usize) -> Vec<Bundle> {
    let most = nodes + nodes.min(MANY);
    let said = |it: &Bundle| it.said.iter().map(|it| it.count).sum::<usize>() + it.more;
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by_key(|it| (Reverse(said(&edges[*it])), *it));
    let mut sets = UnionFind::new(nodes);
    let joins: BTreeSet<usize> =
        order.iter().copied().filter(|it| sets.union(edges[*it].from, edges[*it].to)).collect();
    let rest = order.iter().copied().filter(|it| !joins.contains(it));
    let kept: BTreeSet<usize> =
        joins.iter().copied().chain(rest.take(most.saturating_sub(joins.len()))).collect();
    edges.into_iter().enumerate().filter(|it| kept.contains(&it.0)).map(|it| it.1).collect()
}

/// What nodes are sorted by: in a timeline the date, with the undated last, then the name.
fn place(node: &Node, layout: Layout) -> (bool, Option<&String>, &str, &str) {
    let date = node.dates.first().filter(|_| layout == Layout::Timeline);
    (!date.is_some_and(|it| is_iso(it)), date, &node.label, &node.id)
}

/// Whether a date begins with a year, and so can be put in order.
pub(super) fn is_iso(date: &str) -> bool {
    let year = date.split(['-', '/', '.']).next().unwrap_or_default();
    year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit())
}

/// What follows the last `#` or `/`.
fn local(iri: &str) -> &str {
    let end = iri.trim_end_matches(['#', '/']);
    end.rsplit(['#', '/']).next().unwrap_or(end)
}

/// All things by id, each with the most specific of its classes, and dates of those that edges leave.
fn things<'a>(rows: &'a [Edge], schema: &Schema, layout: Layout) -> BTreeMap<&'a str, Node> {
    let depth = |class: &str| schema.class_id(class).map_or(0, |it| schema.class(it).chain.len());
    let mut things: BTreeMap<&str, Node> = BTreeMap::new();
    let mut add = |id: &'a str, label: &str, class: &str, date: Option<&String>| {
        let (class, label) =
            (local(class), if label.trim().is_empty() { local(id) } else { label });
        let node = things.entry(id).or_insert_with(|| Node {
            id: id.to_owned(),
            label: label.to_owned(),
            class: class.to_owned(),
            style: style(schema, class),
            importance: 0,
            dates: Vec::new(),
            link: None,
        });
        if label < node.label.as_str() {
            label.clone_into(&mut node.label);
        }
        let key = |it: &str| (Reverse(depth(it)), it.to_owned());
        if key(class) < key(&node.class) {
            class.clone_into(&mut node.class);
            node.style = style(schema, class);
        }
        if let Some(date) = date.filter(|it| !it.is_empty() && layout == Layout::Timeline) {
            node.dates.push(date.clone());
            node.dates.sort_by(|a, b| (!is_iso(a), a).cmp(&(!is_iso(b), b)));
            node.dates.dedup();
        }
    };
    for row in rows {
        add(&row.from, &row.from_label, &row.from_class, row.date.as_ref());
        if !row.to.is_empty() {
            add(&row.to, &row.to_label, &row.to_class, None);
        }
    }
    things
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Ends<'a> {
    from: &'a str,
    to: &'a str,
    asserted: bool,
    directed: bool,
}

/// What is said between two things, with its force, and how often.
type Counts = BTreeMap<(String, Option<String>), usize>;

fn bundles<'a>(rows: &'a [Edge], schema: &Schema, layout: Layout) -> BTreeMap<Ends<'a>, Counts> {
    let symmetric: BTreeSet<&str> = schema
        .properties
        .iter()
        .filter(|it| it.symmetric)
        .flat_map(|it| it.labels.values().map(String::as_str).chain([it.name.as_str()]))
        .collect();

    // Rows that are equal are further counts of one; rows that differ in a class or date alone, or in the name of
    // an end, are the same count again.
    let mut counts: BTreeMap<&Edge, usize> = BTreeMap::new();
    let bare: Vec<Edge> = rows.iter().map(|it| Edge { count: 0, ..it.clone() }).collect();
    for (row, key) in rows.iter().zip(&bare) {
        *counts.entry(key).or_default() += row.count.max(1);
    }
    let mut said: BTreeMap<(Ends<'a>, bool, String, Option<String>), usize> = BTreeMap::new();
    for (row, key) in rows.iter().zip(&bare).filter(|it| !it.0.to.is_empty()) {
        let force = row.force.as_deref().map(|it| local(it).to_lowercase());
        let force = force.filter(|it| !it.is_empty() && it != "asserted");
        let undirected = layout == Layout::Hierarchy || symmetric.contains(row.label.as_str());
        let (from, to) = (row.from.as_str(), row.to.as_str());
        let turned = layout != Layout::Hierarchy && undirected && to < from;
        let (from, to) = if turned { (to, from) } else { (from, to) };
        let ends = Ends { from, to, asserted: force.is_none(), directed: !undirected };
        let count = counts[key];
        let key = (ends, turned, row.label.clone(), force);
        let known = said.entry(key).or_default();
        *known = count.max(*known);
    }
    let mut bundles: BTreeMap<Ends<'a>, Counts> = BTreeMap::new();
    for ((ends, _, label, force), count) in said {
        *bundles.entry(ends).or_default().entry((label, force)).or_default() += count;
    }
    bundles
}

/// What an edge says, the most frequent first, and how much more.
fn most_said(counts: Counts) -> (Vec<Said>, usize) {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    let more = counts.len().saturating_sub(MOST_SAID);
    let said = |((label, force), count)| Said { label, force, count };
    (counts.into_iter().take(MOST_SAID).map(said).collect(), more)
}

/// The ids to show, and of how many things or events how many that are.
fn chosen<'a>(
    things: &BTreeMap<&'a str, Node>,
    bundles: &BTreeMap<Ends<'a>, Counts>,
    most: usize,
    layout: Layout,
) -> (BTreeSet<&'a str>, (usize, usize)) {
    let mut neighbours: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for ends in bundles.keys().filter(|it| it.from != it.to) {
        neighbours.entry(ends.from).or_default().insert(ends.to);
        neighbours.entry(ends.to).or_default().insert(ends.from);
    }
    let loops: BTreeSet<&str> =
        bundles.keys().filter(|it| it.from == it.to).map(|it| it.from).collect();
    let none = BTreeSet::new();
    let near = |id: &str| neighbours.get(id).unwrap_or(&none);
    let mut ranked: Vec<&str> = things.keys().copied().collect();
    // Of things with equally many neighbours, those beside the greater hub come first.
    let hub = |id: &str| near(id).iter().map(|it| near(it).len()).max().unwrap_or(0);
    ranked.sort_by_key(|id| (Reverse(near(id).len()), Reverse(hub(id)), &things[id].label, *id));

    if layout == Layout::Timeline {
        ranked.sort_by_key(|id| things[id].dates.is_empty());
        ranked.retain(|id| !things[id].dates.is_empty() || bundles.keys().any(|it| it.from == *id));
        let events: BTreeSet<&str> = ranked.iter().copied().take(most).collect();
        let told = bundles.keys().filter(|it| events.contains(it.from)).map(|it| it.to);
        let shown = events.iter().copied().chain(told).collect();
        return (shown, (events.len(), ranked.len()));
    }
    ranked.retain(|id| !near(id).is_empty() || loops.contains(id));
    let mut shown: BTreeSet<&str> = ranked.iter().copied().take(most).collect();
    let seen = shown.clone();
    shown.retain(|id| loops.contains(id) || near(id).iter().any(|it| seen.contains(it)));
    for id in &ranked {
        if shown.len() < most && near(id).iter().any(|it| shown.contains(it)) {
            shown.insert(id);
        }
    }
    for id in &ranked {
        let beside = near(id).iter().find(|_| !shown.contains(id) && shown.len() + 2 <= most);
        if let Some(beside) = beside {
            shown.extend([id, *beside]);
        }
    }
    let count = shown.len();
    (shown, (count, ranked.len()))
}

/// The boxes of a diagram: for each class asked for, those of its members that no earlier box holds.
fn clusters(nodes: &[Node], classes: &[String], schema: &Schema) -> Vec<Cluster> {
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut clusters = Vec::new();
    for name in classes {
        let ids = schema.class_ids(name).unwrap_or_default();
        let Some(first) = ids.first() else { continue };
        let label = legend::name(schema, schema.class_id(name).unwrap_or(*first));
        let member =
            |node: &Node| schema.class_id(&node.class).is_some_and(|it| schema.fits(it, &ids));
        let members: Vec<usize> =
            (0..nodes.len()).filter(|it| !taken.contains(it) && member(&nodes[*it])).collect();
        taken.extend(&members);
        if !members.is_empty() {
            clusters.push(Cluster { label, nodes: members });
        }
    }
    clusters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::fixture::{edge, schema, spec};

    fn check(rows: Vec<Edge>, expected: &[&str]) -> Diagram {
        let diagram = build(&spec("layered", "LR"), rows, &schema(), "");
        let arrow = |it: &Bundle| match (it.asserted, it.directed) {
            (true, true) => "->",
            (false, true) => "-->",
            (true, false) => "--",
            (false, false) => "- -",
        };
        let name = |at: usize| diagram.nodes[at].label.as_str();
        let line = |it: &Bundle| {
            format!("{} {} {}: {}", name(it.from), arrow(it), name(it.to), it.words())
        };
        let found: Vec<String> = diagram.edges.iter().map(line).collect();
        assert_eq!(found, expected);
        diagram
    }

    #[test]
    fn parallel_edges_are_bundled_and_counted() {
        let rows = vec![
            edge("Ada", "leads", "Mill"),
            edge("Ada", "opposes", "Mill"),
            edge("Ada", "opposes", "Mill"),
            Edge { force: Some("x#Alleged".to_owned()), ..edge("Ada", "owns", "Mill") },
            Edge { force: Some("x#Asserted".to_owned()), ..edge("Mill", "fears", "Ada") },
        ];
        check(
            rows,
            &[
                "Ada -> Mill: opposes ×2, leads",
                "Ada --> Mill: owns (alleged)",
                "Mill -> Ada: fears",
            ],
        );
    }

    #[test]
    fn symmetric_properties_have_no_direction() {
        let rows = vec![edge("Ada", "works with", "Bo"), edge("Bo", "works with", "Ada")];
        check(rows, &["Ada -- Bo: works with ×2"]);
    }

    #[test]
    fn classes_do_not_multiply_rows() {
        let mut rows = Vec::new();
        for class in ["Agency", "PublicBody", "Organisation"] {
            rows.push(Edge { from_class: class.to_owned(), ..edge("Board", "leads", "Mill") });
        }
        let diagram = check(rows, &["Board -> Mill: leads"]);
        assert_eq!(diagram.nodes[0].class, "Agency");
    }

    #[test]
    fn many_labels_are_cut() {
        let rows = ["a", "b", "c", "d", "e", "f"].map(|it| edge("Ada", it, "Mill")).to_vec();
        check(rows, &["Ada -> Mill: a, b, c, d, and 2 more"]);
    }

    #[test]
    fn the_least_connected_are_left_out_and_it_is_said() {
        let rows: Vec<Edge> =
            (0..9).map(|it| edge("Hub", "leads", &format!("Spoke {it}"))).collect();
        let rows = [rows, vec![edge("Far", "leads", "Away")]].concat();
        let spec = DiagramSpec { nodes: 4, ..spec("layered", "LR") };
        let diagram = build(&spec, rows, &schema(), "");
        let names: Vec<&str> = diagram.nodes.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(names, ["Hub", "Spoke 0", "Spoke 1", "Spoke 2"]);
        assert_eq!(diagram.note.as_deref(), Some("4 of 12 things shown, the most connected"));
    }

    /// Everybody of so many fears everybody else, each a little more than the one before.
    fn crowd(count: usize) -> Vec<Edge> {
        let pairs = (0..count).flat_map(|a| (0..count).map(move |b| (a, b)));
        let fear = |(a, b): (usize, usize)| Edge {
            count: a + b,
            ..edge(&format!("P{a:02}"), "fears", &format!("P{b:02}"))
        };
        pairs.filter(|it| it.0 != it.1).map(fear).collect()
    }

    #[test]
    fn what_is_too_dense_for_layers_is_a_network_of_the_strongest() {
        let diagram = build(&spec("layered", "LR"), crowd(14), &schema(), "");
        assert_eq!(diagram.layout, Layout::Network);
        assert_eq!(diagram.edges.len(), 28);
        let note = "28 of 91 connections shown, the most often said";
        assert_eq!(diagram.note.as_deref(), Some(note));
        let last = &diagram.edges.last().unwrap();
        assert!(last.both, "both ways are one");
        assert_eq!(last.words(), "fears ×25, ←fears ×25");
        let mut sets = UnionFind::new(14);
        let parts = diagram.edges.iter().filter(|it| sets.union(it.from, it.to)).count();
        assert_eq!(parts, 13, "nothing stands apart");
        let small = build(&spec("layered", "LR"), crowd(6), &schema(), "");
        assert_eq!(small.layout, Layout::Layered);
        assert_eq!(small.edges.len(), 30);
        let asked = build(&spec("network", "LR"), crowd(3), &schema(), "");
        assert_eq!((asked.layout, asked.edges.len()), (Layout::Network, 3));
    }

    #[test]
    fn an_edge_without_direction_joins_one_with() {
        let rows = vec![edge("Ada", "works with", "Bo"), edge("Bo", "fears", "Ada")];
        let diagram = build(&spec("network", "LR"), rows, &schema(), "");
        let words: Vec<String> = diagram.edges.iter().map(Bundle::words).collect();
        assert_eq!(words, ["fears, works with"]);
        assert!(diagram.edges[0].directed && !diagram.edges[0].both);
    }

    #[test]
    fn what_is_connected_more_is_larger() {
        let rows: Vec<Edge> = (0..9).map(|it| edge("Hub", "leads", &format!("S{it}"))).collect();
        let more = ["S0", "S1"].map(|it| edge("S2", "fears", it)).to_vec();
        let diagram = build(&spec("layered", "LR"), [rows, more].concat(), &schema(), "");
        let sizes: Vec<u8> = diagram.nodes.iter().map(|it| it.importance).collect();
        assert_eq!(sizes, [4, 0, 0, 2, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn the_legend_of_a_timeline_is_of_its_events() {
        let rows = vec![Edge {
            from_class: "Event".to_owned(),
            date: Some("1910".to_owned()),
            ..edge("Flood", "harms", "Ada")
        }];
        let diagram = build(&spec("timeline", "TB"), rows, &schema(), "");
        assert_eq!(diagram.legend.len(), 1);
    }

    #[test]
    fn isolated_things_are_dropped_but_not_from_a_timeline() {
        let alone =
            Edge { to: String::new(), date: Some("1901".to_owned()), ..edge("Fair", "", "") };
        let rows = vec![alone, edge("Ada", "leads", "Mill")];
        assert_eq!(build(&spec("layered", "LR"), rows.clone(), &schema(), "").nodes.len(), 2);
        let timeline = build(&spec("timeline", "LR"), rows, &schema(), "");
        assert_eq!(timeline.nodes[0].label, "Fair");
        assert_eq!(timeline.note, None);
    }

    #[test]
    fn boxes_hold_members_of_subclasses_once() {
        let rows = vec![
            Edge { from_class: "Agency".to_owned(), ..edge("Board", "leads", "Mill") },
            Edge { from_class: "Person".to_owned(), ..edge("Ada", "leads", "Mill") },
        ];
        let clusters = ["PublicBody", "Organisation", "Nonsense"].map(str::to_owned).to_vec();
        let spec = DiagramSpec { clusters, ..spec("layered", "LR") };
        let diagram = build(&spec, rows, &schema(), "");
        assert_eq!(diagram.clusters.len(), 1);
        assert_eq!(diagram.clusters[0].label, "Public body");
        assert_eq!(diagram.nodes[diagram.clusters[0].nodes[0]].label, "Board");
    }
}

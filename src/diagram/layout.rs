//! Boxes and lines → where they stand on the page.
//!
//! Parts that nothing connects are laid out one by one and packed like books on shelves.  Colours, shapes and
//! texts are not known here, only sizes.

use std::collections::BTreeMap;

use petgraph::unionfind::UnionFind;

use super::{
    Direction,
    order::{Layers, layers},
    place::{Extent, across},
};

/// Least space between two boxes of a layer.
const GAP: f64 = 13.0;
/// Space between a layer of boxes and the layer of labels after it.
const CHANNEL: f64 = 20.0;
/// Space between parts that nothing connects.
const BETWEEN: f64 = 34.0;
/// Space a box offers each line that ends at it.
const PORT: f64 = 7.0;
/// How far a line from a box to itself stands out.
pub(super) const LOOP: f64 = 20.0;

/// A place on the page, or a size.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    /// To the right.
    pub(super) x: f64,
    /// Down.
    pub(super) y: f64,
}

/// A line to draw: its ends, and the size of its label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    /// The box it leaves.
    pub(super) from: usize,
    /// The box it enters.
    pub(super) to: usize,
    /// Width and height of its label; nothing for none.
    pub(super) label: Point,
}

/// Where a line runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Route {
    /// From the first to the second point it is straight, from the second to the third it bends, and so on; it ends
    /// straight.
    /// Empty for a line from a box to itself.
    pub(super) points: Vec<Point>,
    /// The middle of its label.
    pub(super) label: Point,
}

/// Where everything stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Page {
    /// Its own size.
    pub(super) size: Point,
    /// The middle of each box.
    pub(super) boxes: Vec<Point>,
    /// The size of each box, which may have grown.
    pub(super) sizes: Vec<Point>,
    /// The course of each line.
    pub(super) routes: Vec<Route>,
}

/// Lays out boxes of these sizes and the lines between them, on a page about as wide as asked for if that can be.
pub(super) fn lay_out(sizes: &[Point], lines: &[Line], direction: Direction, width: f64) -> Page {
    packed(grown(sizes, lines, direction), lines, width, &mut |part, page| {
        lay_out_part(part, lines, direction, page)
    })
}

/// Lays out each connected part by itself, from (0, 0) on, and packs them like books on shelves.
pub(super) fn packed(
    sizes: Vec<Point>,
    lines: &[Line],
    width: f64,
    lay_out: &mut dyn FnMut(&[usize], &mut Page) -> Point,
) -> Page {
    let parts = parts(sizes.len(), lines);
    let mut page = Page {
        size: Point::default(),
        boxes: vec![Point::default(); sizes.len()],
        sizes,
        routes: vec![Route::default(); lines.len()],
    };
    let sizes: Vec<Point> = parts.iter().map(|part| lay_out(part, &mut page)).collect();
    let width = sizes.iter().map(|it| it.x).fold(width, f64::max);
    let (mut at, mut shelf) = (Point::default(), 0.0);
    for (part, size) in parts.iter().zip(&sizes) {
        if at.x > 0.0 && at.x + size.x > width {
            at = Point { x: 0.0, y: at.y + shelf + BETWEEN };
            shelf = 0.0;
        }
        shift(&mut page, part, lines, at);
        page.size.x = page.size.x.max(at.x + size.x);
        page.size.y = page.size.y.max(at.y + size.y);
        shelf = size.y.max(shelf);
        at.x += size.x + BETWEEN;
    }
    page
}

/// Boxes with room for the lines that end at them.
fn grown(sizes: &[Point], lines: &[Line], direction: Direction) -> Vec<Point> {
    let mut sizes = sizes.to_vec();
    for (at, size) in sizes.iter_mut().enumerate() {
        let out = lines.iter().filter(|it| it.from == at && it.to != at).count();
        let into = lines.iter().filter(|it| it.to == at && it.from != at).count();
        let room = PORT * f64::from(u32::try_from(out.max(into)).unwrap_or(u32::MAX)) + PORT;
        match direction {
            Direction::LeftToRight => size.y = size.y.max(room.min(240.0)),
            Direction::TopToBottom => size.x = size.x.max(room.min(320.0)),
        }
    }
    sizes
}

/// The boxes of each connected part, the largest parts first.
fn parts(count: usize, lines: &[Line]) -> Vec<Vec<usize>> {
    let mut sets = UnionFind::new(count);
    for line in lines {
        sets.union(line.from, line.to);
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..count {
        parts.entry(sets.find(at)).or_default().push(at);
    }
    let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
    parts.sort_by_key(|it| (std::cmp::Reverse(it.len()), it[0]));
    parts
}

/// Moves a part with its lines.
fn shift(page: &mut Page, part: &[usize], lines: &[Line], by: Point) {
    let moved = |it: Point| Point { x: it.x + by.x, y: it.y + by.y };
    for at in part {
        page.boxes[*at] = moved(page.boxes[*at]);
    }
    for (route, line) in page.routes.iter_mut().zip(lines) {
        if part.binary_search(&line.from).is_ok() {
            route.label = moved(route.label);
            route.points.iter_mut().for_each(|it| *it = moved(*it));
        }
    }
}

/// Lays out a connected part from (0, 0) on; gives its size.
fn lay_out_part(part: &[usize], lines: &[Line], direction: Direction, page: &mut Page) -> Point {
    let axes = Axes { direction };
    let local = |it: usize| part.binary_search(&it).unwrap_or_default();
    let own = |it: &usize| part.binary_search(&lines[*it].from).is_ok();
    let (loops, between): (Vec<usize>, Vec<usize>) =
        (0..lines.len()).filter(own).partition(|it| lines[*it].from == lines[*it].to);
    let edges: Vec<(usize, usize)> =
        between.iter().map(|it| (local(lines[*it].from), local(lines[*it].to))).collect();
    let layers = layers(part.len(), &edges);

    // Sizes of all vertices: (along, across) the layers, and what loops need beside their box.
    let mut along = vec![0.0; layers.vertices];
    let mut extents = vec![Extent::default(); layers.vertices];
    for (at, node) in part.iter().enumerate() {
        let (length, breadth) = axes.split(page.sizes[*node]);
        along[at] = length;
        extents[at] = Extent { before: breadth / 2.0, after: breadth / 2.0 };
    }
    for line in loops.iter().map(|it| &lines[*it]) {
        let at = local(line.from);
        match direction {
            Direction::LeftToRight => {
                extents[at].before += LOOP + line.label.y;
                along[at] = along[at].max(line.label.x);
            }
            Direction::TopToBottom => {
                extents[at].after += LOOP + line.label.x;
                along[at] = along[at].max(line.label.y);
            }
        }
    }
    for (edge, line) in between.iter().enumerate() {
        let label = layers.chains[edge][layers.labels[edge]];
        let (length, breadth) = axes.split(lines[*line].label);
        along[label] = length;
        extents[label] = Extent { before: breadth / 2.0, after: breadth / 2.0 };
    }
    let middle = across(&layers, &extents, part.len(), GAP);
    let bands = bands(&layers, &along, &middle);

    let mut level = vec![0; layers.vertices];
    for (at, rank) in layers.ranks.iter().enumerate() {
        for vertex in rank {
            level[*vertex] = at;
        }
    }
    let centre =
        |it: usize| axes.join(f64::midpoint(bands[level[it]].0, bands[level[it]].1), middle[it]);
    for (at, node) in part.iter().enumerate() {
        page.boxes[*node] = centre(at);
    }
    let ports = ports(&layers, &middle, &extents, part.len());
    for (edge, line) in between.iter().enumerate() {
        let chain = &layers.chains[edge];
        let (first, last) = (chain[0], chain[chain.len() - 1]);
        let edge_of = |vertex: usize, side: f64| {
            f64::midpoint(bands[level[vertex]].0, bands[level[vertex]].1)
                + side * axes.split(page.sizes[part[vertex]]).0 / 2.0
        };
        // Lines bend between layers only, and so do not cross where boxes differ in length.
        let (leaves, enters) = (middle[first] + ports[edge].0, middle[last] + ports[edge].1);
        let out = [edge_of(first, 1.0), bands[level[first]].1].map(|it| axes.join(it, leaves));
        let mut points = out.to_vec();
        for vertex in &chain[1..chain.len() - 1] {
            let band = bands[level[*vertex]];
            if band.0 >= band.1 {
                continue; // a layer without labels: nothing to keep clear of
            }
            points.extend([band.0, band.1].map(|it| axes.join(it, middle[*vertex])));
        }
        points.extend([bands[level[last]].0, edge_of(last, -1.0)].map(|it| axes.join(it, enters)));
        if layers.turned[edge] {
            points.reverse();
        }
        page.routes[*line] = Route { points, label: centre(chain[layers.labels[edge]]) };
    }
    for line in &loops {
        let (label, node) = (lines[*line].label, lines[*line].from);
        let (at, size) = (page.boxes[node], page.sizes[node]);
        page.routes[*line].label = match direction {
            Direction::LeftToRight => {
                Point { x: at.x, y: at.y - size.y / 2.0 - LOOP - label.y / 2.0 }
            }
            Direction::TopToBottom => {
                Point { x: at.x + size.x / 2.0 + LOOP + label.x / 2.0, y: at.y }
            }
        };
    }
    let breadth = (0..layers.vertices).map(|it| middle[it] + extents[it].after).fold(0.0, f64::max);
    axes.join(bands.last().map_or(0.0, |it| it.1), breadth)
}

/// Start and end of each layer along the edges; the steeper the lines between two, the farther they are apart.
fn bands(layers: &Layers, along: &[f64], middle: &[f64]) -> Vec<(f64, f64)> {
    let mut level = vec![0; layers.vertices];
    for (at, rank) in layers.ranks.iter().enumerate() {
        for vertex in rank {
            level[*vertex] = at;
        }
    }
    let mut rise = vec![0.0_f64; layers.ranks.len()];
    for pair in layers.chains.iter().flat_map(|it| it.windows(2)) {
        let steps = &mut rise[level[pair[0]]];
        *steps = steps.max((middle[pair[0]] - middle[pair[1]]).abs());
    }
    let mut bands = Vec::with_capacity(layers.ranks.len());
    let mut start = 0.0;
    for (at, rank) in layers.ranks.iter().enumerate() {
        let end = start + rank.iter().map(|it| along[*it]).fold(0.0, f64::max);
        bands.push((start, end));
        start = end + CHANNEL + (rise[at] * 0.12).min(50.0);
    }
    bands
}

/// How far from the middle of its box each line leaves and enters, so that lines do not cross at the box.
fn ports(layers: &Layers, middle: &[f64], extents: &[Extent], nodes: usize) -> Vec<(f64, f64)> {
    let mut leaving: Vec<Vec<(f64, usize)>> = vec![Vec::new(); nodes];
    let mut entering: Vec<Vec<(f64, usize)>> = vec![Vec::new(); nodes];
    for (edge, chain) in layers.chains.iter().enumerate() {
        leaving[chain[0]].push((middle[chain[1]], edge));
        entering[chain[chain.len() - 1]].push((middle[chain[chain.len() - 2]], edge));
    }
    let mut ports = vec![(0.0, 0.0); layers.chains.len()];
    let mut spread = |ends: &mut Vec<Vec<(f64, usize)>>, leaves: bool| {
        for (node, ends) in ends.iter_mut().enumerate() {
            ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let count = f64::from(u32::try_from(ends.len()).unwrap_or(u32::MAX));
            // A loop stands before or after the box; the box itself is symmetric.
            let breadth = 2.0 * extents[node].before.min(extents[node].after);
            let step = (breadth * 0.86 / count).min(14.0);
            let mut at = -step * (count - 1.0) / 2.0;
            for (_, edge) in ends.iter() {
                let port = &mut ports[*edge];
                *(if leaves { &mut port.0 } else { &mut port.1 }) = at;
                at += step;
            }
        }
    };
    spread(&mut leaving, true);
    spread(&mut entering, false);
    ports
}

/// Turns (along, across) into (x, y) and back.
#[derive(Debug, Clone, Copy)]
struct Axes {
    direction: Direction,
}

impl Axes {
    fn join(self, along: f64, across: f64) -> Point {
        match self.direction {
            Direction::LeftToRight => Point { x: along, y: across },
            Direction::TopToBottom => Point { x: across, y: along },
        }
    }

    fn split(self, point: Point) -> (f64, f64) {
        match self.direction {
            Direction::LeftToRight => (point.x, point.y),
            Direction::TopToBottom => (point.y, point.x),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn overlap(a: (Point, Point), b: (Point, Point)) -> bool {
        (a.0.x - b.0.x).abs() < f64::midpoint(a.1.x, b.1.x) - 0.5
            && (a.0.y - b.0.y).abs() < f64::midpoint(a.1.y, b.1.y) - 0.5
    }

    proptest! {
        #[test]
        fn boxes_and_labels_never_overlap(
            sizes in prop::collection::vec((20.0..150.0, 20.0..60.0), 1..18),
            ends in prop::collection::vec((0_usize..18, 0_usize..18, 0.0..90.0), 0..30),
            down in any::<bool>(),
        ) {
            let sizes: Vec<Point> = sizes.into_iter().map(|(x, y)| Point { x, y }).collect();
            let line = |(from, to, x): (usize, usize, f64)| Line {
                from: from % sizes.len(), to: to % sizes.len(), label: Point { x, y: 12.0 },
            };
            // The builder bundles lines, so that a box has at most one loop.
            let mut lines: Vec<Line> = ends.into_iter().map(line).collect();
            lines.sort_by_key(|it| (it.from, it.to));
            lines.dedup_by_key(|it| (it.from, it.to));
            let direction = if down { Direction::TopToBottom } else { Direction::LeftToRight };
            let page = lay_out(&sizes, &lines, direction, 600.0);
            let mut all: Vec<(Point, Point)> =
                page.boxes.iter().copied().zip(page.sizes.iter().copied()).collect();
            all.extend(page.routes.iter().map(|it| it.label).zip(lines.iter().map(|it| it.label)));
            for (at, a) in all.iter().enumerate() {
                prop_assert!(a.0.x - a.1.x / 2.0 > -0.5 && a.0.x + a.1.x / 2.0 < page.size.x + 0.5);
                prop_assert!(a.0.y - a.1.y / 2.0 > -0.5 && a.0.y + a.1.y / 2.0 < page.size.y + 0.5);
                for b in &all[at + 1..] {
                    prop_assert!(!overlap(*a, *b), "{a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn lines_end_at_their_boxes() {
        let sizes = [Point { x: 100.0, y: 30.0 }; 3];
        let line = |from, to| Line { from, to, label: Point { x: 40.0, y: 12.0 } };
        let lines = [line(0, 1), line(1, 2), line(2, 0)];
        let page = lay_out(&sizes, &lines, Direction::LeftToRight, 600.0);
        for (line, route) in lines.iter().zip(&page.routes) {
            for (node, end) in [(line.from, route.points.first()), (line.to, route.points.last())] {
                let (end, at) = (end.unwrap(), page.boxes[node]);
                assert!(((end.x - at.x).abs() - 50.0).abs() < 1e-6);
                assert!((end.y - at.y).abs() <= 15.0);
            }
        }
    }

    #[test]
    fn parts_stand_beside_one_another() {
        let sizes = [Point { x: 100.0, y: 30.0 }; 4];
        let line = |from, to| Line { from, to, label: Point::default() };
        let page = lay_out(&sizes, &[line(0, 1), line(2, 3)], Direction::LeftToRight, 900.0);
        assert!((page.boxes[0].y - page.boxes[2].y).abs() < 1e-6);
        assert!(page.boxes[2].x > page.boxes[1].x);
    }
}

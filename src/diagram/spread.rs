//! Boxes and lines → where they stand on the page when lines may run any way.
//!
//! For networks too dense for layers.  Things stand as far apart as there are steps between them, as well as that can be:
//! stress is brought down by stochastic gradient descent (Zheng, Pawar and Goodman, "Graph Drawing by Stochastic
//! Gradient Descent", 2019), pair by pair in an order that is shuffled the same way every time.  Then boxes that overlap
//! are pushed apart.  Only sums, products and roots are used, which are the same on every machine.  Labels stand on their
//! lines where there is room, those of the first lines first.

use std::collections::BTreeMap;

use petgraph::{
    algo::dijkstra,
    graph::{NodeIndex, UnGraph},
};

use super::layout::{LOOP, Line, Page, Point, Route, packed};

/// Length of a line between two small boxes.
const LENGTH: f64 = 96.0;
/// How much longer a line is for each further line that both its boxes have, so that what is dense has room; and at most.
const FURTHER: f64 = 26.0;
const MOST_FURTHER: f64 = 10.0;
/// Rounds of the descent, and how much smaller its steps are in each.
const ROUNDS: usize = 60;
const COOLING: f64 = 0.86;
/// Free space around a box, to the side and above.
const GAP: Point = Point { x: 16.0, y: 12.0 };
/// Rounds of pushing apart before everything is moved a little outwards.
const PUSHES: usize = 60;
/// How far the second line between two boxes bends, and each further one more.
const BEND: f64 = 26.0;

/// Lays out boxes of these sizes and the lines between them, on a page about as wide as asked for.
///
/// Each route has a start, a point towards which it bends, and an end.  Labels for which there is no room are not placed:
/// their middle is `None`.
pub(super) fn spread(sizes: &[Point], lines: &[Line], width: f64) -> (Page, Vec<Option<Point>>) {
    let mut page = packed(sizes.to_vec(), lines, width, &mut |part, page| {
        let boxes = stand(part, sizes, lines);
        let own = |it: &&usize| lines[**it].from == lines[**it].to;
        let loops: Vec<usize> = (0..lines.len()).filter(|it| own(&it)).collect();
        let above = |at: usize| {
            let mut own = loops.iter().filter(|it| lines[**it].from == at);
            own.next().map_or(0.0, |it| LOOP + lines[*it].label.y)
        };
        let (mut least, mut most) = (boxes[0], boxes[0]);
        for (at, node) in part.iter().zip(&boxes).map(|(at, it)| (*at, *it)) {
            let half = Point { x: sizes[at].x / 2.0, y: sizes[at].y / 2.0 };
            least = Point {
                x: least.x.min(node.x - half.x),
                y: least.y.min(node.y - half.y - above(at)),
            };
            most = Point { x: most.x.max(node.x + half.x), y: most.y.max(node.y + half.y) };
        }
        for (at, node) in part.iter().zip(&boxes) {
            page.boxes[*at] = Point { x: node.x - least.x, y: node.y - least.y };
        }
        Point { x: most.x - least.x, y: most.y - least.y }
    });
    page.routes = routes(sizes, lines, &page.boxes);
    let labels = labels(sizes, lines, &page);
    for (route, label) in page.routes.iter_mut().zip(&labels) {
        route.label = label.unwrap_or_default();
    }
    (page, labels)
}

/// Where the boxes of a connected part stand, around any middle; wider than high.
fn stand(part: &[usize], sizes: &[Point], lines: &[Line]) -> Vec<Point> {
    let place: BTreeMap<usize, usize> = part.iter().enumerate().map(|(at, it)| (*it, at)).collect();
    let own: Vec<(usize, usize)> = lines
        .iter()
        .filter(|it| it.from != it.to)
        .filter_map(|it| Some((*place.get(&it.from)?, *place.get(&it.to)?)))
        .collect();
    let mut boxes = descend(&distances(part, sizes, &own));
    let extent = |boxes: &[Point], side: fn(&Point) -> f64| {
        let (least, most) = boxes
            .iter()
            .map(side)
            .fold((f64::MAX, f64::MIN), |(least, most), it| (least.min(it), most.max(it)));
        most - least
    };
    if extent(&boxes, |it| it.y) > extent(&boxes, |it| it.x) {
        boxes = boxes.iter().map(|it| Point { x: it.y, y: it.x }).collect();
    }
    let sizes: Vec<Point> = part.iter().map(|it| sizes[*it]).collect();
    push_apart(&mut boxes, &sizes);
    boxes
}

/// How far apart any two boxes of a part should be.
fn distances(part: &[usize], sizes: &[Point], lines: &[(usize, usize)]) -> Vec<Vec<f64>> {
    let mut degree = vec![-1.0_f64; part.len()];
    for (a, b) in lines {
        degree[*a] += 1.0;
        degree[*b] += 1.0;
    }
    let mut graph = UnGraph::<(), f64>::new_undirected();
    let nodes: Vec<NodeIndex> = part.iter().map(|_| graph.add_node(())).collect();
    for (a, b) in lines {
        let room = (sizes[part[*a]].x + sizes[part[*b]].x) / 4.0;
        let dense = degree[*a].min(degree[*b]).min(MOST_FURTHER);
        graph.update_edge(nodes[*a], nodes[*b], LENGTH + FURTHER * dense + room);
    }
    nodes
        .iter()
        .map(|from| {
            let to = dijkstra(&graph, *from, None, |it| *it.weight());
            nodes.iter().map(|it| to.get(it).copied().unwrap_or_default()).collect()
        })
        .collect()
}

/// Places at these distances of each other, as well as that can be.
fn descend(wanted: &[Vec<f64>]) -> Vec<Point> {
    let count = wanted.len();
    let mut random = Random(88_172_645_463_325_252);
    let most = wanted.iter().flatten().copied().fold(1.0, f64::max);
    let mut boxes: Vec<Point> =
        (0..count).map(|_| Point { x: most * random.unit(), y: most * random.unit() }).collect();
    let mut pairs: Vec<(usize, usize)> =
        (0..count).flat_map(|b| (0..b).map(move |a| (a, b))).collect();
    // The first steps go all the way even for the farthest pair.
    let mut rate = most * most;
    for _ in 0..ROUNDS {
        for at in (1..pairs.len()).rev() {
            pairs.swap(at, random.below(at + 1));
        }
        for (a, b) in &pairs {
            let far = wanted[*a][*b];
            let step = (rate / (far * far)).min(1.0);
            let (x, y) = (boxes[*a].x - boxes[*b].x, boxes[*a].y - boxes[*b].y);
            let length = (x * x + y * y).sqrt().max(1e-6);
            let by = step * (length - far) / 2.0 / length;
            boxes[*a] = Point { x: boxes[*a].x - by * x, y: boxes[*a].y - by * y };
            boxes[*b] = Point { x: boxes[*b].x + by * x, y: boxes[*b].y + by * y };
        }
        rate *= COOLING;
    }
    boxes
}

/// Moves boxes until none overlap.
fn push_apart(boxes: &mut [Point], sizes: &[Point]) {
    loop {
        for _ in 0..PUSHES {
            let mut moved = false;
            for b in 0..boxes.len() {
                for a in 0..b {
                    let room = Point {
                        x: f64::midpoint(sizes[a].x, sizes[b].x) + GAP.x,
                        y: f64::midpoint(sizes[a].y, sizes[b].y) + GAP.y,
                    };
                    let (x, y) = (boxes[b].x - boxes[a].x, boxes[b].y - boxes[a].y);
                    let (over_x, over_y) = (room.x - x.abs(), room.y - y.abs());
                    if over_x <= 1e-6 || over_y <= 1e-6 {
                        continue;
                    }
                    moved = true;
                    if over_x < over_y {
                        let by = if x < 0.0 { -over_x } else { over_x } / 2.0;
                        (boxes[a].x, boxes[b].x) = (boxes[a].x - by, boxes[b].x + by);
                    } else {
                        let by = if y < 0.0 { -over_y } else { over_y } / 2.0;
                        (boxes[a].y, boxes[b].y) = (boxes[a].y - by, boxes[b].y + by);
                    }
                }
            }
            if !moved {
                return;
            }
        }
        for it in boxes.iter_mut() {
            *it = Point { x: it.x * 1.1, y: it.y * 1.1 };
        }
    }
}

/// The course of each line; several between two boxes bend away from each other.
fn routes(sizes: &[Point], lines: &[Line], boxes: &[Point]) -> Vec<Route> {
    let mut between: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut route = |line: &Line| {
        if line.from == line.to {
            return Route::default();
        }
        let ends = (line.from.min(line.to), line.from.max(line.to));
        let nth = between.entry(ends).or_default();
        let side = if nth.is_multiple_of(2) { -1.0 } else { 1.0 };
        let bend = side * BEND * f64::from(u32::try_from(nth.div_ceil(2)).unwrap_or_default());
        *nth += 1;
        let (a, b) = (boxes[ends.0], boxes[ends.1]);
        let (x, y) = (b.x - a.x, b.y - a.y);
        let length = (x * x + y * y).sqrt().max(1e-6);
        let over = Point {
            x: f64::midpoint(a.x, b.x) - y / length * bend,
            y: f64::midpoint(a.y, b.y) + x / length * bend,
        };
        let start = edge_towards(boxes[line.from], sizes[line.from], over);
        let end = edge_towards(boxes[line.to], sizes[line.to], over);
        Route { points: vec![start, over, end], label: Point::default() }
    };
    lines.iter().map(&mut route).collect()
}

/// Where the way from the middle of a box to a point leaves the box.
fn edge_towards(middle: Point, size: Point, to: Point) -> Point {
    let (x, y) = (to.x - middle.x, to.y - middle.y);
    let share =
        |way: f64, room: f64| if way.abs() > 1e-9 { room / 2.0 / way.abs() } else { f64::MAX };
    let part = share(x, size.x).min(share(y, size.y)).min(1.0);
    Point { x: middle.x + x * part, y: middle.y + y * part }
}

/// The middle of each label that has room on its line.
fn labels(sizes: &[Point], lines: &[Line], page: &Page) -> Vec<Option<Point>> {
    let mut taken: Vec<(Point, Point)> =
        page.boxes.iter().copied().zip(sizes.iter().copied()).collect();
    let mut place = |(line, route): (&Line, &Route)| {
        let size = line.label;
        if size.x <= 0.0 {
            return None;
        }
        let spots: Vec<Point> = if let [start, over, end] = route.points.as_slice() {
            let parts = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];
            parts.map(|it| along(*start, *over, *end, it)).to_vec()
        } else {
            let (at, own) = (page.boxes[line.from], sizes[line.from]);
            vec![Point { x: at.x, y: at.y - own.y / 2.0 - LOOP - size.y / 2.0 }]
        };
        let inside = |it: &Point| {
            it.x >= size.x / 2.0
                && it.y >= size.y / 2.0
                && it.x + size.x / 2.0 <= page.size.x
                && it.y + size.y / 2.0 <= page.size.y
        };
        let free = |at: &Point| {
            taken.iter().all(|(other, own)| {
                (at.x - other.x).abs() >= f64::midpoint(size.x, own.x)
                    || (at.y - other.y).abs() >= f64::midpoint(size.y, own.y)
            })
        };
        let spot = spots.into_iter().find(|it| inside(it) && free(it))?;
        taken.push((spot, size));
        Some(spot)
    };
    lines.iter().zip(&page.routes).map(&mut place).collect()
}

/// A point of the curve (Bézier, of the second degree), `part` of the way along.
fn along(start: Point, over: Point, end: Point, part: f64) -> Point {
    let mix =
        |a: Point, b: Point| Point { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
    mix(mix(start, over), mix(over, end))
}

/// A generator of pseudo-random numbers (Marsaglia, "Xorshift RNGs", 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    /// From 0 to 1.
    fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or_default()) / f64::from(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn boxes_and_labels_never_overlap(
            sizes in prop::collection::vec((20.0..150.0, 20.0..60.0), 1..24),
            ends in prop::collection::vec((0_usize..24, 0_usize..24, 0.0..90.0), 0..60),
        ) {
            let sizes: Vec<Point> = sizes.into_iter().map(|(x, y)| Point { x, y }).collect();
            let line = |(from, to, x): (usize, usize, f64)| Line {
                from: from % sizes.len(), to: to % sizes.len(), label: Point { x, y: 12.0 },
            };
            let mut lines: Vec<Line> = ends.into_iter().map(line).collect();
            lines.sort_by_key(|it| (it.from, it.to));
            lines.dedup_by_key(|it| (it.from, it.to));
            let (page, labels) = spread(&sizes, &lines, 600.0);
            let mut all: Vec<(Point, Point)> = page.boxes.iter().copied().zip(sizes.iter().copied()).collect();
            all.extend(labels.iter().zip(&lines).filter_map(|(at, line)| Some(((*at)?, line.label))));
            for (at, a) in all.iter().enumerate() {
                prop_assert!(a.0.x - a.1.x / 2.0 > -0.5 && a.0.x + a.1.x / 2.0 < page.size.x + 0.5);
                prop_assert!(a.0.y - a.1.y / 2.0 > -0.5 && a.0.y + a.1.y / 2.0 < page.size.y + 0.5);
                for b in &all[at + 1..] {
                    let apart = (a.0.x - b.0.x).abs() >= f64::midpoint(a.1.x, b.1.x) - 0.5
                        || (a.0.y - b.0.y).abs() >= f64::midpoint(a.1.y, b.1.y) - 0.5;
                    prop_assert!(apart, "{a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn neighbours_are_nearer_than_others() {
        let sizes = [Point { x: 30.0, y: 20.0 }; 12];
        let line = |at: usize| Line { from: at, to: at + 1, label: Point::default() };
        let lines: Vec<Line> = (0..11).map(line).collect();
        let (page, _) = spread(&sizes, &lines, 600.0);
        let far = |a: usize, b: usize| {
            let (x, y) = (page.boxes[a].x - page.boxes[b].x, page.boxes[a].y - page.boxes[b].y);
            (x * x + y * y).sqrt()
        };
        for at in 0..11 {
            assert!(far(at, at + 1) < far(0, 11) / 5.0, "{at}");
        }
    }
}

//! Diagram → SVG, drawn here: the same bytes on every machine, whatever is installed on it.
//!
//! Sizes come from the texts, places from the layout; around them stand title, description, legend, note and source.
//! Only presentation attributes are used and no ids, so that several drawings can stand in one page.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::{
    Bundle, Diagram, Direction, Layout, Node,
    layout::{LOOP, Line, Page, Point, Route, lay_out},
    shape,
    spread::spread,
    text::{COLUMNS, FONTS, LONG, WIDE, width, wrap, wrap_lines},
    timeline,
};
use crate::markup::escape;

/// Text and line colours.
pub(super) const INK: &str = "#1c2026";
pub(super) const SOFT: &str = "#5a6270";
const ASSERTED: &str = "#5f6875";
const OTHER: &str = "#9a6a3a";

/// Font sizes and the distance of their lines.
const NAME: (f64, f64) = (12.0, 14.5);
const LABEL: (f64, f64) = (10.5, 12.5);

/// Columns after which the label of an edge breaks, and lines it has at most.
const LABEL_COLUMNS: usize = 24;
const LABEL_LINES: usize = 5;

/// Free space around everything.
const MARGIN: f64 = 20.0;
/// A page is not narrower, so that its title has room.
const NARROWEST: f64 = 560.0;
/// Parts that nothing connects stand side by side up to this width.
const USUAL: f64 = 1100.0;

/// Draws a diagram.
pub(super) fn draw(diagram: &Diagram) -> String {
    if diagram.layout == Layout::Timeline {
        let (body, size) = timeline::draw(diagram);
        return frame(diagram, &body, size);
    }
    let names: Vec<Vec<String>> = diagram.nodes.iter().map(name_lines).collect();
    let sizes: Vec<Point> =
        diagram.nodes.iter().zip(&names).map(|(node, lines)| node_size(node, lines)).collect();
    let labels: Vec<Vec<String>> = diagram.edges.iter().map(label_lines).collect();
    let lines: Vec<Line> = diagram
        .edges
        .iter()
        .zip(&labels)
        .map(|(edge, lines)| Line { from: edge.from, to: edge.to, label: label_size(lines) })
        .collect();
    let (page, spots) = if diagram.layout == Layout::Network {
        spread(&sizes, &lines, USUAL)
    } else {
        let page = lay_out(&sizes, &lines, diagram.direction, USUAL);
        let spots = page.routes.iter().map(|it| Some(it.label)).collect();
        (page, spots)
    };

    let mut body = String::new();
    for (edge, route) in diagram.edges.iter().zip(&page.routes) {
        body.push_str(&draw_edge(diagram, edge, route, &page));
    }
    for (spot, lines) in spots.iter().zip(&labels) {
        body.push_str(&spot.map_or_else(String::new, |it| draw_label(it, lines)));
    }
    for (at, (node, lines)) in diagram.nodes.iter().zip(&names).enumerate() {
        body.push_str(&draw_node(node, lines, page.boxes[at], page.sizes[at]));
    }
    let left_out = spots.iter().zip(&labels).filter(|it| it.0.is_none() && !it.1.is_empty());
    frame_with(diagram, &body, page.size, left_out.count())
}

/// The name of a node on its lines; long ones, such as sentences, are wide.
fn name_lines(node: &Node) -> Vec<String> {
    if node.label.width() > LONG {
        wrap_lines(&node.label, WIDE, 8)
    } else {
        wrap_lines(&node.label, COLUMNS, 4)
    }
}

/// Font size and distance of lines of a node's name.
fn font(node: &Node) -> (f64, f64) {
    let scale = 1.0 + f64::from(node.importance) * 0.12;
    (NAME.0 * scale, NAME.1 * scale)
}

/// Lines of text from their first base line on.
pub(super) fn text(x: f64, y: f64, lines: &[String], leading: f64, attributes: &str) -> String {
    let mut out = format!("<text {attributes}>");
    for (at, line) in lines.iter().enumerate() {
        let y = y + leading * f64::from(u32::try_from(at).unwrap_or(u32::MAX));
        let _ = write!(out, "<tspan x=\"{x:.1}\" y=\"{y:.1}\">{}</tspan>", escape(line));
    }
    out + "</text>\n"
}

/// The width of the longest line.
pub(super) fn widest(lines: &[String], size: f64) -> f64 {
    lines.iter().map(|it| width(it, size)).fold(0.0, f64::max)
}

/// How high so many lines are.
pub(super) fn height(lines: &[String], leading: f64) -> f64 {
    leading * f64::from(u32::try_from(lines.len()).unwrap_or(u32::MAX))
}

fn node_size(node: &Node, lines: &[String]) -> Point {
    let room = shape::padding(&node.style.shape);
    let (size, leading) = font(node);
    let x = (widest(lines, size) + room.x).max(56.0).ceil();
    Point {
        x,
        y: (height(lines, leading) + room.y + 3.0 * f64::from(node.importance)).max(28.0).ceil(),
    }
}

fn label_lines(edge: &Bundle) -> Vec<String> {
    wrap_lines(&edge.words(), LABEL_COLUMNS, LABEL_LINES)
}

fn label_size(lines: &[String]) -> Point {
    if lines.is_empty() {
        return Point::default();
    }
    Point { x: widest(lines, LABEL.0) + 8.0, y: height(lines, LABEL.1) + 2.0 }
}

fn draw_node(node: &Node, lines: &[String], at: Point, size: Point) -> String {
    let title = [node.label.as_str(), node.class.as_str()].map(escape).join(" · ");
    let outline = shape::draw(&node.style, at, size);
    let (size_of_font, leading) = font(node);
    let first = at.y - height(lines, leading) / 2.0 + size_of_font - 1.2
        + shape::sinking(&node.style.shape);
    let words = text(
        at.x,
        first,
        lines,
        leading,
        &format!("font-size=\"{size_of_font:.1}\" fill=\"{INK}\" text-anchor=\"middle\""),
    );
    let drawn = format!("<g><title>{title}</title>{outline}{words}</g>");
    match &node.link {
        Some(link) => format!("<a href=\"{}\">{drawn}</a>\n", escape(link)),
        None => drawn + "\n",
    }
}

fn draw_label(at: Point, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let size = label_size(lines);
    let (x, y) = (at.x - size.x / 2.0, at.y - size.y / 2.0);
    let back = format!(
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"3\" fill=\"#ffffff\"/>",
        size.x, size.y
    );
    let style = format!("font-size=\"{}\" fill=\"{SOFT}\" text-anchor=\"middle\"", LABEL.0);
    back + &text(at.x, y + LABEL.0, lines, LABEL.1, &style)
}

fn draw_edge(diagram: &Diagram, edge: &Bundle, route: &Route, page: &Page) -> String {
    let colour = if edge.asserted { ASSERTED } else { OTHER };
    let dash = if edge.asserted { "" } else { " stroke-dasharray=\"5 3.5\"" };
    let course = if route.points.is_empty() {
        let above = if diagram.layout == Layout::Network {
            Direction::LeftToRight
        } else {
            diagram.direction
        };
        loop_course(page.boxes[edge.from], page.sizes[edge.from], above)
    } else if diagram.layout == Layout::Network {
        curve(&route.points)
    } else {
        course(&touching(diagram, edge, route, page), diagram.direction)
    };
    let mut head = if edge.directed { arrowhead(&course.1, colour) } else { String::new() };
    if edge.both && !route.points.is_empty() {
        let back: Vec<Point> = route.points.iter().rev().copied().collect();
        head.push_str(&arrowhead(&curve(&back).1, colour));
    }
    // The more often it is said, the thicker.
    let often = edge.said.iter().map(|it| it.count).sum::<usize>() + edge.more;
    let thick = [(16, "3"), (8, "2.4"), (4, "1.8")].iter().find(|it| often >= it.0);
    let title = [&diagram.nodes[edge.from].label, &edge.words(), &diagram.nodes[edge.to].label]
        .map(|it| escape(it))
        .join(" – ");
    format!(
        "<g><title>{title}</title><path d=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"{dash}/>{head}</g>\n",
        course.0,
        thick.map_or("1.2", |it| it.1)
    )
}

/// The points of a route, its ends moved to the outlines of the nodes.
fn touching(diagram: &Diagram, edge: &Bundle, route: &Route, page: &Page) -> Vec<Point> {
    let mut points = route.points.clone();
    let last = points.len() - 1;
    if diagram.direction == Direction::LeftToRight {
        for (at, node) in [(0, edge.from), (last, edge.to)] {
            let (middle, size) = (page.boxes[node], page.sizes[node]);
            let right = points[at].x > middle.x;
            let shape = &diagram.nodes[node].style.shape;
            let inset = shape::inset(shape, size, points[at].y - middle.y, right);
            points[at].x += if right { -inset } else { inset };
        }
    }
    points
}

/// Where an arrow ends and which way it points.
struct End {
    at: Point,
    ahead: Point,
}

/// A course that is straight between the first and second point, bends to the third, and so on.
fn course(points: &[Point], direction: Direction) -> (String, End) {
    let mut d = format!("M{:.1} {:.1}", points[0].x, points[0].y);
    for (at, pair) in points.windows(2).enumerate() {
        let (a, b) = (pair[0], pair[1]);
        if at % 2 == 0 {
            if a != b {
                let _ = write!(d, "L{:.1} {:.1}", b.x, b.y);
            }
            continue;
        }
        let (c1, c2) = match direction {
            Direction::LeftToRight => {
                let x = f64::midpoint(a.x, b.x);
                (Point { x, y: a.y }, Point { x, y: b.y })
            }
            Direction::TopToBottom => {
                let y = f64::midpoint(a.y, b.y);
                (Point { x: a.x, y }, Point { x: b.x, y })
            }
        };
        let _ = write!(d, "C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}", c1.x, c1.y, c2.x, c2.y, b.x, b.y);
    }
    let (before, at) = (points[points.len() - 3], points[points.len() - 1]);
    let ahead = match direction {
        Direction::LeftToRight => Point { x: (at.x - before.x).signum(), y: 0.0 },
        Direction::TopToBottom => Point { x: 0.0, y: (at.y - before.y).signum() },
    };
    (d, End { at, ahead })
}

/// A course that bends once, towards the point in the middle.
fn curve(points: &[Point]) -> (String, End) {
    let (start, over, at) = (points[0], points[1], points[2]);
    let d = format!(
        "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}",
        start.x, start.y, over.x, over.y, at.x, at.y
    );
    let (x, y) = (at.x - over.x, at.y - over.y);
    let length = (x * x + y * y).sqrt().max(1e-6);
    (d, End { at, ahead: Point { x: x / length, y: y / length } })
}

/// A course from a box round to itself: above it, or to its right.
fn loop_course(at: Point, size: Point, direction: Direction) -> (String, End) {
    match direction {
        Direction::LeftToRight => {
            let (x, y) = (at.x, at.y - size.y / 2.0);
            let d = format!(
                "M{:.1} {y:.1}C{:.1} {top:.1} {:.1} {top:.1} {:.1} {y:.1}",
                x - 14.0,
                x - 18.0,
                x + 18.0,
                x + 14.0,
                top = y - LOOP * 1.2
            );
            (d, End { at: Point { x: x + 14.0, y }, ahead: Point { x: 0.0, y: 1.0 } })
        }
        Direction::TopToBottom => {
            let (x, y) = (at.x + size.x / 2.0, at.y);
            let d = format!(
                "M{x:.1} {:.1}C{far:.1} {:.1} {far:.1} {:.1} {x:.1} {:.1}",
                y - 9.0,
                y - 14.0,
                y + 14.0,
                y + 9.0,
                far = x + LOOP * 1.2
            );
            (d, End { at: Point { x, y: y + 9.0 }, ahead: Point { x: -1.0, y: 0.0 } })
        }
    }
}

fn arrowhead(end: &End, colour: &str) -> String {
    let (at, ahead) = (end.at, end.ahead);
    let corner = |side: f64| {
        format!(
            "{:.1},{:.1}",
            at.x - 8.0 * ahead.x + side * ahead.y,
            at.y - 8.0 * ahead.y - side * ahead.x
        )
    };
    format!(
        "<polygon points=\"{:.1},{:.1} {} {}\" fill=\"{colour}\"/>",
        at.x,
        at.y,
        corner(3.4),
        corner(-3.4)
    )
}

fn frame(diagram: &Diagram, body: &str, size: Point) -> String {
    frame_with(diagram, body, size, 0)
}

/// Title, description, the drawing itself, legend, note and source; so many labels found no room.
fn frame_with(diagram: &Diagram, body: &str, size: Point, left_out: usize) -> String {
    let inner = size.x.max(NARROWEST);
    // A column of this font is a little more than half as wide as high.
    let columns =
        |size: f64| (20..400).take_while(|it| f64::from(*it) * size * 0.53 < inner).count() + 20;
    let mut out = String::new();
    let mut y = MARGIN;
    let write = |out: &mut String, y: &mut f64, words: &str, size: f64, attributes: &str| {
        let lines = wrap(words, columns(size));
        if !lines.is_empty() {
            let style = format!("font-size=\"{size}\" {attributes}");
            out.push_str(&text(MARGIN, *y + size, &lines, size * 1.3, &style));
            *y += height(&lines, size * 1.3) + 3.0;
        }
    };
    write(&mut out, &mut y, &diagram.title, 18.0, &format!("font-weight=\"bold\" fill=\"{INK}\""));
    write(&mut out, &mut y, &diagram.description, 12.0, &format!("fill=\"{SOFT}\""));
    y += 14.0;
    let left = MARGIN + (inner - size.x) / 2.0 * f64::from(diagram.layout != Layout::Timeline);
    let _ = writeln!(out, "<g transform=\"translate({left:.1} {y:.1})\">\n{body}</g>");
    y += size.y + 18.0;
    if diagram.nodes.is_empty() {
        write(&mut out, &mut y, "There is nothing to show.", 13.0, &format!("fill=\"{INK}\""));
    }
    legend(diagram, inner, &mut out, &mut y);
    let labels = (left_out > 0).then(|| {
        let plural = if left_out == 1 { ("connection", "has") } else { ("connections", "have") };
        format!("{left_out} {} {} no label for want of room", plural.0, plural.1)
    });
    let notes: Vec<String> = diagram.note.clone().into_iter().chain(labels).collect();
    write(
        &mut out,
        &mut y,
        &notes.join("; "),
        11.0,
        &format!("font-style=\"italic\" fill=\"{INK}\""),
    );
    write(&mut out, &mut y, &diagram.source_line, 10.5, &format!("fill=\"{SOFT}\""));

    let (w, h) = ((inner + 2.0 * MARGIN).ceil(), (y + MARGIN).ceil());
    // What leads somewhere is no picture to those who hear it.
    let role = if diagram.nodes.iter().any(|it| it.link.is_some()) { "group" } else { "img" };
    format!(
        "<svg xmlns=\"{}\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"{role}\" aria-label=\"{}\" font-family=\"{FONTS}\">\n<rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n{out}</svg>\n",
        crate::vocabulary::SVG,
        escape(&diagram.title)
    )
}

/// Swatches with their names, in as many rows as needed.
fn legend(diagram: &Diagram, inner: f64, out: &mut String, y: &mut f64) {
    let mut items: Vec<(String, &str)> = diagram
        .legend
        .iter()
        .map(|it| {
            (
                shape::draw(&it.style, Point { x: 13.0, y: 8.0 }, Point { x: 26.0, y: 16.0 }),
                it.label.as_str(),
            )
        })
        .collect();
    if diagram.edges.iter().any(|it| !it.asserted) {
        let dashes = format!(
            "<path d=\"M0 8h26\" fill=\"none\" stroke=\"{OTHER}\" stroke-width=\"1.4\" stroke-dasharray=\"5 3.5\"/>"
        );
        let slanted = || {
            let style = format!("font-size=\"11\" font-style=\"italic\" fill=\"{SOFT}\"");
            text(0.0, 12.0, &["said".to_owned()], 0.0, &style)
        };
        let sample = if diagram.layout == Layout::Timeline { slanted() } else { dashes };
        items.push((sample, "said, but not asserted"));
    }
    if diagram.nodes.iter().any(|it| it.importance > 0) {
        let circle = |x: f64, radius: f64| {
            format!("<circle cx=\"{x}\" cy=\"8\" r=\"{radius}\" fill=\"none\" stroke=\"{SOFT}\"/>")
        };
        items.push((circle(5.0, 3.5) + &circle(18.0, 7.0), "larger: connected with more"));
    }
    if items.is_empty() {
        return;
    }
    let mut x = 0.0;
    for (swatch, label) in items {
        let wide = 26.0 + 6.0 + width(label, 11.0) + 18.0;
        if x > 0.0 && x + wide > inner {
            x = 0.0;
            *y += 23.0;
        }
        let words =
            text(32.0, 12.0, &[label.to_owned()], 0.0, &format!("font-size=\"11\" fill=\"{INK}\""));
        let _ = writeln!(
            out,
            "<g transform=\"translate({:.1} {:.1})\">{swatch}{words}</g>",
            MARGIN + x,
            *y
        );
        x += wide;
    }
    *y += 30.0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::{Edge, build, fixture};

    #[test]
    fn nothing_is_lost_and_everything_is_escaped() {
        let diagram = Diagram {
            title: "<Title> & \"more\"".to_owned(),
            note: Some("3 of 4 things shown".to_owned()),
            ..fixture::diagram(12, "layered", "LR")
        };
        let svg = draw(&diagram);
        for words in [
            "&lt;Title&gt; &amp; &quot;more&quot;",
            "3 of 4 things shown",
            "kell 0.1.0, 3 documents",
            "Velo &amp; Sons",
            "said, but not asserted",
            "Public body",
        ] {
            assert!(svg.contains(words), "{words}");
        }
        assert!(!svg.contains("<Ltd>"));
    }

    #[test]
    fn what_leads_somewhere_is_a_link_and_no_picture() {
        let mut diagram = fixture::diagram(4, "layered", "LR");
        assert!(draw(&diagram).contains("role=\"img\""));
        diagram.nodes[0].link = Some("/id/a&b".to_owned());
        let svg = draw(&diagram);
        assert!(svg.contains("<a href=\"/id/a&amp;b\"><g>") && svg.contains("role=\"group\""));
        assert!(!svg.contains("role=\"img\""));
    }

    #[test]
    fn direction_turns_the_drawing() {
        let rows = vec![fixture::edge("Ada", "leads", "Mill")];
        let wide = |direction: &str| {
            let rows: Vec<Edge> = rows.clone();
            draw(&build(&fixture::spec("layered", direction), rows, &fixture::schema(), ""))
        };
        assert_ne!(wide("LR"), wide("TB"));
    }

    #[test]
    fn an_empty_diagram_says_so() {
        assert!(draw(&fixture::diagram(0, "layered", "LR")).contains("nothing to show"));
    }
}

//! Diagram → DOT, the language of Graphviz, by way of its model in `graphviz-rust`.
//!
//! Whoever draws it needs nothing else: colours, shapes, boxes, legend, title and source are all in it.

use std::fmt::Write;

use graphviz_rust::{
    dot_structures::{
        Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph, Vertex,
    },
    printer::{DotPrinter, PrinterContext},
};

use unicode_width::UnicodeWidthStr;

use super::{
    Diagram, Direction, Layout, LegendEntry, Style,
    text::{COLUMNS, FONTS, LONG, WIDE, wrap, wrap_lines},
    timeline::{Moment, moments},
};
use crate::markup::escape;

const INK: &str = "#1c2026";
const SOFT: &str = "#5a6270";
const ASSERTED: &str = "#5f6875";
const OTHER: &str = "#9a6a3a";

/// Writes a diagram as DOT.
pub(super) fn write_dot(diagram: &Diagram) -> String {
    let mut stmts = settings(diagram);
    match diagram.layout {
        Layout::Timeline => timeline(diagram, &mut stmts),
        Layout::Layered | Layout::Network | Layout::Hierarchy => network(diagram, &mut stmts),
    }
    stmts.extend(legend(diagram));
    // A label given to the graph at the end is not passed on to the boxes in it.
    let heading = heading(diagram);
    stmts.extend(
        [
            attribute("labelloc", "t"),
            attribute("labeljust", "l"),
            Attribute(plain("label"), heading),
        ]
        .map(Stmt::Attribute),
    );
    let graph = Graph::DiGraph { id: quoted(&diagram.name), strict: false, stmts };
    let mut context = PrinterContext::default();
    context.with_semi();
    graph.print(&mut context) + "\n"
}

/// Whether edges run from left to right.
fn sideways(diagram: &Diagram) -> bool {
    diagram.direction == Direction::LeftToRight && diagram.layout != Layout::Timeline
}

fn settings(diagram: &Diagram) -> Vec<Stmt> {
    let graph = [
        ("rankdir", if sideways(diagram) { "LR" } else { "TB" }),
        ("bgcolor", "#ffffff"),
        ("fontname", FONTS),
        ("fontsize", "12"),
        ("nodesep", "0.2"),
        ("ranksep", if sideways(diagram) { "0.45" } else { "0.35" }),
        ("pad", "0.3"),
        ("charset", "UTF-8"),
    ];
    let spread = [("layout", "sfdp"), ("overlap", "prism"), ("K", "1.1"), ("splines", "curved")];
    let spread = if diagram.layout == Layout::Network { spread.as_slice() } else { &[] };
    let graph = [graph.as_slice(), spread].concat();
    let node = [
        ("shape", "box"),
        ("style", "rounded,filled"),
        ("fillcolor", "#ffffff"),
        ("fontname", FONTS),
        ("fontsize", "12"),
        ("fontcolor", INK),
        ("margin", "0.12,0.06"),
        ("height", "0.35"),
    ];
    let edge = [
        ("fontname", FONTS),
        ("fontsize", "10"),
        ("fontcolor", SOFT),
        ("color", ASSERTED),
        ("arrowsize", "0.7"),
    ];
    vec![
        Stmt::GAttribute(GraphAttributes::Graph(attributes(&graph))),
        Stmt::GAttribute(GraphAttributes::Node(attributes(&node))),
        Stmt::GAttribute(GraphAttributes::Edge(attributes(&edge))),
    ]
}

fn network(diagram: &Diagram, stmts: &mut Vec<Stmt>) {
    let boxed = |at: usize| diagram.clusters.iter().any(|it| it.nodes.contains(&at));
    let node = |at: usize| {
        let it = &diagram.nodes[at];
        let lines = if it.label.width() > LONG {
            wrap_lines(&it.label, WIDE, 8)
        } else {
            wrap_lines(&it.label, COLUMNS, 4)
        };
        let mut list = vec![label(&lines)];
        list.extend(look(&it.style));
        if it.importance > 0 {
            let size = format!("{:.1}", 12.0 * (1.0 + 0.12 * f64::from(it.importance)));
            list.push(attribute("fontsize", &size));
        }
        list.push(Attribute(
            plain("tooltip"),
            words(&wrap(&format!("{} · {}", it.label, it.class), usize::MAX)),
        ));
        Stmt::Node(Node::new(NodeId(quoted(&it.id), None), list))
    };
    for (at, cluster) in diagram.clusters.iter().enumerate() {
        let mut inner = cluster_settings(&cluster.label);
        inner.extend(cluster.nodes.iter().map(|it| node(*it)));
        stmts.push(Stmt::Subgraph(Subgraph { id: plain(&format!("cluster_{at}")), stmts: inner }));
    }
    stmts.extend((0..diagram.nodes.len()).filter(|it| !boxed(*it)).map(node));
    for bundle in &diagram.edges {
        let mut list = Vec::new();
        let lines = wrap(&bundle.words(), COLUMNS);
        if !lines.is_empty() {
            list.push(label(&lines));
        }
        if !bundle.asserted {
            list.extend(attributes(&[("style", "dashed"), ("color", OTHER)]));
        }
        if bundle.both {
            list.push(attribute("dir", "both"));
        } else if !bundle.directed {
            list.push(attribute("dir", "none"));
        }
        stmts.push(edge(&diagram.nodes[bundle.from].id, &diagram.nodes[bundle.to].id, list));
    }
}

/// Events of a timeline in one row.
const MOMENTS: usize = 6;

/// Years as a chain, and level with each the events that fall in it.
fn timeline(diagram: &Diagram, stmts: &mut Vec<Stmt>) {
    let moments = moments(diagram);
    let years = moments.chunk_by(|a, b| a.year == b.year);
    let rows: Vec<(String, &[Moment<'_>])> = years
        .flat_map(|it| it.chunks(MOMENTS).enumerate())
        .map(|(row, it)| (format!("year {} {}", it[0].year, row + 1), it))
        .collect();
    for (at, (id, events)) in rows.iter().enumerate() {
        let year = match events[0].year {
            again if at > 0 && rows[at - 1].1[0].year == again => "",
            "" => "no date",
            year => year,
        };
        let mut list = vec![label(&[year.to_owned()])];
        list.extend(attributes(&[("shape", "plaintext"), ("style", ""), ("fontsize", "16")]));
        let mut inner = vec![Stmt::Attribute(attribute("rank", "same"))];
        inner.push(Stmt::Node(Node::new(NodeId(quoted(id), None), list)));
        for moment in *events {
            let mut lines = wrap(&moment.date, COLUMNS + 8);
            lines.extend(wrap_lines(&moment.event.label, COLUMNS + 8, 4));
            lines.extend(moment.details.iter().flat_map(|it| wrap_lines(&it.0, COLUMNS + 8, 2)));
            let mut list = vec![label(&lines)];
            list.extend(look(&Style { shape: "box".to_owned(), ..moment.event.style.clone() }));
            inner.push(Stmt::Node(Node::new(NodeId(quoted(&moment.event.id), None), list)));
        }
        let mut before = id.as_str();
        for moment in *events {
            inner.push(edge(
                before,
                &moment.event.id,
                attributes(&[("dir", "none"), ("style", "dotted")]),
            ));
            before = &moment.event.id;
        }
        stmts.push(Stmt::Subgraph(Subgraph { id: quoted(&format!("row {id}")), stmts: inner }));
    }
    for pair in rows.windows(2) {
        stmts.push(edge(&pair[0].0, &pair[1].0, attributes(&[("dir", "none"), ("penwidth", "2")])));
    }
}

/// Entries of the legend in one row.
const LEGEND_COLUMNS: usize = 3;

fn legend(diagram: &Diagram) -> Option<Stmt> {
    let entry = |(at, it): (usize, &LegendEntry)| {
        let mut list = vec![label(&wrap(&it.label, COLUMNS)), attribute("fontsize", "10")];
        list.extend(look(&it.style));
        Stmt::Node(Node::new(NodeId(quoted(&format!("legend {at}")), None), list))
    };
    let mut entries: Vec<Stmt> = diagram.legend.iter().enumerate().map(entry).collect();
    if diagram.edges.iter().any(|it| !it.asserted) {
        let mut list = vec![label(&["dashed: said, but not asserted".to_owned()])];
        list.extend(attributes(&[
            ("shape", "plaintext"),
            ("style", ""),
            ("fontsize", "10"),
            ("fontcolor", OTHER),
        ]));
        entries.push(Stmt::Node(Node::new(NodeId(quoted("legend dashed"), None), list)));
    }
    if entries.is_empty() {
        return None;
    }
    let mut stmts = cluster_settings("Legend");
    stmts.extend(entries);
    // Nodes side by side stand below one another unless something holds them apart.
    if sideways(diagram) {
        let aside = |at: &usize| !at.is_multiple_of(LEGEND_COLUMNS);
        stmts.extend((1..diagram.legend.len()).filter(aside).map(|at| {
            let list = attributes(&[("style", "invis")]);
            edge(&format!("legend {}", at - 1), &format!("legend {at}"), list)
        }));
    }
    Some(Stmt::Subgraph(Subgraph { id: plain("cluster_legend"), stmts }))
}

fn cluster_settings(title: &str) -> Vec<Stmt> {
    let mut list = vec![label(&wrap(title, COLUMNS))];
    list.extend(attributes(&[
        ("style", "rounded"),
        ("color", "#c3c9d2"),
        ("fontcolor", SOFT),
        ("fontsize", "11"),
        ("margin", "10"),
    ]));
    list.into_iter().map(Stmt::Attribute).collect()
}

/// Title, description, note and source as one label, the title large.
fn heading(diagram: &Diagram) -> Id {
    let mut html = String::new();
    let mut add = |words: &str, size: u8, colour: &str, bold: bool| {
        for line in wrap(words, 100) {
            let line = if bold { format!("<B>{}</B>", escape(&line)) } else { escape(&line) };
            let _ = write!(
                html,
                "<FONT POINT-SIZE=\"{size}\" COLOR=\"{colour}\">{line}</FONT><BR ALIGN=\"LEFT\"/>"
            );
        }
    };
    add(&diagram.title, 18, INK, true);
    add(&diagram.description, 12, SOFT, false);
    add(diagram.note.as_deref().unwrap_or_default(), 11, INK, false);
    add(&diagram.source_line, 10, SOFT, false);
    if html.is_empty() { quoted("") } else { Id::Html(format!("<{html}>")) }
}

fn look(style: &Style) -> Vec<Attribute> {
    // Graphviz rounds the corners of boxes well and those of other shapes badly, and leaves these much room.
    let kind = if style.shape == "box" { "rounded,filled" } else { "filled" };
    let mut look = attributes(&[
        ("shape", &style.shape),
        ("style", kind),
        ("fillcolor", &style.fill),
        ("color", &style.outline),
    ]);
    if matches!(style.shape.as_str(), "ellipse" | "hexagon" | "octagon" | "parallelogram") {
        look.push(attribute("margin", "0.02,0.02"));
    }
    look
}

fn edge(from: &str, to: &str, attributes: Vec<Attribute>) -> Stmt {
    let end = |id: &str| Vertex::N(NodeId(quoted(id), None));
    Stmt::Edge(Edge { ty: EdgeTy::Pair(end(from), end(to)), attributes })
}

fn label(lines: &[String]) -> Attribute {
    Attribute(plain("label"), words(lines))
}

fn attributes(list: &[(&str, &str)]) -> Vec<Attribute> {
    list.iter().map(|(name, value)| attribute(name, value)).collect()
}

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute(plain(name), quoted(value))
}

fn plain(name: &str) -> Id {
    Id::Plain(name.to_owned())
}

/// A string as it is.
fn quoted(text: &str) -> Id {
    let visible: String = text.chars().filter(|it| !it.is_control()).collect();
    Id::Escaped(format!("\"{}\"", visible.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Lines to be read: as [`quoted`], with what Graphviz takes for a character reference escaped.
fn words(lines: &[String]) -> Id {
    let line = |it: &String| it.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;");
    let lines: Vec<String> = lines.iter().map(line).collect();
    Id::Escaped(format!("\"{}\"", lines.join("\\n")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::{build, fixture};

    #[test]
    fn labels_are_escaped() {
        let rows = vec![fixture::edge("a \"b\" \\N {c|d} <e> &amp;\n\u{7}f", "x\\", "B\\")];
        let dot = write_dot(&build(
            &fixture::spec("layered", "LR"),
            rows,
            &fixture::schema(),
            "a < b & c",
        ));
        assert!(dot.contains(r#"label="a \"b\" \\N {c|d} <e> &amp;amp;\nf""#), "{dot}");
        assert!(dot.contains(r#"label="x\\""#), "{dot}");
        assert!(dot.contains("a &lt; b &amp; c"), "{dot}");
    }

    #[test]
    fn the_parser_of_graphviz_rust_reads_it() {
        for layout in ["layered", "network", "hierarchy"] {
            let dot = write_dot(&fixture::diagram(20, layout, "TB"));
            assert!(graphviz_rust::parse(&dot).is_ok(), "{dot}");
        }
    }

    #[test]
    fn a_small_diagram_in_full() {
        let spec =
            crate::ontology::DiagramSpec { clusters: Vec::new(), ..fixture::spec("layered", "LR") };
        let rows = vec![crate::diagram::Edge {
            force: Some("alleged".to_owned()),
            ..fixture::edge("Ada", "opposes", "Bo")
        }];
        let dot = write_dot(&build(&spec, rows, &fixture::schema(), "source"));
        for line in [
            "digraph \"actors\" {",
            "  \"Ada\"[label=\"Ada\" shape=\"ellipse\" style=\"filled\" fillcolor=\"#f7d58c\" color=\"#87754d\" margin=\"0.02,0.02\" tooltip=\"Ada · Person\"];",
            "  \"Ada\" -> \"Bo\" [label=\"opposes (alleged)\" style=\"dashed\" color=\"#9a6a3a\"];",
            "  subgraph cluster_legend {",
        ] {
            assert!(dot.lines().any(|it| it == line), "{line}\n{dot}");
        }
    }
}

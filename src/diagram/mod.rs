//! Rows of a question → a drawing: DOT for Graphviz, SVG drawn here, PNG and PDF where Graphviz is installed.
//!
//! What comes in is a [`DiagramSpec`](crate::ontology::DiagramSpec) and the rows its query found; [`build()`] makes of
//! them a [`Diagram`], which says what is to be seen and not where, and [`render`] draws it.  This module does not
//! ask the store, and of the domain it knows what the pack's classes say: a label, a colour and a shape.

mod build;
mod chain;
mod dot;
mod graphviz;
mod layout;
mod legend;
mod ontology;
mod order;
mod place;
mod rows;
mod shape;
mod spread;
mod style;
mod svg;
mod text;
mod timeline;

#[cfg(test)]
mod fixture;

use std::fmt;

pub use build::build;
pub use chain::of_chains;
pub use ontology::ontology;
pub use rows::{Edge, edges, near};
pub use style::{Style, style};

/// What is to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// File name without its ending.
    pub name: String,
    /// Title.
    pub title: String,
    /// One sentence below it.
    pub description: String,
    /// Where it comes from: program, documents, date of the data.
    pub source_line: String,
    /// How it is laid out.
    pub layout: Layout,
    /// Which way its edges run.
    pub direction: Direction,
    /// Things, by label.
    pub nodes: Vec<Node>,
    /// What connects them, by place of their ends in `nodes`; at most one plain, one dashed for each pair and way.
    pub edges: Vec<Bundle>,
    /// Nodes boxed together.
    pub clusters: Vec<Cluster>,
    /// What the colours mean.
    pub legend: Vec<LegendEntry>,
    /// What is not shown, if anything.
    pub note: Option<String>,
}

/// How a diagram is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// In layers along the edges.
    Layered,
    /// As far apart as there are steps between them: for networks too dense for layers.
    Network,
    /// A tree: as layered, without arrowheads.
    Hierarchy,
    /// Events in order of time.
    Timeline,
}

/// Which way edges run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From top to bottom.
    TopToBottom,
}

/// A thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// IRI, or the value itself.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Local name of its class.
    pub class: String,
    /// How it looks.
    pub style: Style,
    /// How much it is connected, from 0 to 4; what is connected more is drawn larger.
    pub importance: u8,
    /// When, for a timeline: the earliest date, and others where sources disagree.
    pub dates: Vec<String>,
    /// Where it leads in a drawing on a page.
    pub link: Option<String>,
}

/// All edges of one kind between two nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Index of the node it leaves.
    pub from: usize,
    /// Index of the node it enters.
    pub to: usize,
    /// What it says, the most frequent first.
    pub said: Vec<Said>,
    /// How many further things it says.
    pub more: usize,
    /// Whether what it says is asserted; others are drawn dashed.
    pub asserted: bool,
    /// Whether its direction means something; others have no arrowhead.
    pub directed: bool,
    /// Whether some of what it says runs the other way, which is marked with an arrow.
    pub both: bool,
}

/// One of the things an edge says; written as `opposes (alleged) ×2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What.
    pub label: String,
    /// Its force in lower case, unless asserted.
    pub force: Option<String>,
    /// How often.
    pub count: usize,
}

impl Said {
    /// Force and count as they follow the label or the object, where they matter: ` (alleged) ×2`.
    fn tail(&self) -> String {
        let force = self.force.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
        let count = if self.count > 1 { format!(" ×{}", self.count) } else { String::new() };
        force + &count
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(format!("{}{}", self.label, self.tail()).trim())
    }
}

impl Bundle {
    /// All it says in one line.
    fn words(&self) -> String {
        let mut words: Vec<String> = self.said.iter().map(Said::to_string).collect();
        words.retain(|it| !it.is_empty());
        if self.more > 0 {
            words.push(format!("and {} more", self.more));
        }
        words.join(", ")
    }
}

/// Nodes boxed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// What they are.
    pub label: String,
    /// Indices of the nodes.
    pub nodes: Vec<usize>,
}

/// What a colour and a shape mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegendEntry {
    /// Name of the class, or of several.
    pub label: String,
    /// How its members look.
    pub style: Style,
}

/// What a diagram can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Graphviz's language.
    Dot,
    /// Scalable Vector Graphics.
    Svg,
    /// A picture.
    Png,
    /// A page.
    Pdf,
}

impl Format {
    /// The format with this name or file ending.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "dot" | "gv" => Some(Self::Dot),
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    /// Its name, which is also its file ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// Who draws an SVG.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Engine {
    /// Graphviz where it is installed, else this program.
    Auto,
    /// Graphviz; an error where it is not installed.
    Graphviz,
    /// This program, which draws the same bytes on every machine.
    #[default]
    BuiltIn,
}

/// Why there is no drawing.
#[derive(Debug, thiserror::Error)]
pub enum DiagramError {
    /// Graphviz is needed and not there.
    #[error(
        "{format} needs Graphviz, and there is no program `dot` on the PATH: install the package `graphviz`, or draw svg or dot"
    )]
    NoGraphviz {
        /// The format asked for.
        format: &'static str,
    },
    /// Graphviz did not do it.
    #[error("`dot` could not draw {format}: {message}")]
    Graphviz {
        /// The format asked for.
        format: &'static str,
        /// What it says.
        message: String,
    },
    /// Graphviz could not be talked to.
    #[error(
        "cannot run `dot`: {0}; install the package `graphviz` anew, or draw with the built-in engine"
    )]
    System(#[from] std::io::Error),
}

/// Where a drawing is from: the title of its document, or how many there are; nothing if there is none.
pub fn source_line<'a>(mut titles: impl ExactSizeIterator<Item = &'a String>) -> Option<String> {
    match (titles.len(), titles.next()?) {
        (1, title) => Some(format!("From “{title}”")),
        (many, _) => Some(format!("From {many} documents")),
    }
}

/// Draws a diagram.
///
/// DOT never needs a program; PNG and PDF always need Graphviz; for SVG `engine` decides.
pub fn render(diagram: &Diagram, format: Format, engine: Engine) -> Result<Vec<u8>, DiagramError> {
    let dot = || dot::write_dot(diagram);
    let own = || svg::draw(diagram);
    match (format, engine) {
        (Format::Dot, _) => Ok(dot().into_bytes()),
        (Format::Svg, Engine::BuiltIn) => Ok(own().into_bytes()),
        (Format::Svg, Engine::Auto) => match graphviz::run(&dot(), format.name()) {
            Err(DiagramError::NoGraphviz { .. }) => Ok(own().into_bytes()),
            drawn => drawn,
        },
        _ => graphviz::run(&dot(), format.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_go_by_name_and_ending() {
        for format in [Format::Dot, Format::Svg, Format::Png, Format::Pdf] {
            assert_eq!(Format::from_name(format.name()), Some(format));
        }
        assert_eq!(Format::from_name("GV"), Some(Format::Dot));
        assert_eq!(Format::from_name("jpeg"), None);
    }

    #[test]
    fn a_drawing_says_where_it_is_from() {
        let titles = ["A".to_owned(), "B".to_owned()];
        assert_eq!(source_line(titles[..0].iter()), None);
        assert_eq!(source_line(titles[..1].iter()).unwrap(), "From “A”");
        assert_eq!(source_line(titles.iter()).unwrap(), "From 2 documents");
    }

    #[test]
    fn every_engine_draws_every_size() {
        for count in [0, 1, 2, 9, 33] {
            for layout in ["layered", "network", "timeline", "hierarchy"] {
                let diagram = fixture::diagram(count, layout, "LR");
                let svg = render(&diagram, Format::Svg, Engine::BuiltIn).unwrap();
                let svg = String::from_utf8(svg).unwrap();
                assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
            }
        }
    }

    #[test]
    fn the_same_bytes_whatever_the_order_of_rows() {
        let spec = fixture::spec("layered", "LR");
        let mut rows = fixture::rows(20);
        let draw = |rows: Vec<Edge>| {
            let diagram = build(&spec, rows, &fixture::schema(), "source");
            [Format::Dot, Format::Svg].map(|it| render(&diagram, it, Engine::BuiltIn).unwrap())
        };
        let first = draw(rows.clone());
        rows.reverse();
        rows.rotate_left(3);
        assert_eq!(draw(rows), first);
    }
}

//! Graph, pack, drawings and diagnostics → one HTML page that needs nothing else.
//!
//! The page asks for nothing over the network, works without its script, by keyboard and on paper, and shows every
//! statement with its sentence.  Nothing is decided here: what is asserted, what disagrees and what was not
//! understood was settled upstream.

mod claims;
mod conflicts;
mod documents;
mod drawings;
mod findings;
mod html;
mod page;
mod status;

#[cfg(test)]
mod tests;

use crate::{diagnostic::Diagnostic, graph::Graph, ontology::Ontology};

/// What a report shows.
#[derive(Debug, Clone)]
pub struct ReportInput<'a> {
    /// Heading of the page.
    pub title: String,
    /// What was found.
    pub graph: &'a Graph,
    /// What it was read with.
    pub ontology: &'a Ontology,
    /// Title and SVG of each drawing.
    pub diagrams: &'a [(String, String)],
    /// What was not understood, and anything else there is to say.
    pub diagnostics: &'a [Diagnostic],
}

/// Writes the page.
pub fn render(input: &ReportInput<'_>) -> String {
    page::write(input)
}

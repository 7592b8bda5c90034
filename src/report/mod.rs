//! The graph as one self-contained page that a person would send to a colleague.

use crate::{diagnostic::Diagnostic, graph::Graph, ontology::Ontology};

/// What the page is made of.
#[derive(Debug, Clone)]
pub struct ReportInput<'a> {
    /// Title of the page.
    pub title: String,
    /// What the documents say.
    pub graph: &'a Graph,
    /// The pack it was read with.
    pub ontology: &'a Ontology,
    /// Titles and SVG of the diagrams.
    pub diagrams: &'a [(String, String)],
    /// What was not understood, and what checks found.
    pub diagnostics: &'a [Diagnostic],
}

/// The page as HTML.
pub fn render(input: &ReportInput<'_>) -> String {
    format!("<!doctype html>\n<title>{}</title>\n", input.title)
}

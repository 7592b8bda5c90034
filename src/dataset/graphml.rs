//! `GraphML`: nodes and edges with attributes, for Gephi, yEd, Cytoscape and networkx.

use std::io::Write;

use super::{
    Export, ExportError,
    edges::{EDGE_ATTRIBUTES, Edge, NODE_ATTRIBUTES, edges, ends, node},
};
use crate::{markup::escape, vocabulary::documents::GRAPHML};

/// Types of the attributes of a node.
const NODE_TYPES: [&str; 5] = ["string", "string", "boolean", "int", "string"];

pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> Result<usize, ExportError> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"{GRAPHML}\">")?;
    for (name, kind) in NODE_ATTRIBUTES.iter().zip(NODE_TYPES) {
        writeln!(
            out,
            "  <key id=\"n-{name}\" for=\"node\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        )?;
    }
    for (name, kind) in EDGE_ATTRIBUTES {
        writeln!(
            out,
            "  <key id=\"e-{name}\" for=\"edge\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        )?;
    }
    writeln!(out, "  <graph id=\"claims\" edgedefault=\"directed\">")?;
    for iri in &ends(export)? {
        writeln!(out, "    <node id=\"{}\">", escape(iri))?;
        for (name, value) in NODE_ATTRIBUTES.iter().zip(node(export, iri).values()) {
            data(out, "n", name, &value)?;
        }
        writeln!(out, "    </node>")?;
    }
    let left = edges(export, |edge: &Edge| {
        writeln!(
            out,
            "    <edge id=\"{}\" source=\"{}\" target=\"{}\">",
            escape(&edge.claim.iri),
            escape(&edge.claim.subject),
            escape(&edge.target)
        )?;
        for ((name, _), value) in EDGE_ATTRIBUTES.iter().zip(edge.values(export)) {
            data(out, "e", name, &value)?;
        }
        Ok(writeln!(out, "    </edge>")?)
    })?;
    writeln!(out, "  </graph>\n</graphml>")?;
    Ok(left)
}

fn data(out: &mut dyn Write, of: &str, name: &str, value: &str) -> Result<(), ExportError> {
    if !value.is_empty() {
        writeln!(out, "      <data key=\"{of}-{name}\">{}</data>", escape(value))?;
    }
    Ok(())
}

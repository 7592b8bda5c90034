//! GEXF 1.3: the network for Gephi, dated where claims say when they hold.

use std::io::Write;

use super::{
    Export, ExportError,
    edges::{EDGE_ATTRIBUTES, Edge, NODE_ATTRIBUTES, edges, ends, node},
};
use crate::{markup::escape, vocabulary::documents::GEXF};

/// Types of the attributes of a node.
const NODE_TYPES: [&str; 5] = ["string", "string", "boolean", "integer", "string"];

pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> Result<usize, ExportError> {
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"{GEXF}\" xmlns:viz=\"{GEXF}/viz\" version=\"1.3\">"
    )?;
    writeln!(out, "  <meta><creator>kell {}</creator></meta>", env!("CARGO_PKG_VERSION"))?;
    writeln!(
        out,
        "  <graph mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\" defaultedgetype=\"directed\">"
    )?;
    writeln!(out, "    <attributes class=\"node\">")?;
    for (at, (name, kind)) in NODE_ATTRIBUTES.iter().zip(NODE_TYPES).enumerate() {
        writeln!(out, "      <attribute id=\"n{at}\" title=\"{name}\" type=\"{kind}\"/>")?;
    }
    writeln!(out, "    </attributes>\n    <attributes class=\"edge\">")?;
    for (at, (name, kind)) in EDGE_ATTRIBUTES.iter().enumerate() {
        let kind = if *kind == "int" { "integer" } else { kind };
        writeln!(out, "      <attribute id=\"e{at}\" title=\"{name}\" type=\"{kind}\"/>")?;
    }
    writeln!(out, "    </attributes>\n    <nodes>")?;
    for iri in &ends(export)? {
        let node = node(export, iri);
        writeln!(out, "      <node id=\"{}\" label=\"{}\">", escape(iri), escape(node.label))?;
        values(out, "n", &node.values())?;
        if let Some([red, green, blue]) = node.colour.and_then(rgb) {
            writeln!(out, "        <viz:color r=\"{red}\" g=\"{green}\" b=\"{blue}\"/>")?;
        }
        writeln!(out, "      </node>")?;
    }
    writeln!(out, "    </nodes>\n    <edges>")?;
    let left = edges(export, |edge: &Edge| {
        let (start, end) = edge.days(export);
        let day = |name: &str, it: Option<jiff::civil::Date>| {
            it.map(|it| format!(" {name}=\"{it}\"")).unwrap_or_default()
        };
        let values_of = edge.values(export);
        writeln!(
            out,
            "      <edge id=\"{}\" source=\"{}\" target=\"{}\" label=\"{}\" weight=\"{}\"{}{}>",
            escape(&edge.claim.iri),
            escape(&edge.claim.subject),
            escape(&edge.target),
            escape(&values_of[1]),
            edge.claim.independent.max(1),
            day("start", start),
            day("end", end)
        )?;
        values(out, "e", &values_of)?;
        Ok(writeln!(out, "      </edge>")?)
    })?;
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")?;
    Ok(left)
}

fn values(out: &mut dyn Write, of: &str, values: &[String]) -> Result<(), ExportError> {
    writeln!(out, "        <attvalues>")?;
    for (at, value) in values.iter().enumerate().filter(|it| !it.1.is_empty()) {
        writeln!(out, "          <attvalue for=\"{of}{at}\" value=\"{}\"/>", escape(value))?;
    }
    Ok(writeln!(out, "        </attvalues>")?)
}

/// `#rrggbb` as three numbers.
fn rgb(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#').filter(|it| it.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

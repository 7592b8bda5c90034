//! Neo4j's bulk import: a table of nodes and one of relationships, with the headers that `neo4j-admin` reads.

use std::io::Write;

use super::{
    Export, ExportError,
    edges::{EDGE_ATTRIBUTES, Edge, edges, ends, node},
    table::TableError,
};

/// How the two tables are loaded.
pub(super) const IMPORT: &str =
    "neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv\n";

/// The nodes: label `Thing`, and the classes from the most specific to the most general.
pub(super) fn nodes(export: &Export<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut writer = csv::Writer::from_writer(out);
    let mut record = |it: &[&str]| writer.write_record(it).map_err(TableError::from);
    record(&["iri:ID", "name", "class", "known:boolean", "mentions:int", ":LABEL"])?;
    for iri in &ends(export)? {
        let node = node(export, iri);
        let classes = export.records.things.get(iri).map(|it| it.classes.join(";"));
        let labels = match classes.filter(|it| !it.is_empty()) {
            Some(classes) => format!("Thing;{classes}"),
            None if node.class.is_empty() => "Thing".to_owned(),
            None => format!("Thing;{}", node.class),
        };
        let [name, class, known, mentions, _] = node.values();
        record(&[iri, &name, &class, &known, &mentions, &labels])?;
    }
    drop(writer);
    Ok(())
}

/// The relationships: one for each claim, its type the name of the property in capitals.
pub(super) fn relationships(
    export: &Export<'_>,
    out: &mut dyn Write,
) -> Result<usize, ExportError> {
    let mut writer = csv::Writer::from_writer(out);
    let typed = EDGE_ATTRIBUTES.map(|(name, kind)| match kind {
        "string" => name.to_owned(),
        kind => format!("{name}:{kind}"),
    });
    let ends = [":START_ID", ":END_ID", ":TYPE"].map(str::to_owned);
    writer.write_record(ends.iter().chain(&typed)).map_err(TableError::from)?;
    let left = edges(export, |edge: &Edge| {
        let property = export.ontology.base.term_name(&edge.claim.property).unwrap_or("relatesTo");
        let ends = [edge.claim.subject.clone(), edge.target.clone(), capitals(property)];
        let values = edge.values(export);
        Ok(writer.write_record(ends.iter().chain(&values)).map_err(TableError::from)?)
    })?;
    writer.flush()?;
    Ok(left)
}

/// `cooperatesWith` → `COOPERATES_WITH`, as Neo4j's style has it.
fn capitals(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(c.to_uppercase());
    }
    out
}

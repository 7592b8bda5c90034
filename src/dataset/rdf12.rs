//! RDF 1.2 as N-Quads: each claim reifies its triple, asserted or not, and everything else is as it is.
//!
//! `rdf:reifies` with a triple term takes the place of `rdf:subject`, `rdf:predicate` and `rdf:object`; a `CONSTRUCT` leads
//! back.  Written line by line: the crate's own support of RDF 1.2 would change the store, too.

use std::io::Write;

use oxigraph::model::NamedNode;

use super::{Export, ExportError};
use crate::vocabulary::rdf;

pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let graph = export.ontology.base.graph("claims");
    export.records.each_subject(|subject, lines| {
        let Some(claim) = export.records.claim_of(subject, lines)? else {
            return Ok(out.write_all(lines)?);
        };
        let dropped = [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].map(|it| format!("> <{it}> "));
        let kept = |line: &&[u8]| {
            let line = String::from_utf8_lossy(line);
            !dropped.iter().any(|it| line[subject.len() + 1..].starts_with(it.as_str()))
                && !line.contains(&format!("<{}>", rdf::STATEMENT))
        };
        if let Some(object) = &claim.object {
            writeln!(
                out,
                "<{subject}> <{}> <<( {} {} {object} )>> <{graph}> .",
                rdf::REIFIES,
                NamedNode::new_unchecked(&claim.subject),
                NamedNode::new_unchecked(&claim.property),
            )?;
        }
        for line in lines.split_inclusive(|it| *it == b'\n').filter(kept) {
            out.write_all(line)?;
        }
        Ok(())
    })
}

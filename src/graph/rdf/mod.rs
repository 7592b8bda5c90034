//! `Graph` → quads in five named graphs; the only place that knows how a claim is written as RDF.
//!
//! | graph | holds |
//! | --- | --- |
//! | `graph/claims` | every claim with its evidence; asserts none of them |
//! | `graph/asserted` | the plain triples of asserted claims, and nothing else |
//! | `graph/sources` | the documents, and things they speak of that the pack does not know |
//! | `graph/reference` | the packs: ontology and known things |
//! | `graph/conflicts` | disagreements |
//!
//! There are no blank nodes and no clock.  Whatever has a name gets exactly one `o:displayLabel`, so that a
//! question about names needs no choice of language.

mod claims;
mod lines;
mod reference;
mod sink;
mod sources;

use std::{
    io::{self, Write},
    path::Path,
};

use oxigraph::model::Quad;

pub(super) use self::sink::{iri_node, object_term};
use self::{lines::Lines, sink::Sink};
use super::{Conflict, Graph, Names};
use crate::{
    ontology::Ontology,
    vocabulary::{rdf, rdfs},
};

/// Everything as quads, in the order of their lines, each once.
pub fn quads(graph: &Graph, ontology: &Ontology) -> Vec<Quad> {
    let mut quads = Vec::new();
    each_quad(graph, ontology, &mut |it| quads.push(it));
    quads.sort_by_cached_key(ToString::to_string);
    quads.dedup();
    quads
}

/// Writes everything as canonical N-Quads: as [`write_nquads`] does with [`quads`], in bounded memory.
///
/// What does not fit there lies in temporary files in `folder` for a while.
pub fn write_graph(
    graph: &Graph,
    ontology: &Ontology,
    folder: &Path,
    mut out: impl Write,
) -> io::Result<()> {
    let mut lines = Lines::new(folder.to_owned());
    each_quad(graph, ontology, &mut |it| lines.add(&format_args!("{it} .")));
    lines.write(&mut out)?;
    out.flush()
}

/// Hands over every quad, in any order, some more than once.
pub fn each_quad(graph: &Graph, ontology: &Ontology, keep: &mut dyn FnMut(Quad)) {
    let names = Names::new(graph, ontology);
    let mut sink = Sink::new(&ontology.base, keep);
    claims::write(&mut sink, graph, names);
    let known = reference::write(&mut sink, ontology);
    sources::write(&mut sink, graph, &known);
    sources::write_judgements(&mut sink, graph, names);
    sources::name_the_rest(&mut sink, graph, names, &known);
    sink.enter("conflicts");
    for conflict in &graph.conflicts {
        write_conflict(&mut sink, conflict);
    }
}

/// Writes canonical N-Quads: sorted lines, each once, whatever the order of `quads`.
pub fn write_nquads<'a>(
    quads: impl IntoIterator<Item = &'a Quad>,
    mut out: impl Write,
) -> io::Result<()> {
    let mut lines: Vec<String> = quads.into_iter().map(|it| format!("{it} .\n")).collect();
    lines.sort_unstable();
    lines.dedup();
    for line in lines {
        out.write_all(line.as_bytes())?;
    }
    out.flush()
}

fn write_conflict(sink: &mut Sink<'_>, conflict: &Conflict) {
    let it = conflict.iri.as_str();
    sink.link(it, rdf::TYPE, &sink.term("Conflict"));
    sink.text(it, rdfs::LABEL, &conflict.message);
    sink.link(it, &sink.term("conflictKind"), &sink.term(&conflict.kind));
    sink.link(it, &sink.term("about"), &conflict.about);
    sink.link(it, &sink.term("onProperty"), &sink.term(&conflict.property));
    for claim in &conflict.claims {
        sink.link(it, &sink.term("betweenClaim"), claim);
    }
    if let Some(value) = &conflict.reference {
        sink.text(it, &sink.term("referenceValue"), value);
    }
}

#[cfg(test)]
mod tests;

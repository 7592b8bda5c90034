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
    collections::BTreeSet,
    io::{self, Write},
};

use oxigraph::model::Quad;

pub use self::lines::{merge, sorted};
use self::sink::Sink;
pub(super) use self::sink::{iri_node, object_term};
use super::{Conflict, Graph, Names};
use crate::{
    ontology::Ontology,
    vocabulary::{rdf, rdfs},
};

/// The packs as quads.
#[derive(Debug)]
pub struct Reference {
    /// In any order, some more than once.
    pub quads: Vec<Quad>,
    /// IRIs that have a name there.
    names: BTreeSet<String>,
}

impl Reference {
    /// Those of this pack and what it builds on.
    pub fn new(ontology: &Ontology) -> Self {
        let mut quads = Vec::new();
        let names =
            reference::write(&mut Sink::new(&ontology.base, &mut |it| quads.push(it)), ontology);
        Self { quads, names }
    }
}

/// Everything as quads, in the order of their lines, each once.
pub fn quads(graph: &Graph, ontology: &Ontology) -> Vec<Quad> {
    let reference = Reference::new(ontology);
    let mut quads = own_quads(graph, ontology, &reference);
    quads.extend(joint_quads(graph, ontology));
    quads.extend(reference.quads);
    quads.sort_by_cached_key(ToString::to_string);
    quads.dedup();
    quads
}

/// What documents say and speak of, without what is said of them together; in any order, some more than once.
///
/// Those of a graph are those of its shards together.
pub fn own_quads(graph: &Graph, ontology: &Ontology, reference: &Reference) -> Vec<Quad> {
    let names = Names::new(graph, ontology);
    let mut quads = Vec::new();
    let mut keep = |it| quads.push(it);
    let mut sink = Sink::new(&ontology.base, &mut keep);
    claims::write(&mut sink, graph, names);
    sources::write(&mut sink, graph, &reference.names);
    sources::name_the_rest(&mut sink, graph, names, &reference.names);
    quads
}

/// What is said of documents together: propositions, judgements and conflicts.
pub fn joint_quads(graph: &Graph, ontology: &Ontology) -> Vec<Quad> {
    let names = Names::new(graph, ontology);
    let mut quads = Vec::new();
    let mut keep = |it| quads.push(it);
    let mut sink = Sink::new(&ontology.base, &mut keep);
    claims::write_propositions(&mut sink, graph, names);
    sources::write_judgements(&mut sink, graph, names);
    sink.enter("conflicts");
    for conflict in &graph.conflicts {
        write_conflict(&mut sink, conflict);
    }
    quads
}

/// Writes canonical N-Quads: sorted lines, each once, whatever the order of `quads`.
pub fn write_nquads<'a>(
    quads: impl IntoIterator<Item = &'a Quad>,
    mut out: impl Write,
) -> io::Result<()> {
    out.write_all(sorted(quads).as_bytes())?;
    out.flush()
}

fn write_conflict(sink: &mut Sink<'_>, conflict: &Conflict) {
    let it = conflict.iri.as_str();
    sink.link(it, rdf::TYPE, &sink.term("Conflict"));
    sink.text(it, rdfs::LABEL, &conflict.message);
    sink.link(it, &sink.term("conflictKind"), &sink.term(&conflict.kind));
    sink.link(it, &sink.term("concerns"), &conflict.about);
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

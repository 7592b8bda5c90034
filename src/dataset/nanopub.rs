//! A claim as a nanopublication: four graphs in `TriG`, unsigned, for whoever wants to sign and publish it.
//!
//! What is asserted is the plain triple only where the graph asserts it; else it is the claim itself, with its force, and
//! nothing follows from it.

use std::io::Write;

use oxigraph::{
    io::RdfFormat,
    model::{GraphName, Literal, NamedNode, Quad, Term},
};

use super::{Export, ExportError, moment};
use crate::{
    ontology::Ontology,
    record::Claim,
    vocabulary::{Prefixes, SPDX, capital, dcterms, np, oa, prov, rdf, xsd},
};

/// The prefix that only nanopublications need.
const OWN: [(&str, &str); 1] = [("np", np::NAMESPACE)];

/// Every claim, asserted or not.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let failed = |it: std::io::Error| ExportError::Rdf(it.to_string());
    let prefixes = Prefixes::new(&export.ontology.base);
    let mut writer = prefixes.serializer(RdfFormat::TriG, &OWN, |_| true).for_writer(out);
    let made = moment(&export.date());
    for claim in export.records.claims()? {
        let mut claim = claim?;
        for passage in &mut claim.evidence {
            passage.quote = export.quote(&passage.quote);
        }
        for quad in quads(export.ontology, &claim, &made) {
            writer.serialize_quad(&quad).map_err(failed)?;
        }
    }
    writer.finish().map_err(failed)?;
    Ok(())
}

/// The claim as `TriG`; `made` is when, in UTC: `2021-07-14T00:00:00Z`.
pub fn nanopublication(ontology: &Ontology, claim: &Claim, made: &str) -> String {
    let quads = quads(ontology, claim, made);
    let text = quads.iter().map(ToString::to_string).collect::<String>();
    let used = |iri: &str| text.contains(&format!("<{iri}"));
    let mut writer = Prefixes::new(&ontology.base)
        .serializer(RdfFormat::TriG, &OWN, used)
        .for_writer(Vec::new());
    for quad in &quads {
        // Writing to memory does not fail.
        let _ = writer.serialize_quad(quad);
    }
    String::from_utf8(writer.finish().unwrap_or_default()).unwrap_or_default()
}

fn quads(ontology: &Ontology, claim: &Claim, made: &str) -> Vec<Quad> {
    let mut out = Quads::new(&claim.iri);
    let base = &ontology.base;
    out.enter("Head");
    out.link("", rdf::TYPE, np::NANOPUBLICATION);
    for (property, part) in [
        (np::HAS_ASSERTION, "assertion"),
        (np::HAS_PROVENANCE, "provenance"),
        (np::HAS_PUBLICATION_INFO, "pubinfo"),
    ] {
        let part = out.part(part);
        out.link("", property, &part);
    }

    out.enter("assertion");
    if claim.asserted {
        if let Some(object) = &claim.object {
            out.add(&claim.subject, &claim.property, object.clone());
        }
    } else {
        let it = claim.iri.as_str();
        out.add_link(it, rdf::TYPE, &base.term("Claim"));
        out.add_link(it, rdf::TYPE, rdf::STATEMENT);
        out.add_link(it, rdf::SUBJECT, &claim.subject);
        out.add_link(it, rdf::PREDICATE, &claim.property);
        if let Some(object) = &claim.object {
            out.add(it, rdf::OBJECT, object.clone());
        }
        let polarity = if claim.negated { "Negated" } else { "Affirmed" };
        out.add_link(it, &base.term("polarity"), &base.term(polarity));
        out.add_link(it, &base.term("force"), &base.term(&capital(&claim.force)));
        for (property, value) in &claim.qualifiers {
            out.add(it, property, value.clone());
        }
    }

    out.enter("provenance");
    let assertion = out.part("assertion");
    for holder in &claim.holders {
        out.add_link(&assertion, prov::WAS_ATTRIBUTED_TO, holder);
    }
    out.add_link(&assertion, prov::WAS_DERIVED_FROM, &claim.iri);
    for evidence in &claim.evidence {
        out.add_link(&assertion, prov::WAS_QUOTED_FROM, &evidence.iri);
        out.add_link(&evidence.iri, oa::HAS_SOURCE, &evidence.document);
        out.add(&evidence.iri, oa::EXACT, Literal::new_simple_literal(&evidence.quote));
    }

    out.enter("pubinfo");
    let time = Literal::new_typed_literal(made, NamedNode::new_unchecked(xsd::DATE_TIME));
    let this = out.part("");
    out.add(&this, dcterms::CREATED, time);
    let software = base.software(concat!("kell-", env!("CARGO_PKG_VERSION")));
    out.add_link(&this, dcterms::CREATOR, &software);
    out.add_link(&this, dcterms::LICENSE, &format!("{SPDX}{}", ontology.manifest.licence));
    out.made
}

/// Quads of a nanopublication, in the order of their graphs.
struct Quads {
    claim: String,
    graph: GraphName,
    made: Vec<Quad>,
}

impl Quads {
    fn new(claim: &str) -> Self {
        Self { claim: claim.to_owned(), graph: GraphName::DefaultGraph, made: Vec::new() }
    }

    /// A part of the nanopublication; without a name, itself.
    fn part(&self, name: &str) -> String {
        format!("{}#nanopub{}{name}", self.claim, if name.is_empty() { "" } else { "-" })
    }

    fn enter(&mut self, name: &str) {
        self.graph = NamedNode::new_unchecked(self.part(name)).into();
    }

    fn link(&mut self, part: &str, property: &str, object: &str) {
        let subject = self.part(part);
        self.add_link(&subject, property, object);
    }

    fn add_link(&mut self, subject: &str, property: &str, object: &str) {
        self.add(subject, property, NamedNode::new_unchecked(object));
    }

    fn add(&mut self, subject: &str, property: &str, object: impl Into<Term>) {
        let node = NamedNode::new_unchecked;
        self.made.push(Quad::new(node(subject), node(property), object, self.graph.clone()));
    }
}

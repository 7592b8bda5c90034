//! A release described in RDF: DCAT 3 and `VoID`, in Turtle.

use oxigraph::{
    io::RdfFormat,
    model::{Literal, NamedNode, Term, Triple},
};

use super::{super::ExportError, Entry, Facts};
use crate::vocabulary::{
    Prefixes, dcat, dcterms, documents as standard, foaf, oa, prov, rdf, skos, spdx, void, xsd,
};

/// The description as Turtle.
pub(super) fn turtle(facts: &Facts<'_>, entries: &[Entry]) -> Result<Vec<u8>, ExportError> {
    let failed = |it: std::io::Error| ExportError::Rdf(it.to_string());
    let prefixes = Prefixes::new(&facts.export.ontology.base);
    let own = [
        ("dcat", dcat::NAMESPACE),
        ("void", void::NAMESPACE),
        ("foaf", foaf::NAMESPACE),
        ("spdx", spdx::NAMESPACE),
    ];
    let serializer = prefixes.serializer(RdfFormat::Turtle, &own, |_| true);
    let mut writer = serializer.for_writer(Vec::new());
    for triple in triples(facts, entries) {
        writer.serialize_triple(&triple).map_err(failed)?;
    }
    writer.finish().map_err(failed)
}

struct Out {
    triples: Vec<Triple>,
}

impl Out {
    fn add(&mut self, subject: &str, property: &str, object: impl Into<Term>) {
        let node = NamedNode::new_unchecked;
        self.triples.push(Triple::new(node(subject), node(property), object));
    }

    fn link(&mut self, subject: &str, property: &str, object: &str) {
        self.add(subject, property, NamedNode::new_unchecked(object));
    }

    fn text(&mut self, subject: &str, property: &str, text: &str) {
        self.add(subject, property, Literal::new_simple_literal(text));
    }

    fn typed(&mut self, subject: &str, property: &str, value: &str, datatype: &str) {
        let datatype = NamedNode::new_unchecked(datatype);
        self.add(subject, property, Literal::new_typed_literal(value, datatype));
    }
}

fn triples(facts: &Facts<'_>, entries: &[Entry]) -> Vec<Triple> {
    let (export, it) = (facts.export, facts.url.as_str());
    let (base, counts) = (&export.ontology.base, &export.records.counts);
    let mut out = Out { triples: Vec::new() };
    let description = format!("{it}void.ttl");
    out.link(&description, rdf::TYPE, void::DATASET_DESCRIPTION);
    out.link(&description, foaf::PRIMARY_TOPIC, it);
    for class in [dcat::DATASET, void::DATASET] {
        out.link(it, rdf::TYPE, class);
    }
    out.text(it, dcterms::TITLE, &facts.title);
    out.text(it, dcterms::DESCRIPTION, &facts.description);
    for person in &facts.creators {
        match &person.orcid {
            Some(orcid) => out.link(it, dcterms::CREATOR, &format!("{}{orcid}", standard::ORCID)),
            None => out.text(it, dcterms::CREATOR, &person.whole()),
        }
    }
    out.typed(it, dcterms::ISSUED, &facts.date, xsd::DATE);
    out.link(it, dcterms::LICENSE, &facts.licence_iri);
    out.text(it, dcat::VERSION, &facts.version);
    for word in &facts.keywords {
        out.text(it, dcat::KEYWORD, word);
    }
    for document in export.records.documents.keys() {
        out.link(it, prov::WAS_DERIVED_FROM, document);
    }
    let terms = base.term("");
    for vocabulary in [&terms, skos::NAMESPACE, prov::NAMESPACE, oa::NAMESPACE, dcterms::NAMESPACE]
    {
        out.link(it, void::VOCABULARY, vocabulary);
    }
    out.text(it, void::URI_SPACE, base.as_str());
    let total: usize = counts.graphs.values().sum();
    out.typed(it, void::TRIPLES, &total.to_string(), xsd::INTEGER);
    for (graph, number) in &counts.graphs {
        out.link(it, void::SUBSET, graph);
        out.link(graph, rdf::TYPE, void::DATASET);
        out.typed(graph, void::TRIPLES, &number.to_string(), xsd::INTEGER);
    }
    for (property, number) in &counts.properties {
        let part = format!("{it}#property-{}", base.term_name(property).unwrap_or("other"));
        out.link(it, void::PROPERTY_PARTITION, &part);
        out.link(&part, void::PROPERTY, property);
        out.typed(&part, void::TRIPLES, &number.to_string(), xsd::INTEGER);
    }
    for entry in
        entries.iter().filter(|it| it.path.starts_with("graph/") || it.path.starts_with("data/"))
    {
        distribution(facts, entry, &mut out);
    }
    out.triples
}

fn distribution(facts: &Facts<'_>, entry: &Entry, out: &mut Out) {
    let place = format!("{}{}", facts.url, entry.path);
    let it = format!("{place}#distribution");
    out.link(&facts.url, dcat::DISTRIBUTION, &it);
    if entry.path.starts_with("graph/") {
        out.link(&facts.url, void::DATA_DUMP, &place);
    }
    out.link(&it, rdf::TYPE, dcat::DISTRIBUTION_CLASS);
    out.text(&it, dcterms::TITLE, &entry.title());
    out.link(&it, dcat::DOWNLOAD_URL, &place);
    out.link(&it, dcat::MEDIA_TYPE, &format!("{}{}", standard::MEDIA_TYPES, entry.media()));
    out.typed(&it, dcat::BYTE_SIZE, &entry.bytes.to_string(), xsd::NON_NEGATIVE_INTEGER);
    out.link(&it, dcterms::LICENSE, &facts.licence_iri);
    let sum = format!("{place}#checksum");
    out.link(&it, spdx::CHECKSUM, &sum);
    out.link(&sum, rdf::TYPE, spdx::CHECKSUM_CLASS);
    out.link(&sum, spdx::ALGORITHM, spdx::SHA_256);
    out.text(&sum, spdx::CHECKSUM_VALUE, &entry.sha256);
}

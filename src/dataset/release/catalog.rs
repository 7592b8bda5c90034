//! A release described in RDF: DCAT 3 and `VoID`, in Turtle.

use super::{
    super::{ExportError, triples::Triples},
    Entry, Facts,
};
use crate::vocabulary::{
    Prefixes, dcat, dcterms, documents as standard, foaf, oa, prov, rdf, skos, spdx, void, xsd,
};

/// The description as Turtle.
pub(super) fn turtle(facts: &Facts<'_>, entries: &[Entry]) -> Result<Vec<u8>, ExportError> {
    let further = [
        ("dcat", dcat::NAMESPACE),
        ("void", void::NAMESPACE),
        ("foaf", foaf::NAMESPACE),
        ("spdx", spdx::NAMESPACE),
    ];
    let mut out = Vec::new();
    let prefixes = Prefixes::new(&facts.export.ontology.base);
    triples(facts, entries).turtle(&prefixes, &further, &mut out)?;
    Ok(out)
}

fn triples(facts: &Facts<'_>, entries: &[Entry]) -> Triples {
    let (export, it) = (facts.export, facts.url.as_str());
    let (base, counts) = (&export.ontology.base, &export.records.counts);
    let mut out = Triples::default();
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
    out.count(it, void::TRIPLES, total);
    for (graph, number) in &counts.graphs {
        out.link(it, void::SUBSET, graph);
        out.link(graph, rdf::TYPE, void::DATASET);
        out.count(graph, void::TRIPLES, *number);
    }
    for (property, number) in &counts.properties {
        let part = format!("{it}#property-{}", base.term_name(property).unwrap_or("other"));
        out.link(it, void::PROPERTY_PARTITION, &part);
        out.link(&part, void::PROPERTY, property);
        out.count(&part, void::TRIPLES, *number);
    }
    for entry in
        entries.iter().filter(|it| it.path.starts_with("graph/") || it.path.starts_with("data/"))
    {
        distribution(facts, entry, &mut out);
    }
    out
}

fn distribution(facts: &Facts<'_>, entry: &Entry, out: &mut Triples) {
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

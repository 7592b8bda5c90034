//! The graph of a build as two tables for a first look: `claims.csv` and `entities.csv`.
//!
//! RFC 4180 with `\n` line ends, a header row and no byte order mark; rows in the order of the IRIs.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::graph::{Graph, Object};

#[derive(Serialize)]
struct ClaimRow<'a> {
    claim_id: &'a str,
    subject_id: &'a str,
    subject_label: &'a str,
    subject_type: &'a str,
    predicate: &'a str,
    object_id: &'a str,
    object_label: &'a str,
    object_type: &'a str,
    polarity: String,
    force: String,
    certainty: &'a str,
    holder_id: &'a str,
    holder_label: &'a str,
    utterer_id: &'a str,
    stated_on: &'a str,
    valid_during: &'a str,
    asserted: bool,
    independent_sources: usize,
    doc_id: &'a str,
    page: Option<usize>,
    start: usize,
    end: usize,
    quote: String,
    rule: &'a str,
    confidence: f64,
}

#[derive(Serialize)]
struct EntityRow<'a> {
    id: &'a str,
    label: &'a str,
    class: &'a str,
    known: bool,
    value: &'a str,
    mentions: usize,
    documents: usize,
}

/// The fields of [`ClaimRow`], which head the table even where it has no rows.
const CLAIM_COLUMNS: [&str; 25] = [
    "claim_id",
    "subject_id",
    "subject_label",
    "subject_type",
    "predicate",
    "object_id",
    "object_label",
    "object_type",
    "polarity",
    "force",
    "certainty",
    "holder_id",
    "holder_label",
    "utterer_id",
    "stated_on",
    "valid_during",
    "asserted",
    "independent_sources",
    "doc_id",
    "page",
    "start",
    "end",
    "quote",
    "rule",
    "confidence",
];

/// The same of [`EntityRow`].
const ENTITY_COLUMNS: [&str; 7] =
    ["id", "label", "class", "known", "value", "mentions", "documents"];

/// One row for each piece of evidence of each claim.
pub fn claims(graph: &Graph) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(CLAIM_COLUMNS)?;
    let title = |iri: &str| graph.documents.get(iri).map_or("", |it| it.title.as_str());
    let label = |iri: &str| graph.things.get(iri).map_or_else(|| title(iri), |it| &it.label);
    let class = |iri: &str| graph.things.get(iri).map_or("", |it| it.class.as_str());
    for (iri, claim) in &graph.claims {
        for evidence in &claim.evidence {
            let holder = claim.holder_of(evidence);
            let (object_id, object_label, object_type) = match &claim.object {
                Object::Iri(iri) => (iri.as_str(), label(iri), class(iri)),
                Object::Literal(value, datatype) => ("", value.as_str(), datatype.as_str()),
            };
            writer.serialize(ClaimRow {
                claim_id: iri,
                subject_id: &claim.subject,
                subject_label: label(&claim.subject),
                subject_type: class(&claim.subject),
                predicate: &claim.property,
                object_id,
                object_label,
                object_type,
                polarity: format!("{:?}", claim.polarity).to_lowercase(),
                force: format!("{:?}", claim.force).to_lowercase(),
                certainty: claim.certainty.as_deref().unwrap_or_default(),
                holder_id: holder,
                holder_label: label(holder),
                utterer_id: &evidence.utterer,
                stated_on: evidence.stated_on.as_deref().unwrap_or_default(),
                valid_during: claim.time.as_deref().unwrap_or_default(),
                asserted: claim.asserted,
                independent_sources: claim.independent_sources,
                doc_id: &evidence.document,
                page: evidence.page,
                start: evidence.chars.0,
                end: evidence.chars.1,
                quote: evidence.quote.split_whitespace().collect::<Vec<_>>().join(" "),
                rule: &evidence.rule,
                confidence: evidence.confidence,
            })?;
        }
    }
    writer.into_inner().map_err(|it| it.into_error().into())
}

/// One row for each thing the documents speak of.
pub fn entities(graph: &Graph) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(ENTITY_COLUMNS)?;
    let mut mentioned: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for ((_, iri), count) in &graph.mentions {
        let (mentions, documents) = mentioned.entry(iri).or_default();
        *mentions += count;
        *documents += 1;
    }
    for (iri, thing) in &graph.things {
        let counts = mentioned.get(iri.as_str()).copied().unwrap_or_default();
        writer.serialize(EntityRow {
            id: iri,
            label: &thing.label,
            class: &thing.class,
            known: thing.known,
            value: thing.value.as_deref().unwrap_or_default(),
            mentions: counts.0,
            documents: counts.1,
        })?;
    }
    writer.into_inner().map_err(|it| it.into_error().into())
}

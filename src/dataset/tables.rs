//! The five tables of a dataset: claims, evidence, entities, documents, quantities.

use oxigraph::model::Term;

use super::{
    Export, ExportError,
    table::{Cell, Column, Kind, Rows, Table, TableError},
};
use crate::record::{Claim, Document, Thing, plain};

const POLARITIES: &[&str] = &["affirmed", "negated"];
const FORCES: &[&str] = &[
    "asserted",
    "assessed",
    "alleged",
    "possible",
    "planned",
    "recommended",
    "hypothetical",
    "denied",
];

const fn needed(name: &'static str, kind: Kind, description: &'static str) -> Column {
    Column { name, kind, required: true, description }
}

const fn optional(name: &'static str, kind: Kind, description: &'static str) -> Column {
    Column { name, kind, required: false, description }
}

/// The tables in the order in which they are written.
pub(super) const TABLES: [&Table; 5] = [&CLAIMS, &EVIDENCE, &QUANTITIES, &ENTITIES, &DOCUMENTS];

/// One row for each claim.
pub(super) const CLAIMS: Table = Table {
    name: "claims",
    title: "Claims",
    description: "A row is a statement that documents make, with who is committed to it and how far.",
    key: &["claim_id"],
    references: &[],
    columns: &[
        needed("claim_id", Kind::Iri, "IRI of the claim"),
        needed("statement", Kind::Text, "The claim as a short sentence"),
        needed("subject_id", Kind::Iri, "IRI of what it is about"),
        needed("subject_label", Kind::Text, "Name of what it is about"),
        optional("subject_class", Kind::Text, "Class of that"),
        needed("predicate_id", Kind::Iri, "IRI of the property"),
        needed("predicate_label", Kind::Text, "Name of the property"),
        optional("object_id", Kind::Iri, "IRI of the object, if it is no literal"),
        needed("object_label", Kind::Text, "Name of the object, or the literal itself"),
        optional("object_class", Kind::Text, "Class of the object"),
        optional("object_datatype", Kind::Iri, "Datatype of a literal"),
        needed(
            "polarity",
            Kind::Word(POLARITIES),
            "Whether it says that something is so, or that it is not",
        ),
        needed("force", Kind::Word(FORCES), "How it is put forward"),
        needed(
            "standing",
            Kind::Text,
            "The force, or why what is put forward as a fact is none here: reported, unsure",
        ),
        optional("certainty", Kind::Text, "Step of the probability yardstick"),
        optional("certainty_word", Kind::Text, "The word of the document for it"),
        optional("holder_ids", Kind::Iri, "IRIs of who is committed to it"),
        optional("holder_labels", Kind::Text, "Names of those, divided by semicolons"),
        optional("utterer_ids", Kind::Iri, "IRIs of who says the words"),
        optional("stated_on", Kind::Date, "Earliest date on which it was said"),
        optional("valid_during", Kind::Text, "When it holds: a date, or two divided by two dots"),
        needed("asserted", Kind::Flag, "Whether the dataset states it as a fact of its sources"),
        needed(
            "independent_sources",
            Kind::Integer,
            "Number of sources that do not repeat each other",
        ),
        needed("passages", Kind::Integer, "Number of passages that make it"),
        needed("rule_ids", Kind::Iri, "IRIs of the rules that found it"),
        needed(
            "confidence",
            Kind::Number,
            "Confidence of the extraction, not of the fact, from 0 to 1",
        ),
    ],
};

/// One row for each passage of each claim.
pub(super) const EVIDENCE: Table = Table {
    name: "evidence",
    title: "Evidence",
    description: "A row is a passage of a document that makes a claim.",
    key: &["claim_id", "evidence_id"],
    references: &[("claim_id", "claims", "claim_id"), ("document_id", "documents", "document_id")],
    columns: &[
        needed("claim_id", Kind::Iri, "IRI of the claim"),
        needed("evidence_id", Kind::Iri, "IRI of the passage"),
        needed("document_id", Kind::Iri, "IRI of the document"),
        optional("page", Kind::Integer, "Page, if the document has pages"),
        needed(
            "start",
            Kind::Integer,
            "First Unicode code point of the passage in the text, from 0",
        ),
        needed("end", Kind::Integer, "Code point behind the last"),
        optional("quote", Kind::Text, "Its words, on one line"),
    ],
};

/// One row for each use of a quantity in a claim.
pub(super) const QUANTITIES: Table = Table {
    name: "quantities",
    title: "Quantities",
    description: "A row is a number in a claim, with what it counts.",
    key: &["claim_id", "quantity_id", "property_id"],
    references: &[("claim_id", "claims", "claim_id")],
    columns: &[
        needed("claim_id", Kind::Iri, "IRI of the claim"),
        needed("quantity_id", Kind::Iri, "IRI of the quantity"),
        needed("label", Kind::Text, "The quantity in the words of the document"),
        needed("value", Kind::Text, "The number, as exact as it is written"),
        optional("number", Kind::Number, "The same as a number, where it is one"),
        optional("unit", Kind::Text, "What is counted"),
        optional("qualifier", Kind::Text, "How exact it is"),
        needed("property_id", Kind::Iri, "IRI of the property that has it as its value"),
        needed("subject_id", Kind::Iri, "IRI of what the claim is about"),
        needed("subject_label", Kind::Text, "Name of that"),
        optional("stated_on", Kind::Date, "Earliest date on which the claim was said"),
    ],
};

/// One row for each thing.
pub(super) const ENTITIES: Table = Table {
    name: "entities",
    title: "Entities",
    description: "A row is a thing: an actor, a place, an event, a law, a threat or whatever else is spoken of.",
    key: &["entity_id"],
    references: &[],
    columns: &[
        needed("entity_id", Kind::Iri, "IRI of the thing"),
        needed("label", Kind::Text, "Its name"),
        optional("class", Kind::Text, "Its class"),
        optional(
            "classes",
            Kind::Text,
            "All its classes, the most specific first, divided by semicolons",
        ),
        needed("known", Kind::Flag, "Whether the pack knows it, and not only the documents"),
        optional("aliases", Kind::Text, "Other names, divided by semicolons"),
        optional("definition", Kind::Text, "What it is, by the pack"),
        optional("same_as", Kind::Iri, "IRIs of the same thing elsewhere"),
        optional("merged_into", Kind::Iri, "IRI of the thing it was merged into"),
        needed("mentions", Kind::Integer, "How often documents mention it"),
        needed("documents", Kind::Integer, "In how many documents"),
    ],
};

/// One row for each document.
pub(super) const DOCUMENTS: Table = Table {
    name: "documents",
    title: "Documents",
    description: "A row is a document that was read.",
    key: &["document_id"],
    references: &[],
    columns: &[
        needed("document_id", Kind::Iri, "IRI of the document"),
        needed("title", Kind::Text, "Its title"),
        optional("language", Kind::Text, "Language tag"),
        optional("date", Kind::Date, "When it was issued"),
        optional("speaker_id", Kind::Iri, "IRI of who speaks"),
        optional("speaker_label", Kind::Text, "Name of who speaks"),
        optional("publisher_id", Kind::Iri, "IRI of who published it"),
        optional("licence", Kind::Text, "Its licence, as it is given"),
        needed("sha256", Kind::Text, "SHA-256 of its file, in hexadecimal"),
        needed("file", Kind::Text, "Name of its file"),
        needed("characters", Kind::Integer, "Unicode code points of its text"),
        needed("sentences", Kind::Integer, "Sentences of its text"),
        optional("near_duplicate_of", Kind::Iri, "IRI of the document it repeats"),
    ],
};

/// Writes all tables in one pass over the claims; `make` begins each of them.
pub(super) fn write<'w>(
    export: &Export<'_>,
    mut make: impl FnMut(&Table) -> Result<Box<dyn Rows + 'w>, TableError>,
) -> Result<(), ExportError> {
    let mut claims = make(&CLAIMS)?;
    let mut evidence = make(&EVIDENCE)?;
    let mut quantities = make(&QUANTITIES)?;
    for claim in export.records.claims()? {
        let claim = claim?;
        claims.row(claim_row(export, &claim))?;
        for passage in &claim.evidence {
            evidence.row(vec![
                Cell::text(&claim.iri),
                Cell::text(&passage.iri),
                Cell::text(&passage.document),
                passage.page.map_or(Cell::None, Cell::count),
                Cell::count(passage.start),
                Cell::count(passage.end),
                Cell::text(export.quote(&passage.quote)),
            ])?;
        }
        for row in quantity_rows(export, &claim) {
            quantities.row(row)?;
        }
    }
    for table in [claims, evidence, quantities] {
        table.finish()?;
    }
    let mut entities = make(&ENTITIES)?;
    for thing in export.records.own_things() {
        entities.row(entity_row(export, thing))?;
    }
    entities.finish()?;
    let mut documents = make(&DOCUMENTS)?;
    for document in export.records.documents.values() {
        documents.row(document_row(export, document))?;
    }
    Ok(documents.finish()?)
}

fn claim_row(export: &Export<'_>, claim: &Claim) -> Vec<Cell> {
    let records = export.records;
    let object = claim.object.as_ref().map(plain).unwrap_or_default();
    let (object_id, object_label, object_class, datatype) = match &claim.object {
        Some(Term::Literal(it)) => ("", object.as_str(), "", it.datatype().as_str()),
        _ => (object.as_str(), records.name(&object), records.class(&object), ""),
    };
    let holders = export.holders(claim);
    vec![
        Cell::text(&claim.iri),
        Cell::text(&claim.label),
        Cell::text(&claim.subject),
        Cell::text(records.name(&claim.subject)),
        Cell::text(records.class(&claim.subject)),
        Cell::text(&claim.property),
        Cell::text(records.name(&claim.property)),
        Cell::text(object_id),
        Cell::text(object_label),
        Cell::text(object_class),
        Cell::text(datatype),
        Cell::text(claim.polarity()),
        Cell::text(&claim.force),
        Cell::text(claim.standing()),
        claim.certainty.as_deref().map(|it| records.name(it)).into(),
        claim.certainty_word.as_deref().into(),
        Cell::text(claim.holders.join(" ")),
        Cell::text(holders.join("; ")),
        Cell::text(claim.utterers.join(" ")),
        claim.stated_on.first().map(String::as_str).into(),
        claim.time.as_deref().map(|it| records.name(it)).into(),
        Cell::Flag(claim.asserted),
        Cell::count(claim.independent),
        Cell::count(claim.evidence.len()),
        Cell::text(claim.rules.join(" ")),
        Cell::Number(claim.confidence.parse().unwrap_or_default()),
    ]
}

fn quantity_rows(export: &Export<'_>, claim: &Claim) -> Vec<Vec<Cell>> {
    let records = export.records;
    let object = claim.object.iter().map(|it| (claim.property.as_str(), it));
    let further = claim.qualifiers.iter().map(|it| (it.0.as_str(), &it.1));
    let row = |(property, term): (&str, &Term)| {
        let Term::NamedNode(node) = term else { return None };
        let thing = records.things.get(node.as_str())?;
        let value = thing.value.as_deref()?;
        Some(vec![
            Cell::text(&claim.iri),
            Cell::text(&thing.iri),
            Cell::text(&thing.label),
            Cell::text(value),
            value.parse().map_or(Cell::None, Cell::Number),
            thing.unit.as_deref().into(),
            thing.qualifier.as_deref().into(),
            Cell::text(property),
            Cell::text(&claim.subject),
            Cell::text(records.name(&claim.subject)),
            claim.stated_on.first().map(String::as_str).into(),
        ])
    };
    object.chain(further).filter_map(row).collect()
}

fn entity_row(export: &Export<'_>, thing: &Thing) -> Vec<Cell> {
    let mut names: Vec<&str> = thing.aliases.iter().map(|it| it.1.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let (mentions, documents) =
        export.records.mentioned.get(&thing.iri).copied().unwrap_or_default();
    vec![
        Cell::text(&thing.iri),
        Cell::text(&thing.label),
        Cell::text(&thing.class),
        Cell::text(thing.classes.join("; ")),
        Cell::Flag(!thing.discovered && thing.merged_into.is_none()),
        Cell::text(names.join("; ")),
        Cell::text(&thing.definition),
        Cell::text(thing.matches.join(" ")),
        thing.merged_into.as_deref().into(),
        Cell::count(mentions),
        Cell::count(documents),
    ]
}

fn document_row(export: &Export<'_>, document: &Document) -> Vec<Cell> {
    vec![
        Cell::text(&document.iri),
        Cell::text(&document.title),
        Cell::text(&document.language),
        document.date.as_deref().into(),
        document.speaker.as_deref().into(),
        document.speaker.as_deref().map(|it| export.records.name(it)).into(),
        document.publisher.as_deref().into(),
        document.licence.as_deref().into(),
        Cell::text(&document.sha256),
        Cell::text(&document.file),
        Cell::count(document.characters),
        Cell::count(document.sentences),
        document.copy_of.as_deref().into(),
    ]
}

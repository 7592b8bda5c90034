//! Documents, what they speak of and how often, and the things among it that the pack does not know.

use std::collections::BTreeSet;

use super::Sink;
use crate::{
    graph::{Copy, Graph, Names, Object},
    resolution::{DocumentRecord, Thing},
    vocabulary::{dcterms, prov, rdf, rdfs, schema, skos, xsd},
};

pub(super) fn write(sink: &mut Sink<'_>, graph: &Graph, known: &BTreeSet<String>) {
    sink.enter("sources");
    for document in graph.documents.values() {
        write_document(sink, document, graph.copies.get(&document.iri));
    }
    for ((document, thing), count) in &graph.mentions {
        sink.link(document, &sink.term("mentions"), thing);
        let things = sink.base().thing("");
        let name = thing.strip_prefix(&things).or_else(|| thing.strip_prefix(sink.base().as_str()));
        let pair = format!("{document}#mentions={}", name.unwrap_or(thing));
        sink.link(&pair, rdf::TYPE, &sink.term("MentionCount"));
        sink.link(&pair, &sink.term("inDocument"), document);
        sink.link(&pair, &sink.term("ofThing"), thing);
        sink.count(&pair, &sink.term("count"), *count);
    }
    let dates = sink.base().time("");
    for (iri, thing) in &graph.things {
        let elsewhere =
            known.contains(iri) || graph.documents.contains_key(iri) || iri.starts_with(&dates);
        if !elsewhere {
            write_thing(sink, iri, thing);
        }
    }
}

/// Which things are one, or may be; a name that lost its thing leads to the one that stands for it.
pub(super) fn write_judgements(sink: &mut Sink<'_>, graph: &Graph, names: Names<'_>) {
    sink.enter("sources");
    for it in &graph.judgements {
        let (merged, label) = (&it.merged.0, &it.merged.1);
        let (class, verb) = if it.made { ("Merge", "is") } else { ("PossibleMerge", "may be") };
        sink.link(&it.iri, rdf::TYPE, &sink.term(class));
        let line = format!("“{label}” {verb} “{}”", names.of(&it.kept));
        sink.text(&it.iri, rdfs::LABEL, &line);
        sink.text(&it.iri, &sink.term("displayLabel"), &line);
        sink.link(&it.iri, &sink.term("keeps"), &it.kept);
        sink.link(&it.iri, &sink.term("absorbs"), merged);
        for because in &it.because {
            sink.text(&it.iri, &sink.term("because"), because);
        }
        if it.made {
            sink.link(merged, &sink.term("mergedInto"), &it.kept);
            sink.text(merged, &sink.term("displayLabel"), label);
            sink.text(&it.kept, skos::ALT_LABEL, label);
        }
    }
}

/// Names what claims and documents point at and nobody has described, so that no question loses it.
pub(super) fn name_the_rest(
    sink: &mut Sink<'_>,
    graph: &Graph,
    names: Names<'_>,
    known: &BTreeSet<String>,
) {
    let thing = |object: &'_ Object| match object {
        Object::Iri(iri) => Some(iri.clone()),
        Object::Literal(..) => None,
    };
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for claim in graph.claims.values() {
        wanted.insert(claim.subject.clone());
        wanted.extend(claim.holders.iter().cloned());
        wanted.insert(sink.term(&claim.property));
        wanted.extend(thing(&claim.object));
        wanted.extend(claim.qualifiers.iter().filter_map(|it| thing(&it.1)));
        wanted.extend(claim.evidence.iter().map(|it| it.utterer.clone()));
    }
    for document in graph.documents.values() {
        wanted.extend(document.speaker.iter().chain(&document.publisher).cloned());
    }
    wanted.extend(graph.mentions.keys().map(|it| it.1.clone()));
    let dates = sink.base().time("");
    let described = |iri: &String| {
        known.contains(iri)
            || graph.things.contains_key(iri)
            || graph.documents.contains_key(iri)
            || iri.starts_with(&dates)
    };
    for iri in wanted.iter().filter(|it| !described(it)) {
        sink.text(iri, &sink.term("displayLabel"), names.of(iri));
    }
}

fn write_document(sink: &mut Sink<'_>, document: &DocumentRecord, copy: Option<&Copy>) {
    let it = document.iri.as_str();
    sink.link(it, rdf::TYPE, &sink.term("Document"));
    sink.link(it, rdf::TYPE, schema::DIGITAL_DOCUMENT);
    sink.link(it, rdf::TYPE, prov::ENTITY);
    sink.text(it, rdfs::LABEL, &document.title);
    sink.text(it, &sink.term("displayLabel"), &document.title);
    sink.text(it, dcterms::TITLE, &document.title);
    sink.text(it, dcterms::LANGUAGE, &document.language);
    if let Some(date) = &document.date {
        sink.date(it, dcterms::ISSUED, date);
    }
    if let Some(speaker) = &document.speaker {
        sink.link(it, dcterms::CREATOR, speaker);
    }
    if let Some(publisher) = &document.publisher {
        sink.link(it, dcterms::PUBLISHER, publisher);
    }
    if let Some(licence) = &document.licence {
        sink.text(it, dcterms::LICENSE, licence);
    }
    if let Some(copy) = copy {
        sink.link(it, &sink.term("nearDuplicateOf"), &copy.original);
    }
    sink.text(it, schema::SHA256, &document.sha256);
    if let Some(sha256) = &document.text_sha256 {
        sink.text(it, &sink.term("textSha256"), sha256);
        sink.text(it, &sink.term("textFile"), &document.text_file());
    }
    sink.text(it, &sink.term("fileName"), &document.name);
    sink.count(it, &sink.term("characters"), document.characters);
    sink.count(it, &sink.term("sentences"), document.sentences);
}

fn write_thing(sink: &mut Sink<'_>, iri: &str, thing: &Thing) {
    for class in std::iter::once(&thing.class).chain(&thing.types) {
        sink.link(iri, rdf::TYPE, &sink.term(class));
    }
    sink.text_in(&thing.language, iri, rdfs::LABEL, &thing.label);
    sink.text_in(&thing.language, iri, skos::PREF_LABEL, &thing.label);
    sink.text(iri, &sink.term("displayLabel"), &thing.label);
    sink.value(iri, &sink.term("discovered"), "true", xsd::BOOLEAN);
    if let Some(value) = &thing.value {
        if is_decimal(value) {
            sink.value(iri, schema::VALUE, value, xsd::DECIMAL);
        } else {
            sink.text(iri, schema::VALUE, value);
        }
    }
    if let Some(unit) = &thing.unit {
        sink.text(iri, &sink.term("unit"), unit);
    }
    if let Some(qualifier) = &thing.qualifier {
        sink.link(iri, &sink.term("qualifier"), &sink.term(&camel(qualifier)));
    }
}

fn is_decimal(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}

/// `more-than` → `MoreThan`.
fn camel(name: &str) -> String {
    let mut out = String::new();
    for part in name.split('-') {
        let mut letters = part.chars();
        out.extend(letters.next().map(|it| it.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

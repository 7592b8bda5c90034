//! The packs as they are, with the types and names that readers of the graph would else have to infer.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{Quad, Term},
};

use super::Sink;
use crate::{
    ontology::{LabelKind, Ontology},
    vocabulary::{rdf, rdfs, skos},
};

/// Writes the packs; returns what they have a name for.
pub(super) fn write(sink: &mut Sink<'_>, ontology: &Ontology) -> BTreeSet<String> {
    sink.enter("reference");
    // A name to show for each subject: the smaller the rank, the better the name.
    let mut names: BTreeMap<String, (u8, String)> = BTreeMap::new();
    for quad in ontology.reference.iter().flat_map(|it| triples(it)) {
        let subject = skolem(sink, &quad.subject.into());
        let subject = subject.as_deref().unwrap_or_default();
        if let Some(rank) = rank(quad.predicate.as_str(), &quad.object)
            && let Term::Literal(literal) = &quad.object
        {
            let name = (rank, literal.value().to_owned());
            let best = names.entry(subject.to_owned()).or_insert_with(|| name.clone());
            *best = name.min(best.clone());
        }
        match skolem(sink, &quad.object) {
            Some(object) => sink.link(subject, quad.predicate.as_str(), &object),
            None => sink.add(subject, quad.predicate.as_str(), quad.object),
        }
    }
    for entity in &ontology.entities {
        for class in ontology.schema.types(entity.class) {
            sink.link(&entity.iri, rdf::TYPE, &sink.term(&class));
        }
        for label in entity.labels.iter().filter(|it| it.kind == LabelKind::Preferred) {
            sink.text_in(&label.language, &entity.iri, rdfs::LABEL, &label.text);
        }
        names.insert(entity.iri.clone(), (0, entity.label("en").to_owned()));
    }
    let classes = ontology.schema.classes.iter().map(|it| (&it.name, &it.labels));
    let properties = ontology.schema.properties.iter().map(|it| (&it.name, &it.labels));
    for (name, labels) in classes.chain(properties) {
        let label = labels.get("en").unwrap_or(name);
        names.entry(sink.term(name)).or_insert_with(|| (u8::MAX, label.clone()));
    }
    names.retain(|_, (_, name)| !name.is_empty());
    for (iri, (_, name)) in &names {
        sink.text(iri, &sink.term("displayLabel"), name);
    }
    names.into_keys().collect()
}

/// The triples of one line; the loader has already complained about lines that have none.
fn triples(line: &str) -> Vec<Quad> {
    let parser = RdfParser::from_format(RdfFormat::NTriples);
    parser.for_slice(line).filter_map(Result::ok).collect()
}

/// The IRI of a node; blank nodes get one, for the graph has none.
fn skolem(sink: &Sink<'_>, term: &Term) -> Option<String> {
    match term {
        Term::NamedNode(node) => Some(node.as_str().to_owned()),
        Term::BlankNode(node) => Some(sink.base().thing(&format!("node-{}", node.as_str()))),
        Term::Literal(_) => None,
    }
}

/// How good a label is for showing: preferred before other, English before none before another language.
fn rank(property: &str, label: &Term) -> Option<u8> {
    let Term::Literal(literal) = label else { return None };
    let kind = match property {
        skos::PREF_LABEL => 0,
        rdfs::LABEL => 1,
        _ => return None,
    };
    Some(match literal.language() {
        Some("en") => kind,
        None => 2 + kind,
        Some(_) => 4 + kind,
    })
}

//! SKOS: the concepts of the graph, such as threats and techniques, as concept schemes in Turtle.
//!
//! A concept is a thing whose class the pack declares below `skos:Concept`; each top class of such things is a scheme.

use std::{collections::BTreeSet, io::Write};

use oxigraph::model::Term;

use super::{Export, ExportError, triples::Triples};
use crate::{
    record::Thing,
    vocabulary::{Prefixes, dcterms, rdf, rdfs, skos},
};

pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    triples(export).turtle(&Prefixes::new(&export.ontology.base), &[], out)
}

fn triples(export: &Export<'_>) -> Triples {
    let base = &export.ontology.base;
    let concepts: Vec<(&Thing, String)> = export
        .records
        .own_things()
        .filter(|it| it.merged_into.is_none())
        .filter_map(|it| Some((it, scheme(export, &it.class)?)))
        .collect();
    let known: BTreeSet<&str> = concepts.iter().map(|it| it.0.iri.as_str()).collect();
    let schemes: BTreeSet<&str> = concepts.iter().map(|it| it.1.as_str()).collect();
    let mut out = Triples::default();
    for class in schemes {
        let scheme = base.term(&format!("{class}Scheme"));
        out.link(&scheme, rdf::TYPE, skos::CONCEPT_SCHEME);
        let term = base.term(class);
        out.text_in("en", &scheme, dcterms::TITLE, export.records.name(&term));
        let definition = export.records.things.get(&term).map_or("", |it| &it.definition);
        out.text_in("en", &scheme, dcterms::DESCRIPTION, definition);
    }
    let broader = base.term("broader");
    for (thing, class) in &concepts {
        let (iri, scheme) = (thing.iri.as_str(), base.term(&format!("{class}Scheme")));
        out.link(iri, rdf::TYPE, skos::CONCEPT);
        out.link(iri, skos::IN_SCHEME, &scheme);
        let own = thing.aliases.iter().find(|it| it.1 == thing.label).map_or("en", |it| &it.0);
        out.text_in(own, iri, skos::PREF_LABEL, &thing.label);
        for (language, name) in &thing.aliases {
            out.text_in(language, iri, skos::ALT_LABEL, name);
        }
        out.text_in("en", iri, skos::DEFINITION, &thing.definition);
        for other in &thing.matches {
            out.link(iri, skos::EXACT_MATCH, other);
        }
        let above = thing.facts.iter().filter_map(|(property, value)| match value {
            Term::NamedNode(it) if *property == broader || property == skos::BROADER => {
                Some(it.as_str())
            }
            _ => None,
        });
        let above: Vec<&str> = above.filter(|it| known.contains(it)).collect();
        for it in &above {
            out.link(iri, skos::BROADER, it);
        }
        if above.is_empty() {
            out.link(iri, skos::TOP_CONCEPT_OF, &scheme);
            out.link(&scheme, skos::HAS_TOP_CONCEPT, iri);
        }
    }
    out
}

/// The top class of a class of concepts.
fn scheme(export: &Export<'_>, class: &str) -> Option<String> {
    let schema = &export.ontology.schema;
    let chain = schema.types(schema.class_id(class)?);
    let is_concept = |it: &String| {
        let term = export.records.things.get(&export.ontology.base.term(it));
        term.is_some_and(|it| {
            it.facts.iter().any(|(property, value)| {
                property == rdfs::SUB_CLASS_OF
                    && matches!(value, Term::NamedNode(it) if it.as_str() == skos::CONCEPT)
            })
        })
    };
    chain.into_iter().find(is_concept)
}

//! Who speaks: the person behind *I*, the body behind *we*, the nation behind *our streets*.
//!
//! Taken from the document's metadata and the pack: a person with a term of office at the document's date
//! speaks for the organisation of the post.

use std::collections::BTreeMap;

use super::Thing;
use crate::{
    document::Document,
    ontology::{Entity, LabelKind, Ontology, Tenure},
    vocabulary::slug,
};

/// Who speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Speaker {
    /// IRI of the person or body that speaks or writes.
    pub(super) person: Option<String>,
    /// IRI of the body spoken for.
    pub(super) body: Option<String>,
    /// IRI of the state spoken of as *our nation*.
    pub(super) nation: Option<String>,
    /// IRI of the publisher.
    pub(super) publisher: Option<String>,
}

pub(super) fn find(
    ontology: &Ontology,
    document: &Document,
    things: &mut BTreeMap<String, Thing>,
) -> Speaker {
    let metadata = &document.metadata;
    let language = metadata.language.as_deref().unwrap_or("en");
    let person = metadata
        .author
        .as_deref()
        .map(|it| named(ontology, without_post(it), "Person", language, things));
    let publisher = metadata
        .publisher
        .as_deref()
        .map(|it| named(ontology, it, "Organisation", language, things));
    let office = person.as_deref().and_then(|it| office(ontology, it, metadata.date.as_deref()));
    let is_body = person.as_deref().is_some_and(|it| {
        let new = things.get(it).is_some_and(|it| it.types.iter().any(|it| it == "Organisation"));
        let known = ontology.entity(it).zip(ontology.schema.class_id("Organisation"));
        new || known.is_some_and(|(it, body)| ontology.schema.is_a(it.class, body))
    });
    let body = if is_body { person.clone() } else { office.map(str::to_owned) };
    let nation = ontology.manifest.home.as_deref().map(|it| ontology.base.thing(it));
    Speaker { person, body, nation, publisher }
}

/// *Ada Low* of *Ada Low, Chair of the Board*; but *Low, Ada* as it is.
fn without_post(author: &str) -> &str {
    match author.split_once(',') {
        Some((name, _)) if name.split_whitespace().count() > 1 => name.trim(),
        _ => author,
    }
}

/// The thing of that name: a known one, or a new one of the class; a body when the name says so.
fn named(
    ontology: &Ontology,
    name: &str,
    class: &str,
    language: &str,
    things: &mut BTreeMap<String, Thing>,
) -> String {
    if let Some(known) = by_label(ontology, name) {
        return known.iri.clone();
    }
    let schema = &ontology.schema;
    // *Kell project* is no person: a name with a word in lower case is a body.
    let lower =
        name.split_whitespace().any(|it| it.len() > 3 && it.starts_with(char::is_lowercase));
    let class = if lower { "Organisation" } else { class };
    let iri = ontology.base.thing(&format!("{}-{}", slug(class), slug(name)));
    let types = schema.class_id(class).map_or_else(Vec::new, |it| schema.types(it));
    things.entry(iri.clone()).or_insert_with(|| Thing {
        label: name.to_owned(),
        language: language.to_owned(),
        class: class.to_owned(),
        types,
        known: false,
        value: None,
        unit: None,
        qualifier: None,
    });
    iri
}

/// The known entity that has this name, honorifics aside.
pub(super) fn by_label<'a>(ontology: &'a Ontology, name: &str) -> Option<&'a Entity> {
    let bare = |name: &str| {
        let mut words: Vec<&str> = name.split_whitespace().collect();
        let honorific = |word: &str| {
            let word = word.trim_end_matches('.').to_lowercase();
            ontology.languages.values().any(|it| it.has("person.honorific", &word))
        };
        while words.len() > 2 && honorific(words[0]) {
            words.remove(0);
        }
        words.join(" ")
    };
    let wanted = bare(name);
    ontology.entities.iter().find(|it| {
        it.labels.iter().any(|label| label.kind != LabelKind::Demonym && label.text == wanted)
    })
}

/// The organisation of the post a person holds at a date; of the latest one without a date.
fn office<'a>(ontology: &'a Ontology, person: &str, date: Option<&str>) -> Option<&'a str> {
    let holds = |it: &&Tenure| {
        it.person == person
            && date.is_none_or(|date| {
                let from = it.from.as_deref().is_none_or(|from| {
                    from.get(..from.len().min(date.len())) <= date.get(..from.len().min(date.len()))
                });
                let until = it.until.as_deref().is_none_or(|until| {
                    date.get(..until.len().min(date.len()))
                        <= until.get(..until.len().min(date.len()))
                });
                from && until
            })
    };
    let held = ontology
        .tenures
        .iter()
        .filter(holds)
        .max_by_key(|it| (it.from.clone(), it.post.clone()))?;
    let post = ontology.entity(&held.post)?;
    post.facts.iter().find(|it| it.0 == "postIn").map(|it| it.1.as_str())
}

#[cfg(test)]
mod tests {
    use super::without_post;

    #[test]
    fn a_name_is_given_without_its_post() {
        assert_eq!(without_post("Ada Low, Chair of the Board"), "Ada Low");
        assert_eq!(without_post("Low, Ada"), "Low, Ada");
        assert_eq!(without_post("Harbour Board"), "Harbour Board");
    }
}

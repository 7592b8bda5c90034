//! Who speaks: the person behind *I*, the body behind *we*, the nation behind *our streets*.
//!
//! Taken from the document's metadata and the pack: a person with a term of office at the document's date
//! speaks for the organisation of the post.

use std::collections::BTreeMap;

use super::Thing;
use crate::{
    document::{Author, Document},
    extraction::{MentionKind, Mentions},
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

/// Who speaks a document, and who speaks in each of its sections where speakers take turns.
pub(super) fn find(
    ontology: &Ontology,
    document: &Document,
    mentions: &Mentions,
    local: &str,
    things: &mut BTreeMap<String, Thing>,
) -> (Speaker, Vec<Option<Speaker>>) {
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
    let nation = ontology.manifest.home.as_deref().map(|it| ontology.base.thing(it));
    let speaks = |person: Option<String>, things: &BTreeMap<String, Thing>| {
        let body = person
            .as_deref()
            .and_then(|it| spoken_for(ontology, it, metadata.date.as_deref(), things));
        Speaker { person, body, nation: nation.clone(), publisher: publisher.clone() }
    };
    let labels = Labels::new(ontology, document, mentions);
    let mut known: BTreeMap<(Option<&str>, Option<&str>), Option<String>> = BTreeMap::new();
    let mut turns = Vec::with_capacity(document.sections.len());
    for section in &document.sections {
        let author = section.author.as_ref().filter(|_| !section.preface);
        let Some(Author { name, role }) = author else {
            turns.push(None);
            continue;
        };
        let person = known.entry((name.as_deref(), role.as_deref())).or_insert_with(|| {
            if let Some(name) = labels.full_name(name.as_deref(), role.as_deref()) {
                return voice(ontology, &name, &section.language, things);
            }
            let role = role.as_deref()?;
            let holder = incumbent(ontology, role, metadata.date.as_deref());
            // *Chair* of whom nothing more is known is a person of this document only.
            Some(holder.unwrap_or_else(|| {
                let iri = ontology.base.thing(&format!("{local}/{}", slug(role)));
                insert(ontology, &iri, "Person", role, &section.language, things);
                iri
            }))
        });
        let person = person.clone();
        turns.push(Some(speaks(person, things)));
    }
    (speaks(person, things), turns)
}

/// The body that a person or body speaks for: itself, or the one of the post held at a date.
fn spoken_for(
    ontology: &Ontology,
    person: &str,
    date: Option<&str>,
    things: &BTreeMap<String, Thing>,
) -> Option<String> {
    let new = things.get(person).is_some_and(|it| it.types.iter().any(|it| it == "Organisation"));
    let known = ontology.entity(person).zip(ontology.schema.class_id("Organisation"));
    if new || known.is_some_and(|(it, body)| ontology.schema.is_a(it.class, body)) {
        return Some(person.to_owned());
    }
    office(ontology, person, date).map(str::to_owned)
}

/// The names by which a transcript calls its speakers.
struct Labels<'a> {
    /// Names of two words or more: those of labels, then those in the text.
    full: Vec<Vec<String>>,
    /// Who is named with a post.
    by_role: BTreeMap<String, &'a str>,
}

impl<'a> Labels<'a> {
    fn new(ontology: &Ontology, document: &'a Document, mentions: &Mentions) -> Self {
        let authors = || {
            let main = document.sections.iter().filter(|it| !it.preface);
            main.filter_map(|it| it.author.as_ref())
        };
        let mut by_role = BTreeMap::new();
        for it in authors() {
            if let (Some(name), Some(role)) = (&it.name, &it.role) {
                by_role.entry(role.to_lowercase()).or_insert(name.as_str());
            }
        }
        let person = ontology.schema.class_id("Person");
        let people = mentions.mentions.iter().filter(|it| {
            let class = it.entity.map_or(it.class, |it| ontology.entities[it].class);
            it.kind == MentionKind::Name
                && person.is_some_and(|person| ontology.schema.is_a(class, person))
        });
        let full_of = |names: Vec<&str>| {
            let mut all: Vec<String> =
                names.into_iter().map(|it| without_honorifics(ontology, it, 1)).collect();
            all.retain(|it| it.contains(' '));
            all.sort_unstable();
            all.dedup();
            all
        };
        let labels = full_of(authors().filter_map(|it| it.name.as_deref()).collect());
        let text = if authors().next().is_none() {
            Vec::new()
        } else {
            full_of(people.map(|it| it.span.of(&document.text)).collect())
        };
        Self { full: vec![labels, text], by_role }
    }

    /// The name of a speaker, in full where the transcript has it in full anywhere.
    fn full_name(&self, name: Option<&str>, role: Option<&str>) -> Option<String> {
        let same_post = || self.by_role.get(&role?.to_lowercase()).copied();
        let name = name.or_else(same_post)?;
        let surname = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
        let ends = |it: &&String| {
            let last = it.rsplit(' ').next().unwrap_or_default();
            last.to_lowercase() == surname
        };
        for names in &self.full {
            let mut found = names.iter().filter(ends);
            match (found.next(), found.next()) {
                (Some(one), None) => return Some(one.clone()),
                (Some(_), Some(_)) => break,
                _ => (),
            }
        }
        Some(name.to_owned())
    }
}

/// The thing a transcript gives the word to: a person or body, and no place or other thing of that name.
fn voice(
    ontology: &Ontology,
    name: &str,
    language: &str,
    things: &mut BTreeMap<String, Thing>,
) -> Option<String> {
    if let Some(known) = by_label(ontology, name) {
        let speaks = ["Person", "Organisation"].iter().any(|it| {
            ontology.schema.class_id(it).is_some_and(|it| ontology.schema.is_a(known.class, it))
        });
        return speaks.then(|| known.iri.clone());
    }
    Some(named(ontology, name, "Person", language, things))
}

/// Who holds the post of that name at a date.
fn incumbent(ontology: &Ontology, post: &str, date: Option<&str>) -> Option<String> {
    let (post, date) = (by_label(ontology, post)?, date?);
    let mut held = ontology.tenures.iter().filter(|it| it.post == post.iri && covers(it, date));
    let one = held.next()?;
    held.next().is_none().then(|| one.person.clone())
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
    // *Kell project* is no person: a name with a word in lower case is a body.
    let lower =
        name.split_whitespace().any(|it| it.len() > 3 && it.starts_with(char::is_lowercase));
    let class = if lower { "Organisation" } else { class };
    let iri = ontology.base.thing(&format!("{}-{}", slug(class), slug(name)));
    insert(ontology, &iri, class, name, language, things);
    iri
}

/// Adds a thing that the pack does not know.
fn insert(
    ontology: &Ontology,
    iri: &str,
    class: &str,
    label: &str,
    language: &str,
    things: &mut BTreeMap<String, Thing>,
) {
    if let Some(class) = ontology.schema.class_id(class) {
        things
            .entry(iri.to_owned())
            .or_insert_with(|| Thing::new(ontology, class, label, language));
    }
}

/// The known entity that has this name, honorifics aside.
pub(super) fn by_label<'a>(ontology: &'a Ontology, name: &str) -> Option<&'a Entity> {
    let wanted = without_honorifics(ontology, name, 2);
    ontology.entities.iter().find(|it| {
        it.labels.iter().any(|label| label.kind != LabelKind::Demonym && label.text == wanted)
    })
}

/// A name without the honorifics before it, as long as so many words are left.
fn without_honorifics(ontology: &Ontology, name: &str, least: usize) -> String {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let honorific = |word: &str| {
        let word = word.trim_end_matches('.').to_lowercase();
        ontology.languages.values().any(|it| it.has("person.honorific", &word))
    };
    while words.len() > least && honorific(words[0]) {
        words.remove(0);
    }
    words.join(" ")
}

/// The organisation of the post a person holds at a date; of the latest one without a date.
fn office<'a>(ontology: &'a Ontology, person: &str, date: Option<&str>) -> Option<&'a str> {
    let held = ontology
        .tenures
        .iter()
        .filter(|it| it.person == person && date.is_none_or(|date| covers(it, date)))
        .max_by_key(|it| (it.from.clone(), it.post.clone()))?;
    let post = ontology.entity(&held.post)?;
    post.facts.iter().find(|it| it.0 == "postIn").map(|it| it.1.as_str())
}

/// Whether a date lies within a term of office, as precisely as both are known.
fn covers(tenure: &Tenure, date: &str) -> bool {
    let shortened = |it: &str, other: &str| it.get(..it.len().min(other.len())).map(str::to_owned);
    let from = tenure.from.as_deref().is_none_or(|it| shortened(it, date) <= shortened(date, it));
    let until = tenure.until.as_deref().is_none_or(|it| shortened(date, it) <= shortened(it, date));
    from && until
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

//! Known things and terms of office.
//!
//! What `entities/*.ttl` of the packs describe, as plain values; reading them is the business of `descriptions`.

use super::schema::ClassId;

/// What a label is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelKind {
    /// The name to show; one for each language.
    Preferred,
    /// Another name.
    Alternative,
    /// Recognised, never shown.
    Hidden,
    /// Adjective or noun for what or who comes from a place: *Russian*, *Briton*.
    Demonym,
}

/// A name in a language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// What it is for.
    pub kind: LabelKind,
    /// Language tag: `en`, `de`.
    pub language: String,
    /// The name as written in the pack.
    pub text: String,
}

/// A known thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its IRI.
    pub iri: String,
    /// Its most specific class.
    pub class: ClassId,
    /// Its names, sorted.
    pub labels: Vec<Label>,
    /// One sentence in English; may be empty.
    pub definition: String,
    /// Whether its names are also ordinary words or other things, so that context must confirm them.
    pub ambiguous: bool,
    /// Reference facts: local name of the property and the value (an IRI or a lexical form), sorted.
    /// `skos:broader` goes by its own local name, `broader`.
    pub facts: Vec<(String, String)>,
}

impl Entity {
    /// The name to show in `language`, else in English.
    pub fn label(&self, language: &str) -> &str {
        let preferred = |tag: &str| {
            self.labels.iter().find(|it| it.kind == LabelKind::Preferred && it.language == tag)
        };
        preferred(language).or_else(|| preferred("en")).map_or("", |it| it.text.as_str())
    }
}

/// A term of office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenure {
    /// IRI of the person.
    pub person: String,
    /// IRI of the post.
    pub post: String,
    /// First day, month or year, if known (`2020-04`).
    pub from: Option<String>,
    /// Last day, month or year, if known.
    pub until: Option<String>,
}

//! A pack, loaded and checked once, then immutable.
//!
//! A pack is a folder: `pack.toml`, `classes.ttl`, `entities/*.ttl`, `rules/*.toml`, `queries/*.rq`,
//! `checks/*.rq`, `diagrams/*.toml`, `tests/*.md`, and one folder of word lists for each language.
//! The `core` pack is built into the binary; a domain pack builds on it.  What comes out is one
//! [`Ontology`] holding both.  This module knows nothing of documents.

mod entities;
mod lexicon;


mod manifest;
mod requests;
mod rules;
mod schema;

pub use entities::{Entity, Label, LabelKind, Tenure};


pub use lexicon::{Lexicon, VerbForm, plural, singular};
pub use manifest::{Manifest, Thresholds};
pub use requests::{Check, DiagramSpec, Parameter, PackTest, Query};
pub use rules::{Example, Rule, RuleKind};
pub use schema::{Class, ClassId, Property, PropertyId, Schema};



use std::collections::BTreeMap;

use crate::vocabulary::Base;

/// Everything known about language and about a domain.
#[derive(Debug, Clone)]
pub struct Ontology {
    /// Name, version, languages, base IRI, licence, thresholds of the domain pack.
    pub manifest: Manifest,
    /// Mints the project's own IRIs.
    pub base: Base,
    /// Classes and properties of core and domain.
    pub schema: Schema,
    /// Known things, sorted by IRI.
    pub entities: Vec<Entity>,
    /// Terms of office of known people.
    pub tenures: Vec<Tenure>,


    /// Word lists by language tag (`en`, `de`).
    pub languages: BTreeMap<String, Lexicon>,
    /// How the languages express each property; core's rules first, then the domain's, by file and place.
    pub rules: Vec<Rule>,
    /// Named questions, sorted by name.
    pub queries: Vec<Query>,
    /// Named drawings, sorted by name.
    pub diagrams: Vec<DiagramSpec>,
    /// What must hold of a graph, sorted by name.
    pub checks: Vec<Check>,
    /// Literate tests, sorted by file.
    pub tests: Vec<PackTest>,
    /// All triples of the packs' Turtle files as sorted N-Triples lines, for `graph/reference`.
    pub reference: Vec<String>,
    /// SHA-256 over the names and bytes of all pack files, in hexadecimal.
    pub digest: String,
}

impl Ontology {
    /// The known entity with this IRI.
    pub fn entity(&self, iri: &str) -> Option<&Entity> {
        self.entities.binary_search_by(|it| it.iri.as_str().cmp(iri)).ok().map(|at| &self.entities[at])
    }
}

//! A pack, loaded and checked once, then immutable.
//!
//! A pack is a folder: `pack.toml`, `classes.ttl`, `entities/*.ttl`, `rules/*.toml`, `queries/*.rq`,
//! `checks/*.rq`, `diagrams/*.toml`, `tests/*.md`, and one folder of word lists for each language.
//! The `core` pack is built into the binary; a domain pack builds on it.  What comes out is one
//! [`Ontology`] holding both.  This module knows nothing of documents.

mod declarations;
mod descriptions;
mod entities;
mod folder;
mod headers;
mod lexicon;
mod literate;
mod load;
mod manifest;
mod properties;
mod requests;
mod rules;
mod schema;
mod shapes;
mod syntax;
mod turtle;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use entities::{Entity, Label, LabelKind, Tenure};
pub(crate) use lexicon::Table;
pub use lexicon::{Lexicon, VerbForm, plural, singular};
pub use load::{CORE, PackSource, load};
pub use manifest::{Manifest, Thresholds};
pub use requests::{Check, DiagramSpec, PackTest, PageOf, Parameter, ParameterKind, Query, Scope};
pub use rules::{Example, Rule};
pub use schema::{Class, ClassId, Property, PropertyId, Schema};
pub use shapes::Shape;
pub use syntax::Place;
pub(crate) use syntax::{DEEPEST, Outline};

use crate::vocabulary::{Base, Prefixes};

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
    /// Name and text of each language's word lists, by language tag; core's first.
    pub language_files: BTreeMap<String, Vec<(String, String)>>,
    /// How the languages express each property; core's rules first, then the domain's, by file and place.
    pub rules: Vec<Rule>,
    /// Named questions, sorted by name.
    pub queries: Vec<Query>,
    /// Named drawings, sorted by name.
    pub diagrams: Vec<DiagramSpec>,
    /// What must hold of a graph, sorted by name.
    pub checks: Vec<Check>,
    /// What must hold of nodes of a graph: the shapes of the packs, then those of the ends of properties.
    pub shapes: Vec<Shape>,
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
        self.entities
            .binary_search_by(|it| it.iri.as_str().cmp(iri))
            .ok()
            .map(|at| &self.entities[at])
    }

    /// The prefixes that SPARQL of a pack may use undeclared, with what they stand for.
    pub fn prefixes(&self) -> Vec<(String, String)> {
        let prefixes = Prefixes::new(&self.base);
        prefixes.iter().map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned())).collect()
    }

    /// The same as SPARQL, on one line that ends in a space: a query behind it keeps its line numbers.
    pub fn prologue(&self) -> String {
        let prefixes = self.prefixes();
        let declare =
            |(prefix, iri): &(String, String)| ["PREFIX ", prefix, ": <", iri, "> "].concat();
        prefixes.iter().map(declare).collect()
    }
}

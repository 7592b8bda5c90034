//! Research datasets and other people's formats.
//!
//! Everything here is a projection of the claim: each row, edge or object carries the IRI of its claim, and so leads back to
//! the sentence.  What a class or a property is called elsewhere stands in the pack, as annotations.  What is written
//! depends on the graph and the options alone, never on the clock.

mod annotation;
mod edges;
mod followthemoney;
mod format;
mod gexf;
mod graphml;
mod jsonld;
mod nanopub;
mod neo4j;
mod rdf12;
mod release;
mod sheets;
mod skos;
mod stix;
mod table;
mod tables;
mod triples;
mod vault;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use oxigraph::model::{Literal, Quad, Term};

pub use self::{
    format::{Format, write, write_folder},
    nanopub::nanopublication,
    release::{Metadata, MetadataError, Person, Reviewed, archive},
    sheets::{claims, entities},
    table::TableError,
    triples::Triples,
};
use crate::{
    ontology::Ontology,
    record::{Claim, Place, RecordError, Records, plain},
    vocabulary::oa,
};

/// How many places may lie in each other.
const DEPTH: usize = 16;

/// What to write, and how.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether claims that are not asserted are written to formats that can say so.
    pub unasserted: bool,
    /// Characters of a quote at most; longer ones are cut.
    pub quote: Option<usize>,
    /// Title, authors and the like of a release.
    pub metadata: Metadata,
    /// How many claims somebody looked at, and how many were right.
    pub reviewed: Option<Reviewed>,
    /// Texts that go into a release: name there, file.
    pub texts: Vec<(String, PathBuf)>,
    /// Further files of a release that are made elsewhere: path there, content.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The graph.
    #[error(transparent)]
    Records(#[from] RecordError),
    /// A table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The system.
    #[error("cannot write: {0}")]
    System(#[from] std::io::Error),
    /// JSON.
    #[error("cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A form of RDF.
    #[error("cannot write RDF: {0}")]
    Rdf(String),
}

/// A graph that is written in some format.
#[derive(Debug, Clone, Copy)]
pub struct Export<'a> {
    /// What the graph says.
    pub records: &'a Records,
    /// The pack it was read with.
    pub ontology: &'a Ontology,
    /// How to write it.
    pub options: &'a Options,
}

impl Export<'_> {
    /// The claims that a format for facts has: those that are asserted, or all where that was asked for.
    fn claims(&self) -> Result<impl Iterator<Item = Result<Claim, RecordError>>, RecordError> {
        let has = |it: &Result<Claim, _>| it.as_ref().map_or(true, |it| self.has(it));
        Ok(self.records.claims()?.filter(has))
    }

    /// Whether a format for facts has the claim.
    fn has(&self, claim: &Claim) -> bool {
        self.options.unasserted || claim.asserted
    }

    /// The things and documents that some of the claims of a format for facts are about, by IRI.
    fn about(&self, some: impl Fn(&Claim) -> bool) -> Result<BTreeSet<String>, RecordError> {
        let mut things = BTreeSet::new();
        for claim in self.records.bare_claims()? {
            let claim = claim?;
            if self.has(&claim) && some(&claim) {
                if let Some(Term::NamedNode(object)) = &claim.object {
                    things.insert(object.as_str().to_owned());
                }
                things.insert(claim.subject);
            }
        }
        Ok(things)
    }

    /// The names of who is committed to a claim.
    fn holders(&self, claim: &Claim) -> Vec<String> {
        claim.holders.iter().map(|it| self.records.name(it).to_owned()).collect()
    }

    /// Where the claims stand that a format for facts has, by the IRI of what they have to do with; `with` says what that
    /// is for a claim without its passages.
    fn places(
        &self,
        with: impl Fn(&Claim) -> BTreeSet<String>,
    ) -> Result<BTreeMap<String, Vec<Place>>, RecordError> {
        let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        let mut claims = self.records.bare_claims()?;
        while let Some(claim) = claims.next() {
            let claim = claim?;
            if self.has(&claim) {
                for iri in with(&claim) {
                    places.entry(iri).or_default().push(claims.place());
                }
            }
        }
        Ok(places)
    }

    /// A quote, no longer than it may be.
    fn quote(&self, text: &str) -> String {
        shorten(text, self.options.quote)
    }

    /// A quad whose quote is no longer than it may be.
    fn shortened(&self, quad: Quad) -> Quad {
        let quoted = || {
            let property = quad.predicate.as_str();
            [oa::EXACT, oa::PREFIX, oa::SUFFIX].contains(&property)
                || self.ontology.base.term_name(property) == Some("displayQuote")
        };
        match &quad.object {
            Term::Literal(it) if self.options.quote.is_some() && quoted() => {
                let object = Literal::new_simple_literal(self.quote(it.value())).into();
                Quad { object, ..quad }
            }
            _ => quad,
        }
    }

    /// What a class is called elsewhere: by its annotation, or by that of its nearest superclass.
    fn class_mapping(&self, class: &str, annotation: &str) -> Option<String> {
        let schema = &self.ontology.schema;
        let chain = schema.types(schema.class_id(class)?);
        chain.iter().find_map(|it| self.mapping(&self.ontology.base.term(it), annotation))
    }

    /// Further properties that objects of a class have elsewhere, from annotations such as `name=value`; what the class
    /// says itself goes before what its superclasses say, as far as they are the same by the annotation `kind`.
    fn further(&self, class: &str, annotation: &str, kind: &str) -> BTreeMap<String, String> {
        let schema = &self.ontology.schema;
        let chain = schema.class_id(class).map(|it| schema.types(it)).unwrap_or_default();
        let annotation = self.ontology.base.term(annotation);
        let own = self.class_mapping(class, kind);
        let mut further = BTreeMap::new();
        for name in chain.into_iter().filter(|it| self.class_mapping(it, kind) == own) {
            let term = self.records.things.get(&self.ontology.base.term(&name));
            for (_, value) in term.iter().flat_map(|it| &it.facts).filter(|it| it.0 == annotation) {
                let value = plain(value);
                if let Some((name, value)) = value.split_once('=') {
                    further.entry(name.to_owned()).or_insert_with(|| value.to_owned());
                }
            }
        }
        further
    }

    /// The code of the country that a thing is, or lies in by what the pack says: two capital letters.
    fn country(&self, iri: &str) -> Option<String> {
        let base = &self.ontology.base;
        let (code, inside) = (base.term("countryCode"), base.term("locatedIn"));
        let mut iri = iri.to_owned();
        // Places lie in each other, but not for ever.
        for _ in 0..DEPTH {
            let facts = &self.records.things.get(&iri)?.facts;
            if let Some((_, value)) = facts.iter().find(|it| it.0 == code) {
                return Some(plain(value));
            }
            iri = plain(&facts.iter().find(|it| it.0 == inside)?.1);
        }
        None
    }

    /// The day of publication: the one that was given, or that of the newest document.
    fn date(&self) -> String {
        let given = self.options.metadata.date.clone();
        let newest = || self.records.documents.values().filter_map(|it| it.date.clone()).max();
        given.or_else(newest).unwrap_or_else(|| "1970-01-01".to_owned())
    }

    /// What a term is called elsewhere.
    fn mapping(&self, term: &str, annotation: &str) -> Option<String> {
        let annotation = self.ontology.base.term(annotation);
        let facts = &self.records.things.get(term)?.facts;
        facts.iter().find(|it| it.0 == annotation).map(|it| plain(&it.1))
    }
}

/// A text of so many code points at most, the last an ellipsis where it was cut.
fn shorten(text: &str, most: Option<usize>) -> String {
    match most {
        Some(0) => String::new(),
        Some(most) if text.chars().count() > most => {
            let mut short: String = text.chars().take(most - 1).collect();
            short.push('…');
            short
        }
        _ => text.to_owned(),
    }
}

/// `2021-07` as the first moment of that time in UTC: `2021-07-01T00:00:00.000Z`.
fn moment(date: &str) -> String {
    let rest = ["", "", "", "", "-01-01", "", "", "-01"].get(date.len()).copied().unwrap_or("");
    format!("{date}{rest}T00:00:00.000Z")
}

//! Contributions → `Graph`: where documents first meet.
//!
//! Equal claims become one claim with several pieces of evidence, disagreements become conflicts, and the
//! whole becomes canonical quads.  Assembly is always over all readings, which is what makes an incremental
//! build equal to a clean one.  This stage sees no text and no mentions beyond what readings carry.

mod conflict;
mod contribution;
mod corroboration;
#[cfg(test)]
pub(crate) mod fixture;
mod identity;
mod likeness;
mod merge;
mod names;
mod period;
mod rdf;
mod shard;
mod turtle;

pub use contribution::Contribution;
pub use identity::{Decisions, Idle, Judgement, unify};
pub use likeness::Copy;
pub use merge::assemble;
pub use names::Names;
pub use rdf::{Reference, joint_quads, merge, own_quads, quads, sorted, write_nquads};
pub use shard::Shards;
pub use turtle::asserted_turtle;

use std::{collections::BTreeMap, io};

use serde::Serialize;

use crate::{
    diagnostic::Diagnostic,
    digest::sha256,
    ontology::Ontology,
    resolution::{DocumentRecord, Force, Polarity, Term, Thing, VERB_PHRASE},
};

/// What all documents together say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    /// Documents by IRI.
    pub documents: BTreeMap<String, DocumentRecord>,
    /// Things by IRI.
    pub things: BTreeMap<String, Thing>,
    /// How often each document speaks of each thing: (document, thing) to count.
    pub mentions: BTreeMap<(String, String), usize>,
    /// Claims by IRI.
    pub claims: BTreeMap<String, Claim>,
    /// Documents that are nearly the same text as an earlier one, by IRI.
    pub copies: BTreeMap<String, Copy>,
    /// What several claims claim alike, by IRI.
    pub propositions: BTreeMap<String, Proposition>,
    /// Which things of different documents are one, or may be, sorted.
    pub judgements: Vec<Judgement>,
    /// Disagreements, sorted.
    pub conflicts: Vec<Conflict>,
}

impl Graph {
    /// A name for what documents say and speak of in this graph, without what is said of them together.
    pub fn digest(&self) -> io::Result<String> {
        let Self { documents, things, mentions, claims, copies, .. } = self;
        let bytes = postcard::to_stdvec(&(documents, things, mentions, claims, copies));
        Ok(sha256(&bytes.map_err(io::Error::other)?))
    }

    /// What to tell about the documents together: which are copies of others.
    pub fn notes(&self) -> Vec<Diagnostic> {
        likeness::notes(self)
    }
}

/// One statement, and everything that supports having it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// Who or what it is about: an IRI.
    pub subject: String,
    /// Local name of the property.
    pub property: String,
    /// IRI or literal.
    pub object: Object,
    /// Whether it is affirmed.
    pub polarity: Polarity,
    /// Commitment.
    pub force: Force,
    /// Yardstick term, if hedged.
    pub certainty: Option<String>,
    /// The author's own hedging word.
    pub certainty_word: Option<String>,
    /// IRIs of who is committed to it, sorted: one, or the documents that speak for themselves.
    pub holders: Vec<String>,
    /// Time of the content, if stated.
    pub time: Option<String>,
    /// Further particulars, sorted.
    pub qualifiers: Vec<(String, Object)>,
    /// Whether it becomes a plain triple.
    pub asserted: bool,
    /// Greatest confidence of its evidence.
    pub confidence: f64,
    /// Voices committed to what it claims that do not only repeat each other.
    pub independent_sources: usize,
    /// Where it is said: at least one, sorted by document and place.
    pub evidence: Vec<Evidence>,
}

/// What several claims claim alike, whoever holds it and however firmly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposition {
    /// IRIs of the claims, sorted.
    pub claims: Vec<String>,
    /// Voices that assert it or judge it so, and do not only repeat each other.
    pub independent_sources: usize,
}

/// The other end of a statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Object {
    /// A thing, by IRI.
    Iri(String),
    /// A literal: lexical form and datatype IRI.
    Literal(String, String),
}

/// A place in a document that makes a statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// IRI of the document.
    pub document: String,
    /// Code points: first, and one past the last.
    pub chars: (usize, usize),
    /// The page it begins on, where the document has pages.
    pub page: Option<usize>,
    /// The verbatim slice.
    pub quote: String,
    /// Up to 32 code points before and after.
    pub context: (String, String),
    /// IRI of who says the words.
    pub utterer: String,
    /// Date of the document, if known.
    pub stated_on: Option<String>,
    /// Rule that found it.
    pub rule: String,
    /// Confidence of this extraction.
    pub confidence: f64,
    /// Text of subject and object there.
    pub wording: (String, String),
    /// How its ends were found and resolved.
    pub steps: Vec<String>,
}

/// A disagreement, to be shown and not to be settled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// IRI, a hash of kind and parties.
    pub iri: String,
    /// `SingleValued`, `OppositePolarity`, `AgainstReference` or `ImpossibleDate`.
    pub kind: String,
    /// IRI of what it is about.
    pub about: String,
    /// Local name of the property.
    pub property: String,
    /// IRIs of the claims that disagree, sorted.
    pub claims: Vec<String>,
    /// The other value, where it is none of a claim: the pack's, or the date of a document.
    pub reference: Option<String>,
    /// One sentence for people.
    pub message: String,
}

impl Claim {
    /// The words of an open relation: what the sentence says in a verb that no rule reads.
    pub fn phrase(&self) -> Option<&str> {
        self.qualifiers.iter().find_map(|(name, value)| match value {
            Object::Literal(words, _) if name == VERB_PHRASE => Some(words.as_str()),
            _ => None,
        })
    }

    /// Who is committed to the claim where this evidence makes it.
    pub fn holder_of<'a>(&'a self, evidence: &'a Evidence) -> &'a str {
        match self.holders.as_slice() {
            [holder] => holder,
            _ => &evidence.utterer,
        }
    }

    /// Subject, property and object; both ends in order where the direction carries no meaning.
    fn statement(&self, ontology: &Ontology) -> (Object, &str, Object) {
        let schema = &ontology.schema;
        let symmetric =
            schema.property_id(&self.property).is_some_and(|it| schema.property(it).symmetric);
        let (subject, object) = (Object::Iri(self.subject.clone()), self.object.clone());
        if symmetric && object < subject {
            (object, &self.property, subject)
        } else {
            (subject, &self.property, object)
        }
    }
}

impl From<&Term> for Object {
    fn from(term: &Term) -> Self {
        match term {
            Term::Thing { iri, .. } => Self::Iri(iri.clone()),
            Term::Literal { value, datatype, .. } => Self::Literal(value.clone(), datatype.clone()),
        }
    }
}

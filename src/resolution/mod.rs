//! Mentions → `Reading`: what one document says.
//!
//! Mentions that speak of the same thing are brought together, things the pack knows get their IRI and
//! others one of their own, the ends of every relation are checked against the property, and what is left
//! are claims with their force, holder, time and evidence.  A [`Reading`] is a pure function of one document
//! and the pack.  This stage does not know that other documents exist.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::Diagnostic,
    source::Span,
};

/// What one document says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The document itself.
    pub document: DocumentRecord,
    /// Everything the mentions and claims refer to, by IRI.
    pub things: BTreeMap<String, Thing>,
    /// Where things are spoken of, in text order.
    pub mentions: Vec<ThingMention>,
    /// What is said, in text order.
    pub claims: Vec<ReadClaim>,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// A document as the graph knows it: everything but its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Its IRI.
    pub iri: String,
    /// Its name on disk or as given, without folders.
    pub name: String,
    /// Title from metadata or its own head.
    pub title: String,
    /// Main language, a tag such as `en`.
    pub language: String,
    /// Date it was spoken or published, ISO 8601, if known.
    pub date: Option<String>,
    /// IRI of who speaks or writes, if known.
    pub speaker: Option<String>,
    /// IRI of who published it, if known.
    pub publisher: Option<String>,
    /// Licence as stated, if known.
    pub licence: Option<String>,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// Length of the text in code points.
    pub characters: usize,
    /// Number of sentences.
    pub sentences: usize,
}

/// Something documents speak of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thing {
    /// Name to show.
    pub label: String,
    /// Language tag of the name.
    pub language: String,
    /// Local name of its class.
    pub class: String,
    /// Its class and superclasses up to a top class, local names.
    pub types: Vec<String>,
    /// Whether the pack knows it.
    pub known: bool,
    /// Machine-readable value of a date (`2021-06`, `2017-07/2021-07`) or quantity (`29`, `10000`).
    pub value: Option<String>,
    /// What a quantity counts, as in the text.
    pub unit: Option<String>,
    /// `exactly`, `more-than`, `less-than`, `about`: how a quantity or date is meant.
    pub qualifier: Option<String>,
}

/// How a thing is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// By a proper name.
    Name,
    /// By a description.
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// A place where a thing is spoken of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThingMention {
    /// Where, in bytes of the document's text.
    pub span: Span,
    /// The same in code points.
    pub chars: (usize, usize),
    /// The text there.
    pub text: String,
    /// How.
    pub kind: MentionKind,
    /// Local name of the class of the mention (`Nationality` for *Russian*, though the thing is a state).
    pub class: String,
    /// What is spoken of.
    pub thing: String,
    /// How it was recognised and linked, one step each, for `kell explain`.
    pub steps: Vec<String>,
}

/// One end of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Term {
    /// A thing, by IRI, and where this claim speaks of it: code points and text.
    Thing {
        /// IRI.
        iri: String,
        /// Where, in code points.
        chars: (usize, usize),
        /// Text there.
        text: String,
    },
    /// A literal.
    Literal {
        /// Lexical form.
        value: String,
        /// Datatype IRI.
        datatype: String,
        /// Where, in code points.
        chars: (usize, usize),
    },
}

/// Whether the statement is made or its contrary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It is so.
    Affirmed,
    /// It is not so.
    Negated,
}

/// With what commitment the holder says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// As a fact.
    Asserted,
    /// As a judgement: *we assess*, *highly likely*.
    Assessed,
    /// As someone's unproven charge.
    Alleged,
    /// As something that may be or can happen.
    Possible,
    /// As intended, attempted or forthcoming.
    Planned,
    /// As something that should be.
    Recommended,
    /// As a supposition.
    Hypothetical,
    /// As rejected by the holder.
    Denied,
}

/// A claim of one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadClaim {
    /// Its IRI: a hash of what is claimed, not of where.
    pub iri: String,
    /// Who or what it is about.
    pub subject: Term,
    /// Local name of the property.
    pub property: String,
    /// The other end.
    pub object: Term,
    /// Whether it is affirmed.
    pub polarity: Polarity,
    /// Commitment.
    pub force: Force,
    /// Term of the probability yardstick, local name such as `HighlyUnlikely`, if hedged.
    pub certainty: Option<String>,
    /// The author's own hedging word.
    pub certainty_word: Option<String>,
    /// IRI of who is committed to it.
    pub holder: String,
    /// IRI of who says the words.
    pub utterer: String,
    /// Time of the content: a date, month, year or interval in ISO 8601, if stated.
    pub time: Option<String>,
    /// Further particulars: local name of a property and a term, sorted.
    pub qualifiers: Vec<(String, Term)>,
    /// Where it is said, in code points of the document's text.
    pub chars: (usize, usize),
    /// The verbatim slice.
    pub quote: String,
    /// Up to 32 code points before and after the quote.
    pub context: (String, String),
    /// Name of the rule that found it.
    pub rule: String,
    /// Confidence of the extraction, 0 to 1.
    pub confidence: f64,
    /// Whether it becomes a plain triple.
    pub asserted: bool,
    /// How its ends were found and resolved, one step each, for `kell explain`.
    pub steps: Vec<String>,
}

//! `Document` → `Analysis`: sentences and tokens.
//!
//! Offsets never change after this stage: every token is a span of the document's text.  Words get the closed
//! classes their language lists them under.  Then the [`Analysers`] of the languages
//! that have one fill in tags, lemmas, trees and names; what reads them must cope without, as for German.  This
//! stage knows nothing of the domain.

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "fixed-point arithmetic and numbers of words, all small"
)]
mod analyser;
mod analysers;
pub mod conllu;
mod lemma;
mod lexical;
mod morphology;
mod segment;
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "numbers of words and random numbers, all small"
)]
mod train;
mod words;

pub use analyser::Model;
pub use analysers::Analysers;
pub use lexical::{Class, Classes, Words};
pub use morphology::{Features, PartOfSpeech};
pub use segment::{analyse, tokenise};
pub use train::{Plan, TrainError, train};

use std::ops::Range;

use crate::source::Span;

/// A document taken apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    /// All tokens in text order.
    pub tokens: Vec<Token>,
    /// All sentences in text order.
    pub sentences: Vec<Sentence>,
    /// All words of Universal Dependencies in text order.
    pub words: Vec<Word>,
    /// Names the analyser recognised, in text order.
    pub names: Vec<Name>,
}

/// A name the analyser recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its tokens in [`Analysis::tokens`].
    pub tokens: Range<usize>,
    /// What kind of thing it names.
    pub kind: NameKind,
}

/// What kind of thing a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// A person.
    Person,
    /// A body: an office, a firm, a party.
    Organisation,
    /// A country, town, region, building or other place.
    Place,
    /// Something that happened.
    Event,
    /// A nationality, religion or political group: *Russian*.
    Group,
}

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, perhaps with hyphens inside: `state-backed`; an address on the net.
    Word,
    /// Digits, perhaps with points and commas inside: `10,000`.
    Number,
    /// A clitic: `'s`, `n't`, `'ve`.
    Clitic,
    /// Anything else, one mark each: `,`, `...`, `:-)`.
    Punctuation,
}

/// A word, number or mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Where it is.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
    /// Its text in lower case with straight apostrophes; a run of marks as one mark: `…` for `...`.
    pub lower: String,
    /// The closed classes its language lists it under.
    pub classes: Classes,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Whether white space, or nothing, stands before it.
    pub spaced: bool,
    /// Its part of speech; none where nothing was analysed.
    pub pos: Option<PartOfSpeech>,
    /// Its place in the tree of its sentence; none where nothing was analysed, or no tree was found that could be true.
    pub syntax: Option<Syntax>,
}

impl Token {
    /// Whether the analyser gives it this part of speech.
    pub fn is(&self, pos: PartOfSpeech) -> bool {
        self.pos == Some(pos)
    }
}

/// The place of a token in the tree of its sentence: that of its word which the others of it hang from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syntax {
    /// Number, tense, mood, voice and so on.
    pub features: Features,
    /// The token it hangs from, counted from the first of the sentence; none for the root.
    pub head: Option<usize>,
    /// How it hangs from it: `nsubj:pass`.
    pub relation: &'static str,
}

/// A syntactic word as Universal Dependencies divides text; one token holds one or more of them.
///
/// `state-backed` is one token and three words.  Words of a sentence stand together, in text order.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Where it is; within one token.
    pub span: Span,
    /// Its token in [`Analysis::tokens`].
    pub token: usize,
    /// Its part of speech.
    pub pos: PartOfSpeech,
    /// Its number, tense, mood, voice and so on.
    pub features: Features,
    /// Its dictionary form.
    pub lemma: String,
    /// Its head among the words of its sentence, counted from 0; none for the root.
    pub head: Option<usize>,
    /// Its relation to the head: `nsubj:pass`; `root` for the root, empty where nothing was analysed.
    pub relation: &'static str,
}

/// A sentence, heading or list item.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// From its first token to its last.
    pub span: Span,
    /// Its tokens in [`Analysis::tokens`].
    pub tokens: Range<usize>,
    /// Its words in [`Analysis::words`].
    pub words: Range<usize>,
    /// Its block in the document.
    pub block: usize,
    /// Its section in the document.
    pub section: usize,
    /// Language tag.
    pub language: String,
    /// Whether it is a heading.
    pub heading: bool,
    /// Whether the text breaks off within it, so that no claim may rest on it.
    pub cut: bool,
}

//! `Document` → `Analysis`: sentences and tokens.
//!
//! Offsets never change after this stage: every token is a span of the document's text.  Words get the closed
//! classes their language lists them under.  Tags, lemmas and trees have their place in [`Token`] and
//! [`Sentence`] but are not filled by segmentation; what reads them must cope without.  This stage knows
//! nothing of the domain.

pub mod conllu;
#[cfg_attr(not(test), expect(dead_code, reason = "the analyser that calls it is not joined yet"))]
mod lemma;
mod lexical;
mod morphology;
mod segment;
mod words;

pub use lexical::{Class, Classes, Words};
pub use morphology::{Features, PartOfSpeech};
pub use segment::{analyse, tokenise};

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

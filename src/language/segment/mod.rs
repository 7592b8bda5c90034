//! Where words and sentences begin and end, by rules that hold for many European languages.
//!
//! A document that brings its own division into sentences and words keeps it.

mod marks;
mod sentences;
mod tokens;

pub(super) use marks::is_address;
pub use tokens::tokenise;

use std::{collections::BTreeMap, ops::Range};

use super::{Analysis, Features, PartOfSpeech, Sentence, Word, Words, words};
use crate::{
    document::{BlockKind, Document, Given},
    source::Span,
};

/// Takes a document apart; `words` are the closed classes by language tag.
pub fn analyse(document: &Document, words: &BTreeMap<String, Words>) -> Analysis {
    match &document.given {
        Some(given) => keep(document, given, words),
        None => divide(document, words),
    }
}

fn divide(document: &Document, words: &BTreeMap<String, Words>) -> Analysis {
    let mut analysis = Analysis::default();
    let none = Words::default();
    for (number, block) in document.blocks.iter().enumerate() {
        let words = words.get(language(document, number)).unwrap_or(&none);
        let first = analysis.tokens.len();
        for piece in &block.pieces {
            let at = analysis.tokens.len();
            tokenise(&document.text, *piece, words, &mut analysis.tokens);
            // A new piece is a new line or follows markup: what stands before it is not part of the word.
            let touches = at > first && analysis.tokens[at - 1].span.end == piece.start;
            if let Some(token) = analysis.tokens.get_mut(at) {
                token.spaced = !touches;
            }
        }
        sentences::join_points(&mut analysis.tokens, first);
        let mut start = first;
        let end = analysis.tokens.len();
        while start < end {
            let stop = sentences::sentence_end(&analysis.tokens[start..end]) + start;
            for (span, token) in words::words(&document.text, &analysis.tokens, start..stop) {
                analysis.words.push(unknown(span, token));
            }
            let cut = block.cut && stop == end;
            push(document, number, start..stop, cut, &mut analysis);
            start = stop;
        }
    }
    analysis
}

/// The sentences and words that the document brings along.
fn keep(document: &Document, given: &Given, words: &BTreeMap<String, Words>) -> Analysis {
    let mut analysis = Analysis::default();
    let none = Words::default();
    for sentence in &given.sentences {
        let words = words.get(language(document, sentence.block)).unwrap_or(&none);
        let start = analysis.tokens.len();
        for word in &sentence.words {
            analysis.words.push(unknown(word.span, analysis.tokens.len()));
            tokens::whole(&document.text, word, words, &mut analysis.tokens);
        }
        let stop = analysis.tokens.len();
        push(document, sentence.block, start..stop, false, &mut analysis);
    }
    analysis
}

/// Adds the sentence of these tokens, whose words were added before.
fn push(
    document: &Document,
    block: usize,
    tokens: Range<usize>,
    cut: bool,
    analysis: &mut Analysis,
) {
    let (Some(first), Some(last)) =
        (analysis.tokens.get(tokens.start), analysis.tokens[tokens.clone()].last())
    else {
        return;
    };
    let before = analysis.sentences.last().map_or(0, |it| it.words.end);
    analysis.sentences.push(Sentence {
        span: first.span.cover(last.span),
        tokens,
        words: before..analysis.words.len(),
        block,
        section: document.blocks.get(block).map_or(0, |it| it.section),
        language: language(document, block).to_owned(),
        heading: document.blocks.get(block).is_some_and(|it| it.kind == BlockKind::Heading),
        cut,
    });
}

fn language(document: &Document, block: usize) -> &str {
    document
        .blocks
        .get(block)
        .and_then(|it| document.sections.get(it.section))
        .map_or("en", |it| it.language.as_str())
}

/// A word of which nothing is known yet.
fn unknown(span: Span, token: usize) -> Word {
    Word {
        span,
        token,
        pos: PartOfSpeech::default(),
        features: Features::default(),
        lemma: String::new(),
        head: None,
        relation: "",
    }
}

#[cfg(test)]
mod tests;

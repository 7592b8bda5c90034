//! CoNLL-U, the format of Universal Dependencies: an analysis written as it, and its sentences read.

use std::fmt::Write as _;

pub use crate::document::{GoldError, GoldSentence, GoldUnit, GoldWord, read_conllu as read};

use super::{Analysis, Sentence, TokenKind, Word, words::contracted};
use crate::document::{Document, GivenSentence};

/// The analysis of a document as CoNLL-U.
///
/// What was not analysed is `_`.  Clitics and the words they lean on stand below a line for both.
pub fn write(document: &Document, analysis: &Analysis) -> String {
    let mut out = String::new();
    let name = one_line(&document.name);
    let given = document.given.as_ref().map_or(&[][..], |it| &it.sentences);
    let mut block = None;
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let rows = Rows {
            text: &document.text,
            analysis,
            words: &analysis.words[sentence.words.clone()],
            given: given.get(number),
        };
        // Writing to a string cannot fail.
        if number == 0 {
            let _ = writeln!(out, "# newdoc id = {name}");
        }
        if block != Some(sentence.block) {
            out.push_str("# newpar\n");
            block = Some(sentence.block);
        }
        let _ = writeln!(out, "# sent_id = {name}-{}", number + 1);
        let _ = writeln!(out, "# text = {}", rows.sentence_text());
        let spaced = rows.spaced_after(sentence, analysis.sentences.get(number + 1));
        rows.write(spaced, &mut out);
        out.push('\n');
    }
    out
}

/// The words of one sentence.
struct Rows<'a> {
    text: &'a str,
    analysis: &'a Analysis,
    words: &'a [Word],
    /// The same words, where they are given.
    given: Option<&'a GivenSentence>,
}

impl Rows<'_> {
    fn form(&self, at: usize) -> String {
        one_line(self.words[at].span.of(self.text))
    }

    /// Whether white space stands before a word.
    fn spaced(&self, at: usize) -> bool {
        match at.checked_sub(1).map(|it| &self.words[it]) {
            Some(before) if before.token == self.words[at].token => false,
            _ => self.analysis.tokens[self.words[at].token].spaced,
        }
    }

    /// Whether white space, or another paragraph, follows the sentence.
    fn spaced_after(&self, sentence: &Sentence, next: Option<&Sentence>) -> bool {
        next.is_none_or(|it| {
            it.block != sentence.block || self.analysis.tokens[it.tokens.start].spaced
        })
    }

    fn sentence_text(&self) -> String {
        let mut joined = String::new();
        for at in 0..self.words.len() {
            if at > 0 && self.spaced(at) {
                joined.push(' ');
            }
            joined.push_str(&self.form(at));
        }
        joined
    }

    /// Whether a word is written as one with the word before it.
    fn leans(&self, at: usize) -> bool {
        if at == 0 || self.spaced(at) {
            return false;
        }
        if let Some(word) = self.given.and_then(|it| it.words.get(at)) {
            return word.joined;
        }
        let (before, word) = (&self.words[at - 1], &self.words[at]);
        if before.token == word.token {
            contracted(before.span.of(self.text), word.span.of(self.text))
        } else {
            self.analysis.tokens[word.token].kind == TokenKind::Clitic
        }
    }

    fn write(&self, spaced_after: bool, out: &mut String) {
        let count = self.words.len();
        let misc = |end: usize| {
            let spaced = if end < count { self.spaced(end) } else { spaced_after };
            if spaced { "_" } else { "SpaceAfter=No" }
        };
        let mut at = 0;
        while at < count {
            let end = (at + 1..count).find(|it| !self.leans(*it)).unwrap_or(count);
            if end > at + 1 {
                let unit: String = (at..end).map(|it| self.form(it)).collect();
                let nothing = "\t_".repeat(7);
                let _ = writeln!(out, "{}-{end}\t{unit}{nothing}\t{}", at + 1, misc(end));
            }
            for word in at..end {
                let misc = if end > at + 1 { "_" } else { misc(end) };
                self.row(word, &self.words[word], misc, out);
            }
            at = end;
        }
    }

    fn row(&self, at: usize, word: &Word, misc: &str, out: &mut String) {
        let known = !word.relation.is_empty() || !word.lemma.is_empty();
        let lemma = if word.lemma.is_empty() { "_".to_owned() } else { one_line(&word.lemma) };
        let pos = if known { word.pos.name() } else { "_" };
        let (head, relation) = match (word.head, word.relation) {
            (_, "") => ("_".to_owned(), "_"),
            (head, relation) => (head.map_or(0, |it| it + 1).to_string(), relation),
        };
        let _ = writeln!(
            out,
            "{}\t{}\t{lemma}\t{pos}\t_\t{}\t{head}\t{relation}\t_\t{misc}",
            at + 1,
            self.form(at),
            word.features
        );
    }
}

/// A text that breaks neither line nor column.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests;

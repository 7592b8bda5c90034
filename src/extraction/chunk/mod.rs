//! A sentence as noun groups, verb groups and the words between them.
//!
//! This is finite-state chunking over closed word classes and a table of verb forms, in the manner of Abney's
//! cascaded chunkers ("Partial Parsing via Finite-State Cascades", 1996).  It decides whether an open word is
//! read as a verb from the words next to it; it does not attach anything to anything, which is left to `clause`.

mod nouns;
mod readings;
mod verbs;

use std::{collections::BTreeSet, ops::Range};

use super::Mention;
use crate::{
    language::{Class, Token, TokenKind},
    ontology::{Lexicon, Table, VerbForm},
};

/// What tells verbs from nouns in one language.
pub(super) struct Grammar {
    forms: Table<String, Vec<(String, VerbForm)>>,
    /// Verbs that are as often nouns.
    also_nouns: BTreeSet<String>,
    /// Participles that only describe a noun.
    adjectival: BTreeSet<String>,
    /// Verbs without a passive.
    intransitive: BTreeSet<String>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unit {
    /// Its tokens, counted from the start of the sentence.
    pub(super) tokens: Range<usize>,
    /// What it is.
    pub(super) kind: UnitKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum UnitKind {
    /// A noun group.
    Noun(NounGroup),
    /// A verb group.
    Verb(VerbGroup),
    /// A preposition.
    Preposition,
    /// *and*, *or*, *but*.
    Coordinator,
    /// A comma.
    Comma,
    /// A mark between clauses: semicolon, colon, dash, bracket.
    Break,
    /// A quotation mark.
    Quote,
    /// *who*, *which*, *that*.
    Relative,
    /// *because*, *if*, *when*.
    Subordinator,
    /// An adverb.
    Adverb,
    /// Anything else.
    Other,
}

/// A noun with what belongs to it on its left.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct NounGroup {
    /// The mentions that end it, the longest first: *29 plots* and *plots*.
    pub(super) heads: Vec<usize>,
    /// The mention before a possessive in it: *MI5* in *MI5's teams*; or a possessive pronoun.
    pub(super) possessor: Option<usize>,
    /// First token after articles, possessives and quantifiers.
    pub(super) core: usize,
    /// Whether its article says no: *no country*, *none*.
    pub(super) negated: bool,
    /// Whether it is a plural or a coordination.
    pub(super) plural: bool,
}

/// A verb with its auxiliaries.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "marks of a verb that do not depend on each other"
)]
pub(super) struct VerbGroup {
    /// The main verb's token.
    pub(super) main: usize,
    /// Its possible dictionary forms.
    pub(super) lemmas: Vec<String>,
    /// The form it stands in.
    pub(super) form: VerbForm,
    /// Passive, full (*was stolen*) or reduced (*data stolen by*).
    pub(super) passive: bool,
    /// Negated by a word of the group.
    pub(super) negated: bool,
    /// Its modal verb.
    pub(super) modal: Option<usize>,
    /// Begins with *to*.
    pub(super) infinitive: bool,
    /// Has a tense of its own.
    pub(super) finite: bool,
}

impl Grammar {
    /// The verbs of the language and of the rules.
    pub(super) fn new<'a>(lexicon: &Lexicon, lemmas: impl IntoIterator<Item = &'a str>) -> Self {
        let english = lexicon.language == "en";
        let forms = english.then(|| lexicon.verb_forms(lemmas));
        let set = |list: &str| lexicon.list(list).iter().cloned().collect();
        Self {
            forms: forms.into_iter().flatten().collect(),
            also_nouns: set("verbs.also_nouns"),
            adjectival: set("words.adjectival"),
            intransitive: set("verbs.intransitive"),
        }
    }

    /// The dictionary forms of a word, if it can be a verb.
    pub(super) fn forms(&self, token: &Token) -> &[(String, VerbForm)] {
        if token.kind != TokenKind::Word || token.lower == "subject" {
            return &[];
        }
        self.forms.get(&token.lower).map_or(&[], Vec::as_slice)
    }

    /// Takes a sentence apart.
    ///
    /// `offset` is the number of its first token, `here` the mentions in it.
    pub(super) fn chunk(
        &self,
        tokens: &[Token],
        offset: usize,
        mentions: &[Mention],
        here: &[usize],
    ) -> Vec<Unit> {
        let cover = cover(tokens.len(), offset, mentions, here);
        Chunker { grammar: self, tokens, offset, mentions, here, cover }.run()
    }
}

/// For each token of the sentence, the longest mention that covers it.
fn cover(length: usize, offset: usize, mentions: &[Mention], here: &[usize]) -> Vec<Option<usize>> {
    let mut cover: Vec<Option<usize>> = vec![None; length];
    for number in here.iter().copied() {
        let it = &mentions[number];
        if it.inside {
            continue;
        }
        for at in it.tokens.clone() {
            let slot = &mut cover[at - offset];
            if slot.is_none_or(|old| mentions[old].span.len() < it.span.len()) {
                *slot = Some(number);
            }
        }
    }
    cover
}

struct Chunker<'a> {
    grammar: &'a Grammar,
    tokens: &'a [Token],
    offset: usize,
    mentions: &'a [Mention],
    here: &'a [usize],
    cover: Vec<Option<usize>>,
}

impl Chunker<'_> {
    fn run(&self) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let unit = self.next(at);
            at = unit.tokens.end;
            units.push(unit);
        }
        units
    }

    fn next(&self, at: usize) -> Unit {
        let token = &self.tokens[at];
        let one = |kind| Unit { tokens: at..at + 1, kind };
        if self.cover[at].is_some()
            && let Some(unit) = self.noun(at)
        {
            return unit;
        }
        if let Some(unit) = self.verb(at) {
            return unit;
        }
        if token.kind == TokenKind::Punctuation {
            return one(match token.lower.as_str() {
                "," => UnitKind::Comma,
                "“" | "”" | "\"" | "‘" | "’" | "'" | "„" | "«" | "»" => UnitKind::Quote,
                "-" | "–" | "—" | ";" | ":" | "(" | ")" | "[" | "]" | "…" | "." | "?" | "!"
                | "•" => UnitKind::Break,
                _ => UnitKind::Other,
            });
        }
        let classes = token.classes;
        let next = self.tokens.get(at + 1);
        let next_opens = next.is_some_and(Grammar::opens_noun)
            || self.cover.get(at + 1).is_some_and(Option::is_some);
        if classes.has(Class::Relative) && !self.starts_plain_noun(at) {
            return one(UnitKind::Relative);
        }
        if (classes.any(&[Class::Determiner, Class::Possessive]) || token.kind == TokenKind::Number)
            && let Some(unit) = self.noun(at)
        {
            return unit;
        }
        if classes.has(Class::Coordinator) {
            return one(UnitKind::Coordinator);
        }
        if classes.has(Class::Pronoun)
            && let Some(unit) = self.noun(at)
        {
            return unit;
        }
        if classes.has(Class::Subordinator)
            && !(classes.has(Class::Preposition) && next_opens && !self.verb_soon(at + 1))
        {
            return one(UnitKind::Subordinator);
        }
        if classes.any(&[Class::Preposition, Class::Infinitive])
            && (next_opens || !classes.has(Class::Adverb))
        {
            return one(UnitKind::Preposition);
        }
        if classes.any(&[Class::Adverb, Class::Negator]) {
            return one(UnitKind::Adverb);
        }
        self.noun(at).unwrap_or_else(|| one(UnitKind::Other))
    }

    /// *that country*: a determiner that could be a relative pronoun, right before a noun without a verb behind.
    fn starts_plain_noun(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if !token.classes.has(Class::Determiner) {
            return false;
        }
        let after_noun = at > 0
            && (self.cover[at - 1].is_some()
                || self.tokens[at - 1].classes.is_open()
                    && self.tokens[at - 1].kind == TokenKind::Word
                || self.tokens[at - 1].lower == ",");
        let next_verb = self.tokens.get(at + 1).is_none_or(|it| {
            it.classes.any(&[
                Class::Be,
                Class::Have,
                Class::Modal,
                Class::Do,
                Class::Pronoun,
                Class::Possessive,
            ]) || self.cover[at + 1].is_some_and(|_| it.capital)
                || self.grammar.reads_as_verb(self.tokens, at + 1)
        });
        let kept = !after_noun || token.lower == "those" || token.lower == "these";
        kept && !next_verb
    }

    /// Whether a finite verb comes within a few words, so that a clause and not a phrase follows.
    fn verb_soon(&self, at: usize) -> bool {
        (at..(at + 5).min(self.tokens.len()))
            .take_while(|it| {
                self.tokens[*it].kind != TokenKind::Punctuation
                    && !self.tokens[*it].classes.any(&[Class::Preposition, Class::Coordinator])
            })
            .any(|it| {
                let classes = self.tokens[it].classes;
                classes.any(&[Class::Be, Class::Have, Class::Modal, Class::Do])
                    || it > at
                        && self.cover[it].is_none()
                        && self.grammar.reads_as_verb(self.tokens, it)
            })
    }
}

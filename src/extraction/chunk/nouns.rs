//! Noun groups: articles, modifiers and the noun they lead to.

use super::{Chunker, Grammar, NounGroup, Unit, UnitKind, readings::is_plain_adverb};
use crate::{
    extraction::MentionKind,
    language::{Class, PartOfSpeech, Token, TokenKind},
};

impl Chunker<'_> {
    pub(super) fn noun(&self, start: usize) -> Option<Unit> {
        let tokens = self.tokens;
        let (mut at, negated, mut possessor) = self.articles(start);
        // *one office*
        let counts = |at: usize| {
            let syntax = tokens.get(at).and_then(|it| it.syntax);
            syntax.is_some_and(|it| it.relation == "nummod" && it.head > Some(at))
        };
        let pronoun = tokens
            .get(at)
            .is_some_and(|it| it.classes.has(Class::Pronoun) && !it.classes.has(Class::Possessive));
        if pronoun && at == start && !counts(at) {
            return Some(self.pronoun_alone(at));
        }
        let core = at;
        let mut content = 0;
        while let Some(token) = tokens.get(at) {
            if let Some(mention) = self.cover[at] {
                // *the groups Mary tackles*: a name after a plural begins a clause of its own.
                let plural = at > core
                    && self.tokens[at - 1].lower.ends_with('s')
                    && !self.tokens[at - 1].capital
                    && self.tokens[at - 1].kind == TokenKind::Word;
                let pronoun = at > core && self.mentions[mention].kind == MentionKind::Pronoun;
                if pronoun
                    || at > core && self.begins_clause(at, mention)
                    || plural && self.mentions[mention].kind == MentionKind::Name && token.capital
                {
                    break;
                }
                let end = self.mentions[mention].tokens.end - self.offset;
                at = end.max(at + 1);
                content += 1;
                continue;
            }
            if token.kind == TokenKind::Clitic
                && matches!(token.lower.as_str(), "'s" | "'")
                && content > 0
                && !self.is_contracted_be(at)
            {
                let next_is_noun = tokens.get(at + 1).is_some_and(|it| {
                    Grammar::opens_noun(it)
                        && !it.classes.any(&[Class::Determiner, Class::Possessive])
                        || it.lower == "own"
                });
                if !next_is_noun {
                    at += 1;
                    break;
                }
                possessor = self.cover[at - 1];
                at += 1;
                while tokens.get(at).is_some_and(|it| it.lower == "own") {
                    at += 1;
                }
                continue;
            }
            // *have their papers stolen*: what is said of the noun is no part of it.
            if content > 0
                && token.syntax.is_some_and(|it| it.relation == "xcomp" && it.head < Some(at))
            {
                break;
            }
            // *skilled, proportionate action*
            if content > 0 && self.joins_adjectives(at, core) {
                at += 1;
                continue;
            }
            let word = matches!(token.kind, TokenKind::Word | TokenKind::Number);
            let open = word && (token.classes.is_open() || token.kind == TokenKind::Number)
                || token.classes.has(Class::Honorific)
                || content == 0 && word && counts(at)
                || is_plain_adverb(token)
                    && content == 0
                    && tokens.get(at + 1).is_some_and(|it| it.classes.is_open());
            if !open
                || self.grammar.reads_as_verb(tokens, at)
                    && !(content == 0 && core > start && !self.is_clear_verb(at))
            {
                break;
            }
            at += 1;
            content += usize::from(!is_plain_adverb(token));
        }
        if content == 0 {
            return self.determiner_alone(start, at, negated);
        }
        let last = &tokens[at - 1];
        let heads = self.ending_at(at);
        let plural = last.lower.ends_with('s') && !last.lower.ends_with("ss")
            || matches!(last.lower.as_str(), "people" | "police" | "men" | "women");
        Some(Unit {
            tokens: start..at,
            kind: UnitKind::Noun(NounGroup { heads, possessor, core, negated, plural }),
        })
    }

    /// A pronoun as a noun group of its own.
    fn pronoun_alone(&self, at: usize) -> Unit {
        let heads = self.pronoun_at(at).into_iter().collect();
        let negated = matches!(self.tokens[at].lower.as_str(), "none" | "nobody" | "nothing");
        let group = NounGroup { heads, possessor: None, core: at, negated, plural: false };
        Unit { tokens: at..at + 1, kind: UnitKind::Noun(group) }
    }

    /// *the way Mary works*: whether the name at a token is by the tree the subject of a clause, not part of the noun.
    fn begins_clause(&self, at: usize, mention: usize) -> bool {
        let own = self.mentions[mention].tokens.start - self.offset
            ..self.mentions[mention].tokens.end - self.offset;
        if self.mentions[mention].kind != MentionKind::Name
            || self.tokens[at - 1].kind == TokenKind::Clitic
        {
            return false;
        }
        let before = self.tokens[at - 1].syntax.and_then(|it| it.head);
        let subject = own.clone().any(|it| {
            self.tokens[it]
                .syntax
                .is_some_and(|it| it.relation.starts_with("nsubj") && it.head > Some(at))
        });
        subject && before.is_none_or(|it| !own.contains(&it) && it < at)
    }

    /// Whether a comma or coordinator at a token joins adjectives of one noun behind them, by the tree.
    fn joins_adjectives(&self, at: usize, core: usize) -> bool {
        let token = &self.tokens[at];
        let joint = token.lower == "," || token.classes.has(Class::Coordinator);
        let Some(next) = self.tokens.get(at + 1).filter(|_| joint && at > core) else {
            return false;
        };
        let adjective = |it: &Token| it.is(PartOfSpeech::Adj) || it.classes.has(Class::Adverb);
        let plain = (core..at).all(|it| self.cover[it].is_none()) && self.cover[at + 1].is_none();
        let noun = |from: usize| {
            let mut at = from;
            for _ in 0..6 {
                match self.tokens[at].syntax {
                    Some(it) if matches!(it.relation, "amod" | "conj" | "advmod") => {
                        at = it.head.unwrap_or(at);
                    }
                    _ => break,
                }
            }
            at
        };
        let shared = noun(at - 1);
        self.tokens[at - 1].is(PartOfSpeech::Adj)
            && adjective(next)
            && plain
            && shared > at + 1
            && noun(at + 1) == shared
    }

    /// Articles, possessives, quantities: where they end, whether they deny, whose the noun is.
    fn articles(&self, start: usize) -> (usize, bool, Option<usize>) {
        let tokens = self.tokens;
        let mut at = start;
        let mut negated = false;
        let mut possessor = None;
        while let Some(token) = tokens.get(at) {
            if self.cover[at].is_some() && !token.classes.any(&[Class::Possessive]) {
                break;
            }
            let classes = token.classes;
            if classes.has(Class::Possessive) {
                possessor = self.pronoun_at(at);
            } else if classes.has(Class::Determiner) {
                // *certain that he came*
                if at > start && token.lower == "that" && tokens[at - 1].lower != "all" {
                    break;
                }
                negated |= token.lower == "no" || token.lower == "neither";
            } else if !(is_plain_adverb(token) && at > start) {
                break;
            }
            at += 1;
        }
        (at, negated, possessor)
    }

    /// A determiner alone stands for a noun: *this is*, *all of*.
    fn determiner_alone(&self, start: usize, end: usize, denied: bool) -> Option<Unit> {
        let words = &self.tokens[start..end];
        words.last().filter(|it| it.classes.has(Class::Pronoun))?;
        let negated = denied || words.iter().any(|it| it.lower == "none" || it.lower == "neither");
        Some(Unit {
            tokens: start..end,
            kind: UnitKind::Noun(NounGroup {
                heads: Vec::new(),
                possessor: None,
                core: end - 1,
                negated,
                plural: false,
            }),
        })
    }

    fn is_clear_verb(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|it| &self.tokens[it]);
        before.is_some_and(|it| it.classes.any(&[Class::Modal, Class::Infinitive, Class::Pronoun]))
    }

    /// The mentions that end before token `at`, longest first.
    fn ending_at(&self, at: usize) -> Vec<usize> {
        let end = at + self.offset;
        let ends = |it: &usize| self.mentions[*it].tokens.end == end && !self.mentions[*it].inside;
        let Some(longest) = self.cover[at - 1] else { return Vec::new() };
        let mut heads: Vec<usize> = self.here.iter().copied().filter(ends).collect();
        heads.sort_by_key(|it| (std::cmp::Reverse(self.mentions[*it].span.len()), *it));
        if heads.is_empty() { vec![longest] } else { heads }
    }

    fn pronoun_at(&self, at: usize) -> Option<usize> {
        let wanted = at + self.offset;
        self.here.iter().copied().find(|it| {
            let mention = &self.mentions[*it];
            mention.tokens.start == wanted && mention.kind == MentionKind::Pronoun
        })
    }
}

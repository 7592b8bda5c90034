//! *If you work in finance, you will …*: what is said of everybody of whom something is supposed.

use super::Clause;
use crate::{extraction::chunk::UnitKind, language::TokenKind};

impl Clause<'_> {
    /// Whether a noun unit is *you*.
    pub(in crate::extraction) fn is_addressee(&self, unit: usize) -> bool {
        self.units.get(unit).is_some_and(|it| it.tokens.len() == 1)
            && self.lexicon.has("reference.addressee", self.word(unit))
    }

    /// The *you* of a supposition and the verb behind it.
    fn supposition(&self) -> Option<(usize, usize)> {
        let opens = |it: &usize| {
            self.is(*it, &UnitKind::Subordinator)
                && self.word(*it) == "if"
                && self.is_addressee(it + 1)
        };
        let you = (0..self.units.len()).find(opens)? + 1;
        let verb = self.skip_adverbs_right(you + 1);
        self.verb(verb).map(|_| (you, verb))
    }

    /// Whether a verb says something of those of whom the sentence supposes something.
    pub(in crate::extraction) fn is_of_addressee(&self, verb: usize) -> bool {
        let Some((you, _)) = self.supposition() else { return false };
        let subject = self.subject(verb);
        subject.iter().any(|it| *it != you && self.is_addressee(*it))
            && !self.supposed().iter().any(|it| it.0 == verb)
    }

    /// What is supposed of *you*: each verb with its tokens, without *you are*.
    pub(in crate::extraction) fn supposed(&self) -> Vec<(usize, std::ops::Range<usize>)> {
        let Some((you, first)) = self.supposition() else { return Vec::new() };
        let main = |it: usize| self.verb(it).map_or(0, |it| it.main);
        let joined = |it: &usize| {
            let syntax = self.tokens[main(*it)].syntax;
            syntax.is_some_and(|it| it.relation == "conj" && it.head == Some(main(first)))
        };
        let verbs: Vec<usize> = std::iter::once(first)
            .chain(self.verbs().filter(|it| *it > first).filter(joined))
            .collect();
        let stops = |it: usize| {
            let token = &self.tokens[it];
            token.kind == TokenKind::Punctuation
                || self.lexicon.has("words.coordinator", &token.lower)
        };
        let mut found = Vec::new();
        for (number, verb) in verbs.iter().enumerate() {
            let finite =
                self.verb(*verb).is_some_and(|it| it.main == self.units[*verb].tokens.start);
            // *working in …* where it is *you are working in …*, but *you work in …*
            let start =
                if finite && number == 0 { self.units[you].tokens.start } else { main(*verb) };
            let limit =
                verbs.get(number + 1).map_or(self.tokens.len(), |it| self.units[*it].tokens.start);
            let mut end = self.clause_end(main(*verb), main(*verb) + 1).min(limit);
            while end > start && stops(end - 1) {
                end -= 1;
            }
            if end > main(*verb) + 1 {
                found.push((*verb, start..end));
            }
        }
        found
    }
}

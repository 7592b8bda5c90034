//! Who does what to whom: the arguments of a verb among the units of its sentence.
//!
//! Subjects come from the tree of the sentence where there is one.  Without it attachment is low and left to right, and
//! objects are always attached so: a subject is the noun group before the verb, reached over adverbs, parentheses,
//! relative pronouns and coordinated verbs; an object is the noun group after it, with what is coordinated to it.

mod addressee;
mod complement;
mod control;
mod object;
mod predicate;
mod subject;

use std::cell::OnceCell;

use super::{
    Mention,
    chunk::{NounGroup, Unit, UnitKind, VerbGroup},
};
use crate::{
    language::Token,
    ontology::{Lexicon, Schema},
};

/// A sentence in units, with what is needed to read them.
pub(super) struct Clause<'a> {
    pub(super) units: &'a [Unit],
    pub(super) tokens: &'a [Token],
    pub(super) mentions: &'a [Mention],
    pub(super) lexicon: &'a Lexicon,
    pub(super) schema: &'a Schema,
    pub(super) links: &'a Links,
}

/// What is looked up again and again in a sentence: the unit of each token, and the tokens that hang from it.
pub(super) struct Links {
    units: Vec<usize>,
    /// Where the children of each token begin in `children`; one more than there are tokens.
    starts: Vec<usize>,
    children: Vec<usize>,
    /// The subjects of each unit, once they were asked for.
    subjects: Vec<OnceCell<Vec<usize>>>,
    /// Its objects, likewise.
    objects: Vec<OnceCell<Vec<usize>>>,
}

impl Links {
    /// Reads the tree of a sentence once.
    pub(super) fn new(units: &[Unit], tokens: &[Token]) -> Self {
        let mut unit_of = vec![usize::MAX; tokens.len()];
        for (number, unit) in units.iter().enumerate() {
            unit_of[unit.tokens.clone()].fill(number);
        }
        let head = |it: &Token| it.syntax.and_then(|it| it.head);
        let mut starts = vec![0; tokens.len() + 1];
        for above in tokens.iter().filter_map(head) {
            starts[above + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut children = vec![0; starts[tokens.len()]];
        for (at, token) in tokens.iter().enumerate() {
            if let Some(above) = head(token) {
                children[next[above]] = at;
                next[above] += 1;
            }
        }
        let unknown = || (0..units.len()).map(|_| OnceCell::new()).collect();
        Self { units: unit_of, starts, children, subjects: unknown(), objects: unknown() }
    }
}

/// How far a subject is looked for through other verbs.
const DEPTH: usize = 6;

impl Clause<'_> {
    pub(super) fn verb(&self, unit: usize) -> Option<&VerbGroup> {
        match &self.units.get(unit)?.kind {
            UnitKind::Verb(it) => Some(it),
            _ => None,
        }
    }

    pub(super) fn noun(&self, unit: usize) -> Option<&NounGroup> {
        match &self.units.get(unit)?.kind {
            UnitKind::Noun(it) => Some(it),
            _ => None,
        }
    }

    pub(super) fn is(&self, unit: usize, kind: &UnitKind) -> bool {
        self.units.get(unit).is_some_and(|it| it.kind == *kind)
    }

    /// The lower-case text of a one-word unit.
    pub(super) fn word(&self, unit: usize) -> &str {
        self.units.get(unit).map_or("", |it| self.tokens[it.tokens.start].lower.as_str())
    }

    /// All verb units, left to right.
    pub(super) fn verbs(&self) -> impl Iterator<Item = usize> {
        (0..self.units.len()).filter(|it| self.verb(*it).is_some())
    }

    fn skip_adverbs_left(&self, mut unit: usize) -> usize {
        while unit > 0
            && (self.is(unit - 1, &UnitKind::Adverb) || self.is(unit - 1, &UnitKind::Quote))
        {
            unit -= 1;
        }
        unit
    }

    fn skip_adverbs_right(&self, mut unit: usize) -> usize {
        while self.is(unit, &UnitKind::Adverb) || self.is(unit, &UnitKind::Quote) {
            unit += 1;
        }
        unit
    }

    /// The nearest verb before `unit`, in the same stretch between semicolons and full stops.
    pub(super) fn previous_verb(&self, unit: usize) -> Option<usize> {
        (0..unit)
            .rev()
            .take_while(|it| {
                !(self.is(*it, &UnitKind::Break)
                    && matches!(self.word(*it), ";" | ":" | "." | "?" | "!"))
            })
            .find(|it| self.verb(*it).is_some())
    }

    /// The unit before a verb and its adverbs.
    pub(super) fn before_adverbs(&self, verb: usize) -> Option<usize> {
        self.skip_adverbs_left(verb).checked_sub(1)
    }

    /// The tokens that hang from `head` by a relation, subtypes included, in text order.
    fn children(&self, head: usize, relation: &str) -> impl Iterator<Item = usize> {
        let below = self.links.starts[head]..self.links.starts[head + 1];
        self.links.children[below].iter().copied().filter(move |at| {
            self.tokens[*at].syntax.is_some_and(|it| {
                it.relation
                    .strip_prefix(relation)
                    .is_some_and(|it| it.is_empty() || it.starts_with(':'))
            })
        })
    }

    /// The head of *noun preposition noun preposition noun*, and whether a preposition stands before even that.
    pub(super) fn chain_head(&self, noun: usize) -> (usize, bool) {
        let mut at = noun;
        while at >= 2 && self.is(at - 1, &UnitKind::Preposition) && self.noun(at - 2).is_some() {
            at -= 2;
        }
        let fronted = at > 0 && self.is(at - 1, &UnitKind::Preposition);
        (at, fronted)
    }

    /// `A, B and C`, ending in C; only C when a verb or preposition governs A.
    fn coordination_left(&self, last: usize) -> Vec<usize> {
        let mut nouns = vec![last];
        let mut at = last;
        let (chain, _) = self.chain_head(last);
        if chain != last {
            return vec![chain];
        }
        while at >= 2 {
            let joined = self.is(at - 1, &UnitKind::Coordinator)
                || self.is(at - 1, &UnitKind::Comma) && nouns.len() > 1;
            let comma = usize::from(
                at >= 3
                    && self.is(at - 1, &UnitKind::Coordinator)
                    && self.is(at - 2, &UnitKind::Comma),
            );
            let Some(before) = (at - 1 - comma).checked_sub(1) else { break };
            if !joined || self.noun(before).is_none() {
                break;
            }
            nouns.push(before);
            at = before;
        }
        let governed = at > 0
            && (self.verb(at - 1).is_some()
                || self.is(at - 1, &UnitKind::Preposition)
                    && at >= 2
                    && self.verb(at - 2).is_some());
        if governed {
            return vec![last];
        }
        nouns.reverse();
        nouns
    }

    /// `A, B and C`, beginning with A; a noun that has a verb of its own is not one of them.
    pub(super) fn coordination_right(&self, first: usize) -> Vec<usize> {
        let mut list = vec![first];
        let mut at = first + 1;
        let mut closed = false;
        loop {
            let mut next = at;
            if self.is(next, &UnitKind::Comma) {
                next += 1;
            }
            let coordinator = self.is(next, &UnitKind::Coordinator) && self.word(next) != "but";
            // *opened an inquiry, and the bottle …*: a comma before the only *and* begins a clause.
            if coordinator
                && next > at
                && list.len() == 1
                && !self.is(next + 1, &UnitKind::Preposition)
            {
                break;
            }
            next += usize::from(coordinator);
            if next == at {
                // A complement between the parts: *the police in London and the army*.
                let complement = self.is(at, &UnitKind::Preposition) && self.noun(at + 1).is_some();
                let goes_on =
                    self.is(at + 2, &UnitKind::Comma) || self.is(at + 2, &UnitKind::Coordinator);
                if complement && goes_on && self.word(at) == "of" {
                    at += 2;
                    continue;
                }
                break;
            }
            next += usize::from(
                self.is(next, &UnitKind::Preposition)
                    && matches!(
                        self.word(next),
                        "with" | "by" | "from" | "to" | "in" | "on" | "against" | "for"
                    ),
            );
            next = self.skip_adverbs_right(next);
            if self.noun(next).is_none() {
                break;
            }
            let after = self.skip_adverbs_right(next + 1);
            if self.verb(after).is_some_and(|it| it.finite && (!it.passive || it.modal.is_some())) {
                break;
            }
            list.push(next);
            at = next + 1;
            closed |= coordinator;
        }
        if closed { list } else { vec![first] }
    }

    /// The unit that begins at or holds the token.
    pub(super) fn unit_at(&self, token: usize) -> Option<usize> {
        self.links.units.get(token).copied().filter(|it| *it != usize::MAX)
    }

    /// The bodies behind *colleagues in A, B and C* or *the people you know in A*; the noun itself otherwise.
    pub(super) fn bodies(&self, noun: usize) -> Vec<usize> {
        let last = self.units[noun].tokens.end - 1;
        if !self.lexicon.has("words.member", &self.tokens[last].lower) {
            return vec![noun];
        }
        let mut at = noun + 1;
        // A short relative clause may stand between.
        if self
            .noun(at)
            .is_some_and(|it| !it.heads.is_empty() || it.core + 1 == self.units[at].tokens.end)
            && self.verb(at + 1).is_some()
        {
            at += 2;
        }
        let inside = self.is(at, &UnitKind::Preposition)
            && matches!(self.word(at), "in" | "at" | "from" | "across");
        let named = self.noun(at + 1).is_some_and(|it| !it.heads.is_empty());
        if inside && named { self.coordination_right(at + 1) } else { vec![noun] }
    }

    /// The noun a unit speaks of: itself, or through *a number of* what follows.
    pub(super) fn through(&self, noun: usize) -> usize {
        let mut at = noun;
        while let Some(group) = self.noun(at) {
            let last = &self.tokens[self.units[at].tokens.end - 1];
            let pointing = group.heads.is_empty() && self.lexicon.has("words.through", &last.lower);
            let of = self.is(at + 1, &UnitKind::Preposition) && self.word(at + 1) == "of";
            // *the variety of what we face*: the noun behind *of* has a clause of its own.
            let clause = self.word(at + 2) == "what";
            if !(pointing && of && self.noun(at + 2).is_some()) || clause {
                break;
            }
            at += 2;
        }
        at
    }
}

//! What is said of a subject or object without a verb of its own: adjectives, phrases, contrasts, particles.

use super::{Clause, complement::Complement};
use crate::{
    extraction::chunk::UnitKind,
    language::{Class, PartOfSpeech, TokenKind},
};

impl Clause<'_> {
    /// The token that the arguments of a verb hang from: what it links to, or the verb itself.
    pub(in crate::extraction) fn predicate(&self, verb: usize) -> Option<usize> {
        let main = self.verb(verb)?.main;
        let syntax = self.tokens[main].syntax?;
        match syntax.head.filter(|_| matches!(syntax.relation, "cop" | "aux" | "aux:pass")) {
            Some(head) => Some(head),
            None => Some(main),
        }
    }

    /// Whether what follows is set against what stands before: *the needs of users, not the comfort of offices*.
    pub(super) fn is_contrast(&self, at: usize) -> bool {
        let word = |it: usize| self.tokens.get(it).map_or("", |it| it.lower.as_str());
        word(at) == "not"
            || word(at) == "rather" && word(at + 1) == "than"
            || word(at) == "instead" && word(at + 1) == "of"
    }

    /// The noun that a noun is contrasted with right behind it: *users, not offices*.
    pub(in crate::extraction) fn contrasted(&self, unit: usize) -> Option<usize> {
        self.head_of(unit)?;
        let mut at = self.phrase_end(unit);
        if self.tokens.get(at)?.lower == "," {
            at += 1;
        }
        if at >= self.tokens.len() || !self.is_contrast(at) {
            return None;
        }
        at += if self.tokens[at].lower == "not" { 1 } else { 2 };
        let preposition = self.tokens.get(at)?.classes.has(Class::Preposition);
        let noun = self.unit_at(at + usize::from(preposition))?;
        let ends = self.phrase_end(noun);
        let closed = self.tokens.get(ends).is_none_or(|it| it.kind == TokenKind::Punctuation);
        self.noun(noun).filter(|_| closed).map(|_| noun)
    }

    /// The predicate that a verb joins to its object: *stolen* in *have it stolen*.
    pub(in crate::extraction) fn joined_participle(&self, main: usize) -> Option<usize> {
        self.children(main, "xcomp").find(|it| *it > main)
    }

    /// The words that say what an object is: *reckless* in *branded the plan as “reckless”*, *makes it reckless*.
    pub(in crate::extraction) fn predicate_of_object(
        &self,
        main: usize,
        object: usize,
    ) -> Option<(usize, usize)> {
        let start = self.units[object].tokens.end;
        let quote = |it: usize| {
            self.tokens
                .get(it)
                .is_some_and(|it| matches!(it.lower.as_str(), "“" | "\"" | "‘" | "”" | "’" | "'"))
        };
        // *as* after the object and what belongs to it.
        let reach = self.tokens.len().min(start + 8);
        let as_word = (start..reach)
            .take_while(|it| self.tokens[*it].kind != TokenKind::Punctuation)
            .find(|it| self.tokens[*it].lower == "as");
        let linked = match as_word {
            Some(at) => (at + 1..reach).find(|it| {
                self.tokens[*it].is(PartOfSpeech::Adj)
                    || self.tokens[*it].is(PartOfSpeech::Noun)
                    || self.tokens[*it].is(PartOfSpeech::Propn)
            })?,
            None => self
                .joined_participle(main)
                .filter(|it| *it >= start && self.tokens[*it].is(PartOfSpeech::Adj))?,
        };
        let mut from = as_word.map_or(linked, |it| it + 1);
        let advmod = self.children(linked, "advmod").filter(|it| *it >= start).min();
        if as_word.is_none() {
            from = advmod.unwrap_or(linked);
        }
        while quote(from)
            || from < linked
                && self.tokens[from].classes.any(&[Class::Determiner, Class::Possessive])
        {
            from += 1;
        }
        let end = self.unit_at(linked).map_or(linked + 1, |it| self.units[it].tokens.end);
        let mut end = self.subtree_end(linked, end.max(linked + 1));
        while end > from + 1 && quote(end - 1) {
            end -= 1;
        }
        (from < end).then_some((from, end))
    }

    /// *called it “cruel”, akin to theft*: what likens the object to something, behind a predicate that ends before a
    /// token.
    pub(in crate::extraction) fn likened(&self, end: usize) -> Option<(usize, usize)> {
        let from =
            (end..self.tokens.len().min(end + 3)).find(|it| self.tokens[*it].lower == ",")? + 1;
        self.tokens.get(from).filter(|it| self.lexicon.has("words.likening", &it.lower))?;
        let ends = |it: &usize| {
            matches!(self.tokens[*it].lower.as_str(), "." | "," | ";" | ":" | "?" | "!")
        };
        let to = (from..self.tokens.len()).find(ends).unwrap_or(self.tokens.len());
        (to > from + 2).then_some((from, to))
    }

    /// The particle of a verb: *bring down*.
    pub(in crate::extraction) fn particle(&self, main: usize) -> Option<&str> {
        let particle = self.children(main, "compound:prt").next()?;
        Some(self.tokens[particle].lower.as_str())
    }

    /// An adjective that a linking verb joins to its subject, and what it leads to: *vulnerable* and *to pressure*.
    pub(in crate::extraction) fn adjective_complements(
        &self,
        verb: usize,
    ) -> Option<(String, Vec<Complement>)> {
        let main = self.verb(verb)?.main;
        let linked = self.predicate(verb).filter(|it| *it > main).or_else(|| {
            let mut complements = self.children(main, "xcomp");
            complements.find(|it| *it > main && self.tokens[*it].is(PartOfSpeech::Adj))
        })?;
        let mut found = Vec::new();
        self.add_complements(linked, verb, None, &mut found);
        // *subject to action by the authorities*
        for through in self.children(linked, "obl") {
            let (Some(marker), Some(unit)) = (self.marker(through), self.unit_at(through)) else {
                continue;
            };
            let mut deeper = Vec::new();
            self.add_complements(through, verb, Some(unit), &mut deeper);
            let word = &self.tokens[through].lower;
            found.extend(
                deeper.into_iter().filter(|it| it.marker == "by").map(|it| Complement {
                    marker: format!("{marker} {word} {}", it.marker),
                    ..it
                }),
            );
        }
        let adjective = self.tokens[linked].is(PartOfSpeech::Adj);
        adjective.then(|| (self.tokens[linked].lower.clone(), found))
    }

    /// The preposition and noun that a linking verb joins to its subject: *is about the treaty*.
    pub(in crate::extraction) fn linked_phrase(&self, verb: usize) -> Option<(String, usize)> {
        let main = self.verb(verb)?.main;
        let linked = self.predicate(verb).filter(|it| *it > main)?;
        let unit = self.unit_at(linked).filter(|it| self.noun(*it).is_some())?;
        Some((self.marker(linked)?, unit))
    }

    /// *that is not what we ask for*: the demonstrative, seen from *ask*, and whether it is denied.
    pub(in crate::extraction) fn identified(&self, main: usize) -> Option<(usize, bool)> {
        let syntax = self.tokens[main].syntax.filter(|it| it.relation == "acl:relcl")?;
        let what = syntax.head.filter(|it| self.tokens[*it].lower == "what")?;
        let linked = self.children(what, "cop").next().is_some();
        let subject = self.children(what, "nsubj").find(|it| {
            linked && self.lexicon.has("reference.demonstrative", &self.tokens[*it].lower)
        })?;
        let mut adverbs = self.children(what, "advmod");
        let denied = adverbs.any(|it| self.lexicon.has("words.negator", &self.tokens[it].lower));
        Some((subject, denied))
    }

    /// The preposition and noun right behind a verb.
    pub(in crate::extraction) fn phrase_behind(&self, verb: usize) -> Option<(String, usize)> {
        let at = self.skip_adverbs_right(verb + 1);
        let leads = self.is(at, &UnitKind::Preposition) && self.noun(at + 1).is_some();
        leads.then(|| (self.word(at).to_owned(), at + 1))
    }

    /// The verb that *do* stands for: *took part in it, as we did at …*.
    pub(in crate::extraction) fn stands_for(&self, main: usize) -> Option<String> {
        let bare = matches!(self.tokens[main].lower.as_str(), "do" | "does" | "did" | "doing");
        let marked = |it: usize| {
            self.tokens[it].classes.has(Class::Subordinator) && self.tokens[it].lower == "as"
        };
        let opens = (main.saturating_sub(5)..main).any(marked);
        if !bare || !opens || self.children(main, "obj").next().is_some() {
            return None;
        }
        let earlier = self.units[..self.unit_at(main)?].iter().rev().find(|unit| {
            unit.tokens.end <= main
                && matches!(&unit.kind, UnitKind::Verb(it) if !it.passive && !it.lemmas.iter().any(|it| it == "do" || it == "be"))
        })?;
        match &earlier.kind {
            UnitKind::Verb(it) => it.lemmas.first().cloned(),
            _ => None,
        }
    }

    /// The words of an adjective that a linking verb joins to its subject: first token, and the one behind the last.
    pub(in crate::extraction) fn predicate_words(&self, verb: usize) -> Option<(usize, usize)> {
        let main = self.verb(verb)?.main;
        let linked = self.predicate(verb).filter(|it| *it > main).or_else(|| {
            let mut complements = self.children(main, "xcomp");
            complements.find(|it| *it > main && self.tokens[*it].is(PartOfSpeech::Adj))
        })?;
        // *out of date*
        let phrase = self.children(linked, "case").filter(|it| *it > main).min();
        let phrase =
            phrase.filter(|it| self.lexicon.has("words.predicative", &self.tokens[*it].lower));
        let adjective = self.tokens[linked].is(PartOfSpeech::Adj)
            && !self.lexicon.has("words.plain", &self.tokens[linked].lower);
        // *nowhere near the group it was*
        let distant = self.tokens[linked].is(PartOfSpeech::Adv)
            && self.children(linked, "obl").any(|it| it > linked);
        if self.children(linked, "csubj").next().is_some() {
            return None;
        }
        if distant {
            return Some((linked, self.clause_end(linked, linked + 1)));
        }
        if !adjective && phrase.is_none() {
            return None;
        }
        let modifier = |it: &usize| *it > main && *it < linked;
        let from = self.children(linked, "advmod").filter(modifier).chain(phrase).min();
        let mut from = from.unwrap_or(linked);
        // Past asides: *is now – obviously – hugely out of date*.
        if let Some(mark) =
            (from..linked).rev().find(|it| self.tokens[*it].kind == TokenKind::Punctuation)
        {
            from = mark + 1;
        }
        while self.lexicon.has("words.aside", &self.tokens[from].lower) && from < linked {
            from += 1;
        }
        Some((from, self.subtree_end(linked, linked + 1)))
    }
}

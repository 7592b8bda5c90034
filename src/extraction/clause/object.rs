//! The objects and complements of a verb, attached low and left to right.

use super::Clause;
use crate::{
    extraction::chunk::{UnitKind, VerbGroup},
    language::Class,
};

/// The longest aside that is passed over, in tokens.
const ASIDE: usize = 12;

impl Clause<'_> {
    /// The noun units after the verb that are its object; before it, where a relative clause has moved it.
    pub(in crate::extraction) fn object(&self, verb: usize) -> Vec<usize> {
        let known = self.links.objects.get(verb);
        known.map_or_else(Vec::new, |it| it.get_or_init(|| self.find_object(verb)).clone())
    }

    fn find_object(&self, verb: usize) -> Vec<usize> {
        let Some(group) = self.verb(verb) else { return Vec::new() };
        if group.passive {
            return Vec::new();
        }
        match self.tree_object(verb) {
            Some(by_tree) if !by_tree.is_empty() => by_tree,
            Some(_) => {
                let near = self.near_object(verb, group);
                near.into_iter().filter(|it| *it > verb && !self.is_elsewhere(*it, verb)).collect()
            }
            None => self.near_object(verb, group),
        }
    }

    /// Whether the tree makes a noun something else than an object of the verb before it.
    fn is_elsewhere(&self, noun: usize, verb: usize) -> bool {
        let head = self.head_of(noun).and_then(|it| self.tokens[it].syntax);
        head.is_some_and(|it| {
            let relation = it.relation.split(':').next().unwrap_or_default();
            let main = self.verb(verb).map_or(0, |it| it.main);
            // *most rumours are not deliberate lies spread by spies*: the parser may take it for a passive.
            let split = |it: crate::language::Syntax| {
                let between = it.head.is_some_and(|head| self.units[noun].tokens.end <= head);
                it.relation == "aux:pass" && between
            };
            let linked =
                self.tokens[main].syntax.is_some_and(|it| it.relation == "cop" || split(it));
            !linked && matches!(relation, "obl" | "nsubj" | "csubj" | "advmod" | "vocative")
        })
    }

    /// The object attached low and left to right.
    fn near_object(&self, verb: usize, group: &VerbGroup) -> Vec<usize> {
        let mut after = self.skip_adverbs_right(verb + 1);
        // *brings together*
        if self.lexicon.has("words.particle", self.word(after)) && self.is(after, &UnitKind::Other)
        {
            after = self.skip_adverbs_right(after + 1);
        }
        if self.noun(after).is_some() {
            // A noun with a verb of its own is no object: *Mary said the firm supports*.
            let next = self.skip_adverbs_right(after + 1);
            let clause = self.verb(next).is_some_and(|it| it.finite);
            return if clause { Vec::new() } else { self.coordination_right(after) };
        }
        // *brings together in one building the agencies*: the object after a phrase.
        let moved = after + 2;
        let determined = self.units.get(moved).is_some_and(|it| {
            self.tokens[it.tokens.start].classes.any(&[Class::Determiner, Class::Possessive])
        });
        if self.is(after, &UnitKind::Preposition)
            && self.noun(after + 1).is_some()
            && self.noun(moved).is_some()
            && determined
        {
            let finite = self.verb(self.skip_adverbs_right(moved + 1)).is_some_and(|it| it.finite);
            return if finite { Vec::new() } else { self.coordination_right(moved) };
        }
        // *find and tackle the groups*: the object of the last verb is that of the first.
        let coordinated =
            self.is(after, &UnitKind::Coordinator) || self.is(after, &UnitKind::Comma);
        let shared = self.skip_adverbs_right(after + 1);
        if coordinated && self.verb(shared).is_some_and(|it| it.form == group.form && !it.passive) {
            return self.object(shared);
        }
        self.relativised(verb)
    }

    /// The noun before a relative clause with a subject of its own: *the groups (that) MI5 tackles*.
    fn relativised(&self, verb: usize) -> Vec<usize> {
        let mut at = verb;
        // Walk left over the verbs of *Mary has to find and tackle* to their subject.
        while at > 0
            && (self.verb(at - 1).is_some()
                || self.is(at - 1, &UnitKind::Coordinator)
                    && self.verb(at.wrapping_sub(2)).is_some()
                || self.is(at - 1, &UnitKind::Adverb))
        {
            at -= 1;
        }
        let Some(subject) = at.checked_sub(1).filter(|it| self.noun(*it).is_some()) else {
            return Vec::new();
        };
        let (subject, _) = self.chain_head(subject);
        let Some(left) = subject.checked_sub(1) else { return Vec::new() };
        // *the fact that …* is no relative clause.
        let content = left.checked_sub(1).and_then(|it| self.units.get(it)).is_some_and(|it| {
            self.lexicon.has("words.content", &self.tokens[it.tokens.end - 1].lower)
        });
        if content && self.word(left) == "that" {
            return Vec::new();
        }
        if self.is(left, &UnitKind::Relative) && self.word(left) != "whose" {
            return left.checked_sub(1).filter(|it| self.noun(*it).is_some()).into_iter().collect();
        }
        // *the groups the office tackles*, but not *with partners we work*.
        let known = self.noun(left).is_some_and(|it| !it.heads.is_empty());
        if known && !self.chain_head(left).1 { vec![left] } else { Vec::new() }
    }

    /// The agents of a passive: the noun units after *by*.
    pub(in crate::extraction) fn agent(&self, verb: usize) -> Vec<usize> {
        let mut at = verb + 1;
        while at < self.units.len() && at < verb + 8 {
            let unit = &self.units[at];
            match &unit.kind {
                UnitKind::Preposition if self.word(at) == "by" => {
                    let noun = self.skip_adverbs_right(at + 1);
                    return if self.noun(noun).is_some() {
                        self.coordination_right(noun)
                    } else {
                        Vec::new()
                    };
                }
                UnitKind::Verb(it) if it.finite => return Vec::new(),
                UnitKind::Break | UnitKind::Relative | UnitKind::Subordinator => return Vec::new(),
                _ => at += 1,
            }
        }
        Vec::new()
    }

    /// The noun units that follow the verb and then `rest`, a verb's further words ending in a preposition.
    ///
    /// `...` in `rest` stands for an object.  Adverbs are passed over, and before the last preposition one
    /// prepositional phrase may stand.
    pub(in crate::extraction) fn after_words(&self, verb: usize, rest: &[String]) -> Vec<usize> {
        let Some(unit) = self.units.get(verb) else { return Vec::new() };
        let mut at = unit.tokens.end;
        let mut passed_phrase = false;
        for (number, word) in rest.iter().enumerate() {
            let last = number + 1 == rest.len();
            if word == "..." {
                let Some(noun) = self
                    .unit_at(at)
                    .map(|it| self.skip_adverbs_right(it))
                    .filter(|it| self.noun(*it).is_some())
                else {
                    return Vec::new();
                };
                let nouns = self.coordination_right(noun);
                at = self.units[*nouns.last().unwrap_or(&noun)].tokens.end;
                continue;
            }
            loop {
                let Some(token) = self.tokens.get(at) else { return Vec::new() };
                if token.lower == *word {
                    at += 1;
                    break;
                }
                // *of great interest to*
                let adjective = number > 0 && token.is(crate::language::PartOfSpeech::Adj);
                let skipped = (adjective || token.classes.any(&[Class::Adverb, Class::Determiner]))
                    && !token.classes.has(Class::Preposition)
                    || token.lower == "\""
                    || token.lower == "“";
                if skipped {
                    at += 1;
                    continue;
                }
                // *of interest – more than you think – to spies*
                if let Some(end) = self.behind_dashes(at) {
                    at = end;
                    continue;
                }
                // *works in London with …*
                let phrase = self.unit_at(at).filter(|it| {
                    last && !passed_phrase
                        && self.is(*it, &UnitKind::Preposition)
                        && self.noun(*it + 1).is_some()
                });
                match phrase {
                    Some(unit) => {
                        passed_phrase = true;
                        at = self.units[unit + 1].tokens.end;
                    }
                    None => return Vec::new(),
                }
            }
        }
        let Some(unit) = self.unit_at(at) else { return Vec::new() };
        let noun = self.skip_adverbs_right(unit);
        if self.noun(noun).is_none() {
            return Vec::new();
        }
        let mut nouns = self.coordination_right(noun);
        if rest.len() > 1 {
            nouns.extend(
                self.repeated(at, rest)
                    .into_iter()
                    .filter(|it| !nouns.contains(it))
                    .collect::<Vec<_>>(),
            );
        }
        nouns
    }

    /// The token behind a short aside between dashes that opens here.
    fn behind_dashes(&self, at: usize) -> Option<usize> {
        let dash = |it: usize| {
            self.tokens.get(it).is_some_and(|it| matches!(it.lower.as_str(), "–" | "—"))
        };
        let close = (at + 1..at + ASIDE).find(|it| dash(*it));
        close.filter(|_| dash(at)).map(|it| it + 1)
    }

    /// The nouns behind the same words said again: *hands a gift to thieves, and a gift to spies*.
    fn repeated(&self, from: usize, words: &[String]) -> Vec<usize> {
        let joins = |it: &&crate::language::Token| it.classes.has(Class::Coordinator);
        let mut found = Vec::new();
        for at in from..self.tokens.len() {
            let same = self.tokens[at..].iter().zip(words).all(|(it, word)| it.lower == *word);
            let room = at + words.len() < self.tokens.len();
            let before =
                self.tokens[..at].iter().rev().find(|it| !it.classes.has(Class::Determiner));
            if !(same && room && before.as_ref().is_some_and(joins)) {
                continue;
            }
            let unit = self.unit_at(at + words.len()).map(|it| self.skip_adverbs_right(it));
            found.extend(unit.filter(|it| self.noun(*it).is_some()));
        }
        found
    }

    /// Whether these words come right after the verb, adverbs aside.
    pub(in crate::extraction) fn follows(&self, verb: usize, words: &[String]) -> bool {
        let mut at = self.units[verb].tokens.end;
        for word in words {
            while self.tokens.get(at).is_some_and(|it| {
                it.lower != *word
                    && it.classes.any(&[Class::Adverb, Class::Determiner])
                    && !it.classes.has(Class::Preposition)
            }) {
                at += 1;
            }
            if self.tokens.get(at).is_none_or(|it| it.lower != *word) {
                return false;
            }
            at += 1;
        }
        true
    }

    /// The noun before a relative clause that begins with this preposition: *the threat for which MI5 took …*
    pub(in crate::extraction) fn pied_piped(&self, verb: usize, preposition: &str) -> Vec<usize> {
        let Some(subject) = self.subject(verb).first().copied().filter(|it| *it < verb) else {
            return Vec::new();
        };
        let Some(relative) = subject.checked_sub(1) else { return Vec::new() };
        let piped = self.is(relative, &UnitKind::Relative)
            && relative >= 2
            && self.is(relative - 1, &UnitKind::Preposition)
            && self.word(relative - 1) == preposition;
        if !piped {
            return Vec::new();
        }
        let mut antecedent = relative - 1;
        while antecedent > 0
            && self.noun(antecedent - 1).is_none()
            && (self.is(antecedent - 1, &UnitKind::Comma)
                || self.is(antecedent - 1, &UnitKind::Break))
        {
            antecedent -= 1;
        }
        antecedent.checked_sub(1).filter(|it| self.noun(*it).is_some()).into_iter().collect()
    }
}

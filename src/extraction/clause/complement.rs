//! Objects and complements of a verb by the tree of its sentence.

use super::{Clause, DEPTH};
use crate::{
    extraction::chunk::UnitKind,
    language::{Class, PartOfSpeech, TokenKind},
};

/// Nouns that depend on a verb, or on its object, through a preposition.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::extraction) struct Complement {
    /// The preposition: *to*, *because of*.
    pub(in crate::extraction) marker: String,
    /// The noun units, the first and what is coordinated to it.
    pub(in crate::extraction) units: Vec<usize>,
    /// The unit of the object it hangs from; none where it hangs from the verb itself.
    pub(in crate::extraction) object: Option<usize>,
}

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

    /// The object by the tree; empty where it sees none, nothing where there is no tree.
    pub(super) fn tree_object(&self, verb: usize) -> Option<Vec<usize>> {
        let main = self.verb(verb)?.main;
        self.tokens[main].syntax?;
        let mut units = Vec::new();
        for token in self.object_tokens(main, DEPTH) {
            self.add_nouns(token, verb, &mut units);
            // *described a world, and the importance of …*: a noun the tree coordinates to the verb itself.
            let stray = |it: &usize| {
                *it > token
                    && !self.verbs().any(|verb| {
                        self.units[verb].tokens.start > *it
                            && self.verb(verb).is_some_and(|it| it.finite)
                    })
                    && self.tokens[*it].is(PartOfSpeech::Noun)
                    && self.children(*it, "cc").next().is_some()
                    && ["nsubj", "cop"].iter().all(|rel| self.children(*it, rel).next().is_none())
            };
            for other in self.children(main, "conj").filter(stray).filter(|_| token > main) {
                self.add_nouns(other, verb, &mut units);
            }
        }
        Some(units)
    }

    /// The noun units of a token and of what is coordinated to it.
    fn add_nouns(&self, token: usize, verb: usize, units: &mut Vec<usize>) {
        for token in self.with_conjuncts(token) {
            let unit = self.unit_at(token).filter(|it| self.noun(*it).is_some() && *it != verb);
            if let Some(unit) = unit.filter(|it| !units.contains(it)) {
                units.push(unit);
            }
        }
    }

    fn object_tokens(&self, verb: usize, depth: usize) -> Vec<usize> {
        let Some(syntax) = self.tokens[verb].syntax.filter(|_| depth > 0) else {
            return Vec::new();
        };
        if let Some(object) = self.children(verb, "obj").next() {
            // *the groups that the office tackles*
            let relative = self.tokens[object].classes.has(Class::Relative) && object < verb;
            return match self.antecedent(verb, DEPTH).filter(|_| relative) {
                Some(antecedent) => vec![antecedent],
                None => vec![object],
            };
        }
        // *to find and tackle the groups*: the object of the last is that of all.
        let coordinated = self.children(verb, "conj").find(|it| {
            self.tokens[*it].is(PartOfSpeech::Verb)
                && self.children(*it, "nsubj").next().is_none()
                && self.children(*it, "aux").next().is_none()
                && self.children(*it, "cc").next().is_some()
                && !self.has_complement(verb)
                && self.children(*it, "obj").next().is_some()
        });
        if let Some(other) = coordinated {
            return self.children(other, "obj").take(1).collect();
        }
        let shared = syntax.head.filter(|it| syntax.relation == "conj" && *it < verb);
        if let Some(first) = shared.filter(|_| !self.has_complement(verb)) {
            // *which they find and tackle*: what stands before the first is that of both.
            let of_both =
                self.children(first, "obj").next().is_some_and(|it| it > verb || it < first);
            if of_both {
                return self.object_tokens(first, depth - 1);
            }
        }
        // *the groups the office tackles*, *the groups she wants to tackle*: what is missing stands before.
        let clause = self.gap(verb, depth);
        clause.into_iter().collect()
    }

    /// The antecedent of a relative clause whose object is missing, seen from one of its verbs.
    fn gap(&self, verb: usize, depth: usize) -> Option<usize> {
        let syntax = self.tokens[verb].syntax.filter(|_| depth > 0)?;
        let subject = self.children(verb, "nsubj").find(|it| *it < verb);
        let clausal = ["ccomp", "xcomp"].iter().any(|it| self.children(verb, it).next().is_some());
        let piped =
            self.children(verb, "obl").any(|it| self.tokens[it].classes.has(Class::Relative));
        if clausal || piped || self.is_stranded(verb) {
            return None;
        }
        match syntax.relation {
            "acl:relcl" => self.gap_before(verb),
            "xcomp" | "conj" if subject.is_none() => self.gap_above(syntax.head?, depth - 1),
            _ => None,
        }
    }

    /// The same, from a verb whose infinitive or conjunct lacks the object.
    fn gap_above(&self, verb: usize, depth: usize) -> Option<usize> {
        let syntax = self.tokens[verb].syntax.filter(|_| depth > 0)?;
        if self.children(verb, "obj").next().is_some() {
            return None;
        }
        match syntax.relation {
            "acl:relcl" => self.gap_before(verb),
            "xcomp" | "conj" => self.gap_above(syntax.head?, depth - 1),
            _ => None,
        }
    }

    /// The noun before a relative clause whose subject is another: *the groups the office tackles*, not *the groups
    /// whose members tackle it*, *the place where it does* or *the way it does*.
    fn gap_before(&self, verb: usize) -> Option<usize> {
        let antecedent = self.tokens[verb].syntax?.head?;
        let subject = self.children(verb, "nsubj").find(|it| *it < verb)?;
        let whose = self.children(subject, "nmod").any(|it| self.tokens[it].lower == "whose");
        let adverb = self.tokens[antecedent + 1..subject.max(antecedent + 1)]
            .iter()
            .any(|it| matches!(it.lower.as_str(), "where" | "when" | "why" | "how" | "in"));
        let manner = self.lexicon.has("words.manner", &self.tokens[antecedent].lower);
        let own = !self.tokens[subject].classes.has(Class::Relative);
        let fits = own && !whose && !adverb && !manner && antecedent < verb;
        fits.then(|| self.nearest_name(antecedent, subject))
    }

    /// *the findings of the Low Review we conducted*: a name right before a clause, rather than what it is of.
    fn nearest_name(&self, antecedent: usize, clause: usize) -> usize {
        let last = clause.checked_sub(1).filter(|it| *it > antecedent);
        let unit = last.and_then(|it| self.unit_at(it)).filter(|it| self.is_named(*it));
        unit.and_then(|it| self.head_of(it)).unwrap_or(antecedent)
    }

    /// Whether a preposition without a noun stands behind a verb: *the partners we work with*.
    fn is_stranded(&self, verb: usize) -> bool {
        let Some(next) = self.tokens.get(verb + 1) else { return false };
        let alone = self.tokens.get(verb + 2).is_none_or(|it| {
            it.kind == TokenKind::Punctuation
                || it.classes.any(&[Class::Preposition, Class::Coordinator, Class::Adverb])
        });
        next.classes.has(Class::Preposition) && !next.classes.has(Class::Adverb) && alone
    }

    /// Whether a verb has a clause or a phrase of its own where its object would be.
    fn has_complement(&self, verb: usize) -> bool {
        ["ccomp", "obl", "iobj"].iter().any(|relation| {
            self.children(verb, relation).any(|it| it > verb && !self.is_adverbial(it))
        })
    }

    /// Whether a noun is only a time or a measure: *last month*.
    fn is_adverbial(&self, token: usize) -> bool {
        self.tokens[token].syntax.is_some_and(|it| it.relation.contains("mod"))
    }

    /// The preposition of a noun: its case words, those that make up one preposition together.
    fn marker(&self, noun: usize) -> Option<String> {
        let words: Vec<&str> = self
            .children(noun, "case")
            .filter(|it| self.tokens[*it].kind == TokenKind::Word)
            .flat_map(|it| std::iter::once(it).chain(self.children(it, "fixed")))
            .map(|it| self.tokens[it].lower.as_str())
            .collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// What depends on a verb through prepositions, and on its object.
    pub(in crate::extraction) fn complements(&self, verb: usize) -> Vec<Complement> {
        let Some(predicate) = self.predicate(verb) else { return Vec::new() };
        let mut found = Vec::new();
        self.add_complements(predicate, verb, None, &mut found);
        // *gave an interview jointly with*: through an adverb.
        for adverb in self.children(predicate, "advmod").filter(|it| *it > predicate) {
            self.add_complements(adverb, verb, None, &mut found);
        }
        for object in self.object_tokens(predicate, DEPTH).into_iter().filter(|it| *it > predicate)
        {
            let unit = self.unit_at(object);
            self.add_complements(object, verb, unit, &mut found);
            for adverb in self.children(object, "advmod").filter(|it| *it > object) {
                self.add_complements(adverb, verb, None, &mut found);
            }
        }
        found
    }

    /// The nouns that the preposition of a rule's verb leads to; `before` is what the rule has between the two.
    pub(in crate::extraction) fn complement(
        &self,
        verb: usize,
        before: &[String],
        preposition: &str,
    ) -> Vec<usize> {
        let fits = |it: &Complement| {
            let head =
                it.object.map(|it| self.tokens[self.units[it].tokens.end - 1].lower.as_str());
            it.marker == preposition
                && match before {
                    [] => head.is_none() && self.object(verb).is_empty(),
                    [word] if word == "..." => !self.object(verb).is_empty(),
                    [.., word] => head == Some(word.as_str()),
                }
        };
        let linking = self.verb(verb).is_none_or(|it| self.predicate(verb) != Some(it.main));
        let found = self.complements(verb).into_iter().find(|it| !linking && fits(it));
        found.map_or_else(Vec::new, |it| it.units)
    }

    fn add_complements(
        &self,
        head: usize,
        verb: usize,
        object: Option<usize>,
        found: &mut Vec<Complement>,
    ) {
        let relations: &[&str] =
            if object.is_some() { &["nmod"] } else { &["obl", "iobj", "nmod"] };
        for relation in relations {
            for token in self.children(head, relation) {
                let relative = self.tokens[token].classes.has(Class::Relative);
                let marker = match self.marker(token) {
                    Some(marker) if matches!(marker.as_str(), "than" | "according to") => continue,
                    Some(marker) => marker,
                    None if *relation == "iobj" => "to".to_owned(),
                    None => continue,
                };
                // *the threat for which the office took responsibility*
                let antecedent = self.antecedent(head, DEPTH).filter(|_| relative);
                let mut units = Vec::new();
                self.add_nouns(antecedent.unwrap_or(token), verb, &mut units);
                // *of* inside a name or description leads to nothing.
                let inside = units.first().is_some_and(|it| {
                    let start = self.units[*it].tokens.start;
                    !relative && self.children(token, "case").any(|case| case >= start)
                });
                if relative && antecedent.is_none() || units.is_empty() || inside {
                    continue;
                }
                found.push(Complement { marker, units, object });
            }
        }
    }

    /// The token behind the phrase that a noun unit begins: with what hangs from it, clauses with a subject excepted.
    pub(in crate::extraction) fn phrase_end(&self, unit: usize) -> usize {
        let end = self.units[unit].tokens.end;
        self.head_of(unit).map_or(end, |head| self.subtree_end(head, end))
    }

    /// The token behind what hangs from `head` without a break, from `end` on.
    fn subtree_end(&self, head: usize, end: usize) -> usize {
        let mut last = end;
        for at in end..self.tokens.len().min(head + PHRASE) {
            let Some(syntax) = self.tokens[at].syntax else { break };
            let relation = syntax.relation.split(':').next().unwrap_or_default();
            let stops = syntax.relation == "acl:relcl"
                || self.is_contrast(at)
                || self.tokens[at].lower == "by"
                || self.tokens[at].kind == TokenKind::Punctuation
                    && !matches!(self.tokens[at].lower.as_str(), "-" | "'" | "’")
                || self.tokens[at].classes.any(&[Class::Relative, Class::Subordinator])
                    && !self.tokens[at].classes.has(Class::Preposition)
                || self.tokens[at].lower == "what"
                || matches!(relation, "punct" | "appos" | "parataxis" | "cc" | "conj" | "cop");
            if stops || !self.hangs_from(at, head) {
                break;
            }
            last = at + 1;
        }
        // No phrase ends in its preposition or article.
        while last > end && self.dangles(last - 1, last) {
            last -= 1;
        }
        last
    }

    /// Whether what follows is set against what stands before: *the needs of users, not the comfort of offices*.
    fn is_contrast(&self, at: usize) -> bool {
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

    /// Whether the last token of a phrase belongs to something behind it.
    fn dangles(&self, last: usize, end: usize) -> bool {
        self.tokens[last].syntax.and_then(|it| it.head).is_some_and(|it| it >= end)
    }

    /// The token of a noun unit that the others hang from.
    pub(in crate::extraction) fn head_of(&self, unit: usize) -> Option<usize> {
        let tokens = self.units.get(unit)?.tokens.clone();
        tokens.clone().rev().find(|it| {
            self.tokens[*it]
                .syntax
                .is_some_and(|it| it.head.is_none_or(|head| !tokens.contains(&head)))
        })
    }

    /// Whether a token is below another in the tree, through nouns and what modifies them.
    fn hangs_from(&self, token: usize, top: usize) -> bool {
        let mut at = token;
        for _ in 0..PHRASE {
            if at == top {
                return true;
            }
            match self.tokens[at].syntax.and_then(|it| it.head) {
                Some(head) => at = head,
                None => return false,
            }
        }
        false
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
        if !adjective && phrase.is_none() || self.children(linked, "csubj").next().is_some() {
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

/// The longest phrase that names something, in tokens.
const PHRASE: usize = 14;

//! Objects and complements of a verb by the tree of its sentence.

use super::{Clause, DEPTH};
use crate::language::{Class, PartOfSpeech, TokenKind};

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
        let fits = own && !whose && !adverb && antecedent < verb;
        if manner {
            return self.done_so(antecedent).filter(|_| fits);
        }
        fits.then(|| self.nearest_name(antecedent, subject))
    }

    /// *encryption, done in the way the firm proposes*: what is done in that way.
    fn done_so(&self, way: usize) -> Option<usize> {
        let syntax = self.tokens[way].syntax.filter(|it| it.relation.starts_with("obl"))?;
        let done = self.tokens[syntax.head?].syntax.filter(|it| it.relation == "acl")?;
        done.head.filter(|_| done.features.has("VerbForm=Part"))
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
    pub(super) fn marker(&self, noun: usize) -> Option<String> {
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

    /// Whether *by then* or *by now* stands before a noun.
    fn is_by_then(&self, noun: usize) -> bool {
        self.children(noun, "case")
            .filter_map(|it| self.tokens.get(it + 1))
            .any(|it| matches!(it.lower.as_str(), "then" | "now"))
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

    pub(super) fn add_complements(
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
                    // *by then a member of it*
                    Some(marker) if marker == "by" && self.is_by_then(token) => continue,
                    Some(marker) => marker,
                    None if *relation == "iobj" => "to".to_owned(),
                    None => continue,
                };
                // *the threat for which the office took responsibility*
                let antecedent = self.antecedent(head, DEPTH).filter(|_| relative);
                let mut units = Vec::new();
                match self.nearer(token) {
                    // *make, at pace, decisions*: a preposition does not reach over a comma.
                    Some(near) if antecedent.is_none() => units.push(near),
                    _ => self.add_nouns(antecedent.unwrap_or(token), verb, &mut units),
                }
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

    /// The noun right behind the preposition of a noun, where a comma stands between the two.
    fn nearer(&self, noun: usize) -> Option<usize> {
        let case = self.children(noun, "case").filter(|it| *it < noun).max()?;
        let comma = self.tokens[case..noun].iter().position(|it| it.lower == ",")?;
        let own = self.unit_at(noun);
        let unit = self.unit_at(case + 1).filter(|it| Some(*it) != own)?;
        let ends = self.units[unit].tokens.end <= case + comma;
        self.noun(unit).filter(|_| ends).map(|_| unit)
    }

    /// The token behind the phrase that a noun unit begins: with what hangs from it, clauses with a subject excepted.
    pub(in crate::extraction) fn phrase_end(&self, unit: usize) -> usize {
        let end = self.units[unit].tokens.end;
        self.head_of(unit).map_or(end, |head| self.subtree_end(head, end))
    }

    /// The token behind what hangs from `head` without a break, from `end` on.
    pub(super) fn subtree_end(&self, head: usize, end: usize) -> usize {
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
                || matches!(self.tokens[at].lower.as_str(), "what" | "*" | "_")
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

    /// The token behind everything that hangs from the verb at `head`, clauses of a relative or after a colon excepted.
    pub(in crate::extraction) fn clause_end(&self, head: usize, end: usize) -> usize {
        let mut last = end;
        for at in end..self.tokens.len() {
            let token = &self.tokens[at];
            let stops = matches!(token.lower.as_str(), ";" | ":" | "." | "?" | "!" | "(" | "where")
                || token.classes.has(Class::Relative)
                    && token.syntax.is_some_and(|it| !it.relation.starts_with("mark"));
            if stops {
                break;
            }
            if token.kind == TokenKind::Punctuation && token.lower != "-" {
                continue;
            }
            if !self.hangs_from(at, head) {
                break;
            }
            last = at + 1;
        }
        last
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
}

/// The longest phrase that names something, in tokens.
const PHRASE: usize = 14;

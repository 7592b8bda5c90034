//! Who does it where the verb has no subject of its own: infinitives, participles, relative clauses.

use super::{Clause, DEPTH};
use crate::{extraction::chunk::UnitKind, language::PartOfSpeech, ontology::VerbForm};

impl Clause<'_> {
    /// Whether the tree hangs a verb where its subject is hard to see from: a bare passive participle taken for an
    /// adverbial, *individuals viewed as enemies*, and a verb after a comma that joins nothing, *the plan, made as the
    /// firm proposes, will help*.
    pub(super) fn is_detached(&self, verb: usize) -> bool {
        let Some(group) = self.verb(verb) else { return false };
        let Some(syntax) = self.tokens[group.main].syntax else { return false };
        if self.children(group.main, "nsubj").next().is_some() || verb == 0 {
            return false;
        }
        let bare = group.passive && self.units[verb].tokens.len() == 1;
        let unjoined = syntax.relation == "conj" && self.is(verb - 1, &UnitKind::Comma);
        let participle = bare
            && !group.finite
            && (syntax.relation == "advcl" || unjoined && !self.is_joined(group.main));
        let joined = self.is_joined(group.main);
        let parenthesis = syntax.relation == "conj"
            && !joined
            && group.modal.is_some()
            && self.is(verb - 1, &UnitKind::Comma);
        participle && (self.noun(verb - 1).is_some() || self.is(verb - 1, &UnitKind::Comma))
            || parenthesis
    }

    /// Whether a coordinator joins a token to another.
    pub(super) fn is_joined(&self, token: usize) -> bool {
        self.children(token, "cc").next().is_some()
    }

    /// Whether a verb has a subject of its own by the tree, not taken over from a verb it goes with.
    pub(in crate::extraction) fn has_own_subject(&self, verb: usize) -> bool {
        if self.is_detached(verb) {
            return true;
        }
        let Some(mut at) = self.predicate(verb) else { return false };
        for _ in 0..DEPTH {
            if self.children(at, "nsubj").next().is_some() {
                return true;
            }
            match self.tokens[at].syntax {
                Some(it) if it.relation == "xcomp" => at = it.head.unwrap_or(at),
                _ => return false,
            }
        }
        false
    }

    /// Whether a verb in the third person has a subject that cannot be its own: *is* of *I*, *has* of *they*.
    pub(super) fn disagrees(&self, subject: usize, verb: usize) -> bool {
        let Some(group) = self.verb(verb) else { return false };
        let word = self.tokens[subject].lower.as_str();
        let singular = self.units[verb].tokens.clone().any(|it| {
            it <= group.main
                && matches!(self.tokens[it].lower.as_str(), "is" | "has" | "does" | "was")
        });
        let person = matches!(word, "we" | "they" | "you") || word == "i";
        let was =
            word == "i" && self.units[verb].tokens.clone().any(|it| self.tokens[it].lower == "was");
        // *Governments seeking it is nothing new*: not the governments, what they do.
        let many = self.tokens[subject].is(PartOfSpeech::Noun)
            && self.tokens[subject].syntax.is_some_and(|it| it.features.has("Number=Plur"))
            && self.seeks_itself(subject, verb);
        singular && (person || many) && !was
    }

    /// Whether a gerund stands right behind a subject, before its verb.
    fn seeks_itself(&self, subject: usize, verb: usize) -> bool {
        let next = self.unit_at(subject).map_or(verb, |it| it + 1);
        next < verb && self.verb(next).is_some_and(|it| !it.finite && it.form == VerbForm::Gerund)
    }

    /// The noun before a gerund of what someone is seen to do: *saw the firms losing money*.
    pub(super) fn seen_doing(&self, verb: usize) -> Option<usize> {
        let group = self.verb(verb)?;
        let noun = self.skip_adverbs_left(verb).checked_sub(1)?;
        let gerund = !group.finite && group.form == VerbForm::Gerund && self.noun(noun).is_some();
        let before = self.previous_verb(noun).filter(|_| gerund)?;
        (self.perceives(before) && self.verb(before)?.finite).then_some(noun)
    }

    /// Whether a verb tells of seeing or hearing.
    pub(in crate::extraction) fn perceives(&self, verb: usize) -> bool {
        self.verb(verb).is_some_and(|group| {
            group.lemmas.iter().any(|it| self.lexicon.has("verbs.perceiving", it))
        })
    }

    /// The noun between *for* and an infinitive, or an infinitive coordinated to it: *for hackers to try or to fail*.
    pub(super) fn infinitive_for(&self, verb: usize) -> Option<usize> {
        let group = self.verb(verb).filter(|it| it.infinitive)?;
        let left = self.skip_adverbs_left(verb).checked_sub(1)?;
        // Over what belongs to the noun: *for organisations like mine*.
        let mut at = left;
        while self.noun(at).is_some() && at > 0 && self.is(at - 1, &UnitKind::Preposition) {
            if self.word(at - 1) == "for" {
                let last = &self.tokens[self.units[at].tokens.end - 1].lower;
                return Some(at).filter(|_| !self.lexicon.has("words.manner", last));
            }
            match at.checked_sub(2) {
                Some(above) => at = above,
                None => break,
            }
        }
        // *to try to access it; or to spread it*: what an infinitive before it is for.
        let syntax = self.tokens[group.main].syntax?;
        let listed = self.is(left, &UnitKind::Coordinator) || self.is(left, &UnitKind::Comma);
        let earlier = match syntax.relation {
            "xcomp" => self.unit_at(syntax.head?),
            "conj" if listed => (0..left).rev().find(|it| self.verb(*it).is_some()),
            _ => None,
        };
        let unit =
            earlier.filter(|it| *it < verb && self.verb(*it).is_some_and(|it| it.infinitive));
        self.infinitive_for(unit?)
    }

    /// Whether a verb without a subject, or what it links to, is itself the subject of another verb.
    pub(super) fn is_clausal_subject(&self, verb: usize) -> bool {
        let Some(syntax) = self.tokens[verb].syntax else { return false };
        if self.children(verb, "nsubj").next().is_some() {
            return false;
        }
        match (syntax.relation.split(':').next(), syntax.head) {
            (Some("csubj"), _) => true,
            // Parsers take it for what the predicate's noun is like.
            (Some("acl" | "advcl"), Some(head)) => {
                let expletive = |it: usize| self.tokens[it].lower == "it";
                self.children(head, "cop").next().is_some()
                    && ["nsubj", "expl"]
                        .iter()
                        .any(|relation| self.children(head, relation).any(expletive))
            }
            (Some("cop" | "aux"), Some(head)) => self.is_clausal_subject(head),
            _ => false,
        }
    }

    /// *an officer of the agency, who …*: the person that a noun which is nobody belongs to, else the noun.
    pub(super) fn person_above(&self, noun: usize) -> usize {
        let is_person = |token: usize| self.unit_at(token).is_some_and(|it| self.is_person(it));
        let above = self.tokens[noun]
            .syntax
            .filter(|it| matches!(it.relation, "nmod" | "appos" | "compound"))
            .and_then(|it| it.head);
        match above {
            Some(above) if !is_person(noun) && is_person(above) => above,
            // *Mary Low, a famous spy who …*
            Some(above)
                if self.tokens[noun].syntax.is_some_and(|it| it.relation == "appos")
                    && self.unit_at(above).is_some_and(|it| self.is_named(it)) =>
            {
                above
            }
            _ => noun,
        }
    }

    /// What a relative clause is said of, given its verb or one coordinated to it.
    pub(super) fn antecedent(&self, verb: usize, depth: usize) -> Option<usize> {
        let syntax = self.tokens[verb].syntax.filter(|_| depth > 0)?;
        match syntax.relation {
            "acl:relcl" => syntax.head,
            "conj" => self.antecedent(syntax.head?, depth - 1),
            _ => None,
        }
    }

    /// Whether the object of a verb of needing does what an infinitive behind it says: *needs the firms to act*.
    pub(in crate::extraction) fn is_asked_to_act(&self, verb: usize, object: usize) -> bool {
        let needs = self.verb(verb).is_some_and(|it| it.lemmas.iter().any(|it| it == "need"));
        let next = (object + 1..self.units.len()).find(|it| self.verb(*it).is_some());
        needs
            && object > verb
            && next.is_some_and(|it| {
                self.verb(it).is_some_and(|it| it.infinitive) && self.subject(it).contains(&object)
            })
    }

    pub(super) fn token_controls_object(&self, token: usize) -> bool {
        let unit = self.unit_at(token);
        unit.is_some_and(|it| self.controls_object(it))
    }

    /// Whether those to whom the verb at a token is addressed do what its infinitive says.
    pub(super) fn appeals(&self, token: usize) -> bool {
        let group = self.unit_at(token).and_then(|it| self.verb(it));
        group.is_some_and(|group| {
            group.lemmas.iter().any(|it| self.lexicon.has("verbs.appealing", it))
        })
    }

    /// Whether an infinitive stands right behind a dash that opens an aside.
    pub(super) fn opens_aside(&self, verb: usize) -> bool {
        let dash = |it: usize| self.is(it, &UnitKind::Break) && matches!(self.word(it), "–" | "—");
        let before = verb.checked_sub(1).filter(|it| dash(*it));
        let infinitive = self.verb(verb).is_some_and(|it| it.infinitive);
        before.is_some_and(|it| infinitive && (0..=it).filter(|it| dash(*it)).count() % 2 == 1)
            && (verb..self.units.len()).any(dash)
    }

    pub(super) fn controls_object(&self, verb: usize) -> bool {
        self.verb(verb).is_some_and(|group| {
            group.lemmas.iter().any(|it| self.lexicon.has("verbs.object_control", it))
        })
    }
}

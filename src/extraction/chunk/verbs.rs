//! Verb groups: auxiliaries, modals, negation and the full verb.

use super::{
    Chunker, Grammar, Unit, UnitKind, VerbGroup,
    readings::{has_subject, is_plain_adverb},
};
use crate::{
    language::{Class, Token, TokenKind},
    ontology::VerbForm,
};

/// What stands before a main verb.
#[derive(Default)]
struct Auxiliaries {
    /// The token after them.
    end: usize,
    infinitive: bool,
    negated: bool,
    /// How many there are.
    count: usize,
    modal: Option<usize>,
    be: Option<usize>,
    have: Option<usize>,
    does: Option<usize>,
}

impl Auxiliaries {
    /// Whether only a bare verb can follow.
    fn wants_base(&self) -> bool {
        self.infinitive && self.count == 0
            || self.modal.is_some() && self.be.is_none() && self.have.is_none()
    }
}

impl Chunker<'_> {
    pub(super) fn verb(&self, start: usize) -> Option<Unit> {
        let lead = self.auxiliaries(start)?;
        let at = lead.end;
        let main = self.tokens.get(at).filter(|_| self.cover.get(at).is_some_and(Option::is_none));
        match main.filter(|it| self.can_head(it, &lead)) {
            Some(main) => self.full_verb(start, main, &lead),
            None => self.lone_auxiliary(start, &lead),
        }
    }

    /// Whether *to* at this place begins an infinitive.
    fn begins_infinitive(&self, at: usize) -> bool {
        let tokens = self.tokens;
        let mut next = at + 1;
        while tokens.get(next).is_some_and(|it| is_plain_adverb(it) || it.lower == "not") {
            next += 1;
        }
        let Some(follows) = tokens.get(next) else { return false };
        let base = follows.classes.any(&[Class::Be, Class::Have, Class::Do])
            && matches!(follows.lower.as_str(), "be" | "have" | "do")
            || self.cover[next].is_none()
                && self.grammar.has_form(follows, &[VerbForm::Base])
                && !follows.capital;
        base && tokens.get(next + 1).is_none_or(|it| it.lower != "of")
    }

    /// The words before a main verb; nothing if *to* is a preposition here.
    fn auxiliaries(&self, start: usize) -> Option<Auxiliaries> {
        let tokens = self.tokens;
        let mut lead = Auxiliaries { end: start, ..Auxiliaries::default() };
        if tokens[start].classes.has(Class::Infinitive) {
            if !self.begins_infinitive(start) {
                return None;
            }
            lead.infinitive = true;
            lead.end += 1;
        }
        while let Some(token) = tokens.get(lead.end) {
            if self.cover[lead.end].is_some()
                && !token.classes.any(&[Class::Modal, Class::Be, Class::Have])
            {
                break;
            }
            let classes = token.classes;
            if classes.has(Class::Modal) && !lead.infinitive && lead.count == 0 && !token.capital {
                lead.modal = Some(lead.end);
                lead.negated |= token.lower == "cannot";
            } else if classes.has(Class::Be)
                || token.lower == "'s" && self.is_contracted_be(lead.end)
            {
                lead.be = Some(lead.end);
            } else if classes.has(Class::Have) {
                lead.have = Some(lead.end);
            } else if classes.has(Class::Do) && lead.have.is_none() && lead.be.is_none() {
                let base_follows = tokens.get(lead.end + 1).is_some_and(|it| {
                    it.classes.has(Class::Negator) || it.classes.is_open() || is_plain_adverb(it)
                });
                if !base_follows || token.lower == "doing" || token.lower == "done" {
                    break;
                }
                lead.does = Some(lead.end);
            } else if (classes.has(Class::Negator)
                && token.lower != "no"
                && token.lower != "neither"
                && token.lower != "nor")
                && (lead.count > 0 || lead.infinitive || self.verb_follows(lead.end))
            {
                lead.negated = true;
                lead.end += 1;
                continue;
            } else if token.lower == "no"
                && tokens.get(lead.end + 1).is_some_and(|it| it.lower == "longer")
            {
                lead.negated = true;
                lead.end += 2;
                continue;
            } else if is_plain_adverb(token)
                && (lead.count > 0 || lead.infinitive)
                && self.verb_follows(lead.end)
            {
                lead.end += 1;
                continue;
            } else {
                break;
            }
            lead.count += 1;
            lead.end += 1;
        }
        Some(lead)
    }

    /// Whether a word can be the main verb after these auxiliaries.
    fn can_head(&self, it: &Token, lead: &Auxiliaries) -> bool {
        if lead.wants_base() {
            self.grammar.has_form(it, &[VerbForm::Base])
        } else if lead.count > 0 {
            self.grammar.has_form(it, &[VerbForm::Participle, VerbForm::Gerund])
                || lead.be.is_none()
                    && lead.have.is_none()
                    && self.grammar.has_form(it, &[VerbForm::Base])
        } else {
            self.grammar.reads_as_verb(self.tokens, lead.end)
        }
    }

    fn full_verb(&self, start: usize, token: &Token, lead: &Auxiliaries) -> Option<Unit> {
        let tokens = self.tokens;
        let Auxiliaries {
            end: at, infinitive, modal, negated, count: auxiliaries, be, have, ..
        } = *lead;
        let forms = self.grammar.forms(token);
        let wanted: &[VerbForm] = if lead.wants_base() {
            &[VerbForm::Base]
        } else if be.is_some() || have.is_some() {
            &[VerbForm::Participle, VerbForm::Gerund]
        } else {
            &[
                VerbForm::ThirdPerson,
                VerbForm::Past,
                VerbForm::Base,
                VerbForm::Gerund,
                VerbForm::Participle,
            ]
        };
        let can = |it: &VerbForm| forms.iter().any(|form| form.1 == *it);
        // *said* is a tense or a participle: the tagger knows which.
        let tagged = token.syntax.and_then(|it| {
            let form = match () {
                () if it.features.has("VerbForm=Ger") => VerbForm::Gerund,
                () if it.features.has("Tense=Pres") && it.features.has("VerbForm=Part") => {
                    VerbForm::Gerund
                }
                () if it.features.has("VerbForm=Part") && !has_subject(tokens, at) => {
                    VerbForm::Participle
                }
                () => return None,
            };
            Some(form).filter(|it| wanted.contains(it) && can(it))
        });
        let form = tagged.or_else(|| wanted.iter().find(|it| can(it)).copied())?;
        let mut lemmas: Vec<String> = forms
            .iter()
            .filter(|it| it.1 == form || auxiliaries == 0)
            .map(|it| it.0.clone())
            .collect();
        lemmas.dedup();
        let participle = form == VerbForm::Participle
            || form == VerbForm::Past && forms.iter().any(|it| it.1 == VerbForm::Participle);
        let full_passive =
            be.is_some() && participle && have.is_none_or(|it| be.is_some_and(|be| be > it));
        let passive = full_passive
            || auxiliaries == 0 && !infinitive && participle && self.is_reduced(start, at);
        let finite = !infinitive && (auxiliaries > 0 || !passive && form != VerbForm::Gerund);
        let finite =
            finite && !tokens[start].lower.eq("being") && !tokens[start].lower.eq("having");
        Some(Unit {
            tokens: start..at + 1,
            kind: UnitKind::Verb(VerbGroup {
                main: at,
                lemmas,
                form,
                passive,
                negated,
                modal,
                infinitive,
                finite,
            }),
        })
    }

    /// A copula, *have* or *do* by itself.
    fn lone_auxiliary(&self, start: usize, lead: &Auxiliaries) -> Option<Unit> {
        let tokens = self.tokens;
        let Auxiliaries { end: at, infinitive, modal, negated, be, have, does, .. } = *lead;
        // *as we did there*
        let (main, lemma) = match (be, have, does) {
            (Some(be), ..) => (be, "be"),
            (None, Some(have), _) => (have, "have"),
            (None, None, Some(does)) => (does, "do"),
            (None, None, None) => return None,
        };
        let form = match tokens[main].lower.as_str() {
            "being" | "having" => VerbForm::Gerund,
            "was" | "were" | "had" | "did" => VerbForm::Past,
            "been" => VerbForm::Participle,
            _ => VerbForm::ThirdPerson,
        };
        // Adverbs and *not* that were passed belong to the group.
        let end = at.max(main + 1);
        let finite = !infinitive && form != VerbForm::Gerund;
        Some(Unit {
            tokens: start..end,
            kind: UnitKind::Verb(VerbGroup {
                main,
                lemmas: vec![lemma.to_owned()],
                form,
                passive: false,
                negated,
                modal,
                infinitive,
                finite,
            }),
        })
    }

    /// *'s* for *is*: after a pronoun, or before a participle, article or adverb.
    pub(super) fn is_contracted_be(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|it| &self.tokens[it]) else { return false };
        before.classes.any(&[Class::Pronoun, Class::Relative])
            || matches!(before.lower.as_str(), "there" | "here" | "what" | "let")
    }

    /// Whether an auxiliary or a verb comes right after this word, adverbs aside.
    fn verb_follows(&self, at: usize) -> bool {
        let mut next = at + 1;
        while self.tokens.get(next).is_some_and(|it| is_plain_adverb(it) || it.lower == "not") {
            next += 1;
        }
        self.tokens.get(next).is_some_and(|it| {
            it.classes.any(&[Class::Be, Class::Have, Class::Modal])
                || self.cover[next].is_none() && !self.grammar.forms(it).is_empty()
        })
    }

    /// A bare participle: after a noun and before a preposition, an adverb or an end; or first in its clause.
    fn is_reduced(&self, start: usize, main: usize) -> bool {
        let token = &self.tokens[main];
        if let Some(syntax) = token.syntax {
            // *people viewed as enemies*, whatever the tagger says.
            let hangs = syntax.relation.starts_with("acl") || syntax.relation.starts_with("advcl");
            let told = self
                .tokens
                .get(main + 1)
                .is_some_and(|it| matches!(it.lower.as_str(), "as" | "by"));
            let passive = syntax.features.has("Voice=Pass") || hangs && told;
            return passive && !has_subject(self.tokens, main);
        }
        let next = self.tokens.get(main + 1);
        let next_opens = next.is_some_and(Grammar::opens_noun)
            || self.cover.get(main + 1).is_some_and(Option::is_some);
        if next.is_some_and(|it| it.lower == "by") {
            return true;
        }
        if self.grammar.forms(token).iter().all(|it| self.grammar.intransitive.contains(&it.0)) {
            return false;
        }
        let only_participle = !self.grammar.has_form(token, &[VerbForm::Past]);
        let initial = start == 0 || self.tokens[start - 1].kind == TokenKind::Punctuation;
        let prepositional =
            next.is_some_and(|it| it.classes.any(&[Class::Preposition, Class::Infinitive]));
        only_participle && !next_opens
            || initial && prepositional
            || prepositional && self.later_finite(main)
    }

    /// Whether a finite verb without a subject of its own still comes in this clause.
    fn later_finite(&self, main: usize) -> bool {
        for at in main + 1..self.tokens.len() {
            let token = &self.tokens[at];
            let clause = token.lower == ","
                && self.tokens.get(at + 1).is_some_and(|it| it.classes.has(Class::Subordinator));
            if clause
                || token.kind == TokenKind::Punctuation && token.lower != ","
                || token.classes.any(&[Class::Relative, Class::Subordinator, Class::Coordinator])
                    && !token.classes.has(Class::Preposition)
            {
                return false;
            }
            if self.cover[at].is_some() {
                continue;
            }
            if token.classes.any(&[Class::Be, Class::Have, Class::Modal]) && token.lower != "being"
            {
                return true;
            }
            let finite = self.grammar.has_form(token, &[VerbForm::ThirdPerson, VerbForm::Past]);
            let helped =
                self.tokens[at - 1].classes.any(&[Class::Be, Class::Have, Class::Preposition]);
            if finite
                && !helped
                && self.grammar.reads_as_verb(self.tokens, at)
                && !token.classes.has(Class::Preposition)
            {
                return true;
            }
        }
        false
    }
}

//! Which open words are read as verbs: by their tags where a tagger has read the sentence, by their neighbours else.

use super::Grammar;
use crate::{
    language::{Class, PartOfSpeech, Token, TokenKind},
    ontology::VerbForm,
};

impl Grammar {
    pub(in crate::extraction) fn has_form(&self, token: &Token, wanted: &[VerbForm]) -> bool {
        self.forms(token).iter().any(|it| wanted.contains(&it.1))
    }

    /// Whether an open word is read as a verb here.
    pub(in crate::extraction) fn reads_as_verb(&self, tokens: &[Token], at: usize) -> bool {
        let token = &tokens[at];
        if token.capital && at > 0 {
            return false;
        }
        let verbal = || !self.forms(token).is_empty();
        // Where a tagger has read the sentence, it has seen more than the neighbours.
        match token.syntax {
            Some(it) => {
                let finite = it.features.has("VerbForm=Fin");
                // *to find and tackle them*: what is coordinated to a bare verb is one.
                let conjunct = it.relation == "conj"
                    && at > 0
                    && tokens[at - 1].classes.has(Class::Coordinator)
                    && it.head.is_some_and(|it| tokens[it].is(PartOfSpeech::Verb) && it + 2 == at)
                    && self.has_form(token, &[VerbForm::Base]);
                // *could not have examined secrets*
                let perfect = at > 1
                    && tokens[at - 1].lower == "have"
                    && tokens[at.saturating_sub(3)..at - 1]
                        .iter()
                        .any(|it| it.classes.has(Class::Modal));
                // *faces evolving threats*: a participle that describes, taken for a deed.
                let describing = self.adjectival.contains(&token.lower)
                    && tokens.get(at + 1).is_some_and(Self::opens_plain_noun)
                    && !(at > 0 && tokens[at - 1].classes.any(&[Class::Be, Class::Infinitive]));
                (token.is(PartOfSpeech::Verb)
                    && !describing
                    && (finite || perfect || !it.relation.starts_with("amod"))
                    || conjunct)
                    && verbal()
            }
            None => verbal() && self.verb_by_neighbours(tokens, at),
        }
    }

    /// The same, judged by its neighbours alone.
    fn verb_by_neighbours(&self, tokens: &[Token], at: usize) -> bool {
        let token = &tokens[at];
        let mut before = at;
        while before > 0 && is_plain_adverb(&tokens[before - 1]) {
            before -= 1;
        }
        let Some(previous) = before.checked_sub(1).map(|it| &tokens[it]) else {
            let next = tokens.get(at + 1);
            let participle =
                self.has_form(token, &[VerbForm::Participle]) && token.lower.ends_with("ed");
            return self.has_form(token, &[VerbForm::Gerund]) && next.is_some_and(Self::opens_noun)
                || participle && next.is_some_and(|it| it.classes.has(Class::Preposition));
        };
        let next = tokens.get(at + 1);
        let next_opens = next.is_some_and(Self::opens_noun);
        if previous.classes.any(&[Class::Modal, Class::Do]) {
            return self.has_form(token, &[VerbForm::Base]);
        }
        if previous.classes.has(Class::Infinitive) {
            let adjective = self.adjectival.contains(&token.lower);
            let gerund = self.has_form(token, &[VerbForm::Gerund]) && next_opens && !adjective;
            let of = next.is_some_and(|it| it.lower == "of");
            return self.has_form(token, &[VerbForm::Base]) && !of || gerund;
        }
        if previous.classes.any(&[Class::Be, Class::Have])
            || previous.classes.has(Class::Negator) && previous.lower != "no"
        {
            return self.has_form(token, &[VerbForm::Participle, VerbForm::Gerund])
                || previous.classes.has(Class::Negator)
                    && before >= 2
                    && tokens[before - 2].classes.any(&[
                        Class::Do,
                        Class::Modal,
                        Class::Infinitive,
                    ])
                    && self.has_form(token, &[VerbForm::Base]);
        }
        if previous.classes.has(Class::Pronoun) && !previous.classes.has(Class::Determiner) {
            return true;
        }
        if previous.classes.has(Class::Relative) && !previous.classes.has(Class::Determiner)
            || previous.lower == "that" && next_opens
        {
            return self.has_form(token, &[VerbForm::ThirdPerson, VerbForm::Past, VerbForm::Base]);
        }
        if previous.classes.any(&[Class::Determiner, Class::Possessive]) {
            return false;
        }
        // A number is an amount of the word, unless it is the year in a name: *the Theft Act 1968 repealed*.
        let in_name = before >= 2 && tokens[before - 2].capital && previous.lower.len() == 4;
        if previous.kind == TokenKind::Number && !in_name {
            return false;
        }
        if previous.lower == "'s" || previous.lower == "'" {
            return false;
        }
        let adjective = self.adjectival.contains(&token.lower) && next_opens;
        if adjective {
            return false;
        }
        if previous.classes.has(Class::Preposition) {
            return self.has_form(token, &[VerbForm::Gerund]) && next_opens;
        }
        if previous.classes.has(Class::Coordinator) {
            // *can quash warrants and award damages*
            let open = before.saturating_sub(8);
            let governed = tokens[open..before - 1].windows(2).any(|it| {
                it[0].classes.any(&[Class::Modal, Class::Infinitive])
                    && self.has_form(&it[1], &[VerbForm::Base])
            });
            if governed
                && next_opens
                && self.has_form(token, &[VerbForm::Base])
                && !tokens[open..before].iter().any(|it| it.lower == ",")
            {
                return true;
            }
            let earlier = before.checked_sub(2).map(|it| &tokens[it]);
            return earlier.is_some_and(|it| !self.forms(it).is_empty())
                && before >= 2
                && self.reads_as_verb(tokens, before - 2)
                && next_opens
                || self
                    .has_form(token, &[VerbForm::ThirdPerson, VerbForm::Past, VerbForm::Gerund])
                    && next_opens
                    && !self.has_form(token, &[VerbForm::ThirdPerson]);
        }
        if previous.kind == TokenKind::Punctuation {
            let third =
                self.has_form(token, &[VerbForm::ThirdPerson]) && !self.is_often_noun(token);
            let follows =
                next.is_some_and(|it| it.classes.any(&[Class::Preposition, Class::Adverb]));
            return (third
                || self
                    .has_form(token, &[VerbForm::Past, VerbForm::Gerund, VerbForm::Participle]))
                && (next_opens || follows);
        }
        // After a noun.
        self.verb_after_noun(tokens, at, previous, next, next_opens)
    }

    fn verb_after_noun(
        &self,
        tokens: &[Token],
        at: usize,
        previous: &Token,
        next: Option<&Token>,
        next_opens: bool,
    ) -> bool {
        let token = &tokens[at];
        let name = previous.capital || previous.kind == TokenKind::Number;
        let plural = previous.lower.ends_with('s') && !previous.lower.ends_with("ss")
            || matches!(
                previous.lower.as_str(),
                "people" | "men" | "women" | "children" | "police"
            );
        let next_is_verb = next
            .is_some_and(|it| it.classes.any(&[Class::Be, Class::Have, Class::Modal, Class::Do]));
        let next_prep = next.is_some_and(|it| {
            it.classes.any(&[
                Class::Preposition,
                Class::Infinitive,
                Class::Adverb,
                Class::Subordinator,
            ])
        });
        let next_ends = next.is_none_or(|it| it.kind == TokenKind::Punctuation);
        let next_of = next.is_some_and(|it| it.lower == "of");
        self.forms(token).iter().any(|(_, form)| match form {
            VerbForm::Past | VerbForm::Participle => {
                // *-ed* after a noun is a verb unless it modifies a noun that follows.
                let regular = token.lower.ends_with("ed") || token.lower != self.base_of(token);
                let particle = next.is_some_and(|it| {
                    it.classes.has(Class::Adverb) && it.classes.has(Class::Preposition)
                });
                if regular {
                    next_opens || next_prep || next_ends || name || plural
                } else {
                    next_opens && !next_of || particle
                }
            }
            VerbForm::ThirdPerson => {
                let proof = next_opens || name && (next_prep || next_ends);
                !next_is_verb && !next_of && (proof || !self.is_often_noun(token))
            }
            VerbForm::Base => {
                let proof = next_opens || next_prep && !self.is_often_noun(token);
                plural && !next_is_verb && !next_of && proof && !token.lower.ends_with('s')
            }
            VerbForm::Gerund => !next_is_verb && (next_opens || next_prep && (plural || name)),
        })
    }

    fn base_of(&self, token: &Token) -> &str {
        self.forms(token).first().map_or("", |it| it.0.as_str())
    }

    /// Whether the word is as likely a noun: *attacks*, *plans*.
    fn is_often_noun(&self, token: &Token) -> bool {
        self.forms(token).iter().all(|it| self.also_nouns.contains(&it.0))
    }

    /// Whether a noun or an adjective begins here, without an article.
    fn opens_plain_noun(token: &Token) -> bool {
        Self::opens_noun(token)
            && !token.classes.any(&[Class::Determiner, Class::Possessive, Class::Pronoun])
    }

    /// Whether a noun group can begin with this word.
    pub(super) fn opens_noun(token: &Token) -> bool {
        match token.kind {
            TokenKind::Number => true,
            TokenKind::Clitic => false,
            TokenKind::Punctuation => {
                matches!(token.lower.as_str(), "“" | "‘" | "\"" | "£" | "$" | "€")
            }
            TokenKind::Word => {
                token.classes.any(&[Class::Determiner, Class::Possessive, Class::Pronoun])
                    || token.capital && !token.classes.any(&[Class::Preposition])
                    || token.classes.is_open()
            }
        }
    }
}

/// Whether a verb has a subject of its own, and so is no participle, whatever its form looks like.
pub(super) fn has_subject(tokens: &[Token], verb: usize) -> bool {
    let hangs = |it: &Token, relation: &str| {
        it.syntax.is_some_and(|it| it.head == Some(verb) && it.relation.starts_with(relation))
    };
    tokens.iter().any(|it| hangs(it, "nsubj")) && !tokens.iter().any(|it| hangs(it, "aux"))
}

pub(super) fn is_plain_adverb(token: &Token) -> bool {
    token.classes.has(Class::Adverb)
        && !token.classes.any(&[
            Class::Preposition,
            Class::Determiner,
            Class::Negator,
            Class::Pronoun,
            Class::Coordinator,
            Class::Subordinator,
        ])
}

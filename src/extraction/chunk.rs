//! A sentence as noun groups, verb groups and the words between them.
//!
//! This is finite-state chunking over closed word classes and a table of verb forms, in the manner of Abney's
//! cascaded chunkers ("Partial Parsing via Finite-State Cascades", 1996).  It decides whether an open word is
//! read as a verb from the words next to it; it does not attach anything to anything, which is left to `clause`.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{Mention, MentionKind};
use crate::{
    language::{Class, PartOfSpeech, Token, TokenKind},
    ontology::{Lexicon, VerbForm},
};

/// What tells verbs from nouns in one language.
pub(super) struct Grammar {
    forms: BTreeMap<String, Vec<(String, VerbForm)>>,
    /// Verbs that are as often nouns.
    also_nouns: BTreeSet<String>,
    /// Participles that only describe a noun.
    adjectival: BTreeSet<String>,
    /// Verbs without a passive.
    intransitive: BTreeSet<String>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unit {
    /// Its tokens, counted from the start of the sentence.
    pub(super) tokens: Range<usize>,
    /// What it is.
    pub(super) kind: UnitKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum UnitKind {
    /// A noun group.
    Noun(NounGroup),
    /// A verb group.
    Verb(VerbGroup),
    /// A preposition.
    Preposition,
    /// *and*, *or*, *but*.
    Coordinator,
    /// A comma.
    Comma,
    /// A mark between clauses: semicolon, colon, dash, bracket.
    Break,
    /// A quotation mark.
    Quote,
    /// *who*, *which*, *that*.
    Relative,
    /// *because*, *if*, *when*.
    Subordinator,
    /// An adverb.
    Adverb,
    /// Anything else.
    Other,
}

/// A noun with what belongs to it on its left.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct NounGroup {
    /// The mentions that end it, the longest first: *29 plots* and *plots*.
    pub(super) heads: Vec<usize>,
    /// The mention before a possessive in it: *MI5* in *MI5's teams*; or a possessive pronoun.
    pub(super) possessor: Option<usize>,
    /// First token after articles, possessives and quantifiers.
    pub(super) core: usize,
    /// Whether its article says no: *no country*, *none*.
    pub(super) negated: bool,
    /// Whether it is a plural or a coordination.
    pub(super) plural: bool,
}

/// A verb with its auxiliaries.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "marks of a verb that do not depend on each other"
)]
pub(super) struct VerbGroup {
    /// The main verb's token.
    pub(super) main: usize,
    /// Its possible dictionary forms.
    pub(super) lemmas: Vec<String>,
    /// The form it stands in.
    pub(super) form: VerbForm,
    /// Passive, full (*was stolen*) or reduced (*data stolen by*).
    pub(super) passive: bool,
    /// Negated by a word of the group.
    pub(super) negated: bool,
    /// Its modal verb.
    pub(super) modal: Option<usize>,
    /// Begins with *to*.
    pub(super) infinitive: bool,
    /// Has a tense of its own.
    pub(super) finite: bool,
}

impl Grammar {
    /// The verbs of the language and of the rules.
    pub(super) fn new<'a>(lexicon: &Lexicon, lemmas: impl IntoIterator<Item = &'a str>) -> Self {
        let english = lexicon.language == "en";
        let forms = if english { lexicon.verb_forms(lemmas) } else { BTreeMap::new() };
        let set = |list: &str| lexicon.list(list).iter().cloned().collect();
        Self {
            forms,
            also_nouns: set("verbs.also_nouns"),
            adjectival: set("words.adjectival"),
            intransitive: set("verbs.intransitive"),
        }
    }

    /// The dictionary forms of a word, if it can be a verb.
    pub(super) fn forms(&self, token: &Token) -> &[(String, VerbForm)] {
        if token.kind != TokenKind::Word || token.lower == "subject" {
            return &[];
        }
        self.forms.get(&token.lower).map_or(&[], Vec::as_slice)
    }

    fn has_form(&self, token: &Token, wanted: &[VerbForm]) -> bool {
        self.forms(token).iter().any(|it| wanted.contains(&it.1))
    }

    /// Whether an open word is read as a verb here.
    pub(super) fn reads_as_verb(&self, tokens: &[Token], at: usize) -> bool {
        let token = &tokens[at];
        if self.forms(token).is_empty() || token.capital && at > 0 {
            return false;
        }
        // Where a tagger has read the sentence, it has seen more than the neighbours.
        match token.syntax {
            Some(it) => {
                let finite = it.features.has("VerbForm=Fin");
                token.is(PartOfSpeech::Verb) && (finite || !it.relation.starts_with("amod"))
            }
            None => self.verb_by_neighbours(tokens, at),
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

    /// Whether a noun group can begin with this word.
    fn opens_noun(token: &Token) -> bool {
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

    /// Takes a sentence apart.
    ///
    /// `offset` is the number of its first token, `here` the mentions in it.
    pub(super) fn chunk(
        &self,
        tokens: &[Token],
        offset: usize,
        mentions: &[Mention],
        here: &[usize],
    ) -> Vec<Unit> {
        let cover = cover(tokens.len(), offset, mentions, here);
        Chunker { grammar: self, tokens, offset, mentions, here, cover }.run()
    }
}

/// Whether a verb has a subject of its own, and so is no participle, whatever its form looks like.
fn has_subject(tokens: &[Token], verb: usize) -> bool {
    let hangs = |it: &Token, relation: &str| {
        it.syntax.is_some_and(|it| it.head == Some(verb) && it.relation.starts_with(relation))
    };
    tokens.iter().any(|it| hangs(it, "nsubj")) && !tokens.iter().any(|it| hangs(it, "aux"))
}

fn is_plain_adverb(token: &Token) -> bool {
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

/// For each token of the sentence, the longest mention that covers it.
fn cover(length: usize, offset: usize, mentions: &[Mention], here: &[usize]) -> Vec<Option<usize>> {
    let mut cover: Vec<Option<usize>> = vec![None; length];
    for number in here.iter().copied() {
        let it = &mentions[number];
        if it.inside {
            continue;
        }
        for at in it.tokens.clone() {
            let slot = &mut cover[at - offset];
            if slot.is_none_or(|old| mentions[old].span.len() < it.span.len()) {
                *slot = Some(number);
            }
        }
    }
    cover
}

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
}

impl Auxiliaries {
    /// Whether only a bare verb can follow.
    fn wants_base(&self) -> bool {
        self.infinitive && self.count == 0
            || self.modal.is_some() && self.be.is_none() && self.have.is_none()
    }
}

struct Chunker<'a> {
    grammar: &'a Grammar,
    tokens: &'a [Token],
    offset: usize,
    mentions: &'a [Mention],
    here: &'a [usize],
    cover: Vec<Option<usize>>,
}

impl Chunker<'_> {
    fn run(&self) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let unit = self.next(at);
            at = unit.tokens.end;
            units.push(unit);
        }
        units
    }

    fn next(&self, at: usize) -> Unit {
        let token = &self.tokens[at];
        let one = |kind| Unit { tokens: at..at + 1, kind };
        if self.cover[at].is_some()
            && let Some(unit) = self.noun(at)
        {
            return unit;
        }
        if let Some(unit) = self.verb(at) {
            return unit;
        }
        if token.kind == TokenKind::Punctuation {
            return one(match token.lower.as_str() {
                "," => UnitKind::Comma,
                "“" | "”" | "\"" | "‘" | "’" | "'" | "„" | "«" | "»" => UnitKind::Quote,
                "-" | "–" | "—" | ";" | ":" | "(" | ")" | "[" | "]" | "…" | "." | "?" | "!"
                | "•" => UnitKind::Break,
                _ => UnitKind::Other,
            });
        }
        let classes = token.classes;
        let next = self.tokens.get(at + 1);
        let next_opens = next.is_some_and(Grammar::opens_noun)
            || self.cover.get(at + 1).is_some_and(Option::is_some);
        if classes.has(Class::Relative) && !self.starts_plain_noun(at) {
            return one(UnitKind::Relative);
        }
        if (classes.any(&[Class::Determiner, Class::Possessive]) || token.kind == TokenKind::Number)
            && let Some(unit) = self.noun(at)
        {
            return unit;
        }
        if classes.has(Class::Coordinator) {
            return one(UnitKind::Coordinator);
        }
        if classes.has(Class::Pronoun)
            && let Some(unit) = self.noun(at)
        {
            return unit;
        }
        if classes.has(Class::Subordinator)
            && !(classes.has(Class::Preposition) && next_opens && !self.verb_soon(at + 1))
        {
            return one(UnitKind::Subordinator);
        }
        if classes.any(&[Class::Preposition, Class::Infinitive])
            && (next_opens || !classes.has(Class::Adverb))
        {
            return one(UnitKind::Preposition);
        }
        if classes.any(&[Class::Adverb, Class::Negator]) {
            return one(UnitKind::Adverb);
        }
        self.noun(at).unwrap_or_else(|| one(UnitKind::Other))
    }

    /// *that country*: a determiner that could be a relative pronoun, right before a noun without a verb behind.
    fn starts_plain_noun(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if !token.classes.has(Class::Determiner) {
            return false;
        }
        let after_noun = at > 0
            && (self.cover[at - 1].is_some()
                || self.tokens[at - 1].classes.is_open()
                    && self.tokens[at - 1].kind == TokenKind::Word
                || self.tokens[at - 1].lower == ",");
        let next_verb = self.tokens.get(at + 1).is_none_or(|it| {
            it.classes.any(&[
                Class::Be,
                Class::Have,
                Class::Modal,
                Class::Do,
                Class::Pronoun,
                Class::Possessive,
            ]) || self.cover[at + 1].is_some_and(|_| it.capital)
                || self.grammar.reads_as_verb(self.tokens, at + 1)
        });
        let kept = !after_noun || token.lower == "those" || token.lower == "these";
        kept && !next_verb
    }

    /// Whether a finite verb comes within a few words, so that a clause and not a phrase follows.
    fn verb_soon(&self, at: usize) -> bool {
        (at..(at + 5).min(self.tokens.len()))
            .take_while(|it| {
                self.tokens[*it].kind != TokenKind::Punctuation
                    && !self.tokens[*it].classes.any(&[Class::Preposition, Class::Coordinator])
            })
            .any(|it| {
                let classes = self.tokens[it].classes;
                classes.any(&[Class::Be, Class::Have, Class::Modal, Class::Do])
                    || it > at
                        && self.cover[it].is_none()
                        && self.grammar.reads_as_verb(self.tokens, it)
            })
    }

    fn verb(&self, start: usize) -> Option<Unit> {
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
        let Auxiliaries { end: at, infinitive, modal, negated, count: auxiliaries, be, have } =
            *lead;
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

    /// A copula or *have* by itself.
    fn lone_auxiliary(&self, start: usize, lead: &Auxiliaries) -> Option<Unit> {
        let tokens = self.tokens;
        let Auxiliaries { end: at, infinitive, modal, negated, be, have, .. } = *lead;
        let main = match (be, have) {
            (Some(be), _) => be,
            (None, Some(have)) => have,
            (None, None) => return None,
        };
        let lemma = if be == Some(main) { "be" } else { "have" };
        let form = match tokens[main].lower.as_str() {
            "being" | "having" => VerbForm::Gerund,
            "was" | "were" | "had" => VerbForm::Past,
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
    fn is_contracted_be(&self, at: usize) -> bool {
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
            return syntax.features.has("Voice=Pass") && !has_subject(self.tokens, main);
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

    fn noun(&self, start: usize) -> Option<Unit> {
        let tokens = self.tokens;
        let (mut at, mut negated, mut possessor) = self.articles(start);
        let pronoun = tokens
            .get(at)
            .is_some_and(|it| it.classes.has(Class::Pronoun) && !it.classes.has(Class::Possessive))
            && at == start;
        if pronoun {
            let heads = self.pronoun_at(at).into_iter().collect();
            negated |= matches!(tokens[at].lower.as_str(), "none" | "nobody" | "nothing");
            return Some(Unit {
                tokens: start..at + 1,
                kind: UnitKind::Noun(NounGroup {
                    heads,
                    possessor: None,
                    core: at,
                    negated,
                    plural: false,
                }),
            });
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
            let word = matches!(token.kind, TokenKind::Word | TokenKind::Number);
            let open = word && (token.classes.is_open() || token.kind == TokenKind::Number)
                || token.classes.has(Class::Honorific)
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

//! Events named by their year: *the 2015 Norwegian local elections*, *the 1981 Brixton riots*.
//!
//! A year, what is said of the event, and a noun for an event that the pack lists are one name, also where the noun
//! has no capital.  A vote is known by its year alone; what else happens is a name only with a proper name in it and
//! an article before it, so that *in 2011 Oslo attacks* says when.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    Mention, MentionKind,
    overlap::{longest_by_token, replace},
};
use crate::{
    language::{Analysis, Class, PartOfSpeech, Token, TokenKind},
    ontology::{ClassId, Ontology, plural},
};

/// Nouns for events of one language.
struct Nouns {
    /// In lower case, singular and plural, with the class they make.
    heads: BTreeMap<String, ClassId>,
    /// Those held on a date: *election*.
    votes: BTreeSet<String>,
    months: BTreeSet<String>,
}

/// The most words between the year and the noun.
const LONGEST: usize = 9;

/// Nouns for events by language.
pub(super) struct Dated(BTreeMap<String, Nouns>);

impl Dated {
    pub(super) fn compile(ontology: &Ontology) -> Self {
        let languages = ontology.languages.keys();
        let nouns = languages.map(|it| (it.clone(), Nouns::new(ontology, it)));
        Self(nouns.filter(|(_, nouns)| !nouns.votes.is_empty()).collect())
    }

    /// Adds events named by their year, and takes away the names in them.
    pub(super) fn find(&self, ontology: &Ontology, analysis: &Analysis, found: &mut Vec<Mention>) {
        let by_token = longest_by_token(found, analysis.tokens.len());
        let mut new: Vec<Mention> = Vec::new();
        let mut swallowed: BTreeSet<usize> = BTreeSet::new();
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            let Some(nouns) = self.0.get(&sentence.language) else { continue };
            let tokens = &analysis.tokens[sentence.tokens.clone()];
            let offset = sentence.tokens.start;
            for year in (0..tokens.len()).filter(|it| is_year(&tokens[*it])) {
                let Some((range, class)) = nouns.event(tokens, year) else { continue };
                let tokens = range.start + offset..range.end + offset;
                let span =
                    analysis.tokens[tokens.start].span.cover(analysis.tokens[tokens.end - 1].span);
                let within: BTreeSet<usize> =
                    tokens.clone().filter_map(|it| by_token[it]).collect();
                // A known event in it is the one that is meant.
                let beats = within.iter().all(|it| {
                    let known = &found[*it];
                    let event = known.entity.is_some() && ontology.schema.is_a(known.class, class);
                    span.contains(known.span) && !event
                });
                if !beats || new.last().is_some_and(|it: &Mention| it.tokens.end > tokens.start) {
                    continue;
                }
                // A nationality in it is still spoken of.
                swallowed.extend(within.iter().filter(|it| found[**it].found_by != "demonym"));
                new.push(Mention {
                    span,
                    tokens,
                    sentence: number,
                    kind: MentionKind::Name,
                    class,
                    entity: None,
                    value: None,
                    found_by: "event with its year",
                    inside: false,
                    antecedent: None,
                });
            }
        }
        replace(found, &swallowed, new);
    }
}

impl Nouns {
    fn new(ontology: &Ontology, language: &str) -> Self {
        let schema = &ontology.schema;
        let mut heads = BTreeMap::new();
        let event = schema.class_id("Event");
        for (number, class) in schema.classes.iter().enumerate() {
            let id = ClassId(u16::try_from(number).expect("the loader admits fewer classes"));
            if !event.is_some_and(|it| schema.is_a(id, it)) {
                continue;
            }
            let nouns = [&class.nominal_heads, &class.head_nouns];
            for noun in nouns.into_iter().filter_map(|it| it.get(language)).flatten() {
                let noun = noun.to_lowercase();
                heads.entry(plural(&noun)).or_insert(id);
                heads.entry(noun).or_insert(id);
            }
        }
        let lexicon = &ontology.languages[language];
        let votes = lexicon.list("event.vote").iter();
        Self {
            heads,
            votes: votes.flat_map(|it| [it.clone(), plural(it)]).collect(),
            months: lexicon.list("date.month").iter().cloned().collect(),
        }
    }

    /// The event that is named with the year at `at`.
    fn event(&self, tokens: &[Token], at: usize) -> Option<(Range<usize>, ClassId)> {
        let month = |it: &usize| tokens[*it].capital && self.months.contains(&tokens[*it].lower);
        let start = at.checked_sub(1).filter(month).unwrap_or(at);
        let before = start.checked_sub(1).map(|it| &tokens[it]);
        let definite = before.is_none_or(|it| {
            it.classes.any(&[Class::Determiner, Class::Possessive]) || it.lower.ends_with("'s")
        });
        let mut proper = false;
        let mut found = None;
        for (next, token) in tokens.iter().enumerate().skip(at + 1).take(LONGEST) {
            let joins =
                proper && matches!(token.lower.as_str(), "of" | "and" | "&" | "'s" | "-" | "–");
            if joins && tokens.get(next + 1).is_some_and(|it| it.capital) {
                continue;
            }
            if !goes_on(token) {
                break;
            }
            let vote = self.votes.contains(&token.lower);
            if let Some(class) = self.heads.get(&token.lower)
                && (vote && (proper || definite || next > at + 1) || proper && definite)
            {
                found = Some((next + 1, *class, vote));
                if vote {
                    break;
                }
            }
            proper |= token.capital;
        }
        let (end, class, vote) = found?;
        // *in 2010 general elections were held* says when, not which.
        let loose = !definite && tokens[end - 1].lower.ends_with('s') && !proper;
        let end = if vote && proper { place_behind(tokens, end) } else { end };
        (!loose).then_some((start..end, class))
    }
}

/// Whether a name of an event may go on with this word.
fn goes_on(token: &Token) -> bool {
    let modifies = [PartOfSpeech::Noun, PartOfSpeech::Adj, PartOfSpeech::Propn];
    token.kind == TokenKind::Word
        && (token.capital
            || token.classes.is_open() && token.pos.is_none_or(|it| modifies.contains(&it)))
}

/// Where the name of a vote ends when it says where the vote is held: *2016 Senate election in Utah*.
fn place_behind(tokens: &[Token], end: usize) -> usize {
    if tokens.get(end).is_none_or(|it| it.lower != "in") {
        return end;
    }
    let name = |it: &&Token| it.kind == TokenKind::Word && it.capital && it.classes.is_open();
    let words = tokens[end + 1..].iter().take_while(name).count();
    if words == 0 { end } else { end + 1 + words }
}

fn is_year(token: &Token) -> bool {
    let year: Option<u32> = token.lower.parse().ok().filter(|_| token.kind == TokenKind::Number);
    token.lower.len() == 4 && year.is_some_and(|it| (1500..2100).contains(&it))
}

//! Names that only the statistical recogniser has found.
//!
//! What the pack knows and what the shape of a name shows goes first; the recogniser fills the gaps, and a name
//! of its own swallows the shorter ones in it: *Manchester* in *Manchester Evening News*.

use std::{collections::BTreeSet, ops::Range};

use super::{
    Mention, MentionKind,
    overlap::{longest_by_token, replace},
};
use crate::{
    language::{Analysis, Class, NameKind, PartOfSpeech, Token, TokenKind},
    ontology::{ClassId, Ontology},
};

/// Adds the recogniser's names where nothing as long was found.
pub(super) fn find(ontology: &Ontology, analysis: &Analysis, found: &mut Vec<Mention>) {
    let class = |kind: NameKind| -> Option<ClassId> {
        ontology.schema.class_id(match kind {
            NameKind::Person => "Person",
            NameKind::Organisation => "Organisation",
            NameKind::Place => "Place",
            NameKind::Event => "Event",
            NameKind::Group => "Nationality",
        })
    };
    let by_token = longest_by_token(found, analysis.tokens.len());
    let mut new: Vec<Mention> = Vec::new();
    let mut swallowed: BTreeSet<usize> = BTreeSet::new();
    for name in &analysis.names {
        let kind = if is_kin(ontology, analysis, name.tokens.start) {
            NameKind::Person
        } else {
            name.kind
        };
        let Some(class) = class(kind) else { continue };
        let range = without_edges(analysis, name.tokens.clone());
        let range = without_honorifics(ontology, analysis, range);
        let tokens = &analysis.tokens[range.clone()];
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
        let span = first.span.cover(last.span);
        let within: BTreeSet<usize> = range.clone().filter_map(|it| by_token[it]).collect();
        let beats = within.iter().all(|it| {
            let known = &found[*it];
            span.contains(known.span) && known.span != span && known.value.is_none()
        });
        // A longer name than a known one is made of proper nouns and the words between them.
        let inner = [PartOfSpeech::Adp, PartOfSpeech::Det, PartOfSpeech::Cconj];
        let proper = tokens.iter().all(|token| {
            token.is(PartOfSpeech::Propn) && token.capital || inner.iter().any(|it| token.is(*it))
        });
        // A word alone is a name if it is a proper noun, and no title: *Orwellian*, *under Captain Vernon Kell*.
        let common = tokens.len() == 1
            && (!first.is(PartOfSpeech::Propn) || first.classes.has(Class::Honorific));
        let described = kind == NameKind::Person && is_described(analysis, range.start);
        let letters =
            tokens.iter().map(|it| it.lower.chars().filter(|c| c.is_alphabetic()).count());
        if !beats
            || letters.sum::<usize>() < 2
            || common
            || described
            || !within.is_empty() && !proper
        {
            continue;
        }
        swallowed.extend(within);
        let sentence = analysis.sentences.partition_point(|it| it.tokens.end <= range.start);
        new.push(Mention {
            span,
            tokens: range,
            sentence,
            kind: MentionKind::Name,
            class,
            entity: None,
            value: None,
            found_by: "recogniser",
            inside: false,
            antecedent: None,
        });
    }
    replace(found, &swallowed, new);
}

/// The tokens of a name without what only goes before names of people: not *Mr Low*, but *Lord Low*.
fn without_honorifics(
    ontology: &Ontology,
    analysis: &Analysis,
    mut range: Range<usize>,
) -> Range<usize> {
    let only_before = |at: usize| {
        let token = &analysis.tokens[at];
        let kept = || ontology.languages.values().any(|it| it.has("person.kept", &token.lower));
        token.lower == "." || token.classes.has(Class::Honorific) && !kept()
    };
    while range.len() > 1 && only_before(range.start) {
        range.start += 1;
    }
    range
}

/// The tokens of a name without marks and small words at its ends: not *Lord Low of the*.
fn without_edges(analysis: &Analysis, mut range: Range<usize>) -> Range<usize> {
    const EDGES: [PartOfSpeech; 4] =
        [PartOfSpeech::Adp, PartOfSpeech::Det, PartOfSpeech::Cconj, PartOfSpeech::Punct];
    let edge = |at: usize| {
        let token = &analysis.tokens[at];
        !token.capital && token.kind != TokenKind::Number && EDGES.iter().any(|it| token.is(*it))
    };
    while !range.is_empty() && edge(range.end - 1) {
        range.end -= 1;
    }
    while !range.is_empty() && edge(range.start) {
        range.start += 1;
    }
    range
}

/// Whether an article goes with what begins at `at`, right before it or before lower-case words: *the planned Bill*
/// is nobody's name.
fn is_described(analysis: &Analysis, at: usize) -> bool {
    let modifier = |it: &&Token| {
        let modifies =
            [PartOfSpeech::Adj, PartOfSpeech::Verb, PartOfSpeech::Noun, PartOfSpeech::Num];
        !it.capital && modifies.iter().any(|pos| it.is(*pos))
    };
    let before = analysis.tokens[..at].iter().rev().find(|it| !modifier(it));
    before.is_some_and(|it| it.classes.has(Class::Determiner))
}

/// Whether a common noun for a person stands right before `at`: *his daughter Anna*.
fn is_kin(ontology: &Ontology, analysis: &Analysis, at: usize) -> bool {
    let schema = &ontology.schema;
    let Some(before) = at.checked_sub(1).map(|it| &analysis.tokens[it]) else { return false };
    let sentence = analysis.sentences.partition_point(|it| it.tokens.end <= at);
    let language = &analysis.sentences[sentence].language;
    let person = schema.class_id("Person").map(|it| schema.class(it));
    let nouns = person.and_then(|it| it.nominal_heads.get(language));
    !before.capital && nouns.is_some_and(|it| it.contains(&before.lower))
}

//! Names that only the statistical recogniser has found.
//!
//! What the pack knows and what the shape of a name shows goes first; the recogniser fills the gaps, and a name
//! of its own swallows the shorter ones in it: *Manchester* in *Manchester Evening News*.

use std::collections::BTreeSet;

use super::{Mention, MentionKind};
use crate::{
    language::{Analysis, Class, NameKind, PartOfSpeech},
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
    let mut by_token: Vec<Option<usize>> = vec![None; analysis.tokens.len()];
    for (number, it) in found.iter().enumerate() {
        for at in it.tokens.clone() {
            if by_token[at].is_none_or(|old| found[old].span.len() < it.span.len()) {
                by_token[at] = Some(number);
            }
        }
    }
    let mut new: Vec<Mention> = Vec::new();
    let mut superseded: BTreeSet<usize> = BTreeSet::new();
    for name in &analysis.names {
        let Some(class) = class(name.kind) else { continue };
        let tokens = &analysis.tokens[name.tokens.clone()];
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
        let span = first.span.cover(last.span);
        let within: BTreeSet<usize> = name.tokens.clone().filter_map(|it| by_token[it]).collect();
        let beats = within.iter().all(|it| {
            let known = &found[*it];
            span.contains(known.span) && known.span != span && known.value.is_none()
        });
        // A longer name than a known one is made of proper nouns and the words between them.
        let inner =
            [PartOfSpeech::Propn, PartOfSpeech::Adp, PartOfSpeech::Det, PartOfSpeech::Cconj];
        let proper = tokens.iter().all(|token| inner.iter().any(|it| token.is(*it)));
        // *the Bill* is nobody's name.
        let article = name.tokens.start.checked_sub(1).is_some_and(|it| {
            analysis.tokens[it].classes.has(Class::Determiner) && name.kind == NameKind::Person
        });
        if !beats || article || !within.is_empty() && !proper {
            continue;
        }
        superseded.extend(within);
        let sentence = analysis.sentences.partition_point(|it| it.tokens.end <= name.tokens.start);
        new.push(Mention {
            span,
            tokens: name.tokens.clone(),
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
    let mut number = 0;
    found.retain(|_| {
        number += 1;
        !superseded.contains(&(number - 1))
    });
    found.extend(new);
}

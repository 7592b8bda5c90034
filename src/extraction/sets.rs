//! Descriptions of several things that were just named together: *those countries* after *Ruritania and Sylvania*.

use super::{Mention, MentionKind};
use crate::{
    document::Document,
    language::Analysis,
    ontology::{Ontology, singular},
};

/// How a mention of one of several things is marked.
pub(super) const FOUND_BY: &str = "named together before";

/// How many sentences before a description its members are looked for.
const REACH: usize = 3;

/// Puts in the place of a plural description with *those*, *these* or *all* the things named together before it.
pub(super) fn find(
    ontology: &Ontology,
    document: &Document,
    analysis: &Analysis,
    found: &mut Vec<Mention>,
) {
    let mut runs: Option<Vec<Vec<usize>>> = None;
    let mut new = Vec::new();
    let mut replaced = Vec::new();
    for (number, mention) in found.iter().enumerate() {
        let plain = mention.kind == MentionKind::Nominal
            && mention.entity.is_none()
            && mention.tokens.len() == 1
            && !mention.inside;
        if !plain || !points_back(analysis, mention) {
            continue;
        }
        let runs = runs.get_or_insert_with(|| named_together(document, analysis, found));
        let members = runs.iter().rev().find(|run| {
            let last = &found[run[run.len() - 1]];
            last.span.end < mention.span.start
                && mention.sentence - last.sentence <= REACH
                && run.iter().all(|it| is_of_kind(ontology, found, *it, mention))
        });
        if let Some(members) = members {
            replaced.push(number);
            new.extend(members.iter().map(|it| Mention {
                class: found[*it].class,
                entity: found[*it].entity,
                antecedent: Some(found[*it].span),
                found_by: FOUND_BY,
                ..mention.clone()
            }));
        }
    }
    for number in replaced.into_iter().rev() {
        found.remove(number);
    }
    found.extend(new);
}

/// Whether a plural comes with a word that points back: *those countries*.
fn points_back(analysis: &Analysis, mention: &Mention) -> bool {
    let before = mention.tokens.start.checked_sub(1).map(|it| &analysis.tokens[it].lower);
    let noun = &analysis.tokens[mention.tokens.end - 1].lower;
    let pointing = |it: &String| matches!(it.as_str(), "those" | "these" | "both");
    before.is_some_and(pointing) && singular(noun).is_some()
}

/// Whether a named thing is of the class of a description, and not only a part of it.
fn is_of_kind(ontology: &Ontology, found: &[Mention], named: usize, described: &Mention) -> bool {
    let class = found[named].class;
    ontology.schema.is_a(class, described.class) || ontology.schema.is_a(described.class, class)
}

/// Names in a row with nothing but commas and *and* between them, in the order of the text.
fn named_together(document: &Document, analysis: &Analysis, found: &[Mention]) -> Vec<Vec<usize>> {
    let mut named: Vec<usize> = (0..found.len())
        .filter(|it| {
            let mention = &found[*it];
            mention.kind == MentionKind::Name && mention.value.is_none() && !mention.inside
        })
        .collect();
    named.sort_by_key(|it| (found[*it].span.start, std::cmp::Reverse(found[*it].span.end)));
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for it in named {
        let joined = runs.last().and_then(|run| run.last()).is_some_and(|last| {
            let (last, next) = (&found[*last], &found[it]);
            let between = last.tokens.end..next.tokens.start;
            last.sentence == next.sentence
                && between.start < between.end
                && between.len() <= 3
                && analysis.tokens[between]
                    .iter()
                    .all(|it| matches!(it.lower.as_str(), "," | "and" | "or" | "the" | "both"))
        });
        let text = |it: usize| found[it].span.of(&document.text);
        match runs.last_mut().filter(|_| joined) {
            Some(run) if run.iter().any(|other| text(*other) == text(it)) => (),
            Some(run) => run.push(it),
            None => runs.push(vec![it]),
        }
    }
    runs.retain(|it| it.len() > 1);
    runs
}

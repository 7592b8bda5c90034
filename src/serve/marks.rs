//! Where a text speaks of things: their names, and the words that the steps of claims say stand for them.
//!
//! The graph says which things a document mentions and not where, so names are looked for anew.  Of marks that overlap the
//! longest stays.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Site, catalogue::Document, texts::Text};
use crate::{record::Claim, source::Span};

/// A place where a text speaks of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) span: Span,
    /// IRI of the thing.
    pub(super) thing: String,
}

/// The marks within a part of a text, in its order.
pub(super) fn marks(site: &Site, document: &Document, text: &Text, part: Span) -> Vec<Mark> {
    let words = &text.document.text;
    let mut found = names(site, document, words, part);
    let places: Vec<(usize, usize)> = document
        .claims
        .iter()
        .map(|(id, at)| {
            let it = &site.catalogue.claims[*id].evidence[*at];
            (it.start, it.end)
        })
        .collect();
    for ((id, _), span) in document.claims.iter().zip(text.spans(&places)) {
        if part.contains(span) {
            found.extend(ends(&site.catalogue.claims[*id], words, span));
        }
    }
    found.sort_by_key(|it| (std::cmp::Reverse(it.span.len()), it.span.start));
    let mut kept: BTreeMap<usize, Mark> = BTreeMap::new();
    for mark in found {
        let before = kept.range(..mark.span.end).next_back();
        if before.is_none_or(|it| !it.1.span.overlaps(mark.span)) {
            kept.insert(mark.span.start, mark);
        }
    }
    kept.into_values().collect()
}

/// Names of what the document mentions, as whole words.
fn names(site: &Site, document: &Document, words: &str, part: Span) -> Vec<Mark> {
    let mut labels: Vec<(&str, &str)> = Vec::new();
    for iri in document.mentions.keys() {
        if let Some(thing) = site.catalogue.things.get(iri) {
            let others = thing.aliases.iter().map(|it| it.1.as_str());
            let all = std::iter::once(thing.label.as_str()).chain(others);
            let all = all.chain(thing.hidden.iter().map(String::as_str));
            labels.extend(all.filter(|it| it.chars().count() > 1).map(|it| (it, iri.as_str())));
        }
    }
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(labels.iter().map(|it| it.0));
    // So many names that they cannot be looked for are not marked.
    let Ok(finder) = finder else { return Vec::new() };
    finder
        .find_iter(part.of(words))
        .map(|it| Mark {
            span: Span::new(part.start + it.start(), part.start + it.end()),
            thing: labels[it.pattern().as_usize()].1.to_owned(),
        })
        .filter(|it| is_whole(words, it.span))
        .collect()
}

/// The words for subject and object within the sentence of a claim, as its steps have them: `subject: “it” is …`.
fn ends(claim: &Claim, words: &str, sentence: Span) -> Vec<Mark> {
    let object = match &claim.object {
        Some(oxigraph::model::Term::NamedNode(it)) => Some(it.as_str()),
        _ => None,
    };
    let mut found = Vec::new();
    for step in &claim.steps {
        for (end, thing) in [("subject", Some(claim.subject.as_str())), ("object", object)] {
            let quoted = step
                .split_once(&format!("{end}: "))
                .and_then(|it| it.1.split_once('“')?.1.split_once('”'))
                .map(|it| it.0);
            if let (Some(quoted), Some(thing)) = (quoted.filter(|it| !it.is_empty()), thing) {
                let places = sentence.of(words).match_indices(quoted);
                let span = |at: usize| {
                    let start = sentence.start + at;
                    Span::new(start, start + quoted.len())
                };
                let first = places.map(|it| span(it.0)).find(|it| is_whole(words, *it));
                found.extend(first.map(|span| Mark { span, thing: thing.to_owned() }));
            }
        }
    }
    found
}

/// Whether no word goes on at either end.
fn is_whole(words: &str, span: Span) -> bool {
    let before = words[..span.start].chars().next_back();
    let behind = words[span.end..].chars().next();
    let inner = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
    !inner(before) && !inner(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        let words = "X9’s work, not X99";
        assert!(is_whole(words, Span::new(0, 2)));
        assert!(!is_whole(words, Span::new(words.len() - 3, words.len() - 1)));
    }

    #[test]
    fn steps_say_where_the_ends_of_a_claim_stand() {
        let claim = Claim {
            subject: "s".to_owned(),
            steps: vec![
                "d:x char=0,9: subject: “it” is “jury”, just before it".to_owned(),
                "d:x char=0,9: verb “heard”".to_owned(),
            ],
            ..Claim::default()
        };
        let words = "Of itself it heard.";
        let found = ends(&claim, words, Span::new(0, words.len()));
        assert_eq!(found, [Mark { span: Span::new(10, 12), thing: "s".to_owned() }]);
    }
}

//! What one document brings to the graph.
//!
//! A reading without the places where things are only spoken of, which the graph counts and does not keep.  It is all
//! that assembly looks at, so it is what is held in memory for each document and kept from one build to the next.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::Diagnostic,
    resolution::{DocumentRecord, MentionKind, ReadClaim, Reading, Term, Thing},
    vocabulary::Base,
};

/// What one document says, as far as the graph needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The document itself.
    pub document: DocumentRecord,
    /// Everything the mentions and claims refer to, by IRI.
    pub things: BTreeMap<String, Thing>,
    /// How often it speaks of each thing.
    pub mentions: BTreeMap<String, usize>,
    /// The names it uses for things, by IRI.
    pub names: BTreeMap<String, BTreeSet<String>>,
    /// What is said, in text order.
    pub claims: Vec<ReadClaim>,
    /// What was left out, guessed or not understood.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Reading> for Contribution {
    fn from(reading: Reading) -> Self {
        let Reading { document, mut things, mentions: spoken, claims, diagnostics } = reading;
        // *A bridge* of which nothing is said is nothing that the graph could say anything about.
        let mut told: BTreeSet<&str> = claims.iter().flat_map(ReadClaim::iris).collect();
        told.extend(document.speaker.iter().chain(&document.publisher).map(String::as_str));
        let by_name = spoken.iter().filter(|it| it.kind == MentionKind::Name);
        told.extend(by_name.map(|it| it.thing.as_str()));
        things.retain(|iri, it| it.known || it.value.is_some() || told.contains(iri.as_str()));
        let mut mentions = BTreeMap::new();
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for mention in spoken.into_iter().filter(|it| things.contains_key(&it.thing)) {
            let valued = things.get(&mention.thing).is_some_and(|it| it.value.is_some());
            if !valued && (mention.kind == MentionKind::Name || is_acronym(&mention.text)) {
                let words: Vec<&str> = mention.text.split_whitespace().collect();
                names.entry(mention.thing.clone()).or_default().insert(words.join(" "));
            }
            *mentions.entry(mention.thing).or_default() += 1;
        }
        Self { document, things, mentions, names, claims, diagnostics }
    }
}

impl Contribution {
    /// Puts one thing in the place of others, by IRI, everywhere; what would then relate a thing to itself is dropped.
    ///
    /// `describe` says what a thing is that stands in a place where this document did not have it.
    pub fn replace(
        &mut self,
        others: &BTreeMap<String, String>,
        base: &Base,
        describe: impl Fn(&str) -> Option<Thing>,
    ) {
        let is_here = |it: &String| self.things.contains_key(it) || self.mentions.contains_key(it);
        if !others.keys().any(is_here) {
            return;
        }
        let swap = |iri: &mut String| {
            let other = others.get(iri);
            if let Some(other) = other {
                iri.clone_from(other);
            }
            other.is_some()
        };
        for (from, to) in others {
            if let Some(thing) = self.things.remove(from) {
                let thing = describe(to).unwrap_or(thing);
                self.things.entry(to.clone()).or_insert(thing);
            }
            if let Some(count) = self.mentions.remove(from) {
                *self.mentions.entry(to.clone()).or_default() += count;
            }
            if let Some(names) = self.names.remove(from) {
                self.names.entry(to.clone()).or_default().extend(names);
            }
        }
        for who in [&mut self.document.speaker, &mut self.document.publisher].into_iter().flatten()
        {
            swap(who);
        }
        for claim in &mut self.claims {
            let mut changed = swap(&mut claim.holder) | swap(&mut claim.utterer);
            let ends = [&mut claim.subject, &mut claim.object].into_iter();
            for term in ends.chain(claim.qualifiers.iter_mut().map(|it| &mut it.1)) {
                if let Term::Thing { iri, .. } = term {
                    changed |= swap(iri);
                }
            }
            if changed {
                claim.identify(base, &self.document.iri);
            }
        }
        let same = |it: &ReadClaim| match (&it.subject, &it.object) {
            (Term::Thing { iri: a, .. }, Term::Thing { iri: b, .. }) => a == b,
            _ => false,
        };
        self.claims.retain(|it| !same(it));
    }
}

/// Whether a word is made of initials: *VISR*, `BfV`.
pub(super) fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|it| it.is_alphabetic()).count();
    let capitals = word.chars().filter(|it| it.is_uppercase()).count();
    capitals >= 2 && 2 * capitals > letters && !word.contains(char::is_whitespace)
}

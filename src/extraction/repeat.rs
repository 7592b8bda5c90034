//! Short forms of names that the document has given in full: *Morrice*, *the Centre*, *CTOC*.
//!
//! A later mention points back at the full one by its span; resolution follows the pointer.

use std::collections::{BTreeMap, BTreeSet};

use super::{Mention, MentionKind};
use crate::{
    document::Document,
    language::{Analysis, Class, Token, TokenKind},
    ontology::{ClassId, Ontology},
    source::Span,
};

/// A name as its tokens, for comparison.
struct Full {
    words: Vec<String>,
    span: Span,
    class: ClassId,
    entity: Option<usize>,
}

/// Adds short forms, and links acronyms in brackets to the name before them.
pub(super) fn find(
    ontology: &Ontology,
    document: &Document,
    analysis: &Analysis,
    found: &mut Vec<Mention>,
) {
    let schema = &ontology.schema;
    let Some(person) = schema.class_id("Person") else { return };
    let organisation = schema.class_id("Organisation");
    let nameable: Vec<ClassId> =
        ["Organisation", "Event", "Document", "Legislation", "Place", "Topic"]
            .iter()
            .filter_map(|it| schema.class_id(it))
            .collect();
    let mut covered = vec![false; analysis.tokens.len()];
    for it in found.iter().filter(|it| !it.inside) {
        covered[it.tokens.clone()].fill(true);
    }
    let mut full = FullNames::new(ontology);
    let mut acronyms: BTreeMap<String, usize> = BTreeMap::new();
    let mut new: Vec<Mention> = Vec::new();
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|it| found[*it].span);
    let mut next = order.iter().copied().peekable();
    for (at, token) in analysis.tokens.iter().enumerate() {
        while let Some(number) = next.next_if(|it| found[*it].tokens.start <= at) {
            let mention = &found[number];
            if mention.kind != MentionKind::Name || mention.inside || mention.value.is_some() {
                continue;
            }
            let own = words(&analysis.tokens[mention.tokens.clone()]);
            let is_person = schema.is_a(mention.class, person);
            // The name itself may be short for an earlier, longer one: *Harbour Office*, *Low*.
            let guessed = mention.found_by == "recogniser";
            let earlier = full.longer(ontology, person, &own, is_person, guessed);
            let antecedent = earlier.map(|it| (it.span, it.entity, it.class));
            if let Some((span, entity, class)) = antecedent.filter(|_| mention.entity.is_none()) {
                let mention = &mut found[number];
                mention.antecedent = Some(span);
                mention.entity = entity;
                mention.class = class;
                continue;
            }
            let acronym = bracketed(document, analysis, mention.tokens.end);
            // What has initials in brackets is a body rather than a person or a place, if both are but guesses.
            let initials = acronym.as_ref().is_some_and(|it| guessed && are_initials(it, &own));
            if let Some(body) = organisation.filter(|_| initials) {
                found[number].class = body;
            }
            let mention = &found[number];
            let is_person = schema.is_a(mention.class, person);
            let (span, class, entity) = (mention.span, mention.class, mention.entity);
            if own.len() >= 2 && (is_person || schema.fits(class, &nameable)) {
                let place = full.push(Full { words: own, span, class, entity });
                if let Some(acronym) = acronym {
                    acronyms.insert(acronym, place);
                }
            }
        }
        if token.kind != TokenKind::Word || !token.capital {
            continue;
        }
        let surface = token.span.of(&document.text);
        let acronym = acronyms.get(surface).copied();
        if covered[at] {
            if let Some(number) = acronym {
                // The acronym was taken for a name of its own.
                let from = order.partition_point(|it| found[*it].span < token.span);
                let same = order[from..].iter().take_while(|it| found[**it].span == token.span);
                if let Some(own) = same.copied().find(|it| found[*it].entity.is_none()) {
                    let mention = &mut found[own];
                    mention.antecedent = Some(full.names[number].span);
                    mention.entity = full.names[number].entity;
                    mention.class = full.names[number].class;
                }
            }
            continue;
        }
        let hit = acronym
            .map(|it| &full.names[it])
            .or_else(|| full.meant(ontology, person, &analysis.tokens, &covered, at));
        let Some(hit) = hit.filter(|_| token.lower.len() > 2 || acronym.is_some()) else {
            continue;
        };
        let sentence = analysis.sentences.partition_point(|it| it.tokens.end <= at);
        if token.classes.has(Class::Month) {
            continue;
        }
        covered[at] = true;
        new.push(Mention {
            span: token.span,
            tokens: at..at + 1,
            sentence,
            kind: MentionKind::Name,
            class: hit.class,
            entity: hit.entity,
            value: None,
            found_by: if acronym.is_some() {
                "acronym of a name before"
            } else {
                "short form of a name before"
            },
            inside: false,
            antecedent: Some(hit.span),
        });
    }
    found.extend(new);
}

fn words(tokens: &[Token]) -> Vec<String> {
    tokens
        .iter()
        .filter(|it| it.kind != TokenKind::Punctuation)
        .map(|it| it.lower.clone())
        .collect()
}

/// The full names so far, each where it was last written, found by any of their words.
struct FullNames {
    names: Vec<Full>,
    by_word: BTreeMap<String, Vec<usize>>,
    /// Nouns by which some class names its members, in lower case.
    head_nouns: BTreeSet<String>,
}

impl FullNames {
    fn new(ontology: &Ontology) -> Self {
        let classes = ontology.schema.classes.iter();
        let nouns = classes.flat_map(|it| it.head_nouns.values().flatten());
        Self {
            names: Vec::new(),
            by_word: BTreeMap::new(),
            head_nouns: nouns.map(|it| it.to_lowercase()).collect(),
        }
    }

    /// Adds a name; where it was written before is forgotten.
    fn push(&mut self, name: Full) -> usize {
        let place = self.names.len();
        for word in &name.words {
            let list = self.by_word.entry(word.clone()).or_default();
            let names = &self.names;
            list.retain(|it| *it != place && names[*it].words != name.words);
            list.push(place);
        }
        self.names.push(name);
        place
    }

    /// The names that have this word, the last first.
    fn with(&self, word: &str) -> impl Iterator<Item = &Full> {
        self.by_word.get(word).into_iter().flatten().rev().map(|it| &self.names[*it])
    }

    /// The longer name before it that a name is short for; whether the kind of the short one is but a guess.
    fn longer(
        &self,
        ontology: &Ontology,
        person: ClassId,
        own: &[String],
        is_person: bool,
        guessed: bool,
    ) -> Option<&Full> {
        self.with(own.last()?).find(|it| {
            // A surname tells the kind better than a guess does.
            let whose = ontology.schema.is_a(it.class, person);
            let same_kind = whose == is_person || whose && guessed;
            let dated = own.len() <= 3 && own.last().is_some_and(|it| is_year(it));
            // *the Act of 1889*
            let by_year = dated
                && it.words.last() == own.last()
                && own.iter().all(|word| word == "of" || it.words.contains(word));
            it.words.len() > own.len() && (it.words.ends_with(own) || by_year) && same_kind
        })
    }

    /// The name before it that a single capital word is short for.
    fn meant(
        &self,
        ontology: &Ontology,
        person: ClassId,
        tokens: &[Token],
        covered: &[bool],
        at: usize,
    ) -> Option<&Full> {
        let schema = &ontology.schema;
        let token = &tokens[at];
        let before = at.checked_sub(1).map(|it| &tokens[it]);
        let definite = before.is_some_and(|it| {
            matches!(it.lower.as_str(), "the" | "this" | "that" | "its" | "der" | "die" | "das")
        });
        let lone = !tokens.get(at + 1).is_some_and(|it| {
            it.capital && it.kind == TokenKind::Word && it.spaced && !covered[at + 1]
        });
        // *the 1911 Act*
        let year = before.filter(|it| is_year(&it.lower)).map(|it| &it.lower);
        let by_year = |it: &&Full| year.is_some_and(|year| it.words.last() == Some(year));
        let last = |it: &Full| it.words.last().is_some_and(|it| *it == token.lower);
        let ends = |it: &&Full| definite && lone && last(it) && !schema.is_a(it.class, person);
        let head = self.head_nouns.contains(&token.lower);
        let word = token.lower.as_str();
        self.with(word).find(by_year).or_else(|| self.with(word).find(ends)).or_else(|| {
            self.with(word).find(|it| {
                let surname = schema.is_a(it.class, person);
                if surname { last(it) && lone } else { definite && lone && (last(it) || head) }
            })
        })
    }
}

/// The acronym in brackets right after a name: `(CTOC)`.
fn bracketed(document: &Document, analysis: &Analysis, end: usize) -> Option<String> {
    let tokens = analysis.tokens.get(end..end + 3)?;
    let acronym = tokens[1].span.of(&document.text);
    let upper = acronym.chars().filter(|it| it.is_uppercase()).count();
    let fits =
        tokens[0].lower == "(" && tokens[2].lower == ")" && tokens[1].kind == TokenKind::Word;
    (fits && upper >= 2).then(|| acronym.to_owned())
}

/// Whether an acronym is made of the first letters of most of the words.
fn are_initials(acronym: &str, words: &[String]) -> bool {
    let mut letters = acronym.chars().flat_map(char::to_lowercase).peekable();
    for word in words {
        letters.next_if(|it| word.starts_with(*it));
    }
    letters.peek().is_none()
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|it| it.is_ascii_digit())
}

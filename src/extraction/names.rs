//! Known names: every label of the pack, found in one pass over each sentence.
//!
//! Labels and text are compared part by part, where a part is a word or a piece of a hyphenated word, so that
//! hyphen and space, straight and curly apostrophes are alike.  A label with a capital letter must agree in
//! case; a label in lower case is a common noun and may stand in any case, singular or plural.  Of overlapping
//! names the longest wins.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Mention, MentionKind};
use crate::{
    document::Document,
    language::{Analysis, Class, Sentence, Token, TokenKind, Words, tokenise},
    ontology::{ClassId, LabelKind, Ontology, plural, singular},
    source::Span,
};

/// All labels, compiled.
pub(super) struct Names {
    automaton: AhoCorasick,
    /// For each pattern of the automaton, the labels it may be.
    labels: Vec<Vec<NameLabel>>,
    nationality: Option<ClassId>,
    place: Option<ClassId>,
    organisation: Option<ClassId>,
    /// What things are made of or done with: classes whose members are spoken of within a longer common noun, too.
    means: Vec<ClassId>,
}

struct NameLabel {
    entity: usize,
    demonym: bool,
    language: String,
    /// Its parts as written, when case must agree.
    cased: Option<Vec<String>>,
    /// Whether an article must stand before it.
    article: bool,
}

/// A word, or a piece of a hyphenated one.
struct Part {
    span: Span,
    token: usize,
}

struct Candidate {
    parts: (usize, usize),
    label: (usize, usize),
}

impl Names {
    pub(super) fn compile(ontology: &Ontology, words: &BTreeMap<String, Words>) -> Self {
        let none = Words::default();
        let mut patterns: BTreeMap<String, Vec<NameLabel>> = BTreeMap::new();
        for (entity, known) in ontology.entities.iter().enumerate() {
            for label in &known.labels {
                let words = words.get(&label.language).unwrap_or(&none);
                let article = label.text.starts_with("the ");
                let text = label.text.strip_prefix("the ").unwrap_or(&label.text);
                let parts = parts_of(text, words);
                let cased = text.chars().any(char::is_uppercase).then(|| {
                    parts.iter().map(|it| it.span.of(text).to_owned()).collect::<Vec<_>>()
                });
                let lower = parts.iter().map(|it| {
                    let mut lower = String::new();
                    push_lower(it.span.of(text), &mut lower);
                    lower
                });
                let lower: Vec<String> = lower.collect();
                let Some(last) = lower.last() else { continue };
                let mut endings = vec![last.clone()];
                let demonym = label.kind == LabelKind::Demonym;
                if cased.is_none() && !article || demonym {
                    endings.push(plural(last));
                    endings.extend(singular(last).filter(|_| cased.is_none()));
                }
                endings.dedup();
                for ending in endings {
                    let mut words = lower.clone();
                    words.pop();
                    words.push(ending);
                    let cased = cased.clone().filter(|_| words == lower);
                    patterns.entry(format!(" {} ", words.join(" "))).or_default().push(NameLabel {
                        entity,
                        demonym,
                        language: label.language.clone(),
                        cased: cased.or_else(|| demonym.then(Vec::new)),
                        article,
                    });
                }
            }
        }
        let (patterns, labels): (Vec<String>, Vec<Vec<NameLabel>>) = patterns.into_iter().unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .expect("a few thousand names fit an automaton");
        Self {
            automaton,
            labels,
            nationality: ontology.schema.class_id("Nationality"),
            place: ontology.schema.class_id("Place"),
            organisation: ontology.schema.class_id("Organisation"),
            means: ["Technology", "Asset"]
                .iter()
                .filter_map(|it| ontology.schema.class_id(it))
                .collect(),
        }
    }

    pub(super) fn find(
        &self,
        ontology: &Ontology,
        document: &Document,
        analysis: &Analysis,
        found: &mut Vec<Mention>,
    ) {
        let (mut parts, mut text, mut starts) = (Vec::new(), String::new(), Vec::new());
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            let tokens = &analysis.tokens[sentence.tokens.clone()];
            parts.clear();
            for (at, token) in tokens.iter().enumerate() {
                token_parts(&document.text, token, at, &mut parts);
            }
            text.clear();
            starts.clear();
            text.push(' ');
            for part in &parts {
                starts.push(text.len());
                push_lower(part.span.of(&document.text), &mut text);
                text.push(' ');
            }
            starts.push(text.len());
            let shouted = is_shouted(tokens);
            let mut candidates: Vec<Candidate> = Vec::new();
            for hit in self.automaton.find_overlapping_iter(&text) {
                let first = starts.binary_search(&(hit.start() + 1));
                let last = starts.binary_search(&hit.end());
                let (Ok(first), Ok(last)) = (first, last) else { continue };
                let scene = Scene { ontology, document, sentence, tokens, parts: &parts, shouted };
                let label = self.best_label(&scene, hit.pattern().as_usize(), first, last);
                if let Some(label) = label {
                    candidates.push(Candidate { parts: (first, last), label });
                }
            }
            candidates.sort_by_key(|it| (std::cmp::Reverse(it.parts.1 - it.parts.0), it.parts.0));
            let mut taken: Vec<Option<ClassId>> = vec![None; parts.len()];
            for it in candidates {
                let (first, last) = it.parts;
                let label = &self.labels[it.label.0][it.label.1];
                let known = &ontology.entities[label.entity];
                let common = label.cased.is_none();
                // A nationality is spoken of within a longer name, too, and so are a kind of thing, *nerve agent attack*,
                // what something is done with, *smuggling of firearms*, and the body in *Committee of Parliament*.
                let covered = taken[first..last].iter().flatten().count();
                let is_a = |class: ClassId, other: ClassId| ontology.schema.is_a(class, other);
                let kind = common && last - first > 1;
                let means = common
                    && self.means.iter().any(|it| {
                        let other = taken[first].is_some_and(|longer| !is_a(longer, *it));
                        is_a(known.class, *it) && other
                    });
                let body = !common
                    && self.organisation.is_some_and(|it| {
                        is_a(known.class, it) && taken[first].is_some_and(|longer| is_a(longer, it))
                    })
                    && first > 0
                    && parts[first - 1].span.of(&document.text) == "of";
                let nested = label.demonym || kind || means || body;
                if covered > 0 && !(nested && covered == last - first) {
                    continue;
                }
                taken[first..last].fill(Some(known.class));
                let span = Span::new(parts[first].span.start, parts[last - 1].span.end);
                let (first, last) = (parts[first].token, parts[last - 1].token);
                let inside =
                    span.start != tokens[first].span.start || span.end != tokens[last].span.end;
                let class = if label.demonym { self.nationality } else { None };
                found.push(Mention {
                    span,
                    tokens: sentence.tokens.start + first..sentence.tokens.start + last + 1,
                    sentence: number,
                    kind: if common { MentionKind::Nominal } else { MentionKind::Name },
                    class: class.unwrap_or(known.class),
                    entity: Some(label.entity),
                    value: None,
                    found_by: if label.demonym { "demonym" } else { "pack name" },
                    inside: inside || label.demonym || covered > 0,
                    antecedent: None,
                });
            }
        }
    }

    /// The label of a pattern that fits here: unambiguous ones first, then by the order of entities.
    fn best_label(
        &self,
        scene: &Scene<'_>,
        pattern: usize,
        first: usize,
        last: usize,
    ) -> Option<(usize, usize)> {
        let labels = &self.labels[pattern];
        let fits = |label: &NameLabel| {
            let known = &scene.ontology.entities[label.entity];
            let common = label.cased.is_none();
            let language = label.language == scene.sentence.language
                || !common && (label.language == "en" || scene.sentence.language == "en");
            language
                && scene.case_agrees(label, first, last)
                && (!label.article || scene.has_definite_article(first))
                && (!common || !scene.is_within_name(first, last))
                && !(label.demonym && scene.is_tongue(last))
                && (!known.ambiguous || scene.confirms(known.class, self.place, first, last))
        };
        (0..labels.len())
            .filter(|it| fits(&labels[*it]))
            .min_by_key(|it| {
                let label = &labels[*it];
                (label.demonym, scene.ontology.entities[label.entity].ambiguous, label.entity)
            })
            .map(|it| (pattern, it))
    }
}

/// Where a candidate stands.
struct Scene<'a> {
    ontology: &'a Ontology,
    document: &'a Document,
    sentence: &'a Sentence,
    tokens: &'a [Token],
    parts: &'a [Part],
    shouted: bool,
}

impl Scene<'_> {
    fn surface(&self, part: usize) -> &str {
        self.parts[part].span.of(&self.document.text)
    }

    fn case_agrees(&self, label: &NameLabel, first: usize, last: usize) -> bool {
        let Some(cased) = &label.cased else { return true };
        if cased.is_empty() {
            // An inflected demonym: *Russians*.
            return self.surface(first).starts_with(char::is_uppercase);
        }
        cased.iter().zip(first..last).all(|(wanted, part)| {
            let surface = self.surface(part);
            let same = surface.chars().map(straight).eq(wanted.chars().map(straight));
            let shouted = || {
                let upper = surface.chars().all(|it| !it.is_lowercase());
                upper
                    && (self.shouted || wanted.chars().count() > 4)
                    && surface.to_lowercase() == wanted.to_lowercase()
            };
            // Only the first letter of a sentence is another than in the label: *Let* is not LeT.
            let opening = || {
                part == 0
                    && surface.to_lowercase() == wanted.to_lowercase()
                    && surface.starts_with(char::is_uppercase)
                    && !wanted.chars().any(char::is_uppercase)
            };
            same || shouted() || opening()
        })
    }

    fn token_before(&self, part: usize) -> Option<&Token> {
        self.parts[part].token.checked_sub(1).map(|it| &self.tokens[it])
    }

    fn token_after(&self, last: usize) -> Option<&Token> {
        self.tokens.get(self.parts[last - 1].token + 1)
    }

    fn has_definite_article(&self, first: usize) -> bool {
        const ARTICLES: [&str; 6] = ["the", "der", "die", "das", "dem", "den"];
        self.token_before(first).is_some_and(|it| ARTICLES.contains(&it.lower.as_str()))
    }

    /// Whether a nationality that ends at `last` is that of a language: *English-language*, *Russian-speaking*.
    fn is_tongue(&self, last: usize) -> bool {
        let lexicon = self.ontology.languages.get(&self.sentence.language);
        let next = (last < self.parts.len()).then(|| self.surface(last).to_lowercase());
        next.zip(lexicon).is_some_and(|(next, lexicon)| lexicon.has("names.tongue", &next))
    }

    fn has_article(&self, first: usize) -> bool {
        self.token_before(first)
            .is_some_and(|it| it.classes.any(&[Class::Determiner, Class::Possessive]))
    }

    /// A common noun written with a capital inside a run of capitals is part of a name: *Security* in *Security Council*.
    fn is_within_name(&self, first: usize, last: usize) -> bool {
        let token = &self.tokens[self.parts[first].token];
        let initial = self.parts[first].token == 0;
        let named = |it: &Token| it.capital && it.kind == TokenKind::Word && it.classes.is_open();
        let before = self.token_before(first).is_some_and(|it| named(it) && !self.shouted);
        let after = self.token_after(last).is_some_and(|it| named(it) && !self.shouted);
        let last_capital = self.tokens[self.parts[last - 1].token].capital;
        token.capital && !initial && (before || after) || last_capital && after && !initial
    }

    /// Whether the context lets an ambiguous name be what the pack says.
    fn confirms(&self, class: ClassId, place: Option<ClassId>, first: usize, last: usize) -> bool {
        let token = &self.tokens[self.parts[first].token];
        let before = self.token_before(first);
        let after = self.token_after(last);
        let named = |it: &Token| it.capital && it.kind == TokenKind::Word && it.classes.is_open();
        if before.is_some_and(named) && self.parts[first].token > 1 || after.is_some_and(named) {
            return false;
        }
        if !token.capital {
            return last - first > 1;
        }
        let schema = &self.ontology.schema;
        let state = schema.class_id("State").is_some_and(|it| schema.is_a(class, it));
        let placed = place.is_some_and(|it| schema.is_a(class, it)) || state;
        let listed = |it: Option<&Token>| {
            it.is_some_and(|it| it.lower == "," || it.classes.has(Class::Coordinator))
        };
        let preposition = before.is_some_and(|it| {
            it.classes.has(Class::Preposition) && !matches!(it.lower.as_str(), "as" | "like" | "by")
        });
        if placed {
            return preposition || listed(before) && self.parts[first].token > 1;
        }
        if last - first > 1 {
            return true;
        }
        self.parts[first].token > 0
            && (listed(before) || listed(after) || preposition || self.has_article(first))
    }
}

/// Adds a text in lower case, with straight apostrophes.
fn push_lower(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.extend(text.bytes().map(|it| char::from(it.to_ascii_lowercase())));
    } else {
        out.extend(text.chars().map(straight).flat_map(char::to_lowercase));
    }
}

fn straight(c: char) -> char {
    if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c }
}

/// Whether a sentence is written in capitals.
fn is_shouted(tokens: &[Token]) -> bool {
    let words = || tokens.iter().filter(|it| it.kind == TokenKind::Word && it.lower.len() > 3);
    let lower_case = words().filter(|it| !it.capital).count();
    let all = words().count();
    all > 3 && lower_case == 0
}

fn parts_of(text: &str, words: &Words) -> Vec<Part> {
    let mut tokens = Vec::new();
    tokenise(text, Span::new(0, text.len()), words, &mut tokens);
    let mut parts = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        token_parts(text, token, at, &mut parts);
    }
    parts
}

/// Adds the parts of a token: itself, or its pieces between hyphens; a lone hyphen or dash has none.
fn token_parts(text: &str, token: &Token, number: usize, parts: &mut Vec<Part>) {
    let surface = token.span.of(text);
    let mut start = token.span.start;
    let mut push = |from: usize, to: usize| {
        if from < to {
            parts.push(Part { span: Span::new(from, to), token: number });
        }
    };
    for (at, c) in surface.char_indices() {
        if matches!(c, '-' | '‐' | '‑' | '–' | '—') {
            push(start, token.span.start + at);
            start = token.span.start + at + c.len_utf8();
        }
    }
    // The point of an abbreviation is a part of its own.
    let pointed = surface.len() > 1 && surface.ends_with('.') && !token.lower.ends_with('.');
    let end = token.span.end - usize::from(pointed && token.kind == TokenKind::Word);
    push(start, end);
    push(end, token.span.end);
}

//! Descriptions and pronouns: *the nerve agent attack*, *tech companies*, *we*.
//!
//! A lower-case noun that the pack lists as head of a class describes a member of it, together with the open
//! words and known names before it.

use std::collections::BTreeMap;

use super::{Mention, MentionKind, chunk::Grammar};
use crate::{
    language::{Analysis, Class, PartOfSpeech, Token, TokenKind},
    ontology::{ClassId, Lexicon, Ontology, Table, plural},
};

/// Head nouns by language and word, singular and plural.
pub(super) struct Nominals {
    heads: BTreeMap<String, Table<String, ClassId>>,
    person: Option<ClassId>,
    topic: Option<ClassId>,
}

impl Nominals {
    pub(super) fn compile(ontology: &Ontology) -> Self {
        let mut heads: BTreeMap<String, Table<String, ClassId>> = BTreeMap::new();
        for (number, class) in ontology.schema.classes.iter().enumerate() {
            let id = ClassId(u16::try_from(number).expect("the loader admits fewer classes"));
            for (language, nouns) in &class.nominal_heads {
                let words = heads.entry(language.clone()).or_default();
                for noun in nouns {
                    words.entry(noun.to_lowercase()).or_insert(id);
                    if language == "en" {
                        words.entry(plural(&noun.to_lowercase())).or_insert(id);
                    }
                }
            }
        }
        let class = |name: &str| ontology.schema.class_id(name);
        Self { heads, person: class("Person"), topic: class("Topic") }
    }

    pub(super) fn find(
        &self,
        ontology: &Ontology,
        grammars: &BTreeMap<String, Grammar>,
        analysis: &Analysis,
        found: &mut Vec<Mention>,
    ) {
        let mut taken = vec![false; analysis.tokens.len()];
        let mut counting = vec![false; analysis.tokens.len()];
        for it in found.iter().filter(|it| !it.inside) {
            // What a quantity counts may be described by itself.
            let unit = match &it.value {
                Some(super::Value::Quantity(it)) => it.unit_span,
                _ => None,
            };
            for at in it.tokens.clone() {
                if unit.is_none_or(|it| analysis.tokens[at].span.end <= it.start) {
                    taken[at] = true;
                    counting[at] = unit.is_some();
                }
            }
        }
        let mut new = Vec::new();
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            let Some(grammar) = grammars.get(&sentence.language) else { continue };
            let Some(lexicon) = ontology.languages.get(&sentence.language) else { continue };
            let heads = self.heads.get(&sentence.language);
            let tokens = &analysis.tokens[sentence.tokens.clone()];
            let offset = sentence.tokens.start;
            for (at, token) in tokens.iter().enumerate() {
                if taken[offset + at] || token.kind != TokenKind::Word {
                    continue;
                }
                if let Some(class) = self.pronoun(lexicon, token, tokens, at) {
                    new.push(mention(token, offset + at, number, MentionKind::Pronoun, class));
                    continue;
                }
                let german = sentence.language == "de";
                let head = heads.and_then(|heads| {
                    let whole = heads.get(&token.lower).copied();
                    whole.or_else(|| {
                        compound(heads, &token.lower).filter(|_| german && token.capital)
                    })
                });
                let Some(class) = head else { continue };
                // *a new Bill*: a capital alone is no name.
                let named =
                    |it: Option<&Token>| it.is_some_and(|it| it.capital && it.classes.is_open());
                let lone = !(named(tokens.get(at + 1)) || at > 1 && named(tokens.get(at - 1)));
                let name = token.capital && !german && at > 0 && !lone;
                if name || grammar.reads_as_verb(tokens, at) {
                    continue;
                }
                // A noun that only modifies another is no head: *attack plans*.
                let next = tokens.get(at + 1);
                let modifies = next.is_some_and(|it| {
                    let noun = heads.is_some_and(|heads| heads.contains_key(&it.lower))
                        || taken[offset + at + 1];
                    it.kind == TokenKind::Word
                        && noun
                        && !it.capital
                        && !grammar.reads_as_verb(tokens, at + 1)
                });
                if modifies && !taken.get(offset + at + 1).is_some_and(|it| *it) {
                    continue;
                }
                let mut start = at;
                while start > 0
                    && at - start < 5
                    && !counting[offset + start - 1]
                    && can_modify(grammar, tokens, start - 1, &taken[offset..])
                {
                    start -= 1;
                }
                let span = tokens[start].span.cover(token.span);
                new.push(Mention {
                    span,
                    tokens: offset + start..offset + at + 1,
                    sentence: number,
                    kind: MentionKind::Nominal,
                    class,
                    entity: None,
                    value: None,
                    found_by: "head noun",
                    inside: false,
                    antecedent: None,
                });
            }
        }
        found.extend(new);
    }

    fn pronoun(
        &self,
        lexicon: &Lexicon,
        token: &Token,
        tokens: &[Token],
        at: usize,
    ) -> Option<ClassId> {
        if !token.classes.any(&[Class::Pronoun, Class::Possessive]) {
            return None;
        }
        let is = |list: &str| lexicon.has(list, &token.lower);
        if is("reference.speaker") || is("reference.person") {
            return self.person;
        }
        if is("reference.group") || is("reference.plural") || is("reference.rest") {
            return self.topic;
        }
        // *it is clear that*, *it remains to be seen*: nothing is spoken of.
        let dummy = || {
            let mut after = tokens.iter().skip(at + 1).take(9);
            let verb = tokens.get(at + 1).is_some_and(|it| {
                it.classes.has(Class::Be) || it.classes.has(Class::Modal) || it.lower == "remains"
            });
            verb && after.any(|it| {
                matches!(
                    it.lower.as_str(),
                    "that" | "to" | "whether" | "if" | "clear" | "necessary"
                )
            })
        };
        self.topic.filter(|_| is("reference.thing") && !dummy())
    }
}

fn mention(
    token: &Token,
    at: usize,
    sentence: usize,
    kind: MentionKind,
    class: ClassId,
) -> Mention {
    Mention {
        span: token.span,
        tokens: at..at + 1,
        sentence,
        kind,
        class,
        entity: None,
        value: None,
        found_by: "pronoun",
        inside: token.classes.has(Class::Possessive),
        antecedent: None,
    }
}

/// The class of a German compound, which is that of its last part: *Originaldokument*, *Gift-Anschlag*.
fn compound(heads: &Table<String, ClassId>, word: &str) -> Option<ClassId> {
    const SHORTEST: usize = 4;
    let mut parts = word.char_indices().skip(3).map(|it| &word[it.0..]);
    parts.find_map(|it| heads.get(it).filter(|_| it.chars().count() >= SHORTEST)).copied()
}

/// How many adjectives a known noun takes along.
const ADJECTIVES: usize = 3;

/// Gives known common nouns the adjectives that belong to them, as other descriptions have them: *a senior judge*.
pub(super) fn widen(ontology: &Ontology, analysis: &Analysis, found: &mut [Mention]) {
    let mut spoken_of = vec![false; analysis.tokens.len()];
    for it in found.iter() {
        spoken_of[it.tokens.clone()].fill(true);
    }
    for mention in found.iter_mut() {
        let common = mention.kind == MentionKind::Nominal && mention.entity.is_some();
        if !common || mention.inside {
            continue;
        }
        let language = &analysis.sentences[mention.sentence].language;
        let Some(lexicon) = ontology.languages.get(language) else { continue };
        let sentence = analysis.sentences[mention.sentence].tokens.start;
        let own = mention.tokens.clone();
        // *an evolving terrorist threat*: it is the threat that evolves.
        let modifier = analysis.tokens[own.end - 1]
            .syntax
            .is_some_and(|it| matches!(it.relation, "compound" | "amod"));
        let belongs = |at: usize| {
            let token = &analysis.tokens[at];
            let hyphen = token.lower.contains('-');
            let attaches = |it: &crate::language::Syntax| {
                it.relation == "amod" || hyphen && it.relation == "compound"
            };
            let head = token.syntax.filter(attaches).and_then(|it| it.head);
            let adjective = token.is(PartOfSpeech::Adj) && !token.capital || hyphen;
            // What does nothing to anything can only be said of the noun: *emerging threats*.
            let bare = token.lower.strip_prefix("re-").unwrap_or(&token.lower);
            (adjective && head.is_some_and(|it| own.contains(&(it + sentence)))
                || !modifier && lexicon.has("words.unfolding", bare))
                && token.classes.is_open()
                && !spoken_of[at]
        };
        let mut start = own.start;
        while start > sentence && own.start - start < ADJECTIVES && belongs(start - 1) {
            start -= 1;
        }
        if start < own.start {
            mention.span = analysis.tokens[start].span.cover(mention.span);
            mention.tokens = start..own.end;
        }
    }
}

/// Whether the word can stand between the article and a head noun; `taken` begins with the sentence.
fn can_modify(grammar: &Grammar, tokens: &[Token], at: usize, taken: &[bool]) -> bool {
    let word = &tokens[at];
    // The known name or open word must directly touch the next word.
    word.kind == TokenKind::Word
        && (taken[at] || word.classes.is_open() && !grammar.reads_as_verb(tokens, at))
}

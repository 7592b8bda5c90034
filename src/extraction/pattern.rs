//! Surface patterns: `"{subject:Person} , {object:Post} of {inBody:Organisation}"`.
//!
//! A pattern is a line of elements divided by spaces:
//!
//! - `word` or `one|two`: a word in any case; `'s` is the possessive; marks stand for themselves;
//! - `~verb`: any form of a verb;
//! - `{subject:Class}`, `{object:Class|Class}`: a mention of such a class, articles before it passed over;
//! - `{time}` or `{property:Class}`: a mention that becomes the time or a particular of the claim;
//! - `...`: up to six words, none of them a mark between clauses;
//! - a final `?` makes an element optional.

use std::ops::Range;

use super::{Mention, MentionKind, chunk::Grammar};
use crate::{
    language::{Class, PartOfSpeech, Token, TokenKind},
    ontology::{ClassId, Ontology, Schema},
};

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    elements: Vec<(Element, bool)>,
    /// Of each role that is not optional, what may play it; the narrowest first.
    needed: Vec<Fitting>,
    /// Of each word that is not optional, the signatures of what may stand there.
    words: Vec<u128>,
    /// Whether *'s* follows a role, so that a possessive pronoun may stand for both.
    possessive: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Element {
    Words(Vec<String>),
    Verb(Vec<String>),
    Role(String, Vec<ClassId>),
    Gap,
}

/// For each class of the pack, whether it fits a role.
#[derive(Debug, Clone, PartialEq)]
struct Fitting(Vec<bool>);

impl Fitting {
    fn new(schema: &Schema, allowed: &[ClassId]) -> Self {
        let fits = |chain: &[ClassId]| chain.iter().any(|it| allowed.contains(it));
        let classes = schema.classes.iter();
        Self(classes.map(|it| allowed.is_empty() || fits(&it.chain)).collect())
    }

    fn has(&self, class: ClassId) -> bool {
        self.0[usize::from(class.0)]
    }
}

/// What a pattern found: its tokens, and for each role its mention.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Match {
    pub(super) tokens: Range<usize>,
    pub(super) roles: Vec<(String, usize)>,
}

impl Pattern {
    /// Compiles a pattern; the error is one sentence.
    pub(super) fn parse(text: &str, ontology: &Ontology) -> Result<Self, String> {
        let mut elements = Vec::new();
        for word in text.split_whitespace() {
            let (word, optional) = match word.strip_suffix('?') {
                Some(rest) if !rest.is_empty() => (rest, true),
                _ => (word, false),
            };
            elements.push((Element::parse(word, ontology)?, optional));
        }
        let has = |wanted: &str| {
            elements.iter().any(|it| matches!(&it.0, Element::Role(name, _) if name == wanted))
        };
        if !has("subject") || !has("object") {
            return Err(format!("the pattern `{text}` needs {{subject}} and {{object}}"));
        }
        let roles = elements.iter().filter_map(|(element, optional)| match element {
            Element::Role(_, classes) if !optional => Some(Fitting::new(&ontology.schema, classes)),
            _ => None,
        });
        let mut needed: Vec<Fitting> = roles.collect();
        needed.sort_by_key(|it| it.0.iter().filter(|it| **it).count());
        let possessive = elements.windows(2).any(|it| {
            matches!(&it[0].0, Element::Role(..))
                && matches!(&it[1].0, Element::Words(words) if words.iter().any(|it| it == "'s"))
        });
        let words = elements.iter().filter_map(|(element, optional)| match element {
            Element::Words(words) if !optional && !words.iter().any(|it| it == "'s") => {
                Some(words.iter().fold(0, |all, it| all | signature(it)))
            }
            _ => None,
        });
        let words = words.collect();
        Ok(Self { elements, needed, words, possessive })
    }

    /// All places where the pattern holds in a sentence.
    pub(super) fn find(&self, scene: &Scene<'_>) -> Vec<Match> {
        let mut found = Vec::new();
        if !self.can_hold(scene) {
            return found;
        }
        let mut roles = Vec::new();
        for start in 0..scene.tokens.len() {
            if let Some(end) = self.match_from(scene, 0, start, &mut roles) {
                let named = |(name, mention): (&str, usize)| (name.to_owned(), mention);
                found.push(Match {
                    tokens: start..end,
                    roles: roles.drain(..).map(named).collect(),
                });
            }
        }
        found
    }

    /// Whether the sentence has, anywhere, a mention for every role and every word that the pattern cannot do without.
    ///
    /// Hardly any sentence has them, so most patterns are done here.
    fn can_hold(&self, scene: &Scene<'_>) -> bool {
        if self.words.iter().any(|it| it & scene.words == 0) {
            return false;
        }
        let owned = self.possessive
            && scene.here.iter().any(|it| {
                let mention = &scene.mentions[*it];
                mention.inside && mention.kind == MentionKind::Pronoun
            });
        let played = |fitting: &Fitting| {
            owned
                || scene.here.iter().any(|it| {
                    let mention = &scene.mentions[*it];
                    !mention.inside && fitting.has(mention.class)
                })
        };
        let said = |(element, optional): &(Element, bool)| match element {
            Element::Words(words) if !optional => {
                owned && words.iter().any(|it| it == "'s")
                    || scene.tokens.iter().any(|it| is_one_of(it, words))
            }
            _ => true,
        };
        self.needed.iter().all(played) && self.elements.iter().all(said)
    }

    /// Where the elements from this one on end, if they hold from the token at `at` on; `roles` get their mentions.
    fn match_from<'a>(
        &'a self,
        scene: &Scene<'_>,
        element: usize,
        at: usize,
        roles: &mut Vec<(&'a str, usize)>,
    ) -> Option<usize> {
        let Some((kind, optional)) = self.elements.get(element) else { return Some(at) };
        let hit = match kind {
            Element::Words(words) => {
                let token = scene.tokens.get(at);
                let fits = token.is_some_and(|it| is_one_of(it, words));
                if fits { self.match_from(scene, element + 1, at + 1, roles) } else { None }
            }
            Element::Verb(lemmas) => {
                let token = scene.tokens.get(at);
                let fits = token.is_some_and(|it| {
                    scene.grammar.forms(it).iter().any(|form| lemmas.contains(&form.0))
                });
                if fits { self.match_from(scene, element + 1, at + 1, roles) } else { None }
            }
            Element::Role(name, classes) => {
                self.match_role(scene, element, at, (name, classes), roles)
            }
            Element::Gap => (0..=6).find_map(|length| {
                let gap = scene.tokens.get(at..at + length)?;
                // *firm, lawful action*
                let joins = |it: usize| {
                    let before = it.checked_sub(1).map(|it| &scene.tokens[it]);
                    let next = scene.tokens.get(it + 1);
                    scene.tokens[it].lower == ","
                        && before.is_some_and(|it| it.kind == TokenKind::Word && !it.capital)
                        && next.is_some_and(|it| it.is(PartOfSpeech::Adj) && !it.capital)
                };
                let open = gap.iter().enumerate().all(|(place, it)| {
                    it.kind != TokenKind::Punctuation
                        || matches!(it.lower.as_str(), "’" | "‘" | "“" | "”")
                        || joins(at + place)
                });
                if open { self.match_from(scene, element + 1, at + length, roles) } else { None }
            }),
        };
        if hit.is_none() && *optional {
            return self.match_from(scene, element + 1, at, roles);
        }
        hit
    }

    fn match_role<'a>(
        &'a self,
        scene: &Scene<'_>,
        element: usize,
        at: usize,
        (name, classes): (&'a str, &[ClassId]),
        roles: &mut Vec<(&'a str, usize)>,
    ) -> Option<usize> {
        // *his report*, where a name would have *'s*.
        let owner = scene.owner(at).filter(|_| {
            self.possessive
                && matches!(
                    self.elements.get(element + 1),
                    Some((Element::Words(it), _)) if it.iter().any(|it| it == "'s")
                )
        });
        if let Some(owner) = owner {
            roles.push((name, owner));
            let adjective = |it: &Token| it.is(PartOfSpeech::Adj);
            let skipped = scene.tokens[at + 1..].iter().take_while(|it| adjective(it)).count();
            let ends = (0..=skipped)
                .find_map(|it| self.match_from(scene, element + 2, at + 1 + it, roles));
            if ends.is_some() {
                return ends;
            }
            roles.pop();
        }
        let mut first = at;
        while scene.tokens.get(first).is_some_and(|it| {
            it.classes.any(&[Class::Determiner, Class::Possessive])
                || matches!(it.lower.as_str(), "‘" | "“" | "\"" | "„")
        }) {
            first += 1;
        }
        for (number, mention) in
            scene.mentions_from(first).chain(scene.mentions_from(at).filter(|_| at != first))
        {
            if !scene.ontology.schema.fits(mention.class, classes) {
                continue;
            }
            roles.push((name, number));
            let mut end = mention.tokens.end - scene.offset;
            if scene.tokens.get(end).is_some_and(|it| {
                matches!(it.lower.as_str(), "’" | "”" | "\"" | "“")
                    && it.kind == TokenKind::Punctuation
            }) {
                end += 1;
            }
            if let Some(end) = self.match_from(scene, element + 1, end, roles) {
                return Some(end);
            }
            roles.pop();
        }
        None
    }
}

impl Element {
    fn parse(word: &str, ontology: &Ontology) -> Result<Self, String> {
        if word == "..." {
            return Ok(Self::Gap);
        }
        if let Some(lemmas) = word.strip_prefix('~') {
            return Ok(Self::Verb(lemmas.split('|').map(str::to_owned).collect()));
        }
        let Some(role) = word.strip_prefix('{') else {
            return Ok(Self::Words(word.split('|').map(str::to_lowercase).collect()));
        };
        let role =
            role.strip_suffix('}').ok_or_else(|| format!("`{word}` has no closing brace"))?;
        let (name, classes) = role.split_once(':').unwrap_or((role, ""));
        if !matches!(name, "subject" | "object" | "time") {
            let Some(property) = ontology.schema.property_id(name) else {
                return Err(format!("`{name}` is neither a role nor a property"));
            };
            // By any other the claim would be one of the things that have it.
            if !ontology.schema.property(property).of_claims {
                return Err(format!(
                    "`{name}` is a property of things, and a role is one of claims"
                ));
            }
        }
        let mut ids = Vec::new();
        for class in classes.split('|').filter(|it| !it.is_empty()) {
            let id = ontology
                .schema
                .class_id(class)
                .ok_or_else(|| format!("there is no class `{class}`"))?;
            ids.push(id);
        }
        Ok(Self::Role(name.to_owned(), ids))
    }
}

fn is_one_of(token: &Token, words: &[String]) -> bool {
    let possessive = || token.lower == "'" && token.kind == TokenKind::Clitic;
    words.iter().any(|it| token.lower == *it || it == "'s" && possessive())
}

/// One of 128 bits for a word, by its length and its ends: a sentence without the bit has not the word.
pub(super) fn signature(word: &str) -> u128 {
    let bytes = word.as_bytes();
    let (first, last) = (bytes.first().copied(), bytes.last().copied());
    let mixed = usize::from(first.unwrap_or(0)) * 31 + usize::from(last.unwrap_or(0)) * 7;
    1 << ((mixed + bytes.len() * 13) % 128)
}

/// A sentence to match in.
pub(super) struct Scene<'a> {
    pub(super) ontology: &'a Ontology,
    pub(super) grammar: &'a Grammar,
    pub(super) tokens: &'a [Token],
    pub(super) offset: usize,
    pub(super) mentions: &'a [Mention],
    /// The mentions of the sentence, as indices of `mentions`: in text order, the longer of two that begin together first.
    pub(super) here: &'a [usize],
    /// The signatures of its words together.
    pub(super) words: u128,
}

impl Scene<'_> {
    /// The possessive pronoun at a token of the sentence.
    fn owner(&self, at: usize) -> Option<usize> {
        self.tokens.get(at).filter(|it| it.classes.has(Class::Possessive))?;
        let pronoun = |it: &usize| {
            let mention = &self.mentions[*it];
            mention.kind == MentionKind::Pronoun && mention.tokens.start == at + self.offset
        };
        self.here.iter().copied().find(pronoun)
    }

    /// The mentions that begin at a token of the sentence, longest first.
    fn mentions_from(&self, at: usize) -> impl Iterator<Item = (usize, &Mention)> {
        let start = at + self.offset;
        let first = self.here.partition_point(|it| self.mentions[*it].tokens.start < start);
        self.here[first..]
            .iter()
            .map(|it| (*it, &self.mentions[*it]))
            .take_while(move |it| it.1.tokens.start == start)
            .filter(|it| !it.1.inside)
    }
}

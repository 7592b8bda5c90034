//! Groups with what tells them apart: *people who live near the border*, *officials accused of theft*.
//!
//! A bare *people* says little.  The words behind it that restrict it, a participle, a relative clause or a place,
//! make a description of its own beside the bare one, which stays the argument of clauses.

use std::collections::BTreeSet;

use super::{Mention, MentionKind};
use crate::{
    language::{Analysis, Class, PartOfSpeech, Sentence, Token, TokenKind},
    ontology::{ClassId, Ontology, singular},
};

/// The most words that may follow the noun.
const LONGEST: usize = 20;

/// Adds the descriptions of groups that go on behind their noun, and those of *ministers and other officials*.
pub(super) fn find(ontology: &Ontology, analysis: &Analysis, found: &mut Vec<Mention>) {
    let class = |name: &str| ontology.schema.class_id(name);
    let (Some(person), Some(group), Some(body)) =
        (class("Person"), class("Population"), class("Organisation"))
    else {
        return;
    };
    let place: Vec<ClassId> = ["Place", "State"].iter().filter_map(|it| class(it)).collect();
    let agents = ["Population", "Person", "Organisation", "Post"];
    let agents: Vec<ClassId> = agents.iter().filter_map(|it| class(it)).collect();
    let is_a = |it: &Mention, class: ClassId| ontology.schema.is_a(it.class, class);
    let sites = found.iter().filter(|it| ontology.schema.fits(it.class, &place));
    let site_ends: BTreeSet<usize> = sites.map(|it| it.tokens.end).collect();
    let mut new: Vec<Mention> = Vec::new();
    for it in found.iter().filter(|it| it.kind == MentionKind::Nominal && !it.inside) {
        let plural = singular(&analysis.tokens[it.tokens.end - 1].lower).is_some();
        let members = is_a(it, person) && plural;
        if !(is_a(it, group) || members || is_a(it, body) && plural) {
            continue;
        }
        let sentence = &analysis.sentences[it.sentence];
        let description = |tokens: std::ops::Range<usize>| Mention {
            span: analysis.tokens[tokens.start].span.cover(analysis.tokens[tokens.end - 1].span),
            tokens,
            class: if members { group } else { it.class },
            entity: None,
            found_by: "description of a group",
            inside: true,
            antecedent: None,
            ..it.clone()
        };
        let phrase = Phrase::new(analysis, sentence, it.tokens.end);
        let placed = |end: usize| site_ends.contains(&(end + sentence.tokens.start));
        let lexicon = ontology.languages.get(&sentence.language);
        let located = analysis
            .tokens
            .get(it.tokens.end)
            .is_some_and(|token| lexicon.is_some_and(|it| it.has("place.located", &token.lower)));
        let place = || phrase.place().filter(|it| located && placed(*it));
        let end = phrase.clause().or_else(place);
        if let Some(end) = end {
            new.push(description(it.tokens.start..end + sentence.tokens.start));
        }
        // *A or other B*: the A are B, too.
        let joined = it.tokens.start.checked_sub(2).filter(|and| {
            let tokens = &analysis.tokens;
            tokens[and + 1].lower == "other" && tokens[*and].classes.has(Class::Coordinator)
        });
        let first = joined.and_then(|and| {
            let here = found.iter().filter(|it| it.tokens.end == and && !it.inside);
            here.filter(|it| agents.iter().any(|agent| is_a(it, *agent)))
                .max_by_key(|it| it.span.len())
        });
        if let Some(first) = first.filter(|it| it.kind == MentionKind::Nominal) {
            new.push(description(first.tokens.start..it.tokens.end));
        }
    }
    found.extend(new);
}

/// What stands behind a noun; tokens are counted from the first of the sentence.
struct Phrase<'a> {
    tokens: &'a [Token],
    /// The token behind the noun.
    next: usize,
}

impl<'a> Phrase<'a> {
    fn new(analysis: &'a Analysis, sentence: &Sentence, next: usize) -> Self {
        let tokens = &analysis.tokens[sentence.tokens.clone()];
        Self { tokens, next: next - sentence.tokens.start }
    }

    fn head(&self, at: usize) -> Option<usize> {
        self.tokens[at].syntax.and_then(|it| it.head)
    }

    fn relation(&self, at: usize) -> &'static str {
        self.tokens[at].syntax.map_or("", |it| it.relation)
    }

    fn hangs_from(&self, mut at: usize, top: usize) -> bool {
        for _ in 0..self.tokens.len() {
            if at == top {
                return true;
            }
            let Some(head) = self.head(at) else { return false };
            at = head;
        }
        false
    }

    /// Where the words that hang from `top` end, in one piece from the noun to the next mark.
    fn end_of(&self, top: usize) -> Option<usize> {
        let belongs = |it: &usize| {
            self.hangs_from(*it, top) && self.tokens[*it].kind != TokenKind::Punctuation
        };
        let last = self.next + LONGEST;
        let end = (self.next..self.tokens.len().min(last + 1)).find(|it| !belongs(it));
        let end = end.unwrap_or(self.tokens.len());
        (end > top && end >= self.next + 2 && end <= last).then_some(end)
    }

    /// The end of a participle or relative clause right behind the noun.
    fn clause(&self) -> Option<usize> {
        let noun = self.next.checked_sub(1)?;
        let adverb = |it: &usize| self.tokens[*it].is(PartOfSpeech::Adv);
        let first = (self.next..self.tokens.len()).find(|it| !adverb(it))?;
        let token = &self.tokens[self.next];
        if matches!(token.lower.as_str(), "who" | "whom" | "whose") {
            let mut at = self.next;
            while self.relation(at) != "acl:relcl" {
                at = self.head(at)?;
            }
            return self.end_of(at);
        }
        let subject =
            |it: usize| self.head(it) == Some(first) && self.relation(it).starts_with("nsubj");
        if !self.tokens[first].is(PartOfSpeech::Verb) || (0..self.tokens.len()).any(subject) {
            return None;
        }
        // The analyser may hang a past participle from the verb before; *met people using signs* may be just that.
        let own = self.relation(first) == "acl" && self.head(first) == Some(noun);
        let loose = self.relation(first) == "advcl" && !self.tokens[first].lower.ends_with("ing");
        if own || loose { self.end_of(first) } else { None }
    }

    /// The end of a phrase with a preposition right behind the noun; behind an object it may belong to the verb.
    fn place(&self) -> Option<usize> {
        let noun = self.next.checked_sub(1)?;
        let token = self.tokens.get(self.next)?;
        if !(token.is(PartOfSpeech::Adp) || token.is(PartOfSpeech::Adv)) {
            return None;
        }
        let top = self.head(self.next).filter(|it| *it > self.next)?;
        let verb = (self.next..=top).any(|it| self.tokens[it].is(PartOfSpeech::Verb));
        let own = self.head(top) == Some(noun);
        let core = matches!(self.relation(noun), "obj" | "nsubj" | "nsubj:pass" | "");
        if verb || !own && core { None } else { self.end_of(top) }
    }
}

//! Blocks → sections: consecutive blocks of one language, and by one speaker where speakers take turns.
//!
//! A section before the main one is a preface when it is in another language, or when it says that the
//! document follows.  Which language a block is in, `languages` decides.

use std::collections::{BTreeMap, BTreeSet};

use super::languages::{languages, primary};
use super::turn::Turn;
use super::words::HeadWords;
use super::{Author, Block, Section};

/// What is looked at of a block.
pub(super) const SAMPLE: usize = 1200;
/// How far from the top a frame is looked for, in blocks.
const FRAME: usize = 20;

/// The sections of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sections {
    pub(super) all: Vec<Section>,
    /// The language most of the text is in.
    pub(super) main: String,
    /// Languages found that were not among those given.
    pub(super) foreign: BTreeSet<String>,
}

/// One section, in this language.
pub(super) fn one(language: &str) -> Sections {
    let section = Section { language: language.to_owned(), preface: false, author: None };
    Sections { all: vec![section], main: language.to_owned(), foreign: BTreeSet::new() }
}

/// Sets the section of every block; a turn begins one.
///
/// `allowed` are the languages that come into question, any if there is none; `declared` is what the
/// metadata say the main language is.
pub(super) fn sections(
    text: &str,
    blocks: &mut [Block],
    turns: &[Turn],
    allowed: &[String],
    declared: Option<&str>,
    words: &HeadWords,
) -> Sections {
    let samples: Vec<String> = blocks.iter().map(|it| it.sample(text, SAMPLE)).collect();
    let languages = languages(&samples, blocks, allowed, declared, words);
    let frame = frame_end(&samples, words);
    let mut starts: Vec<usize> = Vec::new();
    for at in 0..blocks.len() {
        let turn = turns.binary_search_by_key(&at, |it| it.block).is_ok();
        if at == 0 || turn || languages[at] != languages[at - 1] || Some(at) == frame {
            starts.push(at);
        }
    }
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for (block, language) in blocks.iter().zip(&languages) {
        *sizes.entry(language).or_default() +=
            block.pieces.iter().map(|it| it.len()).sum::<usize>();
    }
    let fallback = || allowed.first().cloned().unwrap_or_else(|| "und".to_owned());
    let largest =
        sizes.iter().max_by_key(|(language, size)| (**size, std::cmp::Reverse(**language)));
    let main = match (declared, largest) {
        (Some(it), _) => primary(it),
        (None, Some((language, _))) => (*language).to_owned(),
        (None, None) => fallback(),
    };
    let first_main = starts
        .iter()
        .position(|it| languages[*it] == main && frame.is_none_or(|end| *it >= end))
        .or_else(|| starts.iter().position(|it| languages[*it] == main));
    let mut sections = Vec::new();
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(blocks.len());
        let preface = first_main.is_some_and(|it| number < it);
        for block in &mut blocks[*start..end] {
            block.section = number;
        }
        let turn = turns.partition_point(|it| it.block <= *start).checked_sub(1);
        let author = if preface {
            editor(&samples[*start..end], words)
        } else {
            turn.map(|it| turns[it].author.clone())
        };
        sections.push(Section { language: languages[*start].clone(), preface, author });
    }
    if sections.is_empty() {
        return one(&main);
    }
    let expected = |it: &String| {
        allowed.is_empty()
            || allowed.contains(it)
            || declared.is_some_and(|tag| primary(tag) == *it)
    };
    let foreign = languages.into_iter().filter(|it| !expected(it)).collect();
    Sections { all: sections, main, foreign }
}

/// The block after the one that says the document follows, when little enough stands before it.
fn frame_end(samples: &[String], words: &HeadWords) -> Option<usize> {
    let says = |it: &String| {
        let lower = it.to_lowercase();
        lower.chars().count() <= 400
            && words.frames.iter().any(|phrase| lower.contains(phrase.as_str()))
    };
    let at = samples.iter().take(FRAME).position(says)? + 1;
    let size = |it: &[String]| it.iter().map(String::len).sum::<usize>();
    (at < samples.len() && size(&samples[at..]) > size(&samples[..at])).then_some(at)
}

/// Who wrote a preface, if it says so.
fn editor(samples: &[String], words: &HeadWords) -> Option<Author> {
    for sample in samples {
        let start = sample.trim_start_matches(|c: char| !c.is_alphabetic());
        let fits = |phrase: &&String| {
            start.get(..phrase.len()).is_some_and(|it| it.to_lowercase() == **phrase)
                && !start[phrase.len()..].starts_with(char::is_alphanumeric)
        };
        if let Some(phrase) = words.editors.iter().filter(fits).max_by_key(|it| it.len()) {
            return Some(Author { name: Some(start[..phrase.len()].to_owned()), role: None });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::words::core;
    use super::super::{plain, tests::ENGLISH, tests::GERMAN};
    use super::*;

    fn found(text: &str, declared: Option<&str>) -> Vec<String> {
        let mut blocks = plain::blocks(text, 0);
        let allowed = ["en".to_owned(), "de".to_owned()];
        let sections = sections(text, &mut blocks, &[], &allowed, declared, &core());
        let count = |at| blocks.iter().filter(|it| it.section == at).count();
        (0..)
            .zip(&sections.all)
            .map(|(at, it)| {
                let preface = if it.preface { " preface" } else { "" };
                let author = it.author.as_ref().and_then(|it| it.name.as_deref());
                let author = author.map(|it| format!(" by {it}")).unwrap_or_default();
                format!("{} {}{preface}{author}", it.language, count(at))
            })
            .collect()
    }

    #[test]
    fn one_language() {
        assert_eq!(found(ENGLISH, None), ["en 3"]);
        assert_eq!(found(GERMAN, None), ["de 2"]);
        assert_eq!(found("", None), ["en 0"]);
        assert_eq!(found("42\n\n17", Some("de-AT")), ["de 2"]);
    }

    #[test]
    fn a_preface_in_another_language() {
        let note =
            format!("Der Hafen\n\n{GERMAN}\n\nDie Redaktion dankt dem Hafen für das Dokument.\n\n");
        assert_eq!(
            found(&format!("{note}Harbour Report\n\n{ENGLISH}\n\n{ENGLISH}"), None),
            ["de 4 preface by Die Redaktion", "en 7"]
        );
    }

    #[test]
    fn a_section_inside_and_a_short_quotation() {
        let text = format!("{ENGLISH}\n\n{GERMAN}\n\n{ENGLISH}");
        assert_eq!(found(&text, None), ["en 3", "de 2", "en 3"]);
        let text = format!("{ENGLISH}\n\nDer Hafen ist zu.\n\n{ENGLISH}");
        assert_eq!(found(&text, None), ["en 7"]);
    }

    #[test]
    fn a_frame_in_the_same_language() {
        let text = format!(
            "The council spoke on Monday. Here is the full text of the speech.\n\n{ENGLISH}"
        );
        assert_eq!(found(&text, None), ["en 1 preface", "en 3"]);
    }

    #[test]
    fn a_language_that_is_not_among_those_given() {
        let french = "Le conseil du port s’est réuni lundi matin dans la grande salle, et il a décidé de construire \
                      un nouveau quai pour les bateaux de pêche qui arrivent chaque jour de la mer. Les travaux \
                      commenceront au printemps et dureront deux ans, si le temps le permet et si les pêcheurs \
                      veulent bien attendre encore un peu, comme ils l’ont promis au maire de la ville.";
        assert_eq!(found(french, None), ["fr 1"]);
    }
}

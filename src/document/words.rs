//! `head.toml` texts → `HeadWords`: the words that name title, speaker, date and publisher.
//!
//! One text for each language, merged.  The words themselves are data of the core pack; this file knows
//! only what they are for.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use thiserror::Error;

use crate::settings::from_toml;

/// A `head.toml` that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the word list `head.toml` number {number} cannot be read, correct it: {reason}")]
pub struct HeadWordsError {
    /// Which of the texts, from 1.
    pub number: usize,
    /// What is wrong, with the line.
    pub reason: String,
}

/// What a `Label: value` line gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Label {
    Title,
    Author,
    Role,
    Publisher,
    Licence,
    Source,
    Language,
}

/// Words of several languages, lower-cased.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadWords {
    /// Names of months, each with its number.
    pub(super) months: BTreeMap<String, i8>,
    pub(super) weekdays: BTreeSet<String>,
    pub(super) fillers: BTreeSet<String>,
    pub(super) dates: BTreeSet<String>,
    pub(super) documents: BTreeSet<String>,
    pub(super) speech: BTreeSet<String>,
    pub(super) roles: BTreeSet<String>,
    /// Roles that may be the end of a longer word.
    pub(super) role_ends: BTreeSet<String>,
    pub(super) honorifics: BTreeSet<String>,
    pub(super) particles: BTreeSet<String>,
    pub(super) frames: BTreeSet<String>,
    pub(super) editors: BTreeSet<String>,
    /// What a transcript calls a speaker by the part taken in the proceedings.
    pub(super) parts: BTreeSet<String>,
    pub(super) labels: BTreeMap<String, Label>,
    /// The commonest words of each language, by its tag.
    pub(super) common: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    months: Vec<Vec<String>>,
    #[serde(default)]
    weekdays: Vec<String>,
    #[serde(default)]
    fillers: Vec<String>,
    #[serde(default)]
    dates: Vec<String>,
    #[serde(default)]
    documents: Vec<String>,
    #[serde(default)]
    speech: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    compounds: bool,
    #[serde(default)]
    honorifics: Vec<String>,
    #[serde(default)]
    particles: Vec<String>,
    #[serde(default)]
    frames: Vec<String>,
    #[serde(default)]
    editors: Vec<String>,
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default)]
    common: Vec<String>,
    #[serde(default)]
    labels: BTreeMap<Label, Vec<String>>,
}

impl HeadWords {
    /// The words of these `head.toml` texts together.
    pub fn parse(texts: &[&str]) -> Result<Self, HeadWordsError> {
        let mut all = Self::default();
        for (at, text) in texts.iter().enumerate() {
            let fail = |reason: String| HeadWordsError { number: at + 1, reason };
            let file: File = from_toml(text).map_err(|it| fail(it.to_string()))?;
            if file.months.len() != 12 {
                return Err(fail(format!(
                    "`months` has {} entries, give twelve",
                    file.months.len()
                )));
            }
            all.add(file);
        }
        Ok(all)
    }

    fn add(&mut self, file: File) {
        for (number, names) in (1..).zip(&file.months) {
            self.months.extend(names.iter().map(|it| (it.to_lowercase(), number)));
        }
        if file.compounds {
            extend(&mut self.role_ends, file.roles.iter());
        }
        extend(&mut self.weekdays, file.weekdays.iter());
        extend(&mut self.fillers, file.fillers.iter());
        extend(&mut self.dates, file.dates.iter());
        extend(&mut self.documents, file.documents.iter());
        extend(&mut self.speech, file.speech.iter());
        extend(&mut self.roles, file.roles.iter());
        extend(&mut self.particles, file.particles.iter());
        extend(&mut self.frames, file.frames.iter());
        extend(&mut self.editors, file.editors.iter());
        extend(&mut self.parts, file.parts.iter());
        extend(&mut self.honorifics, file.honorifics.iter());
        extend(self.common.entry(file.language).or_default(), file.common.iter());
        for (label, names) in &file.labels {
            self.labels.extend(names.iter().map(|it| (it.to_lowercase(), *label)));
        }
    }

    /// Whether the word, in lower case, is a month or a day of the week.
    pub(super) fn is_calendar(&self, word: &str) -> bool {
        self.months.contains_key(word) || self.weekdays.contains(word)
    }

    /// The number of a month's name, in any case, a full stop after it aside.
    pub(super) fn month(&self, word: &str) -> Option<i8> {
        self.months.get(word.trim_end_matches('.').to_lowercase().as_str()).copied()
    }
}

fn extend<'a>(set: &mut BTreeSet<String>, words: impl Iterator<Item = &'a String>) {
    set.extend(words.map(|it| it.to_lowercase()));
}

/// The words of the core pack, for the tests of this stage.
#[cfg(test)]
pub(super) fn core() -> HeadWords {
    HeadWords::parse(&[
        include_str!("../../ontology/core/en/head.toml"),
        include_str!("../../ontology/core/de/head.toml"),
    ])
    .unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_lists_are_well_formed() {
        let words = core();
        assert_eq!(
            (words.month("Juli"), words.month("Sept."), words.month("x")),
            (Some(7), Some(9), None)
        );
        assert!(words.role_ends.contains("minister") && !words.role_ends.contains("chief"));
    }

    #[test]
    fn mistakes_are_named() {
        let error = HeadWords::parse(&["language = \"en\"\nmonths = []\nmoths = []"]).unwrap_err();
        assert!(error.to_string().contains("moths"), "{error}");
        let error = HeadWords::parse(&["language = \"en\"\nmonths = []"]).unwrap_err();
        assert!(error.to_string().contains("twelve"), "{error}");
    }
}

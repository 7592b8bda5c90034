//! Treebanks and labels of names, as lessons.

use std::{collections::BTreeMap, fs, path::Path};

use super::{Result, wrong};
use crate::language::conllu::{self, GoldWord};

/// A gold sentence.
#[derive(Debug, Clone)]
pub(super) struct Gold {
    pub(super) words: Vec<GoldWord>,
    /// For each word its label of names, such as `B-PER`; `?` where nobody knows.
    pub(super) names: Vec<String>,
}

impl Gold {
    /// Whether a word is the whole name of an organisation.
    pub(super) fn is_short_name(&self, at: usize) -> bool {
        self.names[at] == "B-ORG" && self.names.get(at + 1).is_none_or(|it| it != "I-ORG")
    }
}

/// Reads a treebank in CoNLL-U, and beside it labels of names, one a word.
pub(super) fn read(treebank: &Path, names: Option<&Path>) -> Result<Vec<Gold>> {
    let text = |path: &Path| {
        fs::read_to_string(path)
            .map_err(|it| wrong(format!("cannot read {}: {it}", path.display())))
    };
    let labels = names.map(text).transpose()?;
    let mut labels = labels.as_deref().map(|it| it.lines().filter(|it| !it.is_empty()));
    let sentences = conllu::read(&text(treebank)?)
        .map_err(|it| wrong(format!("{} is no treebank: {it}", treebank.display())))?;
    let mut gold = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let mut names = Vec::with_capacity(sentence.words.len());
        for _ in &sentence.words {
            names.push(match &mut labels {
                Some(labels) => labels
                    .next()
                    .ok_or_else(|| wrong("there are fewer labels than words"))?
                    .to_owned(),
                None => "?".to_owned(),
            });
        }
        gold.push(Gold { words: sentence.words, names });
    }
    match labels.and_then(|mut it| it.next()) {
        Some(_) => Err(wrong("there are more labels than words")),
        None => Ok(gold),
    }
}

/// Strings by number, the most frequent first, those seen fewer than `least` times left out.
pub(super) fn inventory<'a>(items: impl Iterator<Item = &'a str>, least: usize) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for it in items {
        *counts.entry(it).or_default() += 1;
    }
    let mut all: Vec<(&str, usize)> = counts.into_iter().filter(|it| it.1 >= least).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    all.into_iter().map(|it| it.0.to_owned()).collect()
}

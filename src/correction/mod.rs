//! What people have corrected: `corrections.toml` beside the documents, applied on every build.
//!
//! A correction is anchored on words of the text, not on numbers, so that it holds when rules, offsets or documents
//! change; one whose anchor is gone is reported.  This module changes what documents contribute, before they meet; it
//! does not read documents, and merging is the business of the graph.

mod apply;
mod file;
#[cfg(test)]
mod tests;

use std::{collections::BTreeSet, ops::Range, path::Path};

use sha2::{Digest, Sha256};

pub use apply::apply;
pub use file::{FILE_NAME, render};

use crate::{
    diagnostic::Diagnostic,
    digest::hex,
    graph::{Decisions, Idle},
    ontology::{ClassId, Ontology, PropertyId},
    resolution::{Force, Polarity},
};

/// All corrections that a build is to apply.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Corrections {
    /// In the order of the files, and of their lines.
    pub corrections: Vec<Correction>,
    digest: String,
}

/// One correction, and where it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The file, as shown to people.
    pub file: String,
    /// Line in that file, from 1.
    pub line: usize,
    /// Name of the document it is for; any, if there is none.
    pub document: Option<String>,
    /// Why, in the words of whoever wrote it.
    pub why: Option<String>,
    /// What is to change.
    pub change: Change,
}

/// What is to change.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The sentence does not say this.
    Reject(Anchor),
    /// The sentence does say this, however unsure the extraction is.
    Accept(Anchor),
    /// Words in a sentence mean another thing.
    Link {
        /// A part of the sentence.
        quote: String,
        /// The words.
        text: String,
        /// Name or IRI of the thing they mean.
        to: String,
    },
    /// The end of a claim has other words.
    Span {
        /// A part of the sentence.
        quote: String,
        /// The words that are too many or too few.
        text: String,
        /// The right ones.
        to: String,
    },
    /// A thing is of another class.
    Type {
        /// Its name or IRI.
        thing: String,
        /// The class.
        class: ClassId,
    },
    /// In one document the name is another thing's.
    Split {
        /// Name or IRI.
        thing: String,
        /// The other thing's name.
        to: String,
    },
    /// Things that are one; the first stands for all.
    Merge(Vec<String>),
    /// Things that are not one.
    Apart(Vec<String>),
    /// A rule that is not to be used.
    Silence(String),
    /// A claim that was not found.
    Add(Box<Addition>),
}

/// Claims of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// A part of the sentence.
    pub quote: String,
    /// Subject, property and object by their names; all claims of the sentence, if there is none.
    pub claim: Option<[String; 3]>,
}

/// A claim that was not found, with its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// The sentence, as it stands in the document but for white space.
    pub quote: String,
    /// Name or IRI.
    pub subject: String,
    /// The property.
    pub property: PropertyId,
    /// Name, IRI or value.
    pub object: String,
    /// Whether it is affirmed.
    pub polarity: Polarity,
    /// Commitment.
    pub force: Force,
    /// Name or IRI of who is committed to it; who speaks, if there is none.
    pub holder: Option<String>,
    /// Time of the content.
    pub time: Option<String>,
}

impl Corrections {
    /// Reads files of corrections; all mistakes in them are told at once.
    pub fn load(paths: &[impl AsRef<Path>], ontology: &Ontology) -> Result<Self, Vec<Diagnostic>> {
        let mut all = Self::default();
        let mut mistakes = Vec::new();
        let mut hasher = Sha256::new();
        for path in paths {
            let path = path.as_ref();
            let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            let name = name.strip_prefix("./").unwrap_or(&name).to_owned();
            match std::fs::read_to_string(path) {
                Ok(text) => {
                    hasher.update(text.as_bytes());
                    match file::parse(&name, &text, ontology) {
                        Ok(mut found) => all.corrections.append(&mut found),
                        Err(mut found) => mistakes.append(&mut found),
                    }
                }
                Err(error) => mistakes.push(
                    Diagnostic::error("correction/file", format!("cannot read it: {error}"))
                        .at(&name, 0)
                        .hint("name the file with --corrections, or make it readable"),
                ),
            }
        }
        all.digest = hex(&hasher.finalize());
        if mistakes.is_empty() { Ok(all) } else { Err(mistakes) }
    }

    /// SHA-256 of the files, hexadecimal; of nothing, if there is none.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// How many claims somebody accepted, and how many they rejected.
    pub fn judged(&self) -> (usize, usize) {
        let changes = || self.corrections.iter().map(|it| &it.change);
        let accepted = changes().filter(|it| matches!(it, Change::Accept(_))).count();
        (accepted, changes().filter(|it| matches!(it, Change::Reject(_))).count())
    }

    /// Whether a claim is to be added to the document, for which its text is needed.
    pub fn adds_to(&self, document: &str) -> bool {
        self.corrections.iter().any(|it| {
            matches!(it.change, Change::Add(_)) && it.document.as_deref() == Some(document)
        })
    }

    /// What is decided about which things are one.
    pub fn decisions(&self) -> Decisions {
        let mut decisions = Decisions::default();
        for it in &self.corrections {
            match &it.change {
                Change::Merge(things) => decisions.together.push((things.clone(), it.because())),
                Change::Apart(things) => decisions.apart.push(things.clone()),
                _ => (),
            }
        }
        decisions
    }

    /// The indices of those that decide what is one, but for those that are idle.
    pub fn decided(&self, idle: &Idle) -> BTreeSet<usize> {
        let (mut merges, mut parts) = (0.., 0..);
        let works = |change: &Change| match change {
            Change::Merge(_) => merges.next().is_some_and(|it| !idle.together.contains(&it)),
            Change::Apart(_) => parts.next().is_some_and(|it| !idle.apart.contains(&it)),
            _ => false,
        };
        let works: Vec<bool> = self.corrections.iter().map(|it| &it.change).map(works).collect();
        works.iter().enumerate().filter(|it| *it.1).map(|it| it.0).collect()
    }

    /// That corrections, by their indices, found nothing to correct.
    pub fn gone(&self, numbers: impl IntoIterator<Item = usize>) -> Vec<Diagnostic> {
        let gone = |it: &Correction| {
            let message = match it.change.quote() {
                Some(quote) => {
                    format!("nothing that is said is corrected by it: “{}”", short(quote))
                }
                None => "nothing is corrected by it".to_owned(),
            };
            Diagnostic::warning("correction/gone", message)
                .at(&it.file, it.line)
                .hint("compare the words and the name of the document, or remove it")
        };
        numbers.into_iter().filter_map(|it| self.corrections.get(it)).map(gone).collect()
    }
}

impl Correction {
    /// What goes into the steps of what it changed.
    fn because(&self) -> String {
        let why = self.why.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
        // Where the file lies is no part of what the graph says.
        let file = self.file.rsplit('/').next().unwrap_or(&self.file);
        format!("corrected by {file}, line {}{why}", self.line)
    }
}

impl Change {
    fn quote(&self) -> Option<&str> {
        match self {
            Self::Reject(anchor) | Self::Accept(anchor) => Some(&anchor.quote),
            Self::Link { quote, .. } | Self::Span { quote, .. } => Some(quote),
            Self::Add(it) => Some(&it.quote),
            _ => None,
        }
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Where the words of a quote stand in a text, whatever the white space between them, in bytes.
fn find(text: &str, quote: &str) -> Option<Range<usize>> {
    let words: Vec<&str> = quote.split_whitespace().collect();
    let first = words.first()?;
    text.match_indices(first).find_map(|(start, _)| {
        let mut end = start;
        for (number, word) in words.iter().enumerate() {
            let rest = &text[end..];
            let bare = rest.trim_start();
            // Words that the quote divides must be divided in the text.
            if number > 0 && bare.len() == rest.len() || !bare.starts_with(word) {
                return None;
            }
            end += rest.len() - bare.len() + word.len();
        }
        Some(start..end)
    })
}

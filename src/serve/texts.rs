//! The texts of the documents, with their sentences: where they still are what was read.
//!
//! The text of a document that is no text is stored with the build; that of any other is its file.  What is not what it
//! was is not shown: its quotes are in the graph.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::catalogue::{self, Catalogue};
use crate::{
    digest,
    document::{self, Document, HeadWords, Item, ReadOptions},
    language::{self, Words},
    ontology::Ontology,
    source::Span,
};

/// Where the texts of documents may be.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The folder of the build.
    pub data: PathBuf,
    /// Files that were read, by their SHA-256.
    pub files: BTreeMap<String, PathBuf>,
    /// Words by which the head of a document is known.
    pub head: HeadWords,
}

/// A text taken apart.
pub(super) struct Text {
    /// Text and blocks.
    pub(super) document: Document,
    pub(super) sentences: Vec<Sentence>,
}

/// A sentence of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sentence {
    pub(super) span: Span,
    /// Place of its block in the document.
    pub(super) block: usize,
}

/// Texts by the IRIs of their documents.
#[derive(Default)]
pub(super) struct Texts {
    texts: BTreeMap<String, Text>,
}

impl Texts {
    /// Reads those that are there.
    pub(super) fn load(catalogue: &Catalogue, ontology: &Ontology, sources: &Sources) -> Self {
        let words: BTreeMap<String, Words> =
            ontology.languages.iter().map(|(tag, it)| (tag.clone(), Words::new(it))).collect();
        let options = ReadOptions {
            languages: ontology.manifest.languages.clone(),
            head: sources.head.clone(),
            // What was read once may be read again.
            max_bytes: u64::MAX >> 8,
            ..ReadOptions::default()
        };
        let text = |it: &catalogue::Document| {
            let document = find(it, sources, &options)?;
            let analysis = language::analyse(&document, &words);
            let sentences = analysis.sentences.iter();
            let sentences = sentences.map(|it| Sentence { span: it.span, block: it.block });
            Some(Text { sentences: sentences.collect(), document })
        };
        let texts = catalogue.documents.values();
        Self { texts: texts.filter_map(|it| Some((it.iri.clone(), text(it)?))).collect() }
    }

    pub(super) fn get(&self, iri: &str) -> Option<&Text> {
        self.texts.get(iri)
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }
}

/// The document as it was read, from the build or from its file.
fn find(
    record: &catalogue::Document,
    sources: &Sources,
    options: &ReadOptions,
) -> Option<Document> {
    if let Some((file, sha256)) = &record.stored {
        let path = sources.data.join(inside(file)?);
        let text = fs::read_to_string(path).ok()?;
        let same = digest::sha256(text.as_bytes()) == *sha256;
        return same.then(|| document::from_text(&record.file, &text, options));
    }
    let path = sources.files.get(&record.sha256)?;
    let loaded = document::load(Item::from(path.as_path()), options).ok()?;
    if loaded.sha256 != record.sha256 {
        return None;
    }
    Some(document::parse(loaded, options).ok()?.value)
}

/// A path that leads nowhere but into its folder.
fn inside(file: &str) -> Option<&Path> {
    let path = Path::new(file);
    let plain = |it| matches!(it, std::path::Component::Normal(_));
    path.components().all(plain).then_some(path)
}

impl Text {
    /// The bytes of these code points, in ascending order, each as a span.
    pub(super) fn spans(&self, chars: &[(usize, usize)]) -> Vec<Span> {
        let text = &self.document.text;
        let mut wanted: Vec<usize> = chars.iter().flat_map(|it| [it.0, it.1]).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let ends = text.char_indices().map(|it| it.0).chain([text.len()]).enumerate();
        let mut wanted_next = wanted.iter().peekable();
        let mut bytes: BTreeMap<usize, usize> = BTreeMap::new();
        for (count, byte) in ends {
            if wanted_next.peek() == Some(&&count) {
                bytes.insert(count, byte);
                wanted_next.next();
            }
        }
        let byte = |it: &usize| bytes.get(it).copied().unwrap_or(text.len());
        chars
            .iter()
            .map(|(start, end)| {
                let start = byte(start);
                Span::new(start, byte(end).max(start))
            })
            .collect()
    }
}

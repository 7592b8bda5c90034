//! Bytes → `Document`: text, blocks, metadata.
//!
//! The text of a document is its file decoded, byte order mark and line ends kept, so that an offset into it
//! is an offset into the file; the text of formats that are no text is put together here and kept with the build.  Nothing is ever repaired: a [`Block`] (a heading, a paragraph, a list item)
//! says which pieces of that text read as one, hard line breaks and markup left out, and where text was
//! lost.  This stage knows nothing of words.

mod collect;
mod conllu;
mod dates;
mod decode;
mod extracted;
mod format;
mod front_matter;
mod head;
mod html;
mod languages;
mod layout;
mod lines;
mod markdown;
mod metadata;
mod office;
mod pdf;
mod plain;
mod read;
mod section;
mod sketch;
mod speaker;
#[cfg(test)]
mod tests;
mod turn;
mod unpack;
mod words;

pub use collect::{Input, collect};
pub use conllu::{
    Given, GivenSentence, GivenWord, GoldError, GoldSentence, GoldUnit, GoldWord, read_conllu,
};
pub use decode::DecodeError;
pub use format::Format;
pub use read::{Loaded, from_text, load, parse, read};
pub use sketch::Sketch;
pub use unpack::{Item, items};
pub use words::{HeadWords, HeadWordsError};

use std::collections::BTreeMap;

use crate::source::Span;

/// What to know before reading.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// What the user says about every document; it wins over what the documents say.
    pub metadata: Metadata,
    /// Tags of the languages that come into question; any, if there is none.
    pub languages: Vec<String>,
    /// Words that name title, speaker and date at the head of a document.
    pub head: HeadWords,
    /// A longer document is not read.
    pub max_bytes: u64,
    /// An archive is read until it has unpacked to this much.
    pub max_unpacked: u64,
    /// The column of tables that holds the text; a usual one where none is named.
    pub text_column: Option<String>,
    /// Whether the text is only text: no front matter and no head is looked for, and one block is one paragraph.
    pub plain: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            metadata: Metadata::default(),
            languages: Vec::new(),
            head: HeadWords::default(),
            max_bytes: 16 << 20,
            max_unpacked: 4 << 30,
            text_column: None,
            plain: false,
        }
    }
}

/// A document that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Path or name as the user gave it, for messages.
    pub path: String,
    /// File name without folders.
    pub name: String,
    /// The decoded text.
    pub text: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// What is known about it, from flags, a sidecar, front matter or its own head, in this order.
    pub metadata: Metadata,
    /// Pieces that read as one, in text order.
    pub blocks: Vec<Block>,
    /// Language of each section, and who speaks or writes in it where it says so.
    pub sections: Vec<Section>,
    /// Sentences and words, where the document itself says what they are.
    pub given: Option<Given>,
    /// Where pages begin: byte of the text and number of the page, in order; none where the format has no pages.
    pub pages: Vec<(usize, usize)>,
    /// Whether the text is not that of a file, but was taken out of one.
    pub extracted: bool,
}

impl Document {
    /// The page on which the byte `at` of the text stands.
    pub fn page(&self, at: usize) -> Option<usize> {
        let behind = self.pages.partition_point(|it| it.0 <= at);
        self.pages[..behind].last().map(|it| it.1)
    }
}

/// What is known about a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Title.
    pub title: Option<String>,
    /// Date it was spoken or published: ISO 8601 date, month or year.
    pub date: Option<String>,
    /// Who speaks or writes, as named there.
    pub author: Option<String>,
    /// Post of the author, as named there.
    pub role: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// Licence.
    pub licence: Option<String>,
    /// Where it was taken from.
    pub source: Option<String>,
    /// Anything else, kept as written.
    pub other: BTreeMap<String, String>,
}

/// A part of a document in one language, by one speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Language tag (`en`, `de`), as detected or declared.
    pub language: String,
    /// Whether this part frames the document rather than being it: an editor's preface.
    pub preface: bool,
    /// Who wrote or says this part, where it names someone: an editor, or whose turn it is.
    pub author: Option<Author>,
}

/// Who a part of a document says it is by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// As written; `None` where only the post stands there.
    pub name: Option<String>,
    /// Post or part in the proceedings, as written: `Home Secretary`, `Chair`.
    pub role: Option<String>,
}

/// What kind of text a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A title.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// Quoted text.
    Quote,
}

/// A piece of text that reads as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Spans of the text that make it up, in order; markup between them is left out.
    pub pieces: Vec<Span>,
    /// Index into [`Document::sections`].
    pub section: usize,
    /// Whether the text breaks off at its end: the last sentence is cut and no claim may rest on it.
    pub cut: bool,
}

impl Block {
    /// The text of the block as one reads it: pieces between which the source has white space are joined
    /// by a space, others directly.
    pub fn joined(&self, text: &str) -> String {
        join(text, &self.pieces, usize::MAX)
    }

    /// The pieces without the marker of a list item (`•`, `1.`, `(a)`).
    pub fn body(&self, text: &str) -> &[Span] {
        let marked = self.kind == BlockKind::ListItem
            && self.pieces.len() > 1
            && lines::marker(self.pieces[0].cover(self.pieces[1]).of(text))
                .is_some_and(|(_, long)| long == self.pieces[0].len());
        &self.pieces[usize::from(marked)..]
    }

    /// The first characters of the body, about `length` of them.
    fn sample(&self, text: &str, length: usize) -> String {
        join(text, self.body(text), length)
    }
}

fn join(text: &str, pieces: &[Span], length: usize) -> String {
    let mut joined = String::new();
    let mut end = None;
    for piece in pieces {
        if joined.len() >= length {
            break;
        }
        if end.is_some_and(|it: usize| text[it..piece.start].contains(char::is_whitespace)) {
            joined.push(' ');
        }
        joined.extend(piece.of(text).chars().take(length));
        end = Some(piece.end);
    }
    joined
}

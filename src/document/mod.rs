//! Bytes → `Document`: text, blocks, metadata.
//!
//! The text of a document is its file decoded, byte order mark and line ends kept, so that an offset into it
//! is an offset into the file.  Nothing is ever repaired: a [`Block`] (a heading, a paragraph, a list item)
//! says which pieces of that text read as one, hard line breaks and markup left out, and where text was
//! lost.  This stage knows nothing of words.

use std::collections::BTreeMap;

use crate::source::Span;

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
    /// Language of each section, an author where the section names one.
    pub sections: Vec<Section>,
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

/// A part of a document in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Language tag (`en`, `de`), as detected or declared.
    pub language: String,
    /// Whether this part frames the document rather than being it: an editor's preface.
    pub preface: bool,
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

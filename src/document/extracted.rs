//! Text taken out of a file that is not text: what its reader hands over.
//!
//! A reader finds passages, and the metadata that the file itself states; what the document's text, blocks and pages are,
//! is worked out from that in one place, so that all formats are alike.

use thiserror::Error;

use super::{Block, BlockKind, Document, Metadata, ReadOptions, lines};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// A stretch of text that reads as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// What it is.
    pub(super) kind: BlockKind,
    /// White space folded to single spaces; never empty.
    pub(super) text: String,
    /// Where pages begin in it: byte of `text`, and number of the page from 1; empty where the format has no pages.
    pub(super) pages: Vec<(usize, usize)>,
}

#[cfg(test)]
impl Passage {
    /// In a line for tests: a letter for its kind, and its text.
    pub(super) fn shown(&self) -> String {
        let kind = match self.kind {
            BlockKind::Heading => 'H',
            BlockKind::ListItem => 'L',
            BlockKind::Paragraph => 'P',
            BlockKind::Quote => 'Q',
        };
        format!("{kind} {}", self.text)
    }
}

/// What a reader found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Extracted {
    /// In reading order.
    pub(super) passages: Vec<Passage>,
    /// As stated by the file; dates as `2021-07-14` or as the file words them.
    pub(super) metadata: Metadata,
    /// What was left out or guessed, one sentence each, lower case, no full stop, each with a remedy.
    pub(super) warnings: Vec<(String, String)>,
}

/// Why no text was taken out of a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum ExtractError {
    /// The file breaks the rules of its format.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// A password is needed.
    #[error("the file is encrypted")]
    Encrypted,
    /// There are only pictures.
    #[error("the file holds no text, only pictures of it")]
    Scanned,
    /// There is nothing to read.
    #[error("the file holds no text")]
    Empty,
    /// It would take more than is allowed.
    #[error("the file unpacks to more than {0}")]
    TooLarge(String),
}

/// What reading one file may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// Bytes that anything in the file may unpack to, all together.
    pub(super) unpacked: u64,
    /// Pages that are read.
    pub(super) pages: usize,
}

impl Limits {
    /// What the options allow one document.
    pub(super) fn of(options: &ReadOptions) -> Self {
        Self { unpacked: options.max_bytes.saturating_mul(8), pages: 20_000 }
    }
}

impl ExtractError {
    /// What is told of the file.
    pub(super) fn diagnostic(&self, file: &str) -> Diagnostic {
        let (code, hint) = match self {
            Self::Damaged(_) => ("document/damaged", "fetch or export it anew, or give its text"),
            Self::Encrypted => ("document/encrypted", "save a copy without a password"),
            Self::Scanned => {
                ("document/scanned", "recognise its text with a program for that, such as OCRmyPDF")
            }
            Self::Empty => ("document/empty", "give a file that holds text, or remove it"),
            Self::TooLarge(_) => {
                ("document/too-large", "raise --max-size if the file is to be trusted")
            }
        };
        Diagnostic::error(code, self.to_string()).at(file, 0).hint(hint)
    }
}

/// Puts the passages together: one a line, an empty line between them.
pub(super) fn set(passages: Vec<Passage>, document: &mut Document) {
    let text = &mut document.text;
    text.clear();
    for passage in passages {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&passage.text);
        let whole = Span::new(start, text.len());
        for (at, page) in passage.pages {
            if document.pages.last().is_none_or(|it| it.1 != page) {
                document.pages.push((start + at.min(passage.text.len()), page));
            }
        }
        let mut pieces = vec![whole];
        let marker = lines::marker(&passage.text).filter(|_| passage.kind == BlockKind::ListItem);
        if let Some((_, long)) = marker
            && let Some(rest) = lines::trimmed(text, Span::new(start + long, whole.end))
        {
            pieces = vec![Span::new(start, start + long), rest];
        }
        document.blocks.push(Block { kind: passage.kind, pieces, section: 0, cut: false });
    }
    text.push('\n');
}

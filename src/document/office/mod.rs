//! Office documents and electronic books → passages: DOCX, ODT and EPUB.
//!
//! All three are XML in a ZIP archive.  What is shown as running text is read, with its notes behind the paragraph that
//! calls them; heads and feet of pages, comments, deleted text and codes of fields are not.

mod container;
mod docx;
mod epub;
mod odt;
mod xml;

use super::extracted::{ExtractError, Extracted, Limits, Passage};
use super::{BlockKind, Metadata};
use container::Container;
use xml::{Step, steps};

pub(super) use docx::read as read_docx;
pub(super) use epub::read as read_epub;
pub(super) use odt::read as read_odt;

/// Office documents with a password are a container of another kind.
const COMPOUND: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

/// Opens a document, which an encrypted one cannot be.
fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Container<'a>, ExtractError> {
    if bytes.starts_with(&COMPOUND) {
        return Err(ExtractError::Encrypted);
    }
    Container::open(bytes, limits)
}

/// Passages as they are put together.
#[derive(Debug, Default)]
struct Passages {
    all: Vec<Passage>,
    text: String,
    /// Notes that the open paragraph calls.
    notes: Vec<String>,
}

impl Passages {
    /// Ends a paragraph.
    fn close(&mut self, kind: BlockKind) {
        let text = std::mem::take(&mut self.text);
        self.push(kind, &text);
        for note in std::mem::take(&mut self.notes) {
            self.push(BlockKind::Paragraph, &note);
        }
    }

    fn push(&mut self, kind: BlockKind, text: &str) {
        let text: String = text.chars().filter(|c| *c != '\u{AD}').collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().any(char::is_alphanumeric) {
            self.all.push(Passage { kind, text, pages: Vec::new() });
        }
    }

    /// The document they make.
    fn done(self, metadata: Metadata) -> Result<Extracted, ExtractError> {
        if self.all.is_empty() {
            return Err(ExtractError::Empty);
        }
        Ok(Extracted { passages: self.all, metadata, warnings: Vec::new() })
    }
}

/// Dublin Core as all three formats write it: the first of each element, by its local name.
fn dublin_core(text: &str) -> Result<Metadata, ExtractError> {
    let mut metadata = Metadata::default();
    let mut within = String::new();
    for step in steps(text) {
        match step? {
            Step::Open { name, .. } => within = name,
            Step::Close { .. } => within.clear(),
            Step::Text(text) => {
                let text = text.trim();
                let field = match within.as_str() {
                    "title" => &mut metadata.title,
                    "creator" | "initial-creator" => &mut metadata.author,
                    "date" | "created" | "creation-date" => &mut metadata.date,
                    "publisher" => &mut metadata.publisher,
                    "language" => &mut metadata.language,
                    "rights" => &mut metadata.licence,
                    _ => continue,
                };
                if field.is_none() && !text.is_empty() {
                    *field = Some(text.to_owned());
                }
            }
        }
    }
    // `2021-07-14T09:00:00Z` is that day.
    metadata.date = metadata.date.map(|it| it.split('T').next().unwrap_or_default().to_owned());
    Ok(metadata)
}

#[cfg(test)]
mod tests;

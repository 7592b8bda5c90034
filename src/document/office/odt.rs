//! ODT → passages.

use super::xml::attribute;
use super::{Passages, Step, dublin_core, open, steps};
use crate::document::extracted::{ExtractError, Extracted, Limits};
use crate::document::{BlockKind, Metadata};

/// Elements of which nothing is shown as text.
const HIDDEN: [&str; 8] = [
    "annotation",
    "tracked-changes",
    "note-citation",
    "sequence-decls",
    "forms",
    "table-of-content",
    "alphabetical-index",
    "hidden-text",
];

/// Reads a document.
pub(in crate::document) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let mut container = open(bytes, limits)?;
    if container.text("META-INF/manifest.xml")?.is_some_and(|it| it.contains("encryption-data")) {
        return Err(ExtractError::Encrypted);
    }
    let Some(content) = container.text("content.xml")? else {
        return Err(ExtractError::Damaged("it holds no document".to_owned()));
    };
    let mut passages = Passages::default();
    walk(&content, &mut passages)?;
    let metadata = match container.text("meta.xml")? {
        Some(meta) => dublin_core(&meta)?,
        None => Metadata::default(),
    };
    passages.done(metadata)
}

fn walk(content: &str, passages: &mut Passages) -> Result<(), ExtractError> {
    let (mut body, mut hidden, mut items) = (false, 0_usize, 0_usize);
    // Paragraphs that are open: the text of those around this one, and whether this one stands in a note.
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut in_note = false;
    for step in steps(content) {
        match step? {
            Step::Open { name, .. } if hidden > 0 || HIDDEN.contains(&name.as_str()) => hidden += 1,
            Step::Open { name, attributes } => match name.as_str() {
                "text" => body = true,
                "list-item" => items += 1,
                "note" => in_note = true,
                "p" | "h" if body => {
                    open.push((std::mem::take(&mut passages.text), in_note));
                }
                "tab" | "line-break" => passages.text.push(' '),
                "s" => {
                    let count = attribute(&attributes, "c")
                        .and_then(|it| it.parse().ok())
                        .unwrap_or(1_usize);
                    passages.text.push_str(&" ".repeat(count.min(8)));
                }
                _ => (),
            },
            Step::Close { .. } if hidden > 0 => hidden -= 1,
            Step::Close { name } => match name.as_str() {
                "list-item" => items = items.saturating_sub(1),
                "note" => in_note = false,
                "p" | "h" => {
                    let Some((outer, note)) = open.pop() else { continue };
                    if note {
                        let text = std::mem::replace(&mut passages.text, outer);
                        passages.notes.push(text);
                        continue;
                    }
                    let kind = match name.as_str() {
                        "h" => BlockKind::Heading,
                        _ if items > 0 => BlockKind::ListItem,
                        _ => BlockKind::Paragraph,
                    };
                    passages.close(kind);
                    passages.text = outer;
                }
                _ => (),
            },
            Step::Text(text) if hidden == 0 && open.last().is_some_and(|it| it.1 == in_note) => {
                passages.text.push_str(&text);
            }
            Step::Text(_) => (),
        }
    }
    Ok(())
}

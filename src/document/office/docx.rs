//! DOCX → passages.

use std::collections::BTreeMap;

use super::xml::attribute;
use super::{Passages, Step, dublin_core, open, steps};
use crate::document::extracted::{ExtractError, Extracted, Limits};
use crate::document::{BlockKind, Metadata};

/// Elements of which nothing is shown as text.
const HIDDEN: [&str; 8] =
    ["del", "moveFrom", "instrText", "delText", "Fallback", "rubyBase", "fldData", "annotationRef"];

/// Reads a document.
pub(in crate::document) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let mut container = open(bytes, limits)?;
    let Some(body) = container.text("word/document.xml")? else {
        return Err(ExtractError::Damaged("it holds no Word document".to_owned()));
    };
    let styles = styles(&container.text("word/styles.xml")?.unwrap_or_default())?;
    let mut notes = BTreeMap::new();
    for (kind, member) in [("footnote", "word/footnotes.xml"), ("endnote", "word/endnotes.xml")] {
        notes_of(kind, &container.text(member)?.unwrap_or_default(), &mut notes)?;
    }
    let mut passages = Passages::default();
    walk(&body, &styles, &mut notes, &mut passages)?;
    let metadata = match container.text("docProps/core.xml")? {
        Some(core) => dublin_core(&core)?,
        None => Metadata::default(),
    };
    passages.done(metadata)
}

type Notes = BTreeMap<(&'static str, String), String>;

fn walk(
    body: &str,
    styles: &BTreeMap<String, BlockKind>,
    notes: &mut Notes,
    passages: &mut Passages,
) -> Result<(), ExtractError> {
    // The kinds of the paragraphs that are open: a text box stands within one.
    let mut open: Vec<(BlockKind, String)> = Vec::new();
    let (mut hidden, mut run_hidden, mut in_text) = (0_usize, false, false);
    for step in steps(body) {
        match step? {
            Step::Open { name, attributes } => {
                if hidden > 0 || HIDDEN.contains(&name.as_str()) {
                    hidden += 1;
                    continue;
                }
                let value = attribute(&attributes, "val");
                let off = matches!(value, Some("0" | "false" | "off"));
                match name.as_str() {
                    "p" => {
                        let outer = std::mem::take(&mut passages.text);
                        open.push((BlockKind::Paragraph, outer));
                    }
                    "pStyle" => {
                        let kind = value.and_then(|it| styles.get(it)).copied();
                        if let (Some(kind), Some(last)) = (kind, open.last_mut()) {
                            last.0 = kind;
                        }
                    }
                    "numPr" | "outlineLvl" => {
                        let kind =
                            if name == "numPr" { BlockKind::ListItem } else { BlockKind::Heading };
                        let body_level = name == "outlineLvl" && value == Some("9");
                        if let Some(last) =
                            open.last_mut().filter(|it| it.0 == BlockKind::Paragraph && !body_level)
                        {
                            last.0 = kind;
                        }
                    }
                    "r" => run_hidden = false,
                    "vanish" => run_hidden = !off,
                    "t" => in_text = true,
                    "tab" | "br" | "cr" if !open.is_empty() => passages.text.push(' '),
                    "noBreakHyphen" => passages.text.push('-'),
                    "footnoteReference" | "endnoteReference" => {
                        let kind = if name.starts_with('f') { "footnote" } else { "endnote" };
                        let id = attribute(&attributes, "id").unwrap_or_default().to_owned();
                        // A note is called once; else a few bytes could call a long one again and again.
                        passages.notes.extend(notes.remove(&(kind, id)));
                    }
                    _ => (),
                }
            }
            Step::Close { .. } if hidden > 0 => hidden -= 1,
            Step::Close { name } => match name.as_str() {
                "p" => {
                    if let Some((kind, outer)) = open.pop() {
                        passages.close(kind);
                        passages.text = outer;
                    }
                }
                "t" => in_text = false,
                _ => (),
            },
            Step::Text(text) if in_text && hidden == 0 && !run_hidden => {
                passages.text.push_str(&text);
            }
            Step::Text(_) => (),
        }
    }
    Ok(())
}

/// What the styles of paragraphs are for, by their identifiers.
fn styles(text: &str) -> Result<BTreeMap<String, BlockKind>, ExtractError> {
    let mut kinds = BTreeMap::new();
    let mut style = String::new();
    for step in steps(text) {
        let Step::Open { name, attributes } = step? else { continue };
        let value = attribute(&attributes, "val").unwrap_or_default();
        match name.as_str() {
            "style" => attribute(&attributes, "styleId").unwrap_or_default().clone_into(&mut style),
            "name" => {
                let value = value.to_lowercase();
                let kind = if value.starts_with("heading")
                    || matches!(value.as_str(), "title" | "subtitle")
                {
                    BlockKind::Heading
                } else if value.starts_with("list") {
                    BlockKind::ListItem
                } else if value.contains("quote") {
                    BlockKind::Quote
                } else {
                    continue;
                };
                kinds.insert(style.clone(), kind);
            }
            "outlineLvl" if value != "9" => {
                kinds.insert(style.clone(), BlockKind::Heading);
            }
            _ => (),
        }
    }
    Ok(kinds)
}

/// The notes of a kind, by their numbers.
fn notes_of(kind: &'static str, text: &str, notes: &mut Notes) -> Result<(), ExtractError> {
    let (mut id, mut note, mut in_text, mut hidden) =
        (String::new(), String::new(), false, 0_usize);
    for step in steps(text) {
        match step? {
            Step::Open { name, attributes } => {
                if hidden > 0 || HIDDEN.contains(&name.as_str()) {
                    hidden += 1;
                } else if name == kind {
                    attribute(&attributes, "id").unwrap_or_default().clone_into(&mut id);
                    note.clear();
                } else if name == "t" {
                    in_text = true;
                } else if matches!(name.as_str(), "p" | "tab" | "br") {
                    note.push(' ');
                }
            }
            Step::Close { .. } if hidden > 0 => hidden -= 1,
            Step::Close { name } if name == "t" => in_text = false,
            Step::Close { name } if name == kind => {
                notes.insert((kind, std::mem::take(&mut id)), std::mem::take(&mut note));
            }
            Step::Text(text) if in_text && hidden == 0 => note.push_str(&text),
            Step::Close { .. } | Step::Text(_) => (),
        }
    }
    Ok(())
}

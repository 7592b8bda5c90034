//! PDF → passages: the text layer of a file in reading order.
//!
//! Glyphs with their places become lines (`glyphs`), lines become columns in reading order (`columns`), what repeats from
//! page to page and notes at its foot are set apart (`furniture`), and the rest becomes paragraphs (`paragraphs`).  Nothing
//! is recognised in pictures: a file that holds only those is refused.

mod bounds;
mod columns;
mod furniture;
mod glyphs;
mod paragraphs;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf, metadata};

use super::Metadata;
use super::extracted::{ExtractError, Extracted, Limits};

/// A line of text, or a part of one that stands apart.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    text: String,
    left: f64,
    right: f64,
    /// Distance of its baseline from the top of the page.
    base: f64,
    /// Size of most of its type.
    size: f64,
}

/// What stands on one page.
#[derive(Debug, Clone, Default, PartialEq)]
struct Page {
    /// Number, from 1.
    number: usize,
    height: f64,
    /// In reading order once they are sorted; each with the number of its column.
    lines: Vec<(Line, usize)>,
    /// Whether there is a picture on it.
    picture: bool,
    /// Characters of which nobody knows what they stand for.
    unknown: usize,
    /// Characters that are known.
    known: usize,
}

/// Reads a file.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    // The reader of the format is made for broken files; should one of them still be too much for it, that file is
    // reported and the others are read.
    catch_unwind(AssertUnwindSafe(|| guarded(bytes, limits)))
        .unwrap_or_else(|_| Err(ExtractError::Damaged("its structure makes no sense".to_owned())))
}

fn guarded(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ExtractError::Encrypted,
        LoadPdfError::Invalid => ExtractError::Damaged("it has no readable structure".to_owned()),
    })?;
    if pdf.pages().is_empty() {
        return Err(ExtractError::Empty);
    }
    if pdf.pages().len() > limits.pages {
        return Err(ExtractError::TooLarge(format!("{} pages", limits.pages)));
    }
    bounds::check(&pdf, limits)?;
    let mut pages = glyphs::pages(&pdf, limits)?;
    let mut extracted = Extracted { metadata: stated(pdf.metadata()), ..Extracted::default() };
    warn(&pages, &mut extracted)?;
    for page in &mut pages {
        columns::sort(&mut page.lines);
    }
    let notes = furniture::take_out(&mut pages);
    extracted.passages = paragraphs::paragraphs(&pages, notes);
    if extracted.passages.is_empty() { Err(ExtractError::Empty) } else { Ok(extracted) }
}

/// Says which pages cannot be read, unless it is all of them.
fn warn(pages: &[Page], extracted: &mut Extracted) -> Result<(), ExtractError> {
    let known: usize = pages.iter().map(|it| it.known).sum();
    let unknown: usize = pages.iter().map(|it| it.unknown).sum();
    let scanned: Vec<String> = pages
        .iter()
        .filter(|it| it.picture && it.known + it.unknown < 20)
        .map(|it| it.number.to_string())
        .collect();
    if known == 0 && unknown > 0 {
        return Err(ExtractError::Damaged(
            "its fonts do not say what their signs stand for".to_owned(),
        ));
    }
    if scanned.len() * 10 >= pages.len() * 9 && known < 200 * pages.len() {
        return Err(ExtractError::Scanned);
    }
    if !scanned.is_empty() {
        extracted.warnings.push((
            format!("pages that are only pictures are left out: {}", scanned.join(", ")),
            "recognise their text with a program for that, such as OCRmyPDF".to_owned(),
        ));
    }
    if unknown * 50 > known {
        extracted.warnings.push((
            format!("{unknown} signs whose fonts do not say what they stand for are left out"),
            "compare the text stored with the build with the page".to_owned(),
        ));
    }
    Ok(())
}

/// What the file says about itself.
fn stated(metadata: &metadata::Metadata) -> Metadata {
    let title = metadata.title.as_deref().and_then(text).filter(|it| is_title(it));
    let date = metadata.creation_date.as_ref();
    Metadata {
        title,
        author: metadata.author.as_deref().and_then(text).filter(|it| it.contains(' ')),
        date: date.map(|it| format!("{:04}-{:02}-{:02}", it.year, it.month, it.day)),
        ..Metadata::default()
    }
}

/// A string of the file: UTF-16 with a mark, UTF-8, or else Latin.
fn text(bytes: &[u8]) -> Option<String> {
    let decoded = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        _ => std::str::from_utf8(bytes).map_or_else(
            |_| encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
            Into::into,
        ),
    };
    let folded: Vec<&str> = decoded.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let folded: Vec<&str> = folded.into_iter().filter(|it| !it.is_empty()).collect();
    Some(folded.join(" ")).filter(|it| !it.is_empty())
}

/// Whether a title is one, and not the name of a file or what a program calls a new file.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let file = lower.rsplit_once('.').is_some_and(|(_, end)| {
        matches!(
            end,
            "doc"
                | "docx"
                | "pdf"
                | "indd"
                | "qxd"
                | "qxp"
                | "odt"
                | "rtf"
                | "txt"
                | "tex"
                | "dvi"
                | "pub"
                | "ppt"
                | "pptx"
                | "xls"
                | "xlsx"
        )
    });
    let made = ["microsoft word", "untitled", "unbenannt", "powerpoint", "slide 1", "document1"];
    !file
        && !made.iter().any(|it| lower.starts_with(it))
        && title.contains(' ')
        && title.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests;

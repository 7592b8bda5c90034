//! HTML → passages: the article of a page, not what surrounds it.
//!
//! The parser of the HTML standard makes a tree (`tree`), whatever the page looks like; navigation, banners and their like
//! are cut off and the article is chosen (`article`), it becomes passages (`blocks`), and the head says what it is (`meta`).

mod article;
mod blocks;
mod meta;
mod tree;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::extracted::{ExtractError, Extracted, Limits};
use tree::Tree;

/// Reads a page.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    if bytes.len() as u64 > limits.unpacked {
        return Err(ExtractError::TooLarge(format!("{} bytes", limits.unpacked)));
    }
    let tree = Tree::parse(&decoded(bytes))?;
    let chosen = article::choose(&tree);
    let passages = blocks::passages(&tree, &chosen);
    if passages.is_empty() {
        return Err(ExtractError::Empty);
    }
    let metadata = meta::metadata(&tree, &passages);
    Ok(Extracted { passages, metadata, warnings: Vec::new() })
}

/// Whether a text is a page, whatever its name.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let start = bytes.get(..1024).unwrap_or(bytes);
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    ["<!doctype html", "<html"].iter().any(|it| {
        start.get(..it.len()).is_some_and(|found| found.eq_ignore_ascii_case(it.as_bytes()))
    })
}

/// The text of the page: by its byte order mark, by what it says, as UTF-8, or else as Windows-1252.
fn decoded(bytes: &[u8]) -> String {
    let encoding = Encoding::for_bom(bytes).map(|it| it.0).or_else(|| declared(bytes));
    let encoding = match encoding {
        Some(encoding) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    encoding.decode(bytes).0.into_owned()
}

/// `charset=…` near the top.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..2048).unwrap_or(bytes).to_ascii_lowercase();
    let at = start.windows(8).position(|it| it == b"charset=")? + 8;
    let rest = start[at..].trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|it| !(it.is_ascii_alphanumeric() || b"-_".contains(it)))?;
    let found = Encoding::for_label(&rest[..end])?;
    // A page that says so in single bytes is not in UTF-16.
    if found == encoding_rs::UTF_16LE || found == encoding_rs::UTF_16BE {
        Some(UTF_8)
    } else {
        Some(found)
    }
}

#[cfg(test)]
mod tests;

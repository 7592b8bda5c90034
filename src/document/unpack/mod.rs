//! Inputs → items: the documents in files, tables and archives, one at a time.
//!
//! A file of its own is an item that is still to be opened; the rows of a table and the members of an archive are
//! handed over as they are reached, so that no more of a file is in memory than its largest document.  What cannot be
//! taken out is a diagnostic, and the rest goes on.

mod archive;
mod rows;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Format, Input, Metadata, ReadOptions};
use crate::diagnostic::Diagnostic;

/// A document to be read, wherever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// As shown to people: `notes/a.txt`, `notes.zip/a.txt`, `notes.csv#2`.
    pub name: String,
    /// Name of its file without folders, or what serves as one.
    pub(super) file_name: String,
    /// Format of its text; `None` when the name does not say.
    pub(super) format: Option<Format>,
    /// Where its bytes are.
    pub(super) content: Content,
    /// What stands beside it: columns of its row, a sidecar in its archive.
    pub(super) metadata: Metadata,
    /// Whether it is the text of a row, which is told from others by its metadata as well.
    pub(super) row: bool,
    /// What there is to say of it already.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Where the bytes of a document are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// Taken out of another file.
    Bytes(Vec<u8>),
}

impl From<&Input> for Item {
    fn from(input: &Input) -> Self {
        if input.is_stdin() {
            return Self {
                name: input.name.clone(),
                file_name: "stdin".to_owned(),
                format: None,
                content: Content::Stdin,
                metadata: Metadata::default(),
                row: false,
                diagnostics: Vec::new(),
            };
        }
        let file_name = input.path.file_name();
        Self {
            name: input.name.clone(),
            file_name: file_name
                .map_or_else(|| input.name.clone(), |it| it.to_string_lossy().into_owned()),
            format: Format::of(&input.path),
            content: Content::File(input.path.clone()),
            metadata: Metadata::default(),
            row: false,
            diagnostics: Vec::new(),
        }
    }
}

/// The item of a file that is a document itself.
impl From<&Path> for Item {
    fn from(path: &Path) -> Self {
        Self::from(&Input::new(path))
    }
}

impl Item {
    /// Whether it is a file of its own, so that whoever has the file has the document.
    pub fn is_file(&self) -> bool {
        !matches!(self.content, Content::Bytes(_))
    }
}

type Items<'a> = Box<dyn Iterator<Item = Result<Item, Diagnostic>> + Send + 'a>;

/// Archives within archives are opened to this depth.
const DEPTH: usize = 3;

/// Bytes that may still be unpacked of an archive and all archives in it: each of them for itself could be a bomb in a bomb.
#[derive(Debug, Clone)]
struct Left(Arc<AtomicU64>);

impl Left {
    fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Nobody else takes any meanwhile: one member is unpacked at a time.
    fn take(&self, bytes: u64) {
        self.0.store(self.bytes().saturating_sub(bytes), Ordering::Relaxed);
    }
}

/// Every document in these inputs, in their order.
pub fn items<'a>(
    inputs: &'a [Input],
    options: &'a ReadOptions,
) -> impl Iterator<Item = Result<Item, Diagnostic>> + Send + 'a {
    let left = || Left(Arc::new(AtomicU64::new(options.max_unpacked)));
    inputs.iter().flat_map(move |it| expand(Item::from(it), options, DEPTH, left()))
}

/// The documents in one item: itself, unless it is a table or an archive.
fn expand(item: Item, options: &ReadOptions, depth: usize, left: Left) -> Items<'_> {
    let plain = options.plain;
    match item.format {
        Some(Format::Table | Format::JsonLines) if !plain => rows::rows(item, options),
        Some(Format::Archive) if !plain && depth == 0 => {
            let deep = Diagnostic::error("document/archive", "archives lie too deep in each other")
                .at(item.name, 0)
                .hint("unpack it, and give the folder");
            Box::new(std::iter::once(Err(deep)))
        }
        Some(Format::Archive) if !plain => archive::members(item, options, depth - 1, left),
        _ => Box::new(std::iter::once(Ok(item))),
    }
}

#[cfg(test)]
mod tests;

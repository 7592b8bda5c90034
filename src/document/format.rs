//! File name → the format its text is in.
//!
//! Knows extensions, and the first bytes of files that are not text; reads nothing.

use std::path::Path;

use super::extracted::{ExtractError, Extracted, Limits};
use super::{html, office, pdf};

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// Sentences and words in the columns of CoNLL-U.
    Conllu,
    /// A PDF with a text layer.
    Pdf,
    /// A web page.
    Html,
    /// A Word document.
    Docx,
    /// An `OpenDocument` text.
    Odt,
    /// An electronic book.
    Epub,
    /// A table, each row a document.
    Table,
    /// One JSON object a line, each a document.
    JsonLines,
    /// Files in a ZIP archive.
    Archive,
}

impl Format {
    /// The extensions that are known, and what they mean.
    pub const EXTENSIONS: [(&'static str, Self); 17] = [
        ("txt", Self::Plain),
        ("text", Self::Plain),
        ("md", Self::Markdown),
        ("markdown", Self::Markdown),
        ("conllu", Self::Conllu),
        ("pdf", Self::Pdf),
        ("html", Self::Html),
        ("htm", Self::Html),
        ("xhtml", Self::Html),
        ("docx", Self::Docx),
        ("odt", Self::Odt),
        ("epub", Self::Epub),
        ("csv", Self::Table),
        ("tsv", Self::Table),
        ("jsonl", Self::JsonLines),
        ("ndjson", Self::JsonLines),
        ("zip", Self::Archive),
    ];

    /// The format of a file of this name; `None` when the extension says nothing.
    ///
    /// ```
    /// use kell::document::Format;
    /// assert_eq!(Format::of("report.MD".as_ref()), Some(Format::Markdown));
    /// assert_eq!(Format::of("report.xyz".as_ref()), None);
    /// ```
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        let known = |it: &&(&str, Self)| it.0.eq_ignore_ascii_case(extension);
        Self::EXTENSIONS.iter().find(known).map(|it| it.1)
    }
}

/// Takes the text out of the bytes of a file.
pub(super) type Reader = fn(&[u8], &Limits) -> Result<Extracted, ExtractError>;

/// What takes the text out of a file of this format, or of what its bytes say it is; `None` for text.
pub(super) fn reader(format: Option<Format>, bytes: &[u8]) -> Option<Reader> {
    let marked = bytes.get(..1024).unwrap_or(bytes).windows(5).any(|it| it == b"%PDF-");
    match format {
        Some(Format::Pdf) => Some(pdf::read),
        Some(Format::Html) => Some(html::read),
        Some(Format::Docx) => Some(office::read_docx),
        Some(Format::Odt) => Some(office::read_odt),
        Some(Format::Epub) => Some(office::read_epub),
        _ if bytes.starts_with(b"%PDF-") => Some(pdf::read),
        Some(Format::Plain) | None if html::is_page(bytes) => Some(html::read),
        None if marked => Some(pdf::read),
        _ => None,
    }
}

/// What a file is that begins with these bytes and is not text, and how to get its text.
pub(super) fn not_text(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const UTF_32: &str = "convert it: `iconv -f UTF-32 -t UTF-8 FILE > FILE.utf8.txt`";
    const OFFICE: &str = "save it as text, for example with `pandoc -t plain FILE -o FILE.txt`";
    let found = match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => ("is UTF-32 text", UTF_32),
        // UTF-16, which is full of NUL bytes.
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return None,
        [b'P', b'K', 3, 4, ..] => ("is an archive or an office document", OFFICE),
        [b'{', b'\\', b'r', b't', b'f', ..] => ("is rich text (RTF)", OFFICE),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => ("is an office document", OFFICE),
        _ if bytes.contains(&0) => (
            "is binary, for it holds NUL bytes",
            "give text in UTF-8; for UTF-16 without a byte order mark, convert it with `iconv`",
        ),
        _ => return None,
    };
    Some(found)
}

//! One input → one `Document`.
//!
//! The only place that opens a document; everything after it works on the text in memory.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};

use sha2::{Digest as _, Sha256};

use super::collect::{too_large, unreadable};
use super::layout::Spacing;
use super::{Document, Format, Input, Metadata, ReadOptions};
use super::{
    conllu, decode, format, front_matter, head, languages, layout, lines, markdown, metadata,
    plain, section,
};
use crate::diagnostic::{Diagnostic, Warned};

/// Reads one document.
///
/// What cannot be read is an error with a remedy; what can be read in part comes with diagnostics.
pub fn read(input: &Input, options: &ReadOptions) -> Result<Warned<Document>, Diagnostic> {
    let bytes = bytes(input, options.max_bytes)?;
    let sha256 = sha256(&bytes);
    let (text, bad_byte) = decode::decode(bytes).map_err(|error| {
        Diagnostic::error(error.code(), error.to_string()).at(&input.name, 0).hint(error.remedy())
    })?;
    let mut diagnostics = Vec::new();
    if let Some(offset) = bad_byte {
        diagnostics.push(
            Diagnostic::warning(
                "document/encoding",
                format!("not UTF-8 from byte {offset} on, read as Windows-1252"),
            )
            .at(&input.name, 0)
            .hint("convert it to UTF-8 if characters look wrong"),
        );
    }
    if format::looks_like_html(&text) {
        diagnostics.push(
            Diagnostic::warning(
                "document/html",
                "this is an HTML page, read as plain text with its markup",
            )
            .at(&input.name, 1)
            .hint("save it as text, for example with `pandoc -t plain FILE -o FILE.txt`"),
        );
    }
    let beside = if input.is_stdin() {
        Metadata::default()
    } else {
        metadata::sidecar(&input.path, &options.head, &mut diagnostics)
    };
    let mut document = Document {
        path: input.name.clone(),
        name: file_name(input),
        text,
        sha256,
        metadata: beside,
        blocks: Vec::new(),
        sections: Vec::new(),
        given: None,
    };
    if !input.is_stdin() && Format::of(&input.path) == Some(Format::Conllu) {
        words_given(&mut document)?;
    }
    fill(&mut document, options, &mut diagnostics);
    Ok(Warned { value: document, diagnostics })
}

/// The document that a text is, named as a file would be.
pub fn from_text(name: &str, text: &str, options: &ReadOptions) -> Document {
    let input = Input::new(name.as_ref());
    let mut document = Document {
        path: input.name.clone(),
        name: file_name(&input),
        text: text.to_owned(),
        sha256: sha256(text.as_bytes()),
        metadata: Metadata::default(),
        blocks: Vec::new(),
        sections: Vec::new(),
        given: None,
    };
    fill(&mut document, options, &mut Vec::new());
    document
}

/// Puts the text of CoNLL-U together; its sentences and words are kept.
fn words_given(document: &mut Document) -> Result<(), Diagnostic> {
    let (text, given, blocks) = conllu::read_conllu(&document.text)
        .and_then(|it| conllu::document(&it))
        .map_err(|error| {
            Diagnostic::error("document/conllu", error.message)
                .at(&document.path, error.line)
                .hint(error.remedy)
        })?;
    (document.text, document.given, document.blocks) = (text, Some(given), blocks);
    Ok(())
}

fn bytes(input: &Input, max_bytes: u64) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let read = if input.is_stdin() {
        io::stdin().lock().take(max_bytes + 1).read_to_end(&mut bytes)
    } else {
        File::open(&input.path).and_then(|it| it.take(max_bytes + 1).read_to_end(&mut bytes))
    };
    let count = read.map_err(|error| unreadable(&input.name, &error))?;
    if count as u64 > max_bytes { Err(too_large(&input.name, max_bytes)) } else { Ok(bytes) }
}

fn file_name(input: &Input) -> String {
    if input.is_stdin() {
        return "stdin".to_owned();
    }
    input
        .path
        .file_name()
        .map_or_else(|| input.name.clone(), |it| it.to_string_lossy().into_owned())
}

/// SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Blocks, metadata and sections of a document whose text and sidecar are known.
fn fill(document: &mut Document, options: &ReadOptions, diagnostics: &mut Vec<Diagnostic>) {
    let (file, text) = (document.path.as_str(), document.text.as_str());
    let mut given = options.metadata.clone();
    metadata::check(file, 0, &mut given, &options.head, diagnostics);
    let front = if options.plain || document.given.is_some() {
        front_matter::FrontMatter::default()
    } else {
        front_matter::front_matter(file, text, &options.head)
    };
    diagnostics.extend(front.diagnostics);
    let mut known = given.or(std::mem::take(&mut document.metadata)).or(front.metadata);
    let mut blocks = match Format::of(document.name.as_ref()) {
        Some(Format::Markdown) => markdown_blocks(file, text, front.end, diagnostics),
        Some(Format::Conllu) if document.given.is_some() => std::mem::take(&mut document.blocks),
        Some(Format::Plain | Format::Conllu) | None => plain::blocks(text, front.end),
    };
    if options.plain || document.given.is_some() {
        if let [block] = blocks.as_mut_slice() {
            (block.kind, block.cut) = (super::BlockKind::Paragraph, false);
        }
    } else {
        known = known.or(head::detect(text, &blocks, &options.head));
    }
    let found = match (&known.language, options.plain) {
        (Some(language), true) => section::one(&languages::primary(language)),
        _ => section::sections(
            text,
            &mut blocks,
            &options.languages,
            known.language.as_deref(),
            &options.head,
        ),
    };
    for it in &found.foreign {
        diagnostics.push(
            Diagnostic::warning(
                "document/unknown-language",
                format!("a part seems to be in `{it}`, for which there is no pack"),
            )
            .at(file, 0)
            .hint("if it is not, name the language of the document with `--language`"),
        );
    }
    known.language = known.language.or(Some(found.main));
    (document.metadata, document.blocks, document.sections) = (known, blocks, found.all);
}

/// The blocks of a Markdown text, or of plain text that only bears its name.
fn markdown_blocks(
    file: &str,
    text: &str,
    from: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<super::Block> {
    if layout::layout(text, &lines::lines(text, from)).spacing == Spacing::Double {
        diagnostics.push(
            Diagnostic::note(
                "document/double-spaced",
                "a blank line stands after every line, read as plain text",
            )
            .at(file, 1)
            .hint("name it .txt if it holds no Markdown"),
        );
        return plain::blocks(text, from);
    }
    let read = markdown::blocks(text, from);
    let (mut line, mut at) = (1, 0);
    for span in &read.left_out {
        line += text[at..span.start].matches('\n').count();
        at = span.start;
        let size = span.of(text).chars().count();
        diagnostics.push(
            Diagnostic::note(
                "document/left-out",
                format!("{size} characters of code or HTML are left out"),
            )
            .at(file, line)
            .hint("write it as a paragraph to have it read"),
        );
    }
    read.blocks
}

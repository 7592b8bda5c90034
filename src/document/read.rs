//! One input → one `Document`.
//!
//! The only place that opens a document; everything after it works on the text in memory.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::collect::{too_large, unreadable};
use super::extracted::{self, Limits};
use super::format::Reader;
use super::layout::Spacing;
use super::unpack::{Content, Item};
use super::{Document, Format, Metadata, ReadOptions};
use super::{
    conllu, decode, format, front_matter, head, languages, layout, lines, markdown, metadata,
    plain, section, turn,
};
use crate::diagnostic::{Diagnostic, Warned};
use crate::digest::sha256;

/// A document whose bytes are in memory and not yet understood.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Where it is from.
    pub item: Item,
    /// SHA-256 of its bytes, hexadecimal; of a row, of its text and its other columns.
    pub sha256: String,
    /// Its bytes.
    bytes: Vec<u8>,
    /// What stands beside it.
    pub metadata: Metadata,
    /// What there is to say of that.
    diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Everything that what is read in it depends on, besides options, as bytes that differ when any of it does.
    pub fn identity(&self) -> Vec<u8> {
        let Self { item, sha256, bytes: _, metadata, diagnostics } = self;
        let Item { name, file_name, format, content: _, metadata: _, row, diagnostics: _ } = item;
        let told = (name, file_name, format, row, item.is_file(), sha256, metadata, diagnostics);
        format!("{told:?}").into_bytes()
    }
}

/// Reads one document.
///
/// What cannot be read is an error with a remedy; what can be read in part comes with diagnostics.
pub fn read(item: Item, options: &ReadOptions) -> Result<Warned<Document>, Diagnostic> {
    parse(load(item, options)?, options)
}

/// Fetches the bytes of a document, and what stands beside it.
pub fn load(mut item: Item, options: &ReadOptions) -> Result<Loaded, Diagnostic> {
    let mut diagnostics = std::mem::take(&mut item.diagnostics);
    let mut metadata = std::mem::take(&mut item.metadata);
    let bytes = match &mut item.content {
        Content::Bytes(bytes) => std::mem::take(bytes),
        Content::Stdin => limited(&item.name, io::stdin().lock(), options.max_bytes)?,
        Content::File(path) => {
            metadata = metadata::sidecar(path, options, &mut diagnostics);
            let file = File::open(path).map_err(|it| unreadable(&item.name, &it))?;
            limited(&item.name, file, options.max_bytes)?
        }
    };
    let sha256 = if item.row {
        sha256(format!("{}\n{metadata:?}", sha256(&bytes)).as_bytes())
    } else {
        sha256(&bytes)
    };
    Ok(Loaded { item, sha256, bytes, metadata, diagnostics })
}

/// Makes a document of its bytes.
pub fn parse(loaded: Loaded, options: &ReadOptions) -> Result<Warned<Document>, Diagnostic> {
    let Loaded { item, sha256, bytes, metadata, mut diagnostics } = loaded;
    let own = item.is_file();
    let mut document = Document {
        extracted: !own,
        path: item.name,
        name: item.file_name,
        text: String::new(),
        sha256,
        metadata,
        blocks: Vec::new(),
        sections: Vec::new(),
        given: None,
        pages: Vec::new(),
    };
    let mut stated = Metadata::default();
    match format::reader(item.format, &bytes) {
        Some(reader) => stated = extract(&mut document, reader, &bytes, options, &mut diagnostics)?,
        None => document.text = decoded(&document.path, bytes, &mut diagnostics)?,
    }
    if item.format == Some(Format::Conllu) {
        words_given(&mut document)?;
        document.extracted = true;
    }
    fill(&mut document, stated, options, &mut diagnostics);
    Ok(Warned { value: document, diagnostics })
}

/// Takes the text out of a file that is none; returns what the file says about itself.
fn extract(
    document: &mut Document,
    reader: Reader,
    bytes: &[u8],
    options: &ReadOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Metadata, Diagnostic> {
    let path = document.path.as_str();
    let extracted = reader(bytes, &Limits::of(options)).map_err(|error| error.diagnostic(path))?;
    for (message, hint) in extracted.warnings {
        let warning = Diagnostic::warning("document/partly", message);
        diagnostics.push(warning.at(path, 0).hint(hint));
    }
    let mut stated = extracted.metadata;
    metadata::check(path, 0, &mut stated, &options.head, diagnostics);
    extracted::set(extracted.passages, document);
    document.extracted = true;
    if document.text.len() as u64 > options.max_bytes {
        return Err(too_large(&document.path, options.max_bytes));
    }
    Ok(stated)
}

/// The text in the bytes of a text file.
fn decoded(
    path: &str,
    bytes: Vec<u8>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<String, Diagnostic> {
    let (text, bad_byte) = decode::decode(bytes).map_err(|error| {
        Diagnostic::error(error.code(), error.to_string()).at(path, 0).hint(error.remedy())
    })?;
    if let Some(offset) = bad_byte {
        diagnostics.push(
            Diagnostic::warning(
                "document/encoding",
                format!("not UTF-8 from byte {offset} on, read as Windows-1252"),
            )
            .at(path, 0)
            .hint("convert it to UTF-8 if characters look wrong"),
        );
    }
    Ok(text)
}

/// The document that a text is, named as a file would be.
pub fn from_text(name: &str, text: &str, options: &ReadOptions) -> Document {
    let item = Item::from(Path::new(name));
    let mut document = Document {
        path: item.name,
        name: item.file_name,
        text: text.to_owned(),
        sha256: sha256(text.as_bytes()),
        metadata: Metadata::default(),
        blocks: Vec::new(),
        sections: Vec::new(),
        given: None,
        pages: Vec::new(),
        extracted: false,
    };
    fill(&mut document, Metadata::default(), options, &mut Vec::new());
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

/// All that `source` holds, unless that is too much.
pub(super) fn limited(
    name: &str,
    source: impl io::Read,
    max_bytes: u64,
) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let read = source.take(max_bytes + 1).read_to_end(&mut bytes);
    let count = read.map_err(|error| unreadable(name, &error))?;
    if count as u64 > max_bytes { Err(too_large(name, max_bytes)) } else { Ok(bytes) }
}

/// Blocks, metadata and sections of a document whose text and sidecar are known.
///
/// `stated` is what a file that is no text says about itself.
fn fill(
    document: &mut Document,
    stated: Metadata,
    options: &ReadOptions,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (file, text) = (document.path.as_str(), document.text.as_str());
    let mut given = options.metadata.clone();
    metadata::check(file, 0, &mut given, &options.head, diagnostics);
    let set = !document.blocks.is_empty();
    let front = if options.plain || set {
        front_matter::FrontMatter::default()
    } else {
        front_matter::front_matter(file, text, &options.head)
    };
    diagnostics.extend(front.diagnostics);
    let mut known = given.or(std::mem::take(&mut document.metadata)).or(front.metadata);
    let mut blocks = match Format::of(document.name.as_ref()) {
        _ if set => std::mem::take(&mut document.blocks),
        Some(Format::Markdown) => markdown_blocks(file, text, front.end, diagnostics),
        _ => plain::blocks(text, front.end),
    };
    let fixed = options.plain || document.given.is_some();
    let turns = if fixed { Vec::new() } else { turn::turns(text, &mut blocks, &options.head) };
    if fixed {
        if let [block] = blocks.as_mut_slice() {
            (block.kind, block.cut) = (super::BlockKind::Paragraph, false);
        }
    } else {
        // A file knows its title and language; who speaks and when, the page says better than the program that made it.
        let Metadata { title, language, .. } = stated.clone();
        known = known.or(Metadata { title, language, ..Metadata::default() });
        known = known.or(head::detect(text, &blocks, turns.is_empty(), &options.head));
        if let (None, Some(date)) = (&known.date, &stated.date) {
            let made = format!("the document says no date; {date} is when its file was made");
            let hint = "give the date with --date or in a sidecar if it is another one";
            diagnostics.push(Diagnostic::note("document/made", made).at(file, 0).hint(hint));
        }
        known = known.or(stated);
    }
    let found = match (&known.language, options.plain) {
        (Some(language), true) => section::one(&languages::primary(language)),
        _ => section::sections(
            text,
            &mut blocks,
            &turns,
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

//! Keys and values, and sidecar files → metadata.
//!
//! A sidecar is a TOML file beside the document: `NAME.toml`.  What is malformed is reported with its line,
//! and the rest is used.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use toml::{Spanned, Value};

use super::read::limited;
use super::words::HeadWords;
use super::{Format, Metadata, ReadOptions, dates};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::settings::from_toml;
use crate::source::Lines;

/// Names of the keys that are understood, and of those that mean the same.
const KEYS: [&str; 12] = [
    "title",
    "date",
    "author",
    "speaker",
    "role",
    "publisher",
    "language",
    "lang",
    "licence",
    "license",
    "source",
    "url",
];

impl Metadata {
    /// These values, and those of `other` where there are none.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.title = self.title.or(other.title);
        self.date = self.date.or(other.date);
        // A role belongs to the author it was given with.
        if self.author.is_none() || other.author.is_none() || self.author == other.author {
            self.role = self.role.or(other.role);
        }
        self.author = self.author.or(other.author);
        self.publisher = self.publisher.or(other.publisher);
        self.language = self.language.or(other.language);
        self.licence = self.licence.or(other.licence);
        self.source = self.source.or(other.source);
        for (key, value) in other.other {
            self.other.entry(key).or_insert(value);
        }
        self
    }
}

/// A key, its value, the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) line: usize,
}

/// The entries of a TOML text whose first line is line `before + 1` of `file`.
pub(super) fn toml_entries(
    file: &str,
    source: &str,
    before: usize,
    code: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let lines = Lines::new(source);
    let line_at = |at: usize| before + lines.of(at);
    let table: BTreeMap<Spanned<String>, Value> = match from_toml(source) {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map_or(before + 1, |it| line_at(it.start));
            let reason = error.message().lines().next().unwrap_or_default().to_owned();
            diagnostics.push(
                Diagnostic::warning(
                    code,
                    format!("this is not valid TOML, none of it is used: {reason}"),
                )
                .at(file, line)
                .hint("write `key = \"value\"`, and dates as 2021-12-31"),
            );
            return Vec::new();
        }
    };
    let mut entries = Vec::new();
    for (key, value) in table {
        let line = line_at(key.span().start);
        match value {
            Value::Table(inner) => entries.extend(inner.iter().map(|(name, value)| Entry {
                key: name.clone(),
                value: flat(value),
                line,
            })),
            value => entries.push(Entry { key: key.into_inner(), value: flat(&value), line }),
        }
    }
    entries
}

fn flat(value: &Value) -> String {
    match value {
        Value::String(it) => it.clone(),
        Value::Array(items) => items.iter().map(flat).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Sorts entries into metadata, and checks what has a form.
pub(super) fn collect(
    file: &str,
    entries: Vec<Entry>,
    words: &HeadWords,
    diagnostics: &mut Vec<Diagnostic>,
) -> Metadata {
    let mut metadata = Metadata::default();
    for Entry { key, value, line } in entries {
        let value = value.trim().to_owned();
        if value.is_empty() {
            continue;
        }
        let lower = key.to_lowercase();
        let field = match lower.as_str() {
            "title" => &mut metadata.title,
            "date" => &mut metadata.date,
            "author" | "speaker" => &mut metadata.author,
            "role" => &mut metadata.role,
            "publisher" => &mut metadata.publisher,
            "language" | "lang" => &mut metadata.language,
            "licence" | "license" => &mut metadata.licence,
            "source" | "url" => &mut metadata.source,
            _ => {
                if let Some(near) = did_you_mean(&lower, KEYS) {
                    diagnostics.push(
                        Diagnostic::note(
                            "document/unknown-key",
                            format!("there is no key `{key}`, kept as written"),
                        )
                        .at(file, line)
                        .hint(format!("did you mean `{near}`?")),
                    );
                }
                metadata.other.insert(key, value);
                continue;
            }
        };
        match field {
            None => {
                *field = Some(value);
                check(file, line, &mut metadata, words, diagnostics);
            }
            Some(first) if *first == value => (),
            Some(first) => diagnostics.push(
                Diagnostic::warning(
                    "document/key-twice",
                    format!("`{key}` is given twice, `{first}` is kept"),
                )
                .at(file, line)
                .hint("remove one of the two"),
            ),
        }
    }
    metadata
}

/// Brings date and language into their forms; one that has none is dropped and reported.
pub(super) fn check(
    file: &str,
    line: usize,
    metadata: &mut Metadata,
    words: &HeadWords,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if let Some(date) = metadata.date.take() {
        metadata.date = dates::normal(&date, words);
        if metadata.date.is_none() {
            diagnostics.push(
                Diagnostic::warning("document/date", format!("`{date}` is no date, not used"))
                    .at(file, line)
                    .hint("write it as 2021-12-31, 2021-12 or 2021"),
            );
        }
    }
    if let Some(language) = metadata.language.take() {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        if (2..=3).contains(&primary.len()) && primary.bytes().all(|it| it.is_ascii_alphabetic()) {
            metadata.language = Some(language);
        } else {
            diagnostics.push(
                Diagnostic::warning(
                    "document/language",
                    format!("`{language}` is no language tag, not used"),
                )
                .at(file, line)
                .hint("write a tag of two or three letters, such as `en`"),
            );
        }
    }
}

/// Whether this is the sidecar of a document beside it.
pub(super) fn is_sidecar(path: &Path) -> bool {
    described_by(path).iter().any(|it| it.is_file())
}

/// The documents that a file of this name would be the sidecar of.
pub(super) fn described_by(path: &Path) -> Vec<PathBuf> {
    if path.extension().is_none_or(|it| it != "toml") {
        return Vec::new();
    }
    let bare = path.with_extension("");
    let mut found: Vec<PathBuf> = Format::EXTENSIONS.iter().map(|it| append(&bare, it.0)).collect();
    if Format::of(&bare).is_some() {
        found.push(bare);
    }
    found
}

fn append(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

/// What the sidecar of the document at `path` says: `NAME.txt.toml` before `NAME.toml`.
pub(super) fn sidecar(
    path: &Path,
    options: &ReadOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Metadata {
    let Some(file) = [append(path, "toml"), path.with_extension("toml")]
        .into_iter()
        .find(|it| it != path && it.is_file())
    else {
        return Metadata::default();
    };
    let name = super::Input::new(&file).name;
    let read = File::open(&file).map_err(|it| unreadable_sidecar(&name, &it));
    let text = read
        .and_then(|it| limited(&name, it, options.max_bytes))
        .and_then(|it| String::from_utf8(it).map_err(|it| unreadable_sidecar(&name, &it)));
    match text {
        Ok(text) => of_sidecar(&name, &text, &options.head, diagnostics),
        Err(error) => {
            diagnostics.push(error);
            Metadata::default()
        }
    }
}

/// The metadata in the text of a sidecar.
pub(super) fn of_sidecar(
    name: &str,
    source: &str,
    words: &HeadWords,
    diagnostics: &mut Vec<Diagnostic>,
) -> Metadata {
    let source = source.trim_start_matches('\u{FEFF}');
    let entries = toml_entries(name, source, 0, "document/sidecar", diagnostics);
    collect(name, entries, words, diagnostics)
}

/// The sidecar is no text.
pub(super) fn unreadable_sidecar(name: &str, error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::warning("document/sidecar", format!("the sidecar cannot be read: {error}"))
        .at(name, 0)
        .hint("make it a readable file in UTF-8, or remove it")
}

//! Tables → items: each row a document.
//!
//! A table is CSV, TSV, or one JSON object a line.  One column holds the text, the others are metadata under the names
//! that a sidecar uses.  Rows without text are passed over, and one diagnostic says how many.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::WINDOWS_1252;
use serde_json::Value;

use super::{Content, Item, Items};
use crate::diagnostic::Diagnostic;
use crate::document::collect::unreadable;
use crate::document::metadata::{self, Entry};
use crate::document::{Format, Metadata, ReadOptions};
use crate::vocabulary::slug;

/// Columns that hold the text where none is named, the first of them that is there.
const TEXT: [&str; 8] =
    ["text", "body", "content", "fulltext", "full_text", "transcript", "speech", "document"];
/// Columns that name a row.
const NAME: [&str; 4] = ["id", "identifier", "name", "slug"];

/// The rows of a table.
pub(super) fn rows(item: Item, options: &ReadOptions) -> Items<'_> {
    let Item { name, file_name, format, content, .. } = item;
    let source: Box<dyn Read + Send> = match content {
        Content::Stdin => Box::new(io::stdin()),
        Content::File(path) => match File::open(path) {
            Ok(file) => Box::new(file),
            Err(error) => return Box::new(std::iter::once(Err(unreadable(&name, &error)))),
        },
        Content::Bytes(bytes) => Box::new(Cursor::new(bytes)),
    };
    let stem = file_name.rsplit_once('.').map_or(file_name.as_str(), |it| it.0).to_owned();
    let source = BufReader::new(source);
    let records: Box<dyn Iterator<Item = Record> + Send> = match format {
        Some(Format::JsonLines) => {
            Box::new(JsonLines { source, line: 0, done: false, most: options.max_bytes })
        }
        _ => match Table::open(source, &name, options) {
            Ok(table) => Box::new(table),
            Err(error) => return Box::new(std::iter::once(Err(error))),
        },
    };
    Box::new(Rows { records: Some(records), name, stem, options, row: 0, without_text: 0, seen: 0 })
}

/// A row as names and values, its number in the file, and its bytes where they are not told by these.
enum Record {
    Row(Vec<(String, String)>),
    /// The row cannot be read: why, and what to do.
    Bad(String, &'static str),
    /// Nothing after it can be read.
    Broken(String),
}

struct Rows<'a> {
    records: Option<Box<dyn Iterator<Item = Record> + Send>>,
    name: String,
    stem: String,
    options: &'a ReadOptions,
    row: usize,
    without_text: usize,
    seen: usize,
}

impl Iterator for Rows<'_> {
    type Item = Result<Item, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(record) = self.records.as_mut()?.next() else {
                self.records = None;
                return self.last_word().map(Err);
            };
            self.row += 1;
            let problem = |message: String, hint: &str| {
                Diagnostic::error("document/row", message).at(&self.name, self.row).hint(hint)
            };
            match record {
                Record::Row(columns) => match self.item(columns) {
                    Some(item) => return Some(item),
                    None => self.without_text += 1,
                },
                Record::Bad(message, hint) => return Some(Err(problem(message, hint))),
                Record::Broken(message) => {
                    let broken = problem(
                        message,
                        "the rows before it are read; repair the file to read the rest",
                    );
                    self.records = None;
                    return Some(Err(broken));
                }
            }
        }
    }
}

impl Rows<'_> {
    /// The document of a row; none where it has no text.
    fn item(&mut self, columns: Vec<(String, String)>) -> Option<Result<Item, Diagnostic>> {
        let lower = |it: &str| it.trim().to_lowercase();
        let column = |wanted: &str| columns.iter().position(|it| lower(&it.0) == wanted);
        let text = match &self.options.text_column {
            Some(named) => column(&lower(named)),
            None => TEXT.iter().find_map(|it| column(it)),
        }?;
        if columns[text].1.trim().is_empty() {
            return None;
        }
        self.seen += 1;
        let id = NAME.iter().find_map(|it| column(it)).map(|it| columns[it].1.trim().to_owned());
        let id = id.filter(|it| !it.is_empty());
        let mut bytes = Vec::new();
        let mut entries = Vec::new();
        for (at, (key, value)) in columns.into_iter().enumerate() {
            if at == text {
                bytes = value.into_bytes();
            } else {
                entries.push(Entry { key, value, line: self.row });
            }
        }
        let mut diagnostics = Vec::new();
        let metadata: Metadata =
            metadata::collect(&self.name, entries, &self.options.head, &mut diagnostics);
        let file_name = match &id {
            Some(id) => format!("{}-{}.txt", self.stem, slug(id)),
            None => format!("{}.txt", self.stem),
        };
        Some(Ok(Item {
            name: format!("{}#{}", self.name, self.row),
            file_name,
            format: Some(Format::Plain),
            content: Content::Bytes(bytes),
            metadata,
            row: true,
            diagnostics,
        }))
    }

    /// What there is to say of the whole table.
    fn last_word(&self) -> Option<Diagnostic> {
        let it = match (self.seen, self.without_text) {
            (_, 0) => return None,
            (0, _) => Diagnostic::error("document/row", "no row has a text")
                .hint("name the column that holds it with --text-column"),
            (_, many) => Diagnostic::warning(
                "document/row",
                format!("{many} rows without text are left out"),
            )
            .hint("fill the column that holds the text, or remove the rows"),
        };
        Some(it.at(&self.name, 0))
    }
}

/// A table in CSV or TSV.
struct Table<R> {
    reader: csv::Reader<R>,
    header: Vec<String>,
    most: u64,
    done: bool,
}

impl<R: BufRead> Table<R> {
    fn open(mut source: R, name: &str, options: &ReadOptions) -> Result<Self, Diagnostic> {
        let problem = |message: String| {
            Diagnostic::error("document/row", message)
                .at(name, 1)
                .hint("give CSV in UTF-8 whose first row names the columns")
        };
        let start = source.fill_buf().map_err(|it| unreadable(name, &it))?;
        let line = start.split(|it| *it == b'\n').next().unwrap_or_default();
        let count = |mark: u8| line.split(|it| *it == mark).count();
        let delimiter = [b',', b'\t', b';'].into_iter().max_by_key(|it| (count(*it), *it == b','));
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter.unwrap_or(b','))
            .from_reader(source);
        let header = reader.byte_headers().map_err(|it| problem(it.to_string()))?;
        let header: Vec<String> = header
            .iter()
            .map(|it| text(it).trim_start_matches('\u{FEFF}').trim().to_owned())
            .collect();
        if header.iter().all(String::is_empty) {
            return Err(problem("the table is empty".to_owned()));
        }
        if let Some(named) = &options.text_column
            && !header.iter().any(|it| it.eq_ignore_ascii_case(named))
        {
            return Err(problem(format!(
                "there is no column `{named}`, only {}",
                header.join(", ")
            )));
        }
        Ok(Self { reader, header, most: options.max_bytes, done: false })
    }
}

impl<R: Read> Iterator for Table<R> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.done {
            return None;
        }
        let mut record = csv::ByteRecord::new();
        match self.reader.read_byte_record(&mut record) {
            Ok(false) => None,
            Ok(true) if record.as_slice().len() as u64 > self.most => Some(too_long(self.most)),
            Ok(true) => {
                let values = record.iter().map(text);
                Some(Record::Row(self.header.iter().cloned().zip(values).collect()))
            }
            Err(error) => {
                self.done = true;
                Some(Record::Broken(error.to_string()))
            }
        }
    }
}

/// A field, as UTF-8 or else Windows-1252.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn too_long(most: u64) -> Record {
    Record::Bad(format!("the row has more than {most} bytes"), "raise --max-size, or split it")
}

/// One JSON object a line.
struct JsonLines<R> {
    source: R,
    line: usize,
    done: bool,
    most: u64,
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        while !self.done {
            self.line += 1;
            let mut line = Vec::new();
            match (&mut self.source).take(self.most + 1).read_until(b'\n', &mut line) {
                Ok(0) => self.done = true,
                Ok(_) if line.len() as u64 > self.most => {
                    self.done = true;
                    return Some(Record::Broken(format!(
                        "a line has more than {} bytes",
                        self.most
                    )));
                }
                Ok(_) if line.trim_ascii().is_empty() => (),
                Ok(_) => return Some(object(&line)),
                Err(error) => {
                    self.done = true;
                    return Some(Record::Broken(error.to_string()));
                }
            }
        }
        None
    }
}

fn object(line: &[u8]) -> Record {
    let line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line);
    let hint = "write one JSON object a line, its text in a column of that name";
    match serde_json::from_slice(line) {
        Ok(Value::Object(fields)) => {
            let flat = |value: Value| match value {
                Value::String(it) => it,
                Value::Null => String::new(),
                other => other.to_string(),
            };
            Record::Row(fields.into_iter().map(|(key, value)| (key, flat(value))).collect())
        }
        Ok(_) => Record::Bad("the line is no JSON object".to_owned(), hint),
        Err(error) => Record::Bad(format!("the line is no JSON: {error}"), hint),
    }
}

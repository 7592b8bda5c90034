//! The top of a text → its front matter.
//!
//! Front matter is `key: value` lines (a small part of YAML) between `---` lines, or TOML between `+++`
//! lines.  What is malformed is reported with its line, and the text after it is still read.  What the keys
//! mean is not known here.

use super::Metadata;
use super::lines::{is_blank, physical};
use super::metadata::{Entry, collect, toml_entries};
use super::words::HeadWords;
use crate::diagnostic::Diagnostic;

/// Front matter longer than this is none.
const MOST_LINES: usize = 200;

/// What the top of a text says.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) metadata: Metadata,
    /// Where the text after it begins.
    pub(super) end: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The front matter of the text of `file`, if it has any.
pub(super) fn front_matter(file: &str, text: &str, words: &HeadWords) -> FrontMatter {
    let lines: Vec<(usize, &str, usize)> = physical(text, 0)
        .take(MOST_LINES)
        .enumerate()
        .map(|(at, (span, _))| {
            (at + 1, span.of(text).trim_end_matches(is_blank), next_line(text, span.end))
        })
        .collect();
    let fence = match lines.first() {
        Some((_, first, _)) => first.trim_start_matches('\u{FEFF}'),
        None => return FrontMatter::default(),
    };
    let closes = |it: &str| it == fence || (fence == "---" && it == "...");
    let is_entry: fn(&str) -> bool = match fence {
        "---" => |it| yaml_entry(it).is_some(),
        "+++" => |it| it.split_once('=').is_some_and(|(key, _)| is_key(key.trim())),
        _ => return FrontMatter::default(),
    };
    let close = lines[1..].iter().position(|it| closes(it.1)).map(|it| it + 1);
    let inner = if let Some(at) = close {
        &lines[1..at]
    } else {
        let long = lines[1..]
            .iter()
            .take_while(|it| is_entry(it.1) || it.1.starts_with([' ', '-']))
            .count();
        &lines[1..=long]
    };
    let entries = inner.iter().filter(|it| is_entry(it.1)).count();
    let lost = inner.iter().filter(|it| !is_entry(it.1) && !is_continuation(it.1)).count();
    if entries == 0 || (fence == "---" && lost > entries) {
        return FrontMatter::default(); // A rule drawn at the top, not front matter.
    }
    let end = match close {
        Some(at) => lines[at].2,
        None => inner.last().map_or(0, |it| it.2),
    };
    let mut found = FrontMatter { end, ..FrontMatter::default() };
    if close.is_none() {
        found.diagnostics.push(
            Diagnostic::warning(
                "document/front-matter",
                format!("the front matter has no closing `{fence}`"),
            )
            .at(file, 1)
            .hint(format!("write `{fence}` on a line of its own after the last key")),
        );
    }
    let entries = if fence == "---" {
        yaml(file, inner, &mut found.diagnostics)
    } else {
        let source: Vec<&str> = inner.iter().map(|it| it.1).collect();
        toml_entries(file, &source.join("\n"), 1, "document/front-matter", &mut found.diagnostics)
    };
    found.metadata = collect(file, entries, words, &mut found.diagnostics);
    found
}

/// Where the line after the one that ends at `end` begins.
fn next_line(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    match rest.chars().next() {
        Some(_) if rest.starts_with("\r\n") => end + 2,
        Some(c) => end + c.len_utf8(),
        None => end,
    }
}

fn is_key(key: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
    !key.is_empty()
        && key.len() <= 60
        && key.starts_with(char::is_alphanumeric)
        && key.chars().all(fits)
        && key.split(' ').count() <= 3
}

fn is_continuation(line: &str) -> bool {
    line.is_empty() || line.starts_with([' ', '\t', '#', '-'])
}

/// `key: value` at the start of a line.
fn yaml_entry(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    (is_key(key) && (value.is_empty() || value.starts_with([' ', '\t'])))
        .then(|| (key, value.trim()))
}

fn yaml(
    file: &str,
    lines: &[(usize, &str, usize)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (number, line, _) in lines {
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if let Some((key, value)) = yaml_entry(line) {
            let value = match value {
                ">" | "|" | ">-" | "|-" => "",
                it => it,
            };
            match scalar(value) {
                Some(value) => entries.push(Entry { key: key.to_owned(), value, line: *number }),
                None => diagnostics.push(
                    Diagnostic::warning(
                        "document/front-matter",
                        format!("the value of `{key}` has no closing mark"),
                    )
                    .at(file, *number)
                    .hint("close the quotation mark or bracket"),
                ),
            }
            continue;
        }
        let item =
            content.strip_prefix("- ").or(content.strip_prefix('-').filter(|it| it.is_empty()));
        match (entries.last_mut(), item.or(line.starts_with([' ', '\t']).then_some(content))) {
            (Some(entry), Some(more)) => {
                let more = scalar(more.trim()).unwrap_or_else(|| more.trim().to_owned());
                let between = if entry.value.is_empty() {
                    ""
                } else if item.is_some() {
                    ", "
                } else {
                    " "
                };
                entry.value = format!("{}{between}{more}", entry.value);
            }
            _ => diagnostics.push(
                Diagnostic::warning(
                    "document/front-matter",
                    "this line of the front matter is not understood",
                )
                .at(file, *number)
                .hint("write `key: value`"),
            ),
        }
    }
    entries
}

/// A value without its quotation marks, a list flattened by commas; `None` when a mark is not closed.
fn scalar(value: &str) -> Option<String> {
    if let Some(rest) = value.strip_prefix('[') {
        let inner = rest.strip_suffix(']')?;
        let items: Option<Vec<String>> = inner.split(',').map(|it| scalar(it.trim())).collect();
        return Some(items.unwrap_or_else(|| vec![inner.to_owned()]).join(", "));
    }
    let Some(mark) = value.chars().next().filter(|it| matches!(it, '"' | '\'')) else {
        let bare =
            if value.starts_with('#') { "" } else { value.split(" #").next().unwrap_or_default() };
        return Some(if matches!(bare, "~" | "null") {
            String::new()
        } else {
            bare.trim_end().to_owned()
        });
    };
    let (mut out, mut chars) = (String::new(), value[1..].chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '\\' if mark == '"' => out.extend(chars.next()),
            _ if c == mark && mark == '\'' && chars.peek() == Some(&mark) => {
                out.extend(chars.next());
            }
            _ if c == mark => return Some(out),
            _ => out.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::words::core;
    use super::*;

    fn read(text: &str) -> (FrontMatter, &str) {
        let found = front_matter("x.md", text, &core());
        let end = found.end;
        (found, &text[end..])
    }

    #[test]
    fn key_value_lines() {
        let (found, rest) = read(
            "\u{FEFF}---\r\ntitle: \"A: report\" # so\r\ndate: 14 July 2021\r\nspeaker: Jane Miller\r\ntags: [a, 'b c']\r\n\
             topics:\r\n  - one\r\n  - two\r\nlicense: CC0\r\n---\r\nText.",
        );
        assert_eq!(rest, "Text.");
        assert!(found.diagnostics.is_empty(), "{:?}", found.diagnostics);
        let it = found.metadata;
        assert_eq!(it.title.as_deref(), Some("A: report"));
        assert_eq!(it.date.as_deref(), Some("2021-07-14"));
        assert_eq!(it.author.as_deref(), Some("Jane Miller"));
        assert_eq!(it.licence.as_deref(), Some("CC0"));
        assert_eq!(it.other["tags"], "a, b c");
        assert_eq!(it.other["topics"], "one, two");
    }

    #[test]
    fn toml_between_plus_signs() {
        let (found, rest) = read("+++\ntitle = \"A report\"\ndate = 2021-07-14\n+++\nText.");
        assert_eq!((found.metadata.date.as_deref(), rest), (Some("2021-07-14"), "Text."));
        let (found, rest) = read("+++\ntitle = \"A\"\ndate = July\n+++\nText.");
        assert_eq!((found.diagnostics[0].line, rest), (3, "Text."));
    }

    #[test]
    fn malformed_front_matter_is_reported_and_the_text_read() {
        let (found, rest) = read("---\ntitle: A report\n!!\ndate: soon\nauthr: Jane\n---\nText.");
        let places: Vec<(&str, usize)> =
            found.diagnostics.iter().map(|it| (it.code.as_str(), it.line)).collect();
        assert_eq!(
            places,
            [("document/front-matter", 3), ("document/date", 4), ("document/unknown-key", 5)]
        );
        assert_eq!((found.metadata.title.as_deref(), rest), (Some("A report"), "Text."));
        let (found, rest) = read("---\ntitle: A report\n\nText.");
        assert_eq!((found.diagnostics.len(), rest), (1, "\nText."));
    }

    #[test]
    fn rules_are_no_front_matter() {
        for text in [
            "---\n\nText.\n\n---\nMore.",
            "---",
            "",
            "----\na: b\n----",
            "---\nSome words here.\n---\n",
        ] {
            let (found, rest) = read(text);
            assert_eq!((found.diagnostics.len(), rest), (0, text));
        }
    }
}

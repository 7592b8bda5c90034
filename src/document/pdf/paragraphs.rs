//! Lines in reading order → headings, paragraphs, list items and notes.
//!
//! A paragraph ends where a gap, an indentation, another size or a short last line says so; it goes on over the end of a
//! column or a page where its sentence does.

use std::collections::BTreeSet;

use super::furniture::{Notes, body_size};
use super::{Line, Page};
use crate::document::BlockKind;
use crate::document::extracted::Passage;
use crate::document::lines::{ends_sentence, marker, starts_lower};

/// The passages of all pages.
pub(super) fn paragraphs(pages: &[Page], notes: Vec<Notes>) -> Vec<Passage> {
    let mut setter = Setter {
        body: body_size(pages),
        words: words(pages),
        open: None,
        waiting: Vec::new(),
        passages: Vec::new(),
    };
    let mut notes = notes.into_iter().peekable();
    for page in pages {
        let columns = columns(page);
        for (at, (line, column)) in page.lines.iter().enumerate() {
            let above = at.checked_sub(1).map(|it| &page.lines[it]).filter(|it| it.1 == *column);
            setter.line(page.number, line, above.map(|it| &it.0), columns[*column]);
        }
        if let Some(here) = notes.next_if(|it| it.page == page.number) {
            setter.waiting.push(here);
        }
    }
    setter.close();
    setter.passages
}

/// Where the text of a column begins and ends, and the usual distance of its lines.
#[derive(Debug, Clone, Copy)]
struct Column {
    left: f64,
    right: f64,
    leading: f64,
}

fn columns(page: &Page) -> Vec<Column> {
    let count = page.lines.iter().map(|it| it.1 + 1).max().unwrap_or(0);
    (0..count)
        .map(|number| {
            let lines: Vec<&Line> =
                page.lines.iter().filter(|it| it.1 == number).map(|it| &it.0).collect();
            let mut steps: Vec<f64> = lines.windows(2).map(|it| it[1].base - it[0].base).collect();
            steps.retain(|it| *it > 1.0);
            steps.sort_by(f64::total_cmp);
            let size = lines.first().map_or(10.0, |it| it.size);
            Column {
                left: lines.iter().map(|it| it.left).fold(f64::MAX, f64::min),
                right: lines.iter().map(|it| it.right).fold(f64::MIN, f64::max),
                leading: steps.get(steps.len() / 3).copied().unwrap_or(1.3 * size),
            }
        })
        .collect()
}

/// Every word that stands within a line, so that hyphens at the end of one can be judged.
fn words(pages: &[Page]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for (line, _) in pages.iter().flat_map(|it| &it.lines) {
        for word in line.text.split_whitespace() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            if !word.ends_with('-') {
                words.insert(bare.to_lowercase());
            }
        }
    }
    words
}

/// A paragraph that may go on.
struct Open {
    text: String,
    pages: Vec<(usize, usize)>,
    size: f64,
    left: f64,
    right: f64,
    lines: usize,
    column: Column,
    listed: bool,
}

struct Setter {
    body: f64,
    words: BTreeSet<String>,
    open: Option<Open>,
    waiting: Vec<Notes>,
    passages: Vec<Passage>,
}

impl Setter {
    fn line(&mut self, page: usize, line: &Line, above: Option<&Line>, column: Column) {
        if self.goes_on(line, above, column) {
            self.join(page, line);
            return;
        }
        self.close();
        self.open = Some(Open {
            text: line.text.clone(),
            pages: vec![(0, page)],
            size: line.size,
            left: line.left,
            right: line.right,
            lines: 1,
            column,
            listed: marker(&line.text).is_some(),
        });
    }

    /// Whether the line belongs to the paragraph before it.
    fn goes_on(&self, line: &Line, above: Option<&Line>, column: Column) -> bool {
        let Some(open) = &self.open else { return false };
        let same_size = (line.size - open.size).abs() <= 0.08 * open.size;
        if !same_size || marker(&line.text).is_some() {
            return false;
        }
        let ended = ends_sentence(&open.text);
        let Some(above) = above else {
            // Over the end of a column or page a sentence goes on, but no heading does.
            let running = (open.size - self.body).abs() <= 0.08 * self.body;
            return running && !ended && (open.lines > 1 || starts_lower(&line.text));
        };
        let step = line.base - above.base;
        if step > 1.35 * column.leading.max(line.size) || step < 0.0 {
            return false;
        }
        let short = open.right < column.right - 0.15 * (column.right - column.left);
        let heading = open.lines == 1
            && open.right < column.left + 0.5 * (column.right - column.left)
            && !open.text.ends_with([',', ';', '-', '–'])
            && !starts_lower(&line.text)
            && line.right > open.right;
        if short && (ended || heading) {
            return false;
        }
        let indented = line.left > open.left + 0.8 * line.size;
        // What hangs below the first line of a list item is its text.
        let hangs = open.listed || open.lines > 1;
        !indented || hangs && (!ended || open.listed)
    }

    fn join(&mut self, page: usize, line: &Line) {
        let Some(open) = &mut self.open else { return };
        let text = line.text.as_str();
        let hyphen = open.text.ends_with(['-', '\u{AD}', '\u{2010}']) && starts_lower(text);
        if hyphen {
            let soft = is_soft(&open.text, text, &self.words);
            if soft {
                open.text.pop();
            }
        } else if !open.text.ends_with(['–', '—', '/'])
            || starts_lower(text) && !open.text.ends_with('/')
        {
            open.text.push(' ');
        }
        if open.pages.last().is_some_and(|it| it.1 != page) {
            open.pages.push((open.text.len(), page));
        }
        open.text.push_str(text);
        open.lines += 1;
        open.right = line.right;
        if open.lines == 2 {
            open.left = open.left.min(line.left);
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let kind = self.kind(&open);
            let text = folded(&open.text);
            // Only soft hyphens make the text shorter here: a page may seem to begin a letter too late.
            let whole = |it: usize| text.floor_char_boundary(it.min(text.len()));
            let pages = open.pages.into_iter().map(|it| (whole(it.0), it.1)).collect();
            self.passages.push(Passage { kind, text, pages });
        }
        for notes in std::mem::take(&mut self.waiting) {
            self.notes(&notes);
        }
    }

    fn kind(&self, open: &Open) -> BlockKind {
        let long = open.text.chars().count();
        let words = open.text.chars().any(char::is_alphabetic);
        let plain = !ends_sentence(&open.text)
            && !open.text.ends_with([',', ';', '–', '-'])
            && !starts_lower(&open.text);
        let large = open.size > 1.12 * self.body && long <= 250 && open.lines <= 4;
        let width = open.column.right - open.column.left;
        let alone = open.lines == 1 && long <= 100 && open.right < open.column.left + 0.85 * width;
        if words && plain && (large || alone && !open.listed) {
            BlockKind::Heading
        } else if open.listed {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        }
    }

    /// Each note is a passage; one begins with its mark.
    fn notes(&mut self, notes: &Notes) {
        let mut texts: Vec<String> = Vec::new();
        for line in &notes.lines {
            let begins = line.text.starts_with(|c: char| c.is_ascii_digit() || "*†‡".contains(c));
            match texts.last_mut() {
                Some(open) if !begins => {
                    if open.ends_with('-') && starts_lower(&line.text) {
                        if is_soft(open, &line.text, &self.words) {
                            open.pop();
                        }
                    } else {
                        open.push(' ');
                    }
                    open.push_str(&line.text);
                }
                _ => texts.push(line.text.clone()),
            }
        }
        for text in texts {
            let text = folded(&text);
            self.passages.push(Passage {
                kind: BlockKind::Paragraph,
                text,
                pages: vec![(0, notes.page)],
            });
        }
    }
}

/// Whether the hyphen at the end of `before` only breaks the word.
fn is_soft(before: &str, after: &str, words: &BTreeSet<String>) -> bool {
    if before.ends_with('\u{AD}') {
        return true;
    }
    let bare = |it: &str| it.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let first = bare(
        before.trim_end_matches(['-', '\u{2010}']).rsplit(char::is_whitespace).next().unwrap_or(""),
    );
    let second = bare(after.split_whitespace().next().unwrap_or(""));
    if words.contains(&format!("{first}-{second}")) {
        return false;
    }
    // Two words that are words of their own are more likely joined by a hyphen than broken by one.
    words.contains(&format!("{first}{second}"))
        || !(words.contains(&first) && words.contains(&second))
}

/// White space folded; soft hyphens mean nothing within a line.
fn folded(text: &str) -> String {
    let text = text.replace('\u{AD}', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

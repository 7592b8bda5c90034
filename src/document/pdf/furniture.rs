//! What is on a page without belonging to its text: running heads and feet, numbers of pages, notes at the foot.

use std::collections::{BTreeMap, BTreeSet};

use super::{Line, Page};

/// Notes at the foot of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Notes {
    /// Number of the page.
    pub(super) page: usize,
    pub(super) lines: Vec<Line>,
}

/// How many lines at either end of a page may be furniture.
const EDGE: usize = 3;

/// Removes furniture from the pages; notes are handed back.
pub(super) fn take_out(pages: &mut [Page]) -> Vec<Notes> {
    let repeated = repeated(pages);
    let body = body_size(pages);
    let mut all = Vec::new();
    for page in pages {
        let edges = edges(page);
        let height = page.height;
        let mut at = 0;
        page.lines.retain(|(line, _)| {
            let edge = edges.contains(&at);
            at += 1;
            let far = line.base < 0.12 * height || line.base > 0.88 * height;
            !is_entry(&line.text)
                && !(edge && (repeated.contains(&key(line)) || far && is_number(&line.text)))
        });
        // A mark that calls a note stands higher than its line, alone and small.
        page.lines.retain(|(line, _)| {
            let mark = line.text.chars().all(|c| c.is_ascii_digit() || "*†‡,".contains(c));
            !(mark && line.text.len() <= 4 && line.size < 0.8 * body)
        });
        let notes = foot(page, body);
        if !notes.is_empty() {
            all.push(Notes { page: page.number, lines: notes });
        }
    }
    all
}

/// The size most text is set in.
pub(super) fn body_size(pages: &[Page]) -> f64 {
    let mut sizes: BTreeMap<u64, usize> = BTreeMap::new();
    for (line, _) in pages.iter().flat_map(|it| &it.lines) {
        *sizes.entry(tenths(line.size)).or_default() += line.text.len();
    }
    let most = sizes.into_iter().max_by_key(|it| (it.1, it.0)).map_or(100, |it| it.0);
    f64::from(u32::try_from(most).unwrap_or(100)) / 10.0
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are positive and finite"
)]
fn tenths(size: f64) -> u64 {
    (size * 10.0).round() as u64
}

/// Places of the first and last lines of a page, by their height.
fn edges(page: &Page) -> BTreeSet<usize> {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    order.sort_by(|a, b| page.lines[*a].0.base.total_cmp(&page.lines[*b].0.base));
    let first = order.iter().take(EDGE);
    first.chain(order.iter().rev().take(EDGE)).copied().collect()
}

/// Lines at the edges that come back on other pages at the same height.
fn repeated(pages: &[Page]) -> BTreeSet<(String, i64)> {
    let mut counts: BTreeMap<(String, i64), usize> = BTreeMap::new();
    for page in pages {
        let keys: BTreeSet<_> = edges(page).into_iter().map(|it| key(&page.lines[it].0)).collect();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let least = (pages.len() / 4).clamp(2, 5);
    counts.into_iter().filter(|it| it.1 >= least).map(|it| it.0).collect()
}

/// What makes two lines the same furniture: their words, whatever their numbers, and about their height.
#[expect(clippy::cast_possible_truncation, reason = "a page is not so high")]
fn key(line: &Line) -> (String, i64) {
    let words: String = line.text.chars().map(|c| if c.is_numeric() { '#' } else { c }).collect();
    let mut folded = String::new();
    for c in words.chars().filter(|c| !c.is_whitespace()) {
        if !(c == '#' && folded.ends_with('#')) {
            folded.extend(c.to_lowercase());
        }
    }
    (folded, (line.base / 4.0).round() as i64)
}

/// An entry in a table of contents: dots that lead to a number.
fn is_entry(text: &str) -> bool {
    let before = text.trim_end_matches(|c: char| c.is_alphanumeric());
    let dots =
        before.chars().rev().take_while(|c| matches!(c, '.' | '…' | ' ')).filter(|c| *c != ' ');
    dots.map(|c| if c == '…' { 3 } else { 1 }).sum::<usize>() >= 5
}

/// `12`, `- 12 -`, `xii`, `Page 3 of 10`.
fn is_number(text: &str) -> bool {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let number = |it: &str| {
        it.len() <= 4 && it.bytes().all(|it| it.is_ascii_digit())
            || it.len() <= 6 && it.bytes().all(|it| b"ivxlc".contains(&it))
    };
    match words.as_slice() {
        [one] | [_, one] => number(one),
        [_, one, _, other] | [one, _, other] => number(one) && number(other),
        _ => false,
    }
}

/// Takes the smaller lines below the text of a page.
fn foot(page: &mut Page, body: f64) -> Vec<Line> {
    let small = |it: &Line| it.size < 0.92 * body;
    let text_ends = page.lines.iter().map(|it| &it.0).filter(|it| !small(it));
    let Some(end) = text_ends.map(|it| it.base).reduce(f64::max) else { return Vec::new() };
    let is_note = |it: &Line| small(it) && it.base > end && it.base > 0.5 * page.height;
    let (notes, text): (Vec<_>, Vec<_>) =
        std::mem::take(&mut page.lines).into_iter().partition(|it| is_note(&it.0));
    page.lines = text;
    notes.into_iter().map(|it| it.0).collect()
}

//! How anything points back at the text: byte spans inside the program, code points outside it.
//!
//! A [`Span`] is a half-open byte range into the text of one document, always on character
//! boundaries.  Offsets that leave the program are Unicode code points, as the Web Annotation model
//! and RFC 5147 count them; [`CodePoints`] converts.

use serde::{Deserialize, Serialize};

/// A half-open byte range of a document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forwards");
        Self { start, end }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The text it points at.
    ///
    /// # Panics
    ///
    /// If the span is not one of `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Converts byte offsets of one text into code points.
///
/// Keeps one count for every `STRIDE` bytes, so a conversion looks at no more than
/// that many bytes, and the table is small beside the text.
#[derive(Debug, Clone)]
pub struct CodePoints {
    counts: Vec<usize>,
}

impl CodePoints {
    const STRIDE: usize = 256;

    /// The table for `text`.
    pub fn new(text: &str) -> Self {
        let mut counts = Vec::with_capacity(text.len() / Self::STRIDE + 1);
        let mut seen = 0;
        for stretch in text.as_bytes().chunks(Self::STRIDE) {
            counts.push(seen);
            seen += stretch.iter().filter(|it| starts_character(**it)).count();
        }
        counts.push(seen);
        Self { counts }
    }

    /// How many code points of `text` stand before the byte `at`.
    pub fn before(&self, text: &str, at: usize) -> usize {
        let stop = at / Self::STRIDE;
        let from = stop * Self::STRIDE;
        self.counts[stop]
            + text.as_bytes()[from..at].iter().filter(|it| starts_character(**it)).count()
    }

    /// The span in code points: first, and one past the last.
    pub fn range(&self, text: &str, span: Span) -> (usize, usize) {
        (self.before(text, span.start), self.before(text, span.end))
    }
}

fn starts_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// Finds the line of a byte without counting from the start each time.
#[derive(Debug, Clone)]
pub struct Lines {
    /// Where each line but the first begins.
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of `text`.
    pub fn new(text: &str) -> Self {
        Self { starts: text.match_indices('\n').map(|it| it.0 + 1).collect() }
    }

    /// The line in which the byte `at` stands, from 1.
    pub fn of(&self, at: usize) -> usize {
        1 + self.starts.partition_point(|it| *it <= at)
    }
}

/// White space folded to single spaces.
///
/// ```
/// assert_eq!(kell::source::fold(" one\n  two "), "one two");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_counting() {
        let text = "Säpo – “Dienst” \u{1F600} e\u{301} ".repeat(90);
        let table = CodePoints::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(table.before(&text, at), count);
        }
        assert_eq!(table.before(&text, text.len()), text.chars().count());
        let exact = "a".repeat(CodePoints::STRIDE * 2);
        assert_eq!(CodePoints::new(&exact).before(&exact, exact.len()), exact.len());
    }

    #[test]
    fn lines_agree_with_counting() {
        let text = "one\ntwo\n\nfour";
        let lines = Lines::new(text);
        for at in 0..=text.len() + 1 {
            let counted = 1 + text[..at.min(text.len())].matches('\n').count();
            assert_eq!(lines.of(at), counted);
        }
    }
}

//! Text → physical lines, and what can be seen of one line alone.
//!
//! In comes decoded text, out come the lines that hold something, each with the blank lines before it.
//! Line ends are LF, CRLF, CR, form feed, vertical tab and the Unicode separators.  Paragraphs are not
//! known here.

use crate::source::Span;

/// A line that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text without the white space around it.
    pub(super) span: Span,
    /// Columns of white space before it; a tab counts four.
    pub(super) indent: usize,
    /// Its characters.
    pub(super) width: usize,
    /// How many blank lines stand before it.
    pub(super) gap: usize,
    /// Whether a page ends before it.
    pub(super) page: bool,
}

/// White space, and characters that leave no mark: control characters, zero-width ones, the byte order mark.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// The part of `span` between its first and last visible character; `None` when it has none.
pub(super) fn trimmed(text: &str, span: Span) -> Option<Span> {
    let inner = span.of(text);
    let start = inner.find(|c| !is_blank(c))?;
    let end = inner.trim_end_matches(is_blank).len();
    Some(Span::new(span.start + start, span.start + end))
}

/// The lines of `text` from the byte `from` on that hold something.
pub(super) fn lines(text: &str, from: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut gap, mut page) = (0, false);
    for (span, end) in physical(text, from) {
        match trimmed(text, span) {
            Some(inner) => {
                let before = &text[span.start..inner.start];
                let indent = before.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
                let width = inner.of(text).chars().count();
                lines.push(Line { span: inner, indent, width, gap, page });
                (gap, page) = (0, false);
            }
            None if end == End::Page => (),
            None => gap += 1,
        }
        match end {
            End::Line => (),
            End::Page => page = true,
            End::Paragraph => gap += 1,
        }
    }
    lines
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With a line end, or with the text.
    Line,
    /// With a form feed.
    Page,
    /// With a paragraph separator.
    Paragraph,
}

/// Every physical line from the byte `from` on without its line end, and how it ends.
pub(super) fn physical(text: &str, from: usize) -> impl Iterator<Item = (Span, End)> {
    let mut at = Some(from);
    std::iter::from_fn(move || {
        let start = at?;
        let rest = &text[start..];
        let Some(found) = rest.find(is_line_end) else {
            at = None;
            return Some((Span::new(start, text.len()), End::Line));
        };
        let stop = start + found;
        let mark = text[stop..].chars().next().unwrap_or('\n');
        let long = if text[stop..].starts_with("\r\n") { 2 } else { mark.len_utf8() };
        at = Some(stop + long);
        let end = match mark {
            '\u{C}' => End::Page,
            '\u{2029}' => End::Paragraph,
            _ => End::Line,
        };
        Some((Span::new(start, stop), end))
    })
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether `text` ends as a sentence does: a full stop or its like, then perhaps quotes, brackets, a note's number.
pub(super) fn ends_sentence(text: &str) -> bool {
    let mut rest = text.trim_end_matches(is_blank);
    loop {
        let before = rest;
        rest = rest.trim_end_matches(is_closer);
        if let Some(open) = rest.strip_suffix(']').and_then(|it| it.rfind('[')) {
            let note = &rest[open + 1..rest.len() - 1];
            if !note.is_empty()
                && note.len() <= 4
                && note.bytes().all(|it| it.is_ascii_alphanumeric())
            {
                rest = &rest[..open];
            }
        }
        if rest.len() == before.len() {
            break;
        }
    }
    let rest = rest.trim_end_matches(']').trim_end_matches(is_closer);
    rest.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '؟', '।'])
}

fn is_closer(c: char) -> bool {
    is_blank(c)
        || matches!(
            c,
            '"' | '\''
                | '”'
                | '’'
                | '“'
                | '‘'
                | '»'
                | '«'
                | '›'
                | '‹'
                | ')'
                | '}'
                | '*'
                | '_'
                | '¹'
                | '²'
                | '³'
                | '⁰'
                | '⁴'..='⁹' | '†' | '‡'
        )
}

/// Whether `text` begins with a lower-case letter, quotes and brackets aside.
pub(super) fn starts_lower(text: &str) -> bool {
    text.chars().find(|it| it.is_alphanumeric()).is_some_and(char::is_lowercase)
        && !text.starts_with(|c: char| c.is_numeric())
}

/// Whether a line only draws a rule: no letter, no digit, the same mark three times or more.
pub(super) fn is_rule(text: &str) -> bool {
    let mut marks = text.chars().filter(|it| !is_blank(*it));
    let Some(first) = marks.next() else { return false };
    let rest: Option<usize> = marks.try_fold(0, |count, it| (it == first).then_some(count + 1));
    !first.is_alphanumeric() && !matches!(first, '.' | '…') && rest.is_some_and(|it| it >= 2)
}

/// What begins a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// A sign used for nothing else.
    Bullet,
    /// A hyphen, dash or asterisk; also ordinary punctuation.
    Dash(char),
    /// `1.`, `2.3.`, `1)`, `(1)`.
    Number,
    /// `(a)`, `b)`, `(iv)`.
    Letter,
}

/// The list marker at the start of `line` and its length in bytes, when text follows.
pub(super) fn marker(line: &str) -> Option<(Marker, usize)> {
    let end = line.find(is_blank)?;
    let word = &line[..end];
    let mut chars = word.chars();
    let first = chars.next()?;
    let single = chars.next().is_none();
    let kind = match first {
        '•' | '◦' | '▪' | '▸' | '‣' | '●' | '○' | '■' | '□' | '∙' | '➢' | '\u{F0B7}' if single => {
            Marker::Bullet
        }
        '-' | '–' | '—' | '*' | '·' | '+' if single => Marker::Dash(first),
        _ => ordinal(word)?,
    };
    (!line[end..].trim_matches(is_blank).is_empty()).then_some((kind, end))
}

fn ordinal(word: &str) -> Option<Marker> {
    let inner = match word.strip_prefix('(') {
        Some(rest) => rest.strip_suffix(')')?,
        None => word.strip_suffix(['.', ')'])?,
    };
    let digits = |it: &str| (1..=3).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit());
    if inner.len() <= 16 && inner.split('.').all(digits) {
        return Some(Marker::Number);
    }
    let letter = inner.len() == 1 && inner.bytes().all(|it| it.is_ascii_alphabetic());
    let roman = inner.len() <= 5 && inner.bytes().all(|it| b"ivx".contains(&it));
    (word.ends_with(')') && !inner.is_empty() && (letter || roman)).then_some(Marker::Letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(&str, usize)> {
        lines(text, 0).iter().map(|it| (it.span.of(text), it.gap)).collect()
    }

    #[test]
    fn every_kind_of_line_end() {
        assert_eq!(
            shown("a\nb\r\nc\rd\u{2028}e"),
            [("a", 0), ("b", 0), ("c", 0), ("d", 0), ("e", 0)]
        );
        assert_eq!(
            shown("a\r\n\r\nb\r\rc\n\u{200B}\u{A0}\n\t\nd"),
            [("a", 0), ("b", 1), ("c", 1), ("d", 2)]
        );
        assert_eq!(shown("\u{FEFF}  a \n\u{C}b\u{2029}c"), [("a", 0), ("b", 0), ("c", 1)]);
        assert!(lines("a\n\u{C}b", 0)[1].page);
        assert_eq!(shown(""), []);
    }

    #[test]
    fn ends_of_sentences() {
        for it in
            ["So.", "So?”", "so:", "he said (so!).", "(so.)", "so.[12]", "so.*", "so…", "[so.]"]
        {
            assert!(ends_sentence(it), "{it}");
        }
        for it in ["so", "so,", "the “so”", "see [3]", "", "so –", ")"] {
            assert!(!ends_sentence(it), "{it}");
        }
    }

    #[test]
    fn list_markers() {
        let kind = |it| marker(it).map(|it| it.0);
        assert_eq!(kind("• so"), Some(Marker::Bullet));
        assert_eq!(kind("– so"), Some(Marker::Dash('–')));
        assert_eq!(kind("12. so"), Some(Marker::Number));
        assert_eq!(kind("2.3. so"), Some(Marker::Number));
        assert_eq!(kind("(iv) so"), Some(Marker::Letter));
        for it in ["1914. so", "•", "-so", "A. Name", "(so) it", "1.5 million", "– "] {
            assert_eq!(kind(it), None, "{it}");
        }
    }
}

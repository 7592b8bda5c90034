//! How wide text is, and where it breaks.
//!
//! Widths are those of Helvetica, which the drawings ask for and which Arial and Liberation Sans share; text in
//! other scripts is estimated from its terminal width.  Nothing is measured on the machine, so that drawings are
//! the same everywhere.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Fonts, best first.
pub(super) const FONTS: &str = "Helvetica,Arial,sans-serif";

/// Columns after which labels break.
pub(super) const COLUMNS: usize = 24;
/// Labels of more columns than this are sentences, and break after so many instead.
pub(super) const LONG: usize = 72;
pub(super) const WIDE: usize = 46;

/// Thousandths of an em for the characters from space to tilde.
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Width of a line at this font size, a little generous.
pub(super) fn width(line: &str, size: f64) -> f64 {
    let thousandths: u32 = line.chars().map(advance).sum();
    f64::from(thousandths) / 1000.0 * size * 1.03
}

fn advance(c: char) -> u32 {
    let known = (c as usize).checked_sub(32).and_then(|it| HELVETICA.get(it));
    match known {
        Some(width) => u32::from(*width),
        None => 590 * u32::from(c.width().unwrap_or(0) > 0) + 410 * u32::from(c.width() == Some(2)),
    }
}

/// Lines of at most `columns` columns, broken at spaces and after hyphens and slashes, else anywhere; white space
/// is folded and control characters are dropped.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        for (at, piece) in pieces(word, columns).into_iter().enumerate() {
            let gap = usize::from(at == 0 && !line.is_empty());
            if !line.is_empty() && line.width() + gap + piece.width() > columns {
                lines.push(std::mem::take(&mut line));
            } else if gap == 1 {
                line.push(' ');
            }
            line.push_str(&piece);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// As [`wrap`], but with at most `most` lines, the last ending in an ellipsis when there were more.
pub(super) fn wrap_lines(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines = wrap(text, columns);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

/// A word cut after its hyphens and slashes, and wherever it is still too long.
fn pieces(word: &str, columns: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for cluster in word.graphemes(true) {
        let visible: String = cluster.chars().filter(|it| !it.is_control()).collect();
        let last = pieces.len() - 1;
        let hinge = pieces[last].chars().count() > 2 && pieces[last].ends_with(['-', '–', '/']);
        if hinge || pieces[last].width() + visible.width() > columns {
            pieces.push(visible);
        } else {
            pieces[last].push_str(&visible);
        }
    }
    pieces.retain(|it| !it.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_at_spaces_and_hyphens() {
        assert_eq!(wrap("a  long\nname of things", 8), ["a long", "name of", "things"]);
        assert_eq!(wrap("counter-productive", 10), ["counter-", "productive"]);
        assert_eq!(wrap("incomprehensible", 6), ["incomp", "rehens", "ible"]);
        assert_eq!(wrap(" \n ", 6), Vec::<String>::new());
    }

    #[test]
    fn says_when_lines_are_missing() {
        assert_eq!(wrap_lines("one two three", 5, 2), ["one", "two…"]);
        assert_eq!(wrap_lines("one two", 5, 2), ["one", "two"]);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        for text in
            ["日本語の長い名前です", "e\u{301}e\u{301}e\u{301}e\u{301}", "x\u{0}\u{7}y zzzzzzz"]
        {
            for columns in 2..8 {
                assert!(wrap(text, columns).iter().all(|it| it.width() <= columns), "{text}");
            }
        }
    }

    #[test]
    fn widths_are_those_of_the_font() {
        assert!((width("Hi", 1000.0) - 944.0 * 1.03).abs() < 0.5);
        assert!(width("日本", 10.0) > 19.0);
    }
}

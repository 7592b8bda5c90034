//! Lines → how the text is set: where a line end is also the end of a paragraph.
//!
//! Plain text comes in three settings: wrapped with blank lines between paragraphs, double-spaced (a blank
//! line after every line, so that a blank line means nothing), and one paragraph a line.  Which one it is
//! shows in the whole; the words are not looked at.

use super::lines::{Line, Marker, ends_sentence, is_blank, is_rule, marker, starts_lower};

/// How paragraphs are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    /// Lines follow each other; a blank line ends the paragraph.
    Wrapped,
    /// A blank line stands after every line; two of them end the paragraph.
    Double,
    /// Every line is a paragraph.
    Lines,
}

/// The setting of a text or a stretch of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// How paragraphs are set.
    pub(super) spacing: Spacing,
    /// The usual width of a full line, in characters.
    pub(super) width: usize,
}

/// Lines wider than this were not wrapped.
const WIDEST: usize = 160;

/// A stretch with fewer lines is set as the whole text is.
const STRETCH: usize = 8;

/// The layout of these lines taken together.
pub(super) fn layout(text: &str, lines: &[Line]) -> Layout {
    let mut widths: Vec<usize> = lines.iter().map(|it| it.width).collect();
    widths.sort_unstable();
    let width = widths.get((widths.len().saturating_sub(1) * 9).div_ceil(10)).copied().unwrap_or(0);
    let mut seen = Seen::default();
    for pair in lines.windows(2) {
        seen.add(text, &pair[0], &pair[1]);
    }
    let spacing = if width > WIDEST {
        Spacing::Lines
    } else if seen.is_double(lines.len()) {
        Spacing::Double
    } else if seen.is_lines(lines.len()) {
        Spacing::Lines
    } else {
        Spacing::Wrapped
    };
    Layout { spacing, width }
}

/// The layout of every line: that of its stretch between wide gaps when long enough, else that of the whole.
pub(super) fn layouts(text: &str, lines: &[Line]) -> Vec<Layout> {
    let whole = layout(text, lines);
    let mut layouts = Vec::with_capacity(lines.len());
    for stretch in lines.chunk_by(|_, next| next.gap < 2) {
        let own = if stretch.len() >= STRETCH { layout(text, stretch) } else { whole };
        layouts.extend(std::iter::repeat_n(own, stretch.len()));
    }
    layouts
}

/// What stands between lines, counted.
#[derive(Default)]
struct Seen {
    /// A line follows directly, and begins no list item.
    adjacent: usize,
    /// … though the upper one ends a sentence.
    adjacent_ended: usize,
    /// One blank line between.
    spaced: usize,
    /// … and the upper one ends no sentence.
    spaced_open: usize,
    /// … and the lower one goes on in lower case.
    spaced_lower: usize,
}

impl Seen {
    fn add(&mut self, text: &str, upper: &Line, lower: &Line) {
        let ended = ends_sentence(upper.span.of(text));
        let item = marker(lower.span.of(text)).is_some();
        match lower.gap {
            0 if !item => {
                self.adjacent += 1;
                self.adjacent_ended += usize::from(ended);
            }
            1 => {
                self.spaced += 1;
                let open = !ended && !item;
                self.spaced_open += usize::from(open);
                self.spaced_lower += usize::from(open && starts_lower(lower.span.of(text)));
            }
            _ => (),
        }
    }

    /// Blank lines after most lines, and most lines run on across them.
    fn is_double(&self, lines: usize) -> bool {
        self.spaced >= 3
            && self.spaced * 10 >= (lines - 1) * 6
            && self.spaced_open * 2 >= self.spaced
            && self.spaced_lower * 4 >= self.spaced
    }

    /// Hardly a blank line, and most lines end a sentence.
    fn is_lines(&self, lines: usize) -> bool {
        self.adjacent > 0
            && self.adjacent_ended * 10 >= self.adjacent * 6
            && self.adjacent * 10 >= lines.saturating_sub(1) * 8
    }
}

/// What is known of the block that a line would be added to.
pub(super) struct Open {
    /// Whether the upper line is its first.
    pub(super) one_line: bool,
    /// The list marker it began with.
    pub(super) marker: Option<Marker>,
}

/// Whether a new block begins with the line `lower`.
///
/// `after` is the line after it.
pub(super) fn breaks(
    text: &str,
    layout: Layout,
    open: &Open,
    upper: &Line,
    lower: &Line,
    after: Option<&Line>,
) -> bool {
    let (above, below) = (upper.span.of(text), lower.span.of(text));
    let by_gap = match layout.spacing {
        Spacing::Lines => true,
        Spacing::Wrapped => lower.gap >= 1,
        Spacing::Double => lower.gap >= 2,
    };
    if by_gap || is_rule(above) || is_rule(below) {
        return true;
    }
    let ended = ends_sentence(above);
    let same_list = |it: Marker| match (open.marker, it) {
        (Some(Marker::Dash(a)), Marker::Dash(b)) => a == b,
        (Some(a), b) => a == b,
        (None, _) => false,
    };
    let begins_item = marker(below).is_some_and(|(it, _)| {
        it == Marker::Bullet || ended || above.ends_with(';') || same_list(it)
    });
    let unwrapped = layout.width >= 40 && 2 * upper.width.max(lower.width) > 3 * layout.width;
    let indented = lower.indent >= upper.indent + 2
        && open.marker.is_none()
        && after.is_some_and(|it| it.gap == lower.gap && it.indent + 2 <= lower.indent);
    begins_item
        || unwrapped
        || indented
        || (lower.page && ended)
        || stops_short(layout, open, upper, below, ended)
}

/// Whether the line was ended on purpose: the next word would have fitted, and a sentence or a heading ends.
fn stops_short(layout: Layout, open: &Open, upper: &Line, below: &str, ended: bool) -> bool {
    if starts_lower(below) {
        return false;
    }
    let word = below.split(is_blank).next().unwrap_or_default().chars().count();
    let needed = upper.width + 1 + word;
    if ended {
        needed * 10 < layout.width * 9
    } else {
        let heading = open.one_line && open.marker.is_none();
        heading && needed * 10 < layout.width * 7
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn spacing(text: &str) -> Spacing {
        layout(text, &lines(text, 0)).spacing
    }

    #[test]
    fn three_settings() {
        let wrapped = "The council met on Monday and\nagreed to publish the minutes\nof the meeting.\n\nThe\
                       minutes say that nothing\nwas agreed.\n";
        assert_eq!(spacing(wrapped), Spacing::Wrapped);
        assert_eq!(spacing(&wrapped.replace("\n\n", "\n").replace('\n', "\n\n")), Spacing::Double);
        assert_eq!(spacing("The council met.\nIt agreed.\nIt left.\n"), Spacing::Lines);
        assert_eq!(
            spacing("The council met.\n\nIt agreed.\n\nIt left.\n\nAll was well.\n"),
            Spacing::Wrapped
        );
        assert_eq!(spacing("- a quay\n\n- a boat\n\n- a net\n\n- an oar\n"), Spacing::Wrapped);
        assert_eq!(
            spacing("Anna Miller\n\nBert Smith\n\nCarl Jones\n\nDora Brown\n"),
            Spacing::Wrapped
        );
        assert_eq!(spacing(&"The council has met and talked. ".repeat(20)), Spacing::Lines);
        assert_eq!(spacing(""), Spacing::Wrapped);
    }
}

//! Plain text → blocks.
//!
//! In comes the text from a byte on, out come its headings, paragraphs and list items in order.  A piece is
//! a physical line without the white space around it; the marker of a list item is a piece of its own.
//! Every visible character is in exactly one piece.

use super::layout::{Layout, Open, Spacing, breaks, layouts};
use super::lines::{Line, Marker, ends_sentence, is_rule, lines, marker, starts_lower};
use super::{Block, BlockKind};
use crate::source::Span;

/// The blocks of `text` from the byte `from` on; the section of each is still to be set.
pub(super) fn blocks(text: &str, from: usize) -> Vec<Block> {
    let lines = lines(text, from);
    let layouts = layouts(text, &lines);
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut first = 0;
    for at in 0..lines.len() {
        let open = Open {
            one_line: at == first,
            marker: marker(lines[first].span.of(text)).map(|it| it.0),
        };
        let ends = lines.get(at + 1).is_none_or(|lower| {
            breaks(text, layouts[at], &open, &lines[at], lower, lines.get(at + 2))
        });
        if ends {
            groups.push(Group::new(text, &lines[first..=at], layouts[at], first == 0));
            first = at + 1;
        }
    }
    promote_numbered_headings(text, &mut groups);
    let alone = groups.len() == 1;
    if let Some(last) = groups.last_mut() {
        last.heads_nothing(text);
    }
    let kinds: Vec<BlockKind> = groups.iter().map(|it| it.kind).collect();
    let mut blocks = Vec::with_capacity(groups.len());
    for (at, group) in groups.iter().enumerate() {
        let before_list = kinds.get(at + 1) == Some(&BlockKind::ListItem);
        blocks.push(Block {
            kind: group.kind,
            pieces: group.pieces(text),
            section: 0,
            cut: group.kind == BlockKind::Paragraph
                && !(alone && group.is_short())
                && group.is_cut(text, before_list),
        });
    }
    blocks
}

/// Lines that read as one.
struct Group<'a> {
    lines: &'a [Line],
    marker: Option<(Marker, usize)>,
    kind: BlockKind,
}

impl<'a> Group<'a> {
    fn new(text: &str, lines: &'a [Line], layout: Layout, leads: bool) -> Self {
        let marker = marker(lines[0].span.of(text));
        let heading = match lines {
            [line] => is_heading(text, line, layout, leads),
            _ => leads && is_title(text, lines, layout),
        };
        let kind = match (marker, heading) {
            (Some(_), _) => BlockKind::ListItem,
            (None, true) => BlockKind::Heading,
            (None, false) => BlockKind::Paragraph,
        };
        Self { lines, marker, kind }
    }

    fn last<'t>(&self, text: &'t str) -> &'t str {
        self.lines.last().map_or("", |it| it.span.of(text))
    }

    /// Whether it is one line that may well be all there ever was.
    fn is_short(&self) -> bool {
        matches!(self.lines, [line] if line.width < 80)
    }

    /// Whether running text breaks off at its end.
    fn is_cut(&self, text: &str, before_list: bool) -> bool {
        let last = self.last(text);
        let leads_to_list = before_list && last.ends_with([',', ';', '–', '—', '-']);
        !ends_sentence(last) && !leads_to_list && !is_rule(last)
    }

    /// The last line of a text heads nothing: with several small words it is a sentence that breaks off.
    fn heads_nothing(&mut self, text: &str) {
        let words: Vec<&str> = self.last(text).split_whitespace().take(20).collect();
        let small = words.iter().filter(|it| it.starts_with(char::is_lowercase)).count();
        if self.kind == BlockKind::Heading && words.len() >= 6 && small * 2 >= words.len() {
            self.kind = BlockKind::Paragraph;
        }
    }

    fn pieces(&self, text: &str) -> Vec<Span> {
        let mut pieces: Vec<Span> = self.lines.iter().map(|it| it.span).collect();
        if let Some((_, long)) = self.marker {
            let line = pieces[0];
            let rest = Span::new(line.start + long, line.end);
            pieces[0].end = line.start + long;
            pieces.splice(1..1, super::lines::trimmed(text, rest));
        }
        pieces
    }
}

/// A short line that stands alone and ends no sentence.
fn is_heading(text: &str, line: &Line, layout: Layout, leads: bool) -> bool {
    let line_text = line.span.of(text);
    let limit = match layout.spacing {
        _ if leads => 120,
        Spacing::Lines => 100,
        Spacing::Wrapped | Spacing::Double => (layout.width * 8 / 10).clamp(50, 100),
    };
    line.width <= limit
        && !ends_sentence(line_text)
        && !line_text.ends_with([',', ';', '–', '—', '-'])
        && !starts_lower(line_text)
        && line_text.contains(char::is_alphanumeric)
}

/// A title of two or three lines at the top of the text.
fn is_title(text: &str, lines: &[Line], layout: Layout) -> bool {
    let inner = |line: &Line| {
        let it = line.span.of(text);
        let sentence = it.match_indices(". ").any(|(at, _)| it[..at].ends_with(char::is_lowercase));
        !ends_sentence(it) && !sentence && line.width * 10 <= layout.width * 9
    };
    lines.len() <= 3
        && lines.iter().map(|it| it.width).sum::<usize>() <= 160
        && lines.iter().all(inner)
        && !starts_lower(lines[0].span.of(text))
}

/// `1. Introduction` between paragraphs is a heading, not a list of one.
fn promote_numbered_headings(text: &str, groups: &mut [Group<'_>]) {
    for at in 0..groups.len() {
        let listed = |at: Option<usize>| {
            at.and_then(|it| groups.get(it))
                .is_some_and(|it| matches!(it.marker, Some((Marker::Number, _))))
        };
        let alone = !listed(at.checked_sub(1)) && !listed(Some(at + 1));
        let group = &groups[at];
        let Some((Marker::Number, long)) = group.marker else { continue };
        let rest = group.lines[0].span.of(text)[long..].trim_start();
        let short = group.lines.len() == 1 && group.lines[0].width <= 80;
        if alone && short && at + 1 < groups.len() && !starts_lower(rest) && !ends_sentence(rest) {
            groups[at].kind = BlockKind::Heading;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line a block: `H`, `P`, `L`, with `!` when cut, and its pieces.
    fn shown(text: &str) -> Vec<String> {
        let line = |it: &Block| {
            let kind = match it.kind {
                BlockKind::Heading => 'H',
                BlockKind::ListItem => 'L',
                BlockKind::Paragraph | BlockKind::Quote => 'P',
            };
            let pieces: Vec<&str> = it.pieces.iter().map(|it| it.of(text)).collect();
            format!("{kind}{} {}", if it.cut { "!" } else { "" }, pieces.join(" | "))
        };
        blocks(text, 0).iter().map(line).collect()
    }

    #[test]
    fn wrapped_text() {
        let text = "Harbour Report\n\n  The council met on Monday and\nagreed to build\na quay. It will be\n\
                    paid for by the harbour.\n\nNobody objected to the plan, and so the\n";
        assert_eq!(
            shown(text),
            [
                "H Harbour Report",
                "P The council met on Monday and | agreed to build | a quay. It will be | paid for by the harbour.",
                "P! Nobody objected to the plan, and so the",
            ]
        );
    }

    #[test]
    fn double_spaced_text_with_a_cut() {
        let text = "Good morning.\n\nOur harbour has seen a year of change, and the council\n\nhas \
                    published a plan that describes what it means for the\n\n\nThis is part of what I promised \
                    in my first report, that\n\nwe would tell more people what we do, and how we do it\n\n– or try \
                    to do it – and why.\n\nAnd so we have opened the doors. The quay has been rebuilt\n\nand it is \
                    open to all.\n";
        assert_eq!(
            shown(text),
            [
                "P Good morning.",
                "P! Our harbour has seen a year of change, and the council | has published a plan that describes \
                 what it means for the",
                "P This is part of what I promised in my first report, that | we would tell more people what we \
                 do, and how we do it | – or try to do it – and why.",
                "P And so we have opened the doors. The quay has been rebuilt | and it is open to all.",
            ]
        );
    }

    #[test]
    fn one_paragraph_a_line() {
        let text = "Harbour Report\nThe council met.\nIt agreed.\nIt left the building.\n";
        assert_eq!(
            shown(text),
            ["H Harbour Report", "P The council met.", "P It agreed.", "P It left the building."]
        );
    }

    #[test]
    fn lists_and_numbered_headings() {
        let text = "The council decided:\n• to build a quay\n  of stone, and\n• to pay for it;\n- to wait.\n\n\
                    1. Background\n\nThe quay was old and had to be\nrebuilt in\n1914. That was long ago.\n\n(a) one\n(b) two\n";
        assert_eq!(
            shown(text),
            [
                "P The council decided:",
                "L • | to build a quay | of stone, and",
                "L • | to pay for it;",
                "L - | to wait.",
                "H 1. | Background",
                "P The quay was old and had to be | rebuilt in | 1914. That was long ago.",
                "L (a) | one",
                "L (b) | two",
            ]
        );
    }

    #[test]
    fn a_sentence_alone() {
        assert_eq!(shown("Northport"), ["H Northport"]);
        assert_eq!(
            shown("The council has agreed to build a quay"),
            ["P The council has agreed to build a quay"]
        );
        let long = "The council has agreed to build a quay, and it will be paid for by the harbour or else by the";
        assert_eq!(shown(long), [format!("P! {long}")]);
    }

    #[test]
    fn form_feeds_and_rules() {
        assert_eq!(
            shown("The council met and\n\u{C}agreed to build.\n\u{C}Annex\n\n-----\nText follows here.\n").len(),
            4
        );
    }
}

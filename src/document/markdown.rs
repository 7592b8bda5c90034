//! Markdown → blocks.
//!
//! In comes the text from a byte on, out come its headings, paragraphs, list items, quotes and table cells.
//! Pieces are what a reader would see: markup, link targets, fenced code and HTML are in none.  Entities
//! stay as written, because pieces are never anything but the source.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::lines::{ends_sentence, is_blank, trimmed};
use super::{Block, BlockKind};
use crate::source::Span;

/// Running text on one line that is shorter may be a caption or a label.
const LONG_LINE: usize = 80;

/// What was found.
pub(super) struct Read {
    /// The blocks; the section of each is still to be set.
    pub(super) blocks: Vec<Block>,
    /// Spans left out though they may hold words: fenced code and blocks of HTML.
    pub(super) left_out: Vec<Span>,
}

/// The blocks of `text` from the byte `from` on.
pub(super) fn blocks(text: &str, from: usize) -> Read {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut builder = Builder::new(text);
    for (event, range) in Parser::new_ext(&text[from..], options).into_offset_iter() {
        builder.event(&event, Span::new(range.start + from, range.end + from));
    }
    builder.flush();
    mark_cuts(text, &mut builder.blocks, &builder.cells);
    Read { blocks: builder.blocks, left_out: builder.left_out }
}

struct Builder<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    /// Indices of blocks that are cells of a table.
    cells: Vec<usize>,
    left_out: Vec<Span>,
    /// The pieces of the block being read.
    pieces: Vec<Span>,
    /// The block containers around.
    around: Vec<BlockKind>,
    heading: bool,
    cell: bool,
    /// Depth of things whose text is not read: images, fenced code, HTML.
    silent: usize,
    /// End of the last piece.
    end: usize,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            blocks: Vec::new(),
            cells: Vec::new(),
            left_out: Vec::new(),
            pieces: Vec::new(),
            around: Vec::new(),
            heading: false,
            cell: false,
            silent: 0,
            end: 0,
        }
    }

    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag),
            Event::Text(_) => self.add(span),
            Event::Code(_) => self.add(self.inside_code(span)),
            Event::InlineHtml(tag) if is_line_break(tag) => self.flush(),
            Event::Rule => self.flush(),
            _ => (),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } => (),
            Tag::Image { .. } => self.silent += 1,
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                self.flush();
                self.leave_out(span);
                self.silent += 1;
            }
            Tag::HtmlBlock => {
                self.flush();
                self.leave_out(span);
            }
            Tag::Item => self.open(BlockKind::ListItem),
            Tag::BlockQuote(_) => self.open(BlockKind::Quote),
            Tag::Heading { .. } => {
                self.flush();
                self.heading = true;
            }
            Tag::TableCell => {
                self.flush();
                self.cell = true;
            }
            _ => self.flush(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => (),
            TagEnd::Image => self.silent = self.silent.saturating_sub(1),
            TagEnd::CodeBlock => {
                self.flush();
                self.silent = 0;
            }
            TagEnd::Item | TagEnd::BlockQuote(_) => {
                self.flush();
                self.around.pop();
            }
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = false;
            }
            TagEnd::TableCell => {
                self.flush();
                self.cell = false;
            }
            _ => self.flush(),
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.flush();
        self.around.push(kind);
    }

    /// The text between the backticks.
    fn inside_code(&self, span: Span) -> Span {
        let source = span.of(self.text);
        let ticks = source.len() - source.trim_start_matches('`').len();
        if 2 * ticks >= source.len() {
            span
        } else {
            Span::new(span.start + ticks, span.end - ticks)
        }
    }

    fn leave_out(&mut self, span: Span) {
        let source = span.of(self.text).trim_matches(is_blank);
        if !source.is_empty() && !source.starts_with("<!--") {
            self.left_out.push(span);
        }
    }

    fn add(&mut self, span: Span) {
        let fresh = Span::new(span.start.max(self.end), span.end.max(self.end));
        if self.silent > 0 || fresh.is_empty() {
            return;
        }
        self.end = fresh.end;
        match self.pieces.last_mut() {
            Some(last) if self.text[last.end..fresh.start].chars().all(is_blank) => {
                last.end = fresh.end;
            }
            _ => self.pieces.push(fresh),
        }
    }

    fn flush(&mut self) {
        let text = self.text;
        let pieces: Vec<Span> = self.pieces.drain(..).filter_map(|it| trimmed(text, it)).collect();
        if pieces.is_empty() {
            return;
        }
        let kind = match self.around.last() {
            _ if self.heading => BlockKind::Heading,
            _ if self.cell => BlockKind::Paragraph,
            Some(kind) => *kind,
            None => BlockKind::Paragraph,
        };
        if self.cell {
            self.cells.push(self.blocks.len());
        }
        self.blocks.push(Block { kind, pieces, section: 0, cut: false });
    }
}

fn is_line_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("<br"))
}

/// Marks the running text that breaks off at its end.
fn mark_cuts(text: &str, blocks: &mut [Block], cells: &[usize]) {
    for at in 0..blocks.len() {
        let before_list = blocks.get(at + 1).is_some_and(|it| it.kind == BlockKind::ListItem);
        let block = &blocks[at];
        let running = matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote);
        let (Some(first), Some(last)) = (block.pieces.first(), block.pieces.last()) else {
            continue;
        };
        let all = first.cover(*last).of(text);
        let long = all.contains(['\n', '\r']) || all.chars().count() >= LONG_LINE;
        let leads_to_list = before_list && last.of(text).ends_with([',', ';', '–', '—', '-']);
        let open = !leads_to_list && !ends_sentence(last.of(text));
        blocks[at].cut = running && long && open && cells.binary_search(&at).is_err();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let line = |it: &Block| {
            let kind = match it.kind {
                BlockKind::Heading => 'H',
                BlockKind::ListItem => 'L',
                BlockKind::Paragraph => 'P',
                BlockKind::Quote => 'Q',
            };
            let pieces: Vec<&str> = it.pieces.iter().map(|it| it.of(text)).collect();
            format!("{kind}{} {}", if it.cut { "!" } else { "" }, pieces.join(" | "))
        };
        blocks(text, 0).blocks.iter().map(line).collect()
    }

    #[test]
    fn markup_is_left_out() {
        let text = "# The **Harbour** Report #\n\nThe council\nmet [on Monday](x.html \"t\") and `so` on.\n\
                    ![alt](i.png)\n\n<div>no</div>\n\n```\ncode\n```\n\n> It was\n> good.\n";
        assert_eq!(
            shown(text),
            [
                "H The | Harbour | Report",
                "P The council\nmet | on Monday | and | so | on.",
                "Q It was | good.",
            ]
        );
        assert_eq!(blocks(text, 0).left_out.len(), 2);
    }

    #[test]
    fn lists_tables_entities() {
        let text = "- one\n  more\n- two\n\n  three\n\n| a | b |\n|---|---|\n| c &amp; d | |\n\nA\\*B &lt;C\n";
        assert_eq!(
            shown(text),
            ["L one\n  more", "L two", "L three", "P a", "P b", "P c &amp; d", "P A | *B &lt;C"]
        );
    }

    #[test]
    fn cut_paragraphs() {
        let text = "The council met and decided to\nbuild a quay for the\n\nIt did so.\n\nNorthport\n\n\
                    The council met and\ndecided **so.**\n";
        let cuts: Vec<bool> = blocks(text, 0).blocks.iter().map(|it| it.cut).collect();
        assert_eq!(cuts, [true, false, false, false]);
    }

    #[test]
    fn line_ends_and_offsets() {
        assert_eq!(shown("# T\r\n\r\nOne\r\ntwo.\r\n"), ["H T", "P One\r\ntwo."]);
        assert_eq!(blocks("xx# T", 2).blocks[0].pieces, [Span::new(4, 5)]);
    }
}

//! The elements of an article → its passages.

use super::article::Article;
use super::tree::Tree;
use crate::document::BlockKind;
use crate::document::extracted::Passage;

/// Elements within a line.
const INLINE: [&str; 36] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "picture", "q", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];
/// Deeper elements are read as if they were no deeper.
const DEPTH: usize = 300;

/// The passages of an article.
pub(super) fn passages(tree: &Tree, article: &Article) -> Vec<Passage> {
    let mut reader = Reader { tree, article, open: Open::default(), blocks: Vec::new() };
    reader.walk(article.root, BlockKind::Paragraph, false, 0);
    reader.close(BlockKind::Paragraph);
    without_link_lists(reader.blocks)
}

/// A block, and how much of it is links.
struct Block {
    passage: Passage,
    letters: usize,
    linked: usize,
}

/// Text that has not come to its end.
#[derive(Default)]
struct Open {
    text: String,
    linked: usize,
}

struct Reader<'a> {
    tree: &'a Tree,
    article: &'a Article,
    open: Open,
    blocks: Vec<Block>,
}

impl Reader<'_> {
    fn walk(&mut self, at: usize, kind: BlockKind, linked: bool, depth: usize) {
        if self.article.left_out.contains(&at) {
            return;
        }
        let node = self.tree.node(at);
        let tag = node.tag();
        if tag.is_empty() && at != 0 {
            self.open.text.push_str(&node.text);
            if linked {
                self.open.linked += node.text.chars().filter(|c| c.is_alphanumeric()).count();
            }
        }
        if depth >= DEPTH {
            let text = self.tree.text(at);
            self.open.text.push_str(&text);
            return;
        }
        let inner = match tag {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading,
            "li" => BlockKind::ListItem,
            "blockquote" => BlockKind::Quote,
            _ => kind,
        };
        match tag {
            "br" => return self.line_break(kind),
            "sup" if self.is_mark(at) => return,
            _ => (),
        }
        let block = !tag.is_empty() && !INLINE.contains(&tag);
        if block {
            self.close(kind);
        }
        let linked = linked || tag == "a" && node.attribute("href").is_some();
        for child in &node.children {
            self.walk(*child, inner, linked, depth + 1);
        }
        if block {
            self.close(inner);
        }
    }

    /// Two of them end a paragraph.
    fn line_break(&mut self, kind: BlockKind) {
        let ended = self.open.text.trim_end_matches(' ').ends_with('\n');
        if ended {
            self.close(kind);
        } else {
            let text = self.open.text.trim_end().len();
            self.open.text.truncate(text);
            self.open.text.push('\n');
        }
    }

    /// Whether a raised sign calls a note.
    fn is_mark(&self, at: usize) -> bool {
        let text = self.tree.text(at);
        let bare = text.trim_matches(['[', ']', '(', ')']);
        let sign = bare.len() <= 4
            && bare
                .chars()
                .all(|c| c.is_ascii_digit() || "*†‡,".contains(c) || c.is_ascii_lowercase());
        let link = self.tree.below(at).any(|it| self.tree.node(it).tag() == "a");
        !bare.is_empty() && sign && (link || bare.len() < text.len())
    }

    fn close(&mut self, kind: BlockKind) {
        let Open { text, linked } = std::mem::take(&mut self.open);
        let text = folded(&text);
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        if letters > 0 {
            self.blocks.push(Block {
                passage: Passage { kind, text, pages: Vec::new() },
                letters,
                linked,
            });
        }
    }
}

/// White space folded, invisible characters and marks of notes removed.
fn folded(text: &str) -> String {
    let visible =
        |c: &char| !matches!(c, '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{2060}' | '\u{FEFF}');
    let visible: String = text.chars().filter(visible).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Drops runs of blocks that are nothing but links, which lead elsewhere.
fn without_link_lists(blocks: Vec<Block>) -> Vec<Passage> {
    let link =
        |it: &Block| it.linked * 10 >= it.letters * 9 && it.passage.kind != BlockKind::Heading;
    let mut kept = Vec::new();
    let mut run: Vec<Block> = Vec::new();
    let end = |run: &mut Vec<Block>, kept: &mut Vec<Passage>| {
        let long = run.iter().any(|it| it.letters > 120);
        let few = run.len() < 3 && long;
        let run = std::mem::take(run);
        if few {
            kept.extend(run.into_iter().map(|it| it.passage));
        }
    };
    for block in blocks {
        if link(&block) {
            run.push(block);
        } else {
            end(&mut run, &mut kept);
            kept.push(block.passage);
        }
    }
    end(&mut run, &mut kept);
    kept
}

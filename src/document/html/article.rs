//! Which part of a page is its article.
//!
//! What is furniture by its element or role is cut off; what is so only by the name of its class is, when little of the
//! page's text is in it.  The article is what the page marks as such, if enough text is there, else the whole body.  That
//! text and links tell articles from lists of links is from Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection
//! using Shallow Text Features" (2010); `blocks` applies it.

use std::collections::BTreeSet;

use super::tree::{Node, Tree};

/// Elements that never hold running text.
const NEVER: [&str; 21] = [
    "script", "style", "noscript", "template", "svg", "math", "nav", "button", "select", "option",
    "input", "textarea", "iframe", "object", "canvas", "video", "audio", "dialog", "datalist",
    "meter", "head",
];
/// Elements and roles that frame a page, and sometimes a part of an article.
const FRAMES: [&str; 4] = ["header", "footer", "aside", "form"];
const ROLES: [&str; 8] = [
    "navigation",
    "banner",
    "contentinfo",
    "complementary",
    "search",
    "dialog",
    "alertdialog",
    "menu",
];
/// Parts of names of classes and identifiers.
const NAMES: [&str; 26] = [
    "cookie",
    "consent",
    "breadcrumb",
    "share",
    "sharing",
    "social",
    "related",
    "skip-link",
    "skiplink",
    "comments",
    "newsletter",
    "subscribe",
    "pagination",
    "pager",
    "sidebar",
    "navbar",
    "menu",
    "toolbar",
    "masthead",
    "advert",
    "promo",
    "feedback",
    "site-header",
    "site-footer",
    "editsection",
    "mw-jump-link",
];

/// The part that is read.
#[derive(Debug)]
pub(super) struct Article {
    /// Where it is.
    pub(super) root: usize,
    /// What in it is left out.
    pub(super) left_out: BTreeSet<usize>,
}

/// Finds the article.
pub(super) fn choose(tree: &Tree) -> Article {
    let mut left_out = BTreeSet::new();
    let sizes = sizes(tree);
    let all = sizes[0].max(1);
    for at in tree.below(0) {
        let node = tree.node(at);
        let framed = FRAMES.contains(&node.tag()) && !in_article(tree, at);
        let small = sizes[at] * 4 < all;
        if NEVER.contains(&node.tag()) || is_hidden(node) || small && (framed || is_named(node)) {
            left_out.insert(at);
        }
    }
    let shown = |root: usize| -> usize {
        let mut open = vec![root];
        let mut sum = 0;
        while let Some(at) = open.pop() {
            if !left_out.contains(&at) {
                sum += letters(&tree.node(at).text);
                open.extend(&tree.node(at).children);
            }
        }
        sum
    };
    let body = tree.below(0).find(|it| tree.node(*it).tag() == "body").unwrap_or(0);
    let total = shown(body).max(1);
    let visible =
        |at: &usize| !left_out.contains(at) && tree.above(*at).all(|it| !left_out.contains(&it));
    let mut root = body;
    let marks: [fn(&Node) -> bool; 3] = [
        |it| it.attribute("itemprop") == Some("articleBody"),
        |it| it.tag() == "article",
        |it| it.tag() == "main" || it.attribute("role") == Some("main"),
    ];
    for mark in marks {
        let found: Vec<usize> =
            tree.below(body).filter(|it| mark(tree.node(*it))).filter(visible).collect();
        let best = found.into_iter().max_by_key(|it| (shown(*it), std::cmp::Reverse(*it)));
        if let Some(best) = best.filter(|it| shown(*it) * 5 >= total * 2) {
            root = best;
            break;
        }
    }
    Article { root, left_out }
}

/// Letters below each node, scripts and their like aside.
fn sizes(tree: &Tree) -> Vec<usize> {
    let order: Vec<usize> = tree.below(0).collect();
    let count = order.iter().max().map_or(0, |it| it + 1);
    let mut sizes = vec![0; count];
    for at in order.into_iter().rev() {
        let node = tree.node(at);
        if !NEVER.contains(&node.tag()) {
            let children: usize = node.children.iter().map(|it| sizes[*it]).sum();
            sizes[at] = letters(&node.text) + children;
        }
    }
    sizes
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn in_article(tree: &Tree, at: usize) -> bool {
    tree.above(at).any(|it| {
        let node = tree.node(it);
        matches!(node.tag(), "article" | "main") || node.attribute("role") == Some("main")
    }) && tree.node(at).tag() != "aside"
        && tree.node(at).tag() != "form"
}

fn is_hidden(node: &Node) -> bool {
    let style = node.attribute("style").unwrap_or_default().replace(' ', "").to_lowercase();
    node.attribute("hidden").is_some()
        || node.attribute("aria-hidden") == Some("true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// Whether the role or the name of an element says that it is no article.
fn is_named(node: &Node) -> bool {
    if matches!(node.tag(), "body" | "html" | "main" | "article" | "h1" | "") {
        return false;
    }
    let named = |it: &str| {
        let it = it.to_lowercase();
        it.split_whitespace().any(|it| NAMES.iter().any(|name| it.contains(name)))
    };
    node.attribute("role").is_some_and(|it| ROLES.contains(&it))
        || node.attribute("class").is_some_and(named)
        || node.attribute("id").is_some_and(named)
}

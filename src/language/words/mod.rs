//! Tokens → syntactic words, as the English treebanks of Universal Dependencies divide them.
//!
//! A token is one word or several: `state-backed` is `state`, `-`, `backed`; `gonna` is `gon`, `na`; `5pm` is
//! `5`, `pm`.  No word reaches across tokens.

use std::ops::Range;

use super::{Token, TokenKind, segment::is_address};
use crate::source::Span;

/// What is one word with the word it is joined to by a hyphen: `non-profit`, `e-mail`.
const PREFIXES: [&str; 31] = [
    "e", "non", "mid", "pre", "anti", "re", "co", "post", "over", "multi", "pro", "ex", "semi",
    "sub", "cross", "neo", "micro", "intra", "un", "arch", "counter", "mini", "inter", "socio",
    "psycho", "ultra", "infra", "pseudo", "trans", "under", "macro",
];

/// Words joined by a slash that are one.
const SLASHED: [&str; 4] = ["w/o", "s/he", "n/a", "b/c"];

/// Words written as one, and where they part.
const CONTRACTIONS: [(&str, usize); 44] = [
    ("aint", 2),
    ("arent", 3),
    ("cannot", 3),
    ("cant", 2),
    ("couldnt", 5),
    ("couldve", 5),
    ("didnt", 3),
    ("doesnt", 4),
    ("dont", 2),
    ("gonna", 3),
    ("gotta", 3),
    ("hadnt", 3),
    ("hasnt", 3),
    ("havent", 4),
    ("hes", 2),
    ("heres", 4),
    ("im", 1),
    ("isnt", 2),
    ("ive", 1),
    ("kinda", 4),
    ("outta", 3),
    ("shes", 3),
    ("shouldnt", 6),
    ("shouldve", 6),
    ("sorta", 4),
    ("thats", 4),
    ("theres", 5),
    ("theyll", 4),
    ("theyre", 4),
    ("theyve", 4),
    ("wanna", 3),
    ("wasnt", 3),
    ("werent", 4),
    ("weve", 2),
    ("whats", 4),
    ("whos", 3),
    ("wont", 2),
    ("wouldnt", 5),
    ("wouldve", 5),
    ("yall", 1),
    ("youd", 3),
    ("youll", 3),
    ("youre", 3),
    ("youve", 3),
];

/// Units that are words of their own right after a number.
const UNITS: [&str; 34] = [
    "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "k", "m", "mm", "cm", "km", "kg", "g", "mg", "lb",
    "lbs", "oz", "ft", "hz", "khz", "mhz", "ghz", "c", "f", "hr", "hrs", "min", "mins", "bn",
    "mph", "gb", "mb", "tb", "kb",
];

/// The words of the tokens in `range`, each with the number of its token.
pub(crate) fn words(text: &str, tokens: &[Token], range: Range<usize>) -> Vec<(Span, usize)> {
    let mut found = Vec::with_capacity(range.len());
    for at in range {
        let span = tokens[at].span;
        let mut start = span.start;
        for cut in cuts(&tokens[at], span.of(text)) {
            found.push((Span::new(start, span.start + cut), at));
            start = span.start + cut;
        }
        found.push((Span::new(start, span.end), at));
    }
    found
}

/// Whether the word that ends here and the one that begins are written as one, not joined by a mark: `can|not`.
pub(super) fn contracted(before: &str, after: &str) -> bool {
    before.ends_with(char::is_alphabetic) && after.starts_with(char::is_alphabetic)
}

/// Where a token parts, in bytes from its start; in order, and never at its ends.
fn cuts(token: &Token, surface: &str) -> Vec<usize> {
    match token.kind {
        TokenKind::Clitic | TokenKind::Punctuation => Vec::new(),
        _ if surface.contains(['.', '@', ':']) && is_address(surface) => Vec::new(),
        TokenKind::Number => number_cuts(surface),
        TokenKind::Word => word_cuts(surface, &token.lower),
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

fn number_cuts(token: &str) -> Vec<usize> {
    let letters = token.find(|c: char| c.is_alphabetic()).unwrap_or(token.len());
    let unit = token[letters..].to_lowercase();
    if letters > 0
        && letters < token.len()
        && UNITS.contains(&unit.as_str())
        && !token.ends_with('G')
    {
        return vec![letters];
    }
    joined_cuts(token)
}

fn word_cuts(token: &str, lower: &str) -> Vec<usize> {
    if token.len() <= 9 && lower.len() == token.len() {
        // A proper name or an abbreviation in capitals is no contraction: *IM*.
        let long = lower.len() > 2 || !token.starts_with(char::is_uppercase);
        if let Some((_, cut)) = CONTRACTIONS.iter().find(|it| it.0 == lower && long) {
            return vec![*cut];
        }
        if SLASHED.contains(&lower) {
            return Vec::new();
        }
    }
    joined_cuts(token)
}

/// Before and after each hyphen and slash, but not after a prefix nor between digits.
fn joined_cuts(token: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in token.char_indices() {
        let slash = c == '/';
        if slash || is_hyphen(c) {
            let end = at + c.len_utf8();
            let digit = |it: Option<char>| it.is_some_and(char::is_numeric);
            let digits = digit(before) && digit(token[end..].chars().next());
            let prefix =
                !slash && start == 0 && PREFIXES.contains(&token[..at].to_lowercase().as_str());
            if !digits && !prefix {
                if at > found.last().copied().unwrap_or(0) {
                    found.push(at);
                }
                if end < token.len() {
                    found.push(end);
                }
                start = end;
            }
        }
        before = Some(c);
    }
    found
}

#[cfg(test)]
mod tests;

//! Where words and sentences begin and end, by rules that hold for many European languages.

use std::collections::BTreeMap;

use super::{Analysis, Class, Sentence, Token, TokenKind, Words};
use crate::{
    document::{BlockKind, Document},
    source::Span,
};

/// Takes a document apart; `words` are the closed classes by language tag.
pub fn analyse(document: &Document, words: &BTreeMap<String, Words>) -> Analysis {
    let mut analysis = Analysis::default();
    let none = Words::default();
    for (number, block) in document.blocks.iter().enumerate() {
        let language = document.sections.get(block.section).map_or("en", |it| it.language.as_str());
        let words = words.get(language).unwrap_or(&none);
        let first = analysis.tokens.len();
        for piece in &block.pieces {
            let at = analysis.tokens.len();
            tokenise(&document.text, *piece, words, &mut analysis.tokens);
            // A new piece is a new line or follows markup: what stands before it is not part of the word.
            let touches = at > first && analysis.tokens[at - 1].span.end == piece.start;
            if let Some(token) = analysis.tokens.get_mut(at) {
                token.spaced = !touches;
            }
        }
        let mut start = first;
        let end = analysis.tokens.len();
        while start < end {
            let stop = sentence_end(&analysis.tokens[start..end]) + start;
            let tokens = &analysis.tokens[start..stop];
            analysis.sentences.push(Sentence {
                span: tokens[0].span.cover(tokens[tokens.len() - 1].span),
                tokens: start..stop,
                block: number,
                section: block.section,
                language: language.to_owned(),
                heading: block.kind == BlockKind::Heading,
                cut: block.cut && stop == end,
            });
            start = stop;
        }
    }
    analysis
}

/// Adds the tokens of one stretch of text.
pub fn tokenise(text: &str, piece: Span, words: &Words, tokens: &mut Vec<Token>) {
    let mut at = piece.start;
    let mut spaced = true;
    while at < piece.end {
        let rest = &text[at..piece.end];
        let Some(c) = rest.chars().next() else { break };
        if c.is_whitespace() || is_invisible(c) {
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        let clitic = clitic_length(rest, tokens.last().filter(|_| !spaced));
        let (kind, len) = if let Some(len) = clitic {
            (TokenKind::Clitic, len)
        } else if c.is_alphabetic() {
            (TokenKind::Word, before_negation(rest, word_length(rest)))
        } else if c.is_numeric() {
            (TokenKind::Number, number_length(rest))
        } else {
            (TokenKind::Punctuation, c.len_utf8())
        };
        push(text, Span::new(at, at + len), kind, spaced, words, tokens);
        at += len;
        spaced = false;
    }
}

fn push(
    text: &str,
    span: Span,
    kind: TokenKind,
    spaced: bool,
    words: &Words,
    tokens: &mut Vec<Token>,
) {
    let surface = span.of(text);
    let lower: String = surface
        .chars()
        .map(|c| if is_apostrophe(c) { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect();
    let classes = match kind {
        TokenKind::Word | TokenKind::Clitic => words.of(&lower),
        _ => super::Classes::default(),
    };
    let capital = surface.chars().next().is_some_and(char::is_uppercase);
    tokens.push(Token { span, kind, lower, classes, capital, spaced });
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{00AD}' | '\u{2060}') || c.is_control()
}

fn joins_words(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '&' | '/')
}

/// Letters with single hyphens, points of initials or apostrophes of names between them: `state-backed`, `U.K.`, `O'Brien`.
fn word_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    let mut end = 0;
    let mut letters = 0;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|it| it.1);
        let goes_on = next.is_some_and(char::is_alphanumeric);
        if c.is_alphanumeric() || is_mark(c) {
            letters += 1;
        } else if c == '.' && letters == 1 && (goes_on || is_initials(&rest[..at])) {
            // `U.K.` and `e.g.` keep their points.
            letters = 0;
        } else if goes_on && (joins_words(c) || is_apostrophe(c) && is_name_prefix(&rest[..at])) {
            letters = 0;
        } else {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Whether `text` already is one letter after points: the `U.K` of `U.K.`
fn is_initials(text: &str) -> bool {
    text.contains('.')
}

fn is_name_prefix(text: &str) -> bool {
    matches!(text, "O" | "D" | "L" | "d" | "l")
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}')
}

/// Digits with points and commas inside and letters behind: `10,000`, `3D`, `20th`, `9/11`, `1914-18`.
fn number_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    let mut end = 0;
    while let Some((at, c)) = chars.next() {
        let digit_next = chars.peek().is_some_and(|it| it.1.is_numeric());
        let letter_next = chars.peek().is_some_and(|it| it.1.is_alphabetic());
        let inside =
            matches!(c, '.' | ',' | '/' | ':') && digit_next || matches!(c, '-') && letter_next;
        if !(c.is_alphanumeric() || inside) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// The length of a word without the *n* of a following *n't*: *could|n't*, *ca|n't*.
fn before_negation(rest: &str, length: usize) -> usize {
    let mut after = rest[length..].chars();
    let negated = after.next().is_some_and(is_apostrophe)
        && after.next().is_some_and(|it| it.eq_ignore_ascii_case(&'t'))
        && !after.next().is_some_and(char::is_alphanumeric);
    match rest[..length].strip_suffix(['n', 'N']) {
        Some(stem) if negated && !stem.is_empty() => stem.len(),
        _ => length,
    }
}

/// `'s`, `'ve` and so on, right after a word; `n't` after its verb.
fn clitic_length(rest: &str, before: Option<&Token>) -> Option<usize> {
    let before = before.filter(|it| matches!(it.kind, TokenKind::Word | TokenKind::Number))?;
    let negation = rest.strip_prefix(['n', 'N']).and_then(|it| it.strip_prefix(is_apostrophe));
    if let Some(after) = negation {
        let t = after.chars().next().filter(|it| it.eq_ignore_ascii_case(&'t'))?;
        return Some(rest.len() - after.len() + t.len_utf8());
    }
    let mut chars = rest.char_indices();
    let (_, apostrophe) = chars.next().filter(|it| is_apostrophe(it.1))?;
    let letters: String = chars
        .map(|it| it.1)
        .take_while(|it| it.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    match letters.as_str() {
        "s" | "ve" | "re" | "ll" | "d" | "m" => Some(apostrophe.len_utf8() + letters.len()),
        // The possessive of a plural: *the companies' users*.
        "" if before.lower.ends_with('s') && apostrophe != '‘' => Some(apostrophe.len_utf8()),
        _ => None,
    }
}

/// A sentence has no more tokens than this, so that the time to read one is bounded.
const LONGEST: usize = 400;

/// The number of tokens of the first sentence.
///
/// What runs on beyond [`LONGEST`] is no sentence of prose and is cut there.
fn sentence_end(tokens: &[Token]) -> usize {
    let tokens = &tokens[..tokens.len().min(LONGEST)];
    let mut at = 0;
    while at < tokens.len() {
        if ends_sentence(tokens, at) {
            let mut stop = at + 1;
            while stop < tokens.len() && !tokens[stop].spaced && is_closing(&tokens[stop]) {
                stop += 1;
            }
            return stop;
        }
        at += 1;
    }
    tokens.len()
}

fn is_closing(token: &Token) -> bool {
    matches!(token.lower.as_str(), "\"" | "”" | "'" | ")" | "]" | "»" | "." | "!" | "?")
}

fn ends_sentence(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if !matches!(token.lower.as_str(), "." | "!" | "?" | "…") {
        return false;
    }
    let mut follows = at + 1;
    while follows < tokens.len() && !tokens[follows].spaced && is_closing(&tokens[follows]) {
        follows += 1;
    }
    let Some(next) = tokens.get(follows) else { return true };
    if !next.spaced {
        return false;
    }
    // What a sentence may begin with.
    let opening = matches!(
        next.lower.as_str(),
        "“" | "\"" | "‘" | "'" | "(" | "[" | "„" | "«" | "•" | "–" | "-"
    );
    let begins = next.capital || opening || next.kind == TokenKind::Number;
    if token.lower != "." {
        return begins;
    }
    let Some(before) = at.checked_sub(1).map(|it| &tokens[it]) else { return begins };
    if token.spaced {
        return begins;
    }
    match before.kind {
        // `14. Juli`: an ordinal before a month or a lower-case word goes on.
        TokenKind::Number => begins && !(next.classes.has(Class::Month) && before.lower.len() <= 2),
        TokenKind::Word => {
            let initial = before.capital && before.lower.chars().count() == 1;
            let abbreviated =
                before.classes.has(Class::Abbreviation) && !ambiguous_end(before, next);
            begins && !initial && !abbreviated
        }
        _ => begins,
    }
}

/// An abbreviation that may also end a sentence: *the answer was no. Police said …*, *in the U.S. The …*
fn ambiguous_end(before: &Token, next: &Token) -> bool {
    const ALSO_WORDS: [&str; 9] = ["no", "nos", "sec", "est", "ch", "art", "co", "al", "may"];
    const AT_ENDS: [&str; 10] =
        ["etc", "inc", "ltd", "corp", "u.s", "u.k", "u.n", "a.m", "p.m", "jr"];
    let word = next.kind == TokenKind::Word;
    let lower = before.lower.as_str();
    word && !before.capital && ALSO_WORDS.contains(&lower)
        || word && AT_ENDS.contains(&lower) && next.classes.has(Class::Determiner)
}

#[cfg(test)]
mod tests;

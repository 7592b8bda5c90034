//! Text → tokens: words, numbers, clitics and marks.

use super::super::{Classes, Token, TokenKind, Words};
use super::marks::{address, mark_run};
use crate::{document::GivenWord, source::Span};

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
        let (kind, len) = token(rest, tokens.last(), spaced);
        push(text, Span::new(at, at + len), kind, spaced, words, tokens);
        at += len;
        spaced = false;
    }
}

/// Adds a word that is given as one token.
pub(super) fn whole(text: &str, word: &GivenWord, words: &Words, tokens: &mut Vec<Token>) {
    let surface = word.span.of(text);
    let touches = tokens.last().is_some_and(|it| it.span.end == word.span.start);
    let before = tokens.last().filter(|_| touches);
    let first = surface.chars().next().unwrap_or(' ');
    let clitic = word.joined || clitic_length(surface, before) == Some(surface.len());
    let kind = if clitic {
        TokenKind::Clitic
    } else if surface.chars().any(char::is_alphabetic) && !first.is_numeric() {
        TokenKind::Word
    } else if surface.chars().any(char::is_numeric) {
        TokenKind::Number
    } else {
        TokenKind::Punctuation
    };
    push(text, word.span, kind, !touches, words, tokens);
}

/// What the token at the start of `rest` is made of, and its length.
fn token(rest: &str, last: Option<&Token>, spaced: bool) -> (TokenKind, usize) {
    let c = rest.chars().next().unwrap_or(' ');
    let open = spaced || last.is_some_and(|it| it.kind == TokenKind::Punctuation);
    if let Some(len) = clitic_length(rest, last.filter(|_| !spaced)) {
        return (TokenKind::Clitic, len);
    }
    if open
        && c.is_alphanumeric()
        && let Some(len) = address(rest)
    {
        return (TokenKind::Word, len);
    }
    if c.is_alphabetic() {
        if let Some(len) = mark_run(rest, spaced) {
            return (TokenKind::Punctuation, len);
        }
        return (TokenKind::Word, before_negation(rest, word_length(rest)));
    }
    if c.is_numeric() {
        return (TokenKind::Number, dialled(rest).unwrap_or_else(|| number_length(rest)));
    }
    if let Some(len) = mark_run(rest, spaced) {
        return (TokenKind::Punctuation, len);
    }
    let after = &rest[c.len_utf8()..];
    let next = after.chars().next().unwrap_or(' ');
    if open && matches!(c, '@' | '#') && next.is_alphabetic() {
        return (TokenKind::Word, c.len_utf8() + word_length(after));
    }
    if spaced && matches!(c, '.' | '+') && next.is_ascii_digit()
        || spaced && is_apostrophe(c) && is_decade(after)
    {
        return (TokenKind::Number, c.len_utf8() + number_length(after));
    }
    (TokenKind::Punctuation, c.len_utf8())
}

/// `'60s`, `'02`
fn is_decade(after: &str) -> bool {
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    digits == 2 && !after[2..].trim_start_matches('s').starts_with(char::is_alphanumeric)
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
    let lower = match kind {
        TokenKind::Punctuation => plain_mark(surface),
        // Nothing in it is invisible, nor an apostrophe other than the straight one.
        _ if surface.bytes().all(|it| it.is_ascii_graphic()) => surface.to_ascii_lowercase(),
        _ => surface
            .chars()
            .filter(|c| !is_invisible(*c))
            .map(|c| if is_apostrophe(c) { '\'' } else { c })
            .flat_map(char::to_lowercase)
            .collect(),
    };
    let classes = match kind {
        TokenKind::Word | TokenKind::Clitic => words.of(&lower),
        _ => Classes::default(),
    };
    let capital = surface.chars().next().is_some_and(char::is_uppercase);
    tokens.push(Token { span, kind, lower, classes, capital, spaced, pos: None, syntax: None });
}

/// A run of marks as the single mark it stands for: `...` is `…`, `--` is `–`, `?!` is `?`.
fn plain_mark(surface: &str) -> String {
    let mut chars = surface.chars();
    let first = chars.next().unwrap_or(' ');
    if chars.next().is_none() {
        return if is_apostrophe(first) { "'".to_owned() } else { first.to_string() };
    }
    match first {
        '.' | '…' => "…".to_owned(),
        '-' | '–' | '—' if surface.chars().all(|it| it == first) => "–".to_owned(),
        '!' | '?' => first.to_string(),
        '\'' | '’' | '‘' | '`' => "\"".to_owned(),
        _ => surface.to_owned(),
    }
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
        } else if is_invisible(c) && goes_on && !c.is_control() {
            // A hyphen that only shows at the end of a line.
        } else if goes_on && (joins_words(c) || is_apostrophe(c) && is_inside(&rest[at..])) {
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

/// Whether an apostrophe stands within a word: `O'Brien`, `Qa'ida`; not before a clitic.
fn is_inside(from_apostrophe: &str) -> bool {
    let mut chars = from_apostrophe.chars();
    chars.next();
    let letters: String = chars.take(3).take_while(|it| it.is_alphanumeric()).collect();
    !CLITICS.contains(&letters.to_lowercase().as_str()) && letters.starts_with(char::is_alphabetic)
}

/// What may follow an apostrophe and be a word of its own.
const CLITICS: [&str; 7] = ["s", "ve", "re", "ll", "d", "m", "t"];

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

/// A telephone number or a date of digits and hyphens: `555-0100`, `11-28-2000`.
fn dialled(rest: &str) -> Option<usize> {
    let reach = rest.bytes().take(24).take_while(|it| it.is_ascii_digit() || *it == b'-').count();
    let number = rest[..reach].trim_end_matches('-');
    let groups: Vec<usize> = number.split('-').map(str::len).collect();
    let fits =
        matches!(groups.as_slice(), [3 | 5, 4] | [3, 3, 4] | [1, 3, 3, 4] | [1..=2, 1..=2, 4]);
    let ends = !rest[number.len()..].starts_with(char::is_alphanumeric);
    (fits && ends).then_some(number.len())
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
        "t" => None,
        it if CLITICS.contains(&it) => Some(apostrophe.len_utf8() + letters.len()),
        // The possessive of a plural: *the companies' users*.
        "" if before.lower.ends_with('s') && apostrophe != '‘' => Some(apostrophe.len_utf8()),
        _ => None,
    }
}

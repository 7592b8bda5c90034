//! Tokens → where sentences end.

use super::super::{Class, Token, TokenKind};

/// A sentence has no more tokens than this, so that the time to read one is bounded.
const LONGEST: usize = 400;

/// The number of tokens of the first sentence.
///
/// What runs on beyond [`LONGEST`] is no sentence of prose and is cut there.
pub(super) fn sentence_end(tokens: &[Token]) -> usize {
    let tokens = &tokens[..tokens.len().min(LONGEST)];
    (0..tokens.len())
        .find(|at| ends_sentence(tokens, *at))
        .map_or(tokens.len(), |at| closed(tokens, at))
}

/// Joins an abbreviation to its point where no sentence ends with it: `Dr.`, `J.`, `vs.`
///
/// What the token is called does not change: the point is in its span only.
pub(super) fn join_points(tokens: &mut Vec<Token>, first: usize) {
    let joins = |at: usize| {
        let (before, token) = (&tokens[at - 1], &tokens[at]);
        let initial = || before.capital && before.lower.chars().count() == 1;
        token.lower == "."
            && !token.spaced
            && before.kind == TokenKind::Word
            && (before.classes.has(Class::Abbreviation) || initial())
            && !ends_sentence(&tokens[at - 1..(at + 8).min(tokens.len())], 1)
    };
    let points: Vec<usize> =
        (first + 1..tokens.len().saturating_sub(1)).filter(|it| joins(*it)).collect();
    let Some(&from) = points.first() else { return };
    let mut points = points.into_iter().peekable();
    for (at, token) in (from..).zip(tokens.split_off(from)) {
        if points.next_if_eq(&at).is_some() {
            // What stands before it is a word, and so was kept.
            if let Some(word) = tokens.last_mut() {
                word.span.end = token.span.end;
            }
        } else {
            tokens.push(token);
        }
    }
}

/// Where what closes a sentence ends: quotes and brackets that touch it, faces, notes such as `[12]`.
fn closed(tokens: &[Token], at: usize) -> usize {
    let mut stop = at + 1;
    loop {
        let touches = tokens.get(stop).is_some_and(|it| !it.spaced && is_closing(it));
        if touches || tokens.get(stop).is_some_and(is_face) {
            stop += 1;
        } else if is_note(&tokens[stop..]) {
            stop += 3;
        } else {
            return stop;
        }
    }
}

fn is_closing(token: &Token) -> bool {
    matches!(token.lower.as_str(), "\"" | "”" | "'" | ")" | "]" | "»" | "." | "!" | "?")
}

/// `[12]`
fn is_note(tokens: &[Token]) -> bool {
    matches!(tokens, [open, number, close, ..] if open.lower == "[" && close.lower == "]"
        && number.kind == TokenKind::Number && number.lower.len() <= 3)
}

/// `:-)`
fn is_face(token: &Token) -> bool {
    token.kind == TokenKind::Punctuation
        && token.lower.len() > 1
        && token.lower.starts_with([':', ';', '='])
        && token.lower.ends_with([')', '(', 'D', 'P', 'p', '/'])
}

/// Whether a sentence ends with the token at `at`, where one began with the first of `tokens`.
fn ends_sentence(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let pointed = token.kind == TokenKind::Word && token.lower.ends_with('.');
    let mark = matches!(token.lower.as_str(), "." | "!" | "?" | "…") || is_face(token);
    if !mark && !pointed {
        return false;
    }
    let follows = closed(tokens, at);
    let Some(next) = tokens.get(follows) else { return true };
    if !next.spaced {
        return false;
    }
    if pointed {
        let name = token.lower.trim_end_matches('.');
        return AT_ENDS.contains(&name) && begins_clause(next);
    }
    // What a sentence may begin with.
    let opening = matches!(
        next.lower.as_str(),
        "“" | "\"" | "‘" | "'" | "(" | "[" | "„" | "«" | "•" | "–" | "-"
    );
    let begins = next.capital || opening || next.kind == TokenKind::Number;
    let word = next.kind == TokenKind::Word;
    match token.lower.as_str() {
        // *Why? he may ask*, but *“Why?” he asked*.
        "!" | "?" => return begins || word && follows == at + 1,
        "." => (),
        _ => return begins,
    }
    let Some(before) = at.checked_sub(1).map(|it| &tokens[it]) else { return begins };
    if token.spaced {
        return begins;
    }
    match before.kind {
        // `2. Background`: the number of a paragraph.
        TokenKind::Number if at == 1 && before.lower.len() <= 3 => false,
        // `14. Juli`: an ordinal before a month or a lower-case word goes on.
        TokenKind::Number => begins && !(next.classes.has(Class::Month) && before.lower.len() <= 2),
        TokenKind::Word => {
            let initial = before.capital && before.lower.chars().count() == 1;
            let abbreviated =
                before.classes.has(Class::Abbreviation) && !ambiguous_end(before, next, at == 1);
            // *it was cold. they left*
            let small = !before.capital && before.lower.len() >= 4 && starts_small(next);
            (begins || small) && !initial && !abbreviated
        }
        _ => begins,
    }
}

/// Abbreviations that may also stand at the end of a sentence.
const AT_ENDS: [&str; 13] =
    ["etc", "inc", "ltd", "corp", "u.s", "u.k", "u.n", "a.m", "p.m", "jr", "e.u", "d.c", "u.s.a"];

/// An abbreviation that may also end a sentence: *the answer was no. Police said …*, *in the U.S. The …*
fn ambiguous_end(before: &Token, next: &Token, opens: bool) -> bool {
    const ALSO_WORDS: [&str; 9] = ["no", "nos", "sec", "est", "ch", "art", "co", "al", "may"];
    let word = next.kind == TokenKind::Word;
    let lower = before.lower.as_str();
    word && !before.capital && ALSO_WORDS.contains(&lower)
        || word && opens && lower == "no"
        || AT_ENDS.contains(&lower) && begins_clause(next)
}

/// A capitalised word that no name begins with: *The*, *We*, *In*.
fn begins_clause(next: &Token) -> bool {
    next.kind == TokenKind::Word && next.capital && next.classes.any(&CLOSED)
}

/// A word in lower case with which carelessly written sentences begin.
fn starts_small(next: &Token) -> bool {
    next.kind == TokenKind::Word && next.classes.any(&[Class::Pronoun, Class::Determiner])
}

/// Classes whose words begin clauses.
const CLOSED: [Class; 8] = [
    Class::Determiner,
    Class::Possessive,
    Class::Pronoun,
    Class::Preposition,
    Class::Coordinator,
    Class::Subordinator,
    Class::Relative,
    Class::Conditional,
];

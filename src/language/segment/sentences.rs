//! Tokens → where sentences end.

use super::super::{Class, Token, TokenKind};

/// A sentence has no more tokens than this, so that the time to read one is bounded.
const LONGEST: usize = 400;

/// The number of tokens of the first sentence.
///
/// What runs on beyond [`LONGEST`] is no sentence of prose and is cut there.
pub(super) fn sentence_end(tokens: &[Token]) -> usize {
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

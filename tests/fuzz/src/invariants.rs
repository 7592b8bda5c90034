//! What holds of every document that is read, whatever its bytes.

use kell::diagnostic::{Diagnostic, Severity};
use kell::document::{Document, ReadOptions};
use kell::source::{CodePoints, Span};

/// Everything that later stages rely on.
///
/// # Panics
///
/// If it does not hold.
pub fn document(document: &Document, options: &ReadOptions) {
    let text = document.text.as_str();
    assert!(text.len() as u64 <= longest(document, options), "the text is no longer than allowed");
    assert!(!document.sections.is_empty(), "there is a section");
    assert!(document.sections.iter().all(|it| !it.language.is_empty()), "it has a language");
    pieces(document);
    quotes(document);
    pages(document);
    words(document);
    assert!(document.metadata.date.as_deref().is_none_or(is_date), "a date is one");
    assert!(document.metadata.language.is_some(), "the language is known");
    assert_eq!(document.sha256.len(), 64);
}

/// Windows-1252 takes up to three bytes a character in UTF-8.
fn longest(document: &Document, options: &ReadOptions) -> u64 {
    if document.extracted { options.max_bytes } else { options.max_bytes * 3 }
}

/// Pieces are in order, apart, on character boundaries and not blank, and each block lies in a section.
fn pieces(document: &Document) {
    let text = document.text.as_str();
    let mut end = 0;
    for block in &document.blocks {
        assert!(!block.pieces.is_empty(), "a block has text");
        assert!(block.section < document.sections.len(), "its section is there");
        for piece in &block.pieces {
            assert!(end <= piece.start && piece.start < piece.end, "pieces are in order");
            let inner = text.get(piece.start..piece.end).expect("a piece is a part of the text");
            assert!(inner.chars().any(|it| !is_blank(it)), "a piece is not blank");
            let padded = inner.starts_with(is_blank) || inner.ends_with(is_blank);
            assert!(document.extracted || !padded, "a piece is not padded");
            end = piece.end;
        }
        let joined = block.joined(text);
        assert!(!joined.is_empty(), "a block reads as something");
        assert!(!block.body(text).is_empty(), "a block is more than its marker");
    }
}

/// A quote is found again where code points say that it stands, in the text that is stored with a build.
fn quotes(document: &Document) {
    let text = document.text.as_str();
    let table = CodePoints::new(text);
    let stored: Vec<char> = text.chars().collect();
    let blocks = &document.blocks;
    // The ends are as good as all, where there are many.
    for block in blocks.iter().take(200).chain(blocks.iter().rev().take(20)) {
        let (Some(first), Some(last)) = (block.pieces.first(), block.pieces.last()) else {
            continue;
        };
        let whole = first.cover(*last);
        let (start, end) = table.range(text, whole);
        let found: String = stored[start..end].iter().collect();
        assert_eq!(found, whole.of(text), "a quote can be verified");
    }
}

/// Pages begin one after the other, within the text.
fn pages(document: &Document) {
    let mut before = 0;
    for (at, _) in &document.pages {
        assert!(before <= *at, "pages are in order");
        assert!(document.text.is_char_boundary(*at), "a page begins with a character");
        before = *at;
    }
    if let Some((at, page)) = document.pages.first() {
        assert!(*page > 0 && document.page(*at).is_some(), "pages count from one");
    }
}

/// Words that are given lie in order in the block of their sentence.
fn words(document: &Document) {
    let mut end = 0;
    for sentence in document.given.iter().flat_map(|it| &it.sentences) {
        let block = document.blocks.get(sentence.block).expect("a sentence has a block");
        assert!(!sentence.words.is_empty(), "a sentence has words");
        for word in &sentence.words {
            let span: Span = word.span;
            assert!(end <= span.start && span.start < span.end, "words are in order");
            assert!(document.text.get(span.start..span.end).is_some(), "a word is text");
            let inside = block.pieces.first().zip(block.pieces.last());
            let inside = inside.is_some_and(|(first, last)| first.cover(*last).contains(span));
            assert!(inside, "a word is in its block");
            end = span.end;
        }
    }
}

/// A date, a month or a year.
fn is_date(date: &str) -> bool {
    let mut parts = date.split('-');
    let digits = |it: Option<&str>, long: usize| {
        it.is_none_or(|it| it.len() == long && it.bytes().all(|it| it.is_ascii_digit()))
    };
    digits(parts.next(), 4)
        && digits(parts.next(), 2)
        && digits(parts.next(), 2)
        && parts.next().is_none()
}

/// What cannot be read says why, and what to do.
///
/// # Panics
///
/// If it does not.
pub fn error(error: &Diagnostic) {
    assert!(
        !error.hint.is_empty() || error.severity == Severity::Note,
        "there is a remedy: {error:?}"
    );
    told(error);
}

/// Every message says something in one line.
///
/// # Panics
///
/// If it does not.
pub fn told(it: &Diagnostic) {
    assert!(!it.code.is_empty() && !it.message.is_empty(), "{it:?}");
}

/// White space, and characters that leave no mark, as the program sees them.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

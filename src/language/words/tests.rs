//! Text in, words out.

use std::time::Instant;

use proptest::prelude::*;

use super::*;
use crate::language::{Words, tokenise};

fn taken_apart(text: &str) -> (Vec<Token>, Vec<(Span, usize)>) {
    let mut tokens = Vec::new();
    tokenise(text, Span::new(0, text.len()), &Words::default(), &mut tokens);
    let found = words(text, &tokens, 0..tokens.len());
    (tokens, found)
}

fn split(text: &str) -> String {
    let shown: Vec<&str> = taken_apart(text).1.iter().map(|it| it.0.of(text)).collect();
    shown.join(" ")
}

/// Every word lies in its token, in order, and together they are all of it.
fn check(text: &str) {
    let (tokens, words) = taken_apart(text);
    let mut at = 0;
    for (number, token) in tokens.iter().enumerate() {
        let mut end = token.span.start;
        while let Some((span, _)) = words.get(at).filter(|it| it.1 == number) {
            assert!(span.start == end && !span.is_empty(), "{span:?} in {text:?}");
            assert!(!span.of(text).is_empty());
            end = span.end;
            at += 1;
        }
        assert_eq!(end, token.span.end, "{text:?}");
    }
    assert_eq!(at, words.len());
    assert!(tokens.windows(2).all(|it| it[0].span.end <= it[1].span.start));
}

#[test]
fn compounds() {
    assert_eq!(split("state-backed and/or end-to-end"), "state - backed and / or end - to - end");
    assert_eq!(split("e-mail non-profit co-founder-led"), "e-mail non-profit co-founder - led");
    assert_eq!(
        split("U.S.-based 19th-century 9/11-related"),
        "U.S. - based 19th - century 9/11 - related"
    );
    assert_eq!(split("10-12 1/2 R&D w/o"), "10 - 12 1/2 R&D w/o");
}

#[test]
fn contractions_and_units() {
    assert_eq!(
        split("don't Cannot gonna it’s dont im IM"),
        "do n't Can not gon na it ’s do nt i m IM"
    );
    assert_eq!(split("$5 5% 5pm 10k 20th 1960s 4G"), "$ 5 5 % 5 pm 10 k 20th 1960s 4G");
    assert_eq!(split("o'clock Qa'ida '60s"), "o'clock Qa'ida '60s");
}

#[test]
fn what_is_one_word_though_made_of_marks() {
    assert_eq!(
        split("so ... yes -- no!!! :-) R&D &amp; x"),
        "so ... yes -- no !!! :-) R&D &amp; x"
    );
    assert_eq!(
        split("(see http://example.org/a-b?c=d). Ask a.b-c@example.org, example.com."),
        "( see http://example.org/a-b?c=d ) . Ask a.b-c@example.org , example.com ."
    );
    assert_eq!(
        split("call 555-0100 or 202-555-0100 @anna #quay"),
        "call 555-0100 or 202-555-0100 @anna #quay"
    );
}

#[test]
fn bad_input() {
    for text in [
        "",
        " ",
        "\u{0}\u{7}\u{1B}",
        "\u{200B}\u{FEFF}",
        "👩‍👩‍👧 ok 🇬🇧",
        "e\u{301}a\u{308}-o\u{302}",
        "\u{301}",
        "-",
        "--",
        "/",
        "a-",
        "-a",
        "a--b",
        "a-/b",
        "'",
        "n't",
        "’",
        "'s",
        "x’",
        "@",
        "#",
        "www.",
        "http://",
        "a@",
        ".com",
        "&;",
        "&#;",
        "١٢٣-abc",
        "İSTANBUL’s",
        "ﬁnd-ﬁ",
        "1-1-1",
        "5K",
        "ß's",
    ] {
        check(text);
    }
}

#[test]
fn long_input_in_linear_time() {
    for part in [
        "a",
        "a-",
        "a'",
        "1/",
        ".",
        "(",
        "((a.",
        "a.b@",
        "&a",
        ":-",
        "http://",
        "e-",
        "\u{301}",
        "it's fine, no? ",
    ] {
        let text = part.repeat(1_000_000 / part.len());
        let start = Instant::now();
        check(&text);
        assert!(start.elapsed().as_secs() < 20, "{part}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_lie_in_tokens(text in "\\PC{0,60}") {
        check(&text);
    }

    #[test]
    fn words_of_marks_lie_in_tokens(text in "[-a-eA-E0-9.'’:/@&;#%$() \u{301}\u{AD}\n]{0,60}") {
        check(&text);
    }
}

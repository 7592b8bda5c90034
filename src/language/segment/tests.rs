//! Text in, tokens and sentences out.

use super::{super::Token, sentences::sentence_end, *};
use crate::ontology::Lexicon;

const LISTS: &str = "[sentence]\nabbreviation = ['dr', 'no', 'e.g']\n[date]\nmonth = ['juli']\n[words]\ndeterminer = ['the']";

fn words() -> Words {
    Words::new(&Lexicon::parse("en", &[("words.toml".to_owned(), LISTS.to_owned())]).value)
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenise(text, Span::new(0, text.len()), &words(), &mut tokens);
    tokens
}

fn split(text: &str) -> String {
    let shown: Vec<&str> = tokens(text).iter().map(|it| it.span.of(text)).collect();
    shown.join("|")
}

fn sentences(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let stop = start + sentence_end(&tokens[start..]);
        found.push(text[tokens[start].span.start..tokens[stop - 1].span.end].to_owned());
        start = stop;
    }
    found
}

#[test]
fn words_and_clitics() {
    assert_eq!(split("We’ve couldn’t can't it's"), "We|’ve|could|n’t|ca|n't|it|'s");
    assert_eq!(split("the companies’ users’"), "the|companies|’|users|’");
    assert_eq!(split("state-backed end-to-end R&D"), "state-backed|end-to-end|R&D");
    assert_eq!(split("O’Brien’s U.K. law, e.g. this."), "O’Brien|’s|U.K.|law|,|e.g.|this|.");
}

#[test]
fn numbers_keep_their_marks() {
    assert_eq!(split("10,000 of 9/11 in 3D, 1.5m"), "10,000|of|9/11|in|3D|,|1.5m");
}

#[test]
fn sentences_end_where_they_should() {
    assert_eq!(
        sentences("Dr. Low left. “Why?” he asked. It was 14. Juli 2021. No. 5 is new… and old."),
        ["Dr. Low left.", "“Why?” he asked.", "It was 14. Juli 2021.", "No. 5 is new… and old."]
    );
    assert_eq!(
        sentences("He said so.” Then (it ended.) Yes"),
        ["He said so.”", "Then (it ended.)", "Yes"]
    );
}

#[test]
fn what_closes_a_sentence_belongs_to_it() {
    assert_eq!(
        sentences("It fell.[12] It rose. [3] He left? :-) Yes."),
        ["It fell.[12]", "It rose. [3]", "He left? :-)", "Yes."]
    );
    assert_eq!(
        sentences("1. Background is here. It was so... Then why? nobody knew. the end came."),
        ["1. Background is here.", "It was so...", "Then why?", "nobody knew.", "the end came."]
    );
    assert_eq!(
        sentences("He is from the U.S. The end. See No. 5. No. Police came at 5 p.m. The rest."),
        [
            "He is from the U.S.",
            "The end.",
            "See No. 5.",
            "No.",
            "Police came at 5 p.m.",
            "The rest."
        ]
    );
}

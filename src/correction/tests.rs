//! Corrections, from their file to the graph.

use super::{file, find, render};
use crate::graph::fixture::ontology;

fn mistakes(text: &str) -> Vec<String> {
    let found = file::parse("c.toml", text, &ontology()).unwrap_err();
    found.into_iter().map(|it| format!("{}: {} ({})", it.line, it.message, it.hint)).collect()
}

#[test]
fn words_are_found_whatever_the_white_space() {
    let text = "One two.\nThree  four\nfive.";
    assert_eq!(find(text, "three four"), None);
    assert_eq!(find(text, "Three four five."), Some(9..26));
    assert_eq!(find(text, "two. Three"), Some(4..14));
    assert_eq!(find(text, "Onetwo"), None);
    assert_eq!(find(text, " "), None);
}

#[test]
fn mistakes_are_told_with_their_line_all_at_once() {
    let text = "version = 1\n\n[[type]]\nthing = \"x\"\nclass = \"Persn\"\n\n[[silence]]\nrule = \"nope\"\n\n\
                [[reject]]\nquote = \"a\"\nclaim = \"a | b\"\n\n[[merge]]\nthings = [\"a\"]\n";
    assert_eq!(
        mistakes(text),
        [
            "10: a claim has three parts (write `claim = \"subject | property | object\"`)",
            "3: there is no class `Persn` (did you mean `Person`?)",
            "14: two things or more must be named (write `things = [\"one name\", \"another\"]`)",
            "7: there is no rule `nope` (every claim names the rule that found it)",
        ]
    );
    assert!(mistakes("version = 2\n")[0].contains("its version is 2"));
    assert!(mistakes("[[reject]]\nquote = 1\n")[0].starts_with("2: "));
    assert!(mistakes("version = 1\n[[rejct]]\n")[0].contains("rejct"));
}

#[test]
fn what_is_written_is_read_back() {
    let quote = "He said \"no\";\tit\\s a 'lie'.";
    let text = format!(
        "version = 1\n{}{}",
        render("reject", &[("quote", quote), ("claim", "Ada | supports | Looms")], &[]),
        render("merge", &[], &["A \"B\"".to_owned(), "C".to_owned()]),
    );
    let found = file::parse("c.toml", &text, &ontology()).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].change.quote(), Some(quote));
    assert_eq!(found[1].line, 7);
}

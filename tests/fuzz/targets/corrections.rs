//! `corrections.toml`: what is read, and what is written and read again.

#![no_main]

use kell::correction::{Change, Corrections, render};
use kell_fuzz::input::repeated;
use kell_fuzz::reading::{ONTOLOGY, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let content = repeated(data);
    let path = write("corrections.toml", &content);
    let lines = 1 + content.iter().filter(|it| **it == b'\n').count();
    let read = match Corrections::load(&[&path], &ONTOLOGY) {
        Ok(read) => read,
        Err(mistakes) => {
            assert!(!mistakes.is_empty(), "what is refused is told");
            for it in mistakes {
                assert!(!it.hint.is_empty() && it.line <= lines, "{it:?}");
            }
            return;
        }
    };
    assert!(read.corrections.is_sorted_by_key(|it| it.line));
    assert!(read.corrections.iter().all(|it| (1..=lines).contains(&it.line)));
    assert_eq!(read.gone(0..read.corrections.len()).len(), read.corrections.len());
    read.decisions();
    // What a review writes is read as it was meant.
    for it in read.corrections.iter().take(20) {
        let why: Vec<(&str, &str)> = it.why.as_deref().map(|it| ("why", it)).into_iter().collect();
        let (written, change) = match &it.change {
            Change::Merge(things) => (render("merge", &why, things), &it.change),
            Change::Apart(things) => (render("apart", &why, things), &it.change),
            Change::Silence(rule) => {
                let keys = [&why[..], &[("rule", rule)]].concat();
                (render("silence", &keys, &[]), &it.change)
            }
            _ => continue,
        };
        let path = write("written.toml", format!("version = 1\n{written}").as_bytes());
        let again = Corrections::load(&[path], &ONTOLOGY).expect("what is written can be read");
        assert_eq!((&again.corrections[0].change, &again.corrections[0].why), (change, &it.why));
    }
});

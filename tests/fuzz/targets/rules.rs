//! Rules of a pack with their patterns, and a sentence that they are tried on.

#![no_main]

use kell::document::{ReadOptions, from_text};
use kell::extraction::Extractor;
use kell::pipeline::read;
use kell_fuzz::invariants::told;
use kell_fuzz::packs::{CLASSES, loaded};
use kell_fuzz::reading::OPTIONS;
use libfuzzer_sys::fuzz_target;

const SENTENCE: &str =
    "The Harbour Council, which met in May, keeps the Old Quay and the New Quay.";

fuzz_target!(|data: &[u8]| {
    let Ok(ontology) =
        loaded(&[("classes.ttl", CLASSES)], &["rules/r.toml", "en/words.toml"], data)
    else {
        return;
    };
    match Extractor::new(&ontology) {
        Err(mistakes) => mistakes.iter().for_each(told),
        Ok(extractor) => {
            let mut options = ReadOptions { plain: true, ..OPTIONS.clone() };
            options.metadata.language = Some("en".to_owned());
            let document = from_text("a.txt", SENTENCE, &options);
            for claim in read(&extractor, &document).claims {
                assert!(SENTENCE.contains(&claim.quote), "a claim has a quote");
            }
        }
    }
});

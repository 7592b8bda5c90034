//! The metadata in a file beside a document: whatever it says, the document is the same.

#![no_main]

use kell_fuzz::input::repeated;
use kell_fuzz::reading::{check, write};
use libfuzzer_sys::fuzz_target;

const NOTE: &str = "The harbour council opposes the quay.\n";

fuzz_target!(|data: &[u8]| {
    write("a.toml", &repeated(data));
    let found = check("a.txt", NOTE.as_bytes()).pop().expect("the document is there");
    let (found, _) = found.expect("a sidecar is no reason to refuse it");
    assert_eq!(found.text, NOTE);
    assert_eq!(found.blocks.len(), 1);
});

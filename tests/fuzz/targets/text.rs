//! Plain text: its encoding, its blocks, its front matter, its head and its sections.

#![no_main]

use kell::document::{ReadOptions, from_text};
use kell_fuzz::input::repeated;
use kell_fuzz::invariants::{document, is_blank};
use kell_fuzz::reading::{OPTIONS, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let content = repeated(data);
    for (found, _) in check("a.txt", &content).into_iter().flatten() {
        let text = found.text;
        // Text that is nothing else is covered by its blocks.
        let plain = ReadOptions { plain: true, ..OPTIONS.clone() };
        let whole = from_text("a.txt", &text, &plain);
        document(&whole, &plain);
        let (mut at, mut rest) = (0, String::new());
        for piece in whole.blocks.iter().flat_map(|it| &it.pieces) {
            rest.push_str(&text[at..piece.start]);
            at = piece.end;
        }
        rest.push_str(&text[at..]);
        assert!(rest.chars().all(is_blank), "nothing is lost");
    }
});

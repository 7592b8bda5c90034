//! Tables: the first byte says whether the file is called CSV or TSV and whether the column of the text is named.

#![no_main]

use kell::document::ReadOptions;
use kell_fuzz::input::repeated;
use kell_fuzz::reading::{OPTIONS, check_with};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((choice, content)) = data.split_first() else { return };
    let name = if choice & 1 == 0 { "a.csv" } else { "a.tsv" };
    let column = (choice & 2 != 0).then(|| "what".to_owned());
    let options = ReadOptions { text_column: column, ..OPTIONS.clone() };
    check_with(name, &repeated(content), &options);
});

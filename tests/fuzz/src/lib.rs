//! What the fuzz targets share: how bytes reach a reader, and what must hold of what it gives back.
//!
//! `input` makes files of what libFuzzer mutates, `reading` hands them to the readers as a build would, `invariants` says
//! what is true of every document whatever its bytes, and `packs` does the same for a pack.

pub mod input;
pub mod invariants;
pub mod packs;
pub mod reading;
pub mod serving;

/// Declares a fuzz target of a reader of documents: the name of the file, and how the bytes become its content.
#[macro_export]
macro_rules! reader {
    ($name:expr, $content:expr) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| {
            $crate::reading::check($name, &$content(data));
        });
    };
}

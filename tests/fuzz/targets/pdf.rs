//! PDF.
//!
//! What panics inside the reader of the format is caught and makes the file a damaged one; here, too.  A panic of our own
//! code is a finding.

#![no_main]

use std::panic::{set_hook, take_hook};

use kell_fuzz::reading::check;
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: {
        let abort = take_hook();
        set_hook(Box::new(move |info| {
            let file = info.location().map_or("", |it| it.file());
            if !file.contains("/registry/src/") {
                abort(info);
            }
        }));
    },
    |data: &[u8]| {
        check("a.pdf", data);
    }
);

//! Requests to the server: path with parameters, method, what is accepted, what is sent, the host, and a body.

#![no_main]

use kell_fuzz::input::DIVIDER;
use kell_fuzz::serving::{Asked, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut parts = data.split(|it| *it == DIVIDER);
    let mut next = || parts.next().unwrap_or_default();
    check(&Asked {
        target: next(),
        method: next(),
        accept: next(),
        content_type: next(),
        host: next(),
        body: next(),
    });
});

//! One JSON object a line, each a document.

#![no_main]

use kell_fuzz::input::repeated;

kell_fuzz::reader!("a.jsonl", repeated);

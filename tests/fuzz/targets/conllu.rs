//! Sentences and words in the columns of CoNLL-U.

#![no_main]

use kell_fuzz::input::repeated;

kell_fuzz::reader!("a.conllu", repeated);

//! Web pages.

#![no_main]

use kell_fuzz::input::repeated;

kell_fuzz::reader!("a.html", repeated);

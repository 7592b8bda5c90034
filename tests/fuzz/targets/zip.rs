//! Archives: one, or names and contents of its members one after the other.

#![no_main]

use kell_fuzz::input::named_members;

kell_fuzz::reader!("a.zip", named_members);

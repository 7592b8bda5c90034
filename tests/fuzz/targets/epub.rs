//! Electronic books: an archive, or the texts of its members one after the other.

#![no_main]

use kell_fuzz::input::members;

const MEMBERS: [&str; 5] =
    ["META-INF/container.xml", "o/p.opf", "o/a.xhtml", "o/b.xhtml", "META-INF/encryption.xml"];

kell_fuzz::reader!("a.epub", |data| members(&MEMBERS, data));

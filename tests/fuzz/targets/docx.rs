//! Word documents: an archive, or the texts of its members one after the other.

#![no_main]

use kell_fuzz::input::members;

const MEMBERS: [&str; 5] = [
    "word/document.xml",
    "word/styles.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "docProps/core.xml",
];

kell_fuzz::reader!("a.docx", |data| members(&MEMBERS, data));

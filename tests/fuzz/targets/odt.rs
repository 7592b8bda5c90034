//! `OpenDocument` texts: an archive, or the texts of its members one after the other.

#![no_main]

use kell_fuzz::input::members;

const MEMBERS: [&str; 3] = ["content.xml", "meta.xml", "META-INF/manifest.xml"];

kell_fuzz::reader!("a.odt", |data| members(&MEMBERS, data));

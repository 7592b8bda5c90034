//! Mutated bytes → the content of a file.
//!
//! A mutation hardly ever keeps the checksums of an archive or the hundred thousandth repetition of an element.  So an
//! input may stand for a file instead of being it: control characters that no text needs divide it into parts.

use std::io::{Cursor, Write as _};
use std::sync::LazyLock;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Divides the members of an archive, or the files of a pack.
pub const DIVIDER: u8 = 0x1E;
/// Begins an input whose middle is repeated, and divides it into head, middle and tail.
pub const REPEAT: u8 = 0x1D;
/// Stands for the number of the repetition in what is repeated, so that names differ.
pub const NUMBER: u8 = 0x1F;
/// How long a file becomes by repetition.  Code that is watched is slow and most inputs are to be quick; to see how time
/// grows, give the seeds a greater length in the environment.
static LONG: LazyLock<usize> = LazyLock::new(|| {
    let given = std::env::var("KELL_FUZZ_LONG").ok().and_then(|it| it.parse().ok());
    given.unwrap_or(1 << 14)
});
/// A middle that is longer is not repeated: what takes too long for its length does so with a short one, too.
const MIDDLE: usize = 64;

/// The content that an input stands for: `REPEAT head REPEAT middle REPEAT tail` with the middle repeated, else itself.
///
/// So that time and memory that grow faster than the file are found.
pub fn repeated(data: &[u8]) -> Vec<u8> {
    let Some(rest) = data.strip_prefix(&[REPEAT]) else { return data.to_vec() };
    let mut parts = rest.splitn(3, |it| *it == REPEAT);
    let [head, middle, tail] = [(); 3].map(|()| parts.next().unwrap_or_default());
    if middle.is_empty() || middle.len() > MIDDLE {
        return rest.to_vec();
    }
    let mut content = head.to_vec();
    let mut number = 0_u32;
    while content.len() + tail.len() < *LONG {
        for byte in middle {
            match *byte {
                NUMBER => content.extend(number.to_string().bytes()),
                other => content.push(other),
            }
        }
        number += 1;
    }
    content.extend(tail);
    content
}

/// An archive with these names, each with the part of the input that stands at its place; an archive stays what it is.
pub fn members(names: &[&str], data: &[u8]) -> Vec<u8> {
    if data.starts_with(b"PK") {
        return data.to_vec();
    }
    let parts: Vec<Vec<u8>> = data.split(|it| *it == DIVIDER).map(repeated).collect();
    archive(names.iter().copied().zip(&parts).filter(|it| !it.1.is_empty()), false)
}

/// An archive whose members the input names itself: name, divider, content, divider, and so on.
pub fn named_members(data: &[u8]) -> Vec<u8> {
    if data.starts_with(b"PK") {
        return data.to_vec();
    }
    let parts: Vec<&[u8]> = data.split(|it| *it == DIVIDER).collect();
    let names: Vec<String> =
        parts.chunks(2).map(|it| String::from_utf8_lossy(it[0]).into_owned()).collect();
    let contents: Vec<Vec<u8>> =
        parts.chunks(2).map(|it| it.get(1).map_or_else(Vec::new, |it| repeated(it))).collect();
    archive(names.iter().map(String::as_str).zip(&contents), false)
}

/// An archive of these members, packed or as they are; a second member of a name is left out.
pub fn archive<'a>(members: impl Iterator<Item = (&'a str, &'a Vec<u8>)>, packed: bool) -> Vec<u8> {
    let method =
        if packed { zip::CompressionMethod::Deflated } else { zip::CompressionMethod::Stored };
    let options = SimpleFileOptions::default().compression_method(method);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        if writer.start_file(name, options).is_ok() {
            writer.write_all(content).expect("memory can be written to");
        }
    }
    writer.finish().expect("memory can be written to").into_inner()
}

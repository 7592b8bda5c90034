//! Names made of content: SHA-256 in hexadecimal digits.

use std::{
    fmt::Write,
    io::{self, Read},
};

use sha2::{Digest, Sha256};

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// SHA-256 of bytes, 64 digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Number and SHA-256 of all bytes that a reader gives.
pub fn of_reader(mut reader: impl Read) -> io::Result<(u64, String)> {
    let (mut hasher, mut bytes, mut part) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        match reader.read(&mut part)? {
            0 => return Ok((bytes, hex(&hasher.finalize()))),
            read => {
                hasher.update(&part[..read]);
                bytes += read as u64;
            }
        }
    }
}

/// The first 16 digits of the SHA-256 of several texts: tells apart what one graph can hold.
///
/// ```
/// use kell::digest::short;
///
/// assert_eq!(short(&["a", "b"]).len(), 16);
/// assert_ne!(short(&["a", "b"]), short(&["ab"]));
/// ```
pub fn short<T: AsRef<str>>(parts: &[T]) -> String {
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    hex(&Sha256::digest(parts.join("\t"))[..8])
}

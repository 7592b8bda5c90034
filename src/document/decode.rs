//! Bytes → text, exactly.
//!
//! UTF-8 is expected, its byte order mark kept, as is that of UTF-16, which tells it.  Windows-1252 is accepted when the
//! bytes can hardly be anything else, and said so.  Nothing is replaced: text that cannot be decoded is an error.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use thiserror::Error;

use super::format;

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// There is nothing to read.
    #[error("the file is empty")]
    Empty,
    /// It is something else than text.
    #[error("the file {what}")]
    NotText {
        /// What it is.
        what: &'static str,
        /// How to get its text.
        remedy: &'static str,
    },
    /// Bytes that are not UTF-16, behind a mark that says so.
    #[error("the file is damaged: its byte order mark is that of UTF-16, and the rest is not")]
    NotUtf16,
    /// Bytes that are not UTF-8.
    #[error("the file is not UTF-8: byte {offset} cannot be read")]
    NotUtf8 {
        /// The first bad byte, from 0.
        offset: usize,
    },
}

impl DecodeError {
    /// The diagnostic code.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Empty => "document/empty",
            Self::NotText { .. } => "document/not-text",
            Self::NotUtf16 | Self::NotUtf8 { .. } => "document/encoding",
        }
    }

    /// What to do next.
    pub(super) fn remedy(&self) -> &'static str {
        match self {
            Self::Empty => "give a file that holds text, or remove it",
            Self::NotText { remedy, .. } => remedy,
            Self::NotUtf16 => "get a whole copy of the file, or save it as UTF-8",
            Self::NotUtf8 { .. } => {
                "convert it to UTF-8, for example with `iconv -f ENCODING -t UTF-8`"
            }
        }
    }
}

/// The text of `bytes`, and the first byte that is not UTF-8 when they were read as Windows-1252.
pub(super) fn decode(bytes: Vec<u8>) -> Result<(String, Option<usize>), DecodeError> {
    if let Some((what, remedy)) = format::not_text(&bytes) {
        return Err(DecodeError::NotText { what, remedy });
    }
    let wide = match bytes.as_slice() {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => None,
    };
    let decoded = match wide {
        Some(encoding) => {
            let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
            Ok(text.ok_or(DecodeError::NotUtf16)?.into_owned())
        }
        None => String::from_utf8(bytes),
    };
    let error = match decoded {
        Ok(text) if text.chars().all(super::lines::is_blank) => return Err(DecodeError::Empty),
        Ok(text) => return Ok((text, None)),
        Err(error) => error,
    };
    let offset = error.utf8_error().valid_up_to();
    if !is_plainly_windows_1252(error.as_bytes()) {
        return Err(DecodeError::NotUtf8 { offset });
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(error.as_bytes());
    Ok((text.into_owned(), Some(offset)))
}

/// Single bytes above ASCII, few of them, every one assigned, and hardly any that would pass for UTF-8.
fn is_plainly_windows_1252(bytes: &[u8]) -> bool {
    let (mut bad, mut good) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    let letters = bytes.iter().filter(|it| it.is_ascii_alphabetic()).count();
    let unassigned = |it: &u8| matches!(it, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    let control = |it: &u8| it.is_ascii_control() && !it.is_ascii_whitespace();
    good * 20 <= bad
        && bad * 4 <= letters
        && !bytes.iter().any(unassigned)
        && bytes.iter().filter(|it| control(it)).count() * 100 <= bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_is_kept_as_it_is() {
        let text = "\u{FEFF}Der Fluß\r\n";
        assert_eq!(decode(text.into()), Ok((text.to_owned(), None)));
    }

    #[test]
    fn windows_1252_is_read_and_reported() {
        let bytes = b"The harbour\x92s plan \x96 for Gr\xFCnau".to_vec();
        assert_eq!(decode(bytes), Ok(("The harbour’s plan – for Grünau".to_owned(), Some(11))));
    }

    #[test]
    fn utf_16_is_read_by_its_mark() {
        let text = "\u{FEFF}Der Fluß 🌊\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(little), Ok((text.to_owned(), None)));
        assert_eq!(decode(big), Ok((text.to_owned(), None)));
    }

    #[test]
    fn what_cannot_be_read() {
        let code = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err().code();
        assert_eq!(code(b""), "document/empty");
        assert_eq!(code(b" \r\n\t"), "document/empty");
        assert_eq!(code(b"a\0b"), "document/not-text");
        // Half a pair of surrogates, and half a letter.
        assert_eq!(code(b"\xFF\xFE\x3D\xD8"), "document/encoding");
        assert_eq!(code(b"\xFE\xFF\0a\0"), "document/encoding");
        assert_eq!(code(b"\xFF\xFE\0\0a\0\0\0"), "document/not-text");
        // Damaged UTF-8 is not Windows-1252.
        let mut damaged = "Über dem Fluß lag Öl, grün und übel".as_bytes().to_vec();
        damaged.push(0xC3);
        assert!(matches!(decode(damaged), Err(DecodeError::NotUtf8 { offset: 40 })));
        // Cyrillic in a single-byte encoding.
        assert_eq!(code(b"\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0"), "document/encoding");
    }
}

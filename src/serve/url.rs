//! Paths and parameters of requests: taken apart, and put together.
//!
//! What is malformed is refused and never guessed at.  This module does not know what any path means.

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, percent_encode_byte,
    utf8_percent_encode,
};

/// What is escaped within a path: what ends one, what browsers change, and the escape sign itself.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What is escaped within a parameter: all but what RFC 3986 calls unreserved.
const PARAMETER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Why a path or a parameter cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum UrlError {
    /// A `%` without two hexadecimal digits.
    #[error("`{0}` has a percent sign without two hexadecimal digits behind it")]
    Escape(String),
    /// The bytes are no text.
    #[error("`{0}` is not UTF-8")]
    NotUtf8(String),
}

/// Takes the escapes out of a piece of a URL.
pub(super) fn decode(text: &str) -> Result<String, UrlError> {
    let shown = || text.chars().take(60).collect();
    let mut escapes = text.split('%').skip(1);
    let whole = |it: &str| it.len() > 1 && it.bytes().take(2).all(|it| it.is_ascii_hexdigit());
    if !escapes.all(whole) {
        return Err(UrlError::Escape(shown()));
    }
    match percent_decode_str(text).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err(UrlError::NotUtf8(shown())),
    }
}

/// A text as a part of a path; slashes stay.
pub(super) fn path(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

/// An IRI as a URI: what is no ASCII is escaped, and nothing that could end it is left.
pub(super) fn iri(text: &str) -> String {
    let kept = |it: u8| it.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&it);
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if kept(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(percent_encode_byte(byte));
        }
    }
    out
}

/// A text as the value of a parameter.
pub(super) fn parameter(text: &str) -> String {
    utf8_percent_encode(text, PARAMETER).to_string()
}

/// Parameters in the order they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parameters {
    pairs: Vec<(String, String)>,
}

impl Parameters {
    /// Reads what stands behind the question mark, or the body of a form.
    pub(super) fn read(text: &str) -> Result<Self, UrlError> {
        let mut pairs = Vec::new();
        for pair in text.split('&').filter(|it| !it.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let plain = |it: &str| decode(&it.replace('+', " "));
            pairs.push((plain(name)?, plain(value)?));
        }
        Ok(Self { pairs })
    }

    /// The first value of this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of this name.
    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |it| it.0 == name).map(|it| it.1.as_str())
    }

    /// Every name with its value.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|it| (it.0.as_str(), it.1.as_str()))
    }

    /// These, and then those.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.pairs.extend(others.pairs);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_is_taken_apart() {
        for text in ["Ada", "a/b", "50 % of “x”", "a+b&c=d", "ä%41\u{0}", "]#?[", ""] {
            assert_eq!(decode(&path(text)).as_deref(), Ok(text));
            let all = Parameters::read(&format!("x={}&y", parameter(text))).unwrap();
            assert_eq!(all.get("x"), Some(text));
            assert_eq!(all.get("y"), Some(""));
            assert_eq!(all.get("z"), None);
        }
        assert_eq!(path("id/a b/ä"), "id/a%20b/%C3%A4");
    }

    #[test]
    fn what_is_malformed_is_refused() {
        for text in ["%", "%4", "%zz", "a%c", "%%41", "%+1"] {
            assert!(matches!(decode(text), Err(UrlError::Escape(_))), "{text}");
        }
        assert!(matches!(decode("%ff"), Err(UrlError::NotUtf8(_))));
        assert!(Parameters::read("a=1&b=%").is_err());
    }

    #[test]
    fn spaces_may_be_pluses_and_names_may_repeat() {
        let all = Parameters::read("g=a+b&g=c%2B&&").unwrap();
        assert_eq!(all.all("g").collect::<Vec<_>>(), ["a b", "c+"]);
    }
}

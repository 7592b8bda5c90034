//! TOML that people wrote → values, unless reading it would take the stack.
//!
//! The parser keeps count of tables in each other, but not in every text that is malformed: there each opening brace may
//! take a part of the stack, and a process whose stack is full ends without a word.

use serde::de::{DeserializeOwned, Error as _};
use toml::de::Error;
use toml_parser::{Source, lexer::TokenKind};

/// More tables in braces than these no file of settings has.
const BRACES: usize = 500;

/// The value of a TOML text.
pub fn from_toml<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let opening = |it: &toml_parser::lexer::Token| it.kind() == TokenKind::LeftCurlyBracket;
    if Source::new(text).lex().filter(opening).nth(BRACES).is_some() {
        return Err(Error::custom(format!("there are more than {BRACES} tables in braces")));
    }
    toml::from_str(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_without_end_are_refused() {
        let text = "a = {[[m]]\n".repeat(200_000);
        assert!(from_toml::<toml::Table>(&text).is_err());
        let quoted = format!("a = \"{}\" # {0}\nb = {{ c = 1 }}", "{".repeat(BRACES + 1));
        assert_eq!(from_toml::<toml::Table>(&quoted).unwrap().len(), 2);
    }
}

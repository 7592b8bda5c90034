//! Looks at a query's text: which words are SPARQL's own, how deep it nests, where an error is.
//!
//! It does not parse; the store does.  It sees just enough to tell a keyword from a name, a string or a comment.

/// How many brackets a question may open: more would exhaust the parser's stack.
pub(crate) const DEEPEST: usize = 100;

/// Where something stands in a query, and the line itself, for showing to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line, tabs as single spaces.
    pub text: String,
}

impl Place {
    /// The place at a byte of `text`.
    pub(crate) fn at(text: &str, byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self::on(text, line, column)
    }

    /// The place at a line and column, both from 1.
    pub(crate) fn on(text: &str, line: usize, column: usize) -> Self {
        let it = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
        Self { line, column, text: it.trim_end().replace('\t', " ") }
    }

    /// The same place, moved back to the beginning of the word it is in or just behind.
    pub(crate) fn at_word(mut self) -> Self {
        let before: Vec<char> = self.text.chars().take(self.column.saturating_sub(1)).collect();
        let inner = |it: &&char| it.is_alphanumeric() || matches!(it, '_' | '-' | ':');
        self.column = before.len() + 1 - before.iter().rev().take_while(inner).count();
        self
    }

    /// The word that begins here, if one does.
    pub(crate) fn word(&self) -> Option<String> {
        let rest = self.text.chars().skip(self.column.saturating_sub(1));
        let word: String = rest.take_while(|it| !it.is_whitespace()).take(40).collect();
        (!word.is_empty()).then_some(word)
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let indent = " ".repeat(self.column.saturating_sub(1));
        write!(f, "{number} | {}\n{margin} | {indent}^", self.text)
    }
}

/// What can be seen of a query without parsing it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outline<'a> {
    /// Bare words with the byte they begin at, in order.
    pub(crate) words: Vec<(usize, &'a str)>,
    /// How many brackets are open at most.
    pub(crate) depth: usize,
}

impl<'a> Outline<'a> {
    /// Goes through `text` once.
    pub(crate) fn of(text: &'a str) -> Self {
        let mut outline = Self::default();
        let (mut at, mut open) = (0, 0_usize);
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            at += match c {
                '#' => rest.find('\n').unwrap_or(rest.len()),
                '<' => iri(rest).unwrap_or(1),
                '"' | '\'' => string(rest, c),
                '?' | '$' | '@' => c.len_utf8() + name(&rest[1..]),
                ':' => 1 + local(&rest[1..]),
                '(' | '{' | '[' => {
                    open += 1;
                    outline.depth = outline.depth.max(open);
                    1
                }
                ')' | '}' | ']' => {
                    open = open.saturating_sub(1);
                    1
                }
                c if c.is_alphanumeric() || c == '_' => {
                    let length = name(rest);
                    if !rest[length..].starts_with(':') {
                        outline.words.push((at, &rest[..length]));
                    }
                    length
                }
                c => c.len_utf8(),
            };
        }
        outline
    }

    /// Where the first of these keywords stands.
    pub(crate) fn find(&self, keyword: &str) -> Option<usize> {
        self.words.iter().find(|it| it.1.eq_ignore_ascii_case(keyword)).map(|it| it.0)
    }

    /// The word that says what kind of request it is, after the prologue.
    pub(crate) fn verb(&self) -> Option<(usize, &'a str)> {
        let prologue =
            |word: &str| ["base", "prefix"].iter().any(|it| word.eq_ignore_ascii_case(it));
        self.words.iter().find(|it| !prologue(it.1)).copied()
    }
}

fn name(text: &str) -> usize {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text.find(|c| !inner(c)).unwrap_or(text.len())
}

/// Length of the local part of a prefixed name, escapes included.
fn local(text: &str) -> usize {
    let mut escaped = false;
    let ends = |(at, c): (usize, char)| {
        let inner =
            escaped || c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '%' | '\\');
        escaped = c == '\\' && !escaped;
        (!inner).then_some(at)
    };
    text.char_indices().find_map(ends).unwrap_or(text.len())
}

/// Length of the IRI that begins here, if one does.
fn iri(text: &str) -> Option<usize> {
    let stop = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^');
    let end = text[1..].find(stop)? + 1;
    text[end..].starts_with('>').then_some(end + 1)
}

/// Length of the string that begins here; an unclosed one runs to its line's or the text's end.
fn string(text: &str, quote: char) -> usize {
    let long: String = [quote; 3].iter().collect();
    let is_long = text.starts_with(&long);
    let (open, close) = if is_long { (3, long.as_str()) } else { (1, &long[..1]) };
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(open) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if text[at..].starts_with(close) {
            return at + close.len();
        } else if c == '\n' && !is_long {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_told_from_names_strings_and_comments() {
        let text = "# service\nPREFIX service: <x:service>\nSELECT ?service WHERE { # service\n \
                    ?service service:service \"service\", '''it's service''', 'a\\'service' . FILTER(1 <2) }";
        let outline = Outline::of(text);
        assert_eq!(outline.find("service"), None, "{:?}", outline.words);
        assert_eq!(outline.verb().unwrap().1, "SELECT");
        assert!(Outline::of("ASK { sErvice <x:y> { } }").find("service").is_some());
        assert!(Outline::of("ASK { ?a<?b . SERVICE <x:y> { } }").find("SERVICE").is_some());
    }

    #[test]
    fn depth_counts_open_brackets() {
        assert_eq!(Outline::of("{ ( [ ] ) } { \"((((\" }").depth, 3);
    }

    #[test]
    fn any_text_ends() {
        for text in ["\"", "'''", "<", ":", "?", "\\", "a:\\", "ä:ö\\,ü 'ß", "@", "\"\\", "'''\\'"]
        {
            Outline::of(text);
        }
    }

    #[test]
    fn a_place_points_with_a_caret() {
        let place = Place::at("SELECT *\n{ ä foo }", "SELECT *\n{ ä ".len());
        assert_eq!((place.line, place.column), (2, 5));
        assert_eq!(place.word().as_deref(), Some("foo"));
        assert_eq!(place.to_string(), "2 | { ä foo }\n  |     ^");
    }
}

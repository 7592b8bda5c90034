//! What went wrong, where, and what to do about it.
//!
//! Stages in the middle of the pipeline cannot fail; they return what they could do together with
//! diagnostics.  Nothing here prints: `cli` renders.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Note,
    /// Something was left out or guessed.
    Warning,
    /// The thing named could not be used.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One finding: a code, a place, one sentence and a remedy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Stage and kind, such as `ontology/unknown-class`; `kell explain CODE` says more.
    pub code: String,
    /// The file it is about, as the user named it; empty when there is none.
    pub file: String,
    /// Line in that file, from 1; 0 when unknown.
    pub line: usize,
    /// One sentence, lower case, no full stop.
    pub message: String,
    /// What to do next; may be empty.
    pub hint: String,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning without a place.
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note without a place.
    pub fn note(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    fn new(severity: Severity, code: &str, message: impl Into<String>) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            file: String::new(),
            line: 0,
            message: message.into(),
            hint: String::new(),
        }
    }

    /// The same, in this file at this line (from 1; 0 for the file as a whole).
    #[must_use]
    pub fn at(mut self, file: impl Into<String>, line: usize) -> Self {
        self.file = file.into();
        self.line = line;
        self
    }

    /// The same, with a remedy.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: ", self.severity, self.code)?;
        match (self.file.as_str(), self.line) {
            ("", _) => (),
            (file, 0) => write!(f, "{file}: ")?,
            (file, line) => write!(f, "{file}:{line}: ")?,
        }
        write!(f, "{}", self.message)?;
        if !self.hint.is_empty() {
            write!(f, " (hint: {})", self.hint)?;
        }
        Ok(())
    }
}

/// A result, and what there is to say about it.
#[derive(Debug, Clone, Default)]
pub struct Warned<T> {
    /// The result.
    pub value: T,
    /// Findings in a stable order.
    pub diagnostics: Vec<Diagnostic>,
}

/// The candidate most like `name`, if any is close enough to suggest.
///
/// Closeness is the Jaro-Winkler similarity of the lower-cased strings, at least 0.84.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let name = name.to_lowercase();
    let score = |it: &str| strsim::jaro_winkler(&name, &it.to_lowercase());
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let score = score(candidate);
        if score >= 0.84
            && best.is_none_or(|(top, it)| {
                score.total_cmp(&top).then_with(|| it.cmp(candidate)).is_gt()
            })
        {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, it)| it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_what_is_close() {
        let names = ["supports", "opposes", "oversees"];
        assert_eq!(did_you_mean("suports", names), Some("supports"));
        assert_eq!(did_you_mean("banana", names), None);
    }

    #[test]
    fn one_line_with_place_and_hint() {
        let it = Diagnostic::error("ontology/unknown-class", "there is no class `Persn`")
            .at("classes.ttl", 3)
            .hint("did you mean `Person`?");
        assert_eq!(
            it.to_string(),
            "error[ontology/unknown-class]: classes.ttl:3: there is no class `Persn` (hint: did you mean `Person`?)"
        );
    }
}

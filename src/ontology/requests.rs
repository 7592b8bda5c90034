//! What a pack offers to ask, draw and check: `queries/*.rq`, `checks/*.rq`, `diagrams/*.toml`, `tests/*.md`.

use serde::Deserialize;

use crate::diagnostic::Severity;

/// A named question.
///
/// The file begins with comment lines: `# # Title`, then `# description`, then one line for each
/// parameter, `# **name** (default): what it is`.  In the text a parameter stands as `{{name}}`; an
/// entity given by label is replaced by its IRI in angle brackets, any other value by a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// File name without `.rq`.
    pub name: String,
    /// The question, as a title.
    pub title: String,
    /// What it answers and how to read it.
    pub description: String,
    /// Parameters in the order of the header.
    pub parameters: Vec<Parameter>,
    /// SPARQL with its header, parameters not yet replaced.
    pub text: String,
}

/// A parameter of a named question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Name, as in `--param name=value`.
    pub name: String,
    /// Value when none is given.
    pub default: String,
    /// What it is.
    pub description: String,
}

/// A check: each row its query finds is a violation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// File name without `.rq`.
    pub name: String,
    /// What must hold, as a title.
    pub title: String,
    /// How bad a violation is.
    pub severity: Severity,
    /// What is wrong when a row is found.
    pub problem: String,
    /// What to do about it.
    pub solution: String,
    /// SPARQL with its header.
    pub text: String,
}

/// A query and how to draw its result.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiagramSpec {
    /// File name without `.toml`; filled in by the loader.
    #[serde(default)]
    pub name: String,
    /// Title written on the diagram.
    pub title: String,
    /// One sentence below it, and in `kell draw --list`.
    pub description: String,
    /// `layered` (default), `timeline` or `hierarchy`.
    #[serde(default = "layered")]
    pub layout: String,
    /// `LR` or `TB`.
    #[serde(default = "left_to_right")]
    pub direction: String,
    /// How many nodes at most; the least connected are left out, and the diagram says so.
    #[serde(default = "sixty")]
    pub nodes: usize,
    /// Class names whose members are boxed together, in order; others stand outside.
    #[serde(default)]
    pub clusters: Vec<String>,
    /// SELECT with `?from ?fromLabel ?fromClass ?to ?toLabel ?toClass ?label`, and optionally `?force`,
    /// `?count`, `?date`.
    pub query: String,
}

fn layered() -> String {
    "layered".to_owned()
}

fn left_to_right() -> String {
    "LR".to_owned()
}

fn sixty() -> usize {
    60
}

/// A literate test: text, and the claims it should yield.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackTest {
    /// File, relative to the packs' folder.
    pub file: String,
    /// Line of the `text` block, from 1.
    pub line: usize,
    /// Headings above it, joined by ` / `.
    pub name: String,
    /// The text.
    pub text: String,
    /// Expected claims, one a line: `subject | property | object`, and after further bars what differs from
    /// *affirmed, asserted*: `negated`, a force, `holder: NAME`, `time: 2021-06`.  A line that begins with `!` must not
    /// be found.
    pub claims: Vec<String>,
}

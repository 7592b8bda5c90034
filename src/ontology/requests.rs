//! What a pack offers to ask, draw and check: `queries/*.rq`, `checks/*.rq`, `diagrams/*.toml`, `tests/*.md`.
//!
//! Plain values, and how a question's parameters are filled in; reading the files is the business of `headers`.
//! Nothing is run here.

use std::collections::BTreeMap;

use oxigraph::model::NamedNode;
use serde::Deserialize;

use crate::diagnostic::Severity;

/// A named question.
///
/// The file begins with comment lines: `# # Title`, then `# description`, then one line for each
/// parameter, `# **name** (default): what it is`.  In the text a parameter stands as `{{name}}`, without
/// quotation marks.  The default says what kind of value a parameter takes; see [`Parameter::kind`] and
/// [`Query::with`].
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

/// What kind of value a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// A thing, class or property by its IRI in angle brackets.  Whoever asks turns labels into IRIs first.
    Thing,
    /// A whole number, for LIMIT and the like.
    Number,
    /// Anything else: it becomes a string literal.
    Text,
}

/// A parameter of a named question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Name, as in `--param name=value`.
    pub name: String,
    /// Value when none is given.  The loader writes a prefixed name such as `e:Name`, and the label of one known
    /// thing, out as `<IRI>`.
    pub default: String,
    /// What it is.
    pub description: String,
}

impl Parameter {
    /// The kind of value it takes, as its default shows: `<IRI>` a thing, digits a number, anything else text.
    pub fn kind(&self) -> ParameterKind {
        if is_iri(&self.default) {
            ParameterKind::Thing
        } else if is_number(&self.default) {
            ParameterKind::Number
        } else {
            ParameterKind::Text
        }
    }
}

impl Query {
    /// The SPARQL with every `{{name}}` replaced by the value given for it, else by its default.
    ///
    /// One rule: `<IRI>` stays as it is where the parameter takes a thing, and digits where it takes a number;
    /// everything else becomes a string literal.  No value can add SPARQL of its own.
    pub fn with(&self, values: &BTreeMap<String, String>) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut rest = self.text.as_str();
        // In one pass, so that what a value says is never taken for a parameter.
        while let Some(at) = rest.find("{{") {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            let mark = |it: &&Parameter| {
                let inner = rest.strip_prefix("{{").and_then(|rest| rest.strip_prefix(&it.name));
                inner.is_some_and(|it| it.starts_with("}}"))
            };
            if let Some(parameter) = self.parameters.iter().find(mark) {
                text.push_str(&parameter.filled(values));
                rest = &rest[parameter.name.len() + "{{}}".len()..];
            } else {
                text.push('{');
                rest = &rest[1..];
            }
        }
        text.push_str(rest);
        text
    }
}

impl Parameter {
    /// What stands in its place.
    fn filled(&self, values: &BTreeMap<String, String>) -> String {
        let value = values.get(&self.name).unwrap_or(&self.default);
        let stays = match self.kind() {
            ParameterKind::Thing => is_iri(value),
            ParameterKind::Number => is_number(value),
            ParameterKind::Text => false,
        };
        if stays { value.clone() } else { string_literal(value) }
    }
}

/// `<IRI>`, whole and absolute.
pub(super) fn is_iri(value: &str) -> bool {
    let inner = value.strip_prefix('<').and_then(|it| it.strip_suffix('>'));
    inner.is_some_and(|it| NamedNode::new(it).is_ok())
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit())
}

/// A SPARQL string literal of this text.
fn string_literal(text: &str) -> String {
    let mut literal = String::from('"');
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// Of what a check or a diagram must be asked at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Of the whole graph.
    #[default]
    Graph,
    /// Of any part of the graph that has all there is of its claims: each row comes of one claim or document, of what
    /// that refers to, and of the packs.  A large graph is then asked in parts, and after a change only in those that
    /// changed; rows of several parts are united, and counts of equal edges added up.
    Claim,
}

/// What has a page of its own, with a diagram on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageOf {
    /// Anything claims are about.
    Thing,
    /// A claim.
    Claim,
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
    /// Of what it is asked.
    pub scope: Scope,
    /// SPARQL with its header.
    pub text: String,
}

/// What stands for the focus in the query of a diagram of one thing or claim.
const FOCUS: &str = "{{focus}}";

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
    /// `layered` (default; a `network` where there is too much for layers), `network`, `timeline` or `hierarchy`.
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
    /// On whose page it stands, where it is of one thing or claim.
    #[serde(default)]
    pub page: Option<PageOf>,
    /// Of what the query is asked: `graph` (default) or `claim`.
    #[serde(default)]
    pub scope: Scope,
    /// SELECT with `?from ?fromLabel ?fromClass ?to ?toLabel ?toClass ?label`, and optionally `?force`,
    /// `?count`, `?date`.
    pub query: String,
}

impl DiagramSpec {
    /// Whether it is of one thing or claim.
    pub fn needs_focus(&self) -> bool {
        self.query.contains(FOCUS)
    }

    /// Its query, asked of what has this IRI where it is of one thing or claim.
    pub fn about(&self, focus: Option<&str>) -> String {
        match focus {
            Some(iri) => self.query.replace(FOCUS, &format!("<{iri}>")),
            None => self.query.clone(),
        }
    }
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

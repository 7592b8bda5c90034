//! `rules/*.toml`: how a language expresses a property.
//!
//! A rule names a property and the ways it is said: *verbs* (`"support"`, `"work with"`), *nouns*
//! (`"support for"`) and surface *patterns* (`"{subject:Person} , {object:Post} of {postIn}"`).  The
//! extraction stage derives active, passive, relative, participial and coordinated variants of verbs
//! by itself.  Each rule carries sentences that must (`yes`) and must not (`no`) yield it.

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Warned};

/// One rule.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Unique among the packs, family and case: `position/support`.
    pub name: String,
    /// Local name of the property it produces.
    pub property: String,
    /// Language tag; the pack's first language when absent.
    #[serde(default)]
    pub language: String,
    /// Classes the subject may have, narrower than the property's domain; empty for the domain.
    #[serde(default)]
    pub subject: Vec<String>,
    /// Classes the object may have, narrower than the property's range; empty for the range.
    #[serde(default)]
    pub object: Vec<String>,
    /// Verbs in their dictionary form with their words and preposition: `support`, `work hand-in-glove with`.
    /// The clause's subject is the claim's subject; the verb's or preposition's object is the claim's object.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// As `verbs`, but the clause's subject is the claim's object: `benefit from` for *enables*.
    #[serde(default)]
    pub inverse_verbs: Vec<String>,
    /// Nouns with their preposition: `support for`.  The claim's subject is the possessor (*X's support for Y*) or the
    /// agent (*support for Y by X*, *support of X for Y*).
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Surface patterns; see the extraction stage for their language.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// Force given to every claim of this rule, whatever the clause says: `planned`.
    #[serde(default)]
    pub force: Option<String>,
    /// Whether the rule itself says no: `oppose` is not, `rule out` is.
    #[serde(default)]
    pub negated: bool,
    /// Confidence of the extraction when nothing speaks against it, 0 to 1.
    #[serde(default = "usual_confidence")]
    pub confidence: f64,
    /// Sentences that must yield the rule; after ` => `, the claim as `subject | object`.
    pub yes: Vec<String>,
    /// Sentences that must not yield the rule.
    pub no: Vec<String>,
    /// File it stands in, relative to the packs' folder; filled in by the loader.
    #[serde(skip)]
    pub file: String,
    /// Line of its `[[rule]]`, from 1; filled in by the loader.
    #[serde(skip)]
    pub line: usize,
}

/// Which part of a rule found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleKind {
    /// A verb with its arguments.
    Verb,
    /// A noun with its arguments.
    Noun,
    /// A surface pattern.
    Pattern,
}

/// A `yes` sentence taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example<'a> {
    /// The sentence.
    pub text: &'a str,
    /// Subject and object of the claim it must yield, if spelled out.
    pub claim: Option<(&'a str, &'a str)>,
}

impl<'a> Example<'a> {
    /// Takes `text => subject | object` apart.
    pub fn parse(line: &'a str) -> Self {
        let Some((text, claim)) = line.split_once(" => ") else {
            return Self { text: line.trim(), claim: None };
        };
        let claim = claim.split_once('|').map(|(s, o)| (s.trim(), o.trim()));
        Self { text: text.trim(), claim }
    }
}

fn usual_confidence() -> f64 {
    0.8
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    rule: Vec<toml::Spanned<Rule>>,
}

/// The rules of one file, each with its place; `language` is for rules that name none.
pub(super) fn parse(file: &str, text: &str, language: &str) -> Warned<Vec<Rule>> {
    let line_of = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
    match toml::from_str::<RuleFile>(text) {
        Ok(parsed) => {
            let place = |spanned: toml::Spanned<Rule>| {
                let line = line_of(spanned.span().start);
                let mut rule = spanned.into_inner();
                if rule.language.is_empty() {
                    language.clone_into(&mut rule.language);
                }
                Rule { file: file.to_owned(), line, ..rule }
            };
            Warned { value: parsed.rule.into_iter().map(place).collect(), diagnostics: Vec::new() }
        }
        Err(error) => {
            let line = error.span().map_or(0, |it| line_of(it.start));
            let found = Diagnostic::error("ontology/rule-syntax", error.message().to_owned())
                .at(file, line)
                .hint("every [[rule]] needs name, property, yes and no; see ontology/README.md");
            Warned { value: Vec::new(), diagnostics: vec![found] }
        }
    }
}

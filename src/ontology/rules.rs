//! `rules/*.toml`: how a language expresses a property.
//!
//! A rule names a property and the ways it is said: *verbs* (`"support"`, `"work with"`), *nouns*
//! (`"support for"`) and surface *patterns* (`"{subject:Person} , {object:Post} of {postIn}"`).  The
//! extraction stage derives active, passive, relative, participial and coordinated variants of verbs
//! by itself.  Each rule carries sentences that must (`yes`) and must not (`no`) yield it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{declarations::suggest, manifest::toml_mistake, schema::Schema};
use crate::{
    diagnostic::{Diagnostic, Warned},
    digest::short,
    settings::from_toml,
};

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
    /// Whether it holds whatever the clause around says, as what a name is given with does: *may meet President Low*.
    #[serde(default)]
    pub presupposed: bool,
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

impl Rule {
    /// First digits of the SHA-256 of what the rule does, hexadecimal; its examples and its place do not matter.
    pub fn digest(&self) -> String {
        let ends = (&self.property, &self.language, &self.subject, &self.object);
        let words = (&self.verbs, &self.inverse_verbs, &self.nouns, &self.patterns);
        let how = (&self.force, self.negated, self.presupposed, self.confidence);
        short(&[format!("{ends:?} {words:?} {how:?}")])
    }
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

/// A file of rules, each still as it was written, so that a mistake in one spares the others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    rule: Vec<toml::Spanned<toml::Table>>,
}

/// The rules of one file, each with its place; `language` is for rules that name none.
pub(super) fn parse(file: &str, text: &str, language: &str) -> Warned<Vec<Rule>> {
    const REMEDY: &str = "every [[rule]] needs name, property, yes and no; see ontology/README.md";
    let mut read = Warned::default();
    let parsed: RuleFile = match from_toml(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            read.diagnostics.push(toml_mistake(
                "ontology/rule-syntax",
                file,
                text,
                0,
                &error,
                REMEDY,
            ));
            return read;
        }
    };
    let mut counted = (0, 1);
    for spanned in parsed.rule {
        let start = spanned.span().start.clamp(counted.0, text.len());
        counted = (start, counted.1 + text[counted.0..start].matches('\n').count());
        match spanned.into_inner().try_into::<Rule>() {
            Ok(mut rule) => {
                if rule.language.is_empty() {
                    language.clone_into(&mut rule.language);
                }
                read.value.push(Rule { file: file.to_owned(), line: counted.1, ..rule });
            }
            Err(error) => {
                read.diagnostics.push(toml_mistake(
                    "ontology/rule-syntax",
                    file,
                    text,
                    counted.1,
                    &error,
                    REMEDY,
                ));
            }
        }
    }
    read
}

/// Checks rules against each other and against the schema, and spells out groups such as `Agent`.
pub(super) fn check(rules: &mut [Rule], schema: &Schema, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for rule in rules {
        let mut mistake = |code, message, hint: String| {
            found.push(
                Diagnostic::error(code, message).at(rule.file.as_str(), rule.line).hint(hint),
            );
        };
        let name = &rule.name;
        if let Some((file, line)) = seen.get(name) {
            let hint = format!("rename it or the one at {file}:{line}");
            mistake("ontology/duplicate-rule", format!("there are two rules `{name}`"), hint);
        }
        match schema.property_id(&rule.property).map(|it| schema.property(it)) {
            Some(property) if property.claimable => (),
            Some(property) => {
                let hint = property.inverse.as_ref().map_or_else(
                    || "choose one that claims may use".to_owned(),
                    |it| format!("use its inverse, `{it}`, with subject and object exchanged"),
                );
                mistake(
                    "ontology/not-claimable",
                    format!("no claim may use `{}`", property.name),
                    hint,
                );
            }
            None => {
                let names =
                    schema.properties.iter().filter(|it| it.claimable).map(|it| it.name.as_str());
                let hint = suggest(&rule.property, names, "declare it in classes.ttl");
                mistake(
                    "ontology/unknown-property",
                    format!("there is no property `{}`", rule.property),
                    hint,
                );
            }
        }
        for class in
            rule.subject.iter().chain(&rule.object).filter(|it| schema.class_ids(it).is_none())
        {
            let names = schema.classes.iter().map(|it| &it.name).chain(schema.groups.keys());
            let hint = suggest(class, names.map(String::as_str), "declare it in classes.ttl");
            mistake("ontology/unknown-class", format!("there is no class `{class}`"), hint);
        }
        let ways = [&rule.verbs, &rule.inverse_verbs, &rule.nouns, &rule.patterns];
        if ways.iter().all(|it| it.is_empty()) {
            let hint = "add verbs, inverse_verbs, nouns or patterns".to_owned();
            mistake("ontology/empty-rule", format!("the rule `{name}` finds nothing"), hint);
        }
        if rule.yes.is_empty() {
            let hint = "add a sentence that must yield it to `yes`".to_owned();
            mistake(
                "ontology/rule-without-example",
                format!("the rule `{name}` has no example"),
                hint,
            );
        }
        if let Some(force) =
            rule.force.as_ref().filter(|it| schema.forces.binary_search(it).is_err())
        {
            let remedy = format!("write one of {}", schema.forces.join(", "));
            let hint = suggest(force, schema.forces.iter().map(String::as_str), &remedy);
            mistake("ontology/unknown-force", format!("there is no force `{force}`"), hint);
        }
        if !(0.0..=1.0).contains(&rule.confidence) {
            let message = format!("the confidence {} is not between 0 and 1", rule.confidence);
            mistake("ontology/confidence", message, "write 0.8, the usual value".to_owned());
        }
        seen.entry(rule.name.clone()).or_insert_with(|| (rule.file.clone(), rule.line));
        for classes in [&mut rule.subject, &mut rule.object] {
            *classes = spelled_out(classes, schema);
        }
    }
}

/// Class names with groups replaced by the classes they stand for, each once.
fn spelled_out(names: &[String], schema: &Schema) -> Vec<String> {
    let mut classes: Vec<String> = Vec::new();
    for id in names.iter().filter_map(|it| schema.class_ids(it)).flatten() {
        let name = &schema.class(id).name;
        if !classes.contains(name) {
            classes.push(name.clone());
        }
    }
    classes
}

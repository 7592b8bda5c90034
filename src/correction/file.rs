//! The file: TOML → corrections, and a correction → TOML.

use std::fmt::Write;

use serde::Deserialize;
use toml::Spanned;

use super::{Addition, Anchor, Change, Correction};
use crate::{
    diagnostic::{Diagnostic, did_you_mean},
    ontology::Ontology,
    resolution::{Force, Polarity},
    settings::from_toml,
    source::{Lines, fold},
};

/// Name of the file that is looked for beside documents.
pub const FILE_NAME: &str = "corrections.toml";

/// The version of the format.
const VERSION: u32 = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    reject: Vec<Spanned<Claims>>,
    #[serde(default)]
    accept: Vec<Spanned<Claims>>,
    #[serde(default)]
    link: Vec<Spanned<Words>>,
    #[serde(default)]
    span: Vec<Spanned<Words>>,
    #[serde(default, rename = "type")]
    types: Vec<Spanned<Type>>,
    #[serde(default)]
    split: Vec<Spanned<Split>>,
    #[serde(default)]
    merge: Vec<Spanned<Things>>,
    #[serde(default)]
    apart: Vec<Spanned<Things>>,
    #[serde(default)]
    silence: Vec<Spanned<Silence>>,
    #[serde(default)]
    add: Vec<Spanned<Add>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    document: Option<String>,
    quote: String,
    claim: Option<String>,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    document: Option<String>,
    quote: String,
    text: String,
    to: String,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Type {
    document: Option<String>,
    thing: String,
    class: String,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Split {
    document: String,
    thing: String,
    to: String,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Things {
    things: Vec<String>,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Silence {
    document: Option<String>,
    rule: String,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    document: String,
    quote: String,
    claim: String,
    #[serde(default)]
    negated: bool,
    force: Option<Force>,
    holder: Option<String>,
    time: Option<String>,
    why: Option<String>,
}

/// Corrections in a file, in the order of its lines, or all that is wrong with it.
pub(super) fn parse(
    name: &str,
    text: &str,
    ontology: &Ontology,
) -> Result<Vec<Correction>, Vec<Diagnostic>> {
    let lines = Lines::new(text);
    let line_of = |at: usize| lines.of(at);
    let file: File = from_toml(text).map_err(|error| {
        let line = error.span().map_or(0, |it| line_of(it.start));
        let message = error.message().lines().next().unwrap_or_default().to_owned();
        let hint = "`kell explain correction/file` shows what a file of corrections looks like";
        vec![Diagnostic::error("correction/file", message).at(name, line).hint(hint)]
    })?;
    if file.version != VERSION {
        let message = format!("its version is {}, and this program reads {VERSION}", file.version);
        let hint = format!("write `version = {VERSION}`");
        return Err(vec![Diagnostic::error("correction/file", message).at(name, 1).hint(hint)]);
    }
    let mut reader = Reader { name, ontology, found: Vec::new(), mistakes: Vec::new() };
    for it in file.reject {
        reader.claims(line_of(it.span().start), it.into_inner(), Change::Reject);
    }
    for it in file.accept {
        reader.claims(line_of(it.span().start), it.into_inner(), Change::Accept);
    }
    for it in file.link {
        let (line, it) = (line_of(it.span().start), it.into_inner());
        let change = Change::Link { quote: it.quote, text: it.text, to: it.to };
        reader.push(line, it.document, it.why, change);
    }
    for it in file.span {
        let (line, it) = (line_of(it.span().start), it.into_inner());
        let change = Change::Span { quote: it.quote, text: it.text, to: it.to };
        reader.push(line, it.document, it.why, change);
    }
    for it in file.types {
        reader.class(line_of(it.span().start), it.into_inner());
    }
    for it in file.split {
        let (line, it) = (line_of(it.span().start), it.into_inner());
        let change = Change::Split { thing: it.thing, to: it.to };
        reader.push(line, Some(it.document), it.why, change);
    }
    for it in file.merge {
        reader.things(line_of(it.span().start), it.into_inner(), Change::Merge);
    }
    for it in file.apart {
        reader.things(line_of(it.span().start), it.into_inner(), Change::Apart);
    }
    for it in file.silence {
        reader.silence(line_of(it.span().start), it.into_inner());
    }
    for it in file.add {
        reader.add(line_of(it.span().start), it.into_inner());
    }
    let Reader { mut found, mistakes, .. } = reader;
    found.sort_by_key(|it| it.line);
    if mistakes.is_empty() { Ok(found) } else { Err(mistakes) }
}

struct Reader<'a> {
    name: &'a str,
    ontology: &'a Ontology,
    found: Vec<Correction>,
    mistakes: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn push(&mut self, line: usize, document: Option<String>, why: Option<String>, change: Change) {
        if change.quote().is_some_and(|it| it.trim().is_empty()) {
            self.mistake(line, "the quote is empty".to_owned(), "copy words of the sentence");
            return;
        }
        let file = self.name.to_owned();
        self.found.push(Correction { file, line, document, why, change });
    }

    fn mistake(&mut self, line: usize, message: String, hint: &str) {
        let error = Diagnostic::error("correction/file", message);
        self.mistakes.push(error.at(self.name, line).hint(hint));
    }

    fn claims(&mut self, line: usize, it: Claims, change: impl Fn(Anchor) -> Change) {
        let claim = match it.claim.as_deref().map(parts) {
            None => None,
            Some(Some(parts)) => Some(parts),
            Some(None) => return self.three_parts(line),
        };
        self.push(line, it.document, it.why, change(Anchor { quote: it.quote, claim }));
    }

    fn three_parts(&mut self, line: usize) {
        let message = "a claim has three parts".to_owned();
        self.mistake(line, message, "write `claim = \"subject | property | object\"`");
    }

    fn things(&mut self, line: usize, it: Things, change: impl Fn(Vec<String>) -> Change) {
        if it.things.len() < 2 {
            let message = "two things or more must be named".to_owned();
            return self.mistake(line, message, "write `things = [\"one name\", \"another\"]`");
        }
        self.push(line, None, it.why, change(it.things));
    }

    fn class(&mut self, line: usize, it: Type) {
        let schema = &self.ontology.schema;
        let Some(class) = schema.class_id(&it.class) else {
            let names = schema.classes.iter().map(|it| it.name.as_str());
            let hint = near(&it.class, names, "`kell draw ontology` shows all classes");
            return self.mistake(line, format!("there is no class `{}`", it.class), &hint);
        };
        self.push(line, it.document, it.why, Change::Type { thing: it.thing, class });
    }

    fn silence(&mut self, line: usize, it: Silence) {
        let rules = self.ontology.rules.iter().map(|it| it.name.as_str());
        if !it.rule.starts_with("core/") && !rules.clone().any(|rule| rule == it.rule) {
            let hint = near(&it.rule, rules, "every claim names the rule that found it");
            return self.mistake(line, format!("there is no rule `{}`", it.rule), &hint);
        }
        self.push(line, it.document, it.why, Change::Silence(it.rule));
    }

    fn add(&mut self, line: usize, it: Add) {
        let Some([subject, property, object]) = parts(&it.claim) else {
            return self.three_parts(line);
        };
        let schema = &self.ontology.schema;
        let labelled = |id: &crate::ontology::Property| {
            id.labels.values().any(|it| it.eq_ignore_ascii_case(&property))
        };
        let claimable = schema.properties.iter().filter(|it| it.claimable);
        let by_label = claimable.clone().find(|it| it.name == property || labelled(it));
        let Some(id) = by_label.and_then(|it| schema.property_id(&it.name)) else {
            let names = claimable.map(|it| it.name.as_str());
            let hint = near(&property, names, "`kell draw ontology` shows all properties");
            return self.mistake(line, format!("there is no property `{property}`"), &hint);
        };
        let addition = Addition {
            quote: it.quote,
            subject,
            property: id,
            object,
            polarity: if it.negated { Polarity::Negated } else { Polarity::Affirmed },
            force: it.force.unwrap_or(Force::Asserted),
            holder: it.holder,
            time: it.time,
        };
        self.push(line, Some(it.document), it.why, Change::Add(Box::new(addition)));
    }
}

fn near<'a>(name: &str, names: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    did_you_mean(name, names)
        .map_or_else(|| otherwise.to_owned(), |it| format!("did you mean `{it}`?"))
}

/// Subject, property and object between bars.
fn parts(claim: &str) -> Option<[String; 3]> {
    let parts: Vec<String> = claim.split('|').map(fold).collect();
    <[String; 3]>::try_from(parts).ok().filter(|it| it.iter().all(|it| !it.is_empty()))
}

/// A table of the file, as people would write it: the name of a list, keys with their values, and names of things.
pub fn render(table: &str, keys: &[(&str, &str)], things: &[String]) -> String {
    let mut out = format!("\n[[{table}]]\n");
    for (key, value) in keys {
        let value = toml::Value::String((*value).to_owned());
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{key} = {value}");
    }
    if !things.is_empty() {
        let things = things.iter().map(|it| toml::Value::String(it.clone())).collect();
        let _ = writeln!(out, "things = {}", toml::Value::Array(things));
    }
    out
}

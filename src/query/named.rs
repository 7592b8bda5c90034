//! Named queries: parameters put in their places.
//!
//! How a label finds its entity is the caller's to know.

use std::collections::BTreeMap;

use oxigraph::model::{Literal, NamedNode};

use super::QueryError;
use crate::{
    diagnostic::did_you_mean,
    ontology::{ParameterKind, Query},
    vocabulary::Prefixes,
};

/// The text of `query` with each `{{name}}` replaced by the value given, or by its default.
///
/// A value in angle brackets, a prefixed name, or one for which `resolve` knows an IRI becomes that IRI; a
/// number where the default is one stays a number; any other becomes a string.
pub fn fill(
    query: &Query,
    given: &BTreeMap<String, String>,
    prefixes: &Prefixes,
    resolve: impl Fn(&str) -> Option<String>,
) -> Result<String, QueryError> {
    if let Some(name) = given.keys().find(|it| !query.parameters.iter().any(|p| p.name == **it)) {
        let names = || query.parameters.iter().map(|it| it.name.as_str());
        let known = match did_you_mean(name, names()) {
            Some(close) => format!("`{close}`"),
            None if query.parameters.is_empty() => "none".to_owned(),
            None => names().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "),
        };
        return Err(QueryError::UnknownParameter {
            query: query.name.clone(),
            name: name.clone(),
            known,
        });
    }
    let mut text = String::new();
    let mut rest = query.text.as_str();
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}").filter(|it| is_name(it.0)) else {
            // One brace further on there may be another pair: `{{{who}}`.
            let (kept, left) = rest.split_at(before.len() + 1);
            text.push_str(kept);
            rest = left;
            continue;
        };
        let Some(parameter) = query.parameters.iter().find(|it| it.name == name) else {
            return Err(QueryError::UndeclaredParameter {
                query: query.name.clone(),
                name: name.to_owned(),
            });
        };
        let value = given.get(name).unwrap_or(&parameter.default);
        text.push_str(before);
        text.push_str(&match parameter.kind() {
            ParameterKind::Number if is_number(value) => value.clone(),
            _ => term(value, prefixes, &resolve),
        });
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

fn term(value: &str, prefixes: &Prefixes, resolve: impl Fn(&str) -> Option<String>) -> String {
    let bracketed = value.strip_prefix('<').and_then(|it| it.strip_suffix('>')).map(str::to_owned);
    let absolute = || value.contains("://").then(|| value.to_owned());
    let iri =
        bracketed.or_else(|| resolve(value)).or_else(|| prefixes.expand(value)).or_else(absolute);
    match iri.and_then(|it| NamedNode::new(it).ok()) {
        Some(node) => node.to_string(),
        None => Literal::new_simple_literal(value).to_string(),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ontology::Parameter, vocabulary::Base};

    fn filled(text: &str, given: &[(&str, &str)]) -> Result<String, String> {
        let parameter = |name: &str, default: &str| Parameter {
            name: name.to_owned(),
            default: default.to_owned(),
            description: String::new(),
        };
        let query = Query {
            name: "ask".to_owned(),
            title: String::new(),
            description: String::new(),
            parameters: vec![
                parameter("who", "Ada"),
                parameter("word", ""),
                parameter("most", "10"),
            ],
            text: text.to_owned(),
        };
        let base = Base::new("https://example.org/");
        let given = given.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let resolve = |it: &str| (it == "Ada").then(|| base.thing("AdaLovelace"));
        fill(&query, &given, &Prefixes::new(&base), resolve).map_err(|it| it.to_string())
    }

    #[test]
    fn entities_become_iris_and_words_strings() {
        let ada = "<https://example.org/id/AdaLovelace>";
        assert_eq!(filled("{{{who}} ?p {{word}}}", &[]).unwrap(), format!("{{{ada} ?p \"\"}}"));
        assert_eq!(
            filled("{{who}}", &[("who", "e:Mill")]).unwrap(),
            "<https://example.org/id/Mill>"
        );
        assert_eq!(
            filled("{{word}}", &[("word", "so \"they\" say\\")]).unwrap(),
            r#""so \"they\" say\\""#
        );
        assert_eq!(filled("LIMIT {{most}}", &[]).unwrap(), "LIMIT 10");
        assert_eq!(filled("LIMIT {{most}}", &[("most", "1 }")]).unwrap(), "LIMIT \"1 }\"");
        assert_eq!(
            filled("{{who}}", &[("who", "<not an iri> . }")]).unwrap(),
            r#""<not an iri> . }""#
        );
    }

    #[test]
    fn parameters_are_checked() {
        assert_eq!(
            filled("", &[("wrod", "x")]).unwrap_err(),
            "query `ask` has no parameter `wrod`; it has `word`"
        );
        assert_eq!(
            filled("{{what}}", &[]).unwrap_err(),
            "query `ask` uses {{what}}, which its header does not declare"
        );
        assert_eq!(filled("{ { } } {{ }}", &[]).unwrap(), "{ { } } {{ }}");
    }
}

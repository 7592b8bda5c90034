//! Named queries: what a user gives for their parameters, checked.
//!
//! How a name finds its thing is the caller's to know; how a value becomes SPARQL is the pack's.

use std::collections::BTreeMap;

use oxigraph::model::NamedNode;

use super::QueryError;
use crate::{
    diagnostic::did_you_mean,
    ontology::{ParameterKind, Query},
    vocabulary::Prefixes,
};

/// The text of `query` with each `{{name}}` replaced by the value given, or by its default.
///
/// Where a parameter takes a thing, the value may be an IRI in angle brackets, a prefixed name, or a name that
/// `resolve` knows.
pub fn fill(
    query: &Query,
    given: &BTreeMap<String, String>,
    prefixes: &Prefixes,
    resolve: impl Fn(&str) -> Option<String>,
) -> Result<String, QueryError> {
    let mut values = BTreeMap::new();
    for (name, value) in given {
        let Some(parameter) = query.parameters.iter().find(|it| it.name == *name) else {
            return Err(unknown(query, name));
        };
        let value = match parameter.kind() {
            ParameterKind::Text => value.clone(),
            ParameterKind::Number
                if value.bytes().all(|it| it.is_ascii_digit()) && !value.is_empty() =>
            {
                value.clone()
            }
            ParameterKind::Number => return Err(unfit(name, value, "a whole number")),
            ParameterKind::Thing => {
                let bracketed = value.strip_prefix('<').and_then(|it| it.strip_suffix('>'));
                let iri = bracketed.map(str::to_owned);
                let iri = iri.or_else(|| resolve(value)).or_else(|| prefixes.expand(value));
                match iri.and_then(|it| NamedNode::new(it).ok()) {
                    Some(node) => node.to_string(),
                    None => {
                        return Err(unfit(
                            name,
                            value,
                            "the name or IRI of one thing in the graph",
                        ));
                    }
                }
            }
        };
        values.insert(name.clone(), value);
    }
    Ok(query.with(&values))
}

fn unknown(query: &Query, name: &str) -> QueryError {
    let names = || query.parameters.iter().map(|it| it.name.as_str());
    let known = match did_you_mean(name, names()) {
        Some(close) => format!("`{close}`"),
        None if query.parameters.is_empty() => "none".to_owned(),
        None => names().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "),
    };
    QueryError::UnknownParameter { query: query.name.clone(), name: name.to_owned(), known }
}

fn unfit(name: &str, value: &str, wanted: &'static str) -> QueryError {
    QueryError::UnfitValue { name: name.to_owned(), value: value.to_owned(), wanted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ontology::Parameter, vocabulary::Base};

    fn filled(text: &str, given: &[(&str, &str)]) -> Result<String, String> {
        let base = Base::new("https://example.org/");
        let parameter = |name: &str, default: String| Parameter {
            name: name.to_owned(),
            default,
            description: String::new(),
        };
        let query = Query {
            name: "ask".to_owned(),
            title: String::new(),
            description: String::new(),
            parameters: vec![
                parameter("who", format!("<{}>", base.thing("Ada"))),
                parameter("word", String::new()),
                parameter("most", "10".to_owned()),
            ],
            text: text.to_owned(),
        };
        let given = given.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let resolve = |it: &str| (it == "Bob").then(|| base.thing("Robert"));
        fill(&query, &given, &Prefixes::new(&base), resolve).map_err(|it| it.to_string())
    }

    #[test]
    fn things_become_iris_and_words_strings() {
        let ask = "{{{who}} ?p {{word}}} LIMIT {{most}}";
        assert_eq!(filled(ask, &[]).unwrap(), "{<https://example.org/id/Ada> ?p \"\"} LIMIT 10");
        let given = [("who", "Bob"), ("word", "Bob"), ("most", "5")];
        assert_eq!(
            filled(ask, &given).unwrap(),
            "{<https://example.org/id/Robert> ?p \"Bob\"} LIMIT 5"
        );
        assert_eq!(
            filled("{{who}}", &[("who", "e:Mill")]).unwrap(),
            "<https://example.org/id/Mill>"
        );
        assert_eq!(
            filled("{{word}}", &[("word", "so \"they\" say\\")]).unwrap(),
            r#""so \"they\" say\\""#
        );
    }

    #[test]
    fn values_are_checked() {
        assert_eq!(
            filled("", &[("wrod", "x")]).unwrap_err(),
            "query `ask` has no parameter `wrod`; it has `word`"
        );
        assert_eq!(
            filled("{{who}}", &[("who", "<no iri> . }")]).unwrap_err(),
            "`<no iri> . }` does not fit parameter `who`: give the name or IRI of one thing in the graph"
        );
        assert!(filled("{{most}}", &[("most", "5 OFFSET 2")]).is_err());
    }
}

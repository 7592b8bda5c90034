//! Hands quads on; makes terms out of strings so that no input can make it fail.

use std::fmt::Write;

use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};

use crate::{
    graph::Object,
    vocabulary::{Base, date_type, slug, xsd},
};

/// Where quads go, and the graph the next one is in.
pub(super) struct Sink<'a> {
    base: &'a Base,
    graph: GraphName,
    keep: &'a mut dyn FnMut(Quad),
}

impl<'a> Sink<'a> {
    pub(super) fn new(base: &'a Base, keep: &'a mut dyn FnMut(Quad)) -> Self {
        Self { base, graph: GraphName::DefaultGraph, keep }
    }

    /// What follows goes to this named graph.
    pub(super) fn enter(&mut self, graph: &str) {
        self.graph = iri_node(self.base, &self.base.graph(graph)).into();
    }

    pub(super) fn base(&self) -> &'a Base {
        self.base
    }

    /// IRI of one of the ontology's own terms.
    pub(super) fn term(&self, name: &str) -> String {
        self.base.term(name)
    }

    /// Subject and object are things.
    pub(super) fn link(&mut self, subject: &str, property: &str, object: &str) {
        let object = iri_node(self.base, object);
        self.add(subject, property, object.into());
    }

    /// The object is text without a language.
    pub(super) fn text(&mut self, subject: &str, property: &str, text: &str) {
        self.add(subject, property, Literal::new_simple_literal(text).into());
    }

    /// The object is text in a language, if the tag is one.
    pub(super) fn text_in(&mut self, language: &str, subject: &str, property: &str, text: &str) {
        let tagged = Literal::new_language_tagged_literal(text, language);
        let literal = tagged.unwrap_or_else(|_| Literal::new_simple_literal(text));
        self.add(subject, property, literal.into());
    }

    /// The object is a typed literal.
    pub(super) fn value(&mut self, subject: &str, property: &str, value: &str, datatype: &str) {
        let datatype = iri_node(self.base, datatype);
        self.add(subject, property, Literal::new_typed_literal(value, datatype).into());
    }

    /// The object is a whole number.
    pub(super) fn count(&mut self, subject: &str, property: &str, count: usize) {
        self.value(subject, property, &count.to_string(), xsd::INTEGER);
    }

    /// The object is a date, month or year; text if it is none of them.
    pub(super) fn date(&mut self, subject: &str, property: &str, value: &str) {
        match date_type(value) {
            Some(datatype) => self.value(subject, property, value, datatype),
            None => self.text(subject, property, value),
        }
    }

    /// The object is what a claim has for one.
    pub(super) fn object(&mut self, subject: &str, property: &str, object: &Object) {
        let term = object_term(self.base, object);
        self.add(subject, property, term);
    }

    pub(super) fn add(&mut self, subject: &str, property: &str, object: Term) {
        let (subject, property) = (iri_node(self.base, subject), iri_node(self.base, property));
        (self.keep)(Quad::new(subject, property, object, self.graph.clone()));
    }
}

/// The object of a claim as a term.
pub(in crate::graph) fn object_term(base: &Base, object: &Object) -> Term {
    match object {
        Object::Iri(iri) => iri_node(base, iri).into(),
        Object::Literal(value, datatype) if datatype.is_empty() || datatype == xsd::STRING => {
            Literal::new_simple_literal(value).into()
        }
        Object::Literal(value, datatype) => {
            Literal::new_typed_literal(value, iri_node(base, datatype)).into()
        }
    }
}

/// A node for any string: characters an IRI may not hold are percent-encoded, and what is no absolute IRI
/// even then becomes a thing under the base.
pub(in crate::graph) fn iri_node(base: &Base, iri: &str) -> NamedNode {
    if let Ok(node) = NamedNode::new(iri) {
        return node;
    }
    let forbidden = |c: char| {
        c.is_control()
            || c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
    };
    let mut encoded = String::new();
    for c in iri.chars() {
        if forbidden(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        } else {
            encoded.push(c);
        }
    }
    NamedNode::new(&encoded).unwrap_or_else(|_| NamedNode::new_unchecked(base.thing(&slug(iri))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_string_becomes_a_node() {
        let base = Base::new("https://example.org/");
        assert_eq!(
            iri_node(&base, &base.thing("a b|c")).as_str(),
            "https://example.org/id/a%20b%7Cc"
        );
        assert_eq!(iri_node(&base, "").as_str(), "https://example.org/id/x");
        assert_eq!(iri_node(&base, "not one").as_str(), "https://example.org/id/not-one");
        assert_eq!(iri_node(&base, &base.thing("müller")).as_str(), base.thing("müller"));
    }

    #[test]
    fn dates_by_their_shape() {
        assert_eq!(date_type("2018"), Some(xsd::G_YEAR));
        assert_eq!(date_type("2018-03"), Some(xsd::G_YEAR_MONTH));
        assert_eq!(date_type("2018-03-04"), Some(xsd::DATE));
        for other in ["20180304", "2018/03/04", "2018-3-04", "last", "", "früher"] {
            assert_eq!(date_type(other), None, "{other}");
        }
    }
}

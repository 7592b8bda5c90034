//! Triples that describe something, one after the other, and how they are written.

use std::io::Write;

use oxigraph::{
    io::RdfFormat,
    model::{Literal, NamedNode, Term, Triple},
};

use super::ExportError;
use crate::vocabulary::{Prefixes, xsd};

/// Collects triples.
#[derive(Debug, Clone, Default)]
pub struct Triples {
    /// In the order in which they came.
    pub triples: Vec<Triple>,
}

impl Triples {
    /// Anything.
    pub fn add(&mut self, subject: &str, property: &str, object: impl Into<Term>) {
        let node = NamedNode::new_unchecked;
        self.triples.push(Triple::new(node(subject), node(property), object));
    }

    /// Another thing.
    pub fn link(&mut self, subject: &str, property: &str, object: &str) {
        self.add(subject, property, NamedNode::new_unchecked(object));
    }

    /// A text.
    pub fn text(&mut self, subject: &str, property: &str, text: &str) {
        self.add(subject, property, Literal::new_simple_literal(text));
    }

    /// A text in a language, unless it is empty.
    pub fn text_in(&mut self, language: &str, subject: &str, property: &str, text: &str) {
        if !text.is_empty() {
            let literal = Literal::new_language_tagged_literal(text, language)
                .unwrap_or_else(|_| Literal::new_simple_literal(text));
            self.add(subject, property, literal);
        }
    }

    /// A value with its datatype.
    pub fn typed(&mut self, subject: &str, property: &str, value: &str, datatype: &str) {
        let datatype = NamedNode::new_unchecked(datatype);
        self.add(subject, property, Literal::new_typed_literal(value, datatype));
    }

    /// A number.
    pub fn count(&mut self, subject: &str, property: &str, number: usize) {
        self.typed(subject, property, &number.to_string(), xsd::INTEGER);
    }

    /// Writes them as Turtle, with further prefixes.
    pub(super) fn turtle(
        &self,
        prefixes: &Prefixes,
        further: &[(&'static str, &str)],
        out: impl Write,
    ) -> Result<(), ExportError> {
        let failed = |it: std::io::Error| ExportError::Rdf(it.to_string());
        let text: String = self.triples.iter().map(ToString::to_string).collect();
        let used = |it: &str| text.contains(&format!("<{it}"));
        let mut writer = prefixes.serializer(RdfFormat::Turtle, further, used).for_writer(out);
        for triple in &self.triples {
            writer.serialize_triple(triple).map_err(failed)?;
        }
        writer.finish().map_err(failed)?.flush()?;
        Ok(())
    }
}

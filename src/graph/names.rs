//! What to call things, properties and values when speaking to people.
//!
//! Takes a graph and a pack, gives names.  It does not know where the names are shown.

use super::{Claim, Graph, Object};
use crate::{ontology::Ontology, resolution::Polarity};

/// Looks names up: the pack's first, then those the documents use.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    graph: &'a Graph,
    ontology: &'a Ontology,
}

impl<'a> Names<'a> {
    /// Names for this graph, read with this pack.
    pub fn new(graph: &'a Graph, ontology: &'a Ontology) -> Self {
        Self { graph, ontology }
    }

    /// The name of a thing or document, else the end of its IRI.
    pub fn of(&self, iri: &'a str) -> &'a str {
        let known = self.ontology.entity(iri).map(|it| it.label("en")).filter(|it| !it.is_empty());
        let said = || self.graph.things.get(iri).map(|it| it.label.as_str());
        let titled = || self.graph.documents.get(iri).map(|it| it.title.as_str());
        known.or_else(said).or_else(titled).filter(|it| !it.is_empty()).unwrap_or_else(|| tail(iri))
    }

    /// The name of a property, else its local name.
    pub fn property(&self, name: &'a str) -> &'a str {
        let id = self.ontology.schema.property_id(name);
        let label = id.and_then(|it| self.ontology.schema.property(it).labels.get("en"));
        label.map_or(name, String::as_str)
    }

    /// The name of a thing, or the value itself.
    pub fn object(&self, object: &'a Object) -> &'a str {
        match object {
            Object::Iri(iri) => self.of(iri),
            Object::Literal(value, _) => value,
        }
    }

    /// What joins subject and object: the name of the property, or the words of an open relation.
    pub fn verb(&self, claim: &'a Claim) -> &'a str {
        claim.phrase().unwrap_or_else(|| self.property(&claim.property))
    }

    /// Who is committed to a claim; the first of several, and how many more there are.
    pub fn holders(&self, claim: &'a Claim) -> String {
        match claim.holders.as_slice() {
            [] => String::new(),
            [one] => self.of(one).to_owned(),
            [first, rest @ ..] => format!("{} and {} more", self.of(first), rest.len()),
        }
    }

    /// Subject, property and object as a line; `not:` before the property of a negated claim.
    pub fn claim(&self, claim: &'a Claim) -> String {
        let not = if claim.polarity == Polarity::Negated { "not: " } else { "" };
        let verb = self.verb(claim);
        format!("{} {not}{verb} {}", self.of(&claim.subject), self.object(&claim.object))
    }
}

/// What follows the last `#` or `/`.
fn tail(iri: &str) -> &str {
    let end = iri.trim_end_matches(['#', '/']);
    end.rsplit(['#', '/']).next().unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{
        assemble,
        fixture::{Say, base, ontology, reading},
    };

    #[test]
    fn the_pack_names_before_the_documents_do() {
        let ontology = ontology();
        let graph =
            assemble(&[reading("one", &[Say::new("Ada", "supports", "Looms").not()])], &ontology);
        let names = Names::new(&graph, &ontology);
        assert_eq!(names.of(&base().thing("Ada")), "Ada Lovelace");
        assert_eq!(names.of(&base().thing("Nobody")), "Nobody");
        let claim = graph.claims.values().next().unwrap();
        assert_eq!(names.claim(claim), "Ada Lovelace not: supports Looms");
    }
}

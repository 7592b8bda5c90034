//! Quads → [`Network`], in one pass over the store.
//!
//! Each kind of thing is known by the namespace its IRIs are minted in.  Documents are no nodes, though claims may be
//! about them: everything is connected through what mentions it.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedOrBlankNode, Quad, Term};

use super::{Claim, Document, Network, Options, Passage, Thing};
use crate::{
    ontology::Schema,
    store::{Store, StoreError},
    vocabulary::{Base, dcterms, oa, prov, rdf, schema},
};

impl Network {
    /// The network of the things in a store.
    pub fn load(
        store: &Store,
        base: &Base,
        classes: &Schema,
        options: Options,
    ) -> Result<Self, StoreError> {
        let mut loader = Loader::new(base);
        store.each(|quad| loader.take(quad))?;
        Ok(loader.finish(classes, options))
    }
}

/// What is said of a claim, as it comes.
#[derive(Debug, Default)]
struct Parts {
    subject: String,
    property: String,
    object: String,
    negated: bool,
    force: String,
    asserted: bool,
    independent: usize,
    proposition: Option<String>,
    words: Option<String>,
    holders: BTreeSet<String>,
    utterers: BTreeSet<String>,
    places: BTreeSet<String>,
}

struct Loader<'a> {
    base: &'a Base,
    claim: String,
    document: String,
    claims: BTreeMap<String, Parts>,
    passages: BTreeMap<String, Passage>,
    documents: BTreeMap<String, (Document, bool)>,
    labels: BTreeMap<String, String>,
    classes: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Loader<'a> {
    fn new(base: &'a Base) -> Self {
        Self {
            base,
            claim: base.claim(""),
            document: base.document(""),
            claims: BTreeMap::new(),
            passages: BTreeMap::new(),
            documents: BTreeMap::new(),
            labels: BTreeMap::new(),
            classes: BTreeMap::new(),
        }
    }

    fn take(&mut self, quad: Quad) {
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { return };
        let (subject, property) = (subject.into_string(), quad.predicate.into_string());
        let own = self.base.term_name(&property).unwrap_or_default();
        if subject.starts_with(&self.claim) {
            self.take_claim(subject, &property, quad.object);
        } else if subject.starts_with(&self.document) {
            self.take_document(subject, &property, quad.object);
        } else if own == "displayLabel" {
            self.labels.insert(subject, plain(quad.object));
        } else if property == rdf::TYPE {
            let class = plain(quad.object);
            if let Some(class) = self.base.term_name(&class) {
                self.classes.entry(subject).or_default().insert(class.to_owned());
            }
        }
    }

    fn take_claim(&mut self, subject: String, property: &str, value: Term) {
        let own = self.base.term_name(property).unwrap_or_default();
        let thing = matches!(value, Term::NamedNode(_));
        let value = plain(value);
        let local = |it: &str| self.base.term_name(it).unwrap_or(it).to_owned();
        let claim = self.claims.entry(subject).or_default();
        match (property, own) {
            (rdf::SUBJECT, _) => claim.subject = value,
            (rdf::PREDICATE, _) => claim.property = local(&value),
            (rdf::OBJECT, _) if thing => claim.object = value,
            (prov::WAS_ATTRIBUTED_TO, _) => drop(claim.holders.insert(value)),
            (_, "polarity") => claim.negated = local(&value) == "Negated",
            (_, "force") => claim.force = local(&value).to_lowercase(),
            (_, "isAsserted") => claim.asserted = value == "true",
            (_, "independentSources") => claim.independent = value.parse().unwrap_or_default(),
            (_, "proposition") => claim.proposition = Some(value),
            (_, "verbPhrase") => claim.words = Some(value),
            (_, "utteredBy") => drop(claim.utterers.insert(value)),
            (_, "evidence") => drop(claim.places.insert(value)),
            _ => (),
        }
    }

    fn take_document(&mut self, subject: String, property: &str, value: Term) {
        let own = self.base.term_name(property).unwrap_or_default();
        let Some((_, part)) = subject.split_once('#') else {
            let (document, read) = self.documents.entry(subject).or_default();
            match property {
                dcterms::TITLE => document.title = plain(value),
                dcterms::ISSUED => document.date = Some(plain(value)),
                schema::SHA256 => *read = true,
                _ => (),
            }
            return;
        };
        if !part.starts_with("char=") {
            return;
        }
        // Position and quote of a passage hang below its IRI.
        let place = subject.split('&').next().unwrap_or(&subject);
        let passage = self.passages.entry(place.to_owned()).or_default();
        match (property, own) {
            (oa::HAS_SOURCE, _) => passage.document = plain(value),
            (oa::START, _) => passage.start = plain(value).parse().unwrap_or_default(),
            (_, "displayQuote") => passage.quote = plain(value),
            _ => (),
        }
    }

    fn finish(mut self, classes: &Schema, options: Options) -> Network {
        for (iri, passage) in &mut self.passages {
            passage.iri.clone_from(iri);
        }
        let depth = |name: &String| classes.class_id(name).map(|it| classes.class(it).chain.len());
        let things = self.classes.iter().filter(|it| !self.documents.contains_key(it.0));
        let things = things.filter_map(|(iri, own)| {
            let class = own
                .iter()
                .filter_map(|it| Some((depth(it)?, it)))
                .max_by_key(|it| (it.0, std::cmp::Reverse(it.1)))?
                .1;
            let connects = classes.class_id(class).is_some_and(|it| classes.class(it).connects);
            let end = iri.rsplit(['#', '/']).next().unwrap_or(iri);
            connects.then(|| Thing {
                iri: iri.clone(),
                label: self.labels.get(iri).map_or(end, String::as_str).to_owned(),
                class: class.clone(),
            })
        });
        let things: Vec<Thing> = things.collect();
        let mut claims = Vec::new();
        for (iri, parts) in std::mem::take(&mut self.claims) {
            let standing = standing(&parts);
            let property = classes.property_id(&parts.property).map(|it| classes.property(it));
            let connects = property.is_none_or(|it| it.connects);
            if parts.object.is_empty() || !connects || !options.unasserted && !parts.asserted {
                continue;
            }
            let name = property.and_then(|it| it.labels.get("en")).unwrap_or(&parts.property);
            let label = parts.words.as_ref().unwrap_or(name).clone();
            let places = parts.places.iter().filter_map(|it| self.passages.get(it).cloned());
            let mut evidence: Vec<Passage> = places.collect();
            evidence.sort();
            claims.push(Claim {
                subject: parts.subject,
                property: parts.property,
                label,
                standing,
                object: parts.object,
                iri,
                proposition: parts.proposition,
                independent: parts.independent,
                evidence,
            });
        }
        let read = self.documents.into_iter().filter(|it| it.1.1);
        let documents = read.map(|(iri, (document, _))| (iri, document)).collect();
        Network::new(things, claims, documents)
    }
}

/// Force, and how else a claim falls short of being asserted.
fn standing(claim: &Parts) -> String {
    let word = claim.force.as_str();
    if claim.asserted {
        return "asserted".to_owned();
    }
    match (word, claim.negated) {
        ("asserted", true) => "negated".to_owned(),
        ("denied", _) | (_, false) if word != "asserted" => word.to_owned(),
        (_, true) => format!("{word}, negated"),
        _ if claim.holders.is_disjoint(&claim.utterers) => "reported".to_owned(),
        _ => "unsure".to_owned(),
    }
}

/// An IRI or the value of a literal.
fn plain(term: Term) -> String {
    match term {
        Term::NamedNode(it) => it.into_string(),
        Term::Literal(it) => it.value().to_owned(),
        Term::BlankNode(it) => it.into_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_asserted_says_how() {
        let parts = |force: &str, negated, asserted, holder: &str| Parts {
            force: force.to_owned(),
            negated,
            asserted,
            holders: BTreeSet::from([holder.to_owned()]),
            utterers: BTreeSet::from(["Ada".to_owned()]),
            ..Parts::default()
        };
        for (found, expected) in [
            (parts("asserted", false, true, "Ada"), "asserted"),
            (parts("asserted", false, false, "Ada"), "unsure"),
            (parts("asserted", false, false, "Bo"), "reported"),
            (parts("asserted", true, false, "Ada"), "negated"),
            (parts("planned", true, false, "Ada"), "planned, negated"),
            (parts("planned", false, false, "Bo"), "planned"),
            (parts("denied", true, false, "Ada"), "denied"),
        ] {
            assert_eq!(standing(&found), expected);
        }
    }
}

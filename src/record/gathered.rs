//! A store as records, all of them at once.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad};

use super::{Claim, Conflict, Document, Evidence, Kind, Kinds, Mentions, Thing, plain};
use crate::{
    ontology::Schema,
    store::{Store, StoreError},
    vocabulary::{Base, rdfs},
};

/// The records of a store, each by its IRI.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Things: what claims are about and documents mention, what the pack knows, and the terms of the ontology.
    pub things: BTreeMap<String, Thing>,
    /// Documents.
    pub documents: BTreeMap<String, Document>,
    /// Claims with their evidence.
    pub claims: BTreeMap<String, Claim>,
    /// Conflicts.
    pub conflicts: BTreeMap<String, Conflict>,
    /// Counts of mentions.
    pub mentions: BTreeMap<String, Mentions>,
    /// What to call whatever has a name.
    pub names: BTreeMap<String, String>,
    /// Number of quads by graph.
    pub graphs: BTreeMap<String, usize>,
}

impl Gathered {
    /// Goes through a store once.
    pub fn of(store: &Store, base: &Base, classes: &Schema) -> Result<Self, StoreError> {
        let mut gathering = Gathering {
            base,
            kinds: Kinds::new(base),
            reference: base.graph("reference"),
            evidence: BTreeMap::new(),
            labels: BTreeMap::new(),
            gathered: Self::default(),
        };
        store.each(|quad| gathering.take(quad))?;
        Ok(gathering.finish(classes))
    }
}

struct Gathering<'a> {
    base: &'a Base,
    kinds: Kinds,
    reference: String,
    evidence: BTreeMap<String, Evidence>,
    /// Names of what has no name to be shown.
    labels: BTreeMap<String, String>,
    gathered: Gathered,
}

impl Gathering<'_> {
    fn take(&mut self, quad: Quad) {
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { return };
        let subject = subject.into_string();
        let property = quad.predicate.into_string();
        let (base, value, into) = (self.base, quad.object, &mut self.gathered);
        let mut own = false;
        if let GraphName::NamedNode(graph) = quad.graph_name {
            own = graph.as_str() == self.reference;
            *into.graphs.entry(graph.into_string()).or_default() += 1;
        }
        if base.term_name(&property) == Some("displayLabel") {
            into.names.insert(subject.clone(), plain(&value));
        }
        match self.kinds.of(&subject) {
            Kind::Claim => into.claims.entry(subject).or_default().take(base, &property, value),
            Kind::Conflict => {
                into.conflicts.entry(subject).or_default().take(base, &property, &value);
            }
            Kind::Document => {
                into.documents.entry(subject).or_default().take(base, &property, &value);
            }
            Kind::Evidence(place) => {
                let place = place.to_owned();
                self.evidence.entry(place).or_default().take(base, &property, &value);
            }
            Kind::Mentions => {
                into.mentions.entry(subject).or_default().take(base, &property, &value);
            }
            Kind::Thing => {
                if property == rdfs::LABEL {
                    self.labels.entry(subject.clone()).or_insert_with(|| plain(&value));
                }
                into.things.entry(subject).or_default().take(base, &property, value, own);
            }
        }
    }

    /// Puts together what belongs together.
    fn finish(self, classes: &Schema) -> Gathered {
        let Self { mut evidence, labels, mut gathered, .. } = self;
        for (iri, label) in labels {
            gathered.names.entry(iri).or_insert(label);
        }
        for (iri, thing) in &mut gathered.things {
            thing.iri.clone_from(iri);
            if let Some(name) = gathered.names.get(iri) {
                thing.label.clone_from(name);
            }
            thing.settle(classes);
        }
        for (iri, document) in &mut gathered.documents {
            document.iri.clone_from(iri);
        }
        for (iri, conflict) in &mut gathered.conflicts {
            conflict.iri.clone_from(iri);
        }
        for (iri, evidence) in &mut evidence {
            evidence.iri.clone_from(iri);
        }
        for (iri, claim) in &mut gathered.claims {
            claim.iri.clone_from(iri);
            claim.evidence =
                claim.places.iter().filter_map(|it| evidence.get(it)).cloned().collect();
            claim.settle();
        }
        gathered
    }
}

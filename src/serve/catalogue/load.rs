//! Quads → [`Catalogue`]: records are put together as they come, and linked when all is there.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};

use super::{Catalogue, Claim, Conflict, Evidence, Thing};
use crate::{
    ontology::Schema,
    record::{self, Kind, Kinds, Mentions, plain},
    store::{Store, StoreError},
    vocabulary::{Base, rdfs},
};

/// Takes everything in.
pub(in crate::serve) fn load(
    store: &Store,
    base: &Base,
    classes: &Schema,
) -> Result<Catalogue, StoreError> {
    let mut loader = Loader::new(base);
    store.each(|quad| loader.take(quad))?;
    Ok(loader.finish(classes))
}

struct Loader<'a> {
    base: &'a Base,
    kinds: Kinds,
    term: String,
    reference: String,
    claims: BTreeMap<String, record::Claim>,
    conflicts: BTreeMap<String, record::Conflict>,
    evidence: BTreeMap<String, Evidence>,
    mentions: BTreeMap<String, Mentions>,
    labels: BTreeMap<String, String>,
    catalogue: Catalogue,
}

impl<'a> Loader<'a> {
    fn new(base: &'a Base) -> Self {
        Self {
            base,
            kinds: Kinds::new(base),
            term: base.term(""),
            reference: base.graph("reference"),
            claims: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            evidence: BTreeMap::new(),
            mentions: BTreeMap::new(),
            labels: BTreeMap::new(),
            catalogue: Catalogue::default(),
        }
    }

    fn take(&mut self, quad: Quad) {
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { return };
        let subject = subject.into_string();
        let property = quad.predicate.into_string();
        let mut own = false;
        if let GraphName::NamedNode(graph) = quad.graph_name {
            own = graph.as_str() == self.reference;
            *self.catalogue.graphs.entry(graph.into_string()).or_default() += 1;
        }
        let (base, value) = (self.base, quad.object);
        if property == self.base.term("displayLabel") {
            self.catalogue.names.insert(subject.clone(), plain(&value));
        }
        match self.kinds.of(&subject) {
            Kind::Claim => {
                self.claims.entry(subject).or_default().take(base, &property, value);
            }
            Kind::Conflict => {
                self.conflicts.entry(subject).or_default().take(base, &property, &value);
            }
            Kind::Document => {
                let document = self.catalogue.documents.entry(subject).or_default();
                document.record.take(base, &property, &value);
            }
            Kind::Evidence(place) => {
                let place = place.to_owned();
                self.evidence.entry(place).or_default().take(base, &property, &value);
            }
            Kind::Mentions => {
                self.mentions.entry(subject).or_default().take(base, &property, &value);
            }
            Kind::Thing => {
                if property == rdfs::LABEL {
                    self.labels.entry(subject.clone()).or_insert_with(|| plain(&value));
                }
                let thing = self.catalogue.things.entry(subject).or_default();
                thing.record.take(base, &property, value, own);
            }
        }
    }

    /// Links everything with everything.
    fn finish(mut self, classes: &Schema) -> Catalogue {
        let names = &mut self.catalogue.names;
        for (iri, label) in self.labels {
            names.entry(iri).or_insert(label);
        }
        let catalogue = &mut self.catalogue;
        for (iri, Thing { record, .. }) in &mut catalogue.things {
            record.iri.clone_from(iri);
            if let Some(name) = catalogue.names.get(iri) {
                record.label.clone_from(name);
            }
            record.settle(classes);
        }
        let own = |it: &Thing| !it.class.is_empty() || it.merged_into.is_some();
        catalogue.things.retain(|iri, it| !iri.starts_with(&self.term) && own(it));
        for (iri, document) in &mut catalogue.documents {
            document.record.iri.clone_from(iri);
        }
        for (iri, evidence) in &mut self.evidence {
            evidence.iri.clone_from(iri);
        }
        for it in self.mentions.into_values().filter(|it| it.count > 0) {
            if let Some(thing) = catalogue.things.get_mut(&it.thing) {
                thing.mentioned.insert(it.document.clone(), it.count);
            }
            if let Some(document) = catalogue.documents.get_mut(&it.document) {
                document.mentions.insert(it.thing, it.count);
            }
        }
        link_claims(catalogue, self.claims, &self.evidence);
        link_conflicts(catalogue, self.conflicts);
        self.catalogue
    }
}

fn link_claims(
    catalogue: &mut Catalogue,
    claims: BTreeMap<String, record::Claim>,
    evidence: &BTreeMap<String, Evidence>,
) {
    for (iri, mut record) in claims {
        record.evidence = record.places.iter().filter_map(|it| evidence.get(it)).cloned().collect();
        record.settle();
        record.iri = iri;
        catalogue.claims.push(Claim { record, conflicts: Vec::new() });
    }
    let place = |it: &Claim| {
        let first = it.evidence.first().map(|it| (it.document.clone(), it.start, it.end));
        (first, it.iri.clone())
    };
    catalogue.claims.sort_by_cached_key(place);
    for (id, claim) in catalogue.claims.iter().enumerate() {
        catalogue.claim_ids.insert(claim.iri.clone(), id);
        *catalogue.properties.entry(claim.property.clone()).or_default() += 1;
        if let Some(thing) = catalogue.things.get_mut(&claim.subject) {
            thing.subject_of.push(id);
        }
        let further = claim.qualifiers.iter().map(|it| &it.1);
        for term in claim.object.iter().chain(further) {
            if let Term::NamedNode(node) = term
                && let Some(thing) = catalogue.things.get_mut(node.as_str())
                && thing.object_of.last() != Some(&id)
            {
                thing.object_of.push(id);
            }
        }
        for holder in &claim.holders {
            if let Some(thing) = catalogue.things.get_mut(holder) {
                thing.holds.push(id);
            }
        }
        for (at, evidence) in claim.evidence.iter().enumerate() {
            catalogue.quotes.entry(evidence.quote.clone()).or_insert_with(|| evidence.iri.clone());
            if let Some(document) = catalogue.documents.get_mut(&evidence.document) {
                document.claims.push((id, at));
            }
        }
    }
    for document in catalogue.documents.values_mut() {
        let claims = &catalogue.claims;
        document.claims.sort_by_key(|(id, at)| (claims[*id].evidence[*at].start, *id));
    }
}

fn link_conflicts(catalogue: &mut Catalogue, conflicts: BTreeMap<String, record::Conflict>) {
    for (iri, mut record) in conflicts {
        let claims =
            record.claims.iter().filter_map(|it| catalogue.claim_ids.get(it)).copied().collect();
        record.iri = iri;
        catalogue.conflicts.push(Conflict { record, claims });
    }
    let names = &catalogue.names;
    catalogue.conflicts.sort_by_cached_key(|it| (names.get(&it.about).cloned(), it.iri.clone()));
    for (at, conflict) in catalogue.conflicts.iter().enumerate() {
        for id in &conflict.claims {
            catalogue.claims[*id].conflicts.push(at);
        }
    }
}

//! What is served: the graph, the pack it was read with, and the texts of its documents.

use super::{
    catalogue::Catalogue,
    diagrams::{Drawings, KEPT},
    index::Index,
    texts::{Sources, Texts},
};
use crate::{
    network::{Measured, Measures, Network, Options},
    ontology::Ontology,
    record::Gathered,
    store::{Store, StoreError},
    vocabulary::Prefixes,
};

/// Everything an answer is made of.
pub struct Site {
    pub(super) ontology: Ontology,
    pub(super) prefixes: Prefixes,
    pub(super) store: Store,
    pub(super) catalogue: Catalogue,
    pub(super) texts: Texts,
    pub(super) index: Index,
    pub(super) drawings: Drawings,
    /// Things and all claims that tie them.
    pub(super) network: Network,
    /// The same without what is not asserted.
    pub(super) asserted: Network,
    /// How central the things of `asserted` are.
    pub(super) measures: Measures,
    /// IRI of the property that holds the words of a verb that no rule reads.
    pub(super) phrase: String,
}

impl Site {
    /// Takes in the graph, and what is there of its documents; the network of its things is measured for questions.
    pub fn new(ontology: Ontology, store: Store, sources: &Sources) -> Result<Self, StoreError> {
        let prefixes = Prefixes::new(&ontology.base);
        let all = Options { unasserted: true };
        let mut records = Gathered::of(&store, &ontology.base, &ontology.schema)?;
        let network = Network::of(&records, &ontology.base, &ontology.schema, all);
        let asserted = network.asserted();
        let measures = asserted.measures();
        let quads = asserted.quads(&measures, &ontology.base);
        records.graphs.insert(ontology.base.graph("network"), quads.len());
        store.extend(quads)?;
        let catalogue = Catalogue::of(records, &ontology.base);
        let texts = Texts::load(&catalogue, &ontology, sources);
        let index = Index::new(&catalogue, &texts);
        let phrase = ontology.base.term("verbPhrase");
        let drawings = Drawings::new(KEPT);
        Ok(Self {
            ontology,
            prefixes,
            store,
            catalogue,
            texts,
            index,
            drawings,
            network,
            asserted,
            measures,
            phrase,
        })
    }

    /// How central a thing is, if asserted claims tie it to anything.
    pub(super) fn measured(&self, iri: &str) -> Option<&Measured> {
        self.measures.things.get(self.asserted.node(iri)?.index())
    }

    /// How many quads and documents there are, and of how many documents the text.
    pub fn sizes(&self) -> (usize, usize, usize) {
        let quads = self.catalogue.graphs.values().sum();
        (quads, self.catalogue.documents.len(), self.texts.len())
    }
}

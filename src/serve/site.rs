//! What is served: the graph, the pack it was read with, and the texts of its documents.

use super::{
    catalogue::{self, Catalogue},
    diagrams::Drawings,
    index::Index,
    texts::{Sources, Texts},
};
use crate::{
    network,
    ontology::Ontology,
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
    /// IRI of the property that holds the words of a verb that no rule reads.
    pub(super) phrase: String,
}

impl Site {
    /// Takes in the graph, and what is there of its documents; the network of its things is measured for questions.
    pub fn new(ontology: Ontology, store: Store, sources: &Sources) -> Result<Self, StoreError> {
        let prefixes = Prefixes::new(&ontology.base);
        network::add_measures(&store, &ontology.base, &ontology.schema)?;
        let catalogue = catalogue::load(&store, &ontology.base, &ontology.schema)?;
        let texts = Texts::load(&catalogue, &ontology, sources);
        let index = Index::new(&catalogue, &texts);
        let phrase = ontology.base.term("verbPhrase");
        let drawings = Drawings::default();
        Ok(Self { ontology, prefixes, store, catalogue, texts, index, drawings, phrase })
    }

    /// How many quads and documents there are, and of how many documents the text.
    pub fn sizes(&self) -> (usize, usize, usize) {
        let quads = self.catalogue.graphs.values().sum();
        (quads, self.catalogue.documents.len(), self.texts.len())
    }
}

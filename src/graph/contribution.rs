//! What one document brings to the graph.
//!
//! A reading without the places where things are only spoken of, which the graph counts and does not keep.  It is all
//! that assembly looks at, so it is what is held in memory for each document and kept from one build to the next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::Diagnostic,
    resolution::{DocumentRecord, ReadClaim, Reading, Thing},
};

/// What one document says, as far as the graph needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The document itself.
    pub document: DocumentRecord,
    /// Everything the mentions and claims refer to, by IRI.
    pub things: BTreeMap<String, Thing>,
    /// How often it speaks of each thing.
    pub mentions: BTreeMap<String, usize>,
    /// What is said, in text order.
    pub claims: Vec<ReadClaim>,
    /// What was left out, guessed or not understood.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Reading> for Contribution {
    fn from(reading: Reading) -> Self {
        let Reading { document, things, mentions: spoken, claims, diagnostics } = reading;
        let mut mentions = BTreeMap::new();
        for mention in spoken {
            *mentions.entry(mention.thing).or_default() += 1;
        }
        Self { document, things, mentions, claims, diagnostics }
    }
}

//! What the pages show of a graph: things, claims, evidence, documents and conflicts as plain values, each linked with the
//! others.
//!
//! Made once from records; then it is immutable.  It does not know what a page looks like.

mod link;

use std::{collections::BTreeMap, ops::Deref};

use oxigraph::model::Term;

use crate::record;
pub(super) use crate::record::Evidence;

/// Place of a claim in [`Catalogue::claims`].
pub(super) type ClaimId = usize;

/// All that pages show.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    /// Things by IRI: what claims are about and documents mention, and what the pack knows.
    pub(super) things: BTreeMap<String, Thing>,
    /// Documents by IRI.
    pub(super) documents: BTreeMap<String, Document>,
    /// Claims by their first evidence.
    pub(super) claims: Vec<Claim>,
    /// Conflicts by what they are about.
    pub(super) conflicts: Vec<Conflict>,
    /// Number of quads by graph.
    pub(super) graphs: BTreeMap<String, usize>,
    /// What to call whatever has a name.
    pub(super) names: BTreeMap<String, String>,
    /// Places of the claims by IRI.
    pub(super) claim_ids: BTreeMap<String, ClaimId>,
    /// The place of each quote, the first of several.
    pub(super) quotes: BTreeMap<String, String>,
    /// Properties of claims, with how many have them.
    pub(super) properties: BTreeMap<String, usize>,
}

/// Something that is spoken of, and what has to do with it.
#[derive(Debug, Clone, Default)]
pub(super) struct Thing {
    record: record::Thing,
    /// Claims of which it is the subject.
    pub(super) subject_of: Vec<ClaimId>,
    /// Claims of which it is the object, or a further particular.
    pub(super) object_of: Vec<ClaimId>,
    /// Claims that it holds.
    pub(super) holds: Vec<ClaimId>,
    /// Documents that mention it, and how often.
    pub(super) mentioned: BTreeMap<String, usize>,
}

/// A document, and what is in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Document {
    record: record::Document,
    /// What it mentions, and how often.
    pub(super) mentions: BTreeMap<String, usize>,
    /// Claims it makes, with the place of their evidence in it.
    pub(super) claims: Vec<(ClaimId, usize)>,
}

/// A claim, and what contradicts it.
#[derive(Debug, Clone, Default)]
pub(super) struct Claim {
    record: record::Claim,
    /// Places of the conflicts it is in.
    pub(super) conflicts: Vec<usize>,
}

/// A disagreement.
#[derive(Debug, Clone, Default)]
pub(super) struct Conflict {
    record: record::Conflict,
    /// The claims that disagree.
    pub(super) claims: Vec<ClaimId>,
}

/// Lets a record be read through what links it.
macro_rules! linked {
    ($($name:ident),*) => {$(
        impl Deref for $name {
            type Target = record::$name;

            fn deref(&self) -> &Self::Target {
                &self.record
            }
        }
    )*};
}

linked!(Thing, Document, Claim, Conflict);

impl Catalogue {
    /// What to call something.
    pub(super) fn name<'a>(&'a self, iri: &'a str) -> &'a str {
        let end = iri.trim_end_matches(['#', '/']);
        self.names
            .get(iri)
            .map_or_else(|| end.rsplit(['#', '/']).next().unwrap_or(end), String::as_str)
    }

    /// A thing by its name, or a value as it is.
    pub(super) fn term<'a>(&'a self, term: &'a Term) -> &'a str {
        match term {
            Term::NamedNode(it) => self.name(it.as_str()),
            Term::Literal(it) => it.value(),
            Term::BlankNode(it) => it.as_str(),
        }
    }

    pub(super) fn claim(&self, iri: &str) -> Option<&Claim> {
        self.claim_ids.get(iri).map(|it| &self.claims[*it])
    }

    /// Other claims that claim the same.
    pub(super) fn alike(&self, claim: &Claim) -> Vec<&Claim> {
        let Some(proposition) = &claim.proposition else { return Vec::new() };
        let same =
            |it: &&Claim| it.proposition.as_ref() == Some(proposition) && it.iri != claim.iri;
        let of_subject = self.things.get(&claim.subject).into_iter().flat_map(Thing::claims);
        of_subject.map(|it| &self.claims[it]).filter(same).collect()
    }
}

impl Thing {
    /// Every claim that has to do with it, each once, in their order.
    pub(super) fn claims(&self) -> Vec<ClaimId> {
        let mut all: Vec<ClaimId> =
            self.subject_of.iter().chain(&self.object_of).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Claim {
    /// The words of the verb, where no rule reads it; else the name of the property.
    pub(super) fn verb<'a>(&'a self, catalogue: &'a Catalogue, phrase: &str) -> &'a str {
        let words = self.qualifiers.iter().find(|it| it.0 == phrase);
        words.map_or_else(|| catalogue.name(&self.property), |it| catalogue.term(&it.1))
    }
}

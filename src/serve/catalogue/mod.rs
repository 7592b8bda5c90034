//! What the pages show of a graph: things, claims, evidence, documents and conflicts as plain values, each linked with the
//! others.
//!
//! Made once from the quads, in one pass; then it is immutable.  It does not know what a page looks like.

mod load;

use std::collections::BTreeMap;

use oxigraph::model::Term;

pub(super) use load::load;

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

/// Something that is spoken of.
#[derive(Debug, Clone, Default)]
pub(super) struct Thing {
    pub(super) iri: String,
    pub(super) label: String,
    /// Local name of its most specific class.
    pub(super) class: String,
    /// Local names of all its classes, the most specific first.
    pub(super) classes: Vec<String>,
    /// Other names: language tag, if any, and text.
    pub(super) aliases: Vec<(String, String)>,
    /// Names to find it by that are not shown.
    pub(super) hidden: Vec<String>,
    pub(super) definition: String,
    /// The same thing elsewhere.
    pub(super) matches: Vec<String>,
    /// Whether the documents brought it up, and not the pack.
    pub(super) discovered: bool,
    /// IRI of the thing it was merged into.
    pub(super) merged_into: Option<String>,
    /// What the pack states about it: IRI of the property, value.
    pub(super) facts: Vec<(String, Term)>,
    /// Claims of which it is the subject.
    pub(super) subject_of: Vec<ClaimId>,
    /// Claims of which it is the object, or a further particular.
    pub(super) object_of: Vec<ClaimId>,
    /// Claims that it holds.
    pub(super) holds: Vec<ClaimId>,
    /// Documents that mention it, and how often.
    pub(super) mentioned: BTreeMap<String, usize>,
}

/// A document.
#[derive(Debug, Clone, Default)]
pub(super) struct Document {
    pub(super) iri: String,
    pub(super) title: String,
    pub(super) language: String,
    pub(super) date: Option<String>,
    pub(super) speaker: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) licence: Option<String>,
    pub(super) sha256: String,
    pub(super) file: String,
    /// File in the folder of the build with its text, and the SHA-256 of that.
    pub(super) stored: Option<(String, String)>,
    pub(super) sentences: usize,
    pub(super) copy_of: Option<String>,
    /// What it mentions, and how often.
    pub(super) mentions: BTreeMap<String, usize>,
    /// Claims it makes, with the place of their evidence in it.
    pub(super) claims: Vec<(ClaimId, usize)>,
}

/// A claim.
#[derive(Debug, Clone, Default)]
pub(super) struct Claim {
    pub(super) iri: String,
    pub(super) label: String,
    pub(super) subject: String,
    /// IRI of the property.
    pub(super) property: String,
    pub(super) object: Option<Term>,
    pub(super) negated: bool,
    /// Local name, in lower case.
    pub(super) force: String,
    pub(super) certainty: Option<String>,
    pub(super) certainty_word: Option<String>,
    pub(super) holders: Vec<String>,
    pub(super) utterers: Vec<String>,
    pub(super) time: Option<String>,
    pub(super) stated_on: Vec<String>,
    /// Further particulars: IRI of the property, value.
    pub(super) qualifiers: Vec<(String, Term)>,
    pub(super) asserted: bool,
    pub(super) confidence: String,
    pub(super) independent: usize,
    pub(super) rules: Vec<String>,
    pub(super) steps: Vec<String>,
    pub(super) proposition: Option<String>,
    pub(super) evidence: Vec<Evidence>,
    /// Places of the conflicts it is in.
    pub(super) conflicts: Vec<usize>,
}

/// A place in a document that makes a claim.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    pub(super) iri: String,
    pub(super) document: String,
    /// Code points of the text of the document.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) page: Option<usize>,
    /// The words on one line.
    pub(super) quote: String,
    /// What stands before and behind them.
    pub(super) around: (String, String),
}

/// A disagreement.
#[derive(Debug, Clone, Default)]
pub(super) struct Conflict {
    pub(super) iri: String,
    pub(super) message: String,
    /// Local name.
    pub(super) kind: String,
    pub(super) about: String,
    pub(super) property: String,
    pub(super) claims: Vec<ClaimId>,
    pub(super) reference: Option<String>,
}

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

    /// How far it is committed to, in a word.
    pub(super) fn standing(&self) -> &str {
        match self.force.as_str() {
            "asserted" if self.asserted => "asserted",
            "asserted" if self.is_reported() => "reported",
            "asserted" if self.negated => "asserted",
            "asserted" => "unsure",
            force => force,
        }
    }

    /// Whether nobody who is committed to it says it in a document.
    pub(super) fn is_reported(&self) -> bool {
        !self.holders.iter().any(|it| self.utterers.contains(it))
    }

    /// Whether it is stated: as a fact, or as not being one.
    pub(super) fn is_stated(&self) -> bool {
        self.standing() == "asserted"
    }
}

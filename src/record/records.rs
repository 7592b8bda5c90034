//! A graph of any size as records: what is few is in memory, claims come one after the other from the file.
//!
//! Things, documents and conflicts are kept.  Of a passage only its place in the file is kept, sixteen bytes for each of
//! its parts, and it is read again for each claim that cites it.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

use oxigraph::model::{GraphName, Quad};

use super::{
    Claim, Conflict, Document, Evidence, Kind, Kinds, Mentions, Thing,
    lines::{Group, Groups},
};
use crate::{ontology::Schema, vocabulary::Base};

/// Bytes that are read at once of a file read from its beginning to its end, and of a piece that is read again.
const STREAM: usize = 1 << 18;
const PIECE: usize = 1 << 11;

/// Why there are no records.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The file is not there.
    #[error("there is no graph at `{}`: run `kell build` first, or name its folder with --data", .0.display())]
    Missing(PathBuf),
    /// The file cannot be read.
    #[error("cannot read the graph: {0}")]
    Unreadable(#[from] io::Error),
    /// The file is not N-Quads.
    #[error("`{}`, line {line}: {message}; run `kell build` to write it anew", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// What is wrong there.
        message: String,
    },
    /// The lines of the file are not sorted.
    #[error(
        "`{}`, line {line} is not in its place: the lines of a graph are sorted; run `kell build` to write it anew", path.display()
    )]
    Order {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
    },
}

/// How much there is of what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Number of claims.
    pub claims: usize,
    /// Number of claims the graph states as plain triples.
    pub asserted: usize,
    /// Number of passages.
    pub passages: usize,
    /// Number of quads by the IRI of the graph.
    pub graphs: BTreeMap<String, usize>,
    /// Number of claims by the local name of the force, in lower case.
    pub forces: BTreeMap<String, usize>,
    /// Number of claims by the IRI of the property.
    pub properties: BTreeMap<String, usize>,
}

/// The records of a graph.
#[derive(Debug)]
pub struct Records {
    path: PathBuf,
    base: Base,
    kinds: Kinds,
    /// Hash of the IRI of a passage, or of its position, and where its lines begin; sorted.
    places: Vec<(u64, u64)>,
    /// Where claims begin.
    first: u64,
    /// Things by IRI: what claims are about and documents mention, what the pack knows, and the terms of the ontology.
    pub things: BTreeMap<String, Thing>,
    /// Documents by IRI.
    pub documents: BTreeMap<String, Document>,
    /// Conflicts by IRI.
    pub conflicts: BTreeMap<String, Conflict>,
    /// How often things are mentioned, and in how many documents.
    pub mentioned: BTreeMap<String, (usize, usize)>,
    /// How much there is of what.
    pub counts: Counts,
}

impl Records {
    /// Reads a graph once from its beginning to its end; `path` is a file in canonical order.
    pub fn open(path: &Path, base: &Base, classes: &Schema) -> Result<Self, RecordError> {
        let mut records = Self {
            path: path.to_owned(),
            base: base.clone(),
            kinds: Kinds::new(base),
            places: Vec::new(),
            first: 0,
            things: BTreeMap::new(),
            documents: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            mentioned: BTreeMap::new(),
            counts: Counts::default(),
        };
        let mut groups = Groups::open(path, 0, STREAM).map_err(|error| match error {
            RecordError::Unreadable(error) if error.kind() == io::ErrorKind::NotFound => {
                RecordError::Missing(path.to_owned())
            }
            other => other,
        })?;
        while let Some(group) = groups.next()? {
            records.take(&group)?;
        }
        records.places.sort_unstable();
        for (iri, thing) in &mut records.things {
            thing.iri.clone_from(iri);
            thing.settle(classes);
        }
        for (iri, document) in &mut records.documents {
            document.iri.clone_from(iri);
        }
        for (iri, conflict) in &mut records.conflicts {
            conflict.iri.clone_from(iri);
        }
        Ok(records)
    }

    fn take(&mut self, group: &Group) -> Result<(), RecordError> {
        let kind = self.kinds.of(&group.subject);
        if let Kind::Evidence(place) = kind {
            // A passage is not looked at before it is cited.
            let position = group.subject.ends_with("&position");
            if position || place == group.subject {
                self.places.push((hash(&group.subject), group.offset));
                self.counts.passages += usize::from(!position);
            }
            let claims = self.counts.graphs.entry(self.base.graph("claims")).or_default();
            *claims += group.text.split_inclusive(|it| *it == b'\n').count();
            return Ok(());
        }
        let quads = group.quads(&self.path)?;
        let reference = self.base.graph("reference");
        let mut claim = Claim::default();
        let mut mentions = Mentions::default();
        for quad in quads {
            let mut own = false;
            if let GraphName::NamedNode(graph) = quad.graph_name {
                own = graph.as_str() == reference;
                *self.counts.graphs.entry(graph.into_string()).or_default() += 1;
            }
            let (base, subject, property) = (&self.base, &group.subject, quad.predicate.as_str());
            match kind {
                Kind::Claim => claim.take(base, property, quad.object),
                Kind::Conflict => {
                    let it = self.conflicts.entry(subject.clone()).or_default();
                    it.take(base, property, &quad.object);
                }
                Kind::Document => {
                    let it = self.documents.entry(subject.clone()).or_default();
                    it.take(base, property, &quad.object);
                }
                Kind::Mentions => mentions.take(base, property, &quad.object),
                Kind::Evidence(_) | Kind::Thing => {
                    let it = self.things.entry(subject.clone()).or_default();
                    it.take(base, property, quad.object, own);
                }
            }
        }
        if kind == Kind::Claim {
            if self.counts.claims == 0 {
                self.first = group.offset;
            }
            self.counts.claims += 1;
            self.counts.asserted += usize::from(claim.asserted);
            *self.counts.forces.entry(claim.force).or_default() += 1;
            *self.counts.properties.entry(claim.property).or_default() += 1;
        }
        if mentions.count > 0 {
            let it = self.mentioned.entry(mentions.thing).or_default();
            it.0 += mentions.count;
            it.1 += 1;
        }
        Ok(())
    }

    /// Every claim without its passages, in the order of the IRIs.
    pub fn bare_claims(&self) -> Result<Claims<'_>, RecordError> {
        Ok(Claims { passages: None, ..self.claims()? })
    }

    /// Every claim with its passages, in the order of the IRIs.
    pub fn claims(&self) -> Result<Claims<'_>, RecordError> {
        Ok(Claims {
            records: self,
            groups: Groups::open(&self.path, self.first, STREAM)?,
            passages: Some(self.again()?),
            left: self.counts.claims,
            last: Place(self.first),
        })
    }

    /// Reads again, in any order, what was read before.
    pub fn again(&self) -> Result<Again<'_>, RecordError> {
        Ok(Again { records: self, groups: Groups::open(&self.path, self.first, PIECE)? })
    }

    /// Hands over every subject with its lines, as they stand in the file.
    pub fn each_subject<E: From<RecordError>>(
        &self,
        mut take: impl FnMut(&str, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut groups = Groups::open(&self.path, 0, STREAM)?;
        while let Some(group) = groups.next()? {
            take(&group.subject, &group.text)?;
        }
        Ok(())
    }

    /// The claim that these lines are, without its passages; nothing if the subject is no claim.
    pub fn claim_of(&self, subject: &str, lines: &[u8]) -> Result<Option<Claim>, RecordError> {
        if self.kinds.of(subject) != Kind::Claim {
            return Ok(None);
        }
        let group = Group { subject: subject.to_owned(), text: lines.to_vec(), ..Group::default() };
        self.claim(&group).map(Some)
    }

    /// What to call something.
    pub fn name<'a>(&'a self, iri: &'a str) -> &'a str {
        if let Some(thing) = self.things.get(iri) {
            return &thing.label;
        }
        if let Some(document) = self.documents.get(iri) {
            return &document.title;
        }
        let end = iri.trim_end_matches(['#', '/']);
        end.rsplit(['#', '/']).next().unwrap_or(end)
    }

    /// Local name of the most specific class of a thing; empty if it has none.
    pub fn class(&self, iri: &str) -> &str {
        self.things.get(iri).map_or("", |it| it.class.as_str())
    }

    /// The things that are no terms of the ontology: with a class, or merged into another.
    pub fn own_things(&self) -> impl Iterator<Item = &Thing> {
        self.things.values().filter(|it| it.is_own(&self.base))
    }

    /// The claim of a group, without its passages.
    fn claim(&self, group: &Group) -> Result<Claim, RecordError> {
        let mut claim = Claim { iri: group.subject.clone(), ..Claim::default() };
        for quad in group.quads(&self.path)? {
            claim.take(&self.base, quad.predicate.as_str(), quad.object);
        }
        Ok(claim)
    }

    fn place(&self, iri: &str) -> Option<u64> {
        let hash = hash(iri);
        let at = self.places.binary_search_by_key(&hash, |it| it.0).ok()?;
        Some(self.places[at].1)
    }
}

/// Where a claim stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(u64);

/// Claims, one after the other.
pub struct Claims<'a> {
    records: &'a Records,
    groups: Groups,
    /// Where passages are read, if they are.
    passages: Option<Again<'a>>,
    left: usize,
    last: Place,
}

impl Claims<'_> {
    /// Where the claim stands that came last.
    pub fn place(&self) -> Place {
        self.last
    }

    fn read(&mut self) -> Result<Option<Claim>, RecordError> {
        while let Some(group) = self.groups.next()? {
            if self.records.kinds.of(&group.subject) != Kind::Claim {
                continue;
            }
            self.last = Place(group.offset);
            let mut claim = self.records.claim(&group)?;
            if let Some(passages) = &mut self.passages {
                passages.complete(&mut claim)?;
            }
            claim.settle();
            return Ok(Some(claim));
        }
        Ok(None)
    }
}

impl Iterator for Claims<'_> {
    type Item = Result<Claim, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        self.read().transpose()
    }
}

/// Reads again what was read before.
pub struct Again<'a> {
    records: &'a Records,
    groups: Groups,
}

impl Again<'_> {
    /// The claim at a place, with its passages.
    pub fn claim(&mut self, place: Place) -> Result<Claim, RecordError> {
        let mut claim = self.records.claim(&self.group(place.0)?)?;
        self.complete(&mut claim)?;
        claim.settle();
        Ok(claim)
    }

    /// What is said of the claim at a place.
    pub fn quads(&mut self, place: Place) -> Result<Vec<Quad>, RecordError> {
        self.group(place.0)?.quads(&self.records.path)
    }

    /// What is said of a passage and of its selectors.
    pub fn passage(&mut self, iri: &str) -> Result<Vec<Quad>, RecordError> {
        let mut quads = Vec::new();
        // Its own lines, and those of its selectors, which stand together elsewhere.
        for start in [iri.to_owned(), format!("{iri}&position")] {
            let Some(offset) = self.records.place(&start) else { continue };
            self.groups.seek(offset)?;
            while let Some(group) = self.groups.next()? {
                if self.records.kinds.of(&group.subject) != Kind::Evidence(iri) {
                    break;
                }
                quads.extend(group.quads(&self.records.path)?);
            }
        }
        Ok(quads)
    }

    fn group(&mut self, offset: u64) -> Result<Group, RecordError> {
        self.groups.seek(offset)?;
        Ok(self.groups.next()?.unwrap_or_default())
    }

    /// Gives a claim its passages.
    fn complete(&mut self, claim: &mut Claim) -> Result<(), RecordError> {
        for iri in &claim.places {
            let mut evidence = Evidence { iri: iri.clone(), ..Evidence::default() };
            for quad in self.passage(iri)? {
                evidence.take(&self.records.base, quad.predicate.as_str(), &quad.object);
            }
            claim.evidence.push(evidence);
        }
        Ok(())
    }
}

/// The same on every machine.
fn hash(iri: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    iri.hash(&mut hasher);
    hasher.finish()
}

//! A graph of any size as records: what is few is in memory, claims come one after the other from the file.
//!
//! Things, documents and conflicts are kept.  Of a passage only its place in the file is kept, sixteen bytes for each of
//! its parts, and it is read again for each claim that cites it.

use std::{
    collections::BTreeMap,
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

use oxigraph::model::GraphName;

use super::{
    Claim, Conflict, Document, Evidence, Kind, Kinds, Mentions, Thing,
    lines::{Group, Groups},
};
use crate::{ontology::Schema, vocabulary::Base};

/// Bytes that are read at once of a file read from its beginning to its end, and of one passage.
const STREAM: usize = 1 << 18;
const PASSAGE: usize = 1 << 11;

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
    #[error("line {line} of the graph: {message}; run `kell build` to write it anew")]
    Syntax {
        /// Line, from 1.
        line: u64,
        /// What is wrong there.
        message: String,
    },
    /// The lines of the file are not sorted.
    #[error(
        "line {line} of the graph is not in its place: the lines of a graph are sorted; run `kell build` to write it anew"
    )]
    Order {
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
        let file = File::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => RecordError::Missing(path.to_owned()),
            _ => RecordError::Unreadable(error),
        })?;
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
        let mut groups = Groups::new(file, 0, STREAM)?;
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
        let quads = group.quads()?;
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
        let open = || File::open(&self.path);
        Ok(Claims {
            records: self,
            groups: Groups::new(open()?, self.first, STREAM)?,
            passages: Some(Groups::new(open()?, self.first, PASSAGE)?),
            left: self.counts.claims,
        })
    }

    /// Hands over every subject with its lines, as they stand in the file.
    pub fn each_subject<E: From<RecordError>>(
        &self,
        mut take: impl FnMut(&str, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let open = || Ok::<_, RecordError>(Groups::new(File::open(&self.path)?, 0, STREAM)?);
        let mut groups = open()?;
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
        claim(&self.base, &group).map(Some)
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
        let terms = self.base.term("");
        self.things.values().filter(move |it| {
            !it.iri.starts_with(&terms) && (!it.class.is_empty() || it.merged_into.is_some())
        })
    }

    fn place(&self, iri: &str) -> Option<u64> {
        let hash = hash(iri);
        let at = self.places.binary_search_by_key(&hash, |it| it.0).ok()?;
        Some(self.places[at].1)
    }
}

/// Claims, one after the other.
pub struct Claims<'a> {
    records: &'a Records,
    groups: Groups,
    /// Where passages are read, if they are.
    passages: Option<Groups>,
    left: usize,
}

impl Claims<'_> {
    fn read(&mut self) -> Result<Option<Claim>, RecordError> {
        let base = &self.records.base;
        while let Some(group) = self.groups.next()? {
            if self.records.kinds.of(&group.subject) != Kind::Claim {
                continue;
            }
            let mut claim = claim(base, &group)?;
            if let Some(passages) = &mut self.passages {
                for place in &claim.places {
                    claim.evidence.push(passage(self.records, passages, place)?);
                }
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

/// The claim of a group.
fn claim(base: &Base, group: &Group) -> Result<Claim, RecordError> {
    let mut claim = Claim { iri: group.subject.clone(), ..Claim::default() };
    for quad in group.quads()? {
        claim.take(base, quad.predicate.as_str(), quad.object);
    }
    Ok(claim)
}

/// The passage at a place: its own lines, and those of its selectors, which stand together elsewhere.
fn passage(records: &Records, groups: &mut Groups, place: &str) -> Result<Evidence, RecordError> {
    let mut evidence = Evidence { iri: place.to_owned(), ..Evidence::default() };
    for start in [place.to_owned(), format!("{place}&position")] {
        let Some(offset) = records.place(&start) else { continue };
        groups.seek(offset)?;
        while let Some(group) = groups.next()? {
            if records.kinds.of(&group.subject) != Kind::Evidence(place) {
                break;
            }
            for quad in group.quads()? {
                evidence.take(&records.base, quad.predicate.as_str(), &quad.object);
            }
        }
    }
    Ok(evidence)
}

/// The same on every machine.
fn hash(iri: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    iri.hash(&mut hasher);
    hasher.finish()
}

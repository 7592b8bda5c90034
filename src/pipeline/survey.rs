//! A graph → its lines, what checks find in it, and the edges of its diagrams.
//!
//! Shard by shard, as many at a time as there are threads, so that no more of a graph is in a store at once; what a
//! shard gives is kept, and after a change only shards that changed are asked again.  Questions that need the whole
//! graph get it, at the price of both.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufReader, Cursor, Read, Seek, SeekFrom, Write},
    path::PathBuf,
};

use indexmap::{IndexMap, IndexSet};
use lz4_flex::frame::{BlockSize, FrameDecoder, FrameEncoder, FrameInfo};
use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    cache::Cache,
    diagnostic::Diagnostic,
    diagram::{self, Edge},
    graph::{self, Graph, Reference, Shards},
    ontology::{Check, DiagramSpec, Ontology, Scope},
    query::{self, Content, QueryError},
    store::{self, Needs, Store, StoreError},
    vocabulary::Prefixes,
};

/// Why a graph could not be surveyed.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What a shard gives could not be put on the disk.
    #[error("the parts of the graph cannot be kept: {0}")]
    Disk(#[from] io::Error),
    /// A diagram asks for something that cannot be answered.
    #[error("in the diagram `{diagram}`: {source}")]
    Diagram {
        /// Name of the diagram.
        diagram: String,
        /// What went wrong.
        source: QueryError,
    },
}

/// What is found in a graph, and where its lines are.
#[derive(Debug)]
pub struct Survey {
    /// What the checks find, sorted.
    pub findings: Vec<Diagnostic>,
    /// The edges of each diagram that needs no focus, by its name.
    pub edges: BTreeMap<String, Vec<Edge>>,
    /// Files of shards, and how many of their last bytes are lines.
    files: Vec<(PathBuf, u64)>,
    /// Lines that belong to no shard.
    texts: [String; 2],
}

/// What a shard gives.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Found {
    findings: Vec<Diagnostic>,
    /// The edges of each diagram, in the order of the questions.
    edges: Vec<Vec<Edge>>,
}

/// Surveys a graph in shards of so many documents; what they give is kept in `shelf`.
pub fn survey(
    graph: &Graph,
    ontology: &Ontology,
    documents: usize,
    shelf: &Cache,
) -> Result<Survey, SurveyError> {
    let (claimwise, whole) = Questions::of(ontology);
    let reference = Reference::new(ontology);
    let shards = Shards::new(graph, documents);
    let known = Known::new(ontology, &reference, &claimwise.needs);
    let one = |at: usize| -> Result<(Found, (PathBuf, u64)), SurveyError> {
        let part = shards.graph(at);
        let key = shelf.key_of("shard", &part.digest()?);
        if let Some(kept) = shelf.get_bytes(&key).and_then(|(bytes, file)| unpack(&bytes, file)) {
            return Ok(kept);
        }
        let quads = graph::own_quads(&part, ontology, &reference);
        let found = claimwise.ask(&known, &quads)?;
        let bytes = pack(&found, &graph::sorted(&quads))?;
        let file = shelf.put_bytes(&key, &bytes)?;
        unpack(&bytes, file).map_or_else(|| Err(io::Error::other("a part is damaged").into()), Ok)
    };
    let all = || (0..shards.len()).into_par_iter().map(one).collect::<Result<Vec<_>, _>>();
    let rest = || -> Result<_, SurveyError> {
        let joint = graph::joint_quads(graph, ontology);
        let mut found = vec![claimwise.ask(&known, &joint)?];
        if !whole.is_empty() {
            let mut quads = graph::own_quads(graph, ontology, &reference);
            quads.extend(joint.iter().cloned());
            found.push(whole.ask(&Known::new(ontology, &reference, &whole.needs), &quads)?);
        }
        Ok((found, [graph::sorted(&reference.quads), graph::sorted(&joint)]))
    };
    let (shards, rest) = rayon::join(all, rest);
    let (rest, texts) = rest?;
    let mut survey =
        Survey { findings: Vec::new(), edges: BTreeMap::new(), files: Vec::new(), texts };
    for (found, file) in shards? {
        survey.add(found, &claimwise);
        survey.files.push(file);
    }
    for (found, questions) in rest.into_iter().zip([&claimwise, &whole]) {
        survey.add(found, questions);
    }
    survey.findings.sort();
    survey.findings.dedup();
    Ok(survey)
}

impl Survey {
    fn add(&mut self, found: Found, questions: &Questions<'_>) {
        self.findings.extend(found.findings);
        for (diagram, edges) in questions.diagrams.iter().zip(found.edges) {
            self.edges.entry(diagram.name.clone()).or_default().extend(edges);
        }
    }

    /// Writes the whole graph as canonical N-Quads: sorted lines, each once.
    pub fn write_lines(&self, out: &mut impl Write) -> io::Result<()> {
        let mut texts: Vec<BufReader<Box<dyn Read + Send + '_>>> = Vec::new();
        for (path, length) in &self.files {
            let mut file = File::open(path)?;
            let start = file.metadata()?.len().saturating_sub(*length);
            file.seek(SeekFrom::Start(start))?;
            texts.push(BufReader::new(Box::new(FrameDecoder::new(file))));
        }
        texts.extend(self.texts.iter().map(|it| -> BufReader<Box<dyn Read + Send>> {
            BufReader::new(Box::new(Cursor::new(it)))
        }));
        graph::merge(texts, out)?;
        out.flush()
    }
}

/// What the packs say that some questions can see.
struct Known<'a> {
    /// Of classes, properties and anything else that is no entity.
    always: Vec<&'a Quad>,
    /// Of each entity, by its IRI.
    of: IndexMap<&'a str, Vec<&'a Quad>>,
}

impl<'a> Known<'a> {
    fn new(ontology: &'a Ontology, reference: &'a Reference, needs: &Needs) -> Self {
        let mut of: IndexMap<&str, Vec<&Quad>> =
            ontology.entities.iter().map(|it| (it.iri.as_str(), Vec::new())).collect();
        let mut always = Vec::new();
        for quad in reference.quads.iter().filter(|it| needs.sees(it)) {
            let subject = match &quad.subject {
                NamedOrBlankNode::NamedNode(it) => it.as_str(),
                NamedOrBlankNode::BlankNode(_) => "",
            };
            of.get_mut(subject).unwrap_or(&mut always).push(quad);
        }
        Self { always, of }
    }

    /// What is known of the entities in these quads, and of those that this leads to.
    fn beside(&self, quads: &[&'a Quad]) -> Vec<&'a Quad> {
        let mut found = self.always.clone();
        let mut reached: IndexSet<usize> = IndexSet::new();
        let note = |quad: &'a Quad, reached: &mut IndexSet<usize>| {
            let subject = match &quad.subject {
                NamedOrBlankNode::NamedNode(it) => Some(it),
                NamedOrBlankNode::BlankNode(_) => None,
            };
            let object = match &quad.object {
                Term::NamedNode(it) => Some(it),
                _ => None,
            };
            let ends = subject.into_iter().chain(object);
            reached.extend(ends.filter_map(|it| self.of.get_index_of(it.as_str())));
        };
        for quad in quads {
            note(quad, &mut reached);
        }
        let mut next = 0;
        while let Some(entity) = reached.get_index(next) {
            next += 1;
            for quad in &self.of[*entity] {
                found.push(quad);
                note(quad, &mut reached);
            }
        }
        found
    }
}

/// What a pack asks of a graph.
struct Questions<'a> {
    prefixes: Prefixes,
    ontology: &'a Ontology,
    checks: Vec<Check>,
    diagrams: Vec<&'a DiagramSpec>,
    needs: Needs,
}

impl<'a> Questions<'a> {
    /// What may be asked shard by shard, and what needs the whole graph.
    fn of(ontology: &'a Ontology) -> (Self, Self) {
        let some = |scope: Scope| {
            let prefixes = Prefixes::new(&ontology.base);
            let checks: Vec<Check> =
                ontology.checks.iter().filter(|it| it.scope == scope).cloned().collect();
            let diagrams = ontology.diagrams.iter().filter(|it| it.scope == scope);
            let diagrams: Vec<_> = diagrams.filter(|it| !it.needs_focus()).collect();
            let texts = checks.iter().map(|it| it.text.as_str());
            let texts = texts.chain(diagrams.iter().map(|it| it.query.as_str()));
            let needs = Needs::of(&prefixes, texts);
            Self { prefixes, ontology, checks, diagrams, needs }
        };
        (some(Scope::Claim), some(Scope::Graph))
    }

    fn is_empty(&self) -> bool {
        self.checks.is_empty() && self.diagrams.is_empty()
    }

    /// Asks a graph made of these quads and what is known of the things in them.
    fn ask(&self, known: &Known<'_>, quads: &[Quad]) -> Result<Found, SurveyError> {
        let seen: Vec<&Quad> = quads.iter().filter(|it| self.needs.sees(it)).collect();
        let store = Store::from_quads(known.beside(&seen).into_iter().chain(seen).cloned())?;
        let findings = store::check(&store, &self.prefixes, &self.checks);
        let edges = self.diagrams.iter().map(|it| {
            edges(&store, self.ontology, &it.query)
                .map_err(|source| SurveyError::Diagram { diagram: it.name.clone(), source })
        });
        Ok(Found { findings, edges: edges.collect::<Result<_, _>>()? })
    }
}

/// The edges that the query of a diagram finds.
pub fn edges(store: &Store, ontology: &Ontology, text: &str) -> Result<Vec<Edge>, QueryError> {
    let prefixes = Prefixes::new(&ontology.base);
    let answer = query::run(store, &prefixes, text, &query::Options::default())?;
    let Content::Solutions { variables, rows } = answer.content else {
        return Err(QueryError::Evaluation("a diagram needs a SELECT".to_owned()));
    };
    Ok(diagram::edges(&variables, rows, &ontology.base))
}

/// The bytes that are kept of a shard: the length of what was found, that, and the lines, compressed.
fn pack(found: &Found, lines: &str) -> io::Result<Vec<u8>> {
    let found = postcard::to_stdvec(found).map_err(io::Error::other)?;
    let mut bytes = u32::try_from(found.len()).map_err(io::Error::other)?.to_le_bytes().to_vec();
    bytes.extend(found);
    // Small blocks, for one of each shard is in memory when they are merged.
    let frame = FrameInfo::new().block_size(BlockSize::Max64KB);
    let mut encoder = FrameEncoder::with_frame_info(frame, bytes);
    encoder.write_all(lines.as_bytes())?;
    encoder.finish().map_err(io::Error::other)
}

/// What was found in a shard, and where its lines are in the file that ends in these bytes.
fn unpack(bytes: &[u8], file: PathBuf) -> Option<(Found, (PathBuf, u64))> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (found, lines) =
        rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let found = postcard::from_bytes(found).ok()?;
    Some((found, (file, u64::try_from(lines.len()).ok()?)))
}

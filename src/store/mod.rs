//! Quads → something that answers: Oxigraph, in memory.
//!
//! The only module that names `oxigraph::store`.  With the feature `disk` a store can also live in a folder
//! (`RocksDB`), for graphs larger than memory.  This module does not know how answers are shown.

mod alive;
mod check;
mod needs;

pub use check::{check, check_shapes, run_check};
pub use needs::Needs;

use std::{
    fs::File,
    io::{self, BufReader},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
};

use oxigraph::{
    io::{RdfFormat, RdfParseError},
    model::{GraphName, NamedNode, NamedOrBlankNode, Quad},
    sparql::{
        CancellationToken, PreparedSparqlQuery, QueryEvaluationError, QueryResults,
        SparqlEvaluator, SparqlSyntaxError,
    },
    store::{BulkLoader, LoaderError, StorageError, Store as Quads},
};

use spargebra::SparqlParser;

use crate::vocabulary::Prefixes;

/// Megabytes of quads that are loaded at once.
const BATCH: usize = 32;

/// Why there is no store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is not there.
    #[error("there is no graph at `{}`: run `kell build` first, or name its folder with --data", .0.display())]
    Missing(PathBuf),
    /// The file is there and cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
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
    /// The store itself failed.
    #[error("the store failed: {0}")]
    Storage(#[from] StorageError),
}

/// A graph that can be asked.
#[derive(Clone)]
pub struct Store {
    quads: Quads,
}

impl Store {
    /// A store in memory with these quads.
    pub fn from_quads(quads: impl IntoIterator<Item = Quad>) -> Result<Self, StoreError> {
        let store = Self { quads: Quads::new()? };
        store.extend(quads)?;
        Ok(store)
    }

    /// Adds quads.
    pub fn extend(&self, quads: impl IntoIterator<Item = Quad>) -> Result<(), StoreError> {
        let mut loader = self.loader();
        loader.load_quads(quads)?;
        Ok(loader.commit()?)
    }

    /// A store in memory with the quads of an N-Quads file.
    pub fn load(path: &Path) -> Result<Self, StoreError> {
        let store = Self { quads: Quads::new()? };
        store.read(path)?;
        Ok(store)
    }

    /// A store kept in the folder `at`; filled from an N-Quads file when `from` is given.
    #[cfg(feature = "disk")]
    pub fn open(at: &Path, from: Option<&Path>) -> Result<Self, StoreError> {
        let store = Self { quads: Quads::open(at)? };
        if let Some(path) = from {
            store.quads.clear()?;
            store.read(path)?;
        }
        Ok(store)
    }

    /// A loader that holds no more than this many megabytes, about, before they are in the store.
    fn loader(&self) -> BulkLoader<'_> {
        self.quads.bulk_loader().with_max_memory_size_in_megabytes(BATCH)
    }

    fn read(&self, path: &Path) -> Result<(), StoreError> {
        let unreadable = |source| StoreError::Unreadable { path: path.to_owned(), source };
        let file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::Missing(path.to_owned()));
            }
            opened => opened.map_err(unreadable)?,
        };
        let mut loader = self.loader();
        match loader.load_from_reader(RdfFormat::NQuads, BufReader::new(file)) {
            Ok(()) => Ok(loader.commit()?),
            Err(LoaderError::Storage(error)) => Err(error.into()),
            Err(LoaderError::Parsing(RdfParseError::Io(error))) => Err(unreadable(error)),
            Err(LoaderError::Parsing(RdfParseError::Syntax(error))) => Err(StoreError::Syntax {
                path: path.to_owned(),
                line: error.location().map_or(1, |it| it.start.line + 1),
                message: error.to_string(),
            }),
            Err(error) => Err(unreadable(io::Error::other(error))),
        }
    }

    /// How many quads there are.
    pub fn len(&self) -> Result<usize, StoreError> {
        Ok(self.quads.len()?)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.quads.is_empty()?)
    }

    /// Hands over every quad.
    pub fn each(&self, mut take: impl FnMut(Quad)) -> Result<(), StoreError> {
        for quad in &self.quads {
            take(quad?);
        }
        Ok(())
    }

    /// Answers a prepared question.
    pub fn answer(
        &self,
        question: Prepared,
    ) -> Result<QueryResults<'static>, QueryEvaluationError> {
        question.query.on_store(&self.quads).execute()
    }
}

/// A question that was read.
pub struct Prepared {
    query: PreparedSparqlQuery,
    /// Whether its evaluation looks at the store at every step, and so notices at once when it is to stop; the conditions
    /// `EXISTS` and `NOT EXISTS` are not looked into.
    pub steady: bool,
}

/// Reads a question.
///
/// The prefixes need no declaration, and unless the text or `dataset` names one, it asks the union of all graphs.
/// `stop` ends the evaluation from another thread; see [`until_stopped`].
pub fn prepare(
    prefixes: &Prefixes,
    text: &str,
    dataset: &Dataset,
    stop: Option<CancellationToken>,
) -> Result<Prepared, SparqlSyntaxError> {
    let mut parser = SparqlParser::new();
    // Each costs a copy of all; most questions use few.
    for (name, iri) in prefixes.iter().filter(|it| text.contains(&format!("{}:", it.0))) {
        // A base that is no IRI has no prefixes; the question then fails where it uses one.
        if let Ok(with) = parser.clone().with_prefix(name, iri) {
            parser = with;
        }
    }
    let query = parser.parse_query(text)?;
    let steady = alive::is_steady(&query);
    let evaluator = SparqlEvaluator::new();
    let mut question = match stop {
        None => evaluator.for_query(query),
        Some(stop) => evaluator
            .with_cancellation_token(stop.clone())
            .with_custom_function(alive::name(), move |_| alive::look(&stop))
            .for_query(alive::watched(query)),
    };
    if !dataset.is_default() {
        let default = dataset.default.iter().cloned().map(GraphName::from).collect();
        question.dataset_mut().set_default_graph(default);
        let named = dataset.named.iter().cloned().map(NamedOrBlankNode::from).collect();
        question.dataset_mut().set_available_named_graphs(named);
    } else if question.dataset().is_default_dataset() {
        question.dataset_mut().set_default_graph_as_union();
    }
    Ok(Prepared { query: question, steady })
}

/// Which graphs a question asks, where whoever asks says so beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Dataset {
    /// The graphs whose union is the default graph.
    pub default: Vec<NamedNode>,
    /// The graphs that can be named.
    pub named: Vec<NamedNode>,
}

impl Dataset {
    /// Whether nothing was said.
    pub fn is_default(&self) -> bool {
        self.default.is_empty() && self.named.is_empty()
    }
}

/// Runs an evaluation to its end, or to where it noticed that it was to stop; then there is nothing.
pub fn until_stopped<T>(evaluate: impl FnOnce() -> T) -> Option<T> {
    // Whatever the evaluation had is gone with it.
    match catch_unwind(AssertUnwindSafe(evaluate)) {
        Ok(done) => Some(done),
        Err(reason) if reason.is::<alive::Stopped>() => None,
        Err(other) => resume_unwind(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixture::base;

    fn error(text: Option<&str>) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("graph.nq");
        if let Some(text) = text {
            std::fs::write(&path, text).unwrap();
        }
        let error = Store::load(&path).err().unwrap().to_string();
        error.replace(folder.path().to_str().unwrap(), "DATA")
    }

    #[test]
    fn a_missing_graph_is_to_be_built() {
        assert_eq!(
            error(None),
            "there is no graph at `DATA/graph.nq`: run `kell build` first, or name its folder with --data"
        );
    }

    #[test]
    fn a_damaged_graph_is_named_with_its_line() {
        let thing = base().thing("Ada");
        let line = format!("<{thing}> <{thing}> <{thing}> <{thing}> .\n");
        let error = error(Some(&format!("{line}{line}<{thing}> oops\n")));
        assert!(error.starts_with("`DATA/graph.nq`, line 3: "), "{error}");
        assert!(error.ends_with("run `kell build` to write it anew"), "{error}");
    }

    #[test]
    fn the_union_is_asked() {
        let thing = base().thing("Ada");
        let lines = ["claims", "asserted"]
            .map(|it| format!("<{thing}> <{thing}> <{thing}> <{}> .\n", base().graph(it)));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("graph.nq");
        std::fs::write(&path, lines.concat()).unwrap();
        let store = Store::load(&path).unwrap();
        assert_eq!(store.len().unwrap(), 2);
        let prefixes = Prefixes::new(&base());
        let question =
            prepare(&prefixes, "ASK { e:Ada e:Ada e:Ada }", &Dataset::default(), None).unwrap();
        assert!(matches!(store.answer(question), Ok(QueryResults::Boolean(true))));
    }
}

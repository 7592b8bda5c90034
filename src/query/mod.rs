//! SPARQL over the store: a question in, an answer out.
//!
//! Every question sees the union of all graphs, needs no prefix declarations, and stays on this machine.
//! Answers come in a stable order.  How they are written is in [`Format`]; this module does not know who asks.

mod format;
mod table;

pub use crate::ontology::Place;
pub use format::{Form, Format, write};

use std::{sync::mpsc, thread, time::Duration};

use oxigraph::{
    model::{Term, Triple},
    sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlSyntaxError},
};

use crate::{
    ontology::{DEEPEST, Outline},
    store::{Dataset, Prepared, Store, prepare, until_stopped},
    vocabulary::Prefixes,
};

/// Bytes of stack for an evaluation with a time limit; the main thread of a program has as many.
const STACK: usize = 8 << 20;

/// Words that begin a change.
const CHANGES: [&str; 10] =
    ["insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"];

/// Functions that give another value each time.
const FLEETING: [&str; 5] = ["now", "rand", "uuid", "struuid", "bnode"];

/// Bounds on a question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Rows or triples at most; the answer says when there were more.
    pub limit: Option<usize>,
    /// Time at most.
    pub timeout: Option<Duration>,
}

/// Ends an evaluation from another thread.
#[derive(Clone, Default)]
pub struct Stop {
    token: CancellationToken,
}

impl Stop {
    /// Whoever evaluates is to stop as soon as possible.
    pub fn now(&self) {
        self.token.cancel();
    }

    /// Whether it was to stop.
    pub fn is_set(&self) -> bool {
        self.token.is_cancelled()
    }
}

/// What a question yields.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The rows, the truth or the triples.
    pub content: Content,
    /// Whether there was more than the limit.
    pub truncated: bool,
}

impl Answer {
    /// About how many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        let text = |it: &Term| match it {
            Term::NamedNode(it) => it.as_str().len(),
            Term::BlankNode(it) => it.as_str().len(),
            Term::Literal(it) => it.value().len() + it.datatype().as_str().len(),
        };
        let terms = match &self.content {
            Content::Boolean(_) => 0,
            Content::Solutions { rows, .. } => {
                let cell = |it: &Option<Term>| size_of_val(it) + it.as_ref().map_or(0, text);
                rows.iter().map(|it| size_of_val(it) + it.iter().map(cell).sum::<usize>()).sum()
            }
            Content::Graph(triples) => {
                let parts = |it: &Triple| {
                    let subject = it.subject.to_string().len();
                    subject + it.predicate.as_str().len() + text(&it.object)
                };
                triples.iter().map(|it| size_of_val(it) + parts(it)).sum()
            }
        };
        size_of_val(self) + terms
    }
}

/// The three kinds of answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Of SELECT.
    Solutions {
        /// Names of the columns, without question marks.
        variables: Vec<String>,
        /// As many terms in each row as there are columns.
        rows: Vec<Vec<Option<Term>>>,
    },
    /// Of ASK.
    Boolean(bool),
    /// Of CONSTRUCT and DESCRIBE: sorted, each triple once.
    Graph(Vec<Triple>),
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The text is not a question in SPARQL.
    #[error("line {}, column {}: {message}\n{place}", place.line, place.column)]
    Syntax {
        /// Where.
        place: Place,
        /// What is wrong there.
        message: String,
    },
    /// It took too long.
    #[error("no answer within {} seconds; narrow the query or allow more time", .0.as_secs_f64())]
    Timeout(Duration),
    /// Whoever asked does not want the answer any more.
    #[error("the query was stopped")]
    Stopped,
    /// It cannot be answered.
    #[error("the query failed: {0}")]
    Evaluation(String),
    /// The answer cannot be written like that.
    #[error("{form} cannot be written as {format}; use one of {}", Format::names(*form))]
    Format {
        /// The format asked for.
        format: Format,
        /// What kind of answer it is.
        form: Form,
    },
    /// The answer could not be written, or a thread not be started.
    #[error("cannot give the answer: {0}")]
    System(#[from] std::io::Error),
}

/// Asks `store` the question `text`.
pub fn run(
    store: &Store,
    prefixes: &Prefixes,
    text: &str,
    options: &Options,
) -> Result<Answer, QueryError> {
    let limit = options.limit.unwrap_or(usize::MAX);
    let Some(timeout) = options.timeout else {
        return Asked::read(prefixes, text, &Dataset::default(), None)?.of(store, limit);
    };
    let stop = Stop::default();
    let asked = Asked::new(prefixes, text, &Dataset::default(), &stop)?;

    // The evaluation runs beside the clock.
    let (done, answer) = mpsc::channel();
    let store = store.clone();
    thread::Builder::new().stack_size(STACK).spawn(move || {
        // When nobody waits any more, there is nobody to tell.
        let _ = done.send(asked.of(&store, limit));
    })?;
    answer.recv_timeout(timeout).unwrap_or_else(|_| {
        stop.now();
        Err(QueryError::Timeout(timeout))
    })
}

/// A question that was understood.
pub struct Asked {
    question: Prepared,
    /// Whether it notices at every step when it is to stop.
    steady: bool,
    /// Whether its answer is the same whenever it is asked.
    lasting: bool,
    /// Whether it says how its rows are sorted.
    sorted: bool,
    stop: Option<Stop>,
}

impl Asked {
    /// Reads the question `text` about a part of the graph; the evaluation ends with [`QueryError::Stopped`] when `stop`
    /// says so.
    pub fn new(
        prefixes: &Prefixes,
        text: &str,
        dataset: &Dataset,
        stop: &Stop,
    ) -> Result<Self, QueryError> {
        Self::read(prefixes, text, dataset, Some(stop.clone()))
    }

    fn read(
        prefixes: &Prefixes,
        text: &str,
        dataset: &Dataset,
        stop: Option<Stop>,
    ) -> Result<Self, QueryError> {
        let outline = Outline::of(text);
        refuse(text, &outline)?;
        let token = stop.as_ref().map(|it| it.token.clone());
        let question = prepare(prefixes, text, dataset, token)
            .map_err(|error| explain(text, prefixes, &error))?;
        let steady = question.steady && outline.find("exists").is_none();
        let lasting = !FLEETING.iter().any(|it| outline.find(it).is_some());
        Ok(Self { question, steady, lasting, sorted: outline.find("order").is_some(), stop })
    }

    /// Whether its evaluation notices at every step when it is to stop.
    pub fn is_steady(&self) -> bool {
        self.steady
    }

    /// Whether its answer is the same whenever it is asked, as long as the store does not change.
    pub fn is_lasting(&self) -> bool {
        self.lasting
    }

    /// Answers it on this thread, with no more rows or triples than `limit`.
    pub fn of(self, store: &Store, limit: usize) -> Result<Answer, QueryError> {
        let Self { question, sorted, stop, .. } = self;
        let answer = until_stopped(|| collect(store, question, limit, sorted));
        let stopped = stop.is_some_and(|it| it.is_set());
        answer.filter(|_| !stopped).unwrap_or(Err(QueryError::Stopped))
    }
}

/// Evaluates the question and takes its answer in; rows that nobody `sorted` are put in order.
fn collect(
    store: &Store,
    question: Prepared,
    limit: usize,
    sorted: bool,
) -> Result<Answer, QueryError> {
    let failed = |error: QueryEvaluationError| QueryError::Evaluation(error.to_string());
    let mut truncated = false;
    let content = match store.answer(question).map_err(failed)? {
        QueryResults::Boolean(truth) => Content::Boolean(truth),
        QueryResults::Solutions(solutions) => {
            let names = solutions.variables().to_vec();
            let mut rows = Vec::new();
            for solution in solutions {
                let solution = solution.map_err(failed)?;
                if rows.len() == limit {
                    truncated = true;
                    break;
                }
                rows.push(names.iter().map(|it| solution.get(it).cloned()).collect::<Vec<_>>());
            }
            if !sorted {
                rows.sort_by(|a, b| {
                    a.iter().map(|it| rank(it.as_ref())).cmp(b.iter().map(|it| rank(it.as_ref())))
                });
            }
            let variables = names.iter().map(|it| it.as_str().to_owned()).collect();
            Content::Solutions { variables, rows }
        }
        QueryResults::Graph(found) => {
            let mut triples = Vec::new();
            for triple in found {
                let triple = triple.map_err(failed)?;
                if triples.len() == limit {
                    truncated = true;
                    break;
                }
                triples.push(triple);
            }
            triples.sort_by_cached_key(ToString::to_string);
            triples.dedup();
            Content::Graph(triples)
        }
    };
    Ok(Answer { content, truncated })
}

/// What a term is sorted by: nothing, then literals, things, and what has no name.
fn rank(term: Option<&Term>) -> (u8, &str, &str, &str) {
    match term {
        None => (0, "", "", ""),
        Some(Term::Literal(it)) => {
            (1, it.value(), it.language().unwrap_or_default(), it.datatype().as_str())
        }
        Some(Term::NamedNode(it)) => (2, it.as_str(), "", ""),
        Some(Term::BlankNode(it)) => (3, it.as_str(), "", ""),
    }
}

/// Refuses what this program never does, with its place.
fn refuse(text: &str, outline: &Outline<'_>) -> Result<(), QueryError> {
    let no = |at: usize, message: &str| {
        Err(QueryError::Syntax { place: Place::at(text, at), message: message.to_owned() })
    };
    match outline.verb() {
        None => return no(0, "the query is empty"),
        Some((at, verb)) if CHANGES.iter().any(|it| verb.eq_ignore_ascii_case(it)) => {
            return no(at, "the graph is read only: ask with SELECT, ASK, CONSTRUCT or DESCRIBE");
        }
        Some(_) => (),
    }
    if let Some(at) = outline.find("service") {
        return no(at, "SERVICE would ask another server, and queries stay on this machine");
    }
    if outline.depth > DEEPEST {
        return no(0, "the query nests too deeply");
    }
    Ok(())
}

/// Turns the parser's complaint, `error at 2:5: expected …`, into a place and a sentence.
fn explain(text: &str, prefixes: &Prefixes, error: &SparqlSyntaxError) -> QueryError {
    let said = error.to_string();
    let parts = said.strip_prefix("error at ").and_then(|it| {
        let (line, it) = it.split_once(':')?;
        let (column, expected) = it.split_once(": expected ")?;
        Some((line.parse().ok()?, column.parse().ok()?, expected))
    });
    let Some((line, column, expected)) = parts else {
        return QueryError::Syntax { place: Place::at(text, 0), message: said };
    };
    let place = Place::on(text, line, column).at_word();
    let found = place.word();
    let unknown = found.as_ref().and_then(|it| it.split_once(':')).map(|it| it.0).filter(|name| {
        let declared = text.to_lowercase().contains(&format!("prefix {}:", name.to_lowercase()));
        let bare = name.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '-'));
        bare && !declared && !prefixes.iter().any(|(it, _)| it == *name)
    });
    // Long lists, and those of single characters, help nobody.
    let few = expected.split(", ").count() <= 6 && !expected.contains("['");
    let message = match (&found, unknown) {
        (Some(_), Some(prefix)) => {
            let known: Vec<&str> = prefixes.iter().map(|(name, _)| name).collect();
            format!(
                "there is no prefix `{prefix}:`; known without declaration are {}",
                known.join(", ")
            )
        }
        (None, _) if few => format!("the query breaks off here; expected {expected}"),
        (None, _) => "the query breaks off here".to_owned(),
        (Some(word), None) if few => format!("unexpected `{word}`; expected {expected}"),
        (Some(word), None) => format!("unexpected `{word}`"),
    };
    QueryError::Syntax { place, message }
}

#[cfg(test)]
mod tests;

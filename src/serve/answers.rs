//! Answers that were given, kept for whoever asks the same again: what is served never changes.
//!
//! A person looks at a table, pages through it, and takes it home as CSV; a notebook is run twice.  Only the first time is
//! evaluated.  What would be answered otherwise each time, such as `NOW()`, is not kept.

use std::sync::Arc;

use quick_cache::{
    DefaultHashBuilder, OptionsBuilder, Weighter,
    sync::{Cache, DefaultLifecycle},
};

use crate::{
    query::{Answer, Asked, QueryError, Stop},
    store::{Dataset, Store},
    vocabulary::Prefixes,
};

/// Answers of a usual size, of which so many bytes are expected.
const USUAL: u64 = 16 << 10;
/// Bytes of an answer that is written in no time.
const SHORT: usize = 1 << 20;

/// What a client asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Question {
    pub(super) text: String,
    pub(super) dataset: Dataset,
    /// Rows or triples at most.
    pub(super) rows: usize,
}

/// Answers questions; of the answers it keeps, those that nobody asks for go first.
pub(super) struct Answers {
    store: Store,
    prefixes: Prefixes,
    kept: Option<Cache<Question, Kept, Bytes>>,
}

impl Answers {
    /// Keeps about so many bytes of them.
    pub(super) fn new(store: Store, prefixes: Prefixes, bytes: u64) -> Self {
        // In one piece, so that one answer may take much of it.
        let options = OptionsBuilder::new()
            .shards(1)
            .estimated_items_capacity(usize::try_from(bytes / USUAL).unwrap_or(usize::MAX))
            .weight_capacity(bytes)
            .build();
        let cache = |it| {
            let (hasher, lifecycle) = (DefaultHashBuilder::default(), DefaultLifecycle::default());
            Cache::with_options(it, Bytes, hasher, lifecycle)
        };
        Self { store, prefixes, kept: options.ok().filter(|_| bytes > 0).map(cache) }
    }

    /// The answer, evaluated if it is not there.
    pub(super) fn of(&self, question: &Question, stop: &Stop) -> Result<Arc<Answer>, QueryError> {
        match self.kept(question) {
            Some(kept) => Ok(kept.answer),
            None => self.evaluate(question, self.read(question, stop)?),
        }
    }

    /// The answer if it is soon there: if it is short and kept, or if its evaluation notices at every step when it is to
    /// stop.
    pub(super) fn soon(
        &self,
        question: &Question,
        stop: &Stop,
    ) -> Result<Option<Arc<Answer>>, QueryError> {
        if let Some(kept) = self.kept(question) {
            return Ok((kept.bytes <= SHORT).then_some(kept.answer));
        }
        let asked = self.read(question, stop)?;
        asked.is_steady().then(|| self.evaluate(question, asked)).transpose()
    }

    fn kept(&self, question: &Question) -> Option<Kept> {
        self.kept.as_ref()?.get(question)
    }

    fn read(&self, question: &Question, stop: &Stop) -> Result<Asked, QueryError> {
        Asked::new(&self.prefixes, &question.text, &question.dataset, stop)
    }

    fn evaluate(&self, question: &Question, asked: Asked) -> Result<Arc<Answer>, QueryError> {
        let lasting = asked.is_lasting();
        let answer = Arc::new(asked.of(&self.store, question.rows)?);
        if let Some(kept) = self.kept.as_ref().filter(|_| lasting) {
            let bytes = answer.bytes();
            kept.insert(question.clone(), Kept { answer: Arc::clone(&answer), bytes });
        }
        Ok(answer)
    }
}

/// An answer, and about how much memory it takes.
#[derive(Clone)]
struct Kept {
    answer: Arc<Answer>,
    bytes: usize,
}

/// Weighs answers by their memory.
#[derive(Clone)]
struct Bytes;

impl Weighter<Question, Kept> for Bytes {
    fn weight(&self, question: &Question, kept: &Kept) -> u64 {
        (question.text.len() + kept.bytes) as u64
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::model::{GraphName, NamedNode, Quad};

    use super::*;
    use crate::vocabulary::Base;

    fn base() -> Base {
        Base::new("https://example.org/")
    }

    fn answers(bytes: u64) -> Answers {
        let [thing, term] =
            [base().thing("Ada"), base().term("likes")].map(NamedNode::new_unchecked);
        let quad = Quad::new(thing.clone(), term, thing, GraphName::DefaultGraph);
        Answers::new(Store::from_quads([quad]).unwrap(), Prefixes::new(&base()), bytes)
    }

    fn question(text: &str, rows: usize) -> Question {
        Question { text: text.to_owned(), dataset: Dataset::default(), rows }
    }

    /// Whether the second answer is the first.
    fn is_kept(answers: &Answers, question: &Question) -> bool {
        let stop = Stop::default();
        let [first, second] = [0, 1].map(|_| answers.of(question, &stop).unwrap());
        Arc::ptr_eq(&first, &second)
    }

    #[test]
    fn what_is_asked_again_is_evaluated_once() {
        let answers = answers(1 << 20);
        let all = question("SELECT * { ?s ?p ?o }", 5);
        assert!(is_kept(&answers, &all));
        let kept = answers.of(&all, &Stop::default()).unwrap();
        assert!(Arc::ptr_eq(&answers.soon(&all, &Stop::default()).unwrap().unwrap(), &kept));
        for other in [
            question("SELECT * { ?s ?p ?o }", 0),
            Question {
                dataset: Dataset {
                    default: vec![NamedNode::new_unchecked(base().graph("claims"))],
                    named: Vec::new(),
                },
                ..all.clone()
            },
        ] {
            assert_ne!(*answers.of(&other, &Stop::default()).unwrap(), *kept, "{other:?}");
        }
    }

    #[test]
    fn what_changes_by_itself_is_not_kept() {
        let answers = answers(1 << 20);
        for call in ["NOW()", "rand()", "UUID()", "STRUUID()", "BNODE()"] {
            assert!(!is_kept(&answers, &question(&format!("SELECT ({call} AS ?x) {{}}"), 1)));
        }
        assert!(is_kept(&answers, &question("SELECT ('now' AS ?now) {}", 1)));
    }

    #[test]
    fn the_memory_is_bounded() {
        assert!(!is_kept(&answers(0), &question("SELECT * { ?s ?p ?o }", 1)));
        let answers = answers(2000);
        for number in 0..100 {
            let text = format!("SELECT ({number} AS ?n) {{}}");
            answers.of(&question(&text, 1), &Stop::default()).unwrap();
        }
        let kept = answers.kept.as_ref().unwrap();
        assert!(kept.weight() <= 2000 && kept.len() > 2, "{} {}", kept.weight(), kept.len());
    }
}

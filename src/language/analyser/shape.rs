//! Sizes of the network and where each of its arrays lies in the parameters.

use std::ops::Range;

use super::transition::{ACTIONS, FACT_ROWS, FACTS, SLOTS};

/// Numbers that stand for a word.
pub(crate) const WIDTH: usize = 96;
/// Numbers of a pretrained vector.
pub(crate) const VECTOR: usize = 96;
/// Numbers in the parser's hidden layer.
pub(crate) const HIDDEN: usize = 192;
/// Layers that mix a word with its neighbours.
pub(crate) const LAYERS: usize = 4;

/// Where the arrays of the network lie.  All matrices are input by output.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shape {
    /// From pretrained vectors to words.
    pub(crate) vectors: Range<usize>,
    /// For a word without a pretrained vector.
    pub(crate) unknown: Range<usize>,
    /// Weights and bias of each layer over three words.
    pub(crate) layers: [(Range<usize>, Range<usize>); LAYERS],
    /// From the overview of the sentence to every word in the last layer.
    pub(crate) overview: Range<usize>,
    /// Weights and bias of the tagger.
    pub(crate) tags: (Range<usize>, Range<usize>),
    /// Weights and bias of the recogniser of names.
    pub(crate) names: (Range<usize>, Range<usize>),
    /// The root, as a word.
    pub(crate) root: Range<usize>,
    /// Weights of each slot of the parser.
    pub(crate) slots: [Range<usize>; SLOTS],
    /// What an empty slot adds, all slots one behind the other.
    pub(crate) empty: Range<usize>,
    /// What the facts of a state add.
    pub(crate) facts: Range<usize>,
    /// Bias of the hidden layer.
    pub(crate) hidden: Range<usize>,
    /// Weights and bias of the actions.
    pub(crate) actions: (Range<usize>, Range<usize>),
    /// Weights and bias of the relations.
    pub(crate) relations: (Range<usize>, Range<usize>),
    /// All of it.
    pub(crate) length: usize,
}

impl Shape {
    /// The shape for so many tags, labels of names and relations.
    pub(crate) fn new(tags: usize, names: usize, relations: usize) -> Self {
        let mut length = 0;
        let mut next = |size: usize| {
            length += size;
            length - size..length
        };
        Self {
            vectors: next(VECTOR * WIDTH),
            unknown: next(WIDTH),
            layers: std::array::from_fn(|_| (next(3 * WIDTH * WIDTH), next(WIDTH))),
            overview: next(WIDTH * WIDTH),
            tags: (next(WIDTH * tags), next(tags)),
            names: (next(WIDTH * names), next(names)),
            root: next(WIDTH),
            slots: std::array::from_fn(|_| next(WIDTH * HIDDEN)),
            empty: next(SLOTS * HIDDEN),
            facts: next(FACTS * FACT_ROWS * HIDDEN),
            hidden: next(HIDDEN),
            actions: (next(HIDDEN * ACTIONS.len()), next(ACTIONS.len())),
            relations: (next(HIDDEN * relations), next(relations)),
            length,
        }
    }
}

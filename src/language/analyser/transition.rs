//! The arc-hybrid transition system: how a dependency tree is built word by word.
//!
//! A stack and a buffer; *shift* moves the next word to the stack, *left* makes the next word the head of the top of
//! the stack, *right* makes the second of the stack the head of the top (Kuhlmann, Gómez-Rodríguez and Satta 2011).
//! The root stands behind the last word.  Every tree without crossing arcs can be built.

/// A step of the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// The next word goes on the stack.
    Shift,
    /// The next word is the head of the top of the stack.
    Left,
    /// The second of the stack is the head of its top.
    Right,
}

/// The actions, in the order of the network's outputs.
pub(crate) const ACTIONS: [Action; 3] = [Action::Shift, Action::Left, Action::Right];

/// How many words of a state the network looks at.
pub(crate) const SLOTS: usize = 10;

/// Tables of discrete facts about a state that are added in the hidden layer, and the rows of each:
/// relations of four children, distances, numbers of children, and the tags of four words.
pub(crate) const FACTS: usize = 10;
/// Rows of a table of facts.
pub(crate) const FACT_ROWS: usize = 128;

/// No word, no relation.
pub(crate) const NONE: u32 = u32::MAX;

/// Words attached to a head: the outermost ones on each side.
#[derive(Debug, Clone, Copy)]
struct Children {
    left: u32,
    right: u32,
    left_count: u8,
    right_count: u8,
}

const CHILDLESS: Children = Children { left: NONE, right: NONE, left_count: 0, right_count: 0 };

/// Where the parser stands in a sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    /// Number of words; also the place of the root.
    pub(crate) length: usize,
    pub(crate) stack: Vec<u32>,
    /// The next word; `length` is the root.
    pub(crate) next: usize,
    /// Head of each word that has one by now.
    pub(crate) heads: Vec<u32>,
    /// Relation of each word that has a head.
    pub(crate) relations: Vec<u32>,
    children: Vec<Children>,
}

impl State {
    /// Begins a sentence of `length` words.
    pub(crate) fn start(&mut self, length: usize) {
        self.length = length;
        self.next = 0;
        self.stack.clear();
        self.heads.clear();
        self.heads.resize(length, NONE);
        self.relations.clear();
        self.relations.resize(length, NONE);
        self.children.clear();
        self.children.resize(length + 1, CHILDLESS);
    }

    /// Whether the tree is whole.
    pub(crate) fn done(&self) -> bool {
        self.next == self.length && self.stack.is_empty()
    }

    /// Whether an action can be taken.  Only one word may hang from the root.
    pub(crate) fn allows(&self, action: Action) -> bool {
        match action {
            Action::Shift => self.next < self.length,
            Action::Left => {
                !self.stack.is_empty() && (self.next < self.length || self.stack.len() == 1)
            }
            Action::Right => self.stack.len() > 1,
        }
    }

    /// The word that would become the head of the top of the stack.
    pub(crate) fn head_by(&self, action: Action) -> usize {
        match action {
            Action::Left => self.next,
            _ => self.stack.len().checked_sub(2).map_or(self.length, |it| self.stack[it] as usize),
        }
    }

    /// Takes an action; arcs get `relation`.
    pub(crate) fn take(&mut self, action: Action, relation: u32) {
        if action == Action::Shift {
            self.stack.push(self.next as u32);
            self.next += 1;
            return;
        }
        let head = self.head_by(action);
        let Some(word) = self.stack.pop() else { return };
        self.heads[word as usize] = head as u32;
        self.relations[word as usize] = relation;
        let children = &mut self.children[head];
        if action == Action::Left {
            children.left = word;
            children.left_count = children.left_count.saturating_add(1);
        } else {
            children.right = word;
            children.right_count = children.right_count.saturating_add(1);
        }
    }

    /// The words the network looks at: top three of the stack, next three of the buffer, outermost children.
    pub(crate) fn slots(&self) -> [u32; SLOTS] {
        let stack = |depth: usize| {
            self.stack.len().checked_sub(depth + 1).map_or(NONE, |it| self.stack[it])
        };
        let buffer = |ahead: usize| {
            let at = self.next + ahead;
            if at <= self.length { at as u32 } else { NONE }
        };
        let of = |word: u32| self.children.get(word as usize).copied().unwrap_or(CHILDLESS);
        let (top, second, next) = (stack(0), stack(1), buffer(0));
        [
            top,
            second,
            stack(2),
            next,
            buffer(1),
            buffer(2),
            of(top).left,
            of(top).right,
            of(second).right,
            of(next).left,
        ]
    }

    /// Rows of the tables of facts, given the slots and the tag of each word.
    pub(crate) fn facts(&self, slots: &[u32; SLOTS], tags: &[u32]) -> [u32; FACTS] {
        let tag = |word: u32| match tags.get(word as usize) {
            Some(it) => (it + 2).min(FACT_ROWS as u32 - 1),
            None => u32::from(word != NONE),
        };
        let relation = |word: u32| match self.relations.get(word as usize) {
            Some(&it) if it != NONE => (it + 1).min(FACT_ROWS as u32 - 1),
            _ => 0,
        };
        let of = |word: u32| self.children.get(word as usize).copied().unwrap_or(CHILDLESS);
        let (top, second, next) = (slots[0], slots[1], slots[3]);
        let far = |from: u32, to: u32| {
            if from == NONE || to == NONE {
                return 0;
            }
            match to.abs_diff(from) {
                0..=5 => to.abs_diff(from),
                6..=9 => 6,
                _ => 7,
            }
        };
        let count = |it: u8| u32::from(it.min(3));
        let counts = count(of(top).left_count)
            + 4 * count(of(top).right_count)
            + 16 * count(of(next).left_count);
        [
            relation(slots[6]),
            relation(slots[7]),
            relation(slots[8]),
            relation(slots[9]),
            far(top, next) + 8 * far(second, top),
            counts,
            tag(top),
            tag(second),
            tag(next),
            tag(slots[4]),
        ]
    }
}

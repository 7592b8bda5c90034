//! Which words have a pretrained vector.

use super::{
    codec::{Reader, Result, Writer},
    features::hash,
};

/// From words to rows, by hash: a word is looked up as it is written, then in lower case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct VectorIndex {
    /// Open addressing; a power of two of places.
    places: Vec<(u32, u16)>,
    count: usize,
}

const SEED: u64 = 99;
const FREE: u16 = u16::MAX;

impl VectorIndex {
    /// The key a word is stored by.
    pub(crate) fn key(word: &str) -> u32 {
        hash(SEED, word.as_bytes())
    }

    /// From keys and rows; of two words with one key the first counts.
    pub(crate) fn new(pairs: &[(u32, u16)]) -> Self {
        let size = (pairs.len() * 3 / 2).next_power_of_two().max(2);
        let mut index = Self { places: vec![(0, FREE); size], count: 0 };
        for (key, row) in pairs {
            let mut at = *key as usize & (size - 1);
            while index.places[at].1 != FREE && index.places[at].0 != *key {
                at = (at + 1) & (size - 1);
            }
            if index.places[at].1 == FREE && *row != FREE {
                index.places[at] = (*key, *row);
                index.count += 1;
            }
        }
        index
    }

    /// The row of a word, if it has one.
    pub(crate) fn row(&self, form: &str, lower: &str) -> Option<u32> {
        self.find(Self::key(form)).or_else(|| self.find(Self::key(lower)))
    }

    fn find(&self, key: u32) -> Option<u32> {
        let size = self.places.len();
        let mut at = key as usize & (size - 1);
        loop {
            let (there, row) = self.places[at];
            if row == FREE {
                return None;
            }
            if there == key {
                return Some(u32::from(row));
            }
            at = (at + 1) & (size - 1);
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.count);
        for (key, row) in self.places.iter().filter(|it| it.1 != FREE) {
            out.0.extend_from_slice(&key.to_le_bytes());
            out.0.extend_from_slice(&row.to_le_bytes());
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self> {
        let count = from.number()?;
        let bytes = from.take(count.saturating_mul(6))?;
        let pair = |it: &[u8]| {
            (u32::from_le_bytes([it[0], it[1], it[2], it[3]]), u16::from_le_bytes([it[4], it[5]]))
        };
        let pairs: Vec<(u32, u16)> = bytes.chunks_exact(6).map(pair).collect();
        Ok(Self::new(&pairs))
    }
}

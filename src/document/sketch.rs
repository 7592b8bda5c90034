//! A text → a short sketch, by which texts that are nearly the same are known without comparing them.
//!
//! `MinHash` over runs of words (A. Broder, *On the resemblance and containment of documents*, 1997): the share of
//! equal numbers in two sketches estimates the share of runs that two texts have in common.  This file does not know
//! which texts there are.

use serde::{Deserialize, Serialize};

/// Words in a run.
const RUN: usize = 5;

/// Numbers in a sketch: the estimate of a likeness is off by 0.04 or so.
const NUMBERS: usize = 128;

/// Numbers in a band: texts that share half of their runs or more agree in one of the bands, nearly always.
const BAND: usize = 4;

/// What is kept of the words of a text; the same for texts that differ in case, white space and punctuation only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch(Vec<u32>);

impl Sketch {
    /// The sketch of a text; empty if it has no word.
    pub fn of(text: &str) -> Self {
        let words: Vec<u32> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|it| !it.is_empty())
            .map(|word| {
                let letters = word.chars().flat_map(char::to_lowercase);
                letters.fold(0x811c_9dc5, |hash: u32, it| mixed(hash ^ u32::from(it)))
            })
            .collect();
        if words.is_empty() {
            return Self::default();
        }
        let mut least = vec![u32::MAX; NUMBERS];
        for run in words.windows(RUN.min(words.len())) {
            let hash = run.iter().fold(0, |hash: u32, it| mixed(hash.rotate_left(5) ^ it));
            let mut factor = 1_u32;
            for number in &mut least {
                // An odd factor makes another permutation of all numbers each time.
                factor = factor.wrapping_mul(0x9e37_79b1).wrapping_add(0x3c6e_f372) | 1;
                *number = (*number).min(mixed(hash.wrapping_mul(factor)));
            }
        }
        Self(least)
    }

    /// The share of runs of words that two texts have in common, 0 to 1, as their sketches estimate it.
    pub fn likeness(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        let count = |it: usize| f64::from(u32::try_from(it).unwrap_or(u32::MAX));
        if self.0.is_empty() || self.0.len() != other.0.len() {
            return 0.0;
        }
        count(equal) / count(self.0.len())
    }

    /// Parts of the sketch; texts that agree in none of them are not nearly the same.
    pub fn bands(&self) -> impl Iterator<Item = &[u32]> {
        self.0.chunks(BAND)
    }
}

/// A bijection on numbers that spreads small differences (the finaliser of `MurmurHash3`).
fn mixed(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85eb_ca6b);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` words, told apart by their number, from `first` on.
    fn words(first: usize, count: usize) -> String {
        (first..first + count).map(|it| format!("word{it} ")).collect::<Vec<_>>().concat()
    }

    #[test]
    fn likeness_is_the_share_of_runs_in_common() {
        let all = Sketch::of(&words(0, 1000));
        for (shift, expected) in [(0, 1.0), (100, 0.82), (500, 0.33), (1000, 0.0)] {
            let likeness = all.likeness(&Sketch::of(&words(shift, 1000)));
            assert!((likeness - expected).abs() < 0.1, "{shift}: {likeness}");
        }
    }

    #[test]
    fn layout_does_not_matter() {
        let one = Sketch::of("The bridge closes at noon, the Harbour Board says.");
        let other = Sketch::of("THE BRIDGE\ncloses at noon: the Harbour Board says");
        assert!((one.likeness(&other) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn texts_without_words_are_like_nothing() {
        assert!(Sketch::of(" … ").likeness(&Sketch::of("")) < 0.1);
        assert_eq!(Sketch::of("").bands().count(), 0);
        assert!((Sketch::of("Noon").likeness(&Sketch::of("noon!")) - 1.0).abs() < f64::EPSILON);
    }
}

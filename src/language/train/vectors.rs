//! Pretrained word vectors from the vocabulary folder of a spaCy model, made smaller.
//!
//! The folder holds `vectors` (`NumPy`), `key2row` (`MessagePack`: hash of the word to row) and `strings.json`.

use std::{collections::BTreeMap, fs, path::Path};

use super::{Result, TrainError, random::Random, wrong};
use crate::language::analyser::{VECTOR, VectorIndex, lower};

/// Vectors of [`VECTOR`] numbers, row by row, and the words that have them.
pub(super) struct Vectors {
    pub(super) values: Vec<f32>,
    pub(super) index: VectorIndex,
}

/// Length each vector is brought to.
const LENGTH: f32 = 4.0;

impl Vectors {
    /// No vectors at all: one row of zeros, which no word has.
    pub(super) fn none() -> Self {
        Self { values: vec![0.0; VECTOR], index: VectorIndex::new(&[]) }
    }

    /// Reads the folder and keeps the directions in which the vectors differ most.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).map_err(|it| wrong(format!("cannot read {}: {it}", path.display())))
        };
        let (width, values) = matrix(&read("vectors")?)?;
        let rows = key_rows(&read("key2row")?)?;
        let words: Vec<String> = serde_json::from_slice(&read("strings.json")?)
            .map_err(|it| wrong(format!("`strings.json` is no list of words: {it}")))?;
        if values.len() / width >= usize::from(u16::MAX) {
            return Err(wrong("more vectors than rows can be told apart"));
        }
        let row = |word: &str| rows.get(&murmur(word.as_bytes(), 1)).copied();
        let mut pairs: Vec<(u32, u16)> = Vec::new();
        for word in &words {
            let small = lower(word);
            let Some(row_here) = row(word) else { continue };
            let plain = |c: char| c.is_alphanumeric() || "'’.-&".contains(c);
            // A word is looked up in lower case too: only what differs from that is kept.
            let same = *word != small && row(&small) == Some(row_here);
            if !same && word.len() <= 24 && word.chars().all(plain) {
                pairs.push((VectorIndex::key(word), row_here as u16));
            }
        }
        Ok(Self { values: principal(&values, width), index: VectorIndex::new(&pairs) })
    }
}

/// A `NumPy` file of 32-bit floats in two dimensions.
fn matrix(bytes: &[u8]) -> Result<(usize, Vec<f32>)> {
    if !(bytes.starts_with(b"\x93NUMPY\x01")) {
        return Err(wrong("`vectors` is no NumPy file of version 1"));
    }
    let length = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let header = String::from_utf8_lossy(&bytes[10..10 + length]).into_owned();
    if !(header.contains("'<f4'") && header.contains("False")) {
        return Err(wrong("`vectors` holds no rows of floats"));
    }
    let shape = header.split("'shape': (").nth(1).and_then(|it| it.split(')').next());
    let width = shape.and_then(|it| it.split(',').nth(1)?.trim().parse::<usize>().ok());
    let Some(width) = width.filter(|it| *it > 0) else {
        return Err(wrong("`vectors` tells no width"));
    };
    let floats = bytes[10 + length..].chunks_exact(4);
    Ok((width, floats.map(|it| f32::from_le_bytes([it[0], it[1], it[2], it[3]])).collect()))
}

fn breaks_off() -> TrainError {
    wrong("`key2row` breaks off")
}

/// A `MessagePack` map of whole numbers to whole numbers.
fn key_rows(bytes: &[u8]) -> Result<BTreeMap<u64, usize>> {
    fn number(bytes: &mut &[u8]) -> Result<u64> {
        let (&kind, rest) = bytes.split_first().ok_or_else(breaks_off)?;
        let size = match kind {
            0..=0x7f => 0,
            0xcc | 0xd0 => 1,
            0xcd | 0xd1 => 2,
            0xce | 0xd2 => 4,
            0xcf | 0xd3 => 8,
            _ => return Err(wrong("`key2row` holds something that is no whole number")),
        };
        let (value, rest) = rest.split_at_checked(size).ok_or_else(breaks_off)?;
        *bytes = rest;
        Ok(if size == 0 {
            u64::from(kind)
        } else {
            value.iter().fold(0, |a, b| a << 8 | u64::from(*b))
        })
    }
    let Some((0xdf, mut rest)) = bytes.split_first().map(|it| (*it.0, it.1)) else {
        return Err(wrong("`key2row` is no large MessagePack map"));
    };
    let head = rest.split_at_checked(4).ok_or_else(breaks_off)?;
    rest = head.1;
    let count = head.0.iter().fold(0_usize, |a, b| a << 8 | usize::from(*b));
    (0..count).map(|_| Ok((number(&mut rest)?, number(&mut rest)? as usize))).collect()
}

/// `MurmurHash64A` (Austin Appleby), by which spaCy stores words.
fn murmur(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut state = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let mix = |it: u64| {
        let it = it.wrapping_mul(M);
        (it ^ (it >> 47)).wrapping_mul(M)
    };
    let chunks = bytes.chunks_exact(8);
    let rest = chunks.remainder();
    for chunk in chunks {
        let it = chunk.iter().rev().fold(0, |a, b| a << 8 | u64::from(*b));
        state = (state ^ mix(it)).wrapping_mul(M);
    }
    if !rest.is_empty() {
        state ^= rest.iter().rev().fold(0, |a, b| a << 8 | u64::from(*b));
        state = state.wrapping_mul(M);
    }
    state = (state ^ (state >> 47)).wrapping_mul(M);
    state ^ (state >> 47)
}

/// The first [`VECTOR`] principal components of the rows, found by orthogonal iteration.
fn principal(values: &[f32], width: usize) -> Vec<f32> {
    let mut covariance = vec![0.0_f64; width * width];
    let unit = |row: &[f32]| -> Vec<f32> {
        let length = row.iter().map(|it| it * it).sum::<f32>().sqrt().max(1e-9);
        row.iter().map(|it| it / length).collect()
    };
    for row in values.chunks_exact(width) {
        let row = unit(row);
        for (a, out) in row.iter().zip(covariance.chunks_exact_mut(width)) {
            out.iter_mut().zip(&row).for_each(|(out, b)| *out += f64::from(a * b));
        }
    }
    let mut random = Random::new(7);
    let mut basis: Vec<Vec<f64>> =
        (0..VECTOR).map(|_| (0..width).map(|_| f64::from(random.normal())).collect()).collect();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    for _ in 0..30 {
        for it in &mut basis {
            *it = covariance.chunks_exact(width).map(|row| dot(row, it)).collect();
        }
        for at in 0..VECTOR {
            let (before, rest) = basis.split_at_mut(at);
            let here = &mut rest[0];
            for other in before {
                let share = dot(other, here);
                here.iter_mut().zip(&*other).for_each(|(it, other)| *it -= share * other);
            }
            let length = dot(here, here).sqrt().max(1e-12);
            for it in here {
                *it /= length;
            }
        }
    }
    let mut out = Vec::with_capacity(values.len() / width * VECTOR);
    for row in values.chunks_exact(width) {
        let row: Vec<f64> = unit(row).into_iter().map(f64::from).collect();
        out.extend(basis.iter().map(|it| dot(it, &row) as f32 * LENGTH));
    }
    out
}

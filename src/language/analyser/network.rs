//! The network at work: sums are of whole numbers, so that the answer should not hang on the machine.
//!
//! Weights are bytes with a scale for each output, activations 16-bit fixed-point numbers; sums are exact.

use super::{
    codec::{Reader, Result, Writer},
    features::{Rows, TABLES},
    product::Matrix,
    shape::{HIDDEN, LAYERS, Shape, VECTOR, WIDTH},
    transition::{ACTIONS, Action, FACT_ROWS, FACTS, NONE, SLOTS, State},
};

/// One is this much in an activation.
const ONE: f32 = 256.0;

/// A linear layer.
#[derive(Debug, Clone, PartialEq)]
struct Affine {
    matrix: Matrix,
    /// What a sum is worth, for each output.
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Affine {
    /// From weights input by output.
    fn new(weights: &[f32], bias: &[f32]) -> Self {
        let outputs = bias.len();
        let inputs = weights.len() / outputs;
        let mut bytes = Vec::with_capacity(weights.len());
        let mut scales = Vec::with_capacity(outputs);
        for output in 0..outputs {
            let column = || (0..inputs).map(|it| weights[it * outputs + output]);
            let scale = column().fold(0.0_f32, |a, b| a.max(b.abs())).max(1e-9) / 127.0;
            bytes.extend(column().map(|it| (it / scale).round() as i8));
            scales.push(scale / ONE);
        }
        Self { matrix: Matrix::new(&bytes, inputs), scales, bias: bias.to_vec() }
    }

    fn write(&self, out: &mut Writer) {
        out.bytes(self.matrix.weights().into_iter());
        out.floats(&self.scales);
        out.floats(&self.bias);
    }

    fn read(from: &mut Reader<'_>, inputs: usize, outputs: usize) -> Result<Self> {
        let weights: Vec<i8> = from.take(inputs * outputs)?.iter().map(|it| *it as i8).collect();
        let matrix = Matrix::new(&weights, inputs);
        Ok(Self { matrix, scales: from.floats(outputs)?, bias: from.floats(outputs)? })
    }

    /// What the sums of one input are worth.
    fn values(&self, sums: &[i32]) -> impl Iterator<Item = f32> {
        sums.iter()
            .zip(&self.scales)
            .zip(&self.bias)
            .map(|((sum, scale), bias)| *sum as f32 * scale + bias)
    }

    /// The number and the value of the best output among those allowed.
    fn best(&self, sums: &[i32], allowed: impl Fn(usize) -> bool) -> usize {
        let mut best = (0, f32::NEG_INFINITY);
        for (output, value) in self.values(sums).enumerate() {
            if value > best.1 && allowed(output) {
                best = (output, value);
            }
        }
        best.0
    }
}

/// To fixed point, the nearest; what does not fit becomes the largest that does.
///
/// Of a number as large as the one added, the last bits are whole: so compilers can do it for many at once.
#[inline]
fn fixed(value: f32) -> i16 {
    const LARGE: f32 = 12_582_912.0;
    let held = (value * ONE).clamp(-32767.0, 32767.0) + LARGE;
    (held.to_bits() as i32 - LARGE.to_bits() as i32) as i16
}

/// The learnt network.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Network {
    /// The embedding tables and the projected pretrained vectors, row by row; the last row is for words without.
    rows: Vec<i8>,
    vectors: Vec<i8>,
    row_scale: f32,
    vector_scale: f32,
    layers: Vec<Affine>,
    overview: Affine,
    tags: Affine,
    names: Affine,
    slots: Affine,
    root: Vec<f32>,
    empty: Vec<i16>,
    facts: Vec<i16>,
    actions: Affine,
    relations: Affine,
}

/// Buffers that are used again for each sentence.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    words: Vec<f32>,
    fixed: Vec<i16>,
    sums: Vec<i32>,
    slots: Vec<i16>,
    state: State,
}

/// A whole sentence, as the network sees it.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    /// Best tag of each word.
    pub(crate) tags: Vec<u32>,
    /// Scores of each label of names, word by word.
    pub(crate) names: Vec<f32>,
    /// Head of each word; the length of the sentence for the root.
    pub(crate) heads: Vec<u32>,
    /// Relation of each word.
    pub(crate) relations: Vec<u32>,
}

impl Network {
    /// From what was learnt in floating point; `vectors` are the pretrained ones.
    pub(crate) fn quantise(shape: &Shape, dense: &[f32], rows: &[f32], vectors: &[f32]) -> Self {
        let get = |range: &std::ops::Range<usize>| &dense[range.clone()];
        let layer = |it: &(std::ops::Range<usize>, std::ops::Range<usize>)| {
            Affine::new(get(&it.0), get(&it.1))
        };
        let mut projected = vec![0.0; vectors.len() / VECTOR * WIDTH];
        for (vector, out) in vectors.chunks_exact(VECTOR).zip(projected.chunks_exact_mut(WIDTH)) {
            for (it, weights) in vector.iter().zip(get(&shape.vectors).chunks_exact(WIDTH)) {
                out.iter_mut().zip(weights).for_each(|(out, weight)| *out += it * weight);
            }
        }
        projected.extend_from_slice(get(&shape.unknown));
        let bytes = |values: &[f32]| -> (Vec<i8>, f32) {
            let scale = values.iter().fold(0.0_f32, |a, b| a.max(b.abs())).max(1e-9) / 127.0;
            (values.iter().map(|it| (it / scale).round() as i8).collect(), scale)
        };
        let (rows, row_scale) = bytes(rows);
        let (vectors, vector_scale) = bytes(&projected);
        // One matrix for all slots: word to slot and hidden number; the bias of the hidden layer goes with the first.
        let outputs = SLOTS * HIDDEN;
        let mut slots = vec![0.0; WIDTH * outputs];
        for (slot, range) in shape.slots.iter().enumerate() {
            for (input, row) in get(range).chunks_exact(HIDDEN).enumerate() {
                let from = input * outputs + slot * HIDDEN;
                slots[from..from + HIDDEN].copy_from_slice(row);
            }
        }
        let mut facts: Vec<f32> = get(&shape.facts).to_vec();
        for row in facts[..FACT_ROWS * HIDDEN].chunks_exact_mut(HIDDEN) {
            row.iter_mut().zip(get(&shape.hidden)).for_each(|(it, bias)| *it += bias);
        }
        Self {
            rows,
            vectors,
            row_scale,
            vector_scale,
            layers: shape.layers.iter().map(layer).collect(),
            overview: Affine::new(get(&shape.overview), &[0.0; WIDTH]),
            tags: layer(&shape.tags),
            names: layer(&shape.names),
            slots: Affine::new(&slots, &vec![0.0; outputs]),
            root: get(&shape.root).to_vec(),
            empty: get(&shape.empty).iter().map(|it| fixed(*it)).collect(),
            facts: facts.iter().map(|it| fixed(*it)).collect(),
            actions: layer(&shape.actions),
            relations: layer(&shape.relations),
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.vectors.len() / WIDTH);
        for size in [self.tags.bias.len(), self.names.bias.len(), self.relations.bias.len()] {
            out.number(size);
        }
        out.bytes(self.rows.iter().copied());
        out.bytes(self.vectors.iter().copied());
        out.floats(&[self.row_scale, self.vector_scale]);
        self.layers.iter().for_each(|it| it.write(out));
        for layer in
            [&self.overview, &self.tags, &self.names, &self.slots, &self.actions, &self.relations]
        {
            layer.write(out);
        }
        out.floats(&self.root);
        out.shorts(&self.empty);
        out.shorts(&self.facts);
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self> {
        let vectors = from.number()?;
        let (tags, names, relations) = (from.number()?, from.number()?, from.number()?);
        let bytes = |it: &[u8]| it.iter().map(|it| *it as i8).collect::<Vec<i8>>();
        let rows = bytes(from.take(TABLES.iter().sum::<usize>() * WIDTH)?);
        let vectors = bytes(from.take(vectors.saturating_mul(WIDTH))?);
        let scales = from.floats(2)?;
        let layers =
            (0..LAYERS).map(|_| Affine::read(from, 3 * WIDTH, WIDTH)).collect::<Result<_>>()?;
        Ok(Self {
            rows,
            vectors,
            row_scale: scales[0],
            vector_scale: scales[1],
            layers,
            overview: Affine::read(from, WIDTH, WIDTH)?,
            tags: Affine::read(from, WIDTH, tags)?,
            names: Affine::read(from, WIDTH, names)?,
            slots: Affine::read(from, WIDTH, SLOTS * HIDDEN)?,
            actions: Affine::read(from, HIDDEN, ACTIONS.len())?,
            relations: Affine::read(from, HIDDEN, relations)?,
            root: from.floats(WIDTH)?,
            empty: from.shorts(SLOTS * HIDDEN)?,
            facts: from.shorts(FACTS * FACT_ROWS * HIDDEN)?,
        })
    }

    /// How many tags, labels of names and relations there are.
    pub(crate) fn sizes(&self) -> (usize, usize, usize) {
        (self.tags.bias.len(), self.names.bias.len(), self.relations.bias.len())
    }

    /// Goes through one sentence: for each word its rows, and its row among the pretrained vectors.
    pub(crate) fn run(
        &self,
        words: &[(Rows, Option<u32>)],
        scratch: &mut Scratch,
        out: &mut Scores,
    ) {
        let count = words.len();
        self.embed(words, scratch);
        for (number, layer) in self.layers.iter().enumerate() {
            Self::to_fixed(scratch, count);
            let Scratch { words, fixed, sums, .. } = scratch;
            let last = number + 1 == self.layers.len();
            let overview = if last { self.overview(words, sums) } else { [0.0; WIDTH] };
            layer.matrix.multiply(fixed, WIDTH, count, sums);
            for (word, sums) in
                words.chunks_exact_mut(WIDTH).zip(sums.chunks_exact(layer.matrix.width()))
            {
                for ((it, value), overview) in
                    word.iter_mut().zip(layer.values(sums)).zip(&overview)
                {
                    *it += (value + overview).max(0.0);
                }
            }
        }
        // A word is in the middle of the three of a layer: the first has zeros before it.
        Self::to_fixed(scratch, count);
        let fixed = &scratch.fixed[WIDTH..];
        let sums = &mut scratch.sums;
        self.tags.matrix.multiply(fixed, WIDTH, count, sums);
        out.tags.clear();
        for sums in sums.chunks_exact(self.tags.matrix.width()) {
            out.tags.push(self.tags.best(sums, |_| true) as u32);
        }
        self.names.matrix.multiply(fixed, WIDTH, count, sums);
        out.names.clear();
        for sums in sums.chunks_exact(self.names.matrix.width()) {
            out.names.extend(self.names.values(sums));
        }
        self.parse(count, scratch, out);
    }

    fn embed(&self, words: &[(Rows, Option<u32>)], scratch: &mut Scratch) {
        scratch.words.clear();
        scratch.words.resize(words.len() * WIDTH, 0.0);
        let last = self.vectors.len() / WIDTH - 1;
        for ((rows, vector), out) in words.iter().zip(scratch.words.chunks_exact_mut(WIDTH)) {
            let mut sum = [0_i16; WIDTH];
            let mut first = 0;
            for (row, size) in rows.iter().zip(TABLES) {
                let from = (first + *row as usize) * WIDTH;
                let row = &self.rows[from..from + WIDTH];
                sum.iter_mut().zip(row).for_each(|(sum, it)| *sum += i16::from(*it));
                first += size;
            }
            let vector = vector.map_or(last, |it| (it as usize).min(last)) * WIDTH;
            let vector = &self.vectors[vector..vector + WIDTH];
            for ((out, sum), it) in out.iter_mut().zip(&sum).zip(vector) {
                *out = f32::from(*sum) * self.row_scale + f32::from(*it) * self.vector_scale;
            }
        }
    }

    /// What the last layer is told of the sentence as a whole: the largest of each number among its words.
    fn overview(&self, words: &[f32], sums: &mut Vec<i32>) -> [f32; WIDTH] {
        let mut largest = [f32::NEG_INFINITY; WIDTH];
        for word in words.chunks_exact(WIDTH) {
            largest.iter_mut().zip(word).for_each(|(it, other)| *it = it.max(*other));
        }
        self.overview.matrix.multiply(&largest.map(fixed), WIDTH, 1, sums);
        let mut values = [0.0; WIDTH];
        values.iter_mut().zip(self.overview.values(sums)).for_each(|(it, value)| *it = value);
        values
    }

    /// The words in fixed point, with a word of zeros before and after them.
    fn to_fixed(scratch: &mut Scratch, count: usize) {
        scratch.fixed.clear();
        scratch.fixed.resize(WIDTH, 0);
        scratch.fixed.extend(scratch.words[..count * WIDTH].iter().map(|it| fixed(*it)));
        scratch.fixed.resize((count + 2) * WIDTH, 0);
    }

    fn parse(&self, count: usize, scratch: &mut Scratch, out: &mut Scores) {
        // The root stands where the zeros after the last word are.
        let root = (count + 1) * WIDTH;
        for (out, it) in scratch.fixed[root..].iter_mut().zip(&self.root) {
            *out = fixed(*it);
        }
        let size = SLOTS * HIDDEN;
        let Scratch { fixed: words, sums, slots: parts, state, .. } = scratch;
        parts.clear();
        // A few at a time, so that their sums are still at hand.
        for first in (0..=count).step_by(8) {
            let here = (count + 1 - first).min(8);
            self.slots.matrix.multiply(&words[(first + 1) * WIDTH..], WIDTH, here, sums);
            for sums in sums.chunks_exact(size) {
                parts.extend(self.slots.values(sums).map(fixed));
            }
        }
        state.start(count);
        while !state.done() {
            let slots = state.slots();
            let facts = state.facts(&slots, &out.tags);
            let mut hidden = [0_i16; HIDDEN];
            let mut add = |row: &[i16]| {
                hidden.iter_mut().zip(row).for_each(|(it, row)| *it = it.saturating_add(*row));
            };
            for (slot, word) in slots.iter().enumerate() {
                let from = slot * HIDDEN;
                match *word {
                    NONE => add(&self.empty[from..from + HIDDEN]),
                    word => {
                        let from = word as usize * size + from;
                        add(&parts[from..from + HIDDEN]);
                    }
                }
            }
            for (table, row) in facts.iter().enumerate() {
                let from = (table * FACT_ROWS + *row as usize) * HIDDEN;
                add(&self.facts[from..from + HIDDEN]);
            }
            for it in &mut hidden {
                *it = (*it).max(0);
            }
            self.actions.matrix.multiply(&hidden, HIDDEN, 1, sums);
            let action = ACTIONS[self.actions.best(sums, |it| state.allows(ACTIONS[it]))];
            let mut relation = 0;
            if action != Action::Shift {
                self.relations.matrix.multiply(&hidden, HIDDEN, 1, sums);
                relation = self.relations.best(sums, |_| true) as u32;
            }
            state.take(action, relation);
        }
        out.heads.clone_from(&state.heads);
        out.relations.clone_from(&state.relations);
    }
}

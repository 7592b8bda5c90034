//! The network at work: sums are of whole numbers, so that the answer should not hang on the machine.
//!
//! Weights are bytes with a scale for each output, activations 16-bit fixed-point numbers; sums are exact.

use crate::ontology::Table;
use pulp::{Arch, Simd, WithSimd};

use super::{
    codec::{Reader, Result, Writer},
    features::{Rows, TABLES},
    product::{Finish, LANES, Matrix, Sums, Whole},
    shape::{HIDDEN, LAYERS, Shape, VECTOR, WIDTH},
    transition::{ACTIONS, Action, FACT_ROWS, FACTS, NONE, SLOTS, State},
};

/// One is this much in an activation.
const ONE: f32 = 256.0;

/// A linear layer.
#[derive(Debug, Clone, PartialEq)]
struct Affine {
    matrix: Matrix,
    /// What a sum is worth, for each output; by block, as the sums are.
    scales: Vec<[f32; LANES]>,
    bias: Vec<[f32; LANES]>,
}

#[expect(
    clippy::inline_always,
    reason = "a loop gets the instructions of the function it is inlined into"
)]
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
        Self { matrix: Matrix::new(&bytes, inputs), scales: blocks(&scales), bias: blocks(bias) }
    }

    fn write(&self, out: &mut Writer) {
        out.bytes(self.matrix.weights().into_iter());
        out.floats(&self.scales.as_flattened()[..self.outputs()]);
        out.floats(&self.bias.as_flattened()[..self.outputs()]);
    }

    fn read(from: &mut Reader<'_>, inputs: usize, outputs: usize) -> Result<Self> {
        let weights: Vec<i8> = from.take(inputs * outputs)?.iter().map(|it| *it as i8).collect();
        let matrix = Matrix::new(&weights, inputs);
        let scales = blocks(&from.floats(outputs)?);
        Ok(Self { matrix, scales, bias: blocks(&from.floats(outputs)?) })
    }

    fn outputs(&self) -> usize {
        self.matrix.outputs()
    }

    /// What the sums of a block of outputs are worth.
    #[inline(always)]
    fn worth(&self, block: usize, sums: Sums) -> [f32; LANES] {
        let (scales, bias) = (&self.scales[block], &self.bias[block]);
        let mut values = [0.0; LANES];
        for (lane, it) in values.iter_mut().enumerate() {
            *it = sums[lane] as f32 * scales[lane] + bias[lane];
        }
        values
    }

    /// The values of as many inputs as `out` is made to have room for.
    fn values(&self, input: &[i16], stride: usize, count: usize, out: &mut Vec<f32>) {
        out.clear();
        out.resize(count * self.matrix.width(), 0.0);
        self.matrix.multiply(input, stride, out, Worth(self));
    }

    /// The values of each input that were worked out, without those that mean nothing.
    fn each<'a>(&self, values: &'a [f32]) -> impl Iterator<Item = &'a [f32]> {
        let outputs = self.outputs();
        values.chunks_exact(self.matrix.width()).map(move |it| &it[..outputs])
    }
}

/// Sums become what they are worth.
#[derive(Debug, Clone, Copy)]
struct Worth<'a>(&'a Affine);

/// Sums become what they are worth, in fixed point.
#[derive(Debug, Clone, Copy)]
struct Fixed<'a>(&'a Affine);

/// What sums are worth, and the overview of the sentence, is added to a word if it is more than nothing.
#[derive(Debug, Clone, Copy)]
struct Residual<'a>(&'a Affine, &'a Overview);

/// What a layer is told of the sentence, by block of outputs.
type Overview = [[f32; LANES]; WIDTH / LANES];

#[expect(
    clippy::inline_always,
    reason = "a loop gets the instructions of the function it is inlined into"
)]
const _: () = {
    impl Finish<f32> for Worth<'_> {
        #[inline(always)]
        fn finish(self, block: usize, sums: Sums, out: &mut [f32; LANES]) {
            *out = self.0.worth(block, sums);
        }
    }

    impl Finish<i16> for Fixed<'_> {
        #[inline(always)]
        fn finish(self, block: usize, sums: Sums, out: &mut [i16; LANES]) {
            let values = self.0.worth(block, sums);
            out.iter_mut().zip(&values).for_each(|(out, it)| *out = fixed(*it));
        }
    }

    impl Finish<f32> for Residual<'_> {
        #[inline(always)]
        fn finish(self, block: usize, sums: Sums, out: &mut [f32; LANES]) {
            let values = self.0.worth(block, sums);
            for ((it, value), overview) in out.iter_mut().zip(&values).zip(&self.1[block]) {
                *it += (value + overview).max(0.0);
            }
        }
    }
};

/// Numbers of outputs by block.
fn blocks(numbers: &[f32]) -> Vec<[f32; LANES]> {
    let block = |it: &[f32]| std::array::from_fn(|lane| it.get(lane).copied().unwrap_or_default());
    numbers.chunks(LANES).map(block).collect()
}

/// The number of the largest value; of equal ones the first.
fn best(values: &[f32]) -> usize {
    let mut lanes = [f32::NEG_INFINITY; LANES];
    for values in values.chunks(LANES) {
        lanes.iter_mut().zip(values).for_each(|(it, value)| *it = it.max(*value));
    }
    let largest = lanes.into_iter().fold(f32::NEG_INFINITY, f32::max);
    values.iter().position(|it| *it >= largest).unwrap_or(0)
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

/// Numbers to fixed point.
struct ToFixed<'a>(&'a [f32], &'a mut [i16]);

/// Adds up what a state consists of; what is less than nothing becomes nothing.
struct AddUp<'a>(&'a [&'a [i16]; SLOTS + FACTS], &'a mut [i16; HIDDEN]);

#[expect(
    clippy::inline_always,
    reason = "a loop gets the instructions of the function it is inlined into"
)]
const _: () = {
    impl WithSimd for ToFixed<'_> {
        type Output = ();

        #[inline(always)]
        fn with_simd<S: Simd>(self, _: S) {
            self.1.iter_mut().zip(self.0).for_each(|(out, it)| *out = fixed(*it));
        }
    }

    impl WithSimd for AddUp<'_> {
        type Output = ();

        #[inline(always)]
        fn with_simd<S: Simd>(self, _: S) {
            // A few numbers at a time, so that they need not be stored in between.
            const BLOCK: usize = 64;
            for (block, out) in self.1.as_chunks_mut::<BLOCK>().0.iter_mut().enumerate() {
                let mut sum = [0_i16; BLOCK];
                for row in self.0 {
                    let row = &row.as_chunks::<BLOCK>().0[block];
                    sum.iter_mut().zip(row).for_each(|(sum, it)| *sum = sum.saturating_add(*it));
                }
                out.iter_mut().zip(&sum).for_each(|(out, sum)| *out = (*sum).max(0));
            }
        }
    }
};

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

/// What a network keeps from one sentence to the next: buffers, and the words it saw.  It belongs to that network.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    seen: Table<String, Seen>,
    /// The words of the sentence among those seen.
    places: Vec<usize>,
    words: Vec<f32>,
    fixed: Vec<i16>,
    values: Vec<f32>,
    slots: Vec<i16>,
    /// Which of the slots are worked out, word by word.
    known: Vec<[bool; SLOTS]>,
    state: State,
}

/// What is the same wherever a word stands.
#[derive(Debug)]
struct Seen {
    /// The word as the network begins with it.
    word: [f32; WIDTH],
    /// What it adds to the sums of the first layer: those of the word before it, its own, and those of the word behind.
    sums: [[i32; WIDTH]; 3],
    /// Its dictionary forms, by kind of word.
    lemmas: Vec<(u8, String)>,
}

impl Scratch {
    /// The dictionary form of a word of the sentence seen last, found anew only where it was not before.
    pub(crate) fn lemma(
        &mut self,
        at: usize,
        form: &str,
        kind: u8,
        find: impl FnOnce() -> String,
    ) -> String {
        // Another word may have stood for it.
        let known = self.seen.get_index_mut(self.places[at]).filter(|it| it.0 == form);
        let Some((_, seen)) = known else { return find() };
        if let Some(known) = seen.lemmas.iter().find(|it| it.0 == kind) {
            return known.1.clone();
        }
        let lemma = find();
        seen.lemmas.push((kind, lemma.clone()));
        lemma
    }
}

/// The slots that nearly all words are in at some time: the top of the stack and the words that come next.  What words
/// add in the others is worked out once they are in them, for about a third of the words.
const OFTEN: [std::ops::Range<usize>; 2] = [0..1, 3..6];

/// Blocks of outputs for each slot.
const SLOT: usize = HIDDEN / LANES;

/// So many different words are kept; most of a text are among them.
const KEPT: usize = 4096;

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
        for size in [self.tags.outputs(), self.names.outputs(), self.relations.outputs()] {
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
        (self.tags.outputs(), self.names.outputs(), self.relations.outputs())
    }

    /// Goes through one sentence; `look` tells of a word its rows, and its row among the pretrained vectors.
    pub(crate) fn run<'a>(
        &self,
        words: impl ExactSizeIterator<Item = &'a str>,
        look: impl Fn(&str) -> (Rows, Option<u32>),
        scratch: &mut Scratch,
        out: &mut Scores,
    ) {
        let count = words.len();
        let Scratch { seen, places, .. } = scratch;
        if seen.len() > KEPT {
            seen.clear();
        }
        places.clear();
        for word in words {
            places.push(seen.get_index_of(word).unwrap_or_else(|| {
                let (rows, vector) = look(word);
                seen.insert_full(word.to_owned(), self.see(&rows, vector)).0
            }));
        }
        self.first_layer(scratch);
        for (number, layer) in self.layers.iter().enumerate().skip(1) {
            Self::to_fixed(scratch);
            let Scratch { words, fixed, .. } = scratch;
            let last = number + 1 == self.layers.len();
            let overview = if last { self.overview(words) } else { Overview::default() };
            layer.matrix.multiply(fixed, WIDTH, words, Residual(layer, &overview));
        }
        // A word is in the middle of the three of a layer: the first has zeros before it.
        Self::to_fixed(scratch);
        let Scratch { fixed, values, .. } = scratch;
        self.tags.values(&fixed[WIDTH..], WIDTH, count, values);
        out.tags.clear();
        out.tags.extend(self.tags.each(values).map(|it| best(it) as u32));
        self.names.values(&fixed[WIDTH..], WIDTH, count, values);
        out.names.clear();
        self.names.each(values).for_each(|it| out.names.extend_from_slice(it));
        self.parse(count, scratch, out);
    }

    /// What is the same wherever this word stands.
    fn see(&self, rows: &Rows, vector: Option<u32>) -> Seen {
        let mut sum = [0_i16; WIDTH];
        let mut first = 0;
        for (row, size) in rows.iter().zip(TABLES) {
            let from = (first + *row as usize) * WIDTH;
            let row = &self.rows[from..from + WIDTH];
            sum.iter_mut().zip(row).for_each(|(sum, it)| *sum += i16::from(*it));
            first += size;
        }
        let last = self.vectors.len() / WIDTH - 1;
        let vector = vector.map_or(last, |it| (it as usize).min(last)) * WIDTH;
        let vector = &self.vectors[vector..vector + WIDTH];
        let mut word = [0.0; WIDTH];
        for ((word, sum), it) in word.iter_mut().zip(&sum).zip(vector) {
            *word = f32::from(*sum) * self.row_scale + f32::from(*it) * self.vector_scale;
        }
        // Alone among zeros, it is the last, the middle and the first of three in turn.
        let mut alone = [0; 5 * WIDTH];
        alone[2 * WIDTH..3 * WIDTH].copy_from_slice(&word.map(fixed));
        let mut sums = [[0; WIDTH]; 3];
        let first = &self.layers[0].matrix;
        first.multiply(&alone, WIDTH, sums.as_flattened_mut(), Whole);
        Seen { word, sums, lemmas: Vec::new() }
    }

    /// The words behind the first layer, the sums of which are put together from those of the words seen.
    fn first_layer(&self, scratch: &mut Scratch) {
        let Scratch { seen, places, words, .. } = scratch;
        words.clear();
        words.resize(places.len() * WIDTH, 0.0);
        let none = [0; WIDTH];
        let finish = Residual(&self.layers[0], &Overview::default());
        for (at, out) in words.chunks_exact_mut(WIDTH).enumerate() {
            let seen = |at: usize| places.get(at).map(|it| &seen[*it]);
            let sums = |at: usize, place: usize| seen(at).map_or(&none, |it| &it.sums[place]);
            let three = [sums(at.wrapping_sub(1), 2), sums(at, 1), sums(at + 1, 0)];
            out.copy_from_slice(&seen(at).map_or([0.0; WIDTH], |it| it.word));
            for (block, out) in out.as_chunks_mut().0.iter_mut().enumerate() {
                let mut sum = [0; LANES];
                for sums in three {
                    let sums = &sums.as_chunks::<LANES>().0[block];
                    sum.iter_mut().zip(sums).for_each(|(sum, it)| *sum += it);
                }
                finish.finish(block, sum, out);
            }
        }
    }

    /// What the last layer is told of the sentence as a whole: the largest of each number among its words.
    fn overview(&self, words: &[f32]) -> Overview {
        let mut largest = [f32::NEG_INFINITY; WIDTH];
        for word in words.chunks_exact(WIDTH) {
            largest.iter_mut().zip(word).for_each(|(it, other)| *it = it.max(*other));
        }
        let mut values = Overview::default();
        let out = values.as_flattened_mut();
        self.overview.matrix.multiply(&largest.map(fixed), WIDTH, out, Worth(&self.overview));
        values
    }

    /// The words in fixed point, with a word of zeros before and after them.
    fn to_fixed(scratch: &mut Scratch) {
        let Scratch { words, fixed: out, .. } = scratch;
        out.clear();
        out.resize(words.len() + 2 * WIDTH, 0);
        Arch::new().dispatch(ToFixed(words, &mut out[WIDTH..]));
    }

    fn parse(&self, count: usize, scratch: &mut Scratch, out: &mut Scores) {
        let Scratch { fixed: words, values, slots: parts, known, state, .. } = scratch;
        // The root stands where the zeros after the last word are.
        let root = (count + 1) * WIDTH;
        words[root..].iter_mut().zip(&self.root).for_each(|(out, it)| *out = fixed(*it));
        parts.resize((count + 1) * SLOTS * HIDDEN, 0);
        for slots in OFTEN {
            let blocks = slots.start * SLOT..slots.end * SLOT;
            let finish = Fixed(&self.slots);
            self.slots.matrix.multiply_blocks(blocks, &words[WIDTH..], WIDTH, parts, finish);
        }
        known.clear();
        known.resize(
            count + 1,
            std::array::from_fn(|slot| OFTEN.iter().any(|it| it.contains(&slot))),
        );
        state.start(count);
        while !state.done() {
            let slots = state.slots();
            for (slot, word) in slots.into_iter().enumerate().filter(|it| it.1 != NONE) {
                let word = word as usize;
                if !known[word][slot] {
                    let input = &words[(word + 1) * WIDTH..][..WIDTH];
                    let part = &mut parts[word * SLOTS * HIDDEN..][..SLOTS * HIDDEN];
                    let (blocks, finish) = (slot * SLOT..(slot + 1) * SLOT, Fixed(&self.slots));
                    self.slots.matrix.multiply_blocks(blocks, input, WIDTH, part, finish);
                    known[word][slot] = true;
                }
            }
            let hidden = self.hidden(state, &slots, &out.tags, parts);
            self.actions.values(&hidden, HIDDEN, 1, values);
            for (value, action) in values.iter_mut().zip(ACTIONS) {
                if !state.allows(action) {
                    *value = f32::NEG_INFINITY;
                }
            }
            let action = ACTIONS[best(&values[..ACTIONS.len()])];
            let mut relation = 0;
            if action != Action::Shift {
                self.relations.values(&hidden, HIDDEN, 1, values);
                relation = best(&values[..self.relations.outputs()]) as u32;
            }
            state.take(action, relation);
        }
        out.heads.clone_from(&state.heads);
        out.relations.clone_from(&state.relations);
    }

    /// The hidden layer of a state, given what each word adds in each slot.
    fn hidden(
        &self,
        state: &State,
        slots: &[u32; SLOTS],
        tags: &[u32],
        parts: &[i16],
    ) -> [i16; HIDDEN] {
        let facts = state.facts(slots, tags);
        let row = |at: usize| {
            let (all, from) = if let Some(&fact) = at.checked_sub(SLOTS).map(|it| &facts[it]) {
                (&self.facts[..], (at - SLOTS) * FACT_ROWS + fact as usize)
            } else if slots[at] == NONE {
                (&self.empty[..], at)
            } else {
                (parts, slots[at] as usize * SLOTS + at)
            };
            &all[from * HIDDEN..][..HIDDEN]
        };
        let rows: [&[i16]; SLOTS + FACTS] = std::array::from_fn(row);
        let mut hidden = [0_i16; HIDDEN];
        Arch::new().dispatch(AddUp(&rows, &mut hidden));
        hidden
    }
}

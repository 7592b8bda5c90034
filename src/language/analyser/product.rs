//! The products of a matrix and many vectors, which take most of the time of an analysis.
//!
//! Sums are of whole numbers: with wide vector instructions or without, they are the same.

use std::ops::Range;

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m128i, __m256i};

/// Outputs whose weights lie side by side.
pub(super) const LANES: usize = 16;

/// The sums of a block of outputs.
pub(super) type Sums = [i32; LANES];

/// Weights of one pair of inputs for each of some outputs.
type Pairs = [i16; 2 * LANES];

/// Vectors that begin `stride` numbers after one another.
#[derive(Debug, Clone, Copy)]
struct Input<'a> {
    numbers: &'a [i16],
    stride: usize,
}

impl Input<'_> {
    /// Those from one of them on.
    #[inline]
    fn from(self, at: usize) -> Self {
        Self { numbers: &self.numbers[at * self.stride..], ..self }
    }
}

/// A matrix of bytes as 16-bit numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matrix {
    inputs: usize,
    outputs: usize,
    /// By block of outputs, then by pair of inputs; outputs that are not there weigh nothing.
    pairs: Vec<Pairs>,
}

#[expect(
    clippy::inline_always,
    reason = "a loop gets the instructions of the function it is inlined into"
)]
impl Matrix {
    /// From weights, output by input.  The number of inputs is even.
    pub(super) fn new(weights: &[i8], inputs: usize) -> Self {
        debug_assert!(inputs.is_multiple_of(2), "inputs come in pairs");
        let outputs = weights.len() / inputs;
        let mut pairs = Vec::with_capacity(outputs.div_ceil(LANES) * inputs / 2);
        for block in weights.chunks(LANES * inputs) {
            for input in (0..inputs).step_by(2) {
                let mut pair = [0; 2 * LANES];
                for (lane, row) in block.chunks_exact(inputs).enumerate() {
                    pair[2 * lane] = i16::from(row[input]);
                    pair[2 * lane + 1] = i16::from(row[input + 1]);
                }
                pairs.push(pair);
            }
        }
        Self { inputs, outputs, pairs }
    }

    /// The weights, output by input.
    pub(super) fn weights(&self) -> Vec<i8> {
        let mut weights = Vec::with_capacity(self.inputs * self.outputs);
        for output in 0..self.outputs {
            let block = &self.pairs[output / LANES * self.inputs / 2..][..self.inputs / 2];
            for pair in block {
                weights.extend(pair[output % LANES * 2..][..2].iter().map(|it| *it as i8));
            }
        }
        weights
    }

    /// How many outputs there are.
    pub(super) fn outputs(&self) -> usize {
        self.outputs
    }

    /// How many sums there are for an input: the outputs, and some that mean nothing.
    pub(super) fn width(&self) -> usize {
        self.outputs.next_multiple_of(LANES)
    }

    /// All sums for inputs that begin `stride` numbers after one another, for as many as `out` has room for.
    ///
    /// They are never stored: `finish` says what becomes of them in `out`.
    pub(super) fn multiply<T>(
        &self,
        input: &[i16],
        stride: usize,
        out: &mut [T],
        finish: impl Finish<T>,
    ) {
        self.multiply_blocks(0..self.width() / LANES, input, stride, out, finish);
    }

    /// Some of the sums: those of whole blocks of [`LANES`] outputs.  The others in `out` are left as they are.
    pub(super) fn multiply_blocks<T>(
        &self,
        blocks: Range<usize>,
        input: &[i16],
        stride: usize,
        out: &mut [T],
        finish: impl Finish<T>,
    ) {
        let input = Input { numbers: input, stride };
        #[cfg(target_arch = "x86_64")]
        if let Some(wide) = pulp::x86::V3::try_new() {
            let step = |weights: &Pairs, input: [i16; 2], sums: Sums| -> Sums {
                let input = wide.avx._mm256_set1_epi32(pulp::cast(input));
                let weights: [__m256i; 2] = pulp::cast(*weights);
                let sums: [__m256i; 2] = pulp::cast(sums);
                let add = |half: usize| {
                    let product = wide.avx2._mm256_madd_epi16(weights[half], input);
                    wide.avx2._mm256_add_epi32(sums[half], product)
                };
                pulp::cast([add(0), add(1)])
            };
            wide.vectorize(|| self.walk(blocks, input, out, step, finish));
            return;
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(narrow) = pulp::x86::V1::try_new() {
            let step = |weights: &Pairs, input: [i16; 2], sums: Sums| -> Sums {
                let input = narrow.sse2._mm_set1_epi32(pulp::cast(input));
                let weights: [__m128i; 4] = pulp::cast(*weights);
                let mut sums: [__m128i; 4] = pulp::cast(sums);
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    let product = narrow.sse2._mm_madd_epi16(weights, input);
                    *sum = narrow.sse2._mm_add_epi32(*sum, product);
                }
                pulp::cast(sums)
            };
            narrow.vectorize(|| self.walk(blocks, input, out, step, finish));
            return;
        }
        self.walk(blocks, input, out, plain_step, finish);
    }

    #[inline(always)]
    fn walk<T>(
        &self,
        blocks: Range<usize>,
        input: Input<'_>,
        out: &mut [T],
        step: impl Fn(&Pairs, [i16; 2], Sums) -> Sums + Copy,
        finish: impl Finish<T>,
    ) {
        let count = out.len() / self.width();
        let mut at = 0;
        while at < count {
            let (input, out) = (input.from(at), &mut out[at * self.width()..]);
            let blocks = blocks.clone();
            at += match count - at {
                6.. => self.block::<6, T>(blocks, input, out, step, finish),
                4 | 5 => self.block::<4, T>(blocks, input, out, step, finish),
                2 | 3 => self.block::<2, T>(blocks, input, out, step, finish),
                _ => self.block::<1, T>(blocks, input, out, step, finish),
            };
        }
    }

    #[inline(always)]
    fn block<const COUNT: usize, T>(
        &self,
        blocks: Range<usize>,
        input: Input<'_>,
        out: &mut [T],
        step: impl Fn(&Pairs, [i16; 2], Sums) -> Sums + Copy,
        finish: impl Finish<T>,
    ) -> usize {
        let halves = self.inputs / 2;
        let inputs: [&[[i16; 2]]; COUNT] = std::array::from_fn(|it| {
            &input.from(it).numbers[..self.inputs].as_chunks().0[..halves]
        });
        let pairs = &self.pairs[blocks.start * halves..blocks.end * halves];
        for (block, weights) in blocks.zip(pairs.chunks_exact(halves)) {
            let mut lanes = [[0; LANES]; COUNT];
            for (at, pair) in weights.iter().enumerate() {
                for (lanes, input) in lanes.iter_mut().zip(&inputs) {
                    *lanes = step(pair, input[at], *lanes);
                }
            }
            for (at, lanes) in lanes.into_iter().enumerate() {
                let out = &mut out[at * self.width()..];
                finish.finish(block, lanes, &mut out.as_chunks_mut().0[block]);
            }
        }
        COUNT
    }
}

/// What becomes of sums.
pub(super) trait Finish<T>: Copy {
    /// Puts the sums of a block of outputs where they belong.  To be inlined always, as loops are.
    fn finish(self, block: usize, sums: Sums, out: &mut [T; LANES]);
}

/// Sums as they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole;

impl Finish<i32> for Whole {
    #[expect(clippy::inline_always, reason = "it is the end of a loop")]
    #[inline(always)]
    fn finish(self, _: usize, sums: Sums, out: &mut Sums) {
        *out = sums;
    }
}

/// Bytes by 16-bit numbers, at most some hundreds of them, do not overflow.
#[inline]
fn plain_step(weights: &Pairs, input: [i16; 2], mut sums: Sums) -> Sums {
    for (lane, sum) in sums.iter_mut().enumerate() {
        *sum += i32::from(weights[2 * lane]) * i32::from(input[0])
            + i32::from(weights[2 * lane + 1]) * i32::from(input[1]);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whole numbers that look like any.
    fn numbers(count: usize) -> impl Iterator<Item = i64> {
        (0..count as i64).map(|it| (it * it * 7919 + it * 104_729) % 65_521 - 32_760)
    }

    #[test]
    fn sums_are_those_of_paper_and_pencil() {
        for (inputs, outputs, count) in
            [(2, 1, 1), (6, 3, 2), (96, 16, 3), (96, 50, 4), (288, 40, 11)]
        {
            let weights: Vec<i8> = numbers(inputs * outputs).map(|it| (it % 128) as i8).collect();
            let matrix = Matrix::new(&weights, inputs);
            assert_eq!(matrix.weights(), weights, "{inputs} by {outputs}");
            // Vectors overlap, as those of neighbouring words do.
            let stride = inputs / 2;
            let input: Vec<i16> = numbers(stride * count + inputs).map(|it| it as i16).collect();
            let (mut sums, mut plain) =
                (vec![0; count * matrix.width()], vec![0; count * matrix.width()]);
            matrix.multiply(&input, stride, &mut sums, Whole);
            let (all, some) = (0..matrix.width() / LANES, 0..1);
            let given = Input { numbers: &input, stride };
            matrix.walk(all, given, &mut plain, plain_step, Whole);
            let mut first = plain.clone();
            first.iter_mut().step_by(matrix.width()).for_each(|it| *it = 0);
            matrix.multiply_blocks(some, &input, stride, &mut first, Whole);
            assert_eq!(first, plain, "the first block of {inputs} by {outputs}");
            assert_eq!(sums, plain, "{inputs} by {outputs}, {count} vectors");
            for (at, sums) in sums.chunks(matrix.width()).enumerate() {
                for (output, row) in weights.chunks(inputs).enumerate() {
                    let products = row.iter().zip(&input[at * stride..]);
                    let sum: i32 = products.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
                    assert_eq!(
                        sums[output], sum,
                        "{inputs} by {outputs}, vector {at}, output {output}"
                    );
                }
            }
        }
    }
}

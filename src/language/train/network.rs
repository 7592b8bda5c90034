//! The network in floating point, forwards and backwards.
//!
//! A word is the sum of its rows and its projected pretrained vector; layers over three words with a residual mix
//! in the neighbours (Collobert et al. 2011); a linear tagger and recogniser of names stand on top; the parser adds
//! up the words of its state in one hidden layer (Chen and Manning 2014).

use super::{oracle::cost, random::Random};
use crate::language::analyser::{
    ACTIONS, Action, FACT_ROWS, FACTS, HIDDEN, LAYERS, NONE, Rows, SLOTS, Shape, State, TABLES,
    VECTOR, WIDTH,
};

/// A sentence to learn from.
#[derive(Debug, Clone, Default)]
pub(super) struct Lesson {
    pub(super) rows: Vec<Rows>,
    /// Row of the pretrained vectors.
    pub(super) vectors: Vec<Option<u32>>,
    pub(super) tags: Vec<u32>,
    /// Labels of names; none where nobody knows.
    pub(super) names: Vec<Option<u32>>,
    /// Heads; the length for the root.
    pub(super) heads: Vec<u32>,
    pub(super) relations: Vec<u32>,
}

/// All that is learnt.
#[derive(Clone)]
pub(super) struct Network {
    pub(super) shape: Shape,
    pub(super) dense: Vec<f32>,
    /// The embedding tables, one behind the other, row by row.
    pub(super) rows: Vec<f32>,
}

/// What one sentence asks to change.
pub(super) struct Gradient {
    pub(super) dense: Vec<f32>,
    /// Row among all tables, and its gradient.
    pub(super) rows: Vec<(usize, [f32; WIDTH])>,
    pub(super) loss: f64,
}

/// How to go through a lesson.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// Share of numbers dropped.
    pub(super) dropout: f32,
    /// Share of forms dropped, so that affixes and vectors must do.
    pub(super) forget: f32,
    /// Share of steps on which the parser follows its own choice, right or wrong.
    pub(super) explore: f32,
}

/// First row of each table among all.
pub(super) fn offset(table: usize) -> usize {
    TABLES[..table].iter().sum()
}

impl Network {
    pub(super) fn new(shape: Shape, random: &mut Random) -> Self {
        let mut dense = vec![0.0; shape.length];
        let mut fill = |range: &std::ops::Range<usize>, inputs: usize, gain: f32| {
            let scale = (gain / inputs as f32).sqrt();
            dense[range.clone()].fill_with(|| random.normal() * scale);
        };
        fill(&shape.vectors, VECTOR, 1.0);
        for (weights, _) in &shape.layers {
            fill(weights, 3 * WIDTH, 2.0);
        }
        fill(&shape.overview, WIDTH, 0.2);
        fill(&shape.tags.0, WIDTH, 1.0);
        fill(&shape.names.0, WIDTH, 1.0);
        fill(&shape.root, 1, 0.05);
        for slot in &shape.slots {
            fill(slot, WIDTH * SLOTS / 2, 2.0);
        }
        fill(&shape.actions.0, HIDDEN, 1.0);
        fill(&shape.relations.0, HIDDEN, 1.0);
        let mut rows = vec![0.0; TABLES.iter().sum::<usize>() * WIDTH];
        rows.fill_with(|| random.normal() * 0.1);
        Self { shape, dense, rows }
    }

    /// One sentence, forwards and backwards; adds to `gradient`.
    #[expect(clippy::too_many_lines, reason = "the steps of one pass, in order")]
    pub(super) fn learn(
        &self,
        lesson: &Lesson,
        vectors: &[f32],
        manner: Manner,
        random: &mut Random,
        gradient: &mut Gradient,
    ) {
        let count = lesson.rows.len();
        let shape = &self.shape;
        let keep = 1.0 - manner.dropout;
        let mut mask = |length: usize| -> Vec<f32> {
            (0..length).map(|_| if random.unit() < keep { 1.0 / keep } else { 0.0 }).collect()
        };
        // Words.
        let input_mask = mask(count * WIDTH);
        let hidden_mask_seed = mask(HIDDEN * 8);
        let forgotten: Vec<bool> = (0..count).map(|_| random.unit() < manner.forget).collect();
        let blind: Vec<bool> = (0..count).map(|_| random.unit() < manner.forget * 0.3).collect();
        let mut states: Vec<Vec<f32>> = vec![vec![0.0; count * WIDTH]];
        for at in 0..count {
            let out = &mut states[0][at * WIDTH..(at + 1) * WIDTH];
            for (table, row) in lesson.rows[at].iter().enumerate() {
                if table == 0 && forgotten[at] {
                    continue;
                }
                let from = (offset(table) + *row as usize) * WIDTH;
                axpy(1.0, &self.rows[from..from + WIDTH], out);
            }
            match lesson.vectors[at].filter(|_| !blind[at]) {
                Some(row) => {
                    let vector = &vectors[row as usize * VECTOR..(row as usize + 1) * VECTOR];
                    forward(&self.dense[shape.vectors.clone()], vector, out);
                }
                None => axpy(1.0, &self.dense[shape.unknown.clone()], out),
            }
            for (it, mask) in out.iter_mut().zip(&input_mask[at * WIDTH..]) {
                *it *= mask;
            }
        }
        // Layers.
        let mut active: Vec<Vec<f32>> = Vec::with_capacity(LAYERS);
        let mut largest = [0_usize; WIDTH];
        let mut overview = [0.0; WIDTH];
        for (number, (weights, bias)) in shape.layers.iter().enumerate() {
            let below = states.last().expect("words").clone();
            let mut raw = vec![0.0; count * WIDTH];
            let mut common = self.dense[bias.clone()].to_vec();
            if number + 1 == LAYERS {
                for at in 1..count {
                    for (it, largest) in largest.iter_mut().enumerate() {
                        if below[at * WIDTH + it] > below[*largest * WIDTH + it] {
                            *largest = at;
                        }
                    }
                }
                overview = std::array::from_fn(|it| below[largest[it] * WIDTH + it]);
                forward(&self.dense[shape.overview.clone()], &overview, &mut common);
            }
            for at in 0..count {
                let out = &mut raw[at * WIDTH..(at + 1) * WIDTH];
                out.copy_from_slice(&common);
                for (place, neighbour) in neighbours(at, count) {
                    let weights = part(weights, place);
                    let input = &below[neighbour * WIDTH..(neighbour + 1) * WIDTH];
                    forward(&self.dense[weights], input, out);
                }
                for it in out {
                    *it = it.max(0.0);
                }
            }
            let above = below.iter().zip(&raw).map(|(a, b)| a + b).collect();
            active.push(raw);
            states.push(above);
        }
        let words = states.last().expect("words");
        let mut back = vec![0.0; count * WIDTH];
        let mut tags = vec![0; count];
        // Tags and names.
        let heads = [(&shape.tags, 1.0), (&shape.names, 1.0)];
        for (which, (head, weight)) in heads.into_iter().enumerate() {
            let size = head.1.len();
            let mut scores = vec![0.0; size];
            for at in 0..count {
                let gold = if which == 0 { Some(lesson.tags[at]) } else { lesson.names[at] };
                let Some(gold) = gold else { continue };
                let input = &words[at * WIDTH..(at + 1) * WIDTH];
                scores.copy_from_slice(&self.dense[head.1.clone()]);
                forward(&self.dense[head.0.clone()], input, &mut scores);
                if which == 0 {
                    tags[at] = argmax(&scores) as u32;
                }
                gradient.loss += f64::from(softmax(&mut scores, gold as usize) * weight);
                for it in &mut scores {
                    *it *= weight;
                }
                axpy(1.0, &scores, &mut gradient.dense[head.1.clone()]);
                backward(
                    &self.dense[head.0.clone()],
                    &mut gradient.dense[head.0.clone()],
                    input,
                    &scores,
                    &mut back[at * WIDTH..(at + 1) * WIDTH],
                );
            }
        }
        self.learn_tree(
            lesson,
            words,
            &tags,
            manner,
            random,
            &hidden_mask_seed,
            gradient,
            &mut back,
        );
        // Layers, backwards.
        for (layer, (weights, bias)) in shape.layers.iter().enumerate().rev() {
            let below = &states[layer];
            let raw = &active[layer];
            let mut down = back.clone();
            let mut all = [0.0; WIDTH];
            for at in 0..count {
                let mut error = [0.0; WIDTH];
                for (it, (back, raw)) in error
                    .iter_mut()
                    .zip(back[at * WIDTH..].iter().zip(&raw[at * WIDTH..(at + 1) * WIDTH]))
                {
                    *it = if *raw > 0.0 { *back } else { 0.0 };
                }
                axpy(1.0, &error, &mut all);
                for (place, neighbour) in neighbours(at, count) {
                    let weights = part(weights, place);
                    let here = neighbour * WIDTH..(neighbour + 1) * WIDTH;
                    backward(
                        &self.dense[weights.clone()],
                        &mut gradient.dense[weights],
                        &below[here.clone()],
                        &error,
                        &mut down[here],
                    );
                }
            }
            axpy(1.0, &all, &mut gradient.dense[bias.clone()]);
            if layer + 1 == LAYERS {
                let range = shape.overview.clone();
                let mut to_largest = [0.0; WIDTH];
                backward(
                    &self.dense[range.clone()],
                    &mut gradient.dense[range],
                    &overview,
                    &all,
                    &mut to_largest,
                );
                for (it, value) in to_largest.iter().enumerate() {
                    down[largest[it] * WIDTH + it] += value;
                }
            }
            back = down;
        }
        // Words, backwards.
        for at in 0..count {
            let mut error = [0.0; WIDTH];
            for (it, (back, mask)) in
                error.iter_mut().zip(back[at * WIDTH..].iter().zip(&input_mask[at * WIDTH..]))
            {
                *it = back * mask;
            }
            for (table, row) in lesson.rows[at].iter().enumerate() {
                if !(table == 0 && forgotten[at]) {
                    gradient.rows.push((offset(table) + *row as usize, error));
                }
            }
            match lesson.vectors[at].filter(|_| !blind[at]) {
                Some(row) => {
                    let vector = &vectors[row as usize * VECTOR..(row as usize + 1) * VECTOR];
                    outer(&mut gradient.dense[shape.vectors.clone()], vector, &error);
                }
                None => axpy(1.0, &error, &mut gradient.dense[shape.unknown.clone()]),
            }
        }
    }

    /// The parser's part: a walk through the sentence with the dynamic oracle beside it.
    #[expect(clippy::too_many_arguments, reason = "one pass in two functions")]
    #[expect(clippy::too_many_lines, reason = "the steps of one pass, in order")]
    fn learn_tree(
        &self,
        lesson: &Lesson,
        words: &[f32],
        tags: &[u32],
        manner: Manner,
        random: &mut Random,
        masks: &[f32],
        gradient: &mut Gradient,
        back: &mut [f32],
    ) {
        let shape = &self.shape;
        let count = lesson.rows.len();
        let word = |at: usize| -> &[f32] {
            if at == count {
                &self.dense[shape.root.clone()]
            } else {
                &words[at * WIDTH..(at + 1) * WIDTH]
            }
        };
        // What each word adds in each slot.
        let place = |at: usize, slot: usize| {
            let from = (at * SLOTS + slot) * HIDDEN;
            from..from + HIDDEN
        };
        let mut sums = vec![0.0; (count + 1) * SLOTS * HIDDEN];
        let mut errors = vec![0.0; sums.len()];
        for at in 0..=count {
            for slot in 0..SLOTS {
                let weights = &self.dense[shape.slots[slot].clone()];
                forward(weights, word(at), &mut sums[place(at, slot)]);
            }
        }
        let mut state = State::default();
        state.start(count);
        let mut hidden = [0.0; HIDDEN];
        let mut scores = vec![0.0; shape.relations.1.len()];
        let mut step = 0;
        while !state.done() {
            let mask = &masks[step % 8 * HIDDEN..][..HIDDEN];
            step += 1;
            let slots = state.slots();
            let facts = state.facts(&slots, tags);
            hidden.copy_from_slice(&self.dense[shape.hidden.clone()]);
            for (slot, word) in slots.iter().enumerate() {
                let added = if *word == NONE {
                    &self.dense[shape.empty.clone()][slot * HIDDEN..][..HIDDEN]
                } else {
                    &sums[place(*word as usize, slot)]
                };
                axpy(1.0, added, &mut hidden);
            }
            for (table, row) in facts.iter().enumerate() {
                axpy(1.0, &self.dense[fact(shape, table, *row)], &mut hidden);
            }
            for (it, mask) in hidden.iter_mut().zip(mask) {
                *it = it.max(0.0) * mask;
            }
            let mut choices = [0.0; ACTIONS.len()];
            choices.copy_from_slice(&self.dense[shape.actions.1.clone()]);
            forward(&self.dense[shape.actions.0.clone()], &hidden, &mut choices);
            let allowed = ACTIONS.map(|it| state.allows(it));
            let costs = ACTIONS.map(|it| {
                if state.allows(it) { cost(&state, &lesson.heads, it) } else { usize::MAX }
            });
            let least = costs.into_iter().min().unwrap_or(0);
            for (score, allowed) in choices.iter_mut().zip(allowed) {
                if !allowed {
                    *score = f32::NEG_INFINITY;
                }
            }
            let best = |wanted: &dyn Fn(usize) -> bool| {
                (0..ACTIONS.len())
                    .filter(|it| allowed[*it] && wanted(*it))
                    .max_by(|a, b| choices[*a].total_cmp(&choices[*b]).then(b.cmp(a)))
                    .unwrap_or(0)
            };
            let target = best(&|it| costs[it] == least);
            let chosen = if random.unit() < manner.explore { best(&|_| true) } else { target };
            gradient.loss += f64::from(softmax(&mut choices, target));
            let mut error = [0.0; HIDDEN];
            axpy(1.0, &choices, &mut gradient.dense[shape.actions.1.clone()]);
            backward(
                &self.dense[shape.actions.0.clone()],
                &mut gradient.dense[shape.actions.0.clone()],
                &hidden,
                &choices,
                &mut error,
            );
            let action = ACTIONS[chosen];
            let mut relation = 0;
            if action != Action::Shift {
                let top = state.stack[state.stack.len() - 1] as usize;
                if lesson.heads[top] as usize == state.head_by(action) {
                    relation = lesson.relations[top];
                    scores.copy_from_slice(&self.dense[shape.relations.1.clone()]);
                    forward(&self.dense[shape.relations.0.clone()], &hidden, &mut scores);
                    gradient.loss += f64::from(softmax(&mut scores, relation as usize));
                    axpy(1.0, &scores, &mut gradient.dense[shape.relations.1.clone()]);
                    backward(
                        &self.dense[shape.relations.0.clone()],
                        &mut gradient.dense[shape.relations.0.clone()],
                        &hidden,
                        &scores,
                        &mut error,
                    );
                } else {
                    scores.copy_from_slice(&self.dense[shape.relations.1.clone()]);
                    forward(&self.dense[shape.relations.0.clone()], &hidden, &mut scores);
                    relation = argmax(&scores) as u32;
                }
            }
            for (it, (hidden, mask)) in error.iter_mut().zip(hidden.iter().zip(mask)) {
                *it = if *hidden > 0.0 { *it * mask } else { 0.0 };
            }
            axpy(1.0, &error, &mut gradient.dense[shape.hidden.clone()]);
            for (slot, word) in slots.iter().enumerate() {
                if *word == NONE {
                    let range = shape.empty.clone();
                    let empty = &mut gradient.dense[range][slot * HIDDEN..][..HIDDEN];
                    axpy(1.0, &error, empty);
                } else {
                    axpy(1.0, &error, &mut errors[place(*word as usize, slot)]);
                }
            }
            for (table, row) in facts.iter().enumerate() {
                axpy(1.0, &error, &mut gradient.dense[fact(shape, table, *row)]);
            }
            state.take(action, relation);
        }
        let mut root = [0.0; WIDTH];
        for at in 0..=count {
            for slot in 0..SLOTS {
                let error = &errors[place(at, slot)];
                let down: &mut [f32] =
                    if at == count { &mut root } else { &mut back[at * WIDTH..(at + 1) * WIDTH] };
                let range = shape.slots[slot].clone();
                backward(
                    &self.dense[range.clone()],
                    &mut gradient.dense[range],
                    word(at),
                    error,
                    down,
                );
            }
        }
        axpy(1.0, &root, &mut gradient.dense[shape.root.clone()]);
    }
}

fn fact(shape: &Shape, table: usize, row: u32) -> std::ops::Range<usize> {
    debug_assert!(table < FACTS && (row as usize) < FACT_ROWS, "{table} {row}");
    let from = shape.facts.start + (table * FACT_ROWS + row as usize) * HIDDEN;
    from..from + HIDDEN
}

/// The word and those beside it, each with its part of the weights.
fn neighbours(at: usize, count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..3).filter_map(move |it| (at + it).checked_sub(1).filter(|n| *n < count).map(|n| (it, n)))
}

fn part(weights: &std::ops::Range<usize>, place: usize) -> std::ops::Range<usize> {
    let from = weights.start + place * WIDTH * WIDTH;
    from..from + WIDTH * WIDTH
}

/// `out += factor * input`.
pub(super) fn axpy(factor: f32, input: &[f32], out: &mut [f32]) {
    for (out, input) in out.iter_mut().zip(input) {
        *out += factor * input;
    }
}

/// `out += input · weights`, the weights input by output.
fn forward(weights: &[f32], input: &[f32], out: &mut [f32]) {
    for (it, row) in input.iter().zip(weights.chunks_exact(out.len())) {
        if *it != 0.0 {
            axpy(*it, row, out);
        }
    }
}

/// Gradients of `forward`: of the weights, and of the input.
fn backward(weights: &[f32], change: &mut [f32], input: &[f32], error: &[f32], down: &mut [f32]) {
    let size = error.len();
    let rows = weights.chunks_exact(size).zip(change.chunks_exact_mut(size));
    for ((it, down), (row, change)) in input.iter().zip(down).zip(rows) {
        *down += dot(row, error);
        if *it != 0.0 {
            axpy(*it, error, change);
        }
    }
}

fn outer(change: &mut [f32], input: &[f32], error: &[f32]) {
    for (it, change) in input.iter().zip(change.chunks_exact_mut(error.len())) {
        axpy(*it, error, change);
    }
}

/// A sum in sixteen lanes, in a fixed order.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 16];
    let (left, right) = (a.chunks_exact(16), b.chunks_exact(16));
    let rest: f32 = left.remainder().iter().zip(right.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in left.zip(right) {
        for lane in 0..16 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum::<f32>() + rest
}

fn argmax(scores: &[f32]) -> usize {
    (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a))).unwrap_or(0)
}

/// Scores become the gradient of the cross entropy; returned is the loss.
fn softmax(scores: &mut [f32], gold: usize) -> f32 {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for it in scores.iter_mut() {
        *it = (*it - top).exp();
        sum += *it;
    }
    for it in scores.iter_mut() {
        *it /= sum;
    }
    let loss = -scores[gold].max(1e-12).ln();
    scores[gold] -= 1.0;
    loss
}

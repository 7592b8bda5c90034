//! Adam (Kingma and Ba 2015); rows of the tables are only touched where they have a gradient.

use super::network::{Gradient, Network};
use crate::language::analyser::WIDTH;

/// Moments of the gradients.
pub(super) struct Adam {
    dense: (Vec<f32>, Vec<f32>),
    rows: (Vec<f32>, Vec<f32>),
    steps: i32,
}

const FIRST: f32 = 0.9;
const SECOND: f32 = 0.99;

impl Adam {
    pub(super) fn new(network: &Network) -> Self {
        let zeros = |length: usize| (vec![0.0; length], vec![0.0; length]);
        Self { dense: zeros(network.dense.len()), rows: zeros(network.rows.len()), steps: 0 }
    }

    /// One step down the sum of the gradients, added in their order.
    pub(super) fn step(&mut self, network: &mut Network, gradients: Vec<Gradient>, rate: f32) {
        self.steps += 1;
        let rate = rate * (1.0 - SECOND.powi(self.steps)).sqrt() / (1.0 - FIRST.powi(self.steps));
        let mut rows: Vec<(usize, [f32; WIDTH])> = Vec::new();
        let mut dense: Option<Vec<f32>> = None;
        for gradient in gradients {
            match &mut dense {
                None => dense = Some(gradient.dense),
                Some(dense) => {
                    dense.iter_mut().zip(gradient.dense).for_each(|(sum, it)| *sum += it);
                }
            }
            rows.extend(gradient.rows);
        }
        let dense = dense.unwrap_or_default();
        let (first, second) = &mut self.dense;
        update(&mut network.dense, &dense, first, second, rate);
        rows.sort_by_key(|it| it.0);
        let mut rest = rows.as_slice();
        while let Some((row, _)) = rest.first() {
            let count = rest.iter().take_while(|it| it.0 == *row).count();
            let mut sum = [0.0; WIDTH];
            for (_, gradient) in &rest[..count] {
                sum.iter_mut().zip(gradient).for_each(|(sum, it)| *sum += it);
            }
            let here = row * WIDTH..(row + 1) * WIDTH;
            let (first, second) = &mut self.rows;
            update(
                &mut network.rows[here.clone()],
                &sum,
                &mut first[here.clone()],
                &mut second[here],
                rate,
            );
            rest = &rest[count..];
        }
    }
}

fn update(values: &mut [f32], gradient: &[f32], first: &mut [f32], second: &mut [f32], rate: f32) {
    for (((value, it), first), second) in values.iter_mut().zip(gradient).zip(first).zip(second) {
        *first = FIRST * *first + (1.0 - FIRST) * it;
        *second = SECOND * *second + (1.0 - SECOND) * it * it;
        *value -= rate * *first / (second.sqrt() + 1e-8);
    }
}

/// A running average of what is learnt (Polyak and Juditsky 1992), which does better than its last state.
pub(super) struct Average {
    pub(super) network: Network,
}

/// How much of the average stays at each step, in the long run.
const DECAY: f32 = 0.999;

impl Average {
    pub(super) fn new(network: &Network) -> Self {
        Self { network: network.clone() }
    }

    pub(super) fn add(&mut self, network: &Network, step: usize) {
        let share = 1.0 - DECAY.min((1.0 + step as f32) / (10.0 + step as f32));
        let blend = |average: &mut [f32], values: &[f32]| {
            average.iter_mut().zip(values).for_each(|(it, value)| *it += share * (value - *it));
        };
        blend(&mut self.network.dense, &network.dense);
        blend(&mut self.network.rows, &network.rows);
    }
}

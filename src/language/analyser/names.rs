//! Labels of names word by word, made into names.

/// A name found in a sentence: its words, and its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FoundName {
    /// Its words in the sentence, from the first to the one behind the last.
    pub words: std::ops::Range<usize>,
    /// `PER`, `ORG`, `LOC`, `EVENT` or `NORP`.
    pub kind: &'static str,
}

/// What a label says: outside, or the first or a later word of a name of some kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Outside,
    First(&'static str),
    Later(&'static str),
}

impl Label {
    pub(crate) fn parse(text: &'static str) -> Self {
        match text.split_once('-') {
            Some(("B", kind)) => Self::First(kind),
            Some(("I", kind)) => Self::Later(kind),
            _ => Self::Outside,
        }
    }

    /// Whether it may stand behind `before`; nothing stands before the first word.
    fn may_follow(self, before: Option<Self>) -> bool {
        match self {
            Self::Later(kind) => {
                matches!(before, Some(Self::First(other) | Self::Later(other)) if other == kind)
            }
            _ => true,
        }
    }
}

/// The best sequence of labels that makes sense, as names.
pub(crate) fn decode(labels: &[Label], scores: &[f32]) -> Vec<FoundName> {
    let best = |it: &[f32]| labels[highest(it, 0..it.len()).1];
    let path: Vec<Label> = scores.chunks_exact(labels.len()).map(best).collect();
    let mut before = None;
    // Where the best label of each word makes sense, no other sequence is better.
    if path.iter().all(|it| it.may_follow(before.replace(*it))) {
        return names(path);
    }
    names(best_path(labels, scores))
}

/// The best sequence of labels that makes sense (Viterbi 1967).
fn best_path(labels: &[Label], scores: &[f32]) -> Vec<Label> {
    let size = labels.len();
    let count = scores.len() / size;
    // What may stand before each label; before most of them anything may.
    let before: Vec<Option<Vec<usize>>> = labels
        .iter()
        .map(|label| {
            let fits = |it: &usize| label.may_follow(Some(labels[*it]));
            (!(0..size).all(|it| fits(&it))).then(|| (0..size).filter(fits).collect())
        })
        .collect();
    let mut best: Vec<f32> = Vec::with_capacity(size);
    let mut next: Vec<f32> = Vec::with_capacity(size);
    let mut from: Vec<u8> = vec![0; count * size];
    for at in 0..count {
        let here = &scores[at * size..(at + 1) * size];
        next.clear();
        if at == 0 {
            let first = |(label, score): (&Label, &f32)| {
                if label.may_follow(None) { *score } else { f32::NEG_INFINITY }
            };
            next.extend(labels.iter().zip(here).map(first));
        } else {
            let anything = highest(&best, 0..size);
            for (label, before) in before.iter().enumerate() {
                let (score, place) = match before {
                    Some(before) => highest(&best, before.iter().copied()),
                    None => anything,
                };
                next.push(score + here[label]);
                from[at * size + label] = place as u8;
            }
        }
        std::mem::swap(&mut best, &mut next);
    }
    let mut label =
        (0..best.len()).max_by(|a, b| best[*a].total_cmp(&best[*b]).then(b.cmp(a))).unwrap_or(0);
    let mut path = vec![Label::Outside; count];
    for at in (0..count).rev() {
        path[at] = labels[label];
        label = usize::from(from[at * size + label]);
    }
    path
}

/// The names of a sequence of labels.
fn names(path: Vec<Label>) -> Vec<FoundName> {
    let mut found: Vec<FoundName> = Vec::new();
    for (at, label) in path.into_iter().enumerate() {
        match label {
            Label::Outside => {}
            Label::First(kind) => found.push(FoundName { words: at..at + 1, kind }),
            Label::Later(_) => {
                if let Some(name) = found.last_mut() {
                    name.words.end = at + 1;
                }
            }
        }
    }
    found
}

/// The highest of these scores and its place; of equal ones the first.
fn highest(scores: &[f32], places: impl Iterator<Item = usize>) -> (f32, usize) {
    let none = (f32::NEG_INFINITY, 0);
    places.fold(none, |top, it| if scores[it] > top.0 { (scores[it], it) } else { top })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_on_only_in_its_kind() {
        let labels = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"].map(Label::parse);
        // Word by word the best labels were O, I-PER, I-LOC.
        let scores = [
            3.0, 1.0, 2.0, 0.0, 0.0, //
            0.0, 2.0, 2.5, 0.0, 0.0, //
            0.0, 0.0, 1.0, 0.0, 1.5,
        ];
        let found = decode(&labels, &scores);
        assert_eq!(found, [FoundName { words: 1..3, kind: "PER" }]);
        assert!(decode(&labels, &[]).is_empty());
    }
}

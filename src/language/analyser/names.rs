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

/// The best sequence of labels that makes sense (Viterbi 1967), as names.
pub(crate) fn decode(labels: &[Label], scores: &[f32]) -> Vec<FoundName> {
    let size = labels.len();
    let count = scores.len() / size;
    let follows: Vec<bool> =
        (0..size * size).map(|it| labels[it / size].may_follow(Some(labels[it % size]))).collect();
    let mut best: Vec<f32> = Vec::with_capacity(size);
    let mut from: Vec<u8> = vec![0; count * size];
    for at in 0..count {
        let here = &scores[at * size..(at + 1) * size];
        let reach = |label: usize| -> (f32, usize) {
            if at == 0 {
                let fits = labels[label].may_follow(None);
                return (if fits { here[label] } else { f32::NEG_INFINITY }, 0);
            }
            let mut top = (f32::NEG_INFINITY, 0);
            for before in 0..size {
                if best[before] > top.0 && follows[label * size + before] {
                    top = (best[before], before);
                }
            }
            (top.0 + here[label], top.1)
        };
        let next: Vec<(f32, usize)> = (0..size).map(reach).collect();
        best = next.iter().map(|it| it.0).collect();
        for (label, (_, before)) in next.iter().enumerate() {
            from[at * size + label] = *before as u8;
        }
    }
    let mut label =
        (0..best.len()).max_by(|a, b| best[*a].total_cmp(&best[*b]).then(b.cmp(a))).unwrap_or(0);
    let mut path = vec![Label::Outside; count];
    for at in (0..count).rev() {
        path[at] = labels[label];
        label = usize::from(from[at * size + label]);
    }
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

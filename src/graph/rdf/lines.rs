//! Quads as lines in the order of their bytes, and texts of such lines merged into one.
//!
//! A graph that is larger than memory is sorted in parts, which are then merged (D. Knuth, *The Art of Computer
//! Programming* 3, 5.4: external sorting).

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, binary_heap::PeekMut},
    fmt::Write as _,
    io::{self, BufRead, Write},
    ops::Range,
};

use oxigraph::model::Quad;

/// N-Quads: sorted lines, each once.
pub fn sorted<'a>(quads: impl IntoIterator<Item = &'a Quad>) -> String {
    let mut text = String::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    for quad in quads {
        let start = text.len();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{quad} .");
        places.push(start..text.len());
    }
    places.sort_unstable_by(|a, b| text[a.clone()].cmp(&text[b.clone()]));
    places.dedup_by(|a, b| text[a.clone()] == text[b.clone()]);
    let mut out = String::with_capacity(text.len());
    for place in places {
        out.push_str(&text[place]);
    }
    out
}

/// Writes the lines of texts whose lines are sorted, each once and all in order.
///
/// Of every text one line is in memory.
pub fn merge<R: BufRead>(mut texts: Vec<R>, out: &mut impl Write) -> io::Result<()> {
    let mut next: BinaryHeap<Reverse<(Vec<u8>, usize)>> = BinaryHeap::new();
    for (number, text) in texts.iter_mut().enumerate() {
        let mut line = Vec::new();
        if text.read_until(b'\n', &mut line)? > 0 {
            next.push(Reverse((line, number)));
        }
    }
    let mut last: Vec<u8> = Vec::new();
    while let Some(mut first) = next.peek_mut() {
        let Reverse((line, number)) = &mut *first;
        if *line != last {
            out.write_all(line)?;
        }
        std::mem::swap(line, &mut last);
        line.clear();
        if texts[*number].read_until(b'\n', line)? == 0 {
            PeekMut::pop(first);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// However lines are spread over texts, what is merged is a sorted set of them.
        #[test]
        fn any_texts(texts in prop::collection::vec(prop::collection::btree_set("[a-c]{0,3}\n", 0..9), 0..9)) {
            let all: BTreeSet<&str> = texts.iter().flatten().map(String::as_str).collect();
            let expected: String = all.into_iter().collect();
            let texts: Vec<String> = texts.into_iter().map(|it| it.into_iter().collect()).collect();
            let mut out = Vec::new();
            merge(texts.iter().map(String::as_bytes).collect(), &mut out).unwrap();
            prop_assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}

//! Lines in any order, some more than once → the same lines sorted and once, in bounded memory.
//!
//! What does not fit is sorted in runs, which lie in temporary files until they are merged (D. Knuth, *The Art of
//! Computer Programming* 3, 5.4: external sorting).

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    fmt::{Display, Write as _},
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Seek, Write},
    ops::Range,
    path::PathBuf,
};

use rayon::slice::ParallelSliceMut;

/// How many bytes of lines are held in memory.
const HELD: usize = 256 << 20;

/// Lines that are being collected.
pub(super) struct Lines {
    text: String,
    /// Where in the text each line is.
    places: Vec<Range<usize>>,
    runs: Vec<File>,
    held: usize,
    folder: PathBuf,
    failed: Option<io::Error>,
}

impl Lines {
    /// Nothing yet; runs are kept in `folder`.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            text: String::new(),
            places: Vec::new(),
            runs: Vec::new(),
            held: HELD,
            folder,
            failed: None,
        }
    }

    /// Adds a line, which must hold no line end.  That a run cannot be written is told by [`Self::write`].
    pub(super) fn add(&mut self, line: &dyn Display) {
        let start = self.text.len();
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
        self.places.push(start..self.text.len());
        if self.text.len() >= self.held && self.failed.is_none() {
            self.failed = self.run().err();
        }
    }

    /// Writes all lines in the order of their bytes, each once.
    pub(super) fn write(mut self, out: &mut impl Write) -> io::Result<()> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if self.runs.is_empty() {
            return self.write_held(out);
        }
        self.run()?;
        let mut runs: Vec<BufReader<File>> =
            self.runs.into_iter().map(|it| BufReader::with_capacity(1 << 20, it)).collect();
        let mut next: BinaryHeap<Reverse<(Vec<u8>, usize)>> = BinaryHeap::new();
        for (number, run) in runs.iter_mut().enumerate() {
            next.extend(line(run, Vec::new())?.map(|it| Reverse((it, number))));
        }
        let mut last: Vec<u8> = Vec::new();
        while let Some(Reverse((text, number))) = next.pop() {
            if text != last {
                out.write_all(&text)?;
            }
            let spent = std::mem::replace(&mut last, text);
            next.extend(line(&mut runs[number], spent)?.map(|it| Reverse((it, number))));
        }
        Ok(())
    }

    /// Puts what is held into a temporary file.
    fn run(&mut self) -> io::Result<()> {
        let mut file = tempfile::tempfile_in(&self.folder)?;
        let mut out = BufWriter::with_capacity(1 << 20, &mut file);
        self.write_held(&mut out)?;
        out.flush()?;
        drop(out);
        file.rewind()?;
        self.runs.push(file);
        self.text.clear();
        self.places.clear();
        Ok(())
    }

    fn write_held(&mut self, out: &mut impl Write) -> io::Result<()> {
        let text = &self.text;
        self.places.par_sort_unstable_by(|a, b| text[a.clone()].cmp(&text[b.clone()]));
        self.places.dedup_by(|a, b| text[a.clone()] == text[b.clone()]);
        self.places.iter().try_for_each(|it| out.write_all(&text.as_bytes()[it.clone()]))
    }
}

/// The next line of a run with its end, in the memory of an earlier one.
fn line(run: &mut impl BufRead, mut text: Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    text.clear();
    Ok((run.read_until(b'\n', &mut text)? > 0).then_some(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// However many runs it takes, the lines are those of a sorted set.
        #[test]
        fn runs_make_no_difference(
            lines in prop::collection::vec("[a-c]{0,3}", 0..60),
            held in 1_usize..64,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut sorted = Lines { held, ..Lines::new(folder.path().to_owned()) };
            for it in &lines {
                sorted.add(it);
            }
            let mut out = Vec::new();
            sorted.write(&mut out).unwrap();
            let mut expected: Vec<String> = lines.iter().map(|it| format!("{it}\n")).collect();
            expected.sort();
            expected.dedup();
            prop_assert_eq!(String::from_utf8(out).unwrap(), expected.concat());
        }
    }

    #[test]
    fn a_run_that_cannot_be_written_is_told() {
        let mut lines = Lines { held: 1, ..Lines::new(PathBuf::from("/nowhere/at/all")) };
        lines.add(&"a");
        lines.add(&"b");
        assert!(lines.write(&mut Vec::new()).is_err());
    }
}

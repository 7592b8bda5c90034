//! A file of N-Quads, subject by subject.
//!
//! The canonical order of a graph keeps the lines of a subject together; a file in another order is refused.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{NamedOrBlankNode, Quad},
};

use super::RecordError;

/// The lines of one subject.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Where they begin, in bytes.
    pub(super) offset: u64,
    /// Number of the first line, from 1; where reading began in the middle of a file, from there.
    pub(super) line: u64,
    /// IRI of the subject.
    pub(super) subject: String,
    /// The lines with their ends.
    pub(super) text: Vec<u8>,
}

impl Group {
    /// The quads of the lines, which are of this file.
    pub(super) fn quads(&self, path: &Path) -> Result<Vec<Quad>, RecordError> {
        let mut quads = Vec::new();
        for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(&self.text) {
            let quad = quad.map_err(|error| {
                let line = error.location().map_or(0, |it| it.start.line);
                RecordError::Syntax {
                    path: path.to_owned(),
                    line: self.line + line,
                    message: error.to_string(),
                }
            })?;
            if matches!(quad.subject, NamedOrBlankNode::NamedNode(_)) {
                quads.push(quad);
            }
        }
        Ok(quads)
    }
}

/// Reads groups one after the other.
pub(super) struct Groups {
    path: PathBuf,
    reader: BufReader<File>,
    /// The next line, which was read and belongs to no group yet; empty at the end.
    next: Vec<u8>,
    offset: u64,
    line: u64,
}

impl Groups {
    /// Reads from here on; `capacity` says how many bytes are read at once.
    pub(super) fn open(path: &Path, from: u64, capacity: usize) -> Result<Self, RecordError> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(from))?;
        let mut groups = Self {
            path: path.to_owned(),
            reader: BufReader::with_capacity(capacity, file),
            next: Vec::new(),
            offset: from,
            line: 1,
        };
        groups.reader.read_until(b'\n', &mut groups.next)?;
        Ok(groups)
    }

    /// Goes on reading elsewhere.
    pub(super) fn seek(&mut self, to: u64) -> io::Result<()> {
        self.reader.seek(SeekFrom::Start(to))?;
        self.offset = to;
        self.next.clear();
        self.reader.read_until(b'\n', &mut self.next)?;
        Ok(())
    }

    /// The next group, if there is one.
    pub(super) fn next(&mut self) -> Result<Option<Group>, RecordError> {
        if self.next.is_empty() {
            return Ok(None);
        }
        let mut group = Group {
            offset: self.offset,
            line: self.line,
            subject: subject(&self.next).to_owned(),
            text: Vec::new(),
        };
        while !self.next.is_empty() && subject(&self.next) == group.subject {
            self.offset += self.next.len() as u64;
            self.line += 1;
            group.text.append(&mut self.next);
            let last = group.text.len();
            self.reader.read_until(b'\n', &mut self.next)?;
            let begins = group.text[..last - 1].iter().rposition(|it| *it == b'\n');
            if !self.next.is_empty()
                && self.next.as_slice() < &group.text[begins.map_or(0, |it| it + 1)..]
            {
                return Err(RecordError::Order { path: self.path.clone(), line: self.line });
            }
        }
        Ok(Some(group))
    }
}

/// The IRI that a line begins with; of a line that begins with something else, what stands before the first space.
fn subject(line: &[u8]) -> &str {
    let end = line.iter().position(|it| *it == b' ').unwrap_or(line.len());
    let token = std::str::from_utf8(&line[..end]).unwrap_or_default().trim_end();
    token.strip_prefix('<').and_then(|it| it.strip_suffix('>')).unwrap_or(token)
}

//! Turtle text → triples and, for messages, the line where each subject's block begins.
//!
//! A file with a syntax error yields its first error and nothing else.  This module does not know what the
//! triples mean.

use std::collections::BTreeMap;

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{NamedOrBlankNode, Term, Triple},
};

use crate::diagnostic::Diagnostic;

/// The triples of one file.
#[derive(Debug, Clone)]
pub(super) struct Turtle {
    /// File, for messages.
    pub(super) file: String,
    /// In the order of the file.
    pub(super) triples: Vec<Triple>,
    /// Subject IRI to the lines, from 1, on which a block of it begins.
    lines: BTreeMap<String, Vec<usize>>,
}

/// Everything the files say about one subject.
#[derive(Debug, Clone, Default)]
pub(super) struct Subject<'a> {
    /// File and line of each block; line 0 where no line begins with the subject.
    pub(super) places: Vec<(&'a str, usize)>,
    /// Predicate IRI and object.
    pub(super) values: Vec<(&'a str, &'a Term)>,
}

/// Subjects by IRI.
pub(super) type Subjects<'a> = BTreeMap<&'a str, Subject<'a>>;

impl Turtle {
    /// Parses one file; a mistake goes to `found`.
    pub(super) fn parse(file: &str, text: &str, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(text);
        let mut triples = Vec::with_capacity(text.len() / 48);
        for quad in parser.by_ref() {
            match quad {
                Ok(quad) => triples.push(Triple::from(quad)),
                Err(error) => {
                    let line = error.location().map_or(0, |it| line_number(it.start.line));
                    let message = error.to_string();
                    let message = message.split_once(": ").map_or(message.as_str(), |it| it.1);
                    let syntax = Diagnostic::error("ontology/turtle-syntax", lower_first(message));
                    found.push(
                        syntax
                            .at(file, line)
                            .hint("correct the Turtle; nothing of this file was used"),
                    );
                    return None;
                }
            }
        }
        let prefixes: BTreeMap<&str, &str> = parser.prefixes().collect();
        let lines = block_lines(text, &prefixes);
        let turtle = Self { file: file.to_owned(), triples, lines };
        turtle.refuse_blank_nodes(found);
        Some(turtle)
    }

    fn refuse_blank_nodes(&self, found: &mut Vec<Diagnostic>) {
        let blank = |it: &&Triple| {
            matches!(it.subject, NamedOrBlankNode::BlankNode(_))
                || matches!(it.object, Term::BlankNode(_))
        };
        let mut seen: Vec<usize> = Vec::new();
        for triple in self.triples.iter().filter(blank) {
            let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { continue };
            let line = self.line(subject.as_str());
            if !seen.contains(&line) {
                seen.push(line);
                let error = Diagnostic::error("ontology/blank-node", "a blank node stands here");
                found.push(
                    error.at(self.file.as_str(), line).hint("give the thing an IRI of its own"),
                );
            }
        }
        let blank_subject = |it: &Triple| matches!(it.subject, NamedOrBlankNode::BlankNode(_));
        if seen.is_empty() && self.triples.iter().any(blank_subject) {
            let error =
                Diagnostic::error("ontology/blank-node", "a blank node stands in this file");
            found.push(error.at(self.file.as_str(), 0).hint("give the thing an IRI of its own"));
        }
    }

    /// The line on which the first block of this subject begins, or 0.
    fn line(&self, subject: &str) -> usize {
        self.lines.get(subject).and_then(|it| it.first()).copied().unwrap_or(0)
    }
}

/// Brings the triples of several files together by subject.
pub(super) fn subjects(files: &[Turtle]) -> Subjects<'_> {
    let mut subjects = Subjects::new();
    for file in files {
        for block in file.triples.chunk_by(|a, b| a.subject == b.subject) {
            let NamedOrBlankNode::NamedNode(subject) = &block[0].subject else { continue };
            let iri = subject.as_str();
            let entry = subjects.entry(iri).or_default();
            if entry.places.last().is_none_or(|it| it.0 != file.file) {
                let lines = file.lines.get(iri).map_or(&[0][..], Vec::as_slice);
                entry.places.extend(lines.iter().map(|it| (file.file.as_str(), *it)));
            }
            entry.values.extend(block.iter().map(|it| (it.predicate.as_str(), &it.object)));
        }
    }
    subjects
}

impl<'a> Subject<'a> {
    /// IRIs that `predicate` leads to.
    pub(super) fn iris(&self, predicate: &str) -> impl Iterator<Item = &'a str> {
        self.objects(predicate).filter_map(|it| match it {
            Term::NamedNode(node) => Some(node.as_str()),
            _ => None,
        })
    }

    /// Literals that `predicate` leads to: text and language tag.
    pub(super) fn literals(
        &self,
        predicate: &str,
    ) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        self.objects(predicate).filter_map(|it| match it {
            Term::Literal(literal) => Some((literal.value(), literal.language())),
            _ => None,
        })
    }

    /// Everything that `predicate` leads to.
    pub(super) fn objects(&self, predicate: &str) -> impl Iterator<Item = &'a Term> {
        self.values.iter().filter(move |it| it.0 == predicate).map(|it| it.1)
    }

    /// Whether `predicate` leads to this IRI.
    pub(super) fn has(&self, predicate: &str, iri: &str) -> bool {
        self.iris(predicate).any(|it| it == iri)
    }

    /// The same finding, where the last block of this subject begins: what a domain adds to a class of the core
    /// comes last.
    pub(super) fn place(&self, found: Diagnostic) -> Diagnostic {
        let (file, line) = self.places.last().copied().unwrap_or_default();
        found.at(file, line)
    }
}

/// Lines, from 1, that begin with a subject, by its IRI.
fn block_lines(text: &str, prefixes: &BTreeMap<&str, &str>) -> BTreeMap<String, Vec<usize>> {
    let mut lines: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        let Some(token) = line.split_whitespace().next().filter(|it| line.starts_with(it)) else {
            continue;
        };
        let full = token.strip_prefix('<').and_then(|it| it.strip_suffix('>')).map(str::to_owned);
        let short = || {
            let (prefix, local) = token.split_once(':')?;
            Some(format!("{}{local}", prefixes.get(prefix)?))
        };
        if let Some(iri) = full.or_else(short) {
            lines.entry(iri).or_default().push(at + 1);
        }
    }
    lines
}

fn line_number(from_zero: u64) -> usize {
    usize::try_from(from_zero).map_or(0, |it| it + 1)
}

fn lower_first(text: &str) -> String {
    let mut rest = text.trim_end_matches('.').chars();
    rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}

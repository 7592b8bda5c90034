//! A reading as stand-off annotation in the format of brat, which other annotation tools read, too.
//!
//! Entities are spans with their class, claims are relations between them; the IRI of a thing or a claim, and what the format
//! has no place for, stand in a note.  Offsets are code points of the text, as everywhere.

use std::{collections::BTreeMap, fmt::Write};

use super::{Reading, Term};

/// First code point, and the one behind the last.
type Chars = (usize, usize);

/// Class of a span that is the end of a claim and no mention.
const OTHER: &str = "Span";

/// The file of annotations that goes with the text.
pub fn write(text: &str, reading: &Reading) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut out = Annotations { characters: &characters, ..Annotations::default() };
    for mention in &reading.mentions {
        let span = out.span(&mention.class, mention.chars);
        out.note(&span, &mention.thing);
    }
    for (number, claim) in reading.claims.iter().enumerate() {
        let [subject, object] = [&claim.subject, &claim.object].map(|term| match term {
            Term::Thing { chars, .. } | Term::Literal { chars, .. } => out.end(*chars),
        });
        let (Some(subject), Some(object)) = (subject, object) else {
            // An end that the text does not name: the sentence says so.
            let sentence = out.span("Sentence", claim.chars);
            let words = format!("{} ({})", claim.property, claim.iri);
            out.note(&sentence, &words);
            continue;
        };
        let number = number + 1;
        // Writing to a string cannot fail.
        let _ = writeln!(out.text, "R{number}\t{} Arg1:{subject} Arg2:{object}", claim.property);
        let words = format!(
            "{:?}, {:?}, {}held by {}: {}",
            claim.polarity,
            claim.force,
            if claim.asserted { "asserted, " } else { "" },
            claim.holder,
            claim.iri
        );
        out.note(&format!("R{number}"), &words);
    }
    out.text
}

/// `annotation.conf`: the classes and properties that the files of annotations have.
pub fn configuration<'a>(readings: impl IntoIterator<Item = &'a Reading>) -> String {
    let mut classes = vec![OTHER, "Sentence"];
    let mut properties = Vec::new();
    for reading in readings {
        classes.extend(reading.mentions.iter().map(|it| it.class.as_str()));
        properties.extend(reading.claims.iter().map(|it| it.property.as_str()));
    }
    for list in [&mut classes, &mut properties] {
        list.sort_unstable();
        list.dedup();
    }
    let relations: Vec<String> =
        properties.iter().map(|it| format!("{it}\tArg1:<ENTITY>, Arg2:<ENTITY>")).collect();
    format!(
        "[entities]\n{}\n\n[relations]\n{}\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n",
        classes.join("\n"),
        relations.join("\n")
    )
}

#[derive(Default)]
struct Annotations<'a> {
    characters: &'a [char],
    /// Names of spans by their places; the first of several at one place.
    named: BTreeMap<Chars, String>,
    spans: usize,
    notes: usize,
    text: String,
}

impl Annotations<'_> {
    /// A span, in pieces where a line ends within it, as the format asks.
    fn span(&mut self, class: &str, chars: Chars) -> String {
        self.spans += 1;
        let name = format!("T{}", self.spans);
        let inner = &self.characters[chars.0..chars.1];
        let (mut pieces, mut words) = (Vec::new(), String::new());
        let mut at = 0;
        for piece in inner.split(|it| matches!(it, '\n' | '\r')) {
            if !piece.is_empty() {
                pieces.push(format!("{} {}", chars.0 + at, chars.0 + at + piece.len()));
                if !words.is_empty() {
                    words.push(' ');
                }
                words.extend(piece);
            }
            at += piece.len() + 1;
        }
        let _ = writeln!(self.text, "{name}\t{class} {}\t{words}", pieces.join(";"));
        self.named.entry(chars).or_insert_with(|| name.clone());
        name
    }

    /// The span that the end of a claim is; nothing if it is no place in the text.
    fn end(&mut self, chars: Chars) -> Option<String> {
        if let Some(name) = self.named.get(&chars) {
            return Some(name.clone());
        }
        (chars.0 < chars.1).then(|| self.span(OTHER, chars))
    }

    fn note(&mut self, of: &str, words: &str) {
        self.notes += 1;
        let _ = writeln!(self.text, "#{}\tAnnotatorNotes {of}\t{words}", self.notes);
    }
}

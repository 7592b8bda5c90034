//! CoNLL-U → sentences and words, and the document they are.
//!
//! The format is that of Universal Dependencies: ten columns a word, a blank line after a sentence.  What is
//! in the columns is kept as written; what it means, later stages know.  Empty nodes are passed over.  The
//! text of the document is put together from the forms: sentences of a paragraph are joined by a space,
//! paragraphs by a blank line.

use std::ops::Range;

use super::{Block, BlockKind, lines::is_blank};
use crate::source::Span;

/// A sentence as a file gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoldSentence {
    /// The `newdoc` before it; empty when that has no name.
    pub document: Option<String>,
    /// Whether a paragraph begins with it.
    pub paragraph: bool,
    /// Its `sent_id`.
    pub id: String,
    /// Its `text`.
    pub text: String,
    /// Its syntactic words.
    pub words: Vec<GoldWord>,
    /// Its words that are written as one.
    pub units: Vec<GoldUnit>,
    /// The line of its first word.
    pub line: usize,
}

/// A syntactic word as a file gives it; a column that holds `_` is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldWord {
    /// As it is written.
    pub form: String,
    /// Its dictionary form.
    pub lemma: String,
    /// Its universal part of speech.
    pub upos: String,
    /// Its features.
    pub feats: String,
    /// Its head among the words of the sentence, counted from 0; none for the root, or when not given.
    pub head: Option<usize>,
    /// Its relation to the head.
    pub relation: String,
    /// Whether a space follows; within a unit, it does not.
    pub space_after: bool,
    /// The last column.
    pub misc: String,
}

/// Several syntactic words that are written as one: `don't`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldUnit {
    /// The words, counted from 0.
    pub words: Range<usize>,
    /// As it is written.
    pub form: String,
    /// Whether a space follows.
    pub space_after: bool,
}

/// Why a text is not CoNLL-U; the line counts from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct GoldError {
    /// Where.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
    /// What to do.
    pub remedy: &'static str,
}

impl GoldError {
    fn new(line: usize, message: impl Into<String>, remedy: &'static str) -> Self {
        Self { line, message: message.into(), remedy }
    }
}

const NUMBERS: &str =
    "number the words of each sentence 1, 2, 3 …, and put a blank line after each sentence";

/// The sentences of a CoNLL-U text.
///
/// ```
/// let text = "# sent_id = 1\n1-2\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tca\tcan\tAUX\t_\t_\t0\troot\t_\t_\n2\tn't\tnot\tPART\t_\t_\t1\tadvmod\t_\t_\n\n";
/// let read = kell::document::read_conllu(text).unwrap();
/// assert_eq!(read[0].words[1].head, Some(0));
/// assert_eq!(read[0].units[0].form, "can't");
/// ```
pub fn read_conllu(text: &str) -> Result<Vec<GoldSentence>, GoldError> {
    let mut sentences = Vec::new();
    let mut sentence = GoldSentence::default();
    for (at, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        if line.trim().is_empty() {
            finish(&mut sentence, &mut sentences)?;
        } else if let Some(comment) = line.strip_prefix('#') {
            sentence.comment(comment.trim());
        } else {
            sentence.row(line, at + 1)?;
        }
    }
    finish(&mut sentence, &mut sentences)?;
    Ok(sentences)
}

/// Checks what only the whole sentence shows; comments without words stay for the next one.
fn finish(sentence: &mut GoldSentence, sentences: &mut Vec<GoldSentence>) -> Result<(), GoldError> {
    let count = sentence.words.len();
    if count == 0 {
        return Ok(());
    }
    let fails = |message: String, remedy| Err(GoldError::new(sentence.line, message, remedy));
    if let Some(unit) = sentence.units.iter().find(|it| it.words.end > count) {
        return fails(
            format!("the sentence lacks words of “{}”", unit.form),
            "list every word of a multi-word token below it",
        );
    }
    if let Some(word) = sentence.words.iter().find(|it| it.head.is_some_and(|it| it >= count)) {
        return fails(
            format!("“{}” has a head that the sentence lacks", word.form),
            "HEAD is the number of a word of the sentence, or 0",
        );
    }
    sentences.push(std::mem::take(sentence));
    Ok(())
}

impl GoldSentence {
    fn comment(&mut self, comment: &str) {
        let (name, value) = comment.split_once('=').unwrap_or((comment, ""));
        let value = value.trim();
        match name.trim() {
            "newdoc" | "newdoc id" => {
                self.document = Some(value.to_owned());
                self.paragraph = true;
            }
            "newpar" | "newpar id" => self.paragraph = true,
            "sent_id" => value.clone_into(&mut self.id),
            "text" => value.clone_into(&mut self.text),
            _ => (),
        }
    }

    fn row(&mut self, line: &str, at: usize) -> Result<(), GoldError> {
        let columns: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
        let [id, form, lemma, upos, _, feats, head, relation, _, misc] = columns.as_slice() else {
            return Err(GoldError::new(
                at,
                format!("the line has {} columns instead of 10", columns.len()),
                "separate ten columns by tabs, and put `_` where there is nothing; name the file .txt if it is plain text",
            ));
        };
        if form.chars().all(is_blank) {
            return Err(GoldError::new(at, "a word has no form", "write the word into column 2"));
        }
        let space_after = !misc.split('|').any(|it| it == "SpaceAfter=No");
        let next = self.words.len();
        if self.words.is_empty() && self.units.is_empty() {
            self.line = at;
        }
        if id.contains('.') {
            return Ok(());
        }
        if let Some((first, last)) = id.split_once('-') {
            let ends = first.parse::<usize>().ok().zip(last.parse::<usize>().ok());
            let apart = self.units.last().is_none_or(|it| it.words.end <= next);
            match ends {
                Some((first, last)) if first == next + 1 && last > next && apart => {
                    let form = (*form).to_owned();
                    self.units.push(GoldUnit { words: next..last, form, space_after });
                    return Ok(());
                }
                _ => {
                    return Err(GoldError::new(
                        at,
                        format!("`{id}` is no range of words"),
                        NUMBERS,
                    ));
                }
            }
        }
        if id.parse() != Ok(next + 1) {
            return Err(GoldError::new(
                at,
                format!("`{id}` is not the number {}", next + 1),
                NUMBERS,
            ));
        }
        let head = if matches!(*head, "_" | "0") {
            None
        } else {
            let number: usize = head.parse().map_err(|_| {
                let remedy = "HEAD is the number of a word of the sentence, or 0";
                GoldError::new(at, format!("`{head}` is no head"), remedy)
            })?;
            number.checked_sub(1)
        };
        let inside = self.units.last().is_some_and(|it| it.words.contains(&next));
        let value = |it: &str| if it == "_" { String::new() } else { it.to_owned() };
        self.words.push(GoldWord {
            form: (*form).to_owned(),
            lemma: if *form == "_" { (*lemma).to_owned() } else { value(lemma) },
            upos: value(upos),
            feats: value(feats),
            head,
            relation: value(relation),
            space_after: space_after && !inside,
            misc: value(misc),
        });
        Ok(())
    }
}

/// The division into sentences and words that a document brings along.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The sentences in text order.
    pub sentences: Vec<GivenSentence>,
}

/// A sentence that is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenSentence {
    /// Its words; at least one.
    pub words: Vec<GivenWord>,
    /// Its block in the document.
    pub block: usize,
}

/// A syntactic word that is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenWord {
    /// Where it is.
    pub span: Span,
    /// Whether it is written as one with the word before: the `n't` of `don't`.
    pub joined: bool,
}

/// The text that sentences make, its division and its blocks: a paragraph each.
pub(super) fn document(
    sentences: &[GoldSentence],
) -> Result<(String, Given, Vec<Block>), GoldError> {
    let mut text = String::new();
    let mut given = Given::default();
    let mut blocks: Vec<Block> = Vec::new();
    for sentence in sentences {
        if sentence.paragraph || blocks.is_empty() {
            text.push_str(if blocks.is_empty() { "" } else { "\n\n" });
            blocks.push(Block {
                kind: BlockKind::Paragraph,
                pieces: vec![Span::new(text.len(), text.len())],
                section: 0,
                cut: false,
            });
        } else {
            text.push(' ');
        }
        let words = sentence_words(sentence, &mut text)?;
        given.sentences.push(GivenSentence { words, block: blocks.len() - 1 });
        if let Some(piece) = blocks.last_mut().and_then(|it| it.pieces.last_mut()) {
            piece.end = text.len();
        }
    }
    text.push_str(if blocks.is_empty() { "" } else { "\n" });
    Ok((text, given, blocks))
}

/// Adds a sentence to the text; returns where its words are.
fn sentence_words(sentence: &GoldSentence, text: &mut String) -> Result<Vec<GivenWord>, GoldError> {
    let mut words: Vec<GivenWord> = Vec::with_capacity(sentence.words.len());
    let mut units = sentence.units.iter().peekable();
    while let Some(word) = sentence.words.get(words.len()) {
        let start = text.len();
        let unit = units.next_if(|it| it.words.start == words.len());
        let space_after = if let Some(unit) = unit {
            text.push_str(&unit.form);
            let cuts = parts(&unit.form, &sentence.words[unit.words.clone()]).ok_or_else(|| {
                let message = format!("“{}” is too short for its words", unit.form);
                GoldError::new(sentence.line, message, "join them to one word")
            })?;
            for pair in cuts.windows(2) {
                let span = Span::new(start + pair[0], start + pair[1]);
                words.push(GivenWord { span, joined: pair[0] > 0 });
            }
            unit.space_after
        } else {
            text.push_str(&word.form);
            words.push(GivenWord { span: Span::new(start, text.len()), joined: false });
            word.space_after
        };
        if space_after && words.len() < sentence.words.len() {
            text.push(' ');
        }
    }
    Ok(words)
}

/// Where a unit parts into its words, with its start and end: by their forms, or else in equal parts.
fn parts(unit: &str, words: &[GoldWord]) -> Option<Vec<usize>> {
    let mut cuts = vec![0];
    let mut at = 0;
    for word in words {
        let fits = unit.get(at..at + word.form.len());
        if fits.is_none_or(|it| it.to_lowercase() != word.form.to_lowercase()) {
            break;
        }
        at += word.form.len();
        cuts.push(at);
    }
    if at == unit.len() && cuts.len() == words.len() + 1 {
        return Some(cuts);
    }
    let starts: Vec<usize> = unit.char_indices().map(|it| it.0).collect();
    let part = |number: usize| {
        starts.get(number * starts.len() / words.len()).copied().unwrap_or(unit.len())
    };
    (starts.len() >= words.len()).then(|| (0..=words.len()).map(part).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, form: &str, head: &str, misc: &str) -> String {
        format!("{id}\t{form}\t{form}\tX\t_\t_\t{head}\tdep\t_\t{misc}\n")
    }

    #[test]
    fn the_text_is_put_together() {
        let first = [
            "# newdoc id = quay\n".to_owned(),
            row("1-2", "don't", "_", "_"),
            row("1", "do", "0", "_"),
            row("2", "n't", "1", "_"),
            row("2.1", "it", "_", "_"),
            row("3", "go", "1", "SpaceAfter=No"),
            row("4", ".", "1", "_"),
        ];
        let second =
            row("1-2", "zum", "_", "_") + &row("1", "zu", "2", "_") + &row("2", "dem", "0", "_");
        let text =
            format!("{}\n{}\n# newpar\n{}", first.concat(), row("1", "So", "0", "_"), second);
        let read = read_conllu(&text).unwrap();
        assert_eq!(read[0].document.as_deref(), Some("quay"));
        assert_eq!((read[0].words.len(), read[0].words[2].head), (4, Some(0)));
        let (text, given, blocks) = document(&read).unwrap();
        assert_eq!(text, "don't go. So\n\nzum\n");
        let words: Vec<&str> = given
            .sentences
            .iter()
            .flat_map(|it| it.words.iter().map(|it| it.span.of(&text)))
            .collect();
        assert_eq!(words, ["do", "n't", "go", ".", "So", "z", "um"]);
        assert_eq!(
            blocks.iter().map(|it| it.joined(&text)).collect::<Vec<_>>(),
            ["don't go. So", "zum"]
        );
        assert_eq!(document(&read_conllu("").unwrap()).unwrap().0, "");
    }

    #[test]
    fn mistakes_name_their_line() {
        let good = row("1", "So", "0", "_");
        for (text, line) in [
            ("plain text\n".to_owned(), 1),
            (format!("{good}{}", row("3", "it", "0", "_")), 2),
            (format!("{good}{}", row("2", "", "0", "_")), 2),
            (format!("{good}{}", row("2", "\u{1}\u{7F}", "0", "_")), 2),
            (format!("{good}{}", row("2", "it", "x", "_")), 2),
            (format!("{good}{}", row("2-1", "it", "x", "_")), 2),
            (format!("\n{good}{}", row("2", "it", "7", "_")), 2),
            (format!("{}{good}", row("1-2", "it", "_", "_")), 1),
        ] {
            let error = read_conllu(&text).unwrap_err();
            assert_eq!(error.line, line, "{text}");
            assert!(!error.remedy.is_empty());
        }
    }
}

//! The head of a document → title, speaker, date, publisher.
//!
//! Looks at the first lines only, and is used only for what nobody has said.  Lines that are running text
//! count for less than lines that stand alone: a date in a sentence is seldom the date of the document.

use std::collections::BTreeSet;

use super::lines::ends_sentence;
use super::speaker::{self, Speaker};
use super::words::{HeadWords, Label};
use super::{Block, BlockKind, Metadata, dates};
use crate::source::Span;

/// How many lines are the head.
const LINES: usize = 40;
/// What is looked at of one line, in characters.
const LONGEST: usize = 400;
/// The title is among the first blocks.
const TITLE_BLOCKS: usize = 6;
/// Names before a colon are looked for in the first blocks.
const COLON_BLOCKS: usize = 8;

/// A line of the head.
struct Line {
    text: String,
    /// Index of its block.
    block: usize,
    kind: BlockKind,
    /// Whether it begins its block.
    first: bool,
    /// Whether it is no running text: a heading, or a line alone that ends no sentence.
    short: bool,
}

/// What the head of the text says about the document.
///
/// `spoken` is whether it may be by one speaker, and not by several who take turns.
pub(super) fn detect(text: &str, blocks: &[Block], spoken: bool, words: &HeadWords) -> Metadata {
    let lines = lines(text, blocks);
    let mut found = Metadata::default();
    labels(&lines, words, &mut found);
    let unknown = spoken && found.author.is_none();
    if let Some(speaker) = unknown.then(|| speaker(text, blocks, &lines, words)).flatten() {
        found.author = Some(speaker.name);
        found.role = found.role.or(speaker.role);
    }
    found.date = date(&lines, words);
    if found.title.is_none() {
        found.title = title(&lines, words);
    }
    found
}

fn lines(text: &str, blocks: &[Block]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, block) in blocks.iter().enumerate().take(LINES) {
        let inner = block_lines(text, &block.pieces);
        let alone = inner.len() == 1;
        for (number, text) in inner.into_iter().enumerate() {
            let short = block.kind == BlockKind::Heading
                || (alone && text.chars().count() <= 120 && !ends_sentence(&text));
            lines.push(Line { text, block: at, kind: block.kind, first: number == 0, short });
        }
        if lines.len() >= LINES {
            lines.truncate(LINES);
            break;
        }
    }
    lines
}

/// The pieces joined, as the physical lines they stand on.
fn block_lines(text: &str, pieces: &[Span]) -> Vec<String> {
    let breaks = |it: char| matches!(it, '\n' | '\r');
    let mut lines: Vec<String> = Vec::new();
    let mut end = None;
    for piece in pieces.iter().take(2 * LINES) {
        let between = end.map_or("\n", |it| &text[it..piece.start]);
        for (number, part) in piece.of(text).split(breaks).take(2 * LINES).enumerate() {
            let part: String = part.trim().chars().take(LONGEST).collect();
            match lines.last_mut() {
                Some(last) if number == 0 && !between.contains(breaks) => {
                    if between.contains(char::is_whitespace) {
                        last.push(' ');
                    }
                    last.push_str(&part);
                }
                _ if part.is_empty() => (),
                _ => lines.push(part),
            }
        }
        end = Some(piece.end);
    }
    lines
}

/// `Label: value` lines, and `Published by …`.
fn labels(lines: &[Line], words: &HeadWords, found: &mut Metadata) {
    for line in lines {
        let Some((label, value)) = label(line, words) else { continue };
        let value = value.trim_end_matches(['.', ',', ';', ' ']).to_owned();
        match label {
            Label::Author => {
                if found.author.is_none() {
                    let speaker = speaker::after_introducer(&value, words);
                    let Speaker { name, role } =
                        speaker.unwrap_or(Speaker { name: value, role: None });
                    found.author = Some(name);
                    found.role = found.role.take().or(role);
                }
            }
            Label::Title => found.title = found.title.take().or(Some(value)),
            Label::Role => found.role = found.role.take().or(Some(value)),
            Label::Publisher => found.publisher = found.publisher.take().or(Some(value)),
            Label::Licence => found.licence = found.licence.take().or(Some(value)),
            Label::Source => found.source = found.source.take().or(Some(value)),
            Label::Language => {
                let tag = value.len() == 2 && value.bytes().all(|it| it.is_ascii_lowercase());
                found.language = found.language.take().or(tag.then_some(value));
            }
        }
    }
}

fn label<'a>(line: &'a Line, words: &HeadWords) -> Option<(Label, &'a str)> {
    if let Some((name, value)) = line.text.split_once(':') {
        let label = words.labels.get(name.trim().to_lowercase().as_str());
        if let (Some(label), false) = (label, value.trim().is_empty()) {
            return Some((*label, value.trim()));
        }
    }
    if !line.short {
        return None;
    }
    // `Published by the Harbour Office on 3 May 2020`: a label of two words needs no colon.
    let (phrase, label) = words.labels.iter().find(|(phrase, _)| {
        phrase.contains(' ')
            && line.text.get(..phrase.len()).is_some_and(|it| it.to_lowercase() == **phrase)
            && line.text[phrase.len()..].starts_with(' ')
    })?;
    let rest = &line.text[phrase.len()..];
    let end = dates::dates_in(rest, words).first().map_or(rest.len(), |it| it.span.start);
    let value = without_fillers(&rest[..end], words).trim();
    (!value.is_empty()).then_some((*label, value))
}

/// The text without the fillers, day names and marks at its end.
fn without_fillers<'a>(text: &'a str, words: &HeadWords) -> &'a str {
    let mut rest = text;
    loop {
        rest = rest.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ':' | '(' | '-' | '–' | '|')
        });
        let start = rest
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
        let last = rest[start..].to_lowercase();
        if last.is_empty() || !(words.fillers.contains(&last) || words.weekdays.contains(&last)) {
            return rest;
        }
        rest = &rest[..start];
    }
}

fn speaker(text: &str, blocks: &[Block], lines: &[Line], words: &HeadWords) -> Option<Speaker> {
    let introduced =
        |it: &Line| speaker::introduced(&it.text, it.kind == BlockKind::Heading, words);
    let named = |it: &Line| {
        let starts = it.first && matches!(it.kind, BlockKind::Heading | BlockKind::Paragraph);
        starts.then(|| speaker::name_and_role(&it.text, it.short, words)).flatten()
    };
    let titled = |it: &Line| it.short.then(|| speaker::role_then_name(&it.text, words)).flatten();
    lines
        .iter()
        .find_map(introduced)
        .or_else(|| lines.iter().find_map(named))
        .or_else(|| above_role(lines, words))
        .or_else(|| lines.iter().find_map(titled))
        .or_else(|| before_colon(text, blocks, lines, words))
}

/// A name alone on its line, the post on the next.
fn above_role(lines: &[Line], words: &HeadWords) -> Option<Speaker> {
    lines.windows(2).find_map(|pair| {
        let short =
            pair.iter().all(|it| it.text.chars().count() <= 100 && !ends_sentence(&it.text));
        let name = short.then(|| speaker::only_name(&pair[0].text, words)).flatten()?;
        let joined = format!("{name}, {}", pair[1].text);
        speaker::name_and_role(&joined, true, words)
    })
}

/// `NAME:` before what is said.
///
/// Headings look the same, so a bare name must be said with a title, or come again, or be made of words
/// that the text writes with a capital throughout.
fn before_colon(
    text: &str,
    blocks: &[Block],
    lines: &[Line],
    words: &HeadWords,
) -> Option<Speaker> {
    let first = |it: &&Line| it.first && it.block < COLON_BLOCKS;
    let mut common: Option<BTreeSet<String>> = None;
    for line in lines.iter().filter(first) {
        let Some((speaker, rest)) = speaker::name_and_colon(&line.text, words) else { continue };
        if line.kind == BlockKind::Heading && !rest.is_empty() {
            continue;
        }
        let label = line.text.split(':').next().unwrap_or_default();
        let titled = speaker.role.is_some() || label != speaker.name;
        let again = || {
            let start = format!("{label}:");
            let starts =
                |it: &&Block| it.pieces.first().is_some_and(|it| it.of(text).starts_with(&start));
            blocks.iter().filter(starts).take(2).count() == 2
        };
        let common = common.get_or_insert_with(|| small_words(text, blocks));
        let proper =
            speaker.name.split([' ', '-']).all(|it| !common.contains(it.to_lowercase().as_str()));
        if titled || again() || proper {
            return Some(speaker);
        }
    }
    None
}

/// Words the text writes in lower case.
pub(super) fn small_words(text: &str, blocks: &[Block]) -> BTreeSet<String> {
    blocks
        .iter()
        .take(400)
        .flat_map(|it| &it.pieces)
        .flat_map(|it| it.of(text).split(|c: char| !c.is_alphabetic()).take(2000))
        .filter(|it| it.starts_with(char::is_lowercase) && it.len() >= 3)
        .map(str::to_owned)
        .collect()
}

/// The date of the document: one that is introduced, else one alone on its line, else one in a heading.
fn date(lines: &[Line], words: &HeadWords) -> Option<String> {
    let mut best: Option<(u8, String)> = None;
    for line in lines {
        for date in dates::dates_in(&line.text, words) {
            let before = without_fillers(&line.text[..date.span.start], words);
            let lower = before.to_lowercase();
            let after = line.text[date.span.end..].trim_matches(|c: char| !c.is_alphanumeric());
            let introduced = words.dates.contains(lower.as_str())
                || ends_in_any(&lower, &words.documents)
                || (line.short && ends_in_any(&lower, &words.dates));
            let rank = if introduced {
                3
            } else if before.is_empty() && after.is_empty() {
                2
            } else if line.short {
                1
            } else {
                continue;
            };
            if best.as_ref().is_none_or(|it| rank > it.0) {
                best = Some((rank, date.iso));
            }
        }
    }
    best.map(|it| it.1)
}

fn ends_in_any(text: &str, phrases: &BTreeSet<String>) -> bool {
    phrases.iter().any(|it| {
        text.strip_suffix(it.as_str()).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    })
}

/// The first heading that is no date, no name and no label.
fn title(lines: &[Line], words: &HeadWords) -> Option<String> {
    let heading = lines.iter().find(|it| {
        let text = it.text.as_str();
        let says_who = || {
            speaker::name_and_role(text, true, words).is_some()
                || speaker::role_then_name(text, words).is_some()
                || speaker::only_name(text, words).is_some_and(|_| {
                    above_role(lines, words).is_some_and(|it| text.contains(&it.name))
                })
        };
        let says_when =
            || dates::normal(text, words).is_some() || starts_with_date_word(text, words);
        it.kind == BlockKind::Heading
            && it.block < TITLE_BLOCKS
            && label(it, words).is_none()
            && !says_when()
            && !says_who()
    })?;
    let dated = |it: &&Line| !it.first && !dates::dates_in(&it.text, words).is_empty();
    let whole: Vec<&str> = lines
        .iter()
        .skip_while(|it| it.block < heading.block)
        .take_while(|it| it.block == heading.block && !dated(it))
        .map(|it| it.text.as_str())
        .collect();
    Some(whole.join(" "))
}

/// `Published 14 July 2021`, and nothing else.
fn starts_with_date_word(text: &str, words: &HeadWords) -> bool {
    let found = dates::dates_in(text, words);
    let Some(date) = found.first() else { return false };
    let before = without_fillers(&text[..date.span.start], words).to_lowercase();
    words.dates.contains(before.as_str()) && !text[date.span.end..].contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::super::words::core;
    use super::super::{markdown, plain, tests::ENGLISH, tests::GERMAN};
    use super::*;

    /// Title, author, role, date, publisher; a dash where there is none.
    fn found(text: &str) -> [String; 5] {
        let blocks = plain::blocks(text, 0);
        shown(&detect(text, &blocks, true, &core()))
    }

    fn shown(it: &Metadata) -> [String; 5] {
        [&it.title, &it.author, &it.role, &it.date, &it.publisher]
            .map(|it| it.clone().unwrap_or_else(|| "-".to_owned()))
    }

    #[test]
    fn a_speech_with_a_foreign_preface() {
        let text = format!(
            "Hafen duldet keine Möwen\n\n\nJane Miller, Generaldirektorin der Hafenbehörde Nordhafen. Sie dient dem \
             Hafen seit 20 Jahren und schützte am 3. Mai 2012 die Boote.\n\n  • Hier steht das Originaldokument vom \
             14. Juli 2021 in voller Länge.\n\n\n{ENGLISH}"
        );
        assert_eq!(
            found(&text),
            ["Hafen duldet keine Möwen", "Jane Miller", "Generaldirektorin", "2021-07-14", "-"]
        );
    }

    #[test]
    fn a_press_notice() {
        let text = format!(
            "3 May 2020\n\nNew quay for the northern harbour\n\nStatement by Harbour Secretary Jane Miller\n\n\
             Published by the Harbour Office on 4 May 2020\n\n{ENGLISH}\n\nIt was first seen on 1 June 1999 by all."
        );
        assert_eq!(
            found(&text),
            [
                "New quay for the northern harbour",
                "Jane Miller",
                "Harbour Secretary",
                "2020-05-03",
                "the Harbour Office"
            ]
        );
        let text = text.replace("Published by the Harbour Office on", "Published");
        assert_eq!(found(&text)[3], "2020-05-04");
    }

    #[test]
    fn labelled_markdown() {
        let text = "# Quays\n\n**Speaker:** Jane Miller, Director\n**Date:** 14 July 2021  \nPublisher: Harbour Office\n";
        let read = markdown::blocks(text, 0);
        assert_eq!(
            shown(&detect(text, &read.blocks, true, &core())),
            ["Quays", "Jane Miller", "Director", "2021-07-14", "Harbour Office"]
        );
    }

    #[test]
    fn a_german_speech() {
        let text = format!(
            "Rede von Hafenministerin Erika Muster zur Lage\nNordhafen, 14. Juli 2021\n\n{GERMAN}"
        );
        assert_eq!(
            found(&text),
            [
                "Rede von Hafenministerin Erika Muster zur Lage",
                "Erika Muster",
                "Hafenministerin",
                "2021-07-14",
                "-"
            ]
        );
    }

    #[test]
    fn names_over_posts_and_before_colons() {
        assert_eq!(
            found(&format!(
                "The Year of the Quay\n\nJane Miller\nDirector General, Harbour Office\n\n{ENGLISH}"
            ))[..3],
            ["The Year of the Quay", "Jane Miller", "Director General"]
        );
        assert_eq!(
            found(&format!("Jane Miller: Thank you for coming.\n\n{ENGLISH}"))[1],
            "Jane Miller"
        );
        assert_eq!(found(&format!("Harbour Council: It met.\n\n{ENGLISH}"))[1], "-");
    }

    #[test]
    fn running_text_says_nothing_of_the_document() {
        let text = "On 3 March 2019 the council met. In a letter dated 4 March 2019 it said so.\n\nJane Miller, Director \
                    of the harbour, agreed that it was late and that the quay was old.\n";
        assert_eq!(found(text), ["-", "-", "-", "-", "-"]);
    }
}

//! Blocks of a transcript → turns: who says what follows.
//!
//! `Mr Speaker:`, `Q12 Chair:`, `Jane Miller (Quayside) (Ind):` at the start of a paragraph or of a line in
//! it, or alone above what is said, as parliaments and newspapers print them.  A text is a transcript when
//! such labels come again and again; one label, or a list of words and what they mean, is none.  Labels and
//! the numbers of questions are left out of the blocks: nobody says them.

use std::collections::{BTreeMap, BTreeSet};

use super::head::small_words;
use super::lines::ends_sentence;
use super::speaker::{self, Speaker};
use super::words::HeadWords;
use super::{Author, Block, BlockKind};
use crate::source::Span;

/// The longest label, in bytes.
const LABEL: usize = 200;
/// The fewest turns of a transcript.
const TURNS: usize = 3;

/// Where someone begins to speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn {
    /// The first block that is said.
    pub(super) block: usize,
    pub(super) author: Author,
}

/// How plainly a label names a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// By an honorific, a post, a part in the proceedings, a constituency or the number of a question.
    Titled,
    /// By a name of two words or more.
    Named,
    /// By one word.
    Bare,
}

/// A label that may name who speaks.
struct Candidate {
    block: usize,
    /// The piece of the block that it begins.
    piece: usize,
    /// Where what is said begins: a piece of the block, and a byte of the text.
    rest: (usize, usize),
    author: Author,
    sign: Sign,
    /// Whether it looks like a label only if the same speaker is named elsewhere: there is no colon.
    alone: bool,
}

impl Candidate {
    fn key(&self) -> String {
        let Author { name, role } = &self.author;
        name.as_ref().or(role.as_ref()).map_or_else(String::new, |it| it.to_lowercase())
    }

    /// Whether what follows the label reads like something that is said.
    fn is_speech(&self, text: &str, blocks: &[Block]) -> bool {
        let block = &blocks[self.block];
        let Some(last) = block.pieces.last() else { return false };
        let rest = &text[self.rest.1.min(last.end)..last.end];
        rest.is_empty() && blocks.len() > self.block + 1
            || ends_sentence(rest) && rest.split_whitespace().next().is_some()
    }
}

/// The turns of a text, none when it is no transcript; the blocks are cut where someone begins to speak.
pub(super) fn turns(text: &str, blocks: &mut Vec<Block>, words: &HeadWords) -> Vec<Turn> {
    let mut found = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        candidates(text, at, block, words, &mut found);
    }
    if found.len() < TURNS || !are_turns(text, blocks, &mut found) {
        return Vec::new();
    }
    cut(blocks, &found)
}

/// Keeps the labels that name a speaker; says whether they make a transcript.
fn are_turns(text: &str, blocks: &[Block], found: &mut Vec<Candidate>) -> bool {
    let small = small_words(text, blocks);
    let surnames = surnames(text, &small);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for it in found.iter() {
        *counts.entry(it.key()).or_default() += 1;
    }
    let count = |it: &Candidate| counts[&it.key()];
    let titles: BTreeSet<String> = found
        .iter()
        .filter(|it| it.sign == Sign::Titled)
        .filter_map(|it| it.author.name.as_ref().map(|it| it.to_lowercase()))
        .collect();
    let proper = |it: &str| it.split([' ', '-']).all(|it| !small.contains(&it.to_lowercase()));
    found.retain(|it| {
        let name = it.author.name.as_deref().unwrap_or_default();
        match it.sign {
            Sign::Titled => true,
            Sign::Named if it.alone => titles.contains(&name.to_lowercase()),
            Sign::Named => proper(name),
            Sign::Bare => {
                let surname = surnames.contains(name) || is_all_capitals(name);
                count(it) >= 2 && proper(name) && surname
            }
        }
    });
    let again = |titled: bool| {
        let fits = |it: &&Candidate| count(it) >= 2 && (!titled || it.sign == Sign::Titled);
        found.iter().filter(fits).map(Candidate::key).collect::<BTreeSet<_>>().len()
    };
    let speakers: BTreeSet<String> = found.iter().map(Candidate::key).collect();
    let mostly = found.iter().filter(|it| it.sign == Sign::Titled).count() * 2 >= found.len();
    let enough = if mostly { again(true) >= 1 } else { again(false) >= 2 };
    let Some(first) = found.first().map(|it| it.block) else { return false };
    let speech = found.iter().filter(|it| it.is_speech(text, blocks)).count();
    let paragraphs =
        blocks[first..].iter().filter(|it| it.kind == BlockKind::Paragraph).count().max(1);
    found.len() >= TURNS
        && speakers.len() >= 2
        && enough
        && speech * 2 >= found.len()
        && (mostly || found.len() * 4 >= paragraphs)
}

/// Whether a word is in capitals throughout, as surnames are in newspapers.
fn is_all_capitals(word: &str) -> bool {
    word.chars().count() >= 2 && word.chars().all(char::is_uppercase)
}

/// The words that stand behind a first name somewhere.
fn surnames<'a>(text: &'a str, small: &BTreeSet<String>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut first: Option<(&str, usize)> = None;
    let mut rest = 0;
    while let Some(start) = text[rest..].find(char::is_alphabetic).map(|it| rest + it) {
        let end = start + word_length(&text[start..]);
        let word = &text[start..end];
        if let Some((first, until)) = first
            && &text[until..start] == " "
            && word.starts_with(char::is_uppercase)
            && first.starts_with(char::is_uppercase)
            && first.chars().nth(1).is_some()
            && !small.contains(&first.to_lowercase())
        {
            found.insert(word);
        }
        first = Some((word, end));
        rest = end;
    }
    found
}

/// The bytes of the word a text begins with: *Low-Weaver* and *O'Neil* are one, *Low's* is not.
fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, it)) = chars.next() {
        let joins = match it {
            '-' => chars.peek().is_some_and(|it| it.1.is_alphabetic()),
            '\'' | '’' => chars.peek().is_some_and(|it| it.1.is_uppercase()),
            _ => it.is_alphabetic(),
        };
        if !joins {
            return at;
        }
    }
    text.len()
}

/// Notes the labels in a block.
fn candidates(
    text: &str,
    number: usize,
    block: &Block,
    words: &HeadWords,
    found: &mut Vec<Candidate>,
) {
    let body = block.body(text);
    let from = block.pieces.len() - body.len();
    for (at, piece) in (from..).zip(body) {
        let first = at == from;
        let line_start = first || ends_sentence(block.pieces[at - 1].of(text));
        let capital = piece.of(text).starts_with(|it: char| it.is_uppercase() || it.is_numeric());
        if !line_start || !capital {
            continue;
        }
        let (start, places) = beginning(text, &block.pieces[at..]);
        let Some((label, end)) = label(&start, first, words) else { continue };
        if block.kind == BlockKind::ListItem && label.sign != Sign::Titled {
            continue;
        }
        // Where the label ends in the pieces.
        let rest = places.iter().rev().find(|it| it.0 <= end).map_or((at, piece.end), |it| {
            let piece = block.pieces[at + it.1];
            (at + it.1, (piece.start + end - it.0).min(piece.end))
        });
        found.push(Candidate {
            block: number,
            piece: at,
            rest,
            author: label.author,
            sign: label.sign,
            alone: label.alone,
        });
    }
}

/// The first bytes of these pieces as they read, and where in them which piece begins.
fn beginning(text: &str, pieces: &[Span]) -> (String, Vec<(usize, usize)>) {
    let (mut start, mut places) = (String::new(), Vec::new());
    for (number, piece) in pieces.iter().enumerate() {
        if start.len() > LABEL {
            break;
        }
        let gap =
            number > 0 && text[pieces[number - 1].end..piece.start].contains(char::is_whitespace);
        if gap {
            start.push(' ');
        }
        places.push((start.len(), number));
        let slice = piece.of(text);
        let mut length = slice.len().min(2 * LABEL);
        while !slice.is_char_boundary(length) {
            length -= 1;
        }
        start.push_str(&slice[..length]);
    }
    (start, places)
}

/// What a label says.
struct Label {
    author: Author,
    sign: Sign,
    alone: bool,
}

/// The label at the start of a text, and the byte behind it and the white space that follows.
///
/// `block` says whether a block begins here, which may be the label and nothing else.
fn label(start: &str, block: bool, words: &HeadWords) -> Option<(Label, usize)> {
    let asked = question(start);
    let rest = &start[asked..];
    let colon = outside_brackets(rest, ':').filter(|it| {
        let behind = &rest[it + 1..];
        behind.is_empty() || behind.starts_with(char::is_whitespace)
    });
    let whole = || block && start.len() <= LABEL && !ends_sentence(start);
    let (head, end, alone) = match colon {
        Some(at) if at <= LABEL => (&rest[..at], at + 1, false),
        None if whole() => (rest, rest.len(), true),
        _ => match titled_sentence(rest, words) {
            Some(at) => (&rest[..at], at + 1, false),
            None => return None,
        },
    };
    let (author, mut sign) = author(head.trim(), words)?;
    if asked > 0 {
        sign = Sign::Titled;
    }
    // Without a colon, only what can hardly be a heading.
    let plain = alone && (sign == Sign::Bare || author.name.is_none());
    if plain || head.contains(['.', '?', '!']) && sign == Sign::Bare {
        return None;
    }
    let said = rest[end..].trim_start();
    // *Witness: Ada Low, Director* says who takes part.
    let listed = speaker::only_name(said.trim_end_matches('.'), words).is_some()
        || speaker::name_and_role(said, true, words).is_some();
    if listed {
        return None;
    }
    let behind = rest[end..].len() - said.len();
    Some((Label { author, sign, alone }, asked + end + behind))
}

/// The length of `Q12 ` at the start of a text.
fn question(start: &str) -> usize {
    let Some(rest) = start.strip_prefix('Q') else { return 0 };
    let digits = rest.trim_start();
    let behind = digits.trim_start_matches(|it: char| it.is_ascii_digit());
    let text = behind.trim_start_matches('.').trim_start();
    if behind.len() == digits.len() || text.len() == behind.len() && !text.is_empty() {
        return 0;
    }
    start.len() - text.len()
}

/// The first `mark` that stands in no brackets.
fn outside_brackets(text: &str, mark: char) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, it)| {
        match it {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => (),
        }
        (it == mark && depth == 0).then_some(at)
    })
}

/// Where the label of `Mr. MILLER. Thank you` or `Chairman Miller. Thank you` ends.
fn titled_sentence(text: &str, words: &HeadWords) -> Option<usize> {
    let ends = text.match_indices(". ").take(3).map(|it| it.0);
    ends.take_while(|it| *it <= 60).find(|it| {
        let label = &text[..*it];
        speaker::role_then_name(label, words).is_some()
            || speaker::role_then_surname(label, words).is_some()
    })
}

/// Whom a label names.
fn author(head: &str, words: &HeadWords) -> Option<(Author, Sign)> {
    let (bare, brackets) = without_brackets(head);
    let known = |it: Speaker| Author { name: Some(it.name), role: it.role };
    let in_brackets = || {
        brackets.iter().find_map(|it| {
            let titled = speaker::role_then_name(it, words).map(|it| it.name);
            titled.or_else(|| speaker::only_name(it, words).map(str::to_owned))
        })
    };
    if speaker::is_part(bare, words) {
        return Some((Author { name: in_brackets(), role: Some(bare.to_owned()) }, Sign::Titled));
    }
    let titled = || speaker::role_then_surname(bare, words);
    if let Some(found) = speaker::role_then_name(bare, words).or_else(titled) {
        return Some((known(found), Sign::Titled));
    }
    if let Some(role) = speaker::only_role(bare, words) {
        return Some((Author { name: in_brackets(), role: Some(role.to_owned()) }, Sign::Titled));
    }
    if let Some(found) = speaker::name_and_role(bare, true, words) {
        return Some((known(found), Sign::Titled));
    }
    let named = |name: &str| Author { name: Some(name.to_owned()), role: None };
    if let Some(name) = speaker::only_name(bare, words) {
        return Some((named(name), if brackets.is_empty() { Sign::Named } else { Sign::Titled }));
    }
    let one = !bare.is_empty() && bare.chars().all(|it| it.is_alphabetic() || it == '-');
    (one && bare.starts_with(char::is_uppercase)).then(|| (named(bare), Sign::Bare))
}

/// A label without the brackets at its end: `Jane Miller (Quayside) (Ind)`.
fn without_brackets(head: &str) -> (&str, Vec<&str>) {
    let (mut bare, mut brackets) = (head, Vec::new());
    while let Some((before, inside)) = bare
        .strip_suffix([')', ']'])
        .and_then(|it| it.rfind(['(', '[']).map(|at| (&it[..at], &it[at + 1..])))
    {
        brackets.push(inside);
        bare = before.trim_end();
    }
    (bare, brackets)
}

/// Cuts the blocks where turns begin and leaves the labels out.
fn cut(blocks: &mut Vec<Block>, found: &[Candidate]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut done = Vec::with_capacity(blocks.len());
    let mut next = found.iter().peekable();
    for (number, block) in std::mem::take(blocks).into_iter().enumerate() {
        let mine: Vec<&Candidate> =
            std::iter::from_fn(|| next.next_if(|it| it.block == number)).collect();
        let Some(first) = mine.first() else {
            done.push(block);
            continue;
        };
        let kind = if block.kind == BlockKind::Quote { block.kind } else { BlockKind::Paragraph };
        // A list marker before the label is the number of a question.
        let listed = block.kind == BlockKind::ListItem && first.piece == 1;
        if first.piece > 0 && !listed {
            let pieces = block.pieces[..first.piece].to_vec();
            done.push(Block { pieces, cut: false, ..block.clone() });
        }
        for (at, turn) in mine.iter().enumerate() {
            let end = mine.get(at + 1).map_or(block.pieces.len(), |it| it.piece);
            let mut pieces = block.pieces[turn.rest.0.min(end)..end].to_vec();
            if let Some(piece) = pieces.first_mut() {
                piece.start = turn.rest.1;
            }
            pieces.retain(|it| it.start < it.end);
            turns.push(Turn { block: done.len(), author: turn.author.clone() });
            if !pieces.is_empty() {
                let cut = block.cut && end == block.pieces.len();
                done.push(Block { kind, pieces, section: block.section, cut });
            }
        }
    }
    // Nothing is said behind the last label, or by one who is interrupted at once.
    turns.retain(|it| it.block < done.len());
    turns.reverse();
    turns.dedup_by_key(|it| it.block);
    turns.reverse();
    *blocks = done;
    turns
}

#[cfg(test)]
mod tests {
    use super::super::words::core;
    use super::super::{markdown, plain};
    use super::*;

    fn read(text: &str, mut blocks: Vec<Block>) -> Vec<String> {
        let turns = turns(text, &mut blocks, &core());
        let mut lines = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            let turn = turns.iter().find(|it| it.block == at);
            let who = turn.map_or_else(String::new, |it| {
                let Author { name, role } = &it.author;
                let role = role.as_ref().map(|it| format!("[{it}]")).unwrap_or_default();
                format!("{}{role} | ", name.as_deref().unwrap_or_default())
            });
            lines.push(format!("{who}{}", block.joined(text)));
        }
        lines
    }

    fn found(text: &str) -> Vec<String> {
        read(text, plain::blocks(text, 0))
    }

    #[test]
    fn surnames_are_what_stands_behind_first_names() {
        let small = BTreeSet::from(["the".to_owned()]);
        let text = "The Board thanked Ada Low-Weaver's friend, Jo O'Neil, J Bold and\nMary  Hill. Said Ann";
        let found: Vec<&str> = surnames(text, &small).into_iter().collect();
        assert_eq!(found, ["Ann", "Low-Weaver", "O'Neil"]);
        assert!(surnames("Mary Low", &small).contains("Low"));
        assert!(surnames("", &small).is_empty());
    }

    #[test]
    fn a_debate() {
        let text = "Harbour safety\n\n\
                    The Secretary of State for Ports and Quays (Jane Miller): With permission, I will make a statement.\n\n\
                    The quay was closed on Monday.\n\n\
                    Jo Weaver (Northquay) (Ind): I thank her for the statement.\n\n\
                    Jane Miller: I am grateful to him.\n\n\
                    Mr Speaker: Order. We must move on.\n\n\
                    Dr Low: Will she open the quay?\n\n\
                    Jane Miller: Yes, on Friday.";
        assert_eq!(
            found(text),
            [
                "Harbour safety",
                "Jane Miller[Secretary of State for Ports and Quays] | With permission, I will make a statement.",
                "The quay was closed on Monday.",
                "Jo Weaver | I thank her for the statement.",
                "Jane Miller | I am grateful to him.",
                "[Mr Speaker] | Order. We must move on.",
                "Dr Low | Will she open the quay?",
                "Jane Miller | Yes, on Friday.",
            ]
        );
    }

    #[test]
    fn oral_evidence_in_wrapped_lines() {
        let text = "Witness: Ada Low, Director of the Harbour.\n\n\
                    Q1 Chair: Good morning. Could you tell us what the harbour board has\n\
                    done since the flood of last year?\n\
                    Sir Ada Low: We rebuilt the wall, and we are now testing every gate on the\n\
                    eastern side.\n\
                    Q2 Mr Weaver: How much did it cost?\n\
                    Sir Ada Low: Ten million pounds, all of it paid by the board of the harbour in\n\
                    the last year.";
        assert_eq!(
            found(text),
            [
                "Witness: Ada Low, Director of the Harbour.",
                "[Chair] | Good morning. Could you tell us what the harbour board has done since the flood of last year?",
                "Ada Low | We rebuilt the wall, and we are now testing every gate on the eastern side.",
                "Mr Weaver | How much did it cost?",
                "Ada Low | Ten million pounds, all of it paid by the board of the harbour in the last year.",
            ]
        );
    }

    #[test]
    fn labels_in_bold_and_on_lines_of_their_own() {
        let text = "**Q1 Chair:** Is the quay safe?\n\n*Jane Miller:* It is.\n\n**Chair:** Thank you.\n\n\
                    **Jane Miller:**\n\nNot at all.\n";
        assert_eq!(
            read(text, markdown::blocks(text, 0).blocks),
            [
                "[Chair] | Is the quay safe?",
                "Jane Miller | It is.",
                "[Chair] | Thank you.",
                "Jane Miller | Not at all."
            ]
        );
    }

    #[test]
    fn interviews_and_hearings() {
        let text = "Jane Miller leads the harbour board.\n\nKURIER: Is the quay safe?\n\nMiller: It is.\n\n\
                    KURIER: Since when?\n\nMiller: Since Monday.";
        let all = found(text);
        assert_eq!(all[1..3], ["KURIER | Is the quay safe?", "Miller | It is."]);
        let text = "Chairman Miller. The committee will come to order.\n\nMr. WEAVER. Thank you, Mr. Chairman.\n\n\
                    Chairman Miller. Please begin.\n\nMr. WEAVER. The quay is safe.";
        let all = found(text);
        assert_eq!(all[0], "Miller[Chairman] | The committee will come to order.");
        assert_eq!(all[1], "Mr. WEAVER | Thank you, Mr. Chairman.");
        let text = "Präsidentin Erika Muster: Ich eröffne die Sitzung.\n\nMax Low (Hafenpartei): Der Kai ist alt.\n\n\
                    Präsidentin Erika Muster: Ich danke Ihnen.\n\nJo Weber, Bundesminister der Häfen: Er wird gebaut.";
        let all = found(text);
        assert_eq!(all[0], "Erika Muster[Präsidentin] | Ich eröffne die Sitzung.");
        assert_eq!(all[1], "Max Low | Der Kai ist alt.");
        assert_eq!(all[3], "Jo Weber[Bundesminister] | Er wird gebaut.");
    }

    #[test]
    fn what_is_no_transcript() {
        for text in [
            "Jane Miller: The quay is safe.\n\nIt was built in 1990.\n\nIt will be built anew.",
            "Quay: a place for boats.\n\nBoat: a thing that floats.\n\nQuay wall: its edge.\n\nThe boat lies at the quay.",
            "Northern Harbour: closed for works.\n\nEastern Harbour: open all day.\n\nWestern Harbour: open at night.",
            "Chair: Jane Miller\n\nSecretary: Jo Weaver\n\nMembers: Ada Low\n\nChair: Jo Low",
            "Decision: We build the quay.\n\nAction: The board pays.\n\nDecision: We wait.\n\nAction: The board \
             waits.\n\nThe decision and the action are final.",
            "Der Antrag liegt vor.\n\nAntrag: Wir bauen.\n\nBeschluss: Wir warten.\n\nAntrag: Wir zahlen.\n\n\
             Beschluss: Wir sparen.\n\nDer Beschluss gilt, denn der Rat und die Bürger wollen es.",
        ] {
            let mut blocks = plain::blocks(text, 0);
            let before = blocks.clone();
            assert_eq!(turns(text, &mut blocks, &core()), [], "{text}");
            assert_eq!(blocks, before);
        }
    }
}

//! A line of text → the person it names as speaker, and the post.
//!
//! `Name, Role of Body`, `Speech by NAME`, `Role Name`, with the words of the languages given.  A name is
//! two to four capitalised words; whether there is such a person is not known here.

use super::words::HeadWords;

/// A person named as the author of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Speaker {
    /// As written, without honorifics.
    pub(super) name: String,
    /// The post, as written.
    pub(super) role: Option<String>,
}

impl Speaker {
    fn new(name: &str, role: Option<&str>) -> Self {
        Self { name: name.to_owned(), role: role.map(str::to_owned) }
    }
}

/// `Name, Role …` at the start of `line`; `short` when the line is no running text.
pub(super) fn name_and_role(line: &str, short: bool, words: &HeadWords) -> Option<Speaker> {
    let (name, rest) = name(line, words)?;
    let rest = rest.strip_prefix([',', '–', '—', '|', '('])?.trim_start();
    let (role, rest) = role(rest, words)?;
    // In running text the role must end a sentence: `Name, Role of Body.`, not `Name, Role, said that …`.
    let stop = rest.find(['.', ';']).unwrap_or(rest.len());
    let fragment = stop < rest.len() && stop <= 60 && !rest[..stop].contains([',', ':']);
    (short || fragment).then(|| Speaker::new(name, Some(role)))
}

/// `Role Name` or `Sir Name`, and nothing else in the line.
pub(super) fn role_then_name(line: &str, words: &HeadWords) -> Option<Speaker> {
    let (title, rest) = match role(line, words) {
        Some((role, rest)) => (Some(role), rest),
        None => (None, line),
    };
    let honoured = without_honorifics(rest, words).len() < rest.len();
    let (name, rest) = name(rest, words)?;
    let alone =
        rest.trim_matches([',', ' ']).split(' ').all(|it| it.is_empty() || is_post_nominal(it));
    (alone && (title.is_some() || honoured)).then(|| Speaker::new(name, title))
}

/// `Chairman Miller`, and nothing else in the line.
pub(super) fn role_then_surname(line: &str, words: &HeadWords) -> Option<Speaker> {
    let (title, name) = line.trim().rsplit_once(' ')?;
    let (role, rest) = role(title, words)?;
    let word = name.starts_with(char::is_uppercase)
        && name.chars().count() > 1
        && name.chars().all(|it| it.is_alphabetic() || "-'’".contains(it));
    let post = ends_in_role(&format!("{role} {name}"), words);
    (rest.is_empty() && word && !post).then(|| Speaker::new(name, Some(role)))
}

/// A name and nothing else in the line.
pub(super) fn only_name<'a>(line: &'a str, words: &HeadWords) -> Option<&'a str> {
    name(line, words).filter(|(_, rest)| rest.trim_matches([',', ' ']).is_empty()).map(|it| it.0)
}

/// `Speech by NAME` at the start of the line, or anywhere in it when it is a heading.
pub(super) fn introduced(line: &str, heading: bool, words: &HeadWords) -> Option<Speaker> {
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return None;
    }
    let mut best: Option<(usize, usize, &str)> = None;
    for phrase in &words.speech {
        let found = match lower.find(phrase.as_str()) {
            Some(at) if at == 0 || (heading && phrase.contains(' ')) => at,
            _ => continue,
        };
        let end = found + phrase.len();
        let whole = line[end..].starts_with([' ', ':', '\u{A0}'])
            && !line[..found].ends_with(char::is_alphanumeric);
        if whole && best.is_none_or(|it| end - found > it.1 - it.0) {
            best = Some((found, end, phrase));
        }
    }
    let (_, end, phrase) = best?;
    let rest = line[end..].trim_start_matches([' ', ':', '\u{A0}']);
    let speaker = after_introducer(rest, words)?;
    (phrase.contains(' ') || line.chars().count() <= 80).then_some(speaker)
}

/// `NAME`, `NAME, Role`, `Role NAME`, `the Role of Body, NAME`.
pub(super) fn after_introducer(text: &str, words: &HeadWords) -> Option<Speaker> {
    if let Some((role_text, rest)) = role(text, words) {
        if let Some((name, after)) = name(rest.trim_start_matches([',', ' ']), words) {
            return ends_name(after).then(|| Speaker::new(name, Some(role_text)));
        }
        let (_, after) = rest.split_once(',')?;
        let (name, after) = name(after.trim_start(), words)?;
        return ends_name(after).then(|| Speaker::new(name, Some(role_text)));
    }
    let (name, after) = name(text, words)?;
    let post = after.strip_prefix([',', '(']).and_then(|it| role(it.trim_start(), words));
    ends_name(after).then(|| Speaker::new(name, post.map(|it| it.0)))
}

/// A post or office and nothing else: `the Home Secretary`, `Secretary of State for Ports and Quays`.
pub(super) fn only_role<'a>(line: &'a str, words: &HeadWords) -> Option<&'a str> {
    let (found, rest) = role(line, words)?;
    let of = rest.is_empty() || rest.starts_with(char::is_lowercase);
    let whole = &line[line.find(found)?..];
    (of && !rest.contains([',', ';', '.', ':'])).then(|| whole.trim_end())
}

/// Whether a label names a speaker by the part taken in the proceedings: `Mr Speaker`, `The Chair`.
pub(super) fn is_part(label: &str, words: &HeadWords) -> bool {
    let article = prefix(label, 1).filter(|it| words.fillers.contains(it.to_lowercase().as_str()));
    let bare = article.map_or(label, |it| label[it.len()..].trim_start());
    words.parts.contains(without_honorifics(bare, words).to_lowercase().as_str())
}

/// `NAME:` at the start of `line`, and the text after it.
pub(super) fn name_and_colon<'a>(line: &'a str, words: &HeadWords) -> Option<(Speaker, &'a str)> {
    let (before, after) = line.split_once(':')?;
    let speaker = role_then_name(before, words)
        .or_else(|| only_name(before, words).map(|it| Speaker::new(it, None)))?;
    Some((speaker, after.trim_start()))
}

/// After a name comes the end, a mark, a date or a word that is no name.
fn ends_name(rest: &str) -> bool {
    rest.trim_start().chars().next().is_none_or(|it| !it.is_uppercase())
        || rest.split_whitespace().next().is_some_and(is_post_nominal)
}

/// The name at the start of `text` without its honorifics, and what follows it.
fn name<'a>(text: &'a str, words: &HeadWords) -> Option<(&'a str, &'a str)> {
    let bare = without_honorifics(text, words);
    let (mut end, mut count, mut before) = (0, 0, String::new());
    for (start, word) in spaced(bare) {
        let core = word.trim_end_matches([',', ':', ';', '.', '|', '/']);
        let initial = core.chars().count() == 1 && word.ends_with('.');
        let particle = if before.is_empty() { core.to_owned() } else { format!("{before} {core}") };
        if count > 0 && core == word && words.particles.contains(particle.as_str()) {
            before = particle;
            continue;
        }
        before.clear();
        let lower = core.to_lowercase();
        let other = words.is_calendar(&lower)
            || words.roles.contains(&lower)
            || (count >= 2 && is_post_nominal(core));
        if other || !is_name_word(core) || count == 4 {
            break;
        }
        count += 1;
        end = start + if initial { word.len() } else { core.len() };
        if core != word && !initial {
            break;
        }
    }
    let least = if bare.len() < text.len() { 1 } else { 2 };
    if count < least {
        return None;
    }
    let name = if count == 1 { &text[..text.len() - bare.len() + end] } else { &bare[..end] };
    Some((name, bare[end..].trim_start()))
}

fn is_name_word(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '‐' | '\'' | '’' | '.'))
}

/// Letters after a name: `MP`, `OBE`.
fn is_post_nominal(word: &str) -> bool {
    let word = word.trim_matches([',', ' ', '.']);
    (2..=4).contains(&word.len()) && word.bytes().all(|it| it.is_ascii_uppercase())
}

/// The text after the honorifics at its start.
fn without_honorifics<'a>(text: &'a str, words: &HeadWords) -> &'a str {
    let mut rest = text;
    loop {
        let longest = (1..=3)
            .rev()
            .filter_map(|count| prefix(rest, count))
            .find(|it| words.honorifics.contains(it.trim_end_matches('.').to_lowercase().as_str()));
        match longest {
            Some(it) => rest = rest[it.len()..].trim_start(),
            None => return rest,
        }
    }
}

/// The post at the start of `text` without its article, and what follows it.
fn role<'a>(text: &'a str, words: &HeadWords) -> Option<(&'a str, &'a str)> {
    let article = prefix(text, 1).filter(|it| words.fillers.contains(it.to_lowercase().as_str()));
    let bare = article.map_or(text, |it| text[it.len()..].trim_start());
    (1..=6).rev().find_map(|count| {
        let phrase = prefix(bare, count)?;
        let run = phrase.trim_end_matches([',', '.', ':', ';', ')', '|', '/']);
        (ends_in_role(run, words) && !run.contains([',', ':', ';', '|', '/']))
            .then(|| (run, bare[run.len()..].trim_start()))
    })
}

/// Whether a run of capitalised words ends in a word for an office.
fn ends_in_role(run: &str, words: &HeadWords) -> bool {
    let all: Vec<&str> = run.split(' ').collect();
    let capital = |it: &&str| it.starts_with(char::is_uppercase);
    if !all.first().is_some_and(capital) {
        return false;
    }
    (0..all.len()).any(|at| {
        let last = all[at..].join(" ").to_lowercase();
        let compound =
            at + 1 == all.len() && words.role_ends.iter().any(|it| last.ends_with(it.as_str()));
        // Letters after a name are a post only when they stand alone.
        let letters = at + 1 == all.len() && is_post_nominal(all[at]);
        all[..at].iter().all(capital)
            && capital(&all[at])
            && (words.roles.contains(&last) || compound)
            && (at == 0 || !letters)
    })
}

/// The first `count` words of `text`.
fn prefix(text: &str, count: usize) -> Option<&str> {
    let (start, word) = spaced(text).nth(count - 1)?;
    Some(&text[..start + word.len()])
}

/// Words between single spaces, with their starts.
fn spaced(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(' ').map(move |word| {
        let start = at;
        at += word.len() + 1;
        (start, word)
    })
}

#[cfg(test)]
mod tests {
    use super::super::words::core;
    use super::*;

    fn some(name: &str, role: &str) -> Option<Speaker> {
        let role = Some(role).filter(|it| !it.is_empty());
        Some(name).filter(|it| !it.is_empty()).map(|it| Speaker::new(it, role))
    }

    #[test]
    fn names_with_roles() {
        let words = core();
        let found = |line| name_and_role(line, false, &words);
        assert_eq!(
            found("Jane Miller, Generaldirektorin der Hafenbehörde. Sie dient dem Hafen."),
            some("Jane Miller", "Generaldirektorin")
        );
        assert_eq!(found("Jane Miller, Director of the harbour, said that it was late."), None);
        assert_eq!(found("Last Monday, Director Miller spoke."), None);
        let short = |line| name_and_role(line, true, &words);
        assert_eq!(
            short("Jane van der Miller, Harbour Secretary"),
            some("Jane van der Miller", "Harbour Secretary")
        );
        assert_eq!(
            short("Dr J. R. Miller, Secretary of State for Ports"),
            some("J. R. Miller", "Secretary of State")
        );
        assert_eq!(short("Erika Muster, Hafenministerin"), some("Erika Muster", "Hafenministerin"));
        assert_eq!(short("Ports and Quays, Director"), None);
    }

    #[test]
    fn introduced_speakers() {
        let words = core();
        let found = |line| introduced(line, true, &words);
        assert_eq!(found("Speech by Jane Miller"), some("Jane Miller", ""));
        assert_eq!(
            found("Statement by Harbour Secretary Jane Miller, 3 May 2020"),
            some("Jane Miller", "Harbour Secretary")
        );
        assert_eq!(
            found("The quays: speech by the Director General, Jane Miller"),
            some("Jane Miller", "Director General")
        );
        assert_eq!(
            found("Rede von Hafenministerin Erika Muster am 3. Mai 2020"),
            some("Erika Muster", "Hafenministerin")
        );
        assert_eq!(
            found("Rede des Präsidenten der Behörde, Max Muster"),
            some("Max Muster", "Präsidenten")
        );
        assert_eq!(found("Rede von Erika Muster zur Lage der Boote"), some("Erika Muster", ""));
        assert_eq!(found("By Jane Miller"), some("Jane Miller", ""));
        assert_eq!(found("Speech by the sea"), None);
    }

    #[test]
    fn names_alone() {
        let words = core();
        assert_eq!(
            role_then_name("Director General Jane Miller", &words),
            some("Jane Miller", "Director General")
        );
        assert_eq!(role_then_name("The Rt Hon Jane Miller MP", &words), some("Jane Miller", ""));
        assert_eq!(role_then_name("Jane Miller", &words), None);
        assert_eq!(only_name("Jane Miller", &words), Some("Jane Miller"));
        let (speaker, rest) = name_and_colon("Lord Miller: Thank you.", &words).unwrap();
        assert_eq!((speaker.name.as_str(), rest), ("Lord Miller", "Thank you."));
    }
}

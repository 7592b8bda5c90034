//! A line of text → the dates in it, checked.
//!
//! `14 July 2021`, `July 14, 2021`, `14. Juli 2021`, `14.07.2021`, `2021-07-14`, `July 2021`.  A date with
//! slashes is not read, because its month cannot be told from its day.

use jiff::civil::Date;

use super::lines::is_blank;
use super::words::HeadWords;
use crate::source::Span;

/// A date found in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Where in the line.
    pub(super) span: Span,
    /// ISO 8601: a day or a month.
    pub(super) iso: String,
}

/// The dates in `line`, in order.
pub(super) fn dates_in(line: &str, words: &HeadWords) -> Vec<Found> {
    let tokens = tokens(line);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // After a number a month alone is the rest of a date that does not exist.
        let numbered = at > 0 && tokens[at - 1].of(line).starts_with(|c: char| c.is_ascii_digit());
        match date_at(line, &tokens[at..], words) {
            Some((_, iso)) if numbered && iso.len() < "2021-12-31".len() => at += 1,
            Some((long, iso)) => {
                let span = Span::new(tokens[at].start, tokens[at + long - 1].end);
                found.push(Found { span, iso });
                at += long;
            }
            None => at += 1,
        }
    }
    found
}

/// The ISO form of a text that is a date and nothing else; years and times of day are allowed.
pub(super) fn normal(text: &str, words: &HeadWords) -> Option<String> {
    let text = text.trim();
    let numbers: Vec<&str> = text.split('-').collect();
    let digits =
        |it: &str, long: usize| it.len() == long && it.bytes().all(|it| it.is_ascii_digit());
    match numbers.as_slice() {
        [year] if digits(year, 4) => return Some(text.to_owned()),
        [year, month] if digits(year, 4) && digits(month, 2) => {
            return day(year, month.parse().ok()?, "1").map(|_| text.to_owned());
        }
        [year, month, rest] if digits(year, 4) && digits(month, 2) => {
            let (number, time) = rest.split_at_checked(2)?;
            let plain = time.is_empty() || time.starts_with(['T', ' ', 't']);
            return if plain { day(year, month.parse().ok()?, number) } else { None };
        }
        _ => (),
    }
    let found = dates_in(text, words);
    let [date] = found.as_slice() else { return None };
    let around = format!("{} {}", &text[..date.span.start], &text[date.span.end..]);
    let alone = around
        .split(|c: char| !c.is_alphanumeric())
        .all(|it| it.is_empty() || words.weekdays.contains(it.to_lowercase().as_str()));
    alone.then(|| date.iso.clone())
}

/// Runs of letters and digits.
fn tokens(line: &str) -> Vec<Span> {
    let mut tokens: Vec<Span> = Vec::new();
    for (at, c) in line.char_indices() {
        if c.is_alphanumeric() {
            let end = at + c.len_utf8();
            match tokens.last_mut() {
                Some(last) if last.end == at => last.end = end,
                _ => tokens.push(Span::new(at, end)),
            }
        }
    }
    tokens
}

/// The date that begins with the first token: how many tokens, and its ISO form.
fn date_at(line: &str, tokens: &[Span], words: &HeadWords) -> Option<(usize, String)> {
    let word = |at: usize| tokens.get(at).map(|it| it.of(line));
    let between = |at: usize| {
        tokens.get(at..at + 2).map(|pair| line[pair[0].end..pair[1].start].trim_matches(is_blank))
    };
    let loose = |at: usize| between(at).is_some_and(|it| matches!(it, "" | "." | "," | ".,"));
    let joined = |mark: &str| between(0) == Some(mark) && between(1) == Some(mark);
    let first = word(0)?;

    if let (Some(second), Some(third)) = (word(1), word(2)) {
        if joined("-") && first.len() == 4 {
            let number = third.split(['T', 't']).next().unwrap_or_default();
            return Some((3, day(first, second.parse().ok()?, number)?));
        }
        if joined(".")
            && third.len() == 4
            && second.len() <= 2
            && let Ok(month) = second.parse()
        {
            return Some((3, day(third, month, first)?));
        }
    }
    if let Some(month) = words.month(first) {
        let (second, third) = (word(1)?, word(2));
        if !loose(0) {
            return None;
        }
        if is_year(second) {
            return Some((2, format!("{second}-{month:02}")));
        }
        let year = third.filter(|it| is_year(it) && loose(1))?;
        return Some((3, day(year, month, second)?));
    }
    // A day, perhaps words such as "day of", a month, a year.
    let mut at = 1;
    while at <= 2
        && loose(at - 1)
        && word(at).is_some_and(|it| words.fillers.contains(&it.to_lowercase()))
    {
        at += 1;
    }
    let month = words.month(word(at)?)?;
    let year = word(at + 1).filter(|it| is_year(it))?;
    if !loose(at - 1) || !loose(at) {
        return None;
    }
    Some((at + 2, day(year, month, first)?))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|it| it.is_ascii_digit())
}

/// The ISO date, if there is such a day; an English ordinal's ending is allowed.
fn day(year: &str, month: i8, day: &str) -> Option<String> {
    let digits = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &day[digits.len()..];
    if !matches!(ending, "" | "st" | "nd" | "rd" | "th") || digits.len() > 2 {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month, digits.parse().ok()?).ok()?;
    Some(date.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::words::core;
    use super::*;

    #[test]
    fn dates_as_they_are_written() {
        let words = core();
        for (text, iso) in [
            ("14 July 2021", "2021-07-14"),
            ("Wednesday, 14th July 2021", "2021-07-14"),
            ("the 1st day of March, 2021", "2021-03-01"),
            ("July 14, 2021", "2021-07-14"),
            ("vom 14. Juli 2021 im", "2021-07-14"),
            ("14.07.2021", "2021-07-14"),
            ("2021-07-14T09:00", "2021-07-14"),
            ("July 2021", "2021-07"),
            ("Sept. 3, 2021", "2021-09-03"),
        ] {
            let found: Vec<String> = dates_in(text, &words).into_iter().map(|it| it.iso).collect();
            assert_eq!(found.first().map(|it| &it[..iso.len()]), Some(iso), "{text}");
        }
        for text in
            ["31 June 2021", "14/07/2021", "14 July", "version 1.2.3", "2021", "99999-01-01"]
        {
            assert_eq!(dates_in(text, &words), [], "{text}");
        }
    }

    #[test]
    fn a_date_and_nothing_else() {
        let words = core();
        let normal = |it| normal(it, &words);
        assert_eq!(normal("2021").as_deref(), Some("2021"));
        assert_eq!(normal("2021-07").as_deref(), Some("2021-07"));
        assert_eq!(normal("2021-07-14T10:00:00Z").as_deref(), Some("2021-07-14"));
        assert_eq!(normal("Wednesday, 14 July 2021").as_deref(), Some("2021-07-14"));
        for it in ["2021-13", "2021-02-30", "soon", "on 14 July 2021 or later", ""] {
            assert_eq!(normal(it), None, "{it}");
        }
    }
}

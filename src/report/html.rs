//! Small pieces of HTML: escaped text, anchors, numbers, dates.

use std::collections::{BTreeMap, BTreeSet};

pub(super) use crate::markup::escape;
use crate::vocabulary::slug;

/// A number with its thousands apart: `12,345`.
pub(super) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number and what it counts, by its singular: `1 claim`, `2 claims`.
pub(super) fn count(many: usize, thing: &str) -> String {
    format!("{} {thing}{}", number(many), if many == 1 { "" } else { "s" })
}

/// A date, machine-readable where it is a date, a month or a year.
pub(super) fn time(date: &str) -> String {
    let plain = matches!(date.len(), 4 | 7 | 10)
        && date.bytes().enumerate().all(|(at, it)| match at {
            4 | 7 => it == b'-',
            _ => it.is_ascii_digit(),
        });
    let date = escape(date);
    if plain { format!("<time datetime=\"{date}\">{date}</time>") } else { date }
}

/// Where things can be found on the page: an id for each IRI, unique, from the end of the IRI.
#[derive(Debug, Default)]
pub(super) struct Anchors<'a> {
    ids: BTreeMap<&'a str, String>,
    taken: BTreeSet<String>,
}

impl<'a> Anchors<'a> {
    /// Gives this IRI an id that begins with `kind`.
    pub(super) fn add(&mut self, kind: &str, iri: &'a str) {
        let end = iri.trim_end_matches(['#', '/']);
        let end = end.rsplit(['#', '/']).next().unwrap_or(end);
        let plain = format!("{kind}-{}", slug(end));
        let mut id = plain.clone();
        for again in 2.. {
            if self.taken.insert(id.clone()) {
                break;
            }
            id = format!("{plain}-{again}");
        }
        self.ids.insert(iri, id);
    }

    /// The id of this IRI, if it has one.
    pub(super) fn get(&self, iri: &str) -> Option<&str> {
        self.ids.get(iri).map(String::as_str)
    }

    /// `name` as a link to this IRI, or alone where the page has no such place.
    pub(super) fn link(&self, iri: &str, name: &str) -> String {
        match self.get(iri) {
            Some(id) => format!("<a href=\"#{}\">{}</a>", escape(id), escape(name)),
            None => escape(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escape("<i a=\"b\">'&\u{0}"), "&lt;i a=&quot;b&quot;&gt;&#39;&amp;");
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!(number(0), "0");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(count(1, "claim"), "1 claim");
        assert_eq!(count(2000, "claim"), "2,000 claims");
    }

    #[test]
    fn only_dates_are_marked_as_dates() {
        assert_eq!(time("1911-02"), "<time datetime=\"1911-02\">1911-02</time>");
        assert_eq!(time("1911/1912"), "1911/1912");
        assert_eq!(time("äää"), "äää");
    }

    #[test]
    fn anchors_are_unique() {
        let mut anchors = Anchors::default();
        for iri in ["x/Ada", "y/Ada", "y/ada-2"] {
            anchors.add("s", iri);
        }
        let ids: BTreeSet<&str> =
            ["x/Ada", "y/Ada", "y/ada-2"].map(|it| anchors.get(it).unwrap()).into();
        assert_eq!(ids.len(), 3);
        assert_eq!(anchors.link("z", "a<b"), "a&lt;b");
    }
}

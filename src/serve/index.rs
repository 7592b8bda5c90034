//! Finds things by their names and sentences by their words, as one types.
//!
//! Every word typed must be there; the last may be the beginning of one.  Things are ranked by how well the name fits and
//! how much is said about them; sentences by how many of the words they have whole, and whether they make claims.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{catalogue::Catalogue, texts::Texts};
use crate::source::{CodePoints, fold};

/// Beginnings of words stand for this many words at most.
const WORDS: usize = 400;

/// A name of a thing.
struct Name {
    iri: String,
    /// As written.
    text: String,
    /// Whether it is what the thing is called here.
    preferred: bool,
    /// How many claims are about it.
    claims: usize,
}

/// A sentence and where it is.
struct Place {
    document: String,
    /// Code points.
    chars: (usize, usize),
    text: String,
    claims: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hit {
    /// A thing, and the name it was found by.
    Thing {
        /// Its IRI.
        iri: String,
        /// The name.
        name: String,
    },
    /// A sentence.
    Sentence {
        /// IRI of the document.
        document: String,
        /// Code points.
        chars: (usize, usize),
        /// Its words on one line.
        text: String,
        /// How many claims it makes.
        claims: usize,
    },
}

/// Which entries have which word.
#[derive(Default)]
struct Postings {
    words: BTreeMap<String, Vec<u32>>,
}

/// The index.
#[derive(Default)]
pub(super) struct Index {
    names: Vec<Name>,
    name_words: Postings,
    places: Vec<Place>,
    place_words: Postings,
}

impl Index {
    pub(super) fn new(catalogue: &Catalogue, texts: &Texts) -> Self {
        let mut index = Self::default();
        for thing in catalogue.things.values().filter(|it| it.merged_into.is_none()) {
            let claims = thing.claims().len() + thing.mentioned.len();
            let mut add = |name: &str, preferred| {
                let (iri, text) = (thing.iri.clone(), name.to_owned());
                index.name_words.add(&text, index.names.len());
                index.names.push(Name { iri, text, preferred, claims });
            };
            add(&thing.label, true);
            thing.aliases.iter().for_each(|it| add(&it.1, false));
            thing.hidden.iter().for_each(|it| add(it, false));
        }
        for document in catalogue.documents.values() {
            let evidence = |(id, at): &(usize, usize)| {
                let it = &catalogue.claims[*id].evidence[*at];
                (it.start, it.end, it.quote.clone())
            };
            let evidence: Vec<_> = document.claims.iter().map(evidence).collect();
            let mut places: Vec<((usize, usize), String)> = match texts.get(&document.iri) {
                Some(text) => {
                    let points = CodePoints::new(&text.document.text);
                    let whole = &text.document.text;
                    let place = |span| (points.range(whole, span), fold(span.of(whole)));
                    text.sentences.iter().map(|it| place(it.span)).collect()
                }
                None => evidence.iter().map(|it| ((it.0, it.1), it.2.clone())).collect(),
            };
            places.dedup();
            for (chars, text) in places {
                let here = |it: &&(usize, usize, String)| it.0 < chars.1 && chars.0 < it.1;
                let claims = evidence.iter().filter(here).count();
                index.place_words.add(&text, index.places.len());
                index.places.push(Place { document: document.iri.clone(), chars, text, claims });
            }
        }
        index
    }

    /// The best things, each once.
    pub(super) fn things(&self, query: &str, most: usize) -> Vec<Hit> {
        let asked = words(query);
        let plain = asked.join(" ");
        let found = self.name_words.find(&asked);
        let mut found: Vec<&Name> = found.iter().map(|it| &self.names[*it as usize]).collect();
        found.sort_by_cached_key(|it| {
            let name = words(&it.text).join(" ");
            let fit = match () {
                () if name == plain => 0,
                () if name.starts_with(&plain) => 1,
                () => 2,
            };
            (fit, Reverse(it.claims.checked_ilog2()), !it.preferred, name.len(), name)
        });
        let mut hits: Vec<Hit> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for it in found {
            if hits.len() == most {
                break;
            }
            if !seen.contains(&it.iri.as_str()) {
                seen.push(&it.iri);
                hits.push(Hit::Thing { iri: it.iri.clone(), name: it.text.clone() });
            }
        }
        hits
    }

    /// The best sentences.
    pub(super) fn sentences(&self, query: &str, most: usize) -> Vec<Hit> {
        let asked = words(query);
        let mut found = self.place_words.find(&asked);
        let rank = |it: &u32| {
            let place = &self.places[*it as usize];
            let words = words(&place.text);
            let whole = asked.iter().filter(|it| words.contains(it)).count();
            (Reverse(whole), Reverse(place.claims.min(1)), words.len() / 40, *it)
        };
        found.sort_by_cached_key(rank);
        found.truncate(most);
        let hit = |it: u32| {
            let place = &self.places[it as usize];
            Hit::Sentence {
                document: place.document.clone(),
                chars: place.chars,
                text: place.text.clone(),
                claims: place.claims,
            }
        };
        found.into_iter().map(hit).collect()
    }
}

impl Postings {
    fn add(&mut self, text: &str, entry: usize) {
        // More entries than that are not found.
        let Ok(entry) = u32::try_from(entry) else { return };
        for word in words(text) {
            let entries = self.words.entry(word).or_default();
            if entries.last() != Some(&entry) {
                entries.push(entry);
            }
        }
    }

    /// Entries with all these words, the last of which may be the beginning of one.
    fn find(&self, asked: &[String]) -> Vec<u32> {
        let Some((last, whole)) = asked.split_last() else { return Vec::new() };
        let mut lists: Vec<Vec<u32>> = Vec::new();
        for word in whole {
            match self.words.get(word) {
                Some(entries) => lists.push(entries.clone()),
                None => return Vec::new(),
            }
        }
        let begins = self.words.range(last.clone()..).take_while(|it| it.0.starts_with(last));
        let mut any: Vec<u32> = begins.take(WORDS).flat_map(|it| it.1).copied().collect();
        any.sort_unstable();
        any.dedup();
        lists.push(any);
        lists.sort_by_key(Vec::len);
        let mut lists = lists.into_iter();
        let first = lists.next().unwrap_or_default();
        let rest: Vec<Vec<u32>> = lists.collect();
        let in_all = |it: &u32| rest.iter().all(|list| list.binary_search(it).is_ok());
        first.into_iter().filter(in_all).collect()
    }
}

/// The words of a text in lower case.
fn words(text: &str) -> Vec<String> {
    let pieces = text.split(|it: char| !it.is_alphanumeric());
    pieces.filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postings(texts: &[&str]) -> Postings {
        let mut postings = Postings::default();
        for (at, text) in texts.iter().enumerate() {
            postings.add(text, at);
        }
        postings
    }

    #[test]
    fn all_words_must_be_there_and_the_last_may_be_begun() {
        let postings = postings(&["Ada Lovelace", "Ada’s loom", "the Flood of 1911"]);
        for (asked, found) in [
            ("ada", &[0, 1][..]),
            ("ADA lo", &[0, 1]),
            ("ada love", &[0]),
            ("flood 19", &[2]),
            ("floo 19", &[]),
            ("lace", &[]),
            ("", &[]),
            ("“!”", &[]),
        ] {
            assert_eq!(postings.find(&words(asked)), found, "{asked}");
        }
    }
}

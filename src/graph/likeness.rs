//! Sketches of documents → which of them are copies of which.
//!
//! Of documents that are nearly the same text, the earliest is the original and the others are its copies: reprints,
//! later versions, the same file twice.  Copies stay in the graph; they only count as one source.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

use super::Graph;
use crate::{diagnostic::Diagnostic, document::Sketch, resolution::DocumentRecord};

/// How alike two texts are for one to be a copy of the other.
const ALIKE: f64 = 0.7;

/// How many originals are compared that agree in a band; a page of form letters agrees in many.
const MOST: usize = 8;

/// That a document is nearly the same text as another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Copy {
    /// IRI of the other, which is no copy itself.
    pub original: String,
    /// The share of runs of words in common, 0 to 1.
    pub likeness: f64,
}

/// Documents that are no copies, by each band of their sketch.
type Originals<'a> = IndexMap<(usize, &'a [u32]), Vec<(&'a String, &'a Sketch)>>;

/// A note for each original that has copies.
pub(super) fn notes(graph: &Graph) -> Vec<Diagnostic> {
    let mut copies: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
    let name = |iri: &str| graph.documents.get(iri).map_or("", |it| it.name.as_str());
    for (iri, copy) in &graph.copies {
        copies.entry(&copy.original).or_default().push((name(iri), copy.likeness));
    }
    let note = |(original, copies): (&str, Vec<(&str, f64)>)| {
        let (first, likeness) = copies[0];
        let others = match copies.len() - 1 {
            0 => String::new(),
            more => format!(", and so are {more} more"),
        };
        let original = name(original);
        let message = format!(
            "“{first}” is nearly the same text as “{original}” ({:.0} %){others}",
            likeness * 100.0
        );
        Diagnostic::note("graph/near-duplicate", message)
            .at(original, 0)
            .hint("both stay in the graph, and count as one source")
    };
    copies.into_iter().map(note).collect()
}

/// The copies among the documents, by their IRIs.
pub(super) fn copies(documents: &BTreeMap<String, DocumentRecord>) -> BTreeMap<String, Copy> {
    let mut ordered: Vec<(&String, &DocumentRecord)> = documents.iter().collect();
    ordered.sort_by_key(|(iri, it)| (it.date.is_none(), &it.date, *iri));
    let mut originals: Originals<'_> = IndexMap::new();
    let mut copies = BTreeMap::new();
    for (iri, document) in ordered {
        let sketch = &document.sketch;
        let candidates = sketch.bands().enumerate().filter_map(|it| originals.get(&it)).flatten();
        let mut best: Option<(f64, &String)> = None;
        for (original, other) in candidates {
            let likeness = sketch.likeness(other);
            let better = |(most, which): (f64, &String)| {
                likeness.total_cmp(&most).then(which.cmp(original)).is_gt()
            };
            if likeness >= ALIKE && best.is_none_or(better) {
                best = Some((likeness, original));
            }
        }
        if let Some((likeness, original)) = best {
            copies.insert(iri.clone(), Copy { original: original.clone(), likeness });
            continue;
        }
        for band in sketch.bands().enumerate() {
            let here = originals.entry(band).or_default();
            if here.len() < MOST {
                here.push((iri, sketch));
            }
        }
    }
    copies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixture::reading;

    fn document(name: &str, date: Option<&str>, text: &str) -> (String, DocumentRecord) {
        let mut document = reading(name, &[]).document;
        document.date = date.map(str::to_owned);
        document.sketch = Sketch::of(text);
        (document.iri.clone(), document)
    }

    #[test]
    fn the_earliest_is_the_original() {
        let words =
            |count: usize| (0..count).map(|it| format!("w{it} ")).collect::<Vec<_>>().concat();
        let documents = BTreeMap::from([
            document("a-undated", None, &words(300)),
            document("b-late", Some("2021-03"), &words(290)),
            document("c-first", Some("2021-02"), &words(310)),
            document("d-other", Some("2020"), "Quite another text, and a short one at that."),
            document("e-empty", Some("2020"), ""),
            document("f-empty", Some("2020"), ""),
        ]);
        let copies = copies(&documents);
        let names = |iri: &str| iri.rsplit('/').next().unwrap().to_owned();
        let found: Vec<_> =
            copies.iter().map(|(iri, it)| (names(iri), names(&it.original))).collect();
        let expected = [("a-undated", "c-first"), ("b-late", "c-first")];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert!(copies.values().all(|it| it.likeness > 0.8));
    }
}

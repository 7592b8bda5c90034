//! Claims as edges between nodes, for the formats of graph programs.
//!
//! A claim whose object is a literal is no edge.  Parallel claims stay apart: an edge is named by its claim.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};
use oxigraph::model::Term;

use super::{Export, ExportError};
use crate::record::{Claim, RecordError};

/// A thing.
pub(super) struct Node<'a> {
    pub(super) iri: &'a str,
    pub(super) label: &'a str,
    pub(super) class: &'a str,
    pub(super) known: bool,
    pub(super) mentions: usize,
    /// Fill colour of its class, `#rrggbb`.
    pub(super) colour: Option<&'a str>,
}

/// A claim between two things.
pub(super) struct Edge {
    pub(super) claim: Claim,
    pub(super) target: String,
}

/// Attributes of a node: name, whether it is a number, description.
pub(super) const NODE_ATTRIBUTES: [&str; 5] = ["label", "class", "known", "mentions", "iri"];

/// Attributes of an edge, all texts but the two numbers and the flag.
pub(super) const EDGE_ATTRIBUTES: [(&str, &str); 14] = [
    ("claim", "string"),
    ("predicate", "string"),
    ("predicate_iri", "string"),
    ("polarity", "string"),
    ("force", "string"),
    ("standing", "string"),
    ("asserted", "boolean"),
    ("holder", "string"),
    ("stated_on", "string"),
    ("valid_during", "string"),
    ("confidence", "double"),
    ("sources", "int"),
    ("document", "string"),
    ("quote", "string"),
];

/// The things at the ends of the edges, by IRI.
pub(super) fn ends(export: &Export<'_>) -> Result<BTreeSet<String>, RecordError> {
    export.about(|it| target(it).is_some())
}

/// The edges, one after the other; the number of claims that are none.
pub(super) fn edges(
    export: &Export<'_>,
    mut take: impl FnMut(&Edge) -> Result<(), ExportError>,
) -> Result<usize, ExportError> {
    let mut left = 0;
    for claim in export.claims()? {
        let claim = claim?;
        match target(&claim) {
            Some(target) => take(&Edge { claim, target })?,
            None => left += 1,
        }
    }
    Ok(left)
}

/// The IRI of the object.
pub(super) fn target(claim: &Claim) -> Option<String> {
    match &claim.object {
        Some(Term::NamedNode(it)) => Some(it.as_str().to_owned()),
        _ => None,
    }
}

/// What is known of a node.
pub(super) fn node<'a>(export: &Export<'a>, iri: &'a str) -> Node<'a> {
    let records = export.records;
    let class = match records.class(iri) {
        "" if records.documents.contains_key(iri) => "Document",
        class => class,
    };
    let schema = &export.ontology.schema;
    Node {
        iri,
        label: records.name(iri),
        class,
        known: records.things.get(iri).is_some_and(|it| !it.discovered),
        mentions: records.mentioned.get(iri).map_or(0, |it| it.0),
        colour: schema.class_id(class).and_then(|it| schema.class(it).colour.as_deref()),
    }
}

impl Node<'_> {
    /// Its values, in the order of [`NODE_ATTRIBUTES`].
    pub(super) fn values(&self) -> [String; 5] {
        [
            self.label.to_owned(),
            self.class.to_owned(),
            self.known.to_string(),
            self.mentions.to_string(),
            self.iri.to_owned(),
        ]
    }
}

impl Edge {
    /// Its values, in the order of [`EDGE_ATTRIBUTES`]; empty ones are unknown.
    pub(super) fn values(&self, export: &Export<'_>) -> [String; 14] {
        let (claim, records) = (&self.claim, export.records);
        let first = claim.evidence.first();
        [
            claim.iri.clone(),
            records.name(&claim.property).to_owned(),
            claim.property.clone(),
            claim.polarity().to_owned(),
            claim.force.clone(),
            claim.standing().to_owned(),
            claim.asserted.to_string(),
            export.holders(claim).join("; "),
            claim.stated_on.first().cloned().unwrap_or_default(),
            claim.time.as_deref().map_or("", |it| records.name(it)).to_owned(),
            claim.confidence.clone(),
            claim.independent.to_string(),
            first.map(|it| it.document.clone()).unwrap_or_default(),
            first.map(|it| export.quote(&it.quote)).unwrap_or_default(),
        ]
    }

    /// First and last day of the time in which it holds, where there are such days.
    pub(super) fn days(&self, export: &Export<'_>) -> (Option<Date>, Option<Date>) {
        let Some(time) = &self.claim.time else { return (None, None) };
        let label = export.records.name(time);
        let (from, until) = label.split_once("..").unwrap_or((label, label));
        (days(from).map(|it| it.0), days(until).map(|it| it.1))
    }
}

/// First and last day of a year, a month or a day.
fn days(date: &str) -> Option<(Date, Date)> {
    match date.len() {
        4 => {
            let year = date.parse().ok()?;
            Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
        }
        7 => {
            let first: Date = format!("{date}-01").parse().ok()?;
            Some((first, first.checked_add(1.month()).ok()?.yesterday().ok()?))
        }
        _ => date.parse().ok().map(|it| (it, it)),
    }
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn a_time_has_a_first_and_a_last_day() {
        for (date, expected) in [
            ("2020", Some(("2020-01-01", "2020-12-31"))),
            ("2020-02", Some(("2020-02-01", "2020-02-29"))),
            ("2021-12", Some(("2021-12-01", "2021-12-31"))),
            ("2021-07-14", Some(("2021-07-14", "2021-07-14"))),
            ("", None),
            ("soon", None),
            ("2021-13", None),
        ] {
            let found = days(date).map(|it| (it.0.to_string(), it.1.to_string()));
            assert_eq!(found, expected.map(|it| (it.0.to_owned(), it.1.to_owned())), "{date}");
        }
    }
}

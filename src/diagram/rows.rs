//! What a diagram's query found → rows that can be drawn.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Term;
use serde::{Deserialize, Serialize};

use crate::vocabulary::Base;

/// One row of what a diagram's query found.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edge {
    /// IRI or value of the thing it leaves.
    pub from: String,
    /// Its name; the end of its IRI when empty.
    pub from_label: String,
    /// Its class, an IRI or a local name.  Rows that differ only in classes are one: the most specific is drawn.
    pub from_class: String,
    /// IRI or value of the thing it enters; empty for a thing without an edge.
    pub to: String,
    /// Its name.
    pub to_label: String,
    /// Its class.
    pub to_class: String,
    /// What the edge says.
    pub label: String,
    /// Its force, an IRI or a name; none is asserted.
    pub force: Option<String>,
    /// How often it is said.
    pub count: usize,
    /// When, in ISO 8601: of the thing it leaves.
    pub date: Option<String>,
}

/// The edges of an answer: its variables, and its rows in their order.
pub fn edges(variables: &[String], rows: Vec<Vec<Option<Term>>>, base: &Base) -> Vec<Edge> {
    let class = |it: String| base.term_name(&it).map_or(it.clone(), str::to_owned);
    let some = |it: String| Some(it).filter(|it| !it.is_empty());
    let edge = |row: Vec<Option<Term>>| {
        let mut row: BTreeMap<&str, String> = variables
            .iter()
            .map(String::as_str)
            .zip(row)
            .filter_map(|(name, term)| Some((name, plain(term?))))
            .collect();
        let mut take = |name: &str| row.remove(name).unwrap_or_default();
        Edge {
            from: take("from"),
            from_label: take("fromLabel"),
            from_class: class(take("fromClass")),
            to: take("to"),
            to_label: take("toLabel"),
            to_class: class(take("toClass")),
            label: take("label"),
            force: some(class(take("force"))),
            count: take("count").parse().unwrap_or(1),
            date: some(take("date")),
        }
    };
    rows.into_iter().map(edge).collect()
}

/// A term as a plain string.
fn plain(term: Term) -> String {
    match term {
        Term::NamedNode(it) => it.into_string(),
        Term::Literal(it) => it.value().to_owned(),
        other @ Term::BlankNode(_) => other.to_string(),
    }
}

/// The edges within some steps of a thing.
pub fn near(rows: Vec<Edge>, focus: &str, hops: usize) -> Vec<Edge> {
    let mut reached = BTreeSet::from([focus.to_owned()]);
    for _ in 0..hops {
        let next: Vec<String> = rows
            .iter()
            .filter_map(|it| match (reached.contains(&it.from), reached.contains(&it.to)) {
                (true, false) => Some(it.to.clone()),
                (false, true) => Some(it.from.clone()),
                _ => None,
            })
            .collect();
        reached.extend(next);
    }
    rows.into_iter().filter(|it| reached.contains(&it.from) && reached.contains(&it.to)).collect()
}

#[cfg(test)]
mod tests {
    use oxigraph::model::{Literal, NamedNode};

    use super::*;

    #[test]
    fn cells_are_found_by_the_names_of_their_columns() {
        let variables = ["count", "to", "from", "force", "fromClass"].map(str::to_owned);
        let base = Base::new("https://example.org/");
        let node = |it: &str| Some(Term::from(NamedNode::new(it).unwrap()));
        let row = vec![
            Some(Term::from(Literal::from(3))),
            None,
            node("https://example.org/id/a"),
            node(&base.term("Planned")),
            node(&base.term("Person")),
        ];
        let expected = Edge {
            from: "https://example.org/id/a".to_owned(),
            from_class: "Person".to_owned(),
            force: Some("Planned".to_owned()),
            count: 3,
            ..Edge::default()
        };
        assert_eq!(edges(&variables, vec![row], &base), [expected]);
    }

    #[test]
    fn what_is_far_is_left_out() {
        let edge = |it: &str| {
            let (from, to) = it.split_once('-').unwrap();
            Edge { from: from.to_owned(), to: to.to_owned(), ..Edge::default() }
        };
        let rows = ["a-b", "c-b", "c-d", "a-a"].map(edge);
        let ends = |hops| -> Vec<String> {
            let near = near(rows.to_vec(), "a", hops).into_iter();
            near.map(|it| format!("{}-{}", it.from, it.to)).collect()
        };
        assert_eq!(ends(0), ["a-a"]);
        assert_eq!(ends(1), ["a-b", "a-a"]);
        assert_eq!(ends(2), ["a-b", "c-b", "a-a"]);
    }
}

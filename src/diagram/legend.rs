//! Which colours and shapes a diagram uses, and what they mean.
//!
//! Classes that look alike share an entry, under the name of what they have in common.

use std::collections::{BTreeMap, BTreeSet};

use super::{LegendEntry, Node, Style, style};
use crate::ontology::{ClassId, Schema};

/// How many names an entry shows where its classes have nothing in common.
const MOST_NAMES: usize = 3;

/// The entries for these nodes, by name.
pub(super) fn of(nodes: &[&Node], schema: &Schema) -> Vec<LegendEntry> {
    let mut looks: BTreeMap<&Style, BTreeSet<&str>> = BTreeMap::new();
    for node in nodes.iter().filter(|it| !it.class.is_empty()) {
        looks.entry(&node.style).or_default().insert(&node.class);
    }
    let mut entries: Vec<LegendEntry> = looks
        .into_iter()
        .map(|(look, classes)| LegendEntry {
            label: common(&classes, look, schema),
            style: look.clone(),
        })
        .collect();
    entries.sort_by(|a, b| (&a.label, &a.style).cmp(&(&b.label, &b.style)));
    entries
}

/// The English name of a class, capitalised.
pub(super) fn name(schema: &Schema, class: ClassId) -> String {
    let class = schema.class(class);
    capitalised(class.labels.get("en").unwrap_or(&class.name))
}

/// The nearest class that all of them are and that looks the same, else their names.
fn common(classes: &BTreeSet<&str>, look: &Style, schema: &Schema) -> String {
    let ids: Vec<ClassId> = classes.iter().filter_map(|it| schema.class_id(it)).collect();
    let shared = ids.first().and_then(|first| {
        let alike = |it: &&ClassId| style::of(schema.class(**it)) == *look;
        let all = |it: &&ClassId| ids.iter().all(|class| schema.is_a(*class, **it));
        schema.class(*first).chain.iter().filter(alike).find(all).copied()
    });
    if let Some(shared) = shared.filter(|_| ids.len() == classes.len()) {
        return name(schema, shared);
    }
    let title =
        |it: &&str| schema.class_id(it).map_or_else(|| capitalised(it), |id| name(schema, id));
    let mut names: Vec<String> = classes.iter().take(MOST_NAMES).map(title).collect();
    if classes.len() > MOST_NAMES {
        names.push("…".to_owned());
    }
    names.join(", ")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |it| it.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::fixture::schema;

    fn check(classes: &[&str], expected: &[&str]) {
        let schema = schema();
        let node = |class: &&str| Node {
            id: (*class).to_owned(),
            label: (*class).to_owned(),
            class: (*class).to_owned(),
            style: style(&schema, class),
            importance: 0,
            dates: Vec::new(),
            link: None,
        };
        let nodes: Vec<Node> = classes.iter().map(node).collect();
        let nodes: Vec<&Node> = nodes.iter().collect();
        let labels: Vec<String> = of(&nodes, &schema).into_iter().map(|it| it.label).collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn classes_that_look_alike_share_an_entry() {
        check(&["Agency", "Person", "Court"], &["Person", "Public body"]);
        check(&["Agency"], &["Agency"]);
        check(&["Agency", "Company"], &["Agency", "Company"]);
    }

    #[test]
    fn what_the_pack_does_not_know_is_named_as_it_is() {
        check(&["gadget", "widget"], &["Gadget, Widget"]);
    }
}

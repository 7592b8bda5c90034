//! The classes of the packs as a tree.
//!
//! Comes from the schema alone, so that it can be drawn before anything is read.

use super::{Bundle, Diagram, Direction, Layout, Node, style};
use crate::ontology::Schema;

/// Name under which it is drawn and written.
const NAME: &str = "ontology";

/// The class tree: each class beside the one it belongs to.
pub fn ontology(schema: &Schema, title: &str, source_line: &str) -> Diagram {
    let nodes: Vec<Node> = schema
        .classes
        .iter()
        .map(|class| Node {
            id: class.name.clone(),
            label: class.labels.get("en").unwrap_or(&class.name).clone(),
            class: class.name.clone(),
            style: style::of(class),
            importance: 0,
            dates: Vec::new(),
            link: None,
        })
        .collect();
    let mut edges: Vec<Bundle> = schema
        .classes
        .iter()
        .enumerate()
        .filter_map(|(to, class)| {
            let from = usize::from(class.chain.get(1)?.0);
            let (asserted, directed, both) = (true, false, false);
            Some(Bundle { from, to, said: Vec::new(), more: 0, asserted, directed, both })
        })
        .collect();
    edges.sort_by_key(|it| (it.from, it.to));
    let description =
        format!("{} classes; each stands beside the class it belongs to.", nodes.len());
    Diagram {
        name: NAME.to_owned(),
        title: title.to_owned(),
        description,
        source_line: source_line.to_owned(),
        layout: Layout::Hierarchy,
        direction: Direction::LeftToRight,
        legend: Vec::new(),
        nodes,
        edges,
        clusters: Vec::new(),
        note: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::fixture::schema;

    #[test]
    fn every_class_hangs_below_its_nearest_superclass() {
        let diagram = ontology(&schema(), "Classes", "");
        let name = |at: usize| diagram.nodes[at].id.as_str();
        let edges: Vec<(&str, &str)> =
            diagram.edges.iter().map(|it| (name(it.from), name(it.to))).collect();
        let expected = [
            ("Organisation", "Company"),
            ("Organisation", "PublicBody"),
            ("PublicBody", "Agency"),
            ("PublicBody", "Court"),
        ];
        assert_eq!(edges, expected);
        assert_eq!(diagram.nodes.len(), schema().classes.len());
    }
}

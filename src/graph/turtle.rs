//! The plain triples as Turtle a person can read: by subject, each under its name.
//!
//! Only asserted claims, and the labels of what they speak of.  Evidence, doubt and denial are in the
//! full graph.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use oxigraph::model::{Literal, Term};

use super::{
    Graph, Names, Object,
    rdf::{iri_node, object_term},
};
use crate::{
    ontology::Ontology,
    vocabulary::{Prefixes, rdfs},
};

/// The asserted claims and labels, with prefixes, one block a subject.
pub fn asserted_turtle(graph: &Graph, ontology: &Ontology) -> String {
    let names = Names::new(graph, ontology);
    let prefixes = Prefixes::new(&ontology.base);
    let mut subjects: BTreeMap<&str, BTreeSet<(&str, &Object)>> = BTreeMap::new();
    for claim in graph.claims.values().filter(|it| it.asserted) {
        subjects.entry(&claim.subject).or_default().insert((&claim.property, &claim.object));
        if let Object::Iri(iri) = &claim.object {
            subjects.entry(iri).or_default();
        }
    }

    let mut body = String::new();
    for (iri, facts) in &subjects {
        let name = names.of(iri);
        let label = Term::from(Literal::new_simple_literal(name)).to_string();
        let comment: Vec<&str> = name.split_whitespace().collect();
        let mut lines = vec![format!("{} {label}", node(&prefixes, rdfs::LABEL))];
        let mut previous = "";
        for (property, object) in facts {
            let object = match object_term(&ontology.base, object) {
                Term::NamedNode(it) => node(&prefixes, it.as_str()),
                Term::Literal(it) => literal(&prefixes, &it),
                other @ Term::BlankNode(_) => other.to_string(),
            };
            if *property == previous {
                if let Some(line) = lines.last_mut() {
                    line.push_str(" ,\n        ");
                    line.push_str(&object);
                }
            } else {
                let property = node(&prefixes, &ontology.base.term(property));
                lines.push(format!("{property} {object}"));
            }
            previous = property;
        }
        let subject = node(&prefixes, iri_node(&ontology.base, iri).as_str());
        // Writing to a string cannot fail.
        let _ = write!(body, "\n# {}\n{subject} {} .\n", comment.join(" "), lines.join(" ;\n    "));
    }

    let used = |name: &str| body.contains(&format!("{name}:"));
    let mut head = String::from(
        "# What the documents assert.  The sentences behind it are in the full graph.\n",
    );
    for (name, iri) in prefixes.iter().filter(|(name, _)| used(name)) {
        let _ = writeln!(head, "@prefix {name}: <{iri}> .");
    }
    head + &body
}

fn node(prefixes: &Prefixes, iri: &str) -> String {
    prefixes.shorten(iri).unwrap_or_else(|| format!("<{iri}>"))
}

fn literal(prefixes: &Prefixes, it: &Literal) -> String {
    let plain = Literal::new_simple_literal(it.value());
    match prefixes.shorten(it.datatype().as_str()) {
        Some(datatype) if it.language().is_none() && plain.datatype() != it.datatype() => {
            format!("{plain}^^{datatype}")
        }
        _ => it.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{
        assemble,
        fixture::{Say, ontology, reading},
        quads,
    };
    use oxigraph::io::{RdfFormat, RdfParser};

    #[test]
    fn reads_well_and_reads_back() {
        let ontology = ontology();
        let says = [
            Say::new("Ada", "supports", "Looms"),
            Say::new("Ada", "supports", "Mill"),
            Say::new("Ada", "opposes", "Fog").not(),
            Say::new("Fire", "occurredOn", "").date("1853-02"),
            Say::new("one/hidden-fire", "occurredAt", "Mill"),
        ];
        let graph = assemble(&[reading("one", &says)], &ontology);
        let text = asserted_turtle(&graph, &ontology);
        let block = "# Ada Lovelace\ne:Ada rdfs:label \"Ada Lovelace\" ;\n    o:supports e:Looms ,\n        e:Mill .\n";
        assert!(text.contains(block), "{text}");
        assert!(text.contains("o:occurredOn \"1853-02\"^^xsd:gYearMonth"), "{text}");
        assert!(!text.contains("Fog"));

        let read = RdfParser::from_format(RdfFormat::Turtle).for_slice(&text);
        let read: BTreeSet<String> = read
            .map(|it| it.unwrap())
            .filter(|it| it.predicate.as_str() != rdfs::LABEL)
            .map(|it| format!("{} {} {}", it.subject, it.predicate, it.object))
            .collect();
        let asserted: BTreeSet<String> = quads(&graph, &ontology)
            .iter()
            .filter(|it| it.graph_name.to_string().contains("graph/asserted"))
            .map(|it| format!("{} {} {}", it.subject, it.predicate, it.object))
            .collect();
        assert_eq!(read, asserted);
    }
}

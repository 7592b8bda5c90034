//! Questions → the properties they ask for, so that a store for these questions alone can leave out the rest.
//!
//! The algebra of a question is read in the notation of SPARQL S-expressions.  A question that asks with a variable for
//! a property, or for all properties but some, needs all of them; within one named graph it needs that graph, and where
//! `VALUES` gives the variable its values it needs those.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, Quad};
use spargebra::SparqlParser;

use crate::vocabulary::Prefixes;

/// Which quads some questions can see.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// All there are.
    everything: bool,
    /// All of these graphs, by IRI.
    graphs: BTreeSet<String>,
    /// Those with these properties, by IRI.
    properties: BTreeSet<String>,
}

impl Needs {
    /// What these questions need; one that cannot be read needs nothing.
    pub fn of<'a>(prefixes: &Prefixes, questions: impl IntoIterator<Item = &'a str>) -> Self {
        let mut needs = Self::default();
        for text in questions {
            let mut parser = SparqlParser::new();
            for (name, iri) in prefixes.iter() {
                if let Ok(with) = parser.clone().with_prefix(name, iri) {
                    parser = with;
                }
            }
            if let Ok(query) = parser.parse_query(text) {
                let notation = query.to_sse();
                let words = words(&notation);
                let values = values(&words);
                Reader { needs: &mut needs, values }.read(&words, &mut 0, None);
            }
        }
        needs
    }

    /// Whether a question can see this quad.
    pub fn sees(&self, quad: &Quad) -> bool {
        let within = || match &quad.graph_name {
            GraphName::NamedNode(graph) => self.graphs.contains(graph.as_str()),
            _ => false,
        };
        self.everything || self.properties.contains(quad.predicate.as_str()) || within()
    }
}

/// Reads the algebra of one question.
struct Reader<'a, 'b> {
    needs: &'b mut Needs,
    /// The IRIs that variables are given.
    values: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Reader<'a, '_> {
    /// Reads one expression, behind its opening bracket, in a graph that is named.
    fn read(&mut self, words: &[&'a str], at: &mut usize, mut graph: Option<&'a str>) {
        let mut position = 0;
        let mut head = "";
        while let Some(word) = words.get(*at) {
            *at += 1;
            match *word {
                ")" => return,
                "(" => {
                    // What stands in the place of a property is a path.
                    if head == "path" && position == 2 {
                        self.path(words, at);
                    } else {
                        self.read(words, at, graph);
                    }
                }
                word if position == 0 => head = word,
                word if head == "graph" && position == 1 => graph = Some(word),
                word if matches!(head, "triple" | "path") && position == 2 => {
                    self.property(word, graph);
                }
                _ => (),
            }
            position += 1;
        }
    }

    fn property(&mut self, word: &str, graph: Option<&str>) {
        let given = self.values.get(word).map(Vec::as_slice);
        match (iri(word), given, graph.and_then(iri)) {
            (Some(property), ..) => drop(self.needs.properties.insert(property.to_owned())),
            (None, Some(given), _) => {
                self.needs.properties.extend(given.iter().map(|it| (*it).to_owned()));
            }
            (None, None, Some(graph)) => drop(self.needs.graphs.insert(graph.to_owned())),
            (None, None, None) => self.needs.everything = true,
        }
    }

    /// Reads a path, behind its opening bracket.
    fn path(&mut self, words: &[&str], at: &mut usize) {
        let mut depth = 1;
        while let Some(word) = words.get(*at).filter(|_| depth > 0) {
            *at += 1;
            match *word {
                "(" => depth += 1,
                ")" => depth -= 1,
                "notoneof" => self.needs.everything = true,
                word => self.needs.properties.extend(iri(word).map(str::to_owned)),
            }
        }
    }
}

/// The variables of the tables of a question, each with the IRIs in its table.
fn values<'a>(words: &[&'a str]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let starts = words.windows(2).enumerate().filter(|(_, it)| **it == ["(", "table"]);
    for (start, _) in starts {
        let mut depth = 0;
        let table = words[start..].iter().take_while(|it| {
            depth += i32::from(**it == "(") - i32::from(**it == ")");
            depth > 0
        });
        let table: Vec<&str> = table.copied().collect();
        let iris: Vec<&str> = table.iter().filter_map(|it| iri(it)).collect();
        for variable in table.iter().filter(|it| it.starts_with('?')) {
            values.entry(variable).or_default().extend(&iris);
        }
    }
    values
}

fn iri(word: &str) -> Option<&str> {
    word.strip_prefix('<')?.strip_suffix('>')
}

/// Brackets, IRIs, literals and other words of a notation.
fn words(notation: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = notation.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '(' | ')' => 1,
            '<' => rest.find('>').map_or(rest.len(), |it| it + 1),
            '"' => {
                let mut escaped = false;
                let close = rest.char_indices().skip(1).find(|(_, c)| {
                    let ends = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    ends
                });
                close.map_or(rest.len(), |it| it.0 + 1)
            }
            _ => rest.find(|c: char| c.is_whitespace() || "()".contains(c)).unwrap_or(rest.len()),
        };
        words.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::fixture::base,
        ontology::{self, PackSource},
    };

    fn needs(question: &str) -> Needs {
        Needs::of(&Prefixes::new(&base()), [question])
    }

    fn properties(question: &str) -> Vec<String> {
        let needs = needs(question);
        assert!(!needs.everything, "{question}");
        needs.properties.into_iter().map(|it| it.replace(base().as_str(), "")).collect()
    }

    #[test]
    fn properties_are_found_wherever_they_are_asked_for() {
        assert_eq!(
            properties(
                "SELECT ?a WHERE { ?a o:one ?b OPTIONAL { ?b o:two/^o:three* \"o:no (\" } \
                 FILTER NOT EXISTS { ?a o:four o:five } MINUS { ?a a o:six } \
                 { SELECT ?b WHERE { ?b o:seven|o:eight ?c } } BIND(EXISTS { ?a o:nine ?z } AS ?y) }"
            ),
            [
                "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
                "ns#eight",
                "ns#four",
                "ns#nine",
                "ns#one",
                "ns#seven",
                "ns#three",
                "ns#two"
            ]
        );
    }

    /// What is built in can be asked of a part of a graph, which makes building quick.
    #[test]
    fn no_check_and_no_diagram_needs_everything() {
        let pack = ontology::load(&PackSource::Embedded).unwrap().value;
        let prefixes = Prefixes::new(&pack.base);
        let diagrams = pack.diagrams.iter().map(|it| (&it.name, &it.query));
        for (name, text) in pack.checks.iter().map(|it| (&it.name, &it.text)).chain(diagrams) {
            let needs = Needs::of(&prefixes, [text.as_str()]);
            assert!(!needs.everything, "{name}");
        }
    }

    #[test]
    fn a_variable_needs_its_graph_or_everything() {
        assert!(needs("SELECT ?p WHERE { ?s ?p ?o }").everything);
        assert!(needs("SELECT ?p WHERE { ?s !o:one ?o }").everything);
        assert!(needs("SELECT ?p WHERE { GRAPH ?g { ?s ?p ?o } }").everything);
        let given = "SELECT ?p WHERE { VALUES (?p ?q) { (o:one 1) (o:two 2) } ?s ?p ?o }";
        assert_eq!(properties(given), ["ns#one", "ns#two"]);
        let within = needs("SELECT ?p WHERE { GRAPH g:asserted { ?s ?p ?o } ?s o:one ?o }");
        assert!(!within.everything);
        assert_eq!(within.graphs, [base().graph("asserted")].into());
    }
}

//! `shapes.ttl`: what a graph promises, as a part of SHACL (W3C, 2017), and the same for the ends of each property.
//!
//! A shape is read, written as Turtle for other validators, and asked as SPARQL: each answer is a violation.  A part of
//! SHACL that is not read here is a mistake in the pack, so that nothing is promised and not checked.  No library does it:
//! those there are bring a client for HTTP along.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{Literal, Term, Triple},
};

use super::{ClassId, Schema};
use crate::{
    diagnostic::Diagnostic,
    vocabulary::{Base, Prefixes, capital, rdf, sh, xsd},
};

/// What must hold of some nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Its IRI.
    pub iri: String,
    /// Of which nodes.
    pub target: Target,
    /// What must hold of each.
    pub constraints: Vec<Constraint>,
}

/// Which nodes a shape is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Members of a class.
    Class(String),
    /// Subjects of a property.
    SubjectsOf(String),
    /// Objects of a property.
    ObjectsOf(String),
}

/// What must hold of the values at the end of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// IRI of a property; without one, the node itself is meant.
    pub path: Option<String>,
    /// Whether the property leads to the node.
    pub inverse: bool,
    /// What must hold.
    pub rule: Rule,
}

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// At least so many values.
    Least(usize),
    /// At most so many.
    Most(usize),
    /// Literals of this datatype.
    Datatype(String),
    /// IRIs, or literals.
    Literal(bool),
    /// Members of one of these classes.
    Class(Vec<String>),
    /// One of these, as Turtle writes them.
    In(Vec<String>),
    /// Text that fits this expression.
    Pattern(String),
    /// Not smaller than this number.
    From(String),
    /// Not larger.
    To(String),
}

impl Shape {
    /// For the ends of every property that claims may have: the classes of its domain and its range.
    pub fn of_properties(schema: &Schema, base: &Base) -> Vec<Self> {
        let mut shapes = Vec::new();
        for property in schema.properties.iter().filter(|it| it.claimable) {
            let iri = base.term(&property.name);
            for (end, classes, target) in [
                ("Subject", &property.domain, Target::SubjectsOf(iri.clone())),
                ("Object", &property.range, Target::ObjectsOf(iri.clone())),
            ] {
                if classes.is_empty() || property.literal && end == "Object" {
                    continue;
                }
                let name = |id: &ClassId| base.term(&schema.class(*id).name);
                let classes: BTreeSet<String> = classes.iter().map(name).collect();
                let rule = Rule::Class(classes.into_iter().collect());
                shapes.push(Self {
                    iri: base.term(&format!("{}{end}Shape", capital(&property.name))),
                    target,
                    constraints: vec![Constraint { path: None, inverse: false, rule }],
                });
            }
        }
        shapes
    }

    /// The shapes of a file; mistakes go to `found`.
    pub(super) fn read(file: &str, text: &str, found: &mut Vec<Diagnostic>) -> Vec<Self> {
        let mut triples = Vec::new();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text) {
            match quad {
                Ok(quad) => triples.push(Triple::from(quad)),
                Err(error) => {
                    let line = error.location().map_or(0, |it| it.start.line);
                    let line = usize::try_from(line + 1).unwrap_or_default();
                    found.push(
                        Diagnostic::error("ontology/turtle-syntax", error.to_string())
                            .at(file, line)
                            .hint("correct the Turtle; nothing of this file was used"),
                    );
                    return Vec::new();
                }
            }
        }
        Reader::new(file, &triples, found).shapes()
    }

    /// Turtle for other validators.
    pub fn turtle(shapes: &[Self], prefixes: &Prefixes) -> String {
        let node = |iri: &str| prefixes.shorten(iri).unwrap_or_else(|| format!("<{iri}>"));
        let mut body = String::new();
        // Writing to a string cannot fail.
        for shape in shapes {
            let (kind, target) = match &shape.target {
                Target::Class(it) => ("sh:targetClass", it),
                Target::SubjectsOf(it) => ("sh:targetSubjectsOf", it),
                Target::ObjectsOf(it) => ("sh:targetObjectsOf", it),
            };
            let _ = write!(
                body,
                "\n{} a sh:NodeShape ;\n    {kind} {}",
                node(&shape.iri),
                node(target)
            );
            let mut paths: BTreeMap<(&Option<String>, bool), Vec<&Rule>> = BTreeMap::new();
            for it in &shape.constraints {
                paths.entry((&it.path, it.inverse)).or_default().push(&it.rule);
            }
            for ((path, inverse), rules) in paths {
                let rules: Vec<String> = rules.iter().map(|it| it.turtle(&node)).collect();
                let _ = match path {
                    None => write!(body, " ;\n    {}", rules.join(" ;\n    ")),
                    Some(path) => {
                        let path = node(path);
                        let path =
                            if inverse { format!("[ sh:inversePath {path} ]") } else { path };
                        write!(
                            body,
                            " ;\n    sh:property [ sh:path {path} ; {} ]",
                            rules.join(" ; ")
                        )
                    }
                };
            }
            body.push_str(" .\n");
        }
        let own = [("sh", sh::NAMESPACE)];
        let used = prefixes.iter().chain(own).filter(|it| body.contains(&format!("{}:", it.0)));
        let mut head = String::new();
        for (name, iri) in used {
            let _ = writeln!(head, "@prefix {name}: <{iri}> .");
        }
        head + &body
    }

    /// Its constraints as SPARQL: what must hold in words, and a query whose every row is a node of which it does not,
    /// with the value and the sentence of its claim where there are such.
    pub fn questions(&self) -> Vec<(String, String)> {
        self.constraints.iter().map(|it| (it.words(), it.question(&self.target))).collect()
    }
}

impl Target {
    /// Whose shape it is, in words.
    pub fn words(&self) -> String {
        let (words, iri) = match self {
            Self::Class(it) => ("every", it),
            Self::SubjectsOf(it) => ("every subject of", it),
            Self::ObjectsOf(it) => ("every object of", it),
        };
        format!("{words} `{}`", iri.rsplit(['#', '/']).next().unwrap_or(iri))
    }
}

impl Constraint {
    fn words(&self) -> String {
        let path = self.path.as_deref().map(|it| it.rsplit(['#', '/']).next().unwrap_or(it));
        let what = match (path, self.inverse) {
            (None, _) => "it".to_owned(),
            (Some(path), false) => format!("`{path}`"),
            (Some(path), true) => format!("what has it as `{path}`"),
        };
        let local = |it: &String| it.rsplit(['#', '/']).next().unwrap_or(it).to_owned();
        match &self.rule {
            Rule::Least(1) => format!("{what} is missing"),
            Rule::Least(number) => format!("{what} has fewer than {number} values"),
            Rule::Most(number) => format!("{what} has more than {number} values"),
            Rule::Datatype(it) => format!("{what} is no {}", local(it)),
            Rule::Literal(true) => format!("{what} is no literal"),
            Rule::Literal(false) => format!("{what} is no IRI"),
            Rule::Class(classes) => {
                let classes: Vec<String> = classes.iter().map(local).collect();
                format!("{what} is no {}", classes.join(" or "))
            }
            Rule::In(_) => format!("{what} is none of its values"),
            Rule::Pattern(it) => format!("{what} does not fit `{it}`"),
            Rule::From(it) => format!("{what} is less than {it}"),
            Rule::To(it) => format!("{what} is more than {it}"),
        }
    }

    fn question(&self, target: &Target) -> String {
        let target = match target {
            Target::Class(it) => format!("?node a <{it}> ."),
            Target::SubjectsOf(it) => format!("?node <{it}> ?any ."),
            Target::ObjectsOf(it) => format!("?any <{it}> ?node ."),
        };
        let value = match (&self.path, self.inverse) {
            (None, _) => "BIND(?node AS ?value)".to_owned(),
            (Some(path), false) => format!("?node <{path}> ?value ."),
            (Some(path), true) => format!("?value <{path}> ?node ."),
        };
        // A node is a claim, has claims, or stands in none.
        let sentence = "OPTIONAL { ?node o:evidence/o:displayQuote ?own } \
             OPTIONAL { ?claim rdf:subject|rdf:object ?node ; o:isAsserted true ; o:evidence/o:displayQuote ?other } \
             BIND(COALESCE(?own, ?other) AS ?words)";
        let number = |limit: String| {
            format!(
                "SELECT ?node (SAMPLE(?words) AS ?sentence) WHERE {{ {{ SELECT ?node WHERE {{ {target} OPTIONAL {{ {value} }} }} \
                 GROUP BY ?node HAVING({limit}) }} {sentence} }} GROUP BY ?node ORDER BY ?node"
            )
        };
        let wrong = match &self.rule {
            Rule::Least(least) => return number(format!("COUNT(DISTINCT ?value) < {least}")),
            Rule::Most(most) => return number(format!("COUNT(DISTINCT ?value) > {most}")),
            Rule::Datatype(it) => match it.as_str() {
                // The store keeps numbers by their value: those that are derived from integers become such.
                xsd::NON_NEGATIVE_INTEGER => format!(
                    "!isLiteral(?value) || DATATYPE(?value) NOT IN (<{it}>, <{}>) || !isNumeric(?value) || ?value < 0",
                    xsd::INTEGER
                ),
                // A literal that is none of its datatype is no number.
                xsd::INTEGER | xsd::DECIMAL => {
                    format!(
                        "!isLiteral(?value) || DATATYPE(?value) != <{it}> || !isNumeric(?value)"
                    )
                }
                _ => format!("!isLiteral(?value) || DATATYPE(?value) != <{it}>"),
            },
            Rule::Literal(true) => "!isLiteral(?value)".to_owned(),
            Rule::Literal(false) => "!isIRI(?value)".to_owned(),
            Rule::Class(classes) => {
                let classes: Vec<String> = classes.iter().map(|it| format!("<{it}>")).collect();
                format!(
                    "NOT EXISTS {{ VALUES ?class {{ {} }} ?value a ?class }}",
                    classes.join(" ")
                )
            }
            Rule::In(values) => format!("?value NOT IN ({})", values.join(", ")),
            Rule::Pattern(it) => {
                format!("!REGEX(STR(?value), {})", Term::from(Literal::new_simple_literal(it)))
            }
            Rule::From(it) => format!("!isNumeric(?value) || ?value < {it}"),
            Rule::To(it) => format!("!isNumeric(?value) || ?value > {it}"),
        };
        format!(
            "SELECT ?node ?value (SAMPLE(?words) AS ?sentence) WHERE {{ {{ SELECT DISTINCT ?node ?value WHERE {{ {target} {value} \
             FILTER({wrong}) }} }} {sentence} }} GROUP BY ?node ?value ORDER BY ?node ?value"
        )
    }
}

impl Rule {
    fn turtle(&self, node: &impl Fn(&str) -> String) -> String {
        let quoted = |it: &str| Term::from(Literal::new_simple_literal(it)).to_string();
        match self {
            Self::Least(it) => format!("sh:minCount {it}"),
            Self::Most(it) => format!("sh:maxCount {it}"),
            Self::Datatype(it) => format!("sh:datatype {}", node(it)),
            Self::Literal(true) => "sh:nodeKind sh:Literal".to_owned(),
            Self::Literal(false) => "sh:nodeKind sh:IRI".to_owned(),
            Self::Class(classes) => match classes.as_slice() {
                [one] => format!("sh:class {}", node(one)),
                many => {
                    let many: Vec<String> =
                        many.iter().map(|it| format!("[ sh:class {} ]", node(it))).collect();
                    format!("sh:or ( {} )", many.join(" "))
                }
            },
            Self::In(values) => {
                let plain =
                    |it: &String| match it.strip_prefix('<').and_then(|it| it.strip_suffix('>')) {
                        Some(iri) => node(iri),
                        None => it.clone(),
                    };
                let values: Vec<String> = values.iter().map(plain).collect();
                format!("sh:in ( {} )", values.join(" "))
            }
            Self::Pattern(it) => format!("sh:pattern {}", quoted(it)),
            Self::From(it) => format!("sh:minInclusive {it}"),
            Self::To(it) => format!("sh:maxInclusive {it}"),
        }
    }
}

type Values<'a> = Vec<(&'a str, &'a Term)>;

struct Reader<'a> {
    file: &'a str,
    /// What is said of each subject, as N-Triples writes it.
    subjects: BTreeMap<String, Values<'a>>,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn new(file: &'a str, triples: &'a [Triple], found: &'a mut Vec<Diagnostic>) -> Self {
        let mut subjects: BTreeMap<String, Values<'a>> = BTreeMap::new();
        for it in triples {
            subjects
                .entry(it.subject.to_string())
                .or_default()
                .push((it.predicate.as_str(), &it.object));
        }
        Self { file, subjects, found }
    }

    fn mistake(&mut self, shape: &str, message: &str) {
        let name = shape.rsplit(['#', '/']).next().unwrap_or(shape);
        self.found.push(
            Diagnostic::error("ontology/shape", format!("{name}: {message}"))
                .at(self.file, 0)
                .hint("the head of the core's shapes.ttl lists what is read of SHACL"),
        );
    }

    fn shapes(mut self) -> Vec<Shape> {
        let named: Vec<(String, Values<'a>)> = self
            .subjects
            .iter()
            .filter_map(|(subject, values)| {
                let iri = subject.strip_prefix('<')?.strip_suffix('>')?;
                Some((iri.to_owned(), values.clone()))
            })
            .collect();
        named.into_iter().filter_map(|(iri, values)| self.shape(iri, &values)).collect()
    }

    fn shape(&mut self, iri: String, values: &Values<'a>) -> Option<Shape> {
        let (mut targets, mut constraints, mut own) = (Vec::new(), Vec::new(), Vec::new());
        for (property, value) in values {
            match *property {
                rdf::TYPE => (),
                sh::TARGET_CLASS => targets.push(Target::Class(plain(value))),
                sh::TARGET_SUBJECTS_OF => targets.push(Target::SubjectsOf(plain(value))),
                sh::TARGET_OBJECTS_OF => targets.push(Target::ObjectsOf(plain(value))),
                sh::PROPERTY => constraints.extend(self.property(&iri, value)),
                _ => own.push((*property, *value)),
            }
        }
        constraints.extend(self.rules(&iri, None, false, &own));
        let Some(target) = targets.pop().filter(|_| targets.is_empty()) else {
            self.mistake(&iri, "a shape has one target");
            return None;
        };
        Some(Shape { iri, target, constraints })
    }

    fn property(&mut self, shape: &str, node: &Term) -> Vec<Constraint> {
        let values = self.about(node);
        let Some((_, path)) = values.iter().find(|it| it.0 == sh::PATH) else {
            self.mistake(shape, "a property shape has a sh:path");
            return Vec::new();
        };
        let (path, inverse) = match path {
            Term::NamedNode(it) => (it.as_str().to_owned(), false),
            other => {
                let [(sh::INVERSE_PATH, Term::NamedNode(it))] = self.about(other)[..] else {
                    self.mistake(shape, "a path is a property, or the sh:inversePath of one");
                    return Vec::new();
                };
                (it.as_str().to_owned(), true)
            }
        };
        let rest: Values<'a> = values.into_iter().filter(|it| it.0 != sh::PATH).collect();
        self.rules(shape, Some(&path), inverse, &rest)
    }

    fn rules(
        &mut self,
        shape: &str,
        path: Option<&str>,
        inverse: bool,
        values: &Values<'a>,
    ) -> Vec<Constraint> {
        let mut rules = Vec::new();
        for (property, value) in values {
            let text = plain(value);
            rules.push(match *property {
                sh::MIN_COUNT | sh::MAX_COUNT if text.parse::<usize>().is_err() => {
                    self.mistake(shape, &format!("`{text}` is no number of values"));
                    continue;
                }
                sh::MIN_COUNT => Rule::Least(text.parse().unwrap_or_default()),
                sh::MAX_COUNT => Rule::Most(text.parse().unwrap_or_default()),
                sh::DATATYPE => Rule::Datatype(text),
                sh::CLASS => Rule::Class(vec![text]),
                sh::NODE_KIND if text == sh::IRI => Rule::Literal(false),
                sh::NODE_KIND if text == sh::LITERAL => Rule::Literal(true),
                sh::PATTERN => Rule::Pattern(text),
                sh::MIN_INCLUSIVE => Rule::From(text),
                sh::MAX_INCLUSIVE => Rule::To(text),
                sh::IN => Rule::In(self.list(value).iter().map(ToString::to_string).collect()),
                sh::OR => {
                    let parts: Vec<Values<'a>> =
                        self.list(value).into_iter().map(|it| self.about(it)).collect();
                    let class = |it: &Values<'a>| match it.as_slice() {
                        [(sh::CLASS, it)] => Some(plain(it)),
                        _ => None,
                    };
                    match parts.iter().map(class).collect::<Option<Vec<String>>>() {
                        Some(classes) if !classes.is_empty() => Rule::Class(classes),
                        _ => {
                            self.mistake(shape, "sh:or is read over classes only");
                            continue;
                        }
                    }
                }
                sh::MESSAGE => continue,
                other => {
                    self.mistake(shape, &format!("<{other}> with {value} is not read"));
                    continue;
                }
            });
        }
        let path = path.map(str::to_owned);
        rules.into_iter().map(|rule| Constraint { path: path.clone(), inverse, rule }).collect()
    }

    fn about(&self, node: &Term) -> Values<'a> {
        self.subjects.get(&node.to_string()).cloned().unwrap_or_default()
    }

    /// The members of a list of RDF.
    fn list(&self, head: &'a Term) -> Vec<&'a Term> {
        let (mut members, mut rest) = (Vec::new(), Some(head));
        while let Some(node) = rest {
            let values = self.about(node);
            let get = |name: &str| values.iter().find(|it| it.0 == name).map(|it| it.1);
            members.extend(get(rdf::FIRST));
            // A list that comes back to itself ends where it has as many members as there are nodes.
            rest = get(rdf::REST).filter(|_| members.len() < self.subjects.len());
        }
        members
    }
}

/// An IRI or the value of a literal.
fn plain(term: &Term) -> String {
    match term {
        Term::NamedNode(it) => it.as_str().to_owned(),
        Term::Literal(it) => it.value().to_owned(),
        Term::BlankNode(it) => it.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix e: <https://example.org/id/> .\n";

    fn read(text: &str) -> (Vec<Shape>, Vec<String>) {
        let mut found = Vec::new();
        let shapes = Shape::read("shapes.ttl", &format!("{HEAD}{text}"), &mut found);
        (shapes, found.iter().map(|it| it.message.clone()).collect())
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:or ( [ sh:class e:A ] [ sh:class e:B ] ) ;\n\
            sh:property [ sh:path e:p ; sh:minCount 1 ; sh:maxCount 2 ; sh:pattern \"^\\\"a+$\" ; sh:in ( e:x \"y\"@en ) ] ,\n\
            [ sh:path [ sh:inversePath e:q ] ; sh:class e:C ; sh:nodeKind sh:IRI ] ,\n\
            [ sh:path e:n ; sh:datatype e:d ; sh:minInclusive 0.5 ; sh:maxInclusive 1.0 ; sh:nodeKind sh:Literal ] .\n\
            e:T sh:targetSubjectsOf e:p ; sh:class e:A .\ne:U sh:targetObjectsOf e:p ; sh:class e:B .\n";
        let (shapes, found) = read(text);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(shapes.iter().map(|it| it.constraints.len()).collect::<Vec<_>>(), [11, 1, 1]);
        let written = Shape::turtle(&shapes, &Prefixes::new(&Base::new("https://example.org/")));
        let (again, found) = read(
            &written.replace("@prefix sh:", "@prefix sh2:").replace("@prefix e:", "@prefix e2:"),
        );
        assert_eq!(found, Vec::<String>::new(), "{written}");
        let sorted = |mut shapes: Vec<Shape>| {
            for it in &mut shapes {
                it.constraints.sort_by_key(|it| format!("{it:?}"));
            }
            shapes
        };
        assert_eq!(sorted(again), sorted(shapes));
    }

    #[test]
    fn what_is_not_read_is_a_mistake() {
        for (text, part) in [
            ("e:S sh:targetClass e:C ; sh:closed true .", "S: <http://www.w3.org/ns/shacl#closed>"),
            ("e:S sh:class e:C .", "S: a shape has one target"),
            ("e:S sh:targetClass e:C , e:D .", "one target"),
            ("e:S sh:targetClass e:C ; sh:property [ sh:minCount 1 ] .", "has a sh:path"),
            (
                "e:S sh:targetClass e:C ; sh:property [ sh:path ( e:a e:b ) ] .",
                "a path is a property",
            ),
            (
                "e:S sh:targetClass e:C ; sh:property [ sh:path e:a ; sh:minCount \"many\" ] .",
                "`many`",
            ),
            ("e:S sh:targetClass e:C ; sh:or ( [ sh:minCount 1 ] ) .", "over classes only"),
            ("e:S sh:targetClass", "Parser error"),
        ] {
            let found = read(text).1;
            assert!(found.iter().any(|it| it.contains(part)), "{text}: {found:?}");
        }
    }
}

//! `queries/*.rq`, `checks/*.rq` and `diagrams/*.toml` → what a pack offers.
//!
//! Headers are comments with a little Markdown in them.  SPARQL is parsed to find its mistakes early, and
//! thrown away: whoever runs it parses it again.

use std::collections::BTreeMap;

use oxigraph::sparql::SparqlEvaluator;

use super::{
    declarations::suggest,
    folder::stem,
    manifest::toml_mistake,
    requests::{Check, DiagramSpec, Parameter, Query, Scope},
    schema::Schema,
    syntax::{DEEPEST, Outline},
};
use crate::{
    diagnostic::{Diagnostic, Severity},
    settings::from_toml,
};

/// Reads one file of `queries/`; `resolve` knows the IRI of a label.
pub(super) fn query(
    file: &str,
    text: &str,
    prefixes: &[(String, String)],
    resolve: &dyn Fn(&str) -> Option<String>,
    found: &mut Vec<Diagnostic>,
) -> Query {
    let header = Header::read(text);
    let title = header.title(file, found);
    let parameters = header
        .fields
        .iter()
        .filter_map(|it| parameter(file, it, prefixes, resolve, found))
        .collect();
    let query = Query {
        name: stem(file).to_owned(),
        title,
        description: header.description,
        parameters,
        text: text.to_owned(),
    };
    if check_parameters(file, &query, found) {
        check_sparql(file, 0, &query.with(&BTreeMap::new()), prefixes, found);
    }
    query
}

/// Reads one file of `checks/`.
pub(super) fn check(
    file: &str,
    text: &str,
    prefixes: &[(String, String)],
    found: &mut Vec<Diagnostic>,
) -> Check {
    let header = Header::read(text);
    let title = header.title(file, found);
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    for field in &header.fields {
        let name = field.name.trim_end_matches(':').to_lowercase();
        if ["severity", "problem", "solution", "scope"].contains(&name.as_str()) {
            values.insert(name, field.rest.trim_start_matches(':').trim().to_owned());
        } else {
            let error = Diagnostic::error(
                "ontology/check-header",
                format!("a check has no `{}`", field.name),
            );
            let hint =
                suggest(&name, ["Severity", "Problem", "Solution", "Scope"], "remove the line");
            found.push(error.at(file, field.line).hint(hint));
        }
    }
    for (name, example) in
        [("problem", "**Problem:** what is wrong"), ("solution", "**Solution:** what to do")]
    {
        if values.get(name).is_none_or(String::is_empty) {
            let error =
                Diagnostic::error("ontology/check-header", format!("the header names no {name}"));
            found.push(error.at(file, 1).hint(format!("add the line `# {example}`")));
        }
    }
    let severity = match values.get("severity").map(String::as_str) {
        Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        Some("note") => Severity::Note,
        other => {
            let message = other.map_or_else(
                || "the header names no severity".to_owned(),
                |it| format!("there is no severity `{it}`"),
            );
            let error = Diagnostic::error("ontology/check-header", message).at(file, 1);
            found.push(error.hint("add the line `# **Severity:** error`, or warning, or note"));
            Severity::Error
        }
    };
    let scope = match values.get("scope").map(String::as_str) {
        None | Some("graph") => Scope::Graph,
        Some("claim") => Scope::Claim,
        Some(other) => {
            let message = format!("there is no scope `{other}`");
            let error = Diagnostic::error("ontology/check-header", message).at(file, 1);
            found.push(error.hint("write `# **Scope:** claim` or graph, or remove the line"));
            Scope::Graph
        }
    };
    check_sparql(file, 0, text, prefixes, found);
    let mut take = |name: &str| values.remove(name).unwrap_or_default();
    let (problem, solution) = (take("problem"), take("solution"));
    let (name, text) = (stem(file).to_owned(), text.to_owned());
    Check { name, title, severity, problem, solution, scope, text }
}

/// Reads one file of `diagrams/`.
pub(super) fn diagram(
    file: &str,
    text: &str,
    prefixes: &[(String, String)],
    schema: &Schema,
    found: &mut Vec<Diagnostic>,
) -> Option<DiagramSpec> {
    let diagram: DiagramSpec = match from_toml(text) {
        Ok(diagram) => diagram,
        Err(error) => {
            let remedy = "a diagram has title, description and query; see ontology/README.md";
            found.push(toml_mistake("ontology/diagram-syntax", file, text, 0, &error, remedy));
            return None;
        }
    };
    let line_of =
        |key: &str| text.lines().position(|it| it.starts_with(key)).map_or(0, |it| it + 1);
    let mut choice = |key: &str, value: &str, choices: &[&str]| {
        if !choices.contains(&value) {
            let error =
                Diagnostic::error("ontology/diagram", format!("there is no {key} `{value}`"));
            let remedy = format!("write one of {}", choices.join(", "));
            let hint = suggest(value, choices.iter().copied(), &remedy);
            found.push(error.at(file, line_of(key)).hint(hint));
        }
    };
    choice("layout", &diagram.layout, &["layered", "network", "timeline", "hierarchy"]);
    choice("direction", &diagram.direction, &["LR", "TB"]);
    for class in diagram.clusters.iter().filter(|it| schema.class_ids(it).is_none()) {
        let names = schema.classes.iter().map(|it| it.name.as_str());
        let error =
            Diagnostic::error("ontology/unknown-class", format!("there is no class `{class}`"));
        found.push(error.at(file, line_of("clusters")).hint(suggest(
            class,
            names,
            "declare it in classes.ttl",
        )));
    }
    for variable in ["?from", "?fromLabel"].iter().filter(|it| !diagram.query.contains(**it)) {
        let error =
            Diagnostic::error("ontology/diagram", format!("the query does not select {variable}"));
        found.push(
            error
                .at(file, line_of("query"))
                .hint("select ?from ?fromLabel ?fromClass ?to ?toLabel ?toClass ?label"),
        );
    }
    if diagram.page.is_some() && !diagram.needs_focus() {
        let error = Diagnostic::error("ontology/diagram", "a diagram on a page is of one thing");
        let hint = "write {{focus}} for it in the query, or remove `page`";
        found.push(error.at(file, line_of("page")).hint(hint));
    }
    // The query of a `"""` string begins on the line below its key.
    let before = line_of("query");
    // Any thing will do in place of the focus to see whether the query can be parsed.
    let query = diagram.about(Some("about:blank"));
    check_sparql(file, before, &query, prefixes, found);
    Some(DiagramSpec { name: stem(file).to_owned(), ..diagram })
}

/// The comment lines at the head of a SPARQL file.
#[derive(Debug, Default)]
struct Header {
    title: String,
    description: String,
    fields: Vec<Field>,
}

/// `# **name** rest`.
#[derive(Debug)]
struct Field {
    name: String,
    rest: String,
    line: usize,
}

impl Header {
    fn read(text: &str) -> Self {
        let mut header = Self::default();
        for (at, line) in text.lines().enumerate() {
            let Some(line) = line.strip_prefix('#') else { break };
            let line = line.trim();
            if let Some(title) = line.strip_prefix("# ").filter(|_| header.title.is_empty()) {
                title.trim().clone_into(&mut header.title);
            } else if let Some((name, rest)) =
                line.strip_prefix("**").and_then(|it| it.split_once("**"))
            {
                let (name, rest) = (name.trim().to_owned(), rest.trim().to_owned());
                header.fields.push(Field { name, rest, line: at + 1 });
            } else if !line.is_empty() {
                // A line that goes on with what came before it.
                let target = match header.fields.last_mut() {
                    Some(field) => &mut field.rest,
                    None => &mut header.description,
                };
                if !target.is_empty() {
                    target.push(' ');
                }
                target.push_str(line);
            }
        }
        header
    }

    fn title(&self, file: &str, found: &mut Vec<Diagnostic>) -> String {
        if self.title.is_empty() {
            let error = Diagnostic::error("ontology/no-title", "the header has no title");
            found.push(error.at(file, 1).hint("begin the file with `# # Title`"));
        }
        self.title.clone()
    }
}

/// `**name** (default): what it is`.
fn parameter(
    file: &str,
    field: &Field,
    prefixes: &[(String, String)],
    resolve: &dyn Fn(&str) -> Option<String>,
    found: &mut Vec<Diagnostic>,
) -> Option<Parameter> {
    let parts = field.rest.strip_prefix('(').and_then(|it| it.split_once("):"));
    let is_name =
        field.name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'-');
    let Some((default, description)) = parts.filter(|_| is_name && !field.name.is_empty()) else {
        let error =
            Diagnostic::error("ontology/parameter", format!("`{}` is not a parameter", field.name));
        found.push(error.at(file, field.line).hint("write `# **name** (default): what it is`"));
        return None;
    };
    let expanded = default.split_once(':').and_then(|(prefix, local)| {
        let namespace = prefixes.iter().find(|it| it.0 == prefix)?;
        let plain = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'/' | b'.');
        local.bytes().all(plain).then(|| format!("<{}{local}>", namespace.1))
    });
    Some(Parameter {
        name: field.name.clone(),
        default: expanded
            .or_else(|| Some(format!("<{}>", resolve(default.trim())?)))
            .unwrap_or_else(|| default.trim().to_owned()),
        description: description.trim().to_owned(),
    })
}

/// Parameters of the text must be in the header, and the other way round; whether the text can be filled in.
fn check_parameters(file: &str, query: &Query, found: &mut Vec<Diagnostic>) -> bool {
    let mut complete = true;
    let declared = || query.parameters.iter().map(|it| it.name.as_str());
    let mut used: Vec<&str> = Vec::new();
    for (at, line) in query.text.lines().enumerate() {
        for piece in line.split("{{").skip(1) {
            let Some((name, _)) = piece.split_once("}}") else { continue };
            let is_name = |it: &str| {
                it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'-')
            };
            if name.is_empty() || !is_name(name) || used.contains(&name) {
                continue;
            }
            used.push(name);
            if !declared().any(|it| it == name) {
                complete = false;
                let error = Diagnostic::error(
                    "ontology/parameter",
                    format!("the header declares no parameter `{name}`"),
                );
                let hint =
                    suggest(name, declared(), "add the line `# **name** (default): what it is`");
                found.push(error.at(file, at + 1).hint(hint));
            }
        }
    }
    for name in declared().filter(|it| !used.contains(it)) {
        let warning = Diagnostic::warning(
            "ontology/parameter",
            format!("the parameter `{name}` is not used"),
        );
        found.push(
            warning.at(file, 1).hint(format!(
                "write {{{{{name}}}}} where it belongs, or remove it from the header"
            )),
        );
    }
    complete
}

/// Reports a mistake in the syntax of a query that begins after line `before` of its file.
fn check_sparql(
    file: &str,
    before: usize,
    text: &str,
    prefixes: &[(String, String)],
    found: &mut Vec<Diagnostic>,
) {
    // The parser goes down into itself with each bracket.
    if Outline::of(text).depth > DEEPEST {
        let error = Diagnostic::error("ontology/sparql-syntax", "the query nests too deeply");
        return found.push(error.at(file, before + 1).hint("use fewer brackets in each other"));
    }
    let mut evaluator = SparqlEvaluator::new();
    for (prefix, iri) in prefixes {
        // A base IRI that is none has been reported with the manifest.
        let Ok(with_prefix) = evaluator.with_prefix(prefix, iri) else { return };
        evaluator = with_prefix;
    }
    let Err(error) = evaluator.parse_query(text) else { return };
    let message = error.to_string();
    let place = message.strip_prefix("error at ").and_then(|it| it.split_once(": "));
    let (line, message) = place.map_or((0, message.as_str()), |(place, message)| {
        let line = place.split(':').next().and_then(|it| it.parse::<usize>().ok());
        (line.map_or(0, |it| it + before), message)
    });
    let error = Diagnostic::error(
        "ontology/sparql-syntax",
        format!("the query cannot be parsed: {message}"),
    );
    found.push(
        error.at(file, line).hint("correct the SPARQL; the usual prefixes need not be declared"),
    );
}

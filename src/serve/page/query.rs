//! The query page: an editor, the named questions of the packs, and the answer.
//!
//! The page works without its scripts, which colour the query, complete names, and show an answer as a graph, a timeline
//! or a chart.

use std::{collections::BTreeMap, fmt::Write, sync::Arc};

use oxigraph::model::Term;

use super::{
    Page,
    html::{count, escape, number, table, time},
};
use crate::{
    ontology::{Parameter, ParameterKind, Query},
    query::{Answer, Content, Form, Format},
    serve::{
        Site,
        url::{self, Parameters},
    },
};

/// What stands in the editor at first.
const FIRST: &str = "SELECT ?subject ?property ?object ?claim\nWHERE {\n  ?claim a o:Claim ;\n    rdf:subject/o:displayLabel ?subject ;\n    rdf:predicate/o:displayLabel ?property ;\n    rdf:object/o:displayLabel ?object ;\n    o:force o:Asserted .\n}\nORDER BY ?subject ?property\nLIMIT 50";

/// What the page is about.
pub(in crate::serve) struct Asking<'a> {
    /// The text in the editor; none at first.
    pub(in crate::serve) text: Option<String>,
    /// The named question it comes from.
    pub(in crate::serve) named: Option<&'a Query>,
    /// What was given for its parameters.
    pub(in crate::serve) given: &'a Parameters,
    /// The answer, or why there is none.
    pub(in crate::serve) answer: Option<Result<Arc<Answer>, String>>,
    /// Rows that a page shows.
    pub(in crate::serve) rows: usize,
}

/// `/query`.
pub(in crate::serve) fn query(site: &Site, asking: &Asking<'_>) -> String {
    let text = asking.text.as_deref().unwrap_or(FIRST);
    let mut body = "<h1>Query</h1>\n".to_owned();
    if let Some(named) = asking.named {
        let _ = write!(body, "{}", question(named, asking.given, true));
    }
    let prefixes: Vec<String> = site.prefixes.iter().map(|it| format!("{}:", it.0)).collect();
    let _ = write!(
        body,
        "<form class=\"editor\" action=\"/query\" method=\"get\">\n<label for=\"query\">SPARQL</label>\n<div class=\"code\"><pre aria-hidden=\"true\" id=\"colours\"></pre><textarea id=\"query\" name=\"query\" rows=\"{}\" spellcheck=\"false\" autocapitalize=\"off\" autocomplete=\"off\" aria-describedby=\"help\" data-prefixes=\"{}\">{}</textarea></div>\n<ul id=\"completions\" role=\"listbox\" aria-label=\"Completions\" hidden></ul>\n<p id=\"help\" class=\"help\">Prefixes need no declaration: {}. Ctrl+Space completes, Ctrl+Enter runs.</p>\n<button>Run</button>\n</form>\n",
        text.lines().count().clamp(8, 24),
        escape(&prefixes.join(" ")),
        escape(text),
        escape(&prefixes.join(" ")),
    );
    match &asking.answer {
        Some(Ok(answer)) => body.push_str(&answered(site, text, answer, asking.rows)),
        Some(Err(message)) => {
            let _ = writeln!(
                body,
                "<section id=\"results\" aria-label=\"Answer\"><pre class=\"problem\" role=\"alert\">{}</pre></section>",
                escape(message)
            );
        }
        None => (),
    }
    let questions: Vec<String> = site
        .ontology
        .queries
        .iter()
        .map(|it| question(it, &Parameters::default(), false))
        .collect();
    let _ = writeln!(
        body,
        "<section aria-labelledby=\"named\">\n<h2 id=\"named\">Named questions <small>{}</small></h2>\n{}</section>",
        number(questions.len()),
        questions.concat()
    );
    Page {
        title: asking.named.map_or("Query", |it| it.title.as_str()).to_owned(),
        place: "/query",
        body,
        scripts: &["editor.js", "results.js"],
        wide: true,
        ..Page::default()
    }
    .frame()
}

/// A named question with fields for its parameters.
fn question(query: &Query, given: &Parameters, open: bool) -> String {
    let field = |it: &Parameter| {
        let id = format!("{}-{}{}", query.name, it.name, if open { "-open" } else { "" });
        let plain = it.default.trim_start_matches('<').trim_end_matches('>');
        let value = given.get(&it.name).unwrap_or(plain);
        let kind = match it.kind() {
            ParameterKind::Number => "number",
            ParameterKind::Thing | ParameterKind::Text => "text",
        };
        format!(
            "<label for=\"{0}\">{1}</label> <input id=\"{0}\" name=\"{2}\" type=\"{kind}\" value=\"{3}\">\n",
            escape(&id),
            escape(&it.description),
            escape(&it.name),
            escape(value)
        )
    };
    let fields: Vec<String> = query.parameters.iter().map(field).collect();
    format!(
        "<details class=\"question\"{}><summary>{} <code>{}</code></summary>\n<p>{}</p>\n<form action=\"/query\" method=\"get\"><input type=\"hidden\" name=\"name\" value=\"{}\">\n{}<button>Ask<span class=\"hidden\">: {}</span></button></form>\n</details>\n",
        if open { " open" } else { "" },
        escape(&query.title),
        escape(&query.name),
        escape(&query.description),
        escape(&query.name),
        fields.concat(),
        escape(&query.title)
    )
}

/// The answer, and the forms it can be taken along in.
fn answered(site: &Site, text: &str, answer: &Answer, most: usize) -> String {
    let form = answer.form();
    let (rows, shown) = match &answer.content {
        Content::Boolean(truth) => {
            (format!("<p class=\"truth\">{}</p>\n", if *truth { "yes" } else { "no" }), None)
        }
        Content::Solutions { variables, rows } => {
            (solutions(site, variables, rows), Some(rows.len()))
        }
        Content::Graph(triples) => {
            let variables = ["subject", "predicate", "object"].map(str::to_owned);
            let rows: Vec<Vec<Option<Term>>> = triples
                .iter()
                .map(|it| {
                    let (subject, property) = (it.subject.clone(), it.predicate.clone());
                    vec![Some(subject.into()), Some(property.into()), Some(it.object.clone())]
                })
                .collect();
            (solutions(site, &variables, &rows), Some(rows.len()))
        }
    };
    let what = if form == Form::Graph { "triple" } else { "row" };
    let heading = match shown {
        None => "Answer".to_owned(),
        Some(_) if answer.truncated => {
            format!("The first {} {what}s; there are more", number(most))
        }
        Some(shown) => count(shown, what),
    };
    let formats: &[Format] = match form {
        Form::Graph => &[Format::Turtle, Format::NTriples, Format::JsonLd, Format::Xml],
        _ => &[Format::Csv, Format::Tsv, Format::Json, Format::Xml],
    };
    let asked = url::parameter(text);
    let links: Vec<String> = formats
        .iter()
        .map(|it| {
            format!(
                "<a href=\"/sparql?query={asked}&amp;format={0}\" download=\"answer.{1}\">{1}</a>",
                it.name(),
                it.extension(form)
            )
        })
        .collect();
    format!(
        "<section id=\"results\" aria-labelledby=\"results-title\" data-query=\"{}\">\n<h2 id=\"results-title\" role=\"status\">{heading}</h2>\n<p class=\"links\">Download: {} · <a href=\"/query?query={asked}\">Permanent link</a></p>\n<div id=\"views\"></div>\n<div id=\"table\">\n{rows}</div>\n</section>\n",
        if shown.is_some() { escape(text) } else { String::new() },
        links.join(" · ")
    )
}

fn solutions(site: &Site, variables: &[String], rows: &[Vec<Option<Term>>]) -> String {
    let numeric: BTreeMap<usize, bool> = (0..variables.len())
        .map(|at| {
            let cells = rows.iter().filter_map(|it| it[at].as_ref());
            let number = |it: &Term| site.catalogue.term(it).parse::<f64>().is_ok();
            let mut literals = cells.filter(|it| matches!(it, Term::Literal(_))).peekable();
            (at, literals.peek().is_some() && literals.all(number))
        })
        .collect();
    let mut out = String::new();
    for row in rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let class = if numeric[&at] { " class=\"n\"" } else { "" };
            let _ = write!(
                out,
                "<td{class}>{}</td>",
                cell.as_ref().map(|it| term(site, it)).unwrap_or_default()
            );
        }
        out.push_str("</tr>\n");
    }
    let head: Vec<String> = variables
        .iter()
        .enumerate()
        .map(|(at, it)| if numeric[&at] { format!("#{it}") } else { it.clone() })
        .collect();
    table("Answer", &head.iter().map(String::as_str).collect::<Vec<_>>(), &out)
}

/// A term as a link; a quote leads to its sentence.
fn term(site: &Site, term: &Term) -> String {
    match term {
        Term::NamedNode(it) => {
            let iri = it.as_str();
            let shown = match site.catalogue.names.get(iri) {
                Some(name) => name.clone(),
                None => site.prefixes.shorten(iri).unwrap_or_else(|| iri.to_owned()),
            };
            format!(
                "<a href=\"{}\" title=\"{}\">{}</a>",
                escape(&site.href(iri)),
                escape(iri),
                escape(&shown)
            )
        }
        Term::Literal(it) => match site.catalogue.quotes.get(it.value()) {
            Some(evidence) => {
                format!("<a href=\"{}\">{}</a>", escape(&site.href(evidence)), escape(it.value()))
            }
            None => time(it.value()),
        },
        Term::BlankNode(it) => escape(&it.to_string()),
    }
}

//! The page as a whole: head, contents, sections in order.

use std::fmt::Write;

use super::{
    ReportInput,
    claims::{Scene, Subject, shorten, subjects},
    documents::documents,
    drawings, findings,
    html::{Anchors, count, escape, number},
    status,
};
use crate::graph::Names;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("filter.js");

/// Writes the page.
pub(super) fn write(input: &ReportInput<'_>) -> String {
    let graph = input.graph;
    let names = Names::new(graph, input.ontology);
    let mut subjects = subjects(graph, &names);
    let all = subjects.len();
    let left_out = shorten(&mut subjects);
    let mut anchors = Anchors::default();
    for subject in &subjects {
        anchors.add("about", subject.iri);
    }
    let documents = documents(graph);
    for (document, _) in &documents {
        anchors.add("document", &document.iri);
    }
    for (iri, _) in subjects.iter().flat_map(|it| &it.claims) {
        anchors.add("claim", iri);
    }
    let scene = Scene { graph, ontology: input.ontology, names, anchors };

    let figures: Vec<String> = input
        .diagrams
        .iter()
        .enumerate()
        .map(|(at, (title, svg))| drawings::figure(title, svg, at))
        .collect();
    let conflicts = scene.conflicts();
    let none = |what: &str| format!("<p>There are no {what}.</p>\n");
    let or = |text: String, what: &str| if text.is_empty() { none(what) } else { text };
    let sections = [
        ("summary", "At a glance", summary(input, all)),
        ("documents", "Documents", scene.documents(&documents)),
        ("diagrams", "Diagrams", or(figures.concat(), "diagrams")),
        ("conflicts", "Conflicts", or(conflicts, "disagreements")),
        ("claims", "Claims", claims(&scene, &subjects, left_out)),
        ("index", "Index of subjects", index(&scene, &subjects)),
        ("findings", "Not understood", findings::write(input.diagnostics)),
    ];
    let contents: Vec<String> = sections
        .iter()
        .map(|(id, title, _)| format!("<li><a href=\"#{id}\">{title}</a></li>"))
        .collect();
    let body: Vec<String> = sections
        .iter()
        .map(|(id, title, text)| {
            format!("<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>\n{text}</section>\n")
        })
        .collect();
    let manifest = &input.ontology.manifest;
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header>\n<h1>{title}</h1>\n<p>Read by kell {} with the pack <i>{}</i> {}. Every statement below cites the sentence that makes it.</p>\n</header>\n<nav aria-label=\"Contents\"><ul>{}</ul></nav>\n<main id=\"main\" tabindex=\"-1\">\n{}</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
        escape(&manifest.name),
        escape(&manifest.version),
        contents.concat(),
        body.concat(),
        title = escape(&input.title),
    )
}

/// The numbers, and what the badges mean.
fn summary(input: &ReportInput<'_>, subjects: usize) -> String {
    let graph = input.graph;
    let asserted = graph.claims.values().filter(|it| it.asserted).count();
    let new = graph.things.values().filter(|it| !it.known && it.value.is_none()).count();
    let sentences = graph.documents.values().map(|it| it.sentences).sum();
    let mut out = "<dl class=\"numbers\">\n".to_owned();
    for (name, value) in [
        ("documents", graph.documents.len()),
        ("sentences", sentences),
        ("things spoken of", graph.things.len()),
        ("of these not in the pack", new),
        ("claims", graph.claims.len()),
        ("of these asserted as triples", asserted),
        ("subjects", subjects),
        ("conflicts", graph.conflicts.len()),
        ("findings", input.diagnostics.len()),
    ] {
        let _ = writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", number(value));
    }
    out.push_str("</dl>\n<h3>How claims are meant</h3>\n<dl class=\"badges\">\n");
    for status in status::all() {
        let many = graph.claims.values().filter(|it| status::of(it) == status).count();
        if many > 0 {
            let _ = writeln!(
                out,
                "<div><dt><span class=\"badge {0}\">{0}</span></dt><dd>{1}: {2}</dd></div>",
                status.word,
                count(many, "claim"),
                status.meaning
            );
        }
    }
    out + "</dl>\n<p>Only claims that are affirmed and stated as a fact become plain triples. The others are kept as claims, with a dashed line before them.</p>\n"
}

/// The box to filter with, then every subject.
fn claims(scene: &Scene<'_>, subjects: &[Subject<'_>], left_out: usize) -> String {
    if subjects.is_empty() {
        return "<p>There are no claims.</p>\n".to_owned();
    }
    let note = match left_out {
        0 => String::new(),
        _ => format!(
            "<p class=\"more\">Shown are the subjects that most is said of; {} more are in <code>claims.csv</code>, and <code>kell query</code> finds them.</p>\n",
            count(left_out, "claim")
        ),
    };
    let filter = "<form id=\"filter\" role=\"search\" hidden><label for=\"words\">Show only claims with the words</label> <input id=\"words\" type=\"search\" autocomplete=\"off\"> <label><input id=\"stated\" type=\"checkbox\"> stated as a fact</label> <output for=\"words stated\" aria-live=\"polite\"></output></form>\n";
    subjects.iter().fold(note + filter, |out, it| out + &scene.subject(it))
}

/// The subjects under their first letters.
fn index(scene: &Scene<'_>, subjects: &[Subject<'_>]) -> String {
    let first = |name: &str| {
        let letter = name.chars().find(|it| it.is_alphanumeric()).unwrap_or('#');
        if letter.is_alphabetic() { letter.to_uppercase().to_string() } else { "0–9".to_owned() }
    };
    let mut groups: std::collections::BTreeMap<String, Vec<String>> =
        std::collections::BTreeMap::new();
    for subject in subjects {
        let link = scene.anchors.link(subject.iri, subject.name);
        let class = escape(&scene.class(subject.iri));
        let item = format!(
            "<li>{link} <small>{class}, {}</small></li>\n",
            number(subject.claims.len() + subject.more)
        );
        groups.entry(first(subject.name)).or_default().push(item);
    }
    let mut out = "<div class=\"index\">\n".to_owned();
    for (letter, items) in groups {
        let _ = write!(
            out,
            "<section><h3>{}</h3>\n<ul>\n{}</ul></section>\n",
            escape(&letter),
            items.concat()
        );
    }
    out + "</div>\n"
}

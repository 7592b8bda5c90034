//! Pages for people: HTML made on the server, with styles and scripts that are part of the program.
//!
//! A page works without its script, by keyboard, and refers to nothing outside.  What it shows was found elsewhere.

mod claim;
mod conflicts;
mod diagrams;
mod document;
mod home;
mod html;
mod network;
mod other;
mod path;
mod query;
mod search;
mod statistics;
mod thing;
mod timeline;

use std::fmt::Write;

use super::reply::Problem;
use html::escape;

pub(super) use self::{
    claim::{Copies, claim},
    conflicts::{conflict, conflicts},
    diagrams::{diagram, diagrams},
    document::document,
    home::home,
    network::network,
    other::{other, terms},
    path::path,
    query::{Asking, query},
    search::{place, search},
    statistics::statistics,
    thing::thing,
    timeline::timeline,
};

/// Name, media type and content of the files that pages use.
const ASSETS: [(&str, &str, &str); 8] = [
    ("style.css", CSS, include_str!("style.css")),
    ("search.js", SCRIPT, include_str!("search.js")),
    ("copy.js", SCRIPT, include_str!("copy.js")),
    ("reader.js", SCRIPT, include_str!("reader.js")),
    ("network.js", SCRIPT, include_str!("network.js")),
    ("editor.js", SCRIPT, include_str!("editor.js")),
    ("results.js", SCRIPT, include_str!("results.js")),
    ("icon.svg", "image/svg+xml", include_str!("icon.svg")),
];
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// A file that pages use: media type and content.
pub(super) fn asset(name: &str) -> Option<(&'static str, &'static str)> {
    ASSETS.iter().find(|it| it.0 == name).map(|it| (it.1, it.2))
}

/// The places that every page leads to.
const PLACES: [(&str, &str); 9] = [
    ("/search", "Search"),
    ("/documents", "Documents"),
    ("/network", "Graph"),
    ("/path", "Path"),
    ("/diagrams", "Diagrams"),
    ("/timeline", "Timeline"),
    ("/conflicts", "Conflicts"),
    ("/statistics", "Statistics"),
    ("/query", "Query"),
];

/// A page before it is framed.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    pub(super) title: String,
    /// The place in the navigation it belongs to.
    pub(super) place: &'a str,
    /// What stands in `main`.
    pub(super) body: String,
    /// Scripts besides that of the search box.
    pub(super) scripts: &'a [&'a str],
    /// Other forms of the same: address and media type.
    pub(super) alternates: Vec<(String, &'static str)>,
    /// Whether it may use the whole width.
    pub(super) wide: bool,
}

impl Page<'_> {
    /// The page as a whole.
    pub(super) fn frame(&self) -> String {
        let mut head = String::new();
        for (address, media) in &self.alternates {
            let address = escape(address);
            let _ = writeln!(head, "<link rel=\"alternate\" type=\"{media}\" href=\"{address}\">");
        }
        for script in ["search.js"].iter().chain(self.scripts) {
            let _ = writeln!(head, "<script src=\"/assets/{script}\" defer></script>");
        }
        let places: Vec<String> = PLACES
            .iter()
            .map(|(address, name)| {
                let here = if *address == self.place { " aria-current=\"page\"" } else { "" };
                format!("<li><a href=\"{address}\"{here}>{name}</a></li>")
            })
            .collect();
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{} · kell</title>\n<link rel=\"icon\" href=\"/assets/icon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"/assets/classes.css\">\n<link rel=\"stylesheet\" href=\"/assets/style.css\">\n{head}</head>\n<body{}>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header class=\"top\">\n<a class=\"home\" href=\"/\">kell</a>\n<form class=\"find\" role=\"search\" action=\"/search\" aria-label=\"Whole graph\"><label class=\"hidden\" for=\"find\">Search things and sentences</label><input id=\"find\" name=\"q\" type=\"search\" placeholder=\"Search\" autocomplete=\"off\" maxlength=\"200\"></form>\n<nav aria-label=\"Main\"><ul>{}</ul></nav>\n</header>\n<main id=\"main\" tabindex=\"-1\">\n{}</main>\n<footer><p>Every statement cites the sentence that makes it. <a href=\"/.well-known/void\">Dataset</a> · <a href=\"/ns\">Vocabulary</a> · <a href=\"/sparql\">SPARQL</a> · kell {}</p></footer>\n</body>\n</html>\n",
            escape(&self.title),
            if self.wide { " class=\"wide\"" } else { "" },
            places.concat(),
            self.body,
            env!("CARGO_PKG_VERSION"),
        )
    }
}

/// A page that says what is wrong.
pub(super) fn problem(problem: &Problem) -> String {
    let title = problem.status.canonical_reason().unwrap_or("Problem");
    let hint = match &problem.hint {
        Some((words, Some(link))) => {
            format!("<p><a href=\"{}\">{}</a></p>\n", escape(link), escape(words))
        }
        Some((words, None)) => format!("<p>{}</p>\n", escape(words)),
        None => String::new(),
    };
    let body = format!(
        "<h1>{}</h1>\n<pre class=\"problem\">{}</pre>\n{hint}",
        escape(title),
        escape(&problem.message)
    );
    Page { title: title.to_owned(), body, ..Page::default() }.frame()
}

/// The parts of something long: links to the others.
fn pager(label: &str, part: usize, parts: usize, address: impl Fn(usize) -> String) -> String {
    if parts < 2 {
        return String::new();
    }
    let link = |to: usize, words: &str, rel: &str| {
        format!("<a rel=\"{rel}\" href=\"{}\">{words}</a>", escape(&address(to)))
    };
    let before = if part > 0 { link(part - 1, "← Previous", "prev") } else { String::new() };
    let after = if part + 1 < parts { link(part + 1, "Next →", "next") } else { String::new() };
    format!(
        "<nav class=\"pager\" aria-label=\"{label}\">{before} <span>part {} of {parts}</span> {after}</nav>\n",
        part + 1
    )
}

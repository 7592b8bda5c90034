//! The first page and the list of documents.

use std::fmt::Write;

use super::{
    Page,
    html::{count, escape, number, section, table, time},
};
use crate::serve::{Site, catalogue::Thing};

/// How many things the first page names.
const THINGS: usize = 24;

/// `/` and `/documents`.
pub(in crate::serve) fn home(site: &Site, documents_only: bool) -> String {
    let catalogue = &site.catalogue;
    let documents = section("documents", "Documents", &documents(site));
    if documents_only {
        let body = format!("<h1>Documents</h1>\n{}", documents_table(&documents));
        return Page {
            title: "Documents".to_owned(),
            place: "/documents",
            body,
            ..Page::default()
        }
        .frame();
    }
    let asserted = catalogue.claims.iter().filter(|it| it.asserted).count();
    let mut body = format!(
        "<h1>{}</h1>\n<p class=\"lead\">{} in {}, {} of them stated as facts; each cites its sentence.</p>\n",
        escape(&site.ontology.manifest.title),
        count(catalogue.claims.len(), "claim"),
        count(catalogue.documents.len(), "document"),
        number(asserted),
    );
    body.push_str("<form class=\"big\" role=\"search\" action=\"/search\" aria-label=\"Things and sentences\"><label for=\"q\">Who or what are you looking for?</label><div class=\"row\"><input id=\"q\" name=\"q\" type=\"search\" autocomplete=\"off\" maxlength=\"200\"><button>Search</button></div></form>\n");
    if !catalogue.conflicts.is_empty() {
        let _ = writeln!(
            body,
            "<p class=\"notice\"><a href=\"/conflicts\">{}</a> between documents, or with what was known: each side keeps its sentence, and nothing is settled.</p>",
            count(catalogue.conflicts.len(), "conflict")
        );
    }
    let mut things: Vec<&Thing> =
        catalogue.things.values().filter(|it| !it.claims().is_empty() && is_named(it)).collect();
    things.sort_by_key(|it| (std::cmp::Reverse(it.claims().len()), &it.label));
    let cards: Vec<String> = things
        .iter()
        .take(THINGS)
        .map(|it| {
            format!(
                "<li><a href=\"{}\">{}</a> <small>{}, {}</small></li>\n",
                escape(&site.href(&it.iri)),
                escape(&it.label),
                site.class(&it.class),
                count(it.claims().len(), "claim")
            )
        })
        .collect();
    if !cards.is_empty() {
        let list = format!("<ul class=\"tiles\">\n{}</ul>\n", cards.concat());
        body.push_str(&section("things", "Most spoken of", &list));
    }
    body.push_str(&documents);
    Page { title: site.ontology.manifest.title.clone(), body, ..Page::default() }.frame()
}

/// Whether it has a name of its own, and is not only described in one document.
pub(super) fn is_named(thing: &Thing) -> bool {
    !matches!(thing.class.as_str(), "Date" | "Quantity")
        && (!thing.discovered
            || thing.mentioned.len() > 1
            || thing.label.starts_with(char::is_uppercase))
}

/// The section without its frame, where the page has the heading already.
fn documents_table(section: &str) -> &str {
    let start = section.find("<div").unwrap_or_default();
    section[start..].trim_end().strip_suffix("</section>").unwrap_or(section)
}

/// One row for each document, by date.
fn documents(site: &Site) -> String {
    let mut all: Vec<_> = site.catalogue.documents.values().collect();
    all.sort_by_key(|it| (it.date.is_none(), &it.date, &it.title));
    let mut rows = String::new();
    for it in all {
        let who = it.speaker.as_ref().or(it.publisher.as_ref()).map(|it| site.link(it));
        let copy = it
            .copy_of
            .as_ref()
            .map(|it| format!("<br><small>nearly the same text as {}</small>", site.link(it)));
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\"><a href=\"{}\" lang=\"{}\">{}</a>{}</th><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            escape(&site.href(&it.iri)),
            escape(&it.language),
            escape(&it.title),
            copy.unwrap_or_default(),
            it.date.as_deref().map(time).unwrap_or_default(),
            who.unwrap_or_default(),
            number(it.sentences),
            number(it.claims.len()),
        );
    }
    table("Documents", &["Title", "Date", "Speaker or publisher", "#Sentences", "#Claims"], &rows)
}

//! What was found for some words.

use std::fmt::Write;

use super::{
    Page,
    html::{count, escape, section},
};
use crate::serve::{Site, index::Hit, url};

/// `/search?q=…`.
pub(in crate::serve) fn search(
    site: &Site,
    query: &str,
    things: &[Hit],
    sentences: &[Hit],
) -> String {
    let mut body = format!(
        "<h1>Search</h1>\n<form class=\"big\" role=\"search\" action=\"/search\" aria-label=\"Things and sentences\"><label for=\"q\">Words of a name or of a sentence</label><div class=\"row\"><input id=\"q\" name=\"q\" type=\"search\" value=\"{}\" autocomplete=\"off\" maxlength=\"200\"><button>Search</button></div></form>\n",
        escape(query)
    );
    let shown = |hits: &[Hit]| hits.iter().map(|it| hit(site, it)).collect::<String>();
    if !things.is_empty() {
        let list = format!("<ul class=\"hits\">\n{}</ul>\n", shown(things));
        body.push_str(&section("things", "Things", &list));
    }
    if !sentences.is_empty() {
        let list = format!("<ul class=\"hits\">\n{}</ul>\n", shown(sentences));
        body.push_str(&section("sentences", "Sentences", &list));
    }
    if things.is_empty() && sentences.is_empty() && !query.trim().is_empty() {
        let _ = writeln!(
            body,
            "<p role=\"status\">Nothing has all the words of “{}”.</p>",
            escape(query)
        );
    }
    Page { title: "Search".to_owned(), place: "/search", body, ..Page::default() }.frame()
}

fn hit(site: &Site, hit: &Hit) -> String {
    match hit {
        Hit::Thing { iri, name } => {
            let thing = site.catalogue.things.get(iri);
            let class = thing.map(|it| site.class(&it.class)).unwrap_or_default();
            let claims = thing.map_or(0, |it| it.claims().len());
            let also = if name == site.catalogue.name(iri) {
                String::new()
            } else {
                format!(" ({})", escape(name))
            };
            format!(
                "<li>{}{also} <small>{class}, {}</small></li>\n",
                site.link(iri),
                count(claims, "claim")
            )
        }
        Hit::Sentence { document, chars, text, claims } => format!(
            "<li><blockquote><p>{}</p></blockquote><p class=\"source\"><a href=\"{}\">{}</a> · {}</p></li>\n",
            escape(text),
            escape(&place(site, document, *chars)),
            escape(site.catalogue.name(document)),
            count(*claims, "claim")
        ),
    }
}

/// Where a sentence stands.
pub(in crate::serve) fn place(site: &Site, document: &str, chars: (usize, usize)) -> String {
    format!(
        "{}?at={}#{}",
        site.href(document),
        chars.0,
        url::path(&format!("char={},{}", chars.0, chars.1))
    )
}

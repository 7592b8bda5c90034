//! The graph in numbers.

use std::{cmp::Reverse, collections::BTreeMap, fmt::Write};

use super::{
    Page,
    html::{STANDINGS, badge, escape, meaning, number, section, table},
};
use crate::serve::Site;

/// How many rows of a long table are shown.
const ROWS: usize = 40;

/// `/statistics`.
pub(in crate::serve) fn statistics(site: &Site) -> String {
    let catalogue = &site.catalogue;
    let spoken = catalogue.things.values().filter(|it| !it.mentioned.is_empty());
    let (spoken, found) =
        spoken.fold((0, 0), |(all, new), it| (all + 1, new + usize::from(it.discovered)));
    let sentences: usize = catalogue.documents.values().map(|it| it.sentences).sum();
    let mut body = "<h1>Statistics</h1>\n<dl class=\"numbers\">\n".to_owned();
    for (name, value) in [
        ("documents", catalogue.documents.len()),
        ("sentences", sentences),
        ("things spoken of", spoken),
        ("of these not known before", found),
        ("claims", catalogue.claims.len()),
        ("of these plain triples", catalogue.claims.iter().filter(|it| it.asserted).count()),
        ("conflicts", catalogue.conflicts.len()),
        ("quads", catalogue.graphs.values().sum()),
    ] {
        let _ = writeln!(body, "<div><dt>{name}</dt><dd>{}</dd></div>", number(value));
    }
    body.push_str("</dl>\n");

    let mut standings = String::new();
    for standing in STANDINGS {
        let many = catalogue.claims.iter().filter(|it| it.standing() == standing).count();
        if many > 0 {
            let _ = writeln!(
                standings,
                "<tr><th scope=\"row\">{}</th><td>{}</td>{}</tr>",
                badge(standing),
                escape(meaning(standing)),
                cells(many, catalogue.claims.len())
            );
        }
    }
    let head = ["Force", "Meaning", "#Claims", "Share"];
    body.push_str(&section("forces", "How claims are meant", &table("Forces", &head, &standings)));

    let properties = catalogue.properties.iter().map(|(iri, many)| (site.link(iri), *many));
    body.push_str(&counted("properties", "Properties", "Property", "Claims", properties.collect()));

    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for thing in catalogue.things.values().filter(|it| !it.mentioned.is_empty()) {
        *classes.entry(&thing.class).or_default() += 1;
    }
    let classes = classes.into_iter().map(|(name, many)| {
        let iri = site.ontology.base.term(name);
        (format!("<a href=\"{}\">{}</a>", escape(&site.href(&iri)), site.class(name)), many)
    });
    body.push_str(&counted("classes", "What is spoken of", "Class", "Things", classes.collect()));

    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in catalogue.claims.iter().flat_map(|it| &it.rules) {
        *rules.entry(rule).or_default() += 1;
    }
    let rules = rules.into_iter().map(|(iri, many)| (site.link(iri), many));
    body.push_str(&counted("rules", "Rules that found claims", "Rule", "Claims", rules.collect()));

    let mut graphs = String::new();
    for (iri, quads) in &catalogue.graphs {
        let _ = writeln!(
            graphs,
            "<tr><th scope=\"row\"><code>{}</code></th><td class=\"n\">{}</td><td><a href=\"/store?graph={}&amp;format=ttl\" download=\"{}.ttl\">Turtle</a></td></tr>",
            escape(&site.prefixes.shorten(iri).unwrap_or_else(|| iri.clone())),
            number(*quads),
            crate::serve::url::parameter(iri),
            escape(iri.rsplit('/').next().unwrap_or_default())
        );
    }
    let head = ["Graph", "#Triples", "Download"];
    body.push_str(&section("graphs", "Named graphs", &table("Named graphs", &head, &graphs)));
    Page { title: "Statistics".to_owned(), place: "/statistics", body, ..Page::default() }.frame()
}

/// A table of what there is how often, the most frequent first.
fn counted(
    id: &str,
    title: &str,
    what: &str,
    many: &str,
    mut list: Vec<(String, usize)>,
) -> String {
    list.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    let most = list.first().map_or(1, |it| it.1);
    let mut rows = String::new();
    for (name, many) in list.iter().take(ROWS) {
        let _ = writeln!(rows, "<tr><th scope=\"row\">{name}</th>{}</tr>", cells(*many, most));
    }
    let mut text = table(title, &[what, &format!("#{many}"), "Share"], &rows);
    if list.len() > ROWS {
        let _ = writeln!(text, "<p>{} more are not shown.</p>", number(list.len() - ROWS));
    }
    section(id, title, &text)
}

/// A number, and the same as a bar.
fn cells(many: usize, most: usize) -> String {
    format!(
        "<td class=\"n\">{0}</td><td><meter min=\"0\" max=\"{most}\" value=\"{many}\" aria-label=\"{0}\"></meter></td>",
        number(many)
    )
}

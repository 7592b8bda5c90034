//! The graph in numbers.

use std::{cmp::Reverse, collections::BTreeMap, fmt::Write};

use super::{
    Page,
    html::{STANDINGS, badge, escape, meaning, number, section, table},
};
use crate::serve::Site;

/// How many rows of a long table are shown.
const ROWS: usize = 40;
/// How many of the most central things.
const CENTRAL: usize = 25;

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

    if !site.measures.things.is_empty() {
        body.push_str(&section("central", "The most central things", &central(site)));
    }

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

/// How central things are, the most important first.
fn central(site: &Site) -> String {
    let things = site.asserted.graph.node_weights().zip(&site.measures.things);
    let mut things: Vec<_> = things.collect();
    things.sort_by(|a, b| b.1.page_rank.total_cmp(&a.1.page_rank).then(a.0.iri.cmp(&b.0.iri)));
    // A community goes by its most important thing.
    let mut heads: BTreeMap<usize, &str> = BTreeMap::new();
    for (thing, measured) in &things {
        heads.entry(measured.community).or_insert(&thing.iri);
    }
    let mut rows = String::new();
    for (thing, it) in things.iter().take(CENTRAL) {
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{:.2} %</td><td class=\"n\">{:.2} %</td><td>{}</td><td>{}</td></tr>",
            site.link(&thing.iri),
            number(it.degree),
            number(it.weight),
            100.0 * it.page_rank,
            100.0 * it.betweenness,
            heads.get(&it.community).map(|it| site.link(it)).unwrap_or_default(),
            if it.cut_point { "yes" } else { "" }
        );
    }
    let sampled = site
        .measures
        .sampled
        .map(|it| format!(" What lies between others is estimated from {} of them.", number(it)));
    format!(
        "<p>In the network of asserted claims: {} things in {} communities; more than these: <code>kell network</code>.{} </p>\n{}",
        number(things.len()),
        number(site.measures.communities),
        sampled.unwrap_or_default(),
        table(
            "The most central things",
            &[
                "Thing",
                "#Tied to",
                "#Sources",
                "#Importance",
                "#Between others",
                "Community of",
                "Cut point"
            ],
            &rows
        )
    )
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

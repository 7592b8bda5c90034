//! The page of a thing: what it is, what is said about it and by whom, when, and what is near it.

use std::{cmp::Reverse, collections::BTreeMap, fmt::Write};

use super::{
    Page,
    html::{badge, count, escape, number, section, time},
};
use crate::serve::{
    Site,
    catalogue::{Claim, Thing},
    diagrams::OnPage,
    url,
};

/// How many other things the page names.
const NEAR: usize = 30;
/// How many claims a group shows before the rest is folded.
const OPEN: usize = 6;

/// The page of a thing, with its drawing, if there is one.
pub(in crate::serve) fn thing(
    site: &Site,
    thing: &Thing,
    drawing: Option<&OnPage<'_>>,
    alternates: Vec<(String, &'static str)>,
) -> String {
    let claims: Vec<&Claim> =
        thing.claims().into_iter().map(|it| &site.catalogue.claims[it]).collect();
    let (stated, said): (Vec<&Claim>, Vec<&Claim>) = claims.iter().partition(|it| it.is_stated());
    let holds: Vec<&Claim> = thing
        .holds
        .iter()
        .map(|it| &site.catalogue.claims[*it])
        .filter(|it| !claims.iter().any(|other| other.iri == it.iri))
        .collect();
    let mut sections = vec![
        ("statements", "What is stated", grouped(site, thing, &stated)),
        ("said", "Only reported, judged, planned or denied", grouped(site, thing, &said)),
        ("times", "Timeline", times(site, &claims)),
        (
            "diagram",
            drawing.map_or("", |it| &it.spec.title),
            drawing.map(|it| it.figure(&thing.iri, &thing.label)).unwrap_or_default(),
        ),
        ("says", "What it says of others", says(site, &holds)),
        ("near", "Spoken of in the same sentences", near(site, thing, &claims)),
        ("documents", "Documents that mention it", documents(site, thing)),
        ("facts", "What was known before", facts(site, thing)),
    ];
    sections.retain(|it| !it.2.is_empty());
    let contents: Vec<String> = sections
        .iter()
        .map(|(id, title, _)| format!("<li><a href=\"#{id}\">{title}</a></li>"))
        .collect();
    let mut body = header(site, thing, claims.len());
    if sections.len() > 1 {
        let _ = writeln!(
            body,
            "<nav class=\"contents\" aria-label=\"On this page\"><ul>{}</ul></nav>",
            contents.concat()
        );
    }
    for (id, title, text) in &sections {
        body.push_str(&section(id, title, text));
    }
    if claims.is_empty() {
        body.push_str("<p>No document of this graph claims anything about it.</p>\n");
    }
    Page { title: thing.label.clone(), body, alternates, ..Page::default() }.frame()
}

fn header(site: &Site, thing: &Thing, claims: usize) -> String {
    let classes: Vec<String> = thing.classes.iter().map(|it| site.class(it)).collect();
    let kind = if thing.discovered { "found in the documents" } else { "known to the pack" };
    let mut out = format!(
        "<h1>{}</h1>\n<p class=\"kind\">{} <small>{kind} · {}</small></p>\n",
        escape(&thing.label),
        classes.join(" ‹ "),
        count(claims, "claim"),
    );
    if let Some(kept) = &thing.merged_into {
        let _ = writeln!(out, "<p class=\"notice\">This is a name of {}.</p>", site.link(kept));
    }
    if !thing.definition.is_empty() {
        let _ = writeln!(out, "<p class=\"definition\">{}</p>", escape(&thing.definition));
    }
    out.push_str("<dl class=\"facts\">\n");
    if !thing.aliases.is_empty() {
        let names: Vec<String> = thing
            .aliases
            .iter()
            .map(|(language, name)| match language.as_str() {
                "" => escape(name),
                tag => format!(
                    "<span lang=\"{0}\">{1}</span> <small>{0}</small>",
                    escape(tag),
                    escape(name)
                ),
            })
            .collect();
        let _ = writeln!(out, "<div><dt>Also</dt><dd>{}</dd></div>", names.join(" · "));
    }
    for it in &thing.matches {
        let _ = writeln!(
            out,
            "<div><dt>Same as</dt><dd><a rel=\"external noopener\" href=\"{0}\">{1}</a></dd></div>",
            escape(it),
            escape(&site.prefixes.shorten(it).unwrap_or_else(|| it.clone()))
        );
    }
    let _ = writeln!(
        out,
        "{}<div><dt>Identifier</dt><dd><code>{}</code></dd></div>\n</dl>\n<p class=\"links\"><a href=\"/network?focus={2}\">Show in the graph</a> · <a href=\"/path?from={2}\">How is it connected with …?</a></p>",
        importance(site, thing),
        escape(&thing.iri),
        url::parameter(&thing.iri)
    );
    out
}

/// How central it is among all that asserted claims tie.
fn importance(site: &Site, thing: &Thing) -> String {
    let Some(own) = site.measured(&thing.iri) else { return String::new() };
    let all = &site.measures.things;
    let before = all.iter().filter(|it| it.page_rank > own.page_rank).count();
    let mut words = format!(
        "tied to {} by asserted claims, <a href=\"/statistics#central\">rank {} of {}</a> by importance",
        count(own.degree, "thing"),
        number(before + 1),
        number(all.len())
    );
    if own.cut_point {
        words.push_str("; connects things that nothing else connects");
    }
    format!("<div><dt>In the network</dt><dd>{words}</dd></div>\n")
}

/// Claims under the names of their properties, those of which it is the subject first.
fn grouped(site: &Site, thing: &Thing, claims: &[&Claim]) -> String {
    let mut groups: BTreeMap<(bool, &str), Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        let passive = claim.subject != thing.iri;
        let name = site.catalogue.name(&claim.property);
        groups.entry((passive, name)).or_default().push(claim);
    }
    let mut out = String::new();
    for ((passive, name), claims) in groups {
        let heading = if passive { format!("… {} it", escape(name)) } else { escape(name) };
        let cards: Vec<String> = claims.iter().map(|it| site.card(it)).collect();
        let (open, rest) = cards.split_at(cards.len().min(OPEN));
        let _ = writeln!(
            out,
            "<h3>{heading} <small>{}</small></h3>\n{}",
            number(claims.len()),
            open.concat()
        );
        if !rest.is_empty() {
            let _ = writeln!(
                out,
                "<details><summary>{} more</summary>\n{}</details>",
                number(rest.len()),
                rest.concat()
            );
        }
    }
    out
}

/// What has a time of its own, in order.
fn times(site: &Site, claims: &[&Claim]) -> String {
    let date_of = |it: &Claim| {
        let object = it.object.as_ref().map(|it| site.catalogue.term(it));
        let object = object.filter(|it| crate::vocabulary::date_type(it).is_some());
        it.time.as_ref().map(|it| site.catalogue.name(it).to_owned()).or(object.map(str::to_owned))
    };
    let mut dated: Vec<(String, &Claim)> =
        claims.iter().filter_map(|it| Some((date_of(it)?, *it))).collect();
    dated.sort_by(|a, b| (&a.0, &a.1.iri).cmp(&(&b.0, &b.1.iri)));
    let items: Vec<String> = dated
        .iter()
        .map(|(date, claim)| {
            format!(
                "<li><span class=\"when\">{}</span> <span>{} {}</span></li>\n",
                time(date),
                site.statement(claim),
                badge(claim.standing())
            )
        })
        .collect();
    if items.is_empty() {
        return String::new();
    }
    format!("<ol class=\"times\">\n{}</ol>\n", items.concat())
}

fn says(site: &Site, holds: &[&Claim]) -> String {
    let cards: Vec<String> = holds.iter().take(60).map(|it| site.card(it)).collect();
    match cards.len() {
        0 => String::new(),
        many => format!(
            "<details><summary>{}</summary>\n{}</details>\n",
            if many < holds.len() {
                format!("the first {many} of {}", count(holds.len(), "claim"))
            } else {
                count(many, "claim")
            },
            cards.concat()
        ),
    }
}

/// Things in claims of the same sentences, the most frequent first.
fn near(site: &Site, thing: &Thing, claims: &[&Claim]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in claims {
        let mut here: Vec<&str> = vec![claim.subject.as_str()];
        for term in claim.object.iter().chain(claim.qualifiers.iter().map(|it| &it.1)) {
            if let oxigraph::model::Term::NamedNode(it) = term {
                here.push(it.as_str());
            }
        }
        for iri in here {
            let other = site.catalogue.things.get(iri);
            if other.is_some_and(|it| it.iri != thing.iri && it.class != "Date") {
                *counts.entry(iri).or_default() += 1;
            }
        }
    }
    let mut list: Vec<(&str, usize)> = counts.into_iter().collect();
    list.sort_by_key(|(iri, many)| (Reverse(*many), site.catalogue.name(iri)));
    let items: Vec<String> = list
        .iter()
        .take(NEAR)
        .map(|(iri, many)| {
            format!("<li>{} <small>{}</small></li>\n", site.link(iri), number(*many))
        })
        .collect();
    if items.is_empty() {
        return String::new();
    }
    format!("<ul class=\"tiles\">\n{}</ul>\n", items.concat())
}

fn documents(site: &Site, thing: &Thing) -> String {
    let mut list: Vec<_> = thing.mentioned.iter().collect();
    list.sort_by_key(|(iri, many)| (Reverse(**many), site.catalogue.name(iri)));
    let items: Vec<String> = list
        .iter()
        .map(|(iri, many)| {
            format!("<li>{} <small>{}</small></li>\n", site.link(iri), count(**many, "mention"))
        })
        .collect();
    if items.is_empty() {
        return String::new();
    }
    format!("<ul class=\"plain\">\n{}</ul>\n", items.concat())
}

fn facts(site: &Site, thing: &Thing) -> String {
    let rows: Vec<String> = thing
        .facts
        .iter()
        .map(|(property, value)| {
            format!(
                "<div><dt>{}</dt><dd>{}</dd></div>\n",
                escape(site.catalogue.name(property)),
                site.value(value)
            )
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "<p>From the pack, not from a document.</p>\n<dl class=\"facts\">\n{}</dl>\n",
        rows.concat()
    )
}

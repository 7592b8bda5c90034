//! Disagreements, their sides beside each other.

use std::fmt::Write;

use super::{
    Page,
    html::{count, escape},
};
use crate::serve::{Site, catalogue::Conflict};

/// `/conflicts`.
pub(in crate::serve) fn conflicts(site: &Site) -> String {
    let all = &site.catalogue.conflicts;
    let mut body = format!(
        "<h1>Conflicts</h1>\n<p class=\"lead\">{} between documents, or with what was known before. Nothing is settled here: each side keeps its sentence.</p>\n",
        count(all.len(), "disagreement")
    );
    for conflict in all {
        body.push_str(&shown(site, conflict, 2));
    }
    Page { title: "Conflicts".to_owned(), place: "/conflicts", body, ..Page::default() }.frame()
}

/// The page of one disagreement.
pub(in crate::serve) fn conflict(
    site: &Site,
    conflict: &Conflict,
    alternates: Vec<(String, &'static str)>,
) -> String {
    let body = format!("<h1>Conflict</h1>\n{}", shown(site, conflict, 2));
    let title = conflict.message.clone();
    Page { title, place: "/conflicts", body, alternates, ..Page::default() }.frame()
}

/// One disagreement under a heading of this level.
pub(super) fn shown(site: &Site, conflict: &Conflict, level: usize) -> String {
    let mut out = format!(
        "<section class=\"conflict\">\n<h{level}>{}: {} <small>{}</small></h{level}>\n<p>{}</p>\n<div class=\"sides\">\n",
        site.link(&conflict.about),
        escape(site.catalogue.name(&conflict.property)),
        kind(&conflict.kind),
        escape(&conflict.message)
    );
    for id in &conflict.claims {
        let _ = writeln!(out, "<div>\n{}</div>", site.card(&site.catalogue.claims[*id]));
    }
    if let Some(value) = &conflict.reference {
        let value =
            if site.catalogue.names.contains_key(value) { site.link(value) } else { escape(value) };
        let _ = writeln!(
            out,
            "<div><article class=\"claim\"><p class=\"statement\">{} <span class=\"verb\">{}</span> {value}</p>\n<p class=\"source\">as the pack or the date of a document has it</p></article></div>",
            site.link(&conflict.about),
            escape(site.catalogue.name(&conflict.property)),
        );
    }
    out + "</div>\n</section>\n"
}

/// What kind of disagreement it is, in words.
fn kind(kind: &str) -> String {
    match kind {
        "ImpossibleDate" => "dates that cannot be".to_owned(),
        "SingleValued" => "two values where there can be one".to_owned(),
        "OppositePolarity" => "affirmed and negated".to_owned(),
        "AgainstReference" => "not what was known before".to_owned(),
        other => escape(other),
    }
}

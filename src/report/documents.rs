//! The documents that were read, as a table.

use std::{cmp::Reverse, collections::BTreeMap, fmt::Write};

use super::{
    claims::Scene,
    html::{count, escape, number, time},
};
use crate::{graph::Graph, resolution::DocumentRecord};

/// How many documents the page shows.
const MOST: usize = 1000;

/// The documents to show, those that most claims cite, by date and title; and how many claims cite each.
pub(super) fn documents(graph: &Graph) -> Vec<(&DocumentRecord, usize)> {
    let mut cited: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in graph.claims.values() {
        let mut documents: Vec<&str> = claim.evidence.iter().map(|it| &*it.document).collect();
        documents.dedup();
        for document in documents {
            *cited.entry(document).or_default() += 1;
        }
    }
    let cited = |it: &DocumentRecord| cited.get(it.iri.as_str()).copied().unwrap_or_default();
    let mut all: Vec<_> = graph.documents.values().map(|it| (it, cited(it))).collect();
    all.sort_by_key(|(it, claims)| (Reverse(*claims), &it.iri));
    all.truncate(MOST);
    all.sort_by_key(|(it, _)| (it.date.is_none(), &it.date, &it.title, &it.iri));
    all
}

impl Scene<'_> {
    /// One row for each of these documents.
    pub(super) fn documents(&self, shown: &[(&DocumentRecord, usize)]) -> String {
        let mut rows = String::new();
        for (it, claims) in shown {
            let who = |iri: &Option<String>| {
                iri.as_deref()
                    .map(|it| self.anchors.link(it, self.names.of(it)))
                    .unwrap_or_default()
            };
            let id = self.anchors.get(&it.iri).unwrap_or_default();
            let _ = writeln!(
                rows,
                "<tr id=\"{}\"><th scope=\"row\"><cite lang=\"{language}\">{}</cite><br><small>{}</small>{copy}</th><td>{}</td><td>{}</td><td>{}</td><td>{language}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                escape(id),
                escape(&it.title),
                escape(&it.name),
                it.date.as_deref().map(time).unwrap_or_default(),
                who(&it.speaker),
                who(&it.publisher),
                number(it.sentences),
                number(*claims),
                language = escape(&it.language),
                copy = self.copy(&it.iri),
            );
        }
        let more = match self.graph.documents.len() - shown.len() {
            0 => String::new(),
            more => format!(
                "<p class=\"more\">And {} that fewer claims cite.</p>\n",
                count(more, "document")
            ),
        };
        format!(
            "<div class=\"scroll\" role=\"region\" aria-label=\"Table of documents\" tabindex=\"0\"><table>\n<caption>What was read, by date</caption>\n<thead><tr><th scope=\"col\">Title and file</th><th scope=\"col\">Date</th><th scope=\"col\">Speaker or author</th><th scope=\"col\">Publisher</th><th scope=\"col\">Language</th><th scope=\"col\" class=\"n\">Sentences</th><th scope=\"col\" class=\"n\">Claims</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n{more}"
        )
    }

    /// Which document this one nearly repeats, if any.
    fn copy(&self, document: &str) -> String {
        self.graph.copies.get(document).map_or_else(String::new, |it| {
            let original = self.anchors.link(&it.original, self.names.of(&it.original));
            format!("<br><small>nearly the same text as {original}</small>")
        })
    }
}

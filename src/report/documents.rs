//! The documents that were read, as a table.

use std::fmt::Write;

use super::{
    claims::Scene,
    html::{escape, number, time},
};

impl Scene<'_> {
    /// One row for each document, by date and title.
    pub(super) fn documents(&self) -> String {
        let mut documents: Vec<_> = self.graph.documents.values().collect();
        documents.sort_by_key(|it| (it.date.is_none(), &it.date, &it.title, &it.iri));
        let claims = |iri: &str| {
            let cites = |it: &&crate::graph::Claim| it.evidence.iter().any(|it| it.document == iri);
            self.graph.claims.values().filter(cites).count()
        };
        let mut rows = String::new();
        for it in documents {
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
                number(claims(&it.iri)),
                language = escape(&it.language),
                copy = self.copy(&it.iri),
            );
        }
        format!(
            "<div class=\"scroll\" role=\"region\" aria-label=\"Table of documents\" tabindex=\"0\"><table>\n<caption>What was read, by date</caption>\n<thead><tr><th scope=\"col\">Title and file</th><th scope=\"col\">Date</th><th scope=\"col\">Speaker or author</th><th scope=\"col\">Publisher</th><th scope=\"col\">Language</th><th scope=\"col\" class=\"n\">Sentences</th><th scope=\"col\" class=\"n\">Claims</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
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

//! Disagreements, their parties side by side.

use std::fmt::Write;

use super::{
    claims::Scene,
    html::{escape, number},
};
use crate::graph::Conflict;

/// How many the page shows.
const MOST: usize = 300;

impl<'a> Scene<'a> {
    /// The disagreements; nothing where there are none.
    pub(super) fn conflicts(&self) -> String {
        let conflicts = &self.graph.conflicts;
        let mut out: String = conflicts.iter().take(MOST).map(|it| self.conflict(it)).collect();
        if conflicts.len() > MOST {
            let more = number(conflicts.len() - MOST);
            let _ = writeln!(
                out,
                "<p class=\"more\">And {more} more; <code>kell query --name conflicts</code> shows them.</p>"
            );
        }
        out
    }

    /// One disagreement.
    fn conflict(&self, conflict: &'a Conflict) -> String {
        let about = self.anchors.link(&conflict.about, self.names.of(&conflict.about));
        let property = escape(self.names.property(&conflict.property));
        let mut out = format!(
            "<section class=\"conflict\">\n<h3>{about}: {property} <small>{}</small></h3>\n<p>{}</p>\n<div class=\"sides\">\n",
            kind(&conflict.kind),
            escape(&conflict.message)
        );
        for iri in &conflict.claims {
            match self.graph.claims.get(iri) {
                Some(claim) => {
                    let _ = write!(out, "<div class=\"side\">\n{}</div>\n", self.claim(claim));
                }
                None => {
                    let _ = writeln!(out, "<div class=\"side\"><p>{}</p></div>", escape(iri));
                }
            }
        }
        if let Some(value) = &conflict.reference {
            let value = self.anchors.link(value, self.names.of(value));
            let _ = writeln!(
                out,
                "<div class=\"side\"><p class=\"statement\">{about} – <em>{property}</em> – {value}</p>\n<p class=\"source\">as the pack has it</p></div>"
            );
        }
        out + "</div>\n</section>\n"
    }
}

/// What kind of disagreement it is, in words.
fn kind(kind: &str) -> String {
    match kind {
        "ImpossibleDate" => "dates that cannot be".to_owned(),
        "SingleValued" => "two values where there can be one".to_owned(),
        "OppositePolarity" => "affirmed and negated".to_owned(),
        "AgainstReference" => "not what the pack has".to_owned(),
        other => escape(other),
    }
}

//! Disagreements, their parties side by side.

use std::fmt::Write;

use super::{claims::Scene, html::escape};
use crate::graph::Conflict;

impl<'a> Scene<'a> {
    /// One disagreement.
    pub(super) fn conflict(&self, conflict: &'a Conflict) -> String {
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

//! Small pieces of pages: links, badges, numbers, claims with their sentences.
//!
//! Every piece comes out escaped.

use std::fmt::Write;

use oxigraph::model::Term;

pub(super) use crate::markup::escape;
use crate::{
    serve::{
        Site,
        catalogue::{Claim, Evidence},
        url,
    },
    vocabulary::date_type,
};

impl Site {
    /// Where something is shown here.
    pub(in crate::serve) fn href(&self, iri: &str) -> String {
        let base = self.ontology.base.as_str();
        let Some(local) = iri.strip_prefix(base) else {
            return format!("/about?iri={}", url::parameter(iri));
        };
        match local.split_once('#') {
            None => format!("/{}", url::path(local)),
            // A place in a document: the part of it, and the place there.
            Some((document, place)) if place.starts_with("char=") => {
                let at = place["char=".len()..].split(',').next().unwrap_or_default();
                format!("/{}?at={}#{}", url::path(document), url::parameter(at), url::path(place))
            }
            Some((page, place)) => format!("/{}#{}", url::path(page), url::path(place)),
        }
    }

    /// Something by its name, as a link to where it is shown.
    pub(super) fn link(&self, iri: &str) -> String {
        let name = self.catalogue.name(iri);
        format!("<a href=\"{}\">{}</a>", escape(&self.href(iri)), escape(name))
    }

    /// A thing as a link, a value as it is.
    pub(super) fn value(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(it) => self.link(it.as_str()),
            other => time(self.catalogue.term(other)),
        }
    }

    /// The name of a class.
    pub(super) fn class(&self, name: &str) -> String {
        escape(self.class_name(name))
    }

    /// What joins subject and object of a claim.
    pub(in crate::serve) fn verb<'a>(&'a self, claim: &'a Claim) -> &'a str {
        claim.verb(&self.catalogue, &self.phrase)
    }

    /// A claim in one line, its parts as links.
    pub(super) fn statement(&self, claim: &Claim) -> String {
        let not = if claim.negated && claim.force != "denied" {
            "<strong class=\"not\">not</strong> "
        } else {
            ""
        };
        let object = claim.object.as_ref().map(|it| self.value(it)).unwrap_or_default();
        let mut out = format!(
            "{} <span class=\"verb\">{not}{}</span> {object}",
            self.link(&claim.subject),
            escape(self.verb(claim)),
        );
        for (property, value) in claim.qualifiers.iter().filter(|it| it.0 != self.phrase) {
            let name = escape(self.catalogue.name(property));
            let _ = write!(out, "<span class=\"qualifier\">, {name} {}</span>", self.value(value));
        }
        out
    }

    /// Who holds a claim, when, and how sure they are; nothing where there is nothing to say.
    pub(super) fn circumstances(&self, claim: &Claim) -> String {
        let mut parts = Vec::new();
        if claim.is_reported() && !claim.holders.is_empty() {
            let holders: Vec<String> = claim.holders.iter().map(|it| self.link(it)).collect();
            parts.push(format!("according to {}", holders.join(", ")));
        }
        if let Some(when) = &claim.time {
            parts.push(period(self.catalogue.name(when)));
        }
        match (&claim.certainty, &claim.certainty_word) {
            (Some(term), Some(word)) => {
                parts.push(format!("{} (“{}”)", escape(self.catalogue.name(term)), escape(word)));
            }
            (Some(term), None) => parts.push(escape(self.catalogue.name(term))),
            (None, Some(word)) => parts.push(format!("“{}”", escape(word))),
            (None, None) => (),
        }
        if claim.independent > 1 {
            parts.push(count(claim.independent, "independent source"));
        }
        if !claim.conflicts.is_empty() {
            parts.push(format!(
                "<a class=\"warn\" href=\"{}\">in conflict</a>",
                escape(&self.href(&claim.iri))
            ));
        }
        if parts.is_empty() {
            return String::new();
        }
        format!("<p class=\"circumstances\">{}</p>\n", parts.join(" · "))
    }

    /// A sentence, and where it stands.
    pub(super) fn quote(&self, evidence: &Evidence) -> String {
        let language = self
            .catalogue
            .documents
            .get(&evidence.document)
            .map_or("en", |it| it.language.as_str());
        let document = self.catalogue.documents.get(&evidence.document);
        let date = document.and_then(|it| it.date.as_deref()).map(|it| format!(", {}", time(it)));
        let page = evidence.page.map(|it| format!(", page {it}")).unwrap_or_default();
        format!(
            "<blockquote lang=\"{}\"><p>{}</p></blockquote>\n<p class=\"source\"><a href=\"{}\">{}</a>{}{page}</p>\n",
            escape(language),
            escape(&evidence.quote),
            escape(&self.href(&evidence.iri)),
            escape(self.catalogue.name(&evidence.document)),
            date.unwrap_or_default(),
        )
    }

    /// A claim with its sentences.
    pub(super) fn card(&self, claim: &Claim) -> String {
        let kind = if claim.is_stated() { "stated" } else { "said" };
        let quotes: Vec<String> = claim.evidence.iter().map(|it| self.quote(it)).collect();
        format!(
            "<article class=\"claim {kind}\">\n<p class=\"statement\">{} {} <a class=\"more\" href=\"{}\">claim<span class=\"hidden\"> in full: {}</span></a></p>\n{}{}</article>\n",
            self.statement(claim),
            badge(claim.standing()),
            escape(&self.href(&claim.iri)),
            escape(&claim.label),
            self.circumstances(claim),
            quotes.concat()
        )
    }
}

/// How far a claim is committed to.
pub(super) fn badge(standing: &str) -> String {
    format!(
        "<span class=\"badge {0}\" title=\"{1}\">{0}</span>",
        escape(standing),
        meaning(standing)
    )
}

/// What a badge means.
pub(super) fn meaning(standing: &str) -> &'static str {
    match standing {
        "asserted" => "stated as a fact",
        "reported" => "stated as a fact by somebody whom the document reports",
        "assessed" => "given as a judgement",
        "alleged" => "given as somebody’s unproven charge",
        "possible" => "given as something that may be",
        "planned" => "given as intended or to come",
        "recommended" => "given as something that should be",
        "hypothetical" => "given as a supposition",
        "denied" => "rejected by the one who holds it",
        "unsure" => "read with too little confidence to become a triple",
        _ => "",
    }
}

/// All badges, by commitment.
pub(super) const STANDINGS: [&str; 10] = [
    "asserted",
    "reported",
    "assessed",
    "alleged",
    "possible",
    "planned",
    "recommended",
    "hypothetical",
    "denied",
    "unsure",
];

/// A number with its thousands apart: `12,345`.
pub(super) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number and what it counts, by its singular: `1 claim`, `2 claims`.
pub(super) fn count(many: usize, thing: &str) -> String {
    format!("{} {thing}{}", number(many), if many == 1 { "" } else { "s" })
}

/// A text; machine-readable where it is a date, a month or a year.
pub(super) fn time(text: &str) -> String {
    let date = escape(text);
    match date_type(text) {
        Some(_) => format!("<time datetime=\"{date}\">{date}</time>"),
        None => date,
    }
}

/// A time in words: `of 2021`, `since 2023`, `until 2019-05`, `from 2017 to 2021`.
fn period(text: &str) -> String {
    let open = |it: &str| it.is_empty() || it == "..";
    let date = |it: &str| open(it) || date_type(it).is_some();
    let ends = text.split_once('/').or_else(|| text.split_once(".."));
    match ends.filter(|it| date(it.0) && date(it.1)) {
        Some((from, until)) if open(until) => format!("since {}", time(from)),
        Some((from, until)) if open(from) => format!("until {}", time(until)),
        Some((from, until)) => format!("from {} to {}", time(from), time(until)),
        None => format!("of {}", time(text)),
    }
}

/// A section under its heading.
pub(super) fn section(id: &str, title: &str, body: &str) -> String {
    format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{}</h2>\n{body}</section>\n",
        escape(title)
    )
}

/// A table that scrolls on narrow screens.
pub(super) fn table(label: &str, head: &[&str], rows: &str) -> String {
    let cells: Vec<String> = head
        .iter()
        .map(|it| match it.strip_prefix('#') {
            Some(number) => format!("<th scope=\"col\" class=\"n\">{}</th>", escape(number)),
            None => format!("<th scope=\"col\">{}</th>", escape(it)),
        })
        .collect();
    format!(
        "<div class=\"scroll\" role=\"region\" aria-label=\"{}\" tabindex=\"0\"><table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n",
        escape(label),
        cells.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_readable() {
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(
            (count(1, "claim"), count(2000, "claim")),
            ("1 claim".into(), "2,000 claims".into())
        );
    }

    #[test]
    fn only_dates_are_marked_as_dates() {
        assert_eq!(time("1911-02"), "<time datetime=\"1911-02\">1911-02</time>");
        assert_eq!(time("1911-1912<"), "1911-1912&lt;");
    }

    #[test]
    fn times_are_said_in_words() {
        assert_eq!(period("summer"), "of summer");
        assert_eq!(period("2023.."), "since <time datetime=\"2023\">2023</time>");
        let day = "<time datetime=\"2019-05-01\">2019-05-01</time>";
        assert_eq!(period("../2019-05-01"), format!("until {day}"));
        assert_eq!(period("2019-05-01/2019-05-01"), format!("from {day} to {day}"));
        assert_eq!(period("day/night"), "of day/night");
    }

    #[test]
    fn every_badge_has_a_meaning() {
        assert!(STANDINGS.iter().all(|it| !meaning(it).is_empty()));
    }
}

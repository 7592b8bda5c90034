//! The claims, by what they are about, each with the sentence that makes it.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use super::{
    html::{Anchors, count, escape, number, time},
    status,
};
use crate::{
    graph::{Claim, Evidence, Graph, Names, Object},
    ontology::Ontology,
    resolution::Polarity,
};

/// What is needed to show a claim.
pub(super) struct Scene<'a> {
    pub(super) graph: &'a Graph,
    pub(super) ontology: &'a Ontology,
    pub(super) names: Names<'a>,
    pub(super) anchors: Anchors<'a>,
}

/// Something that claims are about.
pub(super) struct Subject<'a> {
    pub(super) iri: &'a str,
    pub(super) name: &'a str,
    /// IRI and claim: what is stated first, then by property.
    pub(super) claims: Vec<(&'a str, &'a Claim)>,
    /// How many more claims there are that the page does not show.
    pub(super) more: usize,
}

/// How many claims the page shows.
const MOST: usize = 3000;
/// How many passages of one claim.
const MOST_PLACES: usize = 12;
/// How many of one subject.
const MOST_OF_ONE: usize = 100;

/// Leaves what a page can show: the subjects that most is said of, and the first claims about each.
///
/// How many claims are left out is returned.
pub(super) fn shorten(subjects: &mut Vec<Subject<'_>>) -> usize {
    let all: usize = subjects.iter().map(|it| it.claims.len()).sum();
    if all <= MOST {
        return 0;
    }
    for subject in subjects.iter_mut() {
        subject.more = subject.claims.len().saturating_sub(MOST_OF_ONE);
        subject.claims.truncate(MOST_OF_ONE);
    }
    let mut ranks: Vec<(Reverse<usize>, usize)> = (0..)
        .zip(subjects.iter())
        .map(|(at, it)| (Reverse(it.claims.len() + it.more), at))
        .collect();
    ranks.sort_unstable();
    let mut shown = 0;
    let chosen: BTreeSet<usize> = ranks
        .into_iter()
        .map(|it| it.1)
        .take_while(|at| {
            shown += subjects[*at].claims.len();
            shown <= MOST
        })
        .collect();
    let mut at = 0..;
    subjects.retain(|_| at.next().is_some_and(|it| chosen.contains(&it)));
    all - subjects.iter().map(|it| it.claims.len()).sum::<usize>()
}

/// What the claims are about, by name.
pub(super) fn subjects<'a>(graph: &'a Graph, names: &Names<'a>) -> Vec<Subject<'a>> {
    let mut groups: BTreeMap<&str, Vec<(&str, &Claim)>> = BTreeMap::new();
    for (iri, claim) in &graph.claims {
        groups.entry(&claim.subject).or_default().push((iri, claim));
    }
    let mut subjects: Vec<Subject<'_>> = groups
        .into_iter()
        .map(|(iri, mut claims)| {
            claims.sort_by_cached_key(|(iri, it)| {
                (!status::is_stated(it), names.property(&it.property), place(it), *iri)
            });
            Subject { iri, name: names.of(iri), claims, more: 0 }
        })
        .collect();
    subjects.sort_by_cached_key(|it| (it.name.to_lowercase(), it.name, it.iri));
    subjects
}

/// Where a claim is first made.
fn place(claim: &Claim) -> Option<(&str, (usize, usize))> {
    claim.evidence.first().map(|it| (it.document.as_str(), it.chars))
}

impl<'a> Scene<'a> {
    /// The name of a thing's class.
    pub(super) fn class(&self, iri: &str) -> String {
        let schema = &self.ontology.schema;
        let known = self.ontology.entity(iri).map(|it| schema.class(it.class).name.as_str());
        let class =
            self.graph.things.get(iri).map(|it| it.class.as_str()).or(known).unwrap_or_default();
        let label = schema.class_id(class).and_then(|it| schema.class(it).labels.get("en"));
        label.map_or(class, String::as_str).to_owned()
    }

    /// A thing by its name, as a link where claims are about it; a literal as it is.
    fn object(&self, object: &'a Object) -> String {
        match object {
            Object::Iri(iri) => self.anchors.link(iri, self.names.of(iri)),
            Object::Literal(value, _) => time(value),
        }
    }

    /// Everything said of a subject.
    pub(super) fn subject(&self, subject: &Subject<'a>) -> String {
        let id = escape(self.anchors.get(subject.iri).unwrap_or_default());
        let name = escape(subject.name);
        let class = escape(&self.class(subject.iri));
        let mut out = format!(
            "<section class=\"subject\" id=\"{id}\" aria-labelledby=\"{id}-name\">\n<h3 id=\"{id}-name\">{name} <small>{class}</small></h3>\n"
        );
        let definition = self.ontology.entity(subject.iri).map(|it| it.definition.as_str());
        if let Some(definition) = definition.filter(|it| !it.is_empty()) {
            let _ = writeln!(out, "<p class=\"definition\">{}</p>", escape(definition));
        }
        let stated = subject.claims.iter().filter(|it| status::is_stated(it.1)).count();
        let (first, rest) = subject.claims.split_at(stated);
        if !first.is_empty() {
            out.push_str(&self.list(first));
        }
        if !rest.is_empty() {
            out.push_str("<h4>Said, but not stated as a fact</h4>\n");
            out.push_str(&self.list(rest));
        }
        if subject.more > 0 {
            let _ = writeln!(out, "<p class=\"more\">And {} more.</p>", number(subject.more));
        }
        out + "</section>\n"
    }

    fn list(&self, claims: &[(&'a str, &'a Claim)]) -> String {
        let items: Vec<String> = claims
            .iter()
            .map(|(iri, claim)| {
                let id = escape(self.anchors.get(iri).unwrap_or_default());
                let kind = if status::is_stated(claim) { "stated" } else { "said" };
                format!("<li class=\"claim {kind}\" id=\"{id}\">\n{}</li>\n", self.claim(claim))
            })
            .collect();
        format!("<ul class=\"claims\">\n{}</ul>\n", items.concat())
    }

    /// One claim: the statement in words, how it is meant, and each sentence that makes it.
    pub(super) fn claim(&self, claim: &'a Claim) -> String {
        let mut out = format!("{}{}", self.statement(claim), self.circumstances(claim));
        for evidence in claim.evidence.iter().take(MOST_PLACES) {
            out.push_str(&self.evidence(evidence));
        }
        if claim.evidence.len() > MOST_PLACES {
            let more = count(claim.evidence.len() - MOST_PLACES, "more passage");
            let _ = writeln!(out, "<p class=\"more\">And {more}.</p>");
        }
        out
    }

    /// Subject – property – object, with what qualifies them and badges.
    fn statement(&self, claim: &'a Claim) -> String {
        let status = status::of(claim);
        let not = match claim.polarity {
            Polarity::Negated => "<strong class=\"not\">not:</strong> ",
            Polarity::Affirmed => "",
        };
        let mut words = format!(
            "{} – {not}<em>{}</em> – {}",
            escape(self.names.of(&claim.subject)),
            escape(self.names.verb(claim)),
            self.object(&claim.object)
        );
        for (property, value) in &claim.qualifiers {
            let name = escape(self.names.property(property));
            let _ = write!(words, ", {name} {}", self.object(value));
        }
        format!(
            "<p class=\"statement\">{words} <span class=\"badge {0}\" title=\"{1}\">{0}</span></p>\n",
            status.word,
            escape(status.meaning)
        )
    }

    /// Holder when it is another, time and certainty, where there is something to say.
    fn circumstances(&self, claim: &'a Claim) -> String {
        let mut parts = Vec::new();
        if status::is_reported(claim) {
            let holders: Vec<String> =
                claim.holders.iter().map(|it| self.anchors.link(it, self.names.of(it))).collect();
            parts.push(format!("according to {}", holders.join(", ")));
        }
        if let Some(when) = &claim.time {
            parts.push(format!("of {}", time(when)));
        }
        let certainty = claim.certainty.as_ref().map(|it| spaced(it));
        match (certainty, &claim.certainty_word) {
            (Some(term), Some(word)) if term != word.to_lowercase() => {
                parts.push(format!("{} (“{}”)", escape(&term), escape(word)));
            }
            (Some(term), _) => parts.push(escape(&term)),
            (None, Some(word)) => parts.push(format!("“{}”", escape(word))),
            (None, None) => (),
        }
        if claim.evidence.len() > 1 {
            parts.push(count(claim.evidence.len(), "passage"));
        }
        if claim.independent_sources > 1 {
            parts.push(count(claim.independent_sources, "independent source"));
        }
        if parts.is_empty() {
            return String::new();
        }
        format!("<p class=\"circumstances\">{}</p>\n", parts.join(" · "))
    }

    /// A sentence, where it stands, and how the claim was found in it.
    fn evidence(&self, evidence: &'a Evidence) -> String {
        let document = self.anchors.link(&evidence.document, self.names.of(&evidence.document));
        let language =
            self.graph.documents.get(&evidence.document).map_or("en", |it| it.language.as_str());
        let (start, end) = evidence.chars;
        let utterer = escape(self.names.of(&evidence.utterer));
        let date =
            evidence.stated_on.as_ref().map(|it| format!(", {}", time(it))).unwrap_or_default();
        let folded = evidence.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut out = format!(
            "<blockquote lang=\"{}\"><p>{}</p></blockquote>\n<p class=\"source\">{utterer} in <cite>{document}</cite>{date}, characters {start}–{end} · rule <code>{}</code> · confidence {:.2}</p>\n",
            escape(language),
            escape(&folded),
            escape(&evidence.rule),
            evidence.confidence
        );
        if !evidence.steps.is_empty() {
            let steps: Vec<String> =
                evidence.steps.iter().map(|it| format!("<li>{}</li>", escape(it))).collect();
            let _ = writeln!(
                out,
                "<details class=\"steps\"><summary>How it was read</summary><ol>{}</ol></details>",
                steps.concat()
            );
        }
        out
    }
}

/// `HighlyUnlikely` → *highly unlikely*.
fn spaced(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out
}

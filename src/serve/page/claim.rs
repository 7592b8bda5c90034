//! The page of a claim: its sentence where it stands, its parts, how it was read, what supports it and what disagrees.

use std::fmt::Write;

use super::{
    Page,
    html::{badge, count, escape, meaning, section, time},
};
use crate::{
    serve::{
        Site,
        catalogue::{Claim, Evidence},
        diagrams::OnPage,
    },
    source::{Span, fold},
};

/// The claim in other forms, to be copied.
pub(in crate::serve) struct Copies {
    pub(in crate::serve) turtle: String,
    pub(in crate::serve) nanopublication: String,
}

/// The page of a claim, with its drawing, if there is one.
pub(in crate::serve) fn claim(
    site: &Site,
    claim: &Claim,
    copies: &Copies,
    drawing: Option<&OnPage<'_>>,
    alternates: Vec<(String, &'static str)>,
) -> String {
    let kind = if claim.is_stated() { "stated" } else { "said" };
    let standing = claim.standing();
    let mut body = format!(
        "<p class=\"kind\">Claim</p>\n<h1 class=\"claim-title\">{}</h1>\n<p class=\"{kind}\">{} {}</p>\n",
        site.statement(claim),
        badge(standing),
        escape(meaning(standing)),
    );
    let places: Vec<String> = claim.evidence.iter().map(|it| in_context(site, it)).collect();
    body.push_str(&section("sentence", "In its words", &places.concat()));
    body.push_str(&section("parts", "Its parts", &parts(site, claim)));
    if !claim.steps.is_empty() {
        let steps: Vec<String> =
            claim.steps.iter().map(|it| format!("<li>{}</li>\n", escape(step(it)))).collect();
        let list = format!("<ol class=\"steps\">\n{}</ol>\n", steps.concat());
        body.push_str(&section("steps", "How it was read", &list));
    }
    if let Some(it) = drawing {
        let figure = it.figure(&claim.iri, &claim.label);
        body.push_str(&section("diagram", &it.spec.title, &figure));
    }
    body.push_str(&section("support", "Who else says so", &support(site, claim)));
    let conflicts: Vec<String> = claim
        .conflicts
        .iter()
        .map(|it| super::conflicts::shown(site, &site.catalogue.conflicts[*it], 3))
        .collect();
    if !conflicts.is_empty() {
        body.push_str(&section("conflicts", "In conflict with", &conflicts.concat()));
    }
    let forms = [
        ("citation", "As a citation", citation(site, claim)),
        ("turtle", "As Turtle", copies.turtle.clone()),
        ("nanopublication", "As a nanopublication", copies.nanopublication.clone()),
    ];
    let forms: Vec<String> = forms
        .iter()
        .map(|(id, title, text)| {
            format!(
                "<details class=\"copy\"{}><summary>{title}</summary>\n<pre id=\"copy-{id}\" tabindex=\"0\" aria-label=\"{title}\">{}</pre>\n<button type=\"button\" data-copy=\"copy-{id}\" hidden>Copy</button></details>\n",
                if *id == "citation" { " open" } else { "" },
                escape(text)
            )
        })
        .collect();
    body.push_str(&section("copies", "Take it along", &forms.concat()));
    Page { title: claim.label.clone(), body, scripts: &["copy.js"], alternates, ..Page::default() }
        .frame()
}

/// A step without the place it is about, which stands on the same page.
fn step(text: &str) -> &str {
    text.split_once(": ").filter(|it| it.0.contains("char=")).map_or(text, |it| it.1)
}

/// The sentence between those before and behind it, where the text is there.
fn in_context(site: &Site, evidence: &Evidence) -> String {
    let (before, after) = around(site, evidence).unwrap_or_else(|| {
        let (before, after) = &evidence.around;
        (format!("… {}", fold(before)), format!("{} …", fold(after)))
    });
    let document = site.catalogue.documents.get(&evidence.document);
    let language = document.map_or("en", |it| it.language.as_str());
    let date = document.and_then(|it| it.date.as_deref()).map(|it| format!(", {}", time(it)));
    let page = evidence.page.map(|it| format!(", page {it}")).unwrap_or_default();
    format!(
        "<blockquote class=\"context\" lang=\"{}\"><p>{} <mark>{}</mark> {}</p></blockquote>\n<p class=\"source\"><a href=\"{}\">{}</a>{}{page}, characters {}–{}</p>\n",
        escape(language),
        escape(&before),
        escape(&evidence.quote),
        escape(&after),
        escape(&site.href(&evidence.iri)),
        escape(site.catalogue.name(&evidence.document)),
        date.unwrap_or_default(),
        evidence.start,
        evidence.end
    )
}

/// The sentences before and behind a place.
fn around(site: &Site, evidence: &Evidence) -> Option<(String, String)> {
    let text = site.texts.get(&evidence.document)?;
    let span = *text.spans(&[(evidence.start, evidence.end)]).first()?;
    let words = |it: Span| fold(it.of(&text.document.text));
    let first = text.sentences.partition_point(|it| it.span.end <= span.start);
    let behind = text.sentences.partition_point(|it| it.span.start < span.end);
    let before = first.checked_sub(1).map(|it| words(text.sentences[it].span));
    let after = text.sentences.get(behind).map(|it| words(it.span));
    Some((before.unwrap_or_default(), after.unwrap_or_default()))
}

fn parts(site: &Site, claim: &Claim) -> String {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut row = |name: &str, value: String| {
        if !value.is_empty() {
            rows.push((name.to_owned(), value));
        }
    };
    let links =
        |list: &[String]| list.iter().map(|it| site.link(it)).collect::<Vec<_>>().join(", ");
    row("Subject", site.link(&claim.subject));
    row("Property", site.link(&claim.property));
    row("Object", claim.object.as_ref().map(|it| site.value(it)).unwrap_or_default());
    for (property, value) in &claim.qualifiers {
        row(site.catalogue.name(property), site.value(value));
    }
    row("Polarity", if claim.negated { "negated" } else { "affirmed" }.to_owned());
    row("Force", escape(&claim.force));
    row("Certainty", claim.certainty.as_ref().map(|it| site.link(it)).unwrap_or_default());
    row("In the words", claim.certainty_word.as_deref().map(escape).unwrap_or_default());
    row("Held by", links(&claim.holders));
    row("Uttered by", links(&claim.utterers));
    row("Time", claim.time.as_ref().map(|it| site.link(it)).unwrap_or_default());
    let dates: Vec<String> = claim.stated_on.iter().map(|it| time(it)).collect();
    row("Stated on", dates.join(", "));
    row("A plain triple", if claim.asserted { "yes" } else { "no" }.to_owned());
    row("Confidence of the reading", escape(&claim.confidence));
    row("Rule", links(&claim.rules));
    row("Identifier", format!("<code>{}</code>", escape(&claim.iri)));
    let mut out = "<dl class=\"facts\">\n".to_owned();
    for (name, value) in rows {
        let _ = writeln!(out, "<div><dt>{}</dt><dd>{value}</dd></div>", escape(&name));
    }
    out + "</dl>\n"
}

/// Sources of the claim, and claims of the same.
fn support(site: &Site, claim: &Claim) -> String {
    let mut out = match (claim.evidence.len(), claim.independent) {
        (1, 0 | 1) => "<p>One passage says so.</p>\n".to_owned(),
        (passages, sources) => format!(
            "<p>{} {} so, in {} that do not merely repeat each other.</p>\n",
            count(passages, "passage"),
            if passages == 1 { "says" } else { "say" },
            count(sources, "source")
        ),
    };
    let alike = site.catalogue.alike(claim);
    if !alike.is_empty() {
        let cards: Vec<String> = alike.iter().map(|it| site.card(it)).collect();
        let _ = writeln!(out, "<h3>The same, otherwise held or meant</h3>\n{}", cards.concat());
    }
    out
}

/// A line to quote the claim by.
fn citation(site: &Site, claim: &Claim) -> String {
    let Some(evidence) = claim.evidence.first() else { return claim.iri.clone() };
    let document = site.catalogue.documents.get(&evidence.document);
    let who = claim.utterers.first().map(|it| format!("{}, ", site.catalogue.name(it)));
    let date = document.and_then(|it| it.date.as_deref()).map(|it| format!(", {it}"));
    let page = evidence.page.map(|it| format!(", p. {it}")).unwrap_or_default();
    format!(
        "{}“{}”{}{page}: “{}” (characters {}–{}). Read as: {} [{}]. <{}>",
        who.unwrap_or_default(),
        site.catalogue.name(&evidence.document),
        date.unwrap_or_default(),
        evidence.quote,
        evidence.start,
        evidence.end,
        claim.label,
        claim.standing(),
        claim.iri
    )
}

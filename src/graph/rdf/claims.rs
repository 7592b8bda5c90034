//! Claims, their evidence, and the plain triples of those that are asserted.

use std::collections::BTreeSet;

use super::Sink;
use crate::{
    graph::{
        Claim, Evidence, Graph, Names, Object, Proposition,
        period::{ends, is_open},
    },
    resolution::{Force, Polarity},
    vocabulary::{oa, prov, rdf, rdfs, time, xsd},
};

/// What made the claims.
const SOFTWARE: &str = concat!("kell-", env!("CARGO_PKG_VERSION"));

pub(super) fn write(sink: &mut Sink<'_>, graph: &Graph, names: Names<'_>) {
    sink.enter("claims");
    let software = sink.base().software(SOFTWARE);
    if !graph.claims.is_empty() {
        sink.link(&software, rdf::TYPE, prov::ACTIVITY);
        sink.text(
            &software,
            rdfs::LABEL,
            concat!("extraction by kell ", env!("CARGO_PKG_VERSION")),
        );
    }
    for (iri, claim) in &graph.claims {
        write_claim(sink, iri, claim, names);
        sink.link(iri, prov::WAS_GENERATED_BY, &software);
        for evidence in &claim.evidence {
            write_evidence(sink, iri, evidence);
        }
    }
    for lexical in times(sink, graph) {
        write_time(sink, &lexical);
    }
    sink.enter("asserted");
    for claim in graph.claims.values().filter(|it| it.asserted) {
        sink.object(&claim.subject, &sink.term(&claim.property), &claim.object);
    }
}

/// What several claims claim alike; the claims must be in the graph.
pub(super) fn write_propositions(sink: &mut Sink<'_>, graph: &Graph, names: Names<'_>) {
    sink.enter("claims");
    for (iri, proposition) in &graph.propositions {
        write_proposition(sink, iri, proposition, graph, names);
    }
}

fn write_claim(sink: &mut Sink<'_>, iri: &str, claim: &Claim, names: Names<'_>) {
    sink.link(iri, rdf::TYPE, &sink.term("Claim"));
    sink.link(iri, rdf::TYPE, rdf::STATEMENT);
    sink.link(iri, rdf::TYPE, prov::ENTITY);
    sink.text(iri, rdfs::LABEL, &names.claim(claim));
    sink.link(iri, rdf::SUBJECT, &claim.subject);
    sink.link(iri, rdf::PREDICATE, &sink.term(&claim.property));
    sink.object(iri, rdf::OBJECT, &claim.object);
    sink.link(iri, &sink.term("polarity"), &sink.term(polarity_name(claim.polarity)));
    sink.link(iri, &sink.term("force"), &sink.term(force_name(claim.force)));
    if let Some(term) = &claim.certainty {
        sink.link(iri, &sink.term("certainty"), &sink.term(term));
    }
    if let Some(word) = &claim.certainty_word {
        sink.text(iri, &sink.term("certaintyWord"), word);
    }
    for holder in &claim.holders {
        sink.link(iri, prov::WAS_ATTRIBUTED_TO, holder);
    }
    if let Some(time) = &claim.time {
        sink.link(iri, &sink.term("validDuring"), &sink.base().time(time));
    }
    for (name, value) in &claim.qualifiers {
        sink.object(iri, &sink.term(name), value);
    }
    sink.value(iri, &sink.term("isAsserted"), &claim.asserted.to_string(), xsd::BOOLEAN);
    let confidence = format!("{:.2}", claim.confidence.clamp(0.0, 1.0));
    sink.value(iri, &sink.term("confidence"), &confidence, xsd::DECIMAL);
    let documents: BTreeSet<&str> = claim.evidence.iter().map(|it| it.document.as_str()).collect();
    sink.count(iri, &sink.term("sources"), documents.len());
    sink.count(iri, &sink.term("independentSources"), claim.independent_sources);
}

fn write_proposition(
    sink: &mut Sink<'_>,
    iri: &str,
    proposition: &Proposition,
    graph: &Graph,
    names: Names<'_>,
) {
    let Some(first) = proposition.claims.first().and_then(|it| graph.claims.get(it)) else {
        return;
    };
    sink.link(iri, rdf::TYPE, &sink.term("Proposition"));
    sink.text(iri, rdfs::LABEL, &names.claim(first));
    sink.count(iri, &sink.term("independentSources"), proposition.independent_sources);
    for claim in &proposition.claims {
        sink.link(claim, &sink.term("proposition"), iri);
    }
}

/// One place that makes the claim: the claim's links to it, and the place itself.
fn write_evidence(sink: &mut Sink<'_>, claim: &str, evidence: &Evidence) {
    let (start, end) = evidence.chars;
    let place = format!("{}#char={start},{end}", evidence.document);
    let rule = sink.base().rule(&evidence.rule);
    sink.link(claim, &sink.term("evidence"), &place);
    sink.link(claim, &sink.term("utteredBy"), &evidence.utterer);
    sink.link(claim, &sink.term("extractedBy"), &rule);
    if let Some(date) = &evidence.stated_on {
        sink.date(claim, &sink.term("statedOn"), date);
    }
    let slug = evidence.document.strip_prefix(&sink.base().document(""));
    let shown = slug.map_or_else(|| evidence.document.clone(), |it| format!("d:{it}"));
    for step in &evidence.steps {
        let step = format!("{shown} char={start},{end}: {step}");
        sink.text(claim, &sink.term("resolutionStep"), &step);
    }

    sink.link(&rule, rdf::TYPE, &sink.term("Rule"));
    sink.text(&rule, rdfs::LABEL, &evidence.rule);

    sink.link(&place, rdf::TYPE, oa::SPECIFIC_RESOURCE);
    sink.link(&place, oa::HAS_SOURCE, &evidence.document);
    if let Some(page) = evidence.page {
        sink.count(&place, &sink.term("page"), page);
    }
    let folded: Vec<&str> = evidence.quote.split_whitespace().collect();
    sink.text(&place, &sink.term("displayQuote"), &folded.join(" "));
    let (position, quote) = (format!("{place}&position"), format!("{place}&quote"));
    sink.link(&place, oa::HAS_SELECTOR, &position);
    sink.link(&place, oa::HAS_SELECTOR, &quote);
    sink.link(&position, rdf::TYPE, oa::TEXT_POSITION_SELECTOR);
    sink.value(&position, oa::START, &start.to_string(), xsd::NON_NEGATIVE_INTEGER);
    sink.value(&position, oa::END, &end.to_string(), xsd::NON_NEGATIVE_INTEGER);
    sink.link(&quote, rdf::TYPE, oa::TEXT_QUOTE_SELECTOR);
    sink.text(&quote, oa::EXACT, &evidence.quote);
    sink.text(&quote, oa::PREFIX, &evidence.context.0);
    sink.text(&quote, oa::SUFFIX, &evidence.context.1);
}

/// Every date and interval that claims or mentions point at, as it stands in its IRI.
fn times(sink: &Sink<'_>, graph: &Graph) -> BTreeSet<String> {
    let root = sink.base().time("");
    let lexical = |iri: &str| iri.strip_prefix(&root).map(str::to_owned);
    let of_object = |object: &Object| match object {
        Object::Iri(iri) => lexical(iri),
        Object::Literal(..) => None,
    };
    let mut times: BTreeSet<String> = graph.things.keys().filter_map(|it| lexical(it)).collect();
    for claim in graph.claims.values() {
        times.extend(claim.time.as_ref().map(|it| it.replace('/', "..")));
        times.extend(of_object(&claim.object));
        times.extend(claim.qualifiers.iter().filter_map(|(_, value)| of_object(value)));
    }
    times
}

fn write_time(sink: &mut Sink<'_>, lexical: &str) {
    let iri = sink.base().time(lexical);
    sink.link(&iri, rdf::TYPE, time::TEMPORAL_ENTITY);
    sink.link(&iri, rdf::TYPE, &sink.term("Date"));
    let (from, until) = ends(lexical);
    let open = |it: &str| if is_open(it) { String::new() } else { it.to_owned() };
    let label = match until {
        Some(until) => format!("{}..{}", open(from), open(until)),
        None => lexical.to_owned(),
    };
    sink.text(&iri, rdfs::LABEL, &label);
    sink.text(&iri, &sink.term("displayLabel"), &label);
    if !is_open(from) {
        sink.date(&iri, &sink.term("startsOn"), from);
    }
    if let Some(until) = until.filter(|it| !is_open(it)) {
        sink.date(&iri, &sink.term("endsOn"), until);
    }
}

fn polarity_name(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Affirmed => "Affirmed",
        Polarity::Negated => "Negated",
    }
}

fn force_name(force: Force) -> &'static str {
    match force {
        Force::Asserted => "Asserted",
        Force::Assessed => "Assessed",
        Force::Alleged => "Alleged",
        Force::Possible => "Possible",
        Force::Planned => "Planned",
        Force::Recommended => "Recommended",
        Force::Hypothetical => "Hypothetical",
        Force::Denied => "Denied",
    }
}

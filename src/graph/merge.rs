//! What documents contribute, in any order → one graph: equal claims become one claim with all its evidence.
//!
//! What comes out depends on the set of contributions alone, not on their order.  This file judges nothing;
//! disagreements are found in `conflict`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claim, Contribution, Evidence, Graph, Object, conflict, corroboration, likeness};
use crate::{
    ontology::Ontology,
    resolution::{DocumentRecord, ReadClaim, Thing},
};

/// Everything the documents say, with conflicts found.
pub fn assemble(contributions: &[Contribution], ontology: &Ontology) -> Graph {
    let mut ordered: Vec<&Contribution> = contributions.iter().collect();
    let key = |it: &Contribution| {
        let document = &it.document;
        (document.iri.clone(), document.sha256.clone(), document.name.clone())
    };
    ordered.sort_by_cached_key(|it| key(it));
    ordered.dedup_by(|a, b| {
        a.document.iri == b.document.iri && a.document.sha256 == b.document.sha256
    });

    let mut graph = Graph { things: things(&ordered), ..Graph::default() };
    let mut said: BTreeMap<&str, Vec<Said<'_>>> = BTreeMap::new();
    for it in ordered {
        let document = &it.document;
        graph.documents.entry(document.iri.clone()).or_insert_with(|| document.clone());
        for (thing, count) in &it.mentions {
            *graph.mentions.entry((document.iri.clone(), thing.clone())).or_default() += count;
        }
        for claim in &it.claims {
            said.entry(&claim.iri).or_default().push(Said { document, claim });
        }
    }
    graph.claims = said.into_iter().map(|(iri, said)| (iri.to_owned(), merged(said))).collect();
    graph.copies = likeness::copies(&graph.documents);
    corroboration::count(&mut graph, ontology);
    graph.conflicts = conflict::find(&graph, ontology);
    graph
}

/// A claim where one document makes it.
#[derive(Clone, Copy)]
struct Said<'a> {
    document: &'a DocumentRecord,
    claim: &'a ReadClaim,
}

impl Said<'_> {
    fn evidence(self) -> Evidence {
        let Self { document, claim } = self;
        let wording = |term: &crate::resolution::Term| match term {
            crate::resolution::Term::Thing { text, .. } => text.clone(),
            crate::resolution::Term::Literal { value, .. } => value.clone(),
        };
        Evidence {
            document: document.iri.clone(),
            chars: claim.chars,
            page: claim.page,
            quote: claim.quote.clone(),
            context: claim.context.clone(),
            utterer: claim.utterer.clone(),
            stated_on: document.date.clone(),
            rule: claim.rule.clone(),
            confidence: claim.confidence,
            wording: (wording(&claim.subject), wording(&claim.object)),
            steps: claim.steps.clone(),
        }
    }
}

/// One claim out of all places that make it; its IRI says that they agree on what is claimed.
fn merged(mut said: Vec<Said<'_>>) -> Claim {
    let place = |it: &Said<'_>| (it.document.iri.clone(), it.claim.chars, it.claim.rule.clone());
    said.sort_by(|a, b| {
        place(a)
            .cmp(&place(b))
            .then_with(|| b.claim.confidence.total_cmp(&a.claim.confidence))
            .then_with(|| a.claim.utterer.cmp(&b.claim.utterer))
            .then_with(|| a.claim.steps.cmp(&b.claim.steps))
    });
    let first = said.first().map(|it| it.claim).expect("a claim is in the map because it was said");
    let asserted = said.iter().any(|it| it.claim.asserted);
    let confidence = said.iter().map(|it| it.claim.confidence).fold(0.0, f64::max);
    let certainty_word = said.iter().find_map(|it| it.claim.certainty_word.clone());
    let holders: BTreeSet<String> = said.iter().map(|it| it.claim.holder.clone()).collect();
    let mut qualifiers: Vec<(String, Object)> =
        first.qualifiers.iter().map(|(name, term)| (name.clone(), Object::from(term))).collect();
    qualifiers.sort();
    qualifiers.dedup();
    let claim = Claim {
        subject: match Object::from(&first.subject) {
            Object::Iri(iri) => iri,
            Object::Literal(value, _) => value,
        },
        property: first.property.clone(),
        object: Object::from(&first.object),
        polarity: first.polarity,
        force: first.force,
        certainty: first.certainty.clone(),
        certainty_word,
        holders: holders.into_iter().collect(),
        time: first.time.clone(),
        qualifiers,
        asserted,
        confidence,
        independent_sources: 1,
        evidence: Vec::new(),
    };
    said.dedup_by(|a, b| place(a) == place(b));
    Claim { evidence: said.into_iter().map(Said::evidence).collect(), ..claim }
}

/// Each thing once; where documents describe it differently, as most of its mentions do.
fn things(contributions: &[&Contribution]) -> BTreeMap<String, Thing> {
    type Key<'a> = (&'a str, &'a str, &'a str, Option<&'a str>);
    let mut variants: BTreeMap<&str, BTreeMap<Key<'_>, (usize, &Thing)>> = BTreeMap::new();
    for it in contributions {
        for (iri, thing) in &it.things {
            let key: Key<'_> =
                (&thing.label, &thing.class, &thing.language, thing.value.as_deref());
            let count = it.mentions.get(iri).copied().unwrap_or_default();
            variants.entry(iri).or_default().entry(key).or_insert((0, thing)).0 += count;
        }
    }
    let best = |them: BTreeMap<Key<'_>, (usize, &Thing)>| {
        let mut best: Option<(usize, &Thing)> = None;
        for (count, thing) in them.into_values() {
            let better =
                |(most, known): (usize, &Thing)| (thing.known, count) > (known.known, most);
            if best.is_none_or(better) {
                best = Some((count, thing));
            }
        }
        best.map(|(_, thing)| thing.clone())
    };
    variants.into_iter().filter_map(|(iri, them)| Some((iri.to_owned(), best(them)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixture::{Say, base, ontology, reading};

    fn two() -> Vec<Contribution> {
        let one = reading("first", &[Say::new("Ada", "supports", "Looms").at(40, 60)]);
        let two = reading(
            "second",
            &[
                Say::new("Ada", "supports", "Looms").at(3, 20).confidence(0.95),
                Say::new("Ada", "opposes", "Steam").at(30, 50),
            ],
        );
        vec![one, two]
    }

    #[test]
    fn equal_claims_are_one_with_all_evidence() {
        let graph = assemble(&two(), &ontology());
        assert_eq!(graph.claims.len(), 2);
        let claim = graph.claims.values().find(|it| it.property == "supports").unwrap();
        let places: Vec<_> = claim.evidence.iter().map(|it| it.chars).collect();
        assert_eq!(places, [(40, 60), (3, 20)], "sorted by document, then by place");
        assert!((claim.confidence - 0.95).abs() < 1e-9);
        assert!(claim.asserted);
    }

    #[test]
    fn the_order_of_readings_does_not_matter() {
        let mut readings = two();
        let forwards = assemble(&readings, &ontology());
        readings.reverse();
        assert_eq!(assemble(&readings, &ontology()), forwards);
    }

    #[test]
    fn a_document_given_twice_counts_once() {
        let mut readings = two();
        let once = assemble(&readings, &ontology());
        readings.extend(two());
        assert_eq!(assemble(&readings, &ontology()), once);
    }

    #[test]
    fn the_name_most_used_is_shown() {
        let mut readings = two();
        for reading in &mut readings {
            for thing in reading.things.values_mut().filter(|it| it.label == "Looms") {
                thing.known = false;
                thing.label = format!("Looms in {}", reading.document.title);
            }
            if reading.document.title == "second" {
                *reading.mentions.get_mut(&base().thing("Looms")).unwrap() += 1;
            }
        }
        let graph = assemble(&readings, &ontology());
        assert!(graph.things.values().any(|it| it.label == "Looms in second"));
    }
}

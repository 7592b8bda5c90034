//! Claims that say the same → how many independent sources there are for it.
//!
//! Claims differ by who is committed to them and how firmly; what they claim is a *proposition*.  The sources of a
//! proposition are the voices committed to it.  Two pieces of evidence come from one source when they stand in one
//! document or in copies of it, when the same voice or the organisation it speaks for is committed to both, or when
//! one quotes the sentence of the other.  Mere repetition therefore adds nothing to the count.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use petgraph::unionfind::UnionFind;

use super::{Claim, Graph, Object, Proposition};
use crate::{
    digest::short,
    ontology::Ontology,
    resolution::{Force, Polarity},
    vocabulary::AFFILIATION,
};

/// A sentence of fewer words may be the same by chance.
const QUOTATION: usize = 8;

/// What is claimed, apart from who holds it and how firmly.
type Key<'a> = (Object, &'a str, Object, Polarity, Option<&'a str>, &'a [(String, Object)]);

/// Counts the independent sources of every claim, and names what several claims share.
pub(super) fn count(graph: &mut Graph, ontology: &Ontology) {
    let mut groups: BTreeMap<Key<'_>, Vec<(&String, &Claim)>> = BTreeMap::new();
    for (iri, claim) in &graph.claims {
        groups.entry(key(claim, ontology)).or_default().push((iri, claim));
    }
    let voices = Voices::new(graph, ontology);
    let mut counts: Vec<(String, usize)> = Vec::new();
    let mut propositions = BTreeMap::new();
    for (key, claims) in groups {
        let mut by_force: BTreeMap<Option<Force>, Vec<(&String, &Claim)>> = BTreeMap::new();
        for it in &claims {
            by_force.entry(uncommitted(it.1.force)).or_default().push(*it);
        }
        let mut committed = 0;
        for (force, alike) in by_force {
            let sources = voices.independent(graph, &alike);
            if force.is_none() {
                committed = sources;
            }
            counts.extend(alike.iter().map(|it| (it.0.clone(), sources)));
        }
        if claims.len() > 1 {
            let claims = claims.iter().map(|it| it.0.clone()).collect();
            let iri = ontology.base.proposition(&name(&key));
            propositions.insert(iri, Proposition { claims, independent_sources: committed });
        }
    }
    for (iri, sources) in counts {
        if let Some(claim) = graph.claims.get_mut(&iri) {
            claim.independent_sources = sources;
        }
    }
    graph.propositions = propositions;
}

fn key<'a>(claim: &'a Claim, ontology: &Ontology) -> Key<'a> {
    let (subject, property, object) = claim.statement(ontology);
    (subject, property, object, claim.polarity, claim.time.as_deref(), &claim.qualifiers)
}

/// None for what somebody is committed to; else how it is put, for only what is put alike counts together.
fn uncommitted(force: Force) -> Option<Force> {
    (!matches!(force, Force::Asserted | Force::Assessed)).then_some(force)
}

/// Who speaks for whom.
struct Voices<'a> {
    bodies: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Voices<'a> {
    /// Affiliations that the pack knows or a document asserts.
    fn new(graph: &'a Graph, ontology: &'a Ontology) -> Self {
        let mut bodies: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut add = |one: &'a str, body: &'a str| {
            bodies.entry(one).or_default().insert(body);
        };
        for entity in &ontology.entities {
            for fact in entity.facts.iter().filter(|it| AFFILIATION.contains(&&*it.0)) {
                add(&entity.iri, &fact.1);
            }
        }
        for tenure in &ontology.tenures {
            add(&tenure.person, &tenure.post);
        }
        for claim in graph.claims.values().filter(|it| it.asserted) {
            if let Object::Iri(body) = &claim.object
                && AFFILIATION.contains(&&*claim.property)
            {
                add(&claim.subject, body);
            }
        }
        Self { bodies }
    }

    /// A voice, and all it speaks for.
    fn of(&self, voice: &'a str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::from([voice]);
        let mut left = vec![voice];
        while let Some(one) = left.pop() {
            let bodies = self.bodies.get(one).into_iter().flatten();
            left.extend(bodies.filter(|it| found.insert(*it)));
        }
        found
    }

    /// How many sources the evidence of these claims has.
    fn independent(&self, graph: &'a Graph, claims: &[(&String, &'a Claim)]) -> usize {
        let evidence: Vec<_> =
            claims.iter().flat_map(|(_, it)| it.evidence.iter().map(move |at| (*it, at))).collect();
        if let [_] = evidence.as_slice() {
            return 1;
        }
        let mut sources = UnionFind::<usize>::new(evidence.len());
        let mut first: IndexMap<(&str, String), usize> = IndexMap::new();
        for (number, (claim, at)) in evidence.iter().enumerate() {
            let copy = graph.copies.get(&at.document).map(|it| &it.original);
            let mut marks = vec![("text", copy.unwrap_or(&at.document).clone())];
            let voices = self.of(claim.holder_of(at));
            marks.extend(voices.into_iter().map(|it| ("voice", it.to_owned())));
            let words: Vec<String> = at.quote.split_whitespace().map(str::to_lowercase).collect();
            if words.len() >= QUOTATION {
                marks.push(("words", words.join(" ")));
            }
            for mark in marks {
                let other = *first.entry(mark).or_insert(number);
                sources.union(number, other);
            }
        }
        sources.into_labeling().into_iter().collect::<BTreeSet<_>>().len()
    }
}

/// A name for what is claimed.
fn name((subject, property, object, polarity, time, qualifiers): &Key<'_>) -> String {
    let text = |object: &Object| match object {
        Object::Iri(iri) => iri.clone(),
        Object::Literal(value, datatype) => format!("{value}^^{datatype}"),
    };
    let mut parts = vec![
        text(subject),
        (*property).to_owned(),
        text(object),
        format!("{polarity:?}"),
        time.unwrap_or_default().to_owned(),
    ];
    parts.extend(qualifiers.iter().map(|(name, value)| format!("{name}={}", text(value))));
    short(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::Sketch,
        graph::{
            Contribution, assemble,
            fixture::{Say, ontology, reading},
        },
    };

    /// Says that Ada supports looms, in the words of this document alone.
    fn says(name: &str, holder: &str) -> Say {
        let quote = format!("In {name} we find it said that Ada is in favour of looms.");
        Say::new("Ada", "supports", "Looms").holder(holder).uttered_by(holder).quote(&quote)
    }

    fn sources(contributions: &[Contribution]) -> Vec<usize> {
        let graph = assemble(contributions, &ontology());
        graph.claims.values().map(|it| it.independent_sources).collect()
    }

    #[test]
    fn another_voice_in_other_words_is_another_source() {
        let readings =
            [reading("one", &[says("one", "Mill")]), reading("two", &[says("two", "Town")])];
        assert_eq!(sources(&readings), [2, 2]);
        let graph = assemble(&readings, &ontology());
        let proposition = graph.propositions.values().next().unwrap();
        assert_eq!((proposition.claims.len(), proposition.independent_sources), (2, 2));
    }

    #[test]
    fn one_voice_is_one_source_wherever_it_is_heard() {
        let readings =
            [reading("one", &[says("one", "Mill")]), reading("two", &[says("two", "Mill")])];
        assert_eq!(sources(&readings), [1]);
    }

    #[test]
    fn who_speaks_for_an_organisation_is_no_second_source() {
        let works = Say::new("Ada", "worksFor", "Mill").holder("Ada");
        let mut own = reading("one", &[says("one", "Ada"), works]);
        for claim in &mut own.claims {
            claim.asserted = true;
        }
        let readings = [own, reading("two", &[says("two", "Mill")])];
        assert_eq!(sources(&readings), [1, 1, 1]);
    }

    #[test]
    fn a_quotation_and_a_reprint_are_no_second_source() {
        let quote = "Ada is in favour of looms, and has been for as long as I can think.";
        let say = |holder: &str| says("", holder).quote(quote);
        let quoted = [reading("one", &[say("Mill")]), reading("two", &[say("Town")])];
        assert_eq!(sources(&quoted), [1, 1]);
        let mut reprinted =
            [reading("one", &[says("one", "Mill")]), reading("two", &[says("two", "Town")])];
        for it in &mut reprinted {
            it.document.sketch = Sketch::of("Ada has always been in favour of looms, they say.");
        }
        assert_eq!(sources(&reprinted), [1, 1]);
    }

    #[test]
    fn what_is_only_supposed_supports_nothing() {
        let supposed = says("two", "Town").force(Force::Hypothetical);
        let readings = [reading("one", &[says("one", "Mill")]), reading("two", &[supposed])];
        assert_eq!(sources(&readings), [1, 1]);
        let denied = says("two", "Town").not();
        let readings = [reading("one", &[says("one", "Mill")]), reading("two", &[denied])];
        assert_eq!(sources(&readings), [1, 1]);
    }

    #[test]
    fn documents_that_speak_for_themselves_make_one_claim() {
        let says = |name: &str| {
            let document = &reading(name, &[]).document.iri;
            let mut reading = reading(name, &[says(name, "Mill")]);
            for claim in &mut reading.claims {
                claim.holder.clone_from(document);
                claim.utterer.clone_from(document);
                claim.iri = "https://example.org/claim/one".to_owned();
            }
            reading
        };
        let graph = assemble(&[says("one"), says("two")], &ontology());
        assert_eq!(graph.claims.len(), 1);
        let claim = graph.claims.values().next().unwrap();
        assert_eq!((claim.holders.len(), claim.independent_sources), (2, 2));
    }
}

//! Quads → [`Catalogue`].
//!
//! Each kind of thing is known by the namespace its IRIs are minted in; what belongs together is put together as it comes,
//! and linked when all is there.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};

use super::{Catalogue, Claim, Conflict, Document, Evidence};
use crate::{
    ontology::Schema,
    store::{Store, StoreError},
    vocabulary::{Base, dcterms, oa, prov, rdf, rdfs, schema, skos},
};

/// Takes everything in.
pub(in crate::serve) fn load(
    store: &Store,
    base: &Base,
    classes: &Schema,
) -> Result<Catalogue, StoreError> {
    let mut loader = Loader::new(base);
    store.each(|quad| loader.take(quad))?;
    Ok(loader.finish(classes))
}

/// A count of mentions, as its parts come.
#[derive(Default)]
struct Pair {
    document: String,
    thing: String,
    count: usize,
}

struct Loader<'a> {
    base: &'a Base,
    claim: String,
    conflict: String,
    document: String,
    term: String,
    reference: String,
    claims: BTreeMap<String, Claim>,
    conflicts: BTreeMap<String, (Conflict, BTreeSet<String>)>,
    evidence: BTreeMap<String, Evidence>,
    /// Evidence of each claim.
    places: BTreeMap<String, BTreeSet<String>>,
    pairs: BTreeMap<String, Pair>,
    labels: BTreeMap<String, String>,
    catalogue: Catalogue,
}

impl<'a> Loader<'a> {
    fn new(base: &'a Base) -> Self {
        Self {
            base,
            claim: base.claim(""),
            conflict: base.conflict(""),
            document: base.document(""),
            term: base.term(""),
            reference: base.graph("reference"),
            claims: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            evidence: BTreeMap::new(),
            places: BTreeMap::new(),
            pairs: BTreeMap::new(),
            labels: BTreeMap::new(),
            catalogue: Catalogue::default(),
        }
    }

    fn take(&mut self, quad: Quad) {
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { return };
        let subject = subject.into_string();
        let property = quad.predicate.into_string();
        let mut own = false;
        if let GraphName::NamedNode(graph) = quad.graph_name {
            own = graph.as_str() == self.reference;
            *self.catalogue.graphs.entry(graph.into_string()).or_default() += 1;
        }
        let value = quad.object;
        if property == self.base.term("displayLabel") {
            self.catalogue.names.insert(subject.clone(), plain(&value));
        }
        if subject.starts_with(&self.claim) {
            self.take_claim(subject, &property, value);
        } else if subject.starts_with(&self.conflict) {
            self.take_conflict(subject, &property, &value);
        } else if subject.starts_with(&self.document) {
            match subject.split_once('#') {
                None => self.take_document(subject, &property, &value),
                Some((_, part)) if part.starts_with("char=") => {
                    self.take_evidence(&subject, &property, &value);
                }
                Some(_) => self.take_pair(subject, &property, &value),
            }
        } else {
            self.take_thing(subject, property, value, own);
        }
    }

    fn take_claim(&mut self, subject: String, property: &str, value: Term) {
        let own = property.strip_prefix(&self.term).unwrap_or_default();
        if own == "evidence" {
            self.places.entry(subject).or_default().insert(plain(&value));
            return;
        }
        let local = self.base.term_name(&plain(&value)).map(str::to_lowercase);
        let claim = self.claims.entry(subject).or_default();
        match (property, own) {
            (rdfs::LABEL, _) => claim.label = plain(&value),
            (rdf::SUBJECT, _) => claim.subject = plain(&value),
            (rdf::PREDICATE, _) => claim.property = plain(&value),
            (rdf::OBJECT, _) => claim.object = Some(value),
            (prov::WAS_ATTRIBUTED_TO, _) => claim.holders.push(plain(&value)),
            (_, "polarity") => claim.negated = local.as_deref() == Some("negated"),
            (_, "force") => claim.force = local.unwrap_or_default(),
            (_, "certainty") => claim.certainty = Some(plain(&value)),
            (_, "certaintyWord") => claim.certainty_word = Some(plain(&value)),
            (_, "validDuring") => claim.time = Some(plain(&value)),
            (_, "isAsserted") => claim.asserted = plain(&value) == "true",
            (_, "confidence") => claim.confidence = plain(&value),
            (_, "independentSources") => claim.independent = number(&value),
            (_, "utteredBy") => claim.utterers.push(plain(&value)),
            (_, "extractedBy") => claim.rules.push(plain(&value)),
            (_, "statedOn") => claim.stated_on.push(plain(&value)),
            (_, "resolutionStep") => claim.steps.push(plain(&value)),
            (_, "proposition") => claim.proposition = Some(plain(&value)),
            (_, "" | "sources") => (),
            _ => claim.qualifiers.push((property.to_owned(), value)),
        }
    }

    fn take_conflict(&mut self, subject: String, property: &str, value: &Term) {
        let own = property.strip_prefix(&self.term).unwrap_or_default();
        let kind = self.base.term_name(&plain(value)).map(str::to_owned);
        let (conflict, claims) = self.conflicts.entry(subject).or_default();
        match (property, own) {
            (rdfs::LABEL, _) => conflict.message = plain(value),
            (_, "conflictKind") => conflict.kind = kind.unwrap_or_default(),
            (_, "about") => conflict.about = plain(value),
            (_, "onProperty") => conflict.property = plain(value),
            (_, "betweenClaim") => drop(claims.insert(plain(value))),
            (_, "referenceValue") => conflict.reference = Some(plain(value)),
            _ => (),
        }
    }

    fn take_document(&mut self, subject: String, property: &str, value: &Term) {
        let own = property.strip_prefix(&self.term).unwrap_or_default();
        let document = self.catalogue.documents.entry(subject).or_default();
        let stored = |it: &mut Document| it.stored.take().unwrap_or_default();
        match (property, own) {
            (dcterms::TITLE, _) => document.title = plain(value),
            (dcterms::LANGUAGE, _) => document.language = plain(value),
            (dcterms::ISSUED, _) => document.date = Some(plain(value)),
            (dcterms::CREATOR, _) => document.speaker = Some(plain(value)),
            (dcterms::PUBLISHER, _) => document.publisher = Some(plain(value)),
            (dcterms::LICENSE, _) => document.licence = Some(plain(value)),
            (schema::SHA256, _) => document.sha256 = plain(value),
            (_, "fileName") => document.file = plain(value),
            (_, "textFile") => document.stored = Some((plain(value), stored(document).1)),
            (_, "textSha256") => document.stored = Some((stored(document).0, plain(value))),
            (_, "sentences") => document.sentences = number(value),
            (_, "nearDuplicateOf") => document.copy_of = Some(plain(value)),
            _ => (),
        }
    }

    fn take_evidence(&mut self, subject: &str, property: &str, value: &Term) {
        let own = property.strip_prefix(&self.term).unwrap_or_default();
        let place = subject.split('&').next().unwrap_or(subject);
        let evidence = self.evidence.entry(place.to_owned()).or_default();
        match (property, own) {
            (oa::HAS_SOURCE, _) => evidence.document = plain(value),
            (oa::START, _) => evidence.start = number(value),
            (oa::END, _) => evidence.end = number(value),
            (oa::PREFIX, _) => evidence.around.0 = plain(value),
            (oa::SUFFIX, _) => evidence.around.1 = plain(value),
            (_, "displayQuote") => evidence.quote = plain(value),
            (_, "page") => evidence.page = Some(number(value)),
            _ => (),
        }
    }

    fn take_pair(&mut self, subject: String, property: &str, value: &Term) {
        let pair = self.pairs.entry(subject).or_default();
        match property.strip_prefix(&self.term) {
            Some("inDocument") => pair.document = plain(value),
            Some("ofThing") => pair.thing = plain(value),
            Some("count") => pair.count = number(value),
            _ => (),
        }
    }

    /// Anything else; `own` says whether the pack says so.
    fn take_thing(&mut self, subject: String, property: String, value: Term, own: bool) {
        if property == rdfs::LABEL {
            self.labels.entry(subject.clone()).or_insert_with(|| plain(&value));
        }
        let thing = self.catalogue.things.entry(subject).or_default();
        let label = |value: &Term| match value {
            Term::Literal(it) => {
                (it.language().unwrap_or_default().to_owned(), it.value().to_owned())
            }
            other => (String::new(), plain(other)),
        };
        match property.as_str() {
            rdf::TYPE => {
                let class = plain(&value);
                thing.classes.extend(self.base.term_name(&class).map(str::to_owned));
            }
            skos::PREF_LABEL | skos::ALT_LABEL => thing.aliases.push(label(&value)),
            skos::HIDDEN_LABEL => thing.hidden.push(plain(&value)),
            skos::DEFINITION | rdfs::COMMENT => thing.definition = plain(&value),
            skos::EXACT_MATCH | schema::SAME_AS => thing.matches.push(plain(&value)),
            rdfs::LABEL | rdfs::IS_DEFINED_BY | skos::IN_SCHEME => (),
            other => match other.strip_prefix(&self.term) {
                Some("discovered") => thing.discovered = true,
                Some("mergedInto") => thing.merged_into = Some(plain(&value)),
                Some("displayLabel") => (),
                _ if own => thing.facts.push((property, value)),
                _ => (),
            },
        }
    }

    /// Links everything with everything.
    fn finish(mut self, classes: &Schema) -> Catalogue {
        let names = &mut self.catalogue.names;
        for (iri, label) in self.labels {
            names.entry(iri).or_insert(label);
        }
        let terms = self.base.term("");
        let depth = |name: &str| classes.class_id(name).map(|it| classes.class(it).chain.len());
        self.catalogue.things.retain(|iri, thing| {
            thing.classes.retain(|it| depth(it).is_some());
            !iri.starts_with(&terms) && (!thing.classes.is_empty() || thing.merged_into.is_some())
        });
        let catalogue = &mut self.catalogue;
        for (iri, thing) in &mut catalogue.things {
            thing.iri.clone_from(iri);
            thing.classes.sort_by_key(|it| (std::cmp::Reverse(depth(it)), it.clone()));
            thing.classes.dedup();
            thing.class = thing.classes.first().cloned().unwrap_or_default();
            let end = iri.rsplit(['#', '/']).next().unwrap_or(iri);
            thing.label = catalogue.names.get(iri).cloned().unwrap_or_else(|| end.to_owned());
            thing.aliases.sort();
            thing.aliases.dedup();
            thing.aliases.retain(|it| it.1 != thing.label);
            thing.facts.sort_by_cached_key(|it| (it.0.clone(), it.1.to_string()));
        }
        for (iri, document) in &mut catalogue.documents {
            document.iri.clone_from(iri);
        }
        for (iri, evidence) in &mut self.evidence {
            evidence.iri.clone_from(iri);
        }
        for pair in self.pairs.into_values().filter(|it| it.count > 0) {
            if let Some(thing) = catalogue.things.get_mut(&pair.thing) {
                thing.mentioned.insert(pair.document.clone(), pair.count);
            }
            if let Some(document) = catalogue.documents.get_mut(&pair.document) {
                document.mentions.insert(pair.thing, pair.count);
            }
        }
        link_claims(catalogue, self.claims, &self.places, &self.evidence);
        link_conflicts(catalogue, self.conflicts);
        self.catalogue
    }
}

fn link_claims(
    catalogue: &mut Catalogue,
    claims: BTreeMap<String, Claim>,
    places: &BTreeMap<String, BTreeSet<String>>,
    evidence: &BTreeMap<String, Evidence>,
) {
    for (iri, mut claim) in claims {
        for list in [
            &mut claim.holders,
            &mut claim.utterers,
            &mut claim.stated_on,
            &mut claim.rules,
            &mut claim.steps,
        ] {
            list.sort();
        }
        claim.qualifiers.sort_by_cached_key(|it| (it.0.clone(), it.1.to_string()));
        let of_claim = places.get(&iri).into_iter().flatten();
        claim.evidence = of_claim.filter_map(|it| evidence.get(it)).cloned().collect();
        claim.evidence.sort_by(|a, b| (&a.document, a.start).cmp(&(&b.document, b.start)));
        claim.iri = iri;
        catalogue.claims.push(claim);
    }
    let place = |it: &Claim| {
        let first = it.evidence.first().map(|it| (it.document.clone(), it.start, it.end));
        (first, it.iri.clone())
    };
    catalogue.claims.sort_by_cached_key(place);
    for (id, claim) in catalogue.claims.iter().enumerate() {
        catalogue.claim_ids.insert(claim.iri.clone(), id);
        *catalogue.properties.entry(claim.property.clone()).or_default() += 1;
        if let Some(thing) = catalogue.things.get_mut(&claim.subject) {
            thing.subject_of.push(id);
        }
        let further = claim.qualifiers.iter().map(|it| &it.1);
        for term in claim.object.iter().chain(further) {
            if let Term::NamedNode(node) = term
                && let Some(thing) = catalogue.things.get_mut(node.as_str())
                && thing.object_of.last() != Some(&id)
            {
                thing.object_of.push(id);
            }
        }
        for holder in &claim.holders {
            if let Some(thing) = catalogue.things.get_mut(holder) {
                thing.holds.push(id);
            }
        }
        for (at, evidence) in claim.evidence.iter().enumerate() {
            catalogue.quotes.entry(evidence.quote.clone()).or_insert_with(|| evidence.iri.clone());
            if let Some(document) = catalogue.documents.get_mut(&evidence.document) {
                document.claims.push((id, at));
            }
        }
    }
    for document in catalogue.documents.values_mut() {
        let claims = &catalogue.claims;
        document.claims.sort_by_key(|(id, at)| (claims[*id].evidence[*at].start, *id));
    }
}

fn link_conflicts(
    catalogue: &mut Catalogue,
    conflicts: BTreeMap<String, (Conflict, BTreeSet<String>)>,
) {
    for (iri, (mut conflict, claims)) in conflicts {
        conflict.claims =
            claims.iter().filter_map(|it| catalogue.claim_ids.get(it)).copied().collect();
        conflict.iri = iri;
        catalogue.conflicts.push(conflict);
    }
    let names = &catalogue.names;
    catalogue.conflicts.sort_by_cached_key(|it| (names.get(&it.about).cloned(), it.iri.clone()));
    for (at, conflict) in catalogue.conflicts.iter().enumerate() {
        for id in &conflict.claims {
            catalogue.claims[*id].conflicts.push(at);
        }
    }
}

/// An IRI or the value of a literal.
fn plain(term: &Term) -> String {
    match term {
        Term::NamedNode(it) => it.as_str().to_owned(),
        Term::Literal(it) => it.value().to_owned(),
        Term::BlankNode(it) => it.as_str().to_owned(),
    }
}

fn number(term: &Term) -> usize {
    plain(term).parse().unwrap_or_default()
}

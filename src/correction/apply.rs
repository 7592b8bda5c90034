//! Corrections → other contributions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Addition, Anchor, Change, Correction, Corrections, find};
use crate::{
    document::Document,
    graph::Contribution,
    ontology::{ClassId, Ontology},
    resolution::{Force, Polarity, ReadClaim, Term, Thing, VERB_PHRASE, context, minted},
    source::{CodePoints, Span, fold},
    vocabulary::{date_type, slug, xsd},
};

/// Things by the names that a document uses for them, lower case.
type ByName = BTreeMap<String, String>;

/// Name of the rule of claims that people added.
const ADDED: &str = "correction/add";

/// Applies all corrections but merges to what a document contributes; gives the indices of those that did something.
///
/// `text` is the document itself, where claims are to be added to it.
pub fn apply(
    corrections: &Corrections,
    contribution: &mut Contribution,
    text: Option<&Document>,
    ontology: &Ontology,
) -> BTreeSet<usize> {
    let mut used = BTreeSet::new();
    for (number, correction) in corrections.corrections.iter().enumerate() {
        let here = correction.document.as_ref().is_none_or(|it| *it == contribution.document.name);
        let scene = Scene { ontology, correction };
        if here && scene.apply(contribution, text) {
            used.insert(number);
        }
    }
    used
}

struct Scene<'a> {
    ontology: &'a Ontology,
    correction: &'a Correction,
}

impl Scene<'_> {
    fn apply(&self, it: &mut Contribution, text: Option<&Document>) -> bool {
        match &self.correction.change {
            Change::Reject(anchor) => {
                let meant = self.meant(it, anchor);
                let mut numbers = 0..;
                it.claims.retain(|_| !meant.contains(&numbers.next().unwrap_or_default()));
                !meant.is_empty()
            }
            Change::Accept(anchor) => {
                let meant = self.meant(it, anchor);
                for number in &meant {
                    let claim = &mut it.claims[*number];
                    claim.confidence = 1.0;
                    claim.asserted = claim.own && is_plain(claim);
                    claim.steps.push(self.correction.because());
                }
                !meant.is_empty()
            }
            Change::Link { quote, text, to } => self.relink(it, quote, text, text, to),
            Change::Span { quote, text, to } => self.relink(it, quote, text, to, to),
            Change::Type { thing, class } => self.retype(it, thing, *class),
            Change::Split { thing, to } => self.split(it, thing, to),
            Change::Silence(rule) => {
                let before = it.claims.len();
                it.claims.retain(|it| it.rule != *rule);
                it.claims.len() < before
            }
            Change::Add(addition) => text.is_some_and(|text| self.add(it, addition, text)),
            // The graph does these.
            Change::Merge(_) | Change::Apart(_) => false,
        }
    }

    /// The claims that an anchor means, by their numbers.
    fn meant(&self, it: &Contribution, anchor: &Anchor) -> BTreeSet<usize> {
        let quote = fold(&anchor.quote);
        let fits = |claim: &ReadClaim| {
            fold(&claim.quote).contains(&quote)
                && anchor.claim.as_ref().is_none_or(|[subject, property, object]| {
                    is_called(it, &claim.subject, subject)
                        && self.is_property(claim, property)
                        && is_called(it, &claim.object, object)
                })
        };
        (0..it.claims.len()).filter(|number| fits(&it.claims[*number])).collect()
    }

    fn is_property(&self, claim: &ReadClaim, name: &str) -> bool {
        let schema = &self.ontology.schema;
        let id = schema.property_id(&claim.property);
        let labels = id.into_iter().flat_map(|it| schema.property(it).labels.values());
        let phrase = claim.qualifiers.iter().filter_map(|(property, value)| match value {
            Term::Literal { value, .. } if property == VERB_PHRASE => Some(value),
            _ => None,
        });
        let mut names = labels.chain(phrase).chain([&claim.property]);
        names.any(|it| it.eq_ignore_ascii_case(name))
    }

    /// Gives the ends of claims that have the words `text` the words `words`, and the thing called `to`.
    fn relink(
        &self,
        it: &mut Contribution,
        quote: &str,
        text: &str,
        words: &str,
        to: &str,
    ) -> bool {
        let (quote, text) = (fold(quote), fold(text));
        let names = names(it);
        let mut changed: BTreeMap<String, usize> = BTreeMap::new();
        let mut target = None;
        let mut touched = false;
        for number in 0..it.claims.len() {
            if !fold(&it.claims[number].quote).contains(&quote) {
                continue;
            }
            let mut claim = it.claims[number].clone();
            let Some(place) = find(&claim.quote, words) else { continue };
            let before = claim.quote[..place.start].chars().count();
            let length = claim.quote[place].chars().count();
            let start = claim.chars.0 + before;
            let mut mine = false;
            let ends = [&mut claim.subject, &mut claim.object].into_iter();
            for term in ends.chain(claim.qualifiers.iter_mut().map(|it| &mut it.1)) {
                match term {
                    Term::Thing { iri, chars, text: own } if fold(own) == text => {
                        let class = it.things.get(iri).and_then(|it| self.class(&it.class));
                        let thing = target
                            .get_or_insert_with(|| self.resolve(&mut it.things, &names, to, class));
                        *changed.entry(std::mem::replace(iri, thing.clone())).or_default() += 1;
                        *chars = (start, start + length);
                        words.clone_into(own);
                        mine = true;
                    }
                    Term::Literal { value, chars, .. } if fold(value) == text => {
                        *value = fold(words);
                        *chars = (start, start + length);
                        mine = true;
                    }
                    _ => (),
                }
            }
            if mine {
                touched = true;
                claim.identify(&self.ontology.base, &it.document.iri);
                claim.steps.push(self.correction.because());
                it.claims[number] = claim;
            }
        }
        if let Some(target) = target {
            for (iri, _) in changed.into_iter().filter(|it| it.0 != target) {
                // The place is spoken of once, however many claims have it for an end.
                let left = it.mentions.get(&iri).copied().unwrap_or_default().saturating_sub(1);
                if left > 0 {
                    it.mentions.insert(iri.clone(), left);
                } else {
                    it.mentions.remove(&iri);
                }
                *it.mentions.entry(target.clone()).or_default() += 1;
            }
        }
        drop_unused(it);
        touched
    }

    fn retype(&self, it: &mut Contribution, thing: &str, class: ClassId) -> bool {
        let Some(iri) = names(it)
            .get(&fold(thing).to_lowercase())
            .cloned()
            .or_else(|| it.things.contains_key(thing).then(|| thing.to_owned()))
        else {
            return false;
        };
        let Some(known) = it.things.get(&iri).filter(|it| !it.known) else { return false };
        let schema = &self.ontology.schema;
        let mut changed = known.clone();
        changed.class.clone_from(&schema.class(class).name);
        changed.types = schema.types(class);
        let local = iri.strip_prefix(&self.ontology.base.thing(""));
        if local.is_some_and(|it| it.contains('/')) {
            it.things.insert(iri, changed);
        } else {
            let to = self.minted(class, &changed.label);
            it.replace(&[(iri, to)].into(), &self.ontology.base, |_| Some(changed.clone()));
        }
        let fits = |claim: &ReadClaim| {
            let Some(property) = schema.property_id(&claim.property) else { return true };
            let property = schema.property(property);
            let end = |term: &Term, classes: &[ClassId]| match term {
                Term::Thing { iri, .. } => {
                    let class = it.things.get(iri).and_then(|it| schema.class_id(&it.class));
                    class.is_none_or(|it| schema.fits(it, classes))
                }
                Term::Literal { .. } => true,
            };
            end(&claim.subject, &property.domain) && end(&claim.object, &property.range)
        };
        let keep: Vec<bool> = it.claims.iter().map(fits).collect();
        let mut keep = keep.into_iter();
        it.claims.retain(|_| keep.next().unwrap_or(true));
        true
    }

    fn split(&self, it: &mut Contribution, thing: &str, to: &str) -> bool {
        let names = names(it);
        let found = names.get(&fold(thing).to_lowercase()).cloned();
        let Some(iri) = found.or_else(|| it.things.contains_key(thing).then(|| thing.to_owned()))
        else {
            return false;
        };
        let Some(mut other) = it.things.get(&iri).cloned() else { return false };
        let class = self.class(&other.class);
        other.label = fold(to);
        other.known = false;
        let to =
            class.map_or_else(|| self.ontology.base.thing(&slug(to)), |it| self.minted(it, to));
        it.replace(&[(iri, to)].into(), &self.ontology.base, |_| Some(other.clone()));
        true
    }

    /// Adds a claim, if its sentence is in the document.
    fn add(&self, it: &mut Contribution, addition: &Addition, document: &Document) -> bool {
        let Some(place) = find(&document.text, &addition.quote) else { return false };
        let points = CodePoints::new(&document.text);
        let quote = &document.text[place.clone()];
        let property = self.ontology.schema.property(addition.property);
        let names = names(it);
        let point = |words: &str| {
            // What is not named in the sentence is meant by the whole of it.
            let inner = find(quote, words).unwrap_or(0..quote.len());
            let span = Span { start: place.start + inner.start, end: place.start + inner.end };
            (points.range(&document.text, span), document.text[span.start..span.end].to_owned())
        };
        let mut thing = |name: &str, classes: &[ClassId]| {
            let (chars, text) = point(name);
            let iri = self.resolve(&mut it.things, &names, name, classes.first().copied());
            *it.mentions.entry(iri.clone()).or_default() += 1;
            Term::Thing { iri, chars, text }
        };
        let subject = thing(&addition.subject, &property.domain);
        let object = if property.literal {
            let (chars, _) = point(&addition.object);
            let datatype = date_type(&addition.object).unwrap_or(xsd::STRING).to_owned();
            Term::Literal { value: addition.object.clone(), datatype, chars }
        } else {
            thing(&addition.object, &property.range)
        };
        let record = &it.document;
        let voice = record.speaker.clone().or_else(|| record.publisher.clone());
        let utterer = voice.unwrap_or_else(|| record.iri.clone());
        let holder =
            addition.holder.as_ref().map(|name| self.resolve(&mut it.things, &names, name, None));
        let span = Span { start: place.start, end: place.end };
        let mut claim = ReadClaim {
            iri: String::new(),
            subject,
            property: property.name.clone(),
            object,
            polarity: addition.polarity,
            force: addition.force,
            certainty: None,
            certainty_word: None,
            own: holder.as_ref().is_none_or(|it| *it == utterer),
            holder: holder.unwrap_or_else(|| utterer.clone()),
            utterer,
            time: addition.time.clone(),
            qualifiers: Vec::new(),
            chars: points.range(&document.text, span),
            page: document.page(span.start),
            quote: quote.to_owned(),
            context: context(&document.text, span),
            rule: ADDED.to_owned(),
            confidence: 1.0,
            asserted: false,
            steps: vec![self.correction.because()],
        };
        claim.asserted = claim.own && is_plain(&claim);
        claim.identify(&self.ontology.base, &it.document.iri);
        it.claims.push(claim);
        true
    }

    /// The thing that a name means: one of this document, else of the pack, else a new one.
    fn resolve(
        &self,
        things: &mut BTreeMap<String, Thing>,
        names: &ByName,
        name: &str,
        class: Option<ClassId>,
    ) -> String {
        if things.contains_key(name) {
            return name.to_owned();
        }
        let schema = &self.ontology.schema;
        let labelled = |it: &&crate::ontology::Entity| {
            it.iri == name || it.labels.iter().any(|it| it.text.eq_ignore_ascii_case(name))
        };
        if let Some(iri) = names.get(&fold(name).to_lowercase()) {
            return iri.clone();
        }
        if let Some(entity) = self.ontology.entities.iter().find(labelled) {
            things.entry(entity.iri.clone()).or_insert_with(|| Thing::known(self.ontology, entity));
            return entity.iri.clone();
        }
        let class = class.or_else(|| schema.class_id("Topic")).unwrap_or(ClassId(0));
        let iri = self.minted(class, name);
        things
            .entry(iri.clone())
            .or_insert_with(|| Thing::new(self.ontology, class, &fold(name), "en"));
        iri
    }

    fn class(&self, name: &str) -> Option<ClassId> {
        self.ontology.schema.class_id(name)
    }

    /// The IRI of a thing with this name that the pack does not know.
    fn minted(&self, class: ClassId, name: &str) -> String {
        minted(self.ontology, class, name)
    }
}

/// Affirmed and asserted in a property that says something.
fn is_plain(claim: &ReadClaim) -> bool {
    claim.polarity == Polarity::Affirmed
        && claim.force == Force::Asserted
        && claim.qualifiers.iter().all(|it| it.0 != VERB_PHRASE)
}

/// The things of a document by their names in lower case.
fn names(it: &Contribution) -> ByName {
    let mut names = ByName::new();
    for (iri, thing) in &it.things {
        let own = it.names.get(iri).into_iter().flatten();
        for name in own.chain([&thing.label]) {
            names.entry(fold(name).to_lowercase()).or_insert_with(|| iri.clone());
        }
    }
    names
}

/// Whether an end of a claim is called so: by its words, its name or its IRI.
fn is_called(it: &Contribution, term: &Term, name: &str) -> bool {
    let same = |it: &str| fold(it).eq_ignore_ascii_case(name);
    match term {
        Term::Thing { iri, text, .. } => {
            iri == name || same(text) || it.things.get(iri).is_some_and(|it| same(&it.label))
        }
        Term::Literal { value, .. } => same(value),
    }
}

/// Forgets things that nothing points at any longer.
fn drop_unused(it: &mut Contribution) {
    let mut used: BTreeSet<String> = it.mentions.keys().cloned().collect();
    for claim in &it.claims {
        used.extend([claim.holder.clone(), claim.utterer.clone()]);
        let ends = [&claim.subject, &claim.object].into_iter();
        for term in ends.chain(claim.qualifiers.iter().map(|it| &it.1)) {
            if let Term::Thing { iri, .. } = term {
                used.insert(iri.clone());
            }
        }
    }
    used.extend(it.document.speaker.iter().chain(&it.document.publisher).cloned());
    it.things.retain(|iri, _| used.contains(iri));
    it.names.retain(|iri, _| used.contains(iri));
}

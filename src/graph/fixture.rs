//! A small pack and readings made by hand, for the tests of this stage and the ones after it.

use std::collections::BTreeMap;

use super::Contribution;
use crate::{
    document::Sketch,
    ontology::{
        Class, ClassId, Entity, Label, LabelKind, Manifest, Ontology, Property, Schema, Thresholds,
    },
    resolution::{DocumentRecord, Force, Polarity, ReadClaim, Term, Thing},
    vocabulary::{Base, xsd},
};

/// Where everything is minted.
pub(crate) fn base() -> Base {
    Base::new("https://example.org/")
}

/// Classes Person, Event, Place; a few properties; the entities Ada, Flood, Mill and Town.
pub(crate) fn ontology() -> Ontology {
    let class = |at: u16, name: &str| Class {
        name: name.to_owned(),
        labels: [("en".to_owned(), name.to_lowercase())].into(),
        definition: String::new(),
        chain: vec![ClassId(at)],
        top: true,
        head_nouns: BTreeMap::new(),
        prefix_nouns: BTreeMap::new(),
        nominal_heads: BTreeMap::new(),
        colour: None,
        shape: None,
        connects: true,
    };
    let property = |name: &str, label: &str, single_valued, symmetric| Property {
        name: name.to_owned(),
        labels: [("en".to_owned(), label.to_owned())].into(),
        definition: String::new(),
        domain: Vec::new(),
        range: Vec::new(),
        literal: name == "occurredOn",
        symmetric,
        of_claims: false,
        single_valued,
        after_object: name == "investigates",
        years_in: if name == "yearsSince" { vec!["years".to_owned()] } else { Vec::new() },
        inverse: None,
        claimable: true,
        connects: true,
    };
    let entity = |name: &str, label: &str, class: u16, facts: &[(&str, &str)]| Entity {
        iri: base().thing(name),
        class: ClassId(class),
        labels: vec![Label {
            kind: LabelKind::Preferred,
            language: "en".to_owned(),
            text: label.to_owned(),
        }],
        definition: String::new(),
        ambiguous: false,
        facts: facts
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    };
    let town = base().thing("Town");
    let line = |name: &str, label: &str| {
        format!(
            "<{}> <{}> \"{label}\"@en .",
            base().thing(name),
            crate::vocabulary::skos::PREF_LABEL
        )
    };
    Ontology {
        manifest: Manifest {
            name: "test".to_owned(),
            version: "0.1.0".to_owned(),
            title: "Test".to_owned(),
            languages: vec!["en".to_owned()],
            base: base().as_str().to_owned(),
            home: None,
            licence: "CC0-1.0".to_owned(),
            thresholds: Thresholds::default(),
        },
        base: base(),
        schema: Schema {
            classes: vec![class(0, "Event"), class(1, "Person"), class(2, "Place")],
            properties: vec![
                property("investigates", "investigates", false, false),
                property("occurredAt", "occurred at", true, false),
                property("occurredOn", "occurred on", true, false),
                property("opposes", "opposes", false, false),
                property("supports", "supports", false, false),
                property("worksFor", "works for", false, false),
                property("worksWith", "works with", false, true),
                property("yearsSince", "years since", false, false),
            ],
            ..Schema::default()
        },
        entities: vec![
            entity("Ada", "Ada Lovelace", 1, &[]),
            entity("Flood", "Flood", 0, &[("occurredOn", "1852-02-05")]),
            entity("Mill", "Mill", 2, &[("locatedIn", &town)]),
            entity("Town", "Town", 2, &[]),
        ],
        tenures: Vec::new(),
        languages: BTreeMap::new(),
        language_files: BTreeMap::new(),
        rules: Vec::new(),
        queries: Vec::new(),
        diagrams: Vec::new(),
        checks: Vec::new(),
        shapes: Vec::new(),
        tests: Vec::new(),
        reference: vec![line("Ada", "Ada Lovelace"), line("Flood", "Flood"), line("Mill", "Mill")],
        digest: String::new(),
    }
}

/// What a document is to say.
#[derive(Debug, Clone)]
pub(crate) struct Say {
    claim: ReadClaim,
    names: Vec<String>,
    number: Option<String>,
}

impl Say {
    /// Affirmed, asserted, held and uttered by its subject.
    pub(crate) fn new(subject: &str, property: &str, object: &str) -> Self {
        let end = |name: &str| Term::Thing {
            iri: base().thing(name),
            chars: (0, 1),
            text: name.to_owned(),
        };
        let claim = ReadClaim {
            iri: String::new(),
            subject: end(subject),
            property: property.to_owned(),
            object: end(object),
            polarity: Polarity::Affirmed,
            force: Force::Asserted,
            certainty: None,
            certainty_word: None,
            holder: base().thing(subject),
            utterer: base().thing(subject),
            own: true,
            time: None,
            qualifiers: Vec::new(),
            chars: (0, 10),
            page: None,
            quote: format!("{subject}\n{property} {object}"),
            context: ("before ".to_owned(), " after".to_owned()),
            rule: format!("test/{property}"),
            confidence: 0.8,
            asserted: true,
            steps: Vec::new(),
        };
        Self { claim, names: vec![subject.to_owned(), object.to_owned()], number: None }
    }

    /// Its object is this number of years.
    pub(crate) fn years(mut self, number: &str) -> Self {
        self.number = Some(number.to_owned());
        self
    }

    /// Its object is this date instead.
    pub(crate) fn date(mut self, value: &str) -> Self {
        let datatype = match value.len() {
            4 => xsd::G_YEAR,
            7 => xsd::G_YEAR_MONTH,
            _ => xsd::DATE,
        };
        self.claim.object =
            Term::Literal { value: value.to_owned(), datatype: datatype.to_owned(), chars: (0, 1) };
        self.names.pop();
        self
    }

    /// Negated.
    pub(crate) fn not(mut self) -> Self {
        self.claim.polarity = Polarity::Negated;
        self.claim.asserted = false;
        self
    }

    /// With this force.
    pub(crate) fn force(mut self, force: Force) -> Self {
        self.claim.force = force;
        self.claim.asserted = false;
        self
    }

    /// Held by another, and so only reported.
    pub(crate) fn holder(mut self, name: &str) -> Self {
        self.claim.holder = base().thing(name);
        self.claim.asserted = false;
        self
    }

    /// Uttered by another.
    pub(crate) fn uttered_by(mut self, name: &str) -> Self {
        self.claim.utterer = base().thing(name);
        self
    }

    /// In these words.
    pub(crate) fn quote(mut self, quote: &str) -> Self {
        quote.clone_into(&mut self.claim.quote);
        self
    }

    /// At these code points.
    pub(crate) fn at(mut self, start: usize, end: usize) -> Self {
        self.claim.chars = (start, end);
        self
    }

    /// With this time of its content.
    pub(crate) fn time(mut self, time: &str) -> Self {
        self.claim.time = Some(time.to_owned());
        self
    }

    /// Found with this confidence.
    pub(crate) fn confidence(mut self, confidence: f64) -> Self {
        self.claim.confidence = confidence;
        self
    }

    /// Hedged.
    pub(crate) fn certainty(mut self, term: &str, word: &str) -> Self {
        self.claim.certainty = Some(term.to_owned());
        self.claim.certainty_word = Some(word.to_owned());
        self
    }
}

/// A document of this name and title that says these things, on 2 May 1853.
pub(crate) fn reading(name: &str, says: &[Say]) -> Contribution {
    let ontology = ontology();
    let mut things = BTreeMap::new();
    let mut mentions: BTreeMap<String, usize> = BTreeMap::new();
    let mut claims = Vec::new();
    for Say { claim, names, number } in says {
        for (at, name) in names.iter().enumerate() {
            let iri = base().thing(name);
            let known = ontology.entity(&iri);
            let class = known.map_or("Place", |it| &ontology.schema.class(it.class).name);
            things.entry(iri.clone()).or_insert_with(|| Thing {
                label: name.clone(),
                language: "en".to_owned(),
                class: class.to_owned(),
                types: vec![class.to_owned()],
                known: known.is_some(),
                value: number.clone().filter(|_| at > 0),
                unit: number.as_ref().map(|_| "years".to_owned()),
                qualifier: number.as_ref().map(|_| "exactly".to_owned()),
            });
            *mentions.entry(iri).or_default() += 1;
        }
        claims.push(ReadClaim { iri: claim_iri(claim), ..claim.clone() });
    }
    let document = DocumentRecord {
        iri: base().document(name),
        name: format!("{name}.txt"),
        title: name.to_owned(),
        language: "en".to_owned(),
        date: Some("1853-05-02".to_owned()),
        speaker: Some(base().thing("Ada")),
        publisher: None,
        licence: None,
        sha256: format!("sha-of-{name}"),
        characters: 100,
        sentences: 4,
        sketch: Sketch::default(),
        text_sha256: None,
    };
    Contribution {
        document,
        things,
        mentions,
        names: BTreeMap::new(),
        claims,
        diagnostics: Vec::new(),
    }
}

/// An IRI that tells apart what claims tell apart.
fn claim_iri(claim: &ReadClaim) -> String {
    let end = |term: &Term| match term {
        Term::Thing { iri, .. } => iri.clone(),
        Term::Literal { value, .. } => value.clone(),
    };
    let parts = [
        end(&claim.subject),
        claim.property.clone(),
        end(&claim.object),
        format!("{:?} {:?} {:?}", claim.polarity, claim.force, claim.certainty),
        claim.holder.clone(),
        claim.time.clone().unwrap_or_default(),
    ];
    base().claim(&crate::vocabulary::slug(&parts.join(" ")))
}

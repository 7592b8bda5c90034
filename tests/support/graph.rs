//! A small graph of the bundled domain, made by hand: two speeches and what they say, read with the bundled pack.

use std::collections::BTreeMap;

use kell::{
    document::Sketch,
    graph::{Contribution, Judgement, assemble, quads},
    ontology::{Ontology, PackSource, load},
    resolution::{DocumentRecord, Force, Polarity, ReadClaim, Term, Thing},
    vocabulary::{slug, xsd},
};
use oxigraph::model::Quad;

/// Names of things that the pack does not know, with their class.
const DISCOVERED: &[(&str, &str)] = &[
    ("late-stage attack plots", "Plot"),
    ("undeclared foreign agents", "Activity"),
    ("cameras in living rooms", "Technology"),
    ("digital backbone", "Asset"),
    ("terrorism offences", "Activity"),
    ("29 late-stage attack plots", "Quantity"),
    ("31 late-stage attack plots", "Quantity"),
    ("eighteen years", "Quantity"),
];

/// The pack built into the program.
pub(crate) fn ontology() -> Ontology {
    load(&PackSource::Embedded).unwrap_or_else(|found| panic!("{found:#?}")).value
}

fn iri(ontology: &Ontology, name: &str) -> String {
    match ontology.entities.iter().find(|it| it.label("en") == name) {
        Some(entity) => entity.iri.clone(),
        None => ontology.base.thing(&slug(name)),
    }
}

fn thing(ontology: &Ontology, name: &str) -> Thing {
    let entity = ontology.entities.iter().find(|it| it.label("en") == name);
    let discovered =
        || DISCOVERED.iter().find(|it| it.0 == name).unwrap_or_else(|| panic!("{name}?"));
    let class =
        entity.map_or_else(|| ontology.schema.class_id(discovered().1).unwrap(), |it| it.class);
    let types = ontology.schema.types(class);
    let number = (types[0] == "Quantity").then(|| name.split_once(' ').unwrap());
    Thing {
        label: name.to_owned(),
        language: "en".to_owned(),
        class: types[0].clone(),
        types,
        known: entity.is_some(),
        value: number.map(|it| it.0.replace("eighteen", "18")),
        unit: number.map(|it| it.1.to_owned()),
        qualifier: number.map(|_| "exactly".to_owned()),
    }
}

/// One claim, affirmed and asserted by MI5's Director General unless changed; things are named by their labels.
pub(crate) struct Say(ReadClaim);

impl Say {
    pub(crate) fn new(subject: &str, property: &str, object: &str) -> Self {
        let end = |name: &str| match name.strip_prefix('"') {
            None => Term::Thing { iri: String::new(), chars: (0, 1), text: name.to_owned() },
            Some(text) => {
                let datatype = match (property, text.len()) {
                    ("occurredOn", 4) => xsd::G_YEAR,
                    ("occurredOn", 10) => xsd::DATE,
                    _ => xsd::STRING,
                };
                Term::Literal {
                    value: text.to_owned(),
                    datatype: datatype.to_owned(),
                    chars: (0, 1),
                }
            }
        };
        Self(ReadClaim {
            iri: String::new(),
            subject: end(subject),
            property: property.to_owned(),
            object: end(object),
            polarity: Polarity::Affirmed,
            force: Force::Asserted,
            certainty: None,
            certainty_word: None,
            holder: "MI5".to_owned(),
            utterer: "Ken McCallum".to_owned(),
            own: true,
            time: None,
            qualifiers: Vec::new(),
            chars: (0, 0),
            page: None,
            quote: format!("… {subject} {property}\n{object} …"),
            context: (String::new(), String::new()),
            rule: format!("test/{property}"),
            confidence: 0.8,
            asserted: true,
            steps: vec!["“we” → MI5: the speaker's organisation".to_owned()],
        })
    }

    pub(crate) fn not(mut self) -> Self {
        self.0.polarity = Polarity::Negated;
        self.0.asserted = false;
        self
    }

    pub(crate) fn force(mut self, force: Force) -> Self {
        self.0.force = force;
        self.0.asserted = false;
        self
    }

    pub(crate) fn holder(mut self, name: &str) -> Self {
        name.clone_into(&mut self.0.holder);
        self.0.asserted = false;
        self
    }

    pub(crate) fn certainty(mut self, term: &str, word: &str) -> Self {
        self.0.certainty = Some(term.to_owned());
        self.0.certainty_word = Some(word.to_owned());
        self
    }

    pub(crate) fn time(mut self, time: &str) -> Self {
        self.0.time = Some(time.to_owned());
        self
    }

    /// The claim with names replaced by IRIs, beginning at `at`.
    fn claim(self, ontology: &Ontology, at: usize) -> ReadClaim {
        let mut claim = self.0;
        for term in [&mut claim.subject, &mut claim.object] {
            if let Term::Thing { iri: place, text, .. } = term {
                *place = iri(ontology, text);
            }
        }
        claim.holder = iri(ontology, &claim.holder);
        claim.utterer = iri(ontology, &claim.utterer);
        claim.chars = (at, at + claim.quote.chars().count());
        let end = |term: &Term| match term {
            Term::Thing { iri, .. } => iri.clone(),
            Term::Literal { value, .. } => value.clone(),
        };
        let key = [
            end(&claim.subject),
            claim.property.clone(),
            end(&claim.object),
            format!("{:?} {:?} {} {:?}", claim.polarity, claim.force, claim.holder, claim.time),
        ];
        claim.iri = ontology.base.claim(&slug(&key.join(" ")));
        claim
    }
}

fn reading(ontology: &Ontology, title: &str, date: &str, says: Vec<Say>) -> Contribution {
    let mut claims: Vec<ReadClaim> = Vec::new();
    let mut mentions: BTreeMap<String, usize> = BTreeMap::new();
    let mut things = BTreeMap::new();
    for say in says {
        let at = claims.last().map_or(0, |it| it.chars.1 + 1);
        let claim = say.claim(ontology, at);
        for term in [&claim.subject, &claim.object] {
            let Term::Thing { iri, text, .. } = term else { continue };
            let thing = thing(ontology, text);
            *mentions.entry(iri.clone()).or_default() += 1;
            things.insert(iri.clone(), thing);
        }
        claims.push(claim);
    }
    let document = DocumentRecord {
        iri: ontology.base.document(&slug(title)),
        name: format!("{}.txt", slug(title)),
        title: title.to_owned(),
        language: "en".to_owned(),
        date: Some(date.to_owned()),
        speaker: Some(iri(ontology, "Ken McCallum")),
        publisher: Some(iri(ontology, "MI5")),
        licence: None,
        sha256: "0".repeat(64),
        characters: claims.last().map_or(0, |it| it.chars.1),
        sentences: claims.len(),
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

/// Two speeches as quads.
pub(crate) fn example(ontology: &Ontology) -> Vec<Quad> {
    let first = vec![
        Say::new("Salisbury poisoning", "occurredOn", "\"2017"),
        Say::new("Ken McCallum", "investigates", "Salisbury poisoning").time("2017"),
        Say::new("Ken McCallum", "holdsPost", "Director General of MI5").time("2020-04/.."),
        Say::new("Salisbury poisoning", "occurredAt", "Salisbury"),
        Say::new("Salisbury poisoning", "victim", "Dawn Sturgess"),
        Say::new("Russia", "perpetrates", "Salisbury poisoning").force(Force::Assessed),
        Say::new("Russia", "threatens", "United Kingdom"),
        Say::new("state threats", "comesFrom", "Russia").certainty("Likely", "predominantly"),
        Say::new("MI5", "cooperatesWith", "MI6"),
        Say::new("MI5", "responsibleFor", "state threats"),
        Say::new("MI5", "protects", "digital backbone"),
        Say::new("Russia", "uses", "espionage"),
        Say::new("end-to-end encryption", "enables", "terrorism offences").force(Force::Possible),
        Say::new("MI5", "supports", "end-to-end encryption"),
        Say::new("United Kingdom", "demands", "cameras in living rooms").not().force(Force::Denied),
        Say::new("end-to-end encryption", "characterisedAs", "\"a right").holder("Will Cathcart"),
        Say::new("Facebook", "proposes", "end-to-end encryption").force(Force::Planned),
        Say::new("State Threats Bill", "replaces", "Official Secrets Act 1911")
            .force(Force::Planned),
        Say::new("Official Secrets Act 1911", "criminalises", "undeclared foreign agents").not(),
        Say::new("state threats", "causes", "State Threats Bill"),
        Say::new("Intelligence and Security Committee of Parliament", "oversees", "MI5"),
        Say::new("MI5", "disrupts", "late-stage attack plots").time("2017-07/2021-07"),
        Say::new("late-stage attack plots", "numberOf", "29 late-stage attack plots"),
        Say::new("Manchester Arena Inquiry", "investigates", "Manchester Arena bombing"),
        Say::new("Dean Morrice", "convictedOf", "terrorism offences"),
        Say::new("Dean Morrice", "sentencedTo", "eighteen years"),
        Say::new("MI5", "warnsOf", "espionage"),
        Say::new("Dean Morrice", "aimsTo", "\"divide society"),
        Say::new("Facebook", "protects", "public safety").force(Force::Recommended),
    ];
    let second = vec![
        Say::new("MI5", "supports", "end-to-end encryption").holder("Will Cathcart"),
        Say::new("MI5", "supports", "cameras in living rooms").not(),
        Say::new("MI5", "cooperatesWith", "MI6").not(),
        Say::new("Salisbury poisoning", "occurredOn", "\"2018-03-04"),
        Say::new("late-stage attack plots", "numberOf", "31 late-stage attack plots"),
    ];
    let readings = [
        reading(ontology, "Threat update 2021", "2021-07-14", first),
        reading(ontology, "Threat update 2022", "2022-11-16", second),
    ];
    let mut graph = assemble(&readings, ontology);
    graph.judgements = vec![Judgement {
        iri: ontology.base.judgement("0"),
        kept: iri(ontology, "Dean Morrice"),
        merged: (ontology.base.thing("person-d-morrice"), "D. Morrice".to_owned()),
        because: vec!["a name that fits".to_owned()],
        made: true,
    }];
    quads(&graph, ontology)
}

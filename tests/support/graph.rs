//! A small graph of the bundled domain, made by hand: two speeches, what they say, and a pack's worth of names.

use std::collections::{BTreeMap, BTreeSet};

use kell::{
    graph::{assemble, quads},
    ontology::{
        Class, ClassId, Entity, Label, LabelKind, Manifest, Ontology, Property, Schema, Thresholds,
    },
    resolution::{
        DocumentRecord, Force, MentionKind, Polarity, ReadClaim, Reading, Term, Thing, ThingMention,
    },
    source::Span,
    vocabulary::{Base, owl, rdf, rdfs, slug, xsd},
};
use oxigraph::model::Quad;

/// Classes with their superclass.
const CLASSES: &[(&str, &str)] = &[
    ("Person", ""),
    ("Organisation", ""),
    ("PublicBody", "Organisation"),
    ("Company", "Organisation"),
    ("State", ""),
    ("Population", ""),
    ("Post", ""),
    ("Place", ""),
    ("Event", ""),
    ("Attack", "Event"),
    ("Plot", "Event"),
    ("Inquiry", "Event"),
    ("Legislation", ""),
    ("Act", "Legislation"),
    ("Bill", "Legislation"),
    ("Document", ""),
    ("Threat", ""),
    ("Activity", ""),
    ("Technology", ""),
    ("Topic", ""),
    ("Asset", ""),
    ("Quantity", ""),
    ("Date", ""),
];

/// Properties with their label.
const PROPERTIES: &[(&str, &str)] = &[
    ("accuses", "accuses"),
    ("amends", "amends"),
    ("briefs", "briefs"),
    ("causes", "causes"),
    ("characterisedAs", "characterised as"),
    ("comesFrom", "comes from"),
    ("convictedOf", "convicted of"),
    ("cooperatesWith", "cooperates with"),
    ("criminalises", "criminalises"),
    ("demands", "demands"),
    ("disrupts", "disrupts"),
    ("enables", "enables"),
    ("holdsPost", "holds post"),
    ("investigates", "investigates"),
    ("locatedIn", "located in"),
    ("numberOf", "number of"),
    ("occurredAt", "occurred at"),
    ("occurredOn", "occurred on"),
    ("opposes", "opposes"),
    ("oversees", "oversees"),
    ("perpetrates", "perpetrates"),
    ("proposes", "proposes"),
    ("protects", "protects"),
    ("replaces", "replaces"),
    ("responsibleFor", "responsible for"),
    ("sentencedTo", "sentenced to"),
    ("supports", "supports"),
    ("threatens", "threatens"),
    ("uses", "uses"),
    ("victim", "victim"),
    ("warnsOf", "warns of"),
];

/// Names of things with their class; `+` marks those the pack knows.
const THINGS: &[(&str, &str)] = &[
    ("+MI5", "PublicBody"),
    ("+MI6", "PublicBody"),
    ("+ISC", "PublicBody"),
    ("+Ken McCallum", "Person"),
    ("+Will Cathcart", "Person"),
    ("+Director General of MI5", "Post"),
    ("+Facebook", "Company"),
    ("+Russia", "State"),
    ("+United Kingdom", "State"),
    ("+Salisbury attack", "Attack"),
    ("+Salisbury", "Place"),
    ("+Official Secrets Act 1911", "Act"),
    ("+end-to-end encryption", "Technology"),
    ("+espionage", "Activity"),
    ("+state threats", "Threat"),
    ("Dawn Sturgess", "Person"),
    ("Dean Morrice", "Person"),
    ("State Threats Bill", "Bill"),
    ("Manchester Arena Inquiry", "Inquiry"),
    ("Manchester Arena bombing", "Attack"),
    ("late-stage attack plots", "Plot"),
    ("undeclared foreign agents", "Activity"),
    ("video cameras in living rooms", "Technology"),
    ("public safety", "Topic"),
    ("digital infrastructure", "Asset"),
    ("terrorism offences", "Activity"),
    ("29 late-stage attack plots", "Quantity"),
    ("eighteen years", "Quantity"),
];

pub fn base() -> Base {
    Base::new("https://w3id.org/kell/")
}

fn class_id(name: &str) -> ClassId {
    let names: BTreeSet<&str> = CLASSES.iter().map(|it| it.0).collect();
    ClassId(u16::try_from(names.iter().position(|it| *it == name).unwrap()).unwrap())
}

fn chain(name: &str) -> Vec<String> {
    let above = CLASSES.iter().find(|it| it.0 == name).unwrap().1;
    let mut chain = vec![name.to_owned()];
    if !above.is_empty() {
        chain.extend(self::chain(above));
    }
    chain
}

fn iri(name: &str) -> String {
    let local: String = name.split(' ').map(|it| it[..1].to_uppercase() + &it[1..]).collect();
    base().thing(&local)
}

/// A pack of these classes, properties and known things.
pub fn ontology() -> Ontology {
    let english = |label: &str| BTreeMap::from([("en".to_owned(), label.to_owned())]);
    let mut classes: Vec<Class> = CLASSES
        .iter()
        .map(|(name, _)| Class {
            name: (*name).to_owned(),
            labels: english(&name.to_lowercase()),
            definition: String::new(),
            chain: chain(name).iter().map(|it| class_id(it)).collect(),
            top: chain(name).len() == 1,
            head_nouns: BTreeMap::new(),
            prefix_nouns: BTreeMap::new(),
            nominal_heads: BTreeMap::new(),
            colour: None,
            shape: None,
        })
        .collect();
    classes.sort_by(|a, b| a.name.cmp(&b.name));
    let properties = PROPERTIES.iter().map(|(name, label)| Property {
        name: (*name).to_owned(),
        labels: english(label),
        definition: String::new(),
        domain: Vec::new(),
        range: Vec::new(),
        literal: matches!(*name, "occurredOn" | "characterisedAs"),
        symmetric: *name == "cooperatesWith",
        single_valued: *name == "occurredOn",
        inverse: None,
        claimable: true,
    });
    let mut entities: Vec<Entity> = THINGS
        .iter()
        .filter_map(|(name, class)| Some((name.strip_prefix('+')?, class)))
        .map(|(name, class)| Entity {
            iri: iri(name),
            class: class_id(class),
            labels: vec![Label {
                kind: LabelKind::Preferred,
                language: "en".to_owned(),
                text: name.to_owned(),
            }],
            definition: String::new(),
            ambiguous: false,
            facts: if name == "Salisbury attack" {
                vec![("occurredOn".to_owned(), "2018-03-04".to_owned())]
            } else {
                Vec::new()
            },
        })
        .collect();
    entities.sort_by(|a, b| a.iri.cmp(&b.iri));
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
        schema: Schema { classes, properties: properties.collect(), ..Schema::default() },
        entities,
        tenures: Vec::new(),
        languages: BTreeMap::new(),
        language_files: BTreeMap::new(),
        rules: Vec::new(),
        queries: Vec::new(),
        diagrams: Vec::new(),
        checks: Vec::new(),
        tests: Vec::new(),
        reference: reference(),
        digest: String::new(),
    }
}

/// What the pack's Turtle would say beyond types and labels.
fn reference() -> Vec<String> {
    let base = base();
    let declared = PROPERTIES.iter().map(|(name, _)| {
        format!("<{}> <{}> <{}> .", base.term(name), rdf::TYPE, owl::OBJECT_PROPERTY)
    });
    let below = CLASSES.iter().filter(|it| !it.1.is_empty()).map(|(class, above)| {
        format!("<{}> <{}> <{}> .", base.term(class), rdfs::SUB_CLASS_OF, base.term(above))
    });
    let facts = [
        format!(
            "<{}> <{}> \"2018-03-04\"^^<{}> .",
            iri("Salisbury attack"),
            base.term("occurredOn"),
            xsd::DATE
        ),
        format!(
            "<{0}> <{1}> <{2}> .\n<{0}> <{3}> <{4}> .\n<{0}> <{5}> \"2020-04\"^^<{6}> .",
            base.thing("McCallumAtTheHead"),
            base.term("tenureOf"),
            iri("Ken McCallum"),
            base.term("tenurePost"),
            iri("Director General of MI5"),
            base.term("tenureFrom"),
            xsd::G_YEAR_MONTH
        ),
    ];
    declared.chain(below).chain(facts).collect()
}

/// One claim, affirmed and asserted by MI5's Director General unless changed.
pub struct Say(ReadClaim);

impl Say {
    pub fn new(subject: &str, property: &str, object: &str) -> Self {
        let end = |name: &str| {
            if let Some(text) = name.strip_prefix('"') {
                let literal = |datatype: &str| Term::Literal {
                    value: text.to_owned(),
                    datatype: datatype.to_owned(),
                    chars: (0, 1),
                };
                return literal(match (property, text.len()) {
                    ("occurredOn", 4) => xsd::G_YEAR,
                    ("occurredOn", 10) => xsd::DATE,
                    _ => xsd::STRING,
                });
            }
            Term::Thing { iri: iri(name), chars: (0, 1), text: name.to_owned() }
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
            holder: iri("MI5"),
            utterer: iri("Ken McCallum"),
            time: None,
            qualifiers: Vec::new(),
            chars: (0, 0),
            quote: format!("… {subject} {property}\n{object} …"),
            context: (String::new(), String::new()),
            rule: format!("test/{property}"),
            confidence: 0.8,
            asserted: true,
            steps: vec!["“we” → MI5: the speaker's organisation".to_owned()],
        })
    }

    pub fn not(mut self) -> Self {
        self.0.polarity = Polarity::Negated;
        self.0.asserted = false;
        self
    }

    pub fn force(mut self, force: Force) -> Self {
        self.0.force = force;
        self.0.asserted = false;
        self
    }

    pub fn holder(mut self, name: &str) -> Self {
        self.0.holder = iri(name);
        self.0.asserted = false;
        self
    }

    pub fn certainty(mut self, term: &str, word: &str) -> Self {
        self.0.certainty = Some(term.to_owned());
        self.0.certainty_word = Some(word.to_owned());
        self
    }

    pub fn time(mut self, time: &str) -> Self {
        self.0.time = Some(time.to_owned());
        self
    }
}

fn reading(title: &str, date: &str, says: Vec<Say>) -> Reading {
    let things: BTreeMap<String, Thing> = THINGS
        .iter()
        .map(|(name, class)| {
            let known = name.starts_with('+');
            let name = name.trim_start_matches('+');
            let number = (*class == "Quantity").then(|| name.split_once(' ').unwrap());
            let thing = Thing {
                label: name.to_owned(),
                language: "en".to_owned(),
                class: (*class).to_owned(),
                types: chain(class),
                known,
                value: number.map(|it| it.0.replace("eighteen", "18")),
                unit: number.map(|it| it.1.to_owned()),
                qualifier: number.map(|_| "exactly".to_owned()),
            };
            (iri(name), thing)
        })
        .collect();
    let mut claims = Vec::new();
    let mut mentions = Vec::new();
    let mut at = 0;
    for Say(mut claim) in says {
        claim.chars = (at, at + claim.quote.chars().count());
        at = claim.chars.1 + 1;
        let mut key = Vec::new();
        for term in [&claim.subject, &claim.object] {
            let Term::Thing { iri, text, .. } = term else {
                key.push(format!("{term:?}"));
                continue;
            };
            key.push(iri.clone());
            mentions.push(ThingMention {
                span: Span::new(0, text.len()),
                chars: (0, text.len()),
                text: text.clone(),
                kind: MentionKind::Name,
                class: things[iri].class.clone(),
                thing: iri.clone(),
                steps: Vec::new(),
            });
        }
        key.push(format!("{:?} {:?} {}", claim.polarity, claim.force, claim.property));
        key.push(format!("{} {:?}", claim.holder, claim.time));
        claim.iri = base().claim(&slug(&key.join(" ")));
        claims.push(claim);
    }
    let document = DocumentRecord {
        iri: base().document(&slug(title)),
        name: format!("{}.txt", slug(title)),
        title: title.to_owned(),
        language: "en".to_owned(),
        date: Some(date.to_owned()),
        speaker: Some(iri("Ken McCallum")),
        publisher: Some(iri("MI5")),
        licence: None,
        sha256: "0".repeat(64),
        characters: at,
        sentences: claims.len(),
    };
    let spoken: BTreeSet<&String> = mentions.iter().map(|it| &it.thing).collect();
    let things = things.into_iter().filter(|(iri, _)| spoken.contains(iri)).collect();
    Reading { document, things, mentions, claims, diagnostics: Vec::new() }
}

/// Two speeches as quads.
pub fn example() -> Vec<Quad> {
    let first = vec![
        Say::new("Salisbury attack", "occurredOn", "\"2017"),
        Say::new("Ken McCallum", "investigates", "Salisbury attack").time("2017"),
        Say::new("Ken McCallum", "holdsPost", "Director General of MI5").time("2020-04/.."),
        Say::new("Salisbury attack", "occurredAt", "Salisbury"),
        Say::new("Salisbury attack", "victim", "Dawn Sturgess"),
        Say::new("Russia", "perpetrates", "Salisbury attack").force(Force::Assessed),
        Say::new("Russia", "threatens", "United Kingdom"),
        Say::new("state threats", "comesFrom", "Russia").certainty("Likely", "predominantly"),
        Say::new("MI5", "cooperatesWith", "MI6"),
        Say::new("MI5", "responsibleFor", "state threats"),
        Say::new("MI5", "protects", "digital infrastructure"),
        Say::new("Russia", "uses", "espionage"),
        Say::new("end-to-end encryption", "enables", "terrorism offences").force(Force::Possible),
        Say::new("MI5", "supports", "end-to-end encryption"),
        Say::new("United Kingdom", "demands", "video cameras in living rooms").not().force(Force::Denied),
        Say::new("end-to-end encryption", "characterisedAs", "\"a right").holder("Will Cathcart"),
        Say::new("Facebook", "proposes", "end-to-end encryption").force(Force::Planned),
        Say::new("State Threats Bill", "replaces", "Official Secrets Act 1911").force(Force::Planned),
        Say::new("Official Secrets Act 1911", "criminalises", "undeclared foreign agents").not(),
        Say::new("state threats", "causes", "State Threats Bill"),
        Say::new("ISC", "oversees", "MI5"),
        Say::new("MI5", "disrupts", "late-stage attack plots").time("2017-07/2021-07"),
        Say::new("29 late-stage attack plots", "numberOf", "late-stage attack plots"),
        Say::new("Manchester Arena Inquiry", "investigates", "Manchester Arena bombing"),
        Say::new("Dean Morrice", "convictedOf", "terrorism offences"),
        Say::new("Dean Morrice", "sentencedTo", "eighteen years"),
        Say::new("MI5", "warnsOf", "espionage"),
        Say::new("Facebook", "protects", "public safety").force(Force::Recommended),
    ];
    let second = vec![
        Say::new("MI5", "supports", "end-to-end encryption"),
        Say::new("MI5", "supports", "video cameras in living rooms").not(),
        Say::new("MI5", "cooperatesWith", "MI6").not(),
        Say::new("Salisbury attack", "occurredOn", "\"2018-03-04"),
    ];
    let readings = [
        reading("Threat update 2021", "2021-07-14", first),
        reading("Threat update 2022", "2022-11-16", second),
    ];
    let ontology = ontology();
    quads(&assemble(&readings, &ontology), &ontology)
}

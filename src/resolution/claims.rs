//! Relations between mentions become claims about things, with force, holder, time and evidence.

use std::collections::{BTreeMap, BTreeSet};

use super::{Force, MentionKind, Polarity, ReadClaim, Referent, Scene, Term, Thing};
use crate::{
    diagnostic::Diagnostic,
    digest::short,
    extraction::{Bound, Relation, Value},
    ontology::{ClassId, PropertyId},
    source::{Span, fold},
    vocabulary::{Base, date_type, xsd},
};

/// The particular that holds the words of an open relation.
pub const VERB_PHRASE: &str = "verbPhrase";

/// The property of what somebody tries or a thing is for.
const AIM: &str = "aimsTo";

/// How many code points of context go with a quote on either side.
const CONTEXT: usize = 32;

pub(super) fn build(
    scene: &Scene<'_>,
    referents: &[Option<Referent>],
    things: &mut BTreeMap<String, Thing>,
) -> (Vec<ReadClaim>, Vec<Diagnostic>) {
    let mut claims: Vec<ReadClaim> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut diagnostics = Vec::new();
    let mut spoken = vec![false; scene.analysis.sentences.len()];
    for relation in &scene.mentions.relations {
        if let Some(claim) = claim(scene, relation, referents, things) {
            spoken[relation.sentence] = true;
            if seen.insert((claim.iri.clone(), claim.chars)) {
                claims.push(claim);
            }
        }
    }
    claims.sort_by(|a, b| (a.chars, &a.iri).cmp(&(b.chars, &b.iri)));
    let (mut line, mut counted) = (1, 0);
    for (number, sentence) in scene.analysis.sentences.iter().enumerate() {
        let start = sentence.span.start.max(counted);
        line += scene.document.text[counted..start].matches('\n').count();
        counted = start;
        let quote = || shorten(&fold(sentence.span.of(&scene.document.text)));
        let mut note = |found: Diagnostic, hint: &str| {
            diagnostics.push(found.at(&scene.document.path, line).hint(hint));
        };
        if sentence.cut {
            let cut = format!("the text breaks off: “{}”", quote());
            let hint = "no claim was read from this sentence; compare another copy";
            note(Diagnostic::warning("document/cut", cut), hint);
            continue;
        }
        if spoken[number] || sentence.heading {
            continue;
        }
        let here = scene.by_sentence[number].iter();
        let here = here.map(|it| (&scene.mentions.mentions[*it], &referents[*it]));
        let named = here.filter(|(it, referent)| {
            it.kind == MentionKind::Name && !it.inside && it.value.is_none() && referent.is_some()
        });
        let distinct: BTreeSet<&str> =
            named.filter_map(|it| it.1.as_ref()).map(|it| it.iri.as_str()).collect();
        if distinct.len() >= 2 {
            let unread = format!("no rule reads this: “{}”", quote());
            let hint = "it names known things; a rule in the pack could say how they relate";
            note(Diagnostic::note("resolution/no-claim", unread), hint);
        }
    }
    (claims, diagnostics)
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn claim(
    scene: &Scene<'_>,
    relation: &Relation,
    referents: &[Option<Referent>],
    things: &mut BTreeMap<String, Thing>,
) -> Option<ReadClaim> {
    let ontology = scene.extractor.ontology();
    let schema = &ontology.schema;
    let property = schema.property(relation.property);
    let subject = referents[relation.subject].as_ref()?;
    let object = referents[relation.object].as_ref()?;
    let (domain, range) = scene.extractor.allowed(relation);
    if subject.iri == object.iri
        || !schema.fits(subject.class, &domain)
        || !schema.fits(object.class, &range)
    {
        return None;
    }
    let guessed = subject.certainty < 0.7 || object.certainty < 0.7;
    if relation.rule.is_none() && guessed {
        return None;
    }
    let sentence = &scene.analysis.sentences[relation.sentence];
    let (utterer, holder) = voices(scene, relation, referents);
    let time =
        relation.time.and_then(|(mention, bound)| match &scene.mentions.mentions[mention].value {
            Some(Value::Date(iso)) => Some(bounded(iso, bound)),
            _ => None,
        });
    let subject_term = term(scene, relation.subject, subject, false);
    let object_term = if property.literal && !dated(scene, &range) {
        words(scene, relation.object)
    } else {
        term(scene, relation.object, object, dated(scene, &range))
    };
    let mut qualifiers: Vec<(String, Term)> = relation
        .qualifiers
        .iter()
        .filter_map(|(property, mention)| {
            let referent = referents[*mention].as_ref()?;
            Some((name_of(scene, *property), term(scene, *mention, referent, false)))
        })
        .collect();
    if let Some((phrase, span)) = &relation.phrase {
        let chars = scene.points.range(&scene.document.text, *span);
        let term = Term::Literal { value: phrase.clone(), datatype: xsd::STRING.to_owned(), chars };
        qualifiers.push((VERB_PHRASE.to_owned(), term));
    }
    qualifiers.sort_by(|a, b| a.0.cmp(&b.0));
    let confidence =
        (relation.confidence * subject.certainty * object.certainty * 100.0).round() / 100.0;
    let (certainty, certainty_word) = relation.certainty.clone().unzip();
    let plain = relation.polarity == Polarity::Affirmed && relation.force == Force::Asserted;
    let speaker = scene.speaker(relation.sentence);
    let own = holder == utterer
        || speaker.body.as_ref() == Some(&holder) && speaker.person.as_ref() == Some(&utterer);
    // An open relation is kept apart: its property says nothing.
    let asserted = relation.phrase.is_none()
        && plain
        && own
        && confidence >= ontology.manifest.thresholds.assert;
    let quote = sentence.span;
    let chars = scene.points.range(&scene.document.text, quote);
    let mut steps = vec![
        format!("subject: {}", subject.steps.join("; ")),
        format!("object: {}", object.steps.join("; ")),
    ];
    steps.extend(relation.steps.iter().cloned());
    let mut claim = ReadClaim {
        iri: String::new(),
        subject: subject_term,
        property: property.name.clone(),
        object: object_term,
        polarity: relation.polarity,
        force: relation.force,
        certainty,
        certainty_word,
        holder,
        utterer,
        own,
        time,
        qualifiers,
        chars,
        page: scene.document.page(quote.start),
        quote: quote.of(&scene.document.text).to_owned(),
        context: context(&scene.document.text, quote),
        rule: rule_name(scene, relation, &range).to_owned(),
        confidence,
        asserted,
        steps,
    };
    claim.identify(&ontology.base, &scene.local);
    for iri in [&claim.holder, &claim.utterer] {
        name_voice(scene, iri, things);
    }
    Some(claim)
}

/// The rule of the pack that found a relation, or the name of what is built in.
fn rule_name<'a>(scene: &Scene<'a>, relation: &Relation, range: &[ClassId]) -> &'a str {
    let ontology = scene.extractor.ontology();
    let property = ontology.schema.property(relation.property);
    if let Some(rule) = relation.rule {
        return &ontology.rules[rule].name;
    }
    if relation.phrase.is_some() {
        "core/open"
    } else if property.name == AIM {
        "core/aim"
    } else if !dated(scene, range) && property.literal {
        "core/characterised"
    } else if property.name == "numberOf" {
        "core/number"
    } else {
        "core/name"
    }
}

fn name_of(scene: &Scene<'_>, property: PropertyId) -> String {
    scene.extractor.ontology().schema.property(property).name.clone()
}

/// Whether a property's objects are dates.
fn dated(scene: &Scene<'_>, range: &[ClassId]) -> bool {
    let date = scene.extractor.ontology().schema.class_id("Date");
    range.len() == 1 && date.is_some_and(|it| range[0] == it)
}

/// Who says the words, and who is committed to them.
fn voices(
    scene: &Scene<'_>,
    relation: &Relation,
    referents: &[Option<Referent>],
) -> (String, String) {
    let sentence = &scene.analysis.sentences[relation.sentence];
    let section = scene.document.sections.get(sentence.section);
    let preface = section.is_some_and(|it| it.preface);
    let document = scene.local.clone();
    let speaker = scene.speaker(relation.sentence);
    let utterer = if preface {
        speaker.publisher.clone().unwrap_or(document)
    } else {
        speaker.person.clone().or_else(|| speaker.publisher.clone()).unwrap_or(document)
    };
    let reported = relation.holder.and_then(|it| referents[it].as_ref()).map(|it| it.iri.clone());
    let own = referents[relation.subject].as_ref().filter(|it| {
        let pronoun = scene.mentions.mentions[relation.subject].kind == MentionKind::Pronoun;
        pronoun && !preface && speaker.body.as_ref() == Some(&it.iri)
    });
    let holder =
        reported.or_else(|| own.map(|it| it.iri.clone())).unwrap_or_else(|| utterer.clone());
    (utterer, holder)
}

/// Makes sure that a voice of the pack which no mention names is described.
fn name_voice(scene: &Scene<'_>, iri: &str, things: &mut BTreeMap<String, Thing>) {
    let ontology = scene.extractor.ontology();
    if let Some(known) = ontology.entity(iri) {
        things.entry(iri.to_owned()).or_insert_with(|| Thing::known(ontology, known));
    }
}

fn term(scene: &Scene<'_>, mention: usize, referent: &Referent, as_date: bool) -> Term {
    let mention = &scene.mentions.mentions[mention];
    let chars = scene.points.range(&scene.document.text, mention.span);
    if let Some(Value::Date(iso)) = &mention.value
        && let Some(datatype) = date_type(iso).filter(|_| as_date)
    {
        return Term::Literal { value: iso.clone(), datatype: datatype.to_owned(), chars };
    }
    let text = mention.span.of(&scene.document.text).to_owned();
    Term::Thing { iri: referent.iri.clone(), chars, text }
}

/// A mention as its words.
fn words(scene: &Scene<'_>, mention: usize) -> Term {
    let span = scene.mentions.mentions[mention].span;
    let text = span.of(&scene.document.text);
    let chars = scene.points.range(&scene.document.text, span);
    Term::Literal { value: fold(text), datatype: xsd::STRING.to_owned(), chars }
}

fn bounded(iso: &str, bound: Bound) -> String {
    match bound {
        Bound::At => iso.to_owned(),
        Bound::Since => format!("{iso}/.."),
        Bound::Until => format!("../{iso}"),
    }
}

/// What stands before and after a quote.
pub fn context(text: &str, span: Span) -> (String, String) {
    let before: Vec<char> = text[..span.start].chars().rev().take(CONTEXT).collect();
    let after = text[span.end..].chars().take(CONTEXT).collect();
    (before.into_iter().rev().collect(), after)
}

impl ReadClaim {
    /// Gives the claim the IRI that goes with what it claims and with who is committed to it.
    ///
    /// That documents speak for themselves does not tell their claims apart.
    pub fn identify(&mut self, base: &Base, document: &str) {
        let key = |term: &Term| match term {
            Term::Thing { iri, .. } => iri.clone(),
            Term::Literal { value, datatype, .. } => format!("{value}^^{datatype}"),
        };
        let mut parts = vec![
            key(&self.subject),
            self.property.clone(),
            key(&self.object),
            format!("{:?}", self.polarity),
            format!("{:?}", self.force),
            self.certainty.clone().unwrap_or_default(),
            Some(&self.holder).filter(|it| *it != document).cloned().unwrap_or_default(),
            self.time.clone().unwrap_or_default(),
        ];
        parts.extend(self.qualifiers.iter().map(|(name, term)| format!("{name}={}", key(term))));
        self.iri = base.claim(&short(&parts));
    }
}

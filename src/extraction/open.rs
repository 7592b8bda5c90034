//! Clauses that no rule reads: what an actor is said to do, in the verb's own words.
//!
//! A verb with a known participant as subject and an object or complement yields a relation with a generic
//! property and the verb as a particular, after the open information extraction of Fader, Soderland and Etzioni
//! ("Identifying Relations for Open Information Extraction", 2011).  Such relations are kept apart: they never
//! become plain triples.

use super::{
    Mention, MentionKind, Relation,
    chunk::{UnitKind, VerbGroup},
    engine::Reader,
};
use crate::{
    language::{Class, PartOfSpeech},
    ontology::{ClassId, PropertyId},
    source::Span,
};

/// How adjectives end.
const ADJECTIVES: [&str; 13] =
    ["ent", "ult", "ive", "al", "able", "ible", "ous", "ful", "less", "ic", "ary", "ed", "ing"];

/// How many prepositional phrases after a verb are looked at.
const COMPLEMENTS: usize = 3;

/// Adds a relation for each verb of the sentence that no rule has read.
pub(super) fn clauses(reader: &mut Reader<'_, '_>) {
    let schema = &reader.extractor.ontology().schema;
    let Some(property) = schema.property_id("relatesTo") else { return };
    let characterised = schema.property_id("characterisedAs");
    let verbs: Vec<usize> = reader.clause().verbs().collect();
    for verb in verbs {
        let Some(group) = reader.clause().verb(verb).cloned() else { continue };
        let linking = group.lemmas.iter().any(|it| reader.lexicon.has("words.linking", it));
        match characterised.filter(|_| linking && !group.passive && !reader.said.contains(&verb)) {
            Some(characterised) => characterise(reader, verb, &group, characterised),
            None => open_clause(reader, verb, &group, property),
        }
    }
}

/// *X remains a cornerstone of Y*: X is characterised in these words.
fn characterise(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup, property: PropertyId) {
    if let Some((subject, object)) = extraposed(reader, verb) {
        push(reader, verb, group, property, subject, object, None);
        return;
    }
    let Some(subject) = participants(reader, verb).first().copied() else { return };
    let Some(object) = reader.clause().object(verb).first().copied() else { return };
    let Some(core) = reader.clause().noun(object).filter(|it| !it.negated).map(|it| it.core) else {
        return;
    };
    if !is_noun(reader, object) {
        return;
    }
    let indefinite = reader.tokens[reader.units[object].tokens.start..core]
        .iter()
        .any(|it| matches!(it.lower.as_str(), "a" | "an" | "one"));
    if !indefinite {
        return;
    }
    let words = reader.words_from(object, core);
    push(reader, verb, group, property, subject, words, None);
}

/// *It is an offence to be a burglar*: what is said of the burglar.
fn extraposed(reader: &mut Reader<'_, '_>, verb: usize) -> Option<(usize, usize)> {
    let clause = reader.clause();
    let expletive = clause.subject_word(verb) == Some("it");
    let predicate = clause.object(verb).first().copied()?;
    let infinitive = clause.verb(predicate + 1)?;
    if !expletive || !infinitive.infinitive || !infinitive.lemmas.iter().any(|it| it == "be") {
        return None;
    }
    let other = clause.object(predicate + 1).first().copied()?;
    let subject = participant(reader, other, true)?;
    Some((subject, participant(reader, predicate, true)?))
}

fn open_clause(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup, property: PropertyId) {
    let subjects = participants(reader, verb);
    // *opportunities, including this one*: a participle that is as good as a preposition.
    let preposition = !group.finite && reader.tokens[group.main].classes.has(Class::Preposition);
    let idle = preposition || group.lemmas.iter().any(|it| reader.lexicon.has("verbs.idle", it));
    if subjects.is_empty() || idle || group.lemmas.iter().all(|it| it == "be" || it == "do") {
        return;
    }
    let mut said = Said { verb, group, property, subjects, phrase: phrase(reader, group) };
    let objects = reader.clause().object(verb);
    let before = reader.relations.len();
    // *has a plan* and what a speaker does in passing, *I will take a moment*, say nothing about the world.
    let plain = !group.lemmas.iter().any(|it| it == "have") && !said.is_passing(reader);
    let read = reader.said.contains(&verb);
    let mut at = verb + 1;
    for object in &objects {
        if let Some(object) = participant(reader, *object, plain).filter(|_| plain && !read) {
            said.push(reader, object);
        }
        at = at.max(object + 1);
    }
    if let Some(object) = objects.first() {
        // *submits an application to the judge*: whom else the deed concerns.
        let last = reader.units[*object].tokens.end - 1;
        said.phrase = format!("{} {}", said.phrase, reader.tokens[last].lower);
        recipients(reader, &mut said, at);
        return;
    }
    if reader.relations.len() == before && !read {
        complements(reader, &mut said, at);
    }
}

/// A clause being read openly.
struct Said<'a> {
    verb: usize,
    group: &'a VerbGroup,
    property: PropertyId,
    subjects: Vec<usize>,
    phrase: String,
}

impl Said<'_> {
    fn push(&self, reader: &mut Reader<'_, '_>, object: usize) {
        for subject in &self.subjects {
            let words = (self.phrase.clone(), reader.tokens[self.group.main].span);
            push(reader, self.verb, self.group, self.property, *subject, object, Some(words));
        }
    }

    /// Whether only the speaker acts.
    fn is_passing(&self, reader: &Reader<'_, '_>) -> bool {
        self.subjects.iter().all(|it| {
            let mention = &reader.mentions[*it];
            let token = &reader.tokens[mention.tokens.start - reader.sentence.tokens.start];
            mention.kind == MentionKind::Pronoun
                && reader.lexicon.has("reference.speaker", &token.lower)
        })
    }
}

fn phrase(reader: &Reader<'_, '_>, group: &VerbGroup) -> String {
    if group.passive {
        format!("be {}", reader.tokens[group.main].lower)
    } else {
        group.lemmas[0].clone()
    }
}

/// The agents right behind an object, after a preposition that can lead to one.
fn recipients(reader: &mut Reader<'_, '_>, said: &mut Said<'_>, at: usize) {
    let clause = reader.clause();
    let leads = clause.is(at, &UnitKind::Preposition)
        && matches!(clause.word(at), "to" | "with" | "against" | "from")
        && clause.noun(at + 1).is_some()
        && !clause.verb(at + 2).is_some_and(|it| it.finite);
    if !leads {
        return;
    }
    said.phrase = format!("{} {}", said.phrase, clause.word(at));
    for noun in clause.coordination_right(at + 1) {
        let agent = participant(reader, noun, false).filter(|it| {
            let schema = &reader.extractor.ontology().schema;
            let class = reader.mentions[*it].class;
            let agents = ["Person", "Organisation", "State", "Population", "Post"];
            agents.iter().filter_map(|it| schema.class_id(it)).any(|it| schema.is_a(class, it))
        });
        if let Some(agent) = agent {
            said.push(reader, agent);
        }
    }
}

/// *responds to the scrutiny of the committee*: the first known participants down the line.
fn complements(reader: &mut Reader<'_, '_>, said: &mut Said<'_>, mut at: usize) {
    for _ in 0..COMPLEMENTS {
        while reader.clause().is(at, &UnitKind::Adverb) {
            at += 1;
        }
        let clause = reader.clause();
        // *took over | we have*: the noun begins a clause of its own.
        let clause_follows = clause.verb(at + 2).is_some_and(|it| it.finite);
        if !clause.is(at, &UnitKind::Preposition) || clause.noun(at + 1).is_none() || clause_follows
        {
            return;
        }
        said.phrase = format!("{} {}", said.phrase, clause.word(at));
        let mut hit = false;
        for noun in clause.coordination_right(at + 1) {
            if let Some(object) = participant(reader, noun, false) {
                said.push(reader, object);
                hit = true;
            }
        }
        if hit {
            return;
        }
        let last = reader.units[at + 1].tokens.end - 1;
        said.phrase = format!("{} {}", said.phrase, reader.tokens[last].lower);
        at += 2;
    }
}

/// The known participants that are subject of a verb.
fn participants(reader: &mut Reader<'_, '_>, verb: usize) -> Vec<usize> {
    let units = reader.clause().subject(verb);
    let spread: Vec<usize> = units.iter().flat_map(|it| reader.clause().bodies(*it)).collect();
    spread.into_iter().filter_map(|it| participant(reader, it, false)).collect()
}

/// The mention of a noun unit, if it can take part in something; a new description where allowed.
fn participant(reader: &mut Reader<'_, '_>, unit: usize, describe: bool) -> Option<usize> {
    let clause = reader.clause();
    let through = clause.through(unit);
    let group = clause.noun(through)?.clone();
    let value = |it: &Mention| it.value.is_some();
    let head = group.heads.iter().copied().find(|it| !value(&reader.mentions[*it]));
    match head {
        Some(head) => Some(head),
        None if describe && group.heads.is_empty() && through == unit && is_noun(reader, unit) => {
            reader.describe(unit, group.core)
        }
        None => None,
    }
}

/// Whether a noun unit that no recogniser knows is more than an adjective: *difficult, necessary choices*, *different
/// from*, *a warped and cruel idea*.
fn is_noun(reader: &Reader<'_, '_>, unit: usize) -> bool {
    let clause = reader.clause();
    let Some(group) = clause.noun(unit) else { return false };
    let tokens = &reader.units[unit].tokens;
    let joined =
        clause.is(unit + 1, &UnitKind::Comma) || clause.is(unit + 1, &UnitKind::Coordinator);
    let bare = |it: usize| {
        reader
            .units
            .get(it)
            .is_some_and(|unit| clause.noun(it).is_some_and(|it| it.core == unit.tokens.start))
    };
    let listed = joined && group.core > tokens.start && bare(unit + 2);
    let last = &reader.tokens[tokens.end - 1].lower;
    let alone = group.core + 1 == tokens.end && !group.plural && !last.ends_with("ment");
    // *deeper and wider partnerships*
    let tagged = group.heads.is_empty() && reader.tokens[tokens.end - 1].is(PartOfSpeech::Adj);
    let adjective = tagged || alone && ADJECTIVES.iter().any(|it| last.ends_with(it));
    !listed && !adjective
}

fn push(
    reader: &mut Reader<'_, '_>,
    verb: usize,
    group: &VerbGroup,
    property: PropertyId,
    subject: usize,
    object: usize,
    phrase: Option<(String, Span)>,
) {
    let (from, to) = (&reader.mentions[subject], &reader.mentions[object]);
    let again = reader.relations.iter().any(|it| {
        it.subject == subject && it.object == object || it.subject == object && it.object == subject
    });
    let topic =
        |class: ClassId| reader.extractor.ontology().schema.class_id("Topic") == Some(class);
    let idle = from.kind == MentionKind::Nominal && topic(from.class) && from.entity.is_none();
    if subject == object || again || from.span.overlaps(to.span) || idle {
        return;
    }
    let mut context = reader.clause().context(verb);
    let negated =
        reader.clause().object(verb).first().and_then(|it| reader.clause().noun(*it).cloned());
    if negated.is_some_and(|it| it.negated) {
        context.negate("its object");
    }
    let holder = context.holder.and_then(|it| reader.holder(it));
    let time = reader.time_near(verb).filter(|it| it.0 != object && it.0 != subject);
    let mut steps = vec![format!("no rule reads the verb “{}”", reader.tokens[group.main].lower)];
    steps.append(&mut context.steps);
    reader.relations.push(Relation {
        rule: None,
        property,
        subject,
        object,
        polarity: context.polarity,
        force: context.force,
        certainty: context.certainty,
        holder,
        time,
        qualifiers: Vec::new(),
        phrase,
        sentence: reader.number,
        confidence: 0.6,
        steps,
    });
}

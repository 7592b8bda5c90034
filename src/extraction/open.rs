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
    ontology::{ClassId, PropertyId},
    source::Span,
};

/// How many prepositional phrases after a verb are looked at.
const COMPLEMENTS: usize = 3;

/// Adds a relation for each verb of the sentence that no rule has read.
pub(super) fn clauses(reader: &mut Reader<'_, '_>) {
    let schema = &reader.extractor.ontology().schema;
    let Some(property) = schema.property_id("relatesTo") else { return };
    let characterised = schema.property_id("characterisedAs");
    let verbs: Vec<usize> = reader.clause().verbs().collect();
    for verb in verbs {
        if reader.said.contains(&verb) {
            continue;
        }
        let Some(group) = reader.clause().verb(verb).cloned() else { continue };
        let linking = group.lemmas.iter().any(|it| reader.lexicon.has("words.linking", it));
        match characterised.filter(|_| linking && !group.passive) {
            Some(characterised) => characterise(reader, verb, &group, characterised),
            None => open_clause(reader, verb, &group, property),
        }
    }
}

/// *X remains a cornerstone of Y*: X is characterised in these words.
fn characterise(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup, property: PropertyId) {
    let Some(subject) = participants(reader, verb).first().copied() else { return };
    let Some(object) = reader.clause().object(verb).first().copied() else { return };
    let Some(core) = reader.clause().noun(object).filter(|it| !it.negated).map(|it| it.core) else { return };
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

fn open_clause(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup, property: PropertyId) {
    if group.lemmas.iter().all(|it| it == "be" || it == "have" || it == "do") {
        return;
    }
    let idle = group.lemmas.iter().any(|it| reader.lexicon.has("verbs.idle", it));
    let subjects = participants(reader, verb);
    if subjects.is_empty() || idle {
        return;
    }
    // What a speaker does in passing, *I will take a moment*, is no statement about the world.
    let speaker = |it: &usize| {
        let mention = &reader.mentions[*it];
        mention.kind == MentionKind::Pronoun && reader.lexicon.has("reference.speaker", &reader.tokens[mention.tokens.start - reader.sentence.tokens.start].lower)
    };
    let passing = subjects.iter().all(speaker);
    let lemma = group.lemmas[0].clone();
    let mut phrase = if group.passive { format!("be {}", reader.tokens[group.main].lower) } else { lemma };
    let objects = reader.clause().object(verb);
    let before = reader.relations.len();
    let mut at = verb + 1;
    for object in &objects {
        if let Some(object_mention) = participant(reader, *object, !passing) {
            for subject in &subjects {
                let said = (phrase.clone(), main_span(reader, group));
                push(reader, verb, group, property, *subject, object_mention, Some(said));
            }
        }
        at = at.max(object + 1);
    }
    if reader.relations.len() > before {
        return;
    }
    // *responds to the scrutiny of the committee*: the first known participant down the line.
    for _ in 0..COMPLEMENTS {
        while reader.clause().is(at, &UnitKind::Adverb) {
            at += 1;
        }
        let clause = reader.clause();
        if !clause.is(at, &UnitKind::Preposition) || clause.noun(at + 1).is_none() {
            return;
        }
        // *took over | we have*: the noun begins a clause of its own.
        if clause.verb(at + 2).is_some_and(|it| it.finite) {
            return;
        }
        let preposition = clause.word(at).to_owned();
        let list = clause.coordination_right(at + 1);
        if let Some(object) = objects.first() {
            let last = reader.units[*object].tokens.end - 1;
            phrase = format!("{phrase} {}", reader.tokens[last].lower);
        }
        phrase = format!("{phrase} {preposition}");
        let mut hit = false;
        for noun in &list {
            if let Some(object) = participant(reader, *noun, false) {
                hit = true;
                for subject in &subjects {
                    let said = (phrase.clone(), main_span(reader, group));
                    push(reader, verb, group, property, *subject, object, Some(said));
                }
            }
        }
        if hit || !objects.is_empty() {
            return;
        }
        let last = reader.units[at + 1].tokens.end - 1;
        phrase = format!("{phrase} {}", reader.tokens[last].lower);
        at += 2;
    }
}

fn main_span(reader: &Reader<'_, '_>, group: &VerbGroup) -> Span {
    reader.tokens[group.main].span
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
    let joined = clause.is(unit + 1, &UnitKind::Comma) || clause.is(unit + 1, &UnitKind::Coordinator);
    let bare = |it: usize| reader.units.get(it).is_some_and(|unit| clause.noun(it).is_some_and(|it| it.core == unit.tokens.start));
    let list = joined && group.core > tokens.start && bare(unit + 2);
    let alone = group.core == tokens.start && tokens.len() == 1 && !group.plural;
    !list && !alone
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
    let topic = |class: ClassId| reader.extractor.ontology().schema.class_id("Topic") == Some(class);
    let idle = from.kind == MentionKind::Nominal && topic(from.class) && from.entity.is_none();
    if subject == object || again || from.span.overlaps(to.span) || idle {
        return;
    }
    let mut context = reader.clause().context(verb);
    let negated = reader.clause().object(verb).first().and_then(|it| reader.clause().noun(*it).cloned());
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

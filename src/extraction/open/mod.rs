//! Clauses that no rule reads: what an actor is said to do, in the verb's own words.
//!
//! A verb with a known participant as subject and an object or complement yields a relation with a generic
//! property and the verb as a particular, after the open information extraction of Fader, Soderland and Etzioni
//! ("Identifying Relations for Open Information Extraction", 2011).  Such relations are kept apart: they never
//! become plain triples.

mod aims;
mod deed;
mod linking;
mod witnessed;

pub(super) use linking::after_article;

use deed::open_clause;
use linking::{CONDUCT, characterise};

use super::{
    Mention, MentionKind, Relation,
    chunk::{UnitKind, VerbGroup},
    context::Context,
    engine::Reader,
};
use crate::{
    language::PartOfSpeech,
    ontology::{ClassId, PropertyId},
    source::Span,
};

/// How adjectives end.
const ADJECTIVES: [&str; 13] =
    ["ent", "ult", "ive", "al", "able", "ible", "ous", "ful", "less", "ic", "ary", "ed", "ing"];

/// Adds a relation for each verb of the sentence that no rule has read.
pub(super) fn clauses(reader: &mut Reader<'_, '_>) {
    let schema = &reader.extractor.ontology().schema;
    let Some(property) = schema.property_id("relatesTo") else { return };
    let characterised = schema.property_id("characterisedAs");
    let verbs: Vec<usize> = reader.clause().verbs().collect();
    for verb in verbs {
        let Some(group) = reader.clause().verb(verb).cloned() else { continue };
        aims::aim(reader, verb, &group);
        let linking = group.lemmas.iter().any(|it| reader.lexicon.has("words.linking", it));
        match characterised.filter(|_| linking && !group.passive && !reader.said.contains(&verb)) {
            Some(characterised) => characterise(reader, verb, &group, characterised),
            None => open_clause(reader, verb, &group, property),
        }
    }
}

/// Whether a noun unit ends in a name.
fn is_named(reader: &Reader<'_, '_>, unit: usize) -> bool {
    let clause = reader.clause();
    let heads = clause.noun(unit).map_or(&[][..], |it| it.heads.as_slice());
    heads.iter().any(|it| reader.mentions[*it].kind == MentionKind::Name)
}

/// Whether a mention is of something the pack knows or the text names.
fn is_known(reader: &Reader<'_, '_>, mention: usize) -> bool {
    let mention = &reader.mentions[mention];
    mention.entity.is_some() || mention.kind == MentionKind::Name
}

/// The verb in its dictionary form, a passive as *be* and participle, with its particle.
fn phrase(reader: &Reader<'_, '_>, group: &VerbGroup) -> String {
    let verb = if let Some(meant) = reader.clause().stands_for(group.main) {
        meant
    } else if group.passive {
        format!("be {}", reader.tokens[group.main].lower)
    } else {
        group.lemmas[0].clone()
    };
    match reader.clause().particle(group.main) {
        Some(particle) => format!("{verb} {particle}"),
        None => verb,
    }
}

/// The known participants that are subject of a verb.
fn participants(reader: &mut Reader<'_, '_>, verb: usize) -> Vec<usize> {
    let units = reader.clause().subject(verb);
    if let [unit] = units.as_slice() {
        let addressed = reader.addressed(*unit);
        if !addressed.is_empty() {
            return addressed;
        }
    }
    let spread: Vec<usize> = units.iter().flat_map(|it| reader.clause().bodies(*it)).collect();
    let known = spread.into_iter().filter_map(|it| participant(reader, it, false));
    known.collect::<Vec<usize>>().into_iter().flat_map(|it| reader.members(it)).collect()
}

/// The mention of a noun unit, if it can take part in something; a new description where allowed.
pub(super) fn participant(
    reader: &mut Reader<'_, '_>,
    unit: usize,
    describe: bool,
) -> Option<usize> {
    let clause = reader.clause();
    let through = clause.through(unit);
    let group = clause.noun(through)?.clone();
    let value = |it: &Mention| it.value.is_some();
    let head = group.heads.iter().copied().find(|it| !value(&reader.mentions[*it]));
    // *over 950 fighters*: the fighters.
    let quantity = group.heads.first().copied().filter(|_| head.is_none());
    if let Some(counted) = quantity.and_then(|it| reader.counted(it)) {
        return Some(counted);
    }
    match head {
        Some(head) => Some(head),
        None if describe && group.heads.is_empty() && is_noun(reader, through) => {
            let core = reader.clause().noun(unit).map_or(group.core, |it| it.core);
            reader.describe(unit, core)
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

/// The words of an open relation, and where its verb stands.
pub(super) struct Words {
    pub(super) phrase: String,
    pub(super) span: Span,
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
    let mut context = reader.clause().context(verb);
    let negated =
        reader.clause().object(verb).first().and_then(|it| reader.clause().noun(*it).cloned());
    if negated.is_some_and(|it| it.negated) {
        context.negate("its object");
    }
    let time = reader.time_near(verb).filter(|it| it.0 != object && it.0 != subject);
    let why = format!("no rule reads the verb “{}”", reader.tokens[group.main].lower);
    let words = phrase.map(|(phrase, span)| Words { phrase, span });
    let count = reader.relations.len();
    relate(reader, property, (subject, object), &context, words, &why);
    if let Some(relation) = reader.relations.get_mut(count) {
        relation.time = time;
    }
}

/// Adds an open relation between two mentions, unless another already joins them.
pub(super) fn relate(
    reader: &mut Reader<'_, '_>,
    property: PropertyId,
    (subject, object): (usize, usize),
    context: &Context,
    words: Option<Words>,
    why: &str,
) {
    let (from, to) = (&reader.mentions[subject], &reader.mentions[object]);
    let again = reader.relations.iter().any(|it| {
        it.subject == subject && it.object == object || it.subject == object && it.object == subject
    });
    let topic = |class: ClassId| reader.topic() == Some(class);
    let idle = from.kind == MentionKind::Nominal
        && topic(from.class)
        && from.entity.is_none()
        && from.found_by != CONDUCT
        && !is_known(reader, object);
    if subject == object || again || from.span.overlaps(to.span) || idle {
        return;
    }
    let holder = context.holder.and_then(|it| reader.holder(it));
    let mut steps = vec![why.to_owned()];
    steps.extend(context.steps.iter().cloned());
    reader.relations.push(Relation {
        rule: None,
        property,
        subject,
        object,
        polarity: context.polarity,
        force: context.force,
        certainty: context.certainty.clone(),
        holder,
        time: None,
        qualifiers: Vec::new(),
        phrase: words.map(|it| (it.phrase, it.span)),
        sentence: reader.number,
        confidence: 0.6,
        steps,
    });
}

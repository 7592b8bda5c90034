//! Clauses that no rule reads: what an actor is said to do, in the verb's own words.
//!
//! A verb with a known participant as subject and an object or complement yields a relation with a generic
//! property and the verb as a particular, after the open information extraction of Fader, Soderland and Etzioni
//! ("Identifying Relations for Open Information Extraction", 2011).  Such relations are kept apart: they never
//! become plain triples.

use super::{
    Force, Mention, MentionKind, Relation,
    chunk::{UnitKind, VerbGroup},
    context::Context,
    engine::Reader,
    value::Value,
};
use crate::{
    language::{Class, PartOfSpeech, Token, TokenKind},
    ontology::{ClassId, PropertyId, VerbForm},
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
        let linking = group.lemmas.iter().any(|it| reader.lexicon.has("words.linking", it));
        match characterised.filter(|_| linking && !group.passive && !reader.said.contains(&verb)) {
            Some(characterised) => characterise(reader, verb, &group, characterised),
            None => open_clause(reader, verb, &group, property),
        }
    }
}

/// *X remains a cornerstone of Y*, *X is much smaller*: X is characterised in these words.
fn characterise(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup, property: PropertyId) {
    if let Some((subject, object)) = extraposed(reader, verb) {
        push(reader, verb, group, property, subject, object, None);
        return;
    }
    if standing(reader, verb, group, property) || absent(reader, verb) {
        return;
    }
    let subjects = participants(reader, verb);
    if subjects.is_empty() {
        if predicate_name(reader, verb, group, &[]) || described_as(reader, verb, group, property) {
            return;
        }
        return predicate_phrase(reader, verb, group);
    }
    if predicate_name(reader, verb, group, &subjects) {
        return;
    }
    let Some(words) = predicate_noun(reader, verb).or_else(|| predicate_adjective(reader, verb))
    else {
        predicate_phrase(reader, verb, group);
        return adjective_complements(reader, verb, group, subjects);
    };
    for subject in &subjects {
        push(reader, verb, group, property, *subject, words, None);
    }
    adjective_complements(reader, verb, group, subjects);
}

/// *is vulnerable to pressure from the state*: whom or what an adjective leads to.
fn adjective_complements(
    reader: &mut Reader<'_, '_>,
    verb: usize,
    group: &VerbGroup,
    subjects: Vec<usize>,
) {
    let schema = &reader.extractor.ontology().schema;
    let Some(property) = schema.property_id("relatesTo") else { return };
    let Some((adjective, complements)) = reader.clause().adjective_complements(verb) else {
        return;
    };
    let mut said = Said { verb, group, property, subjects, phrase: String::new() };
    for complement in complements {
        if complement.marker == "as" {
            continue;
        }
        said.phrase = format!("be {adjective} {}", complement.marker);
        for unit in complement.units {
            said.relate(reader, unit, false);
        }
    }
}

/// *The second kind is cyber crime*, *most rumours are not disinformation*: what is linked to a thing known by itself.
fn predicate_name(
    reader: &mut Reader<'_, '_>,
    verb: usize,
    group: &VerbGroup,
    subjects: &[usize],
) -> bool {
    let schema = &reader.extractor.ontology().schema;
    let Some(property) = schema.property_id("relatesTo") else { return false };
    let Some(object) = reader.clause().object(verb).first().copied() else { return false };
    let bare = |it: usize| {
        let start = reader.units[it].tokens.start;
        !reader.tokens[start].classes.any(&[Class::Determiner, Class::Possessive])
    };
    let topic = reader.topic();
    let head = reader.clause().noun(object).and_then(|it| it.heads.first().copied());
    let Some(head) = head.filter(|it| {
        let mention = &reader.mentions[*it];
        mention.kind != MentionKind::Pronoun
            && mention.value.is_none()
            && Some(mention.class) != topic
            && reader.clause().head_of(object).is_none_or(|it| {
                let token = &reader.tokens[it];
                !token.is(PartOfSpeech::Adj) && !token.is(PartOfSpeech::Verb)
            })
            && (bare(object) || mention.kind == MentionKind::Name)
    }) else {
        return false;
    };
    let mut joined = false;
    if let Some((whole, count)) = share_of(reader, verb) {
        let words = format!("{} {}", reader.tokens[count].lower, group.lemmas[0]);
        let words = Some((words, reader.tokens[group.main].span));
        push(reader, verb, group, property, whole, head, words);
        return true;
    }
    for subject in subjects {
        if reader.mentions[*subject].kind != MentionKind::Pronoun {
            let words = Some((group.lemmas[0].clone(), reader.tokens[group.main].span));
            push(reader, verb, group, property, *subject, head, words);
            joined = true;
        }
    }
    joined
}

/// *The aspirations of the Treaty remain unfulfilled*: what is said of a description in which something is named.
fn described_as(
    reader: &mut Reader<'_, '_>,
    verb: usize,
    group: &VerbGroup,
    property: PropertyId,
) -> bool {
    let clause = reader.clause();
    if !clause.has_own_subject(verb) {
        return false;
    }
    let Some(unit) = clause.subject(verb).first().copied().filter(|it| *it < verb) else {
        return false;
    };
    let through = clause.through(unit);
    let Some(core) = clause.noun(through).map(|it| it.core) else { return false };
    let end = clause.phrase_end(through);
    let offset = reader.sentence.tokens.start;
    let names = |it: &usize| {
        let mention = &reader.mentions[*it];
        mention.kind == MentionKind::Name
            && mention.value.is_none()
            && mention.tokens.start >= core + offset
            && mention.tokens.end <= end + offset
    };
    if !reader.here.iter().any(names) || end <= core {
        return false;
    }
    let Some(words) = predicate_adjective(reader, verb) else { return false };
    let Some(topic) = reader.topic() else { return false };
    let span = reader.tokens[core].span.cover(reader.tokens[end - 1].span);
    let subject = reader.add(span, core..end, topic, CONDUCT);
    push(reader, verb, group, property, subject, words, None);
    true
}

/// How a description of conduct is marked, which may be spoken of although nobody knows it.
const CONDUCT: &str = "conduct";

/// *It is not illegal to be in the pay of a state*: how the law sees what the infinitive says.
fn standing(
    reader: &mut Reader<'_, '_>,
    verb: usize,
    group: &VerbGroup,
    property: PropertyId,
) -> bool {
    let clause = reader.clause();
    let expletive = clause.subject_word(verb) == Some("it");
    let infinitive = (verb + 1..reader.units.len()).find(|it| clause.verb(*it).is_some());
    let Some(infinitive) =
        infinitive.filter(|it| expletive && clause.verb(*it).is_some_and(|it| it.infinitive))
    else {
        return false;
    };
    let first = reader.units[infinitive].tokens.start;
    let judged = group.main + 1..first;
    let Some(last) = judged
        .clone()
        .rev()
        .find(|it| reader.lexicon.has("words.standing", &reader.tokens[*it].lower))
    else {
        return false;
    };
    let adjective = |it: &usize| reader.tokens[*it].is(PartOfSpeech::Adj);
    let from = (judged.start..last).rev().take_while(adjective).last().unwrap_or(last);
    let marks =
        |it: &usize| matches!(reader.tokens[*it].lower.as_str(), "." | ";" | ":" | "?" | "!");
    let end = (first..reader.tokens.len()).find(marks).unwrap_or(reader.tokens.len());
    let Some(topic) = reader.topic().filter(|_| end > first + 1) else { return false };
    let span = |from: usize, to: usize| reader.tokens[from].span.cover(reader.tokens[to - 1].span);
    let (conduct, said) = (span(first + 1, end), span(from, last + 1));
    let subject = reader.add(conduct, first + 1..end, topic, CONDUCT);
    let object = reader.add(said, from..last + 1, topic, "description");
    push(reader, verb, group, property, subject, object, None);
    // What the conduct is about may be known by itself.
    if let Some((subject, object)) = extraposed(reader, verb) {
        push(reader, verb, group, property, subject, object, None);
    }
    true
}

/// *The group's camps are long since gone*: the group no longer has them.
fn absent(reader: &mut Reader<'_, '_>, verb: usize) -> bool {
    let schema = &reader.extractor.ontology().schema;
    let Some(property) = schema.property_id("relatesTo") else { return false };
    let Some(main) = reader.clause().verb(verb).map(|it| it.main) else { return false };
    let gone = reader.tokens[main..]
        .iter()
        .take_while(|it| it.kind != TokenKind::Punctuation)
        .find(|it| reader.lexicon.has("words.gone", &it.lower));
    let Some((word, place)) = gone.map(|it| (it.lower.clone(), it.span)) else { return false };
    let Some(unit) = reader.clause().subject(verb).first().copied() else { return false };
    let tokens = reader.units[unit].tokens.clone();
    let offset = reader.sentence.tokens.start;
    let owns = |it: &usize| {
        let mention = &reader.mentions[*it];
        let inner = mention.tokens.start - offset..mention.tokens.end - offset;
        tokens.start <= inner.start && inner.end < tokens.end && reader.is_agent(*it)
    };
    let Some(owner) = reader.here.iter().copied().find(owns) else { return false };
    let mut from = reader.mentions[owner].tokens.end - offset;
    while reader.tokens[from].kind == TokenKind::Clitic && from + 1 < tokens.end {
        from += 1;
    }
    let Some(topic) = reader.topic() else { return false };
    let span = reader.tokens[from].span.cover(reader.tokens[tokens.end - 1].span);
    let thing = reader.add(span, from..tokens.end, topic, "description");
    let mut context = reader.clause().context(verb);
    context.negate(&format!("“{word}”"));
    let words = Words { phrase: "have".to_owned(), span: place };
    relate(reader, property, (owner, thing), &context, Some(words), "what is gone");
    true
}

/// *Of the 29 plots, fully 10 have been …*: the plots, and the token of the number.
fn share_of(reader: &mut Reader<'_, '_>, verb: usize) -> Option<(usize, usize)> {
    let clause = reader.clause();
    let left = clause.before_adverbs(verb)?;
    let tokens = reader.units[left].tokens.clone();
    let count = tokens.end - 1;
    let number = reader.tokens[count].kind == TokenKind::Number;
    let fronted = clause.is(0, &UnitKind::Preposition) && clause.word(0) == "of";
    let whole = clause.noun(1).filter(|_| number && fronted && left > 1)?;
    let thing = |it: &&usize| reader.mentions[**it].value.is_none();
    whole.heads.iter().find(thing).map(|it| (*it, count)).or_else(|| {
        let quantity = whole.heads.first().copied()?;
        let relation = reader.relations.iter().find(|it| it.object == quantity)?;
        Some((relation.subject, count))
    })
}

/// *The talks are about the Protocol*: what is linked through a preposition.
fn predicate_phrase(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup) {
    let schema = &reader.extractor.ontology().schema;
    let Some(property) = schema.property_id("relatesTo") else { return };
    let Some((marker, unit)) = reader.clause().linked_phrase(verb) else { return };
    let subjects = participants(reader, verb);
    let said = Said { verb, group, property, subjects, phrase: format!("be {marker}") };
    said.relate(reader, unit, false);
}

/// The words of a noun that says what the subject is, unless it is a thing known by name.
fn predicate_noun(reader: &mut Reader<'_, '_>, verb: usize) -> Option<usize> {
    let clause = reader.clause();
    let object = clause.object(verb).first().copied()?;
    let group = clause.noun(object).filter(|it| !it.negated)?;
    let (core, named) = (group.core, !group.heads.is_empty());
    let article = &reader.tokens[reader.units[object].tokens.start..core];
    let indefinite = article.iter().any(|it| matches!(it.lower.as_str(), "a" | "an" | "one"));
    let definite = article.iter().any(|it| it.lower == "the");
    let described = indefinite || definite && !named;
    let core = after_article(reader, object, core);
    (described && is_noun(reader, object)).then(|| reader.words_from(object, core))
}

/// The token behind the article of a noun unit: *first woman to hold it*, where `core` would be at *woman*.
pub(super) fn after_article(reader: &Reader<'_, '_>, unit: usize, core: usize) -> usize {
    let start = reader.units[unit].tokens.start;
    let article =
        |it: usize| reader.tokens[it].classes.any(&[Class::Determiner, Class::Possessive]);
    (start..core).find(|it| !article(*it)).unwrap_or(core)
}

/// The words of an adjective that says how the subject is: *hugely out of date*, *determined to cause harm*.
fn predicate_adjective(reader: &mut Reader<'_, '_>, verb: usize) -> Option<usize> {
    let (from, to) = reader.clause().predicate_words(verb)?;
    let plain = |it: &Token| !reader.lexicon.has("words.plain", &it.lower);
    if !reader.tokens[from..to].iter().any(|it| it.classes.is_open() && plain(it)) {
        return None;
    }
    let topic = reader.topic()?;
    let span = reader.tokens[from].span.cover(reader.tokens[to - 1].span);
    Some(reader.add(span, from..to, topic, "description"))
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
    // *opportunities, including this one*: a participle that is as good as a preposition.
    let preposition = !group.finite && reader.tokens[group.main].classes.has(Class::Preposition);
    there(reader, verb, group, property);
    let idle = preposition || group.lemmas.iter().any(|it| reader.lexicon.has("verbs.idle", it));
    if idle || group.lemmas.iter().all(|it| it == "be") {
        return;
    }
    // *took part, as we did on the other case*: the parser may hang the verb from the noun.
    if let Some(meant) = reader.clause().stands_for(group.main)
        && let Some((marker, unit)) = reader.clause().phrase_behind(verb)
    {
        let subjects = participants(reader, verb);
        let said = Said { verb, group, property, subjects, phrase: format!("{meant} {marker}") };
        said.relate(reader, unit, false);
        return;
    }
    let objects = reader.clause().object(verb);
    let complements = reader.clause().complements(verb);
    let mut said = Said {
        verb,
        group,
        property,
        subjects: participants(reader, verb),
        phrase: phrase(reader, group),
    };
    let read = reader.said.contains(&verb);
    // *has a plan* and what a speaker does in passing, *I will take a moment*, say nothing about the world.
    branded(reader, verb, group, &objects);
    let inverted = group.finite && !reader.clause().has_own_subject(verb);
    let suffered = suffered(reader, group, &objects).filter(|_| !inverted);
    if let Some(participle) = &suffered {
        said.phrase = format!("{} {participle}", said.phrase);
    }
    let thin = suffered.is_none() && group.lemmas.iter().any(|it| it == "have" || it == "do");
    let plain = !thin && !said.is_passing(reader);
    for object in objects.iter().filter(|_| !read) {
        said.relate(reader, *object, plain);
    }
    if group.passive && !read {
        said.agents(reader);
    }
    let verb_phrase = said.phrase.clone();
    let object = objects.first().copied().and_then(|it| object_word(reader, it, verb));
    let before = reader.relations.len();
    for complement in complements {
        if group.passive && complement.marker == "by" {
            continue;
        }
        if complement.marker == "with" && !group.passive {
            companions(reader, &said, &objects, &complement.units);
        }
        said.phrase = match &object {
            Some(object) => format!("{verb_phrase} {object} {}", complement.marker),
            None => format!("{verb_phrase} {}", complement.marker),
        };
        for unit in complement.units {
            let last = &reader.tokens[reader.units[unit].tokens.end - 1].lower;
            let manner = reader.lexicon.has("words.manner", last);
            if !manner || is_named(reader, unit) {
                said.relate(reader, unit, plain && !read && objects.is_empty());
            }
            if group.passive && !read && reader.relations.len() == before {
                said.date(reader, unit);
            }
        }
    }
}

/// *extremists getting there*: the place named last.
fn there(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup, property: PropertyId) {
    let adverb = reader.tokens.get(group.main + 1).is_some_and(|it| it.lower == "there");
    let schema = &reader.extractor.ontology().schema;
    let places: Vec<ClassId> =
        ["Place", "State"].iter().filter_map(|it| schema.class_id(it)).collect();
    let end = group.main + reader.sentence.tokens.start;
    let place = |it: &&usize| {
        let mention = &reader.mentions[**it];
        let fits = places.iter().any(|class| schema.is_a(mention.class, *class));
        mention.tokens.end <= end && mention.kind == MentionKind::Name && !mention.inside && fits
    };
    let last = reader.here.iter().filter(place).max_by_key(|it| reader.mentions[**it].span.start);
    let Some(place) = last.copied().filter(|_| adverb) else { return };
    let words = (format!("{} to", phrase(reader, group)), reader.tokens[group.main].span);
    for subject in participants(reader, verb) {
        push(reader, verb, group, property, subject, place, Some(words.clone()));
    }
}

/// *branded the plan as reckless*, *makes a return unlikely*: what somebody says that the object is.
fn branded(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup, objects: &[usize]) {
    let schema = &reader.extractor.ontology().schema;
    let Some(property) = schema.property_id("characterisedAs") else { return };
    let brands = group.lemmas.iter().any(|it| reader.lexicon.has("verbs.branding", it))
        || group.lemmas.iter().any(|it| reader.lexicon.has("words.branding", it));
    let Some(object) = objects.first().copied().filter(|it| brands && *it > verb) else { return };
    let Some((from, to)) = reader.clause().predicate_of_object(group.main, object) else { return };
    let Some(topic) = reader.topic() else { return };
    let Some(core) = reader.clause().noun(object).map(|it| it.core) else { return };
    let start = reader.units[object].tokens.end;
    let plain = |it: &Token| it.kind != TokenKind::Punctuation || it.lower == "-";
    let whole = from > start && from - start <= 8 && reader.tokens[start..from].iter().all(plain);
    let end = if whole { from } else { reader.clause().phrase_end(object).min(from) };
    let thing = match participant(reader, object, false) {
        Some(known) => known,
        None => {
            let span = reader.tokens[core].span.cover(reader.tokens[end.max(core + 1) - 1].span);
            reader.add(span, core..end.max(core + 1), topic, CONDUCT)
        }
    };
    let span = reader.tokens[from].span.cover(reader.tokens[to - 1].span);
    let words = reader.add(span, from..to, topic, "description");
    let count = reader.relations.len();
    push(reader, verb, group, property, thing, words, None);
    // Whoever says so holds it.
    let subject = participants(reader, verb).first().copied().filter(|it| reader.is_agent(*it));
    let hedged: Vec<String> = reader.tokens[from..to].iter().map(|it| it.lower.clone()).collect();
    let hedge = reader.clause().hedge_of(&hedged.join(" "));
    if let Some(relation) = reader.relations.get_mut(count) {
        relation.holder = relation.holder.or(subject);
        if let Some((term, word)) = hedge {
            relation.force = Force::Assessed;
            relation.steps.push(format!("assessed by “{word}”"));
            relation.certainty = Some((term, word));
        }
    }
}

/// *have their discoveries stolen*: the participle of what happens to the object.
fn suffered(reader: &Reader<'_, '_>, group: &VerbGroup, objects: &[usize]) -> Option<String> {
    if !group.lemmas.iter().any(|it| it == "have" || it == "get") {
        return None;
    }
    let last = objects.last()?;
    let participle = reader.clause().joined_participle(group.main).filter(|it| {
        let start = reader.units[*last].tokens.start;
        *it > start && reader.grammar.has_form(&reader.tokens[*it], &[VerbForm::Participle])
    })?;
    Some(reader.tokens[participle].lower.clone())
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
    /// Relates the subjects to a noun unit, which `describe` allows to be one that nobody knows.
    fn relate(&self, reader: &mut Reader<'_, '_>, object: usize, describe: bool) {
        let describe = describe && !self.subjects.is_empty();
        let against = reader.clause().contrasted(object);
        let object = participant(reader, object, describe);
        for object in object.map_or_else(Vec::new, |it| reader.members(it)) {
            self.push(reader, object);
        }
        // *around the needs of users, not the comfort of offices*
        let Some(against) = against.and_then(|it| participant(reader, it, describe)) else {
            return;
        };
        let count = reader.relations.len();
        self.push(reader, against);
        for relation in &mut reader.relations[count..] {
            relation.polarity = relation.polarity.contrary();
            relation.steps.push("negated by the contrast".to_owned());
        }
    }

    /// Relates the agents of a passive to what they do it to.
    fn agents(&self, reader: &mut Reader<'_, '_>) {
        let words = (self.group.lemmas[0].clone(), reader.tokens[self.group.main].span);
        for unit in reader.clause().agent(self.verb) {
            let Some(agent) = participant(reader, unit, false) else { continue };
            for subject in self.patients(reader, agent) {
                let words = Some(words.clone());
                push(reader, self.verb, self.group, self.property, agent, subject, words);
            }
        }
    }

    fn push(&self, reader: &mut Reader<'_, '_>, object: usize) {
        for subject in self.patients(reader, object) {
            let words = Some((self.phrase.clone(), reader.tokens[self.group.main].span));
            push(reader, self.verb, self.group, self.property, subject, object, words);
        }
    }

    /// *plots disrupted over the last four years*: when it was done to them.
    fn date(&self, reader: &mut Reader<'_, '_>, unit: usize) {
        let clause = reader.clause();
        let heads = clause.noun(unit).map_or(&[][..], |it| it.heads.as_slice());
        let dated = |it: &&usize| matches!(reader.mentions[**it].value, Some(Value::Date(_)));
        if let Some(date) = heads.iter().find(dated).copied() {
            let words = Some((self.phrase.clone(), reader.tokens[self.group.main].span));
            for subject in self.subjects.clone() {
                let words = words.clone();
                push(reader, self.verb, self.group, self.property, subject, date, words);
            }
        }
    }

    /// The subjects; a description of them where only the other end is known.
    fn patients(&self, reader: &mut Reader<'_, '_>, other: usize) -> Vec<usize> {
        if !self.subjects.is_empty() || !is_known(reader, other) {
            return self.subjects.clone();
        }
        let clause = reader.clause();
        if !clause.has_own_subject(self.verb) {
            return Vec::new();
        }
        let units = clause.subject(self.verb);
        units.into_iter().filter_map(|it| participant(reader, it, true)).collect()
    }

    /// Whether only the speaker acts.
    fn is_passing(&self, reader: &Reader<'_, '_>) -> bool {
        self.subjects.iter().all(|it| {
            let mention = &reader.mentions[*it];
            let token = &reader.tokens[mention.tokens.start - reader.sentence.tokens.start];
            mention.kind == MentionKind::Pronoun
                && reader.lexicon.has("reference.speaker", &token.lower)
        }) && !self.subjects.is_empty()
    }
}

/// The common noun of an object, as part of the words of a relation: *give update at*.
fn object_word(reader: &Reader<'_, '_>, unit: usize, verb: usize) -> Option<String> {
    let last = &reader.tokens[reader.units[unit].tokens.end - 1];
    let common = last.is(PartOfSpeech::Noun) && !is_named(reader, unit);
    (unit > verb && common).then(|| last.lower.clone())
}

/// *conducted a review with the police*: those who share the deed do it, too.
fn companions(reader: &mut Reader<'_, '_>, said: &Said<'_>, objects: &[usize], units: &[usize]) {
    if !said.group.lemmas.iter().any(|it| reader.lexicon.has("verbs.joint", it)) {
        return;
    }
    let words = (said.phrase.clone(), reader.tokens[said.group.main].span);
    for unit in units {
        let agent = participant(reader, *unit, false).filter(|it| reader.is_agent(*it));
        let Some(agent) = agent else { continue };
        for object in objects {
            if let Some(object) = participant(reader, *object, true) {
                let words = Some(words.clone());
                push(reader, said.verb, said.group, said.property, agent, object, words);
            }
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

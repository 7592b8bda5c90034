//! What a subject is said to do: the objects and complements of a verb no rule reads.

use super::{
    super::{Force, MentionKind, chunk::VerbGroup, engine::Reader, value::Value},
    is_known, is_named,
    linking::CONDUCT,
    participant, participants, phrase, push,
    witnessed::witnessed,
};
use crate::{
    language::{Class, PartOfSpeech, Token, TokenKind},
    ontology::{ClassId, PropertyId, VerbForm},
};

/// The longest statement that is kept whole, in tokens.
const LONGEST: usize = 30;

pub(super) fn open_clause(
    reader: &mut Reader<'_, '_>,
    verb: usize,
    group: &VerbGroup,
    property: PropertyId,
) {
    // *opportunities, including this one*: a participle that is as good as a preposition.
    let preposition = !group.finite && reader.tokens[group.main].classes.has(Class::Preposition);
    there(reader, verb, group, property);
    shown(reader, verb, group, property);
    witnessed(reader, verb, group, property);
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
    asked(reader, verb, group, property);
    let objects = reader.clause().object(verb);
    let complements = reader.clause().complements(verb);
    let mut said = Said {
        verb,
        group,
        property,
        subjects: participants(reader, verb),
        phrase: phrase(reader, group),
    };
    // *as we have done on terrorism*: what is done is said elsewhere.
    if objects.iter().all(|it| *it < verb) && group.lemmas.iter().all(|it| it == "do") {
        return;
    }
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
        let tokens = reader.units[*object].tokens.clone();
        let hollow = tokens.len() == 1
            && reader.lexicon.has("words.hollow", &reader.tokens[tokens.start].lower);
        if !hollow && !reader.clause().is_asked_to_act(verb, *object) {
            said.relate(reader, *object, plain);
        }
    }
    if group.passive && !read {
        said.agents(reader);
    }
    said.take_owner(reader);
    let verb_phrase = said.phrase.clone();
    let object = objects.first().copied().and_then(|it| object_word(reader, it, verb));
    let before = reader.relations.len();
    for complement in complements {
        // *As a nation, we need …* says what they are, not what they do.
        let role = complement.marker == "as" && complement.units.iter().all(|it| *it < verb);
        if group.passive && complement.marker == "by" || role {
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

/// *As the raid showed, the border is open*: the words that an event stands for as evidence.
fn shown(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup, property: PropertyId) {
    let shows = group.lemmas.iter().any(|it| reader.lexicon.has("verbs.showing", it));
    if !shows || !group.finite || group.passive {
        return;
    }
    let clause = reader.clause();
    let Some(subject) = clause.subject(verb).first().copied().filter(|it| *it < verb) else {
        return;
    };
    let before = reader.units[subject].tokens.start.checked_sub(1);
    let as_clause = before.is_some_and(|it| reader.tokens[it].lower == "as");
    let next = reader.units[verb].tokens.end;
    let link = if as_clause { "," } else { "that" };
    if reader.tokens.get(next).is_none_or(|it| it.lower != link) {
        return;
    }
    let from = next + 1;
    let ends =
        |it: &usize| matches!(reader.tokens[*it].lower.as_str(), "." | ";" | ":" | "?" | "!");
    let to = (from..reader.tokens.len()).find(ends).unwrap_or(reader.tokens.len());
    let Some(topic) = reader.topic().filter(|_| to > from + 1 && to - from <= LONGEST) else {
        return;
    };
    let span = reader.tokens[from].span.cover(reader.tokens[to - 1].span);
    let verb_words = (phrase(reader, group), reader.tokens[group.main].span);
    for subject in participants(reader, verb) {
        let words = reader.add(span, from..to, topic, "description");
        push(reader, verb, group, property, subject, words, Some(verb_words.clone()));
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

/// *That is not what we ask for*: what stands for the sentence before is the object, denied where it is not.
fn asked(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup, property: PropertyId) {
    let Some((demonstrative, negated)) = reader.clause().identified(group.main) else { return };
    let Some(topic) = reader.topic() else { return };
    let span = reader.tokens[demonstrative].span;
    let meant = reader.add(span, demonstrative..demonstrative + 1, topic, "demonstrative");
    reader.mentions[meant].kind = MentionKind::Pronoun;
    let next = reader.tokens.get(group.main + 1).filter(|it| it.classes.has(Class::Preposition));
    let mut words = phrase(reader, group);
    if let Some(preposition) = next {
        words = format!("{words} {}", preposition.lower);
    }
    let words = (words, reader.tokens[group.main].span);
    for subject in participants(reader, verb) {
        let count = reader.relations.len();
        push(reader, verb, group, property, subject, meant, Some(words.clone()));
        for relation in reader.relations.iter_mut().skip(count).filter(|_| negated) {
            relation.polarity = relation.polarity.contrary();
            relation.steps.push("negated by “not what”".to_owned());
        }
    }
}

/// *branded the plan as reckless*, *makes a return unlikely*: what somebody says that the object is.
fn branded(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup, objects: &[usize]) {
    let schema = &reader.extractor.ontology().schema;
    let Some(property) = schema.property_id("characterisedAs") else { return };
    let brands = group.lemmas.iter().any(|it| reader.lexicon.has("words.branding", it));
    let Some(object) = objects.first().copied().filter(|it| brands && *it > verb) else { return };
    let Some((from, to)) = reader.clause().predicate_of_object(group.main, object) else { return };
    let Some(topic) = reader.topic() else { return };
    let Some(core) = reader.clause().noun(object).map(|it| it.core) else { return };
    let start = reader.units[object].tokens.end;
    let plain = |it: &Token| it.kind != TokenKind::Punctuation || it.lower == "-";
    let whole = from > start && from - start <= 8 && reader.tokens[start..from].iter().all(plain);
    let end = if whole { from } else { reader.clause().phrase_end(object).min(from) };
    let thing = if let Some(known) = participant(reader, object, false) {
        known
    } else {
        let last = end.max(core + 1);
        let span = reader.tokens[core].span.cover(reader.tokens[last - 1].span);
        reader.add(span, core..last, topic, CONDUCT)
    };
    let likened = reader.clause().likened(to);
    let count = reader.relations.len();
    for (from, to) in [Some((from, to)), likened].into_iter().flatten() {
        let span = reader.tokens[from].span.cover(reader.tokens[to - 1].span);
        let words = reader.add(span, from..to, topic, "description");
        push(reader, verb, group, property, thing, words, None);
    }
    // Whoever says so holds it.
    let subject = participants(reader, verb).first().copied().filter(|it| reader.is_agent(*it));
    let hedged: Vec<String> = reader.tokens[from..to].iter().map(|it| it.lower.clone()).collect();
    let hedge = reader.clause().hedge_of(&hedged.join(" "));
    for relation in &mut reader.relations[count..] {
        relation.holder = relation.holder.or(subject);
        if let Some((term, word)) = &hedge {
            relation.force = Force::Assessed;
            relation.steps.push(format!("assessed by “{word}”"));
            relation.certainty = Some((term.clone(), word.clone()));
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
pub(super) struct Said<'a> {
    pub(super) verb: usize,
    pub(super) group: &'a VerbGroup,
    pub(super) property: PropertyId,
    pub(super) subjects: Vec<usize>,
    pub(super) phrase: String,
}

impl Said<'_> {
    /// Relates the subjects to a noun unit, which `describe` allows to be one that nobody knows.
    pub(super) fn relate(&self, reader: &mut Reader<'_, '_>, object: usize, describe: bool) {
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

    /// *Her career began in Leeds*: whose it is, where nobody knows the thing itself.
    fn take_owner(&mut self, reader: &Reader<'_, '_>) {
        let clause = reader.clause();
        let unit = match clause.subject(self.verb).as_slice() {
            [unit] if self.subjects.is_empty() && *unit < self.verb => *unit,
            _ => return,
        };
        let own = self.group.finite && clause.has_own_subject(self.verb);
        // *The country's answer cannot be to hide*
        let linked = self.group.infinitive
            && clause.previous_verb(self.verb).and_then(|it| clause.verb(it)).is_some_and(|it| {
                it.lemmas.iter().any(|it| reader.lexicon.has("words.linking", it))
            });
        let Some(noun) = clause.noun(unit).filter(|it| it.heads.is_empty()) else { return };
        let last = &reader.tokens[reader.units[unit].tokens.end - 1];
        let whole = clause.phrase_end(unit) == reader.units[unit].tokens.end;
        let pronoun = |it: &usize| reader.mentions[*it].kind == MentionKind::Pronoun;
        let owner = noun.possessor.filter(|it| linked || own && pronoun(it));
        if let Some(owner) = owner.filter(|_| whole && last.is(PartOfSpeech::Noun)) {
            self.subjects = vec![owner];
            self.phrase = format!("{} {}", last.lower, self.phrase);
        }
    }

    /// Relates the agents of a passive to what they do it to.
    fn agents(&self, reader: &mut Reader<'_, '_>) {
        // *was placed on a new footing by the Act*
        let clause = reader.clause();
        let complements = clause.complements(self.verb);
        let further = complements.iter().find(|it| it.object.is_none() && it.marker != "by");
        let further = further.and_then(|it| {
            let noun = self.noun_behind(reader, *it.units.first()?)?;
            Some(format!(" {} {noun}", it.marker))
        });
        let phrase = format!("{}{}", self.group.lemmas[0], further.unwrap_or_default());
        let words = (phrase, reader.tokens[self.group.main].span);
        for unit in reader.clause().agent(self.verb) {
            let Some(agent) = participant(reader, unit, false) else { continue };
            for subject in self.patients(reader, agent) {
                let words = Some(words.clone());
                push(reader, self.verb, self.group, self.property, agent, subject, words);
            }
        }
    }

    /// The common noun right behind the verb that nobody knows.
    fn noun_behind(&self, reader: &Reader<'_, '_>, unit: usize) -> Option<String> {
        let clause = reader.clause();
        let noun = clause.noun(unit).filter(|it| it.heads.is_empty())?;
        let end = reader.units[unit].tokens.end;
        let near = unit > self.verb && unit <= self.verb + 2;
        let words: Vec<&str> =
            reader.tokens[noun.core..end].iter().map(|it| it.lower.as_str()).collect();
        near.then(|| words.join(" "))
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
        self.subjects.iter().all(|it| reader.is_passing(*it)) && !self.subjects.is_empty()
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

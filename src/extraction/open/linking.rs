//! What a linking verb says of its subject: *is larger*, *remains a cornerstone of*, *is about the treaty*.

use super::{
    super::{
        MentionKind,
        chunk::{UnitKind, VerbGroup},
        engine::Reader,
        value::Value,
    },
    Words,
    deed::Said,
    is_noun, participant, participants, push, relate,
};
use crate::{
    language::{Class, PartOfSpeech, Token, TokenKind},
    ontology::PropertyId,
};

/// *X remains a cornerstone of Y*, *X is much smaller*: X is characterised in these words.
pub(super) fn characterise(
    reader: &mut Reader<'_, '_>,
    verb: usize,
    group: &VerbGroup,
    property: PropertyId,
) {
    if standing(reader, verb, group, property) {
        return;
    }
    if let Some((subject, object)) = extraposed(reader, verb) {
        push(reader, verb, group, property, subject, object, None);
        return;
    }
    if absent(reader, verb) || outcome(reader, verb, group) {
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
    if let Some((whole, share)) = share_of(reader, verb) {
        let words = format!("{share} {}", group.lemmas[0]);
        let words = Some((words, reader.tokens[group.main].span));
        push(reader, verb, group, property, whole, head, words);
        return true;
    }
    for subject in subjects {
        if reader.mentions[*subject].kind != MentionKind::Pronoun {
            // *Most rumours are …*
            let start = reader.mentions[*subject].tokens.start - reader.sentence.tokens.start;
            let share = start.checked_sub(1).map(|it| reader.tokens[it].lower.as_str());
            let share = share.filter(|it| reader.lexicon.has("reference.share", it));
            let verb_words = [share.unwrap_or_default(), &group.lemmas[0]].join(" ");
            let words = Some((verb_words.trim().to_owned(), reader.tokens[group.main].span));
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
pub(super) const CONDUCT: &str = "conduct";

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

/// *The group has shrunk: that is the result of arrests*: what the clause before the mark says comes of what.
fn outcome(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup) -> bool {
    let schema = &reader.extractor.ontology().schema;
    let Some(property) = schema.property_id("relatesTo") else { return false };
    let clause = reader.clause();
    let word = clause.subject_word(verb);
    let points = word.is_some_and(|it| reader.lexicon.has("reference.demonstrative", it));
    let Some(that) = clause.before_adverbs(verb).filter(|it| points && *it > 1) else {
        return false;
    };
    let marked = clause.is(that - 1, &UnitKind::Break);
    let outcome = clause.object(verb).first().copied().filter(|it| {
        let last = &reader.tokens[reader.units[*it].tokens.end - 1].lower;
        marked && reader.lexicon.has("words.outcome", last)
    });
    let Some(of) = outcome.map(|it| it + 1).filter(|it| clause.word(*it) == "of") else {
        return false;
    };
    let Some(from) = clause.noun(of + 1).map(|it| it.core) else { return false };
    let Some(head) = clause.head_of(of + 1) else { return false };
    let Some(topic) = reader.topic() else { return false };
    let mark = |it: &usize| clause.is(*it, &UnitKind::Break);
    let start = (0..that - 1).rev().find(mark).map_or(0, |it| it + 1);
    let said = reader.units[start].tokens.start..reader.units[that - 1].tokens.start;
    let end = clause.clause_end(head, reader.units[of + 1].tokens.end);
    let outcome = &reader.tokens[reader.units[of].tokens.start - 1].lower;
    let phrase = format!("{} {outcome} of", group.lemmas[0]);
    let words = Some((phrase, reader.tokens[group.main].span));
    let cover = |it: &std::ops::Range<usize>| {
        reader.tokens[it.start].span.cover(reader.tokens[it.end - 1].span)
    };
    let subject = reader.add(cover(&said), said.clone(), topic, CONDUCT);
    let object = reader.add(cover(&(from..end)), from..end, topic, "description");
    push(reader, verb, group, property, subject, object, words);
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

/// *Of the 29 plots, fully 10 have been …*: the plots, and the number.
fn share_of(reader: &mut Reader<'_, '_>, verb: usize) -> Option<(usize, String)> {
    let clause = reader.clause();
    let left = clause.before_adverbs(verb)?;
    let tokens = reader.units[left].tokens.clone();
    // *One in five of our cases in the north are …*
    let (first, _) = clause.chain_head(left);
    let ratio =
        (first..left).find(|it| clause.is(*it, &UnitKind::Preposition) && clause.word(*it) == "of");
    if let Some(of) = ratio
        && let Some(part) = clause.noun(of - 1)
        && let Some(whole) = clause.noun(of + 1)
    {
        let counts = |it: &&usize| matches!(&reader.mentions[**it].value, Some(Value::Quantity(_)));
        let thing = |it: &&usize| reader.mentions[**it].value.is_none();
        if let Some(share) = part.heads.iter().find(counts) {
            let offset = reader.sentence.tokens.start;
            let tokens = &reader.mentions[*share].tokens;
            let words = &reader.tokens[tokens.start - offset..tokens.end - offset];
            let words: Vec<&str> = words.iter().map(|it| it.lower.as_str()).collect();
            return Some((*whole.heads.iter().find(thing)?, words.join(" ")));
        }
    }
    let count = tokens.end - 1;
    let number = reader.tokens[count].kind == TokenKind::Number;
    let fronted = clause.is(0, &UnitKind::Preposition) && clause.word(0) == "of";
    let whole = clause.noun(1).filter(|_| number && fronted && left > 1)?;
    let thing = |it: &&usize| reader.mentions[**it].value.is_none();
    let whole = whole.heads.iter().find(thing).copied().or_else(|| {
        let quantity = whole.heads.first().copied()?;
        let relation = reader.relations.iter().find(|it| it.object == quantity)?;
        Some(relation.subject)
    })?;
    Some((whole, reader.tokens[count].lower.clone()))
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
pub(in crate::extraction) fn after_article(
    reader: &Reader<'_, '_>,
    unit: usize,
    core: usize,
) -> usize {
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

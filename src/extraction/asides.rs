//! What a text says of a thing beside its clauses: *encryption – the coding of messages –*, *sabotage: arson; theft*.

use super::{
    Force, MentionKind, Polarity, Relation, Value,
    chunk::UnitKind,
    context::Context,
    engine::Reader,
    open::{Words, after_article, participant, relate},
};
use crate::language::{Class, PartOfSpeech};

/// The verb that an enumeration stands for.
const INCLUDE: &str = "include";

/// What a year before a name stands for.
const DATE_FROM: &str = "date from";

/// Adds what appositions and enumerations say.
pub(super) fn read(reader: &mut Reader<'_, '_>) {
    let schema = &reader.extractor.ontology().schema;
    let (related, described) =
        (schema.property_id("relatesTo"), schema.property_id("characterisedAs"));
    for unit in 0..reader.units.len() {
        if let Some(property) = described
            && let Some((subject, words)) = status(reader, unit)
        {
            relate(reader, property, (subject, words), &Context::default(), None, "a word before");
        }
        if let Some(property) = described
            && let Some((subject, words)) =
                apposition(reader, unit).or_else(|| adjectives(reader, unit))
        {
            relate(reader, property, (subject, words), &Context::default(), None, "an apposition");
        }
    }
    named_parts(reader);
    if let Some(property) = related {
        for (whole, parts) in enumerations(reader) {
            for part in parts {
                let colon = reader.tokens[reader.units[whole.1].tokens.start].span;
                let words = Words { phrase: INCLUDE.to_owned(), span: colon };
                let ends = (whole.0, part);
                relate(reader, property, ends, &Context::default(), Some(words), "an enumeration");
            }
        }
    }
}

/// What a name says of itself: *the Committee of Parliament* is of Parliament, *the 1920 Treaty* dates from 1920.
fn named_parts(reader: &mut Reader<'_, '_>) {
    if reader.here.iter().all(|it| !reader.mentions[*it].inside) {
        return;
    }
    let schema = &reader.extractor.ontology().schema;
    let property = |name: &str| schema.property_id(name);
    let (Some(part_of), Some(on), Some(open)) =
        (property("partOf"), property("occurredOn"), property("relatesTo"))
    else {
        return;
    };
    let mut found = Vec::new();
    for inner in reader.here.iter().copied().filter(|it| reader.mentions[*it].inside) {
        let part = &reader.mentions[inner];
        let whole = reader.here.iter().copied().find(|it| {
            let whole = &reader.mentions[*it];
            let named = whole.kind == MentionKind::Name && whole.value.is_none() && !whole.inside;
            named && whole.span != part.span && whole.span.contains(part.span)
        });
        let Some(whole) = whole else { continue };
        let event = reader.is_one_of(whole, &["Event"]);
        let dated = matches!(part.value, Some(Value::Date(_)));
        let opens = part.span.start == reader.mentions[whole].span.start;
        if dated && opens && event {
            found.push((whole, inner, on, None));
        } else if dated && opens {
            found.push((whole, inner, open, Some((DATE_FROM.to_owned(), part.span))));
        } else if part.kind == MentionKind::Name
            && part.value.is_none()
            && reader.is_one_of(inner, &["Organisation"])
            && reader.is_one_of(whole, &["Organisation"])
        {
            found.push((whole, inner, part_of, None));
        }
    }
    for (subject, object, property, phrase) in found {
        let known = |it: &Relation| it.subject == subject && it.object == object;
        if reader.relations.iter().any(known) {
            continue;
        }
        reader.relations.push(Relation {
            rule: None,
            property,
            subject,
            object,
            polarity: Polarity::Affirmed,
            force: Force::Asserted,
            certainty: None,
            holder: None,
            time: None,
            qualifiers: Vec::new(),
            phrase,
            sentence: reader.number,
            confidence: 0.8,
            steps: vec!["the name says so".to_owned()],
        });
    }
}

/// A thing and the words between marks that say what it is: *sabotage – the wilful damaging of …*.
fn apposition(reader: &mut Reader<'_, '_>, unit: usize) -> Option<(usize, usize)> {
    let clause = reader.clause();
    let head = clause.noun(unit)?.heads.first().copied()?;
    let known = &reader.mentions[head];
    let topic = reader.topic() == Some(known.class);
    if known.kind == MentionKind::Pronoun || known.value.is_some() || topic {
        return None;
    }
    let mark = unit + 1;
    let dash =
        clause.is(mark, &UnitKind::Break) && matches!(clause.word(mark), "–" | "—" | "-" | "(");
    let comma = clause.is(mark, &UnitKind::Comma);
    let mut said = mark + 1;
    while clause.is(said, &UnitKind::Adverb) && clause.word(said) != "not" {
        said += 1;
    }
    let group = clause.noun(said).filter(|it| !it.negated && (dash || comma))?.clone();
    let first = &reader.tokens[reader.units[said].tokens.start];
    let article = first.classes.any(&[Class::Determiner, Class::Possessive])
        && matches!(first.lower.as_str(), "the" | "a" | "an" | "one" | "his" | "her" | "its")
        || group.possessor.is_some();
    let named = group.heads.iter().any(|it| {
        let mention = &reader.mentions[*it];
        mention.kind == MentionKind::Name && mention.span.len() > 1
    });
    if !article || named {
        return None;
    }
    let place = clause.head_of(said).and_then(|it| reader.tokens[it].syntax)?;
    let beside = place.relation.starts_with("appos")
        || place.relation == "parataxis"
        || place.relation == "list";
    let mut end = clause.phrase_end(said);
    // *the spreading, by whomever, of rumours*: up to the closing mark.
    let close = closing(reader, mark, end)?;
    let clause = reader.clause();
    let verbs = (said..close).any(|it| clause.verb(it).is_some_and(|it| it.finite));
    if dash && !verbs {
        end = reader.units.get(close).map_or(reader.tokens.len(), |it| it.tokens.start);
    }
    let after = close + 1;
    let listed = comma
        && (clause.is(after, &UnitKind::Coordinator)
            || clause.noun(after).is_some()
            || clause.is(close, &UnitKind::Coordinator));
    if listed || comma && !beside || verbs && !beside {
        return None;
    }
    let covers = |it: &Relation| {
        let object = reader.mentions[it.object].span;
        it.subject == head && object.overlaps(reader.tokens[group.core].span)
    };
    if reader.relations.iter().any(covers) {
        return None;
    }
    let topic = reader.topic()?;
    // *our citizens* keeps whose they are.
    let start = reader.units[said].tokens.start;
    let own = reader.tokens[start].classes.has(Class::Possessive);
    let from = if own { start } else { after_article(reader, said, group.core) };
    let span = reader.tokens[from].span.cover(reader.tokens[end - 1].span);
    let words = reader.add(span, from..end, topic, "description");
    Some((head, words))
}

/// A name and the word before it that tells in what state the thing is: *the forthcoming Bill*.
fn status(reader: &mut Reader<'_, '_>, unit: usize) -> Option<(usize, usize)> {
    let head = reader.clause().noun(unit)?.heads.first().copied()?;
    let mention = &reader.mentions[head];
    let schema = &reader.extractor.ontology().schema;
    // A former minister is no former ministry.
    let post = schema.class_id("Post").is_some_and(|it| schema.is_a(mention.class, it));
    if mention.kind != MentionKind::Name || mention.value.is_some() || post {
        return None;
    }
    let at = (mention.tokens.start - reader.sentence.tokens.start).checked_sub(1)?;
    let token = reader.tokens.get(at)?;
    let inside = reader.units[unit].tokens.contains(&at);
    if !inside || token.capital || !reader.lexicon.has("words.status", &token.lower) {
        return None;
    }
    let (span, topic) = (token.span, reader.topic()?);
    Some((head, reader.add(span, at..at + 1, topic, "description")))
}

/// A name and the adjectives set between dashes or brackets behind it: *the Act – fully a century old –*.
fn adjectives(reader: &mut Reader<'_, '_>, unit: usize) -> Option<(usize, usize)> {
    let clause = reader.clause();
    let head = clause.noun(unit)?.heads.first().copied()?;
    let known =
        reader.mentions[head].kind == MentionKind::Name && reader.mentions[head].value.is_none();
    let mark = unit + 1;
    let dash = clause.is(mark, &UnitKind::Break) && matches!(clause.word(mark), "–" | "—" | "(");
    let opens = known && (dash || clause.is(mark, &UnitKind::Comma));
    let from = reader.units.get(mark).filter(|_| opens)?.tokens.end;
    let close = if dash { closing(reader, mark, from)? } else { next_mark(reader, mark + 1)? };
    let to = reader.units.get(close)?.tokens.start;
    let own = reader.clause().head_of(unit);
    let describes = |it: usize| {
        let syntax = reader.tokens[it].syntax;
        reader.tokens[it].is(PartOfSpeech::Adj)
            && syntax.is_some_and(|it| it.relation == "amod" && it.head == own)
    };
    // *, currently out to consultation,*
    let mut start = from;
    while start < to && reader.lexicon.has("words.aside", &reader.tokens[start].lower) {
        start += 1;
    }
    let phrase = start < to && reader.lexicon.has("words.predicative", &reader.tokens[start].lower);
    let short = from < to && to - from <= 8;
    let verbs = (mark..close).any(|it| reader.clause().verb(it).is_some_and(|it| it.finite));
    if !short || verbs || !(phrase || dash && (from..to).any(describes)) {
        return None;
    }
    let from = if phrase { start } else { from };
    let topic = reader.topic()?;
    let span = reader.tokens[from].span.cover(reader.tokens[to - 1].span);
    Some((head, reader.add(span, from..to, topic, "description")))
}

/// The next comma or break from a unit on.
fn next_mark(reader: &Reader<'_, '_>, from: usize) -> Option<usize> {
    let clause = reader.clause();
    (from..reader.units.len())
        .find(|it| clause.is(*it, &UnitKind::Comma) || clause.is(*it, &UnitKind::Break))
}

/// The unit of the mark that closes an apposition; what is behind the last where the sentence ends with it.
fn closing(reader: &Reader<'_, '_>, mark: usize, end: usize) -> Option<usize> {
    let clause = reader.clause();
    let opened = clause.word(mark).to_owned();
    let dash = |word: &str| matches!(word, "–" | "—" | "-");
    let closes = |it: &usize| {
        let word = clause.word(*it);
        matches!(word, "." | "?" | "!" | ";" | ":")
            || if dash(&opened) {
                dash(word)
            } else {
                word == opened || opened == "(" && word == ")"
            }
    };
    let from = clause.unit_at(end.checked_sub(1)?)? + 1;
    if from >= reader.units.len() {
        return Some(reader.units.len());
    }
    if dash(&opened) || opened == "(" {
        return (from..reader.units.len()).find(closes).or(Some(reader.units.len()));
    }
    Some(from).filter(closes)
}

/// What stands before a colon, with the unit of the colon, and the heads of what is listed behind it between semicolons.
fn enumerations(reader: &mut Reader<'_, '_>) -> Vec<((usize, usize), Vec<usize>)> {
    let clause = reader.clause();
    let mut found = Vec::new();
    let is = |it: usize, word: &str| clause.is(it, &UnitKind::Break) && clause.word(it) == word;
    for colon in 1..reader.units.len() {
        let whole = clause.noun(colon - 1).and_then(|it| it.heads.first().copied());
        let Some(whole) = whole.filter(|_| is(colon, ":")) else { continue };
        let semicolons: Vec<usize> =
            (colon..reader.units.len()).filter(|it| is(*it, ";")).collect();
        if semicolons.is_empty() {
            continue;
        }
        // The first noun of each, or of its verb: *seeking hidden relationships*.
        let starts = std::iter::once(colon).chain(semicolons);
        let heads = starts.filter_map(|start| {
            let mut at = start + 1;
            while clause.is(at, &UnitKind::Adverb)
                || clause.is(at, &UnitKind::Coordinator)
                || clause.verb(at).is_some_and(|it| !it.finite && !it.infinitive)
            {
                at += 1;
            }
            clause.noun(at).map(|_| at)
        });
        found.push(((whole, colon), heads.collect::<Vec<usize>>()));
    }
    let lists = found.into_iter().filter(|it| it.1.len() > 1);
    let mut named = Vec::new();
    for (whole, units) in lists {
        let parts = units.into_iter().filter_map(|it| participant(reader, it, true)).collect();
        named.push((whole, parts));
    }
    named
}

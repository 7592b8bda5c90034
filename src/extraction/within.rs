//! Things of their own spoken of within a longer mention: the year of *the 1920 Treaty*, the body in *a committee of
//! Parliament*, the number in *over 40 letters*.
//!
//! They are marked as inside, so that the longer mention stays the argument of whatever is said.

use super::{Mention, MentionKind, Quantity, Relation, Value};
use crate::{
    language::{Analysis, Class, TokenKind},
    ontology::{ClassId, Ontology, PropertyId},
};

/// Of the names found so far, the bodies and technologies, which a longer name may yet swallow.
pub(super) fn bodies(ontology: &Ontology, found: &[Mention]) -> Vec<Mention> {
    let classes = ["Organisation", "Technology"];
    let classes: Vec<ClassId> =
        classes.iter().filter_map(|it| ontology.schema.class_id(it)).collect();
    let known = found.iter().filter(|it| it.kind == MentionKind::Name && it.entity.is_some());
    let bodies = known.filter(|it| ontology.schema.fits(it.class, &classes));
    bodies.map(|it| Mention { inside: true, ..it.clone() }).collect()
}

/// The word before a mention.
fn before<'a>(analysis: &'a Analysis, mention: &Mention) -> &'a str {
    let at = mention.tokens.start.checked_sub(1);
    at.map_or("", |it| analysis.tokens[it].lower.as_str())
}

/// Adds those of `bodies` that a longer name has swallowed: technologies in that of an event, *a Telegram Q&A*, and
/// bodies in that of a body, where they stand behind *of*.
pub(super) fn restore(
    ontology: &Ontology,
    analysis: &Analysis,
    bodies: Vec<Mention>,
    found: &mut Vec<Mention>,
) {
    let schema = &ontology.schema;
    let (Some(body), Some(event)) = (schema.class_id("Organisation"), schema.class_id("Event"))
    else {
        return;
    };
    let mut by_sentence = vec![Vec::new(); analysis.sentences.len()];
    for (number, it) in found.iter().enumerate() {
        by_sentence[it.sentence].push(number);
    }
    for it in bodies {
        let body_of = before(analysis, &it) == "of" && schema.is_a(it.class, body);
        let means = !schema.is_a(it.class, body);
        let within = |longer: &Mention| {
            longer.kind == MentionKind::Name
                && longer.span != it.span
                && longer.span.contains(it.span)
                && (means && schema.is_a(longer.class, event)
                    || body_of && schema.is_a(longer.class, body))
        };
        let here = &by_sentence[it.sentence];
        let again = here.iter().any(|other| found[*other].span == it.span);
        if !again && here.iter().any(|it| within(&found[*it])) {
            by_sentence[it.sentence].push(found.len());
            found.push(it);
        }
    }
}

/// Adds the year that a name begins with: it says when, where a year at the end is part of a title.
pub(super) fn years(ontology: &Ontology, analysis: &Analysis, found: &mut Vec<Mention>) {
    let Some(date) = ontology.schema.class_id("Date") else { return };
    let dated = ["Event", "Legislation", "Document"];
    let dated: Vec<ClassId> = dated.iter().filter_map(|it| ontology.schema.class_id(it)).collect();
    let mut new = Vec::new();
    for it in found.iter() {
        let first = &analysis.tokens[it.tokens.start];
        let year = first.lower.parse().is_ok_and(|it: u32| (1500..2100).contains(&it))
            && first.kind == TokenKind::Number;
        let named = it.kind == MentionKind::Name && it.value.is_none() && it.tokens.len() > 1;
        if year && named && ontology.schema.fits(it.class, &dated) {
            new.push(Mention {
                span: first.span,
                tokens: it.tokens.start..it.tokens.start + 1,
                class: date,
                entity: None,
                value: Some(Value::Date(first.lower.clone())),
                found_by: "year of a name",
                inside: true,
                antecedent: None,
                ..it.clone()
            });
        }
    }
    found.extend(new);
}

/// Adds the number of what is counted, without what is counted; `number_of` is the property that joins the two.
pub(super) fn numbers(
    analysis: &Analysis,
    relations: &[Relation],
    number_of: Option<PropertyId>,
    found: &mut Vec<Mention>,
) {
    let counting = relations.iter().filter(|it| Some(it.property) == number_of);
    let mut new: Vec<Mention> = Vec::new();
    for it in counting.map(|it| &found[it.object]) {
        let Some(Value::Quantity(whole)) = &it.value else { continue };
        let Some(unit) = whole.unit_span else { continue };
        let mut end = it.tokens.end;
        while end > it.tokens.start && analysis.tokens[end - 1].span.end > unit.start {
            end -= 1;
        }
        // *10 of the*
        let small =
            |it: usize| analysis.tokens[it].classes.any(&[Class::Preposition, Class::Determiner]);
        while end > it.tokens.start && small(end - 1) {
            end -= 1;
        }
        if end == it.tokens.start {
            continue;
        }
        let tokens = it.tokens.start..end;
        new.push(Mention {
            span: analysis.tokens[tokens.start].span.cover(analysis.tokens[end - 1].span),
            tokens,
            value: Some(Value::Quantity(Quantity {
                unit: String::new(),
                unit_span: None,
                ..whole.clone()
            })),
            found_by: "number",
            inside: true,
            ..it.clone()
        });
    }
    found.extend(new);
}

/// Adds the one event the pack knows at a place, where the place stands for it: *an inquest on the Guildhall*.
pub(super) fn happened(ontology: &Ontology, analysis: &Analysis, found: &mut Vec<Mention>) {
    let class = |name: &str| ontology.schema.class_id(name);
    let (Some(place), Some(event)) = (class("Place"), class("Event")) else { return };
    let mut new = Vec::new();
    for it in found.iter().filter(|it| it.kind == MentionKind::Name && !it.inside) {
        let Some(known) = it.entity.map(|it| &ontology.entities[it]) else { continue };
        let sentence = &analysis.sentences[it.sentence];
        let Some(lexicon) = ontology.languages.get(&sentence.language) else { continue };
        let word = before(analysis, it);
        let examined = || {
            let mut words = analysis.tokens[sentence.tokens.start..it.tokens.start].iter();
            words.any(|it| lexicon.has("event.examined", &it.lower))
        };
        let stands =
            lexicon.has("event.since", word) || lexicon.has("event.examining", word) && examined();
        if !stands || !ontology.schema.is_a(known.class, place) {
            continue;
        }
        let mut there = ontology.entities.iter().enumerate().filter(|(_, other)| {
            let here = |fact: &(String, String)| fact.0 == "occurredAt" && fact.1 == known.iri;
            ontology.schema.is_a(other.class, event) && other.facts.iter().any(here)
        });
        let (Some((entity, other)), None) = (there.next(), there.next()) else { continue };
        new.push(Mention {
            class: other.class,
            entity: Some(entity),
            found_by: "event at a place",
            inside: true,
            ..it.clone()
        });
    }
    found.extend(new);
}

//! Where something was seen: *on social media we have seen scams*, *as shown in Paris by the killing of a teacher*.

use super::{
    super::{chunk::VerbGroup, engine::Reader},
    participant, push,
};
use crate::ontology::{PropertyId, VerbForm};

/// The verb that *we saw it there* stands for.
const APPEAR: &str = "appear";

/// Where something may be seen.
const SITES: [&str; 3] = ["Place", "State", "Technology"];

/// What may be seen to happen.
const OCCURRENCES: [&str; 3] = ["Event", "Activity", "Threat"];

/// Relates what is seen, shown or found to where it is: who sees it says nothing about it.
pub(super) fn witnessed(
    reader: &mut Reader<'_, '_>,
    verb: usize,
    group: &VerbGroup,
    property: PropertyId,
) {
    let clause = reader.clause();
    if !clause.perceives(verb) {
        return;
    }
    let complements = clause.complements(verb);
    let mut seen: Vec<usize> = if group.passive {
        clause.subject(verb).into_iter().filter(|_| clause.has_own_subject(verb)).collect()
    } else {
        clause.object(verb)
    };
    // *as shown in the killing of a teacher*
    let through =
        complements.iter().filter(|it| matches!(it.marker.as_str(), "in" | "by" | "with"));
    seen.extend(through.flat_map(|it| it.units.iter().copied()));
    let token = &reader.tokens[group.main];
    let shown = reader.grammar.has_form(token, &[VerbForm::Participle]);
    let shown = if shown { format!("be {}", token.lower) } else { APPEAR.to_owned() };
    for complement in complements.iter().filter(|it| it.object.is_none()) {
        if !matches!(complement.marker.as_str(), "in" | "on" | "at" | "across" | "near" | "inside")
        {
            continue;
        }
        let words = (format!("{shown} {}", complement.marker), reader.tokens[group.main].span);
        for place in complement.units.clone() {
            let Some(place) =
                participant(reader, place, false).filter(|it| reader.is_one_of(*it, &SITES))
            else {
                continue;
            };
            for thing in &seen {
                let Some(thing) = participant(reader, *thing, false) else { continue };
                if reader.is_one_of(thing, &OCCURRENCES) {
                    push(reader, verb, group, property, thing, place, Some(words.clone()));
                }
            }
        }
    }
}

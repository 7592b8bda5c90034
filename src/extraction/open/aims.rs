//! What somebody tries or a thing is for: *seeks to lure them abroad*, *operations intended to mislead voters*.

use super::{
    super::{Polarity, chunk::VerbGroup, engine::Reader},
    linking::CONDUCT,
    participant, participants, push,
};
use crate::language::PartOfSpeech;

/// How a description that nobody knows is marked.
const DESCRIPTION: &str = "description";

/// The longest aim, in tokens.
const LONGEST: usize = 30;

/// Keeps the words of the infinitive of a verb of aiming, whatever becomes of what they say.
///
/// The aim is asserted although what it is about is only planned.
pub(super) fn aim(reader: &mut Reader<'_, '_>, verb: usize, group: &VerbGroup) {
    let listed = |list: &str| group.lemmas.iter().any(|it| reader.lexicon.has(list, it));
    let (aiming, means) = (listed("verbs.aiming"), listed("verbs.means"));
    if !aiming && !means {
        return;
    }
    let schema = &reader.extractor.ontology().schema;
    let Some(property) = schema.property_id("aimsTo") else { return };
    let Some((from, to)) = words(reader, verb, means) else { return };
    let Some(topic) = reader.topic() else { return };
    let mut subjects = participants(reader, verb);
    // *seeking allies to win the vote*: what the allies are for.
    let object = reader.clause().object(verb).first().copied().filter(|it| *it > verb);
    if let Some(object) = object.filter(|_| subjects.is_empty() && !means)
        && let Some(object) = participant(reader, object, true)
    {
        // It may be spoken of although nobody knows it.
        if reader.mentions[object].found_by == DESCRIPTION {
            reader.mentions[object].found_by = CONDUCT;
        }
        subjects.push(object);
    }
    let span = reader.tokens[from].span.cover(reader.tokens[to - 1].span);
    for subject in subjects {
        if reader.is_passing(subject) {
            continue;
        }
        let words = reader.add(span, from..to, topic, DESCRIPTION);
        let count = reader.relations.len();
        push(reader, verb, group, property, subject, words, None);
        // *wants no war*: the words say what is wanted, and a denial of it stands before them.
        let denied = reader.relations.get(count).is_some_and(|it| it.polarity == Polarity::Negated);
        if denied && !group.negated {
            reader.relations.truncate(count);
        }
    }
}

/// The tokens of the infinitive that belongs to a verb, without its *to*: the first, and the one behind the last.
fn words(reader: &Reader<'_, '_>, verb: usize, means: bool) -> Option<(usize, usize)> {
    let clause = reader.clause();
    let main = clause.verb(verb)?.main;
    // The infinitive right behind, or behind the object of the verb.
    let next = (verb + 1..reader.units.len())
        .take_while(|it| reader.units[*it].tokens.start < main + 12)
        .find(|it| clause.verb(*it).is_some())?;
    let infinitive = clause.verb(next).filter(|it| it.infinitive)?;
    let main = infinitive.main;
    let governed = clause.object(verb).iter().any(|it| *it > verb && *it < next);
    let between = reader.units[verb].tokens.end..reader.units[next].tokens.start;
    let plain = reader.tokens[between]
        .iter()
        .all(|it| it.is(PartOfSpeech::Adv) || it.classes.has(crate::language::Class::Adverb));
    // *asked voters to stay away*, *hoped only to survive*; a means acts on something.
    if !governed && (means || !plain) {
        return None;
    }
    let from = reader.units[next].tokens.start;
    let from =
        from + usize::from(reader.lexicon.has("words.infinitive", &reader.tokens[from].lower));
    let end = clause.clause_end(main, from.max(main) + 1).min(from + LONGEST);
    (end > from).then_some((from, end))
}

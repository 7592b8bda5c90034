//! Definite descriptions: *the company*, *the poisoning in Avonford*, *organisations like mine*.

use super::{MentionKind, Referent, Scene, reference::known};
use crate::{
    extraction::Mention,
    language::Class,
    ontology::{plural, singular},
    source::fold,
};

/// What a description such as *the company* or *the attack in Avonford* refers to, if to something named before.
pub(super) fn description(
    scene: &Scene<'_>,
    mention: &Mention,
    before: &[usize],
    referents: &[Option<Referent>],
) -> Option<Referent> {
    if let Some(found) = like_ours(scene, mention) {
        return Some(found);
    }
    if let Some(found) =
        event_by_place(scene, mention).or_else(|| same_person(scene, mention, before, referents))
    {
        return Some(found);
    }
    let ontology = scene.extractor.ontology();
    let tokens = &scene.analysis.tokens;
    let definite = mention.tokens.start.checked_sub(1).is_some_and(|it| {
        matches!(
            tokens[it].lower.as_str(),
            "the" | "this" | "that" | "these" | "those" | "der" | "die" | "das"
        )
    });
    // A description with words of its own, *the terrorist groups*, stands for itself.
    if !definite || mention.tokens.len() > 1 {
        return None;
    }
    let topic = ontology.schema.class_id("Topic");
    if topic.is_some_and(|it| mention.class == it) {
        return None;
    }
    let word = &tokens[mention.tokens.start].lower;
    let forms = [Some(word.clone()), singular(word), Some(plural(word))];
    // *the person named in it*, *the risk we are managing* say themselves what is meant.
    let sentence = &scene.analysis.sentences[mention.sentence].tokens;
    let behind = mention.tokens.end..sentence.end.min(mention.tokens.end + 5);
    let described = tokens[behind].iter().filter_map(|it| it.syntax).any(|it| {
        let head = it.head.map(|it| it + sentence.start + 1);
        it.relation.starts_with("acl") && head == Some(mention.tokens.end)
    });
    if described {
        return None;
    }
    let near = |it: &usize| mention.sentence - scene.mentions.mentions[*it].sentence <= 3;
    let hit = before.iter().rev().copied().take_while(near).find(|it| {
        let other = &scene.mentions.mentions[*it];
        let referent = referents[*it].as_ref();
        let same_class = referent.is_some_and(|it| it.class == mention.class);
        let text = other.span.of(&scene.document.text).to_lowercase();
        let last = text.rsplit(' ').next().unwrap_or_default().to_owned();
        let same_noun = forms.iter().flatten().any(|it| *it == last);
        let plain = other.kind != MentionKind::Pronoun && !other.inside && other.value.is_none();
        plain
            && !other.span.overlaps(mention.span)
            && topic != Some(other.class)
            && (same_class && other.kind == MentionKind::Name && !word.ends_with('s') || same_noun)
    })?;
    let referent = referents[hit].clone()?;
    let name = fold(scene.mentions.mentions[hit].span.of(&scene.document.text));
    let step = format!("“the {word}” is “{name}”, the nearest of its kind before it");
    Some(Referent { certainty: 0.75, span: None, steps: vec![step], ..referent })
}

/// *organisations like mine*: the body that the speaker speaks for.
fn like_ours(scene: &Scene<'_>, mention: &Mention) -> Option<Referent> {
    let ontology = scene.extractor.ontology();
    let organisation = ontology.schema.class_id("Organisation")?;
    let lexicon = ontology.languages.get(&scene.analysis.sentences[mention.sentence].language)?;
    let [like, own] = scene.analysis.tokens.get(mention.tokens.end..mention.tokens.end + 2)? else {
        return None;
    };
    let ours =
        lexicon.has("reference.speaker", &own.lower) || lexicon.has("reference.group", &own.lower);
    if like.lower != "like" || !ours || !ontology.schema.is_a(mention.class, organisation) {
        return None;
    }
    let step = format!("“like {}” points to the speaker's organisation", own.lower);
    let body = scene.speaker(mention.sentence).body.clone()?;
    Some(Referent {
        span: Some(mention.span.cover(own.span)),
        ..known(scene, &body, mention, &step, 0.85)
    })
}

/// The one person named in the sentence before: *The Scottish mathematician …* at the beginning of the next.
fn same_person(
    scene: &Scene<'_>,
    mention: &Mention,
    before: &[usize],
    referents: &[Option<Referent>],
) -> Option<Referent> {
    let ontology = scene.extractor.ontology();
    let person = ontology.schema.class_id("Person")?;
    let sentence = &scene.analysis.sentences[mention.sentence];
    let tokens = &scene.analysis.tokens;
    let article = &tokens[mention.tokens.start.checked_sub(1)?];
    let opens = mention.tokens.start == sentence.tokens.start + 1
        && matches!(article.lower.as_str(), "the" | "der" | "die");
    // *The historian Mary Low*: the name says who it is.
    let named = tokens.get(mention.tokens.end).is_some_and(|it| it.capital);
    let word = &tokens[mention.tokens.end - 1].lower;
    let one = sentence.language == "de" || singular(word).is_none();
    if !opens || named || !one || !ontology.schema.is_a(mention.class, person) {
        return None;
    }
    let last = mention.sentence.checked_sub(1)?;
    if scene.analysis.sentences[last].section != sentence.section {
        return None;
    }
    let from = before.partition_point(|it| scene.mentions.mentions[*it].sentence < last);
    let to = before.partition_point(|it| scene.mentions.mentions[*it].sentence <= last);
    let mut people = before[from..to].iter().filter(|it| {
        let other = &scene.mentions.mentions[**it];
        let referent = referents[**it].as_ref();
        other.kind == MentionKind::Name
            && referent.is_some_and(|it| ontology.schema.is_a(it.class, person))
    });
    let first = referents[*people.next()?].clone()?;
    if people.any(|it| referents[*it].as_ref().is_some_and(|it| it.iri != first.iri)) {
        return None;
    }
    let name = fold(mention.span.of(&scene.document.text));
    let step = format!("“{} {name}” is the one person named in the sentence before", article.lower);
    Some(Referent { certainty: 0.65, span: None, steps: vec![step], ..first })
}

/// The one known event of that class at the place named right after it, or in it: *the poisoning in Avonford*.
fn event_by_place(scene: &Scene<'_>, mention: &Mention) -> Option<Referent> {
    let ontology = scene.extractor.ontology();
    let event = ontology.schema.class_id("Event")?;
    if !ontology.schema.is_a(mention.class, event) {
        return None;
    }
    let tokens = &scene.analysis.tokens;
    let preposition = tokens.get(mention.tokens.end)?;
    if !matches!(preposition.lower.as_str(), "in" | "at" | "on" | "near") {
        return None;
    }
    let article = usize::from(
        tokens.get(mention.tokens.end + 1).is_some_and(|it| it.classes.has(Class::Determiner)),
    );
    let start = mention.tokens.end + 1 + article;
    let place = scene
        .in_sentence(mention.sentence)
        .find(|it| it.tokens.start == start && it.entity.is_some())?;
    let place = &ontology.entities[place.entity?].iri;
    let within = |at: &str| {
        at == place
            || ontology.entity(at).is_some_and(|it| {
                it.facts.iter().any(|fact| fact.0 == "locatedIn" && fact.1 == *place)
            })
    };
    let mut events = ontology.entities.iter().filter(|it| {
        ontology.schema.is_a(it.class, mention.class)
            && it.facts.iter().any(|fact| fact.0 == "occurredAt" && within(&fact.1))
    });
    let found = events.next().filter(|_| events.next().is_none())?;
    let step = format!("the only known event of this kind at that place is {}", found.label("en"));
    Some(Referent {
        iri: found.iri.clone(),
        class: found.class,
        mention_class: found.class,
        certainty: 0.85,
        span: None,
        steps: vec![step],
    })
}

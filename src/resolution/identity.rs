//! What each mention refers to, and the IRI of things the pack does not know.
//!
//! A known name keeps the IRI of the pack.  An unknown proper name gets an IRI from its class and name, so that
//! the same name in two documents is the same thing.  A description gets one that is local to its document.

use std::collections::BTreeMap;

use super::{MentionKind, Referent, Scene, Thing, description, reference};
use crate::{
    extraction::{Mention, Quantity, Value},
    ontology::{ClassId, LabelKind, Ontology},
    source::{Span, fold},
    vocabulary::slug,
};

/// The referent of each mention, in the order of the mentions.
pub(super) fn resolve(
    scene: &Scene<'_>,
    things: &mut BTreeMap<String, Thing>,
) -> Vec<Option<Referent>> {
    let ontology = scene.extractor.ontology();
    let known = Known::new(ontology);
    let mut referents: Vec<Option<Referent>> = vec![None; scene.mentions.mentions.len()];
    let mut order: Vec<usize> = (0..referents.len()).collect();
    order.sort_by_key(|it| {
        let mention = &scene.mentions.mentions[*it];
        (mention.span.start, std::cmp::Reverse(mention.span.end), *it)
    });
    for (place, number) in order.iter().enumerate() {
        let mention = &scene.mentions.mentions[*number];
        let before = &order[..place];
        referents[*number] = match mention.kind {
            MentionKind::Pronoun => reference::pronoun(scene, mention, before, &referents),
            _ => Some(named(scene, mention, before, &referents, &known)),
        };
        if let Some(referent) = &referents[*number]
            && !things.contains_key(&referent.iri)
        {
            things.insert(referent.iri.clone(), describe(scene, mention, referent));
        }
    }
    for number in &order {
        let mention = &scene.mentions.mentions[*number];
        let pronoun = mention.kind == MentionKind::Pronoun;
        let behind = || reference::subject_behind(scene, mention, &order, &referents);
        if let Some(found) = pronoun.then(behind).flatten() {
            referents[*number] = Some(found);
        }
    }
    referents
}

fn named(
    scene: &Scene<'_>,
    mention: &Mention,
    before: &[usize],
    referents: &[Option<Referent>],
    pack: &Known,
) -> Referent {
    let ontology = scene.extractor.ontology();
    let text = mention.span.of(&scene.document.text);
    let plain = |iri: String, step: String| Referent {
        iri,
        class: mention.class,
        mention_class: mention.class,
        certainty: 1.0,
        span: None,
        steps: vec![step],
    };
    match &mention.value {
        Some(Value::Date(iso)) => {
            return plain(ontology.base.time(iso), format!("“{}” is {iso}", fold(text)));
        }
        Some(Value::Quantity(_)) => {
            let step = format!("quantity “{}”", fold(text));
            return plain(ontology.base.quantity(&slug(text)), step);
        }
        None => (),
    }
    if let Some(entity) = mention.entity {
        let known = &ontology.entities[entity];
        let label = known.label(language(scene, mention));
        if let Some((post, how)) = specific_post(scene, mention, known.class, &pack.posts) {
            let class = ontology.entity(&post).map_or(known.class, |it| it.class);
            let step = format!("“{}” {how}", fold(text));
            return Referent { class, ..plain(post, step) };
        }
        let how = if mention.antecedent.is_some() { "short for" } else { "is a name of" };
        let step = format!("“{}” {how} {label} ({})", fold(text), mention.found_by);
        return Referent { class: known.class, ..plain(known.iri.clone(), step) };
    }
    if let Some(full) = mention.antecedent {
        // `before` is in text order, the longer of two that begin together first.
        let span = |it: &usize| scene.mentions.mentions[*it].span;
        let place = |it: Span| (it.start, std::cmp::Reverse(it.end));
        let until = before.partition_point(|it| place(span(it)) <= place(full));
        let same = before[..until].last().filter(|it| span(it) == full);
        if let Some(referent) = same.and_then(|it| referents[*it].clone()) {
            let step =
                format!("“{}” is short for “{}”", fold(text), fold(full.of(&scene.document.text)));
            return Referent { span: None, steps: vec![step], ..referent };
        }
    }
    if mention.kind == MentionKind::Nominal {
        if let Some(found) = description::description(scene, mention, before, referents) {
            return found;
        }
        let span = with_possessor(scene, mention);
        let text = span.of(&scene.document.text);
        // A bare noun, *an inquiry*, is another thing each time; with words of its own it is told apart by them.
        let bare = mention.tokens.len() == 1
            && span == mention.span
            && pack.particular.iter().any(|it| ontology.schema.is_a(mention.class, *it));
        let place = if bare {
            format!("-{}", scene.points.before(&scene.document.text, span.start))
        } else {
            String::new()
        };
        let iri = ontology.base.thing(&format!("{}/{}{place}", scene.local, slug(text)));
        let step = format!("described as “{}” ({})", fold(text), mention.found_by);
        return Referent { span: Some(span), ..plain(iri, step) };
    }
    let iri = minted(ontology, mention.class, text);
    plain(iri, format!("name not in the pack ({})", mention.found_by))
}

/// The IRI of a thing with this name that the pack does not know: the same in every document.
pub fn minted(ontology: &Ontology, class: ClassId, name: &str) -> String {
    let schema = &ontology.schema;
    let top = schema.class(class).chain.last().copied().unwrap_or(class);
    ontology.base.thing(&format!("{}-{}", slug(&schema.class(top).name), slug(name)))
}

/// Classes of single things rather than kinds or groups.
const PARTICULAR: [&str; 8] =
    ["Event", "Document", "Legislation", "Organisation", "Person", "Post", "Place", "Asset"];

/// What is looked up in the pack for every mention.
struct Known {
    particular: Vec<ClassId>,
    /// Posts by the slug of their generic name and the IRI of their organisation.
    posts: BTreeMap<(String, String), String>,
}

impl Known {
    fn new(ontology: &Ontology) -> Self {
        let particular = PARTICULAR.iter().filter_map(|it| ontology.schema.class_id(it));
        Self { particular: particular.collect(), posts: posts_by_organisation(ontology) }
    }
}

/// *MI5's people*: a description together with the name of whose it is.
fn with_possessor(scene: &Scene<'_>, mention: &Mention) -> Span {
    let clitic = mention.tokens.start.checked_sub(1).map(|it| &scene.analysis.tokens[it]);
    if !clitic.is_some_and(|it| matches!(it.lower.as_str(), "'s" | "'")) {
        return mention.span;
    }
    let mut here = scene.in_sentence(mention.sentence);
    let owner = here.find(|it| it.tokens.end + 1 == mention.tokens.start && !it.inside);
    owner.map_or(mention.span, |it| it.span.cover(mention.span))
}

/// *Director General* right before *of ORGANISATION*, in a sentence that names the one organisation with such a post,
/// or said by one who speaks for it, is that organisation's post; and how that is known.
fn specific_post(
    scene: &Scene<'_>,
    mention: &Mention,
    class: ClassId,
    posts: &BTreeMap<(String, String), String>,
) -> Option<(String, &'static str)> {
    let ontology = scene.extractor.ontology();
    let post = ontology.schema.class_id("Post")?;
    if !ontology.schema.is_a(class, post) {
        return None;
    }
    let label = slug(mention.span.of(&scene.document.text));
    let post_in = |body: &str| posts.get(&(label.clone(), body.to_owned())).cloned();
    let iri = |it: &Mention| Some(ontology.entities[it.entity?].iri.as_str());
    let bodies =
        || scene.in_sentence(mention.sentence).filter(|it| it.entity.is_some() && !it.inside);
    let within = mention.tokens.end..mention.tokens.end + 5;
    let linking = |body: &&Mention| {
        let between = scene.analysis.tokens.get(mention.tokens.end..body.tokens.start);
        between.is_some_and(|it| {
            it.iter().all(|it| {
                matches!(it.lower.as_str(), "of" | "the" | "at" | "der" | "des" | "von")
                    || it.classes.is_open()
                    || it.capital
            })
        })
    };
    let mut after = bodies().filter(|it| within.contains(&it.tokens.start));
    let next = after.next().filter(linking).and_then(iri);
    if let Some(post) = next.and_then(post_in) {
        return Some((post, "with the organisation after it"));
    }
    // *the Director General of the agency* says of which itself, known or not.
    let of = scene.analysis.tokens.get(mention.tokens.end);
    if of.is_some_and(|it| matches!(it.lower.as_str(), "of" | "at" | "for" | "der" | "des")) {
        return None;
    }
    let mut own: Vec<String> = bodies().filter_map(iri).filter_map(post_in).collect();
    own.dedup();
    if let [post] = own.as_slice() {
        return Some((post.clone(), "of the organisation named beside it"));
    }
    let sentence = &scene.analysis.sentences[mention.sentence];
    let lexicon = ontology.languages.get(&sentence.language)?;
    let speaks = scene.analysis.tokens[sentence.tokens.clone()]
        .iter()
        .any(|it| lexicon.has("reference.speaker", &it.lower));
    let body =
        scene.speaker(mention.sentence).body.as_deref().filter(|_| own.is_empty() && speaks)?;
    post_in(body).map(|it| (it, "of the organisation that the speaker speaks for"))
}

/// Posts of the pack by the slug of their generic name and the IRI of their organisation.
fn posts_by_organisation(ontology: &Ontology) -> BTreeMap<(String, String), String> {
    let mut posts = BTreeMap::new();
    for entity in &ontology.entities {
        let Some((_, body)) = entity.facts.iter().find(|it| it.0 == "postIn") else { continue };
        for label in entity.labels.iter().filter(|it| it.kind != LabelKind::Demonym) {
            let words = [" of ", " des ", " der ", " von "];
            let generic = words
                .iter()
                .filter_map(|it| label.text.split_once(it))
                .map(|it| it.0)
                .min_by_key(|it| it.len());
            if let Some(generic) = generic {
                posts.entry((slug(generic), body.clone())).or_insert_with(|| entity.iri.clone());
            }
        }
    }
    posts
}

fn describe(scene: &Scene<'_>, mention: &Mention, referent: &Referent) -> Thing {
    let ontology = scene.extractor.ontology();
    if let Some(known) = ontology.entity(&referent.iri) {
        return Thing::known(ontology, known);
    }
    let label = fold(referent.span.unwrap_or(mention.span).of(&scene.document.text));
    let mut thing = Thing::new(ontology, referent.class, &label, language(scene, mention));
    match &mention.value {
        Some(Value::Date(iso)) => {
            thing.label.clone_from(iso);
            thing.value = Some(iso.clone());
        }
        Some(Value::Quantity(Quantity { number, unit, qualifier, .. })) => {
            thing.value = Some(number.clone());
            thing.unit = Some(unit.clone()).filter(|it| !it.is_empty());
            thing.qualifier = Some((*qualifier).to_owned());
        }
        None => (),
    }
    thing
}

/// Language of the sentence a mention stands in.
pub(super) fn language<'a>(scene: &Scene<'a>, mention: &Mention) -> &'a str {
    &scene.analysis.sentences[mention.sentence].language
}

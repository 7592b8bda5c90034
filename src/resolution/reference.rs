//! Pronouns and definite descriptions: what they stand for, by the nearest fitting mention before them.
//!
//! Each step is recorded.  What cannot be decided is left unresolved rather than guessed.

use super::{MentionKind, Referent, Scene};
use crate::{
    extraction::Mention,
    language::{Class, PartOfSpeech, Token, TokenKind},
    ontology::{ClassId, Lexicon},
    source::fold,
    vocabulary::slug,
};

/// Top classes of what *it* may stand for.
const THINGS: [&str; 8] = [
    "Organisation",
    "State",
    "Event",
    "Document",
    "Legislation",
    "Threat",
    "Activity",
    "Technology",
];

/// How many sentences back a demonstrative may point.
const BACK: usize = 3;

/// What a pronoun refers to.
pub(super) fn pronoun(
    scene: &Scene<'_>,
    mention: &Mention,
    before: &[usize],
    referents: &[Option<Referent>],
) -> Option<Referent> {
    let ontology = scene.extractor.ontology();
    let sentence = &scene.analysis.sentences[mention.sentence];
    let lexicon = ontology.languages.get(&sentence.language)?;
    let token = &scene.analysis.tokens[mention.tokens.start];
    let preface = scene.document.sections.get(sentence.section).is_some_and(|it| it.preface);
    let is = |list: &str| lexicon.has(list, &token.lower);
    if is("reference.speaker") || is("reference.group") {
        if preface || in_quotation(scene, mention) {
            return None;
        }
        return first_person(
            scene,
            mention,
            lexicon,
            is("reference.speaker"),
            is("reference.group"),
        );
    }
    if is("reference.demonstrative") {
        return content(scene, mention);
    }
    if is("reference.rest") {
        return others(scene, mention, before, referents);
    }
    let (personal, plural) = (is("reference.person"), is("reference.plural"));
    if personal && let Some(again) = same_gender(scene, mention, lexicon, before) {
        let step = format!("“{}” is whoever the pronoun before it is", token.lower);
        let referent = referents[again].clone()?;
        return Some(Referent { span: None, steps: vec![step], ..referent });
    }
    let kinds: &[&str] = match () {
        () if personal => &["Person"],
        () if plural => &["Population"],
        () => &THINGS,
    };
    let kinds: Vec<ClassId> = kinds.iter().filter_map(|it| ontology.schema.class_id(it)).collect();
    let wanted = |class: ClassId, mention: &Mention| {
        let many = || {
            let text = mention.span.of(&scene.document.text);
            let stem = text.strip_suffix(['s', 'S']);
            mention.kind == MentionKind::Nominal && stem.is_some_and(|it| !it.ends_with(['s', 'S']))
        };
        let fits = kinds.iter().any(|it| ontology.schema.is_a(class, *it));
        if plural && !personal { fits || many() } else { fits && !many() }
    };
    // The first fitting mention of this sentence before the pronoun, else of the sentence before: subjects come first.
    // *The death of Mary, he said, …*: he is no one in this sentence.
    let aside = mention
        .tokens
        .start
        .checked_sub(1)
        .is_some_and(|it| scene.analysis.tokens[it].lower == ",");
    for distance in usize::from(aside && personal)..2 {
        let Some(number) = mention.sentence.checked_sub(distance) else { break };
        if scene.analysis.sentences[number].section != sentence.section {
            break;
        }
        // `before` is in text order: the mentions of a sentence stand together.
        let from = before.partition_point(|it| scene.mentions.mentions[*it].sentence < number);
        let to = before.partition_point(|it| scene.mentions.mentions[*it].sentence <= number);
        let in_sentence = before[from..to].iter().copied().filter(|it| {
            let other = &scene.mentions.mentions[*it];
            let named = other.kind != MentionKind::Pronoun;
            let again = || personal && distance > 0 && are_alike(scene, mention, other, lexicon);
            (named || again()) && !other.inside && other.value.is_none()
        });
        let doer = if distance == 0 { doer(scene, mention) } else { None };
        let fitting = |it: &usize| {
            let other = &scene.mentions.mentions[*it];
            // *Spies seek friends to get them to act*: not the spies.
            let itself = doer.is_some_and(|it| other.tokens.contains(&it));
            let other_sex =
                personal && is_female(scene, other, lexicon) == Some(!is("reference.female"));
            !itself
                && !other_sex
                && referents[*it].as_ref().is_some_and(|referent| {
                    wanted(referent.class, other)
                        && !(personal
                            && scene.speaker(mention.sentence).person.as_ref()
                                == Some(&referent.iri)
                            && !preface)
                })
        };
        let hits: Vec<usize> = in_sentence.filter(fitting).collect();
        let hit = meant(scene, &hits, personal, distance > 0);
        if let Some(referent) = hit.and_then(|it| referents[it].clone()) {
            let name = fold(scene.mentions.mentions[hit?].span.of(&scene.document.text));
            let step = format!(
                "“{}” is “{name}”, {} before it",
                token.lower,
                if distance == 0 { "just" } else { "in the sentence" }
            );
            let certainty = confidence(scene, &hits, hit?, referents, (personal, plural), distance);
            return Some(Referent {
                certainty,
                mention_class: referent.class,
                span: None,
                steps: vec![step],
                ..referent
            });
        }
    }
    None
}

/// Whether a name is that of a woman, where its given name or title tells.
fn is_female(scene: &Scene<'_>, mention: &Mention, lexicon: &Lexicon) -> Option<bool> {
    let tokens = &scene.analysis.tokens;
    let title = mention.tokens.start.checked_sub(1);
    let mut words = title.into_iter().chain(mention.tokens.clone());
    let tells = |word: usize| {
        let word = &tokens[word].lower;
        let listed = |list: &str| lexicon.has(list, word);
        match () {
            () if ["person.women", "names.women", "names.women_ambiguous"]
                .into_iter()
                .any(listed) =>
            {
                Some(true)
            }
            () if ["person.men", "names.men"].into_iter().any(listed) => Some(false),
            () => None,
        }
    };
    words.find_map(tells).filter(|_| mention.kind == MentionKind::Name)
}

/// The last pronoun before this one in its sentence that may mean the same person: *his* before *he*.
fn same_gender(
    scene: &Scene<'_>,
    mention: &Mention,
    lexicon: &Lexicon,
    before: &[usize],
) -> Option<usize> {
    let from =
        before.partition_point(|it| scene.mentions.mentions[*it].sentence < mention.sentence);
    let doer = doer(scene, mention);
    let fits = |it: &&usize| {
        let other = &scene.mentions.mentions[**it];
        are_alike(scene, mention, other, lexicon)
            && !doer.is_some_and(|it| other.tokens.contains(&it))
    };
    before[from..].iter().rev().find(fits).copied()
}

/// Whether another mention is a pronoun for persons of the same gender: *he* and *his*.
fn are_alike(scene: &Scene<'_>, mention: &Mention, other: &Mention, lexicon: &Lexicon) -> bool {
    let word = |it: &Mention| scene.analysis.tokens[it.tokens.start].lower.as_str();
    let female = |it: &Mention| lexicon.has("reference.female", word(it));
    other.kind == MentionKind::Pronoun
        && lexicon.has("reference.person", word(other))
        && female(other) == female(mention)
}

/// The subject of the verb whose object a pronoun is, which it cannot stand for, by the tree.
fn doer(scene: &Scene<'_>, mention: &Mention) -> Option<usize> {
    let sentence = scene.analysis.sentences[mention.sentence].tokens.clone();
    let tokens = &scene.analysis.tokens[sentence.clone()];
    let own = tokens[mention.tokens.start - sentence.start].syntax;
    let mut verb = own.filter(|it| matches!(it.relation, "obj" | "iobj"))?.head?;
    for _ in 0..4 {
        let subject = |it: &Token| {
            it.syntax.is_some_and(|it| it.head == Some(verb) && it.relation.starts_with("nsubj"))
        };
        if let Some(subject) = tokens.iter().position(subject) {
            return Some(subject + sentence.start);
        }
        let above = tokens[verb].syntax?;
        // Another clause may speak of it: *the firm that paid them*.
        verb = above.head.filter(|_| matches!(above.relation, "xcomp" | "advcl" | "conj"))?;
    }
    None
}

/// *That is not what we ask for*: what a sentence before says behind its last *that*.
fn content(scene: &Scene<'_>, mention: &Mention) -> Option<Referent> {
    let said = |sentence: usize| {
        let tokens = &scene.analysis.tokens[scene.analysis.sentences[sentence].tokens.clone()];
        let marks =
            |it: &Token| it.lower == "that" && it.syntax.is_none_or(|it| it.relation == "mark");
        let content = &tokens[tokens.iter().rposition(marks)? + 1..];
        Some((content.first()?, content.iter().rfind(|it| it.kind == TokenKind::Word)?))
    };
    // *If it were true that that is so, … But that is not so.*: past what only points back itself.
    let pointing = |token: &Token| token.lower == "that" || token.lower == "this";
    let before = (0..mention.sentence).rev().take(BACK);
    let (first, last) = before.map_while(said).find(|it| !pointing(it.0))?;
    let span = first.span.cover(last.span);
    let text = span.of(&scene.document.text);
    let ontology = scene.extractor.ontology();
    let iri = ontology.base.thing(&format!("{}/{}", scene.local, slug(text)));
    let step = format!("“that” is what the sentence before says: “{}”", fold(text));
    let class = mention.class;
    Some(Referent {
        iri,
        class,
        mention_class: class,
        certainty: 0.75,
        span: Some(span),
        steps: vec![step],
    })
}

/// How sure the choice of one of the fitting mentions is: of a person, of several, or of a thing.
fn confidence(
    scene: &Scene<'_>,
    hits: &[usize],
    hit: usize,
    referents: &[Option<Referent>],
    (personal, plural): (bool, bool),
    distance: usize,
) -> f64 {
    // *a man in the town, John Low*: who is named, if anybody is.
    let named = hits.iter().any(|it| personal && is_name(scene, *it));
    let mut candidates: Vec<&str> = hits
        .iter()
        .filter(|it| !named || is_name(scene, **it))
        .filter_map(|it| referents[*it].as_ref())
        .map(|it| it.iri.as_str())
        .collect();
    candidates.sort_unstable();
    candidates.dedup();
    let alone = candidates.len() == 1;
    let first = hits.first() == Some(&hit);
    match () {
        () if personal && alone => 0.8,
        // One of several: a guess.
        () if personal => 0.65,
        // What a sentence is about is what the next one goes on with.
        () if distance > 0 && leads(scene, hit) => 0.75,
        // The only thing named that it can be, or what its own sentence is about.
        () if distance > 0 && alone && !plural && is_name(scene, hit) => 0.7,
        () if distance == 0 && (plural || alone) && first && is_subject(scene, hit) => 0.7,
        () => 0.6,
    }
}

/// Whether a mention is a name and the subject with which its sentence begins.
fn leads(scene: &Scene<'_>, mention: usize) -> bool {
    let it = &scene.mentions.mentions[mention];
    let start = scene.analysis.sentences[it.sentence].tokens.start;
    it.kind == MentionKind::Name && it.tokens.start <= start + 2 && is_subject(scene, mention)
}

fn is_name(scene: &Scene<'_>, mention: usize) -> bool {
    scene.mentions.mentions[mention].kind == MentionKind::Name
}

/// *Others …* at the beginning of a sentence: of the kind that *some …* was said of in the sentence before.
fn others(
    scene: &Scene<'_>,
    mention: &Mention,
    before: &[usize],
    referents: &[Option<Referent>],
) -> Option<Referent> {
    let tokens = &scene.analysis.tokens;
    let sentence = &scene.analysis.sentences[mention.sentence];
    let last = mention.sentence.checked_sub(1)?;
    if mention.tokens.start > sentence.tokens.start + 1 {
        return None;
    }
    let some = |it: &&usize| {
        let other = &scene.mentions.mentions[**it];
        let word = other.tokens.start.checked_sub(1).map(|it| tokens[it].lower.as_str());
        let kind = other.kind == MentionKind::Nominal && other.sentence == last;
        kind && word.is_some_and(|it| matches!(it, "some" | "many" | "certain" | "most" | "few"))
    };
    let hit = before.iter().rev().find(some).copied()?;
    let name = fold(scene.mentions.mentions[hit].span.of(&scene.document.text));
    let step = format!("“others” are further “{name}”, some of whom come before");
    let referent = referents[hit].clone()?;
    Some(Referent { certainty: 0.75, span: None, steps: vec![step], ..referent })
}

/// Which of the fitting mentions of a sentence a pronoun means.
///
/// *he* is the subject of the sentence before, else whoever was named last; *it* and *they* what the sentence is about.
fn meant(scene: &Scene<'_>, hits: &[usize], person: bool, before: bool) -> Option<usize> {
    let named = |it: &&usize| scene.mentions.mentions[**it].kind == MentionKind::Name;
    if person {
        let subject = |it: &&usize| before && named(it) && is_subject(scene, **it);
        let last = || hits.iter().rev().find(named).or(hits.last());
        hits.iter().find(subject).or_else(last).copied()
    } else {
        hits.iter().find(|it| !is_complement(scene, **it)).or(hits.first()).copied()
    }
}

/// *In his first report, Kell wrote …*: the subject behind a phrase that opens the sentence.
pub(super) fn subject_behind(
    scene: &Scene<'_>,
    mention: &Mention,
    order: &[usize],
    referents: &[Option<Referent>],
) -> Option<Referent> {
    let ontology = scene.extractor.ontology();
    let person = ontology.schema.class_id("Person")?;
    let sentence = &scene.analysis.sentences[mention.sentence];
    let lexicon = ontology.languages.get(&sentence.language)?;
    let tokens = &scene.analysis.tokens;
    let token = &tokens[mention.tokens.start];
    let opening = &tokens[sentence.tokens.start..mention.tokens.start];
    let opens = opening.first().is_some_and(|it| it.classes.has(Class::Preposition))
        && opening.iter().all(|it| it.lower != ",");
    if !opens
        || !token.classes.has(Class::Possessive)
        || !lexicon.has("reference.person", &token.lower)
    {
        return None;
    }
    let fits = |it: &&usize| {
        let other = &scene.mentions.mentions[**it];
        other.sentence == mention.sentence
            && other.span.start > mention.span.end
            && other.kind == MentionKind::Name
            && is_subject(scene, **it)
    };
    let hit = order.iter().find(fits).copied()?;
    let referent = referents[hit].clone().filter(|it| ontology.schema.is_a(it.class, person))?;
    let name = fold(scene.mentions.mentions[hit].span.of(&scene.document.text));
    let step = format!("“{}” is “{name}”, the subject behind it", token.lower);
    Some(Referent { certainty: 0.8, span: None, steps: vec![step], ..referent })
}

/// What *I* and *we* refer to: the speaker, the body they speak for, or the nation.
fn first_person(
    scene: &Scene<'_>,
    mention: &Mention,
    lexicon: &Lexicon,
    single: bool,
    group: bool,
) -> Option<Referent> {
    let token = &scene.analysis.tokens[mention.tokens.start];
    let next = scene.analysis.tokens.get(mention.tokens.end);
    // *we all live online* is everybody.
    if group && next.is_some_and(|it| lexicon.has("reference.everybody", &it.lower)) {
        return None;
    }
    // *the rest of us*, *each of us* is not the body either.
    let words = &scene.analysis.tokens[..mention.tokens.start];
    if let [.., share, of] = words
        && of.lower == "of"
        && lexicon.has("reference.share", &share.lower)
    {
        return None;
    }
    // *our nation*: a noun after it that means the nation, not the body that speaks.
    let national = |behind: &[Token]| {
        let mut nouns =
            behind.iter().skip_while(|it| it.lower == "own" || it.is(PartOfSpeech::Adj));
        nouns.next().is_some_and(|it| lexicon.has("reference.national", &it.lower))
    };
    let rest = &scene.analysis.tokens[mention.tokens.end..scene.sentence_end(mention)];
    let national = if token.classes.has(Class::Possessive) {
        national(rest)
    } else {
        // *we have our own troops there*
        let we = |it: &Token| lexicon.has("reference.group", &it.lower);
        let next = rest.iter().position(we).filter(|it| group && *it + 1 < rest.len());
        next.is_some_and(|it| rest[it + 1].lower == "own" && national(&rest[it + 1..]))
    };
    let speaker = scene.speaker(mention.sentence);
    let (iri, why) = if single {
        (speaker.person.clone()?, "the speaker")
    } else if national {
        (speaker.nation.clone()?, "the speaker's nation")
    } else {
        (speaker.body.clone()?, "the speaker's organisation")
    };
    Some(known(scene, &iri, mention, &format!("“{}” is {why}", token.lower), 0.9))
}

/// Whether the mention is the subject of a verb, by the tree of its sentence.
fn is_subject(scene: &Scene<'_>, mention: usize) -> bool {
    let tokens = scene.mentions.mentions[mention].tokens.clone();
    scene.analysis.tokens[tokens]
        .iter()
        .filter_map(|it| it.syntax)
        .any(|it| it.relation.starts_with("nsubj"))
}

/// Whether a preposition governs the mention: *in Parliament, the committee …*
fn is_complement(scene: &Scene<'_>, mention: usize) -> bool {
    let tokens = &scene.analysis.tokens;
    let mut before = scene.mentions.mentions[mention].tokens.start;
    while before > 0 && tokens[before - 1].classes.any(&[Class::Determiner, Class::Possessive]) {
        before -= 1;
    }
    before > 0 && tokens[before - 1].classes.has(Class::Preposition)
}

pub(super) fn known(
    scene: &Scene<'_>,
    iri: &str,
    mention: &Mention,
    step: &str,
    certainty: f64,
) -> Referent {
    let ontology = scene.extractor.ontology();
    // A speaker the pack does not know: *we* is a body, *I* what its mention says.
    let body = scene.speaker(mention.sentence).body.as_deref() == Some(iri);
    let new = ontology.schema.class_id("Organisation").filter(|_| body).unwrap_or(mention.class);
    let class = ontology.entity(iri).map_or(new, |it| it.class);
    Referent {
        iri: iri.to_owned(),
        class,
        mention_class: class,
        certainty,
        span: None,
        steps: vec![step.to_owned()],
    }
}

/// Whether the mention stands between quotation marks, so that *I* is whoever is quoted.
fn in_quotation(scene: &Scene<'_>, mention: &Mention) -> bool {
    let sentence = &scene.analysis.sentences[mention.sentence];
    let before = &scene.analysis.tokens[sentence.tokens.start..mention.tokens.start];
    let opened = before.iter().filter(|it| matches!(it.lower.as_str(), "“" | "„")).count();
    let closed = before.iter().filter(|it| it.lower == "”").count();
    let straight = before.iter().filter(|it| it.lower == "\"").count();
    opened > closed || straight % 2 == 1
}

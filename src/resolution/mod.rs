//! Mentions → `Reading`: what one document says.
//!
//! Mentions that speak of the same thing are brought together, things the pack knows get their IRI and
//! others one of their own, the ends of every relation are checked against the property, and what is left
//! are claims with their force, holder, time and evidence.  A [`Reading`] is a pure function of one document
//! and the pack.  This stage does not know that other documents exist.

pub mod brat;
mod claims;
mod description;
mod identity;
mod reference;
mod speaker;

use std::collections::BTreeMap;

use indexmap::IndexSet;
use serde::{Deserialize, Serialize};

use speaker::Speaker;

pub use claims::{VERB_PHRASE, context};
pub use identity::minted;

pub use crate::extraction::{Force, MentionKind, Polarity};
use crate::{
    diagnostic::Diagnostic,
    digest::sha256,
    document::{Document, Sketch},
    extraction::{Extractor, Mention, Mentions},
    language::Analysis,
    ontology::{ClassId, Entity, Ontology},
    source::{CodePoints, Span},
    vocabulary::slug,
};

/// What one document says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The document itself.
    pub document: DocumentRecord,
    /// Everything the mentions and claims refer to, by IRI.
    pub things: BTreeMap<String, Thing>,
    /// Where things are spoken of, in text order.
    pub mentions: Vec<ThingMention>,
    /// What is said, in text order.
    pub claims: Vec<ReadClaim>,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// A document as the graph knows it: everything but its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Its IRI.
    pub iri: String,
    /// Its name on disk or as given, without folders.
    pub name: String,
    /// Title from metadata or its own head.
    pub title: String,
    /// Main language, a tag such as `en`.
    pub language: String,
    /// Date it was spoken or published, ISO 8601, if known.
    pub date: Option<String>,
    /// IRI of who speaks or writes, if known.
    pub speaker: Option<String>,
    /// IRI of who published it, if known.
    pub publisher: Option<String>,
    /// Licence as stated, if known.
    pub licence: Option<String>,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// Length of the text in code points.
    pub characters: usize,
    /// Number of sentences.
    pub sentences: usize,
    /// By which texts that are nearly the same are known.
    pub sketch: Sketch,
    /// SHA-256 of its text, where that was taken out of something else, hexadecimal.
    pub text_sha256: Option<String>,
}

impl DocumentRecord {
    /// Where an output folder holds its text, if that was taken out of something else.
    pub fn text_file(&self) -> String {
        let name = self.iri.rsplit('/').next().unwrap_or(&self.iri);
        format!("texts/{name}.txt")
    }
}

/// Something documents speak of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thing {
    /// Name to show.
    pub label: String,
    /// Language tag of the name.
    pub language: String,
    /// Local name of its class.
    pub class: String,
    /// Its class and superclasses up to a top class, local names.
    pub types: Vec<String>,
    /// Whether the pack knows it.
    pub known: bool,
    /// Machine-readable value of a date (`2021-06`, `2017-07/2021-07`) or quantity (`29`, `10000`).
    pub value: Option<String>,
    /// What a quantity counts, as in the text.
    pub unit: Option<String>,
    /// `exactly`, `more-than`, `less-than`, `about`: how a quantity or date is meant.
    pub qualifier: Option<String>,
}

impl Thing {
    /// A thing of the pack.
    pub fn known(ontology: &Ontology, entity: &Entity) -> Self {
        let label = entity.label("en");
        Self { known: true, ..Self::new(ontology, entity.class, label, "en") }
    }

    /// A thing that the pack does not know.
    pub fn new(ontology: &Ontology, class: ClassId, label: &str, language: &str) -> Self {
        Self {
            label: label.to_owned(),
            language: language.to_owned(),
            class: ontology.schema.class(class).name.clone(),
            types: ontology.schema.types(class),
            known: false,
            value: None,
            unit: None,
            qualifier: None,
        }
    }
}

/// A place where a thing is spoken of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThingMention {
    /// Where, in bytes of the document's text.
    pub span: Span,
    /// The same in code points.
    pub chars: (usize, usize),
    /// The text there.
    pub text: String,
    /// How.
    pub kind: MentionKind,
    /// Local name of the class of the mention (`Nationality` for *Russian*, though the thing is a state).
    pub class: String,
    /// What is spoken of.
    pub thing: String,
    /// How it was recognised and linked, one step each, for `kell explain`.
    pub steps: Vec<String>,
}

/// One end of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Term {
    /// A thing, by IRI, and where this claim speaks of it: code points and text.
    Thing {
        /// IRI.
        iri: String,
        /// Where, in code points.
        chars: (usize, usize),
        /// Text there.
        text: String,
    },
    /// A literal.
    Literal {
        /// Lexical form.
        value: String,
        /// Datatype IRI.
        datatype: String,
        /// Where, in code points.
        chars: (usize, usize),
    },
}

/// A claim of one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadClaim {
    /// Its IRI: a hash of what is claimed and by whom, not of where; what documents claim by themselves is one claim.
    pub iri: String,
    /// Who or what it is about.
    pub subject: Term,
    /// Local name of the property.
    pub property: String,
    /// The other end.
    pub object: Term,
    /// Whether it is affirmed.
    pub polarity: Polarity,
    /// Commitment.
    pub force: Force,
    /// Term of the probability yardstick, local name such as `HighlyUnlikely`, if hedged.
    pub certainty: Option<String>,
    /// The author's own hedging word.
    pub certainty_word: Option<String>,
    /// IRI of who is committed to it.
    pub holder: String,
    /// IRI of who says the words.
    pub utterer: String,
    /// Whether the holder is who says the words, or the body they speak for.
    pub own: bool,
    /// Time of the content: a date, month, year or interval in ISO 8601, if stated.
    pub time: Option<String>,
    /// Further particulars: local name of a property and a term, sorted.
    pub qualifiers: Vec<(String, Term)>,
    /// Where it is said, in code points of the document's text.
    pub chars: (usize, usize),
    /// The page it begins on, where the document has pages.
    pub page: Option<usize>,
    /// The verbatim slice.
    pub quote: String,
    /// Up to 32 code points before and after the quote.
    pub context: (String, String),
    /// Name of the rule that found it.
    pub rule: String,
    /// Confidence of the extraction, 0 to 1.
    pub confidence: f64,
    /// Whether it becomes a plain triple.
    pub asserted: bool,
    /// How its ends were found and resolved, one step each, for `kell explain`.
    pub steps: Vec<String>,
}

/// How many characters of the name of a document its IRI holds at most.
const NAME: usize = 80;

/// Resolves what was found in one document.
pub fn resolve(
    extractor: &Extractor<'_>,
    document: &Document,
    analysis: &Analysis,
    mentions: &Mentions,
) -> Reading {
    let ontology = extractor.ontology();
    let stem = document.name.rsplit_once('.').map_or(document.name.as_str(), |it| it.0);
    let hash = document.sha256.get(..8).unwrap_or_default();
    let short: String = slug(stem).chars().take(NAME).collect();
    let local = format!("{}-{hash}", short.trim_end_matches('-'));
    let mut things = BTreeMap::new();
    let (speaker, turns) = speaker::find(ontology, document, mentions, &local, &mut things);
    let points = CodePoints::new(&document.text);
    let mut by_sentence = vec![Vec::new(); analysis.sentences.len()];
    for (number, it) in mentions.mentions.iter().enumerate() {
        by_sentence[it.sentence].push(number);
    }
    let mut scene = Scene {
        extractor,
        document,
        analysis,
        mentions,
        local,
        speaker,
        turns,
        points,
        by_sentence,
    };
    let referents = identity::resolve(&scene, &mut things);
    scene.local = ontology.base.document(&scene.local);
    let (claims, mut diagnostics) = claims::build(&scene, &referents, &mut things);
    diagnostics.sort();
    let chars = |span: Span| scene.points.range(&document.text, span);
    let mut read: Vec<ThingMention> = mentions
        .mentions
        .iter()
        .zip(referents)
        .filter_map(|(mention, referent)| {
            let referent = referent?;
            let span = referent.span.unwrap_or(mention.span);
            Some(ThingMention {
                span,
                chars: chars(span),
                text: span.of(&document.text).to_owned(),
                kind: mention.kind,
                class: ontology.schema.class(referent.mention_class).name.clone(),
                thing: referent.iri,
                steps: referent.steps,
            })
        })
        .collect();
    read.sort_by(|a, b| (a.span, &a.thing).cmp(&(b.span, &b.thing)));
    read.dedup_by(|a, b| a.span == b.span && a.thing == b.thing);
    let metadata = &document.metadata;
    let language = metadata.language.clone().unwrap_or_else(|| main_language(document));
    let record = DocumentRecord {
        iri: scene.local.clone(),
        name: document.name.clone(),
        title: metadata.title.clone().unwrap_or_else(|| stem.to_owned()),
        language,
        date: metadata.date.clone(),
        speaker: scene.speaker.person.clone(),
        publisher: scene.speaker.publisher.clone(),
        licence: metadata.licence.clone(),
        sha256: document.sha256.clone(),
        characters: document.text.chars().count(),
        sentences: analysis.sentences.len(),
        sketch: Sketch::of(&document.text),
        text_sha256: document.extracted.then(|| sha256(document.text.as_bytes())),
    };
    let mut used: IndexSet<&str> = read.iter().map(|it| it.thing.as_str()).collect();
    used.extend(claims.iter().flat_map(ReadClaim::iris));
    used.extend(record.speaker.iter().chain(&record.publisher).map(String::as_str));
    things.retain(|iri, _| used.contains(iri.as_str()));
    Reading { document: record, things, mentions: read, claims, diagnostics }
}

impl ReadClaim {
    /// The things at its ends, its holder, its utterer and its particulars.
    pub fn iris(&self) -> impl Iterator<Item = &str> {
        let ends =
            [&self.subject, &self.object].into_iter().chain(self.qualifiers.iter().map(|it| &it.1));
        let things = ends.filter_map(|it| match it {
            Term::Thing { iri, .. } => Some(iri.as_str()),
            Term::Literal { .. } => None,
        });
        things.chain([self.holder.as_str(), self.utterer.as_str()])
    }
}

/// The language of most of the text.
fn main_language(document: &Document) -> String {
    let mut lengths: BTreeMap<&str, usize> = BTreeMap::new();
    for block in &document.blocks {
        let length: usize = block.pieces.iter().map(|it| it.len()).sum();
        if let Some(section) = document.sections.get(block.section) {
            *lengths.entry(&section.language).or_default() += length;
        }
    }
    let longest = lengths.into_iter().max_by_key(|it| (it.1, std::cmp::Reverse(it.0)));
    longest.map_or_else(|| "en".to_owned(), |it| it.0.to_owned())
}

/// One document with everything known about it so far.
struct Scene<'a> {
    extractor: &'a Extractor<'a>,
    document: &'a Document,
    analysis: &'a Analysis,
    mentions: &'a Mentions,
    /// Slug of the document, later its IRI.
    local: String,
    /// Who speaks or writes the document.
    speaker: Speaker,
    /// Who speaks in each of its sections, where another does.
    turns: Vec<Option<Speaker>>,
    points: CodePoints,
    /// The mentions of each sentence, in order of discovery.
    by_sentence: Vec<Vec<usize>>,
}

impl<'a> Scene<'a> {
    /// The mentions of a sentence.
    fn in_sentence(&self, sentence: usize) -> impl Iterator<Item = &'a Mention> {
        self.by_sentence[sentence].iter().map(|it| &self.mentions.mentions[*it])
    }

    /// Who speaks in a sentence.
    fn speaker(&self, sentence: usize) -> &Speaker {
        let section = self.analysis.sentences[sentence].section;
        self.turns.get(section).and_then(Option::as_ref).unwrap_or(&self.speaker)
    }

    /// The token behind the sentence of a mention.
    fn sentence_end(&self, mention: &Mention) -> usize {
        self.analysis.sentences[mention.sentence].tokens.end
    }
}

/// What a mention refers to.
#[derive(Debug, Clone, PartialEq)]
struct Referent {
    iri: String,
    /// Class of the thing.
    class: ClassId,
    /// Class of the mention, where it differs: a nationality for a state.
    mention_class: ClassId,
    /// How sure the step is, 0 to 1.
    certainty: f64,
    /// The whole description, where the mention is only its noun.
    span: Option<Span>,
    steps: Vec<String>,
}

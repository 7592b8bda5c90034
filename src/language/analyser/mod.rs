//! The statistical analyser: tags, trees and names of a sentence's words.
//!
//! One small network reads a sentence ([`network`]); a transition system turns its scores into a tree
//! ([`transition`]), a Viterbi search turns them into names ([`names`]).  It is learnt by `language::train`.

mod codec;
mod features;
mod names;
mod network;
mod product;
mod shape;
mod transition;
mod vectors;

pub(crate) use self::names::FoundName;
use self::names::Label;
pub(crate) use self::{
    codec::{Reader, Writer},
    features::{Rows, TABLES, lower, rows},
    network::{Network, Scores, Scratch},
    shape::{HIDDEN, LAYERS, Shape, VECTOR, WIDTH},
    transition::{ACTIONS, Action, FACT_ROWS, FACTS, NONE, SLOTS, State},
    vectors::VectorIndex,
};
use super::{
    lemma::Lemmatiser,
    morphology::{Features, PartOfSpeech, RELATIONS},
};

/// First bytes of a model file; the digit is the version of its form.
const MAGIC: &[u8] = b"kell analyser 1\n";

/// What the analyser says of a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Analysed {
    pub(crate) pos: PartOfSpeech,
    pub(crate) features: Features,
    pub(crate) lemma: String,
    /// Head among the words of the sentence; none for the root.
    pub(crate) head: Option<usize>,
    pub(crate) relation: &'static str,
}

/// A learnt analyser of one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    network: Network,
    vectors: VectorIndex,
    lemmas: Lemmatiser,
    tags: Vec<(PartOfSpeech, Features)>,
    labels: Vec<Label>,
    relations: Vec<&'static str>,
}

/// The kinds of names, so that a label lives as long as the program.
const LABELS: [&str; 11] = [
    "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-EVENT", "I-EVENT", "B-NORP",
    "I-NORP",
];

impl Model {
    /// Puts a model together; tags are `NOUN Number=Sing`.
    pub(crate) fn new(
        network: Network,
        vectors: VectorIndex,
        lemmas: Lemmatiser,
        tags: &[String],
        labels: &[String],
        relations: &[String],
    ) -> codec::Result<Self> {
        let tag = |it: &String| {
            let (pos, features) = it.split_once(' ').unwrap_or((it, "_"));
            let pos = PartOfSpeech::from_name(pos)
                .ok_or_else(|| format!("there is no part of speech {pos}"))?;
            Ok((pos, Features::parse(features)))
        };
        let label = |it: &String| {
            let known = LABELS.into_iter().find(|known| known == it);
            known.map(Label::parse).ok_or_else(|| format!("there is no label {it}"))
        };
        let relation = |it: &String| {
            let known = RELATIONS.into_iter().find(|known| known == it);
            known.ok_or_else(|| format!("there is no relation {it}"))
        };
        let model = Self {
            network,
            vectors,
            lemmas,
            tags: tags.iter().map(tag).collect::<codec::Result<_>>()?,
            labels: labels.iter().map(label).collect::<codec::Result<_>>()?,
            relations: relations.iter().map(relation).collect::<codec::Result<_>>()?,
        };
        if model.network.sizes() != (model.tags.len(), model.labels.len(), model.relations.len()) {
            return Err("the lists of the model do not fit its network".to_owned());
        }
        Ok(model)
    }

    /// The bytes of a model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(MAGIC.to_vec());
        let label = |it: &Label| match it {
            Label::Outside => "O".to_owned(),
            Label::First(kind) => format!("B-{kind}"),
            Label::Later(kind) => format!("I-{kind}"),
        };
        let lists: [Vec<String>; 3] = [
            self.tags.iter().map(|it| format!("{} {}", it.0.name(), it.1)).collect(),
            self.labels.iter().map(label).collect(),
            self.relations.iter().map(|it| (*it).to_owned()).collect(),
        ];
        for list in lists {
            out.text(&list.join("\n"));
        }
        self.network.write(&mut out);
        self.vectors.write(&mut out);
        self.lemmas.write(&mut out.0);
        out.0
    }

    /// Reads a model file.
    ///
    /// # Errors
    ///
    /// One sentence on what is wrong with the bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let bytes = bytes.strip_prefix(MAGIC).ok_or("this is no model of this version of kell")?;
        let mut from = Reader(bytes);
        let mut list = || -> codec::Result<Vec<String>> {
            Ok(from.text()?.lines().map(str::to_owned).collect())
        };
        let (tags, labels, relations) = (list()?, list()?, list()?);
        let network = Network::read(&mut from)?;
        let vectors = VectorIndex::read(&mut from)?;
        let lemmas = Lemmatiser::read(&mut from.0)?;
        if !from.0.is_empty() {
            return Err("the model has bytes behind its end".to_owned());
        }
        Self::new(network, vectors, lemmas, &tags, &labels, &relations)
    }

    /// Analyses the words of one sentence; `is_given` says of a word whether it is certainly a given name.
    pub(crate) fn analyse<'a>(
        &self,
        forms: &[&'a str],
        is_given: impl Fn(usize) -> bool,
        scratch: &mut Scratch,
    ) -> (Vec<Analysed>, Vec<FoundName>) {
        let seen = |(at, form): (usize, &&'a str)| match *form {
            _ if is_given(at) => GIVEN,
            code if is_code(code) => CODE,
            form => form,
        };
        let look = |form: &str| {
            let small = lower(form);
            (rows(form, &small), self.vectors.row(form, &small))
        };
        let mut scores = Scores::default();
        self.network.run(forms.iter().enumerate().map(seen), look, scratch, &mut scores);
        let word = |(at, form): (usize, &&str)| {
            let (pos, features) = self.tags[scores.tags[at] as usize];
            let head = scores.heads[at] as usize;
            Analysed {
                pos,
                features,
                lemma: scratch.lemma(at, form, Lemmatiser::kind(pos, features), || {
                    self.lemmas.lemma(form, pos, features)
                }),
                head: (head < forms.len()).then_some(head),
                relation: self.relations[scores.relations[at] as usize],
            }
        };
        let found = names::decode(&self.labels, &scores.names);
        (forms.iter().enumerate().map(word).collect(), found)
    }
}

/// Stands for given names that are words, too: *Will*.
const GIVEN: &str = "John";

/// Stands for all codes of capitals and digits, such as `U2`.
pub(crate) const CODE: &str = "X9";

/// Up to four capitals and up to two digits behind them.
fn is_code(form: &str) -> bool {
    let digits = form.trim_start_matches(|it: char| it.is_ascii_uppercase());
    let capitals = form.len() - digits.len();
    let number = (1..=2).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    (1..=4).contains(&capitals) && number
}

#[cfg(test)]
mod tests;

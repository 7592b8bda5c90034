//! The statistical analysers of the languages that have one.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use rayon::prelude::*;

use super::{
    Analysis, Class, Name, NameKind, Sentence, Syntax, Word,
    analyser::{Analysed, FoundName, Model, Scratch},
};

/// English, learnt from treebanks; `en/README.md` says from which and how.
static ENGLISH: &[u8] = include_bytes!("en/model.bin");

/// Sentences that are read before what was read is written down.
const AT_ONCE: usize = 1024;

/// An analyser for each language that has one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysers {
    models: BTreeMap<String, Model>,
}

impl Analysers {
    /// Those inside the program.
    ///
    /// # Panics
    ///
    /// Never: that the model can be read is tested.
    pub fn embedded() -> Self {
        let english = Model::from_bytes(ENGLISH).expect("the model is read by a test");
        Self { models: BTreeMap::from([("en".to_owned(), english)]) }
    }

    /// Fills in tags, lemmas, trees and names of the sentences whose language has an analyser.
    pub fn fill(&self, text: &str, analysis: &mut Analysis) {
        // Each thread goes on with what it kept of the sentences before.
        let kept = || (0..rayon::current_num_threads()).map(|_| Mutex::default()).collect();
        let models: BTreeMap<&str, (&Model, Vec<Mutex<Scratch>>)> =
            self.models.iter().map(|(language, it)| (language.as_str(), (it, kept()))).collect();
        for first in (0..analysis.sentences.len()).step_by(AT_ONCE) {
            let last = (first + AT_ONCE).min(analysis.sentences.len());
            let read = |sentence: &Sentence| {
                let (model, kept) = models.get(sentence.language.as_str())?;
                let words = &analysis.words[sentence.words.clone()];
                let forms: Vec<&str> = words.iter().map(|it| it.span.of(text)).collect();
                let kept = &kept[rayon::current_thread_index().unwrap_or(0)];
                let mut scratch = kept.lock().unwrap_or_else(PoisonError::into_inner);
                let given = |at: usize| is_given(analysis, words, &forms, at);
                Some(model.analyse(&forms, given, &mut scratch))
            };
            let sentences = &analysis.sentences[first..last];
            let readings: Vec<_> = sentences.par_iter().map(read).collect();
            for (number, reading) in (first..last).zip(readings) {
                if let Some((words, names)) = reading {
                    let sentence = analysis.sentences[number].clone();
                    fill_sentence(&sentence, words, names, analysis);
                }
            }
        }
    }
}

/// Whether a word that may be a given name is one: inside a sentence, with a capital, before another capital.
fn is_given(analysis: &Analysis, words: &[Word], forms: &[&str], at: usize) -> bool {
    let named = |at: usize| {
        let form = forms.get(at).copied().unwrap_or_default();
        form.starts_with(char::is_uppercase) && form.contains(char::is_lowercase)
    };
    let token = &analysis.tokens[words[at].token];
    at > 0 && token.classes.has(Class::GivenName) && named(at) && named(at + 1)
}

fn fill_sentence(
    sentence: &Sentence,
    analysed: Vec<Analysed>,
    names: Vec<FoundName>,
    analysis: &mut Analysis,
) {
    for (word, read) in analysis.words[sentence.words.clone()].iter_mut().zip(analysed) {
        word.pos = read.pos;
        word.features = read.features;
        word.lemma = read.lemma;
        word.head = read.head;
        word.relation = read.relation;
    }
    let words = &analysis.words[sentence.words.clone()];
    // Prose has finite verbs: where none is seen in a sentence, it is a fragment, or misread.
    let sound = words.iter().any(|it| it.features.has("VerbForm=Fin"));
    for word in words {
        let head = word.head.map(|it| words[it].token - sentence.tokens.start);
        // Of the words of a token the one that hangs from outside it stands for it.
        let token = &mut analysis.tokens[word.token];
        if head != Some(word.token - sentence.tokens.start) && token.pos.is_none() {
            token.pos = Some(word.pos);
            let syntax = Syntax { features: word.features, head, relation: word.relation };
            token.syntax = Some(syntax).filter(|_| sound);
        }
    }
    for name in names {
        let kind = match name.kind {
            "PER" => NameKind::Person,
            "ORG" => NameKind::Organisation,
            "LOC" => NameKind::Place,
            "EVENT" => NameKind::Event,
            _ => NameKind::Group,
        };
        let (first, last) = (&words[name.words.start], &words[name.words.end - 1]);
        analysis.names.push(Name { tokens: first.token..last.token + 1, kind });
    }
}

//! The analyser of English, on gold treebanks where they are and on bad input.

use std::{collections::BTreeMap, fs, path::PathBuf};

use kell::{
    document::{self, ReadOptions},
    language::{self, Analysers, Analysis, conllu},
};

use crate::support::repository;

fn analysed(name: &str, text: &str) -> Analysis {
    let options = ReadOptions { plain: true, ..ReadOptions::default() };
    let document = document::from_text(name, text, &options);
    let mut analysis = language::analyse(&document, &BTreeMap::new());
    Analysers::embedded().fill(&document.text, &mut analysis);
    analysis
}

/// Shares of words with the right part of speech, and with the right head and relation, in per cent.
fn accuracies(treebank: &PathBuf) -> (f64, f64) {
    let options = ReadOptions::default();
    let item = document::Item::from(treebank.as_path());
    let document = document::read(item, &options).unwrap().value;
    let mut analysis = language::analyse(&document, &BTreeMap::new());
    for sentence in &mut analysis.sentences {
        "en".clone_into(&mut sentence.language);
    }
    Analysers::embedded().fill(&document.text, &mut analysis);
    let gold = conllu::read(&fs::read_to_string(treebank).unwrap()).unwrap();
    let gold: Vec<_> = gold.iter().flat_map(|it| &it.words).collect();
    assert_eq!(gold.len(), analysis.words.len(), "the given words are kept");
    let (mut tags, mut arcs) = (0_u32, 0_u32);
    for (gold, word) in gold.iter().zip(&analysis.words) {
        tags += u32::from(gold.upos == word.pos.name());
        let main = |it: &str| it.split(':').next().map(str::to_owned);
        arcs += u32::from(gold.head == word.head && main(&gold.relation) == main(word.relation));
    }
    let share = |it: u32| 100.0 * f64::from(it) / f64::from(u32::try_from(gold.len()).unwrap());
    (share(tags), share(arcs))
}

#[test]
fn tags_and_trees_are_as_good_as_the_card_says() {
    for (name, least) in [("en_ewt-dev", (95.0, 84.0)), ("en_gum-dev", (96.2, 84.5))] {
        let path = repository().join(format!("../shared/data/ud/{name}.conllu"));
        if !path.exists() {
            eprintln!("skipped: {} is not there", path.display());
            continue;
        }
        let (tags, arcs) = accuracies(&path);
        assert!(tags >= least.0 && arcs >= least.1, "{name}: tags {tags:.2}, arcs {arcs:.2}");
    }
}

#[test]
fn a_plain_sentence_is_read_right() {
    let analysis = analysed("plain", "The committee of the harbour has published two reports.");
    let words: Vec<String> = analysis
        .words
        .iter()
        .map(|it| {
            let head = it.head.map_or(0, |it| it + 1);
            format!("{} {} {head} {}", it.lemma, it.pos.name(), it.relation)
        })
        .collect();
    let expected = [
        "the DET 2 det",
        "committee NOUN 7 nsubj",
        "of ADP 5 case",
        "the DET 5 det",
        "harbour NOUN 2 nmod",
        "have AUX 7 aux",
        "publish VERB 0 root",
        "two NUM 9 nummod",
        "report NOUN 7 obj",
        ". PUNCT 7 punct",
    ];
    assert_eq!(words, expected);
}

#[test]
fn bad_input_is_analysed_without_harm() {
    let long = "harbour ".repeat(10_000);
    let solid = "x".repeat(100_000);
    for text in ["", " ", "\u{7}\u{0}\u{1b}", "👩‍👩‍👧 é̂ ß ﷽ 中文 😀😀", &long, &solid, "- - -\n\n…\n"]
    {
        let analysis = analysed("bad", text);
        for sentence in &analysis.sentences {
            let words = &analysis.words[sentence.words.clone()];
            assert!(words.iter().all(|it| it.head.is_none_or(|head| head < words.len())));
        }
    }
}

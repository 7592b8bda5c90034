//! Analyses in, columns out.

use std::{collections::BTreeMap, fs, path::Path, time::Instant};

use super::*;
use crate::{
    document::{self, Item, ReadOptions},
    language::{PartOfSpeech, analyse},
};

fn plain(text: &str) -> (Document, Analysis) {
    let document = document::from_text("quay.txt", text, &ReadOptions::default());
    let analysis = analyse(&document, &BTreeMap::new());
    (document, analysis)
}

/// What is written of a CoNLL-U file.
fn round(path: &Path) -> String {
    let options = ReadOptions::default();
    let document = document::read(Item::from(path), &options).unwrap().value;
    write(&document, &analyse(&document, &BTreeMap::new()))
}

/// The words and units of sentences, for comparison.
fn shown(sentences: &[GoldSentence]) -> Vec<(Vec<String>, Vec<GoldUnit>)> {
    let unspaced = |it: &GoldUnit| GoldUnit { space_after: true, ..it.clone() };
    sentences
        .iter()
        .map(|it| {
            let words = it.words.iter().map(|it| it.form.clone()).collect();
            (words, it.units.iter().map(unspaced).collect())
        })
        .collect()
}

#[test]
fn an_analysis_is_written() {
    let (document, mut analysis) = plain("We don't know (yet).\nIt is so.\n\nA well-known quay.");
    analysis.words[0].relation = "nsubj";
    analysis.words[0].head = Some(3);
    analysis.words[0].pos = PartOfSpeech::Pron;
    let written = write(&document, &analysis);
    let expected = "# newdoc id = quay.txt
# newpar
# sent_id = quay.txt-1
# text = We don't know (yet).
1\tWe\t_\tPRON\t_\t_\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\t_\t_\t_\t_\t_\t_\t_\t_
3\tn't\t_\t_\t_\t_\t_\t_\t_\t_
4\tknow\t_\t_\t_\t_\t_\t_\t_\t_
5\t(\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
6\tyet\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
7\t)\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
8\t.\t_\t_\t_\t_\t_\t_\t_\t_
";
    assert!(written.starts_with(expected), "{written}");
    assert!(written.contains("# text = A well-known quay.\n"));
    let read = read(&written).unwrap();
    assert_eq!(read.len(), analysis.sentences.len());
    assert_eq!(read.iter().map(|it| it.words.len()).sum::<usize>(), analysis.words.len());
    assert_eq!(read[0].words[0].head, Some(3));
}

#[test]
fn what_is_given_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quay.conllu");
    let row =
        |id: &str, form: &str, misc: &str| format!("{id}\t{form}{}\t{misc}\n", "\t_".repeat(7));
    let text = [
        row("1-2", "zum", "SpaceAfter=No"),
        row("1", "zu", "_"),
        row("2", "dem", "_"),
        row("3", "state-backed", "SpaceAfter=No"),
        row("4", "'s", "_"),
        "\n# newpar\n".to_owned(),
        row("1", ".", "_"),
    ];
    fs::write(&path, text.concat()).unwrap();
    let written = read(&round(&path)).unwrap();
    assert_eq!(written.len(), 2);
    assert!(written[1].paragraph);
    let forms: Vec<&str> = written[0].words.iter().map(|it| it.form.as_str()).collect();
    assert_eq!(forms, ["z", "um", "state-backed", "'s"]);
    assert_eq!(written[0].units.len(), 1);
    assert!(!written[0].units[0].space_after);
    fs::write(&path, "no columns\n").unwrap();
    let error = document::read(Item::from(path.as_path()), &ReadOptions::default()).unwrap_err();
    assert_eq!((error.code.as_str(), error.line), ("document/conllu", 1));
    assert!(!error.hint.is_empty());
}

#[test]
fn a_very_long_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.conllu");
    let rows: Vec<String> =
        (1..=10_000).map(|it| format!("{it}\tquay{}\n", "\t_".repeat(8))).collect();
    fs::write(&path, rows.concat()).unwrap();
    let start = Instant::now();
    let written = read(&round(&path)).unwrap();
    assert_eq!(written[0].words.len(), 10_000);
    let (document, analysis) = plain(&"quay ".repeat(10_000));
    assert_eq!(write(&document, &analysis).matches("\tquay\t").count(), 10_000);
    assert!(start.elapsed().as_secs() < 10);
}

#[test]
fn treebanks_come_back_as_they_were() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ud");
    for name in ["en_ewt-dev.conllu", "en_gum-dev.conllu"] {
        let path = folder.join(name);
        let Ok(text) = fs::read_to_string(&path) else {
            eprintln!("skipped: there is no treebank {name}");
            continue;
        };
        let gold = read(&text).unwrap();
        assert!(shown(&gold) == shown(&read(&round(&path)).unwrap()), "{name}");
    }
}

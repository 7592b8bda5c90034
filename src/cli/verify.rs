//! `kell verify`: every quote of a graph against the source it is from.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::Value;

use super::{
    Exit,
    args::Verify,
    build::Manifest,
    entity::{open, rows},
    load_pack,
    talk::Talk,
};
use crate::{
    document::{self, ReadOptions},
    vocabulary::Prefixes,
};

/// Where a quote stands, and what it says.
struct Quote {
    start: usize,
    end: usize,
    exact: String,
}

pub(crate) fn run(args: &Verify, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    let prefixes = Prefixes::new(&ontology.base);
    let store = open(&args.data.data)?;
    let text = "SELECT ?sha ?name ?start ?end ?exact WHERE { \
        ?evidence oa:hasSource ?document ; oa:hasSelector ?position , ?quote . \
        ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?exact . \
        ?document schema:sha256 ?sha ; o:fileName ?name } ORDER BY ?name ?start ?end";
    let mut documents: BTreeMap<(String, String), Vec<Quote>> = BTreeMap::new();
    for row in rows(&store, &prefixes, text)? {
        let [sha, name, start, end, exact] = <[String; 5]>::try_from(row)
            .map_err(|_| anyhow::anyhow!("the graph has evidence without a quote"))?;
        let quote = Quote { start: start.parse()?, end: end.parse()?, exact };
        documents.entry((name, sha)).or_default().push(quote);
    }
    let known = candidates(args, &args.data.data)?;
    let (mut right, mut wrong, mut missing) = (0, 0, 0);
    for ((name, sha), quotes) in &documents {
        let Some(path) = known.get(sha) else {
            missing += quotes.len();
            talk.say(format_args!(
                "{name}: no file with SHA-256 {sha} was found; name its folder with --sources"
            ));
            continue;
        };
        let input = document::Input::new(path);
        let read = document::read(&input, &ReadOptions { plain: true, ..ReadOptions::default() })
            .map_err(|it| anyhow::anyhow!("{it}"))?;
        let text: Vec<char> = read.value.text.chars().collect();
        for quote in quotes {
            let found: Option<String> =
                text.get(quote.start..quote.end).map(|it| it.iter().collect());
            if found.as_deref() == Some(quote.exact.as_str()) {
                right += 1;
            } else {
                wrong += 1;
                talk.say(format_args!(
                    "{name}: {}..{} is not “{}”",
                    quote.start, quote.end, quote.exact
                ));
            }
        }
    }
    anstream::println!(
        "{right} of {} quotes found in {} sources; {wrong} wrong, {missing} in sources that are missing",
        right + wrong + missing,
        documents.len()
    );
    Ok(if wrong + missing == 0 { Exit::Success } else { Exit::Findings })
}

/// Files that may be sources, by their SHA-256.
fn candidates(args: &Verify, data: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let manifest = data.join("manifest.json");
    let text = fs::read_to_string(&manifest)
        .with_context(|| format!("cannot read {}; run `kell build` first", manifest.display()))?;
    let manifest: Value = serde_json::from_str(&text)?;
    let mut paths: Vec<PathBuf> = Manifest::input_paths(&manifest).map(PathBuf::from).collect();
    if let Some(sources) = &args.sources {
        let inputs = document::collect(std::slice::from_ref(sources), &ReadOptions::default());
        paths.extend(inputs.value.iter().map(|it| it.path.clone()));
    }
    let mut known = BTreeMap::new();
    for path in paths {
        if let Ok(bytes) = fs::read(&path) {
            known.insert(document::sha256(&bytes), path);
        }
    }
    Ok(known)
}

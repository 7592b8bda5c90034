//! `kell verify`: every quote of a graph against the source it is from.
//!
//! A source is found by its SHA-256, wherever it is now.  The text of a document that is no text, a PDF or a member of an
//! archive, is stored with the build; where its source is there too, the text is taken out of it once more and compared.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;

use super::{
    Exit,
    args::Verify,
    build::Manifest,
    entity::{open, rows},
    load_pack,
    talk::Talk,
};
use crate::{
    digest,
    document::{self, Input, ReadOptions},
    pipeline,
    vocabulary::Prefixes,
};

/// Where a quote stands, and what it says.
struct Quote {
    start: usize,
    end: usize,
    exact: String,
}

/// A document of the graph.
struct Source {
    name: String,
    /// File in the output folder with its text and the SHA-256 of that, if it is stored there.
    stored: Option<(String, String)>,
    quotes: Vec<Quote>,
}

/// What became of the quotes.
#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    missing: usize,
    /// Documents of which only the stored text was there.
    stored_only: usize,
}

pub(crate) fn run(args: &Verify, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    let data = &args.data.data;
    let mut sources = sources(data, &Prefixes::new(&ontology.base))?;
    let documents = sources.len();
    let mut tally = Tally::default();
    let options = ReadOptions { head: pipeline::head_words(&ontology)?, ..ReadOptions::default() };
    // What was read once may be read again.
    let options = ReadOptions { max_bytes: u64::MAX >> 8, max_unpacked: u64::MAX >> 8, ..options };
    let inputs = inputs(args, data, &options)?;
    for item in document::items(&inputs, &options).flatten() {
        // What cannot be read now is missing, and told so below.
        let Ok(loaded) = document::load(item, &options) else { continue };
        let Some(source) = sources.get(&loaded.sha256) else { continue };
        let sha256 = loaded.sha256.clone();
        let Ok(document) = document::parse(loaded, &options) else { continue };
        let text = &document.value.text;
        if let Some((_, stored)) = &source.stored
            && digest::sha256(text.as_bytes()) != *stored
        {
            talk.say(format_args!("{}: its text is taken out differently now", source.name));
            continue;
        }
        source.compare(text, &mut tally, talk);
        sources.remove(&sha256);
    }
    for (sha256, source) in &sources {
        if let Some(text) = source.stored_text(data) {
            tally.stored_only += 1;
            source.compare(&text, &mut tally, talk);
            continue;
        }
        tally.missing += source.quotes.len();
        let stored = match &source.stored {
            Some(_) => ", and its stored text is not what it was",
            None => "",
        };
        talk.say(format_args!(
            "{}: no file with SHA-256 {sha256} was found{stored}; name its folder with --sources",
            source.name
        ));
    }
    let Tally { right, wrong, missing, stored_only } = tally;
    anstream::println!(
        "{right} of {} quotes found in {documents} sources; {wrong} wrong, {missing} in sources that are missing",
        right + wrong + missing,
    );
    if stored_only > 0 {
        anstream::println!("of {stored_only} sources only the stored text was there");
    }
    Ok(if wrong + missing == 0 { Exit::Success } else { Exit::Findings })
}

/// The documents of the graph by their SHA-256, with the quotes from each.
fn sources(data: &Path, prefixes: &Prefixes) -> Result<BTreeMap<String, Source>> {
    let store = open(data)?;
    let text = "SELECT ?sha ?name ?file ?text ?start ?end ?exact WHERE { \
        ?evidence oa:hasSource ?document ; oa:hasSelector ?position , ?quote . \
        ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?exact . \
        ?document schema:sha256 ?sha ; o:fileName ?name . \
        OPTIONAL { ?document o:textFile ?file ; o:textSha256 ?text } } ORDER BY ?name ?start ?end";
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    for row in rows(&store, prefixes, text)? {
        let [sha, name, file, text, start, end, exact] = <[String; 7]>::try_from(row)
            .map_err(|_| anyhow::anyhow!("the graph has evidence without a quote"))?;
        let quote = Quote { start: start.parse()?, end: end.parse()?, exact };
        let stored = Some((file, text)).filter(|it| !it.0.is_empty());
        let source = Source { name, stored, quotes: Vec::new() };
        sources.entry(sha).or_insert(source).quotes.push(quote);
    }
    Ok(sources)
}

impl Source {
    /// The text that the build stored, if it is what it was.
    fn stored_text(&self, data: &Path) -> Option<String> {
        let (file, sha256) = self.stored.as_ref()?;
        let text = fs::read_to_string(data.join(file)).ok()?;
        (digest::sha256(text.as_bytes()) == *sha256).then_some(text)
    }

    fn compare(&self, text: &str, tally: &mut Tally, talk: Talk) {
        let text: Vec<char> = text.chars().collect();
        for Quote { start, end, exact } in &self.quotes {
            let found: Option<String> = text.get(*start..*end).map(|it| it.iter().collect());
            if found.as_deref() == Some(exact.as_str()) {
                tally.right += 1;
            } else {
                tally.wrong += 1;
                talk.say(format_args!("{}: {start}..{end} is not “{exact}”", self.name));
            }
        }
    }
}

/// Files that may be sources or hold them.
fn inputs(args: &Verify, data: &Path, options: &ReadOptions) -> Result<Vec<Input>> {
    let manifest = Manifest::read(data)?;
    let read: BTreeSet<PathBuf> = Manifest::input_paths(&manifest).filter_map(file_of).collect();
    let mut inputs: Vec<Input> = read.iter().map(|it| Input::new(it)).collect();
    if let Some(sources) = &args.sources {
        inputs.extend(document::collect(std::slice::from_ref(sources), options).value);
    }
    Ok(inputs)
}

/// The file of an input: itself, the archive it is in, or the table of which it is a row.
fn file_of(name: &str) -> Option<PathBuf> {
    let table = name.rsplit_once('#').map(|it| Path::new(it.0));
    let above = table.into_iter().chain([Path::new(name)]).flat_map(Path::ancestors);
    above.filter(|it| it.is_file()).max_by_key(|it| it.as_os_str().len()).map(Path::to_owned)
}

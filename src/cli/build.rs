//! `kell build`: documents → graph, tables, diagrams, report.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde_json::Value;

use super::{
    Exit,
    args::Build,
    compile, draw, load_pack, mistakes,
    output::{CACHE, Output},
    read_options,
    talk::Talk,
    threads,
};
use crate::{
    cache::Cache,
    correction::{self, Corrections},
    dataset,
    diagnostic::{Diagnostic, Severity},
    document::{self, ReadOptions},
    extraction::Extractor,
    graph::{self, Contribution, Graph},
    ontology::{CORE, Ontology, Rule},
    pipeline::{self, Contributed, Shelf},
    report,
    resolution::DocumentRecord,
};

/// `manifest.json`
#[derive(Debug, Serialize)]
pub(super) struct Manifest<'a> {
    kell: &'static str,
    pack: PackRecord<'a>,
    /// First digits of the SHA-256 of each rule, hexadecimal.
    rules: BTreeMap<&'a str, String>,
    inputs: Vec<InputRecord>,
    /// SHA-256 of the corrections, hexadecimal.
    corrections: &'a str,
    counts: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Serialize)]
struct PackRecord<'a> {
    name: &'a str,
    version: &'a str,
    sha256: &'a str,
}

#[derive(Debug, Serialize)]
struct InputRecord {
    path: String,
    sha256: String,
    document: String,
}

impl Manifest<'_> {
    /// Reads the manifest of an output folder.
    pub(super) fn read(folder: &Path) -> Result<Value> {
        let path = folder.join("manifest.json");
        let text = fs::read_to_string(&path).with_context(|| {
            let folder = folder.display();
            format!("there is no build at `{folder}`: run `kell build` first, or name the folder of its output")
        })?;
        serde_json::from_str(&text).with_context(|| {
            format!("`{}` is damaged; run `kell build` to write it anew", path.display())
        })
    }

    /// The paths of the inputs in a manifest that was read back.
    pub(super) fn input_paths(manifest: &Value) -> impl Iterator<Item = &str> {
        manifest["inputs"].as_array().into_iter().flatten().filter_map(|it| it["path"].as_str())
    }
}

/// Refuses rules in a folder that contradict their own sentences; those inside the program are tested when it is made.
fn hold_to_examples(extractor: &Extractor<'_>, folder: &Path) -> Result<()> {
    let own = |rule: &Rule| Path::new(&rule.file).starts_with(folder);
    let core = extractor.ontology().manifest.name == CORE;
    let broken = pipeline::check_rules(extractor, |it| !core && own(it));
    if broken.is_empty() {
        return Ok(());
    }
    Talk::all_diagnostics(&broken);
    bail!("the rules of the pack have {} and were not used", mistakes(&broken))
}

pub(crate) fn run(args: &Build, talk: Talk) -> Result<Exit> {
    let mut watch = talk.watch();
    let ontology = load_pack(args.sources.ontology.as_deref(), talk)?;
    let options = read_options(&args.sources, &ontology)?;
    let inputs = document::collect(&args.sources.paths, &options);
    talk.diagnostics(&inputs.diagnostics);
    if inputs.value.is_empty() {
        bail!("there is no document to read, so nothing was written");
    }
    let extractor = compile(&ontology)?;
    if let Some(folder) = &args.sources.ontology {
        hold_to_examples(&extractor, folder)?;
    }
    let corrections = load_corrections(args, &ontology)?;
    let work = Output::begin(&args.out)?;
    watch.lap("packs loaded");
    let cache = match (&args.cache, args.no_cache) {
        (_, true) => None,
        (Some(folder), _) => Some(open_cache(folder, &ontology, &options)?),
        (None, _) => Some(open_cache(&args.out.join(CACHE), &ontology, &options)?),
    };
    let bar = talk.progress(inputs.value.len(), "reading");
    let threads = threads(args.sources.jobs)?;
    let read = threads.install(|| {
        let keep_text =
            |document: &DocumentRecord, text: &str| work.write_text(&document.text_file(), text);
        let shelf =
            Shelf { cache: cache.as_ref(), keep_text: &keep_text, corrections: &corrections };
        pipeline::contribute(&extractor, &inputs.value, &options, &shelf, &|| bar.inc(1))
    });
    // What the recognisers take up is given back before the graph needs it.
    drop(extractor);
    bar.finish_and_clear();
    watch.lap("documents read");
    talk.diagnostics(&read.diagnostics);
    if read.value.is_empty() {
        bail!("no document could be read, so nothing was written");
    }
    let unchanged = read.value.iter().filter(|it| it.cached).count();
    let mut found: Vec<Diagnostic> = inputs.diagnostics;
    found.extend(read.diagnostics);
    let Met { graph, inputs, mentions, sentences, diagnostics, notes } =
        meet(read.value, &corrections, &ontology);
    talk.diagnostics(&notes);
    found.extend(diagnostics);
    found.extend(notes);
    watch.lap("graph assembled");
    let parts = match &cache {
        Some(cache) => cache,
        None => &open_cache(&work.scratch(), &ontology, &options)?,
    };
    let mut survey = threads.install(|| pipeline::survey(&graph, &ontology, args.shard, parts))?;
    watch.lap("graph surveyed");
    talk.diagnostics(&survey.findings);
    found.append(&mut survey.findings);
    found.sort();
    found.dedup();
    let mut counts = counts(&graph, &found);
    counts.extend([("mentions", mentions), ("sentences", sentences)]);
    let manifest = Manifest {
        kell: env!("CARGO_PKG_VERSION"),
        pack: PackRecord {
            name: &ontology.manifest.name,
            version: &ontology.manifest.version,
            sha256: &ontology.digest,
        },
        rules: ontology.rules.iter().map(|it| (it.name.as_str(), it.digest())).collect(),
        inputs,
        corrections: corrections.digest(),
        counts: counts.clone(),
    };
    work.write("manifest.json", &json(&manifest)?)?;
    let edges = std::mem::take(&mut survey.edges);
    let engine = draw::engine(args.builtin_layout);
    let (lines, views) = threads.install(|| {
        rayon::join(
            || work.write_with("graph.nq", |mut out| survey.write_lines(&mut out)),
            || {
                write_views(
                    &work,
                    &graph,
                    &ontology,
                    &draw::all(&ontology, &graph, edges, engine)?,
                    &found,
                )
            },
        )
    });
    lines.and(views)?;
    watch.lap("output written");
    work.finish()?;
    if let Some(cache) = &cache {
        cache.prune();
    }
    summary(talk, args, &counts, unchanged);
    let bad = found.iter().any(|it| it.severity == Severity::Error);
    Ok(if bad { Exit::Findings } else { Exit::Success })
}

fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut json = serde_json::to_vec_pretty(value)?;
    json.push(b'\n');
    Ok(json)
}

/// Writes what shows a graph to people: tables, diagrams and the report.
fn write_views(
    work: &Output,
    graph: &Graph,
    ontology: &Ontology,
    drawn: &[draw::Drawing],
    found: &[Diagnostic],
) -> Result<()> {
    work.write("asserted.ttl", graph::asserted_turtle(graph, ontology).as_bytes())?;
    work.write("entities.csv", &dataset::entities(graph)?)?;
    work.write("claims.csv", &dataset::claims(graph)?)?;
    for drawing in drawn {
        work.write(&format!("diagrams/{}.dot", drawing.name), drawing.dot.as_bytes())?;
        work.write(&format!("diagrams/{}.svg", drawing.name), drawing.svg.as_bytes())?;
    }
    let page = report::render(&report::ReportInput {
        title: report_title(graph),
        graph,
        ontology,
        diagrams: &drawn.iter().map(|it| (it.title.clone(), it.svg.clone())).collect::<Vec<_>>(),
        diagnostics: found,
    });
    work.write("report.html", page.as_bytes())
}

/// The corrections that are named, else those beside the documents.
fn load_corrections(args: &Build, ontology: &Ontology) -> Result<Corrections> {
    let mut files: Vec<PathBuf> = args.corrections.clone();
    if files.is_empty() {
        for path in args.sources.paths.iter().filter(|it| it.as_os_str() != "-") {
            let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(path) };
            let file = folder.join(correction::FILE_NAME);
            if file.is_file() && !files.contains(&file) {
                files.push(file);
            }
        }
    }
    Corrections::load(&files, ontology).map_err(|mistakes| {
        Talk::all_diagnostics(&mistakes);
        anyhow::anyhow!(
            "the corrections have {} and nothing was written",
            super::mistakes(&mistakes)
        )
    })
}

/// The documents together.
struct Met {
    graph: Graph,
    inputs: Vec<InputRecord>,
    mentions: usize,
    sentences: usize,
    /// About each document.
    diagnostics: Vec<Diagnostic>,
    /// About all of them.
    notes: Vec<Diagnostic>,
}

/// Merges what is one thing, and makes one graph of what the documents contribute.
fn meet(read: Vec<Contributed>, corrections: &Corrections, ontology: &Ontology) -> Met {
    let mut idle: BTreeSet<usize> = (0..corrections.corrections.len()).collect();
    let mut inputs = Vec::with_capacity(read.len());
    let mut contributions: Vec<Contribution> = Vec::with_capacity(read.len());
    for it in read {
        idle.retain(|number| !it.corrected.contains(number));
        inputs.push(record(it.name, &it.contribution));
        contributions.push(it.contribution);
    }
    inputs.sort_by(|a, b| (&a.document, &a.path).cmp(&(&b.document, &b.path)));
    let (judgements, undone) = graph::unify(&mut contributions, ontology, &corrections.decisions());
    let decided = corrections.decided(&undone);
    idle.retain(|it| !decided.contains(it));
    let mut notes = corrections.gone(idle);
    let mut graph = graph::assemble(&contributions, ontology);
    graph.judgements = judgements;
    notes.extend(graph.notes());
    let (mut mentions, mut sentences, mut diagnostics) = (0, 0, Vec::new());
    for it in contributions {
        mentions += it.mentions.values().sum::<usize>();
        sentences += it.document.sentences;
        diagnostics.extend(it.diagnostics);
    }
    Met { graph, inputs, mentions, sentences, diagnostics, notes }
}

fn open_cache(folder: &Path, ontology: &Ontology, options: &ReadOptions) -> Result<Cache> {
    Cache::open(folder, &ontology.digest, options).with_context(|| {
        let folder = folder.display();
        format!(
            "cannot keep readings in {folder}; name another folder with --cache, or give --no-cache"
        )
    })
}

/// What is kept of a document that was read.
fn record(path: String, contribution: &Contribution) -> InputRecord {
    let document = &contribution.document;
    InputRecord { path, sha256: document.sha256.clone(), document: document.iri.clone() }
}

fn report_title(graph: &Graph) -> String {
    let mut documents = graph.documents.values();
    match (documents.next(), documents.next()) {
        (Some(only), None) => only.title.clone(),
        _ => format!("{} documents", graph.documents.len()),
    }
}

fn counts(graph: &Graph, found: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let asserted = graph.claims.values().filter(|it| it.asserted).count();
    let new = graph.things.values().filter(|it| !it.known && it.value.is_none()).count();
    let unread = found.iter().filter(|it| it.code == "resolution/no-claim").count();
    BTreeMap::from([
        ("asserted", asserted),
        ("claims", graph.claims.len()),
        ("conflicts", graph.conflicts.len()),
        ("documents", graph.documents.len()),
        ("sentences not understood", unread),
        ("things", graph.things.len()),
        ("things not in the pack", new),
    ])
}

fn summary(talk: Talk, args: &Build, counts: &BTreeMap<&'static str, usize>, unchanged: usize) {
    if talk.is_quiet() {
        return;
    }
    let out = args.out.display();
    let rows = [
        ("documents", "documents"),
        ("sentences", "sentences"),
        ("mentions", "mentions"),
        ("things", "things"),
        ("things not in the pack", "  not in the pack"),
        ("claims", "claims"),
        ("asserted", "  asserted as triples"),
        ("conflicts", "conflicts"),
        ("sentences not understood", "sentences not understood"),
    ];
    for (key, label) in rows {
        anstream::println!("{label:<26} {:>7}", counts[key]);
        if key == "documents" && unchanged > 0 {
            anstream::println!("{:<26} {unchanged:>7}", "  unchanged, not read again");
        }
    }
    let data =
        if args.out == Path::new("output") { String::new() } else { format!(" --data {out}") };
    anstream::println!("\nwritten to {out}/; next:");
    anstream::println!("  open {out}/report.html");
    anstream::println!("  kell query{data} --list");
    anstream::println!("  kell draw{data} actors -o actors.svg");
    anstream::println!("  kell verify{data}");
}

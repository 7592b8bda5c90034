//! `kell build`: documents → graph, tables, diagrams, report.
//!
//! Everything is written into a folder beside the old output and moved in its place when it is complete.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde_json::Value;

use super::{
    Exit, args::Build, compile, draw, load_pack, mistakes, read_options, talk::Talk, with_jobs,
};
use crate::{
    dataset,
    diagnostic::{Diagnostic, Severity},
    document::{self, Document},
    extraction::Extractor,
    graph::{self, Graph},
    ontology::{CORE, Rule},
    pipeline, report,
    resolution::Reading,
    store::{self, Store},
    vocabulary::Prefixes,
};

/// What an output folder holds; anything else in it is left alone.
const PARTS: [&str; 7] = [
    "manifest.json",
    "graph.nq",
    "asserted.ttl",
    "entities.csv",
    "claims.csv",
    "diagrams",
    "report.html",
];

/// `manifest.json`
#[derive(Debug, Serialize)]
pub(super) struct Manifest<'a> {
    kell: &'static str,
    pack: PackRecord<'a>,
    inputs: Vec<InputRecord>,
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
    let target = Target::open(&args.out)?;
    let bar = talk.progress(inputs.value.len(), "reading");
    let read = with_jobs(args.sources.jobs, || {
        pipeline::read_all(&extractor, &inputs.value, &options, &|_| bar.inc(1))
    })?;
    // What the recognisers take up is given back before the graph needs it.
    drop(extractor);
    bar.finish_and_clear();
    talk.diagnostics(&read.diagnostics);
    if read.value.is_empty() {
        bail!("no document could be read, so nothing was written");
    }
    let mut found: Vec<Diagnostic> = inputs.diagnostics;
    found.extend(read.diagnostics);
    let (mut inputs, readings): (Vec<InputRecord>, Vec<Reading>) = read
        .value
        .into_iter()
        .map(|(document, reading)| (record(document, &reading), reading))
        .unzip();
    inputs.sort_by(|a, b| (&a.document, &a.path).cmp(&(&b.document, &b.path)));
    let graph = graph::assemble(&readings, &ontology);
    let (mut mentions, mut sentences) = (0, 0);
    for reading in readings {
        mentions += reading.mentions.len();
        sentences += reading.document.sentences;
        found.extend(reading.diagnostics);
    }
    let work = target.begin()?;
    let nquads = work.write_with("graph.nq", |out| graph::write_graph(&graph, &ontology, out))?;
    let store = Store::load(&nquads)?;
    let prefixes = Prefixes::new(&ontology.base);
    let checked = store::check(&store, &prefixes, &ontology.checks);
    talk.diagnostics(&checked);
    found.extend(checked);
    found.sort();
    found.dedup();
    let drawn = draw::all(&ontology, &store, draw::engine(args.builtin_layout))?;
    drop(store);
    let mut counts = counts(&graph, &found);
    counts.extend([("mentions", mentions), ("sentences", sentences)]);
    let manifest = Manifest {
        kell: env!("CARGO_PKG_VERSION"),
        pack: PackRecord {
            name: &ontology.manifest.name,
            version: &ontology.manifest.version,
            sha256: &ontology.digest,
        },
        inputs,
        counts: counts.clone(),
    };
    let mut json = serde_json::to_vec_pretty(&manifest)?;
    json.push(b'\n');
    let page = report::render(&report::ReportInput {
        title: report_title(&graph),
        graph: &graph,
        ontology: &ontology,
        diagrams: &drawn.iter().map(|it| (it.title.clone(), it.svg.clone())).collect::<Vec<_>>(),
        diagnostics: &found,
    });
    work.write("manifest.json", &json)?;
    work.write("asserted.ttl", graph::asserted_turtle(&graph, &ontology).as_bytes())?;
    work.write("entities.csv", &dataset::entities(&graph)?)?;
    work.write("claims.csv", &dataset::claims(&graph)?)?;
    for drawing in &drawn {
        work.write(&format!("diagrams/{}.dot", drawing.name), drawing.dot.as_bytes())?;
        work.write(&format!("diagrams/{}.svg", drawing.name), drawing.svg.as_bytes())?;
    }
    work.write("report.html", page.as_bytes())?;
    work.finish()?;
    summary(talk, args, &counts);
    let bad = found.iter().any(|it| it.severity == Severity::Error);
    Ok(if bad { Exit::Findings } else { Exit::Success })
}

/// What is kept of a document that was read.
fn record(document: Document, reading: &Reading) -> InputRecord {
    InputRecord {
        path: document.path,
        sha256: document.sha256,
        document: reading.document.iri.clone(),
    }
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

fn summary(talk: Talk, args: &Build, counts: &BTreeMap<&'static str, usize>) {
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
    }
    let data =
        if args.out == Path::new("output") { String::new() } else { format!(" --data {out}") };
    anstream::println!("\nwritten to {out}/; next:");
    anstream::println!("  open {out}/report.html");
    anstream::println!("  kell query{data} --list");
    anstream::println!("  kell draw{data} actors -o actors.svg");
    anstream::println!("  kell verify{data}");
}

/// The folder to write.
struct Target {
    folder: PathBuf,
}

/// A new output that is not yet in place.
struct Work {
    folder: PathBuf,
    fresh: tempfile::TempDir,
}

impl Target {
    /// Makes sure that the folder can be written before the long work starts.
    fn open(folder: &Path) -> Result<Self> {
        if folder.is_file() {
            bail!("{} is a file; give a folder with --out", folder.display());
        }
        let context =
            || format!("cannot write to {}; give another folder with --out", folder.display());
        fs::create_dir_all(folder).with_context(context)?;
        tempfile::tempfile_in(folder).with_context(context)?;
        Ok(Self { folder: folder.to_owned() })
    }

    fn begin(self) -> Result<Work> {
        let fresh = tempfile::Builder::new()
            .prefix(".kell-")
            .tempdir_in(&self.folder)
            .with_context(|| format!("cannot write to {}", self.folder.display()))?;
        Ok(Work { folder: self.folder, fresh })
    }
}

impl Work {
    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.write_with(name, |out| out.write_all(bytes)).map(drop)
    }

    /// Writes a part bit by bit; returns where it is until the work is finished.
    fn write_with(
        &self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<PathBuf> {
        let path = self.fresh.path().join(name);
        let parent = path.parent().unwrap_or(&path);
        fs::create_dir_all(parent)
            .and_then(|()| fs::File::create(&path))
            .and_then(|file| {
                let mut out = BufWriter::new(file);
                write(&mut out)?;
                out.flush()
            })
            .with_context(|| {
                format!("cannot write {name}; what was in {} is unchanged", self.folder.display())
            })?;
        Ok(path)
    }

    /// Moves the old parts aside and the new ones in; on failure the old ones return.
    fn finish(self) -> Result<()> {
        let old = tempfile::Builder::new().prefix(".kell-old-").tempdir_in(&self.folder)?;
        let mut swapped = Vec::new();
        let result = PARTS.iter().try_for_each(|part| {
            swapped.push(*part);
            let place = self.folder.join(part);
            if place.symlink_metadata().is_ok() {
                fs::rename(&place, old.path().join(part))?;
            }
            let fresh = self.fresh.path().join(part);
            if fresh.exists() { fs::rename(fresh, place) } else { Ok(()) }
        });
        if result.is_err() {
            for part in swapped {
                let (place, kept) = (self.folder.join(part), old.path().join(part));
                if kept.symlink_metadata().is_ok() {
                    // What is in the way is new and incomplete; the first error is the one to tell.
                    let _ = if place.is_dir() {
                        fs::remove_dir_all(&place)
                    } else {
                        fs::remove_file(&place)
                    };
                    let _ = fs::rename(kept, place);
                }
            }
        }
        result.with_context(|| format!("cannot put the new output into {}", self.folder.display()))
    }
}

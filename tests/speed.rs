//! How fast each stage is, and how much memory the whole takes: `cargo bench`.
//!
//! Reads `../shared/bench/data/perf/english_2mb.txt` where it is, and the notes of `corpus/` over and over otherwise.
//! Each stage is run several times on one thread; the median is printed, with what it comes to per second.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use kell::{
    document::{self, ReadOptions},
    extraction::Extractor,
    graph::{self, Contribution},
    language,
    ontology::{self, Ontology, PackSource},
    pipeline, resolution,
};

/// How often each stage is run.
const RUNS: usize = 5;

fn main() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread can be had");
    one.install(measure);
}

fn measure() {
    let text = text();
    println!("{:.2} MB of text, medians of {RUNS} runs on one thread", mb(text.len()));
    let start = Instant::now();
    let packs = ontology::load(&PackSource::Embedded).expect("the packs inside are sound").value;
    println!("{:<12} {:>8.0} ms", "packs", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    let extractor = Extractor::new(&packs).expect("the rules inside are sound");
    println!("{:<12} {:>8.0} ms", "recognisers", start.elapsed().as_secs_f64() * 1e3);
    let options = read_options(&packs);
    let document =
        stage("document", text.len(), 0, || document::from_text("bench", &text, &options));
    let bare = language::analyse(&document, extractor.words());
    let tokens = bare.tokens.len();
    let stage = |name: &str, work: &dyn Fn()| stage(name, text.len(), tokens, work);
    stage("segments", &|| drop(language::analyse(&document, extractor.words())));
    stage("analyser", &|| extractor.analysers().fill(&document.text, &mut bare.clone()));
    let mut analysis = bare.clone();
    extractor.analysers().fill(&document.text, &mut analysis);
    stage("extraction", &|| drop(extractor.extract(&document, &analysis)));
    let mentions = extractor.extract(&document, &analysis);
    stage("resolution", &|| {
        drop(resolution::resolve(&extractor, &document, &analysis, &mentions));
    });
    let reading = resolution::resolve(&extractor, &document, &analysis, &mentions);
    let reading = [Contribution::from(reading)];
    stage("graph", &|| drop(graph::quads(&graph::assemble(&reading, &packs), &packs)));
    if let Some(peak) = peak_memory() {
        println!("{:<12} {peak:>8.0} MB", "peak memory");
    }
}

/// What the program says of documents before it reads them.
fn read_options(packs: &Ontology) -> ReadOptions {
    ReadOptions {
        languages: packs.manifest.languages.clone(),
        head: pipeline::head_words(packs).expect("the word lists inside are sound"),
        ..ReadOptions::default()
    }
}

/// Runs a stage, prints its median time and what it comes to; returns what the last run made.
fn stage<T>(name: &str, bytes: usize, tokens: usize, work: impl Fn() -> T) -> T {
    let run = || {
        let start = Instant::now();
        let made = work();
        (start.elapsed(), made)
    };
    let mut times: Vec<Duration> = (1..RUNS).map(|_| run().0).collect();
    let (last, made) = run();
    times.push(last);
    times.sort();
    let median = times[RUNS / 2].as_secs_f64();
    let rate = mb(bytes) / median;
    let per_token = if tokens > 0 {
        format!("{:>10.0} tokens/s", count(tokens) / median)
    } else {
        String::new()
    };
    println!("{name:<12} {:>8.0} ms {rate:>8.2} MB/s {per_token}", median * 1e3);
    made
}

fn text() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if let Ok(text) = fs::read_to_string(root.join("../shared/bench/data/perf/english_2mb.txt")) {
        return text;
    }
    let mut notes: Vec<_> = fs::read_dir(root.join("corpus"))
        .expect("the repository has a corpus")
        .filter_map(|it| Some(it.ok()?.path()))
        .collect();
    notes.sort();
    let once: String = notes.iter().filter_map(|it| fs::read_to_string(it).ok()).collect();
    once.repeat((2_000_000 / once.len()).max(1))
}

fn mb(bytes: usize) -> f64 {
    count(bytes) / 1e6
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The most memory this process held, in MB, where the system tells.
fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|it| it.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1e3)
}

//! How the whole program fares with many documents: `cargo bench --bench scale`.
//!
//! Writes a corpus of made-up notes, builds it with one thread and with two, changes one file and builds again, and
//! asks ten named questions.  `KELL_DOCUMENTS` says how many documents of 5 kB there are: 2000, or 20000 for 100 MB.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::{
    fmt::Write,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use kell::{
    ontology::{self, PackSource},
    query::{self, Options},
    store::Store,
    vocabulary::Prefixes,
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    store::Store as Quads,
};

/// Bytes of a document, about.
const LENGTH: usize = 5000;

/// Questions whose answers are timed.
const QUESTIONS: [&str; 10] = [
    "documents",
    "mentions",
    "most-connected",
    "corroborated",
    "conflicts",
    "denied",
    "cooperation",
    "threats",
    "timeline",
    "people-and-posts",
];

fn main() {
    let documents = std::env::var("KELL_DOCUMENTS").ok().and_then(|it| it.parse().ok());
    let documents: usize = documents.unwrap_or(2000);
    let folder = tempfile::tempdir().expect("there is room for a corpus");
    let corpus = folder.path().join("corpus");
    let bytes = write(&corpus, documents);
    println!("{documents} documents, {:.1} MB", mb(bytes));
    for jobs in ["1", "2"] {
        let out = folder.path().join(format!("out-{jobs}"));
        let clean = build(&corpus, &out, jobs);
        println!("clean build, {jobs} threads: {clean}, {:.2} MB/s", mb(bytes) / clean.seconds());
        let changed = corpus.join("00/note-0.txt");
        fs::write(&changed, format!("MI5 works with GCHQ, says note {jobs}.\n"))
            .expect("it can be changed");
        let again = build(&corpus, &out, jobs);
        let share = 100.0 * again.seconds() / clean.seconds();
        println!("one file changed, {jobs} threads: {again}, {share:.0} % of a clean build");
    }
    let out = folder.path().join("out-2");
    let graph = out.join("graph.nq");
    let size = |path: &Path| fs::metadata(path).map_or(0, |it| it.len());
    let bytes = |path: &Path| usize::try_from(size(path)).unwrap_or(usize::MAX);
    println!(
        "graph.nq: {:.1} MB, report.html: {:.1} MB",
        mb(bytes(&graph)),
        mb(bytes(&out.join("report.html")))
    );
    ask(&graph);
}

/// Loads the graph and asks it; beside that, what Oxigraph alone takes to load it.
fn ask(graph: &Path) {
    let start = Instant::now();
    let store = Store::load(graph).expect("the graph can be loaded");
    let loaded = start.elapsed();
    let quads = store.len().expect("the store counts");
    let start = Instant::now();
    let raw = Quads::new().expect("there is memory");
    let mut bulk = raw.bulk_loader();
    let file = std::io::BufReader::new(fs::File::open(graph).expect("the graph is there"));
    bulk.load_from_reader(RdfParser::from_format(RdfFormat::NQuads), file)
        .expect("the graph is N-Quads");
    bulk.commit().expect("there is memory");
    let bare = start.elapsed();
    drop(raw);
    println!(
        "load of {quads} quads: {:.1} s, by Oxigraph alone {:.1} s ({:.2} of it)",
        loaded.as_secs_f64(),
        bare.as_secs_f64(),
        loaded.as_secs_f64() / bare.as_secs_f64()
    );
    let packs = ontology::load(&PackSource::Embedded).expect("the packs inside are sound").value;
    let prefixes = Prefixes::new(&packs.base);
    for name in QUESTIONS {
        let question = packs.queries.iter().find(|it| it.name == name).expect("it is a question");
        let text = question.with(&std::collections::BTreeMap::new());
        let start = Instant::now();
        let answer = query::run(&store, &prefixes, &text, &Options::default());
        println!(
            "{name:<18} {:>8.0} ms{}",
            start.elapsed().as_secs_f64() * 1e3,
            if answer.is_ok() { "" } else { " (failed)" }
        );
    }
}

/// What a run of the program took.
struct Taken {
    time: Duration,
    /// Most memory held, in MB, where the system tells.
    memory: Option<f64>,
}

impl Taken {
    fn seconds(&self) -> f64 {
        self.time.as_secs_f64()
    }
}

impl std::fmt::Display for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.1} s", self.seconds())?;
        self.memory.map_or(Ok(()), |it| write!(f, ", {it:.0} MB of memory"))
    }
}

fn build(corpus: &Path, out: &Path, jobs: &str) -> Taken {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_kell"))
        .args(["build", "--quiet", "--builtin-layout", "--jobs", jobs, "--out"])
        .args([out, corpus])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program can be run");
    let mut memory = None;
    loop {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|it| it.split_whitespace().next()?.parse::<f64>().ok());
        memory = peak.map(|it| it / 1024.0).or(memory);
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            assert!(status.code().is_some_and(|it| it < 2), "the build failed");
            return Taken { time: start.elapsed(), memory };
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Writes the documents; gives their length in bytes.
fn write(corpus: &Path, documents: usize) -> usize {
    let mut random = Random(20_211_123);
    let mut bytes = 0;
    for number in 0..documents {
        let folder = corpus.join(format!("{:02}", number % 100));
        fs::create_dir_all(&folder).expect("a folder can be made");
        let mut text = format!("Note {number}\n\n");
        while text.len() < LENGTH {
            sentence(&mut random, &mut text);
            text.push_str(if random.below(6) == 0 { "\n\n" } else { " " });
        }
        bytes += text.len();
        fs::write(folder.join(format!("note-{number}.txt")), text).expect("a file can be written");
    }
    bytes
}

/// A sentence that rules read, one that they do not, or one without a name: as many statements as in prose.
fn sentence(random: &mut Random, text: &mut String) {
    const BODIES: [&str; 8] = [
        "MI5",
        "GCHQ",
        "MI6",
        "Russia",
        "China",
        "Iran",
        "the Home Office",
        "Counter Terrorism Policing",
    ];
    const FIRST: [&str; 8] = ["Ada", "Mary", "Tom", "Peter", "Ruth", "Hugo", "Nina", "Karl"];
    const STEMS: [&str; 10] =
        ["Har", "Mil", "Brad", "Thorn", "Wick", "Ash", "Stan", "Cole", "Red", "Black"];
    const ENDS: [&str; 8] = ["ley", "ton", "ford", "wood", "worth", "bury", "by", "field"];
    const NOUNS: [&str; 12] = [
        "bridge", "ledger", "harbour", "letter", "engine", "archive", "market", "signal", "garden",
        "railway", "lantern", "survey",
    ];
    let body = *random.one_of(&BODIES);
    let other = *random.one_of(&BODIES);
    let name = format!("{}{}", random.one_of(&STEMS), random.one_of(&ENDS));
    let (noun, thing) = (*random.one_of(&NOUNS), *random.one_of(&NOUNS));
    let person = format!("{} {name}", random.one_of(&FIRST));
    let year = 1990 + random.below(30);
    let number = 2 + random.below(900);
    // Writing to a string cannot fail.
    let _ = match random.below(30) {
        0 => write!(text, "{body} works closely with {other} on the {noun} of {name}."),
        1 => write!(text, "{person} supports the plan for a new {noun} in {name}."),
        2 => write!(text, "{person} worked for the {name} Institute until {year}."),
        3 => write!(text, "In {year}, {body} warned of espionage against the {name} {noun}."),
        4 => write!(text, "The {name} Institute does not oppose the {noun}, {person} said."),
        5 => write!(text, "{number} people saw the {noun} when the {thing} was opened."),
        6 => {
            write!(text, "It was cold, and the {noun} behind the {thing} had been shut for weeks.")
        }
        7 => write!(
            text,
            "Nobody could say whether the {thing} belonged to the {noun} or to {person}."
        ),
        8 => write!(text, "{other} may threaten the {thing} of {name} if the {noun} fails."),
        9 => {
            write!(text, "The {thing} that {person} described in {year} was older than the {noun}.")
        }
        10 => write!(
            text,
            "{person}, director of the {name} Institute, visited the {noun} in {year}."
        ),
        11..20 => write!(
            text,
            "They walked on, past one {noun} after another, until it was quite dark and the lights went out."
        ),
        _ => write!(
            text,
            "There was not much to be done about it, or so it seemed to most of those who had come so far."
        ),
    };
}

/// A generator of pseudo-random numbers (G. Marsaglia, *Xorshift RNGs*, 2003), the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let end = u64::try_from(list.len()).unwrap_or(u64::MAX);
        &list[usize::try_from(self.below(end)).unwrap_or_default()]
    }
}

fn mb(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / 1000).unwrap_or(u32::MAX)) / 1e3
}

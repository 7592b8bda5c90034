//! Commands, flags and their help.

use std::{net::SocketAddr, path::PathBuf};

use clap::{
    Args, Parser, Subcommand, ValueEnum, ValueHint,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};

use crate::dataset::Format;

/// Builds a knowledge graph from official documents, every statement citing its sentence.
#[derive(Debug, Parser)]
#[command(name = "kell", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Examples:
  kell build corpus                          read a folder, write output/
  kell query --name who-threatens-whom       ask a named question
  kell draw actors -o actors.svg             draw a diagram
  kell path \"Ada Lovelace\" Babbage          how are two things connected?
  kell serve                                 look at it in a browser
  kell explain \"Ada Lovelace\"                 why is this there?

Exit codes: 0 done, 1 done with findings, 2 could not.")]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Say only what went wrong.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more; twice for everything.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read documents and write a graph, tables, diagrams and a report
    Build(Build),
    /// Ask the graph in SPARQL or by a named question
    Query(Query),
    /// Draw a diagram of the graph
    Draw(Draw),
    /// Show the chains of claims between two things, with their sentences
    Path(Path),
    /// Show how central things are: degree, page rank, betweenness, communities, bridges
    Network(Network),
    /// Serve the graph on this machine: pages to look at it with, SPARQL, linked data
    Serve(Serve),
    /// Print what is read in each document, one JSON object a line
    Annotate(Annotate),
    /// Compare every quote with its source
    Verify(Verify),
    /// Write research datasets and other people's formats
    Export(Export),
    /// Check a pack, or a graph
    Check(Check),
    /// Say what two builds say differently, and why
    Diff(Diff),
    /// Walk through uncertain claims and merges, and write down what is right
    Review(Review),
    /// Say why something is there: a claim, a thing, a rule, a code
    Explain(Explain),
    /// Print shell completions or the manual page
    Generate(Generate),
    /// Learn the analyser of a language from treebanks
    Train(Train),
}

/// Where documents come from, and what is known about them.
#[derive(Debug, Args)]
pub(crate) struct Sources {
    /// Files or folders; `-` is standard input
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Pack folder to read with, instead of the built-in one
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) ontology: Option<PathBuf>,
    /// Number of documents read at the same time; all cores by default
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Column that holds the text of CSV and JSON lines; by default the first that is named text, body, content ...
    #[arg(long, value_name = "NAME")]
    pub(crate) text_column: Option<String>,
    /// Longest document that is read, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 16, help_heading = "Limits", value_parser = clap::value_parser!(u64).range(1..=4096))]
    pub(crate) max_size: u64,
    /// How much an archive may unpack to, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 4096, help_heading = "Limits", value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    pub(crate) max_unpacked: u64,
    /// Title, instead of the document's own
    #[arg(long, help_heading = "Metadata")]
    pub(crate) title: Option<String>,
    /// Date spoken or published, as 2021-07-14, 2021-07 or 2021
    #[arg(long, help_heading = "Metadata")]
    pub(crate) date: Option<String>,
    /// Who speaks or writes
    #[arg(long, help_heading = "Metadata")]
    pub(crate) author: Option<String>,
    /// Who published it
    #[arg(long, help_heading = "Metadata")]
    pub(crate) publisher: Option<String>,
    /// Language tag, such as en
    #[arg(long, help_heading = "Metadata")]
    pub(crate) language: Option<String>,
    /// Licence of the text
    #[arg(long, help_heading = "Metadata")]
    pub(crate) licence: Option<String>,
}

/// `kell build`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell build corpus
  kell build speech.txt --date 2021-07-14 --author \"Ada Lovelace\" --out speech
  cat speech.txt | kell build - --out speech")]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) sources: Sources,
    /// Folder to write; what is there stays whole until the new output is complete
    #[arg(long, value_name = "DIR", default_value = "output", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
    /// Folder to keep readings in for the next build, instead of .cache in the output folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "no_cache")]
    pub(crate) cache: Option<PathBuf>,
    /// Read every document, and keep nothing for the next build
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// Documents whose part of the graph is checked, drawn and kept together: fewer make small changes quicker
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub(crate) shard: usize,
    /// File of corrections to apply, instead of the corrections.toml beside the documents; several times for several
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) corrections: Vec<PathBuf>,
    /// Draw with the built-in layout even where Graphviz is installed, for the same bytes everywhere
    #[arg(long)]
    pub(crate) builtin_layout: bool,
}

/// `kell diff`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell diff last-week output
  kell diff --format json old new")]
pub(crate) struct Diff {
    /// Output folder of the earlier build
    #[arg(value_name = "OLD", value_hint = ValueHint::DirPath)]
    pub(crate) old: PathBuf,
    /// Output folder of the later build
    #[arg(value_name = "NEW", value_hint = ValueHint::DirPath)]
    pub(crate) new: PathBuf,
    /// How differences are shown
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
    /// Pack folder, instead of the built-in one
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) ontology: Option<PathBuf>,
}

/// How differences are shown.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// `kell review`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell review
  kell review --below 0.6
  kell review --merges")]
pub(crate) struct Review {
    #[command(flatten)]
    pub(crate) data: Data,
    /// File to write to, instead of the corrections.toml beside the documents
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) corrections: Option<PathBuf>,
    /// Ask about claims below this confidence
    #[arg(long, value_name = "NUMBER", default_value_t = 0.7)]
    pub(crate) below: f64,
    /// Ask about merges only
    #[arg(long)]
    pub(crate) merges: bool,
}

/// Which graph to work on.
#[derive(Debug, Args)]
pub(crate) struct Data {
    /// Output folder of a build
    #[arg(long = "data", value_name = "DIR", default_value = "output", value_hint = ValueHint::DirPath)]
    pub(crate) data: PathBuf,
    /// Pack folder with queries and diagrams, instead of the built-in one
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) ontology: Option<PathBuf>,
}

/// `kell query`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell query --list
  kell query said-about --param topic=encryption
  kell query 'SELECT ?what WHERE { ?who o:supports ?what }'
  kell query -f question.rq --format csv > answer.csv")]
pub(crate) struct Query {
    /// SPARQL with the usual prefixes declared, or the name of a question
    #[arg(value_name = "SPARQL", conflicts_with_all = ["file", "name", "list"])]
    pub(crate) text: Option<String>,
    /// File with SPARQL; `-` is standard input
    #[arg(short, long, value_name = "FILE", conflicts_with_all = ["name", "list"], value_hint = ValueHint::FilePath)]
    pub(crate) file: Option<PathBuf>,
    /// A named question of the pack
    #[arg(short, long, conflicts_with = "list")]
    pub(crate) name: Option<String>,
    /// A parameter of a named question: an entity by label, alias or IRI, or a word
    #[arg(short, long = "param", value_name = "KEY=VALUE")]
    pub(crate) parameters: Vec<String>,
    /// List the named questions
    #[arg(short, long)]
    pub(crate) list: bool,
    /// table, csv, tsv, json, xml, md, ttl, nt, nq or jsonld; table by default, ttl for graphs
    #[arg(long)]
    pub(crate) format: Option<String>,
    #[command(flatten)]
    pub(crate) data: Data,
}

/// `kell draw`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell draw --list
  kell draw events -o events.svg
  kell draw neighbourhood --focus \"Ada Lovelace\" -o ada.png
  kell draw ontology --format dot")]
pub(crate) struct Draw {
    /// A diagram of the pack, or `ontology`
    #[arg(required_unless_present = "list")]
    pub(crate) name: Option<String>,
    /// List the diagrams
    #[arg(short, long)]
    pub(crate) list: bool,
    /// Only what is connected to this thing
    #[arg(long, value_name = "ENTITY")]
    pub(crate) focus: Option<String>,
    /// How many steps away from the focus
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) hops: usize,
    /// How many things at most, instead of what the diagram says; the least connected are left out
    #[arg(long, value_name = "N")]
    pub(crate) nodes: Option<usize>,
    /// dot, svg, png or pdf; by the extension of the file otherwise, svg by default
    #[arg(long)]
    pub(crate) format: Option<String>,
    /// File to write; standard output by default
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Draw with the built-in layout even where Graphviz is installed
    #[arg(long)]
    pub(crate) builtin_layout: bool,
    #[command(flatten)]
    pub(crate) data: Data,
}

/// `kell path`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell path \"Ada Lovelace\" \"Charles Babbage\"
  kell path Ada Babbage --by evidence --count 1
  kell path Ada Babbage --include-unasserted -o path.svg --format svg

Exit code 1: there is no chain.")]
pub(crate) struct Path {
    /// Where chains begin: a thing by label, alias or IRI
    #[arg(value_name = "A")]
    pub(crate) from: String,
    /// Where they end
    #[arg(value_name = "B")]
    pub(crate) to: String,
    /// Steps of a chain at most
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(crate) max_hops: u8,
    /// Chains at most
    #[arg(long, value_name = "K", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    pub(crate) count: u8,
    /// Which come first: those of few steps, or those with many independent sources
    #[arg(long, value_enum, default_value_t = By::Shortest)]
    pub(crate) by: By,
    /// Also follow claims that are planned, possible, denied or only reported
    #[arg(long)]
    pub(crate) include_unasserted: bool,
    /// How chains are shown
    #[arg(long, value_enum, default_value_t = PathFormat::Text)]
    pub(crate) format: PathFormat,
    /// File to write; standard output by default
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Draw with the built-in layout even where Graphviz is installed
    #[arg(long)]
    pub(crate) builtin_layout: bool,
    #[command(flatten)]
    pub(crate) data: Data,
}

/// Which chains come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Those of few steps
    Shortest,
    /// Those with many independent sources
    Evidence,
}

impl By {
    /// As it is given.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Shortest => "shortest",
            Self::Evidence => "evidence",
        }
    }
}

/// How chains are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PathFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
    /// Graphviz's language
    Dot,
    /// A drawing
    Svg,
}

/// `kell network`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell network
  kell network --include-unasserted --format csv > network.csv
  kell network --format ttl > network.ttl

Questions that name o:degree, o:tieWeight, o:pageRank, o:betweenness, o:community, o:cutPoint or
o:bridges get them worked out as well: kell query --name central")]
pub(crate) struct Network {
    /// Also count claims that are planned, possible, denied or only reported
    #[arg(long)]
    pub(crate) include_unasserted: bool,
    /// Things at most, the most important first; 30 in tables for people, else all
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// table, csv, tsv, json, xml or md; ttl, nt, nq or jsonld for statements
    #[arg(long, default_value = "table")]
    pub(crate) format: String,
    #[command(flatten)]
    pub(crate) data: Data,
}

/// `kell serve`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell serve                                 then open the address it prints
  kell serve --data output --bind 127.0.0.1:8080
  kell serve --bind 0.0.0.0:80 --allow-remote --cors \"*\"")]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) data: Data,
    /// Address and port to listen on; port 0 is any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    pub(crate) bind: SocketAddr,
    /// Listen on an address that other machines can reach
    #[arg(long)]
    pub(crate) allow_remote: bool,
    /// Origin whose pages may read answers, or * for any; none by default
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) cors: Option<axum::http::HeaderValue>,
    /// Seconds for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30, help_heading = "Limits", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) timeout: u64,
    /// Rows or triples of an answer
    #[arg(long, value_name = "N", default_value_t = 100_000, help_heading = "Limits")]
    pub(crate) max_rows: usize,
    /// Length of an answer as it is written, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 64, help_heading = "Limits", value_parser = clap::value_parser!(u64).range(1..=65_536))]
    pub(crate) max_result_bytes: u64,
    /// Length of a query that is sent, in kilobytes
    #[arg(long, value_name = "KB", default_value_t = 256, help_heading = "Limits", value_parser = clap::value_parser!(u64).range(1..=65_536))]
    pub(crate) max_body: u64,
    /// Memory that all queries together may take, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 2048, help_heading = "Limits", value_parser = clap::value_parser!(u64).range(16..=1_048_576))]
    pub(crate) max_memory: u64,
    /// Memory for answers to questions that may be asked again, in megabytes; 0 keeps none
    #[arg(long, value_name = "MB", default_value_t = 64, help_heading = "Limits", value_parser = clap::value_parser!(u64).range(0..=1_048_576))]
    pub(crate) max_kept: u64,
    /// Queries answered at the same time; others wait a little
    #[arg(long, value_name = "N", default_value_t = 8, help_heading = "Limits", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) concurrency: u16,
}

/// `kell annotate`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell annotate speech.txt | jq '.claims[].quote'
  kell annotate speech.txt --format html > speech.html
  kell annotate speech.txt --format conllu > speech.conllu")]
pub(crate) struct Annotate {
    #[command(flatten)]
    pub(crate) sources: Sources,
    /// How to print it
    #[arg(long, value_enum, default_value_t = AnnotationFormat::Json)]
    pub(crate) format: AnnotationFormat,
    /// Folder for the files of brat
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
}

/// How to print a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnnotationFormat {
    /// One JSON object a line
    Json,
    /// A page with the entities marked in the text
    Html,
    /// Sentences and words in the columns of CoNLL-U
    Conllu,
    /// Text and stand-off annotations for brat, two files a document, in the folder --out
    Brat,
}

/// `kell verify`
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Folder or file to look for the sources in, besides where they were read from
    #[arg(long, value_name = "DIR", value_hint = ValueHint::AnyPath)]
    pub(crate) sources: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) data: Data,
}

/// `kell export`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell export --format release --out release --zip     a dataset to publish
  kell export --format graphml --out claims.graphml    a network for Gephi
  kell export --format stix | less                     to standard output")]
pub(crate) struct Export {
    /// What to write
    #[arg(long, value_parser = format_parser())]
    pub(crate) format: Format,
    /// File or folder to write; standard output without it
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) out: Option<PathBuf>,
    /// Claims that are not asserted, too, where the format can say so
    #[arg(long)]
    pub(crate) include_unasserted: bool,
    /// Characters of a quote at most; 0 for no quotes
    #[arg(long, value_name = "NUMBER")]
    pub(crate) quote_length: Option<usize>,
    /// Pack the folder as a ZIP file beside it, too
    #[arg(long)]
    pub(crate) zip: bool,
    /// Title, authors, licence and the like of a release (TOML)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Release")]
    pub(crate) metadata: Option<PathBuf>,
    /// Corrections whose accepted and rejected claims say how many are wrong
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Release")]
    pub(crate) corrections: Option<PathBuf>,
    /// The documents themselves, too; they must be what was read
    #[arg(long, help_heading = "Release")]
    pub(crate) include_texts: bool,
    #[command(flatten)]
    pub(crate) data: Data,
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    let name = |it: Format| PossibleValue::new(it.name()).help(it.description());
    PossibleValuesParser::new(Format::ALL.map(name)).map(|name| {
        let format = Format::ALL.into_iter().find(|it| it.name() == name);
        format.expect("no other value is possible")
    })
}

/// `kell check`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell check ontology/uk-security            load a pack, run its examples and tests
  kell check --data output                   check a graph")]
pub(crate) struct Check {
    /// Pack folder; without it the graph is checked
    #[arg(value_name = "PACK", value_hint = ValueHint::DirPath)]
    pub(crate) pack: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) data: Data,
}

/// `kell explain`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kell explain c:0123456789abcdef
  kell explain \"Ada Lovelace\"
  kell explain position/support
  kell explain document/cut")]
pub(crate) struct Explain {
    /// IRI or label of a claim or thing, name of a rule, code of a diagnostic
    #[arg(value_name = "WHAT")]
    pub(crate) what: String,
    /// With a rule: how the rule reads this sentence, and why not
    #[arg(value_name = "SENTENCE")]
    pub(crate) sentence: Option<String>,
    #[command(flatten)]
    pub(crate) data: Data,
}

/// `kell generate`
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// What to print
    #[command(subcommand)]
    pub(crate) what: Generated,
}

/// `kell train`
#[derive(Debug, Args)]
#[command(after_help = "Example:
  kell train --treebank en_ewt-train.conllu,names.tsv --dev en_ewt-dev.conllu --vectors vocab -o model.bin")]
pub(crate) struct Train {
    /// Treebank in CoNLL-U; after a comma, labels of names, one a word
    #[arg(long, required = true, value_name = "FILE[,NAMES]")]
    pub(crate) treebank: Vec<String>,
    /// Treebank to measure with after each round
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) dev: Vec<PathBuf>,
    /// Vocabulary folder of a spaCy model with word vectors
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) vectors: Option<PathBuf>,
    /// How often to go through the treebanks
    #[arg(long, default_value_t = 18)]
    pub(crate) rounds: usize,
    /// Number of threads; the model is the same
    #[arg(long, default_value_t = 2, value_name = "N")]
    pub(crate) jobs: usize,
    /// Where to write the model
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
}

/// What to print.
#[derive(Debug, Subcommand)]
pub(crate) enum Generated {
    /// Completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// The manual page, in roff
    Man,
}

//! The only code that talks to a person: results on standard output, talk on standard error.

mod annotate;
mod args;
mod build;
mod check;
mod codes;
mod diff;
mod draw;
mod entity;
mod explain;
mod export;
mod generate;
mod network;
mod output;
mod path;
mod query;
mod review;
mod serve;
mod talk;
mod train;
mod verify;

use std::{ffi::OsString, path::Path, process::ExitCode};

use anyhow::Result;
use clap::Parser;
use rayon::{ThreadPool, ThreadPoolBuilder};

use self::{
    args::{Cli, Command},
    talk::Talk,
};
use crate::{
    diagnostic::Diagnostic,
    document::{Metadata, ReadOptions},
    extraction::Extractor,
    ontology::{Ontology, PackSource},
    pipeline,
};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Success,
    /// Done, and there are findings.
    Findings,
    /// Could not.
    Error,
}

/// Runs the program with these arguments, the first of them its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(message) => {
            let code = if message.use_stderr() { Exit::Error } else { Exit::Success };
            // A closed pipe is no failure.
            let _ = message.print();
            return code.into();
        }
    };
    let talk = Talk::new(cli.quiet, cli.verbose);
    match dispatch(cli.command, talk) {
        Ok(exit) => exit.into(),
        Err(error) if is_closed_pipe(&error) => Exit::Success.into(),
        Err(error) => {
            Talk::error(&error);
            Exit::Error.into()
        }
    }
}

fn dispatch(command: Command, talk: Talk) -> Result<Exit> {
    match command {
        Command::Build(args) => build::run(&args, talk),
        Command::Query(args) => query::run(&args, talk),
        Command::Draw(args) => draw::run(&args, talk),
        Command::Path(args) => path::run(&args, talk),
        Command::Network(args) => network::run(&args, talk),
        Command::Annotate(args) => annotate::run(&args, talk),
        Command::Verify(args) => verify::run(&args, talk),
        Command::Export(args) => export::run(&args, talk),
        Command::Check(args) => check::run(&args, talk),
        Command::Serve(args) => serve::run(&args, talk),
        Command::Review(args) => review::run(&args, talk),
        Command::Diff(args) => diff::run(&args, talk),
        Command::Explain(args) => explain::run(&args, talk),
        Command::Generate(args) => generate::run(&args),
        Command::Train(args) => train::run(&args, talk),
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::Findings => 1,
            Exit::Error => 2,
        })
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|it| {
        let io = it.downcast_ref::<std::io::Error>();
        io.is_some_and(|it| it.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// Loads a pack; every mistake in it is told.
fn load_pack(folder: Option<&Path>, talk: Talk) -> Result<Ontology> {
    let source = folder.map_or(PackSource::Embedded, PackSource::Folder);
    match crate::ontology::load(&source) {
        Ok(loaded) => {
            talk.diagnostics(&loaded.diagnostics);
            Ok(loaded.value)
        }
        Err(diagnostics) => {
            Talk::all_diagnostics(&diagnostics);
            let name = folder.map_or_else(|| "built in".to_owned(), |it| it.display().to_string());
            anyhow::bail!("the pack ({name}) has {} and was not used", mistakes(&diagnostics))
        }
    }
}

/// Compiles the rules of a pack; all mistakes in their wording are told at once.
fn compile(ontology: &Ontology) -> Result<Extractor<'_>> {
    Extractor::new(ontology).map_err(|diagnostics| {
        Talk::all_diagnostics(&diagnostics);
        anyhow::anyhow!("the rules of the pack have {} and were not used", mistakes(&diagnostics))
    })
}

fn mistakes(diagnostics: &[Diagnostic]) -> String {
    match diagnostics.len() {
        1 => "a mistake".to_owned(),
        many => format!("{many} mistakes"),
    }
}

/// What the flags say about the documents, and the words the pack knows documents' heads by.
fn read_options(sources: &args::Sources, ontology: &Ontology) -> Result<ReadOptions> {
    Ok(ReadOptions {
        metadata: Metadata {
            title: sources.title.clone(),
            date: sources.date.clone(),
            author: sources.author.clone(),
            publisher: sources.publisher.clone(),
            language: sources.language.clone(),
            licence: sources.licence.clone(),
            ..Metadata::default()
        },
        languages: ontology.manifest.languages.clone(),
        head: pipeline::head_words(ontology)?,
        max_bytes: sources.max_size << 20,
        max_unpacked: sources.max_unpacked << 20,
        text_column: sources.text_column.clone(),
        plain: false,
    })
}

/// As many threads as asked for, this one among them: what is allocated for one job is then given back to whatever comes
/// next.  Once in a run of the program.
fn threads(jobs: Option<usize>) -> Result<ThreadPool> {
    let threads = jobs.unwrap_or(0);
    Ok(ThreadPoolBuilder::new().num_threads(threads).use_current_thread().build()?)
}

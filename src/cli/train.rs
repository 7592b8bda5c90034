//! `kell train`: learn the analyser of a language.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use super::{Exit, args::Train, talk::Talk};
use crate::language::{Plan, train};

pub(crate) fn run(args: &Train, talk: Talk) -> Result<Exit> {
    let treebank = |it: &String| match it.split_once(',') {
        Some((treebank, names)) => (PathBuf::from(treebank), Some(PathBuf::from(names))),
        None => (PathBuf::from(it), None),
    };
    let plan = Plan {
        treebanks: args.treebank.iter().map(treebank).collect(),
        vectors: args.vectors.clone(),
        dev: args.dev.clone(),
        rounds: args.rounds,
        jobs: args.jobs.max(1),
    };
    let model = train(&plan, &|line| talk.say(line))?;
    fs::write(&args.output, model.to_bytes())
        .with_context(|| format!("cannot write {}", args.output.display()))?;
    Ok(Exit::Success)
}

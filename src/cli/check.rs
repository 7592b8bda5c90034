//! `kell check`: a pack with its examples and tests, or a graph with the pack's checks.

use anyhow::Result;

use super::{Exit, args::Check, compile, entity::open, load_pack, talk::Talk};
use crate::{
    diagnostic::{Diagnostic, Severity},
    ontology::CORE,
    pipeline, store,
    vocabulary::Prefixes,
};

pub(crate) fn run(args: &Check, talk: Talk) -> Result<Exit> {
    match &args.pack {
        Some(_) => pack(args, talk),
        None => graph(args, talk),
    }
}

fn pack(args: &Check, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.pack.as_deref(), talk)?;
    let extractor = compile(&ontology)?;
    let mut found = pipeline::check_tests(&extractor);
    if ontology.manifest.name == CORE {
        talk.say(
            "the examples of the core name things of a domain: check a pack beside it to run them",
        );
    } else {
        found.extend(pipeline::check_rules(&extractor, |_| true));
    }
    Talk::all_diagnostics(&found);
    let examples: usize = ontology.rules.iter().map(|it| it.yes.len() + it.no.len()).sum();
    anstream::println!(
        "{} {}: {} classes, {} properties, {} entities, {} rules with {examples} examples, {} queries, \
         {} diagrams, {} checks, {} tests; {} findings",
        ontology.manifest.name,
        ontology.manifest.version,
        ontology.schema.classes.len(),
        ontology.schema.properties.len(),
        ontology.entities.len(),
        ontology.rules.len(),
        ontology.queries.len(),
        ontology.diagrams.len(),
        ontology.checks.len(),
        ontology.tests.len(),
        found.len()
    );
    Ok(exit(&found))
}

fn graph(args: &Check, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    let prefixes = Prefixes::new(&ontology.base);
    let store = open(&args.data.data)?;
    let mut found = store::check(&store, &prefixes, &ontology.checks);
    found.extend(store::check_shapes(&store, &prefixes, &ontology.shapes));
    Talk::all_diagnostics(&found);
    let errors = found.iter().filter(|it| it.severity == Severity::Error).count();
    anstream::println!(
        "{} checks and {} shapes on {} statements: {errors} errors, {} warnings",
        ontology.checks.len(),
        ontology.shapes.len(),
        store.len()?,
        found.len() - errors
    );
    Ok(exit(&found))
}

fn exit(found: &[Diagnostic]) -> Exit {
    if found.is_empty() { Exit::Success } else { Exit::Findings }
}

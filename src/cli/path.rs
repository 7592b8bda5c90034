//! `kell path`: the chains of claims between two things, with their sentences.

use std::{
    fmt::Write as _,
    fs,
    io::{self, Write},
};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::{
    Exit,
    args::{self, PathFormat},
    draw::{engine, from_documents},
    entity::{Names, open},
    load_pack,
    talk::Talk,
};
use crate::{
    diagram::{self, Format},
    network::{By, Chain, Claim, Network, Options, Passage, Search, Step, Thing, chains},
    vocabulary::Prefixes,
};

/// Claims of a step that are written out for people, and passages of a claim.
const CLAIMS: usize = 3;
const PASSAGES: usize = 2;

pub(crate) fn run(args: &args::Path, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    let prefixes = Prefixes::new(&ontology.base);
    let store = open(&args.data.data)?;
    let names = Names::of(&store, &prefixes)?;
    let (from, to) = (names.find(&args.from)?, names.find(&args.to)?);
    if from == to {
        bail!("`{}` and `{}` are the same thing", args.from, args.to);
    }
    let options = Options { unasserted: args.include_unasserted };
    let network = Network::load(&store, &ontology.base, &ontology.schema, options)?;
    let by = match args.by {
        args::By::Shortest => By::Length,
        args::By::Evidence => By::Evidence,
    };
    let search = Search { by, hops: args.max_hops.into(), count: args.count.into() };
    let ends = network.node(&from).zip(network.node(&to));
    let found = ends.map_or_else(Vec::new, |(from, to)| chains(&network, from, to, &search));
    let label = |iri: &'_ str| match network.node(iri) {
        Some(node) => network.thing(node).label.clone(),
        None => names.label(iri).to_owned(),
    };
    let labels = (label(&from), label(&to));
    let ends = (labels.0.as_str(), labels.1.as_str());
    let bytes = match args.format {
        PathFormat::Text => text(&network, &found, &prefixes).into_bytes(),
        PathFormat::Json => json(&network, &found, (&from, &to), ends, args)?,
        PathFormat::Dot | PathFormat::Svg if found.is_empty() => Vec::new(),
        PathFormat::Dot | PathFormat::Svg => {
            let titles = network.documents.values().map(|it| it.title.clone()).collect();
            let line = from_documents(&ontology, &titles);
            let drawn = diagram::of_chains(&network, &found, ends, by, &ontology.schema, &line);
            let format = if args.format == PathFormat::Dot { Format::Dot } else { Format::Svg };
            diagram::render(&drawn, format, engine(args.builtin_layout))?
        }
    };
    match &args.output {
        Some(path) if path.as_os_str() != "-" => {
            fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        }
        _ => io::stdout().lock().write_all(&bytes)?,
    }
    if found.is_empty() {
        talk.say(format_args!("{}", none(&network, ends, (&from, &to), args)));
        return Ok(Exit::Findings);
    }
    Ok(Exit::Success)
}

/// Why there is no chain, and what may help.
fn none(network: &Network, labels: (&str, &str), ends: (&str, &str), args: &args::Path) -> String {
    let kind = if args.include_unasserted { "claims" } else { "asserted claims" };
    let more = "--include-unasserted also follows what is planned, denied or only reported";
    let help = if args.include_unasserted { String::new() } else { format!("; {more}") };
    for (label, iri) in [(labels.0, ends.0), (labels.1, ends.1)] {
        if network.node(iri).is_none() {
            return format!("no {kind} connect {label} with anything{help}");
        }
    }
    let steps = if args.max_hops == 1 { "step" } else { "steps" };
    format!(
        "no chain of at most {} {steps} of {kind} leads from {} to {}{help}",
        args.max_hops, labels.0, labels.1
    )
}

fn text(network: &Network, chains: &[Chain], prefixes: &Prefixes) -> String {
    let mut out = String::new();
    for (at, chain) in chains.iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n" };
        let things: Vec<&str> = chain.things().map(|it| network.thing(it).label.as_str()).collect();
        let steps = chain.steps.len();
        let plural = if steps == 1 { "" } else { "s" };
        let _ = writeln!(out, "{gap}{}. {}  ({steps} step{plural})", at + 1, things.join(" – "));
        for step in &chain.steps {
            out += &step_text(network, step, prefixes);
        }
    }
    out
}

fn step_text(network: &Network, step: &Step, prefixes: &Prefixes) -> String {
    let mut out = String::new();
    let claims = network.tie(step.tie).best_first();
    for claim in claims.iter().take(CLAIMS) {
        let name = |iri| network.node(iri).map_or("", |it| &network.thing(it).label);
        let sources = match claim.independent {
            0 | 1 => String::new(),
            many => format!(", {many} independent sources"),
        };
        let _ = writeln!(
            out,
            "   {} {} {}  [{}{sources}]",
            name(&claim.subject),
            claim.label,
            name(&claim.object),
            claim.standing
        );
        for passage in claim.evidence.iter().take(PASSAGES) {
            let document = network.documents.get(&passage.document);
            let title = document.map_or(passage.document.as_str(), |it| it.title.as_str());
            let date = document.and_then(|it| it.date.as_deref());
            let date = date.map_or_else(String::new, |it| format!(", {it}"));
            let _ = writeln!(out, "     “{}”\n       {title}{date}", passage.quote);
        }
        if claim.evidence.len() > PASSAGES {
            let more = claim.evidence.len() - PASSAGES;
            let iri = prefixes.shorten(&claim.iri).unwrap_or_else(|| claim.iri.clone());
            let _ = writeln!(out, "     and {more} more: kell explain {iri}");
        }
    }
    if claims.len() > CLAIMS {
        let _ = writeln!(out, "   and {} more claims", claims.len() - CLAIMS);
    }
    out
}

/// What `--format json` writes.
#[derive(Serialize)]
struct Found<'a> {
    from: Named<'a>,
    to: Named<'a>,
    by: &'static str,
    max_hops: u8,
    include_unasserted: bool,
    chains: Vec<ChainRow<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    iri: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct ChainRow<'a> {
    steps: Vec<StepRow<'a>>,
}

#[derive(Serialize)]
struct StepRow<'a> {
    from: Named<'a>,
    to: Named<'a>,
    /// The independent sources of all its claims.
    weight: usize,
    passages: usize,
    claims: Vec<ClaimRow<'a>>,
}

#[derive(Serialize)]
struct ClaimRow<'a> {
    iri: &'a str,
    subject: &'a str,
    predicate: &'a str,
    label: &'a str,
    object: &'a str,
    force: &'a str,
    asserted: bool,
    independent_sources: usize,
    evidence: Vec<PassageRow<'a>>,
}

#[derive(Serialize)]
struct PassageRow<'a> {
    iri: &'a str,
    document: &'a str,
    title: &'a str,
    date: Option<&'a str>,
    start: usize,
    quote: &'a str,
}

fn json(
    network: &Network,
    chains: &[Chain],
    ends: (&str, &str),
    labels: (&str, &str),
    args: &args::Path,
) -> Result<Vec<u8>> {
    let step = |it: &Step| {
        let tie = network.tie(it.tie);
        StepRow {
            from: named(network.thing(it.from)),
            to: named(network.thing(it.to)),
            weight: tie.weight(),
            passages: tie.passages(),
            claims: tie.best_first().into_iter().map(|it| claim_row(network, it)).collect(),
        }
    };
    let found = Found {
        from: Named { iri: ends.0, label: labels.0 },
        to: Named { iri: ends.1, label: labels.1 },
        by: args.by.name(),
        max_hops: args.max_hops,
        include_unasserted: args.include_unasserted,
        chains: chains
            .iter()
            .map(|it| ChainRow { steps: it.steps.iter().map(step).collect() })
            .collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&found)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn named(thing: &Thing) -> Named<'_> {
    Named { iri: &thing.iri, label: &thing.label }
}

fn claim_row<'a>(network: &'a Network, claim: &'a Claim) -> ClaimRow<'a> {
    let passage = |it: &'a Passage| {
        let document = network.documents.get(&it.document);
        PassageRow {
            iri: &it.iri,
            document: &it.document,
            title: document.map_or("", |it| &it.title),
            date: document.and_then(|it| it.date.as_deref()),
            start: it.start,
            quote: &it.quote,
        }
    };
    ClaimRow {
        iri: &claim.iri,
        subject: &claim.subject,
        predicate: &claim.property,
        label: &claim.label,
        object: &claim.object,
        force: &claim.standing,
        asserted: claim.is_asserted(),
        independent_sources: claim.independent,
        evidence: claim.evidence.iter().map(passage).collect(),
    }
}

//! `kell query`: ask in SPARQL or by a named question.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, IsTerminal, Read},
};

use anyhow::{Context, Result, anyhow, bail};
use unicode_width::UnicodeWidthStr;

use super::{
    Exit,
    args::Query,
    entity::{Names, open},
    load_pack,
    talk::Talk,
};
use crate::{
    diagnostic::did_you_mean,
    network,
    ontology::{self, Ontology, Parameter, ParameterKind},
    query::{self, Form, Format, Options},
    store::Store,
    vocabulary::Prefixes,
};

pub(crate) fn run(args: &Query, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    if args.list {
        list(&ontology)?;
        return Ok(Exit::Success);
    }
    let prefixes = Prefixes::new(&ontology.base);
    let format = args
        .format
        .as_deref()
        .map(str::parse::<Format>)
        .transpose()
        .map_err(|it| anyhow!("{it}"))?;
    let store = open(&args.data.data)?;
    let text = text(args, &ontology, &prefixes, &store)?;
    if network::asks_for_measures(&text, &ontology.base) {
        network::add_measures(&store, &ontology.base, &ontology.schema)?;
    }
    let answer = query::run(&store, &prefixes, &text, &Options::default())?;
    let usual = if answer.form() == Form::Graph { Format::Turtle } else { Format::Table };
    query::write(&answer, format.unwrap_or(usual), &prefixes, width(), io::stdout().lock())?;
    Ok(Exit::Success)
}

fn text(args: &Query, ontology: &Ontology, prefixes: &Prefixes, store: &Store) -> Result<String> {
    // SPARQL always has spaces or brackets: a word alone is meant as the name of a query.
    let word = |it: &&String| !it.is_empty() && it.chars().all(|c| c.is_alphanumeric() || c == '-');
    let as_name = args.text.as_ref().filter(word);
    if let (Some(text), None) = (&args.text, as_name) {
        return Ok(text.clone());
    }
    if let Some(file) = &args.file {
        if file.as_os_str() == "-" {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text)?;
            return Ok(text);
        }
        return fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()));
    }
    let Some(name) = args.name.as_ref().or(as_name) else {
        bail!("nothing to ask; give SPARQL, --file or --name, or see --list");
    };
    let query = named(&ontology.queries, name)?;
    let mut given = BTreeMap::new();
    for pair in &args.parameters {
        let (key, value) = pair
            .split_once('=')
            .with_context(|| format!("`{pair}` is no parameter; write --param NAME=VALUE"))?;
        let parameter = parameter(query, key)?;
        let value = match parameter.kind() {
            ParameterKind::Thing => format!("<{}>", Names::of(store, prefixes)?.find(value)?),
            ParameterKind::Number if value.parse::<u64>().is_err() => {
                bail!("parameter `{key}` takes a whole number, not `{value}`")
            }
            ParameterKind::Number | ParameterKind::Text => value.to_owned(),
        };
        given.insert(key.to_owned(), value);
    }
    Ok(query.with(&given))
}

fn parameter<'a>(query: &'a ontology::Query, name: &str) -> Result<&'a Parameter> {
    query.parameters.iter().find(|it| it.name == name).ok_or_else(|| {
        let names: Vec<&str> = query.parameters.iter().map(|it| it.name.as_str()).collect();
        match (did_you_mean(name, names.iter().copied()), names.as_slice()) {
            (Some(close), _) => {
                anyhow!("query `{}` has no parameter `{name}`; did you mean `{close}`?", query.name)
            }
            (None, []) => anyhow!("query `{}` takes no parameters", query.name),
            (None, _) => anyhow!(
                "query `{}` has no parameter `{name}`; it has {}",
                query.name,
                names.join(", ")
            ),
        }
    })
}

fn named<'a>(queries: &'a [ontology::Query], name: &str) -> Result<&'a ontology::Query> {
    queries.iter().find(|it| it.name == name).ok_or_else(|| {
        match did_you_mean(name, queries.iter().map(|it| it.name.as_str())) {
            Some(close) => anyhow!("there is no named query `{name}`; did you mean `{close}`?"),
            None => anyhow!("there is no named query `{name}`; `kell query --list` shows them"),
        }
    })
}

fn list(ontology: &Ontology) -> io::Result<()> {
    use io::Write;
    let mut out = io::stdout().lock();
    let longest = ontology.queries.iter().map(|it| it.name.width()).max().unwrap_or(0);
    for query in &ontology.queries {
        writeln!(out, "{:longest$}  {}", query.name, query.title)?;
        for parameter in &query.parameters {
            writeln!(
                out,
                "{:longest$}    --param {}={}  {}",
                "", parameter.name, parameter.default, parameter.description
            )?;
        }
    }
    Ok(())
}

/// Columns of the terminal; wide where there is none.
pub(super) fn width() -> usize {
    if !io::stdout().is_terminal() {
        return 160;
    }
    std::env::var("COLUMNS").ok().and_then(|it| it.parse().ok()).unwrap_or(120)
}

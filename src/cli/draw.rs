//! `kell draw`: a diagram of the pack over the graph, or of the pack itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write},
    path::Path,
};

use anyhow::{Context, Result, anyhow, bail};

use super::{
    Exit,
    args::Draw,
    entity::{Names, open, table},
    load_pack,
    talk::Talk,
};
use crate::{
    diagnostic::did_you_mean,
    diagram::{self, Diagram, Edge, Engine, Format},
    graph::Graph,
    ontology::{DiagramSpec, Ontology},
    pipeline,
    store::Store,
    vocabulary::Prefixes,
};

/// The diagram of the pack's classes.
const ONTOLOGY: &str = "ontology";

/// The titles of all documents.
const TITLES: &str = "SELECT DISTINCT ?title WHERE { GRAPH g:sources \
    { ?document schema:sha256 ?sha ; dcterms:title ?title } } ORDER BY ?title";

/// A diagram as the build writes it.
pub(super) struct Drawing {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) dot: String,
    pub(super) svg: String,
}

pub(crate) fn run(args: &Draw, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    if args.list {
        list(&ontology)?;
        return Ok(Exit::Success);
    }
    let name = args.name.as_deref().unwrap_or_default();
    let format = format(args)?;
    let engine = engine(args.builtin_layout);
    let drawn = if name == ONTOLOGY {
        diagram::ontology(&ontology.schema, &ontology.manifest.title, &pack_line(&ontology))
    } else {
        let spec = ontology
            .diagrams
            .iter()
            .find(|it| it.name == name)
            .ok_or_else(|| unknown(&ontology, name))?;
        let prefixes = Prefixes::new(&ontology.base);
        let store = open(&args.data.data)?;
        let focus = match &args.focus {
            Some(name) => Some(Names::of(&store, &prefixes)?.find(name)?),
            None if spec.needs_focus() => {
                bail!("the diagram `{name}` needs --focus, the name of a thing")
            }
            None => None,
        };
        let rows = rows(&ontology, &store, spec, focus.as_deref())?;
        let rows = match &focus {
            Some(focus) if !spec.needs_focus() => diagram::near(rows, focus, args.hops),
            _ => rows,
        };
        if rows.is_empty() {
            bail!("there is nothing to draw: no statement of this graph belongs in `{name}`");
        }
        let nodes = args.nodes.unwrap_or(spec.nodes);
        let spec = DiagramSpec { nodes, ..spec.clone() };
        diagram::build(&spec, rows, &ontology.schema, &source_line(&ontology, &store)?)
    };
    let bytes = diagram::render(&drawn, format, engine)?;
    match &args.output {
        Some(path) if path.as_os_str() != "-" => {
            fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
            talk.say(format_args!(
                "{}: {} things, {} connections",
                path.display(),
                drawn.nodes.len(),
                drawn.edges.len()
            ));
        }
        _ => io::stdout().lock().write_all(&bytes)?,
    }
    Ok(Exit::Success)
}

/// All diagrams that have something to show, of the edges that were found for each.
pub(super) fn all(
    ontology: &Ontology,
    graph: &Graph,
    mut edges: BTreeMap<String, Vec<Edge>>,
    engine: Engine,
) -> Result<Vec<Drawing>> {
    let titles = graph.documents.values().map(|it| it.title.clone()).collect();
    let line = from_documents(ontology, &titles);
    let mut drawings = Vec::new();
    for spec in &ontology.diagrams {
        let edges = edges.remove(&spec.name).unwrap_or_default();
        if !edges.is_empty() {
            let drawn = diagram::build(spec, edges, &ontology.schema, &line);
            drawings.push(drawing(&drawn, engine)?);
        }
    }
    Ok(drawings)
}

fn drawing(drawn: &Diagram, engine: Engine) -> Result<Drawing> {
    let text = |format| -> Result<String> {
        Ok(String::from_utf8(diagram::render(drawn, format, engine)?)?)
    };
    Ok(Drawing {
        name: drawn.name.clone(),
        title: drawn.title.clone(),
        dot: text(Format::Dot)?,
        svg: text(Format::Svg)?,
    })
}

pub(super) fn engine(builtin: bool) -> Engine {
    if builtin { Engine::BuiltIn } else { Engine::Auto }
}

fn format(args: &Draw) -> Result<Format> {
    let extension = args
        .output
        .as_deref()
        .and_then(Path::extension)
        .map(|it| it.to_string_lossy().into_owned());
    match (&args.format, extension) {
        (Some(name), _) => Format::from_name(name)
            .ok_or_else(|| anyhow!("there is no format `{name}`; there are dot, svg, png, pdf")),
        (None, Some(extension)) => Format::from_name(&extension).ok_or_else(|| {
            anyhow!("`.{extension}` is no picture; use .dot, .svg, .png or .pdf, or give --format")
        }),
        (None, None) => Ok(Format::Svg),
    }
}

fn unknown(ontology: &Ontology, name: &str) -> anyhow::Error {
    let names = ontology.diagrams.iter().map(|it| it.name.as_str()).chain([ONTOLOGY]);
    match did_you_mean(name, names) {
        Some(close) => anyhow!("there is no diagram `{name}`; did you mean `{close}`?"),
        None => anyhow!("there is no diagram `{name}`; `kell draw --list` shows them"),
    }
}

fn list(ontology: &Ontology) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for spec in &ontology.diagrams {
        let focus = if spec.needs_focus() { " (needs --focus)" } else { "" };
        writeln!(out, "{:<14} {}{focus}", spec.name, spec.title)?;
    }
    writeln!(out, "{ONTOLOGY:<14} The classes of the pack")
}

fn pack_line(ontology: &Ontology) -> String {
    format!("{} {}", ontology.manifest.name, ontology.manifest.version)
}

/// Which documents a diagram is from.
fn source_line(ontology: &Ontology, store: &Store) -> Result<String> {
    let prefixes = Prefixes::new(&ontology.base);
    let titles =
        table(store, &prefixes, TITLES)?.into_iter().filter_map(|mut it| it.remove("title"));
    Ok(from_documents(ontology, &titles.collect()))
}

/// The same by the titles of these documents.
pub(super) fn from_documents(ontology: &Ontology, titles: &BTreeSet<String>) -> String {
    diagram::source_line(titles.iter()).unwrap_or_else(|| pack_line(ontology))
}

/// The edges a diagram's query finds.
fn rows(
    ontology: &Ontology,
    store: &Store,
    spec: &DiagramSpec,
    focus: Option<&str>,
) -> Result<Vec<Edge>> {
    pipeline::edges(store, ontology, &spec.about(focus))
        .with_context(|| format!("in the diagram `{}`", spec.name))
}

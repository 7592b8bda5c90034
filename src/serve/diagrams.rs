//! Drawings of the pack's diagrams over the graph, made when they are asked for and kept for a while.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Body,
    extract::State,
    http::{HeaderName, Request, StatusCode, header},
};
use oxigraph::model::{NamedNode, Term};

use super::{
    App, Site,
    gate::GateError,
    reply::{Problem, Reply, reply, set},
    url::{self, Parameters},
};
use crate::{
    diagnostic::did_you_mean,
    diagram::{self, Edge, Engine, Format},
    ontology::DiagramSpec,
    query::{Asked, Content, QueryError, Stop},
    store::Dataset,
};

/// The diagram of what is around one thing.
const NEIGHBOURHOOD: &str = "neighbourhood";
/// The parameter of a diagram that stands for the thing in its middle.
const FOCUS: &str = "{{focus}}";
/// Rows of a diagram's query at most.
const ROWS: usize = 20_000;
/// Drawings that are kept.
const KEPT: usize = 256;

/// A drawing, or that there is nothing to draw.
#[derive(Clone)]
enum Drawing {
    Made(Arc<[u8]>),
    Nothing,
}

/// Drawings by name, focus and format.
#[derive(Default)]
pub(super) struct Drawings {
    kept: Mutex<BTreeMap<String, Drawing>>,
}

/// The neighbourhood of a thing as SVG; nothing where there is nothing to draw.
pub(super) async fn neighbourhood(app: &App, iri: &str) -> Result<Option<String>, Problem> {
    match draw(app, NEIGHBOURHOOD, Some(iri), Format::Svg).await {
        Ok(Drawing::Made(bytes)) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Ok(Drawing::Nothing) => Ok(None),
        // A page without its drawing is better than none.
        Err(problem) if problem.status == StatusCode::SERVICE_UNAVAILABLE => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// `/diagram/NAME.svg` and `.dot`, with `?focus=` where it needs one.
pub(super) async fn drawing(State(app): State<App>, request: Request<Body>) -> Reply {
    let path = url::decode(request.uri().path())?;
    let parameters = Parameters::read(request.uri().query().unwrap_or_default())?;
    let file = path.rsplit('/').next().unwrap_or_default();
    let (name, ending) = file.rsplit_once('.').unwrap_or((file, "svg"));
    let format = match ending {
        "svg" => Format::Svg,
        "dot" => Format::Dot,
        _ => return Err(Problem::new(StatusCode::NOT_FOUND, "a drawing ends in .svg or .dot")),
    };
    let Drawing::Made(bytes) = draw(&app, name, parameters.get("focus"), format).await? else {
        return Err(Problem::new(StatusCode::NOT_FOUND, "there is nothing to draw"));
    };
    let media = if format == Format::Svg { "image/svg+xml" } else { "text/vnd.graphviz" };
    let mut response = reply(media, bytes.to_vec());
    // A drawing may be opened by itself, where nothing of it may run.
    set(&mut response, header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    set(&mut response, HeaderName::from_static("content-disposition"), "inline");
    Ok(response)
}

async fn draw(
    app: &App,
    name: &str,
    focus: Option<&str>,
    format: Format,
) -> Result<Drawing, Problem> {
    let site = &app.site;
    let spec = site.ontology.diagrams.iter().find(|it| it.name == name).ok_or_else(|| {
        let names = site.ontology.diagrams.iter().map(|it| it.name.as_str());
        let problem = Problem::new(StatusCode::NOT_FOUND, format!("there is no diagram `{name}`"));
        match did_you_mean(name, names) {
            Some(close) => problem.hint(format!("did you mean `{close}`?"), None),
            None => problem,
        }
    })?;
    let focus = focus.map(NamedNode::new).transpose();
    let focus = focus.map_err(|_| Problem::bad("the focus is no IRI"))?;
    if spec.query.contains(FOCUS) && focus.is_none() {
        return Err(Problem::bad(format!(
            "the diagram `{name}` needs ?focus=, the IRI of a thing"
        )));
    }
    let key = format!("{name} {focus:?} {}", format.name());
    if let Some(kept) = site.drawings.get(&key) {
        return Ok(kept);
    }
    let (inside, spec) = (site.clone(), spec.clone());
    let drawn = app.gate.pass(move |stop| made(&inside, &spec, focus.as_ref(), format, stop));
    let drawn = drawn.await??;
    site.drawings.keep(key, drawn.clone());
    Ok(drawn)
}

fn made(
    site: &Site,
    spec: &DiagramSpec,
    focus: Option<&NamedNode>,
    format: Format,
    stop: &Stop,
) -> Result<Drawing, Problem> {
    let text = match focus {
        Some(focus) => spec.query.replace(FOCUS, &focus.to_string()),
        None => spec.query.clone(),
    };
    let rows = rows(site, &text, stop)?;
    if rows.is_empty() {
        return Ok(Drawing::Nothing);
    }
    let documents = site.catalogue.documents.len();
    let line = match site.catalogue.documents.values().next() {
        Some(one) if documents == 1 => format!("From “{}”", one.title),
        _ => format!("From {documents} documents"),
    };
    let drawn = diagram::build(spec, rows, &site.ontology.schema, &line);
    match diagram::render(&drawn, format, Engine::BuiltIn) {
        Ok(bytes) => Ok(Drawing::Made(bytes.into())),
        Err(_) => Err(GateError::Failed.into()),
    }
}

/// The edges that a diagram's query finds.
fn rows(site: &Site, text: &str, stop: &Stop) -> Result<Vec<Edge>, QueryError> {
    let asked = Asked::new(&site.prefixes, text, &Dataset::default(), stop)?;
    let Content::Solutions { variables, rows } = asked.of(&site.store, ROWS)?.content else {
        return Ok(Vec::new());
    };
    let class = |it: String| site.ontology.base.term_name(&it).map_or(it.clone(), str::to_owned);
    let some = |it: String| Some(it).filter(|it| !it.is_empty());
    let edge = |row: Vec<Option<Term>>| {
        let mut cells: BTreeMap<&str, String> = BTreeMap::new();
        for (name, term) in variables.iter().zip(row) {
            let plain = match term {
                Some(Term::NamedNode(it)) => it.into_string(),
                Some(Term::Literal(it)) => it.value().to_owned(),
                Some(Term::BlankNode(_)) | None => continue,
            };
            cells.insert(name, plain);
        }
        let mut take = |name: &str| cells.remove(name).unwrap_or_default();
        Edge {
            from: take("from"),
            from_label: take("fromLabel"),
            from_class: class(take("fromClass")),
            to: take("to"),
            to_label: take("toLabel"),
            to_class: class(take("toClass")),
            label: take("label"),
            force: some(class(take("force"))),
            count: take("count").parse().unwrap_or(1),
            date: some(take("date")),
        }
    };
    Ok(rows.into_iter().map(edge).collect())
}

impl Drawings {
    fn get(&self, key: &str) -> Option<Drawing> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn keep(&self, key: String, drawing: Drawing) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, drawing);
    }
}

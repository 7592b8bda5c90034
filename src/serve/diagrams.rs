//! Drawings of the pack's diagrams over the graph, made when they are asked for and kept for a while.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderName, Request, StatusCode, header},
};
use oxigraph::model::NamedNode;
use quick_cache::sync::Cache;

use super::{
    App, Site,
    gate::GateError,
    page,
    reply::{self, Problem, Reply, reply, set},
    url::{self, Parameters},
};
use crate::{
    diagnostic::did_you_mean,
    diagram::{self, Diagram, Edge, Engine, Format},
    ontology::{DiagramSpec, PageOf},
    query::{Asked, Content, QueryError, Stop},
    store::Dataset,
};

/// Steps from the focus of a diagram that is not of one thing.
const HOPS: usize = 1;
/// Rows of a diagram's query at most.
const ROWS: usize = 20_000;
/// Things of a diagram at most.
const NODES: usize = 500;
/// Drawings that are kept.
pub(super) const KEPT: usize = 256;

/// What is to be drawn, and how.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    name: String,
    focus: Option<String>,
    /// How many things at most, if not as many as the diagram says.
    nodes: Option<usize>,
    form: Form,
}

/// What a drawing is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    /// Part of a page, with links.
    Inline,
    /// A file of its own.
    Svg,
    Dot,
}

/// A drawing, or that there is nothing to draw.
#[derive(Clone)]
pub(super) enum Drawing {
    Made(Arc<[u8]>),
    Nothing,
}

/// Drawings that were asked for.
pub(super) type Drawings = Cache<Wanted, Drawing>;

/// A diagram on the page of what it is of.
pub(super) struct OnPage<'a> {
    pub(super) spec: &'a DiagramSpec,
    pub(super) svg: String,
}

/// The diagram the pack wants on the page of a thing or claim; nothing where there is none, or nothing to draw.
pub(super) async fn on_page<'a>(
    app: &'a App,
    page: PageOf,
    iri: &str,
) -> Result<Option<OnPage<'a>>, Problem> {
    let mut specs = app.site.ontology.diagrams.iter();
    let Some(spec) = specs.find(|it| it.page == Some(page)) else { return Ok(None) };
    let focus = Some(iri.to_owned());
    let wanted = Wanted { name: spec.name.clone(), focus, nodes: None, form: Form::Inline };
    match draw(app, wanted).await {
        Ok(drawing) => Ok(drawing.text().map(|svg| OnPage { spec, svg })),
        // A page without its drawing is better than none.
        Err(problem) if problem.status == StatusCode::SERVICE_UNAVAILABLE => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// `/diagrams`: what can be drawn.
pub(super) async fn list(State(app): State<App>) -> Reply {
    Ok(reply::page(page::diagrams(&app.site)))
}

/// `/diagrams/NAME`: a diagram on a page, with `?focus=` where it needs one.
pub(super) async fn diagram(State(app): State<App>, request: Request<Body>) -> Reply {
    let path = url::decode(request.uri().path())?;
    let name = path.rsplit('/').next().unwrap_or_default();
    let parameters = Parameters::read(request.uri().query().unwrap_or_default())?;
    let spec = spec(&app.site, name)?;
    let focus = match parameters.get("focus").filter(|it| !it.trim().is_empty()) {
        Some(name) => Some(app.site.resolve(name)?),
        None => None,
    };
    let nodes = nodes(&parameters)?;
    let drawn = if spec.needs_focus() && focus.is_none() {
        None
    } else {
        let wanted =
            Wanted { name: name.to_owned(), focus: focus.clone(), nodes, form: Form::Inline };
        draw(&app, wanted).await?.text()
    };
    Ok(reply::page(page::diagram(&app.site, spec, focus.as_deref(), nodes, drawn.as_deref())))
}

/// `/diagram/NAME.svg` and `.dot`, with the same parameters.
pub(super) async fn drawing(State(app): State<App>, request: Request<Body>) -> Reply {
    let path = url::decode(request.uri().path())?;
    let parameters = Parameters::read(request.uri().query().unwrap_or_default())?;
    let file = path.rsplit('/').next().unwrap_or_default();
    let (name, ending) = file.rsplit_once('.').unwrap_or((file, "svg"));
    let (form, media) = match ending {
        "svg" => (Form::Svg, "image/svg+xml"),
        "dot" => (Form::Dot, "text/vnd.graphviz"),
        _ => return Err(Problem::new(StatusCode::NOT_FOUND, "a drawing ends in .svg or .dot")),
    };
    let focus = parameters.get("focus").map(str::to_owned);
    let wanted = Wanted { name: name.to_owned(), focus, nodes: nodes(&parameters)?, form };
    let Drawing::Made(bytes) = draw(&app, wanted).await? else {
        return Err(Problem::new(StatusCode::NOT_FOUND, "there is nothing to draw"));
    };
    let mut response = reply(media, bytes.to_vec());
    // A drawing may be opened by itself, where nothing of it may run.
    set(&mut response, header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    set(&mut response, HeaderName::from_static("content-disposition"), "inline");
    Ok(response)
}

/// `?nodes=`.
fn nodes(parameters: &Parameters) -> Result<Option<usize>, Problem> {
    let Some(text) = parameters.get("nodes").filter(|it| !it.is_empty()) else { return Ok(None) };
    let number = text.parse().ok().filter(|it| (1..=NODES).contains(it));
    let number = number.ok_or_else(|| {
        Problem::bad(format!("nodes= takes a whole number from 1 to {NODES}, not `{text}`"))
    })?;
    Ok(Some(number))
}

/// The diagram of this name.
fn spec<'a>(site: &'a Site, name: &str) -> Result<&'a DiagramSpec, Problem> {
    site.ontology.diagrams.iter().find(|it| it.name == name).ok_or_else(|| {
        let names = site.ontology.diagrams.iter().map(|it| it.name.as_str());
        let problem = Problem::new(StatusCode::NOT_FOUND, format!("there is no diagram `{name}`"));
        match did_you_mean(name, names) {
            Some(close) => problem.hint(
                format!("did you mean `{close}`?"),
                Some(format!("/diagrams/{}", url::path(close))),
            ),
            None => problem.hint("see all of them", Some("/diagrams".to_owned())),
        }
    })
}

async fn draw(app: &App, wanted: Wanted) -> Result<Drawing, Problem> {
    let site = &app.site;
    let spec = spec(site, &wanted.name)?;
    if let Some(iri) = &wanted.focus {
        NamedNode::new(iri).map_err(|_| Problem::bad("the focus is no IRI"))?;
    } else if spec.needs_focus() {
        return Err(Problem::bad(format!(
            "the diagram `{}` needs ?focus=, the IRI of a thing",
            wanted.name
        )));
    }
    if let Some(kept) = site.drawings.get(&wanted) {
        return Ok(kept);
    }
    let spec = DiagramSpec { nodes: wanted.nodes.unwrap_or(spec.nodes), ..spec.clone() };
    let (inside, asked) = (site.clone(), wanted.clone());
    let drawn = app.gate.pass(move |stop| made(&inside, &spec, &asked, stop));
    let drawn = drawn.await??;
    site.drawings.insert(wanted, drawn.clone());
    Ok(drawn)
}

fn made(site: &Site, spec: &DiagramSpec, wanted: &Wanted, stop: &Stop) -> Result<Drawing, Problem> {
    let focus = wanted.focus.as_deref();
    let rows = rows(site, &spec.about(focus), stop)?;
    let rows = match focus {
        Some(focus) if !spec.needs_focus() => diagram::near(rows, focus, HOPS),
        _ => rows,
    };
    if rows.is_empty() {
        return Ok(Drawing::Nothing);
    }
    let mut drawn = diagram::build(spec, rows, &site.ontology.schema, &site.source_line());
    let format = if wanted.form == Form::Dot { Format::Dot } else { Format::Svg };
    if wanted.form == Form::Inline {
        site.add_links(&mut drawn);
    }
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
    Ok(diagram::edges(&variables, rows, &site.ontology.base))
}

impl Site {
    /// Which documents a drawing is from.
    pub(super) fn source_line(&self) -> String {
        let titles = self.catalogue.documents.values().map(|it| &it.title);
        diagram::source_line(titles).unwrap_or_default()
    }

    /// Lets what is drawn lead to its pages.
    pub(super) fn add_links(&self, drawn: &mut Diagram) {
        for node in &mut drawn.nodes {
            node.link = self.knows(&node.id).then(|| self.href(&node.id));
        }
    }
}

impl Drawing {
    fn text(&self) -> Option<String> {
        match self {
            Self::Made(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            Self::Nothing => None,
        }
    }
}

//! The SPARQL 1.1 Graph Store HTTP Protocol, as far as it reads.

use axum::{
    body::Body,
    extract::State,
    http::{Method, Request, StatusCode},
};
use oxigraph::model::NamedNode;

use super::{
    App,
    accept::Accept,
    reply::{Problem, Reply, reply},
    sparql::{self, accept},
    url::Parameters,
};
use crate::{
    diagnostic::did_you_mean,
    query::{Asked, Content, Format},
    store::Dataset,
};

/// All there is.
const EVERYTHING: &str = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }";

/// `/store?default` and `/store?graph=IRI`.
pub(super) async fn store(State(app): State<App>, request: Request<Body>) -> Reply {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Problem::method("GET, HEAD"));
    }
    let parameters = Parameters::read(request.uri().query().unwrap_or_default())?;
    let accept = accept(request.headers());
    let format = parameters.get("format").map(sparql::format_named).transpose()?;
    match (parameters.get("default"), parameters.get("graph")) {
        (Some(_), None) => give(&app, None, format, accept).await,
        (None, Some(iri)) => {
            let graph = NamedNode::new(iri)
                .map_err(|_| Problem::bad(format!("`{iri}` is no absolute IRI")))?;
            give(&app, Some(graph), format, accept).await
        }
        _ => {
            let known = app.site.catalogue.graphs.keys().map(|it| format!("?graph={it}"));
            let known: Vec<String> = known.collect();
            Err(Problem::bad("name a graph: ?default, the union of all graphs, or one of them")
                .hint(known.join(", "), None))
        }
    }
}

/// A graph, or the union of all.
pub(super) async fn give(
    app: &App,
    graph: Option<NamedNode>,
    format: Option<Format>,
    accept: Accept,
) -> Reply {
    let graphs = &app.site.catalogue.graphs;
    if let Some(graph) = graph.as_ref().filter(|it| !graphs.contains_key(it.as_str())) {
        let problem =
            Problem::new(StatusCode::NOT_FOUND, format!("there is no graph <{}>", graph.as_str()));
        let close = did_you_mean(graph.as_str(), graphs.keys().map(String::as_str));
        return Err(match close {
            Some(close) => problem.hint(format!("did you mean <{close}>?"), None),
            None => problem,
        });
    }
    let site = app.site.clone();
    let limits = app.options.limits;
    let made = app.gate.pass(move |stop| {
        let dataset = Dataset { default: graph.into_iter().collect(), named: Vec::new() };
        let asked = Asked::new(&site.prefixes, EVERYTHING, &dataset, stop)?;
        // A graph is given as a whole: only its bytes are counted.
        let answer = asked.of(&site.store, usize::MAX)?;
        debug_assert!(matches!(answer.content, Content::Graph(_)));
        sparql::write(&site, &answer, format, &accept, &limits)
    });
    let made: Result<_, Problem> = made.await?;
    let (media, bytes) = made.map_err(|it| match it.status {
        StatusCode::PAYLOAD_TOO_LARGE => it.hint(
            "read graph.nq in the folder of the build, or start the server with a larger --max-result-bytes",
            None,
        ),
        _ => it,
    })?;
    Ok(reply(media, bytes))
}

//! The pages that are no resource: search, query, graph, timeline and the rest, and what their scripts ask for.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Body,
    extract::State,
    http::{Request, StatusCode, header},
    response::Response,
};
use serde_json::{Value, json};

use super::{
    App, Site,
    answers::Question,
    index::Hit,
    network, page,
    reply::{self, Problem, Reply, reply, set},
    url::{self, Parameters},
};
use crate::{
    diagnostic::did_you_mean,
    ontology::{ParameterKind, Query},
    query::Answer,
    store::Dataset,
};

/// How much a search shows on its page, and as one types.
const ON_PAGE: (usize, usize) = (30, 60);
const AS_TYPED: (usize, usize) = (8, 5);
/// Rows of an answer on a page.
const ROWS: usize = 1000;
/// Names that a completion offers.
const NAMES: usize = 20;
/// Characters of a search that are read.
const LONGEST: usize = 200;

fn parameters(request: &Request<Body>) -> Result<Parameters, Problem> {
    Ok(Parameters::read(request.uri().query().unwrap_or_default())?)
}

/// What was typed, cut to a length that is plenty for names and sentences.
fn typed(parameters: &Parameters) -> String {
    parameters.get("q").unwrap_or_default().chars().take(LONGEST).collect()
}

fn json(value: &Value) -> Response {
    reply("application/json", value.to_string())
}

pub(super) async fn home(State(app): State<App>) -> Reply {
    let mut response = reply::page(page::home(&app.site, false));
    let licence = &app.site.ontology.manifest.licence;
    for link in [
        "</.well-known/void>; rel=\"describedby\"; type=\"text/turtle\"".to_owned(),
        "</sparql>; rel=\"service-desc\"; type=\"text/turtle\"".to_owned(),
        format!("<{}{licence}>; rel=\"license\"", crate::vocabulary::SPDX),
    ] {
        set(&mut response, header::LINK, &link);
    }
    for document in app.site.catalogue.documents.keys() {
        let link = format!("<{}>; rel=\"item\"", url::iri(document));
        set(&mut response, header::LINK, &link);
    }
    Ok(response)
}

pub(super) async fn documents(State(app): State<App>) -> Reply {
    Ok(reply::page(page::home(&app.site, true)))
}

pub(super) async fn timeline(State(app): State<App>, request: Request<Body>) -> Reply {
    let all = parameters(&request)?.get("all").is_some();
    Ok(reply::page(page::timeline(&app.site, all)))
}

pub(super) async fn conflicts(State(app): State<App>) -> Reply {
    Ok(reply::page(page::conflicts(&app.site)))
}

pub(super) async fn statistics(State(app): State<App>) -> Reply {
    Ok(reply::page(page::statistics(&app.site)))
}

pub(super) async fn search(State(app): State<App>, request: Request<Body>) -> Reply {
    let query = typed(&parameters(&request)?);
    let index = &app.site.index;
    let (things, sentences) = ON_PAGE;
    let (things, sentences) = (index.things(&query, things), index.sentences(&query, sentences));
    Ok(reply::page(page::search(&app.site, &query, &things, &sentences)))
}

/// `/search.json?q=…`: what is found as one types.
pub(super) async fn search_json(State(app): State<App>, request: Request<Body>) -> Reply {
    let query = typed(&parameters(&request)?);
    let site = &app.site;
    let (things, sentences) = AS_TYPED;
    let mut hits = site.index.things(&query, things);
    hits.extend(site.index.sentences(&query, sentences));
    let hit = |it: &Hit| match it {
        Hit::Thing { iri, name } => {
            let thing = site.catalogue.things.get(iri);
            json!({
                "label": site.catalogue.name(iri),
                "name": name,
                "note": thing.map(|it| site.class_name(&it.class)),
                "url": site.href(iri),
            })
        }
        Hit::Sentence { document, chars, text, .. } => json!({
            "label": text,
            "note": site.catalogue.name(document),
            "url": page::place(site, document, *chars),
            "sentence": true,
        }),
    };
    Ok(json(&Value::Array(hits.iter().map(hit).collect())))
}

/// `/names.json?q=…`: prefixed names of terms and things, for the editor.
pub(super) async fn names_json(State(app): State<App>, request: Request<Body>) -> Reply {
    let query = typed(&parameters(&request)?);
    let site = &app.site;
    let wanted = query.to_lowercase();
    let mut names: Vec<Value> = Vec::new();
    let (prefix, rest) = wanted.split_once(':').unwrap_or(("", &wanted));
    if matches!(prefix, "" | "o") {
        let terms = site.ontology.base.term("");
        let schema = &site.ontology.schema;
        let labels = site.catalogue.names.range(terms.clone()..);
        for (iri, label) in labels.take_while(|it| it.0.starts_with(&terms)) {
            let name = &iri[terms.len()..];
            let begins = |it: &str| it.to_lowercase().starts_with(rest);
            if begins(name) || begins(label) {
                let kind = match (schema.class_id(name), schema.property_id(name)) {
                    (Some(_), _) => "class",
                    (_, Some(_)) => "property",
                    _ => "term",
                };
                names.push(json!({ "name": format!("o:{name}"), "label": label, "kind": kind }));
            }
        }
    }
    if matches!(prefix, "" | "e") {
        for hit in site.index.things(rest, NAMES) {
            let Hit::Thing { iri, name } = hit else { continue };
            let short = site.prefixes.shorten(&iri).unwrap_or_else(|| format!("<{iri}>"));
            names.push(json!({ "name": short, "label": name, "kind": "thing" }));
        }
    }
    names.truncate(NAMES);
    Ok(json(&Value::Array(names)))
}

pub(super) async fn network(State(app): State<App>, request: Request<Body>) -> Reply {
    let parameters = parameters(&request)?;
    let focus = match parameters.get("focus").filter(|it| !it.is_empty()) {
        Some(name) => Some(app.site.resolve(name)?),
        None => None,
    };
    let focus: Vec<&str> = focus.as_deref().into_iter().collect();
    let network = network::network(&app.site, &focus);
    Ok(reply::page(page::network(&app.site, focus.first().copied(), &network)))
}

/// `/network.json?focus=…`, several times for several.
pub(super) async fn network_json(State(app): State<App>, request: Request<Body>) -> Reply {
    let parameters = parameters(&request)?;
    let focus: Vec<&str> = parameters.all("focus").take(network::NODES).collect();
    match serde_json::to_value(network::network(&app.site, &focus)) {
        Ok(value) => Ok(json(&value)),
        Err(error) => Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())),
    }
}

/// `/query?query=…` and `/query?name=…`.
pub(super) async fn query(State(app): State<App>, request: Request<Body>) -> Reply {
    let parameters = parameters(&request)?;
    let site = &app.site;
    let named = parameters.get("name").map(|name| named(site, name)).transpose()?;
    let text = match named {
        Some(query) => Some(filled(site, query, &parameters)?),
        None => parameters.get("query").map(|it| it.replace("\r\n", "\n")),
    };
    let answer = match &text {
        Some(text) if !text.trim().is_empty() => Some(ask(&app, text.clone()).await),
        _ => None,
    };
    let asking = page::Asking {
        text,
        named,
        given: &parameters,
        answer,
        rows: ROWS.min(app.options.limits.rows),
    };
    Ok(reply::page(page::query(site, &asking)))
}

/// The first rows of an answer, or why there is none.
async fn ask(app: &App, text: String) -> Result<Arc<Answer>, String> {
    let rows = ROWS.min(app.options.limits.rows);
    let question = Question { text, dataset: Dataset::default(), rows };
    let answers = Arc::clone(&app.answers);
    let asked = app.gate.pass(move |stop| answers.of(&question, stop));
    asked.await.map_err(|it| it.to_string())?.map_err(|it| it.to_string())
}

fn named<'a>(site: &'a Site, name: &str) -> Result<&'a Query, Problem> {
    let queries = &site.ontology.queries;
    queries.iter().find(|it| it.name == name).ok_or_else(|| {
        let problem =
            Problem::new(StatusCode::NOT_FOUND, format!("there is no named question `{name}`"));
        match did_you_mean(name, queries.iter().map(|it| it.name.as_str())) {
            Some(close) => problem.hint(
                format!("did you mean `{close}`?"),
                Some(format!("/query?name={}", url::parameter(close))),
            ),
            None => problem.hint("see all of them", Some("/query".to_owned())),
        }
    })
}

/// A named question with its parameters filled in; things may be given by their names.
fn filled(site: &Site, query: &Query, parameters: &Parameters) -> Result<String, Problem> {
    let mut given: BTreeMap<String, String> = BTreeMap::new();
    for parameter in &query.parameters {
        let Some(value) = parameters.get(&parameter.name) else { continue };
        let value = match parameter.kind() {
            ParameterKind::Thing => format!("<{}>", site.resolve(value)?),
            ParameterKind::Number if value.parse::<u64>().is_err() => {
                return Err(Problem::bad(format!(
                    "`{}` takes a whole number, not `{value}`",
                    parameter.name
                )));
            }
            ParameterKind::Number | ParameterKind::Text => value.to_owned(),
        };
        given.insert(parameter.name.clone(), value);
    }
    // What is shown is what is asked, without the lines that describe it.
    let text = query.with(&given);
    Ok(text.lines().skip_while(|it| it.starts_with('#')).collect::<Vec<_>>().join("\n"))
}

/// `/assets/…`.
pub(super) async fn asset(State(app): State<App>, request: Request<Body>) -> Reply {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default();
    if name == "classes.css" {
        return Ok(reply("text/css; charset=utf-8", app.site.colours()));
    }
    match page::asset(name) {
        Some((media, text)) => Ok(reply(media, text)),
        None => Err(Problem::new(StatusCode::NOT_FOUND, "there is no such file")),
    }
}

impl Site {
    /// The name of a class as it is said.
    pub(super) fn class_name<'a>(&'a self, name: &'a str) -> &'a str {
        let schema = &self.ontology.schema;
        let label = schema.class_id(name).and_then(|it| schema.class(it).labels.get("en"));
        label.map_or(name, String::as_str)
    }

    /// The IRI of what goes by this name: an IRI, a prefixed name, or a name that is one thing's.
    pub(super) fn resolve(&self, name: &str) -> Result<String, Problem> {
        let plain = name.trim().trim_start_matches('<').trim_end_matches('>');
        if self.catalogue.things.contains_key(plain) || self.catalogue.names.contains_key(plain) {
            return Ok(plain.to_owned());
        }
        if let Some(iri) = self.prefixes.expand(plain)
            && oxigraph::model::NamedNode::new(&iri).is_ok()
        {
            return Ok(iri);
        }
        match self.index.things(plain, 1).pop() {
            Some(Hit::Thing { iri, name }) if name.eq_ignore_ascii_case(plain) => Ok(iri),
            Some(Hit::Thing { name, .. }) => Err(Problem::new(
                StatusCode::NOT_FOUND,
                format!("nothing in this graph is called `{plain}`; did you mean `{name}`?"),
            )),
            _ => Err(Problem::new(
                StatusCode::NOT_FOUND,
                format!("nothing in this graph is called `{plain}`"),
            )),
        }
    }

    /// The colours of the pack's classes as a style sheet.
    fn colours(&self) -> String {
        let rule = |it: &crate::ontology::Class| {
            let colour = it.colour.as_deref().filter(|it| {
                it.len() == 7
                    && it.starts_with('#')
                    && it[1..].bytes().all(|it| it.is_ascii_hexdigit())
            })?;
            let name: String = it.name.chars().filter(char::is_ascii_alphanumeric).collect();
            Some(format!(".k-{name} {{ --kind: {colour}; }}\n"))
        };
        self.ontology.schema.classes.iter().filter_map(rule).collect()
    }
}

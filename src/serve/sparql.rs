//! The SPARQL 1.1 Protocol: a question comes by GET, as a form or as it is, and its answer goes in the format that the
//! client likes best.
//!
//! There are no updates.  What a question may take is the business of the gate.

use std::{
    io::{self, Write},
    sync::Arc,
};

use axum::{
    body::{self, Body},
    extract::State,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use oxigraph::model::NamedNode;

use super::{
    App, Site,
    accept::{Accept, essence},
    answers::Question,
    description,
    reply::{Problem, Reply, reply, see_other},
    url::{Parameters, parameter},
};
use crate::{
    query::{self, Answer, Form, Format, QueryError, Stop},
    store::Dataset,
};

const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// Bytes of a question that may be answered without a change of threads.
const SHORT: usize = 4096;

/// `/sparql`.
pub(super) async fn sparql(State(app): State<App>, request: Request<Body>) -> Reply {
    let (head, body) = request.into_parts();
    let accept = accept(&head.headers);
    let given = Parameters::read(head.uri.query().unwrap_or_default())?;
    let parameters = match head.method {
        Method::GET | Method::HEAD => {
            if given.get("query").is_none() && given.get("update").is_none() {
                return if accept.prefers_page() {
                    Ok(see_other("/query"))
                } else {
                    description::service(&app, &head.headers, &accept)
                };
            }
            given
        }
        Method::POST => posted(&app, &head.headers, given, body).await?,
        Method::OPTIONS => {
            let mut options = reply("text/plain; charset=utf-8", Body::empty());
            *options.status_mut() = StatusCode::NO_CONTENT;
            super::reply::set(&mut options, header::ALLOW, METHODS);
            return Ok(options);
        }
        _ => return Err(Problem::method(METHODS)),
    };
    let question = question(&parameters, app.options.limits.rows)?;
    let reading = matches!(head.method, Method::GET | Method::HEAD);
    let format = match parameters.get("format") {
        None if reading && accept.prefers_page() => {
            return Ok(see_other(&format!("/query?query={}", parameter(&question.text))));
        }
        None => None,
        Some(name) => Some(format_named(name)?),
    };
    let (inside, quick) = (app.clone(), question.text.len() <= SHORT);
    let written =
        move |answer: &Answer| write(&inside.site, answer, format, &accept, &inside.options.limits);
    let at_once = |stop: &Stop| -> Result<_, Problem> {
        app.answers.soon(&question, stop)?.map(|it| written(&it)).transpose()
    };
    let tried = if quick { app.gate.at_once(at_once).transpose()?.flatten() } else { None };
    let (media, bytes) = if let Some(done) = tried {
        done
    } else {
        let answers = Arc::clone(&app.answers);
        app.gate.pass(move |stop| written(&*answers.of(&question, stop)?)).await??
    };
    Ok(reply(media, bytes))
}

/// What the client accepts.
pub(super) fn accept(headers: &HeaderMap) -> Accept {
    let all = headers.get_all(header::ACCEPT).iter().filter_map(|it| it.to_str().ok());
    Accept::read(&all.collect::<Vec<_>>().join(","))
}

/// The parameters of a POST, its body among them.
async fn posted(
    app: &App,
    headers: &HeaderMap,
    given: Parameters,
    body: Body,
) -> Result<Parameters, Problem> {
    let media = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or("");
    let charset = media.split(';').skip(1).find_map(|it| it.trim().strip_prefix("charset="));
    if charset.is_some_and(|it| !it.trim_matches('"').eq_ignore_ascii_case("utf-8")) {
        return Err(unsupported("queries are read as UTF-8"));
    }
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes).map_err(|_| Problem::bad("the body is not UTF-8"))
    };
    match essence(media).as_str() {
        "application/x-www-form-urlencoded" => {
            Ok(given.and(Parameters::read(&text(read(app, body).await?)?)?))
        }
        "application/sparql-query" => {
            let text = text(read(app, body).await?)?;
            Ok(given.and(Parameters::read(&format!("query={}", parameter(&text)))?))
        }
        "application/sparql-update" => Err(no_update()),
        _ => Err(unsupported(
            "send a query as application/sparql-query or as application/x-www-form-urlencoded",
        )),
    }
}

/// Reads a body in time and within its limit.
async fn read(app: &App, body: Body) -> Result<Vec<u8>, Problem> {
    let most = app.options.limits.body;
    match tokio::time::timeout(app.options.timeout, body::to_bytes(body, most)).await {
        Err(_) => Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "the body came too slowly")),
        Ok(Err(_)) => Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body has more than {most} bytes, or broke off"),
        )),
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
    }
}

fn unsupported(message: &str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message)
}

fn no_update() -> Problem {
    let message = "the graph is read only: it is changed by `kell build`, not by updates";
    Problem::new(StatusCode::FORBIDDEN, message)
}

/// The one question of the parameters, and the graphs it is about.
pub(super) fn question(parameters: &Parameters, rows: usize) -> Result<Question, Problem> {
    if parameters.iter().any(|(name, _)| name == "update" || name.starts_with("using-")) {
        return Err(no_update());
    }
    let mut texts = parameters.all("query");
    let (Some(text), None) = (texts.next(), texts.next()) else {
        return Err(Problem::bad("a request has one parameter `query`"));
    };
    let graphs = |name: &str| -> Result<Vec<NamedNode>, Problem> {
        let node = |iri: &str| {
            NamedNode::new(iri).map_err(|_| Problem::bad(format!("`{iri}` in `{name}` is no IRI")))
        };
        parameters.all(name).map(node).collect()
    };
    let dataset =
        Dataset { default: graphs("default-graph-uri")?, named: graphs("named-graph-uri")? };
    Ok(Question { text: text.to_owned(), dataset, rows })
}

/// How much of everything there may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Rows or triples of an answer.
    pub rows: usize,
    /// Bytes of an answer as it is written.
    pub bytes: usize,
    /// Bytes of the body of a request.
    pub body: usize,
}

/// The answer in the format that was named, else in the one the client likes best.
pub(super) fn write(
    site: &Site,
    answer: &Answer,
    named: Option<Format>,
    accept: &Accept,
    limits: &Limits,
) -> Result<(&'static str, Vec<u8>), Problem> {
    let form = answer.form();
    let format = match named {
        Some(Format::Json) if form == Form::Graph => Format::JsonLd,
        Some(format) => format,
        None => negotiate(accept, form)?,
    };
    if answer.truncated {
        let what = if form == Form::Graph { "triples" } else { "rows" };
        return Err(too_much(format!("the answer has more than {} {what}", limits.rows), "rows"));
    }
    let mut out = Bounded { bytes: Vec::new(), most: limits.bytes };
    match query::write(answer, format, &site.prefixes, COLUMNS, &mut out) {
        Ok(()) => Ok((format.media_type(form), out.bytes)),
        Err(QueryError::System(error)) if error.kind() == io::ErrorKind::StorageFull => Err(
            too_much(format!("the answer has more than {} bytes", limits.bytes), "result-bytes"),
        ),
        Err(error) => Err(error.into()),
    }
}

/// A format by its name here, by the names that other programs have for it, or by its media type.
pub(super) fn format_named(name: &str) -> Result<Format, Problem> {
    let media = |it: &&Format| {
        let form = if it.fits(Form::Graph) { Form::Graph } else { Form::Solutions };
        essence(it.media_type(form)) == essence(name)
    };
    match name.to_ascii_lowercase().as_str() {
        "turtle" | "n3" => Ok(Format::Turtle),
        "ntriples" | "n-triples" => Ok(Format::NTriples),
        "nquads" | "n-quads" => Ok(Format::NQuads),
        "json-ld" => Ok(Format::JsonLd),
        "rdf" | "rdf+xml" | "rdfxml" => Ok(Format::Xml),
        _ => match Format::ALL.iter().find(media) {
            Some(format) => Ok(*format),
            None => name.parse().map_err(Problem::bad),
        },
    }
}

/// Columns of a table for people.
const COLUMNS: usize = 160;

fn too_much(message: String, flag: &str) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, message).hint(
        format!("ask for less with LIMIT, or start the server with a larger --max-{flag}"),
        None,
    )
}

/// The formats of an answer, the usual one first.
fn offers(form: Form) -> Vec<(Format, &'static str)> {
    let usual = if form == Form::Graph { Format::Turtle } else { Format::Json };
    let mut offers: Vec<Format> =
        Format::ALL.into_iter().filter(|it| it.fits(form) && *it != usual).collect();
    offers.insert(0, usual);
    // Tables are for people: whoever accepts anything gets something for programs.
    offers.sort_by_key(|it| matches!(it, Format::Table | Format::Markdown));
    let mut offers: Vec<_> = offers.into_iter().map(|it| (it, it.media_type(form))).collect();
    let others = match form {
        Form::Graph => [(Format::JsonLd, "application/json"), (Format::Xml, "application/xml")],
        _ => [(Format::Json, "application/json"), (Format::Xml, "application/xml")],
    };
    offers.extend(others);
    offers
}

/// The format the client likes best.
pub(super) fn negotiate(accept: &Accept, form: Form) -> Result<Format, Problem> {
    let offers = offers(form);
    let media: Vec<&str> = offers.iter().map(|it| it.1).collect();
    accept.best(&offers).copied().ok_or_else(|| Problem::not_acceptable(&media))
}

/// Takes no more bytes than it may.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

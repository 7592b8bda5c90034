//! Every IRI of the graph answers here, at the path it has under its base: as a page, or as RDF.
//!
//! Which of them is negotiated, or named by an ending of the path.  Links in the head of the reply say what belongs
//! together (FAIR Signposting).

use axum::{
    body::Body,
    extract::State,
    http::{Request, StatusCode, header},
    response::Response,
};
use jiff::Timestamp;
use oxigraph::model::NamedNode;

use super::{
    App, Site,
    accept::Accept,
    diagrams, graphs, page,
    reply::{self, Problem, Reply, reply, see_other, set},
    sparql::{self, accept},
    url::{self, Parameters},
};
use crate::{
    dataset::nanopublication,
    diagnostic::did_you_mean,
    ontology::PageOf,
    query::{Answer, Asked, Content, Form, Format},
    store::Dataset,
    vocabulary::{SPDX, schema},
};

/// The forms something can be had in besides a page, by the endings of paths.
const ENDINGS: [Format; 5] =
    [Format::Turtle, Format::NTriples, Format::JsonLd, Format::Xml, Format::NQuads];
/// The ending of a claim as a nanopublication.
const NANOPUB: &str = ".nanopub.trig";

/// What a client wants of a resource.
enum Wanted {
    Page,
    Rdf(Format),
    Nanopublication,
}

/// Any path that is nothing else.
pub(super) async fn resource(State(app): State<App>, request: Request<Body>) -> Reply {
    let path = url::decode(request.uri().path())?;
    let local = path.trim_start_matches('/');
    let parameters = Parameters::read(request.uri().query().unwrap_or_default())?;
    let accept = accept(request.headers());
    // A prefixed name as a path: `/e/Name`.
    if let Some((prefix, rest)) = local.split_once('/')
        && let Some(iri) = app.site.prefixes.expand(&format!("{prefix}:{rest}"))
        && iri.starts_with(app.site.ontology.base.as_str())
        && app.site.href(&iri) != format!("/{}", url::path(local))
    {
        return Ok(see_other(&app.site.href(&iri)));
    }
    let iri = format!("{}{local}", app.site.ontology.base.as_str());
    give(&app, &iri, &parameters, &accept).await
}

/// `/about?iri=…`: anything whose IRI is not under the base.
pub(super) async fn about(State(app): State<App>, request: Request<Body>) -> Reply {
    let parameters = Parameters::read(request.uri().query().unwrap_or_default())?;
    let iri = parameters.get("iri").ok_or_else(|| Problem::bad("name it: /about?iri=…"))?;
    if iri.starts_with(app.site.ontology.base.as_str()) {
        return Ok(see_other(&app.site.href(iri)));
    }
    let accept = accept(request.headers());
    give(&app, iri, &parameters, &accept).await
}

async fn give(app: &App, iri: &str, parameters: &Parameters, accept: &Accept) -> Reply {
    let site = &app.site;
    let node = |iri: &str| NamedNode::new(iri).ok();
    let whole = node(iri).filter(|it| site.knows(it.as_str()));
    let (iri, ending) = match whole {
        Some(_) => (iri.to_owned(), None),
        None => split(site, iri).unwrap_or((iri.to_owned(), None)),
    };
    let Some(iri) = node(&iri) else {
        return Err(Problem::new(StatusCode::NOT_FOUND, "there is nothing at this address"));
    };
    if site.catalogue.graphs.contains_key(iri.as_str()) {
        return graphs::give(app, Some(iri), None, accept.clone()).await;
    }
    let wanted = match ending {
        Some(wanted) => wanted,
        None => negotiate(accept)?,
    };
    let mut response = match wanted {
        Wanted::Page => shown(app, &iri, parameters).await?,
        Wanted::Rdf(format) => {
            let (media, bytes) = described(app, &iri, format).await?;
            reply(media, bytes)
        }
        Wanted::Nanopublication => {
            let claim = site.catalogue.claim(iri.as_str());
            let claim = claim.ok_or_else(|| unknown(site, iri.as_str()))?;
            reply("application/trig", nanopublication(&site.ontology, claim, &now()))
        }
    };
    signpost(site, iri.as_str(), &mut response);
    Ok(response)
}

/// An IRI without its ending, if it is known without it.
fn split(site: &Site, iri: &str) -> Option<(String, Option<Wanted>)> {
    if let Some(claim) = iri.strip_suffix(NANOPUB).filter(|it| site.knows(it)) {
        return Some((claim.to_owned(), Some(Wanted::Nanopublication)));
    }
    let (before, ending) = iri.rsplit_once('.')?;
    let wanted = match ending {
        "html" => Wanted::Page,
        _ => Wanted::Rdf(ENDINGS.into_iter().find(|it| it.extension(Form::Graph) == ending)?),
    };
    site.knows(before).then(|| (before.to_owned(), Some(wanted)))
}

fn negotiate(accept: &Accept) -> Result<Wanted, Problem> {
    let mut offers = vec![(None, "text/html")];
    let formats = ENDINGS.map(|it| (Some(it), it.media_type(Form::Graph)));
    offers.extend(formats);
    offers.push((Some(Format::JsonLd), "application/json"));
    let media: Vec<&str> = offers.iter().map(|it| it.1).collect();
    match accept.best(&offers) {
        Some(None) => Ok(Wanted::Page),
        Some(Some(format)) => Ok(Wanted::Rdf(*format)),
        None => Err(Problem::not_acceptable(&media)),
    }
}

impl Site {
    /// Whether the graph says something of this.
    pub(super) fn knows(&self, iri: &str) -> bool {
        let vocabulary = self.ontology.base.term("");
        self.catalogue.things.contains_key(iri)
            || self.catalogue.documents.contains_key(iri)
            || self.catalogue.claim_ids.contains_key(iri)
            || self.catalogue.names.contains_key(iri)
            || self.catalogue.graphs.contains_key(iri)
            || vocabulary.trim_end_matches('#') == iri
    }
}

/// The page of something.
async fn shown(app: &App, iri: &NamedNode, parameters: &Parameters) -> Reply {
    let (site, name) = (&app.site, iri.as_str());
    let alternates = alternates(site, name);
    if let Some(thing) = site.catalogue.things.get(name) {
        let drawing = if thing.claims().is_empty() {
            None
        } else {
            diagrams::on_page(app, PageOf::Thing, name).await?
        };
        return Ok(reply::page(page::thing(site, thing, drawing.as_ref(), alternates)));
    }
    if let Some(claim) = site.catalogue.claim(name) {
        let (_, turtle) = described(app, iri, Format::Turtle).await?;
        let copies = page::Copies {
            turtle: String::from_utf8(turtle).unwrap_or_default(),
            nanopublication: nanopublication(&site.ontology, claim, &now()),
        };
        let drawing = diagrams::on_page(app, PageOf::Claim, name).await?;
        let page = page::claim(site, claim, &copies, drawing.as_ref(), alternates);
        return Ok(reply::page(page));
    }
    if let Some(document) = site.catalogue.documents.get(name) {
        let at = parameters.get("at").and_then(|it| it.parse().ok());
        let part = parameters.get("part").and_then(|it| it.parse().ok());
        return Ok(reply::page(page::document(site, document, at, part, alternates)));
    }
    if let Some(conflict) = site.catalogue.conflicts.iter().find(|it| it.iri == name) {
        return Ok(reply::page(page::conflict(site, conflict, alternates)));
    }
    if name == site.ontology.base.term("").trim_end_matches('#') {
        return Ok(reply::page(page::terms(site, alternates)));
    }
    let answer = triples(app, iri, "{ ?it ?p ?o }").await?;
    let Content::Graph(triples) = answer.content else { return Err(unknown(site, name)) };
    if triples.is_empty() {
        return Err(unknown(site, name));
    }
    Ok(reply::page(page::other(site, name, &triples, alternates)))
}

/// What the graph says of something, in this format.
async fn described(
    app: &App,
    iri: &NamedNode,
    format: Format,
) -> Result<(&'static str, Vec<u8>), Problem> {
    let (site, name) = (&app.site, iri.as_str());
    let catalogue = &site.catalogue;
    let more = if catalogue.claim_ids.contains_key(name) {
        "{ ?it ?p ?o } UNION { ?it o:evidence ?s . ?s ?p ?o } UNION { ?it o:evidence/oa:hasSelector ?s . ?s ?p ?o }"
    } else if catalogue.documents.contains_key(name) {
        "{ ?it ?p ?o } UNION { ?e oa:hasSource ?it . ?s o:evidence ?e BIND(o:evidence AS ?p) BIND(?e AS ?o) }"
    } else if name == site.ontology.base.term("").trim_end_matches('#') {
        "{ ?s rdfs:isDefinedBy ?it ; ?p ?o } UNION { GRAPH g:reference { ?s ?p ?o } FILTER(STRSTARTS(STR(?s), STR(o:))) }"
    } else {
        "{ ?it ?p ?o } UNION { ?s rdf:subject|rdf:object ?it ; ?p ?o VALUES ?p { rdf:subject rdf:predicate rdf:object rdfs:label o:force o:polarity } }"
    };
    let answer = triples(app, iri, more).await?;
    if matches!(&answer.content, Content::Graph(it) if it.is_empty()) {
        return Err(unknown(site, name));
    }
    sparql::write(site, &answer, Some(format), &Accept::default(), &app.options.limits)
}

/// The triples of a pattern in which `?it` stands for something; without `?s` they are its own.
async fn triples(app: &App, iri: &NamedNode, pattern: &str) -> Result<Answer, Problem> {
    let text = format!(
        "CONSTRUCT {{ ?subject ?p ?o }} WHERE {{ VALUES ?it {{ {iri} }} {pattern} BIND(COALESCE(?s, ?it) AS ?subject) }}"
    );
    let site = app.site.clone();
    let rows = app.options.limits.rows;
    let answer = app.gate.pass(move |stop| {
        let asked = Asked::new(&site.prefixes, &text, &Dataset::default(), stop)?;
        asked.of(&site.store, rows)
    });
    Ok(answer.await??)
}

fn unknown(site: &Site, iri: &str) -> Problem {
    let problem = Problem::new(StatusCode::NOT_FOUND, "there is nothing at this address");
    let catalogue = &site.catalogue;
    let same_kind = |it: &&String| {
        let kind = |it: &str| {
            it.strip_prefix(site.ontology.base.as_str())
                .and_then(|it| it.split('/').next().map(str::to_owned))
        };
        kind(it) == kind(iri)
    };
    let known = catalogue
        .things
        .keys()
        .chain(catalogue.documents.keys())
        .chain(catalogue.claim_ids.keys())
        .filter(same_kind);
    match did_you_mean(iri, known.map(String::as_str)) {
        Some(close) => problem.hint(
            format!("did you mean {} ({})?", catalogue.name(close), site.href(close)),
            Some(site.href(close)),
        ),
        None => problem.hint("search for it", Some("/search".to_owned())),
    }
}

/// Addresses of the other forms of something.
fn alternates(site: &Site, iri: &str) -> Vec<(String, &'static str)> {
    let address = site.href(iri);
    if address.contains(['?', '#']) {
        return Vec::new();
    }
    let formats = [Format::Turtle, Format::NTriples, Format::JsonLd];
    let mut all: Vec<_> = formats
        .iter()
        .map(|it| (format!("{address}.{}", it.extension(Form::Graph)), it.media_type(Form::Graph)))
        .collect();
    if site.catalogue.claim_ids.contains_key(iri) {
        all.push((format!("{address}{NANOPUB}"), "application/trig"));
    }
    all
}

/// Says in the head of a reply what belongs to it.
fn signpost(site: &Site, iri: &str, response: &mut Response) {
    let mut link = |target: &str, rel: &str, media: &str| {
        let kind = if media.is_empty() { String::new() } else { format!("; type=\"{media}\"") };
        // What is no visible ASCII has no place in a header.
        let target: String = url::iri(target);
        set(response, header::LINK, &format!("<{target}>; rel=\"{rel}\"{kind}"));
    };
    let catalogue = &site.catalogue;
    link(iri, "cite-as", "");
    for (address, media) in alternates(site, iri) {
        link(&address, "describedby", media);
    }
    link(schema::ABOUT_PAGE, "type", "");
    if let Some(thing) = catalogue.things.get(iri) {
        link(&site.ontology.base.term(&thing.class), "type", "");
    }
    if catalogue.claim_ids.contains_key(iri) {
        link(&site.ontology.base.term("Claim"), "type", "");
    }
    if let Some(document) = catalogue.documents.get(iri) {
        link(schema::DIGITAL_DOCUMENT, "type", "");
        if let Some(speaker) = &document.speaker {
            link(speaker, "author", "");
        }
    }
    link("/.well-known/void", "collection", "text/turtle");
    link(&format!("{SPDX}{}", site.ontology.manifest.licence), "license", "");
}

/// The moment in UTC, to a second.
fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

//! What the server says of itself: a service description, the dataset in `VoID`, and whether it is well.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, Request, header},
};
use oxigraph::model::Triple;

use super::{
    App,
    accept::Accept,
    gate::resident,
    reply::{Reply, reply},
    sparql::{accept, write},
    url::parameter,
};
use crate::{
    dataset::Triples,
    query::{Answer, Content},
    vocabulary::{SPDX, dcterms, foaf, formats, rdf, rdfs, sd, server, void},
};

/// A reply in the format the client likes best.
fn give(mut triples: Vec<Triple>, app: &App, accept: &Accept) -> Reply {
    triples.sort_by_cached_key(ToString::to_string);
    triples.dedup();
    let answer = Answer { content: Content::Graph(triples), truncated: false };
    let (media, bytes) = write(&app.site, &answer, None, accept, &app.options.limits)?;
    Ok(reply(media, bytes))
}

/// Where this server is, as the client calls it.
pub(super) fn here(app: &App, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|it| it.to_str().ok());
    server(host.unwrap_or(&app.options.bind.to_string()))
}

/// The description of the SPARQL service.
pub(super) fn service(app: &App, headers: &HeaderMap, accept: &Accept) -> Reply {
    let here = here(app, headers);
    let endpoint = format!("{here}/sparql");
    let mut out = Triples::default();
    out.link(&endpoint, rdf::TYPE, sd::SERVICE);
    out.link(&endpoint, sd::ENDPOINT, &endpoint);
    out.link(&endpoint, sd::SUPPORTED_LANGUAGE, sd::SPARQL_11_QUERY);
    out.link(&endpoint, sd::FEATURE, sd::UNION_DEFAULT_GRAPH);
    for format in [
        formats::JSON,
        formats::XML,
        formats::CSV,
        formats::TSV,
        formats::TURTLE,
        formats::N_TRIPLES,
        formats::N_QUADS,
        formats::TRIG,
        formats::JSON_LD,
        formats::RDF_XML,
    ] {
        out.link(&endpoint, sd::RESULT_FORMAT, format);
    }
    let dataset = format!("{endpoint}#dataset");
    out.link(&endpoint, sd::DEFAULT_DATASET, &dataset);
    out.link(&dataset, rdf::TYPE, sd::DATASET);
    let union = format!("{endpoint}#union");
    out.link(&dataset, sd::DEFAULT_GRAPH, &union);
    out.link(&union, rdf::TYPE, sd::GRAPH);
    out.text(&union, rdfs::COMMENT, "the union of all named graphs");
    for (graph, quads) in &app.site.catalogue.graphs {
        let name = graph.rsplit('/').next().unwrap_or(graph);
        let named = format!("{endpoint}#{name}");
        out.link(&dataset, sd::NAMED_GRAPH, &named);
        out.link(&named, rdf::TYPE, sd::NAMED_GRAPH_CLASS);
        out.link(&named, sd::NAME, graph);
        let described = format!("{named}-graph");
        out.link(&named, sd::GRAPH_OF, &described);
        out.link(&described, rdf::TYPE, sd::GRAPH);
        out.count(&described, void::TRIPLES, *quads);
    }
    give(out.triples, app, accept)
}

/// `/.well-known/void`: the dataset.
pub(super) async fn void(State(app): State<App>, request: Request<Body>) -> Reply {
    let here = here(&app, request.headers());
    let accept = accept(request.headers());
    let (site, catalogue) = (&app.site, &app.site.catalogue);
    let (base, manifest) = (&site.ontology.base, &site.ontology.manifest);
    let description = format!("{here}/.well-known/void");
    let dataset = format!("{description}#dataset");
    let mut out = Triples::default();
    out.link(&description, rdf::TYPE, void::DATASET_DESCRIPTION);
    out.link(&description, foaf::PRIMARY_TOPIC, &dataset);
    out.text(&description, dcterms::TITLE, &format!("Description of {}", manifest.title));
    out.link(&dataset, rdf::TYPE, void::DATASET);
    out.text(&dataset, dcterms::TITLE, &manifest.title);
    out.link(&dataset, dcterms::LICENSE, &format!("{SPDX}{}", manifest.licence));
    out.count(&dataset, void::TRIPLES, catalogue.graphs.values().sum());
    out.count(&dataset, void::ENTITIES, catalogue.things.len());
    out.count(&dataset, void::DOCUMENTS, catalogue.documents.len());
    out.count(&dataset, void::PROPERTIES, catalogue.properties.len());
    out.link(&dataset, void::SPARQL_ENDPOINT, &format!("{here}/sparql"));
    out.link(&dataset, void::DATA_DUMP, &format!("{here}/store?default&format=nt"));
    out.text(&dataset, void::URI_SPACE, base.as_str());
    for (_, namespace) in site.prefixes.iter().filter(|it| !it.1.starts_with(base.as_str())) {
        out.link(&dataset, void::VOCABULARY, namespace);
    }
    out.link(&dataset, void::VOCABULARY, &base.term(""));
    for document in catalogue.documents.keys() {
        out.link(&dataset, void::ROOT_RESOURCE, document);
    }
    if let Some(thing) = catalogue.things.values().max_by_key(|it| it.subject_of.len()) {
        out.link(&dataset, void::EXAMPLE_RESOURCE, &thing.iri);
    }
    for (graph, quads) in &catalogue.graphs {
        let subset = format!("{dataset}-{}", graph.rsplit('/').next().unwrap_or(graph));
        out.link(&dataset, void::SUBSET, &subset);
        out.link(&subset, rdf::TYPE, void::DATASET);
        out.text(&subset, dcterms::TITLE, graph);
        out.count(&subset, void::TRIPLES, *quads);
        let dump = format!("{here}/store?graph={}&format=nt", parameter(graph));
        out.link(&subset, void::DATA_DUMP, &dump);
    }
    for (property, claims) in &catalogue.properties {
        let name = property.rsplit(['#', '/']).next().unwrap_or(property);
        let partition = format!("{dataset}-{name}");
        out.link(&dataset, void::PROPERTY_PARTITION, &partition);
        out.link(&partition, void::PROPERTY, property);
        out.count(&partition, void::ENTITIES, *claims);
    }
    give(out.triples, &app, &accept)
}

/// `/health`: that the server answers, and how it is.
pub(super) async fn health(State(app): State<App>) -> Reply {
    let (quads, documents, texts) = app.site.sizes();
    let health = serde_json::json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "quads": quads,
        "documents": documents,
        "texts": texts,
        "places": app.options.concurrency,
        "free": app.gate.free(),
        "memory": resident(),
    });
    Ok(reply("application/json", format!("{health}\n")))
}

//! How two things are connected: the chains of claims between them.

use axum::{body::Body, extract::State, http::Request};

use super::{
    App, Site,
    gate::GateError,
    page,
    reply::{self, Problem, Reply},
    url::Parameters,
};
use crate::{
    diagram::{self, Engine, Format},
    network::{By, Chain, Search, chains},
};

/// Chains at most.
const CHAINS: usize = 3;
/// Steps of a chain, unless another number is asked for, and at most.
const HOPS: usize = 6;
const MOST_HOPS: usize = 12;

/// What is asked for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// IRIs of both ends.
    pub(super) ends: Option<(String, String)>,
    pub(super) by: By,
    /// Whether claims that are not asserted are followed too.
    pub(super) unasserted: bool,
    pub(super) hops: usize,
}

/// What was found.
pub(super) struct Found {
    pub(super) chains: Vec<Chain>,
    /// All of them as SVG, if there are any.
    pub(super) drawing: Option<String>,
}

/// `/path?from=…&to=…`
pub(super) async fn path(State(app): State<App>, request: Request<Body>) -> Reply {
    let parameters = Parameters::read(request.uri().query().unwrap_or_default())?;
    let site = &app.site;
    let given = |name: &str| parameters.get(name).map(str::trim).filter(|it| !it.is_empty());
    let hops = match given("hops") {
        Some(text) => {
            let number = text.parse().ok().filter(|it| (1..=MOST_HOPS).contains(it));
            number.ok_or_else(|| {
                Problem::bad(format!("hops= takes a number from 1 to {MOST_HOPS}, not `{text}`"))
            })?
        }
        None => HOPS,
    };
    let by = match given("by") {
        None | Some("shortest") => By::Length,
        Some("evidence") => By::Evidence,
        Some(other) => {
            return Err(Problem::bad(format!("by= takes shortest or evidence, not `{other}`")));
        }
    };
    let from = given("from").map(|it| site.resolve(it)).transpose()?;
    let to = given("to").map(|it| site.resolve(it)).transpose()?;
    let names = (
        from.as_ref().map_or("", |it| site.catalogue.name(it)).to_owned(),
        to.as_ref().map_or("", |it| site.catalogue.name(it)).to_owned(),
    );
    let unasserted = given("unasserted").is_some();
    let wanted = Wanted { ends: from.zip(to), by, unasserted, hops };
    let found = match &wanted.ends {
        Some((from, to)) if from == to => {
            return Err(Problem::bad(format!("{} is one thing; give another", names.0)));
        }
        Some(_) => {
            let (inside, asked) = (site.clone(), wanted.clone());
            Some(app.gate.pass(move |_| find(&inside, &asked)).await??)
        }
        None => None,
    };
    Ok(reply::page(page::path(site, &wanted, (&names.0, &names.1), found.as_ref())))
}

fn find(site: &Site, wanted: &Wanted) -> Result<Found, GateError> {
    let network = if wanted.unasserted { &site.network } else { &site.asserted };
    let nothing = Found { chains: Vec::new(), drawing: None };
    let Some((from, to)) = &wanted.ends else { return Ok(nothing) };
    let Some(places) = network.node(from).zip(network.node(to)) else { return Ok(nothing) };
    let search = Search { by: wanted.by, hops: wanted.hops, count: CHAINS };
    let chains = chains(network, places.0, places.1, &search);
    if chains.is_empty() {
        return Ok(nothing);
    }
    let ends = (site.catalogue.name(from), site.catalogue.name(to));
    let line = site.source_line();
    let schema = &site.ontology.schema;
    let mut drawn = diagram::of_chains(network, &chains, ends, wanted.by, schema, &line);
    site.add_links(&mut drawn);
    let bytes = diagram::render(&drawn, Format::Svg, Engine::BuiltIn);
    let bytes = bytes.map_err(|_| GateError::Failed)?;
    Ok(Found { chains, drawing: Some(String::from_utf8_lossy(&bytes).into_owned()) })
}

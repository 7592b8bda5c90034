//! `kell network`: how central each thing is, as a table or as statements.

use std::{cmp::Reverse, io};

use anyhow::{Result, anyhow, bail};
use oxigraph::model::{Literal, NamedNode, Term, Triple};

use super::{
    Exit,
    args::{self, Data},
    entity::open,
    load_pack,
    query::width,
    talk::Talk,
};
use crate::{
    network::{MEASURES, Measures, Network, Options},
    ontology::Ontology,
    query::{self, Answer, Content, Form, Format},
    vocabulary::{Prefixes, xsd},
};

/// Rows of a table for people, unless another number is asked for.
const ROWS: usize = 30;

pub(crate) fn run(args: &args::Network, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    let format: Format = args.format.parse().map_err(|it| anyhow!("{it}"))?;
    let network = load(&args.data, &ontology, args.include_unasserted)?;
    if network.graph.node_count() == 0 {
        bail!("no claim of this graph connects two things");
    }
    let measures = network.measures();
    let rows = match (args.limit, format) {
        (Some(limit), _) => limit,
        (None, Format::Table | Format::Markdown) => ROWS,
        (None, _) => usize::MAX,
    };
    let prefixes = Prefixes::new(&ontology.base);
    let content = if format.fits(Form::Solutions) {
        table(&network, &measures, &ontology, rows)
    } else {
        let quads = network.quads(&measures, &ontology.base).into_iter();
        Content::Graph(quads.map(|it| Triple::new(it.subject, it.predicate, it.object)).collect())
    };
    let answer = Answer { content, truncated: rows < network.graph.node_count() };
    query::write(&answer, format, &prefixes, width(), io::stdout().lock())?;
    let (things, ties) = (network.graph.node_count(), network.graph.edge_count());
    let claims: usize = network.graph.edge_weights().map(|it| it.claims.len()).sum();
    let sampled = measures
        .sampled
        .map_or_else(String::new, |it| format!("; betweenness is estimated from {it} of them"));
    talk.say(format_args!(
        "{things} things, {ties} ties of {claims} claims, {} communities{sampled}",
        measures.communities
    ));
    Ok(Exit::Success)
}

/// The network of an output folder.
pub(super) fn load(data: &Data, ontology: &Ontology, unasserted: bool) -> Result<Network> {
    let store = open(&data.data)?;
    Ok(Network::load(&store, &ontology.base, &ontology.schema, Options { unasserted })?)
}

/// The things by their page rank.
fn table(network: &Network, measures: &Measures, ontology: &Ontology, rows: usize) -> Content {
    let mut order: Vec<usize> = (0..measures.things.len()).collect();
    let things: Vec<_> = network.graph.node_weights().collect();
    // Ranks as they are shown, so that the last of the digits that are not decides nothing.
    order.sort_by_key(|it| {
        let rank = number(measures.things[*it].page_rank);
        (Reverse(rank), things[*it].label.as_str(), things[*it].iri.as_str())
    });
    let mut around = vec![""; measures.communities];
    for at in order.iter().rev() {
        around[measures.things[*at].community] = things[*at].label.as_str();
    }
    let row = |at: &usize| {
        let (thing, it) = (things[*at], &measures.things[*at]);
        let schema = &ontology.schema;
        let class = schema.class_id(&thing.class).map(|it| schema.class(it));
        let class = class.and_then(|it| it.labels.get("en")).unwrap_or(&thing.class);
        let text = |it: &str| Some(Term::from(Literal::new_simple_literal(it)));
        let typed = |value: String, datatype: &str| {
            Some(Term::from(Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype))))
        };
        vec![
            Some(Term::from(NamedNode::new_unchecked(&thing.iri))),
            text(&thing.label),
            text(class),
            typed(it.degree.to_string(), xsd::INTEGER),
            typed(it.weight.to_string(), xsd::INTEGER),
            typed(number(it.page_rank), xsd::DECIMAL),
            typed(number(it.betweenness), xsd::DECIMAL),
            typed(it.community.to_string(), xsd::INTEGER),
            text(around[it.community]),
            typed(it.cut_point.to_string(), xsd::BOOLEAN),
            typed(it.bridges.to_string(), xsd::INTEGER),
        ]
    };
    let [degree, weight, rank, between, community, cut, bridges] = MEASURES;
    let variables = [
        "thing", "label", "class", degree, weight, rank, between, community, "around", cut, bridges,
    ];
    Content::Solutions {
        variables: variables.map(str::to_owned).to_vec(),
        rows: order.iter().take(rows).map(row).collect(),
    }
}

/// A share with as many digits as tell things apart.
fn number(share: f64) -> String {
    format!("{share:.6}")
}

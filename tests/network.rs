//! The network of things over the graph of the corpus, and the chains of claims in it.

use std::{collections::BTreeSet, fs};

use kell::{
    network::{Network, Options},
    store::Store,
};
use serde_json::Value;

use crate::support::{CORPUS, PACKS, Run, Workspace, kell, repository};

fn on_corpus(arguments: &[&str]) -> Run {
    let mut command = kell(repository());
    command.args(arguments).arg("--data").arg(CORPUS.path()).output().unwrap().into()
}

fn network(unasserted: bool) -> Network {
    let store = Store::load(&CORPUS.path().join("graph.nq")).unwrap();
    Network::load(&store, &PACKS.base, &PACKS.schema, Options { unasserted }).unwrap()
}

#[test]
fn ties_are_asserted_unless_asked_for() {
    let (plain, all) = (network(false), network(true));
    let claims = |it: &Network| -> Vec<_> {
        it.graph.edge_weights().flat_map(|it| it.claims.clone()).collect()
    };
    assert!(claims(&plain).iter().all(|it| it.standing == "asserted" && it.independent > 0));
    let standings: BTreeSet<String> =
        claims(&all).into_iter().map(|it| it.standing.clone()).collect();
    assert!(standings.len() > 2 && !standings.contains(""), "{standings:?}");
    assert!(claims(&all).len() > claims(&plain).len());
    assert_eq!(claims(&all.asserted()), claims(&plain));
    assert_eq!(all.asserted().measures(), plain.measures());
    assert!(claims(&all).iter().all(|it| !it.evidence.is_empty() && it.property != "relatesTo"));
}

#[test]
fn dates_quantities_and_documents_are_no_nodes() {
    let network = network(true);
    for thing in network.graph.node_weights() {
        assert!(!["Date", "Quantity"].contains(&thing.class.as_str()), "{}", thing.iri);
        assert!(!network.documents.contains_key(&thing.iri), "{}", thing.iri);
    }
    let known: BTreeSet<&String> = network.documents.keys().collect();
    let ties = network.graph.edge_weights().flat_map(|it| &it.claims);
    assert!(ties.flat_map(|it| &it.evidence).all(|it| known.contains(&it.document)));
}

#[test]
fn chains_come_with_their_sentences() {
    let run = on_corpus(&["path", "Security Service", "GCHQ"]).ends(0);
    run.shows(&["1. MI5 – Anne Keast-Butler – GCHQ  (2 steps)", "[asserted]", "“", "2024-02-12"]);
}

#[test]
fn every_step_of_a_chain_is_in_the_graph() {
    let graph = fs::read_to_string(CORPUS.path().join("graph.nq")).unwrap();
    let run = on_corpus(&["path", "MI5", "Amber Rudd", "--format", "json", "--include-unasserted"]);
    let run = run.ends(0);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    let chains = found["chains"].as_array().unwrap();
    assert!(!chains.is_empty());
    for chain in chains {
        let steps = chain["steps"].as_array().unwrap();
        assert_eq!(steps[0]["from"]["iri"], found["from"]["iri"]);
        assert_eq!(steps[steps.len() - 1]["to"]["iri"], found["to"]["iri"]);
        for pair in steps.windows(2) {
            assert_eq!(pair[0]["to"]["iri"], pair[1]["from"]["iri"]);
        }
        for claim in steps.iter().flat_map(|it| it["claims"].as_array().unwrap()) {
            let text = |key: &str| claim[key].as_str().unwrap().to_owned();
            for (property, value) in [("subject", text("subject")), ("object", text("object"))] {
                let triple = format!(
                    "<{}> <{}{property}> <{value}>",
                    text("iri"),
                    kell::vocabulary::rdf::NAMESPACE
                );
                assert!(graph.contains(&triple), "{triple}");
            }
            for passage in claim["evidence"].as_array().unwrap() {
                let evidence = format!(
                    "<{}> <{}> <{}>",
                    text("iri"),
                    PACKS.base.term("evidence"),
                    passage["iri"].as_str().unwrap()
                );
                assert!(graph.contains(&evidence), "{evidence}");
                assert!(!passage["quote"].as_str().unwrap().is_empty());
            }
        }
    }
}

#[test]
fn a_chain_that_is_not_there_is_a_finding() {
    on_corpus(&["path", "MI5", "GCHQ", "--max-hops", "1"])
        .ends(1)
        .says(&["no chain of at most 1 step of asserted claims", "--include-unasserted"]);
    on_corpus(&["path", "MI5", "2017"]).ends(1).says(&["connect 2017 with anything"]);
}

#[test]
fn names_are_found_or_a_better_one_is_told() {
    on_corpus(&["path", "MI5", "GCHO"]).ends(2).says(&["did you mean `GCHQ`?"]);
    on_corpus(&["path", "MI5", "Security Service"]).ends(2).says(&["are the same thing"]);
    on_corpus(&["path", "e:MI5", "e:GCHQ"]).ends(0);
    on_corpus(&["path", "MI5", "GCHQ", "--max-hops", "0"]).ends(2);
}

#[test]
fn chains_can_be_drawn() {
    let workspace = Workspace::new();
    let file = workspace.path().join("chain.svg");
    let name = file.to_str().unwrap();
    on_corpus(&["path", "MI5", "GCHQ", "--format", "svg", "--builtin-layout", "-o", name]).ends(0);
    let drawn = workspace.read("chain.svg");
    for words in ["From MI5 to GCHQ", "Anne Keast-Butler", "works for", "From 6 documents"] {
        assert!(drawn.contains(words), "{words}");
    }
    on_corpus(&["path", "MI5", "GCHQ", "--format", "dot"]).ends(0).shows(&["digraph"]);
}

#[test]
fn the_network_is_a_table() {
    let csv = on_corpus(&["network", "--format", "csv"]).ends(0);
    let things = network(false).graph.node_count();
    assert_eq!(csv.out.lines().count(), things + 1);
    assert!(csv.out.starts_with(
        "thing,label,class,degree,tieWeight,pageRank,betweenness,community,around,cutPoint,bridges"
    ));
    assert!(csv.out.lines().nth(1).unwrap().contains(",MI5,intelligence service,"));
    let csv = csv.says(&["things", "communities"]);
    assert_eq!(csv.out, on_corpus(&["network", "--format", "csv"]).out, "the same every time");
    on_corpus(&["network", "--limit", "3"]).ends(0).shows(&["MI5", "3 rows"]);
    on_corpus(&["network", "--format", "picture"]).ends(2);
}

#[test]
fn measures_can_be_asked() {
    let asked = "SELECT ?name ?rank WHERE { ?thing o:pageRank ?rank ; o:displayLabel ?name } \
                 ORDER BY DESC(?rank) LIMIT 1";
    on_corpus(&["query", asked]).ends(0).shows(&["MI5"]);
    on_corpus(&["query", "--name", "central"]).ends(0).shows(&["MI5", "intelligence service"]);
    on_corpus(&["network", "--format", "ttl"]).ends(0).shows(&["o:pageRank", "o:cutPoint"]);
}

//! The packs' questions and checks, asked of a small graph.

use std::{collections::BTreeMap, fs};

use kell::{
    graph::write_nquads,
    network::add_measures,
    ontology::{Ontology, Query},
    query::{Answer, Content, Options, run},
    store::{Store, check},
    vocabulary::Prefixes,
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{Quad, Term},
};

use crate::support::{
    CORPUS, PACKS, Workspace,
    graph::{example, ontology},
};

/// The bundled packs, and the example read with them.
struct World {
    ontology: Ontology,
    prefixes: Prefixes,
    quads: Vec<Quad>,
}

impl World {
    fn new() -> Self {
        let ontology = ontology();
        Self { prefixes: Prefixes::new(&ontology.base), quads: example(&ontology), ontology }
    }

    fn ask(&self, store: &Store, query: &Query) -> Answer {
        let none = BTreeMap::new();
        let text = query.with(&none);
        run(store, &self.prefixes, &text, &Options::default())
            .unwrap_or_else(|it| panic!("{}: {it}", query.name))
    }

    fn findings(&self, quads: Vec<Quad>) -> Vec<String> {
        let store = Store::from_quads(quads).unwrap();
        let found = check(&store, &self.prefixes, &self.ontology.checks);
        found.iter().map(ToString::to_string).collect()
    }
}

/// Each row as its values between bars.
fn rows(answer: &Answer) -> Vec<String> {
    let Content::Solutions { rows, .. } = &answer.content else { panic!("a SELECT") };
    let value = |term: &Option<Term>| match term {
        Some(Term::Literal(it)) => it.value().to_owned(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    rows.iter().map(|row| row.iter().map(value).collect::<Vec<_>>().join(" | ")).collect()
}

/// What each question must find: the beginning of a row.
const EXPECTED: &[(&str, &[&str])] = &[
    ("actor", &["MI5 | supports | end-to-end encryption | asserted | MI5 | "]),
    ("aims", &["Dean Morrice | divide society | asserted | MI5 | Ken McCallum"]),
    ("asserted", &["Russia | threatens | United Kingdom"]),
    (
        "attacks",
        &[
            "Salisbury poisoning | occurred on | 2017 | asserted",
            "Salisbury poisoning | victim | Dawn Sturgess | asserted",
        ],
    ),
    ("central", &["MI5 | intelligence service | "]),
    ("causes", &["state threats | causes | State Threats Bill"]),
    ("changes", &["State Threats Bill | replaces | Official Secrets Act 1911 | planned"]),
    (
        "characterisations",
        &["end-to-end encryption | a right | asserted | Will Cathcart | Ken McCallum"],
    ),
    (
        "claims-of",
        &["Intelligence and Security Committee of Parliament | oversees | MI5 | asserted"],
    ),
    ("co-mentioned", &["Ken McCallum | Salisbury poisoning | 1 | 2"]),
    (
        "conflicts",
        &[
            "“Salisbury poisoning occurred on 2017” (Threat update 2021) disagrees with the reference value \
             2018-03-04 | against the reference | Salisbury poisoning | MI5 | ",
            "“Salisbury poisoning occurred on 2017” (Threat update 2021) disagrees with “Salisbury poisoning occurred \
             on 2018-03-04” (Threat update 2022) | two values | Salisbury poisoning | MI5 | ",
            "“MI5 cooperates with MI6” is said by MI5 (Threat update 2021) and its contrary by MI5 (Threat update \
             2022) | yes and no | ",
        ],
    ),
    (
        "convictions",
        &[
            "Dean Morrice | convicted of | terrorism offences",
            "Dean Morrice | sentenced to | eighteen years",
        ],
    ),
    (
        "cooperation",
        &[
            "MI5 | cooperates with | MI6 | asserted",
            "MI5 | cooperates with | MI6 | negated, asserted",
        ],
    ),
    ("corroborated", &["MI5 | supports | end-to-end encryption | 2 | asserted | MI5"]),
    (
        "defences",
        &["MI5 | protects | digital backbone", "Facebook | protects | public safety | recommended"],
    ),
    (
        "denied",
        &[
            "United Kingdom | demands | cameras in living rooms | denied | MI5",
            "Official Secrets Act 1911 | criminalises | undeclared foreign agents | negated, asserted",
        ],
    ),
    ("discovered", &["late-stage attack plots | plot | 2 | 3 | 3"]),
    (
        "disruptions",
        &[
            "2021-07-14 | Threat update 2021 | MI5 | late-stage attack plots | 29 | 2017-07..2021-07 | asserted",
        ],
    ),
    ("documents", &["Threat update 2021 | 2021-07-14 | Ken McCallum | en | 29 | 29 | 21"]),
    (
        "events",
        &[
            "Salisbury poisoning | attack | 2017 | Salisbury | 6",
            "Salisbury poisoning | attack | 2018-03-04 | Salisbury | 6",
        ],
    ),
    ("forces", &["MI5 | asserted | ", "Will Cathcart | asserted | 2"]),
    ("hedged", &["state threats | comes from | Russia | likely | predominantly | asserted | MI5"]),
    (
        "investigations",
        &["Ken McCallum | Salisbury poisoning | 2017 | asserted", "Manchester Arena Inquiry | "],
    ),
    (
        "legislation",
        &[
            "Official Secrets Act 1911 | criminalises | undeclared foreign agents | negated, asserted",
        ],
    ),
    ("legislation-origins", &["state threats | causes | State Threats Bill"]),
    ("mentions", &["Threat update 2021 | MI5 | intelligence service | 7"]),
    ("most-connected", &["MI5 | organisation | "]),
    (
        "offences",
        &[
            "Official Secrets Act 1911 | criminalises | undeclared foreign agents | negated, asserted",
        ],
    ),
    (
        "oversight",
        &["Intelligence and Security Committee of Parliament | oversees | MI5 | asserted"],
    ),
    (
        "people-and-posts",
        &[
            "Ken McCallum | holds post | Director General of MI5 | 2020-04.. | asserted",
            "Ken McCallum | holds post | Director General of MI5 | 2020-04.. |  | reference",
        ],
    ),
    ("places", &["Salisbury poisoning | occurred at | Salisbury"]),
    ("plans", &["Facebook | proposes | end-to-end encryption | planned"]),
    ("positions", &["MI5 | warns of | espionage | asserted"]),
    ("positions-of", &["MI5 | supports | end-to-end encryption"]),
    (
        "quantities",
        &["29 | exactly | late-stage attack plots | late-stage attack plots |  | asserted | MI5"],
    ),
    (
        "reported",
        &["Ken McCallum | Will Cathcart | end-to-end encryption | characterised as | a right"],
    ),
    ("responsibilities", &["MI5 | responsible for | state threats"]),
    ("first-and-last", &["Salisbury poisoning | 2021-07-14 | 2022-11-16 | 2"]),
    ("series", &["2021-07-14 | 29 | exactly | late-stage attack plots"]),
    ("merges", &["D. Morrice | Dean Morrice | merged | a name that fits"]),
    ("rules", &["test/supports | 3 | 1 | 0.8"]),
    (
        "said-about",
        &[
            "Will Cathcart | Ken McCallum | end-to-end encryption | characterised as | a right | asserted",
            "MI5 | Ken McCallum | MI5 | supports | end-to-end encryption | asserted",
        ],
    ),
    (
        "state-threats",
        &[
            "Russia | comes from | state threats | asserted | likely | MI5",
            "Russia | perpetrates | Salisbury poisoning | assessed |  | MI5",
        ],
    ),
    ("techniques", &["Russia | uses | espionage | asserted"]),
    (
        "technologies",
        &["end-to-end encryption | Facebook | proposes | end-to-end encryption | planned"],
    ),
    ("threats", &["Russia | threatens | United Kingdom | asserted"]),
    (
        "timeline",
        &[
            "2017 | Salisbury poisoning | occurred on | asserted",
            "2018-03-04 | Salisbury poisoning | occurred on |  | reference",
        ],
    ),
];

#[test]
fn every_question_finds_what_it_asks_for() {
    let world = World::new();
    let store = Store::from_quads(world.quads.clone()).unwrap();
    add_measures(&store, &world.ontology.base, &world.ontology.schema).unwrap();
    let expected: BTreeMap<&str, &[&str]> = EXPECTED.iter().copied().collect();
    let mut wrong = Vec::new();
    for query in &world.ontology.queries {
        let rows = rows(&world.ask(&store, query));
        let Some(expected) = expected.get(query.name.as_str()) else {
            wrong.push(format!("{}: nothing is expected of it", query.name));
            continue;
        };
        for wanted in *expected {
            if !rows.iter().any(|it| it.starts_with(wanted)) {
                wrong.push(format!(
                    "{}: no row `{wanted}` in\n  {}",
                    query.name,
                    rows.join("\n  ")
                ));
            }
        }
        if rows.len() > 100 {
            wrong.push(format!("{}: {} rows about 33 claims", query.name, rows.len()));
        }
        if rows.iter().any(|it| it.contains("<http")) {
            wrong.push(format!("{}: shows an IRI in\n  {}", query.name, rows.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert_eq!(expected.len(), world.ontology.queries.len(), "a question is gone");
}

/// What the pack adds to an answer is not multiplied by what documents say.
#[test]
fn the_pack_speaks_once_and_in_no_words_of_a_text() {
    let world = World::new();
    let store = CORPUS.store();
    let mut seen = 0;
    for query in &world.ontology.queries {
        let answer = world.ask(&store, query);
        let all = rows(&answer);
        let mut from_pack: Vec<&String> =
            all.iter().filter(|it| it.split(" | ").any(|it| it == "reference")).collect();
        seen += from_pack.len();
        assert!(!from_pack.iter().any(|it| it.contains('“')), "{}: {from_pack:#?}", query.name);
        let rows = from_pack.len();
        from_pack.sort();
        from_pack.dedup();
        assert_eq!(from_pack.len(), rows, "{}: rows come twice", query.name);
    }
    assert!(seen > 20, "the pack adds {seen} rows to what the corpus says");
}

#[test]
fn answers_do_not_depend_on_the_order_of_the_graph() {
    let world = World::new();
    let store = Store::from_quads(world.quads.clone()).unwrap();
    let reversed = Store::from_quads(world.quads.iter().rev().cloned()).unwrap();
    for query in &world.ontology.queries {
        assert_eq!(world.ask(&store, query), world.ask(&reversed, query), "{}", query.name);
    }
}

#[test]
fn questions_have_a_title_a_description_and_an_order() {
    for query in World::new().ontology.queries {
        assert!(query.title.ends_with('?'), "{}", query.name);
        assert!(query.description.len() > 20, "{} has no description", query.name);
        assert!(query.text.contains("ORDER BY"), "{}", query.name);
    }
}

#[test]
fn parameters_narrow_the_answer() {
    let world = World::new();
    let store = Store::from_quads(world.quads.clone()).unwrap();
    let ask = |name: &str, parameter: &str, value: &str| {
        let query = world.ontology.queries.iter().find(|it| it.name == name).unwrap();
        let given = BTreeMap::from([(parameter.to_owned(), value.to_owned())]);
        let text = query.with(&given);
        rows(&run(&store, &world.prefixes, &text, &Options::default()).unwrap())
    };
    assert_eq!(ask("claims-of", "thing", "facebook").len(), 2);
    assert_eq!(ask("claims-of", "thing", "Security Service"), ask("claims-of", "thing", "MI5"));
    assert_eq!(ask("said-about", "topic", "nothing of the kind"), Vec::<String>::new());
    assert_eq!(ask("actor", "actor", "<https://w3id.org/kell/id/Russia>").len(), 4);
}

#[test]
fn a_sound_graph_passes() {
    let world = World::new();
    assert_eq!(world.findings(world.quads.clone()), Vec::<String>::new());
}

/// Changes one line of a graph.
type Change = Box<dyn Fn(&str) -> String>;

#[test]
fn each_check_finds_its_violation() {
    let world = World::new();
    let mut lines = Vec::new();
    write_nquads(&world.quads, &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let names =
        ["supports", "opposes", "Affirmed", "Negated", "extractedBy", "displayLabel", "endsOn"];
    let [supports, opposes, affirmed, negated, rule, label, ends] =
        names.map(|it| format!("<{}>", world.ontology.base.term(it)));
    let asserted = format!("<{}>", world.ontology.base.graph("asserted"));
    let swap = |from: &str, to: &str| -> Change {
        let (from, to) = (from.to_owned(), to.to_owned());
        Box::new(move |it| it.replace(&from, &to))
    };
    let swap_in = |which: &str, from: &str, to: &str| -> Change {
        let (which, from, to) = (which.to_owned(), from.to_owned(), to.to_owned());
        Box::new(move |it| if it.contains(&which) { it.replace(&from, &to) } else { it.to_owned() })
    };
    let also = |which: &str, from: &str, to: &str| -> Change {
        let change = swap_in(which, from, to);
        Box::new(move |it| format!("{it}\n{}", change(it)))
    };
    let without = |one: &str, other: &str| -> Change {
        let (one, other) = (one.to_owned(), other.to_owned());
        Box::new(move |it| {
            if it.contains(&one) && it.contains(&other) { String::new() } else { it.to_owned() }
        })
    };
    let breaches = [
        ("unfounded-triple", also(&asserted, &supports, &opposes)),
        ("missing-triple", without(&asserted, &supports)),
        ("leaked-claim", swap(&affirmed, &negated)),
        ("denied-not-negated", swap(&negated, &affirmed)),
        ("incomplete-claim", without(&rule, "")),
        ("incomplete-evidence", without("oa#exact", "")),
        ("evidence-outside", swap_in("oa#end", "\"^^", "0\"^^")),
        ("undeclared-property", swap("ObjectProperty", "Thing")),
        ("untyped-thing", without("id/KenMcCallum>", "#type>")),
        ("several-labels", also(&label, "\"MI5\"", "\"Box\"")),
        ("backward-interval", swap_in(&ends, "\"2021-07\"", "\"2016-07\"")),
    ];
    let mut untried: Vec<&str> = world.ontology.checks.iter().map(|it| it.name.as_str()).collect();
    for (name, change) in breaches {
        let text: String = lines.lines().map(|it| change(it) + "\n").collect();
        let parser = RdfParser::from_format(RdfFormat::NQuads);
        let found = world.findings(parser.for_slice(&text).map(Result::unwrap).collect());
        let code = format!("[check/{name}]");
        assert!(found.iter().any(|it| it.contains(&code)), "{name}: {found:#?}");
        untried.retain(|it| *it != name);
    }
    assert!(untried.is_empty(), "nothing breaks {untried:?}");
}

#[test]
fn each_shape_finds_its_violation() {
    let graph = fs::read_to_string(CORPUS.path().join("graph.nq")).unwrap();
    let workspace = Workspace::new();
    let check = |graph: String| {
        workspace.write("output/graph.nq", graph);
        workspace.kell(&["check"])
    };
    let sound = check(graph.clone()).ends(0);
    sound.shows(&[&format!("{} shapes", PACKS.shapes.len()), "0 errors"]);
    let first = |part: &str| graph.lines().find(|it| it.contains(part)).unwrap();
    let polarity = first("ns#polarity> ");
    let changed = |line: &str, from: &str, to: &str| {
        let other = line.replace(from, to);
        assert_ne!(line, other);
        graph.replace(line, &other)
    };
    let number = first("ns#confidence> ");
    let (_, value) = number.split_once("confidence> \"").unwrap();
    let value = &value[..4];
    for (graph, code, parts) in [
        (
            graph.replace(polarity, ""),
            "ClaimShape",
            vec!["`polarity` is missing: node c:", "sentence “"],
        ),
        (
            changed(polarity, "Affirmed>", "Maybe>"),
            "ClaimShape",
            vec!["`polarity` is none of its values", "value o:Maybe"],
        ),
        (
            format!("{graph}{}\n", polarity.replace("Affirmed>", "Negated>")),
            "ClaimShape",
            vec!["`polarity` has more than 1 values"],
        ),
        (changed(number, value, "7.00"), "ClaimShape", vec!["`confidence` is more than 1.0"]),
        (
            changed(number, "#decimal>", "#string>"),
            "ClaimShape",
            vec!["`confidence` is no decimal"],
        ),
        (
            changed(first("oa#start> "), "\"^^", "x\"^^"),
            "PositionShape",
            vec!["`start` is no nonNegativeInteger"],
        ),
        (
            changed(first("schema.org/sha256> \""), "sha256> \"", "sha256> \"X"),
            "SourceShape",
            vec!["`sha256` does not fit"],
        ),
        (
            changed(first("ns#extractedBy> "), "rule/", "rules/"),
            "ClaimShape",
            vec!["`extractedBy` is no Rule"],
        ),
        (
            graph.replace(
                "ns#protects> <https://w3id.org/kell/id/UnitedKingdom>",
                "ns#protects> <https://w3id.org/kell/id/Nowhere>",
            ),
            "ProtectsObjectShape",
            vec!["it is no ", "node e:Nowhere"],
        ),
    ] {
        let run = check(graph).ends(1);
        let found: Vec<&str> =
            run.err.lines().filter(|it| it.contains(&format!("[shape/{code}]"))).collect();
        let fits = |line: &&&str| parts.iter().all(|part| line.contains(part));
        assert!(found.iter().any(|it| fits(&it)), "{parts:?} is not said:\n{}", run.err);
    }
}

#[test]
fn shapes_are_explained() {
    let workspace = Workspace::new();
    let run = workspace.kell(&["explain", "shape/ClaimShape"]).ends(0);
    run.shows(&["What must hold of every `Claim`", "where `polarity` is none of its values"]);
}

//! The packs' questions and checks, asked of a small graph.

use std::{collections::BTreeMap, fs, path::Path};

use kell::{
    diagnostic::Severity,
    graph::write_nquads,
    ontology::Check,
    query::{Answer, Content, Format, Options, run, write},
    store::{Store, check},
    vocabulary::Prefixes,
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{Quad, Term},
};

use crate::support::graph::{base, example};

/// A question as the packs' files have it, parameters at their defaults.
struct Question {
    name: String,
    text: String,
}

fn files(folder: &str) -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology");
    let mut found = Vec::new();
    for pack in ["core", "uk-security"] {
        for entry in fs::read_dir(root.join(pack).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            found.push((pack.to_owned(), name, fs::read_to_string(path).unwrap()));
        }
    }
    found.sort();
    found
}

fn questions() -> Vec<Question> {
    let prefixes = Prefixes::new(&base());
    let fill = |text: &str| {
        let mut filled = text.to_owned();
        for line in text.lines().filter_map(|it| it.strip_prefix("# **")) {
            let (name, rest) = line.split_once("** (").unwrap();
            let (default, _) = rest.split_once("): ").unwrap();
            let value = match prefixes.expand(default) {
                Some(iri) => format!("<{iri}>"),
                None => format!("\"{default}\""),
            };
            filled = filled.replace(&format!("{{{{{name}}}}}"), &value);
        }
        filled
    };
    files("queries")
        .into_iter()
        .map(|(_, name, text)| Question { name, text: fill(&text) })
        .collect()
}

fn checks() -> Vec<Check> {
    let field = |text: &str, name: &str| {
        let start = format!("# **{name}:** ");
        text.lines().find_map(|it| it.strip_prefix(&start)).unwrap_or_else(|| panic!("{name}")).to_owned()
    };
    let check = |(_, name, text): (String, String, String)| Check {
        name,
        title: text.lines().next().unwrap().trim_start_matches("# ").to_owned(),
        severity: match field(&text, "Severity").as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Note,
        },
        problem: field(&text, "Problem"),
        solution: field(&text, "Solution"),
        text,
    };
    files("checks").into_iter().map(check).collect()
}

fn ask(store: &Store, text: &str) -> Answer {
    run(store, &Prefixes::new(&base()), text, &Options::default()).unwrap_or_else(|it| panic!("{it}\n{text}"))
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
    ("asserted", &["Russia | threatens | United Kingdom"]),
    (
        "attacks",
        &["Salisbury attack | occurred on | 2017 | asserted", "Salisbury attack | victim | Dawn Sturgess | asserted"],
    ),
    ("causes", &["state threats | causes | State Threats Bill"]),
    ("changes", &["State Threats Bill | replaces | Official Secrets Act 1911 | planned"]),
    ("characterisations", &["end-to-end encryption | a right | asserted | Will Cathcart | Ken McCallum"]),
    ("claims-of", &["ISC | oversees | MI5 | asserted"]),
    ("co-mentioned", &["Ken McCallum | Salisbury attack | 1 | 2"]),
    (
        "conflicts",
        &[
            "“Salisbury attack occurred on 2017” (Threat update 2021) disagrees with the reference value \
             2018-03-04 | AgainstReference | Salisbury attack | MI5 | ",
            "“Salisbury attack occurred on 2017” (Threat update 2021) disagrees with “Salisbury attack occurred \
             on 2018-03-04” (Threat update 2022) | SingleValued | Salisbury attack | MI5 | ",
            "“MI5 cooperates with MI6” is said by MI5 (Threat update 2021) and its contrary by MI5 (Threat update \
             2022) | OppositePolarity | ",
        ],
    ),
    (
        "convictions",
        &["Dean Morrice | convicted of | terrorism offences", "Dean Morrice | sentenced to | eighteen years"],
    ),
    ("cooperation", &["MI5 | cooperates with | MI6 | asserted", "MI5 | cooperates with | MI6 | negated, asserted"]),
    ("corroborated", &["MI5 | supports | end-to-end encryption | 2 | asserted | MI5"]),
    ("defences", &["MI5 | protects | digital infrastructure", "Facebook | protects | public safety | recommended"]),
    (
        "denied",
        &[
            "United Kingdom | demands | video cameras in living rooms | denied | MI5",
            "Official Secrets Act 1911 | criminalises | undeclared foreign agents | negated, asserted",
        ],
    ),
    ("discovered", &["Dean Morrice | person | 1 | 2 | 2"]),
    ("disruptions", &["2021-07-14 | Threat update 2021 | MI5 | late-stage attack plots | 29 | 2017-07..2021-07 | asserted"]),
    ("documents", &["Threat update 2021 | 2021-07-14 | Ken McCallum | en | 28 | 28 | 19"]),
    ("events", &["Salisbury attack | attack | 2017, 2018-03-04 | Salisbury | 6"]),
    ("forces", &["MI5 | asserted | ", "Will Cathcart | asserted | 1"]),
    ("hedged", &["state threats | comes from | Russia | Likely | predominantly | asserted | MI5"]),
    ("investigations", &["Ken McCallum | Salisbury attack | 2017 | asserted", "Manchester Arena Inquiry | "]),
    ("legislation", &["Official Secrets Act 1911 | criminalises | undeclared foreign agents | negated, asserted"]),
    ("legislation-origins", &["state threats | causes | State Threats Bill"]),
    ("mentions", &["Threat update 2021 | MI5 | publicbody | 7"]),
    ("most-connected", &["MI5 | organisation | "]),
    ("offences", &["Official Secrets Act 1911 | criminalises | undeclared foreign agents | negated, asserted"]),
    ("oversight", &["ISC | oversees | MI5 | asserted"]),
    (
        "people-and-posts",
        &[
            "Ken McCallum | Director General of MI5 | 2020-04.... | holds post: asserted",
            "Ken McCallum | Director General of MI5 | 2020-04/ |  | reference",
        ],
    ),
    ("places", &["Salisbury attack | occurred at | Salisbury"]),
    ("plans", &["Facebook | proposes | end-to-end encryption | planned"]),
    ("positions", &["MI5 | warns of | espionage | asserted"]),
    ("positions-of", &["MI5 | supports | end-to-end encryption"]),
    ("quantities", &["29 | Exactly | late-stage attack plots | late-stage attack plots |  | asserted | MI5"]),
    ("reported", &["Ken McCallum | Will Cathcart | end-to-end encryption | characterised as | a right"]),
    ("responsibilities", &["MI5 | responsible for | state threats"]),
    ("rules", &["test/supports | 2 | 1 | 0.8"]),
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
            "Russia | comes from | state threats | asserted | Likely | MI5",
            "Russia | perpetrates | Salisbury attack | assessed |  | MI5",
        ],
    ),
    ("techniques", &["Russia | uses | espionage | asserted"]),
    ("technologies", &["end-to-end encryption | Facebook | proposes | end-to-end encryption | planned"]),
    ("threats", &["Russia | threatens | United Kingdom | asserted"]),
    ("timeline", &["2017 | Salisbury attack | occurred on: asserted", "2018-03-04 | Salisbury attack |  | reference"]),
];

#[test]
fn every_question_finds_what_it_asks_for() {
    let store = Store::from_quads(example()).unwrap();
    let expected: BTreeMap<&str, &[&str]> = EXPECTED.iter().copied().collect();
    let mut wrong = Vec::new();
    for question in questions() {
        let answer = ask(&store, &question.text);
        let rows = rows(&answer);
        let Some(expected) = expected.get(question.name.as_str()) else {
            wrong.push(format!("{}: nothing is expected of it", question.name));
            continue;
        };
        for wanted in *expected {
            let normal: Vec<&str> = wanted.split_whitespace().collect();
            if !rows.iter().any(|it| it.starts_with(&normal.join(" ")) || it.starts_with(wanted)) {
                wrong.push(format!("{}: no row `{wanted}` in\n  {}", question.name, rows.join("\n  ")));
            }
        }
        if rows.iter().any(|it| it.contains("<http")) {
            wrong.push(format!("{}: shows an IRI in\n  {}", question.name, rows.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn answers_do_not_depend_on_the_order_of_the_graph() {
    let store = Store::from_quads(example()).unwrap();
    let mut quads = example();
    quads.reverse();
    let reversed = Store::from_quads(quads).unwrap();
    for question in questions() {
        assert_eq!(ask(&store, &question.text), ask(&reversed, &question.text), "{}", question.name);
    }
}

#[test]
fn questions_have_a_title_a_description_and_an_order() {
    for (_, name, text) in files("queries") {
        let head: Vec<&str> = text.lines().take_while(|it| it.starts_with('#')).collect();
        assert!(head[0].starts_with("# # ") && head[0].ends_with('?'), "{name}");
        assert!(head.iter().skip(1).any(|it| it.len() > 20), "{name} has no description");
        assert!(text.contains("ORDER BY"), "{name}");
    }
}

#[test]
fn answers_are_written_in_every_format_for_rows() {
    let store = Store::from_quads(example()).unwrap();
    let answer = ask(&store, &questions()[0].text);
    for format in Format::ALL.into_iter().filter(|it| it.fits(answer.form())) {
        let mut out = Vec::new();
        write(&answer, format, &Prefixes::new(&base()), 100, &mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().contains("oversees"), "{format}");
    }
}

fn findings(quads: Vec<Quad>) -> Vec<String> {
    let store = Store::from_quads(quads).unwrap();
    check(&store, &Prefixes::new(&base()), &checks()).iter().map(ToString::to_string).collect()
}

#[test]
fn a_sound_graph_passes_but_for_what_its_documents_get_wrong() {
    let found = findings(example());
    assert_eq!(found.len(), 1, "{}", found.join("\n"));
    let start = "warning[check/investigation-before-event]: something is said to have been investigated before it \
                 happened: investigator “Ken McCallum”, event “Salisbury attack”, investigated “2017”, \
                 occurred “2018-03-04”";
    assert!(found[0].starts_with(start), "{}", found[0]);
}

#[test]
fn each_check_finds_its_violation() {
    let mut lines = Vec::new();
    write_nquads(&example(), &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let with = |change: &dyn Fn(&str) -> String| {
        let text: String = lines.lines().map(|it| change(it) + "\n").collect();
        let parser = RdfParser::from_format(RdfFormat::NQuads);
        let found = findings(parser.for_slice(&text).map(Result::unwrap).collect());
        found.into_iter().filter(|it| !it.contains("investigation-before-event")).collect::<Vec<_>>()
    };
    let (base, term) = (base(), |name: &str| format!("<{}>", kell::vocabulary::Base::new("https://w3id.org/kell/").term(name)));
    let asserted = format!("<{}>", base.graph("asserted"));
    // Kind of violation, and the one change to each line that brings it about.
    let breaches: Vec<(&str, Box<dyn Fn(&str) -> String>)> = vec![
        ("unfounded-triple", {
            let (asserted, from, to) = (asserted.clone(), term("supports"), term("opposes"));
            Box::new(move |it| if it.contains(&asserted) { format!("{it}\n{}", it.replace(&from, &to)) } else { it.to_owned() })
        }),
        ("missing-triple", {
            let (asserted, gone) = (asserted.clone(), term("supports"));
            Box::new(move |it| if it.contains(&asserted) && it.contains(&gone) { String::new() } else { it.to_owned() })
        }),
        ("leaked-claim", {
            let (from, to) = (term("Affirmed"), term("Negated"));
            Box::new(move |it| it.replace(&from, &to))
        }),
        ("incomplete-claim", {
            let gone = term("extractedBy");
            Box::new(move |it| if it.contains(&gone) { String::new() } else { it.to_owned() })
        }),
        ("incomplete-evidence", Box::new(|it| if it.contains("oa#exact") { String::new() } else { it.to_owned() })),
        ("denied-not-negated", {
            let (from, to) = (term("Negated"), term("Affirmed"));
            Box::new(move |it| it.replace(&from, &to))
        }),
        ("evidence-outside", Box::new(|it| {
            if it.contains("oa#end") { it.replace("\"^^", "0\"^^") } else { it.to_owned() }
        })),
        ("undeclared-property", Box::new(|it| it.replace("owl#ObjectProperty", "owl#Thing"))),
        ("untyped-thing", {
            let gone = term("Person");
            Box::new(move |it| if it.contains(&gone) && it.contains("#type>") { String::new() } else { it.to_owned() })
        }),
        ("several-labels", {
            let label = term("displayLabel");
            Box::new(move |it| if it.contains(&label) { format!("{it}\n{}", it.replace("MI5\"", "Box\"")) } else { it.to_owned() })
        }),
        ("future-event", Box::new(|it| it.replace("2018-03-04", "2031-03-04"))),
        ("backward-interval", Box::new(|it| {
            if it.contains("endsOn") { it.replace("\"2021-07\"", "\"2016\"") } else { it.to_owned() }
        })),
    ];
    let mut silent: Vec<String> = checks().into_iter().map(|it| it.name).collect();
    silent.retain(|it| it != "investigation-before-event");
    for (name, change) in breaches {
        let found = with(&*change);
        assert!(found.iter().any(|it| it.contains(&format!("[check/{name}]"))), "{name}: {found:#?}");
        silent.retain(|it| it != name);
    }
    assert!(silent.is_empty(), "nothing breaks {silent:?}");
}

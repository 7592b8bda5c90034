//! The page about a made-up valley.

use std::collections::BTreeSet;

use super::{ReportInput, render};
use crate::{
    diagnostic::Diagnostic,
    graph::{
        Graph, assemble,
        fixture::{Say, ontology, reading},
    },
    ontology::Ontology,
    resolution::Force,
};

/// Two papers, thirty claims, each kind of force, two disagreements.
fn valley() -> (Graph, Ontology) {
    let ontology = ontology();
    let plain = |s, p, o| Say::new(s, p, o);
    let mut says = Vec::new();
    for (subject, property, object) in [
        ("Ada", "supports", "Mill"),
        ("Ada", "worksWith", "Harbour Board"),
        ("Ada", "opposes", "Toll on the Upper Bridge"),
        ("Harbour Board", "supports", "Dredging"),
        ("Harbour Board", "worksWith", "Weavers' Guild"),
        ("Harbour Board", "opposes", "Night fishing"),
        ("Weavers' Guild", "supports", "Ada"),
        ("Weavers' Guild", "opposes", "Steam looms"),
        ("Flood", "occurredAt", "Mill"),
        ("Flood", "occurredAt", "Town"),
        ("Fair of Saint Swithin", "occurredAt", "Town"),
        ("Captain Orlan", "worksWith", "Harbour Board"),
        ("Captain Orlan", "supports", "Lighthouse on the Ness"),
        ("Miller's widow", "opposes", "Harbour Board"),
    ] {
        says.push(plain(subject, property, object));
    }
    says.push(plain("Flood", "occurredOn", "").date("1852-02-05"));
    says.push(plain("Fair of Saint Swithin", "occurredOn", "").date("1853-07"));
    says.push(plain("Ada", "supports", "Steam looms").not());
    says.push(plain("Captain Orlan", "opposes", "Dredging").not().holder("Harbour Board"));
    says.push(
        plain("Harbour Board", "supports", "Toll on the Upper Bridge").holder("Weavers' Guild"),
    );
    for force in [
        Force::Assessed,
        Force::Alleged,
        Force::Possible,
        Force::Planned,
        Force::Recommended,
        Force::Hypothetical,
        Force::Denied,
    ] {
        says.push(plain("Ada", "supports", "Reservoir").force(force));
    }
    says.push(plain("Flood", "occurredAt", "Lower Quay").certainty("HighlyUnlikely", "hardly"));
    says.push(plain("Weavers' Guild", "supports", "Relief fund").time("1852-02/1853-01"));
    says.push(plain("Relief fund", "supports", "<b>\"Everyone\"</b> & more").confidence(0.61));
    let mut first = reading("chronicle", &says);
    first.document.title = "Chronicle of the Valley, <second> edition".to_owned();
    for (at, claim) in first.claims.iter_mut().enumerate() {
        claim.chars = (200 * at, 200 * at + 90);
        claim.quote = format!(
            "In the {at}th week the people of the valley, who had seen\nmuch water & little bread, said so <openly> before the Board."
        );
        claim.steps = vec!["«she» → Ada: nearest person before it".to_owned()];
    }
    let second = reading(
        "letters",
        &[
            plain("Ada", "supports", "Mill"),
            plain("Flood", "occurredOn", "").date("1853-02-05"),
            plain("Ada", "supports", "Steam looms"),
        ],
    );
    (assemble(&[first, second], &ontology), ontology)
}

fn page() -> String {
    let (graph, ontology) = valley();
    let svg = "<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 600 90\" width=\"600\" height=\"90\"><g id=\"a\"><rect width=\"600\" height=\"90\" fill=\"#cfe6f5\"/></g></svg>\n";
    let diagrams =
        vec![("Who does what".to_owned(), svg.to_owned()), ("When".to_owned(), svg.to_owned())];
    let unread = |line| {
        Diagnostic::note("resolution/no-claim", "nothing was read in «Alas & <alack>»")
            .at("chronicle.txt", line)
    };
    let mut diagnostics = vec![unread(3), unread(17)];
    diagnostics.push(
        Diagnostic::warning("document/cut", "the text breaks off")
            .at("letters.txt", 0)
            .hint("add the rest"),
    );
    render(&ReportInput {
        title: "The <Valley>".to_owned(),
        graph: &graph,
        ontology: &ontology,
        diagrams: &diagrams,
        diagnostics: &diagnostics,
    })
}

/// The values of an attribute, wherever it stands before the script.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let page = page.split("<script>").next().unwrap();
    let mark = format!(" {attribute}=\"");
    page.split(&mark).skip(1).map(|it| it.split('"').next().unwrap()).collect()
}

#[test]
fn tags_are_balanced() {
    let page = page();
    let body = page.split("<script>").next().unwrap();
    let void = ["meta", "br", "input", "rect"];
    let mut open: Vec<&str> = Vec::new();
    for tag in body.split('<').skip(1).map(|it| it.split('>').next().unwrap()) {
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "…</{name}>");
        } else if !tag.starts_with(['!', '?']) && !void.contains(&name) {
            open.push(name);
        }
    }
    assert_eq!(open, ["html", "body"]);
}

#[test]
fn every_link_has_its_place_and_every_id_is_unique() {
    let page = page();
    let ids = values(&page, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    for link in values(&page, "href") {
        assert!(unique.contains(link.trim_start_matches('#')), "{link}");
    }
}

#[test]
fn nothing_is_fetched() {
    let page = page();
    for mark in ["src=", "url(", "@import", "http:", "https:", "fetch("] {
        assert!(!page.contains(mark), "{mark}");
    }
}

#[test]
fn texts_are_escaped() {
    let page = page();
    for raw in ["<Valley>", "<second>", "<openly>", "<alack>", "<b>"] {
        assert!(!page.contains(raw), "{raw}");
    }
    assert!(page.contains("&lt;b&gt;&quot;Everyone&quot;&lt;/b&gt; &amp; more"));
}

#[test]
fn statements_that_are_not_stated_are_told_apart_in_words() {
    let page = page();
    let lines: Vec<&str> = page.lines().filter(|it| it.contains("class=\"statement\"")).collect();
    let badge = |words: &str, badge: &str| {
        let mark = format!("<span class=\"badge {badge}\"");
        assert!(lines.iter().any(|it| it.contains(words) && it.contains(&mark)), "{words} {badge}");
    };
    badge("Ada Lovelace – <em>supports</em> – Mill", "asserted");
    badge(
        "Ada Lovelace – <strong class=\"not\">not:</strong> <em>supports</em> – Steam looms",
        "asserted",
    );
    badge("Harbour Board – <em>supports</em> – Toll on the Upper Bridge", "reported");
    for force in
        ["assessed", "alleged", "possible", "planned", "recommended", "hypothetical", "denied"]
    {
        badge("Ada Lovelace – <em>supports</em> – Reservoir", force);
    }
    assert!(
        page.contains("according to <a href=\"#about-weavers-guild\">Weavers&#39; Guild</a>"),
        "{page}"
    );
}

#[test]
fn disagreements_stand_side_by_side() {
    let page = page();
    let conflicts = page.split("<section id=\"conflicts\"").nth(1).unwrap();
    let conflicts = conflicts.split("<section id=\"claims\"").next().unwrap();
    assert!(conflicts.matches("class=\"side\"").count() >= 4);
    assert!(conflicts.contains("1852-02-05") && conflicts.contains("1853-02-05"));
}

#[test]
fn findings_are_grouped_by_code() {
    let page = page();
    assert!(
        page.contains(
            "<code>resolution/no-claim</code> <span class=\"badge\">note</span> 2 findings"
        )
    );
    assert!(page.contains("chronicle.txt:17"));
    assert!(page.contains("<br><small>add the rest</small>"));
}

#[test]
fn nothing_makes_a_page_too() {
    let (graph, ontology) = (Graph::default(), ontology());
    let (title, diagrams, diagnostics) = (String::new(), &[], &[]);
    let page =
        render(&ReportInput { title, graph: &graph, ontology: &ontology, diagrams, diagnostics });
    for words in ["There are no claims.", "There are no diagrams.", "There is nothing to report."] {
        assert!(page.contains(words));
    }
}

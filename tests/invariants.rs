//! What the README promises of every graph, held against real ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use kell::{digest, store};

use crate::support::{Build, CORPUS, PACKS, ask, kell, prefixes, repository, transcript};

/// The corpus, and the transcript where there is one.
fn each(test: impl Fn(&Build, &[PathBuf])) {
    let corpus: Vec<PathBuf> =
        fs::read_dir(repository().join("corpus")).unwrap().map(|it| it.unwrap().path()).collect();
    test(&CORPUS, &corpus);
    match transcript() {
        Some(path) => {
            let build = Build::new(&[path.to_str().unwrap()], &["--builtin-layout"]);
            test(&build, &[path]);
        }
        None => println!("skipped: there is no transcript beside the repository"),
    }
}

#[test]
fn every_claim_has_evidence_and_a_place_in_it() {
    each(|build, _| {
        let store = build.store();
        let claims = ask(&store, "SELECT DISTINCT ?c WHERE { ?c a o:Claim }");
        assert!(claims.len() > 50, "{} claims", claims.len());
        let shown = ask(
            &store,
            "SELECT DISTINCT ?c WHERE { ?c a o:Claim ; o:evidence ?e ; o:extractedBy ?rule ; \
             prov:wasAttributedTo ?holder ; o:utteredBy ?utterer ; o:confidence ?confidence . \
             ?e oa:hasSource ?d ; oa:hasSelector ?p , ?q . ?p oa:start ?start ; oa:end ?end . \
             ?q oa:exact ?quote . ?d schema:sha256 ?sha FILTER(?start < ?end) }",
        );
        assert_eq!(claims, shown);
    });
}

#[test]
fn every_quote_is_the_verbatim_slice_of_its_source() {
    each(|build, sources| {
        let mut texts: BTreeMap<String, Vec<char>> = BTreeMap::new();
        for path in sources {
            let bytes = fs::read(path).unwrap();
            let text = String::from_utf8(bytes.clone()).unwrap();
            texts.insert(digest::sha256(&bytes), text.chars().collect());
        }
        let quotes = ask(
            &build.store(),
            "SELECT ?sha ?start ?end ?quote WHERE { ?e oa:hasSource ?d ; oa:hasSelector ?p , ?q . \
             ?p oa:start ?start ; oa:end ?end . ?q oa:exact ?quote . ?d schema:sha256 ?sha }",
        );
        assert!(quotes.len() > 50, "{} quotes", quotes.len());
        for row in quotes {
            let (start, end) = (row[1].parse::<usize>().unwrap(), row[2].parse::<usize>().unwrap());
            let slice: String = texts[&row[0]][start..end].iter().collect();
            assert_eq!(slice, row[3]);
        }
    });
}

#[test]
fn verify_finds_every_quote_and_notices_a_changed_source() {
    each(|build, _| {
        let run: crate::support::Run = kell(repository())
            .args(["verify", "--data"])
            .arg(build.path())
            .output()
            .unwrap()
            .into();
        run.ends(0).shows(&[" 0 wrong, 0 in sources that are missing"]);
    });
}

#[test]
fn only_what_is_affirmed_and_asserted_by_the_speaker_is_a_plain_triple() {
    each(|build, _| {
        let store = build.store();
        let triples = ask(&store, "SELECT ?s ?p ?o WHERE { GRAPH g:asserted { ?s ?p ?o } }");
        let founded: BTreeSet<Vec<String>> = ask(
            &store,
            "SELECT ?s ?p ?o WHERE { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; \
             o:polarity o:Affirmed ; o:force o:Asserted ; o:isAsserted true }",
        )
        .into_iter()
        .collect();
        assert!(triples.len() > 20, "{} triples", triples.len());
        for triple in triples {
            assert!(founded.contains(&triple), "no asserted claim is behind {triple:?}");
        }
        let leaked = ask(
            &store,
            "SELECT ?c WHERE { ?c o:isAsserted true FILTER NOT EXISTS { ?c o:force o:Asserted ; o:polarity o:Affirmed } }",
        );
        assert_eq!(leaked, Vec::<Vec<String>>::new());
    });
}

#[test]
fn what_is_only_reported_is_no_plain_triple() {
    each(|build, _| {
        // The holder is neither the one who speaks, nor the body it speaks for, nor the one who publishes.
        let leaked = ask(
            &build.store(),
            "SELECT ?label ?holder WHERE { ?c o:isAsserted true ; rdfs:label ?label ; \
             prov:wasAttributedTo ?holder ; o:evidence/oa:hasSource ?d . \
             FILTER NOT EXISTS { ?c o:utteredBy ?holder } \
             FILTER NOT EXISTS { ?c o:utteredBy ?speaker . ?tenure o:tenureOf ?speaker ; o:tenurePost ?post . \
             ?post o:postIn ?holder } \
             FILTER NOT EXISTS { ?d dcterms:publisher ?holder } \
             FILTER NOT EXISTS { ?d dcterms:creator ?holder } }",
        );
        assert_eq!(leaked, Vec::<Vec<String>>::new());
    });
}

#[test]
fn no_check_of_the_packs_finds_an_error() {
    each(|build, _| {
        let found = store::check(&build.store(), &prefixes(), &PACKS.checks);
        let errors: Vec<String> = found
            .iter()
            .filter(|it| it.severity == kell::diagnostic::Severity::Error)
            .map(ToString::to_string)
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    });
}

#[test]
fn nothing_is_spoken_of_that_has_no_name_and_no_class() {
    each(|build, _| {
        let bare = ask(
            &build.store(),
            "SELECT DISTINCT ?thing WHERE { ?c a o:Claim ; rdf:subject|rdf:object ?thing FILTER(isIRI(?thing)) \
             FILTER NOT EXISTS { ?thing a ?class ; rdfs:label ?label } }",
        );
        assert_eq!(bare, Vec::<Vec<String>>::new());
    });
}

#[test]
fn a_document_less_is_a_document_never_read() {
    let names: Vec<String> = fs::read_dir(repository().join("corpus"))
        .unwrap()
        .map(|it| format!("corpus/{}", it.unwrap().file_name().to_string_lossy()))
        .collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    let some = Build::new(&names[..3], &["--builtin-layout"]);
    let all: BTreeSet<String> = CORPUS.read("graph.nq").lines().map(str::to_owned).collect();
    let graph = some.read("graph.nq");
    let only: Vec<&str> = graph
        .lines()
        .filter(|it| it.contains("/graph/asserted> .") && !all.contains(*it))
        .collect();
    assert!(only.is_empty(), "these triples vanish when documents are added: {only:#?}");
}

#[test]
fn two_documents_that_disagree_are_a_conflict() {
    let conflicts =
        ask(&CORPUS.store(), "SELECT ?label WHERE { ?c a o:Conflict ; rdfs:label ?label }");
    assert!(!conflicts.is_empty(), "the corpus disagrees on one fact");
}

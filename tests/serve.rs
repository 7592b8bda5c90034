//! `kell serve` as other programs see it: the SPARQL protocol, linked data, limits, and requests that mean harm.

use std::{
    fmt::Write as _,
    fs,
    io::{Read, Write},
    thread,
    time::{Duration, Instant},
};

use crate::support::{
    CORPUS, Workspace,
    server::{Server, escaped},
};

const ALL: &str = "SELECT * WHERE { ?a ?b ?c }";
/// Joins the graph with itself again and again.
const EXPONENTIAL: &str =
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }";

fn server(flags: &[&str]) -> Server {
    Server::start(CORPUS.path(), flags)
}

/// The path of something that the corpus is known to speak of, and its IRI.
fn thing(server: &Server) -> (String, String) {
    let answer = server.ask(
        "SELECT ?it WHERE { ?claim rdf:subject ?it ; o:isAsserted true FILTER(!CONTAINS(STRAFTER(STR(?it), STR(e:)), '/')) } LIMIT 1",
        "text/csv",
    );
    let iri = answer.is(200).body.lines().nth(1).unwrap().trim().to_owned();
    (format!("/id/{}", iri.rsplit('/').next().unwrap()), iri)
}

fn first(server: &Server, class: &str) -> String {
    let query = format!("SELECT ?it WHERE {{ ?it a {class} }} ORDER BY ?it LIMIT 1");
    server.ask(&query, "text/csv").is(200).body.lines().nth(1).unwrap().trim().to_owned()
}

#[test]
fn queries_come_in_three_ways() {
    let server = server(&[]);
    let json = "application/sparql-results+json";
    let query = "ASK { ?a ?b ?c }";
    let form = "Content-Type: application/x-www-form-urlencoded";
    let direct = "Content-Type: application/sparql-query; charset=utf-8";
    let body = format!("query={}", escaped(query));
    for reply in [
        server.ask(query, json),
        server.send("POST", "/sparql", &[form, &format!("Accept: {json}")], &body),
        server.send("POST", "/sparql", &[direct, &format!("Accept: {json}")], query),
    ] {
        let reply = reply.is(200).shows(&["\"boolean\":true"]);
        assert_eq!(reply.header("content-type"), json);
    }
    server.send("HEAD", &format!("/sparql?query={}", escaped(query)), &[], "").is(200);
    // One query, in a form that is known.
    server.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "*/*").is(400).shows(&["one parameter"]);
    server.send("POST", "/sparql", &[form], "").is(400);
    server.send("POST", "/sparql", &["Content-Type: text/plain"], query).is(415);
    let latin = "Content-Type: application/sparql-query; charset=latin-1";
    server.send("POST", "/sparql", &[latin], query).is(415);
    let options = server.send("OPTIONS", "/sparql", &[], "").is(204);
    assert_eq!(options.header("allow"), "GET, HEAD, POST, OPTIONS");
}

#[test]
fn answers_come_as_the_client_likes_them() {
    let server = server(&[]);
    for (accept, media, begins) in [
        ("application/sparql-results+json", "application/sparql-results+json", "{\"head\""),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/csv", "text/csv; charset=utf-8", "n"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?n"),
        ("*/*", "application/sparql-results+json", "{"),
        ("application/json", "application/sparql-results+json", "{"),
        (
            "text/csv;q=0.5, application/sparql-results+xml;q=0.9",
            "application/sparql-results+xml",
            "<",
        ),
        ("text/plain", "text/plain; charset=utf-8", "n"),
    ] {
        let reply = server.ask("SELECT (1 AS ?n) {}", accept).is(200);
        assert_eq!(reply.header("content-type"), media, "{accept}");
        assert!(reply.body.starts_with(begins), "{accept}: {}", reply.body);
    }
    for (accept, begins) in [
        ("text/turtle", "<urn:a> <urn:b>"),
        ("application/n-triples", "<urn:a> <urn:b>"),
        ("application/n-quads", "<urn:a> <urn:b>"),
        ("application/ld+json", "[{"),
        ("application/rdf+xml", "<?xml"),
        ("application/trig", "<urn:a>"),
    ] {
        let reply = server.ask("CONSTRUCT { <urn:a> <urn:b> <urn:c> } WHERE {}", accept).is(200);
        assert_eq!(reply.header("content-type"), accept);
        assert!(reply.body.starts_with(begins), "{accept}: {}", reply.body);
    }
    server.ask(ALL, "image/png").is(406).shows(&["text/csv"]);
    let browser = server.ask(ALL, "text/html,application/xml;q=0.9,*/*;q=0.8").is(303);
    assert!(browser.header("location").starts_with("/query?query=SELECT"));
    server.get("/sparql?query=ASK%7B%7D&format=xml", "text/html").is(200).shows(&["<sparql"]);
    server
        .get("/sparql?query=ASK%7B%7D&format=jsn", "*/*")
        .is(400)
        .shows(&["did you mean `json`?"]);
}

#[test]
fn a_part_of_the_graph_can_be_asked() {
    let server = server(&[]);
    let base = first(&server, "o:Claim").split("claim/").next().unwrap().to_owned();
    let count = |query: &str, rest: &str| -> usize {
        let path = format!("/sparql?query={}{rest}", escaped(query));
        let reply = server.get(&path, "text/csv").is(200);
        reply.body.lines().nth(1).unwrap().trim().parse().unwrap()
    };
    let all = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c }";
    let named = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?a ?b ?c } }";
    let asserted = escaped(&format!("{base}graph/asserted"));
    let part = count(all, &format!("&default-graph-uri={asserted}"));
    assert!(part > 0 && part < count(all, ""));
    assert_eq!(count(named, &format!("&named-graph-uri={asserted}")), part);
    assert_eq!(count(all, &format!("&named-graph-uri={asserted}")), 0);
    assert_eq!(count(all, "&default-graph-uri=urn:nothing"), 0);
    server.get("/sparql?query=ASK%7B%7D&default-graph-uri=no%20iri", "*/*").is(400);

    server.get(&format!("/store?graph={asserted}"), "application/n-triples").is(200);
    let whole = server.get("/store?default", "application/n-triples").is(200);
    assert!(whole.body.lines().count() > part);
    server.get("/store?graph=urn:nothing", "*/*").is(404);
    server.get("/store", "*/*").is(400).shows(&["graph/asserted"]);
    server.get("/graph/asserted", "text/turtle").is(200);
    for method in ["PUT", "POST", "DELETE", "PATCH"] {
        let reply = server.send(method, "/store?default", &[], "").is(405);
        assert_eq!(reply.header("allow"), "GET, HEAD");
    }
}

#[test]
fn nothing_can_be_changed_and_nobody_else_is_asked() {
    let server = server(&[]);
    let update = "DELETE WHERE { ?a ?b ?c }";
    let form = "Content-Type: application/x-www-form-urlencoded";
    let direct = "Content-Type: application/sparql-update";
    server.send("POST", "/sparql", &[direct], update).is(403).shows(&["read only"]);
    let body = format!("update={}", escaped(update));
    server.send("POST", "/sparql", &[form], &body).is(403).shows(&["read only"]);
    server.send("PUT", "/sparql", &[], "").is(405);
    server.ask(update, "*/*").is(400).shows(&["read only"]);
    server
        .ask("SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }", "*/*")
        .is(400)
        .shows(&["SERVICE"]);
    server
        .ask("SELECT * FROM <file:///etc/passwd> { ?a ?b ?c }", "text/csv")
        .is(200)
        .hides(&["root"]);
    server.ask("LOAD <file:///etc/passwd>", "*/*").is(400);
}

#[test]
fn the_server_says_what_it_is() {
    let server = server(&[]);
    server.get("/sparql", "text/turtle").is(200).shows(&["UnionDefaultGraph", "g:asserted"]);
    server.get("/sparql", "application/ld+json").is(200).shows(&["endpoint"]);
    assert_eq!(server.get("/sparql", "text/html").is(303).header("location"), "/query");
    let void = server.get("/.well-known/void", "*/*").is(200);
    void.shows(&["void#Dataset", "sparqlEndpoint", &format!("http://{}/sparql", server.address)]);
    server.is_well();
}

#[test]
fn limits_hold_and_the_server_goes_on() {
    let server = server(&[
        "--timeout",
        "1",
        "--max-rows",
        "10",
        "--max-body",
        "2",
        "--concurrency",
        "1",
        "--max-memory",
        "256",
    ]);
    let began = Instant::now();
    server.ask(EXPONENTIAL, "*/*").is(503).shows(&["no answer within 1 second"]);
    assert!(began.elapsed() < Duration::from_secs(5));
    // Its place is free again: the evaluation has really ended.
    server.ask("ASK {}", "*/*").is(200);
    server.ask(ALL, "*/*").is(413).shows(&["more than 10 rows", "LIMIT"]);
    server.ask("CONSTRUCT WHERE { ?a ?b ?c }", "*/*").is(413).shows(&["triples"]);
    server.ask("SELECT * WHERE { ?a ?b ?c } LIMIT 10", "text/csv").is(200);
    // A text that doubles forty times.
    let mut bomb = "SELECT (STRLEN(?x40) AS ?n) WHERE { BIND('0123456789abcdef' AS ?x0)".to_owned();
    for at in 0..40 {
        let _ = write!(bomb, " BIND(CONCAT(?x{at}, ?x{at}) AS ?x{})", at + 1);
    }
    server
        .send("POST", "/sparql", &["Content-Type: application/sparql-query"], &(bomb + "}"))
        .is(503);
    let long = format!("ASK {{ ?a ?b '{}' }}", "x".repeat(4000));
    server.send("POST", "/sparql", &["Content-Type: application/sparql-query"], &long).is(413);
    server.ask(&format!("ASK {}", "{".repeat(500)), "*/*").is(400).shows(&["too deeply"]);
    thread::scope(|scope| {
        let slow = scope.spawn(|| server.ask(EXPONENTIAL, "*/*").status);
        let others: Vec<_> =
            (0..4).map(|_| scope.spawn(|| server.ask(EXPONENTIAL, "*/*"))).collect();
        let replies: Vec<_> = others.into_iter().map(|it| it.join().unwrap()).collect();
        assert!(replies.iter().all(|it| it.status == 503));
        assert!(replies.iter().any(|it| it.header("retry-after") == "2"), "{replies:?}");
        assert_eq!(slow.join().unwrap(), 503);
    });
    server.is_well();
}

#[test]
fn an_answer_has_no_more_bytes_than_it_may() {
    let server = server(&["--max-result-bytes", "1"]);
    server.ask(ALL, "text/csv").is(413).shows(&["more than 1048576 bytes", "--max-result-bytes"]);
    server.get("/store?default", "text/turtle").is(413).shows(&["graph.nq"]);
    server.is_well();
}

#[test]
fn a_thing_is_a_page_and_rdf() {
    let server = server(&[]);
    let (path, iri) = thing(&server);
    let page = server.get(&path, "text/html").is(200).shows(&["<h1>", "<blockquote", &iri]);
    assert_eq!(page.header("vary"), "Accept");
    for part in [
        format!("<{iri}>; rel=\"cite-as\""),
        format!("<{path}.ttl>; rel=\"describedby\"; type=\"text/turtle\""),
        "rel=\"type\"".to_owned(),
        "rel=\"license\"".to_owned(),
        "rel=\"collection\"".to_owned(),
    ] {
        assert!(page.header("link").contains(&part), "{part}: {}", page.header("link"));
    }
    for (accept, ending) in [
        ("text/turtle", "ttl"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdf"),
    ] {
        let negotiated = server.get(&path, accept).is(200);
        assert_eq!(negotiated.header("content-type"), accept);
        let named = server.get(&format!("{path}.{ending}"), "text/html").is(200);
        assert_eq!(named.body, negotiated.body);
    }
    server.get(&path, "image/png").is(406);
    let name = path.trim_start_matches("/id/");
    assert_eq!(server.get(&format!("/e/{name}"), "*/*").is(303).header("location"), path);
    server.get(&format!("{path}x"), "text/html").is(404).shows(&["did you mean", &path]);
    server.get("/nothing/at-all", "text/html").is(404).shows(&["<!DOCTYPE html>", "</html>"]);
    server.get("/nothing/at-all", "text/turtle").is(404).hides(&["<!DOCTYPE html>"]);
    server.send("DELETE", &path, &[], "").is(405);
}

#[test]
fn a_claim_stands_by_its_sentence_and_can_be_taken_along() {
    let server = server(&[]);
    let iri = first(&server, "o:Claim");
    let path = format!("/claim/{}", iri.rsplit('/').next().unwrap());
    server.get(&path, "text/html").is(200).shows(&[
        "<mark>",
        "Held by",
        "As a nanopublication",
        "#char=",
    ]);
    server.get(&path, "text/turtle").is(200).shows(&["displayQuote", "evidence"]);
    let nanopub = server.get(&format!("{path}.nanopub.trig"), "*/*").is(200);
    nanopub.shows(&["Nanopublication", "hasAssertion", "wasQuotedFrom", "license"]);
    // What is not stated is in no nanopublication as a plain triple.
    let denied = server.ask(
        "SELECT ?c WHERE { ?c a o:Claim ; o:isAsserted false ; rdf:object ?o FILTER(isIRI(?o)) } LIMIT 1",
        "text/csv",
    );
    let hash = denied.body.lines().nth(1).unwrap().trim().rsplit('/').next().unwrap().to_owned();
    server.get(&format!("/claim/{hash}.nanopub.trig"), "*/*").is(200).shows(&[
        "rdf:subject",
        "rdf:object",
        "o:force",
    ]);
}

#[test]
fn a_document_is_read_with_its_claims_in_place() {
    let server = server(&[]);
    let iri = first(&server, "o:Document");
    let path = format!("/doc/{}", iri.rsplit('/').next().unwrap());
    let page = server.get(&path, "text/html").is(200);
    page.shows(&["class=\"sentence stated\"", "class=\"thing k-", "id=\"c1\"", "id=\"char="]);
    // Every place that a claim names is there.
    let starts = server.ask(
        &format!("SELECT DISTINCT ?e WHERE {{ ?c o:evidence ?e . ?e oa:hasSource <{iri}> }}"),
        "text/csv",
    );
    let page = server.get(&path, "text/html");
    for evidence in starts.body.lines().skip(1) {
        let place = evidence.trim().split('#').nth(1).unwrap();
        assert!(page.body.contains(&format!("id=\"{place}\"")), "{place}");
    }
}

#[test]
fn a_text_that_is_not_what_was_read_is_not_shown() {
    let workspace = Workspace::new();
    workspace.copy("corpus", "corpus");
    workspace.kell(&["build", "corpus/salisbury.md", "--out", "out"]).ends(0);
    let changed = fs::read_to_string(workspace.path().join("corpus/salisbury.md")).unwrap();
    workspace.write("corpus/salisbury.md", changed.replace('e', "a"));
    let server = Server::start_in(workspace.path(), &workspace.path().join("out"), &[]);
    let iri = first(&server, "o:Document");
    let path = format!("/doc/{}", iri.rsplit('/').next().unwrap());
    server.get(&path, "text/html").is(200).shows(&["not here any more", "<blockquote id=\"char="]);
}

#[test]
fn what_is_typed_is_found() {
    let server = server(&[]);
    let (_, iri) = thing(&server);
    let label = server.ask(&format!("SELECT ?l WHERE {{ <{iri}> o:displayLabel ?l }}"), "text/csv");
    let label = label.body.lines().nth(1).unwrap().trim().to_owned();
    let beginning: String = label.chars().take(4).collect();
    server.get(&format!("/search.json?q={}", escaped(&beginning)), "*/*").is(200).shows(&[&label]);
    server
        .get(&format!("/search?q={}", escaped(&label)), "text/html")
        .is(200)
        .shows(&["<h2 id=\"things-title\">", "<blockquote>"]);
    server.get("/search?q=xyzzyxyzzy", "text/html").is(200).shows(&["Nothing has all the words"]);
    server.get("/names.json?q=o:Cl", "*/*").is(200).shows(&["o:Claim"]);
}

#[test]
fn every_page_is_whole_and_refers_to_nothing_outside() {
    let server = server(&[]);
    for path in [
        "/",
        "/documents",
        "/search",
        "/network",
        "/path",
        "/diagrams",
        "/diagrams/actors",
        "/timeline",
        "/timeline?all",
        "/conflicts",
        "/statistics",
        "/query",
        "/ns",
        "/query?name=conflicts",
    ] {
        let page = server.get(path, "text/html").is(200);
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        let page =
            page.shows(&["<!DOCTYPE html>", "<main id=\"main\"", "Skip to the content", "</html>"]);
        for part in page.body.split(" src=\"").skip(1) {
            assert!(part.starts_with('/'), "{path}: {}", &part[..40]);
        }
        page.hides(&["<style", " style=\"", "<script>", " onclick="]);
    }
    for file in [
        "style.css",
        "classes.css",
        "search.js",
        "reader.js",
        "network.js",
        "editor.js",
        "results.js",
        "copy.js",
        "icon.svg",
    ] {
        let asset = server.get(&format!("/assets/{file}"), "*/*").is(200);
        assert!(asset.body.len() > 100, "{file}");
        asset.hides(&["https:"]);
    }
    server.get("/assets/../Cargo.toml", "*/*").is(404);
}

#[test]
fn diagrams_are_drawn_on_pages_and_as_files() {
    let server = server(&[]);
    server.get("/diagram/actors.svg", "*/*").is(200).shows(&["<svg"]).hides(&["<a href"]);
    server.get("/diagram/actors.dot", "*/*").is(200).shows(&["digraph"]);
    server.get("/diagram/actrs.svg", "*/*").is(404).shows(&["did you mean `actors`?"]);
    server.get("/diagram/neighbourhood.svg", "*/*").is(400).shows(&["focus"]);
    server.get("/diagram/actors.svg?nodes=5", "*/*").is(200).shows(&["5 of "]);
    server.get("/diagram/actors.svg?nodes=many", "*/*").is(400).shows(&["from 1 to 500"]);
    let html = |path: &str| server.get(path, "text/html");
    html("/diagrams").is(200).shows(&["href=\"/diagrams/organisation\"", "of one thing"]);
    let page = html("/diagrams/organisation?nodes=15").is(200);
    page.shows(&["<svg", "<a href=\"/id/", "/diagram/organisation.dot?nodes=15"]);
    html("/diagrams/neighbourhood").is(200).shows(&["name it"]).hides(&["<svg"]);
    html("/diagrams/neighbourhood?focus=MI5").is(200).shows(&["around MI5", "<svg"]);
    html("/diagrams/organisation?focus=MI5").is(200).shows(&["around MI5", "<svg"]);
    html("/diagrams/neighbourhood?focus=Nobody").is(404).shows(&["is called `Nobody`"]);
    html("/diagrams/evidence").is(200).shows(&["on the page of every claim"]);
    html("/diagrams/organisatio").is(404).shows(&["did you mean `organisation`?"]);
    let claim = first(&server, "o:Claim");
    let path = format!("/claim/{}", claim.rsplit('/').next().unwrap());
    html(&path).is(200).shows(&["<h2 id=\"diagram-title\">Evidence</h2>", "has the sentence"]);
}

#[test]
fn chains_between_things_come_with_their_sentences() {
    let server = server(&[]);
    let html = |path: &str| server.get(path, "text/html");
    html("/path?from=MI5").is(200).shows(&["value=\"MI5\""]).hides(&["<svg", "notice"]);
    let page = html("/path?from=Security+Service&to=GCHQ").is(200);
    page.shows(&["MI5 – Anne Keast-Butler – GCHQ (2 steps)", "<blockquote", "<svg", "asserted"]);
    let page = html("/path?from=MI5&to=Vladimir+Putin").is(200);
    page.shows(&["No chain of at most 6 steps", "unasserted=1"]).hides(&["<svg"]);
    html("/path?from=MI5&to=GCHQ&hops=1").is(200).shows(&["No chain of at most 1 step "]);
    html("/path?from=MI5&to=Security+Service").is(400).shows(&["is one thing"]);
    html("/path?from=MI5&to=Nobody").is(404).shows(&["is called `Nobody`"]);
    html("/path?from=MI5&to=GCHQ&hops=99").is(400).shows(&["from 1 to 12"]);
    html("/path?from=MI5&to=GCHQ&by=luck").is(400).shows(&["shortest or evidence"]);
}

#[test]
fn the_most_central_things_are_told() {
    let server = server(&[]);
    let page = server.get("/statistics", "text/html").is(200);
    page.shows(&["The most central things", "Between others", "MI5"]);
    server.get("/id/MI5", "text/html").is(200).shows(&["rank 1 of", "/path?from="]);
    let ranked = "SELECT ?it WHERE { ?it o:pageRank ?rank } ORDER BY DESC(?rank) LIMIT 1";
    server.ask(ranked, "text/csv").is(200).shows(&["/id/MI5"]);
    server.get("/network.json", "*/*").is(200).shows(&["\"rank\":1.0"]);
}

#[test]
fn the_query_page_answers() {
    let server = server(&[]);
    let path =
        format!("/query?query={}", escaped("SELECT ?claim WHERE { ?claim a o:Claim } LIMIT 3"));
    server.get(&path, "text/html").is(200).shows(&["3 rows", "<a href=\"/claim/", "format=csv"]);
    let path = format!("/query?query={}", escaped("SELECT nonsense"));
    server.get(&path, "text/html").is(200).shows(&["line 1, column"]);
    let path = format!("/query?query={}", escaped("</textarea><script>alert(1)</script>"));
    server.get(&path, "text/html").is(200).hides(&["<script>alert"]);
    server.get("/query?name=conflcts", "text/html").is(404).shows(&["did you mean `conflicts`?"]);
    // A quote in an answer leads to its sentence.
    server.get("/query?name=conflicts", "text/html").is(200).shows(&["#char="]);
}

#[test]
fn what_documents_say_cannot_become_markup() {
    let workspace = Workspace::new();
    let text = "# Talk of <script>alert('x')</script>\n\nThe Office of <img src=x onerror=alert(1)> Trade supports the \"Bell & Sons\" Company. \
                Mr Ada <b>Bold</b> leads the Mill Trust.\n";
    workspace.write("evil.md", text);
    workspace.kell(&["build", "evil.md", "--title", "<script>alert('t')</script>", "--out", "out"]);
    let server = Server::start_in(workspace.path(), &workspace.path().join("out"), &[]);
    let iri = first(&server, "o:Document");
    let path = format!("/doc/{}", iri.rsplit('/').next().unwrap());
    for path in [
        path.as_str(),
        "/",
        "/documents",
        "/search?q=%3Cscript%3E",
        "/network",
        "/network?focus=%3Cscript%3E",
        "/path?from=%3Cscript%3E&to=x",
        "/diagrams/claims",
        "/diagrams/claims?focus=%3Cscript%3E",
    ] {
        server.get(path, "text/html").hides(&["<script>alert", "<img src=x", "<b>Bold"]);
    }
}

#[test]
fn requests_that_mean_harm_are_refused_clearly() {
    let server = server(&[]);
    let host = format!("Host: {}\r\n", server.address);
    for path in [
        "/../../etc/passwd",
        "/id/..%2f..%2fetc/passwd",
        "/doc/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2fCargo.toml",
        "//etc/passwd",
    ] {
        let reply = server.get(path, "*/*");
        assert!((400..500).contains(&reply.status), "{path}: {}", reply.status);
        reply.hides(&["root:", "[package]"]);
    }
    for path in [
        "/id/%",
        "/id/%zz",
        "/id/%ff",
        "/sparql?query=%",
        "/search?q=%e4",
        "/store?graph=%0",
        "/about?iri=%c0%af",
    ] {
        server.get(path, "*/*").is(400);
    }
    server.get("/about?iri=%3Cx%3E", "*/*").is(404);
    server.get("/id/x%0d%0aSet-Cookie:%20a=b", "*/*").is(404).hides(&["Set-Cookie: a"]);
    server.get("/id/a%3E%7D%7D", "text/turtle").is(404);
    let long = format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(200_000));
    let refused = server.raw(long.as_bytes());
    assert!(refused.is_none_or(|it| matches!(it.status, 400 | 414 | 431)));
    // Two lengths, a length with chunks, and a head that is none.
    for head in [
        format!(
            "POST /sparql HTTP/1.1\r\n{host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK{{}}"
        ),
        format!("GET /health HTTP/1.1\r\n{host}X: a\x00b\r\n\r\n"),
        format!("GET /health HTTP/1.1\r\n{host} folded: x\r\n\r\n"),
        format!("GET /health HTTP/9.9\r\n{host}\r\n"),
        "\x16\x03\x01\x02nonsense\r\n\r\n".to_owned(),
    ] {
        let reply = server.raw(head.as_bytes());
        assert!(reply.is_none_or(|it| it.status == 400), "{head:?}");
    }
    // A request within a request is not answered by itself.
    let smuggled = format!(
        "POST /sparql HTTP/1.1\r\n{host}Content-Type: application/sparql-query\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\n{host}\r\n"
    );
    let reply = server.raw(smuggled.as_bytes());
    assert!(reply.is_none_or(|it| !it.body.contains("\"status\":\"ok\"")));
    // A name of another host that leads here.
    let rebound = "GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    assert_eq!(server.raw(rebound.as_bytes()).unwrap().status, 421);
    server.is_well();
}

#[test]
fn slow_clients_do_not_keep_others_waiting() {
    let server = server(&["--timeout", "2"]);
    let mut slow: Vec<_> = (0..40).map(|_| server.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET /health HT").unwrap();
    }
    let mut body = server.connect();
    let head = format!(
        "POST /sparql HTTP/1.1\r\nHost: {}\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK",
        server.address
    );
    body.write_all(head.as_bytes()).unwrap();
    server.is_well();
    let mut answer = String::new();
    let mut bytes = [0; 512];
    let read = body.read(&mut bytes).unwrap();
    answer.push_str(&String::from_utf8_lossy(&bytes[..read]));
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    server.is_well();
}

#[test]
fn others_may_read_only_where_that_is_asked_for() {
    let plain = server(&[]);
    let origin = "Origin: https://example.org";
    let reply = plain.send("GET", "/health", &[origin], "").is(200);
    assert_eq!(reply.header("access-control-allow-origin"), "");
    drop(plain);
    let open = server(&["--cors", "https://example.org"]);
    let reply = open.send("GET", "/health", &[origin], "").is(200);
    assert_eq!(reply.header("access-control-allow-origin"), "https://example.org");
    let preflight = ["Origin: https://example.org", "Access-Control-Request-Method: POST"];
    open.send("OPTIONS", "/sparql", &preflight, "").is(204);

    let workspace = Workspace::new();
    workspace.kell(&["serve", "--bind", "0.0.0.0:0"]).ends(2).says(&["--allow-remote"]);
    workspace.kell(&["serve"]).ends(2).says(&["run `kell build` first"]);
    let taken = open.address.clone();
    let data = CORPUS.path().to_str().unwrap();
    workspace
        .kell(&["serve", "--data", data, "--bind", &taken])
        .ends(2)
        .says(&["cannot listen on"]);
}

#[cfg(unix)]
#[test]
fn the_server_ends_when_it_is_told_to() {
    for signal in ["-INT", "-TERM"] {
        let server = server(&[]);
        // A connection that is open and idle keeps nobody.
        let idle = server.connect();
        let began = Instant::now();
        assert_eq!(server.end(signal), Some(0));
        assert!(began.elapsed() < Duration::from_secs(9));
        drop(idle);
    }
}

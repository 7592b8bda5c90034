//! Requests to a server of the example graph, answered in memory, and what holds of every answer.

use std::collections::BTreeMap;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use kell::digest::sha256;
use kell::ontology::{PackSource, load};
use kell::serve::{Limits, Options, Site, Sources, router};
use kell::store::Store;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

/// Begins an element that no page has: where it was typed, it must not become markup.
const FOREIGN: &[u8] = b"<x-";
/// Bytes of an answer at most.
const LONGEST: usize = 1 << 22;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let builder = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    builder.expect("there are threads")
});

static ROUTER: LazyLock<Router> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let ontology = load(&PackSource::Embedded).expect("the pack is in order").value;
    let sources = Sources {
        data: root.join("output/example"),
        files: files(&root.join("corpus")),
        head: kell::pipeline::head_words(&ontology).expect("the pack is in order"),
    };
    let store = Store::load(&sources.data.join("graph.nq")).expect("the example is there");
    let site = Site::new(ontology, store, &sources).expect("the example is whole");
    let options = Options {
        bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        timeout: Duration::from_millis(500),
        limits: Limits { rows: 1000, bytes: 1 << 20, body: 1 << 14 },
        memory: 1 << 30,
        kept: 1 << 20,
        concurrency: 2,
        cors: None,
    };
    router(site, options, None)
});

/// The documents of the example by their SHA-256.
fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(folder).expect("the corpus is there");
    let paths = entries.filter_map(Result::ok).map(|it| it.path()).filter(|it| it.is_file());
    paths.filter_map(|it| Some((sha256(&fs::read(&it).ok()?), it))).collect()
}

/// A request in parts; an empty part is left out.
pub struct Asked<'a> {
    /// Path and parameters.
    pub target: &'a [u8],
    /// `GET` if it is empty.
    pub method: &'a [u8],
    /// What the client accepts.
    pub accept: &'a [u8],
    /// What it sends.
    pub content_type: &'a [u8],
    /// Whom it means.
    pub host: &'a [u8],
    /// What follows the head.
    pub body: &'a [u8],
}

/// Asks, and looks at the answer.
///
/// # Panics
///
/// If the answer is not as it must be.
pub fn check(asked: &Asked<'_>) {
    let mut request = Request::builder().uri(asked.target);
    if !asked.method.is_empty() {
        request = request.method(asked.method);
    }
    let headers = [
        (header::ACCEPT, asked.accept),
        (header::CONTENT_TYPE, asked.content_type),
        (header::HOST, asked.host),
    ];
    for (name, value) in headers.into_iter().filter(|it| !it.1.is_empty()) {
        request = request.header(name, value);
    }
    // What is no request at all is refused before us.
    let Ok(request) = request.body(Body::from(asked.body.to_vec())) else { return };
    let (status, headers, bytes) = RUNTIME.block_on(async {
        let response = ROUTER.clone().oneshot(request).await.expect("there is an answer");
        let (head, body) = response.into_parts();
        let bytes = to_bytes(body, LONGEST).await.expect("the answer is no longer than allowed");
        (head.status, head.headers, bytes)
    });
    assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{}", String::from_utf8_lossy(&bytes));
    for name in [header::CONTENT_SECURITY_POLICY, header::X_CONTENT_TYPE_OPTIONS, header::VARY] {
        assert!(headers.contains_key(&name), "{name} is set");
    }
    if is_markup(&headers) {
        let foreign = bytes.windows(FOREIGN.len()).any(|it| it.eq_ignore_ascii_case(FOREIGN));
        assert!(!foreign, "what was typed is no markup: {}", String::from_utf8_lossy(&bytes));
    }
}

fn is_markup(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE).map_or(&b""[..], |it| it.as_bytes());
    media.starts_with(b"text/html") || media.starts_with(b"image/svg+xml")
}

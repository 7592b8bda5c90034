//! The graph over HTTP: a SPARQL endpoint, linked data, and pages to look at it with.
//!
//! What is served is loaded once and never changes: a [`Site`].  Nothing is written, nobody else is asked, and no page
//! refers to anything outside.  This stage does not know the command line; what there is to say goes to a function.

mod accept;
mod answers;
mod catalogue;
mod description;
mod diagrams;
mod explore;
mod frame;
mod gate;
mod graphs;
mod index;
mod listen;
mod marks;
mod network;
mod page;
mod paths;
mod reply;
mod resource;
mod site;
mod sparql;
mod stream;
mod texts;
mod url;

use std::{io, net::SocketAddr, sync::Arc, thread, time::Duration};

use axum::{Router, http::HeaderValue, middleware, routing};
use tokio::{net::TcpListener, runtime};

use self::{
    answers::Answers,
    frame::{Around, Protection},
    gate::Gate,
    listen::End,
};
pub use self::{frame::Log, site::Site, sparql::Limits, texts::Sources};

/// Bytes of stack of a thread: an evaluation may nest deeply.
const STACK: usize = 8 << 20;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address and port to listen on; port 0 is any that is free.
    pub bind: SocketAddr,
    /// Time for an answer.
    pub timeout: Duration,
    /// How much there may be of what.
    pub limits: Limits,
    /// Bytes of memory that all evaluations together may take.
    pub memory: u64,
    /// Bytes of answers that are kept for whoever asks the same again.
    pub kept: u64,
    /// Evaluations at the same time.
    pub concurrency: usize,
    /// The origin whose pages may read answers; `*` for any.
    pub cors: Option<HeaderValue>,
}

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken, or is not one of this machine.
    #[error("cannot listen on {address}; give another with --bind")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The system gives no threads or signals.
    #[error("the server failed: {0}")]
    System(#[from] io::Error),
}

/// What every handler may use.
#[derive(Clone)]
struct App {
    site: Arc<Site>,
    answers: Arc<Answers>,
    gate: Arc<Gate>,
    options: Arc<Options>,
}

/// Serves until the program is told to end; `ready` learns the address, and `log`, if there is one, each request.
pub fn serve(
    site: Site,
    options: Options,
    log: Log,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let runtime =
        runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK).build()?;
    let result = runtime.block_on(async {
        let listening = |source| ServeError::Listen { address: options.bind, source };
        let listener = TcpListener::bind(options.bind).await.map_err(listening)?;
        let end = End::new()?;
        ready(listener.local_addr()?);
        Ok(listen::listen(listener, router(site, options, log), end).await?)
    });
    // An evaluation that goes on has been told to stop.
    runtime.shutdown_timeout(Duration::from_millis(200));
    result
}

/// Answers requests, whoever accepts them: which handler answers which address.
///
/// A thread watches over evaluations for as long as the program lives.
pub fn router(site: Site, options: Options, log: Log) -> Router {
    let gate = Arc::new(Gate::new(options.concurrency, options.timeout, options.memory));
    let watching = Arc::clone(&gate);
    thread::spawn(move || watching.watch());
    let protection = Protection::new(options.cors.as_ref());
    let answers = Answers::new(site.store.clone(), site.prefixes.clone(), options.kept);
    let app =
        App { site: Arc::new(site), answers: Arc::new(answers), gate, options: Arc::new(options) };
    let around = Arc::new(Around { app: app.clone(), log, protection });
    Router::new()
        .route("/sparql", routing::any(sparql::sparql))
        .route("/store", routing::any(graphs::store))
        .route("/.well-known/void", routing::get(description::void))
        .route("/health", routing::get(description::health))
        .route("/", routing::get(explore::home))
        .route("/documents", routing::get(explore::documents))
        .route("/search", routing::get(explore::search))
        .route("/search.json", routing::get(explore::search_json))
        .route("/names.json", routing::get(explore::names_json))
        .route("/query", routing::get(explore::query))
        .route("/network", routing::get(explore::network))
        .route("/network.json", routing::get(explore::network_json))
        .route("/timeline", routing::get(explore::timeline))
        .route("/conflicts", routing::get(explore::conflicts))
        .route("/statistics", routing::get(explore::statistics))
        .route("/about", routing::get(resource::about))
        .route("/path", routing::get(paths::path))
        .route("/diagrams", routing::get(diagrams::list))
        .route("/diagrams/{name}", routing::get(diagrams::diagram))
        .route("/diagram/{file}", routing::get(diagrams::drawing))
        .route("/assets/{file}", routing::get(explore::asset))
        .fallback(routing::get(resource::resource))
        .with_state(app)
        .layer(middleware::from_fn_with_state(around, frame::frame))
}

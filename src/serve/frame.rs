//! What is done around every request: the host is checked, headers that protect are set, problems become pages for people,
//! and a line goes to the log.

use std::{sync::Arc, time::Instant};

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    App,
    reply::{Problem, page, reply},
    sparql::accept,
};

/// Takes a line about each request, if anybody wants one.
pub type Log = Option<Box<dyn Fn(&str) + Send + Sync>>;

/// What is needed around a request.
pub(super) struct Around {
    pub(super) app: App,
    pub(super) log: Log,
    pub(super) protection: Protection,
}

/// Nothing but our own files may run, be shown or be asked, and nobody may put us into a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Runs a request.
pub(super) async fn frame(
    State(around): State<Arc<Around>>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let Around { app, log, protection } = &*around;
    let began = Instant::now();
    let line = log.is_some().then(|| {
        let target = request.uri().path_and_query().map_or("", |it| it.as_str());
        format!("{} {}", request.method(), shown(target))
    });
    let accept = accept(request.headers());
    let preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if let Err(problem) = own_host(app, request.headers()) {
        problem.into_response()
    } else if preflight && app.options.cors.is_some() {
        let mut response = reply("text/plain; charset=utf-8", Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    } else {
        next.run(request).await
    };
    if response.status() == StatusCode::METHOD_NOT_ALLOWED
        && response.extensions().get::<Problem>().is_none()
    {
        response = Problem::method("GET, HEAD").into_response();
    }
    if let Some(problem) = response.extensions().get::<Problem>().cloned()
        && accept.prefers_page()
    {
        response = for_people(&problem, response);
    }
    protection.protect(&mut response);
    if let (Some(log), Some(line)) = (log, line) {
        log(&format!("{line} {} {} ms", response.status().as_u16(), began.elapsed().as_millis()));
    }
    response
}

/// A path as it goes to the log: on one line, and not for ever.
fn shown(target: &str) -> String {
    let short: String = target.chars().take(200).collect();
    let more = if short.len() < target.len() { "…" } else { "" };
    format!("{}{more}", short.escape_default())
}

/// A server for this machine alone answers to its own names alone, so that no page elsewhere can make a name of its own
/// stand for this machine and read the graph.
fn own_host(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(host) = headers.get(header::HOST).map(|it| it.to_str().unwrap_or_default()) else {
        return Ok(());
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => host,
    };
    let plain = |it: u8| it.is_ascii_alphanumeric() || b".-[]:".contains(&it);
    if !host.bytes().all(plain) {
        return Err(Problem::bad("the header Host is no name of a host"));
    }
    let here = ["localhost", "[::1]"].contains(&name) || name.starts_with("127.");
    if app.options.bind.ip().is_loopback() && !here {
        let message = "this server answers to names of this machine only";
        return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, message));
    }
    Ok(())
}

/// The same problem as a page.
fn for_people(problem: &Problem, response: Response) -> Response {
    let (mut head, _) = response.into_parts();
    let text = super::page::problem(problem);
    head.headers.remove(header::CONTENT_TYPE);
    // It is that of the words alone.
    head.headers.remove(header::CONTENT_LENGTH);
    let (page, body) = page(text).into_parts();
    head.headers.extend(page.headers);
    Response::from_parts(head, body)
}

/// The headers that are set on every response.
pub(super) struct Protection {
    /// Unless the response has its own.
    usual: Vec<(HeaderName, HeaderValue)>,
    /// Beside what the response has.
    added: Vec<(HeaderName, HeaderValue)>,
}

impl Protection {
    /// `cors` is the origin whose pages may read answers.
    pub(super) fn new(cors: Option<&HeaderValue>) -> Self {
        let fixed = HeaderValue::from_static;
        let usual = vec![
            (header::CONTENT_SECURITY_POLICY, fixed(POLICY)),
            (header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
            (header::X_FRAME_OPTIONS, fixed("DENY")),
            (header::REFERRER_POLICY, fixed("same-origin")),
            (HeaderName::from_static("cross-origin-opener-policy"), fixed("same-origin")),
            (header::CACHE_CONTROL, fixed("no-cache")),
        ];
        let sharing = HeaderName::from_static("cross-origin-resource-policy");
        let mut added = vec![(header::VARY, fixed("Accept"))];
        match cors {
            None => added.push((sharing, fixed("same-origin"))),
            Some(origin) => {
                if origin != "*" {
                    added.push((header::VARY, fixed("Origin")));
                }
                added.extend([
                    (sharing, fixed("cross-origin")),
                    (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone()),
                    (header::ACCESS_CONTROL_ALLOW_METHODS, fixed("GET, HEAD, POST, OPTIONS")),
                    (header::ACCESS_CONTROL_ALLOW_HEADERS, fixed("Accept, Content-Type")),
                    (header::ACCESS_CONTROL_EXPOSE_HEADERS, fixed("Link")),
                ]);
            }
        }
        Self { usual, added }
    }

    fn protect(&self, response: &mut Response) {
        let headers = response.headers_mut();
        headers.reserve(self.usual.len() + self.added.len());
        for (name, value) in &self.usual {
            if !headers.contains_key(name) {
                headers.insert(name, value.clone());
            }
        }
        for (name, value) in &self.added {
            headers.append(name, value.clone());
        }
    }
}

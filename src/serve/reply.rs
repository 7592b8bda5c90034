//! Replies: a status, a media type, bytes; and what to say when something cannot be done.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{gate::GateError, url::UrlError};
use crate::query::QueryError;

/// What a handler gives back.
pub(super) type Reply = Result<Response, Problem>;

/// Why there is no answer, in words for whoever asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) message: String,
    /// What to do about it, or what was perhaps meant: words, and where they lead.
    pub(super) hint: Option<(String, Option<String>)>,
    headers: Vec<(HeaderName, String)>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), hint: None, headers: Vec::new() }
    }

    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn hint(mut self, words: impl Into<String>, link: Option<String>) -> Self {
        self.hint = Some((words.into(), link));
        self
    }

    pub(super) fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The method is not one of these.
    pub(super) fn method(allowed: &str) -> Self {
        let message = format!("the graph is read only: this address answers {allowed}");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, message).header(header::ALLOW, allowed)
    }

    /// None of what the client accepts can be had here.
    pub(super) fn not_acceptable(offers: &[&str]) -> Self {
        let message = format!("this can be had as {}", offers.join(", "));
        Self::new(StatusCode::NOT_ACCEPTABLE, message)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let hint = self.hint.as_ref().map(|it| format!("\n{}", it.0)).unwrap_or_default();
        let mut response =
            reply("text/plain; charset=utf-8", format!("{}{hint}\n", self.message).into_bytes());
        *response.status_mut() = self.status;
        for (name, value) in &self.headers {
            set(&mut response, name.clone(), value);
        }
        // The page for a person is made where it is known who asks.
        response.extensions_mut().insert(self);
        response
    }
}

impl From<UrlError> for Problem {
    fn from(error: UrlError) -> Self {
        Self::bad(error.to_string())
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        let status = match &error {
            QueryError::Syntax { .. } | QueryError::Format { .. } => StatusCode::BAD_REQUEST,
            QueryError::Timeout(_) | QueryError::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            QueryError::Evaluation(_) | QueryError::System(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, error.to_string())
    }
}

impl From<GateError> for Problem {
    fn from(error: GateError) -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string());
        match error {
            GateError::Busy => problem.header(header::RETRY_AFTER, "2"),
            _ => problem,
        }
    }
}

/// A reply of these bytes.
pub(super) fn reply(media: &'static str, bytes: impl Into<Body>) -> Response {
    let mut response = Response::new(bytes.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response
}

/// A page.
pub(super) fn page(text: String) -> Response {
    reply("text/html; charset=utf-8", text)
}

/// Elsewhere, by GET.
pub(super) fn see_other(place: &str) -> Response {
    let mut response = reply("text/plain; charset=utf-8", format!("see {place}\n"));
    *response.status_mut() = StatusCode::SEE_OTHER;
    set(&mut response, header::LOCATION, place);
    response
}

/// Sets a header; a value that cannot be one is left out.
pub(super) fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(name, value);
    }
}

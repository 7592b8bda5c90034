//! What was not understood, by code.

use std::{collections::BTreeMap, fmt::Write};

use super::html::{count, escape, number};
use crate::diagnostic::Diagnostic;

/// How many findings of one code the page shows.
const MOST: usize = 500;

/// Every code with what was found.
pub(super) fn write(diagnostics: &[Diagnostic]) -> String {
    let mut codes: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics {
        codes.entry(&diagnostic.code).or_default().push(diagnostic);
    }
    if codes.is_empty() {
        return "<p>There is nothing to report.</p>\n".to_owned();
    }
    codes.into_iter().map(|(code, found)| group(code, &found)).collect()
}

fn group(code: &str, found: &[&Diagnostic]) -> String {
    let severity = found.iter().map(|it| it.severity).max();
    let severity = severity.map(|it| it.to_string()).unwrap_or_default();
    let mut rows = String::new();
    for it in found.iter().take(MOST) {
        let place = match (it.file.as_str(), it.line) {
            ("", _) => String::new(),
            (file, 0) => escape(file),
            (file, line) => format!("{}:{line}", escape(file)),
        };
        let hint = if it.hint.is_empty() {
            String::new()
        } else {
            format!("<br><small>{}</small>", escape(&it.hint))
        };
        let _ = writeln!(rows, "<tr><td>{place}</td><td>{}{hint}</td></tr>", escape(&it.message));
    }
    let more = found.len().saturating_sub(MOST);
    let more =
        if more > 0 { format!("<p>And {} more.</p>\n", number(more)) } else { String::new() };
    let code = escape(code);
    format!(
        "<details class=\"finding {severity}\"><summary><code>{code}</code> <span class=\"badge\">{severity}</span> {}</summary>\n<div class=\"scroll\" role=\"region\" aria-label=\"{code}\" tabindex=\"0\"><table>\n<caption><code>kell explain {code}</code> says more</caption>\n<thead><tr><th scope=\"col\">Where</th><th scope=\"col\">What</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n{more}</details>\n",
        count(found.len(), "finding")
    )
}

//! `pack.toml`: what a pack is called and what it is set to.
//!
//! Also how mistakes in any TOML of a pack are reported.  This module knows nothing of the pack's other files.

use oxigraph::model::NamedNode;
use serde::Deserialize;

use super::declarations::suggest;
use crate::{diagnostic::Diagnostic, settings::from_toml};

/// The facts about a pack.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Short name, as the folder is called.
    pub name: String,
    /// Version of the pack, `MAJOR.MINOR.PATCH`.
    pub version: String,
    /// One line on what it covers.
    pub title: String,
    /// Language tags it has words for, the main one first.
    pub languages: Vec<String>,
    /// IRI under which everything is minted.
    pub base: String,
    /// Local name of the state the documents mean by *our nation*, if they share one.
    #[serde(default)]
    pub home: Option<String>,
    /// SPDX identifier of the licence of the pack's data.
    pub licence: String,
    /// Settings of the pipeline.
    #[serde(default)]
    pub thresholds: Thresholds,
}

/// Settings of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Thresholds {
    /// Least confidence of the extraction for a claim to become a plain triple, 0 to 1.
    pub assert: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { assert: 0.5 }
    }
}

impl Manifest {
    /// Reads `pack.toml`; mistakes go to `found`.
    pub(super) fn parse(file: &str, text: &str, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let manifest: Self = match from_toml(text) {
            Ok(manifest) => manifest,
            Err(error) => {
                let hint = "pack.toml has name, version, title, languages, base and licence";
                found.push(toml_mistake("ontology/manifest", file, text, 0, &error, hint));
                return None;
            }
        };
        let mut mistake = |key: &str, message: String, hint: &str| {
            let line = text.lines().position(|it| it.starts_with(key)).map_or(0, |it| it + 1);
            found.push(Diagnostic::error("ontology/manifest", message).at(file, line).hint(hint));
        };
        let numbers: Vec<&str> = manifest.version.split('.').collect();
        if numbers.len() != 3 || numbers.iter().any(|it| it.parse::<u32>().is_err()) {
            mistake(
                "version",
                format!("`{}` is not a version", manifest.version),
                "write MAJOR.MINOR.PATCH, such as 0.1.0",
            );
        }
        if manifest.languages.is_empty() {
            mistake(
                "languages",
                "the pack names no language".to_owned(),
                "write the main one first: languages = [\"en\"]",
            );
        }
        if !manifest.has_base() {
            mistake(
                "base",
                format!("`{}` is not a base IRI", manifest.base),
                "write an absolute IRI that ends in a slash",
            );
        }
        if !(0.0..=1.0).contains(&manifest.thresholds.assert) {
            mistake(
                "assert",
                format!("{} is not between 0 and 1", manifest.thresholds.assert),
                "write 0.5, the usual value",
            );
        }
        Some(manifest)
    }

    /// Whether the base is an absolute IRI that ends in a slash.
    pub(super) fn has_base(&self) -> bool {
        NamedNode::new(&self.base).is_ok() && self.base.ends_with('/')
    }
}

/// A mistake that the TOML reader found: where, what, and the key that was probably meant.  `start` is the line,
/// from 1, at which the piece of TOML begins if it is not the whole file.
pub(super) fn toml_mistake(
    code: &str,
    file: &str,
    text: &str,
    start: usize,
    error: &toml::de::Error,
    remedy: &str,
) -> Diagnostic {
    let line = match (start, error.span()) {
        (0, Some(span)) => text[..span.start.min(text.len())].matches('\n').count() + 1,
        (start, _) => start,
    };
    let message = error.message();
    let mut quoted = message.split('`').skip(1).step_by(2);
    let hint = match (message.starts_with("unknown"), quoted.next()) {
        (true, Some(name)) => suggest(name, quoted, remedy),
        _ => remedy.to_owned(),
    };
    Diagnostic::error(code, message.lines().next().unwrap_or_default().to_owned())
        .at(file, line)
        .hint(hint)
}

//! `pack.toml`: what a pack is called and what it is set to.

use serde::Deserialize;

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

//! Every integration test, in one binary.
#![cfg(test)]

mod diagrams;
mod queries;
mod support;

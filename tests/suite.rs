//! Every integration test, in one binary.
#![cfg(test)]

mod queries;
mod support;

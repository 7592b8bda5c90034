//! Every integration test, in one binary.
#![cfg(test)]
#![expect(unreachable_pub, reason = "the modules of a test binary have no outside")]

mod analysis;
mod architecture;
mod command_line;
mod conformance;
mod corrections;
mod datasets;
mod diagrams;
mod diff;
mod incremental;
mod invariants;
mod names;
mod network;
mod packs;
mod prose;
mod queries;
mod repeatable;
mod serve;
mod support;

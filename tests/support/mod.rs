//! What several tests share.

pub mod graph;

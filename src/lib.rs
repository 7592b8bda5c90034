//! Reads official documents and builds a knowledge graph in which every statement cites its sentence.

pub mod cache;
pub mod cli;
pub mod correction;
pub mod dataset;
pub mod diagnostic;
pub mod diagram;
pub mod digest;
pub mod document;
pub mod extraction;
pub mod graph;
pub mod language;
pub mod markup;
pub mod network;
pub mod ontology;
pub mod pipeline;
pub mod query;
pub mod record;
pub mod report;
pub mod resolution;
pub mod serve;
pub mod settings;
pub mod source;
pub mod store;
pub mod vocabulary;

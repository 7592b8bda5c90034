//! Analyses in, columns out.

//! Text in, words out.

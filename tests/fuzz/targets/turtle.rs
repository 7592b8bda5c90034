//! Turtle of a pack: its classes, then its known things.

#![no_main]

use kell_fuzz::packs::loaded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(ontology) = loaded(&[], &["classes.ttl", "entities/things.ttl"], data) {
        assert!(ontology.entities.is_sorted_by(|a, b| a.iri < b.iri), "each thing is there once");
        assert!(ontology.reference.is_sorted(), "the triples are sorted");
    }
});

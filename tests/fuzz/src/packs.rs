//! Files of a pack, loaded as `kell check` loads them, and checked.
//!
//! The pack calls itself the core, so that nothing else is loaded beside it.

use std::fs;

use kell::diagnostic::Diagnostic;
use kell::ontology::{Ontology, PackSource, load};

use crate::input::DIVIDER;
use crate::invariants;
use crate::reading::place;

/// The files that every pack here has.
const MANIFEST: &str = "name = \"core\"\nversion = \"0.1.0\"\ntitle = \"A pack\"\nlanguages = [\"en\"]\n\
    base = \"https://example.org/\"\nlicence = \"CC-BY-4.0\"\n";

/// Writes a pack: each path gets the part of the input that stands at its place; what loads is handed back.
pub fn loaded(
    fixed: &[(&str, &str)],
    paths: &[&str],
    data: &[u8],
) -> Result<Ontology, Vec<Diagnostic>> {
    let root = place("pack");
    let parts = data.split(|it| *it == DIVIDER).chain(std::iter::repeat(&[][..]));
    let fixed = fixed.iter().map(|it| (it.0, it.1.as_bytes()));
    let manifest = std::iter::once(("pack.toml", MANIFEST.as_bytes()));
    for (path, content) in manifest.chain(fixed).chain(paths.iter().copied().zip(parts)) {
        let path = root.join(path);
        let folder = path.parent().expect("a file is in a folder");
        fs::create_dir_all(folder).expect("there is room for a file");
        fs::write(path, content).expect("there is room for a file");
    }
    let found = load(&PackSource::Folder(&root));
    let messages = match &found {
        Ok(it) => &it.diagnostics,
        Err(it) => it,
    };
    for it in messages {
        invariants::told(it);
        assert!(!it.hint.is_empty(), "there is a remedy: {it:?}");
        let text = fs::read_to_string(&it.file).unwrap_or_default();
        // Turtle knows line ends that others do not.
        let lines = 1 + text.matches(['\n', '\r']).count();
        assert!(it.line <= lines, "the line is one of the file: {it:?}");
    }
    found.map(|it| it.value)
}

/// A few classes and properties for rules and diagrams to name.
pub const CLASSES: &str = r#"@prefix o: <https://example.org/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

o:Agent a owl:Class ; o:classKind "group" ; rdfs:label "agent"@en ; rdfs:comment "Whoever acts."@en .
o:Person a owl:Class ; o:classKind "top" ; rdfs:label "person"@en ; rdfs:comment "A human being."@en ;
    rdfs:subClassOf o:Agent ; o:nominalHead "keeper"@en .
o:Council a owl:Class ; o:classKind "top" ; rdfs:label "council"@en ; rdfs:comment "A council."@en ;
    rdfs:subClassOf o:Agent ; o:headNoun "Council"@en .
o:Place a owl:Class ; o:classKind "top" ; rdfs:label "place"@en ; rdfs:comment "A place."@en ; o:headNoun "Quay"@en .
o:keeps a owl:ObjectProperty ; rdfs:label "keeps"@en ; rdfs:comment "Keeps it."@en ;
    rdfs:domain o:Agent ; rdfs:range o:Place .
o:Asserted skos:inScheme o:ForceScheme .
"#;

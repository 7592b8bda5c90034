//! Files of a pack → [`Ontology`], with every mistake of every file.
//!
//! The core pack is always the one built into the program; the domain pack is built in too or stands in a
//! folder.  A file that cannot be parsed is left out and the others are still checked.  Nothing is printed
//! and nothing is written.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use include_dir::{Dir, include_dir};
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{
    Ontology,
    declarations::{self, Declarations, suggest},
    descriptions,
    entities::Entity,
    folder::Folder,
    headers,
    lexicon::Lexicon,
    literate,
    manifest::Manifest,
    requests::{Check, DiagramSpec, PackTest, Query},
    rules::{self, Rule},
    shapes::Shape,
    turtle::{self, Turtle},
};
use crate::{
    diagnostic::{Diagnostic, Severity, Warned},
    digest::hex,
    settings::from_toml,
    vocabulary::Base,
};

static PACKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/ontology");

/// Name of the pack that every other rests on.
pub const CORE: &str = "core";

/// Where the domain pack is.
#[derive(Debug, Clone, Copy)]
pub enum PackSource<'a> {
    /// The one built into the program.
    Embedded,
    /// A folder on disk.  A folder `core` beside it takes the place of the core inside the program.  A folder whose
    /// own `pack.toml` names `core` does so, too, and there is no domain then.
    Folder(&'a Path),
}

/// Loads the core and a domain pack, and checks both.
///
/// `Err` holds everything found if there is an error among it; `Ok` holds what is only worth a warning.
pub fn load(domain: &PackSource<'_>) -> Result<Warned<Ontology>, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut packs = folders(domain, &mut found);
    let manifests: Vec<Option<Manifest>> =
        packs.iter().map(|it| manifest(it, &mut found)).collect();
    // A domain whose manifest is of no use is still checked, under the core's.
    let usable = manifests.iter().rev().flatten().find(|it| it.has_base());
    let ontology = usable.map(|manifest| {
        rebase(&mut packs, &manifests, manifest);
        Loader { packs: &packs, manifests: &manifests, found: &mut found }.load(manifest)
    });
    found.sort_by(|a, b| {
        (&a.file, a.line, &a.code, &a.message).cmp(&(&b.file, b.line, &b.code, &b.message))
    });
    found.dedup();
    match ontology {
        Some(value) if found.iter().all(|it| it.severity < Severity::Error) => {
            Ok(Warned { value, diagnostics: found })
        }
        _ => Err(found),
    }
}

/// The core's folder and the domain's, in this order.
fn folders(domain: &PackSource<'_>, found: &mut Vec<Diagnostic>) -> Vec<Folder> {
    let core = |found: &mut Vec<Diagnostic>| Folder::embedded(&PACKS, CORE, found);
    let is_core = |folder: &Folder| {
        let manifest = folder.text("pack.toml").and_then(|it| from_toml::<toml::Table>(it).ok());
        manifest.is_some_and(|it| it.get("name").and_then(toml::Value::as_str) == Some(CORE))
    };
    match domain {
        PackSource::Folder(path) => {
            let folder = Folder::on_disk(path, found);
            if is_core(&folder) {
                return vec![folder];
            }
            let beside = match path.parent() {
                Some(parent) if path.file_name().is_some() => parent.join(CORE),
                _ => path.join("..").join(CORE),
            };
            if beside.join("pack.toml").is_file() {
                let beside = Folder::on_disk(&beside, found);
                if is_core(&beside) {
                    return vec![beside, folder];
                }
            }
            vec![core(found), folder]
        }
        PackSource::Embedded => {
            let names: Vec<String> = PACKS
                .dirs()
                .map(|it| it.path().to_string_lossy().into_owned())
                .filter(|it| it != CORE && PACKS.contains(format!("{it}/pack.toml")))
                .collect();
            if let [name] = &names[..] {
                let domain = Folder::embedded(&PACKS, name, found);
                vec![core(found), domain]
            } else {
                let message =
                    format!("the program holds {} domain packs instead of one", names.len());
                found.push(
                    Diagnostic::error("ontology/embedded", message)
                        .hint("name a pack's folder with --ontology"),
                );
                vec![core(found)]
            }
        }
    }
}

fn manifest(folder: &Folder, found: &mut Vec<Diagnostic>) -> Option<Manifest> {
    let file = folder.shown("pack.toml");
    let Some(text) = folder.text("pack.toml") else {
        let error =
            Diagnostic::error("ontology/no-manifest", "the pack has no pack.toml").at(file, 0);
        found.push(error.hint("copy the pack.toml of another pack and change it"));
        return None;
    };
    Manifest::parse(&file, text, found)
}

/// The core mints under the domain's base IRI.
fn rebase(packs: &mut [Folder], manifests: &[Option<Manifest>], last: &Manifest) {
    for (folder, manifest) in packs.iter_mut().zip(manifests) {
        if let Some(manifest) = manifest.as_ref().filter(|it| it.base != last.base) {
            folder.rebase(&manifest.base, &last.base);
        }
    }
}

struct Loader<'a> {
    packs: &'a [Folder],
    manifests: &'a [Option<Manifest>],
    found: &'a mut Vec<Diagnostic>,
}

impl Loader<'_> {
    fn load(mut self, manifest: &Manifest) -> Ontology {
        let classes = self.turtle(|it| it == "classes.ttl");
        let entities = self.turtle(|it| it.starts_with("entities/"));
        let packs = self.packs;
        let (reference, ontology) = rayon::join(
            || (reference(&classes.0, &entities.0), digest(packs)),
            || self.read(manifest, &classes, &entities),
        );
        Ontology { reference: reference.0, digest: reference.1, ..ontology }
    }

    fn read(
        &mut self,
        manifest: &Manifest,
        (class_files, classes_complete): &(Vec<Turtle>, bool),
        (entity_files, entities_complete): &(Vec<Turtle>, bool),
    ) -> Ontology {
        let (classes_complete, entities_complete) = (*classes_complete, *entities_complete);
        let base = Base::new(&manifest.base);
        let declarations = if classes_complete {
            declarations::read(&base, &turtle::subjects(class_files), self.found)
        } else {
            Declarations::default()
        };
        let language_files = self.language_files();
        let languages = self.languages(&language_files);
        let mut ontology = Ontology {
            manifest: manifest.clone(),
            schema: declarations.schema.clone(),
            entities: Vec::new(),
            tenures: Vec::new(),
            languages,
            language_files,
            rules: Vec::new(),
            queries: Vec::new(),
            diagrams: Vec::new(),
            checks: Vec::new(),
            shapes: Vec::new(),
            tests: Vec::new(),
            reference: Vec::new(),
            digest: String::new(),
            base,
        };
        // Without classes everything else would look wrong.
        if classes_complete {
            (ontology.entities, ontology.tenures) = descriptions::read(
                &ontology.base,
                &declarations,
                &turtle::subjects(entity_files),
                entities_complete,
                self.found,
            );
            if entities_complete {
                self.home(&ontology);
            }
            ontology.rules = self.rules(&ontology);
            (ontology.diagrams, ontology.tests) = (self.diagrams(&ontology), self.tests(&ontology));
        }
        (ontology.queries, ontology.checks) = (self.queries(&ontology), self.checks(&ontology));
        for pack in self.packs {
            if let Some(text) = pack.text("shapes.ttl") {
                ontology.shapes.extend(Shape::read(&pack.shown("shapes.ttl"), text, self.found));
            }
        }
        ontology.shapes.extend(Shape::of_properties(&ontology.schema, &ontology.base));
        ontology
    }

    /// Parses the Turtle files whose path is wanted; the flag says that none had to be left out.
    fn turtle(&mut self, wanted: fn(&str) -> bool) -> (Vec<Turtle>, bool) {
        let files: Vec<(String, &str)> = self
            .packs
            .iter()
            .flat_map(|pack| pack.files().map(move |(path, text)| (pack, path, text)))
            .filter(|it| wanted(it.1))
            .map(|(pack, path, text)| (pack.shown(path), text))
            .collect();
        let parse = |(file, text): &(String, &str)| {
            let mut found = Vec::new();
            (Turtle::parse(file, text, &mut found), found)
        };
        let results: Vec<_> = files.par_iter().map(parse).collect();
        let mut parsed = Vec::new();
        let mut complete = true;
        for (turtle, found) in results {
            complete &= turtle.is_some();
            parsed.extend(turtle);
            self.found.extend(found);
        }
        (parsed, complete)
    }

    /// The word lists of each language; the words that name the head of a document are another stage's.
    fn languages(
        &mut self,
        files: &BTreeMap<String, Vec<(String, String)>>,
    ) -> BTreeMap<String, Lexicon> {
        let mut languages = BTreeMap::new();
        for (tag, files) in files {
            let lists: Vec<(String, String)> =
                files.iter().filter(|it| !it.0.ends_with("head.toml")).cloned().collect();
            let mut parsed = Lexicon::parse(tag, &lists);
            self.found.append(&mut parsed.diagnostics);
            languages.insert(tag.clone(), parsed.value);
        }
        languages
    }

    fn language_files(&self) -> BTreeMap<String, Vec<(String, String)>> {
        let mut files: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for pack in self.packs {
            for language in pack.languages() {
                let texts =
                    pack.within(language).map(|(path, text)| (pack.shown(path), text.to_owned()));
                files.entry(language.to_owned()).or_default().extend(texts);
            }
        }
        files
    }

    /// The state that `pack.toml` names must be described.
    fn home(&mut self, ontology: &Ontology) {
        let things = ontology.base.thing("");
        for (pack, manifest) in self.packs.iter().zip(self.manifests) {
            let home = manifest.as_ref().and_then(|it| it.home.as_deref());
            let Some(home) = home.filter(|it| ontology.entity(&ontology.base.thing(it)).is_none())
            else {
                continue;
            };
            let names = ontology.entities.iter().filter_map(|it| it.iri.strip_prefix(&things));
            let hint = suggest(home, names, "describe it in entities/, or remove the key");
            let text = pack.text("pack.toml").unwrap_or_default();
            let line = text.lines().position(|it| it.starts_with("home")).map_or(0, |it| it + 1);
            let error = Diagnostic::error(
                "ontology/unknown-entity",
                format!("there is no entity `{home}`"),
            );
            self.found.push(error.at(pack.shown("pack.toml"), line).hint(hint));
        }
    }

    fn rules(&mut self, ontology: &Ontology) -> Vec<Rule> {
        let mut all = Vec::new();
        for (pack, manifest) in self.packs.iter().zip(self.manifests) {
            let language =
                manifest.as_ref().and_then(|it| it.languages.first()).map_or("en", String::as_str);
            for (path, text) in pack.within("rules") {
                let read = rules::parse(&pack.shown(path), text, language);
                all.extend(read.value);
                self.found.extend(read.diagnostics);
            }
        }
        rules::check(&mut all, &ontology.schema, self.found);
        all
    }

    fn queries(&mut self, ontology: &Ontology) -> Vec<Query> {
        let prefixes = ontology.prefixes();
        let resolve = |label: &str| {
            let named = |it: &&Entity| it.labels.iter().any(|it| it.text == label);
            let mut owners = ontology.entities.iter().filter(named);
            let owner = owners.next()?;
            owners.next().is_none().then(|| owner.iri.clone())
        };
        self.named(
            "queries",
            |it| &it.name,
            |file, text, found| Some(headers::query(file, text, &prefixes, &resolve, found)),
        )
    }

    fn checks(&mut self, ontology: &Ontology) -> Vec<Check> {
        let prefixes = ontology.prefixes();
        self.named(
            "checks",
            |it| &it.name,
            |file, text, found| Some(headers::check(file, text, &prefixes, found)),
        )
    }

    fn diagrams(&mut self, ontology: &Ontology) -> Vec<DiagramSpec> {
        let prefixes = ontology.prefixes();
        self.named(
            "diagrams",
            |it| &it.name,
            |file, text, found| headers::diagram(file, text, &prefixes, &ontology.schema, found),
        )
    }

    /// Reads every file of a folder by the name of the file; a domain's takes the place of the core's.
    fn named<T>(
        &mut self,
        folder: &str,
        name: fn(&T) -> &String,
        mut read: impl FnMut(&str, &str, &mut Vec<Diagnostic>) -> Option<T>,
    ) -> Vec<T> {
        let mut all: BTreeMap<String, T> = BTreeMap::new();
        for pack in self.packs {
            for (path, text) in pack.within(folder) {
                if let Some(value) = read(&pack.shown(path), text, self.found) {
                    all.insert(name(&value).clone(), value);
                }
            }
        }
        all.into_values().collect()
    }

    fn tests(&mut self, ontology: &Ontology) -> Vec<PackTest> {
        let mut all = Vec::new();
        for pack in self.packs {
            for (path, text) in pack.within("tests") {
                all.extend(literate::parse(&pack.shown(path), text, &ontology.schema, self.found));
            }
        }
        all
    }
}

/// All triples as sorted N-Triples lines, each once.
fn reference(class_files: &[Turtle], entity_files: &[Turtle]) -> Vec<String> {
    let files = class_files.iter().chain(entity_files);
    let triples: Vec<&Triple> = files.flat_map(|it| &it.triples).collect();
    let mut lines: Vec<String> = triples.par_iter().map(|it| line(it)).collect();
    lines.par_sort_unstable();
    lines.dedup();
    lines
}

fn line(triple: &Triple) -> String {
    let mut line = String::with_capacity(192);
    let mut iri = |it: &str, after: &str| line.extend(["<", it, after]);
    match &triple.subject {
        NamedOrBlankNode::NamedNode(node) => iri(node.as_str(), "> "),
        NamedOrBlankNode::BlankNode(_) => return format!("{triple} ."),
    }
    iri(triple.predicate.as_str(), "> ");
    match &triple.object {
        Term::NamedNode(node) => iri(node.as_str(), "> ."),
        other => write!(line, "{other} .").expect("writing to a string cannot fail"),
    }
    line
}

/// SHA-256 over names and bytes of all files; the core first, whatever the domain's folder is called.
fn digest(packs: &[Folder]) -> String {
    let mut hash = Sha256::new();
    for (place, pack) in packs.iter().enumerate() {
        for (path, text) in pack.files() {
            hash.update(format!("{place}/{path}\0{}\0", text.len()));
            hash.update(text);
        }
    }
    hex(&hash.finalize())
}

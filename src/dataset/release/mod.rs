//! A release: a folder that a repository of data takes as it is.
//!
//! ```text
//! README.md CITATION.cff            for people
//! ro-crate-metadata.json croissant.json datapackage.json dataset.jsonld void.ttl
//!                                   for machines, each by its standard
//! graph/ data/ diagrams/ ontology/ queries/ texts/
//! SHA256SUMS                        of everything else
//! ```
//!
//! The same graph and metadata give the same bytes.

mod card;
mod catalog;
mod describe;
mod graphs;
mod metadata;
mod terms;

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

pub use self::metadata::{Metadata, MetadataError, Person, Reviewed};
use super::{
    Export, ExportError,
    format::{csv_tables, parquet_tables, write_file},
    tables::TABLES,
};
use crate::{digest, vocabulary::SPDX};

/// The list of checksums, in the form that `sha256sum --check` reads.
const CHECKSUMS: &str = "SHA256SUMS";

/// A file of a release.
#[derive(Clone)]
struct Entry {
    /// Path from the folder of the release, with slashes.
    path: String,
    bytes: u64,
    /// 64 digits.
    sha256: String,
}

/// What is said of a release in every form of metadata.
struct Facts<'a> {
    export: &'a Export<'a>,
    title: String,
    description: String,
    version: String,
    date: String,
    /// SPDX identifier.
    licence: String,
    licence_iri: String,
    url: String,
    creators: Vec<Person>,
    keywords: Vec<String>,
}

impl<'a> Facts<'a> {
    fn new(export: &'a Export<'a>) -> Self {
        let given = &export.options.metadata;
        let counts = &export.records.counts;
        let documents = export.records.documents.len();
        let few = |number: usize, one: &str, many: &str| match number {
            1 => format!("1 {one}"),
            _ => format!("{number} {many}"),
        };
        let read = few(documents, "document", "documents");
        let description = format!(
            "{} that {read} {}, each with its sentence, with who is committed to it, and how far. {} of them are stated as \
             plain triples; what is denied, planned, alleged or only reported is kept apart. Read with the pack “{}”.",
            few(counts.claims, "claim", "claims"),
            if documents == 1 { "makes" } else { "make" },
            counts.asserted,
            export.ontology.manifest.title,
        );
        let title = match export.records.documents.values().next() {
            Some(only) if documents == 1 => format!("Claims of “{}”", only.title),
            _ => format!("Claims of {read}"),
        };
        let licence =
            given.licence.clone().unwrap_or_else(|| export.ontology.manifest.licence.clone());
        let software = Person { name: Some("kell".to_owned()), ..Person::default() };
        let creators =
            if given.creators.is_empty() { vec![software] } else { given.creators.clone() };
        let base = export.ontology.base.as_str();
        Self {
            title: given.title.clone().unwrap_or(title),
            description: given.description.clone().unwrap_or(description),
            version: given.version.clone().unwrap_or_else(|| "1.0.0".to_owned()),
            date: export.date(),
            licence_iri: format!("{SPDX}{licence}"),
            licence,
            url: given.url.clone().unwrap_or_else(|| format!("{base}dataset/")),
            creators,
            keywords: given.keywords.clone(),
            export,
        }
    }
}

/// Writes everything into a folder that is empty.
pub(super) fn write(export: &Export<'_>, folder: &Path) -> Result<(), ExportError> {
    let facts = Facts::new(export);
    for name in ["graph", "data", "ontology", "queries"] {
        fs::create_dir_all(folder.join(name))?;
    }
    graphs::write(export, &folder.join("graph"))?;
    csv_tables(export, &folder.join("data"))?;
    parquet_tables(export, &folder.join("data"))?;
    terms::write(&facts, &folder.join("ontology"))?;
    for query in &export.ontology.queries {
        fs::write(folder.join("queries").join(format!("{}.rq", query.name)), &query.text)?;
    }
    for (name, content) in &export.options.files {
        put(folder, name, |path| fs::write(path, content))?;
    }
    for (name, file) in &export.options.texts {
        put(folder, &format!("texts/{name}"), |path| fs::copy(file, path).map(drop))?;
    }
    let payload = entries(folder, &[])?;
    let json = |name: &str, value: &serde_json::Value| {
        write_file(&folder.join(name), |out| {
            serde_json::to_writer_pretty(&mut *out, value)?;
            Ok(out.write_all(b"\n")?)
        })
    };
    json("datapackage.json", &describe::data_package(&facts, &payload))?;
    json("croissant.json", &describe::croissant(&facts, &payload))?;
    json("dataset.jsonld", &describe::schema_org(&facts, &payload))?;
    fs::write(folder.join("void.ttl"), catalog::turtle(&facts, &payload)?)?;
    fs::write(folder.join("CITATION.cff"), card::citation_file(&facts))?;
    fs::write(folder.join("README.md"), card::readme(&facts, &payload))?;
    let described = entries(folder, &payload)?;
    json("ro-crate-metadata.json", &describe::ro_crate(&facts, &described))?;
    let all = entries(folder, &described)?;
    write_file(&folder.join(CHECKSUMS), |out| {
        for entry in &all {
            writeln!(out, "{}  {}", entry.sha256, entry.path)?;
        }
        Ok(())
    })
}

/// Writes a file whose path has folders.
fn put(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<(), ExportError> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(write(&path)?)
}

/// Every file in a folder, by path; what is known of some, which have not changed, is not worked out again.
fn entries(folder: &Path, known: &[Entry]) -> Result<Vec<Entry>, ExportError> {
    let entry = |path: String| {
        if let Ok(at) = known.binary_search_by(|it| it.path.cmp(&path)) {
            return Ok(known[at].clone());
        }
        let (bytes, sha256) = digest::of_reader(File::open(folder.join(&path))?)?;
        Ok(Entry { path, bytes, sha256 })
    };
    paths(folder)?.into_iter().map(entry).collect()
}

/// The path of every file in a folder, with slashes, sorted.
fn paths(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let parts = path.strip_prefix(folder).unwrap_or(&path).components();
            let parts: Vec<String> =
                parts.map(|it| it.as_os_str().to_string_lossy().into_owned()).collect();
            found.push(parts.join("/"));
        }
    }
    found.sort_unstable();
    Ok(found)
}

impl Entry {
    /// Its media type, by its ending.
    fn media(&self) -> &'static str {
        match self.path.rsplit('.').next().unwrap_or_default() {
            "nq" => "application/n-quads",
            "ttl" => "text/turtle",
            "jsonld" => "application/ld+json",
            "json" => "application/json",
            "csv" => "text/csv",
            "parquet" => "application/vnd.apache.parquet",
            "svg" => "image/svg+xml",
            "dot" => "text/vnd.graphviz",
            "html" => "text/html",
            "rq" => "application/sparql-query",
            "md" => "text/markdown",
            "cff" => "application/yaml",
            _ => "text/plain",
        }
    }

    /// What it is, in a few words.
    fn title(&self) -> String {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        match (folder, name) {
            ("", "README.md") => "What this is".to_owned(),
            ("", "CITATION.cff") => "How to cite it".to_owned(),
            ("", "void.ttl") => "Description as VoID and DCAT".to_owned(),
            ("", "datapackage.json") => "Description as a Frictionless data package".to_owned(),
            ("", "croissant.json") => "Description as Croissant".to_owned(),
            ("", "dataset.jsonld") => "Description by schema.org".to_owned(),
            ("graph", "graph.nq") => "The whole graph as N-Quads".to_owned(),
            ("graph", _) => format!("Named graph {stem}"),
            ("data", _) => {
                let table = TABLES.iter().find(|it| it.name == stem);
                table.map_or(stem, |it| it.title).to_owned()
                    + " as "
                    + if ending == "csv" { "CSV" } else { "Parquet" }
            }
            ("ontology", "index.html") => "The terms, for people".to_owned(),
            ("ontology", "shapes.ttl") => "What the graph promises, as SHACL shapes".to_owned(),
            ("ontology", _) => "The terms".to_owned(),
            ("queries", _) => format!("Question {stem}"),
            ("diagrams", _) => format!("Diagram {stem}"),
            ("texts", _) => format!("Text of {name}"),
            _ => name.to_owned(),
        }
    }
}

/// Packs a folder, in the order of the paths and without dates; `name` is that of the folder within.
pub fn archive(folder: &Path, name: &str, out: File) -> Result<(), ExportError> {
    let mut zip = ZipWriter::new(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(true);
    for path in paths(folder)? {
        zip.start_file(format!("{name}/{path}"), options).map_err(io::Error::other)?;
        io::copy(&mut File::open(folder.join(&path))?, &mut zip)?;
    }
    zip.finish().map_err(io::Error::other)?.flush()?;
    Ok(())
}

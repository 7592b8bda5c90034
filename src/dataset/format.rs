//! The formats there are, and what is made of each: a file, or a folder of files.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

use super::{
    Export, ExportError, annotation, followthemoney, gexf, graphml, jsonld, nanopub, neo4j, rdf12,
    release, skos, stix,
    table::{Csv, Parquet},
    tables, vault,
};

/// A format to export to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Everything a repository of data asks for, in a folder.
    Release,
    /// Five tables in a folder.
    Csv,
    /// The same for programs.
    Parquet,
    /// N-Quads with reifiers.
    Rdf12,
    /// `TriG`, four graphs a claim.
    Nanopub,
    /// A bundle.
    Stix,
    /// Entities, a JSON object a line.
    FollowTheMoney,
    /// A network.
    GraphMl,
    /// A network with dates.
    Gexf,
    /// Two tables in a folder.
    Neo4j,
    /// JSON-LD.
    Annotations,
    /// A context and a document for each thing, in a folder.
    JsonLd,
    /// Concept schemes in Turtle.
    Skos,
    /// Markdown in a folder.
    Vault,
}

impl Format {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 14] = [
        Self::Release,
        Self::Csv,
        Self::Parquet,
        Self::Rdf12,
        Self::Nanopub,
        Self::Stix,
        Self::FollowTheMoney,
        Self::GraphMl,
        Self::Gexf,
        Self::Neo4j,
        Self::Annotations,
        Self::JsonLd,
        Self::Skos,
        Self::Vault,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Rdf12 => "rdf12",
            Self::Nanopub => "nanopub",
            Self::Stix => "stix",
            Self::FollowTheMoney => "ftm",
            Self::GraphMl => "graphml",
            Self::Gexf => "gexf",
            Self::Neo4j => "neo4j",
            Self::Annotations => "annotations",
            Self::JsonLd => "jsonld",
            Self::Skos => "skos",
            Self::Vault => "vault",
        }
    }

    /// What it is, in a line.
    pub fn description(self) -> &'static str {
        match self {
            Self::Release => {
                "A folder ready for a repository: graph, tables, diagrams, ontology, metadata"
            }
            Self::Csv => "Claims, evidence, quantities, entities and documents as CSV, in a folder",
            Self::Parquet => "The same as Parquet",
            Self::Rdf12 => "RDF 1.2 N-Quads: each claim reifies its triple",
            Self::Nanopub => "Nanopublications in TriG, unsigned",
            Self::Stix => "A STIX 2.1 bundle",
            Self::FollowTheMoney => "FollowTheMoney entities, a JSON object a line",
            Self::GraphMl => "GraphML, for Gephi, yEd, Cytoscape and networkx",
            Self::Gexf => "GEXF 1.3, dated",
            Self::Neo4j => "Two tables for the bulk import of Neo4j, in a folder",
            Self::Annotations => "W3C Web Annotations in JSON-LD",
            Self::JsonLd => "JSON-LD by thing, a document a line, with its context, in a folder",
            Self::Skos => "Concept schemes in Turtle",
            Self::Vault => "Markdown for Obsidian, a page a thing, in a folder",
        }
    }

    /// Whether it is a folder of files.
    pub fn is_folder(self) -> bool {
        matches!(
            self,
            Self::Release | Self::Csv | Self::Parquet | Self::Neo4j | Self::JsonLd | Self::Vault
        )
    }

    /// Whether it has asserted claims alone unless more are asked for.
    pub fn is_choosy(self) -> bool {
        matches!(
            self,
            Self::Stix | Self::GraphMl | Self::Gexf | Self::Neo4j | Self::JsonLd | Self::Vault
        )
    }
}

/// Writes a format that is one file; the number of claims that it could not take.
///
/// # Panics
///
/// If the format is a folder.
pub fn write(
    format: Format,
    export: &Export<'_>,
    out: &mut dyn Write,
) -> Result<usize, ExportError> {
    match format {
        Format::FollowTheMoney => return followthemoney::write(export, out),
        Format::GraphMl => return graphml::write(export, out),
        Format::Gexf => return gexf::write(export, out),
        Format::Rdf12 => rdf12::write(export, out)?,
        Format::Nanopub => nanopub::write(export, out)?,
        Format::Stix => stix::write(export, out)?,
        Format::Annotations => annotation::write(export, out)?,
        Format::Skos => skos::write(export, out)?,
        folder => unreachable!("{} is a folder", folder.name()),
    }
    Ok(0)
}

/// Writes a format that is a folder, which is there and empty; the number of claims that it could not take.
///
/// # Panics
///
/// If the format is one file.
pub fn write_folder(
    format: Format,
    export: &Export<'_>,
    folder: &Path,
) -> Result<usize, ExportError> {
    match format {
        Format::Release => release::write(export, folder)?,
        Format::Csv => csv_tables(export, folder)?,
        Format::Parquet => parquet_tables(export, folder)?,
        Format::Neo4j => {
            fs::write(folder.join("import.sh"), neo4j::IMPORT)?;
            write_file(&folder.join("nodes.csv"), |out| neo4j::nodes(export, out))?;
            return write_file(&folder.join("relationships.csv"), |out| {
                neo4j::relationships(export, out)
            });
        }
        Format::JsonLd => jsonld::write(export, folder)?,
        Format::Vault => vault::write(export, folder)?,
        other => unreachable!("{} is a file", other.name()),
    }
    Ok(0)
}

/// The tables as CSV.
pub(super) fn csv_tables(export: &Export<'_>, folder: &Path) -> Result<(), ExportError> {
    tables::write(export, |table| {
        let file = File::create(folder.join(format!("{}.csv", table.name)))?;
        Ok(Box::new(Csv::new(table, file)?))
    })
}

/// The tables as Parquet.
pub(super) fn parquet_tables(export: &Export<'_>, folder: &Path) -> Result<(), ExportError> {
    tables::write(export, |table| {
        let file = File::create(folder.join(format!("{}.parquet", table.name)))?;
        Ok(Box::new(Parquet::new(table, file)?))
    })
}

/// A file that is written in large pieces.
pub(super) fn write_file<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<T, ExportError>,
) -> Result<T, ExportError> {
    let mut out = BufWriter::with_capacity(1 << 16, File::create(path)?);
    let done = write(&mut out)?;
    out.flush()?;
    Ok(done)
}

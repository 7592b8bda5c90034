//! The graph of a release: whole as N-Quads, and each named graph as Turtle and as JSON-LD.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use oxigraph::{
    io::{JsonLdProfileSet, RdfFormat, RdfParser, WriterQuadSerializer},
    model::{GraphName, Quad},
};

use super::super::{Export, ExportError, format::write_file};
use crate::vocabulary::Prefixes;

type Out = WriterQuadSerializer<BufWriter<File>>;

/// Writes the files into a folder.
pub(super) fn write(export: &Export<'_>, folder: &Path) -> Result<(), ExportError> {
    let base = &export.ontology.base;
    let prefixes = Prefixes::new(base);
    let graphs: Vec<&String> = export.records.counts.graphs.keys().collect();
    let mut outs: BTreeMap<String, Vec<Out>> = BTreeMap::new();
    for graph in graphs {
        let name = graph.strip_prefix(&base.graph("")).unwrap_or("other").to_owned();
        let mut both = Vec::new();
        for (ending, format) in [
            ("ttl", RdfFormat::Turtle),
            ("jsonld", RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
        ] {
            let file = BufWriter::new(File::create(folder.join(format!("{name}.{ending}")))?);
            both.push(prefixes.serializer(format, &[], |_| true).for_writer(file));
        }
        outs.insert(graph.clone(), both);
    }
    write_file(&folder.join("graph.nq"), |out| {
        export.records.each_subject(|_, lines| {
            for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(lines) {
                let quad = export.shortened(quad.map_err(|it| ExportError::Rdf(it.to_string()))?);
                writeln!(out, "{quad} .")?;
                let graph = match &quad.graph_name {
                    GraphName::NamedNode(it) => it.as_str().to_owned(),
                    _ => continue,
                };
                for out in outs.get_mut(&graph).into_iter().flatten() {
                    // A file of its own is a graph of its own.
                    let triple = Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() };
                    out.serialize_quad(&triple)?;
                }
            }
            Ok::<_, ExportError>(())
        })
    })?;
    for out in outs.into_values().flatten() {
        out.finish()?.flush()?;
    }
    Ok(())
}

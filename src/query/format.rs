//! How an answer is written: one enum, and for each of its values a name, a media type and an ending.
//!
//! Tables are for people; the rest is for programs and follows its standard.

use std::{fmt, io::Write, str::FromStr};

use oxigraph::{
    io::{JsonLdProfileSet, RdfFormat},
    model::{Triple, Variable},
    sparql::results::{QueryResultsFormat, QueryResultsSerializer},
};

use super::{Answer, Content, QueryError, table};
use crate::{diagnostic::did_you_mean, vocabulary::Prefixes};

/// What kind of answer there is to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Rows, of SELECT.
    Solutions,
    /// True or false, of ASK.
    Boolean,
    /// Triples, of CONSTRUCT and DESCRIBE.
    Graph,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Solutions => "the rows of a SELECT",
            Self::Boolean => "the truth of an ASK",
            Self::Graph => "the triples of a CONSTRUCT or DESCRIBE",
        })
    }
}

/// A way to write an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for people.
    Table,
    /// Comma-separated values.
    Csv,
    /// Tab-separated terms as in SPARQL.
    Tsv,
    /// SPARQL results in JSON.
    Json,
    /// SPARQL results in XML; for triples, RDF/XML.
    Xml,
    /// A table for a page in Markdown.
    Markdown,
    /// Turtle.
    Turtle,
    /// N-Triples.
    NTriples,
    /// N-Quads, all in the default graph.
    NQuads,
    /// JSON-LD.
    JsonLd,
    /// `TriG`, all in the default graph.
    TriG,
}

impl Format {
    /// All of them, tables first.
    pub const ALL: [Self; 11] = [
        Self::Table,
        Self::Markdown,
        Self::Csv,
        Self::Tsv,
        Self::Json,
        Self::Xml,
        Self::Turtle,
        Self::NTriples,
        Self::NQuads,
        Self::JsonLd,
        Self::TriG,
    ];

    /// As named on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Markdown => "md",
            Self::Turtle => "ttl",
            Self::NTriples => "nt",
            Self::NQuads => "nq",
            Self::JsonLd => "jsonld",
            Self::TriG => "trig",
        }
    }

    /// As named in HTTP, for this kind of answer.
    pub fn media_type(self, form: Form) -> &'static str {
        match self {
            Self::Table => "text/plain; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Tsv => "text/tab-separated-values; charset=utf-8",
            Self::Json => "application/sparql-results+json",
            Self::Xml if form == Form::Graph => "application/rdf+xml",
            Self::Xml => "application/sparql-results+xml",
            Self::Turtle => "text/turtle",
            Self::NTriples => "application/n-triples",
            Self::NQuads => "application/n-quads",
            Self::JsonLd => "application/ld+json",
            Self::TriG => "application/trig",
        }
    }

    /// Ending of a file's name, for this kind of answer.
    pub fn extension(self, form: Form) -> &'static str {
        match self {
            Self::Table => "txt",
            Self::Xml if form == Form::Graph => "rdf",
            other => other.name(),
        }
    }

    /// Whether this kind of answer can be written so.
    pub fn fits(self, form: Form) -> bool {
        match self {
            Self::Table | Self::Markdown | Self::Xml => true,
            Self::Csv | Self::Tsv | Self::Json => form != Form::Graph,
            Self::Turtle | Self::NTriples | Self::NQuads | Self::JsonLd | Self::TriG => {
                form == Form::Graph
            }
        }
    }

    /// Names of all that fit this kind of answer.
    pub fn names(form: Form) -> String {
        let fitting = Self::ALL.iter().filter(|it| it.fits(form)).map(|it| it.name());
        fitting.collect::<Vec<_>>().join(", ")
    }

    fn of_results(self) -> Option<QueryResultsFormat> {
        match self {
            Self::Csv => Some(QueryResultsFormat::Csv),
            Self::Tsv => Some(QueryResultsFormat::Tsv),
            Self::Json => Some(QueryResultsFormat::Json),
            Self::Xml => Some(QueryResultsFormat::Xml),
            _ => None,
        }
    }

    fn of_graph(self) -> Option<RdfFormat> {
        match self {
            Self::Turtle => Some(RdfFormat::Turtle),
            Self::NTriples => Some(RdfFormat::NTriples),
            Self::NQuads => Some(RdfFormat::NQuads),
            Self::TriG => Some(RdfFormat::TriG),
            Self::Xml => Some(RdfFormat::RdfXml),
            Self::JsonLd => Some(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
            Self::Table | Self::Markdown | Self::Csv | Self::Tsv | Self::Json => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The message for a name that is no format.
impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let name = name.to_ascii_lowercase();
        let found = Self::ALL.into_iter().find(|it| it.name() == name);
        found.ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|it| it.name()).collect();
            match did_you_mean(&name, names.iter().copied()) {
                Some(close) => format!("there is no format `{name}`; did you mean `{close}`?"),
                None => format!("there is no format `{name}`; there are {}", names.join(", ")),
            }
        })
    }
}

impl Answer {
    /// What kind of answer it is.
    pub fn form(&self) -> Form {
        match self.content {
            Content::Solutions { .. } => Form::Solutions,
            Content::Boolean(_) => Form::Boolean,
            Content::Graph(_) => Form::Graph,
        }
    }
}

/// Writes an answer; tables are made to fit `width` columns of a terminal.
pub fn write(
    answer: &Answer,
    format: Format,
    prefixes: &Prefixes,
    width: usize,
    mut out: impl Write,
) -> Result<(), QueryError> {
    let form = answer.form();
    if !format.fits(form) {
        return Err(QueryError::Format { format, form });
    }
    match (format, &answer.content) {
        (Format::Table, _) => out.write_all(table::text(answer, prefixes, width).as_bytes())?,
        (Format::Markdown, _) => out.write_all(table::markdown(answer, prefixes).as_bytes())?,
        (_, Content::Graph(triples)) => {
            let Some(format) = format.of_graph() else {
                return Err(QueryError::Format { format, form });
            };
            write_triples(triples, format, prefixes, &mut out)?;
        }
        (_, content) => {
            let Some(format) = format.of_results() else {
                return Err(QueryError::Format { format, form });
            };
            write_results(content, format, &mut out)?;
        }
    }
    out.flush()?;
    Ok(())
}

fn write_results(
    content: &Content,
    format: QueryResultsFormat,
    mut out: impl Write,
) -> Result<(), QueryError> {
    let serializer = QueryResultsSerializer::from_format(format);
    match content {
        Content::Solutions { variables, rows } => {
            let names: Vec<Variable> =
                variables.iter().map(|it| Variable::new_unchecked(it.as_str())).collect();
            let mut writer = serializer.serialize_solutions_to_writer(&mut out, names.clone())?;
            for row in rows {
                let bound = names.iter().zip(row);
                writer.serialize(bound.filter_map(|(name, term)| Some((name, term.as_ref()?))))?;
            }
            writer.finish()?;
        }
        Content::Boolean(truth) => {
            serializer.serialize_boolean_to_writer(&mut out, *truth)?;
        }
        Content::Graph(_) => (),
    }
    // The formats of one line end without a line break.
    if matches!(format, QueryResultsFormat::Json | QueryResultsFormat::Xml)
        || matches!(content, Content::Boolean(_))
    {
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn write_triples(
    triples: &[Triple],
    format: RdfFormat,
    prefixes: &Prefixes,
    mut out: impl Write,
) -> Result<(), QueryError> {
    let text: String = triples.iter().map(ToString::to_string).collect();
    let serializer = prefixes.serializer(format, &[], |it| text.contains(&format!("<{it}")));
    let mut writer = serializer.for_writer(&mut out);
    for triple in triples {
        writer.serialize_triple(triple)?;
    }
    writer.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
        let error = "jsonl".parse::<Format>().unwrap_err();
        assert_eq!(error, "there is no format `jsonl`; did you mean `jsonld`?");
        assert!("zip".parse::<Format>().unwrap_err().ends_with("nt, nq, jsonld, trig"));
    }

    #[test]
    fn every_form_has_formats_that_a_client_can_ask_for() {
        for form in [Form::Solutions, Form::Boolean, Form::Graph] {
            for format in Format::ALL.into_iter().filter(|it| it.fits(form)) {
                assert!(format.media_type(form).contains('/'));
                assert!(!format.extension(form).is_empty());
            }
        }
    }
}

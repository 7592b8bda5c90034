//! JSON-LD by thing: a context, and a document for each thing and each document, one a line, with the claims about it and
//! their quotes in it.
//!
//! Everything in a document is in the graph: read as RDF, its lines are triples of the graph and no others.

use std::{collections::BTreeMap, fs, path::Path};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{NamedOrBlankNode, Quad, Term},
};
use serde_json::{Map, Value, json};

use super::{Export, ExportError, format::write_file};
use crate::{
    record::{Again, Place},
    vocabulary::{Base, dcterms, oa, prov, rdf, rdfs, schema, skos, xsd},
};

/// The file of the context, beside that of the documents.
const CONTEXT: &str = "context.jsonld";

/// Short names of what is no term, and of the inverse of `rdf:subject`.
const OWN: [&str; 4] = ["id", "type", "xsd", "claims"];
/// Short names of terms that are not the project's own.
const TERMS: [(&str, &str); 36] = [
    ("subject", rdf::SUBJECT),
    ("predicate", rdf::PREDICATE),
    ("object", rdf::OBJECT),
    ("label", rdfs::LABEL),
    ("comment", rdfs::COMMENT),
    ("definedBy", rdfs::IS_DEFINED_BY),
    ("prefLabel", skos::PREF_LABEL),
    ("altLabel", skos::ALT_LABEL),
    ("hiddenLabel", skos::HIDDEN_LABEL),
    ("definition", skos::DEFINITION),
    ("broader", skos::BROADER),
    ("exactMatch", skos::EXACT_MATCH),
    ("inScheme", skos::IN_SCHEME),
    ("sameAs", schema::SAME_AS),
    ("value", schema::VALUE),
    ("sha256", schema::SHA256),
    ("heldBy", prov::WAS_ATTRIBUTED_TO),
    ("generatedBy", prov::WAS_GENERATED_BY),
    ("source", oa::HAS_SOURCE),
    ("selector", oa::HAS_SELECTOR),
    ("start", oa::START),
    ("end", oa::END),
    ("exact", oa::EXACT),
    ("prefix", oa::PREFIX),
    ("suffix", oa::SUFFIX),
    ("title", dcterms::TITLE),
    ("creator", dcterms::CREATOR),
    ("publisher", dcterms::PUBLISHER),
    ("issued", dcterms::ISSUED),
    ("licence", dcterms::LICENSE),
    ("language", dcterms::LANGUAGE),
    ("Statement", rdf::STATEMENT),
    ("Entity", prov::ENTITY),
    ("SpecificResource", oa::SPECIFIC_RESOURCE),
    ("TextPositionSelector", oa::TEXT_POSITION_SELECTOR),
    ("TextQuoteSelector", oa::TEXT_QUOTE_SELECTOR),
];

/// Names whose values are nearly always of one datatype, which is then said once, in the context.
const TYPED: [(&str, &str); 5] = [
    ("start", xsd::NON_NEGATIVE_INTEGER),
    ("end", xsd::NON_NEGATIVE_INTEGER),
    ("issued", xsd::DATE),
    ("statedOn", xsd::DATE),
    ("confidence", xsd::DECIMAL),
];

pub(super) fn write(export: &Export<'_>, folder: &Path) -> Result<(), ExportError> {
    let framer = Framer::new(export);
    fs::write(folder.join(CONTEXT), format!("{:#}\n", framer.context()))?;
    let places = export.places(|claim| [claim.subject.clone()].into())?;
    let mut again = export.records.again()?;
    write_file(&folder.join("entities.jsonl"), |out| {
        export.records.each_subject(|subject, lines| {
            if framer.is_entity(subject) {
                let claims = places.get(subject).map(Vec::as_slice).unwrap_or_default();
                let document = framer.document(subject, lines, claims, &mut again)?;
                writeln!(out, "{document}")?;
            }
            Ok::<_, ExportError>(())
        })
    })
}

struct Framer<'a> {
    export: &'a Export<'a>,
    base: &'a Base,
    /// Short names by IRI.
    terms: BTreeMap<&'static str, &'static str>,
    evidence: String,
}

impl<'a> Framer<'a> {
    fn new(export: &'a Export<'a>) -> Self {
        let base = &export.ontology.base;
        let terms = TERMS.map(|(name, iri)| (iri, name)).into();
        Self { export, base, terms, evidence: base.term("evidence") }
    }

    /// What the short names mean; all others are the project's own.
    fn context(&self) -> Value {
        let mut context = Map::new();
        let mut put = |name: &str, value: Value| drop(context.insert(name.to_owned(), value));
        put("@version", 1.1.into());
        put("@vocab", self.base.term("").into());
        put("id", "@id".into());
        put("type", "@type".into());
        put("xsd", xsd::NAMESPACE.into());
        for (name, iri) in TERMS {
            put(name, iri.into());
        }
        for (name, datatype) in TYPED {
            let known = TERMS.iter().find(|it| it.0 == name);
            let iri = known.map_or_else(|| self.base.term(name), |it| it.1.to_owned());
            put(name, json!({ "@id": iri, "@type": short_type(datatype) }));
        }
        put("claims", json!({ "@reverse": rdf::SUBJECT }));
        json!({ "@context": context })
    }

    /// Whether a subject has a document.
    fn is_entity(&self, subject: &str) -> bool {
        let records = self.export.records;
        records.documents.contains_key(subject)
            || records.things.get(subject).is_some_and(|it| it.is_own(self.base))
    }

    fn document(
        &self,
        subject: &str,
        lines: &[u8],
        claims: &[Place],
        again: &mut Again<'_>,
    ) -> Result<Value, ExportError> {
        let mut quads = Vec::new();
        for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(lines) {
            quads.push(quad.map_err(|it| ExportError::Rdf(it.to_string()))?);
        }
        let mut document = Map::new();
        document.insert("@context".to_owned(), CONTEXT.into());
        document.append(&mut self.node(subject, &quads));
        let mut nested = Vec::new();
        for place in claims {
            nested.push(self.claim(&again.quads(*place)?, again)?);
        }
        if !nested.is_empty() {
            document.insert("claims".to_owned(), nested.into());
        }
        Ok(document.into())
    }

    /// A claim without its subject, with its passages in it.
    fn claim(&self, quads: &[Quad], again: &mut Again<'_>) -> Result<Value, ExportError> {
        let Some(iri) = quads.first().map(subject) else { return Ok(Value::Null) };
        let (mut own, mut passages) = (Vec::new(), Vec::new());
        for quad in quads {
            if quad.predicate.as_str() == self.evidence
                && let Term::NamedNode(passage) = &quad.object
            {
                passages.push(self.passage(passage.as_str(), &again.passage(passage.as_str())?));
            } else if quad.predicate.as_str() != rdf::SUBJECT {
                own.push(quad.clone());
            }
        }
        let mut node = self.node(&iri, &own);
        node.insert("evidence".to_owned(), passages.into());
        Ok(node.into())
    }

    /// A passage with its selectors in it.
    fn passage(&self, iri: &str, quads: &[Quad]) -> Value {
        let mut by_subject: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
        for quad in quads.iter().filter(|it| it.predicate.as_str() != oa::HAS_SELECTOR) {
            by_subject.entry(subject(quad)).or_default().push(self.export.shortened(quad.clone()));
        }
        let own = by_subject.remove(iri).unwrap_or_default();
        let mut node = self.node(iri, &own);
        let selectors = by_subject.iter().map(|(iri, quads)| self.node(iri, quads).into());
        node.insert("selector".to_owned(), Value::Array(selectors.collect()));
        node.into()
    }

    /// What is said of something, by short names.
    fn node(&self, iri: &str, quads: &[Quad]) -> Map<String, Value> {
        let mut values: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for quad in quads {
            let (name, value) = match (quad.predicate.as_str(), &quad.object) {
                (rdf::TYPE, Term::NamedNode(it)) => {
                    ("type".to_owned(), self.short(it.as_str()).into())
                }
                (property, value) => {
                    let name = self.short(property);
                    let value = self.value(&name, value);
                    (name, value)
                }
            };
            let known = values.entry(name).or_default();
            // The same in several graphs is the same.
            if !known.contains(&value) {
                known.push(value);
            }
        }
        let mut node = Map::new();
        node.insert("id".to_owned(), iri.into());
        for (name, mut values) in values {
            let one = if values.len() == 1 { values.pop() } else { None };
            node.insert(name, one.unwrap_or(Value::Array(values)));
        }
        node
    }

    /// The value of a property with this short name.
    fn value(&self, name: &str, value: &Term) -> Value {
        let literal = match value {
            Term::NamedNode(it) => return self.reference(it.as_str()),
            Term::BlankNode(it) => return json!({ "id": it.to_string() }),
            Term::Literal(it) => it,
        };
        let text = literal.value();
        if let Some(language) = literal.language() {
            return json!({ "@value": text, "@language": language });
        }
        match literal.datatype().as_str() {
            xsd::STRING => text.into(),
            xsd::BOOLEAN if text == "true" || text == "false" => (text == "true").into(),
            xsd::INTEGER if text.parse().is_ok_and(|it: i32| it.to_string() == text) => {
                text.parse::<i32>().unwrap_or_default().into()
            }
            other if TYPED.contains(&(name, other)) => text.into(),
            other => json!({ "@value": text, "@type": short_type(other) }),
        }
    }

    /// Something else, with its name where that says more than its IRI.
    fn reference(&self, iri: &str) -> Value {
        let records = self.export.records;
        let thing = records.things.get(iri).map(|it| it.label.as_str());
        let name = thing.or_else(|| records.documents.get(iri).map(|it| it.title.as_str()));
        let mut reference = json!({ "id": iri });
        if let Some(name) = name.filter(|it| !iri.ends_with(it)) {
            reference["displayLabel"] = name.into();
        }
        reference
    }

    fn short(&self, iri: &str) -> String {
        let taken = |it: &str| OWN.contains(&it) || TERMS.iter().any(|term| term.0 == it);
        let own = self.base.term_name(iri).filter(|it| !taken(it));
        self.terms.get(iri).copied().or(own).unwrap_or(iri).to_owned()
    }
}

/// `xsd:date`.
fn short_type(datatype: &str) -> String {
    let short = datatype.strip_prefix(xsd::NAMESPACE).map(|it| format!("xsd:{it}"));
    short.unwrap_or_else(|| datatype.to_owned())
}

fn subject(quad: &Quad) -> String {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(it) => it.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(it) => it.to_string(),
    }
}

//! `FollowTheMoney`: entities for Aleph and its kin, one JSON object a line.
//!
//! Which schema a class is there, and which edge a property, the pack says (`o:ftmSchema`, `o:ftmProperty`, `o:ftmEdge` with
//! the schema, the properties of its two ends and, if it has one, of its name); any other property is an `UnknownLink` with its name as the role.  The
//! format has no way to say that something is denied, planned or only reported, so it takes asserted claims alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
};

use serde_json::json;

use super::{
    Export, ExportError,
    edges::{Edge, target},
};
use crate::{
    digest::short,
    record::{Claim, Thing},
    vocabulary::wd,
};

/// Properties with their values.
type Properties = BTreeMap<String, BTreeSet<String>>;

/// What a property is here if the pack says nothing else.
const LINK: &str = "UnknownLink subject object role";

pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> Result<usize, ExportError> {
    let mut left = 0;
    let mut things: BTreeSet<String> = BTreeSet::new();
    for claim in export.records.claims()? {
        let claim = claim?;
        if !claim.asserted {
            continue;
        }
        let Some(target) = target(&claim) else {
            left += 1;
            continue;
        };
        let edge = Edge { claim, target };
        let ends = [edge.claim.subject.as_str(), edge.target.as_str()];
        if ends.iter().all(|it| schema(export, it).is_some()) {
            link(export, &edge, out)?;
            things.extend(ends.map(str::to_owned));
        } else {
            left += 1;
        }
    }
    for iri in &things {
        if let Some(thing) = export.records.things.get(iri)
            && let Some(schema) = schema(export, iri)
        {
            entity(out, iri, &schema, &described(export, thing))?;
        }
    }
    for document in export.records.documents.values() {
        let mut properties = Properties::new();
        add(&mut properties, "title", &document.title);
        add(&mut properties, "fileName", &document.file);
        add(&mut properties, "publishedAt", document.date.as_deref().unwrap_or_default());
        let name = |it: &Option<String>| it.as_deref().map(|it| export.records.name(it).to_owned());
        add(&mut properties, "author", &name(&document.speaker).unwrap_or_default());
        add(&mut properties, "publisher", &name(&document.publisher).unwrap_or_default());
        entity(out, &document.iri, "Document", &properties)?;
    }
    Ok(left)
}

/// Letters, digits, dots and hyphens alone, made of the IRI.
fn id(iri: &str) -> String {
    format!("kell-{}", short(&[iri]))
}

fn schema(export: &Export<'_>, iri: &str) -> Option<String> {
    if export.records.documents.contains_key(iri) {
        return Some("Document".to_owned());
    }
    export.class_mapping(export.records.class(iri), "ftmSchema")
}

fn add(properties: &mut Properties, name: &str, value: &str) {
    if !value.is_empty() {
        properties.entry(name.to_owned()).or_default().insert(value.to_owned());
    }
}

fn entity(
    out: &mut dyn Write,
    iri: &str,
    schema: &str,
    properties: &Properties,
) -> Result<(), ExportError> {
    let line = json!({ "id": id(iri), "schema": schema, "properties": properties });
    Ok(writeln!(out, "{line}")?)
}

fn described(export: &Export<'_>, thing: &Thing) -> Properties {
    let mut properties = Properties::new();
    add(&mut properties, "name", &thing.label);
    for (_, name) in &thing.aliases {
        add(&mut properties, "alias", name);
    }
    add(&mut properties, "summary", &thing.definition);
    for iri in &thing.matches {
        match iri.strip_prefix(wd::NAMESPACE) {
            Some(item) => add(&mut properties, "wikidataId", item),
            None => add(&mut properties, "sourceUrl", iri),
        }
    }
    if let Some(country) = export.country(&thing.iri) {
        add(&mut properties, "country", &country.to_lowercase());
    }
    for (name, value) in export.further(&thing.class, "ftmProperty", "ftmSchema") {
        add(&mut properties, &name, &value);
    }
    properties
}

fn link(export: &Export<'_>, edge: &Edge, out: &mut dyn Write) -> Result<(), ExportError> {
    let claim: &Claim = &edge.claim;
    let mapped = export.mapping(&claim.property, "ftmEdge");
    let mut parts = mapped.as_deref().unwrap_or(LINK).split_whitespace();
    let mut part = || parts.next().unwrap_or_default();
    let (schema, source, target, role) = (part(), part(), part(), part());
    let mut properties = Properties::new();
    add(&mut properties, source, &id(&claim.subject));
    add(&mut properties, target, &id(&edge.target));
    if !role.is_empty() {
        add(&mut properties, role, export.records.name(&claim.property));
    }
    add(&mut properties, "summary", &claim.label);
    add(&mut properties, "recordId", &claim.iri);
    for passage in &claim.evidence {
        add(&mut properties, "description", &export.quote(&passage.quote));
        add(&mut properties, "proof", &id(&passage.document));
    }
    let when = claim.time.as_deref().map_or("", |it| export.records.name(it));
    match when.split_once("..") {
        Some((from, until)) => {
            add(&mut properties, "startDate", from);
            add(&mut properties, "endDate", until);
        }
        // That it held then says nothing of when it began.
        None => add(&mut properties, "date", when),
    }
    entity(out, &claim.iri, schema, &properties)
}

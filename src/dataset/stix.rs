//! STIX 2.1: a bundle for threat-intelligence teams.
//!
//! What a class is there, and which relationship a property, the pack says (`o:stixType`, `o:stixProperty`,
//! `o:stixRelationship`, with `^` in front where it points the other way).  A claim is a relationship only if it is asserted
//! and both its ends are objects of STIX; any other is a note, so that nothing is lost.  What contradicts it is an opinion
//! about it.  An extension carries its IRI, its polarity and its force.  Identifiers are UUIDs made of the IRIs.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
};

use oxigraph::model::Term;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Export, ExportError, moment};
use crate::{
    record::{Claim, Document, Thing, plain},
    vocabulary::slug,
};

/// Letters of a country's code.
const COUNTRY: usize = 2;

pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut bundle = Bundle::new(export, out);
    let id = id("bundle", export.ontology.base.as_str());
    write!(bundle.out, "{{\"type\":\"bundle\",\"id\":{},\"objects\":[", Value::from(id))?;
    bundle.introduce()?;
    for iri in export.about(|_| true)? {
        if let Some(thing) = export.records.things.get(&iri)
            && let Some(kind) = bundle.kind(&thing.iri)
        {
            bundle.thing(thing, &kind)?;
        }
    }
    for claim in export.claims()? {
        bundle.claim(&claim?)?;
    }
    bundle.groupings()?;
    bundle.opinions()?;
    for document in export.records.documents.values() {
        bundle.report(document)?;
    }
    Ok(writeln!(bundle.out, "\n]}}")?)
}

/// `type--UUID`.
fn id(kind: &str, name: &str) -> String {
    format!("{kind}--{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()))
}

/// What every object has.
fn common(kind: &str, id: &str, created: &str) -> Map<String, Value> {
    let fields = [
        ("type", kind),
        ("spec_version", "2.1"),
        ("id", id),
        ("created", created),
        ("modified", created),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
}

/// A confidence from 0 to 1 in the hundredths that STIX counts: `0.95` is 95.
fn hundredths(confidence: &str) -> u8 {
    let (whole, part) = confidence.split_once('.').unwrap_or((confidence, ""));
    if whole == "1" { 100 } else { format!("{part:0<2}")[..2].parse().unwrap_or_default() }
}

struct Bundle<'a, 'w> {
    export: &'a Export<'a>,
    out: &'w mut dyn Write,
    first: bool,
    /// When it was made.
    made: String,
    creator: String,
    extension: String,
    /// What documents speak of: identifiers by the IRI of the document.
    refers: BTreeMap<String, BTreeSet<String>>,
    /// What things that hold others together are connected with, by their IRI.
    holds: BTreeMap<String, BTreeSet<String>>,
    /// Claims in conflicts by IRI: their identifier, and the names of who holds them.
    disputed: BTreeMap<String, Option<(String, Vec<String>)>>,
}

impl<'a, 'w> Bundle<'a, 'w> {
    fn new(export: &'a Export<'a>, out: &'w mut dyn Write) -> Self {
        let software = export.ontology.base.software("kell");
        let disputed = export.records.conflicts.values().flat_map(|it| &it.claims);
        Self {
            export,
            out,
            first: true,
            made: moment(&export.date()),
            creator: id("identity", &software),
            extension: id("extension-definition", &export.ontology.base.term("Claim")),
            refers: BTreeMap::new(),
            holds: BTreeMap::new(),
            disputed: disputed.map(|it| (it.clone(), None)).collect(),
        }
    }

    fn object(&mut self, object: &Value) -> Result<(), ExportError> {
        let comma = if std::mem::take(&mut self.first) { "" } else { "," };
        Ok(write!(self.out, "{comma}\n{object}")?)
    }

    /// Who made the bundle, and what its extension means.
    fn introduce(&mut self) -> Result<(), ExportError> {
        let mut creator = common("identity", &self.creator, &self.made);
        creator.insert("name".to_owned(), "kell".into());
        creator.insert("identity_class".to_owned(), "system".into());
        self.object(&creator.into())?;
        let mut extension = common("extension-definition", &self.extension, &self.made);
        for (name, value) in [
            ("name", "Claims".into()),
            (
                "description",
                "The claim behind an object: its IRI, polarity, force and holders, and the quotes that make it.".into(),
            ),
            ("schema", Value::from(self.export.ontology.base.term("Claim"))),
            ("version", "1.0.0".into()),
            ("extension_types", json!(["property-extension"])),
            ("created_by_ref", self.creator.clone().into()),
        ] {
            extension.insert(name.to_owned(), value);
        }
        self.object(&extension.into())
    }

    /// The type of a thing, if STIX has one for it.
    fn kind(&self, iri: &str) -> Option<String> {
        if self.export.records.documents.contains_key(iri) {
            return Some("report".to_owned());
        }
        let class = self.export.records.class(iri);
        let kind = self.export.class_mapping(class, "stixType")?;
        match kind.as_str() {
            // A note is about something else; a report needs a day on which it was published.
            "note" => None,
            "report" => Some("grouping".to_owned()),
            _ => Some(kind),
        }
    }

    fn reference(&self, iri: &str) -> Option<String> {
        self.kind(iri).map(|it| id(&it, iri))
    }

    fn thing(&mut self, thing: &Thing, kind: &str) -> Result<(), ExportError> {
        if kind == "grouping" {
            // It is written when what it holds together is known.
            self.holds.entry(thing.iri.clone()).or_default();
            return Ok(());
        }
        let mut object = common(kind, &id(kind, &thing.iri), &self.made);
        self.describe(&mut object, thing);
        for (name, value) in self.export.further(&thing.class, "stixProperty", "stixType") {
            match name.strip_suffix("[]") {
                Some(name) => object.insert(name.to_owned(), json!([value])),
                None => object.insert(name, value.into()),
            };
        }
        if kind == "location" {
            let country = self.export.country(&thing.iri).filter(|it| it.len() == COUNTRY);
            let place = match country {
                Some(country) => ("country", country),
                None => ("region", slug(&thing.label)),
            };
            object.insert(place.0.to_owned(), place.1.into());
        }
        self.object(&object.into())
    }

    fn describe(&self, object: &mut Map<String, Value>, thing: &Thing) {
        object.insert("name".to_owned(), thing.label.clone().into());
        if !thing.definition.is_empty() {
            object.insert("description".to_owned(), thing.definition.clone().into());
        }
        object.insert("created_by_ref".to_owned(), self.creator.clone().into());
        let matches =
            thing.matches.iter().map(|it| json!({ "source_name": "same as", "external_id": it }));
        let own = json!({ "source_name": "kell", "external_id": thing.iri });
        object.insert(
            "external_references".to_owned(),
            std::iter::once(own).chain(matches).collect(),
        );
    }

    fn claim(&mut self, claim: &Claim) -> Result<(), ExportError> {
        let created = claim.stated_on.first().map_or_else(|| self.made.clone(), |it| moment(it));
        let source = self.reference(&claim.subject);
        let object = match &claim.object {
            Some(Term::NamedNode(it)) => self.reference(it.as_str()),
            _ => None,
        };
        let (id, mut it) = match (&source, &object) {
            (Some(source), Some(target)) if claim.asserted => {
                self.relationship(claim, source, target, &created)
            }
            _ => self.note(claim, source.iter().chain(&object).cloned().collect(), &created),
        };
        it.insert("created_by_ref".to_owned(), self.creator.clone().into());
        it.insert("confidence".to_owned(), hundredths(&claim.confidence).into());
        it.insert("extensions".to_owned(), json!({ &self.extension: self.extended(claim) }));
        self.object(&it.into())?;
        if let Some(known) = self.disputed.get_mut(&claim.iri) {
            *known = Some((id.clone(), self.export.holders(claim)));
        }
        for passage in &claim.evidence {
            self.refers.entry(passage.document.clone()).or_default().insert(id.clone());
        }
        let object_iri = claim.object.as_ref().map(plain).unwrap_or_default();
        for (iri, other) in [(&claim.subject, object), (&object_iri, source)] {
            if let Some(held) = self.holds.get_mut(iri) {
                held.insert(id.clone());
                held.extend(other);
            }
        }
        Ok(())
    }

    fn relationship(
        &self,
        claim: &Claim,
        source: &str,
        target: &str,
        created: &str,
    ) -> (String, Map<String, Value>) {
        let id = id("relationship", &claim.iri);
        let mut it = common("relationship", &id, created);
        let kind = self.export.mapping(&claim.property, "stixRelationship");
        // Some are no relationships, but properties of an object.
        let kind = kind.filter(|it| !it.contains('_'));
        let (kind, ends) = match kind.as_deref().map(|it| it.strip_prefix('^').ok_or(it)) {
            Some(Ok(kind)) => (kind, [target, source]),
            Some(Err(kind)) => (kind, [source, target]),
            None => ("related-to", [source, target]),
        };
        for (name, value) in [
            ("relationship_type", kind),
            ("source_ref", ends[0]),
            ("target_ref", ends[1]),
            ("description", &claim.label),
        ] {
            it.insert(name.to_owned(), value.into());
        }
        (id, it)
    }

    fn note(
        &self,
        claim: &Claim,
        mut about: Vec<String>,
        created: &str,
    ) -> (String, Map<String, Value>) {
        let id = id("note", &claim.iri);
        let mut it = common("note", &id, created);
        if about.is_empty() {
            about.extend(claim.evidence.iter().map(|it| self::id("report", &it.document)));
        }
        if about.is_empty() {
            about.push(self.creator.clone());
        }
        about.dedup();
        let holders = self.export.holders(claim);
        let force = if claim.negated {
            format!("not so: {}", claim.standing())
        } else {
            claim.standing().to_owned()
        };
        it.insert("abstract".to_owned(), claim.label.clone().into());
        it.insert("content".to_owned(), format!("{} ({force})", claim.label).into());
        it.insert("object_refs".to_owned(), about.into());
        if !holders.is_empty() {
            it.insert("authors".to_owned(), holders.into());
        }
        (id, it)
    }

    fn extended(&self, claim: &Claim) -> Value {
        let quotes = claim
            .evidence
            .iter()
            .map(|it| json!({ "passage": it.iri, "quote": self.export.quote(&it.quote) }));
        json!({
            "extension_type": "property-extension",
            "claim": claim.iri,
            "predicate": claim.property,
            "polarity": claim.polarity(),
            "force": claim.force,
            "standing": claim.standing(),
            "holders": claim.holders,
            "evidence": quotes.collect::<Vec<_>>(),
        })
    }

    /// Whatever holds together what was found in the documents.
    fn groupings(&mut self) -> Result<(), ExportError> {
        for (iri, held) in std::mem::take(&mut self.holds) {
            let Some(thing) = self.export.records.things.get(&iri) else { continue };
            let mut object = common("grouping", &id("grouping", &iri), &self.made);
            self.describe(&mut object, thing);
            object.insert("context".to_owned(), "unspecified".into());
            object.insert("object_refs".to_owned(), held.into_iter().collect());
            self.object(&object.into())?;
        }
        Ok(())
    }

    /// What whoever holds one side of a conflict thinks of the other.
    fn opinions(&mut self) -> Result<(), ExportError> {
        let disputed = std::mem::take(&mut self.disputed);
        for conflict in self.export.records.conflicts.values() {
            let sides = || conflict.claims.iter().filter_map(|it| disputed.get(it)?.as_ref());
            for (own, holders) in sides() {
                let others: Vec<&str> =
                    sides().map(|it| it.0.as_str()).filter(|it| it != own).collect();
                if others.is_empty() {
                    continue;
                }
                let id = id("opinion", &format!("{} {own}", conflict.iri));
                let mut object = common("opinion", &id, &self.made);
                for (name, value) in [
                    ("opinion", "disagree".into()),
                    ("explanation", conflict.message.clone().into()),
                    ("object_refs", others.into()),
                    ("created_by_ref", self.creator.clone().into()),
                    (
                        "external_references",
                        json!([{ "source_name": "kell", "external_id": conflict.iri }]),
                    ),
                ] {
                    object.insert(name.to_owned(), value);
                }
                if !holders.is_empty() {
                    object.insert("authors".to_owned(), holders.clone().into());
                }
                self.object(&object.into())?;
            }
        }
        Ok(())
    }

    fn report(&mut self, document: &Document) -> Result<(), ExportError> {
        let published = document.date.as_deref().map_or_else(|| self.made.clone(), moment);
        let mut refers = self.refers.remove(&document.iri).unwrap_or_default();
        if refers.is_empty() {
            refers.insert(self.creator.clone());
        }
        let mut object = common("report", &id("report", &document.iri), &published);
        for (name, value) in [
            ("name", document.title.clone().into()),
            ("published", published.into()),
            ("object_refs", refers.into_iter().collect()),
            ("created_by_ref", self.creator.clone().into()),
            ("report_types", json!(["threat-report"])),
            (
                "external_references",
                json!([{ "source_name": "kell", "external_id": document.iri }]),
            ),
        ] {
            object.insert(name.to_owned(), value);
        }
        self.object(&object.into())
    }
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn confidence_is_counted_in_hundredths() {
        let cases =
            [("0.95", 95), ("0.60", 60), ("1.00", 100), ("0.5", 50), ("0.00", 0), ("1", 100)];
        for (confidence, expected) in cases {
            assert_eq!(hundredths(confidence), expected, "{confidence}");
        }
    }
}

//! The properties that `classes.ttl` of the packs declare.
//!
//! The classes have been read by then, so that domains and ranges become class ids.  This file does not know what
//! any property means, but for the class of dates.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    declarations::{Reader, suggest},
    schema::{ClassId, Property},
    turtle::Subject,
};
use crate::{
    diagnostic::Diagnostic,
    vocabulary::{owl, rdf, rdfs, schema, xsd},
};

impl<'a> Reader<'a, '_> {
    pub(super) fn properties(&mut self) {
        let names: Vec<&'a str> = self.property_names.iter().copied().collect();
        let mut properties: Vec<Property> = names.iter().map(|name| self.property(name)).collect();
        // An inverse that declares no ends of its own has those of its property, exchanged.
        let ends: BTreeMap<String, (Vec<ClassId>, Vec<ClassId>)> = properties
            .iter()
            .filter(|it| it.claimable)
            .filter_map(|it| Some((it.inverse.clone()?, (it.range.clone(), it.domain.clone()))))
            .collect();
        for property in properties.iter_mut().filter(|it| !it.claimable && it.domain.is_empty()) {
            if let Some((domain, range)) = ends.get(&property.name) {
                (property.domain, property.range) = (domain.clone(), range.clone());
            }
        }
        self.schema.properties = properties;
    }

    fn property(&mut self, name: &'a str) -> Property {
        let subject = self.own[name];
        let claimable = !subject.has(rdf::TYPE, owl::ANNOTATION_PROPERTY)
            && self.text(subject, "claimable") != Some("false");
        if claimable {
            self.definition(name, subject);
            for (one, several, code, end) in [
                (rdfs::DOMAIN, schema::DOMAIN_INCLUDES, "ontology/no-domain", "domain"),
                (rdfs::RANGE, schema::RANGE_INCLUDES, "ontology/no-range", "range"),
            ] {
                if subject.iris(one).chain(subject.iris(several)).next().is_none() {
                    let error =
                        Diagnostic::error(code, format!("the property `{name}` has no {end}"));
                    let hint = format!(
                        "add rdfs:{end} with a class, or owl:Thing for any; several go into schema:{end}Includes"
                    );
                    self.found.push(subject.place(error).hint(hint));
                }
            }
        }
        let range_iris = || subject.iris(rdfs::RANGE).chain(subject.iris(schema::RANGE_INCLUDES));
        let date = self.base.term("Date");
        let literal = range_iris().next().is_some()
            && range_iris().all(|it| it == date || it.starts_with(xsd::NAMESPACE));
        Property {
            name: name.to_owned(),
            labels: self.labels(name, subject),
            definition: subject.literals(rdfs::COMMENT).next().map_or("", |it| it.0).to_owned(),
            domain: self.ends(name, rdfs::DOMAIN, schema::DOMAIN_INCLUDES),
            range: self.ends(name, rdfs::RANGE, schema::RANGE_INCLUDES),
            literal,
            symmetric: subject.has(rdf::TYPE, owl::SYMMETRIC_PROPERTY),
            of_claims: subject.has(rdfs::DOMAIN, &self.base.term("Claim")),
            single_valued: self.text(subject, "singleValued") == Some("true"),
            after_object: self.text(subject, "afterObject") == Some("true"),
            years_in: self.by_language(subject, "yearsIn").into_values().flatten().collect(),
            inverse: self.inverse(name, subject),
            claimable,
            connects: self.text(subject, "connects") != Some("false"),
        }
    }

    fn ends(&mut self, name: &'a str, one: &str, several: &str) -> Vec<ClassId> {
        let mut names = self.known_classes(name, one);
        names.extend(self.known_classes(name, several));
        let ids = names.iter().filter_map(|it| self.schema.class_ids(it));
        let ids: BTreeSet<ClassId> = ids.flatten().collect();
        ids.into_iter().collect()
    }

    fn inverse(&mut self, name: &str, subject: &Subject<'a>) -> Option<String> {
        let inverse = subject.iris(owl::INVERSE_OF).find_map(|it| self.base.term_name(it))?;
        if self.property_names.contains(inverse) {
            return Some(inverse.to_owned());
        }
        let message = format!("the inverse of `{name}`, `{inverse}`, is not a property");
        let error = Diagnostic::error("ontology/unknown-property", message);
        let hint = suggest(inverse, self.property_names.iter().copied(), "declare it");
        self.found.push(subject.place(error).hint(hint));
        None
    }

    /// Predicates of the project's namespace must be declared properties.
    pub(super) fn predicates(&mut self) {
        for subject in self.own.values() {
            let used: BTreeSet<&str> =
                subject.values.iter().filter_map(|it| self.base.term_name(it.0)).collect();
            for name in used.into_iter().filter(|it| !self.property_names.contains(it)) {
                let error = Diagnostic::error(
                    "ontology/unknown-property",
                    format!("there is no property `{name}`"),
                );
                let hint = suggest(name, self.property_names.iter().copied(), "declare it");
                self.found.push(subject.place(error).hint(hint));
            }
        }
    }
}

//! `entities/*.ttl` of the packs → [`Entity`] and [`Tenure`].
//!
//! Any vocabulary with SKOS labels will do, so predicates of other namespaces are let through; those of the
//! project's own must be declared.  This module does not know what the properties mean.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Term;

use super::{
    declarations::{Declarations, is_untagged, suggest},
    entities::{Entity, Label, LabelKind, Tenure},
    schema::{ClassId, Property},
    turtle::{Subject, Subjects},
};
use crate::{
    diagnostic::Diagnostic,
    vocabulary::{Base, owl, rdf, schema, skos},
};

/// Reads what the subjects of all `entities/*.ttl` describe; `complete` says that no file had to be left out.
pub(super) fn read(
    base: &Base,
    declarations: &Declarations,
    subjects: &Subjects<'_>,
    complete: bool,
    found: &mut Vec<Diagnostic>,
) -> (Vec<Entity>, Vec<Tenure>) {
    let terms = Terms::new(base);
    let classes = BTreeMap::new();
    let mut reader = Reader { base, declarations, subjects, terms, classes, complete, found };
    let mut tenures = Vec::new();
    for (iri, subject) in subjects {
        reader.described_once(iri, subject);
        match reader.class(iri, subject) {
            Some(Kind::Thing(class)) => drop(reader.classes.insert(iri, class)),
            Some(Kind::Tenure) => tenures.push((*iri, subject)),
            None => (),
        }
    }
    let classes = reader.classes.clone();
    let entities: Vec<Entity> =
        classes.into_iter().map(|(iri, class)| reader.entity(iri, class, &subjects[iri])).collect();
    let tenures =
        tenures.into_iter().filter_map(|(iri, subject)| reader.tenure(iri, subject)).collect();
    reader.shared_labels(&entities);
    (entities, tenures)
}

enum Kind {
    Thing(ClassId),
    Tenure,
}

/// IRIs of the project's own terms that this module looks for.
struct Terms {
    things: String,
    demonym: String,
    ambiguous: String,
    identifier_source: String,
}

impl Terms {
    fn new(base: &Base) -> Self {
        Self {
            things: base.thing(""),
            demonym: base.term("demonym"),
            ambiguous: base.term("ambiguous"),
            identifier_source: base.term("identifierSource"),
        }
    }
}

struct Reader<'a, 'f> {
    base: &'a Base,
    declarations: &'a Declarations,
    subjects: &'a Subjects<'a>,
    terms: Terms,
    /// Class of every described thing.
    classes: BTreeMap<&'a str, ClassId>,
    complete: bool,
    found: &'f mut Vec<Diagnostic>,
}

impl<'a> Reader<'a, '_> {
    /// A name that messages can show: the local name of an own thing, else the IRI.
    fn short(&self, iri: &'a str) -> &'a str {
        iri.strip_prefix(&self.terms.things).unwrap_or(iri)
    }

    fn described_once(&mut self, iri: &'a str, subject: &Subject<'a>) {
        for (file, line) in subject.places.iter().skip(1) {
            let (first, at) = subject.places[0];
            let message = format!("`{}` is described twice", self.short(iri));
            let error = Diagnostic::error("ontology/duplicate-entity", message).at(*file, *line);
            self.found.push(
                error.hint(format!("merge it with the block at {first}:{at}, or rename one")),
            );
        }
    }

    fn class(&mut self, iri: &'a str, subject: &Subject<'a>) -> Option<Kind> {
        let classes: BTreeSet<&str> =
            subject.iris(rdf::TYPE).filter_map(|it| self.base.term_name(it)).collect();
        let classes: Vec<&str> = classes.into_iter().collect();
        let name = match classes[..] {
            [name] => name,
            [] => {
                if !subject.has(rdf::TYPE, skos::CONCEPT_SCHEME)
                    && !subject.has(rdf::TYPE, owl::ONTOLOGY)
                {
                    let message = format!("`{}` has no class", self.short(iri));
                    let error = Diagnostic::error("ontology/no-class", message);
                    self.found.push(
                        subject
                            .place(error)
                            .hint("begin its block with `a` and a class of the pack"),
                    );
                }
                return None;
            }
            [..] => {
                let message = format!("`{}` has {} classes", self.short(iri), classes.len());
                let error = Diagnostic::error("ontology/two-classes", message);
                self.found.push(
                    subject
                        .place(error)
                        .hint("keep the most specific one; its superclasses follow"),
                );
                classes[0]
            }
        };
        if let Some(class) = self.declarations.schema.class_id(name) {
            return Some(Kind::Thing(class));
        }
        if name == "Tenure" && self.declarations.records.contains(name) {
            return Some(Kind::Tenure);
        }
        let names = self.declarations.schema.classes.iter().map(|it| it.name.as_str());
        let error =
            Diagnostic::error("ontology/unknown-class", format!("there is no class `{name}`"));
        let hint = suggest(name, names, "declare it in classes.ttl");
        self.found.push(subject.place(error).hint(hint));
        None
    }

    fn entity(&mut self, iri: &'a str, class: ClassId, subject: &Subject<'a>) -> Entity {
        let labels = self.labels(iri, subject);
        let externals = [skos::EXACT_MATCH, schema::SAME_AS];
        let external = externals.into_iter().find(|it| subject.objects(it).next().is_some());
        if external.is_some() && subject.literals(&self.terms.identifier_source).next().is_none() {
            let message =
                format!("`{}` has an external identifier without a source", self.short(iri));
            let error = Diagnostic::error("ontology/identifier-source", message);
            self.found.push(
                subject.place(error).hint("add o:identifierSource with what was checked and when"),
            );
        }
        let definitions = || subject.literals(skos::DEFINITION);
        let definition =
            definitions().find(|it| it.1 == Some("en")).or_else(|| definitions().next());
        let ambiguous = subject.literals(&self.terms.ambiguous).any(|it| it.0 == "true");
        Entity {
            iri: iri.to_owned(),
            class,
            labels,
            definition: definition.map_or("", |it| it.0).to_owned(),
            ambiguous,
            facts: self.facts(iri, class, subject),
        }
    }

    fn labels(&mut self, iri: &'a str, subject: &Subject<'a>) -> Vec<Label> {
        let demonym = self.terms.demonym.clone();
        let kinds = [
            (skos::PREF_LABEL, LabelKind::Preferred),
            (skos::ALT_LABEL, LabelKind::Alternative),
            (skos::HIDDEN_LABEL, LabelKind::Hidden),
            (demonym.as_str(), LabelKind::Demonym),
        ];
        let mut labels = Vec::new();
        for (predicate, kind) in kinds {
            for term in subject.objects(predicate) {
                if is_untagged(term) {
                    let error = Diagnostic::error(
                        "ontology/label-language",
                        format!("the label {term} has no language"),
                    );
                    self.found.push(subject.place(error).hint("write it as \"…\"@en"));
                }
            }
            for (text, language) in subject.literals(predicate) {
                if text.trim().is_empty() {
                    let message = format!("`{}` has an empty label", self.short(iri));
                    let error = Diagnostic::error("ontology/empty-label", message);
                    self.found.push(subject.place(error).hint("remove it"));
                } else if let Some(language) = language {
                    labels.push(Label {
                        kind,
                        language: language.to_owned(),
                        text: text.to_owned(),
                    });
                }
            }
        }
        labels.sort_unstable();
        labels.dedup();
        let preferred: Vec<&str> = labels
            .iter()
            .filter(|it| it.kind == LabelKind::Preferred)
            .map(|it| it.language.as_str())
            .collect();
        for pair in preferred.windows(2).filter(|it| it[0] == it[1]) {
            let message = format!("`{}` has two preferred labels in {}", self.short(iri), pair[0]);
            let error = Diagnostic::error("ontology/two-labels", message);
            self.found
                .push(subject.place(error).hint("keep one and make the other a skos:altLabel"));
        }
        if !preferred.contains(&"en") {
            let message = format!("`{}` has no preferred label in English", self.short(iri));
            let error = Diagnostic::error("ontology/no-label", message);
            self.found.push(subject.place(error).hint("add skos:prefLabel \"…\"@en"));
        }
        labels
    }

    fn facts(
        &mut self,
        iri: &'a str,
        class: ClassId,
        subject: &Subject<'a>,
    ) -> Vec<(String, String)> {
        let declarations = self.declarations;
        let mut facts = Vec::new();
        for (predicate, value) in &subject.values {
            if *predicate == skos::BROADER {
                self.check_target(value, subject);
                facts.push(("broader".to_owned(), lexical(value)));
                continue;
            }
            let Some(name) = self.base.term_name(predicate) else { continue };
            let Some(id) = declarations.schema.property_id(name) else {
                self.unknown_property(name, subject);
                continue;
            };
            let property = declarations.schema.property(id);
            if property.claimable {
                self.check_target(value, subject);
                self.check_ends(iri, class, property, value, subject);
                facts.push((name.to_owned(), lexical(value)));
            }
        }
        facts.sort_unstable();
        facts.dedup();
        facts
    }

    fn unknown_property(&mut self, name: &str, subject: &Subject<'a>) {
        let properties = &self.declarations.schema.properties;
        let names = properties.iter().map(|it| it.name.as_str());
        let error = Diagnostic::error(
            "ontology/unknown-property",
            format!("there is no property `{name}`"),
        );
        self.found.push(subject.place(error).hint(suggest(
            name,
            names,
            "declare it in classes.ttl",
        )));
    }

    /// Whether an own thing that a relation leads to is described anywhere.
    fn check_target(&mut self, value: &'a Term, subject: &Subject<'a>) {
        let Term::NamedNode(target) = value else { return };
        let Some(name) = target.as_str().strip_prefix(&self.terms.things) else { return };
        if !self.complete || self.subjects.contains_key(target.as_str()) {
            return;
        }
        let names =
            self.subjects.keys().map(|it| it.strip_prefix(&self.terms.things).unwrap_or(it));
        let hint = suggest(name, names, "describe it in entities/, or remove the relation");
        let error =
            Diagnostic::error("ontology/unknown-entity", format!("there is no entity `{name}`"));
        self.found.push(subject.place(error).hint(hint));
    }

    /// Whether both ends of a fact fit the property.
    fn check_ends(
        &mut self,
        iri: &'a str,
        class: ClassId,
        property: &Property,
        value: &'a Term,
        subject: &Subject<'a>,
    ) {
        let schema = &self.declarations.schema;
        let subject_fits = schema.fits(class, &property.domain);
        let object_fits = match value {
            Term::Literal(literal) if !property.range.is_empty() => {
                property.literal && is_date(literal.value())
            }
            Term::Literal(_) => property.literal,
            Term::NamedNode(node) => match self.classes.get(node.as_str()) {
                Some(class) => !property.literal && schema.fits(*class, &property.range),
                None => !property.literal,
            },
            Term::BlankNode(_) => true,
        };
        let names = |ids: &[ClassId]| {
            let names: Vec<&str> = ids.iter().map(|it| schema.class(*it).name.as_str()).collect();
            names.join(", ")
        };
        let warning = |message, hint| {
            subject.place(Diagnostic::warning("ontology/fact-type", message)).hint(hint)
        };
        let short = iri.strip_prefix(&self.terms.things).unwrap_or(iri);
        if !subject_fits {
            let message = format!(
                "`{short}` is a {}, which cannot have `{}`",
                schema.class(class).name,
                property.name
            );
            let hint = format!("its subject is one of {}", names(&property.domain));
            self.found.push(warning(message, hint));
        }
        if !object_fits {
            let message =
                format!("`{short}` has a value of `{}` that does not fit: {value}", property.name);
            let hint = match (property.literal, property.range.is_empty()) {
                (true, false) => {
                    "write a date, month or year, as in \"2020-04\"^^xsd:gYearMonth".to_owned()
                }
                (true, true) => "write a literal".to_owned(),
                (false, true) => "write an entity".to_owned(),
                (false, false) => format!("its value is one of {}", names(&property.range)),
            };
            self.found.push(warning(message, hint));
        }
    }

    fn tenure(&mut self, iri: &'a str, subject: &Subject<'a>) -> Option<Tenure> {
        let base = self.base;
        let thing = |term: &str, reader: &mut Self| -> Option<String> {
            let value = subject.objects(&base.term(term)).next();
            if let Some(value @ Term::NamedNode(node)) = value {
                reader.check_target(value, subject);
                return Some(node.as_str().to_owned());
            }
            let message = format!("the term of office `{}` has no `{term}`", reader.short(iri));
            let error = Diagnostic::error("ontology/tenure", message);
            reader.found.push(subject.place(error).hint(format!("add o:{term} with an entity")));
            None
        };
        let (person, post) = (thing("tenureOf", self), thing("tenurePost", self));
        for (predicate, _) in &subject.values {
            if let Some(name) = base.term_name(predicate)
                && self.declarations.schema.property_id(name).is_none()
            {
                self.unknown_property(name, subject);
            }
        }
        let mut day = |term: &str| {
            let (text, _) = subject.literals(&base.term(term)).next()?;
            if !is_date(text) {
                let error = Diagnostic::error(
                    "ontology/date",
                    format!("`{text}` is not a date, month or year"),
                );
                self.found
                    .push(subject.place(error).hint("write it as 2020-04-01, 2020-04 or 2020"));
            }
            Some(text.to_owned())
        };
        let (from, until) = (day("tenureFrom"), day("tenureTo"));
        Some(Tenure { person: person?, post: post?, from, until })
    }

    /// Two things of one name are told apart by their context only if both are marked ambiguous.
    fn shared_labels(&mut self, entities: &[Entity]) {
        let mut owners: BTreeMap<&str, Vec<&Entity>> = BTreeMap::new();
        for entity in entities {
            for label in &entity.labels {
                let owners = owners.entry(label.text.as_str()).or_default();
                if owners.last().is_none_or(|it| it.iri != entity.iri) {
                    owners.push(entity);
                }
            }
        }
        for (label, owners) in owners.iter().filter(|it| it.1.len() > 1) {
            for pair in owners.windows(2).filter(|it| !(it[0].ambiguous && it[1].ambiguous)) {
                let names = [&pair[0].iri, &pair[1].iri]
                    .map(|it| it.strip_prefix(&self.terms.things).unwrap_or(it));
                let message = format!("\"{label}\" names `{}` and `{}`", names[0], names[1]);
                let warning = Diagnostic::warning("ontology/same-label", message);
                let warning = self.subjects[pair[1].iri.as_str()].place(warning);
                self.found
                    .push(warning.hint("remove it from one, or set o:ambiguous true on both"));
            }
        }
    }
}

fn lexical(value: &Term) -> String {
    match value {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(_) => String::new(),
    }
}

/// `2020-04-01`, `2020-04` or `2020`.
fn is_date(text: &str) -> bool {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    full.len() == 10 && full.parse::<jiff::civil::Date>().is_ok()
}

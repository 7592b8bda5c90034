//! Records → [`Network`].
//!
//! Documents are no nodes, though claims may be about them: everything is connected through what mentions it.

use oxigraph::model::Term;

use super::{Claim, Document, Network, Options, Passage, Thing};
use crate::{
    ontology::Schema,
    record::{self, Gathered},
    store::{Store, StoreError},
    vocabulary::Base,
};

impl Network {
    /// The network of the things in a store.
    pub fn load(
        store: &Store,
        base: &Base,
        classes: &Schema,
        options: Options,
    ) -> Result<Self, StoreError> {
        Ok(Self::of(&Gathered::of(store, base, classes)?, base, classes, options))
    }

    /// The network of the things among records.
    pub fn of(gathered: &Gathered, base: &Base, classes: &Schema, options: Options) -> Self {
        let connects = |it: &record::Thing| {
            classes.class_id(&it.class).is_some_and(|it| classes.class(it).connects)
        };
        let things = gathered.things.values().filter(|it| connects(it)).map(|it| Thing {
            iri: it.iri.clone(),
            label: it.label.clone(),
            class: it.class.clone(),
        });
        let wanted = |it: &&record::Claim| options.unasserted || it.asserted;
        let claims = gathered.claims.values().filter(wanted);
        let claims = claims.filter_map(|it| tie(it, base, classes));
        let read = gathered.documents.iter().filter(|it| !it.1.sha256.is_empty());
        let documents = read.map(|(iri, it)| {
            (iri.clone(), Document { title: it.title.clone(), date: it.date.clone() })
        });
        Self::new(things.collect(), claims.collect(), documents.collect())
    }
}

/// A claim as it ties two things; nothing if it does not.
fn tie(claim: &record::Claim, base: &Base, classes: &Schema) -> Option<Claim> {
    let Some(Term::NamedNode(object)) = &claim.object else { return None };
    let name = base.term_name(&claim.property).unwrap_or(&claim.property);
    let property = classes.property_id(name).map(|it| classes.property(it));
    if property.is_some_and(|it| !it.connects) {
        return None;
    }
    let phrase = |it: &&(String, Term)| base.term_name(&it.0) == Some("verbPhrase");
    let words = claim.qualifiers.iter().find(phrase).map(|it| record::plain(&it.1));
    let usual = || property.and_then(|it| it.labels.get("en")).map_or(name, String::as_str);
    let passage = |it: &record::Evidence| Passage {
        document: it.document.clone(),
        start: it.start,
        iri: it.iri.clone(),
        quote: it.quote.clone(),
    };
    let mut evidence: Vec<Passage> = claim.evidence.iter().map(passage).collect();
    evidence.sort();
    Some(Claim {
        subject: claim.subject.clone(),
        property: name.to_owned(),
        label: words.unwrap_or_else(|| usual().to_owned()),
        standing: standing(claim),
        object: object.as_str().to_owned(),
        iri: claim.iri.clone(),
        proposition: claim.proposition.clone(),
        independent: claim.independent,
        evidence,
    })
}

/// Force, and how else a claim falls short of being asserted.
fn standing(claim: &record::Claim) -> String {
    match (claim.standing(), claim.negated) {
        ("asserted", true) => "negated".to_owned(),
        (word @ "denied", _) | (word, false) => word.to_owned(),
        (word, true) => format!("{word}, negated"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_asserted_says_how() {
        let claim = |force: &str, negated, asserted, holder: &str| record::Claim {
            force: force.to_owned(),
            negated,
            asserted,
            holders: vec![holder.to_owned()],
            utterers: vec!["Ada".to_owned()],
            ..record::Claim::default()
        };
        for (found, expected) in [
            (claim("asserted", false, true, "Ada"), "asserted"),
            (claim("asserted", false, false, "Ada"), "unsure"),
            (claim("asserted", false, false, "Bo"), "reported"),
            (claim("asserted", true, false, "Ada"), "negated"),
            (claim("asserted", true, false, "Bo"), "reported, negated"),
            (claim("planned", true, false, "Ada"), "planned, negated"),
            (claim("planned", false, false, "Bo"), "planned"),
            (claim("denied", true, false, "Ada"), "denied"),
        ] {
            assert_eq!(standing(&found), expected);
        }
    }
}

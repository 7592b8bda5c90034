//! Records → [`Catalogue`]: everything is linked with everything.

use oxigraph::model::Term;

use super::{Catalogue, Claim, Conflict, Document, Thing};
use crate::{
    record::{self, Gathered},
    vocabulary::Base,
};

impl Catalogue {
    /// Links records; what has no class, or is a term of the ontology, is no thing to be shown.
    pub(in crate::serve) fn of(records: Gathered, base: &Base) -> Self {
        let Gathered { things, documents, claims, conflicts, mentions, names, graphs } = records;
        let things = things.into_iter().filter(|it| it.1.is_own(base));
        let things = things.map(|(iri, record)| (iri, Thing { record, ..Thing::default() }));
        let documents = documents.into_iter();
        let documents =
            documents.map(|(iri, record)| (iri, Document { record, ..Document::default() }));
        let mut catalogue = Self {
            things: things.collect(),
            documents: documents.collect(),
            names,
            graphs,
            ..Self::default()
        };
        for it in mentions.into_values().filter(|it| it.count > 0) {
            if let Some(thing) = catalogue.things.get_mut(&it.thing) {
                thing.mentioned.insert(it.document.clone(), it.count);
            }
            if let Some(document) = catalogue.documents.get_mut(&it.document) {
                document.mentions.insert(it.thing, it.count);
            }
        }
        link_claims(&mut catalogue, claims.into_values());
        link_conflicts(&mut catalogue, conflicts.into_values());
        catalogue
    }
}

fn link_claims(catalogue: &mut Catalogue, records: impl Iterator<Item = record::Claim>) {
    catalogue.claims = records.map(|record| Claim { record, conflicts: Vec::new() }).collect();
    let place = |it: &Claim| {
        let first = it.evidence.first().map(|it| (it.document.clone(), it.start, it.end));
        (first, it.iri.clone())
    };
    catalogue.claims.sort_by_cached_key(place);
    for (id, claim) in catalogue.claims.iter().enumerate() {
        catalogue.claim_ids.insert(claim.iri.clone(), id);
        *catalogue.properties.entry(claim.property.clone()).or_default() += 1;
        if let Some(thing) = catalogue.things.get_mut(&claim.subject) {
            thing.subject_of.push(id);
        }
        let further = claim.qualifiers.iter().map(|it| &it.1);
        for term in claim.object.iter().chain(further) {
            if let Term::NamedNode(node) = term
                && let Some(thing) = catalogue.things.get_mut(node.as_str())
                && thing.object_of.last() != Some(&id)
            {
                thing.object_of.push(id);
            }
        }
        for holder in &claim.holders {
            if let Some(thing) = catalogue.things.get_mut(holder) {
                thing.holds.push(id);
            }
        }
        for (at, evidence) in claim.evidence.iter().enumerate() {
            catalogue.quotes.entry(evidence.quote.clone()).or_insert_with(|| evidence.iri.clone());
            if let Some(document) = catalogue.documents.get_mut(&evidence.document) {
                document.claims.push((id, at));
            }
        }
    }
    for document in catalogue.documents.values_mut() {
        let claims = &catalogue.claims;
        document.claims.sort_by_key(|(id, at)| (claims[*id].evidence[*at].start, *id));
    }
}

fn link_conflicts(catalogue: &mut Catalogue, records: impl Iterator<Item = record::Conflict>) {
    for record in records {
        let claims =
            record.claims.iter().filter_map(|it| catalogue.claim_ids.get(it)).copied().collect();
        catalogue.conflicts.push(Conflict { record, claims });
    }
    let names = &catalogue.names;
    catalogue.conflicts.sort_by_cached_key(|it| (names.get(&it.about).cloned(), it.iri.clone()));
    for (at, conflict) in catalogue.conflicts.iter().enumerate() {
        for id in &conflict.claims {
            catalogue.claims[*id].conflicts.push(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::model::NamedNode;

    use super::*;
    use crate::record::{Evidence, Mentions};

    fn thing(iri: &str, class: &str) -> (String, record::Thing) {
        let thing =
            record::Thing { iri: iri.to_owned(), class: class.to_owned(), ..Default::default() };
        (iri.to_owned(), thing)
    }

    fn node(iri: &str) -> Term {
        NamedNode::new_unchecked(iri).into()
    }

    fn passage(start: usize) -> Evidence {
        Evidence {
            iri: format!("e:report#char={start}"),
            document: "e:report".to_owned(),
            start,
            quote: format!("at {start}"),
            ..Evidence::default()
        }
    }

    fn claim(iri: &str, subject: &str, object: &str, start: usize) -> (String, record::Claim) {
        let claim = record::Claim {
            iri: iri.to_owned(),
            subject: subject.to_owned(),
            property: "o:owns".to_owned(),
            object: Some(node(object)),
            holders: vec!["e:Ada".to_owned()],
            proposition: Some(format!("{subject} {object}")),
            evidence: vec![passage(start)],
            ..record::Claim::default()
        };
        (iri.to_owned(), claim)
    }

    /// Ada says twice that she owns the mill, and once, first of all, that Bob owns it.
    fn catalogue() -> Catalogue {
        let mut merged = thing("e:Ada-L", "");
        merged.1.merged_into = Some("e:Ada".to_owned());
        let base = Base::new("https://example.org/");
        let term = base.term("owns");
        let mut once = claim("c:1", "e:Ada", "e:Mill", 70);
        once.1.qualifiers =
            vec![("o:with".to_owned(), node("e:Bob")), ("o:of".to_owned(), node("e:Mill"))];
        let claims =
            [once, claim("c:2", "e:Ada", "e:Mill", 40), claim("c:3", "e:Bob", "e:Mill", 10)];
        let conflict = record::Conflict {
            iri: "x:1".to_owned(),
            claims: ["c:1", "c:3", "c:gone"].map(str::to_owned).into(),
            ..record::Conflict::default()
        };
        let mention = |thing: &str, count| Mentions {
            document: "e:report".to_owned(),
            thing: thing.to_owned(),
            count,
        };
        let mentions =
            [("1", mention("e:Ada", 3)), ("2", mention("e:Bob", 0)), ("3", mention("e:gone", 1))];
        let things = [
            thing("e:Ada", "Person"),
            thing("e:Bob", "Person"),
            thing("e:Mill", "Place"),
            thing("e:loose", ""),
            thing(&term, "Property"),
            merged,
        ];
        let records = Gathered {
            things: things.into(),
            documents: [("e:report".to_owned(), record::Document::default())].into(),
            claims: claims.into(),
            conflicts: [("x:1".to_owned(), conflict)].into(),
            mentions: mentions.map(|(iri, it)| (iri.to_owned(), it)).into(),
            ..Gathered::default()
        };
        Catalogue::of(records, &base)
    }

    fn iris(catalogue: &Catalogue, claims: &[usize]) -> Vec<String> {
        claims.iter().map(|it| catalogue.claims[*it].iri.clone()).collect()
    }

    #[test]
    fn things_are_what_has_a_class_or_was_merged() {
        let catalogue = catalogue();
        let things: Vec<_> = catalogue.things.keys().collect();
        assert_eq!(things, ["e:Ada", "e:Ada-L", "e:Bob", "e:Mill"]);
    }

    #[test]
    fn claims_stand_in_the_order_of_the_text_and_lead_both_ways() {
        let catalogue = catalogue();
        let all = iris(&catalogue, &[0, 1, 2]);
        assert_eq!(all, ["c:3", "c:2", "c:1"]);
        let (ada, bob, mill) =
            (&catalogue.things["e:Ada"], &catalogue.things["e:Bob"], &catalogue.things["e:Mill"]);
        assert_eq!(iris(&catalogue, &ada.subject_of), ["c:2", "c:1"]);
        assert_eq!(iris(&catalogue, &ada.holds), all);
        assert_eq!(iris(&catalogue, &bob.object_of), ["c:1"], "a further particular");
        assert_eq!(iris(&catalogue, &mill.object_of), all, "each once");
        assert_eq!(iris(&catalogue, &bob.claims()), ["c:3", "c:1"]);
        let document = &catalogue.documents["e:report"];
        assert_eq!(document.claims, [(0, 0), (1, 0), (2, 0)]);
        assert_eq!(catalogue.quotes["at 40"], "e:report#char=40");
        assert_eq!(catalogue.properties["o:owns"], 3);
        let alike = catalogue.alike(catalogue.claim("c:1").unwrap());
        assert_eq!(alike.iter().map(|it| &it.iri).collect::<Vec<_>>(), ["c:2"]);
    }

    #[test]
    fn conflicts_and_mentions_lead_to_what_is_there() {
        let catalogue = catalogue();
        assert_eq!(iris(&catalogue, &catalogue.conflicts[0].claims), ["c:1", "c:3"]);
        assert_eq!(catalogue.claim("c:3").unwrap().conflicts, [0]);
        assert!(catalogue.claim("c:2").unwrap().conflicts.is_empty());
        assert_eq!(catalogue.things["e:Ada"].mentioned["e:report"], 3);
        let mentions = &catalogue.documents["e:report"].mentions;
        assert_eq!(
            mentions.iter().collect::<Vec<_>>(),
            [(&"e:Ada".to_owned(), &3), (&"e:gone".to_owned(), &1)]
        );
    }
}

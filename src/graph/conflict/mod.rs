//! Claims that cannot all be true, and claims that the pack contradicts.
//!
//! Disagreements are shown and never settled: nothing is removed, ranked or corrected here.

mod chronology;

use std::collections::BTreeMap;

use super::{Claim, Conflict, Graph, Names, Object, period::Period};
use crate::{
    digest::short,
    ontology::Ontology,
    resolution::{Force, Polarity},
    vocabulary::CONTAINMENT,
};

/// Local name of the concept for two values of a property that can have only one.
const SINGLE_VALUED: &str = "SingleValued";
/// Local name of the concept for a statement and its contrary.
const OPPOSITE_POLARITY: &str = "OppositePolarity";
/// Local name of the concept for a statement against a fact of the pack.
const AGAINST_REFERENCE: &str = "AgainstReference";

type Claims<'a> = Vec<(&'a str, &'a Claim)>;

/// All disagreements among the claims of `graph`, sorted.
pub(super) fn find(graph: &Graph, ontology: &Ontology) -> Vec<Conflict> {
    let search = Search { graph, ontology, names: Names::new(graph, ontology) };
    let mut found = Vec::new();
    search.single_valued(&mut found);
    search.opposite_polarity(&mut found);
    search.against_reference(&mut found);
    search.chronology(&mut found);
    found.sort_by(|a, b| {
        let key = |it: &Conflict| (it.kind.clone(), it.about.clone(), it.property.clone());
        key(a).cmp(&key(b)).then_with(|| a.cmp(b))
    });
    found.dedup();
    found
}

struct Search<'a> {
    graph: &'a Graph,
    ontology: &'a Ontology,
    names: Names<'a>,
}

impl<'a> Search<'a> {
    /// Facts that documents state of a subject which can have only one such.
    fn single_valued(&self, found: &mut Vec<Conflict>) {
        let mut groups: BTreeMap<(&str, &str), BTreeMap<&Object, Claims<'a>>> = BTreeMap::new();
        for (iri, claim) in self.stated_facts() {
            let group = groups.entry((&claim.subject, &claim.property)).or_default();
            group.entry(&claim.object).or_default().push((iri, claim));
        }
        for ((about, property), values) in groups {
            let values: Vec<(&Object, Claims<'a>)> = values.into_iter().collect();
            for (at, (a, those)) in values.iter().enumerate() {
                for (b, these) in &values[at + 1..] {
                    if self.compatible(a, b) {
                        continue;
                    }
                    let pair = first_at_one_time(those, these);
                    let Some((one, other)) = pair else { continue };
                    let message = format!(
                        "“{}” ({}) disagrees with “{}” ({})",
                        self.names.claim(one),
                        self.source(one),
                        self.names.claim(other),
                        self.source(other),
                    );
                    let parties = those.iter().chain(these).map(|it| it.0).collect();
                    found.push(self.conflict(
                        SINGLE_VALUED,
                        (about, property),
                        parties,
                        None,
                        message,
                    ));
                }
            }
        }
    }

    /// The same statement made and denied.
    fn opposite_polarity(&self, found: &mut Vec<Conflict>) {
        type Statement<'a> = ((Object, &'a str, Object), Option<&'a str>);
        let mut groups: BTreeMap<Statement<'a>, Claims<'a>> = BTreeMap::new();
        for (iri, claim) in &self.graph.claims {
            if self.can_contradict(claim)
                && matches!(claim.force, Force::Asserted | Force::Assessed | Force::Denied)
            {
                let statement = (claim.statement(self.ontology), claim.phrase());
                groups.entry(statement).or_default().push((iri, claim));
            }
        }
        for claims in groups.into_values() {
            let (yes, no): (Claims<'a>, Claims<'a>) =
                claims.into_iter().partition(|it| it.1.polarity == Polarity::Affirmed);
            let Some((one, other)) = first_at_one_time(&yes, &no) else { continue };
            let message = format!(
                "“{}” is said by {} ({}) and its contrary by {} ({})",
                self.names.claim(one),
                self.names.holders(one),
                self.source(one),
                self.names.holders(other),
                self.source(other),
            );
            let parties = yes.iter().chain(&no).map(|it| it.0).collect();
            let place = (one.subject.as_str(), one.property.as_str());
            found.push(self.conflict(OPPOSITE_POLARITY, place, parties, None, message));
        }
    }

    /// Whether two claims with this content speak of one thing: the words of an open relation do so only between
    /// things that have a name.
    fn can_contradict(&self, claim: &Claim) -> bool {
        let named = |iri: &str| !self.is_described(iri);
        claim.phrase().is_none()
            || named(&claim.subject) && matches!(&claim.object, Object::Iri(iri) if named(iri))
    }

    /// Facts that documents state, against those of the pack.
    fn against_reference(&self, found: &mut Vec<Conflict>) {
        for (iri, claim) in self.stated_facts() {
            let Some(entity) = self.ontology.entity(&claim.subject) else { continue };
            let facts = entity.facts.iter().filter(|(name, _)| *name == claim.property);
            let known: Vec<Object> = facts.map(|(_, value)| fact(value)).collect();
            if known.is_empty() || known.iter().any(|it| self.compatible(it, &claim.object)) {
                continue;
            }
            let values: Vec<&str> = known.iter().map(|it| self.names.object(it)).collect();
            let reference = values.join(", ");
            let message = format!(
                "“{}” ({}) disagrees with the reference value {reference}",
                self.names.claim(claim),
                self.source(claim),
            );
            let place = (claim.subject.as_str(), claim.property.as_str());
            let conflict = self.conflict(
                AGAINST_REFERENCE,
                place,
                vec![iri],
                Some(reference.clone()),
                message,
            );
            found.push(conflict);
        }
    }

    /// Affirmed and asserted claims on properties of which a subject can have one only.
    fn stated_facts(&self) -> impl Iterator<Item = (&'a str, &'a Claim)> {
        let schema = &self.ontology.schema;
        let single = |name: &str| {
            schema.property_id(name).is_some_and(|it| schema.property(it).single_valued)
        };
        self.graph.claims.iter().map(|(iri, claim)| (iri.as_str(), claim)).filter(
            move |(_, claim)| {
                claim.polarity == Polarity::Affirmed
                    && claim.force == Force::Asserted
                    && single(&claim.property)
            },
        )
    }

    /// Whether both values can be true of one thing: dates that share a day, a place and what holds it.
    ///
    /// What is only described (*a town*) may be anything, so it is compatible with all.
    fn compatible(&self, a: &Object, b: &Object) -> bool {
        match (self.period(a), self.period(b)) {
            (Some(a), Some(b)) => return a.overlaps(b),
            (None, None) => (),
            // A date and words for one (*March*) cannot be compared; two numbers can.
            _ => {
                return !matches!((a, b), (Object::Literal(a, _), Object::Literal(b, _)) if differ(a, b));
            }
        }
        match (a, b) {
            (Object::Literal(a, _), Object::Literal(b, _)) => same_value(a, b),
            (Object::Iri(a), Object::Iri(b)) => {
                let described = |iri: &str| self.is_described(iri);
                a == b || described(a) || described(b) || self.holds(a, b) || self.holds(b, a)
            }
            (Object::Iri(iri), Object::Literal(value, _))
            | (Object::Literal(value, _), Object::Iri(iri)) => {
                self.is_described(iri) || same_value(self.names.of(iri), value)
            }
        }
    }

    fn period(&self, object: &Object) -> Option<Period> {
        match object {
            Object::Literal(value, _) => Period::parse(value),
            Object::Iri(iri) => Period::parse(iri.strip_prefix(&self.ontology.base.time(""))?),
        }
    }

    /// Whether the thing has no name, only a description in one document.
    fn is_described(&self, iri: &str) -> bool {
        let local = iri.strip_prefix(&self.ontology.base.thing(""));
        self.ontology.entity(iri).is_none() && local.is_some_and(|it| it.contains('/'))
    }

    /// Whether the pack or the documents place `part` within `whole`.
    fn holds(&self, whole: &str, part: &str) -> bool {
        let mut seen = vec![part];
        let mut at = 0;
        while let Some(inner) = seen.get(at).copied() {
            at += 1;
            let facts = self.ontology.entity(inner).map_or(&[][..], |it| &it.facts);
            for (name, outer) in facts {
                if CONTAINMENT.contains(&name.as_str()) && !seen.contains(&outer.as_str()) {
                    seen.push(outer);
                }
            }
        }
        seen.contains(&whole)
    }

    /// Title of the first document that makes the claim.
    fn source(&self, claim: &'a Claim) -> &'a str {
        claim.evidence.first().map_or("no document", |it| self.names.of(&it.document))
    }

    fn conflict(
        &self,
        kind: &str,
        (about, property): (&str, &str),
        mut parties: Vec<&str>,
        reference: Option<String>,
        message: String,
    ) -> Conflict {
        parties.sort_unstable();
        parties.dedup();
        let parts: Vec<&str> = [kind]
            .iter()
            .chain(&parties)
            .chain(&[reference.as_deref().unwrap_or("")])
            .copied()
            .collect();
        Conflict {
            iri: self.ontology.base.conflict(&short(&parts)),
            kind: kind.to_owned(),
            about: about.to_owned(),
            property: property.to_owned(),
            claims: parties.into_iter().map(str::to_owned).collect(),
            reference,
            message,
        }
    }
}

/// A fact of the pack as the object of a claim.
fn fact(value: &str) -> Object {
    if value.contains("://") {
        Object::Iri(value.to_owned())
    } else {
        Object::Literal(value.to_owned(), String::new())
    }
}

/// The first claims of either side whose times do not keep them apart.
fn first_at_one_time<'a>(one: &Claims<'a>, other: &Claims<'a>) -> Option<(&'a Claim, &'a Claim)> {
    let period = |it: &Claim| it.time.as_deref().and_then(Period::parse);
    let meet = |a: &Claim, b: &Claim| match (period(a), period(b)) {
        (Some(a), Some(b)) => a.overlaps(b),
        _ => true,
    };
    one.iter().find_map(|(_, a)| other.iter().find(|(_, b)| meet(a, b)).map(|(_, b)| (*a, *b)))
}

/// Whether both are numbers, and not the same.
fn differ(a: &str, b: &str) -> bool {
    a.parse::<f64>().is_ok() && b.parse::<f64>().is_ok() && !same_value(a, b)
}

/// Whether two lexical forms are the same number or the same words.
fn same_value(a: &str, b: &str) -> bool {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => a.total_cmp(&b).is_eq(),
        _ => a.trim().to_lowercase() == b.trim().to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{
        assemble,
        fixture::{Say, ontology, reading},
    };

    fn conflicts(of: &[&[Say]]) -> Vec<Conflict> {
        let readings: Vec<_> = of
            .iter()
            .zip(["one", "two", "three"])
            .map(|(says, name)| reading(name, says))
            .collect();
        assemble(&readings, &ontology()).conflicts
    }

    #[test]
    fn two_dates_of_one_event() {
        let found = conflicts(&[
            &[Say::new("Fire", "occurredOn", "").date("1818-03")],
            &[Say::new("Fire", "occurredOn", "").date("1818-03-04")],
            &[Say::new("Fire", "occurredOn", "").date("1817")],
        ]);
        let kinds: Vec<_> = found.iter().map(|it| it.kind.as_str()).collect();
        assert_eq!(kinds, [SINGLE_VALUED, SINGLE_VALUED], "1818-03 and 1818-03-04 agree");
        assert_eq!(
            found.iter().map(|it| it.message.as_str()).min().unwrap(),
            "“Fire occurred on 1817” (three) disagrees with “Fire occurred on 1818-03-04” (two)"
        );
    }

    #[test]
    fn what_is_not_asserted_cannot_disagree_on_a_value() {
        let found = conflicts(&[
            &[Say::new("Fire", "occurredOn", "").date("1818")],
            &[Say::new("Fire", "occurredOn", "").date("1817").force(Force::Possible)],
            &[Say::new("Fire", "occurredOn", "").date("1816").not()],
        ]);
        assert_eq!(found, []);
    }

    #[test]
    fn a_place_and_what_holds_it_agree() {
        let at = |place| [Say::new("Fire", "occurredAt", place)];
        assert_eq!(conflicts(&[&at("Mill"), &at("Town")]), []);
        assert_eq!(conflicts(&[&at("Mill"), &at("Looms")]).len(), 1);
    }

    #[test]
    fn values_at_different_times_agree() {
        let at = |place, time| [Say::new("Fire", "occurredAt", place).time(time)];
        assert_eq!(conflicts(&[&at("Mill", "1817"), &at("Looms", "1818")]), []);
    }

    #[test]
    fn a_statement_and_its_denial() {
        let found = conflicts(&[
            &[Say::new("Ada", "supports", "Looms")],
            &[Say::new("Ada", "supports", "Looms").not().force(Force::Denied).holder("Mill")],
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].message,
            "“Ada Lovelace supports Looms” is said by Ada Lovelace (one) and its contrary by Mill (two)"
        );
        let hedged = Say::new("Ada", "supports", "Looms").not().force(Force::Hypothetical);
        assert_eq!(conflicts(&[&[Say::new("Ada", "supports", "Looms")], &[hedged]]), []);
    }

    #[test]
    fn the_direction_of_symmetric_properties_does_not_matter() {
        let found = conflicts(&[
            &[Say::new("Ada", "worksWith", "Mill")],
            &[Say::new("Mill", "worksWith", "Ada").not()],
        ]);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_document_against_the_pack() {
        let found = conflicts(&[&[Say::new("Flood", "occurredOn", "").date("1850")]]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind, AGAINST_REFERENCE);
        assert_eq!(found[0].reference.as_deref(), Some("1852-02-05"));
        assert_eq!(
            found[0].message,
            "“Flood occurred on 1850” (one) disagrees with the reference value 1852-02-05"
        );
        assert_eq!(conflicts(&[&[Say::new("Flood", "occurredOn", "").date("1852")]]), []);
        assert_eq!(conflicts(&[&[Say::new("Flood", "occurredOn", "").date("in spring")]]), []);
    }
}

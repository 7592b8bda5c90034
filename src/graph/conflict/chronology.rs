//! Dates that cannot be: what is stated before it happened, deeds older than what they are done to, and numbers of
//! years that do not add up.
//!
//! Which properties follow their object, and which count years, the ontology says.

use std::collections::BTreeMap;

use super::{Search, fact};
use crate::{
    graph::{Claim, Conflict, Object, period::Period},
    resolution::{Force, Polarity},
};

/// Local name of the concept for dates that cannot be.
pub(super) const IMPOSSIBLE_DATE: &str = "ImpossibleDate";

/// When something began, and who says so.
#[derive(Debug, Clone, Copy)]
struct Dated<'a> {
    period: Period,
    value: &'a str,
    /// The claim that says so; none for the pack.
    claim: Option<&'a str>,
}

/// When each thing began, by its IRI.
type Dates<'a> = BTreeMap<&'a str, Vec<Dated<'a>>>;

impl<'a> Search<'a> {
    /// All claims that dates make impossible.
    pub(super) fn chronology(&self, found: &mut Vec<Conflict>) {
        let mut dates: Dates<'a> = Dates::new();
        for (iri, claim) in self.stated_facts() {
            if let Some((period, value)) = self.date(&claim.object) {
                let claim = (&*claim.subject, Dated { period, value, claim: Some(iri) });
                dates.entry(claim.0).or_default().push(claim.1);
            }
            self.stated_before(iri, claim, found);
        }
        for (iri, claim) in &self.graph.claims {
            let schema = &self.ontology.schema;
            let Some(property) = schema.property_id(&claim.property) else { continue };
            let property = schema.property(property);
            let real = claim.polarity == Polarity::Affirmed
                && matches!(claim.force, Force::Asserted | Force::Assessed | Force::Alleged);
            if property.after_object && real {
                self.before_its_object(iri, claim, &dates, found);
            }
            if !property.years_in.is_empty() && real {
                self.years_amiss((iri, claim), &property.years_in, &dates, found);
            }
        }
    }

    /// A document that states the date of what happens after its own day.
    fn stated_before(&self, iri: &'a str, claim: &'a Claim, found: &mut Vec<Conflict>) {
        let Some((date, value)) = self.date(&claim.object) else { return };
        let issued = claim.evidence.iter().find_map(|it| {
            let issued = it.stated_on.as_deref()?;
            Period::parse(issued)?.is_before(date).then_some((issued, it))
        });
        let Some((issued, evidence)) = issued else { return };
        let message = format!(
            "“{}” is stated as a fact by a document of {issued} ({}), before {value}",
            self.names.claim(claim),
            self.names.of(&evidence.document),
        );
        let about = (claim.subject.as_str(), claim.property.as_str());
        let reference = Some(issued.to_owned());
        found.push(self.conflict(IMPOSSIBLE_DATE, about, vec![iri], reference, message));
    }

    /// A deed, or a document that states it, older than what the deed is done to.
    fn before_its_object(
        &self,
        iri: &'a str,
        claim: &'a Claim,
        dates: &Dates<'a>,
        found: &mut Vec<Conflict>,
    ) {
        let Object::Iri(object) = &claim.object else { return };
        let known = self.dates_of(object, dates);
        // Whoever dates the object well enough for the claim to be possible is believed.
        let earliest = |when: Period| {
            let impossible = known.iter().all(|it| when.is_before(it.period));
            known.first().filter(|_| impossible).copied()
        };
        let stated = claim.evidence.iter().filter_map(|it| it.stated_on.as_deref());
        let times: Vec<&str> = claim.time.as_deref().into_iter().chain(stated).collect();
        let amiss = times.iter().find_map(|it| Some((*it, earliest(Period::parse(it)?)?)));
        let Some((when, begun)) = amiss else { return };
        let message = format!(
            "“{}” is said of {when} ({}), but {} is of {}",
            self.names.claim(claim),
            self.source(claim),
            self.names.of(object),
            begun.value,
        );
        self.date_conflict(iri, claim, begun, message, found);
    }

    /// A number of years that does not lie between the date of the subject and that of the document.
    fn years_amiss(
        &self,
        (iri, claim): (&'a str, &'a Claim),
        units: &[String],
        dates: &Dates<'a>,
        found: &mut Vec<Conflict>,
    ) {
        let Object::Iri(quantity) = &claim.object else { return };
        let Some(thing) = self.graph.things.get(quantity) else { return };
        let in_years = thing
            .unit
            .as_ref()
            .is_some_and(|unit| units.iter().any(|it| it.eq_ignore_ascii_case(unit)));
        let years = thing.value.as_deref().and_then(|it| it.parse::<i32>().ok());
        // “More than ten years” may be any number above ten, so only what is exact can be wrong.
        let Some(years) =
            years.filter(|_| in_years && thing.qualifier.as_deref() == Some("exactly"))
        else {
            return;
        };
        let known = self.dates_of(&claim.subject, dates);
        let when = claim.time.as_deref();
        let stated = claim.evidence.iter().filter_map(|it| when.or(it.stated_on.as_deref()));
        let amiss =
            stated.filter_map(|it| Some((it, Period::parse(it)?.year()?))).find(|(_, year)| {
                // A year is rounded either way, and so is an anniversary to come.
                !known.is_empty()
                    && known
                        .iter()
                        .filter_map(|it| it.period.year())
                        .all(|it| (year - it - years).abs() > 1)
            });
        let (Some((day, _)), Some(begun)) = (amiss, known.first()) else { return };
        let message = format!(
            "“{}” does not add up: {} is of {}, and the document ({}) of {day}",
            self.names.claim(claim),
            self.names.of(&claim.subject),
            begun.value,
            self.source(claim),
        );
        self.date_conflict(iri, claim, *begun, message, found);
    }

    fn date_conflict(
        &self,
        iri: &'a str,
        claim: &'a Claim,
        dated: Dated<'a>,
        message: String,
        found: &mut Vec<Conflict>,
    ) {
        let about = (claim.subject.as_str(), claim.property.as_str());
        let parties = std::iter::once(iri).chain(dated.claim).collect();
        let reference = dated.claim.is_none().then(|| dated.value.to_owned());
        found.push(self.conflict(IMPOSSIBLE_DATE, about, parties, reference, message));
    }

    /// What the pack and the documents say of when a thing began, the pack first.
    fn dates_of(&self, thing: &str, dates: &Dates<'a>) -> Vec<Dated<'a>> {
        let schema = &self.ontology.schema;
        let facts = self.ontology.entity(thing).map_or(&[][..], |it| &it.facts);
        let single = |name: &str| {
            schema.property_id(name).is_some_and(|it| schema.property(it).single_valued)
        };
        let mut known: Vec<Dated<'a>> = facts
            .iter()
            .filter(|it| single(&it.0))
            .filter_map(|(_, value)| {
                let (period, _) = self.date(&fact(value))?;
                Some(Dated { period, value, claim: None })
            })
            .collect();
        known.extend(dates.get(thing).into_iter().flatten());
        known
    }

    /// The days that a date covers, and how it is written.
    fn date<'b>(&self, object: &'b Object) -> Option<(Period, &'b str)> {
        let lexical = match object {
            Object::Literal(value, _) => value,
            Object::Iri(iri) => iri.strip_prefix(&self.ontology.base.time(""))?,
        };
        Some((Period::parse(lexical)?, lexical))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{
        assemble,
        fixture::{Say, ontology, reading},
    };

    /// What is impossible in a document of 2 May 1853.
    fn amiss(says: &[Say]) -> Vec<String> {
        let graph = assemble(&[reading("one", says)], &ontology());
        let found = graph.conflicts.into_iter().filter(|it| it.kind == IMPOSSIBLE_DATE);
        found.map(|it| it.message).collect()
    }

    #[test]
    fn what_happens_after_the_document_cannot_be_stated_as_a_fact() {
        let fire = |date| Say::new("Fire", "occurredOn", "").date(date);
        assert_eq!(
            amiss(&[fire("1853-06")]),
            [
                "“Fire occurred on 1853-06” is stated as a fact by a document of 1853-05-02 (one), before 1853-06"
            ]
        );
        assert!(amiss(&[fire("1853")]).is_empty());
        assert!(amiss(&[fire("1854").force(Force::Planned)]).is_empty());
    }

    #[test]
    fn a_deed_follows_what_it_is_done_to() {
        let investigates = |time| Say::new("Ada", "investigates", "Flood").time(time);
        assert_eq!(
            amiss(&[investigates("1850")]),
            ["“Ada Lovelace investigates Flood” is said of 1850 (one), but Flood is of 1852-02-05"]
        );
        assert!(amiss(&[investigates("1852")]).is_empty());
        let fire = Say::new("Fire", "occurredOn", "").date("1851-03");
        let before = Say::new("Ada", "investigates", "Fire").time("1850");
        assert_eq!(amiss(&[fire.clone(), before.clone()]).len(), 1);
        assert!(amiss(&[fire, before.not()]).is_empty());
    }

    #[test]
    fn years_between_add_up() {
        let years = |number| Say::new("Flood", "yearsSince", "Years").years(number);
        assert!(amiss(&[years("1")]).is_empty());
        assert!(amiss(&[years("2")]).is_empty());
        assert_eq!(
            amiss(&[years("10")]),
            [
                "“Flood years since Years” does not add up: Flood is of 1852-02-05, and the document (one) of 1853-05-02"
            ]
        );
    }
}

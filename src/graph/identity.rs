//! Which things of different documents are one: judgements from evidence that can be told, never from the likeness of
//! two names alone.
//!
//! One name in two documents is one thing from the start, for its IRI is made of the name.  Here meet the variants:
//!
//! - an acronym and the name that some document gives it to (*VISR* and *Vauxhall Institute for Security Research*);
//! - an acronym and the only name with these initials, where both stand in a statement with the same third thing;
//! - names of a person that can be one person's (*S. Collins*, *Dr Collins*, *Sarah J. Collins*), where both hold the
//!   same post or belong to the same organisation, or, for all but bare surnames, share another statement.
//!
//! Where two things fit that cannot be one (*Sarah Collins*, *David Collins*), nothing is merged.  What is likely and
//! lacks evidence becomes a proposal for people to judge.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;

use super::{Contribution, contribution::is_acronym};
use crate::{
    digest::short,
    ontology::Ontology,
    resolution::{Polarity, ReadClaim, Term, Thing},
    vocabulary::{AFFILIATION, slug},
};

/// That two things are one, or may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judgement {
    /// IRI, a hash of the two things.
    pub iri: String,
    /// IRI of the thing that stands for both.
    pub kept: String,
    /// IRI and name of the thing that was merged into it.
    pub merged: (String, String),
    /// Why, a line for each piece of evidence.
    pub because: Vec<String>,
    /// Whether the two are one in the graph; else this is a proposal.
    pub made: bool,
}

/// What people have decided about things: names or IRIs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Things that are one, the first to stand for all, and who says so.
    pub together: Vec<(Vec<String>, String)>,
    /// Things that are not one.
    pub apart: Vec<Vec<String>>,
}

/// Decisions about what is not there, by their places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Idle {
    /// Of [`Decisions::together`].
    pub together: Vec<usize>,
    /// Of [`Decisions::apart`].
    pub apart: Vec<usize>,
}

/// How sure a piece of evidence makes, in the order in which merges are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// A person said so.
    Decided,
    /// A document says so.
    Told,
    /// Names that fit, and a statement in common.
    Shared,
    /// Names that fit.
    Possible,
}

/// Merges things in all contributions, and says which and why.
///
/// Also says which decisions name something that is not there, by their places.
pub fn unify(
    contributions: &mut [Contribution],
    ontology: &Ontology,
    decisions: &Decisions,
) -> (Vec<Judgement>, Idle) {
    let mut judgements = Vec::new();
    let mut idle = Idle::default();
    // Bodies first: people are told by the bodies they belong to.
    for people in [false, true] {
        let world = World::new(contributions, ontology);
        let mut edges = if people { world.people() } else { world.bodies() };
        if !people {
            for (number, (names, by)) in decisions.together.iter().enumerate() {
                let found: Vec<Vec<usize>> = names.iter().map(|it| world.named(it)).collect();
                let [first, rest @ ..] = found.as_slice() else { continue };
                let pairs: Vec<_> = first
                    .iter()
                    .take(1)
                    .flat_map(|one| rest.iter().flatten().map(move |other| (*one, *other)))
                    .filter(|(one, other)| one != other)
                    .collect();
                if pairs.is_empty() {
                    idle.together.push(number);
                }
                for (one, other) in pairs {
                    edges.push((Strength::Decided, one, other, by.clone()));
                }
            }
        }
        let apart: Vec<Vec<Vec<usize>>> = decisions
            .apart
            .iter()
            .map(|it| it.iter().map(|it| world.named(it)).collect())
            .collect();
        if !people {
            let missing = |it: &(usize, &Vec<Vec<usize>>)| it.1.iter().any(Vec::is_empty);
            idle.apart = apart.iter().enumerate().filter(missing).map(|it| it.0).collect();
        }
        let (made, map) = world.judge(edges, &apart);
        judgements.extend(made);
        if !map.is_empty() {
            let known: BTreeMap<String, Thing> = contributions
                .iter()
                .flat_map(|it| &it.things)
                .filter(|it| map.values().any(|kept| kept == it.0))
                .map(|(iri, thing)| (iri.clone(), thing.clone()))
                .collect();
            for it in contributions.iter_mut() {
                it.replace(&map, &ontology.base, |iri| known.get(iri).cloned());
            }
        }
    }
    judgements.sort();
    judgements.dedup();
    (judgements, idle)
}

/// A thing with a name, over all documents.
struct Individual<'a> {
    iri: &'a str,
    thing: &'a Thing,
    /// Words of its name, without what goes before names of people.
    words: Vec<String>,
    person: bool,
    mentions: usize,
    /// What it is called, each with a document that calls it so.
    names: BTreeMap<&'a str, &'a str>,
    /// What is said of it together with another thing: property, and the other thing or its name.
    statements: BTreeMap<(&'a str, Vec<&'a str>), Statement<'a>>,
}

/// Where a statement is made, and the name of the other thing in it.
type Statement<'a> = (&'a str, &'a str);

struct World<'a> {
    ontology: &'a Ontology,
    individuals: Vec<Individual<'a>>,
}

/// Evidence that two individuals are one.
type Edge = (Strength, usize, usize, String);

impl<'a> World<'a> {
    fn new(contributions: &'a [Contribution], ontology: &'a Ontology) -> Self {
        let mut individuals: BTreeMap<&str, Individual<'a>> = BTreeMap::new();
        for it in contributions {
            let document = it.document.name.as_str();
            for (iri, names) in &it.names {
                let Some(thing) = it.things.get(iri) else { continue };
                let is_new = |it: &&String| !thing.known || !is_label(ontology, iri, it);
                let individual = individuals.entry(iri).or_insert_with(|| {
                    let person = thing.types.iter().any(|it| it == "Person");
                    Individual {
                        iri,
                        thing,
                        words: words(ontology, &thing.label, person),
                        person,
                        mentions: 0,
                        names: BTreeMap::new(),
                        statements: BTreeMap::new(),
                    }
                });
                individual.mentions += it.mentions.get(iri).copied().unwrap_or_default();
                for name in names.iter().filter(is_new) {
                    individual.names.entry(name).or_insert(document);
                }
            }
        }
        for it in contributions {
            let document = it.document.name.as_str();
            for claim in it.claims.iter().filter(|it| it.polarity == Polarity::Affirmed) {
                let (subject, object) = (&claim.subject, &claim.object);
                for (one, other) in [(subject, object), (object, subject)] {
                    let (Term::Thing { iri, .. }, Term::Thing { iri: partner, .. }) = (one, other)
                    else {
                        continue;
                    };
                    if let Some(individual) = individuals.get_mut(iri.as_str())
                        && let Some((parties, name)) = partner_of(ontology, it, claim, partner)
                    {
                        let entry = (claim.property.as_str(), parties);
                        individual.statements.entry(entry).or_insert((document, name));
                    }
                }
            }
        }
        Self { ontology, individuals: individuals.into_values().collect() }
    }

    /// The individuals that somebody means by a name, the one mentioned most often first.
    fn named(&self, name: &str) -> Vec<usize> {
        let called =
            |it: &Individual<'_>| it.iri == name || it.thing.label.eq_ignore_ascii_case(name);
        let also = |it: &Individual<'_>| {
            it.names.keys().any(|it| it.eq_ignore_ascii_case(name))
                || it.thing.known && is_label(self.ontology, it.iri, name)
        };
        let all = |same: &dyn Fn(&Individual<'_>) -> bool| -> Vec<usize> {
            (0..self.individuals.len()).filter(|it| same(&self.individuals[*it])).collect()
        };
        let mut found = all(&called);
        if found.is_empty() {
            found = all(&also);
        }
        found.sort_by_key(|it| std::cmp::Reverse(self.individuals[*it].mentions));
        found
    }

    /// Evidence about acronyms.
    fn bodies(&self) -> Vec<Edge> {
        let mut told: BTreeMap<&str, Vec<(usize, &str)>> = BTreeMap::new();
        let mut initials: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, it) in self.individuals.iter().enumerate().filter(|it| !it.1.person) {
            for (name, document) in &it.names {
                if is_acronym(name) && *name != it.thing.label {
                    told.entry(name).or_default().push((number, document));
                }
            }
            if it.words.len() > 2 {
                initials.entry(first_letters(&it.thing.label)).or_default().push(number);
            }
        }
        let mut edges = Vec::new();
        for (short, it) in self.individuals.iter().enumerate() {
            if it.thing.known || it.person || !is_acronym(&it.thing.label) {
                continue;
            }
            let label = it.thing.label.as_str();
            let by_name = told.get(label).map_or(&[][..], Vec::as_slice);
            if let [(full, document)] = by_name {
                let because =
                    format!("{document} calls “{}” “{label}”", self.individuals[*full].thing.label);
                edges.push((Strength::Told, *full, short, because));
                continue;
            }
            let fitting = initials.get(label).map_or(&[][..], Vec::as_slice);
            if let [full] = fitting
                && by_name.is_empty()
                && label.chars().count() > 2
            {
                edges.push(self.by_names(*full, short, "its initials", &[]));
            }
        }
        edges
    }

    /// Evidence about names of people.
    fn people(&self) -> Vec<Edge> {
        let mut surnames: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, it) in self.individuals.iter().enumerate().filter(|it| it.1.person) {
            if let Some(surname) = it.words.last() {
                surnames.entry(surname).or_default().push(number);
            }
        }
        let mut edges = Vec::new();
        for family in surnames.into_values() {
            let full = family.iter().filter(|it| self.individuals[**it].words.len() > 1).count();
            for (at, one) in family.iter().enumerate() {
                for other in &family[at + 1..] {
                    let (a, b) = (&self.individuals[*one], &self.individuals[*other]);
                    if a.thing.known && b.thing.known || !can_be_one(&a.words, &b.words) {
                        continue;
                    }
                    let bare = a.words.len() == 1 || b.words.len() == 1;
                    let only: &[&str] = if bare { &AFFILIATION } else { &[] };
                    let edge = self.by_names(*one, *other, "a name that fits", only);
                    // A bare surname may be anybody's, so it is not even proposed where several have it.
                    if edge.0 != Strength::Possible || !bare || full == 1 {
                        edges.push(edge);
                    }
                }
            }
        }
        edges
    }

    /// Names that fit, and the statement that both share: with one of the properties in `only`, if there are any.
    fn by_names(&self, one: usize, other: usize, fit: &str, only: &[&str]) -> Edge {
        let (a, b) = (&self.individuals[one], &self.individuals[other]);
        let shared = a.statements.iter().find_map(|(statement, (document, partner))| {
            let (also, _) = b.statements.get(statement)?;
            let counts = only.is_empty() || only.contains(&statement.0);
            counts.then_some((statement.0, partner, document, also))
        });
        let Some((property, partner, here, there)) = shared else {
            return (Strength::Possible, one, other, fit.to_owned());
        };
        let schema = &self.ontology.schema;
        let id = schema.property_id(property);
        let property = id.and_then(|it| schema.property(it).labels.get("en").cloned());
        let property = property.unwrap_or_default();
        let because = format!("{fit}, and both: {property} {partner} ({here}, {there})");
        (Strength::Shared, one, other, because)
    }

    /// Merges by the strongest evidence first, as long as all that come together can be one.
    ///
    /// Gives the judgements, and which IRI stands for which others.
    fn judge(
        &self,
        mut edges: Vec<Edge>,
        apart: &[Vec<Vec<usize>>],
    ) -> (Vec<Judgement>, BTreeMap<String, String>) {
        self.doubt(&mut edges);
        edges.sort_by_key(|it| (it.0, it.1, it.2));
        let mut groups = UnionFind::<usize>::new(self.individuals.len());
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut reasons: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let mut proposals = Vec::new();
        let mut chosen: BTreeSet<usize> = BTreeSet::new();
        for (strength, one, other, because) in edges {
            let of = |it: usize| members.get(&it).cloned().unwrap_or_else(|| vec![it]);
            let (a, b) = (groups.find_mut(one), groups.find_mut(other));
            let (mine, yours) = (of(a), of(b));
            let forbidden = |x: usize, y: usize| {
                apart.iter().any(|it| {
                    let side = |which: usize| it.iter().position(|it| it.contains(&which));
                    matches!((side(x), side(y)), (Some(x), Some(y)) if x != y)
                })
            };
            let fits = |x: usize, y: usize| {
                !forbidden(x, y) && (strength == Strength::Decided || self.can_be_merged(x, y))
            };
            let all_fit = mine.iter().all(|x| yours.iter().all(|y| fits(*x, *y)));
            if a == b {
                reasons.entry(one).or_default().push(because.clone());
                reasons.entry(other).or_default().push(because);
            } else if strength == Strength::Possible || !all_fit {
                if !forbidden(one, other) {
                    proposals.push((one, other, because));
                }
            } else {
                if strength == Strength::Decided {
                    chosen.insert(one);
                }
                groups.union(a, b);
                members.remove(&a);
                members.remove(&b);
                members.insert(groups.find_mut(a), [mine, yours].concat());
                reasons.entry(one).or_default().push(because.clone());
                reasons.entry(other).or_default().push(because);
            }
        }
        let mut judgements = Vec::new();
        let mut map = BTreeMap::new();
        for group in members.values() {
            let Some(kept) = self.first(group, &chosen) else { continue };
            for it in group.iter().filter(|it| **it != kept) {
                let mut because = reasons.remove(it).unwrap_or_default();
                because.sort();
                because.dedup();
                judgements.push(self.judgement(kept, *it, because, true));
                let iri = |it: usize| self.individuals[it].iri.to_owned();
                map.insert(iri(*it), iri(kept));
            }
        }
        // One proposal for each two groups, between those that stand for them.
        let mut proposed = BTreeSet::new();
        for (one, other, because) in proposals {
            let mut stands = |it: usize| {
                let group = members.get(&groups.find_mut(it));
                group.and_then(|it| self.first(it, &chosen)).unwrap_or(it)
            };
            let (one, other) = (stands(one), stands(other));
            if one == other || !proposed.insert((one.min(other), one.max(other))) {
                continue;
            }
            let (kept, merged) =
                if self.rank(one) >= self.rank(other) { (one, other) } else { (other, one) };
            judgements.push(self.judgement(kept, merged, vec![because], false));
        }
        (judgements, map)
    }

    /// Makes proposals of the evidence about what could be either of two things that cannot be one.
    fn doubt(&self, edges: &mut [Edge]) {
        let mut others: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (_, one, other, _) in edges.iter().filter(|it| it.0 <= Strength::Shared) {
            others.entry(*one).or_default().insert(*other);
            others.entry(*other).or_default().insert(*one);
        }
        let torn = |it: &usize| {
            let around: Vec<usize> = others.get(it).into_iter().flatten().copied().collect();
            let pairs = around.iter().enumerate();
            pairs.flat_map(|(at, a)| around[at + 1..].iter().map(move |b| (*a, *b))).any(
                |(a, b)| {
                    let (a, b) = (&self.individuals[a], &self.individuals[b]);
                    a.person && b.person && !can_be_one(&a.words, &b.words)
                },
            )
        };
        let torn: BTreeSet<usize> = others.keys().copied().filter(|it| torn(it)).collect();
        for edge in edges.iter_mut().filter(|it| it.0 != Strength::Decided) {
            if torn.contains(&edge.1) || torn.contains(&edge.2) {
                edge.0 = Strength::Possible;
            }
        }
    }

    /// Whether two individuals can be one: names of people that fit, and for other things never two of the pack.
    fn can_be_merged(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.individuals[one], &self.individuals[other]);
        let people = !a.person || !b.person || can_be_one(&a.words, &b.words);
        people && !(a.thing.known && b.thing.known)
    }

    /// Which of a group stands for all.
    fn first(&self, group: &[usize], chosen: &BTreeSet<usize>) -> Option<usize> {
        group.iter().copied().max_by_key(|it| (chosen.contains(it), self.rank(*it)))
    }

    /// What the pack knows stands for others; then the fullest name, and the one most used.
    fn rank(&self, number: usize) -> (bool, usize, usize, std::cmp::Reverse<&str>) {
        let it = &self.individuals[number];
        let full = it.words.iter().filter(|it| it.chars().count() > 1).count();
        (it.thing.known, full, it.mentions, std::cmp::Reverse(it.iri))
    }

    fn judgement(&self, kept: usize, merged: usize, because: Vec<String>, made: bool) -> Judgement {
        let (kept, merged) = (&self.individuals[kept], &self.individuals[merged]);
        let mut pair = [kept.iri, merged.iri];
        pair.sort_unstable();
        Judgement {
            iri: self.ontology.base.judgement(&short(&pair)),
            kept: kept.iri.to_owned(),
            merged: (merged.iri.to_owned(), merged.thing.label.clone()),
            because,
            made,
        }
    }
}

/// Whether the pack knows a thing by this name.
fn is_label(ontology: &Ontology, iri: &str, name: &str) -> bool {
    let same = |it: &crate::ontology::Label| it.text.eq_ignore_ascii_case(name);
    ontology.entity(iri).is_some_and(|it| it.labels.iter().any(same))
}

/// What tells the partner in a statement from others, and its name: itself, and for a post also whose post it is.
///
/// Nothing where that says too little: a description, a number, a post that many bodies have.
fn partner_of<'a>(
    ontology: &'a Ontology,
    from: &'a Contribution,
    claim: &'a ReadClaim,
    partner: &'a str,
) -> Option<(Vec<&'a str>, &'a str)> {
    let named = |iri: &str| {
        let local = iri.strip_prefix(&ontology.base.thing(""));
        local.is_some_and(|it| !it.contains('/'))
    };
    let thing = from.things.get(partner).filter(|it| it.value.is_none() && named(partner))?;
    let mut parties = vec![partner];
    parties.extend(claim.qualifiers.iter().filter_map(|it| match &it.1 {
        Term::Thing { iri, .. } if named(iri) => Some(iri.as_str()),
        _ => None,
    }));
    let of_a_body = |iri: &str| {
        ontology.entity(iri).is_some_and(|it| it.facts.iter().any(|it| it.0 == "postIn"))
    };
    let post = thing.types.iter().any(|it| it == "Post");
    (!post || parties.len() > 1 || of_a_body(partner)).then_some((parties, &thing.label))
}

/// The words of a name in lower case; without what only goes before names of people.
fn words(ontology: &Ontology, name: &str, person: bool) -> Vec<String> {
    let before =
        |word: &str| ontology.languages.values().any(|it| it.has("person.honorific", word));
    let all = slug(name);
    let words = all.split('-').map(str::to_owned);
    words.filter(|it| !person || !before(it)).collect()
}

/// The capital letters that the words of a name begin with.
fn first_letters(name: &str) -> String {
    let first = |word: &str| word.chars().next().filter(|it| it.is_uppercase());
    name.split(|c: char| !c.is_alphanumeric()).filter_map(first).collect()
}

/// Whether two names can be one person's: the same surname, and no given name or initial against another.
fn can_be_one(one: &[String], other: &[String]) -> bool {
    let (Some((last, one)), Some((also, other))) = (one.split_last(), other.split_last()) else {
        return false;
    };
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let fits = |a: &String, b: &String| {
        let initial = |it: &String| it.chars().count() == 1;
        a == b
            || (initial(a) && b.starts_with(a.as_str()))
            || (initial(b) && a.starts_with(b.as_str()))
    };
    let first = short.first().is_none_or(|it| long.first().is_some_and(|other| fits(it, other)));
    let mut left = long.iter();
    last == also && first && short.iter().all(|it| left.any(|other| fits(it, other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixture::{Say, base, ontology, reading};

    /// Unknown things by name and class, and what is said of them, in a document for each.
    fn judged(
        documents: &mut [Contribution],
        decisions: &Decisions,
    ) -> Vec<(String, String, bool)> {
        let (found, _) = unify(documents, &ontology(), decisions);
        let short = |it: &str| it.rsplit('/').next().unwrap().to_owned();
        found.into_iter().map(|it| (short(&it.kept), it.merged.1, it.made)).collect()
    }

    /// A document that calls things by these names, and says what it says.
    fn document(name: &str, calls: &[(&str, &[&str])], says: &[Say]) -> Contribution {
        let mut made = reading(name, says);
        for (thing, names) in calls {
            let iri = base().thing(thing);
            let person = thing.starts_with("person");
            let class = if person { "Person" } else { "Place" };
            made.things.insert(
                iri.clone(),
                Thing {
                    label: names[0].to_owned(),
                    language: "en".to_owned(),
                    class: class.to_owned(),
                    types: vec![class.to_owned()],
                    known: false,
                    value: None,
                    unit: None,
                    qualifier: None,
                },
            );
            made.mentions.insert(iri.clone(), 1);
            made.names.insert(iri, names.iter().map(|it| (*it).to_owned()).collect());
        }
        made
    }

    const INSTITUTE: (&str, &[&str]) =
        ("vauxhall", &["Vauxhall Institute for Security Research", "VISR"]);
    const SHORT: (&str, &[&str]) = ("visr", &["VISR"]);

    #[test]
    fn an_acronym_is_what_a_document_says_it_is() {
        let mut documents = [document("one", &[INSTITUTE], &[]), document("two", &[SHORT], &[])];
        let found = judged(&mut documents, &Decisions::default());
        assert_eq!(found, [("vauxhall".to_owned(), "VISR".to_owned(), true)]);
        assert!(documents[1].things.contains_key(&base().thing("vauxhall")));
        assert!(!documents[1].mentions.contains_key(&base().thing("visr")));
    }

    #[test]
    fn an_acronym_of_two_things_is_neither() {
        let other: (&str, &[&str]) = ("verwaltung", &["Verwaltung in Sachsen-Rheda", "VISR"]);
        let mut documents =
            [document("one", &[INSTITUTE, other], &[]), document("two", &[SHORT], &[])];
        assert_eq!(judged(&mut documents, &Decisions::default()), []);
    }

    #[test]
    fn initials_alone_are_a_proposal_and_with_a_statement_a_merge() {
        let full: (&str, &[&str]) = ("npa", &["Northern Ports Alliance"]);
        let short: (&str, &[&str]) = ("short", &["NPA"]);
        let says = |who: &str| [Say::new(who, "opposes", "Mill")];
        let run = |one: &[Say], two: &[Say]| {
            let mut documents = [document("one", &[full], one), document("two", &[short], two)];
            judged(&mut documents, &Decisions::default())
        };
        assert_eq!(run(&[], &[]), [("npa".to_owned(), "NPA".to_owned(), false)]);
        assert_eq!(run(&says("npa"), &says("short")), [("npa".to_owned(), "NPA".to_owned(), true)]);
    }

    const SARAH: (&str, &[&str]) = ("person-sarah", &["Sarah Collins"]);
    const BARE: (&str, &[&str]) = ("person-collins", &["Collins"]);
    const DAVID: (&str, &[&str]) = ("person-david", &["David Collins"]);

    /// That somebody works for a body.
    fn works(who: &str, body: &str) -> [Say; 1] {
        [Say::new(who, "worksFor", body)]
    }

    #[test]
    fn a_surname_needs_the_same_organisation() {
        let run = |body: &str| {
            let mut documents = [
                document("one", &[SARAH], &works("person-sarah", "Mill")),
                document("two", &[BARE], &works("person-collins", body)),
            ];
            judged(&mut documents, &Decisions::default())
        };
        let expected = |made| [("person-sarah".to_owned(), "Collins".to_owned(), made)];
        assert_eq!(run("Mill"), expected(true));
        assert_eq!(run("Town"), expected(false));
    }

    #[test]
    fn people_who_cannot_be_one_are_not_merged_through_a_third() {
        let mut documents = [
            document("one", &[SARAH], &works("person-sarah", "Mill")),
            document("two", &[BARE], &works("person-collins", "Mill")),
            document("three", &[DAVID], &works("person-david", "Mill")),
        ];
        let made: Vec<_> =
            judged(&mut documents, &Decisions::default()).into_iter().filter(|it| it.2).collect();
        assert_eq!(made, [], "Collins may be either");
    }

    #[test]
    fn people_decide() {
        let documents =
            || [document("one", &[INSTITUTE, SARAH], &[]), document("two", &[SHORT, DAVID], &[])];
        let named = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let together = Decisions {
            together: vec![(named(&["Sarah Collins", "David Collins"]), "so".to_owned())],
            apart: vec![named(&["VISR", "Vauxhall Institute for Security Research"])],
        };
        let found = judged(&mut documents(), &together);
        assert_eq!(found, [("person-sarah".to_owned(), "David Collins".to_owned(), true)]);
        let idle = Decisions {
            together: vec![(named(&["Sarah Collins", "Nobody"]), "so".to_owned())],
            ..Decisions::default()
        };
        assert_eq!(unify(&mut documents(), &ontology(), &idle).1.together, [0]);
    }

    #[test]
    fn names_of_one_person() {
        let fit = |one: &str, other: &str| {
            let words = |it: &str| it.split(' ').map(str::to_owned).collect::<Vec<_>>();
            can_be_one(&words(one), &words(other))
        };
        for (one, other) in [
            ("sarah collins", "s collins"),
            ("sarah j collins", "sarah collins"),
            ("sarah j collins", "sarah jane collins"),
            ("collins", "sarah collins"),
        ] {
            assert!(fit(one, other) && fit(other, one), "{one}, {other}");
        }
        for (one, other) in [
            ("sarah collins", "david collins"),
            ("s collins", "david collins"),
            ("sarah collins", "sarah cole"),
            ("jane collins", "sarah jane collins"),
        ] {
            assert!(!fit(one, other) && !fit(other, one), "{one}, {other}");
        }
    }
}

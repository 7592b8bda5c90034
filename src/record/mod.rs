//! Quads → records: what a graph says of a claim, a thing, a document, a passage or a conflict, as plain values.
//!
//! Each kind is known by the namespace its IRIs are minted in.  A record takes what is said of it quad by quad, in any
//! order.  They are put together all at once from a store, [`Gathered`], or, for graphs of any size, one claim after the
//! other from the file, [`Records`]; who links them with each other is elsewhere.

mod gathered;
mod lines;
mod records;

use std::collections::BTreeSet;

use oxigraph::model::Term;

pub use self::{
    gathered::Gathered,
    records::{Again, Claims, Counts, Place, RecordError, Records},
};
use crate::{
    ontology::Schema,
    vocabulary::{Base, dcterms, oa, prov, rdf, rdfs, schema, skos},
};

/// Something that is spoken of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Thing {
    /// Its IRI.
    pub iri: String,
    /// What to call it.
    pub label: String,
    /// Local name of its most specific class; empty if it has none.
    pub class: String,
    /// Local names of all its classes, the most specific first.
    pub classes: Vec<String>,
    /// Other names: language tag, if any, and text.
    pub aliases: Vec<(String, String)>,
    /// Names to find it by that are not shown.
    pub hidden: Vec<String>,
    /// One sentence saying what it is.
    pub definition: String,
    /// IRIs of the same thing elsewhere.
    pub matches: Vec<String>,
    /// Whether the documents brought it up, and not the pack.
    pub discovered: bool,
    /// IRI of the thing it was merged into.
    pub merged_into: Option<String>,
    /// What the pack states about it: IRI of the property, value.
    pub facts: Vec<(String, Term)>,
    /// The number of a quantity, as it is written in the graph.
    pub value: Option<String>,
    /// What a quantity counts.
    pub unit: Option<String>,
    /// How exact a quantity is: local name, such as `MoreThan`.
    pub qualifier: Option<String>,
}

/// A document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Its IRI.
    pub iri: String,
    /// Its title.
    pub title: String,
    /// Language tag.
    pub language: String,
    /// When it was issued: year, month or day.
    pub date: Option<String>,
    /// IRI of who speaks in it.
    pub speaker: Option<String>,
    /// IRI of who published it.
    pub publisher: Option<String>,
    /// Its licence, as it is given.
    pub licence: Option<String>,
    /// SHA-256 of its file, 64 digits.
    pub sha256: String,
    /// Name of its file.
    pub file: String,
    /// File in the folder of the build with its text, and the SHA-256 of that.
    pub stored: Option<(String, String)>,
    /// Code points of its text.
    pub characters: usize,
    /// Sentences of its text.
    pub sentences: usize,
    /// IRI of the document it repeats.
    pub copy_of: Option<String>,
}

/// A claim.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claim {
    /// Its IRI.
    pub iri: String,
    /// It as a short sentence.
    pub label: String,
    /// IRI of what it is about.
    pub subject: String,
    /// IRI of the property.
    pub property: String,
    /// A thing, a time or a literal.
    pub object: Option<Term>,
    /// Whether it says that something is not so.
    pub negated: bool,
    /// Local name of the force, in lower case.
    pub force: String,
    /// IRI of the step of the probability yardstick.
    pub certainty: Option<String>,
    /// The word that says how certain it is.
    pub certainty_word: Option<String>,
    /// IRIs of who is committed to it, sorted.
    pub holders: Vec<String>,
    /// IRIs of who says the words, sorted.
    pub utterers: Vec<String>,
    /// IRI of when it holds.
    pub time: Option<String>,
    /// Dates on which it was said, sorted.
    pub stated_on: Vec<String>,
    /// Further particulars: IRI of the property, value; sorted.
    pub qualifiers: Vec<(String, Term)>,
    /// Whether the graph states it as a plain triple.
    pub asserted: bool,
    /// Confidence of the extraction, from 0 to 1, as it is written in the graph.
    pub confidence: String,
    /// Number of sources that do not repeat each other.
    pub independent: usize,
    /// IRIs of the rules that found it, sorted.
    pub rules: Vec<String>,
    /// How its ends were resolved, sorted.
    pub steps: Vec<String>,
    /// IRI of what it claims alike with others.
    pub proposition: Option<String>,
    /// IRIs of its passages.
    pub places: BTreeSet<String>,
    /// Its passages by document and place, where whoever put the record together has them.
    pub evidence: Vec<Evidence>,
}

/// A passage of a document that makes a claim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Its IRI, `…/doc/NAME#char=START,END`.
    pub iri: String,
    /// IRI of the document.
    pub document: String,
    /// First code point in the text of the document.
    pub start: usize,
    /// Code point behind the last.
    pub end: usize,
    /// The page of a document that has pages.
    pub page: Option<usize>,
    /// The words on one line.
    pub quote: String,
    /// The words as they stand in the text.
    pub exact: String,
    /// What stands before and behind them.
    pub around: (String, String),
}

/// A disagreement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conflict {
    /// Its IRI.
    pub iri: String,
    /// It as a sentence.
    pub message: String,
    /// Local name of its kind.
    pub kind: String,
    /// IRI of the thing it is about.
    pub about: String,
    /// IRI of the property it is on.
    pub property: String,
    /// IRIs of the claims that disagree.
    pub claims: BTreeSet<String>,
    /// What the pack says instead.
    pub reference: Option<String>,
}

/// How often a document mentions a thing, as its parts come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// IRI of the document.
    pub document: String,
    /// IRI of the thing.
    pub thing: String,
    /// How often.
    pub count: usize,
}

/// Which kind of record a subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A claim.
    Claim,
    /// A conflict.
    Conflict,
    /// A document.
    Document,
    /// A passage, or a selector of one: the IRI of the passage.
    Evidence(&'a str),
    /// A count of mentions.
    Mentions,
    /// Anything else: things, and terms of the ontology.
    Thing,
}

/// The namespaces that tell kinds apart.
#[derive(Debug, Clone)]
pub struct Kinds {
    claim: String,
    conflict: String,
    document: String,
}

impl Kinds {
    /// Those under a base.
    pub fn new(base: &Base) -> Self {
        Self { claim: base.claim(""), conflict: base.conflict(""), document: base.document("") }
    }

    /// The kind of a subject by its IRI.
    pub fn of<'a>(&self, subject: &'a str) -> Kind<'a> {
        if subject.starts_with(&self.claim) {
            return Kind::Claim;
        }
        if subject.starts_with(&self.conflict) {
            return Kind::Conflict;
        }
        if !subject.starts_with(&self.document) {
            return Kind::Thing;
        }
        match subject.split_once('#') {
            None => Kind::Document,
            Some((_, part)) if part.starts_with("char=") => {
                // Position and quote of a passage hang below its IRI.
                Kind::Evidence(subject.split('&').next().unwrap_or(subject))
            }
            Some(_) => Kind::Mentions,
        }
    }
}

impl Claim {
    /// Takes what a quad says of it.
    pub fn take(&mut self, base: &Base, property: &str, value: Term) {
        let own = base.term_name(property).unwrap_or_default();
        let local = |it: &Term| base.term_name(&plain(it)).map(str::to_lowercase);
        match (property, own) {
            (rdfs::LABEL, _) => self.label = plain(&value),
            (rdf::SUBJECT, _) => self.subject = plain(&value),
            (rdf::PREDICATE, _) => self.property = plain(&value),
            (rdf::OBJECT, _) => self.object = Some(value),
            (prov::WAS_ATTRIBUTED_TO, _) => self.holders.push(plain(&value)),
            (_, "evidence") => drop(self.places.insert(plain(&value))),
            (_, "polarity") => self.negated = local(&value).as_deref() == Some("negated"),
            (_, "force") => self.force = local(&value).unwrap_or_default(),
            (_, "certainty") => self.certainty = Some(plain(&value)),
            (_, "certaintyWord") => self.certainty_word = Some(plain(&value)),
            (_, "validDuring") => self.time = Some(plain(&value)),
            (_, "isAsserted") => self.asserted = plain(&value) == "true",
            (_, "confidence") => self.confidence = plain(&value),
            (_, "independentSources") => self.independent = number(&value),
            (_, "utteredBy") => self.utterers.push(plain(&value)),
            (_, "extractedBy") => self.rules.push(plain(&value)),
            (_, "statedOn") => self.stated_on.push(plain(&value)),
            (_, "resolutionStep") => self.steps.push(plain(&value)),
            (_, "proposition") => self.proposition = Some(plain(&value)),
            (_, "" | "sources") => (),
            _ => self.qualifiers.push((property.to_owned(), value)),
        }
    }

    /// Puts lists in order, when everything has been taken.
    pub fn settle(&mut self) {
        for list in [
            &mut self.holders,
            &mut self.utterers,
            &mut self.stated_on,
            &mut self.rules,
            &mut self.steps,
        ] {
            list.sort();
        }
        self.qualifiers.sort_by_cached_key(|it| (it.0.clone(), it.1.to_string()));
        self.evidence.sort_by(|a, b| (&a.document, a.start).cmp(&(&b.document, b.start)));
    }

    /// `affirmed` or `negated`.
    pub fn polarity(&self) -> &'static str {
        if self.negated { "negated" } else { "affirmed" }
    }

    /// How far it is committed to, in a word.
    pub fn standing(&self) -> &str {
        match self.force.as_str() {
            "asserted" if self.asserted => "asserted",
            "asserted" if self.is_reported() => "reported",
            "asserted" if self.negated => "asserted",
            "asserted" => "unsure",
            force => force,
        }
    }

    /// Whether nobody who is committed to it says it in a document.
    pub fn is_reported(&self) -> bool {
        !self.holders.iter().any(|it| self.utterers.contains(it))
    }

    /// Whether it is stated: as a fact, or as not being one.
    pub fn is_stated(&self) -> bool {
        self.standing() == "asserted"
    }
}

impl Evidence {
    /// Takes what a quad says of it, or of one of its selectors.
    pub fn take(&mut self, base: &Base, property: &str, value: &Term) {
        match (property, base.term_name(property).unwrap_or_default()) {
            (oa::HAS_SOURCE, _) => self.document = plain(value),
            (oa::START, _) => self.start = number(value),
            (oa::END, _) => self.end = number(value),
            (oa::EXACT, _) => self.exact = plain(value),
            (oa::PREFIX, _) => self.around.0 = plain(value),
            (oa::SUFFIX, _) => self.around.1 = plain(value),
            (_, "displayQuote") => self.quote = plain(value),
            (_, "page") => self.page = Some(number(value)),
            _ => (),
        }
    }
}

impl Conflict {
    /// Takes what a quad says of it.
    pub fn take(&mut self, base: &Base, property: &str, value: &Term) {
        match (property, base.term_name(property).unwrap_or_default()) {
            (rdfs::LABEL, _) => self.message = plain(value),
            (_, "conflictKind") => {
                let kind = plain(value);
                base.term_name(&kind).unwrap_or_default().clone_into(&mut self.kind);
            }
            (_, "concerns") => self.about = plain(value),
            (_, "onProperty") => self.property = plain(value),
            (_, "betweenClaim") => drop(self.claims.insert(plain(value))),
            (_, "referenceValue") => self.reference = Some(plain(value)),
            _ => (),
        }
    }
}

impl Document {
    /// Takes what a quad says of it.
    pub fn take(&mut self, base: &Base, property: &str, value: &Term) {
        let stored = |it: &mut Self| it.stored.take().unwrap_or_default();
        match (property, base.term_name(property).unwrap_or_default()) {
            (dcterms::TITLE, _) => self.title = plain(value),
            (dcterms::LANGUAGE, _) => self.language = plain(value),
            (dcterms::ISSUED, _) => self.date = Some(plain(value)),
            (dcterms::CREATOR, _) => self.speaker = Some(plain(value)),
            (dcterms::PUBLISHER, _) => self.publisher = Some(plain(value)),
            (dcterms::LICENSE, _) => self.licence = Some(plain(value)),
            (schema::SHA256, _) => self.sha256 = plain(value),
            (_, "fileName") => self.file = plain(value),
            (_, "textFile") => self.stored = Some((plain(value), stored(self).1)),
            (_, "textSha256") => self.stored = Some((stored(self).0, plain(value))),
            (_, "characters") => self.characters = number(value),
            (_, "sentences") => self.sentences = number(value),
            (_, "nearDuplicateOf") => self.copy_of = Some(plain(value)),
            _ => (),
        }
    }
}

impl Mentions {
    /// Takes what a quad says of it.
    pub fn take(&mut self, base: &Base, property: &str, value: &Term) {
        match base.term_name(property) {
            Some("inDocument") => self.document = plain(value),
            Some("ofThing") => self.thing = plain(value),
            Some("count") => self.count = number(value),
            _ => (),
        }
    }
}

impl Thing {
    /// Takes what a quad says of it; `own` says whether the pack says so.
    pub fn take(&mut self, base: &Base, property: &str, value: Term, own: bool) {
        match property {
            rdf::TYPE => {
                let class = plain(&value);
                self.classes.extend(base.term_name(&class).map(str::to_owned));
            }
            skos::PREF_LABEL | skos::ALT_LABEL => self.aliases.push(tagged(&value)),
            skos::HIDDEN_LABEL => self.hidden.push(plain(&value)),
            skos::DEFINITION | rdfs::COMMENT => self.definition = plain(&value),
            skos::EXACT_MATCH | schema::SAME_AS => self.matches.push(plain(&value)),
            schema::VALUE => self.value = Some(plain(&value)),
            rdfs::LABEL | rdfs::IS_DEFINED_BY | skos::IN_SCHEME => (),
            other => match base.term_name(other) {
                Some("discovered") => self.discovered = true,
                Some("mergedInto") => self.merged_into = Some(plain(&value)),
                Some("displayLabel") => self.label = plain(&value),
                Some("unit") => self.unit = Some(plain(&value)),
                Some("qualifier") => {
                    self.qualifier = base.term_name(&plain(&value)).map(str::to_owned);
                }
                _ if own => self.facts.push((property.to_owned(), value)),
                _ => (),
            },
        }
    }

    /// Whether it is no term of the ontology, and has a class or was merged into another.
    pub fn is_own(&self, base: &Base) -> bool {
        base.term_name(&self.iri).is_none()
            && (!self.class.is_empty() || self.merged_into.is_some())
    }

    /// Puts lists in order and finds its class, when everything has been taken.
    pub fn settle(&mut self, classes: &Schema) {
        let depth = |name: &str| classes.class_id(name).map(|it| classes.class(it).chain.len());
        self.classes.retain(|it| depth(it).is_some());
        self.classes.sort_by_key(|it| (std::cmp::Reverse(depth(it)), it.clone()));
        self.classes.dedup();
        self.class = self.classes.first().cloned().unwrap_or_default();
        if self.label.is_empty() {
            self.label = self.iri.rsplit(['#', '/']).next().unwrap_or(&self.iri).to_owned();
        }
        self.aliases.sort();
        self.aliases.dedup();
        self.aliases.retain(|it| it.1 != self.label);
        self.facts.sort_by_cached_key(|it| (it.0.clone(), it.1.to_string()));
    }
}

/// Language tag, if any, and text.
fn tagged(value: &Term) -> (String, String) {
    match value {
        Term::Literal(it) => (it.language().unwrap_or_default().to_owned(), it.value().to_owned()),
        other => (String::new(), plain(other)),
    }
}

/// An IRI or the value of a literal.
pub fn plain(term: &Term) -> String {
    match term {
        Term::NamedNode(it) => it.as_str().to_owned(),
        Term::Literal(it) => it.value().to_owned(),
        Term::BlankNode(it) => it.as_str().to_owned(),
    }
}

fn number(term: &Term) -> usize {
    plain(term).parse().unwrap_or_default()
}

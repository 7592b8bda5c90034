//! `Analysis` + pack → `Mentions`: who and what is spoken of, and what is said about them.
//!
//! Names come from the pack and from the shape of names the pack has never seen; dates and quantities from
//! the grammar of numbers; descriptions from head nouns.  A shallow reading of each clause (noun groups, verb
//! groups, prepositions) then lets the rules of the packs find relations with polarity, force and holder.
//! Nothing here is domain knowledge, and nothing is resolved: a pronoun is still a pronoun.

mod asides;
mod chunk;
mod clause;
mod context;
mod dated;
mod described;
mod engine;
mod names;
mod nominal;
mod open;
mod overlap;
mod pattern;
mod recognised;
mod repeat;
mod rules;
mod sets;
mod shape;
mod trial;
mod value;
mod within;

pub use value::{Quantity, Value};

use std::{collections::BTreeMap, ops::Range};

use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::Diagnostic,
    document::Document,
    language::{Analysers, Analysis, Words},
    ontology::{ClassId, Ontology, PropertyId},
    source::Span,
};

/// How a thing is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// By a proper name.
    Name,
    /// By a description.
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// Whether the statement is made or its contrary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It is so.
    Affirmed,
    /// It is not so.
    Negated,
}

impl Polarity {
    /// The other one.
    pub(crate) fn contrary(self) -> Self {
        match self {
            Self::Affirmed => Self::Negated,
            Self::Negated => Self::Affirmed,
        }
    }
}

/// With what commitment the holder says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// As a fact.
    Asserted,
    /// As a judgement: *we assess*, *highly likely*.
    Assessed,
    /// As someone's unproven charge.
    Alleged,
    /// As something that may be or can happen.
    Possible,
    /// As intended, attempted or forthcoming.
    Planned,
    /// As something that should be.
    Recommended,
    /// As a supposition.
    Hypothetical,
    /// As rejected by the holder.
    Denied,
}

/// A stretch of text that speaks of something.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where, without article, possessive and quotation marks.
    pub span: Span,
    /// Its tokens in the analysis.
    pub tokens: Range<usize>,
    /// Its sentence in the analysis.
    pub sentence: usize,
    /// By name, description or pronoun.
    pub kind: MentionKind,
    /// Its class, the most specific known.
    pub class: ClassId,
    /// The known entity it names: an index into the ontology's entities.
    pub entity: Option<usize>,
    /// What a date or quantity amounts to.
    pub value: Option<Value>,
    /// The recogniser that found it.
    pub found_by: &'static str,
    /// Whether it is only a part of a token (*UK* in *UK-based*) or a modifier, and so no argument.
    pub inside: bool,
    /// Where the document gave the full name that this is short for.
    pub antecedent: Option<Span>,
}

/// A relation that a rule found between two mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Index of the rule in the ontology; `None` for what the program derives by itself.
    pub rule: Option<usize>,
    /// Property it states.
    pub property: PropertyId,
    /// Index of the subject's mention.
    pub subject: usize,
    /// Index of the object's mention.
    pub object: usize,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// Commitment.
    pub force: Force,
    /// Yardstick term and the author's word.
    pub certainty: Option<(String, String)>,
    /// Mention of who is committed to it, where it is not the speaker.
    pub holder: Option<usize>,
    /// Mention of the time it holds, with the side it leaves open.
    pub time: Option<(usize, Bound)>,
    /// Further particulars.
    pub qualifiers: Vec<(PropertyId, usize)>,
    /// The words of an open relation, and where its verb stands.
    pub phrase: Option<(String, Span)>,
    /// The sentence.
    pub sentence: usize,
    /// Confidence of the extraction, 0 to 1.
    pub confidence: f64,
    /// How the ends were found.
    pub steps: Vec<String>,
}

/// Which side of an interval a date gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The time itself.
    At,
    /// From then on.
    Since,
    /// Until then.
    Until,
}

/// Everything found in one document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mentions {
    /// In order of discovery; relations refer to them by index.
    pub mentions: Vec<Mention>,
    /// What is said about them.
    pub relations: Vec<Relation>,
}

/// The recognisers and rules of a pack, compiled once.
pub struct Extractor<'a> {
    ontology: &'a Ontology,
    words: BTreeMap<String, Words>,
    analysers: Analysers,
    names: names::Names,
    nominals: nominal::Nominals,
    shapes: shape::Shapes,
    dated: dated::Dated,
    values: BTreeMap<String, value::Grammar>,
    grammar: BTreeMap<String, chunk::Grammar>,
    rules: rules::Rules,
}

impl<'a> Extractor<'a> {
    /// Compiles the pack.
    ///
    /// # Errors
    ///
    /// A diagnostic with file and line for every verb, noun or pattern of a rule that nothing can be found by.
    pub fn new(ontology: &'a Ontology) -> Result<Self, Vec<Diagnostic>> {
        let words: BTreeMap<String, Words> =
            ontology.languages.iter().map(|(tag, it)| (tag.clone(), Words::new(it))).collect();
        let rules = rules::Rules::compile(ontology)?;
        let grammar = ontology
            .languages
            .iter()
            .map(|(tag, it)| (tag.clone(), chunk::Grammar::new(it, rules.verb_lemmas())))
            .collect();
        Ok(Self {
            ontology,
            names: names::Names::compile(ontology, &words),
            nominals: nominal::Nominals::compile(ontology),
            shapes: shape::Shapes::compile(ontology),
            dated: dated::Dated::compile(ontology),
            values: ontology
                .languages
                .iter()
                .map(|(tag, it)| (tag.clone(), value::Grammar::new(tag, it)))
                .collect(),
            words,
            analysers: Analysers::embedded(),
            grammar,
            rules,
        })
    }

    /// The closed word classes by language tag, for the language stage.
    pub fn words(&self) -> &BTreeMap<String, Words> {
        &self.words
    }

    /// The statistical analysers, for the language stage.
    pub fn analysers(&self) -> &Analysers {
        &self.analysers
    }

    /// The classes that subject and object of a relation may have.
    pub fn allowed(&self, relation: &Relation) -> (Vec<ClassId>, Vec<ClassId>) {
        let property = self.ontology.schema.property(relation.property);
        let by_rule = relation.rule.map(|it| self.rules.allowed(it));
        by_rule.unwrap_or_else(|| (property.domain.clone(), property.range.clone()))
    }

    /// The pack behind the recognisers.
    pub fn ontology(&self) -> &'a Ontology {
        self.ontology
    }

    /// Finds what one document speaks of and what it says.
    pub fn extract(&self, document: &Document, analysis: &Analysis) -> Mentions {
        self.watch(document, analysis, &mut trial::Trial::default())
    }

    /// How the rule at an index of the ontology reads a document: a line for each of its verbs and nouns that occurs.
    pub fn trial(&self, document: &Document, analysis: &Analysis, rule: usize) -> Vec<String> {
        let mut trial = trial::Trial { rule: Some(rule), ..trial::Trial::default() };
        self.watch(document, analysis, &mut trial);
        trial.notes
    }

    fn watch(
        &self,
        document: &Document,
        analysis: &Analysis,
        trial: &mut trial::Trial,
    ) -> Mentions {
        let mut found = Mentions::default();
        self.names.find(self.ontology, document, analysis, &mut found.mentions);
        let bodies = within::bodies(self.ontology, &found.mentions);
        for (tag, grammar) in &self.values {
            grammar.find(self.ontology, tag, document, analysis, &mut found.mentions);
        }
        self.shapes.find(self.ontology, document, analysis, &mut found.mentions);
        recognised::find(self.ontology, analysis, &mut found.mentions);
        self.dated.find(self.ontology, analysis, &mut found.mentions);
        repeat::find(self.ontology, document, analysis, &mut found.mentions);
        self.nominals.find(self.ontology, &self.grammar, analysis, &mut found.mentions);
        nominal::widen(self.ontology, analysis, &mut found.mentions);
        sets::find(self.ontology, document, analysis, &mut found.mentions);
        within::restore(self.ontology, analysis, bodies, &mut found.mentions);
        within::years(self.ontology, analysis, &mut found.mentions);
        found.mentions.sort_by_key(|it| (it.span.start, std::cmp::Reverse(it.span.end), it.class));
        engine::run(self, analysis, &mut found, trial);
        within::happened(self.ontology, analysis, &mut found.mentions);
        let number_of = self.rules.number_of;
        within::numbers(analysis, &found.relations, number_of, &mut found.mentions);
        described::find(self.ontology, analysis, &mut found.mentions);
        found
    }
}

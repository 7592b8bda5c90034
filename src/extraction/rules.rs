//! The rules of the packs, compiled: by which verbs, nouns and patterns each is said.

use std::collections::BTreeMap;

use super::pattern::Pattern;
use crate::{
    diagnostic::Diagnostic,
    ontology::{ClassId, Ontology, PropertyId, Rule, VerbForm},
};

/// The rules of a pack, by what sets them off.
pub(super) struct Rules {
    #[expect(clippy::struct_field_names, reason = "the rules themselves, beside their indexes")]
    pub(super) rules: Vec<Compiled>,
    pub(super) verbs: BTreeMap<String, Vec<VerbUnit>>,
    pub(super) nouns: BTreeMap<String, Vec<NounUnit>>,
    pub(super) lemmas: Vec<String>,
    /// Forms of the common verbs by language, to take participles in rules apart.
    pub(super) forms: BTreeMap<String, BTreeMap<String, Vec<(String, VerbForm)>>>,
    pub(super) number_of: Option<PropertyId>,
    pub(super) topic: Option<ClassId>,
    pub(super) date: Option<ClassId>,
}

pub(super) struct Compiled {
    /// Index in the ontology.
    pub(super) rule: usize,
    pub(super) property: PropertyId,
    pub(super) subject: Vec<ClassId>,
    pub(super) object: Vec<ClassId>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) language: String,
}

pub(super) struct VerbUnit {
    pub(super) rule: usize,
    pub(super) rest: Vec<String>,
    /// Written in the passive: `be targeted at`.
    pub(super) passive: bool,
    /// The clause's subject is the claim's object.
    pub(super) inverse: bool,
}

pub(super) struct NounUnit {
    pub(super) rule: usize,
    /// Words before the head noun.
    pub(super) before: Vec<String>,
    pub(super) preposition: String,
}

impl Rules {
    /// Compiles the rules; every wording that cannot be used is a mistake of the pack.
    pub(super) fn compile(ontology: &Ontology) -> Result<Self, Vec<Diagnostic>> {
        let mut compiled = Self {
            rules: Vec::new(),
            verbs: BTreeMap::new(),
            nouns: BTreeMap::new(),
            lemmas: Vec::new(),
            forms: ontology
                .languages
                .iter()
                .map(|it| (it.0.clone(), it.1.verb_forms([])))
                .collect(),
            number_of: ontology.schema.property_id("numberOf"),
            topic: ontology.schema.class_id("Topic"),
            date: ontology.schema.class_id("Date"),
        };
        let mut mistakes = Vec::new();
        for (number, rule) in ontology.rules.iter().enumerate() {
            compiled.add(ontology, number, rule, &mut mistakes);
        }
        compiled.lemmas.sort();
        compiled.lemmas.dedup();
        if mistakes.is_empty() { Ok(compiled) } else { Err(mistakes) }
    }

    fn add(
        &mut self,
        ontology: &Ontology,
        number: usize,
        rule: &Rule,
        mistakes: &mut Vec<Diagnostic>,
    ) {
        let mut complain = |message: String, hint: &str| {
            let it = Diagnostic::error("ontology/rule-pattern", message);
            mistakes.push(it.at(&rule.file, rule.line).hint(hint));
        };
        let Some(property) = ontology.schema.property_id(&rule.property) else { return };
        let declared = ontology.schema.property(property);
        let classes = |names: &[String], fallback: &[ClassId]| -> Vec<ClassId> {
            if names.is_empty() {
                fallback.to_vec()
            } else {
                names.iter().flat_map(|it| group(ontology, it)).collect()
            }
        };
        let at = self.rules.len();
        let mut patterns = Vec::new();
        for pattern in &rule.patterns {
            match Pattern::parse(pattern, ontology) {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => complain(
                    format!("rule `{}`: {error}", rule.name),
                    "write it as `{subject:Person} , {object:Post}`; see ontology/README.md",
                ),
            }
        }
        for (units, inverse) in [(&rule.verbs, false), (&rule.inverse_verbs, true)] {
            for unit in units {
                let mut words: Vec<String> = unit.split_whitespace().map(str::to_owned).collect();
                if words.is_empty() {
                    complain(
                        format!("rule `{}` has an empty verb", rule.name),
                        "remove it, or write the verb in its dictionary form: `work with`",
                    );
                    continue;
                }
                let mut lemma = words.remove(0);
                let mut passive = false;
                if lemma == "be"
                    && let Some(base) =
                        words.first().and_then(|it| self.participle_base(&rule.language, it))
                {
                    lemma = base;
                    words.remove(0);
                    passive = true;
                }
                self.lemmas.push(lemma.clone());
                self.verbs.entry(lemma).or_default().push(VerbUnit {
                    rule: at,
                    rest: words,
                    passive,
                    inverse,
                });
            }
        }
        for unit in &rule.nouns {
            let mut words: Vec<String> = unit.split_whitespace().map(str::to_owned).collect();
            let (Some(preposition), Some(noun)) = (words.pop(), words.pop()) else {
                complain(
                    format!("rule `{}`: the noun `{unit}` has no preposition", rule.name),
                    "write the noun with the preposition its object follows: `support for`",
                );
                continue;
            };
            for preposition in preposition.split('/') {
                let unit = NounUnit {
                    rule: at,
                    before: words.clone(),
                    preposition: preposition.to_owned(),
                };
                self.nouns.entry(noun.clone()).or_default().push(unit);
            }
        }
        self.rules.push(Compiled {
            rule: number,
            property,
            subject: classes(&rule.subject, &declared.domain),
            object: classes(&rule.object, &declared.range),
            patterns,
            language: rule.language.clone(),
        });
    }

    /// *targeted* → *target*: the verb a participle in a rule comes from.
    fn participle_base(&self, language: &str, word: &str) -> Option<String> {
        let known = self.forms.get(language)?.get(word);
        let participle = known.into_iter().flatten().find(|it| it.1 == VerbForm::Participle);
        participle.map(|it| it.0.clone()).or_else(|| word.strip_suffix("ed").map(str::to_owned))
    }

    /// The classes that subject and object of a rule may have, by its index in the ontology.
    pub(super) fn allowed(&self, rule: usize) -> (Vec<ClassId>, Vec<ClassId>) {
        let compiled = self.rules.iter().find(|it| it.rule == rule);
        compiled.map_or_else(Default::default, |it| (it.subject.clone(), it.object.clone()))
    }

    /// The verbs that rules name.
    pub(super) fn verb_lemmas(&self) -> impl Iterator<Item = &str> {
        self.lemmas.iter().map(String::as_str)
    }
}

/// A class, or the top classes that `Agent` stands for.
fn group(ontology: &Ontology, name: &str) -> Vec<ClassId> {
    let schema = &ontology.schema;
    if name == "Agent" {
        let members = ["Person", "Organisation", "State", "Population", "Post"];
        return members.iter().filter_map(|it| schema.class_id(it)).collect();
    }
    schema.class_id(name).into_iter().collect()
}

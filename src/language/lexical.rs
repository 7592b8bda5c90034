//! Closed word classes, looked up once for each token.

use crate::ontology::{Lexicon, Table};

/// A closed class of words, by the list of the language files it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// `words.determiner`
    Determiner,
    /// `words.possessive`: *my*, *its*.
    Possessive,
    /// `words.pronoun`
    Pronoun,
    /// `words.preposition`
    Preposition,
    /// `words.coordinator`
    Coordinator,
    /// `words.subordinator`
    Subordinator,
    /// `words.relative`
    Relative,
    /// `words.conditional`
    Conditional,
    /// `words.modal`
    Modal,
    /// `words.be`
    Be,
    /// `words.have`
    Have,
    /// `words.do`
    Do,
    /// `words.negator`
    Negator,
    /// `words.adverb`
    Adverb,
    /// `words.infinitive`: *to*.
    Infinitive,
    /// `date.month`
    Month,
    /// `person.honorific`
    Honorific,
    /// `sentence.abbreviation`
    Abbreviation,
    /// `names.given_ambiguous`: given names that are words, too.
    GivenName,
}

const LISTS: [(Class, &str); 19] = [
    (Class::Determiner, "words.determiner"),
    (Class::Possessive, "words.possessive"),
    (Class::Pronoun, "words.pronoun"),
    (Class::Preposition, "words.preposition"),
    (Class::Coordinator, "words.coordinator"),
    (Class::Subordinator, "words.subordinator"),
    (Class::Relative, "words.relative"),
    (Class::Conditional, "words.conditional"),
    (Class::Modal, "words.modal"),
    (Class::Be, "words.be"),
    (Class::Have, "words.have"),
    (Class::Do, "words.do"),
    (Class::Negator, "words.negator"),
    (Class::Adverb, "words.adverb"),
    (Class::Infinitive, "words.infinitive"),
    (Class::Month, "date.month"),
    (Class::Honorific, "person.honorific"),
    (Class::Abbreviation, "sentence.abbreviation"),
    (Class::GivenName, "names.given_ambiguous"),
];

/// A set of [`Class`]es.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Classes(u32);

impl Classes {
    /// Whether the set has `class`.
    pub fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u8) != 0
    }

    /// Whether the set has one of `classes`.
    pub fn any(self, classes: &[Class]) -> bool {
        classes.iter().any(|it| self.has(*it))
    }

    /// Whether the word is in no closed class.
    pub fn is_open(self) -> bool {
        self.0 & !(1 << Class::Abbreviation as u8 | 1 << Class::GivenName as u8) == 0
    }
}

/// The closed classes of one language, for look-up by word.
#[derive(Debug, Clone, Default)]
pub struct Words {
    classes: Table<String, Classes>,
    adverb_suffix: bool,
}

impl Words {
    /// The classes listed in `lexicon`.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut classes: Table<String, Classes> = Table::default();
        for (class, list) in LISTS {
            for word in lexicon.list(list) {
                classes.entry(word.clone()).or_default().0 |= 1 << class as u8;
            }
        }
        Self { classes, adverb_suffix: lexicon.language == "en" }
    }

    /// The classes of a word in lower case.  English words in *-ly* count as adverbs.
    pub fn of(&self, lower: &str) -> Classes {
        if let Some(known) = self.classes.get(lower) {
            return *known;
        }
        let adverb = self.adverb_suffix
            && lower.len() > 4
            && lower.ends_with("ly")
            && !NOT_ADVERBS.contains(&lower);
        Classes(if adverb { 1 << Class::Adverb as u8 } else { 0 })
    }
}

/// English words in *-ly* that are adjectives, nouns or verbs.
const NOT_ADVERBS: [&str; 22] = [
    "family", "supply", "apply", "reply", "assembly", "anomaly", "deadly", "friendly", "likely",
    "unlikely", "costly", "daily", "weekly", "monthly", "yearly", "elderly", "orderly", "lively",
    "italy", "july", "comply", "multiply",
];

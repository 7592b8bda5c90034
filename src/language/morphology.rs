//! What the analyser says of a word: part of speech and features of Universal Dependencies.

use std::fmt;

/// A universal part of speech (<https://universaldependencies.org/u/pos/>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum PartOfSpeech {
    /// Adjective.
    Adj,
    /// Adposition.
    Adp,
    /// Adverb.
    Adv,
    /// Auxiliary.
    Aux,
    /// Coordinating conjunction.
    Cconj,
    /// Determiner.
    Det,
    /// Interjection.
    Intj,
    /// Noun.
    Noun,
    /// Numeral.
    Num,
    /// Particle.
    Part,
    /// Pronoun.
    Pron,
    /// Proper noun.
    Propn,
    /// Punctuation.
    Punct,
    /// Subordinating conjunction.
    Sconj,
    /// Symbol.
    Sym,
    /// Verb.
    Verb,
    /// Anything else, and what was not analysed.
    #[default]
    X,
}

impl PartOfSpeech {
    /// All of them, in the order of their names.
    pub const ALL: [Self; 17] = [
        Self::Adj,
        Self::Adp,
        Self::Adv,
        Self::Aux,
        Self::Cconj,
        Self::Det,
        Self::Intj,
        Self::Noun,
        Self::Num,
        Self::Part,
        Self::Pron,
        Self::Propn,
        Self::Punct,
        Self::Sconj,
        Self::Sym,
        Self::Verb,
        Self::X,
    ];

    /// As CoNLL-U writes it: `PROPN`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Adj => "ADJ",
            Self::Adp => "ADP",
            Self::Adv => "ADV",
            Self::Aux => "AUX",
            Self::Cconj => "CCONJ",
            Self::Det => "DET",
            Self::Intj => "INTJ",
            Self::Noun => "NOUN",
            Self::Num => "NUM",
            Self::Part => "PART",
            Self::Pron => "PRON",
            Self::Propn => "PROPN",
            Self::Punct => "PUNCT",
            Self::Sconj => "SCONJ",
            Self::Sym => "SYM",
            Self::Verb => "VERB",
            Self::X => "X",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// The features that rules ask for, a bit for each value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Features(u32);

/// The values told apart, in the order CoNLL-U writes them.
const VALUES: [&str; 17] = [
    "Degree=Cmp",
    "Degree=Sup",
    "Mood=Imp",
    "Mood=Ind",
    "Mood=Sub",
    "Number=Plur",
    "Number=Sing",
    "Person=1",
    "Person=2",
    "Person=3",
    "Tense=Past",
    "Tense=Pres",
    "VerbForm=Fin",
    "VerbForm=Ger",
    "VerbForm=Inf",
    "VerbForm=Part",
    "Voice=Pass",
];

impl Features {
    /// Those of a FEATS column that are told apart; the others are passed over.
    pub fn parse(column: &str) -> Self {
        let bit = |pair: &str| VALUES.iter().position(|it| *it == pair).map_or(0, |it| 1 << it);
        Self(column.split('|').map(bit).fold(0, |all, it| all | it))
    }

    /// Whether it has a value: `Tense=Past`.
    pub fn has(self, pair: &str) -> bool {
        VALUES.iter().position(|it| *it == pair).is_some_and(|it| self.0 & (1 << it) != 0)
    }

    /// The bits, for storing.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// From stored bits; unknown ones are dropped.
    pub fn from_bits(bits: u32) -> Self {
        Self(bits & ((1 << VALUES.len()) - 1))
    }
}

impl fmt::Display for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for (at, value) in VALUES.iter().enumerate() {
            if self.0 & (1 << at) != 0 {
                f.write_str(if first { "" } else { "|" })?;
                f.write_str(value)?;
                first = false;
            }
        }
        if first { f.write_str("_") } else { Ok(()) }
    }
}

/// The relations of English treebanks (<https://universaldependencies.org/u/dep/>).
pub(crate) const RELATIONS: [&str; 51] = [
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:relcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "cc:preconj",
    "ccomp",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:outer",
    "csubj:pass",
    "dep",
    "det",
    "det:predet",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:desc",
    "nmod:poss",
    "nmod:unmarked",
    "nsubj",
    "nsubj:outer",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:unmarked",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_written_as_they_are_read() {
        for column in ["_", "Number=Plur", "Tense=Past|VerbForm=Part|Voice=Pass"] {
            assert_eq!(Features::parse(column).to_string(), column);
        }
        let verb = Features::parse("Gender=Fem|Mood=Ind|Number=Sing");
        assert_eq!(verb.to_string(), "Mood=Ind|Number=Sing");
        assert!(verb.has("Mood=Ind") && !verb.has("Gender=Fem"));
        assert_eq!(Features::from_bits(verb.bits()), verb);
    }

    #[test]
    fn names_of_parts_of_speech_are_unique() {
        for it in PartOfSpeech::ALL {
            assert_eq!(PartOfSpeech::from_name(it.name()), Some(it));
        }
    }
}

//! Word lists of one language, from the `LANGUAGE/*.toml` files of the packs.
//!
//! A list is a name such as `words.preposition` and the words under it; what the lists mean is known to the
//! stages that read them.  Irregular verbs and common verbs become a table of verb forms.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Diagnostic, Warned},
    settings::from_toml,
};

/// Which form of a verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VerbForm {
    /// *support*
    Base,
    /// *supports*
    ThirdPerson,
    /// *supported*, *wrote*
    Past,
    /// *supported*, *written*
    Participle,
    /// *supporting*
    Gerund,
}

/// What is looked up by hash in hot paths; its order is that of insertion.
pub(crate) type Table<K, V> = indexmap::IndexMap<K, V, rustc_hash::FxBuildHasher>;

/// Word lists of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Language tag.
    pub language: String,
    /// Words by section and name of their list.
    sections: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// The sections and names of the lists that a word is in.
    lists_of: Table<String, Vec<(String, String)>>,
    irregular: BTreeMap<String, (String, String)>,
    common_verbs: Vec<String>,
}

impl Lexicon {
    /// Reads the files of one language; later files add to the lists of earlier ones.
    pub fn parse(language: &str, files: &[(String, String)]) -> Warned<Self> {
        let mut lexicon = Self { language: language.to_owned(), ..Self::default() };
        let mut diagnostics = Vec::new();
        for (file, text) in files {
            match from_toml::<toml::Table>(text) {
                Ok(table) => lexicon.add(&table),
                Err(error) => {
                    let line =
                        error.span().map_or(0, |it| text[..it.start].matches('\n').count() + 1);
                    let found =
                        Diagnostic::error("ontology/lexicon-syntax", error.message().to_owned());
                    diagnostics.push(found.at(file.as_str(), line).hint("the file must be TOML"));
                }
            }
        }
        Warned { value: lexicon, diagnostics }
    }

    fn add(&mut self, table: &toml::Table) {
        for (section, value) in table {
            match value {
                toml::Value::Table(lists) => {
                    for (name, words) in lists {
                        if let toml::Value::String(words) = words {
                            self.common_verbs.extend(words.split_whitespace().map(str::to_owned));
                        }
                        let words = words.as_array().into_iter().flatten();
                        self.extend(section, name, words.filter_map(|it| it.as_str()));
                    }
                }
                toml::Value::Array(tables) if section == "irregular" => {
                    for forms in tables.iter().filter_map(|it| it.get("forms")?.as_str()) {
                        for entry in forms.split('|') {
                            let mut words = entry.split_whitespace().map(str::to_owned);
                            if let (Some(base), Some(past), Some(participle)) =
                                (words.next(), words.next(), words.next())
                            {
                                self.irregular.insert(base, (past, participle));
                            }
                        }
                    }
                }
                _ => (),
            }
        }
    }

    fn extend<'a>(&mut self, section: &str, name: &str, words: impl Iterator<Item = &'a str>) {
        let lists = self.sections.entry(section.to_owned()).or_default();
        let list = lists.entry(name.to_owned()).or_default();
        for word in words {
            list.push(word.to_owned());
            let known = self.lists_of.entry(word.to_owned()).or_default();
            known.push((section.to_owned(), name.to_owned()));
        }
    }

    /// The words of a list such as `words.preposition`; empty when there is no such list.
    pub fn list(&self, name: &str) -> &[String] {
        let list = name.split_once('.').and_then(|it| self.sections.get(it.0)?.get(it.1));
        list.map_or(&[], Vec::as_slice)
    }

    /// The names and words of all lists of a section: of `reporting`, the pairs `asserted` and its verbs, and so on.
    pub fn section<'a>(
        &'a self,
        section: &str,
    ) -> impl Iterator<Item = (&'a str, &'a [String])> + use<'a> {
        let lists = self.sections.get(section).into_iter().flatten();
        lists.map(|(name, words)| (name.as_str(), words.as_slice()))
    }

    /// Whether a list has this word.
    pub fn has(&self, list: &str, word: &str) -> bool {
        let Some(lists) = self.lists_of.get(word) else { return false };
        let wanted = list.split_once('.');
        lists.iter().any(|it| wanted == Some((it.0.as_str(), it.1.as_str())))
    }

    /// All forms of the common verbs, the irregular verbs and `more`, each with its dictionary forms.
    pub fn verb_forms<'a>(
        &self,
        more: impl IntoIterator<Item = &'a str>,
    ) -> BTreeMap<String, Vec<(String, VerbForm)>> {
        let known = self.common_verbs.iter().chain(self.irregular.keys()).cloned();
        let bases: BTreeSet<String> = known.chain(more.into_iter().map(str::to_owned)).collect();
        let mut forms: BTreeMap<String, Vec<(String, VerbForm)>> = BTreeMap::new();
        for base in bases {
            let other = american(&base).map(|it| self.forms(&it));
            let other = other.into_iter().flatten().chain(doubling(&base));
            for (form, kind) in self.forms(&base).into_iter().chain(other) {
                let known = forms.entry(form).or_default();
                if !known.contains(&(base.clone(), kind)) {
                    known.push((base.clone(), kind));
                }
            }
        }
        forms
    }

    /// The five forms of a verb by the spelling rules of English, irregular ones by the table.
    fn forms(&self, base: &str) -> [(String, VerbForm); 5] {
        let (past, participle) = self.irregular.get(base).cloned().unwrap_or_else(|| {
            let past = with_suffix(base, "ed");
            (past.clone(), past)
        });
        // A table entry such as *plan planned* also tells that the consonant doubles.
        let doubled = past
            .strip_suffix("ed")
            .is_some_and(|it| it.len() == base.len() + 1 && it.starts_with(base));
        let gerund = if doubled {
            format!("{}ing", past.trim_end_matches("ed"))
        } else {
            with_suffix(base, "ing")
        };
        [
            (base.to_owned(), VerbForm::Base),
            (plural(base), VerbForm::ThirdPerson),
            (past, VerbForm::Past),
            (participle, VerbForm::Participle),
            (gerund, VerbForm::Gerund),
        ]
    }
}

/// The forms of a verb that double its last consonant, if it may: *getting*, *banned*; a form too many does no harm.
fn doubling(base: &str) -> Vec<(String, VerbForm)> {
    let vowel = |it: &char| matches!(it, 'a' | 'e' | 'i' | 'o' | 'u');
    let mut ends = base.chars().rev();
    let (Some(last), Some(middle), Some(first)) = (ends.next(), ends.next(), ends.next()) else {
        return Vec::new();
    };
    if vowel(&last) || matches!(last, 'w' | 'x' | 'y') || !vowel(&middle) || vowel(&first) {
        return Vec::new();
    }
    let form = |suffix: &str, kind| (format!("{base}{last}{suffix}"), kind);
    vec![
        form("ing", VerbForm::Gerund),
        form("ed", VerbForm::Past),
        form("ed", VerbForm::Participle),
    ]
}

/// The American spelling of a verb, if by its ending it has one; a form too many does no harm.
fn american(base: &str) -> Option<String> {
    const ENDS: [(&str, &str); 3] = [("ise", "ize"), ("yse", "yze"), ("our", "or")];
    let respelt = |(ours, theirs): &(&str, &str)| {
        let stem = base.strip_suffix(ours).filter(|it| it.len() > 2)?;
        Some(format!("{stem}{theirs}"))
    };
    ENDS.iter().find_map(respelt)
}

/// The regular *-s* form of a noun or verb: *plots*, *agencies*, *attaches*.
pub fn plural(word: &str) -> String {
    if let Some(stem) = consonant_y(word) {
        return format!("{stem}ies");
    }
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|it| word.ends_with(it));
    let es = hissing || ["go", "do", "veto", "echo"].contains(&word);
    format!("{word}{}", if es { "es" } else { "s" })
}

/// The singular of a regular plural, if `word` looks like one: *plots*, *agencies*, *attaches*.
pub fn singular(word: &str) -> Option<String> {
    if let Some(stem) = word.strip_suffix("ies") {
        return (stem.len() > 1).then(|| format!("{stem}y"));
    }
    let hissing = ["ses", "xes", "zes", "ches", "shes"].iter().any(|it| word.ends_with(it));
    if hissing && !word.ends_with("ases") && !word.ends_with("uses") {
        return word.strip_suffix("es").map(str::to_owned);
    }
    let stem = word.strip_suffix('s')?;
    (stem.len() > 2 && !stem.ends_with(['s', 'u', 'i'])).then(|| stem.to_owned())
}

/// *agency* → *agenc*: the stem before a final *y* that follows a consonant.
fn consonant_y(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('y')?;
    (!stem.is_empty() && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])).then_some(stem)
}

/// `base` with *-ed* or *-ing*, by the spelling rules.
fn with_suffix(base: &str, suffix: &str) -> String {
    let past = suffix == "ed";
    if past && let Some(stem) = consonant_y(base) {
        return format!("{stem}ied");
    }
    if let Some(stem) = base.strip_suffix("ie") {
        return if past { format!("{base}d") } else { format!("{stem}ying") };
    }
    match base.strip_suffix('e') {
        Some(_) if past => format!("{base}d"),
        Some(stem) if !base.ends_with("ee") && stem.len() > 1 => format!("{stem}ing"),
        _ => format!("{base}{suffix}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consonants_double_and_spellings_differ() {
        let forms = Lexicon::default().verb_forms(["get", "ban", "organise", "open"]);
        let base = |form: &str| forms.get(form).map(|it| it[0].0.as_str());
        assert_eq!(base("getting"), Some("get"));
        assert_eq!(base("banned"), Some("ban"));
        assert_eq!(base("organized"), Some("organise"));
        assert_eq!(base("opening"), Some("open"));
    }

    #[test]
    fn verbs_are_inflected() {
        let text = "[[irregular]]\nforms = 'write wrote written|plan planned planned'\n[verbs]\ncommon = 'carry agree'";
        let lexicon = Lexicon::parse("en", &[("words.toml".into(), text.into())]).value;
        let forms = lexicon.verb_forms(["support"]);
        let base = |form: &str| forms.get(form).map(|it| (it[0].0.as_str(), it[0].1));
        assert_eq!(base("written"), Some(("write", VerbForm::Participle)));
        assert_eq!(base("planning"), Some(("plan", VerbForm::Gerund)));
        assert_eq!(base("carries"), Some(("carry", VerbForm::ThirdPerson)));
        assert_eq!(base("agreeing"), Some(("agree", VerbForm::Gerund)));
        assert_eq!(base("supported"), Some(("support", VerbForm::Past)));
        assert_eq!(base("supportes"), None);
    }

    #[test]
    fn plurals_go_both_ways() {
        for word in ["plot", "agency", "attack", "approach", "spy"] {
            assert_eq!(singular(&plural(word)).as_deref(), Some(word));
        }
        assert_eq!(singular("process"), None);
    }

    #[test]
    fn a_broken_file_is_reported_with_its_line() {
        let found = Lexicon::parse("en", &[("x.toml".into(), "[words]\na = [".into())]);
        assert_eq!((found.diagnostics.len(), found.diagnostics[0].line), (1, 2));
    }
}

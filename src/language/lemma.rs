//! Dictionary forms of English words, learnt from treebanks.
//!
//! Two tables, both learnt: what to do with the end of a word, and words for which that is wrong.  Features
//! matter only as far as they change the form (its [`inflection`]), so that *won* seen with *she* is known
//! with *we* too.  Nothing here knows the sentence: *'s* is *be* wherever it is an auxiliary.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::ontology::Table;

use super::{Features, PartOfSpeech};

/// The longest end of a word that an edit asks for, in bytes; with its slot it fits into 64 bits.
const LONGEST: usize = 6;
/// Words and lemmas longer than this are addresses and lines of dashes.
const LONGEST_WORD: usize = 64;
/// So many forms must agree before the end of a word is trusted; for names, so many occurrences of one.
const WITNESSES: usize = 2;
/// Stands for all inflections of a part of speech.
const ANY: u8 = 0;

/// Gold lemmas and how often each was seen, by part of speech, inflection and form.
type Seen<'a> = BTreeMap<(PartOfSpeech, u8, String), Counts<&'a str>>;
type Counts<T> = BTreeMap<T, usize>;

/// Learnt lemmas: exceptions by form and part of speech, and suffix edits.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Lemmatiser {
    /// By slot and end of the form, see [`key`].
    edits: BTreeMap<u64, Edit>,
    /// By form in lower case: lemmas by slot, in the order of slots.
    exceptions: Table<String, Vec<(u8, String)>>,
}

/// Bytes to take from the end of a form, and what to put there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Edit {
    strip: u8,
    append: String,
}

impl Lemmatiser {
    /// Learns from (form, pos, features, lemma) of gold words. Deterministic.
    pub(crate) fn learn<'a>(
        words: impl Iterator<Item = (&'a str, PartOfSpeech, Features, &'a str)>,
    ) -> Self {
        let mut seen = Seen::new();
        for (form, pos, features, lemma) in words {
            let missing = lemma.is_empty() || (lemma == "_" && form != "_");
            if !missing && form.len().max(lemma.len()) <= LONGEST_WORD {
                for inflection in [ANY, inflection(pos, features)] {
                    let key = (pos, inflection, in_lower_case(form).into_owned());
                    *seen.entry(key).or_default().entry(lemma).or_default() += 1;
                }
            }
        }
        let mut learnt = Self { edits: learn_edits(&seen), exceptions: Table::default() };
        // What holds for any inflection comes first, so that the others need only say where they differ.
        for ((pos, inflection, form), lemmas) in seen {
            let (lemma, count) = most_frequent(&lemmas);
            let name = pos == PartOfSpeech::Propn;
            let got = learnt.inflected(&form, pos, inflection);
            // Forms are in lower case here, so that a name that differs only in case does not differ.
            let same = if name { got == lemma.to_lowercase() } else { got == *lemma };
            if !same && (!name || count >= WITNESSES) {
                let lemmas = learnt.exceptions.entry(form).or_default();
                lemmas.push((slot(pos, inflection), (*lemma).to_owned()));
            }
        }
        learnt
    }

    /// Words of one form and one of these have the same dictionary form.
    pub(crate) fn kind(pos: PartOfSpeech, features: Features) -> u8 {
        slot(pos, inflection(pos, features))
    }

    /// The dictionary form of a word; case kept for proper nouns as the treebanks do.
    pub(crate) fn lemma(&self, form: &str, pos: PartOfSpeech, features: Features) -> String {
        self.inflected(form, pos, inflection(pos, features))
    }

    fn inflected(&self, form: &str, pos: PartOfSpeech, inflection: u8) -> String {
        let lower = in_lower_case(form);
        if let Some(lemmas) = self.exceptions.get(lower.as_ref()) {
            let of = |slot: u8| lemmas.iter().find(|it| it.0 == slot);
            if let Some((_, lemma)) = of(slot(pos, inflection)).or_else(|| of(slot(pos, ANY))) {
                return lemma.clone();
            }
        }
        if is_digits(&lower, pos) {
            let thousands = lower.split(',').skip(1).all(|it| it.len() >= 3);
            return if thousands { lower.replace(',', "") } else { lower.into_owned() };
        }
        let base = if pos == PartOfSpeech::Propn { form } else { lower.as_ref() };
        for inflection in [inflection, ANY] {
            let mut ends = matches(&self.edits, key(slot(pos, inflection), &lower, LONGEST));
            if let Some(lemma) = ends.find_map(|it| it.apply(base, pos)) {
                return lemma;
            }
        }
        base.to_owned()
    }

    /// As bytes for the model file: edits, then exceptions, both in order.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        write_count(self.edits.len(), out);
        for (key, edit) in &self.edits {
            out.extend(key.to_le_bytes());
            out.push(edit.strip);
            write_text(&edit.append, out);
        }
        write_count(self.exceptions.values().map(Vec::len).sum(), out);
        let ordered: BTreeMap<_, _> = self.exceptions.iter().collect();
        let each = ordered.into_iter().flat_map(|(form, all)| all.iter().map(move |it| (form, it)));
        for (form, (slot, lemma)) in each {
            write_text(form, out);
            out.push(*slot);
            write_text(lemma, out);
        }
    }

    /// From bytes that [`Self::write`] wrote; what follows them is left.
    pub(crate) fn read(bytes: &mut &[u8]) -> Result<Self, String> {
        let mut read = Self::default();
        for _ in 0..u32::from_le_bytes(take(bytes)?) {
            let key = u64::from_le_bytes(take(bytes)?);
            let [strip] = take(bytes)?;
            let edit = Edit { strip, append: take_text(bytes)? };
            if read.edits.insert(key, edit).is_some() {
                return Err("an edit of the lemmas occurs twice".to_owned());
            }
        }
        for _ in 0..u32::from_le_bytes(take(bytes)?) {
            let form = take_text(bytes)?;
            let [slot] = take(bytes)?;
            let lemma = take_text(bytes)?;
            let lemmas = read.exceptions.entry(form).or_default();
            if lemmas.last().is_some_and(|it| it.0 >= slot) {
                return Err("the exceptions of the lemmas are not in order".to_owned());
            }
            lemmas.push((slot, lemma));
        }
        Ok(read)
    }
}

impl Edit {
    /// From a form to its lemma, both in lower case.
    fn between(form: &str, lemma: &str) -> Self {
        let common = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b);
        let common = common.map(|(it, _)| it.len_utf8()).sum();
        let strip = u8::try_from(form.len() - common).expect("LONGEST_WORD fits, in any case");
        Self { strip, append: lemma[common..].to_owned() }
    }

    /// None where that cannot be a word: `w` of *wed*.
    fn apply(&self, base: &str, pos: PartOfSpeech) -> Option<String> {
        let stem = base.get(..base.len().checked_sub(usize::from(self.strip))?)?;
        let capitals =
            pos == PartOfSpeech::Propn && stem.len() > 1 && !stem.contains(char::is_lowercase);
        let append = if capitals { &self.append.to_uppercase() } else { &self.append };
        let lemma = [stem, append].concat();
        let no_verb = pos == PartOfSpeech::Verb && !lemma.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        (!lemma.is_empty() && !no_verb).then_some(lemma)
    }
}

/// For each slot the edits of most forms, by the ends of the forms; longer ends only where they differ.
fn learn_edits(seen: &Seen<'_>) -> BTreeMap<u64, Edit> {
    let mut counted: BTreeMap<u64, Counts<Edit>> = BTreeMap::new();
    for ((pos, inflection, form), lemmas) in seen {
        if is_digits(form, *pos) {
            continue;
        }
        let edit = Edit::between(form, &most_frequent(lemmas).0.to_lowercase());
        for length in 0..=form.len().min(LONGEST) {
            let edits = counted.entry(key(slot(*pos, *inflection), form, length)).or_default();
            *edits.entry(edit.clone()).or_default() += 1;
        }
    }
    let mut learnt = BTreeMap::new();
    // Shorter ends come before the longer ones that contain them.
    for (key, edits) in counted {
        let (edit, count) = most_frequent(&edits);
        let shorter = matches(&learnt, key).next();
        if shorter.is_none() || (shorter != Some(edit) && count >= WITNESSES) {
            learnt.insert(key, edit.clone());
        }
    }
    learnt
}

/// The edits of the ends that `wanted` has, longest first.
fn matches(edits: &BTreeMap<u64, Edit>, wanted: u64) -> impl Iterator<Item = &Edit> {
    let first_bytes = |key: u64, count: u32| key & !(u64::MAX >> (8 * count));
    let mut rest = Some(wanted);
    std::iter::from_fn(move || {
        while let Some(wanted) = rest {
            let (found, edit) = edits.range(..=wanted).next_back()?;
            // What both have in common, in whole bytes, is where the next may be.
            let common = (found ^ wanted).leading_zeros() / 8;
            let length = (8 - found.trailing_zeros() / 8).max(1);
            if common >= length {
                rest = (length > 1).then(|| first_bytes(*found, length - 1));
                return Some(edit);
            }
            rest = (common > 0).then(|| first_bytes(wanted, common));
        }
        None
    })
}

/// Features that change forms, as bits, and the inflection they make; the first that are all there count.
static INFLECTIONS: LazyLock<[(u32, u8); 7]> = LazyLock::new(|| {
    let inflections = [
        ("Degree=Cmp", 2),
        ("Degree=Sup", 3),
        ("VerbForm=Ger", 4),
        ("Tense=Past", 5), // participles too
        ("VerbForm=Part", 4),
        ("Number=Sing|Person=3|Tense=Pres", 6),
        ("Number=Plur", 7), // the plain form of verbs
    ];
    inflections.map(|(column, it)| (Features::parse(column).bits(), it))
});

/// What a form shows of the features; 1 is the dictionary form.
fn inflection(pos: PartOfSpeech, features: Features) -> u8 {
    let verb = matches!(pos, PartOfSpeech::Verb | PartOfSpeech::Aux);
    let known = INFLECTIONS.iter().find(|it| features.bits() & it.0 == it.0);
    known.map_or(1, |it| if verb && it.1 == 7 { 1 } else { it.1 })
}

/// Part of speech and inflection in one byte that is not zero.
fn slot(pos: PartOfSpeech, inflection: u8) -> u8 {
    (pos as u8 + 1) * 8 + inflection
}

/// A slot and the last bytes of a form, from the last one backwards, then zeros.
fn key(slot: u8, form: &str, length: usize) -> u64 {
    let mut key = [0; 8];
    key[0] = slot;
    for (place, byte) in key[1..].iter_mut().zip(form.bytes().rev().take(length)) {
        *place = byte;
    }
    u64::from_be_bytes(key)
}

/// Lower case with straight apostrophes.
fn in_lower_case(form: &str) -> Cow<'_, str> {
    if form.bytes().all(|it| it.is_ascii() && !it.is_ascii_uppercase()) {
        Cow::Borrowed(form)
    } else if form.is_ascii() {
        Cow::Owned(form.to_ascii_lowercase())
    } else {
        Cow::Owned(form.to_lowercase().replace(['‘', '’'], "'"))
    }
}

/// Numbers in figures lose the commas of thousands and nothing else.
fn is_digits(form: &str, pos: PartOfSpeech) -> bool {
    pos == PartOfSpeech::Num && form.starts_with(|it: char| it.is_ascii_digit())
}

/// The greatest count; of equals the first.
fn most_frequent<T: Ord>(counts: &Counts<T>) -> (&T, usize) {
    let best = counts.iter().rev().max_by_key(|it| it.1);
    best.map(|(it, count)| (it, *count)).expect("only what was seen is counted")
}

fn write_count(count: usize, out: &mut Vec<u8>) {
    out.extend(u32::try_from(count).expect("fewer entries than words").to_le_bytes());
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    out.push(u8::try_from(text.len()).expect("LONGEST_WORD fits, in any case"));
    out.extend(text.bytes());
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], String> {
    let (taken, rest) = bytes.split_first_chunk().ok_or("the lemmas end too early")?;
    *bytes = rest;
    Ok(*taken)
}

fn take_text(bytes: &mut &[u8]) -> Result<String, String> {
    let [length] = take(bytes)?;
    let (taken, rest) =
        bytes.split_at_checked(usize::from(length)).ok_or("the lemmas end too early")?;
    *bytes = rest;
    String::from_utf8(taken.to_vec()).map_err(|_| "a lemma is not UTF-8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const WORDS: &str = "\
        cats NOUN Number=Plur cat, dogs NOUN Number=Plur dog, cities NOUN Number=Plur city, \
        ladies NOUN Number=Plur lady, mice NOUN Number=Plur mouse, hat NOUN Number=Sing hat, \
        Alps PROPN Number=Plur Alp, Danes PROPN Number=Plur Dane, Texas PROPN Number=Sing Texas, \
        walked VERB Tense=Past walk, talked VERB Tense=Past talk, carried VERB Tense=Past carry, \
        married VERB Tense=Past marry, won VERB Tense=Past win, left VERB Tense=Past leave, \
        left ADJ _ left, I PRON Number=Sing|Person=1 I, he PRON Person=3 he, me PRON Person=1 I, \
        it PRON Person=3 it, n't PART _ not, to PART _ to, 's PART _ 's, 's AUX Tense=Pres be, \
        ca AUX VerbForm=Fin can, will AUX VerbForm=Fin will, Danish ADJ _ Danish, glad ADJ _ glad";

    fn small() -> Lemmatiser {
        let words: Vec<_> = WORDS.split(", ").map(word).collect();
        Lemmatiser::learn(words.iter().copied())
    }

    /// From *form POS features lemma*.
    fn word(text: &str) -> (&str, PartOfSpeech, Features, &str) {
        let [form, pos, features, lemma] =
            text.split_whitespace().collect::<Vec<_>>().try_into().unwrap();
        (form, PartOfSpeech::from_name(pos).unwrap(), Features::parse(features), lemma)
    }

    fn check(lemmas: &Lemmatiser, words: &str) {
        for (form, pos, features, lemma) in words.split(", ").map(word) {
            assert_eq!(lemmas.lemma(form, pos, features), lemma, "{form}");
        }
    }

    #[test]
    fn endings_and_exceptions() {
        let lemmas = small();
        check(&lemmas, "bats NOUN Number=Plur bat, parties NOUN Number=Plur party");
        check(&lemmas, "Mice NOUN Number=Plur mouse, barked VERB Tense=Past bark");
        check(&lemmas, "won VERB Person=1|Tense=Past win, won VERB _ win, left ADJ _ left");
        check(&lemmas, "LEFT VERB Tense=Past|VerbForm=Part leave, wed VERB Tense=Past wed");
        check(&lemmas, "Franks PROPN Number=Plur Frank, FRANKS PROPN Number=Plur FRANK");
        check(&lemmas, "TEXAS PROPN Number=Sing TEXAS, Danish ADJ _ Danish, Glad ADJ _ glad");
        check(&lemmas, "I PRON Person=1 I, n’t PART _ not, 's AUX Tense=Pres be, ’s PART _ 's");
        check(&lemmas, "Ca AUX VerbForm=Fin can, 12,500 NUM _ 12500, 7,5 NUM _ 7,5, é X _ é");
    }

    #[test]
    fn what_is_written_is_read() {
        let lemmas = small();
        let mut bytes = Vec::new();
        lemmas.write(&mut bytes);
        let whole = bytes.len();
        bytes.extend(b"more");
        let mut rest = bytes.as_slice();
        assert_eq!(Lemmatiser::read(&mut rest), Ok(lemmas));
        assert_eq!(rest, b"more");
        for end in 0..whole {
            assert!(Lemmatiser::read(&mut &bytes[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn malformed_bytes_are_refused_or_harmless() {
        let mut bytes = Vec::new();
        small().write(&mut bytes);
        for (at, change) in (0..bytes.len()).flat_map(|at| [(at, 1), (at, 0x80), (at, 0xff)]) {
            let mut changed = bytes.clone();
            changed[at] ^= change;
            let Ok(lemmas) = Lemmatiser::read(&mut changed.as_slice()) else { continue };
            for form in ["mice", "é", "Straße’s", "", "\0", "12,5"] {
                _ = PartOfSpeech::ALL.map(|it| lemmas.lemma(form, it, Features::default()));
            }
        }
        assert!(Lemmatiser::read(&mut [0xff; 9].as_slice()).unwrap_err().contains("early"));
    }

    #[test]
    fn lemmas_of_treebanks() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ud");
        let read = |it: &str| std::fs::read_to_string(folder.join(it)).unwrap_or_default();
        let train = read("en_ewt-train.conllu") + &read("en_gum-train.conllu");
        if train.is_empty() {
            eprintln!("skipped: no treebanks in {}", folder.display());
            return;
        }
        let lemmas = Lemmatiser::learn(gold(&train));
        let mut bytes = Vec::new();
        lemmas.write(&mut bytes);
        assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
        assert_eq!(Lemmatiser::read(&mut bytes.as_slice()).as_ref(), Ok(&lemmas));
        for (name, least) in [("en_ewt-dev.conllu", 982), ("en_gum-dev.conllu", 983)] {
            let text = read(name);
            let lemma = |it: &(&str, _, _, _)| lemmas.lemma(it.0, it.1, it.2).to_lowercase();
            let right = gold(&text).filter(|it| lemma(it) == it.3.to_lowercase()).count();
            let all = gold(&text).count();
            assert!(right * 1000 >= all * least, "{name}: {right} of {all}");
        }
    }

    /// The words of a treebank; ids with a hyphen or a point are not words.
    fn gold(text: &str) -> impl Iterator<Item = (&str, PartOfSpeech, Features, &str)> {
        text.lines().filter_map(|line| {
            let columns: Vec<_> = line.split('\t').collect();
            let [id, form, lemma, pos, _, features, ..] = columns[..] else { return None };
            let pos = PartOfSpeech::from_name(pos)?;
            (!id.contains(['-', '.'])).then(|| (form, pos, Features::parse(features), lemma))
        })
    }
}

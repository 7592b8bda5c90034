//! Dictionary forms of English words, learnt from treebanks.
//!
//! Two tables, both learnt: what to do with the end of a word, and words for which that is wrong.  Features
//! matter only as far as they change the form (its [`inflection`]), so that *won* seen with *she* is known
//! with *we* too.  Nothing here knows the sentence: *'s* is *be* wherever it is an auxiliary.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Features, PartOfSpeech};

/// The longest end of a word that an edit asks for, in bytes; with its slot it fits into 64 bits.
const LONGEST: usize = 6;
/// Words and lemmas longer than this are addresses and lines of dashes.
const LONGEST_WORD: usize = 64;
/// So many forms must agree before the end of a word is trusted; for names, so many occurrences of one.
const WITNESSES: usize = 2;
/// The slot of a part of speech that holds for all its inflections.
const ANY: u8 = 7;

/// Gold lemmas and how often each was seen, by part of speech, inflection and form.
type Seen<'a> = BTreeMap<(PartOfSpeech, u8, String), Counts<&'a str>>;
type Counts<T> = BTreeMap<T, usize>;

/// Learnt lemmas: exceptions by form and part of speech, and suffix edits.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Lemmatiser {
    /// By slot and end of the form, see [`key`].
    edits: BTreeMap<u64, Edit>,
    /// By form in lower case: lemmas by slot, in the order of slots.
    exceptions: BTreeMap<String, Vec<(u8, String)>>,
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
                let lower = in_lower_case(form).into_owned();
                let lemmas = seen.entry((pos, inflection(pos, features), lower)).or_default();
                *lemmas.entry(lemma).or_default() += 1;
            }
        }
        let mut learnt = Self { edits: learn_edits(&seen), exceptions: BTreeMap::new() };
        // What holds for all inflections first, so that the others need only say where they differ.
        let mut of_any = Seen::new();
        for ((pos, _, form), lemmas) in &seen {
            let all = of_any.entry((*pos, ANY, form.clone())).or_default();
            for (lemma, count) in lemmas {
                *all.entry(*lemma).or_default() += count;
            }
        }
        for ((pos, inflection, form), lemmas) in of_any.into_iter().chain(seen) {
            let (lemma, count) = most_frequent(&lemmas);
            let name = pos == PartOfSpeech::Propn;
            let got = learnt.inflected(&form, pos, inflection);
            // Forms are in lower case here, so that a name that differs only in case does not differ.
            let same = if name { got == lemma.to_lowercase() } else { got == *lemma };
            if !same && (!name || count >= WITNESSES) {
                let slot = slot(pos, inflection);
                learnt.exceptions.entry(form).or_default().push((slot, (*lemma).to_owned()));
            }
        }
        learnt.exceptions.values_mut().for_each(|it| it.sort_unstable());
        learnt
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
            return lower.replace(',', "");
        }
        let base = if pos == PartOfSpeech::Propn { form } else { lower.as_ref() };
        for inflection in [inflection, ANY] {
            let ends = matches(&self.edits, key(slot(pos, inflection), &lower, LONGEST));
            if let Some(lemma) = ends.filter_map(|it| it.apply(base, pos)).next() {
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
        for (form, lemmas) in &self.exceptions {
            for (slot, lemma) in lemmas {
                write_text(form, out);
                out.push(*slot);
                write_text(lemma, out);
            }
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
        if self.strip == 0 && self.append.is_empty() {
            return Some(base.to_owned());
        }
        let stem = base.get(..base.len().checked_sub(usize::from(self.strip))?)?;
        let mut lemma = String::with_capacity(stem.len() + self.append.len());
        lemma.push_str(stem);
        if pos == PartOfSpeech::Propn && stem.len() > 1 && !stem.contains(char::is_lowercase) {
            lemma.push_str(&self.append.to_uppercase());
        } else {
            lemma.push_str(&self.append);
        }
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
        for slot in [slot(*pos, *inflection), slot(*pos, ANY)] {
            for length in 0..=form.len().min(LONGEST) {
                let edits = counted.entry(key(slot, form, length)).or_default();
                *edits.entry(edit.clone()).or_default() += 1;
            }
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

/// The edits of the ends that `wanted` is an end of, or is; longest first.
fn matches(edits: &BTreeMap<u64, Edit>, wanted: u64) -> impl Iterator<Item = &Edit> {
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

fn first_bytes(key: u64, count: u32) -> u64 {
    key & !(u64::MAX >> (8 * count))
}

/// What a form shows of the features; 0 is the dictionary form.
fn inflection(pos: PartOfSpeech, features: Features) -> u8 {
    let has = |pair| features.has(pair);
    let verb = matches!(pos, PartOfSpeech::Verb | PartOfSpeech::Aux);
    if has("Degree=Cmp") {
        1
    } else if has("Degree=Sup") {
        2
    } else if has("VerbForm=Ger") || (has("VerbForm=Part") && !has("Tense=Past")) {
        3
    } else if has("Tense=Past") {
        4
    } else if verb && has("Tense=Pres") && has("Number=Sing") && has("Person=3") {
        5
    } else if !verb && has("Number=Plur") {
        6
    } else {
        0
    }
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
    } else {
        Cow::Owned(form.to_lowercase().replace(['‘', '’'], "'"))
    }
}

/// Numbers in figures lose their commas and nothing else.
fn is_digits(form: &str, pos: PartOfSpeech) -> bool {
    pos == PartOfSpeech::Num && form.starts_with(|it: char| it.is_ascii_digit())
}

/// The greatest count; of equals the first.
fn most_frequent<T: Ord>(counts: &Counts<T>) -> (&T, usize) {
    let best = counts.iter().rev().max_by_key(|it| it.1).expect("only what was seen is counted");
    (best.0, *best.1)
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
    let text = str::from_utf8(taken).map_err(|_| "a lemma is not UTF-8")?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use std::time::Instant;

    const WORDS: &str = "\
        cats NOUN Number=Plur cat|dogs NOUN Number=Plur dog|cities NOUN Number=Plur city|\
        ladies NOUN Number=Plur lady|mice NOUN Number=Plur mouse|hat NOUN Number=Sing hat|\
        Alps PROPN Number=Plur Alp|Danes PROPN Number=Plur Dane|Texas PROPN Number=Sing Texas|\
        walked VERB Tense=Past walk|talked VERB Tense=Past talk|carried VERB Tense=Past carry|\
        married VERB Tense=Past marry|won VERB Tense=Past win|left VERB Tense=Past leave|\
        left ADJ _ left|I PRON Number=Sing|Person=1 I|he PRON Person=3 he|me PRON Person=1 I|\
        it PRON Person=3 it|n't PART _ not|to PART _ to|'s PART _ 's|'s AUX Tense=Pres be|\
        ca AUX VerbForm=Fin can|will AUX VerbForm=Fin will|may AUX VerbForm=Fin may|\
        danish ADJ _ Danish|Danish ADJ _ Danish|glad ADJ _ glad|goes X _ _|three NUM _ three";

    /// *form POS features lemma*, where features may contain the bar that ends an entry.
    fn small() -> Lemmatiser {
        let entries = WORDS.replace("g|P", "g;P");
        let words: Vec<Vec<&str>> =
            entries.split('|').map(|it| it.split_whitespace().collect()).collect();
        Lemmatiser::learn(words.iter().map(|it| {
            (it[0], PartOfSpeech::from_name(it[1]).unwrap(), Features::parse(it[2]), it[3])
        }))
    }

    fn check(lemmas: &Lemmatiser, words: &str) {
        for word in words.split(", ") {
            let [form, pos, features, lemma] =
                word.split(' ').collect::<Vec<_>>().try_into().unwrap();
            let pos = PartOfSpeech::from_name(pos).unwrap();
            assert_eq!(lemmas.lemma(form, pos, Features::parse(features)), lemma, "{word}");
        }
    }

    #[test]
    fn endings_and_exceptions() {
        let lemmas = small();
        check(&lemmas, "bats NOUN Number=Plur bat, parties NOUN Number=Plur party");
        check(&lemmas, "Mice NOUN Number=Plur mouse, barked VERB Tense=Past bark");
        // The features that do not show in the form make no difference, nor do unknown ones.
        check(&lemmas, "won VERB Person=1|Tense=Past win, won VERB _ win, left ADJ _ left");
        check(&lemmas, "LEFT VERB Tense=Past|VerbForm=Part leave, wed VERB Tense=Past wed");
        check(&lemmas, "Franks PROPN Number=Plur Frank, FRANKS PROPN Number=Plur FRANK");
        check(&lemmas, "TEXAS PROPN Number=Sing TEXAS, Danish ADJ _ Danish, Glad ADJ _ glad");
        check(&lemmas, "I PRON Person=1 I, n’t PART _ not, 's AUX Tense=Pres be, ’s PART _ 's");
        check(&lemmas, "Ca AUX VerbForm=Fin can, 12,500 NUM _ 12500, goes X _ goes, é X _ é");
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
        for at in 0..bytes.len() {
            for change in [1, 0x80, 0xff] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                if let Ok(lemmas) = Lemmatiser::read(&mut changed.as_slice()) {
                    for form in ["mice", "é", "Straße’s", "", "\0", "12,5"] {
                        for pos in PartOfSpeech::ALL {
                            lemmas.lemma(form, pos, Features::parse("Number=Plur"));
                        }
                    }
                }
            }
        }
        assert!(Lemmatiser::read(&mut [0xff; 9].as_slice()).unwrap_err().contains("early"));
    }

    /// The words of a treebank; none where it is not on this machine.
    fn words_of(name: &str) -> Vec<(String, PartOfSpeech, Features, String)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ud");
        let text = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        let mut words = Vec::new();
        for line in text.lines() {
            let columns: Vec<_> = line.split('\t').collect();
            if let [id, form, lemma, pos, _, features, ..] = columns[..]
                && !id.contains(['-', '.'])
            {
                let pos = PartOfSpeech::from_name(pos).unwrap();
                words.push((form.to_owned(), pos, Features::parse(features), lemma.to_owned()));
            }
        }
        words
    }

    #[test]
    fn lemmas_of_treebanks() {
        let mut gold = words_of("en_ewt-train.conllu");
        gold.extend(words_of("en_gum-train.conllu"));
        if gold.is_empty() {
            eprintln!("skipped: no treebanks in ../shared/data/ud");
            return;
        }
        let lemmas = Lemmatiser::learn(gold.iter().map(|it| (&*it.0, it.1, it.2, &*it.3)));
        let mut bytes = Vec::new();
        lemmas.write(&mut bytes);
        eprintln!("{} bytes", bytes.len());
        assert!(bytes.len() < 100_000);
        assert_eq!(Lemmatiser::read(&mut bytes.as_slice()).as_ref(), Ok(&lemmas));
        for (name, least) in [("en_ewt-dev.conllu", 982), ("en_gum-dev.conllu", 983)] {
            let words = words_of(name);
            let start = Instant::now();
            let got: Vec<_> = words.iter().map(|it| lemmas.lemma(&it.0, it.1, it.2)).collect();
            let elapsed = start.elapsed().as_nanos() / words.len().max(1) as u128;
            let right = got.iter().zip(&words);
            let right = right.filter(|(got, it)| got.to_lowercase() == it.3.to_lowercase()).count();
            eprintln!("{name}: {right} of {}, {elapsed} ns a word", words.len());
            assert!(right * 1000 >= words.len() * least, "{name}: {right} of {}", words.len());
        }
    }
}

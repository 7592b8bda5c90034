//! Samples of blocks → the language of each.
//!
//! The languages that come into question are given.  One block alone can deceive, so a change of language
//! has a price: the sequence of languages chosen is the one that explains most text for fewest changes,
//! and short blocks follow their neighbours.

use whatlang::{Detector, Lang};

use super::section::SAMPLE;
use super::words::HeadWords;
use super::{Block, BlockKind};

/// How many characters of evidence a change of language costs.
const CHANGE: f64 = 50.0;
/// A block counts for no more characters than this, so that one does not outweigh a text.
const HEAVIEST: usize = 400;
/// A block that seems to be in none of the languages is believed from this length on.
const FOREIGN: usize = 150;
/// The language of each block.
pub(super) fn languages(
    samples: &[String],
    blocks: &[Block],
    allowed: &[String],
    declared: Option<&str>,
    words: &HeadWords,
) -> Vec<String> {
    let mut tags: Vec<String> = allowed.to_vec();
    tags.extend(declared.map(primary).filter(|it| !allowed.contains(it)));
    let mut evidence: Vec<Option<(String, f64)>> = Vec::with_capacity(samples.len());
    for sample in samples {
        evidence.push(detect(sample, &tags, words));
    }
    for (tag, _) in evidence.iter().flatten() {
        if !tags.contains(tag) {
            tags.push(tag.clone());
        }
    }
    if tags.is_empty() {
        tags.push("und".to_owned());
    }
    let first =
        declared.map(primary).and_then(|it| tags.iter().position(|tag| *tag == it)).unwrap_or(0);
    let mut best = cheapest(&evidence, &tags, first);
    // A heading that says nothing of its language goes with what it heads.
    for at in (1..best.len()).rev() {
        let heads = blocks[at - 1].kind == BlockKind::Heading && evidence[at - 1].is_none();
        if heads && best[at - 1] != best[at] {
            best[at - 1] = best[at];
        }
    }
    best.into_iter().map(|it| tags[it].clone()).collect()
}

/// The sequence of languages with most evidence for fewest changes; `first` wins where nothing speaks.
fn cheapest(evidence: &[Option<(String, f64)>], tags: &[String], first: usize) -> Vec<usize> {
    let mut score = vec![0.0; tags.len()];
    score[first] = 1.0;
    let mut from: Vec<Vec<usize>> = Vec::with_capacity(evidence.len());
    for found in evidence {
        let top = highest(&score);
        let mut origins = Vec::with_capacity(tags.len());
        let mut next = Vec::with_capacity(tags.len());
        for (at, tag) in tags.iter().enumerate() {
            let change = score[top] - CHANGE > score[at];
            origins.push(if change { top } else { at });
            let here = found.as_ref().filter(|it| it.0 == *tag).map_or(0.0, |it| it.1);
            next.push(here + if change { score[top] - CHANGE } else { score[at] });
        }
        score = next;
        from.push(origins);
    }
    let mut at = highest(&score);
    let mut path = vec![0; evidence.len()];
    for (step, origins) in from.iter().enumerate().rev() {
        path[step] = at;
        at = origins[at];
    }
    path
}

fn highest(score: &[f64]) -> usize {
    (0..score.len()).fold(0, |best, at| if score[at] > score[best] { at } else { best })
}

/// The language a text seems to be in, and how many characters speak for it.
///
/// The commonest words decide; where there are none of them, the detector does.
fn detect(sample: &str, tags: &[String], words: &HeadWords) -> Option<(String, f64)> {
    let letters = sample.chars().filter(|it| it.is_alphabetic()).count();
    let common = common(sample, tags, words);
    if tags.is_empty() || (letters >= FOREIGN && common.rare) {
        let any = whatlang::detect(sample).filter(whatlang::Info::is_reliable);
        let foreign = any.map(|it| tag(it.lang())).filter(|it| !tags.contains(it));
        if let Some(tag) = foreign {
            return Some((tag, weight(letters, 1.0)));
        }
    }
    if let Some((tag, sure)) = common.best {
        return Some((tag, weight(letters, sure)));
    }
    let known: Vec<Lang> = tags.iter().filter_map(|it| lang(it)).collect();
    let found =
        Detector::with_allowlist(known).detect(sample).filter(whatlang::Info::is_reliable)?;
    let found = Some(tag(found.lang())).filter(|it| tags.contains(it))?;
    Some((found, weight(letters, 0.5)))
}

/// What the commonest words say of a text.
struct Common {
    /// The language with most of them, and by what share it leads.
    best: Option<(String, f64)>,
    /// Whether there are too few of them for a text in any of these languages.
    rare: bool,
}

fn common(sample: &str, tags: &[String], words: &HeadWords) -> Common {
    let mut hits = vec![0_u16; tags.len()];
    let mut total = 0_u16;
    let lists: Vec<Option<_>> = tags.iter().map(|it| words.common.get(it)).collect();
    for word in
        sample.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).take(SAMPLE)
    {
        let lower = word.to_lowercase();
        total += 1;
        for (count, list) in hits.iter_mut().zip(&lists) {
            *count += u16::from(list.is_some_and(|it| it.contains(&lower)));
        }
    }
    let top = (0..hits.len()).fold(0, |best, at| if hits[at] > hits[best] { at } else { best });
    let most = hits.get(top).copied().unwrap_or(0);
    let second =
        hits.iter().enumerate().filter(|it| it.0 != top).map(|it| *it.1).max().unwrap_or(0);
    // One word alone may be a name or a loan.
    let lead = most - second;
    let best = (lead >= 2).then(|| (tags[top].clone(), f64::from(lead) / f64::from(most)));
    Common { best, rare: most < total / 8 && lists.iter().all(Option::is_some) }
}

#[expect(clippy::cast_precision_loss, reason = "at most a few hundred")]
fn weight(letters: usize, sure: f64) -> f64 {
    letters.min(HEAVIEST) as f64 * sure
}

/// The first part of a language tag, in lower case.
pub(super) fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// Two-letter tags and the codes of the detector.
const CODES: [(&str, &str); 58] = [
    ("af", "afr"),
    ("am", "amh"),
    ("ar", "ara"),
    ("az", "aze"),
    ("be", "bel"),
    ("bg", "bul"),
    ("bn", "ben"),
    ("ca", "cat"),
    ("cs", "ces"),
    ("cy", "cym"),
    ("da", "dan"),
    ("de", "deu"),
    ("el", "ell"),
    ("en", "eng"),
    ("eo", "epo"),
    ("es", "spa"),
    ("et", "est"),
    ("fa", "pes"),
    ("fi", "fin"),
    ("fr", "fra"),
    ("gu", "guj"),
    ("he", "heb"),
    ("hi", "hin"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("hy", "hye"),
    ("id", "ind"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ka", "kat"),
    ("km", "khm"),
    ("kn", "kan"),
    ("ko", "kor"),
    ("la", "lat"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("mk", "mkd"),
    ("ml", "mal"),
    ("mr", "mar"),
    ("my", "mya"),
    ("nb", "nob"),
    ("ne", "nep"),
    ("nl", "nld"),
    ("no", "nob"),
    ("pl", "pol"),
    ("pt", "por"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("sk", "slk"),
    ("sl", "slv"),
    ("sr", "srp"),
    ("sv", "swe"),
    ("th", "tha"),
    ("tr", "tur"),
    ("uk", "ukr"),
    ("ur", "urd"),
    ("vi", "vie"),
    ("zh", "cmn"),
];

fn lang(tag: &str) -> Option<Lang> {
    let tag = primary(tag);
    let code = CODES.iter().find(|it| it.0 == tag).map_or(tag.as_str(), |it| it.1);
    Lang::from_code(code)
}

fn tag(lang: Lang) -> String {
    let code = lang.code();
    CODES.iter().find(|it| it.1 == code).map_or(code, |it| it.0).to_owned()
}

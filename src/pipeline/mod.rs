//! The one place where stages are joined: documents in, readings and what they contribute out.

mod survey;

use std::{collections::BTreeSet, io};

use rayon::prelude::*;

use crate::{
    cache::{Cache, Entry},
    correction::{self, Corrections},
    diagnostic::{Diagnostic, Warned},
    document::{self, Document, HeadWords, HeadWordsError, Input, Item, Loaded, ReadOptions},
    extraction::Extractor,
    graph::Contribution,
    language::{self, Analysis},
    ontology::{Example, Ontology, PackTest, Rule},
    resolution::{self, DocumentRecord, ReadClaim, Reading, Term},
};

pub use survey::{Survey, SurveyError, edges, survey};

/// Takes one document apart.
pub fn analyse(extractor: &Extractor<'_>, document: &Document) -> Analysis {
    let mut analysis = language::analyse(document, extractor.words());
    extractor.analysers().fill(&document.text, &mut analysis);
    analysis
}

/// Reads one document to the end.
pub fn read(extractor: &Extractor<'_>, document: &Document) -> Reading {
    let analysis = analyse(extractor, document);
    let mentions = extractor.extract(document, &analysis);
    resolution::resolve(extractor, document, &analysis, &mentions)
}

/// Reads all documents in the inputs, as many at a time as the current thread pool allows, in the order of their names.
///
/// One that cannot be read is a diagnostic; the others are read all the same.  `done` is called after each.
pub fn read_all(
    extractor: &Extractor<'_>,
    inputs: &[Input],
    options: &ReadOptions,
    done: &(dyn Fn() + Sync),
) -> Warned<Vec<(Document, Reading)>> {
    each(inputs, options, done, |document| read(extractor, document))
}

/// Takes all documents apart, as [`read_all`] does, without reading what they say.
pub fn analyse_all(
    extractor: &Extractor<'_>,
    inputs: &[Input],
    options: &ReadOptions,
    done: &(dyn Fn() + Sync),
) -> Warned<Vec<(Document, Analysis)>> {
    each(inputs, options, done, |document| analyse(extractor, document))
}

/// What `work` makes of each document, in the order of their names.
fn each<T: Send>(
    inputs: &[Input],
    options: &ReadOptions,
    done: &(dyn Fn() + Sync),
    work: impl Fn(&Document) -> T + Sync,
) -> Warned<Vec<(Document, T)>> {
    in_parallel(inputs, options, done, |item| {
        let Warned { value: document, diagnostics } = document::read(item, options)?;
        let made = work(&document);
        Ok(Warned { value: (document, made), diagnostics })
    })
}

/// Where what was read goes besides the graph, and where it may come from without reading.
pub struct Shelf<'a> {
    /// Readings of earlier builds.
    pub cache: Option<&'a Cache>,
    /// Takes the text of a document that was taken out of something else.
    pub keep_text: &'a (dyn Fn(&DocumentRecord, &str) -> io::Result<()> + Sync),
    /// What people have corrected.
    pub corrections: &'a Corrections,
}

/// A document that was read, or found in the cache.
#[derive(Debug)]
pub struct Contributed {
    /// As shown to people.
    pub name: String,
    /// What it brings to the graph.
    pub contribution: Contribution,
    /// Whether it was found in the cache.
    pub cached: bool,
    /// The corrections that applied to it, by their indices.
    pub corrected: BTreeSet<usize>,
}

/// What each document in the inputs brings to the graph, in the order of their names.
///
/// No more texts are in memory than documents are read at a time.
pub fn contribute(
    extractor: &Extractor<'_>,
    inputs: &[Input],
    options: &ReadOptions,
    shelf: &Shelf<'_>,
    done: &(dyn Fn() + Sync),
) -> Warned<Vec<Contributed>> {
    in_parallel(inputs, options, done, |item| {
        let loaded = document::load(item, options)?;
        let name = loaded.item.name.clone();
        let key = shelf.cache.map(|it| (it, it.key(&loaded)));
        let found = key.as_ref().and_then(|(cache, key)| cache.get(key));
        let cached = found.is_some();
        // A claim is added to the text itself, of which a reading has only parts.
        let stem = loaded.item.name.rsplit('/').next().unwrap_or_default();
        let again = shelf.corrections.adds_to(stem).then(|| loaded.clone());
        let entry = match found {
            Some(entry) => entry,
            None => entry(extractor, loaded, options)?,
        };
        let kept = match key {
            Some((cache, key)) if !cached => cache.put(&key, &entry),
            _ => Ok(()),
        };
        let Entry { mut contribution, mut diagnostics, text } = entry;
        if let Err(error) = kept {
            let message = format!("what was read cannot be kept for the next build: {error}");
            let hint = "free some space, or build with --no-cache";
            diagnostics.push(Diagnostic::warning("build/cache", message).at(&name, 0).hint(hint));
        }
        if let Some(text) = text {
            (shelf.keep_text)(&contribution.document, &text).map_err(|error| {
                Diagnostic::error("build/text", format!("its text cannot be stored: {error}"))
                    .at(&name, 0)
                    .hint("free some space on the disk")
            })?;
        }
        let document = again.map(|it| document::parse(it, options)).transpose()?.map(|it| it.value);
        let corrected = correction::apply(
            shelf.corrections,
            &mut contribution,
            document.as_ref(),
            extractor.ontology(),
        );
        Ok(Warned { value: Contributed { name, contribution, cached, corrected }, diagnostics })
    })
}

/// Reads a document to the end.
fn entry(
    extractor: &Extractor<'_>,
    loaded: Loaded,
    options: &ReadOptions,
) -> Result<Entry, Diagnostic> {
    let Warned { value: document, diagnostics } = document::parse(loaded, options)?;
    let contribution = Contribution::from(read(extractor, &document));
    Ok(Entry { contribution, diagnostics, text: document.extracted.then_some(document.text) })
}

/// What `work` makes of each document in the inputs, in the order in which the inputs name them.
fn in_parallel<T: Send>(
    inputs: &[Input],
    options: &ReadOptions,
    done: &(dyn Fn() + Sync),
    work: impl Fn(Item) -> Result<Warned<T>, Diagnostic> + Sync,
) -> Warned<Vec<T>> {
    let items = document::items(inputs, options).enumerate();
    let mut results: Vec<_> = items
        .par_bridge()
        .map(|(at, item)| {
            let result = item.and_then(&work);
            done();
            (at, result)
        })
        .collect();
    results.sort_unstable_by_key(|it| it.0);
    let mut all = Warned { value: Vec::with_capacity(results.len()), diagnostics: Vec::new() };
    for (_, result) in results {
        match result {
            Ok(mut made) => {
                all.diagnostics.append(&mut made.diagnostics);
                all.value.push(made.value);
            }
            Err(diagnostic) => all.diagnostics.push(diagnostic),
        }
    }
    all
}

/// Runs the `yes` and `no` sentences of the rules that are wanted; each that does not hold is an error.
pub fn check_rules(
    extractor: &Extractor<'_>,
    wanted: impl Fn(&Rule) -> bool + Sync,
) -> Vec<Diagnostic> {
    let rules = extractor.ontology().rules.par_iter().filter(|it| wanted(it));
    rules.flat_map_iter(|it| check_rule(extractor, it)).collect()
}

/// The reading of a short text, such as an example of a rule, spoken by some organisation in July 2021.
pub fn read_text(extractor: &Extractor<'_>, text: &str, language: &str) -> Reading {
    read(extractor, &example(text, language))
}

fn example(text: &str, language: &str) -> Document {
    let mut options = ReadOptions { plain: true, ..ReadOptions::default() };
    options.metadata.language = Some(language.to_owned());
    options.metadata.date = Some("2021-07-14".to_owned());
    options.metadata.author = Some("some organisation".to_owned());
    document::from_text("example", text, &options)
}

/// How one rule, by its index in the ontology, reads a sentence: what it tried, and the claims it makes.
pub fn try_rule(extractor: &Extractor<'_>, text: &str, rule: usize) -> (Vec<String>, Vec<String>) {
    let rule_name = &extractor.ontology().rules[rule].name;
    let document = example(text, &extractor.ontology().rules[rule].language);
    let analysis = analyse(extractor, &document);
    let tried = extractor.trial(&document, &analysis, rule);
    let reading = read(extractor, &document);
    let made = reading.claims.iter().filter(|it| it.rule == *rule_name);
    (tried, made.map(|it| statement(&reading, it)).collect())
}

fn check_rule(extractor: &Extractor<'_>, rule: &Rule) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut complain = |message: String| {
        let hint = "change the rule or the sentence; `kell explain RULE` shows what a rule says";
        let it =
            Diagnostic::error("ontology/example", message).at(&rule.file, rule.line).hint(hint);
        found.push(it);
    };
    for line in &rule.yes {
        let example = Example::parse(line);
        let reading = read_text(extractor, example.text, &rule.language);
        let hits: Vec<&ReadClaim> =
            reading.claims.iter().filter(|it| it.rule == rule.name).collect();
        let met = hits.iter().any(|it| {
            example.claim.is_none_or(|(subject, object)| {
                names(&reading, it, &it.subject, subject) && names(&reading, it, &it.object, object)
            })
        });
        if !met {
            let said: Vec<String> =
                reading.claims.iter().map(|it| statement(&reading, it)).collect();
            let said = if said.is_empty() { "nothing".to_owned() } else { said.join("; ") };
            complain(format!("rule `{}` does not find “{line}”, but {said}", rule.name));
        }
    }
    for text in &rule.no {
        let reading = read_text(extractor, text, &rule.language);
        if let Some(claim) = reading.claims.iter().find(|it| it.rule == rule.name) {
            let said = statement(&reading, claim);
            complain(format!("rule `{}` must not read “{text}”, but finds {said}", rule.name));
        }
    }
    found
}

/// Whether a term of a claim is the one named: by its label, or by its wording or the end of it.
fn names(reading: &Reading, claim: &ReadClaim, term: &Term, name: &str) -> bool {
    let fold = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let name = fold(name);
    let same = |it: &str| {
        let it = fold(it);
        it == name || it.strip_suffix(name.as_str()).is_some_and(|it| it.ends_with(' '))
    };
    match term {
        Term::Thing { iri, text, .. } => {
            same(text) || reading.things.get(iri).is_some_and(|it| same(&it.label))
        }
        Term::Literal { value, chars, .. } => {
            let skip = chars.0.saturating_sub(claim.chars.0);
            let wording: String = claim.quote.chars().skip(skip).take(chars.1 - chars.0).collect();
            same(value) || same(&wording)
        }
    }
}

/// A claim in one line for messages: `subject | property | object | negated planned | rule`.
pub fn statement(reading: &Reading, claim: &ReadClaim) -> String {
    let label = |term: &Term| match term {
        Term::Thing { iri, text, .. } => {
            reading.things.get(iri).map_or_else(|| text.clone(), |it| it.label.clone())
        }
        Term::Literal { value, .. } => value.clone(),
    };
    let (subject, object) = (label(&claim.subject), label(&claim.object));
    let how = format!("{:?} {:?}", claim.polarity, claim.force).to_lowercase();
    format!("{subject} | {} | {object} | {how} | {}", claim.property, claim.rule)
}

/// Runs the literate tests of the packs; each expectation that does not hold is an error.
pub fn check_tests(extractor: &Extractor<'_>) -> Vec<Diagnostic> {
    extractor.ontology().tests.par_iter().flat_map_iter(|it| check_test(extractor, it)).collect()
}

fn check_test(extractor: &Extractor<'_>, test: &PackTest) -> Vec<Diagnostic> {
    let mut options = ReadOptions {
        languages: extractor.ontology().manifest.languages.clone(),
        head: head_words(extractor.ontology()).unwrap_or_default(),
        ..ReadOptions::default()
    };
    options.metadata.date = Some("2021-07-14".to_owned());
    let reading = read(extractor, &document::from_text(&test.file, &test.text, &options));
    let mut found = Vec::new();
    for line in &test.claims {
        let (wanted, line) = match line.strip_prefix('!') {
            Some(rest) => (false, rest.trim()),
            None => (true, line.as_str()),
        };
        let met = reading.claims.iter().any(|it| meets(&reading, it, line));
        if met != wanted {
            let verb = if wanted { "does not find" } else { "must not find" };
            let said: Vec<String> =
                reading.claims.iter().map(|it| statement(&reading, it)).collect();
            let message =
                format!("test `{}` {verb} “{line}”; it finds: {}", test.name, said.join("; "));
            let hint = "change the rules or the expectation";
            found.push(
                Diagnostic::error("ontology/test", message).at(&test.file, test.line).hint(hint),
            );
        }
    }
    found
}

/// The words the pack knows the heads of documents by.
pub fn head_words(ontology: &Ontology) -> Result<HeadWords, HeadWordsError> {
    let files = ontology.language_files.values().flatten();
    let texts: Vec<&str> =
        files.filter(|it| it.0.ends_with("head.toml")).map(|it| it.1.as_str()).collect();
    HeadWords::parse(&texts)
}

/// Whether a claim is `subject | property | object`, and differs from *affirmed, asserted* as the line says.
fn meets(reading: &Reading, claim: &ReadClaim, line: &str) -> bool {
    let mut parts = line.split('|').map(str::trim);
    let (Some(subject), Some(property), Some(object)) = (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let (mut polarity, mut force) = ("affirmed", "asserted");
    for part in parts {
        if let Some(holder) = part.strip_prefix("holder:") {
            let label = reading.things.get(&claim.holder).map_or("", |it| it.label.as_str());
            if label != holder.trim() {
                return false;
            }
        } else if let Some(time) = part.strip_prefix("time:") {
            if claim.time.as_deref() != Some(time.trim()) {
                return false;
            }
        } else if part == "negated" {
            polarity = part;
        } else {
            force = part;
        }
    }
    claim.property == property
        && names(reading, claim, &claim.subject, subject)
        && names(reading, claim, &claim.object, object)
        && format!("{:?}", claim.polarity).eq_ignore_ascii_case(polarity)
        && format!("{:?}", claim.force).eq_ignore_ascii_case(force)
}

//! `kell diff`: what two builds say differently, statement by statement, and why.
//!
//! A statement is compared by what it says: subject, relation, object, polarity, force, holder and time.  Things that
//! have no name outside their document are told apart by their words, since their IRIs change with the document.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;

use super::{
    Exit,
    args::{Diff, DiffFormat},
    build::Manifest,
    entity::{open, table},
    load_pack,
    talk::Talk,
};
use crate::vocabulary::{Base, Prefixes};

pub(crate) fn run(args: &Diff, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.ontology.as_deref(), talk)?;
    let mut old = Side::read(&args.old, &ontology.base)?;
    let new = Side::read(&args.new, &ontology.base)?;
    old.follow_renames(&new);
    let sides = Sides { old: &old, new: &new };
    let changes = sides.changes();
    match args.format {
        DiffFormat::Text => sides.print(&changes),
        DiffFormat::Json => {
            for it in &changes {
                anstream::println!("{}", serde_json::to_string(it)?);
            }
        }
    }
    Ok(if changes.is_empty() && sides.same_documents() { Exit::Success } else { Exit::Findings })
}

/// What a build said.
struct Side {
    program: String,
    pack: String,
    corrections: String,
    /// Digests of rules by their names.
    rules: BTreeMap<String, String>,
    /// SHA-256 of documents by their paths.
    documents: BTreeMap<String, String>,
    statements: BTreeMap<Key, Statement>,
}

/// What is said: as shown to people, polarity and force within; by whom, if not by its documents alone; and of when.
type Key = (String, String, String);

/// A statement of one build.
#[derive(Default)]
struct Statement {
    asserted: bool,
    /// The sentences that make it: path of the document and words, with the rule.
    evidence: BTreeMap<(String, String), String>,
    /// Whether a correction had a part in it.
    corrected: Option<String>,
}

/// One difference.
#[derive(Serialize)]
struct Change<'a> {
    #[serde(rename = "change")]
    what: &'static str,
    statement: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    holder: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    time: &'a str,
    causes: BTreeSet<String>,
    sentences: Vec<Sentence<'a>>,
}

#[derive(Serialize)]
struct Sentence<'a> {
    sign: char,
    document: &'a str,
    quote: &'a str,
    rule: &'a str,
}

const STATEMENTS: &str = "SELECT ?claim ?s ?subject ?relation ?o ?object ?polarity ?force ?certainty ?holder ?time \
    ?asserted ?source ?quote ?rule ?step WHERE { \
    ?claim a o:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; o:polarity ?how ; o:force ?what ; \
    prov:wasAttributedTo ?h ; o:isAsserted ?asserted ; o:evidence ?evidence ; o:extractedBy/rdfs:label ?rule . \
    ?evidence oa:hasSource ?source ; o:displayQuote ?quote . \
    FILTER(?h = ?source || NOT EXISTS { ?h a schema:DigitalDocument }) \
    OPTIONAL { ?s o:displayLabel ?subject } OPTIONAL { ?p o:displayLabel ?plain } \
    OPTIONAL { ?claim o:verbPhrase ?words } BIND(COALESCE(?words, ?plain, STRAFTER(STR(?p), '#')) AS ?relation) \
    OPTIONAL { ?o o:displayLabel ?name } BIND(COALESCE(?name, STR(?o)) AS ?object) \
    OPTIONAL { FILTER(?h != ?source) ?h o:displayLabel ?holder } OPTIONAL { ?claim o:validDuring/o:displayLabel ?time } \
    OPTIONAL { ?claim o:certainty ?sure BIND(STRAFTER(STR(?sure), '#') AS ?certainty) } \
    OPTIONAL { ?claim o:resolutionStep ?step FILTER(CONTAINS(?step, 'corrected by ')) } \
    BIND(STRAFTER(STR(?how), '#') AS ?polarity) BIND(LCASE(STRAFTER(STR(?what), '#')) AS ?force) }";

impl Side {
    fn read(folder: &Path, base: &Base) -> Result<Self> {
        let manifest = Manifest::read(folder)?;
        let store = open(folder)?;
        let string = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut documents = BTreeMap::new();
        let mut paths: BTreeMap<String, String> = BTreeMap::new();
        for it in manifest["inputs"].as_array().into_iter().flatten() {
            documents.insert(string(&it["path"]), string(&it["sha256"]));
            paths.entry(string(&it["document"])).or_insert_with(|| string(&it["path"]));
        }
        let rules = manifest["rules"].as_object().into_iter().flatten();
        let mut side = Self {
            program: string(&manifest["kell"]),
            pack: string(&manifest["pack"]["sha256"]),
            corrections: string(&manifest["corrections"]),
            rules: rules.map(|(name, digest)| (name.clone(), string(digest))).collect(),
            documents,
            statements: BTreeMap::new(),
        };
        for row in table(&store, &Prefixes::new(base), STATEMENTS)? {
            let get = |name: &str| row.get(name).map_or("", String::as_str);
            let not = if get("polarity") == "Negated" { "not: " } else { "" };
            let force = match (get("force"), get("certainty")) {
                ("asserted", "") => String::new(),
                (force, "") => format!(" ({force})"),
                (force, certainty) => format!(" ({force}, {certainty})"),
            };
            let words =
                format!("{} {not}{} {}{force}", get("subject"), get("relation"), get("object"));
            let key = (words, get("holder").to_owned(), get("time").to_owned());
            let statement = side.statements.entry(key).or_default();
            statement.asserted |= get("asserted") == "true";
            if let Some((_, correction)) = get("step").split_once("corrected by ") {
                statement.corrected = Some(correction.to_owned());
            }
            let document = paths.get(get("source")).map_or_else(|| get("source"), String::as_str);
            let place = (document.to_owned(), get("quote").to_owned());
            statement.evidence.insert(place, get("rule").to_owned());
        }
        Ok(side)
    }

    /// Calls documents that were only moved or renamed by their new paths.
    fn follow_renames(&mut self, new: &Self) {
        let gone = |it: &&String| !new.documents.contains_key(*it);
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for path in self.documents.keys().filter(gone) {
            let same = |(other, sha): &(&String, &String)| {
                **sha == self.documents[path] && !self.documents.contains_key(*other)
            };
            if let Some((other, _)) = new.documents.iter().find(same) {
                names.insert(path.clone(), other.clone());
            }
        }
        let renamed = |it: String| names.get(&it).cloned().unwrap_or(it);
        self.documents = std::mem::take(&mut self.documents)
            .into_iter()
            .map(|(it, sha)| (renamed(it), sha))
            .collect();
        for statement in self.statements.values_mut() {
            statement.evidence = std::mem::take(&mut statement.evidence)
                .into_iter()
                .map(|((path, quote), rule)| ((renamed(path), quote), rule))
                .collect();
        }
    }
}

struct Sides<'a> {
    old: &'a Side,
    new: &'a Side,
}

impl<'a> Sides<'a> {
    fn changes(&self) -> Vec<Change<'a>> {
        let nothing = Statement::default();
        let keys: BTreeSet<&Key> =
            self.old.statements.keys().chain(self.new.statements.keys()).collect();
        let mut changes = Vec::new();
        for key in keys {
            let (was, is) = (self.old.statements.get(key), self.new.statements.get(key));
            let change = match (was, is) {
                (None, _) => "new",
                (_, None) => "gone",
                (Some(was), Some(is)) if !was.asserted && is.asserted => "now a plain triple",
                (Some(was), Some(is)) if was.asserted && !is.asserted => "no longer a plain triple",
                (Some(was), Some(is)) => {
                    let (before, after): (BTreeSet<_>, BTreeSet<_>) =
                        (was.evidence.keys().collect(), is.evidence.keys().collect());
                    match (before.is_subset(&after), after.is_subset(&before)) {
                        (true, true) => continue,
                        (true, false) => "more sentences",
                        (false, true) => "fewer sentences",
                        (false, false) => "other sentences",
                    }
                }
            };
            let sentences = |of: Option<&'a Statement>, other: &Statement, sign: char| {
                let of = of.into_iter().flat_map(|it| &it.evidence);
                of.filter(|it| !other.evidence.contains_key(it.0))
                    .map(|((document, quote), rule)| Sentence { sign, document, quote, rule })
                    .collect::<Vec<_>>()
            };
            let mut all = sentences(was, is.unwrap_or(&nothing), '-');
            all.extend(sentences(is, was.unwrap_or(&nothing), '+'));
            let corrected = [was, is].into_iter().flatten().find_map(|it| it.corrected.as_ref());
            let mut causes: BTreeSet<String> =
                all.iter().map(|it| self.cause(it, corrected)).collect();
            if all.is_empty() {
                causes.insert(self.cause_of_all(corrected));
            }
            let (statement, holder, time) = (&key.0, &key.1, &key.2);
            changes.push(Change { what: change, statement, holder, time, causes, sentences: all });
        }
        changes
    }

    /// Why a sentence makes a statement in one build and not in the other.
    fn cause(&self, it: &Sentence<'_>, corrected: Option<&String>) -> String {
        let path = it.document;
        match (self.old.documents.get(path), self.new.documents.get(path)) {
            (None, _) => return format!("document {path} is new"),
            (_, None) => return format!("document {path} is gone"),
            (Some(was), Some(is)) if was != is => return format!("document {path} changed"),
            _ => (),
        }
        if corrected.is_none() {
            match (self.old.rules.get(it.rule), self.new.rules.get(it.rule)) {
                (None, Some(_)) => return format!("rule {} is new", it.rule),
                (Some(_), None) => return format!("rule {} is gone", it.rule),
                (was, is) if was != is => return format!("rule {} changed", it.rule),
                _ => (),
            }
        }
        self.cause_of_all(corrected)
    }

    /// Why something changed though its document did not.
    fn cause_of_all(&self, corrected: Option<&String>) -> String {
        let Self { old, new } = self;
        match corrected {
            Some(correction) if old.corrections != new.corrections => {
                return format!("correction: {correction}");
            }
            _ => (),
        }
        let mut causes = Vec::new();
        if old.pack != new.pack {
            causes.push("the pack changed".to_owned());
        }
        if old.corrections != new.corrections {
            causes.push("the corrections changed".to_owned());
        }
        if old.program != new.program {
            causes.push(format!("kell {} became {}", old.program, new.program));
        }
        if causes.is_empty() && !self.same_documents() {
            causes.push("other documents changed what is one thing".to_owned());
        }
        if causes.is_empty() {
            causes.push("other flags or another build of kell".to_owned());
        }
        causes.join(" or ")
    }

    fn same_documents(&self) -> bool {
        self.old.documents == self.new.documents
    }

    fn print(&self, changes: &[Change<'_>]) {
        let Self { old, new } = self;
        let only = |one: &Side, other: &Side| {
            let gone = one.documents.keys().filter(|it| !other.documents.contains_key(*it));
            gone.cloned().collect::<Vec<_>>()
        };
        let differ =
            |it: &(&String, &String)| new.documents.get(it.0).is_some_and(|sha| sha != it.1);
        let edited: Vec<String> =
            old.documents.iter().filter(differ).map(|it| it.0.clone()).collect();
        for (sign, what, list) in
            [('+', "new", only(new, old)), ('-', "gone", only(old, new)), ('~', "changed", edited)]
        {
            for path in list {
                anstream::println!("{sign} document {path} ({what})");
            }
        }
        let names: BTreeSet<&String> = old.rules.keys().chain(new.rules.keys()).collect();
        for name in names.into_iter().filter(|it| old.rules.get(*it) != new.rules.get(*it)) {
            let sign = match (old.rules.get(name), new.rules.get(name)) {
                (None, _) => '+',
                (_, None) => '-',
                _ => '~',
            };
            anstream::println!("{sign} rule {name}");
        }
        for it in changes {
            let sign = match it.what {
                "new" => '+',
                "gone" => '-',
                _ => '~',
            };
            let parts: Vec<&str> =
                [it.holder, it.time].into_iter().filter(|it| !it.is_empty()).collect();
            let by =
                if parts.is_empty() { String::new() } else { format!(" [{}]", parts.join(", ")) };
            let what = if sign == '~' { format!(": {}", it.what) } else { String::new() };
            anstream::println!("\n{sign} {}{by}{what}", it.statement);
            for cause in &it.causes {
                anstream::println!("    because {cause}");
            }
            for sentence in &it.sentences {
                anstream::println!(
                    "  {} {}: “{}” ({})",
                    sentence.sign,
                    sentence.document,
                    sentence.quote,
                    sentence.rule
                );
            }
        }
        let count = |which: &str| changes.iter().filter(|it| it.what == which).count();
        let (more, fewer) = (count("new"), count("gone"));
        anstream::println!(
            "\nstatements: {more} new, {fewer} gone, {} changed",
            changes.len() - more - fewer
        );
    }
}

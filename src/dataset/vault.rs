//! A folder of Markdown for Obsidian and its kin: a page for each thing and each document, linked with each other.
//!
//! Quotes stand below the statements they make; what is not asserted stands apart, with its force.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use oxigraph::model::Term;

use super::{Export, ExportError};
use crate::record::{Claim, Document, Thing, plain};

/// Letters of a file's name at most.
const NAME: usize = 80;

pub(super) fn write(export: &Export<'_>, folder: &Path) -> Result<(), ExportError> {
    let records = export.records;
    let pages = Pages::new(export);
    for name in ["Things", "Documents"] {
        fs::create_dir_all(folder.join(name))?;
    }
    let places = export.places(|claim| pages.of(claim))?;
    let mut again = records.again()?;
    for (iri, places) in places {
        let mut page = Page::default();
        for place in places {
            pages.add(&mut page, &iri, &again.claim(place)?);
        }
        if let Some(thing) = records.things.get(&iri) {
            fs::write(pages.file(folder, "Things", &iri), Pages::thing(thing, &page))?;
        } else if let Some(document) = records.documents.get(&iri) {
            fs::write(pages.file(folder, "Documents", &iri), pages.document(document, &page))?;
        }
    }
    // Documents of which nothing is to be told are still there.
    for document in records.documents.values() {
        let path = pages.file(folder, "Documents", &document.iri);
        if !path.exists() {
            fs::write(path, pages.document(document, &Page::default()))?;
        }
    }
    Ok(())
}

/// What a page shows.
#[derive(Default)]
struct Page {
    /// Asserted statements about a thing, by property.
    stated: BTreeMap<String, String>,
    /// Those that are not asserted.
    other: String,
    /// Those of which it is the object.
    incoming: String,
    /// Those that a document makes.
    made: String,
}

struct Pages<'a> {
    export: &'a Export<'a>,
    /// Names of files, without an ending, by IRI; no two are alike on a system that does not tell capitals apart.
    names: BTreeMap<String, String>,
}

impl<'a> Pages<'a> {
    fn new(export: &'a Export<'a>) -> Self {
        let records = export.records;
        let things = records.own_things().filter(|it| it.merged_into.is_none());
        let things = things.map(|it| (it.iri.as_str(), it.label.as_str(), it.class.as_str()));
        let documents = records.documents.values();
        let documents = documents.map(|it| (it.iri.as_str(), it.title.as_str(), "Document"));
        let (mut names, mut taken) = (BTreeMap::new(), BTreeSet::new());
        for (iri, label, class) in things.chain(documents) {
            let name = file_name(label);
            let mut free = name.clone();
            let mut number = 1;
            while !taken.insert(free.to_lowercase()) {
                free = match number {
                    1 => format!("{name} ({class})"),
                    _ => format!("{name} ({number})"),
                };
                number += 1;
            }
            names.insert(iri.to_owned(), free);
        }
        Self { export, names }
    }

    /// A link to the page of something, or its name.
    fn link(&self, iri: &str) -> String {
        let label = self.export.records.name(iri);
        match self.names.get(iri) {
            Some(name) if name == label => format!("[[{name}]]"),
            Some(name) => format!("[[{name}|{}]]", label.replace(['|', '[', ']'], " ")),
            None => one_line(label),
        }
    }

    /// The pages that a claim without its passages is on.
    fn of(&self, claim: &Claim) -> BTreeSet<String> {
        let document = |it: &String| it.split('#').next().unwrap_or(it).to_owned();
        let mut pages: BTreeSet<String> = claim.places.iter().map(document).collect();
        pages.insert(claim.subject.clone());
        if let Some(Term::NamedNode(it)) = &claim.object {
            pages.insert(it.as_str().to_owned());
        }
        pages.retain(|it| self.names.contains_key(it));
        pages
    }

    /// Adds a claim to a page.
    fn add(&self, page: &mut Page, iri: &str, claim: &Claim) {
        let records = self.export.records;
        let object = match &claim.object {
            Some(Term::NamedNode(it)) => self.link(it.as_str()),
            Some(it) => one_line(&plain(it)),
            None => return,
        };
        let mut quotes = String::new();
        for passage in &claim.evidence {
            let quote = one_line(&self.export.quote(&passage.quote));
            // Writing to a string cannot fail.
            let _ = writeln!(
                quotes,
                "  > {quote}\n  > — {} · `{}`",
                self.link(&passage.document),
                claim.iri
            );
        }
        let verb = one_line(records.name(&claim.property));
        let holders: Vec<String> = claim.holders.iter().map(|it| self.link(it)).collect();
        let force = match (claim.asserted, claim.negated) {
            (true, _) => String::new(),
            (false, true) => format!(" *(not so; {}, {})*", claim.standing(), holders.join(", ")),
            (false, false) => format!(" *({}, {})*", claim.standing(), holders.join(", ")),
        };
        let (subject, when) = (self.link(&claim.subject), self.when(claim));
        let whole = format!("- {subject} {verb} {object}{when}{force}\n{quotes}");
        if records.documents.contains_key(iri) {
            page.made.push_str(&whole);
            return;
        }
        if claim.subject == iri && claim.asserted {
            let line = format!("- {object}{when}\n{quotes}");
            page.stated.entry(verb).or_default().push_str(&line);
        } else if claim.subject == iri {
            page.other.push_str(&whole);
        }
        if claim.object.as_ref().is_some_and(|it| plain(it) == iri) {
            page.incoming.push_str(&whole);
        }
    }

    fn file(&self, folder: &Path, kind: &str, iri: &str) -> PathBuf {
        folder.join(kind).join(format!("{}.md", self.names[iri]))
    }

    fn when(&self, claim: &Claim) -> String {
        claim
            .time
            .as_deref()
            .map_or_else(String::new, |it| format!(", {}", self.export.records.name(it)))
    }

    fn thing(thing: &Thing, page: &Page) -> String {
        let aliases: BTreeSet<&str> = thing.aliases.iter().map(|it| it.1.as_str()).collect();
        let mut out = front(&[
            ("iri", vec![&thing.iri]),
            ("class", vec![&thing.class]),
            ("aliases", aliases.into_iter().collect()),
            ("same-as", thing.matches.iter().map(String::as_str).collect()),
            ("tags", thing.classes.iter().map(String::as_str).collect()),
        ]);
        let _ = writeln!(out, "# {}", one_line(&thing.label));
        if !thing.definition.is_empty() {
            let _ = writeln!(out, "\n{}", one_line(&thing.definition));
        }
        for (verb, lines) in &page.stated {
            let _ = write!(out, "\n## {verb}\n\n{lines}");
        }
        for (heading, lines) in
            [("Said of it", &page.incoming), ("Not stated as fact", &page.other)]
        {
            if !lines.is_empty() {
                let _ = write!(out, "\n## {heading}\n\n{lines}");
            }
        }
        out
    }

    fn document(&self, document: &Document, page: &Page) -> String {
        let speaker = document.speaker.as_deref().map(|it| self.export.records.name(it));
        let mut out = front(&[
            ("iri", vec![&document.iri]),
            ("date", document.date.as_deref().into_iter().collect()),
            ("speaker", speaker.into_iter().collect()),
            ("file", vec![&document.file]),
            ("sha256", vec![&document.sha256]),
            ("tags", vec!["Document"]),
        ]);
        let _ = writeln!(out, "# {}", one_line(&document.title));
        if !page.made.is_empty() {
            let _ = write!(out, "\n## Claims\n\n{}", page.made);
        }
        out
    }
}

/// YAML in front of a page; lists only where there are several values or may be.
fn front(fields: &[(&str, Vec<&str>)]) -> String {
    let mut out = String::from("---\n");
    for (name, values) in fields.iter().filter(|it| it.1.iter().any(|it| !it.is_empty())) {
        // JSON strings are YAML strings.
        let values: Vec<String> =
            values.iter().map(|it| serde_json::Value::from(*it).to_string()).collect();
        let list = matches!(*name, "aliases" | "same-as" | "tags");
        let _ = match values.as_slice() {
            [one] if !list => writeln!(out, "{name}: {one}"),
            many => writeln!(out, "{name}: [{}]", many.join(", ")),
        };
    }
    out.push_str("---\n");
    out
}

/// A label as the name of a file anywhere, and as the target of a link.
fn file_name(label: &str) -> String {
    let plain = |c: char| if c.is_control() || "/\\:*?\"<>|#^[]".contains(c) { ' ' } else { c };
    let words: String = label.chars().map(plain).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.trim_matches('.').chars().take(NAME).collect();
    let short = short.trim();
    if short.is_empty() { "unnamed".to_owned() } else { short.to_owned() }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! `kell annotate`: what is read in each document, as JSON, as a marked page, as CoNLL-U or for brat.

use std::{
    fmt::Write as _,
    fs,
    io::{self, BufWriter, Write},
    path::Path,
};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::{
    Exit,
    args::{Annotate, AnnotationFormat},
    compile, load_pack, read_options,
    talk::Talk,
    threads,
};
use crate::{
    diagnostic::{Severity, Warned},
    document::{self, Document},
    language::conllu,
    markup::escape,
    ontology::Ontology,
    pipeline,
    resolution::{Force, MentionKind, Polarity, ReadClaim, Reading, Term, Thing, brat},
};

pub(crate) fn run(args: &Annotate, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.sources.ontology.as_deref(), talk)?;
    let options = read_options(&args.sources, &ontology)?;
    let inputs = document::collect(&args.sources.paths, &options);
    talk.diagnostics(&inputs.diagnostics);
    let folder = match (args.format, &args.out) {
        (AnnotationFormat::Brat, Some(folder)) => Some(folder.as_path()),
        (AnnotationFormat::Brat, None) => {
            bail!("brat has two files for each document; say where with --out DIR");
        }
        (_, Some(_)) => bail!("--out is for --format brat; the others go to standard output"),
        (_, None) => None,
    };
    let extractor = compile(&ontology)?;
    let bar = talk.progress(inputs.value.len(), "reading");
    let done = || bar.inc(1);
    let mut printed = threads(args.sources.jobs)?.install(|| match args.format {
        AnnotationFormat::Conllu => {
            let all = pipeline::analyse_all(&extractor, &inputs.value, &options, &done);
            print(all, |document, analysis| Ok(conllu::write(document, analysis)))
        }
        AnnotationFormat::Brat => {
            let all = pipeline::read_all(&extractor, &inputs.value, &options, &done);
            for_brat(&all.value, folder.unwrap_or(Path::new(".")))?;
            print(all, |_, _| Ok(String::new()))
        }
        AnnotationFormat::Html => {
            let all = pipeline::read_all(&extractor, &inputs.value, &options, &done);
            print(all, |document, reading| Ok(page(document, reading)))
        }
        AnnotationFormat::Json => {
            let all = pipeline::read_all(&extractor, &inputs.value, &options, &done);
            print(all, |_, reading| Ok(serde_json::to_string(&row(&ontology, reading))? + "\n"))
        }
    })?;
    bar.finish_and_clear();
    talk.diagnostics(&printed.diagnostics);
    let mut out = BufWriter::new(io::stdout().lock());
    for text in &printed.value {
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    printed.diagnostics.extend(inputs.diagnostics);
    let lost = printed.diagnostics.iter().any(|it| it.severity == Severity::Error);
    Ok(match (lost, printed.value.is_empty()) {
        (true, true) => Exit::Error,
        (true, false) => Exit::Findings,
        _ => Exit::Success,
    })
}

/// Writes texts, annotations and their configuration into a folder, which is new or empty.
fn for_brat(all: &[(Document, Reading)], folder: &Path) -> Result<()> {
    let place = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{place}`"))?;
    if fs::read_dir(folder)?.next().is_some() {
        bail!("`{place}` is not empty; name another folder with --out");
    }
    for (document, reading) in all {
        let name = reading.document.iri.rsplit('/').next().unwrap_or_default();
        let annotations = brat::write(&document.text, reading);
        for (ending, text) in [("txt", document.text.as_str()), ("ann", &annotations)] {
            let path = folder.join(format!("{name}.{ending}"));
            fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
        }
    }
    let configuration = brat::configuration(all.iter().map(|it| &it.1));
    Ok(fs::write(folder.join("annotation.conf"), configuration)?)
}

/// What is printed of each document.
fn print<T>(
    all: Warned<Vec<(Document, T)>>,
    one: impl Fn(&Document, &T) -> Result<String>,
) -> Result<Warned<Vec<String>>> {
    let value = all.value.iter().map(|(document, it)| one(document, it)).collect::<Result<_>>()?;
    Ok(Warned { value, diagnostics: all.diagnostics })
}

#[derive(Serialize)]
struct Row<'a> {
    document: DocumentRow<'a>,
    entities: Vec<EntityRow<'a>>,
    claims: Vec<ClaimRow<'a>>,
}

#[derive(Serialize)]
struct DocumentRow<'a> {
    iri: &'a str,
    title: &'a str,
    language: &'a str,
    date: Option<&'a str>,
    speaker: Option<NamedRow<'a>>,
    publisher: Option<NamedRow<'a>>,
    sha256: &'a str,
}

#[derive(Serialize)]
struct NamedRow<'a> {
    iri: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct EntityRow<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    kind: MentionKind,
    class: &'a str,
    types: Vec<String>,
    iri: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct ClaimRow<'a> {
    iri: &'a str,
    subject: TermRow<'a>,
    predicate: PredicateRow<'a>,
    object: TermRow<'a>,
    polarity: Polarity,
    force: Force,
    certainty: Option<&'a str>,
    holder: NamedRow<'a>,
    utterer: NamedRow<'a>,
    time: Option<&'a str>,
    qualifiers: Vec<QualifierRow<'a>>,
    evidence: [EvidenceRow<'a>; 1],
    rule: &'a str,
    confidence: f64,
    asserted: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum TermRow<'a> {
    Thing { iri: &'a str, label: &'a str, start: usize, end: usize, text: &'a str },
    Literal { value: &'a str, datatype: &'a str, start: usize, end: usize },
}

#[derive(Serialize)]
struct PredicateRow<'a> {
    iri: String,
    label: &'a str,
}

#[derive(Serialize)]
struct QualifierRow<'a> {
    predicate: String,
    value: TermRow<'a>,
}

#[derive(Serialize)]
struct EvidenceRow<'a> {
    start: usize,
    end: usize,
    quote: &'a str,
}

fn row<'a>(ontology: &'a Ontology, reading: &'a Reading) -> Row<'a> {
    let record = &reading.document;
    let named = |iri: &'a str| NamedRow { iri, label: label(reading, iri) };
    let entity = |it: &'a crate::resolution::ThingMention| EntityRow {
        start: it.chars.0,
        end: it.chars.1,
        text: &it.text,
        kind: it.kind,
        class: &it.class,
        types: ontology
            .schema
            .class_id(&it.class)
            .map_or_else(Vec::new, |it| ontology.schema.types(it)),
        iri: &it.thing,
        label: label(reading, &it.thing),
    };
    Row {
        document: DocumentRow {
            iri: &record.iri,
            title: &record.title,
            language: &record.language,
            date: record.date.as_deref(),
            speaker: record.speaker.as_deref().map(named),
            publisher: record.publisher.as_deref().map(named),
            sha256: &record.sha256,
        },
        entities: reading.mentions.iter().map(entity).collect(),
        claims: reading.claims.iter().map(|it| claim_row(ontology, reading, it)).collect(),
    }
}

fn claim_row<'a>(
    ontology: &'a Ontology,
    reading: &'a Reading,
    claim: &'a ReadClaim,
) -> ClaimRow<'a> {
    let property = ontology.schema.property_id(&claim.property);
    let predicate = PredicateRow {
        iri: ontology.base.term(&claim.property),
        label: property
            .and_then(|it| ontology.schema.property(it).labels.get("en"))
            .map_or(claim.property.as_str(), String::as_str),
    };
    let qualifier = |it: &'a (String, Term)| QualifierRow {
        predicate: ontology.base.term(&it.0),
        value: term_row(reading, &it.1),
    };
    ClaimRow {
        iri: &claim.iri,
        subject: term_row(reading, &claim.subject),
        predicate,
        object: term_row(reading, &claim.object),
        polarity: claim.polarity,
        force: claim.force,
        certainty: claim.certainty.as_deref(),
        holder: NamedRow { iri: &claim.holder, label: label(reading, &claim.holder) },
        utterer: NamedRow { iri: &claim.utterer, label: label(reading, &claim.utterer) },
        time: claim.time.as_deref(),
        qualifiers: claim.qualifiers.iter().map(qualifier).collect(),
        evidence: [EvidenceRow { start: claim.chars.0, end: claim.chars.1, quote: &claim.quote }],
        rule: &claim.rule,
        confidence: claim.confidence,
        asserted: claim.asserted,
    }
}

fn term_row<'a>(reading: &'a Reading, term: &'a Term) -> TermRow<'a> {
    match term {
        Term::Thing { iri, chars, text } => {
            TermRow::Thing { iri, label: label(reading, iri), start: chars.0, end: chars.1, text }
        }
        Term::Literal { value, datatype, chars } => {
            TermRow::Literal { value, datatype, start: chars.0, end: chars.1 }
        }
    }
}

fn label<'a>(reading: &'a Reading, iri: &'a str) -> &'a str {
    if iri == reading.document.iri {
        return &reading.document.title;
    }
    reading.things.get(iri).map_or(iri, |it: &Thing| it.label.as_str())
}

/// The document's text with its outermost entities marked.
fn page(document: &Document, reading: &Reading) -> String {
    let title = escape(&reading.document.title);
    let language = escape(&reading.document.language);
    let mut body = String::new();
    let mut at = 0;
    for mention in &reading.mentions {
        if mention.span.start < at {
            continue;
        }
        body.push_str(&escape(&document.text[at..mention.span.start]));
        let hover = format!("{} ({})", label(reading, &mention.thing), mention.class);
        let _ = write!(
            body,
            "<mark class=\"{}\" title=\"{}\">{}</mark>",
            escape(&mention.class),
            escape(&hover),
            escape(mention.span.of(&document.text))
        );
        at = mention.span.end;
    }
    body.push_str(&escape(&document.text[at..]));
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>body{{font:1rem/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem}}\
         pre{{white-space:pre-wrap;font:inherit}}mark{{background:#cfe8fc;color:#111;border-radius:.2em}}</style>\n\
         <h1>{title}</h1>\n<pre>{body}</pre>\n</html>\n"
    )
}

//! `kell explain`: why is this here, and what does that mean?

use anyhow::{Result, bail};

use super::{
    Exit,
    args::Explain,
    entity::{Names, open, rows},
    load_pack,
    talk::Talk,
};
use crate::{
    diagnostic::did_you_mean,
    ontology::{Ontology, Rule},
    store::Store,
    vocabulary::{Prefixes, rdf},
};

/// What the codes of diagnostics mean, and what to do.
const CODES: [(&str, &str); 12] = [
    (
        "document/cut",
        "The text breaks off inside a sentence, as copies of web pages do.  No claim rests on that sentence.  Compare another copy of the document.",
    ),
    ("document/empty", "The file holds no text.  Nothing was read from it."),
    ("document/encoding", "The file is not UTF-8.  Save it as UTF-8 and build again."),
    (
        "document/front-matter",
        "The lines between `---` at the top of the file are not `key: value` pairs.  The text below was read all the same.",
    ),
    (
        "ontology/example",
        "A rule does not find what one of its `yes` sentences says, or finds something in a `no` sentence.  Change the rule or the sentence.",
    ),
    (
        "ontology/rule-syntax",
        "A rule file is not valid TOML or a rule lacks a field.  The message names the line.",
    ),
    (
        "ontology/rule-pattern",
        "A rule has a pattern with an element that is neither a word, a verb nor a role of a known class, an empty verb, or a noun without a preposition.",
    ),
    (
        "ontology/test",
        "A literate test of a pack expects claims that are not found, or finds some that it forbids.",
    ),
    ("ontology/unknown-class", "A name is used as a class that no `classes.ttl` declares."),
    ("ontology/unknown-property", "A name is used as a property that no `classes.ttl` declares."),
    (
        "resolution/no-claim",
        "A sentence names at least two known things, but no rule reads how they relate.  A rule in the pack could.",
    ),
    (
        "store/check",
        "A check of the pack found a row: something that must hold of a graph does not.",
    ),
];

pub(crate) fn run(args: &Explain, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    if let Some((code, text)) = CODES.iter().find(|it| it.0 == args.what) {
        anstream::println!("{code}\n  {text}");
        return Ok(Exit::Success);
    }
    let rule = args.what.strip_prefix(&ontology.base.rule("")).unwrap_or(&args.what);
    if let Some(rule) = ontology.rules.iter().find(|it| it.name == rule) {
        explain_rule(rule);
        return Ok(Exit::Success);
    }
    let prefixes = Prefixes::new(&ontology.base);
    let store = match open(&args.data.data) {
        Ok(store) => store,
        Err(error) => {
            let known =
                ontology.rules.iter().map(|it| it.name.as_str()).chain(CODES.iter().map(|it| it.0));
            match did_you_mean(&args.what, known) {
                Some(close) => {
                    bail!("there is no rule or code `{}`; did you mean `{close}`?", args.what)
                }
                None => return Err(error),
            }
        }
    };
    let names = Names::of(&store, &prefixes)?;
    let claim = prefixes
        .expand(&args.what)
        .unwrap_or_else(|| args.what.trim_matches(['<', '>']).to_owned());
    if claim.starts_with(&ontology.base.claim("")) {
        return explain_claim(&ontology, &store, &prefixes, &claim);
    }
    let iri = names.find(&args.what)?;
    explain_thing(&store, &prefixes, &names, &iri)
}

fn explain_rule(rule: &Rule) {
    anstream::println!("rule {}  ({}:{})", rule.name, rule.file, rule.line);
    anstream::println!("  states      {}", rule.property);
    let lists = [
        ("subject", &rule.subject),
        ("object", &rule.object),
        ("verbs", &rule.verbs),
        ("inverse", &rule.inverse_verbs),
        ("nouns", &rule.nouns),
        ("patterns", &rule.patterns),
    ];
    for (name, list) in lists.iter().filter(|it| !it.1.is_empty()) {
        anstream::println!("  {name:<11} {}", list.join("\n              "));
    }
    if let Some(force) = &rule.force {
        anstream::println!("  force       {force}");
    }
    anstream::println!("  confidence  {}", rule.confidence);
    for (name, sentences) in [("yes", &rule.yes), ("no", &rule.no)] {
        anstream::println!("  {name:<11} {}", sentences.join("\n              "));
    }
}

fn explain_claim(
    ontology: &Ontology,
    store: &Store,
    prefixes: &Prefixes,
    claim: &str,
) -> Result<Exit> {
    let label =
        rows(store, prefixes, &format!("SELECT ?label WHERE {{ <{claim}> rdfs:label ?label }}"))?;
    let Some(label) = label.first().and_then(|it| it.first()) else {
        bail!(
            "this graph has no claim <{claim}>; `kell query --name claims-of-entity` lists claims"
        );
    };
    anstream::println!("{label}\n  <{claim}>");
    let text = format!(
        "SELECT ?name ?value WHERE {{ <{claim}> ?property ?value . \
         VALUES (?property ?name) {{ (o:polarity 'polarity') (o:force 'force') (o:certainty 'certainty') \
         (o:certaintyWord 'in the words') (prov:wasAttributedTo 'held by') (o:utteredBy 'uttered by') \
         (o:statedOn 'stated on') (o:validDuring 'time') (o:isAsserted 'a plain triple') \
         (o:confidence 'confidence') (o:extractedBy 'rule') (o:sources 'documents') }} }} ORDER BY ?name ?value"
    );
    for row in rows(store, prefixes, &text)? {
        let value = prefixes.shorten(&row[1]).unwrap_or_else(|| row[1].clone());
        let value = ontology.entity(&row[1]).map_or(value, |it| it.label("en").to_owned());
        anstream::println!("  {:<16} {value}", row[0]);
    }
    let text = format!(
        "SELECT ?title ?start ?end ?quote WHERE {{ <{claim}> o:evidence ?evidence . \
         ?evidence oa:hasSource/rdfs:label ?title ; o:displayQuote ?quote ; oa:hasSelector ?position . \
         ?position oa:start ?start ; oa:end ?end }} ORDER BY ?title ?start"
    );
    for row in rows(store, prefixes, &text)? {
        anstream::println!("\n  {}, characters {} to {}\n    “{}”", row[0], row[1], row[2], row[3]);
    }
    let text = format!("SELECT ?step WHERE {{ <{claim}> o:resolutionStep ?step }} ORDER BY ?step");
    let steps = rows(store, prefixes, &text)?;
    if !steps.is_empty() {
        anstream::println!("\n  how it was read");
    }
    for row in steps {
        anstream::println!("    {}", row[0]);
    }
    Ok(Exit::Success)
}

fn explain_thing(store: &Store, prefixes: &Prefixes, names: &Names, iri: &str) -> Result<Exit> {
    anstream::println!("{}\n  <{iri}>", names.label(iri));
    let text = format!(
        "SELECT DISTINCT ?name ?value WHERE {{ <{iri}> ?property ?value . VALUES (?property ?name) {{ \
         (<{}> 'is a') (skos:altLabel 'also') (skos:definition 'definition') (skos:exactMatch 'same as') \
         (schema:sameAs 'same as') }} }} ORDER BY ?name ?value",
        rdf::TYPE
    );
    for row in rows(store, prefixes, &text)? {
        let value = prefixes.shorten(&row[1]).unwrap_or_else(|| row[1].clone());
        anstream::println!("  {:<16} {value}", row[0]);
    }
    let text = format!(
        "SELECT ?claim ?label ?force ?quote WHERE {{ {{ ?claim rdf:subject <{iri}> }} UNION {{ ?claim rdf:object <{iri}> }} \
         ?claim rdfs:label ?label ; o:force ?force ; o:evidence/o:displayQuote ?quote }} ORDER BY ?label ?claim ?quote"
    );
    let claims = rows(store, prefixes, &text)?;
    anstream::println!("\n  {} statements", claims.len());
    for row in claims {
        let force = prefixes.shorten(&row[2]).unwrap_or_default();
        let claim = prefixes.shorten(&row[0]).unwrap_or_else(|| row[0].clone());
        anstream::println!(
            "  - {} ({}, {claim})\n      “{}”",
            row[1],
            force.trim_start_matches("o:").to_lowercase(),
            row[3]
        );
    }
    Ok(Exit::Success)
}

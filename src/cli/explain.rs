//! `kell explain`: why is this here, and what does that mean?

use anyhow::{Result, bail};

use super::{
    Exit,
    args::Explain,
    codes::CODES,
    compile,
    entity::{Names, open, rows},
    load_pack,
    talk::Talk,
};
use crate::{
    diagnostic::did_you_mean,
    ontology::{Ontology, Rule},
    pipeline,
    store::Store,
    vocabulary::{Prefixes, rdf},
};

pub(crate) fn run(args: &Explain, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    if let Some((code, text)) = CODES.iter().find(|it| it.0 == args.what) {
        anstream::println!("{code}\n  {text}");
        return Ok(Exit::Success);
    }
    let check = args.what.strip_prefix("check/");
    if let Some(check) = ontology.checks.iter().find(|it| Some(it.name.as_str()) == check) {
        let found = format!("When it fails, {}; {}", check.problem, check.solution);
        anstream::println!("{}\n  {}.  {found}.", args.what, check.title);
        return Ok(Exit::Success);
    }
    let shape = args.what.strip_prefix("shape/").map(|it| ontology.base.term(it));
    if let Some(shape) = ontology.shapes.iter().find(|it| Some(&it.iri) == shape.as_ref()) {
        let breaches: Vec<String> = shape.questions().into_iter().map(|it| it.0).collect();
        let whose = shape.target.words();
        anstream::println!(
            "{}\n  What must hold of {whose}; it fails where {}.",
            args.what,
            breaches.join(", where ")
        );
        return Ok(Exit::Success);
    }
    let rule = args.what.strip_prefix(&ontology.base.rule("")).unwrap_or(&args.what);
    if let Some(number) = ontology.rules.iter().position(|it| it.name == rule) {
        match &args.sentence {
            Some(sentence) => return try_rule(&ontology, number, sentence),
            None => explain_rule(&ontology.rules[number]),
        }
        return Ok(Exit::Success);
    }
    if args.sentence.is_some() {
        let rules = ontology.rules.iter().map(|it| it.name.as_str());
        match did_you_mean(rule, rules) {
            Some(close) => bail!("there is no rule `{rule}`; did you mean `{close}`?"),
            None => bail!("there is no rule `{rule}`; a sentence can only be tried on a rule"),
        }
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

/// Shows how one rule reads a sentence; a finding if it does not speak.
fn try_rule(ontology: &Ontology, rule: usize, sentence: &str) -> Result<Exit> {
    let extractor = compile(ontology)?;
    let (tried, made) = pipeline::try_rule(&extractor, sentence, rule);
    anstream::println!("rule {} on “{sentence}”", ontology.rules[rule].name);
    if tried.is_empty() && made.is_empty() {
        anstream::println!(
            "  none of its verbs and nouns occurs, and none of its patterns matches"
        );
    }
    for line in tried {
        anstream::println!("  {line}");
    }
    for claim in &made {
        anstream::println!("  => {claim}");
    }
    Ok(if made.is_empty() { Exit::Findings } else { Exit::Success })
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
         (o:confidence 'confidence') (o:extractedBy 'rule') (o:sources 'documents') (o:independentSources 'independent') }} }} ORDER BY ?name ?value"
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

//! The ontology of a release: its terms in Turtle, and a page about each of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::Path,
};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, Literal, NamedNode, Term, Triple},
};

use super::{super::ExportError, Facts};
use crate::{
    markup::escape,
    ontology::{Class, ClassId, Property, Shape},
    vocabulary::{Prefixes, owl, rdf, rdfs, skos, xsd},
};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}\
h1,h2,h3{line-height:1.2}section{border-top:1px solid #ccc;padding:.5rem 0}code{background:#f2f2f2;padding:0 .2em}\
dl{display:grid;grid-template-columns:12rem 1fr;gap:.2rem 1rem}dt{color:#555}dd{margin:0}nav a{margin-right:.6em}\
@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#151515}code{background:#2a2a2a}dt{color:#aaa}a{color:#8ab4f8}section{border-color:#444}}";

/// Writes `ontology.ttl`, `shapes.ttl` and `index.html`.
pub(super) fn write(facts: &Facts<'_>, folder: &Path) -> Result<(), ExportError> {
    turtle(facts, &folder.join("ontology.ttl"))?;
    let ontology = facts.export.ontology;
    let shapes = Shape::turtle(&ontology.shapes, &Prefixes::new(&ontology.base));
    fs::write(folder.join("shapes.ttl"), shapes)?;
    Ok(fs::write(folder.join("index.html"), page(facts))?)
}

fn turtle(facts: &Facts<'_>, path: &Path) -> Result<(), ExportError> {
    let base = &facts.export.ontology.base;
    let serializer = Prefixes::new(base).serializer(RdfFormat::Turtle, &[], |_| true);
    let terms = base.term("");
    // The headers of the packs are called as the namespace without its last sign, and below it.
    let header = terms.trim_end_matches('#').to_owned();
    let shown = base.term("displayLabel");
    let reference = GraphName::from(NamedNode::new_unchecked(base.graph("reference")));
    let mut all: Vec<Triple> = Vec::new();
    facts.export.records.each_subject(|subject, lines| {
        if !subject.starts_with(&header) {
            return Ok(());
        }
        let mut own = Vec::new();
        for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(lines) {
            let quad = quad.map_err(|it| ExportError::Rdf(it.to_string()))?;
            if quad.graph_name == reference && quad.predicate.as_str() != shown {
                own.push(Triple::from(quad));
            }
        }
        if subject.starts_with(&terms) && !own.is_empty() {
            complete(facts, subject, &header, &mut own);
        }
        // That something may be of anything is nothing to say, and no axiom of the RL profile.
        own.retain(|it| it.object != NamedNode::new_unchecked(owl::THING).into());
        all.append(&mut own);
        Ok::<_, ExportError>(())
    })?;
    all.extend(declarations(&all, &terms));
    let mut writer = serializer.for_writer(BufWriter::new(File::create(path)?));
    for triple in &all {
        writer.serialize_triple(triple)?;
    }
    Ok(writer.finish()?.flush()?)
}

/// Says of what others have defined whether it is a class, or what kind of property: nothing is imported, and OWL wants to
/// know.
fn declarations(all: &[Triple], own: &str) -> Vec<Triple> {
    let built_in = [own, rdf::NAMESPACE, rdfs::NAMESPACE, owl::NAMESPACE, xsd::NAMESPACE];
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    for triple in all {
        kinds.entry(triple.predicate.as_str()).or_insert(owl::ANNOTATION_PROPERTY);
        let Term::NamedNode(object) = &triple.object else { continue };
        match triple.predicate.as_str() {
            rdf::TYPE | rdfs::SUB_CLASS_OF | rdfs::DOMAIN | rdfs::RANGE => {
                kinds.insert(object.as_str(), owl::CLASS);
            }
            rdfs::SUB_PROPERTY_OF => {
                // What stands above a property is one of its kind.
                let typed = |it: &&Triple| {
                    it.subject == triple.subject && it.predicate.as_str() == rdf::TYPE
                };
                let kind = all.iter().find(typed).map(|it| &it.object);
                let datatype = Term::from(NamedNode::new_unchecked(owl::DATATYPE_PROPERTY));
                let kind = if kind == Some(&datatype) {
                    owl::DATATYPE_PROPERTY
                } else {
                    owl::OBJECT_PROPERTY
                };
                kinds.insert(object.as_str(), kind);
            }
            _ => (),
        }
    }
    let foreign =
        kinds.into_iter().filter(|(iri, _)| !built_in.iter().any(|it| iri.starts_with(it)));
    let node = NamedNode::new_unchecked;
    foreign.map(|(iri, kind)| Triple::new(node(iri), node(rdf::TYPE), node(kind))).collect()
}

/// Says where a term is defined, and of an inverse property without a comment what it is.
fn complete(facts: &Facts<'_>, subject: &str, ontology: &str, own: &mut Vec<Triple>) {
    let node = NamedNode::new_unchecked;
    let has =
        |own: &[Triple], property: &str| own.iter().any(|it| it.predicate.as_str() == property);
    if !has(own, rdfs::COMMENT) && !has(own, skos::DEFINITION) {
        let inverse = own.iter().find(|it| it.predicate.as_str() == owl::INVERSE_OF);
        if let Some(Term::NamedNode(other)) = inverse.map(|it| &it.object) {
            let other = facts.export.records.name(other.as_str());
            let text = format!("The inverse of “{other}”.");
            let comment = Literal::new_language_tagged_literal_unchecked(text, "en");
            own.push(Triple::new(node(subject), node(rdfs::COMMENT), comment));
        }
    }
    own.push(Triple::new(node(subject), node(rdfs::IS_DEFINED_BY), node(ontology)));
}

fn page(facts: &Facts<'_>) -> String {
    let ontology = facts.export.ontology;
    let schema = &ontology.schema;
    let mut out = String::new();
    let title = format!("Terms of {}", facts.title);
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{0}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n<p>Namespace <code>{1}</code>, prefix <code>o:</code>; pack {2} {3}, licence {4}. \
         The same in Turtle: <a href=\"ontology.ttl\">ontology.ttl</a>.</p>\n",
        escape(&title),
        escape(&ontology.base.term("")),
        escape(&ontology.manifest.name),
        escape(&ontology.manifest.version),
        escape(&ontology.manifest.licence),
    );
    let classes: Vec<&Class> = schema.classes.iter().collect();
    let names = classes.iter().map(|it| it.name.as_str()).collect();
    contents("Classes", names, &mut out);
    let names = schema.properties.iter().map(|it| it.name.as_str()).collect();
    contents("Properties", names, &mut out);
    let _ = writeln!(out, "<h2 id=\"classes\">Classes</h2>");
    for class in &classes {
        let above: Vec<String> =
            class.chain.iter().skip(1).map(|it| link(&schema.class(*it).name)).collect();
        let below = schema
            .classes
            .iter()
            .filter(|it| it.chain.get(1).is_some_and(|it| schema.class(*it).name == class.name));
        let below: Vec<String> = below.map(|it| link(&it.name)).collect();
        let rows = [("below", above.join(", ")), ("above", below.join(", "))];
        section(facts, &class.name, &class.labels, &class.definition, &rows, &mut out);
    }
    let _ = writeln!(out, "<h2 id=\"properties\">Properties</h2>");
    let linked = |ids: &[ClassId]| {
        let names: BTreeSet<&str> = ids.iter().map(|it| schema.class(*it).name.as_str()).collect();
        names.into_iter().map(link).collect::<Vec<_>>().join(", ")
    };
    for property in &schema.properties {
        let kind = kind(property);
        let inverse = property.inverse.as_deref().map(link).unwrap_or_default();
        let rows = [
            ("kind", kind),
            ("subjects", linked(&property.domain)),
            ("objects", linked(&property.range)),
            ("inverse", inverse),
        ];
        section(facts, &property.name, &property.labels, &property.definition, &rows, &mut out);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn kind(property: &Property) -> String {
    let mut kinds = vec![if property.literal { "datatype property" } else { "object property" }];
    for (is, name) in [
        (property.symmetric, "symmetric"),
        (property.single_valued, "one value"),
        (property.claimable, "of claims"),
    ] {
        if is {
            kinds.push(name);
        }
    }
    kinds.join(", ")
}

fn contents(heading: &str, mut names: Vec<&str>, out: &mut String) {
    names.sort_unstable();
    let links: Vec<String> = names.into_iter().map(link).collect();
    let _ = writeln!(
        out,
        "<nav aria-label=\"{heading}\"><p><strong>{heading}</strong> {}</p></nav>",
        links.join(" ")
    );
}

fn link(name: &str) -> String {
    format!("<a href=\"#{0}\">{0}</a>", escape(name))
}

fn section(
    facts: &Facts<'_>,
    name: &str,
    labels: &BTreeMap<String, String>,
    definition: &str,
    rows: &[(&str, String)],
    out: &mut String,
) {
    let export = facts.export;
    let iri = export.ontology.base.term(name);
    let prefixes = Prefixes::new(&export.ontology.base);
    let labels: Vec<String> =
        labels.iter().map(|it| format!("{} ({})", escape(it.1), escape(it.0))).collect();
    let _ = writeln!(
        out,
        "<section id=\"{0}\">\n<h3>{0}</h3>\n<p>{1}</p>\n<dl>\n<dt>IRI</dt><dd><code>{2}</code></dd>\n<dt>labels</dt><dd>{3}</dd>",
        escape(name),
        escape(definition),
        escape(&iri),
        labels.join(", ")
    );
    for (name, value) in rows.iter().filter(|it| !it.1.is_empty()) {
        let _ = writeln!(out, "<dt>{name}</dt><dd>{value}</dd>");
    }
    let mut others: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (property, value) in export.records.things.get(&iri).iter().flat_map(|it| &it.facts) {
        let own = export.ontology.base.term_name(property);
        let shown = match own {
            // Words that the program reads, and how diagrams look.
            Some(own) => own.starts_with("stix") || own.starts_with("ftm") || own.ends_with("Code"),
            None => ![rdfs::DOMAIN, rdfs::RANGE].contains(&property.as_str()),
        };
        let value = match value {
            Term::NamedNode(it) if it.as_str().starts_with(&export.ontology.base.term("")) => {
                continue;
            }
            Term::NamedNode(it) => {
                prefixes.shorten(it.as_str()).unwrap_or_else(|| it.as_str().to_owned())
            }
            Term::Literal(it) => it.value().to_owned(),
            Term::BlankNode(_) => continue,
        };
        if shown {
            let name = prefixes.shorten(property).unwrap_or_else(|| property.clone());
            others.entry(name).or_default().insert(format!("<code>{}</code>", escape(&value)));
        }
    }
    for (name, values) in others {
        let values: Vec<String> = values.into_iter().collect();
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escape(&name), values.join(", "));
    }
    out.push_str("</dl>\n</section>\n");
}

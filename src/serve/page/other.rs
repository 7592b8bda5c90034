//! Whatever else has an IRI: its properties and values; and the terms of the vocabulary.

use std::fmt::Write;

use oxigraph::model::{Term, Triple};

use super::{
    Page,
    html::{escape, section, table, time},
};
use crate::serve::Site;

/// The page of anything that is no thing, claim or document.
pub(in crate::serve) fn other(
    site: &Site,
    iri: &str,
    triples: &[Triple],
    alternates: Vec<(String, &'static str)>,
) -> String {
    let name = site.catalogue.name(iri);
    let mut rows = String::new();
    for triple in triples {
        let value = match &triple.object {
            Term::NamedNode(it) => site.link(it.as_str()),
            other => time(site.catalogue.term(other)),
        };
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th><td>{value}</td></tr>",
            site.link(triple.predicate.as_str())
        );
    }
    let body = format!(
        "<h1>{}</h1>\n<p><code>{}</code></p>\n{}",
        escape(name),
        escape(iri),
        table("Properties", &["Property", "Value"], &rows)
    );
    Page { title: name.to_owned(), body, alternates, ..Page::default() }.frame()
}

/// `/ns`: the classes and properties of the packs.
pub(in crate::serve) fn terms(site: &Site, alternates: Vec<(String, &'static str)>) -> String {
    let schema = &site.ontology.schema;
    let label = |labels: &std::collections::BTreeMap<String, String>, name: &str| {
        escape(labels.get("en").map_or(name, String::as_str))
    };
    let mut classes = String::new();
    for it in &schema.classes {
        let above: Vec<String> =
            it.chain.iter().skip(1).map(|it| escape(&schema.class(*it).name)).collect();
        let _ = writeln!(
            classes,
            "<tr id=\"{0}\"><th scope=\"row\">{1}<br><code>o:{0}</code></th><td>{2}</td><td>{3}</td></tr>",
            escape(&it.name),
            label(&it.labels, &it.name),
            escape(&it.definition),
            above.join(" ‹ ")
        );
    }
    let mut properties = String::new();
    for it in &schema.properties {
        let list = |ids: &[crate::ontology::ClassId]| {
            ids.iter().map(|it| escape(&schema.class(*it).name)).collect::<Vec<_>>().join(", ")
        };
        let _ = writeln!(
            properties,
            "<tr id=\"{0}\"><th scope=\"row\">{1}<br><code>o:{0}</code></th><td>{2}</td><td>{3}</td><td>{4}</td></tr>",
            escape(&it.name),
            label(&it.labels, &it.name),
            escape(&it.definition),
            list(&it.domain),
            list(&it.range)
        );
    }
    let body = format!(
        "<h1>Vocabulary</h1>\n<p class=\"lead\">What the pack <i>{}</i> {} can say.</p>\n{}{}",
        escape(&site.ontology.manifest.name),
        escape(&site.ontology.manifest.version),
        section(
            "classes",
            "Classes",
            &table("Classes", &["Class", "Definition", "Belongs to"], &classes)
        ),
        section(
            "properties",
            "Properties",
            &table("Properties", &["Property", "Definition", "Of", "To"], &properties)
        )
    );
    Page { title: "Vocabulary".to_owned(), body, alternates, ..Page::default() }.frame()
}

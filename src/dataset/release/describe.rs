//! A release described in JSON: Frictionless data package, Croissant 1.1, schema.org, RO-Crate 1.2.

use serde_json::{Map, Value, json};

use super::{
    super::{
        table::{Column, Kind, Table},
        tables::TABLES,
    },
    Entry, Facts, Person,
};
use crate::vocabulary::{documents as standard, slug};

/// The tables with their files of this ending.
fn tables<'a>(entries: &'a [Entry], ending: &str) -> Vec<(&'static Table, &'a Entry)> {
    let file = |table: &&'static Table| {
        let path = format!("data/{}.{ending}", table.name);
        Some((*table, entries.iter().find(|it| it.path == path)?))
    };
    TABLES.iter().filter_map(file).collect()
}

/// <https://datapackage.org/>
pub(super) fn data_package(facts: &Facts<'_>, entries: &[Entry]) -> Value {
    let resource = |(table, entry): (&Table, &Entry)| {
        let keys = table.references.iter().map(|(column, other, there)| {
            json!({ "fields": column, "reference": { "resource": other, "fields": there } })
        });
        json!({
            "name": table.name, "title": table.title, "description": table.description,
            "path": entry.path, "profile": "tabular-data-resource", "format": "csv",
            "mediatype": "text/csv", "encoding": "utf-8", "bytes": entry.bytes,
            "hash": format!("sha256:{}", entry.sha256),
            "schema": {
                "fields": table.columns.iter().map(field).collect::<Vec<_>>(),
                "primaryKey": table.key,
                "foreignKeys": keys.collect::<Vec<_>>(),
            },
        })
    };
    let contributor = |it: &Person| json!({ "title": it.whole(), "role": "author" });
    json!({
        "profile": standard::TABULAR,
        "name": slug(&facts.title),
        "title": facts.title,
        "description": facts.description,
        "version": facts.version,
        "created": format!("{}T00:00:00Z", facts.date),
        "homepage": facts.url,
        "keywords": facts.keywords,
        "licenses": [{ "name": facts.licence, "path": facts.licence_iri }],
        "contributors": facts.creators.iter().map(contributor).collect::<Vec<_>>(),
        "resources": tables(entries, "csv").into_iter().map(resource).collect::<Vec<_>>(),
    })
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Iri | Kind::Text | Kind::Word(_) | Kind::Date => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Flag => "boolean",
    };
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), true.into());
    }
    if let Kind::Word(words) = column.kind {
        constraints.insert("enum".to_owned(), json!(words));
    }
    if column.kind == Kind::Date {
        constraints.insert("pattern".to_owned(), "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?".into());
    }
    if column.name == "confidence" {
        constraints.insert("minimum".to_owned(), json!(0));
        constraints.insert("maximum".to_owned(), json!(1));
    }
    json!({ "name": column.name, "type": kind, "description": column.description, "constraints": constraints })
}

/// <https://docs.mlcommons.org/croissant/>
pub(super) fn croissant(facts: &Facts<'_>, entries: &[Entry]) -> Value {
    let object = |it: &Entry| {
        json!({
            "@type": "cr:FileObject", "@id": it.path, "name": it.path, "description": it.title(),
            "contentUrl": it.path, "encodingFormat": it.media(), "sha256": it.sha256,
            "contentSize": format!("{} B", it.bytes),
        })
    };
    let records = |(table, entry): (&Table, &Entry)| {
        let column = |it: &Column| {
            let id = format!("{}/{}", table.name, it.name);
            let kind = match it.kind {
                Kind::Iri | Kind::Text | Kind::Word(_) | Kind::Date => "sc:Text",
                Kind::Integer => "sc:Integer",
                Kind::Number => "sc:Float",
                Kind::Flag => "sc:Boolean",
            };
            json!({
                "@type": "cr:Field", "@id": id, "name": id, "description": it.description,
                "dataType": kind,
                "source": { "fileObject": { "@id": entry.path }, "extract": { "column": it.name } },
            })
        };
        let key: Vec<Value> =
            table.key.iter().map(|it| json!({ "@id": format!("{}/{it}", table.name) })).collect();
        json!({
            "@type": "cr:RecordSet", "@id": table.name, "name": table.name,
            "description": table.description, "key": key,
            "field": table.columns.iter().map(column).collect::<Vec<_>>(),
        })
    };
    json!({
        "@context": croissant_context(),
        "@type": "sc:Dataset",
        "conformsTo": standard::CROISSANT,
        "name": slug(&facts.title),
        "alternateName": facts.title,
        "description": facts.description,
        "license": facts.licence_iri,
        "url": facts.url,
        "creator": facts.creators.iter().map(agent).collect::<Vec<_>>(),
        "datePublished": facts.date,
        "version": facts.version,
        "keywords": facts.keywords,
        "citeAs": citation(facts),
        "distribution": entries.iter().map(object).collect::<Vec<_>>(),
        "recordSet": tables(entries, "csv").into_iter().map(records).collect::<Vec<_>>(),
    })
}

/// The context that the standard asks every description to carry.
fn croissant_context() -> Value {
    let mut context = Map::new();
    for (name, value) in [
        ("@language", "en"),
        ("@vocab", standard::SCHEMA_CONTEXT),
        ("sc", standard::SCHEMA_CONTEXT),
        ("cr", standard::CROISSANT_TERMS),
        ("rai", standard::CROISSANT_RAI),
        ("dct", crate::vocabulary::dcterms::NAMESPACE),
        ("conformsTo", "dct:conformsTo"),
    ] {
        context.insert(name.to_owned(), value.into());
    }
    for name in [
        "arrayShape",
        "citeAs",
        "column",
        "containedIn",
        "equivalentProperty",
        "excludes",
        "extract",
        "field",
        "fileObject",
        "fileProperty",
        "fileSet",
        "format",
        "includes",
        "isArray",
        "isLiveDataset",
        "jsonPath",
        "key",
        "md5",
        "parentField",
        "path",
        "readLines",
        "recordSet",
        "references",
        "regex",
        "repeated",
        "replace",
        "samplingRate",
        "separator",
        "source",
        "subField",
        "transform",
        "unArchive",
        "value",
    ] {
        context.insert(name.to_owned(), format!("cr:{name}").into());
    }
    for name in ["data", "examples", "annotation"] {
        context.insert(name.to_owned(), json!({ "@id": format!("cr:{name}"), "@type": "@json" }));
    }
    context.insert("annotation".to_owned(), json!({ "@id": "cr:annotation" }));
    context.insert("dataType".to_owned(), json!({ "@id": "cr:dataType", "@type": "@vocab" }));
    Value::Object(context)
}

fn agent(person: &Person) -> Value {
    let kind = if person.is_person() { "Person" } else { "Organization" };
    let mut it = Map::new();
    it.insert("@type".to_owned(), kind.into());
    it.insert("name".to_owned(), person.whole().into());
    if let Some(orcid) = &person.orcid {
        it.insert("@id".to_owned(), format!("{}{orcid}", standard::ORCID).into());
    }
    if let Some(affiliation) = &person.affiliation {
        it.insert(
            "affiliation".to_owned(),
            json!({ "@type": "Organization", "name": affiliation }),
        );
    }
    Value::Object(it)
}

/// Who, when, what: in one line.
pub(super) fn citation(facts: &Facts<'_>) -> String {
    let names: Vec<String> = facts.creators.iter().map(Person::whole).collect();
    let year = facts.date.get(..4).unwrap_or_default();
    let place = match &facts.export.options.metadata.doi {
        Some(doi) => format!("{}{doi}", standard::DOI),
        None => facts.url.clone(),
    };
    format!("{} ({year}). {} (version {}). {place}", names.join(", "), facts.title, facts.version)
}

/// <https://schema.org/Dataset>
pub(super) fn schema_org(facts: &Facts<'_>, entries: &[Entry]) -> Value {
    let download = |it: &Entry| {
        json!({
            "@type": "DataDownload", "name": it.title(), "contentUrl": it.path,
            "encodingFormat": it.media(), "contentSize": format!("{} B", it.bytes), "sha256": it.sha256,
        })
    };
    let data =
        entries.iter().filter(|it| it.path.starts_with("graph/") || it.path.starts_with("data/"));
    let sources = facts.export.records.documents.values().map(|it| {
        json!({ "@type": "CreativeWork", "@id": it.iri, "name": it.title, "datePublished": it.date })
    });
    json!({
        "@context": standard::SCHEMA_CONTEXT,
        "@type": "Dataset",
        "@id": facts.url,
        "name": facts.title,
        "description": facts.description,
        "url": facts.url,
        "version": facts.version,
        "datePublished": facts.date,
        "license": facts.licence_iri,
        "keywords": facts.keywords,
        "creator": facts.creators.iter().map(agent).collect::<Vec<_>>(),
        "citation": citation(facts),
        "isBasedOn": sources.collect::<Vec<_>>(),
        "distribution": data.map(download).collect::<Vec<_>>(),
    })
}

/// <https://w3id.org/ro/crate/1.2>
pub(super) fn ro_crate(facts: &Facts<'_>, entries: &[Entry]) -> Value {
    let reference = |id: &str| json!({ "@id": id });
    let person = |at: usize, it: &Person| match &it.orcid {
        Some(orcid) => format!("{}{orcid}", standard::ORCID),
        None => format!("#creator-{}", at + 1),
    };
    let people: Vec<Value> = facts
        .creators
        .iter()
        .enumerate()
        .map(|(at, it)| {
            let mut agent = agent(it);
            agent["@id"] = person(at, it).into();
            if let Some(affiliation) = &it.affiliation {
                // Things within things are references here.
                agent["affiliation"] = affiliation.clone().into();
            }
            agent
        })
        .collect();
    let files = entries.iter().map(|it| {
        json!({
            "@id": it.path, "@type": "File", "name": it.title(), "encodingFormat": it.media(),
            "contentSize": it.bytes.to_string(), "sha256": it.sha256,
        })
    });
    let sources: Vec<Value> = facts
        .export
        .records
        .documents
        .values()
        .map(|it| json!({ "@id": it.iri, "@type": "CreativeWork", "name": it.title }))
        .collect();
    let software = facts.export.ontology.base.software(concat!("kell-", env!("CARGO_PKG_VERSION")));
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json", "@type": "CreativeWork",
            "conformsTo": reference(standard::CRATE), "about": reference("./"),
        }),
        json!({
            "@id": "./", "@type": "Dataset",
            "name": facts.title, "description": facts.description, "version": facts.version,
            "datePublished": facts.date, "license": reference(&facts.licence_iri),
            "keywords": facts.keywords.join(", "),
            "author": people.iter().map(|it| json!({ "@id": it["@id"] })).collect::<Vec<_>>(),
            "hasPart": entries.iter().map(|it| reference(&it.path)).collect::<Vec<_>>(),
            "isBasedOn": sources.iter().map(|it| json!({ "@id": it["@id"] })).collect::<Vec<_>>(),
            "mentions": reference("#reading"),
        }),
        json!({
            "@id": facts.licence_iri, "@type": "CreativeWork", "name": facts.licence,
            "description": format!("The licence {} by its SPDX identifier", facts.licence),
        }),
        json!({
            "@id": "#reading", "@type": "CreateAction", "name": "Reading of the documents",
            "instrument": reference(&software), "result": reference("./"),
            "object": sources.iter().map(|it| json!({ "@id": it["@id"] })).collect::<Vec<_>>(),
        }),
        json!({
            "@id": software, "@type": "SoftwareApplication", "name": "kell", "url": software,
            "version": env!("CARGO_PKG_VERSION"), "softwareVersion": env!("CARGO_PKG_VERSION"),
        }),
    ];
    graph.extend(people);
    graph.extend(sources);
    graph.extend(files);
    json!({ "@context": standard::CRATE_CONTEXT, "@graph": graph })
}

//! What a page says about itself: `meta` elements, linked data, its title.

use serde_json::Value;

use super::tree::Tree;
use crate::document::extracted::Passage;
use crate::document::{BlockKind, Metadata};

/// Names of `meta` elements, the most trusted first.
const TITLE: [&str; 5] =
    ["citation_title", "dcterms.title", "dc.title", "og:title", "twitter:title"];
const DATE: [&str; 10] = [
    "article:published_time",
    "govuk:first-published-at",
    "citation_publication_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "datepublished",
    "pubdate",
    "date",
];
const AUTHOR: [&str; 6] = [
    "citation_author",
    "dcterms.creator",
    "dc.creator",
    "article:author",
    "author",
    "parsely-author",
];
const PUBLISHER: [&str; 4] =
    ["dcterms.publisher", "dc.publisher", "citation_publisher", "og:site_name"];
const LICENCE: [&str; 3] = ["dcterms.license", "dcterms.rights", "dc.rights"];

/// The metadata of a page with these passages.
pub(super) fn metadata(tree: &Tree, passages: &[Passage]) -> Metadata {
    let stated = Stated::new(tree);
    let heading =
        passages.iter().find(|it| it.kind == BlockKind::Heading).map(|it| it.text.clone());
    let publisher = stated.meta(&PUBLISHER).or_else(|| stated.linked(&["publisher", "name"]));
    let title = stated
        .meta(&TITLE)
        .or_else(|| stated.linked(&["headline"]))
        .or_else(|| stated.title(heading.as_deref()))
        .or(heading);
    let author = stated.meta(&AUTHOR).or_else(|| stated.linked(&["author", "name"]));
    let author = author.filter(|it| !it.contains("://") && Some(it) != publisher.as_ref());
    let date = stated.meta(&DATE).or_else(|| stated.linked(&["datePublished"])).or(stated.time);
    Metadata {
        title,
        date: date.map(|it| day(&it)),
        author,
        publisher,
        language: stated.language.filter(|it| it.len() >= 2),
        licence: stated.licence,
        source: stated.source,
        ..Metadata::default()
    }
}

/// `2021-07-14T09:00:00Z` → `2021-07-14`; others as they are.
fn day(date: &str) -> String {
    let iso = date.get(..10).filter(|it| {
        it.bytes()
            .enumerate()
            .all(|(at, it)| if at == 4 || at == 7 { it == b'-' } else { it.is_ascii_digit() })
    });
    iso.map_or_else(|| date.to_owned(), str::to_owned)
}

#[derive(Default)]
struct Stated {
    meta: Vec<(String, String)>,
    linked: Vec<Value>,
    title: Option<String>,
    time: Option<String>,
    language: Option<String>,
    licence: Option<String>,
    source: Option<String>,
}

impl Stated {
    fn new(tree: &Tree) -> Self {
        let mut stated = Self::default();
        for at in tree.below(0) {
            let node = tree.node(at);
            let get =
                |name: &str| node.attribute(name).filter(|it| !it.is_empty()).map(str::to_owned);
            match node.tag() {
                "html" => stated.language = get("lang").or_else(|| get("xml:lang")),
                "meta" => {
                    let name = get("name").or_else(|| get("property")).or_else(|| get("itemprop"));
                    if let (Some(name), Some(content)) = (name, get("content")) {
                        stated.meta.push((name.to_lowercase(), content));
                    }
                }
                "link" => match node.attribute("rel") {
                    Some("canonical") => stated.source = stated.source.or_else(|| get("href")),
                    Some("license") => stated.licence = stated.licence.or_else(|| get("href")),
                    _ => (),
                },
                "title" if stated.title.is_none() => stated.title = Some(tree.text(at)),
                "time" if stated.time.is_none() => stated.time = get("datetime"),
                "script" if node.attribute("type") == Some("application/ld+json") => {
                    let text: String =
                        node.children.iter().map(|it| tree.node(*it).text.as_str()).collect();
                    stated.add_linked(serde_json::from_str(&text).unwrap_or_default());
                }
                _ => (),
            }
        }
        let (source, licence) = (stated.meta(&["og:url"]), stated.meta(&LICENCE));
        stated.source = stated.source.or(source);
        stated.licence = stated.licence.or(licence);
        stated
    }

    fn add_linked(&mut self, value: Value) {
        match value {
            Value::Array(all) => self.linked.extend(all),
            Value::Object(mut it) => match it.remove("@graph") {
                Some(Value::Array(all)) => self.linked.extend(all),
                _ => self.linked.push(Value::Object(it)),
            },
            _ => (),
        }
    }

    /// The first of these `meta` elements that is there.
    fn meta(&self, names: &[&str]) -> Option<String> {
        let found = names.iter().find_map(|name| self.meta.iter().find(|it| it.0 == *name));
        found.map(|it| it.1.clone())
    }

    /// A value in the linked data: by a key, and within that by another.
    fn linked(&self, keys: &[&str]) -> Option<String> {
        let first = |value: &Value| match value {
            Value::Array(all) => all.first().cloned().unwrap_or_default(),
            other => other.clone(),
        };
        self.linked.iter().find_map(|it| {
            let mut at = it.clone();
            for key in keys {
                at = match first(&at) {
                    Value::String(text) => Value::String(text),
                    other => other.get(*key).cloned().unwrap_or_default(),
                };
            }
            first(&at).as_str().map(str::to_owned).filter(|it| !it.is_empty())
        })
    }

    /// The title without the name of the site: as far as the heading goes, or before the last ` - ` or ` | `.
    fn title(&self, heading: Option<&str>) -> Option<String> {
        let title = self.title.as_deref().filter(|it| !it.is_empty())?;
        if let Some(heading) = heading.filter(|it| title.starts_with(*it)) {
            return Some(heading.to_owned());
        }
        let cut =
            [" | ", " - ", " – ", " — ", " :: "].iter().filter_map(|it| title.rfind(it)).min();
        Some(title[..cut.filter(|it| *it >= 10).unwrap_or(title.len())].to_owned())
    }
}

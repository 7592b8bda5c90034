//! EPUB → passages: the pages of the book in the order of its spine.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::attribute;
use super::{Step, dublin_core, open, steps};
use crate::document::extracted::{ExtractError, Extracted, Limits};
use crate::document::html;

/// Reads a book.
pub(in crate::document) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let mut container = open(bytes, limits)?;
    let damaged = |what: &str| ExtractError::Damaged(format!("it has no {what}"));
    let root = container.text("META-INF/container.xml")?.ok_or_else(|| damaged("container"))?;
    let package = package(&root)?.ok_or_else(|| damaged("package"))?;
    let text = container.text(&package)?.ok_or_else(|| damaged("package"))?;
    let folder = package.rsplit_once('/').map_or("", |it| it.0);
    let locked = locked(&container.text("META-INF/encryption.xml")?.unwrap_or_default())?;
    let mut extracted = Extracted { metadata: dublin_core(&text)?, ..Extracted::default() };
    for page in spine(&text)? {
        let name = joined(folder, &page);
        if locked.contains(&name) {
            return Err(ExtractError::Encrypted);
        }
        let Some(bytes) = container.bytes(&name)? else {
            let lost =
                (format!("the page `{page}` is not there"), "fetch the book anew".to_owned());
            extracted.warnings.push(lost);
            continue;
        };
        match html::read(&bytes, limits) {
            Ok(it) => extracted.passages.extend(it.passages),
            // A page of the book may hold only a picture.
            Err(ExtractError::Empty) => (),
            Err(error) => return Err(error),
        }
    }
    if extracted.passages.is_empty() { Err(ExtractError::Empty) } else { Ok(extracted) }
}

/// The members of the archive that are encrypted.
fn locked(encryption: &str) -> Result<BTreeSet<String>, ExtractError> {
    let mut names = BTreeSet::new();
    for step in steps(encryption) {
        if let Step::Open { name, attributes } = step?
            && name == "CipherReference"
        {
            names.extend(attribute(&attributes, "URI").map(|it| joined("", it)));
        }
    }
    Ok(names)
}

/// Where the package of the book is.
fn package(container: &str) -> Result<Option<String>, ExtractError> {
    for step in steps(container) {
        if let Step::Open { name, attributes } = step?
            && name == "rootfile"
        {
            return Ok(attribute(&attributes, "full-path").map(str::to_owned));
        }
    }
    Ok(None)
}

/// The pages in their order, but for the table of contents.
fn spine(package: &str) -> Result<Vec<String>, ExtractError> {
    let mut items: BTreeMap<String, String> = BTreeMap::new();
    let mut order = Vec::new();
    for step in steps(package) {
        let Step::Open { name, attributes } = step? else { continue };
        let get = |name: &str| attribute(&attributes, name).unwrap_or_default();
        match name.as_str() {
            "item" if get("media-type").contains("html") => {
                let contents = get("properties").split(' ').any(|it| it == "nav");
                if !contents {
                    items.insert(get("id").to_owned(), get("href").to_owned());
                }
            }
            "itemref" if get("linear") != "no" => order.push(get("idref").to_owned()),
            _ => (),
        }
    }
    Ok(order.iter().filter_map(|it| items.get(it).cloned()).collect())
}

/// A path from the folder of the package, its escapes undone.
fn joined(folder: &str, page: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in page.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => (),
            other => parts.push(other),
        }
    }
    let path = parts.join("/").replace("%20", " ");
    path.split('#').next().unwrap_or_default().to_owned()
}

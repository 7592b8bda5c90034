//! Finds what a user means by a name: an IRI, a prefixed name, a label or an alias.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Result, anyhow, bail};
use oxigraph::model::Term;

use super::output::settle;
use crate::{
    diagnostic::did_you_mean,
    query::{self, Content, Options},
    store::Store,
    vocabulary::Prefixes,
};

/// All names of a graph.
pub(super) struct Names {
    by_name: BTreeMap<String, Vec<String>>,
    labels: BTreeMap<String, String>,
    prefixes: Prefixes,
}

/// The graph of an output folder.
pub(super) fn open(data: &Path) -> Result<Store> {
    settle(data);
    Ok(Store::load(&data.join("graph.nq"))?)
}

/// The rows of a SELECT: terms as plain strings in the order of its variables; nothing where one is unbound.
pub(super) fn rows(store: &Store, prefixes: &Prefixes, text: &str) -> Result<Vec<Vec<String>>> {
    Ok(select(store, prefixes, text)?.1)
}

/// The same by the names of the variables; unbound ones are left out.
pub(super) fn table(
    store: &Store,
    prefixes: &Prefixes,
    text: &str,
) -> Result<Vec<BTreeMap<String, String>>> {
    let (variables, rows) = select(store, prefixes, text)?;
    let named = |row: Vec<String>| {
        variables.iter().cloned().zip(row).filter(|it| !it.1.is_empty()).collect()
    };
    Ok(rows.into_iter().map(named).collect())
}

fn select(
    store: &Store,
    prefixes: &Prefixes,
    text: &str,
) -> Result<(Vec<String>, Vec<Vec<String>>)> {
    let answer = query::run(store, prefixes, text, &Options::default())?;
    let Content::Solutions { variables, rows } = answer.content else {
        bail!("this needs a SELECT query")
    };
    let plain = |term: Option<Term>| match term {
        Some(Term::NamedNode(it)) => it.into_string(),
        Some(Term::Literal(it)) => it.value().to_owned(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let rows = rows.into_iter().map(|row| row.into_iter().map(plain).collect()).collect();
    Ok((variables, rows))
}

impl Names {
    pub(super) fn of(store: &Store, prefixes: &Prefixes) -> Result<Self> {
        let text = "SELECT DISTINCT ?iri ?name ?preferred WHERE { \
            { ?iri skos:prefLabel ?name BIND(true AS ?preferred) } UNION \
            { ?iri skos:altLabel|skos:hiddenLabel|rdfs:label ?name BIND(false AS ?preferred) } \
            FILTER NOT EXISTS { ?iri a o:Claim } } ORDER BY ?iri ?name";
        let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut labels = BTreeMap::new();
        for row in rows(store, prefixes, text)? {
            let [iri, name, preferred] = row.as_slice() else { continue };
            let known = by_name.entry(name.to_lowercase()).or_default();
            if !known.contains(iri) {
                known.push(iri.clone());
            }
            if preferred == "true" || !labels.contains_key(iri) {
                labels.entry(iri.clone()).or_insert_with(|| name.clone());
            }
        }
        Ok(Self { by_name, labels, prefixes: prefixes.clone() })
    }

    /// The IRI of a name, if it is one thing's.
    pub(super) fn resolve(&self, name: &str) -> Option<String> {
        let iri = name.strip_prefix('<').and_then(|it| it.strip_suffix('>')).unwrap_or(name);
        // Claims are many, and have no names of their own.
        let is_claim = || self.prefixes.expand("c:").is_some_and(|it| iri.starts_with(&it));
        if self.labels.contains_key(iri) || is_claim() {
            return Some(iri.to_owned());
        }
        if let Some(iri) = self.prefixes.expand(name) {
            return Some(iri);
        }
        match self.by_name.get(&name.to_lowercase()).map(Vec::as_slice) {
            Some([one]) => Some(one.clone()),
            _ => None,
        }
    }

    /// The IRI of a name, or an error that says which names there are.
    pub(super) fn find(&self, name: &str) -> Result<String> {
        if let Some(iri) = self.resolve(name) {
            return Ok(iri);
        }
        if let Some(many) = self.by_name.get(&name.to_lowercase()) {
            let list = many.iter().map(|it| format!("  <{it}>")).collect::<Vec<_>>().join("\n");
            bail!("`{name}` is a name of several things; give one by its IRI:\n{list}");
        }
        let close = did_you_mean(name, self.by_name.keys().map(String::as_str));
        Err(match close.and_then(|it| self.by_name[it].first()) {
            Some(iri) => anyhow!(
                "nothing in this graph is called `{name}`; did you mean `{}`?",
                self.label(iri)
            ),
            None => anyhow!("nothing in this graph is called `{name}`"),
        })
    }

    pub(super) fn label<'a>(&'a self, iri: &'a str) -> &'a str {
        self.labels.get(iri).map_or(iri, String::as_str)
    }
}

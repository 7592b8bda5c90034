//! What a release is called and who made it: a small TOML file, all of it optional.

use serde::Deserialize;

use crate::settings::from_toml;

/// Facts about a release that no graph knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Metadata {
    /// Its title.
    pub title: Option<String>,
    /// What is in it, and for whom.
    pub description: Option<String>,
    /// Its version, such as `1.0.0`.
    pub version: Option<String>,
    /// The day of publication, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// SPDX identifier of the licence of the data.
    pub licence: Option<String>,
    /// Where it can be found.
    pub url: Option<String>,
    /// Its DOI, without the resolver in front.
    pub doi: Option<String>,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// Who made it.
    #[serde(rename = "creator")]
    pub creators: Vec<Person>,
}

/// A person, or an organisation if there is only a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// The whole name, of an organisation.
    pub name: Option<String>,
    /// Given names.
    pub given: Option<String>,
    /// Family name.
    pub family: Option<String>,
    /// ORCID, without the resolver in front.
    pub orcid: Option<String>,
    /// Where the person works.
    pub affiliation: Option<String>,
}

/// How good a sample of the claims was found to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// Claims that somebody confirmed.
    pub right: usize,
    /// Claims that somebody rejected.
    pub wrong: usize,
}

/// What is wrong with the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct MetadataError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Metadata {
    /// Reads the file.
    pub fn parse(text: &str) -> Result<Self, MetadataError> {
        let metadata: Self = from_toml(text).map_err(|error| {
            let at = error.span().map_or(0, |it| it.start).min(text.len());
            let line = 1 + text[..at].matches('\n').count();
            MetadataError { line, message: error.message().to_owned() }
        })?;
        let wrong = |name: &str, message: &str| {
            let line =
                1 + text.lines().position(|it| it.trim_start().starts_with(name)).unwrap_or(0);
            Err(MetadataError { line, message: message.to_owned() })
        };
        if let Some(date) = &metadata.date
            && date.parse::<jiff::civil::Date>().map_or(true, |it| it.to_string() != *date)
        {
            return wrong("date", &format!("`{date}` is no day; write it as \"2026-01-31\""));
        }
        for person in &metadata.creators {
            if person.name.is_none() && person.family.is_none() {
                return wrong(
                    "[[creator]]",
                    "a creator has a `family` name, or, an organisation, a `name`",
                );
            }
            if let Some(orcid) = person.orcid.as_deref().filter(|it| !is_orcid(it)) {
                return wrong(
                    "orcid",
                    &format!(
                        "`{orcid}` is no ORCID: it has sixteen digits, and the last checks the others"
                    ),
                );
            }
        }
        Ok(metadata)
    }
}

impl Person {
    /// The whole name.
    pub fn whole(&self) -> String {
        let parts: Vec<&str> = match &self.name {
            Some(name) => vec![name],
            None => self.given.iter().chain(&self.family).map(String::as_str).collect(),
        };
        parts.join(" ")
    }

    /// Whether it is a person, and not an organisation.
    pub fn is_person(&self) -> bool {
        self.name.is_none()
    }
}

/// Four groups of four; the last sign is checked as ISO 7064 (11, 2) says.
fn is_orcid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let signs: Vec<char> = groups.concat().chars().collect();
    if groups.len() != 4 || groups.iter().any(|it| it.len() != 4) || signs.len() != 16 {
        return false;
    }
    let Some(sum) = signs[..15].iter().try_fold(0, |sum, it| Some((sum + it.to_digit(10)?) * 2))
    else {
        return false;
    };
    let check = (12 - sum % 11) % 11;
    signs[15] == char::from_digit(check, 10).unwrap_or('X')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_who_and_when() {
        let text = "title = \"T\"\ndate = \"2026-11-27\"\n[[creator]]\ngiven = \"Ada\"\nfamily = \"Lovelace\"\norcid = \"0000-0002-1825-0097\"\n[[creator]]\nname = \"Board\"\n";
        let metadata = Metadata::parse(text).unwrap();
        let names: Vec<String> = metadata.creators.iter().map(Person::whole).collect();
        assert_eq!(names, ["Ada Lovelace", "Board"]);
        assert_eq!(metadata.date.as_deref(), Some("2026-11-27"));
        assert_eq!(Metadata::parse(""), Ok(Metadata::default()));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, line, part) in [
            ("a = 1", 1, "unknown field `a`"),
            ("title = \"T\"\ndate = \"31.1.2026\"\n", 2, "is no day"),
            ("\n[[creator]]\ngiven = \"Ada\"\n", 2, "has a `family` name"),
            ("[[creator]]\nname = \"A\"\norcid = \"0000-0002-1825-0098\"", 3, "is no ORCID"),
        ] {
            let error = Metadata::parse(text).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.message.contains(part), "{error}");
        }
    }
}

//! What happened when: events with their dates as documents state them, by year.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    Page,
    html::{badge, count, escape, number, time},
};
use crate::{
    serve::{Site, catalogue::Claim},
    vocabulary::date_type,
};

/// A date, and what has it.
struct Dated<'a> {
    date: String,
    /// What is said: a claim, or what the pack has.
    what: Result<&'a Claim, String>,
    /// Whether it is a date of the thing itself.
    own: bool,
}

/// `/timeline`.
pub(in crate::serve) fn timeline(site: &Site, all: bool) -> String {
    let catalogue = &site.catalogue;
    let mut dated: Vec<Dated<'_>> = Vec::new();
    for claim in &catalogue.claims {
        let object = claim.object.as_ref().map(|it| catalogue.term(it).to_owned());
        let object = object.filter(|it| begins(it).is_some());
        let time = claim.time.as_ref().map(|it| catalogue.name(it).to_owned());
        let own = object.is_some();
        if let Some(date) = object.or(time).filter(|it| begins(it).is_some()) {
            dated.push(Dated { date, what: Ok(claim), own });
        }
    }
    for thing in catalogue.things.values().filter(|it| !it.mentioned.is_empty()) {
        for (property, value) in &thing.facts {
            let date = catalogue.term(value);
            if date_type(date).is_some() && thing.classes.iter().any(|it| it == "Event") {
                let what = format!(
                    "{} <span class=\"verb\">{}</span> <small>as the pack has it</small>",
                    site.link(&thing.iri),
                    escape(catalogue.name(property))
                );
                dated.push(Dated { date: date.to_owned(), what: Err(what), own: true });
            }
        }
    }
    let total = dated.len();
    dated.retain(|it| all || it.own);
    let shown = dated.len();
    let mut years: BTreeMap<String, Vec<Dated<'_>>> = BTreeMap::new();
    for it in dated {
        years.entry(begins(&it.date).unwrap_or_default().to_owned()).or_default().push(it);
    }
    let mut body = format!(
        "<h1>Timeline</h1>\n<p class=\"lead\">{} by the date of what they are about. {}</p>\n",
        count(shown, "statement"),
        if all {
            "<a href=\"/timeline\">Only those that give a date</a>".to_owned()
        } else {
            format!(
                "<a href=\"/timeline?all\">Show all {} with a time of any kind</a>",
                number(total)
            )
        }
    );
    body.push_str(&bars(&years));
    for (year, mut list) in years {
        list.sort_by(|a, b| a.date.cmp(&b.date));
        let _ = write!(
            body,
            "<section aria-labelledby=\"y{year}\">\n<h2 id=\"y{year}\">{year} <small>{}</small></h2>\n<ol class=\"times\">\n",
            number(list.len())
        );
        for it in list {
            let what = match it.what {
                Ok(claim) => format!(
                    "{} {} <a class=\"more\" href=\"{}\">claim<span class=\"hidden\"> in full: {}</span></a>",
                    site.statement(claim),
                    badge(claim.standing()),
                    escape(&site.href(&claim.iri)),
                    escape(&claim.label)
                ),
                Err(what) => what,
            };
            let _ = writeln!(
                body,
                "<li><span class=\"when\">{}</span> <span>{what}</span></li>",
                time(&it.date)
            );
        }
        body.push_str("</ol>\n</section>\n");
    }
    Page { title: "Timeline".to_owned(), place: "/timeline", body, ..Page::default() }.frame()
}

/// How much there is in each year, as links to the years.
fn bars(years: &BTreeMap<String, Vec<Dated<'_>>>) -> String {
    let most = years.values().map(Vec::len).max().unwrap_or(1);
    let items: Vec<String> = years
        .iter()
        .map(|(year, list)| {
            format!(
                "<li><a href=\"#y{year}\">{year}</a> <meter min=\"0\" max=\"{most}\" value=\"{0}\" aria-label=\"{0} in {year}\"></meter> <small>{0}</small></li>\n",
                list.len()
            )
        })
        .collect();
    if items.len() < 2 {
        return String::new();
    }
    format!("<nav class=\"years\" aria-label=\"Years\"><ul>\n{}</ul></nav>\n", items.concat())
}

/// The year a date or period begins with.
fn begins(date: &str) -> Option<&str> {
    let year = date.split(['-', '/', '.']).next().unwrap_or_default();
    (year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit())).then_some(year)
}

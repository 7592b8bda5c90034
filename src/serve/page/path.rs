//! How two things are connected: a form for the two, and the chains of claims between them with their sentences.

use std::fmt::Write;

use super::{
    Page,
    html::{count, escape, section},
};
use crate::{
    network::{By, Chain, Network},
    serve::{
        Site,
        paths::{Found, Wanted},
        url,
    },
};

/// Claims of a step that are shown; the rest is folded.
const OPEN: usize = 2;

/// `/path`; `names` are those of the two ends, as far as they are given.
pub(in crate::serve) fn path(
    site: &Site,
    wanted: &Wanted,
    names: (&str, &str),
    found: Option<&Found>,
) -> String {
    let mut body = format!(
        "<h1>How are two things connected?</h1>\n<p class=\"lead\">Chains of claims that lead from one thing to another, each step with its sentences.</p>\n{}",
        form(wanted, names)
    );
    let mut title = "Path".to_owned();
    if let (Some(found), Some(ends)) = (found, &wanted.ends) {
        title = format!("From {} to {}", names.0, names.1);
        let network = if wanted.unasserted { &site.network } else { &site.asserted };
        if found.chains.is_empty() {
            body.push_str(&none(network, wanted, ends, names));
        }
        if let Some(svg) = &found.drawing {
            let _ = write!(
                body,
                "<figure>\n<div class=\"drawing\" role=\"region\" aria-label=\"Chains from {} to {}\" tabindex=\"0\">\n{svg}\n</div>\n<figcaption>Dashed lines are not stated as facts. As text: <code>kell path \"{0}\" \"{1}\"{2}{3}</code></figcaption>\n</figure>\n",
                escape(names.0),
                escape(names.1),
                if wanted.by == By::Evidence { " --by evidence" } else { "" },
                if wanted.unasserted { " --include-unasserted" } else { "" },
            );
        }
        for (at, chain) in found.chains.iter().enumerate() {
            body.push_str(&shown(site, network, at, chain));
        }
    }
    Page { title, place: "/path", body, ..Page::default() }.frame()
}

fn form(wanted: &Wanted, names: (&str, &str)) -> String {
    let field = |id: &str, label: &str, value: &str| {
        format!(
            "<p><label for=\"{id}\">{label}</label> <input id=\"{id}\" name=\"{id}\" type=\"search\" data-fill value=\"{}\" autocomplete=\"off\" maxlength=\"200\" required></p>\n",
            escape(value)
        )
    };
    let option = |value: &str, words: &str, by: By| {
        let chosen = if wanted.by == by { " selected" } else { "" };
        format!("<option value=\"{value}\"{chosen}>{words}</option>")
    };
    format!(
        "<form class=\"ends\" action=\"/path\" method=\"get\">\n{}{}<p><label for=\"by\">First</label> <select id=\"by\" name=\"by\">{}{}</select></p>\n<p><label><input type=\"checkbox\" name=\"unasserted\" value=\"1\"{}> also what is planned, denied or only reported</label></p>\n<p><button>Find chains</button></p>\n</form>\n",
        field("from", "From", names.0),
        field("to", "To", names.1),
        option("shortest", "the shortest", By::Length),
        option("evidence", "the best founded", By::Evidence),
        if wanted.unasserted { " checked" } else { "" },
    )
}

/// Why there is no chain, and what may help.
fn none(
    network: &Network,
    wanted: &Wanted,
    ends: &(String, String),
    names: (&str, &str),
) -> String {
    let kind = if wanted.unasserted { "claims" } else { "asserted claims" };
    let alone = [(names.0, &ends.0), (names.1, &ends.1)];
    let alone = alone.into_iter().find(|it| network.node(it.1).is_none());
    let why = match alone {
        Some((name, _)) => format!("No {kind} connect {} with anything.", escape(name)),
        None => format!(
            "No chain of at most {} of {kind} leads from {} to {}.",
            count(wanted.hops, "step"),
            escape(names.0),
            escape(names.1)
        ),
    };
    let help = if wanted.unasserted {
        String::new()
    } else {
        format!(
            " <a href=\"/path?from={}&amp;to={}&amp;unasserted=1\">Also follow what is planned, denied or only reported</a>",
            url::parameter(&ends.0),
            url::parameter(&ends.1)
        )
    };
    format!("<p class=\"notice\">{why}{help}</p>\n")
}

/// A chain: its things, and the claims of its steps.
fn shown(site: &Site, network: &Network, at: usize, chain: &Chain) -> String {
    let things: Vec<&str> = chain.things().map(|it| network.thing(it).label.as_str()).collect();
    let title = format!("{} ({})", things.join(" – "), count(chain.steps.len(), "step"));
    let mut steps = String::new();
    for step in &chain.steps {
        let claims = network.tie(step.tie).best_first();
        let claims = claims.into_iter().filter_map(|it| site.catalogue.claim(&it.iri));
        let cards: Vec<String> = claims.map(|it| site.card(it)).collect();
        let (open, rest) = cards.split_at(cards.len().min(OPEN));
        let _ = writeln!(
            steps,
            "<li><h3>{} – {}</h3>\n{}",
            site.link(&network.thing(step.from).iri),
            site.link(&network.thing(step.to).iri),
            open.concat()
        );
        if !rest.is_empty() {
            let _ = writeln!(
                steps,
                "<details><summary>{} more</summary>\n{}</details>",
                rest.len(),
                rest.concat()
            );
        }
        steps.push_str("</li>\n");
    }
    section(&format!("chain-{}", at + 1), &title, &format!("<ol class=\"chain\">\n{steps}</ol>\n"))
}

//! The graph view: a place for the drawing that a script makes, and the same connections as a list.

use std::fmt::Write;

use super::{
    Page,
    html::{badge, count, escape},
};
use crate::serve::{Site, network::Network, url};

/// `/network`, around a thing or not.
pub(in crate::serve) fn network(site: &Site, focus: Option<&str>, network: &Network) -> String {
    let title = match focus {
        Some(iri) => format!("Graph around {}", site.catalogue.name(iri)),
        None => "Graph".to_owned(),
    };
    let source = match focus {
        Some(iri) => format!("/network.json?focus={}", url::parameter(iri)),
        None => "/network.json".to_owned(),
    };
    let left_out = if network.left_out > 0 {
        format!(
            " The {} most connected are shown; {} more are left out.",
            network.nodes.len(),
            network.left_out
        )
    } else {
        String::new()
    };
    let mut body = format!(
        "<h1>{}</h1>\n<p class=\"lead\">{} and {}.{left_out} Dashed lines are not stated as facts; what is larger is more important in the whole graph.</p>\n",
        escape(&title),
        count(network.nodes.len(), "thing"),
        count(network.edges.len(), "connection"),
    );
    let _ = write!(
        body,
        "<div id=\"network\" data-source=\"{}\" hidden>\n<div class=\"tools\" role=\"toolbar\" aria-label=\"View\"><button type=\"button\" id=\"in\" aria-label=\"Zoom in\">+</button><button type=\"button\" id=\"out\" aria-label=\"Zoom out\">−</button><button type=\"button\" id=\"fit\">Fit</button><button type=\"button\" id=\"save-svg\">SVG</button><button type=\"button\" id=\"save-png\">PNG</button><button type=\"button\" id=\"save-dot\">DOT</button></div>\n<form class=\"filters\"><details><summary>Filter</summary><div class=\"fields\"><fieldset><legend>Class</legend><div id=\"classes\"></div></fieldset><fieldset><legend>Force</legend><div id=\"forces\"></div></fieldset><p><label for=\"property\">Property</label> <select id=\"property\"><option value=\"\">any</option></select></p><p><label for=\"document\">Document</label> <select id=\"document\"><option value=\"\">any</option></select></p><p><label for=\"since\">From</label> <input id=\"since\" type=\"date\"> <label for=\"until\">to</label> <input id=\"until\" type=\"date\"></p></div></details></form>\n<div class=\"canvas\"><svg id=\"drawing\" role=\"application\" aria-label=\"{}; arrow keys move the view, plus and minus zoom, Tab goes through things\" tabindex=\"0\"></svg><aside id=\"sentences\" aria-live=\"polite\" aria-label=\"What was chosen\"><p>Choose a thing or a line.</p></aside></div>\n</div>\n",
        escape(&source),
        escape(&title)
    );
    let rows: Vec<String> = network
        .edges
        .iter()
        .map(|it| {
            let (from, to) = (&network.nodes[it.from], &network.nodes[it.to]);
            let not = if it.negated { "not " } else { "" };
            let sentences: Vec<String> = it
                .claims
                .iter()
                .map(|it| {
                    format!(
                        "<a href=\"{}\" title=\"{}\">{}</a>",
                        escape(&it.url),
                        escape(&it.quote),
                        escape(&it.document_label)
                    )
                })
                .collect();
            format!(
                "<li>{} <span class=\"verb\">{not}{}</span> {} {} <small>{}</small></li>\n",
                site.link(&from.id),
                escape(&it.label),
                site.link(&to.id),
                badge(&it.standing),
                sentences.join(" · ")
            )
        })
        .collect();
    let _ = write!(
        body,
        "<details class=\"list\" id=\"list\" open><summary>The same as a list</summary>\n<ul class=\"plain\">\n{}</ul>\n</details>\n",
        rows.concat()
    );
    Page { title, place: "/network", body, scripts: &["network.js"], wide: true, ..Page::default() }
        .frame()
}

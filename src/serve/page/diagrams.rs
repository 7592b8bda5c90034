//! The pack's diagrams: which there are, and each on a page of its own.

use std::fmt::Write;

use super::{Page, html::escape};
use crate::{
    ontology::{DiagramSpec, PageOf},
    serve::{Site, diagrams::OnPage, url},
};

/// How many things may be asked for.
const SIZES: [usize; 4] = [15, 30, 60, 200];

/// `/diagrams`.
pub(in crate::serve) fn diagrams(site: &Site) -> String {
    let mut body = "<h1>Diagrams</h1>\n<p class=\"lead\">Each is drawn of the graph as it is. What is dashed is not stated as a fact.</p>\n<ul class=\"hits\">\n".to_owned();
    for spec in &site.ontology.diagrams {
        let note = match spec.page {
            Some(PageOf::Claim) => " <small>of one claim, on its page</small>",
            _ if spec.needs_focus() => " <small>of one thing</small>",
            _ => "",
        };
        let _ = writeln!(
            body,
            "<li><a href=\"/diagrams/{}\">{}</a>{note}<br><small>{}</small></li>",
            escape(&url::path(&spec.name)),
            escape(&spec.title),
            escape(&spec.description)
        );
    }
    body.push_str("</ul>\n");
    Page { title: "Diagrams".to_owned(), place: "/diagrams", body, ..Page::default() }.frame()
}

/// `/diagrams/NAME`; `drawn` is the diagram as SVG, if there is anything to draw.
pub(in crate::serve) fn diagram(
    site: &Site,
    spec: &DiagramSpec,
    focus: Option<&str>,
    nodes: Option<usize>,
    drawn: Option<&str>,
) -> String {
    let name = focus.map(|it| site.catalogue.name(it));
    let mut body = format!(
        "<p class=\"kind\"><a href=\"/diagrams\">Diagrams</a></p>\n<h1>{}{}</h1>\n<p class=\"lead\">{}</p>\n{}",
        escape(&spec.title),
        name.map(|it| format!(" <small>around {}</small>", escape(it))).unwrap_or_default(),
        escape(&spec.description),
        if spec.page == Some(PageOf::Claim) { String::new() } else { form(spec, name, nodes) }
    );
    body.push_str(&match drawn {
        Some(svg) => figure(&spec.name, &spec.title, focus, nodes, svg),
        None if focus.is_none() && spec.page == Some(PageOf::Claim) => {
            "<p class=\"notice\">This diagram stands on the page of every claim.</p>\n".to_owned()
        }
        None if focus.is_none() && spec.needs_focus() => {
            "<p class=\"notice\">This diagram is of one thing: name it.</p>\n".to_owned()
        }
        None => "<p class=\"notice\">No statement of this graph belongs in it.</p>\n".to_owned(),
    });
    Page { title: spec.title.clone(), place: "/diagrams", body, wide: true, ..Page::default() }
        .frame()
}

fn form(spec: &DiagramSpec, name: Option<&str>, nodes: Option<usize>) -> String {
    let usual = format!("as many as it usually has ({})", spec.nodes);
    let mut sizes = format!("<option value=\"\">{usual}</option>");
    for size in SIZES {
        let chosen = if nodes == Some(size) { " selected" } else { "" };
        let _ = write!(sizes, "<option{chosen}>{size}</option>");
    }
    format!(
        "<form class=\"ends\" action=\"/diagrams/{0}\" method=\"get\">\n<p><label for=\"focus\">Around</label> <input id=\"focus\" name=\"focus\" type=\"search\" data-fill value=\"{1}\" autocomplete=\"off\" maxlength=\"200\"{2}></p>\n<p><label for=\"nodes\">Things at most</label> <select id=\"nodes\" name=\"nodes\">{sizes}</select></p>\n<p><button>Draw</button></p>\n</form>\n",
        escape(&url::path(&spec.name)),
        escape(name.unwrap_or_default()),
        if spec.needs_focus() { " required" } else { "" }
    )
}

impl OnPage<'_> {
    /// The drawing of what has this IRI and this name.
    pub(super) fn figure(&self, iri: &str, name: &str) -> String {
        let label = format!("{}: {name}", self.spec.title);
        figure(&self.spec.name, &label, Some(iri), None, &self.svg)
    }
}

/// A drawing, with the forms it can be taken along in.
fn figure(name: &str, label: &str, focus: Option<&str>, nodes: Option<usize>, svg: &str) -> String {
    let focus = focus.map(|it| format!("focus={}", url::parameter(it)));
    let nodes = nodes.map(|it| format!("nodes={it}"));
    let parameters: Vec<String> = focus.into_iter().chain(nodes).collect();
    let file = |ending: &str, words: &str| {
        let mark = if parameters.is_empty() { "" } else { "?" };
        let address =
            format!("/diagram/{}.{ending}{mark}{}", url::path(name), parameters.join("&"));
        format!("<a href=\"{}\" download>{words}</a>", escape(&address))
    };
    format!(
        "<figure>\n<div class=\"drawing\" role=\"region\" aria-label=\"{}\" tabindex=\"0\">\n{svg}\n</div>\n<figcaption>Dashed lines are not stated as facts. {} · {}</figcaption>\n</figure>\n",
        escape(label),
        file("svg", "SVG"),
        file("dot", "DOT")
    )
}

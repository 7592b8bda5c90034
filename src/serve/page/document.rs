//! The reader: a document with the things it speaks of and the claims it makes marked in place, and the claims beside it.
//!
//! A long document is read in parts.  A place keeps its address: `#char=100,120` is where these code points begin.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use super::{
    Page,
    html::{STANDINGS, badge, count, escape, number, time},
    pager,
};
use crate::{
    document::BlockKind,
    serve::{
        Site,
        catalogue::{ClaimId, Document},
        marks::{Mark, marks},
        texts::{Sentence, Text},
    },
    source::{CodePoints, Span},
};

/// Bytes of a part, about.
const PART: usize = 40_000;

/// The page of a document: the part with this number, or with this code point.
pub(in crate::serve) fn document(
    site: &Site,
    document: &Document,
    at: Option<usize>,
    part: Option<usize>,
    alternates: Vec<(String, &'static str)>,
) -> String {
    let mut body = header(site, document);
    match site.texts.get(&document.iri) {
        Some(text) => {
            let parts = parts(text);
            let at = at.and_then(|it| text.spans(&[(it, it)]).first().map(|it| it.start));
            let holds = |at: usize| parts.iter().rposition(|it| blocks(text, it).start <= at);
            let part = part.map(|it| it.saturating_sub(1)).or_else(|| holds(at?)).unwrap_or(0);
            let part = part.min(parts.len().saturating_sub(1));
            let reader = Reader::new(site, document, text, parts[part].clone());
            let address = |it: usize| format!("{}?part={}", site.href(&document.iri), it + 1);
            let pager = pager("Parts of the document", part, parts.len(), address);
            let _ = write!(
                body,
                "{}{pager}<div class=\"reader\">\n<div class=\"text\" lang=\"{}\">\n{}</div>\n{}</div>\n{pager}",
                reader.filters(),
                escape(&document.language),
                reader.text(),
                reader.panel()
            );
        }
        None => body.push_str(&quotes(site, document)),
    }
    Page {
        title: document.title.clone(),
        place: "/documents",
        body,
        scripts: &["reader.js"],
        alternates,
        wide: true,
    }
    .frame()
}

fn header(site: &Site, document: &Document) -> String {
    let mut parts = Vec::new();
    parts.extend(document.date.as_deref().map(time));
    parts.extend(document.speaker.as_ref().map(|it| site.link(it)));
    let publisher = document.publisher.as_ref().filter(|it| document.speaker.as_ref() != Some(*it));
    parts.extend(publisher.map(|it| site.link(it)));
    parts.push(count(document.sentences, "sentence"));
    parts.push(count(document.claims.len(), "claim"));
    parts.extend(document.licence.as_deref().map(escape));
    let copy = document
        .copy_of
        .as_ref()
        .map(|it| format!("<p class=\"notice\">Nearly the same text as {}.</p>\n", site.link(it)));
    format!(
        "<p class=\"kind\">Document</p>\n<h1 lang=\"{}\">{}</h1>\n<p class=\"source\">{}</p>\n{}",
        escape(&document.language),
        escape(&document.title),
        parts.join(" · "),
        copy.unwrap_or_default()
    )
}

/// Ranges of blocks that make a part each; at least one.
fn parts(text: &Text) -> Vec<std::ops::Range<usize>> {
    let blocks = &text.document.blocks;
    let mut parts = Vec::new();
    let (mut first, mut size) = (0, 0);
    for (at, block) in blocks.iter().enumerate() {
        size += block.pieces.iter().map(|it| it.len()).sum::<usize>();
        if size > PART {
            parts.push(first..at + 1);
            (first, size) = (at + 1, 0);
        }
    }
    if first < blocks.len() || parts.is_empty() {
        parts.push(first..blocks.len());
    }
    parts
}

/// The stretch of text of these blocks.
fn blocks(text: &Text, range: &std::ops::Range<usize>) -> Span {
    let blocks = &text.document.blocks[range.clone()];
    let start = blocks.iter().filter_map(|it| it.pieces.first()).map(|it| it.start).min();
    let end = blocks.iter().filter_map(|it| it.pieces.last()).map(|it| it.end).max();
    Span::new(start.unwrap_or_default(), end.unwrap_or_default())
}

/// A claim at its place in the part.
struct Placed {
    id: ClaimId,
    span: Span,
    chars: (usize, usize),
}

/// One part of a document.
struct Reader<'a> {
    site: &'a Site,
    text: &'a Text,
    points: CodePoints,
    blocks: std::ops::Range<usize>,
    sentences: &'a [Sentence],
    marks: Vec<Mark>,
    claims: Vec<Placed>,
}

impl<'a> Reader<'a> {
    fn new(
        site: &'a Site,
        document: &Document,
        text: &'a Text,
        range: std::ops::Range<usize>,
    ) -> Self {
        let stretch = blocks(text, &range);
        let first = text.sentences.partition_point(|it| it.block < range.start);
        let last = text.sentences.partition_point(|it| it.block < range.end);
        let chars = |(id, at): &(ClaimId, usize)| {
            let it = &site.catalogue.claims[*id].evidence[*at];
            (it.start, it.end)
        };
        let chars: Vec<(usize, usize)> = document.claims.iter().map(chars).collect();
        let spans = text.spans(&chars);
        let placed = document.claims.iter().zip(chars).zip(spans);
        let claims = placed
            .filter(|(_, span)| stretch.overlaps(*span))
            .map(|(((id, _), chars), span)| Placed { id: *id, span, chars })
            .collect();
        Self {
            site,
            text,
            points: CodePoints::new(&text.document.text),
            blocks: range,
            sentences: &text.sentences[first..last],
            marks: marks(site, document, text, stretch),
            claims,
        }
    }

    /// What can be left out of the marks; a script shows it.
    fn filters(&self) -> String {
        let forces: BTreeSet<&str> =
            self.claims.iter().map(|it| self.site.catalogue.claims[it.id].standing()).collect();
        let kinds: BTreeMap<&str, String> = self
            .marks
            .iter()
            .map(|it| self.kind(&it.thing))
            .map(|it| (it, self.site.class(it)))
            .collect();
        let boxes = |name: &str, list: &mut dyn Iterator<Item = (&str, String)>| {
            list.fold(String::new(), |mut out, (value, label)| {
                let value = escape(value);
                let _ = writeln!(
                    out,
                    "<label><input type=\"checkbox\" name=\"{name}\" value=\"{value}\" checked> {label}</label>"
                );
                out
            })
        };
        let mut forces =
            STANDINGS.iter().filter(|it| forces.contains(*it)).map(|it| (*it, (*it).to_owned()));
        let mut kinds = kinds.into_iter();
        format!(
            "<form class=\"filters\" id=\"filters\" hidden>\n<details><summary>Filter marks and claims</summary>\n<fieldset><legend>Force of claims</legend>\n{}</fieldset>\n<fieldset><legend>Kind of things</legend>\n{}</fieldset>\n</details>\n</form>\n",
            boxes("force", &mut forces),
            boxes("kind", &mut kinds)
        )
    }

    /// The top class of a thing.
    fn kind(&self, iri: &str) -> &str {
        let thing = self.site.catalogue.things.get(iri);
        thing.and_then(|it| it.classes.last()).map_or("", String::as_str)
    }

    /// The text, block by block.
    fn text(&self) -> String {
        let mut out = String::new();
        let mut listed = false;
        for number in self.blocks.clone() {
            let kind = self.text.document.blocks[number].kind;
            let item = kind == BlockKind::ListItem;
            if item != listed {
                out.push_str(if item { "<ul>\n" } else { "</ul>\n" });
                listed = item;
            }
            let (open, close) = match kind {
                BlockKind::Heading => ("<h2>", "</h2>"),
                BlockKind::Paragraph => ("<p>", "</p>"),
                BlockKind::ListItem => ("<li>", "</li>"),
                BlockKind::Quote => ("<blockquote><p>", "</p></blockquote>"),
            };
            let _ = writeln!(out, "{open}{}{close}", self.block(number));
        }
        if listed {
            out.push_str("</ul>\n");
        }
        out
    }

    fn block(&self, number: usize) -> String {
        let from = self.sentences.partition_point(|it| it.block < number);
        let until = self.sentences.partition_point(|it| it.block <= number);
        let mut out = String::new();
        for (at, sentence) in self.sentences[from..until].iter().enumerate() {
            if at > 0 {
                out.push(' ');
            }
            let span = sentence.span;
            let here: Vec<(usize, &Placed)> =
                self.claims.iter().enumerate().filter(|it| it.1.span.overlaps(span)).collect();
            // The place of the sentence, and those of claims that begin in it.
            let chars = self.points.range(&self.text.document.text, span);
            let begin = here.iter().filter(|it| it.1.span.start >= span.start || from + at == 0);
            let begins: BTreeSet<(usize, usize)> =
                begin.map(|it| it.1.chars).chain([chars]).collect();
            for (start, end) in begins {
                let _ = write!(out, "<span class=\"place\" id=\"char={start},{end}\"></span>");
            }
            let stated = here.iter().any(|it| self.site.catalogue.claims[it.1.id].is_stated());
            let class = match (here.is_empty(), stated) {
                (true, _) => "sentence",
                (false, true) => "sentence stated",
                (false, false) => "sentence said",
            };
            let numbers: Vec<String> = here.iter().map(|it| (it.0 + 1).to_string()).collect();
            let _ = write!(
                out,
                "<span class=\"{class}\" id=\"s{}\" data-claims=\"{}\">{}</span>",
                chars.0,
                numbers.join(" "),
                self.words(number, span)
            );
            if let Some((first, _)) = here.first() {
                let _ = write!(
                    out,
                    "<sup><a class=\"ref\" href=\"#c{0}\" aria-label=\"{2}: {1} of this sentence\">{2}</a></sup>",
                    first + 1,
                    count(here.len(), "claim"),
                    if here.len() > 1 {
                        format!("{}–{}", first + 1, here.last().map_or(0, |it| it.0 + 1))
                    } else {
                        (first + 1).to_string()
                    }
                );
            }
        }
        out
    }

    /// The words of a sentence with what it speaks of as links, without the markup between its pieces.
    fn words(&self, block: usize, sentence: Span) -> String {
        let text = &self.text.document.text;
        let mut out = String::new();
        let mut last: Option<usize> = None;
        for piece in &self.text.document.blocks[block].pieces {
            let (start, end) = (piece.start.max(sentence.start), piece.end.min(sentence.end));
            if start >= end {
                continue;
            }
            if last.is_some_and(|it| text[it..start].contains(char::is_whitespace)) {
                out.push(' ');
            }
            last = Some(end);
            let mut at = start;
            let first = self.marks.partition_point(|it| it.span.end <= start);
            for mark in self.marks[first..].iter().take_while(|it| it.span.start < end) {
                let (from, until) = (mark.span.start.max(start), mark.span.end.min(end));
                out.push_str(&folded(&text[at..from]));
                let kind = escape(self.kind(&mark.thing));
                let _ = write!(
                    out,
                    "<a class=\"thing k-{kind}\" data-kind=\"{kind}\" href=\"{}\" title=\"{}\">{}</a>",
                    escape(&self.site.href(&mark.thing)),
                    escape(self.site.catalogue.name(&mark.thing)),
                    folded(&text[from..until])
                );
                at = until;
            }
            out.push_str(&folded(&text[at..end]));
        }
        out
    }

    /// The claims of the part, in the order of their places.
    fn panel(&self) -> String {
        let mut out = format!(
            "<aside class=\"panel\" aria-label=\"Claims of this part\">\n<h2>Claims <small id=\"shown\">{}</small></h2>\n<ol>\n",
            number(self.claims.len())
        );
        for (at, placed) in self.claims.iter().enumerate() {
            let claim = &self.site.catalogue.claims[placed.id];
            let (start, end) = placed.chars;
            let _ = write!(
                out,
                "<li id=\"c{0}\" value=\"{0}\" class=\"claim {1}\" data-force=\"{2}\"><p class=\"statement\">{3} {4}</p>\n{5}<p class=\"source\"><a href=\"#char={start},{end}\">sentence<span class=\"hidden\"> of claim {0}</span></a> · <a href=\"{6}\">claim<span class=\"hidden\"> {0} in full</span></a></p></li>\n",
                at + 1,
                if claim.is_stated() { "stated" } else { "said" },
                escape(claim.standing()),
                self.site.statement(claim),
                badge(claim.standing()),
                self.site.circumstances(claim),
                escape(&self.site.href(&claim.iri))
            );
        }
        if self.claims.is_empty() {
            return out.replace("<ol>\n", "<p>No claim was read here.</p>\n") + "</aside>\n";
        }
        out + "</ol>\n</aside>\n"
    }
}

/// Text with its white space as single spaces, those at its ends included.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    escape(&out)
}

/// What is in the graph of a document whose text is not there.
fn quotes(site: &Site, document: &Document) -> String {
    let mut out = "<p class=\"notice\">The text of this document is not here any more, or is not what was read; these are its quotes.</p>\n".to_owned();
    let mut last = None;
    for (id, at) in &document.claims {
        let evidence = &site.catalogue.claims[*id].evidence[*at];
        if last != Some((evidence.start, evidence.end)) {
            let _ = writeln!(
                out,
                "<blockquote id=\"char={},{}\" lang=\"{}\"><p>{}</p></blockquote>",
                evidence.start,
                evidence.end,
                escape(&document.language),
                escape(&evidence.quote)
            );
            last = Some((evidence.start, evidence.end));
        }
        let claim = &site.catalogue.claims[*id];
        let _ = writeln!(
            out,
            "<p class=\"source\">{} {}</p>",
            site.statement(claim),
            badge(claim.standing())
        );
    }
    out
}

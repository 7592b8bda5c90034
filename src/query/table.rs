//! Answers as tables: for a terminal, and for a page in Markdown.
//!
//! IRIs are shown as prefixed names where they can be, literals by their words alone.

use std::fmt::Write;

use oxigraph::model::Term;
use unicode_width::UnicodeWidthStr;

use super::{Answer, Content};
use crate::vocabulary::{Prefixes, xsd};

/// Between two columns.
const GAP: &str = "  ";
/// No column is made narrower to save room.
const NARROWEST: usize = 8;

/// Rows of cells under their headings.
struct Cells {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Whether each column holds numbers alone.
    numeric: Vec<bool>,
}

/// A table no wider than `width` where that is possible, and the number of rows.
pub(super) fn text(answer: &Answer, prefixes: &Prefixes, width: usize) -> String {
    let Some(cells) = cells(answer, prefixes, Term::to_string) else {
        return truth(answer);
    };
    let widths = widths(&cells, width);
    let wrapped: Vec<Vec<Vec<String>>> = cells
        .rows
        .iter()
        .map(|row| row.iter().zip(&widths).map(|(cell, width)| wrap(cell, *width)).collect())
        .collect();
    let airy = wrapped.iter().flatten().any(|it| it.len() > 1);

    let mut out = String::new();
    let head: Vec<Vec<String>> = cells.head.iter().map(|it| vec![it.clone()]).collect();
    if !head.is_empty() {
        put(&mut out, &head, &widths, &cells.numeric);
        let rules: Vec<String> = widths.iter().map(|it| "─".repeat(*it)).collect();
        out.push_str(&rules.join(GAP));
        out.push('\n');
    }
    for (at, row) in wrapped.iter().enumerate() {
        if airy && at > 0 {
            out.push('\n');
        }
        put(&mut out, row, &widths, &cells.numeric);
    }
    if !wrapped.is_empty() {
        out.push('\n');
    }
    out.push_str(&count(answer, cells.rows.len()));
    out.push('\n');
    out
}

/// A table as GitHub renders it.
pub(super) fn markdown(answer: &Answer, prefixes: &Prefixes) -> String {
    let Some(cells) = cells(answer, prefixes, Term::to_string) else {
        return truth(answer);
    };
    let mut out = String::new();
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(cells.head.iter().map(|it| escape(it)).collect()));
    let ruler = |numeric: &bool| if *numeric { "---:" } else { "---" }.to_owned();
    out.push_str(&line(cells.numeric.iter().map(ruler).collect()));
    for row in &cells.rows {
        out.push_str(&line(row.iter().map(|it| escape(it)).collect()));
    }
    if answer.truncated {
        let _ = write!(out, "\n{}\n", count(answer, cells.rows.len()));
    }
    out
}

fn truth(answer: &Answer) -> String {
    format!("{}\n", matches!(answer.content, Content::Boolean(true)))
}

fn count(answer: &Answer, rows: usize) -> String {
    let what = match (&answer.content, rows) {
        (Content::Graph(_), 1) => "triple",
        (Content::Graph(_), _) => "triples",
        (_, 1) => "row",
        _ => "rows",
    };
    match (rows, answer.truncated) {
        (0, false) => format!("no {what}"),
        (_, false) => format!("{rows} {what}"),
        (_, true) => format!("the first {rows} {what}; there are more"),
    }
}

/// The answer as cells, unless it is a truth value; `full` shows what has no prefixed name.
fn cells(answer: &Answer, prefixes: &Prefixes, full: impl Fn(&Term) -> String) -> Option<Cells> {
    let cell = |term: &Term| match term {
        Term::NamedNode(it) => prefixes.shorten(it.as_str()).unwrap_or_else(|| full(term)),
        Term::Literal(it) => it.value().to_owned(),
        Term::BlankNode(it) => it.to_string(),
    };
    match &answer.content {
        Content::Boolean(_) => None,
        Content::Solutions { variables, rows } => Some(Cells {
            head: variables.clone(),
            numeric: (0..variables.len()).map(|at| is_numeric(rows, at)).collect(),
            rows: rows
                .iter()
                .map(|row| {
                    row.iter().map(|it| it.as_ref().map_or_else(String::new, &cell)).collect()
                })
                .collect(),
        }),
        Content::Graph(triples) => Some(Cells {
            head: ["subject", "predicate", "object"].map(str::to_owned).to_vec(),
            numeric: vec![false; 3],
            rows: triples
                .iter()
                .map(|it| {
                    let ends =
                        [it.subject.clone().into(), it.predicate.clone().into(), it.object.clone()];
                    ends.iter().map(&cell).collect()
                })
                .collect(),
        }),
    }
}

fn is_numeric(rows: &[Vec<Option<Term>>], column: usize) -> bool {
    let number = |term: &Term| match term {
        Term::Literal(it) => [xsd::INTEGER, xsd::DECIMAL, xsd::NON_NEGATIVE_INTEGER]
            .contains(&it.datatype().as_str()),
        _ => false,
    };
    let mut terms = rows.iter().filter_map(|it| it.get(column)?.as_ref()).peekable();
    terms.peek().is_some() && terms.all(number)
}

/// As wide as the cells need; where that is too much, the widest give way.
fn widths(cells: &Cells, most: usize) -> Vec<usize> {
    let widest = |(at, head): (usize, &String)| {
        let column = cells.rows.iter().filter_map(|it| it.get(at));
        let lines = column.flat_map(|it| it.lines()).map(UnicodeWidthStr::width);
        lines.max().unwrap_or_default().max(head.width()).max(1)
    };
    let mut widths: Vec<usize> = cells.head.iter().enumerate().map(widest).collect();
    let gaps = GAP.len() * widths.len().saturating_sub(1);
    let room = most.saturating_sub(gaps);
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths.iter_mut().max() else { break };
        if *widest <= NARROWEST {
            break;
        }
        *widest -= 1;
    }
    widths
}

/// Lines no wider than `width`, broken between words where there are any.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.width() + 1 + word.width() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            for c in word.chars() {
                let mut bytes = [0; 4];
                if !line.is_empty() && line.width() + c.encode_utf8(&mut bytes).width() > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
        }
        lines.push(line);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// One row, each cell over as many lines as it has.
fn put(out: &mut String, row: &[Vec<String>], widths: &[usize], numeric: &[bool]) {
    let height = row.iter().map(Vec::len).max().unwrap_or_default();
    for at in 0..height {
        let mut line = String::new();
        for ((cell, width), numeric) in row.iter().zip(widths).zip(numeric) {
            let text = cell.get(at).map_or("", String::as_str);
            let pad = " ".repeat(width.saturating_sub(text.width()));
            if *numeric {
                line.push_str(&pad);
                line.push_str(text);
            } else {
                line.push_str(text);
                line.push_str(&pad);
            }
            line.push_str(GAP);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// Text that Markdown shows as it is, on one line; an IRI in angle brackets stays a link.
fn escape(text: &str) -> String {
    if text.starts_with('<') && text.ends_with('>') && text.contains("://") {
        return text.replace('|', "%7C");
    }
    let mut out = String::new();
    let lines: Vec<&str> = text.lines().collect();
    for c in lines.join("\n").chars() {
        match c {
            '\\' | '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("<br>"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Base;
    use oxigraph::model::{Literal, NamedNode};

    fn answer(rows: &[(&str, i32)]) -> Answer {
        let base = Base::new("https://example.org/");
        let row = |(text, number): &(&str, i32)| {
            let thing = NamedNode::new_unchecked(base.thing("Ada"));
            let name = Literal::new_simple_literal(*text);
            vec![Some(thing.into()), Some(name.into()), Some(Literal::from(*number).into())]
        };
        let variables = ["who", "says", "times"].map(str::to_owned).to_vec();
        let rows = rows.iter().map(row).collect();
        Answer { content: Content::Solutions { variables, rows }, truncated: false }
    }

    fn shown(rows: &[(&str, i32)], width: usize) -> String {
        text(&answer(rows), &Prefixes::new(&Base::new("https://example.org/")), width)
    }

    #[test]
    fn columns_align_and_numbers_stand_right() {
        assert_eq!(
            shown(&[("ja", 2), ("früher", 10)], 80),
            "who    says    times\n─────  ──────  ─────\ne:Ada  ja          2\ne:Ada  früher     10\n\n2 rows\n"
        );
        assert_eq!(shown(&[], 80), "who  says  times\n───  ────  ─────\nno rows\n");
    }

    #[test]
    fn long_cells_wrap_between_words() {
        let table = shown(&[("one two three four five", 2), ("six", 3)], 30);
        assert_eq!(
            table,
            "who    says              times\n─────  ────────────────  ─────\n\
             e:Ada  one two three         2\n       four five\n\ne:Ada  six                   3\n\n2 rows\n"
        );
        let unbroken = "a".repeat(100);
        assert!(shown(&[(&unbroken, 1)], 30).lines().all(|it| it.width() <= 30));
        assert!(!shown(&[(&unbroken, 1)], 0).is_empty());
    }

    #[test]
    fn markdown_is_escaped() {
        let answer = answer(&[("a|b\nc <d> *e* \\", 1)]);
        let table = markdown(&answer, &Prefixes::new(&Base::new("https://example.org/")));
        assert_eq!(
            table,
            "| who | says | times |\n| --- | --- | ---: |\n| e:Ada | a\\|b<br>c \\<d\\> \\*e\\* \\\\ | 1 |\n"
        );
    }
}

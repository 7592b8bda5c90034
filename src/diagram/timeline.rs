//! Events in order of time: a column of dates, an axis, and beside each dot what happened.
//!
//! Also says what the rows of a timeline are, for the DOT of it.  Where title and legend stand is not known here.

use std::fmt::Write;

use super::{
    Diagram, Node,
    build::is_iso,
    layout::Point,
    svg::{INK, SOFT, height, text, widest},
    text::wrap_lines,
};

/// Where the axis runs, and where what happened begins.
const AXIS: f64 = 128.0;
const WORDS: f64 = AXIS + 20.0;
/// Font sizes of names, which are bold, and of details.
const NAME: f64 = 12.5;
const DETAIL: f64 = 11.0;
/// Columns of names and details.
const COLUMNS: usize = 78;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment<'a> {
    /// The event.
    pub(super) event: &'a Node,
    /// Index of the event.
    pub(super) at: usize,
    /// Year it begins in; empty for none.
    pub(super) year: &'a str,
    /// Its date in words.
    pub(super) date: String,
    /// What is said of it, one line each, and whether that is asserted.
    pub(super) details: Vec<(String, bool)>,
}

/// The events of a timeline in their order: nodes with a date, and those that something is said of.
pub(super) fn moments(diagram: &Diagram) -> Vec<Moment<'_>> {
    let mut moments = Vec::new();
    for (at, event) in diagram.nodes.iter().enumerate() {
        let others = event.dates.iter().skip(1);
        let mut details: Vec<(String, bool)> =
            others.map(|it| (format!("also dated {}", in_words(it)), false)).collect();
        let said = diagram.edges.iter().filter(|it| it.from == at).flat_map(|edge| {
            let object = &diagram.nodes[edge.to].label;
            edge.said.iter().map(move |it| {
                let words = format!("{} {object}{}", it.label, it.tail());
                (words.trim().to_owned(), it.force.is_none())
            })
        });
        details.extend(said);
        if !event.dates.is_empty() || !details.is_empty() {
            let date = event.dates.first().map_or("", String::as_str);
            let year = if is_iso(date) { &date[..4] } else { "" };
            moments.push(Moment { event, at, year, date: in_words(date), details });
        }
    }
    moments
}

/// `2018-03-04` → *4 March 2018*; intervals with a dash between; anything else as it is.
fn in_words(date: &str) -> String {
    if let Some((from, until)) = date.split_once('/').or_else(|| date.split_once("..")) {
        return match (in_words(from), in_words(until.trim_start_matches('.'))) {
            (from, until) if until.is_empty() => format!("from {from}"),
            (from, until) if from.is_empty() => format!("until {until}"),
            (from, until) => format!("{from} – {until}"),
        };
    }
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let parts: Vec<&str> = date.split('-').collect();
    let month = parts
        .get(1)
        .and_then(|it| it.parse::<usize>().ok())
        .and_then(|it| months.get(it.checked_sub(1)?));
    let day = parts.get(2).and_then(|it| it.parse::<u8>().ok());
    match (parts.as_slice(), month, day) {
        ([year, _], Some(month), _) => format!("{month} {year}"),
        ([year, _, _], Some(month), Some(day)) => format!("{day} {month} {year}"),
        _ => date.to_owned(),
    }
}

/// The drawing and its size.
pub(super) fn draw(diagram: &Diagram) -> (String, Point) {
    let moments = moments(diagram);
    let (mut body, mut y, mut year) = (String::new(), 0.0, None);
    let mut axis = String::new();
    for moment in &moments {
        if year != Some(moment.year) {
            year = Some(moment.year);
            y += if y > 0.0 { 12.0 } else { 0.0 };
            let name = if moment.year.is_empty() { "no date" } else { moment.year };
            let style =
                format!("font-size=\"14\" font-weight=\"bold\" fill=\"{INK}\" text-anchor=\"end\"");
            body.push_str(&text(AXIS - 14.0, y + 14.0, &[name.to_owned()], 0.0, &style));
            y += 24.0;
        }
        y += draw_moment(moment, y, &mut body) + 11.0;
    }
    if y > 0.0 {
        let _ =
            writeln!(axis, "<path d=\"M{AXIS} 2V{y:.1}\" stroke=\"#b9c0ca\" stroke-width=\"2\"/>");
    }
    let names = moments.iter().map(|it| widest(&name_lines(it.event), NAME * 1.06));
    let details = moments.iter().flat_map(|it| &it.details);
    let details = details.map(|it| widest(&detail_lines(&it.0), DETAIL));
    let wide = names.chain(details).fold(0.0, f64::max);
    (axis + &body, Point { x: WORDS + wide, y })
}

fn name_lines(event: &Node) -> Vec<String> {
    wrap_lines(&event.label, COLUMNS, 3)
}

fn detail_lines(words: &str) -> Vec<String> {
    wrap_lines(words, COLUMNS + 8, 3)
}

fn draw_moment(moment: &Moment<'_>, y: f64, body: &mut String) -> f64 {
    let (fill, outline) = (&moment.event.style.fill, &moment.event.style.outline);
    let _ = writeln!(
        body,
        "<g><title>{}</title><circle cx=\"{AXIS}\" cy=\"{:.1}\" r=\"6.5\" fill=\"{fill}\" stroke=\"{outline}\" stroke-width=\"1.6\"/></g>",
        crate::markup::escape(&moment.event.class),
        y + 9.0
    );
    let when =
        if moment.date == moment.year { Vec::new() } else { wrap_lines(&moment.date, 18, 3) };
    body.push_str(&text(
        AXIS - 14.0,
        y + 13.0,
        &when,
        13.0,
        &format!("font-size=\"11\" fill=\"{SOFT}\" text-anchor=\"end\""),
    ));
    let name = name_lines(moment.event);
    body.push_str(&text(
        WORDS,
        y + 13.0,
        &name,
        15.0,
        &format!("font-size=\"{NAME}\" font-weight=\"bold\" fill=\"{INK}\""),
    ));
    let mut below = y + height(&name, 15.0).max(15.0) + 3.0;
    for (words, asserted) in &moment.details {
        let slant = if *asserted { "" } else { " font-style=\"italic\"" };
        let lines = detail_lines(words);
        let style = format!("font-size=\"{DETAIL}\" fill=\"{SOFT}\"{slant}");
        body.push_str(&text(WORDS, below + 10.5, &lines, 13.5, &style));
        below += height(&lines, 13.5);
    }
    (below - y).max(height(&when, 13.0) + 3.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::{Edge, build, fixture};

    #[test]
    fn dates_are_written_out() {
        for (date, words) in [
            ("2018-03-04", "4 March 2018"),
            ("2018-03", "March 2018"),
            ("2018", "2018"),
            ("2017-07/2021-07", "July 2017 – July 2021"),
            ("2017-07/..", "from July 2017"),
            ("soon", "soon"),
            ("2018-13-99", "2018-13-99"),
            ("4 March", "4 March"),
            ("", ""),
        ] {
            assert_eq!(in_words(date), words);
        }
    }

    #[test]
    fn events_stand_in_order_of_time() {
        let event = |name: &str, date: Option<&str>| Edge {
            from_class: "Event".to_owned(),
            date: date.map(str::to_owned),
            ..fixture::edge(name, "took place at", "Mill")
        };
        let rows = vec![
            event("Third", Some("1911-02-03")),
            event("First", Some("1910")),
            event("Last", None),
            event("Vague", Some("1 May")),
            event("First", Some("1912")),
            event("Second", Some("1911-02/1911-03")),
        ];
        let diagram = build(&fixture::spec("timeline", "TB"), rows, &fixture::schema(), "");
        let names: Vec<&str> = moments(&diagram).iter().map(|it| it.event.label.as_str()).collect();
        assert_eq!(names, ["First", "Third", "Second", "Last", "Vague"]);
        let details = ["also dated 1912", "took place at Mill"];
        assert_eq!(
            moments(&diagram)[0].details.iter().map(|it| &it.0).collect::<Vec<_>>(),
            details
        );
    }
}

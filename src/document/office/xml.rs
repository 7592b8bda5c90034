//! XML as a row of steps: elements that open and close, and text.
//!
//! Names are without their prefix.  Entities that a file declares itself are not expanded.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::document::extracted::ExtractError;

/// Deeper elements no document has.
const DEPTH: usize = 2_000;

/// One step through a text.
#[derive(Debug)]
pub(super) enum Step {
    /// An element begins.
    Open { name: String, attributes: Vec<(String, String)> },
    /// It ends.
    Close { name: String },
    /// Characters.
    Text(String),
}

/// The value of an attribute of an element.
pub(super) fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
}

/// The steps through a text; an error is the last of them.
pub(super) fn steps(text: &str) -> impl Iterator<Item = Result<Step, ExtractError>> {
    let mut reader = Reader::from_str(text);
    let mut waiting = None;
    let (mut depth, mut done) = (0_usize, false);
    std::iter::from_fn(move || {
        if let Some(step) = waiting.take() {
            return Some(Ok(step));
        }
        while !done {
            let damaged = |why: String| Some(Err(ExtractError::Damaged(why)));
            match reader.read_event() {
                Err(error) => {
                    done = true;
                    return damaged(error.to_string());
                }
                Ok(Event::Eof) => done = true,
                Ok(Event::Start(it)) => {
                    depth += 1;
                    if depth > DEPTH {
                        done = true;
                        return damaged("its elements lie too deep in each other".to_owned());
                    }
                    return Some(Ok(open(&it)));
                }
                Ok(Event::Empty(it)) => {
                    let opened = open(&it);
                    if let Step::Open { name, .. } = &opened {
                        waiting = Some(Step::Close { name: name.clone() });
                    }
                    return Some(Ok(opened));
                }
                Ok(Event::End(it)) => {
                    depth = depth.saturating_sub(1);
                    return Some(Ok(Step::Close { name: local(it.name().as_ref()) }));
                }
                Ok(Event::Text(it)) => {
                    return Some(Ok(Step::Text(it.xml10_content().into_owned())));
                }
                Ok(Event::CData(it)) => {
                    return Some(Ok(Step::Text(it.xml10_content().into_owned())));
                }
                Ok(Event::GeneralRef(it)) => {
                    let character = it.resolve_char_ref().ok().flatten().map(String::from);
                    let named = || {
                        let name = it.xml10_content();
                        quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned)
                    };
                    if let Some(text) = character.or_else(named) {
                        return Some(Ok(Step::Text(text)));
                    }
                }
                Ok(_) => (),
            }
        }
        None
    })
}

fn open(start: &BytesStart<'_>) -> Step {
    let mut all = start.attributes();
    // Whether one is there twice would be found by comparing each with all before it; the first of them counts anyhow.
    let attributes = all.with_checks(false).flatten().map(|it| {
        let value = it.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default().into_owned();
        (local(it.key.as_ref()), value)
    });
    Step::Open { name: local(start.name().as_ref()), attributes: attributes.collect() }
}

/// A name without its prefix.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

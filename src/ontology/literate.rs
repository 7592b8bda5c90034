//! `tests/*.md` → texts and the claims they should yield.
//!
//! Fenced blocks `text` and `claims` in pairs, below headings that name them; all else is prose for people.  Nothing
//! is run here.

use super::{declarations::suggest, requests::PackTest, schema::Schema};
use crate::diagnostic::Diagnostic;

/// Reads one file of `tests/`: fenced blocks `text` and `claims` below headings.
pub(super) fn parse(
    file: &str,
    text: &str,
    schema: &Schema,
    found: &mut Vec<Diagnostic>,
) -> Vec<PackTest> {
    let mut reader = Reader { file, schema, tests: Vec::new(), waiting: None, found };
    let mut headings: Vec<(usize, &str)> = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for (at, line) in text.lines().enumerate() {
        match &mut open {
            Some(_) if line.trim_end() == "```" => {
                let name = headings.iter().map(|it| it.1).collect::<Vec<_>>().join(" / ");
                reader.close(&open.take().expect("a block is open"), name);
            }
            Some(block) => block.lines.push(line),
            None => {
                if let Some(kind) = line.strip_prefix("```") {
                    open = Some(Block { kind: kind.trim(), line: at + 1, lines: Vec::new() });
                } else if let Some((marks, title)) =
                    line.split_once(' ').filter(|it| is_heading(it.0))
                {
                    headings.retain(|it| it.0 < marks.len());
                    headings.push((marks.len(), title.trim()));
                }
            }
        }
    }
    if let Some(block) = open {
        reader.mistake(block.line, "the block is not closed", "end it with a line ```");
    }
    reader.no_claims();
    reader.tests
}

/// A fenced block: its kind, the line of its fence from 1, and what it holds.
struct Block<'a> {
    kind: &'a str,
    line: usize,
    lines: Vec<&'a str>,
}

struct Reader<'a, 'f> {
    file: &'a str,
    schema: &'a Schema,
    tests: Vec<PackTest>,
    /// A text whose claims have not come yet.
    waiting: Option<PackTest>,
    found: &'f mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    fn mistake(&mut self, line: usize, message: &str, hint: &str) {
        self.found.push(Diagnostic::error("ontology/test", message).at(self.file, line).hint(hint));
    }

    /// Reports the text that waits in vain.
    fn no_claims(&mut self) {
        if let Some(test) = self.waiting.take() {
            let hint = "put a block ```claims below it, empty if the text yields none";
            self.mistake(test.line, "the text has no claims", hint);
        }
    }

    fn close(&mut self, block: &Block<'_>, name: String) {
        match block.kind {
            "text" => {
                self.no_claims();
                let (file, text) = (self.file.to_owned(), block.lines.join("\n"));
                self.waiting =
                    Some(PackTest { file, line: block.line, name, text, claims: Vec::new() });
            }
            "claims" => {
                let Some(mut test) = self.waiting.take() else {
                    return self.mistake(
                        block.line,
                        "these claims have no text",
                        "put a block ```text above them",
                    );
                };
                for (place, claim) in
                    block.lines.iter().enumerate().filter(|it| !it.1.trim().is_empty())
                {
                    if let Err((message, hint)) = check_claim(claim, self.schema) {
                        self.mistake(block.line + place + 1, &message, &hint);
                    }
                    test.claims.push(claim.trim().to_owned());
                }
                self.tests.push(test);
            }
            _ => (),
        }
    }
}

fn is_heading(marks: &str) -> bool {
    (1..=6).contains(&marks.len()) && marks.bytes().all(|it| it == b'#')
}

/// `subject | property | object`, perhaps with more behind it, perhaps with `!` before it.
fn check_claim(claim: &str, schema: &Schema) -> Result<(), (String, String)> {
    let parts: Vec<&str> = claim.trim().trim_start_matches('!').split('|').map(str::trim).collect();
    let [_, property, _, ..] = parts[..] else {
        return Err((
            format!("`{}` is not a claim", claim.trim()),
            "write subject | property | object".to_owned(),
        ));
    };
    if schema.property_id(property).is_some() {
        return Ok(());
    }
    let names = schema.properties.iter().filter(|it| it.claimable).map(|it| it.name.as_str());
    Err((
        format!("there is no property `{property}`"),
        suggest(property, names, "declare it in classes.ttl"),
    ))
}

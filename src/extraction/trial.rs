//! How one rule reads a text and why it says nothing: what `kell explain RULE SENTENCE` shows.

use super::{engine::Reader, rules::Compiled};
use crate::ontology::ClassId;

/// The rule that is watched, and what was seen of it.
#[derive(Debug, Default)]
pub(super) struct Trial {
    /// Index of the rule in the ontology.
    pub(super) rule: Option<usize>,
    /// A line for each place where it was tried.
    pub(super) notes: Vec<String>,
}

impl Reader<'_, '_> {
    /// Whether a compiled rule is the one that is watched.
    pub(super) fn watches(&self, compiled: &Compiled) -> bool {
        self.trial.rule == Some(compiled.rule)
    }

    /// Notes what a verb or noun of the watched rule found around it, and whether it made a relation of it.
    pub(super) fn note(
        &mut self,
        how: &str,
        compiled: &Compiled,
        subjects: &[usize],
        objects: &[usize],
        made: bool,
    ) {
        let subject = self.end_of("subject", subjects, &compiled.subject);
        let object = self.end_of("object", objects, &compiled.object);
        let outcome = if made { "so it speaks" } else { "so it says nothing" };
        self.trial.notes.push(format!("{how}: {subject}; {object}; {outcome}"));
    }

    /// What stands where one end of a claim is looked for, and whether it may stand there.
    fn end_of(&self, role: &str, units: &[usize], allowed: &[ClassId]) -> String {
        if units.is_empty() {
            return format!("no {role} found");
        }
        let schema = &self.extractor.ontology().schema;
        let classes: Vec<&str> = allowed.iter().map(|it| schema.class(*it).name.as_str()).collect();
        let clause = self.clause();
        let each = units.iter().map(|unit| {
            let tokens = &self.units[*unit].tokens;
            let words: Vec<&str> =
                self.tokens[tokens.clone()].iter().map(|it| it.lower.as_str()).collect();
            let heads = clause.noun(*unit).map_or(&[][..], |it| it.heads.as_slice());
            let words = words.join(" ");
            let fitting = heads.iter().find(|it| {
                let mention = &self.mentions[**it];
                mention.kind == super::MentionKind::Pronoun || schema.fits(mention.class, allowed)
            });
            match (fitting, heads.first()) {
                (Some(it), _) => {
                    format!("{role} “{words}” ({})", schema.class(self.mentions[*it].class).name)
                }
                (None, Some(it)) => format!(
                    "“{words}” is {}, but the {role} must be {}",
                    schema.class(self.mentions[*it].class).name,
                    classes.join(", ")
                ),
                (None, None) => format!("nothing known in “{words}” for the {role}"),
            }
        });
        each.collect::<Vec<String>>().join(" and ")
    }
}

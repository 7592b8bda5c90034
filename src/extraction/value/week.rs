//! Days of the week: *on Tuesday*, *last Friday*, *Thursday 14 July 2021*.

use crate::language::Class;

use super::{Found, Scan};

impl Scan<'_> {
    /// A day of the week, with the date behind it if there is one; by itself it has no value.
    pub(super) fn weekday(&self, at: usize) -> Found<Option<String>> {
        let is_day = |at: usize| {
            self.tokens.get(at).is_some_and(|it| it.capital) && self.is(at, &self.grammar.weekdays)
        };
        let near = self.is(at, &self.grammar.last) || self.is(at, &self.grammar.next);
        if near && is_day(at + 1) {
            return Some((at..at + 2, None));
        }
        if !is_day(at) {
            return None;
        }
        let comma = usize::from(self.lower(at + 1) == ",");
        let date = self.tokens.get(at + 1 + comma).and_then(|_| self.calendar_date(at + 1 + comma));
        if let Some((range, iso)) = date.filter(|(range, _)| range.len() > 1) {
            return Some((at..range.end, iso));
        }
        // A day of the week is part of many names: *Good Friday*, *Sunday Times*.
        let before = at.checked_sub(1).map(|it| &self.tokens[it]);
        let after = self.tokens.get(at + 1);
        let preceded = before.is_none_or(|it| {
            !it.capital
                && (it.classes.any(&[Class::Preposition, Class::Coordinator, Class::Determiner])
                    || it.lower == ",")
                || self.is(at - 1, &self.grammar.weekdays)
        });
        let in_name = after.is_some_and(|it| it.capital && it.classes.is_open());
        (preceded && !in_name).then_some((at..at + 1, None))
    }
}

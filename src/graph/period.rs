//! Dates, months, years and intervals in ISO 8601 → the days they cover.
//!
//! Two expressions are compatible when they share a day: *2018-03* and *2018-03-04* do.  This file knows
//! nothing of who says them.

/// Year, month, day.
type Day = (i32, u8, u8);

/// First and last day covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    first: Day,
    last: Day,
}

impl Period {
    /// Reads `2018`, `2018-03`, `2018-03-04`, or two of them around `/` or `..`; an empty end is open.
    pub(super) fn parse(lexical: &str) -> Option<Self> {
        let (from, until) = ends(lexical);
        if is_open(from) && until.is_none_or(is_open) {
            return None;
        }
        let first = if is_open(from) { (i32::MIN, 1, 1) } else { day(from, 1, 1)? };
        let last = match until {
            None => day(from, 12, 31)?,
            Some(until) if is_open(until) => (i32::MAX, 12, 31),
            Some(until) => day(until, 12, 31)?,
        };
        (first <= last).then_some(Self { first, last })
    }

    /// Whether all of it is over before the other begins.
    pub(super) fn is_before(self, other: Self) -> bool {
        self.last < other.first
    }

    /// The year, if it lies in one.
    pub(super) fn year(self) -> Option<i32> {
        (self.first.0 == self.last.0).then_some(self.first.0)
    }

    /// Whether there is a day in both.
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// Both ends of an interval; a single date has only the first.
pub(super) fn ends(lexical: &str) -> (&str, Option<&str>) {
    match lexical.split_once('/').or_else(|| lexical.split_once("..")) {
        Some((from, until)) => (from, Some(until.trim_start_matches('.'))),
        None => (lexical, None),
    }
}

/// Whether an end of an interval is left open.
pub(super) fn is_open(end: &str) -> bool {
    end.bytes().all(|it| it == b'.')
}

fn day(text: &str, month: u8, day: u8) -> Option<Day> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|it| it.len() == 4)?.parse().ok()?;
    let mut next = |otherwise: u8, most: u8| match parts.next() {
        None => Some(otherwise),
        Some(it) => it.parse().ok().filter(|it| (1..=most).contains(it)),
    };
    let date = (year, next(month, 12)?, next(day, 31)?);
    parts.next().is_none().then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(a: &str, b: &str) -> bool {
        Period::parse(a).unwrap().overlaps(Period::parse(b).unwrap())
    }

    #[test]
    fn the_coarser_holds_the_finer() {
        assert!(meet("2018", "2018-03-04"));
        assert!(meet("2018-03", "2018-03-04"));
        assert!(!meet("2017", "2018-03-04"));
        assert!(!meet("2018-04", "2018-03-31"));
    }

    #[test]
    fn intervals_may_be_open() {
        assert!(meet("2017-07/2021-07", "2018-03-04"));
        assert!(meet("2017-07..2021-07", "2021"));
        assert!(meet("2017/..", "2030"));
        assert!(!meet("../2016", "2017"));
        assert!(meet("2017....", "2030"), "an open end, as it stands in an IRI");
        assert!(meet("....2016", "2001"));
    }

    #[test]
    fn other_things_are_not_dates() {
        for text in ["", "last month", "2018-13", "2018-00", "2018-03-04-05", "18", "2019/2018"] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }
}

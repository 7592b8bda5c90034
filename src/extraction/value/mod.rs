//! Dates, periods and quantities, with what they amount to.
//!
//! A date is resolved against the date of the document: *last month* in a text of 14 July 2021 is `2021-06`,
//! *the last four years* is `2017-07/2021-07`.  Without a document date a relative date has no value.  A
//! quantity runs to the end of the noun it counts.

mod week;

use std::collections::BTreeMap;

use indexmap::IndexSet;

use super::{Mention, MentionKind};
use crate::{
    document::Document,
    language::{Analysis, Class, Sentence, Token, TokenKind},
    ontology::{Lexicon, Ontology},
    source::{Span, fold},
};

/// What a date or quantity amounts to.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// An ISO 8601 date, month, year or interval (`2017-07/2021-07`).
    Date(String),
    /// A number of something.
    Quantity(Quantity),
}

/// A number of something.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The number in decimal digits.
    pub number: String,
    /// What is counted or measured, as in the text; may be empty.
    pub unit: String,
    /// `exactly`, `more-than`, `less-than` or `about`.
    pub qualifier: &'static str,
    /// Where the unit stands, if it does.
    pub unit_span: Option<Span>,
}

/// The words for dates and numbers of one language.
pub(super) struct Grammar {
    months: Vec<String>,
    weekdays: Vec<String>,
    seasons: Vec<String>,
    units: Vec<String>,
    last: Vec<String>,
    next: Vec<String>,
    this: Vec<String>,
    ago: Vec<String>,
    same_year: Vec<Vec<String>>,
    nouns_are_capital: bool,
    days: Vec<String>,
    numbers: BTreeMap<String, f64>,
    scales: BTreeMap<String, f64>,
    qualifiers: Vec<(Vec<String>, &'static str)>,
    plurals: Vec<String>,
    currency: Vec<String>,
    percent: Vec<Vec<String>>,
    /// Words that a date or quantity may begin with; capitals, digits and hyphens tell the others.
    openers: IndexSet<String>,
}

impl Grammar {
    pub(super) fn new(language: &str, lexicon: &Lexicon) -> Self {
        let list = |name: &str| lexicon.list(name).to_vec();
        let mut numbers = BTreeMap::new();
        let mut value = 0.0;
        for word in lexicon.list("number.units") {
            numbers.insert(word.clone(), value);
            value += 1.0;
        }
        value = 20.0;
        for word in lexicon.list("number.tens") {
            numbers.insert(word.clone(), value);
            value += 10.0;
        }
        let scales = [
            ("hundred", 1e2),
            ("thousand", 1e3),
            ("million", 1e6),
            ("billion", 1e9),
            ("dozen", 12.0),
        ];
        let scales = scales.iter().flat_map(|(name, value)| {
            let words = lexicon.list(&format!("number.{name}")).to_vec();
            words.into_iter().map(|it| (it, *value))
        });
        let phrase = |it: &String| it.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let mut qualifiers: Vec<(Vec<String>, &'static str)> = [
            ("more", "more-than"),
            ("less", "less-than"),
            ("about", "about"),
            ("exactly", "exactly"),
        ]
        .iter()
        .flat_map(|(name, meaning)| {
            let words = lexicon.list(&format!("number.{name}"));
            words.iter().map(|it| (phrase(it), *meaning)).collect::<Vec<_>>()
        })
        .collect();
        qualifiers.sort_by_key(|it| std::cmp::Reverse(it.0.len()));
        let lists = ["season", "last", "next", "this", "day"].map(|it| format!("date.{it}"));
        let mut openers: IndexSet<String> =
            lists.iter().flat_map(|it| lexicon.list(it)).cloned().collect();
        openers.extend(lexicon.list("number.plural").iter().chain(numbers.keys()).cloned());
        openers.extend(qualifiers.iter().filter_map(|it| it.0.first().cloned()));
        openers.extend(["the", "£", "$", "€"].map(str::to_owned));
        Self {
            months: list("date.month"),
            weekdays: list("date.weekday"),
            seasons: list("date.season"),
            units: list("date.unit"),
            last: list("date.last"),
            next: list("date.next"),
            this: list("date.this"),
            ago: list("date.ago"),
            nouns_are_capital: language == "de",
            same_year: lexicon.list("date.same_year").iter().map(phrase).collect(),
            days: list("date.day"),
            numbers,
            scales: scales.collect(),
            qualifiers,
            plurals: list("number.plural"),
            currency: list("number.currency"),
            percent: lexicon.list("number.percent").iter().map(phrase).collect(),
            openers,
        }
    }

    /// Adds the dates and quantities of the sentences in `language`.
    pub(super) fn find(
        &self,
        ontology: &Ontology,
        language: &str,
        document: &Document,
        analysis: &Analysis,
        found: &mut Vec<Mention>,
    ) {
        let (Some(date), Some(quantity)) =
            (ontology.schema.class_id("Date"), ontology.schema.class_id("Quantity"))
        else {
            return;
        };
        let money = ontology.schema.class_id("Money").unwrap_or(quantity);
        let today = document.metadata.date.as_deref().and_then(Day::parse);
        let mut taken = vec![false; analysis.tokens.len()];
        for it in found.iter().filter(|it| !it.inside) {
            taken[it.tokens.clone()].fill(true);
        }
        let mut new = Vec::new();
        let mut last_year = None;
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            if sentence.language != language {
                continue;
            }
            let scan = Scan {
                grammar: self,
                text: &document.text,
                tokens: &analysis.tokens[sentence.tokens.clone()],
                taken: &taken[sentence.tokens.clone()],
                today,
                last_year,
            };
            last_year = scan.year_before(scan.tokens.len());
            let mut at = 0;
            while at < scan.tokens.len() {
                if !self.may_begin(&scan.tokens[at]) {
                    at += 1;
                    continue;
                }
                let hit = scan
                    .date(at)
                    .map(|(range, iso)| (range, iso.map(Value::Date), date, "date"))
                    .or_else(|| {
                        let (range, value) = scan.quantity(at)?;
                        let class = if scan.is_money(&range) { money } else { quantity };
                        Some((range, Some(Value::Quantity(value)), class, "quantity"))
                    });
                let Some((range, value, class, found_by)) = hit else {
                    at += 1;
                    continue;
                };
                at = range.end;
                new.push(mention(sentence, number, scan.tokens, range, value, class, found_by));
            }
        }
        found.extend(new);
    }

    /// Whether a date or quantity could begin with the token: hardly any does.
    fn may_begin(&self, token: &Token) -> bool {
        token.kind == TokenKind::Number
            || token.capital
            || token.lower.starts_with(|it: char| it.is_ascii_digit())
            || self.openers.contains(&token.lower)
            || token.lower.contains('-')
    }
}

fn mention(
    sentence: &Sentence,
    number: usize,
    tokens: &[Token],
    range: std::ops::Range<usize>,
    value: Option<Value>,
    class: crate::ontology::ClassId,
    found_by: &'static str,
) -> Mention {
    let offset = sentence.tokens.start;
    Mention {
        span: tokens[range.start].span.cover(tokens[range.end - 1].span),
        tokens: range.start + offset..range.end + offset,
        sentence: number,
        kind: MentionKind::Name,
        class,
        entity: None,
        value,
        found_by,
        inside: false,
        antecedent: None,
    }
}

/// A day, month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    year: i32,
    month: Option<u32>,
    #[expect(clippy::struct_field_names, reason = "the day of the month")]
    day: Option<u32>,
}

impl Day {
    /// Reads `2021`, `2021-07` or `2021-07-14`.
    pub(crate) fn parse(iso: &str) -> Option<Self> {
        let mut parts = iso.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next().map(|it| it.parse().ok()).unwrap_or_default();
        let day = parts.next().map(|it| it.parse().ok()).unwrap_or_default();
        Some(Self { year, month, day })
    }

    fn iso(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            _ => format!("{:04}", self.year),
        }
    }

    fn months_ago(self, count: i32) -> Self {
        let Some(month) = self.month else { return Self { year: self.year - count / 12, ..self } };
        let at = self.year * 12 + i32::try_from(month).unwrap_or(1) - 1 - count;
        Self {
            year: at.div_euclid(12),
            month: u32::try_from(at.rem_euclid(12) + 1).ok(),
            day: None,
        }
    }

    fn days_ago(self, count: i64) -> Option<Self> {
        let month = i8::try_from(self.month?).ok()?;
        let day = i8::try_from(self.day?).ok()?;
        let date = jiff::civil::Date::new(i16::try_from(self.year).ok()?, month, day).ok()?;
        let date = date.checked_sub(jiff::Span::new().try_days(count).ok()?).ok()?;
        Some(Self {
            year: i32::from(date.year()),
            month: u32::try_from(date.month()).ok(),
            day: u32::try_from(date.day()).ok(),
        })
    }
}

type Found<T> = Option<(std::ops::Range<usize>, T)>;

struct Scan<'a> {
    grammar: &'a Grammar,
    text: &'a str,
    tokens: &'a [Token],
    taken: &'a [bool],
    today: Option<Day>,
    /// The last year named before the sentence.
    last_year: Option<i32>,
}

impl Scan<'_> {
    fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|_| !self.taken[at]).map_or("", |it| it.lower.as_str())
    }

    fn is(&self, at: usize, list: &[String]) -> bool {
        let word = self.lower(at);
        !word.is_empty() && list.iter().any(|it| it == word)
    }

    /// A unit of time, singular or plural: its place in the language's list.
    fn unit(&self, at: usize) -> Option<usize> {
        let word = self.lower(at);
        let plural = |it: &String| {
            word.strip_prefix(it.as_str())
                .is_some_and(|rest| matches!(rest, "" | "s" | "e" | "en" | "n"))
                || it.strip_suffix('y').is_some_and(|stem| word.strip_prefix(stem) == Some("ies"))
        };
        self.grammar.units.iter().position(plural).filter(|_| !word.is_empty())
    }

    fn month(&self, at: usize) -> Option<u32> {
        let token = self.tokens.get(at).filter(|it| it.capital)?;
        let word = token.lower.trim_end_matches('.');
        let known = &self.grammar.months;
        let at = known.iter().position(|it| it == word).or_else(|| {
            let short = word.len() == 3 || word == "sept";
            known.iter().position(|it| short && it.starts_with(word) && it != "may")
        })?;
        u32::try_from(at + 1).ok()
    }

    fn year(&self, at: usize) -> Option<i32> {
        let token =
            self.tokens.get(at).filter(|it| it.kind == TokenKind::Number && !self.taken[at])?;
        let year: i32 = token.lower.parse().ok()?;
        (token.lower.len() == 4 && (1500..2100).contains(&year)).then_some(year)
    }

    fn day_of_month(&self, at: usize) -> Option<u32> {
        let token = self.tokens.get(at).filter(|it| it.kind == TokenKind::Number)?;
        let digits = token.lower.trim_end_matches(|it: char| it.is_alphabetic());
        let ordinal = &token.lower[digits.len()..];
        let day: u32 = digits.parse().ok()?;
        ((1..=31).contains(&day) && matches!(ordinal, "" | "st" | "nd" | "rd" | "th"))
            .then_some(day)
    }

    fn date(&self, at: usize) -> Found<Option<String>> {
        if self.taken[at] {
            return None;
        }
        self.weekday(at)
            .or_else(|| self.calendar_date(at))
            .or_else(|| self.relative_date(at))
            .or_else(|| self.decade(at))
    }

    /// `14 July 2021`, `14. Juli 2021`, `July 14, 2021`, `July 2021`, `March`, `2021`, `2021-07-14`.
    fn calendar_date(&self, at: usize) -> Found<Option<String>> {
        if let Some(iso) = self.iso_date(at) {
            return Some(iso);
        }
        if let Some(day) = self.day_of_month(at) {
            let dot = usize::from(self.lower(at + 1) == ".");
            let of = usize::from(self.lower(at + 1 + dot) == "of");
            let month_at = at + 1 + dot + of;
            if let Some(month) = self.month(month_at) {
                let comma = usize::from(self.lower(month_at + 1) == ",");
                if let Some(year) = self.year(month_at + 1 + comma) {
                    let date = Day { year, month: Some(month), day: Some(day) };
                    return Some((at..month_at + 2 + comma, Some(date.iso())));
                }
                // *between 13 May and 22 July 2021*
                let other = month_at + 3;
                let year = self
                    .day_of_month(month_at + 2)
                    .and_then(|_| self.month(other))
                    .and_then(|_| self.year(other + 1));
                let year = year.map(|it| Day { year: it, month: Some(month), day: None });
                let (end, same) = self.same_year(month_at + 1, month);
                let iso =
                    year.or(same).or_else(|| self.recent(month).filter(|_| end == month_at + 1));
                return Some((at..end, iso.map(|it| Day { day: Some(day), ..it }.iso())));
            }
        }
        if let Some(month) = self.month(at) {
            if let Some(year) = self.year(at + 1) {
                return Some((at..at + 2, Some(Day { year, month: Some(month), day: None }.iso())));
            }
            if let Some(day) = self.day_of_month(at + 1) {
                let comma = usize::from(self.lower(at + 2) == ",");
                if let Some(year) = self.year(at + 2 + comma) {
                    let date = Day { year, month: Some(month), day: Some(day) };
                    return Some((at..at + 3 + comma, Some(date.iso())));
                }
                let (end, same) = self.same_year(at + 2, month);
                let iso = same.or_else(|| self.recent(month).filter(|_| end == at + 2));
                return Some((at..end, iso.map(|it| Day { day: Some(day), ..it }.iso())));
            }
            if !self.month_may_stand_alone(at) {
                return None;
            }
            // *between March and June 2017*
            let joined =
                matches!(self.lower(at + 1), "and" | "to" | "or" | "–" | "-" | "und" | "bis");
            if let (Some(_), Some(year)) =
                (self.month(at + 2).filter(|_| joined), self.year(at + 3))
            {
                return Some((at..at + 1, Some(Day { year, month: Some(month), day: None }.iso())));
            }
            let (end, same) = self.same_year(at + 1, month);
            let iso = same.or_else(|| self.recent(month).filter(|_| end == at + 1));
            return Some((at..end, iso.map(Day::iso)));
        }
        let season = self.is(at, &self.grammar.seasons);
        let of = usize::from(self.lower(at + 1) == "of");
        if let Some(year) = self.year(at + 1 + of).filter(|_| season) {
            return Some((at..at + 2 + of, Some(Day { year, month: None, day: None }.iso())));
        }
        let year = self.year(at)?;
        if !self.year_may_stand_alone(at) {
            return None;
        }
        // `2021-22` and `2015–2021` are intervals.
        let dash = matches!(self.lower(at + 1), "-" | "–" | "—");
        if let Some(last) = self.year(at + 2).filter(|_| dash) {
            return Some((at..at + 3, Some(format!("{year}/{last}"))));
        }
        Some((at..at + 1, Some(format!("{year}"))))
    }

    fn iso_date(&self, at: usize) -> Found<Option<String>> {
        let year = self.year(at)?;
        let number = |at: usize| self.lower(at).parse::<u32>().ok();
        let dashes = self.lower(at + 1) == "-" && self.lower(at + 3) == "-";
        let (month, day) = (number(at + 2)?, number(at + 4)?);
        let fits = dashes && (1..=12).contains(&month) && (1..=31).contains(&day);
        fits.then(|| (at..at + 5, Some(Day { year, month: Some(month), day: Some(day) }.iso())))
    }

    /// *May* and *March* are words, too, and a month may begin a name: *March of the Living*.
    fn month_may_stand_alone(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|it| &self.tokens[it]);
        let after = self.tokens.get(at + 1);
        let preceded = before.is_some_and(|it| {
            it.classes.any(&[Class::Preposition, Class::Coordinator])
                || matches!(
                    it.lower.as_str(),
                    "early" | "late" | "mid" | "last" | "next" | "this" | "each" | ","
                )
        });
        let in_name = after.is_some_and(|it| it.capital && it.kind == TokenKind::Word);
        preceded && !in_name
    }

    /// A bare number is a year when nothing it could count follows and no name stands before it.
    fn year_may_stand_alone(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|it| &self.tokens[it]);
        let after = self.tokens.get(at + 1);
        // Where nouns have capitals, a number counts one behind its adjectives: *2017 untersuchte er* counts nothing.
        let noun_follows = !self.grammar.nouns_are_capital
            || self.tokens.get(at + 2).is_some_and(|it| it.capital && it.classes.is_open());
        let finite = |it: &Token| it.syntax.is_some_and(|it| it.features.has("VerbForm=Fin"));
        let counted = noun_follows
            && after.is_some_and(|it| {
                let open = it.classes.is_open() && it.spaced && !finite(it);
                it.kind == TokenKind::Word && !it.capital && open
            });
        let named = before.is_some_and(|it| {
            it.capital && it.kind == TokenKind::Word && it.classes.is_open() && at > 1
                || matches!(it.lower.as_str(), "no" | "." | "£" | "$" | "€") && !it.spaced && at > 1
        });
        let temporal = before.is_some_and(|it| {
            it.classes.has(Class::Preposition) || it.lower == "year" || it.lower == "("
        });
        !counted && (temporal || !named) || at == 0
    }

    /// *of that year* at `at`: where it ends, and the month in the year named last before it.
    fn same_year(&self, at: usize, month: u32) -> (usize, Option<Day>) {
        let words = |phrase: &&Vec<String>| {
            phrase.iter().enumerate().all(|(ahead, word)| self.lower(at + ahead) == word)
        };
        let Some(phrase) = self.grammar.same_year.iter().find(words) else { return (at, None) };
        let year = self.year_before(at);
        (at + phrase.len(), year.map(|year| Day { year, month: Some(month), day: None }))
    }

    /// The year named last before `at`, also in a name: *the Act of 1920*.
    fn year_before(&self, at: usize) -> Option<i32> {
        let number = |it: &Token| {
            let four = it.kind == TokenKind::Number && it.lower.len() == 4;
            let year = if four { it.lower.parse().ok()? } else { return None };
            (1500..2100).contains(&year).then_some(year)
        };
        self.tokens[..at].iter().rev().find_map(number).or(self.last_year)
    }

    /// The latest such month that is not after the document.
    fn recent(&self, month: u32) -> Option<Day> {
        let today = self.today?;
        let year =
            if today.month.is_some_and(|it| month > it) { today.year - 1 } else { today.year };
        Some(Day { year, month: Some(month), day: None })
    }

    /// *last month*, *the last four years*, *two weeks ago*, *this year*, *yesterday*, *today*.
    fn relative_date(&self, at: usize) -> Found<Option<String>> {
        let grammar = self.grammar;
        if let Some(number) = self.number(at).filter(|_| !self.tokens[at].capital || at == 0) {
            let unit_at = number.0.end;
            let unit = self.unit(unit_at)?;
            if self.is(unit_at + 1, &grammar.ago) {
                return Some((at..unit_at + 2, self.ago(unit, number.1)));
            }
            return None;
        }
        if let Some(which) = grammar.days.iter().position(|it| it == self.lower(at)) {
            let iso = self.today.and_then(|it| match which {
                0 | 3 => Some(it),
                1 => it.days_ago(1),
                _ => it.days_ago(-1),
            });
            return Some((at..at + 1, iso.map(Day::iso)));
        }
        let article = usize::from(self.lower(at) == "the" && self.is(at + 1, &grammar.last));
        let first = at + article;
        let (last, next, this) = (
            self.is(first, &grammar.last),
            self.is(first, &grammar.next),
            self.is(first, &grammar.this),
        );
        if !(last || next || this) {
            return None;
        }
        if let Some(month) = self.month(first + 1) {
            return Some((first..first + 2, self.recent(month).map(Day::iso)));
        }
        let few = usize::from(matches!(self.lower(first + 1), "few" | "several" | "couple"));
        if let Some((range, count)) = self.number(first + 1) {
            let unit = self.unit(range.end)?;
            return Some((at..range.end + 1, self.span_until_today(unit, count).filter(|_| last)));
        }
        let unit = self.unit(first + 1 + few)?;
        let end = first + 2 + few;
        if few > 0 {
            return Some((at..end, None));
        }
        let iso = match (last, next) {
            // *the last decade* is the ten years until now; *last decade* likewise.
            (true, _) if article == 1 || Self::is_long(unit) => self.span_until_today(unit, 1.0),
            (true, _) => self.ago(unit, 1.0),
            (_, true) => self.ago(unit, -1.0),
            _ => self.ago(unit, 0.0),
        };
        Some((at..end, iso))
    }

    fn is_long(unit: usize) -> bool {
        // Decades and centuries come after years in every language's list.
        unit >= 6
    }

    /// Months, or for short units days, in one unit of the language's list (day, week, fortnight, month, quarter, year,
    /// decade, century).
    fn length(unit: usize) -> Result<i32, i64> {
        match unit {
            0 => Err(1),
            1 => Err(7),
            2 => Err(14),
            3 => Ok(1),
            4 => Ok(3),
            5 => Ok(12),
            6 => Ok(120),
            7 => Ok(1200),
            _ => Err(0),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "counts of years in prose are small")]
    fn ago(&self, unit: usize, count: f64) -> Option<String> {
        let today = self.today?;
        match Self::length(unit) {
            Ok(months) => {
                let day = today.months_ago(months * count as i32);
                let yearly = months >= 12;
                Some(if yearly { Day { month: None, ..day } } else { day }.iso())
            }
            Err(days) => Some(today.days_ago(days * count as i64)?.iso()),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "counts of years in prose are small")]
    fn span_until_today(&self, unit: usize, count: f64) -> Option<String> {
        let today = self.today?;
        let until = Day { day: None, ..today };
        match Self::length(unit) {
            Ok(months) => {
                Some(format!("{}/{}", today.months_ago(months * count as i32).iso(), until.iso()))
            }
            Err(days) => {
                Some(format!("{}/{}", today.days_ago(days * count as i64)?.iso(), today.iso()))
            }
        }
    }

    /// *the 2020s*, *the 1990s*.
    fn decade(&self, at: usize) -> Found<Option<String>> {
        let digits = self.lower(at).strip_suffix('s')?;
        let year: i32 =
            digits.parse().ok().filter(|it| it % 10 == 0 && (1500..2100).contains(it))?;
        Some((at..at + 1, Some(format!("{year}/{}", year + 9))))
    }

    /// A number in digits or words: its tokens and value.
    fn number(&self, at: usize) -> Option<(std::ops::Range<usize>, f64)> {
        let token = self.tokens.get(at).filter(|_| !self.taken[at])?;
        let mut end = at + 1;
        let mut value = if token.kind == TokenKind::Number {
            let digits = token.lower.replace(',', "");
            let (digits, scale) = match digits.strip_suffix("bn").map(|it| (it, 1e9)) {
                Some(it) => it,
                None => match digits.strip_suffix('m') {
                    Some(it) => (it, 1e6),
                    None => (digits.as_str(), 1.0),
                },
            };
            digits.parse::<f64>().ok()? * scale
        } else {
            self.word_number(&token.lower)?
        };
        if token.kind == TokenKind::Word {
            // *twenty two*
            if let Some(more) = self.grammar.numbers.get(self.lower(end))
                && value >= 20.0
                && *more < 10.0
            {
                value += more;
                end += 1;
            }
        }
        while let Some(scale) = self.grammar.scales.get(self.lower(end)) {
            value *= scale;
            end += 1;
        }
        Some((at..end, value))
    }

    fn word_number(&self, word: &str) -> Option<f64> {
        if let Some(value) = self.grammar.numbers.get(word) {
            return Some(*value);
        }
        let (tens, units) = word.split_once('-')?;
        Some(self.grammar.numbers.get(tens)? + self.grammar.numbers.get(units)?)
    }

    /// A number with what it counts: *over 10,000 disguised approaches*, *eighteen years*, *one in five*.
    fn quantity(&self, at: usize) -> Found<Quantity> {
        let (qualifier, first) = self.qualifier(at);
        let symbol = usize::from(matches!(self.lower(first), "£" | "$" | "€"));
        if let Some(found) = self.vague(at, first) {
            return Some(found);
        }
        let (range, value) = self.number(first + symbol)?;
        // A year counts nothing: *my 2021 survey*.
        if symbol == 0 && range.len() == 1 && self.year(range.start).is_some() {
            return None;
        }
        let token = &self.tokens[range.start];
        let pronoun = token.kind == TokenKind::Word && value <= 1.0;
        // *one in five*
        if self.lower(range.end) == "in"
            && token.kind == TokenKind::Word
            && let Some((of, whole)) = self.number(range.end + 1).filter(|it| it.1 > value)
        {
            let number = format!("{}", value / whole);
            let unit = String::new();
            return Some((at..of.end, Quantity { number, unit, qualifier, unit_span: None }));
        }
        if pronoun && symbol == 0 {
            return None;
        }
        if let Some(percent) = self.percent(range.end) {
            let unit = "per cent".to_owned();
            let number = decimal(value);
            return Some((at..percent, Quantity { number, unit, qualifier, unit_span: None }));
        }
        // *$15 million grant*: an amount counts nothing but its currency.
        let end = if symbol > 0 { range.end } else { self.counted(range.end) };
        let unit_span =
            (end > range.end).then(|| self.tokens[range.end].span.cover(self.tokens[end - 1].span));
        let alone = end == range.end && symbol == 0;
        let opening = token.kind == TokenKind::Word && alone;
        // A bare number says nothing, unless it is qualified, large, or of something.
        let partitive = self.lower(end) == "of";
        if alone
            && (opening && !partitive || at == first && !token.lower.contains(',') && !partitive)
        {
            return None;
        }
        let unit = unit_span.map_or(String::new(), |it| fold(it.of(self.text)));
        Some((
            at..end.max(range.end),
            Quantity { number: decimal(value), unit, qualifier, unit_span },
        ))
    }

    /// *thousands*, *many thousands of subjects*.
    fn vague(&self, at: usize, first: usize) -> Found<Quantity> {
        let word = self.lower(first);
        if at != first
            || !self.grammar.plurals.iter().any(|it| it == word)
            || self.lower(at + 1) != "of"
        {
            return None;
        }
        let end = self.counted(at + 2);
        let goes_on = self.tokens.get(end).is_some_and(|it| it.classes.has(Class::Coordinator));
        if end == at + 2 || goes_on {
            return None;
        }
        let least = match word {
            "dozens" => 24,
            "hundreds" => 200,
            "thousands" => 2_000,
            "millions" => 2_000_000,
            _ => 2_000_000_000_i64,
        };
        let span = self.tokens[at + 2].span.cover(self.tokens[end - 1].span);
        let unit = fold(span.of(self.text));
        let number = format!("{least}");
        Some((at..end, Quantity { number, unit, qualifier: "more-than", unit_span: Some(span) }))
    }

    fn qualifier(&self, at: usize) -> (&'static str, usize) {
        for (words, meaning) in &self.grammar.qualifiers {
            if words.iter().enumerate().all(|(n, it)| self.lower(at + n) == it) {
                return (meaning, at + words.len());
            }
        }
        ("exactly", at)
    }

    fn percent(&self, at: usize) -> Option<usize> {
        if self.lower(at) == "%" {
            return Some(at + 1);
        }
        let phrases = self.grammar.percent.iter();
        let mut hits =
            phrases.filter(|it| it.iter().enumerate().all(|(n, word)| self.lower(at + n) == word));
        hits.next().map(|it| at + it.len())
    }

    /// Where the counted noun that begins at `at` ends.
    ///
    /// Open words follow each other until a verb could begin: a form in *-ed* or *-ing* after a plural.
    fn counted(&self, at: usize) -> usize {
        let mut end = at;
        let mut plural = false;
        while let Some(token) = self.tokens.get(end) {
            let word = token.kind == TokenKind::Word
                && (token.classes.is_open() || token.lower == "subjects");
            let verbal = token.lower.ends_with("ed") || token.lower.ends_with("ing");
            let lone = end == at
                && token.lower.ends_with("ed")
                && !self
                    .tokens
                    .get(end + 1)
                    .is_some_and(|it| it.classes.is_open() && it.kind == TokenKind::Word);
            if !word
                || lone
                || end - at == 5
                || plural && (verbal || !token.capital && !Self::may_count(token))
            {
                break;
            }
            plural = token.lower.ends_with('s') && !token.lower.ends_with("ss")
                || matches!(
                    token.lower.as_str(),
                    "people" | "men" | "women" | "children" | "police"
                );
            end += 1;
        }
        end
    }

    fn may_count(token: &Token) -> bool {
        // After a plural only another plural goes on: *years* ends, *arms dealers* does not.
        token.lower.ends_with('s') && !token.lower.ends_with("ss")
    }

    fn is_money(&self, range: &std::ops::Range<usize>) -> bool {
        range.clone().any(|at| {
            matches!(self.lower(at), "£" | "$" | "€") || self.is(at, &self.grammar.currency)
        })
    }
}

fn decimal(value: f64) -> String {
    format!("{value}")
}

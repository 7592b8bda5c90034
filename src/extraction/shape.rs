//! Names the pack has never seen, by their shape.
//!
//! A run of capitalised words is a name; what kind is told by the head noun in it (*Avon Constabulary*, *Ministry of
//! Works*, *Fraud Act 2006*: the classes of the pack say which nouns), by what stands before it (a title, an
//! office, a preposition of place), by a given name at its start, or by its form (an acronym, an ending of place
//! names).  Where the statistical recogniser sees one name end and another begin, a run is cut.  A run that only
//! repeats a known name changes nothing; a longer one supersedes the known names in it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Mention, MentionKind,
    overlap::{longest_by_token, replace},
};
use crate::{
    document::Document,
    language::{Analysis, Class, Name, NameKind, PartOfSpeech, Sentence, Token, TokenKind},
    ontology::{ClassId, Ontology},
};

/// What tells the kind of a name.
pub(super) struct Shapes {
    languages: BTreeMap<String, Language>,
    person: Option<ClassId>,
    organisation: Option<ClassId>,
    place: Option<ClassId>,
    post: Option<ClassId>,
    legislation: Option<ClassId>,
    document: Option<ClassId>,
}

#[derive(Default)]
struct Language {
    /// Capitalised head nouns in lower case and the class they make.
    heads: BTreeMap<String, ClassId>,
    /// Capitalised nouns that begin a name, likewise.
    prefixes: BTreeMap<String, ClassId>,
    /// Who can own a name: *workers* in *Workers' Party*.
    owners: BTreeSet<String>,
    given: BTreeSet<String>,
    honorifics: BTreeSet<String>,
    kept_honorifics: BTreeSet<String>,
    particles: BTreeSet<String>,
    place_suffixes: Vec<String>,
    place_generics: BTreeSet<String>,
    directions: BTreeSet<String>,
    calendar: BTreeSet<String>,
}

impl Shapes {
    pub(super) fn compile(ontology: &Ontology) -> Self {
        let schema = &ontology.schema;
        let mut languages = BTreeMap::new();
        for (tag, lexicon) in &ontology.languages {
            let set = |name: &str| lexicon.list(name).iter().cloned().collect::<BTreeSet<_>>();
            let mut heads = BTreeMap::new();
            let mut prefixes = BTreeMap::new();
            for (number, class) in schema.classes.iter().enumerate() {
                let id = ClassId(u16::try_from(number).expect("the loader admits fewer classes"));
                for noun in class.head_nouns.get(tag).into_iter().flatten() {
                    heads.entry(noun.to_lowercase()).or_insert(id);
                }
                for noun in class.prefix_nouns.get(tag).into_iter().flatten() {
                    prefixes.entry(noun.to_lowercase()).or_insert(id);
                }
            }
            let mut given = set("names.given");
            for list in ["names.men", "names.women", "names.given_ambiguous"] {
                given.extend(set(list));
            }
            let mut calendar = set("date.month");
            calendar.extend(set("date.weekday"));
            languages.insert(
                tag.clone(),
                Language {
                    heads,
                    prefixes,
                    owners: set("names.owner"),
                    given,
                    honorifics: set("person.honorific"),
                    kept_honorifics: set("person.kept"),
                    particles: set("person.particle"),
                    place_suffixes: lexicon.list("place.suffix").to_vec(),
                    place_generics: set("place.generic"),
                    directions: set("place.direction"),
                    calendar,
                },
            );
        }
        Self {
            languages,
            person: schema.class_id("Person"),
            organisation: schema.class_id("Organisation"),
            place: schema.class_id("Place"),
            post: schema.class_id("Post"),
            legislation: schema.class_id("Legislation"),
            document: schema.class_id("Document"),
        }
    }

    /// Adds unseen names, and takes away known names that only are parts of them.
    pub(super) fn find(
        &self,
        ontology: &Ontology,
        document: &Document,
        analysis: &Analysis,
        found: &mut Vec<Mention>,
    ) {
        let by_token = longest_by_token(found, analysis.tokens.len());
        let mut new: Vec<Mention> = Vec::new();
        let mut swallowed: BTreeSet<usize> = BTreeSet::new();
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            let Some(language) = self.languages.get(&sentence.language) else { continue };
            let reading = Scan {
                shapes: self,
                ontology,
                language,
                text: &document.text,
                tokens: &analysis.tokens[sentence.tokens.clone()],
                known: &by_token[sentence.tokens.clone()],
                mentions: found,
                sentence,
                guessed: &analysis.names,
            };
            let analysed = reading.tokens.iter().any(|it| it.pos.is_some());
            // In a sentence all in capitals, capitals say nothing.
            if analysed && is_shouted(&document.text, reading.tokens) {
                continue;
            }
            for (range, class, found_by) in reading.names() {
                // Where the statistical recogniser reads, it judges better than such signs.
                let proper = reading.tokens[range.clone()]
                    .iter()
                    .all(|it| it.pos.is_none_or(|it| it == PartOfSpeech::Propn));
                if analysed && (WEAK.contains(&found_by) || found_by == "acronym" && !proper) {
                    continue;
                }
                let tokens = range.start + sentence.tokens.start..range.end + sentence.tokens.start;
                let span = analysis.tokens[range.start + sentence.tokens.start]
                    .span
                    .cover(analysis.tokens[range.end - 1 + sentence.tokens.start].span);
                let within: BTreeSet<usize> =
                    tokens.clone().filter_map(|it| by_token[it]).collect();
                let beats = within.iter().all(|it| {
                    let known = &found[*it];
                    span.contains(known.span) && known.span != span
                });
                if !beats {
                    continue;
                }
                // Where a demonym is part of a name, the nationality is still spoken of.
                swallowed.extend(within.iter().filter(|it| found[**it].found_by != "demonym"));
                new.push(Mention {
                    span,
                    tokens,
                    sentence: number,
                    kind: MentionKind::Name,
                    class,
                    entity: None,
                    value: None,
                    found_by,
                    inside: false,
                    antecedent: None,
                });
            }
        }
        replace(found, &swallowed, new);
    }
}

/// Signs of a name that go by little more than capitals.
const WEAK: [&str; 2] = ["place by context", "two capitalised words"];

/// Whether more than two words stand in the sentence, and none in lower case.
fn is_shouted(text: &str, tokens: &[Token]) -> bool {
    let mut words = tokens.iter().filter(|it| it.kind == TokenKind::Word);
    words.clone().nth(2).is_some()
        && words.all(|it| !it.span.of(text).chars().any(char::is_lowercase))
}

type Named = (std::ops::Range<usize>, ClassId, &'static str);

struct Scan<'a> {
    shapes: &'a Shapes,
    ontology: &'a Ontology,
    language: &'a Language,
    text: &'a str,
    tokens: &'a [Token],
    known: &'a [Option<usize>],
    mentions: &'a [Mention],
    sentence: &'a Sentence,
    /// What the statistical recogniser takes for names in the document.
    guessed: &'a [Name],
}

impl Scan<'_> {
    fn names(&self) -> Vec<Named> {
        let mut found = self.quoted();
        let mut at = 0;
        while at < self.tokens.len() {
            let Some(run) = self.run(at) else {
                at += 1;
                continue;
            };
            at = run.end;
            self.classify(run, &mut found);
        }
        found
    }

    fn known_at(&self, at: usize) -> Option<&Mention> {
        self.known[at].map(|it| &self.mentions[it])
    }

    fn is_class(&self, mention: &Mention, class: Option<ClassId>) -> bool {
        class.is_some_and(|it| self.ontology.schema.is_a(mention.class, it))
    }

    /// Whether the token can be part of a name.
    fn named(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        let word = token.kind == TokenKind::Word && token.capital;
        let date = self.language.calendar.contains(&token.lower)
            || self.known_at(at).is_some_and(|it| it.value.is_some());
        let opening = at == 0
            || matches!(
                self.tokens[at - 1].lower.as_str(),
                ":" | "“" | "\"" | "‘" | "." | "•" | "-" | "–"
            );
        let function = !token.classes.is_open() && !token.classes.has(Class::Honorific);
        word && !date && !(function && (opening || token.lower.len() <= 4))
    }

    fn connects(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        matches!(
            token.lower.as_str(),
            "of" | "for"
                | "the"
                | "and"
                | "&"
                | "on"
                | "to"
                | "in"
                | "against"
                | "der"
                | "des"
                | "für"
        ) || self.language.particles.contains(&token.lower)
    }

    /// A maximal run of capitalised words from `at`, with short connectors between them.
    fn run(&self, at: usize) -> Option<std::ops::Range<usize>> {
        if !self.named(at) {
            return None;
        }
        let mut end = at + 1;
        loop {
            if self.named(end) && !self.parts(end, end) {
                end += 1;
                continue;
            }
            let owner =
                self.tokens.get(end).is_some_and(|it| matches!(it.lower.as_str(), "'s" | "'"))
                    && self.language.owners.contains(&self.tokens[end - 1].lower);
            if owner && self.named(end + 1) {
                end += 2;
                continue;
            }
            let mut next = end;
            while next < self.tokens.len() && self.connects(next) && next - end < 2 {
                next += 1;
            }
            if next > end && self.named(next) && !self.parts(end, next) {
                end = next + 1;
                continue;
            }
            // *Terrorism (Protection of Premises) Act*
            if self.tokens.get(end).is_some_and(|it| it.lower == "(") {
                let close = (end + 1..(end + 8).min(self.tokens.len()))
                    .find(|it| self.tokens[*it].lower == ")");
                if let Some(close) = close.filter(|it| self.named(*it + 1) && self.named(end + 1)) {
                    let head = self.language.heads.get(&self.tokens[close + 1].lower);
                    let law = head.is_some_and(|it| {
                        self.shapes
                            .legislation
                            .is_some_and(|law| self.ontology.schema.is_a(*it, law))
                    });
                    if law {
                        end = close + 2;
                        continue;
                    }
                }
            }
            return Some(at..end);
        }
    }

    /// Whether the recogniser sees one name end at `end` and another begin at `next`, and not both of one kind where
    /// they touch.
    fn parts(&self, end: usize, next: usize) -> bool {
        let offset = self.sentence.tokens.start;
        let (end, next) = (end + offset, next + offset);
        let at = self.guessed.partition_point(|it| it.tokens.end < end);
        let Some(before) = self.guessed.get(at).filter(|it| it.tokens.end == end) else {
            return false;
        };
        let after = self.guessed.get(at + 1).filter(|it| it.tokens.start == next);
        let whole = |kind: NameKind| matches!(kind, NameKind::Person | NameKind::Organisation);
        after.is_some_and(|it| {
            end < next || it.kind != before.kind && whole(it.kind) && whole(before.kind)
        })
    }

    /// Whether the word is the surname in what the recogniser takes for a person: *Anna Hall*.
    fn is_surname(&self, at: usize) -> bool {
        let end = at + 1 + self.sentence.tokens.start;
        let place = self.guessed.partition_point(|it| it.tokens.end < end);
        let person = |it: &&Name| it.tokens.end == end && it.kind == NameKind::Person;
        let given = |at: usize| self.language.given.contains(&self.tokens[at].lower);
        at > 0 && given(at - 1) && self.guessed.get(place).as_ref().is_some_and(person)
    }

    /// Whether the recogniser sees a name end at `end`.
    fn name_ends(&self, end: usize) -> bool {
        let end = end + self.sentence.tokens.start;
        let at = self.guessed.partition_point(|it| it.tokens.end < end);
        self.guessed.get(at).is_some_and(|it| it.tokens.end == end)
    }

    fn classify(&self, run: std::ops::Range<usize>, found: &mut Vec<Named>) {
        let mut start = run.start;
        // Pieces joined by *and*, *in*, *on*, *for*, *to* are only one name under a head noun.
        if let Some((range, class)) = self.headed(run.clone()) {
            let before = start..range.start;
            let after = range.end..run.end;
            found.push((range, class, "head noun"));
            let last = before.clone().rev().find(|it| self.named(*it));
            if let Some(last) = last.filter(|_| self.named(before.start)) {
                let before = before.start..last + 1;
                if self.names_a_person(before.start, before.end) {
                    self.pieces(before, found);
                } else {
                    self.classify(before, found);
                }
            }
            let rest =
                after.start + usize::from(self.connects(after.start) && after.start < after.end);
            if rest < after.end && self.named(rest) {
                self.classify(rest..after.end, found);
            }
            return;
        }
        while start < run.end {
            let end = (start..run.end).find(|it| self.splits(*it)).unwrap_or(run.end);
            self.pieces(start..end, found);
            start = end;
            while start < run.end && !self.named(start) {
                start += 1;
            }
        }
    }

    fn splits(&self, at: usize) -> bool {
        let lower = self.tokens[at].lower.as_str();
        !self.named(at) && !self.language.particles.contains(lower)
    }

    /// The part of a run that a head noun makes a name, and its class.
    fn headed(&self, run: std::ops::Range<usize>) -> Option<(std::ops::Range<usize>, ClassId)> {
        let head = |at: usize| self.language.heads.get(&self.tokens[at].lower).copied();
        // The last head noun that ends a stretch wins: *Westminster Magistrates' Court*.
        for at in run.clone().rev() {
            let Some(class) = head(at).filter(|_| self.named(at)) else { continue };
            if self.is_surname(at) {
                continue;
            }
            let law =
                self.shapes.legislation.is_some_and(|it| self.ontology.schema.is_a(class, it));
            let mut end = at + 1;
            let mut start = run.start;
            if at + 1 < run.end && matches!(self.tokens[at + 1].lower.as_str(), "of" | "for" | "on")
            {
                end = run.end;
                // *Ministry of Works and …*: the complement ends at a coordinator before another head noun.
                if let Some(and) =
                    (at + 2..run.end).find(|it| self.tokens[*it].classes.has(Class::Coordinator))
                {
                    let other = (and + 1..run.end).any(|it| head(it).is_some());
                    if other {
                        end = and;
                    }
                }
            } else if at + 1 < run.end && self.named(at + 1) && !law && !self.name_ends(at + 1) {
                continue;
            }
            // *Sergeant Mary Low of Avon Police*: a person and a body.
            let holder = (start..at)
                .rev()
                .find(|it| self.tokens[*it].lower == "of" && self.names_a_person(start, *it));
            if let Some(of) = holder.filter(|_| end == at + 1) {
                start = of + 1;
            }
            // A coordinated name before it is another name.
            if let Some(split) = (start..at).rev().find(|it| {
                let and = self.tokens[*it].classes.has(Class::Coordinator);
                let article = self.tokens[*it + 1].lower == "the";
                let whole =
                    article || self.name_ends(*it) || *it > start && self.is_acronym(*it - 1);
                let list = (start..*it).any(|it| {
                    self.known_at(it)
                        .is_some_and(|it| it.kind == MentionKind::Name && it.entity.is_some())
                });
                and && (whole || list || (start..*it).any(|it| head(it).is_some()))
                    || matches!(self.tokens[*it].lower.as_str(), "in" | "to" | "on" | "against")
                        && !law
            }) {
                start = split + 1;
            }
            while start < at && !self.named(start) {
                start += 1;
            }
            // `Act 1911`, `Act of 1911`
            if law {
                let of = usize::from(self.tokens.get(end).is_some_and(|it| it.lower == "of"));
                let year = self.tokens.get(end + of).is_some_and(|it| {
                    it.kind == TokenKind::Number
                        && it.lower.len() == 4
                        && it.lower.starts_with(['1', '2'])
                });
                if year {
                    end += of + 1;
                }
            }
            if end - start < 2 {
                continue;
            }
            return Some((start..end, class));
        }
        None
    }

    /// One name without a head noun.
    fn pieces(&self, piece: std::ops::Range<usize>, found: &mut Vec<Named>) {
        let mut start = piece.start;
        while start < piece.end && !self.named(start) {
            start += 1;
        }
        let mut end = piece.end;
        while end > start && !self.named(end - 1) {
            end -= 1;
        }
        if start >= end {
            return;
        }
        let begun = self.language.prefixes.get(&self.tokens[start].lower);
        let rest = (start + 1..end).all(|it| self.known_at(it).is_none_or(|it| it.inside));
        if let Some(class) = begun.filter(|_| end - start > 1 && rest) {
            found.push((start..end, *class, "prefix noun"));
            return;
        }
        // Known names split a piece: *Assistant Commissioner | Mary Low*.
        if let Some(known) = (start..end).find_map(|it| self.known_at(it).filter(|it| !it.inside)) {
            let offset = self.sentence.tokens.start;
            let (from, to) = (known.tokens.start - offset, known.tokens.end - offset);
            let title = self.is_class(known, self.shapes.post);
            if !title
                && self.is_person_name(start, end)
                && from >= start
                && to <= end
                && (to - from) < (end - start)
                && known.kind == MentionKind::Name
                && !self.is_class(known, self.shapes.person)
            {
                if let Some(person) = self.shapes.person {
                    found.push((start..end, person, "given name"));
                }
                return;
            }
            if from > start {
                self.unknown(start, from.min(end), found);
            }
            if to < end {
                if title && !self.nouns_are_capital() {
                    self.person(to, end, "title", found);
                } else {
                    self.pieces(to..end, found);
                }
            }
            return;
        }
        self.unknown(start, end, found);
    }

    /// Whether every noun of the language has a capital, so that a capital proves nothing.
    fn nouns_are_capital(&self) -> bool {
        self.sentence.language == "de"
    }

    /// Whether a known person or office, or a given name, stands in these tokens.
    fn names_a_person(&self, start: usize, end: usize) -> bool {
        (start..end).any(|it| {
            self.known_at(it).is_some_and(|it| {
                self.is_class(it, self.shapes.person) || self.is_class(it, self.shapes.post)
            }) || self.is_person_name(it, end)
        })
    }

    fn is_person_name(&self, start: usize, end: usize) -> bool {
        end - start >= 2
            && end - start <= 4
            && self.language.given.contains(&self.tokens[start].lower)
            && !self.tokens[start..end].iter().any(|it| {
                it.lower.len() > 1 && it.span.of(self.text).chars().all(char::is_uppercase)
            })
    }

    fn person(&self, start: usize, end: usize, found_by: &'static str, found: &mut Vec<Named>) {
        if let Some(person) = self.shapes.person.filter(|_| end - start <= 4) {
            found.push((start..end, person, found_by));
        }
    }

    /// A name of which no part is known.
    fn unknown(&self, start: usize, end: usize, found: &mut Vec<Named>) {
        let first = &self.tokens[start];
        let before = start.checked_sub(1).map(|it| &self.tokens[it]);
        if self.language.honorifics.contains(&first.lower) {
            let keep = self.language.kept_honorifics.contains(&first.lower);
            let from = if keep { start } else { start + 1 };
            if start + 1 < end {
                self.person(from, end, "title", found);
            }
            return;
        }
        let titled = before.is_some_and(|it| {
            it.lower == "."
                && start > 1
                && self.language.honorifics.contains(&self.tokens[start - 2].lower)
        }) || start > 0
            && self.known_at(start - 1).is_some_and(|it| {
                self.is_class(it, self.shapes.post) && it.kind == MentionKind::Name
            });
        if titled && !self.nouns_are_capital() {
            return self.person(start, end, "title", found);
        }
        if self.is_person_name(start, end) {
            return self.person(start, end, "given name", found);
        }
        let length = end - start;
        let last = &self.tokens[end - 1];
        if self.language.place_generics.contains(&last.lower) && length > 1
            || self.language.directions.contains(&first.lower) && length > 1 && length < 4
        {
            found.extend(self.shapes.place.map(|it| (start..end, it, "place word")));
            return;
        }
        let acronym = length == 1 && self.is_acronym(start);
        if acronym {
            found.extend(self.shapes.organisation.map(|it| (start..end, it, "acronym")));
            return;
        }
        let preposition = before.is_some_and(|it| {
            matches!(it.lower.as_str(), "in" | "at" | "near" | "around" | "outside")
        });
        let suffix = self
            .language
            .place_suffixes
            .iter()
            .any(|it| last.lower.len() > it.len() + 2 && last.lower.ends_with(it.as_str()));
        if length <= 2 && (preposition && start > 0 || suffix && length == 1 && start > 0) {
            found.extend(self.shapes.place.map(|it| (start..end, it, "place by context")));
            return;
        }
        let sentence_initial = start == 0;
        let lower_follows =
            self.tokens.iter().skip(1).any(|it| it.kind == TokenKind::Word && !it.capital);
        if (2..=3).contains(&length)
            && !self.nouns_are_capital()
            && lower_follows
            && !sentence_initial
            && !self.sentence.heading
        {
            let ordinary = self.tokens[start..end].iter().any(|it| {
                it.lower.ends_with("ing")
                    || it.lower.ends_with("ed")
                    || it.lower.contains('-')
                    || it.lower.ends_with("ist")
                    || it.lower.ends_with("ism")
            });
            if !ordinary {
                self.person(start, end, "two capitalised words", found);
            }
        }
    }

    /// Whether the word is made of capitals, or mostly: *NATO*, *UNHCR*.
    fn is_acronym(&self, at: usize) -> bool {
        let surface = self.tokens[at].span.of(self.text);
        let letters: Vec<char> = surface.chars().filter(|it| it.is_alphabetic()).collect();
        let upper = letters.iter().filter(|it| it.is_uppercase()).count();
        letters.len() >= 2
            && letters.len() <= 7
            && upper * 3 >= letters.len() * 2
            && !letters.iter().all(|it| matches!(it, 'I' | 'V' | 'X'))
    }

    /// *the ‘Look Before You Leap’ campaign*: a capitalised quotation before a word for a document.
    fn quoted(&self) -> Vec<Named> {
        let mut found = Vec::new();
        for open in 0..self.tokens.len() {
            if !matches!(self.tokens[open].lower.as_str(), "‘" | "“" | "'" | "\"") {
                continue;
            }
            let close = (open + 2..(open + 10).min(self.tokens.len()))
                .find(|it| matches!(self.tokens[*it].span.of(self.text), "’" | "”" | "'" | "\""));
            let Some(close) = close else { continue };
            let capitals = self.tokens[open + 1..close].iter().filter(|it| it.capital).count();
            let all = close - open - 1;
            let noun = self.tokens.get(close + 1).and_then(|it| self.nominal(&it.lower));
            if let Some(class) =
                noun.filter(|_| self.tokens[open + 1].capital && capitals * 2 >= all)
            {
                found.push((open + 1..close, class, "quoted title"));
            }
        }
        found
    }

    /// The class of documents a lower-case noun such as *campaign* describes.
    fn nominal(&self, lower: &str) -> Option<ClassId> {
        let schema = &self.ontology.schema;
        let document = self.shapes.document?;
        let named = |class: &crate::ontology::Class| {
            let nouns = class.nominal_heads.get(&self.sentence.language);
            nouns.is_some_and(|it| it.iter().any(|it| it == lower))
        };
        let at = schema.classes.iter().position(named)?;
        let id = ClassId(u16::try_from(at).ok()?);
        schema.is_a(id, document).then_some(id)
    }
}

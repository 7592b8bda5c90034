//! Applies the rules of the packs to every sentence.
//!
//! For each verb group the rules of its lemma are tried, for each noun group those of its noun, and patterns wherever
//! they match.  Classes are checked here for everything but pronouns, whose class is not known before resolution.

use super::{
    Bound, Extractor, Force, Mention, MentionKind, Mentions, Polarity, Relation,
    chunk::{Unit, UnitKind},
    clause::{Clause, Links},
    context::{Context, force},
    pattern::{self, Scene},
    rules::{Compiled, NounUnit, Rules, VerbUnit},
    trial::Trial,
    value::Value,
};
use crate::{
    language::{Analysis, Class, Sentence, Token, TokenKind},
    ontology::{ClassId, PropertyId, VerbForm, singular},
    source::Span,
};

/// Finds the relations of a document; the trial gets what is seen of the rule it watches.
pub(super) fn run(
    extractor: &Extractor<'_>,
    analysis: &Analysis,
    found: &mut Mentions,
    trial: &mut Trial,
) {
    let mut by_sentence: Vec<Vec<usize>> = vec![Vec::new(); analysis.sentences.len()];
    for (number, it) in found.mentions.iter().enumerate() {
        by_sentence[it.sentence].push(number);
    }
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        if sentence.cut {
            continue;
        }
        let Some(grammar) = extractor.grammar.get(&sentence.language) else { continue };
        let Some(lexicon) = extractor.ontology.languages.get(&sentence.language) else { continue };
        let tokens = &analysis.tokens[sentence.tokens.clone()];
        let here = &by_sentence[number];
        let units = grammar.chunk(tokens, sentence.tokens.start, &found.mentions, here);
        let links = Links::new(&units, tokens);
        let mut reader = Reader {
            extractor,
            sentence,
            number,
            tokens,
            units: &units,
            links: &links,
            lexicon,
            grammar,
            here,
            first_new: found.mentions.len(),
            mentions: &mut found.mentions,
            relations: Vec::new(),
            said: std::collections::BTreeSet::new(),
            trial: &mut *trial,
        };
        if !sentence.heading {
            reader.verbs();
            reader.nouns();
        }
        reader.patterns();
        if !sentence.heading {
            super::open::clauses(&mut reader);
            super::asides::read(&mut reader);
        }
        reader.numbers();
        for relation in &mut reader.relations {
            // Who denies that it is not so says that it is.
            if relation.force == Force::Denied && relation.polarity == Polarity::Affirmed {
                relation.force = Force::Asserted;
            }
        }
        found.relations.append(&mut reader.relations);
    }
}

/// One sentence being read.
pub(super) struct Reader<'a, 'b> {
    pub(super) extractor: &'a Extractor<'b>,
    pub(super) sentence: &'a Sentence,
    pub(super) number: usize,
    pub(super) tokens: &'a [Token],
    pub(super) units: &'a [Unit],
    pub(super) links: &'a Links,
    pub(super) lexicon: &'a crate::ontology::Lexicon,
    pub(super) grammar: &'a super::chunk::Grammar,
    pub(super) here: &'a [usize],
    pub(super) mentions: &'a mut Vec<Mention>,
    pub(super) relations: Vec<Relation>,
    /// Where the mentions begin that reading this sentence has added.
    first_new: usize,
    /// The verb units that some rule has read.
    pub(super) said: std::collections::BTreeSet<usize>,
    pub(super) trial: &'a mut Trial,
}

impl<'a> Reader<'a, '_> {
    pub(super) fn clause(&self) -> Clause<'_> {
        Clause {
            units: self.units,
            tokens: self.tokens,
            mentions: self.mentions,
            lexicon: self.lexicon,
            schema: &self.extractor.ontology.schema,
            links: self.links,
        }
    }

    fn rules(&self) -> &'a Rules {
        &self.extractor.rules
    }

    fn verbs(&mut self) {
        let verbs: Vec<usize> = self.clause().verbs().collect();
        for verb in verbs {
            let Some(group) = self.clause().verb(verb).cloned() else { continue };
            for lemma in &group.lemmas {
                for unit in self.rules().verbs.get(lemma).into_iter().flatten() {
                    if self.rules().rules[unit.rule].language == self.sentence.language {
                        self.verb_unit(verb, &group, unit);
                    }
                }
            }
        }
    }

    fn verb_unit(&mut self, verb: usize, group: &super::chunk::VerbGroup, unit: &VerbUnit) {
        let clause = self.clause();
        let (subjects, objects) = if unit.passive {
            if !group.passive {
                return;
            }
            (clause.subject(verb), clause.after_words(verb, &unit.rest))
        } else if unit.rest.is_empty() {
            if group.passive {
                (clause.agent(verb), clause.subject(verb))
            } else {
                (clause.subject(verb), clause.object(verb))
            }
        } else if group.passive {
            // *is described by … as*: only the words right behind the verb, the agent after them.
            (Vec::new(), Vec::new())
        } else {
            let mut objects = clause.after_words(verb, &unit.rest);
            if let Some((preposition, before)) =
                unit.rest.split_last().filter(|_| objects.is_empty())
            {
                let spoken = clause.follows(verb, before);
                objects = if spoken { clause.pied_piped(verb, preposition) } else { objects };
                if objects.is_empty() {
                    objects = clause.complement(verb, before, preposition);
                }
            }
            (clause.subject(verb), objects)
        };
        let (subjects, objects) =
            if unit.inverse { (objects, subjects) } else { (subjects, objects) };
        let how = format!("verb “{}”", self.tokens[group.main].lower);
        let before = self.relations.len();
        let compiled = &self.rules().rules[unit.rule];
        if subjects.is_empty() || objects.is_empty() {
            if self.watches(compiled) {
                self.note(&how, compiled, &subjects, &objects, false);
            }
            return;
        }
        let context = clause.context(verb);
        let time = self.time_near(verb);
        self.relate(unit.rule, &subjects, &objects, &context, time, &how);
        let made = self.relations.len() > before;
        if self.watches(compiled) {
            self.note(&how, compiled, &subjects, &objects, made);
        }
        if made {
            self.said.insert(verb);
        }
    }

    /// Relations between every subject and every object that fit.
    fn relate(
        &mut self,
        rule: usize,
        subjects: &[usize],
        objects: &[usize],
        context: &Context,
        time: Option<(usize, Bound)>,
        how: &str,
    ) {
        let compiled = &self.rules().rules[rule];
        let spread = |units: &[usize]| -> Vec<usize> {
            let clause = self.clause();
            units.iter().flat_map(|it| clause.bodies(*it)).collect()
        };
        let (subjects, objects) = (spread(subjects), spread(objects));
        let subjects: Vec<(usize, bool)> =
            subjects.iter().flat_map(|it| self.arguments(*it, &compiled.subject, false)).collect();
        let contrasted: Vec<usize> =
            objects.iter().filter_map(|it| self.clause().contrasted(*it)).collect();
        let mut objects: Vec<(usize, bool)> =
            objects.iter().flat_map(|it| self.arguments(*it, &compiled.object, true)).collect();
        for unit in contrasted {
            let against = self.arguments(unit, &compiled.object, true);
            objects.extend(against.into_iter().map(|(it, negated)| (it, !negated)));
        }
        for (subject, _) in &subjects {
            for (object, object_negated) in &objects {
                let mut context = context.clone();
                if *object_negated {
                    context.negate("its object");
                }
                self.push(rule, *subject, *object, context, time, Vec::new(), how);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one relation")]
    fn push(
        &mut self,
        rule: usize,
        subject: usize,
        object: usize,
        mut context: Context,
        time: Option<(usize, Bound)>,
        qualifiers: Vec<(PropertyId, usize)>,
        how: &str,
    ) {
        if subject == object || self.mentions[subject].span.overlaps(self.mentions[object].span) {
            return;
        }
        let compiled = &self.rules().rules[rule];
        let source = &self.extractor.ontology.rules[compiled.rule];
        if source.negated {
            context.negate("the rule");
        }
        if let Some(force) = source.force.as_deref().and_then(force)
            && context.force == Force::Asserted
        {
            context.force = force;
        }
        let holder = context.holder.and_then(|it| self.holder(it));
        let mut steps = vec![how.to_owned()];
        steps.append(&mut context.steps);
        let same = |it: &Relation| {
            it.subject == subject && it.object == object && it.property == compiled.property
        };
        if self.relations.iter().any(same) {
            return;
        }
        self.relations.push(Relation {
            rule: Some(compiled.rule),
            property: compiled.property,
            subject,
            object,
            polarity: context.polarity,
            force: context.force,
            certainty: context.certainty,
            holder,
            time: time.filter(|it| it.0 != object && it.0 != subject),
            qualifiers,
            phrase: None,
            sentence: self.number,
            confidence: source.confidence,
            steps,
        });
    }

    /// As [`Self::argument`], with all that stand in its place where it means several things: *those countries*.
    fn arguments(&mut self, unit: usize, allowed: &[ClassId], object: bool) -> Vec<(usize, bool)> {
        let addressed = self.addressed(unit);
        if !addressed.is_empty() {
            let schema = &self.extractor.ontology.schema;
            let fits = |it: &usize| schema.fits(self.mentions[*it].class, allowed);
            return addressed.into_iter().filter(fits).map(|it| (it, false)).collect();
        }
        let Some((mention, negated)) = self.argument(unit, allowed, object) else {
            return Vec::new();
        };
        self.members(mention).into_iter().map(|it| (it, negated)).collect()
    }

    /// Those whom *you* means behind *if you …*, described by what is supposed of them.
    pub(super) fn addressed(&mut self, unit: usize) -> Vec<usize> {
        let clause = self.clause();
        if !clause.is_addressee(unit) {
            return Vec::new();
        }
        let of_them = clause
            .verbs()
            .any(|it| clause.subject(it).contains(&unit) && clause.is_of_addressee(it));
        let people = self.extractor.ontology.schema.class_id("Population");
        let Some(people) = people.filter(|_| of_them) else { return Vec::new() };
        let supposed = clause.supposed();
        let mention = |it: (usize, std::ops::Range<usize>)| {
            let span = self.tokens[it.1.start].span.cover(self.tokens[it.1.end - 1].span);
            self.add(span, it.1, people, "addressee")
        };
        supposed.into_iter().map(mention).collect()
    }

    /// A mention, or all that stand in its place where it means several things.
    pub(super) fn members(&self, mention: usize) -> Vec<usize> {
        let span = self.mentions[mention].span;
        let of_set = |it: &usize| {
            self.mentions[*it].span == span && self.mentions[*it].found_by == super::sets::FOUND_BY
        };
        if !of_set(&mention) {
            return vec![mention];
        }
        self.here.iter().copied().filter(of_set).collect()
    }

    /// The mention of a noun unit that fits the classes, and whether the unit says no.
    ///
    /// A pronoun always fits.  An object without a mention becomes a description of its own where any topic
    /// may stand.
    pub(super) fn argument(
        &mut self,
        unit: usize,
        allowed: &[ClassId],
        object: bool,
    ) -> Option<(usize, bool)> {
        let clause = self.clause();
        let through = clause.through(unit);
        let group = clause.noun(through)?.clone();
        let negated =
            group.negated || clause.noun(unit).is_some_and(|it| it.negated) && through != unit;
        let schema = &self.extractor.ontology.schema;
        let fits = |it: &usize| {
            let mention = &self.mentions[*it];
            mention.kind == MentionKind::Pronoun || schema.fits(mention.class, allowed)
        };
        if let Some(hit) = group.heads.iter().find(|it| fits(it)) {
            return Some((*hit, negated && object));
        }
        let topical =
            allowed.is_empty() || self.rules().topic.is_some_and(|it| allowed.contains(&it));
        if !object || !topical || !group.heads.is_empty() {
            return None;
        }
        self.describe(through, group.core).map(|it| (it, negated))
    }

    /// Whether a mention is of someone who can act.
    pub(super) fn is_agent(&self, mention: usize) -> bool {
        self.is_one_of(mention, &["Person", "Organisation", "State", "Population", "Post"])
    }

    /// Whether a mention is of one of these classes.
    pub(super) fn is_one_of(&self, mention: usize, classes: &[&str]) -> bool {
        let schema = &self.extractor.ontology.schema;
        let class = self.mentions[mention].class;
        classes.iter().filter_map(|it| schema.class_id(it)).any(|it| schema.is_a(class, it))
    }

    /// Whether a mention is *I*: what a speaker does in passing says nothing about the world.
    pub(super) fn is_passing(&self, mention: usize) -> bool {
        let mention = &self.mentions[mention];
        let token = &self.tokens[mention.tokens.start - self.sentence.tokens.start];
        mention.kind == MentionKind::Pronoun && self.lexicon.has("reference.speaker", &token.lower)
    }

    /// The class of what is only described.
    pub(super) fn topic(&self) -> Option<ClassId> {
        self.rules().topic
    }

    /// A new mention for a noun unit no recogniser knows, with the phrases that belong to it behind it.
    pub(super) fn describe(&mut self, unit: usize, core: usize) -> Option<usize> {
        let topic = self.rules().topic?;
        let clause = self.clause();
        let mut end = clause.phrase_end(unit);
        if clause.head_of(unit).is_none() {
            // Without a tree: *of* and *for* only.
            let mut last = unit;
            while clause.is(last + 1, &UnitKind::Preposition)
                && matches!(clause.word(last + 1), "of" | "for")
                && clause.noun(last + 2).is_some()
            {
                last += 2;
            }
            end = self.units[last].tokens.end;
        }
        // A mark of emphasis begins something else: *the story in \*The Times\**.
        let mark = self.tokens[core..end].iter().position(|it| it.lower == "*");
        let end = mark.map_or(end, |it| core + it);
        let words = self.tokens[core..end]
            .iter()
            .filter(|it| it.kind == TokenKind::Word && it.classes.is_open())
            .count();
        if words == 0 {
            return None;
        }
        let span = self.tokens[core].span.cover(self.tokens[end - 1].span);
        Some(self.add(span, core..end, topic, "description"))
    }

    /// A mention of everything from a noun to the end of its phrase: the next comma, break or clause.
    pub(super) fn words_from(&mut self, unit: usize, core: usize) -> usize {
        let clause = self.clause();
        let ends = |it: &usize| {
            clause.is(*it, &UnitKind::Comma)
                || clause.is(*it, &UnitKind::Break)
                || clause.is(*it, &UnitKind::Relative)
                || clause.is(*it, &UnitKind::Subordinator)
                || clause.verb(*it).is_some_and(|it| it.finite)
        };
        let stop = (unit + 1..self.units.len()).find(ends).unwrap_or(self.units.len());
        let end = self.units[stop - 1].tokens.end;
        let span = self.tokens[core].span.cover(self.tokens[end - 1].span);
        let topic = self.rules().topic.unwrap_or(ClassId(0));
        self.add(span, core..end, topic, "description")
    }

    pub(super) fn add(
        &mut self,
        span: Span,
        tokens: std::ops::Range<usize>,
        class: ClassId,
        found_by: &'static str,
    ) -> usize {
        let offset = self.sentence.tokens.start;
        let tokens = tokens.start + offset..tokens.end + offset;
        let same =
            |it: &usize| self.mentions[*it].span == span && self.mentions[*it].value.is_none();
        let new = self.first_new..self.mentions.len();
        if let Some(known) = self.here.iter().copied().chain(new).find(same) {
            return known;
        }
        self.mentions.push(Mention {
            span,
            tokens,
            sentence: self.number,
            kind: MentionKind::Nominal,
            class,
            entity: None,
            value: None,
            found_by,
            inside: false,
            antecedent: None,
        });
        self.mentions.len() - 1
    }

    /// The mention of whoever is reported to say something.
    pub(super) fn holder(&self, unit: usize) -> Option<usize> {
        let clause = self.clause();
        let group = clause.noun(unit)?;
        let schema = &self.extractor.ontology.schema;
        let speaks = ["Person", "Organisation", "State", "Population", "Post", "Document"];
        let fits = |it: &&usize| {
            let mention = &self.mentions[**it];
            mention.kind == MentionKind::Pronoun
                || speaks
                    .iter()
                    .filter_map(|it| schema.class_id(it))
                    .any(|class| schema.is_a(mention.class, class))
        };
        group.heads.iter().find(fits).copied().or(group.possessor)
    }

    /// The date nearest to the verb in its clause, with the side of an interval it gives.
    pub(super) fn time_near(&self, verb: usize) -> Option<(usize, Bound)> {
        let date = self.rules().date?;
        let clause = self.clause();
        let mut best: Option<(usize, usize, Bound)> = None;
        for unit in 0..self.units.len() {
            let Some(group) = clause.noun(unit) else { continue };
            let Some(head) = group.heads.iter().find(|it| self.mentions[**it].class == date) else {
                continue;
            };
            let between = if unit < verb { unit + 1..verb } else { verb + 1..unit };
            let crosses = between.clone().any(|it| {
                clause.verb(it).is_some_and(|other| other.finite)
                    || clause.is(it, &UnitKind::Break)
                    || clause.is(it, &UnitKind::Relative)
                    || clause.is(it, &UnitKind::Subordinator)
            });
            let distance = between.len();
            if crosses || best.is_some_and(|it| it.0 <= distance) {
                continue;
            }
            let word = unit.checked_sub(1).map_or("", |it| clause.word(it));
            if word == "of" || word == "than" {
                continue;
            }
            let listed = |list: &str| self.lexicon.has(list, word);
            let interval =
                matches!(&self.mentions[*head].value, Some(Value::Date(it)) if it.contains('/'));
            let bound = match () {
                () if interval => Bound::At,
                () if listed("date.since") => Bound::Since,
                () if listed("date.until") => Bound::Until,
                () => Bound::At,
            };
            best = Some((distance, *head, bound));
        }
        best.map(|it| (it.1, it.2)).or_else(|| self.time_before(verb))
    }

    /// *In March the minister left, leaving a deputy*: the date that the sentence of a participle begins with.
    fn time_before(&self, verb: usize) -> Option<(usize, Bound)> {
        let clause = self.clause();
        let group = clause.verb(verb)?;
        let gerund = !group.finite && group.form == VerbForm::Gerund;
        let first = (0..verb.min(2)).find(|it| clause.noun(*it).is_some())?;
        let date = self.rules().date.filter(|_| gerund)?;
        let heads = &clause.noun(first)?.heads;
        let date = heads.iter().find(|it| self.mentions[**it].class == date)?;
        Some((*date, Bound::At))
    }

    /// The date right before a token: *2017 untersuchte er …*, where no verb is known.
    fn fronted_date(&self, at: usize) -> Option<(usize, Bound)> {
        let date = self.rules().date?;
        let end = at + self.sentence.tokens.start;
        let fits = |it: &&usize| {
            let mention = &self.mentions[**it];
            mention.class == date && mention.tokens.end == end && mention.value.is_some()
        };
        let mention = *self.here.iter().find(fits)?;
        let start = self.mentions[mention].tokens.start - self.sentence.tokens.start;
        let word = start.checked_sub(1).map_or("", |it| self.tokens[it].lower.as_str());
        let bound = if self.lexicon.has("date.since", word) { Bound::Since } else { Bound::At };
        Some((mention, bound)).filter(|_| !self.lexicon.has("date.until", word))
    }

    fn nouns(&mut self) {
        for unit in 0..self.units.len() {
            if self.clause().noun(unit).is_none() {
                continue;
            }
            let last = &self.tokens[self.units[unit].tokens.end - 1];
            let stem = singular(&last.lower);
            let keys = [Some(last.lower.clone()), stem];
            for key in keys.into_iter().flatten() {
                for noun in self.rules().nouns.get(&key).into_iter().flatten() {
                    if self.rules().rules[noun.rule].language == self.sentence.language {
                        self.noun_unit(unit, noun);
                    }
                }
            }
        }
    }

    fn noun_unit(&mut self, unit: usize, noun: &NounUnit) {
        let clause = self.clause();
        let end = self.units[unit].tokens.end;
        let before = end.checked_sub(1 + noun.before.len());
        let agrees = before.is_some_and(|it| {
            self.tokens[it..end - 1]
                .iter()
                .zip(&noun.before)
                .all(|(token, word)| token.lower == *word)
        });
        let preposition = clause.is(unit + 1, &UnitKind::Preposition)
            && clause.word(unit + 1) == noun.preposition;
        if !agrees || !preposition || clause.noun(unit + 2).is_none() {
            return;
        }
        let objects = clause.coordination_right(unit + 2);
        let last = objects.last().copied().unwrap_or(unit + 2);
        let group = clause.noun(unit).cloned().unwrap_or_default();
        let mut context = Context::default();
        let mut time = None;
        // Whose it is: *X's support for*, *support for Y by X*, *X gives support for*.
        let mut subjects: Vec<usize> = Vec::new();
        let agent = clause.is(last + 1, &UnitKind::Preposition)
            && matches!(clause.word(last + 1), "by" | "from");
        let governor = unit.checked_sub(1).filter(|it| clause.verb(*it).is_some());
        let possessor = group.possessor.or_else(|| self.modifier(unit));
        if possessor.is_none() && agent && clause.noun(last + 2).is_some() {
            subjects = clause.coordination_right(last + 2);
        } else if let Some(governor) = governor.filter(|_| possessor.is_none()) {
            const LIGHT: [&str; 16] = [
                "have",
                "give",
                "offer",
                "express",
                "make",
                "pose",
                "provide",
                "take",
                "play",
                "show",
                "voice",
                "hold",
                "launch",
                "carry",
                "conduct",
                "represent",
            ];
            let light = clause.verb(governor).is_some_and(|it| {
                !it.passive && it.lemmas.iter().any(|it| LIGHT.contains(&it.as_str()) || it == "be")
            });
            if light {
                subjects = clause.subject(governor);
                context = clause.context(governor);
                time = self.time_near(governor);
            }
        }
        if group.negated {
            context.negate("its noun");
        }
        let how = format!("noun “{}”", self.tokens[end - 1].lower);
        let allowed = self.rules().rules[noun.rule].subject.clone();
        if let Some(possessor) = possessor {
            let mention = &self.mentions[possessor];
            let schema = &self.extractor.ontology.schema;
            if mention.kind == MentionKind::Pronoun || schema.fits(mention.class, &allowed) {
                let range = self.rules().rules[noun.rule].object.clone();
                for object in objects {
                    for (object, _) in self.arguments(object, &range, true) {
                        self.push(
                            noun.rule,
                            possessor,
                            object,
                            context.clone(),
                            time,
                            Vec::new(),
                            &how,
                        );
                    }
                }
            }
        } else if !subjects.is_empty() {
            let before = self.relations.len();
            self.relate(noun.rule, &subjects, &objects, &context, time, &how);
            let compiled = &self.rules().rules[noun.rule];
            if self.watches(compiled) {
                let made = self.relations.len() > before;
                self.note(&how, compiled, &subjects, &objects, made);
            }
        } else if self.watches(&self.rules().rules[noun.rule]) {
            let compiled = &self.rules().rules[noun.rule];
            self.note(&how, compiled, &[], &objects, false);
        }
    }

    /// The name right before the last word of a noun unit: *government* in *government objections*.
    fn modifier(&self, unit: usize) -> Option<usize> {
        let last = self.units[unit].tokens.end - 1 + self.sentence.tokens.start;
        let schema = &self.extractor.ontology.schema;
        let acting = ["Organisation", "State", "Person"];
        self.here.iter().copied().find(|it| {
            let mention = &self.mentions[*it];
            let acts = acting
                .iter()
                .filter_map(|it| schema.class_id(it))
                .any(|class| schema.is_a(mention.class, class));
            mention.tokens.end == last && acts && !mention.inside
        })
    }

    fn patterns(&mut self) {
        if self.here.len() < 2 {
            return;
        }
        let words = self.tokens.iter().fold(0, |all, it| all | pattern::signature(&it.lower));
        for (number, compiled) in self.rules().rules.iter().enumerate() {
            if compiled.language != self.sentence.language {
                continue;
            }
            for pattern in &compiled.patterns {
                let scene = Scene {
                    ontology: self.extractor.ontology,
                    grammar: self.grammar,
                    tokens: self.tokens,
                    offset: self.sentence.tokens.start,
                    mentions: self.mentions,
                    here: self.here,
                    words,
                };
                for hit in pattern.find(&scene) {
                    self.pattern_match(number, compiled, &hit);
                }
            }
        }
    }

    fn pattern_match(&mut self, number: usize, compiled: &Compiled, hit: &pattern::Match) {
        let schema = &self.extractor.ontology.schema;
        let role = |name: &str| hit.roles.iter().find(|it| it.0 == name).map(|it| it.1);
        let (Some(subject), Some(object)) = (role("subject"), role("object")) else { return };
        let fits = |mention: usize, allowed: &[ClassId]| {
            let mention = &self.mentions[mention];
            mention.kind == MentionKind::Pronoun || schema.fits(mention.class, allowed)
        };
        if !fits(subject, &compiled.subject) || !fits(object, &compiled.object) {
            return;
        }
        let qualifiers = hit
            .roles
            .iter()
            .filter_map(|(name, mention)| Some((schema.property_id(name)?, *mention)))
            .collect();
        let clause = self.clause();
        let verb = clause.verbs().find(|it| {
            let main = clause.verb(*it).map_or(0, |it| it.main);
            hit.tokens.contains(&main) || main + 1 == hit.tokens.start
        });
        let presupposed = self.extractor.ontology.rules[compiled.rule].presupposed;
        let mut context =
            verb.filter(|_| !presupposed).map_or_else(Context::default, |it| clause.context(it));
        if verb.is_none() && !presupposed {
            let denied = self.tokens[hit.tokens.clone()].iter().any(|it| {
                it.classes.has(Class::Negator)
                    && it.kind != TokenKind::Punctuation
                    && it.lower != "no"
            });
            if denied {
                context.negate("a word of the pattern");
            }
        }
        let time = role("time")
            .map(|it| (it, Bound::At))
            .or_else(|| verb.and_then(|it| self.time_near(it)))
            .or_else(|| self.fronted_date(hit.tokens.start).filter(|_| verb.is_none()));
        // *threats such as espionage and sabotage*: what is coordinated to the last role shares it.
        let last = if self.mentions[subject].tokens.end > self.mentions[object].tokens.end {
            subject
        } else {
            object
        };
        let ends = self.mentions[last].tokens.end == hit.tokens.end + self.sentence.tokens.start;
        let unit =
            clause.unit_at(hit.tokens.end - 1).filter(|it| ends && clause.noun(*it).is_some());
        let others: Vec<usize> = unit
            .map_or_else(Vec::new, |it| clause.coordination_right(it))
            .into_iter()
            .skip(1)
            .collect();
        let allowed = if last == subject { &compiled.subject } else { &compiled.object };
        self.push(number, subject, object, context.clone(), time, qualifiers, "pattern");
        for other in others {
            if let Some((other, _)) = self
                .argument(other, allowed, false)
                .filter(|it| self.mentions[it.0].kind != MentionKind::Pronoun)
            {
                let (subject, object) =
                    if last == subject { (other, object) } else { (subject, other) };
                self.push(
                    number,
                    subject,
                    object,
                    context.clone(),
                    time,
                    Vec::new(),
                    "pattern, coordinated",
                );
            }
        }
    }

    /// What a quantity counts: *plots* of *29 plots*; nothing for a measure, *eighteen years*.
    pub(super) fn counted(&mut self, quantity: usize) -> Option<usize> {
        let topic = self.rules().topic?;
        let Some(Value::Quantity(value)) = &self.mentions[quantity].value else { return None };
        let (span, unit) = (value.unit_span?, &value.unit);
        let last = unit.rsplit(' ').next().unwrap_or("").to_lowercase();
        let stem = last.strip_suffix('s').unwrap_or(&last);
        let measure = self.lexicon.list("date.unit").iter().any(|it| it == stem)
            || self.lexicon.has("number.currency", &last)
            || last == "cent";
        if measure {
            return None;
        }
        let end = self.mentions[quantity].tokens.end - self.sentence.tokens.start;
        let first = self.tokens.iter().position(|it| it.span.start >= span.start).unwrap_or(0);
        let known = self
            .here
            .iter()
            .copied()
            .filter(|it| {
                *it != quantity
                    && self.mentions[*it].span.end == span.end
                    && span.contains(self.mentions[*it].span)
            })
            .max_by_key(|it| self.mentions[*it].span.len());
        Some(known.unwrap_or_else(|| self.add(span, first..end, topic, "counted noun")))
    }

    /// *29 plots*: the number of what is counted.
    fn numbers(&mut self) {
        let Some(property) = self.rules().number_of else { return };
        for quantity in self.here.iter().copied() {
            let Some(counted) = self.counted(quantity) else { continue };
            let offset = self.sentence.tokens.start;
            let tokens = self.mentions[quantity].tokens.clone();
            let clause = self.clause();
            let verb = clause.unit_at(tokens.start - offset).and_then(|unit| {
                (unit + 1..self.units.len())
                    .find(|it| clause.verb(*it).is_some())
                    .or_else(|| clause.previous_verb(unit))
            });
            let context = verb.map_or_else(Context::default, |it| {
                let mut context = clause.context(it);
                // The number of things does not hang on what is done with them.
                context.polarity = Polarity::Affirmed;
                context
            });
            let time = verb.and_then(|it| self.time_near(it));
            let holder = context.holder.and_then(|it| self.holder(it));
            self.relations.push(Relation {
                rule: None,
                property,
                subject: counted,
                object: quantity,
                polarity: context.polarity,
                force: context.force,
                certainty: context.certainty,
                holder,
                time,
                qualifiers: Vec::new(),
                phrase: None,
                sentence: self.number,
                confidence: 0.8,
                steps: context.steps,
            });
        }
    }
}

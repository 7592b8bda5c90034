//! With what force a clause is said, and by whom.
//!
//! Negation, modal verbs, intended and failed infinitives, conditions, hedges and reported speech are read from
//! the units around a verb.  The word lists behind them are language data.

use super::{Force, Polarity, chunk::UnitKind, clause::Clause};
use crate::language::TokenKind;

/// What the clause around a verb adds to a relation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Context {
    pub(super) polarity: Polarity,
    pub(super) force: Force,
    pub(super) certainty: Option<(String, String)>,
    /// The noun unit of whoever is reported to say it.
    pub(super) holder: Option<usize>,
    pub(super) steps: Vec<String>,
}

impl Default for Context {
    fn default() -> Self {
        Self {
            polarity: Polarity::Affirmed,
            force: Force::Asserted,
            certainty: None,
            holder: None,
            steps: Vec::new(),
        }
    }
}

impl Context {
    pub(super) fn negate(&mut self, why: &str) {
        self.polarity = self.polarity.contrary();
        self.steps.push(format!("negated by {why}"));
    }

    fn weaken(&mut self, force: Force, why: &str) {
        if self.force == Force::Asserted
            || self.force == Force::Assessed && force != Force::Assessed
        {
            self.force = force;
            self.steps.push(format!("{} by {why}", name(force)));
        }
    }
}

/// The name of a force as in data.
pub(super) fn name(force: Force) -> &'static str {
    match force {
        Force::Asserted => "asserted",
        Force::Assessed => "assessed",
        Force::Alleged => "alleged",
        Force::Possible => "possible",
        Force::Planned => "planned",
        Force::Recommended => "recommended",
        Force::Hypothetical => "hypothetical",
        Force::Denied => "denied",
    }
}

/// The force of that name.
pub(super) fn force(name: &str) -> Option<Force> {
    const ALL: [Force; 8] = [
        Force::Asserted,
        Force::Assessed,
        Force::Alleged,
        Force::Possible,
        Force::Planned,
        Force::Recommended,
        Force::Hypothetical,
        Force::Denied,
    ];
    ALL.into_iter().find(|it| self::name(*it) == name)
}

impl Clause<'_> {
    /// The context of the verb at `verb`.
    pub(super) fn context(&self, verb: usize) -> Context {
        let mut context = self.inner_context(verb, 5);
        self.sentence_context(verb, &mut context);
        context
    }

    fn inner_context(&self, verb: usize, depth: usize) -> Context {
        let Some(group) = self.verb(verb).filter(|_| depth > 0) else { return Context::default() };
        let mut context = self.governed_context(verb, depth);
        if group.negated {
            match self.exclusive(verb) {
                // *no longer concerns offices alone* says that it does concern them.
                Some(word) => context.steps.push(format!("“not … {word}” is no denial")),
                None => context.negate("the verb group"),
            }
        }
        // *shares it without harming anybody*
        let before = self.before_adverbs(verb).filter(|it| self.is(*it, &UnitKind::Preposition));
        if before.is_some_and(|it| self.lexicon.has("words.lacking", self.word(it))) {
            context.negate("the preposition before it");
        }
        if let Some(modal) = group.modal {
            let word = &self.tokens[modal].lower;
            for (list, words) in self.lexicon.section("modal") {
                if let Some(force) = force(list).filter(|_| words.contains(word)) {
                    context.weaken(force, &format!("“{word}”"));
                    break;
                }
            }
        }
        if self.subject(verb).first().and_then(|it| self.noun(*it)).is_some_and(|it| it.negated) {
            context.negate("its subject");
        }
        context
    }

    /// The word of *not only* or *not … alone* with a negated verb.
    fn exclusive(&self, verb: usize) -> Option<&str> {
        let group = &self.units[verb].tokens;
        let object = self.object(verb).last().map_or(group.end, |it| self.units[*it].tokens.end);
        let end = object.max(group.end) + 1;
        let words = &self.tokens[group.start..end.min(self.tokens.len())];
        let found = words.iter().find(|it| self.lexicon.has("words.exclusive", &it.lower));
        found.map(|it| it.lower.as_str())
    }

    /// What an infinitive, a participle or a coordinated verb takes over from the verb before it.
    fn governed_context(&self, verb: usize, depth: usize) -> Context {
        let Some(group) = self.verb(verb) else { return Context::default() };
        let governor = self.previous_verb(verb);
        let left = verb.checked_sub(1);
        let coordinated = left
            .is_some_and(|it| self.is(it, &UnitKind::Coordinator) || self.is(it, &UnitKind::Comma));
        if !group.infinitive {
            // *to find and tackle*: the second verb shares what governs the first.
            let shares = coordinated
                && !group.negated
                && group.modal.is_none()
                && governor.and_then(|it| self.verb(it)).is_some_and(|it| {
                    it.form == group.form && (it.infinitive || it.modal.is_some() || !it.finite)
                });
            if shares {
                return governor
                    .map_or_else(Context::default, |it| self.inner_context(it, depth - 1));
            }
            let mut context = Context::default();
            // *plans for building*, *attempts at hiding*
            if !group.finite {
                let noun = left
                    .and_then(|it| it.checked_sub(1))
                    .filter(|_| left.is_some_and(|it| self.is(it, &UnitKind::Preposition)));
                // *is accused of breaking it*
                let charged = left.is_some_and(|it| self.is(it, &UnitKind::Preposition));
                if let Some((list, word)) =
                    governor.filter(|_| charged).and_then(|it| self.reporting(it))
                    && list == "alleged"
                {
                    context.weaken(Force::Alleged, &format!("“{word}”"));
                }
                // *neither the gain nor the risk of having it*
                let denied = noun.is_some_and(|it| {
                    self.noun(it).is_some_and(|it| it.negated)
                        || it > 0 && self.word(it - 1) == "nor"
                });
                if denied {
                    context.negate("the noun before it");
                }
                let word =
                    noun.map_or("", |it| self.tokens[self.units[it].tokens.end - 1].lower.as_str());
                let stem = word.strip_suffix('s').unwrap_or(word);
                if self.lexicon.has("words.intended", stem) {
                    context.weaken(Force::Planned, &format!("“{word}”"));
                }
                // *will remain watchful, working with …*: the participle shares the force of its clause.
                if let Some(governor) = governor.filter(|_| !group.passive) {
                    let outer = self.inner_context(governor, depth - 1);
                    if outer.force != Force::Asserted {
                        context.weaken(outer.force, "the verb it goes with");
                    }
                }
            }
            return context;
        }
        let Some(governor) = governor else {
            let mut context = Context::default();
            context.weaken(Force::Planned, "an infinitive of purpose");
            return context;
        };
        let mut context = self.inner_context(governor, depth - 1);
        let lemmas = &self.verb(governor).map_or(Vec::new(), |it| it.lemmas.clone());
        let between = self.units[governor].tokens.start..self.units[verb].tokens.start;
        let listed = |list: &str| {
            lemmas.iter().any(|it| self.lexicon.has(list, it))
                || self.tokens[between.clone()]
                    .iter()
                    .any(|it| it.kind == TokenKind::Word && self.lexicon.has(list, &it.lower))
        };
        // *has no power to act*
        let powerless =
            verb.checked_sub(1).and_then(|it| self.noun(it)).is_some_and(|it| it.negated);
        if listed("words.failing") || powerless {
            context.negate(if powerless { "the noun before it" } else { "a verb of failing" });
        } else if lemmas.iter().any(|it| it == "need") {
            context.weaken(Force::Recommended, "“need to”");
        } else if listed("words.intending") {
            context.weaken(Force::Planned, "a verb of intending");
        } else if let Some((list, word)) = self.reporting(governor) {
            // *is said to have …*, *wants firms to …*
            let forced = if list == "asserted" {
                Force::Alleged
            } else {
                force(list).unwrap_or(Force::Alleged)
            };
            context.weaken(forced, &format!("“{word}”"));
        } else if !listed("words.implying") {
            context.weaken(Force::Planned, "an infinitive of purpose");
        }
        context
    }

    /// The reporting list and the verb of a reporting verb group.
    pub(super) fn reporting(&self, verb: usize) -> Option<(&str, &str)> {
        let group = self.verb(verb)?;
        let mut lists: Vec<(&str, &[String])> = self.lexicon.section("reporting").collect();
        lists.sort_unstable();
        lists.into_iter().find_map(|(list, words)| {
            let word = group.lemmas.iter().find(|it| words.contains(it))?;
            Some((list, word.as_str()))
        })
    }

    /// Conditions, hedges, questions and reported speech around the verb.
    fn sentence_context(&self, verb: usize, context: &mut Context) {
        let start = self.units[verb].tokens.start;
        if self.tokens.last().is_some_and(|it| it.lower == "?") {
            context.weaken(Force::Hypothetical, "a question");
        }
        // *If you work in finance, you will …* is said of all who work in finance.
        if self.in_condition(verb) && !self.is_of_addressee(verb) {
            context.weaken(Force::Hypothetical, "a condition");
        }
        if let Some(word) = self.prevented(verb) {
            context.force = Force::Asserted;
            context.polarity = Polarity::Negated;
            context.steps.push(format!("negated by “{word} … before”"));
        }
        let from =
            self.subject(verb).first().map_or(start, |it| self.units[*it].tokens.start.min(start));
        let until = (self.units[verb].tokens.end + 1).min(self.tokens.len());
        self.hedge(from..until, context);
        if context.holder.is_none() {
            self.report(verb, context);
        }
    }

    /// The verb of *was stopped before he could act*, seen from what did not happen.
    fn prevented(&self, verb: usize) -> Option<&str> {
        let before = (0..verb).rev().find(|it| {
            self.word(*it) == "before" || self.is(*it, &UnitKind::Break) && self.word(*it) != ","
        })?;
        if self.word(before) != "before" {
            return None;
        }
        let verbs_between = (before..verb).filter(|it| self.verb(*it).is_some()).count();
        let able = self.tokens[self.units[before].tokens.end..self.units[verb].tokens.end]
            .iter()
            .any(|it| self.lexicon.has("words.able", &it.lower));
        let stopped = self.previous_verb(before)?;
        let group = self.verb(stopped)?;
        let word = group.lemmas.iter().find(|it| self.lexicon.has("words.preventing", it))?;
        (able && verbs_between <= 1 && !group.negated).then_some(word.as_str())
    }

    fn in_condition(&self, verb: usize) -> bool {
        let conditional = |it: usize| {
            self.is(it, &UnitKind::Subordinator)
                && self.lexicon.has("words.conditional", self.word(it))
        };
        let opens = conditional(0) || conditional(1) && self.is(0, &UnitKind::Coordinator);
        if opens {
            return true;
        }
        for it in (0..verb).rev() {
            if conditional(it) {
                return true;
            }
            // *in cases where …*
            let case = self.word(it) == "where"
                && it.checked_sub(1).is_some_and(|_| {
                    self.tokens[..self.units[it].tokens.start]
                        .iter()
                        .any(|it| self.lexicon.has("words.case", &it.lower))
                });
            if case {
                return true;
            }
            let ends = self.is(it, &UnitKind::Break)
                || self.verb(it).is_some_and(|it| it.finite)
                || self.is(it, &UnitKind::Relative)
                || self.is(it, &UnitKind::Subordinator);
            if ends {
                return false;
            }
        }
        false
    }

    /// The term of the yardstick for an expression, and the expression: *highly unlikely*.
    pub(super) fn hedge_of(&self, words: &str) -> Option<(String, String)> {
        let mut hedges = self.lexicon.section("hedge");
        hedges.find_map(|(term, phrases)| {
            let phrase = phrases.iter().find(|it| *it == words)?;
            Some((term.to_owned(), phrase.clone()))
        })
    }

    fn hedge(&self, range: std::ops::Range<usize>, context: &mut Context) {
        let tokens = &self.tokens[range];
        let mut best: Option<(usize, &str, &str)> = None;
        for (term, phrases) in self.lexicon.section("hedge") {
            for phrase in phrases {
                let words: Vec<&str> = phrase.split(' ').collect();
                let hit = tokens
                    .windows(words.len())
                    .any(|it| it.iter().zip(&words).all(|(token, word)| token.lower == *word));
                if hit && best.is_none_or(|it| words.len() > it.0) {
                    best = Some((words.len(), term, phrase));
                }
            }
        }
        if let Some((_, term, phrase)) = best {
            context.certainty = Some((term.to_owned(), phrase.to_owned()));
            context.weaken(Force::Assessed, &format!("“{phrase}”"));
        }
        if let Some(token) = tokens.iter().find(|it| self.lexicon.has("alleging.adverb", &it.lower))
        {
            context.weaken(Force::Alleged, &format!("“{}”", token.lower));
        }
    }

    /// Finds the reporting verb whose complement the clause is.
    fn report(&self, verb: usize, context: &mut Context) {
        let subject = self.subject(verb).first().copied().filter(|it| *it < verb).unwrap_or(verb);
        self.report_before(subject, verb, context);
    }

    /// The same, looked for before the unit at `from`.
    fn report_before(&self, from: usize, verb: usize, context: &mut Context) {
        let mut at = from;
        let mut that = None;
        while at > 0 {
            at -= 1;
            match &self.units[at].kind {
                UnitKind::Verb(group) => {
                    if group.infinitive && that.is_none() {
                        return;
                    }
                    let linking =
                        group.lemmas.iter().any(|it| self.lexicon.has("words.linking", it));
                    match that.filter(|_| linking && self.reporting(at).is_none()) {
                        Some(that) => self.judged(at, that, context),
                        None => self.reported_by(at, context),
                    }
                    return;
                }
                UnitKind::Relative | UnitKind::Subordinator if self.word(at) == "that" => {
                    that = Some(at);
                }
                UnitKind::Adverb | UnitKind::Quote | UnitKind::Comma => (),
                UnitKind::Break if matches!(self.word(at), ":" | "“") => (),
                // Someone who is told something stands between: *told MPs that*.
                UnitKind::Noun(_) | UnitKind::Other if that.is_some() => (),
                // *for Mary Low said …*: determiners left by the chunker.
                _ => break,
            }
        }
        self.reported_after(verb, context);
        self.according_to(verb, context);
    }

    /// *it is highly likely that …*: what the verb at `verb` links to, before the *that* at `that`, weakens the clause.
    fn judged(&self, verb: usize, that: usize, context: &mut Context) {
        let words = self.units[verb].tokens.end..self.units[that].tokens.start;
        for (list, judgements) in self.lexicon.section("judged") {
            let word = self.tokens[words.clone()].iter().find(|it| judgements.contains(&it.lower));
            let (Some(word), Some(force)) = (word, force(list)) else { continue };
            let why = format!("“{} that”", word.lower);
            if force == Force::Denied {
                context.negate(&why);
            } else {
                context.weaken(force, &why);
            }
        }
        self.hedge(words, context);
        if self.verb(verb).is_some_and(|it| it.negated) {
            context.weaken(Force::Hypothetical, "“not … that”");
        }
        let expletive = verb.checked_sub(1).filter(|it| self.word(*it) == "it");
        self.report_before(expletive.unwrap_or(verb), verb, context);
    }

    fn reported_by(&self, verb: usize, context: &mut Context) {
        let Some((list, word)) = self.reporting(verb) else {
            self.reported_after(verb, context);
            self.according_to(verb, context);
            return;
        };
        // *Nobody thinks that it is*
        let nobody = self.subject(verb).first().and_then(|it| self.noun(*it));
        let negated =
            self.verb(verb).is_some_and(|it| it.negated) != nobody.is_some_and(|it| it.negated);
        let passive = self.verb(verb).is_some_and(|it| it.passive);
        let why = format!("“{word}”");
        match list {
            "denied" => {
                context.negate(&why);
                context.weaken(Force::Denied, &why);
            }
            "asserted" => {
                if passive && self.agent(verb).is_empty() {
                    context.weaken(Force::Alleged, &why);
                }
            }
            other => {
                if let Some(force) = force(other) {
                    context.weaken(force, &why);
                }
            }
        }
        if negated && self.disowns(verb) {
            context.negate(&format!("“not {word}”"));
            context.weaken(Force::Assessed, &format!("“not {word}”"));
        } else if negated {
            context.weaken(Force::Hypothetical, &format!("“not {word}”"));
        }
        let holder = if passive { self.agent(verb) } else { self.subject(verb) };
        if let Some(holder) = holder.first() {
            context.holder = Some(*holder);
            context.steps.push(format!("said by the subject of {why}"));
        }
    }

    /// Whether a negated verb denies what it governs: *I do not believe that they did*, *I cannot say that it is*; but
    /// *we cannot say that it is* leaves it open.
    fn disowns(&self, verb: usize) -> bool {
        let Some(group) = self.verb(verb) else { return false };
        let listed = |list: &str| group.lemmas.iter().any(|it| self.lexicon.has(list, it));
        let speaker = self.subject_word(verb);
        let speaker = speaker.is_some_and(|it| self.lexicon.has("reference.speaker", it));
        listed("verbs.neg_raising") || speaker && group.modal.is_some() && listed("verbs.saying")
    }

    /// *…, the minister said.*, *…, said the minister; …* and *…, the minister said, …*
    fn reported_after(&self, verb: usize, context: &mut Context) {
        for report in (0..self.units.len()).filter(|it| *it != verb) {
            let Some(group) = self.verb(report) else { continue };
            let left = report.checked_sub(1);
            let subject = left.filter(|it| self.noun(*it).is_some());
            let comma = |it: usize| self.is(it, &UnitKind::Comma) || self.is(it, &UnitKind::Quote);
            let detached = match subject {
                Some(subject) => {
                    let (head, _) = self.chain_head(subject);
                    head > 0 && comma(head - 1)
                }
                None => left.is_some_and(comma),
            };
            // Up to a semicolon, behind which another sentence might as well begin.
            let rest = (report + 1..self.units.len()).take_while(|it| self.word(*it) != ";");
            let behind = rest.into_iter().all(|it| self.verb(it).is_none_or(|it| !it.finite));
            let aside = subject.is_some() && self.is(report + 1, &UnitKind::Comma);
            if detached
                && (report > verb && behind || aside)
                && group.finite
                && self.reporting(report).is_some()
            {
                let holder = subject
                    .map(|it| self.chain_head(it).0)
                    .or_else(|| self.noun(report + 1).map(|_| report + 1));
                let (list, word) = self.reporting(report).unwrap_or(("asserted", "say"));
                if holder.is_some() {
                    context.holder = holder;
                    context.steps.push(format!("said by the subject of “{word}”"));
                    if let Some(force) =
                        force(list).filter(|it| *it != Force::Asserted && *it != Force::Denied)
                    {
                        context.weaken(force, &format!("“{word}”"));
                    }
                }
                return;
            }
        }
    }

    /// *according to the office*, *in their view*, *in the words of the minister*
    fn according_to(&self, verb: usize, context: &mut Context) {
        let at =
            self.tokens.windows(2).position(|it| it[0].lower == "according" && it[1].lower == "to");
        let source = at.and_then(|it| self.unit_at(it + 2)).filter(|it| self.noun(*it).is_some());
        let view = || (0..self.units.len()).find_map(|it| self.viewpoint(it, verb));
        if context.holder.is_some() {
            return;
        }
        if let Some(noun) = source {
            context.holder = Some(noun);
            context.steps.push("said “according to” its holder".to_owned());
        } else if let Some(noun) = view() {
            context.holder = Some(noun);
            context.steps.push("said in the view of its holder".to_owned());
        }
    }

    /// Whose view it is that a preposition leads to, if the verb belongs to it.
    fn viewpoint(&self, preposition: usize, verb: usize) -> Option<usize> {
        let view = self.noun(preposition + 1).filter(|_| self.word(preposition) == "in")?;
        let last = self.units[preposition + 1].tokens.end - 1;
        let between = preposition.min(verb)..preposition.max(verb);
        let apart = between.into_iter().any(|it| self.is(it, &UnitKind::Break));
        if apart || !self.lexicon.has("words.viewpoint", &self.tokens[last].lower) {
            return None;
        }
        let of = self.word(preposition + 2) == "of" && self.noun(preposition + 3).is_some();
        let own = view.possessor.map(|_| preposition + 1);
        own.or_else(|| of.then_some(preposition + 3))
    }
}

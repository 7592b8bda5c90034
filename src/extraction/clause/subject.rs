//! The subject of a verb: by the tree of its sentence where there is one, by its neighbours else.

use super::{Clause, DEPTH};
use crate::{
    extraction::{
        MentionKind,
        chunk::{UnitKind, VerbGroup},
    },
    language::{Class, PartOfSpeech},
    ontology::VerbForm,
};

impl Clause<'_> {
    /// The noun units that are the surface subject of the verb at `verb`; empty when none is found.
    pub(in crate::extraction) fn subject(&self, verb: usize) -> Vec<usize> {
        let known = self.links.subjects.get(verb);
        known.map_or_else(Vec::new, |it| it.get_or_init(|| self.find_subject(verb)).clone())
    }

    fn find_subject(&self, verb: usize) -> Vec<usize> {
        let near = || {
            let mut near = self.subject_within(verb, DEPTH);
            near.retain(|it| self.head_of(*it).is_none_or(|it| !self.disagrees(it, verb)));
            near
        };
        if let Some(subject) = self.over_report(verb) {
            return subject;
        }
        let Some(by_tree) = self.tree_subject(verb) else { return near() };
        if self.is_detached(verb) {
            let near = near();
            return if near.is_empty() { by_tree } else { near };
        }
        // Of *the office and the agency stopped it* the tree may see only the agency; names beside it belong to it.
        let near = near();
        let wider = !by_tree.is_empty()
            && near.len() > by_tree.len()
            && by_tree.iter().all(|it| near.contains(it))
            && near.iter().all(|it| self.is_named(*it));
        // *Every week the police and I brief them*: two that stand side by side, of whom the tree has the second.
        let pair = matches!(
            (near.as_slice(), by_tree.as_slice()),
            ([first, second], [last]) if second == last
                && first + 2 == *second
                && self.is(first + 1, &UnitKind::Coordinator)
                && self.noun(*first).is_some_and(|it| !it.heads.is_empty())
        );
        if wider || pair { near } else { by_tree }
    }

    /// *The law, she said, protects children*: the subject before the aside that says who says so.
    fn over_report(&self, verb: usize) -> Option<Vec<usize>> {
        self.verb(verb).filter(|it| it.finite)?;
        let comma = |it: &usize| self.is(*it, &UnitKind::Comma);
        let report = self.before_adverbs(verb).filter(comma)?.checked_sub(1)?;
        self.verb(report).filter(|it| it.finite)?;
        self.reporting(report)?;
        let speaker = report.checked_sub(1).filter(|it| self.noun(*it).is_some())?;
        let open = self.chain_head(speaker).0.checked_sub(1).filter(comma)?;
        let noun = open.checked_sub(1).filter(|it| self.noun(*it).is_some())?;
        // *A bottle left by the men, he said, increased it*: hard to see what did.
        let fronted = self.chain_head(noun).1;
        Some(if fronted { Vec::new() } else { self.subject_nouns(noun) })
    }

    /// The subject by the tree of the sentence; none where there is no tree.
    fn tree_subject(&self, verb: usize) -> Option<Vec<usize>> {
        let main = self.verb(verb)?.main;
        self.tokens[main].syntax?;
        // *cheap for hackers to try it*: whom an infinitive is for.
        if let Some(doer) = self.infinitive_for(verb) {
            return Some(vec![doer]);
        }
        // *the case where – to use their word – they hide*: said of the words, by the speaker.
        if self.opens_aside(verb) {
            return Some(Vec::new());
        }
        if let Some(seen) = self.seen_doing(verb) {
            return Some(self.coordination_left(seen));
        }
        let mut units = Vec::new();
        // *it is an offence to be …*: an infinitive that stands for *it* is nobody's deed.
        if self.is_clausal_subject(main) {
            return Some(units);
        }
        for token in self.subject_tokens(main, DEPTH) {
            if self.disagrees(token, verb) {
                return Some(Vec::new());
            }
            let noun =
                |token: usize| self.unit_named(token, verb).filter(|it| self.noun(*it).is_some());
            // *most of the activity*: what it is most of.
            let unit = noun(token).or_else(|| self.children(token, "nmod").find_map(noun));
            // *The range is wide: from states, drawing on …*: not past a colon.
            let unit = unit.filter(|it| {
                let mut between = it.min(&verb) + 1..*it.max(&verb);
                !between.any(|it| matches!(self.word(it), ":" | ";"))
            });
            if let Some(unit) = unit.filter(|it| *it != verb && !units.contains(it)) {
                units.push(unit);
            }
        }
        units.sort_unstable();
        // *the attempt to kill him was …*: nobody is said to do it.
        let nobody = self.tokens[main].syntax.is_some_and(|it| it.relation == "acl")
            && self.verb(verb).is_some_and(|it| it.infinitive);
        if units.is_empty() && nobody {
            return Some(units);
        }
        // A name read as an adverb: what is no subject for the tree may be one for its neighbours.
        Some(units).filter(|it| !it.is_empty())
    }

    /// The one word before a verb and its adverbs, where that is its whole subject.
    pub(in crate::extraction) fn subject_word(&self, verb: usize) -> Option<&str> {
        let before = self.before_adverbs(verb)?;
        let unit = &self.units[before];
        (unit.tokens.len() == 1).then(|| self.word(before))
    }

    /// The unit of a noun, or of the name it comes with: *the minister Mary Low*, *the head of it, Mary Low,*.
    fn unit_named(&self, token: usize, verb: usize) -> Option<usize> {
        let own = self.unit_at(token)?;
        let described = !self.is_named(own) || self.is_of(own, &["Post"]);
        let others = ["flat", "appos", "list"].into_iter().flat_map(|it| self.children(token, it));
        let name =
            others.filter_map(|it| self.unit_at(it)).find(|it| *it != own && self.is_named(*it));
        // *Mary Low, the head of the office, said*: the description may stand behind the name.
        // So may an office: *Mary Low, then Prime Minister, said*.
        let start = self.skip_adverbs_left(own);
        let before = start.checked_sub(2).filter(|it| {
            self.is(start - 1, &UnitKind::Comma)
                && described
                && self.is_named(*it)
                && verb > 0
                && self.is(verb - 1, &UnitKind::Comma)
        });
        // *A man in the town, Mary Low, was*: the name between commas says who it is.
        let comma = |it: usize| self.is(it, &UnitKind::Comma);
        let plain = |it: usize| self.is(it, &UnitKind::Preposition) || self.noun(it).is_some();
        let between = (own + 1..own + 6).find(|it| !plain(*it)).map(|it| it + 1).filter(|it| {
            comma(it - 1)
                && comma(it + 1)
                && self.is_named(*it)
                && self.is_person(*it)
                && self.verb(it + 2).is_some()
                && described
                && self.is_person(own)
        });
        name.filter(|_| described).or(before).or(between).or(Some(own))
    }

    /// Whether a noun unit ends in a name.
    pub(super) fn is_named(&self, unit: usize) -> bool {
        let name = |it: &usize| {
            let mention = &self.mentions[*it];
            mention.kind == MentionKind::Name && mention.value.is_none()
        };
        self.noun(unit).is_some_and(|it| it.heads.iter().any(name))
    }

    /// A token and what is coordinated to it.
    pub(super) fn with_conjuncts(&self, token: usize) -> Vec<usize> {
        std::iter::once(token).chain(self.children(token, "conj")).collect()
    }

    /// The heads of the subject of the verb at a token, its own or one it shares with what it hangs from.
    fn subject_tokens(&self, verb: usize, depth: usize) -> Vec<usize> {
        let Some(syntax) = self.tokens[verb].syntax.filter(|_| depth > 0) else {
            return Vec::new();
        };
        // Of two the nearer: *the kind is one for which the office took over*.
        let outer =
            |it: &usize| self.tokens[*it].syntax.is_some_and(|it| it.relation == "nsubj:outer");
        let mut subjects: Vec<usize> =
            self.children(verb, "nsubj").filter(|it| !outer(it)).collect();
        if self.is_fronted(verb, &subjects) {
            subjects.clear();
        }
        subjects.sort_by_key(|it| it.abs_diff(verb));
        if let Some(&subject) = subjects.first() {
            let relative = self.tokens[subject].classes.has(Class::Relative);
            return match self.antecedent(verb, depth).filter(|_| relative) {
                Some(antecedent) if self.tokens[subject].lower == "who" => {
                    self.with_conjuncts(self.person_above(antecedent))
                }
                Some(antecedent) => self.with_conjuncts(antecedent),
                None => self.with_conjuncts(subject),
            };
        }
        let Some(head) = syntax.head else { return Vec::new() };
        let infinitive = syntax.features.has("VerbForm=Inf");
        match syntax.relation {
            // *expects terrorists to exploit it*, *asks the firm to help*
            // *saw messages from hackers, seeking to rob them*: what was seen does it.
            "advcl"
                if syntax.features.has("VerbForm=Part") || syntax.features.has("VerbForm=Ger") =>
            {
                let seen = self.unit_at(head).filter(|it| self.perceives(*it));
                let object = self.children(head, "obj").find(|it| head < *it && *it < verb);
                match object.filter(|_| seen.is_some()) {
                    Some(object) => self.with_conjuncts(object),
                    None => self.subject_tokens(head, depth - 1),
                }
            }
            "xcomp" | "advcl" if infinitive || syntax.relation == "xcomp" => {
                let object = self.children(head, "obj").find(|it| head < *it && *it < verb);
                // *appealed to the firms to help*
                let asked = self.children(head, "obl").find(|it| head < *it && *it < verb);
                let asked = asked.filter(|_| object.is_none() && self.appeals(head));
                match object.filter(|_| self.token_controls_object(head)).or(asked) {
                    Some(object) => self.with_conjuncts(object),
                    None => self.subject_tokens(head, depth - 1),
                }
            }
            // *most rumours are not lies spread by spies*, taken for a passive: of two subjects that before the verb.
            "aux:pass" if self.children(head, "nsubj").count() > 1 => {
                let first = self.children(head, "nsubj").find(|it| *it < verb);
                first.map_or_else(Vec::new, |it| self.with_conjuncts(it))
            }
            "conj" | "cop" | "aux" | "aux:pass" | "advcl" | "parataxis" => {
                self.subject_tokens(head, depth - 1)
            }
            // *uses platforms to harm people*, *blends care with protecting people*: the noun does nothing itself.
            "acl" if self.children(verb, "mark").next().is_some() => {
                // *Kell's attempt to strengthen it*
                let owner = |it: &usize| {
                    self.tokens[*it].syntax.is_some_and(|it| it.relation == "nmod:poss")
                };
                if let Some(owner) = self.children(head, "nmod").find(owner) {
                    return self.with_conjuncts(owner);
                }
                let governor = self.tokens[head]
                    .syntax
                    .filter(|it| matches!(it.relation, "obj" | "obl" | "xcomp" | "nmod"));
                match governor.and_then(|it| it.head) {
                    Some(it) if self.token_controls_object(it) => self.with_conjuncts(head),
                    Some(it) => self.subject_tokens(it, depth - 1),
                    None => Vec::new(),
                }
            }
            "acl" | "acl:relcl" => self.with_conjuncts(head),
            _ => Vec::new(),
        }
    }

    /// Whether what the tree takes for a subject stands behind a preposition: *was stopped, but before his arrest had
    /// been planning it*.
    fn is_fronted(&self, verb: usize, subjects: &[usize]) -> bool {
        let Some(syntax) = self.tokens[verb].syntax.filter(|it| it.relation == "conj") else {
            return false;
        };
        let marked = |verb: usize| self.children(verb, "mark").next();
        let Some(mark) =
            marked(verb).filter(|_| syntax.head.is_some_and(|it| marked(it).is_none()))
        else {
            return false;
        };
        let noun = |it: &usize| {
            self.unit_at(*it).is_some_and(|it| self.units[it].tokens.start == mark + 1)
                && !self.tokens[*it].is(PartOfSpeech::Pron)
        };
        self.tokens[mark].classes.has(Class::Preposition) && subjects.iter().all(noun)
    }

    /// Whether a noun unit is a person, people, or an office.
    pub(super) fn is_person(&self, unit: usize) -> bool {
        self.is_of(unit, &["Person", "Population", "Post"])
    }

    /// Whether a noun unit is of one of these classes.
    fn is_of(&self, unit: usize, classes: &[&str]) -> bool {
        let fits = |it: &usize| {
            let class = self.mentions[*it].class;
            let mut wanted = classes.iter().filter_map(|it| self.schema.class_id(it));
            wanted.any(|it| self.schema.is_a(class, it))
        };
        self.noun(unit).is_some_and(|it| it.heads.iter().any(fits))
    }

    fn subject_within(&self, verb: usize, depth: usize) -> Vec<usize> {
        let Some(group) = self.verb(verb) else { return Vec::new() };
        if depth == 0 {
            return Vec::new();
        }
        let inherited =
            |from: Option<usize>| from.map_or(Vec::new(), |it| self.subject_within(it, depth - 1));
        let before = self.skip_adverbs_left(verb);
        let Some(left) = before.checked_sub(1) else {
            return if group.finite { Vec::new() } else { inherited(self.next_finite(verb)) };
        };
        if group.infinitive {
            let governor = self.previous_verb(verb);
            // *asked Mary Low, a former judge, to report*
            let object = if self.is(left, &UnitKind::Comma) {
                (1..left).rev().find(|it| self.is(*it, &UnitKind::Comma)).map_or(left, |it| it - 1)
            } else {
                left
            };
            if self.noun(object).is_some()
                && governor.is_some_and(|it| it < object && self.controls_object(it))
            {
                return self.coordination_left(object);
            }
            return governor.map_or_else(Vec::new, |it| self.subject_within(it, depth - 1));
        }
        match &self.units[left].kind {
            UnitKind::Noun(_) if group.finite => {
                let (head, fronted) = self.chain_head(left);
                if !fronted {
                    return self.subject_nouns(left);
                }
                // *the review published by the office in March described*: past the participle.
                let governor = self.skip_adverbs_left(head - 1).checked_sub(1);
                let reduced = governor.filter(|it| self.verb(*it).is_some_and(|it| !it.finite));
                inherited(reduced)
            }
            UnitKind::Noun(_) => vec![left],
            UnitKind::Relative | UnitKind::Subordinator
                if self.is(left, &UnitKind::Relative) || self.word(left) == "that" =>
            {
                let mut antecedent = left;
                while antecedent > 0
                    && (self.is(antecedent - 1, &UnitKind::Comma)
                        || self.is(antecedent - 1, &UnitKind::Quote))
                {
                    antecedent -= 1;
                }
                match antecedent.checked_sub(1).filter(|it| self.noun(*it).is_some()) {
                    Some(noun) => self.antecedents(noun, group),
                    None => Vec::new(),
                }
            }
            UnitKind::Coordinator => {
                let governor = self.previous_verb(left);
                inherited(governor)
            }
            UnitKind::Verb(_) => inherited(Some(left)),
            UnitKind::Comma | UnitKind::Break
                if matches!(self.word(left), "," | "–" | "-" | "—" | ")") =>
            {
                if !group.finite {
                    let noun = left.checked_sub(1).filter(|it| self.noun(*it).is_some());
                    let verb_before = self.previous_verb(verb);
                    return match (noun, verb_before) {
                        // *the firm, working with …*: the noun right before; after an object, the clause's subject.
                        (Some(noun), None) => self.subject_nouns(noun),
                        // *needs people, drawn from all parts*: a passive speaks of what is right before it.
                        (Some(noun), _) if group.passive => vec![noun],
                        (_, Some(governor)) => inherited(Some(governor)),
                        (None, None) => inherited(self.next_finite(verb)),
                    };
                }
                self.over_parenthesis(left).unwrap_or_else(|| {
                    let governor = self.previous_verb(left);
                    let list = governor.is_some_and(|it| self.verb(it).is_some_and(|it| it.finite));
                    if list { inherited(governor) } else { Vec::new() }
                })
            }
            UnitKind::Preposition => inherited(self.previous_verb(verb)),
            _ => Vec::new(),
        }
    }

    /// The antecedent of a relative pronoun: the nearest noun, or the head of its chain where number agrees better.
    fn antecedents(&self, noun: usize, group: &VerbGroup) -> Vec<usize> {
        let singular =
            group.form == VerbForm::ThirdPerson && self.tokens[group.main].lower.ends_with('s');
        let plural = self.noun(noun).is_some_and(|it| it.plural);
        if singular && plural {
            let head = self.chain_head(noun).0;
            if !self.noun(head).is_some_and(|it| it.plural) {
                return vec![head];
            }
        }
        vec![noun]
    }

    /// The subject before a parenthesis that ends at `close`: *Kell, who led it, wrote*.
    fn over_parenthesis(&self, close: usize) -> Option<Vec<usize>> {
        let mark = self.word(close);
        let opens = |it: usize| match mark {
            ")" => self.word(it) == "(",
            "," => self.word(it) == ",",
            _ => matches!(self.word(it), "–" | "-" | "—"),
        };
        let open = (0..close).rev().find(|it| {
            opens(*it) && (self.is(*it, &UnitKind::Comma) || self.is(*it, &UnitKind::Break))
        })?;
        let noun = open.checked_sub(1).filter(|it| self.noun(*it).is_some())?;
        // *a man in the town, Mary Low, was*: the name is who it is.
        let named = close == open + 2
            && self.noun(open + 1).is_some_and(|it| {
                it.heads.iter().any(|it| {
                    self.mentions[*it].kind == MentionKind::Name
                        && self.mentions[*it].value.is_none()
                })
            });
        if named {
            return Some(vec![open + 1]);
        }
        // A list is no parenthesis, and a clause before the first comma is one of its own.
        let finite_inside = (open + 1..close).any(|it| self.verb(it).is_some_and(|it| it.finite));
        let relative = self.is(open + 1, &UnitKind::Relative)
            || self.is(open + 2, &UnitKind::Relative)
                && (self.is(open + 1, &UnitKind::Preposition) || self.noun(open + 1).is_some())
            || self.verb(open + 1).is_some_and(|it| !it.finite);
        let governed = noun > 0 && self.verb(noun - 1).is_some();
        ((relative || !finite_inside) && !governed && !self.noun_is_fronted(noun))
            .then(|| self.subject_nouns(noun))
    }

    fn next_finite(&self, verb: usize) -> Option<usize> {
        (verb + 1..self.units.len())
            .take_while(|it| {
                !(self.is(*it, &UnitKind::Break) && matches!(self.word(*it), ";" | ":"))
            })
            .find(|it| self.verb(*it).is_some_and(|it| it.finite))
            .filter(|it| self.noun(self.skip_adverbs_left(*it).wrapping_sub(1)).is_some())
    }

    /// Whether the noun is the complement of a preposition that opens the clause: *In March …*
    fn noun_is_fronted(&self, noun: usize) -> bool {
        self.chain_head(noun).1
    }

    /// The subject that ends in the noun at `last`: the head of its chain, and what is coordinated to it.
    fn subject_nouns(&self, last: usize) -> Vec<usize> {
        let nouns = self.coordination_left(last);
        let first = nouns.first().copied().unwrap_or(last);
        let (head, _) = self.chain_head(first);
        // *… took steps on the platform, and the firms have*: what stands before belongs to another verb.
        let other =
            self.previous_verb(first).and_then(|it| self.verb(it)).is_some_and(|it| it.finite);
        match () {
            () if other && nouns.len() > 1 => vec![self.chain_head(last).0.max(first + 1)],
            () if head != first => vec![head],
            () => nouns,
        }
    }
}

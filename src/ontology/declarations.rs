//! `classes.ttl` of the packs → [`Schema`].
//!
//! A class or property may be declared in one pack and given further nouns in another.  Every mistake is
//! reported at the block that makes it; what hangs on it is not reported again.  This file reads classes and what
//! both have; `properties` reads the rest.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Term;

use super::{
    schema::{Class, ClassId, Schema},
    turtle::{Subject, Subjects},
};
use crate::{
    diagnostic::{Diagnostic, did_you_mean},
    vocabulary::{Base, owl, rdf, rdfs, skos},
};

/// How a class takes part in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Top,
    Group,
    Record,
    Below,
}

/// Nouns by language.
type Nouns = BTreeMap<String, Vec<String>>;

/// The schema, and names that are declared but never the class of a thing in a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Declarations {
    pub(super) schema: Schema,
    /// Classes of the program's own bookkeeping.
    pub(super) records: BTreeSet<String>,
}

/// Reads what the subjects of all `classes.ttl` declare.
pub(super) fn read(
    base: &Base,
    subjects: &Subjects<'_>,
    found: &mut Vec<Diagnostic>,
) -> Declarations {
    let mut reader = Reader::new(base, subjects, found);
    reader.classes();
    reader.groups();
    reader.nouns();
    reader.properties();
    reader.predicates();
    let records = reader.kinds.iter().filter(|it| *it.1 == Kind::Record);
    let records = records.map(|(name, _)| (*name).to_owned()).collect();
    Declarations { schema: reader.schema, records }
}

pub(super) struct Reader<'a, 'f> {
    pub(super) base: &'a Base,
    /// Subjects of the project's own namespace, by local name.
    pub(super) own: BTreeMap<&'a str, &'a Subject<'a>>,
    kinds: BTreeMap<&'a str, Kind>,
    pub(super) property_names: BTreeSet<&'a str>,
    pub(super) schema: Schema,
    pub(super) found: &'f mut Vec<Diagnostic>,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(base: &'a Base, subjects: &'a Subjects<'a>, found: &'f mut Vec<Diagnostic>) -> Self {
        let named =
            |(iri, subject): (&&'a str, &'a Subject<'a>)| Some((base.term_name(iri)?, subject));
        let own: BTreeMap<_, _> = subjects.iter().filter_map(named).collect();
        let kind_term = base.term("classKind");
        let mut kinds = BTreeMap::new();
        let mut property_names = BTreeSet::new();
        let mut forces = Vec::new();
        for (name, subject) in &own {
            if subject.has(rdf::TYPE, owl::CLASS) {
                let kind = match subject.literals(&kind_term).next() {
                    None => Kind::Below,
                    Some(("top", _)) => Kind::Top,
                    Some(("group", _)) => Kind::Group,
                    Some(("record", _)) => Kind::Record,
                    Some((other, _)) => {
                        let error = Diagnostic::error(
                            "ontology/class-kind",
                            format!("there is no kind of class `{other}`"),
                        );
                        found.push(
                            subject
                                .place(error)
                                .hint("write top, group or record, or leave it out"),
                        );
                        Kind::Below
                    }
                };
                kinds.insert(*name, kind);
            } else if is_property(subject) {
                property_names.insert(*name);
            } else if subject.has(skos::IN_SCHEME, &base.term("ForceScheme")) {
                forces.push(name.to_lowercase());
            }
        }
        forces.sort();
        let schema = Schema { forces, ..Schema::default() };
        let mut reader = Self { base, own, kinds, property_names, schema, found };
        reader.undeclared();
        reader
    }

    /// Blocks of the namespace that say things about a name nobody declares.
    fn undeclared(&mut self) {
        for (name, subject) in &self.own {
            if subject.iris(rdf::TYPE).next().is_none() {
                let names = self.kinds.keys().chain(&self.property_names).copied();
                let error = Diagnostic::error(
                    "ontology/undeclared",
                    format!("`{name}` is described but not declared"),
                );
                let hint =
                    suggest(name, names, "declare it with `a owl:Class` or `a owl:ObjectProperty`");
                self.found.push(subject.place(error).hint(hint));
            }
        }
    }

    fn classes(&mut self) {
        let members: Vec<&'a str> = self
            .kinds
            .iter()
            .filter(|it| matches!(it.1, Kind::Top | Kind::Below))
            .map(|it| *it.0)
            .collect();
        if members.len() > usize::from(u16::MAX)
            || self.property_names.len() > usize::from(u16::MAX)
        {
            self.found.push(Diagnostic::error(
                "ontology/too-large",
                "a pack has 65,535 classes and properties at most",
            ));
            return;
        }
        let parents: BTreeMap<&str, Option<&str>> =
            members.iter().map(|name| (*name, self.parent(name))).collect();
        self.cycles(&parents);
        self.schema.classes = members.iter().map(|name| self.class(name)).collect();
        for name in &members {
            let mut chain = Vec::new();
            let mut at = Some(*name);
            while let Some(here) = at {
                let id = self.schema.class_id(here).expect("only members are parents");
                if chain.contains(&id) {
                    break;
                }
                chain.push(id);
                at = parents.get(here).copied().flatten();
            }
            let id = usize::from(chain[0].0);
            self.schema.classes[id].chain = chain;
        }
        self.inherit();
    }

    /// The one superclass a chain goes on with; none for a top class or after a mistake.
    fn parent(&mut self, name: &'a str) -> Option<&'a str> {
        let subject = self.own[name];
        if self.kinds[name] == Kind::Top {
            self.known_classes(name, rdfs::SUB_CLASS_OF);
            return None;
        }
        let parents = self.known_classes(name, rdfs::SUB_CLASS_OF);
        let all_known = self.own_names(name, rdfs::SUB_CLASS_OF).count() == parents.len();
        match parents[..] {
            [] if !all_known => None,
            [one] if matches!(self.kinds[one], Kind::Top | Kind::Below) => Some(one),
            [] | [_] => {
                let message = match parents.first() {
                    Some(end) => format!(
                        "the superclasses of `{name}` end in `{end}`, which is not a top class"
                    ),
                    None => format!("`{name}` is below no top class"),
                };
                let error = Diagnostic::error("ontology/no-top-class", message);
                self.found.push(
                    subject
                        .place(error)
                        .hint("add rdfs:subClassOf one of the top classes or a class below one"),
                );
                None
            }
            [first, ..] => {
                let error = Diagnostic::error(
                    "ontology/two-superclasses",
                    format!("`{name}` has {} superclasses", parents.len()),
                );
                self.found.push(
                    subject
                        .place(error)
                        .hint("keep one; other views of the class go into skos:broadMatch"),
                );
                matches!(self.kinds[first], Kind::Top | Kind::Below).then_some(first)
            }
        }
    }

    fn cycles(&mut self, parents: &BTreeMap<&'a str, Option<&'a str>>) {
        for name in parents.keys() {
            let mut trail = vec![*name];
            while let Some(next) = parents.get(trail[trail.len() - 1]).copied().flatten() {
                if next == *name {
                    // Each circle is reported once, at the first of its names.
                    if trail.iter().all(|it| it >= name) {
                        let circle = trail.join("`, `");
                        let message = format!("the superclasses of `{circle}` run in a circle");
                        let error = Diagnostic::error("ontology/class-cycle", message);
                        self.found.push(
                            self.own[name]
                                .place(error)
                                .hint("let one of them be below a top class instead"),
                        );
                    }
                    break;
                }
                if trail.contains(&next) {
                    break;
                }
                trail.push(next);
            }
        }
    }

    fn class(&mut self, name: &str) -> Class {
        let subject = self.own[name];
        let colour = self.text(subject, "colour").map(str::to_owned);
        if let Some(colour) = colour.as_deref().filter(|it| !is_colour(it)) {
            let error = Diagnostic::error("ontology/colour", format!("`{colour}` is not a colour"));
            self.found
                .push(subject.place(error).hint("write six hexadecimal digits, as in \"#b3dcf5\""));
        }
        Class {
            name: name.to_owned(),
            labels: self.labels(name, subject),
            definition: self.definition(name, subject),
            chain: Vec::new(),
            top: self.kinds[name] == Kind::Top,
            head_nouns: self.by_language(subject, "headNoun"),
            prefix_nouns: self.by_language(subject, "prefixNoun"),
            nominal_heads: self.by_language(subject, "nominalHead"),
            colour,
            shape: self.text(subject, "shape").map(str::to_owned),
            connects: self.text(subject, "connects") != Some("false"),
        }
    }

    /// Colour, shape and place in the network go down from class to class.
    fn inherit(&mut self) {
        let classes = &self.schema.classes;
        let nearest = |it: &Class, get: fn(&Class) -> &Option<String>| {
            it.chain.iter().find_map(|id| get(&classes[usize::from(id.0)]).clone())
        };
        let styles: Vec<_> = classes
            .iter()
            .map(|it| {
                let connects = it.chain.iter().all(|id| classes[usize::from(id.0)].connects);
                (nearest(it, |it| &it.colour), nearest(it, |it| &it.shape), connects)
            })
            .collect();
        for (class, style) in self.schema.classes.iter_mut().zip(styles) {
            (class.colour, class.shape, class.connects) = style;
        }
    }

    /// Names that stand for several top classes in domains and ranges.
    fn groups(&mut self) {
        let mut groups: BTreeMap<String, Vec<ClassId>> = BTreeMap::new();
        for (name, kind) in &self.kinds {
            if *kind == Kind::Group {
                groups.insert((*name).to_owned(), Vec::new());
            }
        }
        for class in self.schema.classes.iter().filter(|it| it.top) {
            let id = self.schema.class_id(&class.name).expect("it is one of the classes");
            for above in self.own_names(&class.name, rdfs::SUB_CLASS_OF) {
                let itself = self.schema.class_id(above);
                let group =
                    groups.entry(above.to_owned()).or_insert_with(|| itself.into_iter().collect());
                group.push(id);
            }
        }
        for members in groups.values_mut() {
            members.sort_unstable();
        }
        self.schema.groups = groups;
    }

    /// A noun given to a class and to one below it belongs to the narrower one.
    fn nouns(&mut self) {
        let lists: [fn(&mut Class) -> &mut Nouns; 3] =
            [|it| &mut it.head_nouns, |it| &mut it.prefix_nouns, |it| &mut it.nominal_heads];
        for list in lists {
            let mut owners: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
            for (at, class) in self.schema.classes.iter_mut().enumerate() {
                for (language, nouns) in list(class) {
                    for noun in nouns.iter() {
                        owners.entry((language.clone(), noun.clone())).or_default().push(at);
                    }
                }
            }
            for ((language, noun), mut classes) in owners.into_iter().filter(|it| it.1.len() > 1) {
                classes.sort_by_key(|at| std::cmp::Reverse(self.schema.classes[*at].chain.len()));
                let narrowest = classes[0];
                for wider in &classes[1..] {
                    let chain = &self.schema.classes[narrowest].chain;
                    if chain.iter().any(|it| usize::from(it.0) == *wider) {
                        let nouns = list(&mut self.schema.classes[*wider]);
                        nouns.entry(language.clone()).or_default().retain(|it| *it != noun);
                    } else {
                        let (one, two) = (
                            &self.schema.classes[narrowest].name,
                            &self.schema.classes[*wider].name,
                        );
                        let message = format!(
                            "the noun \"{noun}\" ({language}) is given to `{one}` and to `{two}`"
                        );
                        let warning = Diagnostic::warning("ontology/shared-noun", message);
                        self.found.push(
                            self.own[one.as_str()].place(warning).hint("leave it to one of them"),
                        );
                    }
                }
            }
        }
    }

    /// Local names of the project's namespace that `predicate` leads to.
    fn own_names(&self, name: &str, predicate: &str) -> impl Iterator<Item = &'a str> {
        let base = self.base;
        self.own[name].iris(predicate).filter_map(|it| base.term_name(it))
    }

    /// As [`Self::own_names`], without those that are no class, which are reported.
    pub(super) fn known_classes(&mut self, name: &str, predicate: &str) -> Vec<&'a str> {
        let names: Vec<&str> = self.own_names(name, predicate).collect();
        let (known, unknown) = names.into_iter().partition(|it| self.kinds.contains_key(it));
        for other in unknown {
            let error =
                Diagnostic::error("ontology/unknown-class", format!("there is no class `{other}`"));
            let hint = suggest(other, self.kinds.keys().copied(), "declare it with `a owl:Class`");
            self.found.push(self.own[name].place(error).hint(hint));
        }
        known
    }

    pub(super) fn labels(&mut self, name: &str, subject: &Subject<'a>) -> BTreeMap<String, String> {
        let mut labels = BTreeMap::new();
        for (text, language) in subject.literals(rdfs::LABEL) {
            let Some(language) = language else {
                let error = Diagnostic::error(
                    "ontology/label-language",
                    format!("the label \"{text}\" has no language"),
                );
                self.found.push(subject.place(error).hint(format!("write \"{text}\"@en")));
                continue;
            };
            if labels.insert(language.to_owned(), text.to_owned()).is_some() {
                let error = Diagnostic::error(
                    "ontology/two-labels",
                    format!("`{name}` has two labels in {language}"),
                );
                self.found.push(subject.place(error).hint("keep one"));
            }
        }
        if !labels.contains_key("en") {
            let error =
                Diagnostic::error("ontology/no-label", format!("`{name}` has no English label"));
            self.found.push(subject.place(error).hint("add rdfs:label \"…\"@en"));
        }
        labels
    }

    pub(super) fn definition(&mut self, name: &str, subject: &Subject<'a>) -> String {
        let text = subject.literals(rdfs::COMMENT).next().map_or("", |it| it.0).to_owned();
        if text.is_empty() {
            let warning =
                Diagnostic::warning("ontology/no-definition", format!("`{name}` is not explained"));
            self.found.push(subject.place(warning).hint("add rdfs:comment \"…\"@en, one sentence"));
        }
        text
    }

    pub(super) fn by_language(
        &self,
        subject: &Subject<'a>,
        term: &str,
    ) -> BTreeMap<String, Vec<String>> {
        let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (text, language) in subject.literals(&self.base.term(term)) {
            words.entry(language.unwrap_or("en").to_owned()).or_default().push(text.to_owned());
        }
        for list in words.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
        words
    }

    pub(super) fn text(&self, subject: &Subject<'a>, term: &str) -> Option<&'a str> {
        subject.literals(&self.base.term(term)).next().map(|it| it.0)
    }
}

fn is_property(subject: &Subject<'_>) -> bool {
    [owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY, owl::ANNOTATION_PROPERTY, rdf::PROPERTY]
        .iter()
        .any(|it| subject.has(rdf::TYPE, it))
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|it| it.len() == 6 && it.bytes().all(|it| it.is_ascii_hexdigit()))
}

/// `did you mean …?` where something is close, else the remedy.
pub(super) fn suggest<'a>(
    name: &str,
    names: impl IntoIterator<Item = &'a str>,
    remedy: &str,
) -> String {
    did_you_mean(name, names)
        .map_or_else(|| remedy.to_owned(), |it| format!("did you mean `{it}`?"))
}

/// Whether a term is text without a language tag, or not text at all.
pub(super) fn is_untagged(term: &Term) -> bool {
    !matches!(term, Term::Literal(literal) if literal.language().is_some())
}

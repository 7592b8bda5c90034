//! Classes and properties with look-up by name.
//!
//! What `classes.ttl` of the packs declares, as plain values; reading them is the business of `declarations`.

use std::collections::BTreeMap;

/// Index of a class in [`Schema::classes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u16);

/// Index of a property in [`Schema::properties`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyId(pub u16);

/// A class: its place in the tree, and how its members are named in text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Local name, such as `PublicBody`.
    pub name: String,
    /// Labels by language tag; `en` is always there.
    pub labels: BTreeMap<String, String>,
    /// One sentence saying what belongs here.
    pub definition: String,
    /// Itself and all superclasses up to one of the sixteen top classes, nearest first.
    ///
    /// `Agent`, which only groups top classes for domains and ranges, is not among them.
    pub chain: Vec<ClassId>,
    /// Whether it is one of the top classes of the core pack.
    pub top: bool,
    /// Capitalised nouns that end (or, before *of*, begin) a name of this class, by language:
    /// `Inquiry`, `Agency`, `Ministry`.
    pub head_nouns: BTreeMap<String, Vec<String>>,
    /// Capitalised nouns that begin a name of this class where no head noun ends it, by language: `Operation`.
    pub prefix_nouns: BTreeMap<String, Vec<String>>,
    /// Lower-case nouns whose phrase describes a member of this class, by language: `attack`.
    pub nominal_heads: BTreeMap<String, Vec<String>>,
    /// Fill colour in diagrams, `#rrggbb`; its own or that of the nearest superclass.
    pub colour: Option<String>,
    /// Shape in diagrams, as Graphviz names it; its own or that of the nearest superclass.
    pub shape: Option<String>,
    /// Whether its members are nodes of the network of things; a class below one that says no says no too.
    pub connects: bool,
}

/// A property and what may stand at its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "these are independent facts about a property")]
pub struct Property {
    /// Local name, such as `cooperatesWith`.
    pub name: String,
    /// Labels by language tag; `en` is always there.
    pub labels: BTreeMap<String, String>,
    /// One sentence saying what it states.
    pub definition: String,
    /// Classes a subject may have; empty for any.  Groups such as `Agent` are already spelled out.
    pub domain: Vec<ClassId>,
    /// Classes an object may have; empty for any.
    pub range: Vec<ClassId>,
    /// Whether the object is a literal or a date rather than a thing.
    pub literal: bool,
    /// Whether the direction carries no meaning.
    pub symmetric: bool,
    /// Whether a subject can truly have one value only, so that two are a conflict.
    pub single_valued: bool,
    /// Whether it says something of a claim, and not of a thing.
    pub of_claims: bool,
    /// Whether what it states cannot be earlier than its object.
    pub after_object: bool,
    /// Units, such as *years*, in which its object says how old its subject is; empty for other properties.
    pub years_in: Vec<String>,
    /// Local name of the inverse property, if one is declared.
    pub inverse: Option<String>,
    /// Whether claims may use it (annotation and infrastructure properties may not).
    pub claimable: bool,
    /// Whether claims that use it connect things in the network of things.
    pub connects: bool,
}

/// Classes and properties with look-up by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    /// All classes, sorted by name.
    pub classes: Vec<Class>,
    /// All properties, sorted by name.
    pub properties: Vec<Property>,
    /// Top classes that a name stands for where it is not one class alone: `Agent` for those of actors, and
    /// `Place` for itself and `State`, which is declared below it.
    pub groups: BTreeMap<String, Vec<ClassId>>,
    /// Local names of the forces a claim may have, in lower case, sorted.
    pub forces: Vec<String>,
}

impl Schema {
    /// The class with this local name.
    ///
    /// # Panics
    ///
    /// If there are more than 65,535 classes, which the loader refuses.
    pub fn class_id(&self, name: &str) -> Option<ClassId> {
        let at = self.classes.binary_search_by(|it| it.name.as_str().cmp(name)).ok()?;
        Some(ClassId(u16::try_from(at).expect("the loader admits fewer than 65,536 classes")))
    }

    /// The classes a name stands for in a domain, a range or a rule; `None` if there is no such name.
    pub fn class_ids(&self, name: &str) -> Option<Vec<ClassId>> {
        self.groups.get(name).cloned().or_else(|| Some(vec![self.class_id(name)?]))
    }

    /// The class behind an id.
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[usize::from(id.0)]
    }

    /// The property with this local name.
    ///
    /// # Panics
    ///
    /// If there are more than 65,535 properties, which the loader refuses.
    pub fn property_id(&self, name: &str) -> Option<PropertyId> {
        let at = self.properties.binary_search_by(|it| it.name.as_str().cmp(name)).ok()?;
        Some(PropertyId(u16::try_from(at).expect("the loader admits fewer than 65,536 properties")))
    }

    /// The property behind an id.
    pub fn property(&self, id: PropertyId) -> &Property {
        &self.properties[usize::from(id.0)]
    }

    /// Whether `class` is `ancestor` or below it.
    pub fn is_a(&self, class: ClassId, ancestor: ClassId) -> bool {
        self.class(class).chain.contains(&ancestor)
    }

    /// Whether `class` fits a list of allowed classes; an empty list allows all.
    pub fn fits(&self, class: ClassId, allowed: &[ClassId]) -> bool {
        allowed.is_empty() || allowed.iter().any(|it| self.is_a(class, *it))
    }

    /// Local names of the class and its superclasses, nearest first, ending in a top class.
    pub fn types(&self, class: ClassId) -> Vec<String> {
        self.class(class).chain.iter().map(|it| self.class(*it).name.clone()).collect()
    }
}

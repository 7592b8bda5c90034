//! Classes, properties, entities and terms of office.

use super::*;

const GOOD_CLASS: &str = "rdfs:label \"x\"@en ; rdfs:comment \"X.\"@en";

#[test]
fn mistakes_in_classes() {
    let class = |text: &str| format!("o:Guild a owl:Class ; {GOOD_CLASS} ; {text} .");
    check(
        "classes.ttl",
        &class("rdfs:subClassOf o:Organisaton"),
        &[
            "error[ontology/unknown-class]: classes.ttl:2: there is no class `Organisaton` (hint: did you mean `Organisation`?)",
        ],
    );
    check(
        "classes.ttl",
        &format!("o:Guild a owl:Class ; {GOOD_CLASS} ."),
        &["error[ontology/no-top-class]: classes.ttl:2: `Guild` is below no top class \
         (hint: add rdfs:subClassOf one of the top classes or a class below one)"],
    );
    check(
        "classes.ttl",
        &class("rdfs:subClassOf o:Agent"),
        &[
            "error[ontology/no-top-class]: classes.ttl:2: the superclasses of `Guild` end in `Agent`, which is not a top class \
         (hint: add rdfs:subClassOf one of the top classes or a class below one)",
        ],
    );
    check(
        "classes.ttl",
        &class("rdfs:subClassOf o:Person , o:Place"),
        &["error[ontology/two-superclasses]: classes.ttl:2: `Guild` has 2 superclasses \
         (hint: keep one; other views of the class go into skos:broadMatch)"],
    );
    let circle = format!(
        "o:A a owl:Class ; {GOOD_CLASS} ; rdfs:subClassOf o:B .\no:B a owl:Class ; {GOOD_CLASS} ; rdfs:subClassOf o:C .\n\
         o:C a owl:Class ; {GOOD_CLASS} ; rdfs:subClassOf o:B ."
    );
    check(
        "classes.ttl",
        &circle,
        &[
            "error[ontology/class-cycle]: classes.ttl:3: the superclasses of `B`, `C` run in a circle \
         (hint: let one of them be below a top class instead)",
        ],
    );
    check(
        "classes.ttl",
        "o:Guild a owl:Class ; rdfs:subClassOf o:Place ; rdfs:label \"a\"@de , \"b\"@de , \"c\" .",
        &[
            "error[ontology/label-language]: classes.ttl:2: the label \"c\" has no language (hint: write \"c\"@en)",
            "warning[ontology/no-definition]: classes.ttl:2: `Guild` is not explained (hint: add rdfs:comment \"…\"@en, one sentence)",
            "error[ontology/no-label]: classes.ttl:2: `Guild` has no English label (hint: add rdfs:label \"…\"@en)",
            "error[ontology/two-labels]: classes.ttl:2: `Guild` has two labels in de (hint: keep one)",
        ],
    );
    check(
        "classes.ttl",
        "o:Organisaton o:headNoun \"Guild\"@en .",
        &[
            "error[ontology/undeclared]: classes.ttl:2: `Organisaton` is described but not declared (hint: did you mean `Organisation`?)",
        ],
    );
    check(
        "classes.ttl",
        "o:Place o:headNun \"Guild\"@en .",
        &[
            "error[ontology/unknown-property]: classes.ttl:2: there is no property `headNun` (hint: did you mean `headNoun`?)",
        ],
    );
    check(
        "classes.ttl",
        &class("rdfs:subClassOf o:Place ; o:colour \"red\" ; o:classKind \"big\""),
        &[
            "error[ontology/class-kind]: classes.ttl:2: there is no kind of class `big` (hint: write top, group or record, or leave it out)",
            "error[ontology/colour]: classes.ttl:2: `red` is not a colour (hint: write six hexadecimal digits, as in \"#b3dcf5\")",
        ],
    );
    check(
        "classes.ttl",
        &class("rdfs:subClassOf o:Place ; o:nominalHead \"person\"@en"),
        &[
            "warning[ontology/shared-noun]: classes.ttl:2: the noun \"person\" (en) is given to `Guild` and to `Person` (hint: leave it to one of them)",
        ],
    );
}

#[test]
fn mistakes_in_properties() {
    check(
        "classes.ttl",
        &format!("o:feeds a owl:ObjectProperty ; {GOOD_CLASS} ."),
        &[
            "error[ontology/no-domain]: classes.ttl:2: the property `feeds` has no domain \
         (hint: add rdfs:domain with a class, or owl:Thing for any; several go into schema:domainIncludes)",
            "error[ontology/no-range]: classes.ttl:2: the property `feeds` has no range \
         (hint: add rdfs:range with a class, or owl:Thing for any; several go into schema:rangeIncludes)",
        ],
    );
    let ends = "rdfs:domain o:Persn ; rdfs:range owl:Thing ; owl:inverseOf o:fedBy";
    check(
        "classes.ttl",
        &format!("o:feeds a owl:ObjectProperty ; rdfs:comment \"X.\"@en ; {ends} ."),
        &[
            "error[ontology/no-label]: classes.ttl:2: `feeds` has no English label (hint: add rdfs:label \"…\"@en)",
            "error[ontology/unknown-class]: classes.ttl:2: there is no class `Persn` (hint: did you mean `Person`?)",
            "error[ontology/unknown-property]: classes.ttl:2: the inverse of `feeds`, `fedBy`, is not a property (hint: did you mean `ledBy`?)",
        ],
    );
}

#[test]
fn classes_and_properties_are_read() {
    let ontology = ontology(&[(
        "classes.ttl",
        "o:Guild a owl:Class ; rdfs:label \"guild\"@en , \"Gilde\"@de ; rdfs:comment \"Makers.\"@en ; rdfs:subClassOf o:Organisation ;\n\
         o:headNoun \"Guild\"@en , \"Company\"@en ; o:prefixNoun \"Guild\"@en ; o:nominalHead \"guild\"@en ; o:shape \"note\" .\n\
         o:Place o:headNoun \"Guildhall\"@en .\n\
         o:feeds a owl:ObjectProperty , owl:SymmetricProperty ; rdfs:label \"feeds\"@en ; rdfs:comment \"X.\"@en ; rdfs:domain o:Agent ; rdfs:range o:Place ; owl:inverseOf o:fedBy .\n\
         o:fedBy a owl:ObjectProperty ; rdfs:label \"fed by\"@en ; o:claimable false .\n\
         o:foundOn a owl:DatatypeProperty ; o:singleValued true ; rdfs:label \"found on\"@en ; rdfs:comment \"X.\"@en ; rdfs:domain owl:Thing ; rdfs:range o:Date .",
    )]);
    let schema = &ontology.schema;
    let guild = schema.class_id("Guild").unwrap();
    assert_eq!(schema.types(guild), ["Guild", "Organisation"]);
    let class = schema.class(guild);
    assert_eq!(class.labels["de"], "Gilde");
    assert_eq!((class.definition.as_str(), class.top), ("Makers.", false));
    assert_eq!(class.head_nouns["en"], ["Company", "Guild"]);
    assert_eq!(class.prefix_nouns["en"], ["Guild"]);
    assert_eq!(class.nominal_heads["en"], ["guild"]);
    assert_eq!(class.shape.as_deref(), Some("note"));
    let organisation = schema.class(schema.class_id("Organisation").unwrap());
    assert_eq!(class.colour, organisation.colour, "the colour is that of the superclass");
    assert!(
        !organisation.head_nouns["en"].contains(&"Company".to_owned()),
        "the narrower class has the noun"
    );
    let place = schema.class(schema.class_id("Place").unwrap());
    assert!(place.head_nouns["en"].contains(&"Guildhall".to_owned()));
    let feeds = schema.property(schema.property_id("feeds").unwrap());
    let names =
        |ids: &[ClassId]| ids.iter().map(|it| schema.class(*it).name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&feeds.domain), ["Organisation", "Person", "Population", "Post", "State"]);
    assert_eq!(names(&feeds.range), ["Place", "State"]);
    assert!(feeds.symmetric && feeds.claimable && !feeds.single_valued && !feeds.literal);
    assert_eq!(feeds.inverse.as_deref(), Some("fedBy"));
    let fed_by = schema.property(schema.property_id("fedBy").unwrap());
    assert!(!fed_by.claimable);
    assert_eq!((&fed_by.domain, &fed_by.range), (&feeds.range, &feeds.domain));
    let found_on = schema.property(schema.property_id("foundOn").unwrap());
    assert!(found_on.single_valued && found_on.literal && found_on.domain.is_empty());
}

#[test]
fn mistakes_in_entities() {
    let ada =
        |text: &str| format!("\n\ne:Ada a o:Person ;\n    skos:prefLabel \"Ada\"@en {text} .");
    let file = "entities/a.ttl";
    check(
        file,
        &ada(", \"Ada L\"@en ; skos:altLabel \"\"@en"),
        &[
            "error[ontology/empty-label]: entities/a.ttl:4: `Ada` has an empty label (hint: remove it)",
            "error[ontology/two-labels]: entities/a.ttl:4: `Ada` has two preferred labels in en (hint: keep one and make the other a skos:altLabel)",
        ],
    );
    check(
        file,
        "e:Ada a o:Persona ; skos:prefLabel \"Ada\"@en .",
        &[
            "error[ontology/unknown-class]: entities/a.ttl:2: there is no class `Persona` (hint: did you mean `Person`?)",
        ],
    );
    check(
        file,
        "e:Ada skos:prefLabel \"Ada\"@en .",
        &[
            "error[ontology/no-class]: entities/a.ttl:2: `Ada` has no class (hint: begin its block with `a` and a class of the pack)",
        ],
    );
    check(
        file,
        "e:Ada a o:Person , o:Organisation ; skos:prefLabel \"Ada\"@en .",
        &[
            "error[ontology/two-classes]: entities/a.ttl:2: `Ada` has 2 classes (hint: keep the most specific one; its superclasses follow)",
        ],
    );
    check(
        file,
        "e:Ada a o:Person ; skos:prefLabel \"Ada\"@de ; skos:altLabel \"Countess\" .",
        &[
            "error[ontology/label-language]: entities/a.ttl:2: the label \"Countess\" has no language (hint: write it as \"…\"@en)",
            "error[ontology/no-label]: entities/a.ttl:2: `Ada` has no preferred label in English (hint: add skos:prefLabel \"…\"@en)",
        ],
    );
    check(
        file,
        &ada("; skos:exactMatch <http://example.org/ada>"),
        &[
            "error[ontology/identifier-source]: entities/a.ttl:4: `Ada` has an external identifier without a source \
         (hint: add o:identifierSource with what was checked and when)",
        ],
    );
    check(
        file,
        &ada("; o:membrOf e:Ada ; o:memberOf e:Adda ; skos:broader e:Nowhere"),
        &[
            "error[ontology/unknown-entity]: entities/a.ttl:4: there is no entity `Adda` (hint: did you mean `Ada`?)",
            "error[ontology/unknown-entity]: entities/a.ttl:4: there is no entity `Nowhere` (hint: describe it in entities/, or remove the relation)",
            "error[ontology/unknown-property]: entities/a.ttl:4: there is no property `membrOf` (hint: did you mean `memberOf`?)",
        ],
    );
    check(
        file,
        &ada("; o:memberOf e:Ada ; o:occurredOn \"2020-13\"^^xsd:gYearMonth"),
        &[
            "warning[ontology/fact-type]: entities/a.ttl:4: `Ada` has a value of `memberOf` that does not fit: <https://w3id.org/kell/id/Ada> \
         (hint: its value is one of Organisation)",
            "warning[ontology/fact-type]: entities/a.ttl:4: `Ada` has a value of `occurredOn` that does not fit: \
         \"2020-13\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> (hint: write a date, month or year, as in \"2020-04\"^^xsd:gYearMonth)",
            "warning[ontology/fact-type]: entities/a.ttl:4: `Ada` is a Person, which cannot have `occurredOn` (hint: its subject is one of Event)",
        ],
    );
}

#[test]
fn entities_beside_each_other() {
    let ada = "e:Ada a o:Person ; skos:prefLabel \"Ada\"@en .\n";
    assert_eq!(
        findings(&[("entities/a.ttl", ada), ("entities/b.ttl", ada)]),
        [
            "error[ontology/duplicate-entity]: entities/b.ttl:2: `Ada` is described twice (hint: merge it with the block at entities/a.ttl:2, or rename one)",
        ]
    );
    check(
        "entities/a.ttl",
        &format!("{ada}\n{ada}"),
        &[
            "error[ontology/duplicate-entity]: entities/a.ttl:4: `Ada` is described twice (hint: merge it with the block at entities/a.ttl:2, or rename one)",
        ],
    );
    let town = "e:AdaTown a o:Place ; skos:prefLabel \"Ada Town\"@en ; skos:altLabel \"Ada\"@de";
    check(
        "entities/a.ttl",
        &format!("{ada}{town} ; o:ambiguous true ."),
        &[
            "warning[ontology/same-label]: entities/a.ttl:3: \"Ada\" names `Ada` and `AdaTown` (hint: remove it from one, or set o:ambiguous true on both)",
        ],
    );
    let both = ada.replace(" .", " ; o:ambiguous true .");
    check("entities/a.ttl", &format!("{both}{town} ; o:ambiguous true ."), &[]);
}

#[test]
fn terms_of_office() {
    let people = "e:Ada a o:Person ; skos:prefLabel \"Ada\"@en .\ne:Keeper a o:Post ; skos:prefLabel \"keeper\"@en .\n";
    let tenure = "e:Ada_Keeper a o:Tenure ; o:tenureOf e:Ada ; o:tenurePost e:Keeper ; o:tenureFrom \"2020-04\"^^xsd:gYearMonth .";
    let loaded = ontology(&[("entities/a.ttl", &format!("{people}{tenure}"))]);
    assert_eq!(loaded.entities.len(), 2);
    let [tenure_read] = &loaded.tenures[..] else { panic!("one term of office") };
    assert_eq!(tenure_read.person, loaded.base.thing("Ada"));
    assert_eq!(
        (tenure_read.from.as_deref(), tenure_read.until.as_deref()),
        (Some("2020-04"), None)
    );
    let wrong = tenure
        .replace("e:Ada ;", "e:Adda ;")
        .replace("o:tenurePost e:Keeper ;", "")
        .replace("2020-04", "April");
    check(
        "entities/a.ttl",
        &format!("{people}{wrong}"),
        &[
            "error[ontology/date]: entities/a.ttl:4: `April` is not a date, month or year (hint: write it as 2020-04-01, 2020-04 or 2020)",
            "error[ontology/tenure]: entities/a.ttl:4: the term of office `Ada_Keeper` has no `tenurePost` (hint: add o:tenurePost with an entity)",
            "error[ontology/unknown-entity]: entities/a.ttl:4: there is no entity `Adda` (hint: did you mean `Ada`?)",
        ],
    );
}

#[test]
fn entities_are_read() {
    let loaded = ontology(&[(
        "entities/a.ttl",
        "e:Zed a o:Place ; skos:prefLabel \"Zed\"@en , \"Zett\"@de ; skos:altLabel \"Old Zed\"@en ; skos:hiddenLabel \"Zedd\"@en ;\n\
         o:demonym \"Zeddish\"@en ; o:ambiguous true ; skos:definition \"Ein Ort.\"@de , \"A place.\"@en ; o:locatedIn e:Land .\n\
         e:Land a o:State ; skos:prefLabel \"Land\"@en .",
    )]);
    let zed = loaded.entity(&loaded.base.thing("Zed")).unwrap();
    assert_eq!(
        (zed.label("de"), zed.label("fr"), zed.definition.as_str()),
        ("Zett", "Zed", "A place.")
    );
    assert_eq!(zed.labels.len(), 5);
    assert!(zed.ambiguous);
    assert_eq!(zed.facts, [("locatedIn".to_owned(), loaded.base.thing("Land"))]);
    let line = "<https://w3id.org/kell/id/Zed> <http://www.w3.org/2004/02/skos/core#prefLabel> \"Zett\"@de .";
    assert!(loaded.reference.iter().any(|it| it == line));
    assert!(loaded.reference.is_sorted());
}

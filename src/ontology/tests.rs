//! Small packs with one mistake each, and the finding it must give; then the packs built into the program.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::diagnostic::{Diagnostic, Severity, Warned};

const MANIFEST: &str = r#"
name = "test"
version = "0.1.0"
title = "Test"
languages = ["en"]
base = "https://w3id.org/kell/"
licence = "CC0-1.0"
"#;

const PREFIXES: &str = "@prefix o: <https://w3id.org/kell/ns#> .\n\
    @prefix e: <https://w3id.org/kell/id/> .\n\
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
    @prefix owl: <http://www.w3.org/2002/07/owl#> .\n\
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";

type Loaded = Result<Warned<Ontology>, Vec<Diagnostic>>;

fn write(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in [("pack.toml", MANIFEST)].iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // Turtle begins with the prefixes, on one line.
        let turtle = path.extension().is_some_and(|it| it == "ttl");
        let head = if turtle { PREFIXES.replace('\n', " ") + "\n" } else { String::new() };
        fs::write(path, head + text).unwrap();
    }
    folder
}

fn load_files(files: &[(&str, &str)]) -> (TempDir, Loaded) {
    let folder = write(files);
    let loaded = load(&PackSource::Folder(folder.path()));
    (folder, loaded)
}

fn ontology(files: &[(&str, &str)]) -> Ontology {
    match load_files(files).1 {
        Ok(loaded) if loaded.diagnostics.is_empty() => loaded.value,
        Ok(loaded) => panic!("{:#?}", loaded.diagnostics),
        Err(found) => panic!("{found:#?}"),
    }
}

/// What is found, one line each, files relative to the pack.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let (folder, loaded) = load_files(files);
    let found = loaded.map_or_else(|it| it, |it| it.diagnostics);
    let shown = format!("{}/", folder.path().display());
    found.iter().map(|it| it.to_string().replace(&shown, "")).collect()
}

/// Asserts that one file makes exactly these findings.
fn check(path: &str, text: &str, expected: &[&str]) {
    assert_eq!(findings(&[(path, text)]), expected, "{path}:\n{text}");
}

#[test]
fn a_manifest_is_needed() {
    let folder = TempDir::new().unwrap();
    let found = load(&PackSource::Folder(folder.path())).unwrap_err();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, "ontology/no-manifest");
    let found = load(&PackSource::Folder(&folder.path().join("missing"))).unwrap_err();
    assert_eq!(
        found.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        ["ontology/unreadable", "ontology/no-manifest"]
    );
}

#[test]
fn mistakes_in_the_manifest() {
    check(
        "pack.toml",
        "name = \"x\"\n=",
        &[
            "error[ontology/manifest]: pack.toml:2: unquoted keys cannot be empty, expected letters, numbers, `-`, `_` \
         (hint: pack.toml has name, version, title, languages, base and licence)",
        ],
    );
    check(
        "pack.toml",
        &MANIFEST.replace("licence", "license"),
        &[
            "error[ontology/manifest]: pack.toml:7: unknown field `license`, expected one of `name`, `version`, `title`, \
         `languages`, `base`, `licence`, `thresholds` (hint: did you mean `licence`?)",
        ],
    );
    let wrong = MANIFEST.replace("0.1.0", "one").replace("[\"en\"]", "[]").replace("kell/", "kell");
    check(
        "pack.toml",
        &(wrong + "[thresholds]\nassert = 5.0\n"),
        &[
            "error[ontology/manifest]: pack.toml:3: `one` is not a version (hint: write MAJOR.MINOR.PATCH, such as 0.1.0)",
            "error[ontology/manifest]: pack.toml:5: the pack names no language (hint: write the main one first: languages = [\"en\"])",
            "error[ontology/manifest]: pack.toml:6: `https://w3id.org/kell` is not a base IRI (hint: write an absolute IRI that ends in a slash)",
            "error[ontology/manifest]: pack.toml:9: 5 is not between 0 and 1 (hint: write 0.5, the usual value)",
        ],
    );
}

#[test]
fn mistakes_in_files() {
    check(
        "entites/people.ttl",
        "",
        &[
            "warning[ontology/unknown-file]: entites: the program has no use for this and left it out (hint: did you mean `entities`?)",
        ],
    );
    check(
        "queries/a.sparql",
        "",
        &[
            "warning[ontology/unknown-file]: queries/a.sparql: the program has no use for this and left it out (hint: see ontology/README.md for the files of a pack)",
        ],
    );
    let folder = write(&[]);
    fs::write(folder.path().join("classes.ttl"), [0xff, 0xfe]).unwrap();
    let found = load(&PackSource::Folder(folder.path())).unwrap_err();
    assert_eq!(found[0].code, "ontology/encoding");
}

#[test]
fn a_syntax_error_spares_the_other_files() {
    let found = findings(&[
        ("entities/a.ttl", "e:Ada a o:Person\n    skos:prefLabel \"Ada\"@en ."),
        ("entities/b.ttl", "e:Bob a o:Person ; skos:prefLabel \"Bob\" ; o:memberOf e:Ada ."),
    ]);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(
        found[0].starts_with("error[ontology/turtle-syntax]: entities/a.ttl:3: "),
        "{}",
        found[0]
    );
    assert!(
        found[1].starts_with("error[ontology/label-language]: entities/b.ttl:2: "),
        "{}",
        found[1]
    );
    assert!(found[2].starts_with("error[ontology/no-label]: entities/b.ttl:2: "), "{}", found[2]);
}

#[test]
fn blank_nodes_are_refused() {
    check(
        "entities/a.ttl",
        "\ne:Ada a o:Person ; skos:prefLabel \"Ada\"@en ; skos:note [ skos:note \"x\" ] .",
        &[
            "error[ontology/blank-node]: entities/a.ttl:3: a blank node stands here (hint: give the thing an IRI of its own)",
        ],
    );
}

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
         o:foundOn a owl:ObjectProperty , owl:FunctionalProperty ; rdfs:label \"found on\"@en ; rdfs:comment \"X.\"@en ; rdfs:domain owl:Thing ; rdfs:range o:Date .",
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

const RULE: &str = "[[rule]]\nname = \"a\"\nproperty = \"supports\"\nverbs = [\"back\"]\nyes = [\"Ada backs Bob.\"]\nno = []\n";

#[test]
fn mistakes_in_rules() {
    let file = "rules/a.toml";
    let read =
        ontology(&[(file, &RULE.replace("verbs", "subject = [\"Agent\", \"State\"]\nverbs"))]);
    let rule = read.rules.iter().find(|it| it.name == "a").unwrap();
    assert_eq!(rule.subject, ["Organisation", "Person", "Population", "Post", "State"]);
    assert_eq!((rule.language.as_str(), rule.line), ("en", 1));
    check(
        file,
        &format!("{RULE}\n{RULE}"),
        &[
            "error[ontology/duplicate-rule]: rules/a.toml:8: there are two rules `a` (hint: rename it or the one at rules/a.toml:1)",
        ],
    );
    check(
        file,
        &RULE.replace("supports", "suports"),
        &[
            "error[ontology/unknown-property]: rules/a.toml:1: there is no property `suports` (hint: did you mean `supports`?)",
        ],
    );
    check(
        file,
        &RULE.replace("supports", "supportedBy"),
        &["error[ontology/not-claimable]: rules/a.toml:1: no claim may use `supportedBy` \
         (hint: use its inverse, `supports`, with subject and object exchanged)"],
    );
    check(
        file,
        &RULE.replace(
            "verbs = [\"back\"]",
            "subject = [\"Persn\"]\nforce = \"plannd\"\nconfidence = 2.0",
        ),
        &[
            "error[ontology/confidence]: rules/a.toml:1: the confidence 2 is not between 0 and 1 (hint: write 0.8, the usual value)",
            "error[ontology/empty-rule]: rules/a.toml:1: the rule `a` finds nothing (hint: add verbs, inverse_verbs, nouns or patterns)",
            "error[ontology/unknown-class]: rules/a.toml:1: there is no class `Persn` (hint: did you mean `Person`?)",
            "error[ontology/unknown-force]: rules/a.toml:1: there is no force `plannd` (hint: did you mean `planned`?)",
        ],
    );
    check(
        file,
        &RULE.replace("\"Ada backs Bob.\"", ""),
        &[
            "error[ontology/rule-without-example]: rules/a.toml:1: the rule `a` has no example (hint: add a sentence that must yield it to `yes`)",
        ],
    );
    let two = format!(
        "{}\n{}",
        RULE.replace("yes = [\"Ada backs Bob.\"]\n", ""),
        RULE.replace("verbs", "verb")
    );
    let found = findings(&[(file, &two)]);
    assert_eq!(
        found[0],
        "error[ontology/rule-syntax]: rules/a.toml:1: missing field `yes` \
        (hint: every [[rule]] needs name, property, yes and no; see ontology/README.md)"
    );
    assert!(
        found[1].starts_with("error[ontology/rule-syntax]: rules/a.toml:7: unknown field `verb`"),
        "{}",
        found[1]
    );
    assert!(found[1].ends_with("(hint: did you mean `verbs`?)"), "{}", found[1]);
}

const QUERY: &str = "# # Who backs what\n#\n# The positions of one agent.\n# **who** (e:Ada): whose\n# **most** (10): how many rows\n# **word** (peace): a word\n\
    SELECT ?what WHERE { {{who}} o:supports ?what . FILTER(CONTAINS(STR(?what), {{word}})) }\nLIMIT {{most}}\n";

#[test]
fn questions_are_read_and_filled_in() {
    let loaded = ontology(&[("queries/positions.rq", QUERY)]);
    let query = loaded.queries.iter().find(|it| it.name == "positions").unwrap();
    assert_eq!(
        (query.title.as_str(), query.description.as_str()),
        ("Who backs what", "The positions of one agent.")
    );
    let kinds: Vec<_> = query.parameters.iter().map(Parameter::kind).collect();
    assert_eq!(kinds, [ParameterKind::Thing, ParameterKind::Number, ParameterKind::Text]);
    let body = |values: &[(&str, &str)]| {
        let values = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        query.with(&values).lines().skip(6).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        body(&[]),
        "SELECT ?what WHERE { <https://w3id.org/kell/id/Ada> o:supports ?what . FILTER(CONTAINS(STR(?what), \"peace\")) } LIMIT 10"
    );
    let hostile = body(&[("word", "x\")) } # \\"), ("most", "1 } DROP"), ("who", "<a b>")]);
    assert_eq!(
        hostile,
        "SELECT ?what WHERE { \"<a b>\" o:supports ?what . FILTER(CONTAINS(STR(?what), \"x\\\")) } # \\\\\")) } LIMIT \"1 } DROP\""
    );
}

#[test]
fn mistakes_in_questions() {
    let file = "queries/a.rq";
    check(
        file,
        "SELECT * WHERE {\n ?a ?b }",
        &[
            "error[ontology/no-title]: queries/a.rq:1: the header has no title (hint: begin the file with `# # Title`)",
            "error[ontology/sparql-syntax]: queries/a.rq:2: the query cannot be parsed: expected one of LATERAL, SERVICE, [_] \
         (hint: correct the SPARQL; the usual prefixes need not be declared)",
        ],
    );
    check(
        file,
        "# # T\n# **who** (Ada): whose\n# **when**\nSELECT * WHERE { ?a ?b {{whoo}} }",
        &[
            "warning[ontology/parameter]: queries/a.rq:1: the parameter `who` is not used (hint: write {{who}} where it belongs, or remove it from the header)",
            "error[ontology/parameter]: queries/a.rq:3: `when` is not a parameter (hint: write `# **name** (default): what it is`)",
            "error[ontology/parameter]: queries/a.rq:4: the header declares no parameter `whoo` (hint: did you mean `who`?)",
        ],
    );
}

#[test]
fn checks_are_read() {
    let text = "# # Nobody is a member of themselves\n#\n# **Severity:** warning\n# **Problem:** A thing is a member\n# of itself.\n# **Solution:** Look.\nSELECT ?a WHERE { ?a o:memberOf ?a }";
    let loaded = ontology(&[("checks/self.rq", text)]);
    let check_read = loaded.checks.iter().find(|it| it.name == "self").unwrap();
    assert_eq!(check_read.severity, Severity::Warning);
    assert_eq!(
        (check_read.problem.as_str(), check_read.solution.as_str()),
        ("A thing is a member of itself.", "Look.")
    );
    check(
        "checks/a.rq",
        "# # T\n# **Severty:** error\n# **Problem:** P\nASK {}",
        &[
            "error[ontology/check-header]: checks/a.rq:1: the header names no severity (hint: add the line `# **Severity:** error`, or warning, or note)",
            "error[ontology/check-header]: checks/a.rq:1: the header names no solution (hint: add the line `# **Solution:** what to do`)",
            "error[ontology/check-header]: checks/a.rq:2: a check has no `Severty:` (hint: did you mean `Severity`?)",
        ],
    );
}

#[test]
fn diagrams_are_read() {
    let good = "title = \"T\"\ndescription = \"D\"\nquery = \"\"\"\nSELECT ?from ?fromLabel ?to WHERE {\n ?from o:supports ?to ; rdfs:label ?fromLabel }\n\"\"\"\n";
    let loaded = ontology(&[("diagrams/a.toml", good)]);
    let diagram = loaded.diagrams.iter().find(|it| it.name == "a").unwrap();
    assert_eq!(
        (diagram.layout.as_str(), diagram.direction.as_str(), diagram.nodes),
        ("layered", "LR", 60)
    );
    let wrong = format!(
        "layout = \"layred\"\nclusters = [\"Persn\"]\n{}",
        good.replace("?fromLabel", "?label")
    );
    check(
        "diagrams/a.toml",
        &wrong,
        &[
            "error[ontology/diagram]: diagrams/a.toml:1: there is no layout `layred` (hint: did you mean `layered`?)",
            "error[ontology/unknown-class]: diagrams/a.toml:2: there is no class `Persn` (hint: did you mean `Person`?)",
            "error[ontology/diagram]: diagrams/a.toml:5: the query does not select ?fromLabel (hint: select ?from ?fromLabel ?fromClass ?to ?toLabel ?toClass ?label)",
        ],
    );
    let found = findings(&[("diagrams/a.toml", &good.replace(" ; rdfs", " ;; rdfs:label ; rdfs"))]);
    assert!(
        found[0].starts_with("error[ontology/sparql-syntax]: diagrams/a.toml:5: "),
        "{}",
        found[0]
    );
}

#[test]
fn tests_are_read() {
    let text = "# Positions\n\n## Plain\n\nProse.\n\n```text\nAda backs Bob.\nSo.\n```\n\n```claims\nAda | supports | Bob\n\n! Bob | supports | Ada\n```\n";
    let loaded = ontology(&[("tests/a.md", text)]);
    let test = loaded.tests.iter().find(|it| it.file.ends_with("tests/a.md")).unwrap();
    assert_eq!(
        (test.name.as_str(), test.line, test.text.as_str()),
        ("Positions / Plain", 7, "Ada backs Bob.\nSo.")
    );
    assert_eq!(test.claims, ["Ada | supports | Bob", "! Bob | supports | Ada"]);
    check(
        "tests/a.md",
        &text
            .replace("supports | Bob", "suports | Bob")
            .replace("! Bob | supports", "Bob supports"),
        &[
            "error[ontology/test]: tests/a.md:13: there is no property `suports` (hint: did you mean `supports`?)",
            "error[ontology/test]: tests/a.md:15: `Bob supports | Ada` is not a claim (hint: write subject | property | object)",
        ],
    );
    check(
        "tests/a.md",
        "```text\nA.\n```\n```text\nB.\n```\n```claims\n```\n```claims\n```\n```text\n",
        &[
            "error[ontology/test]: tests/a.md:1: the text has no claims (hint: put a block ```claims below it, empty if the text yields none)",
            "error[ontology/test]: tests/a.md:9: these claims have no text (hint: put a block ```text above them)",
            "error[ontology/test]: tests/a.md:11: the block is not closed (hint: end it with a line ```)",
        ],
    );
}

#[test]
fn another_base_goes_for_the_core_too() {
    let manifest = MANIFEST.replace("https://w3id.org/kell/", "https://example.org/x/");
    let loaded = ontology(&[("pack.toml", &manifest)]);
    assert!(loaded.schema.class_id("Person").is_some());
    assert!(loaded.reference.iter().all(|it| !it.contains("w3id.org/kell")));
    assert!(loaded.prologue().starts_with(
        "PREFIX o: <https://example.org/x/ns#> PREFIX e: <https://example.org/x/id/> "
    ));
}

#[test]
fn word_lists_are_gathered_core_first() {
    let loaded = ontology(&[("xx/a.toml", "b = 1"), ("xx/c.toml", "d = 2")]);
    let texts: Vec<&str> = loaded.language_files["xx"].iter().map(|it| it.1.as_str()).collect();
    assert_eq!(texts, ["b = 1", "d = 2"]);
}

#[test]
fn the_digest_knows_contents_and_not_places() {
    let digest = |files| ontology(files).digest;
    let plain = digest(&[("tests/a.md", "a")]);
    assert_eq!(plain, digest(&[("tests/a.md", "a")]));
    assert_ne!(plain, digest(&[("tests/a.md", "b")]));
    assert_ne!(plain, digest(&[("tests/b.md", "a")]));
}

#[test]
fn the_packs_of_the_program_are_without_mistakes() {
    let loaded = load(&PackSource::Embedded).unwrap_or_else(|found| panic!("{found:#?}"));
    assert_eq!(loaded.diagnostics, []);
    let schema = &loaded.value.schema;
    assert_eq!(schema.classes.iter().filter(|it| it.top).count(), 16);
    assert_eq!(schema.groups["Agent"].len(), 5);
    assert_eq!(schema.forces.len(), 8);
    for class in &schema.classes {
        assert!(
            schema.class(*class.chain.last().unwrap()).top,
            "{} ends in a top class",
            class.name
        );
        assert!(
            class.labels.contains_key("de") && !class.definition.is_empty(),
            "{} is explained",
            class.name
        );
        assert!(class.colour.is_some() && class.shape.is_some(), "{} can be drawn", class.name);
    }
    for property in &schema.properties {
        assert!(property.labels.contains_key("de"), "{} has a German label", property.name);
    }
}

#[test]
fn the_core_stands_alone() {
    let core = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/core");
    let loaded = load(&PackSource::Folder(&core)).unwrap_or_else(|found| panic!("{found:#?}"));
    assert_eq!(loaded.value.manifest.name, "core");
    assert_eq!(loaded.value.schema.classes.iter().filter(|it| it.top).count(), 16);
}

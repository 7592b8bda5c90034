//! Rules, questions, checks, diagrams and literate tests.

use super::*;
use crate::diagnostic::Severity;

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
    // A value is no place for another value.
    let nested = body(&[("who", "{{word}}"), ("word", " ?p ?o } #")]);
    assert_eq!(
        nested,
        "SELECT ?what WHERE { \"{{word}}\" o:supports ?what . FILTER(CONTAINS(STR(?what), \" ?p ?o } #\")) } LIMIT 10"
    );
}

#[test]
fn a_query_that_nests_too_deeply_is_refused() {
    let query = format!("# # T\nSELECT ?a WHERE {{ FILTER({} ?a }}", "(".repeat(100_000));
    let found = findings(&[("queries/a.rq", &query)]);
    assert_eq!(
        found,
        [
            "error[ontology/sparql-syntax]: queries/a.rq:1: the query nests too deeply (hint: use fewer brackets in each other)"
        ]
    );
}

#[test]
fn a_default_may_be_a_label() {
    let ada = "e:Ada a o:Person ; skos:prefLabel \"Ada Lovelace\"@en .";
    let query = QUERY.replace("(e:Ada)", "(Ada Lovelace)");
    let loaded = ontology(&[("queries/positions.rq", &query), ("entities/a.ttl", ada)]);
    let query = loaded.queries.iter().find(|it| it.name == "positions").unwrap();
    assert_eq!(query.parameters[0].default, format!("<{}>", loaded.base.thing("Ada")));
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
    check(
        "diagrams/a.toml",
        &format!("page = \"claim\"\n{good}"),
        &[
            "error[ontology/diagram]: diagrams/a.toml:1: a diagram on a page is of one thing (hint: write {{focus}} for it in the query, or remove `page`)",
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
    let read = loaded.tests.iter().find(|it| it.file.ends_with("tests/a.md")).unwrap();
    assert_eq!(
        (read.name.as_str(), read.line, read.text.as_str()),
        ("Positions / Plain", 7, "Ada backs Bob.\nSo.")
    );
    assert_eq!(read.claims, ["Ada | supports | Bob", "! Bob | supports | Ada"]);
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

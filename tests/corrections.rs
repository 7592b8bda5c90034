//! What people correct holds on every build, and what they did not correct stays as it was.

use std::collections::BTreeSet;

use crate::support::Workspace;

const FIRST: &str = "MI5 works closely with GCHQ. The Harbour Watch threatens Iran. \
Ada Miller works for the Harbour Watch. MI5 does not threaten the Harbour Watch.\n";
const SECOND: &str = "Ada Miller works for Facebook. MI5 cooperates with the Harbour Watch.\n";

/// What is said: the claims, each with `!` where it is a plain triple.
fn said(workspace: &Workspace) -> BTreeSet<String> {
    let text = "SELECT ?line WHERE { ?c a o:Claim ; rdfs:label ?l ; o:isAsserted ?plain \
                BIND(CONCAT(?l, IF(?plain, '!', '')) AS ?line) }";
    let run = workspace.kell(&["query", "--format", "tsv", text]).ends(0);
    run.out.lines().skip(1).map(|it| it.trim_matches('"').to_owned()).collect()
}

fn world() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("docs/a.txt", FIRST);
    workspace.write("docs/b.txt", SECOND);
    workspace
}

/// What is no longer said and what is now, with these corrections.
#[track_caller]
fn changes(corrections: &str) -> (Vec<String>, Vec<String>) {
    let workspace = world();
    workspace.kell(&["build", "docs", "-q"]).ends(0);
    let before = said(&workspace);
    workspace.write("docs/corrections.toml", format!("version = 1\n{corrections}"));
    // What is in the cache is corrected as what is read is.
    let run = workspace.kell(&["build", "docs"]).ends(0);
    assert!(!run.err.contains("correction/gone"), "{}", run.err);
    let after = said(&workspace);
    let gone = before.difference(&after).cloned().collect();
    (gone, after.difference(&before).cloned().collect())
}

#[test]
fn each_kind_of_correction_changes_what_it_names() {
    let cases: [(&str, &[&str], &[&str]); 9] = [
        (
            "[[reject]]\nquote = \"MI5 does not threaten\"\n",
            &["MI5 not: threatens Harbour Watch"],
            &[],
        ),
        (
            "[[reject]]\nquote = \"works closely\"\nclaim = \"MI5 | cooperates with | GCHQ\"\n",
            &["MI5 cooperates with GCHQ!"],
            &[],
        ),
        (
            "[[link]]\nquote = \"threatens Iran\"\ntext = \"Iran\"\nto = \"Russia\"\n",
            &["Harbour Watch threatens Iran!"],
            &["Harbour Watch threatens Russia!"],
        ),
        (
            "[[span]]\nquote = \"Ada Miller works for the Harbour\"\ntext = \"Ada Miller\"\nto = \"Ada\"\n",
            &["Ada Miller works for Harbour Watch!"],
            &["Ada works for Harbour Watch!"],
        ),
        (
            "[[split]]\ndocument = \"b.txt\"\nthing = \"Ada Miller\"\nto = \"Ada Miller (Facebook)\"\n",
            &["Ada Miller works for Facebook!"],
            &["Ada Miller (Facebook) works for Facebook!"],
        ),
        (
            "[[type]]\nthing = \"Ada Miller\"\nclass = \"Topic\"\n",
            &["Ada Miller works for Facebook!", "Ada Miller works for Harbour Watch!"],
            &[],
        ),
        (
            "[[silence]]\nrule = \"hostility/threaten\"\ndocument = \"a.txt\"\n",
            &["Harbour Watch threatens Iran!", "MI5 not: threatens Harbour Watch"],
            &[],
        ),
        (
            "[[add]]\ndocument = \"b.txt\"\nquote = \"MI5 cooperates with the  Harbour Watch.\"\n\
             claim = \"Harbour Watch | opposes | Facebook\"\nforce = \"possible\"\n",
            &[],
            &["Harbour Watch opposes Facebook"],
        ),
        (
            "[[merge]]\nthings = [\"Harbour Watch\", \"Facebook\"]\n",
            &["Ada Miller works for Facebook!"],
            &[],
        ),
    ];
    for (corrections, gone, new) in cases {
        let (was, is) = changes(corrections);
        assert_eq!(
            (was.as_slice(), is.as_slice()),
            (&strings(gone)[..], &strings(new)[..]),
            "{corrections}"
        );
    }
}

fn strings(of: &[&str]) -> Vec<String> {
    of.iter().map(|it| (*it).to_owned()).collect()
}

#[test]
fn corrections_are_part_of_a_repeatable_build() {
    let workspace = world();
    workspace.write(
        "docs/corrections.toml",
        "version = 1\n[[add]]\ndocument = \"b.txt\"\nquote = \"Ada Miller works\"\n\
         claim = \"Ada Miller | opposes | Iran\"\nwhy = \"we know\"\n",
    );
    for out in ["kept", "kept", "clean"] {
        workspace.kell(&["build", "docs", "-q", "--builtin-layout", "--out", out]).ends(0);
    }
    let graph = |out: &str| workspace.read(&format!("{out}/graph.nq"));
    assert_eq!(graph("kept"), graph("clean"));
    assert!(graph("kept").contains("corrected by corrections.toml, line 2: we know"));
    workspace.kell(&["verify", "--data", "kept"]).ends(0).shows(&["0 wrong, 0 in sources"]);
}

#[test]
fn an_anchor_that_is_gone_is_told_and_nothing_else_is_lost() {
    let workspace = world();
    workspace.write(
        "docs/corrections.toml",
        "version = 1\n\n[[reject]]\nquote = \"This sentence was never there.\"\n\n\
         [[merge]]\nthings = [\"Nobody\", \"No one\"]\n\n[[apart]]\nthings = [\"MI5\", \"No one\"]\n",
    );
    let run = workspace.kell(&["build", "docs"]).ends(0);
    for place in ["docs/corrections.toml:3", "docs/corrections.toml:6", "docs/corrections.toml:9"] {
        assert!(run.err.contains(&format!("warning[correction/gone] {place}")), "{}", run.err);
    }
    assert!(said(&workspace).contains("MI5 cooperates with GCHQ!"));
}

#[test]
fn a_file_with_mistakes_stops_the_build_and_leaves_the_output() {
    let workspace = world();
    workspace.kell(&["build", "docs", "-q"]).ends(0);
    let before = workspace.read("output/graph.nq");
    for (text, told) in [
        ("version = 1\n[[type]]\nthing = \"x\"\nclass = \"Persn\"\n", "did you mean `Person`?"),
        ("version = 7\n", "this program reads 1"),
        ("version = \n", "correction/file"),
    ] {
        workspace.write("docs/corrections.toml", text);
        workspace.kell(&["build", "docs"]).ends(2).says(&["docs/corrections.toml:", told]);
        assert_eq!(workspace.read("output/graph.nq"), before);
    }
    workspace
        .kell(&["build", "docs", "--corrections", "elsewhere.toml"])
        .ends(2)
        .says(&["elsewhere.toml", "--corrections"]);
}

#[test]
fn variants_merge_by_evidence_and_a_person_can_undo_it() {
    let workspace = Workspace::new();
    workspace
        .write("docs/a.txt", "The Vauxhall Institute for Security Research (VISR) opposes Iran.\n");
    workspace.write("docs/b.txt", "Dr Collins, director of VISR, briefed the Home Secretary.\n");
    workspace.kell(&["build", "docs", "-q"]).ends(0);
    assert!(said(&workspace).contains("Collins leads Vauxhall Institute for Security Research!"));
    let merges = || workspace.kell(&["query", "--name", "merges"]).ends(0).out;
    assert!(
        merges().contains("a.txt calls “Vauxhall Institute for Security Research” “VISR”"),
        "{}",
        merges()
    );
    // The other name still leads there.
    let run = workspace.kell(&["explain", "VISR"]).ends(0);
    assert!(run.out.contains("Collins leads"), "{}", run.out);

    let run = workspace.kell_with(&["review", "--merges"], "d\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("1 of 1 answered in docs/corrections.toml"), "{}", run.out);
    workspace.kell(&["build", "docs", "-q"]).ends(0);
    assert!(said(&workspace).contains("Collins leads VISR!"));
    let run = workspace.kell(&["review", "--merges"]).ends(0);
    assert!(run.out.contains("nothing is uncertain"), "{}", run.out);
}

#[test]
fn review_writes_each_answer_and_asks_no_question_twice() {
    let workspace = world();
    workspace.kell(&["build", "docs", "-q"]).ends(0);
    let run = workspace.kell_with(&["review", "--below", "0.99"], "x\nr\na\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("that is no answer") && run.out.contains("2 of "), "{}", run.out);
    let text = workspace.read("docs/corrections.toml");
    assert_eq!(text.matches("[[reject]]").count(), 1, "{text}");
    assert_eq!(text.matches("[[accept]]").count(), 1, "{text}");
    let count = |out: &str| out.lines().filter(|it| it.starts_with('[')).count();
    let left = workspace.kell_with(&["review", "--below", "0.99"], "q\n");
    let all = workspace.kell_with(&["review", "--below", "0.99"], "");
    assert_eq!(count(&left.out), 1);
    let run = workspace.kell(&["build", "docs"]).ends(0);
    assert!(!run.err.contains("correction/gone"), "{}", run.err);
    assert!(all.out.contains("[1/"), "{}", all.out);
}

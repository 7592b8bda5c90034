//! What `kell diff` says has changed, and why.

use crate::support::{Run, Workspace};

const FIRST: &str = "MI5 works closely with GCHQ. Iran threatens the Harbour Watch.\n";
const SECOND: &str = "The Security Service works with GCHQ. The Harbour Watch opposes Iran.\n";

fn build(workspace: &Workspace, out: &str, flags: &[&str]) {
    workspace.kell(&[&["build", "docs", "-q", "--out", out], flags].concat()).ends(0);
}

fn diff(workspace: &Workspace) -> Run {
    workspace.kell(&["diff", "old", "new"])
}

fn world() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("docs/a.txt", FIRST);
    build(&workspace, "old", &[]);
    workspace
}

#[test]
fn nothing_changed() {
    let workspace = world();
    build(&workspace, "new", &[]);
    diff(&workspace).ends(0).shows(&["statements: 0 new, 0 gone, 0 changed"]);
}

#[test]
fn documents_come_change_and_go() {
    let workspace = world();
    workspace.write("docs/b.txt", SECOND);
    build(&workspace, "new", &[]);
    diff(&workspace).ends(1).shows(&[
        "+ document docs/b.txt (new)",
        "+ Harbour Watch opposes Iran\n    because document docs/b.txt is new\n  \
         + docs/b.txt: “The Harbour Watch opposes Iran.” (position/oppose)",
        "statements: 1 new, 0 gone, 1 changed",
        "~ MI5 cooperates with GCHQ: more sentences",
    ]);
    workspace.write("docs/a.txt", FIRST.replace("threatens", "supports"));
    build(&workspace, "new", &[]);
    diff(&workspace).ends(1).shows(&[
        "~ document docs/a.txt (changed)",
        "- Iran threatens Harbour Watch\n    because document docs/a.txt changed",
        "+ Iran supports Harbour Watch",
    ]);
    std::fs::rename(workspace.path().join("docs/b.txt"), workspace.path().join("docs/c.txt"))
        .unwrap();
    std::fs::remove_file(workspace.path().join("docs/a.txt")).unwrap();
    build(&workspace, "new", &[]);
    diff(&workspace)
        .ends(1)
        .shows(&["because document docs/a.txt is gone", "+ document docs/c.txt (new)"]);
}

#[test]
fn a_correction_and_a_rule_are_named() {
    let workspace = world();
    workspace
        .write("docs/corrections.toml", "version = 1\n[[reject]]\nquote = \"Iran threatens\"\n");
    build(&workspace, "new", &[]);
    diff(&workspace)
        .ends(1)
        .shows(&["- Iran threatens Harbour Watch\n    because the corrections changed"]);
    std::fs::remove_file(workspace.path().join("docs/corrections.toml")).unwrap();
    let pack = workspace.copy("ontology", "ontology");
    let rules = pack.join("uk-security/rules/hostility.toml");
    let text = std::fs::read_to_string(&rules).unwrap();
    let changed = text.replacen("name = \"hostility/threaten\"", "name = \"hostility/menace\"", 1);
    assert_ne!(text, changed);
    std::fs::write(&rules, changed).unwrap();
    build(&workspace, "new", &["--ontology", "ontology/uk-security"]);
    let run = diff(&workspace).ends(0);
    assert!(
        run.out.contains("+ rule hostility/menace")
            && run.out.contains("- rule hostility/threaten"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("- Iran threatens"), "the statement is the same: {}", run.out);
}

#[test]
fn differences_are_json_lines_too() {
    let workspace = world();
    workspace.write("docs/b.txt", SECOND);
    build(&workspace, "new", &[]);
    let run = workspace.kell(&["diff", "--format", "json", "old", "new"]).ends(1);
    let lines: Vec<serde_json::Value> =
        run.out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert!(
        lines
            .iter()
            .any(|it| it["change"] == "new" && it["statement"] == "Harbour Watch opposes Iran")
    );
    assert!(lines.iter().all(|it| it["causes"][0] == "document docs/b.txt is new"));
}

#[test]
fn what_is_no_build_is_said() {
    let workspace = world();
    workspace.kell(&["diff", "old", "nowhere"]).ends(2).says(&["no build at `nowhere`"]);
    workspace.write("damaged/manifest.json", "{");
    workspace.kell(&["diff", "old", "damaged"]).ends(2).says(&["damaged"]);
}

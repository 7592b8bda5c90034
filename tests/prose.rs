//! Every command shown in the project's prose is run, and its output compared where it is shown.
//!
//! A fenced block `console` holds lines that begin with `$ `, which are run one after the other in a copy of the
//! repository, and below each the output a reader would see: standard output, then standard error.  A line `...` stands
//! for any number of lines; a command with nothing below it need only end without error.  `cargo run --release --` is
//! the program that was just built.  A server is told to end when it has said where it is.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use crate::support::{Run, Workspace, kell, repository};

const PAGES: [&str; 5] = [
    "README.md",
    "ARCHITECTURE.md",
    "ontology/README.md",
    "output/README.md",
    "examples/README.md",
];

/// Commands that only their own tests may run.
const NOT_RUN: [&str; 3] = ["cargo test", "cargo bench", "git clone"];

struct Step {
    page: String,
    line: usize,
    command: String,
    expected: Vec<String>,
}

#[test]
fn every_command_in_the_prose_does_what_it_shows() {
    for page in PAGES {
        let text = fs::read_to_string(repository().join(page)).unwrap();
        let workspace = Workspace::new();
        for part in ["corpus", "ontology", "examples"] {
            workspace.copy(part, part);
        }
        workspace.copy("output/README.md", "output-readme");
        for step in steps(page, &text) {
            check(workspace.path(), &step);
        }
    }
}

#[test]
fn every_question_of_the_cookbook_has_an_answer() {
    let text = fs::read_to_string(repository().join("examples/cookbook.md")).unwrap();
    let questions: Vec<&str> =
        text.split("```sparql\n").skip(1).filter_map(|it| it.split("```").next()).collect();
    assert_eq!(questions.len(), text.matches("\n## ").count(), "a question under every heading");
    for question in questions {
        let format = if question.contains("CONSTRUCT") { "nt" } else { "csv" };
        let mut command = kell(repository());
        command.args(["query", "--data", "output/example", "--format", format, question]);
        let run = Run::from(command.output().unwrap()).ends(0);
        assert!(run.out.lines().count() > 1, "no answer to\n{question}");
    }
}

#[test]
fn the_first_page_shows_its_two_commands() {
    let text = fs::read_to_string(repository().join("README.md")).unwrap();
    for command in ["cargo run --release -- build corpus", "cargo test --release"] {
        assert!(text.contains(command), "{command}");
    }
}

#[test]
fn links_lead_somewhere() {
    for page in PAGES.iter().chain(&["CHANGELOG.md", "examples/cookbook.md"]) {
        let path = repository().join(page);
        let text = fs::read_to_string(&path).unwrap();
        for link in text.split("](").skip(1).filter_map(|it| it.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") {
                continue;
            }
            assert!(path.parent().unwrap().join(file).exists(), "{page} links to {file}");
        }
    }
}

#[test]
fn a_wildcard_stands_for_any_lines() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(agrees(&lines("a\n...\nd"), &lines("a\nb\nc\nd")));
    assert!(agrees(&lines("..."), &[]));
    assert!(!agrees(&lines("a\n...\nd"), &lines("a\nb")));
    assert!(!agrees(&lines("a"), &lines("a\nb")));
}

fn steps(page: &str, text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut open = false;
    for (at, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            open = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| open) {
            let (page, command) = (page.to_owned(), command.to_owned());
            steps.push(Step { page, line: at + 1, command, expected: Vec::new() });
        } else if open {
            let last = steps.last_mut().unwrap_or_else(|| panic!("{page}:{}: no command", at + 1));
            last.expected.push(line.trim_end().to_owned());
        }
    }
    steps
}

fn check(folder: &Path, step: &Step) {
    if NOT_RUN.iter().any(|it| step.command.starts_with(it)) {
        assert!(step.expected.is_empty(), "{}:{}: this is not run", step.page, step.line);
        return;
    }
    if let Some(flags) = step.command.strip_prefix("kell serve") {
        return check_server(folder, step, flags);
    }
    let binary = Path::new(env!("CARGO_BIN_EXE_kell"));
    let script = step.command.replace("cargo run --release -- ", "kell ");
    let path = std::env::var("PATH").unwrap_or_default();
    let done = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", binary.parent().unwrap().display()))
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    let found: Vec<String> = text.lines().map(|it| it.trim_end().to_owned()).collect();
    let place = format!("{}:{}: {}", step.page, step.line, step.command);
    if step.expected.is_empty() {
        assert!(done.status.success(), "{place}\n{text}");
    } else {
        assert!(done.status.code().is_some_and(|it| it < 2), "{place}\n{text}");
        let mut expected = step.expected.clone();
        while expected.last().is_some_and(String::is_empty) {
            expected.pop();
        }
        assert!(
            agrees(&expected, &found),
            "{place}\nshown:\n{}\n\nfound:\n{text}",
            expected.join("\n")
        );
    }
}

/// Starts a server, on a port that is free whatever the page says, until it says where it is.
fn check_server(folder: &Path, step: &Step, flags: &str) {
    let mut child = kell(folder)
        .arg("serve")
        .args(flags.split_whitespace())
        .args(["--bind", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let place = format!("{}:{}: {}", step.page, step.line, step.command);
    assert!(line.starts_with("http://127.0.0.1:"), "{place}: {line}");
    assert_eq!(step.expected, ["..."], "{place}");
}

/// Whether lines are as expected, `...` standing for any number of them.
fn agrees(expected: &[String], found: &[String]) -> bool {
    match expected.split_first() {
        None => found.is_empty(),
        Some((first, rest)) if first.trim() == "..." => {
            (0..=found.len()).any(|it| agrees(rest, &found[it..]))
        }
        Some((first, rest)) => found.first() == Some(first) && agrees(rest, &found[1..]),
    }
}

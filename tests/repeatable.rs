//! The same inputs, pack and version give the same bytes.

use std::fs;

use crate::support::{Build, CORPUS, Workspace, files, kell, repository};

#[track_caller]
fn same(a: &[(String, Vec<u8>)], b: &[(String, Vec<u8>)]) {
    let names = |it: &[(String, Vec<u8>)]| it.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(a), names(b));
    for (one, other) in a.iter().zip(b) {
        assert!(one.1 == other.1, "{} differs", one.0);
    }
}

fn documents() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(repository().join("corpus"))
        .unwrap()
        .map(|it| format!("corpus/{}", it.unwrap().file_name().to_string_lossy()))
        .collect();
    names.sort();
    names
}

#[test]
fn twice() {
    let again = Build::new(&["corpus"], &["--builtin-layout"]);
    same(&CORPUS.files(), &again.files());
}

#[test]
fn on_one_thread_and_on_two() {
    for jobs in ["1", "2"] {
        let build = Build::new(&["corpus"], &["--builtin-layout", "--jobs", jobs]);
        same(&CORPUS.files(), &build.files());
    }
}

#[test]
fn in_any_order() {
    let mut names = documents();
    names.reverse();
    names.rotate_left(2);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    same(&CORPUS.files(), &Build::new(&names, &["--builtin-layout"]).files());
}

#[test]
fn over_an_older_output() {
    let workspace = Workspace::new();
    let out = workspace.path().join("out");
    let build = |documents: &[&str]| {
        let done = kell(repository())
            .arg("build")
            .args(documents)
            .args(["--builtin-layout", "--out"])
            .arg(&out)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    build(&[documents()[0].as_str(), documents()[1].as_str()]);
    build(&["corpus"]);
    same(&CORPUS.files(), &files(&out));
}

#[test]
fn annotations_come_in_the_order_of_the_paths() {
    let names = documents();
    let shuffled: Vec<&str> = names.iter().rev().map(String::as_str).collect();
    let annotate = |paths: &[&str], jobs: &str| {
        let done = kell(repository()).arg("annotate").args(paths).args(["--jobs", jobs]).output();
        done.unwrap().stdout
    };
    assert_eq!(annotate(&["corpus"], "1"), annotate(&shuffled, "2"));
}

#[test]
fn the_committed_example_is_what_the_program_makes() {
    let example = repository().join("output/example");
    same(&files(&example), &CORPUS.files());
}

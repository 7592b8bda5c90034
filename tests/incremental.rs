//! A build after another one gives what a first build gives, whatever became of the documents and of the build.

use std::{
    fs,
    path::Path,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use proptest::{prelude::*, test_runner::Config};

use crate::support::{Workspace, files, kell, repository};

/// What documents say.  Two sentences disagree, and some say the same.
const SENTENCES: [&str; 8] = [
    "MI5 works with GCHQ.",
    "The Salisbury attack happened on 4 March 2018.",
    "The Salisbury attack happened in 2017.",
    "MI5 does not work with GCHQ.",
    "Ken McCallum is Director General of MI5.",
    "The Home Office opposes ransomware.",
    "The Harbour Council warned of espionage.",
    "Russia threatens the United Kingdom.",
];

/// What can become of a document.
#[derive(Debug, Clone)]
enum Edit {
    /// It is written, anew or for the first time, with these sentences.
    Write(u8, Vec<u8>),
    Remove(u8),
    Rename(u8, u8),
    /// A sidecar gives it a date.
    Date(u8, u16),
    /// It becomes a row of a table.
    Row(Vec<u8>),
}

fn edit() -> impl Strategy<Value = Edit> {
    let sentences = || prop::collection::vec(0..8_u8, 1..4);
    prop_oneof![
        4 => (0..5_u8, sentences()).prop_map(|(at, text)| Edit::Write(at, text)),
        1 => (0..5_u8).prop_map(Edit::Remove),
        1 => (0..5_u8, 0..5_u8).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (0..5_u8, 1990..2020_u16).prop_map(|(at, year)| Edit::Date(at, year)),
        1 => sentences().prop_map(Edit::Row),
    ]
}

fn text(sentences: &[u8]) -> String {
    let all: Vec<&str> = sentences.iter().map(|it| SENTENCES[usize::from(*it)]).collect();
    all.join(" ") + "\n"
}

fn apply(workspace: &Workspace, edit: &Edit) {
    let file = |at: &u8| workspace.path().join(format!("docs/note-{at}.txt"));
    match edit {
        Edit::Write(at, sentences) => fs::write(file(at), text(sentences)).unwrap(),
        // There may be no such file.
        Edit::Remove(at) => drop(fs::remove_file(file(at))),
        Edit::Rename(from, to) => drop(fs::rename(file(from), file(to))),
        Edit::Date(at, year) => {
            fs::write(file(at).with_extension("toml"), format!("date = \"{year}\"\n")).unwrap();
        }
        Edit::Row(sentences) => {
            let path = workspace.path().join("docs/rows.csv");
            let mut table = fs::read_to_string(&path).unwrap_or_else(|_| "text\n".to_owned());
            table += &text(sentences);
            fs::write(path, table).unwrap();
        }
    }
}

#[track_caller]
fn same(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    let names = |it: &[(String, Vec<u8>)]| it.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    for (a, b) in one.iter().zip(&other) {
        assert!(a.1 == b.1, "{} differs", a.0);
    }
}

proptest! {
    #![proptest_config(Config { cases: 6, ..Config::default() })]

    /// After any edits, building over what is there and building afresh give the same bytes.
    #[test]
    fn incremental_is_clean(edits in prop::collection::vec(prop::collection::vec(edit(), 1..4), 1..4)) {
        let workspace = Workspace::new();
        workspace.write("docs/first.txt", text(&[0, 4]));
        for (round, edits) in edits.iter().enumerate() {
            for it in edits {
                apply(&workspace, it);
            }
            let clean = format!("clean-{round}");
            // In shards of one document or of all.
            for (out, shard) in [("kept", "1"), (clean.as_str(), "1"), ("whole", "99")] {
                let arguments =
                    ["build", "docs", "--builtin-layout", "-q", "--out", out, "--shard", shard];
                let run = workspace.kell(&arguments);
                prop_assert!(run.code <= 1, "{}", run.err);
            }
            same(&workspace.path().join("kept"), &workspace.path().join(&clean));
            same(&workspace.path().join("whole"), &workspace.path().join(&clean));
        }
    }
}

/// What the packs promise of their checks and diagrams holds: asked of one document at a time, all give the same.
#[test]
fn shards_make_no_difference() {
    let workspace = Workspace::new();
    let corpus = repository().join("corpus");
    for (out, shard) in [("one", "1"), ("all", "99")] {
        let run = workspace.kell(&[
            "build",
            corpus.to_str().unwrap(),
            "--builtin-layout",
            "-q",
            "--out",
            out,
            "--shard",
            shard,
        ]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    same(&workspace.path().join("one"), &workspace.path().join("all"));
}

#[test]
fn only_what_changed_is_read_again() {
    let workspace = Workspace::new();
    for at in 0..4 {
        workspace.write(&format!("docs/{at}.txt"), text(&[at, at + 1]));
    }
    let build = |arguments: &[&str]| {
        let run = workspace.kell(&[&["build", "docs"], arguments].concat());
        let line = run.out.lines().find(|it| it.contains("not read again")).map(str::to_owned);
        line.and_then(|it| it.split_whitespace().last()?.parse().ok()).unwrap_or(0)
    };
    assert_eq!(build(&[]), 0);
    assert_eq!(build(&[]), 4);
    workspace.write("docs/2.txt", text(&[7]));
    workspace.write("docs/3.toml", "date = 2020-01-01\n");
    assert_eq!(build(&[]), 2, "two documents changed");
    assert_eq!(build(&["--author", "Jane Miller"]), 0, "what is said about all changes all");
    assert_eq!(build(&["--author", "Jane Miller", "--no-cache"]), 0);
    // The pack is part of what readings depend on, and entries that cannot be read are none.
    let pack = workspace.copy("ontology/uk-security", "pack");
    fs::write(
        pack.join("tests/more.md"),
        "# More\n\n> MI5 works with GCHQ.\n\n- MI5 | cooperatesWith | GCHQ\n",
    )
    .unwrap();
    assert_eq!(build(&["--ontology", "pack"]), 0);
    assert_eq!(build(&["--ontology", "pack"]), 4);
    for (name, _) in all_files(&workspace.path().join("output/.cache")) {
        if !name.contains("CACHEDIR") && !name.contains("git") {
            fs::write(workspace.path().join("output/.cache").join(name), b"damaged").unwrap();
        }
    }
    assert_eq!(build(&["--ontology", "pack"]), 0);
    assert_eq!(build(&["--ontology", "pack"]), 4);
}

#[test]
fn a_cache_holds_what_the_last_build_read() {
    let workspace = Workspace::new();
    workspace.write("docs/a.txt", text(&[0]));
    workspace.write("docs/b.txt", text(&[1]));
    let cache = workspace.path().join("readings");
    let entries = || all_files(&cache).len();
    workspace.kell(&["build", "docs", "-q", "--cache", "readings"]).ends(0);
    let two = entries();
    fs::remove_file(workspace.path().join("docs/b.txt")).unwrap();
    workspace.kell(&["build", "docs", "-q", "--cache", "readings"]).ends(0);
    assert_eq!(entries(), two - 1);
    assert!(!workspace.path().join("output/.cache").exists());
    workspace
        .kell(&["build", "docs", "--cache", "docs/a.txt"])
        .ends(2)
        .says(&["docs/a.txt", "--no-cache"]);
}

/// Names of all files below a folder.
fn all_files(folder: &Path) -> Vec<(String, u64)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(all_files(&path).into_iter().map(|it| (format!("{name}/{}", it.0), it.1)));
        } else {
            found.push((name, fs::metadata(&path).unwrap().len()));
        }
    }
    found
}

/// Killed at any moment, a build leaves the old output or the new one, and the next build is as good as a clean one.
///
/// `KELL_KILLS` says how many builds are killed, each a little later than the one before.
#[test]
fn a_build_that_is_killed_loses_nothing() {
    let workspace = Workspace::new();
    for at in 0..8_u8 {
        workspace.write(&format!("docs/{at}.txt"), text(&[at % 8, (at + 3) % 8]));
    }
    let build =
        |out: &str| workspace.kell(&["build", "docs", "--builtin-layout", "-q", "--out", out]);
    let start = Instant::now();
    build("out").ends(0);
    let whole = start.elapsed();
    let old = files(&workspace.path().join("out"));
    workspace.write("docs/new.txt", text(&[5, 6]));
    build("new").ends(0);
    let new = files(&workspace.path().join("new"));
    let kills = std::env::var("KELL_KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(8_u32);
    for round in 0..kills {
        // The cache of the last round would make this one too short to be killed at an early moment.
        if round % 2 == 0 {
            // The last round may have been killed before it made one.
            drop(fs::remove_dir_all(workspace.path().join("out/.cache")));
        }
        let mut child = kell(workspace.path())
            .args(["build", "docs", "--builtin-layout", "-q", "--out", "out"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(whole * (round + 1) / kills + Duration::from_millis(u64::from(round % 8)));
        child.kill().unwrap();
        child.wait().unwrap();
        // Whoever looks next finds one output or the other.
        workspace.kell(&["query", "--data", "out", "ASK { ?s ?p ?o }"]).ends(0).shows(&["true"]);
        let left = files(&workspace.path().join("out"));
        assert!(left == old || left == new, "a mixture after {round}");
    }
    build("out").ends(0);
    same(&workspace.path().join("out"), &workspace.path().join("new"));
}

#[test]
fn two_builds_do_not_write_to_one_folder() {
    let workspace = Workspace::new();
    workspace.write("a.txt", SENTENCES[0]);
    fs::create_dir(workspace.path().join("output")).unwrap();
    let lock = fs::File::create(workspace.path().join("output/.lock")).unwrap();
    lock.lock().unwrap();
    workspace.kell(&["build", "a.txt"]).ends(2).says(&["another build", "--out"]);
    drop(lock);
    workspace.kell(&["build", "a.txt"]).ends(0);
}

#[test]
fn texts_taken_out_of_files_are_stored_and_verified() {
    let workspace = Workspace::new();
    workspace.write("rows.csv", format!("text,date\n{},2021-07-14\n", SENTENCES[0]));
    workspace.write("note.txt", SENTENCES[7]);
    workspace.kell(&["build", "rows.csv", "note.txt", "--out", "o"]).ends(0);
    let texts = all_files(&workspace.path().join("o/texts"));
    assert_eq!(texts.len(), 1, "a text file is its own text: {texts:?}");
    let verify = || workspace.kell(&["verify", "--data", "o"]);
    let both = verify().ends(0);
    assert!(!both.out.contains("stored"), "{}", both.out);
    fs::rename(workspace.path().join("rows.csv"), workspace.path().join("moved.csv")).unwrap();
    verify().ends(0).shows(&["of 1 sources only the stored text was there"]);
    workspace.kell(&["verify", "--data", "o", "--sources", "moved.csv"]).ends(0);
    workspace.write(&format!("o/texts/{}", texts[0].0), "MI5 works with nobody.");
    verify().ends(1).says(&["rows.txt", "stored text"]).shows(&["in sources that are missing"]);
}

//! What a person meets at the prompt: help, exit codes, standard input, bad input.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use crate::support::{CORPUS, Run, Workspace, files, kell, repository};

const SPEECH: &str = "The Home Office opposes ransomware. MI5 supports strong encryption.\n";

/// The program over the graph of the corpus.
fn on_corpus(arguments: &[&str]) -> Run {
    let mut command = kell(repository());
    command.args(arguments).arg("--data").arg(CORPUS.path()).output().unwrap().into()
}

const COMMANDS: [&str; 11] = [
    "build", "query", "draw", "path", "network", "annotate", "verify", "check", "explain",
    "generate", "train",
];

#[test]
fn help_lists_every_command_and_every_command_has_help() {
    let workspace = Workspace::new();
    let help = workspace.kell(&["--help"]).ends(0);
    for command in COMMANDS {
        assert!(help.out.contains(&format!("\n  {command} ")), "{command} is not in the help");
        let help = workspace.kell(&[command, "--help"]).ends(0);
        assert!(help.out.contains("Usage: kell "), "{}", help.out);
    }
    help.shows(&["Examples:", "Exit codes: 0 done, 1 done with findings, 2 could not"]);
    workspace.kell(&["--version"]).ends(0).shows(&[env!("CARGO_PKG_VERSION")]);
}

#[test]
fn an_analyser_is_learnt_the_same_on_any_number_of_threads() {
    let workspace = Workspace::new();
    let word = |id: u8, form: &str, pos: &str, head: u8, relation: &str| {
        format!("{id}\t{form}\t{form}\t{pos}\t_\t_\t{head}\t{relation}\t_\t_\n")
    };
    let sentence = [
        word(1, "boats", "NOUN", 2, "nsubj"),
        word(2, "sail", "VERB", 0, "root"),
        word(3, "home", "ADV", 2, "advmod"),
        "\n".to_owned(),
    ];
    fs::write(workspace.path().join("boats.conllu"), sentence.concat().repeat(70)).unwrap();
    let learn = |jobs: &str, output: &str| {
        let arguments = ["train", "--treebank", "boats.conllu", "--rounds", "2"];
        let arguments = [&arguments[..], &["--jobs", jobs, "-o", output]].concat();
        workspace.kell(&arguments).ends(0);
        fs::read(workspace.path().join(output)).unwrap()
    };
    assert!(learn("1", "one.bin") == learn("3", "three.bin"), "the bytes differ");
    workspace
        .kell(&["train", "--treebank", "gone.conllu", "-o", "x"])
        .ends(2)
        .says(&["gone.conllu"]);
    fs::write(workspace.path().join("few.tsv"), "O\n").unwrap();
    let few = ["train", "--treebank", "boats.conllu,few.tsv", "-o", "x"];
    workspace.kell(&few).ends(2).says(&["fewer labels than words"]);
}

#[test]
fn completions_and_manual_are_generated() {
    let workspace = Workspace::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        workspace.kell(&["generate", "completions", shell]).ends(0).shows(&["annotate"]);
    }
    workspace.kell(&["generate", "man"]).ends(0).shows(&[".TH kell 1"]);
}

#[test]
fn an_unknown_command_gets_a_suggestion() {
    let workspace = Workspace::new();
    workspace.kell(&["buld", "x"]).ends(2).says(&["'buld'", "'build'"]);
    workspace.kell(&["build"]).ends(2).says(&["PATH"]);
    workspace.kell(&[]).ends(2).says(&["Usage: kell"]);
}

#[test]
fn quiet_and_verbose_exclude_each_other() {
    let workspace = Workspace::new();
    workspace.write("a.txt", SPEECH);
    workspace.kell(&["-q", "-v", "build", "a.txt"]).ends(2).says(&["cannot be used with"]);
    let quiet = workspace.kell(&["-q", "build", "a.txt"]).ends(0);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn a_build_sums_up_and_says_what_to_do_next() {
    let workspace = Workspace::new();
    workspace.write("a.txt", SPEECH);
    let run = workspace.kell(&["build", "a.txt"]).ends(0);
    run.shows(&["documents", "claims", "asserted as triples", "kell query --list", "kell verify"]);
    for name in
        ["manifest.json", "graph.nq", "asserted.ttl", "entities.csv", "claims.csv", "report.html"]
    {
        assert!(workspace.path().join("output").join(name).is_file(), "{name}");
    }
    assert!(workspace.path().join("output/diagrams").is_dir());
}

#[test]
fn colour_only_where_it_is_wanted() {
    let workspace = Workspace::new();
    let plain = workspace.kell(&["build", "nowhere"]).ends(2);
    assert!(!plain.err.contains('\u{1b}'), "{}", plain.err);
    let forced = kell(workspace.path())
        .env_remove("NO_COLOR")
        .env("CLICOLOR_FORCE", "1")
        .args(["build", "nowhere"])
        .output()
        .unwrap();
    assert!(forced.stderr.contains(&0x1b), "CLICOLOR_FORCE asks for colour");
}

#[test]
fn standard_input_is_a_document() {
    let workspace = Workspace::new();
    let run = workspace.kell_with(&["annotate", "-", "--title", "A note"], SPEECH).ends(0);
    assert_eq!(run.out.lines().count(), 1);
    run.shows(&["\"title\":\"A note\"", "\"label\":\"MI5\""]);
    workspace.kell_with(&["build", "-", "--out", "o"], SPEECH).ends(0);
    workspace
        .kell_with(&["query", "-f", "-", "--data", "o"], "ASK { ?s ?p ?o }")
        .ends(0)
        .shows(&["true"]);
}

#[test]
fn sentences_and_words_as_conllu_and_back() {
    let workspace = Workspace::new();
    let first = workspace.kell_with(&["annotate", "-", "--format", "conllu"], SPEECH).ends(0);
    assert!(first.out.starts_with("# newdoc id = stdin\n# newpar\n# sent_id = stdin-1\n"));
    workspace.write("speech.conllu", &first.out);
    let again = workspace.kell(&["annotate", "speech.conllu", "--format", "conllu"]).ends(0);
    assert_eq!(again.out, first.out.replace("stdin", "speech.conllu"));
    workspace.kell(&["build", "speech.conllu", "--out", "o"]).ends(0);
    workspace.kell(&["verify", "--data", "o"]).ends(0);
    workspace.write("broken.conllu", "1\tone\n");
    workspace.kell(&["annotate", "broken.conllu"]).ends(2).says(&[
        "document/conllu",
        "broken.conllu:1:",
        "hint:",
    ]);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let mut child = kell(repository())
        .args(["query", "SELECT * WHERE { ?s ?p ?o }", "--format", "csv", "--data"])
        .arg(CORPUS.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
}

// Documents that cannot be read.

#[test]
fn a_missing_path_is_named() {
    let workspace = Workspace::new();
    workspace.kell(&["build", "nowhere.txt"]).ends(2).says(&[
        "nowhere.txt",
        "no such file",
        "hint:",
    ]);
    assert!(!workspace.path().join("output").exists());
}

#[test]
fn an_empty_folder_is_named() {
    let workspace = Workspace::new();
    fs::create_dir(workspace.path().join("empty")).unwrap();
    workspace.kell(&["build", "empty"]).ends(2).says(&["empty", "holds no document", ".txt"]);
}

#[test]
fn binary_and_empty_files_are_refused() {
    let workspace = Workspace::new();
    workspace.write("image.txt", [0x89, b'P', b'N', b'G', 0, 0, 0, 13]);
    workspace.kell(&["build", "image.txt"]).ends(2).says(&["image.txt", "binary"]);
    workspace.write("empty.txt", "");
    workspace.kell(&["build", "empty.txt"]).ends(2).says(&["empty.txt", "the file is empty"]);
}

#[test]
fn one_bad_file_does_not_spoil_the_others() {
    let workspace = Workspace::new();
    workspace.write("in/a.txt", SPEECH);
    workspace.write("in/b.txt", "");
    workspace.kell(&["build", "in"]).ends(1).says(&["b.txt"]);
    assert!(
        fs::read_to_string(workspace.path().join("output/claims.csv")).unwrap().contains("MI5")
    );
}

#[test]
fn windows_1252_is_read_with_a_notice_and_its_place() {
    let workspace = Workspace::new();
    workspace.write("a.txt", b"The minister\x92s office closed. MI5 supports strong encryption.\n");
    let run = workspace.kell(&["-v", "build", "a.txt"]).ends(0);
    run.says(&["a.txt", "not UTF-8 from byte 12 on", "Windows-1252"]);
}

#[test]
fn a_file_in_no_known_encoding_is_refused_with_its_place() {
    let workspace = Workspace::new();
    workspace.write("a.txt", b"plain text and then \x81\x8d\x8f\x90\x9d bytes of nothing\n");
    let run = workspace.kell(&["-v", "build", "a.txt"]);
    run.says(&["a.txt", "byte 20"]);
}

#[test]
fn a_very_long_line_is_read() {
    let workspace = Workspace::new();
    let mut line = "and so the road went on and on ".repeat(5_000_000 / 31);
    line.push_str(". MI5 supports strong encryption.");
    workspace.write("long.txt", line);
    let start = Instant::now();
    let run = workspace.kell(&["build", "long.txt", "--builtin-layout"]).ends(0);
    assert!(start.elapsed() < Duration::from_mins(2), "it took {:?}", start.elapsed());
    run.shows(&["claims                           1"]);
}

#[test]
fn a_sentence_of_ten_thousand_words_costs_bounded_time() {
    let workspace = Workspace::new();
    let clause =
        "MI5 supports the plan that the office which Mary Low leads in London proposed and ";
    workspace.write("long.txt", format!("{}it ends.", clause.repeat(700)));
    let start = Instant::now();
    workspace.kell(&["build", "long.txt", "--builtin-layout"]).ends(0);
    assert!(start.elapsed() < Duration::from_mins(1), "it took {:?}", start.elapsed());
    workspace.kell(&["verify"]).ends(0);
}

#[test]
fn quotations_lists_and_tables_yield_no_claim_that_is_not_there() {
    let workspace = Workspace::new();
    let quotes =
        "\u{201c}We support it.\u{201d} \u{201c}Do we?\u{201d} \u{201c}They oppose us.\u{201d}\n\n"
            .repeat(200);
    workspace.write("quotes.txt", quotes);
    workspace.write("list.md", "- MI5\n- Russia\n- encryption\n\n".repeat(200));
    workspace.write(
        "table.md",
        "| MI5 | Russia | 2021 |\n| --- | --- | --- |\n| GCHQ | Iran | 2020 |\n".repeat(100),
    );
    workspace.kell(&["build", ".", "--builtin-layout"]).ends(0);
    assert_eq!(workspace.read("output/claims.csv").lines().count(), 1, "a head and nothing else");
}

#[test]
fn a_malformed_front_matter_is_told_and_the_text_is_read() {
    let workspace = Workspace::new();
    workspace.write("a.md", format!("---\ntitle: [broken\n: x\n---\n\n{SPEECH}"));
    workspace.kell(&["build", "a.md"]).ends(0).says(&["a.md:2", "closing mark", "a.md:3"]);
    assert!(workspace.read("output/claims.csv").contains("MI5"));
    workspace.write("b.md", format!("---\ntitle: open\n\n{SPEECH}"));
    workspace.kell(&["build", "b.md"]).ends(0).says(&["b.md:1", "no closing `---`"]);
}

// Packs that cannot be used.

#[test]
fn a_pack_that_is_not_there_is_named() {
    let workspace = Workspace::new();
    workspace.write("a.txt", SPEECH);
    fs::create_dir(workspace.path().join("pack")).unwrap();
    let run = workspace.kell(&["build", "a.txt", "--ontology", "pack"]).ends(2);
    run.says(&["pack.toml", "hint:"]);
    workspace.kell(&["build", "a.txt", "--ontology", "nowhere"]).ends(2).says(&["nowhere"]);
    assert!(!workspace.path().join("output").exists());
}

// Questions that cannot be answered.

#[test]
fn a_mistake_in_sparql_is_shown_at_its_place() {
    let run = on_corpus(&["query", "SELECT ?x\nWHERE { ?x o:supports }"]).ends(2);
    run.says(&["line 2, column 23", "2 | WHERE { ?x o:supports }", "^"]);
    on_corpus(&["query", "SELECT * WHERE { ?x foaf:name ?y }"]).ends(2).says(&["`foaf:`"]);
    on_corpus(&["query", "DELETE WHERE { ?s ?p ?o }"]).ends(2).says(&["read only"]);
    on_corpus(&["query", ""]).ends(2).says(&["empty"]);
}

#[test]
fn a_rule_is_tried_on_a_sentence() {
    let says = "MI5 supports encryption.";
    on_corpus(&["explain", "position/support", says]).ends(0).shows(&["subject “mi5”", "=> MI5"]);
    let silent = "The clouds support MI5.";
    on_corpus(&["explain", "position/support", silent]).ends(1).shows(&["for the subject"]);
    on_corpus(&["explain", "position/support", "It rains."]).ends(1).shows(&["none of its verbs"]);
    on_corpus(&["explain", "position/suport", says]).ends(2).says(&["did you mean"]);
    on_corpus(&["explain", "MI5", says]).ends(2).says(&["only be tried on a rule"]);
}

#[test]
fn unknown_names_get_a_suggestion() {
    on_corpus(&["explain", "Vernon Kel"]).ends(2).says(&["did you mean `Vernon Kell`?"]);
    on_corpus(&["query", "--name", "timelin"]).ends(2).says(&["did you mean `timeline`?"]);
    on_corpus(&["draw", "event"]).ends(2).says(&["did you mean `events`?"]);
    on_corpus(&["query", "--name", "actor", "--param", "actor=Home Ofice"])
        .ends(2)
        .says(&["did you mean `Home Office`?"]);
    on_corpus(&["query", "--name", "actor", "--param", "acter=MI5"])
        .ends(2)
        .says(&["did you mean `actor`?"]);
    on_corpus(&["query", "ASK {}", "--format", "yaml"]).ends(2).says(&["yaml"]);
    on_corpus(&["draw", "actors", "--format", "gif"]).ends(2).says(&["gif"]);
}

#[test]
fn a_graph_that_is_not_there_is_named() {
    let workspace = Workspace::new();
    for command in [&["query", "ASK {}"][..], &["draw", "actors"], &["verify"], &["explain", "MI5"]]
    {
        workspace.kell(command).ends(2).says(&["kell build", "--data"]);
    }
    workspace.write("output/graph.nq", "<a> <b> nonsense .\n");
    workspace.kell(&["query", "ASK {}"]).ends(2).says(&["graph.nq", "line 1"]);
}

#[test]
fn a_changed_source_is_a_finding() {
    let workspace = Workspace::new();
    workspace.write("a.txt", SPEECH);
    workspace.kell(&["build", "a.txt"]).ends(0);
    workspace.kell(&["verify"]).ends(0).shows(&["0 wrong"]);
    workspace.write("a.txt", SPEECH.replace("strong", "weak"));
    workspace.kell(&["verify"]).ends(1).says(&["a.txt", "SHA-256"]);
}

// Outputs that cannot be written.

#[test]
fn an_output_that_is_a_file_is_refused() {
    let workspace = Workspace::new();
    workspace.write("a.txt", SPEECH);
    workspace.write("out", "mine");
    workspace.kell(&["build", "a.txt", "--out", "out"]).ends(2).says(&["out", "is a file"]);
    assert_eq!(workspace.read("out"), "mine");
    // Nothing can be made below a file, whoever asks.
    workspace.kell(&["build", "a.txt", "--out", "out/sub"]).ends(2).says(&["out/sub"]);
}

#[test]
fn a_failed_build_leaves_the_old_output_whole() {
    let workspace = Workspace::new();
    workspace.write("a.txt", SPEECH);
    workspace.write("output/notes.txt", "mine");
    workspace.kell(&["build", "a.txt"]).ends(0);
    let before = files(&workspace.path().join("output"));
    workspace.write("broken/pack.toml", "name = 1\n");
    workspace.kell(&["build", "a.txt", "--ontology", "broken"]).ends(2);
    workspace.kell(&["build", "nowhere.txt"]).ends(2);
    assert_eq!(files(&workspace.path().join("output")), before);
    assert!(before.iter().any(|it| it.0 == "notes.txt"), "what is not ours is left alone");
}

/// A full disk: files may not grow past a few kilobytes.
#[cfg(unix)]
#[test]
fn a_full_output_folder_leaves_the_old_output_whole() {
    let workspace = Workspace::new();
    workspace.write("a.txt", SPEECH);
    workspace.kell(&["build", "a.txt"]).ends(0);
    let before = files(&workspace.path().join("output"));
    workspace.write("b.txt", "GCHQ opposes ransomware.\n");
    let limited =
        format!("trap '' XFSZ; ulimit -f 64; exec '{}' build b.txt", env!("CARGO_BIN_EXE_kell"));
    let run: Run = std::process::Command::new("bash")
        .args(["-c", &limited])
        .current_dir(workspace.path())
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
        .into();
    run.ends(2).says(&["graph.nq", "unchanged"]);
    assert_eq!(files(&workspace.path().join("output")), before);
    assert_eq!(leftovers(&workspace.path().join("output")), Vec::<String>::new());
}

/// Names of what a build should have cleaned up.
fn leftovers(folder: &Path) -> Vec<String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|it| it.starts_with(".kell"))
        .collect()
}

// Pictures.

#[test]
fn a_diagram_is_drawn_in_the_format_of_its_file() {
    let workspace = Workspace::new();
    for (name, start) in [("a.svg", "<"), ("a.dot", "digraph")] {
        let path = workspace.path().join(name);
        on_corpus(&["draw", "actors", "--builtin-layout", "-o", path.to_str().unwrap()]).ends(0);
        let text = fs::read_to_string(path).unwrap();
        assert!(text.trim_start().starts_with(start), "{}", &text[..60]);
    }
    on_corpus(&["draw", "ontology", "--format", "dot"]).ends(0).shows(&["digraph"]);
    on_corpus(&["draw", "actors", "-o", "a.bmp"]).ends(2).says(&[".bmp", ".svg"]);
}

#[test]
fn pictures_that_need_graphviz_say_so() {
    let workspace = Workspace::new();
    let run: Run = kell(workspace.path())
        .env("PATH", workspace.path())
        .args(["draw", "actors", "--format", "png", "--data"])
        .arg(CORPUS.path())
        .output()
        .unwrap()
        .into();
    run.ends(2).says(&["Graphviz", "png"]);
}

//! `kell review`: asks about uncertain claims and merges, and writes the answers into a file of corrections.
//!
//! Every answer is written before the next question, so that nothing is lost by leaving.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    Exit,
    args::Review,
    build::Manifest,
    entity::{open, table},
    load_pack,
    talk::Talk,
};
use crate::{
    correction::{FILE_NAME, render},
    vocabulary::Prefixes,
};

/// What a new file begins with.
const HEADER: &str = "# What is corrected in the reading of these documents; applied on every build, and free to be edited.\n\
    # `kell explain correction/file` shows all that can be said here.\nversion = 1\n";

/// One thing to be asked.
struct Question {
    /// What is at issue.
    text: String,
    /// The answers: key, what it means, and the table and keys to write.
    answers: Vec<Answer>,
}

struct Answer {
    key: char,
    word: &'static str,
    table: &'static str,
    keys: Vec<(&'static str, String)>,
    list: Vec<String>,
}

pub(crate) fn run(args: &Review, talk: Talk) -> Result<Exit> {
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    let file = match &args.corrections {
        Some(file) => file.clone(),
        None => beside_documents(&args.data.data)?,
    };
    let store = open(&args.data.data)?;
    let prefixes = Prefixes::new(&ontology.base);
    let mut questions = Vec::new();
    for row in table(&store, &prefixes, MERGES)? {
        questions.push(about_merge(&row));
    }
    if !args.merges {
        let text = CLAIMS.replace("$below", &format!("{:.4}", args.below));
        for row in table(&store, &prefixes, &text)? {
            questions.extend(about_claim(&row));
        }
    }
    let asked = fs::read_to_string(&file).unwrap_or_default();
    questions.retain(|it| !it.answers.iter().any(|it| asked.contains(it.rendered().trim())));
    if questions.is_empty() {
        anstream::println!("nothing is uncertain");
        return Ok(Exit::Success);
    }
    let written = ask(&questions, &file)?;
    anstream::println!(
        "\n{written} of {} answered in {}; the next `kell build` applies them",
        questions.len(),
        file.display()
    );
    Ok(Exit::Success)
}

/// The file beside the documents of a build.
fn beside_documents(data: &Path) -> Result<PathBuf> {
    let manifest = Manifest::read(data)?;
    let folder = Manifest::input_paths(&manifest).find_map(|it| {
        let parent = Path::new(it).parent()?.to_owned();
        let parent = if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent };
        parent.is_dir().then_some(parent)
    });
    match folder {
        // The answers of a deeper folder belong to the highest that was read; a file that is there shows which.
        Some(folder) => {
            let there = folder.ancestors().map(|it| it.join(FILE_NAME)).find(|it| it.is_file());
            Ok(there.unwrap_or_else(|| folder.join(FILE_NAME)))
        }
        None => bail!("the documents of this build are not here; name a file with --corrections"),
    }
}

/// Puts the questions until there is none left or no answer; gives the number of answers.
fn ask(questions: &[Question], file: &Path) -> Result<usize> {
    let mut lines = io::stdin().lock().lines();
    let mut written = 0;
    for (number, question) in questions.iter().enumerate() {
        anstream::println!("\n[{}/{}] {}", number + 1, questions.len(), question.text);
        let choices: Vec<String> =
            question.answers.iter().map(|it| format!("{} {}", it.key, it.word)).collect();
        loop {
            anstream::print!("  {}, s skip, q quit: ", choices.join(", "));
            anstream::stdout().flush()?;
            let Some(line) = lines.next().transpose()? else { return Ok(written) };
            let key = line.trim().chars().next().unwrap_or('s').to_ascii_lowercase();
            match (key, question.answers.iter().find(|it| it.key == key)) {
                (_, Some(answer)) => {
                    append(file, &answer.rendered())?;
                    written += 1;
                    break;
                }
                ('s', None) => break,
                ('q', None) => return Ok(written),
                _ => anstream::println!("  that is no answer"),
            }
        }
    }
    Ok(written)
}

fn append(file: &Path, text: &str) -> Result<()> {
    let new = !file.exists();
    let mut open = OpenOptions::new().create(true).append(true).open(file).with_context(|| {
        format!("cannot write {}; name another file with --corrections", file.display())
    })?;
    if new {
        open.write_all(HEADER.as_bytes())?;
    }
    open.write_all(text.as_bytes())?;
    Ok(())
}

impl Answer {
    fn rendered(&self) -> String {
        let keys: Vec<(&str, &str)> = self.keys.iter().map(|it| (it.0, it.1.as_str())).collect();
        render(self.table, &keys, &self.list)
    }
}

/// Claims of little confidence, the least first.
const CLAIMS: &str = "SELECT ?subject ?property ?object ?label ?polarity ?force ?confidence ?rule ?quote ?file WHERE { \
    ?claim a o:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; rdfs:label ?label ; \
    o:confidence ?confidence ; o:polarity ?how ; o:force ?what ; o:evidence ?evidence ; o:extractedBy/rdfs:label ?rule . \
    FILTER(?confidence < $below) \
    ?evidence o:displayQuote ?quote ; oa:hasSource/o:fileName ?file ; oa:hasSelector/oa:start ?at . \
    ?s o:displayLabel ?subject . OPTIONAL { ?p o:displayLabel ?plain } OPTIONAL { ?claim o:verbPhrase ?words } \
    BIND(COALESCE(?words, ?plain) AS ?property) OPTIONAL { ?o o:displayLabel ?name } \
    BIND(COALESCE(?name, STR(?o)) AS ?object) \
    BIND(LCASE(STRAFTER(STR(?how), '#')) AS ?polarity) BIND(LCASE(STRAFTER(STR(?what), '#')) AS ?force) } \
    ORDER BY ?confidence ?file ?at ?label";

/// Judgements on identity, those that were made first.
const MERGES: &str = "SELECT ?class ?kept ?merged (GROUP_CONCAT(?line; separator='; ') AS ?because) WHERE { \
    { SELECT DISTINCT ?it ?class ?kept ?merged ?line WHERE { VALUES ?class { o:Merge o:PossibleMerge } \
    ?it a ?class ; o:keeps/o:displayLabel ?kept ; o:absorbs/o:displayLabel ?merged ; o:because ?line } ORDER BY ?line } } \
    GROUP BY ?class ?kept ?merged ORDER BY ?class ?kept ?merged";

fn about_merge(row: &BTreeMap<String, String>) -> Question {
    let get = |name: &str| row.get(name).cloned().unwrap_or_default();
    let (kept, merged) = (get("kept"), get("merged"));
    let made = get("class").ends_with("#Merge");
    let verb = if made { "is taken for" } else { "may be" };
    let things = vec![kept.clone(), merged.clone()];
    let answer =
        |key, word, table| Answer { key, word, table, keys: Vec::new(), list: things.clone() };
    let text = format!("“{merged}” {verb} “{kept}”\n      {}", get("because"));
    let answers = vec![answer('m', "one thing", "merge"), answer('d', "different things", "apart")];
    Question { text, answers }
}

fn about_claim(row: &BTreeMap<String, String>) -> Option<Question> {
    let get = |name: &str| row.get(name).cloned().unwrap_or_default();
    let parts = [get("subject"), get("property"), get("object")];
    // The file divides the parts of a claim by bars.
    if parts.iter().any(|it| it.is_empty() || it.contains('|')) {
        return None;
    }
    let text = format!(
        "{} ({}, {}; confidence {}, {})\n      {}: “{}”",
        get("label"),
        get("polarity"),
        get("force"),
        get("confidence"),
        get("rule"),
        get("file"),
        get("quote"),
    );
    let keys =
        vec![("document", get("file")), ("quote", get("quote")), ("claim", parts.join(" | "))];
    let answer =
        |key, word, table| Answer { key, word, table, keys: keys.clone(), list: Vec::new() };
    let answers = vec![answer('a', "accept", "accept"), answer('r', "reject", "reject")];
    Some(Question { text, answers })
}

//! `kell export`: every format over the graph of the corpus, read back and compared with the graph.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    path::Path,
};

use kell::{dataset::Format, digest::sha256, record::Records};
use oxigraph::{
    io::{JsonLdProfileSet, RdfFormat, RdfParser},
    model::{GraphName, Quad, Triple},
};
use parquet::{file::reader::SerializedFileReader, record::Field};
use quick_xml::{Reader, XmlVersion, events::Event};
use serde_json::Value;

use crate::support::{CORPUS, PACKS, Run, Workspace, kell, repository};

/// Exports the corpus; paths are in the workspace.
fn export(workspace: &Workspace, format: &str, arguments: &[&str]) -> Run {
    let mut command = kell(workspace.path());
    command.args(["export", "--format", format, "--data"]).arg(CORPUS.path()).args(arguments);
    command.output().unwrap().into()
}

fn records() -> Records {
    Records::open(&CORPUS.path().join("graph.nq"), &PACKS.base, &PACKS.schema).unwrap()
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Asserted claims between things: claim, subject, object.
fn edges(claims: &[BTreeMap<String, String>]) -> BTreeSet<[String; 3]> {
    let edges = claims.iter().filter(|it| it["asserted"] == "true" && !it["object_id"].is_empty());
    edges.map(|it| ["claim_id", "subject_id", "object_id"].map(|name| it[name].clone())).collect()
}

/// All files below a folder, with what is in them.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for path in fs::read_dir(inner).unwrap().map(|it| it.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn is_page(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == "md")
}

/// The corpus exported as a release, and as CSV within.
fn release(arguments: &[&str]) -> Workspace {
    let workspace = Workspace::new();
    export(&workspace, "release", &[&["--out", "release"], arguments].concat()).ends(0);
    workspace
}

#[test]
fn the_same_graph_gives_the_same_bytes() {
    for format in Format::ALL {
        let made = [Workspace::new(), Workspace::new()].map(|workspace| {
            export(&workspace, format.name(), &["--out", "made"])
                .ends(0)
                .says(&["written to made"]);
            let path = workspace.path().join("made");
            if format.is_folder() {
                assert!(path.is_dir(), "{}", format.name());
                files(&path)
            } else {
                BTreeMap::from([("made".to_owned(), fs::read(path).unwrap())])
            }
        });
        let empty: Vec<&String> =
            made[0].iter().filter(|it| it.1.is_empty()).map(|it| it.0).collect();
        assert!(empty.is_empty(), "{}: {empty:?}", format.name());
        assert!(made[0] == made[1], "{} differs from one time to the next", format.name());
    }
}

#[test]
fn a_file_is_what_standard_output_would_be() {
    let workspace = Workspace::new();
    let shown = export(&workspace, "graphml", &[]).ends(0).says(&["asserted claims of"]).out;
    export(&workspace, "graphml", &["--out", "claims.graphml"]).ends(0);
    assert_eq!(workspace.read("claims.graphml"), shown);
}

#[test]
fn tables_have_every_claim_passage_thing_and_document() {
    let workspace = release(&[]);
    let data = workspace.path().join("release/data");
    let records = records();
    let claims = rows(&data.join("claims.csv"));
    let evidence = rows(&data.join("evidence.csv"));
    assert_eq!(claims.len(), records.counts.claims);
    let asserted = claims.iter().filter(|it| it["asserted"] == "true").count();
    assert_eq!(asserted, records.counts.asserted);
    let passages: BTreeSet<&String> = evidence.iter().map(|it| &it["evidence_id"]).collect();
    assert_eq!(passages.len(), records.counts.passages);
    let counted = |name: &str| evidence.iter().filter(|it| it["claim_id"] == name).count();
    for claim in &claims {
        assert_eq!(claim["passages"], counted(&claim["claim_id"]).to_string(), "{claim:?}");
        assert!(!claim["subject_label"].is_empty() && !claim["object_label"].is_empty());
    }
    assert_eq!(rows(&data.join("entities.csv")).len(), records.own_things().count());
    assert_eq!(rows(&data.join("documents.csv")).len(), records.documents.len());
    let quantities = rows(&data.join("quantities.csv"));
    assert!(quantities.iter().any(|it| !it["number"].is_empty() && !it["unit"].is_empty()));
    let known: BTreeSet<&String> = claims.iter().map(|it| &it["claim_id"]).collect();
    assert!(quantities.iter().all(|it| known.contains(&it["claim_id"])));
}

#[test]
fn passages_are_the_words_of_the_documents() {
    let workspace = release(&[]);
    let documents = rows(&workspace.path().join("release/data/documents.csv"));
    let text = |iri: &str| {
        let document = documents.iter().find(|it| it["document_id"] == iri).unwrap();
        fs::read_to_string(repository().join("corpus").join(&document["file"])).unwrap()
    };
    for row in rows(&workspace.path().join("release/data/evidence.csv")) {
        let [start, end]: [usize; 2] = ["start", "end"].map(|it| row[it].parse().unwrap());
        let words: String =
            text(&row["document_id"]).chars().skip(start).take(end - start).collect();
        assert_eq!(words.split_whitespace().collect::<Vec<_>>().join(" "), row["quote"]);
    }
}

#[test]
fn parquet_has_the_cells_of_csv() {
    let workspace = release(&[]);
    for name in ["claims", "evidence", "quantities", "entities", "documents"] {
        let data = workspace.path().join("release/data");
        let expected = rows(&data.join(format!("{name}.csv")));
        let file = File::open(data.join(format!("{name}.parquet"))).unwrap();
        let found: Vec<BTreeMap<String, String>> = SerializedFileReader::new(file)
            .unwrap()
            .into_iter()
            .map(|row| {
                let cell = |(name, field): (&String, &Field)| {
                    let text = match field {
                        Field::Null => String::new(),
                        Field::Str(it) => it.clone(),
                        Field::Double(it) => it.to_string(),
                        other => other.to_string(),
                    };
                    (name.clone(), text)
                };
                row.unwrap().get_column_iter().map(cell).collect()
            })
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn each_named_graph_is_the_same_in_every_form() {
    let workspace = release(&[]);
    let folder = workspace.path().join("release/graph");
    let read = |name: &str, format: RdfFormat| -> Vec<Quad> {
        let file = File::open(folder.join(name)).unwrap();
        RdfParser::from_format(format).for_reader(file).map(Result::unwrap).collect()
    };
    let whole = read("graph.nq", RdfFormat::NQuads);
    let original = fs::read(CORPUS.path().join("graph.nq")).unwrap();
    let original = RdfParser::from_format(RdfFormat::NQuads).for_slice(&original);
    assert_eq!(whole, original.map(Result::unwrap).collect::<Vec<_>>());
    let mut graphs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for quad in whole {
        let GraphName::NamedNode(graph) = &quad.graph_name else { panic!("{quad}") };
        let name = graph.as_str().rsplit('/').next().unwrap().to_owned();
        graphs.entry(name).or_default().insert(Triple::from(quad).to_string());
    }
    assert!(graphs.len() >= 4, "{:?}", graphs.keys());
    for (name, expected) in graphs {
        let json = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
        for (ending, format) in [("ttl", RdfFormat::Turtle), ("jsonld", json)] {
            let found = read(&format!("{name}.{ending}"), format);
            let found: BTreeSet<String> =
                found.into_iter().map(|it| Triple::from(it).to_string()).collect();
            assert!(found == expected, "{name}.{ending}");
        }
    }
}

#[test]
fn every_claim_reifies_its_triple() {
    let workspace = Workspace::new();
    let text = export(&workspace, "rdf12", &[]).ends(0).out;
    let reifies = format!("<{}> <<( ", kell::vocabulary::rdf::REIFIES);
    let triples = text.lines().filter(|it| it.contains(&reifies)).count();
    assert_eq!(triples, records().counts.claims);
    for gone in [kell::vocabulary::rdf::SUBJECT, kell::vocabulary::rdf::OBJECT] {
        assert!(!text.contains(&format!("> <{gone}> ")), "{gone}");
    }
    // All other lines are those of the graph.
    let graph = fs::read_to_string(CORPUS.path().join("graph.nq")).unwrap();
    let lines: BTreeSet<&str> = graph.lines().collect();
    assert!(text.lines().all(|it| it.contains(&reifies) || lines.contains(it)));
}

#[test]
fn networks_keep_parallel_edges() {
    let workspace = release(&[]);
    let expected = edges(&rows(&workspace.path().join("release/data/claims.csv")));
    let ends: Vec<&[String]> = expected.iter().map(|it| &it[1..]).collect();
    assert!(
        ends.iter().collect::<BTreeSet<_>>().len() < ends.len(),
        "the corpus has parallel claims"
    );
    for format in ["graphml", "gexf"] {
        let text = export(&workspace, format, &[]).ends(0).out;
        assert_eq!(xml_edges(&text), expected, "{format}");
    }
    export(&workspace, "neo4j", &["--out", "neo4j"]).ends(0);
    let found = rows(&workspace.path().join("neo4j/relationships.csv"));
    let names = ["claim", ":START_ID", ":END_ID"];
    let found: BTreeSet<[String; 3]> =
        found.iter().map(|it| names.map(|name| it[name].clone())).collect();
    assert_eq!(found, expected);
    let all = export(&workspace, "graphml", &["--include-unasserted"]).ends(0).out;
    assert!(xml_edges(&all).is_superset(&expected) && xml_edges(&all).len() > expected.len());
    assert!(all.contains("<data key=\"e-force\">planned</data>"));
}

fn xml_edges(text: &str) -> BTreeSet<[String; 3]> {
    let mut reader = Reader::from_str(text);
    let mut found = BTreeSet::new();
    let mut nodes = BTreeSet::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(it) => {
                let value = |name: &str| {
                    let attribute = it.try_get_attribute(name).unwrap();
                    attribute.map(|it| {
                        it.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned()
                    })
                };
                match it.name().as_ref() {
                    "node" => drop(nodes.insert(value("id").unwrap())),
                    "edge" => {
                        found.insert(["id", "source", "target"].map(|name| value(name).unwrap()));
                    }
                    _ => (),
                }
            }
            Event::Eof => break,
            _ => (),
        }
    }
    assert!(found.iter().all(|it| nodes.contains(&it[1]) && nodes.contains(&it[2])));
    found
}

#[test]
fn a_bundle_of_stix_is_closed_and_has_every_claim() {
    let workspace = Workspace::new();
    let bundle: Value = serde_json::from_str(&export(&workspace, "stix", &[]).ends(0).out).unwrap();
    let objects = bundle["objects"].as_array().unwrap();
    let ids: BTreeSet<&str> = objects.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), objects.len(), "no two objects have an identifier");
    let mut claims = BTreeSet::new();
    for object in objects {
        for (name, value) in object.as_object().unwrap() {
            let referred: Vec<&Value> = match value {
                one if name.ends_with("_ref") => vec![one],
                Value::Array(many) if name.ends_with("_refs") => many.iter().collect(),
                _ => Vec::new(),
            };
            assert!(name != "object_refs" || !referred.is_empty(), "{object}");
            assert!(referred.iter().all(|it| ids.contains(it.as_str().unwrap())), "{object}");
        }
        for extension in object["extensions"].as_object().into_iter().flat_map(|it| it.values()) {
            assert_eq!(extension["standing"], "asserted");
            assert!(!extension["evidence"][0]["quote"].as_str().unwrap().is_empty());
            assert!(claims.insert(extension["claim"].as_str().unwrap()), "twice: {object}");
        }
        if object["type"] == "location" {
            assert!(object["country"].is_string() != object["region"].is_string(), "{object}");
        }
    }
    assert_eq!(claims.len(), records().counts.asserted);
    let all = export(&workspace, "stix", &["--include-unasserted"]).ends(0).out;
    let all: Value = serde_json::from_str(&all).unwrap();
    for object in all["objects"].as_array().unwrap() {
        let related = object["type"] == "relationship";
        for extension in object["extensions"].as_object().into_iter().flat_map(|it| it.values()) {
            assert!(!related || extension["standing"] == "asserted", "{object}");
        }
    }
    // Whoever holds one side of a conflict disagrees with the other.
    let objects = all["objects"].as_array().unwrap();
    let opinions: Vec<&Value> = objects.iter().filter(|it| it["type"] == "opinion").collect();
    let sides: usize = records().conflicts.values().map(|it| it.claims.len()).sum();
    assert!(sides > 1);
    assert_eq!(opinions.len(), sides);
    for opinion in opinions {
        let about = opinion["object_refs"].as_array().unwrap();
        let claim = |it: &&Value| about.contains(&it["id"]) && it["extensions"].is_object();
        assert_eq!(objects.iter().filter(claim).count(), about.len(), "{opinion}");
        assert!(!opinion["explanation"].as_str().unwrap().is_empty());
    }
}

#[test]
fn entities_of_followthemoney_lead_to_each_other() {
    let workspace = Workspace::new();
    let text = export(&workspace, "ftm", &[]).ends(0).out;
    let entities: Vec<Value> = text.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let ids: BTreeSet<&str> = entities.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), entities.len());
    let values = |it: &Value, name: &str| -> Vec<String> {
        let values = it["properties"][name].as_array();
        values.into_iter().flatten().map(|it| it.as_str().unwrap().to_owned()).collect()
    };
    let links: Vec<&Value> =
        entities.iter().filter(|it| it["properties"]["recordId"].is_array()).collect();
    for link in &links {
        assert!(!values(link, "description").is_empty(), "{link}");
        let proof = values(link, "proof");
        assert!(!proof.is_empty() && proof.iter().all(|it| ids.contains(it.as_str())), "{link}");
    }
    let schemas: BTreeSet<&str> = links.iter().map(|it| it["schema"].as_str().unwrap()).collect();
    assert!(schemas.contains("UnknownLink") && schemas.len() > 2, "{schemas:?}");
    let known = entities.iter().find(|it| values(it, "name") == ["MI5"]).unwrap();
    assert_eq!(known["schema"], "PublicBody");
    assert_eq!(
        (values(known, "topics"), values(known, "country")),
        (vec!["gov.security".to_owned()], vec!["gb".to_owned()])
    );
}

#[test]
fn a_release_is_whole_and_says_what_is_in_it() {
    let metadata = "title = \"Notes | on threats\"\nversion = \"2.1.0\"\ndate = \"2026-03-04\"\nlicence = \"CC0-1.0\"\n\
        keywords = [\"threats\"]\n[[creator]]\ngiven = \"Ada\"\nfamily = \"Lovelace\"\norcid = \"0000-0002-1825-0097\"\n";
    let workspace = Workspace::new();
    let metadata = workspace.write("release.toml", metadata);
    // The documents are named from where they were read.
    let mut command = kell(repository());
    command.args(["export", "--format", "release", "--include-texts", "--zip", "--metadata"]);
    command.arg(metadata).arg("--data").arg(CORPUS.path());
    command.arg("--out").arg(workspace.path().join("release/"));
    Run::from(command.output().unwrap()).ends(0);
    let files = files(&workspace.path().join("release"));
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    let listed: BTreeMap<&str, &str> =
        sums.lines().map(|it| it.split_once("  ").unwrap()).map(|it| (it.1, it.0)).collect();
    for (name, bytes) in files.iter().filter(|it| *it.0 != "SHA256SUMS" && *it.0 != ".kell-export")
    {
        assert_eq!(listed.get(name.as_str()), Some(&sha256(bytes).as_str()), "{name}");
    }
    let json = |name: &str| -> Value { serde_json::from_slice(&files[name]).unwrap() };
    let crate_graph = json("ro-crate-metadata.json")["@graph"].clone();
    let parts: BTreeSet<&str> = crate_graph
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["@type"] == "File")
        .map(|it| it["@id"].as_str().unwrap())
        .collect();
    let payload = |it: &&str| !["SHA256SUMS", "ro-crate-metadata.json"].contains(it);
    assert_eq!(parts, listed.keys().copied().filter(payload).collect());
    for (name, place) in [
        ("croissant.json", "/version"),
        ("datapackage.json", "/version"),
        ("dataset.jsonld", "/version"),
        ("ro-crate-metadata.json", "/@graph/1/version"),
    ] {
        assert_eq!(json(name).pointer(place), Some(&"2.1.0".into()), "{name}");
    }
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    for part in ["# Notes | on threats", "Ada Lovelace (2026)", "CC0-1.0", "Nobody has reviewed"] {
        assert!(text("README.md").contains(part), "{part}");
    }
    for part in ["family-names: \"Lovelace\"", "date-released: 2026-03-04", "license: CC0-1.0"] {
        assert!(text("CITATION.cff").contains(part), "{part}");
    }
    assert!(text("void.ttl").contains("dcat:distribution"));
    assert!(text("ontology/index.html").contains("<section id=\"cooperatesWith\">"));
    assert!(text("ontology/ontology.ttl").contains("owl:Ontology"));
    assert!(files.keys().any(|it| it.starts_with("texts/") && is_page(it)));
    assert!(files.contains_key("queries/actor.rq") && files.contains_key("diagrams/actors.svg"));
    let mut zip =
        zip::ZipArchive::new(File::open(workspace.path().join("release.zip")).unwrap()).unwrap();
    let packed: BTreeSet<String> = zip.file_names().map(|it| it.unwrap().into_owned()).collect();
    let expected =
        files.keys().filter(|it| *it != ".kell-export").map(|it| format!("release/{it}"));
    assert_eq!(packed, expected.collect());
    let mut readme = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("release/README.md").unwrap(), &mut readme)
        .unwrap();
    assert_eq!(readme, text("README.md"));
}

#[test]
fn what_was_reviewed_says_how_many_are_wrong() {
    let workspace = Workspace::new();
    let claim =
        |quote: &str| format!("quote = \"{quote}\"\nclaim = \"MI5 | protects | United Kingdom\"\n");
    let text = format!(
        "version = 1\n[[accept]]\n{}[[accept]]\n{}[[reject]]\n{}",
        claim("a b"),
        claim("c d"),
        claim("e f")
    );
    workspace.write("corrections.toml", text);
    let arguments = ["--out", "release", "--corrections", "corrections.toml"];
    export(&workspace, "release", &arguments).ends(0);
    let readme = workspace.read("release/README.md");
    assert!(
        readme.contains("Of 3 claims that were reviewed, 2 were right and 1 were wrong"),
        "{readme}"
    );
}

#[test]
fn quotes_are_no_longer_than_they_may_be() {
    let workspace = release(&["--quote-length", "20"]);
    for row in rows(&workspace.path().join("release/data/evidence.csv")) {
        assert!(row["quote"].chars().count() <= 20, "{row:?}");
    }
    let longest = rows(&release(&[]).path().join("release/data/evidence.csv"));
    let longest = longest.iter().map(|it| &it["quote"]).max_by_key(|it| it.len()).unwrap();
    let inner: String = longest.chars().skip(5).take(40).collect();
    for (name, bytes) in files(&workspace.path().join("release")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains(&inner), "{name} has a long quote");
    }
    assert!(workspace.read("release/README.md").contains("were cut to 20 characters"));
    let none = release(&["--quote-length", "0"]);
    assert!(none.read("release/README.md").contains("were left out here"));
    assert!(
        rows(&none.path().join("release/data/evidence.csv"))
            .iter()
            .all(|it| it["quote"].is_empty())
    );
    for format in ["stix", "ftm", "gexf", "annotations", "nanopub"] {
        let text = export(&workspace, format, &["--quote-length", "20"]).ends(0).out;
        assert!(!text.contains(&inner), "{format} has a long quote");
    }
    for format in ["jsonld", "vault", "neo4j"] {
        export(&workspace, format, &["--quote-length", "20", "--out", format]).ends(0);
        for (name, bytes) in files(&workspace.path().join(format)) {
            assert!(!String::from_utf8_lossy(&bytes).contains(&inner), "{name} has a long quote");
        }
    }
}

#[test]
fn a_vault_links_its_pages() {
    let workspace = Workspace::new();
    export(&workspace, "vault", &["--out", "vault"]).ends(0);
    let pages = files(&workspace.path().join("vault"));
    let names: BTreeSet<String> = pages
        .keys()
        .filter_map(|it| Some(it.rsplit('/').next()?.strip_suffix(".md")?.to_owned()))
        .collect();
    assert!(names.contains("MI5"));
    for (name, bytes) in pages.iter().filter(|it| is_page(it.0)) {
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.starts_with("---\niri: "), "{name}");
        for link in text.split("[[").skip(1) {
            let target = link.split(['|', ']']).next().unwrap();
            assert!(names.contains(target), "{name} leads to `{target}`, which is not there");
        }
    }
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_lost() {
    let workspace = Workspace::new();
    workspace.write("mine/notes.txt", "mine");
    workspace.write("file.csv", "mine");
    workspace.write("new.v1.zip", "mine");
    workspace.write("bad.toml", "title = \"T\"\ndate = \"yesterday\"\n");
    for (format, arguments, parts) in [
        ("csv", vec![], vec!["csv is a folder of files; say where with --out DIR"]),
        ("csv", vec!["--out", "mine"], vec!["`mine` is something that kell did not export"]),
        (
            "csv",
            vec!["--out", "file.csv"],
            vec!["`file.csv` is something that kell did not export"],
        ),
        (
            "csv",
            vec!["--out", "new.v1", "--zip"],
            vec!["`new.v1.zip` is there already and is no export"],
        ),
        ("stix", vec!["--out", "mine"], vec!["cannot write `mine`"]),
        ("stix", vec!["--zip"], vec!["--zip packs a folder, and stix is one file"]),
        ("ftm", vec!["--include-unasserted"], vec!["cannot say that a claim is not asserted"]),
        (
            "csv",
            vec!["--out", "x", "--include-texts"],
            vec!["--include-texts is for --format release"],
        ),
        (
            "release",
            vec!["--out", "x", "--metadata", "bad.toml"],
            vec!["bad.toml", "line 2", "`yesterday` is no day"],
        ),
        (
            "release",
            vec!["--out", "x", "--include-texts"],
            vec!["`corpus/agencies-and-oversight.md` is not what was read any more, or is gone"],
        ),
        ("release", vec!["--out", "x", "--metadata", "gone.toml"], vec!["cannot read `gone.toml`"]),
        ("stix", vec!["--out", "no/such/place.json"], vec!["cannot write into `no/such`"]),
    ] {
        export(&workspace, format, &arguments).ends(2).says(&parts);
    }
    assert_eq!(workspace.read("mine/notes.txt"), "mine");
    assert_eq!([workspace.read("file.csv"), workspace.read("new.v1.zip")], ["mine", "mine"]);
    assert!(!workspace.path().join("x").exists() && !workspace.path().join("new.v1").exists());
    workspace.kell(&["export", "--format", "pdf"]).ends(2).says(&["possible values: release, csv"]);
    workspace.kell(&["export", "--format", "stix"]).ends(2).says(&["run `kell build` first"]);
    let graph = fs::read_to_string(CORPUS.path().join("graph.nq")).unwrap();
    let mut lines: Vec<&str> = graph.lines().collect();
    lines.swap(3, 4);
    workspace.write("output/graph.nq", lines.join("\n"));
    workspace.kell(&["export", "--format", "stix"]).ends(2).says(&["line 5 is not in its place"]);
    lines.swap(3, 4);
    lines[7] = "<https://w3id.org/kell/claim/0 oops";
    workspace.write("output/graph.nq", lines.join("\n"));
    workspace
        .kell(&["export", "--format", "stix"])
        .ends(2)
        .says(&["graph.nq`, line 8", "run `kell build`"]);
}

#[test]
fn an_export_takes_the_place_of_an_older_one() {
    let workspace = Workspace::new();
    export(&workspace, "vault", &["--out", "made"]).ends(0);
    export(&workspace, "csv", &["--out", "made"]).ends(0);
    let files = files(&workspace.path().join("made"));
    assert!(files.contains_key("claims.csv") && !files.keys().any(|it| is_page(it)));
    let rest: Vec<_> =
        fs::read_dir(workspace.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(rest, ["made"], "nothing else is left behind");
}

#[test]
fn annotations_of_brat_are_the_words_of_the_text() {
    let workspace = Workspace::new();
    workspace.copy("corpus", "corpus");
    workspace
        .kell(&["annotate", "corpus", "--format", "brat"])
        .ends(2)
        .says(&["say where with --out DIR"]);
    workspace
        .kell(&["annotate", "corpus", "--out", "brat"])
        .ends(2)
        .says(&["--out is for --format brat"]);
    workspace.kell(&["annotate", "corpus", "--format", "brat", "--out", "brat"]).ends(0);
    workspace
        .kell(&["annotate", "corpus", "--format", "brat", "--out", "brat"])
        .ends(2)
        .says(&["is not empty"]);
    let known = workspace.read("brat/annotation.conf");
    let rows = workspace.kell(&["annotate", "corpus"]).ends(0).out;
    let mut claims = 0;
    for row in rows.lines().map(|it| serde_json::from_str::<Value>(it).unwrap()) {
        let name = row["document"]["iri"].as_str().unwrap().rsplit('/').next().unwrap();
        let text: Vec<char> = workspace.read(&format!("brat/{name}.txt")).chars().collect();
        let annotations = workspace.read(&format!("brat/{name}.ann"));
        let mut names = BTreeSet::new();
        for line in annotations.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            if line.starts_with('T') {
                let (class, places) = fields[1].split_once(' ').unwrap();
                assert!(known.lines().any(|it| it == class), "{line}");
                let piece = |it: &str| -> String {
                    let (start, end) = it.split_once(' ').unwrap();
                    text[start.parse().unwrap()..end.parse().unwrap()].iter().collect()
                };
                let words: Vec<String> = places.split(';').map(piece).collect();
                assert_eq!(words.join(" "), fields[2]);
                names.insert(fields[0].to_owned());
            } else if line.starts_with('R') {
                let property = fields[1].split(' ').next().unwrap();
                assert!(known.contains(&format!("\n{property}\t")), "{line}");
                let ends = fields[1].split(' ').skip(1).map(|it| &it[5..]);
                assert!(ends.into_iter().all(|it| names.contains(it)), "{line}");
                names.insert(fields[0].to_owned());
            } else {
                let of = fields[1].split(' ').nth(1).unwrap();
                assert!(line.starts_with('#') && names.contains(of), "{line}");
            }
        }
        let claim = |it: &Value| annotations.contains(it["iri"].as_str().unwrap());
        assert!(row["claims"].as_array().unwrap().iter().all(claim));
        claims += row["claims"].as_array().unwrap().len();
    }
    assert!(claims > 100, "{claims}");
}

#[test]
fn documents_of_json_ld_are_parts_of_the_graph() {
    let workspace = Workspace::new();
    export(&workspace, "jsonld", &["--out", "made", "--include-unasserted"]).ends(0);
    let context: Value = serde_json::from_str(&workspace.read("made/context.jsonld")).unwrap();
    let graph = fs::read(CORPUS.path().join("graph.nq")).unwrap();
    let graph: BTreeSet<String> = RdfParser::from_format(RdfFormat::NQuads)
        .for_slice(&graph)
        .map(|it| Triple::from(it.unwrap()).to_string())
        .collect();
    let mut found = BTreeSet::new();
    let format = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    for line in workspace.read("made/entities.jsonl").lines() {
        let mut document: Value = serde_json::from_str(line).unwrap();
        assert_eq!(document["@context"], "context.jsonld");
        document["@context"] = context["@context"].clone();
        for quad in RdfParser::from_format(format).for_slice(&document.to_string()) {
            let triple = Triple::from(quad.unwrap()).to_string();
            assert!(graph.contains(&triple), "{triple}");
            found.insert(triple);
        }
    }
    // All that is said of claims and their passages is there, as long as it is known what the claims are about.
    let told = |it: &&String| it.contains("/claim/") || it.contains("#char=");
    let missing: Vec<_> = graph.difference(&found).filter(told).collect();
    assert!(missing.iter().all(|it| it.contains("/conflict/")), "{missing:?}");
    assert!(found.iter().filter(|it| it.contains("displayQuote")).count() > 100);
}

/// Local names of datatypes of the RL profile that the packs use.
const DATATYPES: [&str; 6] =
    ["string", "decimal", "integer", "nonNegativeInteger", "boolean", "anyURI"];

#[test]
fn the_ontology_is_within_the_profiles_of_owl() {
    let workspace = release(&[]);
    let text = workspace.read("release/ontology/ontology.ttl");
    let triples: Vec<[String; 3]> = RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(&text)
        .map(|it| {
            let it = it.unwrap();
            let [subject, object] = [it.subject.to_string(), it.object.to_string()];
            [subject, it.predicate.to_string(), object]
        })
        .collect();
    let name = |space: &str, name: &str| format!("<http://www.w3.org/{space}#{name}>");
    let owl = |it: &str| name("2002/07/owl", it);
    let rdfs = |it: &str| name("2000/01/rdf-schema", it);
    let kind = name("1999/02/22-rdf-syntax-ns", "type");
    let all = |property: &str| -> BTreeSet<[&str; 2]> {
        let of = triples.iter().filter(|it| it[1] == property);
        of.map(|it| [it[0].as_str(), it[2].as_str()]).collect()
    };
    let typed = |class: &str| -> BTreeSet<&str> {
        let class = owl(class);
        triples
            .iter()
            .filter(|it| it[1] == kind && it[2] == class)
            .map(|it| it[0].as_str())
            .collect()
    };
    let classes = typed("Class");
    let [objects, datatypes, annotations] =
        ["ObjectProperty", "DatatypeProperty", "AnnotationProperty"].map(typed);
    assert!(classes.len() > 50 && objects.len() > 50 && datatypes.len() > 20);

    // Nothing is two kinds of property, or a property and a class.
    for (one, other) in [
        (&objects, &datatypes),
        (&objects, &annotations),
        (&datatypes, &annotations),
        (&classes, &objects),
        (&classes, &datatypes),
        (&classes, &annotations),
    ] {
        assert_eq!(one.intersection(other).collect::<Vec<_>>(), Vec::<&&str>::new());
    }
    // All that is used is declared, and used as what it is.
    let built_in = |it: &str| {
        ["2002/07/owl#", "2000/01/rdf-schema#", "1999/02/22-rdf-syntax-ns#"]
            .iter()
            .any(|space| it.starts_with(&format!("<http://www.w3.org/{space}")))
    };
    for [subject, property, object] in &triples {
        let known = match property.as_str() {
            it if annotations.contains(it) => true,
            it if objects.contains(it) => object.starts_with('<'),
            it if datatypes.contains(it) => object.starts_with('"'),
            it => built_in(it),
        };
        assert!(known, "{subject} {property} {object}");
    }
    for [subject, class] in all(&kind) {
        assert!(built_in(class) || classes.contains(class), "{subject} is a {class}");
    }
    for [one, other] in all(&rdfs("subClassOf")) {
        assert!(classes.contains(one) && classes.contains(other), "{one} below {other}");
        assert!(!built_in(other), "{other} is the language's own");
    }
    for [one, other] in all(&rdfs("subPropertyOf")) {
        let alike = [&objects, &datatypes, &annotations];
        assert!(
            alike.iter().any(|it| it.contains(one) && it.contains(other)),
            "{one} below {other}"
        );
    }
    for [one, other] in all(&owl("inverseOf")) {
        assert!(objects.contains(one) && objects.contains(other), "{one} and {other}");
    }
    for [property, class] in all(&rdfs("domain")) {
        assert!(classes.contains(class) && class != owl("Thing"), "{property} of {class}");
    }
    for [property, range] in all(&rdfs("range")) {
        let datatype = DATATYPES.iter().any(|it| range == name("2001/XMLSchema", it));
        let fine = if datatypes.contains(property) { datatype } else { classes.contains(range) };
        assert!(fine, "{property} to {range}");
    }
    let functional = typed("FunctionalProperty");
    assert!(functional.iter().all(|it| objects.contains(it) || datatypes.contains(it)));
    assert!(typed("SymmetricProperty").is_subset(&objects));
}

//! `kell export`: the graph as a research dataset, or in other people's formats.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use tempfile::TempDir;

use super::{Exit, args::Export as Args, build::Manifest, load_pack, output::settle, talk::Talk};
use crate::{
    correction::Corrections,
    dataset::{self, Export, Format, Metadata, Options, Reviewed},
    digest::sha256,
    ontology::Ontology,
    record::Records,
};

pub(crate) fn run(args: &Args, talk: Talk) -> Result<Exit> {
    let format = args.format;
    if args.include_unasserted && format == Format::FollowTheMoney {
        bail!(
            "FollowTheMoney cannot say that a claim is not asserted, so it takes asserted claims alone; leave --include-unasserted out"
        );
    }
    if args.include_unasserted && !format.is_choosy() && format != Format::FollowTheMoney {
        talk.say(format_args!(
            "--include-unasserted changes nothing: {} has every claim with its force",
            format.name()
        ));
    }
    let release = format == Format::Release;
    for (given, flag) in [
        (args.metadata.is_some(), "--metadata"),
        (args.corrections.is_some(), "--corrections"),
        (args.include_texts, "--include-texts"),
    ] {
        if given && !release {
            bail!("{flag} is for --format release");
        }
    }
    if args.zip && !format.is_folder() {
        bail!("--zip packs a folder, and {} is one file", format.name());
    }
    let out = match &args.out {
        None if format.is_folder() => {
            bail!("{} is a folder of files; say where with --out DIR", format.name());
        }
        out => out.as_deref().filter(|it| *it != Path::new("-")),
    };
    // A large graph takes a while to read: whatever else could be wrong is found before.
    let packed_at = match out {
        Some(out) if format.is_folder() => room(out, args.zip)?,
        _ => None,
    };
    let data = &args.data.data;
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    settle(data);
    let mut options = Options {
        unasserted: args.include_unasserted,
        quote: args.quote_length,
        ..Options::default()
    };
    let manifest = if release { Some(fill(args, &ontology, &mut options)?) } else { None };
    let records = Records::open(&data.join("graph.nq"), &ontology.base, &ontology.schema)?;
    if let Some(manifest) = manifest {
        if args.include_texts {
            options.texts = texts(&manifest, &records)?;
        }
        if args.metadata.is_none() {
            talk.say(
                "title, authors and licence are general ones; give your own with --metadata FILE",
            );
        }
    }
    let export = Export { records: &records, ontology: &ontology, options: &options };
    let left = match out {
        Some(out) if format.is_folder() => folder(&export, format, out, packed_at)?,
        Some(out) => {
            let beside =
                out.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let work = beside_of(beside)?;
            let made = work.path().join("made");
            let mut writer = BufWriter::with_capacity(1 << 16, File::create(&made)?);
            let left = dataset::write(format, &export, &mut writer)?;
            writer.flush()?;
            fs::rename(&made, out).with_context(|| format!("cannot write `{}`", out.display()))?;
            left
        }
        None => {
            let mut writer = BufWriter::with_capacity(1 << 16, io::stdout().lock());
            let left = dataset::write(format, &export, &mut writer)?;
            writer.flush()?;
            left
        }
    };
    let counts = &records.counts;
    let written = if format.is_choosy() && !options.unasserted || format == Format::FollowTheMoney {
        format!("{} asserted claims of {}", counts.asserted, counts.claims)
    } else {
        format!("{} claims", counts.claims)
    };
    talk.say(format_args!("{written} written to {}", out.unwrap_or(Path::new("-")).display()));
    if left > 0 {
        talk.say(format_args!(
            "{left} of them left out: {} has nothing for what they are about",
            format.name()
        ));
    }
    Ok(Exit::Success)
}

/// Where the ZIP file goes, if there is to be one; what is in the place of the folder must be an export, or nothing.
fn room(out: &Path, zip: bool) -> Result<Option<PathBuf>> {
    // Without a slash at its end.
    let mut packed_at = out.components().collect::<PathBuf>().into_os_string();
    packed_at.push(".zip");
    let packed_at = PathBuf::from(packed_at);
    let empty = !out.exists() || fs::read_dir(out).is_ok_and(|mut it| it.next().is_none());
    let ours = out.join(MARK).is_file();
    if !ours && !empty {
        bail!(
            "`{}` is something that kell did not export; name another folder with --out",
            out.display()
        );
    }
    if zip && !ours && packed_at.exists() {
        bail!(
            "`{}` is there already and is no export of this folder; name another with --out",
            packed_at.display()
        );
    }
    Ok(zip.then_some(packed_at))
}

/// Writes a folder beside its place, and then puts it there, with a ZIP file of it if one is wanted.
fn folder(
    export: &Export<'_>,
    format: Format,
    out: &Path,
    packed_at: Option<PathBuf>,
) -> Result<usize> {
    let beside = out.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(beside).with_context(|| format!("cannot make `{}`", beside.display()))?;
    let work = beside_of(beside)?;
    let made = work.path().join("made");
    fs::create_dir(&made)?;
    let left = dataset::write_folder(format, export, &made)?;
    if let Some(packed_at) = packed_at {
        let name = out.file_name().map_or("dataset".into(), |it| it.to_string_lossy());
        let packed = work.path().join("packed");
        dataset::archive(&made, &name, File::create(&packed)?)?;
        fs::rename(&packed, &packed_at)
            .with_context(|| format!("cannot write `{}`", packed_at.display()))?;
    }
    fs::write(made.join(MARK), format.name())?;
    if out.exists() {
        fs::rename(out, work.path().join("old"))?;
    }
    fs::rename(&made, out).with_context(|| format!("cannot write `{}`", out.display()))?;
    Ok(left)
}

/// A folder to work in, on the same disk as the place of what is made.
fn beside_of(folder: &Path) -> Result<TempDir> {
    tempfile::Builder::new()
        .prefix(".kell-export-")
        .tempdir_in(folder)
        .with_context(|| format!("cannot write into `{}`", folder.display()))
}

/// The file by which a folder that was exported is known.
const MARK: &str = ".kell-export";

/// What only a release has: its metadata, a reviewed sample, the diagrams of the build; the manifest of that.
fn fill(args: &Args, ontology: &Ontology, options: &mut Options) -> Result<Value> {
    let read = |path: &Path| {
        fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))
    };
    if let Some(path) = &args.metadata {
        options.metadata = Metadata::parse(&read(path)?)
            .with_context(|| format!("`{}` is not the metadata of a release", path.display()))?;
    }
    if let Some(path) = &args.corrections {
        let corrections = Corrections::load(&[path], ontology).map_err(|mistakes| {
            Talk::all_diagnostics(&mistakes);
            anyhow!("the corrections have {} and nothing was written", super::mistakes(&mistakes))
        })?;
        let (right, wrong) = corrections.judged();
        options.reviewed = Some(Reviewed { right, wrong });
    }
    let data = &args.data.data;
    let manifest = Manifest::read(data)?;
    let mut diagrams: Vec<PathBuf> = match fs::read_dir(data.join("diagrams")) {
        Ok(entries) => entries.filter_map(Result::ok).map(|it| it.path()).collect(),
        Err(_) => Vec::new(),
    };
    diagrams.sort();
    for path in diagrams {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        options.files.push((format!("diagrams/{name}"), fs::read(&path)?));
    }
    Ok(manifest)
}

/// The texts of the documents, if they are still what was read: name in the release, file.
fn texts(manifest: &Value, records: &Records) -> Result<Vec<(String, PathBuf)>> {
    let mut texts = Vec::new();
    for input in manifest["inputs"].as_array().into_iter().flatten() {
        let (Some(path), Some(sum)) = (input["path"].as_str(), input["sha256"].as_str()) else {
            continue;
        };
        if !fs::read(path).is_ok_and(|it| sha256(&it) == sum) {
            bail!(
                "`{path}` is not what was read any more, or is gone; build again, or leave --include-texts out"
            );
        }
        let document = input["document"].as_str();
        let name = document.and_then(|it| records.documents.get(it)).map_or(path, |it| &it.file);
        let slug = document.and_then(|it| it.rsplit('/').next()).unwrap_or_default();
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        texts.push((format!("{slug}/{name}"), path.into()));
    }
    Ok(texts)
}

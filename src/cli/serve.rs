//! `kell serve`: the graph in a browser and to other programs, until it is told to end.

use std::{collections::BTreeMap, io::Write, net::SocketAddr, path::PathBuf, time::Duration};

use anyhow::{Result, bail};
use serde_json::Value;

use super::{Exit, args::Serve, build::Manifest, entity::open, load_pack, talk::Talk};
use crate::{
    pipeline,
    serve::{Limits, Options, Site, Sources, serve},
    vocabulary::server,
};

pub(crate) fn run(args: &Serve, talk: Talk) -> Result<Exit> {
    if !args.bind.ip().is_loopback() && !args.allow_remote {
        bail!(
            "{} can be reached from other machines, and whoever reaches it can read the graph and the documents; \
             add --allow-remote if that is meant",
            args.bind
        );
    }
    let ontology = load_pack(args.data.ontology.as_deref(), talk)?;
    let store = open(&args.data.data)?;
    let sources = Sources {
        data: args.data.data.clone(),
        files: files(&Manifest::read(&args.data.data)?),
        head: pipeline::head_words(&ontology)?,
    };
    let site = Site::new(ontology, store, &sources)?;
    let (quads, documents, texts) = site.sizes();
    talk.say(format_args!("{quads} quads, {documents} documents, the texts of {texts}"));
    if texts < documents {
        talk.say(
            "of the other documents only the quotes are shown: their files have moved or changed",
        );
    }
    let options = Options {
        bind: args.bind,
        timeout: Duration::from_secs(args.timeout),
        limits: Limits {
            rows: args.max_rows,
            bytes: bytes(args.max_result_bytes << 20),
            body: bytes(args.max_body << 10),
        },
        memory: args.max_memory << 20,
        kept: args.max_kept << 20,
        concurrency: usize::from(args.concurrency),
        cors: args.cors.clone(),
    };
    let log = (!talk.is_quiet()).then(|| Box::new(move |line: &str| talk.say(line)) as _);
    serve(site, options, log, ready)?;
    talk.say("ended");
    Ok(Exit::Success)
}

/// Says where the server is: the one line on standard output.
fn ready(address: SocketAddr) {
    let mut out = anstream::stdout();
    // Whoever closed standard output does not want to know.
    let _ = writeln!(out, "{}/", server(&address.to_string())).and_then(|()| out.flush());
}

/// The files that were read, by their SHA-256.
fn files(manifest: &Value) -> BTreeMap<String, PathBuf> {
    let inputs = manifest["inputs"].as_array().into_iter().flatten();
    let file = |it: &Value| Some((it["sha256"].as_str()?.to_owned(), it["path"].as_str()?.into()));
    inputs.filter_map(file).collect()
}

fn bytes(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

//! What was read in one build, for the next one.
//!
//! Each entry is what one document contributes to the graph, under a key that is a hash of everything it depends on:
//! the bytes of the document, what stands beside it, what the user says about it, the pack, and the program itself.  So an
//! entry is never out of date, and one that cannot be read is as good as none.  Entries are written beside and renamed:
//! a program that is killed leaves none that is half written.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Mutex,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    diagnostic::Diagnostic,
    digest::hex,
    document::{Loaded, ReadOptions},
    graph::Contribution,
};

/// What the program does with a document changes with its own sources; this tells them apart.
const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("KELL_SOURCES"));

/// What is kept of a document.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    /// What it brings to the graph.
    pub contribution: Contribution,
    /// What there is to say of how it was read.
    pub diagnostics: Vec<Diagnostic>,
    /// Its text, where that was taken out of something else.
    pub text: Option<String>,
}

/// Bytes of a checksum before those of an entry.
const CHECKSUM: usize = 16;

/// A folder of entries.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    /// What all keys of this build have in common.
    common: Vec<u8>,
    /// Entries that this build used or made.
    used: Mutex<BTreeSet<String>>,
}

impl Cache {
    /// The cache in `folder`, for documents read with this pack and these options.
    pub fn open(folder: &Path, pack: &str, options: &ReadOptions) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        // Tools that make backups or publish a folder know by these to leave it out.
        write(&folder.join("CACHEDIR.TAG"), &[b"Signature: 8a477f597d28d172789f06886806bc55\n"])?;
        write(&folder.join(".gitignore"), &[b"*\n"])?;
        let ReadOptions {
            metadata,
            languages,
            max_bytes,
            max_unpacked: _,
            text_column: _,
            plain,
            head: _,
        } = options;
        let common =
            format!("{PROGRAM}\n{pack}\n{metadata:?}\n{languages:?}\n{max_bytes}\n{plain}\n");
        let folder = folder.to_owned();
        Ok(Self { folder, common: common.into_bytes(), used: Mutex::default() })
    }

    /// The key of a document.
    pub fn key(&self, loaded: &Loaded) -> String {
        let mut hasher = Sha256::new();
        hasher.update(&self.common);
        hasher.update(loaded.identity());
        hex(&hasher.finalize()[..20])
    }

    /// What was kept under a key.
    pub fn get(&self, key: &str) -> Option<Entry> {
        let (bytes, _) = self.get_bytes(key)?;
        postcard::from_bytes(&bytes).ok()
    }

    /// The key of something else that a build makes, of which these words tell what it depends on besides pack and program.
    pub fn key_of(&self, kind: &str, digest: &str) -> String {
        let mut hasher = Sha256::new();
        hasher.update(&self.common);
        hasher.update(format!("{kind} {digest}"));
        hex(&hasher.finalize()[..20])
    }

    /// The bytes kept under a key, and the file in which they are the end.
    ///
    /// What is not as it was written, after a power cut perhaps, is as good as not there.
    pub fn get_bytes(&self, key: &str) -> Option<(Vec<u8>, PathBuf)> {
        let place = self.place(key);
        let mut bytes = fs::read(&place).ok()?;
        let content = bytes.get(CHECKSUM..)?;
        if bytes[..CHECKSUM] != checksum(content) {
            return None;
        }
        bytes.drain(..CHECKSUM);
        self.note(key);
        Some((bytes, place))
    }

    /// Keeps an entry; that it could not be kept is no reason to stop.
    pub fn put(&self, key: &str, entry: &Entry) -> io::Result<()> {
        let bytes = postcard::to_stdvec(entry).map_err(io::Error::other)?;
        self.put_bytes(key, &bytes).map(drop)
    }

    /// Keeps bytes under a key; gives the file in which they are the end.
    pub fn put_bytes(&self, key: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let place = self.place(key);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        write(&place, &[&checksum(bytes), bytes])?;
        self.note(key);
        Ok(place)
    }

    /// Removes what this build had no use for.
    pub fn prune(&self) {
        let used = self.used.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let folders = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        for folder in folders.filter(|it| it.path().is_dir()) {
            let prefix = folder.file_name().to_string_lossy().into_owned();
            let mut left = 0;
            for entry in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
                let key = format!("{prefix}{}", entry.file_name().to_string_lossy());
                // What cannot be removed does no harm.
                if used.contains(&key) || fs::remove_file(entry.path()).is_err() {
                    left += 1;
                }
            }
            if left == 0 {
                let _ = fs::remove_dir(folder.path());
            }
        }
    }

    fn note(&self, key: &str) {
        let mut used = self.used.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        used.insert(key.to_owned());
    }

    /// Entries are spread over folders by the start of their key.
    fn place(&self, key: &str) -> PathBuf {
        let (folder, name) = key.split_at(2);
        self.folder.join(folder).join(name)
    }
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    let mut sum = [0; CHECKSUM];
    sum.copy_from_slice(&Sha256::digest(bytes)[..CHECKSUM]);
    sum
}

/// Writes a file so that it is there whole or not at all.
fn write(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let parent = path.parent().unwrap_or(path);
    let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(parent)?;
    parts.iter().try_for_each(|it| file.write_all(it))?;
    file.persist(path).map_err(|it| it.error)?;
    Ok(())
}

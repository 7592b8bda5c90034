//! The folder a build writes: as a whole or not at all.
//!
//! A new output is made in a folder of its own inside it.  When it is complete, a journal says so, and its parts take the
//! places of the old ones.  A build that ends before that has changed nothing; one that ends in the middle of it is
//! finished by whoever opens the folder next.  So there is at all times one whole output, whatever happens to the program.

use std::{
    fs::{self, File, TryLockError},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

/// What an output folder holds; anything else in it is left alone.
const PARTS: [&str; 8] = [
    "manifest.json",
    "graph.nq",
    "asserted.ttl",
    "entities.csv",
    "claims.csv",
    "diagrams",
    "texts",
    "report.html",
];
/// Readings kept for the next build.
pub(super) const CACHE: &str = ".cache";
/// Held while a build is under way.
const LOCK: &str = ".lock";
/// Names the complete new output whose parts are moving in.
const JOURNAL: &str = ".kell-journal";
/// How folders with a new output are named.
const FRESH: &str = ".kell-new-";

/// A new output that is not yet in place.
pub(super) struct Output {
    folder: PathBuf,
    fresh: tempfile::TempDir,
    /// Kept open, and with it locked.
    _lock: File,
}

impl Output {
    /// Makes sure that the folder can be written before the long work starts.
    pub(super) fn begin(folder: &Path) -> Result<Self> {
        if folder.is_file() {
            bail!("{} is a file; give a folder with --out", folder.display());
        }
        let context =
            || format!("cannot write to {}; give another folder with --out", folder.display());
        fs::create_dir_all(folder).with_context(context)?;
        let lock = File::create(folder.join(LOCK)).with_context(context)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => {
                bail!(
                    "another build is writing to {}; wait for it, or give another folder with --out",
                    folder.display()
                )
            }
            // Where the system has no locks, two builds at once are the user's to avoid.
            Ok(()) | Err(TryLockError::Error(_)) => (),
        }
        recover(folder).with_context(context)?;
        let fresh =
            tempfile::Builder::new().prefix(FRESH).tempdir_in(folder).with_context(context)?;
        Ok(Self { folder: folder.to_owned(), fresh, _lock: lock })
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.write_with(name, |out| out.write_all(bytes))
    }

    /// Writes the text of a document; on whatever thread reads it.
    pub(super) fn write_text(&self, name: &str, text: &str) -> io::Result<()> {
        let path = self.fresh.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(path, text)
    }

    /// A folder for what is needed only until the output is in place.
    pub(super) fn scratch(&self) -> PathBuf {
        self.fresh.path().join("scratch")
    }

    /// Writes a part bit by bit.
    pub(super) fn write_with(
        &self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let path = self.fresh.path().join(name);
        let parent = path.parent().unwrap_or(&path);
        fs::create_dir_all(parent)
            .and_then(|()| File::create(&path))
            .and_then(|file| {
                let mut out = BufWriter::new(file);
                write(&mut out)?;
                out.into_inner()?.sync_all()
            })
            .with_context(|| {
                format!("cannot write {name}; what was in {} is unchanged", self.folder.display())
            })
    }

    /// Puts the new parts in the places of the old ones.
    pub(super) fn finish(self) -> Result<()> {
        let fresh = self.fresh.keep();
        let name = fresh.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let parts = PARTS.iter().filter(|it| fresh.join(it).exists());
        let journal = Journal { name, parts: parts.map(|it| (*it).to_owned()).collect() };
        journal
            .write(&self.folder)
            .and_then(|()| journal.move_in(&self.folder))
            .with_context(|| format!("cannot put the new output into {}", self.folder.display()))
    }
}

/// Says that a new output is complete.
#[derive(Debug)]
struct Journal {
    /// Name of the folder in which it was made.
    name: String,
    /// The parts it has; others are not to be there when it is in place.
    parts: Vec<String>,
}

impl Journal {
    /// The journal in an output folder, if there is one.
    fn read(folder: &Path) -> io::Result<Option<Self>> {
        let text = match fs::read_to_string(folder.join(JOURNAL)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read?,
        };
        let mut lines = text.lines().map(str::to_owned);
        let name = lines.next().unwrap_or_default();
        Ok(Some(Self { name, parts: lines.collect() }))
    }

    fn write(&self, folder: &Path) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        write!(file, "{}\n{}\n", self.name, self.parts.join("\n"))?;
        file.as_file().sync_all()?;
        file.persist(folder.join(JOURNAL)).map_err(|it| it.error)?;
        Ok(())
    }

    /// Moves the parts to their places; done again after an interruption, it does the rest.
    fn move_in(&self, folder: &Path) -> io::Result<()> {
        let fresh = folder.join(&self.name);
        let old = fresh.join("old");
        fs::create_dir_all(&old)?;
        for part in PARTS {
            let (place, new) = (folder.join(part), fresh.join(part));
            let moved = self.parts.iter().any(|it| it == part) && new.symlink_metadata().is_err();
            if moved {
                continue;
            }
            if place.symlink_metadata().is_ok() {
                fs::rename(&place, old.join(part))?;
            }
            if new.symlink_metadata().is_ok() {
                fs::rename(new, place)?;
            }
        }
        fs::remove_file(folder.join(JOURNAL))?;
        fs::remove_dir_all(fresh)
    }
}

/// Finishes what an interrupted build left, if anybody may write here; to be called before the folder is read.
pub(super) fn settle(folder: &Path) {
    if !folder.join(JOURNAL).exists() {
        return;
    }
    let lock = File::create(folder.join(LOCK)).ok();
    // Whoever holds the lock is about to do the same.
    if lock.is_some_and(|it| it.lock().is_ok()) {
        // What cannot be moved is told by whoever wants to read it.
        let _ = recover(folder);
    }
}

/// Completes a new output whose parts were moving in, and removes what other builds left behind.
fn recover(folder: &Path) -> io::Result<()> {
    if let Some(journal) = Journal::read(folder)? {
        journal.move_in(folder)?;
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let left = path.file_name().is_some_and(|it| it.to_string_lossy().starts_with(FRESH));
        if left {
            fs::remove_dir_all(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, name: &str, text: &str) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(folder: &Path, name: &str) -> Option<String> {
        fs::read_to_string(folder.join(name)).ok()
    }

    /// An older output of which nothing may be left: a part that the new one has not, and a file within a part.
    fn older(folder: &Path) {
        write(folder, "manifest.json", "old");
        write(folder, "texts/a.txt", "old");
        write(folder, "diagrams/a.svg", "old");
        write(folder, "diagrams/b.svg", "old");
        write(folder, "mine.txt", "mine");
    }

    fn newer(fresh: &Path) {
        write(fresh, "manifest.json", "new");
        write(fresh, "graph.nq", "new");
        write(fresh, "diagrams/a.svg", "new");
    }

    #[track_caller]
    fn is_new(folder: &Path) {
        let new = Some("new".to_owned());
        for name in ["manifest.json", "graph.nq", "diagrams/a.svg"] {
            assert_eq!(read(folder, name), new, "{name}");
        }
        assert!(read(folder, "diagrams/b.svg").is_none() && read(folder, "texts/a.txt").is_none());
        assert_eq!(read(folder, "mine.txt").as_deref(), Some("mine"));
        let left: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|it| it.starts_with(".kell-"))
            .collect();
        assert_eq!(left, [""; 0]);
    }

    #[test]
    fn new_parts_replace_old_ones_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        older(folder.path());
        let output = Output::begin(folder.path()).unwrap();
        assert!(Output::begin(folder.path()).is_err(), "one build at a time");
        newer(output.fresh.path());
        output.finish().unwrap();
        is_new(folder.path());
    }

    #[test]
    fn an_output_that_is_not_complete_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        older(folder.path());
        let output = Output::begin(folder.path()).unwrap();
        newer(output.fresh.path());
        // As if the program had been killed: nothing is tidied up.
        let fresh = output.fresh.keep();
        settle(folder.path());
        assert_eq!(read(folder.path(), "manifest.json").as_deref(), Some("old"));
        recover(folder.path()).unwrap();
        assert_eq!(read(folder.path(), "texts/a.txt").as_deref(), Some("old"));
        assert!(!fresh.exists(), "what was left behind is removed");
    }

    /// Stops after each step of moving in, as a kill would, and lets the next one to open the folder finish it.
    #[test]
    fn moving_in_is_finished_after_an_interruption_at_any_step() {
        for stop in 0..=PARTS.len() * 2 {
            let folder = tempfile::tempdir().unwrap();
            older(folder.path());
            let fresh = folder.path().join(format!("{FRESH}x"));
            newer(&fresh);
            let parts = ["manifest.json", "graph.nq", "diagrams"].map(str::to_owned);
            let journal = Journal { name: format!("{FRESH}x"), parts: parts.into() };
            journal.write(folder.path()).unwrap();
            fs::create_dir_all(fresh.join("old")).unwrap();
            for step in 0..stop {
                let part = PARTS[step / 2];
                let (place, new) = (folder.path().join(part), fresh.join(part));
                match step % 2 {
                    0 if place.exists() => fs::rename(place, fresh.join("old").join(part)).unwrap(),
                    1 if new.exists() => fs::rename(new, place).unwrap(),
                    _ => (),
                }
            }
            settle(folder.path());
            is_new(folder.path());
        }
    }
}

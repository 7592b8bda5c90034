//! Archives → items: each member a document.
//!
//! Members are read in the order of their names and never written anywhere, so that what a name says of folders is only
//! shown.  How much an archive may unpack to is limited, and what its own directory says about that is not believed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Content, Item, Items, Left, expand};
use crate::diagnostic::Diagnostic;
use crate::document::collect::{skipped, too_large, unreadable};
use crate::document::{Format, Metadata, ReadOptions, metadata};

/// More members than these are not looked at.
const MEMBERS: usize = 100_000;

/// What can be read from and moved about in.
trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// The documents in an archive.
pub(super) fn members(item: Item, options: &ReadOptions, depth: usize, left: Left) -> Items<'_> {
    let name = item.name;
    let once = |it: Diagnostic| -> Items<'_> { Box::new(std::iter::once(Err(it))) };
    let source: Box<dyn Source> = match item.content {
        Content::File(path) => match File::open(path) {
            Ok(file) => Box::new(file),
            Err(error) => return once(unreadable(&name, &error)),
        },
        Content::Bytes(bytes) => Box::new(Cursor::new(bytes)),
        // An archive is known by its extension, which standard input has not.
        Content::Stdin => Box::new(Cursor::new(Vec::new())),
    };
    let archive = match ZipArchive::new(source) {
        Ok(archive) => archive,
        Err(error) => return once(damaged(&name, &error)),
    };
    if archive.len() > MEMBERS {
        let many = format!("the archive has {} members, more than {MEMBERS}", archive.len());
        let hint = "unpack it, and give the folder";
        return once(Diagnostic::error("document/archive", many).at(name, 0).hint(hint));
    }
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for at in 0..archive.len() {
        if let Some(Ok(member)) = archive.name_for_index(at) {
            numbers.insert(member.replace('\\', "/"), at);
        }
    }
    let order = numbers.clone().into_iter();
    let within = left.clone();
    let members = Members { archive, numbers, order, name, options, left };
    Box::new(members.flat_map(move |it| match it {
        Ok(item) => expand(item, options, depth, within.clone()),
        Err(error) => Box::new(std::iter::once(Err(error))),
    }))
}

struct Members<'a> {
    archive: ZipArchive<Box<dyn Source>>,
    numbers: BTreeMap<String, usize>,
    order: std::collections::btree_map::IntoIter<String, usize>,
    name: String,
    options: &'a ReadOptions,
    left: Left,
}

impl Iterator for Members<'_> {
    type Item = Result<Item, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (member, at) = self.order.next()?;
            let path = Path::new(&member);
            let hidden = member.split('/').any(|it| it.starts_with('.') || it == "__MACOSX");
            if hidden || member.ends_with('/') || self.sidecar_of(path) {
                continue;
            }
            let name = format!("{}/{member}", self.name);
            let Some(format) = Format::of(path) else {
                return Some(Err(skipped(&name)));
            };
            let found = self.bytes(&name, at).map(|bytes| {
                let mut diagnostics = Vec::new();
                let metadata = self.sidecar(&member, &mut diagnostics);
                let file_name = member.rsplit('/').next().unwrap_or(&member).to_owned();
                let (format, content) = (Some(format), Content::Bytes(bytes));
                Item { name, file_name, format, content, metadata, row: false, diagnostics }
            });
            return Some(found);
        }
    }
}

impl Members<'_> {
    /// Unpacks a member.
    fn bytes(&mut self, name: &str, at: usize) -> Result<Vec<u8>, Diagnostic> {
        let most = self.options.max_bytes.min(self.left.bytes());
        let member = self.archive.by_index(at).map_err(|it| damaged(name, &it))?;
        if member.size() > self.options.max_bytes {
            return Err(too_large(name, self.options.max_bytes));
        }
        let mut bytes = Vec::new();
        let read = member.take(most + 1).read_to_end(&mut bytes);
        self.left.take(bytes.len() as u64);
        let damage = |it| damaged(name, &ZipError::Io(it));
        match read.map_err(damage)? as u64 {
            read if read <= most => Ok(bytes),
            _ if most == self.options.max_bytes => Err(too_large(name, most)),
            _ => {
                self.order = BTreeMap::new().into_iter();
                let all = self.options.max_unpacked;
                let bomb =
                    format!("the archive unpacks to more than {all} bytes, the rest is left out");
                Err(Diagnostic::error("document/archive", bomb)
                    .at(&self.name, 0)
                    .hint("raise --max-unpacked if the archive is to be trusted"))
            }
        }
    }

    /// Whether a member is the sidecar of another one.
    fn sidecar_of(&self, path: &Path) -> bool {
        let beside =
            |it: &Path| self.numbers.contains_key(&it.to_string_lossy().replace('\\', "/"));
        metadata::described_by(path).iter().any(|it| beside(it))
    }

    /// What the sidecar beside a member says.
    fn sidecar(&mut self, member: &str, diagnostics: &mut Vec<Diagnostic>) -> Metadata {
        let bare = Path::new(member).with_extension("toml");
        let names = [format!("{member}.toml"), bare.to_string_lossy().replace('\\', "/")];
        let found = names.iter().find_map(|it| Some((it.clone(), *self.numbers.get(it)?)));
        let Some((name, at)) = found else { return Metadata::default() };
        let name = format!("{}/{name}", self.name);
        let text = self.bytes(&name, at).and_then(|it| {
            String::from_utf8(it).map_err(|it| metadata::unreadable_sidecar(&name, &it))
        });
        match text {
            Ok(text) => metadata::of_sidecar(&name, &text, &self.options.head, diagnostics),
            Err(error) => {
                diagnostics.push(error);
                Metadata::default()
            }
        }
    }
}

fn damaged(name: &str, error: &ZipError) -> Diagnostic {
    let (message, hint) = match error {
        ZipError::UnsupportedArchive(what) if what.contains("assword") => (
            "the archive is encrypted".to_owned(),
            "unpack it with its password, and give the folder",
        ),
        other => {
            (format!("the archive cannot be read: {other}"), "check that it was fetched whole")
        }
    };
    Diagnostic::error("document/archive", message).at(name, 0).hint(hint)
}

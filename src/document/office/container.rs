//! The members of a ZIP archive in memory, no more of them than is allowed.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::document::extracted::{ExtractError, Limits};

/// An archive, and what may still be unpacked of it.
pub(super) struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limit: u64,
    left: u64,
}

impl<'a> Container<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ExtractError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|it| damaged(&it))?;
        Ok(Self { archive, limit: limits.unpacked, left: limits.unpacked })
    }

    /// The text of a member; none where there is no such.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ExtractError> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let encoding = encoding_rs::Encoding::for_bom(&bytes).map_or(encoding_rs::UTF_8, |it| it.0);
        let (text, _, broken) = encoding.decode(&bytes);
        if broken {
            return Err(ExtractError::Damaged(format!("`{name}` is not in UTF-8")));
        }
        Ok(Some(text.into_owned()))
    }

    /// The bytes of a member; none where there is no such.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ExtractError> {
        let member = match self.archive.by_name(name) {
            Err(ZipError::FileNotFound) => return Ok(None),
            found => found.map_err(|it| damaged(&it))?,
        };
        let mut bytes = Vec::new();
        let read = member.take(self.left.saturating_add(1)).read_to_end(&mut bytes);
        let count = read.map_err(|it| ExtractError::Damaged(it.to_string()))? as u64;
        if count > self.left {
            return Err(ExtractError::TooLarge(format!("{} bytes", self.limit)));
        }
        self.left -= count;
        Ok(Some(bytes))
    }
}

fn damaged(error: &ZipError) -> ExtractError {
    match error {
        ZipError::UnsupportedArchive(what) if what.contains("assword") => ExtractError::Encrypted,
        other => ExtractError::Damaged(other.to_string()),
    }
}

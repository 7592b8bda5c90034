//! What reading a file will take, worked out before it is read.
//!
//! The reader of the format unpacks a stream as a whole, however much that is, and draws a form as often as it is called,
//! even from within itself: a small file could take all time and all memory that there is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, copy, sink};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::content::ops::{TextFont, TypedInstruction, XObject};
use hayro_interpret::hayro_syntax::object::dict::keys::{
    ANNOTS, AP, CONTENTS, DESCENDANT_FONTS, ENCODING, FONT_DESC, FONT_FILE, FONT_FILE2, FONT_FILE3,
    N, RESOURCES, SUBTYPE, TO_UNICODE,
};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, Stream};
use hayro_interpret::hayro_syntax::page::{Page, Resources};
use hayro_interpret::hayro_syntax::{Filter, Pdf};

use crate::document::extracted::{ExtractError, Limits};

/// No method packs better than this in practice, and DEFLATE not at all.
const RATIO: u64 = 1_100;
/// Forms in forms are drawn to this depth.
const DEPTH: usize = 50;
/// How many times more may be drawn than may be unpacked: it is not kept.
const DRAWN: u64 = 8;

/// Refuses a file that would take more than is allowed.
pub(super) fn check(pdf: &Pdf, limits: &Limits) -> Result<(), ExtractError> {
    let most = limits.unpacked;
    let mut file = File { most, left: most, forms: BTreeMap::new() };
    let mut drawn = 0_u64;
    for page in pdf.pages().iter() {
        let called = file.page(page)?;
        drawn = drawn.saturating_add(called.size);
        for (form, times) in called.calls {
            drawn = drawn.saturating_add(file.drawn(form, DEPTH).saturating_mul(times));
        }
        if drawn / DRAWN > most {
            return Err(file.too_large());
        }
    }
    Ok(())
}

/// Operators, and the forms that are called by them.
#[derive(Debug, Clone, Default)]
struct Content {
    size: u64,
    /// How often each is called.
    calls: BTreeMap<ObjectIdentifier, u64>,
    /// What drawing it takes, by how deep forms are drawn in it.
    costs: BTreeMap<usize, u64>,
}

struct File {
    most: u64,
    /// Bytes that may still be unpacked.
    left: u64,
    forms: BTreeMap<ObjectIdentifier, Content>,
}

impl File {
    fn too_large(&self) -> ExtractError {
        ExtractError::TooLarge(format!("{} bytes", self.most))
    }

    /// Refuses streams that unpack to more than is left.
    fn expect(&self, streams: impl Iterator<Item = u64>) -> Result<(), ExtractError> {
        let mut sum = 0_u64;
        for size in streams {
            sum = sum.saturating_add(size);
            if sum > self.left {
                return Err(self.too_large());
            }
        }
        Ok(())
    }

    /// Takes what was unpacked from what is left.
    fn take(&mut self, bytes: &[u8]) -> Result<(), ExtractError> {
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(|| self.too_large())?;
        Ok(())
    }

    /// What is drawn on a page, once it is clear that it can be unpacked.
    fn page(&mut self, page: &Page<'_>) -> Result<Content, ExtractError> {
        let (dict, left) = (page.raw(), self.left);
        if let Some(stream) = dict.get::<Stream<'_>>(CONTENTS) {
            self.expect(std::iter::once(unpacked(&stream, left)))?;
        } else if let Some(all) = dict.get::<Array<'_>>(CONTENTS) {
            self.expect(all.iter::<Stream<'_>>().map(|it| unpacked(&it, left)))?;
        }
        let bytes = page.page_stream().unwrap_or_default();
        self.take(bytes)?;
        let mut content = self.content(bytes, page.resources(), DEPTH)?;
        let annotations = dict.get::<Array<'_>>(ANNOTS);
        for annotation in annotations.iter().flat_map(Array::iter::<Dict<'_>>) {
            let shown = annotation.get::<Dict<'_>>(AP).and_then(|it| it.get::<Stream<'_>>(N));
            if let Some(form) = shown {
                self.form(&form, page.resources(), DEPTH)?;
                *content.calls.entry(form.obj_id()).or_default() += 1;
            }
        }
        Ok(content)
    }

    /// What operators draw; forms in them are looked into to this depth.
    fn content(
        &mut self,
        bytes: &[u8],
        resources: &Resources<'_>,
        depth: usize,
    ) -> Result<Content, ExtractError> {
        let mut content = Content { size: bytes.len() as u64, ..Content::default() };
        if !bytes.windows(2).any(|it| it == b"Do" || it == b"Tf") {
            return Ok(content);
        }
        let mut forms: BTreeMap<Vec<u8>, Option<ObjectIdentifier>> = BTreeMap::new();
        let mut fonts: BTreeSet<Vec<u8>> = BTreeSet::new();
        let mut operators = TypedIter::new(bytes);
        while let Some(operator) = operators.next() {
            match operator {
                TypedInstruction::XObject(XObject(name)) => {
                    if !forms.contains_key(&name[..]) {
                        let form = resources.get_x_object(name).filter(is_form);
                        if let Some(form) = &form {
                            self.form(form, resources, depth)?;
                        }
                        forms.insert(name.to_vec(), form.map(|it| it.obj_id()));
                    }
                    if let Some(Some(form)) = forms.get(&name[..]) {
                        *content.calls.entry(*form).or_default() += 1;
                    }
                }
                TypedInstruction::TextFont(TextFont(name, _)) if fonts.insert(name.to_vec()) => {
                    if let Some(font) = resources.get_font(name) {
                        self.font(&font)?;
                    }
                }
                _ => (),
            }
        }
        Ok(content)
    }

    /// Looks into a form, once.
    fn form(
        &mut self,
        form: &Stream<'_>,
        outer: &Resources<'_>,
        depth: usize,
    ) -> Result<(), ExtractError> {
        if depth == 0 || self.forms.contains_key(&form.obj_id()) {
            return Ok(());
        }
        // There before it is read, for it may call itself.
        self.forms.insert(form.obj_id(), Content::default());
        self.expect(std::iter::once(unpacked(form, self.left)))?;
        let Ok(bytes) = form.decoded_data() else { return Ok(()) };
        self.take(&bytes)?;
        let own = form.dict().get::<Dict<'_>>(RESOURCES).map(Resources::new);
        let content = self.content(&bytes, own.as_ref().unwrap_or(outer), depth - 1)?;
        self.forms.insert(form.obj_id(), content);
        Ok(())
    }

    /// The streams of a font.
    fn font(&mut self, font: &Dict<'_>) -> Result<(), ExtractError> {
        let below =
            font.get::<Array<'_>>(DESCENDANT_FONTS).and_then(|it| it.iter::<Dict<'_>>().next());
        for dict in [Some(font), below.as_ref()].into_iter().flatten() {
            for key in [TO_UNICODE, ENCODING] {
                if let Some(stream) = dict.get::<Stream<'_>>(key) {
                    self.unpack_apart(&stream)?;
                }
            }
            let Some(descriptor) = dict.get::<Dict<'_>>(FONT_DESC) else { continue };
            for key in [FONT_FILE, FONT_FILE2, FONT_FILE3] {
                if let Some(stream) = descriptor.get::<Stream<'_>>(key) {
                    self.unpack_apart(&stream)?;
                }
            }
        }
        Ok(())
    }

    /// The stream of a font is asked for on every page and unpacked for one at a time, so that it is not added up.
    fn unpack_apart(&self, stream: &Stream<'_>) -> Result<(), ExtractError> {
        if unpacked(stream, self.most) > self.most { Err(self.too_large()) } else { Ok(()) }
    }

    /// What drawing a form takes, with the forms in it.
    fn drawn(&mut self, form: ObjectIdentifier, depth: usize) -> u64 {
        let Some(content) = self.forms.get(&form).filter(|_| depth > 0) else { return 0 };
        if let Some(known) = content.costs.get(&depth) {
            return *known;
        }
        let (mut cost, calls) = (content.size, content.calls.clone());
        for (called, times) in calls {
            cost = cost.saturating_add(self.drawn(called, depth - 1).saturating_mul(times));
        }
        if let Some(content) = self.forms.get_mut(&form) {
            content.costs.insert(depth, cost);
        }
        cost
    }
}

fn is_form(stream: &Stream<'_>) -> bool {
    stream.dict().get::<Name<'_>>(SUBTYPE).is_none_or(|it| &*it != b"Image")
}

/// What a stream unpacks to; no more than `most` and one is counted.
fn unpacked(stream: &Stream<'_>, most: u64) -> u64 {
    let filters = stream.filters();
    let packed = |it: &Filter| {
        matches!(it, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode)
    };
    let data = stream.raw_data();
    let size = data.len() as u64;
    match filters.iter().filter(|it| packed(it)).count() {
        0 => size,
        1 if filters.first() == Some(&Filter::FlateDecode) => {
            let count = |it: std::io::Result<u64>| it.unwrap_or(0);
            let zlib = count(copy(
                &mut ZlibDecoder::new(&*data).take(most.saturating_add(1)),
                &mut sink(),
            ));
            let bare = || {
                count(copy(
                    &mut DeflateDecoder::new(&*data).take(most.saturating_add(1)),
                    &mut sink(),
                ))
            };
            if zlib > 0 { zlib } else { bare() }
        }
        // Seldom used for what is long, and so the worst is assumed only of what is.
        1 if size < 1 << 16 => size,
        count => {
            size.saturating_mul(RATIO.saturating_pow(u32::try_from(count).unwrap_or(u32::MAX)))
        }
    }
}

//! Pages → lines of text with their places.
//!
//! Coordinates are points from the top left of the page as it is shown.  Text that runs in another direction than the
//! reader's is left out.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::Rect as PageRect;
use hayro_interpret::kurbo::{Affine, BezPath, Point};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RectExt, SoftMask, TransformExt, interpret_page,
};

use super::{Line, Page};
use crate::document::extracted::{ExtractError, Limits};

/// More glyphs than these no page has that is for reading.
const GLYPHS: usize = 200_000;

/// A sign on the page.
#[derive(Debug, Clone)]
struct Sign {
    text: String,
    left: f64,
    right: f64,
    base: f64,
    size: f64,
}

/// The lines on every page, not yet in order.
pub(super) fn pages(pdf: &Pdf, limits: &Limits) -> Result<Vec<Page>, ExtractError> {
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    let mut bytes = 0;
    for (at, page) in pdf.pages().iter().enumerate() {
        let box_: PageRect = page.intersected_crop_box();
        let transform = page.initial_transform(true).to_kurbo();
        let (width, height) = page.render_dimensions();
        let settings = InterpreterSettings::default();
        let mut context = Context::new(transform, box_.to_kurbo(), &cache, pdf.xref(), settings);
        let mut collector = Collector {
            signs: Vec::new(),
            width: width.into(),
            height: height.into(),
            unknown: 0,
            picture: false,
        };
        interpret_page(page, &mut context, &mut collector);
        let Collector { signs, unknown, picture, .. } = collector;
        let known = signs.iter().filter(|it| !it.text.trim().is_empty()).count();
        let lines = lines(signs);
        bytes += lines.iter().map(|it| it.text.len() as u64).sum::<u64>();
        if bytes > limits.unpacked {
            return Err(ExtractError::TooLarge(format!("{} bytes of text", limits.unpacked)));
        }
        pages.push(Page {
            number: at + 1,
            height: height.into(),
            lines: lines.into_iter().map(|it| (it, 0)).collect(),
            picture,
            unknown,
            known,
        });
    }
    Ok(pages)
}

/// Takes the signs of a page, and lets everything else go.
struct Collector {
    signs: Vec<Sign>,
    width: f64,
    height: f64,
    unknown: usize,
    picture: bool,
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if self.signs.len() >= GLYPHS {
                return;
            }
            self.sign(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.picture = true;
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

impl Collector {
    fn sign(&mut self, glyph: &Glyph<'_>, place: Affine) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        let text: String = text.chars().map(spelled).collect();
        let text = ligature(&text).map_or(text, str::to_owned);
        if text.is_empty() || text.chars().any(|c| c == '\u{FFFD}' || is_private(c)) {
            self.unknown += 1;
            return;
        }
        let advance = match glyph {
            Glyph::Outline(it) => it.advance_width(),
            Glyph::Type3(it) => it.advance_width(),
        };
        let start = place * Point::ZERO;
        let end = place * Point::new(advance.unwrap_or(500.0).into(), 0.0);
        let top = place * Point::new(0.0, 1000.0);
        let size = (top - start).hypot();
        let along = end - start;
        let straight = along.x >= 0.0 && along.y.abs() <= 0.1 * along.x.max(0.1 * size);
        let shown = (-1.0..=self.width + 1.0).contains(&start.x)
            && (-1.0..=self.height + size).contains(&start.y);
        if straight && shown && size.is_finite() && size > 1.0 {
            self.signs.push(Sign { text, left: start.x, right: end.x, base: start.y, size });
        }
    }
}

/// White space of every kind is a space.
fn spelled(c: char) -> char {
    if c.is_whitespace() || c.is_control() { ' ' } else { c }
}

fn is_private(c: char) -> bool {
    // Bullets are often spelled with a sign of a private use.
    matches!(c, '\u{E000}'..='\u{F8FF}') && !matches!(c, '\u{F0B7}' | '\u{F0A7}' | '\u{F0D8}')
}

/// Letters that are printed as one.
fn ligature(text: &str) -> Option<&'static str> {
    Some(match text {
        "\u{FB00}" => "ff",
        "\u{FB01}" => "fi",
        "\u{FB02}" => "fl",
        "\u{FB03}" => "ffi",
        "\u{FB04}" => "ffl",
        "\u{FB05}" | "\u{FB06}" => "st",
        _ => return None,
    })
}

/// Signs side by side → lines, broken where a gap is wider than a space can be.
fn lines(mut signs: Vec<Sign>) -> Vec<Line> {
    // Signs of one baseline in a row, each row from left to right.
    signs.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<Vec<Sign>> = Vec::new();
    for sign in signs {
        let row = rows.last_mut().filter(|row| {
            row.last()
                .is_some_and(|it| (sign.base - it.base).abs() <= 0.15 * sign.size.min(it.size))
        });
        match row {
            Some(row) => row.push(sign),
            None => rows.push(vec![sign]),
        }
    }
    let mut lines = Vec::new();
    for mut row in rows {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        // Bold type is sometimes the same sign printed twice.
        row.dedup_by(|b, a| a.text == b.text && (a.left - b.left).abs() < 0.1 * a.size);
        let mut open: Option<Line> = None;
        for sign in row {
            if let Some(line) = &mut open {
                let gap = sign.left - line.right;
                if gap <= sign.size.max(line.size) && gap >= -sign.size {
                    append(line, &sign, gap);
                    continue;
                }
                lines.extend(open.take());
            }
            if !sign.text.trim().is_empty() {
                let Sign { text, left, right, base, size } = sign;
                open = Some(Line { text, left, right, base, size });
            }
        }
        lines.extend(open);
    }
    for line in &mut lines {
        line.text.truncate(line.text.trim_end().len());
    }
    lines.retain(|it| !it.text.is_empty());
    lines
}

fn append(line: &mut Line, sign: &Sign, gap: f64) {
    let blank = sign.text.trim().is_empty();
    if (blank || gap > 0.18 * sign.size) && !line.text.ends_with(' ') {
        line.text.push(' ');
    }
    if !blank {
        line.text.push_str(&sign.text);
        // White space at the end of a line does not make it longer.
        line.right = line.right.max(sign.right);
        line.size = line.size.max(sign.size);
    } else if sign.right > line.right {
        line.right = sign.right;
    }
}

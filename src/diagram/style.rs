//! Class → colour and shape, as the pack says.
//!
//! Packs colour their classes; a class without a colour is grey.  Nothing here knows which classes there are.

use crate::ontology::{Class, Schema};

/// Fill of what no class claims.
const NEUTRAL: &str = "#ececec";

/// How a node looks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Style {
    /// Fill, `#rrggbb`.
    pub fill: String,
    /// Outline, `#rrggbb`: the fill, darkened.
    pub outline: String,
    /// Shape, as Graphviz names it.
    pub shape: String,
}

impl Style {
    /// The look with this fill and shape; `None` and what is not a colour or shape become neutral.
    pub fn new(fill: Option<&str>, shape: Option<&str>) -> Self {
        let fill = fill.filter(|it| channels(it).is_some()).unwrap_or(NEUTRAL).to_ascii_lowercase();
        let dark = channels(&fill).unwrap_or([0; 3]).map(|it| u16::from(it) * 11 / 20);
        let outline = format!("#{:02x}{:02x}{:02x}", dark[0], dark[1], dark[2]);
        let plain = |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric());
        Self { fill, outline, shape: shape.filter(plain).unwrap_or("box").to_owned() }
    }
}

impl Default for Style {
    fn default() -> Self {
        Self::new(None, None)
    }
}

/// How members of the class with this local name look.
pub fn style(schema: &Schema, class: &str) -> Style {
    schema.class_id(class).map_or_else(Style::default, |it| of(schema.class(it)))
}

/// How members of a class look; the loader has already inherited colour and shape.
pub(super) fn of(class: &Class) -> Style {
    Style::new(class.colour.as_deref(), class.shape.as_deref())
}

/// Red, green and blue of `#rrggbb`.
fn channels(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#').filter(|it| it.len() == 6 && it.is_ascii())?;
    let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_are_the_fill_darkened() {
        let style = Style::new(Some("#FFc800"), Some("hexagon"));
        assert_eq!((style.fill.as_str(), style.outline.as_str()), ("#ffc800", "#8c6e00"));
    }

    #[test]
    fn what_is_no_colour_or_shape_is_neutral() {
        for bad in ["red", "#fff", "#12345g", "#ééé", "\" onload=\"x"] {
            assert_eq!(Style::new(Some(bad), Some("\"]; x")), Style::default());
        }
    }

    #[test]
    fn unknown_classes_are_neutral() {
        assert_eq!(style(&Schema::default(), "Nowhere"), Style::default());
    }
}

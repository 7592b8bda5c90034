//! The outlines of nodes, as SVG.
//!
//! Shapes are named as Graphviz names them; one that is not known here is a box.  Texts are not known here.

use std::fmt::Write;

use super::{Style, layout::Point};

/// Rounding of corners.
const ROUND: f64 = 5.0;
/// Rounding of an ellipse's ends, so that names stay on one line without much air around them.
const PILL: f64 = 17.0;
/// Depth of points, slants and cut corners.
const CUT: f64 = 9.0;
/// How far the lugs of a component stand out.
const LUG: f64 = 5.0;

/// What a shape needs beside its text: to the left and right together, above and below together.
pub(super) fn padding(shape: &str) -> Point {
    let (x, y) = match shape {
        "ellipse" => (26.0, 14.0),
        "hexagon" | "parallelogram" => (20.0 + 2.0 * CUT, 14.0),
        "octagon" => (26.0, 16.0),
        "component" => (34.0, 14.0),
        "cylinder" => (20.0, 24.0),
        "note" => (28.0, 14.0),
        "tab" | "folder" => (20.0, 22.0),
        _ => (20.0, 14.0),
    };
    Point { x, y }
}

/// How far below its middle the text of a shape stands.
pub(super) fn sinking(shape: &str) -> f64 {
    match shape {
        "cylinder" | "tab" | "folder" => 3.0,
        _ => 0.0,
    }
}

/// How far inside the left (or, if `right`, the right) side of its box a shape begins, `offset` below the middle.
pub(super) fn inset(shape: &str, size: Point, offset: f64, right: bool) -> f64 {
    let half = size.y / 2.0;
    let cut = CUT.min(size.y / 3.5);
    let corner = |depth: f64| offset.abs() - (half - depth);
    match shape {
        "ellipse" => {
            let radius = PILL.min(half);
            let over = corner(radius).clamp(0.0, radius);
            radius - (radius * radius - over * over).sqrt()
        }
        "octagon" => corner(cut).clamp(0.0, cut),
        "hexagon" => cut * (offset.abs() / half).min(1.0),
        "parallelogram" => {
            let down = ((offset + half) / size.y).clamp(0.0, 1.0);
            cut * if right { down } else { 1.0 - down }
        }
        "component" if !right && !(3.0..=8.0).contains(&offset.abs()) => LUG,
        _ => 0.0,
    }
}

/// The outline of a node of this size around `at`.
pub(super) fn draw(style: &Style, at: Point, size: Point) -> String {
    let (x, y) = (at.x - size.x / 2.0, at.y - size.y / 2.0);
    let (w, h) = (size.x, size.y);
    let paint =
        format!("fill=\"{}\" stroke=\"{}\" stroke-width=\"1.2\"", style.fill, style.outline);
    let rect = |round: f64| {
        format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{round:.1}\" {paint}/>"
        )
    };
    let polygon = |corners: &[(f64, f64)]| {
        let mut points = String::new();
        for (dx, dy) in corners {
            let _ = write!(points, "{:.1},{:.1} ", x + dx, y + dy);
        }
        format!("<polygon points=\"{}\" stroke-linejoin=\"round\" {paint}/>", points.trim_end())
    };
    let line = |d: String| format!("<path d=\"{d}\" fill=\"none\" stroke=\"{}\"/>", style.outline);
    let cut = CUT.min(h / 3.5);
    match style.shape.as_str() {
        "ellipse" => rect(PILL.min(h / 2.0)),
        "octagon" => polygon(&[
            (cut, 0.0),
            (w - cut, 0.0),
            (w, cut),
            (w, h - cut),
            (w - cut, h),
            (cut, h),
            (0.0, h - cut),
            (0.0, cut),
        ]),
        "hexagon" => polygon(&[
            (cut, 0.0),
            (w - cut, 0.0),
            (w, h / 2.0),
            (w - cut, h),
            (cut, h),
            (0.0, h / 2.0),
        ]),
        "parallelogram" => polygon(&[(cut, 0.0), (w, 0.0), (w - cut, h), (0.0, h)]),
        "note" => {
            let fold = line(format!("M{:.1} {y:.1}v{cut}h{cut}", x + w - cut));
            polygon(&[(0.0, 0.0), (w - cut, 0.0), (w, cut), (w, h), (0.0, h)]) + &fold
        }
        "tab" | "folder" => {
            let tab = (w * 0.4).min(44.0);
            polygon(&[(0.0, 0.0), (tab, 0.0), (tab + 5.0, 6.0), (w, 6.0), (w, h), (0.0, h)])
                + &line(format!("M{x:.1} {:.1}h{:.1}", y + 6.0, tab + 5.0))
        }
        "component" => {
            let part = |x: f64, y: f64, w: f64, h: f64| {
                format!(
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"1.5\" {paint}/>"
                )
            };
            let lug = |down: f64| part(x, at.y + down, 2.0 * LUG, LUG);
            part(x + LUG, y, w - LUG, h) + &lug(-8.0) + &lug(3.0)
        }
        "cylinder" => {
            let body = format!(
                "<path d=\"M{x:.1} {:.1}v{:.1}a{r:.1} 5 0 0 0 {w:.1} 0v-{:.1}a{r:.1} 5 0 0 0 -{w:.1} 0z\" {paint}/>",
                y + 5.0,
                h - 10.0,
                h - 10.0,
                r = w / 2.0
            );
            body + &line(format!("M{x:.1} {:.1}a{r:.1} 5 0 0 0 {w:.1} 0", y + 5.0, r = w / 2.0))
        }
        _ => rect(ROUND),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_touch_the_lines_that_end_at_them() {
        let size = Point { x: 100.0, y: 40.0 };
        let at = |shape, offset, right| inset(shape, size, offset, right);
        assert!(at("ellipse", 0.0, false).abs() < 1e-9);
        assert!((at("ellipse", 20.0, false) - PILL).abs() < 1e-9);
        assert!((at("hexagon", -20.0, true) - CUT).abs() < 1e-9);
        assert!((at("parallelogram", -20.0, false) - CUT).abs() < 1e-9);
        assert!(at("parallelogram", -20.0, true).abs() < 1e-9);
        assert!(at("box", 20.0, true).abs() < 1e-9);
    }

    #[test]
    fn every_shape_is_drawn_in_its_colours() {
        let names =
            "box ellipse octagon hexagon parallelogram note tab folder component cylinder star";
        for name in names.split(' ') {
            let style = Style::new(Some("#aabbcc"), Some(name));
            let drawn = draw(&style, Point { x: 60.0, y: 30.0 }, Point { x: 100.0, y: 40.0 });
            assert!(drawn.contains("#aabbcc") && drawn.contains(&style.outline), "{drawn}");
            assert!(!drawn.contains("--"), "{drawn}");
        }
    }
}

//! Drawings as parts of the page.

use super::html::escape;

/// A drawing under its title; `at` tells drawings apart.
pub(super) fn figure(title: &str, svg: &str, at: usize) -> String {
    let title = escape(title);
    format!(
        "<figure>\n<figcaption><h3>{title}</h3></figcaption>\n<div class=\"drawing\" role=\"region\" aria-label=\"{title}\" tabindex=\"0\">\n{}\n</div>\n</figure>\n",
        inline(svg, &format!("d{at}-"))
    )
}

/// An SVG file without what stands before its root, and with `prefix` before each of its ids.
fn inline(svg: &str, prefix: &str) -> String {
    let Some(start) = svg.find("<svg") else {
        return "<p>This drawing is not SVG.</p>".to_owned();
    };
    let mut out = svg[start..].trim_end().to_owned();
    for mark in [" id=\"", " href=\"#", " xlink:href=\"#", "url(#"] {
        out = out.replace(mark, &format!("{mark}{prefix}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_do_not_share_ids() {
        let svg = "<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<svg><g id=\"a\"/><use href=\"#a\" fill=\"url(#b)\"/></svg>\n";
        let expected = "<svg><g id=\"d1-a\"/><use href=\"#d1-a\" fill=\"url(#d1-b)\"/></svg>";
        assert_eq!(inline(svg, "d1-"), expected);
    }

    #[test]
    fn what_is_no_svg_stays_out() {
        assert!(!inline("<script>", "d").contains("script"));
    }
}

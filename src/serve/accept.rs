//! Content negotiation: what a client accepts, and which of our offers it likes best (RFC 9110, section 12.5.1).

/// The media ranges of an `Accept` header.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Accept {
    ranges: Vec<Range>,
}

#[derive(Debug, Clone, PartialEq)]
struct Range {
    /// `text/html`, `text/*` or `*/*`, in lower case.
    media: String,
    /// From 0, not at all, to 1000.
    weight: u32,
}

impl Accept {
    /// Reads the header; one that is empty accepts everything.
    pub(super) fn read(header: &str) -> Self {
        let range = |text: &str| {
            let mut parts = text.split(';').map(|it| it.trim().to_ascii_lowercase());
            let media = parts.next().filter(|it| it.contains('/'))?;
            let weight = parts.find_map(|it| it.strip_prefix("q=").map(weight)).unwrap_or(1000);
            Some(Range { media, weight })
        };
        Self { ranges: header.split(',').filter_map(range).collect() }
    }

    /// How much the client likes a media type: by the narrowest range that holds it.
    pub(super) fn weight(&self, media: &str) -> u32 {
        if self.ranges.is_empty() {
            return 1000;
        }
        let media = essence(media);
        let group = media.split('/').next().unwrap_or_default();
        let narrow = |range: &Range| match range.media.as_str() {
            it if it == media => 3,
            it if it.strip_suffix("/*") == Some(group) => 2,
            "*/*" => 1,
            _ => 0,
        };
        let best = self.ranges.iter().filter(|it| narrow(it) > 0).max_by_key(|it| narrow(it));
        best.map_or(0, |it| it.weight)
    }

    /// The offer the client likes best, the earlier of equals.
    pub(super) fn best<'a, T>(&self, offers: &'a [(T, &str)]) -> Option<&'a T> {
        let mut best: Option<(u32, &T)> = None;
        for (offer, media) in offers {
            let weight = self.weight(media);
            if weight > 0 && best.is_none_or(|it| weight > it.0) {
                best = Some((weight, offer));
            }
        }
        best.map(|it| it.1)
    }

    /// Whether the client would rather have a page than anything else of ours.
    pub(super) fn prefers_page(&self) -> bool {
        self.ranges.iter().any(|it| it.media == "text/html" && it.weight > 0)
            && self.ranges.iter().all(|it| it.weight <= self.weight("text/html"))
    }
}

/// A media type without its parameters, in lower case.
pub(super) fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// `0.8` in thousandths; what is no weight counts in full.
fn weight(text: &str) -> u32 {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = format!("{part:0<3}");
    match (whole, digits.get(..3).and_then(|it| it.parse::<u32>().ok())) {
        ("0", Some(thousandths)) => thousandths,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: Option<&str>) {
        let offers = ["text/html", "text/turtle", "application/ld+json"].map(|it| (it, it));
        assert_eq!(Accept::read(header).best(&offers).copied(), expected, "{header}");
    }

    #[test]
    fn the_best_of_the_offers_is_taken() {
        check("", Some("text/html"));
        check("*/*", Some("text/html"));
        check("text/turtle", Some("text/turtle"));
        check("application/ld+json;q=0.9, text/turtle;q=0.8", Some("application/ld+json"));
        check("text/html;q=0.1, application/*", Some("application/ld+json"));
        check("text/*;q=0.5, text/html;q=0, */*;q=0.1", Some("text/turtle"));
        check("TEXT/TURTLE; charset=utf-8", Some("text/turtle"));
        check("image/png", None);
        check("text/turtle;q=0", None);
        check("text/html;q=0.123, text/turtle;q=0.1234", Some("text/html"));
    }

    #[test]
    fn a_browser_prefers_pages() {
        assert!(Accept::read("text/html,application/xml;q=0.9,*/*;q=0.8").prefers_page());
        assert!(!Accept::read("*/*").prefers_page());
        assert!(!Accept::read("text/html;q=0.5, text/turtle").prefers_page());
        assert!(!Accept::read("").prefers_page());
    }
}

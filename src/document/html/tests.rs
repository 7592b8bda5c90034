//! Pages of the kinds that people save.

use proptest::prelude::*;

use super::*;
use crate::document::extracted::Passage;

const LIMITS: Limits = Limits { unpacked: 8 << 20, pages: 10 };
const FIRST: &str =
    "The harbour council met on Monday and agreed that the quay is to be rebuilt before winter.";
const SECOND: &str =
    "Nobody objected to the plan, although it will cost the town more than it has ever spent.";

fn shown(page: &str) -> Vec<String> {
    read(page.as_bytes(), &LIMITS).unwrap().passages.iter().map(Passage::shown).collect()
}

#[test]
fn an_article_among_furniture() {
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><title>The quay - Harbour Council</title>
        <meta property='og:site_name' content='Harbour Council'><meta name='govuk:first-published-at' content='2019-05-03T10:00:00+01:00'>
        <script>var text = 'no text';</script><style>p {{ }}</style></head><body>
        <a class='skip-link' href='#c'>Skip to main content</a><div id='cookie-banner'><p>We use cookies to make this site work.</p></div>
        <header><p>Harbour Council</p></header><nav><ul><li><a href=/>Home</a></li></ul></nav>
        <div class='breadcrumbs'><a href=/>News</a></div>
        <main id=c><h1>The quay</h1><p class=lead>{FIRST}<sup><a href='#n1'>1</a></sup></p>
        <div>Jane&nbsp;Miller said: <blockquote><p>{SECOND}</p></blockquote></div>
        <ul><li>stone</li><li><p>oak, <b>which</b> lasts</p></li></ul>
        <table><tr><td>Cost</td><td>Ten mil\u{AD}lion</td></tr></table>
        <aside><p>Related: boats</p></aside><div hidden><p>Unseen</p></div>
        <ul><li><a href=a>One page</a></li><li><a href=b>Another page</a></li><li><a href=c>A third</a></li></ul>
        <ol><li>1. Minutes of May.</li></ol></main>
        <footer><p>Crown copyright</p></footer></body></html>"
    );
    let quote = format!("Q {SECOND}");
    let first = format!("P {FIRST}");
    assert_eq!(
        shown(&page),
        [
            "H The quay",
            first.as_str(),
            "P Jane Miller said:",
            quote.as_str(),
            "L stone",
            "L oak, which lasts",
            "P Cost",
            "P Ten million",
            "L 1. Minutes of May."
        ]
    );
    let metadata = read(page.as_bytes(), &LIMITS).unwrap().metadata;
    assert_eq!(metadata.title.as_deref(), Some("The quay"));
    assert_eq!(metadata.date.as_deref(), Some("2019-05-03"));
    assert_eq!(metadata.publisher.as_deref(), Some("Harbour Council"));
    assert_eq!(metadata.language.as_deref(), Some("en"));
}

#[test]
fn linked_data_says_who_and_when() {
    let page = format!(
        "<html><head><script type='application/ld+json'>{{\"@graph\": [{{\"@type\": \"NewsArticle\", \"headline\": \"A quay\", \
        \"datePublished\": \"2019-05-03T01:00Z\", \"author\": [{{\"name\": \"Jane Miller\"}}], \"publisher\": {{\"name\": \"The Gull\"}}}}]}}</script>\
        <link rel=canonical href='https://example.org/quay'></head><body><p>{FIRST}</p></body></html>"
    );
    let it = read(page.as_bytes(), &LIMITS).unwrap().metadata;
    let all = [it.title, it.date, it.author, it.publisher, it.source];
    let all: Vec<&str> = all.iter().flatten().map(String::as_str).collect();
    assert_eq!(
        all,
        ["A quay", "2019-05-03", "Jane Miller", "The Gull", "https://example.org/quay"]
    );
}

#[test]
fn old_pages_are_read_whole() {
    let page = format!(
        "<html><title>Minutes</title><body><form><table><tr><td class=sidebar-layout>{FIRST}<p>{SECOND}<p>Line one<br>goes on<br><br>New one.
        <center><font size=2>End</font></center></table></form>"
    );
    let (first, second) = (format!("P {FIRST}"), format!("P {SECOND}"));
    assert_eq!(
        shown(&page),
        [first.as_str(), second.as_str(), "P Line one goes on", "P New one.", "P End"]
    );
}

#[test]
fn encodings() {
    let text = |bytes: &[u8]| read(bytes, &LIMITS).unwrap().passages[0].text.clone();
    assert_eq!(text(b"<meta charset=iso-8859-1><p>Gr\xFCn and more"), "Grün and more");
    assert_eq!(text("<p>Grün and more".as_bytes()), "Grün and more");
    assert_eq!(text(b"<p>Gr\xFCn \x96 and more"), "Grün – and more");
    assert_eq!(text(b"\xFF\xFE<\0p\0>\0G\0o\0"), "Go");
    assert!(is_page(b"  <!DOCTYPE HTML><p>") && is_page(b"<HTML>") && !is_page(b"<p>html"));
}

#[test]
fn pages_without_text_and_deep_ones() {
    assert_eq!(
        read(b"<html><body><script>x</script></body></html>", &LIMITS),
        Err(ExtractError::Empty)
    );
    let deep = "<div>".repeat(3_000) + FIRST;
    assert_eq!(shown(&deep), [format!("P {FIRST}")]);
    let deeper = "<article>".repeat(100_000) + FIRST;
    assert!(matches!(read(deeper.as_bytes(), &LIMITS), Err(ExtractError::Damaged(_))));
    let small = Limits { unpacked: 10, ..LIMITS };
    assert!(matches!(read(deep.as_bytes(), &small), Err(ExtractError::TooLarge(_))));
}

/// What stands in a table where it must not is put before it, and later tags of the root add to its attributes.
#[test]
fn long_pages_take_linear_time() {
    let started = std::time::Instant::now();
    assert_eq!(shown(&format!("<table>{}", "<p>x".repeat(100_000))).len(), 100_000);
    let attributes: Vec<String> = (0..100_000).map(|it| format!("<html a{it}>")).collect();
    let attributes = attributes.concat();
    assert_eq!(shown(&(attributes + FIRST)).len(), 1);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

proptest! {
    /// Whatever the markup, there is an end and no panic.
    #[test]
    fn any_markup(parts in prop::collection::vec(prop::sample::select(vec![
        "<table>", "<td>", "</table>", "<b x=1>", "<a href=x>", "</a>", "<p>", "</p>", "<select>", "<template>", "</template>",
        "<svg>", "<math>", "<li>", "text ", "<br>", "<frameset>", "</body>", "<form>", "<!--", "-->", "<title>", "&amp;", "\u{0}",
    ]), 0..120)) {
        let _ = read(parts.concat().as_bytes(), &LIMITS);
    }
}

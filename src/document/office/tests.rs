//! Documents made by hand, with what is not to be read in them.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const LIMITS: Limits = Limits { unpacked: 1 << 20, pages: 10 };

fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn shown(extracted: &Extracted) -> Vec<String> {
    extracted.passages.iter().map(Passage::shown).collect()
}

fn word() -> Vec<u8> {
    let body = r#"<w:document xmlns:w="w"><w:body>
        <w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>The quay</w:t></w:r></w:p>
        <w:p><w:r><w:t xml:space="preserve">The council </w:t></w:r><w:del><w:r><w:delText>refused</w:delText></w:r></w:del>
          <w:ins><w:r><w:t>agreed</w:t><w:tab/><w:t>&amp; paid</w:t><w:footnoteReference w:id="2"/></w:r></w:ins>
          <w:r><w:rPr><w:vanish/></w:rPr><w:t> unseen</w:t></w:r><w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>.</w:t></w:r></w:p>
        <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>stone</w:t><w:noBreakHyphen/><w:t>built</w:t></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cost</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ten</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:p><w:r><w:t>Before</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>In a box</w:t></w:r></w:p></mc:Choice>
          <mc:Fallback><w:p><w:r><w:t>In a box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent><w:t> after.</w:t></w:r></w:p>
        <w:p/></w:body></w:document>"#;
    let styles =
        r#"<w:styles><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style></w:styles>"#;
    let notes = r#"<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:t>In May.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let core = "<cp:coreProperties><dc:title>A quay</dc:title><dc:creator>Jane Miller</dc:creator><dcterms:created>2019-05-03T10:00:00Z</dcterms:created></cp:coreProperties>";
    archive(&[
        ("word/document.xml", body),
        ("word/styles.xml", styles),
        ("word/footnotes.xml", notes),
        ("docProps/core.xml", core),
    ])
}

#[test]
fn a_word_document() {
    let found = read_docx(&word(), &LIMITS).unwrap();
    assert_eq!(
        shown(&found),
        [
            "H The quay",
            "P The council agreed & paid.",
            "P In May.",
            "L stone-built",
            "P Cost",
            "P Ten",
            "P In a box",
            "P Before after."
        ]
    );
    assert_eq!(read_docx(&word(), &Limits { unpacked: u64::MAX, pages: 1 }).unwrap(), found);
    let it = found.metadata;
    let all = [it.title, it.author, it.date];
    assert_eq!(all.iter().flatten().collect::<Vec<_>>(), ["A quay", "Jane Miller", "2019-05-03"]);
}

#[test]
fn an_open_document() {
    let content = r#"<office:document-content><office:body><office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>
        <text:h>The quay</text:h><text:p>The council<text:s text:c="2"/>agreed<text:note><text:note-citation>1</text:note-citation>
        <text:note-body><text:p>In May.</text:p></text:note-body></text:note>.</text:p>
        <text:list><text:list-item><text:p>stone</text:p></text:list-item></text:list>
        <text:p>The end<office:annotation><text:p>why?</text:p></office:annotation>.</text:p></office:text></office:body></office:document-content>"#;
    let meta =
        "<office:meta><dc:title>A quay</dc:title><dc:language>en-GB</dc:language></office:meta>";
    let found =
        read_odt(&archive(&[("content.xml", content), ("meta.xml", meta)]), &LIMITS).unwrap();
    assert_eq!(
        shown(&found),
        ["H The quay", "P The council agreed.", "P In May.", "L stone", "P The end."]
    );
    assert_eq!(found.metadata.language.as_deref(), Some("en-GB"));
    let locked =
        archive(&[("META-INF/manifest.xml", "<m:encryption-data/>"), ("content.xml", "x")]);
    assert_eq!(read_odt(&locked, &LIMITS), Err(ExtractError::Encrypted));
}

#[test]
fn a_book() {
    let package = r#"<package><metadata><dc:title>Quays</dc:title><dc:publisher>Gull</dc:publisher></metadata><manifest>
        <item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
        <item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/>
        </manifest><spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>"#;
    let members = [
        (
            "META-INF/container.xml",
            r#"<container><rootfiles><rootfile full-path="o/p.opf"/></rootfiles></container>"#,
        ),
        ("o/p.opf", package),
        ("o/nav.xhtml", "<html><body><p>Contents</p></body></html>"),
        ("o/text/a.xhtml", "<html><body><h1>Second</h1><p>The quay stands.</p></body></html>"),
        ("o/text/b.xhtml", "<html><body><h1>First</h1><p>The council met.</p></body></html>"),
    ];
    let found = read_epub(&archive(&members), &LIMITS).unwrap();
    assert_eq!(shown(&found), ["H First", "P The council met.", "H Second", "P The quay stands."]);
    assert_eq!(found.metadata.publisher.as_deref(), Some("Gull"));
}

#[test]
fn what_cannot_be_read() {
    let damaged = |it: Result<Extracted, ExtractError>| matches!(it, Err(ExtractError::Damaged(_)));
    assert!(damaged(read_docx(b"PK no more", &LIMITS)));
    assert!(damaged(read_docx(&archive(&[("x", "")]), &LIMITS)));
    assert!(damaged(read_odt(&archive(&[("content.xml", "<a><b></a>")]), &LIMITS)));
    assert!(damaged(read_odt(&archive(&[("content.xml", &"<a>".repeat(5000))]), &LIMITS)));
    assert_eq!(read_docx(&[0xD0, 0xCF, 0x11, 0xE0, 0], &LIMITS), Err(ExtractError::Encrypted));
    assert_eq!(read_odt(&archive(&[("content.xml", "<a/>")]), &LIMITS), Err(ExtractError::Empty));
    let bomb = archive(&[("content.xml", &" ".repeat(2 << 20))]);
    assert!(matches!(read_odt(&bomb, &LIMITS), Err(ExtractError::TooLarge(_))));
    let laughs =
        "<!DOCTYPE a [<!ENTITY l 'ha'><!ENTITY m '&l;&l;&l;'>]><text><p>A joke: &m;</p></text>";
    let found = read_odt(&archive(&[("content.xml", laughs)]), &LIMITS).unwrap();
    assert_eq!(shown(&found), ["P A joke:"]);
}

#[test]
fn a_few_bytes_do_not_become_many() {
    // A note is there once, however often it is called.
    let call = "<footnoteReference id='2'/>".repeat(3);
    let note = "<footnotes><footnote id='2'><t>In May.</t></footnote></footnotes>";
    let body = format!("<d><p><t>So.</t>{call}</p><p><t>And so.</t>{call}</p></d>");
    let bytes = archive(&[("word/document.xml", &body), ("word/footnotes.xml", note)]);
    assert_eq!(shown(&read_docx(&bytes, &LIMITS).unwrap()), ["P So.", "P In May.", "P And so."]);
    // Attributes are not compared with each other.
    let attributes: Vec<String> = (0..80_000).map(|it| format!(" a{it}=''")).collect();
    let attributes = attributes.concat();
    let started = std::time::Instant::now();
    let body = format!("<d><p {attributes}><t>So.</t></p></d>");
    assert_eq!(
        read_docx(&archive(&[("word/document.xml", &body)]), &LIMITS).unwrap().passages.len(),
        1
    );
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn pages_of_a_book_that_are_encrypted() {
    let package = "<package><item id='a' href='text/a%20b.xhtml' media-type='html'/><itemref idref='a'/></package>";
    let page = "<html><body><p>The quay stands.</p></body></html>";
    let book = |locked: &str| {
        let locked = format!("<encryption><CipherReference URI='{locked}'/></encryption>");
        archive(&[
            ("META-INF/container.xml", "<rootfile full-path='o/p.opf'/>"),
            ("META-INF/encryption.xml", &locked),
            ("o/p.opf", package),
            ("o/text/a b.xhtml", page),
        ])
    };
    assert_eq!(shown(&read_epub(&book("o/font.otf"), &LIMITS).unwrap()), ["P The quay stands."]);
    assert_eq!(read_epub(&book("o/text/a%20b.xhtml"), &LIMITS), Err(ExtractError::Encrypted));
}

proptest! {
    /// Whatever is done to a document, there is an end and no panic.
    #[test]
    fn damaged_documents(changes in prop::collection::vec((0..3000_usize, any::<u8>()), 1..8)) {
        let mut bytes = word();
        for (at, to) in changes {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = to;
            }
        }
        let _ = (read_docx(&bytes, &LIMITS), read_odt(&bytes, &LIMITS), read_epub(&bytes, &LIMITS));
    }
}

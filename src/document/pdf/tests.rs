//! What is read in pages made by hand.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::document::BlockKind;

/// Text at a place on the page: from the left, from the bottom, its size.
type Put<'a> = (f64, f64, f64, &'a str);

const LIMITS: Limits = Limits { unpacked: 1 << 20, pages: 100 };

/// A file with these pages, in Helvetica.
fn file(pages: &[Vec<Put<'_>>]) -> Vec<u8> {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), String::new()];
    objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned());
    let mut kids = String::new();
    for page in pages {
        let mut stream = String::new();
        for (x, y, size, text) in page {
            let text = text.replace('(', "\\(").replace(')', "\\)").replace('•', "\\267");
            writeln!(stream, "BT /F {size} Tf {x} {y} Td ({text}) Tj ET").unwrap();
        }
        write!(kids, "{} 0 R ", objects.len() + 1).unwrap();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {} 0 R /Resources << /Font << /F 3 0 R >> >> >>",
            objects.len() + 2
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()));
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len());
    objects.push("<< /Title (The Harbour Report) /CreationDate (D:20190503120000Z) >>".to_owned());
    let mut out = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        writeln!(out, "{} 0 obj\n{object}\nendobj", at + 1).unwrap();
    }
    let (count, start) = (objects.len() + 1, out.len());
    writeln!(
        out,
        "xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R /Info {} 0 R >>\nstartxref\n{start}\n%%EOF",
        objects.len()
    )
    .unwrap();
    out.into_bytes()
}

/// Kind, page and text of each passage.
fn shown(pages: &[Vec<Put<'_>>]) -> Vec<String> {
    let line = |it: &super::super::extracted::Passage| {
        let kind = match it.kind {
            BlockKind::Heading => 'H',
            BlockKind::ListItem => 'L',
            BlockKind::Paragraph | BlockKind::Quote => 'P',
        };
        let pages: Vec<String> = it.pages.iter().map(|it| it.1.to_string()).collect();
        format!("{kind}{} {}", pages.join("+"), it.text)
    };
    read(&file(pages), &LIMITS).unwrap().passages.iter().map(line).collect()
}

/// Lines one below the other.
fn column<'a>(x: f64, top: f64, lines: &[&'a str]) -> Vec<Put<'a>> {
    (0..).zip(lines).map(|(at, it)| (x, top - 12.0 * f64::from(at), 10.0, *it)).collect()
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = [
        "The harbour council met on Monday and agreed",
        "that the quay is to be rebuilt before the winter",
        "comes. Nobody objected to the plan, for the infor-",
        "mation had been given out. The counter-",
        "smuggling patrols go on as they did before. The",
    ];
    let right = [
        "counter-smuggling patrols cost much, and so the",
        "council asked for money from the ministry.",
        "• The quay is to be of stone, which lasts longer",
        "than wood does in the sea.",
        "• The boats are to be of oak.",
    ];
    let mut page = vec![(50.0, 740.0, 18.0, "What the council did in the year")];
    page.extend(column(50.0, 700.0, &left));
    page.extend(column(330.0, 700.0, &right));
    assert_eq!(
        shown(&[page]),
        [
            "H1 What the council did in the year",
            "P1 The harbour council met on Monday and agreed that the quay is to be rebuilt before the winter comes. \
             Nobody objected to the plan, for the information had been given out. The counter-smuggling patrols go \
             on as they did before. The counter-smuggling patrols cost much, and so the council asked for money \
             from the ministry.",
            "L1 • The quay is to be of stone, which lasts longer than wood does in the sea.",
            "L1 • The boats are to be of oak.",
        ]
    );
}

#[test]
fn heads_feet_and_numbers_are_left_out_and_sentences_go_on() {
    let numbers: Vec<String> = (1..=3).map(|it| format!("Page {it} of 3")).collect();
    let page = |at: usize, lines: &[&'static str]| {
        let mut page = vec![
            (50.0, 780.0, 8.0, "HARBOUR COUNCIL REPORT"),
            (270.0, 20.0, 8.0, numbers[at].as_str()),
        ];
        page.extend(column(50.0, 700.0, lines));
        page
    };
    let mut second = page(
        1,
        &[
            "which the ministry had asked for in the spring.",
            "It is to be printed and sold at the gate of the quay.",
        ],
    );
    second.push((140.0, 703.0, 6.0, "1"));
    second.push((50.0, 60.0, 7.0, "1 Minutes of the meeting in May, which are kept in the"));
    second.push((50.0, 52.0, 7.0, "library of the council."));
    let all = [
        page(
            0,
            &[
                "Introduction ........................................ 1",
                "The council has written a report about the boats",
                "and the quay and all that is to be done about them,",
            ],
        ),
        second,
        page(2, &["Annex", "No boats were lost in the year under report here."]),
    ];
    assert_eq!(
        shown(&all),
        [
            "P1+2 The council has written a report about the boats and the quay and all that is to be done about them, \
             which the ministry had asked for in the spring. It is to be printed and sold at the gate of the quay.",
            "P2 1 Minutes of the meeting in May, which are kept in the library of the council.",
            "H3 Annex",
            "P3 No boats were lost in the year under report here.",
        ]
    );
}

#[test]
fn what_the_file_says_about_itself() {
    let found = read(&file(&[column(50.0, 700.0, &["The council met."])]), &LIMITS).unwrap();
    assert_eq!(found.metadata.title.as_deref(), Some("The Harbour Report"));
    assert_eq!(found.metadata.date.as_deref(), Some("2019-05-03"));
    for no in ["report.pdf", "Microsoft Word - report", "Untitled 1", "Report"] {
        assert!(!is_title(no), "{no}");
    }
    assert_eq!(text(b"\xFE\xFF\x00G\x00r\x00\xFC\x00n").as_deref(), Some("Grün"));
}

#[test]
fn what_cannot_be_read() {
    assert!(matches!(read(b"%PDF-1.4 and no more", &LIMITS), Err(ExtractError::Damaged(_))));
    assert_eq!(
        read(include_bytes!("fixtures/encrypted.pdf"), &LIMITS),
        Err(ExtractError::Encrypted)
    );
    assert_eq!(read(include_bytes!("fixtures/scanned.pdf"), &LIMITS), Err(ExtractError::Scanned));
    assert_eq!(read(&file(&[vec![]]), &LIMITS), Err(ExtractError::Empty));
    let pages = vec![column(50.0, 700.0, &["The council met."]); 3];
    let few = Limits { pages: 2, ..LIMITS };
    assert!(matches!(read(&file(&pages), &few), Err(ExtractError::TooLarge(_))));
    let short = Limits { unpacked: 10, ..LIMITS };
    assert!(matches!(read(&file(&pages), &short), Err(ExtractError::TooLarge(_))));
}

/// A file with these streams, each with more keys, as objects from 3 on; the first is the page's content.
fn streams(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids \
        [<< /Type /Page /MediaBox [0 0 600 800] /Contents 3 0 R /Resources << /XObject << /X 4 0 R /Y 5 0 R >> >> >>] >>\nendobj\n"
        .to_vec();
    for (number, (keys, bytes)) in (3..).zip(streams) {
        let length = bytes.len();
        out.extend(format!("{number} 0 obj\n<< {keys} /Length {length} >>\nstream\n").into_bytes());
        out.extend(*bytes);
        out.extend(b"\nendstream\nendobj\n");
    }
    out.extend(b"trailer\n<< /Root 1 0 R >>\n%%EOF");
    out
}

#[test]
fn what_takes_too_much_is_refused() {
    let too_large = |file: &[u8]| matches!(read(file, &LIMITS), Err(ExtractError::TooLarge(_)));
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, &vec![b' '; 2 << 20]).unwrap();
    let packed = packed.finish().unwrap();
    assert!(too_large(&streams(&[("/Filter /FlateDecode", &packed)])));
    assert!(too_large(&streams(&[("/Filter [/FlateDecode /FlateDecode]", &packed)])));
    assert!(too_large(&streams(&[(
        "/Filter [/RunLengthDecode /RunLengthDecode /RunLengthDecode]",
        &[0; 9]
    )])));
    // Forms that call each other, and one that calls itself.
    let form = "/Subtype /Form /BBox [0 0 1 1]";
    let calls = b"/X Do /Y Do ".repeat(4);
    assert!(too_large(&streams(&[("", &calls), (form, &calls), (form, &calls)])));
    assert!(too_large(&streams(&[("", b"/X Do"), (form, b"/X Do /X Do")])));
    let once = streams(&[("", b"/X Do"), (form, b"/Y Do"), (form, b"0 0 m")]);
    assert_eq!(read(&once, &LIMITS), Err(ExtractError::Empty));
}

proptest! {
    /// Whatever is done to a file, there is an end and no panic.
    #[test]
    fn damaged_files(changes in prop::collection::vec((0..2000_usize, any::<u8>()), 1..20), cut in 0..3000_usize) {
        let mut bytes = file(&[column(50.0, 700.0, &["The council met.", "It agreed."]), vec![]]);
        for (at, to) in changes {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = to;
            }
        }
        bytes.truncate(cut.max(20));
        let _ = guarded(&bytes, &LIMITS);
    }
}

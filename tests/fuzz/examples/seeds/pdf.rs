//! A PDF made by hand.

use std::fmt::Write as _;

/// A file with pages of these contents, in Helvetica, with a form, a map of signs and a title; with a wrong table of
/// objects, if it is to be `broken`, so that readers look for the objects themselves.
pub fn file(pages: &[&str], broken: bool) -> Vec<u8> {
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange \
        1 beginbfrange <20> <7E> <0020> endbfrange 1 beginbfchar <80> <00660069> endbfchar endcmap end";
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), String::new()];
    objects.push(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 32 /LastChar 34 /Widths [250 300 400] \
         /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [183 /bullet] >> /ToUnicode 4 0 R >>"
            .to_owned(),
    );
    objects.push(stream("", map));
    objects.push(stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Resources << /Font << /F 3 0 R >> /XObject << /X 5 0 R >> >> ",
        "BT /F 9 Tf 5 5 Td (In a form) Tj ET /X Do",
    ));
    let mut kids = String::new();
    for page in pages {
        let number = objects.len() + 1;
        let _ = write!(kids, "{number} 0 R ");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Rotate 0 /Contents {} 0 R \
             /Resources << /Font << /F 3 0 R >> /XObject << /X 5 0 R >> >> >>",
            number + 1
        ));
        objects.push(stream("", page));
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len());
    objects.push("<< /Title (The Harbour Report) /Author <FEFF004A002E0020004D> /CreationDate (D:20190503120000Z) >>".to_owned());
    let mut out = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        let place = if broken { 0 } else { out.len() };
        let _ = writeln!(table, "{place:010} 00000 n ");
        let _ = writeln!(out, "{} 0 obj\n{object}\nendobj", at + 1);
    }
    let (count, start) = (objects.len() + 1, out.len());
    let _ = writeln!(
        out,
        "xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R /Info {} 0 R >>\nstartxref\n{start}\n%%EOF",
        objects.len()
    );
    out.into_bytes()
}

fn stream(keys: &str, content: &str) -> String {
    format!("<< {keys}/Length {} >>\nstream\n{content}\nendstream", content.len())
}

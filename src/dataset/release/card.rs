//! What people read first: README with counts and known errors, and how to cite.

use std::fmt::Write;

use serde_json::Value;

use super::{super::tables::TABLES, Entry, Facts, Reviewed, describe::citation};

/// The quantile of the normal distribution for an interval of 95 %.
const Z: f64 = 1.959_964;

/// `CITATION.cff` 1.2.0.
pub(super) fn citation_file(facts: &Facts<'_>) -> String {
    // JSON strings are YAML strings.
    let text = |it: &str| Value::from(it).to_string();
    let mut out = String::from(
        "cff-version: 1.2.0\nmessage: \"If you use this dataset, please cite it.\"\ntype: dataset\n",
    );
    // Writing to a string cannot fail.
    let _ = writeln!(out, "title: {}\nauthors:", text(&facts.title));
    for person in &facts.creators {
        let fields = [
            ("name", &person.name),
            ("family-names", &person.family),
            ("given-names", &person.given),
            ("affiliation", if person.is_person() { &person.affiliation } else { &None }),
        ];
        let mut mark = "  - ";
        for (name, value) in fields {
            if let Some(value) = value {
                let _ = writeln!(out, "{mark}{name}: {}", text(value));
                mark = "    ";
            }
        }
        if let Some(orcid) = &person.orcid {
            let place = format!("{}{orcid}", crate::vocabulary::documents::ORCID);
            let _ = writeln!(out, "{mark}orcid: {}", text(&place));
        }
    }
    let _ = writeln!(
        out,
        "version: {}\ndate-released: {}\nlicense: {}",
        text(&facts.version),
        facts.date,
        facts.licence
    );
    let _ = writeln!(out, "url: {}", text(&facts.url));
    if let Some(doi) = &facts.export.options.metadata.doi {
        let _ = writeln!(out, "doi: {}", text(doi));
    }
    if !facts.keywords.is_empty() {
        let _ = writeln!(out, "keywords:");
        for word in &facts.keywords {
            let _ = writeln!(out, "  - {}", text(word));
        }
    }
    out
}

/// The data card.
pub(super) fn readme(facts: &Facts<'_>, entries: &[Entry]) -> String {
    let records = facts.export.records;
    let counts = &records.counts;
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "# {}\n\n{}\n", facts.title, facts.description);
    let _ = writeln!(
        out,
        "Version {}, {}. Licence of the data: {}.\n",
        facts.version, facts.date, facts.licence
    );
    let _ = writeln!(out, "> {}\n", citation(facts));
    let things = records.own_things().count();
    let _ = writeln!(out, "## How much there is\n\n| what | number |\n| --- | ---: |");
    for (name, number) in [
        ("documents", records.documents.len()),
        ("claims", counts.claims),
        ("claims stated as plain triples", counts.asserted),
        ("passages", counts.passages),
        ("things", things),
        ("things that the documents mention", records.mentioned.len()),
        ("conflicts", records.conflicts.len()),
        ("quads", counts.graphs.values().sum()),
    ] {
        let _ = writeln!(out, "| {name} | {number} |");
    }
    let _ = writeln!(out, "\n| force | claims |\n| --- | ---: |");
    for (force, number) in &counts.forces {
        let _ = writeln!(out, "| {force} | {number} |");
    }
    let _ = writeln!(out, "\n## How to read it\n");
    let _ = writeln!(
        out,
        "A claim is not a fact. The table `claims` says of each who is committed to it (`holder_ids`), how it is put forward \
         (`force`), whether it is denied (`polarity`), and what that comes to (`standing`). Only rows with `asserted` true are also plain triples in the graph \
         `asserted`. `confidence` is that of the reading, not of the fact. `evidence` leads to the words: offsets are Unicode \
         code points of the text, from 0.\n"
    );
    errors(facts.export.options.reviewed, &mut out);
    let _ = writeln!(out, "\n## Files\n\n| file | what | bytes |\n| --- | --- | ---: |");
    for entry in entries {
        let _ = writeln!(out, "| `{}` | {} | {} |", entry.path, entry.title(), entry.bytes);
    }
    let _ = writeln!(out, "\nChecksums are in `SHA256SUMS`: `sha256sum --check SHA256SUMS`.");
    for table in TABLES {
        let _ = writeln!(
            out,
            "\n### `{}`\n\n{}\n\n| column | meaning |\n| --- | --- |",
            table.name, table.description
        );
        for column in table.columns {
            let may = if column.required { "" } else { " (may be empty)" };
            let _ = writeln!(out, "| `{}` | {}{may} |", column.name, column.description);
        }
    }
    let _ = writeln!(
        out,
        "\n## Sources\n\nThe licence above is that of the data. The texts belong to their authors; quotes stand here as evidence.\n"
    );
    match facts.export.options.quote {
        None => (),
        Some(0) => out.push_str("They were left out here: the offsets say where they stand.\n\n"),
        Some(most) => {
            let _ = writeln!(
                out,
                "They were cut to {most} characters here, so that they cannot all be compared with the texts; the offsets \
                 are those of the whole passages.\n"
            );
        }
    }
    let _ = writeln!(out, "| document | date | licence | SHA-256 |\n| --- | --- | --- | --- |");
    for document in records.documents.values() {
        let cell =
            |it: &str| it.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(
            out,
            "| {} | {} | {} | `{}` |",
            cell(&document.title),
            document.date.as_deref().unwrap_or("unknown"),
            document.licence.as_deref().map_or_else(|| "not known".to_owned(), cell),
            document.sha256
        );
    }
    let manifest = &facts.export.ontology.manifest;
    let _ = writeln!(
        out,
        "\n## How it was made\n\nBy kell {}, with the pack {} {}; without a network and without chance: the same documents give the same bytes.",
        env!("CARGO_PKG_VERSION"),
        manifest.name,
        manifest.version
    );
    out
}

fn errors(reviewed: Option<Reviewed>, out: &mut String) {
    let _ = writeln!(out, "## Known errors\n");
    let Some(Reviewed { right, wrong }) = reviewed.filter(|it| it.right + it.wrong > 0) else {
        let _ = writeln!(
            out,
            "Nobody has reviewed a sample of these claims, so how many are wrong is not known. Claims are read by rules from sentences; some are wrong."
        );
        return;
    };
    let (low, high) = wilson(right, right + wrong);
    let _ = writeln!(
        out,
        "Of {} claims that were reviewed, {right} were right and {wrong} were wrong and left out: {:.0} % right (95 % interval by \
         Wilson: {:.0} to {:.0} %). Whoever reviews looks at uncertain claims first, so the sample is not a random one. What the \
         documents say and the reading misses is not measured by it.",
        right + wrong,
        100.0 * share(right, right + wrong),
        100.0 * low,
        100.0 * high,
    );
}

fn share(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "nobody reviews 2^52 claims")]
    let share = part as f64 / whole as f64;
    share
}

/// The interval of Wilson (1927) for a share.
fn wilson(part: usize, whole: usize) -> (f64, f64) {
    let p = share(part, whole);
    #[expect(clippy::cast_precision_loss, reason = "nobody reviews 2^52 claims")]
    let n = whole as f64;
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    ((middle - half) / scale, (middle + half) / scale)
}

#[cfg(test)]
mod tests {
    use super::wilson;

    #[test]
    fn an_interval_holds_its_share_and_narrows() {
        // Newcombe (1998), table I: 81 of 263, and 0 of 20.
        let (low, high) = wilson(81, 263);
        assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5, "{low} {high}");
        let (low, high) = wilson(0, 20);
        assert!(low.abs() < 1e-12 && (high - 0.1611).abs() < 5e-5, "{low} {high}");
    }
}

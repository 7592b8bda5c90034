//! Web Annotations: each claim as a body on each of its passages, a page of annotations in JSON-LD.

use std::io::Write;

use serde_json::{Value, json};

use super::{Export, ExportError};
use crate::{
    record::{Claim, Evidence},
    vocabulary::documents::ANNOTATIONS,
};

pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let page = export.ontology.base.graph("annotations");
    writeln!(
        out,
        "{{\n\"@context\": {},\n\"id\": {},\n\"type\": \"AnnotationPage\",\n\"items\": [",
        Value::from(ANNOTATIONS),
        Value::from(page)
    )?;
    let mut first = true;
    for claim in export.records.claims()? {
        let claim = claim?;
        for passage in &claim.evidence {
            if !std::mem::take(&mut first) {
                writeln!(out, ",")?;
            }
            write!(out, "{}", annotation(export, &claim, passage))?;
        }
    }
    Ok(writeln!(out, "\n]\n}}")?)
}

fn annotation(export: &Export<'_>, claim: &Claim, passage: &Evidence) -> Value {
    let place = passage.iri.rsplit('#').next().unwrap_or_default();
    let body = format!(
        "{} [{}{}]",
        claim.label,
        if claim.negated { "negated, " } else { "" },
        claim.standing()
    );
    let mut selectors = vec![json!({
        "type": "TextPositionSelector", "start": passage.start, "end": passage.end,
    })];
    // A quote that was cut would select something else.
    if export.quote(&passage.exact) == passage.exact {
        selectors.push(json!({
            "type": "TextQuoteSelector", "exact": passage.exact,
            "prefix": passage.around.0, "suffix": passage.around.1,
        }));
    }
    json!({
        "id": format!("{}#{place}", claim.iri),
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            { "type": "TextualBody", "value": body, "format": "text/plain", "purpose": "describing" },
            { "type": "SpecificResource", "source": claim.iri, "purpose": "identifying" },
        ],
        "target": { "source": passage.document, "selector": selectors },
    })
}

//! Runs the packs' checks: each row a query finds is a violation, and becomes a diagnostic.

use oxigraph::{
    model::Term,
    sparql::{QueryResults, QuerySolution},
};

use super::{Dataset, Store, prepare};
use crate::{
    diagnostic::{Diagnostic, Severity},
    ontology::{Check, Shape},
    vocabulary::Prefixes,
};

/// All checks, in their order.
pub fn check(store: &Store, prefixes: &Prefixes, checks: &[Check]) -> Vec<Diagnostic> {
    checks.iter().flat_map(|it| run_check(store, prefixes, it)).collect()
}

/// All shapes, in their order: a diagnostic for each node of which one does not hold, with the value and the sentence.
pub fn check_shapes(store: &Store, prefixes: &Prefixes, shapes: &[Shape]) -> Vec<Diagnostic> {
    let questions = shapes.iter().flat_map(|shape| {
        let name = shape.iri.rsplit(['#', '/']).next().unwrap_or(&shape.iri);
        shape.questions().into_iter().map(move |it| (format!("shape/{name}"), it))
    });
    let check = |(code, (words, text)): (String, (String, String))| {
        let violation = |values: &str| {
            Diagnostic::error(&code, format!("{words}: {values}"))
                .hint("build the graph anew; if it comes back, report the sentence")
        };
        let broken =
            |reason: String| vec![violation(&format!("the shape could not be checked: {reason}"))];
        match prepare(prefixes, &text, &Dataset::default(), None) {
            Err(error) => broken(error.to_string()),
            Ok(question) => match store.answer(question) {
                Ok(QueryResults::Solutions(rows)) => rows
                    .filter_map(Result::ok)
                    .map(|row| violation(&values(&row, prefixes)))
                    .collect(),
                Ok(_) => broken("it is no SELECT".to_owned()),
                Err(error) => broken(error.to_string()),
            },
        }
    };
    questions.flat_map(check).collect()
}

/// One check: a diagnostic for each row, or one that says why it could not be run.
///
/// A row reads as the problem followed by its values, names before IRIs.
pub fn run_check(store: &Store, prefixes: &Prefixes, check: &Check) -> Vec<Diagnostic> {
    let code = format!("check/{}", check.name);
    let broken = |reason: String| {
        Diagnostic::error(&code, format!("the check could not be run: {reason}"))
            .hint(format!("see checks/{}.rq in the pack", check.name))
    };
    let question = match prepare(prefixes, &check.text, &Dataset::default(), None) {
        Ok(question) => question,
        Err(error) => return vec![broken(error.to_string())],
    };
    let violation = |values: &str| {
        let problem = check.problem.trim_end_matches('.');
        let colon = if values.is_empty() { "" } else { ": " };
        let message = format!("{problem}{colon}{values}");
        let found = match check.severity {
            Severity::Error => Diagnostic::error(&code, message),
            Severity::Warning => Diagnostic::warning(&code, message),
            Severity::Note => Diagnostic::note(&code, message),
        };
        found.hint(check.solution.clone())
    };
    match store.answer(question) {
        Ok(QueryResults::Solutions(rows)) => rows
            .map(|row| match row {
                Ok(row) => violation(&values(&row, prefixes)),
                Err(error) => broken(error.to_string()),
            })
            .collect(),
        Ok(QueryResults::Boolean(false)) => Vec::new(),
        Ok(QueryResults::Boolean(true)) => vec![violation("")],
        Ok(QueryResults::Graph(_)) => vec![broken("a check is a SELECT or an ASK".to_owned())],
        Err(error) => vec![broken(error.to_string())],
    }
}

fn values(row: &QuerySolution, prefixes: &Prefixes) -> String {
    let value = |term: &Term| match term {
        Term::NamedNode(it) => {
            prefixes.shorten(it.as_str()).unwrap_or_else(|| it.as_str().to_owned())
        }
        Term::Literal(it) => format!("“{}”", it.value()),
        Term::BlankNode(it) => it.to_string(),
    };
    let pairs: Vec<String> =
        row.iter().map(|(name, term)| format!("{} {}", name.as_str(), value(term))).collect();
    pairs.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::{
            assemble,
            fixture::{Say, base, ontology, reading},
            quads,
        },
        ontology::Scope,
    };

    fn run(text: &str) -> Vec<String> {
        let ontology = ontology();
        let graph = assemble(&[reading("one", &[Say::new("Ada", "supports", "Looms")])], &ontology);
        let store = Store::from_quads(quads(&graph, &ontology)).unwrap();
        let check = Check {
            name: "no-looms".to_owned(),
            title: "No looms".to_owned(),
            severity: Severity::Warning,
            problem: "Somebody supports looms.".to_owned(),
            solution: "Look at the evidence.".to_owned(),
            scope: Scope::Graph,
            text: text.to_owned(),
        };
        check_lines(&store, &check)
    }

    fn check_lines(store: &Store, check: &Check) -> Vec<String> {
        let prefixes = Prefixes::new(&base());
        super::check(store, &prefixes, std::slice::from_ref(check))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn each_row_is_a_violation() {
        assert_eq!(
            run("SELECT ?who ?name { ?who o:supports e:Looms ; o:displayLabel ?name }"),
            ["warning[check/no-looms]: Somebody supports looms: who e:Ada, name “Ada Lovelace” \
              (hint: Look at the evidence.)"]
        );
        assert_eq!(run("SELECT ?who { ?who o:opposes e:Looms }"), Vec::<String>::new());
        assert_eq!(run("ASK { ?who o:opposes e:Looms }"), Vec::<String>::new());
    }

    #[test]
    fn a_check_that_cannot_run_says_so() {
        let found = run("SELECT ?who {");
        assert!(
            found[0].starts_with("error[check/no-looms]: the check could not be run: "),
            "{found:?}"
        );
    }
}

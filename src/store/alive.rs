//! Makes sure that an evaluation notices when it is to stop.
//!
//! The evaluator looks at its token whenever it reads from the store.  Between two such readings a join may go through as
//! many rows as its parts have together, and a function may double a text as often as there are bindings.  So the rows of
//! joins, what filters look at, and what makes texts longer call a function of ours, which looks at the token too and
//! unwinds the evaluation when it is to stop.  It stands where the order of joins and the place of filters do not depend
//! on it; a question of one piece stays as it is.

use std::panic::resume_unwind;

use oxigraph::{
    model::{NamedNode, Term, Variable},
    sparql::CancellationToken,
};
use spargebra::{
    Query,
    algebra::{Expression, Function, GraphPattern, OrderExpression},
    term::{NamedNodePattern, TermPattern, TriplePattern},
};

use crate::vocabulary::ALIVE;

/// What an evaluation unwinds with.
pub(super) struct Stopped;

/// The name of the function that looks at the token.
pub(super) fn name() -> NamedNode {
    NamedNode::new_unchecked(ALIVE)
}

/// Looks at the token.
pub(super) fn look(stop: &CancellationToken) -> Option<Term> {
    if stop.is_cancelled() {
        // No panic: nothing is wrong, and nobody is told.
        resume_unwind(Box::new(Stopped));
    }
    None
}

/// The question with a look at the token wherever rows are made without a look at the store.
pub(super) fn watched(mut query: Query) -> Query {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = &mut query;
    Watch::default().whole(pattern);
    query
}

/// Counts the variables it adds, so that each is new.
#[derive(Default)]
struct Watch {
    added: usize,
}

impl Watch {
    /// A pattern whose rows are no part of a join: each of them is looked at.
    fn whole(&mut self, pattern: &mut GraphPattern) {
        self.part(pattern);
        let result = matches!(
            pattern,
            GraphPattern::Project { .. }
                | GraphPattern::Distinct { .. }
                | GraphPattern::Reduced { .. }
                | GraphPattern::Slice { .. }
                | GraphPattern::OrderBy { .. }
                | GraphPattern::Group { .. }
        );
        if !result && !is_one_piece(pattern) {
            self.added += 1;
            *pattern = GraphPattern::Extend {
                inner: Box::new(std::mem::take(pattern)),
                variable: Variable::new_unchecked(format!("alive__{}", self.added)),
                expression: call(),
            };
        }
    }

    /// A pattern that may be a part of a join.
    fn part(&mut self, pattern: &mut GraphPattern) {
        match pattern {
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
            GraphPattern::Join { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Union { left, right } => {
                self.part(left);
                self.part(right);
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.part(left);
                self.part(right);
                if let Some(expression) = expression {
                    self.condition(expression);
                }
            }
            GraphPattern::Minus { left, right } => {
                self.whole(left);
                self.whole(right);
            }
            GraphPattern::Filter { expr, inner } => {
                self.part(inner);
                self.condition(expr);
            }
            GraphPattern::Extend { inner, expression, .. } => {
                self.part(inner);
                self.within(expression);
                if grows(expression) {
                    let before = std::mem::replace(expression, call());
                    *expression = Expression::Coalesce(vec![call(), before]);
                }
            }
            GraphPattern::OrderBy { inner, expression } => {
                self.whole(inner);
                for OrderExpression::Asc(it) | OrderExpression::Desc(it) in expression {
                    self.within(it);
                }
            }
            GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. }
            | GraphPattern::Group { inner, .. } => self.whole(inner),
            GraphPattern::Graph { inner, .. } | GraphPattern::Service { inner, .. } => {
                self.part(inner);
            }
        }
    }

    /// A condition, each of whose parts is looked at: an error or the condition is the condition.
    fn condition(&mut self, expression: &mut Expression) {
        if let Expression::And(a, b) = expression {
            self.condition(a);
            self.condition(b);
            return;
        }
        self.within(expression);
        let before = std::mem::replace(expression, call());
        *expression = Expression::Or(Box::new(call()), Box::new(before));
    }

    /// What stands in an expression.
    fn within(&mut self, expression: &mut Expression) {
        use Expression as E;
        match expression {
            E::Exists(pattern) => self.part(pattern),
            E::Or(a, b)
            | E::And(a, b)
            | E::Equal(a, b)
            | E::SameTerm(a, b)
            | E::Greater(a, b)
            | E::GreaterOrEqual(a, b)
            | E::Less(a, b)
            | E::LessOrEqual(a, b)
            | E::Add(a, b)
            | E::Subtract(a, b)
            | E::Multiply(a, b)
            | E::Divide(a, b) => {
                self.within(a);
                self.within(b);
            }
            E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => self.within(a),
            E::If(a, b, c) => {
                self.within(a);
                self.within(b);
                self.within(c);
            }
            E::In(a, list) => {
                self.within(a);
                for it in list {
                    self.within(it);
                }
            }
            E::Coalesce(list) | E::FunctionCall(_, list) => {
                for it in list {
                    self.within(it);
                }
            }
            E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => (),
        }
    }
}

/// A look at the token, which is an error to whoever wants a value of it.
fn call() -> Expression {
    Expression::FunctionCall(Function::Custom(name()), Vec::new())
}

/// Whether the evaluation looks at the store at every step, and so at its token.
pub(super) fn is_steady(query: &Query) -> bool {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    is_piece_that_is_shown(pattern)
}

/// Whether rows come from looks at the store, and each is gone through as often as there are patterns around it.
fn is_piece_that_is_shown(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. } => is_piece_that_is_shown(inner),
        piece => is_one_piece(piece),
    }
}

/// Whether every row comes from a look at the store.
fn is_one_piece(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Bgp { patterns } => connected(patterns.clone()).len() < 2,
        GraphPattern::Path { .. } | GraphPattern::Values { .. } => true,
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. } => is_one_piece(inner),
        _ => false,
    }
}

/// Whether the value may be longer than what it is made of.
fn grows(expression: &Expression) -> bool {
    match expression {
        Expression::FunctionCall(function, list) => {
            matches!(function, Function::Concat | Function::Replace | Function::EncodeForUri)
                || list.iter().any(grows)
        }
        Expression::Coalesce(list) => list.iter().any(grows),
        Expression::If(_, a, b) => grows(a) || grows(b),
        _ => false,
    }
}

/// The triples in parts that share no variable, in the order of their first triples.
fn connected(patterns: Vec<TriplePattern>) -> Vec<Vec<TriplePattern>> {
    let mut parts: Vec<(Vec<String>, Vec<TriplePattern>)> = Vec::new();
    for pattern in patterns {
        let mut names = variables(&pattern);
        let mut here = Vec::new();
        let (touching, others): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(known, _)| known.iter().any(|it| names.contains(it)));
        parts = others;
        let at = parts.len();
        for (known, mut triples) in touching {
            names.extend(known);
            here.append(&mut triples);
        }
        here.push(pattern);
        parts.insert(at, (names, here));
    }
    parts.into_iter().map(|it| it.1).collect()
}

/// Names of the variables and blank nodes of a triple.
fn variables(pattern: &TriplePattern) -> Vec<String> {
    let of_term = |term: &TermPattern| match term {
        TermPattern::Variable(it) => Some(it.to_string()),
        TermPattern::BlankNode(it) => Some(it.to_string()),
        TermPattern::NamedNode(_) | TermPattern::Literal(_) => None,
    };
    let predicate = match &pattern.predicate {
        NamedNodePattern::Variable(it) => Some(it.to_string()),
        NamedNodePattern::NamedNode(_) => None,
    };
    [of_term(&pattern.subject), predicate, of_term(&pattern.object)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::{panic::catch_unwind, thread, time::Duration};

    use spargebra::SparqlParser;

    use super::*;

    fn rewritten(text: &str) -> String {
        watched(SparqlParser::new().parse_query(text).unwrap()).to_sse()
    }

    #[test]
    fn a_question_of_one_piece_stays_as_it_is() {
        for text in [
            "SELECT * WHERE { ?a ?b ?c . ?c ?d ?e BIND(?c AS ?f) }",
            "SELECT DISTINCT ?a WHERE { GRAPH ?g { ?a ?b ?c . ?c ?d ?e } } ORDER BY ?a LIMIT 1",
            "ASK { ?a <urn:b>+ ?c }",
        ] {
            assert_eq!(rewritten(text), SparqlParser::new().parse_query(text).unwrap().to_sse());
        }
    }

    #[test]
    fn a_steady_question_has_one_piece() {
        for (text, steady) in [
            ("ASK { ?a ?b ?c . ?c ?d ?e }", true),
            (
                "SELECT ?a (COUNT(*) AS ?n) WHERE { ?a ?b ?c } GROUP BY ?a HAVING(?n > 1) ORDER BY ?n",
                true,
            ),
            ("SELECT * WHERE { GRAPH ?g { ?a ?b ?c FILTER(?a = ?c) } } LIMIT 1", true),
            ("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }", false),
            ("SELECT * WHERE { ?a ?b ?c OPTIONAL { ?c ?d ?e } }", false),
            ("SELECT (COUNT(*) AS ?n) WHERE { { ?a ?b ?c } UNION { ?c ?b ?a } }", false),
            ("SELECT * WHERE { { SELECT ?a { ?a ?b ?c } } ?a ?d ?e }", false),
        ] {
            assert_eq!(
                is_steady(&SparqlParser::new().parse_query(text).unwrap()),
                steady,
                "{text}"
            );
        }
    }

    #[test]
    fn what_multiplies_rows_is_watched() {
        for (text, looks) in [
            ("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 1),
            ("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?c ?h ?d }", 0),
            ("SELECT * WHERE { VALUES ?a { 1 2 } VALUES ?b { 1 2 } }", 1),
            ("SELECT * WHERE { ?a ?b ?c BIND(CONCAT(?c, ?c) AS ?d) }", 1),
            ("SELECT * WHERE { ?a ?b ?c FILTER(?a = ?b && ?b = ?c) }", 2),
            ("SELECT * WHERE { ?a ?b ?c FILTER(!EXISTS { ?d ?e ?f FILTER(?d = ?e) }) }", 2),
            ("SELECT * WHERE { ?a ?b ?c OPTIONAL { ?c ?d ?e } }", 1),
            ("SELECT * WHERE { { SELECT ?a { ?a ?b ?c . ?d ?e ?f } } { ?a ?g ?h } }", 2),
            ("ASK { { ?a ?b ?c . ?d ?e ?f } MINUS { ?a ?g ?h } }", 2),
        ] {
            assert_eq!(rewritten(text).matches(ALIVE).count(), looks, "{text}");
        }
    }

    #[test]
    fn a_look_after_the_end_unwinds() {
        let stop = CancellationToken::new();
        assert_eq!(look(&stop), None);
        stop.cancel();
        let ended =
            thread::spawn(move || catch_unwind(|| look(&stop)).unwrap_err().is::<Stopped>());
        thread::sleep(Duration::from_millis(1));
        assert!(ended.join().unwrap());
    }
}

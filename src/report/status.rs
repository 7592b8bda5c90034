//! How far a document stands behind a claim, in a word for people.

use crate::{
    graph::Claim,
    resolution::{Force, Polarity},
};

/// A word, its explanation, and the class that styles it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Status {
    /// The word on the badge.
    pub(super) word: &'static str,
    /// What it means.
    pub(super) meaning: &'static str,
}

const ASSERTED: Status = Status { word: "asserted", meaning: "stated as a fact" };
const REPORTED: Status =
    Status { word: "reported", meaning: "stated as a fact by somebody whom the document reports" };
const UNSURE: Status =
    Status { word: "unsure", meaning: "read with too little confidence to become a triple" };

/// What the badge of a claim says.
pub(super) fn of(claim: &Claim) -> Status {
    match of_force(claim.force) {
        Some(status) => status,
        None if claim.asserted => ASSERTED,
        None if is_reported(claim) => REPORTED,
        None if claim.polarity == Polarity::Negated => ASSERTED,
        None => UNSURE,
    }
}

/// What the badge says for a force other than *asserted*.
fn of_force(force: Force) -> Option<Status> {
    let (word, meaning) = match force {
        Force::Asserted => return None,
        Force::Assessed => ("assessed", "given as a judgement"),
        Force::Alleged => ("alleged", "given as somebody's unproven charge"),
        Force::Possible => ("possible", "given as something that may be"),
        Force::Planned => ("planned", "given as intended or to come"),
        Force::Recommended => ("recommended", "given as something that should be"),
        Force::Hypothetical => ("hypothetical", "given as a supposition"),
        Force::Denied => ("denied", "rejected by the one who holds it"),
    };
    Some(Status { word, meaning })
}

/// Whether somebody else says the words than is committed to them.
pub(super) fn is_reported(claim: &Claim) -> bool {
    claim.evidence.iter().all(|it| !claim.holders.contains(&it.utterer))
}

/// Whether the claim is stated: as a fact, or as not being one.
pub(super) fn is_stated(claim: &Claim) -> bool {
    of(claim) == ASSERTED
}

/// What badges there are, with their meanings, by commitment.
pub(super) fn all() -> Vec<Status> {
    let forces = [
        Force::Assessed,
        Force::Alleged,
        Force::Possible,
        Force::Planned,
        Force::Recommended,
        Force::Hypothetical,
        Force::Denied,
    ];
    let others = forces.into_iter().filter_map(of_force);
    [ASSERTED, REPORTED].into_iter().chain(others).chain([UNSURE]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{
        assemble,
        fixture::{Say, ontology, reading},
    };

    fn check(say: Say, word: &str) {
        let graph = assemble(&[reading("one", &[say])], &ontology());
        let claim = graph.claims.values().next().unwrap();
        assert_eq!(of(claim).word, word);
        assert_eq!(is_stated(claim), word == "asserted");
        assert!(all().contains(&of(claim)));
    }

    #[test]
    fn what_is_only_reported_is_told_from_what_is_stated() {
        let say = || Say::new("Ada", "supports", "Mill");
        check(say(), "asserted");
        check(say().not(), "asserted");
        check(say().holder("Town"), "reported");
        check(say().force(Force::Denied), "denied");
        check(say().force(Force::Hypothetical), "hypothetical");
    }
}

//! Names that lie over one another: which is the longest at a token, and which swallows which.

use std::collections::BTreeSet;

use super::Mention;

/// For each of `count` tokens, the longest mention that covers it.
pub(super) fn longest_by_token(found: &[Mention], count: usize) -> Vec<Option<usize>> {
    let mut longest: Vec<Option<usize>> = vec![None; count];
    for (number, it) in found.iter().enumerate() {
        for at in it.tokens.clone() {
            if longest[at].is_none_or(|old| found[old].span.len() < it.span.len()) {
                longest[at] = Some(number);
            }
        }
    }
    longest
}

/// Takes away what longer names have swallowed, and adds these.
pub(super) fn replace(found: &mut Vec<Mention>, swallowed: &BTreeSet<usize>, longer: Vec<Mention>) {
    let mut number = 0;
    found.retain(|_| {
        number += 1;
        !swallowed.contains(&(number - 1))
    });
    found.extend(longer);
}

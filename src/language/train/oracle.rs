//! The dynamic oracle of the arc-hybrid system (Goldberg and Nivre 2013): what each action costs, wherever the
//! parser stands.

use crate::language::analyser::{Action, State};

/// How many arcs of the gold tree an action puts out of reach.
pub(super) fn cost(state: &State, gold: &[u32], action: Action) -> usize {
    let root = state.length as u32;
    let next = state.next as u32;
    let Some(&top) = state.stack.last() else {
        return 0;
    };
    let waiting = |from: u32| (from..root).filter(|it| gold[*it as usize] == top).count();
    let head = gold[top as usize];
    match action {
        Action::Shift => {
            let below = &state.stack[..state.stack.len() - 1];
            let dependents = state.stack.iter().filter(|it| gold[**it as usize] == next).count();
            let head = gold.get(state.next).is_some_and(|it| below.contains(it));
            dependents + usize::from(head)
        }
        Action::Left => {
            let second = state.stack.len().checked_sub(2).map(|it| state.stack[it]);
            let lost = head > next && head <= root || second == Some(head);
            waiting(next) + usize::from(lost)
        }
        Action::Right => waiting(next) + usize::from(head >= next && head <= root),
    }
}

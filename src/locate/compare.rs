//! Two passages whose folded texts agree: which folds that took, and whether their hyphens are the same. It looks for nothing.

use crate::evidence::{Fold, FoldSet};
use crate::text::fold::{BREAK, Folded};

/// Whether two passages that are equal without their inner hyphens have the same ones; a line end may add or hide one.
pub(super) fn hyphens_agree(printed: &str, quoted: &str) -> bool {
    if printed == quoted || !has_dash(printed) && !has_dash(quoted) {
        return true;
    }
    let printed = Folded::marked(printed, FoldSet::usual());
    let quoted = Folded::marked(quoted, FoldSet::usual());
    let (mut left, mut right) = (printed.text().trim().chars().peekable(), quoted.text().trim().chars().peekable());
    loop {
        match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one == other || is_dash_pair(one, other) => {
                left.next();
                right.next();
            }
            (Some(BREAK), _) => drop(left.next()),
            (_, Some(BREAK)) => drop(right.next()),
            _ => return false,
        }
    }
}

fn is_dash_pair(one: char, other: char) -> bool {
    matches!((one, other), (BREAK, '-') | ('-', BREAK))
}

/// Whether a text may hold a dash: an ASCII one, or one of those in the blocks that hold the others.
fn has_dash(text: &str) -> bool {
    memchr::memchr3(b'-', 0xe2, 0xef, text.as_bytes()).is_some()
}

/// The folds without which two passages would not be equal.
pub(super) fn folds_needed(printed: &str, quoted: &str) -> FoldSet {
    if printed == quoted {
        return FoldSet::default();
    }
    let by_case = fold(printed, FoldSet::usual()) != fold(quoted, FoldSet::usual());
    let mut all = FoldSet::usual();
    if by_case {
        all.insert(Fold::Case);
    }
    let used = Folded::new(printed, all).used().union(Folded::new(quoted, all).used());
    let needed = |class: &Fold| {
        let classes = all.without(*class);
        fold(printed, classes) != fold(quoted, classes)
    };
    let needed: FoldSet = used.iter().filter(needed).collect();
    if needed.is_empty() { used } else { needed }
}

fn fold(text: &str, classes: FoldSet) -> String {
    Folded::new(text, classes).text().trim().to_owned()
}

//! Two passages whose folded texts agree: which folds that took, and whether their hyphens are the same. It looks for nothing.

use crate::evidence::{Fold, FoldSet};
use crate::text::fold::{BREAK, Folded, is_dash};

/// Whether two passages that are equal without their inner hyphens have the same ones; a line end may add or hide one.
pub(super) fn hyphens_agree(printed: &str, quoted: &str) -> bool {
    if printed == quoted || !has_dash(printed) && !has_dash(quoted) {
        return true;
    }
    let printed = Folded::marked(printed, FoldSet::usual());
    let quoted = Folded::marked(quoted, FoldSet::usual());
    same_but_breaks(printed.text().trim().chars(), quoted.text().trim().chars())
}

fn same_but_breaks(printed: impl Iterator<Item = char>, quoted: impl Iterator<Item = char>) -> bool {
    let (mut left, mut right) = (printed.peekable(), quoted.peekable());
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

/// Whether a text holds a dash of any kind.
pub(super) fn has_dash(text: &str) -> bool {
    memchr::memchr3(b'-', 0xe2, 0xef, text.as_bytes()).is_some() && text.contains(is_dash)
}

/// Whether two passages of the same words are the same text, but for spaces beside signs, the case of letters and note marks.
pub(super) fn agree_nearly(printed: &str, quoted: &str) -> bool {
    if printed.contains(['[', '<', '*', '_', '`']) {
        return true;
    }
    let classes = with_case();
    let (printed, quoted) = (Folded::marked(printed, classes), Folded::marked(quoted, classes));
    let black = |text: &'_ str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
    same_but_breaks(black(printed.text()).chars(), black(quoted.text()).chars())
}

/// The folds without which two passages would not be equal.
pub(super) fn folds_needed(printed: &str, quoted: &str) -> FoldSet {
    if printed == quoted {
        return FoldSet::default();
    }
    let used = used(printed, quoted, FoldSet::usual());
    let needed = |class: &Fold| differ(printed, quoted, FoldSet::usual().without(*class), fold);
    let needed: FoldSet = used.iter().filter(needed).collect();
    if needed.is_empty() { used } else { needed }
}

/// The same for passages of the same words, in which spaces beside signs, the case of letters or note marks may differ besides.
pub(super) fn folds_needed_nearly(printed: &str, quoted: &str) -> FoldSet {
    let all = with_case();
    if differ(printed, quoted, all, fold_black) {
        return used(printed, quoted, FoldSet::usual()).union([Fold::Markup].into_iter().collect());
    }
    let is_needed = |class: &Fold| match class {
        Fold::Space => differ(printed, quoted, all.without(Fold::Space), fold),
        class => differ(printed, quoted, all.without(*class), fold_black),
    };
    let mut classes = used(printed, quoted, all);
    classes.insert(Fold::Space);
    classes.iter().filter(is_needed).collect()
}

fn with_case() -> FoldSet {
    FoldSet::usual().union([Fold::Case].into_iter().collect())
}

fn used(printed: &str, quoted: &str, classes: FoldSet) -> FoldSet {
    Folded::new(printed, classes).used().union(Folded::new(quoted, classes).used())
}

fn differ(printed: &str, quoted: &str, classes: FoldSet, fold: fn(&str, FoldSet) -> String) -> bool {
    fold(printed, classes) != fold(quoted, classes)
}

fn fold(text: &str, classes: FoldSet) -> String {
    Folded::new(text, classes).text().trim().to_owned()
}

fn fold_black(text: &str, classes: FoldSet) -> String {
    Folded::new(text, classes).text().chars().filter(|sign| !sign.is_whitespace()).collect()
}

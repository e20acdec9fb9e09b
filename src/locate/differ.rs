//! What differs between a quote and the passage it is laid along, told by kind before any score. A number that differs always
//! outweighs the rest.

use std::ops::Range;

use super::align::{Alignment, Role, Step};
use super::words::{Kind, Word};
use crate::evidence::Difference;

/// A stretch of the quote against a stretch of the passage, as bytes of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) quoted: Range<u32>,
    pub(super) printed: Range<u32>,
    pub(super) kind: Difference,
}

/// All differences in order. Case alone is none, nor is what the quote says it leaves out, nor a note mark of the source.
pub(super) fn changes(alignment: &Alignment<'_>) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let (mut quoted_at, mut printed_at) = (0, alignment.place().map_or(0, |place| place.start));
    let mut last_index = None;
    for (index, step) in alignment.steps.iter().enumerate() {
        let (quoted, printed) = words_of(alignment, step);
        let quoted_range = quoted.map_or(quoted_at..quoted_at, |word| word.range.clone());
        let printed_range = printed.map_or(printed_at..printed_at, |word| word.range.clone());
        (quoted_at, printed_at) = (quoted_range.end, printed_range.end);
        let Some(kind) = kind(alignment, step, quoted, printed) else { continue };
        let joins = last_index.is_some_and(|last| last + 1 == index);
        last_index = Some(index);
        match changes.last_mut().filter(|change| joins && change.kind == kind && kind != Difference::Number) {
            Some(change) => *change = joined(change, &quoted_range, &printed_range),
            None => changes.push(Change { quoted: quoted_range, printed: printed_range, kind }),
        }
    }
    changes
}

/// The change with what follows it. A side that had no words starts with the first that it gets.
fn joined(change: &Change, quoted: &Range<u32>, printed: &Range<u32>) -> Change {
    let join = |one: &Range<u32>, next: &Range<u32>| if one.is_empty() { next.clone() } else { one.start..next.end };
    Change { quoted: join(&change.quoted, quoted), printed: join(&change.printed, printed), kind: change.kind }
}

fn words_of<'b>(alignment: &'b Alignment<'_>, step: &Step) -> (Option<&'b Word<'b>>, Option<&'b Word<'b>>) {
    match step {
        Step::Same(row, column) | Step::Case(row, column) | Step::Other(row, column) => {
            (Some(alignment.word(*row)), Some(&alignment.printed[*column]))
        }
        Step::Quoted(row) => (Some(alignment.word(*row)), None),
        Step::Printed(column) | Step::Omitted(column) => (None, Some(&alignment.printed[*column])),
    }
}

/// An editor's brackets may stand for words of the source, but not for a number of it.
fn kind(alignment: &Alignment<'_>, step: &Step, quoted: Option<&Word<'_>>, printed: Option<&Word<'_>>) -> Option<Difference> {
    let role = match step {
        Step::Omitted(_) => return None,
        Step::Printed(_) => Role::Own,
        Step::Same(row, _) | Step::Case(row, _) | Step::Other(row, _) | Step::Quoted(row) => alignment.quote.items[*row].role,
    };
    let same = matches!(step, Step::Same(..) | Step::Case(..));
    match role {
        Role::Bracketed if same || weight(printed) != Some(Difference::Number) => Some(Difference::Editorial),
        Role::Bracketed => Some(Difference::Number),
        _ if same => None,
        _ => [weight(quoted), weight(printed)].into_iter().flatten().min(),
    }
}

/// How much it matters that this word differs; a note mark of the source does not.
fn weight(word: Option<&Word<'_>>) -> Option<Difference> {
    let word = word?;
    match word.kind {
        Kind::Number => Some(Difference::Number),
        Kind::Sign if is_of_number(word.text) => Some(Difference::Number),
        Kind::Word => Some(Difference::Words),
        Kind::Sign => Some(Difference::Punctuation),
        Kind::Markup => None,
    }
}

/// Signs that say what a number is.
fn is_of_number(sign: &str) -> bool {
    matches!(sign, "%" | "‰" | "°" | "+" | "±" | "<" | ">" | "≤" | "≥" | "=" | "~" | "≈" | "×" | "$" | "€" | "£" | "¥" | "₫")
}

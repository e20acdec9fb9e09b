//! What differs between a quote and the passage it is laid along, told by kind before any score. A number that differs always
//! outweighs the rest.

use std::ops::Range;

use super::align::{Alignment, Step};
use super::words::{Kind, Word};
use crate::evidence::Difference;

/// A stretch of the quote against a stretch of the passage, as bytes of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) quoted: Range<u32>,
    pub(super) printed: Range<u32>,
    pub(super) kind: Difference,
}

/// All differences in order; case alone is none.
pub(super) fn changes(quote: &str, alignment: &Alignment<'_>) -> Vec<Change> {
    let brackets = brackets(quote);
    let mut changes: Vec<Change> = Vec::new();
    let (mut quoted_at, mut printed_at) = (0, alignment.place().map_or(0, |place| place.start));
    let mut last_step = None;
    for (index, step) in alignment.steps.iter().enumerate() {
        let (quoted, printed) = words_of(alignment, step);
        let quoted_range = quoted.map_or(quoted_at..quoted_at, |word| word.range.clone());
        let printed_range = printed.map_or(printed_at..printed_at, |word| word.range.clone());
        (quoted_at, printed_at) = (quoted_range.end, printed_range.end);
        if matches!(step, Step::Same(..) | Step::Case(..)) {
            continue;
        }
        let bracketed = brackets.iter().any(|bracket| bracket.start <= quoted_range.start && quoted_range.end <= bracket.end);
        let kind = kind(quoted, printed, bracketed);
        let joins = last_step.is_some_and(|last| last + 1 == index);
        last_step = Some(index);
        match changes.last_mut().filter(|change| joins && change.kind == kind && kind != Difference::Number) {
            Some(change) => {
                change.quoted.end = quoted_range.end;
                change.printed.end = printed_range.end;
            }
            None => changes.push(Change { quoted: quoted_range, printed: printed_range, kind }),
        }
    }
    changes
}

fn words_of<'a, 'b>(alignment: &'b Alignment<'a>, step: &Step) -> (Option<&'b Word<'a>>, Option<&'b Word<'a>>) {
    match step {
        Step::Same(row, column) | Step::Case(row, column) | Step::Other(row, column) => {
            (Some(&alignment.quoted[*row]), Some(&alignment.printed[*column]))
        }
        Step::Quoted(row) => (Some(&alignment.quoted[*row]), None),
        Step::Printed(column) => (None, Some(&alignment.printed[*column])),
    }
}

/// An editor's brackets may stand for words of the source, but not for a number of it.
fn kind(quoted: Option<&Word<'_>>, printed: Option<&Word<'_>>, bracketed: bool) -> Difference {
    let weight = |word: Option<&Word<'_>>| match word {
        None => Difference::Punctuation,
        Some(word) if word.kind == Kind::Number || is_of_number(word.text) => Difference::Number,
        Some(word) if word.kind == Kind::Word => Difference::Words,
        Some(_) => Difference::Punctuation,
    };
    if bracketed {
        return if weight(printed) == Difference::Number { Difference::Number } else { Difference::Editorial };
    }
    weight(quoted).min(weight(printed))
}

/// Signs that say what a number is.
fn is_of_number(sign: &str) -> bool {
    matches!(sign, "%" | "‰" | "°" | "+" | "±" | "<" | ">" | "≤" | "≥" | "=" | "~" | "≈" | "×" | "$" | "€" | "£" | "¥" | "₫")
}

/// The stretches of a quote in square brackets.
fn brackets(quote: &str) -> Vec<Range<u32>> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, sign) in quote.char_indices() {
        match (sign, open) {
            ('[', _) => open = Some(at),
            (']', Some(start)) => {
                found.push(crate::text::offset(start)..crate::text::offset(at + 1));
                open = None;
            }
            _ => {}
        }
    }
    found
}

//! Ratios: part and whole of one noun, "9/12 huyện", "2 trên 5 xã".

use std::ops::Range;

use super::Scanner;
use super::figure::Tail;
use super::hedge::Hedge;
use super::part::Part;
use crate::evidence::Mention;
use crate::locale::words::Role;
use crate::number::Exact;
use crate::value::{Figure, Kind, Qualifier, Value};

impl Scanner<'_> {
    /// "9/12 huyện": both numbers count the same noun.
    pub(super) fn push_ratio(
        &mut self,
        part: &Part,
        hedge: Option<Hedge>,
        tail: Tail,
        top: Exact,
        bottom: Exact,
    ) -> Option<usize> {
        let slash = (part.start..part.amount.next).find(|at| matches!(self.mark(*at), Some('/' | '⁄' | '∕')))?;
        self.push_counts(hedge, (top, part.start..slash), (bottom, slash + 1..part.amount.next), tail)
    }

    /// "2 trên 5 xã", "2 trên tổng số 5": a word that is "over" between whole numbers, the second no smaller, makes them part and whole.
    pub(super) fn said_ratio(&mut self, hedge: Option<Hedge>, first: &Part) -> Option<usize> {
        let whole = |part: &Part| part.amount.digits && part.amount.plain && part.amount.fraction.is_none();
        if !whole(first) || first.unit.is_some() || self.is(first.next, Role::Over).is_none() {
            return None;
        }
        let (over, after) = self.hedge(first.next);
        let second = over.filter(|over| over.qualifier == Qualifier::Above).and_then(|_| self.part(after))?;
        if !whole(&second) || second.unit.is_some() || second.amount.value < first.amount.value {
            return None;
        }
        let tail = self.tail(None, None, second.next);
        let top = (first.amount.value.clone(), first.start..first.amount.next);
        self.push_counts(hedge, top, (second.amount.value.clone(), second.start..second.amount.next), tail)
    }

    /// Part and whole of one noun, each with its tokens.
    pub(super) fn push_counts(
        &mut self,
        hedge: Option<Hedge>,
        top: (Exact, Range<usize>),
        bottom: (Exact, Range<usize>),
        tail: Tail,
    ) -> Option<usize> {
        let qualifier = hedge.map_or(Qualifier::Exact, |hedge| hedge.qualifier);
        let begin = hedge.map_or(top.1.start, |hedge| hedge.tokens.0);
        let first = (top, begin, None, qualifier);
        let second_start = bottom.1.start;
        let second = (bottom, second_start, Some(tail.next), Qualifier::Exact);
        for ((value, tokens), start, end, qualifier) in [first, second] {
            let range = self.range(start, end.unwrap_or(tokens.end));
            let value = Value::Figure(Figure { qualifier, shown: value, grain: Exact::ONE, rounded: false });
            let plain = Mention::plain(range, self.range(tokens.start, tokens.end), Kind::Number, value);
            self.out.mentions.push(Mention {
                unit: tail.unit.clone(),
                hedge: hedge.filter(|_| end.is_none()).map(|hedge| self.range(hedge.tokens.0, hedge.tokens.1)),
                unit_range: tail.tokens.map(|(start, next)| self.range(start, next)),
                ..plain
            });
        }
        Some(tail.next)
    }
}

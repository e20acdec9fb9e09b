//! Ratios: part and whole of one noun, as two counts ("9/12 huyện", "2 trên 5 xã") or as one proportion ("cứ 10 người có 3").
//!
//! A proportion is a share of whatever there is of a thing; two counts say how many there are.

use std::ops::Range;

use super::Scanner;
use super::figure::{Tail, exact_grain};
use super::hedge::Hedge;
use super::part::Part;
use crate::evidence::Mention;
use crate::locale::counted;
use crate::locale::lex::Class;
use crate::locale::words::{Kinds, Role};
use crate::number::Exact;
use crate::value::{Figure, Kind, Qualifier, Unit, Value};

/// Words between the part of a proportion and what joins it to the whole: one young person in five.
const PART_WORDS_MAX: usize = 2;

/// Words between the whole of a proportion that stands first and its part: cứ 10 người dân Việt Nam thì có 3.
const WHOLE_WORDS_MAX: usize = 6;

/// A whole up to which words such as "out of" speak of a proportion; of more they count.
const ROUND_MAX: i64 = 10;

/// Tens up to which words such as "in" speak of one: 7 in 20.
const WITHIN_MAX: i64 = 100;

const JOINTS: Kinds = Kinds::of(&[Role::RatioIn, Role::RatioOf]);

/// A proportion as found.
struct Proportion {
    hedge: Option<Hedge>,
    start: usize,
    part: Exact,
    whole: Exact,
    /// The tokens from the one number to the other.
    figure: Range<usize>,
    unit: Option<(Unit, (usize, usize))>,
    next: usize,
}

/// Proportions.
impl Scanner<'_> {
    /// "one in five", "3 Français sur 10", "drei von vier Kindern".
    pub(super) fn proportion(&mut self, hedge: Option<Hedge>, first: &Part) -> Option<usize> {
        let joint = (first.next..=first.next + PART_WORDS_MAX).find(|at| self.may(*at, JOINTS))?;
        if !is_count(first) || !(first.next..joint).all(|at| self.is_part_word(at)) {
            return None;
        }
        let (within, after) = match self.is(joint, Role::RatioIn) {
            Some(after) => (true, after),
            None => (false, self.is(joint, Role::RatioOf)?),
        };
        let second = self.part(after).filter(|second| is_count(second) && second.amount.value > first.amount.value)?;
        if !is_proportion(first, &second, within) {
            return None;
        }
        let tail = self.tail(None, None, second.next);
        let own = (joint > first.next).then(|| (counted(self.words(first.next, joint)), (first.next, joint)));
        if (own.is_some() && tail.unit.is_some()) || self.is_dated(second.next) {
            return None;
        }
        let next = if own.is_some() { second.next } else { tail.next };
        self.push_proportion(Proportion {
            hedge,
            start: first.start,
            part: first.amount.value.clone(),
            whole: second.amount.value.clone(),
            figure: first.start..second.amount.next,
            unit: own.or_else(|| tail.unit.zip(tail.tokens)),
            next,
        })
    }

    /// "cứ 100 hộ thì có 12 hộ nghèo": the whole stands first.
    pub(super) fn for_every(&mut self, at: usize) -> Option<usize> {
        let start = self.is(at, Role::RatioEvery)?;
        let whole = self.part(start).filter(is_count)?;
        let counted = self.tail(None, None, whole.next);
        let joint = self.past_then(counted.next)?;
        let (hedge, after) = self.hedge(joint);
        let part = self.part(after).filter(is_count)?;
        let tail = self.tail(None, None, part.next);
        self.push_proportion(Proportion {
            hedge,
            start: at,
            part: part.amount.value.clone(),
            whole: whole.amount.value.clone(),
            figure: whole.start..part.amount.next,
            unit: tail.unit.zip(tail.tokens).or_else(|| counted.unit.zip(counted.tokens)),
            next: tail.next,
        })
    }

    /// "jeder dritte": one of three; but "jeder zweite Dienstag" is a rank.
    pub(super) fn each_rank(&mut self, at: usize) -> Option<usize> {
        let start = self.is(at, Role::RatioRank)?;
        let (rank, next) = self.rank_number(start).filter(|(rank, _)| (2..=100).contains(rank))?;
        let dated = |role| matches!(role, Role::Unit(_) | Role::Weekday(_) | Role::Month(_) | Role::PartOfDay).then_some(());
        if self.role(next, dated).is_some() {
            return None;
        }
        let tail = self.tail(None, None, next);
        self.push_proportion(Proportion {
            hedge: None,
            start: at,
            part: Exact::ONE,
            whole: Exact::int(rank),
            figure: start..next,
            unit: tail.unit.zip(tail.tokens),
            next: tail.next,
        })
    }

    fn push_proportion(&mut self, found: Proportion) -> Option<usize> {
        let shown = found.part.checked_div(&found.whole)?;
        let qualifier = found.hedge.map_or(Qualifier::Exact, |hedge| hedge.qualifier);
        let grain = exact_grain(&shown);
        let value = Value::Figure(Figure { qualifier, shown, grain, rounded: false });
        let start = found.hedge.map_or(found.start, |hedge| hedge.tokens.0.min(found.start));
        let figure = self.range(found.figure.start, found.figure.end);
        let (unit, tokens) = found.unit.unzip();
        let plain = Mention::plain(self.range(start, found.next), figure, Kind::Number, value);
        self.out.mentions.push(Mention {
            unit,
            hedge: found.hedge.map(|hedge| self.range(hedge.tokens.0, hedge.tokens.1)),
            unit_range: tokens.map(|(start, next)| self.range(start, next)),
            ..plain
        });
        Some(found.next)
    }

    /// A word of the noun between a part and its whole.
    fn is_part_word(&self, at: usize) -> bool {
        self.class(at) == Class::Word && !self.glued(at) && self.is(at, Role::Stop).is_none() && !self.number_word(at)
    }

    /// The place of the part after a whole: behind a comma, words that join them, or a few words of the whole and then those.
    fn past_then(&self, at: usize) -> Option<usize> {
        let comma = |at: usize| if self.mark(at) == Some(',') { at + 1 } else { at };
        let joins = |at: usize| self.is(at, Role::RatioThen);
        let passed = |at: usize| self.class(at) == Class::Word && !self.number_starts(at);
        let skipped = (at..at + WHOLE_WORDS_MAX).find(|at| joins(comma(*at)).is_some() || !passed(*at))?;
        let next = comma(skipped);
        let then = joins(next).map(|next| joins(next).unwrap_or(next));
        then.or_else(|| (next == at || next == at + 1).then_some(next))
    }

    /// "3 op 5 mei": what follows makes a time of the whole.
    fn is_dated(&self, at: usize) -> bool {
        let dates = Kinds::of(&[Role::Clock, Role::Month(0), Role::MonthCue]);
        self.mark(at) == Some(':') || (self.may(at, dates) && (self.is(at, Role::Clock).is_some() || self.month(at).is_some()))
    }
}

/// Whether an amount counts things: a whole number without a unit.
fn is_count(part: &Part) -> bool {
    let amount = &part.amount;
    part.unit.is_none() && amount.fraction.is_none() && amount.value.is_whole() && amount.value >= Exact::ONE && !amount.padded
}

/// Whether a part and a whole are a proportion: the whole is round, or one of any number that is no year.
fn is_proportion(part: &Part, whole: &Part, within: bool) -> bool {
    let value = &whole.amount.value;
    let year = whole.amount.plain && *value >= Exact::int(1900) && *value < Exact::int(2200);
    let power = value.last_place().is_some_and(|place| place > 0 && Exact::power_of_ten(place) == *value);
    let tens = within && *value <= Exact::int(WITHIN_MAX) && value.last_place() > Some(0);
    let one = within && part.amount.value == Exact::ONE && !part.amount.scaled;
    !year && (one || power || tens || *value <= Exact::int(ROUND_MAX))
}

/// Two counts.
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

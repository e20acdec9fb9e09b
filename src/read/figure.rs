//! Figures: an amount with its hedge, unit and counted noun, alone or from one end of a range to the other.
//!
//! What is written like a figure but glued to letters or other digits is none.

use super::Scanner;
use std::ops::Range;

use super::amount::Amount;
use super::hedge::Hedge;
use super::part::Part;
use crate::evidence::{ByteRange, Mention, OtherReading, Remark};
use crate::locale::lex::Class;
use crate::locale::words::{Kinds, Role};
use crate::number::Exact;
use crate::value::{Figure, Kind, Measure, Qualifier, Unit, Value};

const VAGUE: Kinds = Kinds::one(Role::VagueScale(0));
const SPAN: Kinds = Kinds::one(Role::Span(0, 0));
const MULTIPLE: Kinds = Kinds::one(Role::Multiple(0));

/// What stands after a figure: its unit or noun.
pub(super) struct Tail {
    pub(super) unit: Option<Unit>,
    pub(super) tokens: Option<(usize, usize)>,
    pub(super) next: usize,
    pub(super) listed: bool,
}

impl Scanner<'_> {
    /// Reads a figure with its hedge and unit, and gives the place after it.
    pub(super) fn figure(&mut self, at: usize) -> Option<usize> {
        let (hedge, after) = self.hedge(at);
        if hedge.is_some()
            && let Some(next) = self.dated(after)
        {
            return Some(next);
        }
        if let Some(next) = self.vague(hedge, after).or_else(|| self.span(hedge, after)).or_else(|| self.multiple(after)) {
            return Some(next);
        }
        let change = at > 0 && self.is(at - 1, Role::Change).is_some();
        let from = self.is(after, Role::RangeFrom);
        let between = self.is(after, Role::RangeBetween);
        let open = between.or(from).unwrap_or(after);
        let (hedge, open) = if hedge.is_none() { self.hedge_or(hedge, open) } else { (hedge, open) };
        let mut first = self.part(open).or_else(|| if open == after { None } else { self.part(after) })?;
        if let Some(next) = self.proportion(hedge, &first) {
            return Some(next);
        }
        let cue = first.start > after;
        if !(change && cue)
            && let Some((second, end)) = self.other_end(&mut first, cue, between.is_some())
        {
            let start = if cue { after } else { first.start };
            return self.push_range(start, hedge, first, second, end);
        }
        if self.is_score(&first) {
            return None;
        }
        if let Some(next) = self.tolerance(hedge, &first).or_else(|| self.said_ratio(hedge, &first)) {
            return Some(next);
        }
        self.push_single(hedge, first)
    }

    /// "hàng chục nghìn hộ": at least one of that scale, and less than ten.
    fn vague(&mut self, hedge: Option<Hedge>, at: usize) -> Option<usize> {
        let alone = self.role_of(at, VAGUE, |role| match role {
            Role::VagueScale(exponent) => Some(i32::from(exponent)),
            _ => None,
        });
        let (mut exponent, mut next) = match alone {
            Some(found) => (found.what, self.is(found.next, Role::UnitOf).unwrap_or(found.next)),
            None => (0, self.is(at, Role::Vague)?),
        };
        let power = self.powers(next);
        (exponent, next) = (exponent + power.0, power.1);
        if exponent == 0 {
            return None;
        }
        let end = |exponent: i32, qualifier| {
            let worth = Exact::power_of_ten(exponent);
            Figure { qualifier, shown: worth.clone(), grain: worth, rounded: false }
        };
        let tail = self.open_tail(next);
        Some(self.push_ends(hedge, at..next, end(exponent, Qualifier::AtLeast), end(exponent + 1, Qualifier::Below), tail))
    }

    /// "hai ba chục người", "vài trăm hộ": what lies between two numbers that are said together, before a scale, unit or listed noun.
    fn span(&mut self, hedge: Option<Hedge>, at: usize) -> Option<usize> {
        let found = self.role_of(at, SPAN, |role| match role {
            Role::Span(low, high) => Some((low, high)),
            _ => None,
        })?;
        let (exponent, next) = self.powers(found.next);
        let tail = self.open_tail(next);
        let counts =
            self.number_word(at) && (tail.listed || tail.unit.as_ref().is_some_and(|unit| unit.measure != Measure::Counted));
        if (exponent == 0 && !counts) || self.number_word(next) {
            return None;
        }
        let qualifier = hedge.map_or(Qualifier::Exact, |hedge| hedge.qualifier);
        let worth = Exact::power_of_ten(exponent);
        let end = |digit: u8| {
            let shown = &Exact::int(i64::from(digit)) * &worth;
            Figure { qualifier, shown, grain: worth.clone(), rounded: false }
        };
        Some(self.push_ends(hedge, at..next, end(found.what.0), end(found.what.1), tail))
    }

    /// The power of ten of the scale words at a place, and the place after them.
    fn powers(&self, at: usize) -> (i32, usize) {
        let (mut exponent, mut next) = (0, at);
        while let Some(found) = self.role(next, power_of).filter(|_| exponent < 30) {
            exponent += found.what;
            next = found.next;
        }
        (exponent, next)
    }

    /// What stands after a figure that has no amount of its own.
    fn open_tail(&self, at: usize) -> Tail {
        match self.unit_after(at, true) {
            Some((unit, tokens)) => self.tail(Some(unit), Some(tokens), tokens.1),
            None => self.tail(None, None, at),
        }
    }

    fn push_ends(&mut self, hedge: Option<Hedge>, figure: Range<usize>, low: Figure, high: Figure, tail: Tail) -> usize {
        let next = tail.next;
        let range = self.range(hedge.map_or(figure.start, |hedge| hedge.tokens.0), next);
        let figure = self.range(figure.start, figure.end);
        let mention = self.measured(range, figure, Value::Range(Box::new(low), Box::new(high)), hedge, tail);
        self.out.mentions.push(mention);
        next
    }

    /// "gấp đôi" is twice, "gấp rưỡi" one and a half times.
    fn multiple(&mut self, at: usize) -> Option<usize> {
        let found = self.role_of(at, MULTIPLE, |role| match role {
            Role::Multiple(tenths) => Some(i128::from(tenths)),
            _ => None,
        })?;
        let shown = Exact::scaled(found.what, -1);
        let range = self.range(at, found.next);
        let value = Value::Figure(Figure { qualifier: Qualifier::Exact, shown, grain: Exact::ONE, rounded: false });
        self.out.mentions.push(Mention::plain(range.clone(), range, Kind::Number, value));
        Some(found.next)
    }

    /// A date after a hedge: "about March 3"; the hedge is no part of it.
    fn dated(&mut self, at: usize) -> Option<usize> {
        let bare = self.class(at) == Class::Digits && !matches!(self.mark(at + 1), Some('/' | '-')) && self.width(at) < 4;
        if bare || self.is(at, Role::Article).is_some() { None } else { self.time(at).or_else(|| self.rank(at)) }
    }

    fn push_single(&mut self, hedge: Option<Hedge>, first: Part) -> Option<usize> {
        let part = self.below_zero(self.compound(first));
        let tail = self.tail(part.unit, part.unit_tokens, part.next);
        if let Some(next) = self.clock_of(&part).or_else(|| self.misspoken(&part)) {
            return Some(next);
        }
        if !self.is_figure(&part, &tail, hedge) {
            return None;
        }
        if let Some((top, bottom)) =
            part.amount.fraction.clone().filter(|(_, bottom)| *bottom != Exact::ONE && tail.listed && self.has_slash(&part))
        {
            return self.push_ratio(&part, hedge, tail, top, bottom);
        }
        self.note_writing(&part.amount, part.start);
        if hedge.is_none() && self.is_accounted(&part, &tail) {
            return self.push_accounted(part, tail);
        }
        let (hedge, next) = self.with_after(hedge, tail.next);
        if let Some(end) = self.second_bound(hedge, &part, &tail) {
            return Some(end);
        }
        let qualifier = hedge.map_or(Qualifier::Exact, |hedge| hedge.qualifier);
        let mut amount = part.amount.clone();
        let mut remarks: Vec<Remark> = amount.remark.map(separators).into_iter().collect();
        let others = self.other_readings(&mut amount, tail.unit.as_ref(), qualifier, &mut remarks);
        let start = hedge.map_or(part.start, |hedge| hedge.tokens.0.min(part.start));
        let figure_start = part.unit_tokens.filter(|(unit, _)| *unit == part.start).map_or(part.start, |(_, next)| next);
        let value = Value::Figure(figure(&amount, qualifier, tail.unit.as_ref()));
        let range = self.range(start, next);
        let figure = self.range(figure_start, part.amount.next);
        let mention = self.measured(range, figure, value, hedge, tail);
        let mention = Mention { others, remarks, ..mention };
        self.out.mentions.push(mention);
        Some(next)
    }

    /// Counts a figure as evidence of how the text writes its separators.
    fn note_writing(&mut self, amount: &Amount, start: usize) {
        let is_foreign = amount.remark.is_some();
        let is_own = amount.digits && !amount.plain && !amount.scaled && amount.other.is_none() && amount.fraction.is_none();
        if is_foreign || is_own {
            let range = self.range(start, amount.next);
            self.writing.separators.note(is_foreign, range);
        }
    }

    /// A mention with its hedge and its unit, which says what kind of thing it is.
    pub(super) fn measured(
        &self,
        range: ByteRange,
        figure: ByteRange,
        value: Value,
        hedge: Option<Hedge>,
        tail: Tail,
    ) -> Mention {
        Mention {
            hedge: hedge.map(|hedge| self.range(hedge.tokens.0, hedge.tokens.1)),
            unit_range: tail.tokens.map(|(start, next)| self.range(start, next)),
            unit: tail.unit.clone(),
            ..Mention::plain(range, figure, kind_of(tail.unit.as_ref()), value)
        }
    }

    fn other_readings(
        &self,
        amount: &mut Amount,
        unit: Option<&Unit>,
        qualifier: Qualifier,
        remarks: &mut Vec<Remark>,
    ) -> Vec<OtherReading> {
        let Some(grouped) = amount.other.take() else { return Vec::new() };
        let comma = self.locale.decimal == ',';
        let whole = comma && !amount.scaled && unit.is_some_and(|unit| unit.measure == Measure::Counted);
        let mut other = amount.clone();
        other.value = grouped;
        other.grain = if amount.scaled { &amount.grain * &Exact::power_of_ten(3) } else { Exact::ONE };
        let why = if whole {
            remarks.push(Remark {
                code: "number/english-grouping",
                text: "a comma groups the thousands of whole things".to_owned(),
            });
            std::mem::swap(amount, &mut other);
            "a decimal comma, but whole things are counted"
        } else if comma {
            "the comma may group thousands, as in English"
        } else {
            "the point may group thousands, as in other languages"
        };
        vec![OtherReading { value: Value::Figure(figure(&other, qualifier, unit)), why: why.to_owned() }]
    }
}

/// The power of ten of a word that multiplies: chục, trăm, nghìn.
pub(super) fn power_of(role: Role) -> Option<i32> {
    match role {
        Role::TimesTen => Some(1),
        Role::Hundred => Some(2),
        Role::Scale(exponent) => Some(i32::from(exponent)),
        _ => None,
    }
}

fn separators(code: &'static str) -> Remark {
    let text = match code {
        "number/english-grouping" => "commas group the thousands, as in English",
        _ => "the separators are not those of the language",
    };
    Remark { code, text: text.to_owned() }
}

pub(super) fn kind_of(unit: Option<&Unit>) -> Kind {
    match unit.map(|unit| &unit.measure) {
        None | Some(Measure::Counted) => Kind::Number,
        Some(Measure::Percent) => Kind::Percent,
        Some(Measure::Points) => Kind::Points,
        Some(Measure::Money(_)) => Kind::Money,
        Some(Measure::Measured { dimension, .. }) if dimension == "time" || dimension == "calendar" => Kind::Duration,
        Some(Measure::Measured { .. }) => Kind::Quantity,
    }
}

pub(super) fn figure(amount: &Amount, qualifier: Qualifier, unit: Option<&Unit>) -> Figure {
    let measured = unit.is_some_and(|unit| !matches!(unit.measure, Measure::Counted | Measure::Money(_)));
    let rounded = amount.is_rounded() || (measured && amount.fraction.is_none());
    let grain = if amount.fraction.is_some() { exact_grain(&amount.value) } else { amount.grain.clone() };
    Figure { qualifier, shown: amount.value.clone(), grain, rounded }
}

/// What one unit of the last digit of an exact share is worth: three quarters are 0.75 to the last digit.
pub(super) fn exact_grain(share: &Exact) -> Exact {
    Exact::power_of_ten(share.last_place().unwrap_or(0).min(0))
}

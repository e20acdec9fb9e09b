//! Ranges: from one figure to another, with the scale and unit that they share, and the bounds of one number said apart.
//!
//! A pair of numbers that falls is a score or a change, never a range.

use super::Scanner;
use super::amount::Amount;
use super::figure::{Tail, figure, power_of};
use super::hedge::Hedge;
use super::part::Part;
use crate::locale::lex::Class;
use crate::locale::numeral::Run;
use crate::locale::words::Role;
use crate::number::Exact;
use crate::value::{Qualifier, Value};

impl Scanner<'_> {
    /// The other end of a range: "5–7", "từ 5 đến 7", "between 3 and 5 km".
    pub(super) fn other_end(&self, first: &mut Part, cue: bool, between: bool) -> Option<(Part, usize)> {
        if self.mark(first.next) == Some('±') {
            return None;
        }
        let (at, dash) = self.connector(first.next, between).or_else(|| self.next_number(first))?;
        let at = if matches!(self.mark(at), Some('~' | '≈')) { at + 1 } else { at };
        let mut second = self.part(at)?;
        share_words(first, &second);
        if first.amount.fraction.is_some() != second.amount.fraction.is_some() && !second.amount.digits {
            return None;
        }
        let same = match (first.unit, second.unit) {
            (Some(one), Some(other)) => one == other,
            (None, _) => true,
            (Some(_), None) => first.unit_tokens.is_some_and(|(start, _)| start == first.start),
        };
        let mut low = first.amount.value.clone();
        if self.shares_scale(first, &second) {
            low = &low * &self.scale_of(&second);
        }
        let falls = cue && !between && low > second.amount.value && first.unit.is_some() && low.is_negative();
        let rises = low < second.amount.value || falls;
        let certain = dash || cue || between || first.unit.is_some();
        let clear = certain || second.unit.is_some() || !first.amount.shy;
        if !same || !rises || !clear || (first.amount.shy && second.amount.shy && second.unit.is_none() && !cue && !between) {
            return None;
        }
        if second.unit.is_none() {
            second.unit = first.unit;
        }
        let next = second.next;
        Some((second, next))
    }

    /// "5, 6 triệu", "hai, ba trăm": five to six million, two to three hundred; the next whole number with a scale after a comma.
    fn next_number(&self, first: &Part) -> Option<(usize, bool)> {
        let comma = self.mark(first.next) == Some(',') && self.glued(first.next) && !self.glued(first.next + 1);
        let single = if first.amount.digits { first.amount.plain } else { first.amount.shy && self.locale.pairs };
        if !comma || !single || first.unit.is_some() || first.amount.value >= Exact::int(10) {
            return None;
        }
        let at = first.next + 1;
        let digits = self.plain_digits(at, 2).filter(|_| first.amount.digits).map(|second| (second, at + 1));
        let word = || {
            let ones = |role| match role {
                Role::Ones(ones) => Some(i64::from(ones)),
                _ => None,
            };
            self.role(at, ones).filter(|_| !first.amount.digits).map(|found| (found.what, found.next))
        };
        let (second, next) = digits.or_else(word)?;
        let scale = self.role(next, power_of).is_some();
        (scale && Exact::int(second) == &first.amount.value + &Exact::ONE).then_some((at, true))
    }

    /// Whether the scale after the second end belongs to both: "500-700 triệu".
    fn shares_scale(&self, first: &Part, second: &Part) -> bool {
        let plain = !first.amount.scaled && first.amount.digits && first.amount.fraction.is_none();
        plain && second.amount.digits && second.amount.fraction.is_none() && self.scale_of(second) > Exact::ONE
    }

    /// The scale that a range shares: that of its last digit's worth.
    fn scale_of(&self, part: &Part) -> Exact {
        let at = part.start;
        let mut plain = part.amount.value.clone();
        if let Run::Numeral(numeral) = self.numeral(self.first_digits(at)) {
            plain = numeral.value;
        }
        part.amount.value.checked_div(&plain).unwrap_or(Exact::ONE)
    }

    fn first_digits(&self, at: usize) -> usize {
        (at..at + 4).find(|index| self.class(*index) == Class::Digits).unwrap_or(at)
    }

    /// The place after what joins the ends of a range, and whether it is a dash.
    fn connector(&self, at: usize, between: bool) -> Option<(usize, bool)> {
        if self.is_dash(at) {
            let spaced = !self.glued(at) && !self.glued(at + 1);
            if let Some(next) = self.is(at + 1, Role::RangeTo) {
                return Some((next, false));
            }
            let even = spaced || (self.glued(at) && self.glued(at + 1)) || self.mark(at) == Some('–');
            return even.then_some((at + 1, true));
        }
        if between {
            return self.either(at, Role::RangeAnd, Role::RangeTo).map(|next| (next, false));
        }
        self.is(at, Role::RangeTo).map(|next| (next, false))
    }

    /// "3-1", "7-5": a score or another pair, no figures.
    pub(super) fn is_score(&self, first: &Part) -> bool {
        let at = first.next;
        first.unit.is_none()
            && first.amount.plain
            && self.is_dash(at)
            && self.glued(at)
            && self.glued(at + 1)
            && self.class(at + 1) == Class::Digits
    }

    pub(super) fn push_range(
        &mut self,
        start: usize,
        hedge: Option<Hedge>,
        mut first: Part,
        second: Part,
        end: usize,
    ) -> Option<usize> {
        if self.shares_scale(&first, &second) {
            let factor = self.scale_of(&second);
            first.amount = first.amount.scaled_by(&factor);
        }
        let tail = self.tail(second.unit, second.unit_tokens.or(first.unit_tokens), end);
        let qualifier = hedge.map_or(Qualifier::Exact, |hedge| hedge.qualifier);
        let figure = |amount: &Amount| Box::new(figure(amount, qualifier, tail.unit.as_ref()));
        let (low, high) = if first.amount.value <= second.amount.value { (&first, &second) } else { (&second, &first) };
        let value = Value::Range(figure(&low.amount), figure(&high.amount));
        let next = tail.next.max(end);
        let range = self.range(hedge.map_or(start, |hedge| hedge.tokens.0), next);
        let figure = self.range(first.start, second.amount.next);
        let mention = self.measured(range, figure, value, hedge, tail);
        self.out.mentions.push(mention);
        Some(next)
    }

    /// "2,000 ± 10 kg" is a range.
    pub(super) fn tolerance(&mut self, hedge: Option<Hedge>, first: &Part) -> Option<usize> {
        let sign = self.mark(first.next) == Some('±');
        let reach = if sign { self.part(first.next + 1)? } else { return None };
        if first.unit.is_some() && first.unit != reach.unit {
            return None;
        }
        let end = |value: Exact| {
            let mut part = first.clone();
            part.amount.value = value;
            part.amount.grain = reach.amount.grain.clone();
            part.amount.scaled = true; // its scale is in it
            part
        };
        let low = end(&first.amount.value - &reach.amount.value);
        let mut high = end(&first.amount.value + &reach.amount.value);
        high.unit = reach.unit;
        high.unit_tokens = reach.unit_tokens;
        high.amount.next = reach.amount.next;
        high.next = reach.next;
        self.push_range(first.start, hedge, low, high, reach.next)
    }

    /// "more than 10 and less than 40": two bounds of one number.
    pub(super) fn second_bound(&mut self, hedge: Option<Hedge>, part: &Part, tail: &Tail) -> Option<usize> {
        let lower = |hedge: &Hedge| matches!(hedge.qualifier, Qualifier::Above | Qualifier::AtLeast);
        let upper = |hedge: &Hedge| matches!(hedge.qualifier, Qualifier::Below | Qualifier::AtMost);
        let first = hedge.filter(|hedge| lower(hedge) || upper(hedge))?;
        let comma = self.mark(tail.next) == Some(',') && self.glued(tail.next);
        let at = if comma { tail.next + 1 } else { tail.next };
        let at = self.either(at, Role::And, Role::RangeAnd).or(comma.then_some(at))?;
        let (second, after) = self.hedge(at);
        let second = second.filter(|hedge| if lower(&first) { upper(hedge) } else { lower(hedge) })?;
        let other = self.part(after)?;
        let rises = if lower(&first) { other.amount.value > part.amount.value } else { other.amount.value < part.amount.value };
        if !rises || (part.unit.is_some() && other.unit != part.unit) {
            return None;
        }
        let whole = self.tail(other.unit, other.unit_tokens, other.next);
        let one = Box::new(figure(&part.amount, first.qualifier, whole.unit.as_ref()));
        let two = Box::new(figure(&other.amount, second.qualifier, whole.unit.as_ref()));
        let (low, high) = if lower(&first) { (one, two) } else { (two, one) };
        let next = whole.next;
        let range = self.range(first.tokens.0, next);
        let figure = self.range(part.start, other.amount.next);
        let mention = self.measured(range, figure, Value::Range(low, high), Some(first), whole);
        self.out.mentions.push(mention);
        Some(next)
    }
}

/// "two to three hundred": a single digit in words takes the power of ten of the other end.
fn share_words(first: &mut Part, second: &Part) {
    let words = !first.amount.digits && !second.amount.digits && first.amount.shy && first.unit.is_none();
    let Some(exponent) = second.amount.value.last_place().filter(|exponent| words && *exponent > 1) else { return };
    let worth = Exact::power_of_ten(exponent);
    let digit = second.amount.value.checked_div(&worth).unwrap_or(Exact::ZERO);
    if digit < Exact::int(10) && first.amount.value < digit {
        first.amount = first.amount.clone().scaled_by(&worth);
        first.amount.scaled = second.amount.scaled;
        first.amount.shy = false;
    }
}

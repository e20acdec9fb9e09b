//! Units: the word or sign after an amount that measures it, and amounts in falling units that make one.

use super::Scanner;
use super::amount::Amount;
use super::part::Part;
use super::starts::UNIT;
use crate::locale::lex::Class;
use crate::locale::numeral::grain;
use crate::locale::unit_of;
use crate::locale::words::{Kinds, Role};
use crate::number::Exact;
use crate::value::Measure;

/// Tokens from the end of a temperature to the unit of one beside it.
const BESIDE_MAX: usize = 8;

/// Parts of one compound amount: 10 km 8 m 6 cm.
const COMPOUND_MAX: usize = 4;

impl Scanner<'_> {
    /// Where the unit may stand: after "de" in "millions de dollars", "1/4 de milla".
    pub(super) fn unit_place(&self, amount: &Amount) -> usize {
        let joins = amount.scaled || amount.fraction.is_some();
        let after = if joins { self.is(amount.next, Role::UnitOf) } else { self.elided(amount) };
        after.filter(|after| self.role(*after, unit_of).is_some() || self.is(*after, Role::Noun).is_some()).unwrap_or(amount.next)
    }

    /// "un'ora": the place after the sign of a letter left out.
    fn elided(&self, amount: &Amount) -> Option<usize> {
        let mark = amount.shy && matches!(self.mark(amount.next), Some('\'' | '’')) && self.glued(amount.next);
        (mark && self.glued(amount.next + 1) && self.class(amount.next + 1) == Class::Word).then_some(amount.next + 1)
    }

    pub(super) fn with_unit(&self, start: usize, amount: Amount) -> Option<Part> {
        let next = self.unit_place(&amount);
        if let Some(kelvin) = self.locale.kelvin.filter(|_| self.is_kelvin(next)) {
            return Some(Part { start, amount, unit: Some(kelvin), unit_tokens: Some((next, next + 1)), next: next + 1 });
        }
        let money = if amount.scaled { self.money_at(next) } else { None };
        if let Some((unit, tokens)) = money.or_else(|| self.unit_after(next, amount.digits)) {
            let mut part = Part { start, amount, unit: Some(unit), unit_tokens: Some(tokens), next: tokens.1 };
            if !self.ends_clean(tokens.1) && !self.smaller_follows(tokens.1) && !self.decimals_behind(&mut part) {
                return None;
            }
            self.half_unit(&mut part);
            return Some(part);
        }
        if !self.ends_clean(next) {
            return None;
        }
        Some(Part { start, amount, unit: None, unit_tokens: None, next })
    }

    /// "572 °F, 573.15K": K beside another temperature is kelvin, and thousand elsewhere.
    pub(super) fn is_kelvin(&self, at: usize) -> bool {
        let counts = self.class(at + 1) == Class::Word && (self.glued(at + 1) || self.is(at + 1, Role::Stop).is_none());
        if self.slice(at) != "K" || counts {
            return false;
        }
        let Some(last) = self.out.mentions.last() else { return false };
        let joins = |at: usize| {
            matches!(self.class(at), Class::Digits | Class::Mark)
                || self.may(at, Kinds::of(&[Role::And, Role::Or, Role::RangeAnd, Role::RangeTo]))
        };
        let before = (1..=BESIDE_MAX.min(at)).map(|back| at - back).find(|before| !joins(*before));
        let beside = before.and_then(|before| self.tokens.get(before)).is_some_and(|token| token.start < last.range.end);
        let here = self.tokens.first().is_some_and(|token| token.start <= last.range.start);
        beside && here && last.unit.as_ref().is_some_and(|unit| is_temperature(&unit.measure))
    }

    /// "1m75", "65kg5": decimals glued to the unit of a length, weight or volume.
    fn decimals_behind(&self, part: &mut Part) -> bool {
        let at = part.next;
        let dimension = match part.unit.and_then(|unit| self.locale.unit_at(unit)).map(|unit| &unit.measure) {
            Some(Measure::Measured { dimension, .. }) => dimension.as_str(),
            _ => return false,
        };
        let fits = matches!(dimension, "length" | "mass" | "volume") && part.amount.plain && self.glued(at - 1);
        let Some(digits) = self.plain_digits(at, 2).filter(|_| fits && self.ends_number(at + 1)) else { return false };
        part.amount.grain = grain(self.width(at));
        part.amount.value = &part.amount.value + &(&Exact::int(digits) * &part.amount.grain);
        part.amount.plain = false;
        part.next = at + 1;
        true
    }

    /// "3p20s": glued digits with a unit of their own.
    pub(super) fn smaller_follows(&self, at: usize) -> bool {
        self.class(at) == Class::Digits && self.glued(at + 1) && self.unit_after(at + 1, true).is_some()
    }

    /// "2 năm rưỡi", "one hour and a half"
    pub(super) fn half_unit(&self, part: &mut Part) {
        let and = if self.locale.tails { part.next } else { self.is(part.next, Role::And).unwrap_or(part.next) };
        if !self.locale.tails && and == part.next {
            return;
        }
        let Some(next) = self.either(and, Role::Half, Role::HalfWord) else { return };
        if self.role(next, unit_of).is_none() && part.amount.fraction.is_none() {
            part.amount.value = &part.amount.value + &Exact::scaled(5, -1);
            part.amount.grain = Exact::scaled(1, -1);
            part.amount.plain = false;
            part.next = next;
        }
    }

    /// A currency at a place: millions of pounds are money, though a pound is a weight too, but not "3 million pounds of beef".
    pub(super) fn money_at(&self, at: usize) -> Option<(u16, (usize, usize))> {
        let unit = self.unit_after(at, true)?;
        let found = self.role(unit.1.0, |role| unit_of(role).filter(|index| self.locale.is_money(*index)))?;
        let weight = found.what != unit.0 && self.is(found.next, Role::UnitOf).is_some();
        (found.next == unit.1.1 && !weight).then_some((found.what, (unit.1.0, found.next)))
    }

    /// The unit at a place, and its tokens.
    pub(super) fn unit_after(&self, at: usize, digits: bool) -> Option<(u16, (usize, usize))> {
        let hyphen = self.is_dash(at) && self.glued(at) && self.glued(at + 1) && self.class(at + 1) == Class::Word;
        let start = if hyphen { at + 1 } else { at };
        let unit = self.role_of(start, UNIT, unit_of)?;
        let noun = self.is(start, Role::Noun);
        if noun.is_some_and(|noun| noun > unit.next) {
            return None;
        }
        let careful = self.is(start, Role::Careful).is_some_and(|careful| careful == unit.next);
        if careful && !self.careful_fits(start, unit.next, digits) {
            return None;
        }
        Some((unit.what, (start, unit.next)))
    }

    /// A short unit that is often another word needs its figure close by and no number after it.
    pub(super) fn careful_fits(&self, at: usize, next: usize, digits: bool) -> bool {
        if !digits {
            return false;
        }
        if self.glued(at) {
            return true;
        }
        let letters = self.class(at) == Class::Word;
        let wordy = self.width(at) > 1 || self.locale.shy;
        let another = self.class(next) == Class::Digits || (wordy && self.is(next, Role::Stop).is_some());
        letters && !another && !(self.glued(next) && matches!(self.mark(next), Some('\'' | '’' | '.')) && self.glued(next + 1))
    }

    pub(super) fn unit_follows(&self, at: usize) -> bool {
        let scale = self.role(at, |role| matches!(role, Role::Scale(_)).then_some(())).is_some();
        scale || self.unit_after(at, true).is_some()
    }

    /// Whether a figure may end here: no letter, digit or joint is glued to it.
    pub(super) fn ends_clean(&self, at: usize) -> bool {
        if !self.glued(at) {
            return true;
        }
        match self.class(at) {
            Class::Word | Class::Digits => false,
            Class::Mark => {
                let next = self.class(at + 1);
                let joined = self.glued(at + 1) && matches!(next, Class::Word | Class::Digits);
                match self.mark(at) {
                    Some(':' | '_' | '\\' | '^') => !joined,
                    Some('-') => !(joined && next == Class::Word && self.number_ends_in_word(at) && !self.money_follows(at + 1)),
                    Some('/') => !(joined && next == Class::Digits),
                    Some('.') => !(joined && next == Class::Word && self.class_before(at) == Class::Digits),
                    _ => true,
                }
            }
            _ => true,
        }
    }

    pub(super) fn money_follows(&self, at: usize) -> bool {
        self.role(at, |role| matches!(role, Role::Prefix(_)).then_some(()))
            .is_some_and(|found| self.class(found.next) == Class::Digits)
    }

    /// "5-star": digits with a hyphen and a word that is no unit are a name.
    pub(super) fn number_ends_in_word(&self, at: usize) -> bool {
        self.class_before(at) == Class::Digits
    }

    /// "to - 20 °C", "20 degrees below zero": a temperature with a spaced minus, or with one in words behind it.
    pub(super) fn below_zero(&self, mut part: Part) -> Part {
        let unit = part.unit.and_then(|unit| self.locale.unit_at(unit));
        let degrees = unit.is_some_and(|unit| is_temperature(&unit.measure));
        let spaced = part.start > 1
            && matches!(self.mark(part.start - 1), Some('-' | '−' | '–'))
            && !self.glued(part.start - 1)
            && !self.glued(part.start)
            && self.class(part.start - 2) == Class::Word;
        if degrees && spaced && part.amount.plain {
            part.start -= 1;
            part.amount.value = -&part.amount.value;
        } else if (degrees || unit.is_some_and(|unit| &*unit.name == "°"))
            && !part.amount.value.is_negative()
            && let Some(next) = self.is(part.next, Role::BelowZero)
        {
            part.amount.value = -&part.amount.value;
            part.next = next;
        }
        part
    }
}

/// Amounts in falling units.
impl Scanner<'_> {
    /// Amounts in falling units that make one: "5 feet 2 inches", "2 đô 23 xu", "3p20s".
    pub(super) fn compound(&self, first: Part) -> Part {
        let mut whole = first;
        for _ in 0..COMPOUND_MAX {
            let Some(unit) = whole.unit else { return whole };
            // "3,5 ha, 500 m²" and "£300k, 20p" are lists: what has smaller parts is whole
            if whole.amount.scaled || whole.amount.grain < Exact::ONE {
                return whole;
            }
            let at = self.compound_joint(whole.next);
            let comma = self.mark(at - 1) == Some(',');
            if whole.unit_tokens.is_none_or(|(start, _)| start < whole.amount.next && start != whole.start) {
                return whole;
            }
            let Some(more) = self.part(at).filter(|more| more.unit_tokens.is_some_and(|(unit, _)| unit > more.start)) else {
                return whole;
            };
            let Some(smaller) = more.unit else { return whole };
            if comma && self.is_metric(unit, smaller) {
                return whole; // "75 kg, 250 g" is a list, "5 feet, 2 inches" and "2 km, 300 m" are one length
            }
            let Some((value, unit, grain)) = self.joined(&whole, unit, &more, smaller) else { return whole };
            whole.amount.value = value;
            whole.amount.grain = grain;
            whole.amount.next = more.amount.next;
            whole.amount.plain = false;
            whole.unit = Some(unit);
            whole.next = more.next;
            if whole.unit_tokens.is_some_and(|(start, _)| start != whole.start) {
                whole.unit_tokens = more.unit_tokens;
            }
        }
        whole
    }

    /// Whether two units of one dimension other than length differ by a power of ten.
    fn is_metric(&self, unit: u16, smaller: u16) -> bool {
        let factor = |unit: u16| match self.locale.unit_at(unit).map(|unit| &unit.measure) {
            Some(Measure::Measured { dimension, factor }) if dimension != "length" => Some(factor),
            _ => None,
        };
        let ratio = factor(unit).zip(factor(smaller)).and_then(|(one, other)| one.checked_div(other));
        ratio.is_some_and(|ratio| ratio.last_place().is_some_and(|place| Exact::power_of_ten(place) == ratio))
    }

    pub(super) fn compound_joint(&self, at: usize) -> usize {
        let comma = if self.mark(at) == Some(',') && self.glued(at) { at + 1 } else { at };
        self.either(comma, Role::And, Role::RangeAnd).unwrap_or(comma)
    }

    pub(super) fn joined(&self, whole: &Part, unit: u16, more: &Part, smaller: u16) -> Option<(Exact, u16, Exact)> {
        let (one, other) = (self.locale.unit_at(unit)?, self.locale.unit_at(smaller)?);
        match (&one.measure, &other.measure) {
            (Measure::Money(code), Measure::Money(small)) => {
                let minor = matches!(small.as_str(), "cent" | "penny") && !matches!(code.as_str(), "cent" | "penny");
                let cents = &more.amount.value * &Exact::power_of_ten(-2);
                (minor && cents < Exact::ONE).then(|| (&whole.amount.value + &cents, unit, Exact::power_of_ten(-2)))
            }
            (Measure::Measured { dimension, factor }, Measure::Measured { dimension: same, factor: small })
                if dimension == same && small < factor =>
            {
                let ratio = factor.checked_div(small)?;
                let length = dimension == "length";
                (length || more.amount.value < ratio)
                    .then(|| (&(&whole.amount.value * &ratio) + &more.amount.value, smaller, more.amount.grain.clone()))
            }
            _ => None,
        }
    }
}

fn is_temperature(measure: &Measure) -> bool {
    matches!(measure, Measure::Measured { dimension, .. } if matches!(dimension.as_str(), "celsius" | "fahrenheit" | "kelvin"))
}

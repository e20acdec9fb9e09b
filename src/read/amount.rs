//! Amounts: a number with its sign and scale words, in digits or in words, as an exact value with the worth of its last digit.
//!
//! Units, hedges and ranges are the business of `figure`.

use super::Scanner;
use super::spoken::Group;
use crate::locale::lex::{Class, Gap};
use crate::locale::numeral::{Run, grain};
use crate::locale::words::{Found, Role};
use crate::number::Exact;

/// Parts that one number may have; more is a list of numbers.
pub(super) const PARTS_MAX: usize = 12;

/// A number.
#[derive(Clone, Debug)]
pub(super) struct Amount {
    pub(super) value: Exact,
    /// What one unit of the last digit is worth.
    pub(super) grain: Exact,
    /// The place after its last token.
    pub(super) next: usize,
    /// Whether a scale word multiplies it.
    pub(super) scaled: bool,
    /// Whether it is written in digits.
    pub(super) digits: bool,
    /// Whether it is written with a fraction bar: its two parts.
    pub(super) fraction: Option<(Exact, Exact)>,
    /// Another reading of its separators.
    pub(super) other: Option<Exact>,
    /// What is to be said of its writing.
    pub(super) remark: Option<&'static str>,
    /// Whether it is one word that may be something else: ba, một.
    pub(super) shy: bool,
    /// Whether it has no separators, no sign and no scale: 2022.
    pub(super) plain: bool,
    /// Whether it begins with a nought: 02.
    pub(super) padded: bool,
}

impl Amount {
    /// A whole number said in words, with neither scale nor fraction.
    pub(super) fn of_words(value: Exact, next: usize) -> Amount {
        Amount { shy: false, ..blank(value, Exact::ONE, next, false) }
    }

    /// Whether it stands for everything that rounds to it, units aside.
    pub(super) fn is_rounded(&self) -> bool {
        self.fraction.is_none() && (self.grain < Exact::ONE || (self.scaled && self.grain > Exact::ONE))
    }

    fn times(mut self, factor: &Exact) -> Amount {
        self.value = &self.value * factor;
        self.grain = &self.grain * factor;
        self
    }

    /// The same number with a scale that stands after the other end of its range.
    pub(super) fn scaled_by(mut self, factor: &Exact) -> Amount {
        self.scaled = true;
        self.other = self.other.map(|other| &other * factor);
        self.times(factor)
    }
}

/// Numbers added up under falling scales: 3 triệu 200 nghìn.
#[derive(Default)]
pub(super) struct Sum {
    pub(super) parts: Vec<(Exact, i32)>,
}

impl Sum {
    /// Multiplies what is below a scale, and the group before it, by that scale.
    pub(super) fn scale(&mut self, group: &Exact, exponent: i32) -> bool {
        let mut value = group.clone();
        while let Some((part, below)) = self.parts.last() {
            if *below == exponent {
                return false;
            }
            if *below > exponent {
                break;
            }
            value = &value + part;
            self.parts.pop();
        }
        self.parts.push((&value * &Exact::power_of_ten(exponent), exponent));
        true
    }

    pub(super) fn lowest(&self) -> i32 {
        self.parts.last().map_or(0, |(_, exponent)| *exponent)
    }

    pub(super) fn total(&self) -> Exact {
        self.parts.iter().fold(Exact::ZERO, |sum, (part, _)| &sum + part)
    }
}

impl Scanner<'_> {
    /// The number that begins at a place, with its sign.
    pub(super) fn amount(&self, at: usize) -> Option<Amount> {
        if let Some(next) = self.sign(at) {
            let negative = !matches!(self.mark(at), Some('+'));
            let mut amount = self.unsigned(next)?;
            if negative {
                amount.value = -&amount.value;
                amount.other = amount.other.map(|other| -&other);
                amount.fraction = amount.fraction.map(|(top, bottom)| (-&top, bottom));
            }
            amount.plain = false;
            amount.shy = false;
            return Some(amount);
        }
        self.unsigned(at)
    }

    /// The place after a sign: "-" glued to digits, "âm".
    fn sign(&self, at: usize) -> Option<usize> {
        let after_digits = at > 0 && self.class(at - 1) == Class::Digits;
        let free = at == 0
            || (!self.glued(at) && !after_digits)
            || matches!(self.mark(at - 1), Some('(' | '[' | '“' | '"' | '‘' | '\'' | ':' | '$' | '€' | '£' | '<' | '>' | '='));
        if matches!(self.mark(at), Some('-' | '−' | '–' | '+'))
            && free
            && self.glued(at + 1)
            && self.class(at + 1) == Class::Digits
        {
            return Some(at + 1);
        }
        let next = self.is(at, Role::Minus)?;
        let number = self.class(next) == Class::Digits || self.number_word(next);
        number.then_some(next)
    }

    fn unsigned(&self, at: usize) -> Option<Amount> {
        match self.class(at) {
            Class::Digits => self.digits_amount(at),
            Class::Mark => self.point_first(at).or_else(|| self.vulgar_alone(at)),
            _ => self.one_and_half(at).or_else(|| self.words_amount(at)),
        }
    }

    /// "anderthalb", "anderthalb Millionen"
    fn one_and_half(&self, at: usize) -> Option<Amount> {
        let next = self.is(at, Role::OneAndHalf)?;
        self.scales(blank(Exact::scaled(15, -1), Exact::scaled(1, -1), next, false))
    }

    /// ".08"
    fn point_first(&self, at: usize) -> Option<Amount> {
        let point = self.mark(at) == Some(self.locale.decimal);
        let free = at == 0 || !self.glued(at) || self.class(at - 1) == Class::Mark;
        if !point || !free || self.class(at + 1) != Class::Digits || !self.glued(at + 1) {
            return None;
        }
        let places = self.width(at + 1);
        let digits = Exact::parse(self.slice(at + 1))?;
        let unit = grain(places);
        let mut amount = blank(&digits * &unit, unit, at + 2, true);
        amount.plain = false;
        self.scales(amount)
    }

    fn digits_amount(&self, at: usize) -> Option<Amount> {
        let Run::Numeral(numeral) = self.numeral(at) else { return None };
        let mut amount = blank(numeral.value, grain(numeral.places), numeral.next, true);
        amount.other = numeral.other.map(|(other, _)| other);
        amount.remark = numeral.remark;
        amount.plain = numeral.plain;
        amount.padded = numeral.padded;
        if let Some(found) = self.scientific(&amount) {
            return Some(found);
        }
        if numeral.plain && numeral.digits <= 6 && self.is(amount.next, Role::Point).is_some() {
            let group = Group { value: i64::try_from(amount.value.to_i128()?).ok()?, next: amount.next, single: false, words: 1 };
            let (mut sum, mut exponent) = (Sum::default(), 0);
            if let Some(next) = self.decimals(&group, &mut sum, &mut exponent) {
                return self.finish_words(at, sum, next, exponent, 3);
            }
        }
        if numeral.plain
            && numeral.digits <= 6
            && let Some(found) = self.with_fraction(&amount, at)
        {
            return self.scales(found);
        }
        if !numeral.plain
            && numeral.places == 0
            && let Some(found) = self.grouped_bar(&amount)
        {
            return Some(found);
        }
        self.scales(amount)
    }

    /// "12.32e+14"
    fn scientific(&self, amount: &Amount) -> Option<Amount> {
        let at = amount.next;
        if !self.glued(at) || !matches!(self.slice(at), "e" | "E") || !self.glued(at + 1) {
            return None;
        }
        let sign = matches!(self.mark(at + 1), Some('+' | '-' | '−'));
        let digits = if sign { at + 2 } else { at + 1 };
        let exponent = self.plain_digits(digits, 2).filter(|_| self.glued(digits)).and_then(|value| i32::try_from(value).ok())?;
        let exponent = if sign && self.mark(at + 1) != Some('+') { -exponent } else { exponent };
        let mut amount = amount.clone().scaled_by(&Exact::power_of_ten(exponent));
        amount.next = digits + 1;
        amount.plain = false;
        Some(amount)
    }

    /// "2 1/2", "1/4", "2½": a fraction after or instead of whole digits.
    fn with_fraction(&self, whole: &Amount, at: usize) -> Option<Amount> {
        let next = whole.next;
        if let Some((top, bottom)) = self.mark(next).and_then(vulgar) {
            let part = Exact::ratio(top, bottom)?;
            return Some(with_parts(&whole.value + &part, None, next + 1));
        }
        if self.gap(next) != Gap::None && self.class(next) == Class::Digits {
            let (part, _, after) = self.bar(next).filter(|(part, ..)| *part < Exact::ONE)?;
            return Some(with_parts(&whole.value + &part, None, after));
        }
        let (part, parts, after) = self.bar(at)?;
        Some(with_parts(part, Some(parts), after))
    }

    fn bar(&self, at: usize) -> Option<(Exact, (Exact, Exact), usize)> {
        let slash = matches!(self.mark(at + 1), Some('/' | '⁄' | '∕'));
        if !slash || !self.glued(at + 1) || !self.glued(at + 2) {
            return None;
        }
        let top = self.plain_digits(at, 6)?;
        let Run::Numeral(bottom) = self.numeral(at + 2) else { return None };
        let more = matches!(self.mark(bottom.next), Some('/' | '-'))
            && self.glued(bottom.next)
            && self.class(bottom.next + 1) == Class::Digits;
        if more || bottom.places > 0 || self.slice(at).starts_with('0') || bottom.padded {
            return None;
        }
        let value = Exact::int(top).checked_div(&bottom.value)?;
        Some((value, (Exact::int(top), bottom.value), bottom.next))
    }

    /// "1.452/1.476 thôn": both parts of a share may have groups of digits.
    fn grouped_bar(&self, top: &Amount) -> Option<Amount> {
        let slash = self.mark(top.next) == Some('/') && self.glued(top.next) && self.glued(top.next + 1);
        let Run::Numeral(bottom) = self.numeral(top.next + 1) else { return None };
        let more = matches!(self.mark(bottom.next), Some('/' | '-'))
            && self.glued(bottom.next)
            && self.class(bottom.next + 1) == Class::Digits;
        if !slash || more || bottom.places > 0 || bottom.padded || bottom.value < top.value {
            return None;
        }
        let value = top.value.checked_div(&bottom.value)?;
        Some(with_parts(value, Some((top.value.clone(), bottom.value)), bottom.next))
    }

    fn vulgar_alone(&self, at: usize) -> Option<Amount> {
        let (top, bottom) = self.mark(at).and_then(vulgar)?;
        let amount = with_parts(Exact::ratio(top, bottom)?, None, at + 1);
        self.scales(amount)
    }

    /// The scale words after a number, and the smaller numbers with their own scales: "1 tỷ 500 triệu", "2tr5".
    pub(super) fn scales(&self, first: Amount) -> Option<Amount> {
        let dozen = self.role(first.next, |role| match role {
            Role::Dozen(dozen) => Some(i64::from(dozen)),
            _ => None,
        });
        if let Some(found) = dozen.filter(|_| first.fraction.is_none()) {
            let mut amount = first;
            amount.value = &amount.value * &Exact::int(found.what);
            amount.next = found.next;
            amount.plain = false;
            return Some(amount);
        }
        let Some((exponent, next, short)) = self.scale_after(&first) else { return Some(first) };
        let mut amount = first;
        let unit = grain_exponent(&amount.grain);
        let mut sum = Sum::default();
        sum.scale(&amount.value, exponent);
        amount.grain = Exact::power_of_ten(unit + exponent);
        amount.next = next;
        amount.scaled = exponent > 2;
        amount.plain = false;
        amount.other = amount.other.map(|other| &other * &Exact::power_of_ten(exponent));
        if short {
            self.short_tail(&mut amount, &mut sum, exponent);
        } else {
            self.falling(&mut amount, &mut sum);
        }
        amount.value = sum.total();
        Some(amount)
    }

    fn scale_after(&self, amount: &Amount) -> Option<(i32, usize, bool)> {
        let at = amount.next;
        let word = self.role(at, |role| match role {
            Role::Scale(exponent) => Some(i32::from(exponent)),
            Role::Hundred => Some(2),
            Role::TimesTen => Some(1),
            _ => None,
        });
        let unit = self.role(at, crate::locale::unit_of);
        let longer = |found: &Found<i32>| unit.as_ref().is_some_and(|unit| unit.next > found.next);
        let word = word.filter(|found| !longer(found) && (found.what > 2 || unit.is_none()));
        if let Some(found) = word.filter(|found| found.what > 2 || amount.fraction.is_none()) {
            return Some((found.what, found.next, false));
        }
        let spaced_k = self.gap(at) == Gap::Space
            && matches!(self.slice(at), "k" | "K")
            && matches!(self.class(at + 1), Class::End | Class::Mark);
        if !self.glued(at) && !spaced_k && !self.is_short_money(at) {
            return None;
        }
        let short = self.role(at, |role| match role {
            Role::ShortScale(exponent) => Some(i32::from(exponent)),
            _ => None,
        })?;
        let one_digit = amount.plain && amount.value < Exact::int(10) && self.slice(at) == "K";
        let more = self.glued(short.next) && matches!(self.class(short.next), Class::Word);
        (!one_digit && !more && !self.unit_is_likelier(at) && !self.is_kelvin(at)).then_some((short.what, short.next, true))
    }

    /// "3 M€": a short scale set off from its figure, and a currency sign glued to it.
    fn is_short_money(&self, at: usize) -> bool {
        let short = self.role(at, |role| matches!(role, Role::ShortScale(_)).then_some(()));
        self.gap(at) != Gap::Wide
            && short.is_some_and(|short| {
                self.glued(short.next)
                    && self.class(short.next) == Class::Mark
                    && self.role(short.next, crate::locale::unit_of).is_some_and(|unit| self.locale.is_money(unit.what))
            })
    }

    /// "5m" is metres, though "m" may be million.
    fn unit_is_likelier(&self, at: usize) -> bool {
        self.role(at, crate::locale::unit_of).is_some()
    }

    /// The digits after a short scale: "2tr5" is 2.5 million.
    fn short_tail(&self, amount: &mut Amount, sum: &mut Sum, exponent: i32) {
        if !self.glued(amount.next) {
            return;
        }
        if let Some(tail) = self.plain_digits(amount.next, 3) {
            let places = i32::try_from(self.width(amount.next)).unwrap_or(0);
            let unit = Exact::power_of_ten(exponent - places);
            sum.parts.push((&Exact::int(tail) * &unit, exponent - places));
            amount.grain = unit;
            amount.next += 1;
        }
    }

    /// More scales, halves and smaller parts: "nghìn tỷ", "triệu rưỡi", "200 nghìn".
    fn falling(&self, amount: &mut Amount, sum: &mut Sum) {
        for _ in 0..PARTS_MAX {
            if let Some(found) = self.role(amount.next, scale_of) {
                if !sum.scale(&Exact::ZERO, found.what) {
                    return;
                }
                amount.grain = &amount.grain * &Exact::power_of_ten(found.what);
                amount.scaled = true;
                amount.next = found.next;
                continue;
            }
            if let Some(next) = self.is(amount.next, Role::Half) {
                let lowest = sum.lowest();
                sum.parts.push((Exact::scaled(5, lowest - 1), lowest - 1));
                amount.grain = Exact::power_of_ten(lowest - 1);
                amount.next = next;
                return;
            }
            if let Some(found) = self.spoken_tail(amount.next) {
                let lowest = sum.lowest();
                sum.parts.push((Exact::scaled(found.what, lowest - 1), lowest - 1));
                amount.grain = Exact::power_of_ten(lowest - 1);
                amount.next = found.next;
                return;
            }
            if !self.falling_part(amount, sum) {
                return;
            }
        }
    }

    /// "2 triệu mốt": a digit word after a scale is a tenth of it, where the phrase ends or a currency follows.
    fn spoken_tail(&self, at: usize) -> Option<Found<i128>> {
        if !self.locale.tails {
            return None;
        }
        let found = self.role(at, |role| match role {
            Role::Ones(ones) if (1..10).contains(&ones) => Some(i128::from(ones)),
            _ => None,
        })?;
        let money = self.role(found.next, crate::locale::unit_of).is_some_and(|unit| self.locale.is_money(unit.what));
        let ends = matches!(self.class(found.next), Class::End | Class::Mark) || money;
        let other = self.role(at, crate::locale::unit_of).is_some() || self.is(at, Role::Skip).is_some();
        (ends && !other).then_some(found)
    }

    /// A smaller number with its own scale: "200 nghìn" after "3 triệu".
    fn falling_part(&self, amount: &mut Amount, sum: &mut Sum) -> bool {
        let and = self.is(amount.next, Role::And);
        let at = and.unwrap_or(amount.next);
        if and.is_some() && self.part_starts(at) {
            return false;
        }
        let (value, unit, next) = match self.class(at) {
            Class::Digits if !self.glued(at) || self.class(at - 1) == Class::Sign => match self.numeral(at) {
                Run::Numeral(numeral) if !numeral.value.is_zero() => {
                    (numeral.value, grain_exponent(&grain(numeral.places)), numeral.next)
                }
                _ => return false,
            },
            Class::Digits => return false,
            _ => match self.group(at) {
                Some(group) => (Exact::int(group.value), 0, group.next),
                None => return false,
            },
        };
        let hundred = self.is(next, Role::Hundred).filter(|_| sum.lowest() > 2).map(|next| Found { what: 2, next });
        let Some(found) = self.role(next, scale_of).or(hundred) else {
            if self.glued(at) && value < Exact::power_of_ten(sum.lowest()) && value.is_whole() {
                sum.parts.push((value, 0)); // 1万2345
                amount.grain = Exact::ONE;
                amount.next = next;
                return true;
            }
            return and.is_some() && self.last_part(amount, sum, &value, next);
        };
        if found.what >= sum.lowest() || value >= Exact::power_of_ten(sum.lowest() - found.what) {
            return false;
        }
        if !sum.scale(&value, found.what) {
            return false;
        }
        amount.grain = Exact::power_of_ten(unit + found.what);
        amount.next = found.next;
        true
    }
}

impl Scanner<'_> {
    /// "3 hundred and 21", "6 crore and two hundred": the last part has no scale; a word joins it.
    fn last_part(&self, amount: &mut Amount, sum: &mut Sum, value: &Exact, next: usize) -> bool {
        let fits =
            value.is_whole() && *value < Exact::power_of_ten(sum.lowest()) && self.role(next, crate::locale::unit_of).is_none();
        let digits = self.class(next - 1) == Class::Digits;
        let small = sum.lowest() == 2 && *value < Exact::int(100);
        if self.locale.tails || !(small || (fits && !digits)) {
            return false;
        }
        sum.parts.push((value.clone(), 0));
        amount.grain = Exact::ONE;
        amount.next = next;
        true
    }
}

pub(super) fn scale_of(role: Role) -> Option<i32> {
    match role {
        Role::Scale(exponent) => Some(i32::from(exponent)),
        _ => None,
    }
}

pub(super) fn blank(value: Exact, grain: Exact, next: usize, digits: bool) -> Amount {
    Amount {
        value,
        grain,
        next,
        scaled: false,
        digits,
        fraction: None,
        other: None,
        remark: None,
        shy: false,
        plain: digits,
        padded: false,
    }
}

pub(super) fn with_parts(value: Exact, fraction: Option<(Exact, Exact)>, next: usize) -> Amount {
    let parts = fraction.or_else(|| Some((value.clone(), Exact::ONE)));
    let mut amount = blank(value, Exact::ONE, next, true);
    amount.fraction = parts;
    amount.plain = false;
    amount
}

/// The power of ten of a grain.
fn grain_exponent(grain: &Exact) -> i32 {
    grain.last_place().unwrap_or(0)
}

pub(super) fn is_vulgar(mark: char) -> bool {
    vulgar(mark).is_some()
}

/// Fractions that are one character.
fn vulgar(mark: char) -> Option<(i128, i128)> {
    let (top, bottom) = match mark {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    };
    Some((top, bottom))
}

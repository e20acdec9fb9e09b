//! Amounts: a number with its sign and scale words, in digits or in words, as an exact value with the worth of its last digit.
//!
//! Units, hedges and ranges are the business of `figure`.

use super::Scanner;
use crate::locale::lex::{Class, Gap};
use crate::locale::numeral::{Run, grain};
use crate::locale::words::{Found, Role};
use crate::number::Exact;

/// Parts that one number may have; more is a list of numbers.
const PARTS_MAX: usize = 12;

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
struct Sum {
    parts: Vec<(Exact, i32)>,
}

impl Sum {
    /// Multiplies what is below a scale, and the group before it, by that scale.
    fn scale(&mut self, group: &Exact, exponent: i32) -> bool {
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

    fn lowest(&self) -> i32 {
        self.parts.last().map_or(0, |(_, exponent)| *exponent)
    }

    fn total(&self) -> Exact {
        self.parts.iter().fold(Exact::ZERO, |sum, (part, _)| &sum + part)
    }
}

/// A group of number words below a thousand.
pub(super) struct Group {
    pub(super) value: i64,
    pub(super) next: usize,
    /// One word of a single digit: may be a tail.
    single: bool,
    /// A digit after hundred: tenths of it.
    words: usize,
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
        let Run::Numeral(numeral) = self.locale.numeral(self.text, &self.tokens, at) else { return None };
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
        let Run::Numeral(bottom) = self.locale.numeral(self.text, &self.tokens, at + 2) else { return None };
        let more = matches!(self.mark(bottom.next), Some('/' | '-'))
            && self.glued(bottom.next)
            && self.class(bottom.next + 1) == Class::Digits;
        if more || bottom.places > 0 || self.slice(at).starts_with('0') || bottom.padded {
            return None;
        }
        let value = Exact::int(top).checked_div(&bottom.value)?;
        Some((value, (Exact::int(top), bottom.value), bottom.next))
    }

    fn vulgar_alone(&self, at: usize) -> Option<Amount> {
        let (top, bottom) = self.mark(at).and_then(vulgar)?;
        let amount = with_parts(Exact::ratio(top, bottom)?, None, at + 1);
        self.scales(amount)
    }

    /// The scale words after a number, and the smaller numbers with their own scales: "1 tỷ 500 triệu", "2tr5".
    fn scales(&self, first: Amount) -> Option<Amount> {
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
            _ => None,
        });
        let word = word.filter(|found| found.what != 2 || self.role(at, crate::locale::unit_of).is_none());
        if let Some(found) = word.filter(|found| found.what != 2 || amount.fraction.is_none()) {
            return Some((found.what, found.next, false));
        }
        let spaced_k = self.gap(at) == Gap::Space
            && matches!(self.slice(at), "k" | "K")
            && matches!(self.class(at + 1), Class::End | Class::Mark);
        if !self.glued(at) && !spaced_k {
            return None;
        }
        let short = self.role(at, |role| match role {
            Role::ShortScale(exponent) => Some(i32::from(exponent)),
            _ => None,
        })?;
        let one_digit = amount.plain && amount.value < Exact::int(10) && self.slice(at) == "K";
        let more = self.glued(short.next) && matches!(self.class(short.next), Class::Word);
        (!one_digit && !more && !self.unit_is_likelier(at)).then_some((short.what, short.next, true))
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
            if !self.falling_part(amount, sum) {
                return;
            }
        }
    }

    /// A smaller number with its own scale: "200 nghìn" after "3 triệu".
    fn falling_part(&self, amount: &mut Amount, sum: &mut Sum) -> bool {
        let and = self.is(amount.next, Role::And);
        let at = and.unwrap_or(amount.next);
        if and.is_some() && self.part_starts(at) {
            return false;
        }
        let (value, unit, next) = match self.class(at) {
            Class::Digits if !self.glued(at) => match self.locale.numeral(self.text, &self.tokens, at) {
                Run::Numeral(numeral) => (numeral.value, grain_exponent(&grain(numeral.places)), numeral.next),
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

/// Number words.
impl Scanner<'_> {
    pub(super) fn number_word(&self, at: usize) -> bool {
        self.role(at, |role| {
            matches!(
                role,
                Role::OneAndHalf
                    | Role::Ones(_)
                    | Role::Tens(_)
                    | Role::Hundreds(_)
                    | Role::Hundred
                    | Role::Scale(_)
                    | Role::Dozen(_)
            )
            .then_some(())
        })
        .is_some()
    }

    /// A number in words: "hai mươi ba nghìn", "two hundred and five".
    fn words_amount(&self, at: usize) -> Option<Amount> {
        let mut sum = Sum::default();
        let mut next = at;
        let mut words = 0;
        let mut plain_group = None;
        let mut exponent = 0;
        for part in 0..PARTS_MAX {
            let start = if part > 0 { self.joint(next) } else { next };
            let Some(group) = self.group(start).or_else(|| self.bare_scale(start, part)) else { break };
            if part == 0
                && let Some(amount) = self.with_glued_half(&group)
            {
                return Some(amount);
            }
            words += group.words;
            if let Some(next_after) = self.decimals(&group, &mut sum, &mut exponent) {
                return self.finish_words(at, sum, next_after, exponent, 3);
            }
            let Some(found) = self.role(group.next, scale_of) else {
                if part > 0 && group.single && self.locale.tails && start == next && !self.is_other_word(start) {
                    let tenth = sum.lowest() - 1;
                    sum.parts.push((Exact::scaled(i128::from(group.value), tenth), tenth));
                    exponent = tenth;
                } else if part > 0 && (Exact::int(group.value) >= Exact::power_of_ten(sum.lowest()) || self.is_other_word(start))
                {
                    break;
                } else {
                    sum.parts.push((Exact::int(group.value), 0));
                    exponent = 0;
                }
                plain_group = (part == 0 && group.words == 1).then_some(group.value);
                next = group.next;
                break;
            };
            if part > 0 && found.what < sum.lowest() && Exact::int(group.value) >= Exact::power_of_ten(sum.lowest() - found.what)
            {
                break;
            }
            if !sum.scale(&Exact::int(group.value), found.what) {
                break;
            }
            exponent = found.what;
            next = found.next;
            while let Some(more) = self.role(next, scale_of) {
                if !sum.scale(&Exact::ZERO, more.what) {
                    break;
                }
                exponent += more.what;
                next = more.next;
            }
            if let Some(after) = self.half_after(next) {
                sum.parts.push((Exact::scaled(5, exponent - 1), exponent - 1));
                return self.finish_words(at, sum, after, exponent - 1, 3);
            }
        }
        if next == at {
            return None;
        }
        let whole = Group { value: 0, next, single: false, words: 0 };
        if let Some(after) = self.decimals(&whole, &mut sum, &mut exponent) {
            return self.finish_words(at, sum, after, exponent, 3);
        }
        let mut amount = self.finish_words(at, sum, next, exponent, words)?;
        amount.shy = plain_group.is_some();
        Some(amount)
    }

    /// "zweieinhalb", "zweieinhalb Millionen": a half glued to a number in words.
    fn with_glued_half(&self, group: &Group) -> Option<Amount> {
        let and = if self.glued(group.next) { self.is(group.next, Role::And).unwrap_or(group.next) } else { group.next };
        let next = self.is(and, Role::Half).filter(|_| self.glued(and) && !self.locale.tails)?;
        let value = &Exact::int(group.value) + &Exact::scaled(5, -1);
        self.scales(blank(value, Exact::scaled(1, -1), next, false))
    }

    /// "rưỡi" after a scale; in other languages "and a half".
    fn half_after(&self, at: usize) -> Option<usize> {
        let joined = self.is(at, Role::And).unwrap_or(at);
        self.is(joined, Role::Half)
    }

    /// A scale without a number before it: "triệu rưỡi", "nghìn hai"; it needs a tail.
    fn bare_scale(&self, at: usize, part: usize) -> Option<Group> {
        let scale = self.role(at, scale_of)?;
        if part == 0 && self.locale.bare_scale && scale.what == 3 {
            return Some(Group { value: 1, next: at, single: false, words: 1 });
        }
        if part > 0 || !self.locale.tails {
            return None;
        }
        let tail = self.is(scale.next, Role::Half).is_some()
            || self.role(scale.next, |role| matches!(role, Role::Ones(_)).then_some(())).is_some_and(|tail| {
                !self.is_other_word(scale.next) && self.role(tail.next, |role| multiplies(role).then_some(())).is_none()
            });
        tail.then_some(Group { value: 1, next: at, single: false, words: 1 })
    }

    /// The place after words and marks that join the parts of a number.
    fn joint(&self, at: usize) -> usize {
        let comma = self.mark(at) == Some(',') && self.glued(at);
        if comma && self.group(at + 1).is_some_and(|group| self.role(group.next, scale_of).is_some() || group.words > 1) {
            return at + 1;
        }
        let hyphen = self.mark(at) == Some('-') && self.glued(at) && self.glued(at + 1);
        let start = if hyphen { at + 1 } else { at };
        match self.is(start, Role::And) {
            Some(next) if self.group(next).is_some() && !self.part_starts(next) => next,
            _ => start,
        }
    }

    /// The decimals said aloud after a group: "phẩy hai bốn".
    fn decimals(&self, group: &Group, sum: &mut Sum, exponent: &mut i32) -> Option<usize> {
        let mut next = self.is(group.next, Role::Point)?;
        let mut digits = String::new();
        while digits.len() < 20 {
            let one = self.role(next, |role| match role {
                Role::Ones(value) if value < 10 => Some(i64::from(value)),
                _ => None,
            });
            if let Some(found) = one.as_ref() {
                let later_unit = self.is_unit_not_digit(next) && digits.bytes().any(|digit| digit != b'0');
                if later_unit && self.role(found.next, scale_of).is_none() && !self.number_word(found.next) {
                    break;
                }
                digits.push_str(&found.what.to_string());
                next = found.next;
                continue;
            }
            if let Some(written) = self.plain_digits(next, 9).filter(|_| digits.is_empty()) {
                digits.push_str(&written.to_string());
                next += 1;
            } else if let Some(group) = self.group(next).filter(|_| digits.is_empty()) {
                digits.push_str(&group.value.to_string());
                next = group.next;
            }
            break;
        }
        let places = i32::try_from(digits.len()).ok().filter(|places| *places > 0)?;
        let decimals = &Exact::parse(&digits)? * &Exact::power_of_ten(-places);
        let value = &Exact::int(group.value) + &decimals;
        *exponent = -places;
        match self.role(next, scale_of).filter(|found| sum.parts.is_empty() || found.what < sum.lowest()) {
            Some(found) => {
                sum.scale(&value, found.what);
                *exponent += found.what;
                let mut after = found.next;
                while let Some(more) = self.role(after, scale_of) {
                    if !sum.scale(&Exact::ZERO, more.what) {
                        break;
                    }
                    *exponent += more.what;
                    after = more.next;
                }
                Some(after)
            }
            None => {
                sum.parts.push((value, -places));
                Some(next)
            }
        }
    }

    fn finish_words(&self, at: usize, sum: Sum, next: usize, exponent: i32, words: usize) -> Option<Amount> {
        let scaled = sum.parts.iter().any(|(_, exponent)| *exponent > 0);
        let mut amount = blank(sum.total(), Exact::power_of_ten(exponent), next, false);
        amount.scaled = scaled;
        amount.shy = words <= 1 && next == at + 1 && !scaled;
        amount.plain = false;
        self.spoken_fraction(amount)
    }

    /// "ba phần tư", "two thirds", "hai ba chia mười hai"
    fn spoken_fraction(&self, amount: Amount) -> Option<Amount> {
        if amount.scaled || amount.grain != Exact::ONE {
            return Some(amount);
        }
        let hyphen = self.mark(amount.next) == Some('-') && self.glued(amount.next);
        let at = if hyphen { amount.next + 1 } else { amount.next };
        let part = self.role(at, |role| match role {
            Role::Part(bottom) => i64::try_from(bottom).ok(),
            _ => None,
        });
        let rank_too = self.role(at, |role| matches!(role, Role::Rank(_)).then_some(())).is_some();
        let whole = amount.value.to_i128().unwrap_or(0);
        let power = |bottom: i64| rank_too && whole != 1 && bottom >= 100 && self.locale.ranks_chain;
        let is_rank =
            |bottom: i64| (whole >= 20 && whole % 10 == 0 && bottom <= 10) || (whole >= 100 && whole % 100 == 0 && bottom < 100);
        let (bottom, next) = match part {
            Some(found)
                if power(found.what) || (rank_too && is_rank(found.what)) || (self.glued(at) && !hyphen && found.what > 10) =>
            {
                return Some(amount);
            }
            Some(found) => (Exact::int(found.what), found.next),
            None => {
                let Some(after) = self
                    .is(amount.next, Role::Over)
                    .filter(|after| self.is(*after, Role::Hundred).is_none() || *after > amount.next + 1)
                else {
                    return Some(amount);
                };
                if self.role(amount.next, |role| matches!(role, Role::Unit(_)).then_some(())).is_some() {
                    return Some(amount);
                }
                let Some(bottom) = self.words_amount(after) else { return Some(amount) };
                (bottom.value, bottom.next)
            }
        };
        let Some(value) = amount.value.checked_div(&bottom) else { return Some(amount) };
        Some(with_parts(value, Some((amount.value, bottom)), next))
    }

    /// Number words below a thousand.
    pub(super) fn group(&self, at: usize) -> Option<Group> {
        #[derive(PartialEq)]
        enum Stage {
            Start,
            Ones,
            Tens,
            Hundred,
            Done,
        }
        let (mut value, mut last, mut next, mut words) = (0i64, 0i64, at, 0usize);
        // What stands before "and": "three hundred and two dozen" is 324.
        let mut base = 0;
        let mut stage = Stage::Start;
        let mut single = false;
        while words < PARTS_MAX {
            let goes_on = |role| matches!(role, Role::Dozen(_) | Role::Hundred).then_some(());
            if stage == Stage::Done && (self.locale.tails || self.role(next, goes_on).is_none()) {
                break;
            }
            let start = self.inner_joint(next, words);
            let joined = start != next && self.mark(next).is_none();
            let Some(found) = self.role(start, number_role).or_else(|| self.role(start, article_role)) else { break };
            let follows = |role: fn(Role) -> bool| self.role(found.next, |known| role(known).then_some(())).is_some();
            if joined && stage == Stage::Hundred {
                base = value;
            }
            let new_stage = match found.what {
                Role::Ones(ones) => {
                    let ones = i64::from(ones);
                    let tens_follow = follows(|role| role == Role::TimesTen);
                    let hundred_follows = follows(|role| role == Role::Hundred);
                    let after_tens = (stage == Stage::Tens || (stage == Stage::Ones && self.locale.pairs)) && !joined;
                    let pair_follows = stage == Stage::Hundred
                        && follows(|role| matches!(role, Role::Ones(_)))
                        && !self.is_other_word(found.next);
                    if words > 0 && self.is_other_word(start) && !tens_follow && !pair_follows && (after_tens || !joined) {
                        break;
                    }
                    match stage {
                        Stage::Start => {
                            single = true;
                            value = ones;
                            last = ones;
                            Stage::Ones
                        }
                        Stage::Ones
                            if self.locale.pairs
                                && last > 0
                                && last < 10
                                && ones < 10
                                && !tens_follow
                                && !hundred_follows
                                && !joined =>
                        {
                            value += last * 9 + ones;
                            Stage::Done
                        }
                        Stage::Ones if self.locale.reversed && joined => break,
                        Stage::Tens if ones < 10 || (self.locale.vigesimal && matches!(value % 100, 60 | 80) && ones < 20) => {
                            value += ones;
                            Stage::Done
                        }
                        Stage::Hundred if hundred_follows => break,
                        Stage::Hundred if self.locale.tails && !joined && !tens_follow => {
                            let pair = self.role(found.next, |role| matches!(role, Role::Ones(_)).then_some(())).is_some()
                                && !self.is_other_word(found.next);
                            if pair {
                                value += ones;
                                last = ones;
                                Stage::Ones
                            } else {
                                value += ones * 10;
                                Stage::Done
                            }
                        }
                        Stage::Hundred => {
                            value += ones;
                            last = ones;
                            let reversed = self.locale.reversed && ones < 10 && self.inner_joint(found.next, 1) != found.next;
                            if tens_follow || reversed { Stage::Ones } else { Stage::Done }
                        }
                        _ => break,
                    }
                }
                Role::TimesTen if stage == Stage::Ones && last < 10 => {
                    value += last * 9;
                    Stage::Tens
                }
                Role::Tens(tens) => match stage {
                    Stage::Start | Stage::Hundred => {
                        value += i64::from(tens);
                        Stage::Tens
                    }
                    Stage::Ones if self.locale.reversed && joined && last < 10 => {
                        value += i64::from(tens);
                        Stage::Done
                    }
                    _ => break,
                },
                Role::Hundred => match stage {
                    Stage::Start if self.locale.bare_hundred => {
                        value = 100;
                        Stage::Hundred
                    }
                    Stage::Ones | Stage::Tens | Stage::Done if value < 100 && !joined => {
                        value *= 100;
                        Stage::Hundred
                    }
                    Stage::Start if self.locale.tails && self.hundred_tail(found.next) => {
                        value = 100;
                        Stage::Hundred
                    }
                    _ => break,
                },
                Role::Hundreds(hundreds) if stage == Stage::Start => {
                    value = i64::from(hundreds);
                    Stage::Hundred
                }
                Role::Article if stage == Stage::Start && follows(multiplies) => {
                    value = 1;
                    last = 1;
                    Stage::Ones
                }
                Role::Dozen(dozen) if words > 0 && matches!(stage, Stage::Ones | Stage::Tens | Stage::Hundred | Stage::Done) => {
                    value = base + (value - base) * i64::from(dozen);
                    Stage::Done
                }
                _ => break,
            };
            words += 1;
            single &= words == 1;
            stage = new_stage;
            next = found.next;
        }
        if matches!(stage, Stage::Start) {
            return None;
        }
        if let Some(after) = self.is(next, Role::Half).filter(|_| value % 100 == 0 && value > 0 && stage == Stage::Hundred) {
            return Some(Group { value: value + 50, next: after, single: false, words: words + 1 });
        }
        Some(Group { value, next, single, words })
    }

    /// "trăm hai", "trăm rưỡi": a hundred without a number before it needs a tail.
    fn hundred_tail(&self, at: usize) -> bool {
        self.is(at, Role::Half).is_some()
            || (self.role(at, |role| matches!(role, Role::Ones(_)).then_some(())).is_some() && !self.is_other_word(at))
    }

    /// The place after a joint inside a group: "hundred and five", "twenty-one", "trăm linh hai".
    fn inner_joint(&self, at: usize, words: usize) -> usize {
        if words == 0 {
            return at;
        }
        if self.is_dash(at) && self.glued(at) && self.glued(at + 1) && self.class(at + 1) == Class::Word {
            return self.is(at + 1, Role::And).filter(|next| self.is_dash(*next)).map_or(at + 1, |next| next + 1);
        }
        match self.is(at, Role::And) {
            Some(next) if self.part_starts(next) && !(self.locale.tens_and && self.ends_tens(at)) => at,
            Some(next) if self.role(next, |role| matches!(role, Role::Ones(_) | Role::Tens(_)).then_some(())).is_some() => next,
            _ => at,
        }
    }

    /// Whether a word for tens ends before a place: "treinta y dos quintos" is 32 fifths.
    fn ends_tens(&self, at: usize) -> bool {
        at > 0 && self.role(at - 1, |role| matches!(role, Role::Tens(_)).then_some(())).is_some()
    }

    /// Whether a fraction in words begins here: "tre quarti", "un quarto".
    fn part_starts(&self, at: usize) -> bool {
        let first = self.role(at, |role| matches!(role, Role::Ones(_) | Role::Article).then_some(()));
        first.is_some_and(|first| {
            let part = |role| matches!(role, Role::Part(_) | Role::HalfWord).then_some(());
            self.role(first.next, part).is_some() && !self.glued(first.next)
        })
    }

    /// Whether a digit word is more likely a unit here: "năm" after a number is a year.
    fn is_unit_not_digit(&self, at: usize) -> bool {
        self.role(at, |role| matches!(role, Role::Unit(_)).then_some(())).is_some()
            && self.role(at, |role| matches!(role, Role::Ones(_)).then_some(())).is_some()
    }

    /// The same, and no scale or hundred follows that would make it a digit.
    fn is_other_word(&self, at: usize) -> bool {
        let Some(found) = self.role(at, |role| matches!(role, Role::Ones(_)).then_some(())) else { return false };
        self.is_unit_not_digit(at) && self.role(found.next, |role| multiplies(role).then_some(())).is_none()
    }
}

fn number_role(role: Role) -> Option<Role> {
    let number =
        matches!(role, Role::Ones(_) | Role::Tens(_) | Role::TimesTen | Role::Hundred | Role::Hundreds(_) | Role::Dozen(_));
    number.then_some(role)
}

fn article_role(role: Role) -> Option<Role> {
    (role == Role::Article).then_some(role)
}

fn multiplies(role: Role) -> bool {
    matches!(role, Role::Hundred | Role::TimesTen | Role::Scale(_) | Role::Dozen(_))
}

fn scale_of(role: Role) -> Option<i32> {
    match role {
        Role::Scale(exponent) => Some(i32::from(exponent)),
        _ => None,
    }
}

fn blank(value: Exact, grain: Exact, next: usize, digits: bool) -> Amount {
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

fn with_parts(value: Exact, fraction: Option<(Exact, Exact)>, next: usize) -> Amount {
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

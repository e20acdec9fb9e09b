//! Parts: an amount with the unit that stands before or after it, one end of a range or a whole figure.

use super::Scanner;
use super::amount::Amount;
use crate::locale::lex::{Class, Gap};
use crate::locale::unit_of;
use crate::locale::words::{Kinds, Role};
use crate::number::Exact;
use crate::value::Measure;

const PREFIX: Kinds = Kinds::one(Role::Prefix(0));

/// An amount with its unit.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) amount: Amount,
    pub(super) unit: Option<u16>,
    /// The tokens of the unit.
    pub(super) unit_tokens: Option<(usize, usize)>,
    pub(super) next: usize,
}

impl Scanner<'_> {
    /// An amount with its unit, before or after it.
    pub(super) fn part(&self, at: usize) -> Option<Part> {
        let prefix = self.role_of(at, PREFIX, |role| match role {
            Role::Prefix(unit) => Some(unit),
            _ => None,
        });
        if let Some(found) = prefix.filter(|found| self.digits_after(found.next)) {
            let amount = self.short_money(self.amount(found.next)?);
            let next = amount.next;
            let doubled = self.role(next, |role| matches!(role, Role::Unit(unit) if unit == found.what).then_some(()));
            let next = doubled.map_or(next, |doubled| doubled.next);
            if !self.ends_clean(next) {
                return None;
            }
            return Some(Part { start: at, amount, unit: Some(found.what), unit_tokens: Some((at, found.next)), next });
        }
        let amount =
            self.half_first(at).or_else(|| self.one_part(at)).or_else(|| self.amount(at)).or_else(|| self.one_unit(at))?;
        let amount = self.and_half(amount);
        self.with_unit(at, amount)
    }

    /// "$1.5m" is millions, though "1.5m" alone is metres.
    pub(super) fn short_money(&self, amount: Amount) -> Amount {
        let short = self.role(amount.next, |role| match role {
            Role::ShortScale(exponent) => Some(i32::from(exponent)),
            _ => None,
        });
        match short.filter(|found| !amount.scaled && self.glued(amount.next) && self.ends_clean(found.next)) {
            Some(found) => Amount { next: found.next, plain: false, ..amount.scaled_by(&Exact::power_of_ten(found.what)) },
            None => amount,
        }
    }

    pub(super) fn digits_after(&self, at: usize) -> bool {
        let near = matches!(self.gap(at), Gap::None | Gap::Space | Gap::Line | Gap::Bound(_));
        let word = at > 0 && self.class(at - 1) == Class::Mark && self.class(at) == Class::Word && self.number_word(at);
        let minus = matches!(self.mark(at), Some('-' | '−' | '.')) && self.glued(at + 1) && self.class(at + 1) == Class::Digits;
        near && (self.class(at) == Class::Digits || minus || word)
    }

    /// "half a day", "half million": one half of what follows.
    pub(super) fn half_first(&self, at: usize) -> Option<Amount> {
        let quarter = self.role(at, |role| matches!(role, Role::Part(4)).then_some(())).map(|found| found.next);
        let (worth, half) = match (self.is(at, Role::HalfWord), quarter) {
            (Some(half), _) => (50, half),
            (None, Some(quarter)) => (25, quarter),
            _ => return None,
        };
        let half = if self.is_dash(half) && self.glued(half) && self.glued(half + 1) { half + 1 } else { half };
        let next = self.is(half, Role::Article).unwrap_or(half);
        let dozen = self.role(next, |role| match role {
            Role::Dozen(dozen) => Some(i64::from(dozen)),
            _ => None,
        });
        if let Some(found) = dozen.filter(|_| worth == 50) {
            return Some(Amount::of_words(Exact::int(found.what).half(), found.next));
        }
        let scale = self.role(next, |role| match role {
            Role::Scale(exponent) => Some(i32::from(exponent)),
            _ => None,
        });
        let unit = self.role(next, unit_of).is_some_and(|found| self.is(next, Role::Part(4)).is_none() || found.next > next);
        let whole = self.is(next, Role::ShareOf).is_some() || self.is(next, Role::Of).is_some();
        let hedged = (1..=3.min(at)).any(|back| {
            let ends = |role| matches!(role, Role::Before(_)).then_some(());
            self.role(at - back, ends).is_some_and(|found| found.next == at)
        });
        let (exponent, next) = match scale {
            Some(found) => (found.what, found.next),
            None if worth == 50 && (unit || whole || hedged || half > at + 1) => (0, next),
            None => return None,
        };
        Some(Amount {
            value: Exact::scaled(worth, exponent - 2),
            grain: Exact::power_of_ten(exponent - 1),
            next,
            scaled: exponent > 0,
            digits: false,
            fraction: (exponent == 0).then(|| (Exact::ONE, Exact::int(2))),
            other: None,
            remark: None,
            shy: false,
            plain: false,
            padded: false,
        })
    }

    /// "a fifth", "a quarter of": an article makes a part one of its kind.
    pub(super) fn one_part(&self, at: usize) -> Option<Amount> {
        let article = self.is(at, Role::Article)?;
        let part = self.role(article, |role| match role {
            Role::Part(bottom) => i64::try_from(bottom).ok(),
            _ => None,
        });
        let rank = || self.rank_number(article).filter(|(rank, _)| *rank > 10 && self.class(article) == Class::Word);
        let (bottom, next) = part.map(|part| (part.what, part.next)).or_else(rank)?;
        let ends = matches!(self.class(next), Class::End | Class::Mark) || self.is(next, Role::Of).is_some();
        let (one, bottom) = (Exact::ONE, Exact::int(bottom));
        let value = one.checked_div(&bottom).filter(|_| ends)?;
        Some(Amount { fraction: Some((one, bottom)), ..Amount::of_words(value, next) })
    }

    /// "a gallon", "for an hour": an article is one before a unit, but not in "twice a day".
    pub(super) fn one_unit(&self, at: usize) -> Option<Amount> {
        let next = self.is(at, Role::Article).filter(|next| self.class(*next) == Class::Word)?;
        if self.money_follows(next) {
            return None; // "a US$ 4.7 billion deal"
        }
        let unit = self.role(next, unit_of).and_then(|found| self.locale.unit_at(found.what))?;
        let often =
            matches!(&unit.measure, Measure::Measured { dimension, .. } if dimension == "time" || dimension == "calendar");
        let known = |at: usize| self.tokens.get(at).is_some_and(|token| token.word != 0) && self.role(at, unit_of).is_none();
        let opens = at == 0 || self.class(at - 1) == Class::Mark || (known(at - 1) && self.is(at - 1, Role::Noun).is_none());
        if matches!(unit.measure, Measure::Percent | Measure::Points) || (often && !opens) {
            return None;
        }
        Some(Amount::of_words(Exact::ONE, next))
    }

    /// "one and a half hours", "2 and a quarter"
    pub(super) fn and_half(&self, mut amount: Amount) -> Amount {
        let Some(and) = self.is(amount.next, Role::And).filter(|_| !self.locale.tails) else { return amount };
        let article = self.is(and, Role::Article).unwrap_or(and);
        let part = self.role(article, |role| match role {
            Role::Part(bottom) => Some(i128::from(bottom)),
            _ => None,
        });
        let half = self.either(and, Role::Half, Role::HalfWord).map(|next| (2, next));
        let simple = half.or(part.map(|found| (found.what, found.next)));
        let more = simple.and_then(|(bottom, next)| Some((Exact::ratio(1, bottom)?, next))).or_else(|| self.fraction_at(and));
        let Some((more, next)) = more else { return amount };
        let scale = if amount.scaled { amount.grain.clone() } else { Exact::ONE };
        if (amount.grain == Exact::ONE || amount.scaled) && amount.fraction.is_none() {
            amount.value = &amount.value + &(&more * &scale);
            amount.grain = &scale * &Exact::scaled(1, -1);
            amount.next = next;
            amount.shy = false;
            amount.plain = false;
            let scale = self.role(next, |role| match role {
                Role::Scale(exponent) => Some(i32::from(exponent)),
                _ => None,
            });
            if let Some(found) = scale {
                amount = amount.scaled_by(&Exact::power_of_ten(found.what));
                amount.next = found.next;
            }
        }
        amount
    }

    /// A fraction below one: "tre quarti", "1/4".
    pub(super) fn fraction_at(&self, at: usize) -> Option<(Exact, usize)> {
        let amount = self.amount(at).filter(|amount| amount.value < Exact::ONE)?;
        let (_, bottom) = amount.fraction.as_ref()?;
        (*bottom != Exact::ONE).then(|| (amount.value.clone(), amount.next))
    }
}

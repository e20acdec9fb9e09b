//! Figures: an amount with its hedge, unit and counted noun, alone or from one end of a range to the other.
//!
//! What is written like a figure but glued to letters or other digits is none.

use std::ops::Range;

use super::amount::Amount;
use super::{Scanner, Trouble, UNIT};
use crate::evidence::{Mention, OtherReading, Remark};
use crate::locale::lex::{Class, Gap};
use crate::locale::unit_of;
use crate::locale::words::{Found, Kinds, Role};
use crate::number::Exact;
use crate::value::{Figure, Kind, Measure, Qualifier, Unit, Value};

/// Words that may stand between a hedge and its figure.
const BETWEEN_MAX: usize = 3;

/// Hedges and words between them before one figure; more is a list of words.
const HEDGES_MAX: usize = 6;

/// Tokens from the end of a temperature to the unit of one beside it.
const BESIDE_MAX: usize = 8;

/// Parts of one compound amount: 10 km 8 m 6 cm.
const COMPOUND_MAX: usize = 4;

const BEFORE: Kinds = Kinds::one(Role::Before(Qualifier::Exact));
const PREFIX: Kinds = Kinds::one(Role::Prefix(0));
const VAGUE: Kinds = Kinds::one(Role::VagueScale(0));
const MULTIPLE: Kinds = Kinds::one(Role::Multiple(0));

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

/// A hedge and where its words stand.
#[derive(Clone, Copy)]
pub(super) struct Hedge {
    pub(super) qualifier: Qualifier,
    pub(super) tokens: (usize, usize),
}

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
        if let Some(next) = self.vague(hedge, after).or_else(|| self.multiple(after)) {
            return Some(next);
        }
        let change = at > 0 && self.is(at - 1, Role::Change).is_some();
        let from = self.is(after, Role::RangeFrom);
        let between = self.is(after, Role::RangeBetween);
        let open = between.or(from).unwrap_or(after);
        let (hedge, open) = if hedge.is_none() { self.hedge_or(hedge, open) } else { (hedge, open) };
        let mut first = self.part(open).or_else(|| if open == after { None } else { self.part(after) })?;
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
        while let Some(found) = self.role(next, power_of).filter(|_| exponent < 30) {
            exponent += found.what;
            next = found.next;
        }
        if exponent == 0 {
            return None;
        }
        let (unit, next_unit) = match self.unit_after(next, true) {
            Some((unit, tokens)) => (Some((unit, tokens)), tokens.1),
            None => (None, next),
        };
        let tail = self.tail(unit.map(|(unit, _)| unit), unit.map(|(_, tokens)| tokens), next_unit);
        let end = |exponent: i32, qualifier| {
            let worth = Exact::power_of_ten(exponent);
            Box::new(Figure { qualifier, shown: worth.clone(), grain: worth, rounded: false })
        };
        let value = Value::Range(end(exponent, Qualifier::AtLeast), end(exponent + 1, Qualifier::Below));
        self.out.mentions.push(Mention {
            range: self.range(hedge.map_or(at, |hedge| hedge.tokens.0), tail.next),
            figure: self.range(at, next),
            kind: kind_of(tail.unit.as_ref()),
            value,
            hedge: hedge.map(|hedge| self.range(hedge.tokens.0, hedge.tokens.1)),
            unit_range: tail.tokens.map(|(start, next)| self.range(start, next)),
            unit: tail.unit,
            others: Vec::new(),
            remarks: Vec::new(),
        });
        Some(tail.next)
    }

    /// "gấp đôi" is twice, "gấp rưỡi" one and a half times.
    fn multiple(&mut self, at: usize) -> Option<usize> {
        let found = self.role_of(at, MULTIPLE, |role| match role {
            Role::Multiple(tenths) => Some(i128::from(tenths)),
            _ => None,
        })?;
        let shown = Exact::scaled(found.what, -1);
        let range = self.range(at, found.next);
        self.out.mentions.push(Mention {
            range: range.clone(),
            figure: range,
            kind: Kind::Number,
            value: Value::Figure(Figure { qualifier: Qualifier::Exact, shown, grain: Exact::ONE, rounded: false }),
            unit: None,
            hedge: None,
            unit_range: None,
            others: Vec::new(),
            remarks: Vec::new(),
        });
        Some(found.next)
    }

    /// A date after a hedge: "about March 3"; the hedge is no part of it.
    fn dated(&mut self, at: usize) -> Option<usize> {
        let bare = self.class(at) == Class::Digits && !matches!(self.mark(at + 1), Some('/' | '-')) && self.width(at) < 4;
        if bare || self.is(at, Role::Article).is_some() { None } else { self.time(at).or_else(|| self.rank(at)) }
    }

    fn hedge_or(&self, hedge: Option<Hedge>, at: usize) -> (Option<Hedge>, usize) {
        let (found, after) = self.hedge(at);
        if found.is_some() { (found, after) } else { (hedge, at) }
    }

    /// Hedges before a figure, with the few words that may stand between: "ước đạt trên", "trên tổng số".
    pub(super) fn hedge(&self, at: usize) -> (Option<Hedge>, usize) {
        let mut hedge: Option<Hedge> = None;
        let mut next = at;
        let mut between = 0;
        let mut last = at;
        for _ in 0..HEDGES_MAX {
            let before = self.role_of(next, BEFORE, |role| match role {
                Role::Before(qualifier) => Some(qualifier),
                _ => None,
            });
            if let Some(Found { what, next: after }) = before {
                let known = hedge.map(|hedge| hedge.qualifier);
                let qualifier = match (known, what) {
                    (Some(first), Qualifier::About | Qualifier::Exact) if first != Qualifier::About => first,
                    _ => what,
                };
                hedge = Some(Hedge { qualifier, tokens: (at, after) });
                next = after;
                last = after;
                continue;
            }
            let filler = if hedge.is_some() && between < BETWEEN_MAX { self.is(next, Role::Between) } else { None };
            match filler {
                Some(after) if !self.number_starts(next) => {
                    next = after;
                    between += 1;
                }
                _ => break,
            }
        }
        if hedge.is_some() && between > 0 && !self.number_starts(next) {
            return (hedge, last);
        }
        (hedge, if hedge.is_some() { next } else { at })
    }

    fn number_starts(&self, at: usize) -> bool {
        let sign = self.class(at) == Class::Mark && self.class(at + 1) == Class::Digits && self.glued(at + 1);
        self.class(at) == Class::Digits
            || sign
            || self.number_word(at)
            || self.is(at, Role::Minus).is_some()
            || self.is(at, Role::Article).is_some()
    }

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
    fn short_money(&self, amount: Amount) -> Amount {
        let short = self.role(amount.next, |role| match role {
            Role::ShortScale(exponent) => Some(i32::from(exponent)),
            _ => None,
        });
        match short.filter(|found| !amount.scaled && self.glued(amount.next) && self.ends_clean(found.next)) {
            Some(found) => Amount { next: found.next, plain: false, ..amount.scaled_by(&Exact::power_of_ten(found.what)) },
            None => amount,
        }
    }

    fn digits_after(&self, at: usize) -> bool {
        let near = matches!(self.gap(at), Gap::None | Gap::Space | Gap::Line | Gap::Bound(_));
        let word = at > 0 && self.class(at - 1) == Class::Mark && self.class(at) == Class::Word && self.number_word(at);
        let minus = matches!(self.mark(at), Some('-' | '−' | '.')) && self.glued(at + 1) && self.class(at + 1) == Class::Digits;
        near && (self.class(at) == Class::Digits || minus || word)
    }

    /// "half a day", "half million": one half of what follows.
    fn half_first(&self, at: usize) -> Option<Amount> {
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
    fn one_part(&self, at: usize) -> Option<Amount> {
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
    fn one_unit(&self, at: usize) -> Option<Amount> {
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
    fn and_half(&self, mut amount: Amount) -> Amount {
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
    fn fraction_at(&self, at: usize) -> Option<(Exact, usize)> {
        let amount = self.amount(at).filter(|amount| amount.value < Exact::ONE)?;
        let (_, bottom) = amount.fraction.as_ref()?;
        (*bottom != Exact::ONE).then(|| (amount.value.clone(), amount.next))
    }

    /// Where the unit may stand: after "de" in "millions de dollars", "1/4 de milla".
    fn unit_place(&self, amount: &Amount) -> usize {
        let joins = amount.scaled || amount.fraction.is_some();
        let after = if joins { self.is(amount.next, Role::UnitOf) } else { None };
        after.filter(|after| self.role(*after, unit_of).is_some() || self.is(*after, Role::Noun).is_some()).unwrap_or(amount.next)
    }

    fn with_unit(&self, start: usize, amount: Amount) -> Option<Part> {
        let next = self.unit_place(&amount);
        if let Some(kelvin) = self.locale.kelvin.filter(|_| self.is_kelvin(next)) {
            return Some(Part { start, amount, unit: Some(kelvin), unit_tokens: Some((next, next + 1)), next: next + 1 });
        }
        let money = if amount.scaled { self.money_at(next) } else { None };
        if let Some((unit, tokens)) = money.or_else(|| self.unit_after(next, amount.digits)) {
            if !self.ends_clean(tokens.1) && !self.smaller_follows(tokens.1) {
                return None;
            }
            let mut part = Part { start, amount, unit: Some(unit), unit_tokens: Some(tokens), next: tokens.1 };
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

    /// "3p20s": glued digits with a unit of their own.
    fn smaller_follows(&self, at: usize) -> bool {
        self.class(at) == Class::Digits && self.glued(at + 1) && self.unit_after(at + 1, true).is_some()
    }

    /// "2 năm rưỡi", "one hour and a half"
    fn half_unit(&self, part: &mut Part) {
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
    fn money_at(&self, at: usize) -> Option<(u16, (usize, usize))> {
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
    fn careful_fits(&self, at: usize, next: usize, digits: bool) -> bool {
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
    fn ends_clean(&self, at: usize) -> bool {
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

    fn money_follows(&self, at: usize) -> bool {
        self.role(at, |role| matches!(role, Role::Prefix(_)).then_some(()))
            .is_some_and(|found| self.class(found.next) == Class::Digits)
    }

    /// "5-star": digits with a hyphen and a word that is no unit are a name.
    fn number_ends_in_word(&self, at: usize) -> bool {
        self.class_before(at) == Class::Digits
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
        let mention = Mention {
            range: self.range(start, next),
            figure: self.range(figure_start, part.amount.next),
            kind: kind_of(tail.unit.as_ref()),
            value: Value::Figure(figure(&amount, qualifier, tail.unit.as_ref())),
            hedge: hedge.map(|hedge| self.range(hedge.tokens.0, hedge.tokens.1)),
            unit_range: tail.tokens.map(|(start, next)| self.range(start, next)),
            unit: tail.unit,
            others,
            remarks,
        };
        self.out.mentions.push(mention);
        Some(next)
    }

    /// Whether brackets around an amount are the accountant's minus: after a word that the amount completes, or in a cell of a table.
    /// Elsewhere they set an aside apart.
    fn is_accounted(&self, part: &Part, tail: &Tail) -> bool {
        let brackets = part.start > 0
            && self.mark(part.start - 1) == Some('(')
            && self.glued(part.start)
            && self.mark(tail.next) == Some(')')
            && self.glued(tail.next);
        if !brackets || !part.amount.digits || part.amount.value.is_negative() {
            return false;
        }
        let (open, close) = (part.start - 1, tail.next);
        let ends = |at: usize| matches!(self.gap(at), Gap::Wide | Gap::Line) || matches!(self.mark(at), Some('|'));
        let cell = ends(open) && ends(close + 1);
        let governed = (1..=3.min(open)).any(|back| self.is(open - back, Role::Governs) == Some(open));
        let money = part.unit.is_some_and(|unit| self.locale.is_money(unit));
        (money && (governed || cell)) || (cell && part.unit.is_none() && tail.unit.is_none() && !part.amount.plain)
    }

    /// "a result of ($99.99)": below nought; the amount as it is written stays as another reading.
    fn push_accounted(&mut self, part: Part, tail: Tail) -> Option<usize> {
        let amount = Amount { value: -&part.amount.value, ..part.amount.clone() };
        let written = figure(&part.amount, Qualifier::Exact, tail.unit.as_ref());
        let why = "the brackets may only set it apart".to_owned();
        let start = part.unit_tokens.filter(|(unit, _)| *unit == part.start).map_or(part.start, |(_, next)| next);
        let text = "brackets around an amount that completes its phrase are the accountant's minus".to_owned();
        self.out.mentions.push(Mention {
            range: self.range(part.start - 1, tail.next + 1),
            figure: self.range(start, part.amount.next),
            kind: kind_of(tail.unit.as_ref()),
            value: Value::Figure(figure(&amount, Qualifier::Exact, tail.unit.as_ref())),
            hedge: None,
            unit_range: tail.tokens.map(|(start, next)| self.range(start, next)),
            unit: tail.unit,
            others: vec![OtherReading { value: Value::Figure(written), why }],
            remarks: vec![Remark { code: "number/brackets", text }],
        });
        Some(tail.next + 1)
    }

    /// "mười mốt", "linh lăm": number words that never follow each other are a problem, not a value.
    fn misspoken(&mut self, part: &Part) -> Option<usize> {
        if part.amount.digits {
            return None;
        }
        let wrong = (part.start + 1..part.amount.next).any(|at| {
            let least = self.role(at, |role| match role {
                Role::AfterTens(tens) => Some(tens),
                _ => None,
            });
            let follows = |least| {
                self.role(at - 1, |role| match role {
                    Role::And => Some(()),
                    Role::Tens(tens) if tens < least => Some(()),
                    _ => None,
                })
            };
            least.and_then(|found| follows(found.what)).is_some()
        });
        if !wrong {
            return None;
        }
        let range = self.range(part.start, part.amount.next);
        let text = "its last word never follows the one before it".to_owned();
        self.out.problems.push(Trouble { range, code: "number/words", text });
        Some(part.next)
    }

    /// "to - 20 °C": a temperature with a spaced minus.
    fn below_zero(&self, mut part: Part) -> Part {
        let degrees = part.unit.and_then(|unit| self.locale.unit_at(unit)).is_some_and(|unit| is_temperature(&unit.measure));
        let spaced = part.start > 1
            && matches!(self.mark(part.start - 1), Some('-' | '−' | '–'))
            && !self.glued(part.start - 1)
            && !self.glued(part.start)
            && self.class(part.start - 2) == Class::Word;
        if degrees && spaced && part.amount.plain {
            part.start -= 1;
            part.amount.value = -&part.amount.value;
        }
        part
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

    /// "9/12 huyện": both numbers count the same noun.
    fn push_ratio(&mut self, part: &Part, hedge: Option<Hedge>, tail: Tail, top: Exact, bottom: Exact) -> Option<usize> {
        let slash = (part.start..part.amount.next).find(|at| matches!(self.mark(*at), Some('/' | '⁄' | '∕')))?;
        self.push_counts(hedge, (top, part.start..slash), (bottom, slash + 1..part.amount.next), tail)
    }

    /// "2 trên 5 xã", "2 trên tổng số 5": a word that is "over" between whole numbers, the second no smaller, makes them part and whole.
    fn said_ratio(&mut self, hedge: Option<Hedge>, first: &Part) -> Option<usize> {
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
    fn push_counts(
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
            self.out.mentions.push(Mention {
                range: self.range(start, end.unwrap_or(tokens.end)),
                figure: self.range(tokens.start, tokens.end),
                kind: Kind::Number,
                value: Value::Figure(Figure { qualifier, shown: value, grain: Exact::ONE, rounded: false }),
                unit: tail.unit.clone(),
                hedge: hedge.filter(|_| end.is_none()).map(|hedge| self.range(hedge.tokens.0, hedge.tokens.1)),
                unit_range: tail.tokens.map(|(start, next)| self.range(start, next)),
                others: Vec::new(),
                remarks: Vec::new(),
            });
        }
        Some(tail.next)
    }

    /// The hedge of a figure with what stands after it: "about 500 or more", "less than 5000 or equal".
    fn with_after(&self, hedge: Option<Hedge>, at: usize) -> (Option<Hedge>, usize) {
        if let (Some(hedge), Some(next)) = (hedge, self.is(at, Role::OrEqual)) {
            let qualifier = match hedge.qualifier {
                Qualifier::Above => Qualifier::AtLeast,
                Qualifier::Below => Qualifier::AtMost,
                other => other,
            };
            return (Some(Hedge { qualifier, ..hedge }), next);
        }
        let (after, next) = self.after_hedge(at);
        match (hedge, after) {
            (Some(before), Some(after)) if before.qualifier == Qualifier::About => {
                (Some(Hedge { qualifier: after.qualifier, tokens: before.tokens }), next)
            }
            (Some(before), Some(_)) => (Some(before), next),
            (None, Some(after)) => (Some(after), next),
            (hedge, None) => (hedge, at),
        }
    }

    /// A hedge after the figure: "trở lên", "or more".
    fn after_hedge(&self, at: usize) -> (Option<Hedge>, usize) {
        let found = self.role(at, |role| match role {
            Role::After(qualifier) => Some(qualifier),
            _ => None,
        });
        match found {
            Some(found) => (Some(Hedge { qualifier: found.what, tokens: (at, found.next) }), found.next),
            None => (None, at),
        }
    }

    /// Amounts in falling units that make one: "5 feet 2 inches", "2 đô 23 xu", "3p20s".
    fn compound(&self, first: Part) -> Part {
        let mut whole = first;
        for _ in 0..COMPOUND_MAX {
            let Some(unit) = whole.unit else { return whole };
            // "3,5 ha, 500 m²" and "£300k, 20p" are lists: what has smaller parts is whole
            if whole.amount.scaled || whole.amount.grain < Exact::ONE {
                return whole;
            }
            let at = self.compound_joint(whole.next);
            if whole.unit_tokens.is_none_or(|(start, _)| start < whole.amount.next && start != whole.start) {
                return whole;
            }
            let Some(more) = self.part(at).filter(|more| more.unit_tokens.is_some_and(|(unit, _)| unit > more.start)) else {
                return whole;
            };
            let Some(smaller) = more.unit else { return whole };
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

    fn compound_joint(&self, at: usize) -> usize {
        let comma = if self.mark(at) == Some(',') && self.glued(at) { at + 1 } else { at };
        self.either(comma, Role::And, Role::RangeAnd).unwrap_or(comma)
    }

    fn joined(&self, whole: &Part, unit: u16, more: &Part, smaller: u16) -> Option<(Exact, u16, Exact)> {
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

    /// Whether what was read is a figure at all.
    fn is_figure(&self, part: &Part, tail: &Tail, hedge: Option<Hedge>) -> bool {
        let amount = &part.amount;
        if let Some((top, bottom)) = &amount.fraction {
            if self.is(part.next, Role::ShareOf).is_some() {
                return true;
            }
            let could_be_day = *top <= Exact::int(31) && *bottom <= Exact::int(12) && *bottom != Exact::ONE;
            let alone = tail.unit.is_none() && hedge.is_none();
            return !(alone
                && amount.digits
                && self.slice(part.start).len() <= 2
                && could_be_day
                && (self.locale.shy || top >= bottom)
                && self.has_slash(part));
        }
        if amount.plain && part.unit.is_none() && self.follows_day_cue(part.start) {
            return false;
        }
        if amount.padded && tail.unit.is_none() {
            return amount.next == part.start + 1 && self.width(part.start) == 2;
        }
        if amount.digits || !amount.shy {
            return true;
        }
        self.shy_word_counts(part, tail, hedge)
    }

    /// A day of a month that is not said: "ngày 3 hằng tháng".
    fn follows_day_cue(&self, at: usize) -> bool {
        (1..=2.min(at)).any(|back| self.is(at - back, Role::DayCue) == Some(at)) && self.width(at) <= 2
    }

    fn has_slash(&self, part: &Part) -> bool {
        (part.start..part.amount.next).any(|at| self.mark(at) == Some('/'))
    }

    /// A single number word counts before a unit or a listed noun, or where it stands alone.
    fn shy_word_counts(&self, part: &Part, tail: &Tail, hedge: Option<Hedge>) -> bool {
        if part.unit.is_some() {
            return true;
        }
        let weak = self.is(part.start, Role::Weak).is_some();
        let other = self.role(part.start, unit_of).is_some();
        let free_before = !other && (part.start == 0 || self.class(part.start - 1) == Class::Mark);
        let free_after = matches!(self.class(part.next), Class::End | Class::Mark);
        if weak || part.amount.value.is_zero() {
            return !self.locale.shy && (!weak || (free_before && free_after));
        }
        tail.listed || (free_before && free_after) || (!self.locale.shy) || (hedge.is_some() && tail.unit.is_some())
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

fn is_temperature(measure: &Measure) -> bool {
    matches!(measure, Measure::Measured { dimension, .. } if matches!(dimension.as_str(), "celsius" | "fahrenheit" | "kelvin"))
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
    Figure { qualifier, shown: amount.value.clone(), grain: amount.grain.clone(), rounded }
}

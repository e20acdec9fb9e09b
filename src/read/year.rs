//! Years and quarters: the year after a date, a year or quarter alone, in digits, Roman numbers or words.
//!
//! Four digits are a year only after a word or date that says so.

use super::Scanner;
use super::time::{Cue, Evidence, Written, YEARS};
use crate::date::{Date, Part};
use crate::locale::lex::Class;
use crate::locale::words::Role;

impl Scanner<'_> {
    /// "quý II/2022", "Q3 2019", "the fourth quarter of 2018"
    pub(super) fn quarter(&self, at: usize) -> Option<Written> {
        let (quarter, next) = self.quarter_number(at)?;
        let (year, next) = self.year_after(next, false).map_or((None, next), |(year, next)| (Some(year), next));
        let date = Date::new(year, Part::Quarter(i8::try_from(quarter).ok()?));
        Some(Written { date, figure: at, next, remark: None, order: Evidence::None })
    }

    fn quarter_number(&self, at: usize) -> Option<(i64, usize)> {
        if let Some(found) = self.role(at, quarter_word) {
            return Some((i64::from(found.what), found.next));
        }
        if let Some(cue) = self.is(at, Role::QuarterCue) {
            let number = self.small(cue, 1, 4).or_else(|| self.roman(cue).filter(|(value, _)| (1..=4).contains(value)));
            return number.filter(|_| !self.glued(cue));
        }
        let (rank, next) = self.rank_number(at).filter(|(rank, _)| (1..=4).contains(rank))?;
        let cue = self.is(next, Role::QuarterCue)?;
        self.year_after(cue, false).map(|_| (rank, cue))
    }

    /// "năm 2022", "year 2022"
    pub(super) fn year_of(&self, at: usize) -> Option<Written> {
        let cue = self.is(at, Role::YearCue)?;
        let (year, next) = self.year_number(cue)?;
        Some(Written { date: Date::new(Some(year), Part::Year), figure: cue, next, remark: None, order: Evidence::None })
    }

    /// "in 2014": four digits after a word that dates.
    pub(super) fn cued_year(&self, at: usize, cue: Cue) -> Option<Written> {
        let year = self.plain_digits(at, 4)?;
        let after = self.is(at + 1, Role::AfterYear);
        let cue = if self.is(at + 1, Role::Onward).is_some() { Cue::Year } else { cue };
        let cued = cue >= Cue::Year && self.width(at) == 4 && YEARS.contains(&year);
        if (!cued && after.is_none())
            || !(self.locale.bare_days || self.ends_phrase(at + 1))
            || !self.ends_number(at + 1)
            || self.unit_follows(at + 1)
            || self.is(at + 1, Role::Noun).is_some()
        {
            return None;
        }
        Some(Written {
            date: Date::new(i16::try_from(year).ok(), Part::Year),
            figure: at,
            next: after.unwrap_or(at + 1),
            remark: None,
            order: Evidence::None,
        })
    }

    /// Whether nothing that could be counted follows: "đến 2030 đạt", but not "đến 2030 người".
    fn ends_phrase(&self, at: usize) -> bool {
        matches!(self.class(at), Class::End | Class::Mark)
            || self.is(at, Role::Stop).is_some()
            || self.is(at, Role::Onward).is_some()
    }

    /// The year after a day, month or quarter: ", 2015", "/2022", "năm 2022", "của năm 2018".
    pub(super) fn year_after(&self, at: usize, cue_needed: bool) -> Option<(i16, usize)> {
        let mut next = at;
        if matches!(self.mark(next), Some(',' | '/' | '-' | '.' | '(' | '–' | '\'' | '’')) {
            if !matches!(self.mark(next), Some(',' | '(')) && (!self.glued(next) || !self.glued(next + 1)) {
                return None;
            }
            next += 1;
        }
        next = self.past_of(next);
        if let Some(cue) = self.is(next, Role::YearCue) {
            return self.year_number(cue);
        }
        if cue_needed {
            return None;
        }
        self.plain_year(next)
    }

    /// "abril del 87": two digits above every day of a month.
    pub(super) fn short_year(&self, at: usize) -> Option<(i16, usize)> {
        let mut next = at;
        next = self.past_of(next);
        let year =
            self.plain_digits(next, 2).filter(|year| *year > 31 && self.ends_number(next + 1) && !self.unit_follows(next + 1))?;
        let year = if year < 50 { 2000 + year } else { 1900 + year };
        Some((i16::try_from(year).ok()?, next + 1))
    }

    /// Four digits that are a year.
    pub(super) fn plain_year(&self, at: usize) -> Option<(i16, usize)> {
        let year = self.plain_digits(at, 4).filter(|year| self.width(at) == 4 && (1000..2200).contains(year))?;
        if !self.ends_number(at + 1) {
            return None;
        }
        let next = self.is(at + 1, Role::AfterYear).unwrap_or(at + 1);
        Some((i16::try_from(year).ok()?, next))
    }

    /// A year after a word for it: in digits, Roman numbers or words.
    fn year_number(&self, at: usize) -> Option<(i16, usize)> {
        if self.class(at) == Class::Digits {
            let wide = self.width(at) == 4
                || (self.width(at) == 3
                    && self.role(at + 1, |role| matches!(role, Role::Noun | Role::Unit(_)).then_some(())).is_none());
            let year = self.plain_digits(at, 4).filter(|year| wide && (100..2200).contains(year))?;
            return if self.ends_number(at + 1) { Some((i16::try_from(year).ok()?, at + 1)) } else { None };
        }
        if let Some((year, next)) = self.roman(at).filter(|(year, _)| (1000..2200).contains(year)) {
            return Some((i16::try_from(year).ok()?, next));
        }
        self.year_words(at)
    }

    /// "hai nghìn không trăm hai mươi", "một chín bảy lăm"
    fn year_words(&self, at: usize) -> Option<(i16, usize)> {
        let multiplies = |role| matches!(role, Role::Hundred | Role::TimesTen | Role::Scale(_)).then_some(());
        if self.role(at, multiplies).is_some() {
            return None; // "năm trăm" is five hundred
        }
        let first = self.small_words(at)?;
        if let Some((second, next)) = self.century_words(first.1).filter(|_| (10..=21).contains(&first.0)) {
            return Some((i16::try_from(first.0 * 100 + second).ok()?, next));
        }
        let amount = self.amount(at)?;
        let year = i16::try_from(amount.value.to_i128()?).ok().filter(|year| (100..2200).contains(year))?;
        let unit_follows = self.role(amount.next, |role| matches!(role, Role::Unit(_) | Role::Noun).then_some(())).is_some();
        (!unit_follows).then_some((year, amount.next))
    }

    /// The last two digits of a year said in two parts: "bảy lăm", "linh chín".
    fn century_words(&self, at: usize) -> Option<(i64, usize)> {
        let joined = self.is(at, Role::And).unwrap_or(at);
        let (value, next) = self.small_words(joined).filter(|(value, _)| *value < 100)?;
        let lone = value < 10 && joined == at;
        (!lone).then_some((value, next))
    }
}

pub(super) fn quarter_word(role: Role) -> Option<u8> {
    match role {
        Role::Quarter(quarter) => Some(quarter),
        _ => None,
    }
}

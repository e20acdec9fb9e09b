//! Periods in one expression: decades, terms, months of a year, and days that share their month.
//!
//! Two whole dates with a joint between them are the business of `time`.

use super::Scanner;
use super::time::{Cue, Evidence, Written, YEARS, new_date};
use crate::date::{Date, Part};
use crate::locale::lex::Class;
use crate::locale::words::{Found, Role};

impl Scanner<'_> {
    /// "những năm 1990", "the 1990s", "les années 90": ten years.
    pub(super) fn decade(&mut self, at: usize) -> Option<usize> {
        let cue = self.is(at, Role::DecadeCue);
        let start = cue.unwrap_or(at);
        // "the '90s", "gli anni '90"
        let short = cue.is_some() && matches!(self.mark(start), Some('\'' | '’')) && self.glued(start + 1);
        let start = if short { start + 1 } else { start };
        if let Some(found) = self.tens_word(start).filter(|_| cue.is_some_and(|cue| self.is(at, Role::Of) != Some(cue))) {
            let side = |year: i64| Date::new(i16::try_from(year).ok(), Part::Year).ok();
            self.push_period(at, start, found.next, Ok(side(1900 + found.what)), Ok(side(1909 + found.what)));
            return Some(found.next);
        }
        let plural = self.glued(start + 1) && matches!(self.slice(start + 1), "s" | "er");
        if cue.is_none() && !plural {
            return None;
        }
        let year = self.plain_digits(start, 4).filter(|year| year % 10 == 0)?;
        let year = match self.width(start) {
            4 if YEARS.contains(&year) || (1000..1900).contains(&year) => year,
            2 if cue.is_some() && year >= 30 => 1900 + year,
            _ => return None,
        };
        let next = if plural { start + 2 } else { start + 1 };
        if !self.ends_number(next) || self.is_dash(next) {
            return None;
        }
        let side = |year: i64| Date::new(i16::try_from(year).ok(), Part::Year).ok();
        self.push_period(at, start, next, Ok(side(year)), Ok(side(year + 9)));
        Some(next)
    }

    /// "gli anni novanta": a decade of the last century by its tens, with no number or noun after them.
    fn tens_word(&self, at: usize) -> Option<Found<i64>> {
        let found = self.role(at, |role| match role {
            Role::Tens(tens) if tens >= 20 => Some(i64::from(tens)),
            _ => None,
        })?;
        (self.role(found.next, crate::locale::unit_of).is_none() && !self.number_word(found.next)).then_some(found)
    }

    /// "nhiệm kỳ 2022-2025", "giai đoạn 2021 đến 2030"
    pub(super) fn term(&mut self, at: usize) -> Option<usize> {
        let cue = self.is(at, Role::PeriodCue)?;
        let start = if self.mark(cue) == Some(':') { cue + 1 } else { self.is(cue, Role::YearCue).unwrap_or(cue) };
        let (from, until, next) = self.years(start)?;
        self.push_period(
            at,
            start,
            next,
            Ok(Date::new(Some(from), Part::Year).ok()),
            Ok(Date::new(Some(until), Part::Year).ok()),
        );
        Some(next)
    }

    /// "2022-2025" without a cue: two years that could be.
    pub(super) fn bare_years(&mut self, at: usize) -> Option<usize> {
        if self.class(at) != Class::Digits || self.width(at) != 4 {
            return None;
        }
        if !YEARS.contains(&self.plain_digits(at, 4)?) {
            return None;
        }
        let (from, until, next) = self.years(at)?;
        let joined =
            matches!(self.mark(next), Some('-' | '/' | '.')) && self.glued(next) && self.class(next + 1) == Class::Digits;
        if joined
            || self.tokens.get(at + 1).is_some_and(|dash| dash.class != Class::Mark) && self.is(at + 1, Role::RangeTo).is_none()
        {
            return None;
        }
        self.push_period(at, at, next, Ok(Date::new(Some(from), Part::Year).ok()), Ok(Date::new(Some(until), Part::Year).ok()));
        Some(next)
    }

    /// Two rising years with a dash or "đến" between; the second may leave out its century.
    fn years(&self, at: usize) -> Option<(i16, i16, usize)> {
        let from = self.plain_digits(at, 4).filter(|year| self.width(at) == 4 && (1000..2200).contains(year))?;
        let slash = self.mark(at + 1) == Some('/') && self.glued(at + 1) && self.width(at + 2) == 2;
        let joint = if self.is_dash(at + 1) || slash { at + 2 } else { self.either(at + 1, Role::RangeTo, Role::Until)? };
        let joint = self.is(joint, Role::YearCue).unwrap_or(joint);
        let until = self.plain_digits(joint, 4)?;
        let until = match self.width(joint) {
            4 => until,
            2 if self.glued(joint) && from / 100 * 100 + until - from <= 10 => from / 100 * 100 + until,
            _ => return None,
        };
        if until <= from || (slash && until != from + 1) || until >= 2200 || !self.ends_number(joint + 1) {
            return None;
        }
        Some((i16::try_from(from).ok()?, i16::try_from(until).ok()?, joint + 1))
    }

    /// "6 tháng đầu năm 2022", "9 tháng năm 2022", "nửa đầu năm": months from an end of a year.
    pub(super) fn months_of_year(&mut self, at: usize) -> Option<usize> {
        if let Some((half, next)) = self.rank_number(at).filter(|(half, _)| (1..=2).contains(half))
            && let Some(next) = self.is(next, Role::HalfCue)
            && let Some((year, next)) = self.year_after(next, false)
        {
            return self.push_half(at, if half == 1 { 1 } else { 2 }, Some(year), next);
        }
        if let Some((half, next)) = self.role(at, half_year).map(|found| (found.what, found.next)) {
            return self.half_of(at, half, next);
        }
        let (count, next) = match self.is(at, Role::HalfCue) {
            Some(next) => (6, next),
            None => {
                let (count, next) = self.small(at, 1, 12)?;
                (count, self.is(next, Role::MonthCue)?)
            }
        };
        let (last, next, cued) = match (self.is(next, Role::FirstOfYear), self.is(next, Role::LastOfYear)) {
            (Some(next), _) => (false, next, true),
            (_, Some(next)) => (true, next, true),
            _ => (false, next, false),
        };
        let year = self.year_after(next, true).or_else(|| if cued { self.plain_year(next) } else { None });
        if !cued && (year.is_none() || self.is(next, Role::YearCue).is_none()) {
            return None;
        }
        let (year, next) = year.map_or((None, next), |(year, next)| (Some(year), next));
        let (from, until) = if last { (13 - count, 12) } else { (1, count) };
        let month = |month: i64| Date::new(year, Part::Month(i8::try_from(month).unwrap_or(1))).ok();
        self.push_period(at, at, next, Ok(month(from)), Ok(month(until)));
        Some(next)
    }

    /// "2019-H2"
    pub(super) fn year_half(&mut self, at: usize) -> Option<usize> {
        let (year, next) =
            self.plain_digits(at, 4).filter(|year| self.width(at) == 4 && YEARS.contains(year)).map(|year| (year, at + 1))?;
        let joint = if self.is_dash(next) { next + 1 } else { next };
        let half = self.role(joint, half_year)?;
        self.push_half(at, half.what, i16::try_from(year).ok(), half.next)
    }

    /// "H1 2022"
    fn half_of(&mut self, at: usize, half: u8, next: usize) -> Option<usize> {
        let (year, next) = self.year_after(next, false)?;
        self.push_half(at, half, Some(year), next)
    }

    fn push_half(&mut self, at: usize, half: u8, year: Option<i16>, next: usize) -> Option<usize> {
        let (from, until) = if half == 1 { (1, 6) } else { (7, 12) };
        let month = |month: i8| Date::new(year, Part::Month(month)).ok();
        self.push_period(at, at, next, Ok(month(from)), Ok(month(until)));
        Some(next)
    }

    /// "từ ngày 3-5/8", "4 to 22 January 1995", "January 4-22": two days of one month.
    pub(super) fn days_of_month(&mut self, at: usize, start: usize, cue: Cue) -> Option<usize> {
        let after_cue = self.is(start, Role::DayCue);
        let cue = if after_cue.is_some() { Cue::Day } else { cue };
        let start = after_cue.unwrap_or(start);
        if let Some((month, day_at)) = self.month(start).filter(|_| self.class(start) != Class::Digits) {
            return self.days_after_month(at, start, month, day_at);
        }
        let (low, next) = self.day_number(start)?;
        let from = start > at && after_cue.is_none();
        let to = if from { self.either(next, Role::RangeTo, Role::Until) } else { self.is(next, Role::RangeTo) };
        let joint = if self.is_dash(next) { next + 1 } else { to? };
        if self.month(joint).is_some_and(|(_, after)| self.dashed_year(start, after).is_some()) {
            return None;
        }
        let (second, _) = self.date(joint, cue)?;
        let named = self.class(joint) == Class::Digits
            && cue == Cue::Bare
            && self.tokens.get(joint + 1).is_some_and(|token| token.class == Class::Mark);
        if named {
            return None;
        }
        let until = second.date.ok()?;
        until.day().filter(|day| i64::from(*day) > low)?;
        let from = Date::new(until.year(), Part::Day { month: until.month()?, day: i8::try_from(low).ok()? }).ok()?;
        self.push_period(at, start, second.next, Ok(Some(from)), Ok(Some(until)));
        Some(second.next)
    }

    /// "30/4-1/5": a dash between two days makes both of them days.
    pub(super) fn two_days(&self, at: usize) -> bool {
        let slash = |at: usize| self.mark(at) == Some('/') && self.glued(at) && self.glued(at + 1);
        let day = |at: usize| self.plain_digits(at, 2).is_some() && slash(at + 1) && self.plain_digits(at + 2, 2).is_some();
        day(at) && self.is_dash(at + 3) && day(at + 4)
    }

    /// "ngày 3, 4/8", "ngày 3 và 4/8": days that share the month of the last.
    pub(super) fn days_listed(&mut self, at: usize, cue: Cue) -> Option<usize> {
        let day_cue = self.is(at, Role::DayCue);
        if day_cue.is_none() && cue != Cue::Day {
            return None;
        }
        let mut next = day_cue.unwrap_or(at);
        let mut days = Vec::new();
        while days.len() < 8 {
            let day = self.plain_digits(next, 2).filter(|day| (1..=31).contains(day))?;
            let joint = if self.mark(next + 1) == Some(',') && !self.glued(next + 2) {
                Some(next + 2)
            } else {
                self.is(next + 1, Role::RangeAnd)
            };
            let Some(after) = joint else { break };
            days.push((day, next));
            next = after;
        }
        if days.is_empty() {
            return None;
        }
        let (last, _) = self.date(next, Cue::Day)?;
        let date = last.date.ok()?;
        let month = i64::from(date.month().filter(|_| date.day().is_some())?);
        for (day, figure) in days {
            self.push_date(
                figure,
                &Written {
                    date: new_date(date.year(), month, day),
                    figure,
                    next: figure + 1,
                    remark: None,
                    order: Evidence::None,
                },
            );
        }
        self.push_date(next, &last);
        Some(last.next)
    }

    fn days_after_month(&mut self, at: usize, start: usize, month: i64, day_at: usize) -> Option<usize> {
        let (low, next) = self.day_number(day_at)?;
        let joint = if self.is_dash(next) { next + 1 } else { self.is(next, Role::RangeTo)? };
        let (high, next) = self.day_number(joint).filter(|(high, _)| *high > low)?;
        if self.month(next).is_some_and(|_| self.class(next) != Class::Digits) || !self.ends_number(next) {
            return None;
        }
        let (year, next) = self.year_after(next, false).map_or((None, next), |(year, next)| (Some(year), next));
        let day = |day: i64| new_date(year, month, day).ok();
        let (from, until) = (day(low)?, day(high)?);
        self.push_period(at, start, next, Ok(Some(from)), Ok(Some(until)));
        Some(next)
    }
}

fn half_year(role: Role) -> Option<u8> {
    match role {
        Role::HalfYear(half) => Some(half),
        _ => None,
    }
}

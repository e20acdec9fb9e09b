//! Days: one date as written, in digits or words, in any of the orders that languages use.
//!
//! What stands before it, and periods made of two, are the business of `time` and `period`.

use super::Scanner;
use super::time::{Cue, Evidence, Written, YEARS, new_date};
use super::year::quarter_word;
use crate::date::{Date, DateError, Part};
use crate::locale::Order;
use crate::locale::lex::{Class, Gap};
use crate::locale::words::Role;

impl Scanner<'_> {
    /// A date and the place where its words begin.
    pub(super) fn date(&self, at: usize, cue: Cue) -> Option<(Written, usize)> {
        let mut cue = cue;
        let mut next = at;
        let mut begin = at;
        let weekday = self.role(next, |role| match role {
            Role::Weekday(day) => Some(day),
            _ => None,
        });
        if let Some(after) = &weekday {
            next = after.next;
            if matches!(self.mark(next), Some(',' | '(' | '.')) {
                next += 1;
            }
            cue = Cue::Day;
        }
        if let Some(after) = self.is(next, Role::PartOfDay) {
            begin = if next == at { after } else { begin };
            next = after;
            cue = Cue::Day;
        }
        let article = self.article(next);
        if next == at {
            begin = article;
        }
        next = article;
        if let Some(after) = self.is(next, Role::DayCue) {
            next = after;
            cue = Cue::Day;
        }
        let mut written = self.body(next, cue)?;
        if let Some(weekday) = weekday
            && let Some((day, _)) = written.date.as_ref().ok().and_then(Date::days)
            && day.weekday().to_monday_one_offset() != i8::try_from(weekday.what).unwrap_or(0)
        {
            written.remark = Some("date/weekday");
        }
        Some((written, begin))
    }

    /// The place after the few words that may stand between the parts of a date: "of the".
    pub(super) fn past_of(&self, at: usize) -> usize {
        let mut next = at;
        for _ in 0..3 {
            next = self.is(next, Role::Of).unwrap_or(next);
        }
        next
    }

    fn article(&self, at: usize) -> usize {
        if self.locale.bare_days { self.is(at, Role::Of).unwrap_or(at) } else { at }
    }

    /// A date without the words before it.
    fn body(&self, at: usize, cue: Cue) -> Option<Written> {
        if self.class(at) == Class::Digits {
            return self
                .numeric(at)
                .or_else(|| self.spaced(at))
                .or_else(|| self.year_month_day(at))
                .or_else(|| self.day_and_month(at))
                .or_else(|| self.signed(at))
                .or_else(|| self.month_year(at))
                .or_else(|| self.year_first(at))
                .or_else(|| self.short(at, cue))
                .or_else(|| self.dotted(at, cue))
                .or_else(|| self.quarter(at))
                .or_else(|| self.cued_year(at, cue));
        }
        self.day_and_month(at)
            .or_else(|| self.dotted(at, cue))
            .or_else(|| self.month_first(at, cue))
            .or_else(|| self.quarter(at))
            .or_else(|| self.year_of(at))
            .or_else(|| self.signed(at))
    }

    /// "16 06 2022"
    fn spaced(&self, at: usize) -> Option<Written> {
        let widths = [self.width(at), self.width(at + 1), self.width(at + 2)];
        let apart = self.gap(at + 1) == Gap::Space && self.gap(at + 2) == Gap::Space;
        if widths != [2, 2, 4] || !apart || !self.ends_number(at + 3) {
            return None;
        }
        let (one, two) = (self.plain_digits(at, 2)?, self.plain_digits(at + 1, 2)?);
        let year = self.plain_digits(at + 2, 4).filter(|year| YEARS.contains(year))?;
        let (date, order) = self.ordered(one, two, i16::try_from(year).ok());
        date.is_ok().then_some(Written { date, figure: at, next: at + 3, remark: order.remark(), order })
    }

    /// "16/6/2022", "2022-06-16", "16.6.22"
    fn numeric(&self, at: usize) -> Option<Written> {
        let mark = self.mark(at + 1).filter(|mark| matches!(mark, '/' | '-' | '.' | '–'))?;
        let glued = (1..=4).all(|step| self.glued(at + step));
        if !glued || self.mark(at + 3) != Some(mark) {
            return None;
        }
        let parts = [at, at + 2, at + 4].map(|index| self.plain_digits(index, 4));
        let [Some(one), Some(two), Some(three)] = parts else { return None };
        let widths = [self.width(at), self.width(at + 2), self.width(at + 4)];
        if !self.ends_date(at + 5) {
            return None;
        }
        let short = |year: i64| if year < 50 { 2000 + year } else { 1900 + year };
        let ((date, order), remark) = match widths {
            [4, 1 | 2, 1 | 2] => ((new_date(i16::try_from(one).ok(), two, three), Evidence::None), None),
            [1 | 2, 1 | 2, 4] => (self.ordered(one, two, i16::try_from(three).ok()), None),
            [1 | 2, 1 | 2, 2] if mark != '.' || self.locale.order == Order::DayMonth => {
                let found = self.ordered(one, two, i16::try_from(short(three)).ok());
                if found.0.is_err() {
                    return None;
                }
                (found, Some("date/two-digit-year"))
            }
            _ => return None,
        };
        if mark == '.' && date.is_err() && !matches!(widths, [_, _, 4]) {
            return None;
        }
        Some(Written { date, figure: at, next: at + 5, remark: order.remark().or(remark), order: order.of_mark(mark) })
    }

    /// Day and month in the order of the locale; the other order only where the first cannot be and the language knows both.
    fn ordered(&self, one: i64, two: i64, year: Option<i16>) -> (Result<Date, DateError>, Evidence) {
        let (day, month) = if self.locale.order == Order::MonthDay { (two, one) } else { (one, two) };
        let date = new_date(year, month, day);
        let other = new_date(year, day, month).ok().filter(|_| !self.locale.strict_days);
        match (date, other) {
            (Err(_), Some(other)) => (Ok(other), Evidence::Foreign),
            (Ok(date), Some(other)) if date != other => (Ok(date), Evidence::Either(other)),
            (Ok(date), None) => (Ok(date), Evidence::Own),
            (date, _) => (date, Evidence::None),
        }
    }

    /// "16 tháng 6 năm 2022", "4th of July 1995", "14april 2015", "31/Oct/1974"
    fn day_and_month(&self, at: usize) -> Option<Written> {
        let (day, next) = self.day_number(at)?;
        let mut joint = next;
        if let Some(after) = self.is(joint, Role::DayCue) {
            joint = after;
        }
        if matches!(self.mark(joint), Some('/' | '-' | '.')) {
            joint += 1;
        }
        joint = self.past_of(joint);
        let (month, next) = self.month(joint)?;
        if self.class(joint) == Class::Digits
            || self.role(next, crate::locale::unit_of).is_some()
                && self.is(next, Role::YearCue).is_none()
                && self.is(joint, Role::MonthCue).is_some()
        {
            return None;
        }
        let dashed = self.dashed_year(at, next);
        let (year, next) = dashed
            .or_else(|| self.year_after(next, false))
            .or_else(|| self.short_year(next))
            .map_or((None, next), |(year, next)| (Some(year), next));
        let remark = dashed.map(|_| "date/two-digit-year");
        Some(Written { date: new_date(year, month, day), figure: at, next, remark, order: Evidence::None })
    }

    /// The year of "10-Apr-15": two digits after a second dash like the one after the day.
    pub(super) fn dashed_year(&self, at: usize, after_month: usize) -> Option<(i16, usize)> {
        let mark = self.mark(at + 1).filter(|mark| matches!(mark, '-' | '/'))?;
        let glued = (at + 1..=after_month + 1).all(|token| self.glued(token));
        let year = self.plain_digits(after_month + 1, 2).filter(|_| glued && self.mark(after_month) == Some(mark))?;
        let year = if year < 50 { 2000 + year } else { 1900 + year };
        let ends = self.width(after_month + 1) == 2 && self.class(at) == Class::Digits && self.ends_number(after_month + 2);
        Some((i16::try_from(year).ok().filter(|_| ends)?, after_month + 2))
    }

    /// "March 3, 2015", "tháng 7/2022", "May 2020"
    fn month_first(&self, at: usize, cue: Cue) -> Option<Written> {
        let (month, next) = self.month(at)?;
        let cue_word = self.is(at, Role::MonthCue).is_some();
        let dash = if matches!(self.mark(next), Some('-' | '/' | '.')) && self.glued(next + 1) { next + 1 } else { next };
        if !cue_word
            && let Some((day, after)) = self.day_number(self.is(dash, Role::Of).unwrap_or(dash))
            && (self.ends_day(after) || self.year_after(after, false).is_some())
        {
            let (year, next) = self.year_after(after, false).map_or((None, after), |(year, next)| (Some(year), next));
            return Some(Written { date: new_date(year, month, day), figure: at, next, remark: None, order: Evidence::None });
        }
        let month_part = Part::Month(i8::try_from(month).unwrap_or(1));
        let short = if cue_word { None } else { self.short_year(next) };
        if let Some((year, next)) = self.year_after(next, false).or(short) {
            return Some(Written {
                date: Date::new(Some(year), month_part),
                figure: at,
                next,
                remark: None,
                order: Evidence::None,
            });
        }
        let weak = self.is(at, Role::WeakMonth).is_some() && cue == Cue::Bare;
        if weak || (!cue_word && !self.is_capital(at) && (cue == Cue::Bare || self.is(at, Role::SmallMonth).is_none())) {
            return None;
        }
        Some(Written { date: Date::new(None, month_part), figure: at, next, remark: None, order: Evidence::None })
    }

    fn is_capital(&self, at: usize) -> bool {
        self.slice(at).chars().next().is_some_and(|first| !first.is_lowercase())
    }

    /// Whether a day of a month ends here: "March 2,000" has none.
    fn ends_day(&self, at: usize) -> bool {
        self.ends_number(at)
            && self.role(at, |role| matches!(role, Role::Scale(_)).then_some(())).is_none()
            && !matches!(self.mark(at), Some('%'))
    }

    /// "7/2022", "02/2025", "12-2015"
    fn month_year(&self, at: usize) -> Option<Written> {
        let month = self.plain_digits(at, 2).filter(|month| (1..=12).contains(month))?;
        let year = self.plain_digits(at + 2, 4).filter(|year| self.width(at + 2) == 4 && (1500..2200).contains(year))?;
        let mark = matches!(self.mark(at + 1), Some('/' | '-' | '.')) && self.glued(at + 1) && self.glued(at + 2);
        if !mark || !self.ends_number(at + 3) || (self.mark(at + 1) == Some('.') && self.width(at) != 2) {
            return None;
        }
        let month = Part::Month(i8::try_from(month).ok()?);
        Some(Written {
            date: Date::new(i16::try_from(year).ok(), month),
            figure: at,
            next: at + 3,
            remark: None,
            order: Evidence::None,
        })
    }

    /// "2015-12", "2019 q1", "2019-H2"
    fn year_first(&self, at: usize) -> Option<Written> {
        let year = self.plain_digits(at, 4).filter(|year| self.width(at) == 4 && YEARS.contains(year))?;
        let year = i16::try_from(year).ok();
        let joint = if self.is_dash(at + 1) { at + 2 } else { at + 1 };
        if let Some(found) = self.role(joint, quarter_word) {
            let quarter = Part::Quarter(i8::try_from(found.what).ok()?);
            return Some(Written {
                date: Date::new(year, quarter),
                figure: at,
                next: found.next,
                remark: None,
                order: Evidence::None,
            });
        }
        if let Some((quarter, next)) = self.rank_number(joint).filter(|(rank, _)| (1..=4).contains(rank))
            && let Some(next) = self.is(next, Role::QuarterCue)
        {
            let quarter = Part::Quarter(i8::try_from(quarter).ok()?);
            return Some(Written { date: Date::new(year, quarter), figure: at, next, remark: None, order: Evidence::None });
        }
        let mark = self.mark(at + 1) == Some('-') && self.glued(at + 1) && self.glued(at + 2);
        let month = self.plain_digits(at + 2, 2).filter(|month| mark && (1..=12).contains(month))?;
        if !self.ends_number(at + 3) {
            return None;
        }
        let month = Part::Month(i8::try_from(month).ok()?);
        Some(Written { date: Date::new(year, month), figure: at, next: at + 3, remark: None, order: Evidence::None })
    }

    /// "2020/Sep/23"
    fn year_month_day(&self, at: usize) -> Option<Written> {
        let year = self.plain_digits(at, 4).filter(|year| self.width(at) == 4 && YEARS.contains(year))?;
        let joined = |at: usize| matches!(self.mark(at), Some('/' | '-' | '.')) && self.glued(at) && self.glued(at + 1);
        let (month, next) = self.month(at + 2).filter(|_| joined(at + 1) && self.class(at + 2) == Class::Word)?;
        let day = self.plain_digits(next + 1, 2).filter(|_| joined(next) && self.ends_number(next + 2))?;
        Some(Written {
            date: new_date(i16::try_from(year).ok(), month, day),
            figure: at,
            next: next + 2,
            remark: None,
            order: Evidence::None,
        })
    }

    /// "3/8" after a cue; "3-8" and "3.8" only after one that names a day.
    fn short(&self, at: usize, cue: Cue) -> Option<Written> {
        let mark = self.mark(at + 1).filter(|_| self.glued(at + 1) && self.glued(at + 2))?;
        let fits = match mark {
            '/' => cue >= Cue::Some || self.opens_sentence(at) || (self.width(at) == 2 && self.slice(at + 2).starts_with('0')),
            '.' if self.locale.dotted_days => self.mark(at + 3) == Some('.') || cue == Cue::Day,
            '-' | '.' => cue == Cue::Day,
            _ => false,
        };
        let (one, two) = (self.plain_digits(at, 2)?, self.plain_digits(at + 2, 2)?);
        if !fits || !self.ends_date(at + 3) || self.unit_follows(at + 3) || self.is(at + 3, Role::Noun).is_some() {
            return None;
        }
        let (date, order) = self.ordered(one, two, None);
        if date.is_err() && (mark != '/' || cue != Cue::Day) {
            return None;
        }
        let dot = usize::from(mark == '.' && self.mark(at + 3) == Some('.') && self.glued(at + 3));
        Some(Written { date, figure: at, next: at + 3 + dot, remark: order.remark(), order: order.of_mark(mark) })
    }

    /// "am 27. 11.", "den siebten vierten": day and month as ranks.
    fn dotted(&self, at: usize, cue: Cue) -> Option<Written> {
        if !self.locale.dotted_days || cue < Cue::Year {
            return None;
        }
        let dot = |at: usize| if self.mark(at) == Some('.') && self.glued(at) { Some(at + 1) } else { None };
        let (day, next) = match self.class(at) {
            Class::Digits => (self.plain_digits(at, 2)?, dot(at + 1)?),
            _ => self.rank_number(at)?,
        };
        let next = if self.mark(next) == Some('/') { next + 1 } else { next };
        let (month, next) = match self.class(next) {
            Class::Digits => (self.plain_digits(next, 2)?, dot(next + 1)?),
            _ => self.rank_number(next)?,
        };
        let date = new_date(None, month, day);
        date.is_ok().then_some(Written { date, figure: at, next, remark: None, order: Evidence::None })
    }

    /// A day at the start of a sentence, before a comma.
    fn opens_sentence(&self, at: usize) -> bool {
        let first = at == 0 || matches!(self.mark(at - 1), Some('.' | '?' | '!' | '…'));
        first && self.mark(at + 3) == Some(',') && self.gap(at + 4) != Gap::None
    }

    /// "2022年6月16日", "昭和51年11月16日", "6月", "令和4年"
    fn signed(&self, at: usize) -> Option<Written> {
        let era = self.role(at, |role| match role {
            Role::Era(before) => Some(i64::from(before)),
            _ => None,
        });
        let start = era.as_ref().map_or(at, |found| found.next);
        let number = self.plain_digits(start, 4)?;
        let sign = |at: usize, role: Role| if self.class(at) == Class::Sign { self.is(at, role) } else { None };
        let (year, at_month) = match sign(start + 1, Role::YearCue) {
            Some(next) => (Some(number + era.map_or(0, |found| found.what)), next),
            None if era.is_some() => return None,
            None => (None, start),
        };
        let year = year.and_then(|year| i16::try_from(year).ok());
        let month = self.plain_digits(at_month, 2).zip(sign(at_month + 1, Role::MonthCue));
        let Some((month, at_day)) = month else {
            let year = year.filter(|year| *year > 1000)?;
            return Some(Written {
                date: Date::new(Some(year), Part::Year),
                figure: at,
                next: at_month,
                remark: None,
                order: Evidence::None,
            });
        };
        let (date, next) = match self.plain_digits(at_day, 2).zip(sign(at_day + 1, Role::DayCue)) {
            Some((day, next)) => (new_date(year, month, day), next),
            None if year.is_none() && !self.locale.bare_days => return None,
            None => (Date::new(year, Part::Month(i8::try_from(month).unwrap_or(i8::MAX))), at_day),
        };
        Some(Written { date, figure: at, next, remark: None, order: Evidence::None })
    }

    /// A month by name or after a word for months.
    pub(super) fn month(&self, at: usize) -> Option<(i64, usize)> {
        let named = self.role(at, |role| match role {
            Role::Month(month) => Some(i64::from(month)),
            _ => None,
        });
        if let Some(found) = named {
            return Some((found.what, found.next));
        }
        let cue = self.is(at, Role::MonthCue)?;
        let scaled = |next| self.role(next, |role| matches!(role, Role::Scale(_)).then_some(())).is_some();
        self.small(cue, 1, 12).filter(|(_, next)| !scaled(*next)) // "mỗi tháng 3 triệu"
    }

    /// A day of the month: digits, with or without an ending, a rank or number words.
    pub(super) fn day_number(&self, at: usize) -> Option<(i64, usize)> {
        if self.class(at) == Class::Digits {
            let day = self.plain_digits(at, 2).filter(|day| (1..=31).contains(day))?;
            let next = if self.glued(at + 1) { self.is(at + 1, Role::RankEnd).unwrap_or(at + 1) } else { at + 1 };
            return Some((day, next));
        }
        self.rank_number(at).or_else(|| self.small_words(at)).filter(|(day, _)| (1..=31).contains(day))
    }

    /// A small whole number in digits or words.
    pub(super) fn small(&self, at: usize, low: i64, high: i64) -> Option<(i64, usize)> {
        let found = match self.class(at) {
            Class::Digits => self.plain_digits(at, 2).filter(|_| self.ends_part(at + 1)).map(|value| (value, at + 1)),
            _ => self.small_words(at),
        };
        found.filter(|(value, _)| (low..=high).contains(value))
    }

    pub(super) fn small_words(&self, at: usize) -> Option<(i64, usize)> {
        self.group(at).map(|group| (group.value, group.next))
    }

    /// Whether no more digits are joined to a part of a date.
    fn ends_part(&self, at: usize) -> bool {
        !(self.glued(at)
            && matches!(self.mark(at), Some('.' | ','))
            && self.glued(at + 1)
            && self.class(at + 1) == Class::Digits
            && self.width(at + 1) != 4)
    }

    /// Whether a number ends here: no letter, digit, or separator with a digit is glued to it.
    pub(super) fn ends_number(&self, at: usize) -> bool {
        if !self.glued(at) {
            return true;
        }
        match self.class(at) {
            Class::Digits => false,
            Class::Word => false,
            Class::Mark => {
                !(matches!(self.mark(at), Some('.' | ',' | '/' | '-' | ':'))
                    && self.glued(at + 1)
                    && self.class(at + 1) == Class::Digits)
            }
            _ => true,
        }
    }

    /// Whether a date ends here; a dash to another date does not go on with it.
    fn ends_date(&self, at: usize) -> bool {
        let another = self.is_dash(at)
            && self.class(at + 1) == Class::Digits
            && matches!(self.mark(at + 2), Some('/' | '.'))
            && self.glued(at + 2);
        self.ends_number(at) || another
    }
}

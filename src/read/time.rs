//! Dates and periods: days, months, quarters, half years, years and terms, in digits or words, with or without their year.
//!
//! A year that the text leaves out stays out; a day that does not exist is a problem, never a value.

use super::{Scanner, Trouble};
use crate::date::{Date, DateError, Part, Period};
use crate::evidence::{Mention, OtherReading, Remark};
use crate::locale::Order;
use crate::locale::lex::{Class, Gap};
use crate::locale::words::Role;
use crate::value::{Kind, Value};

/// Years that four digits without a cue may be.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2199;

/// A date as found: its value or why it cannot be, and where it stands.
#[derive(Clone)]
struct Written {
    date: Result<Date, DateError>,
    /// First token of its digits or words.
    figure: usize,
    /// The place after its last token.
    next: usize,
    remark: Option<&'static str>,
}

/// Whether words before a place make it likely to be a date.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Cue {
    /// None.
    Bare,
    /// in, of: four digits are a year.
    Year,
    /// từ, before: "3/8" is a day.
    Some,
    /// ngày, chiều: "3-8" and "3.8" are days too.
    Day,
}

impl Scanner<'_> {
    /// Reads a date or period and gives the place after it.
    pub(super) fn time(&mut self, at: usize) -> Option<usize> {
        self.decade(at)
            .or_else(|| self.term(at))
            .or_else(|| self.year_half(at))
            .or_else(|| self.months_of_year(at))
            .or_else(|| self.bare_years(at))
            .or_else(|| self.ahead(at))
            .or_else(|| self.dates(at))
    }

    /// "những năm 1990", "the 1990s", "les années 90": ten years.
    fn decade(&mut self, at: usize) -> Option<usize> {
        let cue = self.is(at, Role::DecadeCue);
        let start = cue.unwrap_or(at);
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

    /// "nhiệm kỳ 2022-2025", "giai đoạn 2021 đến 2030"
    fn term(&mut self, at: usize) -> Option<usize> {
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
    fn bare_years(&mut self, at: usize) -> Option<usize> {
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
    fn months_of_year(&mut self, at: usize) -> Option<usize> {
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
    fn year_half(&mut self, at: usize) -> Option<usize> {
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

    /// A date, or two that begin and end a period.
    fn dates(&mut self, at: usize) -> Option<usize> {
        let between = self.is(at, Role::RangeBetween);
        let from = self.is(at, Role::From).or(between);
        let start = from.unwrap_or(at);
        if from.is_some() && !self.date_starts(start) {
            return None;
        }
        let cue = if from.is_some() || self.two_days(start) { Cue::Some } else { self.cue_before(at) };
        if let Some(next) = self.days_listed(at, cue) {
            return Some(next);
        }
        if let Some(next) = self.days_of_month(at, start, cue) {
            return Some(next);
        }
        let (first, begin) = self.date(start, cue)?;
        let Some((second, _)) = self.until(first.next, from.is_some(), between.is_some()) else {
            let since = from.is_some() && self.is(at, Role::Since) == from;
            let (first, begin) = if from.is_some() { self.date(start, self.cue_before(start))? } else { (first, begin) };
            if since {
                return self.push_open(at, &first, first.date.map(Some), Ok(None));
            }
            self.push_date(begin, &first);
            return Some(first.next);
        };
        let begin = if from.is_some() { at } else { begin };
        let until = second.date;
        let from = first.date.map(|date| fill_year(date, until.as_ref().ok()));
        let backwards = from
            .as_ref()
            .ok()
            .zip(until.as_ref().ok())
            .is_some_and(|(from, until)| Period { from: Some(*from), until: Some(*until) }.is_backwards());
        if backwards {
            self.push_date(begin, &Written { date: from, ..first });
            return Some(second.figure);
        }
        self.push_period(begin, first.figure, second.next, from.map(Some), until.map(Some));
        Some(second.next)
    }

    /// "trước ngày 30/6": a period that ends the day, month or year before.
    fn ahead(&mut self, at: usize) -> Option<usize> {
        let start = self.is(at, Role::Ahead)?;
        if !self.date_starts(start) {
            return None;
        }
        let (date, _) = self.date(start, Cue::Some)?;
        let until = date.date.ok()?.previous()?;
        self.push_open(at, &date, Ok(None), Ok(Some(until)))
    }

    /// A period with one end; the date it is written with stays as another reading.
    fn push_open(
        &mut self,
        at: usize,
        date: &Written,
        from: Result<Option<Date>, DateError>,
        until: Result<Option<Date>, DateError>,
    ) -> Option<usize> {
        self.push_period(at, date.figure, date.next, from, until);
        if let (Ok(day), Some(period)) = (date.date, self.out.mentions.last_mut()) {
            let why = "the date that the words before it make an end".to_owned();
            period.others.push(OtherReading { value: Value::Date(day), why });
            let remark = date.remark.map(|code| Remark { code, text: remark_text(code).to_owned() });
            period.remarks.extend(remark);
        }
        Some(date.next)
    }

    /// Whether a date may begin here: spares the search after a mere "from".
    fn date_starts(&self, at: usize) -> bool {
        self.class(at) == Class::Digits
            || self
                .role(at, |role| {
                    matches!(
                        role,
                        Role::DayCue
                            | Role::MonthCue
                            | Role::QuarterCue
                            | Role::YearCue
                            | Role::Month(_)
                            | Role::Weekday(_)
                            | Role::PartOfDay
                            | Role::Quarter(_)
                            | Role::Ones(_)
                            | Role::Tens(_)
                            | Role::Rank(_)
                            | Role::Of
                            | Role::Era(_)
                    )
                    .then_some(())
                })
                .is_some()
    }

    /// The date that ends a period, after what joins them.
    fn until(&self, at: usize, from: bool, between: bool) -> Option<(Written, usize)> {
        let joint = if self.is_dash(at) {
            at + 1
        } else if between {
            self.either(at, Role::RangeAnd, Role::Until)?
        } else if from {
            self.either(at, Role::Until, Role::RangeTo)?
        } else {
            self.is(at, Role::RangeTo)?
        };
        if !self.date_starts(joint) {
            return None;
        }
        self.date(joint, Cue::Some)
    }

    /// "từ ngày 3-5/8", "4 to 22 January 1995", "January 4-22": two days of one month.
    fn days_of_month(&mut self, at: usize, start: usize, cue: Cue) -> Option<usize> {
        let after_cue = self.is(start, Role::DayCue);
        let cue = if after_cue.is_some() { Cue::Day } else { cue };
        let start = after_cue.unwrap_or(start);
        if let Some((month, day_at)) = self.month(start).filter(|_| self.class(start) != Class::Digits) {
            return self.days_after_month(at, start, month, day_at);
        }
        let (low, next) = self.day_number(start)?;
        let joint = if self.is_dash(next) { next + 1 } else { self.is(next, Role::RangeTo)? };
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
    fn two_days(&self, at: usize) -> bool {
        let slash = |at: usize| self.mark(at) == Some('/') && self.glued(at) && self.glued(at + 1);
        let day = |at: usize| self.plain_digits(at, 2).is_some() && slash(at + 1) && self.plain_digits(at + 2, 2).is_some();
        day(at) && self.is_dash(at + 3) && day(at + 4)
    }

    /// "ngày 3, 4/8", "ngày 3 và 4/8": days that share the month of the last.
    fn days_listed(&mut self, at: usize, cue: Cue) -> Option<usize> {
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
            self.push_date(figure, &Written { date: new_date(date.year(), month, day), figure, next: figure + 1, remark: None });
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

    /// A date and the place where its words begin.
    fn date(&self, at: usize, cue: Cue) -> Option<(Written, usize)> {
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
    fn past_of(&self, at: usize) -> usize {
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
            .or_else(|| self.month_first(at))
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
        let (date, remark) = self.ordered(one, two, year);
        date.is_ok().then_some(Written { date, figure: at, next: at + 3, remark })
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
        let (date, remark) = match widths {
            [4, 1 | 2, 1 | 2] => (new_date(i16::try_from(one).ok(), two, three), None),
            [1 | 2, 1 | 2, 4] => self.ordered(one, two, three),
            [1 | 2, 1 | 2, 2] if mark != '.' || self.locale.order == Order::DayMonth => {
                let year = if three < 50 { 2000 + three } else { 1900 + three };
                let (date, remark) = self.ordered(one, two, year);
                if date.is_err() {
                    return None;
                }
                (date, remark.or(Some("date/two-digit-year")))
            }
            _ => return None,
        };
        if mark == '.' && date.is_err() && !matches!(widths, [_, _, 4]) {
            return None;
        }
        Some(Written { date, figure: at, next: at + 5, remark })
    }

    /// Day and month in the order of the locale; the other order only where the first cannot be and the language knows both.
    fn ordered(&self, one: i64, two: i64, year: i64) -> (Result<Date, DateError>, Option<&'static str>) {
        let year = i16::try_from(year).ok();
        let (day, month) = if self.locale.order == Order::MonthDay { (two, one) } else { (one, two) };
        let date = new_date(year, month, day);
        if date.is_err()
            && !self.locale.strict_days
            && let Ok(other) = new_date(year, day, month)
        {
            return (Ok(other), Some("date/other-order"));
        }
        (date, None)
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
        let (year, next) = self
            .year_after(next, false)
            .or_else(|| self.short_year(next))
            .map_or((None, next), |(year, next)| (Some(year), next));
        Some(Written { date: new_date(year, month, day), figure: at, next, remark: None })
    }

    /// "March 3, 2015", "tháng 7/2022", "May 2020"
    fn month_first(&self, at: usize) -> Option<Written> {
        let (month, next) = self.month(at)?;
        let cue_word = self.is(at, Role::MonthCue).is_some();
        let dash = if matches!(self.mark(next), Some('-' | '/' | '.')) && self.glued(next + 1) { next + 1 } else { next };
        if !cue_word
            && let Some((day, after)) = self.day_number(self.is(dash, Role::Of).unwrap_or(dash))
            && (self.ends_day(after) || self.year_after(after, false).is_some())
        {
            let (year, next) = self.year_after(after, false).map_or((None, after), |(year, next)| (Some(year), next));
            return Some(Written { date: new_date(year, month, day), figure: at, next, remark: None });
        }
        let month_part = Part::Month(i8::try_from(month).unwrap_or(1));
        let short = if cue_word { None } else { self.short_year(next) };
        if let Some((year, next)) = self.year_after(next, false).or(short) {
            return Some(Written { date: Date::new(Some(year), month_part), figure: at, next, remark: None });
        }
        if self.is(at, Role::WeakMonth).is_some() || (!cue_word && !self.is_capital(at)) {
            return None;
        }
        Some(Written { date: Date::new(None, month_part), figure: at, next, remark: None })
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
        Some(Written { date: Date::new(i16::try_from(year).ok(), month), figure: at, next: at + 3, remark: None })
    }

    /// "2015-12", "2019 q1", "2019-H2"
    fn year_first(&self, at: usize) -> Option<Written> {
        let year = self.plain_digits(at, 4).filter(|year| self.width(at) == 4 && YEARS.contains(year))?;
        let year = i16::try_from(year).ok();
        let joint = if self.is_dash(at + 1) { at + 2 } else { at + 1 };
        if let Some(found) = self.role(joint, quarter_word) {
            let quarter = Part::Quarter(i8::try_from(found.what).ok()?);
            return Some(Written { date: Date::new(year, quarter), figure: at, next: found.next, remark: None });
        }
        if let Some((quarter, next)) = self.rank_number(joint).filter(|(rank, _)| (1..=4).contains(rank))
            && let Some(next) = self.is(next, Role::QuarterCue)
        {
            let quarter = Part::Quarter(i8::try_from(quarter).ok()?);
            return Some(Written { date: Date::new(year, quarter), figure: at, next, remark: None });
        }
        let mark = self.mark(at + 1) == Some('-') && self.glued(at + 1) && self.glued(at + 2);
        let month = self.plain_digits(at + 2, 2).filter(|month| mark && (1..=12).contains(month))?;
        if !self.ends_number(at + 3) {
            return None;
        }
        let month = Part::Month(i8::try_from(month).ok()?);
        Some(Written { date: Date::new(year, month), figure: at, next: at + 3, remark: None })
    }

    /// "2020/Sep/23"
    fn year_month_day(&self, at: usize) -> Option<Written> {
        let year = self.plain_digits(at, 4).filter(|year| self.width(at) == 4 && YEARS.contains(year))?;
        let joined = |at: usize| matches!(self.mark(at), Some('/' | '-' | '.')) && self.glued(at) && self.glued(at + 1);
        let (month, next) = self.month(at + 2).filter(|_| joined(at + 1) && self.class(at + 2) == Class::Word)?;
        let day = self.plain_digits(next + 1, 2).filter(|_| joined(next) && self.ends_number(next + 2))?;
        Some(Written { date: new_date(i16::try_from(year).ok(), month, day), figure: at, next: next + 2, remark: None })
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
        let (day, month) = if self.locale.order == Order::MonthDay { (two, one) } else { (one, two) };
        let date = match new_date(None, month, day) {
            Err(_) if !self.locale.strict_days => new_date(None, day, month),
            date => date,
        };
        if date.is_err() && (mark != '/' || cue != Cue::Day) {
            return None;
        }
        let dot = usize::from(mark == '.' && self.mark(at + 3) == Some('.') && self.glued(at + 3));
        Some(Written { date, figure: at, next: at + 3 + dot, remark: None })
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
        date.is_ok().then_some(Written { date, figure: at, next, remark: None })
    }

    /// A day at the start of a sentence, before a comma.
    fn opens_sentence(&self, at: usize) -> bool {
        let first = at == 0 || matches!(self.mark(at - 1), Some('.' | '?' | '!' | '…'));
        first && self.mark(at + 3) == Some(',') && self.gap(at + 4) != Gap::None
    }

    /// "quý II/2022", "Q3 2019", "the fourth quarter of 2018"
    fn quarter(&self, at: usize) -> Option<Written> {
        let (quarter, next) = self.quarter_number(at)?;
        let (year, next) = self.year_after(next, false).map_or((None, next), |(year, next)| (Some(year), next));
        let date = Date::new(year, Part::Quarter(i8::try_from(quarter).ok()?));
        Some(Written { date, figure: at, next, remark: None })
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
    fn year_of(&self, at: usize) -> Option<Written> {
        let cue = self.is(at, Role::YearCue)?;
        let (year, next) = self.year_number(cue)?;
        Some(Written { date: Date::new(Some(year), Part::Year), figure: cue, next, remark: None })
    }

    /// "in 2014": four digits after a word that dates.
    fn cued_year(&self, at: usize, cue: Cue) -> Option<Written> {
        let year = self.plain_digits(at, 4)?;
        let after = self.is(at + 1, Role::AfterYear);
        let cued = cue >= Cue::Year && self.width(at) == 4 && YEARS.contains(&year);
        if (!cued && after.is_none())
            || !(self.locale.bare_days || self.ends_phrase(at + 1))
            || !self.ends_number(at + 1)
            || self.unit_follows(at + 1)
        {
            return None;
        }
        Some(Written {
            date: Date::new(i16::try_from(year).ok(), Part::Year),
            figure: at,
            next: after.unwrap_or(at + 1),
            remark: None,
        })
    }

    /// Whether nothing that could be counted follows: "đến 2030 đạt", but not "đến 2030 người".
    fn ends_phrase(&self, at: usize) -> bool {
        matches!(self.class(at), Class::End | Class::Mark) || self.is(at, Role::Stop).is_some()
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
            return Some(Written { date: Date::new(Some(year), Part::Year), figure: at, next: at_month, remark: None });
        };
        let (date, next) = match self.plain_digits(at_day, 2).zip(sign(at_day + 1, Role::DayCue)) {
            Some((day, next)) => (new_date(year, month, day), next),
            None if year.is_none() && !self.locale.bare_days => return None,
            None => (Date::new(year, Part::Month(i8::try_from(month).unwrap_or(i8::MAX))), at_day),
        };
        Some(Written { date, figure: at, next, remark: None })
    }

    /// The year after a day, month or quarter: ", 2015", "/2022", "năm 2022", "của năm 2018".
    fn year_after(&self, at: usize, cue_needed: bool) -> Option<(i16, usize)> {
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
    fn short_year(&self, at: usize) -> Option<(i16, usize)> {
        let mut next = at;
        next = self.past_of(next);
        let year =
            self.plain_digits(next, 2).filter(|year| *year > 31 && self.ends_number(next + 1) && !self.unit_follows(next + 1))?;
        let year = if year < 50 { 2000 + year } else { 1900 + year };
        Some((i16::try_from(year).ok()?, next + 1))
    }

    /// Four digits that are a year.
    fn plain_year(&self, at: usize) -> Option<(i16, usize)> {
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

    /// A month by name or after a word for months.
    fn month(&self, at: usize) -> Option<(i64, usize)> {
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
    fn day_number(&self, at: usize) -> Option<(i64, usize)> {
        if self.class(at) == Class::Digits {
            let day = self.plain_digits(at, 2).filter(|day| (1..=31).contains(day))?;
            let next = if self.glued(at + 1) { self.is(at + 1, Role::RankEnd).unwrap_or(at + 1) } else { at + 1 };
            return Some((day, next));
        }
        self.rank_number(at).or_else(|| self.small_words(at)).filter(|(day, _)| (1..=31).contains(day))
    }

    /// A small whole number in digits or words.
    fn small(&self, at: usize, low: i64, high: i64) -> Option<(i64, usize)> {
        let found = match self.class(at) {
            Class::Digits => self.plain_digits(at, 2).filter(|_| self.ends_part(at + 1)).map(|value| (value, at + 1)),
            _ => self.small_words(at),
        };
        found.filter(|(value, _)| (low..=high).contains(value))
    }

    fn small_words(&self, at: usize) -> Option<(i64, usize)> {
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
    fn ends_number(&self, at: usize) -> bool {
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

    /// What the words before a place say of a date there.
    fn cue_before(&self, at: usize) -> Cue {
        for back in 1..=3.min(at) {
            let ends_here = |role: Role| self.is(at - back, role) == Some(at);
            if ends_here(Role::DayCue) || ends_here(Role::PartOfDay) {
                return Cue::Day;
            }
            if ends_here(Role::DateCue) {
                return Cue::Some;
            }
            if self.locale.bare_days && ends_here(Role::Of) {
                return Cue::Year;
            }
        }
        if self.follows_date(at) { Cue::Some } else { Cue::Bare }
    }

    /// Whether the mention before is a date that a comma or "and" joins to this place.
    fn follows_date(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(2).and_then(|index| self.tokens.get(index)) else { return false };
        let joint = matches!(self.mark(at - 1), Some(',' | ';'))
            || self.either(at - 1, Role::And, Role::RangeAnd).is_some()
            || self.is(at - 1, Role::Or).is_some();
        joint && self.out.mentions.last().is_some_and(|last| last.kind == Kind::Date && last.range.end == before.end)
    }

    fn push_date(&mut self, begin: usize, written: &Written) {
        let range = self.range(begin, written.next);
        match written.date {
            Err(error) => self.out.problems.push(Trouble { range, code: "date/impossible", text: error.to_string() }),
            Ok(date) => {
                let figure = self.range(written.figure, written.next);
                let remark = written.remark.map(|code| Remark { code, text: remark_text(code).to_owned() });
                let mut mention = plain(range, figure, Kind::Date, Value::Date(date));
                mention.remarks.extend(remark);
                self.out.mentions.push(mention);
            }
        }
    }

    fn push_period(
        &mut self,
        begin: usize,
        figure: usize,
        next: usize,
        from: Result<Option<Date>, DateError>,
        until: Result<Option<Date>, DateError>,
    ) {
        let range = self.range(begin, next);
        match (from, until) {
            (Ok(from), Ok(until)) => {
                let figure = self.range(figure, next);
                self.out.mentions.push(plain(range, figure, Kind::Period, Value::Period(Period { from, until })));
            }
            (Err(error), _) | (_, Err(error)) => {
                self.out.problems.push(Trouble { range, code: "date/impossible", text: error.to_string() });
            }
        }
    }
}

fn plain(range: crate::evidence::ByteRange, figure: crate::evidence::ByteRange, kind: Kind, value: Value) -> Mention {
    Mention { range, figure, kind, value, unit: None, hedge: None, unit_range: None, others: Vec::new(), remarks: Vec::new() }
}

fn remark_text(code: &str) -> &'static str {
    match code {
        "date/weekday" => "that day is another day of the week",
        "date/two-digit-year" => "the year has two digits; 1950 to 2049 is taken",
        _ => "day and month stand in the other order, since this one is the only day there is",
    }
}

/// A day from parts that may be out of range.
fn new_date(year: Option<i16>, month: i64, day: i64) -> Result<Date, DateError> {
    let small = |value: i64| i8::try_from(value).unwrap_or(i8::MAX);
    Date::new(year, Part::Day { month: small(month), day: small(day) })
}

/// The first date of a period takes the year of the second.
fn fill_year(date: Date, until: Option<&Date>) -> Date {
    if date.year().is_some() {
        return date;
    }
    let Some(year) = until.and_then(Date::year) else { return date };
    let same = date.in_year(year).unwrap_or(date);
    let late = until.is_some_and(|until| Period { from: Some(same), until: Some(*until) }.is_backwards());
    if late { date.in_year(year - 1).unwrap_or(same) } else { same }
}

fn half_year(role: Role) -> Option<u8> {
    match role {
        Role::HalfYear(half) => Some(half),
        _ => None,
    }
}

fn quarter_word(role: Role) -> Option<u8> {
    match role {
        Role::Quarter(quarter) => Some(quarter),
        _ => None,
    }
}

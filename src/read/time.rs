//! Times: dates and the periods between two of them, with the words before them. One date is the business of `day` and `year`.
//!
//! A year that the text leaves out stays out; a day that does not exist is a problem, never a value.

use std::ops::Range;

use super::{Scanner, Trouble};
use crate::date::{Date, DateError, Part, Period};
use crate::evidence::{ByteRange, Mention, OtherReading, Remark};
use crate::locale::lex::Class;
use crate::locale::words::Role;
use crate::value::{Kind, Value};

/// Years that four digits without a cue may be.
pub(super) const YEARS: std::ops::RangeInclusive<i64> = 1900..=2199;

/// A date as found: its value or why it cannot be, and where it stands.
#[derive(Clone)]
pub(super) struct Written {
    pub(super) date: Result<Date, DateError>,
    /// First token of its digits or words.
    pub(super) figure: usize,
    /// The place after its last token.
    pub(super) next: usize,
    pub(super) remark: Option<&'static str>,
    /// What day and month say of the order in which the text writes them.
    pub(super) order: Evidence,
}

/// What a date in figures says of the order of day and month.
#[derive(Clone, Copy, Default)]
pub(super) enum Evidence {
    /// Nothing: it has words, or both are the same number.
    #[default]
    None,
    /// It has the order of the locale, since the other one is no day.
    Own,
    /// It has the other order, for the same reason.
    Foreign,
    /// It is a day in both; the other one.
    Either(Date),
}

impl Evidence {
    /// What is to be said of it where it stands.
    pub(super) fn remark(self) -> Option<&'static str> {
        matches!(self, Evidence::Foreign).then_some("date/other-order")
    }

    /// With points between, the day stands first wherever points are used.
    pub(super) fn of_mark(self, mark: char) -> Evidence {
        if matches!(self, Evidence::Either(_)) && mark == '.' { Evidence::None } else { self }
    }
}

/// Whether words before a place make it likely to be a date.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum Cue {
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

    /// A date, or two that begin and end a period.
    fn dates(&mut self, at: usize) -> Option<usize> {
        let between = self.is(at, Role::RangeBetween);
        let since = self.is(at, Role::Since);
        let from = since.or_else(|| self.is(at, Role::From)).or(between);
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
            let (first, begin) =
                if from.is_some() && since.is_none() { self.date(start, self.cue_before(start))? } else { (first, begin) };
            let onward = self.is(first.next, Role::Onward);
            if since.is_some() || onward.is_some() {
                let begin = if from.is_some() { at } else { begin };
                let next = onward.unwrap_or(first.next);
                return self.push_open(begin..next, &first, first.date.map(Some), Ok(None));
            }
            self.push_date(begin, &first);
            if from.is_some() && between.is_none() && self.is(at, Role::Of).is_none() {
                self.may_go_on(&first);
            }
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
        self.push_open(at..date.next, &date, Ok(None), Ok(Some(until)))
    }

    /// "from March" alone may begin a period; what is written is the date.
    fn may_go_on(&mut self, written: &Written) {
        if let (Ok(day), Some(date)) = (written.date, self.out.mentions.last_mut()) {
            let why = "the period that begins there, if nothing ends it".to_owned();
            date.others.push(OtherReading { value: Value::Period(Period { from: Some(day), until: None }), why });
        }
    }

    /// A period with one end; the date it is written with stays as another reading.
    fn push_open(
        &mut self,
        tokens: Range<usize>,
        date: &Written,
        from: Result<Option<Date>, DateError>,
        until: Result<Option<Date>, DateError>,
    ) -> Option<usize> {
        self.push_period(tokens.start, date.figure, tokens.end, from, until);
        if let (Ok(day), Some(period)) = (date.date, self.out.mentions.last_mut()) {
            let why = "the date that the words before it make an end".to_owned();
            period.others.push(OtherReading { value: Value::Date(day), why });
            let remark = date.remark.map(|code| Remark { code, text: remark_text(code).to_owned() });
            period.remarks.extend(remark);
        }
        Some(tokens.end)
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
        let dashed = at > 1 && self.is_dash(at - 1) && self.is(at - 2, Role::DateCue) == Some(at - 1);
        if dashed || self.follows_date(at) { Cue::Some } else { Cue::Bare }
    }

    /// Whether the mention before is a date that a comma or "and" joins to this place.
    fn follows_date(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(2).and_then(|index| self.tokens.get(index)) else { return false };
        let joint = matches!(self.mark(at - 1), Some(',' | ';'))
            || self.either(at - 1, Role::And, Role::RangeAnd).is_some()
            || self.is(at - 1, Role::Or).is_some();
        joint && self.out.mentions.last().is_some_and(|last| last.kind == Kind::Date && last.range.end == before.end)
    }

    pub(super) fn push_date(&mut self, begin: usize, written: &Written) {
        let range = self.range(begin, written.next);
        match written.date {
            Err(error) => self.out.problems.push(Trouble { range, code: "date/impossible", text: error.to_string() }),
            Ok(date) => {
                let figure = self.range(written.figure, written.next);
                let remark = written.remark.map(|code| Remark { code, text: remark_text(code).to_owned() });
                let mut mention = Mention::plain(range, figure, Kind::Date, Value::Date(date));
                mention.remarks.extend(remark);
                self.note_order(written, &mention.range);
                self.out.mentions.push(mention);
            }
        }
    }

    fn note_order(&mut self, written: &Written, range: &ByteRange) {
        match written.order {
            Evidence::None => {}
            Evidence::Own => self.writing.orders.note(false, range.clone()),
            Evidence::Foreign => self.writing.orders.note(true, range.clone()),
            Evidence::Either(other) => self.writing.either.push((self.out.mentions.len(), other)),
        }
    }

    pub(super) fn push_period(
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
                self.out.mentions.push(Mention::plain(range, figure, Kind::Period, Value::Period(Period { from, until })));
            }
            (Err(error), _) | (_, Err(error)) => {
                self.out.problems.push(Trouble { range, code: "date/impossible", text: error.to_string() });
            }
        }
    }
}

fn remark_text(code: &str) -> &'static str {
    match code {
        "date/weekday" => "that day is another day of the week",
        "date/two-digit-year" => "the year has two digits; 1950 to 2049 is taken",
        _ => "day and month stand in the other order, since this one is the only day there is",
    }
}

/// A day from parts that may be out of range.
pub(super) fn new_date(year: Option<i16>, month: i64, day: i64) -> Result<Date, DateError> {
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

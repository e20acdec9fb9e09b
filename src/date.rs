//! Dates as they are written: a day, a month, a quarter or a year, with or without its year, and periods between them.
//!
//! The written form is that of ISO 8601-2 (EDTF), with X for what is not said: `2022-06-16`, `2022-06`, `2022-Q2`, `2022`,
//! `XXXX-08-03`. A year that the text leaves out stays out.

use std::fmt;

use jiff::civil::Date as Day;

use crate::truth::Truth;

/// What a written date says beyond its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The whole year.
    Year,
    /// A quarter, 1 to 4: "quý II".
    Quarter(i8),
    /// A month, 1 to 12.
    Month(i8),
    /// A day of a month.
    Day {
        /// 1 to 12
        month: i8,
        /// 1 to 31
        day: i8,
    },
}

/// A date as written: "ngày 3/8" is day 3 of month 8 of a year that is not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: Option<i16>,
    part: Part,
}

/// Why a run of numbers is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text is not written as a date.
    #[error("not a date: write 2022-06-16, 2022-06, 2022-Q2, 2022 or XXXX-06-16")]
    Form,
    /// No such month.
    #[error("there is no month {0}")]
    Month(i64),
    /// No such quarter.
    #[error("there is no quarter {0}")]
    Quarter(i64),
    /// No such day in that month of that year, as 30 February.
    #[error("month {month} has no day {day}")]
    Day {
        /// The month as written.
        month: i64,
        /// The day as written.
        day: i64,
    },
    /// A year outside 1 to 9999.
    #[error("the year {0} is outside 1 to 9999")]
    Year(i64),
}

impl Date {
    /// A date of a year, or of none that is said.
    ///
    /// # Errors
    /// A month, quarter or day that does not exist; 29 February needs a leap year only when the year is said.
    pub fn new(year: Option<i16>, part: Part) -> Result<Date, DateError> {
        if let Some(year) = year.filter(|year| !(1..=9999).contains(year)) {
            return Err(DateError::Year(year.into()));
        }
        let month = match part {
            Part::Year => 1,
            Part::Quarter(quarter) if !(1..=4).contains(&quarter) => {
                return Err(DateError::Quarter(quarter.into()));
            }
            Part::Quarter(quarter) => quarter * 3,
            Part::Month(month) | Part::Day { month, .. } => month,
        };
        if !(1..=12).contains(&month) {
            return Err(DateError::Month(month.into()));
        }
        if let Part::Day { month, day } = part {
            let leap = 2000; // a year that has every day
            Day::new(year.unwrap_or(leap), month, day).map_err(|_| DateError::Day { month: month.into(), day: day.into() })?;
        }
        Ok(Date { year, part })
    }

    /// A full day.
    pub fn of_day(day: Day) -> Date {
        Date { year: Some(day.year()), part: Part::Day { month: day.month(), day: day.day() } }
    }

    /// Reads `2022-06-16`, `2022-06`, `2022-Q2`, `2022`, `XXXX-06-16` or `XXXX-06`.
    ///
    /// # Errors
    /// [`DateError::Form`] for another form; the other errors for a day that does not exist.
    pub fn parse(text: &str) -> Result<Date, DateError> {
        let mut pieces = text.split('-');
        let year = match pieces.next() {
            Some("XXXX") => None,
            Some(digits) if digits.len() == 4 => Some(number(digits)?),
            _ => return Err(DateError::Form),
        };
        let part = match (pieces.next(), pieces.next(), pieces.next()) {
            (None, ..) => Part::Year,
            (Some(quarter), None, _) if quarter.starts_with('Q') => {
                Part::Quarter(small(number(quarter.get(1..).unwrap_or_default())?))
            }
            (Some(month), None, _) if month.len() == 2 => Part::Month(small(number(month)?)),
            (Some(month), Some(day), None) if month.len() == 2 && day.len() == 2 => {
                Part::Day { month: small(number(month)?), day: small(number(day)?) }
            }
            _ => return Err(DateError::Form),
        };
        if year.is_none() && matches!(part, Part::Year) {
            return Err(DateError::Form);
        }
        Date::new(year, part)
    }

    /// The year, if it is said.
    pub fn year(&self) -> Option<i16> {
        self.year
    }

    /// What it says beyond the year.
    pub fn part(&self) -> Part {
        self.part
    }

    /// The month, if it says one.
    pub fn month(&self) -> Option<i8> {
        match self.part {
            Part::Year | Part::Quarter(_) => None,
            Part::Month(month) | Part::Day { month, .. } => Some(month),
        }
    }

    /// The day of the month, if it says one.
    pub fn day(&self) -> Option<i8> {
        match self.part {
            Part::Day { day, .. } => Some(day),
            _ => None,
        }
    }

    /// The first and the last month that it may lie in: April and June for a second quarter.
    pub fn months(&self) -> (i8, i8) {
        match (self.month(), self.part) {
            (Some(month), _) => (month, month),
            (None, Part::Quarter(quarter)) => (quarter * 3 - 2, quarter * 3),
            (None, _) => (1, 12),
        }
    }

    /// The first and the last day of the month that it may be: 1 and 30 for a June, 1 and 29 for a February of no year.
    pub fn month_days(&self) -> (i8, i8) {
        const LEAP_YEAR: i16 = 2000;
        if let Some(day) = self.day() {
            return (day, day);
        }
        let (first, last) = self.months();
        let length = |month| Day::new(self.year.unwrap_or(LEAP_YEAR), month, 1).map_or(31, |day| day.days_in_month());
        (1, (first..=last).map(length).max().unwrap_or(31))
    }

    /// The same date in a year.
    ///
    /// # Errors
    /// 29 February in a year that has none.
    pub fn in_year(&self, year: i16) -> Result<Date, DateError> {
        Date::new(Some(year), self.part)
    }

    /// The first and the last day that it covers; nothing while the year is not said.
    pub fn days(&self) -> Option<(Day, Day)> {
        let year = self.year?;
        let (first, last) = match self.part {
            Part::Year => (1, 12),
            Part::Quarter(quarter) => (quarter * 3 - 2, quarter * 3),
            Part::Month(month) => (month, month),
            Part::Day { month, day } => {
                let day = Day::new(year, month, day).ok()?;
                return Some((day, day));
            }
        };
        Some((Day::new(year, first, 1).ok()?, Day::new(year, last, 1).ok()?.last_of_month()))
    }

    /// The day before a day, the month before a month; nothing where the year that is not said decides it.
    pub fn previous(&self) -> Option<Date> {
        let part = match self.part {
            Part::Year => return Date::new(Some(self.year? - 1), Part::Year).ok(),
            Part::Quarter(quarter) if quarter > 1 => Part::Quarter(quarter - 1),
            Part::Month(month) if month > 1 => Part::Month(month - 1),
            Part::Day { month, day } if day > 1 => Part::Day { month, day: day - 1 },
            Part::Day { .. } => return self.days()?.0.yesterday().ok().map(Date::of_day),
            Part::Quarter(_) => return Date::new(Some(self.year? - 1), Part::Quarter(4)).ok(),
            Part::Month(_) => return Date::new(Some(self.year? - 1), Part::Month(12)).ok(),
        };
        Date::new(self.year, part).ok()
    }

    /// Whether both are the same day: "2022-06" is some day of June in a comparison, so it is open against a day of June.
    pub fn equal(&self, other: &Date) -> Truth {
        let Some(((a_first, a_last), (b_first, b_last))) = self.days().zip(other.days()) else {
            return self.equal_without_year(other);
        };
        if a_last < b_first || b_last < a_first {
            Truth::False
        } else if a_first == a_last && b_first == b_last {
            Truth::True
        } else {
            Truth::Open
        }
    }

    /// False if the days of the year cannot be the same, else open.
    fn equal_without_year(&self, other: &Date) -> Truth {
        let months = |date: &Date| match date.part {
            Part::Year => (1, 12),
            Part::Quarter(quarter) => (quarter * 3 - 2, quarter * 3),
            Part::Month(month) | Part::Day { month, .. } => (month, month),
        };
        let ((a, b), (c, d)) = (months(self), months(other));
        let days_differ = self.day().zip(other.day()).is_some_and(|(left, right)| left != right);
        if b < c || d < a || days_differ { Truth::False } else { Truth::Open }
    }

    /// Whether every day of it comes before every day of `other`; open while a year is missing or the days overlap.
    pub fn before(&self, other: &Date) -> Truth {
        match self.days().zip(other.days()) {
            Some(((_, a_last), (b_first, _))) if a_last < b_first => Truth::True,
            Some(((a_first, _), (_, b_last))) if a_first >= b_last => Truth::False,
            _ => Truth::Open,
        }
    }
}

fn number(digits: &str) -> Result<i16, DateError> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateError::Form);
    }
    digits.parse().map_err(|_| DateError::Form)
}

/// Two digits always fit; anything else is out of range in every use and refused by [`Date::new`].
fn small(value: i16) -> i8 {
    i8::try_from(value).unwrap_or(i8::MAX)
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(out, "{year:04}")?,
            None => write!(out, "XXXX")?,
        }
        match self.part {
            Part::Year => Ok(()),
            Part::Quarter(quarter) => write!(out, "-Q{quarter}"),
            Part::Month(month) => write!(out, "-{month:02}"),
            Part::Day { month, day } => write!(out, "-{month:02}-{day:02}"),
        }
    }
}

/// A stretch of time between two dates, both included; a missing end is open: "nhiệm kỳ 2022-2025", "từ ngày 1/7/2025".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Where it begins; nothing when it has always been so.
    pub from: Option<Date>,
    /// Where it ends; nothing while it goes on.
    pub until: Option<Date>,
}

impl Period {
    /// Reads `2022/2025`, `2021-06/2021-08`, `2021/..` or `../2021`.
    ///
    /// # Errors
    /// As [`Date::parse`] for each side; two open sides are no period.
    pub fn parse(text: &str) -> Result<Period, DateError> {
        let (from, until) = text.split_once('/').ok_or(DateError::Form)?;
        let side = |side: &str| {
            if side == ".." { Ok(None) } else { Date::parse(side).map(Some) }
        };
        let period = Period { from: side(from)?, until: side(until)? };
        if period.from.is_none() && period.until.is_none() { Err(DateError::Form) } else { Ok(period) }
    }

    /// Whether the end comes before the beginning.
    pub fn is_backwards(&self) -> bool {
        match (self.from, self.until) {
            (Some(from), Some(until)) => until.before(&from) == Truth::True,
            _ => false,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |side: Option<Date>| side.map_or_else(|| "..".to_owned(), |date| date.to_string());
        write!(out, "{}/{}", side(self.from), side(self.until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = Date::parse(text).map_or_else(|error| error.to_string(), |date| date.to_string());
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn dates_are_read_as_written() {
        check("2022-06-16", "2022-06-16");
        check("XXXX-08-03", "XXXX-08-03");
        check("2022-Q2", "2022-Q2");
        check("2022", "2022");
        check("2024-02-29", "2024-02-29");
        check("XXXX-02-29", "XXXX-02-29");
        check("2022-02-29", "month 2 has no day 29");
        check("2022-13", "there is no month 13");
        check("2022-Q5", "there is no quarter 5");
        check("2022-6-1", &DateError::Form.to_string());
        check("XXXX", &DateError::Form.to_string());
    }

    #[test]
    fn comparison_is_open_where_the_writing_leaves_it_open() {
        let date = |text: &str| Date::parse(text).expect("a date of this test");
        assert_eq!(date("2022-06").equal(&date("2022-06-16")), Truth::Open);
        assert_eq!(date("XXXX-07-03").equal(&date("2022-07-04")), Truth::False);
        assert_eq!(date("XXXX-07-03").equal(&date("2022-07-03")), Truth::Open);
        assert_eq!(date("XXXX-07-03").before(&date("2022-07-04")), Truth::Open);
        assert_eq!(date("2022-06").before(&date("2022-07-01")), Truth::True);
        assert_eq!(date("2022-07-01").before(&date("2022-07-01")), Truth::False);
    }
}

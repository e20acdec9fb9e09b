//! Times of day: 8:30, 8h30, "2 pm", "lúc 8 giờ 30 phút", as ISO 8601 writes them.
//!
//! A length of time is none: hours need minutes glued to them, a word before or after, or a day.

use super::Scanner;
use super::part::Part;
use crate::evidence::Mention;
use crate::locale::lex::{Class, Gap};
use crate::locale::words::Role;
use crate::number::Exact;
use crate::value::{Kind, Measure, Value};

/// One end of a stretch of hours.
struct End {
    hours: i64,
    minutes: i64,
    next: usize,
    /// Whether it is a time of day whatever stands beside it: 8:30, 8h30, 5 pm.
    sure: bool,
    /// Whether it has a word for hours, which lengths of time have too: 8 giờ.
    worded: bool,
}

impl Scanner<'_> {
    /// "từ 8 giờ đến 17 giờ", "8:00–17:00", "9 to 5 pm": hours of the day from one to another. "8 đến 10 giờ" is a length of time.
    pub(super) fn hours(&mut self, at: usize) -> Option<usize> {
        let between = self.is(at, Role::RangeBetween);
        let cue = between.or_else(|| self.either(at, Role::RangeFrom, Role::From));
        let mut first = self.end(cue.unwrap_or(at))?;
        let dash = self.is_dash(first.next);
        let joint = match between {
            Some(_) => self.is(first.next, Role::RangeAnd),
            None if dash => Some(first.next + 1),
            None => self.either(first.next, Role::RangeTo, Role::Until),
        }?;
        let second = self.end(joint)?;
        let one_sure = second.sure || (first.sure && second.worded);
        let both_worded = (cue.is_some() || dash) && first.worded && second.worded;
        let both_cued = cue.is_some() && self.is(at, Role::ClockCue) == cue && self.is(first.next, Role::ClockCue) == Some(joint);
        if !one_sure && !both_worded && !both_cued {
            return None;
        }
        // "1 to 5 pm": the word belongs to both, unless the first would then be later
        let shifted = (first.hours + 12, first.minutes);
        if !first.sure
            && first.hours < 12
            && second.hours >= 12
            && shifted < (second.hours, second.minutes)
            && self.has_shift(&second)
        {
            first.hours += 12;
        }
        let text = format!("{:02}:{:02}/{:02}:{:02}", first.hours, first.minutes, second.hours, second.minutes);
        self.push_clock(at, second.next, text)
    }

    /// Whether a word such as "pm" has moved the hours of an end.
    fn has_shift(&self, end: &End) -> bool {
        (1..=4.min(end.next)).any(|back| {
            let shift = |role| matches!(role, Role::Shift(first, last) if first > 0 && last > first).then_some(());
            self.role(end.next - back, shift).is_some_and(|found| found.next == end.next)
        })
    }

    /// One end of a stretch of hours.
    fn end(&self, at: usize) -> Option<End> {
        let hours = self.plain_digits(at, 2).filter(|hours| *hours <= 24)?;
        let hour = self.is(at + 1, Role::Hour);
        let (minutes, next) = match hour {
            None if self.mark(at + 1) == Some(':') && self.glued(at + 1) && self.glued(at + 2) => {
                (Some(self.minutes(at + 2)?), at + 3)
            }
            None => (None, at + 1),
            Some(next) => match self.minutes(next) {
                Some(minutes) if self.glued(next) => (Some(minutes), next + 1),
                Some(minutes) => match self.minute_word(next + 1) {
                    Some(after) => (Some(minutes), after),
                    None => (None, next),
                },
                None => (None, next),
            },
        };
        if self.glued(next) && (matches!(self.class(next), Class::Digits | Class::Word) || self.mark(next) == Some(':')) {
            return None;
        }
        let (hours, after) = self.shifted(hours, next);
        let clock = hour.is_some() && self.is(at + 1, Role::Clock) == hour;
        let sure = minutes.is_some() || after > next || clock;
        Some(End { hours, minutes: minutes.unwrap_or(0), next: after, sure, worded: hour.is_some() })
    }

    /// Two digits below sixty.
    fn minutes(&self, at: usize) -> Option<i64> {
        self.plain_digits(at, 2).filter(|minutes| *minutes < 60 && self.width(at) == 2)
    }

    fn minute_word(&self, at: usize) -> Option<usize> {
        let found = self.role(at, crate::locale::unit_of)?;
        self.locale.unit_at(found.what).filter(|unit| &*unit.name == "minute").map(|_| found.next)
    }

    /// "8:30", "8h30", with what says which half of the day it is; the place after it.
    pub(super) fn clock(&mut self, at: usize) -> Option<usize> {
        let hours = self.plain_digits(at, 2).filter(|hours| *hours <= 24)?;
        if let Some(next) = self.clock_apart(at, hours) {
            return Some(next);
        }
        let colon = self.mark(at + 1) == Some(':');
        let joint = self.glued(at + 1) && self.glued(at + 2) && (colon || self.is(at + 1, Role::Hour) == Some(at + 2));
        let minutes = self.minutes(at + 2).filter(|_| joint)?;
        let next = self.past_minutes(at + 3, colon)?;
        let (hours, next) = self.shifted(hours, next);
        self.push_time(at, next, hours, minutes)
    }

    /// "8.30 Uhr", "14 h 15", "8 giờ 15": minutes after a point where a word for the clock follows, or apart after one for hours.
    fn clock_apart(&mut self, at: usize, hours: i64) -> Option<usize> {
        if self.mark(at + 1) == Some('.') && self.glued(at + 1) && self.glued(at + 2) {
            let minutes = self.minutes(at + 2)?;
            let clock = self.is(at + 3, Role::Clock)?;
            let (hours, next) = self.shifted(hours, at + 3);
            return self.push_time(at, next.max(clock), hours, minutes);
        }
        let word = self.is(at + 1, Role::Hour).filter(|word| !self.glued(*word))?;
        let minutes = self.minutes(word)?;
        let next = word + 1;
        let ends = self.gap(word) == Gap::Space
            && (matches!(self.class(next), Class::End)
                || (self.class(next) == Class::Mark && !self.glued(next + 1))
                || self.is(next, Role::Stop).is_some()
                || self.either(next, Role::DayCue, Role::PartOfDay).is_some());
        let fraction = matches!(self.mark(next), Some('/' | '%' | '-' | '–'));
        if !ends || fraction { None } else { self.push_time(at, next, hours, minutes) }
    }

    /// The place after the sign of minutes or the seconds, if the time ends there.
    fn past_minutes(&self, at: usize, colon: bool) -> Option<usize> {
        let seconds = colon && self.mark(at) == Some(':') && self.glued(at) && self.glued(at + 1) && self.width(at + 1) == 2;
        if seconds && self.plain_digits(at + 1, 2).is_some_and(|seconds| seconds < 60) {
            return Some(at + 2);
        }
        if !self.glued(at) {
            return Some(at);
        }
        let more = self.glued(at + 1) && matches!(self.class(at + 1), Class::Digits | Class::Word);
        match (self.class(at), self.mark(at)) {
            (Class::Word, _) => {
                let sign = self.slice(at) == "p" || self.role(at, |role| matches!(role, Role::Shift(..)).then_some(())).is_some();
                sign.then_some(if self.slice(at) == "p" { at + 1 } else { at })
            }
            (Class::Digits, _) => None,
            (_, Some('\'' | '’' | '′')) => Some(at + 1),
            (_, Some(':' | '.' | ',' | '/')) if more => None,
            _ => Some(at),
        }
    }

    /// A time that was read as an amount: "2 pm", "17h ngày 5/8", "lúc 8 giờ 30 phút".
    pub(super) fn clock_of(&mut self, part: &Part) -> Option<usize> {
        if !self.is_clock(part) {
            return None;
        }
        let hour = Exact::int(3600);
        let seconds = match part.unit.and_then(|unit| self.locale.unit_at(unit)).map(|unit| &unit.measure) {
            Some(Measure::Measured { dimension, factor }) if dimension == "time" => &part.amount.value * factor,
            _ => &part.amount.value * &hour,
        };
        let minutes = seconds.checked_div(&Exact::int(60)).filter(Exact::is_whole).and_then(|minutes| minutes.to_i128());
        let minutes = minutes.and_then(|minutes| i64::try_from(minutes).ok()).filter(|minutes| (0..=24 * 60).contains(minutes));
        let Some(minutes) = minutes else { return Some(part.next) };
        let (hours, next) = self.shifted(minutes / 60, part.next);
        self.push_time(part.start, next, hours, minutes % 60).or(Some(part.next))
    }

    /// Whether an amount is a time of day: a word before it, or a day or part of the day after it.
    fn is_clock(&self, part: &Part) -> bool {
        if self.is(part.next, Role::Clock).is_some() && part.amount.plain {
            return true;
        }
        let Some((unit, _)) = part.unit_tokens else { return false };
        let hour = (part.start..=unit).any(|at| self.is(at, Role::Hour).is_some());
        let cued = (1..=2.min(part.start)).any(|back| self.is(part.start - back, Role::ClockCue) == Some(part.start));
        let dated = self.either(part.next, Role::DayCue, Role::PartOfDay).is_some();
        hour && part.amount.digits && (cued || dated)
    }

    /// The hours of the day, after words such as "chiều" and "pm", and the place after them.
    fn shifted(&self, hours: i64, at: usize) -> (i64, usize) {
        let shift = self.role(at, |role| match role {
            Role::Shift(first, last) => Some(i64::from(first)..=i64::from(last)),
            _ => None,
        });
        let clock = self.is(at, Role::Clock);
        let Some(found) = shift else { return (hours, clock.unwrap_or(at)) };
        let counts = found.what.contains(&hours) && hours > 0;
        (if counts { (hours + 12) % 24 } else { hours }, found.next.max(clock.unwrap_or(0)))
    }

    fn push_time(&mut self, at: usize, next: usize, hours: i64, minutes: i64) -> Option<usize> {
        if hours > 24 || (hours == 24 && minutes > 0) {
            return None;
        }
        self.push_clock(at, next, format!("{hours:02}:{minutes:02}"))
    }

    fn push_clock(&mut self, at: usize, next: usize, text: String) -> Option<usize> {
        let range = self.range(at, next);
        self.out.mentions.push(Mention::plain(range.clone(), range, Kind::Time, Value::Text(text)));
        Some(next)
    }
}

//! Times of day: 8:30, 8h30, "2 pm", "lúc 8 giờ 30 phút", as ISO 8601 writes them.
//!
//! A length of time is none: hours need minutes glued to them, a word before or after, or a day.

use super::Scanner;
use super::figure::Part;
use crate::evidence::Mention;
use crate::locale::lex::Class;
use crate::locale::words::Role;
use crate::number::Exact;
use crate::value::{Kind, Measure, Value};

impl Scanner<'_> {
    /// "8:30", "8h30", with what says which half of the day it is; the place after it.
    pub(super) fn clock(&mut self, at: usize) -> Option<usize> {
        let hours = self.plain_digits(at, 2).filter(|hours| *hours <= 24)?;
        let colon = self.mark(at + 1) == Some(':');
        let joint = self.glued(at + 1) && self.glued(at + 2) && (colon || self.is(at + 1, Role::Hour) == Some(at + 2));
        let minutes = self.plain_digits(at + 2, 2).filter(|minutes| joint && *minutes < 60 && self.width(at + 2) == 2)?;
        let next = self.past_minutes(at + 3, colon)?;
        let (hours, next) = self.shifted(hours, next);
        self.push_time(at, next, hours, minutes)
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
            Some(Measure::Measured { factor, .. }) => &part.amount.value * factor,
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
        let range = self.range(at, next);
        self.out.mentions.push(Mention {
            range: range.clone(),
            figure: range,
            kind: Kind::Time,
            value: Value::Text(format!("{hours:02}:{minutes:02}")),
            unit: None,
            hedge: None,
            unit_range: None,
            others: Vec::new(),
            remarks: Vec::new(),
        });
        Some(next)
    }
}

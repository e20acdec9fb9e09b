//! Nouns: what stands after a figure, its unit with its "per" parts or the noun that it counts.
//!
//! An unlisted noun is a guess of a few words; it is shown, and never decides a comparison.

use super::Scanner;
use super::figure::Tail;
use crate::locale::lex::{Class, Gap};
use crate::locale::words::Role;
use crate::locale::{counted, per, unit_of};
use crate::value::{Measure, Unit};

/// Nouns of one list; more is a sentence.
const LIST_MAX: usize = 8;

impl Scanner<'_> {
    /// The unit of a figure, or the noun that it counts.
    pub(super) fn tail(&self, unit: Option<u16>, tokens: Option<(usize, usize)>, next: usize) -> Tail {
        if let Some(index) = unit {
            let (tokens, next) = self.rate(tokens, next);
            let written = tokens.map(|(start, end)| self.range(start, end));
            let text = written.and_then(|range| self.text.get(range.start as usize..range.end as usize)).unwrap_or_default();
            let unit = self.locale.unit_at(index).map(|unit| Unit { text: text.into(), ..unit.clone() }).map(per);
            return Tail { unit, tokens, next, listed: false };
        }
        if self.is(next, Role::ShareOf).is_some() {
            return Tail { unit: None, tokens: None, next, listed: false };
        }
        let Some((start, end, listed)) = self.noun(next) else { return Tail { unit: None, tokens: None, next, listed: false } };
        let range = self.range(start, end);
        let text = self.text.get(range.start as usize..range.end as usize).unwrap_or_default();
        Tail { unit: Some(counted(text)), tokens: Some((start, end)), next: end, listed }
    }

    /// The "per" parts of a rate: "đồng/hộ/năm".
    fn rate(&self, tokens: Option<(usize, usize)>, next: usize) -> (Option<(usize, usize)>, usize) {
        let Some((start, end)) = tokens.filter(|(_, end)| *end == next) else { return (tokens, next) };
        if self.role(start, |role| unit_of(role).filter(|index| self.is_share(*index))).is_some() {
            return (tokens, next);
        }
        let mut last = end;
        while self.mark(last) == Some('/') && self.glued(last) && self.glued(last + 1) && self.class(last + 1) == Class::Word {
            last = self.is(last + 1, Role::Noun).unwrap_or(last + 2);
        }
        (Some((start, last)), last)
    }

    /// A share keeps its unit: "6,5%/năm" is a share still.
    fn is_share(&self, unit: u16) -> bool {
        self.locale.unit_at(unit).is_some_and(|unit| matches!(unit.measure, Measure::Percent | Measure::Points))
    }

    /// A counted noun: a listed one with its list ("thôn, bản, khu phố"), or a few words that are no other.
    fn noun(&self, at: usize) -> Option<(usize, usize, bool)> {
        if self.glued(at) || self.gap(at) == Gap::Wide {
            return None;
        }
        if let Some(next) = self.is(at, Role::Noun) {
            return Some((at, self.noun_list(at, next), true));
        }
        let mut next = at;
        while next < at + self.locale.noun_words && self.is_noun_word(next) && (next == at || !self.glued(next)) {
            next += 1;
        }
        (next > at).then_some((at, next, false))
    }

    fn is_noun_word(&self, at: usize) -> bool {
        let taken = |role: Role| {
            let free = matches!(
                role,
                Role::Between | Role::Careful | Role::Part(_) | Role::Rank(_) | Role::Noun | Role::Listed(_) | Role::NameCue
            );
            (!free).then_some(())
        };
        let lower = self.slice(at).chars().next().is_some_and(char::is_lowercase);
        self.class(at) == Class::Word && lower && self.width(at) > 1 && self.role(at, taken).is_none()
    }

    /// The place after a coordinated list of nouns of one group.
    fn noun_list(&self, at: usize, first_end: usize) -> usize {
        let group = |at: usize| {
            self.role(at, |role| match role {
                Role::Listed(group) => Some(group),
                _ => None,
            })
        };
        let Some(first) = group(at).filter(|found| found.next == first_end) else { return first_end };
        let mut end = first_end;
        for _ in 0..LIST_MAX {
            let bracket = self.mark(end) == Some('(');
            let joint = if matches!(self.mark(end), Some(',' | '/' | '(')) {
                Some(end + 1)
            } else {
                self.either(end, Role::And, Role::RangeAnd)
            };
            let Some(next) = joint.and_then(|joint| self.is(joint, Role::Listed(first.what))) else { return end };
            end = next;
            if self.mark(end) == Some(')') && !bracket {
                end += 1;
            }
        }
        end
    }
}

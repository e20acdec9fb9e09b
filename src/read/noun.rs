//! Nouns: what stands after a figure, its unit with its "per" parts or the noun that it counts.
//!
//! An unlisted noun is a guess of a few words; it is shown, and never decides a comparison.

use super::Scanner;
use super::figure::Tail;
use crate::locale::lex::{Class, Gap};
use crate::locale::words::{Kinds, Role};
use crate::locale::{counted, per, unit_of};
use crate::value::{Measure, TIME_DIMENSIONS, Unit};

const PERS: Kinds = Kinds::of(&[Role::Per, Role::PerLoose]);

/// Nouns of one list; more is a sentence.
const LIST_MAX: usize = 8;

impl Scanner<'_> {
    /// The unit of a figure, or the noun that it counts, with what it is per.
    pub(super) fn tail(&self, unit: Option<u16>, tokens: Option<(usize, usize)>, next: usize) -> Tail {
        self.said_rate(match unit {
            Some(index) => self.unit_tail(index, tokens, next),
            None => self.noun_tail(next),
        })
    }

    fn unit_tail(&self, index: u16, tokens: Option<(usize, usize)>, next: usize) -> Tail {
        let (tokens, next) = self.rate(tokens, next);
        let text = tokens.map(|(start, end)| self.words(start, end)).unwrap_or_default();
        let unit = self.locale.unit_at(index).map(|unit| Unit { text: text.into(), ..unit.clone() }).map(per);
        Tail { unit, tokens, next, listed: false }
    }

    fn noun_tail(&self, next: usize) -> Tail {
        let noun = if self.is(next, Role::ShareOf).is_some() { None } else { self.noun(next) };
        match noun {
            Some((start, end, listed)) => {
                Tail { unit: Some(counted(self.words(start, end))), tokens: Some((start, end)), next: end, listed }
            }
            None => Tail { unit: None, tokens: None, next, listed: false },
        }
    }

    /// A unit with the words that make it a rate: "thùng mỗi ngày", "$5 a day". A share and a length of time keep their unit.
    fn said_rate(&self, tail: Tail) -> Tail {
        let Some(unit) = tail.unit.as_ref().filter(|unit| may_be_rate(unit) && self.may(tail.next, PERS)) else { return tail };
        let counts = unit.measure == Measure::Counted;
        let Some((parts, next)) = self.locale.rate(self.text, &self.tokens, &self.paths, tail.next, counts) else { return tail };
        let said = self.words(tail.next, next);
        let close = tail.tokens.filter(|(_, end)| *end == tail.next);
        let text = match close {
            Some((start, _)) => self.words(start, next).to_owned(),
            None => format!("{} {said}", unit.text),
        };
        let unit = Unit { text: text.into(), ..unit.clone().rated(&parts) };
        Tail { unit: Some(unit), tokens: close.map(|(start, _)| (start, next)).or(tail.tokens), next, listed: tail.listed }
    }

    /// The words from one token to before another.
    pub(super) fn words(&self, start: usize, next: usize) -> &str {
        let range = self.range(start, next);
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
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
        if (self.glued(at) && self.class(at) != Class::Sign) || self.gap(at) == Gap::Wide {
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
        self.work.set(self.work.get() + 1);
        self.locale.is_noun_word(self.text, &self.tokens, &self.paths, at)
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

/// Whether a unit is one that figures are per something in.
fn may_be_rate(unit: &Unit) -> bool {
    match &unit.measure {
        Measure::Measured { dimension, .. } => !TIME_DIMENSIONS.contains(&dimension.as_str()),
        Measure::Money(_) | Measure::Counted => true,
        Measure::Percent | Measure::Points => false,
    }
}

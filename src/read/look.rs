//! Look: the tokens of a line, the phrases that begin at them, and the numbers that they write.
//!
//! It decides nothing; what a role means is the business of the other files.

use super::Scanner;
use crate::evidence::ByteRange;
use crate::locale::lex::{Class, Gap, digit};
use crate::locale::numeral::{Numeral, Run};
use crate::locale::words::{Found, Kinds, Role};

impl Scanner<'_> {
    #[inline]
    pub(super) fn class(&self, at: usize) -> Class {
        self.tokens.get(at).map_or(Class::End, |token| token.class)
    }

    pub(super) fn class_before(&self, at: usize) -> Class {
        at.checked_sub(1).map_or(Class::End, |before| self.class(before))
    }

    #[inline]
    pub(super) fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Wide, |token| token.gap)
    }

    #[inline]
    pub(super) fn glued(&self, at: usize) -> bool {
        self.gap(at) == Gap::None
    }

    pub(super) fn width(&self, at: usize) -> usize {
        let Some(token) = self.tokens.get(at) else { return 0 };
        let bytes = self.text.as_bytes().get(token.start as usize..token.end as usize).unwrap_or_default();
        if bytes.is_ascii() { bytes.len() } else { self.slice(at).chars().count() }
    }

    pub(super) fn slice(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.text.get(token.start as usize..token.end as usize)).unwrap_or_default()
    }

    /// The mark at a place.
    #[inline]
    pub(super) fn mark(&self, at: usize) -> Option<char> {
        if self.class(at) == Class::Mark { self.slice(at).chars().next() } else { None }
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        matches!(
            self.mark(at),
            Some(
                '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{5be}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '~' | '〜' | '～'
            )
        )
    }

    /// The byte range of the tokens from `at` to before `next`.
    pub(super) fn range(&self, at: usize, next: usize) -> ByteRange {
        let start = self.tokens.get(at).map_or(0, |token| token.start);
        let end = next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.end);
        start..end.max(start)
    }

    /// The longest phrase at a place in a role that is wanted.
    pub(super) fn role<T>(&self, at: usize, wanted: impl FnMut(Role) -> Option<T>) -> Option<Found<T>> {
        self.work.set(self.work.get() + 1);
        if self.tokens.get(at).is_none_or(|token| token.word == 0 || token.code) {
            return None;
        }
        self.locale.words.longest(self.text, &self.tokens, &self.paths, at, wanted)
    }

    /// The same where no phrase at a place need be asked unless its first word has one of some kinds.
    #[inline]
    pub(super) fn role_of<T>(&self, at: usize, kinds: Kinds, wanted: impl FnMut(Role) -> Option<T>) -> Option<Found<T>> {
        if self.may(at, kinds) { self.role(at, wanted) } else { None }
    }

    /// Whether any phrase at a place may have one of some kinds of roles: spares most searches.
    #[inline]
    pub(super) fn may(&self, at: usize, kinds: Kinds) -> bool {
        self.tokens.get(at).is_some_and(|token| token.word != 0 && self.locale.words.kinds(token).meets(kinds))
    }

    /// The place after the longest phrase that has a role.
    #[inline(always)]
    pub(super) fn is(&self, at: usize, role: Role) -> Option<usize> {
        if !self.may(at, Kinds::one(role)) {
            return None;
        }
        self.role(at, |known| (known == role).then_some(())).map(|found| found.next)
    }

    /// The place after a phrase in one of two roles.
    #[inline(always)]
    pub(super) fn either(&self, at: usize, one: Role, other: Role) -> Option<usize> {
        if !self.may(at, Kinds::one(one).and(Kinds::one(other))) {
            return None;
        }
        self.role(at, |known| (known == one || known == other).then_some(())).map(|found| found.next)
    }

    /// The numeral that begins at a place. Its tokens count as work: it is the one lookup that may be long.
    pub(super) fn numeral(&self, at: usize) -> Run {
        let run = self.locale.numeral(self.text, &self.tokens, at);
        let (Run::Numeral(Numeral { next, .. }) | Run::Misgrouped(next) | Run::Code(next)) = &run;
        self.work.set(self.work.get() + (next - at) as u64);
        run
    }

    /// Digits alone, of at most so many, as a number.
    pub(super) fn plain_digits(&self, at: usize, width_max: usize) -> Option<i64> {
        if self.class(at) != Class::Digits || self.width(at) > width_max.min(18) {
            return None;
        }
        let digits = self.slice(at);
        if digits.is_ascii() {
            return Some(digits.bytes().fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0')));
        }
        Some(digits.chars().filter_map(digit).fold(0, |sum, digit| sum * 10 + i64::from(digit)))
    }
}

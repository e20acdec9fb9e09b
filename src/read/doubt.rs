//! Doubt: whether an amount that was read is a figure at all, or a day, a code, a word that counts nothing.

use super::figure::Tail;
use super::hedge::Hedge;
use super::part::Part;
use super::{Scanner, Trouble};
use crate::locale::lex::Class;
use crate::locale::unit_of;
use crate::locale::words::Role;
use crate::number::Exact;

impl Scanner<'_> {
    /// "mười mốt", "linh lăm": number words that never follow each other are a problem, not a value.
    pub(super) fn misspoken(&mut self, part: &Part) -> Option<usize> {
        if part.amount.digits {
            return None;
        }
        let wrong = (part.start + 1..part.amount.next).any(|at| {
            let least = self.role(at, |role| match role {
                Role::AfterTens(tens) => Some(tens),
                _ => None,
            });
            let follows = |least| {
                self.role(at - 1, |role| match role {
                    Role::And => Some(()),
                    Role::Tens(tens) if tens < least => Some(()),
                    _ => None,
                })
            };
            least.and_then(|found| follows(found.what)).is_some()
        });
        if !wrong {
            return None;
        }
        let range = self.range(part.start, part.amount.next);
        let text = "its last word never follows the one before it".to_owned();
        self.out.problems.push(Trouble { range, code: "number/words", text });
        Some(part.next)
    }

    /// Whether what was read is a figure at all.
    pub(super) fn is_figure(&self, part: &Part, tail: &Tail, hedge: Option<Hedge>) -> bool {
        let amount = &part.amount;
        if let Some((top, bottom)) = &amount.fraction {
            if self.is(part.next, Role::ShareOf).is_some() {
                return true;
            }
            let could_be_day = *top <= Exact::int(31) && *bottom <= Exact::int(12) && *bottom != Exact::ONE;
            let alone = tail.unit.is_none() && hedge.is_none();
            return !(alone
                && amount.digits
                && self.slice(part.start).len() <= 2
                && could_be_day
                && (self.locale.shy || top >= bottom)
                && self.has_slash(part));
        }
        if amount.plain && part.unit.is_none() && self.follows_day_cue(part.start) {
            return false;
        }
        if amount.padded && tail.unit.is_none() {
            return amount.next == part.start + 1 && self.width(part.start) == 2;
        }
        if amount.digits || !amount.shy {
            return true;
        }
        self.shy_word_counts(part, tail, hedge)
    }

    /// A day of a month that is not said: "ngày 3 hằng tháng".
    pub(super) fn follows_day_cue(&self, at: usize) -> bool {
        (1..=2.min(at)).any(|back| self.is(at - back, Role::DayCue) == Some(at)) && self.width(at) <= 2
    }

    pub(super) fn has_slash(&self, part: &Part) -> bool {
        (part.start..part.amount.next).any(|at| self.mark(at) == Some('/'))
    }

    /// A single number word counts before a unit or a listed noun, or where it stands alone.
    pub(super) fn shy_word_counts(&self, part: &Part, tail: &Tail, hedge: Option<Hedge>) -> bool {
        if part.unit.is_some() {
            return true;
        }
        let weak = self.is(part.start, Role::Weak).is_some();
        let other = self.role(part.start, unit_of).is_some();
        let free_before = !other && (part.start == 0 || self.class(part.start - 1) == Class::Mark);
        let free_after = matches!(self.class(part.next), Class::End | Class::Mark);
        if weak || part.amount.value.is_zero() {
            return !self.locale.shy && (!weak || (free_before && free_after));
        }
        tail.listed || (free_before && free_after) || (!self.locale.shy) || (hedge.is_some() && tail.unit.is_some())
    }
}

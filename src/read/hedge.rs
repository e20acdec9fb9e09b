//! Hedges: the words before and after a figure that bound it: "trên", "at least", "trở lên".

use super::Scanner;
use crate::locale::lex::Class;
use crate::locale::words::{Found, Kinds, Role};
use crate::value::Qualifier;

/// Words that may stand between a hedge and its figure.
const BETWEEN_MAX: usize = 3;

/// Hedges and words between them before one figure; more is a list of words.
const HEDGES_MAX: usize = 6;

const BEFORE: Kinds = Kinds::one(Role::Before(Qualifier::Exact));

/// A hedge and where its words stand.
#[derive(Clone, Copy)]
pub(super) struct Hedge {
    pub(super) qualifier: Qualifier,
    pub(super) tokens: (usize, usize),
}

impl Scanner<'_> {
    pub(super) fn hedge_or(&self, hedge: Option<Hedge>, at: usize) -> (Option<Hedge>, usize) {
        let (found, after) = self.hedge(at);
        if found.is_some() { (found, after) } else { (hedge, at) }
    }

    /// Hedges before a figure, with the few words that may stand between: "ước đạt trên", "trên tổng số".
    pub(super) fn hedge(&self, at: usize) -> (Option<Hedge>, usize) {
        let mut hedge: Option<Hedge> = None;
        let mut next = at;
        let mut between = 0;
        let mut last = at;
        for _ in 0..HEDGES_MAX {
            let before = self.role_of(next, BEFORE, |role| match role {
                Role::Before(qualifier) => Some(qualifier),
                _ => None,
            });
            if let Some(Found { what, next: after }) = before {
                let known = hedge.map(|hedge| hedge.qualifier);
                let qualifier = match (known, what) {
                    (Some(first), Qualifier::About | Qualifier::Exact) if first != Qualifier::About => first,
                    _ => what,
                };
                hedge = Some(Hedge { qualifier, tokens: (at, after) });
                next = after;
                last = after;
                continue;
            }
            let filler = if hedge.is_some() && between < BETWEEN_MAX { self.is(next, Role::Between) } else { None };
            match filler {
                Some(after) if !self.number_starts(next) => {
                    next = after;
                    between += 1;
                }
                _ => break,
            }
        }
        if hedge.is_some() && between > 0 && !self.number_starts(next) {
            return (hedge, last);
        }
        (hedge, if hedge.is_some() { next } else { at })
    }

    pub(super) fn number_starts(&self, at: usize) -> bool {
        let sign = self.class(at) == Class::Mark && self.class(at + 1) == Class::Digits && self.glued(at + 1);
        self.class(at) == Class::Digits
            || sign
            || self.number_word(at)
            || self.is(at, Role::Minus).is_some()
            || self.is(at, Role::Article).is_some()
    }

    /// The hedge of a figure with what stands after it: "about 500 or more", "less than 5000 or equal".
    pub(super) fn with_after(&self, hedge: Option<Hedge>, at: usize) -> (Option<Hedge>, usize) {
        if let (Some(hedge), Some(next)) = (hedge, self.is(at, Role::OrEqual)) {
            let qualifier = match hedge.qualifier {
                Qualifier::Above => Qualifier::AtLeast,
                Qualifier::Below => Qualifier::AtMost,
                other => other,
            };
            return (Some(Hedge { qualifier, ..hedge }), next);
        }
        let (after, next) = self.after_hedge(at);
        match (hedge, after) {
            (Some(before), Some(after)) if before.qualifier == Qualifier::About => {
                (Some(Hedge { qualifier: after.qualifier, tokens: before.tokens }), next)
            }
            (Some(before), Some(_)) => (Some(before), next),
            (None, Some(after)) => (Some(after), next),
            (hedge, None) => (hedge, at),
        }
    }

    /// A hedge after the figure: "trở lên", "or more".
    pub(super) fn after_hedge(&self, at: usize) -> (Option<Hedge>, usize) {
        let found = self.role(at, |role| match role {
            Role::After(qualifier) => Some(qualifier),
            _ => None,
        });
        match found {
            Some(found) => (Some(Hedge { qualifier: found.what, tokens: (at, found.next) }), found.next),
            None => (None, at),
        }
    }
}

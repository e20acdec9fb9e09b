//! Accounted: brackets around an amount that are the accountant's minus.

use super::Scanner;
use super::amount::Amount;
use super::figure::{Tail, figure};
use super::part::Part;
use crate::evidence::{Mention, OtherReading, Remark};
use crate::locale::lex::Gap;
use crate::locale::words::Role;
use crate::value::{Qualifier, Value};

impl Scanner<'_> {
    /// Whether brackets around an amount are the accountant's minus: after a word that the amount completes, or in a cell of a table.
    /// Elsewhere they set an aside apart.
    pub(super) fn is_accounted(&self, part: &Part, tail: &Tail) -> bool {
        let brackets = part.start > 0
            && self.mark(part.start - 1) == Some('(')
            && self.glued(part.start)
            && self.mark(tail.next) == Some(')')
            && self.glued(tail.next);
        if !brackets || !part.amount.digits || part.amount.value.is_negative() {
            return false;
        }
        let (open, close) = (part.start - 1, tail.next);
        let ends = |at: usize| matches!(self.gap(at), Gap::Wide | Gap::Line) || matches!(self.mark(at), Some('|'));
        let cell = ends(open) && ends(close + 1);
        let governed = (1..=3.min(open)).any(|back| self.is(open - back, Role::Governs) == Some(open));
        let money = part.unit.is_some_and(|unit| self.locale.is_money(unit));
        (money && (governed || cell)) || (cell && part.unit.is_none() && tail.unit.is_none() && !part.amount.plain)
    }

    /// "a result of ($99.99)": below nought; the amount as it is written stays as another reading.
    pub(super) fn push_accounted(&mut self, part: Part, tail: Tail) -> Option<usize> {
        let amount = Amount { value: -&part.amount.value, ..part.amount.clone() };
        let written = figure(&part.amount, Qualifier::Exact, tail.unit.as_ref());
        let why = "the brackets may only set it apart".to_owned();
        let start = part.unit_tokens.filter(|(unit, _)| *unit == part.start).map_or(part.start, |(_, next)| next);
        let text = "brackets around an amount that completes its phrase are the accountant's minus".to_owned();
        let next = tail.next + 1;
        let range = self.range(part.start - 1, next);
        let value = Value::Figure(figure(&amount, Qualifier::Exact, tail.unit.as_ref()));
        let figure = self.range(start, part.amount.next);
        let mention = self.measured(range, figure, value, None, tail);
        let others = vec![OtherReading { value: Value::Figure(written), why }];
        self.out.mentions.push(Mention { others, remarks: vec![Remark { code: "number/brackets", text }], ..mention });
        Some(next)
    }
}

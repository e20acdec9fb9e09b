//! Totals: sums and their like over lists that may lack a part, and by how much a total is off.

use super::noise::Noise;
use super::{List, Machine, Number, Val};
use crate::expr::functions::Name as Function;
use crate::expr::{Expr, Node};
use crate::number::Exact;
use crate::number::interval::Interval;
use crate::rule::Missing;
use crate::said::Said;
use crate::truth::Truth;

impl<'w> Machine<'w> {
    /// How much more the left side of a total is than the right one: ` (+1)`, ` (−0.5…−0.1)`.
    pub(super) fn imbalance(&mut self, left: &Val<'w>, right: &Val<'w>) -> String {
        let (one, other) = (self.number_of(left.clone()), self.number_of(right.clone()));
        let (Some(one), Some(other)) = (one, other) else { return String::new() };
        let factor = self.factor_of(left).or_else(|| self.factor_of(right)).unwrap_or(Exact::ONE);
        let Some(more) = one.range.minus(&other.range).over(&Interval::point(factor)) else { return String::new() };
        let signed = |value: &Exact| {
            let sign = if value.is_negative() { "−" } else { "+" };
            format!("{sign}{}", value.abs())
        };
        match (more.low().value(), more.high().value()) {
            (Some(low), Some(high)) if low == high => format!(" ({})", signed(low)),
            (Some(low), Some(high)) => format!(" ({}…{})", signed(low), signed(high)),
            _ => String::new(),
        }
    }

    /// What is known of the rounding in a sum or a difference; nothing in the first pass.
    pub(super) fn noise_of_sum(&self, left: &Number, right: &Number) -> Noise {
        if self.usual { Noise::of_sum(left, right) } else { Noise::NONE }
    }

    pub(super) fn aggregate(&mut self, function: Function, of: &'w Expr) -> Val<'w> {
        let bounding = std::mem::take(&mut self.bounding);
        let Some(list) = self.list(of) else { return Val::Unknown };
        if bounding && self.is_bound(function, of, &list) {
            return self.bound_by(function, &list);
        }
        if self.unsure(&list) == Truth::Unknown {
            return Val::Unknown;
        }
        self.aggregate_list(function, &list)
    }

    /// Whether parts are missing that can only move the result one way: the greatest up, the smallest down, and a sum up where no
    /// part can be below nought.
    fn is_bound(&self, function: Function, of: &Expr, list: &List<'w>) -> bool {
        let non_negative = matches!(of.node, Node::Name(name) if self.rule.names.get(name).is_some_and(|name| name.non_negative));
        let one_way = non_negative || function != Function::Sum;
        one_way && !list.missing.is_empty() && !list.unsure && self.rule.missing == Missing::Unknown
    }

    /// What the parts that are there come to, or more; for the smallest or less.
    fn bound_by(&mut self, function: Function, list: &List<'w>) -> Val<'w> {
        let Val::Number(known) = self.aggregate_list(function, list) else { return Val::Unknown };
        self.lacking = list.missing;
        let further = match function {
            Function::Min => Interval::at_most(Exact::ZERO),
            _ => Interval::at_least(Exact::ZERO),
        };
        Val::Number(Number::new(known.range.plus(&further), known.dims))
    }

    fn aggregate_list(&mut self, function: Function, list: &List<'w>) -> Val<'w> {
        let zero = || Number::plain(Interval::point(Exact::ZERO));
        let absent_zero = self.rule.missing == Missing::Zero && !list.missing.is_empty();
        let mut result = (function == Function::Sum || absent_zero).then(zero);
        for place in 0..list.items.count(self.world) {
            let item = list.items.get(place, self.world);
            let Some(number) = self.number_of(item) else { return Val::Unknown };
            result = match result {
                None => Some(number),
                Some(sum) => {
                    if !self.same_dims(&sum, &number) {
                        return Val::Unknown;
                    }
                    let (range, noise) = match function {
                        Function::Min => (sum.range.min(&number.range), Noise::NONE),
                        Function::Max => (sum.range.max(&number.range), Noise::NONE),
                        _ => (sum.range.plus(&number.range), self.noise_of_sum(&sum, &number)),
                    };
                    Some(Number { range, dims: if sum.dims.is_none() { number.dims } else { sum.dims }, noise })
                }
            };
        }
        match result {
            Some(number) => Val::Number(number),
            None => self.unknown(|| Said::new("unknown/empty-list")),
        }
    }
}

/// Whether a side of a comparison is a total of parts.
pub(super) fn is_sum(expr: &Expr) -> bool {
    match &expr.node {
        Node::Call(function, _) => function.code == Function::Sum,
        Node::Arithmetic(_, left, right) => is_sum(left) || is_sum(right),
        _ => false,
    }
}

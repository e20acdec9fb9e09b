//! Plain conditions: comparisons of counts and shares in machine integers, which is all that most of a million groups need.
//!
//! It says what the evaluator of ranges says, or nothing at all; it never gives a reason. A law holds the two together.

use super::bind::Slot;
use super::{World, verdict_of};
use crate::claim::ClaimId;
use crate::expr::functions::Name as Function;
use crate::expr::{Comparison, Expr, Node, Operation};
use crate::finding::Verdict;
use crate::rule::Rule;
use crate::truth::Truth;
use crate::value::Kind;

/// Everything from `low / scale` to `high / scale`, both ends included.
#[derive(Clone, Copy)]
struct Range {
    low: i128,
    high: i128,
    scale: i128,
}

/// The condition of a rule for one group, as far as it is plain.
pub(super) struct Plain<'a, 'w> {
    pub(super) world: &'w World<'w>,
    pub(super) rule: &'w Rule,
    /// What is bound to each name.
    pub(super) slot: &'a dyn Fn(usize) -> Slot<'w>,
    /// Whether figures are taken as a reader expects them: for order as shown.
    pub(super) usual: bool,
}

impl Plain<'_, '_> {
    /// The verdict of the whole condition, and whether a possible one is unlikely; nothing where it is not plain.
    pub(super) fn verdict(self) -> Option<(Verdict, bool)> {
        if self.rule.when.is_some() {
            return None;
        }
        let truth = self.truth(&self.rule.check)?;
        let unlikely = truth == Truth::Open && Plain { usual: true, ..self }.truth(&self.rule.check)? == Truth::False;
        Some((verdict_of(truth), unlikely))
    }

    fn truth(&self, expr: &Expr) -> Option<Truth> {
        match &expr.node {
            Node::Compare(comparison, left, right) => self.compare(*comparison, left, right),
            Node::Not(of) => Some(!self.truth(of)?),
            Node::And(left, right) => match self.truth(left)? {
                Truth::False => Some(Truth::False),
                left => Some(left.and(self.truth(right)?)),
            },
            Node::Or(left, right) => match self.truth(left)? {
                Truth::True => Some(Truth::True),
                left => Some(left.or(self.truth(right)?)),
            },
            _ => None,
        }
    }

    /// The truth of a comparison; nothing where a side is not plain, or where the rule tolerates something.
    pub(super) fn compare(&self, comparison: Comparison, left: &Expr, right: &Expr) -> Option<Truth> {
        if self.rule.tolerance.is_some() {
            return None;
        }
        let equality = matches!(comparison, Comparison::Equal | Comparison::Unequal);
        let as_shown = self.usual && !equality;
        let (left, right) = (self.number(left, as_shown)?, self.number(right, as_shown)?);
        match comparison {
            Comparison::Equal => left.equal(right),
            Comparison::Unequal => left.equal(right).map(|truth| !truth),
            Comparison::Less => left.less(right),
            Comparison::Greater => right.less(left),
            Comparison::AtMost => right.less(left).map(|truth| !truth),
            Comparison::AtLeast => left.less(right).map(|truth| !truth),
        }
    }

    fn number(&self, expr: &Expr, as_shown: bool) -> Option<Range> {
        match &expr.node {
            Node::Number(value) => value.small().map(|(numerator, denominator)| Range::point(numerator, denominator)),
            Node::Name(name) => match (self.slot)(*name) {
                Slot::One(claim) => self.claim(claim, as_shown),
                _ => None,
            },
            Node::Call(function, arguments) if function.code == Function::Sum => match &arguments.first()?.node {
                Node::Name(name) => match (self.slot)(*name) {
                    Slot::Many(claims, []) => self.sum(claims),
                    _ => None,
                },
                _ => None,
            },
            Node::Arithmetic(operation, left, right) => {
                self.number(left, as_shown)?.with(*operation, self.number(right, as_shown)?)
            }
            _ => None,
        }
    }

    /// The sum of exact counts. How far a sum of rounded ones can be expected to be off is for the evaluator to say.
    fn sum(&self, claims: &[ClaimId]) -> Option<Range> {
        claims.iter().try_fold(Range::point(0, 1), |sum, &claim| sum.with(Operation::Add, self.claim(claim, false)?))
    }

    /// The figure of a claim that counts something or states a share, without a hedge.
    fn claim(&self, claim: ClaimId, as_shown: bool) -> Option<Range> {
        let decimal = self.world.claims.plain_decimal(claim)?;
        let row = self.world.claims.get(claim);
        let is_plain = match row.kind {
            Kind::Number | Kind::Ordinal => self.world.units.get(row.unit).is_none_or(|known| known.dims.is_none()),
            Kind::Percent | Kind::Points => true,
            _ => false,
        };
        let hundredths = if matches!(row.kind, Kind::Percent | Kind::Points) { 2 } else { 0 };
        let exponent = i32::from(decimal.exponent) - hundredths;
        let power = 10i128.checked_pow(exponent.unsigned_abs())?;
        let mantissa = i128::from(decimal.mantissa);
        let shown = if exponent < 0 { Range::point(mantissa, power) } else { Range::point(mantissa.checked_mul(power)?, 1) };
        let range = if decimal.rounded && !as_shown { shown.half_around(if exponent < 0 { 1 } else { power })? } else { shown };
        is_plain.then_some(range)
    }
}

impl Range {
    fn point(numerator: i128, denominator: i128) -> Range {
        Range { low: numerator, high: numerator, scale: denominator }
    }

    fn is_point(self) -> bool {
        self.low == self.high
    }

    /// Everything that rounds to it when one unit of its last digit is `grain / scale`.
    fn half_around(self, grain: i128) -> Option<Range> {
        let (low, high) = (self.low.checked_mul(2)?, self.high.checked_mul(2)?);
        Some(Range { low: low.checked_sub(grain)?, high: high.checked_add(grain)?, scale: self.scale.checked_mul(2)? })
    }

    /// The result of an operation on single values; of a range only what a positive number divides.
    fn with(self, operation: Operation, other: Range) -> Option<Range> {
        if !other.is_point() {
            return None;
        }
        match operation {
            Operation::Divide if other.low > 0 => {
                let scaled = |end: i128| end.checked_mul(other.scale);
                Some(Range { low: scaled(self.low)?, high: scaled(self.high)?, scale: self.scale.checked_mul(other.low)? })
            }
            Operation::Divide | Operation::Remainder => None,
            _ if !self.is_point() => None,
            Operation::Multiply => Some(Range::point(self.low.checked_mul(other.low)?, self.scale.checked_mul(other.scale)?)),
            Operation::Add | Operation::Subtract => {
                let (one, two, scale) = if self.scale == other.scale {
                    (self.low, other.low, self.scale)
                } else {
                    let scale = self.scale.checked_mul(other.scale)?;
                    (self.low.checked_mul(other.scale)?, other.low.checked_mul(self.scale)?, scale)
                };
                let sum = if operation == Operation::Add { one.checked_add(two) } else { one.checked_sub(two) };
                Some(Range::point(sum?, scale))
            }
        }
    }

    fn equal(self, other: Range) -> Option<Truth> {
        let starts_in_time = self.low.checked_mul(other.scale)? <= other.high.checked_mul(self.scale)?;
        let ends_in_time = self.high.checked_mul(other.scale)? >= other.low.checked_mul(self.scale)?;
        Some(match starts_in_time && ends_in_time {
            false => Truth::False,
            true if self.is_point() && other.is_point() => Truth::True,
            true => Truth::Open,
        })
    }

    fn less(self, other: Range) -> Option<Truth> {
        if self.high.checked_mul(other.scale)? < other.low.checked_mul(self.scale)? {
            return Some(Truth::True);
        }
        let not = self.low.checked_mul(other.scale)? >= other.high.checked_mul(self.scale)?;
        Some(if not { Truth::False } else { Truth::Open })
    }
}

//! Comparisons: two values of one kind, with the tolerance of the rule.

use super::super::plain::Plain;
use super::totals::is_sum;
use super::{Machine, Mode, STEPS_MAX, Val, noise};
use crate::claim::ClaimId;
use crate::date::{Date, Period};
use crate::expr::{Comparison, Expr, Field, Node};
use crate::number::interval::Interval;
use crate::outcome::Step;
use crate::rule::Tolerance;
use crate::said::Said;
use crate::truth::Truth;

impl<'w> Machine<'w> {
    pub(super) fn compare(&mut self, comparison: Comparison, left: &'w Expr, right: &'w Expr, whole: &'w Expr) -> Truth {
        let plain = Plain { world: self.world, rule: self.rule, slot: &|name| self.slot(name), usual: self.usual };
        if let Some(truth) = plain.compare(comparison, left, right).filter(|_| !self.explaining) {
            return truth;
        }
        let mode = self.mode;
        if self.usual {
            let equality = matches!(comparison, Comparison::Equal | Comparison::Unequal);
            self.mode = if equality { Mode::Rounded } else { Mode::Shown };
        }
        let total = self.explaining && (is_sum(left) || is_sum(right));
        let written = is_as_of(left) && is_as_of(right);
        let outer = std::mem::take(&mut self.lacking);
        let (left, right) = (self.side(left), self.side(right));
        let lacking = std::mem::replace(&mut self.lacking, outer);
        let mut step = self.explaining.then(|| {
            let (left, right) = (self.show_beside(&left, &right), self.show_beside(&right, &left));
            format!("{left} {} {right}", comparison.sign())
        });
        if self.explaining {
            self.note_nouns(&left, &right);
        }
        let sides = total.then(|| (left.clone(), right.clone()));
        let truth = match same_as_of(comparison, (written, &left), &right)
            .unwrap_or_else(|| self.compare_values(comparison, left, right))
        {
            // the parts that are there decide nothing
            Truth::Open | Truth::Unknown if !lacking.is_empty() => {
                self.missing_part(lacking);
                Truth::Unknown
            }
            truth => truth,
        };
        self.mode = mode;
        if let (Truth::False, Some(step), Some((left, right))) = (truth, &mut step, sides) {
            step.push_str(&self.imbalance(&left, &right));
        }
        if let Some(text) = step.filter(|_| self.steps.len() < STEPS_MAX) {
            let written = self.rule.head.check.span;
            let span = match self.rule.filled {
                true => written,
                false => crate::table::inside(self.world.input.files.get(written.file), written, whole.span.clone()),
            };
            self.steps.push(Step { span, text });
        }
        truth
    }

    /// A side of a comparison; what a list that lacks a part comes to may be a bound there, alone or in arithmetic.
    fn side(&mut self, expr: &'w Expr) -> Val<'w> {
        let before = std::mem::replace(&mut self.bounding, true);
        let value = self.eval(expr);
        self.bounding = before;
        value
    }

    /// Two claims that count different things may be compared, and the report says so.
    fn note_nouns(&mut self, left: &Val<'w>, right: &Val<'w>) {
        let (Val::Claim(left), Val::Claim(right)) = (left, right) else { return };
        let unit = |claim: &ClaimId| self.world.units.get(self.world.claims.get(*claim).unit);
        if let (Some(one), Some(other)) = (unit(left), unit(right))
            && one.dims.is_none()
            && other.dims.is_none()
            && one.unit.name != other.unit.name
        {
            let said = Said::new("note/nouns-differ").with("left", &one.unit.text).with("right", &other.unit.text);
            self.notes.push(said);
        }
    }

    pub(super) fn compare_values(&mut self, comparison: Comparison, left: Val<'w>, right: Val<'w>) -> Truth {
        let (left, right) = (self.plain(left), self.plain(right));
        match comparison {
            Comparison::Equal => self.equal(&left, &right),
            Comparison::Unequal => !self.equal(&left, &right),
            Comparison::Less => self.less(&left, &right),
            Comparison::Greater => self.less(&right, &left),
            Comparison::AtMost => self.at_most(&left, &right, false),
            Comparison::AtLeast => self.at_most(&right, &left, true),
        }
    }

    fn equal(&mut self, left: &Val<'w>, right: &Val<'w>) -> Truth {
        match (left, right) {
            (Val::Unknown, _) | (_, Val::Unknown) => Truth::Unknown,
            (Val::Null, Val::Null) => Truth::True,
            (Val::Null, _) | (_, Val::Null) => Truth::False,
            (Val::Number(left), Val::Number(right)) => {
                if !self.same_dims(left, right) {
                    return Truth::Unknown;
                }
                match &self.rule.tolerance {
                    None if self.usual && noise::is_improbable(left, right) => Truth::False,
                    None => left.range.equal(&right.range),
                    Some(tolerance) => left.range.minus(&right.range).abs().at_most_equal(&allowance(tolerance, &right.range)),
                }
            }
            (Val::Date(left), Val::Date(right)) => left.equal(right),
            (Val::Period(left), Val::Period(right)) => periods_equal(left, right),
            (Val::Truth(left), Val::Truth(right)) if left.is_decided() && right.is_decided() => Truth::from(left == right),
            (Val::Name(left), Val::Name(right)) => Truth::from(left == right),
            (Val::Document(left), Val::Document(right)) => Truth::from(left.text == right.text),
            (left, right) => match (self.words(left), self.words(right)) {
                (Some(left), Some(right)) => Truth::from(left == right),
                _ => self.incomparable(),
            },
        }
    }

    pub(super) fn words(&self, value: &Val<'w>) -> Option<String> {
        match value {
            Val::Document(document) => Some(document.text.clone()),
            Val::Number(number) => number.range.as_point().map(ToString::to_string),
            other => self.text_of(other),
        }
    }

    fn incomparable(&mut self) -> Truth {
        self.unknown(|| Said::new("unknown/incomparable"));
        Truth::Unknown
    }

    fn less(&mut self, left: &Val<'w>, right: &Val<'w>) -> Truth {
        match (left, right) {
            (Val::Unknown, _) | (_, Val::Unknown) => Truth::Unknown,
            (Val::Number(left), Val::Number(right)) if self.same_dims(left, right) => left.range.less(&right.range),
            (Val::Date(left), Val::Date(right)) => left.before(right),
            (Val::Number(_), Val::Number(_)) => Truth::Unknown,
            _ => self.incomparable(),
        }
    }

    /// `left <= right`; a tolerance is a share of the right side as written, so of `left` in `right >= left` written around.
    fn at_most(&mut self, left: &Val<'w>, right: &Val<'w>, turned: bool) -> Truth {
        match (left, right) {
            (Val::Unknown, _) | (_, Val::Unknown) => Truth::Unknown,
            (Val::Number(left), Val::Number(right)) => {
                if !self.same_dims(left, right) {
                    return Truth::Unknown;
                }
                match &self.rule.tolerance {
                    None => left.range.at_most_equal(&right.range),
                    Some(tolerance) => {
                        let written_right = if turned { &left.range } else { &right.range };
                        left.range.minus(&right.range).at_most_equal(&allowance(tolerance, written_right))
                    }
                }
            }
            (Val::Date(left), Val::Date(right)) => !right.before(left),
            _ => self.incomparable(),
        }
    }
}

fn is_as_of(expr: &Expr) -> bool {
    matches!(&expr.node, Node::Field(_, Field::AsOf))
}

/// Two `as_of` that are one writing are one time: August 2022 is then the month itself, and no day of it.
fn same_as_of(comparison: Comparison, (both, left): (bool, &Val<'_>), right: &Val<'_>) -> Option<Truth> {
    match (left, right) {
        (Val::Date(left), Val::Date(right)) if both && left == right && left.year().is_some() => {
            Some(Truth::from(matches!(comparison, Comparison::Equal | Comparison::AtMost | Comparison::AtLeast)))
        }
        _ => None,
    }
}

/// What two numbers may differ by.
fn allowance(tolerance: &Tolerance, right: &Interval) -> Interval {
    match tolerance {
        Tolerance::Absolute(amount) => Interval::point(amount.clone()),
        Tolerance::Relative(share) => right.abs().times(&Interval::point(share.clone())),
    }
}

fn periods_equal(left: &Period, right: &Period) -> Truth {
    let side = |left: Option<Date>, right: Option<Date>| match (left, right) {
        (None, None) => Truth::True,
        (Some(left), Some(right)) if left.part() == right.part() && left.year() == right.year() => Truth::from(left == right),
        (Some(left), Some(right)) => left.equal(&right),
        _ => Truth::False,
    };
    side(left.from, right.from).and(side(left.until, right.until))
}

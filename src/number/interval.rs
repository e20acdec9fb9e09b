//! Interval: the values that a written figure allows, with open, closed or missing ends, and enclosing arithmetic on them.
//!
//! Every operation contains each result of the pointwise operation, and never more than repeated variables force it to.

use std::cmp::Ordering;
use std::fmt;

use super::Exact;
use crate::truth::Truth;

/// One end of an [`Interval`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// No end on this side.
    Unbounded,
    /// The end belongs to it.
    Closed(Exact),
    /// The end does not belong to it: "over 104,700" leaves out 104,700.
    Open(Exact),
}

impl Bound {
    /// The number at the end, if there is one.
    pub fn value(&self) -> Option<&Exact> {
        match self {
            Bound::Unbounded => None,
            Bound::Closed(value) | Bound::Open(value) => Some(value),
        }
    }

    /// Whether the end is there but does not belong to it.
    pub fn is_open(&self) -> bool {
        matches!(self, Bound::Open(_))
    }

    fn map(&self, change: impl FnOnce(&Exact) -> Exact) -> Bound {
        match self {
            Bound::Unbounded => Bound::Unbounded,
            Bound::Closed(value) => Bound::Closed(change(value)),
            Bound::Open(value) => Bound::Open(change(value)),
        }
    }

    fn combine(&self, other: &Bound, join: impl FnOnce(&Exact, &Exact) -> Exact) -> Bound {
        match (self.value(), other.value()) {
            (Some(left), Some(right)) => Bound::at(join(left, right), self.is_open() || other.is_open()),
            _ => Bound::Unbounded,
        }
    }

    fn at(value: Exact, open: bool) -> Bound {
        if open { Bound::Open(value) } else { Bound::Closed(value) }
    }
}

/// A range of numbers that is never empty.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Interval(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Point(Exact),
    Range { low: Bound, high: Bound },
}

impl Interval {
    /// Exactly one value.
    pub fn point(value: Exact) -> Interval {
        Interval(Repr::Point(value))
    }

    /// Everything.
    pub fn everything() -> Interval {
        Interval(Repr::Range { low: Bound::Unbounded, high: Bound::Unbounded })
    }

    /// The values between two ends, or nothing if there is none between them.
    pub fn new(low: Bound, high: Bound) -> Option<Interval> {
        if let (Some(from), Some(to)) = (low.value(), high.value()) {
            match from.cmp(to) {
                Ordering::Greater => return None,
                Ordering::Equal if low.is_open() || high.is_open() => return None,
                Ordering::Equal => return Some(Interval::point(from.clone())),
                Ordering::Less => {}
            }
        }
        Some(Interval(Repr::Range { low, high }))
    }

    /// `[low, high]`, the ends in any order.
    pub fn closed(one: Exact, other: Exact) -> Interval {
        match one.cmp(&other) {
            Ordering::Equal => Interval::point(one),
            Ordering::Less => Interval(Repr::Range { low: Bound::Closed(one), high: Bound::Closed(other) }),
            Ordering::Greater => Interval(Repr::Range { low: Bound::Closed(other), high: Bound::Closed(one) }),
        }
    }

    /// A value with a reach to both sides, both ends closed: 12,5 % stands for `[12.45, 12.55]`.
    pub fn around(value: &Exact, reach: &Exact) -> Interval {
        Interval::closed(value - reach, value + reach)
    }

    /// `(value, ∞)`, as "trên 104.700" says.
    pub fn above(value: Exact) -> Interval {
        Interval(Repr::Range { low: Bound::Open(value), high: Bound::Unbounded })
    }

    /// `[value, ∞)`, as "ít nhất 3" says.
    pub fn at_least(value: Exact) -> Interval {
        Interval(Repr::Range { low: Bound::Closed(value), high: Bound::Unbounded })
    }

    /// `(−∞, value)`, as "dưới 5" says.
    pub fn below(value: Exact) -> Interval {
        Interval(Repr::Range { low: Bound::Unbounded, high: Bound::Open(value) })
    }

    /// `(−∞, value]`, as "tối đa 5" says.
    pub fn at_most(value: Exact) -> Interval {
        Interval(Repr::Range { low: Bound::Unbounded, high: Bound::Closed(value) })
    }

    /// The only value, if there is only one.
    pub fn as_point(&self) -> Option<&Exact> {
        match &self.0 {
            Repr::Point(value) => Some(value),
            Repr::Range { .. } => None,
        }
    }

    /// The lower end.
    pub fn low(&self) -> Bound {
        match &self.0 {
            Repr::Point(value) => Bound::Closed(value.clone()),
            Repr::Range { low, .. } => low.clone(),
        }
    }

    /// The upper end.
    pub fn high(&self) -> Bound {
        match &self.0 {
            Repr::Point(value) => Bound::Closed(value.clone()),
            Repr::Range { high, .. } => high.clone(),
        }
    }

    /// Whether a value lies inside.
    pub fn contains(&self, value: &Exact) -> bool {
        match &self.0 {
            Repr::Point(only) => only == value,
            Repr::Range { low, high } => above_low(value, low) && below_high(value, high),
        }
    }

    /// Whether every value of it lies inside `outer`.
    pub fn is_inside(&self, outer: &Interval) -> bool {
        let low = match (self.low(), outer.low()) {
            (_, Bound::Unbounded) => true,
            (Bound::Unbounded, _) => false,
            (inner, Bound::Open(end)) => match inner {
                Bound::Open(value) => value >= end,
                other => other.value().is_some_and(|value| *value > end),
            },
            (inner, Bound::Closed(end)) => inner.value().is_some_and(|value| *value >= end),
        };
        let high = match (self.high(), outer.high()) {
            (_, Bound::Unbounded) => true,
            (Bound::Unbounded, _) => false,
            (inner, Bound::Open(end)) => match inner {
                Bound::Open(value) => value <= end,
                other => other.value().is_some_and(|value| *value < end),
            },
            (inner, Bound::Closed(end)) => inner.value().is_some_and(|value| *value <= end),
        };
        low && high
    }

    /// The values that both share, or nothing.
    pub fn intersection(&self, other: &Interval) -> Option<Interval> {
        Interval::new(higher_low(self.low(), other.low()), lower_high(self.high(), other.high()))
    }

    /// Sum.
    #[must_use]
    pub fn plus(&self, other: &Interval) -> Interval {
        if let (Repr::Point(left), Repr::Point(right)) = (&self.0, &other.0) {
            return Interval::point(left + right);
        }
        let low = self.low().combine(&other.low(), |a, b| a + b);
        let high = self.high().combine(&other.high(), |a, b| a + b);
        Interval(Repr::Range { low, high })
    }

    /// The same with the sign changed.
    #[must_use]
    pub fn negated(&self) -> Interval {
        match &self.0 {
            Repr::Point(value) => Interval::point(-value),
            Repr::Range { low, high } => Interval(Repr::Range { low: high.map(|end| -end), high: low.map(|end| -end) }),
        }
    }

    /// Difference.
    #[must_use]
    pub fn minus(&self, other: &Interval) -> Interval {
        self.plus(&other.negated())
    }

    /// Product.
    #[must_use]
    pub fn times(&self, other: &Interval) -> Interval {
        if let (Repr::Point(left), Repr::Point(right)) = (&self.0, &other.0) {
            return Interval::point(left * right);
        }
        let zero = Interval::point(Exact::ZERO);
        if *self == zero || *other == zero {
            return zero;
        }
        let corners = [(self.low(), false), (self.high(), true)]
            .into_iter()
            .flat_map(|left| [(other.low(), false), (other.high(), true)].into_iter().map(move |right| corner(&left, &right)));
        let corners: Vec<Corner> = corners.collect();
        let low = corners.iter().min_by(|a, b| a.compare(b)).map(Corner::end);
        let high = corners.iter().max_by(|a, b| a.compare_high(b)).map(Corner::end);
        Interval(Repr::Range { low: low.unwrap_or(Bound::Unbounded), high: high.unwrap_or(Bound::Unbounded) }).normal()
    }

    /// Quotient, or nothing when the divisor may be nought.
    pub fn over(&self, other: &Interval) -> Option<Interval> {
        if let (Repr::Point(left), Repr::Point(right)) = (&self.0, &other.0) {
            return left.checked_div(right).map(Interval::point);
        }
        Some(self.times(&other.inverse()?))
    }

    /// What is left when it is divided by a number as often as a whole number of times, with its own sign, as in CEL: 2022 by 5 leaves 2,
    /// −7 by 5 leaves −2. Nothing when the divisor may be nought.
    pub fn remainder(&self, by: &Interval) -> Option<Interval> {
        if by.contains(&Exact::ZERO) {
            return None;
        }
        let by = by.abs();
        if let (Some(by), Some(times)) = (by.as_point(), by.as_point().and_then(|by| self.whole_times(by))) {
            return Some(self.minus(&Interval::point(&times * by)));
        }
        // anything nearer to nought than the divisor, on the side of the dividend
        let reach = |end: Option<&Exact>, beyond: bool| match (end, by.high().value()) {
            (Some(end), _) if end.is_zero() || end.is_negative() == beyond => Bound::Closed(Exact::ZERO),
            (_, Some(by)) => Bound::Open(if beyond { by.clone() } else { -by }),
            (_, None) => Bound::Unbounded,
        };
        let (low, high) = (reach(self.low().value(), false), reach(self.high().value(), true));
        Some(Interval(Repr::Range { low, high }).normal())
    }

    /// How often a number goes into every value of it, if that is one answer.
    fn whole_times(&self, by: &Exact) -> Option<Exact> {
        let times = |value: &Exact| {
            let times = value.abs().checked_div(by)?.floor();
            Some(if value.is_negative() { -&times } else { times })
        };
        let (low, high) = (self.low(), self.high());
        let (first, last) = (times(low.value()?)?, times(high.value()?)?);
        let one_side = !low.value()?.is_negative() || high.value()?.is_negative() || high.value()?.is_zero();
        (first == last && one_side).then_some(first)
    }

    /// One over it, or nothing when it may be nought.
    fn inverse(&self) -> Option<Interval> {
        if self.contains(&Exact::ZERO) {
            return None;
        }
        let flip = |end: &Bound| match end {
            Bound::Unbounded => Some(Bound::Open(Exact::ZERO)),
            Bound::Open(value) if value.is_zero() => Some(Bound::Unbounded),
            Bound::Closed(value) => Exact::ONE.checked_div(value).map(Bound::Closed),
            Bound::Open(value) => Exact::ONE.checked_div(value).map(Bound::Open),
        };
        let (low, high) = (self.low(), self.high());
        Some(Interval(Repr::Range { low: flip(&high)?, high: flip(&low)? }).normal())
    }

    /// Distance from nought.
    #[must_use]
    pub fn abs(&self) -> Interval {
        match &self.0 {
            Repr::Point(value) => Interval::point(value.abs()),
            Repr::Range { .. } if self.contains(&Exact::ZERO) => {
                let (left, right) = (self.negated().high(), self.high());
                Interval(Repr::Range { low: Bound::Closed(Exact::ZERO), high: higher_high(left, right) }).normal()
            }
            Repr::Range { high, .. } if high.value().is_some_and(|end| *end <= Exact::ZERO) => self.negated(),
            Repr::Range { .. } => self.clone(),
        }
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn hull(&self, other: &Interval) -> Interval {
        let (low, high) = (lower_low(self.low(), other.low()), higher_high(self.high(), other.high()));
        Interval(Repr::Range { low, high }).normal()
    }

    /// The smaller of two.
    #[must_use]
    pub fn min(&self, other: &Interval) -> Interval {
        let (low, high) = (lower_low(self.low(), other.low()), lower_high(self.high(), other.high()));
        Interval(Repr::Range { low, high }).normal()
    }

    /// The larger of two.
    #[must_use]
    pub fn max(&self, other: &Interval) -> Interval {
        let (low, high) = (higher_low(self.low(), other.low()), higher_high(self.high(), other.high()));
        Interval(Repr::Range { low, high }).normal()
    }

    /// Whether `self < other`.
    pub fn less(&self, other: &Interval) -> Truth {
        if let (Repr::Point(left), Repr::Point(right)) = (&self.0, &other.0) {
            return Truth::from(left < right);
        }
        let (high, low) = (self.high(), other.low());
        if let (Some(a), Some(b)) = (high.value(), low.value())
            && (a < b || (a == b && (high.is_open() || low.is_open())))
        {
            return Truth::True;
        }
        let (low, high) = (self.low(), other.high());
        match (low.value(), high.value()) {
            (Some(a), Some(b)) if a >= b => Truth::False,
            _ => Truth::Open,
        }
    }

    /// Whether `self <= other`.
    pub fn at_most_equal(&self, other: &Interval) -> Truth {
        !other.less(self)
    }

    /// Whether both are the same number: decided only where both are points, or where they share none.
    pub fn equal(&self, other: &Interval) -> Truth {
        if let (Repr::Point(left), Repr::Point(right)) = (&self.0, &other.0) {
            return Truth::from(left == right);
        }
        if self.intersection(other).is_none() { Truth::False } else { Truth::Open }
    }

    /// The same interval with a range of one value written as a point.
    fn normal(self) -> Interval {
        match &self.0 {
            Repr::Range { low: Bound::Closed(low), high: Bound::Closed(high) } if low == high => Interval::point(low.clone()),
            _ => self,
        }
    }
}

/// A product of two ends: minus infinity, a number that belongs or not, or infinity.
enum Corner {
    Low,
    At(Exact, bool),
    High,
}

impl Corner {
    /// Order by value; of equal ones the one that belongs comes first, so that it is the lower end.
    fn compare(&self, other: &Corner) -> Ordering {
        match (self, other) {
            (Corner::At(a, a_open), Corner::At(b, b_open)) => a.cmp(b).then(a_open.cmp(b_open)),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    /// Order by value; of equal ones the one that belongs comes last, so that it is the upper end.
    fn compare_high(&self, other: &Corner) -> Ordering {
        match (self, other) {
            (Corner::At(a, a_open), Corner::At(b, b_open)) => a.cmp(b).then(b_open.cmp(a_open)),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Corner::Low => 0,
            Corner::At(..) => 1,
            Corner::High => 2,
        }
    }

    fn end(&self) -> Bound {
        match self {
            Corner::Low | Corner::High => Bound::Unbounded,
            Corner::At(value, open) => Bound::at(value.clone(), *open),
        }
    }
}

/// Multiplies an end by an end; the flag of each tells which side it is on.
fn corner((left, left_high): &(Bound, bool), (right, right_high): &(Bound, bool)) -> Corner {
    let sign = |bound: &Bound, is_high: bool| match bound.value() {
        Some(value) if value.is_zero() => 0,
        Some(value) if value.is_negative() => -1,
        Some(_) => 1,
        None if is_high => 1,
        None => -1,
    };
    if let (Some(a), Some(b)) = (left.value(), right.value()) {
        // A closed nought times anything is reached, whatever the other end.
        let zero =
            matches!(left, Bound::Closed(value) if value.is_zero()) || matches!(right, Bound::Closed(value) if value.is_zero());
        return Corner::At(a * b, !zero && (left.is_open() || right.is_open()));
    }
    match sign(left, *left_high) * sign(right, *right_high) {
        0 => {
            let closed = matches!(left, Bound::Closed(_)) || matches!(right, Bound::Closed(_));
            Corner::At(Exact::ZERO, !closed)
        }
        1 => Corner::High,
        _ => Corner::Low,
    }
}

fn above_low(value: &Exact, low: &Bound) -> bool {
    match low {
        Bound::Unbounded => true,
        Bound::Closed(end) => value >= end,
        Bound::Open(end) => value > end,
    }
}

fn below_high(value: &Exact, high: &Bound) -> bool {
    match high {
        Bound::Unbounded => true,
        Bound::Closed(end) => value <= end,
        Bound::Open(end) => value < end,
    }
}

fn choose(one: Bound, other: Bound, wanted: Ordering, open_wins: bool, unbounded_wins: bool) -> Bound {
    match (one.value(), other.value()) {
        (Some(a), Some(b)) => match a.cmp(b) {
            Ordering::Equal if one.is_open() == open_wins => one,
            Ordering::Equal => other,
            order if order == wanted => one,
            _ => other,
        },
        (None, _) if unbounded_wins => one,
        (_, None) if unbounded_wins => other,
        (None, _) => other,
        (_, None) => one,
    }
}

fn higher_low(one: Bound, other: Bound) -> Bound {
    choose(one, other, Ordering::Greater, true, false)
}

fn lower_low(one: Bound, other: Bound) -> Bound {
    choose(one, other, Ordering::Less, false, true)
}

fn lower_high(one: Bound, other: Bound) -> Bound {
    choose(one, other, Ordering::Less, true, false)
}

fn higher_high(one: Bound, other: Bound) -> Bound {
    choose(one, other, Ordering::Greater, false, true)
}

/// As mathematicians write it: `(104700, ∞)`, `[12.45, 12.55]`, a point as the number alone.
impl fmt::Display for Interval {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = match &self.0 {
            Repr::Point(value) => return write!(out, "{value}"),
            Repr::Range { low, high } => (low, high),
        };
        match low {
            Bound::Unbounded => write!(out, "(−∞, ")?,
            Bound::Closed(value) => write!(out, "[{value}, ")?,
            Bound::Open(value) => write!(out, "({value}, ")?,
        }
        match high {
            Bound::Unbounded => write!(out, "∞)"),
            Bound::Closed(value) => write!(out, "{value}]"),
            Bound::Open(value) => write!(out, "{value})"),
        }
    }
}

impl fmt::Debug for Interval {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, Exact, Interval};
    use crate::truth::Truth;

    fn closed(low: i64, high: i64) -> Interval {
        Interval::closed(Exact::int(low), Exact::int(high))
    }

    fn check(found: &Interval, expected: &str) {
        assert_eq!(found.to_string(), expected);
    }

    #[test]
    fn arithmetic_keeps_open_and_missing_ends() {
        let over = Interval::above(Exact::int(104_700));
        check(&over.plus(&closed(1, 2)), "(104701, ∞)");
        check(&over.negated(), "(−∞, -104700)");
        check(&over.times(&Interval::point(Exact::int(-2))), "(−∞, -209400)");
        check(&closed(-2, 3).times(&closed(-5, 7)), "[-15, 21]");
        check(&closed(0, 3).times(&Interval::above(Exact::ZERO)), "[0, ∞)");
        check(&closed(1, 2).over(&Interval::above(Exact::ZERO)).expect("nought is left out"), "(0, ∞)");
        assert_eq!(closed(1, 2).over(&closed(-1, 1)), None);
        check(&closed(-5, 3).abs(), "[0, 5]");
    }

    #[test]
    fn comparison_is_open_only_where_the_ranges_leave_it_open() {
        let over = Interval::above(Exact::int(12));
        assert_eq!(Interval::point(Exact::int(12)).less(&over), Truth::True);
        assert_eq!(over.at_most_equal(&Interval::point(Exact::int(12))), Truth::False);
        assert_eq!(closed(1, 5).less(&closed(5, 9)), Truth::Open);
        assert_eq!(closed(1, 5).at_most_equal(&closed(5, 9)), Truth::True);
        assert_eq!(closed(1, 5).equal(&closed(6, 9)), Truth::False);
        assert_eq!(closed(1, 5).equal(&closed(5, 9)), Truth::Open);
    }

    #[test]
    fn an_interval_is_never_empty() {
        let five = || Exact::int(5);
        assert_eq!(Interval::new(Bound::Open(five()), Bound::Closed(five())), None);
        assert_eq!(Interval::new(Bound::Closed(five()), Bound::Closed(five())), Some(Interval::point(five())));
        assert_eq!(closed(1, 2).intersection(&closed(3, 4)), None);
    }
}

//! Noise: how far independent rounding of many parts can be expected to carry a total. It grades what the ranges leave open, and
//! never decides a verdict.

use super::Number;
use crate::number::Exact;
use crate::number::interval::Interval;

/// Σ g² of the figures that went into a number, each rounded to its own g. Nothing where a figure was not simply rounded.
#[derive(Clone, Debug, Default)]
pub(super) struct Noise(Option<Box<Exact>>);

impl Noise {
    /// Nothing known, or nothing rounded.
    pub(super) const NONE: Noise = Noise(None);

    /// Of one rounded figure: the square of the width of its range.
    pub(super) fn of(range: &Interval) -> Noise {
        if range.as_point().is_some() {
            return Noise::NONE;
        }
        Noise(ends(range).map(|(low, high)| {
            let grain = &high - &low;
            Box::new(&grain * &grain)
        }))
    }

    /// Of a sum or a difference.
    pub(super) fn of_sum(left: &Number, right: &Number) -> Noise {
        match (Part::of(left), Part::of(right)) {
            (Part::Rounded(left), Part::Rounded(right)) => Noise(Some(Box::new(left + right))),
            (Part::Rounded(_), Part::Exact) => left.noise.clone(),
            (Part::Exact, Part::Rounded(_)) => right.noise.clone(),
            _ => Noise::NONE,
        }
    }

    /// Of a product with an exact weight.
    pub(super) fn of_product(left: &Number, right: &Number) -> Noise {
        let (noise, weight) = match (&left.noise.0, &right.noise.0) {
            (Some(noise), None) => (noise, right.range.as_point()),
            (None, Some(noise)) => (noise, left.range.as_point()),
            _ => return Noise::NONE,
        };
        Noise(weight.map(|weight| Box::new(&(weight * weight) * noise)))
    }
}

/// What a number is to a sum.
enum Part<'n> {
    Exact,
    Rounded(&'n Exact),
    /// A hedge, a range or a quotient: no rounding that could be added.
    Other,
}

impl Part<'_> {
    fn of(number: &Number) -> Part<'_> {
        match (&number.noise.0, number.range.as_point()) {
            (Some(noise), _) => Part::Rounded(noise),
            (None, Some(_)) => Part::Exact,
            (None, None) => Part::Other,
        }
    }
}

/// Whether two numbers lie further apart than three standard deviations of the rounding in both: d² > 9 · Σg² / 12.
pub(super) fn is_improbable(left: &Number, right: &Number) -> bool {
    let noise = match (Part::of(left), Part::of(right)) {
        (Part::Rounded(left), Part::Rounded(right)) => left + right,
        (Part::Rounded(noise), Part::Exact) | (Part::Exact, Part::Rounded(noise)) => noise.clone(),
        _ => return false,
    };
    let (Some((a, b)), Some((c, d))) = (ends(&left.range), ends(&right.range)) else { return false };
    let twice = &(&a + &b) - &(&c + &d); // twice the distance of the middles
    (&twice * &twice) > (&Exact::int(3) * &noise)
}

fn ends(range: &Interval) -> Option<(Exact, Exact)> {
    Some((range.low().value()?.clone(), range.high().value()?.clone()))
}

//! Exact: rational numbers, parsed and printed without loss.
//!
//! Never a binary float: 1,2 triệu is exactly 1 200 000, and a third stays a third.

pub mod interval;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Add, Mul, Neg, Sub};

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

/// Digits that [`Exact::parse`] takes before it refuses: more is no figure that anyone wrote.
pub const DIGITS_MAX: usize = 1_000;

/// An exact rational number.
///
/// Most figures are small, so a numerator of 127 bits over a denominator of 64 bits is kept in place; whatever does not fit
/// is kept as a big rational. The form is canonical: reduced, and in place whenever it fits.
#[derive(Clone)]
pub struct Exact(Repr);

#[derive(Clone)]
enum Repr {
    Small { num: i128, den: u64 },
    Big(Box<RBig>),
}

impl Exact {
    /// Nought.
    pub const ZERO: Exact = Exact::int(0);
    /// One.
    pub const ONE: Exact = Exact::int(1);

    /// A whole number.
    pub const fn int(value: i64) -> Exact {
        Exact(Repr::Small { num: value as i128, den: 1 })
    }

    /// A whole number of up to 127 bits.
    pub fn whole(value: i128) -> Exact {
        Exact::in_place(value, 1)
    }

    /// `num / den`, or nothing over nought: `ratio(2, 3)` is two thirds.
    pub fn ratio(num: i128, den: i128) -> Option<Exact> {
        if den == 0 {
            return None;
        }
        match (num.checked_abs(), den.checked_abs()) {
            (Some(_), Some(positive)) => {
                let num = if den < 0 { -num } else { num };
                Some(Exact::reduced(num, positive.unsigned_abs()))
            }
            _ => Some(Exact::big(RBig::from_parts_signed(IBig::from(num), IBig::from(den)))),
        }
    }

    /// Ten to a power: `power_of_ten(6)` for triệu, `power_of_ten(-1)` for one decimal place.
    pub fn power_of_ten(exponent: i32) -> Exact {
        Exact::scaled(1, exponent)
    }

    /// `mantissa × 10^exponent`: `scaled(12, 5)` for 1,2 triệu, `scaled(125, -1)` for 12,5.
    pub fn scaled(mantissa: i128, exponent: i32) -> Exact {
        let size = exponent.unsigned_abs();
        if exponent >= 0 {
            if let Some(value) = 10i128.checked_pow(size).and_then(|power| mantissa.checked_mul(power)) {
                return Exact::in_place(value, 1);
            }
        } else if let Some(power) = 10u64.checked_pow(size) {
            return Exact::reduced(mantissa, u128::from(power));
        }
        let power = UBig::from(10u8).pow(size as usize);
        let mantissa = IBig::from(mantissa);
        let value = if exponent >= 0 { RBig::from(mantissa * power) } else { RBig::from_parts(mantissa, power) };
        Exact::big(value)
    }

    /// A plain decimal: an optional sign, digits, and at most one point: `-2.5`, `104700`, `.09`.
    ///
    /// Nothing for anything else, exponents and grouping included: those are the business of `read`.
    pub fn parse(text: &str) -> Option<Exact> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, text.get(1..)?),
            b'+' => (false, text.get(1..)?),
            _ => (false, text),
        };
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        let count = whole.len() + places.len();
        let plain = whole.bytes().chain(places.bytes()).all(|byte| byte.is_ascii_digit());
        if count == 0 || count > DIGITS_MAX || !plain || (places.is_empty() && digits.ends_with('.')) {
            return None;
        }
        let exponent = -i32::try_from(places.len()).ok()?;
        if count <= 38 {
            let digit = |sum: i128, byte: u8| sum.checked_mul(10)?.checked_add(i128::from(byte - b'0'));
            let mantissa = whole.bytes().chain(places.bytes()).try_fold(0i128, digit)?;
            return Some(Exact::scaled(if negative { -mantissa } else { mantissa }, exponent));
        }
        let mantissa = IBig::from_str_radix(&format!("{whole}{places}"), 10).ok()?;
        let mantissa = if negative { -mantissa } else { mantissa };
        Some(Exact::big(RBig::from_parts(mantissa, UBig::from(10u8).pow(places.len()))))
    }

    /// Whether it is nought.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small { num: 0, .. })
    }

    /// Whether it is below nought.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small { num, .. } => *num < 0,
            Repr::Big(value) => **value < RBig::ZERO,
        }
    }

    /// Whether it is a whole number.
    pub fn is_whole(&self) -> bool {
        match &self.0 {
            Repr::Small { den, .. } => *den == 1,
            Repr::Big(value) => *value.denominator() == UBig::ONE,
        }
    }

    /// The number as a machine integer, if it is one.
    pub fn to_i128(&self) -> Option<i128> {
        match self.0 {
            Repr::Small { num, den: 1 } => Some(num),
            _ => None,
        }
    }

    /// Numerator and denominator where both are small, as those of most figures are.
    pub fn small(&self) -> Option<(i128, i128)> {
        match self.0 {
            Repr::Small { num, den } => Some((num, i128::from(den))),
            Repr::Big(_) => None,
        }
    }

    /// Its distance from nought.
    #[must_use]
    pub fn abs(&self) -> Exact {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// The quotient, or nothing over nought.
    pub fn checked_div(&self, by: &Exact) -> Option<Exact> {
        if by.is_zero() {
            return None;
        }
        if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&self.0, &by.0) {
            let top = a.checked_mul(i128::from(*d));
            let bottom = c.checked_mul(i128::from(*b));
            if let (Some(top), Some(bottom)) = (top, bottom) {
                return Exact::ratio(top, bottom);
            }
        }
        Some(Exact::big(self.to_big() / by.to_big()))
    }

    /// Half of it: the reach of a rounded figure to both sides is half of its grain.
    #[must_use]
    pub fn half(&self) -> Exact {
        self * &Exact::scaled(5, -1)
    }

    /// The largest power of ten that divides it: 100 for 104 700, a tenth for 12.5; nothing for nought and for numbers
    /// that no decimal writes out (a third).
    pub fn last_place(&self) -> Option<i32> {
        let (mantissa, exponent) = self.decimal_parts()?;
        let digits = mantissa.to_string();
        let zeros = digits.bytes().rev().take_while(|&byte| byte == b'0').count();
        if self.is_zero() { None } else { Some(exponent + i32::try_from(zeros).ok()?) }
    }

    /// The largest whole number not above it.
    #[must_use]
    pub fn floor(&self) -> Exact {
        match &self.0 {
            Repr::Small { num, den } => Exact::in_place(num.div_euclid(i128::from(*den)), 1),
            Repr::Big(value) => Exact::big(RBig::from(value.floor())),
        }
    }

    /// The whole digits of a number that a decimal writes out, and the power of ten that they count: 12.5 is (125, −1).
    fn decimal_parts(&self) -> Option<(IBig, i32)> {
        let (num, den) = match &self.0 {
            Repr::Small { num, den } => (IBig::from(*num), UBig::from(*den)),
            Repr::Big(value) => (value.numerator().clone(), value.denominator().clone()),
        };
        let mut rest = den;
        let mut twos = 0usize;
        let mut fives = 0usize;
        let (two, five) = (UBig::from(2u8), UBig::from(5u8));
        while &rest % &two == UBig::ZERO {
            rest /= &two;
            twos += 1;
        }
        while &rest % &five == UBig::ZERO {
            rest /= &five;
            fives += 1;
        }
        if rest != UBig::ONE {
            return None;
        }
        let places = twos.max(fives);
        let mantissa = num * two.pow(places - twos) * five.pow(places - fives);
        Some((mantissa, -i32::try_from(places).ok()?))
    }

    fn in_place(num: i128, den: u64) -> Exact {
        Exact(Repr::Small { num, den })
    }

    fn reduced(num: i128, den: u128) -> Exact {
        if den == 1 {
            return Exact::in_place(num, 1);
        }
        let shared = gcd(num.unsigned_abs(), den);
        let (small_num, small_den) = (num / i128::try_from(shared).unwrap_or(1), den / shared);
        match u64::try_from(small_den) {
            Ok(den) if shared <= i128::MAX as u128 => Exact::in_place(small_num, den),
            _ => Exact::big(RBig::from_parts(IBig::from(num), UBig::from(den))),
        }
    }

    fn big(value: RBig) -> Exact {
        let small = (i128::try_from(value.numerator().clone()), u64::try_from(value.denominator().clone()));
        match small {
            (Ok(num), Ok(den)) if num != i128::MIN => Exact::in_place(num, den),
            _ => Exact(Repr::Big(Box::new(value))),
        }
    }

    fn to_big(&self) -> RBig {
        match &self.0 {
            Repr::Small { num, den } => RBig::from_parts(IBig::from(*num), UBig::from(*den)),
            Repr::Big(value) => (**value).clone(),
        }
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(left), Ok(right)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(gcd_small(left, right));
        }
        (a, b) = (b, a % b);
    }
    a
}

fn gcd_small(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Add for &Exact {
    type Output = Exact;

    fn add(self, other: &Exact) -> Exact {
        if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&self.0, &other.0) {
            if b == d {
                if let Some(sum) = a.checked_add(*c) {
                    return Exact::reduced(sum, u128::from(*b));
                }
            } else {
                let left = a.checked_mul(i128::from(*d));
                let right = c.checked_mul(i128::from(*b));
                let sum = left.zip(right).and_then(|(left, right)| left.checked_add(right));
                if let Some(sum) = sum {
                    return Exact::reduced(sum, u128::from(*b) * u128::from(*d));
                }
            }
        }
        Exact::big(self.to_big() + other.to_big())
    }
}

impl Sub for &Exact {
    type Output = Exact;

    fn sub(self, other: &Exact) -> Exact {
        self + &-other
    }
}

impl Mul for &Exact {
    type Output = Exact;

    fn mul(self, other: &Exact) -> Exact {
        if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&self.0, &other.0)
            && let Some(product) = a.checked_mul(*c)
        {
            return Exact::reduced(product, u128::from(*b) * u128::from(*d));
        }
        Exact::big(self.to_big() * other.to_big())
    }
}

impl Neg for &Exact {
    type Output = Exact;

    fn neg(self) -> Exact {
        match &self.0 {
            Repr::Small { num, den } if *num != i128::MIN => Exact::in_place(-num, *den),
            _ => Exact::big(-self.to_big()),
        }
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Exact) -> bool {
        match (&self.0, &other.0) {
            (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) => a == c && b == d,
            (Repr::Big(left), Repr::Big(right)) => left == right,
            _ => false, // the form is canonical
        }
    }
}

impl Eq for Exact {}

impl Hash for Exact {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Repr::Small { num, den } => (num, den).hash(state),
            Repr::Big(value) => (value.numerator(), value.denominator()).hash(state),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&self.0, &other.0) {
            if b == d {
                return a.cmp(c);
            }
            let left = a.checked_mul(i128::from(*d));
            let right = c.checked_mul(i128::from(*b));
            if let (Some(left), Some(right)) = (left, right) {
                return left.cmp(&right);
            }
        }
        self.to_big().cmp(&other.to_big())
    }
}

/// As a decimal where one writes it out, else as `n/d`: `1200000`, `-2.5`, `2/3`.
impl fmt::Display for Exact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Repr::Small { num, den: 1 } = self.0 {
            return write!(out, "{num}");
        }
        let Some((mantissa, exponent)) = self.decimal_parts() else {
            let value = self.to_big();
            return write!(out, "{}/{}", value.numerator(), value.denominator());
        };
        let places = exponent.unsigned_abs() as usize;
        let digits = format!("{:0>width$}", self.magnitude_digits(&mantissa), width = places + 1);
        let (whole, rest) = digits.split_at(digits.len() - places);
        let point = if places == 0 { "" } else { "." };
        write!(out, "{}{whole}{point}{rest}", if self.is_negative() { "-" } else { "" })
    }
}

impl Exact {
    fn magnitude_digits(&self, mantissa: &IBig) -> String {
        mantissa.to_string().trim_start_matches('-').to_owned()
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::Exact;

    fn check(text: &str, printed: &str) {
        assert_eq!(Exact::parse(text).map(|value| value.to_string()).unwrap_or_default(), printed, "{text:?}");
    }

    #[test]
    fn decimals_are_read_and_printed_without_loss() {
        check("104700", "104700");
        check("-2.50", "-2.5");
        check(".09", "0.09");
        check("0.1", "0.1");
        check("+7", "7");
        check("123456789012345678901234567890123456789012345.5", "123456789012345678901234567890123456789012345.5");
        check("1e5", "");
        check("1.", "");
        check("", "");
        check("-", "");
        check("1.2.3", "");
    }

    #[test]
    fn arithmetic_leaves_the_machine_word_without_loss() {
        let large = Exact::scaled(1, 38);
        let square = &large * &large;
        assert_eq!(square.checked_div(&large), Some(large.clone()));
        assert_eq!(&(&square - &square) + &Exact::ONE, Exact::ONE);
        let third = Exact::ratio(1, 3).expect("three is not nought");
        assert_eq!(&(&third + &third) + &third, Exact::ONE);
        assert_eq!(third.to_string(), "1/3");
        assert!(third < Exact::scaled(34, -2));
        assert_eq!(Exact::ratio(3, -6).map(|value| value.to_string()), Some("-0.5".into()));
        assert_eq!(Exact::ratio(1, 0), None);
    }

    #[test]
    fn the_last_place_is_that_of_the_last_digit_that_is_not_nought() {
        assert_eq!(Exact::int(104_700).last_place(), Some(2));
        assert_eq!(Exact::scaled(125, -1).last_place(), Some(-1));
        assert_eq!(Exact::ZERO.last_place(), None);
        assert_eq!(Exact::ratio(1, 3).and_then(|third| third.last_place()), None);
    }
}

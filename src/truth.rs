//! Truth over what is not fully known: true, false, open, unknown.
//!
//! Open means true for some of the values that the figures allow and false for others; unknown means that something is missing.

use std::ops::Not;

/// One of four truth values.
///
/// Narrowing the evidence may decide an open or an unknown answer, and never flips a decided one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// For every value inside the ranges.
    True,
    /// For none.
    False,
    /// For some: "about 15,000 members" against "at least 14,913".
    Open,
    /// Something is missing; the evaluator says what.
    Unknown,
}

impl Truth {
    /// Both: false wins, then unknown, then open.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        use Truth::{False, Open, True, Unknown};
        match (self, other) {
            (False, _) | (_, False) => False,
            (Unknown, _) | (_, Unknown) => Unknown,
            (Open, _) | (_, Open) => Open,
            (True, True) => True,
        }
    }

    /// Either: true wins, then unknown, then open.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        !(!self).and(!other)
    }

    /// Whether it is true or false.
    pub fn is_decided(self) -> bool {
        matches!(self, Truth::True | Truth::False)
    }
}

impl Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            kept => kept,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, Open, True, Unknown};

    fn check(left: Truth, right: Truth, and: Truth, or: Truth) {
        assert_eq!(left.and(right), and, "{left:?} and {right:?}");
        assert_eq!(left.or(right), or, "{left:?} or {right:?}");
    }

    #[test]
    fn a_decided_side_decides_where_it_can() {
        check(False, Unknown, False, Unknown);
        check(True, Unknown, Unknown, True);
        check(Open, Unknown, Unknown, Unknown);
        check(Open, True, Open, True);
        check(Open, False, False, Open);
    }
}

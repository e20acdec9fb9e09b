//! What a claim or a reading can say: figures with their hedge and precision, dates, periods, document numbers, words.
//!
//! A value is kept as written; [`Figure::surely`] and [`Figure::usually`] say which numbers the writing allows.

use std::fmt;
use std::sync::Arc;

use crate::date::{Date, Period};
use crate::number::Exact;
use crate::number::interval::{Bound, Interval};

/// What kind of thing a value is; needed in a claim only where the value leaves it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A count or a plain number.
    Number,
    /// A share in per cent.
    Percent,
    /// A difference of two shares, in percentage points.
    Points,
    /// An amount of a currency.
    Money,
    /// A measured amount: ha, km², tấn.
    Quantity,
    /// A rank: thứ năm, khóa XIII.
    Ordinal,
    /// A day, month, quarter or year.
    Date,
    /// From one date to another.
    Period,
    /// A length of time: gần 1 năm.
    Duration,
    /// A time of day: 08:30.
    Time,
    /// The number of a document: 21-NQ/TW.
    Document,
    /// Words.
    Text,
}

/// Every kind with its name in TOML and JSON.
pub const KINDS: &[(Kind, &str)] = &[
    (Kind::Number, "number"),
    (Kind::Percent, "percent"),
    (Kind::Points, "points"),
    (Kind::Money, "money"),
    (Kind::Quantity, "quantity"),
    (Kind::Ordinal, "ordinal"),
    (Kind::Date, "date"),
    (Kind::Period, "period"),
    (Kind::Duration, "duration"),
    (Kind::Time, "time"),
    (Kind::Document, "document"),
    (Kind::Text, "text"),
];

impl Kind {
    /// Its name in TOML and JSON.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind of a name.
    pub fn parse(name: &str) -> Option<Kind> {
        KINDS.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// The hedge of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// None, or "exactly".
    Exact,
    /// khoảng, about
    About,
    /// trên, hơn, over
    Above,
    /// just over
    JustAbove,
    /// ít nhất, at least
    AtLeast,
    /// dưới, under
    Below,
    /// gần, nearly
    Nearly,
    /// tối đa, at most
    AtMost,
}

/// Every hedge with its name in JSON and the sign that a claim writes before its value.
pub const QUALIFIERS: &[(Qualifier, &str, &str)] = &[
    (Qualifier::Exact, "exact", ""),
    (Qualifier::About, "about", "~"),
    (Qualifier::Above, "above", ">"),
    (Qualifier::JustAbove, "just-above", "~>"),
    (Qualifier::AtLeast, "at-least", ">="),
    (Qualifier::Below, "below", "<"),
    (Qualifier::Nearly, "nearly", "~<"),
    (Qualifier::AtMost, "at-most", "<="),
];

impl Qualifier {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        QUALIFIERS.iter().find(|(known, ..)| *known == self).map_or("", |(_, name, _)| name)
    }

    /// The sign that a claim writes before its value.
    pub fn sign(self) -> &'static str {
        QUALIFIERS.iter().find(|(known, ..)| *known == self).map_or("", |(.., sign)| sign)
    }

    /// The hedge of a name.
    pub fn parse(name: &str) -> Option<Qualifier> {
        QUALIFIERS.iter().find(|(_, known, _)| *known == name).map(|(known, ..)| *known)
    }
}

/// A number as written, with its hedge and precision.
///
/// A share is kept in per cent (12.5 for "12,5 %"), a scale word is multiplied in (1 200 000 for "1,2 triệu").
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Figure {
    /// The hedge.
    pub qualifier: Qualifier,
    /// The number itself.
    pub shown: Exact,
    /// What one unit of the last written digit is worth: 100 000 for "1,2 triệu", a hundredth for "1,50".
    pub grain: Exact,
    /// Whether it stands for everything that rounds to it. Whole counts, whole money without a scale word and ordinals do not.
    pub rounded: bool,
}

impl Figure {
    /// A whole count: exactly that.
    pub fn count(value: i64) -> Figure {
        Figure { qualifier: Qualifier::Exact, shown: Exact::int(value), grain: Exact::ONE, rounded: false }
    }

    /// What one unit of the last digit that is not nought is worth: 100 for 104,700. Nought has the step of its grain.
    pub fn step(&self) -> Exact {
        self.shown.last_place().map_or_else(|| self.grain.clone(), Exact::power_of_ten)
    }

    /// The numbers that the writing allows (design, section 5).
    pub fn surely(&self) -> Interval {
        let plain = || {
            if self.rounded { Interval::around(&self.shown, &self.grain.half()) } else { Interval::point(self.shown.clone()) }
        };
        match self.qualifier {
            Qualifier::Exact => plain(),
            Qualifier::About => Interval::everything(),
            Qualifier::Above | Qualifier::JustAbove => Interval::above(self.shown.clone()),
            Qualifier::AtLeast => Interval::at_least(self.shown.clone()),
            Qualifier::Below | Qualifier::Nearly => Interval::below(self.shown.clone()),
            Qualifier::AtMost => Interval::at_most(self.shown.clone()),
        }
    }

    /// The numbers that a reader expects: one step above "over", below "nearly", half a step around "about", and never more
    /// than a tenth of the figure. A plain rounded figure is expected to be as shown. It grades what is not certain.
    pub fn usually(&self) -> Interval {
        let tenth = &self.shown.abs() * &Exact::scaled(1, -1);
        let reach = |wanted: Exact| {
            if self.shown.is_zero() { wanted } else { wanted.min(tenth.clone()) }
        };
        let shown = || self.shown.clone();
        let between = |low: Bound, high: Bound| Interval::new(low, high).unwrap_or_else(|| self.surely());
        match self.qualifier {
            Qualifier::Exact => Interval::point(shown()),
            Qualifier::About => Interval::around(&self.shown, &reach(self.step().half())),
            Qualifier::Above => between(Bound::Open(shown()), Bound::Closed(&self.shown + &reach(self.step()))),
            Qualifier::JustAbove => between(Bound::Open(shown()), Bound::Closed(&self.shown + &reach(self.step().half()))),
            Qualifier::Nearly => between(Bound::Closed(&self.shown - &reach(self.step())), Bound::Open(shown())),
            Qualifier::Below => Interval::below(shown()),
            Qualifier::AtLeast | Qualifier::AtMost => self.surely(),
        }
    }

    /// The digits as written, the decimal places that the grain shows included: `1.50`, `1200000`.
    pub fn digits(&self) -> String {
        let plain = self.shown.to_string();
        let places = match self.grain.last_place() {
            Some(exponent) if exponent < 0 && !plain.contains('/') => exponent.unsigned_abs() as usize,
            _ => return plain,
        };
        let (whole, shown) = plain.split_once('.').unwrap_or((&plain, ""));
        if shown.len() >= places { plain } else { format!("{whole}.{shown:0<places$}") }
    }
}

/// As a claim writes it: `> 104700`, `~< 1`, `12.50`.
impl fmt::Display for Figure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = self.qualifier.sign();
        write!(out, "{sign}{}{}", if sign.is_empty() { "" } else { " " }, self.digits())
    }
}

/// A figure in 16 bytes: `mantissa × 10^exponent`, the exponent being that of its grain, so that 12.50 is (1250, −2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The digits as written.
    pub mantissa: i64,
    /// What one unit of the last digit is worth, as a power of ten.
    pub exponent: i16,
    /// Whether it stands for everything that rounds to it.
    pub rounded: bool,
    /// The hedge.
    pub qualifier: Qualifier,
}

impl Decimal {
    /// The same figure, if its grain is a power of ten and its digits are not too many.
    pub fn of(figure: &Figure) -> Option<Decimal> {
        let exponent = figure.grain.last_place().filter(|&place| Exact::power_of_ten(place) == figure.grain)?;
        let digits = &figure.shown * &Exact::power_of_ten(-exponent);
        Some(Decimal {
            mantissa: i64::try_from(digits.to_i128()?).ok()?,
            exponent: i16::try_from(exponent).ok()?,
            rounded: figure.rounded,
            qualifier: figure.qualifier,
        })
    }

    /// The figure.
    pub fn figure(self) -> Figure {
        let exponent = i32::from(self.exponent);
        Figure {
            qualifier: self.qualifier,
            shown: Exact::scaled(i128::from(self.mantissa), exponent),
            grain: Exact::power_of_ten(exponent),
            rounded: self.rounded,
        }
    }
}

/// A document number taken apart: `21-NQ/TW` is number 21, type NQ, body TW; `30/2020/NĐ-CP` has a year too.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Document {
    /// The canonical form, which compares documents.
    pub text: String,
    /// The running number as written, a leading nought included.
    pub number: String,
    /// The year inside the number.
    pub year: Option<i16>,
    /// The abbreviation of its type: NQ, CT, QĐ. Laws have none.
    pub kind: Option<String>,
    /// The abbreviation of the body that issued it: TW, HU, CP.
    pub body: Option<String>,
    /// The term of the body that the number names: 14 in `67/2020/QH14`.
    pub term: Option<i16>,
}

/// What a claim states or a reading found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A number, share, amount, measure, rank or length of time.
    Figure(Figure),
    /// From one figure to another: "5–7", "500–700 triệu". One unknown number between them.
    Range(Box<Figure>, Box<Figure>),
    /// A date.
    Date(Date),
    /// A stretch of time.
    Period(Period),
    /// A document number.
    Document(Box<Document>),
    /// Words.
    Text(String),
}

impl Value {
    /// The figure, if it is one.
    pub fn as_figure(&self) -> Option<&Figure> {
        match self {
            Value::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// The numbers that the writing allows, for figures and ranges.
    pub fn surely(&self) -> Option<Interval> {
        match self {
            Value::Figure(figure) => Some(figure.surely()),
            Value::Range(low, high) => Interval::new(low.surely().low(), high.surely().high()),
            _ => None,
        }
    }

    /// The numbers that a reader expects, for figures and ranges.
    pub fn usually(&self) -> Option<Interval> {
        match self {
            Value::Figure(figure) => Some(figure.usually()),
            Value::Range(low, high) => Interval::new(low.usually().low(), high.usually().high()),
            _ => None,
        }
    }
}

/// As a claim writes it: `> 104700`, `5..7`, `XXXX-08-03`, `2022/2025`, `21-NQ/TW`.
impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Figure(figure) => write!(out, "{figure}"),
            Value::Range(low, high) => write!(out, "{low}..{high}"),
            Value::Date(date) => write!(out, "{date}"),
            Value::Period(period) => write!(out, "{period}"),
            Value::Document(document) => out.write_str(&document.text),
            Value::Text(text) => out.write_str(text),
        }
    }
}

/// What a unit measures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// A counted noun: đảng viên, chi bộ. Never blocks a comparison.
    Counted,
    /// Per cent.
    Percent,
    /// Percentage points.
    Points,
    /// A currency by its ISO 4217 code.
    Money(String),
    /// A measured unit: what it measures (`area`), and how many base units one of it is (10 000 m² for ha).
    Measured {
        /// What it measures, by the name in the locale data: `area`, `mass`, `time`.
        dimension: String,
        /// How many base units of the dimension one of it is.
        factor: Exact,
    },
}

/// The dimensions that lengths of time measure: days and hours count seconds; months and years count months, since no number
/// of days makes a month.
pub const TIME_DIMENSIONS: &[&str] = &["time", "calendar"];

/// A unit as written, with what it measures. Its words are shared, since a million readings have few units.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// As written, without a scale word: "đồng", "ha", "thôn, bản, khu phố".
    pub text: Arc<str>,
    /// The canonical name, which compares units: "VND", "ha", "%"; for counted nouns the words in lower case.
    pub name: Arc<str>,
    /// What it measures.
    pub measure: Measure,
}

impl Unit {
    /// Whether it is the other unit, or converts to it: ha and km² do, and a noun that the other begins with is the same.
    pub fn is_of(&self, other: &Unit) -> bool {
        let begins = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with([' ', ',']));
        match (&self.measure, &other.measure) {
            (Measure::Counted, Measure::Counted) => {
                self.name == other.name || begins(&self.name, &other.name) || begins(&other.name, &self.name)
            }
            (Measure::Measured { dimension, .. }, Measure::Measured { dimension: wanted, .. }) => dimension == wanted,
            (one, other) => one == other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, Qualifier};
    use crate::number::Exact;

    fn figure(qualifier: Qualifier, shown: &str, grain: i32, rounded: bool) -> Figure {
        Figure {
            qualifier,
            shown: Exact::parse(shown).expect("a number of this test"),
            grain: Exact::power_of_ten(grain),
            rounded,
        }
    }

    fn check(figure: &Figure, surely: &str, usually: &str) {
        assert_eq!((figure.surely().to_string(), figure.usually().to_string()), (surely.into(), usually.into()), "{figure}");
    }

    #[test]
    fn a_writing_allows_the_ranges_of_the_design() {
        check(&Figure::count(4971), "4971", "4971");
        check(&figure(Qualifier::Exact, "12.5", -1, true), "[12.45, 12.55]", "12.5");
        check(&figure(Qualifier::Exact, "1200000", 5, true), "[1150000, 1250000]", "1200000");
        check(&figure(Qualifier::Above, "104700", 0, false), "(104700, ∞)", "(104700, 104800]");
        check(&figure(Qualifier::Nearly, "1", 0, false), "(−∞, 1)", "[0.9, 1)");
        check(&figure(Qualifier::About, "500", 0, false), "(−∞, ∞)", "[450, 550]");
        check(&figure(Qualifier::AtLeast, "3", 0, false), "[3, ∞)", "[3, ∞)");
    }

    #[test]
    fn a_figure_prints_as_written() {
        assert_eq!(figure(Qualifier::Exact, "1.5", -2, true).to_string(), "1.50");
        assert_eq!(figure(Qualifier::Above, "104700", 0, false).to_string(), "> 104700");
        assert_eq!(figure(Qualifier::Nearly, "1", 0, false).to_string(), "~< 1");
    }
}

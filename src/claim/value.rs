//! The forms of a claimed value: one text of a claim becomes a figure, a range, a date, a period, a document number or words.
//!
//! Never guesses: a text that could be read in two ways is refused with both readings named. Knows no language; units and
//! document numbers come in through [`Words`].

use crate::date::{Date, DateError, Period};
use crate::number::{DIGITS_MAX, Exact};
use crate::value::{Document, Figure, Kind, Measure, QUALIFIERS, Qualifier, TIME_DIMENSIONS, Unit, Value};

/// What the project's locale knows, as far as claims need it: units, document numbers, separators of a region.
pub struct Words {
    /// What a unit's scale word multiplies by, and the unit itself: "tỷ đồng" is 1 000 000 000 and đồng.
    pub unit: Box<UnitOf>,
    /// A document number taken apart: `21-NQ/TW`; nothing for other words.
    pub document: Box<DocumentOf>,
    /// The separators of a language and region: a decimal comma and grouping points for `vi-VN`; nothing for an unknown one.
    pub separators: Box<SeparatorsOf>,
}

/// See [`Words::unit`].
pub type UnitOf = dyn Fn(&str) -> (Exact, Unit) + Send + Sync;
/// See [`Words::document`].
pub type DocumentOf = dyn Fn(&str) -> Option<Document> + Send + Sync;
/// See [`Words::separators`].
pub type SeparatorsOf = dyn Fn(&str) -> Option<Separators> + Send + Sync;

impl std::fmt::Debug for Words {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Words")
    }
}

/// The separators of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Separators {
    /// Between whole digits and decimal places: `,` in `12,5`.
    pub decimal: char,
    /// Between groups of three digits: `.` in `104.700`; a region may use several.
    pub group: Vec<char>,
}

/// How figures are written in a claims file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// A decimal point and no grouping, as in TOML.
    #[default]
    Point,
    /// The same in a CSV file that does not say how it writes figures: then one separator before exactly three digits has two
    /// readings and is refused.
    Unsaid,
    /// As a region writes them.
    Region(Separators),
}

/// What is known about a value before it is read.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The kind that the claim names.
    pub kind: Option<Kind>,
    /// What the unit's scale word multiplies by.
    pub scale: &'a Exact,
    /// The unit.
    pub unit: Option<&'a Unit>,
    /// How figures are written.
    pub numbers: &'a Numbers,
    /// Takes a document number apart.
    pub document: &'a dyn Fn(&str) -> Option<Document>,
}

/// Why a text is no value of a claim.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// There is nothing.
    #[error("the value is empty")]
    Empty,
    /// `1.421` where the file does not say how it writes figures.
    #[error("`{text}` can be read as {grouped} or as {decimal}")]
    TwoReadings {
        /// As written.
        text: String,
        /// The separator taken as grouping.
        grouped: String,
        /// The separator taken as the decimal point.
        decimal: String,
    },
    /// `12,5` or `1.250.000` where a decimal point and no grouping is expected.
    #[error("`{0}` is not written with a decimal point and without grouping, as figures are here")]
    Separated(String),
    /// `1.42` where `.` groups.
    #[error("`{text}` is not a figure of its region: groups have three digits, `{decimal}` comes before decimal places")]
    Grouping {
        /// As written.
        text: String,
        /// The decimal sign of the region.
        decimal: char,
    },
    /// Words, without `kind = "text"`.
    #[error("`{0}` is no number, date, period or document number")]
    Form(String),
    /// Something else where the kind or a hedge asks for a figure.
    #[error("`{text}` is no number, and {why}")]
    NoNumber {
        /// As written.
        text: String,
        /// What asks for a number.
        why: String,
    },
    /// A date that does not exist or is written in another way.
    #[error("`{text}`: {error}")]
    Date {
        /// As written.
        text: String,
        /// Why.
        error: DateError,
    },
    /// A period that ends before it begins.
    #[error("the period `{0}` ends before it begins")]
    PeriodBackwards(String),
    /// A range that falls.
    #[error("the range `{0}` goes from more to less")]
    RangeBackwards(String),
    /// A hedge before a range.
    #[error("`{0}` has a hedge before a range")]
    RangeHedged(String),
    /// A fraction over nought.
    #[error("`{0}` divides by nought")]
    Denominator(String),
    /// More digits than are taken.
    #[error("the value has more than {DIGITS_MAX} digits")]
    Digits,
    /// An ordinal with decimal places, below one, or hedged.
    #[error("`{0}` is no rank: an ordinal is a plain whole number")]
    Ordinal(String),
    /// A kind, sign or unit that speaks against another.
    #[error("{one}, and {other}")]
    Contradiction {
        /// What the one says.
        one: String,
        /// What the other says.
        other: String,
    },
}

impl ValueError {
    /// Its code in reports.
    pub fn code(&self) -> &'static str {
        match self {
            ValueError::Empty => "value/empty",
            ValueError::TwoReadings { .. } => "value/two-readings",
            ValueError::Separated(_) => "value/separated",
            ValueError::Grouping { .. } => "value/grouping",
            ValueError::Form(_) => "value/form",
            ValueError::NoNumber { .. } => "value/no-number",
            ValueError::Date { .. } => "value/date",
            ValueError::PeriodBackwards(_) => "value/period-backwards",
            ValueError::RangeBackwards(_) => "value/range-backwards",
            ValueError::RangeHedged(_) => "value/range-hedged",
            ValueError::Denominator(_) => "value/denominator",
            ValueError::Digits => "value/digits",
            ValueError::Ordinal(_) => "value/ordinal",
            ValueError::Contradiction { .. } => "value/contradiction",
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            ValueError::TwoReadings { .. } | ValueError::Separated(_) => {
                "write figures with a decimal point and without grouping; for a CSV file that writes them in another way set \
                 `numbers = \"vi-VN\"` in its `[columns.'…']`"
            }
            ValueError::Form(text) if is_day_first(text) => "a date is written 2022-06-16; without its year XXXX-06-16",
            ValueError::Form(text) if NO_FIGURE.contains(&text.as_str()) => {
                "a dash is no figure: leave the row out; `missing` in a rule says what an absent part means"
            }
            ValueError::Form(_) => "if these words are the value, add `kind = \"text\"`",
            ValueError::RangeHedged(_) => "write either a range `5..7` or a hedged figure `> 5`",
            ValueError::NoNumber { .. } => "figures are written `4971`, `12.5 %`, `> 104700`, `2/3` or `5..7`",
            _ => return None,
        };
        Some(help.to_owned())
    }
}

/// Reads a claimed value: `4971`, `"12.5 %"`, `"> 104700"`, `"5..7"`, `2022-06-16`, `"2022/2025"`, `"21-NQ/TW"`.
///
/// # Errors
/// [`ValueError`] when the text has none of the forms, or when kind, sign and unit contradict each other.
pub fn parse(text: &str, setting: &Setting<'_>) -> Result<(Value, Kind), ValueError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ValueError::Empty);
    }
    match setting.kind {
        Some(kind @ (Kind::Text | Kind::Time)) => Ok((Value::Text(text.to_owned()), kind)),
        Some(Kind::Date) => date(text),
        Some(Kind::Period) => period(text),
        Some(Kind::Document) => Ok((Value::Document(Box::new(document(text, setting))), Kind::Document)),
        Some(kind) => figure(text, setting).map_err(|error| match error {
            ValueError::Form(text) => ValueError::NoNumber { text, why: format!("kind `{}` needs one", kind.name()) },
            other => other,
        }),
        None => by_shape(text, setting),
    }
}

/// A value whose kind the claim leaves open: the shape of its text decides.
fn by_shape(text: &str, setting: &Setting<'_>) -> Result<(Value, Kind), ValueError> {
    if is_date_shaped(text) {
        return date(text);
    }
    if is_period_shaped(text) {
        return period(text);
    }
    match figure(text, setting) {
        Err(ValueError::Form(_)) => match (setting.document)(text) {
            Some(document) => Ok((Value::Document(Box::new(document)), Kind::Document)),
            None => Err(ValueError::Form(text.to_owned())),
        },
        other => other,
    }
}

fn date(text: &str) -> Result<(Value, Kind), ValueError> {
    let wrong = |error| ValueError::Date { text: text.to_owned(), error };
    Ok((Value::Date(Date::parse(text).map_err(wrong)?), Kind::Date))
}

fn period(text: &str) -> Result<(Value, Kind), ValueError> {
    let period = Period::parse(text).map_err(|error| ValueError::Date { text: text.to_owned(), error })?;
    if period.is_backwards() {
        return Err(ValueError::PeriodBackwards(text.to_owned()));
    }
    Ok((Value::Period(period), Kind::Period))
}

/// A document number that the locale does not know keeps its text, which is all that comparing needs.
fn document(text: &str, setting: &Setting<'_>) -> Document {
    let plain = || Document {
        text: text.to_owned(),
        number: text.chars().take_while(char::is_ascii_digit).collect(),
        year: None,
        kind: None,
        body: None,
        term: None,
    };
    (setting.document)(text).unwrap_or_else(plain)
}

/// `2022-…` or `XXXX-…` with nothing but digits, dashes and a quarter after it.
fn is_date_shaped(text: &str) -> bool {
    let Some((year, rest)) = text.split_once('-') else {
        return false;
    };
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'Q');
    (year == "XXXX" || is_year(year)) && !rest.is_empty() && rest.bytes().all(plain)
}

/// Two sides that each begin with a four-digit year or are open: `2022/2025`, `2021-06/..`.
fn is_period_shaped(text: &str) -> bool {
    let side = |side: &str| side == ".." || is_year(side) || is_date_shaped(side);
    text.split_once('/').is_some_and(|(from, until)| side(from) && side(until))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a table prints where it has no figure, nothing included.
pub const NO_FIGURE: [&str; 7] = ["", "-", "–", "—", "−", "…", "..."];

/// `16/6/2022`, as Vietnamese texts write it.
fn is_day_first(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let digits = |part: &&str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts.as_slice(), [day, month, year] if digits(day, 2) && digits(month, 2) && digits(year, 4))
}

/// A figure or a range of figures, with its hedge, its sign and the unit's scale.
fn figure(text: &str, setting: &Setting<'_>) -> Result<(Value, Kind), ValueError> {
    let (qualifier, rest) = hedge(text);
    let (sign, digits) = sign(rest);
    let value = match digits.split_once("..") {
        Some(_) if qualifier != Qualifier::Exact => return Err(ValueError::RangeHedged(text.to_owned())),
        Some((low, high)) => {
            let (_, low) = self::sign(low.trim_end());
            let (low, high) = (number(low, setting)?, number(high.trim_start(), setting)?);
            let kind = kind(sign, setting)?;
            let (low, high) = (dressed(&low, kind, qualifier, setting), dressed(&high, kind, qualifier, setting));
            if low.shown > high.shown {
                return Err(ValueError::RangeBackwards(text.to_owned()));
            }
            return Ok((Value::Range(Box::new(low), Box::new(high)), kind));
        }
        None => number(digits, setting),
    };
    let value = value.map_err(|error| hedged_words(error, text, qualifier))?;
    let kind = kind(sign, setting)?;
    let figure = dressed(&value, kind, qualifier, setting);
    let rank = figure.shown.is_whole() && figure.shown >= Exact::ONE && qualifier == Qualifier::Exact && value.places == 0;
    if kind == Kind::Ordinal && !rank {
        return Err(ValueError::Ordinal(text.to_owned()));
    }
    Ok((Value::Figure(figure), kind))
}

/// After a hedge only a number can follow, so words there are no document number and no text.
fn hedged_words(error: ValueError, text: &str, qualifier: Qualifier) -> ValueError {
    match error {
        ValueError::Form(_) if qualifier == Qualifier::Exact => ValueError::Form(text.to_owned()),
        ValueError::Form(words) => {
            ValueError::NoNumber { text: words, why: format!("the hedge `{}` needs one", qualifier.sign()) }
        }
        other => other,
    }
}

/// The hedge that a value begins with, and the rest. The longest sign wins: `>=` before `>`.
fn hedge(text: &str) -> (Qualifier, &str) {
    let found = QUALIFIERS
        .iter()
        .filter(|(.., sign)| !sign.is_empty())
        .filter_map(|&(qualifier, _, sign)| text.strip_prefix(sign).map(|rest| (sign.len(), qualifier, rest)))
        .max_by_key(|(length, ..)| *length);
    found.map_or((Qualifier::Exact, text), |(_, qualifier, rest)| (qualifier, rest.trim_start()))
}

/// The sign after a figure that says what it counts, and the figure.
fn sign(text: &str) -> (Option<Kind>, &str) {
    let signs = [("%", Kind::Percent), ("pp", Kind::Points)];
    let found = signs.iter().find_map(|&(sign, kind)| Some((Some(kind), text.strip_suffix(sign)?.trim_end())));
    found.unwrap_or((None, text))
}

/// A number as written: its value and how many decimal places it shows.
struct Number {
    shown: Exact,
    places: usize,
}

/// A plain number or a fraction of two.
fn number(text: &str, setting: &Setting<'_>) -> Result<Number, ValueError> {
    if let Some((over, under)) = text.split_once('/') {
        let whole = |error| match error {
            ValueError::Form(_) => ValueError::Form(text.to_owned()),
            other => other,
        };
        let over = plain_number(over.trim_end(), setting).map_err(whole)?;
        let under = plain_number(under.trim_start(), setting).map_err(whole)?;
        let shown = over.shown.checked_div(&under.shown).ok_or_else(|| ValueError::Denominator(text.to_owned()))?;
        return Ok(Number { shown, places: 0 });
    }
    plain_number(text, setting)
}

fn plain_number(text: &str, setting: &Setting<'_>) -> Result<Number, ValueError> {
    let plain = match setting.numbers {
        Numbers::Region(separators) => regional(text, separators)?,
        Numbers::Point => text.to_owned(),
        Numbers::Unsaid => match two_readings(text) {
            Some(error) => return Err(error),
            None => text.to_owned(),
        },
    };
    let places = plain.split_once('.').map_or(0, |(_, places)| places.len());
    match Exact::parse(&plain) {
        Some(shown) => Ok(Number { shown, places }),
        None => Err(no_number(text)),
    }
}

/// Why a text is not a plain decimal.
fn no_number(text: &str) -> ValueError {
    let separated = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' ' | b'-' | b'+');
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits > DIGITS_MAX {
        ValueError::Digits
    } else if digits > 0 && text.bytes().all(separated) && text.contains(['.', ',', ' ']) {
        two_readings(text).unwrap_or_else(|| ValueError::Separated(text.to_owned()))
    } else {
        ValueError::Form(text.to_owned())
    }
}

/// `1.421` or `1,421`: one separator before exactly three digits and after one to three that do not begin with nought.
fn two_readings(text: &str) -> Option<ValueError> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, rest) = unsigned.split_once(['.', ','])?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = whole.len() <= 3 && !whole.starts_with('0') && rest.len() == 3 && digits(whole) && digits(rest);
    let minus = if text.starts_with('-') { "-" } else { "" };
    grouped.then(|| ValueError::TwoReadings {
        text: text.to_owned(),
        grouped: format!("{minus}{whole}{rest}"),
        decimal: format!("{minus}{whole}.{rest}"),
    })
}

/// A figure of a region as a plain decimal: `104.700,5` of `vi-VN` is `104700.5`.
fn regional(text: &str, separators: &Separators) -> Result<String, ValueError> {
    let wrong = || ValueError::Grouping { text: text.to_owned(), decimal: separators.decimal };
    let known =
        |character: char| character.is_ascii_digit() || character == separators.decimal || separators.group.contains(&character);
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned.is_empty() || !unsigned.chars().all(known) {
        let separated = unsigned.chars().all(|character| character.is_ascii_digit() || ".,  ".contains(character));
        return Err(if separated && !unsigned.is_empty() { wrong() } else { ValueError::Form(text.to_owned()) });
    }
    let (whole, places) = match unsigned.split_once(separators.decimal) {
        Some((whole, places)) => (whole, Some(places)),
        None => (unsigned, None),
    };
    let groups: Vec<&str> = whole.split(|character| separators.group.contains(&character)).collect();
    let first = groups.first().map_or(0, |group| group.len());
    let fits = groups.len() == 1 || (first <= 3 && groups.iter().skip(1).all(|group| group.len() == 3));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if first == 0 || !fits || places.is_some_and(|places| !digits(places)) {
        return Err(wrong());
    }
    let minus = if text.starts_with('-') { "-" } else { "" };
    let point = if places.is_some() { "." } else { "" };
    Ok(format!("{minus}{}{point}{}", groups.concat(), places.unwrap_or_default()))
}

/// The figure of a number: the scale word multiplied in, its precision by its kind (design, section 5).
fn dressed(number: &Number, kind: Kind, qualifier: Qualifier, setting: &Setting<'_>) -> Figure {
    let exponent = -i32::try_from(number.places).unwrap_or(i32::MAX);
    Figure {
        qualifier,
        shown: &number.shown * setting.scale,
        grain: &Exact::power_of_ten(exponent) * setting.scale,
        rounded: is_rounded(kind, number.places > 0, *setting.scale != Exact::ONE),
    }
}

/// Whether a figure stands for everything that rounds to it: shares, measures and lengths of time do, counts and money only
/// with decimal places or a scale word ("1,2 triệu"), ranks never.
pub fn is_rounded(kind: Kind, has_places: bool, has_scale: bool) -> bool {
    match kind {
        Kind::Ordinal => false,
        Kind::Number | Kind::Money => has_places || has_scale,
        _ => true,
    }
}

/// The kind of a figure by the unit alone.
pub fn kind_of_unit(unit: Option<&Unit>) -> Kind {
    match unit.map(|unit| &unit.measure) {
        None | Some(Measure::Counted) => Kind::Number,
        Some(Measure::Percent) => Kind::Percent,
        Some(Measure::Points) => Kind::Points,
        Some(Measure::Money(_)) => Kind::Money,
        Some(Measure::Measured { dimension, .. }) if TIME_DIMENSIONS.contains(&dimension.as_str()) => Kind::Duration,
        Some(Measure::Measured { .. }) => Kind::Quantity,
    }
}

/// The kind of a figure by what the claim names, the sign after it and the unit, which must not contradict each other.
fn kind(sign: Option<Kind>, setting: &Setting<'_>) -> Result<Kind, ValueError> {
    let by_unit = match kind_of_unit(setting.unit) {
        Kind::Number => None,
        kind => Some(kind),
    };
    let unit = || format!("unit `{}` says {}", setting.unit.map_or("", |unit| &unit.text), by_unit.map_or("", Kind::name));
    let signed = || format!("the sign after the value says {}", sign.map_or("", Kind::name));
    let named = || format!("kind says {}", setting.kind.map_or("", Kind::name));
    let differ = |one: Option<Kind>, other: Option<Kind>| one.zip(other).is_some_and(|(one, other)| one != other);
    if differ(sign, by_unit) {
        return Err(ValueError::Contradiction { one: signed(), other: unit() });
    }
    if differ(setting.kind, sign) {
        return Err(ValueError::Contradiction { one: named(), other: signed() });
    }
    let measure = |kind: Kind| matches!(kind, Kind::Quantity | Kind::Duration);
    let both_measure = setting.kind.zip(by_unit).is_some_and(|(one, other)| measure(one) && measure(other));
    if differ(setting.kind, by_unit) && !both_measure {
        return Err(ValueError::Contradiction { one: named(), other: unit() });
    }
    Ok(setting.kind.or(sign).or(by_unit).unwrap_or(Kind::Number))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value, its kind and the numbers that it allows; or why it is none.
    fn check(text: &str, setting: &Setting<'_>, expected: &str) {
        let found = match parse(text, setting) {
            Err(error) => error.to_string(),
            Ok((value, kind)) => {
                let range = value.surely().map_or_else(String::new, |range| format!(" {range}"));
                format!("{} {value}{range}", kind.name())
            }
        };
        assert_eq!(found, expected, "{text:?}");
    }

    fn number_like(text: &str) -> Option<Document> {
        text.contains("-NQ/").then(|| Document {
            text: text.into(),
            number: "21".into(),
            year: None,
            kind: None,
            body: None,
            term: None,
        })
    }

    const POINT: Setting<'_> =
        Setting { kind: None, scale: &Exact::ONE, unit: None, numbers: &Numbers::Point, document: &number_like };

    fn unit(text: &str, measure: Measure) -> Unit {
        Unit { text: text.into(), name: text.into(), measure }
    }

    #[test]
    fn a_value_has_the_forms_of_the_design() {
        check("4971", &POINT, "number 4971 4971");
        check("-2.5", &POINT, "number -2.5 [-2.55, -2.45]");
        check("12.50 %", &POINT, "percent 12.50 [12.495, 12.505]");
        check("0.4 pp", &POINT, "points 0.4 [0.35, 0.45]");
        check("2/3", &POINT, "number 2/3 2/3");
        check("> 104700", &POINT, "number > 104700 (104700, ∞)");
        check(">=3", &POINT, "number >= 3 [3, ∞)");
        check("~< 1", &POINT, "number ~< 1 (−∞, 1)");
        check("5..7", &POINT, "number 5..7 [5, 7]");
        check("5 %..7 %", &POINT, "percent 5..7 [4.5, 7.5]");
        check("2022-06-16", &POINT, "date 2022-06-16");
        check("XXXX-08-03", &POINT, "date XXXX-08-03");
        check("2022-Q2", &POINT, "date 2022-Q2");
        check("2022", &POINT, "number 2022 2022");
        check("2022/2025", &POINT, "period 2022/2025");
        check("2021/..", &POINT, "period 2021/..");
        check("21-NQ/TW", &POINT, "document 21-NQ/TW");
    }

    #[test]
    fn what_is_no_value_says_why() {
        check(" ", &POINT, "the value is empty");
        check("nhiều", &POINT, "`nhiều` is no number, date, period or document number");
        check("16/6/2022", &POINT, "`16/6/2022` is no number, date, period or document number");
        check("> nhiều", &POINT, "`nhiều` is no number, and the hedge `>` needs one");
        check("2022-02-30", &POINT, "`2022-02-30`: month 2 has no day 30");
        check("2025/2022", &POINT, "the period `2025/2022` ends before it begins");
        check("7..5", &POINT, "the range `7..5` goes from more to less");
        check("> 5..7", &POINT, "`> 5..7` has a hedge before a range");
        check("2/0", &POINT, "`2/0` divides by nought");
        check("12,5", &POINT, "`12,5` is not written with a decimal point and without grouping, as figures are here");
        check("1,421", &POINT, "`1,421` can be read as 1421 or as 1.421");
        check("1.421", &POINT, "number 1.421 [1.4205, 1.4215]");
        check(&"9".repeat(1_001), &POINT, "the value has more than 1000 digits");
    }

    #[test]
    fn an_unsaid_way_of_writing_refuses_two_readings() {
        let unsaid = Setting { numbers: &Numbers::Unsaid, ..POINT };
        check("1.421", &unsaid, "`1.421` can be read as 1421 or as 1.421");
        check("-104.700", &unsaid, "`-104.700` can be read as -104700 or as -104.700");
        check("0.421", &unsaid, "number 0.421 [0.4205, 0.4215]");
        check("1421.500", &unsaid, "number 1421.500 [1421.4995, 1421.5005]");
        check("1.42", &unsaid, "number 1.42 [1.415, 1.425]");
    }

    #[test]
    fn a_region_has_its_own_separators() {
        let numbers = Numbers::Region(Separators { decimal: ',', group: vec!['.', ' '] });
        let region = Setting { numbers: &numbers, ..POINT };
        check("104.700", &region, "number 104700 104700");
        check("> 1.250.000,5", &region, "number > 1250000.5 (1250000.5, ∞)");
        check("12,5 %", &region, "percent 12.5 [12.45, 12.55]");
        check("1.42", &region, "`1.42` is not a figure of its region: groups have three digits, `,` comes before decimal places");
        check("2022-06-16", &region, "date 2022-06-16");
    }

    #[test]
    fn kind_and_unit_decide_the_precision() {
        let dong = unit("đồng", Measure::Money("VND".into()));
        let billion = Exact::power_of_ten(9);
        check("500", &Setting { unit: Some(&dong), ..POINT }, "money 500 500");
        check(
            "1250",
            &Setting { unit: Some(&dong), scale: &billion, ..POINT },
            "money 1250000000000 [1249500000000, 1250500000000]",
        );
        let hectare = unit("ha", Measure::Measured { dimension: "area".into(), factor: Exact::int(10_000) });
        check("15", &Setting { unit: Some(&hectare), ..POINT }, "quantity 15 [14.5, 15.5]");
        let percent = unit("%", Measure::Percent);
        check("37", &Setting { unit: Some(&percent), ..POINT }, "percent 37 [36.5, 37.5]");
        check("13", &Setting { kind: Some(Kind::Ordinal), ..POINT }, "ordinal 13 13");
        check("> 13", &Setting { kind: Some(Kind::Ordinal), ..POINT }, "`> 13` is no rank: an ordinal is a plain whole number");
        check("2022", &Setting { kind: Some(Kind::Date), ..POINT }, "date 2022");
        check("2022/2025", &Setting { kind: Some(Kind::Number), ..POINT }, "number 674/675 674/675");
        check("nhiều", &Setting { kind: Some(Kind::Number), ..POINT }, "`nhiều` is no number, and kind `number` needs one");
        check("nhiều", &Setting { kind: Some(Kind::Text), ..POINT }, "text nhiều");
        check(
            "12 %",
            &Setting { unit: Some(&hectare), ..POINT },
            "the sign after the value says percent, and unit `ha` says quantity",
        );
        check(
            "12",
            &Setting { kind: Some(Kind::Money), unit: Some(&hectare), ..POINT },
            "kind says money, and unit `ha` says quantity",
        );
    }
}

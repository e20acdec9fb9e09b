//! Narrow: from the mentions of a text to the one that a quote holds, by place, focus, kind and unit.
//!
//! It never sees the claimed value; where several are left it says so and takes none.

use jiff::civil::Date as Day;

use super::figure::kind_of;
use super::{AMBIGUOUS_DATE, AMBIGUOUS_NUMBER, MIXED_ORDERS, MIXED_SEPARATORS, scan, sentence};
use crate::date::Date;
use crate::evidence::{ByteRange, Inferred, Mention, Reading, Unread};
use crate::locale::Locale;
use crate::value::{Kind, Measure, Unit, Value};

/// Days that a date without its year may lie from the day of publication.
const NEAR_DAYS: i32 = 184;

/// What a claim asks of its quote.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Words of the quote that mark the figure; empty if it marks none.
    pub focus: &'a str,
    /// What kind of thing is claimed.
    pub kind: Kind,
    /// The unit that is claimed.
    pub unit: Option<&'a Unit>,
    /// The day the source was published.
    pub published: Option<Day>,
}

/// The reading of a quote, by its place in a text and the mentions of that text.
///
/// The figure must lie in the quote; its hedge and unit may stand outside: of "trên 104.700 đảng viên" the quote
/// "104.700 đảng viên" is above 104 700.
///
/// # Errors
/// Why nothing was read: no figure, several, one that cannot be, one that is unclear.
pub fn read(text: &str, mentions: &[Mention], quote: ByteRange, ask: &Ask<'_>, locale: &Locale) -> Result<Reading, Unread> {
    let around = sentence(text, quote.clone(), locale);
    let inside = within(mentions, &quote);
    if inside.is_empty() {
        return Err(impossible(text, &around, &quote, locale).unwrap_or(Unread::Nothing));
    }
    let marked = by_focus(text, inside, &quote, ask.focus);
    let fitting = by_kind(&marked, wanted_kind(ask));
    if fitting.is_empty() {
        return Err(impossible(text, &around, &quote, locale).unwrap_or(Unread::Nothing));
    }
    let left = by_unit(fitting, ask.unit);
    let [mention] = left.as_slice() else {
        return Err(Unread::Several(left.iter().map(|mention| mention.figure.clone()).collect()));
    };
    if mention.remarks.iter().any(|remark| [AMBIGUOUS_NUMBER, AMBIGUOUS_DATE].contains(&remark.code)) {
        let others = mention.others.iter().map(|other| other.value.clone());
        return Err(Unread::Unclear(mention.figure.clone(), std::iter::once(mention.value.clone()).chain(others).collect()));
    }
    let mention = as_asked(mention, ask.kind);
    let inferred = inferred(&mention, ask.published);
    Ok(Reading { mention, sentence: around, inferred })
}

/// Of a period with one end the day that is written, where a date is asked for: "từ ngày 1/7/2025" names that day too.
fn as_asked(mention: &Mention, kind: Kind) -> Mention {
    match day_of_open(mention).filter(|_| kind == Kind::Date) {
        Some(day) => Mention { kind: Kind::Date, value: day.clone(), others: Vec::new(), ..mention.clone() },
        None => mention.clone(),
    }
}

/// The date that a period with one end is written with.
fn day_of_open(mention: &Mention) -> Option<&Value> {
    let is_period = matches!(mention.value, Value::Period(_));
    mention.others.iter().map(|other| &other.value).find(|value| is_period && matches!(value, Value::Date(_)))
}

/// The mentions whose figure lies in the quote. Mentions are in order, so the first is found by halving.
fn within<'m>(mentions: &'m [Mention], quote: &ByteRange) -> Vec<&'m Mention> {
    let first = mentions.partition_point(|mention| mention.figure.start < quote.start);
    mentions
        .iter()
        .skip(first)
        .take_while(|mention| mention.figure.start < quote.end)
        .filter(|mention| mention.figure.end <= quote.end)
        .collect()
}

/// The figure that `focus` marks; all of them if it marks none.
fn by_focus<'m>(text: &str, inside: Vec<&'m Mention>, quote: &ByteRange, focus: &str) -> Vec<&'m Mention> {
    let words = text.get(quote.start as usize..quote.end as usize).unwrap_or_default();
    if focus.is_empty() {
        return inside;
    }
    let Some(at) = words.find(focus) else { return inside };
    let start = quote.start + crate::text::offset(at);
    let end = start + crate::text::offset(focus.len());
    let overlaps = |mention: &&&Mention| mention.figure.start < end && mention.figure.end > start;
    inside.iter().filter(overlaps).copied().collect()
}

/// The kind that a claim wants: a unit that is no counted noun says more than a plain number does.
fn wanted_kind(ask: &Ask<'_>) -> Kind {
    let figures = [Kind::Number, Kind::Percent, Kind::Points, Kind::Money, Kind::Quantity, Kind::Duration];
    match ask.unit.filter(|unit| figures.contains(&ask.kind) && unit.measure != Measure::Counted) {
        Some(unit) => kind_of(Some(unit)),
        None => ask.kind,
    }
}

/// The mentions of the wanted kind. A plain number may be claimed of a rank, an amount or a share when there is no other figure.
fn by_kind<'m>(mentions: &[&'m Mention], kind: Kind) -> Vec<&'m Mention> {
    let of = |wanted: &[Kind]| -> Vec<&'m Mention> {
        mentions.iter().filter(|mention| wanted.contains(&mention.kind)).copied().collect()
    };
    let open = |mention: &&&Mention| mention.kind == Kind::Date || day_of_open(mention).is_some();
    if kind == Kind::Date && mentions.iter().any(|mention| open(&mention)) {
        return mentions.iter().filter(open).copied().collect();
    }
    let exact = of(&[kind]);
    if !exact.is_empty() {
        return exact;
    }
    // a wrong unit is a finding only if the figure is taken: kilometres claimed where the source has hectares or pounds
    let any_figure = || of(&[Kind::Money, Kind::Quantity, Kind::Duration, Kind::Percent, Kind::Points]);
    let first = |near: Vec<&'m Mention>| if near.is_empty() { any_figure() } else { near };
    match kind {
        Kind::Number => of(&[Kind::Ordinal, Kind::Money, Kind::Quantity, Kind::Duration, Kind::Percent, Kind::Points]),
        Kind::Percent => first(of(&[Kind::Points, Kind::Number])),
        Kind::Points => first(of(&[Kind::Percent])),
        Kind::Money | Kind::Quantity | Kind::Duration => first(of(&[Kind::Number])),
        Kind::Ordinal => of(&[Kind::Number]),
        Kind::Date => of(&[Kind::Period]),
        Kind::Period => of(&[Kind::Date]),
        Kind::Document | Kind::Time | Kind::Text => Vec::new(),
    }
}

/// The mentions whose unit is the claimed one; all of them if none is.
fn by_unit<'m>(mentions: Vec<&'m Mention>, unit: Option<&Unit>) -> Vec<&'m Mention> {
    let Some(unit) = unit else { return mentions };
    if mentions.len() < 2 {
        return mentions;
    }
    let same: Vec<&Mention> =
        mentions.iter().filter(|mention| mention.unit.as_ref().is_some_and(|found| fits(found, unit))).copied().collect();
    if same.is_empty() { mentions } else { same }
}

/// Whether a found unit is the claimed one: the same measure, or a noun that one of them begins with.
fn fits(found: &Unit, claimed: &Unit) -> bool {
    match (&found.measure, &claimed.measure) {
        (Measure::Counted, Measure::Counted) => {
            found.name == claimed.name || begins(&found.name, &claimed.name) || begins(&claimed.name, &found.name)
        }
        (Measure::Measured { dimension, .. }, Measure::Measured { dimension: wanted, .. }) => dimension == wanted,
        (one, other) => one == other,
    }
}

fn begins(long: &str, short: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with([' ', ',']))
}

/// Why a quote without a figure has none: something in it cannot be one.
fn impossible(text: &str, around: &ByteRange, quote: &ByteRange, locale: &Locale) -> Option<Unread> {
    let part = text.get(around.start as usize..around.end as usize)?;
    let found = scan(part, locale).problems;
    let moved = |range: &ByteRange| range.start + around.start..range.end + around.start;
    let here = |range: &ByteRange| range.start < quote.end && range.end > quote.start;
    found
        .iter()
        .filter(|trouble| ![MIXED_ORDERS, MIXED_SEPARATORS].contains(&trouble.code))
        .map(|trouble| (moved(&trouble.range), &trouble.text))
        .find(|(range, _)| here(range))
        .map(|(range, why)| Unread::Impossible(range, why.clone()))
}

/// The year that the day of publication gives a date without one.
fn inferred(mention: &Mention, published: Option<Day>) -> Vec<Inferred> {
    let (Value::Date(date), Some(published)) = (&mention.value, published) else { return Vec::new() };
    if date.year().is_some() {
        return Vec::new();
    }
    let year = nearest_year(date, published);
    year.map(|year| Inferred { what: "year", value: year.to_string(), from: "published" }).into_iter().collect()
}

/// The year of the nearest such day within six months, not later than a day after publication.
pub fn nearest_year(date: &Date, published: Day) -> Option<i16> {
    let days = |year: i16| {
        let (first, _) = date.in_year(year).ok()?.days()?;
        let distance = (first - published).get_days();
        (-NEAR_DAYS..=1).contains(&distance).then_some((distance.abs(), year))
    };
    [published.year() - 1, published.year(), published.year() + 1].into_iter().filter_map(days).min().map(|(_, year)| year)
}

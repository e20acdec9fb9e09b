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
    /// What the project says of the metric that is claimed.
    pub metric: Option<&'a Expected>,
    /// The day the source was published.
    pub published: Option<Day>,
}

/// What a project says of a metric, as far as it tells which figure of a quote is meant.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The unit of its figures.
    pub unit: Option<Unit>,
    /// Words that name it, composed and in lower case: "hộ nghèo".
    pub words: Vec<String>,
    /// Whether its figures are counts, which are whole.
    pub whole: bool,
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
    let left = fitting(&marked, ask.kind, ask.unit);
    let (left, chosen) = by_metric(text, &marked, left, ask);
    if left.is_empty() {
        return Err(impossible(text, &around, &quote, locale).unwrap_or(Unread::Nothing));
    }
    let [mention] = left.as_slice() else {
        return Err(Unread::Several(left.iter().map(|mention| mention.figure.clone()).collect()));
    };
    let (mention, counted) = clear(mention, ask.metric)?;
    let mention = as_asked(&mention, ask.kind);
    let mut inferred = inferred(&mention, ask.published);
    let figure = text.get(mention.figure.start as usize..mention.figure.end as usize).unwrap_or_default();
    let by_metric = chosen.or(counted).map(|from| Inferred { what: "figure", value: figure.to_owned(), from });
    inferred.extend(by_metric);
    Ok(Reading { mention, sentence: around, inferred })
}

/// The mentions of the kind and unit that are asked for.
fn fitting<'m>(mentions: &[&'m Mention], kind: Kind, unit: Option<&Unit>) -> Vec<&'m Mention> {
    by_unit(by_kind(mentions, wanted_kind(kind, unit)), unit)
}

/// Of several figures the one that the unit of the metric or its words choose, with which of them did; else those that are left.
fn by_metric<'m>(
    text: &str,
    marked: &[&'m Mention],
    left: Vec<&'m Mention>,
    ask: &Ask<'_>,
) -> (Vec<&'m Mention>, Option<&'static str>) {
    let Some(metric) = ask.metric.filter(|_| marked.len() > 1 && ask.focus.is_empty()) else { return (left, None) };
    if let (None, Some(unit)) = (ask.unit, &metric.unit) {
        let of_unit = fitting(marked, ask.kind, Some(unit));
        if of_unit.len() == 1 {
            let differs = left.len() != 1 || !std::ptr::eq(left[0], of_unit[0]);
            return (of_unit, differs.then_some("metric-unit"));
        }
    }
    if left.len() > 1 {
        for named in [followed, preceded] {
            let of_words: Vec<&Mention> =
                left.iter().copied().filter(|mention| metric.words.iter().any(|words| named(text, mention, words))).collect();
            match of_words.len() {
                0 => {}
                1 => return (of_words, Some("metric-words")),
                _ => break, // "104.700 đảng viên, 3.000 đảng viên dự bị": the words do not tell
            }
        }
    }
    (left, None)
}

/// Whether words stand right after a figure or its unit: "1.234 hộ nghèo", "12,5 % hộ nghèo".
fn followed(text: &str, mention: &Mention, words: &str) -> bool {
    let ends = [Some(mention.figure.end), mention.unit_range.as_ref().map(|range| range.end)];
    let after = |end: u32| text.get(end as usize..).unwrap_or_default().trim_start_matches(SPACES);
    let begins = |rest: &str| {
        let same = rest.chars().flat_map(char::to_lowercase).take(words.chars().count()).eq(words.chars());
        same && !rest.chars().flat_map(char::to_lowercase).nth(words.chars().count()).is_some_and(char::is_alphanumeric)
    };
    ends.into_iter().flatten().any(|end| begins(after(end)))
}

/// Whether words stand right before a figure, perhaps with a colon: "hộ nghèo: 1.234".
fn preceded(text: &str, mention: &Mention, words: &str) -> bool {
    let before = text.get(..mention.range.start as usize).unwrap_or_default().trim_end_matches(SPACES);
    let before = before.strip_suffix(':').unwrap_or(before).trim_end_matches(SPACES);
    let mut letters = before.chars().rev().flat_map(char::to_lowercase);
    let same = words.chars().rev().all(|letter| letters.next() == Some(letter));
    same && !letters.next().is_some_and(char::is_alphanumeric)
}

/// Spaces inside a line.
const SPACES: [char; 2] = [' ', '\u{a0}'];

/// A mention that has one reading, or that has one which can be a count where counts are asked for: "1,421" is no part of a person.
fn clear(mention: &Mention, metric: Option<&Expected>) -> Result<(Mention, Option<&'static str>), Unread> {
    let is_unclear = |code: &str| [AMBIGUOUS_NUMBER, AMBIGUOUS_DATE].contains(&code);
    if !mention.remarks.iter().any(|remark| is_unclear(remark.code)) {
        return Ok((mention.clone(), None));
    }
    let values = || std::iter::once(&mention.value).chain(mention.others.iter().map(|other| &other.value));
    let is_whole = |value: &&Value| value.as_figure().is_some_and(|figure| figure.shown.is_whole());
    let whole: Vec<&Value> = values().filter(is_whole).collect();
    match whole.as_slice() {
        [value] if metric.is_some_and(|metric| metric.whole) => {
            let remarks = mention.remarks.iter().filter(|remark| !is_unclear(remark.code)).cloned().collect();
            let clear = Mention { value: (*value).clone(), others: Vec::new(), remarks, ..mention.clone() };
            Ok((clear, Some("metric-kind")))
        }
        _ => Err(Unread::Unclear(mention.figure.clone(), values().cloned().collect())),
    }
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
fn wanted_kind(kind: Kind, unit: Option<&Unit>) -> Kind {
    let figures = [Kind::Number, Kind::Percent, Kind::Points, Kind::Money, Kind::Quantity, Kind::Duration];
    match unit.filter(|unit| figures.contains(&kind) && unit.measure != Measure::Counted) {
        Some(unit) => kind_of(Some(unit)),
        None => kind,
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
        mentions.iter().filter(|mention| mention.unit.as_ref().is_some_and(|found| found.is_of(unit))).copied().collect();
    if same.is_empty() { mentions } else { same }
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

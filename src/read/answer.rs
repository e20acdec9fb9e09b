//! Answers: the mentions of a text as plain data, placed in bytes and in code points of the text as it was given.
//!
//! It decides nothing about figures.

use jiff::civil::Date as Day;
use serde::Serialize;

use super::narrow::nearest_year;
use super::{Aside, scan, scan_all};
use crate::date::{Date, Part};
use crate::evidence::{ByteRange, Mention};
use crate::locale::Locale;
use crate::text::fold::composed;
use crate::text::map::OffsetMap;
use crate::value::{Figure, Kind, Qualifier, Unit, Value};

/// What a text says, as `factlint read` writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Every mention in the order of the text.
    pub mentions: Vec<Told>,
    /// What is written as a figure or date but cannot be one.
    pub problems: Vec<Wrong>,
}

/// One mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Its first code point, counted from 0.
    pub start: usize,
    /// The code point after its last.
    pub end: usize,
    /// Its first byte.
    pub byte_start: u32,
    /// The byte after its last.
    pub byte_end: u32,
    /// Its words.
    pub text: String,
    /// `number`, `date`, `document` …
    pub kind: &'static str,
    /// What it says.
    pub value: Exactly,
    /// The canonical name of its unit; for a date the grain in which it is written.
    pub unit: Option<String>,
    /// What the figure is per, where words say so: "day" of "30,000 barrels per day". A rate written with a slash is one unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<String>,
    /// `above`, `about` … for figures and ranges.
    pub qualifier: Option<&'static str>,
    /// The words of its hedge: "trên".
    pub hedge: Option<String>,
    /// Other readings, which rank lower.
    pub readings: Vec<OtherTold>,
    /// What is to be said of its writing.
    pub remarks: Vec<RemarkTold>,
    /// The year of a date that does not say one, from the day of reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inferred_year: Option<i16>,
}

/// A value without loss: digits, ISO dates and document numbers as text; ranges and periods by their ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Exactly {
    /// `104700`, `2/3`, `XXXX-08-03`, `21-NQ/TW`
    One(String),
    /// From one number to another.
    Range {
        /// The lower end.
        low: String,
        /// The upper end.
        high: String,
        /// Whether the lower end itself is left out.
        low_open: bool,
        /// Whether the upper end itself is left out.
        high_open: bool,
    },
    /// From one date to another, both included; a missing end is open.
    Period {
        /// Where it begins.
        from: Option<String>,
        /// Where it ends.
        until: Option<String>,
    },
}

/// A reading that ranks lower.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherTold {
    /// What it would say.
    pub value: Exactly,
    /// Why it ranks lower.
    pub why: String,
}

/// Something to be said of a writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemarkTold {
    /// `number/english-grouping`
    pub code: &'static str,
    /// In a sentence.
    pub text: String,
}

/// Something written as a figure or date that cannot be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// Its first code point, counted from 0.
    pub start: usize,
    /// The code point after its last.
    pub end: usize,
    /// Its first byte.
    pub byte_start: u32,
    /// The byte after its last.
    pub byte_end: u32,
    /// Its words.
    pub words: String,
    /// `date/impossible`
    pub code: &'static str,
    /// Why, in a sentence.
    pub text: String,
}

/// What a text says. It may hold decomposed letters: places are those of the text as given. `reference` is the day of
/// reading, which gives a date without a year its nearest one, as an inference and never as a part of the value.
///
/// ```
/// use factlint::{locale::Locale, read};
///
/// let vietnamese = Locale::load("vi-VN").expect("it is one of the locales");
/// let answer = read::answer("Rừng rộng 1,421 ha", &vietnamese, None, false);
/// let area = &answer.mentions[0];
/// assert_eq!((area.kind, area.unit.as_deref()), ("quantity", Some("ha")));
/// assert_eq!(area.value, read::answer::Exactly::One("1.421".to_owned()));
/// assert_eq!(area.readings[0].why, "the comma may group thousands, as in English");
/// ```
///
/// With `all`, what looks like a figure and is none stands among the mentions, by its own kinds and with its words as value.
pub fn answer(text: &str, locale: &Locale, reference: Option<Day>, all: bool) -> Answer {
    let composed = composed(text);
    let scan = if all { scan_all(&composed.text, locale) } else { scan(&composed.text, locale) };
    let mut places = Places { text, map: &composed.map, byte: 0, points: 0 };
    let mut mentions: Vec<Told> = scan.mentions.iter().map(|mention| places.told(mention, &composed.text, reference)).collect();
    places.rewind();
    mentions.extend(scan.asides.iter().map(|aside| places.aside(aside)));
    mentions.sort_by_key(|told| told.byte_start);
    places.rewind();
    let problems = scan.problems.into_iter().map(|trouble| places.wrong(trouble)).collect();
    Answer { mentions, problems }
}

/// A place in the text as given.
struct Place {
    start: usize,
    end: usize,
    bytes: ByteRange,
    words: String,
}

/// Leads places of the composed text back, and counts code points up to rising offsets.
struct Places<'t> {
    text: &'t str,
    map: &'t OffsetMap,
    byte: usize,
    points: usize,
}

impl Places<'_> {
    fn rewind(&mut self) {
        self.byte = 0;
        self.points = 0;
    }

    fn points_to(&mut self, byte: u32) -> usize {
        let byte = byte as usize;
        if byte < self.byte {
            self.rewind();
        }
        self.points += self.text.get(self.byte..byte).map_or(0, |between| between.chars().count());
        self.byte = byte;
        self.points
    }

    fn place(&mut self, range: &ByteRange) -> Place {
        let bytes = self.map.to_original(range.clone());
        let words = self.text.get(bytes.start as usize..bytes.end as usize).unwrap_or_default().to_owned();
        Place { start: self.points_to(bytes.start), end: self.points_to(bytes.end), bytes, words }
    }

    fn told(&mut self, mention: &Mention, composed: &str, reference: Option<Day>) -> Told {
        let place = self.place(&mention.range);
        let hedge = mention.hedge.as_ref().and_then(|hedge| composed.get(hedge.start as usize..hedge.end as usize));
        let other = |other: &crate::evidence::OtherReading| OtherTold { value: exactly(&other.value), why: other.why.clone() };
        let remark = |remark: &crate::evidence::Remark| RemarkTold { code: remark.code, text: remark.text.clone() };
        Told {
            start: place.start,
            end: place.end,
            byte_start: place.bytes.start,
            byte_end: place.bytes.end,
            text: place.words,
            kind: kind_name(mention.kind),
            value: exactly(&mention.value),
            unit: unit_name(mention),
            per: mention.unit.as_ref().and_then(Unit::said_rate).map(|(_, per)| per.to_owned()),
            qualifier: qualifier(&mention.value),
            hedge: hedge.map(str::to_owned),
            readings: mention.others.iter().map(other).collect(),
            remarks: mention.remarks.iter().map(remark).collect(),
            inferred_year: reference.and_then(|day| inferred_year(&mention.value, day)),
        }
    }

    fn aside(&mut self, aside: &Aside) -> Told {
        let place = self.place(&aside.range);
        Told {
            start: place.start,
            end: place.end,
            byte_start: place.bytes.start,
            byte_end: place.bytes.end,
            value: Exactly::One(place.words.clone()),
            text: place.words,
            kind: aside.kind.name(),
            unit: None,
            per: None,
            qualifier: None,
            hedge: None,
            readings: Vec::new(),
            remarks: Vec::new(),
            inferred_year: None,
        }
    }

    fn wrong(&mut self, trouble: super::Trouble) -> Wrong {
        let place = self.place(&trouble.range);
        Wrong {
            start: place.start,
            end: place.end,
            byte_start: place.bytes.start,
            byte_end: place.bytes.end,
            words: place.words,
            code: trouble.code,
            text: trouble.text,
        }
    }
}

fn inferred_year(value: &Value, reference: Day) -> Option<i16> {
    match value {
        Value::Date(date) if date.year().is_none() => nearest_year(date, reference),
        _ => None,
    }
}

/// Percentage points are a kind of per cent in this form; their unit says which.
fn kind_name(kind: Kind) -> &'static str {
    if kind == Kind::Points { Kind::Percent.name() } else { kind.name() }
}

/// The unit; for a date the grain it is written in.
fn unit_name(mention: &Mention) -> Option<String> {
    if let Some(unit) = &mention.unit {
        return Some(unit.said_rate().map_or(&*unit.name, |(unit, _)| unit).to_owned());
    }
    let grain = |date: &Date| match date.part() {
        Part::Year => "year",
        Part::Quarter(_) => "quarter",
        Part::Month(_) => "month",
        Part::Day { .. } => "day",
    };
    match &mention.value {
        Value::Date(date) => Some(grain(date).to_owned()),
        Value::Period(period) => period.from.or(period.until).map(|date| grain(&date).to_owned()),
        _ => None,
    }
}

fn qualifier(value: &Value) -> Option<&'static str> {
    match value {
        Value::Figure(figure) => Some(figure.qualifier.name()),
        Value::Range(low, high) if low.qualifier == high.qualifier => Some(low.qualifier.name()),
        Value::Range(..) => Some(Qualifier::Exact.name()),
        _ => None,
    }
}

/// A figure by its bare number, a range by its ends, a period by both dates.
fn exactly(value: &Value) -> Exactly {
    let number = |figure: &Figure| Figure { qualifier: Qualifier::Exact, ..figure.clone() }.digits();
    match value {
        Value::Figure(figure) => Exactly::One(number(figure)),
        Value::Range(low, high) => Exactly::Range {
            low: number(low),
            high: number(high),
            low_open: matches!(low.qualifier, Qualifier::Above | Qualifier::JustAbove),
            high_open: matches!(high.qualifier, Qualifier::Below | Qualifier::Nearly),
        },
        Value::Period(period) => {
            Exactly::Period { from: period.from.map(|date| date.to_string()), until: period.until.map(|date| date.to_string()) }
        }
        other => Exactly::One(other.to_string()),
    }
}

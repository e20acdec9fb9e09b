//! Rows: texts in JSON lines in, their mentions in JSON lines out. Offsets count code points and bytes.
//!
//! It decides nothing about figures.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::scan;
use crate::date::{Date, Part};
use crate::evidence::Mention;
use crate::locale::Locale;
use crate::value::{Figure, Kind, Qualifier, Value};

/// One text to be read.
#[derive(Deserialize)]
struct Row {
    id: Json,
    #[serde(default)]
    locale: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct Answer {
    id: Json,
    mentions: Vec<Json>,
    problems: Vec<Json>,
}

/// Reads rows `{"id","locale","text"}`, one a line, and writes `{"id","mentions":[…]}` for each; `fallback` reads rows that
/// name no locale or one that is not known.
///
/// # Errors
/// When a line is no such row, or the output cannot be written.
pub fn read_rows(input: impl BufRead, mut output: impl Write, fallback: &Locale) -> io::Result<()> {
    let mut known: Vec<(String, Option<Locale>)> = Vec::new();
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let row: Row = serde_json::from_str(&line)?;
        let tag = row.locale.unwrap_or_default();
        if !known.iter().any(|(name, _)| *name == tag) {
            known.push((tag.clone(), Locale::load(&tag).ok()));
        }
        let locale = known.iter().find(|(name, _)| *name == tag).and_then(|(_, locale)| locale.as_ref()).unwrap_or(fallback);
        let answer = answer(row.id, &row.text, locale);
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
    }
    output.flush()
}

fn answer(id: Json, text: &str, locale: &Locale) -> Answer {
    let scan = scan(text, locale);
    let mut counter = Counter { text, byte: 0, points: 0 };
    let mentions = scan.mentions.iter().map(|mention| mention_json(mention, text, &mut counter)).collect();
    let problem = |trouble: &super::Trouble| json!({ "byte_start": trouble.range.start, "byte_end": trouble.range.end, "code": trouble.code, "text": trouble.text });
    Answer { id, mentions, problems: scan.problems.iter().map(problem).collect() }
}

/// Counts code points up to rising byte offsets.
struct Counter<'t> {
    text: &'t str,
    byte: usize,
    points: usize,
}

impl Counter<'_> {
    fn at(&mut self, byte: u32) -> usize {
        let byte = byte as usize;
        if byte < self.byte {
            return self.text.get(..byte).map_or(0, |before| before.chars().count());
        }
        self.points += self.text.get(self.byte..byte).map_or(0, |between| between.chars().count());
        self.byte = byte;
        self.points
    }
}

fn mention_json(mention: &Mention, text: &str, counter: &mut Counter<'_>) -> Json {
    let (start, end) = (mention.range.start, mention.range.end);
    json!({
        "start": counter.at(start),
        "end": counter.at(end),
        "byte_start": start,
        "byte_end": end,
        "text": text.get(start as usize..end as usize).unwrap_or_default(),
        "kind": kind_name(mention.kind),
        "value": value_json(&mention.value),
        "unit": unit_json(mention),
        "qualifier": qualifier(&mention.value),
        "readings": mention.others.iter().map(|other| json!({ "value": value_json(&other.value), "why": other.why })).collect::<Vec<_>>(),
        "remarks": mention.remarks.iter().map(|remark| json!({ "code": remark.code, "text": remark.text })).collect::<Vec<_>>(),
    })
}

/// Percentage points are a kind of per cent in this form; their unit says which.
fn kind_name(kind: Kind) -> &'static str {
    if kind == Kind::Points { Kind::Percent.name() } else { kind.name() }
}

/// The unit; for a date the grain it is written in.
fn unit_json(mention: &Mention) -> Json {
    if let Some(unit) = &mention.unit {
        return json!(unit.name);
    }
    let grain = |date: &Date| match date.part() {
        Part::Year => "year",
        Part::Quarter(_) => "quarter",
        Part::Month(_) => "month",
        Part::Day { .. } => "day",
    };
    match &mention.value {
        Value::Date(date) => json!(grain(date)),
        Value::Period(period) => period.from.or(period.until).map_or(Json::Null, |date| json!(grain(&date))),
        _ => Json::Null,
    }
}

fn qualifier(value: &Value) -> Json {
    match value {
        Value::Figure(figure) => json!(figure.qualifier.name()),
        Value::Range(low, high) if low.qualifier == high.qualifier => json!(low.qualifier.name()),
        Value::Range(..) => json!(Qualifier::Exact.name()),
        _ => Json::Null,
    }
}

/// A figure by its bare number, a range by its ends, a period by both dates.
fn value_json(value: &Value) -> Json {
    let number = |figure: &Figure| json!(Figure { qualifier: Qualifier::Exact, ..figure.clone() }.digits());
    match value {
        Value::Figure(figure) => number(figure),
        Value::Range(low, high) => json!({
            "low": number(low),
            "high": number(high),
            "low_open": matches!(low.qualifier, Qualifier::Above | Qualifier::JustAbove),
            "high_open": matches!(high.qualifier, Qualifier::Below | Qualifier::Nearly),
        }),
        Value::Date(date) => json!(date.to_string()),
        Value::Period(period) => json!({
            "from": period.from.map(|date| date.to_string()),
            "until": period.until.map(|date| date.to_string()),
        }),
        Value::Document(document) => json!(document.text),
        Value::Text(text) => json!(text),
    }
}

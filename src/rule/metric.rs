//! Metric: what a project says about what it measures, so that rules can rely on it. It never changes a claim.

use super::Toml;
use crate::finding::Problem;
use crate::number::Exact;
use crate::table::At;

/// What figures of a metric are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How many there are.
    Count,
    /// A part of a whole.
    Share,
    /// Money or a measured quantity.
    Amount,
    /// What is there on a day.
    Stock,
    /// What came or went between two days.
    Flow,
}

/// Every kind with its name in TOML.
pub const KINDS: &[(Kind, &str)] =
    &[(Kind::Count, "count"), (Kind::Share, "share"), (Kind::Amount, "amount"), (Kind::Stock, "stock"), (Kind::Flow, "flow")];

/// A `[[metric]]`.
#[derive(Clone, Debug)]
pub struct Metric {
    /// Its name, as claims write it.
    pub id: At<String>,
    /// Its name for readers, per language.
    pub label: Vec<(String, String)>,
    /// The unit of its figures.
    pub unit: Option<At<String>>,
    /// What its figures are.
    pub kind: Option<Kind>,
    /// Whether none is below nought; counts never are.
    pub non_negative: bool,
    /// Between which figures it usually lies.
    pub usual: Option<(Exact, Exact)>,
    /// Words of a text that name it.
    pub words: Vec<At<String>>,
}

/// Reads a `[[metric]]`.
pub(super) fn read(mut table: Toml<'_, '_>, problems: &mut Vec<Problem>) -> Option<Metric> {
    let id = table.required_text("id", problems);
    let label = table.table("label", "`label`", problems).map(|label| label.entries()).unwrap_or_default().into_iter();
    let label = label.filter_map(|(language, text)| Some((language.value, text.text("label", problems)?.value))).collect();
    let unit = table.text("unit", problems);
    let kind = table.text("kind", problems).and_then(|kind| read_kind(&kind, problems));
    let non_negative = table.flag("non-negative", problems).map(|flag| flag.value);
    let usual = read_usual(&mut table, problems);
    let words = table.texts("words", problems).unwrap_or_default();
    table.finish(problems);
    let non_negative = non_negative.unwrap_or(kind == Some(Kind::Count));
    Some(Metric { id: id?, label, unit, kind, non_negative, usual, words })
}

fn read_kind(kind: &At<String>, problems: &mut Vec<Problem>) -> Option<Kind> {
    let known = KINDS.iter().find(|(_, name)| *name == kind.value).map(|(kind, _)| *kind);
    if known.is_none() {
        let names: Vec<&str> = KINDS.iter().map(|(_, name)| *name).collect();
        let message = format!("`{}` is no kind of metric", kind.value);
        problems.push(Problem::error("metric/kind", message, kind.span).help(format!("kinds: {}", names.join(", "))));
    }
    known
}

fn read_usual(table: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Option<(Exact, Exact)> {
    let entry = table.entry("usual")?;
    let numbers: Vec<Exact> = entry.items().iter().filter_map(crate::table::Entry::exact).collect();
    match <[Exact; 2]>::try_from(numbers) {
        Ok([low, high]) if low <= high => Some((low, high)),
        _ => entry.wrong("usual", "two numbers, the smaller one first", problems),
    }
}

//! CSV: one row for each problem and each outcome that is listed, for people with spreadsheets.
//!
//! It never writes a cell that a spreadsheet would run as a formula.

use std::io::{self, BufWriter, Write};

use super::Style;
use super::excerpt::harmless;
use crate::report::{Entry, Label, Mark, Report};

/// What tells a spreadsheet that the file is UTF-8; without it Vietnamese letters are garbled.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The names of the columns.
pub(super) const COLUMNS: [&str; 20] = [
    "seen",
    "verdict",
    "level",
    "rule",
    "claims",
    "group",
    "message",
    "path",
    "line",
    "column",
    "source_path",
    "source_line",
    "source_column",
    "source_place",
    "source_says",
    "worked_out",
    "notes",
    "help",
    "accepted_by",
    "fingerprint",
];

/// Writes a row of names, then the rows.
pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    row(&mut out, COLUMNS.map(str::to_owned))?;
    for entry in report.problems(report.words()).chain(report.outcomes(report.detail(), report.words())) {
        row(&mut out, cells(report, &entry))?;
    }
    out.flush()
}

/// The cells of a row, as they are.
pub(super) fn cells(report: &Report<'_>, entry: &Entry<'_>) -> [String; COLUMNS.len()] {
    let place = report.place_of(entry);
    let source = entry.labels.iter().find(|label| label.mark == Mark::Source);
    let of_source = |read: fn(&Label) -> String| source.map(read).unwrap_or_default();
    let of_lines = |read: fn(&Label) -> usize| {
        source.filter(|label| label.place.has_lines).map(|label| read(label).to_string()).unwrap_or_default()
    };
    let case = entry.case.as_ref();
    let claims: Vec<&str> = case.iter().flat_map(|case| &case.names).flat_map(|(_, ids)| ids).copied().collect();
    let group: Vec<String> = case.iter().flat_map(|case| case.group).map(|(key, value)| format!("{key} = {value}")).collect();
    [
        report.words().text(entry.severity.code(), &[]),
        case.map_or("problem", |case| case.verdict.name()).to_owned(),
        entry.level.name().to_owned(),
        entry.code.to_owned(),
        claims.join(" "),
        group.join("; "),
        entry.headline.clone(),
        place.path.clone(),
        place.start.line.to_string(),
        place.start.column.to_string(),
        of_source(|label| label.place.path.clone()),
        of_lines(|label| label.place.start.line),
        of_lines(|label| label.place.start.column),
        source.map(|label| report.words().place(&label.place)).unwrap_or_default(),
        of_source(|label| label.text.clone()),
        case.map(|case| case.steps.join("; ")).unwrap_or_default(),
        entry.notes.join("; "),
        entry.help.join("; "),
        case.and_then(|case| case.accepted).map(|accepted| accepted.by.to_owned()).unwrap_or_default(),
        entry.fingerprint.to_string(),
    ]
}

fn row(out: &mut impl Write, cells: [String; COLUMNS.len()]) -> io::Result<()> {
    for (index, text) in cells.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        out.write_all(cell(text).as_bytes())?;
    }
    out.write_all(b"\r\n")
}

/// A cell in quotes where it needs them. One that begins like a formula gets an apostrophe, which spreadsheets take for "text".
fn cell(text: &str) -> String {
    let text = harmless(text);
    let guarded = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text };
    if guarded.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

//! XLSX: the rows of the CSV as a workbook with a header that stays and filters, for people with spreadsheets.
//!
//! It never writes a formula, and never more rows than a person could look through: the rest is counted.

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::Style;
use super::csv::{COLUMNS, cells};
use super::excerpt::harmless;
use crate::report::Report;

/// Rows that are written.
const ROWS_MAX: usize = 100_000;

/// Characters that a cell can hold.
const CELL_CHARS_MAX: usize = 32_767;

/// Columns whose cells are numbers.
const NUMBERS: [&str; 4] = ["line", "column", "source_line", "source_column"];

/// Widths of the columns that hold sentences.
const WIDE: &[(&str, u32)] =
    &[("message", 60), ("claims", 24), ("rule", 24), ("path", 28), ("source_path", 28), ("source_says", 36)];

/// Writes a sheet of findings and one with the counts.
pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(report).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(report: &Report<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // the day of the run, so that the same run gives the same file
    let today = report.today();
    let (year, month, day) = (today.year().unsigned_abs(), today.month().unsigned_abs(), today.day().unsigned_abs());
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?));
    let left_off = findings(report, book.add_worksheet().set_name("findings")?)?;
    counts(report, left_off, book.add_worksheet().set_name("counts")?)?;
    book.save_to_buffer()
}

/// The rows; gives how many there was no room for.
fn findings(report: &Report<'_>, sheet: &mut Worksheet) -> Result<usize, XlsxError> {
    let bold = Format::new().set_bold();
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &bold)?;
        if let Some((_, width)) = WIDE.iter().find(|(wide, _)| *wide == name) {
            sheet.set_column_width(column, *width)?;
        }
    }
    let mut entries = report.problems(report.words()).chain(report.outcomes(report.detail(), report.words()));
    let mut last = 0;
    for (row, entry) in (1..).zip(entries.by_ref().take(ROWS_MAX)) {
        for ((column, name), text) in (0..).zip(COLUMNS).zip(cells(report, &entry)) {
            match text.parse::<u32>() {
                Ok(number) if NUMBERS.contains(&name) => sheet.write_number(row, column, number)?,
                _ if text.is_empty() => continue,
                _ => sheet.write_string(row, column, shortened(&harmless(&text)))?,
            };
        }
        last = row;
    }
    let columns = u16::try_from(COLUMNS.len()).expect("there are few columns");
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, columns - 1)?;
    Ok(entries.count())
}

/// What every report opens with, and the counts in words.
fn counts(report: &Report<'_>, left_off: usize, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let words = report.words();
    let mut lines = vec![report.head(words)];
    lines.extend(report.summary_lines(words));
    if left_off > 0 {
        lines.push(words.text("summary/left-off", &[("count", &left_off.to_string())]));
    }
    for (row, line) in (0..).zip(lines) {
        sheet.write_string(row, 0, shortened(&harmless(&line)))?;
    }
    sheet.set_column_width(0, 120)?;
    Ok(())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(CELL_CHARS_MAX - 1) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

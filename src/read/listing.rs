//! Listing: an answer as a table, JSON, JSON lines or CSV.
//!
//! It leaves nothing out and decides nothing about figures.

use std::io::{self, Write};

use serde::Serialize;

use super::answer::{Answer, Exactly, Told, Wrong};
use crate::said::Words;

/// A form in which an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Columns for a terminal.
    Table,
    /// One JSON object.
    Json,
    /// A JSON object for each mention, then one for each problem.
    Jsonl,
    /// A header, then a row for each mention and problem.
    Csv,
}

/// Every form with its name.
pub const FORMS: &[(Form, &str)] = &[(Form::Table, "table"), (Form::Json, "json"), (Form::Jsonl, "jsonl"), (Form::Csv, "csv")];

impl Form {
    /// The form of a name.
    pub fn parse(name: &str) -> Option<Form> {
        FORMS.iter().find(|(_, known)| *known == name).map(|(form, _)| *form)
    }
}

/// Writes an answer to a text in one form; a table, which people read, has the words of a language around the codes.
///
/// # Errors
/// When the output cannot be written.
pub fn write(answer: &Answer, text: &str, form: Form, words: &Words, out: &mut impl Write) -> io::Result<()> {
    match form {
        Form::Table => table(answer, text, words, out),
        Form::Json => {
            serde_json::to_writer_pretty(&mut *out, answer)?;
            out.write_all(b"\n")
        }
        Form::Jsonl => {
            lines(&answer.mentions, out)?;
            lines(&answer.problems, out)
        }
        Form::Csv => csv(answer, out),
    }
}

fn lines<T: Serialize>(rows: &[T], out: &mut impl Write) -> io::Result<()> {
    for row in rows {
        serde_json::to_writer(&mut *out, row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

const COLUMNS: [&str; 6] = ["read/place", "read/kind", "read/value", "read/unit", "read/hedge", "read/words"];

fn table(answer: &Answer, text: &str, words: &Words, out: &mut impl Write) -> io::Result<()> {
    let mut spots = Spots { text, byte: 0, line: 1, column: 1 };
    let mut rows: Vec<[String; 6]> = vec![COLUMNS.map(|code| words.text(code, &[]))];
    rows.extend(answer.mentions.iter().map(|told| row(told, &mut spots)));
    let widths: Vec<usize> =
        (0..COLUMNS.len()).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    for row in rows.iter().filter(|_| !answer.mentions.is_empty()) {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    spots = Spots { text, byte: 0, line: 1, column: 1 };
    for wrong in &answer.problems {
        let place = spots.at(wrong.byte_start);
        writeln!(out, "{place}  {}: `{}`: {}", wrong.code, flat(&wrong.words), words.problem(&wrong.text))?;
    }
    Ok(())
}

fn row(told: &Told, spots: &mut Spots<'_>) -> [String; 6] {
    let remarks: String = told.remarks.iter().map(|remark| format!("  ({})", remark.code)).collect();
    let others: String = told.readings.iter().map(|other| format!("  (or {}: {})", shown(&other.value), other.why)).collect();
    [
        spots.at(told.byte_start),
        told.kind.to_owned(),
        shown(&told.value),
        unit(told),
        told.qualifier.filter(|name| *name != "exact").unwrap_or_default().to_owned(),
        format!("{}{remarks}{others}", flat(&told.text)),
    ]
}

/// Counts lines and columns, in code points from 1, up to rising offsets.
struct Spots<'t> {
    text: &'t str,
    byte: usize,
    line: usize,
    column: usize,
}

impl Spots<'_> {
    fn at(&mut self, byte: u32) -> String {
        for letter in self.text.get(self.byte..byte as usize).unwrap_or_default().chars() {
            if letter == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.byte = self.byte.max(byte as usize);
        format!("{}:{}", self.line, self.column)
    }
}

/// Words on one line, without signs that steer a terminal.
fn flat(words: &str) -> String {
    words.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn shown(value: &Exactly) -> String {
    let end = |end: &Option<String>| end.clone().unwrap_or_else(|| "..".to_owned());
    match value {
        Exactly::One(text) => text.clone(),
        Exactly::Range { low, high, .. } => format!("{low}..{high}"),
        Exactly::Period { from, until } => format!("{}/{}", end(from), end(until)),
    }
}

const HEADER: &str = "start,end,byte_start,byte_end,kind,value,unit,qualifier,text,remarks,readings\n";

fn csv(answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    out.write_all(HEADER.as_bytes())?;
    for told in &answer.mentions {
        csv_row(out, told)?;
    }
    for wrong in &answer.problems {
        csv_problem(out, wrong)?;
    }
    Ok(())
}

fn csv_row(out: &mut impl Write, told: &Told) -> io::Result<()> {
    let codes: Vec<&str> = told.remarks.iter().map(|remark| remark.code).collect();
    let readings: Vec<String> = told.readings.iter().map(|other| shown(&other.value)).collect();
    write!(out, "{},{},{},{},{},", told.start, told.end, told.byte_start, told.byte_end, told.kind)?;
    let fields = [
        shown(&told.value),
        unit(told),
        told.qualifier.unwrap_or_default().to_owned(),
        told.text.clone(),
        codes.join(" "),
        readings.join(" "),
    ];
    writeln!(out, "{}", fields.map(|field| quoted(&field)).join(","))
}

fn csv_problem(out: &mut impl Write, wrong: &Wrong) -> io::Result<()> {
    let (start, end) = (wrong.start, wrong.end);
    write!(out, "{start},{end},{},{},problem,,,,{},", wrong.byte_start, wrong.byte_end, quoted(&wrong.words))?;
    writeln!(out, "{},", wrong.code)
}

/// A field with quotes where it needs them.
fn quoted(field: &str) -> String {
    if field.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
}

/// The unit with what it is per: bbl/day.
fn unit(told: &Told) -> String {
    let per = told.per.as_ref().map(|per| format!("/{per}")).unwrap_or_default();
    told.unit.clone().unwrap_or_default() + &per
}

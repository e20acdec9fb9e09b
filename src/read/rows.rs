//! Rows: texts in JSON lines in, their mentions in JSON lines out.
//!
//! It decides nothing about figures, and a line that is no row never keeps the others from being answered.

use std::io::{self, BufRead, Write};

use jiff::civil::Date as Day;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::answer::{Answer, answer};
use crate::locale::own::OwnWords;
use crate::locale::{Locale, UnknownLocale};

/// One text to be read.
#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    id: Json,
    #[serde(default)]
    locale: Option<String>,
    text: String,
    #[serde(default)]
    reference: Option<String>,
}

#[derive(Serialize)]
struct Answered {
    id: Json,
    #[serde(flatten)]
    answer: Answer,
}

/// A line that is no row.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct RowError {
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub why: RowFault,
}

/// Why a line is no row.
#[derive(Debug, thiserror::Error)]
pub enum RowFault {
    /// It is no UTF-8.
    #[error("not UTF-8")]
    Encoding,
    /// It is no JSON object.
    #[error("not a JSON object")]
    Object,
    /// It is an object without a text, or with one that cannot be read.
    #[error("not a row {{\"id\",\"locale\",\"text\",\"reference\"}}: {0}")]
    Form(#[from] serde_json::Error),
    /// Its locale is not known.
    #[error(transparent)]
    Locale(#[from] UnknownLocale),
    /// Its day of reference is no day.
    #[error("the reference `{0}` is not a day written as 2022-06-16")]
    Reference(String),
}

/// What a row without a locale or a day of reference takes.
#[derive(Clone, Copy, Debug)]
pub struct Fallback<'l> {
    /// The locale.
    pub locale: &'l Locale,
    /// Words of the project, for the locales that rows name.
    pub own: &'l [OwnWords],
    /// The day of reference.
    pub reference: Option<Day>,
    /// Whether what is no figure is answered too.
    pub all: bool,
}

/// Reads rows `{"id","locale","text","reference"}`, one a line, and writes `{"id","mentions":[…],"problems":[…]}` for each;
/// `wrong` is told of the lines that are no rows.
///
/// # Errors
/// When the input cannot be read or the output cannot be written.
pub fn read_rows(
    mut input: impl BufRead,
    mut output: impl Write,
    fallback: Fallback<'_>,
    mut wrong: impl FnMut(RowError),
) -> io::Result<()> {
    let mut known: Vec<(String, Locale)> = Vec::new();
    let mut bytes = Vec::new();
    let mut line = 0;
    loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            return output.flush();
        }
        line += 1;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match answered(&bytes, fallback, &mut known) {
            Ok(answered) => {
                serde_json::to_writer(&mut output, &answered)?;
                output.write_all(b"\n")?;
            }
            Err(why) => wrong(RowError { line, why }),
        }
    }
}

fn answered(bytes: &[u8], fallback: Fallback<'_>, known: &mut Vec<(String, Locale)>) -> Result<Answered, RowFault> {
    let line = std::str::from_utf8(bytes).map_err(|_| RowFault::Encoding)?;
    if !line.trim_start().starts_with('{') {
        return Err(RowFault::Object);
    }
    let row: Row = serde_json::from_str(line)?;
    let reference = match row.reference {
        Some(day) => Some(day.parse().map_err(|_| RowFault::Reference(day))?),
        None => fallback.reference,
    };
    let locale = match &row.locale {
        Some(tag) => named(tag, fallback.own, known)?,
        None => fallback.locale,
    };
    Ok(Answered { id: row.id, answer: answer(&row.text, locale, reference, fallback.all) })
}

/// The locale of a tag, loaded once.
fn named<'k>(tag: &str, own: &[OwnWords], known: &'k mut Vec<(String, Locale)>) -> Result<&'k Locale, UnknownLocale> {
    let at = match known.iter().position(|(name, _)| name == tag) {
        Some(at) => at,
        None => {
            known.push((tag.to_owned(), Locale::load_with(tag, own)?));
            known.len() - 1
        }
    };
    Ok(&known[at].1)
}

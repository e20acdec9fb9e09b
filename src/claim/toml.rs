//! Claims from TOML: `[[claim]]` tables with the place of every field kept.
//!
//! Never takes a key that no claim has, and never a list or table for a text.

use std::borrow::Cow;

use ::toml::de::DeValue;

use crate::claim::error::{ClaimError, Hint};
use crate::claim::intake::{Intake, Row};
use crate::claim::value::Numbers;
use crate::claim::{FIELDS, Field};
use crate::finding::{Problem, nearest};
use crate::table::{At, Entry, Table, parse};
use crate::text::{File, FileId, Span};

/// Reads the claims of a TOML file into `intake`.
pub fn read(file_id: FileId, file: &File, intake: &mut Intake<'_>, problems: &mut Vec<Problem>) {
    parse(file_id, file, problems, |mut table, problems| {
        intake.begin(file_id, Numbers::Point, problems);
        for claim in table.tables("claim", "a claim", problems) {
            let row = row(&claim, intake.dims, problems);
            intake.take(&row, problems);
            if !intake.goes_on(problems) {
                break;
            }
        }
        table.finish(problems);
        intake.finish(problems, |_| None);
    });
}

struct TomlRow {
    span: Span,
    head: Span,
    cells: Vec<Option<At<String>>>,
    dims_count: usize,
    is_faulty: bool,
    /// Fields whose value or key has a mistake.
    tried: Vec<Field>,
}

impl Row for TomlRow {
    fn span(&self) -> Span {
        self.span
    }

    fn is_faulty(&self) -> bool {
        self.is_faulty
    }

    fn is_tried(&self, field: Field) -> bool {
        self.tried.contains(&field)
    }

    fn head(&self) -> Span {
        self.head
    }

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.text(Field::Id))
    }

    fn text(&self, field: Field) -> &str {
        self.cells.get(field.slot()).and_then(Option::as_ref).map_or("", |at| &at.value)
    }

    fn place(&self, field: Field) -> Option<Span> {
        self.cells.get(field.slot()).and_then(Option::as_ref).map(|at| at.span)
    }

    fn places(&self) -> Vec<(Field, Span)> {
        let dims = (0..self.dims_count).filter_map(|index| Some(Field::Dim(u16::try_from(index).ok()?)));
        let fields = FIELDS.iter().map(|(field, _)| *field).chain(dims);
        fields.filter_map(|field| Some((field, self.cells.get(field.slot())?.as_ref()?.span))).collect()
    }
}

/// A claim's table as a row; unknown keys and wrong types are problems.
fn row(table: &Table<'_, '_>, dims: &[String], problems: &mut Vec<Problem>) -> TomlRow {
    let before = problems.len();
    let mut cells = vec![None; FIELDS.len() + dims.len()];
    let mut tried = Vec::new();
    let mut end = table.span.end;
    for (key, entry) in table.entries() {
        end = end.max(entry.span.end);
        let Some(field) = Field::of_key(&key.value, dims) else {
            problems.push(unknown_key(&key, dims).into());
            tried.extend(near_field(&key.value, dims));
            continue;
        };
        let text = text_of(field, &key.value, &entry, problems);
        if text.is_none() {
            tried.push(field);
        }
        if let Some(cell) = cells.get_mut(field.slot()) {
            *cell = text.map(|value| At { value, span: entry.span });
        }
    }
    let is_faulty = problems.len() > before;
    TomlRow { span: Span { end, ..table.span }, head: table.span, cells, dims_count: dims.len(), is_faulty, tried }
}

/// The field whose key is nearest to an unknown one.
fn near_field(key: &str, dims: &[String]) -> Option<Field> {
    let keys = FIELDS.iter().map(|(_, name)| *name).chain(dims.iter().map(String::as_str));
    nearest(key, keys).and_then(|near| Field::of_key(near, dims))
}

/// The text of a value: words for most keys; a number or date too where a key may hold one.
fn text_of(field: Field, key: &str, entry: &Entry<'_, '_>, problems: &mut Vec<Problem>) -> Option<String> {
    let (fits, expected) = match field {
        Field::Value => (!matches!(entry.value, DeValue::Boolean(_)), "a number, a date or text in quote marks"),
        Field::AsOf => {
            let fits = matches!(entry.value, DeValue::String(_) | DeValue::Datetime(_) | DeValue::Integer(_));
            (fits, "a date such as 2022-06-16 or \"2022-06\"")
        }
        _ => (matches!(entry.value, DeValue::String(_)), "text in quote marks"),
    };
    match entry.scalar().filter(|_| fits) {
        Some(text) => Some(text),
        None => entry.wrong(key, expected, problems),
    }
}

fn unknown_key(key: &At<String>, dims: &[String]) -> ClaimError {
    let keys = || FIELDS.iter().map(|(_, name)| *name).chain(dims.iter().map(String::as_str));
    let known = || {
        let keys = keys().collect::<Vec<_>>().join(", ");
        format!("known keys: {keys}; more are declared in `dims` of factlint.toml")
    };
    ClaimError::UnknownKey { span: key.span, key: key.value.clone(), hint: Hint::new(&key.value, keys(), known) }
}

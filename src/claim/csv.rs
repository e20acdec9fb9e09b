//! Claims from CSV: which column is what, one claim per row, or per cell of a wide table.
//!
//! Never guesses what a column means, and never drops a row without a problem.

use std::borrow::Cow;
use std::ops::Range;

use globset::GlobMatcher;
use rayon::prelude::*;

use crate::claim::error::{ClaimError, Hint};
use crate::claim::intake::{Intake, Row, Side};
use crate::claim::record::{Record, Records, field_of, has_fields, header, next};
use crate::claim::value::{Numbers, Separators};
use crate::claim::{Columns, FIELDS, Field};
use crate::finding::{Level, Problem, nearest};
use crate::table::At;
use crate::text::{File, FileId, Span};

/// Which column is what, for the CSV files that a pattern of `[columns.'data/*.csv']` names.
#[derive(Debug)]
pub struct Mapping {
    /// The pattern as written.
    pub pattern: At<String>,
    /// The pattern, to match paths relative to the project's folder; nothing when it is no pattern.
    pub matcher: Option<GlobMatcher>,
    /// What fills each key.
    pub keys: Vec<(Field, Filled)>,
    /// Keys that are written with a mistake, which is reported.
    pub tried: Vec<Field>,
    /// How the file writes figures.
    pub numbers: Option<Separators>,
    /// Wide tables: columns whose every cell is a claim.
    pub values: Vec<Wide>,
}

/// What fills a key of a claim.
#[derive(Clone, Debug)]
pub enum Filled {
    /// The column of this name.
    Column(At<String>),
    /// This text in every row.
    Constant(At<String>),
    /// A text with other keys or columns in it: `{area}-{metric}-{as_of}`.
    Template(At<String>),
}

/// A column of a wide table: each of its cells is the value of a claim with these keys.
#[derive(Clone, Debug)]
pub struct Wide {
    /// The column.
    pub column: At<String>,
    /// The keys of its claims.
    pub keys: Vec<(Field, At<String>)>,
}

/// Where the text of a field comes from in every row of one file.
#[derive(Clone, Debug)]
enum Origin {
    Nothing,
    Column(usize),
    Constant(String, Span),
    Template(Vec<Piece>),
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Field(Field),
    Column(usize),
}

/// Reads the claims of a CSV file into `intake`. Without a mapping the names of the columns are the keys.
pub fn read(file_id: FileId, file: &File, mapping: Option<&Mapping>, intake: &mut Intake<'_>, problems: &mut Vec<Problem>) {
    let text = file.text.as_str();
    let mut records = Records::new(text);
    let Some(header) = header(file_id, text, &mut records, problems) else {
        return;
    };
    let Some(plan) = plan(&header, mapping, intake.dims, problems) else {
        return;
    };
    let columns = |origin: &Origin| match origin {
        Origin::Column(index) => u16::try_from(*index).ok(),
        _ => None,
    };
    intake.claims.keep_file(file_id, &file.text, plan.origins.iter().map(columns).collect::<Columns>());
    let input = Input { file_id, text, wanted: header.len(), plan: &plan };
    intake.begin(file_id, plan.numbers.clone(), problems);
    let at = input.side_by_side(records.at(), intake, problems);
    if let Some(at) = at {
        input.stream(&mut Records::part(text, at..text.len()), false, intake, problems);
    }
    let column = match plan.origins.get(Field::Id.slot()) {
        Some(Origin::Column(column)) => Some(*column),
        _ => None,
    };
    intake.finish(problems, |row| field_of(text, row, column?));
}

/// How the rows of one file become claims.
struct Plan {
    origins: Vec<Origin>,
    numbers: Numbers,
    /// For each column of a wide table what replaces the origins.
    wide: Vec<Vec<Origin>>,
}

/// The rows of one file.
struct Input<'a> {
    file_id: FileId,
    text: &'a str,
    /// How many fields a row has.
    wanted: usize,
    plan: &'a Plan,
}

/// A part of a file is at least so long; shorter files are read on one core.
const PART_BYTES_MIN: usize = 1 << 18;

impl Input<'_> {
    /// Reads the rows from a place on, cut into parts that all cores read side by side, and says where reading stopped in front of
    /// something that is a mistake, or only looks like one since the cut fell into a field. What is read so has none; the rest is
    /// left to be read in order. Nothing when everything was read.
    fn side_by_side(&self, start: usize, intake: &mut Intake<'_>, problems: &mut Vec<Problem>) -> Option<usize> {
        let mut parts = parts(self.text, start).into_iter();
        let first = parts.next()?;
        let others: Vec<Range<usize>> = parts.collect();
        if others.is_empty() {
            return Some(start);
        }
        let sides: Vec<Side<'_>> = others.iter().map(|_| intake.side()).collect();
        let read_first = || self.stream(&mut Records::part(self.text, first.clone()), true, intake, problems);
        let read = |(side, range)| self.read_side(side, range);
        let (mut at, sides): (usize, Vec<(Side<'_>, Option<usize>)>) = {
            let (first, sides) = rayon::join(read_first, || sides.into_par_iter().zip(&others).map(read).collect());
            (first?, sides)
        };
        for ((side, end), range) in sides.into_iter().zip(&others) {
            match end {
                Some(end) if at == range.start && end == range.end && intake.take_over(side) => at = end,
                _ => break,
            }
        }
        Some(at).filter(|&at| at < self.text.len())
    }

    /// Reads a part into a side, and says where it stopped; nothing when there is any mistake in it.
    fn read_side<'s>(&self, mut side: Side<'s>, part: &Range<usize>) -> (Side<'s>, Option<usize>) {
        let mut problems = Vec::new();
        let mut records = Records::part(self.text, part.clone());
        let end = side.intake(|intake| self.stream(&mut records, true, intake, &mut problems));
        (side, end.filter(|_| problems.is_empty()))
    }

    /// Reads rows and says where it stopped; nothing when the store is full. Of a part nothing is said of a quote mark that is
    /// not closed: it may be closed behind the part.
    fn stream(
        &self,
        records: &mut Records<'_>,
        is_part: bool,
        intake: &mut Intake<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<usize> {
        let mut record = Record::default();
        loop {
            let before = (records.at(), problems.len());
            if !next(self.file_id, records, &mut record, problems) {
                let is_unclosed = problems.len() > before.1;
                if is_part && is_unclosed {
                    problems.truncate(before.1);
                    return Some(before.0);
                }
                return Some(records.at());
            }
            if intake.claims.count().is_multiple_of(ROWS_STEP) {
                reserve(records, &record, intake);
            }
            if has_fields(self.file_id, &record, self.wanted, problems) {
                self.take(&record, intake, problems);
            }
            if !intake.goes_on(problems) {
                return None;
            }
        }
    }

    fn take(&self, record: &Record, intake: &mut Intake<'_>, problems: &mut Vec<Problem>) {
        let is_wide = !self.plan.wide.is_empty();
        let row = |origins| CsvRow { file_id: self.file_id, text: self.text, record, origins, is_wide };
        match self.plan.wide.as_slice() {
            [] => intake.take(&row(self.plan.origins.as_slice()), problems),
            wide => wide.iter().for_each(|origins| intake.take_cell(&row(origins.as_slice()), problems)),
        }
    }
}

/// Cuts the rows from a place on behind line breaks, one part for each core.
fn parts(text: &str, start: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let count = rayon::current_num_threads().min((bytes.len() - start) / PART_BYTES_MIN).max(1);
    let length = (bytes.len() - start) / count;
    let mut parts = Vec::new();
    let mut from = start;
    for part in 1..=count {
        let cut = start + length * part;
        let end = match bytes.get(cut..).and_then(|rest| memchr::memchr(b'\n', rest)) {
            Some(at) if part < count => cut + at + 1,
            _ => bytes.len(),
        };
        if end > from {
            parts.push(from..end);
        }
        from = end.max(from);
    }
    parts
}

/// After so many claims the room for the rest is estimated anew.
const ROWS_STEP: usize = 65_536;

/// Makes room for the rest of the file, taking its rows to be as long as this one, but never for more claims than there are
/// already: one short row at the start says little.
fn reserve(records: &Records<'_>, record: &Record, intake: &mut Intake<'_>) {
    let rest = records.rest_bytes() / record.range().len().max(1);
    let more = rest.min(intake.claims.count().max(ROWS_STEP));
    intake.claims.reserve(more, more * 24);
}

struct CsvRow<'a> {
    file_id: FileId,
    text: &'a str,
    record: &'a Record,
    origins: &'a [Origin],
    is_wide: bool,
}

impl Row for CsvRow<'_> {
    fn span(&self) -> Span {
        Span::new(self.file_id, self.record.range())
    }

    fn id(&self) -> Cow<'_, str> {
        match self.origins.get(Field::Id.slot()) {
            Some(Origin::Template(pieces)) => Cow::Owned(self.fill(pieces)),
            _ => Cow::Borrowed(self.text(Field::Id)),
        }
    }

    fn begins(&self, field: Field) -> Option<u32> {
        match self.origins.get(field.slot()) {
            Some(Origin::Column(index)) => self.record.begins(*index),
            _ => None,
        }
    }

    #[inline]
    fn text(&self, field: Field) -> &str {
        match self.origins.get(field.slot()) {
            Some(Origin::Column(index)) => self.record.text(self.text, *index).unwrap_or_default(),
            Some(Origin::Constant(text, _)) => text,
            Some(Origin::Nothing | Origin::Template(_)) | None => "",
        }
    }

    fn place(&self, field: Field) -> Option<Span> {
        match self.origins.get(field.slot())? {
            Origin::Column(index) => self.record.place(*index).map(|place| Span::new(self.file_id, place)),
            Origin::Constant(_, span) => Some(*span),
            Origin::Nothing | Origin::Template(_) => None,
        }
    }

    /// The columns of a wide table differ from claim to claim.
    fn places(&self) -> Vec<(Field, Span)> {
        let value = if self.is_wide { self.place(Field::Value) } else { None };
        value.map(|span| (Field::Value, span)).into_iter().collect()
    }
}

impl CsvRow<'_> {
    fn fill(&self, pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => Cow::Borrowed(text.as_str()),
                Piece::Field(field) => Cow::Borrowed(self.text(*field)),
                Piece::Column(index) => Cow::Borrowed(self.record.text(self.text, *index).unwrap_or_default()),
            })
            .collect()
    }
}

/// Decides what fills each key; nothing when the file cannot be read at all.
fn plan(header: &[At<String>], mapping: Option<&Mapping>, dims: &[String], problems: &mut Vec<Problem>) -> Option<Plan> {
    let mut origins = vec![Origin::Nothing; FIELDS.len() + dims.len()];
    let before = problems.len();
    let Some(mapping) = mapping else {
        name_columns(header, dims, &mut origins, problems);
        need(header, &origins, None, problems);
        return (problems.len() == before).then_some(Plan { origins, numbers: Numbers::Unsaid, wide: Vec::new() });
    };
    for (index, name) in header.iter().enumerate() {
        let mapped = |field: Field| mapping.keys.iter().any(|(known, _)| *known == field);
        if let Some(field) = Field::of_key(&name.value, dims).filter(|&field| !mapped(field)) {
            set(&mut origins, field, Origin::Column(index));
        }
    }
    for (field, filled) in &mapping.keys {
        if let Some(origin) = origin(header, filled, dims, problems) {
            set(&mut origins, *field, origin);
        }
    }
    warn_unused(header, mapping, dims, problems);
    let wide = mapping.values.iter().filter_map(|wide| widen(header, &origins, wide, problems)).collect();
    if mapping.values.is_empty() {
        let mapped: Vec<Field> = mapping.keys.iter().map(|(field, _)| *field).chain(mapping.tried.iter().copied()).collect();
        need(header, &origins, Some(&mapped), problems);
    } else if !matches!(origins.get(Field::Id.slot()), Some(Origin::Template(_))) {
        problems.push(ClaimError::WideId(mapping.pattern.span).into());
    }
    let numbers = mapping.numbers.clone().map_or(Numbers::Unsaid, Numbers::Region);
    let errors = problems.iter().skip(before).any(|problem| problem.level == Level::Error);
    (!errors).then_some(Plan { origins, numbers, wide })
}

fn set(origins: &mut [Origin], field: Field, origin: Origin) {
    if let Some(slot) = origins.get_mut(field.slot()) {
        *slot = origin;
    }
}

/// Without a mapping every column must be a key.
fn name_columns(header: &[At<String>], dims: &[String], origins: &mut [Origin], problems: &mut Vec<Problem>) {
    for (index, name) in header.iter().enumerate() {
        match Field::of_key(&name.value, dims) {
            Some(field) => set(origins, field, Origin::Column(index)),
            None => problems.push(unknown_column(name, dims).into()),
        }
    }
}

fn unknown_column(name: &At<String>, dims: &[String]) -> ClaimError {
    let known = || {
        if name.value.contains([';', '\t']) {
            return "columns are separated by commas".to_owned();
        }
        let keys = keys(dims).collect::<Vec<_>>().join(", ");
        format!("known columns: {keys}; more are declared in `dims` or mapped in `[columns.'…']`")
    };
    let hint = Hint::new(&name.value, keys(dims), known);
    ClaimError::UnknownColumn { span: name.span, column: name.value.clone(), hint }
}

/// Every key that a claim may have.
fn keys(dims: &[String]) -> impl Iterator<Item = &str> {
    FIELDS.iter().map(|(_, key)| *key).chain(dims.iter().map(String::as_str))
}

/// Reports the columns that claims cannot do without. Left out are the keys that a mapping fills and, without a mapping, those
/// that a misspelt column was meant for: both have a mistake of their own.
fn need(header: &[At<String>], origins: &[Origin], mapped: Option<&[Field]>, problems: &mut Vec<Problem>) {
    let Some(first) = header.first() else {
        return;
    };
    if first.value.contains([';', '\t']) {
        return; // another separator, which is reported; every column would be missing
    }
    let is_tried = |field: Field| match mapped {
        Some(mapped) => mapped.contains(&field),
        None => header.iter().any(|name| nearest(&name.value, [field.key(&[])]).is_some()),
    };
    for field in [Field::Id, Field::Metric, Field::Value] {
        if matches!(origins.get(field.slot()), Some(Origin::Nothing)) && !is_tried(field) {
            problems.push(ClaimError::MissingColumn { span: first.span, key: field.key(&[]).to_owned() }.into());
        }
    }
}

fn column(header: &[At<String>], name: &At<String>, problems: &mut Vec<Problem>) -> Option<usize> {
    let index = header.iter().position(|known| known.value == name.value);
    if index.is_none() {
        let hint = Hint::new(&name.value, header.iter().map(|known| known.value.as_str()), String::new);
        let header = header.first().map(|first| first.span);
        problems.push(ClaimError::NoColumn { span: name.span, header, column: name.value.clone(), hint }.into());
    }
    index
}

fn origin(header: &[At<String>], filled: &Filled, dims: &[String], problems: &mut Vec<Problem>) -> Option<Origin> {
    match filled {
        Filled::Column(name) => column(header, name, problems).map(Origin::Column),
        Filled::Constant(text) => Some(Origin::Constant(text.value.clone(), text.span)),
        Filled::Template(text) => template(header, text, dims, problems).map(Origin::Template),
    }
}

/// Takes `{area}-{metric}-{as_of}` apart: names of keys, then names of columns.
fn template(header: &[At<String>], text: &At<String>, dims: &[String], problems: &mut Vec<Problem>) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text.value.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            problems.push(ClaimError::Template { span: text.span, template: text.value.clone() }.into());
            return None;
        };
        pieces.push(Piece::Text(before.to_owned()));
        let known = header.iter().position(|column| column.value == name).map(Piece::Column);
        let field = Field::of_key(name, dims).filter(|field| *field != Field::Id).map(Piece::Field);
        let Some(piece) = field.or(known) else {
            let names = keys(dims).chain(header.iter().map(|column| column.value.as_str()));
            let hint = Hint::new(name, names, String::new);
            problems.push(ClaimError::TemplateName { span: text.span, name: name.to_owned(), hint }.into());
            return None;
        };
        pieces.push(piece);
        rest = tail;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    Some(pieces)
}

/// A column that nothing uses is fine in a mapped file, unless it looks like a misspelt key.
fn warn_unused(header: &[At<String>], mapping: &Mapping, dims: &[String], problems: &mut Vec<Problem>) {
    let names = |name: &str| {
        mapping.values.iter().any(|wide| wide.column.value == name)
            || mapping.keys.iter().any(|(_, filled)| match filled {
                Filled::Column(column) => column.value == name,
                Filled::Constant(_) => false,
                Filled::Template(text) => text.value.contains(&format!("{{{name}}}")),
            })
    };
    for name in header.iter().filter(|name| Field::of_key(&name.value, dims).is_none() && !names(&name.value)) {
        if let Some(key) = nearest(&name.value, keys(dims).filter(|key| key.len() > 3)) {
            let (column, hint) = (name.value.clone(), Hint::Near(key.to_owned()));
            problems.push(ClaimError::UnusedColumn { span: name.span, column, hint }.into());
        }
    }
}

/// The origins of one column of a wide table.
fn widen(header: &[At<String>], origins: &[Origin], wide: &Wide, problems: &mut Vec<Problem>) -> Option<Vec<Origin>> {
    let mut own = origins.to_vec();
    set(&mut own, Field::Value, Origin::Column(column(header, &wide.column, problems)?));
    for (field, text) in &wide.keys {
        set(&mut own, *field, Origin::Constant(text.value.clone(), text.span));
    }
    if matches!(own.get(Field::Metric.slot()), Some(Origin::Nothing)) {
        let (span, column) = (wide.column.span, wide.column.value.clone());
        problems.push(ClaimError::WideMetric { span, column }.into());
        return None;
    }
    Some(own)
}

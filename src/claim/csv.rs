//! Claims from CSV (RFC 4180): records with the place of each field, which column is what, one claim per row or per cell.
//!
//! Never guesses a separator or an encoding, and never drops a row without a problem.

use std::borrow::Cow;
use std::ops::Range;

use csv_core::{ReadFieldResult, Reader};
use globset::GlobMatcher;

use crate::claim::intake::{Intake, Row};
use crate::claim::value::{Numbers, Separators};
use crate::claim::{Columns, FIELDS, Field};
use crate::finding::{Problem, nearest};
use crate::table::At;
use crate::text::{BYTE_ORDER_MARK, File, FileId, Span, offset};

/// More columns than this are refused.
pub const COLUMNS_MAX: usize = 1_000;

/// One record: where it stands, and its fields.
#[derive(Debug, Default)]
pub struct Record {
    start: u32,
    end: u32,
    fields: Vec<FieldAt>,
    /// The text of fields that are not written as they are meant: a doubled quote mark stands for one.
    scratch: String,
}

/// A field as written, quote marks included, and where its text is.
#[derive(Clone, Copy, Debug)]
struct FieldAt {
    start: u32,
    end: u32,
    text_start: u32,
    text_end: u32,
    in_scratch: bool,
}

/// The records of a CSV text. Lines end with LF, CRLF or CR; empty lines are no records.
pub struct Records<'t> {
    text: &'t str,
    at: usize,
    reader: Reader,
    marks: Marks<'t>,
    /// Whether some line ends with CR alone, as in very old files.
    has_lone_cr: bool,
}

/// Why a record cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// A quote mark that nothing closes, so that the rest of the file would be one field.
    #[error("this field begins with a quote mark that is never closed")]
    Unclosed(Range<usize>),
}

impl Record {
    /// Where it stands, without its line break.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// How many fields it has.
    pub fn count(&self) -> usize {
        self.fields.len()
    }

    /// The text of a field; nothing when the record is shorter.
    #[inline]
    pub fn text<'a>(&'a self, file: &'a str, index: usize) -> Option<&'a str> {
        let field = self.fields.get(index)?;
        let text = if field.in_scratch { &self.scratch } else { file };
        text.get(field.text_start as usize..field.text_end as usize)
    }

    /// Where a field is written, quote marks included.
    pub fn place(&self, index: usize) -> Option<Range<usize>> {
        self.fields.get(index).map(|field| field.start as usize..field.end as usize)
    }
}

impl<'t> Records<'t> {
    /// The records of a file's text; a byte order mark is passed over.
    pub fn new(text: &'t str) -> Records<'t> {
        let at = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        let bytes = text.as_bytes();
        let has_lone_cr = memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'));
        Records { text, at, reader: Reader::new(), marks: Marks::new(bytes), has_lone_cr }
    }

    /// Reads the next record into `record`; false at the end.
    ///
    /// # Errors
    /// [`CsvError::Unclosed`]; nothing can be read after it.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, CsvError> {
        record.fields.clear();
        record.scratch.clear();
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b'\n' | b'\r')) {
            self.at += 1;
        }
        if self.at >= bytes.len() {
            return Ok(false);
        }
        if self.has_lone_cr || !self.read_plain(record) {
            self.read_quoted(record)?;
        }
        Ok(true)
    }

    /// A record without quote marks is cut at its commas. False, with nothing read, where there is a quote mark.
    fn read_plain(&mut self, record: &mut Record) -> bool {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut field = start;
        let mut end = bytes.len();
        while let Some(at) = self.marks.next(start) {
            match bytes.get(at) {
                Some(b',') => {
                    record.fields.push(plain(field, at));
                    field = at + 1;
                }
                Some(b'\n') => {
                    end = at;
                    break;
                }
                _ => {
                    record.fields.clear();
                    return false;
                }
            }
        }
        self.at = end;
        if end > start && bytes.get(end - 1) == Some(&b'\r') {
            end -= 1;
        }
        record.fields.push(plain(field, end));
        (record.start, record.end) = (offset(start), offset(end));
        true
    }

    fn read_quoted(&mut self, record: &mut Record) -> Result<(), CsvError> {
        let found = self.read_fields(record);
        self.marks.jump(self.at);
        found
    }

    fn read_fields(&mut self, record: &mut Record) -> Result<(), CsvError> {
        self.reader.reset();
        let mut out = [0u8; 1024];
        let mut meant: Vec<u8> = Vec::new();
        let start = self.at;
        let mut field = start;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let (result, read, written) = self.reader.read_field(rest, &mut out);
            self.at += read;
            meant.extend(out.iter().take(written));
            let done = match result {
                ReadFieldResult::InputEmpty if !rest.is_empty() => continue,
                ReadFieldResult::OutputFull => continue,
                ReadFieldResult::InputEmpty | ReadFieldResult::End => true,
                ReadFieldResult::Field { record_end } => record_end,
            };
            let end = self.end_of_field(field);
            self.check_closed(field..end)?;
            self.push(record, field..end, &mut meant);
            field = self.at;
            if done {
                (record.start, record.end) = (offset(start), offset(end));
                return Ok(());
            }
        }
    }

    /// The end of the field that was just read, its comma or line break left out.
    fn end_of_field(&self, start: usize) -> usize {
        let last = self.at.checked_sub(1).filter(|&last| last >= start);
        match last.and_then(|last| self.text.as_bytes().get(last)) {
            Some(b',' | b'\n' | b'\r') if !self.is_open(start..self.at) => self.at - 1,
            _ => self.at,
        }
    }

    /// Whether a field begins with a quote mark that nothing closes; a doubled one closes nothing.
    fn is_open(&self, range: Range<usize>) -> bool {
        let field = self.text.get(range).unwrap_or_default();
        let Some(mut rest) = field.strip_prefix('"') else {
            return false;
        };
        while let Some((_, after)) = rest.split_once('"') {
            match after.strip_prefix('"') {
                Some(after) => rest = after,
                None => return false,
            }
        }
        true
    }

    fn check_closed(&mut self, field: Range<usize>) -> Result<(), CsvError> {
        if self.at >= self.text.len() && self.is_open(field.clone()) {
            self.at = self.text.len();
            return Err(CsvError::Unclosed(field.start..field.start + 1));
        }
        Ok(())
    }

    /// A field that is meant as it stands between its quote marks points into the file; any other is kept apart.
    fn push(&self, record: &mut Record, written: Range<usize>, meant: &mut Vec<u8>) {
        let inner = match self.text.get(written.clone()) {
            Some(text) if text.starts_with('"') && text.len() == meant.len() + 2 => written.start + 1..written.end - 1,
            _ => written.clone(),
        };
        let in_scratch = self.text.get(inner.clone()).is_none_or(|text| text.as_bytes() != meant.as_slice());
        let text = if in_scratch {
            let start = record.scratch.len();
            record.scratch.push_str(&String::from_utf8_lossy(meant));
            start..record.scratch.len()
        } else {
            inner
        };
        meant.clear();
        record.fields.push(FieldAt {
            start: offset(written.start),
            end: offset(written.end),
            text_start: offset(text.start),
            text_end: offset(text.end),
            in_scratch,
        });
    }
}

/// A field that is meant as it is written.
fn plain(start: usize, end: usize) -> FieldAt {
    let (start, end) = (offset(start), offset(end));
    FieldAt { start, end, text_start: start, text_end: end, in_scratch: false }
}

/// The places of commas, line feeds and quote marks in a text. A million rows have ten million of them, too near to each other for
/// a search that starts anew at each; so 32 bytes are looked at together, without a branch for each mark.
struct Marks<'t> {
    blocks: &'t [[u8; BLOCK]],
    rest: &'t [u8],
    /// The block after the last one that was looked at.
    next: usize,
    /// Marks that were found and not yet given: those from `given` on.
    places: Vec<u32>,
    given: usize,
}

/// So many bytes are looked at together.
const BLOCK: usize = 32;

/// So many blocks are looked at before their marks are given.
const BLOCKS_STEP: usize = 64;

impl<'t> Marks<'t> {
    fn new(bytes: &'t [u8]) -> Marks<'t> {
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        Marks { blocks, rest, next: 0, places: Vec::new(), given: 0 }
    }

    /// The next mark, not before `from`.
    fn next(&mut self, from: usize) -> Option<usize> {
        loop {
            if let Some(&place) = self.places.get(self.given) {
                self.given += 1;
                if place as usize >= from {
                    return Some(place as usize);
                }
            } else if !self.fill() {
                return None;
            }
        }
    }

    /// Looks at the next blocks; false at the end.
    fn fill(&mut self) -> bool {
        self.places.clear();
        self.given = 0;
        let blocks = self.blocks.get(self.next..).unwrap_or_default();
        for block in blocks.iter().take(BLOCKS_STEP) {
            push_marks(block, self.next * BLOCK, &mut self.places);
            self.next += 1;
        }
        if self.next == self.blocks.len() {
            let mut block = [0; BLOCK];
            block.iter_mut().zip(self.rest).for_each(|(to, from)| *to = *from);
            push_marks(&block, self.next * BLOCK, &mut self.places);
            self.next += 1;
            return true;
        }
        !blocks.is_empty()
    }

    /// Goes on from a byte.
    fn jump(&mut self, at: usize) {
        self.next = at / BLOCK;
        self.places.clear();
        self.given = 0;
    }
}

/// Appends the places of the marks of a block that begins at `start`. Eight are written at once and those that are none are cut
/// off again, since a branch for each would be guessed wrong half of the time.
fn push_marks(block: &[u8; BLOCK], start: usize, places: &mut Vec<u32>) {
    let (words, _) = block.as_chunks::<8>();
    let mut mask = 0u32;
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let marks = equal(word, b',') | equal(word, b'\n') | equal(word, b'"');
        mask |= ((marks.wrapping_mul(0x0002_0408_1020_4081) >> 56) as u32) << (index * 8);
    }
    let start = offset(start);
    let end = places.len() + mask.count_ones() as usize;
    while places.len() < end {
        let mut eight = [0u32; 8];
        for place in &mut eight {
            *place = start.wrapping_add(mask.trailing_zeros());
            mask &= mask.wrapping_sub(1);
        }
        places.extend_from_slice(&eight);
    }
    places.truncate(end);
}

/// The high bit of every byte of `word` that equals `byte`.
fn equal(word: u64, byte: u8) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let differs = word ^ (0x0101_0101_0101_0101 * u64::from(byte));
    !(((differs & LOW) + LOW) | differs | LOW)
}

/// Where a field of a record is written, the record being read again.
pub fn field(file: &File, row: Span, column: usize) -> Option<Span> {
    field_of(&file.text, row, column)
}

fn field_of(text: &str, row: Span, column: usize) -> Option<Span> {
    let mut record = Record::default();
    Records::new(text.get(row.range())?).read(&mut record).ok().filter(|&found| found)?;
    let place = record.place(column)?;
    let start = row.range().start;
    Some(Span::new(row.file, start + place.start..start + place.end))
}

/// A whole CSV file as a header and rows of equal length, for reference tables and lists of sources. Claims are streamed instead.
#[derive(Debug)]
pub struct Sheet {
    /// The names of the columns.
    pub header: Vec<At<String>>,
    /// The rows, each as long as the header.
    pub rows: Vec<Vec<At<String>>>,
}

/// Reads a whole CSV file; every mistake is a problem, and rows of the wrong length are left out.
pub fn sheet(file_id: FileId, text: &str, problems: &mut Vec<Problem>) -> Option<Sheet> {
    let mut rows = Vec::new();
    let keep = |names: &[At<String>], _: &mut Vec<Problem>| Some(names.to_vec());
    let header = each(file_id, text, problems, keep, |_, fields, _| rows.push(cells(file_id, text, fields.record)))?;
    Some(Sheet { header, rows })
}

/// One row with the places of its fields.
#[derive(Debug)]
pub struct Fields<'a> {
    file: FileId,
    text: &'a str,
    record: &'a Record,
}

impl Fields<'_> {
    /// Where the row stands.
    pub fn span(&self) -> Span {
        Span::new(self.file, self.record.range())
    }

    /// The text of a field.
    pub fn text(&self, index: usize) -> &str {
        self.record.text(self.text, index).unwrap_or_default()
    }

    /// Where a field is written.
    pub fn place(&self, index: usize) -> Span {
        self.record.place(index).map_or_else(|| self.span(), |place| Span::new(self.file, place))
    }
}

/// Hands the header of a CSV file to `begin`, and what that makes of it with each of the rows to `row`. Every mistake is a problem,
/// and rows of the wrong length are left out.
pub fn each<T>(
    file: FileId,
    text: &str,
    problems: &mut Vec<Problem>,
    begin: impl FnOnce(&[At<String>], &mut Vec<Problem>) -> Option<T>,
    mut row: impl FnMut(&T, &Fields<'_>, &mut Vec<Problem>),
) -> Option<T> {
    let mut records = Records::new(text);
    let mut record = Record::default();
    let header = header(file, text, &mut records, problems)?;
    let plan = begin(&header, problems)?;
    while next(file, &mut records, &mut record, problems) {
        if has_fields(file, &record, header.len(), problems) {
            row(&plan, &Fields { file, text, record: &record }, problems);
        }
    }
    Some(plan)
}

fn cells(file_id: FileId, text: &str, record: &Record) -> Vec<At<String>> {
    let cell = |index: usize| {
        let value = record.text(text, index).unwrap_or_default().to_owned();
        At { value, span: Span::new(file_id, record.place(index).unwrap_or_default()) }
    };
    (0..record.count()).map(cell).collect()
}

/// Reads the header: there must be one, its names must differ and not be too many.
fn header(file_id: FileId, text: &str, records: &mut Records<'_>, problems: &mut Vec<Problem>) -> Option<Vec<At<String>>> {
    let mut record = Record::default();
    if !next(file_id, records, &mut record, problems) {
        if problems.is_empty() || records.at < text.len() || text.trim_start_matches(BYTE_ORDER_MARK).trim().is_empty() {
            let message = "the file is empty: its first line must name the columns";
            problems.push(Problem::error("csv/no-header", message, Span::new(file_id, 0..0)));
        }
        return None;
    }
    let names = cells(file_id, text, &record);
    if names.len() > COLUMNS_MAX {
        let message = format!("the file has {} columns, and at most {COLUMNS_MAX} are read", names.len());
        problems.push(Problem::error("csv/columns", message, Span::new(file_id, record.range())));
        return None;
    }
    for (index, name) in names.iter().enumerate() {
        if let Some(first) = names.iter().take(index).find(|first| first.value == name.value && !name.value.is_empty()) {
            let message = format!("two columns are called `{}`", name.value);
            problems.push(Problem::error("csv/column-twice", message, name.span).and(first.span, "the first one"));
        }
    }
    Some(names)
}

fn next(file_id: FileId, records: &mut Records<'_>, record: &mut Record, problems: &mut Vec<Problem>) -> bool {
    match records.read(record) {
        Ok(found) => found,
        Err(error) => {
            let CsvError::Unclosed(range) = &error;
            let problem = Problem::error("csv/unclosed", error.to_string(), Span::new(file_id, range.clone()));
            problems.push(problem.help("close it, or double it if the field begins with a quote mark: `\"\"\"…\"`"));
            false
        }
    }
}

fn has_fields(file_id: FileId, record: &Record, wanted: usize, problems: &mut Vec<Problem>) -> bool {
    let found = record.count();
    if found == wanted {
        return true;
    }
    let message = format!("this row has {found} {}, and the header has {wanted}", if found == 1 { "field" } else { "fields" });
    let problem = Problem::error("csv/field-count", message, Span::new(file_id, record.range()));
    problems.push(if found > wanted {
        problem.help("a field that holds a comma stands in quote marks: `\"12,5\"`")
    } else {
        problem
    });
    false
}

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
    intake.claims.keep_columns(file_id, plan.origins.iter().map(columns).collect::<Columns>());
    stream(file_id, text, &mut records, header.len(), &plan, intake, problems);
}

/// How the rows of one file become claims.
struct Plan {
    origins: Vec<Origin>,
    numbers: Numbers,
    /// For each column of a wide table what replaces the origins.
    wide: Vec<Vec<Origin>>,
}

fn stream(
    file_id: FileId,
    text: &str,
    records: &mut Records<'_>,
    wanted: usize,
    plan: &Plan,
    intake: &mut Intake<'_>,
    problems: &mut Vec<Problem>,
) {
    let mut record = Record::default();
    intake.begin(file_id, plan.numbers.clone(), problems);
    while next(file_id, records, &mut record, problems) {
        if intake.claims.count().is_multiple_of(ROWS_STEP) {
            reserve(records, &record, intake);
        }
        if has_fields(file_id, &record, wanted, problems) {
            let is_wide = !plan.wide.is_empty();
            let row = |origins| CsvRow { file_id, text, record: &record, origins, is_wide };
            match plan.wide.as_slice() {
                [] => intake.take(&row(plan.origins.as_slice()), problems),
                wide => wide.iter().for_each(|origins| intake.take_cell(&row(origins.as_slice()), problems)),
            }
        }
        if !intake.goes_on(problems) {
            break;
        }
    }
    let column = match plan.origins.get(Field::Id.slot()) {
        Some(Origin::Column(column)) => Some(*column),
        _ => None,
    };
    intake.finish(problems, |row| field_of(text, row, column?));
}

/// After so many claims the room for the rest is estimated anew.
const ROWS_STEP: usize = 65_536;

/// Makes room for the rest of the file, taking its rows to be as long as this one, but not for more than one step more.
fn reserve(records: &Records<'_>, record: &Record, intake: &mut Intake<'_>) {
    let length = record.range().len().max(1);
    let rest = records.text.len().saturating_sub(records.at) / length;
    intake.claims.reserve(rest.max(1), rest * 24);
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
        need(header, &origins, &[], problems);
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
        need(header, &origins, &mapped, problems);
    } else if !matches!(origins.get(Field::Id.slot()), Some(Origin::Template(_))) {
        let message = "each row makes several claims, so `id` must be a template".to_owned();
        problems.push(Problem::error("claims/wide-id", message, mapping.pattern.span).help("write `id = \"{area}-{metric}\"`"));
    }
    let numbers = mapping.numbers.clone().map_or(Numbers::Unsaid, Numbers::Region);
    let errors = problems.iter().skip(before).any(|problem| problem.level == crate::finding::Level::Error);
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
            None => problems.push(unknown_column(name, dims)),
        }
    }
}

fn unknown_column(name: &At<String>, dims: &[String]) -> Problem {
    let problem = Problem::error("claims/unknown-column", format!("`{}` is no column of claims", name.value), name.span);
    let keys = || FIELDS.iter().map(|(_, key)| *key).chain(dims.iter().map(String::as_str));
    match nearest(&name.value, keys()) {
        Some(key) => problem.help(format!("did you mean `{key}`?")),
        None if name.value.contains([';', '\t']) => problem.help("columns are separated by commas"),
        None => {
            let known = keys().collect::<Vec<_>>().join(", ");
            problem.help(format!("known columns: {known}; more are declared in `dims` or mapped in `[columns.'…']`"))
        }
    }
}

/// Reports the columns that claims cannot do without, except those of `mapped`, which have a mistake of their own.
fn need(header: &[At<String>], origins: &[Origin], mapped: &[Field], problems: &mut Vec<Problem>) {
    let Some(first) = header.first() else {
        return;
    };
    if first.value.contains([';', '\t']) {
        return; // another separator, which is reported; every column would be missing
    }
    let misspelt = |key: &str| header.iter().any(|name| nearest(&name.value, [key]).is_some());
    for field in [Field::Id, Field::Metric, Field::Value].into_iter().filter(|field| !mapped.contains(field)) {
        let key = field.key(&[]);
        if matches!(origins.get(field.slot()), Some(Origin::Nothing)) && !misspelt(key) {
            let message = format!("claims need a column `{key}`, and the header has none");
            let problem = Problem::error("claims/missing-column", message, first.span);
            problems.push(problem.help(format!("add it, or say in `[columns.'…']` of factlint.toml which column is `{key}`")));
        }
    }
}

fn column(header: &[At<String>], name: &At<String>, problems: &mut Vec<Problem>) -> Option<usize> {
    let index = header.iter().position(|known| known.value == name.value);
    if index.is_none() {
        let message = format!("the file has no column `{}`", name.value);
        let mut problem = Problem::error("claims/unknown-column", message, name.span);
        if let Some(first) = header.first() {
            problem = problem.and(first.span, "the header");
        }
        problems.push(match nearest(&name.value, header.iter().map(|known| known.value.as_str())) {
            Some(known) => problem.help(format!("did you mean `{known}`?")),
            None => problem,
        });
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
            let message = format!("`{{` of the template `{}` is never closed", text.value);
            problems.push(Problem::error("claims/template", message, text.span));
            return None;
        };
        pieces.push(Piece::Text(before.to_owned()));
        let known = header.iter().position(|column| column.value == name).map(Piece::Column);
        let field = Field::of_key(name, dims).filter(|field| *field != Field::Id).map(Piece::Field);
        let Some(piece) = field.or(known) else {
            let message = format!("`{{{name}}}` names no key of a claim and no column");
            let names = FIELDS.iter().map(|(_, key)| *key).chain(dims.iter().map(String::as_str));
            let near = nearest(name, names.chain(header.iter().map(|column| column.value.as_str())));
            let problem = Problem::error("claims/template", message, text.span);
            problems.push(match near {
                Some(near) => problem.help(format!("did you mean `{{{near}}}`?")),
                None => problem,
            });
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
        let keys = FIELDS.iter().map(|(_, key)| *key).chain(dims.iter().map(String::as_str));
        if let Some(key) = nearest(&name.value, keys.filter(|key| key.len() > 3)) {
            let message = format!("the column `{}` is not used", name.value);
            problems.push(Problem::warning("claims/unused-column", message, name.span).help(format!("did you mean `{key}`?")));
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
        let message = format!("the claims of column `{}` have no `metric`", wide.column.value);
        problems.push(Problem::error("claims/missing-key", message, wide.column.span));
        return None;
    }
    Some(own)
}

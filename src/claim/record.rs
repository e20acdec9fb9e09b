//! Record: the records of a CSV text (RFC 4180) with the place of each field, and whole sheets for lists and reference tables.
//!
//! Never guesses a separator or an encoding, and never drops a row without a problem.

use std::ops::Range;

use csv_core::{ReadFieldResult, Reader};

use crate::finding::Problem;
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
    /// What stands after the closing quote mark of a field: `c` in `"ab"c`.
    stray: Option<Range<usize>>,
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
    /// Made for the first record with quote marks: its tables take longer to build than a row takes to read.
    reader: Option<Box<Reader>>,
    marks: Marks<'t>,
    /// Whether some line ends with CR alone, as in very old files.
    has_lone_cr: bool,
}

/// Where a quote mark stands that nothing closes, so that the rest of the file would be one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclosed(pub Range<usize>);

/// What is wrong with a CSV file before anybody asks what its columns mean.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// Nothing is in it.
    #[error("the file is empty: its first line must name the columns")]
    Empty(Span),
    /// Two columns have one name.
    #[error("two columns are called `{name}`")]
    ColumnTwice {
        /// The second one.
        span: Span,
        /// The first one.
        first: Span,
        /// Their name.
        name: String,
    },
    /// More columns than are read.
    #[error("the file has {count} columns, and at most {COLUMNS_MAX} are read")]
    Columns {
        /// The header.
        span: Span,
        /// How many there are.
        count: usize,
    },
    /// A row that is shorter or longer than the header.
    #[error("this row has {found} {}, and the header has {wanted}", if *found == 1 { "field" } else { "fields" })]
    FieldCount {
        /// The row.
        span: Span,
        /// How many fields it has.
        found: usize,
        /// How many the header has.
        wanted: usize,
    },
    /// A field that goes on after its closing quote mark.
    #[error("this field goes on after its closing quote mark")]
    Stray(Span),
    /// A quote mark that nothing closes.
    #[error("this field begins with a quote mark that is never closed")]
    Unclosed(Span),
}

impl From<CsvError> for Problem {
    fn from(error: CsvError) -> Problem {
        let message = error.to_string();
        match error {
            CsvError::Empty(span) => Problem::error("csv/empty", message, span),
            CsvError::ColumnTwice { span, first, .. } => {
                Problem::error("csv/column-twice", message, span).and(first, "the first one")
            }
            CsvError::Columns { span, .. } => Problem::error("csv/columns", message, span),
            CsvError::FieldCount { span, found, wanted } if found > wanted => {
                let help = "a field that holds a comma stands in quote marks: `\"12,5\"`";
                Problem::error("csv/field-count", message, span).help(help)
            }
            CsvError::FieldCount { span, .. } => Problem::error("csv/field-count", message, span),
            CsvError::Stray(span) => {
                let help = "a quote mark inside a field in quote marks is doubled: `\"Đảng bộ \"\"A\"\"\"`";
                Problem::error("csv/stray", message, span).help(help)
            }
            CsvError::Unclosed(span) => {
                let help = "close it, or double it if the field begins with a quote mark: `\"\"\"…\"`";
                Problem::error("csv/unclosed", message, span).help(help)
            }
        }
    }
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

    /// Where the text of a field begins in the file, if it is written there as it is meant.
    pub fn begins(&self, index: usize) -> Option<u32> {
        self.fields.get(index).filter(|field| !field.in_scratch).map(|field| field.text_start)
    }

    /// Where a field is written, quote marks included.
    pub fn place(&self, index: usize) -> Option<Range<usize>> {
        self.fields.get(index).map(|field| field.start as usize..field.end as usize)
    }
}

impl<'t> Records<'t> {
    /// The records of a file's text; a byte order mark is passed over.
    pub fn new(text: &'t str) -> Records<'t> {
        Records::new_at(text, if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 })
    }

    fn new_at(text: &'t str, at: usize) -> Records<'t> {
        let bytes = text.as_bytes();
        let rest = bytes.get(at..).unwrap_or_default();
        let has_lone_cr = memchr::memchr_iter(b'\r', rest).any(|at| rest.get(at + 1) != Some(&b'\n'));
        Records { text, at, reader: None, marks: Marks::new(bytes), has_lone_cr }
    }

    /// The same for a stretch of it that begins where a record does; the places of its records are those in the text.
    pub fn part(text: &'t str, range: Range<usize>) -> Records<'t> {
        let text = text.get(..range.end).unwrap_or_default();
        let mut records = Records::new_at(text, range.start);
        records.marks.next = range.start / BLOCK;
        records
    }

    /// Where the next record begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// How many bytes are left to read.
    pub fn rest_bytes(&self) -> usize {
        self.text.len().saturating_sub(self.at)
    }

    /// Reads the next record into `record`; false at the end.
    ///
    /// # Errors
    /// A quote mark that is never closed; nothing can be read after it.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, Unclosed> {
        record.fields.clear();
        record.scratch.clear();
        record.stray = None;
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

    /// A record whose quote marks only stand around whole fields is cut at its commas. False, with nothing read, where there are
    /// others.
    fn read_plain(&mut self, record: &mut Record) -> bool {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut field = start;
        let mut end = bytes.len();
        let mut closed = None;
        while let Some(at) = self.marks.next(start) {
            match bytes.get(at) {
                Some(b',') if push_plain(record, field..at, closed.take()) => field = at + 1,
                Some(b'\n') => {
                    end = at;
                    break;
                }
                Some(b'"') if at == field => closed = self.closing(start),
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
        if !push_plain(record, field..end, closed) || is_open(bytes, field, closed) {
            record.fields.clear();
            self.at = start;
            return false;
        }
        (record.start, record.end) = (offset(start), offset(end));
        true
    }

    /// The mark that closes a field which the last mark opened; commas and line breaks before it belong to the field.
    fn closing(&mut self, start: usize) -> Option<usize> {
        while let Some(at) = self.marks.next(start) {
            if self.text.as_bytes().get(at) == Some(&b'"') {
                return Some(at);
            }
        }
        None
    }

    fn read_quoted(&mut self, record: &mut Record) -> Result<(), Unclosed> {
        let mut reader = self.reader.take().unwrap_or_else(|| Box::new(Reader::new()));
        reader.reset();
        let read = self.read_fields(record, &mut reader);
        self.reader = Some(reader);
        read
    }

    fn read_fields(&mut self, record: &mut Record, reader: &mut Reader) -> Result<(), Unclosed> {
        let mut out = [0u8; 1024];
        let mut meant: Vec<u8> = Vec::new();
        let start = self.at;
        let mut field = start;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let (result, read, written) = reader.read_field(rest, &mut out);
            self.at += read;
            meant.extend(out.iter().take(written));
            let done = match result {
                ReadFieldResult::InputEmpty if !rest.is_empty() => continue,
                ReadFieldResult::OutputFull => continue,
                ReadFieldResult::InputEmpty | ReadFieldResult::End => true,
                ReadFieldResult::Field { record_end } => record_end,
            };
            let end = self.end_of_field(field);
            self.check_quotes(record, field..end)?;
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
            Some(b',' | b'\n' | b'\r') if !matches!(self.quotes(start..self.at), Quotes::Open) => self.at - 1,
            _ => self.at,
        }
    }

    /// Whether a field begins with a quote mark, and where that is closed; a doubled one closes nothing.
    fn quotes(&self, range: Range<usize>) -> Quotes {
        let field = self.text.get(range.clone()).unwrap_or_default();
        let Some(mut rest) = field.strip_prefix('"') else {
            return Quotes::None;
        };
        while let Some((_, after)) = rest.split_once('"') {
            match after.strip_prefix('"') {
                Some(after) => rest = after,
                None => return Quotes::Closed(range.end - after.len()),
            }
        }
        Quotes::Open
    }

    fn check_quotes(&mut self, record: &mut Record, field: Range<usize>) -> Result<(), Unclosed> {
        match self.quotes(field.clone()) {
            Quotes::Open if self.at >= self.text.len() => {
                self.at = self.text.len();
                Err(Unclosed(field.start..field.start + 1))
            }
            Quotes::Closed(end) if end < field.end => {
                record.stray = record.stray.take().or(Some(end..field.end));
                Ok(())
            }
            _ => Ok(()),
        }
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

/// How a field uses quote marks.
enum Quotes {
    /// It does not begin with one.
    None,
    /// It begins with one that nothing closes.
    Open,
    /// It begins with one that is closed, and what follows begins here.
    Closed(usize),
}

/// Whether a field begins with a quote mark that nothing closes.
fn is_open(bytes: &[u8], field: usize, closed: Option<usize>) -> bool {
    closed.is_none() && bytes.get(field) == Some(&b'"')
}

/// Adds a field that is meant as it is written, or as it stands between its quote marks, the second of which is at `closed`. False
/// where something follows that mark, as another mark that makes it a doubled one.
fn push_plain(record: &mut Record, field: Range<usize>, closed: Option<usize>) -> bool {
    let text = match closed {
        None => field.clone(),
        Some(closed) if closed + 1 == field.end => field.start + 1..closed,
        Some(_) => return false,
    };
    let (start, end) = (offset(field.start), offset(field.end));
    record.fields.push(FieldAt { start, end, text_start: offset(text.start), text_end: offset(text.end), in_scratch: false });
    true
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

pub(super) fn field_of(text: &str, row: Span, column: usize) -> Option<Span> {
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
pub(super) fn header(
    file: FileId,
    text: &str,
    records: &mut Records<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Vec<At<String>>> {
    let mut record = Record::default();
    let before = problems.len();
    if !next(file, records, &mut record, problems) {
        if problems.len() == before {
            problems.push(CsvError::Empty(Span::new(file, 0..0)).into());
        }
        return None;
    }
    let names = cells(file, text, &record);
    if names.len() > COLUMNS_MAX {
        problems.push(CsvError::Columns { span: Span::new(file, record.range()), count: names.len() }.into());
        return None;
    }
    for (index, name) in names.iter().enumerate().filter(|(_, name)| !name.value.is_empty()) {
        if let Some(first) = names.iter().take(index).find(|first| first.value == name.value) {
            let error = CsvError::ColumnTwice { span: name.span, first: first.span, name: name.value.clone() };
            problems.push(error.into());
        }
    }
    Some(names)
}

/// Reads the next record; false at the end and after a quote mark that is never closed, which is reported.
pub fn next(file: FileId, records: &mut Records<'_>, record: &mut Record, problems: &mut Vec<Problem>) -> bool {
    let found = records.read(record).unwrap_or_else(|Unclosed(range)| {
        problems.push(CsvError::Unclosed(Span::new(file, range)).into());
        false
    });
    if let Some(stray) = &record.stray {
        problems.push(CsvError::Stray(Span::new(file, stray.clone())).into());
    }
    found
}

/// Whether a record can be used: it is as long as the header, which is reported where it is not, and has nothing stray.
pub(super) fn has_fields(file: FileId, record: &Record, wanted: usize, problems: &mut Vec<Problem>) -> bool {
    let found = record.count();
    if found != wanted {
        problems.push(CsvError::FieldCount { span: Span::new(file, record.range()), found, wanted }.into());
    }
    found == wanted && record.stray.is_none()
}

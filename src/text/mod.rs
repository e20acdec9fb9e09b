//! Every position in the program: files, spans in them, and the lines and columns that a person sees.
//!
//! Positions are byte offsets of a file's text: of the file as it is on disk, or, for a document that is not plain text, of what a
//! reader sees in it. Only this module turns them into places of the file.

pub mod fold;
pub mod lines;
pub mod map;
pub mod origin;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use lines::Lines;
use origin::{Origin, Spot, parse_address};

/// Files longer than this many bytes are refused, so that an offset fits in 32 bits.
pub const FILE_BYTES_MAX: usize = u32::MAX as usize - 1;

/// The character that some editors put at the start of a UTF-8 file; it takes no column.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// A file of the project, by its place in [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A stretch of one file: byte offsets, half open, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file it lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span over a byte range of `file`.
    ///
    /// # Panics
    /// Never for a file that [`Files::add`] took: its length fits in 32 bits.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Span { file, start: offset(range.start), end: offset(range.end) }
    }

    /// The byte range, for slicing the file's text with `get`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A byte offset in 32 bits.
///
/// # Panics
/// When the offset is beyond [`FILE_BYTES_MAX`]; `load` refuses such files.
pub fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("load refuses files whose offsets do not fit in 32 bits")
}

/// What a file is for; decides how it is named in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `factlint.toml`
    Config,
    /// A rule file or a pack.
    Rules,
    /// A claims file.
    Claims,
    /// A list of sources or a reference table.
    Table,
    /// A document that quotes are taken from.
    Source,
    /// The findings that a project holds back.
    Baseline,
}

/// A file's text with its path as reports show it. Immutable once added.
#[derive(Debug)]
pub struct File {
    /// The path relative to the project's folder, with `/`, or `factlint:core` for a shipped pack.
    pub path: String,
    /// What it is for.
    pub role: Role,
    /// The text, shared with the claims that are written in it: byte for byte, a byte order mark included; of a document that is not plain text, what a reader sees.
    pub text: Arc<String>,
    /// Where the text stands in the file, when it is not the file itself.
    pub origin: Option<Box<Origin>>,
    lines: OnceLock<Lines>,
    /// Characters before each step of [`CHARS_STEP`] bytes.
    chars_before: OnceLock<Vec<u32>>,
}

/// Characters are counted once for so many bytes.
const CHARS_STEP: usize = 1024;

impl File {
    /// A file with its text.
    pub fn new(path: String, role: Role, text: String) -> Self {
        let text = Arc::new(text);
        File { path, role, text, origin: None, lines: OnceLock::new(), chars_before: OnceLock::new() }
    }

    /// The same with the way back to the file.
    #[must_use]
    pub fn with_origin(mut self, origin: Option<Box<Origin>>) -> Self {
        self.origin = origin;
        self
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }

    /// How many characters of the text stand before a byte, in Unicode code points; a byte order mark is none of them.
    pub fn chars_before(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        // every character has one byte that does not go on with another
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let steps = self.chars_before.get_or_init(|| {
            let mut total = 0;
            let before = |step: &[u8]| {
                let before = total;
                total += count(step);
                offset(before)
            };
            bytes.chunks(CHARS_STEP).map(before).collect()
        });
        let at = at.min(bytes.len());
        let step = (at / CHARS_STEP).min(steps.len().saturating_sub(1));
        let before = steps.get(step).map_or(0, |&before| before as usize);
        let rest = bytes.get(step * CHARS_STEP..at).unwrap_or_default();
        let mark = usize::from(at > 0 && self.text.starts_with(BYTE_ORDER_MARK));
        before + count(rest) - mark
    }

    /// The line of the text that holds a byte: its number from 1 and its byte range without the line break.
    pub fn line(&self, at: usize) -> (usize, Range<usize>) {
        self.lines().line(&self.text, at)
    }

    /// The words of a byte range; empty if it does not lie on character boundaries.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }
}

/// All files of a run, in the order in which they were added.
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<File>,
}

impl Files {
    /// Adds a file and gives its id.
    ///
    /// # Panics
    /// When there are more than 2³² files.
    pub fn add(&mut self, file: File) -> FileId {
        self.files.push(file);
        FileId(offset(self.files.len() - 1))
    }

    /// The file of an id.
    pub fn get(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(offset(index)), file))
    }

    /// The words of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).slice(span.range())
    }

    /// Where a span stands, as a person counts: lines and columns from 1.
    pub fn place(&self, span: Span) -> Place {
        let file = self.get(span.file);
        let origin = file.origin.as_deref();
        let spot = origin.and_then(|origin| origin.spot(span.start)).map(Box::new);
        let raw = origin.and_then(|origin| origin.raw.as_ref());
        let bytes = raw.map_or(span.start..span.end, |raw| raw.map.to_original(span.start..span.end));
        let range = bytes.start as usize..bytes.end as usize;
        let (start, end) = match raw {
            Some(raw) => raw.lines.positions(&raw.text, range),
            None => file.lines().positions(&file.text, range),
        };
        let has_lines = origin.is_none() || raw.is_some();
        Place { path: file.path.clone(), start, end, byte_start: bytes.start, byte_end: bytes.end, has_lines, spot }
    }
}

/// One end of a [`Place`]; everything counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column in Unicode code points; a byte order mark has none.
    pub column: usize,
    /// Column in UTF-16 code units, as language servers and SARIF viewers count.
    pub column_utf16: usize,
    /// Column in bytes of UTF-8, as reviewdog counts.
    pub column_utf8: usize,
}

/// Where something stands, as reports print it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's path as reports show it.
    pub path: String,
    /// First character.
    pub start: Position,
    /// The character after the last.
    pub end: Position,
    /// First byte: of the file, or of the readable text where the file has no lines.
    pub byte_start: u32,
    /// The byte after the last.
    pub byte_end: u32,
    /// Whether lines and columns are those of the file; else they count in the readable text, and `spot` is what a person opens.
    pub has_lines: bool,
    /// The page, cell or paragraph, in a document that has them.
    pub spot: Option<Box<Spot>>,
}

impl Place {
    /// The number by which a person counts to it: its line, else the row of its cell, its paragraph or its note.
    pub fn number(&self) -> usize {
        let spot = self.spot.as_ref().filter(|_| !self.has_lines);
        let row = |cell: &String| parse_address(cell).map(|(row, _)| row.saturating_add(1));
        let number = spot.and_then(|spot| spot.cell.as_ref().and_then(row).or(spot.paragraph).or(spot.note));
        number.map_or(self.start.line, |number| number as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, range: Range<usize>, expected: (usize, usize, usize)) {
        let mut files = Files::default();
        let id = files.add(File::new("bao.txt".into(), Role::Source, text.into()));
        let start = files.place(Span::new(id, range)).start;
        assert_eq!((start.line, start.column, start.column_utf16), expected, "{text:?}");
    }

    #[test]
    fn columns_count_code_points_from_one() {
        check("Đảng bộ\ntrên 104.700", 14..18, (2, 2, 2));
        check("một\r\nhai", 7..10, (2, 1, 1));
        check("\u{feff}Ngày 3/8", 3..8, (1, 1, 1));
        check("𝟙 chi bộ", 5..8, (1, 3, 4));
        check("cuối", 6..6, (1, 5, 5));
    }
}

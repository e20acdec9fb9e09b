//! Origin: where the text of a document stands in its file, when the text is not the file itself.
//!
//! A PDF has pages, a sheet has cells, a web page has bytes between tags. It never decides what a reader sees.

use super::lines::Lines;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::map::OffsetMap;

/// What leads from the text of a document back to its file. Offsets are bytes of the text, and every list is sorted.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The file's own characters, where lines of the file mean something to a person: of a web page, not of a PDF.
    pub raw: Option<Raw>,
    /// Where a page begins or goes on, with its number from 1: a footnote of one page may stand behind the paragraph that
    /// goes on in the next.
    pub pages: Vec<(u32, u32)>,
    /// Where each sheet begins, with its name.
    pub sheets: Vec<(u32, String)>,
    /// Where each paragraph, cell or note begins.
    pub blocks: Vec<(u32, Block)>,
    /// The headings.
    pub headings: Vec<Heading>,
    /// Where the text was recognised from a picture, so that a digit may be misread.
    pub ocr: Vec<Range<u32>>,
    /// Pages that are pictures without text.
    pub pictures: Vec<u32>,
}

/// The characters of a file and the way to them.
#[derive(Clone, Debug, Default)]
pub struct Raw {
    /// The file as text, markup included.
    pub text: String,
    /// From bytes of the readable text to bytes of the file.
    pub map: OffsetMap,
    /// The lines of the file.
    pub lines: Lines,
}

/// A stretch of a document that a person can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    /// A paragraph of running text, from 1; in a document with pages from 1 on each.
    Paragraph(u32),
    /// A cell of a table in running text: the table from 1, its row and column from 0.
    Cell {
        /// The table.
        table: u16,
        /// The column.
        column: u16,
        /// The row.
        row: u32,
    },
    /// A cell of a sheet: row and column from 0.
    SheetCell {
        /// The column.
        column: u16,
        /// The row.
        row: u32,
    },
    /// A footnote or endnote, from 1.
    Note(u32),
}

impl Block {
    /// Row and column from 0, of a cell.
    pub fn cell(self) -> Option<(u32, u16)> {
        match self {
            Block::Cell { row, column, .. } | Block::SheetCell { row, column } => Some((row, column)),
            Block::Paragraph(_) | Block::Note(_) => None,
        }
    }
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its words.
    pub range: Range<u32>,
    /// Its level: 1 is the highest.
    pub level: u8,
}

/// A place as a person would look it up in the document: "page 3, paragraph 2", "Sheet1!C14".
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// The page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The sheet's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The table in running text, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<u32>,
    /// The cell, as spreadsheets name it: `C14`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// The paragraph, from 1; on a page, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// The footnote or endnote, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<u32>,
}

impl Origin {
    /// The block that holds a byte of the text.
    pub fn block(&self, at: u32) -> Option<Block> {
        before(&self.blocks, at, |(start, _)| *start).map(|(_, block)| *block)
    }

    /// The place that a person can open, for a byte of the text.
    pub fn spot(&self, at: u32) -> Option<Spot> {
        let mut spot = Spot {
            page: before(&self.pages, at, |(start, _)| *start).map(|(_, page)| *page),
            sheet: before(&self.sheets, at, |(start, _)| *start).map(|(_, name)| name.clone()),
            ..Spot::default()
        };
        match self.block(at) {
            None => {}
            Some(Block::Paragraph(number)) => spot.paragraph = Some(number),
            Some(Block::Note(number)) => spot.note = Some(number),
            Some(Block::Cell { table, row, column }) => {
                spot.table = Some(u32::from(table));
                spot.cell = Some(address(row, column));
            }
            Some(Block::SheetCell { row, column }) => spot.cell = Some(address(row, column)),
        }
        (spot != Spot::default()).then_some(spot)
    }

    /// Whether any of a stretch was recognised from a picture.
    pub fn is_ocr(&self, range: &Range<u32>) -> bool {
        let first = self.ocr.partition_point(|ocr| ocr.end <= range.start);
        self.ocr.get(first).is_some_and(|ocr| ocr.start < range.end)
    }
}

impl Raw {
    /// A file's characters with the map from the readable text to them.
    pub fn new(text: String, map: OffsetMap) -> Raw {
        let lines = Lines::new(&text);
        Raw { text, map, lines }
    }
}

/// The last item that begins at or before a byte.
fn before<T>(items: &[T], at: u32, start: impl Fn(&T) -> u32) -> Option<&T> {
    items.partition_point(|item| start(item) <= at).checked_sub(1).and_then(|index| items.get(index))
}

/// Pages as a person writes them, stretches of three and more as one: `2, 5-9`.
pub fn page_list(pages: &[u32]) -> String {
    let mut stretches: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match stretches.last_mut() {
            Some((_, last)) if *last + 1 == page => *last = page,
            _ => stretches.push((page, page)),
        }
    }
    let written = |(first, last): (u32, u32)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}-{last}"),
    };
    stretches.into_iter().map(written).collect::<Vec<_>>().join(", ")
}

/// A cell as spreadsheets name it, row and column counted from 0: `C14`.
pub fn address(row: u32, column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        let letter = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(letter).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(u64::from(row) + 1).to_string()
}

/// Row and column from 0 of a cell's name, in capitals or small letters, with or without `$`: `C14`, `$C$14`.
pub fn parse_address(name: &str) -> Option<(u32, u16)> {
    let name = name.replace('$', "");
    let digits_at = name.find(|letter: char| !letter.is_ascii_alphabetic())?;
    let (letters, digits) = name.split_at_checked(digits_at)?;
    let value = |sum: u32, letter: u8| sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let column = letters.bytes().try_fold(0, value)?;
    let row: u32 = if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok()? } else { return None };
    Some((row.checked_sub(1)?, u16::try_from(column.checked_sub(1)?).ok()?))
}

#[cfg(test)]
mod tests {
    use super::{address, page_list, parse_address};

    #[test]
    fn pages_are_listed_as_a_person_writes_them() {
        for (pages, written) in
            [(&[][..], ""), (&[4], "4"), (&[2, 3], "2, 3"), (&[2, 5, 6, 7, 9], "2, 5-7, 9"), (&[1, 2, 3], "1-3")]
        {
            assert_eq!(page_list(pages), written);
        }
    }

    #[test]
    fn cells_are_named_as_in_spreadsheets() {
        for (row, column, name) in
            [(0, 0, "A1"), (13, 2, "C14"), (1_048_575, 16_383, "XFD1048576"), (0, 26, "AA1"), (0, 701, "ZZ1")]
        {
            assert_eq!(address(row, column), name);
            assert_eq!(parse_address(name), Some((row, column)));
        }
        assert_eq!(parse_address("$c$14"), Some((13, 2)));
        for wrong in ["", "14", "C", "C0", "1C", "C-1", "ABCDEFGH1"] {
            assert_eq!(parse_address(wrong), None, "{wrong}");
        }
    }
}

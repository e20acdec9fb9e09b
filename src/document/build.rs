//! Build: readable text put together piece by piece, with the marks that lead back to the file.
//!
//! Every reader writes through it, so that a line break, a cell and a place mean the same in all formats.

use std::ops::Range;

use super::{Readable, TEXT_BYTES_MAX, Unreadable};
use crate::text::map::OffsetMap;
use crate::text::offset;
use crate::text::origin::{Block, Heading, Origin, Raw};

/// What parts two pieces of text; the greater one wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// A space between words.
    Space,
    /// Two cells of a row.
    Cell,
    /// Two lines of one paragraph.
    Wrap,
    /// Two lines or blocks.
    Line,
}

impl Gap {
    fn text(self) -> &'static str {
        match self {
            Gap::None => "",
            Gap::Space => " ",
            Gap::Cell => "\t",
            Gap::Wrap | Gap::Line => "\n",
        }
    }
}

/// Paragraphs, cells and notes of one document at most.
const BLOCKS_MAX: usize = 16 << 20;

/// Readable text while it is written.
pub(super) struct Builder {
    text: String,
    origin: Origin,
    /// The way to the bytes of the file, for formats that have it, and the byte up to which it leads.
    map: Option<(OffsetMap, usize)>,
    gap: Gap,
    /// The cell or note that is being written; paragraphs are numbered here.
    block: Option<Block>,
    /// Whether the next text begins a block.
    begins: bool,
    paragraphs: u32,
    /// Where the heading that is being written began, and its level.
    heading: Option<(Option<usize>, u8)>,
}

impl Builder {
    /// For a file whose bytes mean nothing to a person.
    pub(super) fn new() -> Builder {
        Builder {
            text: String::new(),
            origin: Origin::default(),
            map: None,
            gap: Gap::None,
            block: None,
            begins: true,
            paragraphs: 0,
            heading: None,
        }
    }

    /// For a file in which every word has its bytes.
    pub(super) fn mapped() -> Builder {
        Builder { map: Some((OffsetMap::default(), 0)), ..Builder::new() }
    }

    /// How much was written.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The last character, if nothing is to part it from what comes.
    pub(super) fn last(&self) -> Option<char> {
        self.text.chars().next_back().filter(|_| self.gap == Gap::None)
    }

    /// Whether more was written than is read.
    pub(super) fn is_full(&self) -> bool {
        self.text.len() > TEXT_BYTES_MAX || self.origin.blocks.len() > BLOCKS_MAX
    }

    /// That there is room for more.
    ///
    /// # Errors
    /// When more was written than is read, and which limit that is.
    pub(super) fn has_room(&self) -> Result<(), Unreadable> {
        match (self.text.len() > TEXT_BYTES_MAX, self.origin.blocks.len() > BLOCKS_MAX) {
            (true, _) => Err(Unreadable::Limit { what: "bytes of text", max: TEXT_BYTES_MAX }),
            (false, true) => Err(Unreadable::Limit { what: "paragraphs and cells", max: BLOCKS_MAX }),
            (false, false) => Ok(()),
        }
    }

    /// Parts what comes from what was.
    pub(super) fn gap(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Begins a cell or a note, or running text again.
    pub(super) fn block(&mut self, block: Option<Block>) {
        self.block = block;
        self.begins = true;
    }

    /// Begins a page, or goes on with an earlier one; the gap before it stays open.
    pub(super) fn page(&mut self, number: u32, gap: Gap) {
        self.gap(gap);
        self.settle();
        let is_new = self.origin.pages.iter().all(|(_, page)| *page < number);
        self.origin.pages.push((offset(self.text.len()), number));
        if is_new {
            self.paragraphs = 0;
        }
        self.begins = true;
    }

    /// Says that a page is a picture without text.
    pub(super) fn picture(&mut self, page: u32) {
        self.origin.pictures.push(page);
    }

    /// Begins a sheet.
    pub(super) fn sheet(&mut self, name: String) {
        self.gap(Gap::Line);
        self.settle();
        self.origin.sheets.push((offset(self.text.len()), name));
    }

    /// Begins a heading of a level from 1.
    pub(super) fn heading(&mut self, level: u8) {
        self.gap(Gap::Line);
        self.heading = Some((None, level));
    }

    /// Ends a heading.
    pub(super) fn heading_end(&mut self) {
        self.gap(Gap::Line);
        if let Some((Some(start), level)) = self.heading.take() {
            self.origin.headings.push(Heading { range: offset(start)..offset(self.text.len()), level });
        }
    }

    /// Says that what was written since a length was recognised from a picture.
    pub(super) fn ocr_since(&mut self, start: usize) {
        let range = offset(start)..offset(self.text.len());
        match self.origin.ocr.last_mut() {
            Some(last) if last.end + 1 >= range.start => last.end = range.end,
            _ if range.start < range.end => self.origin.ocr.push(range),
            _ => {}
        }
    }

    /// Adds words whose spaces of any number are one; `raw` is where they stand in the file.
    pub(super) fn flow(&mut self, words: &str, raw: Option<usize>) {
        let mut rest = words;
        let mut at = raw;
        while !rest.is_empty() && !self.is_full() {
            let space = rest.find(|letter: char| !letter.is_ascii_whitespace()).unwrap_or(rest.len());
            if space > 0 {
                self.gap(Gap::Space);
            }
            let (_, after) = rest.split_at_checked(space).unwrap_or((rest, ""));
            let end = after.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(after.len());
            let (word, next) = after.split_at_checked(end).unwrap_or((after, ""));
            at = at.map(|at| at + space);
            self.put(word, at.map(|at| at..at + word.len()));
            at = at.map(|at| at + word.len());
            rest = next;
        }
    }

    /// Adds text as it is; `raw` is where it stands in the file.
    pub(super) fn put(&mut self, text: &str, raw: Option<Range<usize>>) {
        if text.is_empty() || self.is_full() {
            return;
        }
        self.begins |= self.gap == Gap::Line && self.block.is_none();
        let before = self.text.len();
        self.settle();
        let start = self.text.len();
        if self.begins {
            self.begin_block(start);
        }
        if let Some((at @ None, _)) = &mut self.heading {
            *at = Some(start);
        }
        self.text.push_str(text);
        if let (Some((map, raw_end)), Some(raw)) = (&mut self.map, raw) {
            let (skipped, written) = (raw.start.saturating_sub(*raw_end), start - before);
            if skipped != written {
                map.push(offset(before)..offset(start), offset(*raw_end)..offset(raw.start));
            }
            if raw.len() != text.len() {
                map.push(offset(start)..offset(start + text.len()), offset(raw.start)..offset(raw.end));
            }
            *raw_end = raw.end;
        }
    }

    fn begin_block(&mut self, start: usize) {
        let block = self.block.unwrap_or_else(|| {
            self.paragraphs += 1;
            Block::Paragraph(self.paragraphs)
        });
        self.origin.blocks.push((offset(start), block));
        self.begins = false;
    }

    /// Writes the gap that is open; none at the beginning.
    fn settle(&mut self) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push_str(gap.text());
        }
    }

    /// The text, with the file's own characters where its bytes mean something.
    ///
    /// # Errors
    /// When there is more text than is read.
    pub(super) fn finish(mut self, raw: Option<String>) -> Result<Readable, Unreadable> {
        self.has_room()?;
        self.heading_end();
        let end = self.text.len();
        self.gap(Gap::Line);
        self.settle();
        self.origin.raw = self.map.zip(raw).map(|((mut map, raw_end), raw)| {
            // what no reader sees behind the last word leads to the end of the text, not beyond it
            if raw.len() - raw_end.min(raw.len()) != self.text.len() - end {
                map.push(offset(end)..offset(self.text.len()), offset(raw_end)..offset(raw.len()));
            }
            Raw::new(raw, map)
        });
        self.text.shrink_to_fit();
        Ok(Readable { text: self.text, origin: Some(Box::new(self.origin)) })
    }
}

/// Whether raised text is a mark that leads to a note: `1`, `[2]`, `*`.
pub(super) fn is_note_mark(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit() || "[](),*†‡§".contains(letter))
}

/// The sign of a raised digit that is the power of a unit: that of `km2`.
pub(super) fn power(text: &str, before: Option<char>) -> Option<&'static str> {
    match (before, text.trim()) {
        (Some('m'), "2") => Some("²"),
        (Some('m'), "3") => Some("³"),
        _ => None,
    }
}

/// Cells of a table in running text: which row and column comes next, with what reaches into them from above.
#[derive(Default)]
pub(super) struct Grid {
    table: u16,
    row: u32,
    column: u16,
    has_row: bool,
    /// For each column, how many rows from here on a cell above reaches into.
    reach: Vec<u32>,
}

/// Columns that one cell may take; a page may claim any number.
const SPAN_MAX: u16 = 1_000;

impl Grid {
    /// The table of a number from 1.
    pub(super) fn new(table: u16) -> Grid {
        Grid { table, ..Grid::default() }
    }

    /// Begins a row.
    pub(super) fn row(&mut self) {
        if self.has_row {
            self.row = self.row.saturating_add(1);
        }
        self.has_row = true;
        self.column = 0;
        self.reach.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }

    /// Begins a cell that takes so many columns and rows.
    pub(super) fn cell(&mut self, columns: u16, rows: u32) -> Block {
        while self.reach.get(usize::from(self.column)).is_some_and(|rows| *rows > 0) {
            self.column = self.column.saturating_add(1);
        }
        let block = Block::Cell { table: self.table, column: self.column, row: self.row };
        let columns = columns.clamp(1, SPAN_MAX);
        if rows > 1 && self.column < SPAN_MAX {
            let end = usize::from(self.column.saturating_add(columns));
            self.reach.resize(self.reach.len().max(end), 0);
            for reach in self.reach.iter_mut().take(end).skip(usize::from(self.column)) {
                *reach = rows;
            }
        }
        self.column = self.column.saturating_add(columns);
        block
    }
}

//! Cells: which stretch of a document's text a cell, a page, or a row and a column by their words are.

use std::ops::Range;

use hashbrown::HashMap;

use crate::text::origin::{Block, Origin, parse_address};
use crate::text::{File, offset};

/// The cells of the part of a document that counts.
pub struct Cells<'f> {
    file: &'f File,
    part: Range<u32>,
    all: Vec<Cell>,
    /// Cells by their words, spaces of any number as one, capitals as small letters.
    by_words: HashMap<String, Vec<usize>>,
}

/// A cell: its table, row and column from 0, and its bytes.
struct Cell {
    table: usize,
    row: u32,
    column: u16,
    range: Range<u32>,
}

impl<'f> Cells<'f> {
    /// The cells of a part of a file's text.
    pub fn new(file: &'f File, part: &Range<u32>) -> Cells<'f> {
        let mut cells = Cells { file, part: part.clone(), all: Vec::new(), by_words: HashMap::new() };
        let origin = file.origin.as_deref();
        let blocks = origin.map_or(&[][..], |origin| &origin.blocks);
        for (index, (start, block)) in blocks.iter().enumerate() {
            let end = blocks.get(index + 1).map_or(offset(file.text.len()), |(next, _)| *next);
            let (Some((row, column)), true) = (block.cell(), part.contains(start)) else { continue };
            let table = match block {
                Block::Cell { table, .. } => usize::from(*table),
                _ => origin.map_or(0, |origin| origin.sheets.partition_point(|(sheet, _)| sheet <= start)),
            };
            let text = file.slice(*start as usize..end as usize);
            let range = *start..*start + offset(text.trim_end().len());
            let at = cells.all.len();
            cells.by_words.entry(words(text)).or_default().push(at);
            cells.all.push(Cell { table, row, column, range });
        }
        cells
    }

    /// The stretches that are meant. `cell` is an address, with a sheet's name or a table's number before `!`; `page` a number;
    /// `row` and `column` are the words of cells in the row and the column. Each may be empty; nothing fits where one does not.
    pub fn find(&self, cell: &str, page: &str, row: &str, column: &str) -> Vec<Range<u32>> {
        let pages: Vec<Range<u32>> = if page.is_empty() { vec![self.part.clone()] } else { self.page(page) };
        if cell.is_empty() && row.is_empty() && column.is_empty() {
            return pages;
        }
        let wanted = if cell.is_empty() { None } else { Some(self.address(cell)) };
        let rows = (!row.is_empty()).then(|| self.lines(row, |cell| (cell.table, cell.row)));
        let columns = (!column.is_empty()).then(|| self.lines(column, |cell| (cell.table, u32::from(cell.column))));
        let fits = |cell: &&Cell| {
            pages.iter().any(|page| page.contains(&cell.range.start))
                && wanted.as_ref().is_none_or(|wanted| {
                    wanted.is_some_and(|(table, row, column)| {
                        (cell.row, cell.column) == (row, column) && table.is_none_or(|table| table == cell.table)
                    })
                })
                && rows.as_ref().is_none_or(|rows| rows.contains(&(cell.table, cell.row)))
                && columns.as_ref().is_none_or(|columns| columns.contains(&(cell.table, u32::from(cell.column))))
        };
        self.all.iter().filter(fits).map(|cell| cell.range.clone()).collect()
    }

    /// The stretches of a page.
    fn page(&self, page: &str) -> Vec<Range<u32>> {
        let Some(origin) = self.file.origin.as_deref() else { return Vec::new() };
        let wanted: Option<u32> = page.trim().parse().ok();
        let end = |index: usize| origin.pages.get(index + 1).map_or(self.part.end, |(next, _)| *next);
        let of_page = origin.pages.iter().enumerate().filter(|(_, (_, number))| Some(*number) == wanted);
        let found: Vec<Range<u32>> =
            of_page.map(|(index, (start, _))| (*start).max(self.part.start)..end(index).min(self.part.end)).collect();
        // A page that a footnote of another one interrupts is one stretch from its beginning to its end.
        match (found.first(), found.last()) {
            (Some(first), Some(last)) if first.start < last.end => std::iter::once(first.start..last.end).collect(),
            _ => Vec::new(),
        }
    }

    /// The table, row and column of an address.
    fn address(&self, cell: &str) -> Option<(Option<usize>, u32, u16)> {
        let (table, address) = match cell.rsplit_once('!') {
            Some((table, address)) => (Some(self.table(table.trim_matches('\''))?), address),
            None => (None, cell),
        };
        let (row, column) = parse_address(address.trim())?;
        Some((table, row, column))
    }

    /// The number from 1 of a sheet by its name, or of a table.
    fn table(&self, name: &str) -> Option<usize> {
        let sheets: &[(u32, String)] = self.file.origin.as_deref().map_or(&[], |origin: &Origin| &origin.sheets);
        let sheet = sheets.iter().position(|(_, known)| known.eq_ignore_ascii_case(name)).map(|index| index + 1);
        sheet.or_else(|| name.parse().ok())
    }

    fn lines<T>(&self, text: &str, line: impl Fn(&Cell) -> T) -> Vec<T> {
        let found = self.by_words.get(&words(text)).map_or(&[][..], Vec::as_slice);
        found.iter().filter_map(|&at| self.all.get(at)).map(line).collect()
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Blocks that are looked through for the head of a table.
const HEAD_BLOCKS: usize = 2_000;

/// Cells at the beginning of a sheet in which its captions and heads are looked for.
const SHEET_CELLS: usize = 200;

/// Bytes of a caption or a head that may state a unit.
const STATED_BYTES_MAX: usize = 120;

/// What the head of the column and the caption of the table around a byte may state as a unit: what stands in brackets or after a
/// colon. The head comes first. Nothing for a byte that is in no cell.
pub fn stated(file: &File, at: u32) -> Option<Vec<String>> {
    let origin = file.origin.as_deref()?;
    let index = origin.blocks.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
    let (_, block) = origin.blocks.get(index)?;
    let (row, column) = block.cell()?;
    let first = first_cell(origin, index, block);
    let text = |index: usize| {
        let (start, _) = origin.blocks.get(index)?;
        let end = origin.blocks.get(index + 1).map_or(file.text.len(), |(next, _)| *next as usize);
        Some(file.slice(*start as usize..end)).filter(|text| text.len() <= STATED_BYTES_MAX)
    };
    let end = index.min(first + if matches!(block, Block::SheetCell { .. }) { SHEET_CELLS } else { HEAD_BLOCKS });
    let above = (first..end)
        .filter(|&other| origin.blocks.get(other).and_then(|(_, block)| block.cell()).is_some_and(|(other, _)| other < row));
    let (heads, captions): (Vec<usize>, Vec<usize>) = above.partition(|&other| {
        origin.blocks.get(other).and_then(|(_, block)| block.cell()).is_some_and(|(_, other)| other == column)
    });
    let mut found: Vec<String> = heads.iter().rev().filter_map(|&head| text(head)).flat_map(in_brackets).collect();
    let around = captions.iter().rev().filter_map(|&caption| text(caption)).chain(first.checked_sub(1).and_then(text));
    found.extend(heads.iter().filter_map(|&head| text(head)).chain(around).filter_map(after_colon));
    Some(found)
}

/// The first cell of the table that a cell belongs to.
fn first_cell(origin: &Origin, index: usize, block: &Block) -> usize {
    match block {
        Block::Cell { table, .. } => {
            let same = |other: &&(u32, Block)| matches!(other.1, Block::Cell { table: other, .. } if other == *table);
            let count = origin.blocks.iter().take(index).rev().take(HEAD_BLOCKS).take_while(same).count();
            index - count
        }
        _ => {
            let at = origin.blocks.get(index).map_or(0, |(start, _)| *start);
            let sheet = origin.sheets.partition_point(|(sheet, _)| *sheet <= at).checked_sub(1);
            let start = sheet.and_then(|sheet| origin.sheets.get(sheet)).map_or(0, |(start, _)| *start);
            origin.blocks.partition_point(|(block, _)| *block < start)
        }
    }
}

fn in_brackets(text: &str) -> Option<String> {
    let (_, rest) = text.split_once(['(', '['])?;
    let (inside, _) = rest.split_once([')', ']'])?;
    Some(after_colon(inside).unwrap_or_else(|| inside.trim().to_owned()))
}

fn after_colon(text: &str) -> Option<String> {
    let (_, unit) = text.trim().trim_end_matches(['.', ')']).split_once(':')?;
    Some(unit.trim().to_owned()).filter(|unit| !unit.is_empty())
}

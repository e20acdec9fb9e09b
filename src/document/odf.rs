//! ODF: texts (ODT) and sheets (ODS) as their readers see them; deletions, comments and hidden rows left out.

use super::build::{Builder, Gap, Grid};
use super::zipped::{Attributes, Node, Zipped};
use super::{Readable, Shown, Unreadable};
use crate::text::origin::Block;

/// Elements whose text no reader sees in the text.
const UNSEEN: &[&str] =
    &["tracked-changes", "annotation", "note-citation", "title", "desc", "forms", "ruby-text", "shapes", "calculation-settings"];

/// Rows and columns of a sheet are this many at most; a file may claim to repeat an empty cell any number of times.
const REPEATS_MAX: u32 = 16_384;

/// Reads a text.
pub(super) fn read_text(bytes: &[u8], _: Shown) -> Result<Readable, Unreadable> {
    read(bytes, "an OpenDocument text", false)
}

/// Reads the sheets of a workbook.
pub(super) fn read_sheets(bytes: &[u8], _: Shown) -> Result<Readable, Unreadable> {
    read(bytes, "an OpenDocument spreadsheet", true)
}

fn read(bytes: &[u8], kind: &'static str, is_sheet: bool) -> Result<Readable, Unreadable> {
    let mut zipped = Zipped::open(bytes, kind)?;
    let mut writer = Writer { builder: Builder::new(), is_sheet, ..Writer::default() };
    if !zipped.each("content.xml", |node| writer.node(node))? {
        return Err(zipped.lacks("content.xml"));
    }
    writer.finish()
}

struct Writer {
    builder: Builder,
    is_sheet: bool,
    unseen: usize,
    body: bool,
    /// Paragraphs open inside each other: a note stands in one.
    paragraphs: usize,
    grids: Vec<Grid>,
    tables: u16,
    cells: usize,
    /// Row and column from 0 that come next in a sheet, and how often the row and the cell are repeated.
    row: u32,
    column: u16,
    row_repeat: u32,
    cell_repeat: u32,
    hidden_row: bool,
    /// Notes wait for the end of the text.
    notes: Vec<String>,
    note: bool,
    cell_text: String,
}

impl Default for Writer {
    fn default() -> Writer {
        Writer {
            builder: Builder::new(),
            is_sheet: false,
            unseen: 0,
            body: false,
            paragraphs: 0,
            grids: Vec::new(),
            tables: 0,
            cells: 0,
            row: 0,
            column: 0,
            row_repeat: 1,
            cell_repeat: 1,
            hidden_row: false,
            notes: Vec::new(),
            note: false,
            cell_text: String::new(),
        }
    }
}

impl Writer {
    fn finish(mut self) -> Result<Readable, Unreadable> {
        for (number, note) in (1..).zip(std::mem::take(&mut self.notes)) {
            self.builder.gap(Gap::Line);
            self.builder.block(Some(Block::Note(number)));
            self.builder.put(note.trim(), None);
        }
        self.builder.finish(None)
    }

    fn node(&mut self, node: Node<'_>) -> Result<(), Unreadable> {
        self.builder.has_room()?;
        match node {
            Node::Start("body", _) => self.body = true,
            _ if !self.body => {}
            Node::Start(name, _) if UNSEEN.contains(&name) => self.unseen += 1,
            Node::End(name) if UNSEEN.contains(&name) => self.unseen = self.unseen.saturating_sub(1),
            _ if self.unseen > 0 => {}
            Node::Start(name, attributes) => self.start(name, attributes),
            Node::End(name) => self.end(name),
            Node::Text(text) if self.paragraphs > 0 => self.text(text),
            Node::Text(_) => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match (self.note, self.is_sheet) {
            (true, _) => self.notes.last_mut().into_iter().for_each(|note| note.push_str(text)),
            (false, true) => self.cell_text.push_str(text),
            (false, false) => self.builder.flow(text, None),
        }
    }

    fn gap(&mut self, gap: Gap) {
        match (self.note, self.is_sheet) {
            (true, _) => self.notes.last_mut().into_iter().for_each(|note| note.push(' ')),
            (false, true) => self.cell_text.push(' '),
            (false, false) => self.builder.gap(if self.cells > 0 { gap.min(Gap::Space) } else { gap }),
        }
    }

    fn start(&mut self, name: &str, attributes: &Attributes<'_>) {
        let repeat = |key: &str| attributes.number::<u32>(key).unwrap_or(1).min(REPEATS_MAX);
        match name {
            "p" | "h" => {
                self.paragraphs += 1;
                if name == "h" && !self.note && self.cells == 0 {
                    self.builder.heading(attributes.number("outline-level").unwrap_or(1));
                }
            }
            "s" => self.gap(Gap::Space),
            "tab" => self.gap(Gap::Cell),
            "line-break" => self.gap(Gap::Line),
            "note" => {
                self.note = true;
                self.notes.push(String::new());
            }
            "table" if self.is_sheet => {
                self.builder.sheet(attributes.get("name").unwrap_or_default());
                (self.row, self.column) = (0, 0);
            }
            "table" => {
                self.tables = self.tables.saturating_add(1);
                self.grids.push(Grid::new(self.tables));
                self.builder.gap(Gap::Line);
            }
            "table-row" => {
                self.row_repeat = repeat("number-rows-repeated");
                self.hidden_row = attributes.get("visibility").is_some_and(|how| how != "visible");
                self.column = 0;
                self.builder.gap(Gap::Line);
                self.grids.iter_mut().rev().take(1).for_each(Grid::row);
            }
            "table-cell" | "covered-table-cell" => {
                self.cell_repeat = repeat("number-columns-repeated");
                self.cells += 1;
                self.cell_text.clear();
                self.builder.gap(Gap::Cell);
                if name == "table-cell" && !self.is_sheet {
                    let span = attributes.number("number-columns-spanned").unwrap_or(1);
                    let block = self.grids.last_mut().map(|grid| grid.cell(span, repeat("number-rows-spanned")));
                    self.builder.block(block);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                if !self.note && self.cells == 0 {
                    self.builder.heading_end();
                }
                self.gap(Gap::Line);
            }
            "note" => self.note = false,
            "table-cell" | "covered-table-cell" => {
                self.cells = self.cells.saturating_sub(1);
                if self.is_sheet {
                    self.sheet_cell();
                }
                self.builder.gap(Gap::Cell);
            }
            "table-row" => {
                self.row = self.row.saturating_add(self.row_repeat);
                self.builder.gap(Gap::Line);
            }
            "table" if !self.is_sheet => {
                self.grids.pop();
                self.builder.gap(Gap::Line);
                self.builder.block(None);
            }
            _ => {}
        }
    }

    /// Writes a cell of a sheet, as often as it stands there.
    fn sheet_cell(&mut self) {
        let text = std::mem::take(&mut self.cell_text);
        let text = text.trim();
        let first = self.column;
        self.column = self.column.saturating_add(u16::try_from(self.cell_repeat).unwrap_or(u16::MAX));
        if text.is_empty() || self.hidden_row {
            return;
        }
        for column in first..self.column {
            self.builder.gap(Gap::Cell);
            self.builder.block(Some(Block::SheetCell { row: self.row, column }));
            self.builder.put(text, None);
        }
    }
}

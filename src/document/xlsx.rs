//! XLSX: the cells of a workbook as their reader sees them: in the shown format, hidden sheets, rows and columns left out.

use hashbrown::HashMap;

use super::build::{Builder, Gap};
use super::encoding::Legacy;
use super::number_format::{self, Calendar};
use super::zipped::{Attributes, Node, Zipped};
use super::{Readable, Shown, Unreadable};
use crate::text::origin::{Block, parse_address};

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], shown: Shown) -> Result<Readable, Unreadable> {
    let mut zipped = Zipped::open(bytes, "an Excel workbook")?;
    let book = book(&mut zipped)?;
    let strings = strings(&mut zipped)?;
    let formats = formats(&mut zipped)?;
    let mut writer = Writer {
        builder: Builder::new(),
        strings,
        formats,
        shown,
        calendar: book.calendar,
        cell: Cell::default(),
        next: (0, 0),
        hidden_row: false,
        hidden_columns: Vec::new(),
    };
    for (name, file) in book.sheets {
        writer.sheet(name);
        if !zipped.each(&file, |node| writer.node(node))? {
            return Err(zipped.lacks(&file));
        }
    }
    writer.builder.finish(None)
}

struct Book {
    /// The sheets that are seen: names, and the files that hold them.
    sheets: Vec<(String, String)>,
    calendar: Calendar,
}

fn book(zipped: &mut Zipped<'_>) -> Result<Book, Unreadable> {
    let mut files: HashMap<String, String> = HashMap::new();
    zipped.each("xl/_rels/workbook.xml.rels", |node| {
        if let Node::Start("Relationship", attributes) = node {
            let target = attributes.get("Target").unwrap_or_default();
            let file = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            files.insert(attributes.get("Id").unwrap_or_default(), file);
        }
        Ok(())
    })?;
    let mut book = Book { sheets: Vec::new(), calendar: Calendar::From1900 };
    let found = zipped.each("xl/workbook.xml", |node| {
        match node {
            Node::Start("workbookPr", attributes) if is_on(attributes, "date1904") => book.calendar = Calendar::From1904,
            Node::Start("sheet", attributes) if attributes.get("state").is_none_or(|state| state == "visible") => {
                let file = attributes.get("id").and_then(|id| files.get(&id).cloned());
                book.sheets.extend(file.map(|file| (attributes.get("name").unwrap_or_default(), file)));
            }
            _ => {}
        }
        Ok(())
    })?;
    if found { Ok(book) } else { Err(zipped.lacks("xl/workbook.xml")) }
}

fn is_on(attributes: &Attributes<'_>, name: &str) -> bool {
    attributes.get(name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

/// A text that cells share.
struct Shared {
    text: Box<str>,
    /// Whether it names fonts of its own, so that those of its cells say nothing of it.
    has_fonts: bool,
}

/// The texts that cells share.
fn strings(zipped: &mut Zipped<'_>) -> Result<Vec<Shared>, Unreadable> {
    let mut strings = Vec::new();
    let (mut text, mut inside, mut phonetic) = (String::new(), false, false);
    let (mut has_fonts, mut legacy) = (false, None);
    zipped.each("xl/sharedStrings.xml", |node| {
        match node {
            Node::Start("si", _) => {
                text.clear();
                (has_fonts, legacy) = (false, None);
            }
            Node::Start("r", _) => legacy = None,
            Node::Start("rFont", attributes) => {
                legacy = attributes.get("val").and_then(|name| Legacy::of_font(&name));
                has_fonts = true;
            }
            Node::Start("rPh", _) => phonetic = true,
            Node::End("rPh") => phonetic = false,
            Node::Start("t", _) => inside = !phonetic,
            Node::End("t") => inside = false,
            Node::Text(more) if inside => match legacy {
                Some(legacy) => text.push_str(&legacy.drawn(more)),
                None => text.push_str(more),
            },
            Node::End("si") => strings.push(Shared { text: text.as_str().into(), has_fonts }),
            _ => {}
        }
        Ok(())
    })?;
    Ok(strings)
}

/// How a style shows the cells that have it.
struct Format {
    /// The code of its number format.
    code: Box<str>,
    /// The old encoding of its font, if it draws other letters than the file has.
    legacy: Option<Legacy>,
}

/// Each style of cells.
fn formats(zipped: &mut Zipped<'_>) -> Result<Vec<Format>, Unreadable> {
    let mut own: HashMap<u32, String> = HashMap::new();
    let (mut fonts, mut in_fonts) = (Vec::new(), false);
    let mut formats = Vec::new();
    let mut inside = false;
    zipped.each("xl/styles.xml", |node| {
        match node {
            Node::Start("numFmt", attributes) => {
                let id = attributes.number("numFmtId").unwrap_or(0);
                own.insert(id, attributes.get("formatCode").unwrap_or_default());
            }
            Node::Start("fonts", _) => in_fonts = true,
            Node::End("fonts") => in_fonts = false,
            Node::Start("font", _) if in_fonts => fonts.push(None),
            Node::Start("name", attributes) if in_fonts => {
                let legacy = attributes.get("val").and_then(|name| Legacy::of_font(&name));
                fonts.last_mut().into_iter().for_each(|font| *font = legacy);
            }
            Node::Start("cellXfs", _) => inside = true,
            Node::End("cellXfs") => inside = false,
            Node::Start("xf", attributes) if inside => {
                let id: u32 = attributes.number("numFmtId").unwrap_or(0);
                let code = own.get(&id).map_or_else(|| number_format::built_in(id), String::as_str);
                let font = attributes.number::<usize>("fontId").and_then(|font| fonts.get(font).copied());
                formats.push(Format { code: code.into(), legacy: font.flatten() });
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(formats)
}

struct Writer {
    builder: Builder,
    strings: Vec<Shared>,
    formats: Vec<Format>,
    shown: Shown,
    calendar: Calendar,
    cell: Cell,
    /// Row and column from 0 of a cell without an address.
    next: (u32, u16),
    hidden_row: bool,
    /// First and last column from 1 of columns that are hidden.
    hidden_columns: Vec<(u16, u16)>,
}

#[derive(Default)]
struct Cell {
    at: (u32, u16),
    kind: String,
    style: usize,
    text: String,
    inside: bool,
}

impl Writer {
    fn sheet(&mut self, name: String) {
        self.builder.sheet(name);
        self.hidden_columns.clear();
        self.next = (0, 0);
    }

    fn node(&mut self, node: Node<'_>) -> Result<(), Unreadable> {
        self.builder.has_room()?;
        match node {
            Node::Start("col", attributes) if is_on(attributes, "hidden") => {
                let bound = |name: &str| attributes.number::<u16>(name);
                self.hidden_columns.extend(bound("min").zip(bound("max")));
            }
            Node::Start("row", attributes) => {
                let row = attributes.number::<u32>("r").and_then(|row| row.checked_sub(1)).unwrap_or(self.next.0);
                self.next = (row, 0);
                self.hidden_row = is_on(attributes, "hidden");
                self.builder.gap(Gap::Line);
            }
            Node::End("row") => self.next = (self.next.0.saturating_add(1), 0),
            Node::Start("c", attributes) => {
                let at = attributes.get("r").and_then(|name| parse_address(&name)).unwrap_or(self.next);
                self.next = (at.0, at.1.saturating_add(1));
                self.cell.at = at;
                self.cell.kind = attributes.get("t").unwrap_or_default();
                self.cell.style = attributes.number("s").unwrap_or(0);
                self.cell.text.clear();
            }
            Node::Start("v" | "t", _) => self.cell.inside = true,
            Node::End("v" | "t") => self.cell.inside = false,
            Node::Text(text) if self.cell.inside => self.cell.text.push_str(text),
            Node::End("c") => self.write(),
            _ => {}
        }
        Ok(())
    }

    fn write(&mut self) {
        let (row, column) = self.cell.at;
        let is_hidden = |&(first, last): &(u16, u16)| (first..=last).contains(&column.saturating_add(1));
        if self.hidden_row || self.hidden_columns.iter().any(is_hidden) {
            return;
        }
        let written = self.cell.text.as_str();
        let format = self.formats.get(self.cell.style);
        let code = format.map_or("General", |format| &format.code);
        let legacy = format.and_then(|format| format.legacy);
        let drawn = |text: &str| legacy.map_or_else(|| text.to_owned(), |legacy| legacy.drawn(text).into_owned());
        let text = match self.cell.kind.as_str() {
            "s" => match written.trim().parse().ok().and_then(|index: usize| self.strings.get(index)) {
                Some(Shared { text, has_fonts: true }) => text.clone().into_string(),
                Some(Shared { text, has_fonts: false }) => drawn(text),
                None => String::new(),
            },
            "b" => (if written.trim() == "1" { "TRUE" } else { "FALSE" }).to_owned(),
            "str" | "inlineStr" | "e" | "d" => drawn(written),
            _ => number_format::show(written.trim(), code, self.shown, self.calendar),
        };
        let text = text.trim();
        if !text.is_empty() {
            self.builder.gap(Gap::Cell);
            self.builder.block(Some(Block::SheetCell { row, column }));
            self.builder.flow(text, None);
        }
    }
}

//! CSV: fields replaced and columns added at the end. A field keeps its quote marks, a row its line end.

use std::ops::Range;

use super::Splice;
use crate::claim::record::{Record, Records};

/// What a field is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Any byte of its row.
    pub at: usize,
    /// Its column; beyond the last one for one of the new columns.
    pub column: usize,
    /// Its text.
    pub text: String,
}

/// A CSV text with its columns.
#[derive(Debug)]
pub struct Sheet<'t> {
    text: &'t str,
    /// The names of the columns.
    pub header: Vec<String>,
}

impl<'t> Sheet<'t> {
    /// Reads the header. A text that is no CSV has none.
    pub fn new(text: &'t str) -> Sheet<'t> {
        let mut record = Record::default();
        let found = Records::new(text).read(&mut record).unwrap_or(false);
        let name = |index| record.text(text, index).unwrap_or_default().to_owned();
        Sheet { text, header: if found { (0..record.count()).map(name).collect() } else { Vec::new() } }
    }

    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|known| known == name)
    }

    /// The splices that make fields say what they are to say, and add columns to every row.
    pub fn splices(&self, cells: &[Cell], added: &[&str]) -> Vec<Splice> {
        let mut cells: Vec<&Cell> = cells.iter().collect();
        cells.sort_by_key(|cell| (cell.at, cell.column));
        let mut splices = Vec::new();
        let mut record = Record::default();
        let mut records = Records::new(self.text);
        let (mut first, mut given) = (true, cells.into_iter().peekable());
        while records.read(&mut record).unwrap_or(false) {
            let row = record.range();
            let mut own: Vec<&Cell> = Vec::new();
            while let Some(cell) = given.next_if(|cell| cell.at < row.end.max(row.start + 1)) {
                own.push(cell);
            }
            splices.extend(own.iter().filter_map(|cell| self.replaced(record.place(cell.column)?, &cell.text)));
            let new = |(index, name): (usize, &&str)| {
                let own = own.iter().find(|cell| cell.column == self.header.len() + index);
                let text = if first { name } else { own.map_or("", |cell| cell.text.as_str()) };
                format!(",{}", written(text, false))
            };
            let tail: String = added.iter().enumerate().map(new).collect();
            if !tail.is_empty() {
                splices.push(Splice::insert(row.end, tail));
            }
            first = false;
        }
        splices
    }

    fn replaced(&self, place: Range<usize>, text: &str) -> Option<Splice> {
        let old = self.text.get(place.clone())?;
        Some(Splice::new(place, written(text, old.starts_with('"'))))
    }

    /// A new row at the end, its fields in the order of the header and of the columns that are added.
    pub fn append(&self, fields: &[(&str, String)], added: &[&str]) -> Splice {
        let field = |name: &str| fields.iter().find(|(key, _)| *key == name).map_or("", |(_, text)| text.as_str());
        let names = self.header.iter().map(String::as_str).chain(added.iter().copied());
        let row: Vec<String> = names.map(|name| written(field(name), false)).collect();
        let end = super::line_end(self.text);
        let (before, after) = if self.text.ends_with('\n') { ("", end) } else { (end, "") };
        Splice::insert(self.text.len(), format!("{before}{}{after}", row.join(",")))
    }
}

/// A field with quote marks where it needs them, or where it had them.
fn written(text: &str, quoted: bool) -> String {
    let needs = text.contains(['"', ',', '\n', '\r']);
    if quoted || needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

//! CSV: cells as they are written, each with its bytes and its address.

use super::build::{Builder, Gap};
use super::{Readable, Shown, Unreadable, encoding};
use crate::text::origin::Block;

/// What may part cells; the one that the first line has most of does.
const SEPARATORS: &[u8] = b",;\t|";

/// Reads a table.
pub(super) fn read(bytes: &[u8], _: Shown) -> Result<Readable, Unreadable> {
    let text = encoding::decode(bytes, None)?.into_owned();
    let mut builder = Builder::mapped();
    let separator = separator(&text);
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (mut at, mut row, mut column) = (mark, 0u32, 0u16);
    let data = text.as_bytes();
    while at < data.len() && !builder.is_full() {
        builder.block(Some(Block::SheetCell { row, column }));
        at = cell(&text, at, separator, &mut builder);
        match data.get(at) {
            Some(byte) if *byte == separator => {
                builder.gap(Gap::Cell);
                column = column.saturating_add(1);
                at += 1;
            }
            _ => {
                builder.gap(Gap::Line);
                (row, column) = (row.saturating_add(1), 0);
                at += usize::from(data.get(at) == Some(&b'\r'));
                at += usize::from(data.get(at) == Some(&b'\n'));
            }
        }
    }
    builder.finish(Some(text))
}

fn separator(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let count = |separator: u8| memchr::memchr_iter(separator, line.as_bytes()).count();
    SEPARATORS
        .iter()
        .copied()
        .rev()
        .max_by_key(|separator| count(*separator))
        .filter(|separator| count(*separator) > 0)
        .unwrap_or(b',')
}

/// Writes the cell at a byte and gives the byte after it.
fn cell(text: &str, at: usize, separator: u8, builder: &mut Builder) -> usize {
    let data = text.as_bytes();
    if data.get(at) != Some(&b'"') {
        let rest = data.get(at..).unwrap_or_default();
        let end = at + memchr::memchr3(separator, b'\n', b'\r', rest).unwrap_or(rest.len());
        builder.flow(text.get(at..end).unwrap_or_default(), Some(at));
        return end;
    }
    let mut start = at + 1;
    loop {
        let rest = data.get(start..).unwrap_or_default();
        let quote = start + memchr::memchr(b'"', rest).unwrap_or(rest.len());
        builder.flow(text.get(start..quote).unwrap_or_default(), Some(start));
        if data.get(quote + 1) != Some(&b'"') {
            let after = data.get(quote + 1..).unwrap_or_default();
            return (quote + 1 + memchr::memchr3(separator, b'\n', b'\r', after).unwrap_or(after.len())).min(data.len());
        }
        builder.put("\"", Some(quote..quote + 2));
        start = quote + 2;
    }
}

//! Layout: the headings of a text and the captions of its tables, told by the shape of lines. It never looks at numbers.

use std::ops::Range;

use super::lines::{is_item, is_tabular};
use crate::evidence::ByteRange;
use crate::locale::Locale;
use crate::text::offset;

/// A heading has at most so many bytes; a longer line is a paragraph.
const HEADING_BYTES_MAX: usize = 300;

/// Where the headings and tables of a text stand, in bytes of it.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The headings in order, each with its rank: 1 for `#`, 2 for `##`, the lowest for a line that only looks like one.
    headings: Vec<(ByteRange, usize)>,
    tables: Vec<Table>,
}

/// A run of lines with columns.
#[derive(Clone, Debug)]
struct Table {
    rows: ByteRange,
    /// The line before it and the line after it, where they stand close.
    captions: Vec<ByteRange>,
}

/// A line of the text without its break.
struct Line<'t> {
    text: &'t str,
    start: usize,
}

impl Line<'_> {
    fn range(&self) -> ByteRange {
        offset(self.start)..offset(self.start + self.text.len())
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl Layout {
    /// The layout of a text, in one pass over its lines.
    pub fn of(text: &str, locale: &Locale) -> Layout {
        let mut start = 0;
        let lines: Vec<Line<'_>> = text
            .split_inclusive('\n')
            .map(|line| {
                let text = line.trim_end_matches(['\n', '\r']);
                let here = Line { text, start };
                start += line.len();
                here
            })
            .collect();
        let mut layout = Layout::default();
        let mut at = 0;
        while at < lines.len() {
            let rows = lines.iter().skip(at).take_while(|line| is_tabular(line.text.trim())).count();
            if rows > 1 {
                layout.tables.push(table(&lines, at..at + rows));
            } else if let Some(rank) = rank(&lines, at, locale) {
                layout.headings.push((lines[at].range(), rank));
            }
            at += rows.max(1);
        }
        layout
    }

    /// The headings that a place stands under: the nearest one above it, then each above that which outranks the last, and the
    /// title of the text.
    pub fn headings_of(&self, place: u32) -> Vec<ByteRange> {
        let above = &self.headings[..self.headings.partition_point(|(range, _)| range.start <= place)];
        let mut found: Vec<(ByteRange, usize)> = Vec::new();
        for (range, rank) in above.iter().rev() {
            if found.last().is_none_or(|(_, last)| rank < last) {
                found.push((range.clone(), *rank));
            }
            if *rank == 1 {
                break;
            }
        }
        let title = self.headings.first().filter(|(range, _)| range.start <= place);
        let ranges = found.into_iter().map(|(range, _)| range).chain(title.map(|(range, _)| range.clone()));
        let mut ranges: Vec<ByteRange> = ranges.collect();
        ranges.dedup();
        ranges
    }

    /// The captions of the table that a place stands in, and the head of its column.
    pub fn captions_of(&self, text: &str, place: u32) -> Vec<ByteRange> {
        let at = self.tables.partition_point(|table| table.rows.end <= place);
        let Some(table) = self.tables.get(at).filter(|table| table.rows.start <= place) else { return Vec::new() };
        table.captions.iter().cloned().chain(column_head(text, &table.rows, place)).collect()
    }
}

fn table(lines: &[Line<'_>], rows: Range<usize>) -> Table {
    let beside = |near: [Option<usize>; 2]| {
        let close = near.into_iter().flatten().filter_map(|at| lines.get(at)).find(|line| !line.is_blank());
        close.filter(|line| line.text.len() <= HEADING_BYTES_MAX && !is_tabular(line.text.trim())).map(Line::range)
    };
    let before = beside([rows.start.checked_sub(1), rows.start.checked_sub(2)]);
    let after = beside([Some(rows.end), Some(rows.end + 1)]);
    let (first, last) = (&lines[rows.start], &lines[rows.end - 1]);
    Table { rows: first.range().start..last.range().end, captions: before.into_iter().chain(after).collect() }
}

/// The cell of the first row that stands over a place; the whole row where cells are only set apart by spaces.
fn column_head(text: &str, rows: &ByteRange, place: u32) -> Option<ByteRange> {
    let head_end = text.get(rows.start as usize..)?.find('\n')? + rows.start as usize;
    if place as usize <= head_end {
        return None;
    }
    let head = rows.start as usize..head_end;
    let row_start = text.get(..place as usize)?.rfind('\n')? + 1;
    let Some(sign) = ['|', '\t'].into_iter().find(|sign| text.get(head.clone()).is_some_and(|row| row.contains(*sign))) else {
        return Some(offset(head.start)..offset(head.end));
    };
    let column = text.get(row_start..place as usize)?.matches(sign).count();
    let row = text.get(head.clone())?;
    let cell = row.split(sign).nth(column)?;
    let start = head.start + (cell.as_ptr() as usize).checked_sub(row.as_ptr() as usize)?;
    Some(offset(start)..offset(start + cell.len()))
}

/// The rank of a heading; nothing for any other line.
fn rank(lines: &[Line<'_>], at: usize, locale: &Locale) -> Option<usize> {
    let line = lines[at].text.trim();
    let hashes = line.len() - line.trim_start_matches('#').len();
    if hashes > 0 {
        return line.trim_start_matches('#').starts_with(' ').then_some(hashes);
    }
    let last = line.chars().next_back()?;
    let ends = locale.sentence_ends.contains(&last) && last != ':' || matches!(last, ',' | ';' | '…');
    let alone = at == 0 || lines[at - 1].is_blank() || rank_of_marked(&lines[at - 1]);
    let followed = lines.get(at + 1).is_some();
    let plain = line.len() <= HEADING_BYTES_MAX && !ends && !is_item(line) && !is_tabular(line);
    (alone && followed && plain).then_some(usize::MAX)
}

fn rank_of_marked(line: &Line<'_>) -> bool {
    line.text.trim_start().starts_with("# ")
}

#[cfg(test)]
mod tests {
    use super::{Layout, Locale};

    fn words<'t>(text: &'t str, word: &str) -> Vec<&'t str> {
        let locale = Locale::load("vi-VN").expect("the locale of this test");
        let layout = Layout::of(text, &locale);
        let place = crate::text::offset(text.find(word).expect("the word of this test"));
        let ranges = layout.headings_of(place).into_iter().chain(layout.captions_of(text, place));
        ranges.map(|range| text.get(range.start as usize..range.end as usize).unwrap_or_default().trim()).collect()
    }

    #[test]
    fn a_place_stands_under_the_headings_that_outrank_each_other() {
        let text = "# Báo cáo\n\n## Năm 2021\n\nCó 12 xã.\n\n## Năm 2022\n\n### Kết quả\n\nCó 13 xã.\n";
        assert_eq!(words(text, "13"), ["### Kết quả", "## Năm 2022", "# Báo cáo"]);
        assert_eq!(words(text, "12"), ["## Năm 2021", "# Báo cáo"]);
    }

    #[test]
    fn a_line_of_its_own_is_a_heading_of_plain_text() {
        let text = "Số liệu năm 2022\n\nCó 13 xã.\n\nCông tác khác\n\nCó 5 thôn.\n";
        assert_eq!(words(text, "13"), ["Số liệu năm 2022"]);
        assert_eq!(words(text, "5"), ["Công tác khác", "Số liệu năm 2022"]);
    }

    #[test]
    fn a_cell_has_the_caption_and_the_head_of_its_column() {
        let text = "Bảng 1. Số xã tính đến cuối kỳ\n\n| huyện | 2021 | 2022 |\n| Ba Chẽ | 7 | 8 |\n\nNguồn: huyện\n";
        assert_eq!(words(text, "8")[1..], ["Bảng 1. Số xã tính đến cuối kỳ", "Nguồn: huyện", "2022"]);
    }
}

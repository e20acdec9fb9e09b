//! Lines: where the lines of a text begin, and how many letters stand before a place in one.

use std::ops::Range;
use std::sync::OnceLock;

use super::{BYTE_ORDER_MARK, Position, offset};

/// The lines of one text; every method is given that text again.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    starts: Vec<u32>,
    letters: OnceLock<Vec<Letters>>,
}

/// How many letters stand before a place.
#[derive(Clone, Copy, Debug, Default)]
struct Letters {
    /// Code points.
    points: u32,
    /// Those of them that UTF-16 writes with two units.
    wide: u32,
}

impl Letters {
    /// With those that begin in some more bytes.
    fn and(self, bytes: &[u8]) -> Letters {
        let begins = bytes.iter().filter(|byte| *byte & 0xc0 != 0x80).count();
        let wide = bytes.iter().filter(|byte| **byte >= 0xf0).count();
        Letters { points: self.points + offset(begins), wide: self.wide + offset(wide) }
    }
}

/// So many bytes apart letters are counted once and kept, so that a place in a line of megabytes is found as fast as one in a short line.
const LETTERS_STEP: usize = 4096;

impl Lines {
    /// The lines of a text.
    pub fn new(text: &str) -> Lines {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| offset(at + 1));
        Lines { starts: std::iter::once(0).chain(ends).collect(), letters: OnceLock::new() }
    }

    /// The line that holds a byte: its number from 1 and its byte range without the line break.
    pub fn line(&self, text: &str, at: usize) -> (usize, Range<usize>) {
        let index = self.starts.partition_point(|&start| start as usize <= at).saturating_sub(1);
        let start = self.starts[index] as usize;
        let end = self.starts.get(index + 1).map_or(text.len(), |&next| next as usize - 1);
        let line = text.get(start..end).unwrap_or_default();
        (index + 1, start..start + line.trim_end_matches('\r').len())
    }

    /// Where the two ends of a range stand, as a person counts; most often both in one line, which is looked up once.
    pub fn positions(&self, text: &str, range: Range<usize>) -> (Position, Position) {
        let first = self.line(text, range.start);
        let end = match range.end {
            end if end <= first.1.end => self.position(text, &first, end),
            end => self.position(text, &self.line(text, end), end),
        };
        (self.position(text, &first, range.start), end)
    }

    /// The position of a byte in its line.
    fn position(&self, text: &str, (line, range): &(usize, Range<usize>), at: usize) -> Position {
        let before = text.get(range.start..at.max(range.start)).unwrap_or_default();
        let end = range.start + before.len();
        let start = end - before.trim_start_matches(BYTE_ORDER_MARK).len();
        let letters = self.letters(text.as_bytes(), start..end);
        Position {
            line: *line,
            column: letters.points as usize + 1,
            column_utf16: (letters.points + letters.wide) as usize + 1,
            column_utf8: end - start + 1,
        }
    }

    /// How many letters begin in a range of bytes.
    fn letters(&self, bytes: &[u8], range: Range<usize>) -> Letters {
        if range.len() <= LETTERS_STEP {
            return Letters::default().and(bytes.get(range).unwrap_or_default());
        }
        let steps = self.letters.get_or_init(|| steps(bytes));
        let until = |at: usize| {
            let step = at / LETTERS_STEP;
            steps[step].and(bytes.get(step * LETTERS_STEP..at).unwrap_or_default())
        };
        let (start, end) = (until(range.start), until(range.end));
        Letters { points: end.points - start.points, wide: end.wide - start.wide }
    }
}

/// The letters before every step, and before the end.
fn steps(bytes: &[u8]) -> Vec<Letters> {
    let mut before = Letters::default();
    let mut found = vec![before];
    for step in bytes.chunks(LETTERS_STEP) {
        before = before.and(step);
        found.push(before);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_long_line_are_those_that_counting_gives() {
        let text = format!("ngắn\n\u{feff}{}", "số 𝟙 đồng, ".repeat(9_000));
        let lines = Lines::new(&text);
        for (at, _) in text.char_indices().step_by(97) {
            let before = text.get(..at).and_then(|before| before.rsplit('\n').next()).expect("a boundary");
            let before = before.trim_start_matches(BYTE_ORDER_MARK);
            let found = lines.positions(&text, at..at).0;
            assert_eq!(found.column, before.chars().count() + 1, "{at}");
            assert_eq!(found.column_utf16, before.encode_utf16().count() + 1, "{at}");
            assert_eq!(found.column_utf8, before.len() + 1, "{at}");
        }
    }

    #[test]
    fn many_places_in_one_line_take_no_longer_each() {
        let text = "đồng, ".repeat(600_000);
        let lines = Lines::new(&text);
        let start = std::time::Instant::now();
        assert!((0..20_000).all(|place| lines.positions(&text, place * 270..place * 270).0.column == place * 180 + 1));
        // a count from the beginning of the line for each of them would take minutes
        assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
    }
}

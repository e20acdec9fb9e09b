//! Edit: changes to files that a user wrote, as stretches with new text. Every byte outside of them stays: byte order mark, line
//! ends, comments, quote marks, the order of keys and columns.
//!
//! It never writes to disk, and never decides what is to be changed.

pub mod csv;
pub mod toml;

use std::ops::Range;

/// A stretch of a file with the text that takes its place; an empty stretch is an insertion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Splice {
    start: usize,
    end: usize,
    text: String,
}

impl Splice {
    /// New text for a byte range.
    pub fn new(range: Range<usize>, text: impl Into<String>) -> Splice {
        Splice { start: range.start, end: range.end, text: text.into() }
    }

    /// New text at a place.
    pub fn insert(at: usize, text: impl Into<String>) -> Splice {
        Splice::new(at..at, text)
    }
}

/// A text with all its splices made. Insertions at one place keep their order.
///
/// ```
/// use factlint::edit::{Splice, apply};
/// let changed = apply("trên 104.700 đảng viên", vec![Splice::new(0..5, "hơn")]);
/// assert_eq!(changed, "hơn 104.700 đảng viên");
/// ```
///
/// # Panics
/// When splices overlap or cut a character: whoever makes them takes their places from one reading of the file.
pub fn apply(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| (splice.start, splice.end));
    let mut changed = String::with_capacity(text.len() + splices.iter().map(|splice| splice.text.len()).sum::<usize>());
    let mut at = 0;
    for splice in &splices {
        changed.push_str(text.get(at..splice.start).expect("splices follow each other on character boundaries"));
        changed.push_str(&splice.text);
        at = splice.end;
    }
    changed.push_str(text.get(at..).expect("a splice ends on a character boundary"));
    changed
}

/// The line end that a text uses: that of its first line.
pub fn line_end(text: &str) -> &'static str {
    match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

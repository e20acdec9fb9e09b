//! Edit: changes to files that a user wrote, as stretches with new text. Every byte outside of them stays: byte order mark, line
//! ends, comments, quote marks, the order of keys and columns.
//!
//! It never writes to disk, and never decides what is to be changed.

pub mod csv;
pub mod toml;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use crate::project::Project;
use crate::text::FileId;

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

/// Changes to the files of a project.
#[derive(Clone, Debug, Default)]
pub struct Changes(BTreeMap<FileId, Vec<Splice>>);

/// A file of the project with its new text.
#[derive(Clone, Debug)]
pub struct Change<'p> {
    /// Where it is on disk.
    pub path: PathBuf,
    /// Its path as reports show it.
    pub shown: &'p str,
    /// Its text as it was read.
    pub old: &'p str,
    /// Its text as it is to be.
    pub new: String,
}

impl Changes {
    /// Adds splices to a file.
    pub fn add(&mut self, file: FileId, splices: impl IntoIterator<Item = Splice>) {
        self.0.entry(file).or_default().extend(splices);
    }

    /// The files that change, in the order in which they were read.
    pub fn made<'p>(&self, project: &'p Project) -> Vec<Change<'p>> {
        let made = self.0.iter().map(|(file, splices)| {
            let file = project.files.get(*file);
            let new = apply(&file.text, splices.clone());
            Change { path: project.root.join(&file.path), shown: &file.path, old: &file.text, new }
        });
        made.filter(|change| change.old != change.new).collect()
    }
}

/// A change as a unified diff, which `patch -p1` takes.
pub fn diff(change: &Change<'_>) -> String {
    let lines = similar::TextDiff::from_lines(change.old, change.new.as_str());
    lines.unified_diff().header(&format!("a/{}", change.shown), &format!("b/{}", change.shown)).to_string()
}

//! Document: the text of a source as a reader sees it, with its digest, or why it has none.

use jiff::civil::Date as Day;

use crate::names::Name;
use crate::text::{FileId, Span};

/// A source of the project, by its place in [`crate::project::Project::sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A source as the project lists it, with its text once read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id.
    pub id: Name,
    /// Where it is listed.
    pub span: Span,
    /// The path as listed, relative to the listing file.
    pub path: String,
    /// Where the path is written.
    pub path_span: Span,
    /// The locale, when it differs from the project's.
    pub locale: Option<String>,
    /// The day it was published, which decides years that a date leaves out.
    pub published: Option<Day>,
    /// The pinned digest in lower-case hexadecimal, and where it is written.
    pub sha256: Option<(String, Span)>,
    /// The part that counts, as lines from 1, both included.
    pub lines: Option<(u32, u32)>,
    /// Its title, if listed.
    pub title: Option<String>,
    /// Its address on the web, if listed.
    pub url: Option<String>,
    /// The day it was fetched, if listed.
    pub fetched: Option<Day>,
    /// Who listed it, if listed.
    pub by: Option<String>,
    /// What was read from disk.
    pub document: Document,
}

/// The text of a source, or why there is none.
#[derive(Clone, Debug)]
pub enum Document {
    /// It can be read.
    Text {
        /// The file in [`crate::text::Files`].
        file: FileId,
        /// The part that counts, in bytes.
        part: std::ops::Range<u32>,
        /// SHA-256 of the whole file on disk, in lower-case hexadecimal.
        digest: String,
    },
    /// It cannot; in a sentence.
    Unreadable(String),
}

impl Source {
    /// Whether the pinned digest differs from that of the file on disk.
    pub fn is_stale(&self) -> bool {
        match (&self.sha256, &self.document) {
            (Some((pinned, _)), Document::Text { digest, .. }) => pinned != digest,
            _ => false,
        }
    }
}

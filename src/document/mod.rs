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
    /// The typed words that claims are checked against in place of a scan.
    pub transcript: Option<Transcript>,
    /// Who accepted the last change of its files, and why.
    pub accepted: Acceptance,
    /// What was read from disk.
    pub document: Document,
}

/// The typed words of a scan. What is found in them is said of the transcript, never of the scan.
#[derive(Clone, Debug)]
pub struct Transcript {
    /// The path as listed, relative to the listing file.
    pub path: String,
    /// Where the path is written.
    pub path_span: Span,
    /// Who typed it.
    pub by: String,
    /// The pinned digest in lower-case hexadecimal, and where it is written.
    pub sha256: Option<(String, Span)>,
    /// SHA-256 of the file on disk; nothing when it cannot be read.
    pub digest: Option<String>,
}

/// Who accepted that the files of a source are not those that were pinned before, when and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acceptance {
    /// Who.
    pub by: Option<String>,
    /// On which day.
    pub on: Option<Day>,
    /// Why.
    pub reason: Option<String>,
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
    /// SHA-256 of its file on disk, that of the scan where there is a transcript; nothing when it cannot be read.
    pub fn digest(&self) -> Option<&str> {
        match &self.document {
            Document::Text { digest, .. } => Some(digest),
            Document::Unreadable(_) => None,
        }
    }

    /// Whether a pinned digest differs from that of its file on disk, be it the scan or its transcript.
    pub fn is_stale(&self) -> bool {
        self.is_changed() || self.transcript.as_ref().is_some_and(Transcript::is_changed)
    }

    /// Whether the file itself differs from the pinned one.
    pub fn is_changed(&self) -> bool {
        differs(self.sha256.as_ref(), self.digest())
    }
}

impl Transcript {
    /// Whether the typed words differ from the pinned ones.
    pub fn is_changed(&self) -> bool {
        differs(self.sha256.as_ref(), self.digest.as_deref())
    }
}

fn differs(pinned: Option<&(String, Span)>, digest: Option<&str>) -> bool {
    pinned.zip(digest).is_some_and(|((pinned, _), digest)| pinned != digest)
}

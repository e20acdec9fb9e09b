//! Document: the text of a source as a reader sees it, with the way back to its places, or why it has none.
//!
//! Pure functions of bytes: it never opens a file, and no broken or hostile one ends the run.

mod build;
pub mod cells;
mod csv;
mod docx;
mod encoding;
pub mod html;
mod markdown;
mod mhtml;
mod number_format;
mod odf;
pub mod part;
pub mod pdf;
mod text;
mod xlsx;
pub mod zipped;

use std::cell::Cell;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::civil::Date as Day;

use crate::names::Name;
use crate::text::origin::Origin;
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
    /// The part that counts; the whole file without it.
    pub part: Option<Part>,
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

/// The part of a file that a source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Lines from 1, both included: `lines = "10-40"`.
    Lines(u32, u32),
    /// Pages from 1, both included: `pages = "3-5"`.
    Pages(u32, u32),
    /// From a heading with these words to the next one of its level or a higher one: `section = "II. Kết quả"`.
    Section(String),
}

/// The text of a source, or why there is none.
#[derive(Clone, Debug)]
pub enum Document {
    /// It can be read.
    Text {
        /// The file in [`crate::text::Files`]; its text is what a reader sees, its origin leads back to the places on disk.
        file: FileId,
        /// The part that counts, in bytes of that text.
        part: Range<u32>,
        /// SHA-256 of the whole file on disk, in lower-case hexadecimal.
        digest: String,
        /// What kind of file it is.
        format: Format,
    },
    /// It cannot.
    Unreadable {
        /// Why, in a sentence.
        why: String,
        /// SHA-256 of the file on disk, if there is one.
        digest: Option<String>,
        /// What kind of file it is, if that is known: a scan is a PDF.
        format: Option<Format>,
    },
}

impl Document {
    /// SHA-256 of the file on disk in lower-case hexadecimal, if there is a file.
    pub fn digest(&self) -> Option<&str> {
        match self {
            Document::Text { digest, .. } => Some(digest),
            Document::Unreadable { digest, .. } => digest.as_deref(),
        }
    }

    /// What kind of file it is, if that is known.
    pub fn format(&self) -> Option<Format> {
        match self {
            Document::Text { format, .. } => Some(*format),
            Document::Unreadable { format, .. } => *format,
        }
    }
}

impl Source {
    /// SHA-256 of its file on disk, that of the scan where there is a transcript; nothing when it cannot be read.
    pub fn digest(&self) -> Option<&str> {
        self.document.digest()
    }

    /// Whether a page of its file belongs to the part that counts.
    pub fn has_page(&self, page: u32) -> bool {
        match self.part {
            Some(Part::Pages(first, last)) => (first..=last).contains(&page),
            Some(Part::Lines(..) | Part::Section(_)) | None => true,
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

/// A kind of file that a source can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// A web page saved into one file.
    Mhtml,
    /// A PDF.
    Pdf,
    /// A Word document.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// An Excel workbook.
    Xlsx,
    /// An OpenDocument spreadsheet.
    Ods,
    /// A table of values parted by commas, semicolons or tabs.
    Csv,
}

/// What is known of a format.
struct Row {
    format: Format,
    name: &'static str,
    /// How file names end, when the content does not tell.
    extensions: &'static [&'static str],
    /// The crate that does most of the reading, to be named when it fails.
    behind: &'static str,
    read: fn(&[u8], Shown) -> Result<Readable, Unreadable>,
}

/// Every format. Content decides first, the end of the name second; what neither tells is plain text.
const FORMATS: &[Row] = &[
    Row { format: Format::Text, name: "text", extensions: &["txt", "text"], behind: "factlint", read: text::read },
    Row {
        format: Format::Markdown,
        name: "markdown",
        extensions: &["md", "markdown"],
        behind: "pulldown-cmark",
        read: markdown::read,
    },
    Row { format: Format::Html, name: "html", extensions: &["html", "htm", "xhtml"], behind: "html5gum", read: html::read },
    Row { format: Format::Mhtml, name: "mhtml", extensions: &["mhtml", "mht", "eml"], behind: "mailparse", read: mhtml::read },
    Row { format: Format::Pdf, name: "pdf", extensions: &["pdf"], behind: "hayro-interpret", read: pdf::read },
    Row { format: Format::Docx, name: "docx", extensions: &["docx", "docm"], behind: "quick-xml", read: docx::read },
    Row { format: Format::Odt, name: "odt", extensions: &["odt"], behind: "quick-xml", read: odf::read_text },
    Row { format: Format::Xlsx, name: "xlsx", extensions: &["xlsx", "xlsm"], behind: "quick-xml", read: xlsx::read },
    Row { format: Format::Ods, name: "ods", extensions: &["ods"], behind: "quick-xml", read: odf::read_sheets },
    Row { format: Format::Csv, name: "csv", extensions: &["csv", "tsv"], behind: "factlint", read: csv::read },
];

impl Format {
    /// Its name in reports: `pdf`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    fn row(self) -> &'static Row {
        FORMATS.iter().find(|row| row.format == self).unwrap_or(&FORMATS[0])
    }
}

/// How a spreadsheet shows its figures where the file leaves it to the reader's region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shown {
    /// Between whole digits and decimal places.
    pub decimal: char,
    /// Between groups of three digits.
    pub group: char,
    /// Whether a short date begins with the month, as in the United States.
    pub month_first: bool,
}

impl Shown {
    /// As in the United States, which is also what a file without a region says.
    pub const PLAIN: Shown = Shown { decimal: '.', group: ',', month_first: true };
}

/// What a reader sees in a file.
#[derive(Debug, Default)]
pub struct Readable {
    /// The text; a line break ends each block, a tab parts the cells of a row.
    pub text: String,
    /// The way back to the file; nothing where the text is the file, byte for byte.
    pub origin: Option<Box<Origin>>,
}

/// Readable text is at most so many bytes; what a file unpacks to is bounded by it as well.
pub const TEXT_BYTES_MAX: usize = 256 << 20;

/// Elements inside each other at most.
pub const DEPTH_MAX: usize = 2_000;

/// Why a file has no text, in words that follow its path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is of a kind that holds no text, or none that is read.
    #[error("is {0}; {1}")]
    Kind(&'static str, &'static str),
    /// Its bytes are no characters.
    #[error("is not UTF-8: byte {at} of line {line} is no character; save it as UTF-8")]
    Encoding {
        /// The line of the first byte that is wrong, from 1.
        line: usize,
        /// The byte in that line, from 1.
        at: usize,
    },
    /// It is broken.
    #[error("cannot be read as {0}: {1}")]
    Broken(&'static str, String),
    /// Its pages are pictures.
    #[error("is a scan: its pages ({0}) are pictures without text; add a text layer, or name a transcript")]
    Scan(usize),
    /// Nothing is in it.
    #[error("is {0} without any text")]
    Empty(&'static str),
    /// Its fonts do not tell what their letters mean.
    #[error(
        "has fonts that do not tell what {unknown} of its {letters} letters mean; print it anew from its source, or name a transcript"
    )]
    Fonts {
        /// Letters without a meaning.
        unknown: usize,
        /// All letters.
        letters: usize,
    },
    /// It goes beyond a limit.
    #[error("has more than {max} {what}, and no more are read")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// How much is read.
        max: usize,
    },
    /// The reader stopped in a way that its makers did not foresee.
    #[error("cannot be read: the library {0} failed on it; open it and save it anew")]
    Panicked(&'static str),
}

/// What was read of a file: its kind, and its text or why it has none.
pub struct Read {
    /// What kind of file it is; nothing for a kind that is not read.
    pub format: Option<Format>,
    /// Its text, or why it has none.
    pub readable: Result<Readable, Unreadable>,
}

/// Reads a file by its bytes and the end of its name, without the point and in small letters: `pdf`.
pub fn read(bytes: &[u8], extension: &str, shown: Shown) -> Read {
    let format = match sniff(bytes, extension) {
        Ok(format) => format,
        Err(why) => return Read { format: None, readable: Err(why) },
    };
    Read { format: Some(format), readable: guarded(format.row(), bytes, shown).and_then(bounded) }
}

/// Reads, and reports a reader that stopped: by itself, where it met a limit from which its library offers no way back, or in a way that
/// nobody foresaw.
fn guarded(row: &Row, bytes: &[u8], shown: Shown) -> Result<Readable, Unreadable> {
    READING.set(true);
    let read = catch_unwind(AssertUnwindSafe(|| (row.read)(bytes, shown)));
    READING.set(false);
    read.unwrap_or_else(|fault| Err(fault.downcast::<Unreadable>().map_or(Unreadable::Panicked(row.behind), |why| *why)))
}

thread_local! {
    /// Whether this thread is in a reader, whose failure is caught and reported.
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread will be caught and reported as a source that cannot be read, so that it need not be printed.
pub fn is_reading() -> bool {
    READING.get()
}

fn bounded(readable: Readable) -> Result<Readable, Unreadable> {
    match readable.text.len() {
        0..=TEXT_BYTES_MAX => Ok(readable),
        _ => Err(Unreadable::Limit { what: "bytes of text", max: TEXT_BYTES_MAX }),
    }
}

/// How files begin that are of no kind that is read, what they are, and what to do.
const REFUSED: &[(&[u8], &str, &str)] = &[
    (b"\xd0\xcf\x11\xe0", "an old Office document (.doc, .xls)", "save it as .docx or .xlsx"),
    (b"version https://git-lfs.github.com/", "a pointer of Git LFS, not the file", "run `git lfs pull`"),
    (b"{\\rtf", "an RTF document", "save it as .docx or .odt"),
    (b"\x89PNG", "a picture", "name a file that has its text"),
    (b"\xff\xd8\xff", "a picture", "name a file that has its text"),
    (b"GIF8", "a picture", "name a file that has its text"),
    (b"II*\0", "a picture", "name a file that has its text"),
    (b"MM\0*", "a picture", "name a file that has its text"),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"Rar!", "an archive", "unpack it"),
    (b"7z\xbc\xaf", "an archive", "unpack it"),
];

/// Which kind of file it is: by its content, else by the end of its name.
fn sniff(bytes: &[u8], extension: &str) -> Result<Format, Unreadable> {
    if let Some((_, what, todo)) = REFUSED.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(Unreadable::Kind(what, todo));
    }
    let start = bytes.get(..bytes.len().min(SNIFFED_BYTES)).unwrap_or_default();
    if let Some(format) = by_content(bytes, start)? {
        return Ok(format);
    }
    let named = FORMATS.iter().find(|row| row.extensions.contains(&extension)).map(|row| row.format);
    Ok(named.unwrap_or(Format::Text))
}

/// Whether what a file shows depends on the region of its reader.
pub fn depends_on_region(extension: &str) -> bool {
    matches!(extension, "xlsx" | "xlsm")
}

/// Bytes at the beginning that are looked at to recognise a format.
const SNIFFED_BYTES: usize = 1 << 10;

/// The format that the content itself tells.
fn by_content(bytes: &[u8], start: &[u8]) -> Result<Option<Format>, Unreadable> {
    if memchr::memmem::find(start, b"%PDF-").is_some() {
        return Ok(Some(Format::Pdf));
    }
    if start.starts_with(b"PK\x03\x04") {
        return zipped_format(bytes).map(Some);
    }
    let mark = "\u{feff}".as_bytes();
    let start = start.strip_prefix(mark).unwrap_or(start).trim_ascii_start();
    let begins = |word: &str| start.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()));
    if begins("<!doctype html") || begins("<html") {
        return Ok(Some(Format::Html));
    }
    let is_mail = begins("mime-version:") || begins("from:") && memchr::memmem::find(start, b"multipart/related").is_some();
    Ok(is_mail.then_some(Format::Mhtml))
}

/// Which kind of document a ZIP archive is.
fn zipped_format(bytes: &[u8]) -> Result<Format, Unreadable> {
    let mut zipped = zipped::Zipped::open(bytes, "a zipped document")?;
    let by_file = [("word/document.xml", Format::Docx), ("xl/workbook.xml", Format::Xlsx)];
    if let Some((_, format)) = by_file.iter().find(|(name, _)| zipped.has(name)) {
        return Ok(*format);
    }
    match zipped.text("mimetype").as_deref().map(str::trim) {
        Some(kind) if kind.starts_with("application/vnd.oasis.opendocument.text") => Ok(Format::Odt),
        Some(kind) if kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") => Ok(Format::Ods),
        _ => Err(Unreadable::Kind("a ZIP archive of no kind that is read", "name a file that is inside it")),
    }
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, Readable, Row, Shown, Unreadable, guarded, is_reading};

    #[test]
    fn a_reader_that_stops_is_reported_with_the_library_behind_it() {
        let row = |read| Row { behind: "a library", read, ..FORMATS[0] };
        let why = guarded(&row(|_, _| panic!("not foreseen")), b"", Shown::PLAIN).unwrap_err();
        assert_eq!(why.to_string(), "cannot be read: the library a library failed on it; open it and save it anew");
        let limit = Unreadable::Limit { what: "letters", max: 3 };
        let stops = |_: &[u8], _| std::panic::resume_unwind(Box::new(Unreadable::Limit { what: "letters", max: 3 }));
        assert_eq!(guarded(&row(stops), b"", Shown::PLAIN).unwrap_err(), limit);
        assert!(!is_reading() && guarded(&row(|_, _| Ok(Readable::default())), b"", Shown::PLAIN).is_ok());
    }
}

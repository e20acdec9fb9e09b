//! Sources: those of `[[source]]` and of lists in CSV, each with its text, its digest, or why it has none.
//!
//! Never looks for a claim in them, and never lets one bad file stop the others.

use std::path::{Path, PathBuf};

use hashbrown::HashMap;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::claim::error::Hint;
use crate::claim::record::{Fields, each};
use crate::document::part::range;
use crate::document::{self, Acceptance, Document, Format, Read, Shown, Source, SourceId, Transcript};
use crate::finding::{Problem, nearest};
use crate::load::config::{Listed, known_locale, part};
use crate::load::disk::{self, ReadError};
use crate::load::error::SourceError;
use crate::load::words;
use crate::names::{Name, Names};
use crate::table::At;
use crate::text::{File, FileId, Files, Role, Span, offset};

/// The columns of a list of sources.
pub const COLUMNS: &[&str] = &[
    "id",
    "path",
    "lines",
    "pages",
    "section",
    "published",
    "locale",
    "sha256",
    "title",
    "url",
    "fetched",
    "by",
    "transcript",
    "transcript_by",
    "transcript_sha256",
    "accepted_by",
    "accepted_on",
    "accepted_reason",
];

/// A source that is listed, with the folder that its path is relative to.
pub(super) struct Found {
    listed: Listed,
    folder: PathBuf,
}

/// The sources of `factlint.toml` itself.
pub(super) fn of_config(listed: Vec<Listed>, root: &Path) -> Vec<Found> {
    listed.into_iter().map(|listed| Found { listed, folder: root.to_path_buf() }).collect()
}

/// The sources that a CSV file lists; every mistake is a problem.
pub(super) fn of_list(file_id: FileId, text: &str, folder: &Path, problems: &mut Vec<Problem>) -> Vec<Found> {
    let mut found = Vec::new();
    each(file_id, text, problems, known_columns, |columns, row, problems| {
        let listed = list_row(row, columns, problems);
        found.extend(listed.map(|listed| Found { listed, folder: folder.to_path_buf() }));
    });
    found
}

/// For every column of [`COLUMNS`] its place in the header; nothing when id or path is missing.
fn known_columns(header: &[At<String>], problems: &mut Vec<Problem>) -> Option<Vec<Option<usize>>> {
    for name in header.iter().filter(|name| !COLUMNS.contains(&name.value.as_str())) {
        let hint = Hint::new(&name.value, COLUMNS.iter().copied(), || format!("known columns: {}", COLUMNS.join(", ")));
        problems.push(SourceError::UnknownColumn { span: name.span, column: name.value.clone(), hint }.into());
    }
    let place = |column: &str| header.iter().position(|name| name.value == column);
    let missing: Vec<&'static str> = ["id", "path"].into_iter().filter(|column| place(column).is_none()).collect();
    let first = header.first().map(|first| first.span);
    let errors = missing.iter().filter_map(|column| Some(SourceError::MissingColumn { span: first?, column }));
    problems.extend(errors.map(Problem::from));
    missing.is_empty().then(|| COLUMNS.iter().map(|column| place(column)).collect())
}

fn list_row(row: &Fields<'_>, columns: &[Option<usize>], problems: &mut Vec<Problem>) -> Option<Listed> {
    let cell = |name: &str| {
        let index = COLUMNS.iter().position(|column| *column == name)?;
        let index = columns.get(index).copied().flatten()?;
        let value = row.text(index);
        (!value.is_empty()).then(|| At { value: value.to_owned(), span: row.place(index) })
    };
    let mut need = |key: &'static str| {
        let found = cell(key);
        if found.is_none() {
            problems.push(SourceError::MissingKey { span: row.span(), key }.into());
        }
        found
    };
    let (id, path) = (need("id"), need("path"));
    let mut day = |key: &'static str| {
        let text = cell(key)?;
        let day = text.value.trim().parse().ok();
        if day.is_none() {
            problems.push(SourceError::Date { span: text.span, key, text: text.value }.into());
        }
        day
    };
    let (published, fetched, on) = (day("published"), day("fetched"), day("accepted_on"));
    let locale = cell("locale").filter(|locale| known_locale(locale, problems));
    let part = part(cell("lines"), cell("pages"), cell("section"), problems);
    let text = |name: &str| cell(name).map(|text| text.value);
    let (title, url, by) = (text("title"), text("url"), text("by"));
    let id = id?;
    let path = path.unwrap_or(At { value: String::new(), span: id.span });
    Some(Listed {
        id,
        path,
        locale,
        published,
        sha256: cell("sha256"),
        part,
        title,
        url,
        fetched,
        by,
        transcript: cell("transcript"),
        transcript_by: cell("transcript_by"),
        transcript_sha256: cell("transcript_sha256"),
        accepted: Acceptance { by: text("accepted_by"), on, reason: text("accepted_reason") },
    })
}

/// A path to read, and how a spreadsheet shows its figures there.
pub(super) type Wanted = (PathBuf, Shown);

/// What one path holds.
pub(super) struct Reading {
    path: PathBuf,
    read: Result<(Read, String), ReadError>,
}

/// A file once it is among the project's files, or why it is not.
enum Kept {
    Text { file: FileId, digest: String, format: Format },
    Unreadable { why: String, digest: String, format: Option<Format> },
    Missing(ReadError),
}

/// What can be said of a file before it is a source.
#[derive(Debug)]
pub struct Probe {
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub digest: String,
    /// What kind of file it is, if that is known.
    pub format: Option<Format>,
    /// Its text, or why it has none.
    pub text: Result<String, String>,
}

/// Reads a file that is to be a source.
///
/// # Errors
/// When there is no such file, or the system refuses; in words that follow its path.
pub fn probe(path: &Path) -> Result<Probe, String> {
    let mut buffer = Vec::new();
    disk::bytes(path, &mut buffer).map_err(|error| error.to_string())?;
    let Read { format, readable } = document::read(&buffer, &extension(path), Shown::PLAIN);
    let text = readable.map(|readable| readable.text).map_err(|why| why.to_string());
    Ok(Probe { digest: digest(&buffer), format, text })
}

/// All sources before their files are read.
pub(super) struct Prepared {
    found: Vec<Found>,
    /// Sources by their id.
    pub(super) ids: HashMap<Name, SourceId>,
    /// For each source the places of its paths in the list of paths.
    path_rows: Vec<Rows>,
}

/// Where the paths of a source stand in the list of paths.
#[derive(Clone, Copy)]
struct Rows {
    /// Its file; beyond the list when no path is listed.
    file: usize,
    /// The file with its words: its transcript, or the file itself.
    words: usize,
}

/// Gives every source its id, and lists the paths to read.
pub(super) fn prepare(
    found: Vec<Found>,
    locale: &str,
    names: &mut Names,
    problems: &mut Vec<Problem>,
) -> (Prepared, Vec<Wanted>) {
    let mut ids: HashMap<Name, SourceId> = HashMap::with_capacity(found.len());
    let found = unique(found, names, &mut ids, problems);
    let (paths, path_rows) = distinct_paths(&found, locale);
    (Prepared { found, ids, path_rows }, paths)
}

/// Reads all paths, in parallel; the results are in their order.
pub(super) fn read(paths: Vec<Wanted>) -> Vec<Reading> {
    paths.into_par_iter().map_init(Vec::new, read_path).collect()
}

/// Joins the sources with what was read.
pub(super) fn finish(
    prepared: Prepared,
    readings: Vec<Reading>,
    root: &Path,
    files: &mut Files,
    names: &mut Names,
    problems: &mut Vec<Problem>,
) -> (Vec<Source>, HashMap<Name, SourceId>) {
    let mut has_words = vec![false; readings.len()];
    prepared.path_rows.iter().for_each(|rows| has_words.iter_mut().skip(rows.words).take(1).for_each(|has| *has = true));
    let kept = readings.into_iter().zip(has_words).map(|(reading, has_words)| keep(reading, has_words, root, files));
    let kept: Vec<Kept> = kept.collect();
    let mut hints = HINTS_MAX;
    let mut sources = Vec::with_capacity(prepared.found.len());
    for (found, rows) in prepared.found.into_iter().zip(prepared.path_rows) {
        let digest = |row: usize| kept.get(row).and_then(Kept::digest).map(str::to_owned);
        let mut unread = |row: usize, path: &At<String>| match kept.get(row) {
            Some(Kept::Missing(error @ (ReadError::Missing | ReadError::Folder))) => {
                problems.push(missing(&error.to_string(), path, &found, root, &mut hints));
                format!("the file {error}")
            }
            Some(Kept::Missing(error)) => unreadable(&error.to_string(), path, &found, problems),
            Some(Kept::Unreadable { why, .. }) => unreadable(why, path, &found, problems),
            Some(Kept::Text { .. }) | None => "no path is listed for it".to_owned(),
        };
        let listed = &found.listed;
        let document = match (kept.get(rows.words), digest(rows.file), &listed.transcript) {
            (Some(Kept::Text { file, format, .. }), Some(digest), _) => {
                let part = range_of(listed, files.get(*file), problems);
                Document::Text { file: *file, part, digest, format: *format }
            }
            (_, Some(digest), Some(transcript)) => {
                Document::Unreadable { why: unread(rows.words, transcript), digest: Some(digest), format: None }
            }
            (_, digest, _) => {
                let format = kept.get(rows.file).and_then(Kept::format);
                Document::Unreadable { why: unread(rows.file, &listed.path), digest, format }
            }
        };
        let transcribed = digest(rows.words);
        sources.push(source(found.listed, document, transcribed, names, problems));
    }
    (sources, prepared.ids)
}

/// So many missing files are compared with the names beside them.
const HINTS_MAX: usize = 20;

/// Leaves out sources whose id another one has.
fn unique(found: Vec<Found>, names: &mut Names, ids: &mut HashMap<Name, SourceId>, problems: &mut Vec<Problem>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for each in found {
        let name = names.add(&each.listed.id.value);
        match ids.get(&name) {
            None => {
                ids.insert(name, SourceId(offset(kept.len())));
                kept.push(each);
            }
            Some(first) => {
                let first = kept.get(first.0 as usize).map(|first| first.listed.id.span);
                let (span, id) = (each.listed.id.span, each.listed.id.value);
                problems.push(SourceError::DuplicateId { span, first, id }.into());
            }
        }
    }
    kept
}

/// Every path once, and for each source the places of its paths: several sources may be parts of one file.
fn distinct_paths(found: &[Found], locale: &str) -> (Vec<Wanted>, Vec<Rows>) {
    let mut rows: HashMap<Wanted, usize> = HashMap::with_capacity(found.len());
    let mut regions: HashMap<String, Shown> = HashMap::new();
    let mut paths = Vec::with_capacity(found.len());
    let mut row = |each: &Found, listed: &str| {
        if listed.is_empty() {
            return usize::MAX; // reported where it is listed
        }
        let path = disk::at(&each.folder, listed);
        let shown = match document::depends_on_region(&extension(&path)) {
            false => Shown::PLAIN,
            true => {
                let tag = each.listed.locale.as_ref().map_or(locale, |locale| locale.value.as_str());
                *regions.entry_ref(tag).or_insert_with(|| words::shown(tag))
            }
        };
        *rows.entry((path, shown)).or_insert_with_key(|wanted| {
            paths.push(wanted.clone());
            paths.len() - 1
        })
    };
    let of_each = found.iter().map(|each| {
        let file = row(each, &each.listed.path.value);
        let words = each.listed.transcript.as_ref().map_or(file, |transcript| row(each, &transcript.value));
        Rows { file, words }
    });
    let of_each = of_each.collect();
    (paths, of_each)
}

/// Reads one path into a buffer that the next one uses again.
fn read_path(buffer: &mut Vec<u8>, (path, shown): Wanted) -> Reading {
    let read = disk::bytes(&path, buffer).map(|()| (document::read(buffer, &extension(&path), shown), digest(buffer)));
    Reading { path, read }
}

/// The end of a file's name, in small letters.
fn extension(path: &Path) -> String {
    path.extension().map_or_else(String::new, |extension| extension.to_string_lossy().to_ascii_lowercase())
}

/// SHA-256 in lower-case hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).expect("four bits are one hexadecimal digit");
    Sha256::digest(bytes).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

impl Kept {
    fn digest(&self) -> Option<&str> {
        match self {
            Kept::Text { digest, .. } | Kept::Unreadable { digest, .. } => Some(digest),
            Kept::Missing(_) => None,
        }
    }

    fn format(&self) -> Option<Format> {
        match self {
            Kept::Text { format, .. } => Some(*format),
            Kept::Unreadable { format, .. } => *format,
            Kept::Missing(_) => None,
        }
    }
}

/// Takes the text of a file among those of the project, unless it is a scan whose words are in its transcript.
fn keep(reading: Reading, has_words: bool, root: &Path, files: &mut Files) -> Kept {
    let (read, digest) = match reading.read {
        Ok(read) => read,
        Err(error) => return Kept::Missing(error),
    };
    match (read.readable, read.format) {
        (Ok(_), format) if !has_words => Kept::Unreadable { why: String::new(), digest, format },
        (Ok(readable), Some(format)) => {
            let file = File::new(disk::shown(root, &reading.path), Role::Source, readable.text);
            Kept::Text { file: files.add(file.with_origin(readable.origin)), digest, format }
        }
        (Ok(_), None) => unreachable!("what was read has a format"),
        (Err(why), format) => Kept::Unreadable { why: why.to_string(), digest, format },
    }
}

/// Reports that a source has no text, at one of its paths, and says why.
fn unreadable(why: &str, path: &At<String>, found: &Found, problems: &mut Vec<Problem>) -> String {
    let (id, listed) = (found.listed.id.value.clone(), path.value.clone());
    problems.push(SourceError::Unreadable { span: path.span, id, path: listed, why: why.to_owned() }.into());
    format!("the file {why}")
}

/// That a file of a source is not there, with the name in its folder that is nearest.
fn missing(why: &str, path: &At<String>, found: &Found, root: &Path, hints: &mut usize) -> Problem {
    let folder = &found.folder;
    let (span, id, path, why) = (path.span, found.listed.id.value.clone(), path.value.clone(), why.to_owned());
    let near = if *hints == 0 { None } else { near_path(&disk::at(folder, &path)) };
    *hints = hints.saturating_sub(1);
    let hint = match near {
        Some(near) => Hint::Near(disk::shown(folder, &near)),
        None => Hint::Known(format!("paths are relative to {}", shown_folder(root, folder))),
    };
    SourceError::MissingFile { span, id, path, why, hint }.into()
}

fn shown_folder(root: &Path, folder: &Path) -> String {
    let shown = disk::shown(root, folder);
    if shown.is_empty() { "the folder of factlint.toml".to_owned() } else { format!("the folder `{shown}`") }
}

/// More names than this in one folder are not compared for "did you mean".
const NAMES_COMPARED_MAX: usize = 2_000;

/// The file beside a missing one whose name is nearest.
pub(super) fn near_path(path: &Path) -> Option<PathBuf> {
    let folder = path.parent()?;
    let name = path.file_name()?.to_str()?;
    let names = disk::names(folder);
    if names.len() > NAMES_COMPARED_MAX {
        return None;
    }
    let near = nearest(name, names.iter().map(String::as_str).filter(|known| *known != name))?;
    Some(folder.join(near)).filter(|near| near.is_file())
}

/// The bytes of the part that counts; the whole file where the part is not there, which is reported.
fn range_of(listed: &Listed, file: &File, problems: &mut Vec<Problem>) -> std::ops::Range<u32> {
    let all = 0..offset(file.text.len());
    let Some(part) = &listed.part else { return all };
    match range(&part.value, &file.text, file.origin.as_deref()) {
        Ok(range) => range,
        Err(error) => {
            let (span, id, code) = (part.span, listed.id.value.clone(), error.code());
            problems.push(SourceError::Part { span, id, why: error.to_string(), code, help: error.help() }.into());
            all
        }
    }
}

fn source(
    mut listed: Listed,
    document: Document,
    transcribed: Option<String>,
    names: &mut Names,
    problems: &mut Vec<Problem>,
) -> Source {
    let transcript = transcript(&mut listed, transcribed, problems);
    let sha256 = listed.sha256.and_then(|pinned| pinned_digest("sha256", pinned, problems));
    let span = Span { start: listed.id.span.start.min(listed.path.span.start), ..listed.id.span };
    Source {
        id: names.add(&listed.id.value),
        span: Span { end: listed.id.span.end.max(listed.path.span.end), ..span },
        path: listed.path.value,
        path_span: listed.path.span,
        locale: listed.locale.map(|locale| locale.value),
        published: listed.published,
        sha256,
        part: listed.part.map(|part| part.value),
        title: listed.title,
        url: listed.url,
        fetched: listed.fetched,
        by: listed.by,
        transcript,
        accepted: listed.accepted,
        document,
    }
}

/// The transcript of a scan. One that nobody answers for is a mistake, and so is what belongs to none.
fn transcript(listed: &mut Listed, digest: Option<String>, problems: &mut Vec<Problem>) -> Option<Transcript> {
    let id = listed.id.value.clone();
    let (by, pinned) = (listed.transcript_by.take(), listed.transcript_sha256.take());
    let Some(path) = listed.transcript.take() else {
        let keys = [("transcript_by", by.map(|by| by.span)), ("transcript_sha256", pinned.map(|pinned| pinned.span))];
        let alone =
            keys.into_iter().filter_map(|(key, span)| Some(SourceError::NoTranscript { span: span?, id: id.clone(), key }));
        problems.extend(alone.map(Problem::from));
        return None;
    };
    if by.is_none() {
        problems.push(SourceError::TranscriptBy { span: path.span, id }.into());
    }
    let sha256 = pinned.and_then(|pinned| pinned_digest("transcript_sha256", pinned, problems));
    let by = by.map(|by| by.value).unwrap_or_default();
    Some(Transcript { path: path.value, path_span: path.span, by, sha256, digest })
}

fn pinned_digest(key: &'static str, pinned: At<String>, problems: &mut Vec<Problem>) -> Option<(String, Span)> {
    let digest = pinned.value.trim().to_ascii_lowercase();
    if digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some((digest, pinned.span));
    }
    let found = match digest.chars().count() {
        64 => "something else".to_owned(),
        count => format!("{count} characters long"),
    };
    problems.push(SourceError::Sha256 { span: pinned.span, key, found }.into());
    None
}

//! Sources: those of `[[source]]` and of lists in CSV, each with its text, its digest, or why it has none.
//!
//! Never looks for a claim in them, and never lets one bad file stop the others.

use std::path::{Path, PathBuf};

use hashbrown::HashMap;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::claim::error::Hint;
use crate::claim::record::{Fields, each};
use crate::document::{Acceptance, Document, Source, SourceId, Transcript};
use crate::finding::{Problem, nearest};
use crate::load::config::{Listed, known_locale};
use crate::load::disk::{self, ReadError};
use crate::load::error::SourceError;
use crate::names::{Name, Names};
use crate::table::At;
use crate::text::{File, FileId, Files, Role, Span, offset};

/// The columns of a list of sources.
pub const COLUMNS: &[&str] = &[
    "id",
    "path",
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
        lines: None,
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

/// What one path holds.
pub(super) struct Reading {
    path: PathBuf,
    text: Result<String, ReadError>,
    digest: String,
}

/// A file once it is among the project's files, or why it is not.
enum Kept {
    Text(FileId),
    Not(String, bool),
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
pub(super) fn prepare(found: Vec<Found>, names: &mut Names, problems: &mut Vec<Problem>) -> (Prepared, Vec<PathBuf>) {
    let mut ids: HashMap<Name, SourceId> = HashMap::with_capacity(found.len());
    let found = unique(found, names, &mut ids, problems);
    let (paths, path_rows) = distinct_paths(&found);
    (Prepared { found, ids, path_rows }, paths)
}

/// Reads all paths, in parallel; the results are in their order.
pub(super) fn read(paths: Vec<PathBuf>) -> Vec<Reading> {
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
    let digests: Vec<String> = readings.iter().map(|reading| reading.digest.clone()).collect();
    let digest = |row: usize| digests.get(row).filter(|digest| !digest.is_empty()).cloned();
    let kept: Vec<Kept> = readings.into_iter().map(|reading| keep(reading, root, files)).collect();
    let mut hints = HINTS_MAX;
    let mut sources = Vec::with_capacity(prepared.found.len());
    for (found, rows) in prepared.found.into_iter().zip(prepared.path_rows) {
        let mut unread = |row: usize, path: &At<String>| match kept.get(row) {
            Some(Kept::Not(why, is_missing)) => {
                problems.push(unreadable(why, *is_missing, path, &found, root, &mut hints));
                format!("the file {why}")
            }
            _ => "no path is listed for it".to_owned(),
        };
        let document = match (kept.get(rows.words), digest(rows.file), &found.listed.transcript) {
            (Some(Kept::Text(file)), Some(digest), _) => {
                let part = part(&found.listed, files.get(*file), problems);
                Document::Text { file: *file, part, digest }
            }
            (Some(Kept::Not(..)), _, Some(transcript)) => Document::Unreadable(unread(rows.words, transcript)),
            _ => Document::Unreadable(unread(rows.file, &found.listed.path)),
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

/// Every path once, and for each source its path's place: several sources may be parts of one file.
fn distinct_paths(found: &[Found]) -> (Vec<PathBuf>, Vec<Rows>) {
    let mut rows: HashMap<PathBuf, usize> = HashMap::with_capacity(found.len());
    let mut paths = Vec::with_capacity(found.len());
    let mut row = |folder: &Path, listed: &str| {
        if listed.is_empty() {
            return usize::MAX; // reported where it is listed
        }
        *rows.entry(disk::tidy(&folder.join(listed))).or_insert_with_key(|path| {
            paths.push(path.clone());
            paths.len() - 1
        })
    };
    let of_each = found.iter().map(|each| {
        let file = row(&each.folder, &each.listed.path.value);
        let words = each.listed.transcript.as_ref().map_or(file, |transcript| row(&each.folder, &transcript.value));
        Rows { file, words }
    });
    let of_each = of_each.collect();
    (paths, of_each)
}

/// Reads one path into a buffer that the next one uses again.
fn read_path(buffer: &mut Vec<u8>, path: PathBuf) -> Reading {
    match disk::bytes(&path, buffer) {
        Err(error) => Reading { path, text: Err(error), digest: String::new() },
        Ok(()) => Reading { path, text: disk::text_of(buffer), digest: digest(buffer) },
    }
}

/// SHA-256 in lower-case hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).expect("four bits are one hexadecimal digit");
    Sha256::digest(bytes).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn keep(reading: Reading, root: &Path, files: &mut Files) -> Kept {
    match reading.text {
        Ok(text) => {
            let file = files.add(File::new(disk::shown(root, &reading.path), Role::Source, text));
            Kept::Text(file)
        }
        Err(error) => Kept::Not(error.to_string(), matches!(error, ReadError::Missing | ReadError::Folder)),
    }
}

/// Why a source has no text, at its path; for a missing file with the name in its folder that is nearest.
fn unreadable(why: &str, is_missing: bool, path: &At<String>, found: &Found, root: &Path, hints: &mut usize) -> Problem {
    let folder = &found.folder;
    let (span, id, path, why) = (path.span, found.listed.id.value.clone(), path.value.clone(), why.to_owned());
    if !is_missing {
        return SourceError::Unreadable { span, id, path, why }.into();
    }
    let near = if *hints == 0 { None } else { near_path(&folder.join(&path)) };
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

/// The bytes of the lines that count; the whole file where the lines are not there, which is reported.
fn part(listed: &Listed, file: &File, problems: &mut Vec<Problem>) -> std::ops::Range<u32> {
    let all = 0..offset(file.text.len());
    let Some(lines) = &listed.lines else {
        return all;
    };
    let (first, last) = lines.value;
    let mut starts = vec![0usize];
    starts.extend(memchr::memchr_iter(b'\n', file.text.as_bytes()).map(|at| at + 1).filter(|&at| at < file.text.len()));
    let start = starts.get(first as usize - 1).copied();
    if start.is_none() || last as usize > starts.len() {
        let (span, id, found) = (lines.span, listed.id.value.clone(), starts.len());
        problems.push(SourceError::LinesBeyond { span, id, first, last, found }.into());
    }
    let Some(start) = start else {
        return all;
    };
    let end = starts.get(last as usize).copied().unwrap_or(file.text.len());
    offset(start)..offset(end)
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
        lines: listed.lines.map(|lines| lines.value),
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

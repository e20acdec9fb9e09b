//! Disk: files read whole as text, paths as reports show them, and patterns such as `data/*.csv`.
//!
//! The only file of the program that opens files. Never reads one twice as the same thing, and never follows a folder link.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use crate::text::FILE_BYTES_MAX;

/// Folders deeper than this under a `**` are not looked into.
pub(super) const FOLDERS_DEEP_MAX: usize = 64;

/// Why a file cannot be read as text, in words that follow its path.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// It is not there.
    #[error("is not there")]
    Missing,
    /// It is a folder.
    #[error("is a folder, not a file")]
    Folder,
    /// It is longer than offsets reach.
    #[error("has {0} bytes, and at most {FILE_BYTES_MAX} are read")]
    Large(u64),
    /// It begins like a file that holds no plain text.
    #[error("is {0}, and only plain text is read")]
    Binary(&'static str),
    /// It is not UTF-8.
    #[error("is not UTF-8: byte {at} of line {line} is no character")]
    Encoding {
        /// The line of the first byte that is wrong, from 1.
        line: usize,
        /// The byte in that line, from 1.
        at: usize,
    },
    /// The system refuses.
    #[error("cannot be read: {0}")]
    System(io::Error),
}

/// Opens a file and says how long it is.
#[expect(clippy::disallowed_methods, reason = "load is the stage that reads files")]
fn open(path: &Path) -> Result<(File, usize), ReadError> {
    let file = File::open(path).map_err(refused)?;
    let meta = file.metadata().map_err(refused)?;
    if meta.is_dir() {
        return Err(ReadError::Folder);
    }
    match usize::try_from(meta.len()) {
        Ok(length) if length <= FILE_BYTES_MAX => Ok((file, length)),
        _ => Err(ReadError::Large(meta.len())),
    }
}

fn refused(error: io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
        io::ErrorKind::IsADirectory => ReadError::Folder,
        _ => ReadError::System(error),
    }
}

/// Reads a file's bytes into a buffer, which is emptied first.
///
/// # Errors
/// When it is not there, a folder, too large, or refused by the system.
pub(super) fn bytes(path: &Path, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
    buffer.clear();
    let (file, length) = open(path)?;
    buffer.reserve(length);
    let most = FILE_BYTES_MAX as u64 + 1; // it may have grown since
    file.take(most).read_to_end(buffer).map_err(refused)?;
    if buffer.len() > FILE_BYTES_MAX { Err(ReadError::Large(most)) } else { Ok(()) }
}

/// Opens a file to be read line by line, however long it is.
///
/// # Errors
/// When it is not there, a folder, or refused by the system.
#[expect(clippy::disallowed_methods, reason = "load is the stage that reads files")]
pub(super) fn reader(path: &Path) -> Result<Box<dyn io::BufRead>, ReadError> {
    let file = File::open(path).map_err(refused)?;
    if file.metadata().map_err(refused)?.is_dir() {
        return Err(ReadError::Folder);
    }
    Ok(Box::new(io::BufReader::with_capacity(STEP_BYTES, file)))
}

/// Reads standard input whole as text.
///
/// # Errors
/// When it is too large, no text, or refused by the system.
pub(super) fn standard_input() -> Result<String, ReadError> {
    let mut buffer = Vec::new();
    let most = FILE_BYTES_MAX as u64 + 1;
    io::stdin().lock().take(most).read_to_end(&mut buffer).map_err(refused)?;
    if buffer.len() > FILE_BYTES_MAX { Err(ReadError::Large(most)) } else { text_of(&buffer) }
}

/// The text of a file's bytes.
///
/// # Errors
/// When they are no UTF-8 or begin like a known format that is not plain text.
pub(super) fn text_of(bytes: &[u8]) -> Result<String, ReadError> {
    check_plain(bytes)?;
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(no_character(bytes.get(..error.valid_up_to()).unwrap_or_default())),
    }
}

/// So many bytes of a file are checked and taken over together.
const STEP_BYTES: usize = 256 * 1024;

/// Reads a file as text, checking it step by step, so that a large one is never held twice.
///
/// # Errors
/// Those of [`bytes`] and [`text_of`].
pub(super) fn text(path: &Path) -> Result<String, ReadError> {
    let (mut file, length) = open(path)?;
    let mut text = String::with_capacity(length);
    let mut buffer = vec![0; STEP_BYTES.min(length + 1).max(16)];
    let mut held = 0; // the first bytes of a character whose end comes with the next step
    loop {
        let read = match file.read(buffer.get_mut(held..).unwrap_or_default()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other.map_err(refused)?,
        };
        let filled = buffer.get(..held + read).unwrap_or_default();
        if text.is_empty() {
            check_plain(filled)?;
        }
        let (valid, is_wrong) = match simdutf8::compat::from_utf8(filled) {
            Ok(whole) => (whole, false),
            Err(error) => {
                let valid = filled.get(..error.valid_up_to()).unwrap_or_default();
                (simdutf8::basic::from_utf8(valid).unwrap_or_default(), error.error_len().is_some() || read == 0)
            }
        };
        text.push_str(valid);
        if is_wrong {
            return Err(no_character(text.as_bytes()));
        }
        if text.len() > FILE_BYTES_MAX {
            return Err(ReadError::Large(text.len() as u64));
        }
        if read == 0 {
            return Ok(text);
        }
        let taken = valid.len();
        held = filled.len() - taken;
        buffer.copy_within(taken..taken + held, 0);
    }
}

fn check_plain(start: &[u8]) -> Result<(), ReadError> {
    match MAGIC.iter().find(|(magic, _)| start.starts_with(magic)) {
        Some((_, name)) => Err(ReadError::Binary(name)),
        None => Ok(()),
    }
}

/// The place after the last bytes that are characters.
fn no_character(valid: &[u8]) -> ReadError {
    let line_start = memchr::memrchr(b'\n', valid).map_or(0, |at| at + 1);
    let line = memchr::memchr_iter(b'\n', valid).count() + 1;
    ReadError::Encoding { line, at: valid.len() - line_start + 1 }
}

/// How formats begin that are not plain text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zipped document (docx, xlsx, odt)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
];

/// A path with `.` and `..` taken out where that needs no look at the disk.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    tidy
}

/// A path as a file of the project writes it, with `/` whatever system it was written on: `data\\*.csv` is `data/*.csv`, so that a project
/// is the same one everywhere. No name of a file may hold a `\\`.
pub(super) fn slashed(written: &str) -> String {
    written.replace('\\', "/")
}

/// The file that a path names, which is relative to a folder.
pub(super) fn at(folder: &Path, written: &str) -> PathBuf {
    tidy(&folder.join(slashed(written)))
}

/// A path that an argument names: as it is, or with `/` where only that is there.
pub(super) fn asked(path: &Path) -> PathBuf {
    let other = PathBuf::from(slashed(&path.to_string_lossy()));
    if !path.exists() && other.exists() { other } else { path.to_owned() }
}

/// The one name of a path, without the prefix that Windows puts before such names and that other programs do not know.
pub(super) fn whole(path: &Path) -> io::Result<PathBuf> {
    dunce::canonicalize(path)
}

/// A path as reports show it: relative to the project's folder, with `/`.
pub(super) fn shown(root: &Path, path: &Path) -> String {
    let path = tidy(path);
    let common = root.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    let up = root.components().skip(common).map(|_| "..".to_owned());
    let down = path.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// A pattern for one path relative to the project's folder: `data/*.csv`; `*` stays inside one folder, `**` does not.
pub(super) fn matcher(pattern: &str) -> Result<GlobMatcher, String> {
    let pattern = slashed(pattern);
    match GlobBuilder::new(pattern.strip_prefix("./").unwrap_or(&pattern)).literal_separator(true).build() {
        Ok(glob) => Ok(glob.compile_matcher()),
        Err(error) => Err(error.kind().to_string()),
    }
}

/// Whether a path is a pattern.
pub(super) fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

/// The files that a pattern names, in the order of their paths. Names that begin with a point are hidden from `*`.
///
/// # Errors
/// What is wrong with the pattern, in words.
pub(super) fn expand(folder: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
    matcher(pattern)?;
    let pattern = slashed(pattern);
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let mut found = Vec::new();
    walk(folder.to_path_buf(), &parts, 0, &mut found)?;
    let mut found: Vec<PathBuf> = found.iter().map(|path| tidy(path)).collect();
    found.sort_by_cached_key(|path| path.to_string_lossy().into_owned());
    found.dedup();
    Ok(found)
}

fn walk(folder: PathBuf, parts: &[&str], deep: usize, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let Some((part, rest)) = parts.split_first() else {
        if folder.is_file() {
            found.push(folder);
        }
        return Ok(());
    };
    if *part == "**" {
        walk(folder.clone(), rest, deep, found)?;
        for name in names(&folder).iter().filter(|name| !name.starts_with('.')) {
            let inner = folder.join(name);
            let is_folder = fs::symlink_metadata(&inner).is_ok_and(|meta| meta.is_dir());
            if is_folder && deep < FOLDERS_DEEP_MAX {
                walk(inner, parts, deep + 1, found)?;
            }
        }
        return Ok(());
    }
    if !is_pattern(part) {
        return walk(folder.join(part), rest, deep, found);
    }
    let matcher = matcher(part)?;
    for name in names(&folder) {
        let hidden = name.starts_with('.') && !part.starts_with('.');
        if !hidden && matcher.is_match(&name) {
            walk(folder.join(&name), rest, deep, found)?;
        }
    }
    Ok(())
}

/// The names in a folder; none where it cannot be listed, since its pattern then matches nothing and that is reported.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .map(|entries| entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
        .unwrap_or_default();
    names.sort_unstable();
    names
}

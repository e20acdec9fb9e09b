//! Deliver: a report into files, each whole or not at all, and onto the page of a GitHub job; and an earlier one back from its file.
//!
//! It never writes to standard output, and never leaves half a file where a whole one is expected.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::edit::Change;
use crate::finding::nearest;
use crate::output::{self, FORMATS, Format, Style};
use crate::report::{Kept, KeptError, Report};

/// The variable in which GitHub names the file whose Markdown it shows on the page of the job.
pub const SUMMARY_VARIABLE: &str = "GITHUB_STEP_SUMMARY";

/// A file that a report goes into, as `--report KIND=PATH` names it.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// How it is written.
    pub format: &'static Format,
    /// Where.
    pub path: &'a Path,
}

/// `KIND=PATH`, checked.
#[derive(Clone, Debug)]
pub struct Named {
    kind: &'static str,
    path: PathBuf,
}

impl Named {
    /// Reads `sarif=out/factlint.sarif`.
    ///
    /// # Errors
    /// When there is no `=`, no such format, or no path.
    pub fn parse(text: &str) -> Result<Named, String> {
        let known = || FORMATS.iter().map(|format| format.name);
        let (kind, path) = text.split_once('=').ok_or("write it as KIND=PATH, as `sarif=factlint.sarif`")?;
        let Some(format) = output::format(kind) else {
            let near = nearest(kind, known()).map(|near| format!("did you mean `{near}`?"));
            let all = || format!("the formats are {}", known().collect::<Vec<_>>().join(", "));
            return Err(format!("there is no format `{kind}`; {}", near.unwrap_or_else(all)));
        };
        if path.is_empty() {
            return Err(format!("`{kind}=` names no file"));
        }
        Ok(Named { kind: format.name, path: path.into() })
    }

    /// The format and the file.
    ///
    /// # Panics
    /// Never: parsing found the format.
    pub fn target(&self) -> Target<'_> {
        Target { format: output::format(self.kind).expect("parsing found the format"), path: &self.path }
    }
}

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write `{path}`: {why}")]
pub struct DeliverError {
    path: String,
    why: io::Error,
}

/// Writes a report into its file; folders that are not there are made.
///
/// # Errors
/// When the system refuses; an older file then stays as it was.
pub fn write(report: &Report<'_>, target: Target<'_>) -> Result<(), DeliverError> {
    let write = |out: &mut dyn Write| (target.format.write)(report, &Style::default(), out);
    whole(target.path, write).map_err(|why| DeliverError { path: target.path.display().to_string(), why })
}

/// Writes a text into a file.
///
/// # Errors
/// When the system refuses; an older file then stays as it was.
pub fn text(path: &Path, text: &str) -> Result<(), DeliverError> {
    let write = |out: &mut dyn Write| out.write_all(text.as_bytes());
    whole(path, write).map_err(|why| DeliverError { path: path.display().to_string(), why })
}

/// Why files of a project were left as they are.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// One of them must not be written.
    #[error("`{0}` is read-only, and nothing was written; allow writing, as with `chmod u+w`")]
    ReadOnly(String),
    /// Somebody changed one of them in the meantime.
    #[error("`{0}` changed while factlint was reading the project, and nothing was written; run it again")]
    Raced(String),
    /// The system refuses.
    #[error("cannot write `{path}`: {why}; files written before it: {written}")]
    System {
        /// The file.
        path: String,
        /// Why.
        why: io::Error,
        /// How many files were written before it.
        written: usize,
    },
}

/// Puts new texts into files of a project, each whole or not at all, keeping their permissions. Where a path is a link, the file
/// that it leads to is written and the link stays. Nothing is written if one of them is read-only or is no longer what was read.
///
/// # Errors
/// When a file must not or cannot be written.
#[expect(clippy::disallowed_methods, reason = "what is about to be replaced is compared with what was read, and not read anew")]
pub fn replace(changes: &[Change<'_>]) -> Result<(), ReplaceError> {
    let mut targets = Vec::with_capacity(changes.len());
    for change in changes {
        let refused = |why| ReplaceError::System { path: change.shown.to_owned(), why, written: 0 };
        let target = fs::canonicalize(&change.path).map_err(refused)?;
        if fs::metadata(&target).map_err(refused)?.permissions().readonly() {
            return Err(ReplaceError::ReadOnly(change.shown.to_owned()));
        }
        if fs::read(&target).map_err(refused)? != change.old.as_bytes() {
            return Err(ReplaceError::Raced(change.shown.to_owned()));
        }
        targets.push(target);
    }
    for (written, (change, target)) in changes.iter().zip(&targets).enumerate() {
        let put = |out: &mut dyn Write| out.write_all(change.new.as_bytes());
        whole(target, put).map_err(|why| ReplaceError::System { path: change.shown.to_owned(), why, written })?;
    }
    Ok(())
}

/// Adds the report to the page of a GitHub job.
///
/// # Errors
/// When the system refuses.
///
/// # Panics
/// Never: Markdown is a row of the table of formats.
pub fn summarise(report: &Report<'_>, path: &Path) -> Result<(), DeliverError> {
    let markdown = output::format("markdown").expect("it is a row of the table");
    let file = OpenOptions::new().create(true).append(true).open(path);
    let added = file.and_then(|mut file| (markdown.write)(report, &Style::default(), &mut file));
    added.map_err(|why| DeliverError { path: path.display().to_string(), why })
}

/// A report of an earlier run that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AgainError {
    /// The system refuses.
    #[error("`{0}` cannot be read: {1}")]
    Read(String, io::Error),
    /// It is no report.
    #[error("`{0}` {1}")]
    Shape(String, KeptError),
}

/// Reads the JSON report of an earlier run; `-` is standard input.
///
/// # Errors
/// When it cannot be read, or is no report.
#[expect(clippy::disallowed_methods, reason = "a report is no file of a project, which only `load` reads")]
pub fn read_again(path: &Path) -> Result<Kept, AgainError> {
    let shown = path.display().to_string();
    let text = if shown == "-" { io::read_to_string(io::stdin()) } else { fs::read_to_string(path) };
    let text = text.map_err(|error| AgainError::Read(shown.clone(), error))?;
    Kept::read(&text).map_err(|error| AgainError::Shape(shown, error))
}

/// Writes a file beside its place and then moves it there in one step.
fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let beside = beside(path)?;
    let written = File::create_new(&beside).and_then(|file| {
        let mut out = BufWriter::with_capacity(1 << 16, file);
        write(&mut out)?;
        if let Ok(old) = fs::metadata(path) {
            out.get_ref().set_permissions(old.permissions())?;
        }
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    });
    let moved = written.and_then(|()| fs::rename(&beside, path));
    if moved.is_err() {
        // what went wrong is told; that a remainder cannot be removed either adds nothing
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// A name in the same folder that no other run takes.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it names no file"))?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(hidden))
}

//! Since: the project as a revision of its repository has it, written into a folder of its own by git.
//!
//! Never touches the user's files, index or branches, and keeps nothing after the run; what a run leaves that is ended by force, the next
//! one removes.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::load::CONFIG;

/// The files of a revision; they are removed when this goes.
#[derive(Debug)]
pub struct Tree {
    // before the folder, since a system may keep a folder in which a file is open
    _lock: File,
    _folder: tempfile::TempDir,
    project: PathBuf,
}

/// Why a revision cannot be compared with.
#[derive(Debug, thiserror::Error)]
pub enum SinceError {
    /// There is no git.
    #[error("--since needs git, which cannot be started: {0}")]
    NoGit(io::Error),
    /// The project lies in no repository.
    #[error("--since needs a git repository, and `{folder}` is in none that git can use: {why}")]
    NoRepository {
        /// The project's folder.
        folder: String,
        /// What git says.
        why: String,
    },
    /// A shallow clone does not hold the revision.
    #[error(
        "the revision `{0}` is not in this clone, which is shallow: fetch all revisions, with `fetch-depth: 0` of actions/checkout, \
         `GIT_DEPTH: 0` on GitLab, or `git fetch --unshallow`"
    )]
    Shallow(String),
    /// No clone holds the revision.
    #[error("there is no revision `{0}` in this repository; `git fetch` brings those that only its origin has")]
    NoRevision(String),
    /// git fails at something else.
    #[error("git cannot write the files of the revision `{revision}`: {why}")]
    Git {
        /// The revision.
        revision: String,
        /// What git says.
        why: String,
    },
    /// There is no room for the files.
    #[error("cannot make a folder for the files of the revision: {0}")]
    Folder(io::Error),
}

/// What the folders of revisions are called.
const PREFIX: &str = "factlint-since-";
/// The file in each that its run keeps locked; the system gives the lock back however the run ends.
const LOCK: &str = "run.lock";

impl Tree {
    /// The project's folder in it; nothing when the revision has no such project.
    pub fn project(&self) -> Option<&Path> {
        self.project.join(CONFIG).is_file().then_some(self.project.as_path())
    }
}

/// Writes all files of a revision of the repository that holds `root`, since a project may name files beside its folder.
///
/// # Errors
/// When there is no git, no repository or no such revision, or git cannot write the files.
pub fn tree(root: &Path, revision: &str) -> Result<Tree, SinceError> {
    sweep(&std::env::temp_dir());
    let (folder, lock) = folder().map_err(SinceError::Folder)?;
    let git = Git { at: root, index: &folder.path().join("index") };
    let at_root = |argument| {
        let answer = git.run(&["rev-parse", argument])?;
        answer.map_err(|why| SinceError::NoRepository { folder: root.display().to_string(), why })
    };
    let (top, inside) = (at_root("--show-toplevel")?, at_root("--show-prefix")?);
    // from its top, since git writes only the files below the folder in which it is started
    let git = Git { at: Path::new(top.trim_end_matches(['\n', '\r'])), ..git };
    let commit = commit(&git, revision)?;
    let fails = |why| SinceError::Git { revision: revision.to_owned(), why };
    let files = folder.path().join("files");
    let mut into = OsString::from("--prefix=");
    into.push(&files);
    into.push("/");
    git.run(&["read-tree", &commit])?.map_err(fails)?;
    git.run(&[OsStr::new("checkout-index"), OsStr::new("--all"), &into])?.map_err(fails)?;
    let project = inside.trim_end_matches(['\n', '\r', '/']).split('/').fold(files, |path, name| path.join(name));
    Ok(Tree { _lock: lock, _folder: folder, project })
}

/// A folder of this run, with its lock.
fn folder() -> io::Result<(tempfile::TempDir, File)> {
    let folder = tempfile::Builder::new().prefix(PREFIX).tempdir()?;
    let fresh = folder.path().join("fresh.lock");
    let lock = File::create_new(&fresh)?;
    lock.lock()?;
    // under its name only when it is locked, so that no other run takes it for one that nobody holds
    fs::rename(fresh, folder.path().join(LOCK))?;
    Ok((folder, lock))
}

/// Removes the folders of runs that were ended before they could do so: those whose lock nobody holds.
#[expect(clippy::disallowed_methods, reason = "a lock is no file of a project, which only `load` reads")]
fn sweep(temporary: &Path) {
    let Ok(entries) = fs::read_dir(temporary) else { return };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let is_left = || File::open(entry.path().join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok());
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_dir()) && is_left() {
            // one that cannot be removed is in nobody's way
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The commit of a revision.
fn commit(git: &Git<'_>, revision: &str) -> Result<String, SinceError> {
    let wanted = format!("{revision}^{{commit}}");
    if let Ok(commit) = git.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])? {
        return Ok(commit.trim().to_owned());
    }
    let shallow = git.run(&["rev-parse", "--is-shallow-repository"])?.is_ok_and(|answer| answer.trim() == "true");
    Err(if shallow { SinceError::Shallow(revision.to_owned()) } else { SinceError::NoRevision(revision.to_owned()) })
}

/// git in a folder, with an index of its own, so that the user's stays as it is.
struct Git<'r> {
    at: &'r Path,
    index: &'r Path,
}

/// What a hook of git sets for its own repository, and what would lead git elsewhere than to the project's folder.
const FOREIGN: &[&str] = &["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"];

impl Git<'_> {
    /// What git writes, or what it says when it fails.
    fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Result<String, String>, SinceError> {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.at).args(arguments).stdin(Stdio::null());
        for name in FOREIGN {
            command.env_remove(name);
        }
        let output = command.env("GIT_INDEX_FILE", self.index).output().map_err(SinceError::NoGit)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr).trim().to_owned()) })
    }
}

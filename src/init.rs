//! Init: a small commented project that checks clean, to be changed into one's own. It never overwrites a file.

use std::path::{Path, PathBuf};

/// The files of the project, by their path.
const FILES: &[(&str, &str)] = &[
    ("factlint.toml", include_str!("init/factlint.toml")),
    ("claims.toml", include_str!("init/claims.toml")),
    ("rules.toml", include_str!("init/rules.toml")),
    ("sources/bulletin.txt", include_str!("init/bulletin.txt")),
];

/// Why no project was written.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// One of the files is there already.
    #[error("`{0}` is there already, and `factlint init` overwrites nothing; choose an empty folder")]
    Exists(PathBuf),
    /// A file or folder cannot be written.
    #[error("cannot write `{0}`: {1}")]
    Write(PathBuf, std::io::Error),
}

/// Writes the project into a folder, and says what to do next.
///
/// # Errors
/// [`InitError`] when a file is there already or cannot be written; nothing is overwritten.
pub fn write(folder: &Path) -> Result<String, InitError> {
    if let Some((path, _)) = FILES.iter().find(|(path, _)| folder.join(path).exists()) {
        return Err(InitError::Exists(folder.join(path)));
    }
    for (path, text) in FILES {
        let target = folder.join(path);
        let parent = target.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(|error| InitError::Write(parent.to_path_buf(), error))?;
        std::fs::write(&target, text).map_err(|error| InitError::Write(target, error))?;
    }
    let shown = folder.display();
    Ok(format!(
        "wrote {} files into {shown}; try `factlint check {shown}`, then change a digit in claims.toml and check again",
        FILES.len()
    ))
}

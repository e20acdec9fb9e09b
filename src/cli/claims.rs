//! The commands about claims: import.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Common, Failure, print_text, tell};
use crate::said::Words;
use crate::{import, load};

/// Something could not be taken over.
const EXIT_LEFT: u8 = 1;
/// Nothing was found.
const EXIT_NOTHING: u8 = 3;

#[derive(Debug, Subcommand)]
pub(super) enum Claims {
    /// Begin claims from W3C Web Annotations or from links with text fragments; metric and value are left to fill in
    Import(Import),
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// A JSON-LD file of annotations, or a text with one link a line; `-` for standard input
    file: PathBuf,
    /// A folder of the project, whose sources the annotations or links are about
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    project: PathBuf,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(command: &Claims) -> Result<u8, Failure> {
    let Claims::Import(asked) = command;
    let checked = super::project_of(&asked.project, &asked.common)?;
    let words = Words::new(&asked.common.language.lang);
    let text = load::text(&asked.file)?;
    let imported = import::import(&checked.project, &text, &words)
        .map_err(|why| Failure::Annotations(asked.file.display().to_string(), why))?;
    print_text(imported.text.as_bytes())?;
    imported.left.iter().for_each(|line| tell(line));
    let facts = [("count", imported.count.to_string()), ("left", imported.left.len().to_string())];
    tell(&words.text("import/counts", &facts.each_ref().map(|(key, count)| (*key, count.as_str()))));
    Ok(match () {
        () if !imported.left.is_empty() => EXIT_LEFT,
        () if imported.count == 0 => EXIT_NOTHING,
        () => 0,
    })
}

//! Inputs: the files that a run read, each with its digest, so that a report says of what it speaks.
//!
//! It never reads a file again: what is digested is what was judged.

use sha2::{Digest, Sha256};

use super::Input;
use crate::document::Document;
use crate::text::Role;

/// A file that a run read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputRow {
    /// Its path as reports show it.
    pub path: String,
    /// What it is for: `config`, `rules`, `claims`, `table` or `source`.
    pub role: String,
    /// SHA-256 of the file as it is on disk, in lower-case hexadecimal; nothing for a source that could not be read.
    pub sha256: Option<String>,
}

/// All files of a run by path, then the sources that have no text of their own.
pub(super) fn rows(input: &Input<'_>) -> Vec<InputRow> {
    let mut digests: Vec<Option<&str>> = vec![None; input.project.files.iter().count()];
    let mut unread = Vec::new();
    for source in &input.project.sources {
        match &source.document {
            // the text of a source may be another than its bytes, as in a PDF
            Document::Text { file, digest, .. } => match &source.transcript {
                None => digests[file.0 as usize] = Some(digest),
                // the words are those of the transcript, and the scan has no text among the project's files
                Some(transcript) => {
                    digests[file.0 as usize] = transcript.digest.as_deref();
                    unread.push(InputRow {
                        path: source.path.clone(),
                        role: name(Role::Source).to_owned(),
                        sha256: Some(digest.clone()),
                    });
                }
            },
            Document::Unreadable { digest, .. } => {
                let role = name(Role::Source).to_owned();
                unread.push(InputRow { path: source.path.clone(), role, sha256: digest.clone() });
            }
        }
    }
    let mut found: Vec<InputRow> = input
        .project
        .files
        .iter()
        .zip(digests)
        .map(|((_, file), known)| InputRow {
            path: file.path.clone(),
            role: name(file.role).to_owned(),
            sha256: Some(known.map_or_else(|| digest(&file.text), str::to_owned)),
        })
        .collect();
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found.extend(unread);
    found
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn name(role: Role) -> &'static str {
    match role {
        Role::Config => "config",
        Role::Rules => "rules",
        Role::Claims => "claims",
        Role::Table => "table",
        Role::Source => "source",
        Role::Baseline => "baseline",
    }
}

//! Entry: what a project says of a source, changed where it is written: in `[[source]]`, or in a list in CSV.
//!
//! A list of sources is read by factlint alone, so a column that it lacks is added at its end; nothing else of it changes.

use crate::document::SourceId;
use crate::edit::csv::{Cell, Sheet};
use crate::edit::toml::{Literal, TableAt, append, tables};
use crate::edit::{Changes, Splice};
use crate::project::Project;
use crate::text::{FileId, Role};

/// What a key is to say. A list in CSV writes both in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Words.
    Text(String),
    /// A day.
    Day(jiff::civil::Date),
}

impl Given {
    fn literal(&self) -> Literal {
        match self {
            Given::Text(text) => Literal::text(text),
            Given::Day(day) => Literal::bare(day),
        }
    }

    fn text(&self) -> String {
        match self {
            Given::Text(text) => text.clone(),
            Given::Day(day) => day.to_string(),
        }
    }
}

/// Keys with what they are to say.
pub type Keys = Vec<(&'static str, Given)>;

/// The keys after which new ones are written, as far as they are there.
const NEIGHBOURS: &[&str] =
    &["id", "path", "lines", "pages", "section", "sha256", "transcript", "transcript_by", "transcript_sha256"];

/// Gives keys of listed sources what they are to say.
pub fn set(project: &Project, wanted: &[(SourceId, Keys)], changes: &mut Changes) {
    let mut files: Vec<FileId> = wanted.iter().map(|(source, _)| project.source(*source).span.file).collect();
    files.sort_unstable();
    files.dedup();
    for file in files {
        let own: Vec<(usize, &Keys)> = wanted
            .iter()
            .map(|(source, keys)| (project.source(*source).span, keys))
            .filter(|(span, _)| span.file == file)
            .map(|(span, keys)| (span.start as usize, keys))
            .collect();
        let text = &project.files.get(file).text;
        changes.add(file, if is_list(project, file) { in_list(text, &own) } else { in_config(text, &own) });
    }
}

/// Whether a file is a list of sources in CSV, and not `factlint.toml`.
fn is_list(project: &Project, file: FileId) -> bool {
    project.files.get(file).role == Role::Table
}

fn in_config(text: &str, wanted: &[(usize, &Keys)]) -> Vec<Splice> {
    let all = tables(text, "source");
    let of = |at: usize| all.get(all.partition_point(|table| table.range().start <= at).checked_sub(1)?);
    let set = |(at, keys): &(usize, &Keys)| {
        let literals: Vec<(&str, Literal)> = keys.iter().map(|(key, given)| (*key, given.literal())).collect();
        of(*at).map(|table: &TableAt| table.set(text, &literals, NEIGHBOURS)).unwrap_or_default()
    };
    wanted.iter().flat_map(set).collect()
}

fn in_list(text: &str, wanted: &[(usize, &Keys)]) -> Vec<Splice> {
    let sheet = Sheet::new(text);
    let added = lacking(&sheet, wanted.iter().flat_map(|(_, keys)| keys.iter().map(|(key, _)| *key)));
    let column = |key: &str| {
        let new = || added.iter().position(|name| *name == key).map(|place| sheet.header.len() + place);
        sheet.column(key).or_else(new).unwrap_or(usize::MAX)
    };
    let cell = |at: usize, key: &str, given: &Given| Cell { at, column: column(key), text: given.text() };
    let cells: Vec<Cell> = wanted
        .iter()
        .flat_map(|(at, keys)| keys.iter().map(move |(key, given)| (*at, *key, given)))
        .map(|(at, key, given)| cell(at, key, given))
        .collect();
    sheet.splices(&cells, &added)
}

/// The keys for which a list has no column, each once.
fn lacking<'k>(sheet: &Sheet<'_>, keys: impl Iterator<Item = &'k str>) -> Vec<&'k str> {
    let mut lacking: Vec<&str> = Vec::new();
    for key in keys.filter(|key| sheet.column(key).is_none()) {
        if !lacking.contains(&key) {
            lacking.push(key);
        }
    }
    lacking
}

/// Lists a new source: after the last `[[source]]`, or as the last row of a list.
pub fn add(project: &Project, file: FileId, keys: &Keys, changes: &mut Changes) {
    let text = &project.files.get(file).text;
    if !is_list(project, file) {
        let literals: Vec<(&str, Literal)> = keys.iter().map(|(key, given)| (*key, given.literal())).collect();
        changes.add(file, [append(text, "source", &literals)]);
        return;
    }
    let sheet = Sheet::new(text);
    let added = lacking(&sheet, keys.iter().map(|(key, _)| *key));
    let fields: Vec<(&str, String)> = keys.iter().map(|(key, given)| (*key, given.text())).collect();
    changes.add(file, sheet.splices(&[], &added));
    changes.add(file, [sheet.append(&fields, &added)]);
}

//! Baseline: the file of findings that a project holds back, one a line.
//!
//! Only reads: what matches is decided where findings are marked.

use crate::finding::Problem;
use crate::load::error::ConfigError;
use crate::project::{HELD_SEEN, Held, HeldLine};
use crate::table::{Table, parse};
use crate::text::{File, FileId};

/// Where a project that names no other file keeps its baseline.
pub(super) const USUAL: &str = "factlint-baseline.toml";

/// Reads a baseline.
pub(super) fn read(file_id: FileId, file: &File, problems: &mut Vec<Problem>) -> Vec<HeldLine> {
    let read = parse(file_id, file, problems, |mut table, problems| {
        let tables = table.tables("finding", "a finding", problems);
        let lines = tables.into_iter().filter_map(|each| line(each, problems)).collect();
        table.finish(problems);
        lines
    });
    read.unwrap_or_default()
}

fn line(mut table: Table<'_, '_>, problems: &mut Vec<Problem>) -> Option<HeldLine> {
    let span = table.span;
    let rule = table.required_text("rule", problems);
    let seen = table.required_text("seen", problems);
    let text = |table: &mut Table<'_, '_>, key, problems: &mut _| table.text(key, problems).map(|text| text.value);
    let source = text(&mut table, "source", problems);
    let subject_rule = text(&mut table, "subject_rule", problems);
    let texts = |table: &mut Table<'_, '_>, key, problems: &mut _| -> Vec<String> {
        table.texts(key, problems).into_iter().flatten().map(|text| text.value).collect()
    };
    let claims = texts(&mut table, "claims", problems);
    let values = texts(&mut table, "values", problems);
    let sha256 = texts(&mut table, "sha256", problems);
    table.finish(problems);
    let (rule, seen) = (rule?.value, seen?);
    let Some(place) = HELD_SEEN.iter().position(|known| *known == seen.value) else {
        problems.push(ConfigError::Seen { span: seen.span, seen: seen.value }.into());
        return None;
    };
    Some(HeldLine { held: Held { rule, source, subject_rule, claims, values, sha256 }, seen: place, span })
}

//! TOML: values replaced and keys added in the tables of a file.
//!
//! The places come from the parser that reads the file, and the new literals from its writer. `toml_edit` is not used, since it
//! turns CR LF into LF and drops a byte order mark: every line of such a file would change.

use std::ops::Range;

use ::toml::de::{DeTable, DeValue};
use toml_writer::{ToTomlValue, TomlStringBuilder};

use super::{Splice, line_end};
use crate::text::BYTE_ORDER_MARK;

/// A table of `[[source]]` or `[[claim]]`, or an inline one in a list, with the places of its keys and values.
#[derive(Clone, Debug)]
pub struct TableAt {
    start: usize,
    end: usize,
    is_inline: bool,
    entries: Vec<EntryAt>,
}

#[derive(Clone, Debug)]
struct EntryAt {
    key: String,
    key_start: usize,
    value: Range<usize>,
}

/// The tables under a key of the file, in the order in which they are written; none where the file cannot be read.
pub fn tables(text: &str, key: &str) -> Vec<TableAt> {
    let rest = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let shift = text.len() - rest.len();
    let (root, errors) = DeTable::parse_recoverable(rest);
    match root.get_ref().get(key).map(|list| list.get_ref()) {
        Some(DeValue::Array(items)) if errors.is_empty() => items
            .iter()
            .filter_map(|item| match item.get_ref() {
                DeValue::Table(table) => Some(TableAt::new(rest, shift, item.span(), table)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

impl TableAt {
    fn new(text: &str, shift: usize, span: Range<usize>, table: &DeTable<'_>) -> TableAt {
        let entry = |key: &str, key_span: Range<usize>, value: Range<usize>| EntryAt {
            key: key.to_owned(),
            key_start: shift + key_span.start,
            value: shift + value.start..shift + value.end,
        };
        let mut entries: Vec<EntryAt> = table.iter().map(|(key, value)| entry(key.get_ref(), key.span(), value.span())).collect();
        entries.sort_by_key(|entry| entry.key_start);
        let is_inline = text.get(span.start..).is_some_and(|from| from.starts_with('{'));
        let end = entries.iter().map(|entry| entry.value.end).max().unwrap_or_default().max(shift + span.end);
        TableAt { start: shift + span.start, end, is_inline, entries }
    }

    /// Whether a place of the file lies in it.
    pub fn holds(&self, at: usize) -> bool {
        (self.start..self.end).contains(&at)
    }

    /// Whether it is written between braces.
    pub fn is_inline(&self) -> bool {
        self.is_inline
    }

    /// Its bytes, from its header or brace to the end of its last value.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    fn entry(&self, key: &str) -> Option<&EntryAt> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Gives keys their texts: a key that is there gets another value in its place; others come right after the last of
    /// `neighbours` that is there, written as that one is.
    pub fn set(&self, text: &str, keys: &[(&str, Literal)], neighbours: &[&str]) -> Vec<Splice> {
        let mut splices = Vec::new();
        let mut added = String::new();
        let anchor = neighbours.iter().filter_map(|key| self.entry(key)).max_by_key(|entry| entry.key_start);
        let Some(anchor) = anchor.or(self.entries.last()) else { return splices };
        for (key, literal) in keys {
            match self.entry(key) {
                Some(entry) => splices.push(Splice::new(entry.value.clone(), literal.like(text, &entry.value))),
                None => added.push_str(&self.written(text, anchor, key, &literal.0)),
            }
        }
        if !added.is_empty() {
            let at = if self.is_inline { anchor.value.end } else { end_of_line(text, anchor.value.end) };
            splices.push(Splice::insert(at, added));
        }
        splices
    }

    /// A key with its value as its neighbour is written: the same indent, its equals sign below.
    fn written(&self, text: &str, anchor: &EntryAt, key: &str, literal: &str) -> String {
        let head = text.get(anchor.key_start..anchor.value.start).unwrap_or_default();
        let (before, after) = head.split_once('=').unwrap_or((head, " "));
        let gap = if before.ends_with(' ') { " " } else { "" };
        if self.is_inline {
            return format!(", {key}{gap}={after}{literal}");
        }
        // two spaces before an equals sign put it below others
        let width = if before.ends_with("  ") { before.chars().count() } else { 0 }.max(key.len() + gap.len());
        let indent = indent_of(text, anchor.key_start);
        format!("{}{indent}{key:<width$}={after}{literal}", line_end(text))
    }
}

/// A value as TOML writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal(String);

impl Literal {
    /// A text in quote marks, on one line whatever it holds; without escapes where that can be.
    pub fn text(text: &str) -> Literal {
        let builder = TomlStringBuilder::new(text);
        let plain = builder.as_basic_pretty().or_else(|| builder.as_literal());
        Literal(plain.unwrap_or_else(|| builder.as_basic()).to_toml_value())
    }

    /// A date or number that needs no quote marks.
    pub fn bare(text: impl ToString) -> Literal {
        Literal(text.to_string())
    }

    /// As it is written in a file.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same in the quote marks of the value that it replaces, where these can hold it.
    fn like(&self, text: &str, old: &Range<usize>) -> String {
        let old = text.get(old.clone()).unwrap_or_default();
        let inner = self.0.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match inner {
            Some(inner) if old.starts_with('\'') && !old.starts_with("'''") && !inner.contains(['\'', '\\']) => {
                format!("'{inner}'")
            }
            _ => self.0.clone(),
        }
    }
}

/// The place right before the line break of the line that holds a place; comments of the line are passed.
fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    at + line.strip_suffix('\r').unwrap_or(line).len()
}

fn indent_of(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.get(start..).unwrap_or_default();
    if line.trim().is_empty() { line } else { "" }
}

/// A new `[[source]]` after the last one, or at the end of the file; after inline tables of a list, one more of them.
pub fn append(text: &str, key: &str, entries: &[(&str, Literal)]) -> Splice {
    let all = tables(text, key);
    match all.last() {
        Some(last) if last.is_inline => {
            let pairs: Vec<String> = entries.iter().map(|(key, literal)| format!("{key} = {}", literal.0)).collect();
            let between = match all.len().checked_sub(2).and_then(|before| text.get(all[before].end..last.start)) {
                Some(between) if between.trim() == "," => between.to_owned(),
                _ if text.get(..last.start).is_some_and(|before| before.trim_end_matches(' ').ends_with('\n')) => {
                    format!(",{}{}", line_end(text), indent_of(text, last.start))
                }
                _ => ", ".to_owned(),
            };
            Splice::insert(last.end, format!("{between}{{ {} }}", pairs.join(", ")))
        }
        last => {
            let at = last.map_or(text.len(), |last| end_of_line(text, last.end));
            let end = line_end(text);
            let mut block = String::new();
            let before = text.get(..at).unwrap_or_default();
            if last.is_some() || !(before.is_empty() || before.ends_with('\n')) {
                block.push_str(end);
            }
            if !before.trim_start_matches(BYTE_ORDER_MARK).is_empty() {
                block.push_str(end);
            }
            block.push_str(&format!("[[{key}]]"));
            entries.iter().for_each(|(key, literal)| block.push_str(&format!("{end}{key} = {}", literal.0)));
            if last.is_none() {
                block.push_str(end);
            }
            Splice::insert(at, block)
        }
    }
}

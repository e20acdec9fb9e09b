//! Listing: the sources of a project as a table for people and as JSON for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Row, State};
use crate::document::Part;
use crate::said::Words;
use crate::text::fold::is_mark;
use crate::text::origin::page_list;

/// Characters of a hash that the table shows.
const DIGEST_CHARS: usize = 12;

/// A table with a line for each source, what else is to be known below it, and the counts.
pub fn table(rows: &[Row<'_>], words: &Words) -> String {
    let names = ["id", "format", "size", "characters", "claims", "hash", "state", "path"];
    let header = names.map(|name| words.text(&format!("sources/{name}"), &[]));
    let cells: Vec<[String; 8]> = rows.iter().map(|row| cells(row, words)).collect();
    let widths: Vec<usize> = (0..names.len())
        .map(|column| std::iter::once(&header).chain(&cells).map(|cells| width(&cells[column])).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    if !rows.is_empty() {
        text.push_str(&line(&header, &widths));
    }
    for (row, cells) in rows.iter().zip(&cells) {
        text.push_str(&line(cells, &widths));
        for note in notes(row, words) {
            let _ = writeln!(text, "  {note}");
        }
    }
    let _ = writeln!(text, "{}", counts(rows, words));
    text
}

fn cells(row: &Row<'_>, words: &Words) -> [String; 8] {
    let count = |code: &str, count: usize| words.text(code, &[("count", &count.to_string())]);
    let size = match (row.pages, row.lines) {
        (Some(pages), _) => count("sources/pages", pages),
        (None, Some(lines)) => count("sources/lines", lines),
        (None, None) => String::new(),
    };
    let digest = row.source.digest().unwrap_or_default();
    [
        row.id.to_owned(),
        format_name(row).to_owned(),
        size,
        row.characters.map_or_else(String::new, |count| words.figure(&count.to_string())),
        words.figure(&row.claims.to_string()),
        digest.chars().take(DIGEST_CHARS).collect(),
        state(row.state, words),
        row.path.clone(),
    ]
}

fn format_name(row: &Row<'_>) -> &'static str {
    match (&row.source.transcript, row.source.document.format()) {
        (Some(_), _) => "scan",
        (None, Some(format)) => format.name(),
        (None, None) => "",
    }
}

fn state(state: State, words: &Words) -> String {
    words.text(&format!("sources/{}", state.name()), &[])
}

/// Figures stand to the right, words to the left.
const RIGHT: [usize; 3] = [2, 3, 4];

fn line(cells: &[String; 8], widths: &[usize]) -> String {
    let mut line = String::new();
    for (column, (cell, wanted)) in cells.iter().zip(widths).enumerate() {
        let gap = " ".repeat(wanted.saturating_sub(width(cell)));
        let _ = if RIGHT.contains(&column) { write!(line, "{gap}{cell}  ") } else { write!(line, "{cell}{gap}  ") };
    }
    format!("{}\n", line.trim_end())
}

/// Columns that a text takes up: marks on letters take none.
fn width(text: &str) -> usize {
    text.chars().filter(|letter| !is_mark(*letter)).count()
}

/// What else is to be known of a source.
fn notes(row: &Row<'_>, words: &Words) -> Vec<String> {
    let mut notes = Vec::new();
    if let crate::document::Document::Unreadable { why, .. } = &row.source.document {
        notes.push(words.text("sources/no-text", &[("why", why)]));
    }
    if !row.pictures.is_empty() {
        let facts = [("count", &*row.pictures.len().to_string()), ("numbers", &page_list(&row.pictures))];
        notes.push(words.text("sources/pictures", &facts));
    }
    if let Some((transcript, found)) = row.source.transcript.as_ref().zip(row.transcript_state) {
        let facts = [("path", transcript.path.as_str()), ("by", transcript.by.as_str()), ("state", &state(found, words))];
        notes.push(words.text("sources/transcript", &facts));
    }
    let accepted = &row.source.accepted;
    if let Some(by) = &accepted.by {
        let on = accepted.on.map(|day| day.to_string()).unwrap_or_default();
        let facts = [("by", by.as_str()), ("on", on.as_str()), ("reason", accepted.reason.as_deref().unwrap_or_default())];
        let code = if on.is_empty() { "sources/accepted-by-someday" } else { "sources/accepted-by" };
        notes.push(words.text(code, &facts));
    }
    notes
}

/// How many there are, and how many of them need a look.
fn counts(rows: &[Row<'_>], words: &Words) -> String {
    let claims: usize = rows.iter().map(|row| row.claims).sum();
    let all = words.text("sources/counts", &[("count", &rows.len().to_string()), ("claims", &claims.to_string())]);
    let of = |wanted: State| {
        rows.iter().flat_map(|row| [Some(row.state), row.transcript_state]).flatten().filter(move |state| *state == wanted)
    };
    let part = |(wanted, code): (State, &str)| match of(wanted).count() {
        0 => None,
        count => Some(words.text(code, &[("count", &count.to_string())])),
    };
    let odd = [
        (State::Changed, "sources/count-changed"),
        (State::Unpinned, "sources/count-unpinned"),
        (State::Unreadable, "sources/count-unreadable"),
    ];
    let odd: Vec<String> = odd.into_iter().filter_map(part).collect();
    if odd.is_empty() { all } else { format!("{all}; {}", odd.join(", ")) }
}

/// For each source that is not as it was pinned a line with both hashes, and the counts.
pub fn verified(rows: &[Row<'_>], words: &Words) -> String {
    let mut text = String::new();
    for row in rows {
        let transcript = row.source.transcript.as_ref().zip(row.transcript_state);
        let files = [
            Some((row.path.as_str(), row.state, &row.source.sha256, row.source.digest())),
            transcript
                .map(|(transcript, state)| (transcript.path.as_str(), state, &transcript.sha256, transcript.digest.as_deref())),
        ];
        for (path, found, pinned, digest) in files.into_iter().flatten() {
            let pinned = pinned.as_ref().map_or("", |(pinned, _)| pinned);
            let facts = [
                ("id", row.id),
                ("path", path),
                ("pinned", pinned),
                ("found", digest.unwrap_or_default()),
                ("state", &state(found, words)),
            ];
            let code = if found == State::Changed { "sources/verify-changed" } else { "sources/verify" };
            let _ = writeln!(text, "{}", words.text(code, &facts));
        }
    }
    let _ = writeln!(text, "{}", counts(rows, words));
    text
}

/// The same for programs: a list of objects under `sources`.
pub fn json(rows: &[Row<'_>]) -> String {
    let all: Vec<Value> = rows.iter().map(object).collect();
    format!("{:#}\n", json!({ "version": 1, "sources": all }))
}

fn object(row: &Row<'_>) -> Value {
    let source = row.source;
    let pinned = |pinned: &Option<(String, crate::text::Span)>| pinned.as_ref().map(|(pinned, _)| pinned.clone());
    let part = source.part.as_ref().map(|part| match part {
        Part::Lines(first, last) => json!({ "lines": [first, last] }),
        Part::Pages(first, last) => json!({ "pages": [first, last] }),
        Part::Section(section) => json!({ "section": section }),
    });
    let why = match &source.document {
        crate::document::Document::Unreadable { why, .. } => Some(why),
        crate::document::Document::Text { .. } => None,
    };
    json!({
        "id": row.id,
        "path": row.path,
        "format": Some(format_name(row)).filter(|name| !name.is_empty()),
        "part": part,
        "pages": row.pages,
        "pictures": row.pictures,
        "lines": row.lines,
        "characters": row.characters,
        "claims": row.claims,
        "state": row.state.name(),
        "sha256": source.digest(),
        "pinned": pinned(&source.sha256),
        "unreadable": why,
        "locale": source.locale,
        "published": source.published.map(|day| day.to_string()),
        "title": source.title,
        "url": source.url,
        "fetched": source.fetched.map(|day| day.to_string()),
        "by": source.by,
        "transcript": source.transcript.as_ref().map(|transcript| json!({
            "path": transcript.path,
            "by": transcript.by,
            "state": row.transcript_state.map(State::name),
            "sha256": transcript.digest,
            "pinned": pinned(&transcript.sha256),
        })),
        "accepted": source.accepted.by.as_ref().map(|by| json!({
            "by": by,
            "on": source.accepted.on.map(|day| day.to_string()),
            "reason": source.accepted.reason,
        })),
    })
}

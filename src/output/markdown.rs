//! Markdown: the counts and the worst findings, for a comment on a pull request or the summary of a job.
//!
//! It never lets words of a source act as markup, address a person, or outgrow what a comment may hold.

use std::io::{self, Write};

use super::Style;
use super::excerpt::harmless;
use crate::report::{Entry, Report};

/// Bytes after which findings are only counted; a comment may have 65,536 characters.
const BYTES_MAX: usize = 60_000;

/// Bytes of one finding that are shown.
const FINDING_BYTES_MAX: usize = 4_000;

/// Writes the counts, then the findings as a list.
pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let words = report.words();
    let mut text = format!("### factlint\n\n> {}\n\n", escaped(&report.head(words)));
    for (index, line) in report.summary_lines(words).iter().enumerate() {
        let line = escaped(line);
        text.push_str(&if index == 0 { format!("**{line}**\n\n") } else { format!("- {line}\n") });
    }
    let mut shown = 0;
    for entry in report.alerts(words) {
        let item = item(report, &entry);
        if text.len() + item.len() > BYTES_MAX {
            break;
        }
        if shown == 0 {
            text.push('\n');
        }
        text.push_str(&item);
        shown += 1;
    }
    let left_off = report.alerts_count() - shown;
    if left_off > 0 {
        text.push_str(&format!("\n{}\n", escaped(&words.text("summary/left-off", &[("count", &left_off.to_string())]))));
    }
    out.write_all(text.as_bytes())
}

/// A finding: level, rule, place and headline, then the other places, notes and help.
fn item(report: &Report<'_>, entry: &Entry<'_>) -> String {
    let words = report.words();
    let place = report.place_of(entry);
    let seen = words.text(entry.severity.code(), &[]);
    let at = code(&format!("{}:{}", report.path_in_repository(&place), place.start.line));
    let mut text = format!("1. **{seen}** {} {at}<br>{}\n", code(entry.code), escaped(&entry.headline));
    for label in entry.labels.iter().skip(1).filter(|label| !label.text.is_empty()) {
        let at = code(&report.place_in_repository(&label.place, words));
        push_line(&mut text, &format!("{at} {}", escaped(&label.text)));
    }
    for note in &entry.notes {
        push_line(&mut text, &format!("{}: {}", words.text("level/note", &[]), escaped(note)));
    }
    for help in &entry.help {
        push_line(&mut text, &format!("{}: {}", words.text("level/help", &[]), escaped(help)));
    }
    text
}

/// Adds a line under a finding while there is room.
fn push_line(text: &mut String, line: &str) {
    if text.len() + line.len() < FINDING_BYTES_MAX {
        text.push_str(&format!("   - {line}\n"));
    }
}

/// Words as code, whatever they hold.
fn code(text: &str) -> String {
    format!("`{}`", harmless(text).replace('`', "'"))
}

/// Text without markup of its own. What a message quotes between backticks stays code, if the backticks pair up.
fn escaped(text: &str) -> String {
    let text = harmless(text);
    let pairs_up = text.matches('`').count().is_multiple_of(2);
    let mut out = String::with_capacity(text.len() + 8);
    let mut is_code = false;
    for letter in text.chars() {
        match letter {
            '`' if pairs_up => {
                is_code = !is_code;
                out.push('`');
            }
            // a mention in a comment writes to its person
            '@' => out.push_str("@\u{200b}"),
            '<' if !is_code => out.push_str("&lt;"),
            '>' if !is_code => out.push_str("&gt;"),
            '&' if !is_code => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' if !is_code => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    out
}

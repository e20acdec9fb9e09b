//! GitHub: findings as workflow commands, which GitHub shows beside the lines of a pull request.
//!
//! It never writes more than GitHub shows: the worst come first, and one notice counts the rest.

use std::io::{self, Write};

use super::Style;
use super::excerpt::harmless;
use crate::report::{Entry, Report, Severity};

/// Commands of one level that GitHub shows of a step.
const COMMANDS_MAX: usize = 10;

/// The levels of workflow commands.
const LEVELS: [&str; 3] = ["error", "warning", "notice"];

/// Writes workflow commands, then the counts in plain words for the log.
pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut written = [0; LEVELS.len()];
    let mut left_off = 0;
    for entry in report.alerts(report.words()) {
        let level = level_of(entry.severity);
        // the notice that counts the rest takes the room of one
        let room = if LEVELS[level] == "notice" { COMMANDS_MAX - 1 } else { COMMANDS_MAX };
        if written[level] == room {
            left_off += 1;
            continue;
        }
        written[level] += 1;
        command(report, &entry, LEVELS[level], out)?;
    }
    if left_off > 0 {
        let more = report.words().text("summary/left-off", &[("count", &left_off.to_string())]);
        writeln!(out, "::notice title=factlint::{}", data(&more))?;
    }
    writeln!(out, "{}", report.head(report.words()))?;
    for line in report.summary_lines(report.words()) {
        writeln!(out, "{}", harmless(&line))?;
    }
    Ok(())
}

fn level_of(severity: Severity) -> usize {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        _ => 2,
    }
}

fn command(report: &Report<'_>, entry: &Entry<'_>, level: &str, out: &mut dyn Write) -> io::Result<()> {
    let place = report.place_of(entry);
    let path = property(&report.path_in_repository(&place));
    write!(out, "::{level} file={path},line={},endLine={}", place.start.line, place.end.line)?;
    // columns of a place over several lines would be read as if it were one line
    if place.start.line == place.end.line {
        write!(out, ",col={},endColumn={}", place.start.column, place.end.column)?;
    }
    let seen = report.words().text(entry.severity.code(), &[]);
    writeln!(out, ",title={}::{}", property(&format!("{seen}[{}]", entry.code)), data(&message(report, entry)))
}

/// The headline, then notes and help, one to a line.
fn message(report: &Report<'_>, entry: &Entry<'_>) -> String {
    let named = |code: &str, text: &String| format!("{}: {}", report.words().text(code, &[]), harmless(text));
    let mut lines = vec![harmless(&entry.headline)];
    lines.extend(entry.notes.iter().map(|note| named("level/note", note)));
    lines.extend(entry.help.iter().map(|help| named("level/help", help)));
    lines.join("\n")
}

/// What follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(&harmless(text)).replace(':', "%3A").replace(',', "%2C")
}

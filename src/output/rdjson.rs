//! rdjson: findings in the diagnostic format of reviewdog.
//!
//! It never proposes a text in place of a claim's: which side of a difference is wrong is for a person to say.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde::ser::Serializer;
use serde_json::{Value, json};

use super::Style;
use super::excerpt::harmless;
use crate::report::{Entry, Report, Severity};
use crate::text::Place;

/// Writes the findings as one JSON object.
pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    serde_json::to_writer(&mut out, &Log { source: json!({ "name": "factlint" }), diagnostics: Diagnostics(report) })?;
    out.write_all(b"\n")?;
    out.flush()
}

#[derive(Serialize)]
struct Log<'r, 'a> {
    source: Value,
    diagnostics: Diagnostics<'r, 'a>,
}

/// The findings, each built when it is written.
struct Diagnostics<'r, 'a>(&'r Report<'a>);

impl Serialize for Diagnostics<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.alerts(self.0.english()).map(|entry| diagnostic(self.0, &entry)))
    }
}

fn diagnostic(report: &Report<'_>, entry: &Entry<'_>) -> Value {
    json!({
        "message": message(report, entry),
        "location": location(report, &report.place_of(entry)),
        "severity": severity(entry.severity),
        "source": { "name": "factlint" },
        "code": { "value": entry.code },
    })
}

/// The headline, the other places, notes and help, one to a line: the format knows one place to a finding.
fn message(report: &Report<'_>, entry: &Entry<'_>) -> String {
    let mut lines = vec![entry.headline.clone()];
    for label in entry.labels.iter().skip(1) {
        let place = report.place_in_repository(&label.place, report.english());
        lines.push(format!("{} {place}: {}", label.mark.name(), label.text));
    }
    lines.extend(entry.notes.iter().map(|note| format!("note: {note}")));
    lines.extend(entry.help.iter().map(|help| format!("help: {help}")));
    lines.iter().map(|line| harmless(line)).collect::<Vec<_>>().join("\n")
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        _ => "INFO",
    }
}

/// Columns of the format count bytes of UTF-8.
fn location(report: &Report<'_>, place: &Place) -> Value {
    json!({
        "path": report.path_in_repository(place),
        "range": {
            "start": { "line": place.start.line, "column": place.start.column_utf8 },
            "end": { "line": place.end.line, "column": place.end.column_utf8 },
        },
    })
}

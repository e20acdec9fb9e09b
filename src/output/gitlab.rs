//! GitLab: findings as a code quality report.
//!
//! It never lets two findings share a fingerprint, since GitLab keeps only one of them.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde::ser::Serializer;

use super::Style;
use super::excerpt::harmless;
use crate::report::{Entry, Report, Severity};

/// Writes the findings as one JSON list.
pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    serde_json::to_writer(&mut out, &Issues(report))?;
    out.write_all(b"\n")?;
    out.flush()
}

/// The findings, each built when it is written.
struct Issues<'r, 'a>(&'r Report<'a>);

impl Serialize for Issues<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.alerts(self.0.english()).map(|entry| Issue::new(self.0, &entry)))
    }
}

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl Issue {
    fn new(report: &Report<'_>, entry: &Entry<'_>) -> Issue {
        let place = report.place_of(entry);
        let help: String = entry.help.iter().map(|help| format!("; {help}")).collect();
        Issue {
            // GitLab does not show the name of a check
            description: harmless(&format!("{}: {}{help}", entry.code, entry.headline)),
            check_name: entry.code.to_owned(),
            fingerprint: entry.fingerprint.to_string(),
            severity: severity(entry.severity),
            location: Location {
                path: report.path_in_repository(&place),
                lines: Lines { begin: place.start.line, end: place.end.line },
            },
        }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        _ => "info",
    }
}

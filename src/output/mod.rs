//! Outputs: one report in many formats, each a file and a row of [`FORMATS`].
//!
//! No output computes positions, filters, counts or decides levels: the report has done so.

mod annotations;
mod csv;
mod excerpt;
mod github;
mod gitlab;
mod intoto;
mod json;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
mod terminal;
mod xlsx;

use std::io::{self, Write};

use crate::report::Report;

/// How an output may look. Machine formats ignore it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether escape codes for colours may be written.
    pub color: bool,
    /// Findings to show at most; the counts stay as they are.
    pub limit: Option<usize>,
    /// Whether a terminal reads it that opens links (OSC 8).
    pub links: bool,
    /// Whether the formats for terminals show counts by rule in place of the findings.
    pub statistics: bool,
}

/// A format in which a report can be written.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in a line of help.
    pub summary: &'static str,
    /// Whether it counts what holds by file, so that judging has to keep it.
    pub by_file: bool,
    /// Writes a report.
    pub write: fn(&Report<'_>, &Style, &mut dyn Write) -> io::Result<()>,
}

/// Every format, the usual one first.
pub const FORMATS: &[Format] = &[
    Format {
        name: "full",
        summary: "for people: each finding as a picture, then the counts",
        by_file: false,
        write: terminal::full,
    },
    Format {
        name: "concise",
        summary: "for people: one line per finding, then the counts",
        by_file: false,
        write: terminal::concise,
    },
    Format { name: "json", summary: "for programs: version 1, one object, see docs/json.md", by_file: false, write: json::write },
    Format { name: "jsonl", summary: "for programs: the same objects, one to a line", by_file: false, write: json::write_lines },
    Format { name: "sarif", summary: "for code scanning: SARIF 2.1.0", by_file: false, write: sarif::write },
    Format { name: "junit", summary: "for CI: test cases, by rule and file and by finding", by_file: true, write: junit::write },
    Format { name: "github", summary: "for GitHub: workflow commands, ten of a level", by_file: false, write: github::write },
    Format { name: "gitlab", summary: "for GitLab: a code quality report", by_file: false, write: gitlab::write },
    Format { name: "rdjson", summary: "for reviewdog: its diagnostic format", by_file: false, write: rdjson::write },
    Format {
        name: "markdown",
        summary: "for a comment: the counts and the worst findings",
        by_file: false,
        write: markdown::write,
    },
    Format { name: "csv", summary: "for spreadsheets: one row for each outcome", by_file: false, write: csv::write },
    Format { name: "xlsx", summary: "for spreadsheets: the same as a workbook", by_file: false, write: xlsx::write },
    Format {
        name: "in-toto",
        summary: "for provenance: a statement of all digests and results, to be signed",
        by_file: false,
        write: intoto::write,
    },
    Format {
        name: "annotations",
        summary: "for archives: where each quote stands, as W3C Web Annotations",
        by_file: false,
        write: annotations::write,
    },
];

/// Writes the mistakes in the files alone, as pictures: for commands that judge nothing.
///
/// # Errors
/// When writing fails.
pub fn problems(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    terminal::problems(report, style, out)
}

/// Text in which nothing steers a terminal: for messages that carry words of files or arguments.
pub fn harmless(text: &str) -> String {
    excerpt::harmless(text)
}

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

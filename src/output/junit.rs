//! JUnit XML: for each rule and file one case that says it was judged, with its counts, and one case for each finding.
//!
//! It never writes a case for each group that holds, so that a million claims make no million cases.

use std::io::{self, BufWriter, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use super::Style;
use super::excerpt::harmless;
use crate::report::{Entry, FileRow, Report, Severity, Tally};

/// What the first lines of the file are.
const DECLARATION: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Claims that the name of a case lists.
const CLAIMS_NAMED_MAX: usize = 5;

/// Digits of a fingerprint that tell the names of two cases apart.
const PRINT_DIGITS: usize = 8;

/// Writes the findings as one test suite. Failures are findings that do not hold, whatever their level; mistakes in the files that end
/// the run are errors; what is unknown is skipped.
pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    out.write_all(DECLARATION)?;
    let mut xml = Writer::new_with_indent(&mut out, b' ', 1);
    let files = report.by_file();
    let judged: usize = files.iter().map(|file| file.rules.len()).sum();
    let (found, problems) = (&report.summary.findings, &report.summary.problems);
    let failures = found.errors + found.warnings + found.notes + problems.warnings + problems.notes;
    // the bare element and the full one inside it are what both common schemas take
    open(&mut xml, "testsuites", &[])?;
    open(
        &mut xml,
        "testsuite",
        &[
            ("name", "factlint"),
            ("package", "factlint"),
            ("id", "0"),
            ("timestamp", &format!("{}T00:00:00", report.today())),
            ("hostname", "localhost"),
            ("tests", &(judged + report.alerts_count()).to_string()),
            ("failures", &failures.to_string()),
            ("errors", &problems.errors.to_string()),
            ("time", "0"),
        ],
    )?;
    properties(&mut xml, report, &files)?;
    for file in &files {
        for (rule, _) in &file.rules {
            let id = &report.summary.rules[*rule].id;
            empty(&mut xml, "testcase", &case(&format!("{id}: judged"), file.name()))?;
        }
    }
    for entry in report.alerts(report.english()) {
        finding(&mut xml, report, &entry)?;
    }
    text(&mut xml, "system-out", &[], &report.summary_lines(report.english()).join("\n"))?;
    text(&mut xml, "system-err", &[], &report.head(report.english()))?;
    close(&mut xml, "testsuite")?;
    close(&mut xml, "testsuites")?;
    out.write_all(b"\n")?;
    out.flush()
}

type Xml<'w, 'o> = Writer<&'w mut BufWriter<&'o mut dyn Write>>;

/// The counts: those of the run, then those of each rule and file.
fn properties(xml: &mut Xml<'_, '_>, report: &Report<'_>, files: &[FileRow]) -> io::Result<()> {
    open(xml, "properties", &[])?;
    empty(xml, "property", &[("name", "total"), ("value", &counts(&report.summary.total))])?;
    for file in files {
        for (rule, tally) in &file.rules {
            let name = format!("{}: {}", file.name(), report.summary.rules[*rule].id);
            empty(xml, "property", &[("name", &name), ("value", &counts(tally))])?;
        }
    }
    close(xml, "properties")
}

fn counts(tally: &Tally) -> String {
    let Tally { holds, possible, unlikely, fails, unknown, not_applicable: _, waived } = tally;
    format!(
        "found={} holds={holds} possible={possible} unlikely={unlikely} fails={fails} unknown={unknown} waived={waived}",
        tally.found()
    )
}

/// The attributes of a case.
fn case<'t>(name: &'t str, path: &'t str) -> [(&'static str, &'t str); 3] {
    [("name", name), ("classname", path), ("time", "0")]
}

fn finding(xml: &mut Xml<'_, '_>, report: &Report<'_>, entry: &Entry<'_>) -> io::Result<()> {
    let place = report.place_of(entry);
    open(xml, "testcase", &case(&name(entry), &place.path))?;
    let details = details(report, entry);
    let element = match (entry.severity, &entry.case) {
        (Severity::Unknown, _) => "skipped",
        (Severity::Error, None) => "error",
        _ => "failure",
    };
    match element {
        // one of the schemas gives it no attributes
        "skipped" => text(xml, element, &[], &details)?,
        _ => text(xml, element, &[("type", entry.level.name()), ("message", &harmless(&entry.headline))], &details)?,
    }
    close(xml, "testcase")
}

/// The rule, the claims, and what tells it from others of both.
fn name(entry: &Entry<'_>) -> String {
    let claims: Vec<&str> = entry.case.iter().flat_map(|case| &case.names).flat_map(|(_, ids)| ids).copied().collect();
    let mut named = claims.iter().take(CLAIMS_NAMED_MAX).copied().collect::<Vec<_>>().join(", ");
    if claims.len() > CLAIMS_NAMED_MAX {
        named.push_str(", …");
    }
    let print: String = entry.fingerprint.to_string().chars().take(PRINT_DIGITS).collect();
    if named.is_empty() { format!("{} [{print}]", entry.code) } else { format!("{}: {named} [{print}]", entry.code) }
}

/// The finding in lines: the headline at its place, the other places, notes and help.
fn details(report: &Report<'_>, entry: &Entry<'_>) -> String {
    let place = report.place_of(entry);
    let mut lines = vec![format!("{}:{}:{}: {}", place.path, place.start.line, place.start.column, entry.headline)];
    for label in entry.labels.iter().skip(1) {
        let place = &label.place;
        lines.push(format!("{} {}: {}", label.mark.name(), report.words().place(place), label.text));
    }
    lines.extend(entry.notes.iter().map(|note| format!("note: {note}")));
    lines.extend(entry.help.iter().map(|help| format!("help: {help}")));
    lines.iter().map(|line| harmless(line)).collect::<Vec<_>>().join("\n")
}

fn open(xml: &mut Xml<'_, '_>, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.write_event(Event::Start(start(name, attributes)))
}

fn close(xml: &mut Xml<'_, '_>, name: &str) -> io::Result<()> {
    xml.write_event(Event::End(BytesEnd::new(name)))
}

fn empty(xml: &mut Xml<'_, '_>, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.write_event(Event::Empty(start(name, attributes)))
}

fn text(xml: &mut Xml<'_, '_>, name: &str, attributes: &[(&str, &str)], words: &str) -> io::Result<()> {
    open(xml, name, attributes)?;
    xml.write_event(Event::Text(BytesText::new(&legal(words))))?;
    close(xml, name)
}

/// An element with its attributes, each in one line as the schemas want it.
fn start<'n>(name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
    let mut element = BytesStart::new(name);
    for (key, value) in attributes {
        let value = legal(value).split_whitespace().collect::<Vec<_>>().join(" ");
        element.push_attribute((*key, value.as_str()));
    }
    element
}

/// The text without characters that no XML document may hold, not even escaped.
fn legal(text: &str) -> String {
    let is_legal =
        |letter: &char| !matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(is_legal).collect()
}

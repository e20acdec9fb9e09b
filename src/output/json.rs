//! JSON, version 1: one object for programs, written as it is made, so that a million claims need no room.
//!
//! The structs are its own and documented in `docs/json.md`; within a version a field is never taken away or given another
//! meaning. Its words are English whatever the reader's language.

use std::io::{self, BufWriter, Write};

use rayon::prelude::*;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::to_writer;

use super::Style;
use crate::report::{AnchorRow, ClaimRow, Count, Entry, InputRow, Known, Label, ReadRow, Report, RuleRow, Summary, Tally};
use crate::text;

/// The version of this format.
const VERSION: u8 = 1;

/// Writes the report as one JSON object and a line break.
pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let words = report.english();
    let mut opening = serde_json::to_vec(&Opening::new(report))?;
    opening.pop(); // its brace stays open for the lists
    out.write_all(&opening)?;
    list(&mut out, "problems", report.problems(words), |to, entry| to_writer(to, &Problem::new(entry)))?;
    list(&mut out, "outcomes", report.outcomes(report.detail(), words), |to, entry| to_writer(to, &Outcome::new(entry)))?;
    list(&mut out, "claims", report.claims(), |to, row| to_writer(to, &Claim::new(row)))?;
    out.write_all(b"}\n")?;
    out.flush()
}

/// Writes the same objects one to a line, each with its `kind`: the summary first, then problems, outcomes and claims.
pub(super) fn write_lines(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let words = report.english();
    to_writer(&mut out, &Line { kind: "summary", fields: Opening::new(report) })?;
    out.write_all(b"\n")?;
    lines(&mut out, report.problems(words), |to, entry| line(to, "problem", Problem::new(entry)))?;
    lines(&mut out, report.outcomes(report.detail(), words), |to, entry| line(to, "outcome", Outcome::new(entry)))?;
    lines(&mut out, report.claims(), |to, row| line(to, "claim", Claim::new(row)))?;
    out.flush()
}

/// A key with its list, after other keys.
fn list<T: Send + Sync>(
    out: &mut impl Write,
    key: &str,
    items: impl Iterator<Item = T>,
    item: impl Fn(&mut Vec<u8>, &T) -> serde_json::Result<()> + Sync,
) -> io::Result<()> {
    write!(out, ",\"{key}\":[")?;
    let mut is_first = true;
    let with_comma = |to: &mut Vec<u8>, one: &T| {
        to.push(b',');
        item(to, one)
    };
    in_steps(items, with_comma, |bytes| {
        let bytes = if std::mem::take(&mut is_first) { bytes.get(1..).unwrap_or_default() } else { bytes };
        out.write_all(bytes)
    })?;
    out.write_all(b"]")
}

fn lines<T: Send + Sync>(
    out: &mut impl Write,
    items: impl Iterator<Item = T>,
    item: impl Fn(&mut Vec<u8>, &T) -> serde_json::Result<()> + Sync,
) -> io::Result<()> {
    in_steps(items, item, |bytes| out.write_all(bytes))
}

fn line(to: &mut Vec<u8>, kind: &'static str, fields: impl Serialize) -> serde_json::Result<()> {
    to_writer(&mut *to, &Line { kind, fields })?;
    to.push(b'\n');
    Ok(())
}

/// So many items are turned into bytes side by side before they are written.
const STEP: usize = 1_024;

/// So many of them are one piece of work.
const PIECE: usize = 64;

/// Turns items into bytes on all cores, and hands these over in the order of the items.
fn in_steps<T: Send + Sync>(
    mut items: impl Iterator<Item = T>,
    to_bytes: impl Fn(&mut Vec<u8>, &T) -> serde_json::Result<()> + Sync,
    mut write: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    loop {
        let step: Vec<T> = items.by_ref().take(STEP).collect();
        if step.is_empty() {
            return Ok(());
        }
        let piece = |items: &[T]| {
            let mut bytes = Vec::new();
            items.iter().try_for_each(|item| to_bytes(&mut bytes, item)).map(|()| bytes)
        };
        let pieces: Vec<serde_json::Result<Vec<u8>>> = step.par_chunks(PIECE).map(piece).collect();
        for bytes in pieces {
            write(&bytes?)?;
        }
    }
}

#[derive(Serialize)]
struct Line<T> {
    kind: &'static str,
    #[serde(flatten)]
    fields: T,
}

#[derive(Serialize)]
struct Opening<'r> {
    version: u8,
    head: String,
    today: String,
    exit_code: u8,
    detail: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    folder: &'r str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    partial: bool,
    files: Vec<FileRead>,
    summary: Counts<'r>,
}

impl<'r> Opening<'r> {
    fn new(report: &'r Report<'_>) -> Opening<'r> {
        Opening {
            version: VERSION,
            head: report.head(report.english()),
            today: report.today().to_string(),
            exit_code: report.exit,
            detail: report.detail().name(),
            folder: report.folder(),
            partial: report.is_partial(),
            files: report.inputs().into_iter().map(FileRead::new).collect(),
            summary: Counts::new(&report.summary),
        }
    }
}

#[derive(Serialize)]
struct FileRead {
    path: String,
    role: String,
    sha256: Option<String>,
}

impl FileRead {
    fn new(row: InputRow) -> FileRead {
        FileRead { path: row.path, role: row.role, sha256: row.sha256 }
    }
}

#[derive(Serialize)]
struct Counts<'r> {
    claims: usize,
    checked: usize,
    differ: usize,
    not_checked: Pairs<&'static str, usize>,
    inferred: usize,
    transcribed: usize,
    incomplete: usize,
    verdicts: Verdicts,
    findings: Levels,
    problems: Levels,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    known: Vec<Compared<'r>>,
    rules: Vec<Rule<'r>>,
}

impl<'r> Counts<'r> {
    fn new(found: &'r Summary) -> Counts<'r> {
        Counts {
            claims: found.claims,
            checked: found.checked,
            differ: found.differ,
            not_checked: Pairs(found.not_checked.iter().map(|(why, count)| (why.name(), *count)).collect()),
            inferred: found.inferred,
            transcribed: found.transcribed,
            incomplete: found.incomplete,
            verdicts: Verdicts::new(&found.total),
            findings: Levels::new(&found.findings),
            problems: Levels::new(&found.problems),
            known: found.known.iter().map(Compared::new).collect(),
            rules: found.rules.iter().map(Rule::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct Compared<'r> {
    by: &'static str,
    with: &'r str,
    count: usize,
}

impl<'r> Compared<'r> {
    fn new(row: &'r crate::report::Compared) -> Compared<'r> {
        Compared { by: row.by.name(), with: &row.with, count: row.count }
    }
}

#[derive(Serialize)]
struct Verdicts {
    found: u64,
    holds: u64,
    possible: u64,
    unlikely: u64,
    fails: u64,
    unknown: u64,
    not_applicable: u64,
    waived: u64,
}

impl Verdicts {
    fn new(tally: &Tally) -> Verdicts {
        Verdicts {
            found: tally.found(),
            holds: tally.holds,
            possible: tally.possible,
            unlikely: tally.unlikely,
            fails: tally.fails,
            unknown: tally.unknown,
            not_applicable: tally.not_applicable,
            waived: tally.waived,
        }
    }
}

#[derive(Serialize)]
struct Levels {
    errors: usize,
    warnings: usize,
    notes: usize,
    unknown: usize,
}

impl Levels {
    fn new(count: &Count) -> Levels {
        Levels { errors: count.errors, warnings: count.warnings, notes: count.notes, unknown: count.unknown }
    }
}

#[derive(Serialize)]
struct Rule<'r> {
    id: &'r str,
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pack: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'r str>,
    #[serde(flatten)]
    verdicts: Verdicts,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Verdicts>,
}

impl<'r> Rule<'r> {
    fn new(row: &'r RuleRow) -> Rule<'r> {
        let verdicts = Verdicts::new(&row.tally);
        Rule {
            id: &row.id,
            level: row.level.name(),
            pack: row.pack.as_deref(),
            says: row.says.as_deref(),
            about: row.about.as_deref(),
            verdicts,
            known: (row.known != Tally::default()).then(|| Verdicts::new(&row.known)),
        }
    }
}

#[derive(Serialize)]
struct Problem {
    code: String,
    level: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    help: Vec<String>,
    fingerprint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<&'static str>,
    places: Vec<Marked>,
    #[serde(skip_serializing_if = "is_nought")]
    places_left_off: usize,
}

impl Problem {
    fn new(entry: &Entry<'_>) -> Problem {
        Problem {
            code: entry.code.to_owned(),
            level: entry.level.name(),
            message: entry.headline.clone(),
            help: entry.help.clone(),
            fingerprint: entry.fingerprint.to_string(),
            known: entry.known.map(Known::name),
            places: entry.labels.iter().map(Marked::new).collect(),
            places_left_off: entry.places_left_off,
        }
    }
}

#[derive(Serialize)]
struct Outcome<'e> {
    rule: &'e str,
    group: Pairs<&'e str, &'e str>,
    names: Pairs<&'e str, &'e [&'e str]>,
    claims: Vec<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_rule: Option<&'e str>,
    verdict: &'static str,
    unlikely: bool,
    level: &'static str,
    message: &'e str,
    reasons: Vec<Reason<'e>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    steps: &'e [&'e str],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notes: &'e [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    help: &'e [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    unconfirmed: &'e [&'e str],
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver: Option<Waiver<'e>>,
    fingerprint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<&'static str>,
    places: Vec<Marked>,
    #[serde(skip_serializing_if = "is_nought")]
    places_left_off: usize,
}

impl<'e> Outcome<'e> {
    fn new(entry: &'e Entry<'_>) -> Outcome<'e> {
        let case = entry.case.as_ref().expect("the report gives every outcome its case");
        Outcome {
            rule: entry.code,
            group: Pairs(case.group.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()),
            names: Pairs(case.names.iter().map(|(name, ids)| (*name, ids.as_slice())).collect()),
            claims: case.names.iter().flat_map(|(_, ids)| ids.iter().copied()).collect(),
            source: case.source,
            subject_rule: case.subject_rule,
            verdict: case.verdict.name(),
            unlikely: case.unlikely,
            level: entry.level.name(),
            message: &entry.headline,
            reasons: case.reasons.iter().map(Reason::new).collect(),
            steps: &case.steps,
            notes: &entry.notes,
            help: &entry.help,
            unconfirmed: &case.unconfirmed,
            waiver: case.accepted.map(|accepted| Waiver {
                by: accepted.by,
                reason: accepted.reason,
                until: accepted.until.map(|day| day.to_string()),
            }),
            fingerprint: entry.fingerprint.to_string(),
            known: entry.known.map(Known::name),
            places: entry.labels.iter().map(Marked::new).collect(),
            places_left_off: entry.places_left_off,
        }
    }
}

fn is_nought(count: &usize) -> bool {
    *count == 0
}

#[derive(Serialize)]
struct Reason<'e> {
    code: &'e str,
    facts: Pairs<&'e str, &'e str>,
    text: &'e str,
}

impl<'e> Reason<'e> {
    fn new(reason: &'e crate::report::Reason<'_>) -> Reason<'e> {
        Reason { code: reason.code, facts: Pairs(reason.facts.clone()), text: &reason.text }
    }
}

#[derive(Serialize)]
struct Waiver<'e> {
    by: &'e str,
    reason: &'e str,
    until: Option<String>,
}

#[derive(Serialize)]
struct Claim<'e> {
    id: &'e str,
    anchor: Option<Anchor<'e>>,
    reading: Read<'e>,
}

impl<'e> Claim<'e> {
    fn new(row: &'e ClaimRow<'e>) -> Claim<'e> {
        let reading = match &row.reading {
            Ok(read) => Read::Value(Box::new(Reading::new(read))),
            Err(unread) => Read::Unread { unread },
        };
        Claim { id: row.id, anchor: row.anchor.as_ref().map(Anchor::new), reading }
    }
}

#[derive(Serialize)]
struct Anchor<'e> {
    status: &'e str,
    difference: Option<&'e str>,
    folds: &'e [&'e str],
    stale: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    transcribed_by: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'e str>,
    passages: Vec<Passage<'e>>,
    places: Vec<Place>,
}

impl<'e> Anchor<'e> {
    fn new(row: &'e AnchorRow<'e>) -> Anchor<'e> {
        Anchor {
            status: row.status,
            difference: row.difference,
            folds: &row.folds,
            stale: row.stale,
            transcribed_by: row.transcribed_by,
            link: row.link.as_deref(),
            passages: row.passages.iter().map(Passage::new).collect(),
            places: row.places.iter().map(Place::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct Passage<'e> {
    exact: &'e str,
    prefix: &'e str,
    suffix: &'e str,
    char_start: Option<usize>,
    char_end: Option<usize>,
}

impl<'e> Passage<'e> {
    fn new(row: &crate::report::Passage<'e>) -> Passage<'e> {
        let (start, end) = row.chars.as_ref().map(|chars| (chars.start, chars.end)).unzip();
        Passage { exact: row.exact, prefix: row.prefix, suffix: row.suffix, char_start: start, char_end: end }
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Read<'e> {
    Value(Box<Reading<'e>>),
    Unread { unread: &'e str },
}

#[derive(Serialize)]
struct Reading<'e> {
    value: String,
    unit: Option<&'e str>,
    qualifier: &'e str,
    text: &'e str,
    place: Place,
    inferred: Vec<Inferred<'e>>,
}

impl<'e> Reading<'e> {
    fn new(row: &'e ReadRow<'e>) -> Reading<'e> {
        Reading {
            value: row.value.clone(),
            unit: row.unit.as_deref(),
            qualifier: row.qualifier,
            text: row.text,
            place: Place::new(&row.place),
            inferred: row.inferred.iter().map(|(what, value, from)| Inferred { what, value, from }).collect(),
        }
    }
}

#[derive(Serialize)]
struct Inferred<'e> {
    what: &'e str,
    value: &'e str,
    from: &'e str,
}

/// A place with what it is to the finding.
#[derive(Serialize)]
struct Marked {
    role: &'static str,
    text: String,
    #[serde(flatten)]
    place: Place,
}

impl Marked {
    fn new(label: &Label) -> Marked {
        Marked { role: label.mark.name(), text: label.text.clone(), place: Place::new(&label.place) }
    }
}

#[derive(Serialize)]
struct Place {
    path: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    column_utf16: usize,
    end_column_utf16: usize,
    column_utf8: usize,
    end_column_utf8: usize,
    byte_start: u32,
    byte_end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    spot: Option<Box<text::origin::Spot>>,
    #[serde(skip_serializing_if = "is_true")]
    has_lines: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_true(value: &bool) -> bool {
    *value
}

impl Place {
    fn new(place: &text::Place) -> Place {
        Place {
            path: place.path.clone(),
            line: place.start.line,
            column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
            column_utf16: place.start.column_utf16,
            end_column_utf16: place.end.column_utf16,
            column_utf8: place.start.column_utf8,
            end_column_utf8: place.end.column_utf8,
            byte_start: place.byte_start,
            byte_end: place.byte_end,
            spot: place.spot.clone(),
            has_lines: place.has_lines,
        }
    }
}

/// An object whose keys keep their order.
struct Pairs<K, V>(Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for Pairs<K, V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

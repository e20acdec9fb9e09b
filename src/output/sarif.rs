//! SARIF 2.1.0: findings for code scanning, with the claim's line as the place and the source and the rule linked from the message.
//!
//! It never lists more than code scanning takes: the worst come first, and what is left off is counted.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde::ser::Serializer;
use serde_json::{Value, json};

use super::Style;
use super::excerpt::harmless;
use crate::report::{Entry, Label, Report, RuleRow, Severity, is_shipped};
use crate::text::Place;

/// Results that code scanning takes of one run.
const RESULTS_MAX: usize = 25_000;

/// Characters of a rule's description that code scanning takes.
const DESCRIPTION_CHARS_MAX: usize = 1024;

/// Where factlint is at home, which only whoever builds a release can say: `FACTLINT_HOMEPAGE` while it is built.
const HOME: Option<&str> = option_env!("FACTLINT_HOMEPAGE");

/// What paths are relative to: the folder of the repository.
const ROOT: &str = "%SRCROOT%";

/// Writes the findings as one SARIF log with one run.
pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let rules = Rules::of(report);
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: Driver { rules: &rules.listed, ..Driver::default() } },
            automation_details: json!({ "id": category(report) }),
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: json!({ ROOT: { "description": { "text": "The folder of the repository." } } }),
            invocations: [invocation(report)],
            results: Results { report, rules: &rules },
            properties: json!({ "head": report.head(report.english()), "counts": report.summary_lines(report.english()) }),
        }],
    };
    serde_json::to_writer(&mut out, &log)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// What tells the runs of several projects in one repository apart.
fn category(report: &Report<'_>) -> String {
    match report.folder() {
        "" => "factlint/".to_owned(),
        folder => format!("factlint/{folder}/"),
    }
}

#[derive(Serialize)]
struct Log<'r, 'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r, 'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r, 'a> {
    tool: Tool<'r>,
    automation_details: Value,
    column_kind: &'static str,
    original_uri_base_ids: Value,
    invocations: [Value; 1],
    results: Results<'r, 'a>,
    properties: Value,
}

#[derive(Serialize)]
struct Tool<'r> {
    driver: Driver<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'r> {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    information_uri: Option<&'static str>,
    rules: &'r [Value],
}

impl Default for Driver<'_> {
    fn default() -> Self {
        let version = env!("CARGO_PKG_VERSION");
        Driver { name: "factlint", version, semantic_version: version, information_uri: HOME, rules: &[] }
    }
}

/// What became of the run, and how many results code scanning could not take.
fn invocation(report: &Report<'_>) -> Value {
    let left_off = report.alerts_count().saturating_sub(RESULTS_MAX);
    let mut notices = Vec::new();
    if left_off > 0 {
        let text = report.english().text("summary/left-off", &[("count", &left_off.to_string())]);
        notices.push(json!({ "level": "warning", "message": { "text": text } }));
    }
    json!({
        "executionSuccessful": report.exit != 2,
        "exitCode": report.exit,
        "toolExecutionNotifications": notices,
    })
}

/// The rules and the codes of problems, each with its place in the list.
struct Rules {
    listed: Vec<Value>,
    places: BTreeMap<String, usize>,
}

impl Rules {
    fn of(report: &Report<'_>) -> Rules {
        let mut rules = Rules { listed: Vec::new(), places: BTreeMap::new() };
        for row in &report.summary.rules {
            rules.add(&row.id, rule(row));
        }
        for entry in report.problems(report.english()) {
            rules.add(entry.code, problem_rule(&entry));
        }
        rules
    }

    fn add(&mut self, id: &str, rule: Value) {
        if !self.places.contains_key(id) {
            self.places.insert(id.to_owned(), self.listed.len());
            self.listed.push(rule);
        }
    }
}

fn rule(row: &RuleRow) -> Value {
    let says = row.says.as_deref().unwrap_or(&row.id);
    let about = row.about.as_deref().unwrap_or(says).split_whitespace().collect::<Vec<_>>().join(" ");
    described(&row.id, says, &about, level_of(Severity::of_level(row.level)), row.pack.as_deref().unwrap_or("project"))
}

/// What a mistake in a file is: a code that many messages share.
fn problem_rule(entry: &Entry<'_>) -> Value {
    let says = format!("A mistake in the project's files: {}", entry.code);
    let about =
        "A file of the project cannot be used as it is written. Errors of this kind end the run before anything is judged.";
    described(entry.code, &says, about, level_of(entry.severity), "files")
}

fn described(id: &str, says: &str, about: &str, level: &str, tag: &str) -> Value {
    json!({
        "id": id,
        "shortDescription": { "text": sentence(&shortened(says)) },
        "fullDescription": { "text": sentence(&shortened(about)) },
        "help": { "text": sentence(about), "markdown": format!("**{id}**\n\n{}", sentence(about)) },
        "defaultConfiguration": { "level": level },
        "properties": {
            "precision": "high",
            "problem.severity": if level == "note" { "recommendation" } else { level },
            "tags": ["published-figures", tag],
        },
    })
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(DESCRIPTION_CHARS_MAX - 2) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The text as a sentence, since code scanning takes the first one of a message as its title.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '…', ':']) { text.to_owned() } else { format!("{text}.") }
}

/// The results that are listed, each built when it is written.
struct Results<'r, 'a> {
    report: &'r Report<'a>,
    rules: &'r Rules,
}

impl Serialize for Results<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let alerts = self.report.alerts(self.report.english()).take(RESULTS_MAX);
        to.collect_seq(alerts.map(|entry| result(self.report, self.rules, &entry)))
    }
}

fn result(report: &Report<'_>, rules: &Rules, entry: &Entry<'_>) -> Value {
    let related: Vec<&Label> = entry.labels.iter().skip(1).collect();
    let print = entry.fingerprint.to_string();
    let mut result = json!({
        "ruleId": entry.code,
        "ruleIndex": rules.places.get(entry.code),
        "kind": if entry.severity == Severity::Unknown { "open" } else { "fail" },
        "level": level_of(entry.severity),
        "message": { "text": message(entry, &related) },
        "locations": [{ "physicalLocation": physical(report, &report.place_of(entry)) }],
        "partialFingerprints": { "factlint/v1": print, "primaryLocationLineHash": print },
    });
    if !related.is_empty() {
        let places = related.iter().enumerate().map(|(index, label)| related_location(report, index + 1, label));
        result["relatedLocations"] = places.collect();
    }
    result
}

/// The level that SARIF knows. What is unknown did not fail, so that it has none: its kind is "open".
fn level_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
        _ => "none",
    }
}

/// The headline as a sentence, then notes and help, then the links to the related places.
fn message(entry: &Entry<'_>, related: &[&Label]) -> String {
    let mut lines = vec![plain(&sentence(&entry.headline))];
    lines.extend(entry.notes.iter().map(|note| plain(&format!("Note: {}", sentence(note)))));
    lines.extend(entry.help.iter().map(|help| plain(&format!("Help: {}", sentence(help)))));
    let links = related.iter().enumerate().map(|(index, label)| {
        let text = link_text(label).replace('[', "\\[").replace(']', "\\]");
        format!("[{text}]({})", index + 1)
    });
    let links: Vec<String> = links.collect();
    if !links.is_empty() {
        lines.push(format!("See: {}.", links.join("; ")));
    }
    lines.join("\n")
}

/// What a link to a place says.
fn link_text(label: &Label) -> String {
    let mark = label.mark.name();
    let text = harmless(&label.text.split_whitespace().collect::<Vec<_>>().join(" "));
    if text.is_empty() { mark.to_owned() } else { format!("{mark}: {text}") }
}

/// Words in which nothing can be taken for a link, or turn the reading direction.
fn plain(text: &str) -> String {
    harmless(text).replace("](", "] (")
}

fn related_location(report: &Report<'_>, id: usize, label: &Label) -> Value {
    let text = link_text(label);
    if is_shipped(&label.place) {
        let name = format!("{}:{}", label.place.path, label.place.start.line);
        return json!({ "id": id, "message": { "text": text }, "logicalLocations": [{ "fullyQualifiedName": name }] });
    }
    let mut location = json!({ "id": id, "message": { "text": text }, "physicalLocation": physical(report, &label.place) });
    if !label.place.has_lines {
        // a page, a cell or a paragraph is no region that the format knows
        let name = report.place_in_repository(&label.place, report.english());
        location["logicalLocations"] = json!([{ "fullyQualifiedName": name }]);
    }
    location
}

fn physical(report: &Report<'_>, place: &Place) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": encoded(&report.path_in_repository(place)), "uriBaseId": ROOT } });
    if place.has_lines {
        physical["region"] = json!({
            "startLine": place.start.line,
            "startColumn": place.start.column,
            "endLine": place.end.line,
            "endColumn": place.end.column,
        });
    }
    physical
}

/// A path as a relative URI: every byte but letters, digits and a few signs as `%` with two hexadecimal digits.
pub(super) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

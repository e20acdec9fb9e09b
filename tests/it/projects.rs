//! The fixture projects: the clean one is clean, each planted fault is found, and nothing else is.

use std::path::{Path, PathBuf};

use factlint::report::{Detail, Options, Report};
use factlint::run::{Checked, Request, check};

/// The day for which all tests run.
pub(crate) const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 25);

/// A folder of the repository.
pub(crate) fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Checks a project on the tests' own day, every outcome kept.
pub(crate) fn run(path: &Path) -> Checked {
    let request =
        Request { paths: &[path], today: TODAY, claims: &[], select: &[], ignore: &[], detail: Detail::All, by_file: false };
    check(&request).expect("the project of a test is there")
}

/// What an output makes of a project.
pub(crate) fn rendered(checked: &Checked, format: &str, detail: Detail) -> String {
    let mut text = Vec::new();
    with_report(checked, detail, |report| {
        let format = factlint::output::format(format).expect("a format of a test");
        (format.write)(report, &factlint::output::Style::default(), &mut text).expect("memory can be written to");
    });
    String::from_utf8(text).expect("outputs write UTF-8")
}

/// The report of a project.
pub(crate) fn with_report<T>(checked: &Checked, detail: Detail, read: impl FnOnce(&Report<'_>) -> T) -> T {
    let mut result = None;
    checked.report(Options { detail, ..Options::default() }, |report| result = Some(read(report)));
    result.expect("a report is always made")
}

/// One line per outcome: verdict, rule, claims by name, and the primary place; `-` where there is no claim.
pub(crate) fn outcomes(checked: &Checked, detail: Detail) -> Vec<Line> {
    with_report(checked, detail, |report| {
        let entries = report.outcomes(detail, report.english());
        entries.filter_map(|entry| Some(Line::of(&entry, entry.case.as_ref()?))).collect()
    })
}

/// An outcome as cases write it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    pub(crate) verdict: String,
    pub(crate) rule: String,
    pub(crate) claims: String,
    pub(crate) place: String,
    /// Every marked place, the primary one first.
    pub(crate) places: Vec<String>,
}

impl Line {
    fn of(entry: &factlint::report::Entry<'_>, case: &factlint::report::Case<'_>) -> Line {
        let claims: Vec<&str> = case.names.iter().flat_map(|(_, claims)| claims).copied().collect();
        let places: Vec<String> = entry
            .labels
            .iter()
            .map(|label| format!("{}:{}:{}", label.place.path, label.place.start.line, label.place.start.column))
            .collect();
        Line {
            verdict: case.verdict.name().to_owned(),
            rule: entry.code.to_owned(),
            claims: if claims.is_empty() { "-".to_owned() } else { claims.join(",") },
            place: places.first().cloned().unwrap_or_default(),
            places,
        }
    }
}

#[test]
fn the_clean_project_is_clean() {
    let checked = run(&folder("fixtures/projects/quang-ninh"));
    let amiss: Vec<Line> = outcomes(&checked, Detail::Findings);
    assert_eq!(amiss, []);
    assert_eq!(checked.problems, []);
    assert_eq!(with_report(&checked, Detail::Findings, |report| report.exit), 0);
}

/// The rows of a table in Markdown, without its head.
fn rows(path: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder(path)).expect("the list of faults is there");
    let rows = text.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let checked = run(&folder("fixtures/projects/quang-ninh-broken"));
    let mut found = outcomes(&checked, Detail::Findings);
    for row in rows("fixtures/projects/quang-ninh-broken/FAULTS.md") {
        let [_, _, what, claim, rule, verdict] = row.as_slice() else { panic!("a row of FAULTS.md has six cells: {row:?}") };
        let is_it =
            |line: &Line| line.rule == *rule && line.verdict == *verdict && line.claims.split(',').any(|known| known == claim);
        let at = found.iter().position(is_it).unwrap_or_else(|| panic!("not found: {what} ({rule} {claim}); left: {found:#?}"));
        found.remove(at);
    }
    assert_eq!(found, [], "findings that nobody planted");
    assert_eq!(with_report(&checked, Detail::Findings, |report| report.exit), 1);
}

#[test]
fn every_mistake_in_the_files_is_reported_at_its_line() {
    let checked = run(&folder("fixtures/projects/mistakes"));
    let mut found: Vec<(String, usize)> = checked
        .problems
        .iter()
        .map(|problem| {
            let place = checked.project.files.place(problem.labels.first().expect("each has a place").span);
            (place.path, place.start.line)
        })
        .collect();
    for row in rows("fixtures/projects/mistakes/FAULTS.md") {
        let [_, file, line, what] = row.as_slice() else { panic!("a row of FAULTS.md has four cells: {row:?}") };
        let line: usize = line.parse().expect("a line number");
        let at = found.iter().position(|(path, at)| path == file && *at == line);
        found.remove(at.unwrap_or_else(|| panic!("not reported: {what} ({file}:{line}); left: {found:?}")));
    }
    assert_eq!(found, [], "problems that nobody planted");
    assert_eq!(with_report(&checked, Detail::Findings, |report| report.exit), 2);
}

#[test]
fn the_reports_of_both_projects_are_as_they_were_read() {
    for project in ["quang-ninh", "quang-ninh-broken"] {
        let checked = run(&folder(&format!("fixtures/projects/{project}")));
        insta::assert_snapshot!(format!("{project}-full"), rendered(&checked, "full", Detail::Claims));
        insta::assert_snapshot!(format!("{project}-json"), pretty(&rendered(&checked, "json", Detail::Claims)));
    }
    let mistakes = run(&folder("fixtures/projects/mistakes"));
    insta::assert_snapshot!("mistakes-full", rendered(&mistakes, "full", Detail::Claims));
}

fn pretty(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).expect("the JSON report is JSON");
    serde_json::to_string_pretty(&value).expect("a JSON value can be written")
}

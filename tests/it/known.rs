//! What is known already: `--since` against a revision, and the baseline. Each test makes a repository of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::cli::{code, factlint, fresh, text};
use crate::outputs::formats::copy;
use crate::projects::folder;

const TODAY: &str = "--today=2026-11-25";

fn git(at: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
    let run = git.arg("-C").arg(at).args(identity).args(arguments).output().expect("git is there");
    assert!(run.status.success(), "{arguments:?}: {}", text(&run.stderr));
}

/// A repository whose folder `news` is the project with planted faults, committed.
fn repository(name: &str) -> PathBuf {
    let at = fresh(name);
    copy(&folder("fixtures/projects/quang-ninh-broken"), &at.join("news"), &|_, text| text);
    git(&at, &["init", "-q", "-b", "main"]);
    commit(&at);
    at
}

fn commit(at: &Path) {
    git(at, &["add", "-A"]);
    git(at, &["commit", "-q", "-m", "data"]);
}

fn change(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).expect("a file of the test");
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replace(from, to)).expect("a file of the test can be written");
}

/// The project of a repository checked: the exit code and the JSON report.
fn check(at: &Path, more: &[&str]) -> (i32, Value) {
    let project = at.join("news").display().to_string();
    let arguments: Vec<&str> = ["check", &project, TODAY, "--format", "json"].into_iter().chain(more.iter().copied()).collect();
    let output = factlint(&arguments);
    let json = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
    (code(&output), json)
}

/// New findings, and known ones by the first comparison.
fn counts(json: &Value) -> (u64, u64) {
    let found = &json["summary"]["findings"];
    let new = ["errors", "warnings", "notes", "unknown"].iter().filter_map(|level| found[*level].as_u64()).sum();
    (new, json["summary"]["known"][0]["count"].as_u64().unwrap_or_default())
}

#[test]
fn what_a_revision_has_already_does_not_fail_and_is_counted() {
    let at = repository("since-same");
    let (_, plain) = check(&at, &[]);
    let (all, _) = counts(&plain);
    let (code, json) = check(&at, &["--since", "HEAD"]);
    assert_eq!((code, counts(&json)), (0, (0, all)));
    assert_eq!(json["summary"]["verdicts"], plain["summary"]["verdicts"], "verdicts stay what they are");
    let known = json["outcomes"].as_array().into_iter().flatten().filter(|outcome| outcome["known"] == "since").count();
    assert_eq!(known as u64, all);
}

#[test]
fn new_findings_fail_whatever_moved_or_was_renamed() {
    let at = repository("since-new");
    let (_, before) = check(&at, &["--since", "main"]);
    git(&at, &["mv", "news/claims/brief.toml", "news/claims/short.toml"]);
    let party = at.join("news/claims/party.toml");
    let text = std::fs::read_to_string(&party).expect("a file of the test");
    std::fs::write(&party, format!("# one line more\n\n{text}")).expect("a file of the test can be written");
    assert_eq!(check(&at, &["--since", "main"]).0, 0, "lines moved and a file was renamed");
    // a wrong value that becomes another wrong value must be seen
    change(&party, "value = 669\n", "value = 966\n");
    let (code, json) = check(&at, &["--since", "main"]);
    let (new, known) = counts(&json);
    assert_eq!((code, new + known), (1, counts(&before).1));
    let listed = json["outcomes"].as_array().into_iter().flatten().filter(|outcome| outcome["known"].is_null());
    assert!(new > 0 && listed.into_iter().any(|outcome| outcome["rule"] == "agrees" && outcome["claims"][0] == "organisations"));
}

#[test]
fn the_users_tree_and_index_stay_as_they_are() {
    let at = repository("since-untouched");
    change(&at.join("news/claims/party.toml"), "value = 669\n", "value = 966\n");
    let state = |at: &Path| {
        let run = Command::new("git").arg("-C").arg(at).args(["status", "--porcelain"]).output().expect("git is there");
        (text(&run.stdout), std::fs::read(at.join(".git/index")).expect("an index"))
    };
    let before = state(&at);
    check(&at, &["--since", "HEAD"]);
    assert_eq!(state(&at), before);
}

#[test]
fn a_revision_without_the_project_or_with_a_broken_one_leaves_everything_new() {
    let at = repository("since-none");
    git(&at, &["mv", "news", "old"]);
    git(&at, &["commit", "-q", "-m", "moved"]);
    git(&at, &["mv", "old", "news"]);
    let (code, json) = check(&at, &["--since", "HEAD"]);
    assert_eq!((code, &json["problems"][0]["code"]), (1, &"since/no-project".into()));
    assert_eq!(counts(&json).1, 0);
    change(&at.join("news/factlint.toml"), "locale", "lokale");
    commit(&at);
    change(&at.join("news/factlint.toml"), "lokale", "locale");
    let (code, json) = check(&at, &["--since", "HEAD"]);
    assert_eq!((code, &json["problems"][0]["code"]), (1, &"since/broken".into()));
}

#[test]
fn a_shallow_clone_an_unknown_revision_and_no_repository_are_told() {
    let at = repository("since-shallow");
    change(&at.join("news/claims/party.toml"), "value = 669\n", "value = 966\n");
    commit(&at);
    let shallow = fresh("since-clone").join("clone");
    let from = format!("file://{}", at.display());
    git(&at, &["clone", "-q", "--depth", "1", &from, &shallow.display().to_string()]);
    let told = |at: &Path, revision: &str| {
        let output = factlint(&["check", &at.join("news").display().to_string(), &format!("--since={revision}")]);
        assert_eq!((code(&output), text(&output.stdout)), (2, String::new()));
        text(&output.stderr)
    };
    let said = told(&shallow, "HEAD~1");
    assert!(said.contains("fetch-depth: 0") && said.contains("git fetch --unshallow"), "{said}");
    assert!(told(&at, "nowhere").contains("there is no revision `nowhere`"));
    assert!(told(&at, "--all").contains("there is no revision `--all`"));
    let plain = tempfile::tempdir().expect("a folder outside of any repository");
    copy(&at.join("news"), &plain.path().join("news"), &|_, text| text);
    assert!(told(plain.path(), "HEAD").contains("needs a git repository"));
    // the revision itself is enough, however short its history
    assert_eq!(check(&shallow, &["--since", "HEAD"]).0, 0);
}

#[test]
fn a_baseline_holds_back_shrinks_and_lets_through_what_changes() {
    let at = repository("baseline");
    let project = at.join("news").display().to_string();
    let (_, plain) = check(&at, &[]);
    assert_eq!(code(&factlint(&["baseline", "update", &project])), 2, "there is none yet");
    assert_eq!(code(&factlint(&["baseline", "create", &project, TODAY])), 0);
    assert_eq!(code(&factlint(&["baseline", "create", &project, TODAY])), 2, "never over one that is there");
    let path = at.join("news/factlint-baseline.toml");
    let written = std::fs::read_to_string(&path).expect("it was written");
    let lines: Vec<&str> = written.lines().filter(|line| line.starts_with("  {")).collect();
    assert_eq!(lines.len() as u64, counts(&plain).0);
    assert!(lines.is_sorted(), "{written}");
    let (exit, json) = check(&at, &[]);
    assert_eq!((exit, counts(&json)), (0, (0, lines.len() as u64)));
    assert_eq!(json["summary"]["known"][0]["with"], "factlint-baseline.toml");
    assert_eq!(check(&at, &["--no-baseline"]).0, 1);
    // mended: the line is told, and goes
    let party = at.join("news/claims/party.toml");
    change(&party, "value = 669\n", "value = 696\n");
    let (exit, json) = check(&at, &[]);
    assert_eq!((exit, &json["problems"][0]["code"]), (0, &"baseline/idle".into()));
    assert_eq!(check(&at, &["--fail-on", "warning"]).0, 1);
    assert!(check(&at, &["--claim", "members"]).1["problems"].as_array().is_some_and(Vec::is_empty), "a part says nothing");
    assert_eq!(code(&factlint(&["baseline", "update", &project, TODAY])), 0);
    let shorter = std::fs::read_to_string(&path).expect("it was written");
    assert!(!shorter.contains("\"organisations\"") && shorter.len() < written.len());
    // wrong again: new, and only taken in when asked for
    change(&party, "value = 696\n", "value = 966\n");
    assert_eq!(check(&at, &[]).0, 1);
    let output = factlint(&["baseline", "update", &project, TODAY]);
    assert!(text(&output.stderr).contains("`--add` takes"), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_to_string(&path).expect("it was written"), shorter);
    assert_eq!(code(&factlint(&["baseline", "update", &project, "--add", TODAY])), 0);
    assert_eq!(check(&at, &[]).0, 0);
    // a source that changes lets its findings through
    change(&at.join("news/sources/bulletin.txt"), "696", "699");
    assert_eq!(check(&at, &[]).0, 1);
}

#[test]
fn a_baseline_with_mistakes_or_under_another_name_is_told() {
    let at = repository("baseline-named");
    let config = at.join("news/factlint.toml");
    let settings = std::fs::read_to_string(&config).expect("a file of the test");
    std::fs::write(&config, format!("baseline = \"known/held.toml\"\n{settings}")).expect("a file of the test can be written");
    let (_, json) = check(&at, &[]);
    assert_eq!(json["problems"][0]["code"], "baseline/missing");
    assert_eq!(code(&factlint(&["baseline", "create", &at.join("news").display().to_string(), TODAY])), 0);
    assert_eq!(check(&at, &[]).0, 0);
    let path = at.join("news/known/held.toml");
    change(&path, "seen = \"error\"", "seen = \"eror\"");
    let (exit, json) = check(&at, &[]);
    assert_eq!((exit, &json["problems"][0]["code"]), (2, &"baseline/seen".into()));
}

#[test]
fn known_findings_are_counted_in_every_format_and_listed_in_none_for_code_review() {
    let at = repository("known-formats");
    let project = at.join("news").display().to_string();
    let run = at.join("run.json").display().to_string();
    let keep = format!("json={run}");
    let first = factlint(&["check", &project, TODAY, "--since", "HEAD", "--format", "full", "--report", &keep]);
    assert!(text(&first.stdout).contains("findings known since HEAD"));
    for format in ["concise", "markdown", "github", "sarif", "junit"] {
        let output = factlint(&["report", &run, "--format", format]);
        assert!(text(&output.stdout).contains("24 findings known since HEAD"), "{format}: {}", text(&output.stdout));
        assert_eq!(code(&output), 0);
    }
    let read = |format: &str| -> Value {
        serde_json::from_slice(&factlint(&["report", &run, "--format", format]).stdout).expect("JSON")
    };
    assert_eq!(read("gitlab").as_array().map(Vec::len), Some(0));
    assert_eq!(read("rdjson")["diagnostics"].as_array().map(Vec::len), Some(0));
    assert_eq!(read("sarif")["runs"][0]["results"].as_array().map(Vec::len), Some(0));
    assert_eq!(read("in-toto")["predicate"]["result"], "WARNED");
    assert_eq!(read("in-toto")["predicate"]["failedTests"].as_array().map(Vec::len), Some(0));
}

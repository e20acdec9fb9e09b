//! The program as its user starts it: exit codes, standard output and standard error.

use std::process::{Command, Output};

use crate::projects::folder;

pub(crate) fn factlint(arguments: &[&str]) -> Output {
    let run = Command::new(env!("CARGO_BIN_EXE_factlint"))
        .args(arguments)
        .current_dir(folder(""))
        .env_remove("NO_COLOR")
        .env("LC_ALL", "C")
        .output();
    run.expect("the program can be started")
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("the program ends by itself")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn exit_codes_are_those_of_the_manual() {
    let today = "--today=2026-11-25";
    for (arguments, expected) in [
        (&["check", "fixtures/projects/quang-ninh", today][..], 0),
        (&["check", "fixtures/projects/quang-ninh-broken", today], 1),
        (&["check", "fixtures/projects/quang-ninh-broken", today, "--exit-zero"], 0),
        (&["check", "fixtures/projects/mistakes", today], 2),
        (&["check", "/"], 2),
        (&["check", "--no-such-option"], 2),
        (&["rules", "test"], 0),
        (&["explain", "quoted"], 0),
        (&["explain", "no-such-rule"], 2),
    ] {
        let output = factlint(arguments);
        assert_eq!(code(&output), expected, "{arguments:?}\n{}\n{}", text(&output.stdout), text(&output.stderr));
    }
}

#[test]
fn a_project_that_is_not_there_is_told_in_one_line_on_standard_error() {
    let output = factlint(&["check", "/"]);
    assert_eq!(text(&output.stdout), "");
    assert_eq!(
        text(&output.stderr),
        "error: there is no factlint.toml in `/` or any folder above it; `factlint init` writes one\n"
    );
}

#[test]
fn json_is_alone_on_standard_output_even_with_mistakes_in_the_files() {
    let output = factlint(&["check", "fixtures/projects/mistakes", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("standard output is one JSON object");
    assert_eq!(json["version"], 1);
    assert!(json["problems"].as_array().is_some_and(|problems| !problems.is_empty()));
}

#[test]
fn colours_come_only_when_asked_for() {
    let project = "fixtures/projects/quang-ninh-broken";
    let plain = factlint(&["check", project]);
    assert!(!plain.stdout.contains(&0x1b), "a pipe gets no escape codes");
    let coloured = factlint(&["check", project, "--color", "always"]);
    assert!(coloured.stdout.contains(&0x1b));
}

#[test]
fn init_writes_a_project_that_checks_clean_and_overwrites_nothing() {
    let target = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("init");
    let _ = std::fs::remove_dir_all(&target);
    let path = target.to_string_lossy();
    assert_eq!(code(&factlint(&["init", &path])), 0);
    let checked = factlint(&["check", &path]);
    assert_eq!(code(&checked), 0, "{}", text(&checked.stdout));
    let tested = factlint(&["rules", "test", &path]);
    assert_eq!(code(&tested), 0, "{}", text(&tested.stdout));
    let again = factlint(&["init", &path]);
    assert_eq!(code(&again), 2);
    assert!(text(&again.stderr).contains("is there already"));
}

#[test]
fn a_claims_file_as_path_reports_only_groups_that_hold_one_of_its_claims() {
    let broken = "fixtures/projects/quang-ninh-broken";
    let all = factlint(&["check", broken, "--format", "json"]);
    let part = factlint(&["check", &format!("{broken}/claims/brief.toml"), "--format", "json"]);
    let both =
        factlint(&["check", &format!("{broken}/claims/brief.toml"), &format!("{broken}/claims/party.toml"), "--format", "json"]);
    let count = |output: &Output| {
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("standard output is one JSON object");
        json["outcomes"].as_array().map_or(0, Vec::len)
    };
    assert!(count(&part) > 0 && count(&part) < count(&both), "{} of {}", count(&part), count(&both));
    assert!(count(&both) < count(&all), "{} of {}", count(&both), count(&all));
    let foreign = factlint(&["check", broken, "fixtures/projects/quang-ninh"]);
    assert_eq!(code(&foreign), 2);
    assert!(text(&foreign.stderr).contains("another project"));
}

/// A fresh folder for the files of a test.
pub(crate) fn fresh(name: &str) -> std::path::PathBuf {
    let target = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&target);
    std::fs::create_dir_all(&target).expect("the folder of a test can be made");
    target
}

#[test]
fn reports_go_into_files_whole_and_leave_standard_output_alone() {
    let target = fresh("reports");
    let at = |name: &str| target.join(name).display().to_string();
    let project = "fixtures/projects/quang-ninh-broken";
    let plain = factlint(&["check", project, "--today=2026-11-25"]);
    let (sarif, junit) = (format!("sarif={}", at("a.sarif")), format!("junit={}", at("deep/a.xml")));
    std::fs::write(at("a.sarif"), "an older report").expect("a file of the test can be written");
    let output = factlint(&["check", project, "--today=2026-11-25", "--report", &sarif, "--report", &junit]);
    assert_eq!(text(&output.stdout), text(&plain.stdout));
    assert_eq!((code(&output), text(&output.stderr)), (1, String::new()));
    let log: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(at("a.sarif")).expect("it was written")).expect("JSON");
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(24));
    assert!(std::fs::read_to_string(at("deep/a.xml")).expect("it was written").ends_with("</testsuites>\n"));
    let left: Vec<_> = std::fs::read_dir(&target).expect("it is there").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_report_that_cannot_be_written_is_told() {
    let target = fresh("refused");
    let folder = format!("json={}", target.display());
    for (report, expected) in [
        (folder.as_str(), "error: cannot write `"),
        ("sarf=x", "there is no format `sarf`; did you mean `sarif`?"),
        ("x.sarif", "write it as KIND=PATH"),
        ("json=", "`json=` names no file"),
    ] {
        let output = factlint(&["check", "fixtures/projects/quang-ninh", "--report", report]);
        assert_eq!(code(&output), 2, "{report}");
        assert!(text(&output.stderr).contains(expected), "{report}: {}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn a_job_on_github_gets_a_page() {
    let target = fresh("page").join("summary.md");
    std::fs::write(&target, "what stood there\n").expect("a file of the test can be written");
    let mut run = Command::new(env!("CARGO_BIN_EXE_factlint"));
    run.args(["check", "fixtures/projects/quang-ninh-broken", "--format", "github", "--lang", "vi"]);
    let output = run.current_dir(folder("")).env("GITHUB_STEP_SUMMARY", &target).output().expect("the program can be started");
    let page = std::fs::read_to_string(&target).expect("it was written");
    assert!(page.starts_with("what stood there\n### factlint\n\n> So văn bản với văn bản."), "{page}");
    let commands = text(&output.stdout);
    assert!(commands.starts_with("::error file=fixtures/projects/quang-ninh-broken/"), "{commands}");
}

#[test]
fn completions_and_manual_pages_come_from_the_command_line() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = factlint(&["completions", shell]);
        assert!(code(&output) == 0 && text(&output.stdout).contains("allow-unknown"), "{shell}");
    }
    let page = factlint(&["man"]);
    assert!(text(&page.stdout).starts_with(".ie") && text(&page.stdout).contains("Exit codes"), "{}", text(&page.stdout));
    assert!(text(&factlint(&["man", "rules", "test"]).stdout).contains("factlint\\-rules\\-test"));
    assert_eq!(code(&factlint(&["man", "nonsense"])), 2);
}

#[test]
fn an_earlier_run_is_written_again_and_ends_as_it_did() {
    let run = fresh("again").join("run.json").display().to_string();
    let project = "fixtures/projects/quang-ninh-broken";
    let json = format!("json={run}");
    let first = factlint(&["check", project, "--today=2026-11-25", "--format", "sarif", "--report", &json]);
    let again = factlint(&["report", &run, "--format", "sarif"]);
    assert_eq!(text(&again.stdout), text(&first.stdout));
    assert_eq!((code(&again), text(&again.stderr)), (1, String::new()));
    let concise = text(&factlint(&["report", &run]).stdout);
    assert!(concise.starts_with("claims/"), "{concise}");
    for (path, expected) in [("no-such.json", "cannot be read: "), ("Cargo.toml", "is no JSON report of factlint: ")] {
        let output = factlint(&["report", path]);
        assert!(code(&output) == 2 && text(&output.stderr).contains(expected), "{path}: {}", text(&output.stderr));
    }
}

#[test]
fn schemas_are_printed_by_name() {
    for name in ["config", "claims", "rules", "report"] {
        let output = factlint(&["schema", name]);
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a schema is JSON");
        assert!(schema["$schema"].is_string() && schema["title"].is_string(), "{name}");
    }
    assert_eq!(code(&factlint(&["schema", "nonsense"])), 2);
}

#[test]
fn a_claim_that_is_not_there_blames_the_argument_and_not_the_files() {
    let project = "fixtures/projects/quang-ninh";
    let output = factlint(&["check", project, "--claim", "organisation"]);
    assert_eq!(code(&output), 2);
    let said = text(&output.stdout);
    assert!(said.contains("not judged: the arguments name something that is not there"), "{said}");
    assert!(said.contains("did you mean `organisations`?") && !said.contains("the files cannot be used"), "{said}");
}

#[test]
fn a_part_counts_the_claims_that_were_asked_for() {
    let json = |more: &[&str]| -> serde_json::Value {
        let arguments: Vec<&str> = ["check", "--format", "json"].into_iter().chain(more.iter().copied()).collect();
        serde_json::from_slice(&factlint(&arguments).stdout).expect("standard output is one JSON object")
    };
    let project = "fixtures/projects/quang-ninh-broken";
    let one = json(&[project, "--claim", "organisations"]);
    let counts = &one["summary"];
    assert_eq!((&counts["claims"], &counts["checked"], &counts["differ"]), (&1.into(), &1.into(), &1.into()), "{counts}");
    assert_eq!(one["claims"].as_array().map(Vec::len), Some(1));
    let file = json(&[&format!("{project}/claims/brief.toml")]);
    let written = std::fs::read_to_string(folder(project).join("claims/brief.toml")).expect("a fixture");
    assert_eq!(file["summary"]["claims"], written.matches("[[claim]]").count());
}

#[test]
fn read_takes_locale_and_words_of_a_project_that_is_named_and_tells_what_is_wrong_with_them() {
    let place = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("read-project");
    std::fs::create_dir_all(&place).expect("the folder can be made");
    let words = "locale = \"en-GB\"\n[reading.en]\nnouns = [\"fishing boats\"]\nunits = { furlongs = [\"furlong\"] }\n";
    std::fs::write(place.join("factlint.toml"), words).expect("the settings can be written");
    std::fs::write(place.join("a.txt"), "On 3/4/2024 some 40 fishing boats left.").expect("a text can be written");
    let (file, project) = (place.join("a.txt"), place.to_str().expect("a path").to_owned());
    let file = file.to_str().expect("a path");
    let output = factlint(&["read", file, "--project", &project, "--format", "csv"]);
    let rows = text(&output.stdout);
    assert!(rows.contains("2024-04-03") && rows.contains(",fishing boats,about,"), "{rows}");
    let told = "error: factlint.toml:4:11: there is no unit and no currency `furlongs`; units go by their symbols";
    assert!(text(&output.stderr).starts_with(told), "{}", text(&output.stderr));
    assert_eq!(code(&output), 2);
    let plain = text(&factlint(&["read", file, "--locale", "en-US", "--format", "csv"]).stdout);
    assert!(plain.contains("2024-03-04") && plain.contains(",fishing,about,"), "{plain}");
}

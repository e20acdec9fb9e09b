//! The program as its user starts it: exit codes, standard output and standard error.

use std::process::{Command, Output};

use crate::projects::folder;

fn factlint(arguments: &[&str]) -> Output {
    let run =
        Command::new(env!("CARGO_BIN_EXE_factlint")).args(arguments).current_dir(folder("")).env_remove("NO_COLOR").output();
    run.expect("the program can be started")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the program ends by itself")
}

fn text(bytes: &[u8]) -> String {
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

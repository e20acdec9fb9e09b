//! The command line speaks both languages: help, manual pages, and what is wrong with arguments.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Output, Stdio};

use clap::error::ErrorKind;
use factlint::said::Words;

use crate::cli::{code, factlint, fresh, text};
use crate::projects::folder;

/// Every sentence of the help of a command and of the commands below it.
fn sentences(command: &clap::Command, found: &mut BTreeSet<String>) {
    let own = [command.get_about(), command.get_long_about(), command.get_after_help(), command.get_after_long_help()];
    found.extend(own.into_iter().flatten().map(ToString::to_string));
    for argument in command.get_arguments() {
        found.extend([argument.get_help(), argument.get_long_help()].into_iter().flatten().map(ToString::to_string));
        if argument.get_action().takes_values() {
            found.extend(argument.get_possible_values().iter().filter_map(|value| value.get_help()).map(ToString::to_string));
        }
    }
    command.get_subcommands().for_each(|command| sentences(command, found));
}

#[test]
fn every_sentence_of_the_help_has_its_translation_and_every_translation_its_sentence() {
    let mut command = factlint::cli::command();
    command.build();
    let mut english = BTreeSet::new();
    sentences(&command, &mut english);
    let file = std::fs::read_to_string(folder("src/said/help.vi.toml")).expect("it is there");
    let tables: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(&file).expect("TOML");
    let translated: BTreeSet<String> = tables["help"].keys().cloned().collect();
    let missing: Vec<_> = english.difference(&translated).collect();
    assert!(missing.is_empty(), "no Vietnamese in src/said/help.vi.toml:\n{missing:#?}");
    let idle: Vec<_> = translated.difference(&english).collect();
    assert!(idle.is_empty(), "said by no help:\n{idle:#?}");
    assert!(unicode_normalization::is_nfc(&file), "a letter and its mark would count as two columns");
}

/// The program in a narrow window, as a Vietnamese environment starts it.
fn narrow(arguments: &[&str]) -> Output {
    let mut run = Command::new(env!("CARGO_BIN_EXE_factlint"));
    run.args(arguments).current_dir(folder("")).stdin(Stdio::null()).env("COLUMNS", "76");
    run.env("LC_ALL", "vi_VN.UTF-8").output().expect("the program can be started")
}

#[test]
fn help_is_vietnamese() {
    for (name, arguments) in [
        ("help_all", &["--help"][..]),
        ("help_check", &["check", "--help"]),
        ("help_check_short", &["check", "-h"]),
        ("help_sources_add", &["sources", "add", "--help"]),
    ] {
        let output = narrow(arguments);
        assert_eq!((code(&output), text(&output.stderr)), (0, String::new()));
        insta::assert_snapshot!(name, text(&output.stdout));
    }
}

#[test]
fn nothing_of_any_help_is_english() {
    fn visit(command: &clap::Command, path: &[&str]) {
        for flag in ["-h", "--help"] {
            let arguments: Vec<&str> = path.iter().copied().chain([flag]).collect();
            let shown = text(&narrow(&arguments).stdout);
            assert!(shown.contains("Cách dùng: factlint"), "{path:?}: {shown}");
            for english in
                ["Usage", "Options", "OPTIONS", "COMMAND", "Commands", "Arguments", "default", "possible", "Print", "\u{1b}"]
            {
                assert!(!shown.contains(english), "{path:?} says {english}: {shown}");
            }
        }
        for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
            visit(command, &path.iter().copied().chain([command.get_name()]).collect::<Vec<_>>());
        }
    }
    visit(&factlint::cli::command(), &[]);
    let page = text(&narrow(&["man", "sources", "add"]).stdout);
    assert!(page.contains("\n.br\n\\- never: "), "{page}");
    assert!(page.contains(".SH \"TÊN\"") && page.contains(".SH \"TÙY CHỌN\"") && !page.contains("OPTIONS"), "{page}");
}

#[test]
fn the_language_may_stand_anywhere_on_the_line() {
    let is_vietnamese = |arguments: &[&str]| {
        let output = factlint(arguments);
        let said = text(&output.stdout) + &text(&output.stderr);
        said.contains("Cách dùng") || said.contains("So văn bản") || said.contains("lỗi: ")
    };
    for arguments in [
        &["--lang", "vi", "--help"][..],
        &["--lang=vi", "help", "check"],
        &["check", "--help", "--lang", "vi"],
        &["--lang", "vi"],
        &["--lang", "vi", "rules"],
        &["--lang", "vi", "check", "fixtures/projects/quang-ninh"],
        &["--lang", "vi", "read", "no-such-file"],
        &["read", "no-such-file", "--lang", "vi"],
        &["report", "no-such-file", "--lang", "vi"],
        &["--lang", "vi", "no-such-command"],
    ] {
        assert!(is_vietnamese(arguments), "{arguments:?}");
    }
    for arguments in [&["--help"][..], &["read", "--", "--lang=vi"], &["--lang", "vi", "check", "--lang", "en", "--help"]] {
        assert!(!is_vietnamese(arguments), "{arguments:?}");
    }
}

#[test]
fn a_line_without_a_command_shows_the_commands() {
    for arguments in [&[][..], &["--lang", "vi"], &["--lang", "en"], &["rules"], &["rules", "--lang", "vi"]] {
        let output = factlint(arguments);
        assert_eq!((code(&output), text(&output.stdout)), (2, String::new()), "{arguments:?}");
        let said = text(&output.stderr);
        assert!(said.contains("\n  list ") || said.contains("\n  check "), "{arguments:?}: {said}");
    }
}

/// A mistake of each kind that the arguments of factlint can have.
const MISTAKES: &[(ErrorKind, &[&str])] = &[
    (ErrorKind::UnknownArgument, &["check", "--formt", "json"]),
    (ErrorKind::UnknownArgument, &["check", "--no-such-option"]),
    (ErrorKind::UnknownArgument, &["check", "-x"]),
    (ErrorKind::UnknownArgument, &["--format", "json"]),
    (ErrorKind::UnknownArgument, &["init", "a", "b"]),
    (ErrorKind::UnknownArgument, &["--", "check"]),
    (ErrorKind::InvalidSubcommand, &["chek"]),
    (ErrorKind::InvalidSubcommand, &["frobnicate"]),
    (ErrorKind::InvalidSubcommand, &["help", "frobnicate"]),
    (ErrorKind::InvalidValue, &["check", "--format", "jsn"]),
    (ErrorKind::InvalidValue, &["check", "--detail", "zzz"]),
    (ErrorKind::InvalidValue, &["check", "--format"]),
    (ErrorKind::InvalidValue, &["check", "--since"]),
    (ErrorKind::ValueValidation, &["check", "--lang", "xx"]),
    (ErrorKind::ValueValidation, &["check", "--today", "2026-02-30"]),
    (ErrorKind::ValueValidation, &["check", "--limit", "1x"]),
    (ErrorKind::ValueValidation, &["check", "--limit", "many"]),
    (ErrorKind::ValueValidation, &["check", "--report", "sarf=x"]),
    (ErrorKind::ValueValidation, &["check", "--report", "zzzzzz=x"]),
    (ErrorKind::ValueValidation, &["check", "--report", "x.sarif"]),
    (ErrorKind::ValueValidation, &["check", "--report", "json="]),
    (ErrorKind::ValueValidation, &["fix", "--choose", "x"]),
    (ErrorKind::TooManyValues, &["read", "--all=yes"]),
    (ErrorKind::ArgumentConflict, &["sources", "add", "x", "--lines", "1", "--pages", "2"]),
    (ErrorKind::ArgumentConflict, &["check", "--format", "json", "--format", "sarif"]),
    (ErrorKind::MissingRequiredArgument, &["explain"]),
    (ErrorKind::MissingRequiredArgument, &["sources", "accept", "x"]),
];

/// What clap finds in a line, as the program does.
fn kind(line: &[&str]) -> Option<ErrorKind> {
    let line = std::iter::once("factlint").chain(line.iter().copied());
    factlint::cli::command().try_get_matches_from(line).err().map(|error| error.kind())
}

#[test]
fn what_is_wrong_with_arguments_is_told_in_both_languages() {
    let mut told = String::new();
    for (expected, line) in MISTAKES {
        assert_eq!(kind(line), Some(*expected), "{line:?}");
        told.push_str(&format!("$ factlint {}\n", line.join(" ")));
        for lang in ["en", "vi"] {
            let output = factlint(&[&["--lang", lang], *line].concat());
            assert_eq!((code(&output), text(&output.stdout)), (2, String::new()), "{line:?}");
            told.push_str(&text(&output.stderr));
        }
        told.push('\n');
    }
    insta::assert_snapshot!("mistakes_of_arguments", told);
}

#[test]
fn no_mistake_of_arguments_is_left_in_english() {
    let words = Words::new("vi");
    for (_, line) in MISTAKES {
        let english = text(&factlint(&[&["--lang", "en"], *line].concat()).stderr);
        for said in
            english.lines().map(str::trim).filter(|said| !said.is_empty() && !said.starts_with("--") && !said.starts_with('<'))
        {
            assert_ne!(words.problem(said), said, "{line:?}");
        }
    }
}

#[test]
#[cfg(unix)]
fn an_argument_that_is_no_unicode_is_told_in_the_language() {
    use std::os::unix::ffi::OsStrExt as _;
    let mut run = Command::new(env!("CARGO_BIN_EXE_factlint"));
    run.args(["--lang", "vi", "explain"]).arg(std::ffi::OsStr::from_bytes(b"\xff")).current_dir(fresh("no-unicode"));
    let output = run.output().expect("the program can be started");
    assert_eq!((code(&output), text(&output.stdout)), (2, String::new()));
    assert!(text(&output.stderr).starts_with("lỗi: có tham số không phải UTF-8"), "{}", text(&output.stderr));
}

/// Kinds that need what no argument of factlint has, or that are no mistakes.
#[test]
fn no_argument_can_be_wrong_in_another_way() {
    fn visit(command: &clap::Command) {
        for argument in command.get_arguments() {
            assert!(!argument.is_require_equals_set(), "{argument}: NoEquals needs words");
            let values = argument.get_num_args().expect("it is built");
            let one = (values.min_values(), values.max_values()) == (1, 1);
            let any = values.min_values() <= 1 && values.max_values() == usize::MAX;
            assert!(one || any || values.max_values() == 0, "{argument}: TooFewValues and WrongNumberOfValues need words");
        }
        command.get_subcommands().for_each(visit);
    }
    let mut command = factlint::cli::command();
    command.build();
    visit(&command);
}

#[test]
fn what_commands_tell_when_they_are_done_is_vietnamese() {
    let place = fresh("init-vietnamese").display().to_string();
    let begun = text(&factlint(&["init", &place, "--lang", "vi"]).stderr);
    assert!(begun.starts_with("đã ghi 4 tệp vào ") && begun.ends_with("và kiểm lại\n"), "{begun}");
    let tested = text(&factlint(&["rules", "test", "--lang", "vi"]).stdout);
    assert!(tested.lines().count() >= 2 && tested.lines().all(|line| line.contains(" ví dụ của ")), "{tested}");
    let rules = std::path::Path::new(&place).join("rules.toml");
    let wrong = std::fs::read_to_string(&rules).expect("init wrote it").replace("verdict = \"holds\"", "verdict = \"fails\"");
    std::fs::write(&rules, wrong).expect("a file of the test can be written");
    let output = factlint(&["rules", "test", &place, "--lang", "vi"]);
    let tested = text(&output.stdout);
    assert!(code(&output) == 1 && tested.contains(": ví dụ cho ra holds, lẽ ra phải là fails\n"), "{tested}");
}

#[test]
fn the_table_of_figures_is_vietnamese_around_its_codes() {
    let place = fresh("read-vietnamese").join("a.txt");
    std::fs::write(&place, "Ngày 31/6/2022 có 4.971 chi bộ.").expect("a file of the test can be written");
    let table = text(&factlint(&["read", &place.display().to_string(), "--lang", "vi"]).stdout);
    insta::assert_snapshot!("read_table", table);
}

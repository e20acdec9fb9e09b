//! Both languages say the same: no message about files or arguments is left in English.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use factlint::said::Words;

use crate::cli::{code, factlint, text};
use crate::projects::{folder, run, with_report};

/// Where messages about files and arguments are made.
const MADE_IN: &[&str] = &[
    "claim",
    "load",
    "rule",
    "document",
    "expr/compile.rs",
    "expr/mod.rs",
    "table.rs",
    "run.rs",
    "examples.rs",
    "known.rs",
    "date.rs",
    "deliver.rs",
    "sources/mod.rs",
    "cli/fix.rs",
    "cli/tongue.rs",
    "since.rs",
    "cli.rs",
    "init.rs",
];

/// What looks like a message and is none, or is told by another program. Each has its reason.
const OTHER: &[&str] = &[
    " AM/PM",
    "SHORT h",
    "<!doctype",
    // help, whose translations are in a file of its own
    "Exit codes: 0 nothing reached --fail-on",
    // the descriptions of what a rule selects
    "any claim",
    "all claims with ",
    "{} is {}{}",
    // text that is written into files, and what files are recognised by
    "{} {}",
    "{}: {}{}{}",
    "; {}",
    "{} %",
    "finding = ",
    "# Findings that factlint knows",
    ", {} = {}",
    "{ rule = {}",
    "locale = ",
    "version https",
    "<!doctype html",
    // how a sheet writes its times, and a cause with what it is about
    "h:mm",
    "{}: {}",
    // translated in both of its forms, with and without a near name
    "there is no rule and no claim `{}`{}",
    // the shape of a page of help and of a manual page
    "{{before-help}}",
    "{{usage}}",
    "\n- {}: {}",
    ".SH ",
    // parts of commands
    "{}:{}: ",
];

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = std::fs::read_dir(path).expect("a folder of the source").filter_map(Result::ok);
    entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "rs")).collect()
}

/// The texts in quote marks of a source file that are words, tests, comments and reasons for a panic left out.
fn literals(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let lines = lines.map(|line| line.split_once(" // ").map_or(line, |(code, _)| code));
    let code = lines.collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    let mut letters = code.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        // a quote mark as a character
        if letter == '\'' && code.get(start..).is_some_and(|rest| rest.starts_with("'\"'") || rest.starts_with("'\\")) {
            letters.nth(1);
            continue;
        }
        if letter != '"' {
            continue;
        }
        let mut text = String::new();
        while let Some((_, letter)) = letters.next() {
            match letter {
                '"' => break,
                '\\' => match letters.next().map(|(_, letter)| letter) {
                    Some('n') => text.push('\n'),
                    Some('\n') => while letters.next_if(|(_, letter)| letter.is_whitespace()).is_some() {},
                    Some(other) => text.push(other),
                    None => {}
                },
                letter => text.push(letter),
            }
        }
        let before = code.get(..start).unwrap_or_default().trim_end();
        let is_reason = ["expect(", "reason =", "panic!(", "unreachable!(", "help ="].iter().any(|end| before.ends_with(end));
        let has_words = text.trim().contains(' ') && text.split(|c: char| !c.is_ascii_lowercase()).any(|word| word.len() > 1);
        if has_words && !is_reason {
            found.push(text);
        }
    }
    found
}

/// A template whose facts have no names, so that those of the source and of the translation are alike.
fn nameless(template: &str) -> String {
    let template = template.replace("{{{", "\u{1}{").replace("}}}", "}\u{2}").replace("{{", "\u{1}").replace("}}", "\u{2}");
    let mut out = String::new();
    let mut rest = template.as_str();
    while let Some((before, (_, after))) = rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        out.push_str(before);
        out.push_str("{}");
        rest = after;
    }
    out.push_str(rest);
    out.replace('\u{1}', "{").replace('\u{2}', "}")
}

fn translated() -> BTreeSet<String> {
    let text = std::fs::read_to_string(folder("src/said/problems.vi.toml")).expect("it is there");
    let table: BTreeMap<String, String> = toml::from_str(&text).expect("TOML");
    table.keys().map(|key| nameless(key)).collect()
}

#[test]
fn every_message_of_the_source_has_its_translation() {
    let known = translated();
    let fits = |text: &str| {
        // a message with braces of its own is translated with facts in their place
        known.contains(&nameless(text)) || Words::new("vi").problem(text) != text
    };
    let mut missing = Vec::new();
    for path in MADE_IN.iter().flat_map(|path| files(&folder("src").join(path))) {
        let source = std::fs::read_to_string(&path).expect("a source file can be read");
        for text in literals(&source) {
            let is_other = OTHER.iter().any(|other| text.contains(other) || nameless(&text) == *other);
            if !is_other && !fits(&text) {
                missing.push(format!("{}: {text}", path.display()));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{} messages have no Vietnamese in src/said/problems.vi.toml:\n{}",
        missing.len(),
        missing.join("\n")
    );
}

#[test]
fn no_problem_of_a_vietnamese_report_is_english() {
    let checked = run(&folder("fixtures/projects/mistakes"));
    let english: Vec<(String, Vec<String>)> = with_report(&checked, factlint::report::Detail::Claims, |report| {
        report.problems(report.english()).map(|entry| (entry.headline.clone(), entry.help.clone())).collect()
    });
    assert!(english.len() > 10);
    let words = Words::new("vi");
    for message in english.iter().flat_map(|(headline, help)| std::iter::once(headline).chain(help)) {
        assert_ne!(words.problem(message), *message);
    }
    let output = factlint(&["check", "fixtures/projects/mistakes", "--lang", "vi", "--format", "concise"]);
    assert!(text(&output.stdout).contains("lỗi[toml/unknown-key]: "), "{}", text(&output.stdout));
}

#[test]
fn the_language_comes_from_the_argument_or_the_environment() {
    let run = |variables: &[(&str, &str)], more: &[&str]| {
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_factlint"));
        run.args(["check", "fixtures/projects/quang-ninh", "--format", "concise"]).args(more).current_dir(folder(""));
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().for_each(|name| {
            run.env_remove(name);
        });
        let output = run.envs(variables.iter().copied()).output().expect("the program can be started");
        text(&output.stdout).starts_with("So văn bản")
    };
    assert!(run(&[("LANG", "vi_VN.UTF-8")], &[]));
    assert!(run(&[("LC_MESSAGES", "vi"), ("LANG", "en_US.UTF-8")], &[]));
    assert!(!run(&[("LC_ALL", "C.UTF-8"), ("LANG", "vi_VN.UTF-8")], &[]));
    assert!(run(&[("LC_ALL", ""), ("LANG", "vi_VN")], &[]));
    assert!(!run(&[("LANG", "vi_VN.UTF-8")], &["--lang", "en"]));
    assert!(!run(&[("LANG", "fr_FR.UTF-8")], &[]));
    let unknown = factlint(&["check", "fixtures/projects/quang-ninh", "--lang", "xx"]);
    assert_eq!((code(&unknown), text(&unknown.stdout)), (2, String::new()));
    assert!(text(&unknown.stderr).contains("there are no words of `xx`; the languages are en, vi"), "{}", text(&unknown.stderr));
}

#[test]
fn what_keeps_a_command_from_running_is_told_in_the_language() {
    for (arguments, expected) in [
        (&["check", "/", "--lang", "vi"][..], "lỗi: không có factlint.toml trong `/`"),
        (&["check", "/no-such-folder", "--lang", "vi"], "lỗi: không có `/no-such-folder`"),
        (&["explain", "quotd", "--lang", "vi"], "lỗi: không có quy tắc hay số liệu `quotd`; có phải ý là `quoted`?"),
        (&["check", "fixtures/projects/quang-ninh", "--since", "nowhere-at-all", "--lang", "vi"], "lỗi: "),
    ] {
        let output = factlint(arguments);
        assert_eq!(code(&output), 2);
        assert!(text(&output.stderr).starts_with(expected), "{}", text(&output.stderr));
        assert!(!text(&output.stderr).contains("there is"), "{}", text(&output.stderr));
    }
}

#[test]
fn figures_are_written_as_the_language_of_the_report_does() {
    let output = |lang: &str| {
        text(&factlint(&["check", "fixtures/projects/quang-ninh-broken", "--format", "concise", "--lang", lang]).stdout)
    };
    assert!(output("vi").contains("1.000.000 ≤ 1.200") && output("en").contains("1,000,000 ≤ 1,200"));
}

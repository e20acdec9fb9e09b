//! What a person at a terminal sees: links, colours, progress, marks under the right letters, and nothing that steers the terminal.

use std::path::Path;
use std::process::Command;

use unicode_width::UnicodeWidthStr;

use crate::cli::{code, factlint, fresh, text};
use crate::projects::folder;

const BROKEN: &str = "fixtures/projects/quang-ninh-broken";

/// What a terminal gets of a command, both streams as one; nothing where there is no `script`, which plays the terminal.
fn on_a_terminal(arguments: &str, variables: &[(&str, &str)]) -> Option<String> {
    let mut run = Command::new("script");
    run.args(["-qec", &format!("{} {arguments}", env!("CARGO_BIN_EXE_factlint")), "/dev/null"]).current_dir(folder(""));
    ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_HYPERLINK", "CI", "TERM_PROGRAM", "VTE_VERSION"].iter().for_each(|name| {
        run.env_remove(name);
    });
    let run = run.env("LC_ALL", "C").env("TERM", "xterm-256color").envs(variables.iter().copied()).output();
    run.ok().map(|output| text(&output.stdout))
}

#[test]
fn colours_follow_the_variables_that_people_set() {
    let pipe = |name: &str, value: &str| {
        let mut run = Command::new(env!("CARGO_BIN_EXE_factlint"));
        run.args(["check", BROKEN]).current_dir(folder("")).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        run.env(name, value).output().expect("the program can be started").stdout.contains(&0x1b)
    };
    assert!(pipe("CLICOLOR_FORCE", "1"));
    assert!(!pipe("NO_COLOR", "1"));
    let Some(plain) = on_a_terminal(&format!("check {BROKEN}"), &[("NO_COLOR", "1")]) else { return };
    assert!(!plain.contains('\u{1b}') && plain.contains("error[agrees]"), "{plain}");
    let coloured = on_a_terminal(&format!("check {BROKEN}"), &[]).expect("it was there before");
    assert!(coloured.contains("\u{1b}["));
}

#[test]
fn a_terminal_that_opens_links_gets_them_and_no_other() {
    let link = format!("\u{1b}]8;;file://{}/claims/party.toml\u{1b}\\", folder(BROKEN).display());
    let Some(linked) = on_a_terminal(&format!("check {BROKEN}"), &[("TERM_PROGRAM", "WezTerm")]) else { return };
    assert!(linked.contains(&link), "{linked:?}");
    let concise = on_a_terminal(&format!("check {BROKEN} --format concise"), &[("TERM_PROGRAM", "WezTerm")]);
    assert!(concise.is_some_and(|concise| concise.contains(&format!("{link}claims/party.toml:69:9\u{1b}]8;;"))));
    let other = on_a_terminal(&format!("check {BROKEN}"), &[]).expect("it was there before");
    assert!(!other.contains("\u{1b}]8;;"));
    let forced = factlint(&["check", BROKEN, "--color", "always"]);
    assert!(!text(&forced.stdout).contains("\u{1b}]8;;"), "a pipe gets no links");
}

/// A project with so many claims that checking takes a test's build more than a second.
fn large(at: &Path) {
    let rows: String = (0..60_000).map(|row| format!("c{row},m,{row}\n")).collect();
    std::fs::write(at.join("claims.csv"), format!("id,metric,value\n{rows}")).expect("a file of the test can be written");
    std::fs::write(
        at.join("rules.toml"),
        "[[rule]]\nid = \"r\"\nwhere.a = { metric = \"m\" }\ncheck = \"a >= 0 && a * a + a >= a && a + 1 > a\"\n",
    )
    .expect("a file of the test can be written");
    std::fs::write(at.join("factlint.toml"), "claims = [\"claims.csv\"]\nrules = [\"rules.toml\"]\n")
        .expect("a file of the test can be written");
}

#[test]
fn who_waits_is_told_and_nobody_else() {
    let at = fresh("progress");
    large(&at);
    let command = format!("check {} --select r -j 1", at.display());
    let start = std::time::Instant::now();
    let Some(seen) = on_a_terminal(&command, &[]) else { return };
    if start.elapsed() > std::time::Duration::from_millis(1500) {
        assert!(seen.contains("factlint is checking"), "{seen}");
    }
    assert!(!on_a_terminal(&command, &[("CI", "true")]).is_some_and(|seen| seen.contains("factlint is checking")));
    let piped = factlint(&["check", &at.display().to_string(), "--select", "r"]);
    assert_eq!((code(&piped), text(&piped.stderr)), (0, String::new()));
    let quick = on_a_terminal(&format!("check {BROKEN} --format json"), &[]).expect("it was there before");
    assert!(!quick.contains("factlint is checking"));
}

#[test]
fn statistics_count_by_rule_and_are_sorted() {
    let output = factlint(&["check", BROKEN, "--statistics", "--today=2026-11-25"]);
    let said = text(&output.stdout);
    let rows: Vec<(usize, &str)> = said
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.trim().split_once("  "))
        .map(|(count, rule)| (count.parse().expect("a count"), rule))
        .collect();
    assert_eq!(rows.first(), Some(&(5, "error[agrees]")), "{said}");
    assert!(rows.is_sorted_by_key(|(count, _)| std::cmp::Reverse(*count)));
    let json: serde_json::Value =
        serde_json::from_slice(&factlint(&["check", BROKEN, "--format", "json", "--statistics", "--today=2026-11-25"]).stdout)
            .expect("JSON");
    let findings =
        ["errors", "warnings", "notes", "unknown"].iter().filter_map(|level| json["summary"]["findings"][*level].as_u64());
    assert_eq!(rows.iter().map(|(count, _)| *count as u64).sum::<u64>(), findings.sum::<u64>());
    assert_eq!(code(&output), 1);
}

/// The columns that the marks of a picture begin and end at, and those of the marked words, as a terminal counts them.
fn marks(picture: &str, line: &str, words: &str) -> ((usize, usize), (usize, usize)) {
    let lines: Vec<&str> = picture.lines().collect();
    let at = lines.iter().position(|shown| shown.contains(line)).unwrap_or_else(|| panic!("{line} in {picture}"));
    let (before, _) = lines[at].split_once(words).unwrap_or_else(|| panic!("{words} in {picture}"));
    let (blank, rest) = lines[at + 1].split_once(['━', '─']).unwrap_or_else(|| panic!("marks under {words}: {picture}"));
    let signs = rest.chars().take_while(|sign| ['━', '─'].contains(sign)).count() + 1;
    ((blank.width(), blank.width() + signs), (before.width(), before.width() + words.width()))
}

#[test]
fn marks_stand_under_their_letters_whatever_the_script() {
    let at = fresh("widths");
    let write = |name: &str, text: &str| std::fs::write(at.join(name), text).expect("a file of the test can be written");
    write("factlint.toml", "claims = [\"claims.toml\"]\nrules = [\"factlint:core\"]\n[[source]]\nid = \"s\"\npath = \"s.txt\"\n");
    // decomposed Vietnamese, double-width letters, a family of emoji
    for line in [
        "Toa\u{300}n ti\u{309}nh co\u{301} 4.971 chi bộ",
        "東京都の人口は 4.971 chi bộ",
        "Xã 👨\u{200d}👩\u{200d}👧 có 4.971 chi bộ",
    ] {
        write("s.txt", &format!("{line}\n"));
        write(
            "claims.toml",
            "[[claim]]\nid = \"c\"\nmetric = \"m\"\nvalue = 4917\nunit = \"chi bộ\"\nsource = \"s\"\nquote = \"4.971 chi bộ\"\n",
        );
        let output = factlint(&["check", &at.display().to_string()]);
        let said = text(&output.stdout);
        assert_eq!(code(&output), 1, "{said}");
        if line.contains('\u{200d}') {
            // joiners are taken out, and terminals disagree about what is left: the words must be there
            assert!(said.contains("4.971 chi bộ"), "{said}");
            continue;
        }
        let (marks, words) = marks(&said, line.split(" 4").next().unwrap_or_default(), "4.971 chi bộ");
        assert_eq!(marks, words, "{said}");
    }
}

#[test]
fn nothing_that_a_file_or_an_argument_says_steers_the_terminal() {
    let at = fresh("steering");
    let write = |name: &str, text: &str| std::fs::write(at.join(name), text).expect("a file of the test can be written");
    write("factlint.toml", "claims = [\"claims.toml\"]\nrules = [\"rules.toml\"]\n");
    write("claims.toml", "[[claim]]\nid = \"a\\u001B]0;x\\u0007\"\nmetric = \"m\\u202E\"\nvalue = 1\nunit = \"\\u009B31m\"\n");
    write(
        "rules.toml",
        "[[rule]]\nid = \"r\\u001B[31m\\u2066\"\nsays.en = \"s\\u001B[2J\"\nwhere.a = { metric = \"m\\u202E\" }\ncheck = \"a > 2\"\n",
    );
    let steers = |letter: char| {
        (letter.is_control() && letter != '\n')
            || ('\u{202a}'..='\u{202e}').contains(&letter)
            || ('\u{2066}'..='\u{2069}').contains(&letter)
    };
    let project = at.display().to_string();
    for more in [
        &["--format", "full"][..],
        &["--format", "concise"],
        &["--statistics"],
        &["--format", "github"],
        &["--format", "markdown"],
    ] {
        let arguments: Vec<&str> = ["check", &project].into_iter().chain(more.iter().copied()).collect();
        let output = factlint(&arguments);
        let said = text(&output.stdout);
        assert!(said.contains("r␛[31m"), "{more:?}: {said}");
        assert_eq!(said.chars().find(|letter| steers(*letter)), None, "{more:?}: {said:?}");
    }
    let output = factlint(&["explain", "x\u{1b}[31m", &project]);
    assert_eq!(text(&output.stderr).chars().find(|letter| steers(*letter)), None, "{}", text(&output.stderr));
    let output = factlint(&["rules", "list", &project]);
    assert_eq!(text(&output.stdout).chars().find(|letter| steers(*letter)), None, "{:?}", text(&output.stdout));
    let output = factlint(&["explain", "r\u{1b}[31m\u{2066}", &project]);
    assert_eq!(text(&output.stdout).chars().find(|letter| steers(*letter)), None, "{:?}", text(&output.stdout));
}

//! One sample with every level, verdict and kind of place, written in every format.

pub(crate) mod formats;
pub(crate) mod sample;

use std::time::{Duration, Instant};

use factlint::output::{FORMATS, Style, format};
use factlint::report::{Detail, FailOn, Options, Report};
use sample::Sample;

pub(crate) fn written(report: &Report<'_>, name: &str) -> String {
    let mut out = Vec::new();
    let format = format(name).expect("a format of the table");
    (format.write)(report, &Style::default(), &mut out).expect("writing to memory does not fail");
    String::from_utf8(out).expect("outputs are UTF-8")
}

fn check(name: &str, language: &str, detail: Detail) -> String {
    let sample = Sample::new();
    sample.report(Options { language, detail, ..Options::default() }, |report| written(report, name))
}

#[test]
fn full_in_english() {
    insta::assert_snapshot!(check("full", "en", Detail::Claims));
}

#[test]
fn full_in_vietnamese() {
    insta::assert_snapshot!(check("full", "vi", Detail::Claims));
}

#[test]
fn full_with_what_holds() {
    insta::assert_snapshot!(check("full", "en", Detail::All));
}

#[test]
fn concise_in_both_languages() {
    insta::assert_snapshot!(format!("{}\n{}", check("concise", "en", Detail::Claims), check("concise", "vi", Detail::Claims)));
}

#[test]
fn json_one_item_to_a_line() {
    let text = check("json", "vi", Detail::All);
    let lines =
        ["{\"rule\":", "{\"id\":", "{\"code\":", "{\"role\":", "\"problems\":[", "\"outcomes\":[", "\"claims\":[", "\"rules\":["]
            .into_iter()
            .fold(text, |text, start| text.replace(start, &format!("\n{start}")));
    insta::assert_snapshot!(lines);
}

#[test]
fn the_sample_has_every_level_verdict_and_role() {
    let read: serde_json::Value = serde_json::from_str(&check("json", "en", Detail::All)).expect("JSON");
    let outcomes = list(&read, "outcomes");
    let of =
        |key: &str| -> std::collections::BTreeSet<&str> { outcomes.iter().filter_map(|outcome| outcome[key].as_str()).collect() };
    assert_eq!(of("verdict").len(), factlint::finding::VERDICTS.len(), "{:?}", of("verdict"));
    assert_eq!(of("level").len(), factlint::finding::LEVELS.len(), "{:?}", of("level"));
    assert_eq!(of("known").len(), 1);
    let all = outcomes.iter().chain(list(&read, "problems"));
    let places: Vec<&serde_json::Value> = all.flat_map(|entry| list(entry, "places")).collect();
    let roles: std::collections::BTreeSet<&str> = places.iter().filter_map(|place| place["role"].as_str()).collect();
    assert_eq!(roles.len(), 5, "{roles:?}");
    assert!(places.iter().any(|place| place["line"] != place["end_line"]), "a place over two lines");
}

fn list<'v>(value: &'v serde_json::Value, key: &str) -> &'v [serde_json::Value] {
    value[key].as_array().map(Vec::as_slice).expect("a list")
}

#[test]
fn json_counts_equal_those_of_the_report() {
    let sample = Sample::new();
    for (detail, outcomes, claims) in [(Detail::Findings, 14, 9), (Detail::Claims, 16, 11), (Detail::All, 18, 11)] {
        sample.report(Options { detail, language: "en", ..Options::default() }, |report| {
            let read: serde_json::Value = serde_json::from_str(&written(report, "json")).expect("JSON");
            assert_eq!(read["version"], 1);
            assert_eq!(list(&read, "outcomes").len(), outcomes, "{detail:?}");
            assert_eq!(list(&read, "claims").len(), claims, "{detail:?}");
            assert_eq!(read["summary"]["verdicts"]["fails"], report.summary.total.fails);
            let failing = list(&read, "outcomes").iter().filter(|outcome| outcome["verdict"] == "fails").count();
            let held_back = u64::from(detail == Detail::Findings);
            assert_eq!(read["summary"]["verdicts"]["fails"], failing as u64 + held_back);
            assert_eq!(list(&read, "problems").len(), sample.problems.len());
        });
    }
}

/// The keys of all objects whose keys are fixed.
fn keys<'v>(value: &'v serde_json::Value, found: &mut std::collections::BTreeSet<&'v str>) {
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        serde_json::Value::Object(fields) => {
            for (key, field) in fields {
                found.insert(key);
                if !["group", "names", "facts", "not_checked"].contains(&key.as_str()) {
                    keys(field, found);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_field_of_json_is_documented() {
    let read: serde_json::Value = serde_json::from_str(&check("json", "en", Detail::All)).expect("JSON");
    let mut found = std::collections::BTreeSet::new();
    keys(&read, &mut found);
    assert!(found.len() > 50, "{found:?}");
    for key in found {
        assert!(include_str!("../../docs/json.md").contains(&format!("`{key}`")), "{key} is not in docs/json.md");
    }
}

#[test]
fn json_lines_are_the_objects_of_json() {
    let sample = Sample::new();
    sample.report(Options { detail: Detail::All, language: "en", ..Options::default() }, |report| {
        let whole: serde_json::Value = serde_json::from_str(&written(report, "json")).expect("JSON");
        let mut expected = Vec::new();
        for (kind, list) in [("problem", "problems"), ("outcome", "outcomes"), ("claim", "claims")] {
            expected.extend(self::list(&whole, list).iter().map(|item| (kind, item.clone())));
        }
        let text = written(report, "jsonl");
        let mut lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
        let first = lines.next().expect("a summary");
        assert_eq!((&first["kind"], &first["summary"]), (&"summary".into(), &whole["summary"]));
        for (mut line, (kind, item)) in lines.zip(&expected) {
            assert_eq!(line.as_object_mut().and_then(|fields| fields.remove("kind")), Some((*kind).into()));
            assert_eq!(line, *item);
        }
        assert_eq!(text.lines().count(), expected.len() + 1);
    });
}

#[test]
fn a_long_group_is_cut_and_counted() {
    let mut sample = Sample::new();
    let Some(outcome) = sample.judged.outcomes.iter_mut().find(|outcome| outcome.group.len() == 1) else { return };
    let all: Vec<_> = sample.project.claims.ids().collect();
    outcome.subject = factlint::outcome::Subject::Claims(vec![("parts".into(), all)]);
    sample.report(Options { language: "en", ..Options::default() }, |report| {
        assert!(written(report, "full").contains("and 3 more places"));
        assert!(written(report, "json").contains("\"places_left_off\":3"));
    });
}

#[test]
fn json_places_are_those_of_the_file() {
    let sample = Sample::new();
    let read: serde_json::Value = serde_json::from_str(&check("json", "en", Detail::All)).expect("JSON");
    let mut seen = 0;
    for outcome in list(&read, "outcomes") {
        assert_eq!(list(outcome, "places").iter().filter(|place| place["role"] == "primary").count(), 1, "{outcome}");
        for place in list(outcome, "places") {
            let (_, file) =
                sample.project.files.iter().find(|(_, file)| file.path == place["path"]).expect("a file of the sample");
            let start = usize::try_from(place["byte_start"].as_u64().expect("a number")).expect("small");
            let before = file.text.get(..start).expect("a character boundary").rsplit('\n').next().unwrap_or_default();
            let columns = before.chars().filter(|&letter| letter != '\u{feff}').count() + 1;
            assert_eq!(place["column"], columns, "{place}");
            seen += 1;
        }
    }
    assert!(seen > 20);
}

#[test]
fn nothing_of_a_source_steers_the_terminal() {
    for format in FORMATS.iter().filter(|format| !["json", "jsonl", "annotations", "xlsx"].contains(&format.name)) {
        let text = check(format.name, "en", Detail::All).replace("\r\n", "\n");
        assert!(!text.contains("\\u00"), "{}", format.name);
        let steers = |letter: &char| (letter.is_control() && *letter != '\n') || ('\u{202a}'..='\u{202e}').contains(letter);
        assert_eq!(text.chars().find(steers), None, "{}", format.name);
    }
}

#[test]
fn colours_come_only_when_asked_for() {
    let sample = Sample::new();
    sample.report(Options { language: "en", ..Options::default() }, |report| {
        let mut out = Vec::new();
        let style = Style { color: true, ..Style::default() };
        (FORMATS[0].write)(report, &style, &mut out).expect("writing to memory does not fail");
        let colored = String::from_utf8(out).expect("UTF-8");
        assert!(colored.contains('\u{1b}'));
        let mut pieces = colored.split("\u{1b}[");
        let first = pieces.next().unwrap_or_default().to_owned();
        let plain: String =
            std::iter::once(first.as_str()).chain(pieces.filter_map(|piece| Some(piece.split_once('m')?.1))).collect();
        let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        assert_eq!(trimmed(&plain), trimmed(&written(report, "full")));
    });
}

/// All Rust files below a folder of the library.
#[expect(clippy::disallowed_methods, reason = "a test of the sources reads the sources")]
fn sources_below(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path()).collect::<Vec<_>>();
    let (folders, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.is_dir());
    let mut found: Vec<String> = folders.iter().flat_map(|folder| sources_below(folder)).collect();
    found.extend(files.iter().filter_map(|path| std::fs::read_to_string(path).ok()));
    found
}

#[test]
fn whatever_judging_says_has_words() {
    const AREAS: &[&str] = &["quote", "value", "hedge", "unit", "year", "slip", "source", "unknown", "rule", "note", "label"];
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let texts = ["judge", "report"].iter().flat_map(|stage| sources_below(&source.join(stage)));
    for text in texts.collect::<Vec<_>>() {
        for literal in text.split('"').skip(1).step_by(2) {
            let is_code = |(area, what): (&str, &str)| {
                AREAS.contains(&area) && !what.is_empty() && what.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            };
            if literal.split_once('/').is_some_and(is_code) {
                for (language, _) in factlint::said::LANGUAGES {
                    assert!(factlint::said::Words::new(language).knows(literal), "{literal} has no words in {language}");
                }
            }
        }
    }
}

#[test]
fn problems_are_written_alone() {
    let sample = Sample::new();
    sample.report(Options { language: "en", ..Options::default() }, |report| {
        let mut out = Vec::new();
        factlint::output::problems(report, &Style::default(), &mut out).expect("writing to memory does not fail");
        let alone = String::from_utf8(out).expect("UTF-8");
        assert!(written(report, "full").contains(&alone));
        assert_eq!(alone.matches("╭▸").count(), sample.problems.len());
    });
}

#[test]
fn a_limit_cuts_the_list_and_not_the_counts() {
    let sample = Sample::new();
    sample.report(Options { language: "en", ..Options::default() }, |report| {
        let mut out = Vec::new();
        let style = Style { limit: Some(2), ..Style::default() };
        let concise = format("concise").expect("a format of the table");
        (concise.write)(report, &style, &mut out).expect("writing to memory does not fail");
        let short = String::from_utf8(out).expect("UTF-8");
        assert!(short.contains("findings more, not shown"), "{short}");
        let counts = |text: &str| text.lines().rev().take(3).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(counts(&short), counts(&written(report, "concise")));
    });
}

#[test]
fn exit_codes_follow_the_table() {
    let mut sample = Sample::new();
    let exit = |sample: &Sample, options: Options<'_>| sample.report(options, |report| report.exit);
    assert_eq!(exit(&sample, Options::default()), 2);
    assert_eq!(exit(&sample, Options { exit_zero: true, ..Options::default() }), 2);
    sample.problems.clear();
    assert_eq!(exit(&sample, Options::default()), 1);
    assert_eq!(exit(&sample, Options { exit_zero: true, ..Options::default() }), 0);
    sample.keep(|outcome| outcome.verdict != factlint::report::Verdict::Fails);
    assert_eq!(exit(&sample, Options::default()), 4);
    assert_eq!(exit(&sample, Options { allow_unknown: true, ..Options::default() }), 0);
    assert_eq!(exit(&sample, Options { fail_on: FailOn::Warning, ..Options::default() }), 1, "unlikely warns");
    sample.project.config.incomplete_fails = false;
    assert_eq!(exit(&sample, Options::default()), 0);
    assert_eq!(exit(&sample, Options { fail_on: FailOn::Unknown, ..Options::default() }), 1);
    sample.keep(|_| false);
    assert_eq!(exit(&sample, Options::default()), 3);
}

#[test]
fn a_line_of_five_megabytes_takes_no_time() {
    let sample = Sample::new();
    sample.report(Options { language: "en", ..Options::default() }, |report| {
        let start = Instant::now();
        let text = written(report, "full");
        assert!(text.len() < 20_000, "{}", text.len());
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    });
}

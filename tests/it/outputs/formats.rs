//! The formats for other programs: each read back, with the counts and the places of the report.

use std::collections::BTreeSet;

use factlint::output::{Style, format};
use factlint::report::{Detail, Kept, Options, Report, Severity, Verdict};
use serde_json::Value;

use super::sample::Sample;
use super::{check, list, written};
use crate::projects::{folder, run, with_report};

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn pretty(text: &str) -> String {
    serde_json::to_string_pretty(&json(text)).expect("JSON can be written again")
}

#[test]
fn sarif() {
    insta::assert_snapshot!(pretty(&check("sarif", "vi", Detail::Claims)));
}

#[test]
fn junit() {
    insta::assert_snapshot!(check("junit", "vi", Detail::Claims));
}

#[test]
fn github_in_both_languages() {
    insta::assert_snapshot!(format!("{}\n{}", check("github", "en", Detail::Claims), check("github", "vi", Detail::Claims)));
}

#[test]
fn gitlab() {
    insta::assert_snapshot!(pretty(&check("gitlab", "vi", Detail::Claims)));
}

#[test]
fn rdjson() {
    insta::assert_snapshot!(pretty(&check("rdjson", "vi", Detail::Claims)));
}

#[test]
fn markdown_in_both_languages() {
    insta::assert_snapshot!(format!("{}\n{}", check("markdown", "en", Detail::Claims), check("markdown", "vi", Detail::Claims)));
}

#[test]
fn csv() {
    insta::assert_snapshot!(check("csv", "vi", Detail::All));
}

#[test]
fn annotations() {
    insta::assert_snapshot!(pretty(&check("annotations", "vi", Detail::Claims)));
}

#[test]
fn annotations_stand_where_the_quotes_do() {
    let project = folder("fixtures/projects/quang-ninh-broken");
    with_report(&run(&project), Detail::Claims, |report| {
        let read = json(&written(report, "annotations"));
        let items = list(&read["first"], "items");
        let standing = report.claims().filter(|row| row.anchor.as_ref().is_some_and(|anchor| !anchor.places.is_empty()));
        assert_eq!((items.len(), number_at(&read, "/total")), (standing.count(), items.len() as u64));
        assert!(items.len() > 40);
        for item in items.iter().filter(|item| item["motivation"] == "identifying") {
            let bytes = std::fs::read(project.join(text_at(item, "/target/0/source"))).expect("a source of the project");
            let selectors = list(&item["target"][0], "selector");
            let of = |kind: &str| selectors.iter().find(|selector| selector["type"] == kind).expect("one of each kind");
            let ends = |kind: &str| ["/start", "/end"].map(|end| usize::try_from(number_at(of(kind), end)).expect("small"));
            let [start, end] = ends("DataPositionSelector");
            let quote = String::from_utf8_lossy(bytes.get(start..end).expect("inside the file"));
            let words = of("DataPositionSelector").pointer("/refinedBy/exact").and_then(Value::as_str).unwrap_or_default();
            assert!(quote.contains(words), "{quote}: {words}");
            assert_eq!(text_at(of("TextQuoteSelector"), "/exact"), quote);
            // the same in code points, the byte order mark not counted
            let text = String::from_utf8(bytes.clone()).expect("sources of the project are UTF-8");
            let characters: Vec<char> = text.trim_start_matches('\u{feff}').chars().collect();
            let [start, end] = ends("TextPositionSelector");
            assert_eq!(characters[start..end].iter().collect::<String>(), quote);
            let around = |side: &str| text_at(of("TextQuoteSelector"), side).to_owned();
            assert!(text.contains(&format!("{}{quote}{}", around("/prefix"), around("/suffix"))));
        }
    });
}

/// The workbook as it is.
pub(crate) fn workbook(report: &Report<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    (format("xlsx").expect("a format of the table").write)(report, &Style::default(), &mut out)
        .expect("memory can be written to");
    out
}

#[test]
fn a_run_gives_the_same_workbook_each_time() {
    Sample::new().report(Options { language: "vi", ..Options::default() }, |report| {
        let book = workbook(report);
        assert!(book.starts_with(b"PK") && book == workbook(report));
    });
}

#[test]
fn in_toto() {
    insta::assert_snapshot!(pretty(&check("in-toto", "vi", Detail::Claims)));
}

#[test]
fn every_file_has_the_digest_of_its_bytes() {
    use sha2::Digest as _;
    let project = folder("fixtures/projects/quang-ninh-broken");
    with_report(&run(&project), Detail::Claims, |report| {
        let inputs = report.inputs();
        let of = |role: &str| inputs.iter().filter(|input| input.role == role).count();
        assert!(
            of("config") == 1 && of("claims") >= 3 && of("source") >= 3 && of("rules") >= 2 && of("table") >= 1,
            "{inputs:?}"
        );
        for input in inputs.iter().filter(|input| !input.path.starts_with("factlint:")) {
            let bytes = std::fs::read(project.join(&input.path)).expect("a file of the project");
            let digest: String = sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(input.sha256.as_deref(), Some(digest.as_str()), "{}", input.path);
        }
    });
}

/// Path and line of every alert of the report.
fn places(report: &Report<'_>) -> Vec<(String, u64)> {
    let place = |entry| {
        let place = report.place_of(&entry);
        (report.path_in_repository(&place), place.start.line as u64)
    };
    report.alerts(report.english()).map(place).collect()
}

fn text_at<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} of {value}"))
}

fn number_at(value: &Value, pointer: &str) -> u64 {
    value.pointer(pointer).and_then(Value::as_u64).unwrap_or_else(|| panic!("{pointer} of {value}"))
}

#[test]
fn alerts_are_as_many_as_the_summary_counts_and_worst_first() {
    Sample::new().report(Options { language: "en", ..Options::default() }, |report| {
        let seen: Vec<Severity> = report.alerts(report.english()).map(|entry| entry.severity).collect();
        assert_eq!(seen.len(), report.alerts_count());
        assert!(seen.is_sorted(), "{seen:?}");
        let count = |wanted| seen.iter().filter(|&&severity| severity == wanted).count();
        assert_eq!(count(Severity::Error), report.summary.findings.errors + report.summary.problems.errors);
        assert_eq!(count(Severity::Warning), report.summary.findings.warnings + report.summary.problems.warnings);
        assert_eq!(count(Severity::Unknown), report.summary.findings.unknown);
    });
}

#[test]
fn every_format_has_the_counts_and_places_of_the_report() {
    let options = Options { language: "vi", folder: "tin tức/50%", ..Options::default() };
    Sample::new().report(options, |report| {
        let expected = places(report);
        assert!(expected.iter().all(|(path, _)| path.starts_with("tin tức/50%/")), "{expected:?}");
        let of = |text: &str, list_at: &str, path: &str, line: &str| -> Vec<(String, u64)> {
            let items = json(text);
            let items = items.pointer(list_at).and_then(Value::as_array).cloned().expect("a list");
            items.iter().map(|item| (text_at(item, path).to_owned(), number_at(item, line))).collect()
        };
        let gitlab = of(&written(report, "gitlab"), "", "/location/path", "/location/lines/begin");
        assert_eq!(gitlab, expected);
        let rdjson = of(&written(report, "rdjson"), "/diagnostics", "/location/path", "/location/range/start/line");
        assert_eq!(rdjson, expected);
        let at = "/locations/0/physicalLocation";
        let sarif = written(report, "sarif");
        let path = format!("{at}/artifactLocation/uri");
        let sarif = of(&sarif, "/runs/0/results", &path, &format!("{at}/region/startLine"));
        let encoded = expected.iter().map(|(path, line)| (path.replace("tin tức/50%", "tin%20t%E1%BB%A9c/50%25"), *line));
        assert_eq!(sarif, encoded.collect::<Vec<_>>());
        let junit = written(report, "junit");
        let counted = ["<failure ", "<error ", "<skipped>"].map(|tag| junit.matches(tag).count());
        assert_eq!(counted.iter().sum::<usize>(), expected.len());
        assert_eq!(counted[2], report.summary.findings.unknown);
        assert_eq!(written(report, "markdown").matches("\n1. ").count(), expected.len());
        let commands = written(report, "github");
        assert_eq!(commands.matches("\n::").count() + 1, expected.len(), "{commands}");
        assert!(commands.starts_with("::error file=tin tức/50%25/"), "{commands}");
    });
}

#[test]
fn sarif_links_every_related_place_from_its_message() {
    let log = json(&check("sarif", "en", Detail::Claims));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    for result in list(run, "results") {
        let message = text_at(result, "/message/text");
        for place in result["relatedLocations"].as_array().into_iter().flatten() {
            assert!(message.contains(&format!("]({})", place["id"])), "{message}");
        }
        let index = usize::try_from(number_at(result, "/ruleIndex")).expect("small");
        assert_eq!(list(&run["tool"]["driver"], "rules")[index]["id"], result["ruleId"]);
        assert_eq!(result["kind"] == "open", result["level"] == "none", "{result}");
    }
}

#[test]
fn fingerprints_are_one_of_a_kind_and_the_same_in_every_format() {
    Sample::new().report(Options { language: "en", ..Options::default() }, |report| {
        let expected: Vec<String> = report.alerts(report.english()).map(|entry| entry.fingerprint.to_string()).collect();
        assert_eq!(expected.iter().collect::<BTreeSet<_>>().len(), expected.len());
        let gitlab = json(&written(report, "gitlab"));
        let gitlab: Vec<&str> = gitlab.as_array().into_iter().flatten().map(|issue| text_at(issue, "/fingerprint")).collect();
        assert_eq!(gitlab, expected);
        let sarif = json(&written(report, "sarif"));
        let sarif: Vec<&str> = list(&sarif["runs"][0], "results")
            .iter()
            .map(|result| text_at(result, "/partialFingerprints/factlint~1v1"))
            .collect();
        assert_eq!(sarif, expected);
        let csv = written(report, "csv");
        assert!(expected.iter().all(|print| csv.contains(&format!("{print}\r\n"))));
    });
}

/// Copies a folder.
pub(crate) fn copy(from: &std::path::Path, to: &std::path::Path, change: &dyn Fn(&std::path::Path, String) -> String) {
    std::fs::create_dir_all(to).expect("a folder of the test can be made");
    for entry in std::fs::read_dir(from).expect("a fixture can be read").filter_map(Result::ok) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to, change);
        } else if let Ok(text) = std::fs::read_to_string(&from) {
            std::fs::write(&to, change(&from, text)).expect("a file of the test can be written");
        }
    }
}

fn fingerprints(project: &std::path::Path) -> BTreeSet<String> {
    with_report(&run(project), Detail::Claims, |report| {
        report.alerts(report.english()).map(|entry| format!("{} {}", entry.fingerprint, entry.code)).collect()
    })
}

#[test]
fn fingerprints_survive_moved_lines() {
    let from = folder("fixtures/projects/quang-ninh-broken");
    let to = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("moved");
    copy(&from, &to, &|path, text| {
        let is_toml = path.extension().is_some_and(|extension| extension == "toml");
        if is_toml { format!("# một dòng mới\n\n{text}") } else { text }
    });
    let before = fingerprints(&from);
    assert!(before.len() > 20);
    assert_eq!(before, fingerprints(&to));
}

/// The sample with so many findings.
fn crowded(count: usize) -> Sample {
    let mut sample = Sample::new();
    sample.problems.clear();
    sample.keep(|outcome| outcome.verdict == Verdict::Fails);
    let one = sample.judged.outcomes.first().cloned().expect("the sample has a finding");
    sample.judged.outcomes = vec![one; count];
    sample
}

#[test]
fn no_format_outgrows_its_reader() {
    crowded(25_001).report(Options { language: "en", ..Options::default() }, |report| {
        assert_eq!(report.alerts_count(), 25_001);
        let sarif = json(&written(report, "sarif"));
        assert_eq!(list(&sarif["runs"][0], "results").len(), 25_000);
        let notice = sarif.pointer("/runs/0/invocations/0/toolExecutionNotifications/0/message/text");
        assert_eq!(notice, Some(&"1 finding more, not shown".into()));
        let github = written(report, "github");
        assert_eq!(github.lines().filter(|line| line.starts_with("::error ")).count(), 10);
        assert_eq!(github.matches("::notice ").count(), 1);
        assert!(github.contains("24,991 findings more, not shown"), "{github}");
        let markdown = written(report, "markdown");
        assert!(markdown.len() < 65_536 && markdown.contains("findings more, not shown"));
        let gitlab = json(&written(report, "gitlab"));
        let prints: BTreeSet<&str> =
            gitlab.as_array().into_iter().flatten().map(|issue| text_at(issue, "/fingerprint")).collect();
        assert_eq!(prints.len(), 25_001);
    });
}

/// The beginning of a text, on one line.
fn head(text: &str) -> String {
    text.chars().take(90).map(|letter| if letter.is_control() { '⏎' } else { letter }).collect()
}

#[test]
fn every_format_of_many_findings_in_a_line() {
    use std::fmt::Write as _;
    let mut table = String::new();
    crowded(25_001).report(Options { language: "vi", ..Options::default() }, |report| {
        for format in factlint::output::FORMATS {
            let mut out = Vec::new();
            (format.write)(report, &Style { limit: Some(100), ..Style::default() }, &mut out).expect("memory can be written to");
            let text = String::from_utf8_lossy(&out);
            let listed = match format.name {
                "json" => list(&json(&text), "outcomes").len(),
                "jsonl" => text.lines().filter(|line| line.starts_with("{\"kind\":\"outcome\"")).count(),
                "sarif" => list(&json(&text)["runs"][0], "results").len(),
                "gitlab" => json(&text).as_array().map_or(0, Vec::len),
                "rdjson" => list(&json(&text), "diagnostics").len(),
                "junit" => text.matches("<failure ").count(),
                "github" => text.matches("\n::error ").count() + 1,
                "markdown" => text.matches("\n1. ").count(),
                "csv" => text.lines().count() - 1,
                "full" => text.matches("╭▸").count(),
                "concise" => text.matches(": lỗi[").count(),
                _ => 0,
            };
            // a workbook is zipped and binary; its size and its cells are looked at elsewhere
            let shown = if format.name == "xlsx" { "(zip)".to_owned() } else { head(&text) };
            let kilobytes = out.len().div_ceil(1000);
            writeln!(table, "{}: {listed} listed, {kilobytes} kB, {shown}", format.name).expect("memory can be written to");
        }
    });
    insta::assert_snapshot!(table);
}

#[test]
fn passes_are_counted_by_file_without_keeping_them() {
    use factlint::run::{Request, check};
    let path = folder("fixtures/projects/quang-ninh");
    let request = |detail, by_file| {
        let paths = [path.as_path()];
        let request =
            Request { paths: &paths, today: crate::projects::TODAY, claims: &[], select: &[], ignore: &[], detail, by_file };
        check(&request).expect("the project of a test is there")
    };
    let (kept, counted) = (request(Detail::All, false), request(Detail::Claims, true));
    let outcomes = |checked: &factlint::run::Checked| checked.judged.outcomes.len();
    assert!(outcomes(&kept) > 200 && outcomes(&counted) < 10, "{} and {}", outcomes(&kept), outcomes(&counted));
    let rows = |checked| with_report(checked, Detail::Claims, |report| (report.by_file(), written(report, "junit")));
    assert_eq!(rows(&kept), rows(&counted));
}

#[test]
fn notices_leave_room_for_the_one_that_counts_the_rest() {
    let mut sample = crowded(30);
    sample.judged.outcomes.iter_mut().for_each(|outcome| outcome.verdict = Verdict::Unknown);
    sample.report(Options { language: "en", ..Options::default() }, |report| {
        let github = written(report, "github");
        assert_eq!(github.matches("::notice ").count(), 10, "{github}");
        assert!(github.contains("21 findings more, not shown"));
    });
}

#[test]
fn the_rows_of_files_add_up_to_the_rows_of_rules() {
    for (project, files) in [("quang-ninh", 3), ("quang-ninh-broken", 3)] {
        let checked = run(&folder(&format!("fixtures/projects/{project}")));
        with_report(&checked, Detail::Claims, |report| {
            let rows = report.by_file();
            assert!(rows.len() >= files && rows.iter().all(|row| row.path.is_some()), "{rows:?}");
            let found: u64 = rows.iter().flat_map(|row| &row.rules).map(|(_, tally)| tally.found()).sum();
            assert_eq!(found, report.summary.total.found());
        });
    }
    let mut sample = Sample::new();
    sample.judged.outcomes.retain(|outcome| outcome.verdict != Verdict::Holds);
    sample.report(Options::default(), |report| {
        let rows = report.by_file();
        assert_eq!(rows.last().map(|row| (row.path.clone(), row.rules.len())), Some((None, 1)), "what holds was counted only");
    });
}

#[test]
fn junit_holds_no_character_that_xml_forbids() {
    let mut sample = Sample::new();
    let said = factlint::said::Said::new("moon/\u{1b}[31m").with("day", "\u{0}\u{ffff}\u{b}<&\"'>]]>");
    sample.judged.outcomes[0].because = vec![said];
    sample.report(Options { language: "en", ..Options::default() }, |report| {
        let text = written(report, "junit");
        assert!(text.chars().all(|letter| letter == '\n' || (letter >= ' ' && letter != '\u{ffff}')));
        assert!(text.contains("moon/␛[31m (day: ␀␋&lt;&amp;"), "{text}");
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(reader.read_event().expect("well-formed"), quick_xml::events::Event::Eof) {}
    });
}

#[test]
fn nothing_becomes_markup_a_mention_or_a_formula() {
    let mut sample = Sample::new();
    let said = factlint::said::Said::new("moon/full").with("day", "<img src=x> [a](b) @ai |\n## h ::error::x");
    sample.judged.outcomes[0].because = vec![said];
    sample.problems[1].message = "=HYPERLINK(\"a\")".into();
    sample.report(Options { language: "en", ..Options::default() }, |report| {
        let markdown = written(report, "markdown");
        assert!(markdown.contains("&lt;img src=x&gt; \\[a\\](b) @\u{200b}ai \\|"), "{markdown}");
        assert!(!markdown.contains("\n## h"));
        let github = written(report, "github");
        assert!(github.lines().all(|line| !line.starts_with("::error::")), "{github}");
        let csv = written(report, "csv");
        assert!(csv.contains("\"'=HYPERLINK(\"\"a\"\")\""), "{csv}");
    });
}

#[test]
fn a_limit_is_for_people_only() {
    Sample::new().report(Options { language: "en", ..Options::default() }, |report| {
        for name in ["sarif", "junit", "github", "gitlab", "rdjson", "markdown", "csv", "json", "jsonl"] {
            let mut out = Vec::new();
            let style = Style { limit: Some(1), color: true, links: true, statistics: true };
            (format(name).expect("a format of the table").write)(report, &style, &mut out).expect("memory can be written to");
            assert_eq!(String::from_utf8(out).expect("UTF-8"), written(report, name), "{name}");
        }
    });
}

#[test]
fn an_earlier_run_says_the_same_in_every_format() {
    let options = |detail| Options { detail, language: "en", folder: "tin tức", ..Options::default() };
    for detail in [Detail::Findings, Detail::Claims, Detail::All] {
        Sample::new().report(options(detail), |report| {
            let text = written(report, "json");
            let kept = Kept::read(&text).expect("what was written can be read");
            let again = factlint::report::again(&kept);
            assert_eq!((again.exit, again.alerts_count()), (report.exit, report.alerts_count()));
            for name in
                ["json", "jsonl", "concise", "sarif", "github", "gitlab", "rdjson", "markdown", "csv", "in-toto", "annotations"]
            {
                assert_eq!(written(&again, name), written(report, name), "{name}, {detail:?}");
            }
            if detail == Detail::All {
                assert_eq!(written(&again, "junit"), written(report, "junit"));
            }
            assert!(written(&again, "full").contains("claims.toml:3:9"));
        });
    }
    let checked = run(&folder("fixtures/projects/quang-ninh-broken"));
    with_report(&checked, Detail::All, |report| {
        let kept = Kept::read(&written(report, "json")).expect("what was written can be read");
        let again = factlint::report::again(&kept);
        for name in ["json", "sarif", "junit", "csv"] {
            assert!(written(&again, name) == written(report, name), "{name}");
        }
    });
}

#[test]
fn what_is_no_report_is_told() {
    let told = |text: &str| Kept::read(text).map(|_| ()).map_err(|error| error.to_string());
    assert!(told("[]").is_err_and(|why| why.starts_with("is no JSON report of factlint: ")));
    let text = check("json", "en", Detail::Claims).replace("\"version\":1", "\"version\":2");
    assert_eq!(told(&text), Err("is a report of version 2, and version 1 is read".to_owned()));
    let text = check("json", "en", Detail::Claims).replace("\"level\":\"note\"", "\"level\":\"shout\"");
    assert!(told(&text).is_err_and(|why| why.contains("unknown variant `shout`")));
}

#[test]
fn schemas_know_every_key_that_is_read() {
    const READS: [&str; 9] = [
        ".text(\"",
        ".texts(\"",
        ".required_text(\"",
        ".day(\"",
        ".flag(\"",
        ".tables(\"",
        ".table(\"",
        ".entry(\"",
        "read_count(&mut table, \"",
    ];
    for (schema, sources) in [("config", &["src/load/config.rs"][..]), ("rules", &["src/rule/mod.rs"])] {
        let schema = factlint::schema::text(schema).expect("a schema of the table");
        let text: String = sources.iter().map(|path| std::fs::read_to_string(folder(path)).expect("a source file")).collect();
        let keys = READS.iter().flat_map(|read| text.split(read).skip(1)).filter_map(|rest| rest.split('"').next());
        let keys: BTreeSet<&str> = keys.filter(|key| !key.contains(' ') && !key.is_empty()).collect();
        assert!(keys.len() > 8, "{keys:?}");
        for key in keys {
            assert!(schema.contains(&format!("\"{key}\":")), "`{key}` is not in the schema");
        }
    }
    let claims = factlint::schema::text("claims").expect("a schema of the table");
    for (_, key) in factlint::claim::FIELDS {
        assert!(claims.contains(&format!("\"{key}\":")), "`{key}` is not in the schema");
    }
    let read: Value = serde_json::from_str(&claims).expect("JSON");
    let kinds = list(&read["definitions"]["claim"]["properties"]["kind"], "enum").iter().filter_map(Value::as_str);
    let known = factlint::value::KINDS.iter().map(|(_, name)| *name);
    assert_eq!(kinds.collect::<BTreeSet<_>>(), known.collect::<BTreeSet<_>>());
    assert_eq!(factlint::schema::text("nonsense"), None);
}

#[test]
fn the_schema_of_the_report() {
    insta::assert_snapshot!(factlint::schema::text("report").expect("a schema of the table"));
}

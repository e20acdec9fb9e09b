//! in-toto: a statement of what was checked against what, with all digests, that the usual tools can sign.
//!
//! It never says more than the run: "passed" is the word of the format for a rule that nothing spoke against.

use std::io::{self, BufWriter, Write};

use serde_json::{Value, json};

use super::Style;
use crate::report::{InputRow, Level, Report, RuleRow};

/// Writes one statement with a test result in it. The claims are what it speaks of, all other files are its configuration.
pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let inputs = report.inputs();
    let (claims, others): (Vec<&InputRow>, Vec<&InputRow>) = inputs.iter().partition(|input| input.role == "claims");
    let of = |wanted: Kind| -> Vec<&str> {
        let rows = report.summary.rules.iter().filter(|row| row.tally.found() > 0 && Kind::of(row) == wanted);
        rows.map(|row| row.id.as_str()).collect()
    };
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": claims.iter().filter_map(|input| resource(report, input)).collect::<Vec<_>>(),
        "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
        "predicate": {
            "result": result(report),
            "configuration": others.iter().filter_map(|input| resource(report, input)).collect::<Vec<_>>(),
            "passedTests": of(Kind::Passed),
            "warnedTests": of(Kind::Warned),
            "failedTests": of(Kind::Failed),
        },
    });
    let mut out = BufWriter::new(out);
    serde_json::to_writer(&mut out, &statement)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// A file with its digest. One that could not be read has none, and what cannot be named cannot be vouched for.
fn resource(report: &Report<'_>, input: &InputRow) -> Option<Value> {
    let digest = input.sha256.as_ref()?;
    let name = report.named_in_repository(&input.path);
    Some(json!({ "name": name, "digest": { "sha256": digest }, "annotations": { "role": input.role } }))
}

/// What became of the run. What is incomplete failed too.
fn result(report: &Report<'_>) -> &'static str {
    let found = &report.summary.findings;
    let known: usize = report.summary.known.iter().map(|row| row.count).sum();
    match () {
        () if report.exit != 0 || found.errors > 0 => "FAILED",
        () if report.alerts_count() + known > 0 => "WARNED",
        () => "PASSED",
    }
}

/// What became of a rule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Passed,
    Warned,
    Failed,
}

impl Kind {
    fn of(row: &RuleRow) -> Kind {
        let tally = &row.tally;
        match () {
            () if tally.fails > row.known.fails && row.level == Level::Error => Kind::Failed,
            () if tally.fails + tally.unknown + tally.unlikely + tally.waived > 0 => Kind::Warned,
            () => Kind::Passed,
        }
    }
}

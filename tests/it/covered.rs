//! What the literate cases cover: every function and every pattern that ships is seen to hold, to be possible, to fail and to be
//! unknown. A verdict that cannot be is declared beside the cases, with its reason: "- `lower` is never possible: …".

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use factlint::expr::functions::{FUNCTIONS, Name};
use factlint::expr::{Expr, Node};
use factlint::finding::Verdict;
use factlint::outcome::Tally;
use factlint::rule::{Rule, walk};
use factlint::run::Checked;

use crate::cases::{case_files, cases};

const VERDICTS: [&str; 4] = ["holds", "possible", "fails", "unknown"];

/// What a rule is about: "function `sum`", "pattern `unique`".
type Seen = BTreeMap<String, BTreeSet<&'static str>>;

fn functions_of(condition: &Expr) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(condition, &mut |expr| match &expr.node {
        Node::Call(function, _) => {
            found.insert(function.name.to_owned());
        }
        Node::Matches(..) => {
            found.insert(name_of(Name::Matches));
        }
        Node::Lookup(..) => {
            found.insert(name_of(Name::Lookup));
        }
        _ => {}
    });
    found
}

fn name_of(code: Name) -> String {
    let function = FUNCTIONS.iter().find(|function| function.code == code);
    function.expect("the table has every function").name.to_owned()
}

/// What a rule shows: the functions of its own condition, or the pattern that it fills in.
fn shown_by(rule: &Rule, checked: &Checked) -> Vec<String> {
    if rule.filled {
        let named = checked.project.files.slice(rule.head.check.span);
        return vec![format!("pattern `{}`", named.trim_matches('"'))];
    }
    functions_of(&rule.check).into_iter().map(|function| format!("function `{function}`")).collect()
}

fn verdicts(tally: &Tally) -> impl Iterator<Item = &'static str> {
    let counts = [tally.holds, tally.possible, tally.fails, tally.unknown];
    VERDICTS.into_iter().zip(counts).filter(|(_, count)| *count > 0).map(|(verdict, _)| verdict)
}

fn see_case(checked: &Checked, seen: &mut Seen) {
    for (rule, tally) in checked.rules.iter().zip(&checked.judged.tallies) {
        for thing in shown_by(rule, checked) {
            seen.entry(thing).or_default().extend(verdicts(tally));
        }
    }
}

/// "- Function `lower` is never possible: …", "- Patterns `unique` and `min-sources` are never possible or unknown: …"
fn never(line: &str) -> Option<Vec<(String, &'static str)>> {
    let line = line.strip_prefix("- ")?;
    let (things, rest) = line.split_once(" is never ").or_else(|| line.split_once(" are never "))?;
    let (words, reason) = rest.split_once(": ")?;
    assert!(!reason.trim().is_empty(), "no reason: {line}");
    let kind = if things.starts_with("Pattern") { "pattern" } else { "function" };
    let verdict = |word: &str| VERDICTS.into_iter().find(|verdict| *verdict == word).unwrap_or_else(|| panic!("{word}: {line}"));
    let words: Vec<&'static str> = words.split(" or ").map(verdict).collect();
    let names = things.split('`').skip(1).step_by(2);
    Some(names.flat_map(|name| words.iter().map(move |word| (format!("{kind} `{name}`"), *word))).collect())
}

fn known() -> Vec<String> {
    let checked = factlint::examples::rules_of(Path::new("/")).expect("the packs need no project");
    let patterns = factlint::load::rules::patterns(&checked.project);
    let functions = FUNCTIONS.iter().map(|function| format!("function `{}`", function.name));
    functions.chain(patterns.iter().map(|known| format!("pattern `{}`", known.pattern.id.value))).collect()
}

/// Unknown means that something is missing, so it says what.
fn without_a_reason(checked: &Checked) -> impl Iterator<Item = String> {
    let unknown =
        checked.judged.outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Unknown && outcome.because.is_empty());
    unknown.map(|outcome| {
        let claims: Vec<&str> = outcome.subject.claims().map(|claim| checked.project.claims.id_text(claim)).collect();
        format!("{} {} is unknown without a reason", checked.rules[outcome.rule.0 as usize].head.id.value, claims.join(","))
    })
}

#[test]
fn every_function_and_pattern_has_a_case_for_each_verdict() {
    let mut wrong: Vec<String> = Vec::new();
    let (mut seen, mut never_seen) = (Seen::new(), BTreeSet::new());
    for (name, text) in case_files() {
        never_seen.extend(text.lines().filter_map(never).flatten());
        let judged = cases(&text);
        for (index, case) in judged.iter().enumerate().filter(|(_, case)| case.block("expect").is_some()) {
            let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("covered").join(&name).join(index.to_string());
            let checked = case.run(&place);
            see_case(&checked, &mut seen);
            wrong.extend(without_a_reason(&checked).map(|line| format!("{name}.md: {line}")));
        }
    }
    let known = known();
    for thing in &known {
        let had = seen.get(thing);
        for verdict in VERDICTS {
            let is_seen = had.is_some_and(|had| had.contains(verdict));
            match never_seen.contains(&(thing.clone(), verdict)) {
                false if !is_seen => wrong.push(format!("{thing} has no case that {verdict}")),
                true if is_seen => wrong.push(format!("{thing} is said never to be {verdict}, and a case is")),
                _ => {}
            }
        }
    }
    let unknown = never_seen.iter().filter(|(thing, _)| !known.contains(thing));
    wrong.extend(unknown.map(|(thing, _)| format!("there is no {thing}")));
    assert!(wrong.is_empty(), "{} things:\n{}", wrong.len(), wrong.join("\n"));
}

/// "Examples 5 and 6: …", "Example 22, as a row of its own: …"
fn numbers_of(title: &str) -> Vec<usize> {
    let Some((head, _)) = title.split_once(':').filter(|(head, _)| head.starts_with("Example")) else { return Vec::new() };
    head.split(|character: char| !character.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}

#[test]
fn every_worked_example_of_intervals_is_a_case_under_its_number() {
    let files = case_files();
    let (_, text) = files.iter().find(|(name, _)| name == "intervals").expect("the cases of intervals are there");
    let titles = text.lines().filter_map(|line| line.strip_prefix("## "));
    let numbers: BTreeSet<usize> = titles.flat_map(numbers_of).collect();
    assert_eq!(numbers, (1..=24).collect::<BTreeSet<usize>>());
}

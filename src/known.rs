//! Known: findings that an earlier state of the project has too, be it a revision or the baseline: marked and counted, never dropped.
//!
//! A finding that got worse, or whose claims have other values now, is a new one: a wrong figure that was changed into another
//! wrong figure must be seen.

use std::fmt::Write as _;
use std::hash::Hash;

use hashbrown::HashMap;

use crate::claim::{ClaimId, Field};
use crate::document::{Document, SourceId};
use crate::finding::{Known, Level, Problem};
use crate::outcome::{Outcome, Subject};
use crate::project::{HELD_DIGEST_CHARS, HELD_SEEN, Held, Project};
use crate::report::{self, Input, Severity};
use crate::run::Checked;
use crate::text::Span;

/// Marks what the project's baseline holds back, and reports the lines of it that hold nothing back any more.
pub fn hold_back(checked: &mut Checked) {
    let Some(lines) = checked.project.baseline.lines.take() else { return missing(checked) };
    let mut earlier = Earlier::default();
    for (place, line) in lines.iter().enumerate() {
        earlier.add(line.held.clone(), line.seen, place);
    }
    mark(checked, Known::Baseline, &mut earlier, held);
    // whoever looks at a part of the claims or rules sees only a part of the findings
    if checked.chosen.is_none() && checked.is_every_rule && !checked.is_broken() {
        let spans: Vec<Span> = earlier.left().into_iter().map(|place| lines[place].span).collect();
        checked.problems.extend(idle(&spans, &checked.project.baseline.shown));
    }
    checked.compared.push((Known::Baseline, checked.project.baseline.shown.clone()));
    checked.project.baseline.lines = Some(lines);
}

/// A baseline that the settings name and that is not there.
fn missing(checked: &mut Checked) {
    if let Some(named) = &checked.project.config.baseline {
        let message = format!("the baseline `{}` is not there", named.value);
        let problem = Problem::warning("baseline/missing", message, named.span);
        checked.problems.push(problem.help("`factlint baseline create` writes it"));
    }
}

/// The code of [`idle`].
pub const IDLE: &str = "baseline/idle";

/// Lines of a baseline that match nothing, told once with their places.
fn idle(spans: &[Span], shown: &str) -> Option<Problem> {
    let (first, rest) = spans.split_first()?;
    let message = match spans.len() {
        1 => format!("a finding of `{shown}` is there no more, or has another value or source now"),
        count => format!("{count} findings of `{shown}` are there no more, or have other values or sources now"),
    };
    let problem = Problem::warning(IDLE, message, *first).help("`factlint baseline update` takes them out");
    Some(rest.iter().fold(problem, |problem, span| problem.and(*span, "")))
}

/// What the project was in an earlier revision.
#[derive(Clone, Copy, Debug)]
pub enum Before<'a> {
    /// It was not there.
    Nothing,
    /// Its settings cannot be read.
    Unreadable,
    /// It was checked.
    Checked(&'a Checked),
}

/// Marks what the project had in an earlier revision.
pub fn since(checked: &mut Checked, before: Before<'_>, revision: &str) {
    match before {
        Before::Checked(earlier) if !earlier.is_broken() => compare(checked, earlier),
        Before::Nothing => checked.problems.push(Problem::note(
            "since/no-project",
            format!("the project is not in {revision}, so that every finding counts as new"),
        )),
        Before::Unreadable | Before::Checked(_) => checked.problems.push(Problem::note(
            "since/broken",
            format!("the files of {revision} have mistakes and were not judged, so that every finding counts as new"),
        )),
    }
    checked.compared.push((Known::Since, revision.to_owned()));
}

fn compare(checked: &mut Checked, earlier: &Checked) {
    let mut found = Earlier::default();
    earlier.with_input(|input| {
        for (place, outcome) in input.judged.outcomes.iter().enumerate() {
            if let Some(seen) = rank(outcome) {
                found.add(print(input, outcome), seen, place);
            }
        }
    });
    mark(checked, Known::Since, &mut found, print);
    let prints = |checked: &Checked| -> Vec<report::Fingerprint> {
        checked.with_input(|input| input.problems.iter().map(|problem| report::of_problem(input, problem)).collect())
    };
    let (before, now) = (prints(earlier), prints(checked));
    for (problem, print) in checked.problems.iter_mut().zip(now) {
        if problem.level != Level::Error && problem.known.is_none() && before.contains(&print) {
            problem.known = Some(Known::Since);
        }
    }
}

/// Findings of an earlier state by what makes them the same: how each was to be seen, and its place there.
struct Earlier<K> {
    found: HashMap<K, Vec<(usize, usize)>>,
}

impl<K> Default for Earlier<K> {
    fn default() -> Self {
        Earlier { found: HashMap::new() }
    }
}

impl<K: Hash + Eq> Earlier<K> {
    fn add(&mut self, key: K, seen: usize, place: usize) {
        self.found.entry(key).or_default().push((seen, place));
    }

    /// Takes one that was at least as bad, the least bad of those; whether there was one.
    fn take(&mut self, key: &K, seen: usize) -> bool {
        let Some(found) = self.found.get_mut(key) else { return false };
        let best = (0..found.len()).filter(|&index| found[index].0 <= seen).max_by_key(|&index| found[index]);
        best.map(|index| found.swap_remove(index)).is_some()
    }

    /// The places of those that nothing took.
    fn left(self) -> Vec<usize> {
        let mut left: Vec<usize> = self.found.into_values().flatten().map(|(_, place)| place).collect();
        left.sort_unstable();
        left
    }
}

fn mark<K: Hash + Eq>(checked: &mut Checked, by: Known, earlier: &mut Earlier<K>, key: fn(&Input<'_>, &Outcome) -> K) {
    let known: Vec<usize> = checked.with_input(|input| {
        let outcomes = input.judged.outcomes.iter().enumerate();
        let mut is_known = |outcome: &Outcome| rank(outcome).is_some_and(|seen| earlier.take(&key(input, outcome), seen));
        outcomes.filter(|(_, outcome)| is_known(outcome)).map(|(index, _)| index).collect()
    });
    for index in known {
        checked.judged.outcomes[index].known = Some(by);
    }
}

/// How a finding is to be seen, worst first; nothing for what is none, or is known already.
fn rank(outcome: &Outcome) -> Option<usize> {
    match Severity::of(outcome) {
        Severity::Error => Some(0),
        Severity::Warning => Some(1),
        Severity::Note => Some(2),
        Severity::Unknown => Some(3),
        _ => None,
    }
}

/// What makes a finding the same one in another revision: its fingerprint and the values of its claims.
fn print(input: &Input<'_>, outcome: &Outcome) -> (report::Fingerprint, String) {
    (report::of_outcome(input, outcome), values(input, outcome).join("\n"))
}

/// The claimed values of a finding as they are written, each with its unit: `1250 tỷ đồng`.
fn values(input: &Input<'_>, outcome: &Outcome) -> Vec<String> {
    let project = input.project;
    let value = |&id: &ClaimId| {
        let written = project.files.slice((input.field_span)(id, Field::Value));
        let value = written.trim().trim_matches(['"', '\'']);
        let unit = project.names.get(project.claims.get(id).unit);
        if unit.is_empty() { value.to_owned() } else { format!("{value} {unit}") }
    };
    claims(input, outcome).iter().map(value).collect()
}

/// The claims of a finding in the order of their identifiers, which no renamed file changes.
fn claims(input: &Input<'_>, outcome: &Outcome) -> Vec<ClaimId> {
    let mut claims: Vec<ClaimId> = outcome.subject.claims().collect();
    claims.sort_by_key(|&id| input.project.claims.id_text(id));
    claims
}

/// A finding as a baseline keeps it.
fn held(input: &Input<'_>, outcome: &Outcome) -> Held {
    let project = input.project;
    let rule = |id: crate::outcome::RuleId| input.heads[id.0 as usize].id.value.clone();
    let claims = claims(input, outcome);
    let mut sources: Vec<SourceId> = claims.iter().filter_map(|&id| project.claims.get(id).source).collect();
    let (mut source, mut subject_rule) = (None, None);
    match outcome.subject {
        Subject::Source(id) => {
            source = Some(project.names.get(project.source(id).id).to_owned());
            sources.push(id);
        }
        Subject::Rule(id) => subject_rule = Some(rule(id)),
        Subject::Claims(_) => {}
    }
    sources.dedup();
    Held {
        rule: rule(outcome.rule),
        source,
        subject_rule,
        claims: claims.iter().map(|&id| project.claims.id_text(id).to_owned()).collect(),
        values: values(input, outcome),
        sha256: sources.into_iter().map(|id| digest(project, id)).collect(),
    }
}

/// The beginning of a source's digest; empty for one that has no text.
fn digest(project: &Project, id: SourceId) -> String {
    match &project.source(id).document {
        Document::Text { digest, .. } => digest.chars().take(HELD_DIGEST_CHARS).collect(),
        Document::Unreadable { .. } => String::new(),
    }
}

/// What a baseline begins with.
const HEAD: &str =
    "# Findings that factlint knows and holds back, one a line; `factlint baseline update` takes out what is there no more.
# A finding comes back when it gets worse, or when a value or a source of its claims changes.
";

/// A baseline as text, and how many findings it holds: those that are marked as held back, and with `new` the new ones too.
pub fn baseline(checked: &Checked, new: bool) -> (String, usize) {
    let mut lines: Vec<String> = checked.with_input(|input| {
        let outcomes = input.judged.outcomes.iter();
        let line = |outcome: &Outcome| {
            let seen = match outcome.known {
                None if new => rank(outcome)?,
                Some(Known::Baseline) => rank(&Outcome { known: None, ..outcome.clone() })?,
                _ => return None,
            };
            Some(line(&held(input, outcome), seen))
        };
        outcomes.filter_map(line).collect()
    });
    lines.sort_unstable();
    let list: String = lines.iter().map(|line| format!("  {line},\n")).collect();
    let list = if lines.is_empty() { "[]".to_owned() } else { format!("[\n{list}]") };
    (format!("{HEAD}finding = {list}\n"), lines.len())
}

/// A line of a baseline: an inline table of TOML.
fn line(held: &Held, seen: usize) -> String {
    let mut out = format!("{{ rule = {}", quoted(&held.rule));
    let mut add = |key: &str, value: String| {
        // writing into memory does not fail
        let _ = write!(out, ", {key} = {value}");
    };
    for (key, value) in [("source", &held.source), ("subject_rule", &held.subject_rule)] {
        if let Some(value) = value {
            add(key, quoted(value));
        }
    }
    for (key, list) in [("claims", &held.claims), ("values", &held.values), ("sha256", &held.sha256)] {
        if !list.is_empty() {
            add(key, format!("[{}]", list.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", ")));
        }
    }
    add("seen", quoted(HELD_SEEN[seen]));
    out + " }"
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    // the escapes of JSON are those of TOML, which wants one more
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

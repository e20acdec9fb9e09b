//! Summary: how much was checked, how much was not and why, and the exit code that follows.
//!
//! Everything is counted here once, over all outcomes and claims, whatever an output lists.

use std::collections::BTreeMap;

use super::labels::is_core;
use super::{FailOn, Input, Known, Level, Options, Report, Severity, Verdict, claims_of};
use crate::claim::ClaimId;
use crate::evidence::{Status, Unread};
use crate::outcome::{Outcome, Tally};
use crate::said::Words;

/// Names of rules that the summary lists.
const RULES_NAMED_MAX: usize = 5;

/// All counts of a report.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Claims that were asked for: all of the project, or some.
    pub claims: usize,
    /// Claims whose quote stands in its source and gave a value, which was compared.
    pub checked: usize,
    /// Claims that were checked and differ from their source.
    pub differ: usize,
    /// Claims that were not checked, by reason, in the order of [`Why::ALL`]; reasons that did not occur are left out.
    pub not_checked: Vec<(Why, usize)>,
    /// Claims that were checked with a fact that the quote does not say, as the year.
    pub inferred: usize,
    /// Claims whose quote stands in the typed transcript of a scan, not in the scan itself.
    pub transcribed: usize,
    /// Counts over all rules.
    pub total: Tally,
    /// Counts per rule, in the order of the rules.
    pub rules: Vec<RuleRow>,
    /// Findings by how they are to be seen, waived ones apart.
    pub findings: Count,
    /// Problems in the files by level.
    pub problems: Count,
    /// Outcomes of error level that are unknown, known ones left out.
    pub incomplete: usize,
    /// Findings that are no new ones, by what they were compared with; they are in none of the counts by level.
    pub known: Vec<Compared>,
}

/// How many findings are known from one earlier state of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// What kind of state.
    pub by: Known,
    /// Which: a revision, the path of a baseline.
    pub with: String,
    /// How many findings.
    pub count: usize,
}

/// Counts by level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
    /// Unknown outcomes.
    pub unknown: usize,
}

/// A rule with its counts.
#[derive(Clone, Debug)]
pub struct RuleRow {
    /// Its identifier.
    pub id: String,
    /// Its level.
    pub level: Level,
    /// The pack it came with; nothing for a rule of the project.
    pub pack: Option<String>,
    /// Its sentence in English.
    pub says: Option<String>,
    /// Why it is so and what to do.
    pub about: Option<String>,
    /// How often it met each verdict.
    pub tally: Tally,
    /// How much of that is no new finding.
    pub known: Tally,
}

/// Why a claim was not checked against its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It has no quote.
    NoQuote,
    /// It has a quote and no source.
    NoSource,
    /// The quote is not in the source.
    Absent,
    /// The quote stands in several places.
    Ambiguous,
    /// The quote differs from the source.
    Altered,
    /// The quote is cut short.
    Truncated,
    /// The quote leaves out something that matters.
    ElidedRisky,
    /// The source has no readable text.
    Unreadable,
    /// The quote has no figure of the wanted kind.
    NoFigure,
    /// The quote has several figures.
    Several,
    /// The figure cannot be.
    Impossible,
    /// The figure can be read in several ways.
    Unclear,
}

impl Why {
    /// Every reason with its name in JSON, which is its name among the words too.
    pub const ALL: &'static [(Why, &'static str)] = &[
        (Why::Unreadable, "unreadable"),
        (Why::NoSource, "no-source"),
        (Why::Absent, "absent"),
        (Why::Altered, "altered"),
        (Why::Ambiguous, "ambiguous"),
        (Why::Truncated, "truncated"),
        (Why::ElidedRisky, "elided-risky"),
        (Why::NoQuote, "no-quote"),
        (Why::Several, "several"),
        (Why::NoFigure, "no-figure"),
        (Why::Impossible, "impossible"),
        (Why::Unclear, "unclear"),
    ];

    /// The reason of a name in JSON.
    pub(super) fn parse(name: &str) -> Option<Why> {
        Why::ALL.iter().find(|(_, known)| *known == name).map(|(why, _)| *why)
    }

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        Why::ALL.iter().find(|(why, _)| *why == self).map_or("", |(_, name)| name)
    }
}

/// Counts everything.
pub(super) fn summary(input: &Input<'_>) -> Summary {
    let mut found = Summary { claims: input.asked().count(), ..Summary::default() };
    count_claims(input, &mut found);
    count_rules(input, &mut found);
    found.known = input.compared.iter().map(|(by, with)| Compared { by: *by, with: with.clone(), count: 0 }).collect();
    for outcome in &input.judged.outcomes {
        let severity = Severity::of(outcome);
        found.findings.add(severity);
        found.incomplete += usize::from(severity == Severity::Unknown && outcome.level == Level::Error);
        if severity == Severity::Known {
            found.rules[outcome.rule.0 as usize].known.count(outcome.verdict, outcome.unlikely);
        }
        found.count_known(outcome.known);
    }
    found.differ = differing(input);
    for problem in input.problems {
        found.problems.add(Severity::of_level(problem.level).unless(problem.known));
        found.count_known(problem.known);
    }
    found
}

impl Summary {
    fn count_known(&mut self, known: Option<Known>) {
        if let Some(row) = self.known.iter_mut().find(|row| Some(row.by) == known) {
            row.count += 1;
        }
    }
}

impl Count {
    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
            Severity::Unknown => self.unknown += 1,
            Severity::Known | Severity::Possible | Severity::Waived | Severity::Holds | Severity::NotApplicable => {}
        }
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.errors + self.warnings + self.notes + self.unknown
    }
}

fn count_claims(input: &Input<'_>, found: &mut Summary) {
    let mut counts = vec![0usize; Why::ALL.len()];
    for id in input.asked() {
        let place = id.0 as usize;
        let has_source = input.project.claims.get(id).source.is_some();
        let unread = input.evidence.unread(place);
        match why(unread, input.evidence.status(place), has_source, input.project.claims.quote(id).is_empty()) {
            None => found.checked += 1,
            Some(why) => counts[Why::ALL.iter().position(|(known, _)| *known == why).unwrap_or_default()] += 1,
        }
        found.inferred += usize::from(input.evidence.is_inferred(place));
        found.transcribed += usize::from(input.evidence.status(place) == Some(Status::Transcribed));
    }
    found.not_checked = Why::ALL.iter().map(|(why, _)| *why).zip(counts).filter(|(_, count)| *count > 0).collect();
}

/// Why a claim was not checked; nothing if it was.
fn why(unread: Option<&Unread>, status: Option<Status>, has_source: bool, has_no_quote: bool) -> Option<Why> {
    Some(match unread? {
        Unread::NoQuote => Why::NoQuote,
        Unread::Nothing => Why::NoFigure,
        Unread::Several(_) => Why::Several,
        Unread::Impossible(..) => Why::Impossible,
        Unread::Unclear(..) => Why::Unclear,
        Unread::NotLocated => match status {
            None if has_no_quote => Why::NoQuote,
            None if !has_source => Why::NoSource,
            None | Some(Status::Absent) => Why::Absent,
            Some(Status::Ambiguous) => Why::Ambiguous,
            Some(Status::Truncated) => Why::Truncated,
            Some(Status::ElidedRisky) => Why::ElidedRisky,
            Some(Status::Unreadable) => Why::Unreadable,
            Some(Status::Altered | Status::Exact | Status::Normalised | Status::Elided | Status::Transcribed | Status::Moved) => {
                Why::Altered
            }
        },
    })
}

/// Claims that were read and fail a check of the core pack.
fn differing(input: &Input<'_>) -> usize {
    let is_asked = |id: ClaimId| input.chosen.is_none_or(|chosen| chosen[id.0 as usize]);
    let is_read = |id: ClaimId| is_asked(id) && input.evidence.unread(id.0 as usize).is_none();
    let fails = |outcome: &&Outcome| outcome.verdict == Verdict::Fails && is_core(&input.heads[outcome.rule.0 as usize]);
    let failing = input.judged.outcomes.iter().filter(fails).flat_map(|outcome| claims_of(&outcome.subject));
    let mut found: Vec<ClaimId> = failing.map(|(_, id)| id).filter(|&id| is_read(id)).collect();
    found.sort_unstable();
    found.dedup();
    found.len()
}

fn count_rules(input: &Input<'_>, found: &mut Summary) {
    for (head, tally) in input.heads.iter().zip(&input.judged.tallies) {
        found.total.add(tally);
        found.rules.push(RuleRow {
            id: head.id.value.clone(),
            level: head.level,
            pack: head.pack.clone(),
            says: head.says("en").map(str::to_owned),
            about: head.about.clone(),
            tally: *tally,
            known: Tally::default(),
        });
    }
}

/// The exit code: the first that applies of 2, 1, 3, 4, 0. `--exit-zero` asks for 0 instead of all but 2.
pub(super) fn exit(input: &Input<'_>, options: &Options<'_>, found: &Summary) -> u8 {
    let (outcomes, problems) = (&found.findings, &found.problems);
    let failing = match options.fail_on {
        FailOn::Error => outcomes.errors,
        FailOn::Warning => outcomes.errors + outcomes.warnings + problems.warnings,
        FailOn::Unknown => outcomes.errors + outcomes.warnings + problems.warnings + outcomes.unknown,
    };
    let complete = options.allow_unknown || !input.project.config.incomplete_fails || found.incomplete == 0;
    match () {
        () if problems.errors > 0 => 2,
        () if options.exit_zero => 0,
        () if failing > 0 => 1,
        () if found.is_empty() => 3,
        () if !complete => 4,
        () => 0,
    }
}

impl Summary {
    /// Whether nothing was judged.
    pub fn is_empty(&self) -> bool {
        self.claims == 0 || self.total.found() == 0
    }
}

impl Report<'_> {
    /// What every report opens with.
    pub fn head(&self, words: &Words) -> String {
        words.text("summary/head", &[])
    }

    /// What there is to look at, by rule and by kind of mistake: the most first. The counts add up to [`Report::alerts_count`].
    pub fn statistics(&self) -> Vec<Statistic> {
        let mut found: BTreeMap<String, (Severity, u64)> = BTreeMap::new();
        for entry in self.alerts(self.english()) {
            let row = found.entry(entry.code.to_owned()).or_insert((entry.severity, 0));
            *row = (row.0.min(entry.severity), row.1 + 1);
        }
        let row = |(code, (severity, count))| Statistic { count, severity, code };
        let mut rows: Vec<Statistic> = found.into_iter().map(row).collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.count), row.severity));
        rows
    }

    /// Whether nothing but the arguments is wrong.
    fn is_usage(&self, words: &Words) -> bool {
        let mut errors = self.problems(words).filter(|entry| entry.level == Level::Error);
        errors.all(|entry| entry.code.starts_with("usage/"))
    }

    /// The counts in words: first how much was checked and how much was not and why, then the verdicts, then what is odd.
    pub fn summary_lines(&self, words: &Words) -> Vec<String> {
        let found = &self.summary;
        let mut lines = vec![first_line(found, self.is_usage(words), words)];
        lines.extend(verdict_line(found, words));
        lines.extend(found.known.iter().map(|row| row.line(words)));
        lines.extend(counted(words, "summary/inferred", found.inferred));
        lines.extend(counted(words, "summary/transcribed", found.transcribed));
        lines.extend((!self.is_partial()).then(|| idle_line(found, words)).flatten());
        lines.extend(problem_line(found, words));
        lines.push(words.text("summary/today", &[("day", &self.today().to_string())]));
        lines.extend((self.exit == 4).then(|| counted(words, "summary/incomplete", found.incomplete)).flatten());
        lines
    }
}

/// What one rule, or one kind of mistake in the files, has for somebody to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistic {
    /// How many findings.
    pub count: u64,
    /// How they are to be seen at worst.
    pub severity: Severity,
    /// The rule's identifier, or the problem's code.
    pub code: String,
}

impl Compared {
    /// "12 findings known since main"
    fn line(&self, words: &Words) -> String {
        let code = match self.by {
            Known::Since => "summary/known-since",
            Known::Baseline => "summary/known-baseline",
        };
        words.text(code, &[("count", &self.count.to_string()), ("with", &self.with)])
    }
}

/// A sentence about a count; nothing for nought.
fn counted(words: &Words, code: &str, count: usize) -> Option<String> {
    (count > 0).then(|| words.text(code, &[("count", &count.to_string())]))
}

/// "212 figures checked, no difference found; 31 not checked (15 quote not in source, 10 without quote)"
fn first_line(found: &Summary, is_usage: bool, words: &Words) -> String {
    if found.problems.errors > 0 && found.is_empty() {
        return words.text(if is_usage { "summary/not-judged-usage" } else { "summary/not-judged" }, &[]);
    }
    let none = if found.is_empty() { "summary/nothing" } else { "summary/no-figure" };
    let checked = counted(words, "summary/checked", found.checked).unwrap_or_else(|| words.text(none, &[]));
    let differences = (found.checked > 0).then(|| match counted(words, "summary/differ", found.differ) {
        Some(differ) => differ,
        None if found.total.fails == 0 => words.text("summary/no-difference", &[]),
        None => words.text("summary/none-differs", &[]),
    });
    let first = [Some(checked), differences].into_iter().flatten().collect::<Vec<_>>().join(", ");
    match not_checked(found, words) {
        Some(rest) => format!("{first}; {rest}"),
        None => first,
    }
}

fn not_checked(found: &Summary, words: &Words) -> Option<String> {
    let mut reasons = found.not_checked.clone();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let total: usize = reasons.iter().map(|(_, count)| count).sum();
    let named: Vec<String> =
        reasons.iter().filter_map(|(why, count)| counted(words, &format!("why/{}", why.name()), *count)).collect();
    counted(words, "summary/not-checked", total).map(|count| format!("{count} ({})", named.join(", ")))
}

fn verdict_line(found: &Summary, words: &Words) -> Option<String> {
    let total = &found.total;
    let count = |code: &str, count: u64| counted(words, code, usize::try_from(count).unwrap_or(usize::MAX));
    let possible = count("count/possible", total.possible).map(|possible| match count("summary/unlikely", total.unlikely) {
        Some(unlikely) => format!("{possible} ({unlikely})"),
        None => possible,
    });
    // a note is worth knowing, and nothing that a text does wrong
    let noted: u64 = found.rules.iter().filter(|row| row.level == Level::Note).map(|row| row.tally.fails).sum();
    let parts = [
        count("count/fails", total.fails - noted),
        count("summary/notes", noted),
        count("count/unknown", total.unknown),
        possible,
        count("count/waived", total.waived),
        count("count/holds", total.holds),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty())
        .then(|| words.text("summary/verdicts", &[("found", &total.found().to_string()), ("parts", &parts.join(", "))]))
}

/// The project's own rules that judged nothing.
fn idle_line(found: &Summary, words: &Words) -> Option<String> {
    let idle: Vec<&str> =
        found.rules.iter().filter(|row| row.pack.is_none() && row.tally.found() == 0).map(|row| row.id.as_str()).collect();
    let mut named = idle.iter().take(RULES_NAMED_MAX).copied().collect::<Vec<_>>().join(", ");
    if idle.len() > RULES_NAMED_MAX {
        named.push_str(", …");
    }
    (!idle.is_empty()).then(|| words.text("summary/judged-nothing", &[("count", &idle.len().to_string()), ("rules", &named)]))
}

fn problem_line(found: &Summary, words: &Words) -> Option<String> {
    let problems = &found.problems;
    let parts = [
        counted(words, "summary/errors", problems.errors),
        counted(words, "summary/warnings", problems.warnings),
        counted(words, "summary/notes", problems.notes),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| words.text("summary/problems", &[("parts", &parts.join(", "))]))
}

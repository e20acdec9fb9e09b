//! Report: everything that was found, sorted once, counted once and placed, for every output alike.
//!
//! It never drops an outcome and never judges one. Entries are built when an output asks for them, so that a report over a
//! million outcomes holds only their order.

mod claims;
mod entry;
mod files;
mod fingerprint;
mod inputs;
mod kept;
mod labels;
mod summary;

use jiff::civil::Date as Day;
use rayon::prelude::*;

use crate::claim::{ClaimId, Field};
use crate::evidence::Found;
use crate::finding::Problem;
pub use crate::finding::{Known, Level, Mark, Verdict};
pub use crate::outcome::Tally;
use crate::outcome::{Judged, Outcome, Subject};
use crate::project::Project;
use crate::rule::Head;
use crate::said::Words;
use crate::text::{Files, Place, Position, Span};

pub use claims::{AnchorRow, ClaimRow, Passage, ReadRow};
pub use entry::{Accepted, Case, Entry, Reason};
pub use files::FileRow;
pub use fingerprint::{Fingerprint, of_outcome, of_problem};
pub use inputs::InputRow;
pub use kept::{Kept, KeptError};
pub use labels::{Label, PLACES_MAX};
pub use summary::{Compared, Count, RuleRow, Statistic, Summary, Why};

/// All that a report is made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// What was read from disk.
    pub project: &'a Project,
    /// The rules, by [`crate::outcome::RuleId`].
    pub heads: &'a [Head],
    /// The outcomes and the counts.
    pub judged: &'a Judged,
    /// What was found for each claim, by [`ClaimId`]; claims beyond its end have no evidence.
    pub evidence: &'a Found,
    /// Mistakes in the files.
    pub problems: &'a [Problem],
    /// Where a field of a claim is written; the whole claim when the field is not.
    pub field_span: &'a (dyn Fn(ClaimId, Field) -> Span + Sync),
    /// The day for which waivers were judged.
    pub today: Day,
    /// Which claims were asked for, by [`ClaimId`]; nothing for all. Of a part a rule without a group says nothing.
    pub chosen: Option<&'a [bool]>,
    /// Against what the findings were compared: the revision of `--since`, the path of the baseline.
    pub compared: &'a [(Known, String)],
}

impl Input<'_> {
    /// The claims that were asked for.
    fn asked(&self) -> impl Iterator<Item = ClaimId> {
        self.project.claims.ids().filter(|id| self.chosen.is_none_or(|chosen| chosen[id.0 as usize]))
    }
}

/// How much an output lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Outcomes that fail, are unknown, unlikely or waived, and the claims in them.
    Findings,
    /// Those that are possible too, and every claim.
    #[default]
    Claims,
    /// Every outcome that judging kept.
    All,
}

/// Every detail with its name on the command line.
pub const DETAILS: &[(Detail, &str)] = &[(Detail::Findings, "findings"), (Detail::Claims, "claims"), (Detail::All, "all")];

impl Detail {
    /// The detail of a name.
    pub fn parse(name: &str) -> Option<Detail> {
        DETAILS.iter().find(|(_, known)| *known == name).map(|(detail, _)| *detail)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        DETAILS.iter().find(|(detail, _)| *detail == self).map_or("", |(_, name)| name)
    }

    fn lists(self, severity: Severity) -> bool {
        match severity {
            Severity::Error | Severity::Warning | Severity::Note | Severity::Unknown | Severity::Waived => true,
            Severity::Possible | Severity::Known => self >= Detail::Claims,
            Severity::Holds | Severity::NotApplicable => self == Detail::All,
        }
    }
}

/// From which finding on a run fails; each includes the ones before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailOn {
    /// Errors.
    #[default]
    Error,
    /// Warnings, the unlikely ones included.
    Warning,
    /// Whatever could not be judged.
    Unknown,
}

/// Every threshold with its name on the command line.
pub const FAIL_ON: &[(FailOn, &str)] = &[(FailOn::Error, "error"), (FailOn::Warning, "warning"), (FailOn::Unknown, "unknown")];

impl FailOn {
    /// The threshold of a name.
    pub fn parse(name: &str) -> Option<FailOn> {
        FAIL_ON.iter().find(|(_, known)| *known == name).map(|(threshold, _)| *threshold)
    }
}

/// How a report is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// How much is listed.
    pub detail: Detail,
    /// From which finding on the run fails.
    pub fail_on: FailOn,
    /// Whether an unknown outcome of error level leaves the run complete.
    pub allow_unknown: bool,
    /// Whether findings leave the exit code at nought.
    pub exit_zero: bool,
    /// The language of its words: `vi`, `vi-VN`; English for one that has no words.
    pub language: &'a str,
    /// The project's folder as the repository knows it, with `/`; empty when it is the repository's own.
    pub folder: &'a str,
}

/// How an entry is to be seen, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// An error that fails, or a mistake in a file.
    Error,
    /// A warning that fails, or something unlikely.
    Warning,
    /// A note that fails.
    Note,
    /// Something is missing.
    Unknown,
    /// No new finding: an earlier state of the project has it too.
    Known,
    /// Not ruled out.
    Possible,
    /// Accepted by somebody.
    Waived,
    /// Holds.
    Holds,
    /// The rule does not speak of it.
    NotApplicable,
}

impl Severity {
    /// Its code among the words: `level/error`.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Error => "level/error",
            Severity::Warning => "level/warning",
            Severity::Note => "level/note",
            Severity::Unknown => "level/unknown",
            Severity::Known => "level/known",
            Severity::Possible => "level/possible",
            Severity::Waived => "level/waived",
            Severity::Holds => "level/holds",
            Severity::NotApplicable => "level/not-applicable",
        }
    }

    /// Whether somebody has to look at it.
    pub fn is_alert(self) -> bool {
        self <= Severity::Unknown
    }

    /// How an outcome is to be seen. What is possible passes and, when unlikely, warns.
    pub fn of(outcome: &Outcome) -> Severity {
        Severity::of_verdict(outcome.verdict, outcome.unlikely, outcome.level).unless(outcome.known)
    }

    /// The same for a finding that may be known already.
    fn unless(self, known: Option<Known>) -> Severity {
        if known.is_some() && self.is_alert() { Severity::Known } else { self }
    }

    fn of_verdict(verdict: Verdict, unlikely: bool, level: Level) -> Severity {
        match verdict {
            Verdict::Fails => Severity::of_level(level),
            Verdict::Possible if unlikely => Severity::of_level(level.min(Level::Warning)),
            Verdict::Possible => Severity::Possible,
            Verdict::Unknown => Severity::Unknown,
            Verdict::Waived => Severity::Waived,
            Verdict::Holds => Severity::Holds,
            Verdict::NotApplicable => Severity::NotApplicable,
        }
    }

    /// How a failure of a level is to be seen.
    pub fn of_level(level: Level) -> Severity {
        match level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Note,
        }
    }
}

/// Everything that was found, in order and counted.
pub struct Report<'a> {
    matter: Matter<'a>,
    options: Options<'a>,
    words: Words,
    /// English words, unless `words` are.
    english: Option<Words>,
    /// All counts.
    pub summary: Summary,
    /// The exit code of the run (design, section 7).
    pub exit: u8,
}

/// What a report is about.
enum Matter<'a> {
    /// A run of this process.
    Fresh(Fresh<'a>),
    /// An earlier run, read back.
    Kept(&'a Kept),
}

/// What was found, and its order.
struct Fresh<'a> {
    input: Input<'a>,
    /// Places of problems, in order.
    problems: Vec<u32>,
    /// Places of outcomes, worst first, then by place.
    outcomes: Vec<u32>,
}

/// The report of an earlier run, in its own words, which are English.
pub fn again(kept: &Kept) -> Report<'_> {
    let options = Options { detail: kept.detail(), folder: kept.folder(), ..Options::default() };
    let (summary, exit) = (kept.summary(), kept.exit());
    Report { matter: Matter::Kept(kept), options, words: Words::new("en"), english: None, summary, exit }
}

/// Sorts, counts and places all that was found.
pub fn report<'a>(input: &Input<'a>, options: Options<'a>) -> Report<'a> {
    let words = Words::new(options.language);
    let english = (words.language() != "en").then(|| Words::new("en"));
    let summary = summary::summary(input);
    let matter = Fresh { input: *input, problems: problems_in_order(input), outcomes: outcomes_in_order(input) };
    Report { matter: Matter::Fresh(matter), exit: summary::exit(input, &options, &summary), summary, words, english, options }
}

impl<'a> Report<'a> {
    /// The words of the reader's language.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// English words, which machine formats carry whatever the reader's language.
    pub fn english(&self) -> &Words {
        self.english.as_ref().unwrap_or(&self.words)
    }

    /// How much is to be listed.
    pub fn detail(&self) -> Detail {
        self.options.detail
    }

    /// The project's folder as its repository knows it.
    pub fn folder(&self) -> &'a str {
        self.options.folder
    }

    /// The day for which waivers were judged.
    pub fn today(&self) -> Day {
        match &self.matter {
            Matter::Fresh(fresh) => fresh.input.today,
            Matter::Kept(kept) => kept.today(),
        }
    }

    /// Whether only some claims were asked for.
    pub fn is_partial(&self) -> bool {
        match &self.matter {
            Matter::Fresh(fresh) => fresh.input.chosen.is_some(),
            Matter::Kept(kept) => kept.is_partial(),
        }
    }

    /// All files, to cut excerpts from; an earlier run has none.
    pub fn files(&self) -> Option<&'a Files> {
        match &self.matter {
            Matter::Fresh(fresh) => Some(&fresh.input.project.files),
            Matter::Kept(_) => None,
        }
    }

    /// The mistakes in the files, by path and line.
    pub fn problems<'r>(&'r self, words: &'r Words) -> Box<dyn Iterator<Item = Entry<'a>> + 'r> {
        match &self.matter {
            Matter::Fresh(fresh) => Box::new(fresh.problems(words)),
            Matter::Kept(kept) => Box::new(kept.problems()),
        }
    }

    /// The outcomes that a detail lists, worst first, then by place.
    pub fn outcomes<'r>(&'r self, detail: Detail, words: &'r Words) -> Box<dyn Iterator<Item = Entry<'a>> + 'r> {
        match &self.matter {
            Matter::Fresh(fresh) => Box::new(fresh.outcomes(detail, words)),
            Matter::Kept(kept) => Box::new(kept.outcomes().filter(move |entry| detail.lists(entry.severity))),
        }
    }

    /// How many problems and outcomes a detail lists, none of them built.
    pub fn listed_count(&self, detail: Detail) -> usize {
        let problems = match &self.matter {
            Matter::Fresh(fresh) => fresh.problems.len(),
            Matter::Kept(kept) => kept.problems().count(),
        };
        let outcomes = match &self.matter {
            Matter::Fresh(fresh) => fresh.listed(detail).count(),
            Matter::Kept(kept) => kept.outcomes().filter(|entry| detail.lists(entry.severity)).count(),
        };
        problems + outcomes
    }

    /// What somebody has to look at: the mistakes in the files and the findings, waived ones and the merely possible left
    /// out, worst first. They are as many as [`Summary::problems`] and [`Summary::findings`] count.
    pub fn alerts<'r>(&'r self, words: &'r Words) -> impl Iterator<Item = Entry<'a>> + 'r {
        let mut problems: Vec<Entry<'a>> = self.problems(words).filter(|entry| entry.severity.is_alert()).collect();
        problems.sort_by_key(|entry| entry.severity);
        let mut problems = problems.into_iter().peekable();
        let mut outcomes = self.outcomes(Detail::Findings, words).filter(|entry| entry.severity.is_alert()).peekable();
        std::iter::from_fn(move || {
            let rank = outcomes.peek().map_or(Severity::Unknown, |entry| entry.severity);
            problems.next_if(|entry| entry.severity <= rank).or_else(|| outcomes.next())
        })
    }

    /// How many [`Report::alerts`] there are.
    pub fn alerts_count(&self) -> usize {
        self.summary.problems.total() + self.summary.findings.total()
    }

    /// Where a finding stands. One without a place in any file stands at the beginning of the project's settings.
    pub fn place_of(&self, entry: &Entry<'_>) -> Place {
        entry.labels.first().map_or_else(beginning_of_settings, |label| label.place.clone())
    }

    /// The file of a place on this machine; nothing for one that ships with factlint, and for an earlier run.
    pub fn file_of(&self, place: &Place) -> Option<std::path::PathBuf> {
        match &self.matter {
            Matter::Fresh(fresh) if !is_shipped(place) => Some(fresh.input.project.root.join(&place.path)),
            _ => None,
        }
    }

    /// The path of a place as the repository knows it. Files that ship with factlint are in no repository and keep theirs.
    pub fn path_in_repository(&self, place: &Place) -> String {
        self.named_in_repository(&place.path)
    }

    /// A place as a person opens it, with its path as the repository knows it: `docs/bao.txt:3:14`, "docs/bao.pdf, page 3, paragraph 2".
    pub fn place_in_repository(&self, place: &Place, words: &Words) -> String {
        words.place(&Place { path: self.path_in_repository(place), ..place.clone() })
    }

    /// The same for a path.
    pub fn named_in_repository(&self, path: &str) -> String {
        match self.options.folder {
            "" => path.to_owned(),
            _ if path.starts_with(SHIPPED) => path.to_owned(),
            folder => format!("{folder}/{path}"),
        }
    }

    /// The files that the run read, with their digests.
    pub fn inputs(&self) -> Vec<InputRow> {
        match &self.matter {
            Matter::Fresh(fresh) => inputs::rows(&fresh.input),
            Matter::Kept(kept) => kept.inputs(),
        }
    }

    /// What was found for the claims that the report's detail lists.
    pub fn claims<'r>(&'r self) -> Box<dyn Iterator<Item = ClaimRow<'a>> + 'r> {
        match &self.matter {
            Matter::Fresh(fresh) => Box::new(fresh.claims(self.options.detail)),
            Matter::Kept(kept) => Box::new(kept.claims()),
        }
    }

    /// Hands over the counts of what judging counted by file and did not keep: the place of the rule, the file, the counts.
    fn each_counted(&self, take: &mut dyn FnMut(usize, &str, &Tally)) {
        let Matter::Fresh(fresh) = &self.matter else { return };
        for (rule, files) in fresh.input.judged.by_file.iter().enumerate() {
            for (file, tally) in files {
                take(rule, &fresh.input.project.files.get(*file).path, tally);
            }
        }
    }

    /// Hands over every outcome that is kept: the place of its rule, its file, its verdict and whether it is unlikely.
    fn each_kept(&self, take: &mut dyn FnMut(usize, &str, Verdict, bool)) {
        match &self.matter {
            Matter::Fresh(fresh) => fresh.each_kept(take),
            Matter::Kept(kept) => kept.each_kept(take),
        }
    }
}

impl<'a> Fresh<'a> {
    fn problems<'r>(&'r self, words: &'r Words) -> impl Iterator<Item = Entry<'a>> + 'r {
        let entry = |&index: &u32| entry::problem(&self.input, &self.input.problems[index as usize], words);
        fingerprint::told_apart(self.problems.iter().map(entry))
    }

    fn outcomes<'r>(&'r self, detail: Detail, words: &'r Words) -> impl Iterator<Item = Entry<'a>> + 'r {
        let entry = |outcome: &&'a Outcome| entry::outcome(&self.input, outcome, words);
        fingerprint::told_apart(in_steps(self.listed(detail).collect(), entry))
    }

    fn claims<'r>(&'r self, detail: Detail) -> impl Iterator<Item = ClaimRow<'a>> + 'r {
        in_steps(self.claims_listed(detail), |&id| claims::row(&self.input, id))
    }

    fn each_kept(&self, take: &mut dyn FnMut(usize, &str, Verdict, bool)) {
        for outcome in &self.input.judged.outcomes {
            let path = &self.input.project.files.get(span_of(&self.input, outcome).file).path;
            take(outcome.rule.0 as usize, path, outcome.verdict, outcome.unlikely);
        }
    }

    fn listed(&self, detail: Detail) -> impl Iterator<Item = &'a Outcome> {
        let all = &self.input.judged.outcomes;
        let found = self.outcomes.iter().map(move |&index| &all[index as usize]);
        found.filter(move |outcome| detail.lists(Severity::of(outcome)))
    }

    /// Every claim that was asked for; with [`Detail::Findings`] only those in a listed outcome.
    fn claims_listed(&self, detail: Detail) -> Vec<ClaimId> {
        if detail != Detail::Findings {
            return self.input.asked().collect();
        }
        let mut found: Vec<ClaimId> =
            self.listed(Detail::Findings).flat_map(|outcome| claims_of(&outcome.subject).map(|(_, id)| id)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// So many entries are built side by side before they are handed over.
const STEP: usize = 1_024;

/// What `build` makes of each item, a step at a time on all cores, in the order of the items.
fn in_steps<'r, T: Sync + 'r, E: Send + 'r>(items: Vec<T>, build: impl Fn(&T) -> E + Sync + 'r) -> impl Iterator<Item = E> + 'r {
    let steps = (0..items.len()).step_by(STEP);
    steps.flat_map(move |start| {
        let step = items.get(start..).unwrap_or_default();
        step.get(..STEP).unwrap_or(step).par_iter().map(&build).collect::<Vec<E>>()
    })
}

/// Where something stands that no file shows.
fn beginning_of_settings() -> Place {
    let start = Position { line: 1, column: 1, column_utf16: 1, column_utf8: 1 };
    Place { path: "factlint.toml".to_owned(), start, end: start, byte_start: 0, byte_end: 0, has_lines: true, spot: None }
}

/// What the paths of files begin with that ship with factlint.
const SHIPPED: &str = "factlint:";

/// Whether a place is in a file that ships with factlint, as `factlint:core`, and so in nobody's repository.
pub fn is_shipped(place: &Place) -> bool {
    place.path.starts_with(SHIPPED)
}

/// The claims of a subject with the names they are bound to, in order.
fn claims_of(subject: &Subject) -> impl Iterator<Item = (&str, ClaimId)> {
    let names: &[(String, Vec<ClaimId>)] = match subject {
        Subject::Claims(names) => names,
        Subject::Source(_) | Subject::Rule(_) => &[],
    };
    names.iter().flat_map(|(name, ids)| ids.iter().map(move |&id| (name.as_str(), id)))
}

/// Where an outcome stands, cheaply: the claim as a whole, not the field in it.
fn span_of(input: &Input<'_>, outcome: &Outcome) -> Span {
    match &outcome.subject {
        Subject::Source(id) => input.project.source(*id).span,
        Subject::Rule(id) => input.heads[id.0 as usize].id.span,
        Subject::Claims(_) => claims_of(&outcome.subject)
            .next()
            .map_or(input.heads[outcome.rule.0 as usize].id.span, |(_, id)| input.project.claims.span(id)),
    }
}

fn problems_in_order(input: &Input<'_>) -> Vec<u32> {
    let mut order: Vec<u32> = (0..crate::text::offset(input.problems.len())).collect();
    order.sort_by_key(|&index| {
        let first = input.problems[index as usize].labels.first();
        first.map(|label| (input.project.files.get(label.span.file).path.as_str(), label.span.start))
    });
    order
}

fn outcomes_in_order(input: &Input<'_>) -> Vec<u32> {
    let ranks = file_ranks(&input.project.files);
    let key = |(index, outcome): (usize, &Outcome)| {
        let span = span_of(input, outcome);
        let level = std::cmp::Reverse(outcome.level);
        (Severity::of(outcome), level, ranks[span.file.0 as usize], span.start, crate::text::offset(index))
    };
    let mut keys: Vec<_> = input.judged.outcomes.iter().enumerate().map(key).collect();
    keys.sort_unstable();
    keys.into_iter().map(|(.., index)| index).collect()
}

/// The place of each file in the order of paths, by file.
fn file_ranks(files: &Files) -> Vec<u32> {
    let mut order: Vec<(usize, &str)> = files.iter().map(|(_, file)| file.path.as_str()).enumerate().collect();
    order.sort_by_key(|&(_, path)| path);
    let mut ranks = vec![0; order.len()];
    for (rank, (index, _)) in order.into_iter().enumerate() {
        ranks[index] = crate::text::offset(rank);
    }
    ranks
}

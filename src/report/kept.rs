//! Kept: a JSON report read back, so that an earlier run can be written in any other format.
//!
//! Its structures are those of `docs/json.md` and the source of the JSON Schema. It never judges or counts again: what it gives is
//! what the run said.

#![expect(clippy::disallowed_types, reason = "what serde derives for flattened fields names floats; none is read")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use jiff::civil::Date as Day;
use schemars::JsonSchema;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::entry::{Accepted, Case, Entry, Reason};
use super::fingerprint::Fingerprint;
use super::inputs::InputRow;
use super::labels::Label;
use super::summary::{Compared, Count, RuleRow, Summary, Why};
use super::{AnchorRow, ClaimRow, Detail, Known, Level, Mark, ReadRow, Severity, Verdict};
use crate::outcome::Tally;
use crate::text::{self, FileId, Position, Span};

/// The version of the format that is read.
const VERSION: u8 = 1;

/// The JSON report of factlint, version 1. Within a version fields may be added, and are never taken away or given another meaning.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[schemars(title = "factlint report")]
pub struct Kept {
    /// The version of the format: 1.
    #[schemars(range(min = 1, max = 1))]
    version: u8,
    /// What every report opens with: text against text, no verdict on the world.
    #[expect(dead_code, reason = "the words of this version say it")]
    head: String,
    /// The day for which waivers were judged.
    #[schemars(with = "String", regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    today: Day,
    /// 0 nothing reached `--fail-on`, 1 findings, 2 files cannot be used, 3 nothing was checked, 4 incomplete.
    exit_code: u8,
    /// How much is listed: `findings`, `claims` or `all`.
    #[serde(default)]
    detail: DetailName,
    /// The project's folder as its repository knows it; left out when it is the repository's own.
    #[serde(default)]
    folder: String,
    /// Whether only some claims were asked for.
    #[serde(default)]
    partial: bool,
    /// The files that the run read.
    #[serde(default)]
    files: Vec<FileRead>,
    /// Counts over the whole run, whatever is listed below.
    summary: Counts,
    /// Mistakes in the files, by path and line.
    problems: Vec<Problem>,
    /// What became of the rules, worst first, then by place.
    outcomes: Vec<Outcome>,
    /// For each claim where its quote stands and what was read there.
    claims: Vec<Claim>,
}

#[derive(Clone, Copy, Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum DetailName {
    Findings,
    #[default]
    Claims,
    All,
}

#[derive(Clone, Copy, Debug, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum LevelName {
    Error,
    Warning,
    Note,
}

#[derive(Clone, Copy, Debug, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum VerdictName {
    Holds,
    Possible,
    Fails,
    Unknown,
    NotApplicable,
    Waived,
}

#[derive(Clone, Copy, Debug, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Role {
    Primary,
    Source,
    Claim,
    Rule,
    Other,
}

/// A file that the run read.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct FileRead {
    /// Relative to the project's folder, with `/`; or `factlint:core` for a file that ships with factlint.
    path: String,
    /// What it is for: `config`, `rules`, `claims`, `table` or `source`.
    role: String,
    /// SHA-256 of the file as it is on disk; null for a source that could not be read.
    sha256: Option<String>,
}

/// Counts over the whole run.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Counts {
    /// Claims of the project.
    claims: usize,
    /// Claims whose quote stands in the source and gave a value.
    checked: usize,
    /// Those of them that fail a check of `factlint:core`.
    differ: usize,
    /// The other claims by reason; reasons that did not occur are left out.
    #[schemars(with = "BTreeMap<String, usize>")]
    not_checked: Pairs<usize>,
    /// Claims read with a fact that the quote does not say, as the year.
    inferred: usize,
    /// Claims whose quote stands in the transcript of a scan.
    #[serde(default)]
    transcribed: usize,
    /// Outcomes of error level that are unknown.
    #[serde(default)]
    incomplete: usize,
    /// Counts over all rules.
    verdicts: Verdicts,
    /// Findings by how they are to be seen; what is unlikely is among the warnings, waived ones are in none.
    findings: Levels,
    /// Problems by level.
    problems: Levels,
    /// Findings that are no new ones, by what they were compared with; they are in none of the counts by level.
    #[serde(default)]
    known: Vec<ComparedWith>,
    /// Counts per rule.
    rules: Vec<Rule>,
}

/// How many findings are known from one earlier state of the project.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct ComparedWith {
    /// What kind of state.
    by: KnownName,
    /// Which: a revision, the path of a baseline.
    with: String,
    /// How many findings.
    count: usize,
}

#[derive(Clone, Copy, Debug, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum KnownName {
    Since,
    Baseline,
}

/// How often a rule met each verdict.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Verdicts {
    /// Groups that the rule speaks of: all but the not applicable ones.
    #[expect(dead_code, reason = "it is the sum of others")]
    found: u64,
    /// Groups for which it holds.
    holds: u64,
    /// Groups for which it is not ruled out.
    possible: u64,
    /// Those of them for which the usual ranges disagree.
    unlikely: u64,
    /// Groups for which it does not hold.
    fails: u64,
    /// Groups for which something is missing.
    unknown: u64,
    /// Groups of which it does not speak.
    not_applicable: u64,
    /// Findings that somebody accepted.
    waived: u64,
}

/// Counts by level.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Levels {
    /// Errors.
    errors: usize,
    /// Warnings.
    warnings: usize,
    /// Notes.
    notes: usize,
    /// Unknown outcomes.
    unknown: usize,
}

/// A rule with its counts.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Rule {
    /// Its identifier.
    id: String,
    /// Its level.
    level: LevelName,
    /// The pack it came with; a rule of the project has none.
    pack: Option<String>,
    /// Its sentence.
    says: Option<String>,
    /// Why it is so and what to do.
    about: Option<String>,
    /// How often it met each verdict.
    #[serde(flatten)]
    verdicts: Verdicts,
    /// How much of that is no new finding.
    known: Option<Verdicts>,
}

/// A mistake in a file.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Problem {
    /// `area/what`, stable: `config/unknown-key`.
    code: String,
    /// How much it weighs; one error ends the run with 2.
    level: LevelName,
    /// One sentence.
    message: String,
    /// What to do.
    #[serde(default)]
    help: Vec<String>,
    /// What makes it the same finding in the next run.
    fingerprint: Fingerprint,
    /// From where it is known already, when it is no new finding.
    known: Option<KnownName>,
    /// The first is the primary one; empty when there is no file to point into.
    places: Vec<Marked>,
    /// Places that are not listed.
    #[serde(default)]
    places_left_off: usize,
}

/// What became of a rule for one group.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Outcome {
    /// The rule's identifier.
    rule: String,
    /// The keys on which the group agrees, with their values.
    #[schemars(with = "BTreeMap<String, String>")]
    group: Pairs<String>,
    /// Per name of the rule the identifiers of its claims.
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    names: Pairs<Vec<String>>,
    /// The same identifiers in one list.
    #[expect(dead_code, reason = "the names hold them")]
    claims: Vec<String>,
    /// The source it was judged for.
    source: Option<String>,
    /// The rule it was judged for.
    subject_rule: Option<String>,
    /// The verdict.
    verdict: VerdictName,
    /// For `possible`: the usual ranges disagree.
    unlikely: bool,
    /// The rule's level.
    level: LevelName,
    /// The headline.
    message: String,
    /// Why, the headline's reason first; empty where the condition says it all.
    reasons: Vec<Because>,
    /// The condition worked out, innermost first.
    #[serde(default)]
    steps: Vec<String>,
    /// What else is to be known.
    #[serde(default)]
    notes: Vec<String>,
    /// What would fit, what to do.
    #[serde(default)]
    help: Vec<String>,
    /// Claims of the group whose quote was not found.
    #[serde(default)]
    unconfirmed: Vec<String>,
    /// Who accepted it.
    waiver: Option<Waiver>,
    /// What makes it the same finding in the next run.
    fingerprint: Fingerprint,
    /// From where it is known already, when it is no new finding.
    known: Option<KnownName>,
    /// The first is the primary one.
    places: Vec<Marked>,
    /// Places that are not listed.
    #[serde(default)]
    places_left_off: usize,
}

/// A reason.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Because {
    /// `area/what`, stable: `value/differs`.
    code: String,
    /// Its facts, unformatted.
    #[schemars(with = "BTreeMap<String, String>")]
    facts: Pairs<String>,
    /// In words.
    text: String,
}

/// An accepted finding.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Waiver {
    /// Who.
    by: String,
    /// Why.
    reason: String,
    /// The last day on which it counts.
    #[schemars(with = "Option<String>")]
    until: Option<Day>,
}

/// What was found for a claim.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Claim {
    /// Its identifier.
    id: String,
    /// Where its quote stands; null if it has none.
    anchor: Option<Anchor>,
    /// What was read there, or why nothing was.
    reading: Read,
}

/// Where a quote stands.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Anchor {
    /// `exact`, `normalised`, `elided`, `elided-risky`, `transcribed`, `moved`, `ambiguous`, `altered`, `truncated`, `absent` or `unreadable`.
    status: String,
    /// What differs in an altered quote.
    difference: Option<String>,
    /// What was looked past.
    folds: Vec<String>,
    /// Whether the source changed since it was pinned.
    stale: bool,
    /// Who typed the words, where the source is a scan with a transcript.
    transcribed_by: Option<String>,
    /// A link that opens the page of the source at the words.
    link: Option<String>,
    /// For each place its words and those around them.
    #[serde(default)]
    passages: Vec<Passage>,
    /// Its place; all of them when it is ambiguous, none when it does not stand in the source.
    places: Vec<Place>,
}

#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(untagged)]
enum Read {
    Value(Box<Reading>),
    Unread {
        /// Why nothing was read.
        unread: String,
    },
}

/// Words of a source with those around them.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Passage {
    /// The words.
    exact: String,
    /// Words just before.
    prefix: String,
    /// Words just after.
    suffix: String,
    /// Characters of the text before them, in Unicode code points; null where the text is not the file itself.
    char_start: Option<usize>,
    /// Characters of the text up to their end.
    char_end: Option<usize>,
}

/// What was read.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Reading {
    /// The value without its hedge, as a claim writes it.
    value: String,
    /// The unit's canonical name.
    unit: Option<String>,
    /// `exact`, `about`, `above`, `just-above`, `at-least`, `below`, `nearly` or `at-most`.
    qualifier: String,
    /// The words that were read.
    text: String,
    /// Where they stand.
    place: Place,
    /// Facts that the words do not say.
    inferred: Vec<Inferred>,
}

/// A fact that the words do not say.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Inferred {
    /// What: `year`.
    what: String,
    /// Its value.
    value: String,
    /// Where it is from: `published`.
    from: String,
}

/// A place with what it is to the finding.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Marked {
    /// What it is to the finding.
    role: Role,
    /// What is to be said of it; may be empty.
    text: String,
    #[serde(flatten)]
    place: Place,
}

/// A place in a file.
#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Place {
    /// Relative to the project's folder, with `/`; or `factlint:core` for a file that ships with factlint.
    path: String,
    /// The line of the first character, from 1.
    line: usize,
    /// Its column in code points, from 1.
    column: usize,
    /// The line of the character after the last.
    end_line: usize,
    /// Its column.
    end_column: usize,
    /// The column in UTF-16 code units.
    column_utf16: usize,
    /// The same of the end.
    end_column_utf16: usize,
    /// The column in bytes of UTF-8.
    column_utf8: usize,
    /// The same of the end.
    end_column_utf8: usize,
    /// The first byte of the file as it is on disk, from 0.
    byte_start: u32,
    /// The byte after the last.
    byte_end: u32,
    /// The page, sheet, cell, paragraph or note, in a document that has them.
    #[serde(default)]
    spot: Option<Box<text::origin::Spot>>,
    /// False where lines, columns and bytes count in the text as a reader sees it, since the file has none: in a PDF.
    #[serde(default = "yes")]
    has_lines: bool,
}

fn yes() -> bool {
    true
}

/// Why a JSON report cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// It is no report.
    #[error("is no JSON report of factlint: {0}")]
    Shape(#[from] serde_json::Error),
    /// It is one of another version.
    #[error("is a report of version {0}, and version {VERSION} is read")]
    Version(u8),
}

impl Kept {
    /// Reads a JSON report.
    ///
    /// # Errors
    /// When it is none, or of another version.
    pub fn read(text: &str) -> Result<Kept, KeptError> {
        let kept: Kept = serde_json::from_str(text)?;
        if kept.version == VERSION { Ok(kept) } else { Err(KeptError::Version(kept.version)) }
    }

    /// The JSON Schema of a report.
    pub fn schema() -> schemars::Schema {
        schemars::schema_for!(Kept)
    }

    pub(super) fn today(&self) -> Day {
        self.today
    }

    pub(super) fn exit(&self) -> u8 {
        self.exit_code
    }

    pub(super) fn folder(&self) -> &str {
        &self.folder
    }

    pub(super) fn detail(&self) -> Detail {
        match self.detail {
            DetailName::Findings => Detail::Findings,
            DetailName::Claims => Detail::Claims,
            DetailName::All => Detail::All,
        }
    }

    pub(super) fn is_partial(&self) -> bool {
        self.partial
    }

    pub(super) fn inputs(&self) -> Vec<InputRow> {
        let row = |file: &FileRead| InputRow { path: file.path.clone(), role: file.role.clone(), sha256: file.sha256.clone() };
        self.files.iter().map(row).collect()
    }

    pub(super) fn summary(&self) -> Summary {
        let counts = &self.summary;
        let why = |(name, count): &(String, usize)| Some((Why::parse(name)?, *count));
        Summary {
            claims: counts.claims,
            checked: counts.checked,
            differ: counts.differ,
            not_checked: counts.not_checked.0.iter().filter_map(why).collect(),
            inferred: counts.inferred,
            transcribed: counts.transcribed,
            total: counts.verdicts.tally(),
            rules: counts.rules.iter().map(Rule::row).collect(),
            findings: counts.findings.count(),
            problems: counts.problems.count(),
            incomplete: counts.incomplete,
            known: counts.known.iter().map(ComparedWith::row).collect(),
        }
    }

    pub(super) fn problems(&self) -> impl Iterator<Item = Entry<'_>> {
        self.problems.iter().map(Problem::entry)
    }

    pub(super) fn outcomes(&self) -> impl Iterator<Item = Entry<'_>> {
        self.outcomes.iter().map(Outcome::entry)
    }

    pub(super) fn claims(&self) -> impl Iterator<Item = ClaimRow<'_>> {
        self.claims.iter().map(Claim::row)
    }

    /// Hands over every outcome that is listed: the place of its rule, its file, its verdict and whether it is unlikely.
    pub(super) fn each_kept(&self, take: &mut dyn FnMut(usize, &str, Verdict, bool)) {
        let rules: BTreeMap<&str, usize> =
            self.summary.rules.iter().enumerate().map(|(place, rule)| (rule.id.as_str(), place)).collect();
        for outcome in &self.outcomes {
            if let (Some(&rule), Some(first)) = (rules.get(outcome.rule.as_str()), outcome.places.first()) {
                take(rule, &first.place.path, outcome.verdict.verdict(), outcome.unlikely);
            }
        }
    }
}

impl LevelName {
    fn level(self) -> Level {
        match self {
            LevelName::Error => Level::Error,
            LevelName::Warning => Level::Warning,
            LevelName::Note => Level::Note,
        }
    }
}

impl KnownName {
    fn known(self) -> Known {
        match self {
            KnownName::Since => Known::Since,
            KnownName::Baseline => Known::Baseline,
        }
    }
}

impl ComparedWith {
    fn row(&self) -> Compared {
        Compared { by: self.by.known(), with: self.with.clone(), count: self.count }
    }
}

impl VerdictName {
    fn verdict(self) -> Verdict {
        match self {
            VerdictName::Holds => Verdict::Holds,
            VerdictName::Possible => Verdict::Possible,
            VerdictName::Fails => Verdict::Fails,
            VerdictName::Unknown => Verdict::Unknown,
            VerdictName::NotApplicable => Verdict::NotApplicable,
            VerdictName::Waived => Verdict::Waived,
        }
    }
}

impl Role {
    fn mark(self) -> Mark {
        match self {
            Role::Primary => Mark::Primary,
            Role::Source => Mark::Source,
            Role::Claim => Mark::Claim,
            Role::Rule => Mark::Rule,
            Role::Other => Mark::Other,
        }
    }
}

impl Verdicts {
    fn tally(&self) -> Tally {
        Tally {
            holds: self.holds,
            possible: self.possible,
            unlikely: self.unlikely,
            fails: self.fails,
            unknown: self.unknown,
            not_applicable: self.not_applicable,
            waived: self.waived,
        }
    }
}

impl Levels {
    fn count(&self) -> Count {
        Count { errors: self.errors, warnings: self.warnings, notes: self.notes, unknown: self.unknown }
    }
}

impl Rule {
    fn row(&self) -> RuleRow {
        RuleRow {
            id: self.id.clone(),
            level: self.level.level(),
            pack: self.pack.clone(),
            says: self.says.clone(),
            about: self.about.clone(),
            tally: self.verdicts.tally(),
            known: self.known.as_ref().map(Verdicts::tally).unwrap_or_default(),
        }
    }
}

impl Problem {
    fn entry(&self) -> Entry<'_> {
        Entry {
            severity: Severity::of_level(self.level.level()).unless(self.known.map(KnownName::known)),
            level: self.level.level(),
            code: &self.code,
            headline: self.message.clone(),
            labels: self.places.iter().map(Marked::label).collect(),
            places_left_off: self.places_left_off,
            notes: Vec::new(),
            help: self.help.clone(),
            fingerprint: self.fingerprint,
            known: self.known.map(KnownName::known),
            case: None,
        }
    }
}

impl Outcome {
    fn entry(&self) -> Entry<'_> {
        let (verdict, level) = (self.verdict.verdict(), self.level.level());
        Entry {
            severity: Severity::of_verdict(verdict, self.unlikely, level).unless(self.known.map(KnownName::known)),
            level,
            code: &self.rule,
            headline: self.message.clone(),
            labels: self.places.iter().map(Marked::label).collect(),
            places_left_off: self.places_left_off,
            notes: self.notes.clone(),
            help: self.help.clone(),
            fingerprint: self.fingerprint,
            known: self.known.map(KnownName::known),
            case: Some(Case {
                verdict,
                unlikely: self.unlikely,
                group: &self.group.0,
                names: self.names.0.iter().map(|(name, ids)| (name.as_str(), texts(ids))).collect(),
                source: self.source.as_deref(),
                subject_rule: self.subject_rule.as_deref(),
                reasons: self.reasons.iter().map(Because::reason).collect(),
                steps: texts(&self.steps),
                unconfirmed: texts(&self.unconfirmed),
                accepted: self.waiver.as_ref().map(|waiver| Accepted {
                    by: &waiver.by,
                    reason: &waiver.reason,
                    until: waiver.until,
                }),
            }),
        }
    }
}

fn texts(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

impl Because {
    fn reason(&self) -> Reason<'_> {
        let facts = self.facts.0.iter().map(|(name, fact)| (name.as_str(), fact.as_str())).collect();
        Reason { code: &self.code, facts, text: self.text.clone() }
    }
}

impl Claim {
    fn row(&self) -> ClaimRow<'_> {
        ClaimRow {
            id: &self.id,
            anchor: self.anchor.as_ref().map(|anchor| AnchorRow {
                status: &anchor.status,
                difference: anchor.difference.as_deref(),
                folds: texts(&anchor.folds),
                stale: anchor.stale,
                transcribed_by: anchor.transcribed_by.as_deref(),
                link: anchor.link.clone(),
                passages: anchor.passages.iter().map(Passage::passage).collect(),
                places: anchor.places.iter().map(Place::place).collect(),
            }),
            reading: match &self.reading {
                Read::Value(read) => Ok(read.row()),
                Read::Unread { unread } => Err(unread),
            },
        }
    }
}

impl Passage {
    fn passage(&self) -> super::Passage<'_> {
        let chars = self.char_start.zip(self.char_end).map(|(start, end)| start..end);
        super::Passage { exact: &self.exact, prefix: &self.prefix, suffix: &self.suffix, chars }
    }
}

impl Reading {
    fn row(&self) -> ReadRow<'_> {
        let inferred =
            self.inferred.iter().map(|fact| (fact.what.as_str(), Cow::Borrowed(fact.value.as_str()), fact.from.as_str()));
        ReadRow {
            value: self.value.clone(),
            unit: self.unit.as_deref().map(Cow::Borrowed),
            qualifier: &self.qualifier,
            text: &self.text,
            place: self.place.place(),
            inferred: inferred.collect(),
        }
    }
}

impl Marked {
    /// The label. Its span says nothing, since there is no file to cut an excerpt from.
    fn label(&self) -> Label {
        Label {
            span: Span { file: FileId(0), start: self.place.byte_start, end: self.place.byte_end },
            place: self.place.place(),
            mark: self.role.mark(),
            text: self.text.clone(),
        }
    }
}

impl Place {
    fn place(&self) -> text::Place {
        text::Place {
            path: self.path.clone(),
            start: Position {
                line: self.line,
                column: self.column,
                column_utf16: self.column_utf16,
                column_utf8: self.column_utf8,
            },
            end: Position {
                line: self.end_line,
                column: self.end_column,
                column_utf16: self.end_column_utf16,
                column_utf8: self.end_column_utf8,
            },
            byte_start: self.byte_start,
            byte_end: self.byte_end,
            has_lines: self.has_lines,
            spot: self.spot.clone(),
        }
    }
}

/// An object whose keys keep their order.
#[derive(Debug)]
struct Pairs<V>(Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Read<V> {
            type Value = Pairs<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Pairs<V>, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Read(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Fingerprint::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no fingerprint")))
    }
}

impl JsonSchema for Fingerprint {
    fn schema_name() -> Cow<'static, str> {
        "Fingerprint".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9a-f]{32}(:[0-9]+)?$" })
    }
}

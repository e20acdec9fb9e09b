//! Judge: rules over evidence, with the reasons. It never touches the disk and never searches text.

mod bind;
mod compare;
mod eval;
mod plain;
pub mod standing;
mod units;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::claim::{ClaimId, Claims};
use crate::document::{Source, SourceId};
use crate::evidence::{Anchor, ByteRange, Evidence, Found, Mention, Status};
use crate::expr::{Expr, Field, Node};
use crate::finding::{Level, Verdict};
use crate::names::{Name, Names};
use crate::number::Exact;
use crate::outcome::{Judged, Outcome, RuleId, Subject, Tally};
use crate::project::Waiver;
use crate::rule::matching::Key;
use crate::rule::table::Table;
use crate::rule::{Each, Filter, Rule};
use crate::said::Said;
use crate::text::{FileId, Files, offset};
use crate::truth::Truth;
use crate::value::{Unit, Value};
use bind::{Fault, Groups};
use eval::Machine;
pub use eval::not_standing;
use plain::Plain;
use standing::Standing;
use units::Units;

/// What judging is given.
pub struct Input<'a> {
    /// All files, for the words around a figure.
    pub files: &'a Files,
    /// All words.
    pub names: &'a Names,
    /// The names of the declared dimensions.
    pub dims: &'a [String],
    /// All claims.
    pub claims: &'a Claims,
    /// What was found out about each claim, by its place; claims beyond its end have no evidence.
    pub evidence: &'a Found,
    /// All sources.
    pub sources: &'a [Source],
    /// All tables.
    pub tables: &'a [Table],
    /// All rules.
    pub rules: &'a [Rule],
    /// All waivers.
    pub waivers: &'a [Waiver],
    /// The day that decides whether a waiver still counts.
    pub today: jiff::civil::Date,
    /// What a unit's words mean.
    pub unit: &'a (dyn Fn(&str) -> (Exact, Unit) + Sync),
    /// All figures of a source, in order; read once however often it is asked.
    pub mentions: &'a (dyn Fn(SourceId) -> Arc<[Mention]> + Sync),
    /// The dates that stand where a quote stands: in its sentence, its headings, its table; and the day of publication.
    pub dates: &'a (dyn Fn(SourceId, &ByteRange) -> Vec<Value> + Sync),
}

/// Which outcomes are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Those that hold, too.
    pub holding: bool,
    /// Those that are possible, too; the unlikely ones always are.
    pub possible: bool,
    /// Counts by file of those that are not kept, so that a format that counts passes by file needs none of them.
    pub by_file: bool,
    /// Only groups that hold one of these claims, by the place of each claim.
    pub claims: Option<&'a [bool]>,
}

/// What the evaluator looks things up in.
struct World<'a> {
    input: &'a Input<'a>,
    names: &'a Names,
    dims: &'a [String],
    claims: &'a Claims,
    sources: &'a [Source],
    tables: &'a [Table],
    units: Units,
    by_metric: HashMap<Name, Vec<ClaimId>>,
    tallies: Vec<Tally>,
    /// What has become of the quotes of each source, counted when the first changed one is met.
    standing: OnceLock<Vec<Standing>>,
}

impl<'a> World<'a> {
    fn new(input: &'a Input<'a>) -> World<'a> {
        let claims = input.claims;
        let mut by_metric: HashMap<Name, Vec<ClaimId>> = HashMap::new();
        for claim in claims.ids() {
            by_metric.entry(claims.get(claim).metric).or_default().push(claim);
        }
        let used = claims.ids().map(|claim| claims.get(claim).unit);
        let units = Units::new(input.names, used, &|text| (input.unit)(text).1);
        World {
            input,
            names: input.names,
            dims: input.dims,
            claims,
            sources: input.sources,
            tables: input.tables,
            units,
            by_metric,
            tallies: Vec::new(),
            standing: OnceLock::new(),
        }
    }

    /// What has become of the quotes that rest on a source.
    fn standing(&self, source: SourceId) -> Standing {
        let all = self.standing.get_or_init(|| standing::of_all(self.claims, self.input.evidence, self.sources.len()));
        all.get(source.0 as usize).copied().unwrap_or_default()
    }

    fn evidence(&self, claim: ClaimId) -> Cow<'a, Evidence> {
        self.input.evidence.get(claim.0 as usize)
    }

    fn anchor(&self, claim: ClaimId) -> Option<Cow<'a, Anchor>> {
        self.input.evidence.anchor(claim.0 as usize)
    }

    fn status(&self, claim: ClaimId) -> Option<Status> {
        self.input.evidence.status(claim.0 as usize)
    }

    /// The word of a grouping key made from a kept word; nothing for an absent one.
    fn word_of_key(&self, key: u32) -> Option<&str> {
        (key != 0).then(|| self.names.at(key))
    }

    /// The claims that a selector selects, in the order of the files.
    fn select(&self, filters: &[Filter]) -> Vec<ClaimId> {
        let by_metric = filters.iter().find(|filter| filter.key == Key::Metric && filter.values.len() == 1);
        let rest: Vec<&Filter> =
            filters.iter().filter(|filter| by_metric.is_none_or(|metric| !std::ptr::eq(*filter, metric))).collect();
        let fits = |claim: ClaimId| rest.iter().all(|filter| self.fits(claim, filter));
        match by_metric {
            Some(metric) => {
                let claims = self.by_metric.get(&metric.values[0]).map_or(&[][..], Vec::as_slice);
                claims.iter().copied().filter(|&claim| fits(claim)).collect()
            }
            None => self.claims.ids().filter(|&claim| fits(claim)).collect(),
        }
    }

    fn fits(&self, claim: ClaimId, filter: &Filter) -> bool {
        let row = self.claims.get(claim);
        match filter.key {
            Key::Metric => filter.values.contains(&row.metric),
            Key::Unit => filter.values.contains(&row.unit),
            Key::Dim(dim) => filter.values.contains(&self.claims.dims(claim)[dim]),
            Key::Source => row.source.is_some_and(|source| filter.values.contains(&self.sources[source.0 as usize].id)),
            Key::AsOf => {
                let date = self.claims.as_of(claim).map(|date| date.to_string());
                filter.values.iter().any(|value| date.as_deref() == Some(self.names.get(*value)))
            }
        }
    }

    /// For a name that selects no claim: the filter that leaves none over, as written.
    fn excluding_filter<'r>(&self, filters: &'r [Filter]) -> Option<&'r str> {
        let count = |filters: &[Filter]| self.select(filters).len();
        (1..=filters.len()).find(|&length| count(&filters[..length]) == 0).map(|length| filters[length - 1].text.as_str())
    }
}

/// Judges every rule for every group.
pub fn judge(input: &Input<'_>, wanted: Wanted<'_>) -> Judged {
    let mut world = World::new(input);
    let judged: Vec<Collected> =
        input.rules.par_iter().enumerate().map(|(place, rule)| judge_rule(RuleId(offset(place)), rule, &world, wanted)).collect();
    let mut result = Judged::default();
    for collected in judged {
        result.outcomes.extend(collected.outcomes);
        result.tallies.push(collected.tally);
        result.by_file.push(collected.by_file);
    }
    // rules about rules look at the counts of the others, and only when everything was selected
    if wanted.claims.is_none() {
        world.tallies.clone_from(&result.tallies);
        for (place, rule) in input.rules.iter().enumerate().filter(|(_, rule)| rule.each == Each::Rule) {
            let collected = judge_rules(RuleId(offset(place)), rule, &world, wanted);
            result.outcomes.extend(collected.outcomes);
            result.tallies[place] = collected.tally;
            result.by_file[place] = collected.by_file;
        }
    }
    result
}

/// Judges the examples of a rule as the groups that they give. `claims` are those of all examples, in order, by name.
pub fn judge_example(input: &Input<'_>, rule: &Rule, bound: &[Vec<ClaimId>]) -> (Verdict, Option<Outcome>) {
    let world = World::new(input);
    let groups = Groups::of_example(bound);
    let judging =
        Judging { id: RuleId(0), rule, world: &world, wanted: Wanted { holding: true, possible: true, ..Wanted::default() } };
    let outcome = match rule.each {
        Each::Group => judging.group(&groups, 0),
        Each::Source => judging.subject(Subject::Source(SourceId(0))),
        Each::Rule => judging.subject(Subject::Rule(RuleId(0))),
    };
    (outcome.verdict, outcome.kept)
}

/// The same for a rule about rules, with the count of groups that the example gives.
pub fn judge_rule_example(input: &Input<'_>, rule: &Rule, found: u64) -> Verdict {
    let mut world = World::new(input);
    world.tallies = vec![Tally { holds: found, ..Tally::default() }];
    let judging = Judging { id: RuleId(0), rule, world: &world, wanted: Wanted::default() };
    judging.subject(Subject::Rule(RuleId(0))).verdict
}

fn judge_rule(id: RuleId, rule: &Rule, world: &World<'_>, wanted: Wanted<'_>) -> Collected {
    let judging = Judging { id, rule, world, wanted };
    let mut collected = Collected::default();
    match rule.each {
        Each::Rule => {}
        Each::Source => {
            for place in 0..world.sources.len() {
                judging.collect(judging.subject(Subject::Source(SourceId(offset(place)))), &mut collected);
            }
        }
        Each::Group => {
            let groups = bind::bind(rule, world);
            let selected = wanted.claims.map(|claims| move |claim: ClaimId| claims[claim.0 as usize]);
            for group in 0..groups.count() {
                if selected.as_ref().is_none_or(|selected| groups.holds_any(group, selected)) {
                    judging.collect(judging.group(&groups, group), &mut collected);
                }
            }
        }
    }
    collected
}

fn judge_rules(id: RuleId, rule: &Rule, world: &World<'_>, wanted: Wanted<'_>) -> Collected {
    let judging = Judging { id, rule, world, wanted };
    let mut collected = Collected::default();
    for place in 0..world.input.rules.len() {
        judging.collect(judging.subject(Subject::Rule(RuleId(offset(place)))), &mut collected);
    }
    collected
}

/// What became of a rule.
#[derive(Default)]
struct Collected {
    outcomes: Vec<Outcome>,
    tally: Tally,
    by_file: BTreeMap<FileId, Tally>,
}

/// A verdict, and the outcome where it is kept.
struct Ruling {
    verdict: Verdict,
    unlikely: bool,
    kept: Option<Outcome>,
    /// The file that it is counted for, where it is not kept and counts by file are wanted.
    file: Option<FileId>,
}

struct Judging<'a> {
    id: RuleId,
    rule: &'a Rule,
    world: &'a World<'a>,
    wanted: Wanted<'a>,
}

impl Judging<'_> {
    fn collect(&self, ruling: Ruling, collected: &mut Collected) {
        collected.tally.count(ruling.verdict, ruling.unlikely);
        collected.outcomes.extend(ruling.kept);
        if let Some(file) = ruling.file {
            collected.by_file.entry(file).or_default().count(ruling.verdict, ruling.unlikely);
        }
    }

    /// The file in which a group or subject stands: that of its first claim, of the list of sources, of the rule.
    fn file(&self, group: Option<(&Groups, usize)>, subject: Option<&Subject>) -> Option<FileId> {
        match (group, subject) {
            (Some((groups, group)), _) => {
                let first = (0..self.rule.names.len()).find_map(|name| groups.bound(group, name).first().copied())?;
                Some(self.world.claims.get(first).file)
            }
            (None, Some(Subject::Source(id))) => Some(self.world.sources[id.0 as usize].span.file),
            (None, Some(Subject::Rule(id))) => Some(self.world.input.rules[id.0 as usize].head.id.span.file),
            (None, _) => None,
        }
    }

    fn group(&self, groups: &Groups, group: usize) -> Ruling {
        // a rule that does not speak of figures without a date says nothing of their days either
        let silent =
            |fault: &Fault| *fault == Fault::DayNotStated && !Machine::of_group(self.world, self.rule, groups, group).speaks();
        if groups.fault(group).is_some_and(silent) {
            return Ruling { verdict: Verdict::NotApplicable, unlikely: false, kept: None, file: None };
        }
        if let Some(fault) = groups.fault(group) {
            let said = self.fault_said(groups, group, fault);
            return self.ruling(Verdict::Unknown, false, |outcome| outcome.because.push(said), Some((groups, group)), None);
        }
        let absent = (0..self.rule.names.len()).find(|&name| matches!(groups.slot(self.rule, group, name), bind::Slot::Absent));
        if let Some(name) = absent {
            let is_missed = self.rule.require && !groups.is_partless(group);
            let verdict = if is_missed { Verdict::Unknown } else { Verdict::NotApplicable };
            let said = || Said::new("unknown/no-claim").with("name", &self.rule.names[name].name.value);
            return self.ruling(verdict, false, |outcome| outcome.because.push(said()), Some((groups, group)), None);
        }
        let slot = |name: usize| groups.slot(self.rule, group, name);
        let plain = Plain { world: self.world, rule: self.rule, slot: &slot, usual: false };
        let machine = || Machine::of_group(self.world, self.rule, groups, group);
        let (verdict, unlikely) = plain.verdict().unwrap_or_else(|| machine().verdict());
        self.ruling(verdict, unlikely, |outcome| machine().explain(outcome), Some((groups, group)), None)
    }

    fn subject(&self, subject: Subject) -> Ruling {
        let mut machine = Machine::of_subject(self.world, self.rule, subject.clone());
        let (verdict, unlikely) = machine.verdict();
        let explain = |outcome: &mut Outcome| {
            machine.explain(outcome);
            if verdict == Verdict::Fails {
                outcome.because.extend(self.subject_said(&subject));
            }
        };
        self.ruling(verdict, unlikely, explain, None, Some(subject.clone()))
    }

    /// What is the matter with a source or rule, where that can be told from itself.
    fn subject_said(&self, subject: &Subject) -> Vec<Said> {
        match subject {
            Subject::Claims(_) => Vec::new(),
            Subject::Source(source) => self.changed(*source),
            Subject::Rule(rule) => {
                let Some(rule) = self.world.input.rules.get(rule.0 as usize) else { return Vec::new() };
                let said = Said::new("rule/judged-nothing").with("rule", &rule.head.id.value);
                let filter = rule.names.iter().find_map(|name| self.world.excluding_filter(&name.filters));
                let said = match filter {
                    Some(filter) => said.with("filter", filter),
                    None => said,
                };
                vec![said]
            }
        }
    }

    /// That a source or its transcript is not the one that was pinned, and what has become of the quotes that rest on it.
    fn changed(&self, id: SourceId) -> Vec<Said> {
        let source = &self.world.sources[id.0 as usize];
        let transcript = source.transcript.as_ref().filter(|_| compares_transcript(&self.rule.check));
        let (code, pinned, found) = match transcript {
            Some(transcript) => ("source/transcript-changed", transcript.sha256.as_ref(), transcript.digest.as_deref()),
            None => ("source/changed", source.sha256.as_ref(), source.digest()),
        };
        let Some(((pinned, _), found)) = pinned.zip(found).filter(|((pinned, _), found)| pinned != found) else {
            return Vec::new();
        };
        let standing = self.world.standing(id);
        let digests = Said::new("source/digests").with("pinned", pinned).with("found", found);
        [standing.said(code), digests].into_iter().chain(standing.lost()).collect()
    }

    fn ruling(
        &self,
        verdict: Verdict,
        unlikely: bool,
        explain: impl FnOnce(&mut Outcome),
        group: Option<(&Groups, usize)>,
        subject: Option<Subject>,
    ) -> Ruling {
        let wanted = match verdict {
            Verdict::Holds => self.wanted.holding,
            Verdict::Possible => unlikely || self.wanted.possible,
            Verdict::NotApplicable => false,
            Verdict::Fails | Verdict::Unknown | Verdict::Waived => true,
        };
        if !wanted {
            let is_counted = self.wanted.by_file && verdict != Verdict::NotApplicable;
            let file = is_counted.then(|| self.file(group, subject.as_ref())).flatten();
            return Ruling { verdict, unlikely, kept: None, file };
        }
        let mut outcome = self.outcome(verdict, unlikely, group, subject);
        explain(&mut outcome);
        if verdict == Verdict::Fails || verdict == Verdict::Unknown || unlikely {
            outcome.waiver = self.waiver(&outcome);
            if outcome.waiver.is_some() {
                outcome.verdict = Verdict::Waived;
            }
        }
        Ruling { verdict: outcome.verdict, unlikely: unlikely && outcome.waiver.is_none(), kept: Some(outcome), file: None }
    }

    fn outcome(&self, verdict: Verdict, unlikely: bool, group: Option<(&Groups, usize)>, subject: Option<Subject>) -> Outcome {
        let names = |(groups, group): (&Groups, usize)| {
            let bound = self.rule.names.iter().enumerate();
            bound.map(|(place, name)| (name.name.value.clone(), groups.bound(group, place))).collect()
        };
        let bound: Vec<(String, Vec<ClaimId>)> = group.map(names).unwrap_or_default();
        let quoted_in_vain = |claim: &ClaimId| self.world.status(*claim).is_some_and(|status| !status.stands());
        let unconfirmed = bound.iter().flat_map(|(_, claims)| claims).copied().filter(quoted_in_vain).collect();
        Outcome {
            rule: self.id,
            group: group.map(|(groups, group)| groups.label(self.rule, group, self.world)).unwrap_or_default(),
            subject: subject.unwrap_or(Subject::Claims(bound)),
            verdict,
            unlikely,
            level: self.rule.head.level,
            because: Vec::new(),
            steps: Vec::new(),
            unconfirmed,
            waiver: None,
            known: None,
        }
    }

    fn fault_said(&self, groups: &Groups, group: usize, fault: &Fault) -> Said {
        let ids =
            |claims: &[ClaimId]| claims.iter().map(|&claim| self.world.claims.id_text(claim)).collect::<Vec<_>>().join(", ");
        match fault {
            Fault::Several(name) => Said::new("unknown/two-candidates")
                .with("name", &self.rule.names[*name].name.value)
                .with("claims", ids(&groups.bound(group, *name))),
            Fault::SeveralParts(name, claims) => {
                Said::new("unknown/two-candidates").with("name", &self.rule.names[*name].name.value).with("claims", ids(claims))
            }
            Fault::DayNotStated => Said::new("unknown/day-not-stated"),
            Fault::Unlisted(claim, table) => {
                let table = &self.world.tables[*table];
                let code = table.dim.map_or(Name::NONE, |dim| self.world.claims.dims(*claim)[dim]);
                Said::new("unknown/not-in-table").with("table", &table.name).with("key", self.world.names.get(code))
            }
            Fault::NoDate(claim) => {
                Said::new("unknown/field-absent").with("field", format!("{}.as_of", self.world.claims.id_text(*claim)))
            }
        }
    }

    /// The waiver that accepts an outcome: its rule, one of its claims or its source, the same value, and still in time.
    fn waiver(&self, outcome: &Outcome) -> Option<u32> {
        let waivers = self.world.input.waivers;
        let accepts = |waiver: &Waiver| {
            waiver.rule.value == self.rule.head.id.value
                && waiver.until.is_none_or(|until| self.world.input.today <= until)
                && self.waives(waiver, &outcome.subject)
        };
        waivers.iter().position(accepts).map(offset)
    }

    fn waives(&self, waiver: &Waiver, subject: &Subject) -> bool {
        let source = |id: SourceId| {
            let name = self.world.names.get(self.world.sources[id.0 as usize].id);
            waiver.source.as_ref().is_some_and(|wanted| wanted.value == name)
        };
        match subject {
            Subject::Rule(_) => false,
            Subject::Source(id) => source(*id),
            Subject::Claims(bound) => bound.iter().flat_map(|(_, claims)| claims).any(|&claim| {
                let named = waiver.claim.as_ref().is_some_and(|wanted| wanted.value == self.world.claims.id_text(claim));
                let sourced = waiver.claim.is_none() && self.world.claims.get(claim).source.is_some_and(source);
                let value = || self.world.claims.value(claim).to_string();
                (named || sourced) && waiver.value.as_ref().is_none_or(|wanted| wanted.value == value())
            }),
        }
    }
}

/// Whether a condition compares the digests of a transcript, and not those of the source itself.
fn compares_transcript(check: &Expr) -> bool {
    let of_transcript = |side: &Expr| matches!(side.node, Node::Field(_, Field::TranscriptSha256 | Field::TranscriptDigest));
    matches!(&check.node, Node::Compare(_, left, right) if of_transcript(left) || of_transcript(right))
}

/// The verdict of a truth value.
fn verdict_of(truth: Truth) -> Verdict {
    match truth {
        Truth::True => Verdict::Holds,
        Truth::False => Verdict::Fails,
        Truth::Open => Verdict::Possible,
        Truth::Unknown => Verdict::Unknown,
    }
}

/// Whether an outcome makes a run incomplete: of error level, and unknown.
pub fn is_incomplete(outcome: &Outcome) -> bool {
    outcome.verdict == Verdict::Unknown && outcome.level == Level::Error
}

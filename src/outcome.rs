//! Outcome: what became of a rule for one group of claims, and why.

use std::collections::BTreeMap;

use crate::claim::ClaimId;
use crate::document::SourceId;
use crate::finding::{Known, Level, Verdict};
use crate::said::Said;
use crate::text::{FileId, Span};

/// A rule of the project or of a pack, by its place in [`Judged::tallies`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u32);

/// What a rule was judged for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A group of claims: for each name of the rule the claims bound to it, in the order of the rule's names.
    Claims(Vec<(String, Vec<ClaimId>)>),
    /// A source (`each = "source"`).
    Source(SourceId),
    /// A rule (`each = "rule"`).
    Rule(RuleId),
}

impl Subject {
    /// The claims it speaks of, in the order of the rule's names.
    pub fn claims(&self) -> impl Iterator<Item = ClaimId> {
        let names: &[(String, Vec<ClaimId>)] = match self {
            Subject::Claims(names) => names,
            Subject::Source(_) | Subject::Rule(_) => &[],
        };
        names.iter().flat_map(|(_, ids)| ids.iter().copied())
    }
}

/// What became of a rule for one group.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The rule.
    pub rule: RuleId,
    /// What it was judged for.
    pub subject: Subject,
    /// The keys on which the group agrees, with their values, in the order of the rule: `area` = `Quảng Ninh`.
    pub group: Vec<(String, String)>,
    /// The verdict.
    pub verdict: Verdict,
    /// For `possible`: the usual ranges disagree too.
    pub unlikely: bool,
    /// The level of the rule, or the one the project set for it.
    pub level: Level,
    /// Why: what is missing, which slip would explain it, what differs. The first is the headline.
    pub because: Vec<Said>,
    /// The condition worked out, innermost first: `5142 <= 4971`.
    pub steps: Vec<Step>,
    /// Claims in it whose quote was not found.
    pub unconfirmed: Vec<ClaimId>,
    /// Place of the waiver in [`crate::project::Project::waivers`] that accepts it.
    pub waiver: Option<u32>,
    /// From where it is known already, when it is no new finding.
    pub known: Option<Known>,
}

/// A part of a condition with the values that went in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where the part is written.
    pub span: Span,
    /// The part with its values for its names: `1452 <= 4971`.
    pub text: String,
}

/// How often a rule met each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Holds.
    pub holds: u64,
    /// Possible, the unlikely ones included.
    pub possible: u64,
    /// Possible, and the usual ranges disagree.
    pub unlikely: u64,
    /// Fails.
    pub fails: u64,
    /// Unknown.
    pub unknown: u64,
    /// Not applicable.
    pub not_applicable: u64,
    /// Waived.
    pub waived: u64,
}

impl Tally {
    /// Groups that the rule speaks of: all but the not applicable ones.
    pub fn found(&self) -> u64 {
        self.holds + self.possible + self.fails + self.unknown + self.waived
    }

    /// Adds other counts.
    pub fn add(&mut self, other: &Tally) {
        self.holds += other.holds;
        self.possible += other.possible;
        self.unlikely += other.unlikely;
        self.fails += other.fails;
        self.unknown += other.unknown;
        self.not_applicable += other.not_applicable;
        self.waived += other.waived;
    }

    /// Counts one more.
    pub fn count(&mut self, verdict: Verdict, unlikely: bool) {
        let field = match verdict {
            Verdict::Holds => &mut self.holds,
            Verdict::Possible => &mut self.possible,
            Verdict::Fails => &mut self.fails,
            Verdict::Unknown => &mut self.unknown,
            Verdict::NotApplicable => &mut self.not_applicable,
            Verdict::Waived => &mut self.waived,
        };
        *field += 1;
        self.unlikely += u64::from(unlikely);
    }
}

/// All that judging found.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// The outcomes that were asked for, in the order of rules and groups: always those that do not hold.
    pub outcomes: Vec<Outcome>,
    /// Counts per rule over all groups, kept or not.
    pub tallies: Vec<Tally>,
    /// Counts per rule and file over the groups that are not kept, if they were asked for.
    pub by_file: Vec<BTreeMap<FileId, Tally>>,
}

impl Judged {
    /// The counts of a project that was not judged.
    pub fn of_nothing(rules_count: usize) -> Judged {
        Judged { tallies: vec![Tally::default(); rules_count], ..Judged::default() }
    }
}

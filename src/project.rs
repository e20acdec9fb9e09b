//! Project: everything that was read from disk, before anything is judged.

use std::path::PathBuf;

use hashbrown::HashMap;
use jiff::civil::Date as Day;

use crate::claim::{ClaimId, Claims};
use crate::document::{Source, SourceId};
use crate::locale::own::OwnWords;
use crate::names::{Name, Names};
use crate::rule::metric::Metric;
use crate::table::At;
use crate::text::{FileId, Files, Span};

/// The settings of `factlint.toml`.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file itself.
    pub file: FileId,
    /// Language and region of texts and of figures in claims: `vi-VN`.
    pub locale: String,
    /// Extra keys that a claim may carry, in the order in which they are declared.
    pub dims: Vec<At<String>>,
    /// Rule files and packs, as written.
    pub rules: Vec<At<String>>,
    /// Words of the project's own, by language.
    pub reading: Vec<OwnWords>,
    /// Whether an unknown outcome of error level makes the run incomplete (exit code 4).
    pub incomplete_fails: bool,
    /// The file of the baseline, when the settings name one.
    pub baseline: Option<At<String>>,
}

/// A file that holds rules or reference tables, its text already among the project's files.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// The file.
    pub file: FileId,
    /// The pack it is, as `factlint:core`; nothing for a file of the project.
    pub pack: Option<String>,
    /// The folder that its paths are relative to; empty for a pack.
    pub folder: PathBuf,
}

/// An accepted finding: what, who, why, until when.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Where it is written.
    pub span: Span,
    /// The rule.
    pub rule: At<String>,
    /// The claim it is for.
    pub claim: Option<At<String>>,
    /// The source it is for.
    pub source: Option<At<String>>,
    /// The claimed value it is for; the waiver lapses when the value changes.
    pub value: Option<At<String>>,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: String,
    /// The last day on which it counts.
    pub until: Option<Day>,
}

/// A finding as a baseline knows it: its rule, its claims with their values, and the digests of their sources. Nothing in it
/// moves with lines or with the words of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    /// The rule.
    pub rule: String,
    /// The source it was judged for, of a rule that speaks of sources.
    pub source: Option<String>,
    /// The rule it was judged for, of a rule that speaks of rules.
    pub subject_rule: Option<String>,
    /// The claims of the group, in the order of their identifiers.
    pub claims: Vec<String>,
    /// Their values as claims write them, each with its unit: `1250 tỷ đồng`.
    pub values: Vec<String>,
    /// The first [`HELD_DIGEST_CHARS`] digits of the digest of each of their sources.
    pub sha256: Vec<String>,
}

/// Digits of a digest that a baseline keeps: 64 bits.
pub const HELD_DIGEST_CHARS: usize = 16;

/// How a held finding was to be seen, worst first. One that is worse now is new.
pub const HELD_SEEN: &[&str] = &["error", "warning", "note", "unknown"];

/// A line of a baseline.
#[derive(Clone, Debug)]
pub struct HeldLine {
    /// The finding.
    pub held: Held,
    /// How it was to be seen, by its place in [`HELD_SEEN`].
    pub seen: usize,
    /// Where it is written.
    pub span: Span,
}

/// The findings that a project holds back for now.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// The file, whether or not it is there.
    pub path: PathBuf,
    /// The same as reports show it.
    pub shown: String,
    /// Its lines; nothing when there is no such file.
    pub lines: Option<Vec<HeldLine>>,
}

/// Everything that was read from disk.
#[derive(Debug)]
pub struct Project {
    /// The folder of `factlint.toml`.
    pub root: PathBuf,
    /// Its settings.
    pub config: Config,
    /// All files.
    pub files: Files,
    /// All words that return.
    pub names: Names,
    /// The declared dimensions, in order.
    pub dims: Vec<Name>,
    /// All claims.
    pub claims: Claims,
    /// All claims files, in the order in which they were read.
    pub claim_files: Vec<FileId>,
    /// All rule files and packs, in the order in which `rules` names them.
    pub rule_files: Vec<RuleFile>,
    /// `factlint.toml` itself when it declares tables, which are visible in every rule file of the project.
    pub tables_file: Option<RuleFile>,
    /// What is said of metrics: in `factlint.toml`, and once the rules are read in every rule file and pack.
    pub metrics: Vec<Metric>,
    /// The CSV files that list sources.
    pub source_lists: Vec<FileId>,
    /// All sources.
    pub sources: Vec<Source>,
    /// Sources by their id.
    pub source_ids: HashMap<Name, SourceId>,
    /// All waivers.
    pub waivers: Vec<Waiver>,
    /// The findings that are held back.
    pub baseline: Baseline,
}

impl Project {
    /// A source by its id.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// The source of an id text: `bulletin`.
    pub fn find_source(&self, id: &str) -> Option<SourceId> {
        self.source_ids.get(&self.names.find(id)?).copied()
    }

    /// The claim of an id text: `members-2022`.
    pub fn find_claim(&self, id: &str) -> Option<ClaimId> {
        self.claims.find(id)
    }
}

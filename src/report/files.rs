//! Files: how often each rule met each verdict in each file, for outputs that count passes by file.
//!
//! It never counts anew: the rows of a rule add up to its row in the summary, and what cannot be told by file has a row of its own.

use std::collections::BTreeMap;

use super::Report;
use crate::outcome::Tally;

/// How outputs name what could not be told by file.
const OTHER: &str = "(not told by file)";

/// A file with the counts of the rules that were judged in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Its path; nothing for groups that were counted and not kept.
    pub path: Option<String>,
    /// Rules by their place in [`super::Summary::rules`] with their counts; only those that speak of something there.
    pub rules: Vec<(usize, Tally)>,
}

impl FileRow {
    /// Its path, or what stands for it.
    pub fn name(&self) -> &str {
        self.path.as_deref().unwrap_or(OTHER)
    }
}

impl Report<'_> {
    /// The counts of the summary by file, files in the order of their paths. Groups that hold are told by file only if judging kept
    /// them or counted them so, as it does when a format asks for it.
    pub fn by_file(&self) -> Vec<FileRow> {
        let mut files: BTreeMap<String, Vec<Tally>> = BTreeMap::new();
        let rules_count = self.summary.rules.len();
        let mut rest: Vec<Tally> = self.summary.rules.iter().map(|row| row.tally).collect();
        let mut add = |rule: usize, path: &str, tally: &Tally| {
            if !files.contains_key(path) {
                files.insert(path.to_owned(), vec![Tally::default(); rules_count]);
            }
            if let Some(rows) = files.get_mut(path) {
                rows[rule].add(tally);
            }
            rest[rule] = without(&rest[rule], tally);
        };
        self.each_kept(&mut |rule, path, verdict, unlikely| {
            let mut one = Tally::default();
            one.count(verdict, unlikely);
            add(rule, path, &one);
        });
        self.each_counted(&mut add);
        let row = |(path, tallies): (Option<String>, Vec<Tally>)| FileRow {
            path,
            rules: tallies.into_iter().enumerate().filter(|(_, tally)| tally.found() > 0).collect(),
        };
        let files = files.into_iter().map(|(path, tallies)| (Some(path), tallies)).chain([(None, rest)]);
        files.map(row).filter(|row| !row.rules.is_empty()).collect()
    }
}

/// The counts that are left when some are taken away.
fn without(all: &Tally, some: &Tally) -> Tally {
    Tally {
        holds: all.holds.saturating_sub(some.holds),
        possible: all.possible.saturating_sub(some.possible),
        unlikely: all.unlikely.saturating_sub(some.unlikely),
        fails: all.fails.saturating_sub(some.fails),
        unknown: all.unknown.saturating_sub(some.unknown),
        not_applicable: all.not_applicable.saturating_sub(some.not_applicable),
        waived: all.waived.saturating_sub(some.waived),
    }
}

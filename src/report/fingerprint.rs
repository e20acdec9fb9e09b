//! Fingerprint: what makes a finding the same one in the next run, from its rule, its claims and their quotes.
//!
//! It never takes in a line, a value or a message, so that moved lines, another slip and another wording leave it as it was.

use std::fmt;

use hashbrown::HashMap;
use sha2::{Digest, Sha256};

use super::entry::Entry;
use super::{Input, claims_of};
use crate::claim::ClaimId;
use crate::evidence::FoldSet;
use crate::finding::Problem;
use crate::outcome::{Outcome, Subject};
use crate::text::fold::Folded;

/// A name for a finding that no other one of the run has, and that the next run gives it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint {
    hash: u128,
    /// Which of several alike it is, from 1.
    number: u32,
}

/// 32 hexadecimal digits; with a colon and a number where several are alike.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            1 => write!(f, "{:032x}", self.hash),
            number => write!(f, "{:032x}:{number}", self.hash),
        }
    }
}

impl Fingerprint {
    /// Reads one as it is written.
    pub(super) fn parse(text: &str) -> Option<Fingerprint> {
        let (hash, number) = text.split_once(':').unwrap_or((text, "1"));
        Some(Fingerprint { hash: u128::from_str_radix(hash, 16).ok()?, number: number.parse().ok()? })
    }
}

/// The fingerprint of an outcome: its rule, the keys of its group, and each claim with its name and its quote as it is compared.
pub fn of_outcome(input: &Input<'_>, outcome: &Outcome) -> Fingerprint {
    let mut print = Print::new(&input.heads[outcome.rule.0 as usize].id.value);
    for (key, value) in &outcome.group {
        print.add(key);
        print.add(value);
    }
    match outcome.subject {
        Subject::Source(id) => print.add(input.project.names.get(input.project.source(id).id)),
        Subject::Rule(id) => print.add(&input.heads[id.0 as usize].id.value),
        Subject::Claims(_) => {}
    }
    let mut claims: Vec<(&str, &str, ClaimId)> =
        claims_of(&outcome.subject).map(|(name, id)| (name, input.project.claims.id_text(id), id)).collect();
    // the claims of a name come in the order of their files, which a renamed file changes
    claims.sort_by_key(|&(name, text, _)| (name, text));
    for (name, text, id) in claims {
        print.add(name);
        print.add(text);
        print.add(Folded::new(input.project.claims.quote(id), FoldSet::usual()).text());
    }
    print.finish()
}

/// The fingerprint of a problem: its code, its file and its message, which names what is wrong.
pub fn of_problem(input: &Input<'_>, problem: &Problem) -> Fingerprint {
    let mut print = Print::new(problem.code);
    print.add(problem.labels.first().map_or("", |label| &input.project.files.get(label.span.file).path));
    print.add(&problem.message);
    print.finish()
}

/// Numbers the entries that are alike in the order in which they come.
pub(super) fn told_apart<'a>(entries: impl Iterator<Item = Entry<'a>>) -> impl Iterator<Item = Entry<'a>> {
    let mut seen: HashMap<u128, u32> = HashMap::new();
    entries.map(move |mut entry| {
        let number = seen.entry(entry.fingerprint.hash).or_default();
        *number += 1;
        entry.fingerprint.number = *number;
        entry
    })
}

/// A fingerprint while it is made.
struct Print(Sha256);

impl Print {
    fn new(rule: &str) -> Print {
        let mut print = Print(Sha256::new());
        print.add(rule);
        print
    }

    /// Adds words together with their length, so that "a" and "bc" are not "ab" and "c".
    fn add(&mut self, words: &str) {
        self.0.update(crate::text::offset(words.len()).to_le_bytes());
        self.0.update(words);
    }

    fn finish(self) -> Fingerprint {
        let digest = self.0.finalize();
        let hash = digest.iter().take(size_of::<u128>()).fold(0, |hash, &byte| hash << 8 | u128::from(byte));
        Fingerprint { hash, number: 1 }
    }
}

//! A quote laid along a passage, word by word, so that every difference has a place. It weighs and does not judge.

use std::ops::Range;

use super::words::{Kind, Word, hash, hash_lower, words};

/// A quote and a passage whose word counts multiply to more than this are not aligned.
pub(super) const CELLS_MAX: usize = 4_000_000;

/// What one step along quote and passage says; the numbers are places in the two lists of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The same word.
    Same(usize, usize),
    /// The same word but for the case of its letters.
    Case(usize, usize),
    /// Another word.
    Other(usize, usize),
    /// A word that only the quote has.
    Quoted(usize),
    /// A word that only the passage has.
    Printed(usize),
}

/// A quote laid along a passage.
#[derive(Clone, Debug)]
pub(super) struct Alignment<'a> {
    pub(super) quoted: Vec<Word<'a>>,
    pub(super) printed: Vec<Word<'a>>,
    pub(super) steps: Vec<Step>,
    pub(super) cost: u32,
}

/// A word that only the passage has.
const PRINTED_WORD: u32 = 6;
const PRINTED_SIGN: u32 = 1;

/// A word that only the quote has: dearer, so that the ends of the quote stay where they are and not what is inside.
const QUOTED_WORD: u32 = 12;
const QUOTED_SIGN: u32 = 3;

/// The cheapest way to lay a quote along some part of a passage; nothing if one of them has no words or they are too long.
pub(super) fn align<'a>(quote: &'a str, passage: &'a str) -> Option<Alignment<'a>> {
    let quoted: Vec<Word<'a>> = words(quote).collect();
    let printed: Vec<Word<'a>> = words(passage).collect();
    if quoted.is_empty() || printed.is_empty() || quoted.len().saturating_mul(printed.len()) > CELLS_MAX {
        return None;
    }
    let (table, end, cost) = fill(&keys(&quoted), &keys(&printed));
    let steps = walk_back(&quoted, &printed, &table, end);
    Some(Alignment { quoted, printed, steps, cost })
}

/// A word as numbers, so that comparing two is cheap: hashes of its letters as they are and in small letters.
#[derive(Clone, Copy)]
struct Key {
    exact: u64,
    lower: u64,
    kind: Kind,
}

fn keys(words: &[Word<'_>]) -> Vec<Key> {
    words.iter().map(|word| Key { exact: hash(word.text), lower: hash_lower(word.text), kind: word.kind }).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Both,
    Quote,
    Passage,
}

/// Fills the table of moves row by row, and gives the best end in the passage. The passage's words before and after are free.
fn fill(quoted: &[Key], printed: &[Key]) -> (Vec<From>, usize, u32) {
    let width = printed.len() + 1;
    let mut table = vec![From::Passage; width * (quoted.len() + 1)];
    let mut above = vec![0; width];
    let mut current = Vec::with_capacity(width);
    for (row, word) in quoted.iter().enumerate() {
        let gap = gap(word, QUOTED_WORD, QUOTED_SIGN);
        current.clear();
        current.push(above[0] + gap);
        table[(row + 1) * width] = From::Quote;
        for (column, other) in printed.iter().enumerate() {
            let both = above[column] + swap(word, other);
            let quote = above[column + 1] + gap;
            let passage = current[column] + self::gap(other, PRINTED_WORD, PRINTED_SIGN);
            let (cost, from) = if both <= quote && both <= passage {
                (both, From::Both)
            } else if quote <= passage {
                (quote, From::Quote)
            } else {
                (passage, From::Passage)
            };
            current.push(cost);
            table[(row + 1) * width + column + 1] = from;
        }
        std::mem::swap(&mut above, &mut current);
    }
    let (end, cost) = above.iter().enumerate().min_by_key(|(_, cost)| **cost).map_or((0, 0), |(end, cost)| (end, *cost));
    (table, end, cost)
}

fn walk_back(quoted: &[Word<'_>], printed: &[Word<'_>], table: &[From], end: usize) -> Vec<Step> {
    let (mut row, mut column) = (quoted.len(), end);
    let mut steps = Vec::new();
    while row > 0 {
        match table[row * (printed.len() + 1) + column] {
            From::Both => {
                row -= 1;
                column -= 1;
                steps.push(step(&quoted[row], &printed[column], row, column));
            }
            From::Quote => {
                row -= 1;
                steps.push(Step::Quoted(row));
            }
            From::Passage => {
                column -= 1;
                steps.push(Step::Printed(column));
            }
        }
    }
    steps.reverse();
    steps
}

fn step(one: &Word<'_>, other: &Word<'_>, row: usize, column: usize) -> Step {
    if one.text == other.text {
        Step::Same(row, column)
    } else if same_but_case(one.text, other.text) {
        Step::Case(row, column)
    } else {
        Step::Other(row, column)
    }
}

fn gap(word: &Key, of_word: u32, of_sign: u32) -> u32 {
    if word.kind == Kind::Sign { of_sign } else { of_word }
}

/// What it costs to take one word for another: least for two numbers, most for a word and a sign.
fn swap(one: &Key, other: &Key) -> u32 {
    if one.exact == other.exact {
        return 0;
    }
    match (one.kind, other.kind) {
        (Kind::Number, Kind::Number) => 5,
        (Kind::Word, Kind::Word) if one.lower == other.lower => 1,
        (Kind::Word, Kind::Word) => 8,
        (Kind::Sign, Kind::Sign) => 2,
        (Kind::Sign, _) | (_, Kind::Sign) => 20,
        _ => 9,
    }
}

fn same_but_case(one: &str, other: &str) -> bool {
    one.len().abs_diff(other.len()) <= one.len()
        && one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

impl Alignment<'_> {
    /// The bytes of the passage from the first word that stands for one of the quote to the last.
    pub(super) fn place(&self) -> Option<Range<u32>> {
        let columns = || {
            self.steps.iter().filter_map(|step| match step {
                Step::Same(_, column) | Step::Case(_, column) | Step::Other(_, column) => Some(*column),
                Step::Quoted(_) | Step::Printed(_) => None,
            })
        };
        let (first, last) = (columns().next()?, columns().next_back()?);
        Some(self.printed[first].range.start..self.printed[last].range.end)
    }

    /// How many words and numbers of the quote the passage has, and how many the quote has in all.
    pub(super) fn shared(&self) -> (usize, usize) {
        let counts = |word: &Word<'_>| word.kind != Kind::Sign;
        let same = |step: &&Step| matches!(step, Step::Same(row, _) | Step::Case(row, _) if counts(&self.quoted[*row]));
        (self.steps.iter().filter(same).count(), self.quoted.iter().filter(|word| counts(word)).count())
    }

    /// How many words differ; signs do not count.
    pub(super) fn differing(&self) -> usize {
        let sign = |word: &Word<'_>| word.kind == Kind::Sign;
        let differs = |step: &&Step| match step {
            Step::Same(..) | Step::Case(..) => false,
            Step::Other(row, column) => !sign(&self.quoted[*row]) || !sign(&self.printed[*column]),
            Step::Quoted(row) => !sign(&self.quoted[*row]),
            Step::Printed(column) => !sign(&self.printed[*column]),
        };
        self.steps.iter().filter(differs).count()
    }

    /// How many characters differ, and how many the quote has.
    pub(super) fn changed(&self) -> (usize, usize) {
        let length = |word: &Word<'_>| word.text.chars().count();
        let changed = |step: &Step| match step {
            Step::Same(..) | Step::Case(..) => 0,
            Step::Other(row, column) => strsim::levenshtein(self.quoted[*row].text, self.printed[*column].text),
            Step::Quoted(row) => length(&self.quoted[*row]),
            Step::Printed(column) => length(&self.printed[*column]),
        };
        (self.steps.iter().map(changed).sum(), self.quoted.iter().map(length).sum())
    }
}

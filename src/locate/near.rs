//! Quotes that do not stand in their source: the passage that is meant or nearest, and what differs there. What it finds is shown
//! and never taken for the quote.

use std::ops::Range;

use super::align::{Alignment, Likeness, Quote, Step, Unbracketed, align};
use super::compare::has_dash;
use super::differ::{Change, changes};
use super::words::{Kind, Word, words};
use super::{Sought, Source, seeds};
use crate::evidence::{Difference, Fold, FoldSet};
use crate::text::fold::Folded;

/// A text of fewer bytes than this is looked through as a whole where no seed leads anywhere.
const WHOLE_BYTES_MAX: usize = 1 << 16;

/// A quote of fewer words than this is never taken to be meant where it differs.
const WORDS_MIN: usize = 3;

/// The same in characters.
const CHARS_MIN: usize = 12;

/// The same in letters of scripts without spaces.
const UNSPACED_MIN: usize = 6;

/// A single word is never taken to be the same as one in other letters.
const SAME_WORDS_MIN: usize = 2;

/// A passage that a quote may mean.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The passage in the folded text, rounded out to whole words there.
    pub(super) place: Range<u32>,
    /// The passage in the file.
    pub(super) original: Range<u32>,
    /// What differs, as bytes of the quote as the claim has it and of the file.
    pub(super) changes: Vec<Change>,
    /// What it is to the quote.
    pub(super) bond: Bond,
    /// How much differs; of two candidates the cheaper one is nearer.
    pub(super) cost: u32,
    shared: usize,
}

/// What a passage is to a quote that it does not equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    /// It has the same words; only the case of letters, spaces beside signs or note marks differ.
    Same,
    /// The quote breaks off in the middle of its first or last word, and agrees otherwise.
    Truncated,
    /// It is what the quote means, with a difference.
    Altered(Difference),
    /// Not near enough to be what the quote means.
    Distant,
}

/// The windows in which each quote may stand with differences.
pub(super) fn windows(text: &str, quotes: &[&str]) -> Vec<Vec<Range<u32>>> {
    let mut windows = seeds::windows(text, quotes);
    if text.len() <= WHOLE_BYTES_MAX {
        let whole = 0..crate::text::offset(text.len());
        let lost = windows.iter_mut().zip(quotes).filter(|(windows, quote)| windows.is_empty() && !quote.is_empty());
        lost.for_each(|(windows, _)| windows.push(whole.clone()));
    }
    windows
}

/// Alignments made for one quote at most.
const ALIGNED_MAX: usize = 24;

/// The passages that a quote may mean, best first. Where one is found in a window, what is left of it is looked at again.
pub(super) fn candidates(source: &Source<'_>, quote: &Sought<'_>, windows: &[Range<u32>]) -> Vec<Candidate> {
    let mut open: Vec<Range<u32>> = windows.iter().rev().cloned().collect();
    let mut found: Vec<Candidate> = Vec::new();
    for _ in 0..ALIGNED_MAX {
        let Some(window) = open.pop() else { break };
        let Some(candidate) = candidate(source, quote, &window) else { continue };
        if candidate.bond != Bond::Distant {
            let rest = [candidate.place.end..window.end, window.start..candidate.place.start];
            open.extend(rest.into_iter().filter(|rest| rest.len() * 2 >= quote.needle().len() && rest.len() < window.len()));
        }
        found.push(candidate);
    }
    found.sort_by_key(|candidate| (candidate.bond != Bond::Same, candidate.cost, candidate.place.start));
    found.dedup_by(|later, earlier| later.place == earlier.place);
    found
}

/// The better one of the two ways to read hyphens at line ends and inside words: as joints of one word, or as parting two.
fn candidate(source: &Source<'_>, quote: &Sought<'_>, window: &Range<u32>) -> Option<Candidate> {
    [joined(source, quote, window), parted(source, quote, window)].into_iter().flatten().min_by_key(|candidate| candidate.cost)
}

fn joined(source: &Source<'_>, quote: &Sought<'_>, window: &Range<u32>) -> Option<Candidate> {
    let laid = laid(quote.needle(), source.folded.slice(window.clone()))?;
    let shifted = |range: &Range<u32>| range.start + window.start..range.end + window.start;
    let original = |range: &Range<u32>| source.original(&shifted(range));
    let place = shifted(&laid.place);
    Some(laid.candidate(place, original, |range| quote.original(range)))
}

/// Nothing if there are no such hyphens.
fn parted(source: &Source<'_>, quote: &Sought<'_>, window: &Range<u32>) -> Option<Candidate> {
    let range = source.original(window);
    let printed = source.slice(&range);
    let joins = |folded: &Folded<'_>| folded.used().contains(Fold::HyphenBreak);
    let has_joints = joins(&quote.folded) || has_dash(printed) && joins(&Folded::new(printed, FoldSet::usual()));
    if !has_joints {
        return None;
    }
    let classes = FoldSet::usual().without(Fold::HyphenBreak);
    let (passage, words) = (Folded::new(printed, classes), Folded::new(quote.exact, classes));
    let laid = laid(words.text().trim(), passage.text())?;
    let original = |local: &Range<u32>| {
        let local = passage.map().to_original(local.clone());
        local.start + range.start..local.end + range.start
    };
    let place = source.folded_range(&original(&laid.place));
    Some(laid.candidate(place, original, |local| original_of_trimmed(&words, local)))
}

/// The bytes of a quote that a range of its trimmed folded words stands for.
pub(super) fn original_of_trimmed(words: &Folded<'_>, range: &Range<u32>) -> Range<u32> {
    let trimmed = crate::text::offset(words.text().len() - words.text().trim_start().len());
    words.map().to_original(range.start + trimmed..range.end + trimmed)
}

/// A quote laid along a passage; places are those of the two texts that were compared.
struct Laid {
    place: Range<u32>,
    changes: Vec<Change>,
    bond: Bond,
    cost: u32,
    shared: usize,
}

impl Laid {
    fn candidate(
        self,
        place: Range<u32>,
        printed: impl Fn(&Range<u32>) -> Range<u32>,
        quoted: impl Fn(&Range<u32>) -> Range<u32>,
    ) -> Candidate {
        let change =
            |change: Change| Change { quoted: quoted(&change.quoted), printed: printed(&change.printed), kind: change.kind };
        let changes = self.changes.into_iter().map(change).collect();
        Candidate { place, original: printed(&self.place), changes, bond: self.bond, cost: self.cost, shared: self.shared }
    }
}

/// The better one of the quote as it is and without its editor's brackets.
fn laid(quote: &str, passage: &str) -> Option<Laid> {
    let plain = laid_as(quote, &Quote::new(quote), passage);
    let without = Unbracketed::new(quote).and_then(|quote| laid_as(&quote.text, &quote.quote(), passage));
    [without, plain].into_iter().flatten().min_by_key(|laid| laid.cost)
}

fn laid_as(words: &str, quote: &Quote<'_>, passage: &str) -> Option<Laid> {
    let alignment = align(quote, passage)?;
    let place = alignment.place()?;
    let (likeness, changes) = (alignment.likeness(), changes(&alignment));
    let bond = bond(words, &alignment, &likeness, &changes);
    Some(Laid { place, changes, bond, cost: alignment.cost, shared: likeness.shared })
}

fn bond(quote: &str, alignment: &Alignment<'_>, likeness: &Likeness, changes: &[Change]) -> Bond {
    let omits = alignment.steps.iter().any(|step| matches!(step, Step::Omitted(_)));
    match changes.iter().map(|change| change.kind).min() {
        None if omits || likeness.words < SAME_WORDS_MIN => Bond::Distant,
        None => Bond::Same,
        Some(_) if !is_meant(quote, likeness) => Bond::Distant,
        Some(_) if breaks_off(alignment) => Bond::Truncated,
        Some(difference) => Bond::Altered(difference),
    }
}

/// Long enough to tell, and either a single word differs, or few letters do and four words of five agree, in short quotes all but
/// two.
fn is_meant(quote: &str, likeness: &Likeness) -> bool {
    let long = likeness.words >= WORDS_MIN && quote.chars().count() >= CHARS_MIN || is_unspaced(quote);
    let most =
        likeness.shared * 5 >= likeness.words * 4 || (likeness.differing <= 2 && likeness.shared * 3 >= likeness.words * 2);
    let near = most && likeness.changed * 5 <= likeness.length;
    long && (near || likeness.differing <= 1 && likeness.shared > 0)
}

/// Scripts without spaces say in six characters what others say in three words.
fn is_unspaced(quote: &str) -> bool {
    quote.chars().any(super::guard::is_unspaced) && words(quote).filter(Word::speaks).count() >= UNSPACED_MIN
}

/// The quote breaks off inside its last word or begins inside its first, and agrees otherwise.
fn breaks_off(alignment: &Alignment<'_>) -> bool {
    let part = |step: &Step, is_part: fn(&str, &str) -> bool| match step {
        Step::Other(row, column) => {
            let (one, other) = (alignment.word(*row), &alignment.printed[*column]);
            one.kind == Kind::Word && other.kind == Kind::Word && is_part(other.text, one.text)
        }
        _ => false,
    };
    let same = |step: &Step| matches!(step, Step::Same(..));
    match alignment.steps.as_slice() {
        [first, middle @ .., last] => {
            let start = part(first, |word, end| word.ends_with(end));
            let end = part(last, |word, start| word.starts_with(start));
            middle.iter().all(same) && (start && (end || same(last)) || end && same(first))
        }
        _ => false,
    }
}

/// The nearest passage worth showing, in the file: it has at least a third of the quote's words.
pub(super) fn nearest(quote: &str, candidates: &[Candidate]) -> Option<Range<u32>> {
    let count = words(quote).filter(Word::speaks).count();
    let best = candidates.iter().max_by_key(|candidate| (candidate.shared, std::cmp::Reverse(candidate.cost)))?;
    (best.shared * 3 >= count && best.shared > 0).then(|| best.original.clone())
}

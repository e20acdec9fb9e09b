//! Quotes that do not stand in their source: the passage that is meant or nearest, and what differs there. What it finds is shown
//! and never taken for the quote.

use std::ops::Range;

use super::align::{Alignment, align};
use super::differ::{Change, changes};
use super::seeds;
use super::words::{Kind, words};
use crate::evidence::Difference;

/// A text of fewer bytes than this is looked through as a whole where no seed leads anywhere.
const WHOLE_BYTES_MAX: usize = 1 << 16;

/// A quote of fewer words than this is never taken to be meant where it differs.
const WORDS_MIN: usize = 3;

/// The same in characters.
const CHARS_MIN: usize = 12;

/// A passage of the folded text that a quote may mean.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The passage.
    pub(super) place: Range<u32>,
    /// What differs; places are those of the folded text and of the folded quote.
    pub(super) changes: Vec<Change>,
    /// Whether it is near enough to be what the quote means.
    pub(super) is_meant: bool,
    /// Whether only the case of letters differs.
    pub(super) is_case: bool,
    /// Whether the quote only breaks off, in the middle of a word.
    pub(super) is_truncated: bool,
    /// How much differs; of two candidates the cheaper one is nearer.
    pub(super) cost: u32,
    shared: usize,
}

impl Candidate {
    /// The worst difference.
    pub(super) fn difference(&self) -> Option<Difference> {
        self.changes.iter().map(|change| change.kind).min()
    }
}

/// The windows in which each quote may stand with differences.
pub(super) fn windows(text: &str, quotes: &[&str]) -> Vec<Vec<Range<u32>>> {
    let mut windows = seeds::windows(text, quotes);
    if text.len() <= WHOLE_BYTES_MAX {
        let whole = 0..crate::text::offset(text.len());
        windows.iter_mut().filter(|windows| windows.is_empty()).for_each(|windows| windows.push(whole.clone()));
    }
    windows
}

/// The passages that a quote may mean, one for each window, best first.
pub(super) fn candidates(text: &str, quote: &str, windows: &[Range<u32>]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = windows.iter().filter_map(|window| candidate(text, quote, window)).collect();
    found.sort_by_key(|candidate| (candidate.cost, candidate.place.start));
    found.dedup_by(|later, earlier| later.place == earlier.place);
    found
}

fn candidate(text: &str, quote: &str, window: &Range<u32>) -> Option<Candidate> {
    let passage = text.get(window.start as usize..window.end as usize)?;
    let alignment = align(quote, passage)?;
    let place = alignment.place()?;
    let (shared, _) = alignment.shared();
    let (is_meant, is_case) = (is_meant(quote, &alignment), is_case(&alignment));
    let is_truncated = breaks_off(&alignment);
    let shift = |range: Range<u32>| range.start + window.start..range.end + window.start;
    let changes = changes(quote, &alignment).into_iter().map(|change| Change { printed: shift(change.printed), ..change });
    Some(Candidate {
        place: shift(place),
        changes: changes.collect(),
        is_meant,
        is_case,
        is_truncated,
        cost: alignment.cost,
        shared,
    })
}

/// Long enough to tell, and either a single word differs or at least three words of four agree and few letters differ.
fn is_meant(quote: &str, alignment: &Alignment<'_>) -> bool {
    let (shared, count) = alignment.shared();
    let (changed, length) = alignment.changed();
    let long = count >= WORDS_MIN && quote.chars().count() >= CHARS_MIN || is_unspaced(quote);
    long && (alignment.differing() <= 1 || (shared * 4 >= count * 3 && changed * 10 <= length * 3))
}

/// Scripts without spaces say in six characters what others say in three words.
fn is_unspaced(quote: &str) -> bool {
    let letters =
        words(quote).filter(|word| word.kind == Kind::Word && word.text.chars().next().is_some_and(super::guard::is_unspaced));
    letters.count() >= 6
}

/// A heading in capitals is the same words; letters of a document's number are not, so nothing shorter than three words counts.
fn is_case(alignment: &Alignment<'_>) -> bool {
    use super::align::Step;
    let same = |step: &Step| matches!(step, Step::Same(..) | Step::Case(..));
    alignment.shared().1 >= WORDS_MIN && alignment.steps.iter().all(same)
}

/// The quote breaks off inside its last word or begins inside its first, and agrees otherwise.
fn breaks_off(alignment: &Alignment<'_>) -> bool {
    use super::align::Step;
    let part = |step: &Step, is_part: fn(&str, &str) -> bool| match step {
        Step::Other(row, column) => {
            let (one, other) = (&alignment.quoted[*row], &alignment.printed[*column]);
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

/// The nearest passage worth showing: it has at least a third of the quote's words.
pub(super) fn nearest(quote: &str, candidates: &[Candidate]) -> Option<Range<u32>> {
    let count = words(quote).filter(|word| word.kind != Kind::Sign).count();
    let best = candidates.iter().max_by_key(|candidate| (candidate.shared, std::cmp::Reverse(candidate.cost)))?;
    (best.shared * 3 >= count && best.shared > 0).then(|| best.place.clone())
}

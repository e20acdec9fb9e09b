//! Words around a quote: which of several places they point to, and which words would. It never picks a place by anything else.

use std::ops::Range;

use super::words::{Kind, Word, words};

/// How well the words around a place agree with those that a claim gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Agreement {
    /// All of them agree.
    pub(super) whole: bool,
    /// How many words do, counted from the quote outwards.
    pub(super) words: usize,
}

/// The folded words before and after a quote, as the claim gives them.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    pub(super) before: String,
    pub(super) after: String,
}

/// Shorter words around a quote lead nowhere by themselves.
pub(super) const CHARS_MIN: usize = 6;

/// Windows looked at for one quote at most, those of its own words included.
pub(super) const WINDOWS_MAX: usize = 12;

impl Around {
    pub(super) fn is_empty(&self) -> bool {
        self.before.trim().is_empty() && self.after.trim().is_empty()
    }

    /// Both sides without the spaces at their ends.
    pub(super) fn sides(&self) -> [&str; 2] {
        [self.before.trim(), self.after.trim()]
    }

    /// Whether there are words, and not only signs.
    pub(super) fn speaks(&self) -> bool {
        words(&self.before).chain(words(&self.after)).any(|word| word.speaks())
    }

    /// How the words around a place of the folded text agree.
    pub(super) fn agreement(&self, text: &str, place: &Range<u32>) -> Agreement {
        if self.is_empty() {
            return Agreement { whole: true, words: 0 };
        }
        let left = text.get(..place.start as usize).unwrap_or_default().trim_end();
        let right = text.get(place.end as usize..).unwrap_or_default().trim_start();
        let (before, after) = (self.before.trim(), self.after.trim());
        let whole = ends_with(left, before) && starts_with(right, after);
        Agreement { whole, words: common_before(left, before) + common_after(head(right, after.len() + 64), after) }
    }

    /// How many words there are on both sides.
    fn count(&self) -> usize {
        words(&self.before).chain(words(&self.after)).filter(Word::speaks).count()
    }

    /// The one place that the words point to, if they point to one.
    ///
    /// Where they agree with no place as a whole, the source has changed: then at least two words must speak for a place, or half
    /// of those there are, and more for it than for any other.
    pub(super) fn choose(&self, text: &str, places: &[Range<u32>]) -> Option<usize> {
        if self.is_empty() {
            return None;
        }
        let agreements: Vec<Agreement> = places.iter().map(|place| self.agreement(text, place)).collect();
        let best = agreements.iter().copied().max()?;
        let enough = best.whole || best.words >= self.count().div_ceil(2).min(2);
        let mut those =
            agreements.iter().enumerate().filter(|(_, agreement)| **agreement == best || (best.whole && agreement.whole));
        let first = those.next().map(|(index, _)| index);
        first.filter(|_| enough && those.next().is_none())
    }
}

/// Context may start and end inside a word, but a number of it is a whole one.
fn ends_with(left: &str, before: &str) -> bool {
    let rest = left.strip_suffix(before);
    rest.is_some_and(|rest| !before.starts_with(char::is_numeric) || !rest.ends_with(char::is_numeric))
}

fn starts_with(right: &str, after: &str) -> bool {
    let rest = right.strip_prefix(after);
    rest.is_some_and(|rest| !after.ends_with(char::is_numeric) || !rest.starts_with(char::is_numeric))
}

/// How many words agree at the ends of two texts. The outermost word of a context may be cut.
fn common_before(left: &str, before: &str) -> usize {
    let mut count = 0;
    let mut left_words = tail(left, before.len()).into_iter().rev();
    for word in words(before).collect::<Vec<_>>().into_iter().rev() {
        let Some(other) = left_words.next() else { break };
        let outermost = word.range.start == 0;
        if word.text != other && !(outermost && other.ends_with(word.text) && word.kind != Kind::Number) {
            break;
        }
        count += usize::from(word.speaks());
    }
    count
}

/// The last words of a text, enough to compare them with so many bytes.
fn tail(text: &str, bytes: usize) -> Vec<&str> {
    let mut start = text.len().saturating_sub(bytes + 64);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    words(text.get(start..).unwrap_or_default()).map(|word| word.text).collect()
}

/// So many bytes of a text, cut to whole characters.
fn head(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

fn common_after(right: &str, after: &str) -> usize {
    let mut right_words = words(right);
    let mut count = 0;
    for word in words(after) {
        let Some(other) = right_words.next() else { break };
        let outermost = word.range.end as usize == after.len();
        if word.text != other.text && !(outermost && other.text.starts_with(word.text) && word.kind != Kind::Number) {
            break;
        }
        count += usize::from(word.speaks());
    }
    count
}

/// Where a quote of so many bytes would stand next to words that should be before or after it, with some room.
pub(super) fn beside(side: &Range<u32>, is_before: bool, length: usize) -> Range<i64> {
    let room = (length + length / 3 + 48) as i64;
    if is_before { i64::from(side.end)..i64::from(side.end) + room } else { i64::from(side.start) - room..i64::from(side.start) }
}

/// More words than this are not proposed as context.
const PROPOSED_WORDS_MAX: usize = 12;

/// For each place the fewest words before or after it that tell it from all the others; nothing if none do. They are ranges of the
/// text, and end or start at the place.
pub(super) fn proposals(text: &str, places: &[Range<u32>]) -> Vec<Option<Range<u32>>> {
    let before: Vec<Vec<Range<u32>>> = places.iter().map(|place| leading(text, place)).collect();
    let after: Vec<Vec<Range<u32>>> = places.iter().map(|place| trailing(text, place)).collect();
    (0..places.len()).map(|index| proposal(text, &before, &after, index)).collect()
}

fn proposal(text: &str, before: &[Vec<Range<u32>>], after: &[Vec<Range<u32>>], index: usize) -> Option<Range<u32>> {
    (0..PROPOSED_WORDS_MAX).find_map(|count| alone(text, before, index, count).or_else(|| alone(text, after, index, count)))
}

/// The passage of so many words next to one place, if no other place has it.
fn alone(text: &str, sides: &[Vec<Range<u32>>], index: usize, count: usize) -> Option<Range<u32>> {
    let words = |range: &Range<u32>| text.get(range.start as usize..range.end as usize).unwrap_or_default().trim();
    let own = sides[index].get(count)?;
    let others = sides.iter().enumerate().filter(|(other, _)| *other != index);
    let differs = |side: &Vec<Range<u32>>| side.get(count).is_none_or(|other| words(other) != words(own));
    others.map(|(_, side)| side).all(differs).then(|| own.clone())
}

/// The passages of one, two, three … words before a place.
fn leading(text: &str, place: &Range<u32>) -> Vec<Range<u32>> {
    let left = text.get(..place.start as usize).unwrap_or_default();
    let mut start = left.len().saturating_sub(64 * PROPOSED_WORDS_MAX);
    while !left.is_char_boundary(start) {
        start += 1;
    }
    let starts: Vec<u32> = words(left.get(start..).unwrap_or_default()).map(|word| word.range.start).collect();
    let shift = crate::text::offset(start);
    starts.into_iter().rev().take(PROPOSED_WORDS_MAX).map(|start| start + shift..place.start).collect()
}

/// The passages of one, two, three … words after a place.
fn trailing(text: &str, place: &Range<u32>) -> Vec<Range<u32>> {
    let right = head(text.get(place.end as usize..).unwrap_or_default(), 64 * PROPOSED_WORDS_MAX);
    words(right).map(|word| place.end..place.end + word.range.end).take(PROPOSED_WORDS_MAX).collect()
}

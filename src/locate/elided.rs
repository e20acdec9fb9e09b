//! Quotes that leave something out with "[…]": their parts, and the way from part to part in a source. It never reorders parts.

use std::ops::Range;

/// Between two parts may stand this many bytes of folded text, or a whole paragraph if that is more.
pub(super) const GAP_BYTES_MAX: u32 = 600;

/// A quote in more parts than this is no quote; it is looked for as a whole only.
const PARTS_MAX: usize = 16;

/// In one paragraph no gap is longer than this.
const GAP_PARAGRAPH_MAX: u32 = 6_000;

/// Words that turn a statement round, in small letters; a gap that hides one is risky. Checked as whole words.
const NEGATIONS: &[&str] = &[
    "không", "chưa", "chẳng", "chả", "đừng", "chớ", "trừ", "ngoại", "thiếu", "phi", "hủy", "huỷ", "bác", "not", "no", "never",
    "without", "neither", "nor", "none", "cannot", "except", "unless", "hardly", "barely", "denied", "deny", "denies", "t", "ne",
    "pas", "jamais", "sans", "kein", "keine", "keinen", "nicht", "nie", "ohne", "nunca", "sin", "нет", "не", "不", "没", "未",
    "无", "非",
];

/// The parts of a folded quote around its omission marks, as ranges; nothing if it leaves nothing out.
pub(super) fn parts(quote: &str) -> Option<Vec<Range<u32>>> {
    let marks = marks(quote);
    if marks.is_empty() {
        return None;
    }
    let ends = marks.iter().map(|mark| mark.start).chain([quote.len()]);
    let starts = std::iter::once(0).chain(marks.iter().map(|mark| mark.end));
    let parts: Vec<Range<u32>> = starts.zip(ends).filter_map(|(start, end)| trimmed(quote, start..end)).collect();
    (1..=PARTS_MAX).contains(&parts.len()).then_some(parts)
}

/// A range without the spaces at its ends; nothing if it has no letter or digit.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<u32>> {
    let words = text.get(range.clone())?;
    let start = range.start + words.len() - words.trim_start().len();
    let end = start + words.trim().len();
    words.contains(char::is_alphanumeric).then(|| crate::text::offset(start)..crate::text::offset(end))
}

/// The omission marks of a folded quote: "...", "[...]", "(...)".
pub(super) fn marks(quote: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(dots) = quote.as_bytes().get(at..).and_then(|rest| memchr::memchr(b'.', rest)).map(|next| at + next) {
        let count = quote.bytes().skip(dots).take_while(|byte| *byte == b'.').count();
        at = dots + count;
        if count >= 3 {
            found.push(bracketed(quote, dots..at));
        }
    }
    found
}

/// The dots with the brackets around them, if there are any.
fn bracketed(quote: &str, dots: Range<usize>) -> Range<usize> {
    let left = quote.get(..dots.start).unwrap_or_default();
    let right = quote.get(dots.end..).unwrap_or_default();
    let (outer, inner) = (left.trim_end(), right.trim_start());
    let pairs = [('[', ']'), ('(', ')'), ('{', '}'), ('<', '>')];
    if pairs.iter().any(|(open, close)| outer.ends_with(*open) && inner.starts_with(*close)) {
        return outer.len() - 1..dots.end + right.len() - inner.len() + 1;
    }
    dots
}

/// All ways from the first part to the last: for each place of the last part the tightest one. `is_near` says of a gap of original
/// text whether it stays within a paragraph.
pub(super) fn chains(places: &[Vec<Range<u32>>], same_paragraph: impl Fn(&Range<u32>) -> bool) -> Vec<Vec<Range<u32>>> {
    let Some((first, others)) = places.split_first() else { return Vec::new() };
    let mut chains: Vec<Vec<Range<u32>>> = first.iter().map(|place| vec![place.clone()]).collect();
    for next in others {
        chains = chains.into_iter().filter_map(|chain| extended(chain, next, &same_paragraph)).collect();
    }
    tightest(chains)
}

fn extended(
    mut chain: Vec<Range<u32>>,
    next: &[Range<u32>],
    same_paragraph: &impl Fn(&Range<u32>) -> bool,
) -> Option<Vec<Range<u32>>> {
    let end = chain.last()?.end;
    let place = next.get(next.partition_point(|place| place.start < end))?;
    let gap = end..place.start;
    let length = place.start - end;
    let near = length <= GAP_BYTES_MAX || (length <= GAP_PARAGRAPH_MAX && same_paragraph(&gap));
    chain.push(place.clone());
    near.then_some(chain)
}

/// Of chains that end at the same place only the last to start is meant. They come in the order of their starts, so that those with
/// the same end are neighbours.
fn tightest(chains: Vec<Vec<Range<u32>>>) -> Vec<Vec<Range<u32>>> {
    let mut kept: Vec<Vec<Range<u32>>> = Vec::new();
    for chain in chains {
        if kept.last().is_some_and(|earlier| earlier.last() == chain.last()) {
            kept.pop();
        }
        kept.push(chain);
    }
    kept
}

/// Whether a gap hides a negation or a number.
pub(super) fn is_risky(gap: &str) -> bool {
    let negates = |word: &str| NEGATIONS.contains(&word.to_lowercase().as_str());
    super::words::words(gap).any(|word| word.kind == super::words::Kind::Number || negates(word.text))
}

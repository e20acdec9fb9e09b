//! Where in a text a quote might stand with differences: three words in a row, or six letters of a script without spaces, that
//! both have. It only proposes windows and decides nothing.

use std::ops::Range;

use hashbrown::HashMap;

use super::guard::is_unspaced;
use super::words::{Word, hash_lower, words};

/// Windows proposed for one quote at most.
const WINDOWS_MAX: usize = 6;

/// A run of words that stands in the text more often than this says nothing about the place.
const COMMON_MIN: u32 = 2_000;

/// Words of a spaced script that make a seed.
const RUN: usize = 3;

/// The same for quotes of few words, in which three in a row may all be touched by one difference.
const RUN_SHORT: usize = 2;

/// Quotes of fewer words than this get the shorter seeds.
const SHORT_WORDS: usize = 8;

/// Letters of an unspaced script that make a seed.
const RUN_UNSPACED: usize = 6;

/// The same for short quotes.
const RUN_UNSPACED_SHORT: usize = 3;

/// The windows of a text in which each quote might stand, best first.
///
/// An empty quote gets none.
pub(super) fn windows(text: &str, quotes: &[&str]) -> Vec<Vec<Range<u32>>> {
    if quotes.iter().all(|quote| quote.is_empty()) {
        return vec![Vec::new(); quotes.len()];
    }
    let mut seeds = Seeds::new(quotes);
    let mut votes = seeds.votes(text);
    votes.sort_unstable();
    let weights: Vec<u32> = seeds.seeds.iter().map(|seed| WEIGHT_MAX / seed.seen.clamp(1, WEIGHT_MAX)).collect();
    let mut rest = votes.as_slice();
    let of_quote = |index| {
        let (own, others) = rest.split_at(rest.partition_point(|vote| vote.quote == index));
        rest = others;
        best_windows(text, quotes[index as usize], own, &weights)
    };
    (0..crate::text::offset(quotes.len())).map(of_quote).collect()
}

/// A seed of a quote was seen in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Vote {
    quote: u32,
    /// The byte at which the quote would start.
    start: i64,
    /// The seed, by its place in [`Seeds::seeds`].
    seed: u32,
}

/// The weight of a seed that stands once; one that stands ten times weighs a tenth.
const WEIGHT_MAX: u32 = 64;

struct Seeds {
    seeds: Vec<Seed>,
    /// Which seed has a hash.
    table: HashMap<u64, u32>,
    /// One bit for each hash that some seed has, so that most words of the text need no look into the table.
    filter: Vec<u64>,
    shift: u32,
}

#[derive(Default)]
struct Seed {
    seen: u32,
    /// Quotes that hold it, and the byte behind it in the quote.
    quotes: Vec<(u32, u32)>,
}

/// Bits of the filter for each byte of the quotes, which have a seed for every five bytes or so.
const BITS_A_BYTE: usize = 8;

const FILTER_BITS_MAX: u32 = 20;

impl Seeds {
    fn new(quotes: &[&str]) -> Self {
        let bits = (quotes.iter().map(|quote| quote.len()).sum::<usize>() * BITS_A_BYTE).next_power_of_two().trailing_zeros();
        let bits = bits.clamp(6, FILTER_BITS_MAX);
        let mut seeds = Seeds { seeds: Vec::new(), table: HashMap::new(), filter: vec![0; 1 << (bits - 6)], shift: 64 - bits };
        for (index, quote) in (0..).zip(quotes) {
            let is_short = words(quote).filter(Word::speaks).count() < SHORT_WORDS;
            let mut trail = Trail::default();
            for word in words(quote) {
                for (of_short, gram) in trail.step(&word).into_iter().flatten() {
                    if is_short == of_short {
                        let (word_of_filter, bit) = seeds.bit(gram);
                        seeds.filter[word_of_filter] |= bit;
                        let next = crate::text::offset(seeds.seeds.len());
                        let seed = *seeds.table.entry(gram).or_insert(next);
                        if seed == next {
                            seeds.seeds.push(Seed::default());
                        }
                        seeds.seeds[seed as usize].quotes.push((index, word.range.end));
                    }
                }
            }
        }
        seeds
    }

    /// Where in the filter a hash has its bit.
    fn bit(&self, gram: u64) -> (usize, u64) {
        let bit = gram >> self.shift;
        ((bit >> 6) as usize, 1 << (bit & 63))
    }

    fn votes(&mut self, text: &str) -> Vec<Vote> {
        let (mut trail, mut votes) = (Trail::default(), Vec::new());
        for word in words(text) {
            for (_, gram) in trail.step(&word).into_iter().flatten() {
                let (word_of_filter, bit) = self.bit(gram);
                if self.filter[word_of_filter] & bit == 0 {
                    continue;
                }
                let Some(&number) = self.table.get(&gram) else { continue };
                let seed = &mut self.seeds[number as usize];
                if seed.seen < COMMON_MIN {
                    seed.seen += 1;
                    let start = |offset: u32| i64::from(word.range.end) - i64::from(offset);
                    let vote = |(quote, offset): &(u32, u32)| Vote { quote: *quote, start: start(*offset), seed: number };
                    votes.extend(seed.quotes.iter().map(vote));
                }
            }
        }
        votes
    }
}

/// The last words seen, as hashes without regard to case. Signs and note marks do not count.
#[derive(Default)]
struct Trail {
    last: [u64; RUN_UNSPACED],
    count: usize,
}

impl Trail {
    /// The seeds that end with this word: whether they are those of short quotes, and their hashes.
    fn step(&mut self, word: &Word<'_>) -> [Option<(bool, u64)>; 2] {
        if !word.speaks() {
            return [None; 2];
        }
        self.last.rotate_left(1);
        self.last[RUN_UNSPACED - 1] = hash_lower(word.text);
        self.count += 1;
        let unspaced = word.text.chars().next().is_some_and(is_unspaced);
        let (short, long) = if unspaced { (RUN_UNSPACED_SHORT, RUN_UNSPACED) } else { (RUN_SHORT, RUN) };
        [(true, short), (false, long)].map(|(of_short, length)| (self.count >= length).then(|| (of_short, self.gram(length))))
    }

    fn gram(&self, length: usize) -> u64 {
        let words = self.last.iter().skip(RUN_UNSPACED - length);
        mix(words.fold(length as u64, |sum, word| sum.rotate_left(21).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word))
    }
}

fn mix(value: u64) -> u64 {
    (value ^ (value >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// Votes whose starts lie near each other make a window; the weightiest come first.
fn best_windows(text: &str, quote: &str, votes: &[Vote], weights: &[u32]) -> Vec<Range<u32>> {
    let reach = (quote.len() / 4 + 48) as i64;
    let mut groups: Vec<(u32, i64, i64)> = Vec::new();
    let (mut end, mut sum) = (0, 0);
    for vote in votes {
        while let Some(next) = votes.get(end).filter(|next| next.start - vote.start <= reach) {
            sum += weights[next.seed as usize];
            end += 1;
        }
        groups.push((sum, vote.start, votes[end - 1].start));
        sum -= weights[vote.seed as usize];
    }
    groups.sort_by_key(|(weight, start, _)| (std::cmp::Reverse(*weight), *start));
    let most = groups.first().map_or(0, |(weight, ..)| *weight);
    let likely = groups.iter().take_while(|(weight, ..)| *weight * 2 >= most).count();
    groups.truncate(likely);
    let mut chosen: Vec<(i64, i64)> = Vec::new();
    for (_, first, last) in groups {
        if chosen.len() == WINDOWS_MAX {
            break;
        }
        if chosen.iter().all(|(other_first, other_last)| last < *other_first - reach || first > *other_last + reach) {
            chosen.push((first, last));
        }
    }
    let length = quote.len();
    chosen.into_iter().map(|(first, last)| window(text, first..last + length as i64, length * 2 / 5 + 64)).collect()
}

/// A stretch of the text with some room on both sides, cut to the text and to whole characters.
pub(super) fn window(text: &str, stretch: Range<i64>, room: usize) -> Range<u32> {
    let clamp = |at: i64| usize::try_from(at.max(0)).unwrap_or(0).min(text.len());
    let (mut start, mut end) = (clamp(stretch.start - room as i64), clamp(stretch.end + room as i64));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    crate::text::offset(start)..crate::text::offset(end.max(start))
}

//! All places where each of many needles stands in a text, byte for byte, overlapping ones included. It knows nothing of words.

use std::ops::Range;

use memchr::memmem;

/// Where a needle stands: its place in the list of needles, and the bytes.
pub(super) type Hit = (u32, Range<u32>);

/// So many places of one needle are found; a quote that stands more often is ambiguous whatever is around it.
pub(super) const HITS_MAX: usize = 100_000;

/// So few needles are searched for one after the other.
const ONE_BY_ONE_MAX: usize = 3;

/// A text of at most this many bytes is indexed, and the needles are looked up; in a longer one the needles are.
const INDEXED_MAX: usize = 1 << 17;

/// An index holds every so many bytes.
const INDEX_STEP: usize = 4;

/// Needles of fewer bytes might lie between two bytes of an index.
const INDEXED_MIN: usize = INDEX_STEP + GRAM - 1;

/// The text is looked at every so many bytes.
const STEP: usize = 16;

/// Needles are recognised by this many bytes.
const GRAM: usize = 8;

/// Needles of fewer bytes might lie between two looks.
const SAMPLED_MIN: usize = STEP + GRAM - 1;

/// All places of all needles; those of one needle come in order.
pub(super) fn places(text: &str, needles: &[&str]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let one_by_one = |hits: &mut Vec<Hit>, index: u32, needle: &str| each(text, needle, |place| hits.push((index, place)));
    if needles.len() <= ONE_BY_ONE_MAX {
        (0..).zip(needles).for_each(|(index, needle)| one_by_one(&mut hits, index, needle));
    } else if text.len() <= INDEXED_MAX {
        let index = Index::new(text);
        for (number, needle) in (0..).zip(needles) {
            if needle.len() < INDEXED_MIN {
                one_by_one(&mut hits, number, needle)
            } else {
                index.search(number, needle, &mut hits)
            }
        }
    } else {
        let numbered = || (0..).zip(needles.iter().copied()).filter(|(_, needle)| !needle.is_empty());
        Sieve::new(numbered().filter(|(_, needle)| needle.len() >= SAMPLED_MIN).collect()).search(text, &mut hits);
        short(text, &numbered().filter(|(_, needle)| needle.len() < SAMPLED_MIN).collect::<Vec<_>>(), &mut hits);
    }
    hits
}

/// A short text by the eight bytes at every fourth place: needles are looked up faster than a searcher for each is built.
struct Index<'a> {
    bytes: &'a [u8],
    /// For each hash one more than the number of its last place; zero for none.
    last: Vec<u16>,
    /// For each place the same for the place before it with the same hash.
    earlier: Vec<u16>,
    shift: u32,
}

impl<'a> Index<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let count = bytes.len() / INDEX_STEP + 1;
        let bits = count.next_power_of_two().trailing_zeros() + 1;
        let (mut last, mut earlier) = (vec![0; 1 << bits], Vec::with_capacity(count));
        let shift = 64 - bits;
        for number in 0..u16::try_from(count).expect("only short texts are indexed") {
            let Some(gram) = gram_at(bytes, number as usize * INDEX_STEP) else { break };
            let slot: &mut u16 = &mut last[(hash(gram) >> shift) as usize];
            earlier.push(std::mem::replace(slot, number + 1));
        }
        Index { bytes, last, earlier, shift }
    }

    fn search(&self, number: u32, needle: &str, hits: &mut Vec<Hit>) {
        let (first, needle) = (hits.len(), needle.as_bytes());
        let telling = telling(needle);
        for offset in telling..telling + INDEX_STEP {
            let Some(gram) = gram_at(needle, offset) else { break };
            let mut next = self.last[(hash(gram) >> self.shift) as usize];
            while let Some(place) = next.checked_sub(1) {
                let start = (place as usize * INDEX_STEP).checked_sub(offset);
                if let Some(start) = start.filter(|start| self.bytes.get(*start..).is_some_and(|rest| rest.starts_with(needle))) {
                    hits.push((number, range(start, needle.len())));
                }
                next = self.earlier[place as usize];
            }
        }
        hits.get_mut(first..).unwrap_or_default().sort_unstable_by_key(|(_, place)| place.start);
    }
}

/// Where in a needle the bytes are least likely to stand elsewhere: at its first digits, else at its end.
fn telling(needle: &[u8]) -> usize {
    let last = needle.len() - INDEXED_MIN;
    needle.iter().position(u8::is_ascii_digit).unwrap_or(last).min(last)
}

/// All places of one needle, overlapping ones included.
pub(super) fn each(text: &str, needle: &str, mut found: impl FnMut(Range<u32>)) {
    if needle.is_empty() {
        return;
    }
    let (bytes, finder) = (text.as_bytes(), memmem::Finder::new(needle));
    let mut at = 0;
    for _ in 0..HITS_MAX {
        let Some(next) = bytes.get(at..).and_then(|rest| finder.find(rest)) else { break };
        found(range(at + next, needle.len()));
        at += next + 1;
    }
}

fn range(start: usize, length: usize) -> Range<u32> {
    crate::text::offset(start)..crate::text::offset(start + length)
}

/// Short needles go through one automaton.
fn short(text: &str, needles: &[(u32, &str)], hits: &mut Vec<Hit>) {
    if needles.is_empty() {
        return;
    }
    match aho_corasick::AhoCorasick::new(needles.iter().map(|(_, needle)| needle)) {
        Ok(automaton) => {
            let mut counts = vec![0; needles.len()];
            for hit in automaton.find_overlapping_iter(text) {
                let needle = hit.pattern().as_usize();
                counts[needle] += 1;
                if counts[needle] <= HITS_MAX {
                    hits.push((needles[needle].0, range(hit.start(), hit.end() - hit.start())));
                }
            }
        }
        Err(_) => needles.iter().for_each(|(index, needle)| each(text, needle, |place| hits.push((*index, place)))),
    }
}

/// Long needles are sieved: whatever stands in the text covers one of the places that are looked at, and eight bytes there tell
/// which needles come into question. This reads a sixteenth of the text where an automaton reads all of it.
struct Sieve<'a> {
    needles: Vec<(u32, &'a str)>,
    /// One bit for each hash that some needle has.
    filter: Vec<u64>,
    /// Where the entries of each hash start.
    starts: Vec<u32>,
    /// Needle and the offset of the eight bytes in it.
    entries: Vec<(u64, u32, u8)>,
}

const FILTER_BITS: u32 = 18;
const BUCKET_BITS: u32 = 16;

fn hash(gram: u64) -> u64 {
    gram.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn gram_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + GRAM).and_then(|gram| gram.try_into().ok()).map(u64::from_le_bytes)
}

impl<'a> Sieve<'a> {
    fn new(needles: Vec<(u32, &'a str)>) -> Self {
        let mut entries = Vec::with_capacity(needles.len() * STEP);
        for (index, (_, needle)) in (0..).zip(&needles) {
            let grams = (0..STEP as u8).filter_map(|at| gram_at(needle.as_bytes(), at as usize).map(|gram| (gram, index, at)));
            entries.extend(grams);
        }
        entries.sort_unstable_by_key(|(gram, needle, at)| (hash(*gram) >> (64 - BUCKET_BITS), *gram, *needle, *at));
        let mut filter = vec![0; 1 << (FILTER_BITS - 6)];
        let mut starts = vec![0; (1 << BUCKET_BITS) + 1];
        for (gram, ..) in &entries {
            let bit = hash(*gram) >> (64 - FILTER_BITS);
            filter[(bit >> 6) as usize] |= 1 << (bit & 63);
            starts[(hash(*gram) >> (64 - BUCKET_BITS)) as usize + 1] += 1;
        }
        let mut sum = 0;
        starts.iter_mut().for_each(|count| {
            sum += *count;
            *count = sum;
        });
        Sieve { needles, filter, starts, entries }
    }

    fn search(&self, text: &str, hits: &mut Vec<Hit>) {
        if self.needles.is_empty() {
            return;
        }
        let bytes = text.as_bytes();
        let mut counts = vec![0; self.needles.len()];
        for at in (0..bytes.len()).step_by(STEP) {
            let Some(gram) = gram_at(bytes, at) else { break };
            let bit = hash(gram) >> (64 - FILTER_BITS);
            if self.filter[(bit >> 6) as usize] & (1 << (bit & 63)) != 0 {
                self.verify(bytes, at, gram, &mut counts, hits);
            }
        }
    }

    fn verify(&self, bytes: &[u8], at: usize, gram: u64, counts: &mut [usize], hits: &mut Vec<Hit>) {
        let bucket = (hash(gram) >> (64 - BUCKET_BITS)) as usize;
        let entries = self.entries.get(self.starts[bucket] as usize..self.starts[bucket + 1] as usize).unwrap_or_default();
        for (_, number, offset) in entries.iter().filter(|(known, ..)| *known == gram) {
            let count = &mut counts[*number as usize];
            if *count >= HITS_MAX {
                continue;
            }
            let (index, needle) = self.needles[*number as usize];
            let start = at.checked_sub(*offset as usize);
            if let Some(start) = start.filter(|start| bytes.get(*start..).is_some_and(|rest| rest.starts_with(needle.as_bytes())))
            {
                *count += 1;
                hits.push((index, range(start, needle.len())));
            }
        }
    }
}

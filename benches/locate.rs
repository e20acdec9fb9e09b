//! How long locating takes, next to a plain substring search of the same quotes in the same run: `cargo bench --bench locate`.
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use factlint::locate::{Wanted, locate};

/// Each time is the median of this many runs.
const RUNS: usize = 5;

/// Pseudo-random numbers that are the same on every machine (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let value = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (value ^ (value >> 31)) as usize % bound
    }
}

const ONSETS: &[&str] = &["b", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "th", "tr", "v", "x", "s", "t"];
const RHYMES: &[&str] = &[
    "a", "à", "ả", "ang", "ành", "ăn", "ấp", "ậu", "e", "ê", "ết", "iền", "iếu", "inh", "oà", "òa", "oán", "ộ", "ông", "ơi",
    "uỷ", "uân", "ươ", "ường", "ức", "ưng",
];

fn word(random: &mut Random) -> String {
    match random.below(16) {
        0 => format!("{}.{:03}", random.below(998) + 1, random.below(1000)),
        1 => format!("{},{}%", random.below(99), random.below(10)),
        _ => [ONSETS[random.below(ONSETS.len())], RHYMES[random.below(RHYMES.len())]].concat(),
    }
}

/// Lines of a dozen words up to so many bytes.
fn text(bytes: usize, random: &mut Random) -> String {
    let mut text = String::with_capacity(bytes + 128);
    while text.len() < bytes {
        let words: Vec<String> = (0..8 + random.below(9)).map(|_| word(random)).collect();
        text.push_str(&words.join(" "));
        text.push_str(if random.below(6) == 0 { ".\n\n" } else { ".\n" });
    }
    text
}

/// Quotes of `words` words cut from a text: of ten six as they are, two in which a line break or a letter's form is disturbed, one
/// with a changed digit or word, and one of words of its own.
fn quotes(text: &str, count: usize, words: usize, random: &mut Random) -> Vec<String> {
    let all: Vec<&str> = text.split_whitespace().collect();
    let mut quote = |index: usize| {
        let start = random.below(all.len() - words);
        let cut = &all[start..start + words];
        match index % 10 {
            0..=5 => verbatim(text, cut),
            6 => cut.join("\u{a0}"),
            7 => cut.join(" ").replace("oà", "òa").replace('ế', "e\u{302}\u{301}"),
            8 => cut.join(" ").replacen(|sign: char| sign.is_ascii_digit() || sign == 'h', "8", 1),
            _ => (0..words).map(|_| word(random)).collect::<Vec<_>>().join(" "),
        }
    };
    (0..count).map(&mut quote).collect()
}

/// The words with what stands between them in the text.
fn verbatim(text: &str, words: &[&str]) -> String {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return String::new() };
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.get(at(first)..at(last) + last.len()).unwrap_or_default().to_owned()
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

/// Sources, each with its quotes.
struct Work {
    name: &'static str,
    sources: Vec<(String, Vec<String>)>,
}

impl Work {
    fn new(name: &'static str, sources: usize, bytes: usize, count: usize, words: usize) -> Work {
        let mut random = Random(7);
        let source = |_| {
            let text = text(bytes, &mut random);
            let quotes = quotes(&text, count, words, &mut random);
            (text, quotes)
        };
        Work { name, sources: (0..sources).map(source).collect() }
    }

    fn locate(&self) {
        for (text, quotes) in &self.sources {
            let wanted: Vec<Wanted<'_>> = quotes.iter().map(|quote| Wanted { exact: quote, ..Wanted::default() }).collect();
            let whole = 0..u32::try_from(text.len()).expect("a text of a few megabytes");
            black_box(locate(text, whole, &wanted));
        }
    }

    fn search(&self) {
        for (text, quotes) in &self.sources {
            for quote in quotes {
                black_box(memchr::memmem::find(text.as_bytes(), quote.as_bytes()));
            }
        }
    }

    fn report(&self) {
        let (located, searched) = (median(|| self.locate()), median(|| self.search()));
        let quotes: usize = self.sources.iter().map(|(_, quotes)| quotes.len()).sum();
        let per_mille = located.as_nanos() * 1000 / searched.as_nanos().max(1);
        let each = located.as_nanos() / quotes as u128;
        println!(
            "{:32} locate {located:>10.1?}  substring search {searched:>10.1?}  ratio {}.{:03}  {each} ns a quote",
            self.name,
            per_mille / 1000,
            per_mille % 1000
        );
    }
}

fn main() {
    for work in [
        Work::new("1,000 quotes in 20 MB", 1, 20_000_000, 1_000, 25),
        Work::new("1,000 quotes in 1 MB", 1, 1_000_000, 1_000, 25),
        Work::new("20 quotes in each of 5,000 x 2 kB", 5_000, 2_000, 20, 6),
    ] {
        work.report();
    }
    let mut verbatim = Work::new("the same, all verbatim", 5_000, 2_000, 20, 6);
    for (_, quotes) in &mut verbatim.sources {
        let found: Vec<String> = (0..20).map(|index| quotes[index % 6].clone()).collect();
        *quotes = found;
    }
    verbatim.report();
}

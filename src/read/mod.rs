//! Read: every figure, date, period, rank and document number of a text, and the value that a quote holds.
//!
//! It never sees the claimed value, and knows no language: words and forms come from the locale.

mod accounted;
mod amount;
pub mod answer;
mod aside;
mod clock;
mod day;
mod doubt;
mod figure;
mod hedge;
pub mod layout;
mod lines;
pub mod listing;
mod look;
mod narrow;
mod noun;
mod outline;
mod part;
mod period;
mod range;
mod rank;
mod ratio;
mod rows;
mod sentence;
mod spoken;
mod starts;
mod time;
mod unit;
mod walk;
mod writing;
mod year;

use std::cell::Cell;

pub use answer::answer;
pub use aside::{ASIDES, Aside, AsideKind};
pub use layout::Layout;
pub use narrow::{Ask, Expected, nearest_year, read};
pub use outline::outline;
pub use rows::{Fallback, RowError, RowFault, read_rows};
pub use sentence::sentence;

use crate::evidence::{ByteRange, Mention};
use crate::locale::Locale;
use crate::locale::lex::Token;
use crate::locale::words::Paths;
use writing::Writing;

/// The remarks of what nothing decides.
const AMBIGUOUS_NUMBER: &str = "number/ambiguous";
const AMBIGUOUS_DATE: &str = "date/ambiguous";

/// Problems of a text that writes in two ways. They speak of the text: each of its figures may be clear.
const MIXED_SEPARATORS: &str = "number/mixed-separators";
const MIXED_ORDERS: &str = "date/mixed-orders";

/// What a text holds: its mentions, and what is written as a figure but cannot be one.
#[derive(Debug, Default)]
pub struct Scan {
    /// Figures, dates, periods, ranks and document numbers, in order, not overlapping.
    pub mentions: Vec<Mention>,
    /// What cannot be: 30/2/2022, 1.42.100.
    pub problems: Vec<Trouble>,
    /// What has digits or number words and is no figure; only where [`scan_all`] asks for it.
    pub asides: Vec<Aside>,
    /// How many places were looked at for phrases: it grows with the text and no faster.
    pub work: u64,
}

/// Something written as a figure or date that cannot be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Where it stands, in bytes of the text.
    pub range: ByteRange,
    /// `date/impossible`, `date/mixed-orders`, `number/grouping`, `number/mixed-separators`, `number/spacing`, `number/words`
    pub code: &'static str,
    /// Why, in a sentence.
    pub text: String,
}

/// Every mention of an NFC text: "trên 104.700 đảng viên" is one, above 104 700, counting đảng viên.
pub fn mentions(text: &str, locale: &Locale) -> Vec<Mention> {
    scan(text, locale).mentions
}

/// Every mention of an NFC text, and what is written as a figure but cannot be one.
pub fn scan(text: &str, locale: &Locale) -> Scan {
    scan_with(text, locale, false)
}

/// The same, and what looks like a figure and is none.
pub fn scan_all(text: &str, locale: &Locale) -> Scan {
    scan_with(text, locale, true)
}

fn scan_with(text: &str, locale: &Locale, keeps_asides: bool) -> Scan {
    let mut scanner = Scanner {
        text,
        locale,
        tokens: Vec::new(),
        paths: Paths::default(),
        near: Vec::new(),
        work: Cell::new(0),
        folded: String::new(),
        writing: Writing::default(),
        keeps_asides,
        out: Scan::default(),
    };
    let mut start = 0;
    while start < text.len() {
        let end = lines::stretch_end(text, start, locale);
        scanner.stretch(start..end);
        start = end + 1;
    }
    scanner.weigh();
    scanner.out.problems.sort_by_key(|problem| problem.range.start);
    Scan { work: scanner.work.get(), ..scanner.out }
}

/// Where the scan stands in a text.
struct Scanner<'s> {
    text: &'s str,
    locale: &'s Locale,
    /// The tokens of the line and those that go on with it.
    tokens: Vec<Token>,
    /// The phrases that begin at them, as far as they were asked for.
    paths: Paths,
    /// Whether known words alone lead from a token to something with a number.
    near: Vec<bool>,
    work: Cell<u64>,
    folded: String,
    /// Evidence for figures that can be read in two ways.
    writing: Writing,
    /// Whether what is no figure is kept too.
    keeps_asides: bool,
    out: Scan,
}

//! Locating finds the one place in a source where a quote stands, or says why there is none. It reads no numbers, and it never
//! chooses among several places: only the words around the quote do.

mod context;
mod guard;
mod search;
mod words;

use std::ops::Range;

use context::Around;

use crate::evidence::{Anchor, AnchorDetail, Context, Fold, FoldSet, Status};
use crate::text::fold::{BREAK, Folded};

/// More places than this are not listed for an ambiguous quote.
pub const PLACES_MAX: usize = 100;

/// A quote that is looked for: its words, and those around it as far as the claim gives them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The words of the quote.
    pub exact: &'a str,
    /// Words just before it; may be empty.
    pub before: &'a str,
    /// Words just after it; may be empty.
    pub after: &'a str,
}

/// Where each quote stands in a source, in the order of the quotes.
///
/// Places are byte ranges of `text`; `part` says where to look.
///
/// ```
/// use factlint::evidence::Status;
/// use factlint::locate::{Wanted, locate};
/// let text = "Toàn tỉnh có trên 104.700\nđảng viên.";
/// let quote = Wanted { exact: "104.700 đảng viên", ..Wanted::default() };
/// let anchors = locate(text, 0..text.len() as u32, &[quote]);
/// assert_eq!(anchors[0].status, Status::Normalised);
/// assert_eq!(anchors[0].place.clone().map(|place| &text[place.start as usize..place.end as usize]), Some("104.700\nđảng viên"));
/// ```
pub fn locate(text: &str, part: Range<u32>, quotes: &[Wanted<'_>]) -> Vec<Anchor> {
    let source = Source::new(text, part);
    let sought: Vec<Sought<'_>> = quotes.iter().map(Sought::new).collect();
    let needles: Vec<&str> = sought.iter().map(|quote| quote.needle()).collect();
    let mut places = vec![Vec::new(); quotes.len()];
    for (index, place) in search::places(source.folded.text(), &needles) {
        places[index as usize].push(place);
    }
    sought.iter().zip(places).map(|(quote, places)| source.settle(quote, places)).collect()
}

/// A source with its folded text.
struct Source<'a> {
    text: &'a str,
    start: u32,
    folded: Folded,
}

/// A quote with its folded words.
struct Sought<'a> {
    exact: &'a str,
    folded: Folded,
    around: Around,
}

impl<'a> Sought<'a> {
    fn new(quote: &Wanted<'a>) -> Self {
        let exact = quote.exact.trim();
        let fold =
            |text: &str| if text.is_empty() { String::new() } else { Folded::new(text, FoldSet::usual()).text().to_owned() };
        let around = Around { before: fold(quote.before), after: fold(quote.after) };
        Sought { exact, folded: Folded::new(exact, FoldSet::usual()), around }
    }

    /// What is searched for in the folded text.
    fn needle(&self) -> &str {
        self.folded.text().trim()
    }
}

impl<'a> Source<'a> {
    fn new(text: &'a str, part: Range<u32>) -> Self {
        let boundary = |at: u32| {
            let at = (at as usize).min(text.len());
            (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
        };
        let (start, end) = (boundary(part.start), boundary(part.end));
        let folded = Folded::new(text.get(start..end).unwrap_or_default(), FoldSet::usual());
        Source { text, start: crate::text::offset(start), folded }
    }

    /// The bytes on disk that a range of the folded text stands for.
    fn original(&self, folded: &Range<u32>) -> Range<u32> {
        let range = self.folded.map().to_original(folded.clone());
        range.start + self.start..range.end + self.start
    }

    fn slice(&self, range: &Range<u32>) -> &'a str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// Decides about a quote, given all places in the folded text that equal it.
    fn settle(&self, quote: &Sought<'_>, mut places: Vec<Range<u32>>) -> Anchor {
        places.retain(|place| self.holds(quote, place));
        match places.as_slice() {
            [] => Anchor::without_place(Status::Absent, AnchorDetail::default()),
            [place] => self.anchor_at(quote, place),
            _ => match quote.around.choose(self.folded.text(), &places) {
                Some(index) => self.anchor_at(quote, &places[index]),
                None => self.ambiguous(&places),
            },
        }
    }

    /// Whether an equal passage is the quote: it cuts nothing, and its hyphens are those of the quote but at line ends.
    fn holds(&self, quote: &Sought<'_>, place: &Range<u32>) -> bool {
        let range = self.original(place);
        !guard::cuts(self.text, &range) && hyphens_agree(self.slice(&range), quote.exact)
    }

    fn anchor_at(&self, quote: &Sought<'_>, place: &Range<u32>) -> Anchor {
        let range = self.original(place);
        let folds = folds_needed(self.slice(&range), quote.exact);
        Anchor::at(range, folds)
    }

    fn ambiguous(&self, places: &[Range<u32>]) -> Anchor {
        let listed = places.get(..PLACES_MAX).unwrap_or(places);
        let contexts = context::proposals(self.folded.text(), listed);
        let context = shown(&contexts);
        let places = listed.iter().map(|place| self.original(place)).collect();
        Anchor::without_place(Status::Ambiguous, AnchorDetail { places, context, contexts, ..AnchorDetail::default() })
    }
}

/// The proposed contexts as they would be written in a claim.
fn shown(contexts: &[Context]) -> Option<String> {
    let written = |context: &Context| match (context.before.as_str(), context.after.as_str()) {
        ("", "") => None,
        (before, "") => Some(format!("before = {before:?}")),
        (_, after) => Some(format!("after = {after:?}")),
    };
    let all: Vec<String> = contexts.iter().filter_map(written).take(3).collect();
    (!all.is_empty()).then(|| all.join(" or "))
}

/// Whether two passages that are equal without their inner hyphens have the same ones; a line end may add or hide one.
fn hyphens_agree(printed: &str, quoted: &str) -> bool {
    if printed == quoted || !has_dash(printed) && !has_dash(quoted) {
        return true;
    }
    let printed = Folded::marked(printed, FoldSet::usual());
    let quoted = Folded::marked(quoted, FoldSet::usual());
    let (mut left, mut right) = (printed.text().trim().chars().peekable(), quoted.text().trim().chars().peekable());
    loop {
        match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one == other || is_dash_pair(one, other) => {
                left.next();
                right.next();
            }
            (Some(BREAK), _) => drop(left.next()),
            (_, Some(BREAK)) => drop(right.next()),
            _ => return false,
        }
    }
}

fn is_dash_pair(one: char, other: char) -> bool {
    matches!((one, other), (BREAK, '-') | ('-', BREAK))
}

/// Whether a text may hold a dash: an ASCII one, or one of those in the blocks that hold the others.
fn has_dash(text: &str) -> bool {
    memchr::memchr3(b'-', 0xe2, 0xef, text.as_bytes()).is_some()
}

/// The folds without which two passages would not be equal.
fn folds_needed(printed: &str, quoted: &str) -> FoldSet {
    if printed == quoted {
        return FoldSet::default();
    }
    let fold = |classes| (Folded::new(printed, classes), Folded::new(quoted, classes));
    let (one, other) = fold(FoldSet::usual());
    let used = one.used().union(other.used());
    let needed = |class: &Fold| {
        let (one, other) = fold(FoldSet::usual().without(*class));
        one.text().trim() != other.text().trim()
    };
    let needed: FoldSet = used.iter().filter(needed).collect();
    if needed.is_empty() { used } else { needed }
}

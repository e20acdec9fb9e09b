//! Locating finds the one place in a source where a quote stands, or says why there is none. It reads no numbers, and it never
//! chooses among several places: only the words around the quote do.

mod align;
mod compare;
mod context;
mod differ;
mod elided;
mod guard;
mod near;
mod open;
mod search;
mod seeds;
mod words;

use std::ops::Range;

use compare::{folds_needed, hyphens_agree};
use context::{Agreement, Around};

use crate::evidence::{Anchor, AnchorDetail, Change, Context, FoldSet, Status};
use crate::text::fold::{Folded, is_dash};

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
/// Places are byte ranges of `text`; `part` says where to look. A quote whose words stand there, but none of the words that should
/// be around it, has [`Status::Moved`].
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
    let places = source.places(&sought);
    let mut settled: Vec<Settled> = sought.iter().zip(&places).map(|(quote, places)| source.settle(quote, places)).collect();
    source.settle_verbatim(&sought, &mut settled);
    source.settle_open(&sought, settled)
}

/// A source with its folded text.
struct Source<'a> {
    text: &'a str,
    /// Where to look.
    part: Range<u32>,
    folded: Folded<'a>,
}

/// A quote with its folded words.
struct Sought<'a> {
    exact: &'a str,
    folded: Folded<'a>,
    around: Around,
    /// The parts of a quote that leaves something out, as ranges of [`Sought::needle`].
    parts: Vec<Range<u32>>,
}

/// What is known of a quote after the words of the source were compared with it.
enum Settled {
    /// Its status is clear.
    Clear(Anchor),
    /// It stands there, but not all of the words that should be around it do.
    Doubted(Anchor),
    /// It stands nowhere as it is.
    Open,
}

impl<'a> Sought<'a> {
    fn new(quote: &Wanted<'a>) -> Self {
        let exact = quote.exact.trim();
        let fold =
            |text: &str| if text.is_empty() { String::new() } else { Folded::new(text, FoldSet::usual()).text().to_owned() };
        let around = Around { before: fold(quote.before), after: fold(quote.after) };
        let folded = Folded::new(exact, FoldSet::usual());
        let parts = elided::parts(folded.text().trim()).unwrap_or_default();
        Sought { exact, folded, around, parts }
    }

    /// What is searched for in the folded text. The hyphen of a word that goes on in the next line is not in there.
    fn needle(&self) -> &str {
        let folded = self.folded.text().trim();
        folded.strip_suffix('-').filter(|rest| rest.ends_with(char::is_alphabetic)).unwrap_or(folded)
    }

    /// How many more bytes than its own a quote with omissions may take up.
    fn room(&self) -> usize {
        self.parts.len().saturating_sub(1).min(4) * elided::GAP_BYTES_MAX as usize
    }

    /// The bytes of the quote that a range of [`Sought::needle`] stands for.
    fn original(&self, range: &Range<u32>) -> Range<u32> {
        near::original_of_trimmed(&self.folded, range)
    }

    /// The words of the quote in a range of its bytes.
    fn slice(&self, range: &Range<u32>) -> &'a str {
        self.exact.get(range.start as usize..range.end as usize).unwrap_or_default()
    }
}

/// The places of a quote as it is, and those of its parts.
#[derive(Clone, Default)]
struct Places {
    whole: Vec<Range<u32>>,
    parts: Vec<Vec<Range<u32>>>,
}

impl<'a> Source<'a> {
    fn new(text: &'a str, part: Range<u32>) -> Self {
        let boundary = |at: u32| {
            let at = (at as usize).min(text.len());
            (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
        };
        let (start, end) = (boundary(part.start), boundary(part.end));
        let folded = Folded::new(text.get(start..end).unwrap_or_default(), FoldSet::usual());
        let start = crate::text::offset(start);
        Source { text, part: start..crate::text::offset(end).max(start), folded }
    }

    /// The bytes on disk that a range of the folded text stands for.
    fn original(&self, folded: &Range<u32>) -> Range<u32> {
        let range = self.folded.map().to_original(folded.clone());
        range.start + self.part.start..range.end + self.part.start
    }

    /// The range of the folded text that stands for bytes on disk.
    fn folded_range(&self, original: &Range<u32>) -> Range<u32> {
        let start = self.part.start;
        self.folded.map().from_original(original.start.saturating_sub(start)..original.end.saturating_sub(start))
    }

    /// The same for the place of a quote; one that ends with the hyphen of a broken word has it back.
    fn original_of(&self, quoted: &str, folded: &Range<u32>) -> Range<u32> {
        let mut range = self.original(folded);
        let hyphen = self.text.get(range.end as usize..).and_then(|rest| rest.chars().next()).filter(|sign| is_dash(*sign));
        if let Some(hyphen) = hyphen.filter(|_| quoted.ends_with(is_dash) && !self.folded.slice(folded.clone()).ends_with('-')) {
            range.end += crate::text::offset(hyphen.len_utf8());
        }
        range
    }

    fn slice(&self, range: &Range<u32>) -> &'a str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// All places of all quotes and of their parts, in one search.
    fn places(&self, sought: &[Sought<'_>]) -> Vec<Places> {
        let mut needles: Vec<&str> = sought.iter().map(Sought::needle).collect();
        let mut owners: Vec<(usize, Option<usize>)> = (0..sought.len()).map(|index| (index, None)).collect();
        let mut places = vec![Places::default(); sought.len()];
        for (index, quote) in sought.iter().enumerate().filter(|(_, quote)| !quote.parts.is_empty()) {
            places[index].parts = vec![Vec::new(); quote.parts.len()];
            for (part, range) in quote.parts.iter().enumerate() {
                needles.push(quote.needle().get(range.start as usize..range.end as usize).unwrap_or_default());
                owners.push((index, Some(part)));
            }
        }
        for (needle, place) in search::places(self.folded.text(), &needles) {
            match owners[needle as usize] {
                (quote, None) => places[quote].whole.push(place),
                (quote, Some(part)) => places[quote].parts[part].push(place),
            }
        }
        places
    }

    /// Decides about a quote from the places that equal it or its parts.
    fn settle(&self, quote: &Sought<'_>, places: &Places) -> Settled {
        let held: Vec<Range<u32>> = places.whole.iter().filter(|place| self.holds(quote.exact, place)).cloned().collect();
        match held.as_slice() {
            [_, ..] if places.whole.len() >= search::HITS_MAX => Settled::Clear(self.ambiguous(&held)),
            [] if !places.parts.is_empty() => self.settle_elided(quote, &places.parts),
            [] => Settled::Open,
            [place] => self.settle_one(quote, place),
            _ => match quote.around.choose(self.folded.text(), &held) {
                Some(index) => self.settle_one(quote, &held[index]),
                None if quote.around.speaks() => Settled::Doubted(self.ambiguous(&held)),
                None => Settled::Clear(self.ambiguous(&held)),
            },
        }
    }

    fn settle_one(&self, quote: &Sought<'_>, place: &Range<u32>) -> Settled {
        let anchor = self.anchor_at(quote.exact, place);
        match self.agreement(quote, place) {
            Agreement { whole: true, .. } => Settled::Clear(anchor),
            Agreement { words: 0, .. } if quote.around.speaks() => Settled::Doubted(Anchor { status: Status::Moved, ..anchor }),
            _ => Settled::Doubted(anchor),
        }
    }

    fn agreement(&self, quote: &Sought<'_>, place: &Range<u32>) -> Agreement {
        quote.around.agreement(self.folded.text(), place)
    }

    /// Whether an equal passage is the quote: it cuts nothing, be it a number or one "…" that folding makes three dots, and its
    /// hyphens are those of the quote but at line ends.
    fn holds(&self, quoted: &str, place: &Range<u32>) -> bool {
        let range = self.original_of(quoted, place);
        self.folded_range(&self.original(place)) == *place
            && !guard::cuts(self.text, &range)
            && hyphens_agree(self.slice(&range), quoted)
    }

    fn anchor_at(&self, quoted: &str, place: &Range<u32>) -> Anchor {
        let range = self.original_of(quoted, place);
        let folds = folds_needed(self.slice(&range), quoted);
        Anchor::at(range, folds)
    }

    fn ambiguous(&self, places: &[Range<u32>]) -> Anchor {
        let listed = places.get(..PLACES_MAX).unwrap_or(places);
        let proposals = context::proposals(self.folded.text(), listed);
        let contexts: Vec<Context> = listed.iter().zip(proposals).map(|(place, words)| self.context(place, words)).collect();
        let context = shown(&contexts);
        let places = listed.iter().map(|place| self.original(place)).collect();
        Anchor::without_place(Status::Ambiguous, AnchorDetail { places, context, contexts, ..AnchorDetail::default() })
    }

    /// Words next to a place as they are printed, on one line.
    fn context(&self, place: &Range<u32>, words: Option<Range<u32>>) -> Context {
        let Some(words) = words else { return Context::default() };
        let printed = self.slice(&self.original(&words)).split_whitespace().collect::<Vec<_>>().join(" ");
        let (is_before, none) = (words.end == place.start, String::new());
        if is_before { Context { before: printed, after: none } } else { Context { before: none, after: printed } }
    }

    /// Decides about a quote whose parts were looked for one by one.
    fn settle_elided(&self, quote: &Sought<'_>, parts: &[Vec<Range<u32>>]) -> Settled {
        let words = |part: usize| quote.slice(&quote.original(&quote.parts[part]));
        let held = parts.iter().enumerate().map(|(part, places)| {
            let holds = |place: &&Range<u32>| self.holds(words(part), place);
            places.iter().filter(holds).cloned().collect()
        });
        let held: Vec<Vec<Range<u32>>> = held.collect();
        let same_paragraph = |gap: &Range<u32>| !has_blank_line(self.slice(&self.original(gap)));
        let chains = elided::chains(&held, same_paragraph);
        let spans: Vec<Range<u32>> = chains.iter().filter_map(|chain| Some(chain.first()?.start..chain.last()?.end)).collect();
        match spans.as_slice() {
            [] => Settled::Open,
            [_] => Settled::Clear(self.elided(quote, &chains[0])),
            _ => match quote.around.choose(self.folded.text(), &spans) {
                Some(index) => Settled::Clear(self.elided(quote, &chains[index])),
                None => Settled::Clear(self.ambiguous(&spans)),
            },
        }
    }

    /// The anchor of a quote whose parts stand in order; what they leave out is told.
    fn elided(&self, quote: &Sought<'_>, chain: &[Range<u32>]) -> Anchor {
        let gaps: Vec<Change> = chain.iter().zip(chain.iter().skip(1)).map(|(one, next)| self.gap(one.end..next.start)).collect();
        let risky = gaps.iter().any(|gap| elided::is_risky(&gap.printed));
        let needed = |(part, place): (&Range<u32>, &Range<u32>)| {
            folds_needed(self.slice(&self.original(place)), quote.slice(&quote.original(part)))
        };
        let folds = quote.parts.iter().zip(chain).map(needed).fold(FoldSet::default(), FoldSet::union);
        let span = chain.first().zip(chain.last()).map(|(first, last)| self.original(&(first.start..last.end)));
        let (status, place, nearest) = if risky { (Status::ElidedRisky, None, span) } else { (Status::Elided, span, None) };
        let detail = AnchorDetail { nearest, changes: gaps, ..AnchorDetail::default() };
        Anchor { status, folds, place, detail: Some(Box::new(detail)) }
    }

    fn gap(&self, folded: Range<u32>) -> Change {
        let place = self.original(&folded);
        Change { quoted: "[…]".to_owned(), printed: self.slice(&place).trim().to_owned(), place }
    }

    /// Looks byte for byte for quotes that are not in the folded text, because folding sees other neighbours there: "-cost" in
    /// "low-cost". Only one place is taken.
    fn settle_verbatim<'b>(&self, sought: &[Sought<'b>], settled: &mut [Settled]) {
        let wanted = |(quote, settled): (&Sought<'b>, &Settled)| {
            let open = matches!(settled, Settled::Open) && !quote.needle().is_empty();
            if open { quote.exact } else { "" }
        };
        let needles: Vec<&str> = sought.iter().zip(settled.iter()).map(wanted).collect();
        if needles.iter().all(|needle| needle.is_empty()) {
            return;
        }
        let mut places: Vec<Vec<Range<u32>>> = vec![Vec::new(); sought.len()];
        for (index, place) in search::places(self.slice(&self.part), &needles) {
            let place = place.start + self.part.start..place.end + self.part.start;
            if !guard::cuts(self.text, &place) {
                places[index as usize].push(place);
            }
        }
        for (settled, places) in settled.iter_mut().zip(places) {
            if let [place] = places.as_slice() {
                *settled = Settled::Clear(Anchor::at(place.clone(), FoldSet::default()));
            }
        }
    }
}

fn has_blank_line(text: &str) -> bool {
    let lines: Vec<&str> = text.split('\n').collect();
    lines.iter().skip(1).rev().skip(1).any(|line| line.trim().is_empty())
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

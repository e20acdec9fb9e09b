//! Evidence: what was found for a claim in its source, or why nothing was. An absent thing always carries its reason.

mod store;

use std::ops::Range;

use crate::value::{Kind, Unit, Value};
pub use store::Found;

/// A class of difference that locating may look past. Never a digit, a separator, a sign or a diacritic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fold {
    /// Composed or decomposed letters: é as one character or as two.
    Nfc,
    /// Where the tone mark sits: hòa, hoà.
    TonePlace,
    /// Spaces of any kind and number, line breaks included.
    Space,
    /// The form of quote marks.
    QuoteMarks,
    /// The form of dashes.
    Dash,
    /// A word broken at the end of a line.
    HyphenBreak,
    /// Ligatures and full-width forms.
    Width,
    /// Marks that take no room: a soft hyphen, a zero-width space.
    ZeroWidth,
    /// Three dots as one character or as three.
    Ellipsis,
    /// A line break written as `<br>`.
    Markup,
    /// Capital and small letters; looked past only for a whole quote that stands nowhere otherwise, as a heading in capitals.
    Case,
}

/// Every fold with its name in JSON and reports.
pub const FOLDS: &[(Fold, &str)] = &[
    (Fold::Nfc, "nfc"),
    (Fold::TonePlace, "tone-place"),
    (Fold::Space, "space"),
    (Fold::QuoteMarks, "quote-marks"),
    (Fold::Dash, "dash"),
    (Fold::HyphenBreak, "hyphen-break"),
    (Fold::Width, "width"),
    (Fold::ZeroWidth, "zero-width"),
    (Fold::Ellipsis, "ellipsis"),
    (Fold::Markup, "markup"),
    (Fold::Case, "case"),
];

impl Fold {
    /// Its name in JSON and reports.
    pub fn name(self) -> &'static str {
        FOLDS.iter().find(|(fold, _)| *fold == self).map_or("", |(_, name)| name)
    }
}

/// A set of folds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FoldSet(u16);

impl FoldSet {
    /// Adds one.
    pub fn insert(&mut self, fold: Fold) {
        self.0 |= 1 << fold as u16;
    }

    /// All that any quote may need: every fold but [`Fold::Case`].
    pub fn usual() -> FoldSet {
        FOLDS.iter().map(|(fold, _)| *fold).filter(|fold| *fold != Fold::Case).collect()
    }

    /// The same without one.
    #[must_use]
    pub fn without(self, fold: Fold) -> FoldSet {
        FoldSet(self.0 & !(1 << fold as u16))
    }

    /// Whether one is in it.
    pub fn contains(self, fold: Fold) -> bool {
        self.0 & (1 << fold as u16) != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those in either.
    #[must_use]
    pub fn union(self, other: FoldSet) -> FoldSet {
        FoldSet(self.0 | other.0)
    }

    /// The folds in it, in the order of [`FOLDS`].
    pub fn iter(self) -> impl Iterator<Item = Fold> {
        FOLDS.iter().map(|(fold, _)| *fold).filter(move |fold| self.contains(*fold))
    }
}

impl FromIterator<Fold> for FoldSet {
    fn from_iter<I: IntoIterator<Item = Fold>>(folds: I) -> Self {
        let mut set = FoldSet::default();
        folds.into_iter().for_each(|fold| set.insert(fold));
        set
    }
}

/// Where a quote stands, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Byte for byte.
    Exact,
    /// But for differences that locating may look past; they are listed.
    Normalised,
    /// With parts left out by "[…]", in order and near.
    Elided,
    /// The same, and a gap hides a negation or a number.
    ElidedRisky,
    /// In the typed transcript of a scan, with the folds that are listed; what the scan itself says nobody has compared.
    Transcribed,
    /// Found, but not where it was pinned.
    Moved,
    /// In several places, none of which is taken.
    Ambiguous,
    /// With a difference that matters.
    Altered,
    /// Cut short at one end.
    Truncated,
    /// Nowhere; the nearest passage is shown and never taken.
    Absent,
    /// The source has no text to look in, or the quote is not in its text and some of its pages are pictures.
    Unreadable,
}

/// Every status with its name in JSON.
pub const STATUSES: &[(Status, &str)] = &[
    (Status::Exact, "exact"),
    (Status::Normalised, "normalised"),
    (Status::Elided, "elided"),
    (Status::ElidedRisky, "elided-risky"),
    (Status::Transcribed, "transcribed"),
    (Status::Moved, "moved"),
    (Status::Ambiguous, "ambiguous"),
    (Status::Altered, "altered"),
    (Status::Truncated, "truncated"),
    (Status::Absent, "absent"),
    (Status::Unreadable, "unreadable"),
];

impl Status {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        STATUSES.iter().find(|(status, _)| *status == self).map_or("", |(_, name)| name)
    }

    /// Whether the quote stands in the source, so that it can be read there.
    pub fn stands(self) -> bool {
        matches!(self, Status::Exact | Status::Normalised | Status::Elided | Status::Transcribed | Status::Moved)
    }
}

/// What differs in an altered quote, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difference {
    /// A figure.
    Number,
    /// A word.
    Words,
    /// Only the quote's own bracketed insertions.
    Editorial,
    /// Only punctuation.
    Punctuation,
}

impl Difference {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Difference::Number => "number",
            Difference::Words => "words",
            Difference::Editorial => "editorial",
            Difference::Punctuation => "punctuation",
        }
    }
}

/// A byte range of a source file as it is on disk.
pub type ByteRange = Range<u32>;

/// Where a quote stands in its source, or why it has no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// In one word.
    pub status: Status,
    /// The folds that were needed.
    pub folds: FoldSet,
    /// The place, where the status [stands](Status::stands).
    pub place: Option<ByteRange>,
    /// The rest, needed only where the quote does not simply stand.
    pub detail: Option<Box<AnchorDetail>>,
}

/// What an [`Anchor`] says beyond its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnchorDetail {
    /// All places of an ambiguous quote, in order.
    pub places: Vec<ByteRange>,
    /// The passage nearest to an absent or altered quote; shown, never taken.
    pub nearest: Option<ByteRange>,
    /// What differs in an altered quote.
    pub difference: Option<Difference>,
    /// Pairs of what the quote says and what the source says there, with the place in the source, for altered quotes.
    pub changes: Vec<Change>,
    /// Words that would decide between the places, as `before` or `after`, ready to show.
    pub context: Option<String>,
    /// The same for each of `places`, in their order: the shortest words that tell it from the others. Empty if none do.
    pub contexts: Vec<Context>,
    /// Pages of the source that are pictures, for a quote that is not in its text: it may stand on one of them.
    pub pictures: Vec<u32>,
}

/// Words around a quote that tell its place from others. One of the two is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The words just before.
    pub before: String,
    /// The words just after.
    pub after: String,
}

/// One difference between a quote and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The words of the quote.
    pub quoted: String,
    /// The words of the source.
    pub printed: String,
    /// Where they stand in the source.
    pub place: ByteRange,
}

impl Anchor {
    /// A quote that stands at a place.
    pub fn at(place: ByteRange, folds: FoldSet) -> Anchor {
        let status = if folds.is_empty() { Status::Exact } else { Status::Normalised };
        Anchor { status, folds, place: Some(place), detail: None }
    }

    /// A quote without a place.
    pub fn without_place(status: Status, detail: AnchorDetail) -> Anchor {
        Anchor { status, folds: FoldSet::default(), place: None, detail: Some(Box::new(detail)) }
    }
}

/// A figure, date or document number found in a text: the words, where they stand, and what they say.
///
/// Ranges are byte ranges of the text that was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The whole mention: hedge, figure, scale word and unit.
    pub range: ByteRange,
    /// The figure alone: "104.700", "16/6/2022", "21-NQ/TW", "năm" of "lần thứ năm".
    pub figure: ByteRange,
    /// What kind of thing it is.
    pub kind: Kind,
    /// What it says.
    pub value: Value,
    /// Its unit, if it has one.
    pub unit: Option<Unit>,
    /// The hedge's words: "trên".
    pub hedge: Option<ByteRange>,
    /// The unit's words: "đảng viên".
    pub unit_range: Option<ByteRange>,
    /// Other ways to read it, with the reason why they rank lower: "1,421" in Vietnamese text.
    pub others: Vec<OtherReading>,
    /// Something to report about the writing: a comma that groups thousands in Vietnamese, a wrong weekday.
    pub remarks: Vec<Remark>,
}

impl Mention {
    /// A mention without hedge and unit of which there is nothing else to say: "ngày 16/6/2022", whose figure is "16/6/2022".
    pub fn plain(range: ByteRange, figure: ByteRange, kind: Kind, value: Value) -> Mention {
        Mention { range, figure, kind, value, unit: None, hedge: None, unit_range: None, others: Vec::new(), remarks: Vec::new() }
    }
}

/// A reading that ranks lower than the one taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherReading {
    /// What it would say.
    pub value: Value,
    /// Why it ranks lower.
    pub why: String,
}

/// Something to report about how a figure is written; stable words for machines, facts for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// `number/english-grouping`, `document/swapped`, `date/two-digit-year`
    pub code: &'static str,
    /// In a sentence.
    pub text: String,
}

/// Why a passage gave no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// There is no quote.
    NoQuote,
    /// The quote has no place in its source.
    NotLocated,
    /// No figure of the wanted kind stands in the quote.
    Nothing,
    /// Several figures are left; `focus` would mark the one that is meant. Byte ranges of the source file.
    Several(Vec<ByteRange>),
    /// The figure cannot be, as 30 February; where it stands, and why.
    Impossible(ByteRange, String),
    /// The figure can be read in several ways that differ, and nothing decides.
    Unclear(ByteRange, Vec<Value>),
    /// The figure was recognised from a picture, so that a digit may be misread; where it stands, and what it seems to say.
    Ocr(ByteRange, Value),
}

/// The value that was read from a quote. Ranges are byte ranges of the source file as it is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The mention, with its ranges brought back to the file on disk.
    pub mention: Mention,
    /// The sentence it stands in.
    pub sentence: ByteRange,
    /// Facts known from elsewhere that the words do not say: the year, from the day the source was published.
    pub inferred: Vec<Inferred>,
}

/// A fact that the words of a reading do not say; shown, never part of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inferred {
    /// What: `year`, `unit`, `figure` where a quote holds several.
    pub what: &'static str,
    /// Its value.
    pub value: String,
    /// From where: `published`, `table`, `metric-words`.
    pub from: &'static str,
}

/// All that the stages found out about one claim.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Where its quote stands; nothing if it has none.
    pub anchor: Option<Anchor>,
    /// What was read there, or why nothing was.
    pub reading: Result<Reading, Unread>,
}

impl Evidence {
    /// The evidence of a claim without a quote.
    pub const NONE: Evidence = Evidence { anchor: None, reading: Err(Unread::NoQuote) };
}

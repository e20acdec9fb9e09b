//! Claim rows: for one claim where its quote stands and what was read there, or why not, for machine formats.

use std::borrow::Cow;

use super::Input;
use super::labels::{source_file, span_in};
use crate::claim::ClaimId;
use crate::document::Source;
use crate::evidence::{Anchor, Evidence, Reading, Status, Unread};
use crate::fragment::Fragment;
use crate::text::{BYTE_ORDER_MARK, Files, Place, Span};
use crate::value::{Measure, Qualifier, Value};

/// What was found for one claim.
#[derive(Clone, Debug)]
pub struct ClaimRow<'a> {
    /// The claim's identifier.
    pub id: &'a str,
    /// Where its quote stands; nothing if it has none.
    pub anchor: Option<AnchorRow<'a>>,
    /// What was read there, or why nothing was.
    pub reading: Result<ReadRow<'a>, &'a str>,
}

/// Where a quote stands.
#[derive(Clone, Debug)]
pub struct AnchorRow<'a> {
    /// In one word: `exact`, `absent`.
    pub status: &'a str,
    /// What differs in an altered quote.
    pub difference: Option<&'a str>,
    /// The differences that were looked past.
    pub folds: Vec<&'a str>,
    /// Whether the source changed since it was pinned.
    pub stale: bool,
    /// Who typed the words, where the source is a scan with a transcript.
    pub transcribed_by: Option<&'a str>,
    /// Its place; all of them when there are several; none when it does not stand in the source.
    pub places: Vec<Place>,
    /// For each place its words and those around them.
    pub passages: Vec<Passage<'a>>,
    /// A link that opens the page of the source at the words, where the source has an address and the quote one place.
    pub link: Option<String>,
}

/// Words of a source with those around them, as W3C selectors name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage<'a> {
    /// The words.
    pub exact: &'a str,
    /// Words just before.
    pub prefix: &'a str,
    /// Words just after.
    pub suffix: &'a str,
    /// Where they stand in the text, in Unicode code points from 0; nothing where the text is not the file itself.
    pub chars: Option<std::ops::Range<usize>>,
}

/// Characters before and after a passage.
const AROUND_CHARS: usize = 32;

/// A passage of one of the texts of a run.
fn passage(files: &Files, span: Span) -> Passage<'_> {
    let file = files.get(span.file);
    let range = span.range();
    let before = file.slice(0..range.start).trim_start_matches(BYTE_ORDER_MARK);
    let start = before.char_indices().rev().take(AROUND_CHARS).last().map_or(before.len(), |(at, _)| at);
    let after = file.slice(range.end..file.text.len());
    let end = after.char_indices().nth(AROUND_CHARS).map_or(after.len(), |(at, _)| at);
    let chars = || file.chars_before(range.start)..file.chars_before(range.end);
    Passage {
        exact: file.slice(range.clone()).trim_start_matches(BYTE_ORDER_MARK),
        prefix: before.get(start..).unwrap_or_default(),
        suffix: after.get(..end).unwrap_or_default(),
        chars: file.origin.is_none().then(chars),
    }
}

/// A link that opens the page of a claim's source at the place of its quote, or at the passage that its quote differs from. As many
/// words stand around it as the claim has around its quote.
pub(super) fn link(input: &Input<'_>, id: ClaimId) -> Option<String> {
    let source = input.project.source(input.project.claims.get(id).source?);
    let url = source.url.as_deref().filter(|url| url.starts_with("http://") || url.starts_with("https://"))?;
    let anchor = input.evidence.anchor(id.0 as usize)?;
    let detail = anchor.detail.as_deref();
    let nearest = detail.filter(|_| differs(&anchor)).and_then(|detail| detail.nearest.as_ref());
    let place = anchor.place.as_ref().or(nearest)?;
    let file = source_file(input, id)?;
    let (before, after, _) = input.project.claims.context(id);
    let around = (before.split_whitespace().count(), after.split_whitespace().count());
    let fragment = Fragment::of(&input.project.files.get(file).text, span_in(file, place).range(), around);
    Some(fragment.link(url))
}

/// Whether a quote stands with a difference; the passage nearest to an absent one is no place of it.
fn differs(anchor: &Anchor) -> bool {
    matches!(anchor.status, Status::Altered | Status::Truncated | Status::ElidedRisky)
}

/// What was read.
#[derive(Clone, Debug)]
pub struct ReadRow<'a> {
    /// The value without its hedge, as a claim writes it: `104700`, `2022-06-16`, `5..7`.
    pub value: String,
    /// The unit's canonical name: `VND`, `%`, `đảng viên`.
    pub unit: Option<Cow<'a, str>>,
    /// The hedge in one word: `above`.
    pub qualifier: &'a str,
    /// The words that were read.
    pub text: &'a str,
    /// Where they stand.
    pub place: Place,
    /// Facts that the words do not say: what, its value, and from where.
    pub inferred: Vec<(&'a str, Cow<'a, str>, &'a str)>,
}

/// What was found for a claim.
pub(super) fn row<'a>(input: &Input<'a>, id: ClaimId) -> ClaimRow<'a> {
    let evidence = input.evidence.get(id.0 as usize);
    ClaimRow {
        id: input.project.claims.id_text(id),
        anchor: evidence.anchor.as_ref().map(|anchor| anchor_row(input, id, anchor)),
        reading: read_row(input, id, &evidence),
    }
}

fn anchor_row<'a>(input: &Input<'a>, id: ClaimId, anchor: &Anchor) -> AnchorRow<'a> {
    let detail = anchor.detail.as_deref();
    let file = source_file(input, id);
    let source = input.project.claims.get(id).source.map(|source| input.project.source(source));
    let nearest = detail.filter(|detail| differs(anchor) && detail.places.is_empty()).and_then(|detail| detail.nearest.as_ref());
    let ranges = anchor.place.iter().chain(detail.into_iter().flat_map(|detail| &detail.places)).chain(nearest);
    let spans: Vec<Span> = file.into_iter().flat_map(|file| ranges.clone().map(move |range| span_in(file, range))).collect();
    AnchorRow {
        status: anchor.status.name(),
        difference: detail.and_then(|detail| detail.difference).map(|difference| difference.name()),
        folds: anchor.folds.iter().map(|fold| fold.name()).collect(),
        stale: source.is_some_and(Source::is_stale),
        transcribed_by: source.and_then(|source| source.transcript.as_ref()).map(|transcript| transcript.by.as_str()),
        places: spans.iter().map(|span| input.project.files.place(*span)).collect(),
        passages: spans.iter().map(|span| passage(&input.project.files, *span)).collect(),
        link: link(input, id),
    }
}

fn read_row<'a>(input: &Input<'a>, id: ClaimId, evidence: &Evidence) -> Result<ReadRow<'a>, &'a str> {
    let reading: &Reading = evidence.reading.as_ref().map_err(unread)?;
    let file = source_file(input, id).ok_or("not-located")?;
    let span = span_in(file, &reading.mention.range);
    let (qualifier, value) = bare(&reading.mention.value);
    Ok(ReadRow {
        value,
        unit: reading.mention.unit.as_ref().map(|unit| match unit.measure {
            Measure::Percent => Cow::Borrowed("%"),
            Measure::Points => Cow::Borrowed("pp"),
            _ => Cow::Owned(unit.name.to_string()),
        }),
        qualifier: qualifier.name(),
        text: input.project.files.slice(span),
        place: input.project.files.place(span),
        inferred: reading.inferred.iter().map(|fact| (fact.what, Cow::Owned(fact.value.clone()), fact.from)).collect(),
    })
}

/// A value without its hedge, and the hedge.
fn bare(value: &Value) -> (Qualifier, String) {
    match value {
        Value::Figure(figure) => (figure.qualifier, figure.digits()),
        other => (Qualifier::Exact, other.to_string()),
    }
}

/// Why nothing was read, in one word.
fn unread(unread: &Unread) -> &'static str {
    match unread {
        Unread::NoQuote => "no-quote",
        Unread::NotLocated => "not-located",
        Unread::Nothing => "no-figure",
        Unread::Several(_) => "several",
        Unread::Impossible(..) => "impossible",
        Unread::Unclear(..) => "unclear",
    }
}

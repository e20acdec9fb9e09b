//! Labels: the places that show an outcome (the claim, the words in its source, the rule), with what is to be said of each.
//!
//! Places come from `text` alone; nothing here counts a line or a column.

use super::entry::View;
use super::{Input, Mark, Verdict};
use crate::claim::{ClaimId, Field};
use crate::document::Document;
use crate::evidence::{Anchor, ByteRange, Reading, Unread};
use crate::outcome::Subject;
use crate::rule::Head;
use crate::said::Words;
use crate::text::{FileId, Place, Span};
use crate::value::{Kind, Measure, Value};

/// Places that an entry shows; the others are counted.
pub const PLACES_MAX: usize = 12;

/// Comparisons of a condition that are shown.
const STEPS_SHOWN_MAX: usize = 4;

/// Claims of a group that an entry shows; the others are counted.
const CLAIMS_SHOWN_MAX: usize = 8;

/// Claims of a group for which the words in the source are shown too.
const SOURCES_SHOWN_MAX: usize = 3;

/// The pack whose checks speak for themselves, so that its conditions are not shown.
const CORE_PACK: &str = "factlint:core";

/// A marked place with what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The marked characters, to cut the excerpt around.
    pub span: Span,
    /// Where they stand.
    pub place: Place,
    /// What the place is to the finding.
    pub mark: Mark,
    /// What is to be said of it; may be empty.
    pub text: String,
}

/// A label at a span.
pub(super) fn label(input: &Input<'_>, span: Span, mark: Mark, text: String) -> Label {
    Label { span, place: input.project.files.place(span), mark, text }
}

/// Whether a rule is a check of the core pack: of a claim against its source, and not of what the project says of a metric.
pub(super) fn is_core(head: &Head) -> bool {
    head.pack.as_deref() == Some(CORE_PACK) && head.metric.is_none()
}

/// The label before it is placed.
struct Draft {
    span: Span,
    mark: Mark,
    text: String,
}

/// The labels of an outcome, the primary one first, and how many more there would be.
pub(super) fn labels(view: &View<'_, '_>) -> (Vec<Label>, usize) {
    let mut drafts = Vec::new();
    let claims_left_off = match view.outcome.subject {
        Subject::Claims(_) => claim_drafts(view, &mut drafts),
        Subject::Source(id) => {
            let source = view.input.project.source(id);
            let of_transcript = view.main_reason().is_some_and(|said| said.code == "source/transcript-changed");
            let transcript = source.transcript.as_ref().filter(|_| of_transcript);
            let pinned = transcript.map_or(source.sha256.as_ref(), |transcript| transcript.sha256.as_ref());
            let (span, code) = pinned.map_or((source.path_span, "label/listed"), |(_, span)| (*span, "label/pinned"));
            drafts.push(Draft { span, mark: Mark::Primary, text: view.words.text(code, &[]) });
            0
        }
        Subject::Rule(id) => {
            let head = &view.input.heads[id.0 as usize];
            drafts.push(Draft { span: head.id.span, mark: Mark::Primary, text: String::new() });
            0
        }
    };
    drafts.extend(rule_drafts(view, drafts.is_empty()));
    drafts.extend(waiver_draft(view));
    let left_off = claims_left_off + drafts.len().saturating_sub(PLACES_MAX);
    let placed = drafts.into_iter().take(PLACES_MAX);
    (placed.map(|draft| label(view.input, draft.span, draft.mark, draft.text)).collect(), left_off)
}

/// The claims with their values, each followed by its words in the source while there are few; gives the number left off.
fn claim_drafts(view: &View<'_, '_>, drafts: &mut Vec<Draft>) -> usize {
    // Where a rule of the project misses a claim, the words of the others do not help.
    let misses = view.outcome.verdict == Verdict::Unknown && !is_core(view.head);
    let with_sources = view.claims.len() <= SOURCES_SHOWN_MAX && !misses;
    for (index, &(name, id)) in view.claims.iter().take(CLAIMS_SHOWN_MAX).enumerate() {
        drafts.push(claim_draft(view, index, name, id));
        if with_sources {
            source_drafts(view, id, drafts);
        }
    }
    view.claims.len().saturating_sub(CLAIMS_SHOWN_MAX)
}

fn claim_draft(view: &View<'_, '_>, index: usize, name: &str, id: ClaimId) -> Draft {
    let mark = if index == 0 { Mark::Primary } else { Mark::Claim };
    let field = if view.claims.len() == 1 { field_of(view) } else { Field::Value };
    let span = (view.input.field_span)(id, field);
    if field == Field::Quote {
        return quote_draft(view, id, span, mark);
    }
    let mut text = match field {
        Field::Value => {
            let value = claimed(view.input, id, span, view.words);
            valued(view, name, id, &value)
        }
        _ => String::new(),
    };
    if field == Field::Value && view.outcome.unconfirmed.contains(&id) {
        text.push_str(&view.words.text("label/not-confirmed", &[]));
    }
    Draft { span, mark, text }
}

/// What is to be said of a claim's value.
fn valued(view: &View<'_, '_>, name: &str, id: ClaimId, value: &str) -> String {
    if is_core(view.head) {
        return view.words.text("label/claimed", &[("value", value)]);
    }
    let claim = view.input.project.claims.id_text(id);
    let code = if claim == name { "label/named-alike" } else { "label/named" };
    view.words.text(code, &[("name", name), ("claim", claim), ("value", value)])
}

/// The field that an outcome over a single claim speaks of.
fn field_of(view: &View<'_, '_>) -> Field {
    match view.main_reason().map(|said| (said.area(), said.code)) {
        Some((_, "quote/none")) => Field::Value,
        Some(
            ("quote", _)
            | (_, "unknown/no-figure" | "unknown/mark-the-figure" | "unknown/unclear" | "unknown/impossible" | "unknown/ocr"),
        ) => Field::Quote,
        Some(("unit", _)) => Field::Unit,
        Some(("source", _)) => Field::Source,
        Some(("as-of", _)) => Field::AsOf,
        _ => Field::Value,
    }
}

/// The quote, or the one changed part of it.
fn quote_draft(view: &View<'_, '_>, id: ClaimId, span: Span, mark: Mark) -> Draft {
    let anchor = view.input.evidence.anchor(id.0 as usize);
    let change = anchor.as_ref().and_then(|anchor| anchor.detail.as_ref()).and_then(|detail| detail.changes.first());
    let whole = Draft { span, mark, text: String::new() };
    let Some(change) = change.filter(|change| !change.quoted.is_empty()) else { return whole };
    let mut found = view.input.project.files.slice(span).match_indices(&change.quoted);
    match (found.next(), found.next()) {
        (Some((at, words)), None) => {
            let start = span.start as usize + at;
            let text = view.words.text("label/quoted", &[("quoted", &change.quoted)]);
            Draft { span: Span::new(span.file, start..start + words.len()), mark, text }
        }
        _ => whole,
    }
}

/// The file of a claim's source.
pub(super) fn source_file(input: &Input<'_>, id: ClaimId) -> Option<FileId> {
    let source = input.project.source(input.project.claims.get(id).source?);
    match source.document {
        Document::Text { file, .. } => Some(file),
        Document::Unreadable { .. } => None,
    }
}

/// A byte range of a source as a span.
pub(super) fn span_in(file: FileId, range: &ByteRange) -> Span {
    Span { file, start: range.start, end: range.end }
}

/// What the source says of a claim, or what comes nearest to it.
fn source_drafts(view: &View<'_, '_>, id: ClaimId, drafts: &mut Vec<Draft>) {
    let Some(file) = source_file(view.input, id) else { return };
    let evidence = view.input.evidence.get(id.0 as usize);
    let Some(anchor) = &evidence.anchor else { return };
    let mut mark = |range: &ByteRange, text: String| drafts.push(Draft { span: span_in(file, range), mark: Mark::Source, text });
    match &evidence.reading {
        Ok(reading) => mark(&reading.mention.range, reads(view.words, reading)),
        // In a group the label of the claim says that its quote was not found; what comes near would only distract.
        Err(_) if view.claims.len() > 1 => {}
        Err(Unread::Several(figures)) => numbered(view.words, "label/figure", figures, &mut mark),
        Err(Unread::Impossible(range, why)) => mark(range, view.words.text("label/impossible", &[("why", why)])),
        Err(Unread::Unclear(range, values)) => {
            let values: Vec<String> = values.iter().map(|value| view.words.figure(&value.to_string())).collect();
            mark(range, view.words.text("label/reads-either", &[("values", &values.join(" / "))]));
        }
        Err(Unread::Ocr(range, value)) => {
            mark(range, view.words.text("label/ocr", &[("value", &view.words.figure(&value.to_string()))]));
        }
        Err(Unread::Nothing | Unread::NoQuote | Unread::NotLocated) => anchor_drafts(view, anchor, &mut mark),
    }
}

fn anchor_drafts(view: &View<'_, '_>, anchor: &Anchor, mark: &mut dyn FnMut(&ByteRange, String)) {
    if let Some(place) = &anchor.place {
        let code = if view.outcome.verdict == Verdict::Holds { "label/stands" } else { "label/no-figure" };
        mark(place, view.words.text(code, &[]));
    }
    let Some(detail) = &anchor.detail else { return };
    for change in &detail.changes {
        let text = match change.printed.as_str() {
            "" => view.words.text("label/lacks", &[("quoted", &change.quoted)]),
            printed => view.words.text("label/printed", &[("printed", printed)]),
        };
        mark(&change.place, text);
    }
    numbered(view.words, "label/place", &detail.places, mark);
    if let Some(nearest) = detail.nearest.as_ref().filter(|_| detail.changes.is_empty() && detail.places.is_empty()) {
        mark(nearest, view.words.text("label/nearest", &[]));
    }
}

fn numbered(words: &Words, code: &str, ranges: &[ByteRange], mark: &mut dyn FnMut(&ByteRange, String)) {
    let count = ranges.len().to_string();
    for (index, range) in ranges.iter().enumerate() {
        mark(range, words.text(code, &[("number", &(index + 1).to_string()), ("count", &count)]));
    }
}

/// The comparisons of the condition with the values that went in, else the condition as it is. They are left out for the core
/// pack, unless nothing else can be shown, and where the rule itself is shown already.
fn rule_drafts(view: &View<'_, '_>, is_alone: bool) -> Vec<Draft> {
    let mark = if is_alone { Mark::Primary } else { Mark::Rule };
    if is_core(view.head) && !is_alone || matches!(view.outcome.subject, Subject::Rule(_)) {
        return Vec::new();
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for step in view.outcome.steps.iter().take(STEPS_SHOWN_MAX) {
        let text = view.words.condition(&step.text);
        match drafts.iter_mut().find(|draft| draft.span == step.span) {
            Some(draft) => {
                draft.text.push_str("; ");
                draft.text.push_str(&text);
            }
            None => drafts.push(Draft { span: step.span, mark: if drafts.is_empty() { mark } else { Mark::Rule }, text }),
        }
    }
    if drafts.is_empty() {
        drafts.push(Draft { span: view.head.check.span, mark, text: String::new() });
    }
    drafts
}

fn waiver_draft(view: &View<'_, '_>) -> Option<Draft> {
    let waiver = view.input.project.waivers.get(view.outcome.waiver? as usize)?;
    Some(Draft { span: waiver.rule.span, mark: Mark::Other, text: view.words.text("label/waiver", &[]) })
}

/// What was read, with its unit: "reads: over 104,700 đảng viên".
fn reads(words: &Words, reading: &Reading) -> String {
    let mention = &reading.mention;
    let unit = mention.unit.as_ref().map_or("", |unit| match unit.measure {
        Measure::Percent | Measure::Points => "",
        _ => &*unit.text,
    });
    words.text("label/reads", &[("value", &shown(words, &mention.value, mention.kind, unit))])
}

/// A value with its unit, as the language writes it.
fn shown(words: &Words, value: &Value, kind: Kind, unit: &str) -> String {
    let figure = words.figure(&value.to_string());
    match kind {
        Kind::Percent => words.text("figure/percent", &[("figure", &figure)]),
        Kind::Points => words.text("figure/points", &[("figure", &figure)]),
        _ if unit.is_empty() || matches!(value, Value::Date(_) | Value::Document(_) | Value::Text(_)) => figure,
        _ => format!("{figure} {unit}"),
    }
}

/// What a claim states in the words of its value's span. Its unit is shown where it carries no scale word, which the value has
/// already multiplied in.
fn claimed(input: &Input<'_>, id: ClaimId, written: Span, words: &Words) -> String {
    let row = input.project.claims.get(id);
    let value = input.project.claims.value(id);
    let written = digits(input.project.files.slice(written));
    let is_scaled = value.as_figure().is_some_and(|figure| digits(&figure.digits()).ne(written));
    let unit = if is_scaled { "" } else { input.project.names.get(row.unit) };
    shown(words, &value, row.kind, unit)
}

fn digits(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(u8::is_ascii_digit)
}

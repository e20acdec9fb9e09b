//! Annotations: where the quote of each claim stands, as a W3C Web Annotation (JSON-LD), for archives and annotation servers.
//!
//! It never chooses among several places: a quote that stands in more than one is annotated as a question with all of them.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde::ser::Serializer;
use serde_json::{Value, json};

use super::Style;
use super::sarif::encoded;
use crate::report::{AnchorRow, ClaimRow, Passage, ReadRow, Report};
use crate::text::Place;

/// The name of the collection.
const COLLECTION: &str = "urn:factlint:annotations";

/// Writes one collection with one page of annotations. Claims whose quote stands nowhere have no place to annotate.
pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let collection = Collection {
        context: "http://www.w3.org/ns/anno.jsonld",
        id: COLLECTION,
        kind: "AnnotationCollection",
        label: report.head(report.english()),
        total: standing(report).count(),
        first: Page {
            id: "urn:factlint:annotations:1",
            kind: "AnnotationPage",
            part_of: COLLECTION,
            start_index: 0,
            items: Items(report),
        },
    };
    serde_json::to_writer(&mut out, &collection)?;
    out.write_all(b"\n")?;
    out.flush()
}

#[derive(Serialize)]
struct Collection<'r, 'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    label: String,
    total: usize,
    first: Page<'r, 'a>,
}

#[derive(Serialize)]
struct Page<'r, 'a> {
    id: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "partOf")]
    part_of: &'static str,
    #[serde(rename = "startIndex")]
    start_index: usize,
    items: Items<'r, 'a>,
}

/// The annotations, each built when it is written.
struct Items<'r, 'a>(&'r Report<'a>);

impl Serialize for Items<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(standing(self.0).filter_map(|row| Some(annotation(self.0, &row, row.anchor.as_ref()?))))
    }
}

/// The claims whose quote has a place.
fn standing<'r, 'a>(report: &'r Report<'a>) -> impl Iterator<Item = ClaimRow<'a>> + 'r {
    report.claims().filter(|row| row.anchor.as_ref().is_some_and(|anchor| !anchor.places.is_empty()))
}

fn annotation(report: &Report<'_>, row: &ClaimRow<'_>, anchor: &AnchorRow<'_>) -> Value {
    let mut bodies = vec![text_body("identifying", row.id), text_body("classifying", anchor.status)];
    if let Ok(read) = &row.reading {
        bodies.push(text_body("describing", &value(read)));
    }
    let only = anchor.places.len() == 1;
    bodies.extend(anchor.link.as_ref().map(|link| json!({ "type": "SpecificResource", "purpose": "linking", "source": link })));
    let target = |(index, place): (usize, &Place)| {
        let passage = anchor.passages.get(index);
        json!({ "source": encoded(&report.path_in_repository(place)), "selector": selectors(row, place, passage) })
    };
    json!({
        "id": format!("urn:factlint:claim:{}", encoded(row.id)),
        "type": "Annotation",
        "motivation": if only { "identifying" } else { "questioning" },
        "body": bodies,
        "target": anchor.places.iter().enumerate().map(target).collect::<Vec<_>>(),
    })
}

/// Every way to find a place again: its words, its characters counted in code points, its bytes, its page. Each alone suffices; words
/// survive most changes of a text, positions none.
fn selectors(row: &ClaimRow<'_>, place: &Place, passage: Option<&Passage<'_>>) -> Vec<Value> {
    let quote = passage.map(|passage| {
        json!({ "type": "TextQuoteSelector", "exact": passage.exact, "prefix": passage.prefix, "suffix": passage.suffix })
    });
    let chars = passage.and_then(|passage| passage.chars.as_ref());
    let characters = chars.map(|chars| json!({ "type": "TextPositionSelector", "start": chars.start, "end": chars.end }));
    let page = place.spot.as_ref().and_then(|spot| spot.page).map(|page| {
        let standard = "http://tools.ietf.org/rfc/rfc3778";
        json!({ "type": "FragmentSelector", "conformsTo": standard, "value": format!("page={page}") })
    });
    [quote, characters, place.has_lines.then(|| bytes(row, place)), page].into_iter().flatten().collect()
}

/// The bytes of a place in its file, refined to the words that were read.
fn bytes(row: &ClaimRow<'_>, place: &Place) -> Value {
    let mut selector = json!({ "type": "DataPositionSelector", "start": place.byte_start, "end": place.byte_end });
    // words that were read may reach beyond the quote, as the day of the week before a date
    let inside = |read: &&ReadRow<'_>| read.place.byte_start >= place.byte_start && read.place.byte_end <= place.byte_end;
    if let Some(read) = row.reading.as_ref().ok().filter(inside) {
        selector["refinedBy"] = json!({ "type": "TextQuoteSelector", "exact": read.text });
    }
    selector
}

fn text_body(purpose: &str, text: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": text })
}

/// What was read, with its hedge and unit: `above 104700 đảng viên`.
fn value(read: &ReadRow<'_>) -> String {
    let hedge = if read.qualifier == "exact" { "" } else { read.qualifier };
    let parts = [hedge, &read.value, read.unit.as_deref().unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

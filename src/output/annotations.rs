//! Annotations: where the quote of each claim stands, as a W3C Web Annotation (JSON-LD), for archives and annotation servers.
//!
//! It never chooses among several places: a quote that stands in more than one is annotated as a question with all of them.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde::ser::Serializer;
use serde_json::{Value, json};

use super::Style;
use super::sarif::encoded;
use crate::report::{AnchorRow, ClaimRow, ReadRow, Report};

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
    let target = |place: &crate::text::Place| {
        let mut selector = json!({ "type": "DataPositionSelector", "start": place.byte_start, "end": place.byte_end });
        // words that were read may reach beyond the quote, as the day of the week before a date
        let inside = |read: &&ReadRow<'_>| read.place.byte_start >= place.byte_start && read.place.byte_end <= place.byte_end;
        if let Some(read) = row.reading.as_ref().ok().filter(inside) {
            selector["refinedBy"] = json!({ "type": "TextQuoteSelector", "exact": read.text });
        }
        json!({ "source": encoded(&report.path_in_repository(place)), "selector": selector })
    };
    json!({
        "id": format!("urn:factlint:claim:{}", encoded(row.id)),
        "type": "Annotation",
        "motivation": if only { "identifying" } else { "questioning" },
        "body": bodies,
        "target": anchor.places.iter().map(target).collect::<Vec<_>>(),
    })
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

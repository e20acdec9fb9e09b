//! Readable: what must hold of the readable text of any file. The fuzz targets ask it of what they make up, one target for each reader,
//! and `cargo test` of files that it damages.

use factlint::document::cells::Cells;
use factlint::document::{Part, Shown, TEXT_BYTES_MAX, Unreadable, part, read};
use factlint::text::origin::Origin;
use factlint::text::{File, Role};

/// Bytes of readable text that one byte of a file may become, at most: a cell may stand in many columns. What a file unpacks to counts.
const TEXT_PER_BYTE: usize = 1 << 16;

/// Reads bytes as a file of a name that ends so, and panics if something cannot be: a reader that stopped, a place outside the text or
/// inside a character, a way back that leads elsewhere, more text than such a file may hold.
pub(super) fn assert_readable(bytes: &[u8], extension: &str) {
    let found = match read(bytes, extension, Shown::PLAIN).readable {
        Ok(found) => found,
        // the PDF reader is a library whose failures are caught; our own readers never fail so
        Err(Unreadable::Panicked(library)) => return assert_eq!(extension, "pdf", "{library} stopped"),
        Err(why) => return assert!(!why.to_string().is_empty()),
    };
    assert!(found.text.len() <= TEXT_BYTES_MAX.min(TEXT_PER_BYTE * bytes.len()), "{} bytes of text", found.text.len());
    let Some(origin) = &found.origin else { return };
    assert_places(origin, &found.text);
    assert_way_back(origin, &found.text);
    assert_parts(origin, &found.text);
    let file = File::new("a".into(), Role::Source, found.text).with_origin(found.origin);
    let whole = 0..u32::try_from(file.text.len()).expect("it is below the limit");
    let cells = Cells::new(&file, &whole);
    for (cell, page, row, column) in [("A1", "", "", ""), ("1!B2", "1", "", ""), ("", "2", "a", "b"), ("", "", "", "1")] {
        for range in cells.find(cell, page, row, column) {
            assert!(file.text.get(range.start as usize..range.end as usize).is_some(), "{range:?}");
        }
    }
}

/// Every list is sorted, on boundaries of characters.
fn assert_places(origin: &Origin, text: &str) {
    let is_place = |at: u32| text.is_char_boundary(at as usize);
    let are_places = |all: &[u32]| all.is_sorted() && all.iter().all(|at| is_place(*at));
    let starts = |all: &mut dyn Iterator<Item = u32>| all.collect::<Vec<u32>>();
    assert!(are_places(&starts(&mut origin.blocks.iter().map(|(at, _)| *at))), "blocks");
    assert!(are_places(&starts(&mut origin.pages.iter().map(|(at, _)| *at))), "pages");
    assert!(are_places(&starts(&mut origin.sheets.iter().map(|(at, _)| *at))), "sheets");
    assert!(
        are_places(&starts(&mut origin.headings.iter().flat_map(|heading| [heading.range.start, heading.range.end]))),
        "headings"
    );
    assert!(are_places(&starts(&mut origin.ocr.iter().flat_map(|range| [range.start, range.end]))), "ocr");
    assert!(origin.pictures.is_sorted(), "pictures");
    assert!(origin.pages.iter().all(|(_, page)| *page > 0), "pages count from 1");
    for (at, _) in &origin.blocks {
        assert!(origin.spot(*at).is_some(), "a block has a place");
    }
}

/// A figure of the text stands in the file's own characters at the place that the map gives, but for markup inside it and
/// characters that are written as a name.
fn assert_way_back(origin: &Origin, text: &str) {
    let Some(raw) = &origin.raw else { return };
    let mut last = 0;
    for (at, _) in text.char_indices() {
        let at = u32::try_from(at).expect("it is below the limit");
        let place = raw.map.to_original(at..at).start;
        assert!(raw.text.is_char_boundary(place as usize) && place >= last, "{at} leads to {place}");
        last = place;
    }
    for figure in figures(text) {
        let place = raw.map.to_original(figure.clone());
        let written = raw.text.get(place.start as usize..place.end as usize).expect("a place of the file");
        let digits = text.get(figure.start as usize..figure.end as usize).expect("a figure of the text");
        let mut rest = written.bytes();
        let stands = digits.bytes().all(|digit| rest.any(|byte| byte == digit));
        assert!(stands || written.contains('&'), "{digits} at {figure:?} leads to {written:?}");
        let back = raw.map.from_original(place.clone());
        assert!(back.start <= figure.start && figure.end <= back.end, "{figure:?} leads to {place:?} and back to {back:?}");
    }
}

/// Runs of ASCII digits.
fn figures(text: &str) -> Vec<std::ops::Range<u32>> {
    let mut found: Vec<std::ops::Range<u32>> = Vec::new();
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
        let at = u32::try_from(at).expect("it is below the limit");
        match found.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// A part of a document is a stretch of its text, or is reported.
fn assert_parts(origin: &Origin, text: &str) {
    let heading = origin.headings.first().and_then(|first| text.get(first.range.start as usize..first.range.end as usize));
    let parts = [
        Part::Lines(1, 1),
        Part::Lines(2, 5),
        Part::Pages(1, 1),
        Part::Pages(2, 3),
        Part::Section(heading.unwrap_or("I").to_owned()),
    ];
    for part in parts {
        if let Ok(range) = part::range(&part, text, Some(origin)) {
            assert!(text.get(range.start as usize..range.end as usize).is_some(), "{part:?} is {range:?}");
        }
    }
}

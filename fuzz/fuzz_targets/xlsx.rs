//! XLSX: any bytes as a workbook: a sheet, its shared texts and its styles are made up are read without a panic, with sound places and a bounded text.

#![no_main]

#[path = "../archive.rs"]
mod archive;
#[path = "../readable.rs"]
mod readable;

use libfuzzer_sys::fuzz_target;

/// A workbook of one sheet.
const BOOK: &[(&str, &str)] = &[
    ("xl/workbook.xml", r#"<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>"#),
    ("xl/_rels/workbook.xml.rels", r#"<Relationships><Relationship Id="r1" Target="sheet.xml"/></Relationships>"#),
];
const FILLED: &[&str] = &["xl/sheet.xml", "xl/sharedStrings.xml", "xl/styles.xml"];

fuzz_target!(|bytes: &[u8]| {
    readable::assert_readable(&archive::archive(bytes, BOOK, FILLED), "xlsx");
});

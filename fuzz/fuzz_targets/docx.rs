//! DOCX: any bytes as a Word file: its text, its styles and its notes are made up are read without a panic, with sound places and a bounded text.

#![no_main]

#[path = "../archive.rs"]
mod archive;
#[path = "../readable.rs"]
mod readable;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    readable::assert_readable(
        &archive::archive(bytes, &[], &["word/document.xml", "word/styles.xml", "word/footnotes.xml"]),
        "docx",
    );
});

//! ODF: any bytes as an OpenDocument text and sheets: the content is made up are read without a panic, with sound places and a bounded text.

#![no_main]

#[path = "../archive.rs"]
mod archive;
#[path = "../readable.rs"]
mod readable;

use libfuzzer_sys::fuzz_target;

const TEXT: &str = "application/vnd.oasis.opendocument.text";
const SHEETS: &str = "application/vnd.oasis.opendocument.spreadsheet";

fuzz_target!(|bytes: &[u8]| {
    let content = bytes.get(1..).unwrap_or_default();
    let is_text = bytes.first().is_none_or(|first| first % 2 == 0);
    let (kind, extension) = if is_text { (TEXT, "odt") } else { (SHEETS, "ods") };
    readable::assert_readable(&archive::archive(content, &[("mimetype", kind)], &["content.xml"]), extension);
    readable::assert_readable(bytes, extension);
});

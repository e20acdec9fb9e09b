//! CSV: any bytes as a table of values are read without a panic, with sound places and a bounded text.

#![no_main]

#[path = "../readable.rs"]
mod readable;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    readable::assert_readable(bytes, "csv");
});

//! PDF: any bytes as a PDF are read without a panic of our own, with sound places and a bounded text.

#![no_main]

#[path = "../readable.rs"]
mod readable;

use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: {
        // libFuzzer ends at every panic; those of the library below are caught by the reader and reported to the user
        std::panic::set_hook(Box::new(|fault| {
            let is_own = fault.location().is_none_or(|place| !place.file().contains(".cargo"));
            if is_own || !factlint::document::is_reading() {
                eprintln!("{fault}");
                std::process::abort();
            }
        }));
    },
    |bytes: &[u8]| {
        readable::assert_readable(bytes, "pdf");
    }
);

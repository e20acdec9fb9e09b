//! Prints what a reader sees in a file, and the places in it.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used, missing_docs)]
use factlint::document::{Shown, read};
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let extension = path.rsplit('.').next().unwrap_or_default();
        let started = std::time::Instant::now();
        let found = read(&bytes, extension, Shown::PLAIN);
        let took = started.elapsed();
        match found.readable {
            Ok(readable) => {
                if std::env::var("QUIET").is_err() {
                    println!("{}", readable.text);
                }
                let origin = readable.origin.unwrap_or_default();
                println!(
                    "== {path} {:?} {} bytes, {} pages, {} blocks, {} headings, ocr {:?}, {took:?}",
                    found.format,
                    readable.text.len(),
                    origin.pages.len(),
                    origin.blocks.len(),
                    origin.headings.len(),
                    origin.ocr
                );
            }
            Err(why) => println!("== {path} {why} {took:?}"),
        }
    }
}

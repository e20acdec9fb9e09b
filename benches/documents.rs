//! Documents: MB/s of each reader over the fixtures, and the time of a PDF of 300 pages and of a sheet of 100,000 rows made here.
//!
//! Prints the best of several runs: the file's bytes, the bytes of text that a reader sees, the time, and megabytes of the file a second.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::disallowed_types
)]

#[path = "../tests/it/pdf.rs"]
mod pdf;

use std::hint::black_box;
use std::time::{Duration, Instant};

use factlint::document::{Shown, read};

const RUNS: usize = 5;
const PAGES: usize = 300;
const ROWS: u32 = 100_000;

fn main() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let names = [
        "report.md",
        "report.html",
        "report.mhtml",
        "report.docx",
        "report.odt",
        "report-chromium.pdf",
        "report-libreoffice.pdf",
        "report-typst.pdf",
        "budget.xlsx",
        "budget.ods",
    ];
    for name in names {
        measure(name, &std::fs::read(folder.join(name)).unwrap());
    }
    let paragraph = std::fs::read_to_string(folder.join("report.md")).unwrap();
    measure("10-mb.md", paragraph.repeat(880).as_bytes());
    let page = std::fs::read_to_string(folder.join("report.html")).unwrap();
    measure("10-mb.html", page.repeat(760).as_bytes());
    measure("300-pages.pdf", &pdf());
    measure("100000-rows.csv", csv().as_bytes());
    measure("100000-rows.xlsx", &sheet());
}

fn measure(name: &str, bytes: &[u8]) {
    let extension = name.rsplit('.').next().unwrap_or_default();
    let mut best = Duration::MAX;
    let mut length = 0;
    for _ in 0..RUNS {
        let started = Instant::now();
        let found = black_box(read(black_box(bytes), extension, Shown::PLAIN));
        best = best.min(started.elapsed());
        length = found.readable.unwrap().text.len();
    }
    let speed = bytes.len() as f64 / 1e6 / best.as_secs_f64();
    println!("{name:24} {:>10} bytes {length:>10} of text {best:>12.2?} {speed:>8.1} MB/s", bytes.len());
}

/// Pages of 40 lines each, in a font that needs no file.
fn pdf() -> Vec<u8> {
    let font = 3 + PAGES;
    let mut objects = pdf::pages(PAGES, &format!("/Font << /F1 {font} 0 R >>"), |page| format!("{} 0 R", font + 1 + page));
    objects.push(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec());
    for page in 0..PAGES {
        let line = |line: usize| {
            let count = page * 40 + line;
            format!("(On page {page}, line {line} tells that {count} households of the district answered in time.) Tj T*\n")
        };
        let lines: String = (0..40).map(line).collect();
        objects.push(pdf::stream("", format!("BT /F1 11 Tf 14 TL 60 780 Td\n{lines}ET").as_bytes()));
    }
    pdf::written(&objects)
}

fn csv() -> String {
    (0..ROWS).map(|row| format!("Thôn {row},{},{},{},2024-06-16\n", row * 37, row + 1, row % 100)).collect()
}

fn sheet() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let thousands = rust_xlsxwriter::Format::new().set_num_format("#,##0");
    let percent = rust_xlsxwriter::Format::new().set_num_format("0.0%");
    let day = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    for row in 0..ROWS {
        sheet.write(row, 0, format!("Thôn {row}")).unwrap();
        sheet.write_with_format(row, 1, row * 37, &thousands).unwrap();
        sheet.write_with_format(row, 2, f64::from(row % 1000) / 1000.0, &percent).unwrap();
        sheet.write_with_format(row, 3, 40_000 + row % 5000, &day).unwrap();
        sheet.write(row, 4, row).unwrap();
    }
    book.save_to_buffer().unwrap()
}

//! Any bytes as a source: the first byte says which format the file's name claims, so that every reader is reached.
#![no_main]

use factlint::document::{Shown, TEXT_BYTES_MAX, read};
use libfuzzer_sys::fuzz_target;

const EXTENSIONS: [&str; 11] = ["txt", "md", "html", "mhtml", "pdf", "docx", "odt", "xlsx", "ods", "csv", ""];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let extension = EXTENSIONS[usize::from(*first) % EXTENSIONS.len()];
    let Ok(found) = read(bytes, extension, Shown::PLAIN).readable else { return };
    assert!(found.text.len() <= TEXT_BYTES_MAX);
    let Some(origin) = found.origin else { return };
    assert!(origin.blocks.iter().all(|(at, _)| found.text.is_char_boundary(*at as usize)));
    assert!(origin.headings.iter().all(|heading| found.text.get(heading.range.start as usize..heading.range.end as usize).is_some()));
    if let Some(raw) = &origin.raw {
        for (at, _) in found.text.char_indices() {
            let at = u32::try_from(at).unwrap();
            assert!(raw.text.is_char_boundary(raw.map.to_original(at..at).start as usize));
        }
    }
});
